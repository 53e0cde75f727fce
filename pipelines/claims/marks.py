"""A sentence with the mentions in it, as every grammar marks it.

Here: the shapes of mentions that all grammars have, and what every grammar asks of a sentence. Not here: recognising
mentions (see english.marking, languages.marked), or what follows from them (see frame).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, TypeVar

from pipelines.claims.claim import Measure
from pipelines.claims.dates import When
from pipelines.claims.tokens import Sentence

Span = tuple[int, int]
"""Tokens from the first to before the second."""

Voice = Literal["active", "passive", "attributive", "nominal"]
ActorKind = Literal[
    "body", "legislature", "country", "oblique", "capital", "adjective", "nationals", "leader", "party", "person",
    "other",
]  # fmt: skip
NounKind = Literal["sanction", "list", "package", "measure", "under", "assets", "entry", "with"]

LAST_LATIN = "\u024f"
QUOTATION_MARKS = frozenset({'"', "“", "”", "„", "«", "»", "''", "``", "‘"})
STOPS = frozenset({";", ":", "(", ")", ".", "!", "?", "—", "–"})
"""Punctuation at which a clause ends."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of an authority, country or leader.

    Attributes:
        code: as in Claim.authority; empty for a body that is no authority ("the court").
        kind: an `oblique` country is in a case in which it can be no subject.
        institution: named by more than the country: "the Japanese government", "OFAC".
        possessive: followed by 's.
    """

    start: int
    end: int
    code: str
    kind: ActorKind
    institution: bool = False
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """A sanction noun or a list.

    Attributes:
        start, end: the tokens of the whole noun phrase, as far as the grammar knows it.
        head: the token of its noun.
        kind: what verbs ask for.
        owner: whose sanctions or list it is.
        country: whom it is aimed at.
    """

    start: int
    head: int
    end: int
    measure: Measure
    kind: NounKind
    owner: Actor | None = None
    country: str | None = None
    relief: bool = False
    bill: bool = False


@dataclass(slots=True, kw_only=True)
class MarkedSentence:
    """A sentence with what was recognised in it; `*_at` maps a token to the mention that covers it.

    Attributes:
        published_on: the day of the article, from which days are counted.
        lows, words: the tokens case-folded, and as written.
    """

    sentence: Sentence
    published_on: date | None
    lows: tuple[str, ...]
    words: tuple[str, ...]
    actors: list[Actor] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    whens: list[When] = field(default_factory=list)
    actor_at: dict[int, Actor] = field(default_factory=dict)
    noun_at: dict[int, Noun] = field(default_factory=dict)
    when_at: dict[int, When] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lows)

    def low(self, i: int) -> str:
        """The case-folded token, or nothing outside the sentence."""
        return self.lows[i] if 0 <= i < len(self.lows) else ""

    def word(self, i: int) -> str:
        """The token as written, or nothing outside the sentence."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def capitalised(self, i: int) -> bool:
        """Whether the token begins with a capital, or in a script that has none (Arabic, Chinese)."""
        first = self.word(i)[:1]
        return first.isupper() or (first > LAST_LATIN and first.isalpha() and not first.islower())

    def glued(self, i: int) -> bool:
        """Whether no space stands before the token."""
        return 0 < i < len(self.lows) and self.sentence.starts[i] == self.sentence.ends[i - 1]

    def text(self, start: int, end: int) -> str:
        """Tokens start..end, joined by spaces where the article has any gap."""
        parts: list[str] = []
        for i in range(start, end):
            if parts and self.sentence.starts[i] > self.sentence.ends[i - 1]:
                parts.append(" ")
            parts.append(self.words[i])
        return "".join(parts)


def same_case(written: str, word: str) -> bool:
    """Whether a word fits the capitals of a phrase: "US" is not "us", but "TREASURY" fits "Treasury"."""
    if written.isupper() and written.isalpha() and len(written) < 4:
        return word.isupper()
    return not written[:1].isupper() or word[:1].isupper()


class Placed(Protocol):
    """A mention of any kind."""

    @property
    def start(self) -> int:
        """Its first token."""

    @property
    def end(self) -> int:
        """The token after it."""


Mention = TypeVar("Mention", bound=Placed)


def by_token(mentions: Iterable[Mention]) -> dict[int, Mention]:
    """Each mention by every token that it covers."""
    return {i: mention for mention in mentions for i in range(mention.start, mention.end)}
