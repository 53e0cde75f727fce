"""Claims with a figure: how many parties an authority added, and whether that is what was claimed.

Here: the readings of a figure for dated acts, acts without a day, and running totals. Not here: whom a reading counts
(see readings), one department's share of a day (see shares), named targets (see named), plans (see plans).

A reading by other kinds of party, of parties listed before, or of no country at all may confirm in part; it never
confirms. A figure that counts a kind which no list tells ("executives") is tied to an act only by a country or a name.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.catalogue.words import QUALIFIERS
from pipelines.verdicts.assertion import AGAIN, ALL_TYPES
from pipelines.verdicts.coverage import Coverage
from pipelines.verdicts.derivation import Fit, Part, Tried, combined, open_part, part_of_one_reading, unique
from pipelines.verdicts.described import has_departments
from pipelines.verdicts.designation import Designation, Span, Tally, without_repeated_parties
from pipelines.verdicts.limits import (
    AIMED_AT,
    FAR_MORE,
    FEW,
    MOST_OF_AN_INTERVAL,
    MOST_OF_THEM,
    MOST_STILL_LISTED,
    NEARLY,
    NEARLY_ALL,
    NEIGHBOURHOOD,
    RECORD_BEFORE,
    ROUND,
    UNDATED_ACT,
    WEEK,
)
from pipelines.verdicts.readings import Attempt, Count, Reading, chosen_of, without_country
from pipelines.verdicts.shares import share_of
from pipelines.verdicts.wording import (
    aside_text,
    authority_name,
    body_text,
    day_text,
    gap_text,
    number_text,
    parties_text,
    span_text,
    split_text,
)

ALONE = re.compile(r"\b(?:alone|by itself|on its own|single-handedly)\b", re.IGNORECASE)
"""Words that deny the share of other departments, which the figure of a whole day does not show."""


def figure_added(count: Count, span: Span) -> Part:
    """Check a figure against what the authority added on the days of the claim.

    The part is the explanation that fits best, with all readings that were tried. If it fails, its sentence says where
    else the figure is found; if the record has gaps, it says what the record still shows.
    """
    coverage = count.record.coverage_of_additions(count.authority, span)
    may_be_more = coverage.held not in ("close", "notice")
    attempts = count.attempts(count.record.added(count.authority, span), may_be_more=may_be_more)
    chosen = chosen_of(attempts)
    explained = (explain(count, chosen, span) for explain in _EXPLANATIONS)
    candidates = [
        *(_part_of_attempt(count, attempt, span) for attempt in (chosen, *(a for a in attempts if a is not chosen))),
        *(_possible_if_day_uncertain(explanation, count, span) for explanation in explained if explanation is not None),
    ]
    is_refuted = coverage.held == "notice" and chosen.fit == "too_many"
    candidates = [_possible_if_kind_unknown(count, candidate) for candidate in candidates]
    gaps = () if coverage.held == "close" or is_refuted else (gap_text(count.record, count.authority, span),)
    checked = replace(combined(candidates, gaps), claimed=count.figure.claimed)
    if checked.outcome == "fails":
        share = next((part for part in candidates if part.reasons == ("another_share",)), None)
        if share is not None:
            return replace(share, readings=checked.readings, claimed=count.figure.claimed)
        return _with_contradiction(count, checked, chosen, span)
    if checked.outcome == "open" and gaps:
        return _part_of_partial_record(count, checked, chosen, span, coverage)
    return checked


def _possible_if_day_uncertain(explanation: Part, count: Count, span: Span) -> Part:
    """The part, weakened to "possible" if it counts a party that may have been listed outside the span.

    Not for a part that rests on the day of a notice: that day is outside the span on purpose.
    """
    certain = {party.designation_id for party in count.record.added(count.authority, span).certain}
    if "day_of_notice" in explanation.reasons or all(party.designation_id in certain for party in explanation.counted):
        return explanation
    tried = explanation.readings[0]
    fit: Fit = "differs" if tried.fit == "differs" else "possible"
    reasons = (*explanation.reasons, "day_not_pinned")
    return replace(explanation, readings=(replace(tried, fit=fit),), reasons=unique(reasons))


def _possible_if_kind_unknown(count: Count, candidate: Part) -> Part:
    """The part, weakened to "possible" if no list shows that those counted are what the claim says ("executives").

    Those counted are then context, and no evidence.
    """
    tried = candidate.readings[0]
    if tried.fit not in ("fits", "partly") or count.is_told_by_list(candidate.counted):
        return candidate
    sentence = f"{candidate.sentence}; that those counted are {count.assertion.described_kind} is on no list"
    return replace(
        candidate,
        readings=(replace(tried, fit="possible"), *candidate.readings[1:]),
        reasons=("kind_on_no_list",), sentence=sentence, found=None, counted=(), context=candidate.counted,
        acted_on=None, would_decide=(f"who of them are {count.assertion.described_kind}",),
    )  # fmt: skip


def _part_of_attempt(count: Count, attempt: Attempt, span: Span) -> Part:
    """The part for one way to count (by country and type), with the reason why it fits or not."""
    fit = _fit_of(count, attempt)
    if fit == "fits":
        return replace(
            _agreeing_part(count, attempt, span), readings=(Tried(attempt.words, fit, len(attempt.counted)),)
        )
    reason, sentence = _why_not(count, attempt, span)
    found = len(attempt.counted)
    differing = _counted_part(fit, reason, sentence, attempt.counted, words=attempt.words, found=found)
    if reason != "day_not_pinned":
        return differing
    published = (
        f"a list of {count.body} published {when_text(attempt.tally.possible, span)}, or its notices of these days"
    )
    return replace(differing, would_decide=(published,))


def _fit_of(count: Count, attempt: Attempt) -> Fit:
    """How well one way to count supports the claim.

    A matching number alone is only "possible": where no country, kind or name ties it to those counted, where the claim
    counts a part of an act or may mean another one, and where it says that a department acted alone.
    """
    found = len(attempt.counted)
    match attempt.fit:
        case "fits" if count.assertion.announcer is not None and ALONE.search(count.assertion.claim.quote):
            return "possible"
        case "fits" if _is_all_of_a_kind(count, attempt):
            return "fits"
        case "fits" if count.is_subset or _is_far_more(count, found):
            return "possible"
        case "fits":
            is_checkable = count.assertion.counts_whole_kind or count.is_tied(attempt.counted)
            return "fits" if is_checkable else "possible"
        case "fits_within_days" | "open":
            return "possible"
        case _:
            return "differs"


def _is_all_of_a_kind(count: Count, attempt: Attempt) -> bool:
    """Whether the claim counts a part of an act that is all of one kind: "78 of them aircraft", and 78 were listed."""
    is_one_kind = len(attempt.reading.types) == 1 and count.assertion.counts_whole_kind
    return count.is_subset and is_one_kind and len(attempt.counted) == count.figure.claimed


def _is_far_more(count: Count, found: int) -> bool:
    """Whether so many more were listed than the claim's "at least" that another act may be meant."""
    return count.figure.most is None and count.figure.claimed is not None and found > FAR_MORE * count.figure.claimed


