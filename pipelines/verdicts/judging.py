"""Judging: what the official record says of a claim.

Here: which questions a claim of each kind puts to the record, and one verdict from the answers.
Not here: what a claim asserts (see assertion), the questions themselves (see counting, named, countries, lifting,
plans), the rule by which answers become a verdict (see derivation), the record (see record), tables (see tables).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import (
    ACT_WORDS,
    ALL_TYPES,
    NOT_REPORTED,
    POINTS_AT_AN_ACT,
    Assertion,
    Figure,
    as_stated,
    asserted,
)
from pipelines.verdicts.counting import figure_added, figure_lately, figure_total
from pipelines.verdicts.countries import (
    CountryQuestion,
    anyone_listed,
    described_listed,
    no_one_listed,
    part_without_lists,
)
from pipelines.verdicts.derivation import (
    OPENING,
    Derivation,
    Part,
    Target,
    Tried,
    Verdict,
    VerdictWord,
    evidence_of,
    open_part,
    unique,
    verdict_of,
)
from pipelines.verdicts.designation import DAY, Designation, Span
from pipelines.verdicts.lifting import parties_removed
from pipelines.verdicts.named import (
    Naming,
    named_as_delisted,
    named_as_kept,
    named_as_listed,
    named_as_not_listed,
    named_on_list,
)
from pipelines.verdicts.plans import pending
from pipelines.verdicts.readings import Count
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import Context, TargetLinker
from pipelines.verdicts.wording import (
    authority_name,
    claimed_figure_text,
    country_name,
    coverage_text,
    day_text,
    days_text,
    split,
)

MEASURES = {
    "travel_ban": "a travel ban",
    "export_control": "an export control",
    "trade_restriction": "a restriction of trade",
    "swift": "an exclusion from SWIFT",
    "other": "another measure than a listing",
}


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, what it asserts, and the record against which it is checked."""

    assertion: Assertion
    record: OfficialRecord
    targets: tuple[Target, ...]

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.assertion.claim

    @property
    def held(self) -> tuple[str, ...]:
        """The authorities of the claim that have at least one list or notice held."""
        return tuple(authority for authority in self.assertion.authorities if authority in self.record.authorities())

    def naming(self, target: Target, until: date) -> Naming:
        """A named target together with what is needed to check it."""
        assertion = self.assertion
        return Naming(
            target, assertion.authorities, assertion.days, until, assertion.country, self.record, self.claim.quote
        )

    @property
    def named(self) -> tuple[Designation, ...]:
        """The designations, by authorities of the claim, that its names certainly mean."""
        links = (link for target in self.targets for link in target.links if link.is_sure)
        return tuple(link.designation for link in links if link.designation.authority in self.assertion.authorities)


PROGRAM_FAULT = "program_fault"
"""The reason of a verdict that could not be given because this program failed on the claim."""


def judge_or_explain(
    claim: Claim,
    article_date: date | None,
    record: OfficialRecord,
    linker: TargetLinker,
    article_claims: Sequence[Claim] = (),
) -> Verdict:
    """The verdict of `judge`; if the program fails on this claim, a verdict that says so, so that the others go on."""
    try:
        return judge(claim, article_date, record, linker, article_claims)
    except Exception as error:  # noqa: BLE001 - whatever one claim does, the others are judged
        fault = f"a fault of this program ({type(error).__name__}: {error})"
        return Verdict("unverifiable", (PROGRAM_FAULT,), f"Unverifiable: the claim was not judged for {fault}.")


def judge(
    claim: Claim,
    article_date: date | None,
    record: OfficialRecord,
    linker: TargetLinker,
    article_claims: Sequence[Claim] = (),
) -> Verdict:
    """The verdict on one claim by the record. `article_claims`, the other claims of its article, may give its day."""
    others = [as_stated(other) for other in article_claims if other is not claim]
    claim = as_stated(claim)
    assertion = asserted(claim, article_date, others)
    case = Case(assertion, record, _targets(assertion, record, linker) if claim.measure == "listing" else ())
    if claim.measure != "listing":
        verdict = _out_of_scope(claim)
    elif assertion.act == "may_be_listed":
        verdict = pending(assertion, case.targets, record)
    else:
        verdict = _not_checkable(case) or _verdict(case, _without_borrowed_failures(case, linker, _parts(case)))
    return _with_derivation(case, verdict)


