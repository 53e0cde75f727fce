"""Chinese and Korean names as syllables that are the same in every romanisation.

Here: pinyin and Wade-Giles, and the romanisations of Korean (Revised, McCune-Reischauer, North Korean and the customary
spellings of family names), folded into one spelling. Not here: other languages, or how alike two names are. The tables
are data: syllables.toml.

Sources: the Library of Congress's tables for pinyin and Wade-Giles (1997), the National Institute of Korean Language's
Revised Romanisation (2000), McCune-Reischauer (1939). The fold is coarse on purpose: aspiration, which lists leave out,
does not tell two spellings apart. So it says only that two names may be one, never that they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipelines.catalogue.data_files import data_file

FEWEST_SYLLABLES = 2
MOST_SYLLABLES = 4


@dataclass(frozen=True, slots=True)
class _Tables:
    syllable: re.Pattern[str]
    consonants: dict[str, str]
    vowels: dict[str, str]
    family_names: dict[str, str]
    surnames: tuple[str, ...]


@cache
def _tables() -> _Tables:
    """The tables of syllables.toml, beginnings and ends as one pattern, longest first."""
    table = data_file(__package__, "syllables.toml")
    initials, finals = ("|".join(sorted(table[name], key=lambda part: -len(part))) for name in ("initials", "finals"))
    return _Tables(
        syllable=re.compile(f"(?P<initial>{initials})?(?P<final>{finals})"),
        consonants=table["consonants"],
        vowels=table["vowels"],
        family_names=table["family_names"],
        surnames=tuple(table["surnames"]),
    )


def syllable_key(words: Sequence[str]) -> tuple[str, ...]:
    """The folded syllables of a name, sorted; empty unless all its words are such, and one is a usual family name."""
    syllables: list[str] = []
    if not words or not {_folded(words[0]), _folded(words[-1])} & _family_names():
        return ()
    for word in words:
        parsed = _parsed(word)
        if not parsed:
            return ()
        syllables += parsed
    return tuple(sorted(syllables)) if FEWEST_SYLLABLES <= len(syllables) <= MOST_SYLLABLES else ()


@cache
def _family_names() -> frozenset[str]:
    """The folded forms of all family names in the tables."""
    tables = _tables()
    return frozenset(map(_folded, tables.surnames)) | frozenset(tables.family_names.values())


@lru_cache(maxsize=20_000)
def _parsed(word: str) -> tuple[str, ...]:
    """A word as folded syllables; none where it is not made of them."""
    if word in _tables().family_names:
        return (_folded(word),)
    for split in range(1, len(word)):
        first, rest = _folded(word[:split]), _folded(word[split:])
        if first and rest and word[split] not in "aeiou":
            return first, rest
    whole = _folded(word)
    return (whole,) if whole else ()


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """One syllable in the common spelling; empty where the text is no syllable."""
    tables = _tables()
    if text in tables.family_names:
        return tables.family_names[text]
    syllable = tables.syllable.fullmatch(text)
    if not syllable:
        return ""
    initial, final = syllable["initial"] or "", syllable["final"]
    for spelling, folded in tables.vowels.items():
        final = final.replace(spelling, folded) if final.startswith(spelling) else final
    if initial == "y" and final in ("i", "in", "ing"):
        initial = ""
    return tables.consonants.get(initial, initial) + final
