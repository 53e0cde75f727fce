"""Reading JSON documents from the published file in slices, so that memory does not grow with its size.

Here: running the queries. Not here: what the documents hold (see sql/site).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from math import ceil

import duckdb

from pipelines.warehouse.schema import text_of

SLICES = 5
"""Wanted number of slices: every slice reads the tables again, which costs as much as a thousand documents."""
SMALL_SLICE, LARGEST_SLICE = 1_500, 6_000
"""Documents of a slice: fewer slices than wanted if they would be smaller than this, more if they would be larger."""

Document = tuple[str, str, str]


def documents(connection: duckdb.DuckDBPyConnection, query: str, expected: int) -> Iterator[Document]:
    """Id, digest and JSON of every document. The next slice is read while the caller uses the current one.

    So only two slices are in memory at a time, however many documents there are.

    Args:
        query: a file below sql/ with one or more statements; the last one returns the documents. Every statement can
            use the parameters `slices` and `slice`.
        expected: about how many documents there are.
    """
    statements, slices = connection.extract_statements(text_of(query)), _slices(expected)

    def read_slice(index: int) -> list[Document]:
        """The documents of one slice: the rows of the last statement, after the others made what it reads."""
        parameters = {"slices": slices, "slice": index}
        with connection.cursor() as cursor:
            for statement in statements:
                parameters_of_statement = {name: parameters[name] for name in statement.named_parameters}
                cursor.execute(statement, parameters_of_statement or None)
            return cursor.fetchall()

    with ThreadPoolExecutor(max_workers=1) as executor:
        next_slice = executor.submit(read_slice, 0)
        for index in range(slices):
            slice_documents = next_slice.result()
            if index + 1 < slices:
                next_slice = executor.submit(read_slice, index + 1)
            yield from slice_documents


def _slices(expected: int) -> int:
    """In how many slices to read so many documents."""
    return max(1, min(SLICES, ceil(expected / SMALL_SLICE)), ceil(expected / LARGEST_SLICE))
