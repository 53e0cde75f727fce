"""How well claims are found: predictions against a gold set.

Here: which prediction matches which gold claim, how their fields are judged, and what is counted. Not here: finding
claims (see extraction), or printing the scores (see pipelines.cli).

A gold set has one JSON object a line: `{"id", "date", "text", "claims"}`, each claim with the fields of Claim.as_json
and, where annotators may differ, `alt_status`, `alt_authority` and `certain`. Quotes are given by `quote_start` and
`quote_end`, or by their words.

Definitions:
- A prediction matches a gold claim if their quotes overlap by half of the shorter one, and authority and status agree.
  One prediction matches one gold claim; the assignment with the most pairs, then the largest overlap, then the most
  fields in common is taken.
- Gold claims that are background or not certain are neither missed nor false, nor is a prediction that matches one.
  A prediction marked background counts only where it matches an asserted gold claim.
- Readings on which annotators differ are all right: "29 people and seven firms" as one claim of 36 or as two; a count
  taken from names alone; `parties` for a bare nationality; an imposed act said with "will" as planned; a proposal
  as planned or considered; "the West" as WEST or as nobody; a quote inside another authority's quote of the same act.
  A fine or an expulsion is optional. No day is asked for where the text has no word for one. Readings that look at
  words act where the gold set quotes by words; one that gives offsets has been read closely enough.
- Fields are judged on matched claims. A count and a source that gold does not have must be left out; unit, country,
  qualifier and day are judged where gold has them.
"""

import json
import re
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

JsonClaim = Mapping[str, Any]
Window = tuple[int, int]
Item = TypeVar("Item")

FIELDS = ("count", "qualifier", "unit", "country", "date", "attribution", "action", "measure")
NUMBER_WORDS = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|dozen|an?)\b",
    re.IGNORECASE,
)
VAGUE_WORDS = re.compile(r"\b(dozens|scores|hundreds|thousands|several|multiple|many)\b", re.IGNORECASE)
VAGUE_VALUES = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
DAY_WORDS = re.compile(
    r"\b((mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may (?=\d)|june|july|august|september"
    r"|october|november|december|yesterday|today|tonight|tomorrow|days?|week|weekend|month|year|anniversary|since"
    r"|immediate|hours?|in \d{4}|\d{4}-\d\d|(mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(lun|mar|mercre|jeu|vendre|same)di|понедельник|вторник|сред[аыу]|четверг|пятниц|суббот|воскресень"
    r"|\d\d? [а-яўі]{3})",
    re.IGNORECASE,
)
NATIONALS = re.compile(r"\b[A-Z][a-z]+(ans|is)\b")
LONGEST_WINDOW = 8
"""Days; a longer window says nothing unless gold's own is as long."""


class BadGoldError(ValueError):
    """A gold set or a file of predictions cannot be used, and says where."""


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim of a gold set with every reading of it that is right.

    Attributes:
        quote: its words, where the gold set quotes by words.
        optional: background, or annotators may differ: neither missed nor false.
        undated: the text has no word for a day, so none is asked for.
    """

    fields: JsonClaim
    start: int
    end: int
    quote: str
    authorities: frozenset[str | None]
    statuses: frozenset[str]
    optional: bool
    undated: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a gold set with its claims; `source` is its key `src`."""

    passage_id: str
    published_on: date | None
    text: str
    source: str
    claims: tuple[GoldClaim, ...]


@dataclass(slots=True)
class Outcome:
    """What was matched in one passage: pairs of predictions and gold claims, several of a side where counts add up."""

    pairs: list[tuple[list[JsonClaim], list[GoldClaim]]] = field(default_factory=list)
    missed: list[GoldClaim] = field(default_factory=list)
    false: list[JsonClaim] = field(default_factory=list)

    @property
    def found(self) -> int:
        """Gold claims found."""
        return sum(len(gold) for _, gold in self.pairs)


