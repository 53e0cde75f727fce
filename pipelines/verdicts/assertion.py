"""What a claim asserts: by whom, which act, on which days, whom, how many, of which kind.

Here: a claim's words as spans, sets of party types and intervals of numbers. Not here: what the record answers.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal

from pipelines.claims.claim import Claim
from pipelines.designations.countries import country_code
from pipelines.designations.names import words
from pipelines.verdicts.designation import Span

ALL_TYPES = frozenset({"individual", "entity", "vessel", "aircraft"})
TYPES_OF_UNIT: Mapping[str | None, frozenset[str]] = {
    "individuals": frozenset({"individual"}),
    "entities": frozenset({"entity"}),
    "individuals_and_entities": frozenset({"individual", "entity"}),
    "vessels": frozenset({"vessel"}),
    "aircraft": frozenset({"aircraft"}),
    "parties": ALL_TYPES,
    None: ALL_TYPES,
}
"""A bare nationality, "names" and "targets" count parties of any type."""

ALLIES = ("US", "EU", "UK", "CA", "AU", "JP", "CH", "NZ")
SEVERAL: Mapping[str, tuple[str, ...]] = {"WEST": ALLIES, "INTL": (*ALLIES, "UN", "UA")}
"""Who acts where the press says "the West" or "the international community"."""

APPROXIMATELY = 0.15
""""Nearly 50", "some 180", "almost 200": the figure is within this part of the number said."""

VAGUE_NUMBERS = (
    (re.compile(r"\bthousands\b", re.IGNORECASE), 2000),
    (re.compile(r"\bhundreds\b", re.IGNORECASE), 200),
    (re.compile(r"\bscores\b", re.IGNORECASE), 40),
    (re.compile(r"\bdozens\b", re.IGNORECASE), 24),
    (re.compile(r"\b(?:several|a number of|multiple|many)\b", re.IGNORECASE), 2),
)
"""The least that a number without figures means."""

PART_OF_AN_ACT = re.compile(r"\b(?:share|portion|part) of\b|['’]s (?:share|part|portion)\b", re.IGNORECASE)
"""Words that make a count one part of what an authority did, as "Treasury's share of the measures"."""

WHOLE_KIND = re.compile(
    r"\b(?:individuals?|people|persons?|entit(?:y|ies)|compan(?:y|ies)|firms?|organi[sz]ations?|bod(?:y|ies)|businesses"
    r"|institutions?|parties|names?|targets?|listings?|designations?|additions?|sanctions|vessels?|ships?|aircraft|planes?)\b",
    re.IGNORECASE,
)
"""Words that count all parties of a kind; others ("banks", "lawmakers") count some that no list tells apart."""

KINDS_BY_NAME = (
    (re.compile(r"\b(?:banks?|lenders?)\b", re.IGNORECASE), re.compile(r"bank", re.IGNORECASE)),
    (re.compile(r"\bministr(?:y|ies)\b", re.IGNORECASE), re.compile(r"\bministry\b", re.IGNORECASE)),
    (re.compile(r"\buniversit(?:y|ies)\b", re.IGNORECASE), re.compile(r"\buniversit", re.IGNORECASE)),
    (re.compile(r"\bairlines?\b", re.IGNORECASE), re.compile(r"\bair(?:lines?|ways)\b|\bavia", re.IGNORECASE)),
)
"""Kinds of entity that the press counts and no list states, and how their names tell them."""

WORDS_AFTER_A_FIGURE = 6

OF_A_TRADE = re.compile(
    r"\b(?:defen[cs]e|military|arms|tech(?:nology)?|energy|oil|gas|shipping|aviation|logistics|mining|trading|chemical"
    r"|financial|electronics|construction|media|front|shell|state-owned|private) (?:firms?|compan(?:y|ies)|businesses"
    r"|entit(?:y|ies)|organi[sz]ations?|enterprises?|institutions?)\b",
    re.IGNORECASE,
)
"""Whole kinds narrowed by what they do: no list tells a defence firm from another."""

UNDATED_ACT = timedelta(days=30)
"""How far back an act lies at most that an article reports without a date."""

Fit = Literal["fits", "fits_within_days", "open", "too_few", "too_many"]


@dataclass(frozen=True, slots=True)
class Figure:
    """The numbers that make a count true: from `least` to `most`, both included; None: no bound.

    Attributes:
        claimed: the number as said; None for words such as "dozens".
    """

    claimed: int | None
    least: int
    most: int | None

    def fit(self, certain: int, possible: int, *, may_be_more: bool) -> Fit:
        """How a figure of the record agrees: at least `certain`, and at most `possible` unless it may be more."""
        if certain and self._holds(certain) and (self.is_exact or not may_be_more or self.most is None):
            return "fits"
        if possible and self._holds(possible) and not (may_be_more and not self.is_exact and self.most is not None):
            return "fits_within_days"
        if self.most is not None and certain > self.most:
            return "too_many"
        if may_be_more or possible >= self.least:
            return "open"
        return "too_few"

    @property
    def is_exact(self) -> bool:
        """Whether just one number makes it true."""
        return self.least == self.most

    def _holds(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)


def figure_of(claim: Claim) -> Figure | None:
    """The numbers that make the claim's count true; None if it has no count."""
    if claim.count is None:
        least = next((low for words, low in VAGUE_NUMBERS if claim.count_text and words.search(claim.count_text)), None)
        return None if least is None else Figure(None, least, None)
    count = claim.count
    if claim.count_scope == "subset" or PART_OF_AN_ACT.search(claim.quote):
        return Figure(count, count, None)
    match claim.count_qualifier:
        case "more_than":
            return Figure(count, count + 1, None)
        case "at_least":
            return Figure(count, count, None)
        case "fewer_than":
            return Figure(count, 0, count - 1)
        case "approx":
            return Figure(count, math.ceil(count * (1 - APPROXIMATELY)), math.floor(count * (1 + APPROXIMATELY)))
        case _:
            return Figure(count, count, count)


