"""The store of partitions: hive-partitioned Parquet at an fsspec address (a folder, S3, GCS).

Here: names, reading and writing whole files, and what a file was made from. Not here: what the tables hold (see
pipelines.claims.partitions).

One table of one partition is one file, ADDRESS/TABLE/day=2024-05-14/part.parquet, so that DuckDB and polars read a
table as `ADDRESS/TABLE/*/*.parquet` with hive partitioning. The file carries a digest of its inputs in the metadata of
Parquet (`made_from`): content and digest arrive in one rename, so a reader never sees a partition twice or cut, and a
file whose digest is the wanted one need not be made again.
"""

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import fsspec
import polars as pl

MADE_FROM = "made_from"
SOURCES = "sources"
PART = "part.parquet"


@dataclass(frozen=True)
class PartitionStore:
    """Tables by partition (a day, or a part of it) below an address such as `/data/news` or `s3://bucket/news`."""

    address: str

    @cached_property
    def _place(self) -> tuple[fsspec.AbstractFileSystem, str]:
        """The file system and the root folder of the store."""
        system, root = fsspec.core.url_to_fs(self.address)
        return system, root.rstrip("/")

    def days(self, table: str = SOURCES) -> list[str]:
        """The names of the partitions that a table has, in order.

        A writer that was killed leaves a folder without the file: that is no partition of the table.
        """
        system, root = self._place
        system.invalidate_cache()  # other processes write too
        paths = system.glob(f"{root}/{table}/day=*" + ("" if table == SOURCES else f"/{PART}"))
        return sorted(path.rstrip("/").rpartition("day=")[2].partition("/")[0] for path in paths)

    def sources(self, day: str) -> list[str]:
        """The addresses of the source files of a partition, in order."""
        system, root = self._place
        system.invalidate_cache()
        paths = system.find(f"{root}/{SOURCES}/day={day}")
        return sorted(path for path in paths if not path.rpartition("/")[2].startswith("."))

    def content(self, path: str) -> bytes:
        """The bytes of a source file."""
        system, _ = self._place
        content: bytes = system.cat_file(path)
        return content

    def put_source(self, day: str, name: str, content: bytes) -> None:
        """Add a source file to a partition."""
        self._write(f"{SOURCES}/day={day}/{name}", content)

    def made_from(self, table: str, day: str) -> str | None:
        """The digest of the inputs of a table in a partition; None if it is missing or cannot be read."""
        system, _ = self._place
        try:
            with system.open(self._path(table, day), "rb") as file:
                return pl.read_parquet_metadata(file).get(MADE_FROM)
        except (OSError, pl.exceptions.PolarsError):
            return None

    def rows(self, table: str, day: str) -> int:
        """The number of rows of a table of a partition."""
        system, _ = self._place
        with system.open(self._path(table, day), "rb") as file:
            return int(pl.scan_parquet(file).select(pl.len()).collect().item())

    def read(self, table: str, day: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table of a partition.

        Raises:
            FileNotFoundError: the partition has no such table.
        """
        system, _ = self._place
        with system.open(self._path(table, day), "rb") as file:
            return pl.read_parquet(file, columns=None if columns is None else list(columns), hive_partitioning=False)

    def write(self, table: str, day: str, frame: pl.DataFrame, made_from: str) -> None:
        """Write a table of a partition; it replaces the previous one."""
        content = io.BytesIO()
        frame.write_parquet(content, compression="zstd", metadata={MADE_FROM: made_from})
        self._write(f"{table}/day={day}/{PART}", content.getvalue())

    def _path(self, table: str, day: str) -> str:
        """The path of the file of one table in one partition."""
        return f"{self._place[1]}/{table}/day={day}/{PART}"

    def _write(self, name: str, content: bytes) -> None:
        """Write to a hidden name, then rename; an object store shows an object only when it is complete."""
        system, root = self._place
        folder, _, file_name = f"{root}/{name}".rpartition("/")
        system.makedirs(folder, exist_ok=True)
        if not _is_local(system):
            system.pipe_file(f"{folder}/{file_name}", content)
            return
        temporary = Path(folder, f".{file_name}.{uuid4().hex}.tmp")
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(Path(folder, file_name))


def _is_local(system: fsspec.AbstractFileSystem) -> bool:
    """Whether the files are on this machine."""
    return "file" in (system.protocol if isinstance(system.protocol, tuple) else (system.protocol,))


def digest_of(*parts: str | bytes) -> str:
    """A digest of the inputs and their lengths."""
    digest = sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()[:32]
