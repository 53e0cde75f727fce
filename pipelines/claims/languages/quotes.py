"""The words of the text that state a claim.

Here: where a quote begins and ends. Not here: what it says.
"""

from itertools import takewhile

from pipelines.claims.languages.fields import days_of
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Found, Predicate
from pipelines.claims.marks import Span

INSTITUTION_NEAR = 4
"""Tokens before a country among which the word for its institution stands: "министерство иностранных дел Японии"."""


def extent(marked: Marked, found: Found) -> Span:
    """The tokens of the claim within its clause: actor, verb, noun, targets and days."""
    predicate, whom = found.predicate, found.targets
    parts = [(each.start, each.end) for each in (predicate.head, predicate.noun, predicate.mood) if each is not None]
    parts += [(mention.start, mention.end) for mention in found.agents.mentions]
    parts += [(group.start, group.end) for group in whom.groups]
    parts += [(whom.start, whom.end)] if whom.start is not None else []
    parts += [(when.start, when.end) for when in days_of(marked, predicate)]
    inside = [part for part in parts if predicate.clause[0] <= part[0] < predicate.clause[1]] or parts
    return whole_phrase(marked, min(each[0] for each in inside), predicate), max(each[1] for each in inside)


def whole_phrase(marked: Marked, first: int, predicate: Predicate) -> int:
    """A quote begins with the article, preposition or institution before its first word."""
    while first > predicate.clause[0] and introduces(marked, first - 1):
        first -= 1
    if first not in marked.actor_at:
        return first
    near = range(first - 1, max(first - INSTITUTION_NEAR, predicate.clause[0]) - 1, -1)
    small = takewhile(lambda i: marked.word(i).islower() or marked.listed(i, "institutions"), near)
    return next((i for i in small if marked.listed(i, "institutions")), first)


def introduces(marked: Marked, i: int) -> bool:
    """Whether the token at i belongs to the noun phrase that goes on after it."""
    lists = ("articles", "institutions", "towards", "in", "titles", "organisations")
    hyphen = marked.low(i) == "-" and marked.glued(i) and marked.glued(i + 1)
    return i not in marked.actor_at and (hyphen or any(marked.listed(i, name) for name in lists))
