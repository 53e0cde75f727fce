"""How a verdict follows from what a claim asserts, what the record covers of it, and the readings that were tried.

Here: the shapes of a derivation, and the one place where readings and gaps become an outcome, and outcomes a verdict.
Not here: which readings a claim has (see counting, named, countries, lifting, plans).

The rule of the whole room: a part of a claim holds where a reading fits; it fails only where no reading fits, none may
fit, and the record that should show one has no gap. Everything else is open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipelines.verdicts.designation import Designation
from pipelines.verdicts.targets import Link

VerdictWord = Literal["confirmed", "partly_confirmed", "contradicted", "pending", "out_of_scope", "unverifiable"]
Role = Literal["counted", "named", "fulfilment", "context"]
Fit = Literal["fits", "partly", "possible", "differs"]
Outcome = Literal["holds", "partly", "fails", "open"]

OPENING: dict[VerdictWord, str] = {
    "confirmed": "Confirmed",
    "partly_confirmed": "Partly confirmed",
    "contradicted": "Contradicted",
    "pending": "Pending",
    "out_of_scope": "Out of scope",
    "unverifiable": "Unverifiable",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A named target as written, and the designations that it may mean, best first."""

    name: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to read a part of a claim, and what the record shows for it.

    Attributes:
        words: how the claim was read, and what the record shows.
        fit: "fits" (the rows are what the claim names or counts); "partly" (they are some of it); "possible" (the
            record cannot exclude it); "differs".
        found: the figure found under this reading; None if it counts nothing.
    """

    words: str
    fit: Fit
    found: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a claim that can be checked, with the result. `outcome` follows from the readings and gaps.

    Attributes:
        readings: the readings tried, the chosen one first.
        reasons: codes for why the outcome is what it is.
        sentence: what the record shows, for people.
        gaps: what is missing in the record to see all that this part asserts; empty if nothing is.
        claimed: the figure of the claim; None without one.
        found: the figure found; None if nothing was counted.
        counted: the designations in the figure found.
        named: the designations that the names of the claim mean.
        context: designations that explain the outcome, but are no evidence for it.
        acted_on: the day of the act; None if it is not known.
        cited: those of `counted` that are cited as evidence, where any of them would do; None for all.
        would_decide: what would decide the part, if it is open.
    """

    readings: tuple[Tried, ...]
    reasons: tuple[str, ...]
    sentence: str
    gaps: tuple[str, ...] = ()
    claimed: int | None = None
    found: int | None = None
    counted: tuple[Designation, ...] = ()
    named: tuple[Designation, ...] = ()
    context: tuple[Designation, ...] = ()
    acted_on: date | None = None
    cited: tuple[Designation, ...] | None = None
    would_decide: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Whether the part holds, holds in part, fails or stays open, by its readings and gaps."""
        return outcome_of(self.readings, self.gaps)

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Words of the other readings that were tried, and of the other gaps."""
        return (*(tried.words for tried in self.readings[1:]), *self.gaps[1:])


@dataclass(frozen=True, slots=True)
class Evidence:
    """A designation that a verdict rests on, and what for."""

    designation: Designation
    role: Role


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a verdict is what it is.

    Attributes:
        asserted: what the claim asserts, in one line.
        readings: the readings tried of all parts.
        coverage: what is held of each authority asked, for the days of the claim.
        would_decide: what would decide the parts that are open.
    """

    asserted: str
    readings: tuple[Tried, ...] = ()
    coverage: tuple[str, ...] = ()
    would_decide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the official record says of one claim: the columns of table `verdict`, its evidence and its targets."""

    verdict: VerdictWord
    reasons: tuple[str, ...]
    explanation: str
    claimed: int | None = None
    found: int | None = None
    split: tuple[tuple[str, int], ...] = ()
    alternatives: tuple[str, ...] = ()
    acted_on: date | None = None
    fulfilled_on: date | None = None
    record_from: date | None = None
    record_to: date | None = None
    evidence: tuple[Evidence, ...] = ()
    targets: tuple[Target, ...] = ()
    derivation: Derivation = Derivation("")

    @property
    def residual(self) -> int | None:
        """Claimed minus found; None where there is no figure or nothing was counted."""
        return None if self.claimed is None or self.found is None else self.claimed - self.found


def outcome_of(readings: Sequence[Tried], gaps: Sequence[str]) -> Outcome:
    """The outcome of a part: "holds" if one reading fits, "partly" if one fits in part.

    "fails" only if there are readings, none may be right, and nothing of the record is missing; else "open".
    """
    fits = {tried.fit for tried in readings}
    if "fits" in fits:
        return "holds"
    if "partly" in fits:
        return "partly"
    if gaps or not readings or "possible" in fits:
        return "open"
    return "fails"


def verdict_of(parts: Sequence[Part]) -> VerdictWord:
    """The verdict on a claim by the outcomes of its parts.

    "confirmed": all hold; "partly_confirmed": at least one holds, or holds in part; "contradicted": none holds and at
    least one fails; "unverifiable": all are open, or there are none.
    """
    outcomes = {part.outcome for part in parts}
    if not outcomes or outcomes == {"open"}:
        return "unverifiable"
    if outcomes == {"holds"}:
        return "confirmed"
    if outcomes & {"holds", "partly"}:
        return "partly_confirmed"
    return "contradicted"


def part_of_one_reading(fit: Fit, reasons: Sequence[str] | str, sentence: str, **facts: object) -> Part:
    """A part with a single reading of the claim. `sentence` says how it was read and what the record shows."""
    codes = (reasons,) if isinstance(reasons, str) else tuple(reasons)
    return Part((Tried(sentence, fit),), codes, sentence, **facts)  # type: ignore[arg-type]  # the fields of Part


def open_part(reason: str, sentence: str, **facts: object) -> Part:
    """A part that the record cannot decide. `sentence` says what is missing."""
    return Part((), (reason,), sentence, gaps=(sentence,), **facts)  # type: ignore[arg-type]  # the fields of Part


def evidence_of(parts: Iterable[Part]) -> tuple[Evidence, ...]:
    """The designations that the parts rest on, each once in a role ("counted", "named" or "context")."""
    rows: dict[tuple[str, Role], Evidence] = {}
    for checked in parts:
        counted = checked.counted if checked.cited is None else checked.cited
        groups: tuple[tuple[Role, tuple[Designation, ...]], ...] = (
            ("counted", counted), ("named", checked.named), ("context", checked.context),
        )  # fmt: skip
        for role, designations in groups:
            for designation in designations:
                rows.setdefault((designation.designation_id, role), Evidence(designation, role))
    return tuple(rows.values())


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """The words without repetition, in their order."""
    return tuple(dict.fromkeys(words))


_BEST_FIRST: tuple[Fit, ...] = ("fits", "partly", "possible", "differs")


def combined(candidates: Sequence[Part], gaps: Sequence[str] = ()) -> Part:
    """One part from several candidates: the one that fits best (the first of equals), with the readings of all.

    Each candidate has one reading.
    """
    chosen = min(candidates, key=lambda candidate: _BEST_FIRST.index(candidate.readings[0].fit))
    others = [tried for candidate in candidates if candidate is not chosen for tried in candidate.readings]
    return replace(chosen, readings=(*chosen.readings, *others), gaps=tuple(gaps))
