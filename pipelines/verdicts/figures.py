"""A figure found, in words and as a part of a verdict.

Here: what every check of a figure says and shares. Not here: which figure is looked for (see counting, totals), and
what it means that it differs (see differing).
"""

from collections.abc import Sequence

from pipelines.verdicts.designation import Designation
from pipelines.verdicts.question import types_of
from pipelines.verdicts.readings import Attempt, Count, Reading
from pipelines.verdicts.sentences import QUALIFIED, said_number, said_parties, said_span, said_split
from pipelines.verdicts.span import Span
from pipelines.verdicts.verdict import Outcome, Part

NEARLY = 0.05
"""A round figure that misses by this part of itself holds in part: "more than 400" where the list has 397."""

ROUND = 50
"""A figure said without qualifier is taken for a round one from here, if it is a multiple of ten."""


def part_of(outcome: Outcome, reason: str, sentence: str, attempt: Attempt) -> Part:
    """A part of a verdict for what an attempt counted."""
    counted = attempt.counted
    acted_on = max((each.latest for each in counted), default=None)
    return Part(outcome, (reason,), sentence, found=len(counted), counted=counted, acted_on=acted_on)


def added_in_all(count: Count, span: Span) -> Attempt:
    """All whom the authority added within a span, whatever their country."""
    reading = Reading("whatever the country", None, None, types_of(count.claim))
    tally = reading.of(count.record.added(count.authority, span))
    fit = count.figure.fit(len(tally.certain), len(tally.possible), may_be_more=False)
    return Attempt(reading, tally, fit)


def is_nearly(count: Count, found: int) -> bool:
    """Whether a round figure misses by so little that it holds in part."""
    claimed = count.figure.claimed or 0
    is_round = not count.figure.is_exact or (claimed >= ROUND and claimed % 10 == 0)
    return is_round and not count.is_subset and abs(claimed - found) <= claimed * NEARLY


def said_figure(count: Count) -> str:
    """The claimed figure as it was said."""
    claim = count.claim
    if claim.count is None:
        return f"“{claim.count_text}”"
    return QUALIFIED.get(claim.count_qualifier or "", "") + said_number(claim.count)


def said_listed(count: Count, chosen: Attempt, span: Span) -> str:
    """Who listed how many of whom, and when."""
    counted = chosen.counted
    parts = said_split(counted)
    number = said_parties(len(counted), chosen.reading.types)
    aside = f" ({parts})" if parts and len(chosen.reading.types) > 1 else ""
    return f"{count.body} listed {number}{count.whom} {said_when(counted, span)}{aside}"


def said_when(counted: Sequence[Designation], span: Span) -> str:
    """The day on which parties were listed, the days between which they were, or those asked for if they differ."""
    intervals = {(each.earliest or each.latest, each.latest) for each in counted}
    if len(intervals) == 1:
        return said_span(Span(*intervals.pop()))
    days = _within(counted)
    return said_span(span if span.first <= days.first and days.last <= span.last else days)


def _within(designations: Sequence[Designation]) -> Span:
    first = min(designation.earliest or designation.latest for designation in designations)
    return Span(first, max(designation.latest for designation in designations))
