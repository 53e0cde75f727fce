"""News generated from real articles: their sentences, with other names and numbers, and a known share of copies.

Here: articles by number, the same for the same file of real articles, so that any process can make any of them. Not
here: what is measured with them (see bench.cluster).

An original is made of sentences drawn at random from all real articles. Names, which are capitalised words that few
articles have, are replaced by invented words, and digits by other digits. So two originals share sentences, as the
news does, but not enough of them to be copies. A copy is an earlier original with a dateline, three other words, and
without its last words. The texts are never kept in the project.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SEED = 20220224
COPIES = 0.25
"""Chance that an article is a copy; less become one, because no copy is made of a copy."""
CHANGED_WORDS, CUT_WORDS = 3, 12
RARE = 3
"""A capitalised word that at most so many real articles have is a name."""

SYLLABLES = ("ka", "ro", "vin", "sha", "len", "tor", "mi", "bel", "dar", "osk", "an", "ur", "ye", "zhi", "pol")
_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")
_SLOT = re.compile(r"\b(?:[A-Z][a-z]+|\d+)\b")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]+\b")


@dataclass(frozen=True, slots=True)
class GeneratedArticle:
    """An article, and the number of the article that it is a copy of."""

    number: int
    text: str
    copy_of: int | None


Template = tuple[tuple[str, ...], tuple[str, ...]]
"""The words between the slots of a sentence, and the names and numbers that stood in the slots."""


@dataclass(frozen=True, slots=True)
class NewsGenerator:
    """Generates articles by number.

    Args:
        real: a file with a JSON object a line, with `text`.
        characters: least length of an original.
        span: a copy has an original among so many articles before it.
    """

    real: Path
    characters: int
    span: int

    def article(self, number: int) -> GeneratedArticle:
        """The article of a number, from 0."""
        chance = random.Random(f"{SEED} {number}")
        original = number - chance.randint(1, self.span)
        if chance.random() >= COPIES or original < 0 or self.article(original).copy_of is not None:
            return GeneratedArticle(number, self._original(chance), None)
        return GeneratedArticle(number, _copied(self.article(original).text, chance), original)

    def _original(self, chance: random.Random) -> str:
        sentences, length = [], 0
        invented: dict[str, str] = {}
        templates = _templates(self.real)
        while length < self.characters:
            sentences.append(_filled(*chance.choice(templates), invented, chance))
            length += len(sentences[-1]) + 1
        return " ".join(sentences)


def _filled(words: Iterable[str], slots: Iterable[str], invented: dict[str, str], chance: random.Random) -> str:
    """A sentence with other names and numbers; a name gets the same other name throughout an article."""
    rest = iter(words)
    parts = [next(rest)]
    for slot, after in zip(slots, rest, strict=True):
        if slot not in invented:
            invented[slot] = _number_like(slot, chance) if slot.isdecimal() else _name(chance)
        parts += (invented[slot], after)
    return "".join(parts)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES, k=3)).capitalize()


def _number_like(digits: str, chance: random.Random) -> str:
    return str(chance.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1))


def _copied(text: str, chance: random.Random) -> str:
    words = text.split(" ")[:-CUT_WORDS]
    for _ in range(CHANGED_WORDS):
        words[chance.randrange(len(words))] = "officials"
    return f"MINSK, May 14 (Agency) - {' '.join(words)}"


@cache
def _templates(real: Path) -> tuple[Template, ...]:
    """The sentences of the real articles, with slots for names and numbers."""
    texts = [str(json.loads(line)["text"]) for line in real.read_text(encoding="utf-8").splitlines()]
    having = Counter(word for text in texts for word in set(_CAPITALISED.findall(text)))
    common = frozenset(word for word, articles in having.items() if articles > RARE)
    sentences = dict.fromkeys(
        sentence.strip() for text in texts for line in text.splitlines() for sentence in _SENTENCE.split(line)
    )
    return tuple(_template(sentence, common) for sentence in sentences if 40 <= len(sentence) <= 400)


def _template(sentence: str, common: frozenset[str]) -> Template:
    words, slots, end = [], [], 0
    for match in _SLOT.finditer(sentence):
        if match.start() and match.group() not in common:
            words.append(sentence[end : match.start()])
            slots.append(match.group())
            end = match.end()
    return (*words, sentence[end:]), tuple(slots)
