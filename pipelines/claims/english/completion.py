"""What a sentence says of a claim's targets outside the words of its predicate.

Here: names in a list after a colon or in an aside, names from the beginning of a passive sentence, whom a pronoun
means, the list of names in the next sentence. Not here: the targets beside the predicate (see targets), other fields
(see fields).
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from pipelines.claims.claim import Measure, Unit
from pipelines.claims.english.clauses import INSERTED, is_finite_verb
from pipelines.claims.english.counted import head_of
from pipelines.claims.english.findings import EnglishFinding, targets_of
from pipelines.claims.english.mentions import ARTICLES, DASHES, POSSESSIVE, Marked
from pipelines.claims.english.names import Run, name_at
from pipelines.claims.english.predicates import predicates
from pipelines.claims.english.targets import PRONOUNS, is_never_a_name, is_place, names_holder
from pipelines.claims.frame import Context, Statement
from pipelines.claims.groups import Group, common_unit

SEPARATORS = frozenset({",", ";", "and", "&", "plus"})
"""Between the names of a list."""

MEMBER_WORDS = frozenset({"they", "these", "those", "among", "the", "sanctioned", "listed", "targeted", "blacklisted"})
"""First words of a sentence that says who the targets of the sentence before are."""

FIRST_OF_MEMBERS = 8
"""Tokens in which such a sentence comes to its verb."""


def completed(marked: Marked, groups: list[Group], finding: EnglishFinding, context: Context) -> list[Group]:
    """The groups of targets of a claim, with the names that its sentence or the sentences before give elsewhere."""
    if not groups:
        return shared_subject(marked, finding)
    if is_only_pronoun(marked, groups):
        return [with_antecedent(marked, groups[0], context)]
    if points_back(marked, groups):
        known = context.claimed_before and len(context.names) == 1 and context.names_unit == groups[0].unit
        return [replace(groups[0], names=context.names)] if known else groups
    whole = named_from_start(marked, groups, finding) or one_among(marked, groups, finding)
    if whole is not None:
        return whole
    last = groups[-1]
    if last.names or last.unit is None:
        return groups
    described = name_before_dash(marked, last)
    if described is not None:
        return [*groups[:-1], replace(last, names=texts(marked, [described]), unit=described.unit or last.unit)]
    names = names_beside(marked, last, finding)
    return [*groups[:-1], replace(last, names=names)] if fits(last, names) else groups


def with_kinds(marked: Marked, groups: list[Group], measure: Measure, text: str) -> list[Group]:
    """The groups with the kind of target that other words tell: nationals who may not enter are persons."""
    return [replace(group, unit=kind_of(marked, group, measure, text)) for group in groups]


def kind_of(marked: Marked, group: Group, measure: Measure, text: str) -> Unit | None:
    """The kind of target of a group, also by words outside of it; None if nothing tells."""
    if group.unit == "parties" and measure == "travel_ban":
        return "individuals"
    single = len(group.names) == 1 and " " not in group.names[0]
    if group.unit is not None or not single:
        return group.unit
    return "individuals" if is_person(marked, group, text) else None


def is_person(marked: Marked, group: Group, text: str) -> bool:
    """Whether a single name is a person's: "who" or "he" follows, or the text has it after a given name or a title."""
    after = range(group.end, min(group.end + INSERTED, len(marked)))
    others = any(marked.capitalised(i) and i not in marked.actor_at and i not in marked.when_at for i in after)
    if marked.low(group.end + (marked.low(group.end) == ",")) == "who" or marked.low(group.end) == "himself":
        return True
    if not others and any(marked.low(i) in ("he", "she", "his", "her", "him", "himself", "herself") for i in after):
        return True
    before = re.findall(rf"(\w+) {re.escape(group.names[0])}\b(?! \w*(?:Bank|Group|Company))", text)
    return any(is_given_name(marked, word) for word in before)


def is_given_name(marked: Marked, word: str) -> bool:
    """Whether a word before a surname is a given name or a title, not a nationality, a body or a common word."""
    words = marked.lexicon.words
    low = word.casefold()
    if low in words["titles"]:
        return True
    known = any(low in words[name] for name in ("organisations", "executive", "reasons", "prepositions", "not_names"))
    known = known or low in words["determiners"] or marked.lexicon.units.at((word,), (low,), 0) is not None
    return word.istitle() and not known and marked.lexicon.named.at((word,), (low,), 0) is None and low not in COMMON


