"""The published tables that the official record is made of, read into lists held, designations, notices and changes.

Here: what a row of each table says of a party's days, names and countries, which snapshots count, and the days of which
each tells. Not here: what coverage follows for a span (see coverage), and the questions that the record answers (see
record).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.designations.countries import programme_country_codes
from pipelines.verdicts.coverage import HeldList, HeldSnapshot
from pipelines.verdicts.designation import DAY, Change, Designation, Noticed, Tie, known_by

K = TypeVar("K")
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values by key, in their order."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def rows(frame: pl.DataFrame | None) -> Iterator[dict[str, Any]]:
    """The rows of a table as dicts by column; none if the table is None."""
    return iter(()) if frame is None else frame.iter_rows(named=True)


def added_by_notice(frames: Mapping[str, pl.DataFrame]) -> Iterator[dict[str, Any]]:
    """The entries of notices that say who was added to which list."""
    entries = frames.get("notice_entry")
    if entries is not None:
        of_lists = (pl.col("act") == "added") & pl.col("list_id").is_not_null() & pl.col("primary_name").is_not_null()
        yield from rows(entries.filter(of_lists))


def read_ties(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Tie]]:
    """The ties of each designation to countries, with the days on which a programme tag was gained or lost.

    The table of countries has only the programmes of the newest entry; the changes say when they came and went.
    """
    gained, lost = _tags_gained(frames.get("change")), list(_tags_lost(frames.get("change")))
    renamed = {(key, day) for key, tag, country, day in lost if country is None}
    for row in rows(frames.get("designation_country")):
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
    """The day on which a designation gained a programme tag, by (designation id, tag)."""
    gained = (row for row in rows(changes) if row["change_kind"] == "programme_added")
    return {(row["designation_id"], row["new_value"]): row["changed_on"] for row in gained}


def _tags_lost(changes: pl.DataFrame | None) -> Iterator[tuple[str, str, str | None, date]]:
    """Designation, tag, the country that the tag aims at, and the day on which it was lost.

    A tag that means no country and is replaced the same day was a name for the same programme: OFAC wrote BELARUS-EO at
    first, and BELARUS-EO14038 from 20 August 2021.
    """
    removed = (row for row in rows(changes) if row["change_kind"] == "programme_removed")
    for authority, lost in grouped((row["authority"], row) for row in removed).items():
        aimed_at = programme_country_codes({row["old_value"] for row in lost}, authority)
        for row in lost:
            yield row["designation_id"], row["old_value"], aimed_at.get(row["old_value"]), row["changed_on"]


MOSTLY = 0.9
"""A list states its days where it does so for this part of its parties."""

NOON = 12
EVENING = 18


def read_lists(frames: Mapping[str, pl.DataFrame]) -> dict[str, HeldList]:
    """What is held of each list, by list id: of all lists in the catalogue, and those that a designation names."""
    catalogue = {row["list_id"]: row for row in rows(frames.get("official_list"))}
    for row in rows(frames["designation"].select("list_id", "authority").unique()):
        catalogue.setdefault(row["list_id"], {"issuing_body": row["authority"], "time_zone": "UTC", **row})
    used = frames["snapshot"].filter(pl.col("state") == "used").sort("published_on", "seen_at")
    by_list = grouped((row["list_id"], row) for row in rows(used))
    noticed = grouped((row["list_id"], row["acted_on"]) for row in added_by_notice(frames))
    stated_shares = _shares_with_stated_day(frames["designation"])
    return {
        list_id: HeldList(
            list_id,
            row["authority"],
            row["issuing_body"],
            tuple(_snapshot(snapshot, ZoneInfo(row["time_zone"])) for snapshot in by_list.get(list_id, ())),
            stated_shares.get(list_id, 0.0) >= MOSTLY,
            frozenset(noticed.get(list_id, ())),
            row.get("title") or list_id,
        )
        for list_id, row in sorted(catalogue.items())
    }


def _shares_with_stated_day(designations: pl.DataFrame) -> dict[str, float]:
    """For each list, the share of its parties (0 to 1) whose day of listing it states.

    Parties that a list shows as removed do not count: Japan's list keeps only their names and the day of removal.
    """
    shown_removed = pl.col("listed_on").is_null() & pl.col("delisted_on_basis").eq("official").fill_null(False)
    official = pl.col("listed_on_basis").eq("official").fill_null(False)
    stated = designations.filter(~shown_removed).group_by("list_id").agg(official.mean().alias("stated"))
    return dict(stated.iter_rows())


def _snapshot(row: Mapping[str, Any], zone: ZoneInfo) -> HeldSnapshot:
    """A row of table `snapshot` as a `HeldSnapshot`; noon and evening are those of the authority's time zone."""
    noon, evening = _covered_until(row, zone, NOON), _covered_until(row, zone, EVENING)
    return HeldSnapshot(row["published_on"], noon, evening, row["sha256"], row["source_url"])


