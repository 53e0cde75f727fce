"""Which authorities of a sentence can be a subject, and which of them belong together.

Here: position and neighbours of a mention. Not here: which predicate they are the subject of (see agents).
"""

from pipelines.claims.english.clauses import clause_start, in_date
from pipelines.claims.english.mentions import ARTICLES, DASHES, Marked
from pipelines.claims.marks import QUOTATION_MARKS, Actor

NO_AGENTS = frozenset({"adjective", "nationals", "person", "party", "other"})
"""Kinds of mention that never act."""

IMPOSERS = frozenset(
    {"US", "EU", "UK", "UN", "CA", "AU", "NZ", "JP", "CH", "NO", "UA", "WEST", "INTL", "G7", "ECOWAS", "UEMOA", "NATO"}
)
"""Who imposes sanctions rather than being their target, where a text does not say at whom they are aimed."""

JOINTS = frozenset({"and", "&", "with", "well"})


def can_be_subject(marked: Marked, actor: Actor) -> bool:
    """Whether an authority can be a subject: it is no object and does not follow a preposition."""
    if actor.kind in NO_AGENTS or not actor.code:
        return False
    noun = marked.noun_at.get(actor.start)
    if noun is not None and noun.owner is not actor:
        return False
    if actor.possessive and any(marked.is_in(i, "companions") for i in range(actor.end, actor.end + 3)):
        return False
    before = actor.start - 1
    while marked.low(before) in ARTICLES or marked.low(before) in QUOTATION_MARKS:
        before -= 1
    if behind_preposition(marked, actor) or marked.is_in(actor.end, "companions"):
        return False
    number = marked.number_at.get(before)
    if number is not None and actor.institution and takes_object(marked, number.start - 1):
        return False  # "ordered 35 Russian diplomats to leave and sanctioned"
    office = marked.is_in(before - 1, "titles") or marked.is_in(before - 1, "members_of")
    if marked.low(before) == "of" and office and (actor.institution or marked.is_in(before - 1, "members_of")):
        return office_can_be_subject(marked, before - 1)
    if actor.possessive and owns_something(marked, actor):
        return False
    if marked.is_in(before, "prepositions"):
        # "With Obama threatening", "in response to the United States placing": a subject of the gerund after it.
        return any(word.form == "ing" for word in marked.lexicon.verbs.get(marked.low(actor.end), ()))
    return opens_main_clause(marked, actor) or not takes_object(marked, before)


def opens_main_clause(marked: Marked, actor: Actor) -> bool:
    """Whether an authority opens the main clause after a time clause: "Even before the coup Britain had imposed"."""
    before = actor.start - 1
    if not marked.word(before).islower() or marked.forms(before) or marked.low(before).endswith(("s", "ed", "ing")):
        return False
    finite = marked.is_in(actor.end, "have") or marked.is_in(actor.end, "true_modals")
    start = clause_start(marked, before)
    timed = marked.low(start - 1) in ("before", "after", "since", "until") or marked.is_in(start, "reasons")
    return finite and before > start and timed


def behind_preposition(marked: Marked, actor: Actor, words: tuple[str, ...] = ()) -> bool:
    """Whether a mention is a later item of a list after a preposition: Canada in "by Britain and Canada".

    With `words`, only these prepositions count.
    """
    position = marked.actors.index(actor)
    first = last = position
    while first > 0 and linked_to_next(marked, first - 1):
        first -= 1
    while last + 1 < len(marked.actors) and linked_to_next(marked, last):
        last += 1
    if first == position or not any(and_before_next(marked, i) for i in range(first, last)):
        return False
    start = marked.actors[first].start
    before = start - 1 - (marked.low(start - 1) in ARTICLES)
    if words:
        return marked.low(before) in words
    if before == 0 and marked.low(marked.actors[first].end) == ",":
        return False  # "For Zimbabwe, the EU and the United States imposed": the phrase before the comma is over
    return marked.is_in(before, "prepositions") or marked.lemma_in(before, "sanction") is not None


