"""The whole night: every source is asked, and everything that follows is done; the same on the bundled example.

Not here: what a person adds or accepts by hand (see backfill), or the steps after the lists (see finish).
"""

import os
from collections.abc import Iterable
from datetime import date

from pipelines.archive.archive import Archive
from pipelines.archive.backfill import backfill as add_snapshots
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.archive.notices import notice_sources
from pipelines.archive.supplies import MIRROR_VARIABLE, Supply, supply_of
from pipelines.articles import FEEDS, GDELT
from pipelines.articles.acquisition import fetch_news, gdelt_day
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.designations.history import RememberingReader
from pipelines.run.example import EXAMPLE, add_example_notices
from pipelines.run.finish import LAST_STEPS, Refreshed, finish
from pipelines.run.lists import acquire_list, update_list
from pipelines.run.notices import acquire_notices, faults_of
from pipelines.run.progress import Say, Steps


def refresh_home(
    home: Home,
    list_ids: Iterable[str],
    *,
    offline: bool,
    as_of: date | None,
    say: Say,
    gdelt_days: Iterable[date] = (),
) -> Refreshed:
    """Run the nightly job once: what is published now of the lists named, and everything that follows from it.

    Args:
        list_ids: ids of lists and of sources of notices, and `feeds` for the feeds that the home wants.
        gdelt_days: days of GDELT to read as well.
    """
    archive = Archive(home)
    damages = list(archive.verify())
    complaints = [f"{damage.list_id}: {damage.what}; it was set aside." for damage in damages]
    asked = () if offline else tuple(list_ids)
    supply = None if offline else supply_of(Http(home), os.environ.get(MIRROR_VARIABLE), as_of)
    lists, days = official_lists(), tuple(gdelt_days)
    steps = Steps(say, len(lists) + len({*asked}) + len(days) + LAST_STEPS)
    for list_id, entry in lists.items():
        complaints += _refresh_list(home, entry, archive, supply if list_id in asked else None, as_of, steps)
    for source_id in (notice_source for notice_source in notice_sources() if notice_source in asked):
        steps.begin(f"{source_id}: asking its source")
        complaints += faults_of(
            source_id, acquire_notices(home, archive, source_id, os.environ.get(MIRROR_VARIABLE), as_of)
        )
    for day in days:
        steps.begin(f"{GDELT} {day}: asking its source")
        complaints += gdelt_day(home, day, os.environ.get(MIRROR_VARIABLE), say).faults
    if FEEDS in asked:
        steps.begin("looking for feeds")
        complaints += fetch_news(home, say).complaints
    refused = tuple(damage.list_id for damage in damages)
    return finish(home, archive, say, asked=asked, refused=refused, complaints=complaints, steps=steps)


def _refresh_list(
    home: Home, official_list: OfficialList, archive: Archive, supply: Supply | None, as_of: date | None, steps: Steps
) -> list[str]:
    """Ask for one list, if asked to, and read what is new of it; what was preferred and could not be had is told.

    What was read is forgotten on leaving: no list's records are kept in memory while the next one's are read.
    """
    list_id, reader, told = official_list.list_id, RememberingReader(), []
    if supply is not None:
        steps.begin(f"{list_id}: asking its source")
        acquired = acquire_list(home, official_list, archive, supply, None if as_of else reader)
        if supply.origin == "live" and acquired.snapshot:
            told = [f"{list_id}: passed over: {each}" for each in acquired.passed_over]
    steps.begin(f"{list_id}: reading what is new")
    update_list(home, official_list, archive, reader)
    return told


def refresh_example(home: Home, say: Say) -> Refreshed:
    """The whole job on the bundled example: every snapshot of it, its article, its verdicts."""
    archive = Archive(home)
    lists = [entry for list_id, entry in official_lists().items() if (EXAMPLE / list_id).is_dir()]
    steps = Steps(say, len(lists) + LAST_STEPS)
    for entry in lists:
        steps.begin(f"{entry.list_id}: reading the bundled example")
        for added in add_snapshots(entry, archive, [EXAMPLE / entry.list_id], origin="example"):
            say(f"{entry.list_id}: {added.place} {added.outcome}")
        update_list(home, entry, archive)
    for source_id in notice_sources():
        add_example_notices(archive, source_id)
    return finish(home, archive, say, steps=steps)