def _covered_until(row: Mapping[str, Any], zone: ZoneInfo, hour: int) -> date:
    """The last day that the snapshot covers: that of its last check, or the day before if it was before `hour`."""
    published: date = row["published_on"]
    checked: datetime = row["last_checked_at"].replace(tzinfo=UTC).astimezone(zone)
    if checked.date() < published:
        return published
    covered_until = checked.date() if checked.hour >= hour else checked.date() - DAY
    return max(covered_until, published - DAY)


TABLES = (
    "designation", "designation_name", "designation_country", "designation_feature", "designation_event", "change",
    "snapshot", "official_list", "notice", "notice_entry", "announcement_entry", "subject_designation",
)  # fmt: skip
"""The published tables that the record is made of."""

_POSITIONS = ("title", "position", "function")
"""Features that state what office or rank a person holds."""

LONGEST_LIKELY = timedelta(days=4)
"""Of how many days between two snapshots the last is still the likeliest day of a listing: a long weekend."""


def read_designations(frames: Mapping[str, pl.DataFrame], lists: Mapping[str, HeldList]) -> Iterator[Designation]:
    """The designations of all lists. Entries that are restrictions, not designations, are left out."""
    ties = grouped(read_ties(frames))
    aliases = grouped((row["designation_id"], row["name_latin"]) for row in rows(frames.get("designation_name")))
    subjects = {row["designation_id"]: row["subject_id"] for row in rows(frames.get("subject_designation"))}
    positions = _positions(frames)
    last_days_covered = {
        (held.list_id, snapshot.published_on): snapshot.covers_through
        for held in lists.values()
        for snapshot in held.snapshots
    }
    for row in rows(frames["designation"].filter(pl.col("entry_kind") == "designation")):
        key = row["designation_id"]
        yield Designation(
            designation_id=key, list_id=row["list_id"], authority=row["authority"], native_id=row["native_id"],
            party_type=row["party_type"], primary_name=row["primary_name"], programmes=tuple(row["programmes"]),
            listed_on=row["listed_on"], listed_on_basis=row["listed_on_basis"],
            earliest=_earliest(row, last_days_covered), latest=_latest(row),
            gone_after=_gone_after(row), gone_by=row["delisted_on"], gone_seen_on=_gone_seen_on(row, lists),
            first_seen_on=row["first_seen_on"], sha256=row["first_seen_sha256"], source_url=row["source_url"],
            ties=tuple(ties.get(key, ())), aliases=tuple(dict.fromkeys(aliases.get(key, ()))),
            keys=(subjects[key],) if key in subjects else (f"{row['list_id']}:{row['native_id']}",),
            known_by=known_by(ties.get(key, ()), _gone_seen_on(row, lists), row["first_seen_on"]),
            positions=tuple(positions.get(key, ())), likely=_likely(row, last_days_covered),
        )  # fmt: skip


def _keys_of_noticed_party(row: Mapping[str, Any]) -> Iterator[str]:
    """What identifies a party that only a notice shows: its id on the list, and its type with its name."""
    yield f"{row['list_id']}:{row['native_id']}"
    name = row["primary_name"].casefold().replace(",", " ")
    yield f"{row['party_type']}|{' '.join(sorted(name.split()))}"


