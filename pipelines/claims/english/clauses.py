"""Clauses: where they begin and end, and where a verb's subject and object lie.

Here: bounds, voice, the stretches around a verb. Not here: any verb in particular (see the rules).

There is no parser, because the package index has no trained one. A clause is what lies between two stops or words
that open a clause; a subject is what stands before the auxiliaries, an object what stands after the verb.
"""

from pipelines.claims.english.mentions import ARTICLES, DASHES, Marked
from pipelines.claims.marks import QUOTATION_MARKS, STOPS, Span, Voice


# ---- bounds ---------------------------------------------------------------------------------------------------------
def clause_start(marked: Marked, i: int) -> int:
    """The first token of the clause of token i: after the last stop or word that opens a clause; 0 if none."""
    return next((j for j in range(i, 0, -1) if is_stop(marked, j - 1) or opens_clause(marked, j - 1)), 0)


def clause_end(marked: Marked, i: int) -> int:
    """The token after the clause of token i: the next stop or word that opens a clause, or the sentence's length."""
    size = len(marked.sentence)
    return next((j for j in range(i, size) if is_stop(marked, j) or (j > i and opens_clause(marked, j))), size)


def is_stop(marked: Marked, i: int) -> bool:
    """Whether token i is a stop such as ";" or ".", and not part of an authority's name."""
    return marked.low(i) in STOPS and i not in marked.actor_at


def opens_clause(marked: Marked, i: int) -> bool:
    """Whether token i is a conjunction or relative pronoun that opens a clause: "while", "which"; not "as well"."""
    if not marked.is_in(i, "conjunctions") or i in marked.when_at or i in marked.number_at:
        return False
    if marked.low(i) == "as" and marked.is_in(i - 1, "before_as"):
        return False
    return marked.low(i + 1) not in ("well", "many", "part", "to") and marked.low(i - 1) not in ("well", "such")


def ends_phrase(marked: Marked, i: int) -> bool:
    """Whether no object begins at token i: a preposition, a date, punctuation or the end of the sentence."""
    if i in marked.number_at:
        return False
    if i >= len(marked.sentence) or i in marked.when_at or marked.is_in(i, "no_object") or marked.is_in(i, "reasons"):
        return True
    low = marked.low(i)
    if low == "on" and i + 1 in marked.when_at:
        return True
    return not low[:1].isalnum() and low not in QUOTATION_MARKS and low not in ("$", "(")


def skip_left(marked: Marked, i: int) -> int:
    """The nearest token at or left of i that is no adverb, quotation mark, date or "no longer"; -1 if none."""
    while i >= 0 and (
        marked.is_in(i, "adverbs") or marked.low(i) in QUOTATION_MARKS or in_date(marked, i) or no_longer(marked, i)
    ):
        i -= 1
    return i


def no_longer(marked: Marked, i: int) -> bool:
    """Whether token i belongs to "no longer"."""
    return marked.lows[i : i + 2] == ("no", "longer") or marked.lows[max(i - 1, 0) : i + 1] == ("no", "longer")


def in_date(marked: Marked, i: int) -> bool:
    """Whether token i belongs to a date or time, or is the "on" before one: "on Monday"."""
    return i in marked.when_at or (marked.low(i) == "on" and i + 1 in marked.when_at)


def is_gerund_noun(marked: Marked, i: int) -> bool:
    """Whether a gerund is used as a noun and states no act: "the sanctioning of the pipeline is on the table"."""
    ordered = marked.lemma_in(i - 2, "impose") is not None
    return marked.low(i).endswith("ing") and marked.low(i - 1) in ARTICLES and marked.low(i + 1) == "of" and not ordered


def skip_time_and_manner(marked: Marked, i: int) -> int:
    """Steps left from i over one expression of time or manner; returns i if there is none.

    Called again until nothing changes. As in "announced on Thursday | a series", "imposed, Monday, | sanctions",
    "adopted - in view of the anniversary - | a package", "prolonged for six months, until 15 May, | the measures".
    """
    if i < 0:
        return i
    quoted = quoted_adjectives(marked, i)
    if quoted is not None:
        return quoted - 1
    if marked.low(i) in QUOTATION_MARKS or marked.is_in(i, "adverbs") or in_date(marked, i):
        return i - 1
    if marked.low(i) in DASHES:
        opening = next((j for j in range(i - 2, max(i - INSERTED, 0), -1) if marked.low(j) in DASHES), None)
        return i if opening is None else opening - 1
    span = duration_start(marked, i - (marked.low(i) == ","))
    if span is not None:
        return span - 1
    beside = in_date(marked, i - 1) or (in_date(marked, i + 1) and bool(marked.forms(i - 1)))
    return i - 1 if marked.low(i) == "," and beside else i


