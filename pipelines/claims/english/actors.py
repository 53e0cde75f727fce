"""Authorities, countries and leaders in a sentence.

Here: recognising a mention with its institution and office holder ("Japan's foreign minister Yoko Kamikawa"). Not
here: whether it acts (see agents).
"""

from dataclasses import replace
from datetime import date

from pipelines.claims.english.lexicon import Named
from pipelines.claims.english.mentions import POSSESSIVE, Marked
from pipelines.claims.marks import Actor, ActorKind

MANY = frozenset({"WEST"})
"""Codes of groups of countries that have no body of their own to act for them."""


def actors(marked: Marked, council: str = "EU") -> list[Actor]:
    """Mentions of authorities, in order; neighbours of one authority are joined ("US" + "Treasury").

    Args:
        council: the authority that "the Council" means in the article.
    """
    actors: list[Actor] = []
    i = 0
    while i < len(marked.sentence):
        actor = actor_at(marked, i)
        i = i + 1 if actor is None else actor.end
        if actor is None:
            continue
        if actors and in_brackets(marked, actors[-1], actor):
            actors[-1] = with_institution(marked, replace(actors[-1], end=actor.end + 1))
            i = actors[-1].end
        elif actors and are_one_mention(marked, actors[-1], actor):
            actors[-1] = merged_mention(actors[-1], actor)
        else:
            actors.append(actor)
    return [with_council_resolved(marked, actor, council) for actor in actors]


def with_council_resolved(marked: Marked, actor: Actor, council: str) -> Actor:
    """The mention; "the Council" becomes the UN's where the article or sentence means the Security Council."""
    is_council = marked.lows[actor.start : actor.end] in (("the", "council"), ("council",))
    if not is_council or actor.code != "EU":
        return actor
    if council == "UN":
        return replace(actor, code="UN")
    if not {"resolution", "resolutions"} & set(marked.lows):
        return actor
    return actor if {"eu", "european", "parliament"} & set(marked.lows) else replace(actor, code="UN")


def in_brackets(marked: Marked, before: Actor, after: Actor) -> bool:
    """Whether two mentions are one because the second abbreviates the first: "the Security Council (UNSC)"."""
    if before.code != after.code or before.end != after.start - 1:
        return False
    return marked.low(before.end) == "(" and marked.low(after.end) == ")"


def merged_mention(before: Actor, after: Actor) -> Actor:
    """Two mentions as one. It is an institution if one of the two is."""
    kind = after.kind if after.institution and before.kind != "legislature" else before.kind
    return replace(after, start=before.start, code=before.code, kind=kind, institution=True)


def are_one_mention(marked: Marked, before: Actor, after: Actor) -> bool:
    """Whether two neighbours with the same code are one mention: "US" and "Treasury", "Japan's" and "government"."""
    if after.start == before.end and marked.low(after.start) == "member" and before.kind == "body":
        return True  # "ECOWAS member states": the members of that body
    if before.code != after.code and not (before.code == "EU" and after.kind == "adjective"):
        return False
    gap = [marked.low(i) for i in range(before.end, after.start)]
    if before.possessive and not gap:
        return after.institution or after.kind == "leader"
    return all(word in POSSESSIVE or word in ("of", "the", "president", "secretary") for word in gap) and len(gap) < 3


def actor_at(marked: Marked, i: int) -> Actor | None:
    """The mention that begins at token i, with its institution: "Japan's foreign minister"; None if none does."""
    if marked.is_in(i, "executive") or marked.is_in(i, "legislature"):
        of = institution_of(marked, i)
        if of is not None:
            return of
    hit = marked.lexicon.named.at(marked.words, marked.lows, i)
    if hit is None or (marked.low(i - 1) == "-" and marked.low(i - 2) in ("pro", "anti")):
        return None
    end, named = hit
    if marked.low(end - 1) == "bloc" and (marked.capitalised(end) or marked.low(end - 2) == "member"):
        return None
    if marked.low(i) == "the" and marked.low(end) == "of":
        return None
    if named.code in MANY and (marked.capitalised(end) or names_one_member(marked, i)):
        return None
    if named.kind == "leader" and not in_office(named, marked.published_on):
        named = Named("person", named.code)
    actor = Actor(i, end, named.code, named.kind, institution=named.kind in ("body", "legislature", "leader"))
    if named.kind == "other":
        return actor
    return with_institution(marked, actor)


def names_one_member(marked: Marked, i: int) -> bool:
    """Whether a group is named only for one of its members: "one of the few western countries"."""
    before = i - 1
    while marked.low(before) in ("the", "few", "several", "many", "only", "last", "first"):
        before -= 1
    return marked.low(before) == "of" and marked.low(before - 1) in ("one", "none")


