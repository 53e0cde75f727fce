"""Detecting the language of a text, to decide whether its claims can be read.

Here: detecting languages by their letters and most common words (languages.toml). Not here: reading any language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipelines.catalogue.data_files import data_file

ENOUGH_WORDS = 12
"""In a text with fewer words, the most common words may be missing by chance."""

LOOKED_AT = 4_000
"""Number of characters at the beginning of a text that decide its language."""

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_BEYOND_LATIN = re.compile("[^\x00-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-яА-Я]")
_LINE = re.compile(r"[^\n]*\n?")
_SENTENCE = re.compile(r"[^\n.!?…]*(?:[.!?…](?!\s)[^\n.!?…]*)*[.!?…]*\s*")

ENOUGH_OF_A_SCRIPT = 12
"""Fewest letters of a second script; with fewer letters it is a name, not a sentence."""
CLEARLY_MORE = 3
"""A line is in another language if it has so many times the common words of that language as of the article's."""
SHARE_OF_COMMON_WORDS = 0.2
"""Least share of words of a line that are common words of its language; a list of names has fewer."""

ENOUGH_LETTERS = 0.003
"""Least share of letters of one Cyrillic language alone: one ў in a sentence is enough, a name in an article not."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text, in code points, that is in one language; `language` is None if it is not known."""

    language: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Tables:
    """The content of languages.toml."""

    words: dict[str, frozenset[str]]
    scripts: dict[str, str]
    cyrillic: tuple[tuple[str, tuple[str, ...]], ...]
    latin: dict[str, frozenset[str]]
    read: frozenset[str]


@cache
def _tables() -> _Tables:
    """The content of languages.toml."""
    tables = data_file(__package__, "languages.toml")
    return _Tables(
        words={language: frozenset(words) for language, words in tables["words"].items()},
        scripts={script: language for language, scripts in tables["scripts"].items() for script in scripts},
        cyrillic=tuple((table["language"], tuple(table["letters"])) for table in tables["cyrillic"]),
        latin={language: frozenset(letters) for language, letters in tables["latin"].items()},
        read=frozenset(tables["read"]),
    )


def languages_read() -> frozenset[str]:
    """ISO 639 codes of the languages whose claims are read."""
    return _tables().read


def language_of(text: str) -> str | None:
    """ISO 639 code of the language; None if the text is too short or mixed.

    Letters decide first, then the most common words. Other Cyrillic text counts as Russian; where several languages
    have as many common words, special Latin letters decide.
    """
    beginning = text[:LOOKED_AT]
    by_letters = _language_by_letters(beginning)
    if by_letters is not None:
        return by_letters
    opening_words = [word.casefold() for word in _WORD.findall(beginning)]
    hits = Counter(
        {language: sum(map(common.__contains__, opening_words)) for language, common in _tables().words.items()}
    )
    (first, most), (_, next_most) = hits.most_common(2)
    if most > next_most and (len(opening_words) >= ENOUGH_WORDS or most > 1):
        return first
    if _CYRILLIC.search(beginning):
        return "ru"
    return _language_by_latin_letters(
        beginning.casefold(), {language for language, count in hits.items() if count == most > 0}
    )


def _language_by_latin_letters(text: str, languages: set[str]) -> str | None:
    """The one of several possible languages whose special letters a short text has; None if not exactly one."""
    letters = set(text)
    possible = [language for language in languages if letters & _tables().latin.get(language, frozenset())]
    return possible[0] if len(possible) == 1 else None


def _language_by_letters(text: str) -> str | None:
    """The language by script or special letters; None if these do not decide it."""
    if text.isascii():
        return None
    foreign = Counter(letter for letter in _NOT_ASCII.findall(text) if letter.isalpha())
    letters = sum(map(str.isalpha, text))
    names: Counter[str] = Counter()
    for letter, count in foreign.items():
        names[unicodedata.name(letter, "?").split(" ")[0].split("-")[0]] += count
    for script, language in _tables().scripts.items():
        if names[script] > 0.2 * letters:
            return language
    return _language_by_cyrillic_letters(text.casefold()) if names["CYRILLIC"] > 0.5 * letters else None


def _language_by_cyrillic_letters(text: str) -> str | None:
    """The language whose special letters are frequent in a Cyrillic text; None if there is none."""
    letters = Counter(letter for letter in text if letter.isalpha())
    enough = ENOUGH_LETTERS * letters.total()
    for language, groups in _tables().cyrillic:
        if all(sum(letters[letter] for letter in group) > enough for group in groups):
            return language
    return None


# ---- texts of several languages -------------------------------------------------------------------------------------
def passages(text: str, language: str | None) -> list[Passage]:
    """The parts of a text by language; together they cover the text.

    A line can be in another language than the whole text if its words clearly say so, a sentence if its script does.

    Args:
        language: the language of the text as a whole.
    """
    joined: list[Passage] = []
    for piece in _pieces(text, language):
        if joined and joined[-1].language == piece.language:
            joined[-1] = replace(joined[-1], end=piece.end)
        else:
            joined.append(piece)
    return joined


def _pieces(text: str, language: str | None) -> Iterator[Passage]:
    """Yields the lines of a text, or its sentences if it has two scripts, each with its language."""
    unit = _SENTENCE if _has_two_scripts(text) else _LINE
    for match in unit.finditer(text):
        if match.end() > match.start():
            yield Passage(_language_of_piece(match[0], language), match.start(), match.end())


def _has_two_scripts(text: str) -> bool:
    """Whether a text has sentences, and not only names, both in Latin and in another script."""
    if text.isascii():
        return False
    if _number_of_other_letters(text) < ENOUGH_OF_A_SCRIPT:
        return False
    return sum(letter.isascii() for letter in text if letter.isalpha()) >= ENOUGH_OF_A_SCRIPT


def _number_of_other_letters(text: str) -> int:
    """The number of letters that are not Latin."""
    return sum(map(str.isalpha, _BEYOND_LATIN.findall(text)))


def _language_of_piece(piece: str, language: str | None) -> str | None:
    """The language of a line or sentence: that of the whole text, unless script or words clearly show another."""
    if _is_latin(piece) == (language in _languages_in_other_scripts()) and len(piece.strip()) >= ENOUGH_OF_A_SCRIPT:
        return language_of(piece) or language
    words = [word.casefold() for word in _WORD.findall(piece)]
    if len(words) < ENOUGH_WORDS:
        return language
    own = _tables().words.get(language or "en", frozenset())
    if CLEARLY_MORE * sum(map(own.__contains__, words)) >= len(words):
        return language  # no other language can have clearly more common words
    hits = Counter({name: sum(map(common.__contains__, words)) for name, common in _tables().words.items()})
    (first, most), _ = hits.most_common(2)
    enough = most >= SHARE_OF_COMMON_WORDS * len(words)
    return first if enough and most > CLEARLY_MORE * hits[language or "en"] else language


def _is_latin(piece: str) -> bool:
    """Whether at least half of the letters are Latin, or the others are too few for a sentence."""
    if piece.isascii():
        return True
    others = _number_of_other_letters(piece)
    return others < ENOUGH_OF_A_SCRIPT or 2 * others <= sum(map(str.isalpha, piece))


def _languages_in_other_scripts() -> set[str]:
    """Languages that are not written in Latin letters."""
    return {*_tables().scripts.values(), *(language for language, _ in _tables().cyrillic), "ru", "bg"}
