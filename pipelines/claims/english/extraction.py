"""Claims out of an English article.

Here: from a text to its claims. Not here: any single rule (verb_rules, noun_rules, list_rules, prospect_rules, agents,
modality, targets, fields, attribution) or word (lexicons).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.articles.article import OPENING, Article
from pipelines.claims.claim import Claim
from pipelines.claims.english.attribution import Said, attribution, credit
from pipelines.claims.english.context import Context
from pipelines.claims.english.fields import act_day, count_scope, recalled, target_country
from pipelines.claims.english.findings import Found, found_at
from pipelines.claims.english.marking import glance, mark
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.predicates import predicates
from pipelines.claims.english.quotes import afterthought, extent, part
from pipelines.claims.gazetteer import Gazetteer
from pipelines.claims.groups import Group, claim_groups
from pipelines.claims.lexicon import Lexicon, load
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
    "entity list",
)
"""An article that has one of these speaks of sanctions."""

TRIGGERS = ("sanction", "designate", "freeze", "ban", "cut_off")
"""Groups of verbs of which a claim has one, unless it has a sanction noun or a list."""

WEAK_TRIGGERS = ("hit",)
"""Groups of verbs that make a claim only with a number, or of a passive with "by" or "also"."""

Span = tuple[int, int]


class EnglishExtractor:
    """Finds claims. Building it loads tokenizer and lexicons; using it keeps no state between articles.

    Args:
        gazetteer: names on the lists, so that named targets are known whole; without it capitals decide.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._splitter = Splitter()
        self._lexicon = load(self._splitter.words)
        self._gazetteer = gazetteer
        self._triggers = triggers(self._lexicon)

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article, sentence by sentence."""
        lowered = article.text.casefold()
        context = Context(sanctions=any(stem in lowered for stem in STEMS))
        result: list[Claim] = []
        for sentence in self._splitter.sentences(article.text, body_start(article.text)):
            result.extend(self._of_sentence(article, sentence, context))
        return result

    def _of_sentence(self, article: Article, sentence: Sentence, context: Context) -> list[Claim]:
        if not self._may_claim(sentence):
            context.skipped = sentence
            return []
        context.claimed = False
        if context.skipped is not None:
            context.leave(glance(context.skipped, self._lexicon, article.published_on))
            context.skipped = None
        marked = mark(sentence, self._lexicon, article.published_on)
        claims = [] if no_claim(marked) else list(self._of_predicates(article, marked, context))
        context.leave(marked)
        return claims

    def _may_claim(self, sentence: Sentence) -> bool:
        """Whether a sentence has a word without which no rule finds a predicate; the others are passed over."""
        strong, weak = self._triggers
        if not strong.isdisjoint(sentence.lows):
            return True
        return not weak.isdisjoint(sentence.lows) and any(self._counts(low) for low in sentence.lows)

    def _counts(self, low: str) -> bool:
        return (
            low in ("by", "also") or low[0].isdigit() or low in self._lexicon.values or low in self._lexicon.multiples
        )

    def _of_predicates(self, article: Article, marked: Marked, context: Context) -> Iterator[Claim]:
        for predicate in predicates(marked):
            found = found_at(marked, predicate, context, self._gazetteer)
            if found is not None:
                yield from claims_of(article, marked, found, context)


def body_start(text: str) -> int:
    """Where the text begins after an opening ` date YYYY-MM-DD `, whose day is no part of what the article says."""
    opening = OPENING.match(text)
    return opening.end() if opening is not None else 0


def triggers(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """The words of which a claim has one, and those of which it has one beside a number, "by" or "also"."""
    strong = verb_forms(lexicon, TRIGGERS) | lexicon.words["trigger_nouns"]
    return strong, verb_forms(lexicon, WEAK_TRIGGERS) | {"action"}


def verb_forms(lexicon: Lexicon, groups: tuple[str, ...]) -> frozenset[str]:
    """All forms of the verbs of some groups."""
    lemmas = frozenset().union(*(lexicon.groups[group] for group in groups))
    return frozenset(form for form, words in lexicon.verbs.items() if any(word.lemma in lemmas for word in words))


def no_claim(marked: Marked) -> bool:
    """Whether a sentence is about something that never makes a claim: general licences, fisheries, doping."""
    return any(marked.lexicon.not_claims.at(marked.words, marked.lows, i) for i in range(len(marked.sentence)))


# ---- making claims --------------------------------------------------------------------------------------------------
def claims_of(article: Article, marked: Marked, found: Found, context: Context) -> Iterator[Claim]:
    """The claims of one predicate: one an authority and counted group."""
    span = extent(marked, found)
    base = base_claim(article, marked, found, context, span)
    groups = claim_groups(found.targets.groups)
    claims = [of_group(base, marked, found, group, context) for group in groups] or [base]
    if base.strength == "asserted":
        context.acted(found.agents.codes)
        context.country = base.target_country or context.country
    context.names = next((claim.named_targets for claim in claims if claim.named_targets), context.names)
    for position, claim in enumerate(claims):
        quoted = with_quote(claim, article, marked, part(span, groups, position))
        for code in found.agents.codes or (None,):
            yield replace(quoted, authority=code)


def with_quote(claim: Claim, article: Article, marked: Marked, tokens: Span) -> Claim:
    """A claim with its quote."""
    start, end = marked.sentence.starts[tokens[0]], marked.sentence.ends[tokens[1] - 1]
    return replace(claim, quote=article.text[start:end], start=start, end=end)


def of_group(base: Claim, marked: Marked, found: Found, group: Group, context: Context) -> Claim:
    """A claim about one group of targets; a subset is said in passing."""
    return replace(
        base,
        strength="background" if group.scope == "subset" and group.counted else base.strength,
        count=group.count,
        count_qualifier=group.qualifier,
        count_text=group.text,
        count_scope=count_scope(marked, found, group),
        unit=group.unit,
        named_targets=recalled(marked, group, context),
    )


def base_claim(article: Article, marked: Marked, found: Found, context: Context, span: Span) -> Claim:
    """A claim with all fields that its groups share."""
    predicate, sure, who = found.predicate, found.mood, found.agents
    day = act_day(marked, found, context, span)
    country = target_country(marked, found, context)
    background = is_background(marked, found)
    source = attribution(Said(marked, predicate.verb, sure, *span))
    if source is None and not background:
        credited = credit(article.text)
        source = (credited, "source:credit") if credited else None
    single = day is not None and day.first == day.last
    rules = [predicate.rule, f"voice:{predicate.voice}", who.rule, sure.rule]
    rules += [day.rule] if day else []
    rules += [each[1] for each in (country, source) if each]
    return Claim(
        quote="",
        start=0,
        end=0,
        authority=None,
        status=sure.status,
        action=predicate.action,
        measure=predicate.measure,
        strength="background" if background else "asserted",
        target_country=country[0] if country else None,
        event_on=day.first if day and single else None,
        event_from=day.first if day and not single else None,
        event_to=day.last if day and not single else None,
        attributed_to=source[0] if source else None,
        rules=tuple(rules),
    )


def is_background(marked: Marked, found: Found) -> bool:
    """Whether nothing asserts the claim: presupposed, conditional, a guess, or a participle that only spells it out."""
    predicate = found.predicate
    if predicate.background or found.mood.conditional:
        return True
    counted = any(group.counted for group in found.targets.groups)
    if not (found.agents.direct or counted) and predicate.rule in ("noun:subject_to", "noun:under", "noun:face"):
        return True
    opens = marked.low(predicate.first)
    known = opens in ("these", "those", "such") or (opens == "the" and not found.targets.groups)
    recalls = predicate.rule == "noun:subject" and known
    ban = predicate.rule.startswith(("verb:ban", "verb:bar", "verb:freeze", "verb:block"))
    new = any(group.counted or group.names for group in found.targets.groups)
    manner = marked.low(predicate.verb - 1) == "by" and not found.targets.countries
    return not new and (recalls or manner or (ban and afterthought(marked, predicate.verb)))
