"""The schema of the published tables, read from sql/schema.

Here: names, types, comments and keys, read from the SQL. Not here: the definition of any table (see sql/schema).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import duckdb
import polars as pl

from pipelines.warehouse.published import SQL, text_of

__all__ = ["SQL", "STAGES", "SchemaMismatchError", "descriptions", "run_scripts", "scripts", "table_schemas", "text_of"]

STAGES = ("schema", "views", "macros")
"""The order in which the SQL is run: macros may use views."""


class SchemaMismatchError(Exception):
    """A frame cannot be converted to the schema of its table."""


def scripts(stage: str) -> list[Path]:
    """The SQL files of a stage, in the order in which they are run."""
    return sorted((SQL / stage).glob("*.sql"))


def run_scripts(connection: duckdb.DuckDBPyConnection, *stages: str) -> None:
    """Run the SQL files of the stages."""
    for stage in stages:
        for script in scripts(stage):
            connection.execute(script.read_text(encoding="utf-8"))


@cache
def table_schemas() -> Mapping[str, pl.Schema]:
    """The polars schemas of all published tables by name, in the order of sql/schema."""
    with duckdb.connect() as connection:
        run_scripts(connection, "schema")
        names = [name for (name,) in connection.execute(text_of("internal/tables.sql")).fetchall()]
        return MappingProxyType({name: connection.table(name).limit(0).pl().schema for name in names})


@cache
def descriptions() -> pl.DataFrame:
    """All tables, views and macros and their columns, with comments.

    Columns: object_kind, object_name, column_name (NULL for the object itself), data_type, is_nullable, comment.
    """
    with duckdb.connect() as connection:
        run_scripts(connection, *STAGES)
        return connection.sql(text_of("internal/descriptions.sql")).pl()


@cache
def constraints() -> pl.DataFrame:
    """All constraints of the tables.

    Columns: table_name, kind (PRIMARY KEY, FOREIGN KEY, CHECK), columns, referenced_table, referenced_columns,
    expression.
    """
    with duckdb.connect() as connection:
        run_scripts(connection, "schema")
        return connection.sql(text_of("internal/constraints.sql")).pl()


def empty(name: str) -> pl.DataFrame:
    """A table without rows, with the columns and types of the schema."""
    return pl.DataFrame(schema=table_schemas()[name])


def conform(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame with the columns of a table, in its order and types; other columns are left out.

    Raises:
        SchemaMismatchError: a column is missing, or its type cannot be converted.
    """
    schema = table_schemas()[name]
    missing = [column for column in schema if column not in frame.columns]
    if missing:
        raise SchemaMismatchError(f"table {name}: the rows made for it lack {', '.join(missing)}.")
    try:
        return frame.select(pl.col(column).cast(kind) for column, kind in schema.items())
    except pl.exceptions.PolarsError as error:
        raise SchemaMismatchError(f"table {name}: {error}") from error
