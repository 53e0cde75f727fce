"""The source of a claim, as given by its sentence.

Here: "according to X", "X said", "(Reuters)". Not here: the content of the claim.
"""

import re
from dataclasses import dataclass

from pipelines.claims.claim import Status
from pipelines.claims.english.clauses import clause_start, in_date
from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked
from pipelines.claims.english.modality import Mood
from pipelines.claims.english.subjects import can_be_subject
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
    """The source of a claim and the name of the rule that found it; None if the sentence names no source."""
    for rule in (according_to, asker, said_before, said_after, announcer):
        source = rule(claim)
        if source:
            return source, f"source:{rule.__name__}"
    return None


def credit(text: str) -> str | None:
    """The outlets credited in brackets at the end of an item, joined by "; "; None if there are none."""
    tail = text.rstrip()[-TAIL:]
    outlets = [match[1].strip().removeprefix("via ") for match in CREDIT.finditer(tail) if not abbreviates(tail, match)]
    return "; ".join(outlets) or None


def abbreviates(text: str, match: re.Match[str]) -> bool:
    """Whether brackets hold the initials of the words before them, and so no news outlet.

    "Myanmar Economic Corporation (MEC)".
    """
    inside = match[1].strip()
    words = [word for word in re.findall(r"\w+", text[: match.start()]) if word[0].isupper()][-len(inside) :]
    return inside.isupper() and inside.isalpha() and "".join(word[0] for word in words).upper() == inside


# ---- rules ----------------------------------------------------------------------------------------------------------
def according_to(claim: ClaimInSentence) -> str | None:
    """The source in "according to X", "citing X"; None if there is none, or a reason is cited ("citing rights")."""
    marked = claim.marked
    for i in range(len(marked.sentence)):
        hit = marked.lexicon.according.at(marked.words, marked.lows, i)
        if hit is None:
            continue
        if any(is_speech_verb(marked, j) for j in (i - 1, i - 2)):  # "X reported, citing Y"
            continue
        stop = phrase_end(marked, hit[0])
        if marked.low(i) not in ("citing", "quoting", "per"):
            return source_phrase(marked, hit[0], stop)
        reported = any(is_speech_verb(marked, j) for j in range(stop, min(stop + 3, len(marked.sentence))))
        if is_source(marked, hit[0], stop) and not reported:
            return source_phrase(marked, hit[0], stop)
    return None


def asker(claim: ClaimInSentence) -> str | None:
    """The subject of a governing verb such as "calls for", "denies", "vows"; None without such a verb."""
    marked, governor, status = claim.marked, claim.mood.governor, claim.mood.status
    if governor is None or governor in marked.noun_at or not marked.forms(governor):
        return None
    spoken = SPOKEN_STATUSES.get(status)
    if status == "called_for":
        return subject_phrase(marked, governor) or first_caller(marked, governor)
    return subject_phrase(marked, governor) if spoken and marked.has_lemma(governor, *spoken) else None


SPOKEN_STATUSES: dict[Status, tuple[str, ...]] = {
    "planned": ("vow", "pledge", "promise"), "denied": ("deny", "reject", "rule"), "considered": ("warn",),
}  # fmt: skip
"""Governing verbs (base forms) whose subject says what the claim repeats, by status."""


def first_caller(marked: Marked, governor: int) -> str | None:
    """The subject of a verb of asking before the governor: "X urged them to continue advocating"; else None."""
    earlier = (
        i for i in range(governor) if marked.has_lemma(i, "urge", "ask", "call", "press") and is_finite(marked, i)
    )
    verb = next(earlier, None)
    return subject_phrase(marked, verb) if verb is not None else None


def is_finite(marked: Marked, i: int) -> bool:
    """Whether a verb form that can stand alone after its subject stands at token i."""
    return any(word.form in ("s", "ed", "past") for word in marked.forms(i))


def said_before(claim: ClaimInSentence) -> str | None:
    """The source in "X said (that) ...", whose verb governs the claim's clause; None if there is none."""
    verb = verb_of_speech_before(claim)
    return subject_phrase(claim.marked, verb) if verb is not None else None


