"""Rules for sanction nouns: "imposed sanctions on", "hit with sanctions", "sanctions were lifted".

Here: one rule a function; its docstring opens with the name under which it appears in Claim.rules. Not here: verbs that
say it alone (verb_rules), lists (list_rules).
"""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.claims.claim import Action, Status
from pipelines.claims.english.clauses import (
    clause_end,
    clause_start,
    ends_phrase,
    in_date,
    skip_left,
    subject_range,
    target_stretches,
    voice,
)
from pipelines.claims.english.counted import sums_up, unit_at
from pipelines.claims.english.governors import (
    acts_before,
    governing_verb,
    governing_verb_of_list,
    is_verb_outside_lexicon,
)
from pipelines.claims.english.mentions import ARTICLES, Marked
from pipelines.claims.english.predicate import Predicate, predicate_of_noun
from pipelines.claims.marks import QUOTATION_MARKS, Actor, Noun, NounKind, Span, Voice


# ---- the noun as object ---------------------------------------------------------------------------------------------
def imposed_sanctions(marked: Marked) -> Iterator[Predicate]:
    """noun:object, noun:wished_away - "X imposed sanctions on Y", "X lifts sanctions", "X wants sanctions lifted"."""
    for noun in marked.nouns:
        governor = governing_verb(marked, noun) or governing_verb_of_list(marked, noun) if noun.kind != "list" else None
        if marked.is_in(noun.end - 1, "programmes"):
            governor = governing_verb(marked, noun)
        if governor is None:
            continue
        verb, action = governor
        if already_imposed(marked, noun, verb):
            continue
        if marked.has_lemma(verb, "consider", "find", "call") and marked.is_in(noun.end, "opinions"):
            continue
        if wished_away(marked, noun, verb):
            predicate = noun_predicate(marked, noun, "noun:wished_away", verb, "passive", "lift")
            yield replace(predicate, last=noun.end + 1, stated_status="called_for")
        else:
            predicate = noun_predicate(marked, noun, "noun:object", verb, "active", "lift" if noun.relief else action)
            asked = marked.lexicon.control_nouns.get(marked.low(verb)) == "called_for" and not marked.forms(verb)
            asked = asked or marked.is_in(verb, "supporting") or marked.low(verb) == "support"
            stated = "called_for" if asked else status_of_asking_noun(marked, verb)
            yield replace(predicate, stated_status=stated) if stated is not None else predicate


def status_of_asking_noun(marked: Marked, i: int) -> Status | None:
    """The status that a noun before "for sanctions" gives them: "a proposal for" → considered; None for others."""
    if not marked.is_in(i, "asking_nouns"):
        return None
    if marked.low(i) in ("plan", "plans", "preparations"):
        return "planned"
    return "considered" if marked.low(i).startswith(("proposal", "option", "blueprint", "draft")) else "called_for"


def already_imposed(marked: Marked, noun: Noun, verb: int) -> bool:
    """Whether the sanctions exist already and are only discussed: "discussed the sanctions that Canada imposed"."""
    talked = marked.has_lemma(verb, "discuss", "debate", "negotiate", "study", "examine")
    after = marked.low(noun.end) in ("that", "which") or marked.is_in(noun.end, "imposing_participles")
    return talked and marked.low(noun.start) in ("the", "these", "those") and after


def wished_away(marked: Marked, noun: Noun, verb: int) -> bool:
    """Whether the subject wants sanctions lifted by others: "wants the sanctions lifted"."""
    if not marked.has_lemma(verb, "want", "demand"):
        return False
    near = range(noun.end, min(noun.end + WISH_REACH, len(marked.sentence)))
    to_be = next((i + 2 for i in near if marked.lows[i : i + 2] == ("to", "be")), noun.end)
    lifted = (marked.lemma_in(i, "lift") for i in (noun.end, to_be))
    return any(word is not None and word.form in ("ed", "participle") for word in lifted)


WISH_REACH = 28
"""Tokens from sanctions to "to be lifted"."""


def noun_predicate(
    marked: Marked, noun: Noun, rule: str, verb: int, spoken: Voice, action: Action, *, background: bool = False
) -> Predicate:
    """The predicate for a sanction noun and its verb, with the noun's owner, measure and targets."""
    owner = noun.owner or imposer_after_noun(marked, noun)
    first, last = min(verb, noun.start), max(verb + 1, noun.end)
    return Predicate(
        rule, verb, spoken, first, last, noun_targets(marked, noun, verb), action, noun.measure, owner, noun.country,
        background, bill=noun.bill,
    )  # fmt: skip


