"""Counting what every record of a list must have, so that a renamed field is refused and not read as nothing.

Not here: whether a single record can be read (its format module decides that).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.parsers.record import UnreadableListError

MOST_WITHOUT = 0.5
"""A field that more than this share of the records lack was not left out by the publisher: it has another name now."""


@dataclass(slots=True)
class Tally:
    """How many parties a document showed, and how many of them had no readable value in each required field."""

    parties: int = 0
    lacking: Counter[str] = field(default_factory=Counter)

    def count(self, required: Mapping[str, object]) -> None:
        """Count a party, and which of its required fields have a value; None means that a field has none."""
        self.parties += 1
        self.lacking.update(name for name, value in required.items() if value is None)

    def refuse_losses(self) -> None:
        """Refuse a document without any party, or in which too many parties lack a required field (MOST_WITHOUT).

        Call it when the document is read to its end: a field that the publisher renamed must not pass for an empty one.

        Raises:
            UnreadableListError: it is such a document.
        """
        if not self.parties:
            raise UnreadableListError("holds no party; look at what the source sent.")
        for name, times in self.lacking.most_common(1):
            if times > self.parties * MOST_WITHOUT:
                raise UnreadableListError(
                    f"{times} of {self.parties} parties have no readable {name}; it may have been renamed or moved, "
                    "compare the file with what its format module expects."
                )
