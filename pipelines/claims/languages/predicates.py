"""Predicates about sanctions: verbs with their nouns, and their status.

Here: finding predicates and their status. Not here: who acts (see agents), on whom (see targets).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.claims.claim import Action, Measure, Status
from pipelines.claims.frame import Finding
from pipelines.claims.languages.clauses import clause_bounds
from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.phrases import Phrase
from pipelines.claims.languages.wording import MoodKind, VerbForm
from pipelines.claims.marks import Noun, Span, Voice

NOUN_NEAR = 7
"""Tokens between a word of intent and the sanctions that it governs."""
FREE_NEAR = 4
"""Tokens around a verb among which a negation that is free to stand there belongs to it."""
LINK_NEAR = 9
"""Tokens between a demand and the conjunction that opens what is demanded."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is done, as far as one clause says.

    Attributes:
        head: the verb, or the noun where a word of intent governs it directly ("considers sanctions").
        noun: the sanction noun that goes with the verb; None for verbs that need none.
        mood: the word that governs it, if any.
        is_present: in the present tense of headlines.
    """

    head: Phrase[VerbForm] | Noun
    noun: Noun | None
    mood: Phrase[MoodKind] | None
    clause: Span
    status: Status
    action: Action
    voice: Voice
    rules: tuple[str, ...]
    is_present: bool = False

    @property
    def measure(self) -> Measure:
        """What is done to the targets; a verb that needs no noun lists them."""
        return self.noun.measure if self.noun else "listing"

    @property
    def verb(self) -> VerbForm | None:
        """The verb, if it is one."""
        return self.head.meaning if isinstance(self.head, Phrase) else None


LanguageFinding = Finding[Predicate, Status]
"""The finding for a predicate; of its mood, only the status is kept."""


@dataclass(frozen=True, slots=True)
class Mood:
    """The status of a verb or noun, the rule that gave it, and the word that governs it."""

    status: Status
    rule: str
    voice: Voice = "active"
    governor: Phrase[MoodKind] | None = None
    is_present: bool = False


def predicates(marked: Marked) -> Iterator[Predicate]:
    """All predicates of a sentence, except those of questions, from left to right."""
    found_predicates = (
        predicate
        for predicate in (*verb_predicates(marked), *noun_predicates(marked))
        if not marked.listed(predicate.clause[0], "questions")
    )
    yield from sorted(found_predicates, key=lambda predicate: predicate.head.start)


# ---- verbs ----------------------------------------------------------------------------------------------------------
def verb_predicates(marked: Marked) -> Iterator[Predicate]:
    """Yields the predicates of verbs of sanctions that have the noun they need."""
    for head in marked.verbs:
        clause = clause_bounds(marked, head.start)
        noun = needed_noun(marked, head, clause)
        if (noun is None and head.meaning.verb.needs) or belongs_to_other_predicate(marked, head, noun):
            continue
        mood = mood_of_verb(marked, head, clause)
        if mood is not None:
            yield verb_predicate(marked, head, noun, mood, clause)


def belongs_to_other_predicate(marked: Marked, head: Phrase[VerbForm], noun: Noun | None) -> bool:
    """Whether a verb is only part of another predicate: of "приняли решение" (took a decision), or of a finite verb.

    A verbal noun belongs to a finite verb before it, a verb to a verbal noun that does something else between it and
    its noun.
    """
    if any(mood.start <= head.start and head.end < mood.end for mood in marked.moods):
        return True
    between = [verb for verb in marked.verbs if verb != head and noun is not None and stands_between(verb, head, noun)]
    if head.meaning.form == "noun":
        return any(verb.meaning.form in ("past", "present", "future") for verb in verbs_before(marked, head))
    return any(verb.meaning.form == "noun" and verb.meaning.verb.does != head.meaning.verb.does for verb in between)


def stands_between(verb: Phrase[VerbForm], head: Phrase[VerbForm], noun: Noun) -> bool:
    """Whether `verb` stands between the verb `head` and its noun."""
    return head.end <= verb.start < noun.start or noun.end <= verb.start < head.start


def verbs_before(marked: Marked, head: Phrase[VerbForm]) -> Iterator[Phrase[VerbForm]]:
    """Yields the verbs of sanctions before `head` in its clause that can have the same noun."""
    start = clause_bounds(marked, head.start)[0]
    for verb in marked.verbs:
        if start <= verb.start < head.start and "measure" in verb.meaning.verb.needs:
            yield verb


def verb_predicate(marked: Marked, head: Phrase[VerbForm], noun: Noun | None, mood: Mood, clause: Span) -> Predicate:
    """A predicate with the rules that matched."""
    verb = head.meaning.verb
    status: Status = "lifted" if verb.does == "lift" and mood.status == "imposed" else mood.status
    rules = (f"{marked.wording.language}:verb:{verb.name}", f"voice:{mood.voice}", f"status:{status}:{mood.rule}")
    return Predicate(head, noun, mood.governor, clause, status, verb.does, mood.voice, rules, mood.is_present)


def needed_noun(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Noun | None:
    """The nearest noun of the clause that the verb needs; None if there is none."""
    needs = head.meaning.verb.needs
    inside = (noun for noun in marked.nouns if clause[0] <= noun.start < clause[1] and noun.kind in needs)
    return min(inside, key=lambda noun: abs(noun.start - head.start), default=None)


# ---- how sure -------------------------------------------------------------------------------------------------------
def mood_of_verb(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Mood | None:
    """The mood of a verb: what demands, governs, negates or conditions it, else its form; None if it is not clear."""
    demanded = demand_before(marked, clause)
    if demanded is not None:
        return Mood("called_for", "demanded", governor=demanded)
    mood = mood_of_form(marked, head, clause)
    if mood is None:
        return None
    if mood.status in ("imposed", "lifted", "planned") and is_negated(marked, mood_start(head, mood), head.end, clause):
        return Mood("denied", "negated", mood.voice, mood.governor)
    has_condition = marked.has("conditions", 0, len(marked))
    if has_condition and (mood.status == "planned" or mood.is_present):
        return Mood("considered", "condition", mood.voice, mood.governor)
    return mood


def mood_of_form(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Mood | None:
    """The mood given by the verb's form, or by its governor; None if neither decides it."""
    form = head.meaning.form
    if form == "past":
        return Mood("imposed", "past")
    if form == "present":
        return Mood("imposed", "present", is_present=not head.meaning.verb.by_sanctions)
    if form == "future":
        return Mood("planned", "future")
    if form == "conditional":
        return Mood("considered", "conditional")
    if form == "participle":
        return mood_of_participle(marked, head, clause)
    return mood_of_governor(marked, head, clause)


