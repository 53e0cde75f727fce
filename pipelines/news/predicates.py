"""Predicates: where a sentence says that someone is or was sanctioned, and in which voice.

Here: the rules that find them, one function each; a rule's name appears in Claim.rules. Not here: who acts (agents), how sure
it is (status), who is hit (targets).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pipelines.news.claim import Action, Measure
from pipelines.news.mentions import ARTICLES, QUOTES, Actor, Marked, Noun, is_verb

Voice = Literal["active", "passive", "attributive", "nominal"]
BE = frozenset(
    {
        "be",
        "been",
        "being",
        "is",
        "are",
        "was",
        "were",
        "am",
        "get",
        "gets",
        "got",
        "'re",
        "'m",
        "remain",
        "remains",
        "remained",
    }
)
HAVE = frozenset({"has", "have", "had", "having", "'ve", "'d"})
TO_TARGET = frozenset({"on", "against", "targeting", "upon", "hitting", "affecting"})
TO_LIST = frozenset({"to", "on", "onto", "in", "into", "under"})
FROM_LIST = frozenset({"from", "off"})
STOPS = frozenset({";", ":", "(", ")", ".", "!", "?", "—", "–"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """One place where sanctioning is said.

    Attributes:
        rule: the name of the rule that found it.
        verb: the token of the verb, or of the noun's head where no verb governs it.
        first, last: the tokens of the predicate itself (verb and sanction noun or list), last exclusive.
        targets: token ranges in which the targets are looked for, best first.
        owner: whose sanctions or list it is, where a modifier says so.
        country: "Russia sanctions", "its North Korea list".
        background: nothing asserts it; it is only mentioned.
        weak: a verb that says nothing of sanctions by itself; needs an authority, counted parties and a context.
    """

    rule: str
    verb: int
    voice: Voice
    first: int
    last: int
    targets: tuple[tuple[int, int], ...]
    action: Action = "impose"
    measure: Measure = "listing"
    owner: Actor | None = None
    country: str | None = None
    background: bool = False
    weak: bool = False
    bill: bool = False


def predicates(marked: Marked) -> list[Predicate]:
    """All predicates of a sentence, in order; where two rules see the same verb, the first in RULES wins."""
    found: dict[int, Predicate] = {}
    used: set[int] = set()
    for rule in RULES:
        for predicate in rule(marked):
            span = set(range(predicate.first, predicate.last)) & set(marked.noun_at) | {predicate.verb}
            if not span & used:
                found[predicate.verb] = predicate
                used |= span
    return sorted(found.values(), key=lambda each: each.verb)


def clause_start(marked: Marked, i: int) -> int:
    """Where the clause of token i begins: after the last stop, or conjunction that opens a clause."""
    j = i
    while j > 0:
        low = marked.low(j - 1)
        if low in STOPS and j - 1 not in marked.actor_at or opens_clause(marked, j - 1):
            return j
        j -= 1
    return 0


CONJUNCTIONS = frozenset(
    "while whereas although though because after before if unless until that which who whom whose when where since as but".split()
)


def opens_clause(marked: Marked, i: int) -> bool:
    """Whether token i is a conjunction or relative that opens a clause (no preposition, no part of a day or number)."""
    return (
        marked.low(i) in CONJUNCTIONS
        and i not in marked.when_at
        and i not in marked.number_at
        and marked.low(i + 1) not in ("well", "many", "part", "to")
    )


def clause_end(marked: Marked, i: int) -> int:
    """Where the clause of token i ends."""
    for j in range(i, len(marked.sentence)):
        if (
            marked.low(j) in STOPS
            and not (marked.low(j) in (":", "(") and False)
            or (j > i and opens_clause(marked, j))
        ):
            return j
    return len(marked.sentence)


def skip_left(marked: Marked, i: int) -> int:
    """The first token to the left of i, i included, that is no adverb, quotation mark or day."""
    while i >= 0 and (
        marked.is_in(i, "adverbs")
        or marked.low(i) in QUOTES
        or i in marked.when_at
        or (marked.low(i) == "on" and i + 1 in marked.when_at)
    ):
        i -= 1
    return i


def voice(marked: Marked, i: int, form: str) -> Voice | None:
    """The voice of the verb at i: a participle after `be` is passive, one before its noun attributive, one after it reduced."""
    if form not in ("ed", "participle"):
        return "active"
    before = skip_left(marked, i - 1)
    if marked.low(before) in BE or (marked.low(before) == "to" and False):
        return "passive"
    if marked.low(before) in HAVE:
        return "active"
    after = marked.low(i + 1)
    if attributive(marked, i):
        return "attributive"
    if after == "by" or ends_phrase(marked, i + 1):
        return "passive"
    return "active" if form == "ed" else "passive"


def attributive(marked: Marked, i: int) -> bool:
    """Whether a participle stands before its noun: "the sanctioned minister", "US-sanctioned firms"."""
    before = marked.low(i - 1)
    if i == 0 and marked.lexicon.units.at(marked.words, marked.lows, 1) is not None:
        return True
    if before in BEFORE_ATTRIBUTE and not subject_before(marked, i):
        return not ends_phrase(marked, i + 1)
    return before == "-" and marked.sentence.starts[i] == marked.sentence.ends[i - 1]


BEFORE_ATTRIBUTE = ARTICLES | frozenset(
    "and of by with for as several to from on against its their newly recently heavily already carrying".split()
)


def subject_before(marked: Marked, i: int) -> bool:
    """Whether "and", "already" before i joins a second verb to a subject that is an authority."""
    before = marked.low(i - 1)
    return before in ("and", "already", "newly", "recently") and any(
        clause_start(marked, i) <= actor.start < i and actor.kind not in ("adjective", "nationals")
        for actor in marked.actors
    )


def ends_phrase(marked: Marked, i: int) -> bool:
    """Whether no object begins at i: a preposition, a day, punctuation or the end follows."""
    low = marked.low(i)
    if i in marked.number_at:
        return False
    return (
        i >= len(marked.sentence)
        or i in marked.when_at
        or low in NO_OBJECT
        or marked.is_in(i, "reasons")
        or (not low[:1].isalnum() and low not in QUOTES and low not in ("$", "("))
        or (low == "on" and i + 1 in marked.when_at)
    )


NO_OBJECT = frozenset(
    "by in on over for after since last this under at from with along and or to as earlier during together today yesterday because were was is are have has had which who that alongside amid pursuant a.m.".split()
)


# ---- rules ----------------------------------------------------------------------------------------------------------
def sanctioning_verbs(marked: Marked) -> Iterator[Predicate]:
    """verb:sanction - "X sanctioned Y", "Y was blacklisted by X", "X designates Y"."""
    for i in range(len(marked.sentence)):
        word = marked.lemma_in(i, "sanction") or marked.lemma_in(i, "designate")
        if marked.low(i) in ("sanctions", "sanction") and not is_verb(marked, i, i + 1):
            continue
        if word is None or i in marked.noun_at or not verbal(marked, i, word.form):
            continue
        spoken = voice(marked, i, word.form)
        if spoken is None:
            continue
        lift = word.lemma in ("delist", "unblock")
        strict = word.lemma not in marked.lexicon.groups["sanction"]
        yield Predicate(
            f"verb:{word.lemma}", i, spoken, i, i + 1, sides(marked, i, spoken), action="lift" if lift else "impose",
            background=spoken == "attributive" or reduced(marked, i, spoken), weak=strict and word.lemma in ("penalise", "penalize"),
        )  # fmt: skip


def verbal(marked: Marked, i: int, form: str) -> bool:
    """Whether a form that could be a noun ("blacklist", "sanction") is a verb here."""
    if form in ("ed", "ing", "participle", "past"):
        return marked.low(i + 1) not in ("authority", "list", "country", "state", "driver")
    before = marked.low(i - 1)
    if form == "base":
        return (
            before == "to"
            or before in marked.lexicon.modals
            or marked.is_in(i - 1, "adverbs")
            or (plural_actor(marked, i) and not ends_phrase(marked, i + 1))
            or (before == "and" and not ends_phrase(marked, i + 1) and subject_before(marked, i))
        )
    return not ends_phrase(marked, i + 1) and before not in ("the", "its", "and/or", "of", "a", "their")


def plural_actor(marked: Marked, i: int) -> bool:
    """Whether a plural authority stands right before i: "Britain and Canada sanction"."""
    actor = marked.actor_at.get(i - 1)
    return actor is not None and not actor.possessive and actor.kind != "adjective"


def sides(marked: Marked, i: int, spoken: Voice) -> tuple[tuple[int, int], ...]:
    """Where the targets of a verb are: right of it if active or attributive, left of it if passive."""
    if spoken in ("active", "attributive"):
        end = clause_end(marked, i + 1)
        named = among_them(marked, i + 1, end)
        if named is None and marked.low(end) == ":" and marked.capitalised(end + 1):
            named = end + 1, clause_end(marked, end + 1)
        return ((i + 1, end), named) if named else ((i + 1, end),)
    left = subject_range(marked, i)
    along = right_of_passive(marked, i)
    return (left, along) if along else (left,)


def among_them(marked: Marked, start: int, end: int) -> tuple[int, int] | None:
    """The stretch of "..., X among them", "..., X included" at the end of a clause."""
    for j in range(start, end):
        if marked.low(j) == "included" or marked.low(j) == "among" and marked.low(j + 1) in ("them", "others"):
            comma = next((k for k in range(j - 1, start, -1) if marked.low(k) == ","), None)
            return (comma + 1, j + 1) if comma is not None and j - comma > 1 else None
    return None


def subject_range(marked: Marked, i: int) -> tuple[int, int]:
    """The subject of the passive verb at i: what stands before its auxiliaries, back to the last clause."""
    end = i
    while end > 0 and helps(marked, end - 1):
        end -= 1
    start = clause_start(marked, i)
    relative = marked.low(start - 1)
    if relative == "whose":
        return antecedent_range(marked, start - 1)
    if relative in ("who", "which") or relative == "that" and not says(marked, start - 2):
        if start < end and marked.low(start) not in ("he", "she", "they", "it"):
            return clause_start(marked, start - 1), start - 1
        if start >= end:
            return antecedent_range(marked, start - 1)
    if marked.low(start) in ("under", "in", "with") and start + 1 in marked.noun_at:
        start = marked.noun_at[start + 1].end
    return after_other_verbs(marked, start, end), end


def helps(marked: Marked, i: int) -> bool:
    """Whether token i is an auxiliary, a modal or an adverb before a verb."""
    if i in marked.number_at or i in marked.actor_at:
        return False
    return marked.is_in(i, "auxiliaries") or marked.is_in(i, "adverbs") or marked.low(i) in marked.lexicon.modals


def says(marked: Marked, i: int) -> bool:
    """Whether token i is a verb of speech, so that "that" after it opens what is said."""
    return any(
        word.lemma in marked.lexicon.words["speech"] for word in marked.lexicon.verbs.get(marked.low(i), ())
    ) or marked.low(i) in ("mps", "reporters", "parliament")


def antecedent_range(marked: Marked, relative: int) -> tuple[int, int]:
    """What "who was sanctioned" refers to: the noun phrase right before the pronoun."""
    before = clause_start(marked, relative)
    if marked.low(relative) not in ("who", "whose"):
        return before, relative
    prepositions = ("of", "by", "with", "for", "to", "in", "from", "on", "against", "including")
    near = (j + 1 for j in range(relative - 1, max(before, relative - 11), -1) if marked.low(j) in prepositions)
    return next(near, before), relative


def after_other_verbs(marked: Marked, start: int, end: int) -> int:
    """The start of the last clause in a stretch that has other verbs: "ordered sanctions on seven officials, and four people (were)"."""
    verbs = [
        j
        for j in range(start, end)
        if j not in marked.noun_at
        and marked.low(j) not in ("targets", "names", "lists")
        and any(word.form in ("s", "ed", "past", "ing") and word.lemma in OTHER_VERBS for word in marked.forms(j))
    ]
    if not verbs:
        return start
    joint = [
        j for j in range(verbs[-1], end) if marked.low(j) == "and" and marked.low(j - 1) == "," or marked.low(j) == ";"
    ]
    return (joint[-1] if joint else verbs[-1]) + 1


OTHER_VERBS = frozenset(
    "impose announce order sanction blacklist lift ban bar say tell keep hit target freeze designate place put add unveil adopt approve expand extend face subject warn report ask urge".split()
)


def right_of_passive(marked: Marked, i: int) -> tuple[int, int] | None:
    """ "... were sanctioned, along with Y": further targets after the verb."""
    end = clause_end(marked, i + 1)
    for j in range(i + 1, end):
        if (
            marked.low(j) in ("plus", "including")
            or (marked.low(j) in ("along", "together") and marked.low(j + 1) == "with")
            or (marked.low(j) == "alongside")
        ):
            return (j, end)
        if marked.low(j) in ("among", "included"):
            return (j - 6 if j - 6 > i else i + 1, end)
    return None


def reduced(marked: Marked, i: int, spoken: Voice) -> bool:
    """Whether a passive participle has no auxiliary, in a clause that has another verb: a mention. In a headline it asserts."""
    if spoken != "passive" or marked.low(skip_left(marked, i - 1)) in BE:
        return False
    later = any(
        marked.low(j) in BE | HAVE
        or any(word.form in ("s", "past") for word in marked.lexicon.verbs.get(marked.low(j), ()))
        for j in range(i + 1, len(marked.sentence))
    )
    return later or marked.low(len(marked.sentence) - 1) in (".", "!", "?")


def imposed_sanctions(marked: Marked) -> Iterator[Predicate]:
    """noun:object - "X imposed sanctions on Y", "X plans a travel ban", "X lifts sanctions"."""
    for noun in marked.nouns:
        if noun.kind == "list":
            continue
        governor = governing(marked, noun)
        if governor is None:
            continue
        verb, action = governor
        if noun.relief and action == "impose":
            action = "lift"
        yield nominal(marked, noun, "noun:object", verb, "active", action, bill=noun.bill)


def nominal(
    marked: Marked,
    noun: Noun,
    rule: str,
    verb: int,
    spoken: Voice,
    action: Action,
    *,
    background: bool = False,
    bill: bool = False,
) -> Predicate:
    """A predicate whose core is a sanction noun."""
    first, last = min(verb, noun.start), max(verb + 1, noun.end)
    owner = noun.owner or from_whom(marked, noun)
    return Predicate(
        rule, verb, spoken, first, last, noun_targets(marked, noun, verb), action=action, measure=noun.measure, owner=owner, country=noun.country,
        background=background, bill=bill or noun.bill,
    )  # fmt: skip


def from_whom(marked: Marked, noun: Noun) -> Actor | None:
    """ "Sanctions from the European Union", "sanctions by Western nations"."""
    if marked.low(noun.end) not in ("from", "by"):
        return None
    actor = marked.actor_at.get(noun.end + 1 + (marked.low(noun.end + 1) in ARTICLES))
    return actor if actor is not None and actor.kind not in ("other", "person") else None


def governing(marked: Marked, noun: Noun) -> tuple[int, Action] | None:
    """The verb of which the noun phrase is the object, and whether it imposes or lifts; through "on", "the lifting of" ..."""
    j = noun.start - 1
    while j >= 0 and (marked.low(j) in QUOTES or marked.is_in(j, "adverbs") and marked.low(j) != "in"):
        j -= 1
    low = marked.low(j)
    if low == "of":
        return through_noun(marked, j - 1)
    if low in ("on", "out", "up", "with", "for", "about", "off", "down", "back", "in", "to") and not (
        low == "for" and not called(marked, j - 1)
    ):
        return verb_before_particle(marked, j)
    if low in ("and", "or", ",") or (low == "," and False):
        return shared_verb(marked, noun, j)
    return imposing(marked, j)


def called(marked: Marked, i: int) -> bool:
    """Whether a form of "call", "press", "ask", "push", "vote" stands at i: "call for sanctions"."""
    return any(
        word.lemma in ("call", "press", "ask", "push", "appeal", "plan", "lobby", "advocate", "plead")
        for word in marked.forms(i)
    ) or marked.low(i) in ("calls", "vote", "votes", "voted", "calling")


def imposing(marked: Marked, j: int) -> tuple[int, Action] | None:
    """The verb at j, if a sanction noun as its object makes a claim."""
    if marked.lemma_in(j, "lift"):
        return j, "lift"
    if marked.lemma_in(j, "impose"):
        return j, "impose"
    if any(word.lemma == "have" for word in marked.forms(j)) and "place" in marked.lows[j : j + 12]:
        return j, "impose"
    if any(
        word.lemma in marked.lexicon.status_of and marked.lexicon.status_of[word.lemma] != "denied"
        for word in marked.forms(j)
    ):
        return j, "impose"
    return None


def verb_before_particle(marked: Marked, j: int) -> tuple[int, Action] | None:
    """ "rolled out", "agreed on", "called for", "respond with", "slap on" sanctions; "hit X with sanctions" is another rule's."""
    low = marked.low(j)
    decision = next(
        (
            k
            for k in range(j - 1, max(j - 7, -1), -1)
            if marked.low(k) in ("decision", "decisions", "decree", "decrees")
        ),
        None,
    )
    if low == "on" and decision is not None and not marked.forms(j - 1):
        return decision, "impose"
    while j - 1 in marked.when_at or marked.low(j - 1) == "on" and j in marked.when_at:
        j -= 1
    for k in (j - 1, j - 2):
        word = next(iter(marked.forms(k)), None)
        if word is None:
            continue
        lemmas = {each.lemma for each in marked.forms(k)}
        if lemmas & PARTICLE_VERBS.get(low, frozenset()):
            return k, "lift" if marked.lemma_in(k, "lift") and not marked.lemma_in(k, "impose") else "impose"
        break
    return None


