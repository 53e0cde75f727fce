"""Claims with a figure: how many parties an authority added, and whether that is what was claimed.

Here: the days that are counted, and a figure that agrees. Not here: whom a claim counts (see readings), what a figure
that differs may mean (see differing), running totals (see totals), named targets (see naming), plans (see plans).

A reading by other days, other kinds of party or no country at all is reported and may confirm in part; it never
confirms.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.verdicts.designation import Designation
from pipelines.verdicts.differing import differs
from pipelines.verdicts.figures import added_in_all, part_of, said_listed, said_when
from pipelines.verdicts.gaps import said_gap
from pipelines.verdicts.question import UNDATED_ACT
from pipelines.verdicts.readings import Attempt, Count, chosen_of
from pipelines.verdicts.sentences import said_number, said_parties, said_span, said_split
from pipelines.verdicts.span import Span
from pipelines.verdicts.verdict import Part

AIMED_AT = 0.9
"""An act is aimed at a country if this part of its parties is tied to it: then all of them may be counted."""


def count_within(count: Count, span: Span) -> Part:
    """Checks the figure of an act against what the authority added within the days that the claim says."""
    coverage = count.record.coverage_of_additions(count.authority, span)
    attempts = count.attempts(count.record.added(count.authority, span), may_be_more=coverage.held != "close")
    chosen = chosen_of(attempts)
    part = (
        _agrees(count, chosen, span)
        if chosen.fit.startswith("fits")
        else _noticed_later(count, span) or _whole_act(count, chosen, span) or differs(count, chosen, span, coverage)
    )
    everyone = added_in_all(count, span)
    others = [attempt.words for attempt in attempts if attempt is not chosen and attempt.tally.possible]
    alternatives = (*others, *([everyone.words] if count.country and everyone.tally.possible else ()))
    return replace(part, alternatives=alternatives, claimed=count.figure.claimed)


def _noticed_later(count: Count, span: Span) -> Part | None:
    """The figure of the days on which the notice of an act of the claimed days may be dated, where lists state that."""
    lag = count.record.days_of_notice(count.authority)
    if not lag or count.readings()[0].of(count.record.added(count.authority, span)).certain:
        return None
    notices = Span(span.first, span.last + timedelta(days=lag))
    chosen = chosen_of(count.attempts(count.record.added(count.authority, notices), may_be_more=False))
    if chosen.fit != "fits":
        return None
    part = _agrees(count, chosen, notices)
    sentence = f"{part.sentence}, the day of the notice"
    return replace(part, sentence=sentence, reasons=(*part.reasons, "day_of_notice"))


def _whole_act(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The figure of all that was listed, where it was aimed at the country: nine tenths are tied to it."""
    everyone = added_in_all(count, span)
    total = len(everyone.counted)
    if count.is_subset or count.country is None or not everyone.fit.startswith("fits"):
        return None
    if len(chosen.counted) < total * AIMED_AT:
        return None
    tied = f"{said_number(len(chosen.counted))} of them{count.whom}"
    when, aside = said_when(everyone.counted, span), said_split(everyone.counted)
    sentence = f"{count.body} listed {said_parties(total)} {when} ({aside}), {tied}"
    reasons = ("count_agrees", "whole_act", *(("day_not_pinned",) if everyone.fit == "fits_within_days" else ()))
    return replace(part_of("holds", "whole_act", sentence, everyone), reasons=reasons)


def _agrees(count: Count, chosen: Attempt, span: Span) -> Part:
    counted = chosen.counted
    reasons = ["subset_of_an_act" if count.is_subset else "count_agrees"]
    sentence = said_listed(count, chosen, span)
    if count.is_subset and count.figure.claimed is not None and count.figure.claimed < len(counted):
        sentence += f"; the claim counts {said_number(count.figure.claimed)} of them, of a kind that no list tells"
    if chosen.fit == "fits_within_days":
        reasons.append("day_not_pinned")
        sentence += _said_first_seen(counted, span)
    if chosen.reading != count.readings()[0]:
        reasons.append("narrower_country_link")
        sentence += f", counting {chosen.reading.words}"
    return Part(
        "holds", tuple(reasons), sentence, found=len(counted), counted=counted, acted_on=max(e.latest for e in counted)
    )


def _said_first_seen(counted: Sequence[Designation], span: Span) -> str:
    """What the snapshots tell of a day that no list states."""
    if all(span.first <= each.latest <= span.last for each in counted):
        return ", as far as the snapshots held tell"
    return "; no snapshot held tells the day itself"


def count_lately(count: Count, until: date) -> Part:
    """Checks the figure of an act without a day: the latest act that has it, then all acts of 7 and of 30 days."""
    span = Span(until - UNDATED_ACT, until)
    days = count.record.action_days(count.authority, span)
    acts = [day for day in reversed(days) if day.first >= span.first and day.last <= span.last]
    spans = [*acts, Span(until - timedelta(days=7), until), span]
    for each in spans:
        attempts = count.attempts(count.record.added(count.authority, each), may_be_more=False)
        chosen = chosen_of(attempts)
        if chosen.fit == "fits":
            part = _agrees(count, chosen, each)
            return replace(part, reasons=(*part.reasons, "act_not_dated"), claimed=count.figure.claimed)
    latest = next((act for act in acts if _anyone(count, act)), None)
    if latest is None and count.record.coverage(count.authority, Span(until, until)).held == "none":
        gap = said_gap(count.record, count.authority, span)
        return Part("open", ("record_not_held",), gap, claimed=count.figure.claimed)
    if latest is None:
        sentence = (
            f"the claim names no day, and {count.body} is not seen to have listed anyone{count.whom} {said_span(span)}"
        )
        return Part("open", ("too_vague",), sentence, claimed=count.figure.claimed)
    return replace(count_within(count, latest), reasons=(*count_within(count, latest).reasons, "act_not_dated"))


def _anyone(count: Count, span: Span) -> bool:
    return bool(count.readings()[0].of(count.record.added(count.authority, span)).possible)
