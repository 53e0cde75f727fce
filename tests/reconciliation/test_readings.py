"""How a figure is read where its words, its days or the record leave room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipelines.reconciliation.question import Figure

if TYPE_CHECKING:
    from tests.reconciliation.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


@pytest.mark.parametrize(
    ("qualifier", "count", "expected"),
    [
        ("more_than", 20, "confirmed"),
        ("more_than", 24, "partly_confirmed"),
        ("more_than", 40, "contradicted"),
        ("at_least", 24, "confirmed"),
        ("approx", 25, "confirmed"),
        ("approx", 40, "contradicted"),
        ("fewer_than", 100, "confirmed"),
        ("fewer_than", 10, "contradicted"),
    ],
)
def test_qualifiers(belarus_action: Builder, judged: Judge, qualifier: str, count: int, expected: str) -> None:
    said = {"count": count, "count_qualifier": qualifier, "unit": "parties", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, **said).verdict == expected


@pytest.mark.parametrize(("words", "expected"), [("dozens", "confirmed"), ("hundreds", "contradicted")])
def test_vague_numbers_have_a_least(belarus_action: Builder, judged: Judge, words: str, expected: str) -> None:
    verdict = judged(belarus_action, ARTICLE, count_text=words, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == expected
    assert verdict.claimed is None


def test_an_upper_bound_is_not_confirmed_by_what_may_be_missing() -> None:
    assert Figure(100, 0, 99).fit(5, 5, may_be_more=True) == "open"
    assert Figure(100, 0, 99).fit(5, 5, may_be_more=False) == "fits"


def test_a_subset_is_at_most_the_whole(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "subset", "unit": "entities", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, count=2, **said).verdict == "confirmed"
    assert judged(belarus_action, ARTICLE, count=17, **said).verdict == "contradicted"


def test_the_figure_of_all_kinds_under_the_name_of_one_is_partly_confirmed(
    belarus_action: Builder, judged: Judge
) -> None:
    verdict = judged(belarus_action, ARTICLE, count=24, unit="individuals", target_country="BY", event_on=DAY)
    assert verdict.verdict == "partly_confirmed"
    assert verdict.reasons == ("figure_holds_for_all_kinds_of_party",)
    assert "8 individuals, 16 entities" in verdict.explanation


def test_fewer_of_a_kind_that_no_list_tells_is_no_contradiction(belarus_action: Builder, judged: Judge) -> None:
    said = {"count": 5, "unit": "entities", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, quote="sanctioned five banks", **said).verdict == "partly_confirmed"
    assert judged(belarus_action, ARTICLE, quote="sanctioned five companies", **said).verdict == "contradicted"


def test_nationality_is_not_programme_and_any_tie_counts_first(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party(
        "ofac_sdn", "red", "SHAUTSOU, Dzmitry", seen=DAY, after=DAY - timedelta(days=1),
        ties=[("nationality", "BY"), ("programme", "RU")],
    )  # fmt: skip
    said = {"target_country": "BY", "event_on": DAY, "unit": "parties"}
    broad = judged(belarus_action, ARTICLE, count=25, **said)
    assert (broad.verdict, broad.found) == ("confirmed", 25)
    assert "Belarus by programme: 24 (8 individuals, 16 entities)" in broad.alternatives
    narrow = judged(belarus_action, ARTICLE, count=24, **said)
    assert (narrow.verdict, narrow.found) == ("confirmed", 24)
    assert "narrower_country_link" in narrow.reasons


def test_the_whole_of_an_act_aimed_at_a_country_may_be_counted(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.designations = [
        each for each in belarus_action.designations if not each["native_id"].startswith("bank")
    ]
    belarus_action.party("ofac_sdn", "cy", "A FIRM IN CYPRUS", kind="entity", seen=DAY, after=DAY - timedelta(days=1))
    verdict = judged(belarus_action, ARTICLE, count=25, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert "whole_act" in verdict.reasons


def test_the_figure_of_everyone_does_not_stand_for_a_country(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=29, unit="parties", target_country="VE", event_on=DAY)
    assert (verdict.verdict, verdict.found) == ("contradicted", 0)


def test_designated_again_explains_what_is_missing(belarus_action: Builder, judged: Judge) -> None:
    day = date(2022, 2, 28)
    belarus_action.parties("ofac_sdn", 2, "new", kind="entity", seen=day, after=DAY, ties=[("programme", "BY")])
    belarus_action.tag_gained("ofac_sdn:old", "BELARUS-EO14038", DAY, day)
    verdict = judged(belarus_action, date(2022, 3, 1), count=3, unit="entities", target_country="BY", event_on=day)
    assert (verdict.verdict, verdict.found) == ("partly_confirmed", 2)
    assert verdict.reasons == ("designated_again",)
    assert {each.designation.native_id for each in verdict.evidence if each.role == "context"} == {"old"}


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


def test_a_later_snapshot_confirms_but_never_contradicts(builder: Builder, judged: Judge) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    day = date(2022, 3, 10)
    builder.parties("uk_sanctions", 7, "p", seen=date(2025, 8, 11), official=day, ties=[("programme", "RU")])
    said = {"authority": "UK", "unit": "individuals", "target_country": "RU"}
    assert judged(builder, day, count=7, event_on=day, **said).verdict == "confirmed"
    assert judged(builder, day, count=9, event_on=day, **said).verdict == "partly_confirmed"
    assert judged(builder, day, count=5, event_on=day, quote="five people", **said).verdict == "unverifiable"
    assert judged(builder, day, count=7, event_on=date(2022, 3, 9), **said).verdict == "unverifiable"


def test_few_that_a_later_list_still_shows_bear_no_figure_out(builder: Builder, judged: Judge) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    day = date(2024, 2, 21)
    builder.parties("uk_sanctions", 6, "p", seen=date(2025, 8, 11), official=day, ties=[("programme", "RU")])
    said = {"authority": "UK", "count": 50, "count_qualifier": "more_than", "unit": "parties", "target_country": "RU"}
    verdict = judged(builder, date(2024, 2, 22), event_on=day, **said)
    assert (verdict.verdict, verdict.found) == ("unverifiable", None)
    assert "still shows 6 parties tied to Russia" in verdict.explanation


def test_snapshots_around_a_day_bound_what_was_listed_on_it(builder: Builder, judged: Judge) -> None:
    for day in (date(2021, 7, 7), date(2021, 8, 18)):
        builder.snapshot("ofac_sdn", day)
    builder.parties("ofac_sdn", 44, "p", seen=date(2021, 8, 18), after=date(2021, 7, 7), ties=[("programme", "BY")])
    verdict = judged(
        builder, date(2021, 8, 10), count=60, unit="parties", target_country="BY", event_on=date(2021, 8, 9)
    )
    assert verdict.verdict == "contradicted"
    assert (
        "by the snapshots held OFAC listed at most 44 parties tied to Belarus on 9 August 2021" in verdict.explanation
    )


def test_nearly_all_of_a_kind_hold_and_fewer_hold_in_part(belarus_action: Builder, judged: Judge) -> None:
    said = {"quote": "15 defence firms", "unit": "entities", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, count=15, **said).verdict == "confirmed"
    fewer = judged(belarus_action, ARTICLE, count=11, **{**said, "quote": "11 defence firms"})
    assert (fewer.verdict, fewer.reasons) == ("partly_confirmed", ("narrower_than_lists_tell",))


def test_banks_are_told_by_their_names(belarus_action: Builder, judged: Judge) -> None:
    for native_id, name in (("d", "BANK DABRABYT JSC"), ("b", "BELINVESTBANK")):
        belarus_action.party(
            "ofac_sdn", native_id, name, kind="entity", seen=DAY, after=date(2022, 2, 23), ties=[("programme", "BY")]
        )
    said = {"unit": "entities", "target_country": "BY", "event_on": DAY}
    verdict = judged(belarus_action, ARTICLE, count=2, quote="two Belarusian lenders", **said)
    assert (verdict.verdict, verdict.reasons, verdict.found) == ("confirmed", ("kind_told_by_names",), 2)
    three = judged(belarus_action, ARTICLE, count=3, quote="three Belarusian lenders", **said)
    assert three.verdict == "partly_confirmed"


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


def test_a_running_total_is_that_of_the_article_s_day(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "cumulative", "unit": "parties", "target_country": "BY"}
    assert judged(belarus_action, ARTICLE, count=25, **said).verdict == "confirmed"
    assert judged(belarus_action, date(2022, 2, 23), count=25, **said).verdict == "contradicted"
    since = judged(belarus_action, ARTICLE, count=24, event_from=date(2022, 2, 23), event_to=DAY, **said)
    assert (since.verdict, since.found) == ("confirmed", 24)


def test_a_running_total_needs_a_list_of_its_day(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "cumulative", "count_qualifier": "more_than", "unit": "parties", "target_country": "BY"}
    verdict = judged(belarus_action, date(2024, 2, 24), count=20, **said)
    assert (verdict.verdict, verdict.found, verdict.evidence) == ("unverifiable", None, ())
    assert "no list of OFAC that covers 24 February 2024 is held" in verdict.explanation


def test_a_running_total_by_a_later_list_says_so(builder: Builder, judged: Judge) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    builder.parties(
        "uk_sanctions", 30, "p", seen=date(2025, 8, 11), official=date(2022, 3, 10), ties=[("programme", "RU")]
    )
    said = {"authority": "UK", "count_scope": "cumulative", "unit": "parties", "target_country": "RU"}
    verdict = judged(builder, date(2022, 6, 1), count=20, count_qualifier="more_than", **said)
    assert verdict.verdict == "confirmed"
    assert (
        "the list of FCDO of 11 August 2025 shows 30 parties tied to Russia that it had on its list by 1 June 2022"
        in (verdict.explanation)
    )


def test_an_undated_figure_that_no_recent_act_has_is_contradicted(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY")
    assert verdict.verdict == "contradicted"
    assert "act_not_dated" in verdict.reasons


def test_an_undated_figure_without_any_recent_act_is_too_vague(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="VE")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("too_vague",))
