"""The status of a sanction in a sentence: imposed, planned, considered, called for, lifted, denied.

Here: the words that govern a predicate, read from right to left. Not here: who acts (see agents).
"""

from dataclasses import dataclass, field

from pipelines.claims.claim import Status
from pipelines.claims.english.clauses import FAR, clause_start, in_date, infinitive_before, no_longer
from pipelines.claims.english.mentions import ARTICLES, DASHES, Marked
from pipelines.claims.english.nouns import is_imperative, owner_word
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.marks import QUOTATION_MARKS

ORDER: tuple[Status, ...] = ("denied", "called_for", "considered", "planned")
"""Of several cues the first of these wins: a denied plan is denied."""


@dataclass(frozen=True, slots=True)
class Mood:
    """The status of a predicate.

    Attributes:
        group_start: the first token of the verb group, after which the subject ends.
        governor: the verb that governs it ("urged ... to"), if any; its subject is then who asks or denies.
        conditional: nothing asserts it: in an if-clause, or only a purpose.
        rule: the name of what decided.
    """

    status: Status
    group_start: int
    governor: int | None = None
    conditional: bool = False
    rule: str = "status:asserted"


@dataclass(slots=True)
class Walk:
    """The state while walking left from a verb.

    Attributes:
        at: the token that is looked at.
        cues: statuses with the tokens that give them.
        infinitive: a "to" was passed.
        asserted: a governing verb was passed that lets the statement stand ("voted to").
        cause: a verb that makes its object act ("prompted Washington to").
    """

    at: int
    cues: list[tuple[str, int]] = field(default_factory=list)
    infinitive: bool = False
    asserted: bool = False
    cause: int | None = None

    def note(self, status: str, i: int) -> None:
        """Adds a status and the token that gives it to the cues."""
        self.cues.append((status, i))


def mood(marked: Marked, predicate: Predicate) -> Mood:
    """The status of a predicate, from its own words and the words that govern it: "may impose" is considered.

    The steps run from the verb to the left; each adds cues to `walk`, and `mood_of_cues` decides at the end.
    """
    walk = Walk(predicate.verb - 1)
    if predicate.voice == "nominal":
        return mood_of_mention(marked, predicate)
    note_words_of_predicate(marked, predicate, walk)
    if is_imperative(marked, predicate.verb):
        walk.note("called_for", predicate.verb)
    gerund = any(word.form == "ing" for word in marked.forms(predicate.verb))
    walk_left(marked, walk, gerund)
    first = first_of_infinitives(marked, predicate, walk, gerund)
    if first is not None:
        walk.at, gerund = first, False
        walk_left(marked, walk, gerund)
    start = walk.at + 1
    modals = marked.lexicon.modals
    weighed = all(cue == "considered" and marked.has_lemma(i, "consider", "explore", "study") for cue, i in walk.cues)
    taken = before_take(marked, walk)
    if taken is not None:
        walk.at = taken
        walk_left(marked, walk, gerund=False)
        start = walk.at + 1
    if walk.infinitive and (
        weighed or all(i == predicate.verb or modals.get(marked.low(i)) == cue for cue, i in walk.cues)
    ):
        note_asking_verb(marked, walk, start)
    note_vote(marked, walk)
    note_verb_of_main_clause(marked, walk, start)
    note_whether(marked, walk, start)
    note_subjunctive(marked, predicate, walk, start)
    note_bill_or_veto(marked, predicate, walk)
    note_shared_modal(marked, predicate, walk)
    if depends_on_condition(marked, predicate, walk) or (walk.cues and after_condition(marked, start)):
        walk.note("considered", predicate.verb)
    conditional = in_condition(marked, predicate.verb, start) or is_only_purpose(marked, walk, gerund)
    return mood_of_cues(marked, predicate, walk, start, conditional)


def walk_left(marked: Marked, walk: Walk, gerund: bool) -> None:
    """Moves `walk.at` left over auxiliaries, modals and governing words, to the token before the verb group."""
    while walk.at >= 0 and (step_over_auxiliary(marked, walk) or step_over_governing_word(marked, walk, gerund)):
        pass