@dataclass(frozen=True, slots=True)
class Detection:
    """Precision and recall, with the numbers behind them."""

    pairs: int
    found: int
    missed: int
    false: int

    @property
    def precision(self) -> float:
        """Share of the predictions that are right."""
        return self.pairs / (self.pairs + self.false) if self.pairs + self.false else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold claims that were found."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def as_json(self) -> dict[str, float]:
        """All of it, shares between 0 and 1."""
        return {
            "precision": round(self.precision, 3), "recall": round(self.recall, 3), "f1": round(self.f1, 3),
            "found": self.found, "missed": self.missed, "false": self.false,
        }  # fmt: skip

    def as_text(self) -> str:
        """All of it in one line."""
        shares = f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"
        return f"{shares} (found {self.found}, missed {self.missed}, false {self.false})"


# ---- the gold set ---------------------------------------------------------------------------------------------------
def read_gold(path: Path) -> Iterator[Passage]:
    """The passages of a gold set.

    Raises:
        BadGoldError: a line is not JSON, lacks a field, or has a quote that is not in its text.
    """
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield passage(json.loads(line))
                except (ValueError, KeyError, TypeError) as error:
                    raise BadGoldError(f"{path}, line {number}: no gold passage ({error!r}).") from error


def read_predictions(path: Path) -> dict[str, list[JsonClaim]]:
    """The claims by passage, from a file as printed by `sanctions extract`.

    Raises:
        BadGoldError: a line cannot be used.
    """
    result: dict[str, list[JsonClaim]] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    entry = json.loads(line)
                    result[str(entry["id"])] = list(entry["claims"])
            except (ValueError, KeyError, TypeError) as error:
                raise BadGoldError(f"{path}, line {number}: no line of claims ({error!r}).") from error
    return result


def passage(entry: Mapping[str, Any]) -> Passage:
    """A passage of a gold set with all readings of its claims."""
    text = entry["text"]
    claims = with_common_quotes([gold_claim(normal(claim), text) for claim in entry["claims"]])
    day = date.fromisoformat(entry["date"]) if entry.get("date") else None
    return Passage(str(entry["id"]), day, text, str(entry.get("src") or ""), tuple(claims))


def normal(claim: JsonClaim) -> JsonClaim:
    """A claim with one code for the United Kingdom: UK as authority, GB as country."""
    authority, country = claim.get("authority"), claim.get("target_country")
    return {
        **claim,
        "authority": "UK" if authority == "GB" else authority,
        "target_country": "GB" if country == "UK" else country,
        "named_targets": claim.get("named_targets") or [],
    }


def gold_claim(claim: JsonClaim, text: str) -> GoldClaim:
    """A gold claim with the readings that its words allow."""
    exact = "quote_start" in claim
    start = claim["quote_start"] if exact else text.index(claim["quote"])
    end = claim["quote_end"] if exact else start + len(claim["quote"])
    quote = "" if exact else claim["quote"]
    optional = claim.get("strength") == "background" or claim.get("certain") is False
    dated = quote if claim.get("count_scope") == "cumulative" else text
    return GoldClaim(
        claim,
        start,
        end,
        quote,
        authorities=frozenset(
            {claim["authority"], *(claim.get("alt_authority") or ()), *west_if_unstated(claim, quote)}
        ),
        statuses=frozenset({claim["status"], *(claim.get("alt_status") or ()), *other_statuses(claim, quote)}),
        optional=optional or bool(re.search(r"\b(expel|fined\b)", quote)),
        undated=bool(quote) and not DAY_WORDS.search(dated),
    )


def west_if_unstated(claim: JsonClaim, quote: str) -> tuple[str, ...]:
    """("WEST",) if a claim without authority mentions the West in its quote; else ()."""
    spoken = claim["authority"] is None and re.search(r"\bthe west\b|\bwestern\b", quote, re.IGNORECASE)
    return ("WEST",) if spoken else ()