PERFORMING = ("announce", "reveal", "unveil", "disclose")
"""Verbs (base forms) with which an authority makes its own act known."""


def verb_of_speech_before(claim: ClaimInSentence) -> int | None:
    """The verb of speech that governs the claim's clause from the left; None if there is none."""
    group = claim.mood.group_start
    left = [*range(min(claim.start, group) - 1, -1, -1), *range(claim.start, group)]
    return next((i for i in left if is_speech_verb(claim.marked, i) and governs_clause(claim, i)), None)


def reports_itself(marked: Marked, verb: int) -> bool:
    """Whether the speaker speaks of itself: "Canada announced on Monday that it would"."""
    i = verb + 1
    while in_date(marked, i) or marked.low(i) == "that":
        i += 1
    return marked.is_in(i, "subject_pronouns")


def only_announces_itself(claim: ClaimInSentence) -> bool:
    """Whether the sentence only says who acts: "Canada announced it would"."""
    verb = verb_of_speech_before(claim)
    return verb is not None and claim.marked.has_lemma(verb, *PERFORMING) and reports_itself(claim.marked, verb)


def only_repeats_itself(claim: ClaimInSentence) -> bool:
    """Whether the source of a claim is the acting authority, which says, promises or rejects what it does itself."""
    governor, spoken = claim.mood.governor, SPOKEN_STATUSES.get(claim.mood.status, ())
    if governor is not None and claim.marked.has_lemma(governor, *spoken):
        return True
    verb = verb_of_speech_before(claim)
    return verb is not None and reports_itself(claim.marked, verb)


def said_after(claim: ClaimInSentence) -> str | None:
    """The source in "..., X said" or "..., said X", also within the claim; None if there is none."""
    marked = claim.marked
    for i in range(min(claim.verb, claim.end) + 1, len(marked.sentence)):
        comma = comma_before(marked, i, claim.start) if is_speech_verb(marked, i) else None
        if (
            comma is None or marked.low(i + 1) == ":"
        ):  # the statement follows the verb, so the claim before it is another one
            continue
        if comma == i - 1:
            stop = phrase_end(marked, i + 1, more=("in", "on", "after"))
            return source_phrase(marked, i + 1, stop) if can_speak(marked, i + 1, stop) else None
        if can_speak(marked, comma + 1, i):
            return source_phrase(marked, comma + 1, i)
    return None


def announcer(claim: ClaimInSentence) -> str | None:
    """The leader who announces the sanctions: "Scholz announces sanctions"; None if a government or ministry does."""
    marked, verb = claim.marked, claim.verb
    leader = marked.actor_at.get(verb - 1)
    is_person = leader is not None and leader.kind == "leader"
    return subject_phrase(marked, verb) if is_person and marked.has_lemma(verb, *PERFORMING) else None


# ---- phrases --------------------------------------------------------------------------------------------------------
def source_phrase(marked: Marked, start: int, end: int) -> str | None:
    """The words of a source without dates and leading adverbs; None if they are too long or hold no name."""
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
    alone = end == start + 1 and marked.low(start) == "it"
    return marked.text(start, end) if named and not alone else None


def phrase_end(marked: Marked, start: int, more: tuple[str, ...] = ()) -> int:
    """The token after a source that begins at `start`: punctuation, a date or one of the words in `more`."""
    rest = range(start, len(marked.sentence))
    ends = (j for j in rest if marked.low(j) in ENDS or j in marked.when_at or marked.low(j) in more)
    return next(ends, len(marked.sentence))


