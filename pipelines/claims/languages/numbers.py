"""Numbers, days and windows in a sentence of any of the languages.

Here: which tokens are a number, and its value; turning words for time into those that pipelines.claims.dates reads,
token by token. Not here: what is counted (see targets), or what words for time mean (see pipelines.claims.dates).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipelines.claims.dates import MONTHS, UNITS, When, is_year, whens
from pipelines.claims.languages.phrases import Phrase
from pipelines.claims.languages.wording import Wording
from pipelines.claims.tokens import Sentence
from pipelines.parsers.days import MONTH_NAMES

# ---- numbers --------------------------------------------------------------------------------------------------------
LOWEST_THOUSAND = 1_000


def numbers_in(sentence: Sentence, words: Wording, whens: Sequence[When]) -> tuple[Phrase[int], ...]:
    """The numbers of a sentence that belong to no date, from left to right."""
    dated = {i for when in whens for i in range(when.start, when.end)}
    return tuple(number for number in joined_numbers(list(single(sentence, words))) if number.start not in dated)


def single(sentence: Sentence, words: Wording) -> Iterator[Phrase[int]]:
    """The figures and number words; the ending of "24-х" belongs to its figure."""
    i = 0
    while i < len(sentence):
        number = figure(sentence, i) or words.numbers.at(sentence, i)
        if number is not None:
            yield number
        i = number.end if number is not None else i + 1


def figure(sentence: Sentence, i: int) -> Phrase[int] | None:
    """A number in figures, which is no percentage and no part of a code."""
    digits = "".join(word for word in sentence.words[i] if word.isdigit())
    rest = sentence.words[i].strip("0123456789.,\u00a0\u202f ")
    if not digits or rest or not digits.isascii() or sentence.words[i].endswith("."):
        return None
    after = sentence.lows[i + 1 : i + 3]
    if after[:1] == ("%",) or (after[:1] == ("-",) and len(after) == 2 and len(after[1]) > 3):
        return None
    if after[:1] == ("-",) and len(after) == 2 and after[1].isalpha() and sentence.starts[i + 1] == sentence.ends[i]:
        return Phrase(i, i + 3, int(digits))
    return Phrase(i, i + 1, int(digits))


def joined_numbers(numbers: list[Phrase[int]]) -> Iterator[Phrase[int]]:
    """Neighbours as one number: "сорок два", "2 тысячи"."""
    while numbers:
        first = numbers.pop(0)
        while numbers and numbers[0].start == first.end and (value := together(first.meaning, numbers[0].meaning)):
            first = Phrase(first.start, numbers.pop(0).end, value)
        yield first


def together(one: int, other: int) -> int | None:
    """The value of two neighbouring number words: a product, or a sum if the second is smaller; else None."""
    if other >= LOWEST_THOUSAND > one:
        return one * other
    if other in (100, LOWEST_THOUSAND) and one < 10:
        return one * other
    if (one % 100 == 0 and one and other < 100) or (20 <= one < 100 and one % 10 == 0 and other < 10):
        return one + other
    return None


# ---- days -----------------------------------------------------------------------------------------------------------
LONGEST_ARTICLE = 3

NOTHING = "·"
"""Stands for a word that has to do with no time."""


@dataclass(frozen=True, slots=True)
class Turned:
    """An English word and the tokens that it stands for."""

    low: str
    start: int
    end: int


def times_in(sentence: Sentence, words: Wording, today: date | None) -> Iterator[When]:
    """All mentions of time, with their places in the sentence."""
    turned = without_of_year(reordered(list(english(sentence, words)), sentence))
    for when in whens([token.low for token in turned], today):
        covered = [token for token in turned[when.start : when.end] if token.low != NOTHING]
        start, end = min(token.start for token in covered), max(token.end for token in covered)
        yield replace(when, start=start, end=end)


def english(sentence: Sentence, words: Wording) -> Iterator[Turned]:
    """A sentence as the English words for time in it, everything else as nothing."""
    i = 0
    while i < len(sentence):
        time_phrase = words.times.at(sentence, i)
        if time_phrase is not None:
            yield from (Turned(low, time_phrase.start, time_phrase.end) for low in time_phrase.meaning.split())
            i = time_phrase.end
            continue
        number = words.numbers.at(sentence, i)
        lows = str(number.meaning) if number is not None else plain(sentence.lows[i])
        yield from (Turned(low, i, i + 1) for low in lows.split())
        i += 1


def plain(low: str) -> str:
    """A number as it is, "24." and "1er" without their ends, 24.02.2022 as its parts; any other word as nothing."""
    parts = low.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[0])} {MONTH_NAMES[int(parts[1]) - 1].lower()} {parts[2]}"
    number = low.removesuffix(".").removesuffix("er")
    return number if number.isdigit() else NOTHING


def reordered(turned: list[Turned], sentence: Sentence) -> list[Turned]:
    """In English order: "jeudi dernier" is last Thursday, "vor drei Tagen" three days ago; "с" is mostly "with"."""
    for i, word in enumerate(turned):
        before = turned[i - 1] if i else None
        if word.low == "last" and before is not None and before.low not in (NOTHING, "in", "since"):
            turned[i - 1 : i + 1] = [word, before]
        after = turned[i + 1 : i + 3]
        if word.low == "since" and not dates_from(sentence, turned[i + 1 : i + 3]):
            turned[i] = replace(word, low=NOTHING)
        if word.low == "ago" and len(after) == 2 and after[0].low.isdigit() and after[1].low in UNITS:
            turned[i : i + 3] = [*after, word]
    return turned


def without_of_year(turned: list[Turned]) -> list[Turned]:
    """Without the "of" between a month and a year: "24 de febrero de 2022"."""
    return [
        word
        for i, word in enumerate(turned)
        if word.low != "of"
        or i == 0
        or i + 1 == len(turned)
        or turned[i - 1].low not in MONTHS
        or not is_year(turned[i + 1].low)
    ]


def dates_from(sentence: Sentence, after: list[Turned]) -> bool:
    """Whether a day follows "since" at once, or after an article: "с 24 февраля", "seit dem 24. Februar"."""
    if not after:
        return False
    if after[0].low not in (NOTHING, "in"):
        return True
    is_article = len(sentence.lows[after[0].start]) <= LONGEST_ARTICLE
    return is_article and len(after) > 1 and after[1].low not in (NOTHING, "in")