def _targets(assertion: Assertion, record: OfficialRecord, linker: TargetLinker) -> tuple[Target, ...]:
    """The named targets of a claim, each with the designations that it may mean in the context of the claim."""
    claim, is_plan = assertion.claim, assertion.act == "may_be_listed"
    context = Context(
        assertion.authorities,
        assertion.types if claim.unit in ("vessels", "aircraft") else ALL_TYPES,
        claim.target_country,
        None if is_plan else _with_notice(assertion, record),
        None if is_plan else assertion.until,
    )
    return tuple(Target(name, linker.links(name, context, record)) for name in claim.named_targets)


def _with_notice(assertion: Assertion, record: OfficialRecord) -> Span | None:
    """The days of the claim with those after them that a notice of its act may bear; None if the claim has no days."""
    span = assertion.days
    lag = max((record.days_of_notice(authority) for authority in assertion.authorities), default=0)
    return Span(span.first, span.last + lag * DAY) if span else None


def _out_of_scope(claim: Claim) -> Verdict:
    """The verdict on a claim about a measure that no list shows, such as a visa ban."""
    sentence = f"Out of scope: {MEASURES[claim.measure]} is on no list of designations."
    targets = tuple(Target(name) for name in claim.named_targets)
    return Verdict("out_of_scope", ("measure_on_no_list",), sentence, claimed=claim.count, targets=targets)


def _not_checkable(case: Case) -> Verdict | None:
    """The verdict "unverifiable" if nothing can be looked up (no authority, no day, no list held …); None otherwise."""
    claim, assertion = case.claim, case.assertion
    if not assertion.names_who_acts and not claim.named_targets:
        return _unverifiable(case, "authority_not_stated", "the claim does not say who sanctions")
    if assertion.until is None:
        return _unverifiable(case, "no_date", "neither the claim nor its article has a date")
    says_something = claim.named_targets or assertion.country or assertion.figure or claim.count_text
    if not says_something and assertion.whom.kind != "described":
        return _unverifiable(case, "too_vague", "the claim names no target, no number and no country")
    if assertion.act in ("put_on_list", "is_on_list") and NOT_REPORTED.search(claim.quote):
        return _unverifiable(case, "not_reported", "its words call for an act and report none")
    if not claim.named_targets and assertion.figure is None and POINTS_AT_AN_ACT.search(claim.quote):
        return _unverifiable(case, "act_told_elsewhere", "its words point at an act that other words tell")
    if claim.authority and not case.held:
        return _unverifiable(case, *_why_nothing_held(case.record, claim.authority))
    return None


def _why_nothing_held(record: OfficialRecord, authority: str) -> tuple[str, str]:
    """The reason code and the sentence for an authority of which no list is held, or none is in the catalogue."""
    if record.is_known(authority):
        return "record_not_held", f"no list of {authority_name(authority)} is held"
    return "authority_not_covered", f"no list of {authority_name(authority)} is in the catalogue"


def _unverifiable(case: Case, reason: str, sentence: str) -> Verdict:
    """The verdict "unverifiable" with one reason."""
    return Verdict(
        "unverifiable", (reason,), f"Unverifiable: {sentence}.", claimed=case.claim.count, targets=case.targets
    )


def _parts(case: Case) -> tuple[Part, ...]:
    """Check each part of a claim by the rules for what it asserts; empty if the claim has no day to speak of."""
    until = case.assertion.until
    if until is None:
        return ()
    match case.assertion.act:
        case "removed":
            return _check_removed(case, until)
        case "kept":
            return tuple(named_as_kept(case.naming(target, until)) for target in case.targets)
        case "not_listed":
            return _check_not_listed(case, until)
        case _:
            return _check_listed(case, until)


