"""Which of the parties of one name is which, from one snapshot to the next.

Here: lists without ids of their own. Not here: the provisional ids within one file (see pipelines.parsers.namesakes).

Parties of one name are matched with those that the snapshot before shows, by what their records state: the pair with
most in common first. Two whose stated days of listing differ, and that share no address, number or date of birth, are
two parties. A party that matches none gets a new id; an id once given is never another party's.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from hashlib import blake2b
from itertools import count
from typing import Any

import polars as pl

from pipelines.parsers.namesakes import MARK, id_without_number
from pipelines.parsers.record import RECORD_SCHEMA, ParsedList

Row = dict[str, Any]
WEIGHTS = {
    "listed_on": 4, "addresses": 3, "identifiers": 3, "birth_dates": 3, "legal_basis": 2, "countries": 2, "names": 1,
    "features": 1, "measures": 1, "programmes": 1, "party_type": 1,
}  # fmt: skip
"""Field → what its agreement counts for; a field of which half the values agree counts for half."""
OF_ONE_PARTY = ("addresses", "identifiers", "birth_dates")


def with_lasting_ids(parsed: ParsedList, shown_before: pl.DataFrame, given: Iterable[str]) -> ParsedList:
    """The snapshot in which parties of the same name have the ids of the snapshot before.

    Args:
        parsed: as its format module reads it, parties of one name with provisional ids.
        shown_before: RECORD_SCHEMA, the records of the snapshot before, with lasting ids.
        given: every id that the list's history has given so far.
    """
    before = shown_before.filter(pl.col("native_id").is_not_null())
    given_ids: dict[str, set[str]] = defaultdict(set)
    for native_id in given:
        given_ids[id_without_number(native_id)].add(native_id)
    groups = _names_to_match(parsed, before, given_ids)
    if not groups:
        return parsed
    old = _records_by_name(before, groups)
    renamed: dict[str, str] = {}
    for group, rows in _records_by_name(parsed.records, groups).items():
        renamed |= _lasting_ids(group, rows, old.get(group, []), given_ids[group])
    return _with_new_ids(parsed, {was: now for was, now in renamed.items() if was != now})


def _names_to_match(parsed: ParsedList, before: pl.DataFrame, given_ids: dict[str, set[str]]) -> set[str]:
    """The names whose parties must be matched: several parties have or had them, or their day of listing changed.

    Under such a name an id may stand for another party than before; all other ids stay as they are.
    """
    now = parsed.records.select("native_id", "record_id", "listed_on")
    several = {id_without_number(native_id) for native_id in now["native_id"] if MARK in native_id}
    several |= {group for group, ids in given_ids.items() if len(ids) > 1}
    moved = now.join(before.select("native_id", old_day="listed_on"), on="native_id").filter(
        pl.col("listed_on") != pl.col("old_day")
    )
    return several | {id_without_number(native_id) for native_id in moved["native_id"]}


def _records_by_name(records: pl.DataFrame, groups: set[str]) -> dict[str, list[Row]]:
    """The records of each of these names."""
    grouped = records.with_columns(
        group=pl.col("native_id").str.replace(rf"{MARK}\d+$", "")  # as in id_without_number
    ).filter(pl.col("group").is_in(sorted(groups)))
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in grouped.iter_rows(named=True):
        rows[row.pop("group")].append(row)
    return rows


def _lasting_ids(group: str, rows: list[Row], old: list[Row], given: set[str]) -> dict[str, str]:
    """The lasting id for each provisional id among parties of one name; it adds new ids to `given`.

    The pair with most in common first: the party gets the id of the old one. Parties without a match get a new id.
    """
    pairs = sorted(
        ((_agreement(row, other), row["native_id"], other["native_id"]) for row in rows for other in old),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    ids: dict[str, str] = {}
    for agreement, now, was in pairs:
        if agreement > 0 and now not in ids and was not in ids.values():
            ids[now] = was
    for row in sorted(rows, key=lambda row: (str(row["listed_on"] or ""), row["native_id"])):
        if row["native_id"] not in ids:
            ids[row["native_id"]] = _new_id(group, given)
        given.add(ids[row["native_id"]])
    return ids


def _new_id(group: str, given: set[str]) -> str:
    """The first id of a name that is not given yet: the name itself, else with a number."""
    if group not in given:
        return group
    return next(new for number in count(2) if (new := f"{group}{MARK}{number}") not in given)


def _agreement(row: Row, other: Row) -> float:
    """How much two records have in common; 0 if they certainly belong to two parties."""
    days = row["listed_on"], other["listed_on"]
    if None not in days and days[0] != days[1] and not any(_shared_part(row, other, field) for field in OF_ONE_PARTY):
        return 0
    return sum(weight * _shared_part(row, other, field) for field, weight in WEIGHTS.items())


def _shared_part(row: Row, other: Row, field: str) -> float:
    """The share of a field's values that both records have; for a single value 1.0 or 0.0."""
    if not isinstance(row[field], list):
        return float(row[field] is not None and row[field] == other[field])
    ours, theirs = ({repr(value) for value in record[field]} for record in (row, other))
    return len(ours & theirs) / len(ours | theirs) if ours | theirs else 0.0


def _with_new_ids(parsed: ParsedList, ids: dict[str, str]) -> ParsedList:
    """The snapshot with new ids; the record ids change too, because they are digests of the whole record."""
    if not ids:
        return parsed
    new_id = pl.col("native_id").replace(ids)
    changed_records = parsed.records.filter(pl.col("native_id").is_in(list(ids)))
    record_ids = {
        row["record_id"]: _record_id(row, ids[row["native_id"]]) for row in changed_records.iter_rows(named=True)
    }
    records = parsed.records.with_columns(native_id=new_id, record_id=pl.col("record_id").replace(record_ids))
    parties = parsed.parties.with_columns(native_id=new_id, record_id=pl.col("record_id").replace(record_ids))
    return replace(parsed, parties=parties, records=records.select(RECORD_SCHEMA.names()))


def _record_id(row: Row, native_id: str) -> str:
    """The digest of a record under another native id."""
    content = {name: value for name, value in row.items() if name not in {"record_id", "native_id"}}
    return blake2b(f"{native_id}\0{content!r}".encode(), digest_size=12).hexdigest()
