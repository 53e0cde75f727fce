"""The grammar of the languages other than English: statements out of a sentence.

Here: from a sentence to its statements. Not here: claims out of these (see pipelines.claims.frame), any single rule
(see predicates, agents, targets, fields, sources, quotes) or word (see the files of the languages).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.articles.article import Article
from pipelines.claims.frame import Context, Finding, Statement, quote_spans, status_for_actor
from pipelines.claims.languages.agents import acts_itself, agents
from pipelines.claims.languages.fields import act_day, count_scope, quote_span, source_of_claim, target_country
from pipelines.claims.languages.marked import Marked, mark, may_claim
from pipelines.claims.languages.phrases import sentences
from pipelines.claims.languages.predicates import LanguageFinding, Predicate, predicates
from pipelines.claims.languages.targets import targets
from pipelines.claims.languages.wording import wording
from pipelines.claims.tokens import Sentence

IMPERSONAL = ("ли", "лі", "no", "to")
"""How a verb ends whose subject may be left out."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The grammar of one language that has a file of words.

    Attributes:
        language: its ISO 639 code.
    """

    language: str

    def begin(self, article: Article) -> Context:  # noqa: ARG002
        """The context before the first sentence of an article; it is empty."""
        return Context()

    def sentences(self, text: str, start: int) -> Iterator[Sentence]:
        """The sentences of a text from a place on, in order."""
        return sentences(text, start)

    def statements(self, article: Article, sentence: Sentence, context: Context) -> Iterator[Statement]:
        """The statements of a sentence; the caller notes a statement in the context before it takes the next."""
        words = wording(self.language)
        if not may_claim(sentence, words):
            return
        marked = mark(article, sentence, words)
        if marked.has("not_claims", 0, len(marked)):
            return
        for predicate in predicates(marked):
            finding = finding_of(marked, predicate, context)
            if finding is not None:
                yield statement_of(marked, finding, context)


# ---- is it a claim --------------------------------------------------------------------------------------------------
def finding_of(marked: Marked, predicate: Predicate, context: Context) -> LanguageFinding | None:
    """The finding for a predicate; None if it is no claim.

    Without an actor in the clause, the actor of the sentences before counts if the clause refers to it.
    """
    acting = agents(marked, predicate)
    if acting.rejected or only_describes_parties(marked, predicate):
        return None
    if not acting.codes:
        codes = codes_before(marked, predicate, context)
        acting = replace(acting, codes=codes, rule="agent:context" if codes else acting.rule)
    status = status_for_actor(predicate.status, next(iter(acting.mentions), None))
    finding = Finding(predicate, status, acting, targets(marked, predicate, acting))
    return finding if is_claim(marked, finding) else None


def only_describes_parties(marked: Marked, predicate: Predicate) -> bool:
    """Whether a relative clause only describes parties as listed: "те, которые попали под санкции" (who are listed)."""
    opened = marked.listed(predicate.clause[0], "openers") is not None
    return opened and predicate.verb is not None and predicate.verb.verb.by_target


def is_claim(marked: Marked, finding: LanguageFinding) -> bool:
    """Whether a finding has the actor and targets that its kind of predicate needs to be a claim.

    A verb without a sanction noun needs both, so do frozen assets and entry bans; sanctions need one of them.
    """
    noun = finding.predicate.noun
    if noun is None:
        return bool(finding.agents.codes) and finding.targets.has_any
    if noun.kind in ("assets", "entry"):
        return bool(finding.agents.codes and finding.targets.groups)
    if finding.agents.codes:
        return True
    is_demand = finding.predicate.status == "called_for" and finding.targets.has_any
    return is_demand or (bool(finding.targets.groups) and needs_no_actor(marked, finding.predicate))


def needs_no_actor(marked: Marked, predicate: Predicate) -> bool:
    """Whether a predicate needs no stated actor: a passive, or "внесли в список" ([they] put on the list)."""
    if predicate.voice == "passive" or not acts_itself(predicate):
        return True
    return marked.wording.declined and marked.low(predicate.head.start).endswith(IMPERSONAL)


def codes_before(marked: Marked, predicate: Predicate, context: Context) -> tuple[str, ...]:
    """The codes of who acted in the sentences before, if this clause refers to them without a name; else ()."""
    start, end = predicate.clause
    if marked.listed(start, "and") is not None:
        return context.codes
    if predicate.status not in ("imposed", "lifted", "planned"):
        return ()
    refers = any(marked.has(name, start, end) for name in ("pronouns", "also", "institutions"))
    return context.codes if refers or needs_no_actor(marked, predicate) else ()


# ---- statements -----------------------------------------------------------------------------------------------------
def statement_of(marked: Marked, finding: LanguageFinding, context: Context) -> Statement:
    """The statement of one predicate, with all fields of its claims."""
    predicate = finding.predicate
    span = quote_span(marked, finding)
    groups = [replace(group, scope=count_scope(marked, predicate, group)) for group in finding.targets.groups]
    return Statement(
        status=finding.mood,
        action=predicate.action,
        measure=predicate.measure,
        strength="asserted",
        codes=finding.agents.codes,
        groups=groups,
        spans=quote_spans(span, groups, predicate.head.end),
        rules=(*predicate.rules, finding.agents.rule),
        day=act_day(marked, finding, span),
        country=target_country(marked, finding, context),
        source=source_of_claim(marked, predicate),
    )
