"""Claims that name no one: "Western sanctions on Russia", "Belarusian companies", "the president of Mexico".

Here: whether anyone of a country was listed, on the days of the claim or by its day, and by which authorities; targets
that are only described. Not here: figures (see counting), named targets (see named), who left a list (see lifting).

A claim about a country, or every party of a kind in it, holds if anyone of it was listed. One about a party that it
describes holds only where the list states an office or a kind that is the one described; that others of the country
are listed is context. The sentence says on which day's list that rests: a list is no evidence of days after it, and of
days before it only where it states when its parties were listed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.verdicts.assertion import Assertion
from pipelines.verdicts.coverage import Coverage
from pipelines.verdicts.derivation import Fit, Part, Tried, open_part, unique
from pipelines.verdicts.described import holds_office, is_singular
from pipelines.verdicts.designation import Designation, Span, Tally
from pipelines.verdicts.limits import OFFICE_HELD, UNDATED_ACT, WEEK
from pipelines.verdicts.readings import country_readings, without_country
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    aside_text,
    body_text,
    counted_text,
    country_name,
    day_text,
    gap_text,
    gaps_text,
    names_text,
    number_text,
    parties_text,
    span_text,
)

NEW_ACT = re.compile(
    r"\b(?:new|fresh|further|additional|more|another|latest|round|batch|package|announc\w+|unveil\w*|(?:re)?imposes"
    r"|introduces|widens|expand(?:s|ed)|adds|approves|adopts|votes|enacts|slaps)\b|^\w+ing\b",
    re.IGNORECASE,
)
"""Words by which a claim without a day speaks of an act just done, not of what has long been in force.

