"""Exports in formats of other projects: statements, FollowTheMoney, simple targets, Senzing, events, ClaimReview.

Here: writing one row or JSON document per line, as the queries in sql/exports make them, in slices of parties. Not
here: our own tables (see export_tables).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.archive.home import whole_or_absent
from pipelines.warehouse.claim_reviews import claim_review, without_none
from pipelines.warehouse.documents import documents
from pipelines.warehouse.event_documents import event_entity, event_json
from pipelines.warehouse.export_files import csv_file, parquet_file
from pipelines.warehouse.schema import text_of

Written = Iterator[tuple[Path, int]]
PARTIES_AT_A_TIME = 4_000
NO_PARTIES = {"from_id": "", "before_id": ""}


def write_statements(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write statements.parquet with the exact values, and statements.csv without cells that a spreadsheet would run."""
    query = text_of("exports/statements.sql")
    parquet_path, csv_path, count = folder / "statements.parquet", folder / "statements.csv", 0
    slices = _bounds_of_slices(connection)
    schema = connection.execute(query, NO_PARTIES).pl().schema
    with parquet_file(parquet_path, schema) as write_exact, csv_file(csv_path, schema) as write_safe:
        for parameters in slices:
            rows = connection.execute(query, parameters).pl()
            write_exact(rows)
            write_safe(rows)
            count += rows.height
    yield from ((parquet_path, count), (csv_path, count))


def write_targets(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write targets.simple.csv, one row per party, slice by slice."""
    query = text_of("exports/targets_simple.sql")
    path, count = folder / "targets.simple.csv", 0
    slices = _bounds_of_slices(connection)
    with csv_file(path, connection.execute(query, NO_PARTIES).pl().schema) as write:
        for parameters in slices:
            rows: pl.DataFrame = connection.execute(query, parameters).pl()
            write(rows)
            count += rows.height
    yield path, count


def write_followthemoney(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write entities.ftm.json: parties and sanctions, then events reported by the press."""
    lines = _lines_of_slices(connection, "exports/followthemoney.sql", lambda line: line)
    yield _write_lines(folder / "entities.ftm.json", chain(lines, _event_entities(connection)))


def _event_entities(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Every event as a line of FollowTheMoney JSON."""
    for event in _event_documents(connection):
        yield _json(event_entity(event))


def _event_documents(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Every event with its claims and actions, as a dict."""
    events = connection.table("event").shape[0]
    yield from (json.loads(document) for _, _, document in documents(connection, "site/events.sql", events))


def write_events(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write events.jsonl: a line per event, as schema.org Event."""
    yield _write_lines(folder / "events.jsonl", (_json(event_json(event)) for event in _event_documents(connection)))


def write_senzing(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write senzing.jsonl: a line of JSON per party, for the entity resolution of Senzing."""
    lines = _lines_of_slices(connection, "exports/senzing.sql", lambda line: _json(without_none(json.loads(line))))
    yield _write_lines(folder / "senzing.jsonl", lines)


def write_claim_reviews(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """Write claimreview.jsonl: a line per claim, as schema.org ClaimReview."""
    claims = connection.table("claim").shape[0]
    reviews = (
        _json(claim_review(json.loads(document))) for _, _, document in documents(connection, "site/claims.sql", claims)
    )
    yield _write_lines(folder / "claimreview.jsonl", reviews)


def _bounds_of_slices(connection: duckdb.DuckDBPyConnection) -> list[dict[str, str | None]]:
    """Slices of parties as bounds of their ids, small enough for memory.

    It also makes the temporary tables that the queries of these exports read.
    """
    connection.execute(text_of("exports/party.sql"))
    connection.execute(text_of("exports/statement.sql"))
    bounds = connection.execute(text_of("exports/slices.sql"), {"parties": PARTIES_AT_A_TIME})
    return [{"from_id": first, "before_id": before} for first, before in bounds.fetchall()]


def _lines_of_slices(connection: duckdb.DuckDBPyConnection, query: str, make: Callable[[str], str]) -> Iterator[str]:
    """The lines that `make` makes of the rows of a query, which is run for one slice of parties after the other."""
    statement = text_of(query)
    for parameters in _bounds_of_slices(connection):
        yield from (make(line) for (line,) in connection.execute(statement, parameters).fetchall())


def _json(value: dict[str, Any]) -> str:
    """The value as JSON, with letters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> tuple[Path, int]:
    """Write lines to a file; return the file and the number of lines.

    Line separators of Unicode are escaped: some readers take them for the end of a line.
    """
    count = 0
    with whole_or_absent(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        for line in lines:
            file.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n")
            count += 1
    return path, count
