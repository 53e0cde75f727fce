"""Rules for verbs: "sanctioned", "froze the assets of", "barred from entering", "hit 58 people".

Here: one rule a function; its docstring opens with the name under which it appears in Claim.rules. Not here: sanction
nouns (noun_rules), lists (list_rules).
"""

from collections.abc import Iterator

from pipelines.claims.claim import Action, Measure
from pipelines.claims.english.clauses import (
    FAR,
    antecedent_range,
    clause_end,
    clause_start,
    ends_phrase,
    in_date,
    infinitive_before,
    is_gerund_noun,
    is_participle_alone,
    manner,
    skip_left,
    subject_before,
    subject_range,
    target_stretches,
    voice,
)
from pipelines.claims.english.governors import governing_verb
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.noun_rules import count_after_participle
from pipelines.claims.english.nouns import is_verb
from pipelines.claims.english.predicate import Predicate
from pipelines.claims.english.subjects import NO_AGENTS
from pipelines.claims.marks import Actor, Span, Voice


# ---- sanction, blacklist, designate ---------------------------------------------------------------------------------
def sanctioning_verbs(marked: Marked) -> Iterator[Predicate]:
    """verb:sanction, verb:delist … - "X sanctioned Y", "Y was blacklisted by X", "X delisted Y"."""
    for i in marked.verbs:
        word = marked.lemma_in(i, "sanction") or marked.lemma_in(i, "designate")
        if (
            word is None
            or i in marked.noun_at
            or (word.lemma == "unblock" and {"port", "ports", "grain", "exports"} & set(marked.lows[i : i + 5]))
            or not is_used_as_verb(marked, i, word.form)
            or has_sanctions_as_subject(marked, i)
        ):
            continue
        spoken = voice(marked, i, word.form)
        action: Action = "lift" if word.lemma in ("delist", "unblock") else "impose"
        imposer = imposer_in_relative(marked, i, spoken)
        if imposer is not None:
            stretch = antecedent_range(marked, imposer.start - 1 - (marked.low(imposer.start - 1) in ARTICLES))
            yield Predicate(f"verb:{word.lemma}", i, "passive", i, i + 1, (stretch,), action, owner=imposer)
            continue
        background = spoken == "attributive" or is_participle_alone(marked, i, spoken) or is_gerund_noun(marked, i)
        background = background and not is_one_among(marked, i)
        weak = word.lemma in ("penalise", "penalize")
        yield Predicate(
            f"verb:{word.lemma}",
            i,
            spoken,
            i,
            i + 1,
            target_stretches(marked, i, spoken),
            action,
            background=background,
            weak=weak,
        )


def imposer_in_relative(marked: Marked, i: int, spoken: Voice) -> Actor | None:
    """The authority right before a verb whose object stands before it: "four prosecutors whom Washington sanctioned".

    None in any other clause.
    """
    end = i
    while marked.is_in(end - 1, "have") or marked.is_in(end - 1, "adverbs"):
        end -= 1
    actor = next((other for other in marked.actors if other.end == end), None)
    if spoken != "passive" or actor is None or actor.possessive or actor.kind in NO_AGENTS:
        return None
    before = actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES)
    return actor if marked.low(before) in ("whom", "that", "which", "who") else None


def is_one_among(marked: Marked, i: int) -> bool:
    """Whether the words only count those to whom X belongs: "X was among the 65 people sanctioned by"."""
    left = range(i - 1, max(i - 12, 0), -1)
    among = next((j for j in left if marked.low(j) == "among"), None)
    return among is not None and marked.is_in(among - 1, "be")


