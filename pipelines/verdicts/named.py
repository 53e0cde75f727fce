"""Named targets: listed by then? since when? by whom else?

Here: whether what a claim says of a named party holds. Not here: which designations a name may mean (see linking).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.verdicts.assertion import is_description
from pipelines.verdicts.coverage import SUPPLEMENTS
from pipelines.verdicts.derivation import Part, Target
from pipelines.verdicts.designation import DAY, Designation, Span
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import Link, is_vague_name
from pipelines.verdicts.wording import authority_name, said_body, said_day, said_gaps, said_listing, said_span


@dataclass(frozen=True, slots=True)
class Naming:
    """A named target of a claim, with all that is needed to check it.

    Attributes:
        authorities: who is said to sanction; empty where the claim does not say.
        span: the days of the act, where the claim says; `until`: the day as of which it speaks.
    """

    target: Target
    authorities: tuple[str, ...]
    span: Span | None
    until: date
    country: str | None
    record: OfficialRecord

    @property
    def own(self) -> tuple[Designation, ...]:
        """Designations by the authorities of the claim that the name may mean."""
        return tuple(link.designation for link in self.target.links if link.is_sure and self._is_own(link))

    @property
    def perhaps(self) -> tuple[Designation, ...]:
        """Designations by the authorities of the claim that the name may mean, but not surely."""
        return tuple(link.designation for link in self.target.links if not link.is_sure and self._is_own(link))

    @property
    def elsewhere(self) -> tuple[Designation, ...]:
        """Designations by others."""
        return tuple(link.designation for link in self.target.links if link.is_sure and not self._is_own(link))

    def is_sure(self, designation: Designation) -> bool:
        """Whether it is the party meant: tied to the country that the claim gives, if it gives one."""
        return self.country is None or bool(designation.links(self.country))

    def _is_own(self, link: Link) -> bool:
        return not self.authorities or link.designation.authority in self.authorities

    @property
    def asked(self) -> tuple[str, ...]:
        """Whose record is asked."""
        return self.authorities or self.record.authorities()


def named_as_listed(naming: Naming) -> Part:
    """The claim says that the target was listed: on its days, or by the day as of which it speaks."""
    if not naming.own:
        return _not_found(naming)
    if naming.span is not None:
        return _listed_within(naming, naming.span)
    return _listed_by(naming)


def named_as_delisted(naming: Naming) -> Part:
    """The claim says that the target was taken off the list."""
    if not naming.own:
        return _open("never_seen_listed", f"no entry for {naming.target.name} is found{_by_whom(naming)}")
    span = naming.span or Span(date.min, naming.until)
    gone = [each for each in naming.own if each.gone_by and span.touches(_gone_from(each), each.gone_by)]
    if gone:
        one = gone[0]
        sentence = f"{one.primary_name} left {_list_of(naming.record, one)} by {said_day(one.gone_by or naming.until)}"
        return Part("holds", ("delisted",), sentence, named=tuple(gone), acted_on=one.gone_by)
    states = [(each, each.was_listed_on(naming.until)) for each in naming.own]
    still = [each for each, state in states if state]
    if still and _held(naming, Span(naming.until, naming.until)):
        sentence = (
            f"{still[0].primary_name} was still on {_list_of(naming.record, still[0])} on {said_day(naming.until)}"
        )
        return Part("fails", ("still_listed",), sentence, named=tuple(still))
    return _open("record_not_held", _gap(naming, Span(naming.until, naming.until)))


def named_as_not_listed(naming: Naming) -> Part:
    """The claim says that the target is not listed (was spared, left off)."""
    day = Span(naming.until, naming.until)
    listed = [each for each in naming.own if each.was_listed_on(naming.until)]
    if listed and _held(naming, day):
        one = listed[0]
        sentence = f"{one.primary_name} was on {_list_of(naming.record, one)}, listed {said_listing(one)}"
        return Part("fails", ("listed",), sentence, named=tuple(listed), acted_on=one.listed_on)
    if not _held(naming, day):
        return _open("record_not_held", _gap(naming, day))
    if open_ones := [each for each in naming.own if each.was_listed_on(naming.until) is not False]:
        return _open("day_not_known", f"{_said(naming.record, open_ones[0])}; since when is not held", open_ones)
    if (unsure := _name_says_little(naming)) is not None:
        return unsure
    sentence = f"no entry for {naming.target.name} was on the list of {_bodies(naming)} on {said_day(naming.until)}"
    return Part("holds", ("not_listed",), f"{sentence}{_others(naming)}", context=naming.elsewhere)


def named_as_kept(naming: Naming) -> Part:
    """The claim says that the target was not taken off the list."""
    day = Span(naming.until, naming.until)
    states = [(each, each.was_listed_on(naming.until)) for each in naming.own]
    if not _held(naming, day) or not any(state is not None for _, state in states):
        return _open("record_not_held", _gap(naming, day))
    if still := [each for each, state in states if state]:
        one = still[0]
        sentence = f"{one.primary_name} was on {_list_of(naming.record, one)} on {said_day(naming.until)}"
        return Part("holds", ("still_listed",), sentence, named=tuple(still), acted_on=one.listed_on)
    one = states[0][0]
    sentence = f"{one.primary_name} was not on {_list_of(naming.record, one)} on {said_day(naming.until)}"
    return Part("fails", ("delisted",), sentence, named=tuple(each for each, _ in states))


def _listed_within(naming: Naming, span: Span) -> Part:
    noticed = (each for each in naming.own if _on_notice_of(naming, span).touches(each.earliest, each.latest))
    within = [each for each in naming.own if span.touches(each.earliest, each.latest)] or list(noticed)
    if within:
        return _listed_then(naming, span, within)
    again = {each.designation_id for authority in naming.asked for each in naming.record.retagged(authority, span)}
    before = [each for each in naming.own if each.latest < span.first]
    if retagged := [each for each in before if each.designation_id in again]:
        sentence = f"{_said(naming.record, retagged[0])}; that entry gained another programme tag {said_span(span)}"
        return Part("partly", ("designated_again",), sentence, named=tuple(retagged))
    undated = [each for each in naming.own if each.earliest is None and each.latest >= span.first]
    if undated:
        return _open("day_not_known", f"{_said(naming.record, undated[0])}; since when is not held", undated)
    return _another_day(naming, span)


def _listed_then(naming: Naming, span: Span, within: Sequence[Designation]) -> Part:
    one = within[0]
    reasons = ["target_listed"]
    if not span.touches(one.earliest, one.latest):
        reasons.append("day_of_notice")
    elif not span.holds(one.earliest, one.latest):
        reasons.append("day_not_pinned")
    return Part("holds", tuple(reasons), _said(naming.record, one), named=tuple(within), acted_on=one.latest)


def _on_notice_of(naming: Naming, span: Span) -> Span:
    """The days that lists which state the day of a notice may give for an act of the span."""
    lag = max((naming.record.days_of_notice(each) for each in naming.asked), default=0)
    return Span(span.first, span.last + lag * DAY)


def _another_day(naming: Naming, span: Span) -> Part:
    """Listed, but on another day: a contradiction only if it is surely the party meant, and its list is held."""
    nearest = min(naming.own, key=lambda each: abs((each.latest - span.first).days))
    sentence = f"{_said(naming.record, nearest)}, not {said_span(span)}"
    if not naming.is_sure(nearest):
        return _open("name_not_certain", f"{sentence}; whether that is {naming.target.name} is not certain", (nearest,))
    if nearest.list_id in SUPPLEMENTS or naming.record.coverage(nearest.authority, span).held != "close":
        return _open("only_a_later_snapshot_is_held", f"{sentence}; {_no_list_of_then(naming, span)}", (nearest,))
    return Part("fails", ("target_listed_on_another_day",), sentence, named=(nearest,), acted_on=nearest.latest)


def _no_list_of_then(naming: Naming, span: Span) -> str:
    if naming.own and all(each.list_id in SUPPLEMENTS for each in naming.own):
        return _gap(naming, span)
    last = max(
        (each.last for each in (naming.record.coverage(a, span) for a in naming.asked) if each.last), default=None
    )
    source = f"the list of {said_day(last)} says so, but " if last else ""
    return f"{source}no list of that time is held"


def _listed_by(naming: Naming) -> Part:
    states = [(each, each.was_listed_on(naming.until)) for each in naming.own]
    if listed := tuple(each for each, state in states if state):
        one = min(listed, key=lambda each: (each.earliest is None, each.latest))
        sentence = f"{_said(naming.record, one)}{_others(naming, one)}"
        if all(each.list_id in SUPPLEMENTS for each in listed):
            return _only_beside(naming, sentence, listed)
        return Part("holds", ("target_listed",), sentence, named=listed, acted_on=one.listed_on)
    if any(state is None for _, state in states):
        return _open("day_not_known", f"{_said(naming.record, states[0][0])}; since when is not held", naming.own)
    one = states[0][0]
    if one.gone_by and one.gone_by <= naming.until:
        sentence = f"{_said(naming.record, one)} and left the list by {said_day(one.gone_by)}"
        return Part("partly", ("delisted_since",), sentence, named=(one,), acted_on=one.listed_on)
    sentence = f"{_said(naming.record, one)}, after {said_day(naming.until)}"
    if naming.record.coverage(one.authority, Span(naming.until, naming.until)).held != "close":
        then = _no_list_of_then(naming, Span(naming.until, naming.until))
        return _open("only_a_later_snapshot_is_held", f"{sentence}; {then}", (one,))
    return Part("fails", ("target_listed_later",), sentence, named=(one,), acted_on=one.latest)


def _only_beside(naming: Naming, sentence: str, listed: tuple[Designation, ...]) -> Part:
    """On a list beside the main one, perhaps for another measure: the main list does not show it, or is not held."""
    day = Span(naming.until, naming.until)
    gap = "" if _held(naming, day) else f"; {_gap(naming, day)}"
    return Part("partly", ("only_on_a_supplementary_list",), f"{sentence}{gap}", named=listed)


def _not_found(naming: Naming) -> Part:
    span = naming.span or Span(naming.until, naming.until)
    sentence = f"no entry for {naming.target.name} is found{_by_whom(naming)}{_others(naming)}"
    if not _held(naming, span):
        return _open("record_not_held", f"{_gap(naming, span)}{_others(naming)}", context=naming.elsewhere)
    if (unsure := _name_says_little(naming)) is not None:
        return unsure
    reasons = ["target_not_listed"]
    if _listed_elsewhere(naming):
        reasons.append("another_authority")
    return Part("fails", tuple(reasons), sentence, context=naming.elsewhere)


def _name_says_little(naming: Naming) -> Part | None:
    """Why not finding a name is no sign that its bearer is not listed, if it is none."""
    name, sentence = (
        naming.target.name,
        f"no entry for {naming.target.name} is found{_by_whom(naming)}{_others(naming)}",
    )
    if naming.perhaps:
        words = f"{name} may be {naming.perhaps[0].primary_name}, but not surely"
        return _open("name_not_certain", words, context=naming.elsewhere)
    if is_vague_name(name):
        return _open("name_too_short", f"{sentence}; one word is too little to be certain", context=naming.elsewhere)
    if is_description(name):
        words = f"{sentence}; a list may call it by another name"
        return _open("name_is_a_description", words, context=naming.elsewhere)
    return None


def _open(reason: str, sentence: str, named: Iterable[Designation] = (), context: Iterable[Designation] = ()) -> Part:
    return Part("open", (reason,), sentence, named=tuple(named), context=tuple(context))


def _held(naming: Naming, span: Span) -> bool:
    return bool(naming.asked) and all(naming.record.coverage(each, span).held == "close" for each in naming.asked)


def _gap(naming: Naming, span: Span) -> str:
    missing = [each for each in naming.asked if naming.record.coverage(each, span).held != "close"]
    return said_gaps(naming.record, missing, span) if missing else "the record does not tell"


def _said(record: OfficialRecord, designation: Designation) -> str:
    """Who listed whom and when; a list beside the main one is named, since it may be of another kind of measure."""
    name, when = designation.primary_name, said_listing(designation)
    if designation.list_id in SUPPLEMENTS:
        return f"{name} is on the {record.lists[designation.list_id].title}, listed {when}"
    return f"{said_body(record, designation.authority)} listed {name} {when}"


def _list_of(record: OfficialRecord, designation: Designation) -> str:
    return f"the list of {said_body(record, designation.authority)}"


def _bodies(naming: Naming) -> str:
    return ", ".join(said_body(naming.record, each) for each in naming.asked)


def _by_whom(naming: Naming) -> str:
    return f" on the list of {_bodies(naming)}" if naming.asked else ""


def _listed_elsewhere(naming: Naming) -> Sequence[Designation]:
    return [each for each in naming.elsewhere if each.was_listed_on(naming.until)]


def _others(naming: Naming, besides: Designation | None = None) -> str:
    """By whom else the target was listed by then; where the claim names no authority, all that it may mean."""
    first: dict[str, Designation] = {}
    unnamed = () if naming.authorities else [each for each in naming.own if each.was_listed_on(naming.until)]
    for each in (*unnamed, *(_listed_elsewhere(naming) if besides is None else ())):
        if besides is None or each.authority != besides.authority:
            first.setdefault(each.authority, each)
    return "".join(
        f"; {said_body(naming.record, code)} ({authority_name(code)}) had listed {one.primary_name} {said_listing(one)}"
        for code, one in first.items()
    )


def _gone_from(designation: Designation) -> date | None:
    return designation.gone_after + DAY if designation.gone_after else None