def linked_to_next(marked: Marked, i: int) -> bool:
    """Whether the i-th mention and the next are items of one list: only commas or conjunctions between them."""
    gap = marked.lows[marked.actors[i].end : marked.actors[i + 1].start]
    over = (
        "," in gap and "and" not in gap and i > 0 and linked_to_next(marked, i - 1) and and_before_next(marked, i - 1)
    )
    return only_links_between(marked, marked.actors[i].end, marked.actors[i + 1].start) and not over


def and_before_next(marked: Marked, i: int) -> bool:
    """Whether "and" or "&" stands between the i-th mention and the next."""
    return not {"and", "&"}.isdisjoint(marked.lows[marked.actors[i].end : marked.actors[i + 1].start])


def office_can_be_subject(marked: Marked, i: int) -> bool:
    """Whether the office at token i can be a subject: "The head of the European Commission said"."""
    inside = ("titles", "title_parts", "members_of", "links")
    while any(marked.is_in(i, name) for name in inside) or marked.low(i) in ARTICLES:
        i -= 1
    return not marked.is_in(i, "prepositions") and not takes_object(marked, i)


def owns_something(marked: Marked, actor: Actor) -> bool:
    """Whether the subject is a thing that the authority owns, not the authority: "Iran's missile tests led to"."""
    after = actor.end
    if marked.capitalised(after) or after in marked.noun_at or after in marked.number_at:
        return False
    known = marked.low(after) in marked.lexicon.control_nouns or marked.is_in(after, "acts")
    if known or marked.is_in(after, "own_bodies") or marked.lemmas(after):
        return False
    return marked.low(after).isalpha() and any(marked.is_in(j, "inanimate") for j in range(after, after + 3))


def takes_object(marked: Marked, i: int) -> bool:
    """Whether the word at token i is a verb whose object follows: "accuses" before "Iran"; not a verb of speech."""
    low = marked.low(i)
    if i < 0 or i in marked.when_at or not marked.word(i).islower() or not low.isalpha() or low.endswith("ly"):
        return False
    if any(marked.is_in(i, name) for name in ("adverbs", "before_subjects", "reasons")):
        return False
    return not marked.speaks(i)


def nearest_subject(marked: Marked, start: int, end: int) -> Actor | None:
    """The authority nearest to `end` in tokens start..end that can be a subject; None if there is none."""
    inside = (actor for actor in reversed(marked.actors) if start <= actor.start and actor.end <= end)
    return next((actor for actor in inside if can_be_subject(marked, actor)), None)


def first_subject(marked: Marked, start: int, end: int) -> Actor | None:
    """The first authority in tokens start..end that can be a subject; None if there is none."""
    inside = (actor for actor in marked.actors if start <= actor.start and actor.end <= end)
    return next((actor for actor in inside if can_be_subject(marked, actor)), None)


def antecedent_of_relative(marked: Marked, clause: int) -> Actor | None:
    """The authority that "that", "which" or "who" right before token `clause` refers to; None if there is none.

    As in "a US law that would impose", "London, which sanctioned".
    """
    if marked.low(clause - 1) not in ("that", "which", "who"):
        return None
    noun = next((noun for noun in reversed(marked.nouns) if clause - 8 <= noun.start and noun.end < clause), None)
    if noun is not None and noun.owner is not None:
        return noun.owner  # "the EU's sanctions on Moscow, which have targeted"
    near = (actor for actor in reversed(marked.actors) if clause - 6 <= actor.start and actor.end < clause)
    near = (actor for actor in near if not any(marked.speaks(i) for i in range(actor.end, clause - 1)))
    return next((actor for actor in near if actor.code and actor.kind not in NO_AGENTS - {"adjective"}), None)


