"""The acting authority of a predicate.

Here: choosing among the actors of a clause. Not here: the targets (see targets).
"""

from collections.abc import Iterator

from pipelines.claims.frame import Agents
from pipelines.claims.languages.clauses import bounds
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Predicate
from pipelines.claims.marks import Actor

REACH = 8
"""Tokens after a verb among which its subject may follow."""


def agents(marked: Marked, predicate: Predicate) -> Agents:
    """The authorities of a predicate: its subject or agent, else whose sanctions or list it is."""
    for rule, first in ways(marked, predicate):
        if first is None:
            continue
        if first.kind == "other":
            return Agents(rejected=True)
        mentions = (first, *coordinated_actors(marked, first, predicate))
        codes = tuple(dict.fromkeys(mention.code for mention in mentions))
        return Agents(codes, rule=rule, mentions=mentions)
    return Agents()


def ways(marked: Marked, predicate: Predicate) -> Iterator[tuple[str, Actor | None]]:
    """The possible actors with their rules, most likely first."""
    if predicate.status == "called_for":
        yield "agent:asked", asked(marked, predicate)
    elif predicate.voice == "active" and acts_itself(predicate):
        yield "agent:subject", subject(marked, predicate)
        yield "agent:after_verb", after_verb(marked, predicate)
        yield "agent:before_verb", right_before(marked, predicate)
        yield "agent:speaker", speaker(marked, predicate)
    else:
        yield "agent:by", agent_of_passive(marked, predicate)
    yield "agent:owner", owner_of_noun(marked, predicate)
    if predicate.voice == "passive":
        yield "agent:beside", actor_beside_verb(marked, predicate) if marked.wording.declined else None
        yield "agent:reporter", reporter(marked, predicate)


def acts_itself(predicate: Predicate) -> bool:
    """Whether the subject of the verb is an authority, and no target or sanction."""
    return predicate.verb is None or not (predicate.verb.verb.by_target or predicate.verb.verb.by_sanctions)


# ---- ways to be named -----------------------------------------------------------------------------------------------
def subject(marked: Marked, predicate: Predicate) -> Actor | None:
    """The first actor before the verb and what governs it, which no preposition takes aside."""
    end = predicate.head.start
    if predicate.mood is not None and predicate.clause[0] < predicate.mood.start < end:
        end = predicate.mood.start
    return next(acting(marked, predicate.clause[0], end, oblique=False), None)


