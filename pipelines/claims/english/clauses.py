"""Clauses: where they begin and end, and where a verb's subject and object lie.

Here: bounds, voice, the stretches around a verb. Not here: any verb in particular (see the rules).

There is no parser, because the package index has no trained one. A clause is what lies between two stops or words
that open a clause; a subject is what stands before the auxiliaries, an object what stands after the verb.
"""

from pipelines.claims.english.mentions import ARTICLES, DASHES, Marked
from pipelines.claims.marks import QUOTATION_MARKS, STOPS, Span, Voice


# ---- bounds ---------------------------------------------------------------------------------------------------------
def clause_start(marked: Marked, i: int) -> int:
    """Where the clause of token i begins: after the last stop, or conjunction that opens a clause."""
    return next((j for j in range(i, 0, -1) if stops(marked, j - 1) or opens_clause(marked, j - 1)), 0)


def clause_end(marked: Marked, i: int) -> int:
    """Where the clause of token i ends."""
    size = len(marked.sentence)
    return next((j for j in range(i, size) if stops(marked, j) or (j > i and opens_clause(marked, j))), size)


def stops(marked: Marked, i: int) -> bool:
    """Whether a stop stands at i, outside a name."""
    return marked.low(i) in STOPS and i not in marked.actor_at


def opens_clause(marked: Marked, i: int) -> bool:
    """Whether token i is a conjunction or relative that opens a clause (no preposition, no part of a day or number)."""
    if not marked.is_in(i, "conjunctions") or i in marked.when_at or i in marked.number_at:
        return False
    if marked.low(i) == "as" and marked.is_in(i - 1, "before_as"):
        return False
    return marked.low(i + 1) not in ("well", "many", "part", "to") and marked.low(i - 1) not in ("well", "such")


def ends_phrase(marked: Marked, i: int) -> bool:
    """Whether no object begins at i: a preposition, a day, punctuation or the end follows."""
    if i in marked.number_at:
        return False
    if i >= len(marked.sentence) or i in marked.when_at or marked.is_in(i, "no_object") or marked.is_in(i, "reasons"):
        return True
    low = marked.low(i)
    if low == "on" and i + 1 in marked.when_at:
        return True
    return not low[:1].isalnum() and low not in QUOTATION_MARKS and low not in ("$", "(")


def skip_left(marked: Marked, i: int) -> int:
    """The first token to the left of i, i included, that is no adverb, quotation mark, day or "no longer"."""
    while i >= 0 and (
        marked.is_in(i, "adverbs") or marked.low(i) in QUOTATION_MARKS or dates(marked, i) or no_longer(marked, i)
    ):
        i -= 1
    return i


def no_longer(marked: Marked, i: int) -> bool:
    """Whether token i belongs to "no longer"."""
    return marked.lows[i : i + 2] == ("no", "longer") or marked.lows[max(i - 1, 0) : i + 1] == ("no", "longer")


def dates(marked: Marked, i: int) -> bool:
    """Whether token i belongs to a mention of time, its "on" included."""
    return i in marked.when_at or (marked.low(i) == "on" and i + 1 in marked.when_at)


def gerund_noun(marked: Marked, i: int) -> bool:
    """Whether a gerund is a noun that asserts nothing: "the sanctioning of the pipeline is on the table"."""
    ordered = marked.lemma_in(i - 2, "impose") is not None
    return marked.low(i).endswith("ing") and marked.low(i - 1) in ARTICLES and marked.low(i + 1) == "of" and not ordered


def between(marked: Marked, i: int) -> int:
    """The first token to the left of i, i included, after which nothing but time and manner stands before the object.

    As in "announced on Thursday | a series", "imposed, Monday, | sanctions", "adopted - in view of the anniversary - |
    a package", "prolonged for six months, until 15 May, | the measures".
    """
    if i < 0:
        return i
    quoted = quoted_adjectives(marked, i)
    if quoted is not None:
        return quoted - 1
    if marked.low(i) in QUOTATION_MARKS or marked.is_in(i, "adverbs") or dates(marked, i):
        return i - 1
    if marked.low(i) in DASHES:
        opening = next((j for j in range(i - 2, max(i - INSERTED, 0), -1) if marked.low(j) in DASHES), None)
        return i if opening is None else opening - 1
    span = lasting(marked, i - (marked.low(i) == ","))
    if span is not None:
        return span - 1
    beside = dates(marked, i - 1) or (dates(marked, i + 1) and bool(marked.forms(i - 1)))
    return i - 1 if marked.low(i) == "," and beside else i


