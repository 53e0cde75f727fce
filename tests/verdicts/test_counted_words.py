"""What a figure counts: all parties of a kind, or some that the claim describes and most lists do not tell apart."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from pipelines.claims.claim import Claim
from pipelines.verdicts.counted_words import counts_whole_kind, described_kind

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)


def said(quote: str, count: int | None, **fields: Any) -> Claim:
    return Claim(quote=quote, start=0, end=len(quote), authority="US", status="imposed", count=count, **fields)


@pytest.mark.parametrize(
    ("quote", "count", "noun"),
    [
        ("sanctioned four Russian executives on Tuesday", 4, "executives"),
        ("imposed sanctions on five executives of Iranian companies", 5, "executives"),
        ("sanctioned 22 Russian chess players", 22, "players"),
        ("put three executives accused of fraud on its list", 3, "executives"),
        ("listed four dozen Russian defence firms a day earlier", 48, "defence firms"),
        ("sanctioned twenty-two senior officials of the defence ministry", 22, "officials"),
        ("sanctioned one Russian banker", 1, "banker"),
        ("blacklisted 24 Belarusians, among them a state-run bank", 24, None),
        ("sanctioned 17 more Russians on Tuesday", 17, None),
        ("sanctioned eight individuals linked to banks", 8, None),
        ("sanctioned 12 of the Russian generals", 12, "generals"),
        ("sanctioned three Iranian men", 3, None),
        ("put 12 companies on its list", 12, None),
        ("sanctioned a handful", 5, None),
    ],
)
def test_the_noun_after_the_figure_describes(quote: str, count: int, noun: str | None) -> None:
    claim = said(quote, count, unit="parties")
    assert described_kind(claim) == noun
    assert counts_whole_kind(claim) is (noun is None)


def test_a_number_in_vague_words_counts_what_follows() -> None:
    claim = said("sanctioned dozens of Russian actors and singers", None, count_text="dozens", unit="individuals")
    assert described_kind(claim) == "actors"


def test_executives_are_delisted_by_no_list(belarus_action: Builder, judged: Judge) -> None:
    for day in (date(2022, 3, 1), date(2022, 3, 4)):
        belarus_action.snapshot("ofac_sdn", day)
    gone = (date(2022, 3, 1), date(2022, 3, 4))
    belarus_action.parties("ofac_sdn", 2, "g", seen=date(2022, 2, 22), ties=[("programme", "RU")], gone=gone)
    fields = {"count": 2, "unit": "individuals", "target_country": "RU", "status": "lifted", "action": "lift"}
    days = {"event_from": date(2022, 3, 2), "event_to": date(2022, 3, 4)}
    plain = judged(belarus_action, gone[1], quote="lifted sanctions on 2 Russian individuals", **fields, **days)
    assert plain.verdict == "confirmed"
    described = judged(belarus_action, gone[1], quote="lifted sanctions on 2 Russian executives", **fields, **days)
    assert (described.verdict, described.reasons) == ("unverifiable", ("kind_on_no_list",))


def test_sanctions_before_a_figure_are_not_what_it_counts(belarus_action: Builder, judged: Judge) -> None:
    fields = {"count": 3, "unit": "individuals", "target_country": "BY", "event_on": DAY}
    some = judged(belarus_action, DAY, quote="imposed sanctions on three Belarusian executives", **fields)
    assert some.verdict == "unverifiable"


@pytest.mark.parametrize(("noun", "word"), [("individuals", "confirmed"), ("executives", "unverifiable")])
def test_any_eight_are_no_eight_executives(belarus_action: Builder, judged: Judge, noun: str, word: str) -> None:
    quote = f"sanctioned 8 Belarusian {noun}"
    fields = {"count": 8, "unit": "individuals", "target_country": "BY", "event_on": DAY}
    verdict = judged(belarus_action, DAY, quote=quote, **fields)
    assert verdict.verdict == word
    if word == "unverifiable":
        assert (verdict.reasons, verdict.found) == (("kind_on_no_list",), None)
        assert all(row.role == "context" for row in verdict.evidence)


@pytest.mark.parametrize(("noun", "word"), [("officials", "confirmed"), ("journalists", "unverifiable")])
def test_a_loose_noun_is_not_missed_of_many(builder: Builder, judged: Judge, noun: str, word: str) -> None:
    for day in (DAY - timedelta(days=1), DAY):
        builder.snapshot("ofac_sdn", day)
    builder.parties("ofac_sdn", 22, "p", seen=DAY, after=DAY - timedelta(days=1), ties=[("nationality", "BY")])
    fields = {"count": 22, "unit": "individuals", "target_country": "BY", "event_on": DAY}
    assert judged(builder, DAY, quote=f"sanctioned 22 Belarusian {noun}", **fields).verdict == word


def test_who_was_only_born_in_a_country_may_be_counted_elsewhere(builder: Builder, judged: Judge) -> None:
    for day in (DAY - timedelta(days=1), DAY):
        builder.snapshot("ofac_sdn", day)
    ties = [("birth", "KZ"), ("nationality", "RU")]
    builder.parties("ofac_sdn", 4, "p", seen=DAY, after=DAY - timedelta(days=1), ties=ties)
    fields = {"count": 4, "unit": "individuals", "event_on": DAY, "quote": "sanctioned 4 individuals"}
    assert judged(builder, DAY, target_country="RU", **fields).verdict == "confirmed"
    born_there = judged(builder, DAY, target_country="KZ", **fields)
    assert born_there.verdict != "confirmed"
    assert born_there.derivation.readings[0].fit != "fits"


def test_what_lies_between_two_snapshots_says_what_would_decide_it(builder: Builder, judged: Judge) -> None:
    before = DAY - timedelta(days=6)
    for day in (before, DAY):
        builder.snapshot("ofac_sdn", day)
    builder.parties("ofac_sdn", 24, "p", seen=DAY, after=before, ties=[("programme", "BY")])
    fields = {"count": 24, "unit": "parties", "target_country": "BY", "quote": "put 24 Belarusians on its list"}
    within = judged(builder, DAY, event_on=DAY - timedelta(days=2), **fields)
    assert (within.verdict, within.reasons[0]) == ("unverifiable", "day_not_pinned")
    assert "a list of" in within.derivation.would_decide[0]
    assert "or its notices" in within.derivation.would_decide[0]
