"""What a number counts: "eight senior Belarusian officers", "50 people and companies".

Here: finding the noun of a number. Not here: numbers themselves (see numbers).
"""

from pipelines.claims.claim import Unit
from pipelines.claims.english.mentions import POSSESSIVE, Marked
from pipelines.claims.groups import common_unit
from pipelines.claims.marks import QUOTATION_MARKS

LONGEST = 9
"""Tokens from a number to its noun."""

Headed = tuple[int, Unit]


def head_of(marked: Marked, start: int, end: int) -> Headed | None:
    """The end and unit of the noun that a number counts, and of nouns joined to it: "people and companies".

    None if the number counts no parties.
    """
    first = unit_after(marked, start, end)
    if first is None or (marked.low(start) == "of" and marked.is_in(start + 1, "measured")):
        return None
    stop, unit = first
    while marked.low(stop) in ("and", "or", ",", "/") and stop + 1 < end:
        more = joined_unit(marked, stop + 1 + (marked.low(stop + 1) in ("and", "or")), end)
        if more is None:
            break
        stop, unit = more[0], common_unit(unit, more[1])
    return stop, unit


def unit_after(marked: Marked, start: int, end: int) -> Headed | None:
    """The last noun for parties in the noun phrase at `start`, else an unknown plural; None if there is neither."""
    i = start + (marked.low(start) == "of" and marked.low(start + 1) not in ("which", "whom"))
    best: Headed | None = None
    last = i
    while i < min(end, start + LONGEST) and (
        not ends_counted_phrase(marked, i, start) or (best is None and joins_two_adjectives(marked, i))
    ):
        hit = unit_at(marked, i)
        best = hit or best
        last, i = i, hit[0] if hit is not None else i + 1
    if best is None and i == last + 1 and looks_plural(marked, last):
        return i, "parties"
    return best


def joined_unit(marked: Marked, start: int, end: int) -> Headed | None:
    """The noun joined to the one before: "companies" in "people and companies".

    None if it has its own number or is a name.
    """
    best: Headed | None = None
    i = start
    while i < min(end, start + LONGEST) and not ends_counted_phrase(marked, i, start):
        named = marked.capitalised(i) and (marked.capitalised(i + 1) or marked.low(i + 1) == "-")
        if i in marked.number_at or (named and i not in marked.actor_at):
            return best if i not in marked.number_at else None
        hit = unit_at(marked, i)
        best = hit or best
        i = hit[0] if hit is not None else i + 1
    return best


def unit_at(marked: Marked, i: int) -> Headed | None:
    """The end and unit of the noun for parties at token i, such as "Russians"; None if there is none."""
    actor = marked.actor_at.get(i)
    if actor is not None and actor.start == i and actor.kind == "nationals":
        return actor.end, "parties"
    return marked.lexicon.units.at(marked.words, marked.lows, i) or singular_unit_at(marked, i)


def sums_up(marked: Marked, i: int) -> bool:
    """Whether the verb at token i states a number of parties: "amounts to 22 individuals"."""
    number = marked.number_at.get(i + 2)
    if number is None or not marked.is_in(i, "summing") or marked.low(i + 1) != "to":
        return False
    return any(unit_at(marked, j) is not None for j in range(number.end, min(number.end + 3, len(marked.sentence))))


def singular_unit_at(marked: Marked, i: int) -> Headed | None:
    """The end and unit of a singular noun for parties after "one" or "another": "one official"; else None."""
    number = marked.number_at.get(i - 1) or marked.number_at.get(i - 2)
    if number is None or number.value != 1:
        return None
    hit = marked.lexicon.units.at((marked.word(i) + "s",), (marked.low(i) + "s",), 0)
    return (i + 1, hit[1]) if hit is not None else None


def looks_plural(marked: Marked, i: int) -> bool:
    """Whether a word that no lexicon knows looks like a plural: "14 academicians"."""
    low = marked.low(i)
    return low.endswith("s") and len(low) > 4 and i not in marked.actor_at and not marked.capitalised(i)


def joins_two_adjectives(marked: Marked, i: int) -> bool:
    """Whether "and" at i joins adjectives before the counted noun: "six Chinese and Hong Kong officials"."""
    if marked.low(i) != "and":
        return False
    adjectives = all(marked.low(j).endswith(("al", "ic", "ary")) for j in (i - 1, i + 1))
    joined = adjectives or i - 1 in marked.actor_at or marked.low(i - 1).endswith("-")
    return joined or marked.is_in(i + 1, "rank_adjectives")


def ends_counted_phrase(marked: Marked, i: int, start: int) -> bool:
    """Whether the noun phrase of a number ends before token i: at a verb, a preposition, punctuation."""
    low = marked.low(i)
    if i in marked.when_at or (i in marked.number_at and i > start):
        return True
    if low in ("-", "–") or low in QUOTATION_MARKS or low in POSSESSIVE:
        return False
    if not low[:1].isalnum():
        return True
    if is_in_compound(marked, i) or (low == "and" and marked.is_in(i + 1, "rank_adjectives")):
        return False
    if any(marked.is_in(i, name) for name in ("closing", "reasons", "auxiliaries")):
        return True
    return not marked.is_in(i, "plural_verbs") and any(
        word.form in ("s", "past", "participle") for word in marked.forms(i)
    )


def is_in_compound(marked: Marked, i: int) -> bool:
    """Whether token i is part of a compound with a hyphen: "Iran-linked", "Iran- and Iraq-linked"."""
    around = marked.low(i - 1), marked.low(i), marked.low(i + 1)
    return "-" in around or around[0].endswith("-") or around[1].endswith("-")
