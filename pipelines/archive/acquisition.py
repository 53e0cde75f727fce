"""Getting a list: from a supply, through the checks, into the archive.

Here: what is done with what a supply answers, and how that ended. Not here: where lists come from (see supplies), what
makes a file acceptable (see arrival), files that people add themselves (see backfill).

Nothing here raises for what a network, a server or a file does: each list ends in an outcome with its reason, so that
one list never stops the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import refuse_spoilt
from pipelines.archive.snapshot import Attempt, Outcome, Refusal, Snapshot, described, sha256_of
from pipelines.archive.supplies import Miss, Offer, Supply, Unchanged
from pipelines.catalogue.entries import OfficialList
from pipelines.catalogue.plausible import LISTING

Readable = Callable[[Mapping[str, bytes], datetime], None]
"""Given files and when they were seen published, raises an exception, whose message is the reason, if they are not the
list that they should be."""


class HeldBackError(Exception):
    """Raised by a `Readable` for files that can be read and should wait for a person: their bytes are kept."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """How getting one list ended.

    Attributes:
        outcome: `kept`: new bytes; `unchanged`: those held are still what is published; `refused`: bytes came and were
            not believed; `unreachable`: none came; `not_configured`: a key is missing; `closed`: published no more.
        reason: one sentence for every outcome but the first two.
        snapshot: what stands now, if this fetch brought or confirmed it.
        passed_over: publications that were preferred and could not be had, each with its reason.
    """

    list_id: str
    outcome: Outcome
    reason: str = ""
    snapshot: Snapshot | None = None
    refusal: Refusal | None = None
    passed_over: tuple[str, ...] = ()


def acquire(
    official_list: OfficialList, archive: Archive, supply: Supply, readable: Readable | None = None
) -> Acquired:
    """Get a list, keep what is new and good, and say how it ended.

    Raises:
        MixedHomeError: this home holds the example, which live data never joins.
    """
    ended = supply.unasked(official_list)
    if ended:
        acquired = Acquired(official_list.list_id, *ended)
    else:
        acquired = _Course(official_list, archive, supply, readable).run()
    if acquired.outcome != "closed":
        attempt = Attempt(official_list.list_id, utc_now(), acquired.outcome, acquired.reason)
        archive.note(attempt, supply.origin)
    return acquired


def objection_to(
    official_list: OfficialList,
    files: Mapping[str, bytes],
    seen_at: datetime,
    readable: Readable | None,
    *,
    is_held: bool = False,
) -> tuple[str, bool] | None:
    """Why files are not taken for a snapshot, and whether a person may still accept them; None if they are.

    Args:
        is_held: the same bytes were good before, and need not be read again.
    """
    if fault := _day_fault(seen_at.astimezone(official_list.zone).date()):
        return fault, False
    if is_held:
        return None
    try:
        refuse_spoilt(files, official_list.max_bytes)
        if readable is not None:
            readable(files, seen_at)
    except HeldBackError as error:
        return _sentence(official_list, error), True
    except Exception as error:  # noqa: BLE001 - whatever a reader makes of bad bytes, it must not stop the other lists
        return _sentence(official_list, error), False
    return None


def _day_fault(day: date) -> str | None:
    """Why nothing can have been published on a day; elsewhere it may be tomorrow already."""
    if LISTING.holds(day, utc_now().date()):
        return None
    when = "before there were any lists" if day < LISTING.first else "in the future"
    return f"it is dated {day}, {when}; give it the day on which it was published."


def _sentence(official_list: OfficialList, error: Exception) -> str:
    said = str(error).removeprefix(f"{official_list.list_id}: ") or type(error).__name__
    return said if said.endswith(".") else f"{said}."


@dataclass(slots=True)
class _Course:
    """The way to one list: what is tried, and what was passed over so far."""

    official_list: OfficialList
    archive: Archive
    supply: Supply
    readable: Readable | None
    held: list[Snapshot] = field(init=False)
    misses: list[Miss] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.held = self.archive.snapshots(self.official_list.list_id)

    def run(self) -> Acquired:
        """Take the first good offer."""
        for offer in self.supply.offers(self.official_list, self.archive):
            if isinstance(offer, Miss):
                self.misses.append(offer)
            elif isinstance(offer, Unchanged):
                return self._ended("unchanged", snapshot=self.archive.checked(offer.snapshot, offer.at))
            else:
                objection = self._objection(offer)
                if objection is None:
                    return self._keep(offer)
                self._refuse(offer, *objection)
                if self.refusals[-1].kept:  # a person should look at this one, not find another in its stead
                    break
        return self._ended_without()

    def _objection(self, offer: Offer) -> tuple[str, bool] | None:
        """Bytes that were good once need not be read again."""
        sha256 = sha256_of(described(offer.files))
        is_held = any(snapshot.sha256 == sha256 for snapshot in self.held)
        return objection_to(self.official_list, offer.files, offer.seen_at, self.readable, is_held=is_held)

    def _keep(self, offer: Offer) -> Acquired:
        snapshot = self.archive.add(
            self.official_list.list_id,
            offer.files,
            origin=self.supply.origin,
            seen_at=offer.seen_at,
            zone=self.official_list.zone,
            retrieved_at=utc_now(),
            sources=offer.sources,
        )
        known = any((each.seen_at, each.sha256) == (snapshot.seen_at, snapshot.sha256) for each in self.held)
        return self._ended("unchanged" if known else "kept", snapshot=snapshot)

    def _refuse(self, offer: Offer, reason: str, keep: bool) -> None:
        refusal = self.archive.refuse(
            self.official_list.list_id,
            reason,
            offer.files,
            origin=self.supply.origin,
            seen_at=offer.seen_at,
            zone=self.official_list.zone,
            keep=keep,
            retrieved_at=utc_now(),
            sources=offer.sources,
        )
        self.refusals.append(refusal)

    def _ended_without(self) -> Acquired:
        """What came and was refused says more than what did not come, and that more than what is absent."""
        if self.refusals:
            telling_one = self.refusals[-1] if self.refusals[-1].kept else self.refusals[0]
            return self._ended("refused", telling_one.reason, refusal=telling_one)
        spoilt = [miss for miss in self.misses if miss.came]
        if spoilt:
            return self._ended("refused", spoilt[0].reason)
        telling = [miss for miss in self.misses if not miss.absent] or self.misses
        return self._ended("unreachable", telling[0].reason if telling else "nothing of it is there.")

    def _ended(
        self, outcome: Outcome, reason: str = "", *, snapshot: Snapshot | None = None, refusal: Refusal | None = None
    ) -> Acquired:
        passed_over = (*(miss.reason for miss in self.misses), *(each.reason for each in self.refusals))
        return Acquired(self.official_list.list_id, outcome, reason, snapshot, refusal, passed_over)
