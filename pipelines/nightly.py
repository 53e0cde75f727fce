"""The nightly job, step by step: lists, designations, news, verdicts, publication.

Here: the order of the steps and what they hand on through the home's files. The command line runs them one after
another; the assets of Dagster call the same steps one by one. Not here: what any step does (see the packages).

Every step is a function of what lies in the home: a step that finds its work done does nothing.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path

import polars as pl
from filelock import FileLock, Timeout

from pipelines.designations.history import ListHistory, read_list, save, stored, up_to_date
from pipelines.designations.plausibility import Showing
from pipelines.designations.status import catalogue_table, refusal_table, status_table
from pipelines.designations.tables import NORMALISER_VERSION, tables_of
from pipelines.designations.tables import snapshots as snapshot_table
from pipelines.lists.record import Files
from pipelines.sources.archive import Archive
from pipelines.sources.catalogue import OfficialList, official_lists
from pipelines.sources.home import Home, remove_leftovers
from pipelines.warehouse.publication import publish
from pipelines.warehouse.schema import SQL, table_schemas
from pipelines.warehouse.tables import Parts, parts_in, read_table, write_tables

LOCK_SECONDS = 10

Say = Callable[[str], None]
"""Told, in one line each, what is being done; the program decides where that goes."""


class BusyHomeError(Exception):
    """Another refresh is at work in the same home."""


@contextmanager
def sole_refresh(home: Home) -> Iterator[None]:
    """Keep other refreshes out of the home, and begin with what an interrupted one left removed.

    Raises:
        BusyHomeError: another refresh is at work and does not end within seconds.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.root / ".refresh.lock", timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise BusyHomeError(f"another refresh is at work in {home.root.name}; run this again when it has ended.") from None
    try:
        for folder in (home.tables, home.root):
            remove_leftovers(folder)
        yield
    finally:
        lock.release()


def list_folder(home: Home, list_id: str) -> Path:
    """Where the history of one list is stored."""
    return home.tables / "lists" / list_id


def update_list(home: Home, official_list: OfficialList, archive: Archive) -> Path:
    """Bring the history of one list and the tables made from it up to date; return the folder of its tables."""
    folder = list_folder(home, official_list.list_id)
    before = stored(folder, official_list.list_id)
    history = up_to_date(before, official_list, archive)
    state = save(history, before, folder)
    return _tables_of_list(history, official_list, state)


def _tables_of_list(history: ListHistory, official_list: OfficialList, state: Path) -> Path:
    """The tables of one list, made once for each state of its history and each version of the code that makes them."""
    tables = state / f"tables-{NORMALISER_VERSION}-{_schema_digest()}"
    if tables.is_dir():
        return tables
    unfinished = tables.with_name(f".{tables.name}.tmp")
    shutil.rmtree(unfinished, ignore_errors=True)
    write_tables(tables_of(history, official_list), unfinished)
    unfinished.rename(tables)
    return tables


def _schema_digest() -> str:
    content = b"".join(path.read_bytes() for path in sorted((SQL / "schema").glob("*.sql")))
    return blake2b(content, digest_size=6).hexdigest()


def list_tables(home: Home) -> list[Path]:
    """The folders with the current tables of each list that has any, in order of list id."""
    found = []
    for list_id in official_lists():
        current = list_folder(home, list_id) / "current"
        if current.is_file():
            state = current.parent / current.read_text(encoding="utf-8").strip()
            found += sorted(state.glob(f"tables-{NORMALISER_VERSION}-{_schema_digest()}"))
    return found


def update_common_tables(home: Home, archive: Archive) -> Path:
    """Tables about lists rather than designations: catalogue, snapshots, status, refusals."""
    lists = official_lists()
    histories = [stored(list_folder(home, list_id), list_id) for list_id in lists]
    kept = [snapshot_table(each) for each in histories if not each.facts.is_empty()]
    snapshots = pl.concat(kept) if kept else empty_snapshots()
    tables = {
        "official_list": catalogue_table(lists),
        "snapshot": snapshots,
        "list_status": status_table(archive, lists, snapshots),
        "refusal": refusal_table(archive, lists),
    }
    return _replace_tables(home, "common", tables)


def empty_snapshots() -> pl.DataFrame:
    """Table `snapshot` of a home that holds none, with the column that orders it."""
    return pl.DataFrame(schema={**table_schemas()["snapshot"], "order_key": pl.String()})


def _replace_tables(home: Home, name: str, tables: Mapping[str, pl.DataFrame]) -> Path:
    folder = home.tables / name
    write_tables(tables, folder)
    return folder


def parts(home: Home) -> Parts:
    """Every table of the home as the files that it is made of."""
    shared = [home.tables / name for name in ("common", "subjects", "news", "verdicts", "release")]
    return parts_in([*list_tables(home), *shared])


def update_release(home: Home, archive: Archive) -> Path:
    """The one row about the published file as a whole."""
    now = parts(home)
    snapshots = read_table("snapshot", now).filter(pl.col("state") == "used")
    row = {
        "edition": "example" if archive.is_example else "live",
        "latest_retrieval": snapshots["retrieved_at"].max(),
        "designations": read_table("designation", now).height,
        "claims": read_table("claim", now).height,
    }
    return _replace_tables(home, "release", {"release": pl.DataFrame([row], schema=table_schemas()["release"])})


def publish_home(home: Home, archive: Archive) -> None:
    """Build the DuckDB file of the home from its tables and put it in place."""
    update_release(home, archive)
    publish(parts(home), home.warehouse, example=archive.is_example)
