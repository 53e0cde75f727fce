"""Every published table as files, with the data dictionary beside them.

Here: Parquet and CSV. Not here: the published file itself (see publication).
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from pipelines.sources.home import whole_or_absent
from pipelines.warehouse.dictionary import dictionary
from pipelines.warehouse.publication import opened
from pipelines.warehouse.schema import table_schemas

Kind = Literal["parquet", "csv"]

FORMULA = r"^([=+\-@\t\r])"
"""A cell that begins so is run by a spreadsheet: an apostrophe before it makes it text."""


def export_tables(warehouse: Path, folder: Path, kind: Kind) -> Iterator[tuple[Path, int]]:
    """Write each table of the published file to `folder`; yields each file written and its number of rows."""
    with opened(warehouse) as connection:
        for name in table_schemas():
            yield _written(connection, name, folder / f"{name}.{kind}", kind)
    with whole_or_absent(folder / "DICTIONARY.md") as path:
        path.write_text(dictionary(), encoding="utf-8")


def _written(connection: duckdb.DuckDBPyConnection, name: str, path: Path, kind: Kind) -> tuple[Path, int]:
    rows = connection.table(name).pl()
    with whole_or_absent(path) as temporary:
        if kind == "parquet":
            rows.write_parquet(temporary, compression="zstd")
        else:
            _flat(rows).write_csv(temporary)
    return path, rows.height


def _flat(rows: pl.DataFrame) -> pl.DataFrame:
    """Lists as JSON text, and no cell that a spreadsheet would run."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(
        *(_as_json(name) for name in nested),
        *(pl.col(name).str.replace(FORMULA, "'${1}") for name in texts),
    )


def _as_json(name: str) -> pl.Expr:
    wrapped = pl.struct(pl.col(name).alias("_")).struct.json_encode()
    return wrapped.str.strip_prefix('{"_":').str.strip_suffix("}").alias(name)
