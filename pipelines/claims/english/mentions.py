"""What the English rules ask of a sentence beside what every grammar does (see pipelines.claims.marks).

Here: numbers, verbs, plain word lists. Not here: recognising mentions (see marking), or who did what to whom (see
predicates).
"""

from dataclasses import dataclass, field

from pipelines.claims.claim import CountQualifier
from pipelines.claims.english.lexicon import Lexicon, Word
from pipelines.claims.marks import MarkedSentence

POSSESSIVE = frozenset({"'s", "'"})
ARTICLES = frozenset({"the", "a", "an"})
DASHES = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of things. `value` is None for "dozens"; `more` for "17 more", "six others", "a further 12"."""

    start: int
    end: int
    value: int | None
    qualifier: CountQualifier
    text: str


@dataclass(slots=True, kw_only=True)
class Marked(MarkedSentence):
    """An English sentence with all that was recognised in it.

    Attributes:
        verbs: the tokens that may be verbs.
    """

    lexicon: Lexicon
    verbs: tuple[int, ...]
    numbers: list[Number] = field(default_factory=list)
    number_at: dict[int, Number] = field(default_factory=dict)

    def forms(self, i: int) -> tuple[Word, ...]:
        """The verb forms the token can be; none inside an authority's name or a number."""
        if i in self.number_at or (i in self.actor_at and self.actor_at[i].kind != "leader"):
            return ()
        return self.lexicon.verbs.get(self.low(i), ())

    def lemma_in(self, i: int, group: str) -> Word | None:
        """The reading of token i as a verb of the group, such as "impose"; None if it has none."""
        forms = self.forms(i)
        if not forms:
            return None
        lemmas = self.lexicon.groups[group]
        possible = [word for word in forms if word.lemma in lemmas]
        if len(possible) > 1 and (self.after_auxiliary(i) or self.low(i + 1) == "by"):
            possible.sort(key=lambda word: word.form not in ("ed", "participle"))
        return possible[0] if possible else None

    def after_auxiliary(self, i: int) -> bool:
        """Whether a form of "be" or "have" stands before token i, adverbs aside: then "hit", "put" are participles."""
        j = i - 1
        while j >= 0 and self.is_in(j, "adverbs"):
            j -= 1
        return self.is_in(j, "auxiliaries") and self.low(j) not in ("to", "do", "does", "did")

    def is_in(self, i: int, name: str) -> bool:
        """Whether the token is in the plain word list of this name."""
        return 0 <= i < len(self.lows) and self.lows[i] in self.lexicon.words[name]

    def lemmas(self, i: int) -> set[str]:
        """The base forms of the verbs that the token may be a form of."""
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
