"""What is held of a list: its snapshots, the days of which each tells, and how well that covers a span.

Here: held snapshots and lists, coverage, and which lists stand beside a main one. Not here: an authority's coverage by
all its lists (see record), and gaps in words (see wording).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from pipelines.verdicts.designation import DAY, Span
from pipelines.verdicts.limits import LONGEST_GAP

SUPPLEMENTS = frozenset({"ofac_consolidated", "us_csl", "us_bis_dpl"})
"""Lists beside the main list of their authority: sectoral lists, a compilation of other lists, denied exporters.

They can show that someone is listed. They are neither counted, since the press counts the main list, nor does their
silence say anything about it.
"""

DAYS_OF_NOTICE = {"jp_mof": 1, "eu_fsf": 1, "fr_tresor": 1, "ch_seco": 1, "ca_sema": 3}
"""Lists that state the day of the notice or of its effect, and how many days before it the act is announced at most.

Japan decides a day before its notice; the EU's acts are adopted, published and in force on up to three days; Canada
announces regulations some days before they are registered.
"""


Held = Literal["close", "notice", "retrospective", "none"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of the main lists of an authority around a span.

    Attributes:
        held: "close": a snapshot before the span (or a list that states days) and one soon after it; "notice": only
            official notices of days of the span, which show who was added; "retrospective": only a much later
            snapshot, which shows who was listed then, but not who has left since; "none": nothing.
        first: the first day held of any of its lists.
        last: the last day held.
        list_ids: the lists that are held as `held` says.
    """

    held: Held
    first: date | None
    last: date | None
    list_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldSnapshot:
    """One used snapshot: its day, its digest, its address, and the last days that it covers.

    Attributes:
        covers_through: the last day whose listings the snapshot should contain: a party that it lacks was listed later.
            A snapshot taken before noon leaves its own day open: authorities publish by day.
        silence_counts_through: the last day for which "the party is not in the snapshot" means "it was not listed". It
            can be a day earlier: until the evening an authority may still publish more.
    """

    published_on: date
    covers_through: date
    silence_counts_through: date
    sha256: str
    source_url: str

    @property
    def last_day(self) -> date:
        """The last day that the snapshot covers in any way."""
        return max(self.published_on, self.covers_through)


@dataclass(frozen=True, slots=True)
class HeldList:
    """What is held of one list.

    Attributes:
        snapshots: the snapshots used, oldest first.
        states_days: whether the list itself gives the day on which its parties were listed.
        noticed: the days for which an official notice of additions is held.
    """

    list_id: str
    authority: str
    issuing_body: str
    snapshots: tuple[HeldSnapshot, ...]
    states_days: bool
    noticed: frozenset[date] = frozenset()
    title: str = ""

    @property
    def is_main(self) -> bool:
        """Whether it is a main list of its authority: only on main lists do parties count, or their absence."""
        return self.list_id not in SUPPLEMENTS

    @property
    def first(self) -> date | None:
        """The day of its oldest snapshot; None if no snapshot is held."""
        return self.snapshots[0].published_on if self.snapshots else None

    @property
    def last(self) -> date | None:
        """The last day that its snapshots cover; None if no snapshot is held."""
        return max((snapshot.last_day for snapshot in self.snapshots), default=None)

    def held_around(self, span: Span) -> Held:
        """How well the list is held for the days of a span.

        "close": by a snapshot soon after it and, unless the list states its days, without a long gap before that one;
        "retrospective": by a later snapshot or across a long gap; "none": not at all.
        """
        after = next((snapshot for snapshot in self.snapshots if snapshot.silence_counts_through >= span.last), None)
        if after is None:
            return "none"
        if self.states_days:
            return "close" if after.published_on - span.last <= LONGEST_GAP else "retrospective"
        before = [snapshot for snapshot in self.snapshots if snapshot.published_on < span.first]
        if not before:
            return "none"
        is_near = after.published_on - span.last <= LONGEST_GAP and self._longest_gap(before[-1], after) <= LONGEST_GAP
        return "close" if is_near else "retrospective"

    def _longest_gap(self, first: HeldSnapshot, last: HeldSnapshot) -> timedelta:
        """The longest time, from one of these two snapshots to the other, that no snapshot covers."""
        between = [
            snapshot for snapshot in self.snapshots if first.published_on <= snapshot.published_on <= last.published_on
        ]
        return max((after.published_on - before.covers_through for before, after in pairwise(between)), default=DAY * 0)

    def has_snapshot_within(self, span: Span, time: timedelta) -> bool:
        """Whether the first snapshot that covers the whole span was taken at most `time` after its last day."""
        after = next((snapshot for snapshot in self.snapshots if snapshot.silence_counts_through >= span.last), None)
        return after is not None and after.published_on - span.last <= time

    def as_held_on(self, day: date) -> "HeldList":
        """The list with only the snapshots and notices that had been published by a day."""
        kept = tuple(
            replace(
                snapshot,
                covers_through=min(snapshot.covers_through, day),
                silence_counts_through=min(snapshot.silence_counts_through, day),
            )
            for snapshot in self.snapshots
            if snapshot.published_on <= day
        )
        return replace(self, snapshots=kept, noticed=frozenset(noticed for noticed in self.noticed if noticed <= day))
