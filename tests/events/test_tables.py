"""Events as tables."""

from datetime import date

import polars as pl
import pytest

from pipelines.events.tables import READS, event_frames
from pipelines.warehouse.schema import conform, empty

DAY = date(2022, 2, 24)


def claim(claim_id: str, **values: object) -> dict[str, object]:
    """A claim that the US sanctioned Belarusians on a day that the text gives."""
    return {
        "claim_id": claim_id, "article_id": claim_id, "quote": "words", "quote_start": 0, "quote_end": 5,
        "authority": "US", "status": "imposed", "action": "impose", "measure": "listing", "strength": "asserted",
        "target_country": "BY", "named_targets": [], "event_date": DAY, "evidence": [], "article_date": DAY, **values,
    }  # fmt: skip


def correction(claim_id: str, field: str, value: str | None) -> dict[str, object]:
    return {
        "line": 2, "claim_id": claim_id, "stated_claim": claim_id, "field": field, "value": value, "state": "applied",
    }  # fmt: skip


def frames(claims: list[dict[str, object]], corrections: list[dict[str, object]]) -> dict[str, pl.DataFrame]:
    made = {"claim": claims, "claim_correction": corrections}
    tables = {name: pl.DataFrame(made.get(name, []), schema=empty(name).schema) for name in READS}
    return event_frames(tables)


def test_without_claims_there_are_no_events() -> None:
    assert {name: conform(name, frame).height for name, frame in frames([], []).items()} == {
        "event": 0, "event_claim": 0, "event_action": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "events"),
    [("target_country", "RU", 2), ("named_targets", "A; B", 1), ("misread", None, 1)],
)
def test_events_follow_what_people_corrected(field: str, value: str | None, events: int) -> None:
    made = frames([claim("a"), claim("b")], [correction("b", field, value)])
    assert made["event"].height == events
    assert ("b" in made["event_claim"]["claim_id"].to_list()) is (field != "misread")


def test_rows_of_many_days_are_a_period_and_no_act() -> None:
    cited = [
        {"claim_id": "a", "role": "counted", "list_id": "toy", "designation_id": f"toy:{day}", "programmes": [],
         "listed_on": date(2022, 3, day)}
        for day in range(1, 6)
    ]  # fmt: skip
    made = {"claim": [claim("a")], "verdict_evidence": cited}
    tables = {name: pl.DataFrame(made.get(name, []), schema=empty(name).schema) for name in READS}
    assert event_frames(tables)["event_action"]["role"].unique().to_list() == ["period"]