def before_take(marked: Marked, walk: Walk) -> int | None:
    """The token before "take" in "will take steps under the order to impose"; None without such a phrase.

    The words before "take" then give the status of both verbs.
    """
    if not walk.infinitive or walk.cues:
        return None
    left = range(walk.at, max(clause_start(marked, max(walk.at, 0)) - 1, walk.at - FAR), -1)
    steps = next((i for i in left if marked.is_in(i, "steps") or marked.is_in(i, "acts")), None)
    near = range(steps - 1, max(steps - 4, 0), -1) if steps is not None else ()
    return next((i - 1 for i in near if marked.low(i) == "take"), None)


def note_vote(marked: Marked, walk: Walk) -> None:
    """Adds "considered" for a resolution that is not yet adopted: "must vote on a resolution to lift"."""
    if walk.asserted and not walk.cues and marked.low(walk.at) == "on":
        vote = next((i for i in range(walk.at - 1, max(walk.at - 6, -1), -1) if marked.is_in(i, "votes")), None)
        if vote is not None:
            walk.note("considered", vote)


def first_of_infinitives(marked: Marked, predicate: Predicate, walk: Walk, gerund: bool) -> int | None:
    """Where the first "to" of joined infinitives stands: "called on them to go further and impose"; else None.

    The verbs before "to" govern the second one as they do the first.
    """
    if walk.infinitive and not walk.cues and marked.low(walk.at) in ("and", "or"):
        return infinitive_before(marked, walk.at)  # "agreed in principle to impose ... and to add"
    if walk.cues or walk.infinitive:
        return None
    joint, base = walk.at, any(word.form == "base" for word in marked.forms(predicate.verb))
    if gerund and marked.low(joint) in (",", "and"):
        joint = next((i for i in range(joint, joint - FAR, -1) if marked.low(i) == "including"), joint)
    joined = (marked.low(joint) in ("and", ",") and base) or (marked.low(joint) == "including" and gerund)
    return infinitive_before(marked, joint) if joined else None


def mood_of_mention(marked: Marked, predicate: Predicate) -> Mood:
    """The mood of sanctions that are only mentioned: "considered" after "the threat of", else imposed or lifted."""
    before = predicate.first - 1
    if marked.low(before) == "of" and marked.is_in(before - 1, "nominal_considered"):
        return Mood("considered", predicate.first, rule="status:considered:of")
    return Mood("lifted" if predicate.action == "lift" else "imposed", predicate.first)


def mood_of_cues(marked: Marked, predicate: Predicate, walk: Walk, start: int, conditional: bool) -> Mood:
    """The mood that the collected cues give: the first status of ORDER that has a cue, else imposed or lifted."""
    for status in ORDER:
        governors = [i for cue, i in walk.cues if cue == status]
        governor = next(
            (i for i in governors if not marked.is_in(i, "true_modals")), governors[0] if governors else None
        )
        if governor is not None:
            power = marked.low(governor) == "can" and any(marked.is_in(i, "laws") for i in range(start))
            condition = power or in_condition(marked, predicate.verb, start)
            return Mood(status, start, governor, condition, f"status:{status}:{marked.low(governor)}")
    if any(cue == "lifted" for cue, _ in walk.cues):
        return Mood("lifted", start, None, conditional, "status:lifted:no_longer")
    is_agreed = any(cue == "agreed" for cue, _ in walk.cues)
    in_principle = "principle" in marked.lows[start : predicate.verb]
    is_agreed = is_agreed and (predicate.action == "lift" or in_principle)
    if is_agreed or (any(cue == "agreed" for cue, _ in walk.cues) and marked.lemma_in(predicate.verb, "sanction")):
        return Mood("planned", start, None, conditional, "status:planned:agreed")
    if walk.infinitive and not walk.asserted and not walk.cues and headline_future(marked, start):
        return Mood("planned", start, None, rule="status:planned:to")
    return Mood("lifted" if predicate.action == "lift" else "imposed", start, walk.cause, conditional)


