"""Making claims from the statements of a grammar, in the same way for all languages.

Here: the result of a grammar for a predicate (`Statement`), the state from sentence to sentence (`Context`), and making
claims from both. Not here: reading sentences (see the grammars: english, languages), or choosing the grammar (see
extraction).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from pipelines.articles.article import OPENING, Article
from pipelines.claims.claim import Action, Claim, Measure, Status, Strength, Unit
from pipelines.claims.fields import Day
from pipelines.claims.groups import Group, Targets
from pipelines.claims.marks import Actor, Span
from pipelines.claims.tokens import Sentence

Sourced = tuple[str, str]
"""A value and the name of the rule that matched."""


@dataclass(frozen=True, slots=True)
class Agents:
    """The authorities that act, and the rule that matched them.

    Attributes:
        start, end: the tokens of their mention, where it belongs to the claim.
        rejected: somebody else acts (a court, a league), so it is no claim.
        direct: the sentence itself says that they act.
        mentions: the mentions of the authorities, where the grammar keeps them.
    """

    codes: tuple[str, ...] = ()
    start: int | None = None
    rule: str = "agent:none"
    end: int | None = None
    rejected: bool = False
    direct: bool = True
    mentions: tuple[Actor, ...] = ()


PredicateT = TypeVar("PredicateT")
MoodT = TypeVar("MoodT")


@dataclass(frozen=True, slots=True)
class Finding(Generic[PredicateT, MoodT]):
    """The parts of one predicate of a grammar: mood, agents and targets, before other fields are filled in."""

    predicate: PredicateT
    mood: MoodT
    agents: Agents
    targets: Targets


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says in one place about sanctions: one predicate with everything that its claims need.

    Attributes:
        codes: the authorities; empty if none is stated.
        groups: the targets that are counted separately, one claim per group; without groups there is one claim.
        spans: the tokens of the quotes, one span per claim.
        rules: the names of the rules that matched, except those of its day, country and source.
    """

    status: Status
    action: Action
    measure: Measure
    strength: Strength
    codes: tuple[str, ...]
    groups: Sequence[Group]
    spans: Sequence[Span]
    rules: tuple[str, ...]
    day: Day | None = None
    country: Sourced | None = None
    source: Sourced | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A predicate that makes no claim: the rule that matched, its tokens, and the reason."""

    rule: str
    first: int
    last: int
    reason: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A sentence without a claim, from `start` to `end` in the text, and the reasons of its predicates."""

    start: int
    end: int
    text: str
    reasons: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The silence as `sanctions extract --explain` prints it."""
        return {"start": self.start, "end": self.end, "text": self.text, "reasons": list(self.reasons)}


@dataclass(slots=True)
class Context:
    """What the sentences before, within one article, leave for the next sentence.

    Attributes:
        sanctions: the article speaks of sanctions at all.
        named: the article has the word "sanction" itself.
        speaker: the authority that spoke last, for "we".
        mentioned: countries mentioned so far that impose none, in order.
        codes: the authority that acted last.
        subject: the authority first named in the sentence before.
        country: the country last aimed at.
        names: the targets last named, for "the two companies".
        names_unit: their kind.
        claimed_before: the sentence before made a claim that named them.
        person: the name of the person whom "he" or "she" means in the sentence at hand, where the grammar knows it.
        following: the sentence after the one at hand.
        last_day: the day last given to an act, for "a day later".
        claimed: the sentence at hand has already made a claim.
        skipped: the last sentences before that were passed over and not looked at.
        council: the authority that "the Council" means in the article, where the grammar has such a word.
        refusals: the predicates of the sentence at hand that make no claim, where the grammar notes them.
    """

    sanctions: bool = False
    named: bool = False
    speaker: str | None = None
    mentioned: dict[str, None] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    subject: str | None = None
    country: str | None = None
    names: tuple[str, ...] = ()
    names_unit: Unit | None = None
    claimed_before: bool = False
    person: str | None = None
    following: Sentence | None = None
    last_day: date | None = None
    claimed: bool = False
    council: str = "EU"
    skipped: list[Sentence] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    def note(self, statement: Statement) -> None:
        """Remembers who acted in a statement, against which country and on whom."""
        if statement.strength == "asserted":
            self.claimed = True
            self.codes = statement.codes or self.codes
            self.country = statement.country[0] if statement.country else self.country
        named = next((group for group in statement.groups if group.names), None)
        if named is not None:
            self.names, self.names_unit = named.names, named.unit


def status_for_actor(status: Status, actor: Actor | None) -> Status:
    """The status, changed by who acts: a parliament that votes for sanctions only considers them."""
    is_parliament = actor is not None and actor.kind == "legislature"
    return "considered" if is_parliament and status in ("imposed", "planned", "lifted") else status


class Grammar(Protocol):
    """What reads one language; it keeps no state between articles."""

    def begin(self, article: Article) -> Context:
        """The context before the first sentence of an article."""

    def sentences(self, text: str, start: int) -> Iterator[Sentence]:
        """The sentences of a text from a place on, in order."""

    def statements(self, article: Article, sentence: Sentence, context: Context) -> Iterator[Statement]:
        """The statements of a sentence; the caller notes a statement in the context before it takes the next."""


def claims_by(grammar: Grammar, article: Article, stretches: Iterable[Span] = ()) -> Iterator[Claim]:
    """The claims of an article, sentence by sentence.

    Args:
        stretches: the parts of its text that are in the grammar's language, in code points; by default all of it.
    """
    for sentence, statements, _ in read_sentences(grammar, article, stretches):
        for statement in statements:
            yield from claims_of(statement, article.text, sentence)


def silences_by(grammar: Grammar, article: Article, stretches: Iterable[Span] = ()) -> Iterator[Silence]:
    """The sentences of an article that make no claim, and why; `stretches` as for claims."""
    for sentence, statements, context in read_sentences(grammar, article, stretches):
        if not statements:
            yield silence_of(article.text, sentence, context.refusals)


def read_sentences(
    grammar: Grammar, article: Article, stretches: Iterable[Span]
) -> Iterator[tuple[Sentence, list[Statement], Context]]:
    """Yields each sentence of an article with its statements and the context after it."""
    context, first = grammar.begin(article), body_start(article.text)
    for start, end in stretches or [(0, len(article.text))]:
        for sentence, context.following in with_following(grammar.sentences(article.text[:end], max(start, first))):
            context.refusals.clear()
            statements = []
            for statement in grammar.statements(article, sentence, context):
                context.note(statement)
                statements.append(statement)
            context.claimed_before = any(group.names for statement in statements for group in statement.groups)
            yield sentence, statements, context


def with_following(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Sentence | None]]:
    """Yields each sentence with the one after it."""
    current: Sentence | None = None
    for following in sentences:
        if current is not None:
            yield current, following
        current = following
    if current is not None:
        yield current, None


def silence_of(text: str, sentence: Sentence, refusals: Sequence[Refusal]) -> Silence:
    """The sentence with the reasons why it makes no claim."""
    quoted = (text[sentence.starts[refusal.first] : sentence.ends[refusal.last - 1]] for refusal in refusals)
    reasons = [
        refusal.reason if refusal.rule == "sentence" else f'{refusal.rule} at "{quote}": {refusal.reason}'
        for refusal, quote in zip(refusals, quoted, strict=True)
    ]
    start, end = sentence.starts[0], sentence.ends[-1]
    return Silence(start, end, text[start:end], tuple(reasons) or ("no rule finds a predicate of sanctions",))


def body_start(text: str) -> int:
    """Where the text begins after an opening ` date YYYY-MM-DD `; 0 if it has none."""
    opening = OPENING.match(text)
    return opening.end() if opening is not None else 0


def claims_of(statement: Statement, text: str, sentence: Sentence) -> Iterator[Claim]:
    """Yields the claims of one statement: one per authority and counted group."""
    base = base_claim(statement)
    claims = [claim_of_group(base, group) for group in statement.groups] or [base]
    for claim, (first, last) in zip(claims, statement.spans, strict=True):
        start, end = sentence.starts[first], sentence.ends[last - 1]
        quoted = replace(claim, quote=text[start:end], start=start, end=end)
        for code in statement.codes or (None,):
            yield replace(quoted, authority=code)


def base_claim(statement: Statement) -> Claim:
    """The claim with the fields that all groups of a statement share; its quote is still empty."""
    day, country, source = statement.day, statement.country, statement.source
    is_one_day = day is not None and day.first == day.last
    rules = [*statement.rules, *([day.rule] if day else [])]
    rules += [rule for _, rule in filter(None, (country, source))]
    return Claim(
        quote="",
        start=0,
        end=0,
        authority=None,
        status=statement.status,
        action=statement.action,
        measure=statement.measure,
        strength=statement.strength,
        target_country=country[0] if country else None,
        event_on=day.first if day and is_one_day else None,
        event_from=day.first if day and not is_one_day else None,
        event_to=day.last if day and not is_one_day else None,
        attributed_to=source[0] if source else None,
        rules=tuple(rules),
    )


def claim_of_group(base: Claim, group: Group) -> Claim:
    """The claim about one group of targets; a claim about a counted subset is background."""
    return replace(
        base,
        strength="background" if group.scope == "subset" and group.counted else base.strength,
        count=group.count,
        count_qualifier=group.qualifier,
        count_text=group.text,
        count_scope=group.scope if group.counted else None,
        unit=group.unit,
        named_targets=group.names,
    )


def quote_spans(span: Span, groups: Sequence[Group], through: int = 0) -> list[Span]:
    """The tokens of the quote of each group.

    The first begins and the last ends with the span; those between cover only their group.

    Args:
        through: the end of the verb, if the quotes before the last reach that far.
    """
    if len(groups) < 2:
        return [span]
    firsts = [span[0], *(max(group.start, span[0]) for group in groups[1:])]
    lasts = [*(max(min(group.end, span[1]), through) for group in groups[:-1]), span[1]]
    return [(first, max(last, first + 1)) for first, last in zip(firsts, lasts, strict=True)]