def other_statuses(claim: JsonClaim, quote: str) -> tuple[str, ...]:
    """Statuses that are also right for a claim by its words: "said it would freeze", "proposed"."""
    if claim["status"] == "imposed" and re.search(r"\b(will|would)\b", quote):
        return ("planned",)
    proposed = re.search(r"\bpropos(e|es|ed|ing|al)\b", quote)
    return ("planned", "considered") if claim["status"] in ("planned", "considered") and proposed else ()


def with_common_quotes(claims: list[GoldClaim]) -> list[GoldClaim]:
    """The claims; one inside another authority's quote of the same status gets that longer quote.

    Both are of one act.
    """
    result = []
    for claim in claims:
        whole = [
            other
            for other in claims
            if other.fields["status"] == claim.fields["status"]
            and other.fields["authority"] != claim.fields["authority"]
            and other.start <= claim.start
            and claim.end <= other.end
        ]
        start, end, quote = (whole[-1].start, whole[-1].end, whole[-1].quote) if whole else (
            claim.start, claim.end, claim.quote,
        )  # fmt: skip
        result.append(
            GoldClaim(claim.fields, start, end, quote, claim.authorities, claim.statuses, claim.optional, claim.undated)
        )
    return result


# ---- matching -------------------------------------------------------------------------------------------------------
def overlap(claim: JsonClaim, gold: GoldClaim) -> float:
    """The overlap of two quotes as a share of the shorter."""
    both: int = min(claim["end"], gold.end) - max(claim["start"], gold.start)
    shorter: int = min(claim["end"] - claim["start"], gold.end - gold.start)
    return max(0, both) / shorter


def may_match(claim: JsonClaim, gold: GoldClaim, *, any_authority: bool = False) -> bool:
    """Whether a prediction and a gold claim can be the same claim."""
    authority = any_authority or claim["authority"] in gold.authorities
    return authority and claim["status"] in gold.statuses and overlap(claim, gold) >= 0.5


def weight(claim: JsonClaim, gold: GoldClaim) -> float:
    """How well a prediction fits a gold claim: being a pair counts most, then overlap, then equal fields."""
    if not may_match(claim, gold):
        return 0.0
    keys = ("authority", "status", "count", "unit", "target_country", "action")
    agree: int = sum(claim.get(key) == gold.fields.get(key) for key in keys)
    agree += 3 * (claim.get("strength") != "background") + bool(names_found([claim], [gold]))
    return 1000.0 + 100 * overlap(claim, gold) + agree


def assignment(weights: np.ndarray) -> dict[int, int]:
    """The column of each row in the assignment with the largest total weight (Hungarian method; square matrix)."""
    size = len(weights)
    row_price, column_price = np.zeros(size + 1), np.zeros(size + 1)
    row_of, way = np.zeros(size + 1, dtype=int), np.zeros(size + 1, dtype=int)
    for row in range(1, size + 1):
        row_of[0], column = row, 0
        least, used = np.full(size + 1, np.inf), np.zeros(size + 1, dtype=bool)
        while row_of[column]:
            used[column] = True
            current, step, following = int(row_of[column]), np.inf, 0
            for other in (int(i) + 1 for i in np.flatnonzero(~used[1:])):
                cost = -weights[current - 1, other - 1] - row_price[current] - column_price[other]
                if cost < least[other]:
                    least[other], way[other] = cost, column
                if least[other] < step:
                    step, following = least[other], other
            row_price[row_of[used]] += step
            column_price[used] -= step
            least[~used] -= step
            column = following
        while column:
            row_of[column], column = row_of[way[column]], way[column]
    return {int(row_of[column]) - 1: column - 1 for column in range(1, size + 1) if row_of[column]}


