"""The store of partitions: whole files, the digest of what they were made from, and its address for others."""

from pathlib import Path

import polars as pl
import pytest

from pipelines.engine.store import PartitionStore, public_address

DAY = "2024-05-14"


def test_a_table_carries_what_it_was_made_from_and_leaves_no_other_file(tmp_path: Path) -> None:
    store = PartitionStore(str(tmp_path))
    assert store.made_from("claim", DAY) is None
    for digest in ("one", "two"):
        store.write("claim", DAY, pl.DataFrame({"id": [digest]}), digest)
    assert store.made_from("claim", DAY) == "two"
    assert store.read("claim", DAY)["id"].to_list() == ["two"]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["part.parquet"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("", ""),
        ("s3://bucket/news/", "s3://bucket/news"),
        ("s3://key:secret@bucket/news?token=x", "s3://bucket/news"),
        ("/data/news", "/data/news"),
        ("~/news", str(Path("~/news").expanduser())),
    ],
)
def test_an_address_is_published_without_credentials(address: str, public: str) -> None:
    assert public_address(address) == public
