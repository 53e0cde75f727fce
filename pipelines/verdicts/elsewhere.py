"""Where a figure that is contradicted is found instead.

Here: another day, another authority, and parties listed before that gained a tag. Not here: whether the figure is
contradicted (see differing).
"""

from datetime import timedelta

from pipelines.verdicts.designation import Designation, Tally
from pipelines.verdicts.readings import Attempt, Count
from pipelines.verdicts.sentences import authority_name, said_body, said_number, said_parties, said_span
from pipelines.verdicts.span import Span

NEIGHBOURHOOD = timedelta(days=30)
"""How far from the claimed days another act is looked for that has the claimed figure."""

Elsewhere = tuple[str, str, tuple[Designation, ...]]
"""The reason that a verdict gives, the words of its sentence, and the designations found."""


def another_day(count: Count, span: Span) -> Elsewhere | None:
    """An act of the same authority near the claimed days that has the claimed figure."""
    around = Span(span.first - NEIGHBOURHOOD, span.last + NEIGHBOURHOOD)
    days = sorted(
        count.record.action_days(count.authority, around), key=lambda action_day: abs(action_day.last - span.last)
    )
    for day in days:
        attempt = count.attempts(count.record.added(count.authority, day), may_be_more=False)[0]
        if attempt.fit.startswith("fits") and count.figure.is_exact and not span.touches(day.first, day.last):
            words = f"{said_number(len(attempt.counted))} were listed {said_span(day)}"
            return "another_day", words, attempt.counted
    return None


def another_authority(count: Count, span: Span) -> Elsewhere | None:
    """Another authority that added the claimed figure on the claimed days."""
    if not count.figure.is_exact or count.country is None:
        return None
    for other in count.record.authorities():
        attempt = count.attempts(count.record.added(other, span), may_be_more=False)[0]
        if other != count.authority and attempt.fit == "fits":
            who = f"{said_body(count.record, other)} ({authority_name(other)})"
            words = f"{who} listed {said_number(len(attempt.counted))} {said_span(span)}"
            return "another_authority", words, attempt.counted
    return None


def only_retagged(count: Count, chosen: Attempt, span: Span) -> Elsewhere | None:
    """Parties of the claim that were listed before and gained a tag on the claimed days."""
    again = chosen.reading.of(Tally((), count.record.retagged(count.authority, span))).possible
    if not again:
        return None
    words = f"{said_parties(len(again))} listed before gained another programme tag then, which is no new listing"
    return "programme_tag_gained", words, again
