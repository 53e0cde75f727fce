"""A second look at what the rules leave open: a claim without an authority, and a predicate with too little to go by.

Here: the authority that is the only one at hand, and refused predicates whose targets are counted. Claims that rest on
it carry a rule of this module, so that verdicts contradict nobody on its strength. Not here: the rules themselves (see
findings, agents).
"""

from collections.abc import Iterable
from dataclasses import replace

from pipelines.claims.english.agents import is_target
from pipelines.claims.english.clauses import clause_start
from pipelines.claims.english.counted import unit_at
from pipelines.claims.english.findings import EnglishFinding, means_otherwise
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.subjects import IMPOSERS
from pipelines.claims.frame import Context, Statement
from pipelines.claims.marks import Actor

ONLY_AUTHORITY = "second-look:only_authority"
"""The rule of a claim whose authority is the only one at hand."""
COUNTED_TARGETS = "second-look:counted_targets"
"""The rule of a claim that rests on its counted targets, without all else that the rules ask for."""

NOT_ASSUMED = frozenset({"UA"})
"""Who imposes sanctions, but is named far more often as the country that sanctions are for."""

NEVER_ACT = frozenset({"other", "person", "party"})
"""Kinds of mention that are no authority: bodies of another kind, leaders out of office, targets."""

TELLING = frozenset({"target", "add", "list", "affect"})
"""Weak verbs that say what is done to counted parties; "hit" and "name" mostly say something else."""

LEFT_OPEN = frozenset({"noun:passive", "noun:apply"})
"""Rules of predicates whose sentences name those who speak rather than who acts: "sanctions were imposed"."""


def with_only_authority(marked: Marked, finding: EnglishFinding, context: Context, statement: Statement) -> Statement:
    """The statement, given the only authority that can be meant where the rules find nobody who acts."""
    if not lacks_authority(marked, finding):
        return statement
    code = only_authority(marked, finding, context, statement)
    return replace(statement, codes=(code,), rules=(*statement.rules, ONLY_AUTHORITY)) if code else statement


def lacks_authority(marked: Marked, finding: EnglishFinding) -> bool:
    """Whether the rules find nobody who acts, and the sentence does not leave it open on purpose.

    It does where sanctions "were imposed" or are called for, and where others act: "all countries that imposed".
    """
    predicate, who = finding.predicate, finding.agents
    if who.codes or who.rule != "agent:none" or finding.mood.status == "called_for":
        return False
    relative = marked.low(clause_start(marked, predicate.verb) - 1) in ("that", "which", "who")
    return predicate.rule not in LEFT_OPEN and not (relative and predicate.voice == "active")


def only_authority(marked: Marked, finding: EnglishFinding, context: Context, statement: Statement) -> str | None:
    """The one authority that the sentence names and that is no target; None if there are none or several.

    Sanctions that are only mentioned may be those of the authority of the sentences before, if theirs names nobody.
    """
    country = statement.country[0] if statement.country else None
    targets = {*finding.targets.countries, finding.predicate.country, country}
    possible = assumable(actor.code for actor in marked.actors if may_act(marked, finding, actor))
    if possible <= targets and finding.predicate.rule == "noun:mention":
        possible = assumable((*context.codes[:1], context.subject or ""))
    only = possible.pop() if len(possible) == 1 else None
    return None if only in targets else only


def may_act(marked: Marked, finding: EnglishFinding, actor: Actor) -> bool:
    """Whether a mention can be of who acts: not of a target's nationality or office, a place, or a currency."""
    groups, predicate = finding.targets.groups, finding.predicate
    if predicate.rule in ("verb:among", "list:names") and is_target(predicate, actor):
        return False
    describes = any(group.start <= actor.start < group.end for group in groups) or describes_person(marked, actor)
    before = actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES)
    place = actor.kind in ("country", "adjective") and marked.is_in(before, "before_places")
    owns = actor.kind in ("country", "adjective") and marked.is_in(actor.end, "things_of_countries")
    return actor.kind not in NEVER_ACT and not (describes or place or owns)


def describes_person(marked: Marked, actor: Actor) -> bool:
    """Whether a country only says whose national or official somebody is: "UK Attorney General"."""
    if actor.kind not in ("country", "adjective", "nationals") or actor.possessive:
        return False
    return unit_at(marked, actor.end) is not None or marked.is_in(actor.end, "private_offices")


def assumable(codes: Iterable[str]) -> set[str]:
    """The codes among `codes` that may be assumed to act where no words state it."""
    return set(codes) & (IMPOSERS - NOT_ASSUMED)


def counts_targets(marked: Marked, finding: EnglishFinding, context: Context) -> bool:
    """Whether a predicate without an authority is still a claim, by its counted targets: "11 senior officials".

    It is none beside another claim of its sentence, or if it only describes: "28 Georgians, adding to those banned".
    """
    predicate, whom = finding.predicate, finding.targets
    speaks_of_sanctions = context.sanctions or predicate.measure == "swift"
    if not speaks_of_sanctions or context.claimed or whom.approved or marked.low(predicate.verb - 1) == "those":
        return False
    lemma = predicate.rule.rsplit(":", 1)[-1]
    if predicate.weak and (lemma not in TELLING or means_otherwise(marked, finding, lemma)):
        return False
    return any(
        group.counted and group.scope != "subset" and any(unit_at(marked, i) for i in range(group.start, group.end))
        for group in whom.groups
    )
