"""The source of a claim, as given by its sentence.

Here: "according to X", "X said", "(Reuters)". Not here: the content of the claim.
"""

import re
from dataclasses import dataclass

from pipelines.claims.english.clauses import clause_start, in_date
from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked
from pipelines.claims.english.modality import Mood
from pipelines.claims.marks import QUOTATION_MARKS, STOPS

CREDIT = re.compile(r"\(((?=[^()]*[A-Z])\w[^()]{1,60})\)(?=[\s.,]*(?:\(\w[^()]{1,60}\)[\s.,]*)*$)")
"""A credit in brackets at the end of an item, as news digests have it: "... (Reuters) (BBC News)"."""

TAIL = 160
"""Characters at the end of an item in which credits are looked for."""

ENDS = STOPS | {","}
COMMAS = frozenset({",", '"', "”", "''", "-", "–", "—"})
LONGEST = 14
"""The largest number of tokens of a source; a longer phrase is not taken for one."""


@dataclass(frozen=True, slots=True)
class ClaimInSentence:
    """The parts of a claim needed to find its source: sentence, verb and mood of the predicate, tokens of the quote."""

    marked: Marked
    verb: int
    mood: Mood
    start: int
    end: int


def attribution(claim: ClaimInSentence) -> tuple[str, str] | None:
    """The source and the name of the rule that matched."""
    for rule in (according_to, asker, said_before, said_after):
        source = rule(claim)
        if source:
            return source, f"source:{rule.__name__}"
    return None


def credit(text: str) -> str | None:
    """The outlets credited in brackets at the end of an item, joined by "; "."""
    tail = text.rstrip()[-TAIL:]
    outlets = [match[1].strip().removeprefix("via ") for match in CREDIT.finditer(tail) if not abbreviates(tail, match)]
    return "; ".join(outlets) or None


def abbreviates(text: str, match: re.Match[str]) -> bool:
    """Whether what stands in brackets abbreviates the name before it: "Myanmar Economic Corporation (MEC)"."""
    inside = match[1].strip()
    words = re.findall(r"\w+", text[: match.start()])[-len(inside) :]
    return inside.isupper() and inside.isalpha() and "".join(word[0] for word in words).upper() == inside


# ---- rules ----------------------------------------------------------------------------------------------------------
def according_to(claim: ClaimInSentence) -> str | None:
    """The source in "according to X", "citing X"; not where what is cited is a reason ("citing human rights")."""
    marked = claim.marked
    for i in range(len(marked.sentence)):
        hit = marked.lexicon.according.at(marked.words, marked.lows, i)
        if hit is None:
            continue
        if any(spoken(marked, j) for j in (i - 1, i - 2)):  # "X reported, citing Y"
            continue
        stop = phrase_end(marked, hit[0])
        if marked.low(i) not in ("citing", "quoting", "per"):
            return phrase(marked, hit[0], stop)
        reported = any(spoken(marked, j) for j in range(stop, min(stop + 3, len(marked.sentence))))
        if is_source(marked, hit[0], stop) and not reported:
            return phrase(marked, hit[0], stop)
    return None


def asker(claim: ClaimInSentence) -> str | None:
    """The subject of a governing verb such as "calls for", "denies", "vows"."""
    marked, governor, status = claim.marked, claim.mood.governor, claim.mood.status
    if governor is None or governor in marked.noun_at or not marked.forms(governor):
        return None
    vowed = status == "planned" and marked.has_lemma(governor, "vow", "pledge", "promise")
    denied = status == "denied" and marked.has_lemma(governor, "deny")
    return subject_phrase(marked, governor) if vowed or denied or status == "called_for" else None


def said_before(claim: ClaimInSentence) -> str | None:
    """The source in "X said (that) ...": the subject of a verb of speech that governs the clause of the claim."""
    group = claim.mood.group_start
    left = [*range(min(claim.start, group) - 1, -1, -1), *range(claim.start, group)]
    verb = next((i for i in left if spoken(claim.marked, i) and governs_clause(claim.marked, i, group)), None)
    return subject_phrase(claim.marked, verb) if verb is not None else None


def said_after(claim: ClaimInSentence) -> str | None:
    """The source of a statement, as in "..., X said", "..., said X"; also in the middle of the claim."""
    marked = claim.marked
    for i in range(min(claim.verb, claim.end) + 1, len(marked.sentence)):
        comma = comma_before(marked, i, claim.start) if spoken(marked, i) else None
        if (
            comma is None or marked.low(i + 1) == ":"
        ):  # the statement follows the verb, so the claim before it is another one
            continue
        if comma == i - 1:
            stop = phrase_end(marked, i + 1, more=("in", "on", "after"))
            return phrase(marked, i + 1, stop) if can_speak(marked, i + 1, stop) else None
        if can_speak(marked, comma + 1, i):
            return phrase(marked, comma + 1, i)
    return None