PARTICLE_VERBS = {
    "on": frozenset({"agree", "decide", "slap", "place", "sign", "put", "vote", "discuss", "negotiate"}),
    "out": frozenset({"roll", "set"}),
    "up": frozenset({"step", "ramp", "draft"}),
    "with": frozenset({"respond", "retaliate", "follow"}),
    "for": frozenset({"call", "press", "ask", "push", "appeal", "plan", "lobby", "plead"}),
    "off": frozenset({"sign"}),
    "back": frozenset({"roll", "scale"}),
    "in": frozenset({"join", "bring"}),
}


def through_noun(marked: Marked, j: int) -> tuple[int, Action] | None:
    """ "announced the lifting of sanctions", "threatened the imposition of sanctions": the verb beyond the noun."""
    status = next((each for each in ("imposed", "lifted", "considered") if marked.is_in(j, f"nominal_{each}")), None)
    if status is None:
        return None
    action: Action = "lift" if status == "lifted" else "impose"
    k = j - 1
    while k >= 0 and (
        marked.low(k) in ARTICLES
        or marked.low(k) in ("possible", "immediate", "formal", "partial", "full", "its", "further")
    ):
        k -= 1
    if marked.low(k) == "for" and called(marked, k - 1):
        return k - 1, action
    verb = imposing(marked, k)
    if verb is None or verb[1] == "lift":
        return None
    return verb[0], action