def among_those(marked: Marked) -> Iterator[Predicate]:
    """verb:among - "among those sanctioned were X and Y", "those blacklisted include X", "also targeted were banks"."""
    for i in marked.verbs:
        if i in marked.noun_at or not precedes_names(marked, i):
            continue
        if not is_participle_of_sanctioning(marked, i):
            continue
        near = range(i + 1, min(i + FAR, len(marked.sentence) - 1))
        link = next((j for j in near if marked.low(j) in LINKS), None)
        if link is not None and not any(marked.low(j) in (",", ";") for j in range(i + 1, link)):
            stretch = link + 1, clause_end(marked, link + 1)
            owner = next((noun.owner for noun in marked.nouns if i < noun.start < link), None)
            yield Predicate("verb:among", i, "passive", i, link + 1, (stretch,), owner=owner)


def is_participle_of_sanctioning(marked: Marked, i: int) -> bool:
    """Whether token i can be a participle that says that somebody is sanctioned: "blacklisted", "hit", "included"."""
    groups = (marked.lexicon.groups[name] for name in ("sanction", "designate", "hit", "put", "ban"))
    lemmas = frozenset[str]().union(*groups)
    return any(word.lemma in lemmas and word.form in ("ed", "participle") for word in marked.forms(i))


LINKS = frozenset({"are", "were", "is", "was", "include", "includes", "included"})
"""Between "those sanctioned" and who they are."""


def precedes_names(marked: Marked, i: int) -> bool:
    """Whether the participle at i stands before the names: "those sanctioned", "also targeted were"."""
    if marked.low(i - 1) in ("also", "newly") and i < 3:
        return True
    before = marked.lows[max(0, i - 3) : i]
    if "those" in before:
        return not any(marked.is_in(j, "be") for j in range(max(0, i - 3), i))
    after = i + 1
    while in_date(marked, after):
        after += 1
    return marked.low(after) in LINKS and marked.lexicon.units.at(marked.words, marked.lows, i - 1) is not None


def declared(marked: Marked) -> Iterator[Predicate]:
    """verb:declare - "X declared Y a terrorist organisation": an object complement that is a legal status.

    A freeze in the same sentence is the same act, and frozen_assets reads it.
    """
    if any(marked.lemma_in(i, "freeze") for i in marked.verbs):
        return
    for i in marked.verbs:
        word = marked.lemma_in(i, "declare")
        if word is None or i in marked.noun_at:
            continue
        near = range(i + 1, min(i + FAR, len(marked.sentence) - 2))
        status = next((j for j in near if end_of_status(marked, j) is not None), None)
        end = end_of_status(marked, status) if status is not None else None
        spoken = voice(marked, i, word.form)
        if status is not None and end is not None and spoken in ("active", "passive"):
            stretch = (i + 1, status) if spoken == "active" else subject_range(marked, i)
            yield Predicate("verb:declare", i, spoken, i, end, (stretch,))


def end_of_status(marked: Marked, i: int) -> int | None:
    """The token after the legal status that begins with the article or "as" at token i; None if none does.

    As in "a terrorist organisation", "as Specially Designated Global Terrorists".
    """
    if marked.low(i) not in ("a", "an", "as"):
        return None
    for j in range(i + 1, min(i + LONGEST_STATUS, len(marked.sentence))):
        if marked.low(j) in ("terrorist", "terror") and marked.low(j + 1) in STATUSES:
            return j + 2
        if marked.word(j) in ("Terrorist", "Terrorists") or marked.low(j) == "terrorists":
            return j + 1
        if marked.is_in(j, "breaks") or marked.low(j) == "of":
            return None
    return None


LONGEST_STATUS = 7
"""Most tokens of a legal status with its article: "as a Specially Designated Global Terrorist"."""

STATUSES = frozenset(
    {"organisation", "organization", "group", "entity", "organisations", "organizations", "groups", "entities"}
)
"""What a party is declared to be, after "terrorist"."""


def has_sanctions_as_subject(marked: Marked, i: int) -> bool:
    """Whether the verb's subject is sanctions: "the sanctions also blacklist"; noun_rules reads that."""
    noun = marked.noun_at.get(skip_left(marked, i - 1))
    return noun is not None and noun.kind == "sanction" and noun.end <= i


