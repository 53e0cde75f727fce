"""An article's claims and verdicts as a reader or a program gets them.

Here: the JSON of `sanctions reconcile`, and the article around its lines of text (see printed). Not here: how verdicts
come about (see verdicts), tables (see tables).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipelines.articles.article import Article
from pipelines.claims.claim import Claim
from pipelines.verdicts.printed import printed
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.sentences import said_day
from pipelines.verdicts.verdict import Evidence, Target, Verdict


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
        """Lines for people: each claim, how it was read, the verdict, the sentence, the rows."""
        day = said_day(self.article.published_on) if self.article.published_on else "no date known"
        number = f"{len(self.judged)} claim{'' if len(self.judged) == 1 else 's'}"
        yield f"{self.article.article_id} ({day}): {number}{' — EXAMPLE DATA' if self.example else ''}"
        for claim, verdict in self.judged:
            yield ""
            yield from printed(claim, verdict, self.record)
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
        "targets": [_target_json(target) for target in verdict.targets],
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


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
