"""Opening the published DuckDB file for reading, and reading SQL statements from sql/.

Here: only what every query of the file needs, so that a query starts quickly. Not here: how the file is built (see
publication).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

SQL = Path(__file__).resolve().parents[2] / "sql"
"""The folder of the SQL; it is beside the packages, in a checkout and in an installation."""

SEALED: dict[str, str | bool | int | float | list[str]] = {"enable_external_access": False, "lock_configuration": True}
"""Queries can read the published file and no other file of the machine."""


MADE_BY_ANOTHER_VERSION = (
    "the published file was made by another version: run `sanctions refresh --offline` to make it again."
)


class NothingPublishedError(Exception):
    """There is no published file to read."""


@cache
def text_of(name: str) -> str:
    """The text of an SQL file, by its path below sql/."""
    return (SQL / name).read_text(encoding="utf-8")


@contextmanager
def opened(path: Path, *, threads: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file, open for reading only.

    Args:
        threads: number of threads of DuckDB, which all need memory; by default one per processor.

    Raises:
        NothingPublishedError: there is none, it cannot be read, or it was made by a version that had other tables.
    """
    connection = connected(path, threads=threads)
    try:
        yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise NothingPublishedError(MADE_BY_ANOTHER_VERSION) from error
    finally:
        connection.close()


def connected(path: Path, *, threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published file; the caller must close it.

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
