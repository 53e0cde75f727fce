"""Who sanctions: the authorities that a predicate has for its subject, its "by" phrase or its owner.

Here: finding them in the sentence, and pronouns in what came before. Not here: which words are authorities (see mentions).
"""

from dataclasses import dataclass, field

from pipelines.news.clauses import clause_end, clause_start
from pipelines.news.mentions import ARTICLES, QUOTES, Actor, Marked
from pipelines.news.modality import Mood
from pipelines.news.predicate import Predicate
from pipelines.news.tokens import Sentence

PRONOUNS = frozenset({"it", "they", "he", "she", "its", "their", "them"})
NO_AGENTS = frozenset({"adjective", "nationals", "person", "party", "other"})


@dataclass(slots=True)
class Context:
    """What the sentences before leave in mind.

    Attributes:
        codes: the authorities of the last claim.
        subject: the authority first named as the subject of the sentence before.
        country: the country last aimed at.
        sanctions: the article speaks of sanctions at all.
    """

    codes: tuple[str, ...] = ()
    subject: str | None = None
    country: str | None = None
    sanctions: bool = False
    last_day: object = None
    claimed: bool = False
    names: tuple[str, ...] = ()
    skipped: Sentence | None = None
    seen: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Agents:
    """The authorities found, the token at which their mention begins (None if it is elsewhere), and by what rule.

    `rejected`: somebody else acts (a court, a league), so it is no claim.
    """

    codes: tuple[str, ...]
    start: int | None
    rule: str
    end: int | None = None
    rejected: bool = False
    direct: bool = True


NONE = Agents((), None, "agent:none", direct=False)
OTHER = Agents((), None, "agent:other", rejected=True)


