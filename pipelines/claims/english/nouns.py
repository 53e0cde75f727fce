"""Sanction nouns, lists and packages, with their noun phrases and owners.

Here: telling the noun "sanctions" from the verb, and from what it makes in compounds. Not here: what is done with them
(see noun_rules, list_rules).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.claims.claim import Measure
from pipelines.claims.english.counted import sums_up
from pipelines.claims.english.mentions import ARTICLES, DASHES, POSSESSIVE, Marked
from pipelines.claims.english.subjects import IMPOSERS
from pipelines.claims.marks import QUOTATION_MARKS, Actor, Noun, NounKind

SANCTIONERS = IMPOSERS | {"KR"}
"""Whose name before "sanctions" says who imposes them; any other's says at whom they are aimed ("Iran sanctions")."""

OWN_BY_ADJECTIVE = frozenset(
    {"EE", "LV", "LT", "PL", "CZ", "DE", "FR", "SE", "FI", "DK", "NL", "ES", "IT", "AT", "BE", "IE", "NO", "KR", "SG"}
)
"""States whose adjective before "sanctions" says who imposes them: "the Estonian sanctions"; few are under any."""

LISTS_OF = {"US": "american_lists", "UN": "united_nations_lists"}
"""Who has the lists that are known by these words."""

LONGEST = 14
"""Tokens from the beginning of a noun phrase to its head."""


def nouns(marked: Marked) -> Iterator[Noun]:
    """Yields sanction nouns and lists in order, each with its whole noun phrase and its owner."""
    i = 0
    while i < len(marked.sentence):
        hit = noun_starting_at(marked, i)
        if hit is None:
            i += 1
            continue
        yield hit
        i = max(hit.end, i + 1)


def noun_starting_at(marked: Marked, i: int) -> Noun | None:
    """The sanction noun, list or package whose head begins at token i; None if none does."""
    if not marked.lexicon.may_be_noun(marked.lows[i]):
        return None
    listed = marked.lexicon.lists.at(marked.words, marked.lows, i)
    if listed is not None:
        if listed[0] == i + 1 and lists_as_verb(marked, i):
            return None
        return with_owner_by_name(marked, noun_phrase(marked, i, listed[0], listed[1], "list"))
    named = marked.lexicon.nouns.at(marked.words, marked.lows, i)
    if named is not None:
        return None if is_verb(marked, i, named[0]) else sanction_noun(marked, i, named[0], named[1])
    if marked.is_in(i, "packages") and owned_package(marked, i):
        return package(marked, i)
    if marked.low(i) in ("list", "lists") and (owned_list(marked, i) or known_list(marked, i)):
        return noun_phrase(marked, i, i + 1, "listing", "list")
    measure = measure_in_context(marked, i)
    return noun_phrase(marked, i, i + 1, measure, "sanction") if measure is not None else None


def measure_in_context(marked: Marked, i: int) -> Measure | None:
    """The measure of a word that only means sanctions by the words around it; None if it does not.

    As in "restrictions on 20 firms", "a similar move", "a ban on gas imports".
    """
    soft = marked.is_in(i, "soft_nouns") and is_soft_sanction_noun(marked, i)
    if soft or (marked.is_in(i, "like_acts") and is_like_the_act_before(marked, i)):
        return "listing"
    return barred_by(marked, i + 2) if marked.is_in(i, "barriers") and marked.low(i + 1) == "on" else None


def is_soft_sanction_noun(marked: Marked, i: int) -> bool:
    """Whether "measures", "restrictions" or "penalties" mean sanctions: an authority's, or on parties.

    Whether the article is about sanctions at all is checked later (see findings).
    """
    if marked.low(i) == "measures" and owned_measures(marked, i):
        return True
    return hits_counted_parties(marked, i + 1) or on_party(marked, i + 1) or imposed_on_party(marked, i + 1)


def barred_by(marked: Marked, i: int) -> Measure | None:
    """The measure of a ban on what begins at token i: on trade ("gas imports from Russia") or entry; else None."""
    for j in range(i, min(i + LONGEST_GOODS, len(marked.sentence))):
        if marked.low(j) in ("entry", "travel", "entering", "visas"):
            return "travel_ban"
        if marked.is_in(j, "goods_of_export"):
            return "export_control"
        if marked.is_in(j, "trade") or (marked.is_in(j, "goods") and not marked.is_in(j + 1, "trade")):
            return "trade_restriction"
        if marked.is_in(j, "breaks") or marked.low(j) == ",":
            return None
    return None


LONGEST_GOODS = 7
"""Most tokens from "ban on" to the word for the trade or goods."""


