"""Claims that sanctions were lifted from a number of parties, or from a country: who left a list.

Here: parties that left within the days of a claim. Not here: named targets that were taken off (see named).

Sanctions are eased in ways that no list shows: waivers, licences, a measure on trade that ends. A list on which no one
left contradicts a claim that says how many did; it says nothing of a claim that names only a country, and neither do
those who left it. A party of which another entry stays, or that is listed anew the same day, did not leave.
"""

import re
from datetime import date

from pipelines.verdicts.assertion import Assertion, Figure
from pipelines.verdicts.derivation import Fit, Part, Tried, open_part
from pipelines.verdicts.designation import Span, Tally
from pipelines.verdicts.limits import SOME, UNDATED_ACT
from pipelines.verdicts.readings import Reading
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.wording import (
    aside_text,
    body_text,
    counted_text,
    country_name,
    gap_text,
    number_text,
    span_text,
)

IN_PART = re.compile(r"\b(?:some|several|certain|names?)\b", re.IGNORECASE)
"""Words of a claim that sanctions were lifted from some only."""


def parties_removed(assertion: Assertion, record: OfficialRecord, authority: str, until: date) -> Part:
    """Check how many parties left the list on the days of the claim, or in the month before if it gives no days.

    It differs only if the claim gives a figure and days, and the list of these days is held. Without a figure it holds
    only if the claim speaks of "some" and several parties left.
    """
    span, figure = assertion.days or Span(until - UNDATED_ACT, until), assertion.figure
    held = record.coverage(authority, span).held == "close"
    country = assertion.country
    gone = Reading("", country, None, assertion.types).of(record.removed(authority, span))
    wanted = figure or Figure(None, 1, None)
    agreement = wanted.fit(len(gone.certain), len(gone.possible), may_be_more=not held)
    if not held and agreement != "fits":
        return open_part("record_not_held", gap_text(record, authority, span), claimed=wanted.claimed)
    fit, reason = (
        _fit_of_figure(agreement, gone, is_dated=assertion.days is not None)
        if figure
        else _fit_of_country(assertion, gone)
    )
    if fit == "fits" and assertion.described_kind is not None:
        fit, reason = "possible", "kind_on_no_list"
    sentence = _delisted_sentence(assertion, record, authority, span, gone)
    if wanted.claimed is not None and fit != "fits":
        sentence = f"the claim says {number_text(wanted.claimed)}; {sentence}"
    if fit == "possible" and not figure:
        sentence = f"{sentence}; easing other than by delisting is on no list"
    number = None if fit == "possible" and not figure else len(gone.possible)
    return Part(
        (Tried(sentence, fit, number),), (reason,), sentence, claimed=wanted.claimed, found=number,
        counted=gone.possible,
        acted_on=max((party.gone_by for party in gone.possible if party.gone_by), default=None),
    )  # fmt: skip


def _delisted_sentence(assertion: Assertion, record: OfficialRecord, authority: str, span: Span, gone: Tally) -> str:
    """A sentence such as "2 individuals tied to Belarus left the list of OFAC on 24 February 2022"."""
    tied = f" tied to {country_name(assertion.country)}" if assertion.country else ""
    whose = f"the list of {body_text(record, authority)}"
    return f"{counted_text(gone.possible, tied)} left {whose} {span_text(span)}{aside_text(gone.possible)}"


def _fit_of_figure(agreement: str, gone: Tally, *, is_dated: bool) -> tuple[Fit, str]:
    """How the number of those who left the list fits the claimed figure, and the reason code."""
    if agreement == "fits":
        return "fits", "delisted"
    if agreement in ("open", "fits_within_days"):
        return "possible", "day_not_pinned"
    return "differs" if is_dated else "possible", "another_count" if gone.possible else "nothing_delisted_then"


def _fit_of_country(assertion: Assertion, gone: Tally) -> tuple[Fit, str]:
    """How a claim without a figure fits those who left the list, and the reason code.

    That sanctions on a whole country were lifted is on no list; "some of them" fits if several parties left.
    """
    if not gone.certain:
        return "possible", "nothing_delisted_then"
    is_in_part = IN_PART.search(assertion.claim.quote) is not None and len(gone.certain) >= SOME
    return ("fits", "delisted") if is_in_part else ("possible", "others_delisted")