def outcome(claims: Sequence[JsonClaim], golds: Sequence[GoldClaim]) -> Outcome:
    """Which claims of a passage were found, which were missed, and which predictions are false."""
    asserted = [gold for gold in golds if not gold.optional]
    result = Outcome(missed=list(asserted))
    left = list(claims)
    if claims and asserted:
        size = max(len(claims), len(asserted))
        weights = np.zeros((size, size))
        weights[: len(asserted), : len(claims)] = [[weight(claim, gold) for claim in claims] for gold in asserted]
        matched = [(i, j) for i, j in sorted(assignment(weights).items()) if weights[i, j] > 0]
        result.pairs = [([claims[j]], [asserted[i]]) for i, j in matched]
        result.missed = [gold for i, gold in enumerate(asserted) if i not in {i for i, _ in matched}]
        left = [claim for j, claim in enumerate(claims) if j not in {j for _, j in matched}]
    left = add_up(result, left)
    optional = [gold for gold in golds if gold.optional]
    result.false = [
        claim
        for claim in left
        if claim.get("strength") != "background" and not any(may_match(claim, gold) for gold in optional)
    ]
    return result


def add_up(result: Outcome, left: list[JsonClaim]) -> list[JsonClaim]:
    """Pairs predictions with a gold claim whose count is their sum; returns the predictions that are left."""
    for claims, golds in result.pairs:
        more_gold = [gold for gold in result.missed if may_match(claims[0], gold)]
        more_claims = [claim for claim in left if may_match(claim, golds[0])]
        if more_gold and sums_to([gold.fields for gold in golds + more_gold], claims[0]):
            golds += more_gold
            result.missed = items_left(result.missed, more_gold)
        elif more_claims and sums_to(claims + more_claims, golds[0].fields):
            claims += more_claims
            left = items_left(left, more_claims)
    return left


def items_left(items: list[Item], taken: Sequence[Item]) -> list[Item]:
    """The items without those taken; of two equal items, one may be left."""
    return [item for item in items if not any(item is other for other in taken)]


def sums_to(parts: Iterable[JsonClaim], whole: JsonClaim) -> bool:
    """Whether the counts of parts add up to that of the whole."""
    counts = [part["count"] if part.get("count") is not None else len(part["named_targets"]) or None for part in parts]
    return whole.get("count") is not None and None not in counts and sum(filter(None, counts)) == whole["count"]


# ---- fields ---------------------------------------------------------------------------------------------------------
def judged(claims: Sequence[JsonClaim], golds: Sequence[GoldClaim]) -> dict[str, tuple[bool, bool]]:
    """The fields that can be judged: whether the value is right, and whether gold states one."""
    claim, gold = claims[0], golds[0]
    truth, summed = gold.fields, len(claims) + len(golds) > 2
    result = {"count": (summed or claim.get("count") in counts_of(gold), truth.get("count") is not None)}
    if truth.get("count_qualifier") and (claim.get("count") is not None or None not in counts_of(gold)):
        result["qualifier"] = claim.get("count_qualifier") == truth["count_qualifier"], True
    if truth.get("unit") and not summed:
        result["unit"] = claim.get("unit") in units_of(gold), True
    if truth.get("target_country"):
        result["country"] = claim.get("target_country") == truth["target_country"], True
    if (truth.get("event_date") or truth.get("event_window")) and not gold.undated:
        result["date"] = same_days(claim, truth), True
    source = truth.get("attributed_to")
    named = same_source(claim.get("attributed_to"), source) if source else not claim.get("attributed_to")
    result["attribution"] = named, bool(source)
    return result | {key: (claim.get(key) == truth[key], True) for key in ("action", "measure") if truth.get(key)}


def counts_of(gold: GoldClaim) -> set[int | None]:
    """The counts that are right for a gold claim."""
    count, quote = gold.fields.get("count"), gold.quote
    right: set[int | None] = {count}
    vague = VAGUE_WORDS.search(quote) or VAGUE_WORDS.search(gold.fields.get("count_text") or "")
    if vague and not (count is not None and re.search(r"\d", quote)):
        right |= {None, VAGUE_VALUES.get(vague[1].lower())}
    elif count is None and gold.fields["named_targets"]:
        right.add(len(gold.fields["named_targets"]))
    elif quote and not NUMBER_WORDS.search(quote):
        right.add(None)
    return right


