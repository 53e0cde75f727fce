"""Acquiring a list: from a supply, through the checks, into the archive.

Here: checking and storing what a supply offers, and the outcome. Not here: where lists come from (see supplies), what
makes a file acceptable (see arrival), files that people add themselves (see backfill).

A fault of the network, a server or a file raises nothing here: it becomes the outcome of its list, with a reason. So
one list never stops the others.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import refuse_spoilt
from pipelines.archive.snapshot import LastFetch, Outcome, Refusal, Snapshot, sha256_of, stored_files
from pipelines.archive.supplies import Miss, Offer, Supply, Unchanged
from pipelines.catalogue.entries import OfficialList
from pipelines.catalogue.plausible import LISTING

FilesCheck = Callable[[Mapping[str, bytes], datetime], None]
"""Checks that files are the list that they should be. It gets the files and when they were seen published. It raises an
exception if they are not; the message is the reason."""


class HeldBackError(Exception):
    """Raised by a `FilesCheck` for files that can be read but that a person should check first. The bytes are kept."""


@dataclass(frozen=True, slots=True)
class Acquired:
    """The outcome of acquiring one list.

    Attributes:
        outcome: `kept`: new bytes were stored; `unchanged`: the held bytes are still the published ones; `refused`:
            bytes came and were not believed; `unreachable`: no bytes came; `not_configured`: an API key is missing;
            `closed`: the list is no longer published.
        reason: one sentence, for every outcome but the first two.
        snapshot: the snapshot that this fetch stored or confirmed.
        passed_over: the reason for each publication that was tried before and not used.
        refusals: the publications among these that came and were not believed.
    """

    list_id: str
    outcome: Outcome
    reason: str = ""
    snapshot: Snapshot | None = None
    refusal: Refusal | None = None
    passed_over: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def acquire(
    official_list: OfficialList, archive: Archive, supply: Supply, check_files: FilesCheck | None = None
) -> Acquired:
    """Fetch a list, store it if it is new and good, and return the outcome.

    Raises:
        MixedHomeError: this home holds the example data, to which live data must not be added.
    """
    outcome = supply.why_not_requested(official_list)
    if outcome:
        acquired = Acquired(official_list.list_id, *outcome)
    else:
        acquired = _Acquisition(official_list, archive, supply, check_files).run()
    if acquired.outcome != "closed":
        last_fetch = LastFetch(official_list.list_id, utc_now(), acquired.outcome, acquired.reason)
        archive.record_fetch(last_fetch, supply.origin)
    return acquired


def objection_to(
    official_list: OfficialList,
    files: Mapping[str, bytes],
    seen_at: datetime,
    check_files: FilesCheck | None,
    *,
    is_held: bool = False,
) -> tuple[str, bool] | None:
    """Why files are refused, and whether a person may still accept them; None if they are good.

    Args:
        is_held: the archive holds the same bytes as a snapshot, so they need not be checked again.
    """
    if fault := _day_fault(seen_at.astimezone(official_list.zone).date()):
        return fault, False
    if is_held:
        return None
    try:
        refuse_spoilt(files, official_list.max_bytes)
        if check_files is not None:
            check_files(files, seen_at)
    except HeldBackError as error:
        return _sentence(official_list, error), True
    except Exception as error:  # noqa: BLE001 - bad bytes may make a reader raise anything; other lists must go on
        return _sentence(official_list, error), False
    return None


def _day_fault(day: date) -> str | None:
    """Why a day cannot be a day of publication; None if it can. Tomorrow is allowed because of time zones."""
    if LISTING.holds(day, utc_now().date()):
        return None
    when = "before there were any lists" if day < LISTING.first else "in the future"
    return f"it is dated {day}, {when}; give it the day on which it was published."


def _sentence(official_list: OfficialList, error: Exception) -> str:
    """The message of an error without the list's name, as a sentence."""
    reason = str(error).removeprefix(f"{official_list.list_id}: ") or type(error).__name__
    return reason if reason.endswith(".") else f"{reason}."


@dataclass(slots=True)
class _Acquisition:
    """The acquisition of one list: its offers are tried in order; misses and refusals are collected."""

    official_list: OfficialList
    archive: Archive
    supply: Supply
    check_files: FilesCheck | None
    held: list[Snapshot] = field(init=False)
    misses: list[Miss] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read which snapshots of the list are held."""
        self.held = self.archive.snapshots(self.official_list.list_id)

    def run(self) -> Acquired:
        """Store the first good offer and return the outcome.

        Misses and refusals before it are collected. An offer that is held already ends the search, and so does a
        refused one that a person may accept.
        """
        for offer in self.supply.offers(self.official_list, self.archive):
            if isinstance(offer, Miss):
                self.misses.append(offer)
            elif isinstance(offer, Unchanged):
                return self._result("unchanged", snapshot=self.archive.confirm(offer.snapshot, offer.at))
            else:
                objection = self._objection(offer)
                if objection is None:
                    return self._keep(offer)
                self._refuse(offer, *objection)
                if self.refusals[-1].kept:  # a person should check this one; do not replace it by another publication
                    break
        return self._failed()

    def _objection(self, offer: Offer) -> tuple[str, bool] | None:
        """Why an offer is refused, and whether a person may accept it; None if it is good, or held already."""
        sha256 = sha256_of(stored_files(offer.files))
        is_held = any(snapshot.sha256 == sha256 for snapshot in self.held)
        return objection_to(self.official_list, offer.files, offer.seen_at, self.check_files, is_held=is_held)

    def _keep(self, offer: Offer) -> Acquired:
        """Store an offer as a snapshot; the outcome is "unchanged" if the archive held it already."""
        snapshot = self.archive.add(
            self.official_list.list_id,
            offer.files,
            origin=self.supply.origin,
            seen_at=offer.seen_at,
            zone=self.official_list.zone,
            retrieved_at=utc_now(),
            sources=offer.sources,
        )
        known = any((held.seen_at, held.sha256) == (snapshot.seen_at, snapshot.sha256) for held in self.held)
        return self._result("unchanged" if known else "kept", snapshot=snapshot)

    def _refuse(self, offer: Offer, reason: str, keep: bool) -> None:
        """Record in the archive that an offer was refused; with `keep`, store its bytes too."""
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

    def _failed(self) -> Acquired:
        """The outcome if no offer was good; its reason is that of a refusal, of damaged bytes or of a missing file."""
        if self.refusals:
            refusal = self.refusals[-1] if self.refusals[-1].kept else self.refusals[0]
            return self._result("refused", refusal.reason, refusal=refusal)
        spoilt = [miss for miss in self.misses if miss.came]
        if spoilt:
            return self._result("refused", spoilt[0].reason)
        misses = [miss for miss in self.misses if not miss.absent] or self.misses
        return self._result("unreachable", misses[0].reason if misses else "nothing of it is there.")

    def _result(
        self, outcome: Outcome, reason: str = "", *, snapshot: Snapshot | None = None, refusal: Refusal | None = None
    ) -> Acquired:
        """The outcome, with the reasons why other offers were passed over."""
        passed_over = (*(miss.reason for miss in self.misses), *(refusal.reason for refusal in self.refusals))
        refusals = tuple(self.refusals)
        return Acquired(self.official_list.list_id, outcome, reason, snapshot, refusal, passed_over, refusals)
