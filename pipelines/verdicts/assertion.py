"""What a claim asserts: by whom, which act, on which days, whom, how many, of which kind.

Here: a claim's fields and words as authorities, an act, spans of days, party types and intervals of numbers.
Not here: reading the words that describe a target (see described), and what the record answers.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from pipelines.claims.claim import Claim
from pipelines.verdicts.counted_words import counts_whole_kind, described_kind, words_counted
from pipelines.verdicts.described import ListedKind, Whom, announcers_of, listed_kind, whom_of
from pipelines.verdicts.designation import Span
from pipelines.verdicts.limits import APPROXIMATELY

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


VAGUE_NUMBERS = (
    (re.compile(r"\bthousands\b", re.IGNORECASE), 2000),
    (re.compile(r"\bhundreds\b", re.IGNORECASE), 200),
    (re.compile(r"\bscores\b", re.IGNORECASE), 40),
    (re.compile(r"\bdozens\b", re.IGNORECASE), 24),
    (re.compile(r"\b(?:several|a number of|multiple|many)\b", re.IGNORECASE), 2),
)
"""The least that a number without figures means."""

RANGE = re.compile(r"\b(?:between (\d+) and (\d+)|from (\d+) to (\d+)|(\d+) to (\d+))\b", re.IGNORECASE)
"""Two numbers between which a count lies."""

PART_OF_AN_ACT = re.compile(r"\b(?:share|portion|part) of\b|['’]s (?:share|part|portion)\b", re.IGNORECASE)
"""Words that make a count one part of what an authority did, as "Treasury's share of the measures"."""

STATE = re.compile(
    r"\b(?:remains?|remained|stays?|stayed|continues? to be|is|are) (?:(?:still|already|currently|now|also) )?"
    r"(?:on|under|subject to)\b"
    r"|\b(?:remains?|remained|still) (?:\w+ )?(?:sanctioned|blacklisted|listed|designated)\b",
    re.IGNORECASE,
)
"""Words that say that someone is on a list, not that someone was put there."""

OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-ZÀ-ɏ]{3}")
"""Letters of a script other than the Latin one."""

FIRST_TIME = re.compile(r"\bfor the first time\b|\bfirst (?:ever )?sanctions (?:on|against)\b", re.IGNORECASE)
"""Words that deny any earlier listing."""

_COUNTRIES_NEARBY = frozenset(
    {"country:aimed_at", "country:only_other", "country:context", "country:article", "country:described"}
)
"""Rules of extraction by which a country comes from other words than those for the targets."""

PRESENT_PERFECT = re.compile(r"\b(?:has|have)\b|['’]ve\b", re.IGNORECASE)
"""A tense that takes no day: one beside it is that of another clause."""

NOT_REPORTED = re.compile(
    r"\b(?:should|must|ought to|needs? to)\b|^(?:to )?(?:impose|introduce|adopt|slap|levy|sanction|blacklist)\b",
    re.IGNORECASE,
)
"""Words that call for an act or speak of its aim: an infinitive without a subject tells of no act."""

SEVERAL_NAMED = re.compile(
    r"\b(?:international\w*|worldwide|global|world|foreign|multilateral|G-?7|G-?20|nations|countries|states|allies|powers"
    r"|community|governments|authorities|others)\b",
    re.IGNORECASE,
)
"""Words that say that several authorities act; without them "sanctions against S." are nobody's in particular."""

LEAD = 600
"""Letters of an article within which its present tense tells of its own day; below, it may tell a story."""

POINTS_AT_AN_ACT = re.compile(r"^(?:the|this|that|these|such) (?:\w+ )?(?:move|step|decision)s?\b", re.IGNORECASE)
"""Words that point at an act of the sentences before them, which may be no listing: "The move by Britain"."""

AGAIN = re.compile(
    r"\b(?:again|re-?designat\w*|re-?list\w*|re-?impos\w*|additional(?:ly)?|further|second time)\b",
    re.IGNORECASE,
)
"""Words that speak of a party designated again."""


Act = Literal["put_on_list", "is_on_list", "removed", "kept", "not_listed", "may_be_listed"]
Fit = Literal["fits", "fits_within_days", "open", "too_few", "too_many"]

ACT_WORDS: Mapping[Act, str] = {
    "put_on_list": "put on its list",
    "is_on_list": "has on its list",
    "removed": "removed from its list",
    "kept": "did not remove from its list",
    "not_listed": "does not have on its list",
    "may_be_listed": "may put on its list",
}


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
        if certain and self.holds(certain) and (self.is_exact or not may_be_more or self.most is None):
            return "fits"
        if possible and self.holds(possible) and not (may_be_more and not self.is_exact and self.most is not None):
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

    def holds(self, number: int) -> bool:
        """Whether a number makes it true."""
        return self.least <= number and (self.most is None or number <= self.most)


