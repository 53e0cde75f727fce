"""The verb that governs a sanction noun: the noun is its object, nearby or at the end of a list.

Here: from the noun to its verb, through particles, nouns ("called for the lifting of") and lists ("asked for weapons,
aid and sanctions"). Not here: what the verb then says of it (see noun_rules, modality).
"""

from pipelines.claims.claim import Action
from pipelines.claims.english.clauses import clause_start, in_date, skip_left, skip_time_and_manner
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.marks import QUOTATION_MARKS, Noun

Governor = tuple[int, Action]
PARTICLE_VERBS = {
    "on": {"agree", "decide", "slap", "place", "sign", "put", "vote", "discuss", "negotiate", "work"},
    "out": {"roll", "set", "rule", "throw", "dish", "mete"},
    "up": {"step", "ramp", "draft", "ratchet", "scale", "put", "draw"},
    "down": {"strike", "wind", "scale", "slap"},
    "with": {"respond", "retaliate", "follow", "move", "go", "press", "push"},
    "for": {"call", "press", "ask", "push", "appeal", "plan", "lobby", "plead", "brace", "prepare"},
    "off": {"sign"},
    "back": {"roll", "scale", "dial", "peel", "walk", "wind", "pull", "bring"},
    "in": {"join", "bring"},
}

GOING_ON = ("ahead", "forward", "through")
"""Between a verb of moving and "with": "pressed ahead with sanctions" did impose them."""

NEED_PARTICLE = {"call", "press", "ask", "push", "appeal", "lobby", "plead"}
"""Verbs that ask for sanctions only with "for": "calls the sanctions unlawful" does not."""

REACH = 18
"""Tokens from the verb to the last of the objects that a list gives it."""


# ---- right before the noun ------------------------------------------------------------------------------------------
def governing_verb(marked: Marked, noun: Noun) -> Governor | None:
    """The verb that has the sanction noun as its object, and whether it imposes or lifts; None if there is none.

    Also through another noun: "announced the lifting of sanctions".
    """
    j = noun.start - 1
    while j >= 0 and skip_time_and_manner(marked, j) != j:
        j = skip_time_and_manner(marked, j)
    low = marked.low(j)
    if low in ("of", "from") or (low == "to" and marked.is_in(j - 1, "nominal_lifted")):
        return governor_before_of(marked, j)
    if low == "on" and marked.is_in(j - 1, "agreements"):
        reached = skip_articles(marked, j - 2)
        return (reached, "impose") if marked.is_in(reached, "reaching") else None
    if low in ("him", "her", "them") and marked.low(j - 1) == "on":  # "imposed on him sanctions"
        return claim_verb_at(marked, j - 2)
    if low in ("and", "or", ","):
        return governor_of_joined_noun(marked, noun, j)
    if marked.is_in(j, "particles"):
        return governor_before_particle(marked, noun, j)
    return claim_verb_at(marked, j) or bill_before(marked, noun, j) or governor_outside_lexicon(marked, noun, j)


def governor_before_of(marked: Marked, j: int) -> Governor | None:
    """The verb before the "of" or "from" at token j: "lifted some of the sanctions"; None if there is none."""
    if marked.low(j) == "of" and marked.low(j - 1) in ("favor", "favour") and marked.is_in(j - 3, "votes"):
        return j - 3, "impose"  # "votes in favor of sanctions"
    if marked.low(j) == "of" and marked.low(j - 1) in ("some", "most", "all", "many", "part", "several"):
        return claim_verb_at(marked, j - 2)
    return governor_beyond_noun(marked, j - 1)


