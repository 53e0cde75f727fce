"""Claims out of an article, by rules.

Here: how what the other modules find in a sentence becomes claims. Not here: any single rule (predicates, agents, modality,
targets, dates, attribution) or word (lexicons).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pipelines.news import targets as reading
from pipelines.news.agents import Agents, Context, agents, clear
from pipelines.news.attribution import attribution, credit
from pipelines.news.claim import OPENING, Article, Claim
from pipelines.news.clauses import clause_end, clause_start
from pipelines.news.dates import When
from pipelines.news.lexicon import Lexicon, load
from pipelines.news.marking import mark
from pipelines.news.mentions import ARTICLES, QUOTES, Marked
from pipelines.news.modality import Mood, mood
from pipelines.news.predicate import Predicate
from pipelines.news.predicates import predicates
from pipelines.news.targets import FORMAL, Gazetteer, Group, Targets
from pipelines.news.tokens import Sentence, Splitter

STEMS = (
    "sanction",
    "blacklist",
    "asset freeze",
    "designat",
    "travel ban",
    "froze",
    "frozen",
    "embargo",
    "visa ban",
    "entity list",
)


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found for one predicate, before it becomes claims."""

    predicate: Predicate
    mood: Mood
    agents: Agents
    targets: Targets


class Extractor:
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
        """All claims of an article, in the order of the text."""
        lowered = article.text.casefold()
        context = Context(sanctions=any(stem in lowered for stem in STEMS))
        result: list[Claim] = []
        for sentence in self._splitter.sentences(article.text, body_start(article.text)):
            result.extend(self._of_sentence(article, sentence, context))
        return unique(result)

    def _of_sentence(self, article: Article, sentence: Sentence, context: Context) -> list[Claim]:
        if self._triggers.isdisjoint(sentence.lows):
            context.skipped = sentence
            return []
        if context.skipped is not None:
            remember(mark(context.skipped, self._lexicon, article.published_on), context, [])
            context.skipped = None
        marked = mark(sentence, self._lexicon, article.published_on)
        context.claimed = False
        claims: list[Claim] = []
        if not any(self._lexicon.not_claims.at(marked.words, marked.lows, i) for i in range(len(sentence))):
            for found in self._found(marked, context):
                claims.extend(made(article, marked, found, context))
        remember(marked, context, claims)
        return claims

    def _found(self, marked: Marked, context: Context) -> Iterator[Found]:
        for predicate in predicates(marked):
            sure = mood(marked, predicate)
            who = agents(marked, predicate, sure, context)
            whom = targets_of(marked, predicate, self._gazetteer)
            sure = tempered(marked, sure, who)
            if not who.rejected and claimed(marked, predicate, sure, who, whom, context):
                yield Found(predicate, sure, who, whom)
                if who.codes and not predicate.background:
                    context.codes, context.claimed = who.codes, True


def body_start(text: str) -> int:
    """Where the text begins after an opening ` date YYYY-MM-DD `, whose day is no part of what the article says."""
    opening = OPENING.match(text)
    return opening.end() if opening is not None else 0


def extract(article: Article, gazetteer: Gazetteer | None = None) -> list[Claim]:
    """The claims of one article. Pure; for many articles build one Extractor."""
    return Extractor(gazetteer).claims(article)


def triggers(lexicon: Lexicon) -> frozenset[str]:
    """Words without which no rule can find a predicate: a sentence that has none of them is passed over."""
    groups = ("sanction", "designate", "hit", "freeze", "ban", "put", "remove")
    forms = {
        form
        for form, words in lexicon.verbs.items()
        if any(word.lemma in lexicon.groups[group] for word in words for group in groups)
    }
    nouns = lexicon.words["trigger_nouns"]
    return frozenset(forms | nouns)


def tempered(marked: Marked, sure: Mood, who: Agents) -> Mood:
    """A parliament that votes for sanctions imposes none: its bills and resolutions are considered."""
    if who.start is None or sure.status not in ("imposed", "lifted", "planned"):
        return sure
    actor = marked.actor_at.get(who.start) or marked.actor_at.get(who.start + 1)
    if actor is None or actor.kind != "legislature":
        return sure
    return replace(sure, status="considered", rule="status:considered:legislature")