@dataclass(frozen=True)
class Assertion:
    """A claim as what it asserts of the record.

    Attributes:
        article_date: the day of its article.
        days: the days on which the act is said to have happened; None where nothing dates it.
        dated_by: the quote of another claim of the article that gave the day, where its own words give none.
        beside: the quotes of claims about the other parties of the same verb, as "Treasury sanctioned 22 individuals"
            beside "and 104 entities".
    """

    claim: Claim
    article_date: date | None
    days: Span | None = None
    dated_by: str | None = None
    beside: str = ""

    @cached_property
    def authorities(self) -> tuple[str, ...]:
        """Whose record is asked: several for "the West"; none where no one is named."""
        return authorities_of(self.claim)

    @property
    def is_international(self) -> bool:
        """Whether the international community is said to act, or nobody whom the claim tells apart."""
        return self.claim.authority == "INTL"

    @property
    def names_who_acts(self) -> bool:
        """Whether its words say who sanctions: an authority, or several by a word such as "international"."""
        if self.is_international:
            return SEVERAL_NAMED.search(self.claim.quote) is not None
        return self.claim.authority is not None and not self.has_assumed_authority

    @cached_property
    def act(self) -> Act:
        """What is said to have been done."""
        claim = self.claim
        if claim.status in ("planned", "considered", "called_for"):
            return "may_be_listed"
        if claim.status == "lifted":
            return "removed"
        if claim.status == "denied":
            return "kept" if claim.action == "lift" else "not_listed"
        return "is_on_list" if STATE.search(claim.quote) and self.days is None else "put_on_list"

    @property
    def says_its_day(self) -> bool:
        """Whether its own clause tells its day; a day of another clause may be that of something else."""
        return not _has_day_of_other_clause(self.claim)

    @property
    def says_its_authority(self) -> bool:
        """Whether its own words say who sanctions: "the list includes" may be anyone's list."""
        return "agent:teller" not in self.claim.rules and not self.rests_on_second_look

    @property
    def rests_on_second_look(self) -> bool:
        """Whether the rules of extraction alone do not make it as it is: it is not firm enough to contradict."""
        return any(rule.startswith("second-look:") for rule in self.claim.rules)

    @property
    def has_assumed_authority(self) -> bool:
        """Whether its authority is only the one at hand, and no words say that it acts."""
        return "second-look:only_authority" in self.claim.rules

    @property
    def is_narrated(self) -> bool:
        """Whether only a present tense far below the lead dates it: a chronicle tells of other days like that."""
        return "date:present_tense" in self.claim.rules and self.claim.start > LEAD

    @property
    def says_its_country(self) -> bool:
        """Whether its targets are said to be of the country, and the words around them do not merely name it."""
        return _COUNTRIES_NEARBY.isdisjoint(self.claim.rules)

    @property
    def until(self) -> date | None:
        """The day as of which the claim speaks: the end of its own days, else the day of its article."""
        return self.days.last if self.days else self.article_date

    @cached_property
    def figure(self) -> Figure | None:
        """The numbers that make its count true; None if it has no count."""
        return figure_of(self.claim)

    @cached_property
    def types(self) -> frozenset[str]:
        """The party types that it counts or means."""
        return TYPES_OF_UNIT[self.claim.unit]

    @property
    def country(self) -> str | None:
        """The country of the targets, or the one aimed at."""
        return self.claim.target_country

    @cached_property
    def whom(self) -> Whom:
        """Whom it means where it names no one."""
        return whom_of(self.claim)

    @property
    def says_on_whom(self) -> bool:
        """Whether its own words say whom it means; a country of the text around it may be another's.

        Words in other scripts are not read for countries: there an asserted claim is taken by its country.
        """
        if self.whom.kind != "unsaid":
            return True
        return self.claim.strength == "asserted" and OTHER_SCRIPT.search(self.claim.quote) is not None

    @cached_property
    def kind(self) -> ListedKind | None:
        """The kind that it counts or describes, where lists tell it: "two lenders"."""
        return listed_kind(words_counted(self.claim) if self.claim.count is not None else self.whom.words)

    @cached_property
    def counts_whole_kind(self) -> bool:
        """Whether it counts all parties of a kind, as far as its words tell."""
        return counts_whole_kind(self.claim)

    @cached_property
    def described_kind(self) -> str | None:
        """The noun by which it describes those that it counts ("executives"); None for all parties of a kind."""
        return described_kind(self.claim) if self.figure is not None else None

    @cached_property
    def announcers(self) -> frozenset[str]:
        """The departments of its authority that are said to have acted or announced."""
        if len(self.authorities) != 1:
            return frozenset()
        words = (self.claim.quote, self.beside, self.claim.attributed_to or "")
        return announcers_of(self.authorities[0], " ".join(words))

    @property
    def announcer(self) -> str | None:
        """The one department among them, where it is named alone."""
        return next(iter(self.announcers)) if len(self.announcers) == 1 else None

    @property
    def counts_the_names(self) -> bool:
        """Whether the count only counts the names: "two firms, Gazprom Neft and Surgutneftegas"."""
        return self.claim.count is not None and self.claim.count == len(self.claim.named_targets)