def units_of(gold: GoldClaim) -> set[str]:
    """The units that are right for a gold claim."""
    unit = gold.fields["unit"]
    right = {unit, "parties", "individuals_and_entities"} if unit in ("parties", "individuals_and_entities") else {unit}
    return right | ({"parties"} if unit == "individuals" and NATIONALS.search(gold.quote) else set())


def same_days(claim: JsonClaim, truth: JsonClaim) -> bool:
    """Whether a day or window of a prediction overlaps gold's by half of the shorter, and is not too wide."""
    wanted = window(truth.get("event_date")) or window(truth.get("event_window"))
    for given in filter(None, (window(claim.get("event_date")), window(claim.get("event_window")))):
        if wanted is not None:
            both = min(given[1], wanted[1]) - max(given[0], wanted[0]) + 1
            length, wanted_length = given[1] - given[0] + 1, wanted[1] - wanted[0] + 1
            if length <= max(LONGEST_WINDOW, wanted_length) and both * 2 >= min(length, wanted_length):
                return True
    return False


def window(value: object) -> Window | None:
    """The first and last day, as day numbers, of an ISO day, month or year, or of two of them."""
    if isinstance(value, list | tuple) and len(value) == 2:
        first, last = window(value[0]), window(value[1])
        return (first[0], last[1]) if first and last else None
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return None
    year, month, day = ([int(part) for part in value.split("-")] + [0, 0])[:3]
    last_day = day or monthrange(year, month or 12)[1]
    return date(year, month or 1, day or 1).toordinal(), date(year, month or 12, last_day).toordinal()


def same_source(given: str | None, wanted: str) -> bool:
    """Whether one source contains the other, for any of those in "A; B"."""
    low = (given or "").casefold()
    return bool(low) and any(part.strip() in low or low in part.strip() for part in wanted.casefold().split(";"))


def words_of(name: str) -> frozenset[str]:
    """The words of a name that tell it from others."""
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "of", "and", "a"}


def names_found(claims: Sequence[JsonClaim], golds: Sequence[GoldClaim]) -> int:
    """How many of gold's names are among the predicted ones: half of the words of the longer name in common."""
    left = [words_of(name) for claim in claims for name in claim["named_targets"]]
    found = 0
    for wanted in (words_of(name) for gold in golds for name in gold.fields["named_targets"]):
        hit = next((name for name in left if wanted and len(name & wanted) * 2 >= max(len(name), len(wanted))), None)
        if hit is not None:
            left.remove(hit)
            found += 1
    return found


