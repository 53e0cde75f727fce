"""The official record, as verdicts ask it: who was listed by whom, when, how certain the day is, and what is held.

Here: the record in memory, its indexes, coverage, and the questions: who was added, removed, or listed on a day.
Not here: claims, names and verdicts (see verdicts, linking); how designations are made of snapshots (see designations).

A day of listing is an interval. Where a list states the day, the interval is that day. Where it was only observed, it
runs from the first day of which the last snapshot without the party does not tell, to the first snapshot with it.
Counts are therefore pairs: parties that were certainly added within a window, and parties that possibly were.

An official notice of a day is a record of what was added on that day, and of nothing else: it neither says who else was
listed, nor that there was no second notice. Parties that are known from a notice alone count where no list is held that
tells of that day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from pipelines.designations.countries import programme_country_codes

TABLES = (
    "designation", "designation_name", "designation_country", "designation_identifier", "change", "snapshot",
    "official_list", "notice", "notice_entry",
)  # fmt: skip
"""The published tables that the record is made of."""

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

LONGEST_GAP = timedelta(days=45)
"""Of how old a day a snapshot still says who was listed: in a longer gap parties may have come and gone unseen."""

MOSTLY = 0.9
"""A list states its days where it does so for this part of its parties."""

SPANS_REMEMBERED = 64

DAY = timedelta(days=1)
NOON = 12
EVENING = 18

K = TypeVar("K")
V = TypeVar("V")

Held = Literal["close", "notice", "retrospective", "none"]


@dataclass(frozen=True, slots=True)
class Tie:
    """A country that a list ties a designation to, how, and the day of the first snapshot that says so."""

    country: str
    link: str
    since: date


@dataclass(frozen=True, slots=True)
class Designation:
    """One party on one list, from listing to delisting.

    Attributes:
        earliest: first day on which it may have been listed; None where the oldest snapshot shows it without a date.
        latest: the day by which it was listed for certain.
        gone_after: the last day on which it was listed for certain; None while it is listed.
        gone_by: the first day on which it was not listed any more for certain.
        gone_seen_on: the day of the snapshot that showed the delisting.
        aliases: all names in Latin letters, lower case; the primary one among them.
        keys: what tells that it is the same party as one on another list: references that the list states, its name.
        known_by: the day of the last snapshot that the row says anything of: as held then, it was as it is.
        noticed_only: it is known from an official notice alone; `sha256` and `source_url` are those of the notice.
    """

    designation_id: str
    list_id: str
    authority: str
    native_id: str
    party_type: str
    primary_name: str
    programmes: tuple[str, ...]
    listed_on: date | None
    listed_on_basis: str | None
    earliest: date | None
    latest: date
    gone_after: date | None
    gone_by: date | None
    gone_seen_on: date | None
    first_seen_on: date
    sha256: str
    source_url: str
    ties: tuple[Tie, ...] = ()
    aliases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    known_by: date = date.max
    noticed_only: bool = False

    def links(self, country: str) -> set[str]:
        """How it is tied to a country.

        Programme tags count only as it was first shown with them: a tag gained later is no part of the listing.
        """
        return {
            tie.link
            for tie in self.ties
            if tie.country == country and (tie.link != "programme" or tie.since <= self.first_seen_on)
        }

    def was_listed_on(self, day: date) -> bool | None:
        """Whether it was listed at the end of a day; None where the record leaves it open."""
        if day < self.latest:
            return None if self.earliest is None or self.earliest <= day else False
        if self.noticed_only:
            return True if day == self.latest else None
        if self.gone_by is None or (self.gone_after is not None and day <= self.gone_after):
            return True
        return False if day >= self.gone_by else None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a designation that is no listing: a tag gained, a new name, and the like."""

    designation_id: str
    authority: str
    kind: str
    earliest: date | None
    latest: date
    new_value: str | None


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


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of the main lists of an authority around a span.

    Attributes:
        held: close (a snapshot before it or stated days, and one soon after it); notice (official notices of days of
            it: they show who was added on these days); retrospective (only a much later snapshot: it still shows who
            was listed then, but not who has left since); none.
        first: first day held of any of its lists. last: last day held.
    """

    held: Held
    first: date | None
    last: date | None
    list_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Designations added (or removed) within a span: those certainly, and all that possibly were, each party once."""

    certain: tuple[Designation, ...]
    possible: tuple[Designation, ...]


