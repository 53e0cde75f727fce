"""The stage of publication: all tables as one DuckDB file.

Here: the published file and the table about it. Not here: how it is built and swapped in (see pipelines.warehouse).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import designations, markdown, news, official_lists, official_notices, reconciliation, subjects
from assets.automation import NIGHTLY_FRESHNESS
from assets.described import OWNERS, ROW_COUNT, Tables, edition, marked, provenance, table_result, table_spec, tables_of
from assets.resources import SanctionsHome
from pipelines.run.publication import publish_home
from pipelines.warehouse.schema import table_schemas

GROUP = "warehouse"
TABLES = ("release",)
MADE_BEFORE = tuple(
    name
    for stage in (official_lists, official_notices, designations, subjects, news, reconciliation)
    for name in stage.TABLES
)
WAREHOUSE = dg.AssetKey("warehouse")


def _specs() -> list[dg.AssetSpec]:
    return [
        table_spec("release", GROUP, ["snapshot", "designation", "claim"]),
        dg.AssetSpec(
            WAREHOUSE,
            deps=[*MADE_BEFORE, *TABLES],
            description=(
                "sanctions.duckdb: every table with its comments and constraints, views and macros. Built beside the "
                "old file and put in its place in one step; a build that breaks a constraint publishes nothing."
            ),
            group_name=GROUP,
            owners=OWNERS,
            kinds={"duckdb"},
            freshness_policy=NIGHTLY_FRESHNESS,
        ),
    ]


@dg.multi_asset(name="publication", specs=_specs())
def publication(home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Publish what the tables say."""
    publish_home(home.home, home.archive)
    tables = tables_of(home.home)
    yield table_result("release", tables, example=home.is_example)
    yield dg.MaterializeResult(asset_key=WAREHOUSE, metadata=_metadata(home, tables))


def _metadata(home: SanctionsHome, tables: Tables) -> dict[str, Any]:
    rows = [{"table": name, "rows": tables[name].height} for name in table_schemas()]
    path = home.home.warehouse
    return {
        **edition(example=home.is_example),
        ROW_COUNT: sum(tables[name].height for name in table_schemas()),
        **provenance(tables),
        "path": dg.MetadataValue.path(path.resolve()),
        "bytes": path.stat().st_size,
        "summary": dg.MetadataValue.md(marked(markdown.table(rows), example=home.is_example)),
    }
