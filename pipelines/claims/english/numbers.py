"""Numbers that count something.

Here: digits, number words, and the words before them that say how exact they are. Not here: what is counted (see
counted).

text2num misses "two dozen" and word2number turns it into 2, so the few shapes that the press uses are read here.
"""

from collections.abc import Iterator

from pipelines.claims.claim import CountQualifier
from pipelines.claims.english.mentions import DASHES, Marked, Number

MONEY = frozenset({"$", "€", "£", "¥", "us$", "a$", "c$"})
EXACTNESS: dict[str, CountQualifier] = {
    "at_least": "at_least", "more_than": "more_than", "fewer_than": "fewer_than", "approx": "approx",
}  # fmt: skip


def numbers(marked: Marked) -> Iterator[Number]:
    """Yields numbers that count something: no years, dates, money, percentages, measures or ordinals."""
    i = 0
    while i < len(marked.sentence):
        parsed = number_at(marked, i)
        if parsed is None:
            i += 1
            continue
        end, value = parsed
        if can_count_parties(marked, i, end, value):
            yield with_exactness(marked, i, end, value)
        i = end


def number_at(marked: Marked, i: int) -> tuple[int, int | None] | None:
    """The token after the number that begins at i, and its value; None if no number begins there.

    A range and "dozens" have the value None.
    """
    if (end := range_at(marked, i)) is not None:
        return end, None
    if not may_count(marked, i) or i in marked.when_at or i in marked.actor_at:
        return None
    digits = marked.low(i).replace(",", "")
    if digits.isascii() and digits.isdigit():
        multiple = marked.lexicon.multiples.get(marked.low(i + 1).removesuffix("s"), 1)
        return (i + 1, int(digits)) if multiple == 1 else (i + 2, int(digits) * multiple)
    if marked.is_in(i, "vague"):
        return i + 1, None
    return number_in_words(marked, i)


def range_at(marked: Marked, i: int) -> int | None:
    """The token after a range such as "between 20 and 30" at token i; None if no range begins there."""
    if marked.low(i) != "between":
        return None
    least = number_at(marked, i + 1)
    if least is None or marked.low(least[0]) != "and":
        return None
    most = number_at(marked, least[0] + 1)
    return most[0] if most is not None else None


def may_count(marked: Marked, i: int) -> bool:
    """Whether a number can begin at token i: digits, a number word, "a" as in "a dozen"."""
    low, lexicon = marked.lows[i], marked.lexicon
    return (
        low[0].isdigit() or low == "a" or low in lexicon.values or low in lexicon.multiples or marked.is_in(i, "vague")
    )


def number_in_words(marked: Marked, i: int) -> tuple[int, int] | None:
    """The token after a number in words, and its value: "twenty-one", "two dozen"; None if there is none."""
    if marked.low(i) == "a" and marked.low(i + 1) in marked.lexicon.multiples:
        return number_in_words(marked, i + 1)
    if marked.low(i) == "one" and marked.low(i + 1) == "of":
        return i + 1, 1
    total = group = 0
    end = i
    while end < len(marked.sentence):
        low = marked.low(end)
        if low in marked.lexicon.values:
            group += marked.lexicon.values[low]
        elif low in marked.lexicon.multiples and (group or marked.low(end - 1) in ("a", "half")):
            group = max(group, 1) * marked.lexicon.multiples[low]
            total, group = (total + group, 0) if low == "thousand" else (total, group)
        elif end == i or not continues_number(marked, end):
            break
        end += 1
    return (end, total + group) if total + group else None


def continues_number(marked: Marked, i: int) -> bool:
    """Whether "-" or "and" at i continues a number: "sixty-five", "hundred and ten"; not "five and three"."""
    if marked.low(i + 1) not in marked.lexicon.values:
        return False
    before = marked.low(i - 1)
    if marked.low(i) == "-":
        return marked.lexicon.values.get(before, 0) >= 20
    return marked.low(i) == "and" and before in marked.lexicon.multiples


def can_count_parties(marked: Marked, start: int, end: int, value: int | None) -> bool:
    """Whether a number can count parties: it is no sum of money, measure, year or part of a name."""
    before, after = marked.low(start - 1), marked.low(end)
    if before in MONEY or marked.is_in(end, "measured") or marked.is_in(start - 1, "numbered"):
        return False
    if after in DASHES and (marked.is_in(end + 1, "measured") or marked.is_in(end + 1, "measured_compounds")):
        return False
    if before in DASHES and before != "—" and marked.glued(start):
        return False
    if names_something(marked, start) or is_year(marked, start, value):
        return False
    return after not in ("°", "th", "st", "nd", "rd") and not (value == 1 and after in ("of", "another", "day"))


def names_something(marked: Marked, i: int) -> bool:
    """Whether a number is part of the name before it: "Nord Stream 2", "Flight 17"."""
    before = i - 1
    if before < 1 or not marked.capitalised(before) or not marked.words[i].isdigit():
        return False
    if before in marked.actor_at or before in marked.when_at:
        return False
    return not marked.is_in(before, "vague") and not marked.is_in(before, "first_words")


def is_year(marked: Marked, i: int, value: int | None) -> bool:
    """Whether a number is a year: "since 2014"."""
    return (
        value is not None
        and 1900 <= value <= 2100
        and "," not in marked.word(i)
        and marked.is_in(i - 1, "before_years")
    )


def with_exactness(marked: Marked, start: int, end: int, value: int | None) -> Number:
    """The number with its exactness, from words before it ("more than 20") or after it ("20 or more", "20+")."""
    text = marked.text(start, end)
    for at, stop in before_number(marked, start):
        hit = marked.lexicon.qualifiers.at(marked.words, marked.lows, at)
        if hit is not None and hit[0] == stop:
            negated = hit[1] == "more_than" and marked.low(at - 1) in ("no", "not")
            return Number(at, end, value, "fewer_than" if negated else EXACTNESS[hit[1]], text)
    if marked.low(end) == "+":
        return Number(start, end, value, "more_than", text)
    if marked.lows[end : end + 2] in (("-", "plus"), ("or", "more")):
        return Number(start, end, value, "at_least", text)
    return Number(start, end, value, "exact", text)


def before_number(marked: Marked, start: int) -> Iterator[tuple[int, int]]:
    """Yields the stretches before a number where "more than" and the like can stand, the longest first."""
    stops = {start, start - 1} if marked.is_in(start - 1, "before_numbers") else {start}
    for length in (4, 3, 2, 1):
        for stop in sorted(stops):
            if stop - length >= 0:
                yield stop - length, stop
