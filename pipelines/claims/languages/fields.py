"""The fields of a claim that its words state: day, country, scope of a count, source, quote.

Here: choosing among mentions. Not here: finding them (see predicates, agents, targets).
"""

from collections.abc import Sequence
from itertools import takewhile

from pipelines.claims.claim import CountScope
from pipelines.claims.dates import When
from pipelines.claims.fields import NO_COUNTRY, Day, country_code, day_of_when, present_day
from pipelines.claims.frame import Context
from pipelines.claims.groups import Group
from pipelines.claims.languages.clauses import clause_bounds
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import LanguageFinding, Predicate
from pipelines.claims.marks import QUOTATION_MARKS, STOPS, Actor, Span

ATTACKED = frozenset({"UA"})
"""Countries that reasons name as the victim: sanctions "over the war in Ukraine" are not aimed at Ukraine."""


# ---- day ------------------------------------------------------------------------------------------------------------
def days_of(marked: Marked, predicate: Predicate) -> Sequence[When]:
    """The mentions of time in a predicate's clause, without those in a reason or a deadline."""
    in_clause = (when for when in marked.whens if predicate.clause[0] <= when.start < predicate.clause[1])
    return [when for when in in_clause if not (dates_a_reason(marked, when, predicate) or is_deadline(marked, when))]


def is_deadline(marked: Marked, when: When) -> bool:
    """Whether a date is the end of a period: "до 28 февраля", "bis zum 28. Februar" (until 28 February)."""
    return any(
        (until := marked.listed(i, "until")) and until.end >= when.start for i in range(when.start - 3, when.start)
    )


def dates_a_reason(marked: Marked, when: When, predicate: Predicate) -> bool:
    """Whether a date belongs to a reason before it: "wegen der Wahl am 9. Mai" (for the election on 9 May)."""
    for i in range(when.start - 1, predicate.clause[0] - 1, -1):
        if marked.begins_reason(i):
            return True
        if (
            (marked.low(i) == "," and i < predicate.head.start)
            or marked.verb_at(i)
            or marked.has("have", i, i + 1)
            or marked.has("be", i, i + 1)
        ):
            return False
    return False


def act_day(marked: Marked, finding: LanguageFinding, span: Span) -> Day | None:
    """The day or window of the act: in its clause, else before it; None if the sentence states none.

    A headline in the present tense means the day of the article.
    """
    predicate = finding.predicate
    in_clause = days_of(marked, predicate)
    before_clause = (when for when in marked.whens if when.start < predicate.clause[0] and when.end <= span[0])
    not_in_speech = [when for when in before_clause if not in_speech(marked, when)]
    candidates = sorted([*in_clause, *not_in_speech], key=lambda when: (when not in in_clause, when.kind == "since"))
    day = next((stated for when in candidates if (stated := day_of_mention(marked, when, finding)) is not None), None)
    today = marked.published_on
    if day is None and predicate.is_present and finding.mood == "imposed" and today is not None:
        return present_day(today)
    return day


def in_speech(marked: Marked, when: When) -> bool:
    """Whether a day stands in a clause of speech."""
    return marked.has("speech", *clause_bounds(marked, when.start))


def day_of_mention(marked: Marked, when: When, finding: LanguageFinding) -> Day | None:
    """The day or window that a mention of time means; None if the context does not tell.

    A weekday of a plan is the next such day.
    """
    planned = finding.mood == "planned" and when.start > finding.predicate.head.start
    return day_of_when(when, marked.published_on, is_ahead=planned)


# ---- country --------------------------------------------------------------------------------------------------------
def target_country(marked: Marked, finding: LanguageFinding, context: Context) -> tuple[str, str] | None:
    """The targets' country and the rule that found it; None if no country, or several, can be meant.

    Tried in turn: the targets' nationality, the sentence, the sentences before.
    """
    codes = [code for code in finding.targets.countries if code not in NO_COUNTRY and code not in finding.agents.codes]
    if codes:
        return (country_code(codes[0]), "country:targets") if len(codes) == 1 else None
    kinds = ("country", "oblique", "adjective")
    mood = finding.predicate.mood
    start = mood.end if mood is not None else finding.predicate.clause[0]
    countries_after = (
        actor
        for actor in marked.actors
        if actor.start >= start and actor.kind in kinds and not is_victim(marked, actor, finding.predicate)
    )
    others = {actor.code for actor in countries_after} - {*finding.agents.codes, *NO_COUNTRY}
    if others:
        return (country_code(others.pop()), "country:sentence") if len(others) == 1 else None
    if context.country and context.country not in finding.agents.codes:
        return country_code(context.country), "country:context"
    return None


def is_victim(marked: Marked, actor: Actor, predicate: Predicate) -> bool:
    """Whether a country is only mentioned as the attacked one, in the reasons for an act."""
    reasons = (i for i in range(predicate.head.end, actor.start) if marked.begins_reason(i))
    return actor.code in ATTACKED and next(reasons, None) is not None


# ---- count ----------------------------------------------------------------------------------------------------------
def count_scope(marked: Marked, predicate: Predicate, group: Group) -> CountScope | None:
    """Whether a count is of this act or cumulative over time; None if nothing is counted."""
    if not group.counted:
        return None
    is_cumulative = marked.has("totals", 0, len(marked)) or any(
        when.kind == "since" for when in days_of(marked, predicate)
    )
    return "cumulative" if is_cumulative else "action"


# ---- source ---------------------------------------------------------------------------------------------------------
LONGEST_SOURCE = 9
"""Tokens of a source."""

