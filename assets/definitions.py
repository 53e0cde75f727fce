"""Everything that Dagster shows and runs, as one code location.

Here: putting the stages together. Not here: any stage (see the modules of that name).
"""

from collections.abc import Mapping

import dagster as dg

from assets import (
    checks,
    designations,
    news,
    news_sources,
    notifications,
    official_lists,
    official_notices,
    reconciliation,
    releases,
    site,
    subjects,
    warehouse,
)
from assets.automation import gdelt_day, gdelt_schedule, nightly_refresh, nightly_schedule
from assets.resources import SanctionsHome, Source
from pipelines.warehouse.publication import EXAMPLE_MARK


def build_definitions(overrides: Mapping[str, object] | None = None) -> dg.Definitions:
    """The code location: nothing is read or written in the home, and nobody is asked, before a run does so.

    Args:
        overrides: resources by name (`home`, `source`) in place of those that the environment configures.
    """
    resources: dict[str, object] = {
        "home": SanctionsHome.from_environment(),
        "source": Source.from_environment(),
        **(overrides or {}),
    }
    home = resources["home"]
    assets = [
        *official_lists.assets(),
        *official_notices.assets(),
        designations.record_tables,
        subjects.subject_tables,
        *news_sources.assets(),
        news.news_tables,
        reconciliation.verdict_tables,
        warehouse.publication,
        *releases.assets(),
        site.site,
    ]
    return dg.Definitions(
        assets=dg.map_asset_specs(_marked_as_example, assets) if _is_example(home) else assets,
        asset_checks=checks.checks(),
        jobs=[nightly_refresh, gdelt_day],
        schedules=[nightly_schedule, gdelt_schedule],
        sensors=notifications.sensors(home.home) if isinstance(home, SanctionsHome) and not home.example else [],
        resources=resources,
        # A step in a process of its own costs more than most steps do, and the home has one worker at a time.
        executor=dg.in_process_executor,
    )


def _is_example(home: object) -> bool:
    return isinstance(home, SanctionsHome) and home.example


def _marked_as_example(spec: dg.AssetSpec) -> dg.AssetSpec:
    """Whoever looks at an asset, or at the graph alone, sees that it is an example."""
    return spec.replace_attributes(
        group_name=f"example_{spec.group_name}",
        description=f"**{EXAMPLE_MARK.strip()}**\n\n{spec.description or ''}",
        tags={**spec.tags, "edition": "example"},
    )


defs = build_definitions()
