"""The history of a verdict: as the record stood on each day since the article."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.claims.claim import Claim
from pipelines.verdicts.replay import Asked, history_frame, standings
from pipelines.verdicts.targets import TargetLinker

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder

SCHEMA = Path(__file__).resolve().parents[2] / "sql" / "schema"
DAY = date(2022, 2, 24)


class NoNames:
    def matches(self, name: str, limit: int | None = None) -> list[Any]:  # noqa: ARG002
        return []


def asked(article_date: date, **said: Any) -> Asked:
    fields: dict[str, Any] = {"quote": "q", "start": 0, "end": 1, "authority": "US", "status": "imposed", **said}
    return Asked("c", Claim(**fields), article_date)


def test_a_plan_becomes_fulfilled_on_the_day_that_shows_it(belarus_action: Builder) -> None:
    record = belarus_action.record()
    plan = asked(date(2022, 2, 23), status="planned", target_country="BY")
    found = standings([plan], record, TargetLinker(record, NoNames()))["c"]
    assert [(each.held_on, each.verdict.fulfilled_on) for each in found] == [(date(2022, 2, 23), None), (DAY, DAY)]


def test_a_claim_becomes_checkable_when_the_snapshot_comes(belarus_action: Builder) -> None:
    belarus_action.snapshots = [
        snapshot for snapshot in belarus_action.snapshots if snapshot["published_on"] != date(2022, 2, 28)
    ]
    belarus_action.snapshot("ofac_sdn", date(2022, 3, 10))
    record = belarus_action.record()
    claim = asked(
        date(2022, 3, 1), count=5, unit="entities", target_country="BY", event_on=date(2022, 3, 1), quote="firms"
    )
    found = standings([claim], record, TargetLinker(record, NoNames()))["c"]
    assert [(each.held_on, each.verdict.verdict) for each in found] == [
        (date(2022, 3, 1), "unverifiable"), (date(2022, 3, 10), "contradicted"),
    ]  # fmt: skip


def test_the_table_has_the_declared_columns_and_only_changes(belarus_action: Builder) -> None:
    record = belarus_action.record()
    claim = asked(DAY, count=24, unit="parties", target_country="BY", event_on=DAY)
    frame = history_frame([claim], record, TargetLinker(record, NoNames()))
    with duckdb.connect() as con:
        con.execute("CREATE TABLE claim (claim_id VARCHAR PRIMARY KEY)")
        con.execute((SCHEMA / "45_verdict_history.sql").read_text())
        assert frame.schema == con.sql("FROM verdict_history LIMIT 0").pl().schema
    assert frame.select("held_on", "verdict", "found").rows() == [(DAY, "confirmed", 24)]
