"""What a person adds to a home by hand: saved snapshots, notices and days of GDELT, and what was held back.

Here: each of these, with everything that follows. Not here: what is asked of sources (see refresh).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.backfill import backfill as add_snapshots
from pipelines.archive.home import Home
from pipelines.archive.notices import keep_notices, notice_sources, saved_notices
from pipelines.archive.snapshot import Attempt
from pipelines.articles import GDELT
from pipelines.articles.acquisition import saved_gdelt_day, saved_gdelt_days
from pipelines.catalogue.entries import OfficialList
from pipelines.designations.history import stored
from pipelines.designations.notices import dated_by
from pipelines.run.finish import Refreshed, finish
from pipelines.run.layout import list_folder
from pipelines.run.lists import update_list
from pipelines.run.notices import faults_of
from pipelines.run.progress import Say


def backfill_list(
    home: Home, official_list: OfficialList, paths: Sequence[Path], published_on: date | None, say: Say
) -> Refreshed:
    """Add historical snapshots of one list, and everything that follows from them."""
    archive = Archive(home)
    list_id = official_list.list_id
    known = set(stored(list_folder(home, list_id), list_id).facts["snapshot_id"])
    complaints, refused = [], False
    for added in add_snapshots(official_list, archive, paths, published_on=published_on):
        say(f"{added.place}: {added.outcome.replace('_', ' ')}")
        refused |= added.outcome == "refused"
        if added.reason:
            complaints.append(f"{list_id}: {added.place}: {added.outcome}: {added.reason}")
    update_list(home, official_list, archive)
    facts = stored(list_folder(home, list_id), list_id).facts
    unused = facts.filter((pl.col("state") != "used") & ~pl.col("snapshot_id").is_in(known))
    complaints += [
        f"{list_id}: the snapshot of {row['published_on']} is {row['state'].replace('_', ' ')}: {row['reason']}"
        for row in unused.to_dicts()
    ]
    refused |= not unused.is_empty()
    return finish(home, archive, say, complaints=complaints, refused=(list_id,) if refused else ())


def backfill_notices(home: Home, source_id: str, paths: Sequence[Path], say: Say) -> Refreshed:
    """Add saved notices of one source, and everything that follows from them."""
    archive, source = Archive(home), notice_sources()[source_id]
    added = list(keep_notices(source, archive, saved_notices(source, paths), "backfill", dated_by(source)))
    for each in added:
        say(f"{each.place}: {each.outcome.replace('_', ' ')}")
    refused = [each for each in added if each.reason]
    return finish(home, archive, say, complaints=faults_of(source_id, refused), refused=(source_id,) if refused else ())


def backfill_gdelt(home: Home, paths: Sequence[Path], say: Say) -> Refreshed:
    """Read days of GDELT from files as published, and everything that follows from them."""
    complaints = []
    for path in paths:
        days = saved_gdelt_days(path)
        complaints += [] if days else [f"{GDELT}: no file with a name of GDELT's lies in {path}."]
        for day in days:
            kept = saved_gdelt_day(home, day, path, say)
            say(f"{GDELT} {day}: {len(kept.leads):,} articles, {kept.refused_rows:,} rows refused")
            complaints += kept.faults
    return finish(home, Archive(home), say, complaints=complaints, refused=(GDELT,) if complaints else ())


def accept_held_back(home: Home, official_list: OfficialList, sha256: str | None, say: Say) -> Refreshed:
    """Take in what was held back of one list, and everything that follows from it."""
    archive = Archive(home)
    snapshot = archive.accept(official_list.list_id, sha256)
    archive.note(Attempt(official_list.list_id, utc_now(), "kept"), snapshot.origin)
    update_list(home, official_list, archive)
    return finish(home, archive, say)
