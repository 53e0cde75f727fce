"""A figure that differs from what an authority added: what may explain it, or that the record shows otherwise.

Here: the explanations, in the order in which they are tried. Not here: whether a figure differs (see counting), running
totals (see totals), and where else the figure is found (see elsewhere).

A reading by other kinds of party or no country at all may confirm in part; it never confirms.
"""

from dataclasses import replace

from pipelines.verdicts.designation import Tally
from pipelines.verdicts.elsewhere import another_authority, another_day, only_retagged
from pipelines.verdicts.figures import added_in_all, is_nearly, part_of, said_figure, said_listed
from pipelines.verdicts.gaps import said_gap
from pipelines.verdicts.held import Coverage
from pipelines.verdicts.question import ALL_TYPES, counts_whole_kind, kind_by_name
from pipelines.verdicts.readings import Attempt, Count
from pipelines.verdicts.sentences import said_day, said_number, said_parties, said_span, said_split
from pipelines.verdicts.span import Span
from pipelines.verdicts.verdict import Outcome, Part

NEARLY_ALL = 0.9
"""A figure holds where it is this part at least of those listed, and which of them it counts is on no list."""

MOST_STILL_LISTED = 0.5
"""A figure holds in part where a later list still shows this part of it; less than that may be of another act."""


def differs(count: Count, chosen: Attempt, span: Span, coverage: Coverage) -> Part:
    """A figure that does not hold: part of it may, or the record cannot tell, or it shows otherwise."""
    for explain in (_near, _with_designated_again, _other_types, _whatever_country, _told_by_names, _narrower):
        if (part := explain(count, chosen, span)) is not None:
            return part
    if coverage.held == "close" and chosen.fit == "open":
        return _cannot_tell_days(count, chosen, span)
    if coverage.held == "notice":
        return _only_noticed(count, chosen, span)
    if coverage.held != "close":
        return _not_held(count, chosen, span, coverage)
    return _contradicted(count, chosen, span)


def _only_noticed(count: Count, chosen: Attempt, span: Span) -> Part:
    """The notices of the day name more than claimed, or fewer: there may be a notice that is not held."""
    if chosen.fit == "too_many":
        return _contradicted(count, chosen, span)
    if not chosen.counted:
        sentence = (
            f"the official notices held of {said_span(span)} name no one{count.whom}, and no snapshot tells of others"
        )
        return replace(part_of("open", "only_a_notice_is_held", sentence, chosen), found=None)
    sentence = f"the claim says {said_figure(count)}; by the official notices held, {said_listed(count, chosen, span)}"
    return part_of("partly", "only_a_notice_is_held", sentence, chosen)


def _near(count: Count, chosen: Attempt, span: Span) -> Part | None:
    found, claimed = len(chosen.counted), count.figure.claimed
    if claimed is None or not found or not is_nearly(count, found):
        return None
    sentence = f"the claim says {said_figure(count)}; {said_listed(count, chosen, span)}"
    return part_of("partly", "figure_nearly_agrees", sentence, chosen)


