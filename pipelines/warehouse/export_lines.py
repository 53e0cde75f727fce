"""What is published in the formats of others: statements, FollowTheMoney, simple targets, Senzing, ClaimReview.

Here: one row or one JSON document a line, as sql/exports makes them. Not here: our own tables (see export_tables).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from pipelines.sources.home import whole_or_absent
from pipelines.warehouse.claim_reviews import claim_review, stated
from pipelines.warehouse.documents import documents
from pipelines.warehouse.export_tables import neutral
from pipelines.warehouse.schema import text_of

Written = Iterator[tuple[Path, int]]
A_BATCH = 5_000


def write_statements(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """statements.parquet with the values as they are, statements.csv with no cell that a spreadsheet would run."""
    connection.execute(text_of("exports/statement.sql"))
    rows = connection.sql(text_of("exports/statements.sql")).pl()
    for name in ("statements.parquet", "statements.csv"):
        with whole_or_absent(folder / name) as path:
            if name.endswith("parquet"):
                rows.write_parquet(path, compression="zstd")
            else:
                neutral(rows).write_csv(path)
        yield folder / name, rows.height


def write_targets(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """targets.simple.csv."""
    connection.execute(text_of("exports/statement.sql"))
    rows = connection.sql(text_of("exports/targets_simple.sql")).pl()
    with whole_or_absent(folder / "targets.simple.csv") as path:
        neutral(rows).write_csv(path)
    yield folder / "targets.simple.csv", rows.height


def write_followthemoney(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """entities.ftm.json: parties and sanctions."""
    yield _write_lines(
        folder / "entities.ftm.json", _lines(connection, "exports/followthemoney.sql", lambda line: line)
    )


def write_senzing(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """senzing.jsonl."""
    yield _write_lines(
        folder / "senzing.jsonl",
        _lines(connection, "exports/senzing.sql", lambda line: _json(stated(json.loads(line)))),
    )


def write_claim_reviews(connection: duckdb.DuckDBPyConnection, folder: Path) -> Written:
    """claimreview.jsonl."""
    claims = connection.table("claim").shape[0]
    reviews = (
        _json(claim_review(json.loads(document))) for _, _, document in documents(connection, "site/claims.sql", claims)
    )
    yield _write_lines(folder / "claimreview.jsonl", reviews)


def _lines(connection: duckdb.DuckDBPyConnection, query: str, make: Callable[[str], str]) -> Iterator[str]:
    connection.execute(text_of("exports/statement.sql"))
    found = connection.execute(text_of(query))
    while batch := found.fetchmany(A_BATCH):
        yield from (make(line) for (line,) in batch)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _write_lines(path: Path, lines: Iterable[str]) -> tuple[Path, int]:
    count = 0
    with whole_or_absent(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        for line in lines:
            out.write(line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n")
            count += 1
    return path, count
