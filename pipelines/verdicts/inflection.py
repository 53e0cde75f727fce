"""Names of persons in Cyrillic, from the case in which a text has them to the nominative that lists have.

Here: which nominatives a name may be a case of. Not here: how alike names are (see designations.name_score), or which
designation is meant (see linking). A dictionary would know most first names and few family names; the endings know
both, and a nominative that nobody is listed under costs nothing.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.IGNORECASE)
_SHORTEST = 3
"""Letters that a word keeps at least."""


def nominatives(name: str) -> tuple[str, ...]:
    """The nominatives that a name in Cyrillic may be a case of, itself left out; none for other scripts."""
    if not _CYRILLIC.search(name):
        return ()
    words = name.split()
    found = (" ".join(_nominative(word, endings) for word in words) for endings in _cases())
    return tuple(dict.fromkeys(each for each in found if each != name))


def _nominative(word: str, endings: Mapping[str, str]) -> str:
    for ending, nominative in endings.items():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending) + nominative
    return word


@cache
def _cases() -> tuple[dict[str, str], ...]:
    """The endings of each case, longest first."""
    tables = tomllib.loads((files(__package__) / "inflection.toml").read_text(encoding="utf-8"))
    return tuple(dict(sorted(table.items(), key=lambda pair: -len(pair[0]))) for table in tables.values())
