"""What of the record is not held, in one sentence however many lists are missing.

Here: gaps in words, and the part of a claim that cannot be checked for them. Not here: whether a gap matters to a claim
(see counting, naming, whole_country).
"""

from collections.abc import Sequence

from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.sentences import authority_name, said_body, said_day, said_days
from pipelines.verdicts.span import Span
from pipelines.verdicts.verdict import Part


def said_gap(record: OfficialRecord, authority: str, span: Span) -> str:
    """What is not held of one authority's lists for the days of a span, and the nearest day that is."""
    nearest = record.nearest_day(authority, span)
    if nearest is None:
        return f"no list of {authority_name(authority)} is held"
    return (
        f"no list of {said_body(record, authority)} that covers {said_days(span)} is held; "
        f"the nearest is of {said_day(nearest)}"
    )


def said_gaps(record: OfficialRecord, authorities: Sequence[str], span: Span) -> str:
    """What is not held of several authorities' lists: how many they are, and whose list is the nearest."""
    if len(authorities) == 1:
        return said_gap(record, authorities[0], span)
    days = [(day, authority) for authority in authorities if (day := record.nearest_day(authority, span)) is not None]
    if not days:
        return f"no list of the {len(authorities)} authorities asked is held"
    day, whose = min(days, key=lambda each: span.distance(each[0]))
    return (
        f"no list that covers {said_days(span)} is held of {len(authorities)} authorities asked; "
        f"the nearest is that of {said_body(record, whose)} of {said_day(day)}"
    )


def none_held(record: OfficialRecord, authorities: Sequence[str], span: Span) -> Part:
    """A part that no list held can tell of; which lists are missing is told beside it, one authority at a time."""
    each_gap = tuple(said_gap(record, authority, span) for authority in authorities)
    return Part(
        "open",
        ("record_not_held",),
        said_gaps(record, authorities, span),
        alternatives=each_gap if len(each_gap) > 1 else (),
    )
