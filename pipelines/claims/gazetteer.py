"""Names as the lists have them, for finding named targets whole.

Here: looking a name up in a sentence. Not here: names that no list has (see names), or whom a name means (see
reconciliation).
"""

from collections.abc import Iterable

from pipelines.claims.claim import Unit
from pipelines.claims.lexicon import Words

SHORTEST = 4
"""Letters; shorter names are common words and abbreviations."""

UNITS: dict[str, Unit] = {
    "individual": "individuals", "entity": "entities", "vessel": "vessels", "aircraft": "aircraft",
}  # fmt: skip


class Gazetteer:
    """Names with the kind of party each belongs to (`individual`, `entity`, `vessel`, `aircraft`).

    Args:
        names: (name, kind of party).
        words: the tokenizer that cuts the text; by default names are cut at spaces.
    """

    def __init__(self, names: Iterable[tuple[str, str]], words: Words | None = None) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name, kind in names:
            lows = tuple(word.casefold().replace("’", "'") for word in (words(name) if words else name.split()))
            if sum(map(len, lows)) >= SHORTEST:
                self._by_first.setdefault(lows[0], {})[lows] = kind

    def at(self, lows: tuple[str, ...], i: int) -> tuple[int, Unit | None] | None:
        """The end and the unit of the longest name that begins at token i."""
        names = self._by_first.get(lows[i], {}) if 0 <= i < len(lows) else {}
        found = [(i + len(name), UNITS.get(kind)) for name, kind in names.items() if lows[i : i + len(name)] == name]
        return max(found, key=lambda each: each[0], default=None)
