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


def test_the_day_of_the_snapshot_that_first_shows_an_act_is_its_likeliest(builder: Builder, judged: Judge) -> None:
    before, seen = date(2022, 2, 18), date(2022, 2, 22)
    builder.snapshot("ofac_sdn", before)
    builder.snapshot("ofac_sdn", seen)
    builder.parties("ofac_sdn", 44, "p", seen=seen, after=before, ties=[("programme", "BY")])
    said = {"unit": "parties", "target_country": "BY", "event_on": seen}
    verdict = judged(builder, seen, count=44, **said)
    assert verdict.verdict == "confirmed"
    assert "day_not_pinned" in verdict.reasons
    earlier = {**said, "event_on": date(2022, 2, 21)}
    assert judged(builder, seen, count=44, **earlier).verdict == "unverifiable"
    assert judged(builder, seen, count=60, **said).verdict == "contradicted"
    assert judged(builder, seen, count=30, **said).verdict == "unverifiable"
    assert judged(builder, seen, count=10, **said).verdict == "contradicted"


def test_a_long_gap_between_snapshots_pins_no_day(builder: Builder, judged: Judge) -> None:
    builder.snapshot("ofac_sdn", date(2021, 7, 7))
    builder.snapshot("ofac_sdn", date(2021, 8, 18))
    builder.parties("ofac_sdn", 44, "p", seen=date(2021, 8, 18), after=date(2021, 7, 7), ties=[("programme", "BY")])
    said = {"unit": "parties", "target_country": "BY", "event_on": date(2021, 8, 9)}
    assert {judged(builder, date(2021, 8, 10), count=number, **said).verdict for number in (20, 44, 60)} == {
        "unverifiable"
    }


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


def test_an_undated_figure_that_no_recent_act_has_may_be_of_another_act(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY")
    assert (verdict.verdict, verdict.found) == ("unverifiable", None)
    assert "act_not_dated" in verdict.reasons
    assert verdict.derivation.would_decide == ("the day of the act",)


def test_more_than_was_ever_listed_of_a_country_is_contradicted(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.snapshot("ofac_sdn", date(2021, 7, 7))
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY")
    assert verdict.verdict == "contradicted"


def test_a_number_without_a_country_or_a_name_is_tied_to_no_act(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=29, unit="parties")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("count_without_tie",))
    named = judged(belarus_action, ARTICLE, count=29, unit="parties", named_targets=("Viktor Khrenin",))
    assert named.verdict == "confirmed"


def test_an_undated_figure_without_any_recent_act_is_too_vague(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="VE")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("too_vague",))


def test_an_undated_claim_is_read_as_the_latest_act(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=24, unit="parties", target_country="BY")
    assert verdict.verdict == "confirmed"
    assert "act_not_dated" in verdict.reasons