def is_used_as_verb(marked: Marked, i: int, form: str) -> bool:
    """Whether a word that can also be a noun ("blacklist", "sanction") is a verb here."""
    if form in ("ed", "ing", "participle", "past"):
        return marked.low(i - 1) != "specially" and marked.low(i + 1) not in (
            "authority",
            "list",
            "country",
            "state",
            "driver",
        )
    if marked.low(i) in ("sanctions", "sanction") and not is_verb(marked, i, i + 1):
        return False
    if form == "base" and (marked.low(i - 1) == "to" or marked.low(i - 1) in marked.lexicon.modals):
        return True
    if form == "base" and manner(marked, i - 1):
        return True
    if ends_phrase(marked, i + 1):
        return False
    if form == "base":
        joined = marked.low(i - 1) == "and" and (
            subject_before(marked, i) or infinitive_before(marked, i - 1) is not None
        )
        return joined or plural_actor(marked, i)
    return marked.low(i - 1) not in ("the", "its", "and/or", "of", "a", "their")


def plural_actor(marked: Marked, i: int) -> bool:
    """Whether an authority that can be a plural subject stands before i: "Britain and Canada sanction"."""
    actor = marked.actor_at.get(i - 1)
    return actor is not None and not actor.possessive and actor.kind != "adjective"


def second_agents(marked: Marked) -> Iterator[Predicate]:
    """verb:gap_by - "was listed by the US a week ago and by Tokyo on Thursday": a second "by" for the same act."""
    for i in range(1, len(marked.sentence) - 2):
        actor = marked.actor_at.get(i + 2 + (marked.low(i + 2) in ARTICLES))
        if marked.lows[i : i + 2] != ("and", "by") or actor is None:
            continue
        verb = next((j for j in range(i - 1, clause_start(marked, i) - 1, -1) if passive_at(marked, j)), None)
        if verb is not None:
            yield Predicate("verb:gap_by", i, "passive", i + 1, actor.end, (subject_range(marked, verb),))


def passive_at(marked: Marked, i: int) -> bool:
    """Whether a passive verb of sanctioning stands at token i: "was listed"."""
    word = marked.lemma_in(i, "sanction") or marked.lemma_in(i, "hit") or marked.lemma_in(i, "designate")
    return word is not None and i not in marked.noun_at and voice(marked, i, word.form) == "passive"


# ---- freezes --------------------------------------------------------------------------------------------------------
def frozen_assets(marked: Marked) -> Iterator[Predicate]:
    """verb:freeze - "X froze the assets of Y", "Y had their assets frozen", "assets of Y were blocked"."""
    for i in marked.verbs:
        word = marked.lemma_in(i, "freeze")
        if (
            word is None
            or i in marked.noun_at
            or marked.lows[max(i - 2, 0) : i] == ("nothing", "to")
            or (word.form in ("ed", "participle") and is_adjective_before_noun(marked, i))
        ):
            continue
        near = [*range(i + 1, min(i + 9, len(marked.sentence))), *range(i - 1, max(i - 9, -1), -1)]
        if marked.is_in(skip_left(marked, i - 1), "be"):
            near += range(i - 9, max(clause_start(marked, i) - 1, i - FARTHEST_ASSETS), -1)
        assets = next((j for j in near if marked.is_in(j, "assets") and not is_in_title_of_law(marked, i, j)), None)
        if assets is not None:
            yield freeze_predicate(marked, i, assets, word.lemma)


def released_assets(marked: Marked) -> Iterator[Predicate]:
    """verb:unfreeze - "the United States begins releasing frozen Venezuelan assets"."""
    for i in range(len(marked.sentence)):
        near = range(i + 2, min(i + 6, len(marked.sentence)))
        assets = next((j for j in near if marked.is_in(j, "assets")), None)
        if marked.is_in(i, "releasing") and assets is not None and {"frozen", "blocked"} & set(marked.lows[i:assets]):
            stretches = (assets + 1, clause_end(marked, assets)), (i + 1, assets)
            yield Predicate("verb:unfreeze", i, "active", i, assets + 1, stretches, "lift")