def _other_types(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """As for 38 oligarchs, where 24 individuals and 14 entities are 38 parties."""
    if count.is_subset or not chosen.counted or chosen.reading.types == ALL_TYPES:
        return None
    tally = replace(chosen.reading, types=ALL_TYPES).of(count.record.added(count.authority, span))
    if count.figure.fit(len(tally.certain), len(tally.possible), may_be_more=False) not in ("fits", "fits_within_days"):
        return None
    widened = Attempt(replace(chosen.reading, types=ALL_TYPES), tally, "fits" if tally.certain else "fits_within_days")
    sentence = f"the figure is that of parties of all kinds: {said_listed(count, widened, span)}"
    return part_of("partly", "figure_holds_for_all_kinds_of_party", sentence, widened)


def _with_designated_again(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The press counts parties listed before that were designated again; the list has no new row for them."""
    again = chosen.reading.of(Tally((), count.record.retagged(count.authority, span))).possible
    found = len(chosen.counted)
    if not found or not again or not found < count.figure.least <= found + len(again):
        return None
    sentence = (
        f"{said_listed(count, chosen, span)}; {said_parties(len(again))} listed before gained another programme tag, "
        "which is no new listing"
    )
    return replace(part_of("partly", "designated_again", sentence, chosen), context=again)


def _whatever_country(count: Count, chosen: Attempt, span: Span) -> Part | None:
    everyone = added_in_all(count, span)
    found, total = len(chosen.counted), len(everyone.counted)
    if count.is_subset or count.country is None or not everyone.fit.startswith("fits") or found * 2 < total:
        return None
    sentence = (
        f"{count.body} listed {said_parties(total)} in all {said_span(span)}, of which {said_number(found)}{count.whom}"
    )
    return part_of("partly", "figure_holds_whatever_the_country", sentence, chosen)


def _told_by_names(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """Two lenders among 16 entities, where two of them are banks by their names."""
    if not count.figure.is_exact or (kind := kind_by_name(count.claim)) is None:
        return None
    word, names = kind
    of_kind = tuple(each for each in chosen.counted if names.search(each.primary_name))
    if len(of_kind) != count.figure.claimed:
        return None
    sentence = f"{said_listed(count, chosen, span)}, {said_number(len(of_kind))} of them {word} by their names"
    part = part_of("holds", "kind_told_by_names", sentence, chosen)
    return replace(part, found=len(of_kind), counted=of_kind)


def _narrower(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """Fewer than were listed, of a kind that no list tells: "five banks" among 60 entities is no contradiction.

    All that can be checked of "278 lawmakers" holds where 285 individuals were listed. A count that is not nearly all
    of those listed says too little of the act for that.
    """
    claimed = count.figure.claimed
    if not count.figure.is_exact or claimed is None or len(chosen.counted) <= claimed or counts_whole_kind(count.claim):
        return None
    sentence = f"{said_listed(count, chosen, span)}; which of them the claim counts is on no list"
    outcome: Outcome = "holds" if claimed >= len(chosen.counted) * NEARLY_ALL else "partly"
    return part_of(outcome, "narrower_than_lists_tell", sentence, chosen)


def _cannot_tell_days(count: Count, chosen: Attempt, span: Span) -> Part:
    certain, possible = len(chosen.tally.certain), len(chosen.tally.possible)
    sentence = (
        f"the snapshots held show between {said_number(certain)} and {said_number(possible)} parties{count.whom} "
        f"that {count.body} may have listed {said_span(span)}; the claim says {said_figure(count)}"
    )
    return part_of("partly" if certain else "open", "day_not_pinned", sentence, chosen)


def _not_held(count: Count, chosen: Attempt, span: Span, coverage: Coverage) -> Part:
    found = len(chosen.tally.certain)
    if coverage.held == "none" or not found:
        return replace(
            part_of("open", "record_not_held", said_gap(count.record, count.authority, span), chosen), found=None
        )
    last = f" of {said_day(coverage.last)}" if coverage.last else ""
    sentence = (
        f"the claim says {said_figure(count)}; the list of {count.body}{last} still shows "
        f"{said_parties(found, chosen.reading.types)}{count.whom} listed {said_span(span)}, "
        "but not who has left it since"
    )
    if chosen.fit != "too_many" and found >= count.figure.least * MOST_STILL_LISTED:
        return part_of("partly", "only_a_later_snapshot_is_held", sentence, chosen)
    part = part_of("open", "only_a_later_snapshot_is_held", sentence, chosen)
    return replace(part, found=None, counted=(), context=part.counted)


def _contradicted(count: Count, chosen: Attempt, span: Span) -> Part:
    sentence = f"the claim says {said_figure(count)}; {_listed_or_none(count, chosen, span)}"
    reasons = ["another_count" if chosen.counted else "nothing_listed_then"]
    elsewhere = [
        each
        for each in (another_day(count, span), another_authority(count, span), only_retagged(count, chosen, span))
        if each
    ]
    for reason, words, _ in elsewhere:
        reasons.append(reason)
        sentence += f"; {words}"
    part = part_of("fails", reasons[0], sentence, chosen)
    context = tuple(one for _, _, designations in elsewhere for one in designations)
    return replace(part, reasons=tuple(reasons), context=context)


def _listed_or_none(count: Count, chosen: Attempt, span: Span) -> str:
    certain, possible = len(chosen.tally.certain), len(chosen.tally.possible)
    if certain < possible and chosen.fit == "too_few":
        return (
            f"by the snapshots held {count.body} listed at most {said_parties(possible, chosen.reading.types)}"
            f"{count.whom} {said_span(span)} ({said_split(chosen.tally.possible)})"
        )
    if possible:
        return said_listed(count, chosen, span)
    return f"{count.body} listed {said_parties(0, chosen.reading.types)}{count.whom} {said_span(span)}"
