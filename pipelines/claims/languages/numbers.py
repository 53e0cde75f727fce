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
    tokens_of_dates = {i for when in whens for i in range(when.start, when.end)}
    return tuple(
        number
        for number in joined_numbers(list(single_numbers(sentence, words)))
        if number.start not in tokens_of_dates
    )


def single_numbers(sentence: Sentence, words: Wording) -> Iterator[Phrase[int]]:
    """Yields figures and number words, one by one; "24-х" is one figure with its ending."""
    i = 0
    while i < len(sentence):
        number = figure(sentence, i) or words.numbers.at(sentence, i)
        if number is not None:
            yield number
        i = number.end if number is not None else i + 1


def figure(sentence: Sentence, i: int) -> Phrase[int] | None:
    """The number in figures at token i, with the ending that "24-х" has.

    None for other words, for percentages and for parts of codes.
    """
    digits = "".join(word for word in sentence.words[i] if word.isdigit())
    other_letters = sentence.words[i].strip("0123456789.,\u00a0\u202f ")
    if not digits or other_letters or not digits.isascii() or sentence.words[i].endswith("."):
        return None
    after = sentence.lows[i + 1 : i + 3]
    if after[:1] == ("%",) or (after[:1] == ("-",) and len(after) == 2 and len(after[1]) > 3):
        return None
    if after[:1] == ("-",) and len(after) == 2 and after[1].isalpha() and sentence.starts[i + 1] == sentence.ends[i]:
        return Phrase(i, i + 3, int(digits))
    return Phrase(i, i + 1, int(digits))


def joined_numbers(numbers: list[Phrase[int]]) -> Iterator[Phrase[int]]:
    """Yields the numbers, with neighbours joined: "сорок два" (forty two) is 42, "2 тысячи" (thousand) is 2000."""
    while numbers:
        number = numbers.pop(0)
        while numbers and numbers[0].start == number.end and (value := joint_value(number.meaning, numbers[0].meaning)):
            number = Phrase(number.start, numbers.pop(0).end, value)
        yield number


def joint_value(one: int, other: int) -> int | None:
    """The value of two neighbouring numbers: their product, or their sum; None if they are two numbers."""
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
class TimeWord:
    """An English word for time, and the tokens of the sentence that it translates."""

    low: str
    start: int
    end: int


def times_in(sentence: Sentence, words: Wording, today: date | None) -> Iterator[When]:
    """Yields all mentions of time in a sentence, in order."""
    time_words = without_of_year(in_english_order(list(english_words_of_time(sentence, words)), sentence))
    for when in whens([word.low for word in time_words], today):
        covered = [word for word in time_words[when.start : when.end] if word.low != NOTHING]
        start, end = min(word.start for word in covered), max(word.end for word in covered)
        yield replace(when, start=start, end=end)


def english_words_of_time(sentence: Sentence, words: Wording) -> Iterator[TimeWord]:
    """Yields the sentence's words for time in English, and "·" for every other word.

    So one reader of English words for time serves all languages.
    """
    i = 0
    while i < len(sentence):
        time_phrase = words.times.at(sentence, i)
        if time_phrase is not None:
            yield from (TimeWord(low, time_phrase.start, time_phrase.end) for low in time_phrase.meaning.split())
            i = time_phrase.end
            continue
        number = words.numbers.at(sentence, i)
        english = str(number.meaning) if number is not None else plain_number(sentence.lows[i])
        yield from (TimeWord(low, i, i + 1) for low in english.split())
        i += 1


def plain_number(low: str) -> str:
    """A number as it is, "24." and "1er" without their ends, 24.02.2022 as its parts; "·" for other words."""
    parts = low.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[0])} {MONTH_NAMES[int(parts[1]) - 1].lower()} {parts[2]}"
    number = low.removesuffix(".").removesuffix("er")
    return number if number.isdigit() else NOTHING


def in_english_order(time_words: list[TimeWord], sentence: Sentence) -> list[TimeWord]:
    """The words for time in English order: "jeudi dernier" as "last Thursday", "vor drei Tagen" as "3 days ago".

    A "since" that no day follows is no word for time.
    """
    for i, word in enumerate(time_words):
        before = time_words[i - 1] if i else None
        if word.low == "last" and before is not None and before.low not in (NOTHING, "in", "since"):
            time_words[i - 1 : i + 1] = [word, before]
        after = time_words[i + 1 : i + 3]
        if word.low == "since" and not is_followed_by_day(sentence, time_words[i + 1 : i + 3]):
            time_words[i] = replace(word, low=NOTHING)
        if word.low == "ago" and len(after) == 2 and after[0].low.isdigit() and after[1].low in UNITS:
            time_words[i : i + 3] = [*after, word]
    return time_words


def without_of_year(time_words: list[TimeWord]) -> list[TimeWord]:
    """The words without the "of" between a month and a year: "24 de febrero de 2022" (24 of February of 2022)."""
    return [
        word
        for i, word in enumerate(time_words)
        if word.low != "of"
        or i == 0
        or i + 1 == len(time_words)
        or time_words[i - 1].low not in MONTHS
        or not is_year(time_words[i + 1].low)
    ]


def is_followed_by_day(sentence: Sentence, after: list[TimeWord]) -> bool:
    """Whether a day follows "since" at once, or after an article: "с 24 февраля", "seit dem 24. Februar"."""
    if not after:
        return False
    if after[0].low not in (NOTHING, "in"):
        return True
    is_article = len(sentence.lows[after[0].start]) <= LONGEST_ARTICLE
    return is_article and len(after) > 1 and after[1].low not in (NOTHING, "in")