def quoted_adjectives(marked: Marked, i: int) -> int | None:
    """The opening mark of quoted adjectives that end at token i: "the introduction of “strong and quick” sanctions"."""
    if marked.low(i) not in ("”", '"', "’"):
        return None
    opening = next((j for j in range(i - 2, max(i - 6, 0), -1) if marked.low(j) in QUOTATION_MARKS), None)
    inside = range((opening or i) + 1, i)
    plain = all(marked.low(j) in ("and", ",") or not marked.forms(j) for j in inside)
    return opening if plain else None


INSERTED = 24
"""Tokens of the longest insertion between dashes."""


def lasting(marked: Marked, i: int) -> int | None:
    """Where a phrase that says how long begins, if it ends at token i: "for six months", "until 15 May"."""
    if marked.is_in(i, "spans_of_time"):
        return next((j for j in range(i - 1, max(i - 5, -1), -1) if marked.low(j) in ("for", "by")), None)
    when = marked.when_at.get(i)
    return when.start - 1 if when is not None and marked.low(when.start - 1) in ("until", "through") else None


FAR = 14
"""Tokens from an infinitive to a verb that goes on with it."""


def infinitive_before(marked: Marked, joint: int) -> int | None:
    """The "to" of an infinitive that what follows "and" or "including" at `joint` may go on with."""
    near = range(joint - 2, max(clause_start(marked, joint), joint - FAR) - 1, -1)
    return next((i for i in near if marked.low(i) == "to" and infinitive(marked, i + 1)), None)


def infinitive(marked: Marked, i: int) -> bool:
    """Whether the word after "to" is a verb."""
    return marked.is_in(i, "plain_infinitives") or any(word.form == "base" for word in marked.forms(i))


# ---- voice ----------------------------------------------------------------------------------------------------------
def voice(marked: Marked, i: int, form: str) -> Voice:
    """The voice of the verb at i: a participle after `be` is passive, one before its noun attributive."""
    if form not in ("ed", "participle"):
        return "active"
    before = skip_left(marked, i - 1)
    if marked.is_in(before, "be"):
        return "passive"
    if marked.is_in(before, "have"):
        return "active"
    if attributive(marked, i):
        return "attributive"
    if marked.low(i + 1) == "by" or (ends_phrase(marked, i + 1) and not object_after_day(marked, i)):
        return "passive"
    return "active" if form == "ed" else "passive"


def object_after_day(marked: Marked, i: int) -> bool:
    """Whether only a day stands between a verb and its object: "Canada removed on Friday a banker from its list"."""
    first = i + 1
    while dates(marked, first):
        first += 1
    subject = marked.actor_at.get(skip_left(marked, i - 1))
    acts = subject is not None and not subject.possessive and subject.kind not in ("adjective", "nationals", "person")
    return acts and first > i + 1 and (first in marked.number_at or marked.is_in(first, "object_openers"))


def attributive(marked: Marked, i: int) -> bool:
    """Whether a participle stands before its noun: "the sanctioned minister", "US-sanctioned firms"."""
    if i == 0 and marked.lexicon.units.at(marked.words, marked.lows, 1) is not None:
        return True
    if marked.is_in(i - 1, "before_attribute") and not subject_before(marked, i):
        return not ends_phrase(marked, i + 1)
    return marked.low(i - 1) == "-" and marked.glued(i)


def subject_before(marked: Marked, i: int) -> bool:
    """Whether "and", "already" before i joins a second verb to a subject that is an authority."""
    if marked.low(i - 1) not in ("and", "already", "newly", "recently"):
        return marked.is_in(i - 1, "adverbs") and i - 2 in marked.actor_at  # "Canada previously blacklisted"
    start = clause_start(marked, i)
    return any(start <= actor.start < i and actor.kind not in ("adjective", "nationals") for actor in marked.actors)


