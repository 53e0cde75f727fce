"""The official record, as verdicts ask it: who was listed by whom, when, how certain the day is, and what is held.

Here: the record in memory, its indexes, an authority's coverage, and the questions: who was added, removed, or listed
on a day. Not here: a single designation or list (see designation, coverage), how the tables are read (see
record_tables), claims, names and verdicts (see judging, targets), and how designations are made of snapshots (see
pipelines.designations).

An official notice of a day is a record of what was added on that day, and of nothing else: it neither says who else was
listed, nor that there was no second notice. Parties that are known from a notice alone count where no list is held that
tells of that day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

import duckdb
import polars as pl

from pipelines.verdicts.coverage import DAYS_OF_NOTICE, SUPPLEMENTS, Coverage, Held, HeldList, HeldSnapshot
from pipelines.verdicts.designation import DAY, Change, Designation, Noticed, Span, Tally, without_repeated_parties
from pipelines.verdicts.limits import LATER_LIST
from pipelines.verdicts.record_tables import (
    LISTED_AGAIN,
    TABLES,
    grouped,
    read_changes,
    read_designations,
    read_further_listings,
    read_issuers,
    read_lists,
    read_noticed,
    without_repeated_entries,
)

SPANS_REMEMBERED = 64
_RETAGS = frozenset({"programme_added"})


@dataclass(frozen=True)
class OfficialRecord:
    """The designations of all authorities with their days, as one set of snapshots shows them."""

    designations: Mapping[str, Designation]
    lists: Mapping[str, HeldList]
    changes: tuple[Change, ...] = ()
    noticed: tuple[Noticed, ...] = ()
    issuers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> "OfficialRecord":
        """The record from the tables that `TABLES` names; all but `designation` and `snapshot` may be absent."""
        lists = read_lists(frames)
        designations = {designation.designation_id: designation for designation in read_designations(frames, lists)}
        noticed, kept_as = without_repeated_entries(read_noticed(frames))
        designations |= _known_from_notices(noticed, designations, lists)
        changes = (*read_changes(frames.get("change")), *read_further_listings(frames))
        announced = read_issuers(frames.get("announcement_entry"))
        issuers = {kept_as.get(key, key): issuer for key, issuer in announced.items()}
        return cls(designations, lists, changes, noticed=noticed, issuers=issuers)

    @classmethod
    def from_duckdb(cls, con: duckdb.DuckDBPyConnection) -> "OfficialRecord":
        """The record of a published file; one of an earlier release may lack some tables."""
        held = set(con.sql("SHOW TABLES").pl()["name"])
        return cls.from_frames({name: con.table(name).pl() for name in TABLES if name in held})

    def issuing_body_of(self, authority: str) -> str:
        """Who publishes the newest main list of an authority, as the catalogue has it."""
        held = self._main_lists(authority) or [
            held_list for held_list in self.lists.values() if held_list.authority == authority
        ]
        if not held:
            return authority
        return max(held, key=lambda held_list: (held_list.last or date.min, held_list.list_id)).issuing_body

    def days_of_notice(self, authority: str) -> int:
        """How many days before the day stated on its lists the authority may announce an act; 0 for most."""
        return max((DAYS_OF_NOTICE.get(main_list.list_id, 0) for main_list in self._main_lists(authority)), default=0)

    def authorities(self) -> tuple[str, ...]:
        """The authorities with at least one snapshot of a main list, or one notice of additions to it."""
        held = (
            held_list
            for held_list in self.lists.values()
            if held_list.is_main and (held_list.snapshots or held_list.noticed)
        )
        return tuple(sorted({held_list.authority for held_list in held}))

    def is_known(self, authority: str) -> bool:
        """Whether the catalogue has any list of the authority."""
        return any(held_list.authority == authority for held_list in self.lists.values())

    def coverage(self, authority: str, span: Span) -> Coverage:
        """How well the lists of an authority are held for the days of a span; its best main list decides."""
        held = [main_list for main_list in self._main_lists(authority) if main_list.snapshots]
        ranks = {held_list.list_id: held_list.held_around(span) for held_list in held}
        best: Held = next((rank for rank in ("close", "retrospective") if rank in ranks.values()), "none")
        return Coverage(
            best,
            min((held_list.first for held_list in held if held_list.first), default=None),
            max((held_list.last for held_list in held if held_list.last), default=None),
            tuple(name for name, rank in ranks.items() if rank == best),
        )

    def is_day_stated_soon_after(self, designation: Designation, span: Span) -> bool:
        """Whether a designation is on a list that states days of listing and was published soon after the span.

        The day that it states is then certain enough to contradict a claim. A list of much later may give entries a new
        day: Canada's of 2025 says July 2022 for some announced in May.
        """
        held = self.lists.get(designation.list_id)
        return held is not None and held.states_days and held.has_snapshot_within(span, LATER_LIST)

    def coverage_of_additions(self, authority: str, span: Span) -> Coverage:
        """How well the record shows what the authority added within a span: as `coverage`, or by official notices."""
        coverage = self.coverage(authority, span)
        held = self._main_lists(authority)
        days = sorted(day for held_list in held for day in held_list.noticed if span.first <= day <= span.last)
        if coverage.held == "close" or not days:
            return coverage
        first = min([days[0], *([coverage.first] if coverage.first else [])])
        last = max([days[-1], *([coverage.last] if coverage.last else [])])
        return Coverage(
            "notice", first, last, tuple(held_list.list_id for held_list in held if held_list.noticed & set(days))
        )

    def nearest_day(self, authority: str, span: Span) -> date | None:
        """The day of the snapshot of an authority's main lists that is nearest to a span; None if none is held."""
        days = (snapshot.published_on for held in self._main_lists(authority) for snapshot in held.snapshots)
        return min(days, key=lambda day: (span.distance(day), day), default=None)

    def next_day(self, authority: str, day: date) -> date | None:
        """The day of the first snapshot of an authority's main lists on a day or after it; None if none is held."""
        days = (snapshot.published_on for held in self._main_lists(authority) for snapshot in held.snapshots)
        return min((published for published in days if published >= day), default=None)

    def added(self, authority: str, span: Span) -> Tally:
        """Designations that the authority's main lists added within a span, each party once.

        Renames, amended rows and gained programme tags are no additions.
        """
        return self._added_within(authority, span)

    def removed(self, authority: str, span: Span) -> Tally:
        """Designations that left the authority's main lists within a span, each party once.

        A party that has another entry on the list, or was listed again on the same day, does not count.
        """
        gone = [
            party
            for party in self._removed.get(authority, ())
            if party.gone_by and party.gone_after and not self.remaining_entries(party)
        ]
        touched = [party for party in gone if span.touches(_day_after(party.gone_after), party.gone_by or date.max)]
        certain = [party for party in touched if span.holds(_day_after(party.gone_after), party.gone_by or date.max)]
        return Tally(without_repeated_parties(certain), without_repeated_parties(touched))

    def remaining_entries(self, gone: Designation) -> tuple[Designation, ...]:
        """Other entries of a delisted party that the list still has, so that the party did not leave the list.

        It had two entries, or was listed again on the same day.
        """
        if gone.gone_by is None:
            return ()
        others = {
            other.designation_id: other
            for key in (*gone.keys, _type_and_name(gone))
            for other in self._by_key.get((gone.list_id, key), ())
            if other.designation_id != gone.designation_id
        }
        return tuple(other for other in others.values() if other.was_listed_on(gone.gone_by))

    def listed_on(self, authority: str, day: date, country: str | None = None) -> Tally:
        """Designations on the authority's main lists at the end of a day, each party once."""
        among = (
            self.by_authority.get(authority, ()) if country is None else self._by_country.get((authority, country), ())
        )
        states = [(party, party.was_listed_on(day)) for party in among if party.list_id not in SUPPLEMENTS]
        return Tally(
            without_repeated_parties(party for party, state in states if state),
            without_repeated_parties(party for party, state in states if state is not False),
        )

    def retagged(self, authority: str, span: Span) -> tuple[Designation, ...]:
        """Designations that were listed before and gained a programme tag within a span.

        Some call that a new designation.
        """
        return self._changed_within(authority, span, _RETAGS)

    def listed_again(self, designation: Designation, span: Span) -> Change | None:
        """A further listing of the designation within a span, as its list states it; None if the list states none."""
        stated = self._further_listings.get(designation.designation_id, ())
        return next((change for change in stated if span.holds(change.earliest, change.latest)), None)

    def amended(self, authority: str, span: Span) -> tuple[Designation, ...]:
        """Designations that were listed before and whose entries changed in any way within a span."""
        return self._changed_within(authority, span, None)

    def _changed_within(self, authority: str, span: Span, kinds: frozenset[str] | None) -> tuple[Designation, ...]:
        """The parties listed before whose entries changed within a span, by these kinds of change; None: by any."""
        touched = (
            self.designations.get(change.designation_id)
            for change in self._changes.get(authority, ())
            if (kinds is None or change.kind in kinds) and span.touches(change.earliest or change.latest, change.latest)
        )
        before = [party for party in touched if party and not span.touches(party.earliest, party.latest)]
        return without_repeated_parties({party.designation_id: party for party in before}.values())

    def noticed_names(self) -> pl.DataFrame:
        """The names of every party that a notice says was added, for the index to which names in claims are linked.

        Columns designation_id, name, quality and party_type.
        """
        rows = [
            (entry.party.designation_id, name, "strong" if at else "primary", entry.party.party_type)
            for entry in self.noticed
            for at, name in enumerate((entry.party.primary_name, *entry.party.aliases))
        ]
        schema = dict.fromkeys(("designation_id", "name", "quality", "party_type"), pl.String)
        return pl.DataFrame(rows, schema=schema, orient="row")

    def action_days(self, authority: str, span: Span) -> tuple[Span, ...]:
        """The intervals within a span in which the authority added anyone, oldest first."""
        days = {
            Span(earliest, latest)
            for earliest, latest in self._added.get(authority, {})
            if earliest is not None and span.touches(earliest, latest)
        }
        return tuple(sorted(days, key=lambda day: (day.last, day.first)))

    def snapshot_of(self, designation: Designation) -> HeldSnapshot | None:
        """The first snapshot that shows a designation."""
        return self._snapshots.get((designation.list_id, designation.sha256))

    def publication_days(self, authorities: Iterable[str] | None = None) -> tuple[date, ...]:
        """The days on which a snapshot or notice of these authorities was published, oldest first; None for all."""
        wanted = None if authorities is None else set(authorities)
        lists = (held_list for held_list in self.lists.values() if wanted is None or held_list.authority in wanted)
        days = {
            day for held in lists for day in (*(snapshot.published_on for snapshot in held.snapshots), *held.noticed)
        }
        return tuple(sorted(days))

    def as_held_on(self, day: date) -> "OfficialRecord":
        """The record as it stood on a day, without the snapshots, notices and changes that came later.

        The record of a day, taken as held on an earlier one, is that of the earlier day.
        """
        lists = {name: held.as_held_on(day) for name, held in self.lists.items()}
        designations = {
            key: party if party.known_by <= day else party.as_known_on(day)
            for key, party in self.designations.items()
            if party.first_seen_on <= day and not party.noticed_only
        }
        noticed = tuple(entry for entry in self.noticed if entry.party.latest <= day)
        designations |= _known_from_notices(noticed, designations, lists)
        changes = tuple(
            change
            for change in self.changes
            if max(change.latest, change.known_on or change.latest) <= day and change.designation_id in designations
        )
        return OfficialRecord(designations, lists, changes, noticed=noticed, issuers=self.issuers)

    @cached_property
    def by_authority(self) -> Mapping[str, Sequence[Designation]]:
        """All designations of each authority, those on supplementary lists too."""
        return grouped((designation.authority, designation) for designation in self.designations.values())

    @cached_property
    def _added_within(self) -> Callable[[str, Span], Tally]:
        """The function behind `added`, with its last results kept: one claim asks many times for the same days."""

        @lru_cache(maxsize=SPANS_REMEMBERED)
        def added_within(authority: str, span: Span) -> Tally:
            """Those listed for certain, and those perhaps, within the span."""
            certain: list[Designation] = []
            possible: list[Designation] = []
            for (earliest, latest), parties in self._added.get(authority, {}).items():
                if span.touches(earliest, latest):
                    possible += parties
                    certain += [party for party in parties if party.was_listed_within(span)]
            return Tally(without_repeated_parties(certain), without_repeated_parties(possible))

        return added_within

    @cached_property
    def _added(self) -> dict[str, dict[tuple[date | None, date], list[Designation]]]:
        """The designations on main lists by authority, then by the days (earliest, latest) of their listing."""
        added: dict[str, dict[tuple[date | None, date], list[Designation]]] = defaultdict(lambda: defaultdict(list))
        for designation in self.designations.values():
            if designation.list_id not in SUPPLEMENTS:
                added[designation.authority][designation.earliest, designation.latest].append(designation)
        return {authority: dict(intervals) for authority, intervals in added.items()}

    @cached_property
    def _removed(self) -> dict[str, list[Designation]]:
        """The designations that left a main list, by authority."""
        gone = (
            designation
            for designation in self.designations.values()
            if designation.gone_by and designation.list_id not in SUPPLEMENTS
        )
        return grouped((party.authority, party) for party in gone)

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], list[Designation]]:
        """The designations by list id and whatever identifies the party: its keys, and its type with its whole name."""
        return grouped(
            ((designation.list_id, key), designation)
            for designation in self.designations.values()
            for key in (*designation.keys, _type_and_name(designation))
        )

    @cached_property
    def _by_country(self) -> dict[tuple[str, str], list[Designation]]:
        """The designations by authority and each country that they are tied to."""
        pairs = (
            (designation, country)
            for designation in self.designations.values()
            for country in {tie.country for tie in designation.ties}
        )
        return grouped(((party.authority, country), party) for party, country in pairs)

    @cached_property
    def _changes(self) -> dict[str, list[Change]]:
        """The changes by authority."""
        return grouped((change.authority, change) for change in self.changes)

    @cached_property
    def _further_listings(self) -> dict[str, list[Change]]:
        """The further listings that lists state themselves, by designation id."""
        return grouped((change.designation_id, change) for change in self.changes if change.kind == LISTED_AGAIN)

    @cached_property
    def _snapshots(self) -> dict[tuple[str, str], HeldSnapshot]:
        """The snapshots by list id and sha256."""
        by_digest: dict[tuple[str, str], HeldSnapshot] = {}
        for held in self.lists.values():
            for snapshot in held.snapshots:
                by_digest.setdefault((held.list_id, snapshot.sha256), snapshot)
        return by_digest

    def _main_lists(self, authority: str) -> list[HeldList]:
        """The main lists of an authority."""
        return [
            held_list for held_list in self.lists.values() if held_list.authority == authority and held_list.is_main
        ]


def _type_and_name(designation: Designation) -> str:
    """The type and the words of a primary name: two entries of a list that share them are one party."""
    words = designation.primary_name.casefold().replace(",", " ").split()
    return f"{designation.party_type}|{' '.join(sorted(words))}"


def _known_from_notices(
    noticed: Iterable[Noticed], designations: Mapping[str, Designation], lists: Mapping[str, HeldList]
) -> dict[str, Designation]:
    """The parties that only a notice shows: no list has a designation of them, and none is held close to their day."""
    alone = (entry.party for entry in noticed if entry.designation_id not in designations)
    return {
        entry.designation_id: entry for entry in alone if not _is_held_close_to(lists.get(entry.list_id), entry.latest)
    }


def _is_held_close_to(held: HeldList | None, day: date) -> bool:
    """Whether a list is well held for a day; False for None."""
    return held is not None and bool(held.snapshots) and held.held_around(Span(day, day)) == "close"


def _day_after(day: date | None) -> date | None:
    """The next day; None for None."""
    return day + DAY if day else None
