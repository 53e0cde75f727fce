"""Tables as Parquet files, each whole or absent.

Here: writing, finding and reading the files that the warehouse is built from. Not here: what the rows mean, or the
DuckDB file.

A table lies in parts: one for each list under its history, or one for all.
"""

import os
from collections.abc import Collection, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.archive.home import whole_or_absent
from pipelines.warehouse.schema import conform, empty, table_schemas

Parts = dict[str, list[Path]]
"""Table name → the Parquet files that together are the table."""


PARQUET = b"PAR1"
"""How a file of Parquet begins and ends."""


class UndeclaredTableError(Exception):
    """A step reads a table that it does not declare: a fault of this program."""


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


def is_whole(path: Path) -> bool:
    """Whether a Parquet file has its beginning, its end and a description between them that can be read."""
    try:
        with path.open("rb") as opened:
            is_begun = opened.read(4) == PARQUET
            opened.seek(-4, os.SEEK_END)
            is_ended = opened.read(4) == PARQUET
        return is_begun and is_ended and bool(pl.read_parquet_schema(path))
    except (OSError, pl.exceptions.PolarsError):
        return False


def parts_in(folders: Sequence[Path]) -> Parts:
    """The files of every table found directly in the folders, in their order."""
    parts: Parts = {name: [] for name in table_schemas()}
    for folder in folders:
        for path in sorted(folder.glob("*.parquet")):
            if path.stem in parts:
                parts[path.stem].append(path)
    return parts


def read_table(name: str, parts: Mapping[str, Sequence[Path]], columns: Sequence[str] | None = None) -> pl.DataFrame:
    """All parts of a table as one frame, or only some of its columns; empty if there is none."""
    nothing = empty(name)
    frames = [pl.read_parquet(path, columns=list(columns) if columns else None) for path in parts.get(name, [])]
    return pl.concat([nothing.select(columns or nothing.columns), *frames])


class Tables:
    """Tables by name: each is read once, when it is first asked for.

    Args:
        parts: the files of each table.
        given: tables that are in memory already; they need not lie in files.
        readable: the tables that may be read; all where None.
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
        self._refuse_undeclared(name)
        if name not in self._read:
            self._read[name] = read_table(name, self.parts)
        return self._read[name]

    def columns(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of a table; the others are not read, and nothing is kept in memory."""
        self._refuse_undeclared(name)
        return self._read[name].select(columns) if name in self._read else read_table(name, self.parts, columns)

    def with_tables(self, tables: Mapping[str, pl.DataFrame]) -> "Tables":
        """The same tables, but for those given in memory."""
        return Tables({name: files for name, files in self.parts.items() if name not in tables}, tables)

    def rows(self, name: str) -> int:
        """How many rows a table has; its files are not read for that."""
        self._refuse_undeclared(name)
        if name in self._read:
            return self._read[name].height
        return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in self.parts.get(name, []))

    def fingerprint(self, name: str) -> str:
        """A digest of the files of a table: equal for equal rows."""
        digest = blake2b(digest_size=16)
        for path in self.parts.get(name, []):
            digest.update(blake2b(path.read_bytes(), digest_size=16).digest())
        return digest.hexdigest()

    def _refuse_undeclared(self, name: str) -> None:
        if self._readable is not None and name not in self._readable:
            raise UndeclaredTableError(f"table {name} is read by a step that does not declare it.")
