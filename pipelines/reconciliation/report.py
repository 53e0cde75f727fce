"""An article's claims and verdicts as a reader or a program gets them.

Here: text and JSON of `sanctions reconcile`. Not here: how verdicts come about (see verdicts), tables (see tables).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.news.claim import Article, Claim
from pipelines.reconciliation.record import OfficialRecord
from pipelines.reconciliation.verdict import Evidence, Target, Verdict

MOST_ROWS_SHOWN = 40
"""Rows cited in the text; the JSON has them all."""

HEADINGS = {
    "confirmed": "● confirmed",
    "partly_confirmed": "◐ partly confirmed",
    "unverifiable": "○ unverifiable",
    "contradicted": "✕ contradicted",
    "pending": "◷ pending",
    "out_of_scope": "– out of scope",
}


@dataclass(frozen=True, slots=True)
class ReconciledArticle:
    """An article, its claims, and the verdict on each; `record` is what they were held against."""

    article: Article
    judged: Sequence[tuple[Claim, Verdict]]
    record: OfficialRecord
    example: bool = False

    def as_json(self) -> dict[str, object]:
        """The article's id and its claims, each with verdict, figures, reasons, targets and evidence."""
        claims = [
            claim.as_json() | {"rules": list(claim.rules)} | _verdict_json(verdict, self.record)
            for claim, verdict in self.judged
        ]
        edition = {"edition": "example"} if self.example else {}
        return {"id": self.article.article_id, **edition, "claims": claims}

    def as_text(self) -> Iterator[str]:
        """Lines: the quote, the verdict, the figures, the sentence, the rows."""
        day = self.article.published_on or "no date known"
        yield f"{self.article.article_id} ({day}): {len(self.judged)} claims{' — EXAMPLE DATA' if self.example else ''}"
        for claim, verdict in self.judged:
            yield ""
            yield f"  “{claim.quote}”"
            yield from (f"    {line}" for line in _verdict_lines(verdict, self.record))
        yield ""


def _verdict_json(verdict: Verdict, record: OfficialRecord) -> dict[str, object]:
    return {
        "verdict": verdict.verdict,
        "claimed": verdict.claimed,
        "found": verdict.found,
        "residual": verdict.residual,
        "split": dict(verdict.split),
        "reasons": list(verdict.reasons),
        "explanation": verdict.explanation,
        "alternatives": list(verdict.alternatives),
        "acted_on": _iso(verdict.acted_on),
        "fulfilled_on": _iso(verdict.fulfilled_on),
        "record_from": _iso(verdict.record_from),
        "record_to": _iso(verdict.record_to),
        "targets": [_target_json(each) for each in verdict.targets],
        "evidence": [_evidence_json(each, record) for each in verdict.evidence],
    }


def _target_json(target: Target) -> dict[str, object]:
    return {
        "name": target.name,
        "matches": [
            {
                "designation_id": link.designation.designation_id,
                "list_id": link.designation.list_id,
                "primary_name": link.designation.primary_name,
                "matched_name": link.matched_name,
                "score": link.score,
                "listed_on": _iso(link.designation.listed_on),
                "explanation": link.explanation,
            }
            for link in target.links
        ],
    }


def _evidence_json(evidence: Evidence, record: OfficialRecord) -> dict[str, object]:
    row = evidence.designation
    snapshot = record.snapshot_of(row)
    return {
        "designation_id": row.designation_id,
        "role": evidence.role,
        "list_id": row.list_id,
        "native_id": row.native_id,
        "name": row.primary_name,
        "party_type": row.party_type,
        "programmes": list(row.programmes),
        "listed_on": _iso(row.listed_on),
        "listed_on_basis": row.listed_on_basis,
        "sha256": snapshot.sha256 if snapshot else row.sha256,
        "published_on": _iso(snapshot.published_on if snapshot else row.first_seen_on),
        "source_url": snapshot.source_url if snapshot else row.source_url,
    }


def _verdict_lines(verdict: Verdict, record: OfficialRecord) -> Iterator[str]:
    figures = [f"{name} {value:,}" for name, value in _figures(verdict) if value is not None]
    yield HEADINGS[verdict.verdict] + (f"   {', '.join(figures)}" if figures else "")
    yield verdict.explanation
    for reading in verdict.alternatives:
        yield f"also tried: {reading}"
    for evidence in verdict.evidence[:MOST_ROWS_SHOWN]:
        yield _evidence_line(evidence, record)
    if len(verdict.evidence) > MOST_ROWS_SHOWN:
        yield f"… and {len(verdict.evidence) - MOST_ROWS_SHOWN:,} more rows: `--json` gives all."


def _figures(verdict: Verdict) -> tuple[tuple[str, int | None], ...]:
    return ("claimed", verdict.claimed), ("found", verdict.found), ("residual", verdict.residual)


def _evidence_line(evidence: Evidence, record: OfficialRecord) -> str:
    row = evidence.designation
    snapshot = record.snapshot_of(row)
    since = f"{row.listed_on} ({row.listed_on_basis})" if row.listed_on else "since before the record begins"
    digest = f" sha256 {(snapshot or row).sha256[:12]}"
    programmes = ", ".join(row.programmes)
    return f"[{evidence.role}] {row.designation_id} {row.primary_name}, {row.party_type}, {programmes}, {since}{digest}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
