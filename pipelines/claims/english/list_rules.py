"""Rules for lists and packages: "put on its list", "removed from the blacklist", "taking the tally to 61".

Here: one rule a function; its docstring opens with the name under which it appears in Claim.rules. Not here: verbs
that say it alone (verb_rules), sanction nouns (noun_rules).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.claims.claim import Action
from pipelines.claims.english.clauses import (
    FAR,
    clause_end,
    clause_start,
    ends_phrase,
    is_participle_alone,
    no_longer,
    subject_range,
    target_stretches,
    voice,
)
from pipelines.claims.english.governors import claim_verb_at
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.noun_rules import imposer_after_noun
from pipelines.claims.english.predicate import Predicate, predicate_of_noun
from pipelines.claims.english.targets import counts_part_of_them
from pipelines.claims.marks import Actor, Noun, Span


def listed(marked: Marked) -> Iterator[Predicate]:
    """list:put, list:remove - "X put Y on its list", "Y was added to the SDN list", "X removed Y from the list"."""
    for noun in marked.nouns:
        off = marked.is_in(noun.start - 1, "from_list")
        if noun.kind != "sanction" and (off or marked.is_in(noun.start - 1, "to_list")):
            yield from predicates_of_moving_verb(marked, noun, off)


def predicates_of_moving_verb(marked: Marked, noun: Noun, off: bool) -> Iterator[Predicate]:
    """The predicate of "put X on the list" or "removed from the list": the verb stands before the list in its clause.

    Yields at most one. The targets stand between verb and list or after the list; of a passive, before the verb. An
    act that a participle only mentions ("having been added to the list, the firms …") is background.

    Args:
        off: the preposition before the list is "from" or "off", so that the verb takes parties off it.
    """
    particle = noun.start - 1
    for j in range(particle - 1, max(clause_start(marked, particle) - 1, particle - 45), -1):
        word = marked.lemma_in(j, "remove" if off else "put")
        if word is None or not is_moving_verb(marked, j, word.lemma, word.form):
            continue
        spoken = "passive" if marked.has_lemma_of(j, "intransitive") else voice(marked, j, word.form)
        stretches: tuple[Span, ...] = (j + 1, particle), (noun.end, clause_end(marked, noun.end))
        if spoken != "active":
            stretches = target_stretches(marked, j, spoken)
        action: Action = "lift" if off else "impose"
        intransitive = marked.has_lemma_of(j, "intransitive")
        before = marked.lows[max(0, j - 2) : j] == ("having", "been")  # "Having been added to the list, the firms are"
        background = spoken == "attributive" or before or (is_participle_alone(marked, j, spoken) and not intransitive)
        rule = "list:remove" if off else "list:put"
        predicate = predicate_of_noun(noun, rule, j, spoken, stretches, action=action, background=background)
        yield replace(predicate, owner=predicate.owner or owner_after(marked, noun))
        return


def owner_after(marked: Marked, noun: Noun) -> Actor | None:
    """The owner of sanctions named after a list: "a list of people who face sanctions from the EU"; else None."""
    near = (other for other in marked.nouns if noun.end <= other.start < noun.end + 6)
    return next((other.owner or imposer_after_noun(marked, other) for other in near), None)


def is_moving_verb(marked: Marked, j: int, lemma: str, form: str) -> bool:
    """Whether the word at j is a verb that puts on or takes off; not a noun as in "14 names to the blacklist"."""
    if j in marked.noun_at or j in marked.when_at or (lemma, form) == ("include", "ing"):
        return False
    if form == "ing" and (marked.low(j - 1) in ARTICLES or marked.low(j - 1) in ("its", "sanctions", "of")):
        return False
    bare = form in ("s", "base") and ends_phrase(marked, j + 1) and not follows_imposer(marked, j)
    return not bare or lemma in marked.lexicon.words["intransitive"]


def follows_imposer(marked: Marked, j: int) -> bool:
    """Whether an authority is the subject of a relative clause with a verb at j: "which Washington put on its list"."""
    actor = next((other for other in marked.actors if other.end == j and not other.possessive), None)
    return actor is not None and marked.low(actor.start - 1) in ("which", "whom", "that", "who")


def on_list(marked: Marked) -> Iterator[Predicate]:
    """list:on - "more than 300 firms are on the British sanctions list": a standing, not an act."""
    for noun in marked.nouns:
        be = noun.start - 2
        while be > 0 and (marked.is_in(be, "adverbs") or marked.low(be) in ("not", "n't") or no_longer(marked, be)):
            be -= 1
        if noun.kind == "list" and marked.low(noun.start - 1) == "on" and marked.is_in(be, "be"):
            absent = {"not", "n't"} & set(marked.lows[be : noun.start])
            stretch = subject_range(marked, be)
            predicate = predicate_of_noun(noun, "list:on", be, "passive", (stretch,), first=be, last=noun.end)
            yield replace(predicate, stated_status="denied") if absent else predicate


def expanded(marked: Marked) -> Iterator[Predicate]:
    """list:expand - "expanded its blacklist by 20 people", "extending its list to 233 people"."""
    for noun in marked.nouns:
        verb = claim_verb_at(marked, noun.start - 1) if noun.kind == "list" else None
        if verb is not None and verb[1] == "impose" and marked.lemma_in(verb[0], "impose"):
            yield predicate_of_noun(noun, "list:expand", verb[0], "active", (counted_stretch(marked, noun.end),))


def counted_stretch(marked: Marked, start: int) -> Span:
    """The stretch after "by", "to" or "with" and a number: "by 20 people"; the clause's rest if there is none."""
    end = clause_end(marked, start)
    for j in range(start, min(start + 8, end)):
        if marked.low(j) in ("by", "to", "with", ":") and j + 1 in marked.number_at:
            return j + 1, end
    return start, end


