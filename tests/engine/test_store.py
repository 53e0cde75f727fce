"""The store of partitions: whole files, the digest of what they were made from, and its address for others."""

from pathlib import Path

import polars as pl

from pipelines.engine.store import PartitionStore

DAY = "2024-05-14"


def test_a_table_carries_what_it_was_made_from_and_leaves_no_other_file(tmp_path: Path) -> None:
    store = PartitionStore(str(tmp_path))
    assert store.made_from("claim", DAY) is None
    for digest in ("one", "two"):
        store.write("claim", DAY, pl.DataFrame({"id": [digest]}), digest)
    assert store.made_from("claim", DAY) == "two"
    assert store.read("claim", DAY)["id"].to_list() == ["two"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["part.parquet"]


def test_a_folder_that_a_killed_writer_left_is_no_partition(tmp_path: Path) -> None:
    store = PartitionStore(str(tmp_path))
    store.write("sketch", DAY, pl.DataFrame({"id": ["a"]}), "one")
    unfinished = tmp_path / "sketch" / "day=2024-05-15"
    unfinished.mkdir()
    (unfinished / ".part.parquet.0.tmp").touch()
    assert store.days("sketch") == [DAY]
