"""Opening the published DuckDB file to read it, and the statements that ask it.

Here: what every question to the file needs, and no more, so that a question is answered at once. Not here: how the
file is built (see publication).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

SQL = Path(__file__).resolve().parents[2] / "sql"
"""The folder of the contract with SQL users: beside the packages, in a checkout and where they are installed."""

SEALED: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False, "lock_configuration": True}
"""A query sees the published file and nothing else of the machine."""


class NothingPublishedError(Exception):
    """There is no published file to read."""


@cache
def text_of(name: str) -> str:
    """A statement under sql/, by its path there."""
    return (SQL / name).read_text(encoding="utf-8")


@contextmanager
def opened(path: Path, *, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, open for reading only.

    Args:
        threads: as many as DuckDB may use, each with memory of its own; by default one a processor.

    Raises:
        NothingPublishedError: there is none, or it cannot be read.
    """
    connection = connected(path, threads=threads)
    try:
        yield connection
    finally:
        connection.close()


def connected(path: Path, *, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A connection to the published file, for reading only; whoever asks for it closes it.

    Raises:
        NothingPublishedError: there is none, or it cannot be read.
    """
    if not path.is_file():
        raise NothingPublishedError(f"nothing is published at {path} yet: run `sanctions refresh` first.")
    try:
        config = SEALED if threads is None else {**SEALED, "threads": threads}
        return duckdb.connect(str(path), read_only=True, config=config)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise NothingPublishedError(
            f"{path} cannot be read ({reason}): run `sanctions refresh --offline` to make it again."
        ) from error