def asserted(claim: Claim, article_date: date | None, article_claims: Sequence[Claim] = ()) -> Assertion:
    """What a claim asserts. One without a day of its own has that of the same act in another claim of its article."""
    beside = _beside(claim, article_claims)
    if (days := span_of(claim)) is not None or claim.count_scope == "cumulative":
        takes_no_day = claim.strength == "background" or PRESENT_PERFECT.search(claim.quote) is not None
        own_days = None if takes_no_day and _has_day_of_other_clause(claim) else days
        return Assertion(claim, article_date, own_days, beside=beside)
    same_act = [other for other in article_claims if other is not claim and _is_same_act(claim, other)]
    dating = [other for other in same_act if not _has_day_of_other_clause(other)]
    dated = {span: other.quote for other in dating if (span := span_of(other)) is not None}
    if len(dated) != 1:
        return Assertion(claim, article_date, beside=beside)
    ((days, quote),) = dated.items()
    return Assertion(claim, article_date, days, dated_by=quote, beside=beside)


BESIDE = 12
"""Letters at most between the quotes of two claims that share a verb: ", as well as "."""


def _beside(claim: Claim, article_claims: Sequence[Claim]) -> str:
    """The quotes of the claims that the same verb makes, before and after it without a gap."""
    shared = (claim.authority, claim.status, claim.action, span_of(claim), claim.rules[:1])
    of_verb = [
        other
        for other in article_claims
        if (other.authority, other.status, other.action, span_of(other), other.rules[:1]) == shared
    ]
    before, after = [claim], [claim]
    for other in sorted(of_verb, key=lambda one: -one.start):
        if 0 <= before[-1].start - other.end <= BESIDE:
            before.append(other)
    for other in sorted(of_verb, key=lambda one: one.start):
        if 0 <= other.start - after[-1].end <= BESIDE:
            after.append(other)
    return " ".join(other.quote for other in (*before[1:], *after[1:]))


def _has_day_of_other_clause(claim: Claim) -> bool:
    """Whether another clause dates the act; a window such as "last week" in it may frame figures, but no name."""
    if claim.event_on is None and not claim.named_targets and claim.strength == "asserted":
        return False
    return any(rule.startswith("date:") and rule.endswith(":other_clause") for rule in claim.rules)


def _is_same_act(claim: Claim, other: Claim) -> bool:
    """Whether two claims of one article tell of one act: a headline and the sentence below it."""
    if (claim.authority, claim.status, claim.action) != (other.authority, other.status, other.action):
        return False
    if claim.target_country and other.target_country and claim.target_country != other.target_country:
        return False
    if claim.named_targets and set(claim.named_targets) & set(other.named_targets):
        return True
    return claim.count is not None and claim.count == other.count and claim.unit == other.unit


def figure_of(claim: Claim) -> Figure | None:
    """The numbers that make the claim's count true; None if it has no count."""
    if (between := _range_of(claim)) is not None:
        return between
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
            return Figure(count, 1, count - 1)
        case "approx":
            return Figure(count, math.ceil(count * (1 - APPROXIMATELY)), math.floor(count * (1 + APPROXIMATELY)))
        case _:
            return Figure(count, count, count)


def _range_of(claim: Claim) -> Figure | None:
    """The bounds of "between 20 and 30"; a range that the count is no end of is one of something else."""
    match = RANGE.search(f"{claim.count_text or ''} {claim.quote}")
    if match is None:
        return None
    least, most = sorted(int(number) for number in match.groups() if number)
    if claim.count is not None and claim.count not in (least, most):
        return None
    return Figure(claim.count, least, most) if claim.count is not None or claim.unit is not None else None


def span_of(claim: Claim) -> Span | None:
    """The days on which the claim says it happened; None where it does not say."""
    if claim.event_on is not None:
        return Span(claim.event_on, claim.event_on)
    if claim.event_from is not None and claim.event_to is not None:
        return Span(claim.event_from, claim.event_to)
    return None


def authorities_of(claim: Claim) -> tuple[str, ...]:
    """Whose record is asked: several for "the West"; none where no one is named."""
    if claim.authority is None:
        return ()
    return SEVERAL.get(claim.authority, (claim.authority,))
