"""The published DuckDB file: built beside the old one, checked, and put in its place in one step.

Here: the build from Parquet, the constraints' verdict, the swap. Not here: the tables' descriptions (see sql/schema),
opening the file to read (see published), or who calls for a build (see pipelines.run).

A reader that has the old file open keeps a whole, old file; one that opens it later finds the new one. A build that
fails publishes nothing. The file is written in a storage version that older DuckDB tools open.
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
_ATTACH = "ATTACH '{path}' AS published (STORAGE_VERSION '{version}')"
_COMMENT = "COMMENT ON {what} {name} IS '{text}'"
_EMPTY = "TRUNCATE {name}"
"""Statements that take no parameters for names: the only ones that are not in sql/."""

EXAMPLE_MARK = "EXAMPLE DATA, not what authorities publish today. "


class UnpublishableError(Exception):
    """Rows break the constraints of sql/schema: the message names every table concerned."""


def publish(parts: Parts, path: Path, *, example: bool, changed: Collection[str] | None = None) -> None:
    """Build a DuckDB file from the parts of all tables and put it at `path`.

    Args:
        changed: the tables whose rows are others than those of the file at `path`, which was built by the same code;
            None where that cannot be told. If no table refers to them, a copy of that file gets their rows anew.

    Raises:
        UnpublishableError: rows break a constraint; all tables are tried, and the file at `path` stays as it was.
    """
    with whole_or_absent(path) as temporary:
        try:
            if changed is not None and path.is_file() and not _referenced().intersection(changed):
                shutil.copyfile(path, temporary)
                _replace_rows(parts, temporary, changed)
            else:
                _build(parts, temporary, example=example)
        finally:
            temporary.with_name(f"{temporary.name}.wal").unlink(missing_ok=True)


def _build(parts: Parts, path: Path, *, example: bool) -> None:
    with duckdb.connect() as connection:
        connection.execute(_ATTACH.format(path=_quoted(str(path)), version=STORAGE_VERSION))
        connection.execute("USE published")
        run_scripts(connection, "schema")
        faults = [fault for name in table_schemas() if (fault := _load(connection, name, parts.get(name, [])))]
        if faults:
            raise UnpublishableError("nothing published: " + " ".join(faults))
        run_scripts(connection, "views", "macros")
        if example:
            _mark_as_example(connection)
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _referenced() -> set[str]:
    """The tables to which others refer."""
    return set(constraints()["referenced_table"].drop_nulls())


def _replace_rows(parts: Parts, path: Path, changed: Collection[str]) -> None:
    """Give some tables of a file their rows anew."""
    with duckdb.connect() as connection:
        connection.execute(_ATTACH.format(path=_quoted(str(path)), version=STORAGE_VERSION))
        connection.execute("USE published")
        for name in changed:
            connection.execute(_EMPTY.format(name=name))
        faults = [fault for name in changed if (fault := _load(connection, name, parts.get(name, [])))]
        if faults:
            raise UnpublishableError("nothing published: " + " ".join(faults))
        connection.execute("CHECKPOINT published")
        connection.execute("USE memory")
        connection.execute("DETACH published")


def _load(connection: duckdb.DuckDBPyConnection, name: str, files: list[Path]) -> str | None:
    """Fill one table; what the constraints say against it, or None."""
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
        text = _quoted(EXAMPLE_MARK + (comment or ""))
        connection.execute(_COMMENT.format(what=what, name=name.split("(")[0], text=text))


def _quoted(text: str) -> str:
    return text.replace("'", "''")