# ---- deciding -------------------------------------------------------------------------------------------------------
def targets_of(marked: Marked, predicate: Predicate, gazetteer: Gazetteer | None) -> Targets:
    """The targets in the stretches that the predicate points to; the first stretch that has any is joined by those after it."""
    best: Targets | None = None
    for start, end in predicate.targets:
        found = reading.read(marked, start, end, gazetteer)
        if marked.low(start - 1) == ":":
            found.groups = [group if group.counted else replace(group, scope="subset") for group in found.groups]
        if best is None or not best.found:
            best = found if best is None or found.found else best
        elif found.groups and all(group.counted or group.names for group in found.groups):
            best.groups.extend(
                group for group in found.groups if group.start >= best.end or group.end <= (best.start or 0)
            )
            best.end = max(best.end, found.end)
            best.start = min(filter(lambda each: each is not None, (best.start, found.start)), default=None)
    result = best or Targets()
    if predicate.owner is not None and predicate.owner.code in result.countries:
        result.countries.remove(predicate.owner.code)
    return result


def claimed(marked: Marked, predicate: Predicate, sure: Mood, who: Agents, whom: Targets, context: Context) -> bool:
    """Whether what was found is a claim at all."""
    if predicate.weak:
        return weak_claim(marked, predicate, who, whom, context)
    if predicate.rule.startswith(("verb:sanction", "verb:blacklist", "verb:designate", "verb:delist", "verb:unblock")):
        return party_claim(marked, predicate, who, whom)
    if predicate.rule.startswith(("verb:freeze", "verb:unfreeze")):
        return bool(whom.groups) or bool(who.codes and who.direct)
    if predicate.rule.startswith("list:"):
        return bool(who.codes) or whom.found
    if predicate.rule.startswith("verb:"):
        return bool(who.codes) and who.direct and (whom.found)
    return bool(who.codes) or bool(predicate.country) or whom.found


def party_claim(marked: Marked, predicate: Predicate, who: Agents, whom: Targets) -> bool:
    """A verb that also means "approve" or "appoint": an authority as actor, parties as object."""
    if whom.approved or (
        not whom.found
        and not (
            predicate.voice == "active" and who.codes and marked.low(predicate.verb + 1) in ("him", "her", "them", "it")
        )
    ):
        return False
    if predicate.voice == "active":
        return bool(who.codes)
    if predicate.rule != "verb:sanction" and not who.codes:
        return predicate.rule == "verb:blacklist"
    return bool(who.codes) or any(group.names or group.unit for group in whom.groups)


def weak_claim(marked: Marked, predicate: Predicate, who: Agents, whom: Targets, context: Context) -> bool:
    """A verb such as "hit", "name", "list": an authority, parties that are counted, and talk of sanctions or legal words for parties."""
    joined = bool(context.codes) and context.claimed
    if not who.codes or not (who.direct or joined):
        return False
    lemma = predicate.rule.rsplit(":", 1)[-1]
    if lemma == "list" and who.rule == "agent:by" and whom.found:
        return True
    if lemma == "gap" and not joined:
        return False
    counted = [group for group in whom.groups if group.counted and group.unit is not None]
    formal = any(marked.low(i) in FORMAL for group in counted for i in range(group.start, group.end))
    mixed = any(group.unit == "individuals_and_entities" for group in counted)
    return bool(counted) and (
        context.sanctions or formal or mixed or joined or lemma in ("list", "add", "cut", "take_action")
    )


