"""Whom a sentence gives as the source of a claim.

Here: "according to X", "X said", "(Reuters)". Not here: what is claimed.
"""

import re

from pipelines.news.clauses import clause_start
from pipelines.news.mentions import ARTICLES, POSSESSIVE, QUOTES, Marked
from pipelines.news.modality import Mood
from pipelines.news.predicate import Predicate

CREDIT = re.compile(r"\(([A-Z][^()]{1,60})\)(?=[\s.,]*(?:\([A-Z][^()]{1,60}\)[\s.,]*)*$)")
"""A credit in brackets at the end of an item, as news digests have it: "... (Reuters) (BBC News)"."""
ENDS = frozenset({",", ".", ";", ":", "(", ")", "—", "–", "!", "?"})
LEADING = frozenset({"meanwhile", "however", "earlier", "but", "and", "also", "separately"})
MOVED = frozenset({"vow", "pledge", "promise"})
MAXIMUM = 14


def attribution(marked: Marked, predicate: Predicate, mood: Mood, start: int, end: int) -> tuple[str, str] | None:
    """The source and the name of the rule that found it. `start`..`end` are the tokens of the claim's quote."""
    for rule in (according_to, asker, said_before, said_after):
        source = rule(marked, predicate, mood, start, end)
        if source:
            return source, f"source:{rule.__name__}"
    return None


def phrase(marked: Marked, start: int, end: int) -> str | None:
    """The words of a source, without days and leading adverbs; None if no noun is left."""
    while start < end and (marked.low(start) in LEADING | QUOTES | {","} or start in marked.when_at):
        start += 1
    while end > start and (
        end - 1 in marked.when_at or marked.low(end - 1) in QUOTES | {"on", "has", "have", "had", ",", "also"}
    ):
        end -= 1
    if end <= start or end - start > MAXIMUM:
        return None
    text = marked.text(start, end)
    return text if any(letter.isalpha() for letter in text) else None


def according_to(marked: Marked, predicate: Predicate, mood: Mood, start: int, end: int) -> str | None:  # noqa: ARG001
    """As in "According to X", "citing X"; of two, the one whose source is no reason ("citing human rights abuses")."""
    for i in range(len(marked.sentence)):
        hit = marked.lexicon.according.at(marked.words, marked.lows, i)
        if hit is None:
            continue
        stop = next(
            (j for j in range(hit[0], len(marked.sentence)) if marked.low(j) in ENDS or j in marked.when_at),
            len(marked.sentence),
        )
        if marked.low(i) in ("citing", "quoting", "per") and not is_source(marked, hit[0], stop):
            continue
        if marked.low(i) in ("citing", "quoting") and any(
            spoken(marked, j) for j in range(stop, min(stop + 3, len(marked.sentence)))
        ):
            continue
        return phrase(marked, hit[0], stop)
    return None


def is_source(marked: Marked, start: int, end: int) -> bool:
    """Whether a noun phrase can be a source: an outlet, an official, a body."""
    for i in range(start, end):
        if marked.lexicon.outlets.at(marked.words, marked.lows, i) or marked.is_in(i, "sources"):
            return True
    return False


def asker(marked: Marked, predicate: Predicate, mood: Mood, start: int, end: int) -> str | None:  # noqa: ARG001
    """Who calls for, denies or vows it: the subject of the governing verb."""
    if (
        mood.governor is None
        or mood.status not in ("called_for", "denied", "planned")
        or mood.governor in marked.noun_at
    ):
        return None
    lemmas = {word.lemma for word in marked.forms(mood.governor)}
    if (mood.status == "planned" and not lemmas & MOVED) or (mood.status == "denied" and "deny" not in lemmas):
        return None
    if not lemmas:
        return None
    return subject_phrase(marked, mood.governor)