def quoted_adjectives(marked: Marked, i: int) -> int | None:
    """The opening mark of quoted adjectives that end at token i: "“strong and quick” sanctions"; else None."""
    if marked.low(i) not in ("”", '"', "’"):
        return None
    opening = next((j for j in range(i - 2, max(i - 6, 0), -1) if marked.low(j) in QUOTATION_MARKS), None)
    inside = range((opening or i) + 1, i)
    plain = all(marked.low(j) in ("and", ",") or not marked.forms(j) for j in inside)
    return opening if plain else None


INSERTED = 24
"""Tokens of the longest insertion between dashes."""


def duration_start(marked: Marked, i: int) -> int | None:
    """Where a duration that ends at token i begins: "for six months", "until 15 May"; None if none ends there."""
    if marked.is_in(i, "spans_of_time"):
        return next((j for j in range(i - 1, max(i - 5, -1), -1) if marked.low(j) in ("for", "by")), None)
    when = marked.when_at.get(i)
    return when.start - 1 if when is not None and marked.low(when.start - 1) in ("until", "through") else None


FAR = 14
"""Tokens from an infinitive to a verb that goes on with it."""


def infinitive_before(marked: Marked, joint: int) -> int | None:
    """The "to" of an infinitive to which "and" or "including" at `joint` can add a second verb; else None."""
    near = range(joint - 2, max(clause_start(marked, joint), joint - FAR) - 1, -1)
    return next((i for i in near if marked.low(i) == "to" and is_infinitive_verb(marked, i + 1)), None)


def is_infinitive_verb(marked: Marked, i: int) -> bool:
    """Whether the word at token i, after "to", is a verb in its plain form."""
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
    """Whether a date stands between a verb and its object: "Canada removed on Friday a banker from its list"."""
    first = i + 1
    while in_date(marked, first):
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
    """Whether an authority is the subject before "and" or an adverb: "Canada previously blacklisted"."""
    if marked.low(i - 1) not in ("and", "already", "newly", "recently"):
        return marked.is_in(i - 1, "adverbs") and i - 2 in marked.actor_at  # "Canada previously blacklisted"
    start = clause_start(marked, i)
    return any(start <= actor.start < i and actor.kind not in ("adjective", "nationals") for actor in marked.actors)


def is_participle_alone(marked: Marked, i: int, spoken: Voice) -> bool:
    """Whether a passive participle has no auxiliary, outside headlines: "firms sanctioned in May said".

    Such a participle only mentions the sanctions.
    """
    if spoken != "passive" or marked.is_in(skip_left(marked, i - 1), "be"):
        return False
    if marked.low(len(marked.sentence) - 1) in (".", "!", "?"):
        return True
    return any(is_finite_verb(marked, j) for j in range(i + 1, len(marked.sentence)))


def is_finite_verb(marked: Marked, i: int) -> bool:
    """Whether a verb form that always has a subject stands at token i: "is", "has", "imposes", "froze"."""
    if marked.is_in(i, "be") or marked.is_in(i, "have"):
        return True
    return any(word.form in ("s", "past") for word in marked.lexicon.verbs.get(marked.low(i), ()))


# ---- subject and object ---------------------------------------------------------------------------------------------
def target_stretches(marked: Marked, i: int, spoken: Voice) -> tuple[Span, ...]:
    """The stretches of tokens where a verb's targets can stand.

    To the right of an active or attributive verb; to the left of a passive one, and after "along with".
    """
    if spoken in ("active", "attributive"):
        end = clause_end(marked, i + 1)
        named = listed_among_them(marked, i + 1, end)
        if named is None and marked.low(end) == ":" and marked.capitalised(end + 1) and end + 1 not in marked.actor_at:
            named = end + 1, clause_end(marked, end + 1)
        return ((i + 1, end), named) if named else ((i + 1, end),)
    left = subject_range(marked, i)
    along = right_of_passive(marked, i)
    return (left, along) if along else (left,)


def listed_among_them(marked: Marked, start: int, end: int) -> Span | None:
    """Where the targets stand in "..., X among them" or "..., X included"; None without such words."""
    for j in range(start, end):
        if marked.low(j) == "included" or (marked.low(j) == "among" and marked.low(j + 1) in ("them", "others")):
            comma = next((k for k in range(j - 1, start, -1) if marked.low(k) == ","), None)
            return (comma + 1, j + 1) if comma is not None and j - comma > 1 else None
    return None


def right_of_passive(marked: Marked, i: int) -> Span | None:
    """Where further targets stand after a passive verb: "... were sanctioned, along with Y"; else None."""
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
    """The tokens of a passive verb's subject: from its clause's start to before its auxiliaries."""
    end = i
    while end > 0 and is_auxiliary_or_adverb(marked, end - 1):
        end -= 1
    if marked.low(end - 1) in ("he", "she") and marked.low(end - 2) == ",":  # "In 2020, he was"
        return end - 1, end
    aside = aside_start(marked, end - 1)
    if aside is not None:
        start = clause_start(marked, aside)
        return after_other_verbs(marked, start, aside), aside
    start = clause_start(marked, i)
    asked = next((j for j in range(end - 1, start, -1) if marked.low(j) == "for"), None)
    if asked is not None and marked.low(end) == "to" and end - asked < INSERTED:
        return asked + 1, end  # "called for them to be sanctioned"
    related = subject_of_relative(marked, start, end)
    if related is not None:
        return related
    if marked.is_in(start, "reasons"):  # "Following the invasion, Russia was": the subject comes after it
        start = next((i + 1 for i in range(start, end) if marked.low(i) == ","), start)
    if marked.low(start) in ("under", "in", "with") and start + 1 in marked.noun_at:
        start = marked.noun_at[start + 1].end
    return after_other_verbs(marked, start, end), end


