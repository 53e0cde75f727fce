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
    antecedent_of_pronoun,
    antecedent_of_relative,
    authorities_joined_after,
    authorities_joined_before,
    behind_preposition,
    can_be_subject,
    companions_after,
    first_subject,
    nearest_subject,
)
from pipelines.claims.frame import Agents, Context
from pipelines.claims.marks import Actor

REPORTED_STATUSES = {"impose": ("imposed", "planned", "considered"), "lift": ("lifted", "planned")}
"""Statuses with which an authority that only reports an act is assumed to be the acting one, by action."""

NONE = Agents((), None, "agent:none", direct=False)
UNKNOWN = Agents((), None, "agent:unknown", direct=False)
OTHER = Agents((), None, "agent:other", rejected=True)


def agents(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The authorities that act in a predicate; NONE, UNKNOWN or OTHER, all without a code, if no authority does."""
    if predicate.voice != "active":
        return agents_of_passive(marked, predicate, mood, context)
    asked = agents_asked(marked, mood) or agents_of_draft(marked, mood)
    if asked is not None:
        return asked
    owned = owner_of_noun(marked, predicate)
    of_union = predicate.owner is not None and predicate.owner.code == "UN" and mood.status in ("considered", "planned")
    if owned and (mood.status == "called_for" or of_union):
        return owned
    if owned and is_only_spoken_of(marked, predicate, mood):
        return owned
    subject = announced_by(marked, predicate) or agents_of_active(marked, predicate, mood, context)
    if subject.rejected:
        return subject
    if mood.status == "called_for":
        return agents_of_call(marked, predicate, mood, subject)
    if marked.has_lemma_of(predicate.verb, "following_others"):
        return subject
    thwarted = mood.governor is not None and marked.lemma_in(mood.governor, "thwart") is not None
    if owned and (marked.lemma_in(predicate.verb, "awaiting") or thwarted):
        return owned
    return subject if subject.codes else owned or subject


def is_only_spoken_of(marked: Marked, predicate: Predicate, mood: Mood) -> bool:
    """Whether the subject only speaks of sanctions of another: "announced the possibility of EU sanctions"."""
    noun = marked.noun_at.get(predicate.last - 1)
    if mood.status != "considered" or noun is None or marked.low(noun.start - 1) not in ("of", "for"):
        return False
    return marked.is_in(noun.start - 2, "nominal_considered") or marked.is_in(noun.start - 2, "asking_nouns")


def agents_of_actor(actor: Actor | None, rule: str, *, at: bool = False) -> Agents | None:
    """One authority as agents, or None for None. With `at`, the claim's words include its mention."""
    return Agents((actor.code,), actor.start if at else None, rule, actor.end) if actor is not None else None


# ---- by modifiers ---------------------------------------------------------------------------------------------------
def owner_of_noun(marked: Marked, predicate: Predicate) -> Agents | None:
    """The owner of the sanction noun as the one who acts: "EU sanctions", "the US blacklist"; else None."""
    if predicate.owner is None or not predicate.owner.code:
        return None
    codes, first = joint_owners(marked, predicate.owner)
    return Agents(codes, first, "agent:owner", predicate.owner.end)


def joint_owners(marked: Marked, last: Actor) -> tuple[tuple[str, ...], int]:
    """The codes of all owners joined to the last one, and the first token: "under EU and UK sanctions"."""
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
    """Whether what begins at token `first` can be a subject: no preposition and no "face" stands before it."""
    before = first - 1 - (marked.low(first - 1) in ARTICLES)
    return not (
        marked.low(before) in ("under", "by", "of", "to", "from", "despite") or marked.has_lemma(before, "face")
    )


def owned_assets(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority in whose country the assets are: "had their British assets frozen"; else None."""
    if not predicate.rule.endswith("freeze"):
        return None
    near = (marked.actor_at.get(i) for i in range(max(0, predicate.first - 3), predicate.last))
    kinds = ("adjective", "country")
    own = (actor for actor in near if actor is not None and actor.kind in kinds and not actor.possessive)
    return agents_of_actor(
        next((actor for actor in own if marked.is_in(actor.end, "assets")), None), "agent:owner_of_assets"
    )


def owned_ports(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority whose ports or territory are closed: "are banned from British ports"; else None."""
    if predicate.rule not in ("verb:ban", "verb:bar"):
        return None
    near = (actor for actor in marked.actors if predicate.last < actor.start < predicate.last + 5)
    after = (actor for actor in near if marked.low(actor.start - 1) in ("from", "the", "entering"))
    return agents_of_actor(
        next((actor for actor in after if actor.kind in ("adjective", "country", "body")), None), "agent:owner_of_ports"
    )


def under_law(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority whose law is applied: "were sanctioned under the Magnitsky Act"; None if no law is named."""
    if predicate.voice != "passive":
        return None
    after = range(predicate.last, min(predicate.last + LAW_REACH, clause_end(marked, predicate.last)))
    pursuant = (i for i in after if marked.lows[i - 1 : i + 1] == ("pursuant", "to"))
    under = next((i for i in after if marked.low(i) == "under"), next(pursuant, None))
    if under is None:
        return None
    first = under + 1 + (marked.low(under + 1) in ARTICLES)
    law = marked.lexicon.owners.at(marked.words, marked.lows, first)
    if law is not None:
        return Agents((law[1].code,), None, "agent:law")
    whose = marked.actor_at.get(first)
    return agents_of_actor(whose if whose is not None and whose.code in IMPOSERS else None, "agent:law")


LAW_REACH = 10
"""Most tokens between a passive verb and the law after it."""


def owned_package(marked: Marked, start: int, end: int) -> Agents | None:
    """The owner of the first sanctions package in tokens start..end, as the one who acts; None if no owner is named.

    "Under the EU's 14th package, ships were listed": the EU.
    """
    packages = (
        noun.owner for noun in marked.nouns if noun.kind == "package" and start <= noun.start and noun.end <= end
    )
    return agents_of_actor(
        next((package for package in packages if package is not None and package.code), None), "agent:owner_of_package"
    )


# ---- of a passive ---------------------------------------------------------------------------------------------------
def agents_of_passive(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """Who acts in a passive or a noun: the authority after "by", else the owner, the law or who reports it."""
    by = by_phrase(marked, predicate)
    if by is not None:
        return by
    owned = owner_of_noun(marked, predicate) or owned_assets(marked, predicate) or owned_ports(marked, predicate)
    owned = owned or under_law(marked, predicate)
    if owned is not None:
        return owned
    if predicate.voice == "attributive":
        before = marked.actor_at.get(predicate.verb - 2) if marked.low(predicate.verb - 1) == "-" else None
        return agents_of_actor(before, "agent:compound") or NONE
    if predicate.voice == "nominal":
        return NONE
    if predicate.rule == "noun:prospect" and marked.low(predicate.last) == "in":
        seat = marked.actor_at.get(predicate.last + 1)
        if seat is not None and seat.kind in ("capital", "body"):
            return Agents((seat.code,), None, "agent:seat", seat.end)
    if mood.status == "called_for" and mood.governor is not None:
        who = nearest_subject(marked, clause_start(marked, mood.governor), mood.governor)
        return (agents_of_actor(who, "agent:caller") if who is not None and who.kind == "legislature" else None) or NONE
    return agents_without_by(marked, predicate, mood, context)


def agents_without_by(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """Who acts in a passive without "by": a first subject, a package's owner, or who reports it.

    Else the authority that acted in the sentence before; NONE if there is none.
    """
    relative = marked.low(clause_start(marked, predicate.verb) - 1)
    first = first_subject(marked, 0, predicate.verb)
    published = relative == "whose" and first is not None and first.kind == "body"
    facing = (
        predicate.rule in ("noun:face", "noun:subject_to") and first is not None and not is_target(predicate, first)
    )
    if published or facing:
        return agents_of_actor(first, "agent:first_subject", at=published) or NONE
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


def is_target(predicate: Predicate, actor: Actor) -> bool:
    """Whether a mention is among the predicate's targets: "Belarus" in "Belarus could face sanctions"."""
    return any(start <= actor.start < end for start, end in predicate.targets)


def by_phrase(marked: Marked, predicate: Predicate) -> Agents | None:
    """The agents after "by" to the right of a passive or a sanction noun; None without such a phrase."""
    nominal = predicate.voice == "nominal"
    end = min(len(marked.sentence), predicate.last + 12) if nominal else clause_end(marked, predicate.last)
    first = predicate.last if predicate.rule in ("noun:by", "noun:under", "noun:in") else predicate.verb + 1
    for j in range(first, min(end, predicate.last + 22)):
        if j >= predicate.last and marked.is_in(j, "reasons"):
            return None
        day = j + 1 + (marked.low(j + 1) in ("about", "around", "early", "late", "mid"))
        if marked.low(j) == "by" and day not in marked.when_at and j + 1 not in marked.number_at:
            agents = after_by(marked, j, nominal)
            told = "according" in marked.lows[predicate.last : j]  # "according to a paper seen by Reuters"
            return None if told and agents is not None and not agents.codes else agents
    return None


def after_by(marked: Marked, j: int, nominal: bool) -> Agents | None:
    """The agents after the "by" at token j: an authority, or OTHER for a court, company or person."""
    near = [actor for actor in marked.actors if j < actor.start < j + 6]
    if len(near) > 1 and near[0].possessive and near[1].kind == "other":
        return OTHER
    if near and near[0].kind == "other" and marked.word(near[0].start).istitle():
        return OTHER
    nearest = next((actor for actor in near if actor.kind != "other"), None)
    if nearest is not None and (nearest.kind not in NO_AGENTS or (nearest.code and nearest.start <= j + 2)):
        codes, stop = authorities_joined_after(marked, nearest)
        return Agents(codes, None, "agent:by", stop)
    if nominal:
        return None
    if marked.low(j + 1) in ("its", "their") and any(marked.is_in(k, "executive") for k in range(j + 2, j + 5)):
        return agents_of_actor(first_subject(marked, 0, j), "agent:by")
    article = marked.low(j + 1) in ARTICLES
    if j + 1 + article in marked.actor_at or (article and marked.capitalised(j + 2)):
        return OTHER
    vague = (
        article or marked.low(j + 1) in ("all", "its", "these", "this", "those") or marked.low(j + 1).endswith("ing")
    )
    return Agents((), None, "agent:by_unknown", rejected=not vague)


def reporting_authority(marked: Marked, predicate: Predicate, status: Status) -> Agents | None:
    """The authority that reports the act, taken for the one that acts; None if none reports it.

    As in "Johnson told MPs that ...", "citing a Treasury notice".
    """
    for actor in marked.actors:
        imposer = actor.kind in ("country", "capital") and actor.code in IMPOSERS and can_be_subject(marked, actor)
        if imposer and is_target(predicate, actor):
            continue
        if not (actor.kind in ("body", "leader") or imposer) or actor.start <= predicate.verb < actor.end:
            continue
        reports = any(marked.speaks(i) for i in range(actor.end, min(actor.end + 4, len(marked.sentence))))
        reports = reports and not describes_private_person(marked, actor)
        if reports or {"citing", "according"} & set(marked.lows[max(0, actor.start - 6) : actor.start]):
            codes = authorities_joined_before(marked, actor)[0] if reports else (actor.code,)
            if predicate.action == "lift" and status == "planned" and codes[0] not in IMPOSERS:
                return None  # who hopes that sanctions will be lifted
            return Agents(codes, None, "agent:teller", direct=False)
    return None


def describes_private_person(marked: Marked, actor: Actor) -> bool:
    """Whether a country only describes a private person: "UK academic Ann Miller said"."""
    i = actor.end
    private = marked.word(i).islower() and marked.low(i).isalpha() and not marked.is_in(i, "titles")
    is_noun = private and not (
        marked.speaks(i) or marked.forms(i) or marked.is_in(i, "adverbs") or marked.is_in(i, "have")
    )
    return actor.kind in ("country", "adjective") and is_noun and marked.capitalised(i + 1)


def agents_of_draft(marked: Marked, mood: Mood) -> Agents | None:
    """Who acts by a bill or draft: the parliament that debates it, or the UN for a resolution; else None."""
    if mood.governor is None or not marked.is_in(mood.governor, "bills"):
        return None
    parliament = next((actor for actor in marked.actors if actor.kind == "legislature"), None)
    if parliament is not None:
        before = parliament.start < mood.governor
        return agents_of_actor(parliament, "agent:parliament", at=before)
    if marked.low(mood.governor + 1) == "resolution":
        return Agents(("UN",), None, "agent:draft_resolution")
    return None


# ---- of an active ---------------------------------------------------------------------------------------------------
def agents_asked(marked: Marked, mood: Mood) -> Agents | None:
    """The authority that is asked to act: London in "urged London to sanction"; None if nobody is asked."""
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
    codes, start = authorities_joined_before(marked, between[-1], asked=True)
    return Agents(codes, start, "agent:asked")


def may_be_asked(marked: Marked, actor: Actor, mood: Mood) -> bool:
    """Whether an authority can be the one that is asked: right before the verb group, and not its allies."""
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
    """Whether somebody joins an authority: the European Union in "for Serbia to join the European Union in"."""
    return marked.has_lemma(actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES), "join")


def announced_by(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority after "by", before the verb: "sanctions, announced by the Treasury, target"; else None."""
    if predicate.rule != "noun:subject":
        return None
    after = (
        i + 1 + (marked.low(i + 1) in ARTICLES) for i in range(predicate.first, predicate.verb) if marked.low(i) == "by"
    )
    by = next((marked.actor_at[i] for i in after if i in marked.actor_at), None)
    if by is None or by.kind in NO_AGENTS:
        return None
    codes, _ = authorities_joined_after(marked, by)
    return Agents(codes, by.start, "agent:by", by.end)


def agents_of_call(marked: Marked, predicate: Predicate, mood: Mood, subject: Agents) -> Agents:
    """The agents of a call for sanctions: mostly NONE, because who calls for an act does not act.

    The subject itself where it "must" act, is asked in the passive, or is a country's own parliament.
    """
    if mood.governor is not None and marked.low(mood.governor) in ("should", "must", "ought"):
        return subject
    actor = marked.actor_at.get(subject.start) if subject.start is not None else None
    if actor is not None and actor.kind == "legislature":
        return subject
    if mood.governor is not None and is_passive(marked, mood.governor):
        return subject  # "Japan should be encouraged to impose": who is asked is the subject
    between = marked.lows[(mood.governor or 0) : predicate.verb]
    if any(marked.is_in(i, "companions") for i in range(mood.governor or 0, predicate.verb)):
        return Agents(direct=False)  # "urged its partners to sanction": who they are is not said
    return subject if predicate.rule != "noun:object" and not {"for", "that"} & set(between) else NONE


def is_passive(marked: Marked, verb: int) -> bool:
    """Whether a form of "be" stands before the participle at token `verb`: "should be encouraged"."""
    return marked.low(verb).endswith("ed") and marked.is_in(skip_left(marked, verb - 1), "be")


def agents_of_active(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """Who acts in an active predicate: the subject of its verb group.

    A pronoun, or a noun such as "the country", stands for an authority named before.
    """
    end = mood.group_start
    head = marked.actor_at.get(end - 1)
    if head is not None and head.kind == "other":
        return (
            agents_of_pronoun(marked, head.start, context)
            if is_body_of_united_nations(marked, head, context)
            else OTHER
        )
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
        return agents_of_pronoun(marked, pronoun, context)
    if own is not None:
        shared = shares_subject(marked, end)
        own = (main_subject(marked, clause, end) if shared else None) or own
        codes, start = authorities_joined_before(marked, own)
        beside, last = authorities_joined_after(marked, own)  # "OFAC along with the European Union sanctioned"
        codes = tuple(dict.fromkeys((*codes, *beside))) if last == end and not shared else codes
        codes = tuple(
            dict.fromkeys((*codes, *companions_after(marked, own, end), *partners_of_subject(marked, predicate)))
        )
        return Agents(codes, start, "agent:shared_subject" if shared else "agent:subject", own.end)
    owned = infinitive_subject(marked, end)
    if owned is not None:
        return Agents((owned.code,), owned.start, "agent:subject", owned.end)
    common = next((i for i in range(clause, end) if stands_for_authority(marked, i, clause)), None)
    if common is None and unknown_subject(marked, end):
        return UNKNOWN
    return (
        agents_outside_clause(marked, predicate, clause, context)
        if common is None
        else agents_of_pronoun(marked, common, context)
    )


def unknown_subject(marked: Marked, end: int) -> bool:
    """Whether the subject is a name that no lexicon has: "while Ruritania sanctioned". Then nobody else acts."""
    i = end - 1
    opens = marked.low(i - 1) in ("while", "whereas", "but") or (
        marked.low(i - 1) in ARTICLES and marked.low(i - 2) in ("while", "whereas", "but")
    )
    return opens and marked.capitalised(i) and i not in marked.actor_at and i not in marked.when_at


def is_body_of_united_nations(marked: Marked, actor: Actor, context: Context) -> bool:
    """Whether "committee" or "commission" means a body of the United Nations, named before or with "its"."""
    if marked.low(actor.end - 1) not in ("committee", "commission") or marked.capitalised(actor.start):
        return False
    owned = marked.low(actor.start - 1) == "its" or marked.lows[actor.start - 2 : actor.start] == ("its", "sanctions")
    return owned or "UN" in (context.subject, *context.codes)


def stands_for_authority(marked: Marked, i: int, clause: int) -> bool:
    """Whether a common noun at i refers to an authority named before: "the 27-member bloc", "the ministry".

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


def partners_of_subject(marked: Marked, predicate: Predicate) -> tuple[str, ...]:
    """The codes of those who act with the subject: "imposes joint sanctions with Canada on"; () if none."""
    if predicate.rule != "noun:object" or marked.low(predicate.last) not in ("with", "alongside"):
        return ()
    first = predicate.last + 1 + (marked.low(predicate.last + 1) in ARTICLES)
    actor = marked.actor_at.get(first)
    if actor is None or actor.code not in IMPOSERS:
        return ()
    codes, end = authorities_joined_after(marked, actor)
    return codes if marked.low(end) in ("on", "against") else ()


def main_subject(marked: Marked, clause: int, end: int) -> Actor | None:
    """The subject that a second verb shares with the first; None if none is found.

    Beyond a clause after "that" if the verb continues the verb of speech before it.
    As in "The bank tells members that Iran complies, and promises to impose": "promises" continues "tells".
    """
    speaks = next((i for i in range(clause - 2, -1, -1) if marked.speaks(i)), None)
    present = any(word.form == "s" for word in marked.lexicon.verbs.get(marked.low(end), ()))
    if marked.low(clause - 1) == "that" and speaks is not None and present and marked.low(end - 2) == ",":
        return first_subject(marked, 0, speaks) or first_subject(marked, clause, end)
    return first_subject(marked, clause, end)


def nationals_before(marked: Marked, end: int) -> Actor | None:
    """A nationality that means its government right before the verb: "the Americans would"; else None."""
    near = (marked.actor_at.get(i) for i in (end - 1, end - 3, end - 4))
    return next((actor for actor in near if actor is not None and actor.kind == "nationals" and actor.code), None)


def infinitive_subject(marked: Marked, end: int) -> Actor | None:
    """The subject of an infinitive: Japan in "a plan for Japan to impose"; None after any other words."""
    actor = marked.actor_at.get(end - 1)
    if actor is None or marked.low(end) != "to" or actor.kind in NO_AGENTS or not actor.code:
        return None
    before = actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES)
    return actor if marked.low(before) in ("of", "for") else None


def pronoun_before(marked: Marked, clause: int, end: int) -> int | None:
    """The nearest pronoun that can be the subject, at most six tokens before the verb group; else None."""
    near = range(end - 1, max(clause, end - 6) - 1, -1)
    return next((i for i in near if marked.is_in(i, "subject_pronouns") and not expletive(marked, i)), None)


def expletive(marked: Marked, i: int) -> bool:
    """Whether "it" refers to nothing: "it is a major step to", "it was important to"."""
    return marked.low(i) == "it" and marked.is_in(i + 1, "be") and marked.low(i + 2) in ARTICLES


def shares_subject(marked: Marked, end: int) -> bool:
    """Whether the verb group shares the subject of a verb before it: "accuses Iran, and imposes"."""
    gerund = any(marked.low(i).endswith("ing") for i in (end, end + 1))
    if marked.low(end - 1) == "," and not gerund and any(actor.end == end - 1 for actor in marked.actors):
        return False
    return marked.low(end - 1) in ("and", ",", "but", "then")


def agents_of_pronoun(marked: Marked, pronoun: int, context: Context) -> Agents:
    """The authority that a pronoun refers to: in its sentence, else in the sentences before."""
    actor = antecedent_of_pronoun(marked, pronoun)
    if actor is not None:
        codes = (*authorities_joined_before(marked, actor)[0], *authorities_joined_after(marked, actor)[0])
        several = marked.low(pronoun) == "they"
        return Agents(tuple(dict.fromkeys(codes)) if several else (actor.code,), pronoun, "agent:pronoun")
    if marked.low(pronoun) in ("we", "i", "our"):
        codes = (context.speaker,) if context.speaker else ()
    else:
        codes = context.codes[:1] or ((context.subject,) if context.subject else ())
    return Agents(codes, pronoun, "agent:pronoun", direct=bool(codes))


def agents_outside_clause(marked: Marked, predicate: Predicate, clause: int, context: Context) -> Agents:
    """Who acts where the verb's own clause has no subject.

    Tried in turn: what "that" refers to, a package's owner, the clauses before, the main clause after; else NONE.
    """
    if predicate.rule == "noun:subject" or marked.is_in(skip_left(marked, predicate.verb - 1), "acts"):
        return agents_of_sanctions_as_subject(marked, predicate, clause, context)
    if marked.has_lemma_of(predicate.verb, "bringing_about"):
        return owner_of_noun(marked, predicate) or Agents(direct=False)
    trailing = marked.low(predicate.verb - 1) == "," and marked.low(predicate.verb).endswith("ing")
    antecedent = None if trailing else antecedent_of_relative(marked, clause)
    if antecedent is None and marked.low(clause - 1) in ("that", "who") and marked.is_in(clause - 2, "some_states"):
        return Agents(direct=False)
    agents = agents_of_actor(antecedent, "agent:relative") or owned_package(marked, clause, predicate.verb)
    if agents is not None:
        return agents
    before = in_clauses_before(marked, clause)
    if before is not None:
        codes, first = authorities_joined_before(marked, before)
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
    return owner_of_noun(marked, predicate) or NONE


def agents_of_sanctions_as_subject(marked: Marked, predicate: Predicate, clause: int, context: Context) -> Agents:
    """Who acts in "the sanctions target X": their owner, who reports it, or who acted before.

    Else the first subject of the sentence; NONE if there is none.
    """
    agents = (
        owner_of_noun(marked, predicate)
        or owned_package(marked, clause, predicate.verb)
        or reporting_authority(marked, predicate, "imposed")
    )
    if agents is not None:
        return agents
    if context.codes:
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    return agents_of_actor(first_subject(marked, 0, clause), "agent:first_subject") or NONE


def in_clauses_before(marked: Marked, start: int) -> Actor | None:
    """The subject of the nearest clause before token `start` that has one; None if none has."""
    while start > 0:
        before = min(clause_start(marked, start - 1), start - 1)
        actor = nearest_subject(marked, before, start)
        if actor is not None:
            return actor
        start = before
    return None
