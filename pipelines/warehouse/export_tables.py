"""Every published table as a file, with the data dictionary beside them and within them.

Here: Parquet, CSV, and the datapackage.json that describes either. Not here: formats of others (see export_lines).
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import duckdb
import polars as pl

from pipelines.sources.home import whole_or_absent, write_whole
from pipelines.warehouse.dictionary import dictionary
from pipelines.warehouse.publication import EXAMPLE_MARK
from pipelines.warehouse.schema import constraints, descriptions, table_schemas

Kind = Literal["parquet", "csv"]

FORMULA = r"^([=+\-@\t\r＝＋－＠])"
"""A cell that begins so is run by a spreadsheet: an apostrophe before it makes it text."""

MEDIA_TYPES = {"parquet": "application/vnd.apache.parquet", "csv": "text/csv"}
FIELD_TYPES = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP": "datetime",
}  # fmt: skip
"""Anything else is nested, and JSON text in a CSV."""


def write(connection: duckdb.DuckDBPyConnection, folder: Path, kind: Kind) -> Iterator[tuple[Path, int]]:
    """Write each table to `folder`, the dictionary, and datapackage.json last; yields each table's file and rows."""
    example = connection.table("release").pl()["edition"].to_list() == ["example"]
    resources = []
    for name in table_schemas():
        path = folder / f"{name}.{kind}"
        rows = connection.table(name).pl()
        _write_table(name, rows, path, kind, example=example)
        resources.append(_resource(name, path, kind))
        yield path, rows.height
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


def _write_table(name: str, rows: pl.DataFrame, path: Path, kind: Kind, *, example: bool) -> None:
    with whole_or_absent(path) as temporary:
        if kind == "parquet":
            rows.write_parquet(temporary, compression="zstd", metadata=described(name, example=example))
        else:
            neutral(flat(rows)).write_csv(temporary)


def described(name: str, *, example: bool) -> dict[str, str]:
    """The words of a table as Parquet keeps them: comments of SQL do not survive in it."""
    columns = {
        row["column_name"]: row["comment"] or ""
        for row in _rows_of(name).filter(pl.col("column_name").is_not_null()).iter_rows(named=True)
    }
    return {
        "table": name,
        "comment": (EXAMPLE_MARK if example else "") + _comment(name),
        "columns": json.dumps(columns, ensure_ascii=False),
    }


def _rows_of(name: str) -> pl.DataFrame:
    return descriptions().filter((pl.col("object_kind") == "table") & (pl.col("object_name") == name))


def _comment(name: str) -> str:
    return str(_rows_of(name).filter(pl.col("column_name").is_null())["comment"].item() or "")


def flat(rows: pl.DataFrame) -> pl.DataFrame:
    """Lists and structures as JSON text."""
    nested = [name for name, kind in rows.schema.items() if kind.is_nested()]
    return rows.with_columns(_as_json(name) for name in nested)


def _as_json(name: str) -> pl.Expr:
    wrapped = pl.struct(pl.col(name).alias("_")).struct.json_encode()
    return pl.when(pl.col(name).is_not_null()).then(wrapped.str.strip_prefix('{"_":').str.strip_suffix("}")).alias(name)


def neutral(rows: pl.DataFrame) -> pl.DataFrame:
    """No cell that a spreadsheet would run."""
    texts = [name for name, kind in rows.schema.items() if kind == pl.String]
    return rows.with_columns(pl.col(name).str.replace(FORMULA, "'${1}") for name in texts)


def _resource(name: str, path: Path, kind: Kind) -> dict[str, Any]:
    content = path.read_bytes()
    found: dict[str, Any] = {
        "name": name,
        "path": path.name,
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "description": _comment(name),
        "schema": _table_schema(name),
    }
    if kind == "csv":
        found |= {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"delimiter": ","}}
    return found


def _never_empty(column: dict[str, Any]) -> bool:
    """Whether a cell always holds something; a CSV cannot tell an empty text from none."""
    return not column["is_nullable"] and column["data_type"] != "VARCHAR"


def _table_schema(name: str) -> dict[str, Any]:
    """The columns and keys of a table in the words of Frictionless."""
    columns = _rows_of(name).filter(pl.col("column_name").is_not_null())
    keys = constraints().filter((pl.col("table_name") == name) & (pl.col("kind") == "PRIMARY KEY"))
    found: dict[str, Any] = {
        "fields": [
            {
                "name": row["column_name"],
                "type": FIELD_TYPES.get(row["data_type"], "array"),
                "description": row["comment"] or "",
                **({"constraints": {"required": True}} if _never_empty(row) else {}),
            }
            for row in columns.iter_rows(named=True)
        ]
    }
    if not keys.is_empty():
        found["primaryKey"] = keys["columns"].to_list()[0]
    return found
