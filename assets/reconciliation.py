"""The stage of reconciliation: what the official record says of each claim, and the rows that this rests on.

Here: the tables of verdicts. Not here: how a verdict comes about (see pipelines.verdicts).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import summaries
from assets.described import table_result, table_spec, tables_of
from assets.resources import SanctionsHome
from pipelines.run.verdicts import update_verdicts
from pipelines.verdicts.record_tables import TABLES as RECORD_TABLES
from pipelines.warehouse.schema import table_schemas

GROUP = "reconciliation"
OTHERS = tuple(
    name for name in table_schemas() if name.startswith("verdict_") or name in ("claim_target", "claim_correction")
)
TABLES = ("verdict", *OTHERS)


def _specs() -> list[dg.AssetSpec]:
    record = ["claim", *RECORD_TABLES]
    return [table_spec("verdict", GROUP, record), *(table_spec(name, GROUP, ["verdict"]) for name in OTHERS)]


@dg.multi_asset(name="verdicts", specs=_specs())
def verdict_tables(home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Judge every claim by the tables as they stand."""
    update_verdicts(home.home, home.archive)
    tables = tables_of(home.home)
    for name in TABLES:
        summary = summaries.of_verdicts(tables) if name == "verdict" else summaries.NONE
        yield table_result(name, tables, example=home.is_example, glance=summary.glance, summary=summary.whole)
