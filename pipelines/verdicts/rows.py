"""Rows of the published tables, one at a time and in groups.

Here: what all that read the record's tables share. Not here: what the rows mean (see record_tables, ties).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import polars as pl

K = TypeVar("K")
V = TypeVar("V")


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values of each key, in the order in which they come."""
    groups: dict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return dict(groups)


def rows(frame: pl.DataFrame | None) -> Iterator[dict[str, Any]]:
    """The rows of a table by column; none where the table is absent."""
    return iter(()) if frame is None else frame.iter_rows(named=True)


def added_by_notice(frames: Mapping[str, pl.DataFrame]) -> Iterator[dict[str, Any]]:
    """The entries of notices that say who was added to which list."""
    entries = frames.get("notice_entry")
    if entries is not None:
        of_lists = (pl.col("act") == "added") & pl.col("list_id").is_not_null() & pl.col("primary_name").is_not_null()
        yield from rows(entries.filter(of_lists))