FARTHEST_ASSETS = 18
"""Tokens from "assets" to the passive verb: "the assets of 13 firms in the north of the country will be frozen"."""


def is_in_title_of_law(marked: Marked, verb: int, noun: int) -> bool:
    """Whether a noun is part of a law's title: "blocked by the Assets Control Regulations"."""
    return marked.word(verb).islower() and marked.word(noun)[:1].isupper()


def is_adjective_before_noun(marked: Marked, i: int) -> bool:
    """Whether "frozen" only describes the noun after it: "releasing frozen assets"."""
    if marked.low(i) not in ("frozen", "blocked") or ends_phrase(marked, i + 1):
        return False
    return not any(marked.is_in(i - 1, name) for name in ("be", "have", "adverbs"))


def freeze_predicate(marked: Marked, i: int, assets: int, lemma: str) -> Predicate:
    """The predicate of a freeze. Its targets follow "assets of", or stand before "'s assets" or "had their assets"."""
    action: Action = "lift" if lemma == "unfreeze" else "impose"
    if assets < i:
        stretch = subject_range(marked, i)[0], i
        background = is_said_in_passing(marked, i, assets)
        return Predicate(f"verb:{lemma}", i, "passive", assets, i + 1, (stretch,), action, background=background)
    stretches = (after_holding(marked, assets + 1), clause_end(marked, assets)), (i + 1, assets)
    background = only_explains_sanctions(marked, i, assets) or is_gerund_noun(marked, i)
    place = marked.actor_at.get(assets - 1)  # "their Canadian assets": where they lie, not whose they are
    owner = place if place is not None and place.kind in ("adjective", "country") and not place.possessive else None
    return Predicate(f"verb:{lemma}", i, "active", i, assets + 1, stretches, action, owner=owner, background=background)


def after_holding(marked: Marked, i: int) -> int:
    """Where the owners of the assets begin: after "held by", "held in Japan by", "belonging to"; else token i."""
    if marked.low(i) not in ("held", "owned", "belonging"):
        return i
    return next((j + 1 for j in range(i + 1, i + 5) if marked.low(j) in ("by", "to")), i)


def is_said_in_passing(marked: Marked, i: int, assets: int) -> bool:
    """Whether a freeze is only mentioned: "assets frozen abroad", "whose property had been blocked"."""
    earlier = marked.low(i - 2) == "had" and "whose" in marked.lows[max(0, assets - 2) : assets]
    had = any(marked.is_in(j, "have") for j in range(max(0, assets - 5), assets))
    return earlier or (is_participle_alone(marked, i, "passive") and not had)


def only_explains_sanctions(marked: Marked, i: int, assets: int) -> bool:
    """Whether a freeze only explains sanctions named before: "sanctioned him, freezing his assets"."""
    relative = i - 1 - (marked.low(i - 1) in marked.lexicon.modals)
    if marked.low(relative) in ("that", "which") and relative - 1 in marked.noun_at:
        return marked.noun_at[relative - 1].kind == "sanction"  # "sanctions that will freeze the assets of"
    subject = marked.noun_at.get(i - 1)
    if (subject is not None and subject.kind == "sanction") or marked.low(i - 1) == "including":
        return True
    owned = any(marked.is_in(j, "pronoun_owners") for j in range(i + 1, assets))
    said = any(noun.kind == "sanction" and noun.end < i for noun in marked.nouns)
    said = said or any(marked.lemma_in(j, "sanction") for j in marked.verbs if j < i)
    joined = marked.low(i - 1) == "and" and said
    return owned and (joined or any(word.form == "ing" for word in marked.forms(i)))


