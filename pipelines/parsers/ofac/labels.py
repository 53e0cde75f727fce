"""OFAC's vocabulary: what each of its labels for a number, a country or a particular means in a record.

Here: the meanings that all four formats share, from labels.toml. The legacy XML writes these labels as `idType`, the
CSV as the first words of a piece of the remarks, the advanced and enhanced XML as names of feature types and document
types.
Not here: how a format is read (one module each), or how a piece of remarks is taken apart (see remarks).

Seen in the files of 2019 to 2026: a label may end in a colon or a dash, and its apostrophe may be straight or curly.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.catalogue.data_files import data_file

Target = Literal["identifier", "feature", "country", "birth_date", "birth_place", "relationship", "address"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where the value under a label goes in the record, and as which kind."""

    target: Target
    kind: str


_LABELS: dict[str, dict[str, list[str]]] = data_file(__package__, "labels.toml")

_FAMILIES = re.compile(
    r"(?:listing|effective|purchase/sales for divestment) date \([^)]*\)"
    r"|executive order [0-9]+ (?:directive determination|directive information|information)"
)
"""Features that come with every new order: the label itself names the kind."""

_CURRENCY = re.compile(r"digital currency address - [a-z0-9]+")

LABEL_IN_TEXT = re.compile(
    r"Digital Currency Address - [A-Z0-9]+"
    r"|(?:Listing|Effective|Purchase/Sales [Ff]or Divestment) Date \([^)]*\):?"
    r"|Executive Order [0-9]+ (?:Directive Determination -|Directive Information(?::| -)?|[Ii]nformation:)"
)
"""The same families where they begin a piece of running text."""


def comparable_label(label: str) -> str:
    """A label for comparing, without what differs between files: case, spaces, apostrophes, a final colon or dash."""
    return " ".join(label.replace("’", "'").split()).casefold().rstrip(" :-")


def _meanings_by_label() -> dict[str, Meaning]:
    """What each of OFAC's labels (as `comparable_label` returns it) means in a record."""
    kinds: dict[str, Target] = {"identifiers": "identifier", "countries": "country", "features": "feature"}
    table = {
        comparable_label(label): Meaning(target, kind)
        for group, target in kinds.items()
        for kind, labels in _LABELS[group].items()
        for label in labels
    }
    others = _LABELS["others"]
    table |= {comparable_label(label): Meaning("relationship", label) for label in others["relationships"]}
    table |= {comparable_label(label): Meaning("birth_date", "") for label in others["birth_dates"]}
    table |= {comparable_label(label): Meaning("birth_place", "") for label in others["birth_places"]}
    table |= {comparable_label(label): Meaning("address", "") for label in others["addresses"]}
    return table


_MEANINGS = _meanings_by_label()


@lru_cache(maxsize=4096)
def meaning_of(label: str) -> Meaning | None:
    """What a label of OFAC's means in a record; None if it is not known."""
    plain = comparable_label(label)
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    if _CURRENCY.fullmatch(plain):
        return Meaning("identifier", "digital_currency")
    if _FAMILIES.fullmatch(plain):
        return Meaning("feature", re.sub(r"[^a-z0-9]+", "_", plain).strip("_"))
    return None


def labels_in_text() -> tuple[str, ...]:
    """All labels that can begin a piece of running text, the longest first."""
    fixed = [
        label
        for group in ("identifiers", "countries", "features")
        for labels in _LABELS[group].values()
        for label in labels
    ]
    fixed += [*_LABELS["others"]["relationships"], "DOB", "POB"]
    return tuple(sorted(fixed, key=len, reverse=True))