@dataclass(frozen=True, slots=True)
class HeldSnapshot:
    """One used snapshot: its day, its digest, its address, and the last days of which it tells.

    Attributes:
        tells_through: the last day whose listings are taken to be in it, so that what it lacks was listed later. A
            snapshot taken before noon leaves its own day open: authorities publish by day.
        settles: the last day of which its silence counts as well: before the evening more may come.
    """

    published_on: date
    tells_through: date
    settles: date
    sha256: str
    source_url: str

    @property
    def last_day(self) -> date:
        """The last day of which it says anything."""
        return max(self.published_on, self.tells_through)


@dataclass(frozen=True, slots=True)
class HeldList:
    """What is held of one list. `noticed` are the days of which an official notice of additions is held."""

    list_id: str
    authority: str
    issuing_body: str
    snapshots: tuple[HeldSnapshot, ...]
    states_days: bool
    noticed: frozenset[date] = frozenset()
    title: str = ""

    @property
    def first(self) -> date | None:
        """The day of its oldest snapshot."""
        return self.snapshots[0].published_on if self.snapshots else None

    @property
    def last(self) -> date | None:
        """The last day of which it tells."""
        return max((each.last_day for each in self.snapshots), default=None)

    def held_around(self, span: Span) -> Held:
        """How well the list is held for the days of a span."""
        after = next((each for each in self.snapshots if each.settles >= span.last), None)
        if after is None:
            return "none"
        before = self.states_days or self.snapshots[0].published_on < span.first
        if not before:
            return "none"
        return "close" if after.published_on - span.last <= LONGEST_GAP else "retrospective"


