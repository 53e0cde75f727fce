"""The contract of sql/: every table, view and column is described, once."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.warehouse.diagram import diagram
from pipelines.warehouse.dictionary import dictionary
from pipelines.warehouse.schema import (
    SQL,
    SchemaMismatchError,
    conform,
    constraints,
    descriptions,
    empty,
    table_schemas,
)


def test_every_object_and_column_of_a_table_is_described() -> None:
    described = descriptions()
    ours = described.filter((pl.col("object_kind") != "view") | pl.col("column_name").is_null())
    bare = ours.filter(pl.col("comment").is_null() | (pl.col("comment").str.len_chars() < 5))
    assert bare.select("object_name", "column_name").rows() == []


def test_views_and_macros_are_published_with_the_tables() -> None:
    names = set(descriptions()["object_name"].str.split("(").list.first())
    assert {"designations_on", "changes_between", "actions_between", "held_on", "action", "claim_verdict"} <= names


def test_no_sum_is_wider_than_a_number_in_json() -> None:
    """DuckDB sums into HUGEINT, which polars has as a decimal and writes to JSON as text."""
    wide = descriptions().filter(pl.col("data_type").str.contains("HUGEINT"))
    assert wide.select("object_name", "column_name").rows() == []


def test_every_subject_and_designation_that_is_joined_exists() -> None:
    keys = constraints().filter(pl.col("table_name") == "subject_designation", pl.col("kind") == "FOREIGN KEY")
    assert set(keys["referenced_table"]) == {"designation", "subject"}


def test_the_dictionary_in_docs_is_the_one_that_sql_makes() -> None:
    assert (SQL.parent / "docs" / "DICTIONARY.md").read_text(encoding="utf-8") == dictionary()
    assert (SQL.parent / "docs" / "SCHEMA.svg").read_text(encoding="utf-8") == diagram()


def test_columns_come_in_the_order_and_types_of_the_table() -> None:
    frame = pl.DataFrame(
        {
            "occurrences": [1],
            "what": ["x"],
            "place": ["y"],
            "format": ["z"],
            "sha256": ["s"],
            "list_id": ["l"],
            "more": [0],
        }
    )
    assert conform("drift", frame).schema == table_schemas()["drift"]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(SchemaMismatchError, match="table drift: the rows made for it lack place, what"):
        conform("drift", empty("drift").drop("place", "what"))


def test_no_sql_stands_outside_the_sql_folder() -> None:
    packages = [SQL.parent / name for name in ("pipelines", "assets")]
    words = ("SELECT ", "INSERT ", "CREATE TABLE", "DELETE FROM")
    found = [
        f"{path.name}: {word}"
        for package in packages
        for path in sorted(Path(package).rglob("*.py"))
        for word in words
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
