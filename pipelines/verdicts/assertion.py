"""What a claim asserts: by whom, which act, on which days, whom, how many, of which kind.

Here: a claim's fields and words as authorities, an act, spans of days, party types and intervals of numbers.
Not here: reading the words that describe a target (see described), and what the record answers.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
SEVERAL: Mapping[str, tuple[str, ...]] = {
    "WEST": ALLIES,
    "INTL": (*ALLIES, "UN", "UA"),
    "G7": ("US", "EU", "UK", "CA", "JP"),
}
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
    {
        "country:aimed_at",
        "country:only_other",
        "country:context",
        "country:article",
        "country:described",
        "country:next_sentence",
    }
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
CountFit = Literal["fits", "fits_within_days", "open", "too_few", "too_many"]

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

    def fit(self, certain: int, possible: int, *, may_be_more: bool) -> CountFit:
        """How well a count of the record (at least `certain`, at most `possible`) fits these numbers.

        `may_be_more`: the record is not complete, so that there may be more than `possible`.
        """
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
        """Whether only one number makes the count true."""
        return self.least == self.most

    def holds(self, number: int) -> bool:
        """Whether this number makes the count true."""
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
        """The authorities whose record is asked: several for "the West"; empty if the claim names none."""
        return authorities_of(self.claim)

    @property
    def is_international(self) -> bool:
        """Whether the claim says that the international community acts, without a single authority."""
        return self.claim.authority in ("INTL", "G7")

    @property
    def names_who_acts(self) -> bool:
        """Whether the quote says who sanctions: an authority, or several by a word such as "international"."""
        if self.is_international:
            return SEVERAL_NAMED.search(self.claim.quote) is not None
        return self.claim.authority is not None

    @cached_property
    def act(self) -> Act:
        """What the claim says was done: put on a list, removed, kept and so on."""
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
        """Whether the day comes from the claim's own clause; the day of another clause may belong to another act."""
        return not _has_day_of_other_clause(self.claim)

    @property
    def says_its_authority(self) -> bool:
        """Whether the claim's own words say who sanctions; "the list includes" may be anyone's list."""
        return "agent:teller" not in self.claim.rules and not self.rests_on_second_look

    @property
    def rests_on_second_look(self) -> bool:
        """Whether the extraction rules alone did not give this claim; it is then too weak to be contradicted."""
        return any(rule.startswith("second-look:") for rule in self.claim.rules)

    @property
    def is_narrated(self) -> bool:
        """Whether only a present tense far below the lead gives the day; a chronicle uses it for past days too."""
        return "date:present_tense" in self.claim.rules and self.claim.start > LEAD

    @property
    def says_its_country(self) -> bool:
        """Whether the claim says that its targets are of the country; words around it may only mention the country."""
        return _COUNTRIES_NEARBY.isdisjoint(self.claim.rules)

    @property
    def until(self) -> date | None:
        """The last day of the claim's own days, or the day of its article; None if neither is known."""
        return self.days.last if self.days else self.article_date

    @cached_property
    def figure(self) -> Figure | None:
        """The numbers that make its count true; None if it has no count."""
        return figure_of(self.claim)

    @cached_property
    def types(self) -> frozenset[str]:
        """The party types that the claim counts or means."""
        return TYPES_OF_UNIT[self.claim.unit]

    @property
    def country(self) -> str | None:
        """The country of the targets, or the country aimed at; None if the claim has none."""
        return self.claim.target_country

    @cached_property
    def whom(self) -> Whom:
        """Whom the claim means if it names no one."""
        return whom_of(self.claim)

    @property
    def says_on_whom(self) -> bool:
        """Whether the claim's own words say whom it means; a country in the text around it may belong to another act.

        Quotes in other scripts are not searched for countries: there the country of an asserted claim counts as said.
        """
        if self.whom.kind != "unsaid":
            return True
        return self.claim.strength == "asserted" and OTHER_SCRIPT.search(self.claim.quote) is not None

    @cached_property
    def kind(self) -> ListedKind | None:
        """The kind of party that the claim counts or describes, if lists show it ("two lenders"); None otherwise."""
        return listed_kind(words_counted(self.claim) if self.claim.count is not None else self.whom.words)

    @cached_property
    def counts_whole_kind(self) -> bool:
        """Whether the claim, by its words, counts all parties of a kind."""
        return counts_whole_kind(self.claim)

    @cached_property
    def described_kind(self) -> str | None:
        """The noun that describes those counted ("executives"); None without a figure, or for a whole kind."""
        return described_kind(self.claim) if self.figure is not None else None

    @cached_property
    def announcers(self) -> frozenset[str]:
        """The departments of the authority that acted or announced, as the claim says; empty if it names none."""
        if len(self.authorities) != 1:
            return frozenset()
        words = (self.claim.quote, self.beside, self.claim.attributed_to or "")
        return announcers_of(self.authorities[0], " ".join(words))

    @property
    def announcer(self) -> str | None:
        """The only department that the claim names; None if it names none or several."""
        return next(iter(self.announcers)) if len(self.announcers) == 1 else None

    @property
    def counts_the_names(self) -> bool:
        """Whether the figure is the number of the names: "two firms, Gazprom Neft and Surgutneftegas"."""
        return self.claim.count is not None and self.claim.count == len(self.claim.named_targets)