@dataclass(frozen=True)
class OfficialRecord:
    """The designations of all authorities with their days, as one set of snapshots shows them."""

    designations: Mapping[str, Designation]
    lists: Mapping[str, HeldList]
    changes: tuple[Change, ...] = ()
    held_until: date | None = field(default=None)
    noticed: tuple["Noticed", ...] = ()

    @classmethod
    def from_frames(cls, frames: Mapping[str, pl.DataFrame]) -> "OfficialRecord":
        """The record from the tables that `TABLES` names; all but `designation` and `snapshot` may be absent."""
        lists = _held_lists(frames)
        designations = {each.designation_id: each for each in _designations(frames, lists)}
        noticed = tuple(_noticed(frames))
        designations |= _known_from_notices(noticed, designations, lists)
        return cls(designations, lists, tuple(_changes(frames.get("change"))), noticed=noticed)

    @classmethod
    def from_duckdb(cls, con: duckdb.DuckDBPyConnection) -> "OfficialRecord":
        """The record of a published file."""
        return cls.from_frames({name: con.table(name).pl() for name in TABLES})

    def body(self, authority: str) -> str:
        """Who publishes the newest main list of an authority, as the catalogue has it."""
        held = self._main_lists(authority) or [each for each in self.lists.values() if each.authority == authority]
        if not held:
            return authority
        return max(held, key=lambda each: (each.last or date.min, each.list_id)).issuing_body

    def days_of_notice(self, authority: str) -> int:
        """How many days before the day that its lists state an act of the authority is announced at most."""
        return max((DAYS_OF_NOTICE.get(each.list_id, 0) for each in self._main_lists(authority)), default=0)

    def authorities(self) -> tuple[str, ...]:
        """Authorities of which at least one snapshot of a main list, or notice of additions to one, is held."""
        held = (each for each in self.lists.values() if self._is_main(each) and (each.snapshots or each.noticed))
        return tuple(sorted({each.authority for each in held}))

    def is_known(self, authority: str) -> bool:
        """Whether the catalogue has a list of the authority at all."""
        return any(each.authority == authority for each in self.lists.values())

    def coverage(self, authority: str, span: Span) -> Coverage:
        """How well the authority is held for the days of a span: as well as its best main list."""
        held = [each for each in self._main_lists(authority) if each.snapshots]
        ranks = {each.list_id: each.held_around(span) for each in held}
        best: Held = next((rank for rank in ("close", "retrospective") if rank in ranks.values()), "none")
        return Coverage(
            best,
            min((each.first for each in held if each.first), default=None),
            max((each.last for each in held if each.last), default=None),
            tuple(name for name, rank in ranks.items() if rank == best),
        )

    def coverage_of_additions(self, authority: str, span: Span) -> Coverage:
        """How well what the authority added within a span is held: notices of days of it tell of those days."""
        coverage = self.coverage(authority, span)
        held = self._main_lists(authority)
        days = sorted(day for each in held for day in each.noticed if span.first <= day <= span.last)
        if coverage.held == "close" or not days:
            return coverage
        first = min([days[0], *([coverage.first] if coverage.first else [])])
        last = max([days[-1], *([coverage.last] if coverage.last else [])])
        return Coverage("notice", first, last, tuple(each.list_id for each in held if each.noticed & set(days)))

    def nearest_day(self, authority: str, span: Span) -> date | None:
        """The day of the snapshot of an authority's main lists that is nearest to a span; None if none is held."""
        days = (each.published_on for held in self._main_lists(authority) for each in held.snapshots)
        return min(days, key=lambda day: (span.distance(day), day), default=None)

    def added(self, authority: str, span: Span) -> Tally:
        """Designations that the authority's main lists added within a span, each party once.

        A rename, an amended row or a programme tag gained is none.
        """
        return self._added_within(authority, span)

    def removed(self, authority: str, span: Span) -> Tally:
        """Designations that left the authority's main lists within a span, each party once."""
        gone = [each for each in self._removed.get(authority, ()) if each.gone_by and each.gone_after]
        touched = [each for each in gone if span.touches(_after(each.gone_after), each.gone_by or date.max)]
        certain = [each for each in touched if span.holds(_after(each.gone_after), each.gone_by or date.max)]
        return Tally(each_once(certain), each_once(touched))

    def listed_on(self, authority: str, day: date, country: str | None = None) -> Tally:
        """Designations on the authority's main lists at the end of a day, each party once."""
        among = self.by_authority.get(authority, ()) if country is None else self._tied.get((authority, country), ())
        states = [(each, each.was_listed_on(day)) for each in among if each.list_id not in SUPPLEMENTS]
        return Tally(
            each_once(each for each, state in states if state),
            each_once(each for each, state in states if state is not False),
        )

    def retagged(self, authority: str, span: Span) -> tuple[Designation, ...]:
        """Designations listed before that gained a programme tag within a span: designated again, some say."""
        gained = (
            self.designations.get(each.designation_id)
            for each in self._retags.get(authority, ())
            if span.touches(each.earliest or each.latest, each.latest)
        )
        return each_once(each for each in gained if each and not span.touches(each.earliest, each.latest))

    def noticed_names(self) -> pl.DataFrame:
        """designation_id, name, quality and party_type of every party that a notice says was added."""
        rows = [
            (each.party.designation_id, name, "strong" if at else "primary", each.party.party_type)
            for each in self.noticed
            for at, name in enumerate((each.party.primary_name, *each.party.aliases))
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
        return tuple(sorted(days, key=lambda each: (each.last, each.first)))

    def snapshot_of(self, designation: Designation) -> HeldSnapshot | None:
        """The first snapshot that shows a designation."""
        return self._snapshots.get((designation.list_id, designation.sha256))

    def publication_days(self, authorities: Iterable[str] | None = None) -> tuple[date, ...]:
        """The days of which a snapshot or notice of any of the authorities is held, oldest first."""
        wanted = None if authorities is None else set(authorities)
        lists = (each for each in self.lists.values() if wanted is None or each.authority in wanted)
        days = {day for held in lists for day in (*(each.published_on for each in held.snapshots), *held.noticed)}
        return tuple(sorted(days))

    def as_held_on(self, day: date) -> "OfficialRecord":
        """The record as it stood with the snapshots of that day and before: what came later is not known yet.

        The record of a day, taken as held on an earlier one, is that of the earlier day.
        """
        lists = {name: _cut(held, day) for name, held in self.lists.items()}
        designations = {
            key: each if each.known_by <= day else _as_known_on(each, day)
            for key, each in self.designations.items()
            if each.first_seen_on <= day and not each.noticed_only
        }
        noticed = tuple(each for each in self.noticed if each.party.latest <= day)
        designations |= _known_from_notices(noticed, designations, lists)
        changes = tuple(each for each in self.changes if each.latest <= day and each.designation_id in designations)
        return OfficialRecord(designations, lists, changes, held_until=day, noticed=noticed)

    @cached_property
    def by_authority(self) -> Mapping[str, Sequence[Designation]]:
        """All designations of each authority, those on supplementary lists too."""
        return _grouped((each.authority, each) for each in self.designations.values())

    @cached_property
    def _added_within(self) -> Callable[[str, Span], Tally]:
        """Remembered for the last few spans: one claim asks many times of the same days."""

        @lru_cache(maxsize=SPANS_REMEMBERED)
        def added_within(authority: str, span: Span) -> Tally:
            certain: list[Designation] = []
            possible: list[Designation] = []
            for (earliest, latest), parties in self._added.get(authority, {}).items():
                if span.touches(earliest, latest):
                    possible += parties
                    if span.holds(earliest, latest):
                        certain += parties
            return Tally(each_once(certain), each_once(possible))

        return added_within

    @cached_property
    def _added(self) -> dict[str, dict[tuple[date | None, date], list[Designation]]]:
        grouped: dict[str, dict[tuple[date | None, date], list[Designation]]] = defaultdict(lambda: defaultdict(list))
        for each in self.designations.values():
            if each.list_id not in SUPPLEMENTS:
                grouped[each.authority][each.earliest, each.latest].append(each)
        return {authority: dict(intervals) for authority, intervals in grouped.items()}

    @cached_property
    def _removed(self) -> dict[str, list[Designation]]:
        gone = (each for each in self.designations.values() if each.gone_by and each.list_id not in SUPPLEMENTS)
        return _grouped((each.authority, each) for each in gone)

    @cached_property
    def _tied(self) -> dict[tuple[str, str], list[Designation]]:
        pairs = ((each, country) for each in self.designations.values() for country in {t.country for t in each.ties})
        return _grouped(((each.authority, country), each) for each, country in pairs)

    @cached_property
    def _retags(self) -> dict[str, list[Change]]:
        return _grouped((each.authority, each) for each in self.changes if each.kind == "programme_added")

    @cached_property
    def _snapshots(self) -> dict[tuple[str, str], HeldSnapshot]:
        found: dict[tuple[str, str], HeldSnapshot] = {}
        for held in self.lists.values():
            for each in held.snapshots:
                found.setdefault((held.list_id, each.sha256), each)
        return found

    def _main_lists(self, authority: str) -> list[HeldList]:
        return [each for each in self.lists.values() if each.authority == authority and self._is_main(each)]

    def _is_main(self, held: HeldList) -> bool:
        return held.list_id not in SUPPLEMENTS


@dataclass(frozen=True, slots=True)
class Noticed:
    """A party that an official notice says was added, and the designation of the list that it is, if one is held."""

    party: Designation
    designation_id: str | None


def _known_from_notices(
    noticed: Iterable[Noticed], designations: Mapping[str, Designation], lists: Mapping[str, HeldList]
) -> dict[str, Designation]:
    """The parties that stand for themselves: no designation is held of them, and no list tells of their day."""
    alone = (each.party for each in noticed if each.designation_id not in designations)
    return {each.designation_id: each for each in alone if not _tells(lists.get(each.list_id), each.latest)}


def _tells(held: HeldList | None, day: date) -> bool:
    return held is not None and bool(held.snapshots) and held.held_around(Span(day, day)) == "close"


def each_once(designations: Iterable[Designation]) -> tuple[Designation, ...]:
    """Each party once: on different lists of one authority, a shared reference or whole name means one party."""
    among = tuple(designations)
    if len({each.list_id for each in among}) <= 1:
        return among
    kept: list[Designation] = []
    shown_by: dict[str, dict[str, str]] = defaultdict(dict)
    for each in among:
        first_list = shown_by[each.authority]
        lists = {first_list.setdefault(key, each.list_id) for key in each.keys}
        if lists <= {each.list_id}:
            kept.append(each)
    return tuple(kept)


def _keys(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['list_id']}:{row['native_id']}"
    name = row["primary_name"].casefold().replace(",", " ")
    yield f"{row['party_type']}|{' '.join(sorted(name.split()))}"


def _grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def _after(day: date | None) -> date | None:
    return day + DAY if day else None


def _cut(held: HeldList, day: date) -> HeldList:
    kept = tuple(
        replace(each, tells_through=min(each.tells_through, day), settles=min(each.settles, day))
        for each in held.snapshots
        if each.published_on <= day
    )
    return replace(held, snapshots=kept, noticed=frozenset(each for each in held.noticed if each <= day))


def _as_known_on(designation: Designation, day: date) -> Designation:
    """A designation of which something is known only after a day, as it was known on that day."""
    ties = tuple(tie for tie in designation.ties if tie.since <= day)
    first = designation.first_seen_on
    if designation.gone_seen_on is None or designation.gone_seen_on <= day:
        return replace(designation, ties=ties, known_by=_known_by(ties, designation.gone_seen_on, first))
    known_by = _known_by(ties, None, first)
    return replace(designation, ties=ties, known_by=known_by, gone_after=None, gone_by=None, gone_seen_on=None)


def _rows(frame: pl.DataFrame | None) -> Iterator[dict[str, Any]]:
    return iter(()) if frame is None else frame.iter_rows(named=True)


def _held_lists(frames: Mapping[str, pl.DataFrame]) -> dict[str, HeldList]:
    catalogue = {row["list_id"]: row for row in _rows(frames.get("official_list"))}
    for row in _rows(frames["designation"].select("list_id", "authority").unique()):
        catalogue.setdefault(row["list_id"], {"issuing_body": row["authority"], "time_zone": "UTC", **row})
    used = frames["snapshot"].filter(pl.col("state") == "used").sort("published_on", "seen_at")
    by_list = _grouped((row["list_id"], row) for row in _rows(used))
    noticed = _grouped((row["list_id"], row["acted_on"]) for row in _added_by_notice(frames))
    stating = _stated_days(frames["designation"])
    return {
        list_id: HeldList(
            list_id,
            row["authority"],
            row["issuing_body"],
            tuple(_snapshot(each, ZoneInfo(row["time_zone"])) for each in by_list.get(list_id, ())),
            stating.get(list_id, 0.0) >= MOSTLY,
            frozenset(noticed.get(list_id, ())),
            row.get("title") or list_id,
        )
        for list_id, row in sorted(catalogue.items())
    }


def _stated_days(designations: pl.DataFrame) -> dict[str, float]:
    """The part of each list's parties whose day of listing it states.

    Those that a list shows as removed are left out: Japan's keeps their names and the day of removal alone.
    """
    shown_removed = pl.col("listed_on").is_null() & pl.col("delisted_on_basis").eq("official").fill_null(False)
    official = pl.col("listed_on_basis").eq("official").fill_null(False)
    stated = designations.filter(~shown_removed).group_by("list_id").agg(official.mean().alias("stated"))
    return dict(stated.iter_rows())


def _snapshot(row: Mapping[str, Any], zone: ZoneInfo) -> HeldSnapshot:
    noon, evening = _told_by(row, zone, NOON), _told_by(row, zone, EVENING)
    return HeldSnapshot(row["published_on"], noon, evening, row["sha256"], row["source_url"])


def _told_by(row: Mapping[str, Any], zone: ZoneInfo, hour: int) -> date:
    """The last day of which it tells: the day it was last checked on, or the day before if that was before the hour."""
    published: date = row["published_on"]
    checked: datetime = row["last_checked_at"].replace(tzinfo=UTC).astimezone(zone)
    if checked.date() < published:
        return published
    told = checked.date() if checked.hour >= hour else checked.date() - DAY
    return max(told, published - DAY)


def _designations(frames: Mapping[str, pl.DataFrame], lists: Mapping[str, HeldList]) -> Iterator[Designation]:
    ties = _grouped(_ties(frames))
    aliases = _grouped((row["designation_id"], row["name_latin"]) for row in _rows(frames.get("designation_name")))
    references = _references(frames)
    telling = {
        (held.list_id, each.published_on): each.tells_through for held in lists.values() for each in held.snapshots
    }
    for row in _rows(frames["designation"]):
        key = row["designation_id"]
        yield Designation(
            designation_id=key, list_id=row["list_id"], authority=row["authority"], native_id=row["native_id"],
            party_type=row["party_type"], primary_name=row["primary_name"], programmes=tuple(row["programmes"]),
            listed_on=row["listed_on"], listed_on_basis=row["listed_on_basis"],
            earliest=_earliest(row, telling), latest=_latest(row),
            gone_after=_gone_after(row), gone_by=row["delisted_on"], gone_seen_on=_gone_seen_on(row, lists),
            first_seen_on=row["first_seen_on"], sha256=row["first_seen_sha256"], source_url=row["source_url"],
            ties=tuple(ties.get(key, ())), aliases=tuple(dict.fromkeys(aliases.get(key, ()))),
            keys=(*_keys(row), *references.get(key, ())),
            known_by=_known_by(ties.get(key, ()), _gone_seen_on(row, lists), row["first_seen_on"]),
        )  # fmt: skip


def _ties(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Tie]]:
    """Ties to countries; a programme tag that was gained or lost after the listing ties from or until then.

    The table of countries knows the programmes of the last record alone; the changes tell when they came and went.
    """
    gained, lost = _tags_gained(frames.get("change")), list(_tags_lost(frames.get("change")))
    renamed = {(key, day) for key, tag, country, day in lost if country is None}
    for row in _rows(frames.get("designation_country")):
        if row["country"] is None:
            continue
        key, since = row["designation_id"], row["first_seen_on"]
        came = gained.get((key, row["text"])) if row["link"] == "programme" else None
        is_gained = came is not None and (key, came) not in renamed
        yield key, Tie(row["country"], row["link"], came if came and is_gained else since)
    for key, tag, country, _ in lost:
        if country is not None and (key, tag) not in gained:
            yield key, Tie(country, "programme", date.min)