def imposer_after_noun(marked: Marked, noun: Noun) -> Actor | None:
    """The authority after a noun: "sanctions from the European Union", "by Western nations"; else None."""
    if marked.low(noun.end) not in ("from", "by", "of"):
        return None
    actor = marked.actor_at.get(noun.end + 1 + (marked.low(noun.end + 1) in ARTICLES))
    if marked.low(noun.end) == "of" and (actor is None or not actor.institution or noun.kind != "sanction"):
        return None
    return actor if actor is not None and actor.kind not in ("other", "person") else None


# ---- targets of a noun ----------------------------------------------------------------------------------------------
def noun_targets(marked: Marked, noun: Noun, verb: int) -> tuple[Span, ...]:
    """The stretches where a noun's targets can stand, the likeliest first: after "on" or "against", in the noun."""
    after = (
        targets_after_to(marked, noun, verb),
        targets_after_preposition(marked, noun),
        count_after_participle(marked, noun),
    )
    stretches = [stretch for stretch in (*after, targets_to_include(marked, noun)) if stretch]
    if noun.kind == "package" or marked.is_in(noun.head, "packages"):
        stretches.append(targets_counted_after(marked, noun.end))
    if marked.low(noun.end) == "of" and marked.low(noun.end - 1).startswith(("designation", "blacklisting", "listing")):
        stretches.append((noun.end + 1, clause_end(marked, noun.end)))
    stretches.append((noun.start, noun.end))
    if verb < noun.start and marked.low(noun.start - 1) == "with":
        stretches.append((verb + 1, noun.start - 1))
    return tuple(stretches)


def targets_after_to(marked: Marked, noun: Noun, verb: int) -> Span | None:
    """Where the targets stand in "applies sanctions to X" or "sanctions that target X"; else None."""
    if marked.low(noun.end) == "to":
        return noun.end + 1, clause_end(marked, noun.end)
    applied = verb + 1 if verb > noun.end and marked.low(verb + 1) == "to" else None
    if applied is not None:
        return applied + 1, clause_end(marked, applied)
    if marked.low(noun.end) not in ("that", "which"):
        return None
    verb = noun.end + 1 + (marked.low(noun.end + 1) in marked.lexicon.modals)
    if marked.lemma_in(verb, "freeze"):
        assets = next((j for j in range(verb + 1, verb + 5) if marked.lows[j : j + 2] == ("assets", "of")), None)
        return None if assets is None else (assets + 2, clause_end(marked, assets + 2))
    return (verb + 1, clause_end(marked, verb + 1)) if marked.is_in(verb, "aiming") else None


def count_after_participle(marked: Marked, noun: Noun) -> Span | None:
    """Where the targets stand in "widened its sanctions on Y, targeting ten firms"; else None."""
    for j in range(noun.end, clause_end(marked, noun.end)):
        if marked.is_in(j, "spelling_out") and any(k in marked.number_at for k in range(j + 1, j + 4)):
            return j + 1, clause_end(marked, j + 1)
    return None


def targets_to_include(marked: Marked, noun: Noun) -> Span | None:
    """Where the added targets stand in "expanded its sanctions to include X"; else None."""
    end = clause_end(marked, noun.end)
    first = next((j + 2 for j in range(noun.end, end) if marked.lows[j : j + 2] == ("to", "include")), None)
    named = first is not None and any(marked.capitalised(j) or j in marked.number_at for j in range(first, first + 3))
    return (first, end) if first is not None and named else None


def targets_after_preposition(marked: Marked, noun: Noun) -> Span | None:
    """Where the targets stand in "sanctions on X", "sanctions, announced on Monday, against X"; else None."""
    end = clause_end(marked, noun.end)
    for j in range(noun.end, min(end, noun.end + 22)):
        if (marked.is_in(j, "to_target") and not in_date(marked, j)) or is_directed_at(marked, j):
            return j + 1, end
        after_noun = noun.end + (marked.low(noun.end) in QUOTATION_MARKS)
        if marked.low(j) == "for" and j == after_noun and leads_to_party(marked, j + 1):
            return j + 1, end
        if marked.low(j) == "including":
            return j, end
        if marked.is_in(j, "reasons") and marked.low(j) not in ("as", "under"):
            return None
    return None