def shared_verb(marked: Marked, noun: Noun, j: int) -> tuple[int, Action] | None:
    """ "imposed visa restrictions and [new] sanctions", "charges and sanctions": the verb of the noun before the conjunction."""
    before = marked.noun_at.get(j - 1)
    if before is None or before is noun:
        return None
    return governing(marked, before) if before.start < noun.start else None


def noun_targets(marked: Marked, noun: Noun, verb: int) -> tuple[tuple[int, int], ...]:
    """Where the targets of a sanction noun are: after "on", "against", "targeting" to its right, else a number on the noun itself."""
    end = clause_end(marked, noun.end)
    ranges: list[tuple[int, int]] = []
    if marked.low(noun.end) == "to":
        ranges.append((noun.end + 1, end))
    if marked.low(noun.end) in ("that", "which") and directed(marked, noun.end + 1):
        ranges.append((noun.end + 2, clause_end(marked, noun.end + 2)))
    for j in range(noun.end, min(end, noun.end + 22)):
        if (
            marked.low(j) in TO_TARGET
            and j not in marked.when_at
            and not (marked.low(j) == "on" and j + 1 in marked.when_at)
            or directed(marked, j)
        ):
            ranges.append((j + 1, end))
            break
        if marked.is_in(j, "reasons") and marked.low(j) not in ("as", "under"):
            break
        if marked.low(j) in ("including", "against", "to") and marked.low(j) == "including":
            ranges.append((j, end))
            break
    if noun.kind == "package" or marked.is_in(noun.head, "packages"):
        ranges.append(counted_after(marked, noun.end))
    ranges.append((noun.start, noun.end))
    if verb < noun.start and marked.low(noun.start - 1) == "with":
        ranges.append((verb + 1, noun.start - 1))
    return tuple(ranges)