# ---- bans -----------------------------------------------------------------------------------------------------------
def banned(marked: Marked) -> Iterator[Predicate]:
    """verb:ban - "X barred 46 people from entering", "X banned exports of Z to Y", "X cut Y off from SWIFT"."""
    for i in marked.verbs:
        word = marked.lemma_in(i, "ban") or marked.lemma_in(i, "cut_off")
        if word is None or i in marked.noun_at or i in marked.when_at or marked.low(i - 1) in ARTICLES:
            continue
        spoken = voice(marked, i, word.form)
        measure = ban_measure(marked, i, word.lemma) or measure_of_bare_ban(marked, i, word.lemma, spoken)
        if measure is None or spoken == "attributive" or (word.form == "ing" and i - 1 in marked.noun_at):
            continue
        stretches = ban_targets(marked, i, spoken, measure)
        yield Predicate(f"verb:{word.lemma}", i, spoken, i, i + 1, stretches, measure=measure)


def measure_of_bare_ban(marked: Marked, i: int, lemma: str, spoken: Voice) -> Measure | None:
    """The measure of "journalists have also been banned", which does not say from what: entry; None elsewhere."""
    finite = marked.is_in(skip_left(marked, i - 1), "be") and spoken == "passive"
    over = i + 1 >= len(marked.sentence) or marked.low(i + 1) in (".", ",", ";", "and", "by", "”", '"')
    return "travel_ban" if lemma in ("ban", "bar") and finite and over else None


def ban_targets(marked: Marked, i: int, spoken: Voice, measure: Measure) -> tuple[Span, ...]:
    """The stretches where a ban's targets stand; after "to" and "from" for a trade ban, whose goods are no targets."""
    end = clause_end(marked, i + 1)
    entry = next((j for j in range(i + 1, min(i + 4, end)) if marked.low(j) == "entry"), None)
    if entry is not None and marked.low(entry + 1) == "into":
        entry += next((k for k in range(2, 6) if marked.low(entry + k + 1) in ("for", "of", "by")), 0)
    if entry is not None and marked.low(entry + 1) in ("to", "for", "of", "by"):
        return ((entry + 2, end),)
    if spoken != "active" or measure in ("travel_ban", "swift"):
        return target_stretches(marked, i, spoken)
    aims = [j for j in range(i + 1, end) if marked.low(j) in ("to", "from", "against", "of", "by", "with")]
    after = tuple((j + 1, clause_end(marked, j + 1)) for j in aims if j + 1 not in marked.when_at)
    whole = target_stretches(marked, i, spoken)
    return whole + after if measure == "other" else after[::-1] + whole_of_country(marked, i, end)


def whole_of_country(marked: Marked, i: int, end: int) -> tuple[Span, ...]:
    """The stretch with the country whose goods a ban keeps out: "blocked Russian energy imports"; () without one."""
    country = next((actor for actor in marked.actors if i < actor.start < min(end, i + 5)), None)
    return ((country.start, country.end),) if country is not None and country.kind == "adjective" else ()


def ban_measure(marked: Marked, i: int, lemma: str) -> Measure | None:
    """The measure of a ban: from SWIFT, entry, trade or ports; None if it is no sanction."""
    window = marked.lows[i + 1 : min(i + 26, clause_end(marked, i + 1))]
    if "swift" in window:
        return "swift"
    if lemma in marked.lexicon.groups["cut_off"]:
        return None
    tail = set(window[window.index("from") :][:6]) if "from" in window else set()
    if tail & PLACES_OF_ENTRY or "entry" in window[:4]:
        return "travel_ban"
    if lemma in marked.lexicon.words["trade_bans"] and bans_trade(marked, window):
        only_exports = bool({"export", "exports"} & set(window[:4])) and not {"import", "imports"} & set(window[:12])
        return "export_control" if only_exports else "trade_restriction"
    if tail & {"ports", "port", "airspace", "airports"} or (lemma in ("close", "ban") and "airspace" in window[:5]):
        return "other"
    return None