def governor_before_particle(marked: Marked, noun: Noun, j: int) -> Governor | None:
    """The verb or noun before the particle at token j: "called for", "a proposal for"; None if there is none."""
    low = marked.low(j)
    if low == "with" and (verb := aligning_verb(marked, j)) is not None:
        return verb, "impose"
    if low == "to" and (given := approval_before(marked, j)) is not None:
        return given, "impose"
    if low == "for" and marked.is_in(j - 1, "asking_nouns"):
        return j - 1, "impose"  # "drew up a proposal for sanctions"
    if low == "for" and not (is_verb_of_calling(marked, j - 1) or marked.has_lemma(j - 1, "brace")):
        return claim_verb_at(marked, j) or governor_outside_lexicon(marked, noun, j)
    return verb_before_particle(marked, j) or governor_outside_lexicon(marked, noun, j)


def aligning_verb(marked: Marked, j: int) -> int | None:
    """The verb of "align itself with", "fall into line with" before the "with" at token j; None for other words."""
    if marked.low(j - 1) == "line":
        return next((i for i in (j - 3, j - 2) if marked.low(i) in ("fall", "falls", "fell", "falling")), None)
    near = range(j - 1, max(j - 4, -1), -1)
    return next((i for i in near if marked.low(i) in ("align", "aligns", "aligned", "aligning")), None)


def approval_before(marked: Marked, j: int) -> int | None:
    """The verb of "gave the green light on Monday to" before the "to" at token j; None for other words."""
    i = j - 1
    while i >= 0 and in_date(marked, i):
        i -= 1
    if not marked.is_in(i, "approvals"):
        return None
    return next((k for k in range(i - 1, max(i - 5, -1), -1) if marked.is_in(k, "giving")), None)


def bill_before(marked: Marked, noun: Noun, j: int) -> Governor | None:
    """The verb at token j by which lawmakers bring a bill of sanctions forward: "pushing sanctions legislation"."""
    forward = noun.bill and marked.has_lemma(j, "push", "press", "advance", "pass", "sponsor", "write", "file")
    return (j, "impose") if forward else None


def skip_articles(marked: Marked, i: int) -> int:
    """The first token to the left of i, i included, that is no article and no adjective of "final agreement"."""
    while marked.low(i) in ARTICLES or marked.is_in(i, "before_nominals"):
        i -= 1
    return i


def is_verb_of_calling(marked: Marked, i: int) -> bool:
    """Whether a form of "call", "press", "ask", "push" or "vote" stands at token i: "call for sanctions"."""
    return marked.has_lemma_of(i, "calling") or marked.low(i) in ("calls", "vote", "votes", "voted")


def claim_verb_at(marked: Marked, j: int) -> Governor | None:
    """The verb at token j and its action, if it makes a claim with sanctions as its object; else None."""
    if marked.lemma_in(j, "lift"):
        return j, "lift"
    if marked.lemma_in(j, "impose") or (marked.lemma_in(j, "hold") and is_in_force(marked, j)):
        return j, "impose"
    if marked.low(j) in ("includes", "included") and marked.low(skip_left(marked, j - 1)) in CONTAINERS:
        return j, "impose"  # "it includes a ban on imports of"
    if marked.has_lemma(j, "take") and ("against" in marked.lows[j : j + REACH] or likens(marked, j)):
        return j, "impose"  # "takes countermeasures against", "took similar action"
    lemmas = marked.lemmas(j) - NEED_PARTICLE
    statuses = {marked.lexicon.status_of.get(lemma) for lemma in lemmas}
    return (j, "impose") if statuses - {None, "denied"} else None


def likens(marked: Marked, verb: int) -> bool:
    """Whether "similar" or the like stands soon after a verb: "took a similar step"."""
    return any(marked.is_in(i, "likening") for i in range(verb + 1, verb + 4))


CONTAINERS = frozenset({"it", "package", "resolution"})
"""What has sanctions for its contents, before "includes"."""