def subject_phrase(marked: Marked, verb: int) -> str | None:
    """The words of a verb's subject, from its clause's start or the comma before it; None if it is no source."""
    end = verb
    while end > 0 and is_before_verb(marked, end - 1):
        end -= 1
    start = clause_start(marked, max(end - 1, 0))
    end = end_before_other_verb(marked, start, end)
    commas = [j for j in range(start, end) if marked.low(j) in COMMAS]
    named = commas and marked.capitalised(commas[0] + 1 + (marked.low(commas[0] + 1) in ARTICLES))
    if named and len(commas) == 2 and commas[-1] == end - 1:  # "its president, X, said"
        whole = source_phrase(marked, start, end - 1)
        return whole or source_phrase(marked, start, commas[0])
    if commas and commas[-1] == end - 1:  # "X, who leads Y, said"
        return source_phrase(marked, start, commas[-2] if len(commas) > 1 else end - 1)
    return source_phrase(marked, commas[-1] + 1 if commas else start, end)


def end_before_other_verb(marked: Marked, start: int, end: int) -> int:
    """Where a subject ends that has a verb before "by": "The minister | opened the session by calling for"."""
    if marked.low(end - 1) != "by":
        return end
    verbs = (i for i in range(start + 1, end) if marked.low(i).endswith("ed") and marked.word(i).islower())
    return next(verbs, end)


def is_before_verb(marked: Marked, i: int) -> bool:
    """Whether token i can stand between a subject and its verb: an auxiliary, an adverb, a date."""
    return marked.is_in(i, "auxiliaries") or marked.is_in(i, "adverbs") or i in marked.when_at or marked.low(i) == "on"


def comma_before(marked: Marked, verb: int, start: int) -> int | None:
    """The comma or quotation mark before "X said"; None if there is none, or a relative clause stands there."""
    comma = next((j for j in range(verb, start, -1) if marked.low(j) in COMMAS), None)
    if comma is None or verb - comma > LONGEST:
        return None
    return None if {"that", "which", "who"} & set(marked.lows[comma:verb]) else comma


def is_speech_verb(marked: Marked, i: int) -> bool:
    """Whether a finite verb of speech stands at token i: "said", "reports"."""
    if i in marked.noun_at or i in marked.actor_at:
        return False
    speech = marked.lexicon.words["speech"]
    words = marked.lexicon.verbs.get(marked.low(i), ())
    several = marked.is_in(i - 1, "sources") and marked.low(i - 1).endswith("s")  # "diplomats say"
    forms = ("s", "ed", "past", "base") if several else ("s", "ed", "past")
    return any(word.lemma in speech and word.form in forms for word in words)


def governs_clause(claim: ClaimInSentence, verb: int) -> bool:
    """Whether the reported clause between a verb of speech and the verb group has a subject of its own."""
    marked, group_start = claim.marked, claim.mood.group_start
    between = range(verb + 1, group_start)
    if not between or marked.low(verb + 1) in STOPS:
        return False
    joined = marked.low(group_start - 1) == "and"  # a second verb of the same clause
    lows = set(marked.lows[verb + 1 : group_start - joined])
    if lows & {"that", '"', "“"}:
        return True
    before = set(marked.lows[verb + 1 : min(claim.start, group_start)]) if claim.start > verb else lows
    if lows & {";", ".", "after", "while", "when"} or "and" in lows & before:
        return False
    if any(i in marked.number_at or marked.is_in(i, "clause_subjects") for i in between):
        return True
    inside = [actor for actor in marked.actors if verb < actor.start < group_start]
    return any(can_be_subject(marked, actor) for actor in inside) if joined else bool(inside)


def is_source(marked: Marked, start: int, end: int) -> bool:
    """Whether a noun phrase can be a source: an outlet, an official or a body."""
    return any(
        marked.is_in(i, "sources") or marked.lexicon.outlets.at(marked.words, marked.lows, i) for i in range(start, end)
    )


def can_speak(marked: Marked, start: int, end: int) -> bool:
    """Whether a phrase can be a speaker: it has a name or a noun for a source, and no verb."""
    inside = range(start, end)
    if any(is_speech_verb(marked, i) or marked.lemma_in(i, "sanction") for i in inside):
        return False
    if any(marked.low(i) in POSSESSIVE and marked.low(i + 1) in ARTICLES for i in inside):
        return False
    return any(marked.capitalised(i) or marked.is_in(i, "sources") for i in inside)
