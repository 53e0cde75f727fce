"""Everything that Dagster shows and runs, as one code location.

Here: putting it together. Not here: any asset (see sources, tables), or when they run (see schedules).
"""

import dagster as dg

from assets import sources, tables
from assets.gdelt import gdelt, gdelt_day, gdelt_schedule
from assets.partitioned_news import news_partitions, partitioned_news
from assets.resources import RESOURCE, SanctionsRun
from assets.schedules import (
    housekeeping_schedule,
    nightly_refresh,
    nightly_schedule,
    sensors,
)
from pipelines.run.steps import steps_wanted
from pipelines.warehouse.publication import EXAMPLE_MARK


def build_definitions(run: SanctionsRun | None = None) -> dg.Definitions:
    """The definitions that Dagster loads. Loading reads and writes nothing in the home and asks no source.

    Args:
        run: in place of the one that the environment configures.
    """
    run = run or SanctionsRun.from_environment()
    settings = run.settings
    assets: list[dg.AssetsDefinition | dg.AssetSpec] = [
        *sources.assets(),
        gdelt,
        partitioned_news,
        *(tables.step_asset(step) for step in steps_wanted(settings)),
    ]
    return dg.Definitions(
        assets=dg.map_asset_specs(_marked_as_example, assets) if run.example else assets,
        jobs=[nightly_refresh, gdelt_day, news_partitions],
        schedules=[nightly_schedule, gdelt_schedule, housekeeping_schedule],
        sensors=[] if run.example else sensors(settings),
        resources={RESOURCE: run},
        # A step in a process of its own costs more than most steps do, and the home has one worker at a time.
        executor=dg.in_process_executor,
    )


def _marked_as_example(spec: dg.AssetSpec) -> dg.AssetSpec:
    """The asset with a mark that its data are an example."""
    return spec.replace_attributes(
        group_name=f"example_{spec.group_name}",
        description=f"**{EXAMPLE_MARK.strip()}**\n\n{spec.description or ''}",
        tags={**spec.tags, "edition": "example"},
    )


defs = build_definitions()
