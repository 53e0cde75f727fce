"""Countries: from a published text to an ISO 3166 code, or to nothing.

Here: what a country field, a place or a programme tag says. Not here: which field means what (the format modules know).

A text is looked up whole, never by a fragment of it: "Niger Delta" names no country. What the tables do not hold has no
code, and shows as such in the figures of every list. Codes are ISO 3166 alpha-2, and XK for Kosovo, which ISO leaves to
its users.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

import pycountry
from babel import Locale

from pipelines.catalogue.data_files import data_file

LOCALES = ("en", "fr", "de", "it", "es", "ja", "uk", "ru", "be")
"""The languages in which authorities publish."""

_PREFIX = re.compile(r"^(?:region|country|citizen of|national of|nationality)\s*:?\s+", re.IGNORECASE)
_ENUMERATED = re.compile(
    r"\s*[(（]?\b(?:[a-z]|\d{1,2})\s*[)）]\s*(?:[-–]\s*[(（]?(?:[a-z]|\d{1,2})[)）]\s*)?", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[/|;；]|、)\s*")
_ASIDE = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*[.。]?$")
_NO_LONGER = re.compile(
    r"revoked|withdrawn|renounced|until|formerly|former|not |unverified|possibly|剥奪|まで|脱退|離脱", re.IGNORECASE
)
_NOW = re.compile(r"\b(?:now|currently|present-day)\s+(?:part of\s+)?([^()]+?)\s*\)?$", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+(?:citizenship|nationality|national|citizen|passport)$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,|\band\b|\bor\b)\s*", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\s*[;；]\s*(?:alt\.?\s*(?:POB)?\s*:?\s*)?", re.IGNORECASE)
_JAPANESE_HEAD = re.compile(r"^([\u3040-\u30ff\u4e00-\u9fff・]+?(?:共和国(?=.)|(?=、)))")
_ENDS = " .,。、"
_SCRIPTS = re.compile(r"(?<=[\u3040-\u30ff\u4e00-\u9fff・])\s*(?=[A-Za-z])")
_ISO_CODE = re.compile(r"[A-Z]{2,3}")


def country_code(text: str) -> str | None:
    """The ISO code of the country that a country field names.

    None if it names no country, several, or one that no longer exists.
    """
    codes = {code for part in _country_texts(text) for code in _countries_of_piece(part) or (None,)}
    return codes.pop() if len(codes) == 1 else None


def countries_in(text: str) -> tuple[str, ...]:
    """The ISO codes of all countries that a text names, in its order: "(1) Yemen (2) Sudan" gives YE and SD."""
    codes = [code for part in _country_texts(text) for code in _countries_of_piece(part)]
    return tuple(dict.fromkeys(codes))


def country_of_place(text: str) -> str | None:
    """The country at the end of a place: "Minsk, Belarus" gives BY; None if it is not clear.

    The last part must be the whole name of a country, not a code. Of several places ("a) Moscow, Russia b) Minsk,
    Belarus") all must be in one country.
    """
    places = [
        place for part in _ENUMERATED.split(text) for piece in _ALTERNATIVE.split(part) if (place := piece.strip(_ENDS))
    ]
    codes = {_country_of_one_place(place) for place in places}
    return codes.pop() if len(codes) == 1 else None


def country_codes(texts: Iterable[str]) -> dict[str, str | None]:
    """`country_code` of each distinct text."""
    return _result_by_text(country_code, texts)


def place_country_codes(texts: Iterable[str]) -> dict[str, str | None]:
    """`country_of_place` of each distinct text."""
    return _result_by_text(country_of_place, texts)


def is_no_country(text: str) -> bool:
    """Whether a text is known to name no present country ("undetermined", "USSR"): it is not missing in our tables."""
    return _compared_form(text) in _tables()[1]


def _result_by_text(read: Callable[[str], str | None], texts: Iterable[str]) -> dict[str, str | None]:
    """What `read` returns for each distinct text: lists repeat few texts many times."""
    return {text: read(text) for text in set(texts)}


def _country_texts(text: str) -> list[str]:
    """The single countries in a field, as written: "Iran; Syria" has two.

    Texts that are known to mean no country are left out.
    """
    if _code_by_name(text) is not None:
        return [text]
    pieces = (piece for item in _ENUMERATED.split(text) for piece in _BETWEEN.split(item))
    parts = (part.strip(_ENDS) for piece in pieces for part in _SCRIPTS.split(piece))
    return [part for part in parts if part and not is_no_country(part)]


def _countries_of_piece(text: str) -> tuple[str, ...]:
    """The codes in one piece: of one country, or of several joined by "and" if each of them is known; else none."""
    if (single := _country_of_piece(text)) is not None:
        return (single,)
    codes = [_country_of_piece(part) for part in _AND.split(text) if part]
    return tuple(code for code in codes if code) if all(codes) else ()


def _country_of_piece(text: str) -> str | None:
    """The code of a piece, by name, nationality or ISO code; None if it is not known.

    A remark in brackets after the country is ignored, unless it says that the country no longer applies.
    """
    if (now := _NOW.search(text)) is not None:
        return _code_by_name(now[1])
    plain = _SUFFIX.sub("", _PREFIX.sub("", text)).strip()
    code = _code_by_name(plain) or _tables()[2].get(_compared_form(plain))
    if code is None and _ISO_CODE.fullmatch(plain):
        code = _code_by_iso_code(plain)
    if code is None and (aside := _ASIDE.search(plain)) is not None and not _ends_tie(aside[1]):
        code = _country_of_piece(plain[: aside.start()])
    return code


def _country_of_one_place(place: str) -> str | None:
    """The country in a text of a single place; None if it is not clear.

    It is the whole text, what "now" or brackets say, the Japanese name at the beginning, or else the last part.
    """
    if (whole := _code_by_name(place)) is not None:
        return whole
    if (now := _NOW.search(place)) is not None:
        return country_of_place(now[1])
    if (aside := _ASIDE.search(place)) is not None:
        outside = None if _ends_tie(aside[1]) else country_of_place(place[: aside.start()])
        return _code_by_name(aside[1]) or outside
    if (head := _JAPANESE_HEAD.match(place)) is not None:
        return _code_by_name(head[1])
    parts = re.split(r"[,、]", place)
    return _code_by_name(",".join(parts[-2:])) or _code_by_name(parts[-1])


def _ends_tie(aside: str) -> bool:
    """Whether a remark in brackets ends the tie to the country: "citizenship revoked" does, "former USSR" does not."""
    return _NO_LONGER.search(aside) is not None and not is_no_country(aside)


def _code_by_name(text: str) -> str | None:
    """The code of a country by its name; None if no country has it."""
    return _tables()[0].get(_compared_form(text))


def _code_by_iso_code(code: str) -> str | None:
    """The code in its usual two letters, given an ISO code; None if there is no such country."""
    if code == "XK":
        return code
    country = pycountry.countries.get(alpha_2=code) or pycountry.countries.get(alpha_3=code)
    return country.alpha_2 if country else None


@cache
def _compared_form(text: str) -> str:
    """Lower case without accents, punctuation and articles: how spellings are compared. Japanese keeps its marks."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    if text.isascii() or not re.search(r"[\u3040-\u30ff]", text):
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^\w]+|_", " ", unicodedata.normalize("NFC", letters)).split()
    words = words[1:] if words[:1] == ["the"] else words
    return " ".join(words[:-1] if words[-1:] == ["the"] else words)


