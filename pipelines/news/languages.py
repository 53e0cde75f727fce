"""In which language a text is written, as far as that decides whether its claims can be read.

Here: telling languages by their letters and commonest words (languages.toml). Not here: reading any of them.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

SUPPORTED = frozenset({"en"})
"""Languages whose claims the rules read."""

ENOUGH_WORDS = 12
"""In a shorter text the commonest words may be missing by chance."""

LOOKED_AT = 4_000
"""Characters from the beginning that are looked at."""

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _tables() -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    tables = tomllib.loads((Path(__file__).parent / "languages.toml").read_text(encoding="utf-8"))
    words = {language: frozenset(each) for language, each in tables["words"].items()}
    scripts = {script: language for language, each in tables["scripts"].items() for script in each}
    return words, scripts


def language_of(text: str) -> str | None:
    """ISO 639 code of the language; None where the text is too short or mixed to tell."""
    beginning = text[:LOOKED_AT]
    words, scripts = _tables()
    by_letters = _by_letters(beginning, scripts)
    if by_letters is not None:
        return by_letters
    found = [word.casefold() for word in _WORD.findall(beginning)]
    hits = Counter({language: sum(word in common for word in found) for language, common in words.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    if most == 0 or most == next_most or (len(found) < ENOUGH_WORDS and most < 2):
        return _of_cyrillic(beginning)
    return first


def _by_letters(text: str, scripts: dict[str, str]) -> str | None:
    letters = [each for each in text if each.isalpha()]
    names = Counter(unicodedata.name(each, "?").split(" ")[0].split("-")[0] for each in letters)
    for script, language in scripts.items():
        if names[script] > 0.2 * len(letters):
            return language
    return None


def _of_cyrillic(text: str) -> str | None:
    """A short text in Cyrillic is at least known not to be in Latin letters; the letters of one language tell more."""
    if not re.search(r"[а-яА-Я]", text):
        return None
    if re.search(r"[ўЎ]", text):
        return "be"
    return "uk" if re.search(r"[їєґЇЄҐ]", text) else "ru"
