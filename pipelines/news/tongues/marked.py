"""A sentence with all that was recognised in it, and what the rules ask of it.

Here: looking words up once. Not here: who did what to whom (see predicates, agents, targets).
"""

from dataclasses import dataclass
from datetime import date

from pipelines.news.claim import Article, CountQualifier, Unit
from pipelines.news.dates import When
from pipelines.news.tokens import Sentence
from pipelines.news.tongues.numbers import numbers_in
from pipelines.news.tongues.phrases import Phrase
from pipelines.news.tongues.times import times_in
from pipelines.news.tongues.wording import Meant, MoodKind, Noun, VerbForm, Wording

QUOTES = frozenset('"„“”«»')


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the mentions in it; `text` is the article's, which its offsets are of."""

    text: str
    sentence: Sentence
    wording: Wording
    today: date | None
    actors: tuple[Phrase[Meant], ...]
    verbs: tuple[Phrase[VerbForm], ...]
    nouns: tuple[Phrase[Noun], ...]
    moods: tuple[Phrase[MoodKind], ...]
    units: tuple[Phrase[Unit], ...]
    numbers: tuple[Phrase[int], ...]
    qualifiers: tuple[Phrase[CountQualifier], ...]
    whens: tuple[When, ...]

    def __len__(self) -> int:
        return len(self.sentence)

    def low(self, i: int) -> str:
        """The token at i in lower case; nothing outside the sentence."""
        return self.sentence.lows[i] if 0 <= i < len(self.sentence) else ""

    def word(self, i: int) -> str:
        """The token at i as written."""
        return self.sentence.words[i] if 0 <= i < len(self.sentence) else ""

    def written(self, start: int, end: int) -> str:
        """The text from token `start` to before `end`."""
        return self.text[self.sentence.starts[start] : self.sentence.ends[end - 1]]

    def listed(self, i: int, name: str) -> Phrase[bool] | None:
        """The phrase of a list of small words that begins at i."""
        return self.wording.words[name].at(self.sentence, i)

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a stretch has a word of a list."""
        return any(self.listed(i, name) for i in range(max(start, 0), min(end, len(self))))

    def capitalised(self, i: int) -> bool:
        """Whether the token at i begins with a capital."""
        return self.word(i)[:1].isupper()

    def glued(self, i: int) -> bool:
        """Whether the token at i follows the one before without a space."""
        return 0 < i < len(self) and self.sentence.starts[i] == self.sentence.ends[i - 1]

    def dated(self, i: int) -> bool:
        """Whether token i belongs to a mention of time."""
        return any(when.start <= i < when.end for when in self.whens)

    def towards(self, i: int) -> Phrase[bool] | None:
        """The preposition before targets that begins at i ("против", "gegen"); before a day it is none."""
        found = self.listed(i, "towards")
        return None if found is None or self.dated(found.end) else found

    def reason(self, i: int) -> bool:
        """Whether a reason is given from token i on ("за", "wegen"), which is no part of a name or of "больш за 20"."""
        if self.listed(i, "reasons") is None or self.actor_at(i) is not None:
            return False
        return not any(each.start <= i < each.end for each in self.qualifiers)

    def actor_at(self, i: int) -> Phrase[Meant] | None:
        """The mention of an actor that covers token i."""
        return next((each for each in self.actors if each.start <= i < each.end), None)

    def noun_at(self, i: int) -> Phrase[Noun] | None:
        """The sanction noun that covers token i."""
        return next((each for each in self.nouns if each.start <= i < each.end), None)

    def unit_at(self, i: int) -> Phrase[Unit] | None:
        """The noun for targets that begins at token i."""
        return next((each for each in self.units if each.start == i), None)

    def in_unit(self, i: int) -> bool:
        """Whether token i belongs to a noun for targets."""
        return any(each.start <= i < each.end for each in self.units)

    def verb_at(self, i: int) -> Phrase[VerbForm] | None:
        """The verb of sanctions that covers token i."""
        return next((each for each in self.verbs if each.start <= i < each.end), None)


def mark(article: Article, sentence: Sentence, words: Wording) -> Marked:
    """A sentence of an article with the mentions in it."""
    today = article.published_on
    whens = tuple(times_in(sentence, words, today))
    return Marked(
        text=article.text,
        sentence=sentence,
        wording=words,
        today=today,
        actors=words.actors.all_in(sentence),
        verbs=words.verbs.all_in(sentence),
        nouns=words.nouns.all_in(sentence),
        moods=words.moods.all_in(sentence),
        units=words.units.all_in(sentence),
        numbers=numbers_in(sentence, words, whens),
        qualifiers=words.qualifiers.all_in(sentence),
        whens=whens,
    )