def after_verb(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor that follows the verb or what governs it, where no target stands between."""
    heads = [predicate.head.end, predicate.mood.end] if predicate.mood else [predicate.head.end]
    nearest = (
        next(acting(marked, start, min(predicate.clause[1], start + REACH), oblique=False), None) for start in heads
    )
    return next((actor for actor in nearest if actor is not None and follows(marked, predicate, actor.start)), None)


def follows(marked: Marked, predicate: Predicate, i: int) -> bool:
    """Whether no preposition stands between a verb, or what governs it, and the actor at i after it."""
    starts = [predicate.head.end, *([predicate.mood.end] if predicate.mood else [])]
    between = range(max(start for start in starts if start <= i), i)
    return not any(marked.towards(j) or marked.listed(j, "phrase_ends") for j in between)


def actor_beside_verb(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor on either side of a passive verb where its case alone says that it acts: "Евросоюзом введены"."""
    start, end = predicate.clause
    before = next(acting(marked, start, predicate.head.start, oblique=True), None)
    return before or next(acting(marked, predicate.head.end, min(end, predicate.head.end + REACH), oblique=True), None)


def right_before(marked: Marked, predicate: Predicate) -> Actor | None:
    """The actor right before the verb, though a preposition came earlier: "санкции против 24 лиц США ввели"."""
    actor = marked.actor_at.get(predicate.head.start - 1)
    return actor if actor is not None and actor.kind in ("body", "country") else None


def speaker(marked: Marked, predicate: Predicate) -> Actor | None:
    """The subject of the clause before, where this one may leave it out: "заявил, что рассматривает"."""
    start = predicate.clause[0]
    before = bounds(marked, max(start - 1, 0))
    has_speech = marked.has("speech", *before)
    opened = marked.listed(start, "openers") or marked.listed(start, "openers_after_comma")
    if start == 0 or not (
        (opened and (has_speech or marked.wording.declined)) or (has_speech and marked.low(start - 1) == ",")
    ):
        return None
    return next(acting(marked, *before, oblique=False), None)


def is_institution(marked: Marked, actor: Actor) -> bool:
    """Whether an actor is a body, or a country with one: "das kanadische Außenministerium"."""
    if actor.kind in ("legislature", "nationals", "other"):
        return False
    after = actor.kind == "adjective" and institution_after(marked, actor.end)
    return actor.kind == "body" or after or institution_before(marked, actor.start)


def reporter(marked: Marked, predicate: Predicate) -> Actor | None:
    """The body that reports a passive which names no agent: "wurden belegt, teilte das US-Finanzministerium mit"."""
    start, end = predicate.clause
    for actor in marked.actors:
        outside = actor.end <= start or actor.start >= end
        if outside and is_institution(marked, actor) and marked.has("speech", *bounds(marked, actor.start)):
            return actor
    return None


def asked(marked: Marked, predicate: Predicate) -> Actor | None:
    """Of whom it is asked: the first actor between the demand and the sanctions, else after it."""
    start = predicate.mood.end if predicate.mood is not None else predicate.clause[0]
    between = [actor for actor in marked.actors if start <= actor.start < predicate.head.start]
    if predicate.verb is None:
        return next((actor for actor in between if actor.kind in ("body", "legislature")), None)
    able = (actor for actor in between if actor.kind in ("body", "legislature", "country", "oblique"))
    return next(able, None) or next(acting(marked, start, predicate.clause[1], oblique=True), None)


def agent_of_passive(marked: Marked, predicate: Predicate) -> Actor | None:
    """The agent of a passive: "von den USA", "par l'UE", "со стороны США"."""
    for i in range(*predicate.clause):
        by = marked.listed(i, "by")
        actor = at_phrase(marked, by.end) if by is not None else None
        if actor is not None:
            return actor
    return None


def owner_of_noun(marked: Marked, predicate: Predicate) -> Actor | None:
    """Whose sanctions or list it is: "санкции ЕС", "US-Sanktionen", "sanctions américaines"."""
    if predicate.noun is None:
        return None
    after = at_phrase(marked, predicate.noun.end)
    before = marked.actor_at.get(predicate.noun.start - 1 - (marked.low(predicate.noun.start - 1) == "-"))
    inside = marked.actor_at.get(predicate.noun.start)
    return next((actor for actor in (inside, before, after) if actor is not None and actor.kind != "other"), None)


def at_phrase(marked: Marked, i: int) -> Actor | None:
    """The actor at the beginning of a noun phrase: articles and institutions may come first."""
    introduces = ("articles", "institutions")
    while i in marked.noun_at or marked.low(i) == "(" or any(marked.listed(i, name) for name in introduces):
        i += 1
    return marked.actor_at.get(i)


# ---- who may act ----------------------------------------------------------------------------------------------------
def acting(marked: Marked, start: int, end: int, *, oblique: bool) -> Iterator[Actor]:
    """The actors of a stretch that may act, from left to right."""
    for actor in marked.actors:
        if start <= actor.start < end and may_act(marked, actor, start, oblique=oblique):
            yield actor


def may_act(marked: Marked, actor: Actor, start: int, *, oblique: bool) -> bool:
    """Whether an actor can be a subject here: a body, a country as such, or one with an institution."""
    if stands_after_preposition_of_cause(marked, actor, start):
        return False
    kind = actor.kind
    if kind in ("body", "legislature", "country", "other"):
        return True
    if kind == "oblique":
        return oblique or institution_before(marked, actor.start)
    return kind == "adjective" and (institution_after(marked, actor.end) or institution_before(marked, actor.start))


def institution_before(marked: Marked, i: int) -> bool:
    """Whether the word for an institution stands before i, articles and further nouns notwithstanding."""
    for j in range(i - 1, max(i - 5, -1), -1):
        if marked.listed(j, "institutions"):
            return True
        small = marked.listed(j, "articles") or marked.word(j).islower() or marked.low(j) == ")"
        if not small or marked.verb_at(j):
            return False
    return False


def institution_after(marked: Marked, i: int) -> bool:
    """Whether the word for an institution stands at i or right after."""
    return any(marked.listed(j, "institutions") for j in (i, i + 1))


def stands_after_preposition_of_cause(marked: Marked, actor: Actor, start: int) -> bool:
    """Whether a preposition takes an actor aside: "против", "gegen", "в ответ на", until a comma."""
    for j in range(actor.start - 1, max(start - 1, actor.start - 9), -1):
        if marked.low(j) == ",":
            return False
        if marked.reason(j):
            return True
        if marked.towards(j) and nothing_between(marked, j, actor.start):
            return True
    return False


def nothing_between(marked: Marked, preposition: int, i: int) -> bool:
    """Whether no verb, auxiliary or noun of sanctions ends what a preposition takes before i."""
    words = range(preposition + 1, i)
    return not any(marked.verb_at(j) or j in marked.noun_at or marked.has("have", j, j + 1) for j in words)


def coordinated_actors(marked: Marked, first: Actor, predicate: Predicate) -> Iterator[Actor]:
    """The actors after the first in a list of actors: "Канада" and "ЕС" in "США, Канада и ЕС"."""
    end = first.end
    for actor in marked.actors:
        if actor.start < end or actor.start >= predicate.clause[1] or actor.kind in ("nationals", "other"):
            continue
        between = range(end, actor.start)
        is_joined = any(marked.low(j) == "," or marked.listed(j, "and") for j in between)
        only_joints = all(marked.low(j) == "," or marked.has("joints", j, j + 1) for j in between)
        if not is_joined or not only_joints:
            return
        yield actor
        end = actor.end
