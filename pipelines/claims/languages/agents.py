"""The acting authority of a predicate.

Here: choosing among the actors of a clause. Not here: the targets (see targets).
"""

from collections.abc import Iterator

from pipelines.claims.frame import Agents
from pipelines.claims.languages.clauses import clause_bounds
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Predicate
from pipelines.claims.marks import Actor

REACH = 8
"""Tokens after a verb among which its subject may follow."""


def agents(marked: Marked, predicate: Predicate) -> Agents:
    """The authorities that act in a predicate: its subject or agent, else the owner of the sanctions or list.

    Without a code if none does; rejected if the actor is no authority.
    """
    for rule, actor in possible_actors(marked, predicate):
        if actor is None:
            continue
        if actor.kind == "other":
            return Agents(rejected=True)
        mentions = (actor, *coordinated_actors(marked, actor, predicate))
        codes = tuple(dict.fromkeys(mention.code for mention in mentions))
        return Agents(codes, rule=rule, mentions=mentions)
    return Agents()


def possible_actors(marked: Marked, predicate: Predicate) -> Iterator[tuple[str, Actor | None]]:
    """Yields (rule, actor) for every actor that may be the one who acts, the most likely first.

    The actor is None where a rule finds none.
    """
    if predicate.status == "called_for":
        yield "agent:asked", actor_asked(marked, predicate)
    elif predicate.voice == "active" and acts_itself(predicate):
        yield "agent:subject", subject_of_verb(marked, predicate)
        yield "agent:after_verb", actor_after_verb(marked, predicate)
        yield "agent:before_verb", actor_right_before(marked, predicate)
        yield "agent:speaker", subject_of_clause_before(marked, predicate)
    else:
        yield "agent:by", agent_of_passive(marked, predicate)
    yield "agent:owner", owner_of_noun(marked, predicate)
    if predicate.voice == "passive":
        yield "agent:beside", actor_beside_verb(marked, predicate) if marked.wording.declined else None
        yield "agent:reporter", reporting_body(marked, predicate)


def acts_itself(predicate: Predicate) -> bool:
    """Whether the verb's subject is the authority, and not the target or the sanctions."""
    return predicate.verb is None or not (predicate.verb.verb.by_target or predicate.verb.verb.by_sanctions)


# ---- ways to be named -----------------------------------------------------------------------------------------------
def subject_of_verb(marked: Marked, predicate: Predicate) -> Actor | None:
    """The first actor before the verb that can be its subject; None if there is none."""
    end = predicate.head.start
    if predicate.mood is not None and predicate.clause[0] < predicate.mood.start < end:
        end = predicate.mood.start
    return next(actors_that_may_act(marked, predicate.clause[0], end, include_oblique=False), None)