def counted_after(marked: Marked, start: int) -> tuple[int, int]:
    """The stretch after a package: "with 194 new listings", ": upwards of 100 targets", "of 50 names", over a day."""
    for j in range(start, min(start + 10, len(marked.sentence))):
        if (
            marked.low(j) in ("with", ":", "of", "covering", "including", "comprising", "–", "—")
            and j + 1 in marked.number_at
        ):
            return j + 1, clause_end(marked, j + 1)
    return start, start


def directed(marked: Marked, j: int) -> bool:
    """ "aimed at", "directed at", "to include", "that target"."""
    return (
        marked.low(j) == "at"
        and marked.low(j - 1) in ("aimed", "directed", "targeted")
        or (marked.low(j) in ("target", "targeted", "hit") and marked.low(j - 1) in ("that", "which", "to"))
    )


def passive_sanctions(marked: Marked) -> Iterator[Predicate]:
    """noun:subject - "sanctions were imposed on Y", "the sanctions target Y", "sanctions took effect"."""
    for noun in marked.nouns:
        if noun.kind == "list":
            continue
        for j in range(noun.end, min(noun.end + 18, clause_end(marked, noun.end))):
            predicate = said_of(marked, noun, j)
            if predicate is not None:
                yield predicate
                break


def said_of(marked: Marked, noun: Noun, j: int) -> Predicate | None:
    """What the verb at j says of the sanctions that are its subject."""
    before = marked.low(skip_left(marked, j - 1))
    participle = any(word.form in ("ed", "participle") for word in marked.forms(j))
    if participle and before in BE and marked.lemma_in(j, "lift"):
        return nominal(marked, noun, "noun:passive", j, "passive", "lift")
    if participle and before in BE and marked.lemma_in(j, "impose"):
        return nominal(marked, noun, "noun:passive", j, "passive", "impose")
    word = marked.lemma_in(j, "hit") or marked.lemma_in(j, "sanction")
    aimed = before in BE and marked.low(j) == "aimed"
    if (
        word is not None
        and j - noun.end < (14 if marked.low(noun.end) == "," else 6)
        and word.form in ("base", "s", "ed", "past")
        and before not in BE
        and not ends_phrase(marked, j + 1)
    ) or aimed:
        return Predicate(
            "noun:subject",
            j,
            "active",
            noun.start,
            j + 1,
            ((j + 1, clause_end(marked, j + 1)),),
            measure=noun.measure,
            owner=noun.owner,
            country=noun.country,
            weak=word is not None and word.lemma in ("put", "add"),
        )
    if (
        marked.low(j) in ("took", "take", "takes", "come", "came", "comes", "enter", "entered")
        and marked.low(j + 1) in ("effect", "into")
        and j - noun.end < 8
    ):
        return nominal(marked, noun, "noun:takes_effect", j, "passive", "impose")
    return None


