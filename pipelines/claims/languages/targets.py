"""The targets of sanctions: counted groups, names, countries.

Here: reading the stretches of a clause where targets are. Not here: who acts (see agents).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.claims.claim import CountQualifier, Unit
from pipelines.claims.frame import Agents
from pipelines.claims.groups import Group, Targets, claim_groups, common_unit, merged_groups
from pipelines.claims.languages.agents import acts_itself
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.names import Name, name_at
from pipelines.claims.languages.phrases import Phrase
from pipelines.claims.languages.predicates import Predicate
from pipelines.claims.marks import QUOTATION_MARKS, Span

UNIT_NEAR = 6
"""Tokens after a number among which its noun stands."""


# ---- where ----------------------------------------------------------------------------------------------------------
def target_stretches(marked: Marked, predicate: Predicate) -> list[Span]:
    """The stretches where a predicate's targets stand, also those after "including" elsewhere in the clause."""
    spans = list(main_stretches(marked, predicate))
    start, end = predicate.clause
    for i in range(start, end):
        if marked.listed(i, "including") and not any(first <= i < last for first, last in spans):
            spans.append((i, stretch_end(marked, i, end)))
    return spans


def main_stretches(marked: Marked, predicate: Predicate) -> Iterator[Span]:
    """Yields the stretches where the verb and its prepositions place the targets.

    Sanctions have them after a preposition ("on"), assets there or after the noun; other verbs before and after them.
    """
    start, end = predicate.clause
    head, noun = predicate.head, predicate.noun
    if noun is not None and noun.kind == "measure" and acts_itself(predicate):
        yield from stretches_after_prepositions(marked, predicate)
        return
    if noun is not None and noun.kind == "assets":
        yield from stretches_after_prepositions(marked, predicate)
        yield from stretches_between_verbs(marked, noun.end, end) if marked.low(noun.end) != "," else ()
    else:
        yield from stretches_between_verbs(marked, head.end if only_after_verb(marked, predicate) else start, end)


def only_after_verb(marked: Marked, predicate: Predicate) -> bool:
    """Whether the targets only stand after the verb, as its object."""
    if predicate.verb is not None and predicate.verb.verb.by_sanctions:
        return True
    return predicate.voice == "active" and acts_itself(predicate) and not marked.wording.verb_last


def stretches_after_prepositions(marked: Marked, predicate: Predicate) -> Iterator[Span]:
    """Yields the stretches after "против", "gegen", "contre" (against) in the clause; reasons are passed over.

    If sanctions are lifted, also those after words for "from".
    """
    i, end = predicate.clause
    while i < end:
        preposition = marked.towards(i) or (marked.listed(i, "off") if predicate.action == "lift" else None)
        if preposition is not None:
            last = stretch_end(marked, preposition.end, end)
            yield preposition.end, last
            i = max(last, preposition.end)
        else:
            i = reason_end(marked, i, end) if marked.begins_reason(i) else i + 1


def stretches_between_verbs(marked: Marked, start: int, end: int) -> Iterator[Span]:
    """The stretches of a clause between its verbs and auxiliaries; a stretch that gives a reason is left out."""
    while start < end:
        last = stretch_end(marked, start, end)
        if last > start:
            yield start, last
        start = (reason_end(marked, last, end) if marked.begins_reason(last) else last) + 1


def reason_end(marked: Marked, start: int, end: int) -> int:
    """The token where a reason ends: the next verb, auxiliary or sanction noun, else `end`."""
    return next((i for i in range(start, end) if ends_object(marked, i) or i in marked.noun_at), end)


def stretch_end(marked: Marked, start: int, end: int) -> int:
    """The token where targets end: a reason, a verb, or a comma that no further target follows; else `end`."""
    for i in range(start, end):
        if (
            marked.begins_reason(i)
            or ends_object(marked, i)
            or (marked.low(i) == "," and not names_further_target(marked, i + 1))
        ):
            return i
    return end


def names_further_target(marked: Marked, i: int) -> bool:
    """Whether a further target begins at token i or right after: a number, a noun, a name, a country."""
    if any(marked.listed(i, name) for name in ("and", "including", "titles", "organisations")) or marked.towards(i):
        return True
    return any(names_target(marked, j) for j in (i, i + 1))