def mood_of_participle(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Mood | None:
    """The mood of a participle by its auxiliary: "wurden verhängt", "будут введены" (were, will be imposed).

    None if it is not clear, or if the participle stands after a comma and only describes.
    """
    auxiliary_tokens = auxiliary_stretch(marked, head, clause)
    governor = governor_of(marked, head, clause) or modal_before(marked, head)
    if marked.has("be_infinitive", *auxiliary_tokens) and governor is not None:
        is_refused = is_negated(marked, governor.start, governor.start, clause)
        mood = mood_by_governor(governor, refused=is_refused, is_noun=False)
        return mood and Mood(mood.status, mood.rule, "passive", mood.governor)
    if marked.has("be_future", *auxiliary_tokens):
        return Mood("planned", "future_passive", "passive")
    if marked.has("be", *auxiliary_tokens):
        return Mood("imposed", "passive", "passive")
    if marked.has("have", *auxiliary_tokens):
        return Mood("imposed", "perfect")
    if marked.wording.bare_participle == "passive":
        return None if marked.low(head.start - 1) == "," else Mood("imposed", "participle", "passive")
    return Mood("imposed", "present", is_present=True) if marked.wording.bare_participle == "present" else None


def modal_before(marked: Marked, head: Phrase[VerbForm]) -> Phrase[MoodKind] | None:
    """The modal before an inserted clause; None if there is none.

    "könnten Firmen, die ..., belegt werden": firms that … could be sanctioned.
    """
    if marked.listed(head.end, "be_infinitive") is None:
        return None
    before = (mood for mood in marked.moods if mood.end <= head.start and marked.listed(mood.start, "modals"))
    return next(before, None)


def auxiliary_stretch(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Span:
    """Where a participle's auxiliaries can stand: the whole clause if verbs come last, else right before it."""
    return clause if marked.wording.verb_last else (max(clause[0], head.start - 4), head.start + 2)


def mood_of_governor(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Mood | None:
    """The mood of an infinitive or verbal noun by the word that governs it ("plans to impose").

    Without such a word it is a future, an announcement or a headline's present; else None.
    """
    governor = governor_of(marked, head, clause)
    if governor is not None:
        is_refused = is_negated(marked, governor.start, governor.start, clause)
        return mood_by_governor(governor, refused=is_refused, is_noun=head.meaning.form == "noun")
    if head.meaning.form == "noun" and marked.listed(head.start - 1, "about"):
        return Mood("imposed", "announced") if marked.has("speech", clause[0], head.start) else None
    if head.meaning.form != "infinitive" or marked.listed(head.start - 1, "infinitive_particles"):
        return None
    if marked.has("will", *clause):
        return Mood("planned", "future")
    return Mood("imposed", "present", is_present=True) if marked.wording.bare_infinitive else None


def mood_by_governor(governor: Phrase[MoodKind], *, refused: bool, is_noun: bool) -> Mood | None:
    """The mood that a word of intent gives; None if it is refused and is neither a plan nor considered.

    A refused plan is denied.
    """
    kind = governor.meaning
    rule = f"governed:{kind}"
    if refused:
        return Mood("denied", rule, governor=governor) if kind in ("planned", "considered") else None
    if kind == "announced":
        return Mood("imposed" if is_noun else "planned", rule, governor=governor)
    return Mood(kind, rule, governor=governor)


def governor_of(marked: Marked, head: Phrase[VerbForm], clause: Span) -> Phrase[MoodKind] | None:
    """The nearest word of intent before a verb, or after it where verbs come last; None if there is none."""
    in_clause = [mood for mood in marked.moods if clause[0] <= mood.start < clause[1] and governs(marked, mood, head)]
    before = [mood for mood in in_clause if mood.end <= head.start]
    after = [mood for mood in in_clause if mood.start >= head.end] if marked.wording.verb_last else []
    return before[-1] if before else next(iter(after), None)


def governs(marked: Marked, mood: Phrase[MoodKind], head: Phrase[VerbForm]) -> bool:
    """Whether a word of intent is no part of the verb, and opens no condition: "Sollte die Führung ..." (should)."""
    return (mood.end <= head.start or mood.start >= head.end) and marked.listed(mood.start, "conditions") is None


def demand_before(marked: Marked, clause: Span) -> Phrase[MoodKind] | None:
    """The demand before the clause it opens: "потребовал, чтобы ...", "demande que ..." (demands that); else None."""
    if not marked.listed(clause[0], "demands"):
        return None
    near = (mood for mood in marked.moods if clause[0] - LINK_NEAR <= mood.start < clause[0])
    return next((mood for mood in near if mood.meaning == "called_for"), None)


def mood_start(head: Phrase[VerbForm], mood: Mood) -> int:
    """The first token of a verb and its governor."""
    return min(head.start, mood.governor.start) if mood.governor else head.start


def is_negated(marked: Marked, first: int, last: int, clause: Span) -> bool:
    """Whether a negation belongs to the verb: right before it, or near it or anywhere by the language's word order."""
    start, end = max(clause[0], first - 2), last
    if marked.wording.verb_last:
        start, end = clause
    elif marked.wording.free_negation:
        start, end = max(clause[0], first - FREE_NEAR), min(clause[1], last + FREE_NEAR)
    governors = {i for mood in marked.moods for i in range(mood.start, mood.end)}
    words = (i for i in range(start, max(end, start + 1)) if i not in governors)
    return any(marked.listed(i, "negation") and not marked.listed(i, "not_negation") for i in words)


# ---- nouns ----------------------------------------------------------------------------------------------------------
def noun_predicates(marked: Marked) -> Iterator[Predicate]:
    """Sanctions that a word of intent governs without a verb: "рассматривает санкции" (considers sanctions)."""
    for noun in marked.nouns:
        clause = clause_bounds(marked, noun.start)
        has_verb = any(clause[0] <= verb.start < clause[1] for verb in marked.verbs)
        if has_verb or noun.kind not in ("measure", "with"):
            continue
        governor = governor_of_noun(marked, noun, clause)
        if governor is None:
            continue
        is_refused = is_negated(marked, governor.start, governor.start, clause)
        mood = mood_by_governor(governor, refused=is_refused, is_noun=True)
        if mood is not None:
            yield noun_predicate(marked, noun, mood, clause)


def noun_predicate(marked: Marked, noun: Noun, mood: Mood, clause: Span) -> Predicate:
    """The predicate of a sanction noun without a verb."""
    language = marked.wording.language
    is_conditional = marked.has("conditions", 0, len(marked)) and mood.status == "planned"
    status: Status = "considered" if is_conditional else mood.status
    rules = (f"{language}:noun:{marked.low(noun.start)}", "voice:nominal", f"status:{status}:{mood.rule}")
    return Predicate(noun, noun, mood.governor, clause, status, "impose", "active", rules)


def governor_of_noun(marked: Marked, noun: Noun, clause: Span) -> Phrase[MoodKind] | None:
    """The word of intent near a noun, modals excluded; None if there is none.

    It stands before the noun; after it only where verbs come last, or after "be" ("sanctions are considered").
    """
    not_modal = (mood for mood in marked.moods if not marked.listed(mood.start, "modals"))
    in_clause = [mood for mood in not_modal if clause[0] <= mood.start < clause[1]]
    before = [mood for mood in in_clause if 0 <= noun.start - mood.end <= NOUN_NEAR]
    if before:
        return before[-1]
    after = (mood for mood in in_clause if mood.start >= noun.end)
    may_govern = (mood for mood in after if marked.wording.verb_last or marked.has("be", mood.start - 3, mood.start))
    return next(may_govern, None)