def leads_to_party(marked: Marked, i: int) -> bool:
    """Whether "for" precedes a party: "sanctions for Russian elites"; not "for its role"."""
    for j in range(i, min(i + 6, len(marked.sentence))):
        closes = marked.is_in(j, "closing") and marked.low(j - 1) != "-"
        if closes or marked.is_in(j, "pronoun_owners") or marked.low(j).endswith("ing"):
            return False
        if unit_at(marked, j) is not None or (marked.is_in(j, "titles") and marked.low(i) in ARTICLES):
            return True
    return False


def is_directed_at(marked: Marked, j: int) -> bool:
    """Whether the words at token j mean "directed at": "aimed at", "that target"."""
    if marked.low(j) == "at":
        return marked.low(j - 1) in ("aimed", "directed", "targeted")
    return marked.low(j) in ("target", "targeted", "hit") and marked.low(j - 1) in ("that", "which", "to")


def targets_counted_after(marked: Marked, start: int) -> Span:
    """Where counted targets stand after a package: "with 194 new listings", "of 50 names".

    An empty stretch if no number follows.
    """
    for j in range(start, min(start + 10, len(marked.sentence))):
        if marked.is_in(j, "before_counts") and j + 1 in marked.number_at:
            return j + 1, clause_end(marked, j + 1)
    return start, start


# ---- the noun as subject --------------------------------------------------------------------------------------------
def predicates_of_sanction_subjects(marked: Marked) -> Iterator[Predicate]:
    """noun:passive, noun:subject, noun:takes_effect - "sanctions were imposed on Y", "the sanctions target Y"."""
    for noun in marked.nouns:
        if noun.kind != "list" and not is_inside_other_phrase(marked, noun):
            start = after_relative_clause(marked, noun.end)
            end = end_of_sanctions_clause(marked, start)
            aside = after_relative_clause(marked, end - 1)
            if aside != end - 1 and marked.is_in(aside, "auxiliaries"):
                start, end = aside, end_of_sanctions_clause(marked, aside)  # "sanctions on X, who ..., were extended"
            after = range(start, min(start + LONGEST_SUBJECT_TO_VERB, end))
            yield from filter(None, [next(filter(None, (predicate_at(marked, noun, j) for j in after)), None)])


LONGEST_SUBJECT_TO_VERB = 24
"""Most tokens between "sanctions" as a subject and its verb."""


def after_relative_clause(marked: Marked, i: int) -> int:
    """The token after ", which took effect on Monday,"; i itself if no such clause begins at token i."""
    if marked.low(i) != "," or marked.low(i + 1) not in ("which", "who", "whom", "whose"):
        return i
    near = range(i + 2, min(i + 16, len(marked.sentence)))
    return next((j + 1 for j in near if marked.low(j) == ","), i)


def end_of_sanctions_clause(marked: Marked, start: int) -> int:
    """Where the clause ends that has the sanctions as subject: at its end, or where a new subject begins."""
    end = clause_end(marked, start)
    joints = (i for i in range(start, end) if marked.low(i) in ("and", "but"))
    own = ("determiners", "subject_pronouns")
    return next((i for i in joints if any(marked.is_in(i + 1, name) for name in own)), end)


def is_inside_other_phrase(marked: Marked, noun: Noun) -> bool:
    """Whether the noun belongs to another noun: "a statute against the sanctions will take effect"."""
    before = marked.low(noun.start - 1)
    told_of = before == "of" and marked.is_in(noun.start - 2, "told_of")
    return told_of or before in ("against", "despite", "from", "over", "amid", "about")


