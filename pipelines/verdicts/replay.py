"""What a verdict was on each day since its article, as the record stood then: pending becomes fulfilled.

Here: judging claims again with the record cut at each publication day that can matter. Not here: verdicts themselves.

The history is a function of the record alone: nothing is remembered from one run to the next, and a snapshot that is
added late changes what was known from its own day on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import asserted, authorities_of
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.designation import Designation
from pipelines.verdicts.judging import PROGRAM_FAULT, judge_or_explain
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import TargetLinker

SETTLING = timedelta(days=60)
"""For how long after the days of a claim each snapshot is asked again. Later ones are asked where they bear on it."""

HISTORY = pl.Schema(
    {
        "claim_id": pl.String(), "held_on": pl.Date(), "verdict": pl.String(), "found": pl.Int64(),
        "fulfilled_on": pl.Date(), "reasons": pl.List(pl.String()), "explanation": pl.String(), "origin": pl.String(),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim with its id, the day and the claims of its article, and where it came from (`live` or `example`)."""

    claim_id: str
    claim: Claim
    article_date: date | None
    origin: str = "live"
    article_claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict, and the first publication day with which it stood."""

    held_on: date
    verdict: Verdict


def standings(claims: Iterable[Asked], record: OfficialRecord, linker: TargetLinker) -> dict[str, list[Standing]]:
    """For each claim id its verdicts, oldest first; a new one where the verdict, its figure or its reasons changed.

    A day on which the program failed on the claim is left out.
    """
    by_day: dict[date, list[Asked]] = defaultdict(list)
    for asked in claims:
        for day in _days_that_matter(asked, record, linker):
            by_day[day].append(asked)
    judged: dict[str, list[Standing]] = defaultdict(list)
    record_then = record
    for day in sorted(by_day, reverse=True):  # newest first: the record of a day is cut from that of a later one
        record_then = record_then.as_held_on(day)
        for asked in by_day[day]:
            verdict = verdict_on(asked, record_then, linker)
            if PROGRAM_FAULT not in verdict.reasons:
                judged[asked.claim_id].append(Standing(day, verdict))
    return {claim_id: list(_changes(reversed(days))) for claim_id, days in judged.items()}


def verdict_on(asked: Asked, record: OfficialRecord, linker: TargetLinker) -> Verdict:
    """The verdict on a claim by this record."""
    return judge_or_explain(asked.claim, asked.article_date, record, linker, asked.article_claims)


def _changes(days: Iterable[Standing]) -> Iterator[Standing]:
    """The first standing of each period in which the verdict stayed the same, oldest first."""
    before: Standing | None = None
    for day in days:
        if before is None or _compared_fields(before.verdict) != _compared_fields(day.verdict):
            yield day
        before = day


def history_frame(claims: Sequence[Asked], record: OfficialRecord, linker: TargetLinker) -> pl.DataFrame:
    """Table `verdict_history`."""
    by_claim = standings(claims, record, linker)
    rows = [row for asked in claims for row in _rows(asked, by_claim.get(asked.claim_id, []))]
    return pl.DataFrame(rows, schema=HISTORY, orient="row")


def _rows(asked: Asked, days: Iterable[Standing]) -> Iterator[tuple[object, ...]]:
    """The rows of table `verdict_history` for one claim."""
    for day in days:
        verdict = day.verdict
        yield (
            asked.claim_id, day.held_on, verdict.verdict, verdict.found, verdict.fulfilled_on, list(verdict.reasons),
            verdict.explanation, asked.origin,
        )  # fmt: skip


def _compared_fields(verdict: Verdict) -> tuple[object, ...]:
    """What makes two verdicts count as the same: the word, the figure, the day of fulfilment and the reasons."""
    return verdict.verdict, verdict.found, verdict.fulfilled_on, verdict.reasons


def _days_that_matter(asked: Asked, record: OfficialRecord, linker: TargetLinker) -> list[date]:
    """The publication days on which the verdict may change, oldest first.

    These are the days soon after the claim, those on which a listing that it rests on began or ended, and the newest.
    """
    days = record.publication_days(authorities_of(asked.claim) or None)
    start = asked.article_date or (days[-1] if days else None)
    if start is None:
        return []
    claimed = asserted(asked.claim, asked.article_date, asked.article_claims).until
    until = max(start, claimed or start) + SETTLING
    bearing = {
        day
        for designation in _designations_that_matter(asked, record, linker)
        for day in (designation.first_seen_on, designation.gone_seen_on)
        if day
    }
    later = {day for day in days if day >= start and (day <= until or day in bearing)}
    return sorted({start, *later, *days[-1:]} if not days or days[-1] >= start else {start})


def _designations_that_matter(asked: Asked, record: OfficialRecord, linker: TargetLinker) -> Iterator[Designation]:
    """The designations that the verdict of today rests on, or that its names may mean."""
    verdict = verdict_on(asked, record, linker)
    yield from (row.designation for row in verdict.evidence)
    yield from (link.designation for target in verdict.targets for link in target.links)
