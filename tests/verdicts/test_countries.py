"""Claims that name only a country: what a list is evidence of, and of which days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
RUSSIA = [("programme", "RU")]


def later_list(builder: Builder) -> Builder:
    """One British list of 2025, which states the days on which its parties were listed."""
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    builder.parties("uk_sanctions", 12, "p", seen=date(2025, 8, 11), official=date(2014, 7, 1), ties=RUSSIA)
    builder.parties("uk_sanctions", 3, "q", seen=date(2025, 8, 11), official=DAY, kind="entity", ties=RUSSIA)
    return builder


def test_a_list_is_no_evidence_of_days_after_it(belarus_action: Builder, judged: Judge) -> None:
    verdict = judged(belarus_action, date(2025, 11, 8), target_country="RU", strength="background")
    assert (verdict.verdict, verdict.reasons, verdict.found) == ("unverifiable", ("record_not_held",), None)
    assert verdict.explanation == (
        "Unverifiable: no list of OFAC that covers 8 November 2025 is held; the nearest is of 28 February 2022, "
        "with 5 entities under programmes aimed at Russia on it."
    )


def test_a_list_that_states_no_days_is_no_evidence_of_days_before_it(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party("ofac_sdn", "ru", "OLD BANK", kind="entity", seen=date(2022, 2, 22), ties=RUSSIA)
    verdict = judged(belarus_action, date(2014, 3, 18), target_country="RU", strength="background")
    assert (verdict.verdict, verdict.found) == ("unverifiable", None)


def test_a_later_list_that_states_days_is_evidence_and_says_so(builder: Builder, judged: Judge) -> None:
    said = {"authority": "UK", "target_country": "RU", "strength": "background"}
    verdict = judged(later_list(builder), date(2014, 8, 6), **said)
    assert (verdict.verdict, verdict.found) == ("confirmed", 12)
    assert verdict.explanation == (
        "Confirmed: the list of FCDO of 11 August 2025 shows 12 individuals under programmes aimed at Russia that had "
        "been listed by 6 August 2014."
    )
    assert judged(builder, date(2014, 6, 30), **said).verdict == "unverifiable"


def test_sanctions_on_a_country_are_those_of_programmes_aimed_at_it(belarus_action: Builder, judged: Judge) -> None:
    """A Russian on a list of terrorists is no sanction on Russia, where the list has programmes that are."""
    belarus_action.party(
        "ofac_sdn", "isil", "VAKHITOV", seen=DAY, after=date(2022, 2, 23), ties=[("nationality", "RU")]
    )
    said = {"target_country": "RU", "event_on": DAY}
    assert judged(belarus_action, DAY, **said).found == 5
    assert judged(belarus_action, DAY, unit="individuals", **said).found == 1


def test_any_of_many_bears_a_claim_out_so_few_are_cited(builder: Builder, judged: Judge) -> None:
    said = {"authority": "UK", "target_country": "RU", "strength": "background"}
    verdict = judged(later_list(builder), date(2022, 3, 1), **said)
    assert verdict.found == 15
    assert dict(verdict.split)["entity"] == 3
    assert len(verdict.evidence) == 10


def test_several_authorities_are_one_sentence(belarus_action: Builder, judged: Judge) -> None:
    later_list(belarus_action)
    said = {"authority": "WEST", "target_country": "RU", "strength": "background"}
    verdict = judged(belarus_action, date(2022, 2, 26), **said)
    assert verdict.verdict == "confirmed"
    assert verdict.explanation == (
        "Confirmed: both authorities whose lists are held had parties tied to Russia on their lists by "
        "26 February 2022: OFAC (5), FCDO (15)."
    )
    assert len(verdict.alternatives) == 2


def test_several_gaps_are_one_sentence_and_the_rest_is_told_beside_it(belarus_action: Builder, judged: Judge) -> None:
    later_list(belarus_action)
    quote = "international sanctions on North Korea"
    said = {"authority": "INTL", "target_country": "KP", "strength": "background", "quote": quote}
    verdict = judged(belarus_action, date(2012, 1, 1), **said)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("record_not_held",))
    assert verdict.explanation == (
        "Unverifiable: no list that covers 1 January 2012 is held of 2 authorities asked; "
        "the nearest is that of OFAC of 22 February 2022."
    )
    assert len(verdict.alternatives) == 2


def test_new_sanctions_are_looked_for_among_new_listings(builder: Builder, judged: Judge) -> None:
    later_list(builder)
    said = {"authority": "UK", "target_country": "RU", "quote": "Britain announced new sanctions on Russia"}
    lately = judged(builder, date(2022, 2, 25), **said)
    assert (lately.verdict, lately.found, lately.acted_on) == ("confirmed", 3, DAY)
    assert judged(builder, date(2022, 2, 20), **said).verdict == "unverifiable"


def test_a_denial_about_someone_unnamed_is_not_contradicted_by_others(belarus_action: Builder, judged: Judge) -> None:
    said = {"status": "denied", "target_country": "BY", "unit": "entities"}
    spared = judged(belarus_action, DAY, quote="from blacklisting the group", **said)
    assert (spared.verdict, spared.reasons) == ("unverifiable", ("target_described",))
    assert judged(belarus_action, DAY, quote="has not sanctioned any firms", **said).verdict == "contradicted"


def test_easing_that_no_list_shows_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    said = {"status": "lifted", "action": "lift", "target_country": "BY", "event_on": DAY}
    verdict = judged(belarus_action, date(2022, 2, 26), quote="lifted sanctions on Belarus", **said)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("nothing_delisted_then",))
    assert "easing other than by delisting is on no list" in verdict.explanation


def test_one_who_left_a_list_does_not_bear_out_lifting(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party(
        "ofac_sdn", "gone", "GONE", seen=date(2022, 2, 22), gone=(date(2022, 2, 23), DAY), ties=[("programme", "VE")]
    )
    said = {"status": "lifted", "action": "lift", "target_country": "VE", "event_on": DAY}
    whole = judged(belarus_action, date(2022, 2, 26), quote="lifted sanctions on Venezuela", **said)
    some = judged(belarus_action, date(2022, 2, 26), quote="lifted some sanctions on Venezuela", **said)
    assert (whole.verdict, some.verdict) == ("unverifiable", "unverifiable")
    assert "1 individual tied to Venezuela left the list of OFAC on 24 February 2022" in some.explanation


def test_a_plan_to_lift_from_a_country_is_not_carried_out_by_one_delisting(
    belarus_action: Builder, judged: Judge
) -> None:
    belarus_action.party(
        "ofac_sdn", "gone", "GONE", seen=date(2022, 2, 22), gone=(DAY, date(2022, 2, 28)), ties=[("programme", "VE")]
    )
    verdict = judged(belarus_action, DAY, status="planned", action="lift", target_country="VE")
    assert (verdict.verdict, verdict.fulfilled_on, verdict.evidence) == ("pending", None, ())