def agents(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The authorities that act in a predicate."""
    if predicate.voice in ("passive", "attributive", "nominal"):
        return of_passive(marked, predicate, mood, context)
    asked = (
        asked_to(marked, mood)
        if mood.status in ("called_for", "denied", "considered") and mood.governor is not None
        else None
    )
    if asked is not None:
        return asked
    if predicate.rule == "noun:subject":
        by = next(
            (
                marked.actor_at[i + 1 + (marked.low(i + 1) in ARTICLES)]
                for i in range(predicate.first, predicate.verb)
                if marked.low(i) == "by" and i + 1 + (marked.low(i + 1) in ARTICLES) in marked.actor_at
            ),
            None,
        )
        if by is not None and by.kind not in NO_AGENTS:
            return Agents((by.code,), None, "agent:by")
    owned = owner(predicate)
    if owned and mood.status == "called_for":
        return owned
    subject = of_active(marked, predicate, mood, context)
    if mood.status == "called_for" and not subject.rejected:
        return callers(marked, predicate, mood, subject)
    if not subject.codes and not subject.rejected and owned:
        return owned
    return subject


def callers(marked: Marked, predicate: Predicate, mood: Mood, subject: Agents) -> Agents:
    """Who calls for sanctions does not impose them, unless it is a country's own parliament or the modal is its own ("must")."""
    actor = marked.actor_at.get(subject.start) if subject.start is not None else None
    if mood.governor is not None and marked.low(mood.governor) in ("should", "must", "ought"):
        return subject
    if actor is not None and actor.kind == "legislature":
        return subject
    if (
        predicate.rule != "noun:object"
        and any(word in ("for", "that") for word in marked.lows[(mood.governor or 0) : predicate.verb]) is False
    ):
        return subject
    return NONE


def owner(predicate: Predicate) -> Agents | None:
    """As in "EU sanctions", "the US blacklist": the owner of the noun acts."""
    if predicate.owner is None or not predicate.owner.code:
        return None
    return Agents((predicate.owner.code,), predicate.owner.start, "agent:owner", predicate.owner.end)


def of_passive(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """As in "by X" after the verb, else the owner of the list or the sanctions, else who is said to have told it, else the last to act."""
    by = by_phrase(marked, predicate)
    if by is not None:
        return by
    if marked.low(clause_start(marked, predicate.verb) - 1) == "whose":
        first = first_subject(marked, 0, predicate.verb)
        if first is not None and first.kind == "body":
            return Agents((first.code,), first.start, "agent:first_subject")
    owned = owner(predicate) or owned_assets(marked, predicate)
    if owned:
        return owned
    if predicate.rule == "verb:ban" or predicate.rule == "verb:bar":
        place = next(
            (
                actor
                for actor in marked.actors
                if predicate.last < actor.start < predicate.last + 5 and marked.low(actor.start - 1) in ("from", "the")
            ),
            None,
        )
        if place is not None and place.kind in ("adjective", "country", "body"):
            return Agents((place.code,), None, "agent:whose_ports")
    if predicate.voice == "attributive":
        before = marked.actor_at.get(predicate.verb - 2) if marked.low(predicate.verb - 1) == "-" else None
        return Agents((before.code,), before.start, "agent:compound") if before is not None else NONE
    if predicate.voice == "nominal":
        return NONE
    if mood.status == "called_for" and mood.governor is not None:
        caller = subject_in(marked, clause_start(marked, mood.governor), mood.governor)
        return (
            Agents((caller.code,), caller.start, "agent:caller")
            if caller is not None and caller.kind == "legislature"
            else NONE
        )
    if predicate.rule in ("noun:face", "noun:subject_to"):
        first = first_subject(marked, 0, predicate.verb)
        if first is not None:
            return Agents((first.code,), None, "agent:first_subject")
    package = next(
        (noun for noun in marked.nouns if noun.kind == "package" and noun.owner is not None and noun.owner.code), None
    )
    if package is not None and package.owner is not None:
        return Agents((package.owner.code,), None, "agent:package")
    told = teller(marked, predicate)
    if told is not None:
        return told
    if (
        context.codes
        and not predicate.background
        and marked.low(clause_start(marked, predicate.verb) - 1) not in ("who", "which")
    ):
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    return NONE


def by_phrase(marked: Marked, predicate: Predicate) -> Agents | None:
    """The authority after "by" to the right of a passive or a sanction noun."""
    end = (
        clause_end(marked, predicate.last)
        if predicate.voice != "nominal"
        else min(len(marked.sentence), predicate.last + 12)
    )
    for j in range(predicate.verb + 1, min(end, predicate.last + 22)):
        if marked.low(j) == "by" and j + 1 not in marked.when_at and j + 1 not in marked.number_at:
            found = next(
                (
                    actor
                    for k in range(j + 1, j + 6)
                    if (actor := marked.actor_at.get(k)) is not None and actor.kind != "other"
                ),
                None,
            )
            if found is not None and (found.kind not in NO_AGENTS or (found.code and found.start <= j + 2)):
                codes, stop = followed(marked, found)
                return Agents(codes, None, "agent:by", stop)
            if (
                predicate.voice != "nominal"
                and marked.actor_at.get(j + 1 + (marked.low(j + 1) in ARTICLES)) is not None
            ):
                return OTHER
            return (
                Agents(
                    (),
                    None,
                    "agent:by_unknown",
                    rejected=predicate.voice != "nominal"
                    and not marked.low(j + 1).endswith("ing")
                    and marked.low(j + 1) not in ARTICLES | {"all", "its"},
                )
                if predicate.voice != "nominal"
                else None
            )
        if marked.is_in(j, "reasons"):
            break
    return None


def followed(marked: Marked, actor: Actor) -> tuple[tuple[str, ...], int]:
    """An authority and those joined to it on the right."""
    codes, end = [actor.code], actor.end
    for other in marked.actors:
        gap = [marked.low(i) for i in range(end, other.start)]
        if (
            other.start >= end
            and other.kind not in NO_AGENTS
            and gap
            and all(word in marked.lexicon.words["links"] for word in gap)
        ):
            codes.append(other.code)
            end = other.end
    return tuple(dict.fromkeys(codes)), end


def owned_assets(marked: Marked, predicate: Predicate) -> Agents | None:
    """As in "had their British assets frozen"."""
    if not predicate.rule.endswith("freeze"):
        return None
    for i in range(max(0, predicate.first - 3), predicate.last):
        actor = marked.actor_at.get(i)
        if (
            actor is not None
            and actor.kind == "adjective"
            and marked.low(actor.end) in ("assets", "accounts", "funds", "property")
        ):
            return Agents((actor.code,), None, "agent:owner_of_assets")
    return None


def teller(marked: Marked, predicate: Predicate) -> Agents | None:
    """As in "Boris Johnson told MPs that ...", "citing a Treasury notice": an authority that tells of a passive act did it."""
    for actor in marked.actors:
        if (
            actor.institution
            and actor.kind in ("body", "leader")
            and predicate.verb not in range(actor.start, actor.end)
        ):
            verb = next(
                (
                    i
                    for i in range(actor.end, min(actor.end + 4, len(marked.sentence)))
                    if any(
                        word.lemma in marked.lexicon.words["speech"]
                        for word in marked.lexicon.verbs.get(marked.low(i), ())
                    )
                ),
                None,
            )
            citing = marked.low(actor.start - 1) in ("citing", "to") or marked.low(actor.start - 2) in ("citing", "to")
            if (verb is not None and verb < predicate.verb) or citing or (verb is not None and verb > predicate.verb):
                return Agents((actor.code,), None, "agent:teller", direct=False)
    return None


def asked_to(marked: Marked, mood: Mood) -> Agents | None:
    """As in "urged London to sanction", "blocks the administration from imposing": the authority between the governing verb and the group."""
    governor = mood.governor if mood.governor is not None else mood.group_start
    between = [
        actor
        for actor in marked.actors
        if governor < actor.start and actor.end <= mood.group_start and actor.kind not in NO_AGENTS
    ]
    if not between:
        return None
    codes, start = preceded(marked, between[-1])
    return Agents(codes, start, "agent:asked")


def of_active(marked: Marked, predicate: Predicate, mood: Mood, context: Context) -> Agents:
    """The subject: the nearest authority to the left that stands in no prepositional phrase; a pronoun goes back further."""
    end = mood.group_start
    head = marked.actor_at.get(end - 1)
    if head is not None and head.kind == "other":
        return OTHER
    clause = clause_start(marked, max(end - 1, 0)) if end else 0
    noun = marked.noun_at.get(end - 1)
    if noun is not None and noun.owner is not None and noun.end == end and predicate.verb >= end:
        return Agents((noun.owner.code,), noun.start, "agent:its_package", noun.end)
    own = subject_in(marked, clause, end)
    pronoun = next(
        (i for i in range(end - 1, clause - 1, -1) if marked.low(i) in PRONOUNS | {"we", "i"} and i >= end - 6), None
    )
    if pronoun is not None and (own is None or own.end <= pronoun) and marked.low(pronoun) not in ("its", "their"):
        return antecedent(marked, pronoun, context)
    if own is not None and shares_subject(marked, predicate, end):
        own = first_subject(marked, clause, end) or own
    if own is not None:
        codes, start = preceded(marked, own)
        return Agents(codes, start, "agent:subject", own.end)
    if (common := common_noun(marked, clause, end)) is not None:
        return antecedent(marked, common, context)
    return further(marked, predicate, clause, context)


def shares_subject(marked: Marked, predicate: Predicate, end: int) -> bool:
    """Whether the verb is a second one of its subject: "accuses Iran, and imposes", "retaliated, sanctioning"."""
    if marked.low(end - 1) == "," and any(actor.end == end - 1 for actor in marked.actors):
        return False
    return marked.low(end - 1) in ("and", ",", "but", "then")


def first_subject(marked: Marked, start: int, end: int) -> Actor | None:
    """The first authority of a clause that can be its subject."""
    return next(
        (actor for actor in marked.actors if start <= actor.start and actor.end <= end and clear(marked, actor)), None
    )


def further(marked: Marked, predicate: Predicate, clause: int, context: Context) -> Agents:
    """No subject in its own clause: the clauses before (participles, infinitives), the main clause after, then what came before."""
    if marked.low(clause - 1) in ("that", "which"):
        head = next(
            (
                actor
                for actor in reversed(marked.actors)
                if clause - 6 <= actor.start
                and actor.end < clause
                and actor.kind not in ("nationals", "other", "person", "party")
                and actor.code
            ),
            None,
        )
        if head is not None:
            return Agents((head.code,), None, "agent:relative")
    package = next(
        (
            noun
            for noun in marked.nouns
            if clause <= noun.start and noun.end <= predicate.verb and noun.kind == "package" and noun.owner is not None
        ),
        None,
    )
    if package is not None and package.owner is not None:
        return Agents((package.owner.code,), None, "agent:its_package")
    start = clause
    while start > 0:
        before = clause_start(marked, start - 1)
        if before == start:
            before = start - 1
        actor = subject_in(marked, before, start)
        if actor is not None:
            codes, first = preceded(marked, actor)
            return Agents(codes, first, "agent:subject_before", actor.end)
        start = before
    gerund = any(word.form == "ing" for word in marked.forms(predicate.verb))
    if gerund and predicate.verb < 4:
        later = next((actor for actor in marked.actors if actor.start > predicate.last and clear(marked, actor)), None)
        if later is not None:
            return Agents((later.code,), None, "agent:main_clause")
    if (predicate.verb < 3 and gerund) or predicate.verb == 0:
        return Agents(context.codes[:1], None, "agent:context", direct=False)
    return owner(predicate) or NONE


def subject_in(marked: Marked, start: int, end: int) -> Actor | None:
    """The authority nearest to `end` in a clause that can be its subject."""
    return next(
        (
            actor
            for actor in reversed(marked.actors)
            if start <= actor.start and actor.end <= end and clear(marked, actor)
        ),
        None,
    )


def clear(marked: Marked, actor: Actor) -> bool:
    """Whether an authority stands in no prepositional phrase, so that it can be a subject."""
    if actor.kind in NO_AGENTS or not actor.code:
        return False
    if actor.start in marked.noun_at and marked.noun_at[actor.start].owner is not actor:
        return False
    i = actor.start - 1
    while i >= 0 and (marked.low(i) in ARTICLES or marked.low(i) in QUOTES):
        i -= 1
    if marked.is_in(i, "prepositions") and any(
        word.form == "ing" for word in marked.lexicon.verbs.get(marked.low(actor.end), ())
    ):
        return True
    return not marked.is_in(i, "prepositions") and not object_of(marked, i)


def object_of(marked: Marked, i: int) -> bool:
    """Whether the word at i makes what follows its object: a verb that reports nothing ("accuses Iran", "helps Moscow")."""
    low, word = marked.low(i), marked.word(i)
    if i < 0 or not word.islower() or not low.isalpha() or i in marked.when_at:
        return False
    if (
        marked.is_in(i, "adverbs")
        or low.endswith("ly")
        or low in marked.lexicon.words["before_subjects"]
        or marked.is_in(i, "reasons")
    ):
        return False
    return not any(each.lemma in marked.lexicon.words["speech"] for each in marked.lexicon.verbs.get(low, ()))


def preceded(marked: Marked, actor: Actor) -> tuple[tuple[str, ...], int]:
    """An authority and those joined to it on the left: "Britain and Canada", "the US, the EU and the UK"."""
    codes, start = [actor.code], actor.start
    joined = False
    for other in reversed(marked.actors):
        gap = [marked.low(i) for i in range(other.end, start)]
        if other.end > start:
            continue
        joined = joined or bool({"and", "&", "with", "well"} & set(gap)) or (gap == [","] and other.start == 0)
        if not joined:
            break
        counted = {i for i in range(other.end, start) if i in marked.number_at}
        if (
            other.end <= start
            and gap
            and all(word in marked.lexicon.words["links"] for i, word in enumerate(gap, other.end) if i not in counted)
            and clear(marked, other)
        ):
            codes.insert(0, other.code)
            start = other.start
    first = start - (marked.low(start - 1) in ARTICLES)
    return tuple(dict.fromkeys(codes)), first


def common_noun(marked: Marked, start: int, end: int) -> int | None:
    """As in "the country will impose": a common noun that stands for an authority named before."""
    return next(
        (i for i in range(start, end) if marked.is_in(i, "common") and marked.low(i - 1) in ("the", "its")), None
    )


def antecedent(marked: Marked, pronoun: int, context: Context) -> Agents:
    """Whom a pronoun means: the subject before it in the sentence, the speaker of a quotation, else the last one to act."""
    low = marked.low(pronoun)
    left = [actor for actor in marked.actors if actor.end <= pronoun and clear(marked, actor)]
    if low in ("we", "i"):
        right = [
            actor for actor in marked.actors if actor.start > pronoun and actor.institution and clear(marked, actor)
        ]
        left = right[:1] or left
    if left:
        return Agents(
            (left[0].code if low in ("we", "i") else nearest_subject(marked, left).code,), pronoun, "agent:pronoun"
        )
    codes = context.codes[:1] or ((context.subject,) if context.subject else ())
    return Agents(codes, pronoun, "agent:pronoun", direct=bool(codes))


def nearest_subject(marked: Marked, left: list[Actor]) -> Actor:
    """The first subject of the clause nearest to the pronoun."""
    start = clause_start(marked, left[-1].start)
    return next((actor for actor in left if actor.start >= start), left[-1])