A participle ("targeting sanctions on N.") belongs to a clause that tells of what was just done.
"""

ANYONE = re.compile(r"\b(?:any|no|none|never|nobody|not a single)\b", re.IGNORECASE)
"""Words by which a denial speaks of everyone; without them "the group" that was spared is one that it does not name."""

ONE_ALONE = ", and no other then: the claim gives neither number nor name, so that this one listing bears it out"
"""Words that let the reader see how little it takes to confirm a claim about a country."""

CITED = 10
"""How many of those listed are cited for a claim that someone was: any one of them confirms it."""


@dataclass(frozen=True, slots=True)
class CountryQuestion:
    """The question whether one authority listed anyone of a country, for a claim that names only the country."""

    assertion: Assertion
    country: str
    authority: str
    record: OfficialRecord

    @property
    def body(self) -> str:
        """Who publishes the list."""
        return body_text(self.record, self.authority)

    @property
    def tied(self) -> str:
        """Words for the sentence "no party … was listed": " tied to Belarus"."""
        return f" tied to {country_name(self.country)}"

    def meant(self, tally: Tally) -> "Meant":
        """The parties of a tally that the claim means, by the first reading of the country that finds any."""
        readings = country_readings(self.assertion, self.country)
        by_reading = [(reading, reading.of(tally)) for reading in readings]
        reading, among = next((pair for pair in by_reading if pair[1].possible), by_reading[-1])
        return Meant(among, reading.words, is_aimed_at_country=reading is readings[0])

    def added(self, span: Span) -> "Meant":
        """Those of the country whom the authority added within a span."""
        return self.meant(self.record.added(self.authority, span))

    def listed(self, day: date) -> "Meant":
        """Those of the country who were on its lists at the end of a day."""
        return self.meant(self.record.listed_on(self.authority, day, self.country))


@dataclass(frozen=True, slots=True)
class Meant:
    """The parties that a claim about a country means, and words for how they are tied to it.

    Attributes:
        whom: these words, as " tied to Belarus".
        is_aimed_at_country: whether they are what the claim says. "Sanctions on China" are not those on one Chinese
            under a programme that is aimed at drugs or at another country; they may be what the press means.
    """

    tally: Tally
    whom: str
    is_aimed_at_country: bool

    @property
    def certain(self) -> tuple[Designation, ...]:
        """The parties that certainly belong to the tally."""
        return self.tally.certain


def anyone_listed(questions: Sequence[CountryQuestion], span: Span | None, until: date) -> Part:
    """Check "someone of the country was listed": true if any of the authorities asked did so.

    If several did, one part names all; if none did, the part is open if any of them is, and fails otherwise.

    Args:
        span: the days that the claim gives; None: being on a list on the day `until` is enough.
    """
    answers = [(question, _checked_for_one_authority(question, span, until)) for question in questions]
    holding = [(question, checked) for question, checked in answers if checked.outcome == "holds"]
    if len(holding) > 1:
        return _combined_authorities(holding, len(questions), span, until)
    if holding:
        return holding[0][1]
    unclear = [(question, checked) for question, checked in answers if checked.outcome == "open"]
    if len(unclear) > 1:
        return part_without_lists(
            questions[0].record, [question.authority for question, _ in unclear], span or Span(until, until)
        )
    return (unclear or answers)[0][1]


def no_one_listed(questions: Sequence[CountryQuestion], span: Span | None, until: date) -> Part:
    """Check "no one of the country was listed": the opposite of what `anyone_listed` finds."""
    assertion = questions[0].assertion
    if span is None and assertion.claim.unit is not None and not ANYONE.search(assertion.claim.quote):
        return open_part("too_vague", "the claim does not name whom it says was not sanctioned")
    positive = anyone_listed(questions, span, until)
    match positive.outcome:
        case "holds":
            return _negated(positive, "differs", "listed")
        case "fails":
            return _negated(positive, "fits", "not_listed")
        case _:
            return positive


def _negated(checked: Part, fit: str, reason: str) -> Part:
    """The same part with the opposite result, for a claim that denies: what fits now differs."""
    readings = tuple(replace(tried, fit=fit) for tried in checked.readings)  # type: ignore[arg-type]  # one of its words
    return replace(checked, readings=readings, reasons=(reason,))


def described_listed(assertion: Assertion, authorities: Sequence[str], record: OfficialRecord, until: date) -> Part:
    """Check whether someone was listed who fits the claim's description, by an office or kind that the list states.

    If no one was, the part is open, with the listed parties of that country and type as its context.
    """
    span = assertion.days or Span(until - OFFICE_HELD, until)
    listed = [party for authority in authorities for party in record.added(authority, span).certain]
    among = [party for party in listed if assertion.country is None or party.links(assertion.country)]
    described = tuple(party for party in among if _is_described(assertion, party))
    if described:
        body = body_text(record, described[0].authority)
        words = f"{body} listed {names_text(described)}, whom the list states to be that"
        return Part((Tried(words, "fits", len(described)),), ("described_as_the_list_states",), words, named=described,
                    acted_on=max(party.latest for party in described))  # fmt: skip
    what = f"“{assertion.whom.words}”" if assertion.whom.words else "the target"
    others = _listed_of_country(assertion, authorities, record, until)
    sentence = f"the claim describes {what} and names no one, and no entry says that it is the one{others}"
    context = tuple(party for party in among if party.party_type in assertion.types)
    return open_part("target_described", sentence, context=_cited(context), would_decide=("the name of the target",))


def _is_described(assertion: Assertion, party: Designation) -> bool:
    """Whether a party has the office, or is of the kind, by which the claim describes its target.

    A kind does not single out one party: "a Chinese airline" without a day may be any of them.
    """
    description = assertion.whom.words
    if party.party_type not in assertion.types:
        return False
    if holds_office(party, description):
        return True
    is_one_unknown = is_singular(assertion.claim.quote) and assertion.days is None
    return assertion.kind is not None and assertion.kind.includes(party) and not is_one_unknown


def _listed_of_country(assertion: Assertion, authorities: Sequence[str], record: OfficialRecord, until: date) -> str:
    """Words for how many parties of the country are on the lists, as context; empty if there are none."""
    if assertion.country is None:
        return ""
    counts = [
        f"{body_text(record, authority)} {counted_text(meant.certain, meant.whom)}"
        for authority in authorities
        if (meant := CountryQuestion(assertion, assertion.country, authority, record).listed(until)).certain
    ]
    return f"; on the lists held are, of that country, by {day_text(until)}: {', '.join(counts)}" if counts else ""


def _checked_for_one_authority(question: CountryQuestion, span: Span | None, until: date) -> Part:
    """Check whether one authority listed anyone of the country: on the days, lately (a new act), or at any time."""
    if span is not None:
        return _added_within(question, span) or _none_added(question, span)
    if NEW_ACT.search(question.assertion.claim.quote) and question.assertion.claim.strength == "asserted":
        latest, lately = Span(until - WEEK, until), Span(until - UNDATED_ACT, until)
        return (
            _added_within(question, latest) or _added_within(question, lately) or _none_added_lately(question, lately)
        )
    return _listed_until(question, until)


def _added_within(question: CountryQuestion, span: Span) -> Part | None:
    """The part that says whom the authority added on the days of a span; None if it added no one.

    First those whose day is certain, then those on the days of a notice of the act, then those whose day is uncertain.
    """
    meant = question.added(span)
    if meant.certain:
        return _part_of_listed(question, meant.certain, meant, ("country_targeted",))
    lag = timedelta(days=question.record.days_of_notice(question.authority))
    if lag and (noticed := question.added(Span(span.first, span.last + lag))).certain:
        return _part_of_listed(question, noticed.certain, noticed, ("country_targeted", "day_of_notice"))
    if meant.tally.possible:
        return _part_of_listed(question, meant.tally.possible, meant, ("country_targeted", "day_not_pinned"))
    return None


def _part_of_listed(
    question: CountryQuestion, listed: Sequence[Designation], meant: "Meant", reasons: tuple[str, ...]
) -> Part:
    """The part that says who was listed and when.

    It is open if their day is uncertain, or none of their programmes is aimed at the country.
    """
    first = min(party.earliest or party.latest for party in listed)
    days = Span(first, max(party.latest for party in listed))
    sentence = (
        f"{question.body} listed {counted_text(listed, meant.whom)} {span_text(days)}{aside_text(listed)}"
        f"{'; no snapshot held tells the day itself' if 'day_not_pinned' in reasons else ''}"
        f"{ONE_ALONE if len(listed) == 1 else ''}"
    )
    if not meant.is_aimed_at_country:
        return _part_not_aimed_at_country(question, sentence, listed)
    fit: Fit = "possible" if "day_not_pinned" in reasons else "fits"
    tried = (Tried(sentence, fit, len(listed)),)
    return Part(tried, reasons, sentence, found=len(listed), counted=tuple(listed), acted_on=days.last)


def _part_not_aimed_at_country(question: CountryQuestion, sentence: str, listed: Sequence[Designation]) -> Part:
    """An open part: parties of the country were listed, but only under programmes that are aimed at something else."""
    words = f"{sentence}; none of them under a programme aimed at {country_name(question.country)} itself"
    return Part((Tried(words, "possible", len(listed)),), ("not_aimed_at_the_country",), words, context=_cited(listed))


def _part_of_none(question: CountryQuestion, span: Span, sentence: str, reason: str) -> Part:
    """The part that says that no one was found; open where parties whose country the list does not give were listed."""
    possible = without_country(question.record.added(question.authority, span).possible, question.assertion.types)
    if possible:
        words = f"{sentence}; of {parties_text(len(possible))} listed then the list gives no country"
        return Part((Tried(words, "possible", 0),), ("country_not_stated",), words, context=_cited(possible))
    return Part((Tried(sentence, "differs", 0),), (reason,), sentence, found=0)


def _none_added(question: CountryQuestion, span: Span) -> Part:
    """The part that says that no one was added within a span; open where the lists of these days are not held."""
    if question.record.coverage(question.authority, span).held == "close":
        sentence = f"{question.body} listed no party{question.tied} {span_text(span)}"
        return _part_of_none(question, span, sentence, "nothing_listed_then")
    return open_part("record_not_held", gap_text(question.record, question.authority, span))


def _none_added_lately(question: CountryQuestion, lately: Span) -> Part:
    """An open part for a claim without a day: no one was added lately, or the lists of these days are not held."""
    if question.record.coverage(question.authority, lately).held != "close":
        return open_part("record_not_held", gap_text(question.record, question.authority, lately))
    sentence = f"the claim gives no day, and {question.body} listed no party{question.tied} {span_text(lately)}"
    return open_part("too_vague", sentence)


def _listed_until(question: CountryQuestion, until: date) -> Part:
    """Whether the authority had parties of the country on its list on a day; open if no snapshot reaches that day."""
    day = Span(until, until)
    coverage = question.record.coverage(question.authority, day)
    if coverage.last is None or until > coverage.last:
        return _after_last_list(question, day)
    meant = question.listed(until)
    if not meant.certain:
        return _none_listed(question, day, meant, coverage)
    counted = counted_text(meant.certain, meant.whom)
    reasons: tuple[str, ...] = ("country_targeted",)
    sentence = f"{question.body} had {counted} on its list on {day_text(until)}"
    if coverage.held != "close":
        reasons = (*reasons, "only_a_later_snapshot_is_held")
        after = question.record.next_day(question.authority, until) or coverage.last
        shown = f"list of {question.body} of {day_text(after)} shows"
        if after != coverage.last:
            shown = f"lists of {question.body} of {day_text(after)} and later show"
        sentence = f"the {shown} {counted} that had been listed by {day_text(until)}"
    if not meant.is_aimed_at_country:
        return _part_not_aimed_at_country(question, sentence, meant.certain)
    return _part_of_state(meant.certain, sentence, reasons)


def _none_listed(question: CountryQuestion, day: Span, meant: Meant, coverage: Coverage) -> Part:
    """The part that says that no one of the country was on the list on a day; open where the record cannot tell."""
    if coverage.held != "close":
        return open_part("record_not_held", gap_text(question.record, question.authority, day))
    sentence = f"{question.body} had no party{question.tied} on its list on {day_text(day.last)}"
    if meant.tally.possible:
        return open_part("day_not_pinned", f"{sentence} for certain")
    return _part_of_none(question, day, sentence, "no_one_listed")


def _after_last_list(question: CountryQuestion, day: Span) -> Part:
    """An open part for a day after the newest list that is held. The parties on that list are given as context only."""
    last = question.record.coverage(question.authority, day).last
    gap = gap_text(question.record, question.authority, day)
    if last is None or not (meant := question.listed(last)).certain:
        return open_part("record_not_held", gap)
    sentence = f"{gap}, with {counted_text(meant.certain, meant.whom)} on it"
    return open_part("record_not_held", sentence, context=_cited(meant.certain))


def _part_of_state(listed: tuple[Designation, ...], sentence: str, reasons: tuple[str, ...]) -> Part:
    """A part that holds: these parties were on the list, as the sentence says."""
    words = f"{sentence}{aside_text(listed)}"
    tried = (Tried(words, "fits", len(listed)),)
    return Part(tried, reasons, words, found=len(listed), counted=listed, cited=_cited(listed))


def _cited(listed: Sequence[Designation]) -> tuple[Designation, ...]:
    """The parties listed last, at most CITED of them: these are nearest to what a reader has in mind."""
    in_order = sorted(listed, key=lambda party: (-party.latest.toordinal(), party.designation_id))
    return tuple(in_order[:CITED])


def _combined_authorities(
    holding: Sequence[tuple[CountryQuestion, Part]], number_asked: int, span: Span | None, until: date
) -> Part:
    """One part from the parts of several authorities that all hold. Its sentence names each of them."""
    parts = [part for _, part in holding]
    everyone = "both" if number_asked == 2 else f"all {number_asked}"
    number = everyone if number_asked == len(holding) else f"{len(holding)} of the {number_asked}"
    whom = f"parties{holding[0][0].tied}"
    did = f"listed {whom} {span_text(span)}" if span else f"had {whom} on their lists by {day_text(until)}"
    by_body = ", ".join(f"{question.body} ({number_text(part.found or 0)})" for question, part in holding)
    sentence = f"{number} authorities whose lists are held {did}: {by_body}"
    readings = (Tried(sentence, "fits"), *(tried for part in parts for tried in part.readings))
    return Part(
        readings,
        unique(reason for part in parts for reason in part.reasons),
        sentence,
        context=tuple(row for part in parts for row in _cited(part.counted)),
        acted_on=parts[0].acted_on,
    )


def part_without_lists(record: OfficialRecord, authorities: Sequence[str], span: Span) -> Part:
    """The undecided part for a claim that no list can check: for none of the authorities is a list of these days held.

    Its gaps say for each authority which list is missing.
    """
    gaps = tuple(gap_text(record, authority, span) for authority in authorities)
    sentence = gaps_text(record, authorities, span)
    return Part((), ("record_not_held",), sentence, gaps=(sentence, *(gaps if len(gaps) > 1 else ())))
