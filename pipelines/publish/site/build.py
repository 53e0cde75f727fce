"""Building the whole site in one folder, from the published DuckDB file alone.

Here: the order in which pages are made. Not here: any page, or the folders of past nights (see releases).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.publish.feeds import write_feeds
from pipelines.publish.site.charts import write_charts
from pipelines.publish.site.claims import ledger, script_json, write_claim_pictures, write_claims, write_ledger
from pipelines.publish.site.events import (
    event_ledger,
    events_by_day,
    latest_acts,
    write_event_ledger,
    write_event_pictures,
    write_events,
)
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.held import write_days, write_lists
from pipelines.publish.site.night import release_script, write_front, write_night
from pipelines.publish.site.pictures import put_shared_pictures
from pipelines.publish.site.record import Record
from pipelines.publish.site.reference import write_reference
from pipelines.publish.site.rendering import NO_IMPRINT, STATIC_FILES, Imprint, Pages
from pipelines.publish.site.search import write_search
from pipelines.publish.site.subjects import write_front as write_subjects_front
from pipelines.publish.site.subjects import write_subjects
from pipelines.warehouse.publication import opened

Say = Callable[[str], None]


BULKY = (*(f"{kind}/{number:02x}/" for kind in ("claims", "events", "subjects") for number in range(256)), "search/")
"""Folders with nearly all files of a site: pages of claims, events and subjects (see naming), and the search index."""


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build, as numbers of files.

    Attributes:
        files: files in the folder now.
        written: files that were written by this build; all others were up to date.
        removed: files of an earlier build that were removed because no page needs them.
    """

    files: int
    written: int
    removed: int


def build_site(
    warehouse: Path,
    folder: Path,
    *,
    imprint: Imprint = NO_IMPRINT,
    exports: Mapping[str, str] | None = None,
    content: str | None = None,
    say: Say = lambda _: None,
) -> Built:
    """Make the pages of the published file in `folder`, writing only those that changed.

    Args:
        imprint: where and by whom the site is published. The address is for feeds and for what links to a page show;
            all else is relative.
        exports: paths of the bulk data that will be in the same folder, with their descriptions.
        content: a digest of all rows about parties and claims. If it equals that of the last build, the pages of
            parties, claims and events and the search index are kept without checking them.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
    """
    with opened(warehouse, threads=1) as connection:  # a second thread costs memory and saves no time here
        record = Record(connection)
        pages = _pages_with_common_values(record, imprint, has_bulk_data=bool(exports))
        site = SiteFolder.opened(folder, pages.made_by)
        claims, events = ledger(connection), event_ledger(record)
        say("pages of lists and days")
        _write_overviews(site, pages, record, connection, claims, events)
        origin = f"{content} {_year_of_newest_snapshot(record)}"
        if content is None or not site.keep(BULKY, origin):
            say("search")
            write_search(site, connection, claims, record.snapshots)
            _write_claims_and_events(site, pages, connection, claims, events, say)
            say("pages of subjects")
            write_subjects(site, pages, connection, _year_of_newest_snapshot(record))
            if content is not None:
                site.note(BULKY, origin)
        say("feeds and front pages")
        write_feeds(site, pages, record, events, imprint.base)
        write_reference(site, pages, exports or {}, record.release["news_store"])
        write_night(site, pages, record)
        write_front(site, pages, record, claims, latest_acts(record, events))
        _write_shared_files(site, record, example=pages.example)
    site.finish()
    return Built(len(site.now), site.written, site.removed)


def _pages_with_common_values(record: Record, imprint: Imprint, *, has_bulk_data: bool) -> Pages:
    """The templates with the values that all pages share."""
    return Pages(
        example=record.release["edition"] == "example",
        lists={row["list_id"]: {"title": row["title"], "authority": row["authority"]} for row in record.lists},
        titles={row["tag"]: row["title"] for row in record.rows("programme_titles")},
        imprint=imprint,
        has_bulk_data=has_bulk_data,
    )


def _year_of_newest_snapshot(record: Record) -> int:
    """The year of the newest snapshot; 1970 if none is held."""
    return record.last_day.year if record.last_day else 1970


def _write_overviews(
    site: SiteFolder,
    pages: Pages,
    record: Record,
    connection: duckdb.DuckDBPyConnection,
    claims: list[dict[str, Any]],
    events: list[dict[str, Any]],
) -> None:
    """Write the pages that show many rows: of lists, days, claims, events, subjects and charts, and of the search."""
    write_lists(site, pages, record)
    write_days(site, pages, record, events_by_day(record, events))
    write_search_page(site, pages)
    write_ledger(site, pages, claims)
    write_event_ledger(site, pages, events)
    write_subjects_front(site, pages, connection)
    write_charts(site, pages, record)


def _write_claims_and_events(
    site: SiteFolder,
    pages: Pages,
    connection: duckdb.DuckDBPyConnection,
    claims: list[dict[str, Any]],
    events: list[dict[str, Any]],
    say: Say,
) -> None:
    """Write a page and a picture per claim and per event."""
    say("pages of claims")
    write_claims(site, pages, connection, len(claims))
    write_claim_pictures(site, pages, claims)
    say("pages of events")
    write_events(site, pages, connection, len(events))
    write_event_pictures(site, pages, events)


def write_search_page(site: SiteFolder, pages: Pages) -> None:
    """Write the search page."""
    site.put_content("search.html", pages.page("search.html", "search.html", title="Search", section="search.html"))


def _write_shared_files(site: SiteFolder, record: Record, *, example: bool) -> None:
    """Write the files that all pages share: pictures, styles, scripts, and the age of the data."""
    put_shared_pictures(site, example=example)
    for path in sorted(STATIC_FILES.iterdir()):
        site.put_content(f"assets/{path.name}", path.read_bytes())
    site.put_content("assets/release.js", f"window.RELEASE={script_json(release_script(record))};\n")