Source = tuple[str, str]


def source_of_claim(marked: Marked, predicate: Predicate) -> Source | None:
    """The source of a claim and the rule that found it; None if the sentence names no source."""
    return source_according_to(marked) or source_before(marked, predicate) or source_after(marked, predicate)


def source_according_to(marked: Marked) -> Source | None:
    """The source in "selon l'agence", "по данным Минфина" (according to …); None if there is none."""
    for i in range(len(marked)):
        opening = marked.listed(i, "according")
        if opening is not None:
            return trimmed_source(marked, opening.end, source_end(marked, opening.end), "source:according_to")
    return None


def source_before(marked: Marked, predicate: Predicate) -> Source | None:
    """The source before the clause: "Госдепартамент сообщил, что ..." (the State Department said that); else None."""
    clause = predicate.clause[0]
    for i in range(clause):
        if marked.listed(i, "speech"):
            start = source_start(marked, i)
            return trimmed_source(marked, start, subject_end(marked, start, i), "source:said_before")
    return None


def source_after(marked: Marked, predicate: Predicate) -> Source | None:
    """The source after the clause: "..., сообщает агентство" (the agency says), "..., a déclaré le ministre".

    None if there is none.
    """
    for i in range(predicate.clause[1], len(marked)):
        speech = marked.listed(i, "speech")
        if speech is not None:
            return trimmed_source(marked, speech.end, source_end(marked, speech.end), "source:said_after")
    return None


def trimmed_source(marked: Marked, start: int, end: int, rule: str) -> Source | None:
    """The words of a source without articles and dates at its ends; None if they can be no source."""
    while start < end and (is_edge_word(marked, start) or marked.listed(start, "preambles")):
        start += 1
    while end > start and is_edge_word(marked, end - 1):
        end -= 1
    if start >= end or end - start > LONGEST_SOURCE or marked.listed(start, "pronouns"):
        return None
    if any(marked.word(i)[:1].isdigit() for i in range(start, end)):
        return None
    return marked.text(start, end), rule


def is_edge_word(marked: Marked, i: int) -> bool:
    """Whether a token at the edge of a source does not belong to it: an article, a date, a comma."""
    if i in marked.when_at or marked.low(i) in QUOTATION_MARKS or marked.low(i) == ",":
        return True
    return bool(marked.listed(i, "articles") or marked.listed(i, "have") or marked.listed(i, "in"))


def source_end(marked: Marked, i: int) -> int:
    """The token after the noun phrase that begins at i: a comma, a stop, a clause or a verb."""
    ends = (
        j for j in range(i, len(marked))
        if marked.low(j) in (",", *STOPS) or marked.listed(j, "openers") or marked.listed(j, "have")
        or marked.listed(j, "be")
        or (j > i and (marked.listed(j, "phrase_ends") or marked.verb_at(j)))
    )  # fmt: skip
    return next(ends, len(marked))


def source_start(marked: Marked, i: int) -> int:
    """The first token of the noun phrase before token i."""
    return next((j for j in range(i, 0, -1) if marked.low(j - 1) in (",", *STOPS)), 0)


def subject_end(marked: Marked, start: int, verb: int) -> int:
    """The token after the subject of a verb of speech: its auxiliary, a date or the verb."""
    return next((j for j in range(start + 1, verb) if marked.listed(j, "have") or marked.listed(j, "in")), verb)


# ---- quote ----------------------------------------------------------------------------------------------------------
INSTITUTION_NEAR = 4
"""Tokens before a country among which the word for its institution stands: "министерство иностранных дел Японии"."""


def quote_span(marked: Marked, finding: LanguageFinding) -> Span:
    """The tokens of the quote within its clause: actor, verb, noun, targets and days."""
    predicate, targets = finding.predicate, finding.targets
    parts = [
        (mention.start, mention.end)
        for mention in (predicate.head, predicate.noun, predicate.mood)
        if mention is not None
    ]
    parts += [(mention.start, mention.end) for mention in finding.agents.mentions]
    parts += [(group.start, group.end) for group in targets.groups]
    parts += [(targets.start, targets.end)] if targets.start is not None else []
    parts += [(when.start, when.end) for when in days_of(marked, predicate)]
    parts_in_clause = [part for part in parts if predicate.clause[0] <= part[0] < predicate.clause[1]] or parts
    return start_of_phrase(marked, min(span[0] for span in parts_in_clause), predicate), max(
        span[1] for span in parts_in_clause
    )


def start_of_phrase(marked: Marked, first: int, predicate: Predicate) -> int:
    """The quote's first token, moved left over an article, preposition or institution before it.

    So that the quote reads as a phrase: "the Treasury of the US", not "US".
    """
    while first > predicate.clause[0] and continues_phrase(marked, first - 1):
        first -= 1
    if first not in marked.actor_at:
        return first
    near = range(first - 1, max(first - INSTITUTION_NEAR, predicate.clause[0]) - 1, -1)
    words_before = takewhile(lambda i: marked.word(i).islower() or marked.listed(i, "institutions"), near)
    return next((i for i in words_before if marked.listed(i, "institutions")), first)


def continues_phrase(marked: Marked, i: int) -> bool:
    """Whether the token at i belongs to the noun phrase that continues after it."""
    lists = ("articles", "institutions", "towards", "in", "titles", "organisations")
    is_inner_hyphen = marked.low(i) == "-" and marked.glued(i) and marked.glued(i + 1)
    return i not in marked.actor_at and (is_inner_hyphen or any(marked.listed(i, name) for name in lists))
