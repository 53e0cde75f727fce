"""Where the targets of a predicate end: a reason, an agent, a purpose, a new clause.

Here: what stops reading. Not here: what is read (see targets).
"""

from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked
from pipelines.claims.marks import QUOTATION_MARKS

AHEAD = 10
"""Tokens looked ahead for a finite verb that would make what follows a clause."""


def ends_targets(marked: Marked, i: int, start: int, end: int, *, has_targets: bool, bare_country: bool) -> bool:
    """Whether the targets of a stretch start..end are over at token i.

    Args:
        has_targets: some target was read before token i.
        bare_country: all that was read is a country, right before token i.
    """
    low = marked.low(i)
    if low in ("as", "well") and "well" in marked.lows[max(0, i - 1) : i + 2]:
        return False
    if low == "as" and marked.low(i - 1) in ("known", "listed"):
        return False
    if low in ("and", "but", ","):
        return begins_clause(marked, i, end)
    if low == "should" and has_targets:
        return True  # "against Russia should it invade"
    if is_speech_verb(marked, i) or (low == "on" and has_targets and marked.low(i - 1) != ","):
        return True
    if low == "under":
        return has_targets
    if low in ("in", "with", "to", "over", "about", "for"):
        return preposition_ends(marked, i, start, bare_country)
    return marked.is_in(i, "reasons") or marked.is_in(i, "leaves")


def preposition_ends(marked: Marked, i: int, start: int, bare_country: bool) -> bool:
    """Whether the list of targets ends before the preposition at token i.

    It does before "over abuses" and "in response", not before "with ties to". "For" between two words with capitals may
    be part of a name.

    Args:
        start: the first token of the targets.
        bare_country: all that was read is a country, right before token i.
    """
    low, before, after = (marked.low(j) for j in (i, i - 1, i + 1))
    if low in ("over", "about"):
        return i not in marked.number_at
    if low == "in":
        return in_ends(marked, i, bare_country)
    if low == "with":
        return after not in ("ties", "links", "connections") and before not in ("along", "together")
    if low == "to":
        posted = marked.is_in(i - 1, "posted")
        return "ranging" not in marked.lows[start:i] and not marked.is_in(i - 1, "ties") and not posted
    return low == "for" and not (marked.capitalised(i - 1) and marked.capitalised(i + 1))


def in_ends(marked: Marked, i: int, bare_country: bool) -> bool:
    """Whether "in" at token i ends the targets: "in response", "in the wake of"; not "in Belarus"."""
    if marked.low(i - 1) in ("and", ",") and any(j in marked.number_at for j in range(i, i + 8)):
        return False
    return bare_country or marked.is_in(i + 1, "in_what") or marked.is_in(i + 2, "in_the_what")


# ---- a new clause ---------------------------------------------------------------------------------------------------
def begins_clause(marked: Marked, i: int, end: int) -> bool:
    """Whether a new clause begins after "and", "but" or a comma at token i, so that the targets end."""
    if marked.low(i) == "," and opens_participle_clause(marked, i + 1):
        return True
    if marked.low(i) == "," and is_unknown_verb(marked, i + 1) and marked.is_in(i + 2, "determiners"):
        return True
    if marked.low(i) in ("and", "but") and opens_second_verb(marked, i + 1):
        return True
    return marked.low(i) == "but" or clause_ahead(marked, i + 1, end) or is_authority_with_number(marked, i + 1)


def opens_participle_clause(marked: Marked, i: int) -> bool:
    """Whether a participle at i begins another predicate: ", blacklisting 20 firms"; not "targeting X"."""
    return any(
        word.form == "ing" and word.lemma not in ("target", "hit", "include", "name") for word in marked.forms(i)
    ) and not marked.is_in(i, "ing_adjectives")


def opens_second_verb(marked: Marked, i: int) -> bool:
    """Whether another verb of the same subject begins at token i: "and also sanctions three firms"."""
    while marked.is_in(i, "adverbs"):
        i += 1
    if is_unknown_verb(marked, i) or begins_gerund_clause(marked, i):
        return True
    if i in marked.noun_at or marked.capitalised(i) or marked.low(i + 1) in ("and", ",", ".", "in", "of", "from"):
        return False
    return not marked.lemmas(i).isdisjoint(marked.lexicon.status_of.keys() | marked.lexicon.words["second"])


def begins_gerund_clause(marked: Marked, i: int) -> bool:
    """Whether a gerund with an object of its own begins at token i: "and unblocking Ukrainian ports"."""
    gerund = any(word.form == "ing" for word in marked.forms(i))
    return gerund and (i + 1 in marked.actor_at or marked.is_in(i + 1, "determiners"))


def is_unknown_verb(marked: Marked, i: int) -> bool:
    """Whether a word that no lexicon has is a verb with an object: "and supports Ukraine's", "provided the"."""
    low = marked.low(i)
    if not low.endswith(("s", "ed")) or not marked.word(i).islower() or i in marked.number_at:
        return False
    if marked.lexicon.units.at(marked.words, marked.lows, i) is not None or marked.is_in(i, "determiners"):
        return False
    object_after = marked.actor_at.get(i + 1)
    named = object_after is not None and bool(object_after.code)
    return (named and not marked.forms(i)) or marked.is_in(i + 1, "determiners")


def is_authority_with_number(marked: Marked, i: int) -> bool:
    """Whether an authority with a number but without a verb begins at token i: "Canada 17 people"."""
    i += marked.low(i) in ARTICLES or marked.low(i) == "and"
    actor = marked.actor_at.get(i)
    if actor is None or actor.start != i or actor.kind not in ("country", "capital", "body"):
        return False
    return actor.end in marked.number_at


def is_speech_verb(marked: Marked, i: int) -> bool:
    """Whether a finite verb of speech stands at token i: ", CNN reported"."""
    if i in marked.number_at:
        return False
    words = marked.lexicon.verbs.get(marked.low(i), ())
    return any(word.lemma in marked.lexicon.words["speech"] and word.form in ("s", "ed", "past") for word in words)


def clause_ahead(marked: Marked, i: int, end: int) -> bool:
    """Whether a new clause begins at token i: a finite verb follows before the next comma or conjunction."""
    if marked.low(i) in ("it", "he", "they"):
        return True
    for j in range(i, min(i + AHEAD, end)):
        low = marked.low(j)
        if j in marked.when_at or marked.is_in(j, "not_ahead") or (j > i and low in ("and", "or")):
            return False
        if not low[:1].isalnum() and low not in QUOTATION_MARKS and low not in POSSESSIVE and low != "-":
            return False
        if j > i and (marked.is_in(j, "finite") or is_speech_verb(marked, j)) and marked.low(j + 1) != "by":
            return True
    return False
