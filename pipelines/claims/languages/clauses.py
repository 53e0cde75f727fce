"""Where clauses begin and end.

Here: bounds. Not here: what a clause says (see predicates).
"""

from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.wording import Form
from pipelines.claims.marks import STOPS, Span

FINITE = ("past", "present", "future")
VERB_NEAR = 4
"""Tokens after "and" among which a verb makes it join clauses and not nouns."""

SPEECH_NEAR = 6
"""Most tokens between a verb of speech and the comma before the reported words."""
SHORT_ASIDE = 5
"""Tokens from a bracket to the one that closes it, both counted, in an aside that ends no clause."""


def clause_bounds(marked: Marked, i: int) -> Span:
    """The first token of the clause of token i, and the token after its last."""
    start = next((j for j in range(i, 0, -1) if begins_clause(marked, j)), 0)
    end = next((j for j in range(i + 1, len(marked)) if begins_clause(marked, j) or is_stop(marked, j)), len(marked))
    while end > start and marked.low(end - 1) in (",", *STOPS):
        end -= 1
    return start, end


def is_stop(marked: Marked, i: int) -> bool:
    """Whether a stop stands at token i. A dash that joins two words is not a stop."""
    if marked.low(i) == "-":
        return not marked.glued(i) and not marked.glued(i + 1)
    return marked.low(i) in STOPS and not is_aside(marked, i)


def is_aside(marked: Marked, i: int) -> bool:
    """Whether the bracket at token i belongs to a short aside: "Министерство финансов (OFAC)"."""
    if marked.low(i) == "(":
        return ")" in marked.lows[i + 1 : i + SHORT_ASIDE]
    return marked.low(i) == ")" and "(" in marked.lows[max(0, i + 1 - SHORT_ASIDE) : i]


def begins_clause(marked: Marked, i: int) -> bool:
    """Whether a clause begins at token i: after a stop, at a conjunction, or where a comma or "and" joins clauses."""
    if is_stop(marked, i - 1) or (marked.listed(i, "openers") and not marked.listed(i - 1, "including")):
        return True
    if marked.low(i - 1) == ",":
        opens_after_comma = marked.listed(i, "openers_after_comma") is not None and not marked.listed(i, "and")
        if opens_after_comma or speech_begins(marked, i) or ends_condition_or_source(marked, i - 1):
            return True
        return marked.wording.verb_last and (is_finite_verb(marked, i) or ends_speech(marked, i - 1))
    return marked.listed(i, "and") is not None and not joins_actors(marked, i) and verb_begins_soon(marked, i + 1)


def ends_speech(marked: Marked, comma: int) -> bool:
    """Whether reported words follow the comma without a conjunction.

    "teilte am Freitag mit, drei Firmen ..." (said on Friday, three firms ...).
    """
    return marked.has("speech", max(comma - SPEECH_NEAR, 0), comma) and "," not in marked.lows[:comma]


def ends_condition_or_source(marked: Marked, comma: int) -> bool:
    """Whether a comma ends a condition or source that opens the sentence.

    "Si ...," is a condition (if), "Laut ...," a source (according to).
    """
    opening = next((i for i in range(min(3, comma)) if opens_condition_or_source(marked, i)), None)
    return opening is not None and "," not in marked.lows[opening:comma]


def opens_condition_or_source(marked: Marked, i: int) -> bool:
    """Whether a condition or a source is introduced at token i: "Si" (if), "Laut" (according to)."""
    return marked.listed(i, "conditions") is not None or marked.listed(i, "according") is not None


def joins_actors(marked: Marked, i: int) -> bool:
    """Whether "and" at token i joins two actors: "США и Канада ввели" (the US and Canada imposed)."""
    after = i + 1 + bool(marked.listed(i + 1, "articles"))
    return i - 1 in marked.actor_at and after in marked.actor_at


def speech_begins(marked: Marked, i: int) -> bool:
    """Whether a verb of speech stands at token i or right after it: ", a déclaré", ", сообщает" (said, reports)."""
    return marked.has("speech", i, i + 2)


def form_opens_clause(marked: Marked, form: Form) -> bool:
    """Whether "and" before a verb of this form joins clauses. Where verbs come last, it must be finite."""
    return form in FINITE if marked.wording.verb_last else form != "noun"


def is_finite_verb(marked: Marked, i: int) -> bool:
    """Whether a finite verb stands at token i. After a comma it opens a main clause in German: ", wird Litauen"."""
    verb = marked.verb_at(i)
    if verb is not None and verb.start == i and verb.meaning.form in FINITE:
        return True
    auxiliary = marked.listed(i, "have") or marked.listed(i, "be") or marked.listed(i, "modals")
    return auxiliary is not None or any(mood.start == i for mood in marked.moods if mood.meaning != "called_for")


def verb_begins_soon(marked: Marked, i: int) -> bool:
    """Whether a verb of sanctions, intent or speech follows within VERB_NEAR tokens, before any noun for targets.

    Then an "and" before it joins clauses, and not nouns.
    """
    for j in range(i, min(i + VERB_NEAR, len(marked))):
        if marked.low(j) == "," or j in marked.noun_at or marked.in_unit(j):
            return False
        verb = marked.verb_at(j)
        if (verb and form_opens_clause(marked, verb.meaning.form)) or marked.listed(j, "speech"):
            return True
        if any(mood.start == j for mood in marked.moods):
            return True
    return False
