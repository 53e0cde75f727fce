"""Documents of the published file, a slice at a time, so that memory does not grow with the record.

Here: asking for them. Not here: what they hold (see sql/site).
"""

from collections.abc import Iterator

import duckdb

from pipelines.warehouse.schema import text_of

A_SLICE = 8_000


def documents(connection: duckdb.DuckDBPyConnection, query: str, expected: int) -> Iterator[tuple[str, str, str]]:
    """Id, digest and JSON of each document."""
    statement, slices = text_of(query), expected // A_SLICE + 1
    for index in range(slices):
        yield from connection.execute(statement, {"slices": slices, "slice": index}).fetchall()