def governor_outside_lexicon(marked: Marked, noun: Noun, j: int) -> Governor | None:
    """The verb before sanctions where no lexicon has it: "Britain clamped sanctions on"; else None.

    An authority that does anything to sanctions on somebody imposes them, unless the verb is one of speech, judgement,
    dealing with or suffering them.
    """
    verb = j - (marked.low(j) in ("up", "out", "in", "down"))
    if any(marked.is_in(i, "possible") for i in range(noun.start, noun.end)) and marked.low(verb) in MENTIONING:
        return (verb, "impose") if acts_before(marked, verb) else None
    aimed = marked.is_in(noun.end, "to_target") or (marked.low(noun.end) == "to" and marked.low(j) == "out")
    own = noun.owner is None or marked.low(noun.start) in ("its", "their")
    if not (aimed and own and is_verb_outside_lexicon(marked, verb)):
        return None
    return (verb, "impose") if acts_before(marked, verb) else None


MENTIONING = frozenset(
    {"mentioned", "mentions", "raised", "raises", "discussed", "signalled", "signaled", "foresees", "foresaw"}
)
"""Verbs by which an authority speaks of sanctions that are possible: "mentioned possible sanctions"."""


def is_verb_outside_lexicon(marked: Marked, i: int) -> bool:
    """Whether a finite verb stands at token i that no lexicon has, and that states no opinion or suffering."""
    low = marked.low(i)
    if not (marked.word(i).islower() and low.isalpha()) or marked.forms(i) or marked.speaks(i):
        return False
    if marked.is_in(i, "attitudes") or marked.is_in(i, "adjectives") or i in marked.number_at or i in marked.actor_at:
        return False
    return low.endswith(("ed", "s")) or marked.is_in(i, "irregular_acts")


def acts_before(marked: Marked, verb: int) -> bool:
    """Whether an authority, or "it", is the subject right before a verb, its auxiliaries and adverbs."""
    i = skip_left(marked, verb - 1)
    while marked.is_in(i, "have") or marked.is_in(i, "adverbs"):
        i -= 1
    actor = marked.actor_at.get(i)
    if actor is None:
        return marked.low(i) == "it"
    return bool(actor.code) and actor.kind not in ("adjective", "nationals", "person", "other") and not actor.possessive


def is_in_force(marked: Marked, j: int) -> bool:
    """Whether "has" at token j states that sanctions are in force: "has sanctions in place"."""
    noun = next((marked.noun_at[i] for i in range(j + 1, j + 4) if i in marked.noun_at), None)
    after = noun.end + marked.is_in(noun.end, "imposing_participles") if noun is not None else 0
    aimed = noun is not None and j - 1 in marked.actor_at and marked.low(after) in ("on", "against")
    return aimed or "place" in marked.lows[j : j + 12]


def verb_before_particle(marked: Marked, j: int) -> Governor | None:
    """The verb before the particle at token j, and its action: "rolled out", "called for"; None if it does not fit."""
    low = marked.low(j)
    decision = decision_before(marked, j) if low == "on" and not marked.forms(j - 1) else None
    if decision is not None:
        return decision, "impose"
    while in_date(marked, j - 1):
        j -= 1
    for k in (j - 1, j - 2):
        if marked.forms(k):
            moves = low == "with" and marked.has_lemma(k, "move", "go", "press", "push")
            fits = marked.lemmas(k) & PARTICLE_VERBS.get(low, set())
            if moves and marked.low(k + 1) not in GOING_ON:
                return None
            return (k, "lift" if ends_sanctions(marked, k, low) else "impose") if fits else None
    return None


def ends_sanctions(marked: Marked, verb: int, particle: str) -> bool:
    """Whether a verb and its particle end sanctions: "rolled back", "struck down", "threw out"; not "brought back"."""
    ending = particle in ("down", "out") and marked.has_lemma(verb, "strike", "throw", "wind", "scale")
    if particle == "back" or ending:
        return marked.lemma_in(verb, "lift_with_particle") is not None
    return marked.lemma_in(verb, "lift") is not None and marked.lemma_in(verb, "impose") is None


