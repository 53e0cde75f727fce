"""Ways to read whom a claim counts or means, and how its figure agrees under each.

Here: readings, what each counts of a tally, and parties of which no country is known. Not here: which days are counted,
and what follows from a reading that agrees or differs (see counting).

Readings of "N <country>", in this order: tied to the country in any way that the list states (nationality,
registration, address, programme, …); by nationality, citizenship or registration; by programme; by address. A bare
nationality ("seven Belarusians") counts parties of any type, or people alone.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from pipelines.verdicts.assertion import Assertion, CountFit, Figure
from pipelines.verdicts.counted_words import is_loosely_described
from pipelines.verdicts.designation import Designation, Span, Tally
from pipelines.verdicts.limits import MANY, MOST_OF_THEM
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import body_text, country_name, number_text, split_text

NATIONAL = frozenset({"nationality", "citizenship", "registration", "flag"})
PROGRAMME = frozenset({"programme"})
LOCATED = frozenset({"address", "residence"})
PEOPLE = frozenset({"individual"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand whom a claim counts."""

    words: str
    country: str | None
    links: frozenset[str] | None
    types: frozenset[str]

    def of(self, tally: Tally) -> Tally:
        """The parties of a tally that the reading counts. Those only born in the country are not certain."""
        certain = self.among(tally.certain)
        if self.country is not None:
            certain = tuple(party for party in certain if not party.is_only_born_in(self.country))
        return Tally(certain, self.among(tally.possible))

    def among(self, designations: Iterable[Designation]) -> tuple[Designation, ...]:
        """The designations that the reading counts."""
        return tuple(party for party in designations if party.party_type in self.types and self._is_tied(party))

    def _is_tied(self, designation: Designation) -> bool:
        """Whether the party is tied to the country by one of the reading's links; always, if it has no country."""
        if self.country is None:
            return True
        ties = designation.links(self.country)
        return bool(ties if self.links is None else ties & self.links)


def without_country(
    designations: Iterable[Designation], types: frozenset[str], act: Iterable[Designation] = ()
) -> tuple[Designation, ...]:
    """Parties that a list ties to no country, so that each may belong to any.

    With `act`, the parties of the country listed then, only those under one of their programmes are returned.
    """
    programmes = {tag for party in act for tag in party.programmes}
    return tuple(
        party
        for party in designations
        if party.party_type in types and not party.ties and (not programmes or programmes & set(party.programmes))
    )


