"""Rules for sanctions that are not there yet, or will not be: expected, on the table, warned of, blocked.

Here: one rule a function; its docstring opens with the name under which it appears in Claim.rules. Not here: sanctions
that somebody imposes or lifts (noun_rules), modals and governing verbs (modality).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.claims.english.clauses import FAR, clause_end, clause_start, ends_phrase, skip_left, skip_time_and_manner
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.modality import ORDER, governing_status
from pipelines.claims.english.noun_rules import is_inside_other_phrase, noun_predicate
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.marks import QUOTATION_MARKS, Noun

FURTHEST = 18
"""Most tokens between a noun and the words about its prospect."""


def expected(marked: Marked) -> Iterator[Predicate]:
    """noun:prospect - "new sanctions are expected", "sanctions remain on the table", "a package is in the works"."""
    for noun in marked.nouns:
        if noun.kind == "list" or is_inside_other_phrase(marked, noun):
            continue
        after = range(noun.end, min(noun.end + FURTHEST, clause_end(marked, noun.end)))
        predicate = next(filter(None, (prospect_at(marked, noun, j) for j in after)), None)
        if predicate is not None:
            yield predicate


def there_will_be(marked: Marked) -> Iterator[Predicate]:
    """noun:there_is - "there will be more sanctions", "there could be sanctions on Y", "there are no sanctions"."""
    for noun in marked.nouns:
        be = noun.start - 1
        while be > 0 and marked.is_in(be, "adverbs"):
            be -= 1
        modal = be - 1 - (marked.low(be - 1) in ("not", "also"))
        negated = marked.low(noun.start) == "no" and marked.low(be - 1) == "there"
        future = marked.low(be) == "be" and marked.low(modal - 1) == "there" and marked.is_in(modal, "true_modals")
        if noun.kind != "list" and marked.is_in(be, "be") and (negated or future):
            yield noun_predicate(marked, noun, "noun:there_is", be, "passive", "impose")


def prospect_at(marked: Marked, noun: Noun, j: int) -> Predicate | None:
    """The predicate if "are" or "remain" at token j states a prospect of the sanctions; else None."""
    if not (marked.is_in(j, "be") or marked.is_in(j, "remaining")):
        return None
    k = j + 1
    while marked.is_in(k, "adverbs") or marked.is_in(k, "be"):
        k += 1
    negated = marked.low(k) in ("not", "n't") and marked.low(k + 1) in ("under", "planned", "expected", "considered")
    k += negated  # "are not under consideration"; "are not ruled out" is a phrase of its own
    hit = marked.lexicon.prospects.at(marked.words, marked.lows, k)
    if hit is None or marked.is_in(skip_left(marked, j - 1), "not_prospects"):
        return None
    if hit[1] != "called_for" and phrase_continues(marked, hit[0]):
        return None
    predicate = noun_predicate(marked, noun, "noun:prospect", j, "passive", "impose")
    return replace(predicate, first=noun.start, last=hit[0], stated_status="denied" if negated else hit[1])


def phrase_continues(marked: Marked, i: int) -> bool:
    """Whether the phrase continues at token i: "expected to hit the economy", "considered unlawful"."""
    over = (
        ends_phrase(marked, i)
        or marked.low(i) in QUOTATION_MARKS
        or any(marked.is_in(i, name) for name in ("breaks", "adverbs"))
    )
    return marked.low(i) == "to" or not (over or marked.low(i) == "next")


def warned_of(marked: Marked) -> Iterator[Predicate]:
    """noun:warned - "warned Georgia of sanctions", "threatening buyers with sanctions" has its own rule."""
    for noun in marked.nouns:
        if noun.kind == "list" or marked.low(noun.start - 1) not in ("of", "about"):
            continue
        left = range(noun.start - 2, max(clause_start(marked, noun.start), noun.start - 12) - 1, -1)
        verb = next((j for j in left if marked.has_lemma(j, "warn")), None)
        if verb is not None:
            predicate = noun_predicate(marked, noun, "noun:warned", verb, "active", "impose")
            yield replace(
                predicate, targets=(*predicate.targets, (verb + 1, noun.start - 1)), stated_status="considered"
            )


def consequence(marked: Marked) -> Iterator[Predicate]:
    """noun:consequence - "any attack would lead to sanctions", "will be met with sanctions": who acts is left open."""
    for noun in marked.nouns:
        verb = cause_before(marked, noun)
        if noun.kind != "list" and verb is not None and marked.is_in(skip_left(marked, verb - 1), "true_modals"):
            predicate = noun_predicate(marked, noun, "noun:consequence", verb, "passive", "impose")
            yield replace(predicate, stated_status="considered")


def cause_before(marked: Marked, noun: Noun) -> int | None:
    """The verb before a noun that says what brings sanctions about: "lead to", "trigger", "be met with"; else None."""
    j = noun.start - 1
    while marked.low(j) in ARTICLES or marked.low(j) in QUOTATION_MARKS:
        j -= 1
    if marked.lows[max(j - 2, 0) : j] in (("be", "met"), ("be", "followed"), ("be", "answered")):
        return j - 2 if marked.low(j) in ("with", "by") else None
    if (marked.low(j - 1), marked.low(j)) in (("lead", "to"), ("result", "in"), ("bring", "about"), ("bring", "on")):
        return j - 1
    return j if marked.is_in(j, "causes") else None


def blocked(marked: Marked) -> Iterator[Predicate]:
    """noun:blocked - "Hungary vetoes EU sanctions on Y": who blocks them is not who would impose them."""
    for noun in marked.nouns:
        j = noun.start - 1
        while skip_time_and_manner(marked, j) != j or marked.low(j) in ARTICLES:
            j = min(skip_time_and_manner(marked, j), j - 1)
        owned = noun.owner is not None or marked.low(noun.start) == "any"
        if noun.kind != "list" and owned and marked.lemma_in(j, "thwart"):
            predicate = noun_predicate(marked, noun, "noun:blocked", j, "passive", "impose")
            yield replace(predicate, stated_status="denied")


def among_measures(marked: Marked) -> Iterator[Predicate]:
    """noun:including - "is weighing several options, including sanctions on Y": all have one status."""
    for noun in marked.nouns:
        including = skip_left(marked, noun.start - 1)
        if noun.kind == "list" or marked.low(including) not in ("including", "like"):
            continue
        left = range(including - 1, max(including - FAR, -1), -1)
        head = next((j for j in left if marked.is_in(j, "steps")), None)
        if head is not None and "table" in marked.lows[head:including]:  # "all options are on the table, including"
            predicate = noun_predicate(marked, noun, "noun:including", head, "passive", "impose")
            yield replace(predicate, stated_status="considered")
            continue
        verb = None if head is None else verb_with_object(marked, head)
        status = None if verb is None else governing_status(marked, verb)
        if verb is None or not (status in ORDER or marked.lemma_in(verb, "impose")):
            continue
        predicate = noun_predicate(marked, noun, "noun:including", verb, "active", "impose")
        done = marked.lemma_in(verb, "impose") is not None
        yield replace(
            predicate,
            stated_status=next((status_named for status_named in ORDER if status_named == status and not done), None),
        )


def verb_with_object(marked: Marked, head: int) -> int | None:
    """The nearest verb before the noun at `head`: "announced measures", "discuss options"; None without one."""
    left = range(head - 1, max(clause_start(marked, head) - 1, head - FAR), -1)
    return next((j for j in left if marked.forms(j) and j not in marked.noun_at), None)