def reduced(marked: Marked, i: int, spoken: Voice) -> bool:
    """Whether a passive participle has no auxiliary, in a sentence and no headline: then it is only mentioned."""
    if spoken != "passive" or marked.is_in(skip_left(marked, i - 1), "be"):
        return False
    if marked.low(len(marked.sentence) - 1) in (".", "!", "?"):
        return True
    return any(finite(marked, j) for j in range(i + 1, len(marked.sentence)))


def finite(marked: Marked, i: int) -> bool:
    """Whether a verb that must be finite stands at i."""
    if marked.is_in(i, "be") or marked.is_in(i, "have"):
        return True
    return any(word.form in ("s", "past") for word in marked.lexicon.verbs.get(marked.low(i), ()))


# ---- subject and object ---------------------------------------------------------------------------------------------
def sides(marked: Marked, i: int, spoken: Voice) -> tuple[Span, ...]:
    """Where the targets of a verb are: right of it if active or attributive, left of it if passive."""
    if spoken in ("active", "attributive"):
        end = clause_end(marked, i + 1)
        named = among_them(marked, i + 1, end)
        if named is None and marked.low(end) == ":" and marked.capitalised(end + 1) and end + 1 not in marked.actor_at:
            named = end + 1, clause_end(marked, end + 1)
        return ((i + 1, end), named) if named else ((i + 1, end),)
    left = subject_range(marked, i)
    along = right_of_passive(marked, i)
    return (left, along) if along else (left,)


def among_them(marked: Marked, start: int, end: int) -> Span | None:
    """Where the targets stand, as in "..., X among them", "..., X included" at the end of a clause."""
    for j in range(start, end):
        if marked.low(j) == "included" or (marked.low(j) == "among" and marked.low(j + 1) in ("them", "others")):
            comma = next((k for k in range(j - 1, start, -1) if marked.low(k) == ","), None)
            return (comma + 1, j + 1) if comma is not None and j - comma > 1 else None
    return None


def right_of_passive(marked: Marked, i: int) -> Span | None:
    """Where the targets stand, as in "... were sanctioned, along with Y": further targets after the verb."""
    end = clause_end(marked, i + 1)
    for j in range(i + 1, end):
        if marked.low(j) in ("plus", "including", "alongside"):
            return (j, end)
        if marked.low(j) in ("along", "together") and marked.low(j + 1) == "with":
            return (j, end)
        if marked.low(j) in ("among", "included"):
            return (j - 6 if j - 6 > i else i + 1, end)
    return None


def subject_range(marked: Marked, i: int) -> Span:
    """The subject of the passive verb at i: what stands before its auxiliaries, back to the last clause."""
    end = i
    while end > 0 and helps(marked, end - 1):
        end -= 1
    aside = before_aside(marked, end - 1)
    if aside is not None:
        start = clause_start(marked, aside)
        return after_other_verbs(marked, start, aside), aside
    start = clause_start(marked, i)
    asked = next((j for j in range(end - 1, start, -1) if marked.low(j) == "for"), None)
    if asked is not None and marked.low(end) == "to" and end - asked < INSERTED:
        return asked + 1, end  # "called for them to be sanctioned"
    related = of_relative(marked, start, end)
    if related is not None:
        return related
    if marked.is_in(start, "reasons"):  # "Following the invasion, Russia was": the subject comes after it
        start = next((i + 1 for i in range(start, end) if marked.low(i) == ","), start)
    if marked.low(start) in ("under", "in", "with") and start + 1 in marked.noun_at:
        start = marked.noun_at[start + 1].end
    return after_other_verbs(marked, start, end), end


def before_aside(marked: Marked, i: int) -> int | None:
    """Where an aside between dashes begins that ends at token i: "three banks—one owned by X—were"."""
    if marked.low(i) == ",":
        return before_description(marked, i)
    if marked.low(i) not in ASIDES:
        return None
    return next((j for j in range(i - 1, max(i - INSERTED, 0), -1) if marked.low(j) in ASIDES), None)


