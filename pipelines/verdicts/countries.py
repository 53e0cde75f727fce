"""Claims that name a country and no one in it: "Western sanctions on Russia", "the UN imposed sanctions on Iran".

Here: whether anyone of the country was listed, on the days of the claim or by its day, and by which authorities.
Not here: figures (see counting), named targets (see naming), who left a list (see lifting).

Such a claim holds if anyone of the country was listed. The sentence says on which day's list that rests: a list is no
evidence of days after it, and of days before it only where it states when its parties were listed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import UNDATED_ACT
from pipelines.verdicts.coverage import Coverage
from pipelines.verdicts.derivation import Part
from pipelines.verdicts.designation import Designation, Span, Tally
from pipelines.verdicts.readings import country_readings
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    country_name,
    said_aside,
    said_body,
    said_counted,
    said_day,
    said_gap,
    said_gaps,
    said_number,
    said_span,
)

NEW_ACT = re.compile(r"\b(?:new|fresh|further|additional|more|another|latest|round|batch|package)\b", re.IGNORECASE)
"""Words by which a claim without a day speaks of an act just done, not of what has long been in force."""

ANYONE = re.compile(r"\b(?:any|no|none|never|nobody|not a single)\b", re.IGNORECASE)
"""Words by which a denial speaks of everyone; without them "the group" that was spared is one that it does not name."""

CITED = 10
"""How many of those listed are cited for a claim that someone was: any one of them bears it out."""


@dataclass(frozen=True, slots=True)
class WholeCountry:
    """A claim that names only a country, and the authority that is asked."""

    claim: Claim
    country: str
    authority: str
    record: OfficialRecord

    @property
    def body(self) -> str:
        """Who publishes the list."""
        return said_body(self.record, self.authority)

    @property
    def tied(self) -> str:
        """Words for those of whom none was found, however tied to the country."""
        return f" tied to {country_name(self.country)}"

    def meant(self, tally: Tally) -> "Meant":
        """Those of a tally that the claim means, by the first way to read the country that finds any."""
        readings = country_readings(self.claim, self.country)
        found = [(reading, reading.of(tally)) for reading in readings]
        reading, among = next((each for each in found if each[1].possible), found[-1])
        return Meant(among, reading.words)

    def added(self, span: Span) -> "Meant":
        """Those whom the authority added within a span."""
        return self.meant(self.record.added(self.authority, span))

    def listed(self, day: date) -> "Meant":
        """Those who were on its lists at the end of a day."""
        return self.meant(self.record.listed_on(self.authority, day, self.country))


@dataclass(frozen=True, slots=True)
class Meant:
    """Those whom a claim about a country means, and the words for how they are tied to it."""

    tally: Tally
    whom: str

    @property
    def certain(self) -> tuple[Designation, ...]:
        """Those of whom it is certain."""
        return self.tally.certain


def anyone_listed(asked: Sequence[WholeCountry], span: Span | None, until: date) -> Part:
    """Whether any authority asked listed anyone of the country: within a span, or by a day where it says none."""
    found = [(each, _by_one(each, span, until)) for each in asked]
    holding = [(each, part) for each, part in found if part.outcome == "holds"]
    if len(holding) > 1:
        return _together(holding, len(asked), span, until)
    if holding:
        return holding[0][1]
    open_ones = [(each, part) for each, part in found if part.outcome == "open"]
    if len(open_ones) > 1:
        return none_held(asked[0].record, [each.authority for each, _ in open_ones], span or Span(until, until))
    return (open_ones or found)[0][1]


def no_one_listed(asked: Sequence[WholeCountry], span: Span | None, until: date) -> Part:
    """The claim says that no one of the country was listed, within a span or at all."""
    claim = asked[0].claim
    if span is None and claim.unit is not None and not ANYONE.search(claim.quote):
        return Part("open", ("too_vague",), "the claim does not name whom it says was not sanctioned")
    positive = anyone_listed(asked, span, until)
    match positive.outcome:
        case "holds":
            return replace(positive, outcome="fails", reasons=("listed",))
        case "fails":
            return replace(positive, outcome="holds", reasons=("not_listed",))
        case _:
            return positive


def _by_one(asked: WholeCountry, span: Span | None, until: date) -> Part:
    if span is not None:
        return _added_within(asked, span) or _none_added(asked, span)
    if NEW_ACT.search(asked.claim.quote) and asked.claim.strength == "asserted":
        lately = Span(until - UNDATED_ACT, until)
        return _added_within(asked, lately) or _none_lately(asked, lately)
    return _listed_by(asked, until)


def _added_within(asked: WholeCountry, span: Span) -> Part | None:
    meant = asked.added(span)
    if meant.certain:
        return _acted(asked, meant.certain, meant.whom, ("country_targeted",))
    lag = timedelta(days=asked.record.days_of_notice(asked.authority))
    if lag and (noticed := asked.added(Span(span.first, span.last + lag))).certain:
        return _acted(asked, noticed.certain, noticed.whom, ("country_targeted", "day_of_notice"))
    if meant.tally.possible:
        return _acted(asked, meant.tally.possible, meant.whom, ("country_targeted", "day_not_pinned"))
    return None


def _acted(asked: WholeCountry, listed: Sequence[Designation], whom: str, reasons: tuple[str, ...]) -> Part:
    first = min(each.earliest or each.latest for each in listed)
    days = Span(first, max(each.latest for each in listed))
    sentence = (
        f"{asked.body} listed {said_counted(listed, whom)} {said_span(days)}{said_aside(listed)}"
        f"{'; no snapshot held tells the day itself' if 'day_not_pinned' in reasons else ''}"
    )
    return Part("holds", reasons, sentence, found=len(listed), counted=tuple(listed), acted_on=days.last)


def _none_added(asked: WholeCountry, span: Span) -> Part:
    if asked.record.coverage(asked.authority, span).held == "close":
        sentence = f"{asked.body} listed no party{asked.tied} {said_span(span)}"
        return Part("fails", ("nothing_listed_then",), sentence, found=0)
    return Part("open", ("record_not_held",), said_gap(asked.record, asked.authority, span))


def _none_lately(asked: WholeCountry, lately: Span) -> Part:
    if asked.record.coverage(asked.authority, lately).held != "close":
        return Part("open", ("record_not_held",), said_gap(asked.record, asked.authority, lately))
    sentence = f"the claim gives no day, and {asked.body} listed no party{asked.tied} {said_span(lately)}"
    return Part("open", ("too_vague",), sentence)


def _listed_by(asked: WholeCountry, until: date) -> Part:
    day = Span(until, until)
    coverage = asked.record.coverage(asked.authority, day)
    if coverage.last is None or until > coverage.last:
        return _after_the_last(asked, day)
    meant = asked.listed(until)
    if not meant.certain:
        return _none_listed(asked, day, meant, coverage)
    counted = said_counted(meant.certain, meant.whom)
    if coverage.held == "close":
        sentence = f"{asked.body} had {counted} on its list on {said_day(until)}"
        return _state(meant.certain, sentence, ("country_targeted",))
    sentence = (
        f"the list of {asked.body} of {said_day(coverage.last)} shows {counted} that had been listed by "
        f"{said_day(until)}"
    )
    return _state(meant.certain, sentence, ("country_targeted", "only_a_later_snapshot_is_held"))


def _none_listed(asked: WholeCountry, day: Span, meant: Meant, coverage: Coverage) -> Part:
    if coverage.held != "close":
        return Part("open", ("record_not_held",), said_gap(asked.record, asked.authority, day))
    sentence = f"{asked.body} had no party{asked.tied} on its list on {said_day(day.last)}"
    if meant.tally.possible:
        return Part("open", ("day_not_pinned",), f"{sentence} for certain")
    return Part("fails", ("no_one_listed",), sentence, found=0)


def _after_the_last(asked: WholeCountry, day: Span) -> Part:
    """No list that old tells of a later day; what the last one says is told, and found is nothing."""
    last = asked.record.coverage(asked.authority, day).last
    gap = said_gap(asked.record, asked.authority, day)
    if last is None or not (meant := asked.listed(last)).certain:
        return Part("open", ("record_not_held",), gap)
    told = f"{gap}, with {said_counted(meant.certain, meant.whom)} on it"
    return Part("open", ("record_not_held",), told, context=_cited(meant.certain))


def _state(listed: tuple[Designation, ...], sentence: str, reasons: tuple[str, ...]) -> Part:
    return Part(
        "holds", reasons, f"{sentence}{said_aside(listed)}", found=len(listed), counted=listed, cited=_cited(listed)
    )


def _cited(listed: Sequence[Designation]) -> tuple[Designation, ...]:
    """The last listed: nearest to what a reader has in mind."""
    in_order = sorted(listed, key=lambda each: (-each.latest.toordinal(), each.designation_id))
    return tuple(in_order[:CITED])


def _together(holding: Sequence[tuple[WholeCountry, Part]], asked: int, span: Span | None, until: date) -> Part:
    """What several authorities are said to have done holds if any one did it; all that did are named."""
    parts = [part for _, part in holding]
    everyone = "both" if asked == 2 else f"all {asked}"
    number = everyone if asked == len(holding) else f"{len(holding)} of the {asked}"
    whom = f"parties{holding[0][0].tied}"
    did = f"listed {whom} {said_span(span)}" if span else f"had {whom} on their lists by {said_day(until)}"
    each_of = ", ".join(f"{one.body} ({said_number(part.found or 0)})" for one, part in holding)
    return replace(
        parts[0],
        reasons=tuple(dict.fromkeys(reason for each in parts for reason in each.reasons)),
        sentence=f"{number} authorities whose lists are held {did}: {each_of}",
        found=None,
        counted=(),
        context=tuple(row for each in parts for row in _cited(each.counted)),
        alternatives=tuple(each.sentence for each in parts),
        cited=None,
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