# ---- the verb group -------------------------------------------------------------------------------------------------
def step_over_auxiliary(marked: Marked, walk: Walk) -> bool:
    """Moves one step left over an auxiliary, modal, adverb or day; False, without a step, at any other word."""
    i, low = walk.at, marked.low(walk.at)
    if i in marked.when_at:
        walk.at = marked.when_at[i].start - 1
        return True
    if walk.infinitive and (i in marked.number_at or low[:1].isdigit()):  # "voted 15-0 to"
        walk.at = marked.number_at[i].start - 1 if i in marked.number_at else i - 1
        return True
    if walk.infinitive and low in DASHES and marked.low(i - 1)[:1].isdigit():
        walk.at -= 1
        return True
    if low in marked.lexicon.modals and i not in marked.actor_at:
        walk.note(marked.lexicon.modals[low], i)
    elif low == "to":
        note_infinitive(marked, walk)
    elif ends_fixed_pair(marked, walk):
        walk.at -= 1
    elif low == "more" and marked.low(i + 1).endswith("ly"):
        pass  # "to more quickly agree"
    else:
        return step_over_phrase(marked, walk)
    walk.at -= 1
    return True


def step_over_phrase(marked: Marked, walk: Walk) -> bool:
    """Moves left over "as early as", "do more than" or one word that changes nothing; False at any other word."""
    i, low = walk.at, marked.low(walk.at)
    if low == "as" and marked.low(i - 1) in ("early", "soon") and marked.low(i - 2) == "as":
        walk.at -= 3  # "was set as early as Friday to add"
    elif low == "than" and marked.low(i - 1) == "more" and marked.low(i - 2) == "do":
        walk.at -= 2
    elif may_be_skipped(marked, i):
        walk.at -= 1
    else:
        return False
    return True


def wished_for(marked: Marked, to: int) -> bool:
    """Whether the "to" at token `to` follows a wish: "would like sanctions on Belarus to be adopted"."""
    near = range(to - 1, max(to - 7, 0), -1)
    like = next((i for i in near if marked.low(i) == "like" and marked.low(i - 1) in ("would", "'d")), None)
    return like is not None and marked.low(to + 1) == "be" and any(like <= noun.start for noun in marked.nouns)


def ends_fixed_pair(marked: Marked, walk: Walk) -> bool:
    """Whether "in principle" or "no longer" ends at `walk.at`.

    "no longer" also adds the cue "lifted".
    """
    pair = marked.lows[max(walk.at - 1, 0) : walk.at + 1]
    if pair == ("no", "longer"):
        walk.note("lifted", walk.at)
    return pair == ("no", "longer") or (pair == ("in", "principle") and walk.infinitive)


def is_necessary(marked: Marked, to: int) -> bool:
    """Whether the "to" at token `to` follows "it is important", "it is time" and the like."""
    be = to - 2
    return marked.is_in(to - 1, "necessary") and (marked.is_in(be, "be") or marked.low(be) in ("'s", "about", "high"))


def note_infinitive(marked: Marked, walk: Walk) -> None:
    """Marks that "to" was passed, and adds the cue of "is to" (planned) or "has yet to" (denied) before it."""
    walk.infinitive = True
    noun = marked.noun_at.get(walk.at - 1)
    heads_item = noun is not None and noun.start < 3 and marked.low(walk.at + 1) == "be"
    if wished_for(marked, walk.at) or is_necessary(marked, walk.at):
        walk.note("called_for", walk.at)
    elif marked.is_in(walk.at - 1, "be") or heads_item:  # "New sanctions to be announced": an item of a list
        walk.note("planned", walk.at)
    elif marked.low(walk.at - 1) == "yet" and marked.is_in(walk.at - 2, "have"):
        walk.note("denied", walk.at)


def may_be_skipped(marked: Marked, i: int) -> bool:
    """Whether token i can stand in a verb group without changing the status: "has", "on Monday", "quickly"."""
    low = marked.low(i)
    if (
        low in QUOTATION_MARKS
        or in_date(marked, i)
        or (low == "in" and i + 1 in marked.when_at)
        or marked.is_in(i, "adverbs")
    ):
        return True
    if marked.is_in(i, "auxiliaries"):
        return low != "'s" or i - 1 not in marked.actor_at
    return low.endswith("ly") and low.isalpha() and len(low) > 4