def hit_with(marked: Marked) -> Iterator[Predicate]:
    """noun:with - "hit Y with sanctions", "Y was slapped with sanctions", "threaten Y with sanctions", "placed Y under sanctions"."""
    for noun in marked.nouns:
        if noun.kind == "sanction" and marked.low(noun.start - 1) in ("with", "under", "to"):
            yield from hit_before(marked, noun)


def hit_before(marked: Marked, noun: Noun) -> Iterator[Predicate]:
    """The verb of "with sanctions", "under sanctions", "subject to sanctions"."""
    particle = noun.start - 1
    low = marked.low(particle)
    for j in range(particle - 1, max(clause_start(marked, particle) - 1, particle - 26), -1):
        placed = marked.lemma_in(j, "put") if low == "under" else None
        word = marked.lemma_in(j, "hit") or (
            placed if placed is not None and placed.lemma in ("put", "place") else None
        )
        threat = next((each for each in marked.forms(j) if each.lemma == "threaten"), None) if low == "with" else None
        if low == "with" and marked.low(particle - 1) in ("line", "accordance", "compliance", "connection"):
            return
        if low == "under" and marked.low(j) in BE and j >= particle - 3:
            yield (
                nominal(marked, noun, "noun:under", j, "passive", "impose")
                if False
                else Predicate(
                    "noun:under",
                    j,
                    "passive",
                    j,
                    noun.end,
                    (subject_range(marked, j),),
                    measure=noun.measure,
                    owner=noun.owner,
                )
            )
            return
        if low == "to" and marked.low(j) == "subject":
            yield Predicate(
                "noun:subject_to",
                j,
                "passive",
                j,
                noun.end,
                (subject_range(marked, j),),
                measure=noun.measure,
                owner=noun.owner,
            )
            return
        if (word or threat) and j not in marked.noun_at and low != "to":
            spoken = voice(marked, j, (word or threat).form) or "active"  # type: ignore[union-attr]
            ranges = ((j + 1, particle),) if spoken == "active" else sides(marked, j, spoken)
            yield Predicate(
                f"noun:{low}",
                j,
                spoken,
                j,
                noun.end,
                (*ranges, (noun.start, noun.end)),
                measure=noun.measure,
                owner=noun.owner,
                background=spoken == "attributive",
            )
            return