def bans_trade(marked: Marked, window: tuple[str, ...]) -> bool:
    """Whether the object of a ban is trade: "banned imports of", "bans the export of"."""
    goods, before = marked.lexicon.words["trade"], marked.lexicon.words["prepositions"]
    at = next((i for i, low in enumerate(window[:BAN_REACH]) if low in goods), None)
    return at is not None and not before & set(window[:at])


PLACES_OF_ENTRY = frozenset(
    {"entering", "entry", "travelling", "traveling", "visiting", "travel", "territory", "country", "soil", "kingdom"}
)
"""After "barred from": words of a travel ban."""

BAN_REACH = 12
"""Most tokens from the verb of a ban to the trade that it bars: "bans all fruit and vegetable imports"."""


# ---- verbs that say nothing of sanctions by themselves --------------------------------------------------------------
def weak_verbs(marked: Marked) -> Iterator[Predicate]:
    """verb:weak - "Canada is hitting 58 people": only with an authority and counted parties."""
    for i in marked.verbs:
        word = marked.lemma_in(i, "hit")
        if word is None or word.lemma in ("put", "subject") or not weak_verb(marked, i, word.form):
            continue
        spoken = voice(marked, i, word.form)
        if spoken != "attributive":
            yield Predicate(
                f"verb:weak:{word.lemma}", i, spoken, i, i + 1, target_stretches(marked, i, spoken), weak=True
            )


def weak_verb(marked: Marked, i: int, form: str) -> bool:
    """Whether a weak verb such as "hit" is a verb of its own here; not in "sanctions targeting"."""
    if i in marked.noun_at or i in marked.when_at:
        return False
    if form in ("s", "base") and (ends_phrase(marked, i + 1) or marked.low(i - 1) in ARTICLES | {"their", "its"}):
        return False
    if any(noun.kind == "sanction" and noun.end <= i <= noun.end + 1 for noun in marked.nouns):
        return False
    stretches = (
        count_after_participle(marked, noun) for noun in marked.nouns if governing_verb(marked, noun) is not None
    )
    return not any(stretch is not None and stretch[0] == i + 1 for stretch in stretches)


def took_action(marked: Marked) -> Iterator[Predicate]:
    """verb:take_action - "OFAC took action on Thursday against 21 entities"."""
    for i in marked.verbs:
        if marked.has_lemma(i, "go") and marked.low(i + 1) == "after":
            yield Predicate("verb:take_action", i, "active", i, i + 2, ((i + 2, clause_end(marked, i)),), weak=True)
        if not marked.has_lemma(i, "take") or marked.low(i + 1) not in ("action", "aim"):
            continue
        end = clause_end(marked, i)
        against = next((j for j in range(i + 2, min(end, i + 8)) if marked.low(j) in ("against", "at")), None)
        if against is not None:
            yield Predicate("verb:take_action", i, "active", i, i + 2, ((against + 1, end),), weak=True)


def followed_suit(marked: Marked) -> Iterator[Predicate]:
    """verb:follow_suit - "Jersey followed suit": does what somebody did in the text before."""
    for i in range(len(marked.sentence) - 1):
        if marked.low(i) in ("follow", "follows", "followed", "following") and marked.low(i + 1) == "suit":
            yield Predicate("verb:follow_suit", i, "active", i, i + 2, ())


def gapping(marked: Marked) -> Iterator[Predicate]:
    """verb:gap - "the EU listed 78 individuals, Canada 17 people": an authority with a number and no verb."""
    for actor in marked.actors:
        before = marked.low(actor.start - 1 - (marked.low(actor.start - 1) in ARTICLES))
        if actor.kind not in ("country", "capital", "body") or actor.possessive or actor.end not in marked.number_at:
            continue
        if before in (",", "and", ";", "while"):
            stretch = actor.end, clause_end(marked, actor.end)
            yield Predicate("verb:gap", actor.end, "active", actor.start, actor.end, (stretch,), weak=True)
