"""Which values can be true: the plausible days of each kind of date, the largest count, what is no name.

Here: the bounds, as data. Not here: leaving out what lies beyond them (see designations.plausible_values for lists and
notices, articles.reading for articles, claims.extraction for claims), or how large a list should be (see entries).

Bounds count from the day on which a value was published, not from the clock, so that the same archive always gives the
same tables.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlausibleDays:
    """The days that a field can hold.

    Attributes:
        first: the first plausible day.
        days_ahead: how many days after it was published a value may lie; None where any later day is plausible.
    """

    first: date
    days_ahead: int | None = 1

    def holds(self, day: date, published_on: date) -> bool:
        """Whether the field can have this day in something that was published on `published_on`."""
        return self.first <= day and (self.days_ahead is None or (day - published_on).days <= self.days_ahead)


BIRTH = PlausibleDays(date(1850, 1, 1))
LISTING = PlausibleDays(date(1945, 1, 1))
ARTICLE = PlausibleDays(date(1990, 1, 1))
NOTICE = PlausibleDays(date(1990, 1, 1))
ANY_ACT = PlausibleDays(date(1945, 1, 1), days_ahead=None)
"""Acts may be announced and expire long after: the US DPL has orders until 2056."""

LARGEST_COUNT = 10_000_000_000
"""No act is about more parties than there are people."""

PLACEHOLDERS = (
    "n/a", "n.a.", "n/k", "unknown", "not known", "not available", "not applicable", "none", "null", "no name",
    "name unknown", "tbc", "tbd", "不明", "невідомо", "неизвестно",
)  # fmt: skip
"""What stands in the place of a name, in lower case. "Na" and "Nil" are names of people."""