def faced(marked: Marked) -> Iterator[Predicate]:
    """noun:face - "71 people face asset freezes"."""
    for noun in marked.nouns:
        j = noun.start - 1
        if (
            noun.kind == "sanction"
            and any(word.lemma == "face" for word in marked.forms(j))
            and marked.low(j) != "facing"
        ):
            yield Predicate(
                "noun:face",
                j,
                "passive",
                j,
                noun.end,
                (subject_range(marked, j),),
                measure=noun.measure,
                owner=noun.owner,
            )


def listed(marked: Marked) -> Iterator[Predicate]:
    """list:put - "X put Y on its list", "Y was added to the SDN list", "X removed Y from the list"."""
    for noun in marked.nouns:
        if noun.kind == "sanction":
            continue
        low = marked.low(noun.start - 1)
        if low in TO_LIST or low in FROM_LIST:
            yield from moved(marked, noun, low in FROM_LIST)
        elif noun.kind == "list":
            yield from expanded(marked, noun)


def moved(marked: Marked, noun: Noun, off: bool) -> Iterator[Predicate]:
    """The verb that puts on or takes off a list, to the left in the clause; right of it is what is moved, or left if passive."""
    particle = noun.start - 1
    for j in range(particle - 1, max(clause_start(marked, particle) - 1, particle - 45), -1):
        word = marked.lemma_in(j, "remove" if off else "put")
        if word is None or j in marked.noun_at or j in marked.when_at or (word.lemma, word.form) == ("include", "ing"):
            continue
        if word.form in ("s", "base") and ends_phrase(marked, j + 1) and word.lemma not in INTRANSITIVE:
            continue
        spoken = voice(marked, j, word.form) or "active"
        if word.lemma in ("go", "feature", "move", "remain", "enter"):
            spoken = "passive"
        ranges = (
            sides(marked, j, spoken)
            if spoken != "active"
            else ((j + 1, particle), (noun.end, clause_end(marked, noun.end)))
        )
        action: Action = "lift" if off else "impose"
        yield Predicate(
            "list:remove" if off else "list:put",
            j,
            spoken,
            j,
            noun.end,
            ranges,
            action,
            noun.measure,
            noun.owner,
            noun.country,
            background=spoken == "attributive" or reduced(marked, j, spoken),
        )
        return


INTRANSITIVE = frozenset({"go", "feature", "move", "remain", "enter"})


def expanded(marked: Marked, noun: Noun) -> Iterator[Predicate]:
    """list:expand - "expanded its blacklist by 20 people", "extending its list to 233 people"."""
    verb = imposing(marked, noun.start - 1)
    if verb is None or verb[1] == "lift" or not marked.lemma_in(verb[0], "impose"):
        return
    yield Predicate(
        "list:expand",
        verb[0],
        "active",
        verb[0],
        noun.end,
        (by_number(marked, noun.end),),
        measure=noun.measure,
        owner=noun.owner,
        country=noun.country,
    )


def by_number(marked: Marked, start: int) -> tuple[int, int]:
    """The stretch after "by 20 people", "to 233 people", "with 194 new listings"."""
    end = clause_end(marked, start)
    for j in range(start, min(start + 8, end)):
        if marked.low(j) in ("by", "to", "with", ":") and j + 1 in marked.number_at:
            return j + 1, end
    return start, end


def frozen_assets(marked: Marked) -> Iterator[Predicate]:
    """verb:freeze - "X froze the assets of Y", "Y had their assets frozen", "assets of Y were blocked"."""
    for i in range(len(marked.sentence)):
        word = marked.lemma_in(i, "freeze") or next(
            (each for each in marked.forms(i) if each.lemma == "unfreeze"), None
        )
        if (
            word is None
            or i in marked.noun_at
            or word.lemma == "seize"
            or (word.form in ("ed", "participle") and attributive_assets(marked, i))
        ):
            continue
        near = next(
            (
                j
                for j in [*range(i + 1, min(i + 9, len(marked.sentence))), *range(i - 1, max(i - 9, -1), -1)]
                if marked.low(j) in ASSETS
            ),
            None,
        )
        if near is None:
            continue
        yield freezing(marked, i, near, voice(marked, i, word.form) or "active", word.lemma)


def attributive_assets(marked: Marked, i: int) -> bool:
    """Whether "frozen" stands before its noun with nothing that acts before it: "releasing frozen Venezuelan assets"."""
    return (
        marked.low(i) in ("frozen", "blocked")
        and marked.low(i - 1) not in BE | HAVE
        and not ends_phrase(marked, i + 1)
        and not marked.is_in(i - 1, "adverbs")
    )


ASSETS = frozenset({"assets", "asset", "funds", "property", "accounts", "holdings", "reserves", "wealth"})


