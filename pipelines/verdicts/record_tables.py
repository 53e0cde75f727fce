"""The published tables that the official record is made of, read into designations, notices and changes.

Here: what a row of each table says of a party's days and names. Not here: what is held of the lists (see held_tables),
ties to countries (see ties), and the questions that the record answers (see record).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from pipelines.verdicts.designation import Change, Designation, Noticed, Tie, known_by
from pipelines.verdicts.held import HeldList
from pipelines.verdicts.rows import added_by_notice, grouped, rows
from pipelines.verdicts.span import DAY
from pipelines.verdicts.ties import read_ties

TABLES = (
    "designation", "designation_name", "designation_country", "designation_identifier", "change", "snapshot",
    "official_list", "notice", "notice_entry",
)  # fmt: skip
"""The published tables that the record is made of."""

_REFERENCES = {"un_reference", "eu_reference", "ofsi_group", "ofac_uid", "list_reference"}


def read_designations(frames: Mapping[str, pl.DataFrame], lists: Mapping[str, HeldList]) -> Iterator[Designation]:
    """The designations of all lists, given what is held of these."""
    ties = grouped(read_ties(frames))
    aliases = grouped((row["designation_id"], row["name_latin"]) for row in rows(frames.get("designation_name")))
    references = _references(frames)
    telling = {
        (held.list_id, snapshot.published_on): snapshot.tells_through
        for held in lists.values()
        for snapshot in held.snapshots
    }
    for row in rows(frames["designation"]):
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
            known_by=known_by(ties.get(key, ()), _gone_seen_on(row, lists), row["first_seen_on"]),
        )  # fmt: skip


def _keys(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{row['list_id']}:{row['native_id']}"
    name = row["primary_name"].casefold().replace(",", " ")
    yield f"{row['party_type']}|{' '.join(sorted(name.split()))}"


def _references(frames: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    return grouped(
        (row["designation_id"], f"{row['kind']}:{row['value_normalised']}")
        for row in rows(frames.get("designation_identifier"))
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
    days = (snapshot.published_on for snapshot in lists[row["list_id"]].snapshots)
    seen: date = next((day for day in days if day > row["last_seen_on"]), row["delisted_on"])
    return seen


def read_noticed(frames: Mapping[str, pl.DataFrame]) -> Iterator[Noticed]:
    """The parties that official notices say were added."""
    notices = {row["notice_id"]: row for row in rows(frames.get("notice"))}
    for row in added_by_notice(frames):
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


def read_changes(frame: pl.DataFrame | None) -> Iterator[Change]:
    """The changes that are neither a listing nor a delisting."""
    if frame is None:
        return
    for row in rows(frame.filter(~pl.col("change_kind").is_in(["added", "removed"]))):
        after = row["changed_after"]
        earliest = after + DAY if after and row["change_basis"] == "observed" else row["changed_on"]
        yield Change(
            row["designation_id"], row["authority"], row["change_kind"], min(earliest, row["changed_on"]),
            row["changed_on"], row["new_value"],
        )  # fmt: skip
