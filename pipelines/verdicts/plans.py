"""Plans, threats and calls: pending, and the official action that carried them out.

Here: the first action after the article that does what it says may be done. Not here: claims of what was done.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import Assertion, authorities_of
from pipelines.verdicts.derivation import Evidence, Target, Verdict
from pipelines.verdicts.designation import DAY, Designation, Span
from pipelines.verdicts.limits import FULFILMENT
from pipelines.verdicts.readings import Reading, country_readings
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    aside_text,
    authority_name,
    body_text,
    counted_text,
    country_name,
    day_text,
    gaps_text,
    listing_text,
    names_text,
)

SAID = {
    "planned": "announced as planned",
    "considered": "under consideration",
    "called_for": "called for, by others than the authority",
}

NO_NEW_ACT = re.compile(
    r"\b(?:retain|maintain|keep|uphold|prolong|extend|renew|enforce|implement|comply|observe)\w*\b",
    re.IGNORECASE,
)
"""Words for sanctions that exist already and are to stay: no listing carries that out."""

MORE = re.compile(r"\b(?:additional|further|more|another|new|fresh)\b", re.IGNORECASE)
"""Words for sanctions beside those of the day."""


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """What carried a plan out: the first day on which it was done, to which parties, and words for their country.

    A plan for named targets may be carried out by several authorities on that day.
    """

    day: date
    designations: tuple[Designation, ...]
    whom: str = ""


def pending(assertion: Assertion, targets: Sequence[Target], record: OfficialRecord) -> Verdict:
    """The verdict on a plan: always "pending", with the first action that carried it out, if there is one."""
    claim = assertion.claim
    start = _first_day(assertion)
    done = _fulfilment(assertion, targets, start, record)
    plan = f"{_plan_text(claim)}{_as_of(assertion.article_date)}"
    if done:
        sentence = f"Pending when reported, and carried out since: {_fulfilment_sentence(done, claim, record)}; {plan}."
    else:
        sentence = f"Pending: {plan}; {_why_no_fulfilment(claim, start, record)}."
    coverages = [record.coverage(authority, Span(start, start)) for authority in assertion.authorities] if start else []
    return Verdict(
        "pending",
        (f"only_{claim.status}", *(("fulfilled",) if done else ())),
        sentence,
        claimed=claim.count,
        fulfilled_on=done.day if done else None,
        acted_on=done.day if done else None,
        record_from=min((coverage.first for coverage in coverages if coverage.first), default=None),
        record_to=max((coverage.last for coverage in coverages if coverage.last), default=None),
        evidence=tuple(Evidence(designation, "fulfilment") for designation in done.designations) if done else (),
        targets=tuple(targets),
    )


def _fulfilment(
    assertion: Assertion, targets: Sequence[Target], start: date | None, record: OfficialRecord
) -> Fulfilment | None:
    """The first action that carried a plan out; None if there is none, or the plan is too vague to recognise one."""
    if start is None:
        return None
    if assertion.claim.named_targets:
        return _fulfilment_for_named_targets(assertion.claim, targets, start)
    country = assertion.country
    if assertion.claim.action == "lift" or country is None or assertion.is_international:
        return None
    if NO_NEW_ACT.search(assertion.claim.quote):
        return None
    if assertion.whom.kind == "described" and assertion.kind is None:
        return None
    return _fulfilment_for_country(assertion, country, start, record)


def _first_day(assertion: Assertion) -> date | None:
    """The first day on which an action may carry the plan out; None if neither the plan nor its article has a day.

    It is the day planned or that of the article, whichever is later. With "more sanctions may follow" it is the day
    after the article: an act of the same day is the one that the article reports.
    """
    planned, article = assertion.days, assertion.article_date
    if article is None:
        return planned.first if planned else None
    if assertion.claim.status != "planned" or MORE.search(assertion.claim.quote):
        article += DAY
    return max(article, planned.first) if planned else article


def _fulfilment_for_named_targets(claim: Claim, targets: Sequence[Target], start: date) -> Fulfilment | None:
    """All that was done on the first day from `start` on that has the planned listing (or delisting) of a named target.

    Only authorities that the claim names count, or any if it names none. None if nothing was done.
    """
    designations = [
        link.designation
        for target in targets
        for link in target.links
        if link.is_sure and (not claim.authority or link.designation.authority in authorities_of(claim))
    ]
    done = [(day, party) for party in designations if (day := _day_done(claim, party)) and day >= start]
    if not done:
        return None
    first = min(day for day, _ in done)
    return Fulfilment(first, tuple(party for day, party in done if day == first))


def _day_done(claim: Claim, designation: Designation) -> date | None:
    """The day on which the planned action was done to a party; None if it was not, or its day is not known."""
    if claim.action == "lift":
        return designation.gone_by
    return designation.latest if designation.earliest is not None else None


def _fulfilment_for_country(
    assertion: Assertion, country: str, start: date, record: OfficialRecord
) -> Fulfilment | None:
    """The first act, by any of the authorities, on the country or kind of party that the plan means; else None."""
    span, reading = Span(start, start + FULFILMENT), country_readings(assertion, country)[0]
    acts = (_first_act(assertion, reading, authority, span, record) for authority in assertion.authorities)
    return min((act for act in acts if act), key=lambda act: act.day, default=None)


def _first_act(
    assertion: Assertion, reading: Reading, authority: str, span: Span, record: OfficialRecord
) -> Fulfilment | None:
    """What one authority added of the country on the first day of the span on which it added anyone; None if on no day.

    Parties of another kind than the plan means do not count, nor any that may have been listed before the span.
    """
    kind = assertion.kind
    added = [
        party
        for party in reading.of(record.added(authority, span)).possible
        if not _may_be_earlier(party, span.first) and (kind is None or kind.includes(party))
    ]
    if not added:
        return None
    first = min(party.latest for party in added)
    return Fulfilment(first, tuple(party for party in added if party.latest == first), reading.words)


def _may_be_earlier(designation: Designation, start: date) -> bool:
    """Whether the party may have been listed before the plan was reported."""
    return designation.earliest is not None and designation.earliest < start


def _plan_text(claim: Claim) -> str:
    """A plan in words: "sanctions on Belarus by the European Union" and how the plan was reported."""
    what = "lifting sanctions" if claim.action == "lift" else "sanctions"
    whom = f" on {', '.join(claim.named_targets)}" if claim.named_targets else ""
    country = f" on {country_name(claim.target_country)}" if claim.target_country and not whom else ""
    by = f" by {authority_name(claim.authority)}" if claim.authority else ""
    return f"{what}{whom}{country}{by} {SAID[claim.status]}"


def _as_of(article_date: date | None) -> str:
    """Words such as " as of 24 February 2022"; empty without a day."""
    return f" as of {day_text(article_date)}" if article_date else ""


def _why_no_fulfilment(claim: Claim, start: date | None, record: OfficialRecord) -> str:
    """Words for why no action is given: none is seen, or nothing is held that would show one."""
    if claim.authority is None:
        return "the claim does not say by whom"
    held = [authority for authority in authorities_of(claim) if authority in record.authorities()]
    if not held:
        return f"no list of {authority_name(claim.authority)} is held"
    if claim.action == "lift" and not claim.named_targets:
        return "no list shows that sanctions on a whole country were lifted"
    if not (claim.named_targets or claim.target_country):
        return "the claim names no one to look for"
    if not claim.named_targets and claim.authority in ("INTL", "G7"):
        return "the claim does not say which authorities"
    if not claim.named_targets and NO_NEW_ACT.search(claim.quote):
        return "it speaks of sanctions that exist, and no listing shows that they stay"
    if start is None:
        return "neither the claim nor its article has a date"
    watched = [authority for authority in held if record.coverage(authority, Span(start, start)).held != "none"]
    if not watched:
        return gaps_text(record, held, Span(start, start))
    last = max(
        (day for authority in watched if (day := record.coverage(authority, Span(start, start)).last)), default=start
    )
    action = "official action"
    if claim.target_country and not (claim.named_targets or claim.unit):
        action = f"listing under a programme aimed at {country_name(claim.target_country)}"
    return f"no {action} since is seen in the lists held, which end on {day_text(last)}"


def _fulfilment_sentence(done: Fulfilment, claim: Claim, record: OfficialRecord) -> str:
    """A sentence such as "OFAC listed 24 parties tied to Belarus on 24 February 2022", by whom and when it was done."""
    if claim.named_targets:
        return _sentence_on_names(done, record, is_delisting=claim.action == "lift")
    whom = counted_text(done.designations, done.whom)
    pinned = all(designation.earliest == designation.latest for designation in done.designations)
    when = f"{'on' if pinned else 'by'} {day_text(done.day)}"
    body = body_text(record, done.designations[0].authority)
    return f"{body} listed {whom} {when}{aside_text(done.designations)}"


def _sentence_on_names(done: Fulfilment, record: OfficialRecord, *, is_delisting: bool) -> str:
    """A sentence such as "FCDO listed X on 28 February 2022 and OFAC listed X on 28 February 2022"."""
    by_body_and_day: dict[tuple[str, str], list[Designation]] = defaultdict(list)
    for designation in done.designations:
        when = f"on {day_text(done.day)}" if is_delisting else listing_text(designation)
        by_body_and_day[body_text(record, designation.authority), when].append(designation)
    verb = "delisted" if is_delisting else "listed"
    return " and ".join(
        f"{body} {verb} {names_text(designations)} {when}" for (body, when), designations in by_body_and_day.items()
    )
