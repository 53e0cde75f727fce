"""What was worked out once, on a shelf of files: rows by key.

Here: adding rows, going through them, forgetting those no longer used. Not here: what is worked out (see readings).

A shelf is a folder of Parquet files that are written once; it lies under the tables of a home, and may be deleted with
them. Whoever uses it never needs it: what is not on it is worked out again.
"""

import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.archive.home import whole_or_absent

ROWS_A_FILE = 2_000
"""Few enough that one file is little memory, and that a kill costs little work."""


class Shelf:
    """Rows by key, in one folder; an edition that is another than the folder's begins an empty one.

    Args:
        edition: what the rows were worked out with; rows of other editions are of no use.
        schema: the columns beside `key`.
    """

    def __init__(self, folder: Path, edition: str, schema: Mapping[str, pl.DataType]) -> None:
        self._schema = {"key": pl.Binary(), **schema}
        self._folder = folder / edition
        for other in folder.glob("*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)
        self._new: list[dict[str, Any]] = []
        self._last = max((int(path.stem) for path in self._paths()), default=0)
        self.keys: set[bytes] = set()
        for path in self._paths():
            self.keys.update(self._read(path, ["key"])["key"].to_list())

    def put(self, key: bytes, **row: object) -> None:
        """Add a row whose key is not there yet."""
        self.keys.add(key)
        self._new.append({"key": key, **row})
        if len(self._new) >= ROWS_A_FILE:
            self.flush()

    def flush(self) -> None:
        """Put what was added on disk."""
        if self._new:
            self._write(self._new)
            self._new = []

    def rows(self, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
        """All rows that were put on disk, with these columns and `key`; one file at a time in memory."""
        for path in self._paths():
            yield from self._read(path, ["key", *columns]).iter_rows(named=True)

    def forget_all_but(self, used: Collection[bytes]) -> None:
        """Forget rows that are no longer used, once these are as many as the others; files too small become fewer."""
        self.flush()
        kept = self.keys & set(used)
        paths = self._paths()
        if len(self.keys) <= 2 * len(kept) and len(paths) <= 2 + 2 * len(kept) // ROWS_A_FILE:
            return
        self.keys = set()
        for path in paths:
            for row in self._read(path, list(self._schema)).iter_rows(named=True):
                if row["key"] in kept and row["key"] not in self.keys:
                    self.put(**row)
        self.flush()
        for path in paths:
            path.unlink()

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob("*.parquet"))

    def _read(self, path: Path, columns: list[str]) -> pl.DataFrame:
        return pl.read_parquet(path, columns=columns)

    def _write(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self._last += 1
        with whole_or_absent(self._folder / f"{self._last:06}.parquet") as path:
            pl.DataFrame(rows, schema=self._schema).write_parquet(path, compression="zstd")
