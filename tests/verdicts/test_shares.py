"""One department's share of a day on which several acted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import asserted
from tests.verdicts.conftest import judge_with

if TYPE_CHECKING:
    from pipelines.verdicts.record import OfficialRecord
    from tests.verdicts.conftest import Builder

DAY, ARTICLE = date(2022, 9, 15), date(2022, 9, 16)
TREASURY, STATE = "Department of the Treasury", "Department of State"
CLAIM = {"unit": "individuals", "target_country": "RU", "event_on": DAY, "quote": "it had blacklisted individuals",
         "attributed_to": "The U.S. Treasury"}  # fmt: skip


@pytest.fixture
def forty_one(builder: Builder) -> OfficialRecord:
    """A day on which a list gained 41 individuals, as on 15 September 2022."""
    for day in (date(2022, 9, 14), DAY, date(2022, 9, 16)):
        builder.snapshot("ofac_sdn", day)
    builder.parties("ofac_sdn", 41, "p", seen=DAY, after=date(2022, 9, 14), ties=[("programme", "RU")])
    return builder.record()


def divided(record: OfficialRecord, treasury: int, state: int) -> OfficialRecord:
    """The record with notices that say who announced the first parties of the day."""
    keys = sorted(record.designations)
    issuers = dict.fromkeys(keys[:treasury], TREASURY) | dict.fromkeys(keys[treasury : treasury + state], STATE)
    return replace(record, issuers=issuers)


def test_without_notices_a_share_is_left_open_with_its_bounds(forty_one: OfficialRecord) -> None:
    verdict = judge_with(forty_one, ARTICLE, count=22, **CLAIM)
    assert (verdict.verdict, verdict.reasons) == ("unverifiable", ("share_of_one_department",))
    assert "at least 0 were of the Department of the Treasury, at most 41" in verdict.explanation
    assert verdict.derivation.would_decide == ("the official notices of 15 September 2022, which name the department",)


def test_notices_confirm_and_refute_a_share(forty_one: OfficialRecord) -> None:
    record = divided(forty_one, 22, 19)
    confirmed = judge_with(record, ARTICLE, count=22, **CLAIM)
    assert (confirmed.verdict, confirmed.found) == ("confirmed", 22)
    assert judge_with(record, ARTICLE, count=23, **CLAIM).verdict == "contradicted"
    of_state = {**CLAIM, "attributed_to": "the State Department"}
    assert judge_with(record, ARTICLE, count=19, **of_state).verdict == "confirmed"
    assert judge_with(record, ARTICLE, count=22, **of_state).verdict == "contradicted"


def test_notices_of_some_bound_the_share(forty_one: OfficialRecord) -> None:
    record = divided(forty_one, 10, 19)
    assert judge_with(record, ARTICLE, count=22, **CLAIM).verdict == "unverifiable"
    assert judge_with(record, ARTICLE, count=30, **CLAIM).verdict == "contradicted"
    assert judge_with(record, ARTICLE, count=9, **CLAIM).verdict == "contradicted"


def test_departments_together_and_more_than_all_are_no_shares(forty_one: OfficialRecord) -> None:
    together = {**CLAIM, "quote": "the Treasury and the State Department blacklisted individuals"}
    assert judge_with(forty_one, ARTICLE, count=41, **together).verdict == "confirmed"
    assert judge_with(forty_one, ARTICLE, count=22, **together).verdict == "contradicted"
    assert judge_with(forty_one, ARTICLE, count=50, **CLAIM).verdict == "contradicted"
    assert judge_with(forty_one, ARTICLE, count=41, **CLAIM).verdict == "confirmed"


def test_fewer_than_all_may_be_one_release_of_a_day_of_several_programmes(builder: Builder) -> None:
    for day in (date(2022, 9, 14), DAY, date(2022, 9, 16)):
        builder.snapshot("ofac_sdn", day)
    for number, programme in ((22, "RUSSIA-EO14024"), (19, "GLOMAG")):
        new = {"seen": DAY, "after": date(2022, 9, 14), "ties": [("nationality", "RU")], "programmes": [programme]}
        builder.parties("ofac_sdn", number, programme, **new)
    said = {"unit": "individuals", "target_country": "RU", "event_on": DAY, "quote": "it had blacklisted individuals"}
    fewer = judge_with(builder.record(), ARTICLE, count=20, **said)
    assert (fewer.verdict, fewer.reasons) == ("unverifiable", ("one_release_of_several",))
    assert judge_with(builder.record(), ARTICLE, count=50, **said).verdict == "contradicted"


def test_a_release_of_several_kinds_of_party_is_looked_at_whole(builder: Builder) -> None:
    for day in (date(2022, 9, 14), DAY, date(2022, 9, 16)):
        builder.snapshot("ofac_sdn", day)
    new = {"seen": DAY, "after": date(2022, 9, 14), "ties": [("nationality", "RU")]}
    builder.parties("ofac_sdn", 41, "people", programmes=["GLOMAG"], **new)
    builder.parties("ofac_sdn", 32, "firms", kind="entity", programmes=["RUSSIA-EO14024"], **new)
    said = {"unit": "entities", "target_country": "RU", "event_on": DAY, "quote": "and two entities"}
    fewer = judge_with(builder.record(), ARTICLE, count=2, **said)
    assert (fewer.verdict, fewer.reasons) == ("unverifiable", ("one_release_of_several",))


def test_the_department_is_that_of_the_claims_of_the_same_verb() -> None:
    fields: dict[str, Any] = {"authority": "US", "status": "imposed", "event_on": DAY}
    people = Claim(quote="the Treasury Department sanctioned 22 individuals", start=0, end=49, count=22, **fields)
    firms = Claim(quote="two entities", start=54, end=66, count=2, **fields)
    assert asserted(firms, ARTICLE, (people, firms)).announcer == TREASURY
    assert asserted(firms, ARTICLE, (firms,)).announcer is None
    later = Claim(quote="two entities", start=90, end=102, count=2, **fields)
    assert asserted(later, ARTICLE, (people, later)).announcer is None
