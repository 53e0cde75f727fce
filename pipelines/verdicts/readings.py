"""Ways to read whom a claim counts, and how its figure agrees under each.

Here: readings, what each counts of a tally, which one is chosen. Not here: which days are counted, and what a figure
that differs may mean (see counting).

Readings of "N <country>", in this order: tied to the country in any way that the list states (nationality,
registration, address, programme, …); by nationality, citizenship or registration; by programme; by address. The first
under which the claimed figure holds is chosen, and the first of all where none does. All are reported.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import Figure, Fit, types_of
from pipelines.verdicts.designation import Designation, Tally
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import country_name, said_body, said_number, said_split

NATIONAL = frozenset({"nationality", "citizenship", "registration", "flag"})
PROGRAMME = frozenset({"programme"})
LOCATED = frozenset({"address", "residence"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read whom a claim counts."""

    words: str
    country: str | None
    links: frozenset[str] | None
    types: frozenset[str]

    def of(self, tally: Tally) -> Tally:
        """The designations that the reading counts."""
        return Tally(self._among(tally.certain), self._among(tally.possible))

    def _among(self, designations: Iterable[Designation]) -> tuple[Designation, ...]:
        return tuple(
            designation
            for designation in designations
            if designation.party_type in self.types and self._is_tied(designation)
        )

    def _is_tied(self, designation: Designation) -> bool:
        if self.country is None:
            return True
        ties = designation.links(self.country)
        return bool(ties if self.links is None else ties & self.links)


def country_readings(claim: Claim, country: str) -> tuple[Reading, ...]:
    """Whom a claim without figure means by a country, in order of preference; the words follow those for the parties.

    "Sanctions on Russia" are first of all those under programmes aimed at Russia, not all on any Russian; "Russian
    officials" are whoever is tied to it.
    """
    types, name = types_of(claim), country_name(country)
    tied = Reading(f" tied to {name}", country, None, types)
    return (tied,) if claim.unit else (Reading(f" under programmes aimed at {name}", country, PROGRAMME, types), tied)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reading, what it counts, and how the claimed figure agrees."""

    reading: Reading
    tally: Tally
    fit: Fit

    @property
    def counted(self) -> tuple[Designation, ...]:
        """Who is counted: those whose day is certain, unless only the possible ones make the figure."""
        return self.tally.possible if self.fit == "fits_within_days" or not self.tally.certain else self.tally.certain

    @property
    def words(self) -> str:
        """The reading and what it found, for people."""
        certain, possible = len(self.tally.certain), len(self.tally.possible)
        number = said_number(certain) if certain == possible else f"{said_number(certain)} to {said_number(possible)}"
        parts = said_split(self.tally.possible)
        return f"{self.reading.words}: {number}" + (f" ({parts})" if parts else "")


@dataclass(frozen=True, slots=True)
class Count:
    """A claim's figure for one authority, with all that is needed to check it."""

    claim: Claim
    authority: str
    figure: Figure
    record: OfficialRecord

    @property
    def body(self) -> str:
        """Who publishes the list."""
        return said_body(self.record, self.authority)

    @property
    def is_subset(self) -> bool:
        """Whether the claim counts a part of what was done, so that more may have been."""
        open_above = self.figure.most is None and self.figure.claimed is not None
        return open_above and self.claim.count_qualifier not in ("more_than", "at_least")

    @property
    def country(self) -> str | None:
        """The country that the targets are tied to."""
        return self.claim.target_country

    def readings(self) -> tuple[Reading, ...]:
        """The readings of the figure, in order of preference."""
        types = types_of(self.claim)
        if self.country is None:
            return (Reading("no country said", None, None, types),)
        name = country_name(self.country)
        return (
            Reading(f"tied to {name} in any way", self.country, None, types),
            Reading(f"{name} by nationality or registration", self.country, NATIONAL, types),
            Reading(f"{name} by programme", self.country, PROGRAMME, types),
            Reading(f"{name} by address", self.country, LOCATED, types),
        )

    def attempts(self, tally: Tally, *, may_be_more: bool) -> tuple[Attempt, ...]:
        """All readings of a tally."""
        counted = [(reading, reading.of(tally)) for reading in self.readings()]
        return tuple(
            Attempt(reading, each, self.figure.fit(len(each.certain), len(each.possible), may_be_more=may_be_more))
            for reading, each in counted
        )

    @property
    def whom(self) -> str:
        """Words for the country, where one is said."""
        return f" tied to {country_name(self.country)}" if self.country else ""


def chosen_of(attempts: Sequence[Attempt]) -> Attempt:
    """The first reading under which the claimed figure holds; the first of all where none does."""
    for fit in ("fits", "fits_within_days"):
        for attempt in attempts:
            if attempt.fit == fit:
                return attempt
    return attempts[0]