def actor_after_verb(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor that follows the verb or its governor without a preposition between; None if none does."""
    ends = [predicate.head.end, predicate.mood.end] if predicate.mood else [predicate.head.end]
    nearest = (
        next(actors_that_may_act(marked, start, min(predicate.clause[1], start + REACH), include_oblique=False), None)
        for start in ends
    )
    return next(
        (
            actor
            for actor in nearest
            if actor is not None and follows_without_preposition(marked, predicate, actor.start)
        ),
        None,
    )


def follows_without_preposition(marked: Marked, predicate: Predicate, i: int) -> bool:
    """Whether no preposition stands between a verb, or what governs it, and the actor at token i after it."""
    starts = [predicate.head.end, *([predicate.mood.end] if predicate.mood else [])]
    between = range(max(start for start in starts if start <= i), i)
    return not any(marked.towards(j) or marked.listed(j, "phrase_ends") for j in between)


def actor_beside_verb(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor beside a passive verb whose case alone shows that it acts; None if there is none.

    In "Евросоюзом введены" (imposed by the EU) the instrumental case shows it.
    """
    start, end = predicate.clause
    before = next(actors_that_may_act(marked, start, predicate.head.start, include_oblique=True), None)
    return before or next(
        actors_that_may_act(marked, predicate.head.end, min(end, predicate.head.end + REACH), include_oblique=True),
        None,
    )


def actor_right_before(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor right before the verb, even after a preposition; else None.

    In "санкции против 24 лиц США ввели" (sanctions on 24 persons the US imposed) the US act.
    """
    actor = marked.actor_at.get(predicate.head.start - 1)
    return actor if actor is not None and actor.kind in ("body", "country") else None


def subject_of_clause_before(marked: Marked, predicate: Predicate) -> Actor | None:
    """The subject of the clause before, if this clause may leave its own out; else None.

    "заявил, что рассматривает" (said that [it] considers): who said it considers it.
    """
    start = predicate.clause[0]
    before = clause_bounds(marked, max(start - 1, 0))
    has_speech = marked.has("speech", *before)
    opened = marked.listed(start, "openers") or marked.listed(start, "openers_after_comma")
    if start == 0 or not (
        (opened and (has_speech or marked.wording.declined)) or (has_speech and marked.low(start - 1) == ",")
    ):
        return None
    return next(actors_that_may_act(marked, *before, include_oblique=False), None)


def is_institution(marked: Marked, actor: Actor) -> bool:
    """Whether an actor is a body, or a country with a body: "das kanadische Außenministerium" (foreign ministry)."""
    if actor.kind in ("legislature", "nationals", "other"):
        return False
    after = actor.kind == "adjective" and institution_after(marked, actor.end)
    return actor.kind == "body" or after or institution_before(marked, actor.start)


def reporting_body(marked: Marked, predicate: Predicate) -> Actor | None:
    """The body that reports a passive without an agent: "teilte das US-Finanzministerium mit"; else None."""
    start, end = predicate.clause
    for actor in marked.actors:
        is_outside_clause = actor.end <= start or actor.start >= end
        if (
            is_outside_clause
            and is_institution(marked, actor)
            and marked.has("speech", *clause_bounds(marked, actor.start))
        ):
            return actor
    return None


def actor_asked(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor that is asked to act, between the demand and the sanctions or after them; else None."""
    start = predicate.mood.end if predicate.mood is not None else predicate.clause[0]
    between = [actor for actor in marked.actors if start <= actor.start < predicate.head.start]
    if predicate.verb is None:
        return next((actor for actor in between if actor.kind in ("body", "legislature")), None)
    able = (actor for actor in between if actor.kind in ("body", "legislature", "country", "oblique"))
    return next(able, None) or next(actors_that_may_act(marked, start, predicate.clause[1], include_oblique=True), None)


def agent_of_passive(marked: Marked, predicate: Predicate) -> Actor | None:
    """The agent of a passive: "von den USA", "par l'UE", "со стороны США" (all: by …); None if none is named."""
    for i in range(*predicate.clause):
        by = marked.listed(i, "by")
        actor = actor_opening_phrase(marked, by.end) if by is not None else None
        if actor is not None:
            return actor
    return None


def owner_of_noun(marked: Marked, predicate: Predicate) -> Actor | None:
    """The owner of the sanctions or list: "санкции ЕС", "US-Sanktionen" (EU, US sanctions); None if none is named."""
    if predicate.noun is None:
        return None
    after = actor_opening_phrase(marked, predicate.noun.end)
    before = marked.actor_at.get(predicate.noun.start - 1 - (marked.low(predicate.noun.start - 1) == "-"))
    inside = marked.actor_at.get(predicate.noun.start)
    return next((actor for actor in (inside, before, after) if actor is not None and actor.kind != "other"), None)


def actor_opening_phrase(marked: Marked, i: int) -> Actor | None:
    """The actor at the start of the noun phrase at token i, after articles and institutions; else None."""
    introduces = ("articles", "institutions")
    while i in marked.noun_at or marked.low(i) == "(" or any(marked.listed(i, name) for name in introduces):
        i += 1
    return marked.actor_at.get(i)


# ---- who may act ----------------------------------------------------------------------------------------------------
def actors_that_may_act(marked: Marked, start: int, end: int, *, include_oblique: bool) -> Iterator[Actor]:
    """Yields the actors in tokens start..end that can be a subject, from left to right.

    Args:
        include_oblique: also countries in a case that is not the nominative, as the agent of a passive has it.
    """
    for actor in marked.actors:
        if start <= actor.start < end and may_act(marked, actor, start, include_oblique=include_oblique):
            yield actor


def may_act(marked: Marked, actor: Actor, start: int, *, include_oblique: bool) -> bool:
    """Whether an actor can be a subject: a body, a country, or an adjective with an institution.

    Not if it stands after a preposition such as "против" (against), where it is a target or a reason.

    Args:
        include_oblique: also countries in a case that is not the nominative, as the agent of a passive has it.
    """
    if stands_for_target_or_reason(marked, actor, start):
        return False
    kind = actor.kind
    if kind in ("body", "legislature", "country", "other"):
        return True
    if kind == "oblique":
        return include_oblique or institution_before(marked, actor.start)
    return kind == "adjective" and (institution_after(marked, actor.end) or institution_before(marked, actor.start))


def institution_before(marked: Marked, i: int) -> bool:
    """Whether a word for an institution stands at most four tokens before i.

    "министерство финансов Японии" (finance ministry of Japan); no verb or name may stand between.
    """
    for j in range(i - 1, max(i - 5, -1), -1):
        if marked.listed(j, "institutions"):
            return True
        may_stand_between = marked.listed(j, "articles") or marked.word(j).islower() or marked.low(j) == ")"
        if not may_stand_between or marked.verb_at(j):
            return False
    return False


def institution_after(marked: Marked, i: int) -> bool:
    """Whether a word for an institution stands at token i or right after it."""
    return any(marked.listed(j, "institutions") for j in (i, i + 1))


def stands_for_target_or_reason(marked: Marked, actor: Actor, start: int) -> bool:
    """Whether an actor follows a preposition such as "против", "gegen" (against), "в ответ на" (in response to).

    Then it is whom the sanctions are for or why they are imposed, and not who acts.
    """
    for j in range(actor.start - 1, max(start - 1, actor.start - 9), -1):
        if marked.low(j) == ",":
            return False
        if marked.begins_reason(j):
            return True
        if marked.towards(j) and nothing_between(marked, j, actor.start):
            return True
    return False


def nothing_between(marked: Marked, preposition: int, i: int) -> bool:
    """Whether no verb, auxiliary or sanction noun stands between a preposition and token i."""
    words = range(preposition + 1, i)
    return not any(marked.verb_at(j) or j in marked.noun_at or marked.has("have", j, j + 1) for j in words)


def coordinated_actors(marked: Marked, first: Actor, predicate: Predicate) -> Iterator[Actor]:
    """The actors after the first in a list of actors: Canada and the EU in "США, Канада и ЕС".

    Nothing but commas, "and" and small words may stand between them.
    """
    end = first.end
    for actor in marked.actors:
        if actor.start < end or actor.start >= predicate.clause[1] or actor.kind in ("nationals", "other"):
            continue
        between = range(end, actor.start)
        is_joined = any(marked.low(j) == "," or marked.listed(j, "and") for j in between)
        nothing_else_between = all(marked.low(j) == "," or marked.has("joints", j, j + 1) for j in between)
        if not is_joined or not nothing_else_between:
            return
        yield actor
        end = actor.end
