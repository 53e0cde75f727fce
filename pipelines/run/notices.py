"""The steps of official notices: asking for them, and the days that they give to the designations of lists.

Not here: what a notice says, or how it is joined to a list (see pipelines.designations).
"""

import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home, whole_or_absent
from pipelines.archive.http import Http
from pipelines.archive.notices import KeptNotice, find_notices, keep_notices, notice_sources
from pipelines.designations.announcements import ANNOUNCEMENTS_VERSION, announcement_tables
from pipelines.designations.notices import dated, dated_by, notice_tables, state_of, witnesses
from pipelines.matching.notice_entries import differences, joined
from pipelines.run.layout import dated_folder, list_tables, replace_tables, schema_digest
from pipelines.warehouse.schema import empty
from pipelines.warehouse.tables import parts_in, read_table, write_tables

NOTICE_READS = (
    "designation", "designation_name", "designation_birth", "designation_identifier", "designation_version", "snapshot",
)  # fmt: skip
"""What of the lists notices are joined to and compared with."""


def acquire_notices(
    home: Home, archive: Archive, source_id: str, mirror: str | None, as_of: date | None = None
) -> list[KeptNotice]:
    """Get the official notices of a source that are not held yet; what is bad or missing costs that notice alone."""
    source = notice_sources()[source_id]
    origin, offered = find_notices(source, archive, Http(home), mirror, as_of)
    return list(keep_notices(source, archive, offered, origin, dated_by(source)))


def update_notices(home: Home, archive: Archive) -> Path:
    """The tables about official notices, and the tables of lists with the days that notices state.

    Nothing is done if neither notices nor lists changed.
    """
    versions = f"{schema_digest()} {ANNOUNCEMENTS_VERSION} {state_of(notice_sources(), archive)}"
    made_from = f"{versions} {' '.join(map(str, list_tables(home)))}"
    known = home.tables / "notices" / "made_from"
    if known.is_file() and known.read_text(encoding="utf-8") == made_from:
        return known.parent
    notices, entries = notice_tables(notice_sources(), archive)
    now = parts_in([*list_tables(home), home.tables / "common"])
    names = NOTICE_READS if entries.height else ()
    record = {name: read_table(name, now) if name in names else empty(name) for name in NOTICE_READS}
    entries = joined(entries, record)
    _date_lists(home, witnesses(entries))
    found = {
        "notice": notices,
        "notice_entry": entries,
        "notice_difference": differences(notices, entries, record),
        **announcement_tables(notices, entries),
    }
    folder = replace_tables(home, "notices", found)
    with whole_or_absent(known) as path:
        path.write_text(made_from, encoding="utf-8")
    return folder


def _date_lists(home: Home, stated: pl.DataFrame) -> None:
    """Designations and changes of each list that notices date, and of no other."""
    folders = {dated_folder(home, tables): tables for tables in list_tables(home)}
    for folder in (home.tables / "notices" / "dated").glob("*"):
        if folder not in folders:
            shutil.rmtree(folder)
    for folder, tables in folders.items():
        before = {name: pl.read_parquet(tables / f"{name}.parquet") for name in ("designation", "change")}
        after = dated(before["designation"], before["change"], stated) if stated.height else before
        if after["designation"].equals(before["designation"]):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            write_tables(after, folder)


def faults_of(source_id: str, notices: Iterable[KeptNotice]) -> list[str]:
    """A sentence for each notice that could not be had: it costs no more than that witness."""
    return [f"{source_id}: {notice.reason}" for notice in notices if notice.reason]