def _positions(frames: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    """The titles, positions and functions that lists state, by designation id."""
    features = frames.get("designation_feature")
    stated = None if features is None else features.filter(pl.col("kind").is_in(_POSITIONS))
    return grouped((row["designation_id"], row["value"]) for row in rows(stated))


def _likely(row: Mapping[str, Any], last_days_covered: Mapping[tuple[str, date], date]) -> date | None:
    """The first of the days on which the party was most likely listed; None if the snapshots around it are far apart.

    Between two snapshots a few days apart (a weekend) it is the last day that the newer one covers.
    """
    earliest, latest = _earliest(row, last_days_covered), _latest(row)
    if earliest is None or latest - earliest > LONGEST_LIKELY:
        return None
    if row["listed_on_basis"] != "observed":
        return earliest
    covered_until = last_days_covered.get((row["list_id"], latest), latest)
    return max(earliest, min(latest, covered_until))


def _earliest(row: Mapping[str, Any], last_days_covered: Mapping[tuple[str, date], date]) -> date | None:
    """The first day on which the party may have been listed; None if the oldest snapshot already shows it, undated."""
    if row["listed_on"] is None:
        return None
    if row["listed_on_basis"] != "observed" or row["listed_after"] is None:
        stated: date = row["listed_on"]
        return stated
    covered_until = last_days_covered.get((row["list_id"], row["listed_after"]), row["listed_after"])
    earliest: date = min(covered_until + DAY, row["listed_on"])
    return earliest


def _latest(row: Mapping[str, Any]) -> date:
    """The day by which the party was certainly listed."""
    latest: date = row["listed_on"] or row["listed_by"]
    return latest


def _gone_after(row: Mapping[str, Any]) -> date | None:
    """The last day on which the party was certainly still listed; None while it is listed."""
    if row["delisted_on"] is None:
        return None
    observed = row["delisted_on_basis"] == "observed" and row["delisted_after"] is not None
    after: date = row["delisted_after"] if observed else row["delisted_on"] - DAY
    last: date = min(after, row["delisted_on"] - DAY)
    return last


def _gone_seen_on(row: Mapping[str, Any], lists: Mapping[str, HeldList]) -> date | None:
    """The day of the first snapshot without the party; None while it is listed."""
    if row["delisted_on"] is None:
        return None
    days = (snapshot.published_on for snapshot in lists[row["list_id"]].snapshots)
    seen: date = next((day for day in days if day > row["last_seen_on"]), row["delisted_on"])
    return seen


def read_noticed(frames: Mapping[str, pl.DataFrame]) -> Iterator[Noticed]:
    """The parties that official notices say were added."""
    notices = {row["notice_id"]: row for row in rows(frames.get("notice"))}
    for row in added_by_notice(frames):
        notice, day = notices[row["notice_id"]], row["acted_on"]
        ties = (Tie(tie["country"], tie["link"], day) for tie in row["countries"] if tie["country"])
        party = Designation(
            designation_id=row["entry_id"], list_id=row["list_id"], authority=notice["authority"],
            native_id=row["native_id"] or "", party_type=row["party_type"], primary_name=row["primary_name"],
            programmes=tuple(row["programmes"]), listed_on=day, listed_on_basis="notice", earliest=day, latest=day,
            likely=day,
            gone_after=None, gone_by=None, gone_seen_on=None, first_seen_on=day, sha256=notice["sha256"],
            source_url=notice["source_url"], ties=tuple(ties), aliases=tuple(row["aliases"]),
            keys=tuple(_keys_of_noticed_party({**row, "native_id": row["native_id"] or row["entry_id"]})),
            noticed_only=True,
        )  # fmt: skip
        yield Noticed(party, row["designation_id"])


def without_repeated_entries(noticed: Iterable[Noticed]) -> tuple[tuple[Noticed, ...], dict[str, str]]:
    """The parties of notices without repetition, and for each other entry id the id of the entry kept instead.

    OFAC's page and its delta file of one publication both name a party. Two entries of one notice are two parties.
    """
    kept: dict[str, Noticed] = {}
    notices_of: dict[str, set[str]] = {}
    same_name: dict[tuple[str, date, str], list[str]] = defaultdict(list)
    kept_as: dict[str, str] = {}
    for entry in noticed:
        party = entry.party
        same = same_name[party.list_id, party.latest, party.keys[-1]] if entry.designation_id is None else []
        key = next((key for key in same if party.sha256 not in notices_of[key]), party.designation_id)
        if key in kept:
            known = kept[key].party
            ties = tuple(dict.fromkeys((*known.ties, *party.ties)))
            entry = replace(entry, party=replace(known, ties=ties))
        else:
            same.append(key)
        kept[key] = entry
        notices_of.setdefault(key, set()).add(party.sha256)
        kept_as[party.designation_id] = key
    return tuple(kept.values()), kept_as


def read_changes(frame: pl.DataFrame | None) -> Iterator[Change]:
    """The changes other than listings and delistings, each with the first and last day that it may have been made."""
    if frame is None:
        return
    for row in rows(frame.filter(~pl.col("change_kind").is_in(["added", "removed"]))):
        after = row["changed_after"]
        earliest = after + DAY if after and row["change_basis"] == "observed" else row["changed_on"]
        yield Change(
            row["designation_id"], row["authority"], row["change_kind"], min(earliest, row["changed_on"]),
            row["changed_on"], row["new_value"],
        )  # fmt: skip


LISTED_AGAIN = "listed_again"
"""The kind of a change that a list states as a further listing of a party that it had before."""

_NO_ACT = ("Consolidated List",)
"""What OFAC's enhanced files state as a listing though it is none: the file that smaller lists were gathered in."""


def read_further_listings(frames: Mapping[str, pl.DataFrame]) -> Iterator[Change]:
    """Later listings of a party that a list states itself: OFAC's of a party that moved to the SDN list."""
    events = frames.get("designation_event")
    if events is None:
        return
    first = frames["designation"].select("designation_id", "authority", "listed_on")
    further = (
        events.join(first, on="designation_id")
        .filter(pl.col("kind") == "listed", ~pl.col("note").is_in(_NO_ACT).fill_null(False))
        .filter(pl.col("effective_on") > pl.col("listed_on"))
        .unique(["designation_id", "effective_on", "note"], maintain_order=True)
    )
    for row in rows(further):
        day = row["effective_on"]
        yield Change(
            row["designation_id"], row["authority"], LISTED_AGAIN, day, day, row["note"], known_on=row["first_seen_on"]
        )


def read_issuers(frame: pl.DataFrame | None) -> dict[str, str]:
    """The department that announced a listing, by designation id, where an official notice says so."""
    if frame is None:
        return {}
    announced = frame.filter((pl.col("act") == "added") & pl.col("issuer").is_not_null())
    known_by = pl.coalesce("designation_id", "entry_id")
    return dict(announced.select(known_by.alias("party"), "issuer").iter_rows())