def _tags_gained(changes: pl.DataFrame | None) -> dict[tuple[str, str], date]:
    """(designation, tag) → the day on which it was gained."""
    rows = (row for row in _rows(changes) if row["change_kind"] == "programme_added")
    return {(row["designation_id"], row["new_value"]): row["changed_on"] for row in rows}


def _tags_lost(changes: pl.DataFrame | None) -> Iterator[tuple[str, str, str | None, date]]:
    """Designation, tag, the country that the tag aims at, and the day on which it was lost.

    A tag that means no country and is replaced the same day was a name for the same programme: OFAC wrote BELARUS-EO at
    first, and BELARUS-EO14038 from 20 August 2021.
    """
    rows = [row for row in _rows(changes) if row["change_kind"] == "programme_removed"]
    for authority, lost in _grouped((row["authority"], row) for row in rows).items():
        aimed_at = programme_country_codes({row["old_value"] for row in lost}, authority)
        for row in lost:
            yield row["designation_id"], row["old_value"], aimed_at.get(row["old_value"]), row["changed_on"]


def _added_by_notice(frames: Mapping[str, pl.DataFrame]) -> Iterator[dict[str, Any]]:
    entries = frames.get("notice_entry")
    if entries is not None:
        of_lists = (pl.col("act") == "added") & pl.col("list_id").is_not_null() & pl.col("primary_name").is_not_null()
        yield from _rows(entries.filter(of_lists))


