"""Bytes to frames: picks the format by what the files say, reads the records, makes one frame of them.

Here: what all formats share. Not here: any one format (one module each; FORMATS below lists them).
"""

import csv
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from hashlib import blake2b
from itertools import accumulate, chain, islice
from operator import attrgetter
from typing import Any

import polars as pl
import pyarrow as pa
from lxml import etree

from pipelines.parsers.record import (
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
    UnreadableRecordError,
)
from pipelines.parsers.xml_documents import refuse_encoding

BATCH = 2_000
RECORD_ERRORS = (UnreadableRecordError, ValueError, TypeError, AttributeError)
"""What shows that a record cannot become a row: it costs that record alone."""
NUL = b"\0"
BINARY_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff")
"""How zips, old workbooks and UTF-16 begin: all other documents are text without a NUL."""
MALFORMED_DOCUMENT_ERRORS = (
    ArithmeticError, AttributeError, EOFError, LookupError, RecursionError, TypeError, ValueError, csv.Error,
    etree.LxmlError, zipfile.BadZipFile, zlib.error, pa.ArrowException,
)  # fmt: skip
"""What a format module meets in a document of a shape that nobody foresaw. One such list must not stop the others."""


def read(list_id: str, files: Files, formats: Iterable[Format], known: frozenset[str] = frozenset()) -> ParsedList:
    """Read one snapshot into frames.

    Args:
        list_id: whose files these are; named in errors.
        files: name as published → content.
        formats: those that the catalogue allows for this list.
        known: fingerprints met before; their parties are listed but not read again.

    Raises:
        UnreadableListError: no format recognises the files, or one does and cannot read them.
    """
    try:
        return _read(list_id, files, formats, known)
    except UnreadableListError as error:
        raise UnreadableListError(f"{list_id}: {' '.join(str(error).split())}") from error
    except MALFORMED_DOCUMENT_ERRORS as error:
        raise UnreadableListError(
            f"{list_id}: {', '.join(sorted(files))} has a shape that its format does not foresee "
            f"({type(error).__name__}: {' '.join(str(error).split())}); fetch it again and look at what comes."
        ) from error


def _read(list_id: str, files: Files, formats: Iterable[Format], known: frozenset[str]) -> ParsedList:
    """As `read`, but the errors do not name the list.

    With fingerprints, only parties whose fingerprint is new are read, and all are listed. Files of which no party can
    be read are refused: an empty list would say that everybody was delisted.
    """
    _refuse_damaged_text(files)
    chosen = next((candidate for candidate in formats if candidate.recognises(files)), None)
    if chosen is None:
        raise UnreadableListError(
            f"{', '.join(sorted(files)) or 'no file'} is in none of its published formats; "
            "look at what the source sent."
        )
    report = Report()
    fingerprints = chosen.fingerprints(files) if chosen.fingerprints else {}
    wanted = frozenset(k for k, v in fingerprints.items() if v not in known) if fingerprints else None
    read_records = chosen.records(files, report, wanted)
    records = frame_of((record for record in read_records if wanted is None or record.native_id in wanted), report)
    parties = parties_of(records, fingerprints).filter(
        pl.col("record_id").is_not_null() | pl.col("fingerprint").is_in(known)
    )
    if parties.is_empty() and report.unread:
        place, reason = report.unread[0]
        raise UnreadableListError(
            f"no party can be read ({place}: {reason}); its layout may be new, look at what the source sent."
        )
    return ParsedList(list_id, chosen.name, chosen.version, parties, records, report)


def _refuse_damaged_text(files: Files) -> None:
    """Refuse a text with a NUL byte, which shows a damaged copy, and an XML file in an encoding that no list has.

    Raises:
        UnreadableListError: a file is such a text; the message names file and line.
    """
    for name, content in files.items():
        if not content.startswith(BINARY_SIGNATURES) and (at := content.find(NUL)) >= 0:
            line = content.count(b"\n", 0, at) + 1
            raise UnreadableListError(f"{name} line {line}: a NUL byte stands in the text; fetch it again.")
        refuse_encoding(content)


def parties_of(records: pl.DataFrame, fingerprints: dict[str, str]) -> pl.DataFrame:
    """Columns native_id, record_id, fingerprint: every party of the snapshot.

    `record_id` is null for a party that was not read because its fingerprint is known; `fingerprint` where the format
    has none.
    """
    read_in_full = records.select("native_id", "record_id")
    if not fingerprints:
        return read_in_full.with_columns(fingerprint=pl.lit(None, pl.String))
    fingerprint_of_party = pl.DataFrame({"native_id": list(fingerprints), "fingerprint": list(fingerprints.values())})
    return fingerprint_of_party.join(read_in_full, on="native_id", how="left").select(
        "native_id", "record_id", "fingerprint"
    )