@cache
def _tables() -> tuple[dict[str, str], frozenset[str], dict[str, str]]:
    """Names → code, texts that mean no country, adjectives of nationality → code."""
    own = data_file(__package__, "country_spellings.toml")
    names = _library_names() | {_compared_form(spelling): code for spelling, code in own["spelling"].items()}
    nowhere = frozenset(_compared_form(text) for texts in own["no_country"].values() for text in texts)
    demonyms = {_compared_form(text): code for code, texts in own["demonym"].items() for text in texts}
    return {name: code for name, code in names.items() if name not in nowhere}, nowhere, demonyms


def _library_names() -> dict[str, str]:
    """Every name that ISO 3166 and CLDR have for a country; a name of two countries is left out."""
    names: dict[str, set[str]] = {}
    codes = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    for country in pycountry.countries:
        for label in ("name", "official_name", "common_name"):
            if (name := getattr(country, label, None)) is not None:
                names.setdefault(_compared_form(name), set()).add(country.alpha_2)
    for locale in LOCALES:
        for code, name in Locale(locale).territories.items():
            if code in codes:
                names.setdefault(_compared_form(name), set()).add(code)
    return {name: next(iter(meant)) for name, meant in names.items() if len(meant) == 1}


_SWISS_NUMBER = re.compile(r"\s*\((?:SR|RS) 946[\d.]*\).*$")
"""The number of a Swiss ordinance behind its title, and its annexes."""


def programme_country(authority: str, programme: str) -> str | None:
    """The country that a programme is aimed at, from its tag or title; None if that is not clear."""
    known = _programme_rules().get(authority)
    if known is None:
        return None
    tags, patterns = known
    if (aimed_at := tags.get(_compared_form(_SWISS_NUMBER.sub("", programme)))) is not None:
        return aimed_at or None
    named = (
        country_match["country"] for pattern in patterns if (country_match := pattern.search(programme)) is not None
    )
    return next((code for name in named if (code := country_code(name)) is not None), None)


def programme_country_codes(texts: Iterable[str], authority: str) -> dict[str, str | None]:
    """`programme_country` of each distinct tag or title of one authority."""
    return _result_by_text(lambda text: programme_country(authority, text), texts)


@cache
def _programme_rules() -> dict[str, tuple[dict[str, str], tuple[re.Pattern[str], ...]]]:
    """Authority → its tags with their country ("" for none, by intent), and where its titles name one."""
    known = data_file(__package__, "programme_countries.toml")
    return {
        authority: (
            {_compared_form(tag): code for tag, code in rules["tags"].items()},
            tuple(re.compile(pattern, re.IGNORECASE) for pattern in rules["patterns"]),
        )
        for authority, rules in known.items()
    }
