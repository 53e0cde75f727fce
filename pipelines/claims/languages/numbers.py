"""Numbers in figures and words.

Here: which tokens are a number, and its value. Not here: what is counted (see targets).
"""

from collections.abc import Iterator, Sequence

from pipelines.claims.dates import When
from pipelines.claims.languages.phrases import Phrase
from pipelines.claims.languages.wording import Wording
from pipelines.claims.tokens import Sentence

LOWEST_THOUSAND = 1_000


def numbers_in(sentence: Sentence, words: Wording, whens: Sequence[When]) -> tuple[Phrase[int], ...]:
    """The numbers of a sentence that belong to no date, from left to right."""
    dated = {i for when in whens for i in range(when.start, when.end)}
    return tuple(each for each in joined(list(single(sentence, words))) if each.start not in dated)


def single(sentence: Sentence, words: Wording) -> Iterator[Phrase[int]]:
    """Each figure and number word; the ending of "24-х" belongs to its figure."""
    i = 0
    while i < len(sentence):
        found = figure(sentence, i) or words.numbers.at(sentence, i)
        if found is not None:
            yield found
        i = found.end if found is not None else i + 1


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


def joined(found: list[Phrase[int]]) -> Iterator[Phrase[int]]:
    """Neighbours as one number: "сорок два", "2 тысячи"."""
    while found:
        first = found.pop(0)
        while found and found[0].start == first.end and (value := together(first.meaning, found[0].meaning)):
            first = Phrase(first.start, found.pop(0).end, value)
        yield first


def together(one: int, other: int) -> int | None:
    """What two number words beside each other are: a multiple, or a sum of falling parts."""
    if other >= LOWEST_THOUSAND > one:
        return one * other
    if other in (100, LOWEST_THOUSAND) and one < 10:
        return one * other
    if (one % 100 == 0 and one and other < 100) or (20 <= one < 100 and one % 10 == 0 and other < 10):
        return one + other
    return None
