"""Events keep the ids under which they were published."""

from pathlib import Path

import polars as pl

from pipelines.events.ids import read_event_ids, write_event_ids

MEMBERS = pl.DataFrame({"claim_id": ["b", "a"], "event_id": ["a", "a"], "score": [1.0, 0.0]})


def test_ids_come_back_as_they_were_kept(tmp_path: Path) -> None:
    write_event_ids(tmp_path / "ids.csv", MEMBERS)
    assert read_event_ids(tmp_path / "ids.csv") == {"a": "a", "b": "a"}


def test_claims_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    write_event_ids(tmp_path / "ids.csv", MEMBERS)
    write_event_ids(tmp_path / "ids.csv", MEMBERS.head(1))
    assert read_event_ids(tmp_path / "ids.csv") == {"b": "a"}


def test_a_spoilt_file_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_bytes(b"\xff\xfe,\n1,2,3\n")
    assert read_event_ids(tmp_path / "ids.csv") == {}
