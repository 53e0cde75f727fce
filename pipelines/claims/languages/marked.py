"""A sentence with all that was recognised in it, and what the rules ask of it.

Here: looking words up once. Not here: who did what to whom (see predicates, agents, targets).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipelines.articles.article import Article
from pipelines.claims.claim import CountQualifier, Unit
from pipelines.claims.dates import When
from pipelines.claims.languages.numbers import numbers_in
from pipelines.claims.languages.phrases import Payload, Phrase
from pipelines.claims.languages.times import times_in
from pipelines.claims.languages.wording import Meant, MoodKind, Noun, VerbForm, Wording
from pipelines.claims.tokens import Sentence

QUOTES = frozenset('"„“”«»')


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with the mentions in it, and by token those that cover or begin at it.

    Attributes:
        text: the article's, which offsets are of.
        small: for each token the small words that begin there, by the name of their list.
    """

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
    small: tuple[dict[str, Phrase[bool]], ...]
    actor_by: Mapping[int, Phrase[Meant]]
    noun_by: Mapping[int, Phrase[Noun]]
    verb_by: Mapping[int, Phrase[VerbForm]]
    unit_by: Mapping[int, Phrase[Unit]]
    days: frozenset[int]

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
        return self.small[i].get(name) if 0 <= i < len(self.small) else None

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a stretch has a word of a list."""
        return any(name in words for words in self.small[max(start, 0) : max(end, 0)])

    def capitalised(self, i: int) -> bool:
        """Whether the token at i begins with a capital."""
        return self.word(i)[:1].isupper()

    def glued(self, i: int) -> bool:
        """Whether the token at i follows the one before without a space."""
        return 0 < i < len(self) and self.sentence.starts[i] == self.sentence.ends[i - 1]

    def dated(self, i: int) -> bool:
        """Whether token i belongs to a mention of time."""
        return i in self.days

    def towards(self, i: int) -> Phrase[bool] | None:
        """The preposition before targets that begins at i ("против", "gegen"); before a day it is none."""
        found = self.listed(i, "towards")
        return None if found is None or self.dated(found.end) else found

    def reason(self, i: int) -> bool:
        """Whether a reason is given from token i on ("за", "wegen"), which is no part of a name or of "больш за 20"."""
        if self.listed(i, "reasons") is None or self.actor_at(i) is not None:
            return False
        return not any(qualifier.start <= i < qualifier.end for qualifier in self.qualifiers)

    def actor_at(self, i: int) -> Phrase[Meant] | None:
        """The mention of an actor that covers token i."""
        return self.actor_by.get(i)

    def noun_at(self, i: int) -> Phrase[Noun] | None:
        """The sanction noun that covers token i."""
        return self.noun_by.get(i)

    def unit_at(self, i: int) -> Phrase[Unit] | None:
        """The noun for targets that begins at token i."""
        unit = self.unit_by.get(i)
        return unit if unit is not None and unit.start == i else None

    def in_unit(self, i: int) -> bool:
        """Whether token i belongs to a noun for targets."""
        return i in self.unit_by

    def verb_at(self, i: int) -> Phrase[VerbForm] | None:
        """The verb of sanctions that covers token i."""
        return self.verb_by.get(i)


def mark(article: Article, sentence: Sentence, words: Wording) -> Marked:
    """A sentence of an article with the mentions in it."""
    today = article.published_on
    whens = tuple(times_in(sentence, words, today))
    actors, verbs, nouns, units = (
        words.actors.all_in(sentence),
        words.verbs.all_in(sentence),
        words.nouns.all_in(sentence),
        words.units.all_in(sentence),
    )
    return Marked(
        text=article.text,
        sentence=sentence,
        wording=words,
        today=today,
        actors=actors,
        verbs=verbs,
        nouns=nouns,
        moods=words.moods.all_in(sentence),
        units=units,
        numbers=numbers_in(sentence, words, whens),
        qualifiers=words.qualifiers.all_in(sentence),
        whens=whens,
        small=words.words.in_sentence(sentence),
        actor_by=by_token(actors),
        noun_by=by_token(nouns),
        verb_by=by_token(verbs),
        unit_by=by_token(units),
        days=frozenset(i for when in whens for i in range(when.start, when.end)),
    )


def by_token(phrases: Iterable[Phrase[Payload]]) -> dict[int, Phrase[Payload]]:
    """The phrase that covers each token."""
    return {i: phrase for phrase in phrases for i in range(phrase.start, phrase.end)}


def may_claim(sentence: Sentence, words: Wording) -> bool:
    """Whether a sentence names a sanction, or has a verb that says all; the others are passed over."""
    if any(words.nouns.at(sentence, i) for i in range(len(sentence))):
        return True
    verbs = (words.verbs.at(sentence, i) for i in range(len(sentence)))
    return any(verb is not None and not verb.meaning.verb.needs for verb in verbs)
