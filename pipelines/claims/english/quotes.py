"""The words of the text that state a claim.

Here: where a quote begins and ends. Not here: what it says.
"""

from pipelines.claims.english.findings import EnglishFinding
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.marks import QUOTATION_MARKS


def quote_span(marked: Marked, finding: EnglishFinding) -> tuple[int, int]:
    """The tokens of a claim's quote: from its subject to the last of its arguments."""
    predicate, who, whom = finding.predicate, finding.agents, finding.targets
    if predicate.rule == "verb:gap_by":
        return predicate.first, end_with_day(marked, predicate.last)
    starts = [predicate.first, *(group.start for group in whom.groups)]
    ends = [predicate.last, whom.end, *(group.end for group in whom.groups)]
    if whom.start is not None and predicate.voice != "active":
        starts.append(whom.start)
    apart = who.rule in ("agent:shared_subject", "agent:subject_before") or is_participle_after_comma(
        marked, predicate.verb
    )
    if who.start is not None and who.start < max(ends) and not apart:
        starts.append(who.start)
    if who.rule == "agent:by" and who.end:
        ends.append(who.end)
    return extended_left(marked, min(starts)), extended_right(marked, max(ends))


def is_participle_after_comma(marked: Marked, verb: int) -> bool:
    """Whether a verb is a participle after a comma, with the main verb's subject: ", extending its list"."""
    return marked.low(verb - 1) == "," and any(word.form == "ing" for word in marked.forms(verb))


def extended_left(marked: Marked, first: int) -> int:
    """The quote's first token, moved left over an article and a date before it."""
    while marked.low(first - 1) in ARTICLES or marked.low(first - 1) in ("further", "another", "all"):
        first -= 1
    when = marked.when_at.get(first - 1 - (marked.low(first - 1) == ","))
    if when is not None and when.end >= first - 1:
        first = when.start - (marked.low(when.start - 1) in ("on", "in"))
    return max(first, 0)


def extended_right(marked: Marked, last: int) -> int:
    """The token after the quote, moved right over the noun of a last adjective and a date.

    Commas and quotation marks at the end are left out.
    """
    actor = marked.actor_at.get(last - 1)
    if actor is not None and actor.kind == "adjective":
        last = noun_end(marked, last)
    last = end_with_day(marked, last)
    while last > 1 and (marked.low(last - 1) in QUOTATION_MARKS or marked.low(last - 1) in (",", "and")):
        last -= 1
    return last


OFTEN = (("for", "the", "first", "time"), ("for", "a", "second", "time"), ("again",))
"""Words that say whether it was done before: they belong to what is claimed."""


def end_with_day(marked: Marked, last: int) -> int:
    """The token after `last`, moved right over "for the first time", "again" and a date."""
    last += next((len(words) for words in OFTEN if tuple(marked.lows[last : last + len(words)]) == words), 0)
    when = marked.when_at.get(last + (marked.low(last) == "on"))
    return last if when is None else when.end


def noun_end(marked: Marked, i: int) -> int:
    """Where the noun after an adjective ends: "Russian exclave", "Venezuelan government"."""
    for j in range(i, min(i + 4, len(marked.sentence))):
        if not marked.low(j).isalpha() or j in marked.when_at or (j > i and marked.forms(j)):
            return j
        if marked.is_in(j, "reasons") or marked.is_in(j, "closing"):
            return j
    return i