def in_office(named: Named, day: date | None) -> bool:
    """Whether a leader is in office on that day; True if no day is known."""
    return day is None or named.years[0] <= day.year <= named.years[1]


def with_institution(marked: Marked, actor: Actor) -> Actor:
    """The mention, extended by the institution after it and its holder's name: "Japan's foreign minister X"."""
    possessive = marked.low(actor.end) in POSSESSIVE
    end = actor.end + possessive
    for j in range(end, min(end + 5, len(marked.sentence))):
        if marked.low(j) == "news" or (marked.low(j + 1) == "-" and marked.glued(j + 1) and marked.word(j).islower()):
            break  # "Venezuela's state-owned oil company"
        if marked.is_in(j, "legislature") or marked.is_in(j, "executive"):
            return with_office_holder(marked, actor, j)
        if not (marked.low(j) == "-" and marked.glued(j)) and ends_institution(marked, j):
            break
    return replace(actor, end=end, possessive=possessive)


def ends_institution(marked: Marked, i: int) -> bool:
    """Whether token i ends the search for an institution: a verb, a date, a preposition, punctuation."""
    if not marked.word(i)[:1].isalpha() or i in marked.when_at or marked.is_in(i, "no_institution"):
        return True
    return marked.low(i) in marked.lexicon.verbs


def with_office_holder(marked: Marked, actor: Actor, i: int) -> Actor:
    """The mention with the institution at token i, "of foreign affairs" and its holder's name."""
    end = i + 1
    while marked.is_in(end, "executive") or marked.is_in(end, "legislature"):
        end += 1
    end = end_of_capitals(marked, end_of_affairs(marked, end), i + 8)
    possessive = marked.low(end) in POSSESSIVE
    legislature = actor.kind == "legislature" or (actor.kind != "body" and marked.is_in(i, "legislature"))
    kind: ActorKind = "legislature" if legislature else "body"
    return Actor(actor.start, end + possessive, actor.code, kind, institution=True, possessive=possessive)


def end_of_affairs(marked: Marked, end: int) -> int:
    """The token after "of Foreign Affairs" or "of the Treasury" at `end`; `end` itself if nothing like it follows."""
    if marked.low(end) != "of" or not marked.is_in(end + 1, "office_of"):
        return end
    first = end + 1 + (marked.low(end + 1) == "the")
    last = end_of_capitals(marked, first, end + 5)
    return last if last > first else end


def end_of_capitals(marked: Marked, i: int, limit: int) -> int:
    """The token after a run of capitalised words: the name of an office or of its holder."""
    while i < limit and marked.capitalised(i) and i not in marked.when_at and not starts_actor(marked, i):
        i += 1
    return i


def starts_actor(marked: Marked, i: int) -> bool:
    """Whether another authority's name begins at token i, so that the office holder's name ends."""
    hit = marked.lexicon.named.at(marked.words, marked.lows, i)
    return hit is not None and hit[1].kind not in ("leader", "other")


def institution_of(marked: Marked, i: int) -> Actor | None:
    """The institution of a country named after it: "the government of Japan"; None if no country follows."""
    for j in range(i + 1, min(i + 7, len(marked.sentence))):
        if marked.low(j) == "in" and j == i + 1 and marked.low(i) in ("authorities", "government", "officials"):
            seat = marked.lexicon.named.at(marked.words, marked.lows, j + 1)
            if seat is not None and seat[1].kind == "capital":
                return Actor(i, seat[0], seat[1].code, "body", institution=True)
        if marked.low(j) == "of":
            country = country_at(marked, j + 1 + (marked.low(j + 1) == "the"))
            if country is not None:
                end, code = country
                possessive = marked.low(end) in POSSESSIVE
                kind: ActorKind = "legislature" if marked.is_in(i, "legislature") else "body"
                return Actor(i, end + possessive, code, kind, institution=True, possessive=possessive)
        elif not (marked.capitalised(j) or j == i + 1 or marked.low(j) in ("and", "the", "for")):
            return None
    return None


def country_at(marked: Marked, i: int) -> tuple[int, str] | None:
    """The end and code of the country or union at token i; None for others, and for "the Treasury" alone."""
    hit = marked.lexicon.named.at(marked.words, marked.lows, i) if i < len(marked.sentence) else None
    if hit is None or hit[1].kind not in ("country", "body"):
        return None
    return None if hit[1].kind == "body" and hit[1].code == "US" and hit[0] - i == 1 else (hit[0], hit[1].code)