def predicate_at(marked: Marked, noun: Noun, j: int) -> Predicate | None:
    """The predicate if the verb at token j has the sanctions as its subject; None if it says nothing of them."""
    had = j == noun.end and marked.is_in(skip_left(marked, noun.start - 1), "have")
    passive = had or marked.is_in(auxiliary_before(marked, j), "be")
    if passive and any(word.form in ("ed", "participle") for word in marked.forms(j)) and not aimed_at(marked, j):
        if marked.lemma_in(j, "lift"):
            return noun_predicate(marked, noun, "noun:passive", j, "passive", "lift")
        if marked.lemma_in(j, "impose"):
            return noun_predicate(
                marked, noun, "noun:passive", j, "passive", "impose", background=only_dates_another_event(marked, noun)
            )
    if targets_at(marked, noun, j, passive):
        stretch = j + 1, clause_end(marked, j + 1)
        return predicate_of_noun(noun, "noun:subject", j, "active", (stretch,), first=noun.start, last=j + 1)
    after = start_of_those_covered(marked, j, noun.kind)
    if after is not None:
        stretch = after, clause_end(marked, after)
        return predicate_of_noun(noun, "noun:apply", j, "passive", (stretch,), first=noun.start, last=after)
    back = marked.lows[j : j + 2] in (("snap", "back"), ("snapped", "back"), ("come", "back"), ("came", "back"))
    if (back or (marked.is_in(j, "returning") and ends_phrase(marked, j + 1))) and j - noun.end < 8:
        return noun_predicate(marked, noun, "noun:takes_effect", j, "passive", "impose")
    if marked.is_in(j, "expiring") and j - noun.end < EXPIRY_REACH and ends_phrase(marked, j + 1):
        return noun_predicate(marked, noun, "noun:expires", j, "passive", "lift")
    if marked.is_in(j, "taking_effect") and marked.low(j + 1) in ("effect", "into") and j - noun.end < 8:
        predicate = noun_predicate(marked, noun, "noun:takes_effect", j, "passive", "impose")
        return replace(predicate, last=j + 2 + (marked.low(j + 1) == "into"))
    return None


EXPIRY_REACH = 12
"""Most tokens between sanctions and the verb by which they expire: "sanctions on Iran's missile programme expired"."""


def auxiliary_before(marked: Marked, j: int) -> int:
    """The token of a participle's auxiliary, over "not" and another participle: "be reconsidered and lifted"."""
    i = skip_left(marked, j - 1)
    if marked.low(i) in ("not", "n't", "never"):
        return skip_left(marked, i - 1)
    if marked.low(i) == "and" and marked.low(i - 1).endswith("ed"):
        return skip_left(marked, i - 2)
    return i


def only_dates_another_event(marked: Marked, noun: Noun) -> bool:
    """Whether the act only dates something else: "before sanctions were imposed"."""
    return marked.low(clause_start(marked, noun.start) - 1) in ("before", "until", "since")


def start_of_those_covered(marked: Marked, j: int, noun_kind: NounKind) -> int | None:
    """Where the parties begin after "apply to", or a number or name after "cover" or "include"; else None."""
    if marked.low(j) in ("apply", "applies", "applied") and marked.low(j + 1) == "to":
        return j + 2
    covers = marked.is_in(j, "holding") or marked.is_in(j, "covering")
    first = j + 1 + (marked.low(j + 1) == "the" and noun_kind == "sanction")
    named = noun_kind == "sanction" and marked.capitalised(first) and first not in marked.actor_at
    return j + 1 if covers and (named or j + 1 in marked.number_at) else None


def summed(marked: Marked) -> Iterator[Predicate]:
    """noun:sum - "the sanctions amount to 22 people", "Treasury's share of Friday's measures comes to 104 entities"."""
    for noun in marked.nouns:
        near = range(noun.end, min(noun.end + SUM_REACH, clause_end(marked, noun.end)))
        verb = next((j for j in near if sums_up(marked, j)), None) if noun.kind != "list" else None
        if verb is None:
            continue
        stretch = verb + 2, clause_end(marked, verb + 2)
        predicate = predicate_of_noun(noun, "noun:sum", verb, "passive", (stretch,), first=noun.start, last=verb + 2)
        share = authority_with_share(marked, noun)
        yield replace(predicate, first=share.start, owner=share) if share is not None else predicate


SUM_REACH = 8
"""Tokens from sanctions to the verb that gives their number: "the measures announced on Friday amount to"."""


def authority_with_share(marked: Marked, noun: Noun) -> Actor | None:
    """The Treasury in "Treasury's share of Friday's measures": whose part of the sanctions is meant; else None."""
    share = next((j for j in range(noun.start - 1, max(noun.start - 6, 0), -1) if marked.is_in(j, "shares")), None)
    if share is None or marked.low(share + 1) != "of":
        return None
    return next((actor for actor in marked.actors if share - 2 <= actor.end <= share and actor.institution), None)


