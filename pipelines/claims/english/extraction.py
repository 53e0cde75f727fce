"""The grammar of English: extracting statements from a sentence.

Here: the order of the steps. Not here: making claims from statements (see pipelines.claims.frame), any single rule
(verb_rules, noun_rules, list_rules, prospect_rules, agents, modality, targets, fields, attribution) or word (lexicons).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pipelines.articles.article import Article
from pipelines.claims.english.asides import without_asides
from pipelines.claims.english.attribution import (
    ClaimInSentence,
    attribution,
    credit,
    only_announces_itself,
    only_repeats_itself,
    said_after,
)
from pipelines.claims.english.completion import (
    PERSONAL,
    completed,
    describes_one_person,
    listed_person,
    lists_members,
    names_of_members,
    person_before,
    with_kinds,
    with_names,
    without_names,
)
from pipelines.claims.english.context import update_context
from pipelines.claims.english.fields import (
    act_day,
    count_scope,
    country_of_next_sentence,
    measure_of,
    names_of_group,
    target_country,
)
from pipelines.claims.english.findings import PUNISHING, EnglishFinding, finding_of, refusal, what_is_missing
from pipelines.claims.english.lexicon import Lexicon, load
from pipelines.claims.english.marking import mark, mark_days_and_actors
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.predicates import predicates
from pipelines.claims.english.quotes import is_participle_after_comma, quote_span
from pipelines.claims.english.reported_speech import SpeechReader
from pipelines.claims.english.second_look import COUNTED_TARGETS, counts_targets, with_only_authority
from pipelines.claims.frame import Context, Refusal, Sourced, Statement, body_start, quote_spans
from pipelines.claims.groups import Group, claim_groups
from pipelines.claims.marks import Span
from pipelines.claims.statements import ReportedStatement
from pipelines.claims.tokens import Sentence, Splitter

STEMS = (
    "sanction",
    "blacklist",
    "asset freeze",
    "designat",
    "travel ban",
    "froze",
    "embargo",
    "visa ban",
    "visa restriction",
    "entity list",
    "freezes",
)
"""An article with one of these is about sanctions."""

TRIGGERS = ("sanction", "designate", "declare", "freeze", "ban", "cut_off")
"""Groups of verbs; a claim without a sanction noun or list has at least one of them."""

WEAK_TRIGGERS = ("hit",)
"""Groups of verbs that make a claim only with a number, or in a passive with "by" or "also"."""


SPEAKERS = frozenset({"we", "our"})
"""Words for speakers whose name may be further back than in the previous sentence."""
LOOKED_BACK = 4
"""Most sentences without a claim that are searched for the speaker."""


class English:
    """The grammar of English. Building it loads tokenizer and lexicons."""

    def __init__(self) -> None:
        """Load the tokenizer, the lexicon and the tables made from it."""
        self._splitter = Splitter()
        self._lexicon = load(self._splitter.words)
        self._triggers = triggers(self._lexicon)
        self._punishing = forms_of(self._lexicon, PUNISHING)
        self._speech = SpeechReader(self._splitter, self._lexicon)

    def begin(self, article: Article) -> Context:
        """The context before the first sentence: whether the article is about sanctions at all."""
        lowered = article.text.casefold()
        council = "UN" if "security council" in lowered and "europe" not in lowered else "EU"
        return Context(sanctions=any(stem in lowered for stem in STEMS), named="sanction" in lowered, council=council)

    def sentences(self, text: str, start: int) -> Iterator[Sentence]:
        """The sentences of a text from a place on, in order."""
        return map(without_asides, self._splitter.sentences(text, start))

    def reported(self, article: Article, stretches: Iterable[Span]) -> Iterator[ReportedStatement]:
        """Yields the reported statements in the English parts of an article."""
        first = body_start(article.text)
        for start, end in stretches:
            yield from self._speech.statements(article.text[:end], max(start, first), article.published_on)

    def statements(self, article: Article, sentence: Sentence, context: Context) -> Iterator[Statement]:
        """The statements of a sentence; the caller notes a statement in the context before it takes the next."""
        if not self._may_claim(sentence, context):
            context.skipped = [*context.skipped[1 - LOOKED_BACK :], sentence]
            context.refusals.append(Refusal("sentence", 0, 1, "it has no word for sanctions"))
            return
        context.claimed = False
        looked_at = context.skipped if SPEAKERS & set(sentence.lows) else context.skipped[-1:]
        context.person = self._person(article, context) if PERSONAL & set(sentence.lows) else None
        for skipped in looked_at:
            update_context(context, mark_days_and_actors(skipped, self._lexicon, article.published_on, context.council))
        context.skipped.clear()
        marked = mark(sentence, self._lexicon, article.published_on, context.council)
        if is_never_a_claim(marked):
            context.refusals.append(Refusal("sentence", 0, 1, "it speaks of what never makes a claim"))
        else:
            yield from self._of_predicates(article, marked, context)
        update_context(context, marked)

    def _person(self, article: Article, context: Context) -> str | None:
        """The person of whom the last sentences without a claim speak."""
        return person_before(
            mark(skipped, self._lexicon, article.published_on, context.council) for skipped in reversed(context.skipped)
        )

    def _may_claim(self, sentence: Sentence, context: Context) -> bool:
        """Whether a sentence has a word without which no rule finds a predicate. Other sentences are skipped."""
        strong, weak = self._triggers
        if not strong.isdisjoint(sentence.lows):
            return True
        if context.named and not self._punishing.isdisjoint(sentence.lows):
            return True
        return not weak.isdisjoint(sentence.lows) and any(self._counts(low) for low in sentence.lows)

    def _counts(self, low: str) -> bool:
        """Whether a word lets a weak verb make a claim: a number, "by" or "also"."""
        return (
            low in ("by", "also") or low[0].isdigit() or low in self._lexicon.values or low in self._lexicon.multiples
        )

    def _of_predicates(self, article: Article, marked: Marked, context: Context) -> Iterator[Statement]:
        """Yields the statements of a marked sentence; notes in the context why other predicates make none."""
        for predicate in predicates(marked):
            finding = finding_of(marked, predicate, context)
            reason = refusal(marked, finding, context)
            if not reason:
                statement = self._with_following(
                    article, marked, finding, context, statement_of(article, marked, finding, context)
                )
                yield with_only_authority(marked, finding, context, statement)
            elif reason == what_is_missing(finding) and counts_targets(marked, finding, context):
                statement = statement_of(article, marked, finding, context)
                yield replace(statement, rules=(*statement.rules, COUNTED_TARGETS))
            else:
                context.refusals.append(Refusal(predicate.rule, predicate.first, predicate.last, reason))

    def _with_following(
        self, article: Article, marked: Marked, finding: EnglishFinding, context: Context, statement: Statement
    ) -> Statement:
        """The statement with what only the next sentence says: names ("They include X and Y"), the country."""
        following = context.following
        if following is None or statement.strength == "background":
            return statement
        lacks_country = statement.country is None and not finding.targets.countries
        lacks_name = without_names(statement) and describes_one_person(marked, statement.groups[-1])
        lacks_names = without_names(statement) and lists_members(following.lows)
        if not (lacks_country or lacks_name or lacks_names):
            return statement
        after = mark(following, self._lexicon, article.published_on, context.council)
        if lacks_country:
            country = country_of_next_sentence(after, statement.codes)
            statement = replace(statement, country=(country, "country:next_sentence") if country else None)
        if lacks_names:
            return with_names(statement, names_of_members(after))
        return with_names(statement, listed_person(after)) if lacks_name else statement


def triggers(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """Two word sets: those that can make a claim alone, and those that need a number, "by" or "also"."""
    strong = verb_forms(lexicon, TRIGGERS) | lexicon.words["trigger_nouns"]
    return strong, verb_forms(lexicon, WEAK_TRIGGERS) | {"action"}


def verb_forms(lexicon: Lexicon, groups: tuple[str, ...]) -> frozenset[str]:
    """All forms of the verbs of some groups."""
    return forms_of(lexicon, frozenset().union(*(lexicon.groups[group] for group in groups)))


def forms_of(lexicon: Lexicon, lemmas: Collection[str]) -> frozenset[str]:
    """All forms of some verbs."""
    return frozenset(form for form, words in lexicon.verbs.items() if any(word.lemma in lemmas for word in words))


def is_never_a_claim(marked: Marked) -> bool:
    """Whether a sentence is about what never makes a claim: general licences, fisheries, doping."""
    return any(marked.lexicon.not_claims.at(marked.words, marked.lows, i) for i in range(len(marked.sentence)))


# ---- statements -----------------------------------------------------------------------------------------------------
def without_subset(groups: list[Group]) -> list[Group]:
    """The groups without the counts of subsets, where only a subset is counted.

    "A package, including 189 ships" states no number for the whole.
    """
    counted = [group for group in groups if group.counted]
    if not counted or any(group.scope != "subset" for group in counted):
        return groups
    return [replace(group, count=None, qualifier=None, text=None) for group in groups]


def statement_of(article: Article, marked: Marked, finding: EnglishFinding, context: Context) -> Statement:
    """The statement of one predicate, with all fields of its claims."""
    predicate, mood, agents = finding.predicate, finding.mood, finding.agents
    span = quote_span(marked, finding)
    day = act_day(marked, finding, context, span)
    country = target_country(marked, finding, context)
    background = is_background(marked, finding)
    groups = [
        replace(group, scope=count_scope(marked, finding, group), names=names_of_group(marked, group, context))
        for group in completed(marked, without_subset(claim_groups(finding.targets.groups)), finding, context)
    ]
    groups = with_kinds(marked, groups, predicate.measure, article.text)
    return Statement(
        status=mood.status,
        action=predicate.action,
        measure=measure_of(marked, finding, span[1]),
        strength="background" if background else "asserted",
        codes=agents.codes,
        groups=groups,
        spans=quote_spans(span, groups),
        rules=(predicate.rule, f"voice:{predicate.voice}", agents.rule, mood.rule),
        day=day,
        country=country,
        source=source_of(article, marked, finding, span, asserted=not background),
    )


def source_of(
    article: Article, marked: Marked, finding: EnglishFinding, span: Span, *, asserted: bool
) -> Sourced | None:
    """The source given by the sentence; else, for an asserted claim, the outlets credited at the end of the item.

    Both where the sentence gives only the word of who acts itself: "The EU says it will. (Reuters)".
    """
    claim = ClaimInSentence(marked, finding.predicate.verb, finding.mood, *span)
    source = attribution(claim)
    credited = credit(article.text) if asserted and (source is None or only_repeats_itself(claim)) else None
    if credited is not None:
        return (f"{source[0]}; {credited}", source[1]) if source else (credited, "source:credit")
    if source is None or source[1] != "source:said_before" or not only_announces_itself(claim):
        return source
    reporter = said_after(claim)
    return (reporter, "source:said_after") if reporter else None


def is_background(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether a claim is only presupposed, conditional, a guess, or an explanation, and not asserted."""
    predicate = finding.predicate
    if predicate.background or finding.mood.conditional:
        return True
    counted = any(group.counted for group in finding.targets.groups)
    if not (finding.agents.direct or counted) and predicate.rule in ("noun:subject_to", "noun:under", "noun:face"):
        return True
    kept = marked.has_lemma(predicate.verb, "implement", "enforce")
    if kept and marked.low(predicate.verb + 1) in ("the", "existing"):
        return True
    if not finding.agents.codes and finding.mood.governor is not None:
        effort = marked.low(finding.mood.governor) in marked.lexicon.control_nouns
        if effort and finding.mood.status == "considered":
            return True
    opens = marked.low(predicate.first)
    known = opens in ("these", "those", "such") or (opens == "the" and not finding.targets.groups)
    recalls = predicate.rule == "noun:subject" and known
    ban = predicate.rule.startswith(("verb:ban", "verb:bar", "verb:freeze", "verb:block"))
    new = any(group.counted or group.names for group in finding.targets.groups)
    done = finding.mood.status in ("imposed", "lifted")
    manner = done and marked.low(predicate.verb - 1) == "by" and not finding.targets.countries
    return not new and (recalls or manner or (ban and is_participle_after_comma(marked, predicate.verb)))