def before_description(marked: Marked, i: int) -> int | None:
    """Where a description between commas begins that ends at the comma i: "X, who has led it since the coup, was"."""
    commas = (j for j in range(i - 1, max(i - INSERTED, 0), -1) if marked.low(j) == ",")
    return next((j for j in commas if describes(marked, j + 1)), None)


def describes(marked: Marked, i: int) -> bool:
    """Whether a relative, a participle or an apposition begins at token i: ", whose son", ", formed the day after"."""
    known = marked.low(i) in ("who", "which", "whose", "whom")
    if marked.low(i) in ARTICLES and marked.capitalised(i - 2) and i - 2 not in marked.actor_at:
        return True  # ", a brother of the president,"
    participle = marked.low(i).endswith(("ed", "ing")) and marked.word(i).islower() and i not in marked.actor_at
    return known or (participle and i not in marked.when_at and not marked.is_in(i, "including"))


ASIDES = frozenset({"—", "–", "--"})
"""Dashes that set off an aside; a hyphen joins."""


def of_relative(marked: Marked, start: int, end: int) -> Span | None:
    """The subject where a clause opens with a relative: what that refers to, or the main clause's subject."""
    relative = marked.low(start - 1)
    if relative == "whose":
        return antecedent_range(marked, start - 1)
    if relative not in ("who", "which", "that") or (relative == "that" and says(marked, start - 2)):
        return None
    if start >= end:
        return antecedent_range(marked, start - 1)
    if marked.low(start) in ("he", "she", "they", "it"):
        return None
    return clause_start(marked, start - 1), start - 1


def manner(marked: Marked, i: int) -> bool:
    """Whether token i is an adverb: one of the list, or one that ends in "ly"."""
    low = marked.low(i)
    return marked.is_in(i, "adverbs") or (low.endswith("ly") and len(low) > 4 and marked.word(i).islower())


def helps(marked: Marked, i: int) -> bool:
    """Whether token i is an auxiliary, a modal or an adverb before a verb."""
    if i in marked.number_at or i in marked.actor_at:
        return False
    known = marked.is_in(i, "auxiliaries") or marked.is_in(i, "adverbs") or marked.low(i) in marked.lexicon.modals
    return known or no_longer(marked, i)


def says(marked: Marked, i: int) -> bool:
    """Whether "that" after token i opens what is said: a verb of speech (and a day), or those to whom it is said."""
    while dates(marked, i):
        i -= 1
    return marked.speaks(i) or marked.low(i) in ("mps", "reporters", "parliament")


def antecedent_range(marked: Marked, relative: int) -> Span:
    """What "who was sanctioned" refers to: the noun phrase right before the pronoun."""
    before = clause_start(marked, relative)
    nearest = range(relative - 1, max(before, relative - FAR), -1)
    return next((j + 1 for j in nearest if marked.is_in(j, "near_prepositions")), before), relative


def after_other_verbs(marked: Marked, start: int, end: int) -> int:
    """The start of the last clause of a stretch: "ordered sanctions on seven officials, and four people (were)"."""
    verbs = [j for j in range(start, end) if other_verb(marked, j)]
    first = next((j for j in range(start, end) if marked.is_in(j, "finite")), end)
    joints = [j for j in range(start, end) if marked.lows[j - 1 : j + 1] == (",", "and") or marked.low(j) == ";"]
    after = [j for j in joints if j > (verbs[-1] if verbs else first)]
    if after:
        return after[-1] + 1
    return verbs[-1] + 1 if verbs else start


def other_verb(marked: Marked, i: int) -> bool:
    """Whether a verb that has its own clause stands at i."""
    if i in marked.noun_at or marked.low(i) in ("targets", "names", "lists"):
        return False
    others = marked.lexicon.words["other_verbs"]
    return marked.low(i) == "face" or any(
        word.lemma in others and word.form in ("s", "ed", "past", "ing") for word in marked.forms(i)
    )
