"""Whom a text gives as the source of a claim.

Here: "по данным ...", "selon ...", ", teilte ... mit". Not here: who acts (see agents).
"""

from pipelines.claims.languages.marked import Marked
from pipelines.claims.languages.predicates import Predicate
from pipelines.claims.marks import QUOTATION_MARKS, STOPS

LONGEST = 9
"""Tokens of a source."""

Source = tuple[str, str]


def source(marked: Marked, predicate: Predicate) -> Source | None:
    """The source of a claim and the rule that found it."""
    return according_to(marked) or said_before(marked, predicate) or said_after(marked, predicate)


def according_to(marked: Marked) -> Source | None:
    """As in "selon l'agence", "по данным Минфина"."""
    for i in range(len(marked)):
        opening = marked.listed(i, "according")
        if opening is not None:
            return told(marked, opening.end, phrase_end(marked, opening.end), "source:according_to")
    return None


def said_before(marked: Marked, predicate: Predicate) -> Source | None:
    """As in "Госдепартамент сообщил, что ...": the subject of a verb of speech before the clause."""
    clause = predicate.clause[0]
    for i in range(clause):
        if marked.listed(i, "speech"):
            start = phrase_start(marked, i)
            return told(marked, start, subject_end(marked, start, i), "source:said_before")
    return None


def said_after(marked: Marked, predicate: Predicate) -> Source | None:
    """As in "..., сообщает агентство", "..., a déclaré le ministre", "..., teilte das Ministerium mit"."""
    for i in range(predicate.clause[1], len(marked)):
        speech = marked.listed(i, "speech")
        if speech is not None:
            return told(marked, speech.end, phrase_end(marked, speech.end), "source:said_after")
    return None


def told(marked: Marked, start: int, end: int, rule: str) -> Source | None:
    """The words of a source without articles, days and quotation marks around it."""
    while start < end and (passed_over(marked, start) or marked.listed(start, "preambles")):
        start += 1
    while end > start and passed_over(marked, end - 1):
        end -= 1
    if start >= end or end - start > LONGEST or marked.listed(start, "pronouns"):
        return None
    if any(marked.word(i)[:1].isdigit() for i in range(start, end)):
        return None
    return marked.text(start, end), rule


def passed_over(marked: Marked, i: int) -> bool:
    """Whether a token at the edge of a source is no part of it."""
    if i in marked.when_at or marked.low(i) in QUOTATION_MARKS or marked.low(i) == ",":
        return True
    return bool(marked.listed(i, "articles") or marked.listed(i, "have") or marked.listed(i, "in"))


def phrase_end(marked: Marked, i: int) -> int:
    """Where the noun phrase that begins at i ends: at a comma, a stop, a clause or a verb particle."""
    ends = (
        j for j in range(i, len(marked))
        if marked.low(j) in (",", *STOPS) or marked.listed(j, "openers") or marked.listed(j, "have")
        or marked.listed(j, "be")
        or (j > i and (marked.listed(j, "phrase_ends") or marked.verb_at(j)))
    )  # fmt: skip
    return next(ends, len(marked))


def phrase_start(marked: Marked, i: int) -> int:
    """Where the noun phrase before token i begins."""
    return next((j for j in range(i, 0, -1) if marked.low(j - 1) in (",", *STOPS)), 0)


def subject_end(marked: Marked, start: int, verb: int) -> int:
    """Where the subject before a verb of speech ends: before its auxiliary or a day."""
    return next((j for j in range(start + 1, verb) if marked.listed(j, "have") or marked.listed(j, "in")), verb)