COMMON = frozenset({"the", "a", "an", "and", "but", "in", "on", "with", "against", "that", "while", "as", "although"})
"""Words that may be capitalised before a name because they begin a sentence."""


def fits(group: Group, names: tuple[str, ...]) -> bool:
    """Whether names can be those of a group: no more of them than it counts."""
    return bool(names) and (group.count is None or len(names) <= group.count)


# ---- lists ----------------------------------------------------------------------------------------------------------
def names_in_list(marked: Marked, start: int, end: int) -> list[Run]:
    """The names of a list in tokens start..end, without descriptions: "Ann Miller, who leads it, and the Sodor Bank".

    Empty if the tokens are no list, because a verb stands outside the descriptions.
    """
    runs: list[Run] = []
    i = start
    while i < end:
        if i > start and marked.low(i - 1) in SEPARATORS and runs and opens_aside(marked, i):
            i = aside_end(marked, i, end)
            continue
        if is_finite_verb(marked, i) and not marked.capitalised(i):
            return []
        run = name_at(marked, i, end)
        if run is None:
            i += 1
            continue
        if run.first is not None and not run.modifier and is_target_name(marked, run):
            runs.append(run)
        i = run.end + (marked.low(run.end) in POSSESSIVE)
        if runs and runs[-1].end == i and marked.low(i) in ("who", "which"):
            i = aside_end(marked, i, end)
    return runs


def is_target_name(marked: Marked, run: Run) -> bool:
    """Whether a run of capitalised words in a list names a target: no country, no owner of what stands before."""
    first = run.start if run.first is None else run.first
    before = run.start - 1 - (marked.low(run.start - 1) in ARTICLES)
    if is_never_a_name(marked, first) or is_place(marked, first, run.end):
        return False
    return not marked.is_in(before, "inside") and marked.low(before) not in ("to", "for", "by")


def opens_aside(marked: Marked, i: int) -> bool:
    """Whether a description of the name before begins at token i: "who", "both", "the chief of", "a broker"."""
    if marked.low(i) in ("who", "which", "whose", "whom", "both", "all", "formerly"):
        return True
    office = marked.word(i).islower() and (marked.is_in(i, "titles") or marked.is_in(i, "title_parts"))
    described = marked.low(i) in ARTICLES and marked.word(i + 1).islower()
    return (described and not names_holder(marked, i)) or (office and not marked.capitalised(i + 1))


def aside_end(marked: Marked, i: int, end: int) -> int:
    """The token after a description that begins at token i: after the next comma or semicolon, or `end`."""
    return next((j + 1 for j in range(i, end) if marked.low(j) in (",", ";")), end)


def names_beside(marked: Marked, group: Group, finding: EnglishFinding) -> tuple[str, ...]:
    """The names of a group after a colon, a dash or "including": "two firms - Alpha and Beta - were sanctioned"."""
    opening = group.end + (marked.low(group.end) == ",")
    if marked.low(opening) in DASHES and not marked.glued(opening):
        closing = (j for j in range(opening + 2, len(marked)) if marked.low(j) in DASHES and not marked.glued(j))
        return texts(marked, names_in_list(marked, opening + 1, next(closing, end_of_sentence(marked))))
    if marked.is_in(opening, "including") and opening < finding.predicate.verb:
        return texts(marked, names_in_list(marked, opening + 1, finding.mood.group_start))
    last = max(group.end, finding.predicate.last)
    colon = next((j for j in range(last, min(last + INSERTED, len(marked))) if marked.low(j) == ":"), None)
    if colon is None or any(marked.low(j) in (".", ";") for j in range(group.end, colon)):
        return ()
    return texts(marked, names_in_list(marked, colon + 1, end_of_sentence(marked)))


def end_of_sentence(marked: Marked) -> int:
    """The token after the last word of the sentence."""
    return len(marked) - (marked.low(len(marked) - 1) in (".", "!", "?"))


def texts(marked: Marked, runs: list[Run]) -> tuple[str, ...]:
    """The names of the runs as written."""
    names = (marked.text(run.start if run.first is None else run.first, run.end).rstrip(".,-") for run in runs)
    return tuple(dict.fromkeys(names))


