"""Claims that a hasty reader would confirm or contradict: what each rests on is not the same thing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY_BEFORE, DAY, ARTICLE = date(2022, 2, 23), date(2022, 2, 24), date(2022, 2, 26)
OTHER_CLAUSE = ("verb:sanction", "date:day:other_clause")
NEW: dict[str, Any] = {"seen": DAY, "after": DAY_BEFORE}


def test_a_day_of_another_clause_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    said = {"named_targets": ("Viktor Khrenin",), "event_on": ARTICLE - timedelta(days=1)}
    assert judged(belarus_action, ARTICLE, **said).verdict == "contradicted"
    borrowed = judged(belarus_action, ARTICLE, rules=OTHER_CLAUSE, **said)
    assert (borrowed.verdict, borrowed.reasons[0]) == ("unverifiable", "day_of_another_clause")
    quote = "has sanctioned Viktor Khrenin"
    assert judged(belarus_action, ARTICLE, rules=OTHER_CLAUSE, quote=quote, **said).verdict == "confirmed"
    unlisted = {**said, "named_targets": ("Nobody Inparticular",)}
    assert judged(belarus_action, ARTICLE, rules=OTHER_CLAUSE, **unlisted).verdict == "contradicted"


def test_a_country_that_is_only_named_nearby_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    said = {"count": 29, "unit": "parties", "target_country": "UA", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, **said).verdict == "contradicted"
    nearby = judged(belarus_action, ARTICLE, rules=("country:aimed_at",), **said)
    assert (nearby.verdict, nearby.reasons[0]) == ("unverifiable", "country_only_nearby")


def test_the_first_time_is_not_the_second(builder: Builder, judged: Judge) -> None:
    for day in (date(2022, 2, 1), DAY_BEFORE, DAY, date(2022, 2, 27)):
        builder.snapshot("ofac_sdn", day)
    builder.party("ofac_sdn", "1", "TORNADO CASH", kind="entity", seen=date(2022, 2, 1), gone=(DAY_BEFORE, DAY))
    builder.party("ofac_sdn", "2", "TORNADO CASH", kind="entity", **NEW)
    said = {"named_targets": ("Tornado Cash",), "event_on": DAY}
    assert judged(builder, ARTICLE, **said).verdict == "confirmed"
    first = judged(builder, ARTICLE, quote="sanctioned Tornado Cash for the first time on Thursday", **said)
    assert (first.verdict, first.reasons) == ("contradicted", ("listed_before",))


@pytest.mark.parametrize(("count", "word"), [(5, "unverifiable"), (24, "contradicted")])
def test_parties_that_gained_a_tag_may_be_those_counted(builder: Builder, judged: Judge, count: int, word: str) -> None:
    for day in (date(2022, 2, 1), DAY_BEFORE, DAY, date(2022, 2, 27)):
        builder.snapshot("ofac_sdn", day)
    for key in builder.parties("ofac_sdn", 5, "old", seen=date(2022, 2, 1), ties=[("nationality", "BY")]):
        builder.tag_gained(key, "BELARUS-EO14038", DAY_BEFORE, DAY)
    assert judged(builder, ARTICLE, count=count, unit="parties", target_country="BY", event_on=DAY).verdict == word


def test_a_listing_on_a_lesser_list_is_no_wrong_day(builder: Builder, judged: Judge) -> None:
    for day in (DAY_BEFORE, DAY, date(2022, 3, 1), date(2022, 3, 2)):
        builder.snapshot("ofac_sdn", day)
        builder.snapshot("ofac_consolidated", day)
    builder.party("ofac_consolidated", "1", "ALROSA COMPANY", kind="entity", **NEW)
    builder.party("ofac_sdn", "1", "ALROSA COMPANY", kind="entity", seen=date(2022, 3, 1), after=DAY)
    said = {"named_targets": ("Alrosa Company",), "event_on": DAY}
    verdict = judged(builder, date(2022, 3, 2), **said)
    assert (verdict.verdict, verdict.reasons[0]) == ("partly_confirmed", "only_on_a_supplementary_list")


def test_a_lesser_list_says_nothing_where_the_main_list_is_not_held(builder: Builder, judged: Judge) -> None:
    builder.snapshot("ofac_sdn", DAY)
    builder.snapshot("ofac_consolidated", date(2024, 12, 1))
    builder.party("ofac_consolidated", "g", "GAZPROMBANK JSC", kind="entity", seen=DAY, official=date(2014, 7, 16))
    builder.party("ofac_sdn", "x", "SOMEONE Else", seen=DAY)
    assert judged(builder, date(2024, 11, 21), named_targets=("Gazprombank JSC",)).verdict == "unverifiable"


def test_a_son_is_not_his_father(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party("ofac_sdn", "son", "MNANGAGWA, JR., Emmerson", **NEW)
    assert judged(belarus_action, ARTICLE, named_targets=("Emmerson Mnangagwa",), event_on=DAY).verdict != "confirmed"
    son = judged(belarus_action, ARTICLE, named_targets=("Emmerson Mnangagwa Jr.",), event_on=DAY)
    assert son.verdict == "confirmed"


def test_one_of_another_act_makes_no_figure_of_a_country(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party("ofac_sdn", "syrian", "AL-SHAAR, M", ties=[("programme", "SY")], programmes=["SYRIA"], **NEW)
    said = {"unit": "individuals", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, count=8, **said).verdict == "confirmed"
    assert judged(belarus_action, ARTICLE, count=9, **said).verdict == "partly_confirmed"
    nearby = judged(belarus_action, ARTICLE, count=9, rules=("country:aimed_at",), **said)
    assert nearby.verdict == "confirmed"


@pytest.mark.parametrize(
    "quote", ["sanctioned Viktor Khrenin’s daughter", "sanctions on Moscow and Viktor Khrenin's halt of supplies"]
)
def test_who_owns_what_is_meant_is_not_meant(belarus_action: Builder, judged: Judge, quote: str) -> None:
    verdict = judged(belarus_action, ARTICLE, named_targets=("Viktor Khrenin",), quote=quote)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("target_described",))


def test_an_aim_is_no_act(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, target_country="BY", quote="impose more sanctions on Belarus")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("not_reported",))


def test_one_who_left_lifts_no_sanctions_on_a_country(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.snapshot("ofac_sdn", date(2022, 3, 4))
    for native_id in ("a", "b"):
        belarus_action.party(
            "ofac_sdn", native_id, f"GONE {native_id}", kind="entity", seen=date(2022, 2, 22),
            ties=[("programme", "RU")], gone=(DAY, date(2022, 2, 28)),
        )  # fmt: skip
    window = {"event_from": date(2022, 2, 25), "event_to": date(2022, 2, 28), "status": "lifted", "action": "lift"}
    whole = judged(belarus_action, date(2022, 3, 1), target_country="RU", **window)
    assert (whole.verdict, whole.reasons) == ("unverifiable", ("others_delisted",))
    quote = "lifted sanctions on some Russian companies"
    some = judged(belarus_action, date(2022, 3, 1), target_country="RU", unit="entities", quote=quote, **window)
    assert some.verdict == "confirmed"


def test_words_that_point_at_an_act_tell_of_none(belarus_action: Builder, judged: Judge) -> None:
    quote = "The move by the United States is part of efforts to tighten sanctions on Belarus"
    verdict = judged(belarus_action, ARTICLE, target_country="BY", quote=quote)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("act_told_elsewhere",))


def test_a_part_that_is_all_of_its_kind_is_told(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "subset", "target_country": "BY", "event_on": DAY, "quote": "8 of them individuals"}
    assert judged(belarus_action, ARTICLE, count=8, unit="individuals", **said).verdict == "confirmed"
    fewer = judged(belarus_action, ARTICLE, count=5, unit="individuals", **{**said, "quote": "5 of them individuals"})
    assert fewer.verdict == "unverifiable"