def as_stated(claim: Claim) -> Claim:
    """The claim without an authority that no words state: the only one of its text, which was assumed to act.

    Verdicts rest on what is stated: a "sanctioned oligarch" whose yacht an American court seizes may be on the list of
    another country alone.
    """
    return replace(claim, authority=None) if "second-look:only_authority" in claim.rules else claim


def asserted(claim: Claim, article_date: date | None, article_claims: Sequence[Claim] = ()) -> Assertion:
    """What a claim asserts.

    If it gives no day, the day of the same act in another claim of the article is used, unless these claims give
    several. A claim that only presupposes an act, or tells it in the present perfect, takes no day of another clause.
    """
    beside = _quotes_beside(claim, article_claims)
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


def _quotes_beside(claim: Claim, article_claims: Sequence[Claim]) -> str:
    """The quotes of neighbouring claims with the same verb: "and 104 entities" after "sanctioned 22 individuals"."""
    shared = (claim.authority, claim.status, claim.action, span_of(claim), claim.rules[:1])
    of_verb = [
        other
        for other in article_claims
        if (other.authority, other.status, other.action, span_of(other), other.rules[:1]) == shared
    ]
    before, after = [claim], [claim]
    for other in sorted(of_verb, key=lambda quoted: -quoted.start):
        if 0 <= before[-1].start - other.end <= BESIDE:
            before.append(other)
    for other in sorted(of_verb, key=lambda quoted: quoted.start):
        if 0 <= other.start - after[-1].end <= BESIDE:
            after.append(other)
    return " ".join(other.quote for other in (*before[1:], *after[1:]))


def _has_day_of_other_clause(claim: Claim) -> bool:
    """Whether the day comes from another clause of the sentence, so that it may belong to another act.

    A window such as "last week" counts as the claim's own where an asserted claim names no target.
    """
    if claim.event_on is None and not claim.named_targets and claim.strength == "asserted":
        return False
    return any(rule.startswith("date:") and rule.endswith(":other_clause") for rule in claim.rules)


def _is_same_act(claim: Claim, other: Claim) -> bool:
    """Whether two claims of an article report the same act, so that one without a day may take the day of the other.

    A headline and the sentence below it do. They must share a named target or a count.
    """
    if (claim.authority, claim.status, claim.action) != (other.authority, other.status, other.action):
        return False
    if claim.target_country and other.target_country and claim.target_country != other.target_country:
        return False
    if claim.named_targets and set(claim.named_targets) & set(other.named_targets):
        return True
    return claim.count is not None and claim.count == other.count and claim.unit == other.unit


def figure_of(claim: Claim) -> Figure | None:
    """The numbers that make the claim's count true; None if it has no count.

    A range gives both bounds, a qualifier such as "about" or "at least" widens the number, and words such as "dozens"
    give only the least. A count of a part of an act has no upper bound: more may have been listed.
    """
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
    """The bounds of "between 20 and 30"; None without a range, or if the claim's count is neither end of it."""
    match = RANGE.search(f"{claim.count_text or ''} {claim.quote}")
    if match is None:
        return None
    least, most = sorted(int(number) for number in match.groups() if number)
    if claim.count is not None and claim.count not in (least, most):
        return None
    return Figure(claim.count, least, most) if claim.count is not None or claim.unit is not None else None


def span_of(claim: Claim) -> Span | None:
    """The days on which the claim says that it happened; None if it gives none."""
    if claim.event_on is not None:
        return Span(claim.event_on, claim.event_on)
    if claim.event_from is not None and claim.event_to is not None:
        return Span(claim.event_from, claim.event_to)
    return None


def authorities_of(claim: Claim) -> tuple[str, ...]:
    """The authorities that the claim names: several for "the West"; empty if it names none."""
    if claim.authority is None:
        return ()
    return SEVERAL.get(claim.authority, (claim.authority,))
