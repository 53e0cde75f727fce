"""The stage of subjects: which designations, across lists, mean one real-world party.

Here: the tables of subjects. Not here: what joins two entries or keeps them apart (see pipelines.designations).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import summaries
from assets.described import table_result, table_spec, tables_of
from assets.resources import SanctionsHome
from pipelines.run.subjects import update_subjects
from pipelines.warehouse.schema import table_schemas

GROUP = "subjects"
OTHERS = tuple(name for name in table_schemas() if name.startswith("subject_"))
TABLES = ("subject", *OTHERS)
MADE_FROM = (
    "designation", "designation_name", "designation_birth", "designation_country", "designation_identifier",
)  # fmt: skip


def _specs() -> list[dg.AssetSpec]:
    return [table_spec("subject", GROUP, MADE_FROM), *(table_spec(name, GROUP, ["subject"]) for name in OTHERS)]


@dg.multi_asset(name="subjects", specs=_specs())
def subject_tables(home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Find who is the same across lists, unless nothing changed that this rests on."""
    update_subjects(home.home)
    tables = tables_of(home.home)
    for name in TABLES:
        summary = summaries.of_subjects(tables) if name == "subject" else summaries.NONE
        yield table_result(name, tables, example=home.is_example, glance=summary.glance)