def name_before_dash(marked: Marked, group: Group) -> Run | None:
    """The name that a headline describes after a dash: "Sodor Group - mercenaries under sanctions"; else None."""
    dash = group.start - 1
    run = name_at(marked, 0, dash) if dash > 0 and marked.low(dash) in DASHES and not marked.glued(dash) else None
    return run if run is not None and run.first is not None and run.end == dash and group.count is None else None


def named_from_start(marked: Marked, groups: list[Group], finding: EnglishFinding) -> list[Group] | None:
    """One group of all names from the beginning of a passive sentence, where the groups have only the last of them.

    As in "Ann Miller, the head of the bank, and the Sodor Bank were sanctioned". None if the groups have all of them.
    """
    counted = any(group.count is not None and group.count > 1 for group in groups)
    if finding.predicate.voice != "passive" or counted or not any(group.names for group in groups):
        return None
    known = {name for group in groups for name in group.names}
    runs = names_in_list(marked, 0, finding.mood.group_start)
    names = texts(marked, runs)
    if len(names) <= len(known) or not known < set(names) or any(run.unit is None for run in runs):
        return None
    units = [run.unit for run in runs if run.unit is not None]
    return [Group(groups[0].start, groups[-1].end, unit=joined(units), names=names, scope="action")]


def shared_subject(marked: Marked, finding: EnglishFinding) -> list[Group]:
    """The name that opens the sentence, as target of a later passive; empty if that verb does not share the subject.

    As in "Ann Miller chairs a bank and is under sanctions".
    """
    start = finding.mood.group_start
    shares = finding.predicate.voice == "passive" and marked.low(start - 1) == "and" and is_finite_verb(marked, start)
    run = name_at(marked, 0, start) if shares and marked.capitalised(0) else None
    if run is None or run.first is None or run.modifier or not is_target_name(marked, run):
        return []
    return [Group(run.start, run.end, unit=run.unit, names=texts(marked, [run]), scope="action")]


def one_among(marked: Marked, groups: list[Group], finding: EnglishFinding) -> list[Group] | None:
    """The named with the number of all: "Ann Miller was among the 65 people sanctioned"; None without such words."""
    named, verb = groups[-1], finding.predicate.verb
    if len(groups) > 1 or not named.only_names or finding.predicate.voice != "passive":
        return None
    among = next((i for i in range(named.end, verb) if marked.low(i) == "among"), None)
    if among is None:
        return None
    number = next((marked.number_at[i] for i in range(among + 1, among + 4) if i in marked.number_at), None)
    headed = head_of(marked, number.end, verb) if number is not None else None
    if number is None or headed is None or number.value is None:
        return None
    return [replace(named, count=number.value, qualifier=number.qualifier, unit=headed[1], scope="action")]


def joined(units: list[Unit]) -> Unit:
    """The unit of several targets together."""
    result = units[0]
    for unit in units[1:]:
        result = common_unit(result, unit)
    return result


# ---- pronouns -------------------------------------------------------------------------------------------------------
def is_only_pronoun(marked: Marked, groups: list[Group]) -> bool:
    """Whether a pronoun alone stands for the targets."""
    alone = len(groups) == 1 and not groups[0].names and groups[0].end == groups[0].start + 1
    return alone and marked.low(groups[0].start) in PRONOUNS


def with_antecedent(marked: Marked, group: Group, context: Context) -> Group:
    """The group of a pronoun with the names and the kind of whom it means; unchanged if that is not certain.

    It means the party that asks for it in the same sentence, the person of whom the sentences before speak, or the
    targets of the claim in the sentence before.
    """
    asking = asking_party(marked, group.start)
    if asking is not None:
        return replace(group, names=texts(marked, [asking]), unit=group.unit or asking.unit)
    if marked.low(group.start) == "both":
        group = replace(group, count=2, qualifier="exact", scope="action")
    several = marked.low(group.start) in ("they", "them", "both")
    if group.unit == "individuals" and context.person is not None:
        return replace(group, names=(context.person,))
    if not context.claimed_before or (len(context.names) > 1) != several:
        return group
    if not several and context.names_unit not in (None, "individuals"):
        return group
    return replace(group, names=context.names, unit=group.unit or context.names_unit)