def country_readings(assertion: Assertion, country: str) -> tuple[Reading, ...]:
    """The ways to understand a country in a claim without a figure, the preferred one first.

    "Sanctions on Russia" means first those under programmes aimed at Russia, then all tied to it; "Russian companies"
    means all tied to it.
    """
    types, name = assertion.types, country_name(country)
    tied = Reading(f" tied to {name}", country, None, types)
    if assertion.claim.unit:
        return (tied,)
    return Reading(f" under programmes aimed at {name}", country, PROGRAMME, types), tied


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading, the parties that it counts, and how the claimed figure fits their number."""

    reading: Reading
    tally: Tally
    fit: CountFit

    @property
    def counted(self) -> tuple[Designation, ...]:
        """The parties counted: those whose day is certain, or all possible ones if only these make the figure."""
        return self.tally.possible if self.fit == "fits_within_days" or not self.tally.certain else self.tally.certain

    @property
    def words(self) -> str:
        """The reading and the number it found, for people: "tied to Belarus in any way: 24"."""
        certain, possible = len(self.tally.certain), len(self.tally.possible)
        number = number_text(certain) if certain == possible else f"{number_text(certain)} to {number_text(possible)}"
        parts = split_text(self.tally.possible)
        return f"{self.reading.words}: {number}" + (f" ({parts})" if parts else "")


@dataclass(frozen=True, slots=True)
class Count:
    """A claim's figure for one authority, with all that is needed to check it.

    Attributes:
        named: designations that the claim names for certain; a count of an act that has one of them is tied to it.
    """

    assertion: Assertion
    authority: str
    figure: Figure
    record: OfficialRecord
    named: tuple[Designation, ...] = field(default=())

    @property
    def body(self) -> str:
        """The name of the body that publishes the list."""
        return body_text(self.record, self.authority)

    @property
    def is_subset(self) -> bool:
        """Whether the claim counts only a part of an act, so that more parties may have been listed."""
        open_above = self.figure.most is None and self.figure.claimed is not None
        return open_above and self.assertion.claim.count_qualifier not in ("more_than", "at_least")

    @property
    def country(self) -> str | None:
        """The country that the targets are tied to."""
        return self.assertion.country

    @property
    def whom(self) -> str:
        """Words such as " tied to Belarus"; empty if the claim has no country."""
        return f" tied to {country_name(self.country)}" if self.country else ""

    def readings(self) -> tuple[Reading, ...]:
        """The ways to understand whom the figure counts, the preferred one first.

        "Fewer than 20" must hold for the widest way, so it has only that one.
        """
        types = self.assertion.types
        if self.country is None:
            return (Reading("no country said", None, None, types),)
        name = country_name(self.country)
        if self.assertion.claim.count_qualifier == "fewer_than":
            return (Reading(f"tied to {name} in any way", self.country, None, types),)
        tied = (
            Reading(f"tied to {name} in any way", self.country, None, types),
            Reading(f"{name} by nationality or registration", self.country, NATIONAL, types),
            Reading(f"{name} by programme", self.country, PROGRAMME, types),
            Reading(f"{name} by address", self.country, LOCATED, types),
        )
        if self.assertion.claim.unit != "parties":
            return tied
        return (*tied, Reading(f"people tied to {name}", self.country, None, PEOPLE))

    def attempts(self, tally: Tally, *, may_be_more: bool) -> tuple[Attempt, ...]:
        """Each reading applied to a tally."""
        return tuple(self.attempt(reading, tally, may_be_more=may_be_more) for reading in self.readings())

    def attempt(self, reading: Reading, tally: Tally, *, may_be_more: bool) -> Attempt:
        """One reading applied to a tally."""
        counted = reading.of(tally)
        fit = self.figure.fit(len(counted.certain), len(counted.possible), may_be_more=may_be_more)
        return Attempt(reading, counted, fit)

    def everyone(self, span: Span) -> Attempt:
        """All parties of the claimed types that the authority added within a span, whatever their country."""
        reading = Reading("whatever the country", None, None, self.assertion.types)
        return self.attempt(reading, self.record.added(self.authority, span), may_be_more=False)

    def is_tied(self, counted: Iterable[Designation]) -> bool:
        """Whether more than the number ties the claim to the parties counted: a country, or a party that it names."""
        if self.country is not None:
            return True
        ids = {party.designation_id for party in counted}
        return any(party.designation_id in ids for party in self.named)

    def is_told_by_list(self, counted: Collection[Designation]) -> bool:
        """Whether the parties counted may be what the claim calls them.

        True if the claim describes nobody, or names one of them. "Executives" is true if the list says so of most; a
        loose noun such as "officials" is true if the figure is too large to agree by chance.
        """
        if self.assertion.described_kind is None or {party.designation_id for party in self.named} & {
            party.designation_id for party in counted
        }:
            return True
        claimed = self.figure.least
        if (kind := self.assertion.kind) is not None:
            return sum(kind.includes(party) for party in counted) >= max(1, claimed * MOST_OF_THEM)
        return claimed >= MANY and is_loosely_described(self.assertion.claim)


def chosen_of(attempts: Iterable[Attempt]) -> Attempt:
    """The first attempt whose figure fits; the first of all if none fits."""
    among = list(attempts)
    for fit in ("fits", "fits_within_days"):
        for attempt in among:
            if attempt.fit == fit:
                return attempt
    return among[0]
