"""Bytes to frames: picks the format by what the files say, reads the records, makes one frame of them.

Here: what all formats share. Not here: any one format (one module each; FORMATS below lists them).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from itertools import islice
from operator import attrgetter
from typing import Any

import polars as pl

from pipelines.lists.record import (
    RECORD_SCHEMA,
    Address,
    BirthDate,
    BirthPlace,
    Country,
    Feature,
    Files,
    Format,
    Identifier,
    ListingEvent,
    Name,
    ParsedList,
    Record,
    Relationship,
    Report,
    UnreadableListError,
)

BATCH = 2_000


def read(list_id: str, files: Files, formats: Iterable[Format], known: frozenset[str] = frozenset()) -> ParsedList:
    """One snapshot as frames.

    Args:
        list_id: whose files these are; named in errors.
        files: name as published → content.
        formats: those that the catalogue allows for this list.
        known: fingerprints met before; their parties are listed but not read again.

    Raises:
        UnreadableListError: no format recognises the files, or one does and cannot read them.
    """
    chosen = next((each for each in formats if each.recognises(files)), None)
    if chosen is None:
        raise UnreadableListError(
            f"{list_id}: {', '.join(sorted(files)) or 'no file'} is in none of its published formats; "
            "look at what the source sent."
        )
    report = Report()
    fingerprints = chosen.fingerprints(files) if chosen.fingerprints else {}
    wanted = frozenset(k for k, v in fingerprints.items() if v not in known) if fingerprints else None
    try:
        records = frame_of(
            each for each in chosen.records(files, report, wanted) if wanted is None or each.native_id in wanted
        )
    except UnreadableListError as error:
        raise UnreadableListError(f"{list_id}: {error}") from error
    parties = parties_of(records, fingerprints)
    _refuse_duplicates(list_id, parties)
    return ParsedList(list_id, chosen.name, chosen.version, parties, records, report)


def parties_of(records: pl.DataFrame, fingerprints: dict[str, str]) -> pl.DataFrame:
    """native_id, record_id, fingerprint: every party of the snapshot, read in full or known."""
    read_in_full = records.select("native_id", "record_id")
    if not fingerprints:
        return read_in_full.with_columns(fingerprint=pl.lit(None, pl.String))
    known = pl.DataFrame({"native_id": list(fingerprints), "fingerprint": list(fingerprints.values())})
    return known.join(read_in_full, on="native_id", how="left").select("native_id", "record_id", "fingerprint")


def frame_of(records: Iterable[Record]) -> pl.DataFrame:
    """RECORD_SCHEMA, built in batches so that a large list never stands whole in Python objects."""
    return pl.concat([pl.DataFrame(schema=RECORD_SCHEMA), *_batches(records)])


def _batches(records: Iterable[Record]) -> Iterator[pl.DataFrame]:
    waiting = iter(records)
    while batch := [row_of(each) for each in islice(waiting, BATCH)]:
        yield pl.DataFrame(batch, schema=RECORD_SCHEMA, orient="row")


_FIELDS = tuple(each.name for each in fields(Record))
_ORDER = tuple(name for name in RECORD_SCHEMA if name != "record_id")


def row_of(record: Record) -> tuple[Any, ...]:
    """A record as a row of RECORD_SCHEMA. The order in which a list gives aliases or tags is no content: sorted."""
    primary = [each.name for each in record.names if each.quality == "primary"]
    if len(primary) != 1:
        raise UnreadableListError(f"party {record.native_id} has {len(primary)} primary names where one is due.")
    values: dict[str, Any] = {name: _canonical(getattr(record, name)) for name in _FIELDS}
    values["primary_name"] = primary[0]
    row = tuple(values[name] for name in _ORDER)
    digest = blake2b(json.dumps(row, ensure_ascii=False, default=date.isoformat).encode(), digest_size=12)
    return digest.hexdigest(), *row


def _names_and_values(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(each.name for each in fields(kind))
    return names, attrgetter(*names)


_PARTS = {
    kind: _names_and_values(kind)
    for kind in (Name, BirthDate, BirthPlace, Country, Identifier, Address, Relationship, Feature, ListingEvent)
}


def _canonical(value: object) -> object:
    """A list in an order of its own, without repeats; its parts as the structs of RECORD_SCHEMA."""
    if not isinstance(value, list):
        return value
    if all(isinstance(each, str) for each in value):
        return sorted(set(value))
    names, values_of = _PARTS[type(value[0])]
    unique = {values_of(each) for each in value}
    return [_struct(names, values) for values in sorted(unique, key=repr)]


def _struct(names: tuple[str, ...], values: tuple[Any, ...]) -> dict[str, Any]:
    struct = dict(zip(names, values, strict=True))
    if "parts" in struct:
        struct["parts"] = [{"part": label, "value": text} for label, text in struct["parts"]]
    return struct


def _refuse_duplicates(list_id: str, parties: pl.DataFrame) -> None:
    twice = parties.filter(pl.col("native_id").is_duplicated())
    if not twice.is_empty():
        raise UnreadableListError(
            f"{list_id}: id {twice['native_id'][0]} stands for more than one party ({twice.height} rows share an id); "
            "the list reuses its ids, or its format is misread."
        )
