"""Running totals: how many parties an authority had listed by a day.

Here: claims of a total so far. Not here: the figure of a single act (see counting).
"""

from dataclasses import replace
from datetime import date

from pipelines.verdicts.figures import is_nearly, part_of, said_figure
from pipelines.verdicts.gaps import said_gap
from pipelines.verdicts.held import Coverage
from pipelines.verdicts.readings import Attempt, Count, chosen_of
from pipelines.verdicts.sentences import said_aside, said_day, said_parties
from pipelines.verdicts.span import Span
from pipelines.verdicts.verdict import Part


def count_so_far(count: Count, since: date | None, until: date) -> Part:
    """Checks a running total: parties added since the day that the claim gives, else all listed on `until`."""
    tallies = [
        (
            "on its list",
            count.record.listed_on(count.authority, until, count.country),
            Span(until, until),
        )
    ]
    if since is not None and since < until:
        span = Span(since, until)
        tallies.insert(0, (f"added since {said_day(since)}", count.record.added(count.authority, span), span))
    best: tuple[str, Attempt, Coverage] | None = None
    alternatives: list[str] = []
    for words, tally, span in tallies:
        coverage = count.record.coverage(count.authority, span)
        attempt = chosen_of(count.attempts(tally, may_be_more=coverage.held != "close"))
        alternatives.append(f"{words}, {attempt.words}")
        if best is None or (attempt.fit == "fits" and best[1].fit != "fits"):
            best = (words, attempt, coverage)
    if best is None:
        return Part("open", ("too_vague",), "the claim gives no day for its total", claimed=count.figure.claimed)
    part = _total(count, *best, until)
    return replace(part, alternatives=tuple(alternatives), claimed=count.figure.claimed)


def _total(count: Count, words: str, attempt: Attempt, coverage: Coverage, until: date) -> Part:
    """A total against a list that covers its day, or a later one that states days; an older one says nothing of it."""
    told = _said_total(count, words, attempt, coverage, until)
    if attempt.fit == "fits" and coverage.held != "none":
        return part_of("holds", "total_agrees", told, attempt)
    if coverage.held != "close":
        gap = said_gap(count.record, count.authority, Span(until, until))
        return replace(part_of("open", "record_not_held", gap, attempt), found=None, counted=(), acted_on=None)
    sentence = f"the claim says {said_figure(count)}; {told}"
    if attempt.counted and is_nearly(count, len(attempt.counted)):
        return part_of("partly", "figure_nearly_agrees", sentence, attempt)
    return part_of("open" if attempt.fit.startswith("open") else "fails", "another_count", sentence, attempt)


def _said_total(count: Count, words: str, attempt: Attempt, coverage: Coverage, until: date) -> str:
    number = f"{said_parties(len(attempt.counted), attempt.reading.types)}{count.whom}"
    aside = said_aside(attempt.counted)
    if coverage.held == "retrospective" and coverage.last:
        shown = f"the list of {count.body} of {said_day(coverage.last)} shows {number}"
        return f"{shown} that it had {words} by {said_day(until)}{aside}"
    return f"{count.body} had {words} {number}, as of {said_day(until)}{aside}"
