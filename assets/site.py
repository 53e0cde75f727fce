"""The stage of readers: pages made from the published file.

Here: the asset, and where a browser finds what it made. Not here: any page (see pipelines.publish.site).
"""

from typing import Any

import dagster as dg

from assets.automation import NIGHTLY_FRESHNESS
from assets.described import OWNERS, edition
from assets.resources import SanctionsHome
from assets.warehouse import WAREHOUSE
from pipelines.run.site import update_site

GROUP = "readers"


@dg.asset(
    deps=[WAREHOUSE],
    group_name=GROUP,
    owners=OWNERS,
    kinds={"html"},
    freshness_policy=NIGHTLY_FRESHNESS,
    description=(
        "Pages for readers in the folder `site` of the home: claims, subjects, lists, last night, what was held on a "
        "day. They open from disk and from any web server. When they cannot be made, what is published stays published."
    ),
)
def site(context: dg.AssetExecutionContext, home: SanctionsHome) -> dg.MaterializeResult[Any]:
    """Bring the pages in line with the published file; pages that stay the same are not written."""
    built = update_site(home.home, context.log.info)
    front_page = home.home.front_page.resolve()
    return dg.MaterializeResult(
        metadata={
            **edition(example=home.is_example),
            "pages": dg.MetadataValue.url(front_page.as_uri()),
            "path": dg.MetadataValue.path(front_page),
            "files": built.files,
            "written": built.written,
            "removed": built.removed,
        }
    )
