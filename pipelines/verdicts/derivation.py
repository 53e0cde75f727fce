"""What a verdict is, and the parts that it is put together from.

Here: the shapes, and how parts of a claim that hold, fail or cannot be checked make one verdict.
Not here: how a part is checked (see counting, naming, plans).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pipelines.verdicts.designation import Designation
from pipelines.verdicts.targets import Link

VerdictWord = Literal["confirmed", "partly_confirmed", "contradicted", "pending", "out_of_scope", "unverifiable"]
Role = Literal["counted", "named", "fulfilment", "context"]
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
class Part:
    """One checkable part of a claim, checked.

    Attributes:
        outcome: holds; partly; fails (the record that should show it is held, and shows otherwise); open (no telling).
        counted: designations in the figure found; `found` is None where nothing was counted.
        cited: those of `counted` that are cited as evidence, where any of them would do; None: all.
    """

    outcome: Outcome
    reasons: tuple[str, ...]
    sentence: str
    alternatives: tuple[str, ...] = ()
    claimed: int | None = None
    found: int | None = None
    counted: tuple[Designation, ...] = ()
    named: tuple[Designation, ...] = ()
    context: tuple[Designation, ...] = ()
    acted_on: date | None = None
    cited: tuple[Designation, ...] | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A designation that a verdict rests on, and what for."""

    designation: Designation
    role: Role


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

    @property
    def residual(self) -> int | None:
        """Claimed minus found; None where there is no figure or nothing was counted."""
        return None if self.claimed is None or self.found is None else self.claimed - self.found


def joined(parts: Sequence[Part]) -> VerdictWord:
    """One verdict from parts: all that can be checked holds; some does; none does; nothing can be checked."""
    outcomes = {part.outcome for part in parts}
    if not outcomes or outcomes == {"open"}:
        return "unverifiable"
    if outcomes == {"holds"}:
        return "confirmed"
    if outcomes & {"holds", "partly"}:
        return "partly_confirmed"
    return "contradicted"


def evidence_of(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """The designations of all parts, each once in a role."""
    rows: dict[tuple[str, Role], Evidence] = {}
    for part in parts:
        counted = part.counted if part.cited is None else part.cited
        groups: tuple[tuple[Role, tuple[Designation, ...]], ...] = (
            ("counted", counted), ("named", part.named), ("context", part.context),
        )  # fmt: skip
        for role, designations in groups:
            for each in designations:
                rows.setdefault((each.designation_id, role), Evidence(each, role))
    return tuple(rows.values())