def freezing(marked: Marked, i: int, assets: int, spoken: Voice, lemma: str) -> Predicate:
    """A freeze; its targets stand after "assets of", before "'s assets", or before "had their assets"."""
    gerund = any(word.form == "ing" for word in marked.forms(i))
    pronoun = (
        (i - 1 in marked.noun_at and marked.noun_at[i - 1].kind == "sanction")
        or gerund
        and any(marked.low(j) in ("his", "her", "their", "its") for j in range(i + 1, assets))
    )
    if assets > i and spoken == "passive" and marked.low(i - 1) in HAVE:
        spoken = "active"
    if assets > i:
        ranges: tuple[tuple[int, int], ...] = ((assets + 1, clause_end(marked, assets)), (i + 1, assets))
        return Predicate(
            f"verb:{lemma}",
            i,
            "active",
            i,
            assets + 1,
            ranges,
            action="lift" if lemma == "unfreeze" else "impose",
            background=pronoun,
        )
    start = subject_range(marked, i)[0]
    return Predicate(
        f"verb:{lemma}",
        i,
        "passive",
        min(assets, i),
        i + 1,
        ((start, i),),
        action="lift" if lemma == "unfreeze" else "impose",
    )


def banned(marked: Marked) -> Iterator[Predicate]:
    """verb:ban - "X barred 46 people from entering", "X banned exports of Z to Y", "X cut Y off from SWIFT"."""
    for i in range(len(marked.sentence)):
        word = marked.lemma_in(i, "ban") or next(
            (each for each in marked.forms(i) if each.lemma in ("cut", "remove", "disconnect", "exclude")), None
        )
        if word is None or i in marked.noun_at or i in marked.when_at:
            continue
        measure = ban_measure(marked, i, word.lemma)
        if measure is None:
            continue
        spoken = voice(marked, i, word.form) or "active"
        if spoken == "attributive":
            continue
        ranges = sides(marked, i, spoken)
        aims = [
            j
            for j in range(i + 1, clause_end(marked, i + 1))
            if marked.low(j) in ("to", "from", "against", "of", "by") and j + 1 not in marked.when_at
        ]
        if spoken == "active" and measure in ("export_control", "trade_restriction"):
            ranges = tuple((j + 1, clause_end(marked, j + 1)) for j in reversed(aims))
        elif spoken == "active" and measure == "other":
            ranges += tuple((j + 1, clause_end(marked, j + 1)) for j in aims)
        yield Predicate(f"verb:{word.lemma}", i, spoken, i, i + 1, ranges, measure=measure)


def ban_measure(marked: Marked, i: int, lemma: str) -> Measure | None:
    """What a ban keeps out: persons from entering, goods from trade, banks from SWIFT, ships and planes from ports and airspace."""
    window = marked.lows[i + 1 : min(i + 26, clause_end(marked, i + 1))]
    if "swift" in window:
        return "swift"
    if lemma in ("cut", "remove", "disconnect", "exclude"):
        return None
    tail = window[window.index("from") :][:6] if "from" in window else ()
    if {"entering", "entry", "travelling", "traveling", "visiting", "travel"} & set(tail) or (
        lemma in ("ban", "bar") and "entry" in window[:4]
    ):
        return "travel_ban"
    if (
        window
        and (
            window[0] in TRADE
            or window[1:2]
            and window[1] in TRADE
            or window[:1] == ("the",)
            and set(window[:4]) & TRADE
        )
        and lemma in ("ban", "prohibit", "suspend", "halt", "restrict", "forbid", "embargo")
    ):
        return "export_control" if "export" in window[:4] or "exports" in window[:4] else "trade_restriction"
    if {"ports", "port", "airspace", "airports"} & set(tail) or (
        lemma in ("close", "ban") and "airspace" in window[:5]
    ):
        return "other"
    return None


TRADE = frozenset({"exports", "export", "imports", "import", "sales", "trade", "shipments", "purchases"})


def weak_verbs(marked: Marked) -> Iterator[Predicate]:
    """verb:weak - "Canada is hitting 58 people", "the EU listed 22 companies": only with counted parties and an authority."""
    for i in range(len(marked.sentence)):
        word = marked.lemma_in(i, "hit")
        if word is not None and word.form in ("s", "base") and ends_phrase(marked, i + 1):
            continue
        if any(noun.kind == "sanction" and noun.end <= i <= noun.end + 1 for noun in marked.nouns):
            continue
        if word is None or word.lemma in ("put", "subject") or i in marked.noun_at or i in marked.when_at:
            continue
        if word.form in ("base", "s") and marked.low(i - 1) in ARTICLES | {"their", "its"}:
            continue
        spoken = voice(marked, i, word.form)
        if spoken in (None, "attributive"):
            continue
        yield Predicate(
            f"verb:weak:{word.lemma}", i, spoken or "active", i, i + 1, sides(marked, i, spoken or "active"), weak=True
        )


def took_action(marked: Marked) -> Iterator[Predicate]:
    """verb:take_action - "OFAC took action on Thursday against 21 entities"."""
    for i in range(len(marked.sentence) - 1):
        if marked.low(i) in ("take", "takes", "took", "taken", "taking") and marked.low(i + 1) in ("action", "aim"):
            end = clause_end(marked, i)
            against = next((j for j in range(i + 2, min(end, i + 8)) if marked.low(j) in ("against", "at")), None)
            if against is not None:
                yield Predicate("verb:take_action", i, "active", i, i + 2, ((against + 1, end),), weak=True)


