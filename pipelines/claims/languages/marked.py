"""A sentence with all that was recognised in it, and what the rules ask of it.

Here: looking words up once. Not here: who did what to whom (see predicates, agents, targets).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.articles.article import Article
from pipelines.claims.claim import CountQualifier, Unit
from pipelines.claims.languages.numbers import numbers_in, times_in
from pipelines.claims.languages.phrases import Phrase
from pipelines.claims.languages.wording import MoodKind, VerbForm, Wording
from pipelines.claims.marks import Actor, MarkedSentence, Noun, by_token
from pipelines.claims.tokens import Sentence

ListedWords = dict[str, Phrase[bool]]
"""The phrases that begin at a token, by the name of their list."""
AUXILIARIES = frozenset({"be", "have", "be_future", "be_infinitive", "will"})


@dataclass(slots=True, kw_only=True)
class Marked(MarkedSentence):
    """A sentence with the mentions in it, and by token those that cover or begin at it.

    Attributes:
        listed_at: for each token the phrases that begin there, by the name of the word list that has them.
    """

    wording: Wording
    verbs: tuple[Phrase[VerbForm], ...]
    moods: tuple[Phrase[MoodKind], ...]
    units: tuple[Phrase[Unit], ...]
    numbers: tuple[Phrase[int], ...]
    qualifiers: tuple[Phrase[CountQualifier], ...]
    listed_at: tuple[ListedWords, ...]
    verb_by: Mapping[int, Phrase[VerbForm]]
    unit_by: Mapping[int, Phrase[Unit]]

    def listed(self, i: int, name: str) -> Phrase[bool] | None:
        """The phrase of the list `name` that begins at token i; None if none does."""
        return self.listed_at[i].get(name) if 0 <= i < len(self.listed_at) else None

    def has(self, name: str, start: int, end: int) -> bool:
        """Whether a word of the list `name` stands in tokens start..end."""
        return any(name in words for words in self.listed_at[max(start, 0) : max(end, 0)])

    def towards(self, i: int) -> Phrase[bool] | None:
        """The preposition before targets at token i: "против", "gegen" (against).

        None if there is none, or if a date follows it.
        """
        preposition = self.listed(i, "towards")
        return None if preposition is None or preposition.end in self.when_at else preposition

    def begins_reason(self, i: int) -> bool:
        """Whether a reason begins at token i: "за", "wegen" (for, because of).

        Not if the word is part of a name, introduces an agent, or belongs to a number: "больш за 20" (more than 20).
        """
        if self.listed(i, "reasons") is None or i in self.actor_at or self.names_agent(i):
            return False
        return not any(qualifier.start <= i < qualifier.end for qualifier in self.qualifiers)

    def names_agent(self, i: int) -> bool:
        """Whether "by" at token i precedes a passive's agent. Spanish "por" is "by" only in "por la UE"."""
        by = self.listed(i, "by")
        if by is None:
            return False
        skipped = ("articles", "institutions")
        after = next((j for j in range(by.end, len(self)) if not any(self.listed(j, name) for name in skipped)), by.end)
        actor = self.actor_at.get(after) or self.actor_at.get(by.end)
        return actor is not None and actor.kind in ("body", "legislature", "country")

    def unit_at(self, i: int) -> Phrase[Unit] | None:
        """The noun for targets ("companies") that begins at token i; None if none does."""
        unit = self.unit_by.get(i)
        return unit if unit is not None and unit.start == i else None

    def in_unit(self, i: int) -> bool:
        """Whether token i belongs to a noun for targets."""
        return i in self.unit_by

    def verb_at(self, i: int) -> Phrase[VerbForm] | None:
        """The verb of sanctions that covers token i; None if none does."""
        return self.verb_by.get(i)


def mark(article: Article, sentence: Sentence, words: Wording) -> Marked:
    """A sentence of an article with all mentions in it (actors, verbs, nouns, numbers, days), for all rules to use."""
    whens = list(times_in(sentence, words, article.published_on))
    actors, nouns = actors_in(sentence, words), nouns_in(sentence, words)
    verbs, units = words.verbs.all_in(sentence), words.units.all_in(sentence)
    return Marked(
        sentence=sentence,
        published_on=article.published_on,
        lows=sentence.lows,
        words=sentence.words,
        actors=actors,
        nouns=nouns,
        whens=whens,
        actor_at=by_token(actors),
        noun_at=by_token(nouns),
        when_at=by_token(whens),
        wording=words,
        verbs=verbs,
        moods=words.moods.all_in(sentence),
        units=units,
        numbers=numbers_in(sentence, words, whens),
        qualifiers=words.qualifiers.all_in(sentence),
        listed_at=listed_words(sentence, words, by_token(actors)),
        verb_by=by_token(verbs),
        unit_by=by_token(units),
    )


def listed_words(sentence: Sentence, words: Wording, actor_at: Mapping[int, Actor]) -> tuple[ListedWords, ...]:
    """For each token the phrases that begin there, by the name of the word list of the language that has them.

    Auxiliaries do not count in the name of an actor: "Stati" in "Stati Uniti" is not "have been".
    """
    by_token = words.words.in_sentence(sentence)
    return tuple(
        {name: phrase for name, phrase in lists.items() if name not in AUXILIARIES} if i in actor_at else lists
        for i, lists in enumerate(by_token)
    )


def actors_in(sentence: Sentence, words: Wording) -> list[Actor]:
    """The mentions of authorities, countries and other bodies."""
    phrases = words.actors.all_in(sentence)
    return [Actor(phrase.start, phrase.end, phrase.meaning.code, phrase.meaning.kind) for phrase in phrases]


def nouns_in(sentence: Sentence, words: Wording) -> list[Noun]:
    """The sanction nouns and lists."""
    phrases = words.nouns.all_in(sentence)
    return [Noun(noun.start, noun.start, noun.end, noun.meaning.measure, noun.meaning.kind) for noun in phrases]


def may_claim(sentence: Sentence, words: Wording) -> bool:
    """Whether a sentence has a sanction noun, or a verb that needs none. Other sentences are skipped."""
    if any(words.nouns.at(sentence, i) for i in range(len(sentence))):
        return True
    verbs = (words.verbs.at(sentence, i) for i in range(len(sentence)))
    return any(verb is not None and not verb.meaning.verb.needs for verb in verbs)