# ---- phrases --------------------------------------------------------------------------------------------------------
def phrase(marked: Marked, start: int, end: int) -> str | None:
    """The words of a source, without days and leading adverbs; None if it is too long to be one."""
    while start < end and (
        marked.is_in(start, "before_sources") or marked.low(start) in QUOTATION_MARKS or in_date(marked, start)
    ):
        start += 1
    while end > start and (
        marked.is_in(end - 1, "after_sources") or marked.low(end - 1) in QUOTATION_MARKS or end - 1 in marked.when_at
    ):
        end -= 1
    if end <= start or end - start > LONGEST:
        return None
    named = any(marked.capitalised(i) or marked.is_in(i, "sources") for i in range(start, end))
    return marked.text(start, end) if named else None


def phrase_end(marked: Marked, start: int, more: tuple[str, ...] = ()) -> int:
    """Where a source that begins at `start` ends: at punctuation or a day."""
    rest = range(start, len(marked.sentence))
    ends = (j for j in rest if marked.low(j) in ENDS or j in marked.when_at or marked.low(j) in more)
    return next(ends, len(marked.sentence))


def subject_phrase(marked: Marked, verb: int) -> str | None:
    """The subject of a verb: from the start of its clause, or the comma before it, up to its auxiliaries."""
    end = verb
    while end > 0 and before_verb(marked, end - 1):
        end -= 1
    start = clause_start(marked, max(end - 1, 0))
    end = before_other_verb(marked, start, end)
    commas = [j for j in range(start, end) if marked.low(j) in COMMAS]
    named = commas and marked.capitalised(commas[0] + 1 + (marked.low(commas[0] + 1) in ARTICLES))
    if named and len(commas) == 2 and commas[-1] == end - 1:  # "its president, X, said"
        whole = phrase(marked, start, end - 1)
        return whole or phrase(marked, start, commas[0])
    if commas and commas[-1] == end - 1:  # "X, who leads Y, said"
        return phrase(marked, start, commas[-2] if len(commas) > 1 else end - 1)
    return phrase(marked, commas[-1] + 1 if commas else start, end)


def before_other_verb(marked: Marked, start: int, end: int) -> int:
    """The end of a subject whose first verb comes before: "The minister opened the session by calling for"."""
    if marked.low(end - 1) != "by":
        return end
    verbs = (i for i in range(start + 1, end) if marked.low(i).endswith("ed") and marked.word(i).islower())
    return next(verbs, end)


def before_verb(marked: Marked, i: int) -> bool:
    """Whether token i stands between a subject and its verb."""
    return marked.is_in(i, "auxiliaries") or marked.is_in(i, "adverbs") or i in marked.when_at or marked.low(i) == "on"


def comma_before(marked: Marked, verb: int, start: int) -> int | None:
    """The comma or closing quotation mark from which "X said" begins; None where a relative clause says it."""
    comma = next((j for j in range(verb, start, -1) if marked.low(j) in COMMAS), None)
    if comma is None or verb - comma > LONGEST:
        return None
    return None if {"that", "which", "who"} & set(marked.lows[comma:verb]) else comma


def spoken(marked: Marked, i: int) -> bool:
    """Whether token i is a finite verb of speech."""
    if i in marked.noun_at or i in marked.actor_at:
        return False
    speech = marked.lexicon.words["speech"]
    words = marked.lexicon.verbs.get(marked.low(i), ())
    return any(word.lemma in speech and word.form in ("s", "ed", "past") for word in words)


def governs_clause(marked: Marked, verb: int, group_start: int) -> bool:
    """Whether a clause with a subject of its own lies between a verb of speech and the predicate's verb group."""
    between = range(verb + 1, group_start)
    if not between or marked.low(verb + 1) in STOPS:
        return False
    joined = marked.low(group_start - 1) == "and"  # a second verb of the same clause
    lows = set(marked.lows[verb + 1 : group_start - joined])
    if lows & {"that", '"', "“"}:
        return True
    if lows & {";", ".", "after", "while", "when", "and"}:
        return False
    return any(i in marked.actor_at or i in marked.number_at or marked.is_in(i, "clause_subjects") for i in between)


def is_source(marked: Marked, start: int, end: int) -> bool:
    """Whether a noun phrase can be a source: an outlet, an official, a body."""
    return any(
        marked.is_in(i, "sources") or marked.lexicon.outlets.at(marked.words, marked.lows, i) for i in range(start, end)
    )


def can_speak(marked: Marked, start: int, end: int) -> bool:
    """Whether a phrase can speak: it has a name or a noun for a source, no verb, and no "X's the ..."."""
    inside = range(start, end)
    if any(spoken(marked, i) or marked.lemma_in(i, "sanction") for i in inside):
        return False
    if any(marked.low(i) in POSSESSIVE and marked.low(i + 1) in ARTICLES for i in inside):
        return False
    return any(marked.capitalised(i) or marked.is_in(i, "sources") for i in inside)
