"""Spans of days, and whether something dated by an interval happened within one.

Here: spans. Not here: what is dated (see designation), and how days are said (see sentences).
"""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from first to last, both included."""

    first: date
    last: date

    def holds(self, earliest: date | None, latest: date) -> bool:
        """Whether something that happened from `earliest` to `latest` happened within the span for certain."""
        return earliest is not None and self.first <= earliest and latest <= self.last

    def touches(self, earliest: date | None, latest: date) -> bool:
        """Whether it may have happened within the span. Without `earliest` nothing dates it: it is not counted."""
        return earliest is not None and earliest <= self.last and self.first <= latest

    def distance(self, day: date) -> int:
        """How many days a day lies before or after the span; 0 within it."""
        return max((self.first - day).days, (day - self.last).days, 0)