def _noticed(frames: Mapping[str, pl.DataFrame]) -> Iterator[Noticed]:
    notices = {row["notice_id"]: row for row in _rows(frames.get("notice"))}
    for row in _added_by_notice(frames):
        notice, day = notices[row["notice_id"]], row["acted_on"]
        ties = (Tie(each["country"], each["link"], day) for each in row["countries"] if each["country"])
        party = Designation(
            designation_id=row["entry_id"], list_id=row["list_id"], authority=notice["authority"],
            native_id=row["native_id"] or "", party_type=row["party_type"], primary_name=row["primary_name"],
            programmes=tuple(row["programmes"]), listed_on=day, listed_on_basis="notice", earliest=day, latest=day,
            gone_after=None, gone_by=None, gone_seen_on=None, first_seen_on=day, sha256=notice["sha256"],
            source_url=notice["source_url"], ties=tuple(ties), aliases=tuple(row["aliases"]),
            keys=tuple(_keys({**row, "native_id": row["native_id"] or row["entry_id"]})), noticed_only=True,
        )  # fmt: skip
        yield Noticed(party, row["designation_id"])


def _known_by(ties: Iterable[Tie], gone_seen_on: date | None, first_seen_on: date) -> date:
    days = [first_seen_on, *(tie.since for tie in ties)]
    return max([*days, gone_seen_on] if gone_seen_on else days)


