"""Building the published DuckDB file: made beside the old file, checked, and moved to its place in one step.

Here: building from Parquet, checking the constraints, replacing the file. Not here: the descriptions of the tables (see
sql/schema), opening the file for reading (see published), or when it is built (see pipelines.run).

A reader that has the old file open keeps reading the complete old file; one that opens it later gets the new one. A
build that fails publishes nothing. The storage version of the file can be read by older DuckDB tools.
"""

import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb
import polars as pl

from pipelines.archive.home import whole_or_absent
from pipelines.warehouse.published import NothingPublishedError, opened
from pipelines.warehouse.schema import constraints, descriptions, run_scripts, table_schemas
from pipelines.warehouse.tables import Parts

__all__ = ["NothingPublishedError", "UnpublishableError", "opened", "publish"]

STORAGE_VERSION = "v1.2.0"
_ONE_THREAD: dict[str, str | bool | int | float | list[str]] = {"threads": 1}
"""With two threads, building takes a third more CPU time: tables this small keep one busy and the other waiting."""
_ATTACH = "ATTACH '{path}' AS published (STORAGE_VERSION '{version}')"
_COMMENT = "COMMENT ON {what} {name} IS '{text}'"
_EMPTY = "TRUNCATE {name}"
"""Statements that cannot take names as parameters; the only ones that are not in sql/."""

EXAMPLE_MARK = "EXAMPLE DATA, not what authorities publish today. "


class UnpublishableError(Exception):
    """Rows violate the constraints of sql/schema; the message names all tables with such rows."""


def publish(parts: Parts, path: Path, *, example: bool, changed: Collection[str] | None = None) -> None:
    """Build a DuckDB file from the parts of all tables and put it at `path`.

    Args:
        changed: the tables whose rows differ from those in the file at `path`, which the same code built; None if that
            is not known. If no other table refers to them, only their rows are replaced, in a copy of that file.

    Raises:
        UnpublishableError: rows violate a constraint; all tables are checked, and the file at `path` is not changed.
    """
    with whole_or_absent(path) as temporary:
        try:
            if changed is not None and path.is_file() and not _referenced_tables().intersection(changed):
                shutil.copyfile(path, temporary)
                _replace_rows(parts, temporary, changed)
            else:
                _build_whole(parts, temporary, example=example)
        finally:
            temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)


def _build_whole(parts: Parts, path: Path, *, example: bool) -> None:
    """Build the whole DuckDB file: tables with their rows, then views and macros.

    Raises:
        UnpublishableError: rows violate a constraint; the message names every table with such rows.
    """
    with duckdb.connect(config=_ONE_THREAD) as connection:
        connection.execute(_ATTACH.format(path=_with_doubled_apostrophes(str(path)), version=STORAGE_VERSION))
        connection.execute("USE published")
        run_scripts(connection, "schema")
        faults = [fault for name in table_schemas() if (fault := _insert_rows(connection, name, parts.get(name, [])))]
        if faults:
            raise UnpublishableError("nothing published: " + " ".join(faults))
        run_scripts(connection, "views", "macros")
        if example:
            _mark_as_example(connection)
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _referenced_tables() -> set[str]:
    """The tables that other tables refer to. Their rows cannot be replaced without those of the others."""
    return set(constraints()["referenced_table"].drop_nulls())


def _replace_rows(parts: Parts, path: Path, changed: Collection[str]) -> None:
    """Replace all rows of the changed tables in a copy of the published file.

    Raises:
        UnpublishableError: rows violate a constraint; the message names every table with such rows.
    """
    with duckdb.connect(config=_ONE_THREAD) as connection:
        connection.execute(_ATTACH.format(path=_with_doubled_apostrophes(str(path)), version=STORAGE_VERSION))
        connection.execute("USE published")
        for name in changed:
            connection.execute(_EMPTY.format(name=name))
        faults = [fault for name in changed if (fault := _insert_rows(connection, name, parts.get(name, [])))]
        if faults:
            raise UnpublishableError("nothing published: " + " ".join(faults))
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _insert_rows(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path]) -> str | None:
    """Insert the rows of one table; return the violated constraint in words, None if all rows could be inserted."""
    if not files:
        return None
    try:
        connection.read_parquet([str(file) for file in files], union_by_name=True).insert_into(name)
    except duckdb.ConstraintException as error:
        return f"table {name}: {str(error).splitlines()[0]}"
    return None


def _mark_as_example(connection: duckdb.DuckDBPyConnection) -> None:
    """Say in the comment of every table, view and macro that the file is an example."""
    objects = descriptions().filter(pl.col("column_name").is_null())
    for kind, name, comment in objects.select("object_kind", "object_name", "comment").iter_rows():
        what = "MACRO TABLE" if kind == "macro" else kind.upper()
        text = _with_doubled_apostrophes(EXAMPLE_MARK + (comment or ""))
        connection.execute(_COMMENT.format(what=what, name=name.split("(")[0], text=text))


def _with_doubled_apostrophes(text: str) -> str:
    """The text for use inside an SQL string: with its apostrophes doubled."""
    return text.replace("'", "''")