# ---- making claims --------------------------------------------------------------------------------------------------
def made(article: Article, marked: Marked, found: Found, context: Context) -> list[Claim]:
    """The claims of one predicate: one an authority and counted group."""
    predicate, whom = found.predicate, found.targets
    groups = [recalled(marked, group, context) for group in claim_groups(whom.groups)] or [None]
    span = extent(marked, found)
    base = base_claim(article, marked, found, context, span)
    result: list[Claim] = []
    for position, group in enumerate(groups):
        first, last = part(span, groups, position)
        start, end = marked.sentence.starts[first], marked.sentence.ends[last - 1]
        strength = "background" if group is not None and group.scope == "subset" and len(groups) > 1 else base.strength
        claim = replace(
            base,
            strength=strength,
            quote=article.text[start:end],
            start=start,
            end=end,
            **group_fields(marked, found, group),
        )
        codes: tuple[str | None, ...] = found.agents.codes or (None,)
        result.extend(replace(claim, authority=code) for code in codes)
    context.names = next((claim.named_targets for claim in result if claim.named_targets), context.names)
    if predicate.country and not whom.countries:
        context.country = predicate.country
    return result


def recalled(marked: Marked, group: Group | None, context: Context) -> Group | None:
    """As in "The two companies" after a claim that names two: the same ones."""
    if group is None or group.names or group.count is None:
        return group
    definite = marked.low(group.start) in ("the", "both") or marked.low(group.start - 1) in ("the", "both")
    return replace(group, names=context.names) if definite and len(context.names) == group.count else group


def claim_groups(groups: list[Group]) -> list[Group | None]:
    """The groups that make claims of their own: counted ones; the rest give their names and unit to the one before."""
    result: list[Group | None] = []
    for group in groups:
        last = result[-1] if result else None
        if (
            last is None
            or (group.counted and (last.counted or last.names))
            or (
                group.names
                and last.counted
                and None not in (group.unit, last.unit)
                and group.unit != last.unit != "individuals_and_entities"
                and last.unit != "parties"
                and group.scope != "subset"
            )
        ):
            result.append(group)
        elif group.counted:
            result[-1] = replace(group, start=last.start)
        elif last is not None:
            result[-1] = reading.absorbed(last, group)
    return result


def part(span: tuple[int, int], groups: list[Group | None], position: int) -> tuple[int, int]:
    """The tokens of the quote of one group: the first from the start of the claim, the last to its end, those between alone."""
    group = groups[position]
    if group is None or len(groups) == 1:
        return span
    first = span[0] if position == 0 else max(group.start, span[0])
    last = span[1] if position == len(groups) - 1 else min(group.end, span[1])
    return first, max(last, first + 1)


def group_fields(marked: Marked, found: Found, group: Group | None) -> dict[str, object]:
    """The fields of a claim that its group of targets gives."""
    if group is None:
        return {}
    scope = group.scope if group.counted else None
    if scope == "action" and cumulative(marked, found):
        scope = "cumulative"
    return {
        "count": group.count, "count_qualifier": group.qualifier if group.count is not None else None, "count_text": group.text, "count_scope": scope,
        "unit": group.unit, "named_targets": group.names,
    }  # fmt: skip


TOTALS = frozenset({"total", "tally", "altogether", "overall"})


def cumulative(marked: Marked, found: Found) -> bool:
    """Whether a count is a total over time: "since ...", "so far", "taking the tally to"."""
    clause = range(clause_start(marked, found.predicate.verb), clause_end(marked, found.predicate.verb))
    since = any(when.kind == "since" for when in marked.whens)
    words = {marked.low(i) for i in clause}
    far = any(marked.low(i) == "so" and marked.low(i + 1) == "far" for i in clause)
    return (
        since
        or bool(words & TOTALS)
        or far
        or found.predicate.rule == "list:total"
        or (
            found.predicate.rule == "list:expand"
            and any(marked.low(i) == "to" for i in range(found.predicate.last, found.predicate.last + 3))
        )
    )