def is_like_the_act_before(marked: Marked, i: int) -> bool:
    """Whether "action", "move" or "measures" at token i mean such sanctions as were named: "similar measures"."""
    before = i - 1
    while marked.low(before) in ("punitive", "economic", "financial", "retaliatory"):
        before -= 1
    return marked.is_in(before, "likening")


def on_party(marked: Marked, i: int) -> bool:
    """Whether "on" or "against" at token i precedes a name or number: "on Myanmar Economic Corporation"."""
    while i in marked.when_at or (marked.low(i) == "on" and i + 1 in marked.when_at):
        i += 1  # "announced penalties on Thursday against 11 officers"
    if marked.low(i) not in ("on", "against"):
        return False
    first = i + 1 + (marked.low(i + 1) in ARTICLES)
    return first in marked.number_at or (marked.capitalised(first) and first not in marked.when_at)


def imposed_on_party(marked: Marked, i: int) -> bool:
    """Whether "were imposed on" and a name or number follow: "restrictions were imposed on 20 firms"."""
    verb = next((j for j in range(i + 1, i + 4) if marked.lemma_in(j, "impose")), None)
    return verb is not None and marked.is_in(verb - 1, "be") and on_party(marked, verb + 1)


def owned_measures(marked: Marked, i: int) -> bool:
    """Whether "measures" are an authority's: "EU measures", "the EU's latest measures against"."""
    if marked.actor_at.get(i - 1) is not None:
        return True
    near = (marked.actor_at.get(j) for j in (i - 2, i - 3))
    return marked.low(i + 1) == "against" and any(actor is not None and actor.possessive for actor in near)


def hits_counted_parties(marked: Marked, i: int) -> bool:
    """Whether a verb at token i and a number follow "measures": "the measures hit 19 firms"."""
    if sums_up(marked, i):
        return True
    i += marked.is_in(i, "adverbs")
    aimed = marked.lemma_in(i, "hit") is not None or marked.is_in(i, "covering")
    return (aimed and i + 1 in marked.number_at) or (marked.low(i).startswith("appl") and i + 2 in marked.number_at)


def with_owner_by_name(marked: Marked, noun: Noun) -> Noun:
    """A list with its owner. A list known by its name gets the authority that has it: "the SDN list" → US."""
    words = {marked.low(i) for i in range(noun.head, noun.end)}
    named = next((code for code, name in LISTS_OF.items() if words & marked.lexicon.words[name]), None)
    own = {"its", "their"} & {marked.low(i) for i in range(noun.start, noun.end)}
    if noun.owner is not None or named is None or own:
        return noun
    return replace(noun, owner=Actor(noun.start, noun.start, named, "adjective"))


def lists_as_verb(marked: Marked, i: int) -> bool:
    """Whether "blacklists" at token i is a verb: an object follows and no adjective stands before."""
    if marked.is_in(i - 1, "noun_before") or marked.low(i - 1) in POSSESSIVE or marked.low(i + 1) == "including":
        return False
    return object_follows(marked, i + 1)


def sanction_noun(marked: Marked, i: int, end: int, measure: Measure) -> Noun | None:
    """A sanction noun with the compound it begins: "sanctions package"; None for "sanctions evasion"."""
    after = end + (marked.low(end) == "-")
    if not is_compound(marked, after):
        return joined_nouns(marked, i, end, measure)
    if not marked.is_in(after, "carriers"):
        return None
    listed = marked.low(after) in ("list", "lists", "blacklist")
    noun = noun_phrase(marked, i, after + 1, measure, "list" if listed else "sanction")
    bill = marked.low(after) in ("bill", "bills", "legislation")
    return replace(noun, relief=marked.is_in(after, "relief"), bill=bill)


def is_compound(marked: Marked, i: int) -> bool:
    """Whether the word at token i makes a compound of the sanction noun before it; not a verb as in "target"."""
    if not marked.is_in(i, "compounds") or i in marked.when_at:
        return False
    if marked.low(i) not in ("target", "targets", "hit", "list", "bill") or marked.low(i - 1) == "-":
        return True
    return not object_follows(marked, i + 1)


def joined_nouns(marked: Marked, i: int, end: int, measure: Measure) -> Noun:
    """The noun of one phrase such as "asset freezes and travel bans".

    Its measure is that of the first noun, or "listing" if any of them is one.
    """
    last, best = end, measure
    while True:
        j = last
        while j < last + 5 and marked.is_in(j, "joining"):
            j += 1
        hit = marked.lexicon.nouns.at(marked.words, marked.lows, j) if last < j < len(marked.sentence) else None
        if hit is None or is_verb(marked, j, hit[0]) or is_compound(marked, hit[0]):
            break
        last, best = hit[0], "listing" if "listing" in (best, hit[1]) else best
    noun = noun_phrase(marked, i, last, best, "sanction")
    pack = next((j for j in range(noun.start, last) if marked.is_in(j, "packages")), None)
    return noun if pack is None else with_eu_as_owner(marked, noun, pack)


