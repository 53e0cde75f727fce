"""How well a claim fits an event: a few named features with weights.

Here: comparing one claim with one event. Not here: which events a claim is compared with, or how events grow (see
clusters).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

THRESHOLD = 1.5
"""Least score with which a claim belongs to an event."""

SAME_DAYS = timedelta(days=2)
"""Reports of one act are printed on its day and the next day, in different time zones."""
NEAR_DAYS = timedelta(days=7)
FOLLOWED_UP = timedelta(days=45)
"""Longest time between a plan and its act; a later act belongs to another plan."""

FEWEST_WORDS = 6
"""Fewest words that count as the same wording; fewer words are equal by chance ("EU sanctions against Russia")."""
SHORTEST_NAME = 4
"""Fewest letters of a family name without a first name."""

PROSPECTIVE = frozenset({"called_for", "considered", "planned", "denied"})


@dataclass(frozen=True, slots=True)
class ReportedAct:
    """An act as reported by one claim.

    Attributes:
        first, last: first and last possible day of the act or, for a prospect, of the report; None if not dated.
        is_dated: the text or the record dates the act; otherwise the days are those of the article.
        names: names of targets in a comparable form (case-folded Latin words, sorted).
        actions: official actions (list id, day) that the verdict on the claim cites.
        fulfilments: official actions that carried out the prospect of the claim.
        figure: (count, unit) if the claim counts the targets of this act.
        place: begin and end of its words in the article.
        words: its words, case-folded.
        is_specific: it names or counts its targets, or states their country.
    """

    claim_id: str
    article_id: str
    authority: str | None
    action: str
    measure: str
    status: str
    is_asserted: bool
    country: str | None
    names: frozenset[str]
    figure: tuple[int, str] | None
    first: date | None
    last: date | None
    is_dated: bool
    actions: frozenset[tuple[str, date]]
    fulfilments: frozenset[tuple[str, date]] = frozenset()
    place: tuple[int, int] = (0, 0)
    words: str = ""

    @property
    def is_prospect(self) -> bool:
        """Whether the act was not done when the claim was made."""
        return self.status in PROSPECTIVE

    @property
    def is_specific(self) -> bool:
        """Whether anything but its authority distinguishes the act from others."""
        return bool(self.names or self.figure or self.country)


@dataclass(slots=True)
class EventProfile:
    """The features of all claims of an event together.

    A new claim is compared with the profile and never with a single claim, so a claim that loosely fits two events
    cannot connect them.

    Attributes:
        sentences: (article id, status) of its claims.
        places: begin and end of the words of its claims, by article.
        wordings: (words, day of the article) of its claims.
        is_prospect: no claim says that the act was done.
        is_asserted: at least one claim asserts the act.
        fulfilments: official actions that carried out a prospect of its claims.
        authority: the acting authority; all claims that state one agree.
        days: the shortest period of a claim that dates the act; without such a claim, the period of the first claim.
            It does not grow with further claims, so reports of successive days cannot join all acts of a month.
        has_dated_days: `days` come from a claim that dates the act.
    """

    members: list[ReportedAct] = field(default_factory=list)
    countries: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    figures: Counter[tuple[int, str]] = field(default_factory=Counter)
    measures: Counter[str] = field(default_factory=Counter)
    actions: Counter[tuple[str, date]] = field(default_factory=Counter)
    sentences: set[tuple[str, str]] = field(default_factory=set)
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    wordings: set[tuple[str, date | None]] = field(default_factory=set)
    is_prospect: bool = True
    is_asserted: bool = False
    fulfilments: set[tuple[str, date]] = field(default_factory=set)
    authority: str | None = None
    days: tuple[date, date] | None = None
    has_dated_days: bool = False

    @property
    def country(self) -> str | None:
        """The country named by most claims; of several, the first in alphabetical order."""
        return min(self.countries, key=lambda code: (-self.countries[code], code), default=None)

    def add(self, act: ReportedAct) -> None:
        """Add a claim to the event, and its features to those that further claims are compared with."""
        self.members.append(act)
        self.countries.update([act.country] if act.country else [])
        self.names.update(act.names)
        self.figures.update([act.figure] if act.figure else [])
        self.measures.update([act.measure])
        self.actions.update(act.actions)
        self.sentences.add((act.article_id, act.status))
        self.places.setdefault(act.article_id, []).append(act.place)
        self.wordings.add((act.words, act.last))
        self.is_prospect &= act.is_prospect
        self.is_asserted |= act.is_asserted
        self.fulfilments |= act.fulfilments
        self.authority = self.authority or act.authority
        self._take_days(act)

    def _take_days(self, act: ReportedAct) -> None:
        """Sets the days of the event: those of the first claim, then the shortest of dated claims."""
        days = None if act.first is None or act.last is None else (act.first, act.last)
        if len(self.members) == 1:
            self.days = days
        elif act.is_dated:
            self.days = _shorter_period(self.days, days) if self.has_dated_days else days
        self.has_dated_days |= act.is_dated


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a claim fits an event, and the features that apply, with their weights."""

    score: float
    reasons: tuple[str, ...]


def likeness(act: ReportedAct, event: EventProfile) -> Likeness:
    """Compare a claim with an event: the sum of the weights of all features that apply."""
    weights = [(name, weight) for name, weights_of_feature in FEATURES for weight in weights_of_feature(act, event)]
    score = round(sum(weight for _, weight in weights), 2)
    return Likeness(score, tuple(f"{name} {weight:+.1f}" for name, weight in weights))