def _why_not(count: Count, attempt: Attempt, span: Span) -> tuple[str, str]:
    """The reason code and the sentence for a way to count that does not fit, or whose figure fits without proof."""
    found = len(attempt.counted)
    certain, possible = len(attempt.tally.certain), len(attempt.tally.possible)
    country = count.country
    if attempt.fit == "fits_within_days" and country and all(party.is_pinned for party in attempt.tally.possible):
        born = sum(party.is_only_born_in(country) for party in attempt.tally.possible)
        abroad = f"{number_text(born)} of them were born there and have another nationality"
        return "only_born_there", f"{listed_text(count, attempt, span)}; {abroad}"
    if attempt.fit in ("fits_within_days", "open") and certain != possible:
        sentence = (
            f"the snapshots held show between {number_text(certain)} and {number_text(possible)} parties{count.whom} "
            f"that {count.body} may have listed {span_text(span)}; the claim says {figure_text(count)}"
        )
        return "day_not_pinned", sentence
    sentence = f"the claim says {figure_text(count)}; {listed_text(count, attempt, span)}"
    if attempt.fit == "fits" and _is_far_more(count, found):
        return "far_more_listed", f"{sentence}, which may be another act"
    if attempt.fit == "fits" and count.is_subset:
        return "subset_of_an_act", f"{sentence}; which of them it counts is on no list"
    if attempt.fit == "fits":
        return "count_without_tie", f"{sentence}; a number alone does not show that these are the ones meant"
    return ("another_count" if possible else "nothing_listed_then"), sentence


