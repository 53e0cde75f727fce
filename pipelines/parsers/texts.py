"""Cells as texts: white space, placeholders, several values in one cell.

Here: what holds for a cell of any kind on any list. Not here: names (see names), dates of birth (see births),
days (see days), official numbers (see numbers).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import blake2b

_PLACEHOLDERS = frozenset(
    {
        "", "na", "n/a", "n.a", "n/d", "nil", "none", "null", "-0-", "unknown", "not known", "not available", "no data",
        "not applicable", "unspecified", "not specified", "tbc", "tbd", "undetermined", "не відомо", "невідомо",
        "нет данных", "неизвестно", "inconnu", "inconnue", "néant", "non connu", "不明", "なし", "該当なし", "同上",
    }
)  # fmt: skip
LONGEST_PLACEHOLDER = 50
"""Characters: three times the longest above, because a letter may be written as three characters."""
_PUNCTUATION = re.compile(r"[\s.,;:()\[\]{}<>?!*'\"“”„«»‘’`´、。・…_/|\\–—―-]+")
_MARKER = re.compile(r"(?:(?<=\s)|(?<=[;,.])|^)\(?([a-z]|\d{1,2}|[ivx]{1,4})\)\s*", re.IGNORECASE)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
SCRIPTS_BY_UNICODE_NAME = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "CJK": "Hani",
    "HIRAGANA": "Hira", "KATAKANA": "Kana", "KATAKANA-HIRAGANA": "Kana", "HANGUL": "Hang", "GEORGIAN": "Geor",
    "ARMENIAN": "Armn", "THAI": "Thai", "LAO": "Laoo", "KHMER": "Khmr", "MYANMAR": "Mymr", "DEVANAGARI": "Deva",
    "BENGALI": "Beng", "GURMUKHI": "Guru", "GUJARATI": "Gujr", "TAMIL": "Taml", "TELUGU": "Telu", "KANNADA": "Knda",
    "MALAYALAM": "Mlym", "SINHALA": "Sinh", "ETHIOPIC": "Ethi", "TIBETAN": "Tibt", "MONGOLIAN": "Mong",
    "THAANA": "Thaa", "SYRIAC": "Syrc",
}  # fmt: skip
"""How the Unicode names of letters begin, and the ISO 15924 codes of the scripts."""
_BRACKET = re.compile(r"\([^()]*\)")
_ESCAPED_RETURN = "_x000D_"
"""A carriage return as a program that writes workbooks escapes it."""


def folded(text: str | None) -> str:
    """The text with single spaces (also for no-break spaces and line breaks), none at its ends; "" for None."""
    return " ".join(text.split()) if text else ""


def folded_or_none(text: str | None) -> str | None:
    """As `folded`, but None for an empty text."""
    return folded(text) or None


def is_placeholder(text: str) -> bool:
    """Whether a text means that there is no value: empty, punctuation, "N/A", "unknown", 不明."""
    plain = folded(text).strip(" .")
    begins_with_a_word = plain[:1].isalnum()
    if begins_with_a_word and len(plain) > LONGEST_PLACEHOLDER:
        return False
    plain = folded(unicodedata.normalize("NFKC", plain)).lower().strip(" .")
    return plain in _PLACEHOLDERS or not (begins_with_a_word or _PUNCTUATION.sub("", plain))


def is_latin(text: str) -> bool:
    """Whether all letters of the text are Latin."""
    return not any(letter.isalpha() and ord(letter) > 0x24F and not 0x1E00 <= ord(letter) <= 0x1EFF for letter in text)


def digest(*parts: str) -> str:
    """A short digest of texts, as a key: texts that differ in white space or letter case only have the same."""
    return blake2b("\0".join(folded(part).casefold() for part in parts).encode(), digest_size=8).hexdigest()


def without_placeholders(texts: Iterable[str]) -> list[str]:
    """The texts, white space folded, without placeholders and repeats, in the same order."""
    return list(dict.fromkeys(plain for text in texts if not is_placeholder(plain := folded(text))))


def values_of(cell: str) -> list[str]:
    """The values of a cell, each once, without placeholders.

    Divided at "a) … b) …", "(1) … (2) …", "(i) … (ii) …", line breaks and ";". Lines inside a bracket stay together.
    """
    text = _BRACKET.sub(lambda bracket: bracket[0].replace("\n", " "), cell.replace(_ESCAPED_RETURN, "\n"))
    parts = enumerated(text)
    divided = (piece for part in parts for piece in re.split(r"[;；\n]", part))
    return without_placeholders(piece.strip(" ;,\t") for piece in divided)


def enumerated(text: str) -> list[str]:
    """The items of a numbered text, divided at markers in sequence: a) b) c), 1) 2), (i) (ii).

    Text before the first marker is an item of its own. A text without such a sequence is one item; a marker of a first
    item at its beginning is left out.
    """
    for series in (_letter_marker, _number_marker, _roman_marker):
        markers = _markers_in_sequence(text, series)
        if len(markers) > 1:
            ends = [*(marker.start() for marker in markers[1:]), len(text)]
            before = text[: markers[0].start()]
            parts = [text[marker.end() : end] for marker, end in zip(markers, ends, strict=True)]
            return [part for part in (before, *parts) if part.strip()]
    only = _MARKER.match(text.lstrip())
    return [text.lstrip()[only.end() :]] if only and only[1].lower() in {"a", "1", "i"} else [text]


def _letter_marker(position: int) -> str:
    """The marker of an item as a letter: "a", "b"."""
    return chr(ord("a") + position)


def _number_marker(position: int) -> str:
    """The marker of an item as a number: "1", "2"."""
    return str(position + 1)


def _roman_marker(position: int) -> str:
    """The marker of an item as a Roman numeral: "i", "ii"; "" beyond those that are known."""
    return _ROMAN[position] if position < len(_ROMAN) else ""


def _markers_in_sequence(text: str, series: Callable[[int], str]) -> list[re.Match[str]]:
    """The markers "a)", "b)", … of one series, in order; a marker that is not the next of the series is ignored.

    Args:
        text: the text to search.
        series: gives the marker of an item from its position, from 0.
    """
    markers: list[re.Match[str]] = []
    for match in _MARKER.finditer(text):
        if match[1].lower() == series(len(markers)):
            markers.append(match)
    return markers


# Countries

_INVERTED = re.compile(r",\s*(?=(?:the )?[^,;/]{0,40}?\bof(?: the)?\s*(?:$|[,;/])|province of china)", re.IGNORECASE)
"""The comma of "Iran, Islamic Republic of"."""
_NAMES_WITH_AND = re.compile(
    r"bosnia (?:and|&) herze\w+|trinidad (?:and|&) tobago|antigua and barbuda|s(?:ain)?t\.? kitts and nevis|"
    r"s(?:ain)?t\.? vincent and the grenadines|s[aã]o tom[eé] and pr[ií]ncipe|great britain and northern ireland|"
    r"serbia and montenegro|wallis and futuna|turks and caicos(?: islands)?",
    re.IGNORECASE,
)
_BETWEEN_COUNTRIES = re.compile(r"\s*(?:[,/|:\n]|\band\b)\s*", re.IGNORECASE)


def countries_of(cell: str) -> list[str]:
    """The countries or nationalities of a cell: "Russia, Ukraine", "a) Chad b) Sudan", "Syrian / French".

    A remark in brackets stays with its country. "Bosnia and Herzegovina" and "Korea, Republic of" are one country each.
    """
    return without_placeholders(name for value in values_of(cell) for name in _divided_between_countries(value))


def _divided_between_countries(value: str) -> list[str]:
    """The parts of a text between countries; brackets and names such as "Korea, Republic of" are not divided."""
    undivided = {match.span() for pattern in (_INVERTED, _NAMES_WITH_AND) for match in pattern.finditer(value)}
    undivided |= {match.span() for match in re.finditer(r"\([^()]*\)", value)}
    pieces, start = [], 0
    for match in _BETWEEN_COUNTRIES.finditer(value):
        if not any(first < match.end() and match.start() < last for first, last in undivided):
            pieces.append(value[start : match.start()])
            start = match.end()
    return [*pieces, value[start:]]
