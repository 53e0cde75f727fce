"""Claims out of an article in one of the languages.

Here: from a text to its claims. Not here: any single rule (see predicates, agents, targets, sources) or word (see the
files of the languages).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import takewhile

from pipelines.news.claim import OPENING, Article, Claim, CountScope
from pipelines.news.dates import When
from pipelines.news.fields import NO_COUNTRY, Day, iso
from pipelines.news.groups import Group, Targets
from pipelines.news.tongues.agents import Agents, acts_itself, agents
from pipelines.news.tongues.clauses import bounds
from pipelines.news.tongues.cutting import sentences
from pipelines.news.tongues.marked import Marked, mark, may_claim
from pipelines.news.tongues.predicates import Predicate, predicates
from pipelines.news.tongues.sources import source
from pipelines.news.tongues.targets import targets
from pipelines.news.tongues.wording import wording

IMPERSONAL = ("ли", "лі")
"""How a verb ends whose subject may be left out."""
INSTITUTION_NEAR = 4
"""Tokens before a country among which the word for its institution stands: "министерство иностранных дел Японии"."""


@dataclass(slots=True)
class Context:
    """What the sentences before say: who acted last, and against which country."""

    codes: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """All that was found for one predicate, before it becomes claims."""

    predicate: Predicate
    agents: Agents
    targets: Targets
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TongueExtractor:
    """Finds claims in one language: the interface of pipelines.news.extraction.Extractor."""

    language: str

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article, in the order of the text."""
        words, context = wording(self.language), Context()
        opening = OPENING.match(article.text)
        result: list[Claim] = []
        for sentence in sentences(article.text, opening.end() if opening else 0):
            if not may_claim(sentence, words):
                continue
            marked = mark(article, sentence, words)
            if not marked.has("not_claims", 0, len(marked)):
                result.extend(of_sentence(marked, context))
        return result


def of_sentence(marked: Marked, context: Context) -> Iterator[Claim]:
    """The claims of one sentence."""
    for predicate in predicates(marked):
        found = found_at(marked, predicate, context)
        if found is not None:
            yield from claims_of(marked, found, context)


# ---- is it a claim --------------------------------------------------------------------------------------------------
def found_at(marked: Marked, predicate: Predicate, context: Context) -> Found | None:
    """What a predicate says, or None if it is no claim."""
    who = agents(marked, predicate)
    if who.rejected or is_relative(marked, predicate):
        return None
    codes = who.codes or recalled(marked, predicate, context)
    whom = targets(marked, predicate, who)
    if predicate.status in ("imposed", "planned", "lifted") and is_parliament(who):
        predicate = replace(predicate, status="considered")
    found = Found(predicate, who, whom, codes)
    return found if is_claim(marked, found) else None


def is_relative(marked: Marked, predicate: Predicate) -> bool:
    """Whether a relative clause only says of someone that he is on a list: "те, которые попали под санкции"."""
    opened = marked.listed(predicate.clause[0], "openers") is not None
    return opened and predicate.verb is not None and predicate.verb.verb.by_target


def is_parliament(who: Agents) -> bool:
    """Whether a parliament acts: it debates, and others decide."""
    return bool(who.mentions) and who.mentions[0].meaning.kind == "legislature"


def is_claim(marked: Marked, found: Found) -> bool:
    """Whether there is enough: an actor, or targets of what may be said without one; both for "sanctionner"."""
    noun = found.predicate.noun
    if noun is None:
        return bool(found.codes) and found.targets.found
    if noun.meaning.kind in ("assets", "entry"):
        return bool(found.codes and found.targets.groups)
    if found.codes:
        return True
    asked = found.predicate.status == "called_for" and found.targets.found
    return asked or (bool(found.targets.groups) and lacks_actor(marked, found.predicate))


def lacks_actor(marked: Marked, predicate: Predicate) -> bool:
    """Whether a predicate need not say who acts: a passive, one of targets or sanctions, "внесли в список"."""
    if predicate.voice == "passive" or not acts_itself(predicate):
        return True
    return marked.wording.declined and marked.low(predicate.head.start).endswith(IMPERSONAL)