def antecedent_of_pronoun(marked: Marked, pronoun: int) -> Actor | None:
    """The authority that a pronoun refers to in its own sentence; None if it has none.

    "we" is the speaker named after it; other pronouns are the subject of the clause before.
    """
    left = [actor for actor in marked.actors if actor.end <= pronoun and can_be_subject(marked, actor)]
    speaker = subject_of_speech(marked, pronoun, left)
    if speaker is not None:
        return speaker
    if marked.low(pronoun) in ("we", "i"):
        right = (actor for actor in marked.actors if actor.start > pronoun and actor.institution)
        return next((actor for actor in right if can_be_subject(marked, actor)), left[0] if left else None)
    if marked.low(pronoun) == "they":
        many = (actor for actor in reversed(marked.actors) if actor.end <= pronoun and is_plural(marked, actor))
        several = next(many, None)
        if several is not None:
            return several
    if not left:
        return None
    start = clause_start(marked, left[-1].start)
    return next((actor for actor in left if actor.start >= start), left[-1])


def subject_of_speech(marked: Marked, pronoun: int, left: list[Actor]) -> Actor | None:
    """The subject of the verb of speech right before a pronoun: Y in "In response to X, Y says it will"; else None."""
    verb = pronoun - 1 - (marked.low(pronoun - 1) == "that")
    if marked.low(pronoun) in ("we", "i"):
        while marked.low(verb) in QUOTATION_MARKS or marked.low(verb) in (",", ":"):
            verb -= 1
    elif marked.low(pronoun) not in ("it", "they"):
        return None
    while in_date(marked, verb):
        verb -= 1
    if not marked.speaks(verb):
        return None
    return next((actor for actor in reversed(left) if actor.end in (verb, verb - 1)), None)


def is_plural(marked: Marked, actor: Actor) -> bool:
    """Whether a mention is of several that act: "EU ministers", "member states"."""
    return actor.institution and actor.kind not in NO_AGENTS and marked.low(actor.end - 1).endswith("s")


def authorities_joined_before(marked: Marked, actor: Actor, *, asked: bool = False) -> tuple[tuple[str, ...], int]:
    """The codes of an authority and those joined to it on its left, and their first token.

    As in "the US, the EU and the UK". With `asked`, those on the left need not be possible subjects.
    """
    codes, start = [actor.code], actor.start
    joined = False
    for other in reversed(marked.actors):
        if other.end > start:
            continue
        gap = set(marked.lows[other.end : start])
        joined = joined or bool(JOINTS & gap) or (gap == {","} and other.start == 0)
        if not joined:
            break
        if (
            only_links_between(marked, other.end, start)
            and (asked or can_be_subject(marked, other))
            and other.kind not in NO_AGENTS
        ):
            codes.insert(0, other.code)
            start = other.start
    leader, companions = leader_and_company(marked, actor)
    if leader is not None:
        codes, start = [leader.code, *companions], leader.start
    codes += allies_after(marked, actor)
    return tuple(dict.fromkeys(codes)), start - (marked.low(start - 1) in ARTICLES)


def leader_and_company(marked: Marked, last: Actor) -> tuple[Actor | None, list[str]]:
    """The subject and the codes of its companions: "Canada, together with Norway and Japan, sanctioned".

    (None, []) if no such words stand before `last`.

    Args:
        last: the last of those after "with", which stands right before the verb.
    """
    first, codes = last.start, [last.code]
    for other in reversed(marked.actors):
        joined = (
            other.end <= first and only_links_between(marked, other.end, first) and not opens_company(marked, other.end)
        )
        if joined and other.kind not in NO_AGENTS:
            first, codes = other.start, [other.code, *codes]
    opening = company_opening(marked, first - (marked.low(first - 1) in ARTICLES))
    if opening is None:
        return None, []
    end = opening - (marked.low(opening - 1) in SETS_OFF)
    subject = next((actor for actor in marked.actors if actor.end == end), None)
    return (subject, codes) if subject is not None and can_be_subject(marked, subject) else (None, [])


SETS_OFF = frozenset({",", "-", "–", "—", "("})
"""What sets off those with whom a subject acts."""

COMPANY = (
    ("together", "with"), ("along", "with"), ("jointly", "with"), ("as", "well", "as"), ("joined", "by"),
    ("accompanied", "by"), ("followed", "by"), ("alongside",), ("like",), ("just", "like"),
)  # fmt: skip
"""Words before those with whom a subject acts, beside "in ... with"."""

