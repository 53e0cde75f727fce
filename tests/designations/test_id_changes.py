"""Parties that go on under another id, as SQL users see them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.archive.archive import Archive
from pipelines.archive.snapshot import Snapshot
from pipelines.designations.history import empty_history, up_to_date
from pipelines.designations.status import catalogue_table
from pipelines.designations.tables import snapshots, tables_of
from pipelines.parsers.record import Files
from pipelines.warehouse.publication import opened, publish
from pipelines.warehouse.tables import parts_in, write_tables

from .conftest import TOY_LIST, toys

OTHERS: dict[str, dict[str, Any]] = {f"P{n}": {"name": f"Party {n}"} for n in range(30)}


def test_moved_merged_and_split_ids(archive: Archive, seen: Callable[[str, Files], Snapshot], tmp_path: Path) -> None:
    before = {
        "A": {"name": "Ann"},
        "B1": {"name": "Bea"},
        "B2": {"name": "Bea"},
        "C": {"name": "Cid"},
        "D": {"name": "Dan"},
    }
    after = {
        "A9": {"name": "ANN"},
        "B9": {"name": "Bea"},
        "C1": {"name": "Cid"},
        "C2": {"name": "Cid"},
        "E": {"name": "Eve"},
    }
    seen("2024-01-01", toys(OTHERS | before))
    seen("2024-01-02", toys(OTHERS | after))
    history = up_to_date(empty_history("toy_list"), TOY_LIST, archive)
    lists = catalogue_table({"toy_list": TOY_LIST})
    made = tables_of(history, TOY_LIST) | {"snapshot": snapshots(history), "official_list": lists}
    write_tables(made, tmp_path / "tables")
    publish(parts_in([tmp_path / "tables"]), tmp_path / "sanctions.duckdb", example=False)
    with opened(tmp_path / "sanctions.duckdb") as connection:
        rows = connection.sql("SELECT changed_on, id_change_kind, old_id, new_id, evidence FROM id_change").fetchall()
    day = date(2024, 1, 2)
    assert sorted(rows) == [
        (day, "merged", "toy_list:B1", "toy_list:B9", ["name"]),
        (day, "merged", "toy_list:B2", "toy_list:B9", ["name"]),
        (day, "moved", "toy_list:A", "toy_list:A9", ["name"]),
        (day, "split", "toy_list:C", "toy_list:C1", ["name"]),
        (day, "split", "toy_list:C", "toy_list:C2", ["name"]),
    ]