# ---- the scores -----------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Scores:
    """The outcomes of all passages; what is counted follows from them."""

    outcomes: list[tuple[Passage, Outcome]] = field(default_factory=list)

    def detection(self, source: str | None = None) -> Detection:
        """Precision and recall over the passages of a source, or over all."""
        results = [result for passage, result in self.outcomes if source in (None, passage.source)]
        return Detection(
            sum(len(result.pairs) for result in results),
            sum(result.found for result in results),
            sum(len(result.missed) for result in results),
            sum(len(result.false) for result in results),
        )

    def by_source(self) -> dict[str, Detection]:
        """Precision and recall by source, those with the most passages first."""
        sources = Counter(passage.source for passage, _ in self.outcomes)
        return {name: self.detection(name) for name, _ in sources.most_common()}

    def by_status(self) -> dict[str, tuple[int, int]]:
        """By status: the number of gold claims found, and of all gold claims."""
        found, total = Counter[str](), Counter[str]()
        for _, result in self.outcomes:
            hits = [gold.fields["status"] for _, golds in result.pairs for gold in golds]
            found.update(hits)
            total.update([*hits, *(gold.fields["status"] for gold in result.missed)])
        return {status: (found[status], number) for status, number in total.most_common()}

    def by_field(self) -> dict[str, tuple[int, int]]:
        """By kind of field: the number of right values, and of all judged values."""
        verdicts = defaultdict[str, list[bool]](list)
        for _, result in self.outcomes:
            for claims, golds in result.pairs:
                for name, (right, _) in judged(claims, golds).items():
                    verdicts[name].append(right)
        return {name: (sum(verdicts[name]), len(verdicts[name])) for name in FIELDS if name in verdicts}

    def names(self) -> tuple[int, int, int]:
        """How many named targets were found, were given, and are in gold, over matched claims."""
        pairs = [pair for _, result in self.outcomes for pair in result.pairs]
        given = sum(len(claim["named_targets"]) for claims, _ in pairs for claim in claims)
        wanted = sum(len(gold.fields["named_targets"]) for _, golds in pairs for gold in golds)
        return sum(names_found(claims, golds) for claims, golds in pairs), given, wanted

    def without_claims(self) -> tuple[int, int]:
        """How many passages without any claim got a false one, of how many."""
        empty = [result for passage, result in self.outcomes if not passage.claims]
        return sum(bool(result.false) for result in empty), len(empty)

    def errors(self) -> dict[str, int]:
        """The number of errors by kind: a wrong authority, status or field, a missed or a false claim."""
        kinds = Counter[str]()
        for _, result in self.outcomes:
            kinds.update(error_kinds(result))
            for claims, golds in result.pairs:
                kinds.update(f"field: {name}" for name, (right, _) in judged(claims, golds).items() if not right)
        return dict(kinds.most_common())

    def as_json(self) -> dict[str, object]:
        """All scores, with shares between 0 and 1."""
        false, empty = self.without_claims()
        return {
            "passages": len(self.outcomes),
            "all": self.detection().as_json(),
            "sources": {name: found.as_json() for name, found in self.by_source().items()},
            "recall_by_status": {name: {"found": hit, "of": of} for name, (hit, of) in self.by_status().items()},
            "fields": {name: {"right": right, "of": of} for name, (right, of) in self.by_field().items()},
            "named_targets": dict(zip(("found", "given", "of"), self.names(), strict=True)),
            "passages_without_claims": {"with_a_false_one": false, "of": empty},
            "errors": self.errors(),
        }

    def as_text(self) -> Iterator[str]:
        """All scores, one a line."""
        yield f"{len(self.outcomes)} passages"
        yield f"all: {self.detection().as_text()}"
        yield from (f"source {name or '(none)'}: {found.as_text()}" for name, found in self.by_source().items())
        yield from (f"status {name}: {hit} of {of} found" for name, (hit, of) in self.by_status().items())
        yield from (f"field {name}: {right} of {of} right" for name, (right, of) in self.by_field().items())
        found, given, wanted = self.names()
        yield f"named targets: {found} of {wanted} found, {given} given"
        false, empty = self.without_claims()
        yield f"passages without any claim: {false} of {empty} got a false one"
        yield from (f"errors, {kind}: {number}" for kind, number in self.errors().items())


def error_kinds(result: Outcome) -> Iterator[str]:
    """The kinds of errors of detection in a passage: a missed claim that a false one overlaps is one error."""
    left = list(result.false)
    for gold in result.missed:
        near = next((claim for claim in left if overlap(claim, gold) >= 0.5), None)
        if near is None:
            yield f"missed: {gold.fields['status']}"
            continue
        left.remove(near)
        yield "wrong authority" if near["status"] in gold.statuses else "wrong status"
    yield from (f"false: {claim['status']}" for claim in left)


def scores(passages: Iterable[Passage], claims_of: Callable[[Passage], Sequence[JsonClaim]]) -> Scores:
    """The scores of the claims that `claims_of` gives for the passages."""
    result = Scores()
    for passage in passages:
        claims = [normal(claim) for claim in claims_of(passage)]
        result.outcomes.append((passage, outcome(claims, passage.claims)))
    return result