IN_COMPANY = frozenset(
    {"coordination", "concert", "cooperation", "conjunction", "partnership", "tandem", "step", "alignment", "unison"}
)
"""What stands in "in ... with" before those with whom a subject acts."""


def opens_company(marked: Marked, i: int) -> int | None:
    """The token after "together with", "alongside" and the like, if such words begin at token i; else None."""
    i += marked.low(i) in SETS_OFF
    phrase = next((words for words in COMPANY if tuple(marked.lows[i : i + len(words)]) == words), None)
    if phrase is not None:
        return i + len(phrase)
    if marked.low(i) != "in":
        return None
    end = next((j for j in range(i + 1, i + 4) if marked.low(j) in IN_COMPANY), None)
    return end + 2 if end is not None and marked.low(end + 1) == "with" else None


def company_opening(marked: Marked, i: int) -> int | None:
    """The token where "together with" and the like begin, if the names after them begin at token i; else None."""
    return next((j for j in range(i - 1, max(i - 6, 0), -1) if opens_company(marked, j) == i), None)


def companions_after(marked: Marked, actor: Actor, end: int) -> tuple[str, ...]:
    """Those who act with a subject and stand between it and its verb: "Canada, together with Norway, sanctioned".

    Not those "in coordination with" whom it acts: they agree, and what they do themselves is not said.

    Args:
        end: where the verb group begins.
    """
    first = opens_company(marked, actor.end)
    if first is None or first >= end or marked.low(first - 2) in IN_COMPANY:
        return ()
    first += marked.low(first) in ARTICLES
    companion = marked.actor_at.get(first)
    if companion is None or companion.kind in NO_AGENTS:
        return ()
    codes, stop = authorities_joined_after(marked, companion)
    between = range(stop, end)
    return codes if all(marked.low(i) in SETS_OFF or marked.is_in(i, "adverbs") for i in between) else ()


def allies_after(marked: Marked, actor: Actor) -> list[str]:
    """["WEST"] where an authority acts with its allies: "Washington and its European allies"; else []."""
    if marked.low(actor.end) != "and":
        return []
    end = next((i for i in range(actor.end + 1, actor.end + 4) if marked.low(i) == "allies"), None)
    inside = range(actor.end + 1, end or 0)
    owned = all(marked.is_in(i, "determiners") or marked.low(i).endswith(("n", "al")) for i in inside)
    return ["WEST"] if end is not None and owned and actor.code != "WEST" else []


def authorities_joined_after(marked: Marked, actor: Actor) -> tuple[tuple[str, ...], int]:
    """The codes of an authority and those joined to it on its right, and the token after the last one."""
    codes, end = [actor.code], actor.end
    for other in marked.actors:
        if other.start >= end and other.kind not in NO_AGENTS and only_links_between(marked, end, other.start):
            codes.append(other.code)
            end = other.end
    return tuple(dict.fromkeys(codes)), end


def only_links_between(marked: Marked, start: int, end: int) -> bool:
    """Whether only commas, conjunctions, days and numbers ("and six Arab states") stand between two authorities.

    Also those who are called its partners: "Washington and its partners London and Canberra".
    """
    others = {"countries", "nations"} & set(marked.lows[start:end])
    return start < end and all(
        marked.is_in(i, "links")
        or i in marked.number_at
        or i in marked.when_at
        or partners_of(marked, i)
        or (bool(others) and (marked.low(i) in OTHERS or marked.low(i) in DASHES))
        for i in range(start, end)
    )


OTHERS = frozenset({"other", "more", "countries", "nations", ":"})
"""Before the names of several: "by Canada and three other countries - Japan, Norway and Switzerland"."""


def partners_of(marked: Marked, i: int) -> bool:
    """Whether token i belongs to "its partners" or "its G7 allies" right before the name of one."""
    if marked.low(i) in ("its", "their"):
        return any(marked.is_in(j, "companions") for j in range(i + 1, i + 4))
    return marked.is_in(i, "companions") and marked.low(i - 1) in ("its", "their")
