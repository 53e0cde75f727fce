"""The stage after publication: a dated folder of the night for readers, where there is a folder for such.

Here: the asset. Not here: what is in a release, or which old ones go (see pipelines.publish.releases).
"""

import os
from collections.abc import Mapping
from typing import Any

import dagster as dg

from assets.automation import NIGHTLY_FRESHNESS
from assets.described import OWNERS, edition
from assets.resources import SanctionsHome
from assets.warehouse import GROUP, WAREHOUSE
from pipelines.run.after_publication import RELEASES, released


def assets(settings: Mapping[str, str] = os.environ) -> list[dg.AssetsDefinition]:
    """The release of a night, if the settings name a folder for it."""
    if not settings.get(RELEASES):
        return []

    @dg.asset(
        key="releases",
        deps=[WAREHOUSE],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"html", "parquet", "csv"},
        freshness_policy=NIGHTLY_FRESHNESS,
        description=(
            "Pages, feeds and bulk data of the night in a dated folder that is never changed again, shown as `latest` "
            "in one step. The newest 14 stay, and of those before them the last of each month."
        ),
    )
    def releases(context: dg.AssetExecutionContext, home: SanctionsHome) -> dg.MaterializeResult[Any]:
        night = released(home.home, settings, context.log.info)
        if night is None:
            raise dg.Failure(f"{RELEASES} names no folder.", allow_retries=False)
        return dg.MaterializeResult(
            metadata={
                **edition(example=home.is_example),
                "path": dg.MetadataValue.path(night.folder.resolve() / "index.html"),
                "new": night.is_new,
                "files": night.built.files,
                "written": night.built.written,
                "removed_nights": list(night.removed),
            }
        )

    return [releases]