def recalled(marked: Marked, predicate: Predicate, context: Context) -> tuple[str, ...]:
    """Who acted before, where a later clause or sentence goes on without saying who."""
    start, end = predicate.clause
    if marked.listed(start, "and") is not None:
        return context.codes
    if predicate.status not in ("imposed", "lifted", "planned"):
        return ()
    refers = any(marked.has(name, start, end) for name in ("pronouns", "also", "institutions"))
    return context.codes if refers or lacks_actor(marked, predicate) else ()


# ---- making claims --------------------------------------------------------------------------------------------------
def claims_of(marked: Marked, found: Found, context: Context) -> Iterator[Claim]:
    """The claims of one predicate: one an authority and counted group."""
    first, last = extent(marked, found)
    base = base_claim(marked, found, context, (first, last))
    groups = found.targets.groups
    context.codes = found.codes or context.codes
    context.country = base.target_country or context.country
    for position, group in enumerate(groups or [None]):
        start = first if position == 0 or group is None else group.start
        end = last if group is None or position == len(groups) - 1 else max(group.end, found.predicate.head.end)
        claim = quoted(
            base if group is None else of_group(base, marked, found.predicate, group),
            marked,
            start,
            max(end, start + 1),
        )
        for code in found.codes or (None,):
            yield replace(claim, authority=code)


def quoted(claim: Claim, marked: Marked, first: int, last: int) -> Claim:
    """A claim with its quote."""
    start, end = marked.sentence.starts[first], marked.sentence.ends[last - 1]
    return replace(claim, quote=marked.text[start:end], start=start, end=end)


def of_group(base: Claim, marked: Marked, predicate: Predicate, group: Group) -> Claim:
    """A claim about one group of targets."""
    return replace(
        base,
        count=group.count,
        count_qualifier=group.qualifier,
        count_text=group.text,
        count_scope=scope(marked, predicate, group),
        unit=group.unit,
        named_targets=group.names,
    )


def scope(marked: Marked, predicate: Predicate, group: Group) -> CountScope | None:
    """Whether a count is of this act or over time."""
    if not group.counted:
        return None
    over_time = marked.has("totals", 0, len(marked)) or any(when.kind == "since" for when in days_of(marked, predicate))
    return "cumulative" if over_time else "action"


def base_claim(marked: Marked, found: Found, context: Context, span: tuple[int, int]) -> Claim:
    """A claim with all fields that its groups share."""
    predicate = found.predicate
    day, country, said = (
        act_day(marked, predicate, span),
        target_country(marked, found, context),
        source(marked, predicate),
    )
    single = day is not None and day.first == day.last
    rules = [*predicate.rules, found.agents.rule if found.agents.codes or not found.codes else "agent:context"]
    rules += [each.rule for each in (day,) if each] + [each[1] for each in (country, said) if each]
    return Claim(
        quote="",
        start=0,
        end=0,
        authority=None,
        status=predicate.status,
        action=predicate.action,
        measure=predicate.measure,
        target_country=country[0] if country else None,
        event_on=day.first if day and single else None,
        event_from=day.first if day and not single else None,
        event_to=day.last if day and not single else None,
        attributed_to=said[0] if said else None,
        rules=tuple(rules),
    )


def extent(marked: Marked, found: Found) -> tuple[int, int]:
    """The tokens of the claim within its clause: actor, verb, noun, targets and days."""
    predicate, whom = found.predicate, found.targets
    parts = [(each.start, each.end) for each in (predicate.head, predicate.noun, predicate.mood) if each is not None]
    parts += [(each.start, each.end) for each in found.agents.mentions]
    parts += [(group.start, group.end) for group in whom.groups]
    parts += [(whom.start, whom.end)] if whom.start is not None else []
    parts += [(when.start, when.end) for when in days_of(marked, predicate)]
    inside = [each for each in parts if predicate.clause[0] <= each[0] < predicate.clause[1]] or parts
    return whole_phrase(marked, min(each[0] for each in inside), predicate), max(each[1] for each in inside)


