"""The steps of lists: asking for one, its history and tables, and the tables about all of them.

Not here: who is the same across lists (see subjects), or the days that notices state (see notices).
"""

import shutil
from datetime import datetime
from pathlib import Path

import polars as pl

from pipelines.archive.acquisition import Acquired, acquire
from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.supplies import Supply
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.designations.history import (
    ListHistory,
    RememberingReader,
    read_list,
    refuse_unbelievable,
    save,
    stored,
    up_to_date,
)
from pipelines.designations.status import catalogue_table, refusal_table, status_table
from pipelines.designations.tables import NORMALISER_VERSION, tables_of
from pipelines.designations.tables import snapshots as snapshot_table
from pipelines.parsers.record import Files
from pipelines.run.layout import list_folder, replace_tables, schema_digest
from pipelines.warehouse.schema import table_schemas
from pipelines.warehouse.tables import write_tables


def acquire_list(
    home: Home, official_list: OfficialList, archive: Archive, supply: Supply, reader: RememberingReader | None = None
) -> Acquired:
    """Get what is published of one list now; what cannot be believed is refused with its reason and changes nothing."""
    history = stored(list_folder(home, official_list.list_id), official_list.list_id)

    def believable(files: Files, seen_at: datetime) -> None:
        day = seen_at.astimezone(official_list.zone).date()
        refuse_unbelievable(history, official_list, files, day, reader or read_list)

    return acquire(official_list, archive, supply, believable)


def update_list(
    home: Home, official_list: OfficialList, archive: Archive, reader: RememberingReader | None = None
) -> Path:
    """Bring the history of one list and the tables made from it up to date; return the folder of its tables."""
    folder = list_folder(home, official_list.list_id)
    before = stored(folder, official_list.list_id)
    history = up_to_date(before, official_list, archive, reader or read_list)
    state = save(history, before, folder)
    return _tables_of_list(history, official_list, state)


def _tables_of_list(history: ListHistory, official_list: OfficialList, state: Path) -> Path:
    """The tables of one list, made once for each state of its history and each version of the code that makes them."""
    tables = state / f"tables-{NORMALISER_VERSION}-{schema_digest()}"
    if tables.is_dir():
        return tables
    unfinished = tables.with_name(f".{tables.name}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    write_tables(tables_of(history, official_list), unfinished)
    unfinished.rename(tables)
    return tables


def update_common_tables(home: Home, archive: Archive) -> Path:
    """Tables about lists rather than designations: catalogue, snapshots, status, refusals."""
    lists = official_lists()
    histories = [stored(list_folder(home, list_id), list_id) for list_id in lists]
    kept = [snapshot_table(history) for history in histories if not history.facts.is_empty()]
    snapshots = pl.concat(kept) if kept else _empty_snapshots()
    tables = {
        "official_list": catalogue_table(lists),
        "snapshot": snapshots,
        "list_status": status_table(archive, lists, snapshots),
        "refusal": refusal_table(archive, lists),
    }
    return replace_tables(home, "common", tables)


def _empty_snapshots() -> pl.DataFrame:
    """Table `snapshot` of a home that holds none, with the column that orders it."""
    return pl.DataFrame(schema={**table_schemas()["snapshot"], "order_key": pl.String()})
