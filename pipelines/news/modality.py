"""How sure a sentence is of a sanction: imposed, planned, considered, called for, lifted, denied.

Here: the words that govern a predicate, read from right to left. Not here: who acts.
"""

from dataclasses import dataclass

from pipelines.news.claim import Status
from pipelines.news.clauses import clause_start
from pipelines.news.mentions import ARTICLES, QUOTES, Marked
from pipelines.news.predicate import Predicate

ORDER: tuple[Status, ...] = ("denied", "called_for", "considered", "planned")
CONDITIONS = frozenset({"if", "unless", "until", "whether", "should"})
BILLS = frozenset({"bill", "bills", "legislation", "proposed", "proposal", "proposals", "draft", "motion"})
CONTROL_NOUNS = {
    "plan": "planned", "plans": "planned", "intention": "planned", "intentions": "planned", "decision": "imposed", "threat": "considered", "threats": "considered",
    "proposal": "considered", "proposals": "considered", "idea": "considered", "possibility": "considered", "calls": "called_for", "call": "called_for", "demand": "called_for",
    "demands": "called_for", "refusal": "denied", "order": "imposed", "decree": "imposed", "orders": "imposed", "law": "imposed", "power": "considered", "powers": "considered", "authority": "considered",
    "right": "considered", "resolution": "imposed", "pledge": "planned", "promise": "planned", "move": "imposed", "step": "imposed", "steps": "planned", "efforts": "considered", "effort": "considered",
    "option": "considered", "readiness": "considered", "announcement": "imposed", "request": "called_for", "bid": "considered", "push": "called_for",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mood:
    """The status of a predicate.

    Attributes:
        group_start: the first token of the verb group, after which the subject ends.
        governor: the verb that governs it ("urged ... to"), if any; its subject is then who asks or denies.
        conditional: inside an if-clause.
        rule: the name of what decided.
    """

    status: Status
    group_start: int
    governor: int | None = None
    conditional: bool = False
    rule: str = "status:asserted"


@dataclass(slots=True)
class Walk:
    """What was seen while walking left from a verb."""

    at: int
    cues: list[tuple[str, int]]
    infinitive: bool = False
    asserted: bool = False

    def note(self, status: str, i: int) -> None:
        self.cues.append((status, i))


def mood(marked: Marked, predicate: Predicate) -> Mood:
    """The status that the words around a predicate give it."""
    walk = walked(marked, predicate)
    start = walk.at + 1
    if walk.infinitive and not any(marked.lexicon.modals.get(marked.low(i)) != status for status, i in walk.cues):
        governed(marked, walk, start)
    matrix(marked, walk, start)
    clause = clause_start(marked, predicate.verb)
    inverted = any(
        marked.low(i) == "should"
        and marked.low(i - 1) in (",", "")
        and i + 1 in {actor.start - (marked.low(actor.start - 1) == "the") for actor in marked.actors}
        for i in range(start)
    )
    conditional = marked.low(clause) in CONDITIONS or marked.low(clause - 1) in CONDITIONS or inverted
    bills(marked, predicate, walk, clause)
    carried = inherited(marked, predicate, walk)
    if carried is not None:
        walk.note(carried, predicate.verb)
    return decided(marked, predicate, walk, start, conditional)


def inherited(marked: Marked, predicate: Predicate, walk: Walk) -> str | None:
    """The modal of the first of two coordinated verbs holds for the second: "will recognise ... and impose"."""
    forms = marked.forms(predicate.verb)
    if walk.cues or marked.low(walk.at) != "and" or not forms or any(word.form != "base" for word in forms):
        return None
    for i in range(walk.at - 1, max(walk.at - 45, -1), -1):
        if marked.low(i) in marked.lexicon.modals:
            return marked.lexicon.modals[marked.low(i)]
        if marked.low(i) in (";", "and") and i in marked.noun_at:
            break
    return None


def decided(marked: Marked, predicate: Predicate, walk: Walk, start: int, conditional: bool) -> Mood:
    """The strongest cue wins: a denied plan is denied."""
    for status in ORDER:
        for cue, i in walk.cues:
            if cue == status:
                return Mood(status, start, i, conditional, f"status:{status}:{marked.low(i)}")
    if any(cue == "agreed" for cue, _ in walk.cues) and predicate.action == "lift":
        return Mood("planned", start, None, conditional, "status:planned:agreed")
    if walk.infinitive and not walk.asserted and walk.cues == [] and headline_future(marked, start):
        return Mood("planned", start, None, conditional, "status:planned:to")
    conditional = conditional or purpose(marked, predicate, walk)
    return Mood("lifted" if predicate.action == "lift" else "imposed", start, None, conditional)


def walked(marked: Marked, predicate: Predicate) -> Walk:
    """From the verb to the left, over auxiliaries, modals, adverbs, days and governing verbs."""
    walk = Walk(predicate.verb - 1, [])
    own_status(marked, predicate, walk)
    gerund = any(word.form == "ing" for word in marked.forms(predicate.verb))
    while walk.at >= 0 and stepped(marked, walk, gerund):
        pass
    return walk


LEFT_OUT = frozenset({"leave", "omit", "exclude", "spare"})


def own_status(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """As in "threatens sanctions", "called for sanctions": the verb of the predicate is itself one of intent."""
    if (
        predicate.rule in ("noun:object", "noun:with")
        and not marked.lemma_in(predicate.verb, "impose")
        and not marked.lemma_in(predicate.verb, "lift")
        and not marked.lemma_in(predicate.verb, "hit")
    ):
        for word in marked.forms(predicate.verb):
            status = marked.lexicon.status_of.get(word.lemma)
            if status:
                walk.note(status, predicate.verb)
                break
        else:
            if marked.low(predicate.verb) in ("calls", "vote", "votes"):
                walk.note("called_for", predicate.verb)
    if predicate.rule == "noun:face" and marked.low(predicate.verb - 1) == "or":
        walk.note("considered", predicate.verb)
    if predicate.rule == "list:remove" and any(word.lemma in LEFT_OUT for word in marked.forms(predicate.verb)):
        walk.note("denied", predicate.verb)
    noun = marked.noun_at.get(predicate.first) or marked.noun_at.get(predicate.last - 1)
    if noun is not None and "no" in (marked.low(noun.start), marked.low(noun.start - 1)) and not predicate.background:
        walk.note("denied", noun.start)
    between = {marked.low(i) for i in range(predicate.first, predicate.last)}
    if between & {"possible", "potential", "proposed", "possibility", "threat", "draft"} and not predicate.background:
        walk.note("considered", predicate.verb)


def stepped(marked: Marked, walk: Walk, gerund: bool) -> bool:
    """One step to the left; False where the verb group ends."""
    i, low = walk.at, marked.low(walk.at)
    if i in marked.when_at:
        walk.at = marked.when_at[i].start - 1
    elif low in QUOTES or (low in ("on", "in") and i + 1 in marked.when_at):
        walk.at -= 1
    elif low in marked.lexicon.modals and i not in marked.actor_at:
        walk.note(marked.lexicon.modals[low], i)
        walk.at -= 1
    elif i in marked.number_at and walk.infinitive:
        walk.at = marked.number_at[i].start - 1
    elif low == "to" or (marked.is_in(i, "auxiliaries") and not (low == "'s" and i - 1 in marked.actor_at)):
        walk.infinitive = walk.infinitive or low == "to"
        walk.at -= 1
    elif (marked.is_in(i, "adverbs") and low != "in") or (low.endswith("ly") and low.isalpha() and len(low) > 4):
        walk.at -= 1
    else:
        return controlled(marked, walk, gerund)
    return True


def controlled(marked: Marked, walk: Walk, gerund: bool) -> bool:
    """A step over a governing verb or noun: "plans to", "is considering imposing", "its decision to"."""
    i, low = walk.at, marked.low(walk.at)
    status = governing_status(marked, i)
    if status and (walk.infinitive or gerund or marked.low(i + 1) in ("that", "on")):
        if status != "imposed":
            walk.note(status, i)
        walk.asserted = True
        walk.at -= 1
        return True
    if low in CONTROL_NOUNS and (walk.infinitive or gerund):
        walk.note(CONTROL_NOUNS[low], i)
        walk.asserted = True
        walk.at -= 1
        return marked.low(i - 1) in ARTICLES
    if gerund and low in marked.lexicon.words["before_gerunds"] and walk.at == i:
        return before_gerund(marked, walk, low)
    if low in ARTICLES and marked.low(i + 1) in CONTROL_NOUNS:
        walk.at -= 1
        return True
    return False


def governing_status(marked: Marked, i: int) -> str | None:
    """The status given by the governing verb at i: one of [status], or one that lets the statement stand ("vote to", "announce")."""
    for word in marked.forms(i):
        status = marked.lexicon.status_of.get(word.lemma)
        if status:
            return status
    return "imposed" if marked.low(i) in marked.lexicon.words["letting_stand"] else None


def before_gerund(marked: Marked, walk: Walk, low: str) -> bool:
    """As in "from imposing" after "blocks X", "the possibility of applying": the word before the preposition decides."""
    i = walk.at
    if low == "from":
        for j in range(i - 1, max(i - 9, -1), -1):
            if governing_status(marked, j) == "denied":
                walk.note("denied", j)
                return False
    if marked.low(i - 1) in CONTROL_NOUNS or marked.low(i - 1) in marked.lexicon.modals:
        walk.at = i - 1
        return True
    status = governing_status(marked, i - 1)
    if status and low in ("for", "on", "against", "about"):
        walk.note("denied" if low == "against" else status, i - 1)
        walk.at = i - 2
    return False


def governed(marked: Marked, walk: Walk, start: int) -> None:
    """As in "urged London to sanction", "called for X to be blacklisted", "wants the EU to": a governing verb with an object between."""
    low = clause_start(marked, max(start - 1, 0))
    for j in range(start - 1, max(low - 1, start - 20), -1):
        status = governing_status(marked, j)
        if (
            status in ("called_for", "considered", "denied", "planned")
            and j < start - 1
            and marked.low(j + 1) not in (",",)
        ):
            walk.note("called_for" if status == "considered" else status, j)
            return
        if marked.low(j) in ("order", "orders", "ordered") and j + 1 + (marked.low(j + 1) == "the") in marked.actor_at:
            walk.note("called_for", j)
            return
        if marked.low(j) in ("calls", "pressure", "demands", "appeals") and j < start - 1:
            walk.note("called_for", j)
            return


def matrix(marked: Marked, walk: Walk, start: int) -> None:
    """As in "denied that it had", "threatened that", "warned it would": the verb that governs the whole clause."""
    clause = clause_start(marked, max(start - 1, 0))
    j = clause - 1 - (marked.low(clause - 1) == "that")
    for i in (j, j - 1):
        lemmas = {word.lemma for word in marked.forms(i)}
        if "deny" in lemmas:
            walk.note("denied", i)
        elif lemmas & {"threaten", "warn"} and walk.cues:
            walk.note("considered", i)
    for i in range(start - 1, max(clause - 1, start - 5), -1):
        lemmas = {word.lemma for word in marked.forms(i)}
        if "deny" in lemmas:
            walk.note("denied", i)
        elif lemmas & {"warn", "threaten"} and walk.cues:
            walk.note("considered", i)


def bills(marked: Marked, predicate: Predicate, walk: Walk, clause: int) -> None:
    """A bill, draft or motion imposes nothing until it is signed."""
    left = range(max(clause - 8, 0), predicate.verb)
    words = {marked.low(i) for i in left}
    signed = any(word.lemma == "sign" for i in left for word in marked.forms(i))
    vetoed = next((i for i in left if any(word.lemma in ("veto", "reject") for word in marked.forms(i))), None)
    if vetoed is not None and not predicate.background:
        walk.note("denied", vetoed)
    if (predicate.bill or words & BILLS) and not signed:
        where = next((i for i in left if marked.low(i) in BILLS), predicate.verb)
        walk.note("considered", where)


def purpose(marked: Marked, predicate: Predicate, walk: Walk) -> bool:
    """Whether an infinitive or gerund is only a purpose or circumstance, which nothing asserts: "ways to enforce", "for imposing"."""
    if walk.infinitive and not walk.cues:
        return not walk.asserted
    gerund = any(word.form == "ing" for word in marked.forms(predicate.verb))
    if marked.low(walk.at) == "in" and any(
        marked.low(i) in ("joined", "joins", "join", "followed", "follows") for i in range(max(walk.at - 6, 0), walk.at)
    ):
        return False
    return gerund and marked.is_in(walk.at, "circumstance")


def headline_future(marked: Marked, start: int) -> bool:
    """As in "Canada to sanction five firms": an infinitive right after its subject, in a sentence without another verb before it."""
    actor = marked.actor_at.get(start - 1)
    return actor is not None and not any(
        word.form in ("s", "past", "ed", "base") for i in range(start) for word in marked.forms(i)
    )
