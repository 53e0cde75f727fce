"""The step that makes the pages for readers, and what is said if it cannot be done.

Not here: any page (see pipelines.publish.site).
"""

from pipelines.archive.home import Home
from pipelines.publish.site.build import FAULTS as SITE_FAULTS
from pipelines.publish.site.build import Built, build_site
from pipelines.run.progress import Say


def update_site(home: Home, say: Say) -> Built:
    """Bring the pages for readers in line with the published file; a page that stays the same is not written."""
    return build_site(home.warehouse, home.site, say=say)


def site_fault(home: Home, say: Say) -> str | None:
    """Make the pages; if that cannot be done, say so: what is published stays published."""
    try:
        update_site(home, say)
    except SITE_FAULTS as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)
        return (
            f"site: {home.warehouse.name} is published, but its pages in {home.site} are not up to date: {why}; "
            f"`sanctions export --format site {home.site}` makes them."
        )
    return None
