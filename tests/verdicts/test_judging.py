"""Verdicts on claims of each kind, against a small record."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

ARTICLE = date(2022, 2, 26)
DAY = date(2022, 2, 24)


def test_a_bare_nationality_counts_parties_of_any_type_and_reports_the_split(
    belarus_action: Builder, judged: Judge
) -> None:
    verdict = judged(belarus_action, ARTICLE, count=24, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert (verdict.claimed, verdict.found, verdict.residual) == (24, 24, 0)
    assert dict(verdict.split) == {"individual": 8, "entity": 16, "vessel": 0, "aircraft": 0}
    assert verdict.explanation == (
        "Confirmed: OFAC listed 24 parties tied to Belarus on 24 February 2022 (8 individuals, 16 entities)."
    )
    assert len([each for each in verdict.evidence if each.role == "counted"]) == 24


@pytest.mark.parametrize(("unit", "count"), [("individuals", 8), ("entities", 16), ("individuals_and_entities", 24)])
def test_a_unit_counts_its_own_kind(belarus_action: Builder, judged: Judge, unit: str, count: int) -> None:
    verdict = judged(belarus_action, ARTICLE, count=count, unit=unit, target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"


def test_another_count_is_contradicted_where_the_record_is_held(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == "contradicted"
    assert verdict.reasons[0] == "another_count"
    assert (verdict.found, verdict.residual) == (24, 18)


def test_nothing_is_contradicted_before_the_record_begins(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, count=42, unit="parties", target_country="BY", event_on=date(2021, 8, 9))
    assert verdict.verdict == "unverifiable"
    assert verdict.reasons == ("record_not_held",)
    assert verdict.found is None


def test_an_authority_without_a_list_is_unverifiable(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, authority="CN", count=14, unit="parties", event_on=DAY)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("authority_not_covered",))


def test_named_targets_are_linked_and_dated(belarus_action: Builder, judged: Judge) -> None:
    names = ("Viktor Gennadievich Khrenin", "Volfovich")
    verdict = judged(belarus_action, ARTICLE, named_targets=names, target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert [target.links[0].designation.native_id for target in verdict.targets] == ["khrenin", "volfovich"]
    assert "OFAC listed KHRENIN, Viktor Gennadievich on 24 February 2022" in verdict.explanation


def test_a_target_that_is_not_listed_is_contradicted_only_where_the_list_is_held(
    belarus_action: Builder, judged: Judge
) -> None:
    said = {"named_targets": ("Roman Abramovich",), "target_country": "RU"}
    assert judged(belarus_action, ARTICLE, event_on=DAY, **said).verdict == "contradicted"
    assert judged(belarus_action, ARTICLE, event_on=date(2021, 1, 1), **said).verdict == "unverifiable"


def test_one_name_that_holds_and_one_that_does_not_is_partly_confirmed(belarus_action: Builder, judged: Judge) -> None:
    names = ("Viktor Khrenin", "Roman Abramovich")
    assert judged(belarus_action, ARTICLE, named_targets=names, event_on=DAY).verdict == "partly_confirmed"


def test_a_plan_is_pending_and_shows_what_carried_it_out(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, date(2022, 2, 24), status="planned", target_country="BY")
    assert verdict.verdict == "pending"
    assert verdict.fulfilled_on == DAY
    assert {each.role for each in verdict.evidence} == {"fulfilment"}


def test_a_plan_of_an_authority_that_is_not_held_stays_pending(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, authority="JP", status="planned", target_country="BY")
    assert (verdict.verdict, verdict.fulfilled_on) == ("pending", None)


def test_a_measure_on_no_list_is_out_of_scope(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, measure="travel_ban", count=46, unit="individuals")
    assert (verdict.verdict, verdict.found) == ("out_of_scope", None)


def test_nobody_is_contradicted_by_an_authority_of_other_words(belarus_action: Builder, judged: Judge) -> None:
    said = {"named_targets": ("Ivan Nobody-Known",), "event_on": date(2022, 2, 24)}
    assert judged(belarus_action, date(2022, 2, 26), **said).verdict == "contradicted"
    borrowed = judged(belarus_action, date(2022, 2, 26), rules=("list:names", "agent:teller"), **said)
    assert (borrowed.verdict, borrowed.reasons[0]) == ("unverifiable", "authority_of_other_words")


@pytest.mark.parametrize("rule", ["second-look:only_authority", "second-look:counted_targets"])
def test_a_second_look_contradicts_nobody(belarus_action: Builder, judged: Judge, rule: str) -> None:
    unknown = {"named_targets": ("Ivan Nobody-Known",), "event_on": date(2022, 2, 24), "rules": (rule,)}
    assert judged(belarus_action, date(2022, 2, 26), **unknown).verdict == "unverifiable"
    known = {"named_targets": ("Viktor Khrenin",), "event_on": DAY, "rules": (rule,)}
    assert judged(belarus_action, ARTICLE, **known).verdict == "confirmed"


def test_an_assumed_authority_is_not_confirmed_by_a_number(belarus_action: Builder, judged: Judge) -> None:
    assumed = ("noun:object", "agent:none", "second-look:only_authority")
    verdict = judged(belarus_action, ARTICLE, target_country="BY", count=24, event_on=DAY, rules=assumed)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("authority_not_stated",))


def test_a_party_on_another_list_than_that_of_the_assumed_authority_is_confirmed_as_if_none_were_named(
    belarus_action: Builder, judged: Judge
) -> None:
    for day in (date(2022, 2, 20), date(2022, 3, 1)):
        belarus_action.snapshot("uk_sanctions", day)
    belarus_action.party("uk_sanctions", "9", "Invented Oligarch", seen=date(2022, 2, 20), official=date(2022, 2, 1))
    said = {"named_targets": ("Invented Oligarch",), "authority": "US", "strength": "background"}
    assumed = judged(belarus_action, ARTICLE, rules=("agent:none", "second-look:only_authority"), **said)
    assert (assumed.verdict, [row.designation.list_id for row in assumed.evidence]) == ("confirmed", ["uk_sanctions"])
    assert judged(belarus_action, ARTICLE, rules=("agent:subject",), **said).verdict != "confirmed"
