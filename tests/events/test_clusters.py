"""Which claims tell of one act."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipelines.events.clusters import cluster, merged_ids
from pipelines.events.likeness import ReportedAct

THURSDAY = date(2022, 2, 24)
LISTED = frozenset({("ofac_sdn", THURSDAY)})
NOTHING: frozenset[str] = frozenset()


def act(claim_id: str, **changes: object) -> ReportedAct:
    """A claim of its own article that the US sanctioned someone of Belarus on a Thursday."""
    told = ReportedAct(
        claim_id=claim_id, article_id=f"article of {claim_id}", authority="US", action="impose", measure="listing",
        status="imposed", is_asserted=True, country="BY", names=NOTHING, figure=None, first=THURSDAY, last=THURSDAY,
        is_dated=True, actions=frozenset(),
    )  # fmt: skip
    return replace(told, **changes)  # type: ignore[arg-type]


def groups(*acts: ReportedAct) -> set[frozenset[str]]:
    """The claims of each event."""
    found: dict[str, set[str]] = {}
    for membership in cluster(acts):
        found.setdefault(membership.event_id, set()).add(membership.claim_id)
    return {frozenset(claims) for claims in found.values()}


def test_reports_of_one_act_are_one_event() -> None:
    first = act("a", figure=(24, "parties"))
    second = act("b", first=THURSDAY + timedelta(days=1), last=THURSDAY + timedelta(days=1), is_dated=False)
    assert groups(first, second) == {frozenset({"a", "b"})}


@pytest.mark.parametrize(
    "other",
    [
        act("b", authority="EU"),
        act("b", action="lift", status="lifted"),
        act("b", country="IR"),
        act("b", first=date(2022, 4, 7), last=date(2022, 4, 7)),
        act("b", figure=(400, "parties")),
    ],
    ids=["another authority", "another action", "another country", "six weeks later", "another figure"],
)
def test_another_act_is_another_event(other: ReportedAct) -> None:
    assert groups(act("a", figure=(24, "parties")), other) == {frozenset({"a"}), frozenset({"b"})}


def test_a_plan_and_what_carried_it_out_are_one_event() -> None:
    plan = act("a", authority="JP", status="planned", is_dated=False)
    done = act("b", authority="JP", first=date(2022, 3, 3), last=date(2022, 3, 3))
    assert groups(plan, done) == {frozenset({"a", "b"})}


def test_further_sanctions_considered_on_the_day_of_an_act_are_another_event() -> None:
    done, further = act("a"), act("b", status="considered", is_dated=False)
    assert groups(done, further) == {frozenset({"a"}), frozenset({"b"})}


def test_claims_whose_verdicts_cite_one_action_belong_together_whatever_their_days() -> None:
    later = act("b", first=date(2022, 5, 2), last=date(2022, 5, 2), names=frozenset({"khrenin viktor"}), actions=LISTED)
    assert groups(act("a", names=frozenset({"khrenin viktor"}), actions=LISTED), later) == {frozenset({"a", "b"})}


def test_a_claim_that_fits_two_events_does_not_join_them() -> None:
    first = act("a", names=frozenset({"alpha"}), country=None)
    second = act("b", names=frozenset({"beta"}), country=None, first=date(2022, 5, 2), last=date(2022, 5, 2))
    between = act("c", names=frozenset({"alpha", "beta"}), country=None)
    assert groups(first, second, between) == {frozenset({"a", "c"}), frozenset({"b"})}


def test_the_order_of_claims_does_not_matter() -> None:
    dice = random.Random(4)
    days = [THURSDAY + timedelta(days=dice.randrange(40)) for _ in range(60)]
    acts = [
        act(f"c{number:02}", first=day, last=day, country=dice.choice(["BY", "RU"]), figure=None)
        for number, day in enumerate(days)
    ]
    shuffled = dice.sample(acts, len(acts))
    assert groups(*acts) == groups(*shuffled)


def test_an_event_keeps_its_id_when_an_earlier_report_arrives() -> None:
    known = {"b": "b"}
    memberships = cluster([act("a", first=THURSDAY - timedelta(days=1), is_dated=False), act("b")], known)
    assert {membership.event_id for membership in memberships} == {"b"}


def test_events_that_turn_out_to_be_one_keep_the_earlier_id_and_say_so() -> None:
    known = {"a": "a", "b": "b"}
    memberships = cluster([act("a"), act("b")], known)
    assert {membership.event_id for membership in memberships} == {"a"}
    assert merged_ids(memberships, known) == {"a": ["b"]}


def test_every_claim_says_why_it_belongs() -> None:
    first, second = cluster([act("a"), act("b")])
    assert (first.fit.score, first.fit.reasons) == (0.0, ("began the event",))
    assert second.fit.reasons == ("country +1.0", "days +1.0")


def test_words_that_overlap_tell_of_one_act_whoever_acts() -> None:
    whole = act("a", article_id="x", place=(0, 128))
    part = act("b", article_id="x", place=(113, 145), authority=None, country=None)
    elsewhere = act("c", article_id="x", place=(400, 430), authority=None, country=None)
    assert groups(whole, part, elsewhere) == {frozenset({"a", "b"}), frozenset({"c"})}


def test_a_family_name_is_the_same_target_as_the_whole_name() -> None:
    whole, short = act("a", names=frozenset({"gustavo petro"}), country=None), act("b", names=frozenset({"petro"}))
    assert groups(whole, short) == {frozenset({"a", "b"})}


def test_general_mentions_of_different_articles_stay_apart() -> None:
    general = {"authority": "WEST", "is_asserted": False, "is_dated": False}
    assert len(groups(act("a", **general), act("b", **general))) == 2


def test_reports_of_neighbouring_days_do_not_chain_the_acts_of_a_month() -> None:
    days = [THURSDAY + timedelta(days=2 * number) for number in range(10)]
    acts = [act(f"c{number}", first=day, last=day, is_dated=False) for number, day in enumerate(days)]
    assert len(groups(*acts)) > 1


def test_two_prospects_that_one_action_carried_out_are_no_act_of_that_day() -> None:
    vague = act("a", status="considered", is_dated=False, fulfilments=LISTED, country="RU")
    other = act("b", actions=LISTED, country="BY")
    assert groups(vague, other) == {frozenset({"a"}), frozenset({"b"})}