def package(marked: Marked, i: int) -> Noun:
    """The noun of a package or round of sanctions. A numbered one is the EU's against Russia: only the EU numbers."""
    return with_eu_as_owner(marked, noun_phrase(marked, i, i + 1, "listing", "package"), i)


def with_eu_as_owner(marked: Marked, noun: Noun, at: int) -> Noun:
    """The noun with the EU as owner and Russia as target, if the package at token `at` has an ordinal."""
    numbered = marked.low(at).startswith("package") and any(is_ordinal(marked, j) for j in range(noun.start, noun.end))
    own = {"its", "their"} & set(marked.lows[noun.start : at])
    if noun.owner is None and numbered and not own:
        noun = replace(noun, owner=Actor(noun.start, noun.start, "EU", "adjective"))
    bloc = noun.owner is None or noun.owner.code == "EU"
    return replace(noun, country="RU") if bloc and numbered and noun.country is None else noun


def is_ordinal(marked: Marked, i: int) -> bool:
    """Whether token i is an ordinal number: "14th", "fourteenth"."""
    low = marked.low(i)
    return marked.is_in(i, "ordinals") or (low[:1].isdigit() and low.endswith(("th", "rd", "nd", "st")))


def owned_package(marked: Marked, i: int) -> bool:
    """Whether "package" or "round" alone means sanctions: "its 14th package", "the latest British round"."""
    if marked.low(i + 1) == "of" or marked.is_in(i - 1, "other_packages"):
        return False
    before = range(max(0, i - 5), i)
    if any(is_ordinal(marked, j) for j in before):
        return True
    words = {marked.low(j) for j in before}
    owner = "its" in words or any(i - 4 <= actor.end <= i for actor in marked.actors)
    return owner and bool(words & {"latest", "new", "biggest", "largest", "newest"})


def owned_list(marked: Marked, i: int) -> bool:
    """Whether "list" alone means a sanctions list, because it has an owner: "its list", "the EU's list"."""
    if marked.low(i + 1) in ("of", "price") or marked.low(i - 1) == "to" or marked.low(i - 1) == "agreed":
        return False
    if {"its", "their"} & set(marked.lows[max(0, i - 4) : i]):
        return True
    return any(i - 4 <= actor.end <= i and actor.code for actor in marked.actors)


def known_list(marked: Marked, i: int) -> bool:
    """Whether "list" alone means a list named before: "is on the list", "the updated list includes".

    Whether the article is about sanctions at all is checked later (see findings).
    """
    if marked.low(i) != "list" or marked.low(i + 1) in ("of", "price", "-"):
        return False
    adjective = marked.low(i - 1) in ("new", "updated", "latest", "expanded", "current")
    return marked.low(i - 1 - adjective) == "the"


# ---- noun or verb ---------------------------------------------------------------------------------------------------
def is_verb(marked: Marked, i: int, end: int) -> bool:
    """Whether "sanctions" or "sanction" at token i is a verb: an object follows and nothing makes it a noun."""
    if end != i + 1 or marked.low(i) not in ("sanctions", "sanction") or noun_by_neighbours(marked, i):
        return False
    before = marked.low(i - 1)
    while before.endswith("ly") and len(before) > 4 and marked.low(i - 2) in {*marked.lexicon.modals, "also", "to"}:
        before = marked.low(i - 2)
    if before in marked.lexicon.modals or before in ("to", "also", "jointly", "not", "n't"):
        return True
    if not object_follows(marked, i + 1) or has_verb_before(marked, i):
        return False
    if marked.low(i) == "sanction":
        return before == "and" or plural_subject(marked, i)
    actor = marked.actor_at.get(i - 1)
    if actor is None:
        return i > 0 and (before in ("and", ")") or marked.is_in(i - 1, "adverbs"))
    return actor.code == "US" or not (actor.possessive or actor.kind in ("adjective", "nationals"))


def has_verb_before(marked: Marked, i: int) -> bool:
    """Whether a verb stands before the noun phrase, which is its object: "may lift some Venezuela sanctions"."""
    actor = marked.actor_at.get(i - 1)
    j = i - 1 if actor is None else actor.start - 1
    while marked.low(j) in ("some", "all", "more", "new") or marked.low(j) in ARTICLES:
        j -= 1
    return actor is not None and any(marked.lemma_in(j, group) for group in ("impose", "lift"))