def whole_phrase(marked: Marked, first: int, predicate: Predicate) -> int:
    """A quote begins with the article, preposition or institution before its first word."""
    while first > predicate.clause[0] and introduces(marked, first - 1):
        first -= 1
    if marked.actor_at(first) is None:
        return first
    near = range(first - 1, max(first - INSTITUTION_NEAR, predicate.clause[0]) - 1, -1)
    small = takewhile(lambda i: marked.word(i).islower() or marked.listed(i, "institutions"), near)
    return next((i for i in small if marked.listed(i, "institutions")), first)


def introduces(marked: Marked, i: int) -> bool:
    """Whether the token at i belongs to the noun phrase that goes on after it."""
    lists = ("articles", "institutions", "towards", "in", "titles", "organisations")
    hyphen = marked.low(i) == "-" and marked.glued(i) and marked.glued(i + 1)
    return marked.actor_at(i) is None and (hyphen or any(marked.listed(i, name) for name in lists))


# ---- day ------------------------------------------------------------------------------------------------------------
def days_of(marked: Marked, predicate: Predicate) -> Sequence[When]:
    """The mentions of time in the clause of a predicate, but for those in its reasons ("wegen der Wahl am 9. Mai")."""
    inside = (when for when in marked.whens if predicate.clause[0] <= when.start < predicate.clause[1])
    return [when for when in inside if not of_reason(marked, when, predicate)]


def of_reason(marked: Marked, when: When, predicate: Predicate) -> bool:
    """Whether a reason is given before a day, and no verb ends it, nor a comma before the verb."""
    for i in range(when.start - 1, predicate.clause[0] - 1, -1):
        if marked.reason(i):
            return True
        if (
            (marked.low(i) == "," and i < predicate.head.start)
            or marked.verb_at(i)
            or marked.has("have", i, i + 1)
            or marked.has("be", i, i + 1)
        ):
            return False
    return False


def act_day(marked: Marked, predicate: Predicate, span: tuple[int, int]) -> Day | None:
    """The day or window of the act: in its clause; else before it, unless that is when something was said."""
    inside = days_of(marked, predicate)
    outside = (when for when in marked.whens if when.start < predicate.clause[0] and when.end <= span[0])
    before = [when for when in outside if not in_speech(marked, when)]
    usable = sorted([*inside, *before], key=lambda when: (when not in inside, when.kind == "since"))
    day = next((each for when in usable if (each := resolved(marked, when, predicate)) is not None), None)
    today = marked.today
    if day is None and predicate.is_present and predicate.status == "imposed" and today is not None:
        return Day(today - timedelta(days=1), today, "date:present_tense")
    return day


def in_speech(marked: Marked, when: When) -> bool:
    """Whether a day stands in a clause of speech."""
    return marked.has("speech", *bounds(marked, when.start))


def resolved(marked: Marked, when: When, predicate: Predicate) -> Day | None:
    """A mention of time as days; a weekday of a plan is the next one."""
    if when.first is None or when.last is None:
        return None
    planned = predicate.status == "planned" and when.start > predicate.head.start
    if planned and when.weekday is not None and marked.today is not None and when.first < marked.today:
        day = when.first + timedelta(days=7)
        return Day(day, day, "date:coming_weekday")
    return Day(when.first, when.last, f"date:{when.kind}")


# ---- country --------------------------------------------------------------------------------------------------------
def target_country(marked: Marked, found: Found, context: Context) -> tuple[str, str] | None:
    """The targets' nationality; else the one country that the sentence speaks of; else that of before."""
    codes = [code for code in found.targets.countries if code not in NO_COUNTRY and code not in found.codes]
    if codes:
        return (iso(codes[0]), "country:targets") if len(codes) == 1 else None
    kinds = ("country", "oblique", "adjective")
    mood = found.predicate.mood
    start = mood.end if mood is not None else found.predicate.clause[0]
    after = (each for each in marked.actors if each.start >= start and each.meaning.kind in kinds)
    others = {each.meaning.code for each in after} - {*found.codes, *NO_COUNTRY}
    if others:
        return (iso(others.pop()), "country:sentence") if len(others) == 1 else None
    if context.country and context.country not in found.codes:
        return iso(context.country), "country:context"
    return None
