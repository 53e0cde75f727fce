"""Clustering claims of many outlets into events: which claims are about the same act.

Here: going through claims in the order of their days, and the ids of events. Not here: how well a claim fits an event
(see likeness), or the tables (see tables).

A claim is compared only with events of the same authority that share a country, a name, a figure, an official action
or an article with it and are near in time. So the cost is proportional to the number of claims, not to its square.
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
"""Most events compared with one claim, the latest first."""

UNSTATED = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """The event of a claim, and why the claim belongs to it."""

    claim_id: str
    event_id: str
    fit: Likeness


@dataclass(slots=True)
class _Clusters:
    """The events so far, and an index of them by the keys of their claims."""

    events: list[EventProfile] = field(default_factory=list)
    places: defaultdict[Key, list[int]] = field(default_factory=lambda: defaultdict(list))

    def place_of(self, act: ReportedAct) -> tuple[int, Likeness]:
        """The index of the event that the claim fits best, and how well; a new event if it fits none."""
        fits = [(likeness(act, self.events[place]), place) for place in self._near(act)]
        best = max(fits, key=lambda fit: (fit[0].score, -fit[1]), default=None)
        if best is None or best[0].score < THRESHOLD:
            self.events.append(EventProfile())
            return len(self.events) - 1, Likeness(0.0, ("began the event",))
        return best[1], best[0]

    def add(self, act: ReportedAct, place: int) -> None:
        """Add a claim to an event."""
        self.events[place].add(act)
        for key in _lookup_keys(act):
            places = self.places[key]
            if not places or places[-1] != place:
                places.append(place)

    def _near(self, act: ReportedAct) -> list[int]:
        """The indexes of events that share a key with the claim and may have the same time and authority."""
        shared = dict.fromkeys(
            place for key in _lookup_keys(act) for place in reversed(self.places[key][-MOST_COMPARED:])
        )
        near = (place for place in list(shared)[:MOST_COMPARED] if _times_may_agree(act, self.events[place]))
        return [place for place in near if _authorities_may_agree(act, self.events[place])]


def cluster(acts: Iterable[ReportedAct], known: Mapping[str, str] | None = None) -> list[Membership]:
    """Group claims into events.

    Args:
        acts: the acts that claims report, one per claim, in any order; the result does not depend on the order.
        known: event ids that were published before, by claim id; events keep them if possible (see `_event_ids`).

    Returns:
        One membership per claim, in order of the days of the claims.
    """
    clusters = _Clusters()
    placed = []
    for act in sorted(acts, key=_sort_key):
        place, fit = clusters.place_of(act)
        clusters.add(act, place)
        placed.append((act, place, fit))
    ids = _event_ids(clusters.events, known or {})
    return [Membership(act.claim_id, ids[place], fit) for act, place, fit in placed]


def merged_ids(memberships: Iterable[Membership], known: Mapping[str, str]) -> dict[str, list[str]]:
    """For each event the ids of former events that it has taken over: published ids of its claims, used by none now."""
    former = defaultdict[str, set[str]](set)
    kept = set[str]()
    for membership in memberships:
        kept.add(membership.event_id)
        before = known.get(membership.claim_id, membership.event_id)
        if before != membership.event_id:
            former[membership.event_id].add(before)
    return {event_id: sorted(ids - kept) for event_id, ids in former.items() if ids - kept}


def _sort_key(act: ReportedAct) -> tuple[date, bool, bool, str]:
    """The sort key: by day, then asserted and dated acts first, so that they and no mere mention begin an event."""
    return (act.first or date.max, not act.is_asserted, not act.is_dated, act.claim_id)


def _event_ids(events: Iterable[EventProfile], known: Mapping[str, str]) -> list[str]:
    """The ids of events, in their order; each keeps a published id if it can, so that links to it stay valid.

    It is the first published id of its claims that no earlier event here has taken, else the id of one of its claims.
    """
    ids = dict[str, None]()
    for event in events:
        published = (known[member.claim_id] for member in event.members if member.claim_id in known)
        claim_ids = (member.claim_id for member in event.members)
        ids[next(event_id for event_id in chain(published, claim_ids) if event_id not in ids)] = None
    return list(ids)


def _lookup_keys(act: ReportedAct) -> Iterator[Key]:
    """The keys for looking up events: the article, or the authority with a feature; all keys include the action."""
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


def _authorities_may_agree(act: ReportedAct, event: EventProfile) -> bool:
    """Whether authorities agree; if one side states none, they may agree only within the same article."""
    stated = event.authority
    return act.authority == stated or (None in (act.authority, stated) and act.article_id in event.places)


def _times_may_agree(act: ReportedAct, event: EventProfile) -> bool:
    """Whether a claim is not too late for an event: at most `FOLLOWED_UP` after its last day.

    Also if a day is not known, or both cite the same official action.
    """
    days = event.days
    if act.first is None or days is None or act.actions & event.actions.keys():
        return True
    return act.first - days[1] <= FOLLOWED_UP
