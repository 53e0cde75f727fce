"""The days that a figure is counted on: the claimed ones, those of a notice, the latest act."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


def test_the_whole_of_an_act_aimed_at_a_country_may_be_counted(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.designations = [
        designation for designation in belarus_action.designations if not designation["native_id"].startswith("bank")
    ]
    belarus_action.party("ofac_sdn", "cy", "A FIRM IN CYPRUS", kind="entity", seen=DAY, after=DAY - timedelta(days=1))
    verdict = judged(belarus_action, ARTICLE, count=25, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert "whole_act" in verdict.reasons


def test_a_day_between_snapshots_is_confirmed_without_pinning_it(builder: Builder, judged: Judge) -> None:
    builder.snapshot("ofac_sdn", date(2021, 7, 7))
    builder.snapshot("ofac_sdn", date(2021, 8, 18))
    builder.parties(
        "ofac_sdn", 44, "p", seen=date(2021, 8, 18), after=date(2021, 7, 7), ties=[("programme", "BY")]
    )  # fmt: skip
    said = {"unit": "parties", "target_country": "BY", "event_on": date(2021, 8, 9)}
    verdict = judged(builder, date(2021, 8, 10), count=44, **said)
    assert verdict.verdict == "confirmed"
    assert "day_not_pinned" in verdict.reasons
    assert judged(builder, date(2021, 8, 10), count=60, **said).verdict == "contradicted"
    assert judged(builder, date(2021, 8, 10), count=20, **said).verdict == "unverifiable"


def test_an_undated_figure_of_a_time_not_held_is_a_gap(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, date(2015, 1, 2), count=10, unit="individuals", target_country="KP")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("record_not_held",))


def test_japan_dates_its_notices_a_day_after_the_decision(builder: Builder, judged: Judge) -> None:
    builder.snapshot("jp_mof", date(2022, 3, 20))
    builder.parties(
        "jp_mof", 3, "b", kind="entity", seen=date(2022, 3, 20), official=date(2022, 3, 11), ties=[("programme", "BY")]
    )
    said = {"authority": "JP", "count": 3, "unit": "entities", "target_country": "BY"}
    announced = judged(builder, date(2022, 3, 11), event_on=date(2022, 3, 10), **said)
    assert announced.verdict == "confirmed"
    assert "day_of_notice" in announced.reasons
    assert judged(builder, date(2022, 3, 11), event_on=date(2022, 3, 9), **said).verdict == "contradicted"


def test_an_undated_figure_that_no_recent_act_has_is_contradicted(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY")
    assert verdict.verdict == "contradicted"
    assert "act_not_dated" in verdict.reasons


def test_an_undated_figure_without_any_recent_act_is_too_vague(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="VE")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("too_vague",))


def test_an_undated_claim_is_read_as_the_latest_act(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=24, unit="parties", target_country="BY")
    assert verdict.verdict == "confirmed"
    assert "act_not_dated" in verdict.reasons
