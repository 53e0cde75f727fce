"""Documents of the published file, a slice at a time, so that memory does not grow with the record.

Here: asking for them. Not here: what they hold (see sql/site).
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import duckdb

from pipelines.warehouse.schema import text_of

A_SLICE, LARGEST_SLICE = 1_500, 3_000
"""Documents asked for at once: more, up to a limit, where the record is large."""
SLICES = 16
"""As many are good: each reads the tables anew, which costs as much as a thousand documents."""

Document = tuple[str, str, str]


def documents(connection: duckdb.DuckDBPyConnection, query: str, expected: int) -> Iterator[Document]:
    """Id, digest and JSON of each document. While one slice is used, the next is asked for.

    Args:
        expected: about how many documents there are.
    """
    statement, slices = text_of(query), expected // _at_once(expected) + 1

    def asked(index: int) -> list[Document]:
        with connection.cursor() as own:
            return own.execute(statement, {"slices": slices, "slice": index}).fetchall()

    with ThreadPoolExecutor(max_workers=1) as ahead:
        coming = ahead.submit(asked, 0)
        for index in range(slices):
            slice_documents = coming.result()
            if index + 1 < slices:
                coming = ahead.submit(asked, index + 1)
            yield from slice_documents


def _at_once(expected: int) -> int:
    return min(max(A_SLICE, expected // SLICES), LARGEST_SLICE)
