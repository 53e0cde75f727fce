"""Claims that sanctions were lifted from a number of parties, or from a country: who left a list.

Here: parties that left within the days of a claim. Not here: named targets that were taken off (see naming).

Sanctions are eased in ways that no list shows: waivers, licences, a measure on trade that ends. A list on which no one
left contradicts a claim that says how many did; it says nothing of a claim that names only a country.
"""

import re
from dataclasses import replace
from datetime import date

from pipelines.claims.claim import Claim
from pipelines.verdicts.assertion import UNDATED_ACT, Figure, span_of, types_of
from pipelines.verdicts.derivation import Outcome, Part
from pipelines.verdicts.designation import Span, Tally
from pipelines.verdicts.readings import Reading
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    country_name,
    said_aside,
    said_body,
    said_counted,
    said_gap,
    said_number,
    said_span,
)

IN_PART = re.compile(r"\b(?:some|several|certain|eas(?:e|es|ed|ing)|parti(?:al|ally)|names?)\b", re.IGNORECASE)
"""Words of a claim that sanctions were lifted from some only, which anyone who left the list bears out."""


def parties_removed(claim: Claim, record: OfficialRecord, authority: str, figure: Figure | None, until: date) -> Part:
    """How many parties left the list on the days of the claim, or within the month before the day that it speaks of."""
    span = span_of(claim) or Span(until - UNDATED_ACT, until)
    held = record.coverage(authority, span).held == "close"
    found = Reading("", claim.target_country, None, types_of(claim)).of(record.removed(authority, span))
    wanted = figure or Figure(None, 1, None)
    fit = wanted.fit(len(found.certain), len(found.possible), may_be_more=not held)
    if not held and not fit.startswith("fits"):
        return Part("open", ("record_not_held",), said_gap(record, authority, span), claimed=wanted.claimed)
    outcome, reason = _of_figure(fit, found) if figure else _of_country(claim, found)
    sentence = _said(claim, record, authority, span, found)
    if wanted.claimed is not None and outcome != "holds":
        sentence = f"the claim says {said_number(wanted.claimed)}; {sentence}"
    part = Part(
        outcome, (reason,), sentence, claimed=wanted.claimed,
        found=len(found.possible), counted=found.possible,
        acted_on=max((each.gone_by for each in found.possible if each.gone_by), default=None),
    )  # fmt: skip
    if outcome == "open" and not figure:
        return replace(part, sentence=f"{part.sentence}; easing other than by delisting is on no list", found=None)
    return part


def _said(claim: Claim, record: OfficialRecord, authority: str, span: Span, found: Tally) -> str:
    tied = f" tied to {country_name(claim.target_country)}" if claim.target_country else ""
    whose = f"the list of {said_body(record, authority)}"
    return f"{said_counted(found.possible, tied)} left {whose} {said_span(span)}{said_aside(found.possible)}"


def _of_figure(fit: str, found: Tally) -> tuple[Outcome, str]:
    if fit.startswith("fits"):
        return "holds", "delisted"
    if fit == "open":
        return "open", "day_not_pinned"
    return "fails", "another_count" if found.possible else "nothing_delisted_then"


def _of_country(claim: Claim, found: Tally) -> tuple[Outcome, str]:
    if not found.possible:
        return "open", "nothing_delisted_then"
    return "holds" if IN_PART.search(claim.quote) else "partly", "delisted"