def names_target(marked: Marked, i: int) -> bool:
    """Whether the token at i can belong to a target."""
    if marked.capitalised(i) or marked.low(i) in QUOTATION_MARKS or marked.in_unit(i) or i in marked.actor_at:
        return True
    return any(number.start == i for number in marked.numbers) or marked.listed(i, "vague") is not None


def ends_object(marked: Marked, i: int) -> bool:
    """Whether a verb or auxiliary at i ends the targets before it."""
    verb = marked.verb_at(i)
    if verb is not None and verb.meaning.form != "noun":
        return True
    return marked.has("have", i, i + 1) or marked.has("be", i, i + 1) or any(mood.start == i for mood in marked.moods)


# ---- what -----------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Position:
    """Where the reading of a stretch is: the next token, the end, and whether "including" was passed."""

    i: int
    end: int
    is_subset: bool = False


def targets(marked: Marked, predicate: Predicate, acting: Agents) -> Targets:
    """All targets of a predicate, in the groups that claims are made of; empty if there are none."""
    found = Targets()
    agent_tokens = {i for mention in acting.mentions for i in range(mention.start, mention.end)}
    for start, end in target_stretches(marked, predicate):
        if not (opens_with_subject(predicate, start) and agent_tokens & set(range(start, end))):
            read_stretch(marked, Position(start, end), agent_tokens, found)
    found.groups = claim_groups(
        merged_groups(without_offices([group for group in found.groups if says_something(group)]))
    )
    return found


def opens_with_subject(predicate: Predicate, start: int) -> bool:
    """Whether a stretch begins with the clause's subject, which acts."""
    return start == predicate.clause[0] and predicate.voice == "active" and acts_itself(predicate)


def without_offices(groups: list[Group]) -> list[Group]:
    """The groups without offices before a name: "le ministre de la Défense, Ivan Petrov" is one target."""
    kept: list[Group] = []
    for group in groups:
        group_before = kept[-1] if kept else None
        if group_before is not None and group.only_names and is_office(group_before, group):
            kept[-1] = replace(group, start=group_before.start)
        else:
            kept.append(group)
    return kept


def is_office(group_before: Group, name: Group) -> bool:
    """Whether the group before a name only gives the office of the person named."""
    is_plain = not group_before.counted and not group_before.names
    return is_plain and group_before.unit == name.unit and name.start - group_before.end <= UNIT_NEAR


def says_something(group: Group) -> bool:
    """Whether a group helps a claim. A counted subset does not: its number is not that of the whole."""
    return bool(group.names) or not (group.counted and group.scope == "subset")


def read_stretch(marked: Marked, position: Position, agent_tokens: set[int], found: Targets) -> None:
    """Adds the groups and countries of one stretch to `found`.

    Actors who act, dates and sanction nouns are passed over.
    """
    while position.i < position.end:
        if marked.listed(position.i, "including"):
            position.is_subset = True
        elif position.i in agent_tokens or position.i in marked.when_at or marked.noun_at.get(position.i):
            pass
        elif (group := group_at(marked, position, found)) is not None:
            found.groups.append(group)
            found.reach(group.start, group.end)
            position.i = max(group.end, position.i + 1)
            continue
        else:
            note_country(marked, position.i, found)
        position.i += 1


def note_country(marked: Marked, i: int, found: Targets) -> None:
    """Adds the country mentioned at token i, if any, to `found`."""
    actor = marked.actor_at.get(i)
    if actor is not None and actor.kind in ("country", "oblique", "adjective", "nationals", "body"):
        if actor.code and actor.code not in found.countries:
            found.countries.append(actor.code)
        found.reach(actor.start, actor.end)


def group_at(marked: Marked, position: Position, found: Targets) -> Group | None:
    """The group that begins at the position: counted, named, or only a noun; None if none does."""
    vague = marked.listed(position.i, "vague")
    if vague is not None:
        return noun_group(marked, vague.end, position, found, text=marked.text(position.i, vague.end))
    number = next((counted for counted in marked.numbers if counted.start == position.i), None)
    if number is not None:
        return counted_group(marked, number, position, found)
    name = name_at(marked, position.i, position.end)
    if name is not None:
        return name_group(name, position)
    if marked.unit_at(position.i) and not marked.listed(position.i - 1, "titles"):
        return noun_group(marked, position.i, position, found)
    return None