def step_over_governing_word(marked: Marked, walk: Walk, gerund: bool) -> bool:
    """Moves left over a verb or noun that governs the predicate and adds its status; False if there is none.

    As in "plans to", "is considering imposing", "its decision to".
    """
    i = walk.at
    governs = walk.infinitive or gerund
    status = governing_status(marked, i)
    if status == "planned" and governs and acts_by_decision(marked, i):
        status = "imposed"
    if status and (governs or marked.low(i + 1) in ("that", "on")):
        return step_over(walk, status)
    if walk.infinitive and marked.low(i) == "hesitate" and marked.low(i - 1) in ("not", "n't", "never"):
        walk.note("planned", i)  # "will not hesitate to sanction"
        walk.at -= 2
        return True
    nouns = marked.lexicon.control_nouns
    if governs and marked.low(i) in nouns:
        if marked.low(i - 1) in ("no", "any"):  # "has no intention of", "any decision to"
            walk.note("denied" if marked.low(i - 1) == "no" else "considered", i)
        step_over(walk, "imposed" if says_means(marked, i) else nouns[marked.low(i)])
        return step_over_modifiers(marked, walk)
    if gerund and marked.low(i) == "out" and marked.has_lemma(i - 1, "rule"):
        walk.note("denied", i - 1)
        walk.at -= 2
        return True
    if gerund and step_over_joining(marked, walk):
        return True
    if gerund and marked.is_in(i, "before_gerunds"):
        return step_before_gerund(marked, walk)
    if marked.low(i) in ARTICLES and marked.low(i + 1) in nouns:
        walk.at -= 1
        return True
    return False


def step_over_joining(marked: Marked, walk: Walk) -> bool:
    """Moves to before "join" in "will join the EU in imposing" and returns True; False elsewhere.

    The modal before "join" then counts for "imposing" too.
    """
    near = range(walk.at - 1, max(walk.at - FAR, -1), -1)
    join = next((i for i in near if marked.has_lemma(i, "join")), None) if marked.low(walk.at) == "in" else None
    if join is None:
        return False
    walk.at = join - 1
    return True


def step_over_modifiers(marked: Marked, walk: Walk) -> bool:
    """Moves left over articles and adjectives to the verb before them: "resist joining their efforts".

    Returns True if such a verb or an article was found, so that the walk goes on.
    """
    i = walk.at
    while i >= 0 and (marked.is_in(i, "before_nominals") or owner_word(marked, i) or marked.low(i) in ARTICLES):
        i -= 1
    if marked.has_lemma_of(i, "following_others") and governing_status(marked, i - 1) in ORDER:
        walk.at = i - 1
        return True
    return marked.low(walk.at) in ARTICLES


def acts_by_decision(marked: Marked, i: int) -> bool:
    """Whether "decided" itself is the act: "The Council decided to list", where a union of states is the subject.

    Not for the European Council: the heads of state only ask the Council of the EU to act.
    """
    if marked.low(i) != "decided":
        return False
    first = i - 1
    while may_be_skipped(marked, first):
        first -= 1
    subject = next((actor for actor in marked.actors if actor.end == first + 1), None)
    if subject is None or subject.kind != "body" or subject.code not in UNIONS:
        return False
    return marked.lows[subject.end - 2 : subject.end] != ("european", "council")


UNIONS = frozenset({"EU", "UN", "ECOWAS", "UEMOA"})
"""Authorities of several states, which act by decisions."""


def step_over(walk: Walk, status: str) -> bool:
    """Moves one step left over a governing word and adds its status; True always.

    The status "imposed" adds no cue: "voted to" only lets the statement stand.
    """
    if status != "imposed":
        walk.note(status, walk.at)
    walk.asserted = True
    walk.at -= 1
    return True


def governing_status(marked: Marked, i: int) -> str | None:
    """The status that the governing verb at i gives: "plans" → planned; None if no such verb stands there.

    A verb that lets the statement stand, such as "vote", gives "imposed".
    """
    if marked.has_lemma(i, "deny") and marked.is_in(i + 1, "denied_things"):
        return None
    words = (word for word in marked.forms(i) if word.lemma != "rule" or marked.low(i + 1) == "out")
    statuses = (marked.lexicon.status_of.get(word.lemma) for word in words)
    return next(filter(None, statuses), "imposed" if marked.is_in(i, "letting_stand") else None)