def totals(marked: Marked) -> Iterator[Predicate]:
    """list:total - "taking its tally to 61", "bringing the total to 200 people", "the list, which now has 59 names"."""
    for i in range(len(marked.sentence)):
        if marked.low(i) in ("taking", "bringing", "brings", "bring", "takes", "raising", "pushing", "brought", "took"):
            to = next((j for j in range(i + 2, i + 9) if marked.low(j) == "to" and j + 1 in marked.number_at), None)
            if to is not None and {"total", "tally", "number", "list", "toll"} & set(marked.lows[i:to]):
                yield Predicate(
                    "list:total", i, "active", i, marked.number_at[to + 1].end, ((to + 1, clause_end(marked, to)),)
                )
    for noun in marked.nouns:
        has = next(
            (
                j
                for j in range(noun.end, min(noun.end + 10, len(marked.sentence) - 1))
                if marked.low(j) in ("has", "contains", "includes", "numbers", "comprises", "covers")
                and j + 1 in marked.number_at
            ),
            None,
        )
        if noun.kind == "list" and has is not None:
            which = next((j for j in range(noun.end, has) if marked.low(j) == "which"), noun.start)
            yield Predicate(
                "list:total" if which != noun.start or "now" in marked.lows[noun.end : has] else "list:has",
                has,
                "passive",
                which,
                has + 1,
                ((has + 1, clause_end(marked, has)),),
                measure=noun.measure,
                owner=noun.owner,
                country=noun.country,
            )


def additions(marked: Marked) -> Iterator[Predicate]:
    """list:additions - "300 additions to the SDN list"."""
    for noun in marked.nouns:
        if (
            noun.kind == "list"
            and marked.low(noun.start - 1) in ("to", "on")
            and marked.low(noun.start - 2) in ("additions", "addition", "names", "entries")
        ):
            number = next(
                (
                    marked.number_at[j]
                    for j in range(noun.start - 2, max(noun.start - 6, -1), -1)
                    if j in marked.number_at
                ),
                None,
            )
            if number is not None:
                yield Predicate(
                    "list:additions",
                    noun.start - 2,
                    "passive",
                    number.start,
                    noun.end,
                    ((number.start, noun.start - 1),),
                    measure=noun.measure,
                    owner=noun.owner,
                    country=noun.country,
                )


def gapping(marked: Marked) -> Iterator[Predicate]:
    """verb:gap - "the EU listed 78 individuals, Canada 17 people": a second authority with its own number and no verb."""
    for actor in marked.actors:
        before = marked.low(actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES))
        if (
            actor.kind in ("country", "capital", "body")
            and not actor.possessive
            and actor.end in marked.number_at
            and before in (",", "and", ";", "while")
        ):
            end = clause_end(marked, actor.end)
            yield Predicate("verb:gap", actor.end, "active", actor.start, actor.end, ((actor.end, end),), weak=True)


def second_agents(marked: Marked) -> Iterator[Predicate]:
    """verb:gap_by - "was listed by the Americans a week ago and by Tokyo on Thursday": a second "by" for the same act."""
    for i in range(1, len(marked.sentence) - 2):
        actor = marked.actor_at.get(i + 2 + (marked.low(i + 2) in ARTICLES))
        if marked.low(i) == "and" and marked.low(i + 1) == "by" and actor is not None:
            verb = next((j for j in range(i - 1, clause_start(marked, i) - 1, -1) if passive_of(marked, j)), None)
            if verb is not None:
                yield Predicate("verb:gap_by", i, "passive", i + 1, actor.end, (subject_range(marked, verb),))


def passive_of(marked: Marked, i: int) -> bool:
    """Whether a passive verb of sanctioning stands at i."""
    word = marked.lemma_in(i, "sanction") or marked.lemma_in(i, "hit") or marked.lemma_in(i, "designate")
    return word is not None and i not in marked.noun_at and voice(marked, i, word.form) == "passive"


def mentioned(marked: Marked) -> Iterator[Predicate]:
    """noun:mention - "US sanctions on Russia", "sanctions imposed by the EU": presupposed, so background."""
    for noun in marked.nouns:
        if noun.kind != "sanction" or noun.bill:
            continue
        if (
            noun.owner is None
            and noun.country is None
            and not any(marked.low(j) in TO_TARGET | {"imposed", "by", "placed"} for j in range(noun.end, noun.end + 3))
        ):
            continue
        lifted = marked.low(noun.start - 1) == "of" and marked.is_in(noun.start - 2, "nominal_lifted")
        yield nominal(
            marked,
            noun,
            "noun:mention",
            noun.head,
            "nominal",
            "lift" if lifted or noun.relief else "impose",
            background=True,
        )


RULES = (
    sanctioning_verbs, faced, listed, hit_with, imposed_sanctions, passive_sanctions, frozen_assets, banned, took_action, totals, additions, weak_verbs, gapping, second_agents, mentioned,
)  # fmt: skip
