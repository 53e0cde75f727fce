"""What Dagster shows of a table: what it is, its columns, its rows, and which official files they come from.

Here: asset specs and materialisation metadata, derived from sql/schema and from the files of the table. Not here: any
description of a table (see sql/schema), summaries that belong to one table alone (see summaries).
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import dagster as dg
import polars as pl

from assets import markdown
from pipelines.run.layout import JudgedCheck
from pipelines.warehouse.checks import newest_in_use
from pipelines.warehouse.publication import EXAMPLE_MARK
from pipelines.warehouse.schema import constraints, descriptions, table_schemas
from pipelines.warehouse.tables import Tables

OWNERS = ["team:sanctions-record"]
ROW_COUNT, COLUMN_SCHEMA = "dagster/row_count", "dagster/column_schema"
"""Metadata to which Dagster gives a place of its own."""

PREVIEW_ROWS = 10
PREVIEW_COLUMNS = 8
SHORT = 12
"""Letters of a digest that tell it from others."""

PREVIEWED: Mapping[str, tuple[str, ...]] = {
    "designation": (
        "listed_on", "list_id", "native_id", "party_type", "primary_name", "programmes", "listed_on_basis",
        "delisted_on",
    ),
    "change": (
        "changed_on", "change_kind", "list_id", "native_id", "primary_name", "programmes", "old_value", "new_value",
    ),
    "snapshot": ("published_on", "list_id", "state", "parties", "added", "removed", "format", "origin", "reason"),
    "list_status": ("list_id", "state", "published_on", "parties", "added", "removed", "snapshots", "reason"),
    "article": ("published_on", "title", "outlet", "language", "characters", "state", "reason"),
    "claim": ("article_date", "authority", "status", "quote", "count", "unit", "target_country", "named_targets"),
    "claim_target": ("name", "score", "primary_name", "matched_name", "list_id", "listed_on", "explanation"),
    "verdict": ("verdict", "claimed", "found", "residual", "individuals", "entities", "explanation"),
    "verdict_evidence": ("role", "list_id", "native_id", "party_type", "primary_name", "programmes", "listed_on"),
}  # fmt: skip
"""Columns worth a look first; of other tables, the first ones."""

NEWEST_FIRST: Mapping[str, str] = {
    "designation": "listed_on", "change": "changed_on", "snapshot": "published_on", "article": "published_on",
    "refusal": "refused_at",
}  # fmt: skip


def columns_previewed(table: str) -> dg.TableSchema:
    """The columns of a table that its preview shows, with their comments."""
    return dg.TableSchema([column for column in column_schema(table).columns if column.name in PREVIEWED[table]])


@cache
def column_schema(table: str) -> dg.TableSchema:
    """The columns of a table with their comments and constraints, as Dagster shows them."""
    described = descriptions().filter(pl.col("object_name") == table, pl.col("column_name").is_not_null())
    rows = {row["column_name"]: row for row in described.to_dicts()}
    stated = constraints().filter(pl.col("table_name") == table).to_dicts()
    columns = [
        dg.TableColumn(
            name,
            type=rows[name]["data_type"],
            description=rows[name]["comment"],
            constraints=_constraints_of_column(name, stated, is_nullable=rows[name]["is_nullable"]),
        )
        for name in table_schemas()[table]
    ]
    several = [_constraint_in_words(constraint) for constraint in stated if len(constraint["columns"]) > 1]
    return dg.TableSchema(columns, constraints=dg.TableConstraints(other=several))


def _constraints_of_column(
    name: str, stated: Iterable[Mapping[str, Any]], *, is_nullable: bool
) -> dg.TableColumnConstraints:
    """The constraints of one column as Dagster shows them."""
    alone = [constraint for constraint in stated if constraint["columns"] == [name]]
    is_key = any(constraint["kind"] == "PRIMARY KEY" for constraint in alone)
    other = [_constraint_in_words(constraint) for constraint in alone if constraint["kind"] != "PRIMARY KEY"]
    return dg.TableColumnConstraints(nullable=is_nullable, unique=is_key, other=other)


_QUALIFIED = re.compile(r'main\."(\w+)"')
"""Functions as DuckDB writes them out."""


def _constraint_in_words(constraint: Mapping[str, Any]) -> str:
    """A constraint in words: "references designation(designation_id)"."""
    if constraint["kind"] == "CHECK":
        return _QUALIFIED.sub(r"\1", str(constraint["expression"])).removeprefix("(").removesuffix(")")
    if constraint["kind"] == "FOREIGN KEY":
        return f"references {constraint['referenced_table']}({', '.join(constraint['referenced_columns'])})"
    return f"unique together: {', '.join(constraint['columns'])}"


@cache
def comment_of(table: str) -> str:
    """The comment of a table in sql/schema."""
    described = descriptions().filter(pl.col("object_name") == table, pl.col("column_name").is_null())
    return str(described["comment"][0])


def table_result(
    table: str,
    tables: Tables,
    *,
    example: bool,
    glance: str = "",
    summary: str = "",
    made_from: Mapping[str, Any],
) -> dg.MaterializeResult[Any]:
    """What one materialisation of a table shows; `made_from`: how it was made, and from what."""
    rows = tables[table]
    metadata: dict[str, Any] = {
        **edition_metadata(example=example),
        **markdown_metadata({"at a glance": glance}),
        ROW_COUNT: rows.height,
        COLUMN_SCHEMA: column_schema(table),
        **made_from,
        "preview": dg.MetadataValue.md(preview(table, rows)),
    }
    metadata |= markdown_metadata({"summary": with_example_mark(summary, example=example) if summary else ""})
    return dg.MaterializeResult(
        asset_key=table,
        metadata=metadata,
        data_version=dg.DataVersion(tables.fingerprint(table)),
    )


def check_result(check: JudgedCheck, asset: dg.AssetKey | None = None) -> dg.AssetCheckResult:
    """A check as Dagster shows it: an error where it keeps something from being published, else a warning."""
    shown = {"rows": dg.MetadataValue.md(markdown.table(check.rows))} if check.rows else {}
    return dg.AssetCheckResult(
        asset_key=asset,
        check_name=check.name,
        passed=check.passed,
        severity=dg.AssetCheckSeverity.ERROR if check.grave else dg.AssetCheckSeverity.WARN,
        description=check.sentence,
        metadata=shown,
    )


def markdown_metadata(texts: Mapping[str, str]) -> dict[str, Any]:
    """The texts that are not empty."""
    return {name: dg.MetadataValue.md(text) for name, text in texts.items() if text}


def edition_metadata(*, example: bool) -> dict[str, Any]:
    """Metadata that says that the data are an example; empty if they are not."""
    return {"edition": dg.MetadataValue.text(EXAMPLE_MARK.strip())} if example else {}


def with_example_mark(text: str, *, example: bool) -> str:
    """The text; if the data are an example, with words that say so."""
    return f"**{EXAMPLE_MARK.strip()}**\n\n{text}" if example else text


def provenance(tables: Tables) -> dict[str, Any]:
    """The official files that the rows were made from: for each list its newest snapshot in use."""
    in_use = newest_in_use(tables["snapshot"])
    if in_use.is_empty():
        return {}
    shown = in_use.select("list_id", "published_on", pl.col("sha256").str.head(SHORT), "origin", "parties").to_dicts()
    addresses = in_use.select("list_id", "source_url").rows()
    return {
        "published_on": dg.MetadataValue.text(str(in_use["published_on"].max())),
        "sources": dg.MetadataValue.md(markdown.table(shown)),
        "source_url": dg.MetadataValue.md(markdown.bullets(f"{list_id}: {url}" for list_id, url in addresses)),
    }


def preview(table: str, rows: pl.DataFrame) -> str:
    """A few rows as Markdown, the newest first if the table has days."""
    columns = PREVIEWED.get(table, tuple(rows.columns[:PREVIEW_COLUMNS]))
    newest = NEWEST_FIRST.get(table)
    if newest:
        rows = rows.sort(newest, descending=True, nulls_last=True, maintain_order=True)
    shown = rows.select(columns).head(PREVIEW_ROWS).to_dicts()
    more = rows.height - len(shown)
    return markdown.paragraphs(markdown.table(shown, columns), f"… and {more:,} more rows." if more > 0 else "")
