"""Verdicts as tables: verdict, verdict_evidence, claim_target.

Here: rows and their order. Not here: what the columns mean (see sql/schema), or how verdicts come about (see verdicts).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.verdicts.derivation import Evidence, Target, Verdict
from pipelines.verdicts.record import OfficialRecord

_TEXT: pl.DataType = pl.String()
_NUMBER: pl.DataType = pl.Int64()
_DAY: pl.DataType = pl.Date()
_TEXTS: pl.DataType = pl.List(pl.String())

_READINGS: pl.DataType = pl.List(pl.Struct({"words": pl.String(), "fit": pl.String(), "found": pl.Int64()}))

VERDICT = pl.Schema(
    {
        "claim_id": _TEXT, "verdict": _TEXT, "claimed": _NUMBER, "found": _NUMBER, "residual": _NUMBER,
        "individuals": _NUMBER, "entities": _NUMBER, "vessels": _NUMBER, "aircraft": _NUMBER, "reasons": _TEXTS,
        "explanation": _TEXT, "alternatives": _TEXTS, "acted_on": _DAY, "fulfilled_on": _DAY, "record_from": _DAY,
        "record_to": _DAY, "asserted": _TEXT, "readings": _READINGS, "coverage": _TEXTS, "would_decide": _TEXTS,
        "strength": _TEXT, "origin": _TEXT,
    }
)  # fmt: skip
EVIDENCE = pl.Schema(
    {
        "claim_id": _TEXT, "designation_id": _TEXT, "role": _TEXT, "list_id": _TEXT, "native_id": _TEXT,
        "party_type": _TEXT, "primary_name": _TEXT, "programmes": _TEXTS, "listed_on": _DAY, "listed_on_basis": _TEXT,
        "sha256": _TEXT, "published_on": _DAY, "source_url": _TEXT,
    }
)  # fmt: skip
TARGET = pl.Schema(
    {
        "claim_id": _TEXT, "name": _TEXT, "designation_id": _TEXT, "list_id": _TEXT, "primary_name": _TEXT,
        "matched_name": _TEXT, "score": pl.Float64(), "listed_on": _DAY, "explanation": _TEXT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim's id and the verdict on it.

    Attributes:
        origin: `example` for the bundled example, else `live`.
        strength: whether the claim is asserted, or only presupposed (`background`).
    """

    claim_id: str
    verdict: Verdict
    origin: str = "live"
    strength: str = "asserted"


def verdict_frames(judged: Iterable[Judged], record: OfficialRecord) -> dict[str, pl.DataFrame]:
    """The tables `verdict`, `verdict_evidence` and `claim_target` of claims judged, in order of claims."""
    rows = list(judged)
    return {
        "verdict": pl.DataFrame([_verdict_row(judged_claim) for judged_claim in rows], schema=VERDICT, orient="row"),
        "verdict_evidence": pl.DataFrame(
            [row for judged_claim in rows for row in _evidence_rows(judged_claim, record)],
            schema=EVIDENCE,
            orient="row",
        ),
        "claim_target": pl.DataFrame(
            [row for judged_claim in rows for row in _target_rows(judged_claim)], schema=TARGET, orient="row"
        ),
    }


def _verdict_row(judged: Judged) -> tuple[object, ...]:
    """A row of table `verdict`."""
    verdict = judged.verdict
    split = dict(verdict.split)
    return (
        judged.claim_id, verdict.verdict, verdict.claimed, verdict.found, verdict.residual,
        split.get("individual"), split.get("entity"), split.get("vessel"), split.get("aircraft"),
        list(verdict.reasons), verdict.explanation, list(verdict.alternatives), verdict.acted_on, verdict.fulfilled_on,
        verdict.record_from, verdict.record_to, verdict.derivation.asserted,
        [{"words": tried.words, "fit": tried.fit, "found": tried.found} for tried in verdict.derivation.readings],
        list(verdict.derivation.coverage), list(verdict.derivation.would_decide), judged.strength, judged.origin,
    )  # fmt: skip


def _evidence_rows(judged: Judged, record: OfficialRecord) -> Iterator[tuple[object, ...]]:
    """The rows of table `verdict_evidence` for one claim."""
    ordered = sorted(judged.verdict.evidence, key=lambda row: (row.role, row.designation.designation_id))
    for row in ordered:
        yield (judged.claim_id, *_evidence_columns(row, record))


def _evidence_columns(evidence: Evidence, record: OfficialRecord) -> tuple[object, ...]:
    """A designation with the first snapshot that shows it, as columns of table `verdict_evidence`."""
    designation = evidence.designation
    snapshot = record.snapshot_of(designation)
    return (
        designation.designation_id, evidence.role, designation.list_id, designation.native_id, designation.party_type,
        designation.primary_name, list(designation.programmes), designation.listed_on, designation.listed_on_basis,
        designation.sha256,
        snapshot.published_on if snapshot else designation.first_seen_on,
        snapshot.source_url if snapshot else designation.source_url,
    )  # fmt: skip


def _target_rows(judged: Judged) -> Iterator[tuple[object, ...]]:
    """The rows of table `claim_target` for one claim."""
    for target in judged.verdict.targets:
        yield from ((judged.claim_id, target.name, *link) for link in _designation_columns(target))


def _designation_columns(target: Target) -> list[tuple[object, ...]]:
    """The columns of each designation that a target may mean, best first; one row of nulls if none is found."""
    linked_rows: list[tuple[object, ...]] = [
        (
            link.designation.designation_id, link.designation.list_id, link.designation.primary_name,
            link.matched_name, link.score, link.designation.listed_on,
            link.explanation if link.is_sure else f"perhaps, but not surely: {link.explanation}",
        )
        for link in target.links
    ]  # fmt: skip
    return linked_rows or [(None, None, None, None, None, None, "no listed name is near enough")]
