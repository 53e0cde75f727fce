"""The acting authorities of a predicate: its subject, its "by" phrase, or the owner of the sanctions.

Here: finding them in the sentence, and resolving pronouns. Not here: which words are authorities (see actors), or which
of them can be a subject (see subjects).
"""

from pipelines.claims.claim import Status
from pipelines.claims.english.clauses import clause_end, clause_start, skip_left
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.modality import Mood
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.english.subjects import (
    IMPOSERS,
    NO_AGENTS,
    antecedent,
    authorities_joined_to,
    behind_preposition,
    clear,
    first_subject,
    in_company,
    nearest_subject,
    preceded,
    related,
)
from pipelines.claims.frame import Agents, Context
from pipelines.claims.marks import Actor

REPORTED_STATUSES = {"impose": ("imposed", "planned", "considered"), "lift": ("lifted", "planned")}
"""Statuses with which an authority that only reports an act is assumed to be the acting one, by action."""

NONE = Agents((), None, "agent:none", direct=False)
UNKNOWN = Agents((), None, "agent:unknown", direct=False)
OTHER = Agents((), None, "agent:other", rejected=True)


def agents(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The authorities that act in a predicate."""
    if predicate.voice != "active":
        return of_passive(marked, predicate, mood, context)
    asked = asked_to(marked, mood) or of_draft(marked, mood)
    if asked is not None:
        return asked
    owned = owner(marked, predicate)
    of_union = predicate.owner is not None and predicate.owner.code == "UN" and mood.status in ("considered", "planned")
    if owned and (mood.status == "called_for" or of_union):
        return owned
    subject = announced_by(marked, predicate) or of_active(marked, predicate, mood, context)
    if subject.rejected:
        return subject
    if mood.status == "called_for":
        return caller(marked, predicate, mood, subject)
    if marked.has_lemma_of(predicate.verb, "following_others"):
        return subject
    thwarted = mood.governor is not None and marked.lemma_in(mood.governor, "thwart") is not None
    if owned and (marked.lemma_in(predicate.verb, "awaiting") or thwarted):
        return owned
    return subject if subject.codes else owned or subject


def named(actor: Actor | None, rule: str, *, at: bool = False) -> Agents | None:
    """One authority as agents, or None; `at`: its mention belongs to the claim."""
    return Agents((actor.code,), actor.start if at else None, rule, actor.end) if actor is not None else None


# ---- by modifiers ---------------------------------------------------------------------------------------------------
def owner(marked: Marked, predicate: Predicate) -> Agents | None:
    """Who acts, as in "EU sanctions", "the US blacklist": the owner of the noun acts."""
    if predicate.owner is None or not predicate.owner.code:
        return None
    codes, first = joint_owners(marked, predicate.owner)
    return Agents(codes, first, "agent:owner", predicate.owner.end)


def joint_owners(marked: Marked, last: Actor) -> tuple[tuple[str, ...], int]:
    """The owners joined before the last one, and where they begin: "under EU and UK sanctions"."""
    codes, first = [last.code], last.start
    for other in reversed(marked.actors):
        joined = other.end < first and other.code in IMPOSERS and other.kind in ("adjective", "body", "country")
        between = marked.lows[other.end : first]
        if joined and not other.possessive and between in (("and",), (",",), (",", "and"), ("/",)):
            codes.insert(0, other.code)
            first = other.start
            if between == ("and",) and marked.low(first - 1) != ",":
                break
    alone = len(codes) == 1 or subject_of_verb(marked, first)
    return ((last.code,), last.start) if alone else (tuple(dict.fromkeys(codes)), first)


def subject_of_verb(marked: Marked, first: int) -> bool:
    """Whether what begins at a token is no phrase behind a preposition or a verb: "Canada and EU sanctions"."""
    before = first - 1 - (marked.low(first - 1) in ARTICLES)
    return not (
        marked.low(before) in ("under", "by", "of", "to", "from", "despite") or marked.has_lemma(before, "face")
    )


def owned_assets(marked: Marked, predicate: Predicate) -> Agents | None:
    """Who acts, as in "had their British assets frozen"."""
    if not predicate.rule.endswith("freeze"):
        return None
    near = (marked.actor_at.get(i) for i in range(max(0, predicate.first - 3), predicate.last))
    own = (actor for actor in near if actor is not None and actor.kind == "adjective")
    return named(next((actor for actor in own if marked.is_in(actor.end, "assets")), None), "agent:owner_of_assets")


def owned_ports(marked: Marked, predicate: Predicate) -> Agents | None:
    """Who acts, as in "are banned from British ports"."""
    if predicate.rule not in ("verb:ban", "verb:bar"):
        return None
    near = (actor for actor in marked.actors if predicate.last < actor.start < predicate.last + 5)
    after = (actor for actor in near if marked.low(actor.start - 1) in ("from", "the", "entering"))
    return named(
        next((actor for actor in after if actor.kind in ("adjective", "country", "body")), None), "agent:owner_of_ports"
    )


def under_law(marked: Marked, predicate: Predicate) -> Agents | None:
    """Who acts, as in "were sanctioned under the Magnitsky Act", "listed under Britain's regime": whose law it is."""
    if predicate.voice != "passive":
        return None
    after = range(predicate.last, min(predicate.last + LAW_REACH, clause_end(marked, predicate.last)))
    under = next((i for i in after if marked.low(i) == "under"), None)
    if under is None:
        return None
    first = under + 1 + (marked.low(under + 1) in ARTICLES)
    law = marked.lexicon.owners.at(marked.words, marked.lows, first)
    if law is not None:
        return Agents((law[1].code,), None, "agent:law")
    whose = marked.actor_at.get(first)
    return named(whose if whose is not None and whose.code in IMPOSERS else None, "agent:law")


LAW_REACH = 10
"""Most tokens between a passive verb and the law after it."""


def owned_package(marked: Marked, start: int, end: int) -> Agents | None:
    """Who acts: the owner of a package of sanctions in start..end, as in "under the 14th package" of "the bloc"."""
    packages = (
        noun.owner for noun in marked.nouns if noun.kind == "package" and start <= noun.start and noun.end <= end
    )
    return named(
        next((package for package in packages if package is not None and package.code), None), "agent:owner_of_package"
    )


# ---- of a passive ---------------------------------------------------------------------------------------------------
def of_passive(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The authority after "by", else the owner of the list or sanctions, else the one that asked for or reported it."""
    by = by_phrase(marked, predicate)
    if by is not None:
        return by
    owned = owner(marked, predicate) or owned_assets(marked, predicate) or owned_ports(marked, predicate)
    owned = owned or under_law(marked, predicate)
    if owned is not None:
        return owned
    if predicate.voice == "attributive":
        before = marked.actor_at.get(predicate.verb - 2) if marked.low(predicate.verb - 1) == "-" else None
        return named(before, "agent:compound") or NONE
    if predicate.voice == "nominal":
        return NONE
    if predicate.rule == "noun:prospect" and marked.low(predicate.last) == "in":
        seat = marked.actor_at.get(predicate.last + 1)
        if seat is not None and seat.kind in ("capital", "body"):
            return Agents((seat.code,), None, "agent:seat", seat.end)
    if mood.status == "called_for" and mood.governor is not None:
        who = nearest_subject(marked, clause_start(marked, mood.governor), mood.governor)
        return (named(who, "agent:caller") if who is not None and who.kind == "legislature" else None) or NONE
    return unnamed(marked, predicate, mood, context)


def unnamed(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The agent of a passive without "by": a subject, a package's owner, the reporting or last acting authority."""
    relative = marked.low(clause_start(marked, predicate.verb) - 1)
    first = first_subject(marked, 0, predicate.verb)
    published = relative == "whose" and first is not None and first.kind == "body"
    facing = predicate.rule in ("noun:face", "noun:subject_to") and first is not None and not aimed(predicate, first)
    if published or facing:
        return named(first, "agent:first_subject", at=published) or NONE
    reported = (
        reporting_authority(marked, predicate, mood.status)
        if mood.status in REPORTED_STATUSES[predicate.action]
        else None
    )
    agents = owned_package(marked, 0, len(marked.sentence)) or reported
    if agents is not None:
        return agents
    vague = predicate.rule == "noun:prospect" and marked.low(predicate.first) not in ("the", "these", "its", "their")
    if context.codes and not predicate.background and not vague and relative not in ("who", "which"):
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    return NONE


def aimed(predicate: Predicate, actor: Actor) -> bool:
    """Whether a mention is among the targets: "Belarus could face sanctions" does not name who imposes them."""
    return any(start <= actor.start < end for start, end in predicate.targets)


def by_phrase(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority after "by" to the right of a passive or a sanction noun."""
    nominal = predicate.voice == "nominal"
    end = min(len(marked.sentence), predicate.last + 12) if nominal else clause_end(marked, predicate.last)
    first = predicate.last if predicate.rule in ("noun:by", "noun:under", "noun:in") else predicate.verb + 1
    for j in range(first, min(end, predicate.last + 22)):
        if j >= predicate.last and marked.is_in(j, "reasons"):
            return None
        day = j + 1 + (marked.low(j + 1) in ("about", "around", "early", "late", "mid"))
        if marked.low(j) == "by" and day not in marked.when_at and j + 1 not in marked.number_at:
            return after_by(marked, j, nominal)
    return None


def after_by(marked: Marked, j: int, nominal: bool) -> Agents | None:
    """The authority after the "by" at j; somebody else there makes a passive no claim."""
    near = [actor for actor in marked.actors if j < actor.start < j + 6]
    if len(near) > 1 and near[0].possessive and near[1].kind == "other":
        return OTHER
    if near and near[0].kind == "other" and marked.word(near[0].start).istitle():
        return OTHER
    nearest = next((actor for actor in near if actor.kind != "other"), None)
    if nearest is not None and (nearest.kind not in NO_AGENTS or (nearest.code and nearest.start <= j + 2)):
        codes, stop = authorities_joined_to(marked, nearest)
        return Agents(codes, None, "agent:by", stop)
    if nominal:
        return None
    if marked.low(j + 1) in ("its", "their") and any(marked.is_in(k, "executive") for k in range(j + 2, j + 5)):
        return named(first_subject(marked, 0, j), "agent:by")
    article = marked.low(j + 1) in ARTICLES
    if j + 1 + article in marked.actor_at or (article and marked.capitalised(j + 2)):
        return OTHER
    vague = (
        article or marked.low(j + 1) in ("all", "its", "these", "this", "those") or marked.low(j + 1).endswith("ing")
    )
    return Agents((), None, "agent:by_unknown", rejected=not vague)


def reporting_authority(marked: Marked, predicate: Predicate, status: Status) -> Agents | None:
    """Who acts: the authority that reports the act, as in "Johnson told MPs that ...", "citing a Treasury notice"."""
    for actor in marked.actors:
        imposer = actor.kind in ("country", "capital") and actor.code in IMPOSERS and clear(marked, actor)
        if imposer and aimed(predicate, actor):
            continue
        if not (actor.kind in ("body", "leader") or imposer) or actor.start <= predicate.verb < actor.end:
            continue
        reports = any(marked.speaks(i) for i in range(actor.end, min(actor.end + 4, len(marked.sentence))))
        reports = reports and not of_a_person(marked, actor)
        if reports or {"citing", "according"} & set(marked.lows[max(0, actor.start - 6) : actor.start]):
            codes = preceded(marked, actor)[0] if reports else (actor.code,)
            if predicate.action == "lift" and status == "planned" and codes[0] not in IMPOSERS:
                return None  # who hopes that sanctions will be lifted
            return Agents(codes, None, "agent:teller", direct=False)
    return None


def of_a_person(marked: Marked, actor: Actor) -> bool:
    """Whether a country only says whose a private person is: "UK academic Ann Miller said"."""
    i = actor.end
    private = marked.word(i).islower() and marked.low(i).isalpha() and not marked.is_in(i, "titles")
    is_noun = private and not (
        marked.speaks(i) or marked.forms(i) or marked.is_in(i, "adverbs") or marked.is_in(i, "have")
    )
    return actor.kind in ("country", "adjective") and is_noun and marked.capitalised(i + 1)


def of_draft(marked: Marked, mood: Mood) -> Agents | None:
    """The authority of a bill or draft: the parliament that debates it, or the Security Council."""
    if mood.governor is None or not marked.is_in(mood.governor, "bills"):
        return None
    parliament = next((actor for actor in marked.actors if actor.kind == "legislature"), None)
    if parliament is not None:
        before = parliament.start < mood.governor
        return named(parliament, "agent:parliament", at=before)
    if marked.low(mood.governor + 1) == "resolution":
        return Agents(("UN",), None, "agent:draft_resolution")
    return None


# ---- of an active ---------------------------------------------------------------------------------------------------
def asked_to(marked: Marked, mood: Mood) -> Agents | None:
    """Who acts, as in "urged London to sanction": the authority between the governing verb and the verb group."""
    if mood.governor is None or marked.is_in(mood.governor, "true_modals"):
        return None
    if mood.status == "planned" and not marked.has_lemma(mood.governor, "expect"):
        return None
    if mood.status in ("imposed", "lifted") and not marked.lemma_in(mood.governor, "causing"):
        return None
    inside = (actor for actor in marked.actors if mood.governor < actor.start and actor.end <= mood.group_start)
    between = [actor for actor in inside if actor.kind not in NO_AGENTS and may_be_asked(marked, actor, mood)]
    if not between:
        return None
    codes, start = preceded(marked, between[-1], asked=True)
    return Agents(codes, start, "agent:asked")


def may_be_asked(marked: Marked, actor: Actor, mood: Mood) -> bool:
    """Whether a mention can be who is asked: right before the verb group, and itself, not its allies."""
    commas = mood.status == "considered" and "," in marked.lows[actor.end : mood.group_start]
    before = marked.low(actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES))
    if commas or before in ("from", "by") or behind_preposition(marked, actor, ("from", "by")):
        return False
    companions = marked.is_in(actor.end, "companions") or (
        actor.possessive and any(marked.is_in(i, "companions") for i in range(actor.end, actor.end + 3))
    )
    far = mood.status == "considered" and mood.group_start - actor.end > NEAR
    return not (companions or far or joined_by(marked, actor))


NEAR = 4
"""Most tokens between a warned party and the object of the warning."""


def joined_by(marked: Marked, actor: Actor) -> bool:
    """Whether somebody else joins an authority: "for Serbia to join the European Union in imposing"."""
    return marked.has_lemma(actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES), "join")


def announced_by(marked: Marked, predicate: Predicate) -> Agents | None:
    """Who acts: the authority before the verb of a sanction noun: "sanctions, announced by the Treasury, target"."""
    if predicate.rule != "noun:subject":
        return None
    after = (
        i + 1 + (marked.low(i + 1) in ARTICLES) for i in range(predicate.first, predicate.verb) if marked.low(i) == "by"
    )
    by = next((marked.actor_at[i] for i in after if i in marked.actor_at), None)
    if by is None or by.kind in NO_AGENTS:
        return None
    codes, _ = authorities_joined_to(marked, by)
    return Agents(codes, by.start, "agent:by", by.end)


def caller(marked: Marked, predicate: Predicate, mood: Mood, subject: Agents) -> Agents:
    """The agents of a call for sanctions: not the caller, except with "must" or if it is a country's own parliament."""
    if mood.governor is not None and marked.low(mood.governor) in ("should", "must", "ought"):
        return subject
    actor = marked.actor_at.get(subject.start) if subject.start is not None else None
    if actor is not None and actor.kind == "legislature":
        return subject
    if mood.governor is not None and passively(marked, mood.governor):
        return subject  # "Japan should be encouraged to impose": who is asked is the subject
    between = marked.lows[(mood.governor or 0) : predicate.verb]
    if any(marked.is_in(i, "companions") for i in range(mood.governor or 0, predicate.verb)):
        return Agents(direct=False)  # "urged its partners to sanction": who they are is not said
    return subject if predicate.rule != "noun:object" and not {"for", "that"} & set(between) else NONE


def passively(marked: Marked, verb: int) -> bool:
    """Whether a participle after a form of "be" stands at a token: "should be encouraged"."""
    return marked.low(verb).endswith("ed") and marked.is_in(skip_left(marked, verb - 1), "be")


def of_active(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The subject of the verb group; a pronoun or "the country" stands for one before."""
    end = mood.group_start
    head = marked.actor_at.get(end - 1)
    if head is not None and head.kind == "other":
        return meant(marked, head.start, context) if of_known_body(marked, head, context) else OTHER
    if head is not None and head.possessive and marked.low(end) in marked.lexicon.control_nouns:
        return Agents((head.code,), head.start, "agent:owner_of_decision", head.end)
    if marked.low(end - 1) in ("its", "their") and marked.low(end) in marked.lexicon.control_nouns and end < 3:
        later = first_subject(marked, predicate.last, len(marked.sentence))  # "In its decision to add him, the EU said"
        if later is not None:
            return Agents((later.code,), None, "agent:main_clause")
    noun = marked.noun_at.get(end - 1)
    if noun is not None and noun.owner is not None and noun.end == end <= predicate.verb:
        return Agents((noun.owner.code,), noun.start, "agent:owner_of_package", noun.end)
    clause = clause_start(marked, end)
    own = nearest_subject(marked, clause, end) or nationals_before(marked, end)
    pronoun = pronoun_before(marked, clause, end)
    if pronoun is not None and (own is None or own.end <= pronoun):
        return meant(marked, pronoun, context)
    if own is not None:
        shared = shares_subject(marked, end)
        own = (main_subject(marked, clause, end) if shared else None) or own
        codes, start = preceded(marked, own)
        beside, last = authorities_joined_to(marked, own)  # "OFAC along with the European Union sanctioned"
        codes = tuple(dict.fromkeys((*codes, *beside))) if last == end and not shared else codes
        codes = tuple(dict.fromkeys((*codes, *in_company(marked, own, end), *partners(marked, predicate))))
        return Agents(codes, start, "agent:shared_subject" if shared else "agent:subject", own.end)
    owned = infinitive_subject(marked, end)
    if owned is not None:
        return Agents((owned.code,), owned.start, "agent:subject", owned.end)
    common = next((i for i in range(clause, end) if stands_for_authority(marked, i, clause)), None)
    if common is None and unknown_subject(marked, end):
        return UNKNOWN
    return further(marked, predicate, clause, context) if common is None else meant(marked, common, context)


def unknown_subject(marked: Marked, end: int) -> bool:
    """Whether a name that no lexicon knows is the subject ("while Ruritania sanctioned"): nobody else acts then."""
    i = end - 1
    opens = marked.low(i - 1) in ("while", "whereas", "but") or (
        marked.low(i - 1) in ARTICLES and marked.low(i - 2) in ("while", "whereas", "but")
    )
    return opens and marked.capitalised(i) and i not in marked.actor_at and i not in marked.when_at


def of_known_body(marked: Marked, actor: Actor, context: Context) -> bool:
    """As in "its sanctions committee", "the committee" after a sentence on the United Nations: a body of theirs."""
    if marked.low(actor.end - 1) not in ("committee", "commission") or marked.capitalised(actor.start):
        return False
    owned = marked.low(actor.start - 1) == "its" or marked.lows[actor.start - 2 : actor.start] == ("its", "sanctions")
    return owned or "UN" in (context.subject, *context.codes)


def stands_for_authority(marked: Marked, i: int, clause: int) -> bool:
    """Whether a common noun at i stands for an authority named before: "the 27-member bloc", "the ministry".

    It needs "the", "its" or "this" shortly before it, with no verb in between.
    """
    if not marked.is_in(i, "common"):
        return False
    determiner = next((j for j in range(i - 1, max(clause, i - PHRASE) - 1, -1) if marked.low(j) in THE), None)
    if determiner is None:
        return False
    return not any(marked.forms(j) or marked.is_in(j, "breaks") for j in range(determiner + 1, i))


PHRASE = 6
"""Tokens of the longest noun phrase before its noun."""

THE = frozenset({"the", "its", "their", "that", "this"})
"""Words that begin a noun phrase for somebody known."""


def partners(marked: Marked, predicate: Predicate) -> tuple[str, ...]:
    """Those who act with the subject: "imposes joint sanctions with Canada and the United Kingdom on"."""
    if predicate.rule != "noun:object" or marked.low(predicate.last) not in ("with", "alongside"):
        return ()
    first = predicate.last + 1 + (marked.low(predicate.last + 1) in ARTICLES)
    actor = marked.actor_at.get(first)
    if actor is None or actor.code not in IMPOSERS:
        return ()
    codes, end = authorities_joined_to(marked, actor)
    return codes if marked.low(end) in ("on", "against") else ()


def main_subject(marked: Marked, clause: int, end: int) -> Actor | None:
    """The subject that a second verb shares; beyond a clause after "that" if the verb goes on with what governs it.

    As in "The bank tells members that Iran complies, and promises to impose": "promises" goes on with "tells".
    """
    speaks = next((i for i in range(clause - 2, -1, -1) if marked.speaks(i)), None)
    present = any(word.form == "s" for word in marked.lexicon.verbs.get(marked.low(end), ()))
    if marked.low(clause - 1) == "that" and speaks is not None and present and marked.low(end - 2) == ",":
        return first_subject(marked, 0, speaks) or first_subject(marked, clause, end)
    return first_subject(marked, clause, end)


def nationals_before(marked: Marked, end: int) -> Actor | None:
    """A people that stands for its government, right before the verb: "the Americans and their allies would"."""
    near = (marked.actor_at.get(i) for i in (end - 1, end - 3, end - 4))
    return next((actor for actor in near if actor is not None and actor.kind == "nationals" and actor.code), None)


def infinitive_subject(marked: Marked, end: int) -> Actor | None:
    """Whom an infinitive belongs to: "in the interest of Serbia to refrain", "a plan for Japan to impose"."""
    actor = marked.actor_at.get(end - 1)
    if actor is None or marked.low(end) != "to" or actor.kind in NO_AGENTS or not actor.code:
        return None
    before = actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES)
    return actor if marked.low(before) in ("of", "for") else None


def pronoun_before(marked: Marked, clause: int, end: int) -> int | None:
    """A pronoun that can be the subject, near the verb group."""
    near = range(end - 1, max(clause, end - 6) - 1, -1)
    return next((i for i in near if marked.is_in(i, "subject_pronouns") and not expletive(marked, i)), None)


def expletive(marked: Marked, i: int) -> bool:
    """Whether "it" stands for nobody: "it is a major step to", "it was important to"."""
    return marked.low(i) == "it" and marked.is_in(i + 1, "be") and marked.low(i + 2) in ARTICLES


def shares_subject(marked: Marked, end: int) -> bool:
    """Whether the verb is a second one of its subject: "accuses Iran, and imposes", "retaliated, sanctioning"."""
    gerund = any(marked.low(i).endswith("ing") for i in (end, end + 1))
    if marked.low(end - 1) == "," and not gerund and any(actor.end == end - 1 for actor in marked.actors):
        return False
    return marked.low(end - 1) in ("and", ",", "but", "then")


def meant(marked: Marked, pronoun: int, context: Context) -> Agents:
    """The authority that a pronoun means: a subject in the sentence, else the last acting authority."""
    actor = antecedent(marked, pronoun)
    if actor is not None:
        codes = (*preceded(marked, actor)[0], *authorities_joined_to(marked, actor)[0])
        several = marked.low(pronoun) == "they"
        return Agents(tuple(dict.fromkeys(codes)) if several else (actor.code,), pronoun, "agent:pronoun")
    if marked.low(pronoun) in ("we", "i", "our"):
        codes = (context.speaker,) if context.speaker else ()
    else:
        codes = context.codes[:1] or ((context.subject,) if context.subject else ())
    return Agents(codes, pronoun, "agent:pronoun", direct=bool(codes))


def further(marked: Marked, predicate: Predicate, clause: int, context: Context) -> Agents:
    """No subject in its own clause: what "that" refers to, a package, the clauses before, the main clause after."""
    if predicate.rule == "noun:subject" or marked.is_in(skip_left(marked, predicate.verb - 1), "acts"):
        return of_their_own(marked, predicate, clause, context)
    if marked.has_lemma_of(predicate.verb, "bringing_about"):
        return owner(marked, predicate) or Agents(direct=False)
    trailing = marked.low(predicate.verb - 1) == "," and marked.low(predicate.verb).endswith("ing")
    antecedent = None if trailing else related(marked, clause)
    if antecedent is None and marked.low(clause - 1) in ("that", "who") and marked.is_in(clause - 2, "some_states"):
        return Agents(direct=False)
    agents = named(antecedent, "agent:relative") or owned_package(marked, clause, predicate.verb)
    if agents is not None:
        return agents
    before = in_clauses_before(marked, clause)
    if before is not None:
        codes, first = preceded(marked, before)
        return Agents(codes, first, "agent:subject_before", before.end)
    gerund = any(word.form == "ing" for word in marked.forms(predicate.verb))
    if gerund and (predicate.verb < 4 or (marked.low(predicate.verb - 1) == "by" and before is None)):
        later = first_subject(marked, predicate.last, len(marked.sentence))
        if later is not None:
            return Agents((later.code,), None, "agent:main_clause")
    if predicate.verb == 0 or (gerund and predicate.verb < 3):
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    if marked.has_lemma_of(predicate.verb, "following_others"):
        return Agents(direct=False)
    return owner(marked, predicate) or NONE


def of_their_own(marked: Marked, predicate: Predicate, clause: int, context: Context) -> Agents:
    """Who acts in "the sanctions target X": their owner, the reporting or last authority, or the subject."""
    agents = (
        owner(marked, predicate)
        or owned_package(marked, clause, predicate.verb)
        or reporting_authority(marked, predicate, "imposed")
    )
    if agents is not None:
        return agents
    if context.codes:
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    return named(first_subject(marked, 0, clause), "agent:first_subject") or NONE


def in_clauses_before(marked: Marked, start: int) -> Actor | None:
    """The nearest subject in the clauses before token `start`."""
    while start > 0:
        before = min(clause_start(marked, start - 1), start - 1)
        actor = nearest_subject(marked, before, start)
        if actor is not None:
            return actor
        start = before
    return None
