"""Tables as Parquet files that are either complete or absent.

Here: writing, finding and reading the files that the warehouse is built from. Not here: what the rows mean, or the
DuckDB file.

A table consists of parts: one file per list, below the folder of its history, or one file for all lists.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.archive.home import is_as_written, whole_with_digest
from pipelines.warehouse.schema import conform, empty, table_schemas

Parts = dict[str, list[Path]]
"""Table name → the Parquet files that make up the table."""


PARQUET = b"PAR1"
"""The first and the last bytes of a Parquet file."""


class UndeclaredTableError(Exception):
    """A step reads a table that it does not declare: a bug of this program."""


def write_tables(tables: Mapping[str, pl.DataFrame], folder: Path) -> dict[str, Path]:
    """Write tables as `folder`/name.parquet with the columns and types of sql/schema; return the files by table."""
    return {name: write_table(name, frame, folder) for name, frame in tables.items()}


def write_table(name: str, frame: pl.DataFrame, folder: Path) -> Path:
    """Write one table as `folder`/name.parquet; return the file.

    Raises:
        SchemaMismatchError: the frame cannot be converted to the table's schema.
    """
    path = folder / f"{name}.parquet"
    with whole_with_digest(path) as temporary:
        conform(name, frame).write_parquet(temporary, compression="zstd")
    return path


def is_whole(path: Path) -> bool:
    """Whether a Parquet file is complete and undamaged: it has both magic numbers, a readable schema and its digest."""
    try:
        with path.open("rb") as opened:
            has_beginning = opened.read(4) == PARQUET
            opened.seek(-4, os.SEEK_END)
            has_end = opened.read(4) == PARQUET
        return has_beginning and has_end and bool(pl.read_parquet_schema(path)) and is_as_written(path)
    except (OSError, pl.exceptions.PolarsError):
        return False


def parts_in(folders: Sequence[Path]) -> Parts:
    """The Parquet files directly in the folders, by table, in the order of the folders."""
    parts: Parts = {name: [] for name in table_schemas()}
    for folder in folders:
        for path in sorted(folder.glob("*.parquet")):
            if path.stem in parts:
                parts[path.stem].append(path)
    return parts


def read_table(name: str, parts: Mapping[str, Sequence[Path]], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """All parts of a table as one frame, with all or some columns; without rows if there are no files."""
    no_rows = empty(name)
    frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in parts.get(name, [])]
    return pl.concat([no_rows.select(columns or no_rows.columns), *frames])


class Tables:
    """Tables by name; a table is read from its files at first use and then kept.

    Args:
        parts: the files by table.
        given: tables that are already in memory; they need no files.
        readable: names of the tables that may be read; None for all.
    """

    def __init__(
        self,
        parts: Mapping[str, Sequence[Path]],
        given: Mapping[str, pl.DataFrame] | None = None,
        readable: Collection[str] | None = None,
    ) -> None:
        self.parts = {name: list(files) for name, files in parts.items()}
        self._read = dict(given or {})
        self._readable = None if readable is None else frozenset(readable)

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The table as a frame, read from its files at first use.

        Raises:
            UndeclaredTableError: the step does not declare that it reads this table.
        """
        self._refuse_undeclared(name)
        if name not in self._read:
            self._read[name] = read_table(name, self.parts)
        return self._read[name]

    def columns(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of a table; other columns are not read, and the result is not kept."""
        self._refuse_undeclared(name)
        return self._read[name].select(columns) if name in self._read else read_table(name, self.parts, columns)

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> "Tables":
        """The same tables, with some of them replaced by frames in memory."""
        return Tables({name: files for name, files in self.parts.items() if name not in tables}, tables)

    def rows(self, name: str) -> int:
        """The number of rows of a table, without reading its rows."""
        self._refuse_undeclared(name)
        if name in self._read:
            return self._read[name].height
        return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in self.parts.get(name, []))

    def fingerprint(self, name: str) -> str:
        """A digest of the files of a table; equal files give equal digests."""
        digest = blake2b(digest_size=16)
        for path in self.parts.get(name, []):
            digest.update(blake2b(path.read_bytes(), digest_size=16).digest())
        return digest.hexdigest()

    def _refuse_undeclared(self, name: str) -> None:
        """Refuse to read a table that the step does not declare.

        Raises:
            UndeclaredTableError: it does not declare it.
        """
        if self._readable is not None and name not in self._readable:
            raise UndeclaredTableError(f"table {name} is read by a step that does not declare it.")
