"""What the tokens of a sentence can be: authorities, numbers, days, sanction nouns, lists, verbs.

Here: the shapes of mentions, and what the rules ask of a sentence. Not here: recognising them (see marking), or who
did what to whom (see predicates).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipelines.claims.claim import CountQualifier, Measure
from pipelines.claims.dates import When
from pipelines.claims.lexicon import Lexicon, Word
from pipelines.claims.tokens import Sentence

POSSESSIVE = frozenset({"'s", "'"})
ARTICLES = frozenset({"the", "a", "an"})
DASHES = frozenset({"-", "–", "—", "--"})
QUOTES = frozenset({'"', "“", "”", "''", "``", "‘"})


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of an authority, country or leader.

    Attributes:
        institution: named by more than the country: "the Japanese government", "OFAC".
        possessive: followed by 's.
    """

    start: int
    end: int
    code: str
    kind: str
    institution: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number of things. `value` is None for "dozens"; `more` for "17 more", "six others", "a further 12"."""

    start: int
    end: int
    value: int | None
    qualifier: CountQualifier
    text: str


@dataclass(frozen=True, slots=True)
class Noun:
    """A sanction noun or a list. `start`..`end` is the whole noun phrase, `head` its noun; `owner` whose it is."""

    start: int
    head: int
    end: int
    measure: Measure
    kind: Literal["sanction", "list", "package"]
    owner: Actor | None = None
    country: str | None = None
    relief: bool = False
    bill: bool = False


@dataclass(slots=True)
class Marked:
    """A sentence with all that was recognised in it; `*_at` maps a token to the mention that covers it.

    Attributes:
        lows, words: the tokens case-folded, and as written.
        verbs: the tokens that may be verbs.
    """

    sentence: Sentence
    lexicon: Lexicon
    published_on: date | None
    lows: tuple[str, ...]
    words: tuple[str, ...]
    verbs: tuple[int, ...]
    actors: list[Actor] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    actor_at: dict[int, Actor] = field(default_factory=dict)
    number_at: dict[int, Number] = field(default_factory=dict)
    when_at: dict[int, When] = field(default_factory=dict)
    noun_at: dict[int, Noun] = field(default_factory=dict)

    def low(self, i: int) -> str:
        """The case-folded token, or nothing outside the sentence."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def word(self, i: int) -> str:
        """The token as written, or nothing outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def forms(self, i: int) -> tuple[Word, ...]:
        """What verbs the token may be a form of; none inside a name of an authority, a number or a day."""
        if i in self.number_at or (i in self.actor_at and self.actor_at[i].kind != "leader"):
            return ()
        return self.lexicon.verbs.get(self.low(i), ())

    def lemma_in(self, i: int, group: str) -> Word | None:
        """The first reading of the token that is a verb of the group."""
        forms = self.forms(i)
        if not forms:
            return None
        lemmas = self.lexicon.groups[group]
        found = [word for word in forms if word.lemma in lemmas]
        if len(found) > 1 and (self.after_auxiliary(i) or self.low(i + 1) == "by"):
            found.sort(key=lambda word: word.form not in ("ed", "participle"))
        return found[0] if found else None

    def after_auxiliary(self, i: int) -> bool:
        """Whether a form of "be" or "have" stands before token i, adverbs aside: then "hit", "put" are participles."""
        j = i - 1
        while j >= 0 and self.is_in(j, "adverbs"):
            j -= 1
        return self.is_in(j, "auxiliaries") and self.low(j) not in ("to", "do", "does", "did")

    def is_in(self, i: int, name: str) -> bool:
        """Whether the token is in a plain word list."""
        return 0 <= i < len(self.lows) and self.lows[i] in self.lexicon.words[name]

    def lemmas(self, i: int) -> set[str]:
        """The verbs that the token may be a form of."""
        return {word.lemma for word in self.forms(i)}

    def has_lemma(self, i: int, *lemmas: str) -> bool:
        """Whether the token may be a form of one of these verbs."""
        return any(word.lemma in lemmas for word in self.forms(i))

    def has_lemma_of(self, i: int, name: str) -> bool:
        """Whether the token may be a form of a verb in a plain word list."""
        return not self.lemmas(i).isdisjoint(self.lexicon.words[name])

    def speaks(self, i: int) -> bool:
        """Whether the token may be a form of a verb of speech."""
        speech = self.lexicon.words["speech"]
        return any(word.lemma in speech for word in self.lexicon.verbs.get(self.low(i), ()))

    def glued(self, i: int) -> bool:
        """Whether no space stands before the token."""
        return i > 0 and self.sentence.starts[i] == self.sentence.ends[i - 1]

    def text(self, start: int, end: int) -> str:
        """Tokens start..end, joined by spaces where the article has any gap."""
        parts: list[str] = []
        for i in range(start, end):
            if parts and self.sentence.starts[i] > self.sentence.ends[i - 1]:
                parts.append(" ")
            parts.append(self.words[i])
        return "".join(parts)

    def capitalised(self, i: int) -> bool:
        """Whether the token begins with a capital."""
        return self.word(i)[:1].isupper()
