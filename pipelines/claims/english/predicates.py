"""All predicates of a sentence.

Here: the rules in their order. Not here: the rules (verb_rules, noun_rules, prospect_rules, list_rules), who acts
(agents), how sure it is (modality), who is hit (targets).
"""

from collections.abc import Callable, Iterator

from pipelines.claims.english.list_rules import (
    additions,
    approved_additions,
    expanded,
    holdings,
    listed,
    names_on_list,
    on_list,
    totals,
)
from pipelines.claims.english.mentions import Marked
from pipelines.claims.english.noun_rules import (
    faced,
    hit_with,
    imposed_by_subject_of_relative,
    imposed_sanctions,
    mentioned,
    once_imposed,
    predicates_of_sanction_subjects,
    summed,
)
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.english.prospect_rules import (
    among_measures,
    blocked,
    consequence,
    expected,
    there_will_be,
    warned_of,
)
from pipelines.claims.english.verb_rules import (
    among_those,
    banned,
    declared,
    followed_suit,
    frozen_assets,
    gapping,
    released_assets,
    sanctioning_verbs,
    second_agents,
    took_action,
    weak_verbs,
)

# Where two rules see the same verb or noun, the first wins: what says it outright before what only may.
RULES: tuple[Callable[[Marked], Iterator[Predicate]], ...] = (
    imposed_by_subject_of_relative, among_those, sanctioning_verbs, declared, totals, faced, consequence, listed,
    expanded, hit_with, imposed_sanctions, predicates_of_sanction_subjects, summed, once_imposed, expected,
    there_will_be, warned_of, blocked, among_measures, released_assets, frozen_assets, banned, took_action, holdings,
    names_on_list, approved_additions, additions, on_list, weak_verbs, followed_suit, gapping, second_agents, mentioned,
)  # fmt: skip


def predicates(marked: Marked) -> list[Predicate]:
    """All predicates of a sentence, in order. No verb and no sanction noun belongs to two of them."""
    by_verb: dict[int, Predicate] = {}
    used: set[int] = set()
    for rule in RULES:
        for predicate in rule(marked):
            span = (set(range(predicate.first, predicate.last)) & set(marked.noun_at)) | {predicate.verb}
            if not span & used:
                by_verb[predicate.verb] = predicate
                used |= span
    return sorted(by_verb.values(), key=lambda predicate: predicate.verb)