def noun_by_neighbours(marked: Marked, i: int) -> bool:
    """Whether the word before or after "sanctions" shows that it is a noun: "sanctions lifted"."""
    if i + 1 >= len(marked.sentence) or marked.is_in(i + 1, "compounds"):
        return True
    lifted = marked.lemma_in(i + 1, "lift")
    if lifted is not None and lifted.form in ("ed", "participle"):
        return True
    return marked.is_in(i - 1, "noun_before") or marked.is_in(i + 1, "noun_after")


def plural_subject(marked: Marked, i: int) -> bool:
    """Whether a plural subject stands before "sanction", so that it is a verb: "the UK and Canada sanction"."""
    j = i - 1
    while j >= 0 and marked.is_in(j, "adverbs"):
        j -= 1
    actor = marked.actor_at.get(j)
    if actor is None or actor.possessive:
        return marked.is_in(j, "acts")
    return actor.institution or marked.low(actor.start - 1) in ("and", "the")


def object_follows(marked: Marked, i: int) -> bool:
    """Whether a noun phrase, and no verb or preposition, begins at token i."""
    if i in marked.number_at or i in marked.actor_at or marked.is_in(i, "object_openers"):
        return True
    return marked.low(i)[:1].isalnum() and not marked.is_in(i, "noun_after") and not marked.is_in(i, "auxiliaries")


# ---- the noun phrase ------------------------------------------------------------------------------------------------
def noun_phrase(marked: Marked, head: int, end: int, measure: Measure, kind: NounKind) -> Noun:
    """The noun phrase around a head: leftwards over its adjectives, numbers, owner and "package of"."""
    start, owner, country = head, None, None
    while start > 0 and head - start < LONGEST:
        before = start - 1
        if start == head and marked.low(before) == ",":
            break  # "the Arab League summit, Sanctions against": an item of its own
        actor = marked.actor_at.get(before) or owner_word(marked, before)
        if before in marked.number_at:
            start = marked.number_at[before].start
        elif actor is not None:
            if not belongs_to_phrase(marked, actor, start):
                break
            owner, country = owner_and_target(actor, owner, country, kind)
            start = actor.start
        elif owner is not None and owner.start == start and (other := joined_owner(marked, before)) is not None:
            start = other.start
        elif marked.low(before) == "-" and before - 1 in marked.actor_at:
            start = marked.actor_at[before - 1].start
        elif inside_phrase(marked, before) and not (marked.is_in(start, "determiners") and marked.forms(before)):
            start = before
        else:
            break
    return Noun(start, head, end, measure, kind, owner, country)


def joined_owner(marked: Marked, joint: int) -> Actor | None:
    """The owner before the "and" at `joint`, so that "under EU and UK sanctions" has both: EU; else None.

    It must be an authority after "under", "by", "to" or "face"; elsewhere it may be a subject.
    """
    other = marked.actor_at.get(joint - 1) or owner_word(marked, joint - 1)
    if marked.low(joint) != "and" or other is None or other.possessive or other.code not in SANCTIONERS:
        return None
    before = other.start - 1 - (marked.low(other.start - 1) in ARTICLES)
    behind = marked.low(before) in ("under", "by", "to") or marked.has_lemma(before, "face")
    return other if behind else None


def belongs_to_phrase(marked: Marked, actor: Actor, at: int) -> bool:
    """Whether an authority right before a noun phrase is part of it, and not a subject: "EU sanctions"."""
    if actor.possessive or actor.kind == "adjective":
        return True
    return actor.kind in ("country", "body") and actor.end == at and marked.low(at) not in ARTICLES


def owner_and_target(
    actor: Actor, owner: Actor | None, country: str | None, kind: NounKind
) -> tuple[Actor | None, str | None]:
    """The owner and the target country of a noun, after one more actor was found on its left.

    Of two actors, as in "US Russia sanctions", the left one is the owner and the right one the target. One alone is the
    owner if it imposes sanctions, has an "'s" or owns a list ("the Iranian sanctions list"), else the target ("Iranian
    sanctions").

    Args:
        actor: the actor just found.
        owner, country: what the actors on its right gave so far.
    """
    if owner is not None:
        return actor, owner.code if owner.kind in ("country", "adjective") else country
    aimed_at = actor.kind == "country" or (actor.kind == "adjective" and kind != "list")
    own = actor.code in SANCTIONERS or (actor.kind == "adjective" and actor.code in OWN_BY_ADJECTIVE)
    if aimed_at and not actor.possessive and not own:
        return None, actor.code
    return actor, country