def decision_before(marked: Marked, j: int) -> int | None:
    """The token of "decision" or "decree" before the "on" at token j: "the decree of the President on"; else None."""
    left = range(j - 1, max(j - DECISION_REACH, -1), -1)
    return next((k for k in left if marked.low(k) in ("decision", "decisions", "decree", "decrees")), None)


DECISION_REACH = 16
"""Tokens from a decision, over the name of who takes it, to what it is on."""


def governor_beyond_noun(marked: Marked, j: int) -> Governor | None:
    """The verb before a noun such as "lifting": "announced the lifting of sanctions"; None if there is none."""
    status = next((name for name in ("imposed", "lifted", "considered") if marked.is_in(j, f"nominal_{name}")), None)
    if status is None:
        return None
    action: Action = "lift" if status == "lifted" else "impose"
    k = j - 1
    while k >= 0 and k > j - 9 and inside_nominal(marked, k):
        k -= 1
    if marked.low(k) in ("and", ","):
        asked = asked_in_list(marked, k)
        if asked is not None:
            return asked, action
    if marked.low(k) == "for" and is_verb_of_calling(marked, k - 1):
        return k - 1, action
    if marked.low(k) == "on":
        decision = decision_before(marked, k)
        return None if decision is None else (decision, action)
    if status == "imposed" and marked.has_lemma(k, "reject", "oppose", "refuse", "block", "veto"):
        return k, action  # "rejected the imposition of sanctions"
    if marked.is_in(k, "supporting") or (marked.low(k) == "support" and is_verb_support(marked, k)):
        return k, action  # "supports the lifting of sanctions"
    verb = claim_verb_at(marked, k)
    return (verb[0], action) if verb is not None and verb[1] == "impose" else None


def is_verb_support(marked: Marked, i: int) -> bool:
    """Whether "support" at token i is a verb: "would not support the introduction of sanctions"."""
    before = skip_left(marked, i - 1)
    return marked.low(before) in marked.lexicon.modals or marked.low(before) in ("to", "not", "n't", "we", "i")


def asked_in_list(marked: Marked, joint: int) -> int | None:
    """The verb that asks for each item: "demanded the release of the crew, and the introduction of sanctions".

    None if there is none.
    """
    for j in range(joint - 1, max(clause_start(marked, joint) - 1, joint - REACH), -1):
        if {"demand", "urge", "request"} & marked.lemmas(j) and marked.low(j + 1) in ARTICLES:
            return j
        if marked.is_in(j, "finite") or marked.is_in(j, "subject_pronouns"):
            return None
    return None


def inside_nominal(marked: Marked, k: int) -> bool:
    """Whether token k can stand between a verb and its noun object: "grant Hungary a one-year waiver"."""
    if marked.low(k) in ARTICLES or marked.is_in(k, "before_nominals") or k in marked.number_at or in_date(marked, k):
        return True
    if looks_adjectival(marked, k) or (marked.low(k) == "and" and looks_adjectival(marked, k - 1)):
        return True
    return (k in marked.actor_at or marked.low(k) == "-" or marked.low(k + 1) == "-" or marked.low(k - 1) == "-") and (
        not marked.forms(k)
    )


def looks_adjectival(marked: Marked, i: int) -> bool:
    """Whether an unknown word in small letters ends like an adjective: "unconditional", "gradual"."""
    low = marked.low(i)
    ending = low.endswith(("al", "ive", "ate", "ary", "ous", "ic", "ble", "ful", "ent", "less", "ft", "eedy"))
    return ending and marked.word(i).islower() and not marked.forms(i) and low not in marked.lexicon.control_nouns


def governor_of_joined_noun(marked: Marked, noun: Noun, j: int) -> Governor | None:
    """The verb of the noun before a conjunction: "imposed visa restrictions and new sanctions"; else None."""
    before = marked.noun_at.get(j - 1)
    return governing_verb(marked, before) if before is not None and before.start < noun.start else None


