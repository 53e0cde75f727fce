"""Claims out of an article in one of the languages.

Here: from a text to its claims. Not here: any single rule (see predicates, agents, targets, fields, sources, quotes) or
word (see the files of the languages).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.articles.article import OPENING, Article
from pipelines.claims.claim import Claim
from pipelines.claims.groups import Group
from pipelines.claims.languages.agents import Agents, acts_itself, agents
from pipelines.claims.languages.cutting import sentences
from pipelines.claims.languages.fields import act_day, scope, target_country
from pipelines.claims.languages.found import Context, Found
from pipelines.claims.languages.marked import Marked, mark, may_claim
from pipelines.claims.languages.predicates import Predicate, predicates
from pipelines.claims.languages.quotes import extent
from pipelines.claims.languages.sources import source
from pipelines.claims.languages.targets import targets
from pipelines.claims.languages.wording import wording

IMPERSONAL = ("ли", "лі")
"""How a verb ends whose subject may be left out."""


@dataclass(frozen=True, slots=True)
class TongueExtractor:
    """Finds claims in one language: the interface of pipelines.claims.extraction.Extractor."""

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