def owner_word(marked: Marked, i: int) -> Actor | None:
    """The authority in a word before a sanction noun: "Western", "UN", "international"; None for others."""
    for length in (3, 2, 1):
        at = i - length + 1
        hit = marked.lexicon.owners.at(marked.words, marked.lows, at) if at >= 0 else None
        if hit is not None and hit[0] == i + 1:
            return Actor(at, i + 1, hit[1].code, "adjective")
    return None


def inside_phrase(marked: Marked, i: int) -> bool:
    """Whether token i may stand inside a noun phrase before its head."""
    low = marked.low(i)
    if low in ("possible", "potential") or (marked.low(i - 1) == "-" and marked.glued(i) and low.isalpha()):
        return True
    if is_imperative(marked, i) or (
        low.endswith("ing") and not marked.forms(i) and not marked.is_in(i, "ing_adjectives")
    ):
        return False
    if low == "further" and marked.low(i - 1) in ARTICLES:
        return True
    if low in DASHES and not marked.glued(i):
        return False
    if i in marked.when_at or low in marked.lexicon.modals or ends_noun_phrase(marked, i):
        return False
    if low == "of":
        before = i - 2 if marked.low(i - 1) in QUOTATION_MARKS else i - 1
        return marked.is_in(before, "packages") or marked.is_in(before, "before_of")
    if low in (",", "and"):
        return joins_adjectives(marked, i)
    if marked.is_in(i, "auxiliaries") and low not in POSSESSIVE:
        return False
    if marked.is_in(i, "packages") and marked.low(i + 1) == "of":
        return True
    return is_adjectival(marked, i) if marked.forms(i) else not looks_finite(marked, i)


def ends_noun_phrase(marked: Marked, i: int) -> bool:
    """Whether a noun phrase ends at token i; an adverb after an article does not end it ("a first round of")."""
    adverb = marked.is_in(i, "adverbs") and not marked.is_in(i - 1, "determiners")
    adverb = adverb or marked.is_in(i, "spans_of_time")
    return adverb or marked.is_in(i, "breaks")


def is_progressive(marked: Marked, i: int) -> bool:
    """Whether "'s" before a gerund is a verb, not a possessive: "it's threatening"."""
    if marked.low(i - 1) not in ("'s", "'re", "'m"):
        return False
    return marked.is_in(i - 2, "subject_pronouns") or marked.low(i - 2) in ("that", "there", "who")


def is_imperative(marked: Marked, i: int) -> bool:
    """Whether the sentence begins with a plain verb at token i: "Develop a package of sanctions"."""
    return i == 0 and marked.low(1) in ARTICLES and not marked.word(0).isupper()


def joins_adjectives(marked: Marked, i: int) -> bool:
    """Whether a comma or "and" at i joins two adjectives: "sweeping, coordinated", "economic and military"."""
    before = i - 1 - (marked.low(i) == "and" and marked.low(i - 1) == ",")
    if marked.capitalised(before) or marked.forms(before) or before in marked.when_at or before in marked.noun_at:
        return False
    if marked.low(i) == ",":
        return marked.low(before).isalpha() and not marked.is_in(i + 1, "determiners")
    like_adjective = marked.low(before).endswith(("ic", "al", "ary", "el", "ed")) or marked.is_in(before, "kinds")
    return marked.low(i + 1) not in ARTICLES and like_adjective


def looks_finite(marked: Marked, i: int) -> bool:
    """Whether an unknown word looks like a verb by its ending: "blames", "condemned"; not "rights"."""
    low = marked.low(i)
    if (
        not marked.word(i).islower()
        or not low.isalpha()
        or marked.is_in(i, "adjectives")
        or marked.is_in(i, "packages")
        or marked.is_in(i - 1, "before_adjectives")
    ):
        return False
    return low.endswith("ed") or (low.endswith("s") and not low.endswith(("ss", "us", "is")))


def is_adjectival(marked: Marked, i: int) -> bool:
    """Whether a verb form at token i describes the noun: "proposed sanctions", "an expanded list"."""
    if not any(word.form in ("ed", "participle", "ing") for word in marked.forms(i)):
        return marked.low(i) in ("set", "target", "listing", "further", "list", "state")
    if is_progressive(marked, i):
        return False
    if marked.is_in(i, "participle_adjectives"):
        return i - 1 not in marked.actor_at and not marked.is_in(i - 1, "subjects_of_participles")
    if marked.low(i - 1) in ("newly", "previously"):
        return not marked.after_auxiliary(i - 1) and i - 2 not in marked.actor_at
    return marked.is_in(i - 1, "before_adjectives") or marked.low(i - 1) in POSSESSIVE