# ---- at the end of a list -------------------------------------------------------------------------------------------
def governing_verb_of_list(marked: Marked, noun: Noun) -> Governor | None:
    """The verb that governs a list ending in sanctions: "asked for weapons, aid and sanctions"; else None.

    Only verbs and nouns of intent are looked for: at this distance, a verb that imposes proves no act.
    """
    if is_subject_of_next_verb(marked, noun) or marked.low(noun.start) in ("what", "which"):
        return None
    nominal = None
    before = marked.low(noun.start - 1)
    inside = marked.is_in(noun.start - 1, "list_particles") and before not in ("including", "like")
    for j in range(noun.start - 1, max(clause_start(marked, noun.start), noun.start - REACH) - 1, -1):
        low = marked.low(j)
        if ends_list(marked, j):
            return None
        if low in marked.lexicon.control_nouns and nominal is None:
            nominal = j
        elif states_intent(marked, j) and not is_only_modifier(marked, j):
            if inside and nominal is None and j + 1 != noun.start - 1:
                return None  # "suggests support for sanctions": what the preposition belongs to is the object
            return governor_of_list(
                marked, j, nominal, marked.low(j + 1) if marked.is_in(j + 1, "list_particles") else ""
            )
    return None


def governor_of_list(marked: Marked, verb: int, nominal: int | None, particle: str) -> Governor | None:
    """The verb of a list, or the noun of intent under it: "made a call for"; None if the particle does not fit."""
    lemmas = marked.lemmas(verb) - (set() if particle else NEED_PARTICLE)
    statuses = {marked.lexicon.status_of.get(lemma) for lemma in lemmas} - {None, "denied"}
    if nominal is not None:
        asked = marked.lexicon.control_nouns[marked.low(nominal)] == "called_for"
        return (nominal, "impose") if asked else None
    if not statuses and not (marked.has_lemma(verb, "announce") and not particle):
        return None
    fits = particle in ("", "including", "like") or bool(marked.lemmas(verb) & LIST_PARTICLES.get(particle, set()))
    return (verb, "impose") if fits else None


LIST_PARTICLES = {
    "for": PARTICLE_VERBS["for"],
    "with": {"threaten", "warn", *PARTICLE_VERBS["with"]},
    "of": {"warn"},
    "about": {"warn"},
    "on": {"agree", "work", "insist"},
}
"""Particles after which a verb of intent governs a list of objects."""


def is_subject_of_next_verb(marked: Marked, noun: Noun) -> bool:
    """Whether the noun is the subject of the verb after it, so that no verb before it governs it."""
    after = skip_left(marked, noun.end)
    return any(marked.is_in(after, name) for name in ("be", "have", "finite", "remaining", "true_modals"))


def ends_list(marked: Marked, j: int) -> bool:
    """Whether no list of objects reaches left past token j: a pronoun, another sanction noun, a finite verb."""
    if j in marked.noun_at or marked.is_in(j, "subject_pronouns") or marked.is_in(j, "reasons"):
        return True
    if marked.low(j).endswith("ing") and not marked.forms(j) and not marked.is_in(j, "list_particles"):
        return True  # another verb: "pleaded guilty to violating"
    return marked.is_in(j, "list_ends") or (marked.is_in(j, "finite") and not marked.forms(j))


def states_intent(marked: Marked, j: int) -> bool:
    """Whether token j is a form of a verb of intent, of "announce" or of a verb of speech."""
    lemmas = marked.lemmas(j)
    return any(lemma in marked.lexicon.status_of for lemma in lemmas) or "announce" in lemmas or marked.speaks(j)


def is_only_modifier(marked: Marked, j: int) -> bool:
    """Whether a participle or noun at token j only looks like the verb: it follows an article."""
    return (
        marked.low(j - 1) in ARTICLES
        or marked.low(j - 1) in QUOTATION_MARKS
        or marked.is_in(j - 1, "before_adjectives")
    )
