"""In which language a text is written, as far as that decides whether its claims can be read.

Here: telling languages by their letters and commonest words (languages.toml). Not here: reading any of them.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ENOUGH_WORDS = 12
"""In a shorter text the commonest words may be missing by chance."""

LOOKED_AT = 4_000
"""Characters from the beginning that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-яА-Я]")


ENOUGH_LETTERS = 0.003
"""The share of its own letters that tells a language in Cyrillic: one ў in a sentence, no name in an article."""


@dataclass(frozen=True, slots=True)
class _Tables:
    """languages.toml."""

    words: dict[str, frozenset[str]]
    scripts: dict[str, str]
    cyrillic: tuple[tuple[str, tuple[str, ...]], ...]
    latin: dict[str, frozenset[str]]
    read: frozenset[str]


@cache
def _tables() -> _Tables:
    tables = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
    return _Tables(
        words={language: frozenset(each) for language, each in tables["words"].items()},
        scripts={script: language for language, each in tables["scripts"].items() for script in each},
        cyrillic=tuple((table["language"], tuple(table["letters"])) for table in tables["cyrillic"]),
        latin={language: frozenset(letters) for language, letters in tables["latin"].items()},
        read=frozenset(tables["read"]),
    )


def languages_read() -> frozenset[str]:
    """ISO 639 codes of the languages whose claims are read."""
    return _tables().read


def language_of(text: str) -> str | None:
    """ISO 639 code of the language; None where the text is too short or mixed to tell."""
    beginning = text[:LOOKED_AT]
    by_letters = _by_letters(beginning)
    if by_letters is not None:
        return by_letters
    found = [word.casefold() for word in _WORD.findall(beginning)]
    hits = Counter({language: sum(map(common.__contains__, found)) for language, common in _tables().words.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    if most > next_most and (len(found) >= ENOUGH_WORDS or most > 1):
        return first
    if _CYRILLIC.search(beginning):
        return "ru"
    return _of_latin(beginning.casefold(), {language for language, count in hits.items() if count == most > 0})


def _of_latin(text: str, languages: set[str]) -> str | None:
    """Of languages that the words of a short text leave open the one whose letters it has."""
    letters = set(text)
    found = [language for language in languages if letters & _tables().latin.get(language, frozenset())]
    return found[0] if len(found) == 1 else None


def _by_letters(text: str) -> str | None:
    """The language that its script or its own letters tell."""
    if text.isascii():
        return None
    letters = [each for each in text if each.isalpha()]
    names = Counter(
        unicodedata.name(letter, "?").split(" ")[0].split("-")[0] for letter in letters if not letter.isascii()
    )
    for script, language in _tables().scripts.items():
        if names[script] > 0.2 * len(letters):
            return language
    return _of_cyrillic(text.casefold()) if names["CYRILLIC"] > 0.5 * len(letters) else None


def _of_cyrillic(text: str) -> str | None:
    """The language whose own letters a text in Cyrillic has in numbers; None where it has none."""
    letters = Counter(each for each in text if each.isalpha())
    enough = ENOUGH_LETTERS * letters.total()
    for language, groups in _tables().cyrillic:
        if all(sum(letters[each] for each in group) > enough for group in groups):
            return language
    return None