def targets_at(marked: Marked, noun: Noun, j: int, passive: bool) -> bool:
    """Whether the verb at token j aims the sanctions at what follows it: "target", "hit", "are aimed at"."""
    if passive:
        return aimed_at(marked, j)
    if marked.is_in(j, "focusing") and marked.low(j + 1) == "on":
        return True
    word = marked.lemma_in(j, "hit") or marked.lemma_in(j, "sanction")
    names = marked.low(j + 1) == ":" and marked.capitalised(j + 2)
    if word is None or word.form == "ing" or word.lemma in ("put", "add", "affect"):
        return False
    if ends_phrase(marked, j + 1) and not names:
        return False
    return j - noun.end < (14 if marked.low(noun.end) == "," else 6)


def aimed_at(marked: Marked, j: int) -> bool:
    """Whether the participle at token j is followed by the targets: "aimed at", "targeted towards"."""
    aims = marked.low(j) in ("aimed", "directed", "targeted", "levelled", "leveled")
    return aims and marked.low(j + 1) in ("at", "towards", "toward", "against")


def once_imposed(marked: Marked) -> Iterator[Predicate]:
    """noun:relative - "lifts sanctions that were imposed in May by the Treasury on two firms": the earlier act."""
    for noun in marked.nouns:
        near = range(noun.end, min(noun.end + 6, len(marked.sentence) - 2))
        relative = next((j for j in near if marked.low(j) in ("that", "which")), None)
        if relative is None or noun.kind != "sanction" or not marked.is_in(relative + 1, "past_auxiliaries"):
            continue
        verb = relative + 2 + (marked.low(relative + 2) == "been")
        if marked.lemma_in(verb, "impose") and has_by_phrase(marked, verb):
            on = next((j for j in range(verb, clause_end(marked, verb)) if marked.low(j) in ("on", "against")), verb)
            while in_date(marked, on):
                on += 1
            stretch = on + 1, clause_end(marked, verb)
            yield Predicate("noun:relative", verb, "passive", verb, verb + 1, (stretch,), measure=noun.measure)


def imposed_by_subject_of_relative(marked: Marked) -> Iterator[Predicate]:
    """noun:relative - "sanctions that Washington reimposed on Iran", "the sanctions the EU has imposed on banks"."""
    for noun in marked.nouns:
        first = noun.end + (marked.low(noun.end) in ("that", "which"))
        actor = marked.actor_at.get(first + (marked.low(first) in ARTICLES))
        if noun.kind != "sanction" or actor is None or actor.possessive or not actor.code:
            continue
        verb = actor.end
        while marked.is_in(verb, "have") or marked.is_in(verb, "adverbs"):
            verb += 1
        near = (j for j in range(verb + 1, verb + 5) if marked.low(j) in ("on", "against") and not in_date(marked, j))
        on = next(near, None)
        if marked.is_in(verb, "imposing_participles") and on is not None:
            stretch = on + 1, clause_end(marked, on + 1)
            governor = governing_verb(marked, noun)
            talked = governor is not None and already_imposed(marked, noun, governor[0])
            predicate = Predicate(
                "noun:relative", verb, "passive", noun.start, verb + 1, (stretch,), background=talked
            )  # fmt: skip
            yield replace(predicate, measure=noun.measure, owner=actor)


def has_by_phrase(marked: Marked, verb: int) -> bool:
    """Whether "by" follows the passive verb in its clause."""
    return "by" in marked.lows[verb : clause_end(marked, verb)]


# ---- the noun after a preposition -----------------------------------------------------------------------------------
def hit_with(marked: Marked) -> Iterator[Predicate]:
    """noun:with, noun:under, noun:subject_to - "hit Y with sanctions", "placed Y under sanctions"."""
    for noun in marked.nouns:
        particle = noun.start - 1
        low = marked.low(particle)
        if noun.kind != "sanction" or low not in ("with", "under", "to", "by", "in"):
            continue
        if low == "with" and marked.low(particle - 1) in ("line", "accordance", "compliance", "connection"):
            continue
        left = range(particle - 1, max(clause_start(marked, particle) - 1, particle - 26), -1)
        predicate = next(filter(None, (predicate_with_sanctions(marked, noun, j) for j in left)), None)
        if predicate is not None:
            yield replace(predicate, owner=predicate.owner or imposer_after_noun(marked, noun))