def name_group(name: Name, position: Position) -> Group:
    """A group of one name."""
    return Group(
        name.start, name.end, unit=name.unit, names=(name.text,), scope="subset" if position.is_subset else None
    )


def counted_group(marked: Marked, number: Phrase[int], position: Position, found: Targets) -> Group | None:
    """The group of a number and the noun it counts; None if the number counts something else.

    "20 others" counts what the group before it has as its noun.
    """
    unit, end = unit_of_number(marked, number.end + 2 * is_range(marked, number), position.end, found)
    counts_others = marked.has("others", number.start - 2, number.start) or marked.has(
        "others", number.end, number.end + 2
    )
    if unit is None and not (counts_others and found.groups):
        return None
    if is_range(marked, number):
        return Group(number.start, end, text=marked.text(number.start, number.end + 2), unit=unit, scope="action")
    qualified = qualifier_of(marked, number)
    return Group(
        min(number.start, qualified.start),
        end,
        count=number.meaning,
        qualifier=qualified.meaning,
        scope="subset" if position.is_subset else "action",
        unit=unit or found.groups[-1].unit,
        others=counts_others,
    )


def is_range(marked: Marked, number: Phrase[int]) -> bool:
    """Whether a number is the lower end of a range: "15-20"."""
    return marked.low(number.end) in ("-", "–") and any(other.start == number.end + 1 for other in marked.numbers)


def noun_group(marked: Marked, start: int, position: Position, found: Targets, text: str | None = None) -> Group | None:
    """The group of a noun alone or with a vague number: "чиновники" (officials), "десятки компаний" (dozens of firms).

    None without a noun.
    """
    unit, end = unit_of_number(marked, start, position.end, found)
    if unit is None:
        return None
    return Group(
        position.i, end, text=text, unit=unit, scope="subset" if position.is_subset else "action" if text else None
    )


def unit_of_number(marked: Marked, start: int, end: int, found: Targets) -> tuple[Unit | None, int]:
    """The unit of the noun after a number, and the token after it; (None, start) if no such noun follows.

    Countries on the way are added to `found`.
    """
    for i in range(start, min(start + UNIT_NEAR, end)):
        if any(number.start == i for number in marked.numbers) or marked.towards(i) or marked.low(i) == ",":
            break
        note_country(marked, i, found)
        unit = marked.unit_at(i)
        if unit is not None and marked.unit_at(unit.end) is None:
            return joined_units(marked, unit.meaning, unit.end, end, found)
        actor = marked.actor_at.get(i)
        if actor is not None and actor.kind == "nationals":
            return "parties", actor.end
    return None, start


def joined_units(marked: Marked, unit: Unit, i: int, end: int, found: Targets) -> tuple[Unit, int]:
    """The unit joined with that of further nouns, and the token after them: "persons and firms".

    Countries on the way are added to `found`.
    """
    j = i
    while j < end and (actor := marked.actor_at.get(j)) is not None and actor.kind != "other":
        note_country(marked, j, found)
        i = j = actor.end
    if not marked.listed(j, "and"):
        return unit, i
    for k in range(j + 1, min(j + 4, end)):
        if any(number.start == k for number in marked.numbers) or marked.low(k) == ",":
            break
        next_unit = marked.unit_at(k)
        if next_unit is not None:
            return joined_units(marked, common_unit(unit, next_unit.meaning), next_unit.end, end, found)
    return unit, i


def qualifier_of(marked: Marked, number: Phrase[int]) -> Phrase[CountQualifier]:
    """The qualifier on or right before a number: "около" (about), "более чем" (more than); else "exact"."""
    near = (
        qualifier
        for qualifier in marked.qualifiers
        if qualifier.start < number.end and number.start - qualifier.end <= 1
    )
    return next(near, None) or Phrase(number.start, number.end, "exact")
