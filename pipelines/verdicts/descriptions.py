"""Whether a name in the press is a name at all, or describes a body that a list calls otherwise.

Here: descriptions such as "Eritrean Military". Not here: which designations a name may mean (see linking).
"""

import tomllib
from functools import cache
from importlib.resources import files

from pipelines.designations.countries import country_code
from pipelines.designations.names import words


def is_description(name: str) -> bool:
    """Whether a name is made of nothing but a country and words for kinds of body."""
    told = words(name)
    return bool(told) and not _without_countries([each for each in told if each not in _known()])


def _without_countries(told: list[str]) -> list[str]:
    """The words that are no country: of two words ("north korean") before one."""
    left: list[str] = []
    at = 0
    while at < len(told):
        length = next((n for n in (2, 1) if at + n <= len(told) and country_code(" ".join(told[at : at + n]))), 0)
        if not length:
            left.append(told[at])
        at += length or 1
    return left


@cache
def _known() -> frozenset[str]:
    content = (files("pipelines.verdicts") / "description_words.toml").read_text(encoding="utf-8")
    return frozenset(word for group in tomllib.loads(content).values() for word in group)