def _agreeing_part(count: Count, attempt: Attempt, span: Span) -> Part:
    """The part for a way to count that gives the claimed figure, with what limits it.

    Reason codes and sentence say if days of listing are uncertain, or if only a narrower tie to the country fits.
    """
    reasons = ["count_agrees"]
    sentence = listed_text(count, attempt, span)
    if not all(party.is_pinned for party in attempt.counted):
        reasons.append("day_not_pinned")
        sentence += ", as far as the snapshots held tell"
    if attempt.reading != count.readings()[0]:
        reasons.append("narrower_country_link")
        sentence += f", counting {attempt.reading.words}"
    return _counted_part("fits", reasons, sentence, attempt.counted)


def _noticed_later(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if the claimed figure was added on the later days that the notice of the act may bear; else None.

    Only for authorities whose lists give the day of the notice, where nothing was added on the days of the claim.
    """
    lag = count.record.days_of_notice(count.authority)
    if not lag or chosen.tally.certain:
        return None
    notices = Span(span.first, span.last + timedelta(days=lag))
    attempt = chosen_of(count.attempts(count.record.added(count.authority, notices), may_be_more=False))
    if attempt.fit != "fits":
        return None
    agreed = _agreeing_part(count, attempt, notices)
    sentence = f"{agreed.sentence}, the day of the notice"
    return _counted_part(_fit_of(count, attempt), (*agreed.reasons, "day_of_notice"), sentence, attempt.counted)


def _whole_act(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if the figure counts all that was listed, whatever the country; else None.

    At least half of the parties must be tied to the country. The part holds where the act was aimed at the country, or
    where only words around the claim name the country; elsewhere it holds in part.
    """
    everyone, found = count.everyone(span), len(chosen.counted)
    total = len(everyone.counted)
    if count.is_subset or count.country is None or everyone.fit != "fits" or found * 2 < total:
        return None
    is_aimed_at_it = found >= total * AIMED_AT and _is_one_act(chosen.counted, everyone.counted)
    if is_aimed_at_it or not count.assertion.says_its_country:
        tied = f"{number_text(found)} of them{count.whom}"
        when, aside = when_text(everyone.counted, span), split_text(everyone.counted)
        sentence = f"{count.body} listed {parties_text(total)} {when} ({aside}), {tied}"
        return _counted_part("fits", ("count_agrees", "whole_act"), sentence, everyone.counted)
    sentence = (
        f"{count.body} listed {parties_text(total)} in all {span_text(span)}, of which {number_text(found)}{count.whom}"
    )
    return _counted_part("partly", "figure_holds_whatever_the_country", sentence, chosen.counted)


def _is_one_act(tied: Sequence[Designation], everyone: Sequence[Designation]) -> bool:
    """Whether all listed that day may belong to the act on the country.

    Each shares a programme with a party tied to the country, or is itself tied to no country.
    """
    programmes = {tag for party in tied for tag in party.programmes}
    return all(not party.ties or programmes & set(party.programmes) for party in everyone)


def _nearly_the_figure(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part that holds in part, if the figure found is nearly the claimed one; else None."""
    found = len(chosen.counted)
    if count.figure.claimed is None or not found or chosen.fit == "fits" or not is_near_round_figure(count, found):
        return None
    sentence = f"the claim says {figure_text(count)}; {listed_text(count, chosen, span)}"
    return _counted_part("partly", "figure_nearly_agrees", sentence, chosen.counted)


def _designated_again(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if the figure also counts parties listed before that gained a programme tag; else None.

    The press counts these as designated; the list has no new entry for them. The part fits if the claim says "again",
    and fits in part if it does not; without any new listing it is only possible.
    """
    again = chosen.reading.among(count.record.retagged(count.authority, span))
    found, most = len(chosen.counted), len(chosen.counted) + len(again)
    is_their_number = count.figure.holds(most) if found else may_be_miscounted(count, len(again))
    if not again or not found < count.figure.least or not is_their_number:
        return None
    fit: Fit = "possible"
    if found and count.figure.holds(most):
        fit = "fits" if AGAIN.search(count.assertion.claim.quote) else "partly"
    sentence = (
        f"{listed_text(count, chosen, span)}; {parties_text(len(again))} listed before gained another programme tag, "
        "which the press counts and a list does not"
    )
    return replace(_counted_part(fit, "designated_again", sentence, chosen.counted), context=again)


def _other_types(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if the figure holds for all types of party together: 24 people and 14 entities for "38 oligarchs"."""
    if count.is_subset or not chosen.counted or chosen.reading.types == ALL_TYPES:
        return None
    widened = replace(chosen.reading, types=ALL_TYPES)
    attempt = count.attempt(widened, count.record.added(count.authority, span), may_be_more=False)
    if attempt.fit != "fits" or _is_far_more(count, len(attempt.counted)):
        return None
    sentence = f"the figure is that of parties of all kinds: {listed_text(count, attempt, span)}"
    return _counted_part("partly", "figure_holds_for_all_kinds_of_party", sentence, attempt.counted)


def _of_listed_kind(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if lists show the kind and its number agrees: "two lenders", and two names are banks; else None."""
    kind = count.assertion.kind
    if kind is None or count.figure.claimed is None:
        return None
    native = (party for party in chosen.counted if count.country is None or not party.is_only_born_in(count.country))
    of_kind = tuple(party for party in native if kind.includes(party))
    if not of_kind or len(of_kind) != count.figure.claimed:
        return None
    sentence = f"{listed_text(count, chosen, span)}, {number_text(len(of_kind))} of them {kind.word} as the list has it"
    reason = "kind_told_by_names" if kind.named else "kind_told_by_positions"
    return _counted_part("fits", reason, sentence, of_kind)


def _narrower_kind(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part if more were listed and no list shows the kind that the claim counts ("five banks"); else None.

    "278 lawmakers" fits where 285 individuals were listed: that is nearly all. "Five" of 60 entities is only possible.
    """
    claimed, found = count.figure.claimed, len(chosen.counted)
    if claimed is None or found <= claimed or count.assertion.counts_whole_kind:
        return None
    if not count.is_tied(chosen.counted) or claimed < found * MOST_OF_THEM:
        fit: Fit = "possible"
    else:
        fit = "fits" if claimed >= found * NEARLY_ALL else "partly"
    sentence = f"{listed_text(count, chosen, span)}; which of them the claim counts is on no list"
    return _counted_part(fit, "narrower_than_lists_tell", sentence, chosen.counted)


def _share_of_department(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """The part for what one department announced of all that its authority listed; None for other claims."""
    announcer, claimed = count.assertion.announcer, count.figure.claimed
    if claimed is None or announcer is None or (chosen.fit != "too_many" and not count.is_subset):
        return None
    return share_of(count, announcer, chosen.counted, span)


def _one_release_of_several(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """An open part if fewer are claimed than several departments may have listed that day; else None."""
    if chosen.fit != "too_many" or not count.figure.is_exact or count.assertion.announcers:
        return None
    is_announced = all(party.designation_id in count.record.issuers for party in chosen.counted)
    if is_announced or not has_departments(count.authority) or not _may_be_several_acts(count, chosen.reading, span):
        return None
    sentence = (
        f"the claim says {figure_text(count)}; {listed_text(count, chosen, span)}, perhaps in several acts; no notice "
        "held says which of them were announced together"
    )
    decide = (f"the official notices of {day_text(span.last)}",)
    return replace(_counted_part("possible", "one_release_of_several", sentence, chosen.counted), would_decide=decide)


def _may_be_several_acts(count: Count, reading: Reading, span: Span) -> bool:
    """Whether those listed for the country had several programmes, or are too many for one act."""
    listed = replace(reading, types=ALL_TYPES).of(count.record.added(count.authority, span)).possible
    return len({party.programmes for party in listed}) >= SEVERAL_ACTS or len(listed) > MOST_OF_ONE_ACT


SEVERAL_ACTS = 2
"""Sets of programmes under which the parties of one day were listed, for the day to have had several acts."""

MOST_OF_ONE_ACT = 100
"""Parties of one day above which several departments announced them, as on 19 May 2023 and 24 February 2023."""


def _without_country(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """An open part if parties whose country the list does not give may complete the figure; else None."""
    if count.country is None or chosen.fit != "too_few":
        return None
    possible = count.record.added(count.authority, span).possible
    unplaced = without_country(possible, count.assertion.types, chosen.counted)
    if not unplaced or len(chosen.tally.possible) + len(unplaced) < count.figure.least:
        unplaced = _programme_with_figure(count, without_country(possible, count.assertion.types), chosen)
    if not unplaced:
        return None
    sentence = (
        f"the claim says {figure_text(count)}; {listed_text(count, chosen, span)}, and "
        f"{parties_text(len(unplaced))} of which the list gives no country"
    )
    return replace(_counted_part("possible", "country_not_stated", sentence, chosen.counted), context=unplaced)


def _programme_with_figure(count: Count, unplaced: Sequence[Designation], chosen: Attempt) -> tuple[Designation, ...]:
    """Parties of one programme, tied to no country, that make up the figure (with those of the country); else empty."""
    by_programme: dict[tuple[str, ...], list[Designation]] = {}
    for party in unplaced:
        by_programme.setdefault(party.programmes, []).append(party)
    numbers = (0, len(chosen.counted))
    matching = (
        group for group in by_programme.values() if any(count.figure.holds(len(group) + number) for number in numbers)
    )
    return tuple(next(matching, ()))


def _part_of_an_interval(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """An open part if too many were found because the snapshots are several days apart; else None."""
    without_exact_day = [party for party in chosen.counted if not party.is_pinned]
    most = count.figure.most
    if chosen.fit != "too_many" or most is None or most < len(chosen.counted) - len(without_exact_day):
        return None
    if most < len(chosen.counted) * MOST_OF_AN_INTERVAL:
        return None
    sentence = f"the claim says {figure_text(count)}; {listed_text(count, chosen, span)}, perhaps on more than one day"
    return _counted_part("possible", "day_not_pinned", sentence, chosen.counted)


def _with_amended_entries(count: Count, chosen: Attempt, span: Span) -> Part | None:
    """An open part if the figure counts amended entries as well as new listings; else None."""
    amended = chosen.reading.among(count.record.amended(count.authority, span))
    found = len(chosen.counted)
    if not found or not amended or found >= count.figure.least or not count.figure.holds(found + len(amended)):
        return None
    sentence = f"{listed_text(count, chosen, span)}; {parties_text(len(amended))} listed before were amended"
    return _counted_part("possible", "amended_then", sentence, chosen.counted)


_EXPLANATIONS: tuple[Callable[[Count, Attempt, Span], Part | None], ...] = (
    _of_listed_kind, _noticed_later, _whole_act, _nearly_the_figure, _designated_again, _other_types, _narrower_kind,
    _share_of_department, _one_release_of_several, _without_country, _part_of_an_interval, _with_amended_entries,
)  # fmt: skip
"""Each says how the claimed figure may be right though it is not the plain number of those added, and how sure that is;
None where it explains nothing."""


def _part_of_partial_record(count: Count, checked: Part, chosen: Attempt, span: Span, coverage: Coverage) -> Part:
    """The part for days that the record does not fully cover: what a later list or a notice still shows.

    Those found are context, and are counted only where they are most of the figure.
    """
    found = len(chosen.tally.certain)
    if coverage.held == "none" or not found:
        sentence = checked.gaps[0]
        return replace(checked, reasons=("record_not_held",), sentence=sentence, found=None, counted=(), acted_on=None)
    if coverage.held == "notice":
        sentence = (
            f"the claim says {figure_text(count)}; by the official notices held, {listed_text(count, chosen, span)}"
        )
        fit: Fit = "partly" if chosen.fit != "too_many" else "possible"
        tried = (Tried(sentence, fit, found), *checked.readings)
        return replace(checked, readings=tried, reasons=("only_a_notice_is_held",), sentence=sentence)
    last = f" of {day_text(coverage.last)}" if coverage.last else ""
    sentence = (
        f"the claim says {figure_text(count)}; the list of {count.body}{last} still shows "
        f"{parties_text(found, chosen.reading.types)}{count.whom} listed {span_text(span)}, "
        "but not who has left it since"
    )
    reasons = ("only_a_later_snapshot_is_held",)
    if (
        chosen.fit != "too_many"
        and found >= count.figure.least * MOST_STILL_LISTED
        and (count.is_tied(chosen.counted) and count.is_told_by_list(chosen.counted))
    ):
        tried = (Tried(sentence, "partly", found), *checked.readings)
        return replace(checked, readings=tried, reasons=reasons, sentence=sentence)
    return replace(
        checked, reasons=reasons, sentence=sentence, found=None, counted=(), context=chosen.counted, acted_on=None
    )


def _with_contradiction(count: Count, checked: Part, chosen: Attempt, span: Span) -> Part:
    """The failing part with what was listed instead, and where else the claimed figure is found."""
    sentence = f"the claim says {figure_text(count)}; {_listed_or_none(count, chosen, span)}"
    elsewhere = [
        other
        for other in (_another_day(count, span), _another_authority(count, span), _designated_again_then(count, span))
        if other
    ]
    words = "".join(f"; {sentence}" for _, sentence, _ in elsewhere)
    return replace(
        checked,
        reasons=("another_count" if chosen.counted else "nothing_listed_then", *(reason for reason, _, _ in elsewhere)),
        sentence=f"{sentence}{words}",
        found=len(chosen.counted), counted=chosen.counted,
        context=tuple(party for _, _, parties in elsewhere for party in parties),
    )  # fmt: skip


def _listed_or_none(count: Count, chosen: Attempt, span: Span) -> str:
    """A sentence on how many the authority listed, "at most" if their days are uncertain, or that it listed none."""
    certain, possible = len(chosen.tally.certain), len(chosen.tally.possible)
    if certain < possible and chosen.fit == "too_few":
        return (
            f"by the snapshots held {count.body} listed at most {parties_text(possible, chosen.reading.types)}"
            f"{count.whom} {span_text(span)} ({split_text(chosen.tally.possible)})"
        )
    if possible:
        return listed_text(count, chosen, span)
    return f"{count.body} listed {parties_text(0, chosen.reading.types)}{count.whom} {span_text(span)}"


Elsewhere = tuple[str, str, tuple[Designation, ...]]
"""The reason that a verdict gives, the words of its sentence, and the designations found."""


def _another_day(count: Count, span: Span) -> Elsewhere | None:
    """The day nearest to the claim on which the same authority listed the claimed figure; None if there is none."""
    around = Span(span.first - NEIGHBOURHOOD, span.last + NEIGHBOURHOOD)
    days = sorted(count.record.action_days(count.authority, around), key=lambda day: abs(day.last - span.last))
    for day in days:
        attempt = count.attempts(count.record.added(count.authority, day), may_be_more=False)[0]
        if attempt.fit.startswith("fits") and count.figure.is_exact and not span.touches(day.first, day.last):
            words = f"{number_text(len(attempt.counted))} were listed {span_text(day)}"
            return "another_day", words, attempt.counted
    return None


def _another_authority(count: Count, span: Span) -> Elsewhere | None:
    """Another authority that listed the claimed figure on the days of the claim; None if there is none."""
    if not count.figure.is_exact or count.country is None:
        return None
    for other in count.record.authorities():
        attempt = count.attempts(count.record.added(other, span), may_be_more=False)[0]
        if other != count.authority and attempt.fit == "fits":
            who = f"{body_text(count.record, other)} ({authority_name(other)})"
            words = f"{who} listed {number_text(len(attempt.counted))} {span_text(span)}"
            return "another_authority", words, attempt.counted
    return None


def _designated_again_then(count: Count, span: Span) -> Elsewhere | None:
    """Parties listed before that gained a programme tag on the days of the claim; None if there are none."""
    again = count.readings()[0].among(count.record.retagged(count.authority, span))
    if not again:
        return None
    words = f"{parties_text(len(again))} listed before gained another programme tag then, which is no new listing"
    return "programme_tag_gained", words, again


def figure_lately(count: Count, until: date) -> Part:
    """Check a figure of an act without a day against the acts of the month before the claim.

    The part holds if one of these acts has the figure, and differs if the figure is more than all that the authority
    ever listed of the country. Otherwise it is open, unless the latest act explains the figure in another way.
    """
    month = Span(until - UNDATED_ACT, until)
    acts = [day for day in reversed(count.record.action_days(count.authority, month)) if day.first >= month.first]
    spans = [*acts, Span(until - WEEK, until), month]
    agreeing = next((checked for span in spans if (checked := _act_with_figure(count, span, until)) is not None), None)
    if agreeing is not None:
        return replace(agreeing, claimed=count.figure.claimed)
    coverage = count.record.coverage(count.authority, Span(until, until))
    if coverage.held == "none":
        gap = gap_text(count.record, count.authority, month)
        return open_part("record_not_held", gap, claimed=count.figure.claimed)
    beyond = _more_than_ever_listed(count, until, coverage)
    return beyond or _latest_act(count, acts, month)


def _act_with_figure(count: Count, span: Span, until: date) -> Part | None:
    """The part for an act that has the figure and also a country, a kind or a name of the claim; None for others."""
    chosen = chosen_of(count.attempts(count.record.added(count.authority, span), may_be_more=False))
    if (kind := _of_listed_kind(count, chosen, span)) is not None and count.is_tied(chosen.counted):
        return replace(kind, reasons=(*kind.reasons, "act_not_dated"))
    claimed = count.figure.claimed
    may_be_chance = (claimed or 0) < FEW and span.last < until - WEEK
    if _fit_of(count, chosen) != "fits" or may_be_chance or not count.is_tied(chosen.counted):
        return None
    is_few_of_any_kind = not count.assertion.counts_whole_kind and (claimed or 0) < FEW
    if is_few_of_any_kind or not count.is_told_by_list(chosen.counted):
        return None
    agreed = _agreeing_part(count, chosen, span)
    return replace(agreed, reasons=(*agreed.reasons, "act_not_dated"))


def _more_than_ever_listed(count: Count, until: date, coverage: Coverage) -> Part | None:
    """A part that differs, if the claim says more than the authority ever listed of the country; else None."""
    is_long = coverage.first is not None and until - coverage.first >= RECORD_BEFORE
    if coverage.held != "close" or not is_long or count.country is None or count.figure.claimed is None:
        return None
    ever = [party for party in count.record.by_authority.get(count.authority, ()) if party.was_listed_by(until)]
    reading = Reading("ever listed", count.country, None, ALL_TYPES)
    most = without_repeated_parties((*reading.among(ever), *without_country(ever, ALL_TYPES)))
    if count.figure.least <= len(most):
        return None
    sentence = (
        f"the claim says {figure_text(count)}; the lists held of {count.body} show {parties_text(len(most))} that were "
        f"listed{count.whom}, or may be, at any time by {day_text(until)}"
    )
    return _counted_part("differs", "another_count", sentence, reading.among(ever))


def _latest_act(count: Count, acts: Sequence[Span], month: Span) -> Part:
    """An open part, with the last act on the country as context: a claim without a day may mean another act.

    If that act explains the figure at least in part, the part says so.
    """
    decide = ("the day of the act",)
    if not count.is_tied(()):
        seen = "a number without day, country or name is tied to no act"
        return open_part("count_without_tie", seen, claimed=count.figure.claimed, would_decide=decide)
    reading = count.readings()[0]
    latest = next((act for act in acts if reading.of(count.record.added(count.authority, act)).possible), None)
    if latest is None:
        seen = (
            f"the claim names no day, and {count.body} is not seen to have listed anyone{count.whom} {span_text(month)}"
        )
        return open_part("too_vague", seen, claimed=count.figure.claimed, would_decide=decide)
    chosen = chosen_of(count.attempts(count.record.added(count.authority, latest), may_be_more=False))
    explained = (
        explain(count, chosen, latest) for explain in (_whole_act, _nearly_the_figure, _designated_again, _other_types)
    )
    for explanation in (_possible_if_kind_unknown(count, part) for part in explained if part is not None):
        if explanation.readings[0].fit in ("fits", "partly"):
            reasons = (*explanation.reasons, "act_not_dated")
            return replace(explanation, reasons=reasons, claimed=count.figure.claimed)
    claimed, listed = figure_text(count), listed_text(count, chosen, latest)
    sentence = f"the claim says {claimed} and gives no day; {listed}, perhaps another act"
    return Part(
        (Tried(chosen.words, "possible", len(chosen.counted)),), ("another_count", "act_not_dated"), sentence,
        claimed=count.figure.claimed, context=chosen.counted, would_decide=decide,
    )  # fmt: skip


def figure_total(count: Count, since: date | None, until: date) -> Part:
    """Check a running total: parties added since the day in the claim, or all on the list if it gives no day."""
    listed = count.record.listed_on(count.authority, until, count.country)
    whole = (f"on its list by {day_text(until)}", listed, Span(until, until))
    if since is None or since >= until:
        return replace(_check_total(count, *whole), claimed=count.figure.claimed)
    days = Span(since, until)
    added = (f"added since {day_text(since)}", count.record.added(count.authority, days), days)
    checked = _check_total(count, *added)
    others = [f"{words}, {chosen_of(count.attempts(tally, may_be_more=False)).words}" for words, tally, _ in (whole,)]
    everyone = count.everyone(days)
    wider: Fit = "possible" if count.country and everyone.fit == "fits" else "differs"
    tried = (*checked.readings, *(Tried(words, "differs") for words in others), Tried(everyone.words, wider))
    return replace(checked, readings=tried, claimed=count.figure.claimed)


def _check_total(count: Count, words: str, tally: Tally, span: Span) -> Part:
    """The part for a running total.

    Args:
        words: since or by when the total is counted, for the sentence.
        tally: what the list shows.
        span: the days for which the list must be held.
    """
    coverage = count.record.coverage(count.authority, span)
    chosen = chosen_of(count.attempts(tally, may_be_more=coverage.held != "close"))
    total = _total_sentence(count, words, chosen, coverage)
    gaps = () if coverage.held == "close" else (gap_text(count.record, count.authority, span),)
    if chosen.fit == "fits" and coverage.held != "none":
        return _possible_if_kind_unknown(count, _counted_part("fits", "total_agrees", total, chosen.counted))
    sentence = f"the claim says {figure_text(count)}; {total}"
    if gaps:
        reasons = ("record_not_held",) if coverage.held == "none" else ("only_a_later_snapshot_is_held",)
        words = gaps[0] if coverage.held == "none" else f"{sentence}, but not who has left it since"
        return replace(part_of_one_reading("possible", reasons, words), gaps=gaps)
    if chosen.counted and is_near_round_figure(count, len(chosen.counted)):
        return _counted_part("partly", "figure_nearly_agrees", sentence, chosen.counted)
    fit: Fit = "possible" if chosen.fit in ("open", "fits_within_days") else "differs"
    return _counted_part(fit, "another_count", sentence, chosen.counted)


def _total_sentence(count: Count, words: str, attempt: Attempt, coverage: Coverage) -> str:
    """A sentence such as "OFAC had on its list by 1 March 2022 24 parties tied to Belarus"."""
    number = f"{parties_text(len(attempt.counted), attempt.reading.types)}{count.whom}"
    aside = aside_text(attempt.counted)
    if coverage.held == "retrospective" and coverage.last:
        shown = f"the list of {count.body} of {day_text(coverage.last)} shows {number}"
        return f"{shown} that it had {words}{aside}"
    return f"{count.body} had {words} {number}{aside}"


def is_near_round_figure(count: Count, found: int) -> bool:
    """Whether a figure differs by at most a twentieth from the number found and is round: the claim then holds in part.

    A figure such as "about 24" or "at least 24" counts as round; one for a part of an act never does.
    """
    claimed = count.figure.claimed or 0
    is_round = not count.figure.is_exact or (claimed >= ROUND and claimed % 10 == 0)
    return is_round and not count.is_subset and abs(claimed - found) <= claimed * NEARLY


def may_be_miscounted(count: Count, number: int) -> bool:
    """Whether a number agrees with the claimed figure, or differs so little that someone may have counted wrongly."""
    claimed = count.figure.claimed
    return count.figure.holds(number) or (claimed is not None and abs(claimed - number) <= max(1, claimed * NEARLY))


def figure_text(count: Count) -> str:
    """The claimed figure in words for people: "between 20 and 30", "about 50", "“dozens”"."""
    claim, figure = count.assertion.claim, count.figure
    if figure.most is not None and figure.least < figure.most and claim.count_qualifier != "approx" and figure.least:
        return f"between {number_text(figure.least)} and {number_text(figure.most)}"
    if claim.count is None:
        return f"“{claim.count_text}”"
    return QUALIFIERS.get(claim.count_qualifier or "", "") + number_text(claim.count)


def listed_text(count: Count, chosen: Attempt, span: Span) -> str:
    """A sentence such as "OFAC listed 24 parties tied to Belarus on 24 February 2022"."""
    counted = chosen.counted
    parts = split_text(counted)
    number = parties_text(len(counted), chosen.reading.types)
    aside = f" ({parts})" if parts and len(chosen.reading.types) > 1 else ""
    return f"{count.body} listed {number}{count.whom} {when_text(counted, span)}{aside}"


def when_text(counted: Sequence[Designation], span: Span) -> str:
    """When the parties were listed: "on 24 February 2022", or the span if they were listed within it."""
    if not counted:
        return span_text(span)
    intervals = {(party.earliest or party.latest, party.latest) for party in counted}
    if len(intervals) == 1:
        return span_text(Span(*intervals.pop()))
    first = min(party.earliest or party.latest for party in counted)
    days = Span(first, max(party.latest for party in counted))
    return span_text(span if span.first <= days.first and days.last <= span.last else days)


def _counted_part(
    fit: Fit, reasons: Sequence[str] | str, sentence: str, counted: Sequence[Designation], words: str | None = None,
    found: int | None = None,
) -> Part:  # fmt: skip
    """A part of one reading with the number of designations counted under it."""
    number = len(counted) if found is None else found
    codes = (reasons,) if isinstance(reasons, str) else tuple(reasons)
    acted_on = max((party.latest for party in counted), default=None)
    tried = (Tried(words or sentence, fit, number),)
    return Part(tried, codes, sentence, found=number, counted=tuple(counted), acted_on=acted_on)