def aside_start(marked: Marked, i: int) -> int | None:
    """Where an aside between dashes or commas begins that ends at token i: "three banks—one owned by X—were".

    None if no aside ends there.
    """
    if marked.low(i) == ",":
        return description_start(marked, i)
    if marked.low(i) not in ASIDES:
        return None
    return next((j for j in range(i - 1, max(i - INSERTED, 0), -1) if marked.low(j) in ASIDES), None)


def description_start(marked: Marked, i: int) -> int | None:
    """The comma that opens a description ending at the comma i: "X, who has led it, was"; None if there is none."""
    commas = (j for j in range(i - 1, max(i - INSERTED, 0), -1) if marked.low(j) == ",")
    return next((j for j in commas if opens_description(marked, j + 1)), None)


def opens_description(marked: Marked, i: int) -> bool:
    """Whether a description of the noun before begins at token i: ", whose son", ", formed the day after"."""
    known = marked.low(i) in ("who", "which", "whose", "whom")
    if marked.low(i) in ARTICLES and marked.capitalised(i - 2) and i - 2 not in marked.actor_at:
        return True  # ", a brother of the president,"
    participle = marked.low(i).endswith(("ed", "ing")) and marked.word(i).islower() and i not in marked.actor_at
    return known or (participle and i not in marked.when_at and not marked.is_in(i, "including"))


ASIDES = frozenset({"—", "–", "--"})
"""Dashes that set off an aside; a hyphen joins."""


def subject_of_relative(marked: Marked, start: int, end: int) -> Span | None:
    """The subject of a clause after "who", "which", "that" or "whose"; None if the clause has no such opening."""
    relative = marked.low(start - 1)
    if relative == "whose":
        return antecedent_range(marked, start - 1)
    if relative not in ("who", "which", "that") or (relative == "that" and introduces_speech(marked, start - 2)):
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


def is_auxiliary_or_adverb(marked: Marked, i: int) -> bool:
    """Whether token i is an auxiliary, a modal or an adverb before a verb: "has", "will", "also"."""
    if i in marked.number_at or i in marked.actor_at or (marked.low(i) == "both" and i == 0):
        return False
    known = marked.is_in(i, "auxiliaries") or marked.is_in(i, "adverbs") or marked.low(i) in marked.lexicon.modals
    return known or no_longer(marked, i)


def introduces_speech(marked: Marked, i: int) -> bool:
    """Whether "that" after token i opens reported speech: after "said", "said on Monday", "told reporters"."""
    while in_date(marked, i):
        i -= 1
    return marked.speaks(i) or marked.low(i) in ("mps", "reporters", "parliament")


def antecedent_range(marked: Marked, relative: int) -> Span:
    """The noun phrase before a relative pronoun: "two firms" in "two firms which were sanctioned".

    A description after a comma is passed over: "Omar Malek, the head of the port of Basra, who was".
    """
    before = clause_start(marked, relative)
    before = next((j + 1 for j in range(relative - 1, before, -1) if marked.speaks(j) and marked.forms(j)), before)
    described = description_start(marked, relative - 1) if marked.low(relative - 1) == "," else None
    if described is not None and marked.capitalised(described - 1):
        relative = described
    nearest = range(relative - 1, max(before, relative - FAR), -1)
    return next((j + 1 for j in nearest if marked.is_in(j, "near_prepositions")), before), relative


def after_other_verbs(marked: Marked, start: int, end: int) -> int:
    """Where the part of start..end after its other verbs begins; `start` if it has none.

    As in "ordered sanctions on seven officials, and | four people (were)".
    """
    verbs = [j for j in range(start, end) if other_verb(marked, j)]
    first = next((j for j in range(start, end) if marked.is_in(j, "finite")), end)
    joints = [j for j in range(start, end) if marked.lows[j - 1 : j + 1] == (",", "and") or marked.low(j) == ";"]
    after = [j for j in joints if j > (verbs[-1] if verbs else first)]
    if after:
        return after[-1] + 1
    return verbs[-1] + 1 if verbs else start


def other_verb(marked: Marked, i: int) -> bool:
    """Whether a verb with an object or clause of its own stands at token i, not part of the noun phrase."""
    if i in marked.noun_at or marked.low(i) in ("targets", "names", "lists"):
        return False
    others = marked.lexicon.words["other_verbs"]
    return marked.low(i) == "face" or any(
        word.lemma in others and word.form in ("s", "ed", "past", "ing") for word in marked.forms(i)
    )
