"""Export of all published tables as files, with the data dictionary beside them and in their metadata.

Here: Parquet, CSV, and the datapackage.json that describes them. Not here: formats of other projects (see
export_lines), or how rows are written (see export_files).
"""

import json
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl

from pipelines.archive.home import write_whole
from pipelines.warehouse.dictionary import dictionary
from pipelines.warehouse.export_files import csv_file, parquet_file
from pipelines.warehouse.publication import EXAMPLE_MARK
from pipelines.warehouse.schema import constraints, descriptions, table_schemas

Kind = Literal["parquet", "csv"]

ROWS_AT_A_TIME = 50_000

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
FIELD_TYPES = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP": "datetime",
}  # fmt: skip
"""Types of Frictionless by type of DuckDB; all other types are nested, and are JSON text in a CSV."""


def write(connection: duckdb.DuckDBPyConnection, folder: Path, kind: Kind) -> Iterator[tuple[Path, int]]:
    """Write all tables, the dictionary, and last datapackage.json to `folder`; yield tables' files and row counts."""
    example = connection.table("release").pl()["edition"].to_list() == ["example"]
    resources = []
    for name in table_schemas():
        path = folder / f"{name}.{kind}"
        rows = _write_table(connection.table(name), name, path, kind, example=example)
        resources.append(_resource_of(name, path, kind))
        yield path, rows
    mark = f"{EXAMPLE_MARK}\n\n" if example else ""
    write_whole(folder / "DICTIONARY.md", (mark + dictionary()).encode())
    package = {
        "name": "sanctions-record",
        "title": "The sanctions record",
        "description": (EXAMPLE_MARK if example else "")
        + "Official sanctions lists, their history, claims and verdicts.",
        "resources": resources,
    }
    write_whole(folder / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1).encode())


def _write_table(table: duckdb.DuckDBPyRelation, name: str, path: Path, kind: Kind, *, example: bool) -> int:
    """Write a table in batches, so that memory does not grow with it; return the number of its rows."""
    schema, rows = table_schemas()[name], table.shape[0]
    metadata = metadata_of(name, example=example)
    with csv_file(path, schema) if kind == "csv" else parquet_file(path, schema, metadata) as write:
        for offset in range(0, rows, ROWS_AT_A_TIME):
            write(table.limit(ROWS_AT_A_TIME, offset).pl())
    return rows


def metadata_of(name: str, *, example: bool) -> dict[str, str]:
    """The comments of a table as metadata for Parquet, which has no comments of its own."""
    columns = {
        row["column_name"]: row["comment"] or ""
        for row in _descriptions_of(name).filter(pl.col("column_name").is_not_null()).iter_rows(named=True)
    }
    return {
        "table": name,
        "comment": (EXAMPLE_MARK if example else "") + _comment(name),
        "columns": json.dumps(columns, ensure_ascii=False),
    }


def _descriptions_of(name: str) -> pl.DataFrame:
    """The descriptions of a table and its columns."""
    return descriptions().filter((pl.col("object_kind") == "table") & (pl.col("object_name") == name))


def _comment(name: str) -> str:
    """The comment of a table; empty if it has none."""
    return str(_descriptions_of(name).filter(pl.col("column_name").is_null())["comment"].item() or "")


def _resource_of(name: str, path: Path, kind: Kind) -> dict[str, Any]:
    """A written file as a resource of datapackage.json."""
    with path.open("rb") as content:
        digest = file_digest(content, "sha256").hexdigest()
    resource: dict[str, Any] = {
        "name": name,
        "path": path.name,
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "description": _comment(name),
        "schema": _table_schema(name),
    }
    if kind == "csv":
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"delimiter": ","}}
    return resource


def _always_has_value(column: dict[str, Any]) -> bool:
    """Whether a cell of this column in a CSV always has a value; in a CSV, an empty text looks the same as no value."""
    return not column["is_nullable"] and column["data_type"] != "VARCHAR"


def _table_schema(name: str) -> dict[str, Any]:
    """The columns and keys of a table as a Frictionless Table Schema."""
    columns = _descriptions_of(name).filter(pl.col("column_name").is_not_null())
    return {
        "fields": [
            {
                "name": row["column_name"],
                "type": FIELD_TYPES.get(row["data_type"], "array"),
                "description": row["comment"] or "",
                **({"constraints": {"required": True}} if _always_has_value(row) else {}),
            }
            for row in columns.iter_rows(named=True)
        ],
        **_keys_of(name),
    }


def _keys_of(name: str) -> dict[str, Any]:
    """The primary key and the foreign keys of a table, as in a Frictionless Table Schema."""
    keys = constraints().filter(pl.col("table_name") == name)
    primary = keys.filter(pl.col("kind") == "PRIMARY KEY")["columns"].to_list()
    foreign = [
        {
            "fields": row["columns"],
            "reference": {"resource": row["referenced_table"], "fields": row["referenced_columns"]},
        }
        for row in keys.filter(pl.col("kind") == "FOREIGN KEY").iter_rows(named=True)
    ]
    return {
        **({"primaryKey": primary[0]} if primary else {}),
        **({"foreignKeys": foreign} if foreign else {}),
    }
