"""The stage of designations: who is listed, since when, until when, and what the lists say of them.

Here: the step that makes all tables of the official record, those about lists and notices as such among them. Not here:
how they are made (see pipelines.designations), or how lists and notices arrive (see official_lists, official_notices).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import official_lists, official_notices, summaries
from assets.described import Tables, table_result, table_spec, tables_of
from assets.resources import SanctionsHome
from pipelines.catalogue.entries import official_lists as catalogue
from pipelines.run.lists import update_common_tables, update_list
from pipelines.run.notices import update_notices
from pipelines.warehouse.schema import table_schemas

GROUP = "designations"
OTHERS = tuple(name for name in table_schemas() if name.startswith("designation_") or name in ("change", "drift"))
TABLES = ("designation", *OTHERS)


_ORDER = (*official_lists.TABLES, *official_notices.TABLES, *TABLES)
"""What is made from a table is told of after it."""


def _specs() -> list[dg.AssetSpec]:
    return [
        *official_lists.table_specs(),
        *official_notices.table_specs(),
        table_spec("designation", GROUP, ["snapshot", "notice_entry"]),
        *(table_spec(name, GROUP, ["designation"]) for name in OTHERS),
    ]


@dg.multi_asset(
    name="record",
    specs=_specs(),
    check_specs=[
        dg.AssetCheckSpec(
            "every_list_read",
            asset="snapshot",
            description="Every list could be brought up to date. Of one that could not, what was made before stands.",
        )
    ],
)
def record_tables(context: dg.AssetExecutionContext, home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Bring all lists up to date, which costs little where their assets have just done so, and tell of every table."""
    failures = _brought_up_to_date(context, home)
    update_common_tables(home.home, home.archive)
    update_notices(home.home, home.archive)
    tables = tables_of(home.home)
    for name in _ORDER:
        checks = [_every_list_read(failures)] if name == "snapshot" else []
        summary = _summary(name, tables)
        yield table_result(
            name, tables, example=home.is_example, glance=summary.glance, summary=summary.whole, checks=checks
        )


def _brought_up_to_date(context: dg.AssetExecutionContext, home: SanctionsHome) -> dict[str, str]:
    failures = {}
    for list_id, official_list in catalogue().items():
        try:
            update_list(home.home, official_list, home.archive)
        except Exception as error:  # one list never stops the others
            context.log.exception(f"{list_id}: cannot be brought up to date.")
            failures[list_id] = f"{type(error).__name__}: {error}"
    return failures


def _every_list_read(failures: dict[str, str]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name="every_list_read",
        passed=not failures,
        description="; ".join(f"{list_id}: {reason}" for list_id, reason in failures.items()) or "all lists were read.",
        metadata=dict(failures),
    )


def _summary(name: str, tables: Tables) -> summaries.Summary:
    match name:
        case "list_status":
            return summaries.of_status(tables)
        case "designation":
            return summaries.of_designations(tables)
        case "change":
            return summaries.of_changes(tables)
        case _:
            return summaries.NONE