def step_before_gerund(marked: Marked, walk: Walk) -> bool:
    """Reads the words before a preposition and a gerund: "blocks X from imposing", "the possibility of applying".

    Adds the status they give. Returns True if the walk to the left goes on.
    """
    i, low = walk.at, marked.low(walk.at)
    if low == "of" and marked.low(i - 1) in ("favor", "favour") and not marked.is_in(i - 3, "votes"):
        walk.note("called_for", i - 1)
        return False
    if low in ("from", "of") and marked.is_in(i - 1, "short_of"):
        walk.note("denied", i - 1)
        return False
    if low == "from":
        left = range(i - 1, max(i - 9, -1), -1)
        blocked = next((j for j in left if governing_status(marked, j) == "denied"), None)
        if blocked is not None:
            walk.note("denied", blocked)
            return False
    if low == "by":
        note_main_verb(marked, walk)
        if marked.low(i - 1) in ("steps", "step", "action", "move", "moves"):
            return False  # "has taken steps by adding": the means of what was done
    if marked.low(i - 1) in marked.lexicon.control_nouns or marked.low(i - 1) in marked.lexicon.modals:
        walk.at -= 1
        return True
    if low in ("at", "toward", "towards") and marked.has_lemma(i - 1, "look", "aim", "work", "move"):
        walk.note("considered", i - 1)
        walk.at -= 2
        return False
    status = governing_status(marked, i - 1)
    if status and low in ("for", "on", "against", "about", "over"):
        walk.note("denied" if low == "against" else status, i - 1)
        walk.at -= 2
    return False


def note_main_verb(marked: Marked, walk: Walk) -> None:
    """Adds the status of the verb whose means a gerund is: "should respond by imposing", "need to act by imposing"."""
    for j in range(walk.at - 1, max(clause_start(marked, walk.at), walk.at - MEANS_REACH) - 1, -1):
        if marked.is_in(j, "true_modals"):
            walk.note(marked.lexicon.modals[marked.low(j)], j)
            return
        status = governing_status(marked, j) if marked.low(j + 1) == "to" else None
        if status in ORDER:
            walk.note(status, j)
            return


MEANS_REACH = 24
"""Most tokens from the verb of the clause to "by" and its means."""