def _weight_of_official_act(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if the verdicts on both cite the same official action, negative if they cite different ones."""
    if not act.actions or not event.actions:
        return
    if not act.actions & event.actions.keys():
        yield -2.5
    else:
        reports_it = act.is_asserted or event.is_asserted or _shares_names(act, event)
        yield 3.0 if reports_it else 1.0  # "the sanctioned bank X" presupposes its listing and does not report the act


def _weight_of_fulfilment(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if what carried out the plan of one side is the act of the other, or carried out its plan too."""
    if act.fulfilments & (event.actions.keys() | event.fulfilments) or act.actions & event.fulfilments:
        yield 1.0


def _weight_of_country(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if the country is the same, negative if it is another; none if one side states no country."""
    if act.country and event.country:
        yield 1.0 if act.country in event.countries else -3.0


def _weight_of_names(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if they share a name; a little negative if they share none, because papers choose different names."""
    if act.names and event.names:
        yield 2.0 if _shares_names(act, event) else -0.8


def _weight_of_figure(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if they share a figure, negative if one for the same unit differs by over a twentieth; else none."""
    if act.figure and event.figures:
        if act.figure in event.figures:
            yield 1.0
        elif any(unit == act.figure[1] and _differ_clearly(count, act.figure[0]) for count, unit in event.figures):
            yield -1.5


def _weight_of_measure(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Negative if no claim of the event has this measure."""
    if act.measure not in event.measures:
        yield -1.0


def _weight_of_days(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if the days of the two acts or reports are the same or near; negative if far apart or unknown."""
    days = event.days
    if act.first is None or act.last is None or days is None:
        yield -0.5
        return
    gap = max(days[0] - act.last, act.first - days[1], timedelta(0))
    if gap <= SAME_DAYS:
        yield 1.0
    elif gap <= NEAR_DAYS:
        yield 0.3
    elif gap <= FOLLOWED_UP and (act.is_prospect or event.is_prospect):
        yield -0.3
    else:
        yield -2.5


def _weight_of_stage(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive for an act done after it was planned; negative for a plan after the act was done: it is another act."""
    if act.is_prospect and not event.is_prospect:
        yield -1.0
    elif event.is_prospect and not act.is_prospect:
        yield 0.6


def _weight_of_same_article(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if the event has a claim of the same article and status: sentences often repeat one act."""
    if (act.article_id, act.status) in event.sentences:
        yield 0.7


def _weight_of_same_words(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Positive if the words overlap with those of a claim of the event, or another paper prints them that day."""
    if any(_overlap(act.place, place) for place in event.places.get(act.article_id, ())):
        yield 1.5
    elif len(act.words.split()) >= FEWEST_WORDS and (act.words, act.last) in event.wordings:
        yield 1.0


def _weight_of_authority(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Negative if one side alone states an authority, or none does in different articles; none if words overlap."""
    places = event.places.get(act.article_id, ())
    if act.authority is None and event.authority is None and places:
        return
    if None in (act.authority, event.authority) and not any(_overlap(act.place, place) for place in places):
        yield -1.0


def _weight_of_general_mention(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Negative for a general mention ("western sanctions on Russia") in another article: it may mean another act."""
    is_general = not (act.is_asserted or act.names or act.figure or act.is_dated)
    if is_general and act.article_id not in event.places:
        yield -1.0


def _weight_of_vagueness(act: ReportedAct, event: EventProfile) -> Iterable[float]:
    """Negative if one side has neither names nor figures nor countries."""
    if not act.is_specific or not (event.countries or event.names or event.figures):
        yield -0.5


def _shares_names(act: ReportedAct, event: EventProfile) -> bool:
    """Whether a target is the same, by its full name or by a family name alone ("Petro", "Gustavo Petro")."""
    if act.names & event.names.keys():
        return True
    return any(
        len(shorter) == 1 and shorter < longer and len(next(iter(shorter))) >= SHORTEST_NAME
        for name in act.names
        for other in event.names
        for shorter, longer in (sorted((frozenset(name.split()), frozenset(other.split())), key=len),)
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two parts of a text overlap."""
    return min(one[1], other[1]) > max(one[0], other[0])


def _shorter_period(one: tuple[date, date] | None, other: tuple[date, date] | None) -> tuple[date, date] | None:
    """The shorter of two periods; the other one if one is None."""
    if one is None or other is None:
        return one or other
    return other if other[1] - other[0] < one[1] - one[0] else one


def _differ_clearly(one: int, other: int) -> bool:
    """Whether two counts differ by more than a twentieth."""
    return abs(one - other) > max(one, other) / 20


Feature = Callable[[ReportedAct, EventProfile], Iterable[float]]
"""Yields the weight of one feature: positive if it speaks for the claim being part of the event, negative if it speaks
against that; nothing if it does not apply."""
FEATURES: tuple[tuple[str, Feature], ...] = (
    ("official act", _weight_of_official_act),
    ("carried out", _weight_of_fulfilment),
    ("country", _weight_of_country),
    ("names", _weight_of_names),
    ("figure", _weight_of_figure),
    ("measure", _weight_of_measure),
    ("days", _weight_of_days),
    ("stage", _weight_of_stage),
    ("same article", _weight_of_same_article),
    ("same words", _weight_of_same_words),
    ("authority unstated", _weight_of_authority),
    ("general mention", _weight_of_general_mention),
    ("vague", _weight_of_vagueness),
)
"""The action is no feature, because claims are compared only with events of the same action. The authority must also
agree, except that a claim without one may join an event of its own article."""