TOTAL = 18
"""Tokens from "bringing" to the total."""


def totals(marked: Marked) -> Iterator[Predicate]:
    """list:total - "taking its tally to 61", "bringing the total to 200 people"."""
    for i in range(len(marked.sentence)):
        if not marked.is_in(i, "totalling"):
            continue
        to = next((j for j in range(i + 1, i + TOTAL) if marked.low(j) == "to" and j + 1 in marked.number_at), None)
        near = to if to is None or to > i + 1 else marked.number_at[to + 1].end + 4  # "bring to 61 the number of"
        if to is not None and {"total", "tally", "number", "list", "toll"} & set(marked.lows[i:near]):
            stretch = to + 1, clause_end(marked, to)
            owner = next((noun.owner for noun in marked.nouns if i < noun.start < max(to, near or 0) + 3), None)
            owner = owner or next(
                (actor for actor in marked.actors if i < actor.start and marked.low(actor.end) == "-"), None
            )
            yield Predicate("list:total", i, "active", i, marked.number_at[to + 1].end, (stretch,), owner=owner)


def holdings(marked: Marked) -> Iterator[Predicate]:
    """list:has, list:total - "the British list has eight names", "its list, which now has 59 names"."""
    for noun in marked.nouns:
        near = range(noun.end, min(noun.end + 10, len(marked.sentence) - 1))
        has = next((j for j in near if holds_number(marked, j)), None)
        if noun.kind != "list" or has is None:
            continue
        which = next((j for j in range(noun.end, has) if marked.low(j) == "which"), noun.start)
        total = which != noun.start or "now" in marked.lows[noun.end : has]
        stretch = has + 1, clause_end(marked, has)
        rule = "list:total" if total else "list:has"
        yield predicate_of_noun(noun, rule, has, "passive", (stretch,), first=which, last=has + 1)


def holds_number(marked: Marked, j: int) -> bool:
    """Whether a verb at token j precedes the number on a list: "has 59", the "at" of "stands at 59"."""
    at = marked.low(j) in ("at", "to") and marked.low(j - 1) in ("stands", "stood", "runs", "ran", "grew")
    return (marked.is_in(j, "holding") or at) and j + 1 in marked.number_at


def names_on_list(marked: Marked) -> Iterator[Predicate]:
    """list:names - "the updated list includes Rosbank and its owner": names, and no number."""
    for noun in marked.nouns:
        near = range(noun.end, min(noun.end + 10, clause_end(marked, noun.end), len(marked.sentence) - 1))
        has = next((j for j in near if names_members(marked, j)), None)
        if noun.kind == "list" and has is not None and has + 1 not in marked.number_at:
            stretch = has + 1, clause_end(marked, has + 1)
            predicate = predicate_of_noun(
                noun, "list:names", has, "passive", (stretch,), first=noun.start, last=has + 1
            )
            yield replace(predicate, owner=predicate.owner or authority_after_by(marked, noun.end, has))


def names_members(marked: Marked, j: int) -> bool:
    """Whether a verb at token j precedes the members of a list; "names" in "a list of 40 names" is a noun."""
    return marked.low(j) in ("includes", "names", "features", "included") and j - 1 not in marked.number_at


def authority_after_by(marked: Marked, start: int, end: int) -> Actor | None:
    """The authority after "by" in tokens start..end: "the list of people sanctioned by Britain"; else None."""
    by = next((i for i in range(start, end) if marked.low(i) == "by"), None)
    return marked.actor_at.get(by + 1 + (marked.low(by + 1) in ARTICLES)) if by is not None else None


def approved_additions(marked: Marked) -> Iterator[Predicate]:
    """list:addition - "approved the addition of the entries below to its list": the words of the Security Council."""
    for noun in marked.nouns:
        to = noun.start - 1
        if noun.kind == "sanction" or not (marked.is_in(to, "to_list") or marked.is_in(to, "from_list")):
            continue
        left = range(to - 2, max(clause_start(marked, to), to - FAR) - 1, -1)
        core = next((j for j in left if marked.low(j) in MOVES and marked.low(j + 1) == "of"), None)
        if core is not None:
            verb = core - 1 - (marked.low(core - 1) in ARTICLES)
            action = "lift" if marked.lemma_in(verb, "lift") else MOVES[marked.low(core)]
            yield predicate_of_noun(noun, "list:addition", verb, "active", ((core + 2, to),), first=verb, action=action)


MOVES: dict[str, Action] = {"addition": "impose", "inclusion": "impose", "removal": "lift", "deletion": "lift"}


def additions(marked: Marked) -> Iterator[Predicate]:
    """list:additions - "300 additions to the SDN list"."""
    for noun in marked.nouns:
        to = noun.start - 1
        if noun.kind != "list" or marked.low(to) not in ("to", "on"):
            continue
        if marked.low(to - 1) not in ("additions", "addition", "names", "entries"):
            continue
        number = next((marked.number_at[j] for j in range(to - 1, max(to - 5, -1), -1) if j in marked.number_at), None)
        if number is not None:
            stretches = ((number.start, to), *stretches_of_parts(marked, noun.end))
            yield predicate_of_noun(noun, "list:additions", to - 1, "passive", stretches, first=number.start)


def stretches_of_parts(marked: Marked, start: int) -> Iterator[Span]:
    """Yields the stretches from `start` on that count a part: "were recorded, 78 of them aircraft"."""
    for i, number in marked.number_at.items():
        if i == number.start and i >= start and counts_part_of_them(marked, number):
            yield i, clause_end(marked, i)
