"""An article's claims and verdicts as a reader or a program gets them.

Here: the JSON and the lines of text that `sanctions reconcile` prints. Not here: how verdicts come about (see judging),
and tables (see tables).
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pipelines.articles.article import Article
from pipelines.catalogue.words import VERDICTS
from pipelines.claims.claim import Claim
from pipelines.claims.passages import passage_of
from pipelines.verdicts.assertion import span_of
from pipelines.verdicts.derivation import Evidence, Target, Verdict
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    authority_name,
    claimed_figure_text,
    country_name,
    day_text,
    days_text,
    number_text,
    split_text,
)

MOST_ROWS_SHOWN = 40
"""Rows cited in the text; the JSON has them all."""

WIDTH = 110
ROLES = {
    "counted": "counted in the figure found",
    "named": "named in the claim",
    "fulfilment": "carrying out the plan",
    "context": "for context",
}


def lines_of_claim(claim: Claim, verdict: Verdict, record: OfficialRecord) -> Iterator[str]:
    """The lines that `sanctions reconcile` prints for one claim: how it was read, the verdict, and the rows cited."""
    yield f"  “{claim.quote}”"
    yield from _indented(f"read as: {_read_as(claim)}")
    yield from _indented(f"{VERDICTS[verdict.verdict].glyph} {_verdict_with_figures(verdict)}")
    yield from _indented(verdict.explanation)
    for target in verdict.targets:
        if (doubt := _doubt_about(target)) is not None:
            yield from _indented(doubt)
    for reading in verdict.alternatives:
        yield from _indented(f"also tried: {reading}")
    yield from _lines_of_evidence(verdict.evidence[:MOST_ROWS_SHOWN], record)
    if len(verdict.evidence) > MOST_ROWS_SHOWN:
        yield from _indented(f"… and {len(verdict.evidence) - MOST_ROWS_SHOWN:,} more rows: `--json` gives all.")


def _indented(words: str) -> list[str]:
    """The text as lines of the width of the report, indented."""
    return textwrap.wrap(words, WIDTH, initial_indent=" " * 4, subsequent_indent=" " * 6, break_on_hyphens=False)


def _read_as(claim: Claim) -> str:
    """The fields by which the claim was checked, so that a reader sees whether it was understood."""
    span = span_of(claim)
    parts = (
        authority_name(claim.authority),
        f"{claim.status.replace('_', ' ')}{' (to lift)' if claim.action == 'lift' else ''}",
        claimed_figure_text(claim),
        country_name(claim.target_country) if claim.target_country else None,
        ", ".join(claim.named_targets) or None,
        days_text(span) if span else "no day given",
        f"according to {claim.attributed_to}" if claim.attributed_to else None,
        "only mentioned" if claim.strength == "background" else None,
    )
    return "; ".join(part for part in parts if part)


def _verdict_with_figures(verdict: Verdict) -> str:
    """The verdict with its figures: "confirmed, claimed 24, found 24 (8 individuals, 16 entities)"."""
    counted = [row.designation for row in verdict.evidence if row.role == "counted"]
    figures = (("claimed", verdict.claimed), ("found", verdict.found), ("residual", verdict.residual))
    figures_text = [f"{name} {number_text(value)}" for name, value in figures if value is not None]
    split = f" ({split_text(counted)})" if verdict.found and verdict.found == len(counted) else ""
    return ", ".join([verdict.verdict.replace("_", " "), *figures_text]) + split


def _doubt_about(target: Target) -> str | None:
    """A sentence if it is not certain whom the name means; None otherwise."""
    if target.links and not any(link.is_sure for link in target.links):
        return f"{target.name} may be {target.links[0].designation.primary_name}, but not surely"
    return None


def _lines_of_evidence(evidence: Sequence[Evidence], record: OfficialRecord) -> Iterator[str]:
    """The rows cited, by their role in the verdict and by the snapshot that shows them."""
    for (role, list_id, sha256), group in groupby(
        evidence, key=lambda row: (row.role, row.designation.list_id, row.designation.sha256)
    ):
        rows = list(group)
        snapshot = record.snapshot_of(rows[0].designation)
        published = snapshot.published_on if snapshot else rows[0].designation.first_seen_on
        yield from _indented(f"{ROLES[role]}, by {list_id} of {published}, sha256 {sha256[:12]}:")
        yield from (f"      {_line_of_evidence(row)}" for row in rows)


def _line_of_evidence(evidence: Evidence) -> str:
    """One cited designation as a line."""
    row = evidence.designation
    since = f"listed {row.listed_on} ({row.listed_on_basis})" if row.listed_on else "listed before the record begins"
    programmes = ", ".join(row.programmes) or "no programme stated"
    return f"{row.primary_name}; {row.party_type}, {since}, {programmes}, {row.designation_id}"


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
            claim.as_json()
            | {"rules": list(claim.rules), "passage": _passage_json(self.article, claim)}
            | _verdict_json(verdict, self.record)
            for claim, verdict in self.judged
        ]
        edition = {"edition": "example"} if self.example else {}
        return {"id": self.article.article_id, **edition, "claims": claims}

    def as_text(self) -> Iterator[str]:
        """Lines for people: each claim, how it was read, the verdict, the sentence, the rows."""
        day = day_text(self.article.published_on) if self.article.published_on else "no date known"
        number = f"{len(self.judged)} claim{'' if len(self.judged) == 1 else 's'}"
        yield f"{self.article.article_id} ({day}): {number}{' — EXAMPLE DATA' if self.example else ''}"
        for claim, verdict in self.judged:
            yield ""
            yield from lines_of_claim(claim, verdict, self.record)
        yield ""


def _passage_json(article: Article, claim: Claim) -> dict[str, object] | None:
    """The passage of the article around the claim; None if it is not found."""
    passage = passage_of(article, claim.start, claim.end)
    return passage.as_json() if passage else None


def _verdict_json(verdict: Verdict, record: OfficialRecord) -> dict[str, object]:
    """A verdict as JSON."""
    return {
        "verdict": verdict.verdict,
        "claimed": verdict.claimed,
        "found": verdict.found,
        "residual": verdict.residual,
        "split": dict(verdict.split),
        "reasons": list(verdict.reasons),
        "explanation": verdict.explanation,
        "alternatives": list(verdict.alternatives),
        "derivation": {
            "asserted": verdict.derivation.asserted,
            "readings": [
                {"words": tried.words, "fit": tried.fit, "found": tried.found} for tried in verdict.derivation.readings
            ],
            "coverage": list(verdict.derivation.coverage),
            "would_decide": list(verdict.derivation.would_decide),
        },
        "acted_on": _iso(verdict.acted_on),
        "fulfilled_on": _iso(verdict.fulfilled_on),
        "record_from": _iso(verdict.record_from),
        "record_to": _iso(verdict.record_to),
        "targets": [_target_json(target) for target in verdict.targets],
        "evidence": [_evidence_json(row, record) for row in verdict.evidence],
    }


def _target_json(target: Target) -> dict[str, object]:
    """A target and the designations that it may mean, as JSON."""
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
    """A cited designation and the snapshot that shows it, as JSON."""
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
    """The day as "2022-02-24"; None for None."""
    return day.isoformat() if day else None