def subject_phrase(marked: Marked, verb: int) -> str | None:
    """The subject of a verb: from the start of its clause up to its auxiliaries."""
    end = verb
    while end > 0 and (
        marked.is_in(end - 1, "auxiliaries")
        or marked.is_in(end - 1, "adverbs")
        or end - 1 in marked.when_at
        or marked.low(end - 1) == "on"
    ):
        end -= 1
    start = clause_start(marked, max(end - 1, 0))
    if marked.low(end - 1) == "," and end > 1:
        comma = next((j for j in range(end - 2, start - 1, -1) if marked.low(j) == ","), start)
        return phrase(marked, start, comma) if comma > start else None
    comma = next((j for j in range(end - 1, start - 1, -1) if marked.low(j) in (",", '"', "”")), None)
    if comma is not None and start < comma:
        start = comma + 1
    return phrase(marked, start, end)


def spoken(marked: Marked, i: int) -> bool:
    """Whether token i is a finite verb of speech."""
    return i not in marked.noun_at and i not in marked.actor_at and any(
        word.lemma in marked.lexicon.words["speech"] and word.form in ("s", "ed", "past") for word in marked.lexicon.verbs.get(marked.low(i), ())
    )  # fmt: skip


def said_before(marked: Marked, predicate: Predicate, mood: Mood, start: int, end: int) -> str | None:  # noqa: ARG001
    """As in "X said (that) ...": a verb of speech before the claim, with a clause of its own between it and the predicate's verb."""
    for i in range(min(start, mood.group_start) - 1, -1, -1):
        if spoken(marked, i) and governs_clause(marked, i, mood.group_start):
            return subject_phrase(marked, i)
    if start < mood.group_start:
        for i in range(start, mood.group_start):
            if spoken(marked, i) and governs_clause(marked, i, mood.group_start):
                return subject_phrase(marked, i)
    return None


def governs_clause(marked: Marked, verb: int, group_start: int) -> bool:
    """Whether a clause with a subject of its own lies between a verb of speech and the predicate's verb group."""
    between = range(verb + 1, group_start)
    if marked.low(verb + 1) in ENDS - {","} or not between:
        return False
    if any(marked.low(i) in ("that", '"', "“") for i in between):
        return True
    if any(marked.low(i) in (";", ".", "after", "while", "when", "and") for i in between):
        return False
    return any(
        i in marked.actor_at or marked.low(i) in ("it", "they", "he", "she", "its", "their") or i in marked.number_at
        for i in between
    )


def said_after(marked: Marked, predicate: Predicate, mood: Mood, start: int, end: int) -> str | None:  # noqa: ARG001
    """As in "..., X said", "..., said X"; also in the middle of the claim."""
    for i in range(min(predicate.verb, end) + 1, len(marked.sentence)):
        if not spoken(marked, i):
            continue
        comma = next((j for j in range(i, start, -1) if marked.low(j) in (",", '"', "”", "''")), None)
        if (
            comma is None
            or i - comma > MAXIMUM
            or any(marked.low(j) in ("that", "which", "who") for j in range(comma, i))
        ):
            continue
        if comma == i - 1:
            stop = next(
                (
                    j
                    for j in range(i + 1, len(marked.sentence))
                    if marked.low(j) in ENDS or j in marked.when_at or marked.low(j) in ("in", "on", "after")
                ),
                len(marked.sentence),
            )
            return phrase(marked, i + 1, stop) if named(marked, i + 1, stop) else None
        if named(marked, comma + 1, i) and not any(
            marked.low(j) in POSSESSIVE and marked.low(j + 1) in ARTICLES for j in range(comma, i)
        ):
            return phrase(marked, comma + 1, i)
    return None


def named(marked: Marked, start: int, end: int) -> bool:
    """Whether a phrase can speak: it has a name, an office or a noun for a source, and no verb before."""
    return any(marked.capitalised(i) or marked.is_in(i, "sources") for i in range(start, end)) and not any(
        spoken(marked, i) or marked.lemma_in(i, "sanction") for i in range(start, end)
    )


def credit(text: str) -> str | None:
    """The outlets credited in brackets at the end of an item, joined by "; "."""
    tail = text.rstrip()[-160:]
    found = [each.strip() for each in CREDIT.findall(tail)]
    return "; ".join(each.removeprefix("via ") for each in found) or None