def predicate_with_sanctions(marked: Marked, noun: Noun, j: int) -> Predicate | None:
    """The predicate of a verb at token j before "with", "under" or "to" and sanctions; None if it is none."""
    particle = noun.start - 1
    low = marked.low(particle)
    if low == "under" and marked.is_in(j, "be") and j == skip_left(marked, particle - 1):
        passing = marked.low(j) == "being"
        return predicate_of_noun(noun, "noun:under", j, "passive", (subject_range(marked, j),), background=passing)
    if low == "to":
        subject = marked.low(j) == "subject" and marked.low(j - 1) not in ("those", "persons", "list")
        if not subject:
            return None
        if marked.low(j - 1) == "to" or marked.low(j - 1) in marked.lexicon.modals:  # "to subject X to sanctions"
            return predicate_of_noun(noun, "noun:with", j, "active", ((j + 1, particle),))
        is_stated = marked.is_in(skip_left(marked, j - 1), "be")
        return predicate_of_noun(
            noun, "noun:subject_to", j, "passive", (subject_range(marked, j),), background=not is_stated
        )
    word = marked.lemma_in(j, f"before_{low}") or (marked.lemma_in(j, "hit") if low in ("with", "under") else None)
    if low == "with" and marked.is_in(j, "answering") and not marked.is_in(skip_left(marked, j - 1), "be"):
        return noun_predicate(marked, noun, "noun:with", j, "active", "impose")
    if word is None and low == "with" and any_verb_hits_parties(marked, j, particle):
        return predicate_of_noun(noun, "noun:with", j, "active", ((j + 1, particle), (noun.start, noun.end)))
    if word is None or j in marked.noun_at:
        return None
    spoken = "passive" if word.lemma in ("come", "fall") else voice(marked, j, word.form)
    if low in ("by", "in") and spoken != "passive":
        return None
    stretches = ((j + 1, particle),) if spoken == "active" else target_stretches(marked, j, spoken)
    background = spoken == "attributive"
    return predicate_of_noun(
        noun, f"noun:{low}", j, spoken, (*stretches, (noun.start, noun.end)), background=background
    )


def any_verb_hits_parties(marked: Marked, j: int, end: int) -> bool:
    """Whether an authority does anything to parties before "with sanctions": "the EU whacked drone makers".

    The parties stand between the verb at j and token `end`.
    """
    if not (is_verb_outside_lexicon(marked, j) and acts_before(marked, j)) or marked.is_in(j + 1, "no_object"):
        return False
    inside = range(j + 1, end)
    return any(unit_at(marked, i) is not None or marked.capitalised(i) for i in inside)


def faced(marked: Marked) -> Iterator[Predicate]:
    """noun:face - "71 people face asset freezes"; "yield by May or face sanctions" is a threat of who demands it."""
    for noun in marked.nouns:
        j = skip_left(marked, noun.start - 1)
        if noun.kind == "sanction" and marked.has_lemma(j, "face"):
            yield predicate_of_noun(noun, "noun:face", j, "passive", (subject_range(marked, j),))


# ---- the noun alone -------------------------------------------------------------------------------------------------
def mentioned(marked: Marked) -> Iterator[Predicate]:
    """noun:mention - "US sanctions on Russia", "sanctions imposed by the EU": presupposed, so background."""
    for noun in marked.nouns:
        if noun.kind != "sanction" or noun.bill or not has_owner_or_target(marked, noun):
            continue
        lifted = marked.low(noun.start - 1) == "of" and marked.is_in(noun.start - 2, "nominal_lifted")
        action: Action = "lift" if lifted or noun.relief else "impose"
        yield noun_predicate(marked, noun, "noun:mention", noun.head, "nominal", action, background=True)


def has_owner_or_target(marked: Marked, noun: Noun) -> bool:
    """Whether a mention of sanctions names their owner or their target."""
    if noun.owner is not None or noun.country is not None:
        return True
    after = range(noun.end, noun.end + 3)
    return any(marked.is_in(j, "to_target") or marked.low(j) in ("imposed", "by", "placed") for j in after)