def base_claim(article: Article, marked: Marked, found: Found, context: Context, span: tuple[int, int]) -> Claim:
    """A claim with all fields that its groups share."""
    predicate, sure = found.predicate, found.mood
    when = act_date(marked, found, context, span)
    source = attribution(marked, predicate, sure, *span)
    background = (
        predicate.background
        or sure.conditional
        or (not found.agents.direct and predicate.rule in ("noun:subject_to", "noun:under", "noun:face"))
    )
    rules = [predicate.rule, f"voice:{predicate.voice}", found.agents.rule, sure.rule]
    if when:
        rules.append(when[2])
    if source:
        rules.append(source[1])
    credited = credit(article.text) if source is None and not background else None
    country, rule = target_country(marked, found, context, span)
    return Claim(
        quote="", start=0, end=0, authority=None, status=sure.status, action=predicate.action, measure=predicate.measure,
        strength="background" if background else "asserted", target_country=country,
        event_on=when[0] if when and when[0] == when[1] else None, event_from=when[0] if when and when[0] != when[1] else None,
        event_to=when[1] if when and when[0] != when[1] else None, attributed_to=source[0] if source else credited,
        rules=tuple(rules + ([rule] if rule else []) + (["source:credit"] if credited else [])),
    )  # fmt: skip


def target_country(
    marked: Marked, found: Found, context: Context, span: tuple[int, int]
) -> tuple[str | None, str | None]:
    """The targets' nationality; else the country aimed at: on the noun, after the claim in the sentence, or before it in the text."""
    codes = [code for code in found.targets.countries if code not in ("WEST", "INTL")]
    if len(codes) == 1:
        return iso(codes[0]), "country:targets"
    if len(codes) > 1:
        return None, "country:mixed"
    if found.predicate.country:
        return iso(found.predicate.country), "country:noun"
    actors = [
        actor
        for actor in marked.actors
        if actor.code not in (*found.agents.codes, "EU", "UN", "WEST", "INTL", "")
        and actor.start >= found.predicate.verb
        and not clear(marked, actor)
    ]
    acting = set(found.agents.codes)
    if actors and not acting & {actors[0].code} and actors[0].kind != "body":
        return iso(actors[0].code), "country:sentence"
    if context.country and context.country not in acting:
        return iso(context.country), "country:context"
    return None, None


def iso(code: str) -> str:
    """A country's ISO code: authorities say UK."""
    return "GB" if code == "UK" else code


def act_date(marked: Marked, found: Found, context: Context, span: tuple[int, int]) -> tuple[date, date, str] | None:
    """The day or window of the act: the mention of time in the claim, else in its clause, else elsewhere in the sentence."""
    today = marked.published_on
    candidates = [when for when in marked.whens if usable(marked, when, span)]
    if today is not None and found.mood.status == "imposed" and present(marked, found):
        candidates = [when for when in candidates if span[0] <= when.start < span[1] + 2]
    candidates.sort(key=lambda when: (when.kind == "since", not span[0] <= when.start < span[1], when.start < span[0]))
    for when in candidates:
        resolved = resolve(when, found, marked, context)
        if resolved is not None:
            if not found.predicate.background:
                context.last_day = resolved[1]
            return resolved
    if today is not None and found.mood.status == "imposed" and present(marked, found):
        return today - timedelta(days=1), today, "date:present_tense"
    return None


def usable(marked: Marked, when: When, span: tuple[int, int]) -> bool:
    """Whether a mention of time may date the act: in the claim or beside it; not after "takes effect", "from", "until"."""
    before = marked.low(when.start - 1), marked.low(when.start - 2)
    if (
        before[0] in ("until", "by", "from", "effective")
        or before[1] in ("until", "effective")
        or "effect" in (marked.low(when.start - 2), marked.low(when.start - 3))
    ):
        return False
    if when.start >= span[1]:
        return not any(
            marked.is_in(i, "other_clause") or (i in marked.actor_at and marked.low(i) == ";")
            for i in range(span[1], when.start)
        )
    return True


def resolve(when: When, found: Found, marked: Marked, context: Context) -> tuple[date, date, str] | None:
    """A mention of time as days; a weekday of a plan is the next one."""
    today = marked.published_on
    if when.kind == "before_that":
        anchor = context.last_day if isinstance(context.last_day, date) else today
        if anchor is None:
            return None
        day = anchor + timedelta(days=when.shift)
        return day, day, "date:counted"
    if when.first is None or when.last is None:
        return None
    if (
        when.weekday is not None
        and found.mood.status == "planned"
        and today is not None
        and when.start > found.predicate.verb
    ):
        day = when.first + timedelta(days=7) if when.first < today else when.first
        return day, day, "date:coming_weekday"
    return when.first, when.last, f"date:{when.kind}"