def points_back(marked: Marked, groups: list[Group]) -> bool:
    """Whether one party that was named before stands for the targets: "the group was sanctioned", "the bank"."""
    group = groups[0]
    alone = len(groups) == 1 and not group.names and group.count is None and group.end == group.start + 1
    return alone and marked.low(group.start - 1) == "the" and marked.is_in(group.start, "one_body")


def asking_party(marked: Marked, pronoun: int) -> Run | None:
    """The party before "demands that they be removed": the one name that opens the sentence; None without it."""
    first = int(marked.low(0) in ARTICLES)
    asks = marked.speaks(pronoun - 2) or not marked.lemmas(pronoun - 2).isdisjoint(marked.lexicon.status_of)
    if marked.low(pronoun - 1) != "that" or not asks:
        return None
    run = name_at(marked, first, pronoun)
    apart = run is not None and all(marked.is_in(j, "adverbs") for j in range(run.end, pronoun - 2))
    return run if apart and run is not None and run.first is not None else None


def person_before(sentences: Iterable[Marked]) -> str | None:
    """The person whom "he" or "she" means after some sentences, the last of them first; None if that is not certain.

    It is the subject of the nearest sentence that opens with a full name; those between speak of "him" or "her".
    """
    for marked in sentences:
        run = name_at(marked, 0, len(marked)) if marked.low(0) not in ARTICLES else None
        named = run is not None and run.first is not None and run.unit == "individuals" and not run.modifier
        if run is not None and named and run.end - (run.first or 0) > 1:
            return texts(marked, [run])[0]
        if not PERSONAL & set(marked.lows):
            return None
    return None


PERSONAL = frozenset({"he", "she"})
"""Pronouns for a person of whom the sentences before speak."""


# ---- the next sentence ----------------------------------------------------------------------------------------------
def describes_one_person(marked: Marked, group: Group) -> bool:
    """Whether the target is one person who is described and not named: "the minister's wife", "a banker"."""
    last = group.end - 1
    return group.count is None and marked.is_in(last, "titles") and not marked.low(last).endswith("s")


def lists_members(lows: tuple[str, ...]) -> bool:
    """Whether a sentence may say who the targets of the sentence before are: "They include", "Among them are".

    "Among the judges banned are" counts out a group of its own, which the sentence before need not mean.
    """
    if not lows or lows[0] not in MEMBER_WORDS:
        return False
    own_group = lows[0] == "among" and lows[1:2] not in (("them",), ("those",), ("these",))
    return not own_group and members_verb(lows) is not None


def members_verb(lows: tuple[str, ...]) -> int | None:
    """The token of "include" or "are" before the members; None if the sentence has none near its beginning."""
    near = lows[:FIRST_OF_MEMBERS]
    links = {"include", "includes", "included"} | ({"is", "are", "were", "was"} if lows[0] == "among" else set())
    return next((i for i, low in enumerate(near) if low in links), None)


def names_of_members(marked: Marked) -> tuple[str, ...]:
    """The names that the sentence lists after "include" or "among them are"."""
    verb = members_verb(marked.lows)
    return texts(marked, names_in_list(marked, verb + 1, end_of_sentence(marked))) if verb is not None else ()


def without_names(statement: Statement) -> bool:
    """Whether the last targets of a statement are parties without names."""
    last = statement.groups[-1] if statement.groups else None
    return last is not None and not last.names and last.unit is not None


def with_names(statement: Statement, names: tuple[str, ...]) -> Statement:
    """The statement with names of its last targets, unless they are more than it counts."""
    last = statement.groups[-1]
    return (
        replace(statement, groups=[*statement.groups[:-1], replace(last, names=names)])
        if fits(last, names)
        else statement
    )


def listed_person(marked: Marked) -> tuple[str, ...]:
    """The one person of whom a sentence says that it is on a list or was sanctioned; empty if of nobody or several."""
    listing = (
        predicate for predicate in predicates(marked) if predicate.rule in LISTINGS and predicate.voice == "passive"
    )
    groups = [group for predicate in listing for group in targets_of(marked, predicate).groups]
    names = tuple(name for group in groups if group.unit == "individuals" for name in group.names)
    return names if len(names) == 1 == len(groups) else ()


LISTINGS = frozenset({"list:put", "list:on", "verb:sanction", "verb:blacklist"})
"""Rules of predicates that say of their subject that it is on a list."""
