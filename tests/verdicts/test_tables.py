"""The tables of verdicts have the columns that the schema declares, and cite rows with their snapshots."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipelines.verdicts.tables import Judged, verdict_frames

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

SCHEMA = Path(__file__).resolve().parents[2] / "sql" / "schema"
DAY = date(2022, 2, 24)
REFERENCE = re.compile(r"\s+REFERENCES \w+(?:\s*\(\w+\))?")


def test_the_frames_fill_the_declared_tables(belarus_action: Builder, judged: Judge) -> None:
    counted = judged(belarus_action, DAY, count=24, unit="parties", target_country="BY", event_on=DAY)
    named = judged(belarus_action, DAY, named_targets=("Viktor Khrenin", "No One"), event_on=DAY)
    rows = [Judged("a", counted), Judged("b", named, "example")]
    frames = verdict_frames(rows, belarus_action.record())
    with duckdb.connect() as con:
        for path in sorted(SCHEMA.glob("*.sql")):
            con.execute(REFERENCE.sub("", path.read_text()))
        for name, frame in frames.items():
            assert frame.schema == con.sql(f"FROM {name} LIMIT 0").pl().schema
            con.register("rows", frame)
            con.execute(f"INSERT INTO {name} FROM rows")
        counts = con.sql("SELECT role, count(*) FROM verdict_evidence GROUP BY role ORDER BY role").fetchall()
    assert counts == [("counted", 24), ("named", 1)]


def test_every_row_cites_the_snapshot_that_first_shows_it(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, DAY, count=24, unit="parties", target_country="BY", event_on=DAY)
    evidence = verdict_frames([Judged("a", verdict)], belarus_action.record())["verdict_evidence"]
    assert evidence["sha256"].unique().to_list() == ["ofac_sdn@2022-02-24"]
    assert evidence["published_on"].unique().to_list() == [DAY]
    assert evidence["source_url"].unique().to_list() == ["https://example.org/ofac_sdn/2022-02-24"]


def test_a_target_that_is_not_found_keeps_its_row(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, DAY, named_targets=("No One",), event_on=DAY)
    targets = verdict_frames([Judged("a", verdict)], belarus_action.record())["claim_target"]
    assert targets.select("name", "designation_id").rows() == [("No One", None)]
