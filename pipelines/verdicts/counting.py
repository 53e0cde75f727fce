"""Claims with a figure: how many parties an authority added, and whether that is what was claimed.

Here: the days that are counted, figures that agree, what may explain one that differs, and running totals. Not here:
whom a claim counts (see readings), named targets (see named), plans (see plans).

A reading by other days, other kinds of party or no country at all is reported and may confirm in part; it never
confirms.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.verdicts.assertion import ALL_TYPES, UNDATED_ACT, counts_whole_kind, kind_by_name, types_of
from pipelines.verdicts.coverage import Coverage
from pipelines.verdicts.derivation import Outcome, Part
from pipelines.verdicts.designation import Designation, Span, Tally
from pipelines.verdicts.readings import Attempt, Count, Reading, chosen_of
from pipelines.verdicts.wording import (
    QUALIFIED,
    authority_name,
    said_aside,
    said_body,
    said_day,
    said_gap,
    said_number,
    said_parties,
    said_span,
    said_split,
)

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