# ---- beyond the verb group ------------------------------------------------------------------------------------------
def note_words_of_predicate(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds the cues of the predicate's own words: "threatens sanctions", "or face sanctions", "no sanctions"."""
    verb = predicate.verb
    if predicate.stated_status is not None:
        walk.note(predicate.stated_status, verb)
    if predicate.rule in ("noun:object", "noun:with"):
        walk.note("considered", verb) if predicate.bill else note_intent(marked, verb, walk)
    if predicate.rule == "noun:face" and marked.low(verb - 1) == "or":
        walk.note("considered", verb)
    if predicate.rule == "list:remove" and marked.has_lemma_of(verb, "leaving_out"):
        walk.note("denied", verb)
    if predicate.rule == "verb:freeze" and predicate.voice == "passive":
        have = next((i for i in range(verb - 1, max(verb - FAR, 0), -1) if marked.low(i) == "have"), 0)
        if marked.low(have - 1) in marked.lexicon.modals:  # "will have their assets frozen"
            walk.note(marked.lexicon.modals[marked.low(have - 1)], have - 1)
    if marked.is_in(verb, "be") and no_longer(marked, skip_right(marked, verb + 1)):
        walk.note("lifted", verb)
    if not predicate.background:
        note_words_of_noun(marked, predicate, walk)


def note_words_of_noun(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds the cues of the sanction noun and its subject: "possible sanctions", "no sanctions"."""
    if any(marked.is_in(i, "possible") for i in range(predicate.first, predicate.last)):
        walk.note("considered", predicate.verb)
    note_no_sanctions(marked, predicate, walk)
    note_no_targets(marked, predicate, walk)


def note_no_sanctions(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds "denied" where "no" stands before the sanction noun: "imposed no sanctions"; not for "no longer"."""
    noun = marked.noun_at.get(predicate.first) or marked.noun_at.get(predicate.last - 1)
    negated = noun is not None and "no" in (marked.low(noun.start), marked.low(noun.start - 1))
    if noun is not None and negated and "longer" not in (marked.low(noun.start), marked.low(noun.start + 1)):
        walk.note("denied", noun.start)


def skip_right(marked: Marked, i: int) -> int:
    """The first token to the right of i, i included, that is no adverb."""
    while marked.is_in(i, "adverbs"):
        i += 1
    return i


def note_no_targets(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds "denied" where nobody is sanctioned: "no officials have been sanctioned", "neither of them"."""
    if predicate.voice != "passive" or not predicate.targets:
        return
    start, end = predicate.object_range
    near = range(max(start, end - NEGATED), end)
    negative = (i for i in near if marked.low(i) in ("no", "neither", "none"))
    first = next((i for i in negative if marked.low(i + 1) != "longer"), None)
    if first is not None and end <= predicate.verb:
        walk.note("denied", first)


NEGATED = 8
"""Tokens from "no" to the verb of which those are the subject that there are not."""


def note_intent(marked: Marked, verb: int, walk: Walk) -> None:
    """Adds the status of a verb of intent whose object is the sanctions: "threatens sanctions", "calls for"."""
    if any(marked.lemma_in(verb, group) for group in ("impose", "lift", "hit")):
        return
    if marked.low(verb + 1) in ("ahead", "forward", "through"):
        return  # "pressed ahead with sanctions"
    status = governing_status(marked, verb)
    if status and status != "imposed":
        walk.note(status, verb)
    elif marked.is_in(verb, "votes") and marked.low(verb + 1) == "in":
        walk.note("considered", verb)
    elif marked.low(verb) in ("calls", "vote", "votes"):
        walk.note("called_for", verb)


def note_asking_verb(marked: Marked, walk: Walk, start: int) -> None:
    """Adds the status of a verb with an object before the infinitive: "urged London to sanction"."""
    clause = clause_start(marked, max(start - 1, 0))
    for j in range(start - 1, max(clause - 1, start - 20), -1):
        if marked.lemma_in(j, "causing") and any(i in marked.actor_at for i in range(j + 1, start)):
            walk.asserted, walk.cause = True, j
            return
        if marked.is_in(j, "legal_acts") and marked.low(j + 1) in ("by", "of", "from"):
            walk.asserted = True  # "approved a decree by the Council to impose"
            return
        status = asking_status(marked, j, start)
        if status is not None:
            walk.note(status, j)
            return


def skip_left_of_modal(marked: Marked, verb: int) -> int:
    """The token before a verb and its modal: "bill" in "the bill would require"."""
    return verb - 1 - (marked.low(verb - 1) in marked.lexicon.modals)


def asking_status(marked: Marked, j: int, start: int) -> str | None:
    """The status that a verb at j gives the infinitive after its object: "urged London to" → called_for.

    None if the verb at j gives no status, or belongs to another clause.
    """
    if marked.has_lemma(j, "require") and marked.is_in(skip_left_of_modal(marked, j), "laws_to_be"):
        return "considered"  # "the bill would require the president to impose"
    if marked.has_lemma(j, "order"):
        return "called_for" if j + 1 + (marked.low(j + 1) == "the") in marked.actor_at else None
    at_request = marked.low(j) == "request" and "at" in marked.lows[max(0, j - 2) : j]
    if j >= start - 1 or at_request:
        return None
    if marked.low(j) in ("calls", "pressure", "demands", "appeals"):
        return "called_for"
    status = governing_status(marked, j)
    if status not in ORDER or marked.low(j + 1) == ",":
        return None
    if any(marked.is_in(k, "be") for k in range(j + 1, start + 1)):
        return status  # a clause of its own: "signalled it was ready to"
    if any(marked.is_in(k, "subject_pronouns") and marked.is_in(k + 1, "true_modals") for k in range(j + 1, start + 2)):
        return None  # another clause: "rejects what they say, and we will sanction"
    if status != "denied" and any(marked.is_in(k, "bills") for k in range(j + 1, start + 4)):
        return "considered"
    if status == "planned" and not marked.has_lemma(j, "vow", "pledge", "promise", "expect"):
        return None
    return "called_for" if status == "considered" else status


def note_verb_of_main_clause(marked: Marked, walk: Walk, start: int) -> None:
    """Adds the status of the verb that governs the whole clause: "denied that it had", "warned it would"."""
    clause = clause_start(marked, max(start - 1, 0))
    outer = clause - 1 - (marked.low(clause - 1) == "that")
    for i in (outer, outer - 1, *range(start - 1, max(clause - 1, start - 5), -1)):
        if marked.has_lemma(i, "deny") and not marked.is_in(i + 1, "denied_things"):
            walk.note("denied", i)
        elif walk.cues and marked.has_lemma(i, "threaten", "warn"):
            walk.note("considered", i)
        elif walk.cues and marked.low(i) in HOPES:
            walk.note("called_for", i)
    if walk.cues and marked.lows[outer : outer + 2] == ("and", "that"):
        hope = next((i for i in range(outer - 1, max(outer - FAR, -1), -1) if marked.low(i) in HOPES), None)
        if hope is not None:
            walk.note("called_for", hope)  # "hope that you will help and that Japan will act"


HOPES = frozenset({"hope", "hopes", "hoped", "hoping", "wish", "wishes"})
"""Verbs of which the subject wants somebody else to act: "hopes that London will sanction"."""


def note_whether(marked: Marked, walk: Walk, start: int) -> None:
    """Adds "considered" after "whether": "on whether the US will impose"."""
    near = range(start - 1, max(start - 6, -1), -1)
    whether = next((i for i in near if marked.low(i) in ("whether", ",")), None)
    if whether is not None and marked.low(whether) == "whether" and not walk.infinitive:
        walk.note("considered", whether)


def note_subjunctive(marked: Marked, predicate: Predicate, walk: Walk, start: int) -> None:
    """Adds the status of a plain verb form after a request: "recommended that the Council blacklist"."""
    clause = clause_start(marked, max(start - 1, 0))
    plain = any(word.form == "base" for word in marked.forms(predicate.verb)) or (
        predicate.voice == "passive" and marked.low(predicate.verb - 1) == "be"
    )
    if walk.cues or walk.infinitive or not plain:
        return
    asked = asked_without_that(marked, start)
    if asked is not None:
        walk.note("called_for", asked)
    if marked.low(clause - 1) != "that":
        return
    outer = next((i for i in range(clause - 2, max(clause - FAR, -1), -1) if marked.forms(i)), None)
    status = governing_status(marked, outer) if outer is not None else None
    if outer is not None and status in ("called_for", "considered"):
        walk.note(status, outer)


def asked_without_that(marked: Marked, start: int) -> int | None:
    """Where the verb stands that asks whoever follows it: "requested the administration add"; else None."""
    actor = marked.actor_at.get(start - 1)
    if actor is None:
        return None
    before = actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES)
    return before if governing_status(marked, before) == "called_for" else None


def note_bill_or_veto(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds "considered" for an unsigned bill, draft or motion, and "denied" for what is vetoed or rejected."""
    left = range(max(clause_start(marked, predicate.verb) - 8, 0), predicate.verb)
    vetoed = next((i for i in left if marked.has_lemma(i, "veto", "reject")), None)
    if vetoed is not None and not predicate.background:
        walk.note("denied", vetoed)
    speech = next((i for i in reversed(left) if marked.low(i) in ("saying", "adding", "arguing")), 0)
    named = (i for i in left if i > speech and (marked.is_in(i, "bills") or would_do(marked, i)))
    bill = next(named, predicate.verb if predicate.bill else None)
    if bill is not None and not any(marked.has_lemma(i, "sign") for i in left):
        walk.note("considered", bill)


def would_do(marked: Marked, i: int) -> bool:
    """Whether a law that is not yet in force would act: "the measure would require", "the act could allow"."""
    modal = i + 1 + (marked.low(i + 1) == "that")
    law = marked.is_in(i, "laws_to_be") or (marked.low(i) == "resolution" and modal > i + 1)
    return law and marked.low(modal) in ("would", "could")


def note_shared_modal(marked: Marked, predicate: Predicate, walk: Walk) -> None:
    """Adds the modal of an earlier verb that this one is joined to: "will recognise ... and impose"."""
    forms = {word.form for word in marked.forms(predicate.verb)}
    joint = marked.low(walk.at)
    joined = (joint in ("and", "or") and "base" in forms) or (joint in (",", "or") and forms == {"ing"})
    if walk.cues or not joined:
        return
    left = range(walk.at - 1, max(walk.at - 45, -1), -1)
    modal = next((i for i in left if marked.is_in(i, "true_modals")), None)
    described = modal is not None and marked.low(modal - 1) in ("that", "which", "who") and "ing" in forms
    if modal is not None and not described and not any(marked.low(i) in (";", ":") for i in range(modal, walk.at)):
        walk.note(marked.lexicon.modals[marked.low(modal)], modal)


def depends_on_condition(marked: Marked, predicate: Predicate, walk: Walk) -> bool:
    """Whether a plan or announcement depends on a condition after it: "if", "in the event of", "should the"."""
    announced = marked.has_lemma(predicate.verb, "announce", "prepare", "outline", "unveil", "develop")
    if predicate.background or not (walk.cues or announced):
        return False
    for i in range(predicate.last, min(predicate.last + CONDITION_REACH, len(marked.sentence))):
        if marked.low(i) in (";", ".", "but", "although", "while"):
            return False
        if marked.low(i) in ("if", "unless") and not (marked.low(i - 1) in ("as", "even") or marked.speaks(i - 1)):
            return True
        if marked.lows[i : i + 3] in (("in", "the", "event"), ("in", "the", "case")) or (
            marked.lows[i : i + 3] == ("in", "case", "of")
        ):
            return True
        inverted = i + 1 in marked.actor_at or marked.is_in(i + 1, "subject_pronouns") or marked.low(i + 1) == "the"
        if marked.low(i) == "should" and inverted:
            return True
    return False


CONDITION_REACH = 30
"""Tokens from a plan to the condition on which it depends."""


# ---- what nothing asserts -------------------------------------------------------------------------------------------
def after_condition(marked: Marked, start: int) -> bool:
    """Whether the verb group at `start` follows an if-clause: "if it does not yield, the EU will impose"."""
    clause = clause_start(marked, start)
    opened = clause - 1 if marked.low(clause - 1) in ("if", "unless") else clause
    if marked.low(opened) not in ("if", "unless"):
        return False
    actors = (actor.start - (marked.low(actor.start - 1) in ARTICLES) for actor in marked.actors)
    subjects = [*actors, *(noun.start for noun in marked.nouns)]
    return any(opened < i < start and {",", "then"} & set(marked.lows[i - 2 : i]) for i in subjects)


def in_condition(marked: Marked, verb: int, start: int) -> bool:
    """Whether a verb stands in an if-clause, or in one without "if": ", should the US restore its sanctions"."""
    clause = clause_start(marked, verb)
    if marked.is_in(clause, "conditions") or marked.is_in(clause - 1, "conditions"):
        return not after_condition(marked, start)
    subjects = {actor.start - (marked.low(actor.start - 1) == "the") for actor in marked.actors}
    return any(marked.low(i) == "should" and marked.low(i - 1) in (",", "") and i + 1 in subjects for i in range(start))


def is_only_purpose(marked: Marked, walk: Walk, gerund: bool) -> bool:
    """Whether an infinitive or gerund states only a purpose, not an act: "ways to enforce", "for imposing"."""
    if walk.infinitive and not walk.cues:
        return not walk.asserted and not says_means(marked, walk.at) and not is_first_to(marked, walk.at)
    joined = marked.low(walk.at) == "in" and any(
        marked.has_lemma(i, "join") or marked.low(i) in ("followed", "follows", "follow")
        for i in range(max(walk.at - 6, 0), walk.at)
    )
    listed = marked.lows[walk.at - 2 : walk.at + 1] == ("as", "well", "as")
    return gerund and not joined and (listed or marked.is_in(walk.at, "circumstance"))


def is_first_to(marked: Marked, end: int) -> bool:
    """Whether the words before an infinitive say who did it first: "became the first country to sanction"."""
    near = range(end, max(end - 5, 0), -1)
    ranks = ("first", "latest", "second", "third", "only")
    return any(marked.low(i) in ranks and marked.low(i - 1) == "the" for i in near)


def says_means(marked: Marked, end: int) -> bool:
    """Whether the words before state the means of an act: "used its powers to designate"."""
    near = range(end, max(clause_start(marked, max(end, 0)) - 1, end - FAR), -1)
    return any(marked.is_in(i, "means") and not marked.is_in(i - 1, "be") for i in near)


def headline_future(marked: Marked, start: int) -> bool:
    """Whether "to" follows its subject directly, as in a headline: "Canada to sanction five firms"."""
    subject = marked.actor_at.get(start - 1)
    if subject is None or subject.start - clause_start(marked, subject.start) > 1:
        return False
    return not any(word.form in ("s", "past", "ed", "base") for i in range(start) for word in marked.forms(i))
