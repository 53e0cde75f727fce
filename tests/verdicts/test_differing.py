"""What a figure that differs may mean, and what it cannot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


def test_the_figure_of_all_kinds_under_the_name_of_one_is_partly_confirmed(
    belarus_action: Builder, judged: Judge
) -> None:
    verdict = judged(belarus_action, ARTICLE, count=24, unit="individuals", target_country="BY", event_on=DAY)
    assert verdict.verdict == "partly_confirmed"
    assert verdict.reasons == ("figure_holds_for_all_kinds_of_party",)
    assert "8 individuals, 16 entities" in verdict.explanation


def test_fewer_of_a_kind_that_no_list_tells_is_no_contradiction(belarus_action: Builder, judged: Judge) -> None:
    said = {"count": 5, "unit": "entities", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, quote="sanctioned five banks", **said).verdict == "unverifiable"
    assert judged(belarus_action, ARTICLE, quote="sanctioned five companies", **said).verdict == "contradicted"


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
    for day in (date(2021, 8, 7), date(2021, 8, 18)):
        builder.snapshot("ofac_sdn", day)
    builder.parties("ofac_sdn", 44, "p", seen=date(2021, 8, 18), after=date(2021, 8, 7), ties=[("programme", "BY")])
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
    few = judged(belarus_action, ARTICLE, count=11, **{**said, "quote": "11 defence firms"})
    assert few.verdict == "unverifiable"
    fewer = judged(belarus_action, ARTICLE, count=13, **{**said, "quote": "13 defence firms"})
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
    assert three.verdict == "unverifiable"
