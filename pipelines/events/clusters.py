"""Claims of many outlets into events: which claims tell of one act.

Here: going through claims in the order of their days, and the ids of events. Not here: what makes a claim fit an event
(see likeness), or the tables (see tables).

A claim is compared with the events of its authority that share a country, a name, a figure, an official action or an
article with it and lie near in time, so the cost grows with the number of claims and not with its square.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from pipelines.events.likeness import (
    FOLLOWED_UP,
    SHORTEST_NAME,
    THRESHOLD,
    EventProfile,
    Likeness,
    ReportedAct,
    likeness,
)

Key = tuple[str, ...]
MOST_COMPARED = 60
"""Events looked at for one claim, the latest first."""

UNSTATED = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """The event of a claim and why the claim belongs to it."""

    claim_id: str
    event_id: str
    fit: Likeness


@dataclass(slots=True)
class _Clusters:
    """Events as they grow, looked up by what their claims share."""

    events: list[EventProfile] = field(default_factory=list)
    places: defaultdict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def place_of(self, act: ReportedAct) -> tuple[int, Likeness]:
        """The event that the claim fits best, and how well; a new one where it fits none."""
        fits = [(likeness(act, self.events[place]), place) for place in self._near(act)]
        best = max(fits, key=lambda fit: (fit[0].score, -fit[1]), default=None)
        if best is None or best[0].score < THRESHOLD:
            self.events.append(EventProfile())
            return len(self.events) - 1, Likeness(0.0, ("began the event",))
        return best[1], best[0]

    def add(self, act: ReportedAct, place: int) -> None:
        """Put a claim into an event."""
        self.events[place].add(act)
        for key in _keys(act):
            places = self.places[key]
            if not places or places[-1] != place:
                places.append(place)

    def _near(self, act: ReportedAct) -> list[int]:
        """Events that share something with the claim and are not long past."""
        shared = dict.fromkeys(place for key in _keys(act) for place in reversed(self.places[key][-MOST_COMPARED:]))
        near = (place for place in list(shared)[:MOST_COMPARED] if _may_be_of_one_time(act, self.events[place]))
        return [place for place in near if _may_be_of_one_authority(act, self.events[place])]


def cluster(acts: Iterable[ReportedAct], known: Mapping[str, str] | None = None) -> list[Membership]:
    """Group claims into events.

    Args:
        acts: what each claim tells, in any order: the answer does not depend on it.
        known: event ids that were published before, by claim id. An event keeps the id that most of its claims had;
            between two, the one that was published of the earlier claim.

    Returns:
        A membership a claim, in order of claims' days.
    """
    clusters = _Clusters()
    placed = []
    for act in sorted(acts, key=_order):
        place, fit = clusters.place_of(act)
        clusters.add(act, place)
        placed.append((act, place, fit))
    ids = _event_ids(clusters.events, known or {})
    return [Membership(act.claim_id, ids[place], fit) for act, place, fit in placed]


def merged_ids(memberships: Iterable[Membership], known: Mapping[str, str]) -> dict[str, list[str]]:
    """Of each event, the ids under which some of its claims were published before and are no longer."""
    former = defaultdict[str, set[str]](set)
    kept = set[str]()
    for membership in memberships:
        kept.add(membership.event_id)
        before = known.get(membership.claim_id, membership.event_id)
        if before != membership.event_id:
            former[membership.event_id].add(before)
    return {event_id: sorted(ids - kept) for event_id, ids in former.items() if ids - kept}


def _order(act: ReportedAct) -> tuple[date, bool, bool, str]:
    """Earlier acts first; of one day those that say most, so that they and not a passing mention begin the event."""
    return (act.first or date.max, not act.is_asserted, not act.is_dated, act.claim_id)


def _event_ids(events: Iterable[EventProfile], known: Mapping[str, str]) -> list[str]:
    """An id for each event: the first that its claims had and that no earlier event has, else its founder's."""
    given_ids = dict[str, None]()
    for event in events:
        published = (known[member.claim_id] for member in event.members if member.claim_id in known)
        founders = (member.claim_id for member in event.members)
        given_ids[next(event_id for event_id in chain(published, founders) if event_id not in given_ids)] = None
    return list(given_ids)


def _keys(act: ReportedAct) -> Iterator[Key]:
    """What events are looked up by: the article, or the authority with something shared. Actions always agree."""
    common = (act.authority or UNSTATED, act.action)
    yield ("article", act.article_id, act.action)
    if act.country:
        yield (*common, "country", act.country)
    for name in act.names:
        yield (*common, "name", name)
        yield from ((*common, "word", word) for word in name.split() if len(word) >= SHORTEST_NAME)
    if act.figure:
        yield (*common, "figure", str(act.figure[0]))
    for list_id, day in act.actions | act.fulfilments:
        yield (*common, "act", list_id, day.isoformat())


def _may_be_of_one_authority(act: ReportedAct, event: EventProfile) -> bool:
    """Whether authorities agree; a claim that states none may join, or be joined, within its article."""
    stated = event.authority
    return act.authority == stated or (None in (act.authority, stated) and act.article_id in event.places)


def _may_be_of_one_time(act: ReportedAct, event: EventProfile) -> bool:
    days = event.days
    if act.first is None or days is None or act.actions & event.actions.keys():
        return True
    return act.first - days[1] <= FOLLOWED_UP
