"""Writing rows to Parquet and CSV in batches, so that memory does not grow with the number of rows.

Here: writing frames to a file that is either complete or absent, and making cells safe for spreadsheets. Not here:
which rows (see export_tables and export_lines).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from pipelines.archive.home import whole_or_absent

Write = Callable[[pl.DataFrame], object]
"""Appends rows to the file."""

FORMULA = r"^([=+\-@\t\r＝＋－＠])"
"""The beginning of a cell that a spreadsheet runs as a formula; an apostrophe before it makes it text."""


@contextmanager
def parquet_file(path: Path, schema: pl.Schema, metadata: Mapping[str, str] | None = None) -> Iterator[Write]:
    """A new Parquet file with this schema and metadata; yields the function that appends rows."""
    arrow_schema = pl.DataFrame(schema=schema).to_arrow().schema.with_metadata(dict(metadata or {}))
    with whole_or_absent(path) as temporary, pq.ParquetWriter(temporary, arrow_schema, compression="zstd") as writer:
        yield lambda rows: writer.write_table(rows.to_arrow().cast(arrow_schema))


@contextmanager
def csv_file(path: Path, schema: pl.Schema) -> Iterator[Write]:
    """A new CSV with a header, safe for spreadsheets, nested values as JSON text; yields the function that appends."""
    with whole_or_absent(path) as temporary, temporary.open("wb") as file:
        file.write(",".join(schema).encode() + b"\n")
        yield lambda rows: without_formulas(with_nested_as_json(rows)).write_csv(file, include_header=False)


def with_nested_as_json(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with lists and structs as JSON text."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    return rows.with_columns(_column_as_json(name) for name in nested)


def _column_as_json(name: str) -> pl.Expr:
    """A column as JSON text; null stays null."""
    wrapped = pl.struct(pl.col(name).alias("_")).struct.json_encode()
    return pl.when(pl.col(name).is_not_null()).then(wrapped.str.strip_prefix('{"_":').str.strip_suffix("}")).alias(name)


def without_formulas(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with an apostrophe before every text that a spreadsheet would run as a formula."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(pl.col(name).str.replace(FORMULA, "'${1}") for name in texts)