def _without_borrowed_failures(case: Case, linker: TargetLinker, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, where one that fails because of words outside the claim is open instead.

    A day of another clause, or a country that is only named nearby, may be that of something else. A part that fails
    with it, where the claim without it does not fail, is open.
    """
    if verdict_of(parts) != "contradicted":
        return tuple(parts)
    if not case.assertion.says_its_authority:
        return tuple(_open_if_failing(part, "authority", "authority_of_other_words") for part in parts)
    for what, reason, assertion in _without_borrowed_words(case.assertion):
        other = Case(assertion, case.record, _targets(assertion, case.record, linker))
        if verdict_of(_parts(other)) != "contradicted":
            return tuple(_open_if_failing(part, what, reason) for part in parts)
    return tuple(parts)


def _without_borrowed_words(assertion: Assertion) -> Iterator[tuple[str, str, Assertion]]:
    """The claim without its day, then without its country, if it took these from the text around it.

    Yields:
        What was left out ("day" or "country"), the reason code, and the claim without it.
    """
    if assertion.days is not None and not assertion.says_its_day:
        yield "day", "day_of_another_clause", replace(assertion, days=None, dated_by=None)
    if assertion.country is not None and assertion.figure is not None and not assertion.says_its_country:
        yield (
            "country",
            "country_only_nearby",
            replace(assertion, claim=replace(assertion.claim, target_country=None)),
        )


def _open_if_failing(failing: Part, what: str, reason: str) -> Part:
    """The part as it is; if it fails, an open one: its day (or country, `what`) may belong to something else."""
    if failing.outcome != "fails":
        return failing
    doubt = f"the words around the claim tell its {what}, which may be that of something else"
    return replace(
        failing,
        readings=(*failing.readings, Tried(doubt, "possible")),
        reasons=(reason, *failing.reasons),
        sentence=f"{failing.sentence}; {doubt}",
        would_decide=(f"the {what} of the act in the claim's own words",),
    )


def _check_listed(case: Case, until: date) -> tuple[Part, ...]:
    """The parts of a claim that someone was listed: one for its figure and one per named target.

    A figure that only counts the names is no part of its own. Without figure and names there is one part, for the
    country or kind.
    """
    is_state = case.assertion.act == "is_on_list"
    check = named_on_list if is_state else named_as_listed
    named = tuple(_open_if_only_owner(case, target) or check(case.naming(target, until)) for target in case.targets)
    figure = case.assertion.figure
    if figure is not None and not case.assertion.counts_the_names:
        return (_check_figure(case, figure, until), *named)
    return named or (_check_without_names(case, until),)


def _open_if_only_owner(case: Case, target: Target) -> Part | None:
    """An open part if the claim means what belongs to the named one ("Putin's daughters"); None otherwise."""
    name = re.escape(target.name)
    owns = re.search(rf"{name}['’]s?\s+\w", case.claim.quote)
    if owns is None or re.search(rf"{name}(?!['’])", case.claim.quote):
        return None
    return open_part("target_described", f"the claim describes what is {target.name}'s, and does not name it")


def _part_of_several_authorities(case: Case) -> Part:
    """An open part: one figure for the acts of several authorities cannot be checked."""
    sentence = "no one list shows what several authorities did together"
    return open_part("several_authorities", sentence, claimed=case.claim.count)


def _check_figure(case: Case, figure: Figure, until: date) -> Part:
    """The part for the figure of a claim: a running total, an act on known days, or an act without a day."""
    claim, span, authorities = case.claim, case.assertion.days, case.assertion.authorities
    if len(authorities) != 1:
        return _part_of_several_authorities(case)
    count = Count(case.assertion, authorities[0], figure, case.record, case.named)
    if claim.count_scope == "cumulative":
        return figure_total(count, claim.event_from, until)
    return figure_lately(count, until) if span is None else figure_added(count, span)


def _check_without_names(case: Case, until: date) -> Part:
    """The part for a claim without names and figure: about a country, a kind of parties or someone described."""
    if case.assertion.whom.kind == "described":
        return described_listed(case.assertion, case.held, case.record, until)
    if not case.assertion.says_on_whom:
        return _no_target_in_quote()
    if case.assertion.is_narrated:
        sentence = "its present tense stands far below the lead of the article and may tell of another time"
        return open_part("day_not_told", sentence, would_decide=("the day of the act in the claim's own words",))
    questions = _country_questions(case)
    if not questions:
        return open_part("too_vague", "the claim names no target, no number and no country")
    return anyone_listed(questions, case.assertion.days, until)


def _no_target_in_quote() -> Part:
    """An open part: the claim itself does not say who was sanctioned."""
    return open_part(
        "too_vague", "the words of the claim do not say on whom; the country comes from the text around it"
    )


def _country_questions(case: Case) -> tuple[CountryQuestion, ...]:
    """The question "was anyone of this country listed?" for each authority held; empty if the claim has no country."""
    country = case.assertion.country
    if country is None:
        return ()
    return tuple(CountryQuestion(case.assertion, country, authority, case.record) for authority in case.held)


def _check_removed(case: Case, until: date) -> tuple[Part, ...]:
    """The parts of a claim that someone left a list: one per named target, and those for its figure or country."""
    named = tuple(named_as_delisted(case.naming(target, until)) for target in case.targets)
    figure = case.assertion.figure
    if named and (figure is None or case.assertion.counts_the_names):
        return named
    if figure is not None and len(case.assertion.authorities) != 1:
        return (_part_of_several_authorities(case), *named)
    if figure is None and case.assertion.whom.kind == "described":
        what = case.assertion.whom.words
        return (open_part("target_described", f"the claim describes “{what}” and names no one"), *named)
    if figure is None and not case.assertion.says_on_whom:
        return (_no_target_in_quote(), *named)
    return (*_check_parties_removed(case, until), *named)


def _check_parties_removed(case: Case, until: date) -> tuple[Part, ...]:
    """The parts, one per authority, of a claim that parties left a list.

    Only those that hold, at least in part; if none does, the open ones; if none is open, all. One part stands for all
    authorities if no list of any of them is held.
    """
    parts = [parties_removed(case.assertion, case.record, authority, until) for authority in case.held]
    if holding := tuple(checked for checked in parts if checked.outcome in ("holds", "partly")):
        return holding
    if len(parts) > 1 and all(checked.reasons == ("record_not_held",) for checked in parts):
        return (part_without_lists(case.record, case.held, case.assertion.days or Span(until, until)),)
    return tuple(checked for checked in parts if checked.outcome == "open") or tuple(parts)


def _check_not_listed(case: Case, until: date) -> tuple[Part, ...]:
    """The parts of a claim that someone was not listed; empty if it names no one and no country."""
    if case.targets:
        return tuple(named_as_not_listed(case.naming(target, until)) for target in case.targets)
    if case.assertion.whom.kind == "described":
        what = case.assertion.whom.words
        return (open_part("target_described", f"the claim describes “{what}” and names no one"),)
    if not case.assertion.says_on_whom:
        return (_no_target_in_quote(),)
    questions = _country_questions(case)
    return (no_one_listed(questions, case.assertion.days, until),) if questions else ()


def _verdict(case: Case, parts: Sequence[Part]) -> Verdict:
    """The verdict that follows from the checked parts, with its figures, evidence and derivation."""
    word = verdict_of(parts)
    figures = next((checked for checked in parts if checked.found is not None), None) or _part_that_counts_names(
        case, parts
    )
    counted = figures.counted if figures else ()
    first, last = _days_held(case)
    return Verdict(
        word,
        unique(reason for checked in parts for reason in checked.reasons) or ("too_vague",),
        _explanation(word, parts),
        claimed=case.claim.count,
        found=figures.found if figures else None,
        split=_split_by_type(figures, counted),
        alternatives=unique(words for checked in parts for words in checked.alternatives),
        acted_on=max((checked.acted_on for checked in parts if checked.acted_on), default=None),
        record_from=first,
        record_to=last,
        evidence=evidence_of(parts),
        targets=case.targets,
        derivation=Derivation("", _readings(parts), (), _would_decide(parts)),
    )


def _readings(parts: Sequence[Part]) -> tuple[Tried, ...]:
    """The readings tried in all parts, each once."""
    return tuple(dict.fromkeys(tried for checked in parts for tried in checked.readings))


def _would_decide(parts: Sequence[Part]) -> tuple[str, ...]:
    """What would decide the parts that are open, each once."""
    unclear = [checked for checked in parts if checked.outcome == "open"]
    return unique(words for checked in unclear for words in checked.would_decide or checked.gaps)


def _with_derivation(case: Case, verdict: Verdict) -> Verdict:
    """The verdict with a line for what the claim asserts, and one for what is held of each authority."""
    assertion = case.assertion
    days = assertion.days or (Span(assertion.until, assertion.until) if assertion.until else None)
    coverage = tuple(coverage_text(case.record, authority, days) for authority in assertion.authorities) if days else ()
    return replace(
        verdict, derivation=replace(verdict.derivation, asserted=_assertion_text(assertion), coverage=coverage)
    )


def _assertion_text(assertion: Assertion) -> str:
    """What a claim asserts, in one line for people."""
    claim = assertion.claim
    parts = (
        f"{authority_name(claim.authority)} {ACT_WORDS[assertion.act]}",
        claimed_figure_text(claim),
        f"of {country_name(assertion.country)}" if assertion.country else None,
        f"named {', '.join(claim.named_targets)}" if claim.named_targets else None,
        f"described as “{assertion.whom.words}”" if not claim.named_targets and assertion.whom.words else None,
        f"announced by the {assertion.announcer}" if assertion.announcer else None,
        f"on {days_text(assertion.days)}" if assertion.days else _last_day_text(assertion),
        f"dated by “{assertion.dated_by}”" if assertion.dated_by else None,
        "only presupposed" if claim.strength == "background" else None,
    )
    return "; ".join(words for words in parts if words)


def _last_day_text(assertion: Assertion) -> str:
    """The day for a claim that gives no days of its act: "by 24 February 2022", or "without a day"."""
    return f"by {day_text(assertion.until)}" if assertion.until else "without a day"


def _part_that_counts_names(case: Case, parts: Sequence[Part]) -> Part | None:
    """For a claim that counts its names ("two firms, A and B"): a part whose figure is how many of the names hold.

    None for other claims, and where all parts are open.
    """
    if not case.assertion.counts_the_names or not parts or all(checked.outcome == "open" for checked in parts):
        return None
    holding = [checked for checked in parts if checked.outcome == "holds"]
    return replace(parts[0], found=len(holding), counted=tuple(part.named[0] for part in holding if part.named))


def _split_by_type(figures: Part | None, counted: Sequence[Designation]) -> tuple[tuple[str, int], ...]:
    """How many of those counted are of each party type; empty if nothing was counted."""
    if figures is None:
        return ()
    counts: Counter[str] = split(counted)
    return tuple((kind, counts[kind]) for kind in sorted(ALL_TYPES))


def _days_held(case: Case) -> tuple[date | None, date | None]:
    """The first and the last day held of the authorities asked, as (first, last); None where none is held."""
    day = case.assertion.until or date.min
    asked = case.assertion.authorities or case.record.authorities()
    coverages = [case.record.coverage_of_additions(authority, Span(day, day)) for authority in asked]
    first = min((coverage.first for coverage in coverages if coverage.first), default=None)
    return first, max((coverage.last for coverage in coverages if coverage.last), default=None)


def _explanation(word: VerdictWord, parts: Sequence[Part]) -> str:
    """The sentences of all parts after the word for the verdict: "Confirmed: OFAC listed …"."""
    sentences = list(unique(checked.sentence for checked in parts)) or ["the claim says nothing that a list can show"]
    first, *others = sentences
    return f"{OPENING[word]}: {'. '.join((first, *(sentence[:1].upper() + sentence[1:] for sentence in others)))}."
