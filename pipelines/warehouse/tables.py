"""Tables as Parquet files, each whole or absent.

Here: writing and finding the files that the warehouse is built from. Not here: what the rows mean, or the DuckDB file.

A table lies in parts: one for each list under its history, or one for all. A part is written once and never changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl

from pipelines.archive.home import whole_or_absent
from pipelines.warehouse.schema import conform, table_schemas

Parts = dict[str, list[Path]]
"""Table name → the Parquet files that together are the table."""


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path) -> dict[str, Path]:
    """Write each table as `folder`/name.parquet, in the columns and types of sql/schema."""
    return {name: write_table(name, frame, folder) for name, frame in tables.items()}


def write_table(name: str, frame: pl.DataFrame, folder: Path) -> Path:
    """Write one table as `folder`/name.parquet.

    Raises:
        SchemaMismatchError: the frame cannot become that table.
    """
    path = folder / f"{name}.parquet"
    with whole_or_absent(path) as temporary:
        conform(name, frame).write_parquet(temporary, compression="zstd")
    return path


def parts_in(folders: Iterable[Path]) -> Parts:
    """The files of every table found directly in the folders, in their order."""
    found: Parts = {name: [] for name in table_schemas()}
    for folder in folders:
        for path in sorted(folder.glob("*.parquet")):
            if path.stem in found:
                found[path.stem].append(path)
    return found


def read_table(name: str, parts: Parts, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """All parts of a table as one frame, or only some of its columns; empty if there is none."""
    empty = pl.DataFrame(schema=table_schemas()[name])
    frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in parts.get(name, [])]
    return pl.concat([empty.select(columns or empty.columns), *frames])