def types_of(claim: Claim) -> frozenset[str]:
    """The party types that the claim's unit counts."""
    return TYPES_OF_UNIT[claim.unit]


def counts_whole_kind(claim: Claim) -> bool:
    """Whether the claim counts all parties of a kind, as far as its words tell."""
    if claim.unit in ("parties", None):
        return True
    counted = _words_counted(claim)
    return WHOLE_KIND.search(counted) is not None and OF_A_TRADE.search(counted) is None


def kind_by_name(claim: Claim) -> tuple[str, re.Pattern[str]] | None:
    """The word for what a figure counts, and what names such have, where names tell the kind: "two lenders"."""
    counted = _words_counted(claim)
    found = ((said.search(counted), names) for said, names in KINDS_BY_NAME)
    return next(((word[0], names) for word, names in found if word), None)


def _words_counted(claim: Claim) -> str:
    """The words after a figure, which say what it counts; the whole quote where it is spelt out or comes last."""
    figure = re.search(rf"\b{claim.count:,}\b|\b{claim.count}\b", claim.quote)
    after = claim.quote[figure.end() :] if figure else ""
    return " ".join(after.split()[:WORDS_AFTER_A_FIGURE]) or claim.quote


def span_of(claim: Claim) -> Span | None:
    """The days on which the claim says it happened; None where it does not say."""
    if claim.event_on is not None:
        return Span(claim.event_on, claim.event_on)
    if claim.event_from is not None and claim.event_to is not None:
        return Span(claim.event_from, claim.event_to)
    return None


def day_of(claim: Claim, article_date: date | None) -> date | None:
    """The day as of which the claim speaks: the end of its own days, else the day of its article."""
    span = span_of(claim)
    return span.last if span else article_date


def authorities_of(claim: Claim) -> tuple[str, ...]:
    """Whose record is asked: several for "the West"; none where no one is named."""
    if claim.authority is None:
        return ()
    return SEVERAL.get(claim.authority, (claim.authority,))


def is_description(name: str) -> bool:
    """Whether a name is made of nothing but a country and words for kinds of body."""
    told = words(name)
    return bool(told) and not _without_countries([each for each in told if each not in _known()])


def _without_countries(told: list[str]) -> list[str]:
    """The words that are no country: of two words ("north korean") before one."""
    left: list[str] = []
    at = 0
    while at < len(told):
        length = next((n for n in (2, 1) if at + n <= len(told) and country_code(" ".join(told[at : at + n]))), 0)
        if not length:
            left.append(told[at])
        at += length or 1
    return left


@cache
def _known() -> frozenset[str]:
    content = (files("pipelines.verdicts") / "description_words.toml").read_text(encoding="utf-8")
    return frozenset(word for group in tomllib.loads(content).values() for word in group)