def present(marked: Marked, found: Found) -> bool:
    """Whether the predicate is in the present tense of headlines, which dates the act to the report."""
    verb = found.predicate.verb
    return (
        not found.predicate.background
        and any(word.form == "s" for word in marked.forms(verb))
        and found.predicate.voice == "active"
    )


# ---- quotes ---------------------------------------------------------------------------------------------------------
def extent(marked: Marked, found: Found) -> tuple[int, int]:
    """The tokens of the claim: from its subject to the last of its arguments."""
    predicate, whom = found.predicate, found.targets
    first, last = predicate.first, predicate.last
    if predicate.rule == "verb:gap_by":
        return first, grown_right(marked, last)
    for group in whom.groups:
        first, last = min(first, group.start), max(last, group.end)
    if whom.start is not None and predicate.voice != "active":
        first = min(first, whom.start)
    last = max(last, whom.end)
    gerund = marked.low(predicate.verb - 1) == "," and any(word.form == "ing" for word in marked.forms(predicate.verb))
    if found.agents.start is not None and found.agents.start < last and not gerund:
        first = min(first, found.agents.start)
    if found.agents.rule == "agent:by" and found.agents.end:
        last = max(last, found.agents.end)
    first = grown_left(marked, first)
    return first, grown_right(marked, last)


def grown_left(marked: Marked, first: int) -> int:
    """Over the article and adjectives of the first noun phrase, and a day set before it."""
    while first > 0 and (marked.low(first - 1) in ARTICLES or marked.low(first - 1) in ("further", "another", "all")):
        first -= 1
    before = first - 1 - (marked.low(first - 1) == ",")
    when = marked.when_at.get(before)
    if when is not None and when.end >= first - 1:
        first = when.start - (marked.low(when.start - 1) in ("on", "in"))
    return max(first, 0)


def grown_right(marked: Marked, last: int) -> int:
    """Over a day that follows, and trailing quotation marks; not over commas."""
    actor = marked.actor_at.get(last - 1)
    if actor is not None and actor.kind == "adjective":
        last = noun_end(marked, last)
    i = last + (marked.low(last) == "on")
    when = marked.when_at.get(i)
    if when is not None:
        last = when.end
    while last > 1 and (marked.low(last - 1) in QUOTES or marked.low(last - 1) in (",", "and")):
        last -= 1
    return last


def noun_end(marked: Marked, i: int) -> int:
    """Where the noun phrase ends whose adjective stands before token i: "Russian exclave", "Venezuelan government"."""
    for j in range(i, min(i + 4, len(marked.sentence))):
        if (
            not marked.low(j).isalpha()
            or j in marked.when_at
            or marked.is_in(j, "reasons")
            or marked.is_in(j, "closing")
            or (marked.forms(j) and j > i)
        ):
            return j
    return i


# ---- between sentences ----------------------------------------------------------------------------------------------
def remember(marked: Marked, context: Context, claims: list[Claim]) -> None:
    """What the next sentence may refer to."""
    subject = next(
        (actor for actor in marked.actors if actor.kind not in ("adjective", "nationals", "person", "other")), None
    )
    context.subject = subject.code if subject is not None else context.subject
    asserted = [claim for claim in claims if claim.strength == "asserted"]
    if asserted:
        context.codes = (
            tuple(dict.fromkeys(claim.authority for claim in asserted[-1:] if claim.authority)) or context.codes
        )
        context.country = next(
            (claim.target_country for claim in reversed(asserted) if claim.target_country), context.country
        )
    elif subject is not None:
        context.codes = (subject.code,)


def unique(claims: list[Claim]) -> list[Claim]:
    """Claims in the order of the text; of two with the same quote and fields one."""
    kept = {
        (claim.start, claim.end, claim.authority, claim.status, claim.count, claim.unit): claim
        for claim in reversed(claims)
    }
    return sorted(kept.values(), key=lambda claim: (claim.start, claim.end, claim.authority or ""))