_REFERENCES = {"un_reference", "eu_reference", "ofsi_group", "ofac_uid", "list_reference"}


def _references(frames: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    return _grouped(
        (row["designation_id"], f"{row['kind']}:{row['value_normalised']}")
        for row in _rows(frames.get("designation_identifier"))
        if row["kind"] in _REFERENCES
    )


def _earliest(row: Mapping[str, Any], telling: Mapping[tuple[str, date], date]) -> date | None:
    if row["listed_on"] is None:
        return None
    if row["listed_on_basis"] != "observed" or row["listed_after"] is None:
        stated: date = row["listed_on"]
        return stated
    told = telling.get((row["list_id"], row["listed_after"]), row["listed_after"])
    earliest: date = min(told + DAY, row["listed_on"])
    return earliest


def _latest(row: Mapping[str, Any]) -> date:
    latest: date = row["listed_on"] or row["listed_by"]
    return latest


def _gone_after(row: Mapping[str, Any]) -> date | None:
    if row["delisted_on"] is None:
        return None
    observed = row["delisted_on_basis"] == "observed" and row["delisted_after"] is not None
    after: date = row["delisted_after"] if observed else row["delisted_on"] - DAY
    last: date = min(after, row["delisted_on"] - DAY)
    return last


def _gone_seen_on(row: Mapping[str, Any], lists: Mapping[str, HeldList]) -> date | None:
    if row["delisted_on"] is None:
        return None
    days = (each.published_on for each in lists[row["list_id"]].snapshots)
    seen: date = next((day for day in days if day > row["last_seen_on"]), row["delisted_on"])
    return seen


def _changes(frame: pl.DataFrame | None) -> Iterator[Change]:
    if frame is None:
        return
    for row in _rows(frame.filter(~pl.col("change_kind").is_in(["added", "removed"]))):
        after = row["changed_after"]
        earliest = after + DAY if after and row["change_basis"] == "observed" else row["changed_on"]
        yield Change(
            row["designation_id"], row["authority"], row["change_kind"], min(earliest, row["changed_on"]),
            row["changed_on"], row["new_value"],
        )  # fmt: skip
