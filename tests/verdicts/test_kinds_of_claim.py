"""Lifted, denied, joint, country-only and unattributed claims; names that are short or alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.claims.claim import Claim
from pipelines.verdicts.judging import judge
from pipelines.verdicts.targets import TargetLinker
from tests.verdicts.conftest import SimilarName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


@dataclass(frozen=True)
class AlwaysThese:
    """A linker for tests: every name may mean the same designations."""

    found: Sequence[SimilarName]

    def matches(self, name: str, limit: int | None = None) -> Sequence[SimilarName]:
        return self.found[:limit] if name else []


@pytest.fixture
def rusal(belarus_action: Builder) -> Builder:
    """Two firms leave the list between two snapshots, their owner stays."""
    first = date(2022, 2, 22)
    for native_id, name in (("rusal", "UNITED COMPANY RUSAL"), ("en", "EN+ GROUP")):
        belarus_action.party(
            "ofac_sdn", native_id, name, kind="entity", seen=first, gone=(DAY, date(2022, 2, 28)),
            ties=[("programme", "RU")],
        )  # fmt: skip
    belarus_action.party("ofac_sdn", "owner", "DERIPASKA, Oleg", seen=first, ties=[("programme", "RU")])
    belarus_action.snapshot("ofac_sdn", date(2022, 3, 4))
    return belarus_action


def lifted(judged: Judge, builder: Builder, **said: object) -> str:
    window = {"event_from": date(2022, 2, 25), "event_to": date(2022, 2, 28)}
    return judged(builder, date(2022, 3, 1), status="lifted", action="lift", **{**window, **said}).verdict


def test_lifting_is_confirmed_by_who_left_the_list(rusal: Builder, judged: Judge) -> None:
    assert lifted(judged, rusal, named_targets=("United Company Rusal",)) == "confirmed"
    assert lifted(judged, rusal, count=2, unit="entities", target_country="RU") == "confirmed"
    assert lifted(judged, rusal, count=5, unit="entities", target_country="RU") == "contradicted"
    assert lifted(judged, rusal, named_targets=("Oleg Deripaska",)) == "contradicted"


def test_lifting_is_not_contradicted_where_the_list_is_not_held(rusal: Builder, judged: Judge) -> None:
    window = {"event_from": date(2019, 1, 27), "event_to": date(2019, 1, 27)}
    assert lifted(judged, rusal, named_targets=("Oleg Deripaska",), **window) == "unverifiable"


def test_a_denial_is_confirmed_by_silence_of_a_list_that_is_held(belarus_action: Builder, judged: Judge) -> None:
    said = {"status": "denied", "named_targets": ("Patriarch Kirill",)}
    assert judged(belarus_action, DAY, event_on=DAY, **said).verdict == "confirmed"
    assert judged(belarus_action, DAY, event_on=date(2020, 1, 1), **said).verdict == "unverifiable"


def test_a_denial_is_contradicted_by_a_listing(belarus_action: Builder, judged: Judge) -> None:
    assert judged(belarus_action, DAY, status="denied", named_targets=("Viktor Khrenin",), event_on=DAY).verdict == (
        "contradicted"
    )
    assert judged(belarus_action, DAY, status="denied", target_country="BY", event_on=DAY).verdict == "contradicted"
    assert judged(belarus_action, DAY, status="denied", target_country="VE", event_on=DAY).verdict == "confirmed"


def test_who_was_kept_on_the_list(rusal: Builder, judged: Judge) -> None:
    said = {"status": "denied", "action": "lift", "event_on": date(2022, 2, 28)}
    assert judged(rusal, date(2022, 3, 1), named_targets=("Oleg Deripaska",), **said).verdict == "confirmed"
    assert judged(rusal, date(2022, 3, 1), named_targets=("United Company Rusal",), **said).verdict == "contradicted"
    later = {**said, "event_on": date(2024, 3, 1)}
    assert judged(rusal, date(2024, 3, 1), named_targets=("Oleg Deripaska",), **later).verdict == "unverifiable"


def test_a_country_alone(belarus_action: Builder, judged: Judge) -> None:
    assert judged(belarus_action, ARTICLE, target_country="BY", event_on=DAY).verdict == "confirmed"
    assert judged(belarus_action, ARTICLE, target_country="VE", event_on=DAY).verdict == "contradicted"
    assert judged(belarus_action, ARTICLE, target_country="BY").verdict == "confirmed"


def test_the_west_is_whoever_of_it_is_held(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.snapshot("uk_sanctions", date(2022, 2, 20))
    belarus_action.snapshot("uk_sanctions", date(2022, 3, 1))
    belarus_action.party("uk_sanctions", "1", "A", seen=date(2022, 2, 20), official=date(2021, 1, 1))
    assert judged(belarus_action, ARTICLE, authority="WEST", target_country="BY", event_on=DAY).verdict == "confirmed"
    counted = judged(belarus_action, ARTICLE, authority="WEST", target_country="BY", count=24, event_on=DAY)
    assert (counted.verdict, counted.reasons) == ("unverifiable", ("several_authorities",))


def test_without_an_authority_a_name_is_looked_for_everywhere(belarus_action: Builder, judged: Judge) -> None:
    named = judged(belarus_action, ARTICLE, authority=None, named_targets=("Viktor Khrenin",))
    assert named.verdict == "confirmed"
    counted = judged(belarus_action, ARTICLE, authority=None, count=24, unit="parties")
    assert (counted.verdict, counted.reasons) == ("unverifiable", ("authority_not_stated",))


def test_another_authority_is_named_where_it_listed_the_target(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.snapshot("uk_sanctions", date(2022, 3, 15))
    belarus_action.party(
        "uk_sanctions", "rus0", "ABRAMOVICH Roman Arkadyevich", seen=date(2022, 3, 15), official=date(2022, 2, 21)
    )
    verdict = judged(belarus_action, ARTICLE, named_targets=("Roman Abramovich",), event_on=DAY)
    assert verdict.verdict == "contradicted"
    assert "another_authority" in verdict.reasons
    assert (
        "FCDO (the United Kingdom) had listed ABRAMOVICH Roman Arkadyevich on 21 February 2022" in verdict.explanation
    )


def test_a_surname_links_where_one_party_is_consistent(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, named_targets=("Khrenin",), target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert verdict.targets[0].links[0].score < 0.8


def test_a_surname_of_several_links_to_none(belarus_action: Builder, judged: Judge) -> None:
    for native_id in ("a", "b"):
        belarus_action.party("ofac_sdn", native_id, f"LUKASHENKA, {native_id}", seen=date(2022, 2, 22))
    verdict = judged(belarus_action, ARTICLE, named_targets=("Lukashenka",))
    assert verdict.verdict == "unverifiable"
    assert not any(link.is_sure for link in verdict.targets[0].links)


def test_one_word_that_is_not_found_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    assert judged(belarus_action, ARTICLE, named_targets=("Sogaz",), event_on=DAY).verdict == "unverifiable"


def test_one_word_is_no_one_s_whole_name(belarus_action: Builder) -> None:
    """A person whom a list also calls Nicolas is not whoever is called Nicolas, where several are."""
    for native_id, name in (("a", "MORENO, Carlos"), ("b", "PETRO, Gustavo")):
        belarus_action.party(
            "ofac_sdn", native_id, name, seen=date(2022, 2, 22), aliases=["Nicolas"], ties=[("nationality", "CO")]
        )
    record = belarus_action.record()
    linker = TargetLinker(record, AlwaysThese([SimilarName("ofac_sdn:a", "Nicolas", 1.0)]))
    verdict = judge(
        Claim("q", 0, 1, "US", "imposed", named_targets=("Nicolas",), target_country="CO"), ARTICLE, record, linker
    )
    assert (verdict.verdict, {evidence.role for evidence in verdict.evidence}) == ("unverifiable", {"context"})


def test_a_list_beside_the_main_one_is_named_and_bears_out_a_part(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.snapshot("ofac_consolidated", DAY)
    belarus_action.party(
        "ofac_consolidated", "g", "GAZPROMBANK JSC", kind="entity", seen=DAY, official=date(2014, 7, 16)
    )
    verdict = judged(belarus_action, ARTICLE, named_targets=("Gazprombank JSC",))
    assert (verdict.verdict, verdict.reasons) == ("partly_confirmed", ("only_on_a_supplementary_list",))
    assert "GAZPROMBANK JSC is on the Consolidated Sanctions List (non-SDN), listed on 16 July 2014" in (
        verdict.explanation
    )
    later = judged(belarus_action, date(2024, 11, 21), named_targets=("Gazprombank JSC",))
    assert "no list of OFAC that covers 21 November 2024 is held" in later.explanation


def test_a_namesake_of_another_country_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party(
        "ofac_sdn", "bank", "AGRICULTURAL DEVELOPMENT BANK", kind="entity", seen=date(2022, 2, 23),
        after=date(2022, 2, 22), ties=[("programme", "KP")],
    )  # fmt: skip
    verdict = judged(belarus_action, ARTICLE, named_targets=("Development Bank",), target_country="BY", event_on=DAY)
    assert verdict.verdict == "unverifiable"


def test_a_count_of_the_names_is_checked_by_the_names(belarus_action: Builder, judged: Judge) -> None:
    names = ("Viktor Khrenin", "Aleksandr Volfovich")
    verdict = judged(belarus_action, ARTICLE, count=2, unit="individuals", named_targets=names, event_on=DAY)
    assert (verdict.verdict, verdict.found) == ("confirmed", 2)


def test_a_plan_to_lift_is_carried_out_by_a_delisting(rusal: Builder, judged: Judge) -> None:
    verdict = judged(rusal, ARTICLE, status="planned", action="lift", named_targets=("United Company Rusal",))
    assert (verdict.verdict, verdict.fulfilled_on) == ("pending", date(2022, 2, 28))


def test_who_was_listed_before_carries_out_no_plan(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, ARTICLE, status="considered", named_targets=("Viktor Khrenin",))
    assert (verdict.verdict, verdict.fulfilled_on) == ("pending", None)


@pytest.fixture
def listed_twice(builder: Builder) -> Builder:
    """A firm that the UK lists on 28 February and OFAC on 3 March 2022; on 4 March OFAC lists its bank too."""
    uk, us, last = date(2022, 2, 28), date(2022, 3, 3), date(2022, 3, 4)
    for list_id in ("ofac_sdn", "uk_sanctions"):
        for day in (DAY, uk, us, last):
            builder.snapshot(list_id, day)
    builder.party("ofac_sdn", "a1", "EXEMPLOV SHIPPING", kind="entity", seen=us, after=uk, official=us)
    builder.party("uk_sanctions", "b1", "EXEMPLOV SHIPPING", kind="entity", seen=uk, after=DAY, official=uk)
    builder.party("ofac_sdn", "a2", "EXEMPLOV BANK", kind="entity", seen=last, after=us, official=last)
    return builder


@pytest.mark.parametrize("authority", [None, "WEST", "INTL"])
def test_a_plan_carried_out_by_several_names_the_body_that_acted_first(
    listed_twice: Builder, judged: Judge, authority: str | None
) -> None:
    verdict = judged(listed_twice, ARTICLE, authority=authority, status="planned", named_targets=("Exemplov Shipping",))
    assert verdict.fulfilled_on == date(2022, 2, 28)
    assert [one.designation.designation_id for one in verdict.evidence] == ["uk_sanctions:b1"]
    assert "FCDO listed EXEMPLOV SHIPPING on 28 February 2022" in verdict.explanation


def test_a_plan_carried_out_by_two_on_one_day_names_both_bodies(listed_twice: Builder, judged: Judge) -> None:
    day = date(2022, 3, 4)
    listed_twice.party("uk_sanctions", "b2", "EXEMPLOV BANK", kind="entity", seen=day, after=DAY, official=day)
    verdict = judged(listed_twice, ARTICLE, authority="WEST", status="planned", named_targets=("Exemplov Bank",))
    assert (verdict.fulfilled_on, len(verdict.evidence)) == (day, 2)
    assert "FCDO listed EXEMPLOV BANK on 4 March 2022" in verdict.explanation
    assert "OFAC listed EXEMPLOV BANK on 4 March 2022" in verdict.explanation


def test_without_any_date_nothing_is_judged(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, None, count=24, unit="parties", target_country="BY")
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("no_date",))
