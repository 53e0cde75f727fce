"""Where the state of one installation lives, and how files come into being there.

Here: the folders of a home, and writing a file so that it is whole or absent.
Not here: what is in the files (see archive, and pipelines.warehouse).
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

LITTLE_ROOM = 1 << 20
"""Bytes left on a disk that was full a moment ago."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder SANCTIONS_HOME: all state, and nothing outside it."""

    root: Path

    @property
    def archive(self) -> Path:
        """The folder of snapshots as published. All else is made from it, from articles, judgements and corrections."""
        return self.root / "archive"

    @property
    def articles(self) -> Path:
        """Articles to read: .txt, .html and .jsonl files."""
        return self.root / "articles"

    @property
    def tables(self) -> Path:
        """Parquet tables; they may be deleted."""
        return self.root / "tables"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file."""
        return self.root / "sanctions.duckdb"

    @property
    def names_index(self) -> Path:
        """The index of the names in the published file; it may be deleted."""
        return self.root / "names.index"

    @property
    def linker_index(self) -> Path:
        """The index of names, those of notices too, to which claims are linked; it may be deleted."""
        return self.root / "linker.index"

    @property
    def site(self) -> Path:
        """The pages for readers, made from the published file; they may be deleted."""
        return self.root / "site"

    @property
    def front_page(self) -> Path:
        """The first page for readers."""
        return self.site / "index.html"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME of this home."""
        return self.root / "dagster"

    @property
    def event_ids(self) -> Path:
        """The ids of published events by claim: they make a rebuild give the same ids again."""
        return self.archive / "event_ids.csv"

    @property
    def judgements(self) -> Path:
        """The file in which people decide which entries are the same party."""
        return self.root / "judgements.csv"

    @property
    def corrections(self) -> Path:
        """The file in which people correct claims that were misread."""
        return self.root / "corrections.csv"


@contextmanager
def whole_or_absent(path: Path) -> Iterator[Path]:
    """A temporary path beside `path`. At the end of the block, the file is flushed to disk and replaces `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _as_full_disk_error(path):
            yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
        _flush_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def whole_with_digest(path: Path) -> Iterator[Path]:
    """Like `whole_or_absent`, and keep a digest of the bytes beside the file, which `is_as_written` compares.

    For files that no name or check sum of their own protects. A run that ends between the two replacements leaves a
    digest of other bytes: the file then counts as damaged and is made again.
    """
    with whole_or_absent(path) as temporary:
        yield temporary
        digest = _digest(temporary)
    beside = _digest_file(path)
    unfinished = beside.with_name(f"{beside.name}.{os.getpid()}.tmp")
    unfinished.write_text(digest, encoding="ascii")
    unfinished.replace(beside)


def is_as_written(path: Path) -> bool:
    """Whether a file has the bytes that were written; True if no digest of it was stored."""
    beside = _digest_file(path)
    return not beside.is_file() or beside.read_bytes() == _digest(path).encode()


def remove_with_digest(path: Path) -> None:
    """Remove a file, and the digest beside it if there is one."""
    path.unlink()
    _digest_file(path).unlink(missing_ok=True)


def _digest_file(path: Path) -> Path:
    """The path of the file that stores the digest of `path`."""
    return path.with_name(f".{path.name}.digest")


def _digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@contextmanager
def _as_full_disk_error(path: Path) -> Iterator[None]:
    """Raise the system's error for a full disk if the block fails on one: polars and DuckDB raise errors of their own.

    Other errors pass unchanged.
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, OSError) or shutil.disk_usage(path.parent).free > LITTLE_ROOM:
            raise
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path`, so that a reader sees all of it or nothing, even if the run is killed."""
    with whole_or_absent(path) as temporary:
        temporary.write_bytes(content)


def move_whole(source: Path, target: Path) -> None:
    """Rename a file so that it survives a crash; the folder is made if it does not exist."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    _flush_folder(target.parent)
    _flush_folder(source.parent)


def remove_leftovers(folder: Path) -> None:
    """Remove unfinished files of interrupted runs, anywhere below `folder`."""
    for path in folder.rglob(".*.tmp"):
        if path.is_file():
            path.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """Flush a folder to disk: only then does a rename in it survive a crash."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