def frame_of(records: Iterable[Record], report: Report) -> pl.DataFrame:
    """A frame of RECORD_SCHEMA, built in batches so that a large list is never held as Python objects at once.

    A record that cannot become a row, or that has the id of one before it, is left out and reported as unread.
    """
    return pl.concat([pl.DataFrame(schema=RECORD_SCHEMA), *_batches(_rows(records, report))])


def _rows(records: Iterable[Record], report: Report) -> Iterator[tuple[Any, ...]]:
    """The records as rows; those that cannot become a row, or repeat an id, are reported as unread."""
    native_ids: set[str] = set()
    for record in records:
        if record.native_id in native_ids:
            report.unread.append((record.native_id, "its id stands for another party already"))
            continue
        try:
            row = row_of(record)
        except RECORD_ERRORS as error:
            report.unread.append((_printable(record.native_id), _printable(str(error))))
            continue
        native_ids.add(record.native_id)
        yield row


def _printable(text: str) -> str:
    """The text with "?" in place of halves of characters (surrogates), which no table can store."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _batches(rows: Iterable[tuple[Any, ...]]) -> Iterator[pl.DataFrame]:
    """The rows as frames of BATCH rows."""
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        columns = zip(*batch, strict=True)
        arrays = [_arrow_array(values, kind) for values, kind in zip(columns, RECORD_SCHEMA.dtypes(), strict=True)]
        frame = pl.from_arrow(pa.table(arrays, names=RECORD_SCHEMA.names()))
        if isinstance(frame, pl.DataFrame):
            yield frame.match_to_schema(RECORD_SCHEMA)


_ARROW_TYPES: dict[object, pa.DataType] = {pl.String: pa.large_string(), pl.Date: pa.date32(), pl.Boolean: pa.bool_()}


def _arrow_array(values: Sequence[Any], kind: object) -> pa.Array:
    """A column of a frame from its values; lists and structs (here tuples) are taken apart into plain columns first.

    Polars makes nested columns value by value; by way of Arrow the same takes a tenth of the time.
    """
    if isinstance(kind, pl.List):
        ends = pa.array(accumulate(map(len, values), initial=0), pa.int64())
        return pa.LargeListArray.from_arrays(ends, _arrow_array(list(chain.from_iterable(values)), kind.inner))
    if isinstance(kind, pl.Struct):
        columns = zip(*values, strict=True) if values else ([] for _ in kind.fields)
        arrays = [_arrow_array(column, part.dtype) for column, part in zip(columns, kind.fields, strict=True)]
        return pa.StructArray.from_arrays(arrays, [part.name for part in kind.fields])
    return pa.array(values, _ARROW_TYPES[kind])


_ORDER = tuple(name for name in RECORD_SCHEMA if name not in {"record_id", "primary_name"})
_PRIMARY_NAME = RECORD_SCHEMA.names().index("primary_name") - 1
_values_of = attrgetter(*_ORDER)
_as_json = json.JSONEncoder(ensure_ascii=False, default=date.isoformat).encode


def row_of(record: Record) -> tuple[Any, ...]:
    """A record as a row of RECORD_SCHEMA, its parts as tuples in the order of their structs.

    The order in which a list gives aliases or tags is no content: lists are sorted, so that the same content has the
    same `record_id`.

    Raises:
        UnreadableRecordError: it has no primary name, or more than one.
        ValueError: a text in it holds half of a character.
    """
    primary = [name.name for name in record.names if name.quality == "primary"]
    if len(primary) != 1:
        raise UnreadableRecordError(f"it has {len(primary)} primary names where one is due")
    row = [_sorted_without_repeats(value) if isinstance(value, list) else value for value in _values_of(record)]
    row.insert(_PRIMARY_NAME, primary[0])
    digest = blake2b(_as_json(row).encode(), digest_size=12)
    return digest.hexdigest(), *row


_PARTS: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {
    kind: attrgetter(*(field.name for field in fields(kind)))
    for kind in (Name, BirthDate, BirthPlace, Country, Identifier, Address, Relationship, Feature, ListingEvent)
}


def _sorted_without_repeats(values: list[Any]) -> list[Any]:
    """A list without repeats, in an order that depends on its values only."""
    if not values:
        return values
    values_of = _PARTS.get(type(values[0]))
    unique = set(values if values_of is None else map(values_of, values))
    return sorted(unique, key=None if values_of is None else repr) if len(unique) > 1 else list(unique)
