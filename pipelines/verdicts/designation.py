"""A party on a list as verdicts see it: when it was listed for certain, its ties, and what is known of it on a day.

Here: designations, their changes, spans of days, tallies, and which of several designations are one party.
Not here: which lists are held (see coverage), how rows become designations (see record_tables), and who was added when
(see record).

A day of listing is an interval. Where a list states the day, the interval is that day. Where it was only observed, it
runs from the first day of which the last snapshot without the party does not tell, to the first snapshot with it.
Counts are therefore pairs: parties that were certainly added within a window, and parties that possibly were.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days from first to last, both included."""

    first: date
    last: date

    def holds(self, earliest: date | None, latest: date) -> bool:
        """Whether something that happened on a day from `earliest` to `latest` certainly happened within the span."""
        return earliest is not None and self.first <= earliest and latest <= self.last

    def touches(self, earliest: date | None, latest: date) -> bool:
        """Whether something may have happened within the span; False if `earliest` is None, since nothing dates it."""
        return earliest is not None and earliest <= self.last and self.first <= latest

    def distance(self, day: date) -> int:
        """The number of days from the span to a day; 0 within it."""
        return max((self.first - day).days, (day - self.last).days, 0)


@dataclass(frozen=True, slots=True)
class Tie:
    """A country that a list ties a designation to, how, and the day of the first snapshot that says so."""

    country: str
    link: str
    since: date


@dataclass(frozen=True, slots=True)
class Designation:
    """One party on one list, from listing to delisting.

    Attributes:
        earliest: first day on which it may have been listed; None where the oldest snapshot shows it without a date.
        latest: the day by which it was listed for certain.
        likely: first of the days on which it was most likely listed, where a list that states no days first shows it
            after a few days: that of the snapshot, or the day before one taken in the morning. None: nothing tells.
        gone_after: the last day on which it was listed for certain; None while it is listed.
        gone_by: the first day on which it was not listed any more for certain.
        gone_seen_on: the day of the snapshot that showed the delisting.
        aliases: all names in Latin letters, lower case; the primary one among them.
        keys: what tells that it is the same party as one on another list: its subject; of a party that is known from a
            notice alone, its id and its name.
        known_by: the day of the last snapshot that the row says anything of: as held then, it was as it is.
        positions: titles, functions and positions as the list states them.
        noticed_only: it is known from an official notice alone; `sha256` and `source_url` are those of the notice.
    """

    designation_id: str
    list_id: str
    authority: str
    native_id: str
    party_type: str
    primary_name: str
    programmes: tuple[str, ...]
    listed_on: date | None
    listed_on_basis: str | None
    earliest: date | None
    latest: date
    gone_after: date | None
    gone_by: date | None
    gone_seen_on: date | None
    first_seen_on: date
    sha256: str
    source_url: str
    ties: tuple[Tie, ...] = ()
    aliases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    known_by: date = date.max
    noticed_only: bool = False
    positions: tuple[str, ...] = ()
    likely: date | None = None

    @property
    def is_pinned(self) -> bool:
        """Whether the exact day of listing is known."""
        return self.earliest == self.latest

    def was_listed_within(self, span: Span) -> bool | None:
        """Whether the party was put on the list within the span; None if the record leaves that open."""
        if span.holds(self.earliest, self.latest) or span.touches(self.likely, self.latest):
            return True
        return None if self.earliest is None or span.touches(self.earliest, self.latest) else False

    def links(self, country: str) -> set[str]:
        """The kinds of ties to a country: "nationality", "programme" and so on; empty if there is none.

        A programme tag gained after the first listing does not count.
        """
        return {
            tie.link
            for tie in self.ties
            if tie.country == country and (tie.link != "programme" or tie.since <= self.first_seen_on)
        }

    def is_only_born_in(self, country: str) -> bool:
        """Whether the country is only the place of birth and the list gives another nationality.

        The press may count such a person with either country.
        """
        nationalities = {tie.country for tie in self.ties if tie.link in ("nationality", "citizenship")}
        return bool(nationalities) and self.links(country) == {"birth"}

    def was_listed_on(self, day: date) -> bool | None:
        """Whether the party was on the list at the end of a day; None if the record leaves that open."""
        if day < self.latest:
            return None if self.earliest is None or self.earliest <= day else False
        if self.noticed_only:
            return True if day == self.latest else None
        if self.gone_by is None or (self.gone_after is not None and day <= self.gone_after):
            return True
        return False if day >= self.gone_by else None

    def was_listed_by(self, day: date) -> bool:
        """Whether the party may have been put on the list by a day, even if it left the list later."""
        return (self.earliest or self.latest) <= day or self.earliest is None

    def as_known_on(self, day: date) -> "Designation":
        """The designation without what became known only after a day."""
        ties = tuple(tie for tie in self.ties if tie.since <= day)
        first = self.first_seen_on
        if self.gone_seen_on is None or self.gone_seen_on <= day:
            return replace(self, ties=ties, known_by=known_by(ties, self.gone_seen_on, first))
        end_unknown = known_by(ties, None, first)
        return replace(self, ties=ties, known_by=end_unknown, gone_after=None, gone_by=None, gone_seen_on=None)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a designation other than its first listing: a tag gained, a new name, a further listing and so on.

    Attributes:
        known_on: the day of the first snapshot that shows the change, if that is not the day of the change.
    """

    designation_id: str
    authority: str
    kind: str
    earliest: date | None
    latest: date
    new_value: str | None
    known_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Designations added (or removed) within a span, each party once: the certain ones, and all possible ones."""

    certain: tuple[Designation, ...]
    possible: tuple[Designation, ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """A party that an official notice says was added, with the id of its designation on the list, if one is held."""

    party: Designation
    designation_id: str | None


def without_repeated_parties(designations: Iterable[Designation]) -> tuple[Designation, ...]:
    """The designations with each party once: entries of one subject on several lists of an authority are one party."""
    among = tuple(designations)
    if len({party.list_id for party in among}) <= 1:
        return among
    kept: list[Designation] = []
    shown_by: dict[str, dict[str, str]] = defaultdict(dict)
    for party in among:
        first_list = shown_by[party.authority]
        lists = {first_list.setdefault(key, party.list_id) for key in party.keys}
        if lists <= {party.list_id}:
            kept.append(party)
    return tuple(kept)


def known_by(ties: Iterable[Tie], gone_seen_on: date | None, first_seen_on: date) -> date:
    """The day of the last snapshot that adds anything to a designation with these ties and this end."""
    days = [first_seen_on, *(tie.since for tie in ties)]
    return max([*days, gone_seen_on] if gone_seen_on else days)
