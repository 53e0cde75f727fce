"""Names of targets, which are known by their capitals.

Here: where a name begins and ends, what titles stand before it, whether it is a person or a body. Not here: whom a name
means (see pipelines.verdicts).
"""

import re
from dataclasses import dataclass

from pipelines.claims.claim import Unit
from pipelines.claims.english.mentions import ARTICLES, POSSESSIVE, Marked

STYLED = frozenset({"patriarch", "king", "prince", "princess", "sheikh", "emir", "pope", "metropolitan"})
"""Titles that stay with a single name: "Patriarch Kirill"."""

PLACES = ("country", "adjective", "nationals", "capital")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words start..end, in which the name is first..end (None: only a title or a nationality)."""

    start: int
    first: int | None
    end: int
    unit: Unit | None = None
    modifier: bool = False


def name_at(marked: Marked, i: int, end: int) -> Run | None:
    """The run of capitalised words that begins at token i, with the name in it; None if none begins there."""
    if not opens_name(marked, i) or marked.is_in(i, "reasons") or (marked.low(i - 1) == "-" and marked.glued(i)):
        return None
    stop = name_end(marked, i, end)
    title = last_title(marked, i, stop)
    posted = marked.low(i - 1) == "to" and marked.is_in(i - 2, "posted")
    person = title is not None or marked.is_in(i - 1, "titles") or posted
    first = after_office(marked, after_base(marked, i, stop), stop, title, person)
    if first >= stop or not opens_name(marked, first) or is_no_name(marked, first, stop):
        return Run(i, None, stop)
    group = group_noun_end(marked, first, stop) if not person and stop < end else stop
    if group > stop:
        return Run(i, first, group, "entities")
    owns = marked.low(stop) in POSSESSIVE and (marked.word(stop + 1).islower() or stop + 1 in marked.number_at)
    modifier = owns or (not person and (only_modifies_noun(marked, stop) or is_compound(marked, i, stop)))
    return Run(i, first, stop, "individuals" if person else unit_of(marked, i, first, stop), modifier)


def opens_name(marked: Marked, i: int) -> bool:
    """Whether a name can begin at token i: at a capital, or at the article of "al-Shabaab"."""
    article = marked.low(i) in ("al", "el", "ash") and marked.low(i + 1) == "-" and marked.glued(i + 2)
    return marked.capitalised(i) or (article and marked.capitalised(i + 2))


# ---- where it ends --------------------------------------------------------------------------------------------------
def name_end(marked: Marked, i: int, end: int) -> int:
    """The token after a run of capitalised words, over "of", "al-" and numbers in names: "Nord Stream 2"."""
    j = i + 1
    while j < end and (marked.glued(j) or j not in marked.when_at) and belongs_to_run(marked, i, j, end):
        j += 1
    return j


def belongs_to_run(marked: Marked, i: int, j: int, end: int) -> bool:
    """Whether token j continues the run of capitalised words that began at token i."""
    low = marked.low(j)
    if marked.capitalised(j) or (marked.low(j - 1) in ("-", "–") and marked.glued(j)):
        return True
    if low in ("-", "/", "–"):
        return j + 1 < end and marked.glued(j)
    if low == "&" and joins_topics(marked, j):
        return True
    if low in ("&", "'") or (low == "'s" and marked.low(j - 1) in ("people", "women", "workers", "farmers")):
        return j + 1 < end and marked.capitalised(j + 1)
    if low.isdigit():
        return len(low) < 4 and j not in marked.number_at
    if low in ("and", ","):
        return joins_topics(marked, j)
    if low == "on":
        return marked.low(j - 1) in ("commission", "committee", "council", "panel") and joins_name(marked, i, j, end)
    return marked.is_in(j, "connectors") and joins_name(marked, i, j, end)


def joins_topics(marked: Marked, j: int) -> bool:
    """Whether a comma or "and" at token j joins the fields of one body: "Trade, Energy and Water Board"."""
    between = marked.is_in(j - 1, "topics") and marked.is_in(j + 1, "topics") and marked.low(j) in ("and", "&", ",")
    if not (between and marked.capitalised(j - 1) and marked.capitalised(j + 1)) or marked.is_in(j + 2, "titles"):
        return False
    return marked.low(j) != "," or (marked.low(j + 2) in ("and", "&") and joins_topics(marked, j + 2))


def joins_name(marked: Marked, i: int, j: int, end: int) -> bool:
    """Whether the connector at j continues the name that began at i; a capitalised word must follow it.

    "of", "for", "on" and "the" also need an office or an organisation earlier in the name; "of" may have it after it.
    """
    k = j + 1
    while k < end and marked.low(k) in ("the", "al", "el", "la", "der", "los", "-"):
        k += 1
    if k >= end or not marked.capitalised(k) or k in marked.when_at:
        return False
    if marked.low(j) not in ("of", "for", "the", "on"):
        return True
    if marked.low(j) == "of" and marked.is_in(k, "organisations"):
        return True
    return any(marked.is_in(m, name) for m in range(i, j) for name in ("organisations", "titles", "executive"))


def group_noun_end(marked: Marked, first: int, stop: int) -> int:
    """The token after the noun for a group that belongs to the name before it: "Houthi | rebels"; `stop` if none does.

    An adjective may stand between: "the Malek criminal clan". No name is made of a nationality alone.
    """
    actor = marked.actor_at.get(first)
    if actor is not None and actor.kind in PLACES and actor.end == stop:
        return stop
    generic = all(marked.is_in(j, "organisations") for j in range(first, stop))  # "Movement rebels"
    if generic or marked.word(stop - 1).islower():  # "Moscow-backed militia"
        return stop
    noun = stop + (marked.is_in(stop, "group_adjectives"))
    return noun + 1 if marked.is_in(noun, "group_nouns") and marked.word(noun).islower() else stop


# ---- where it begins ------------------------------------------------------------------------------------------------
def after_base(marked: Marked, i: int, stop: int) -> int:
    """The first token after words such as "Sofia-based" or "Iran-backed" that open a run of capitalised words."""
    based = (j for j in range(stop - 2, i, -1) if marked.is_in(j, "base_words") and marked.low(j - 1) == "-")
    return next((j + 1 for j in based), i)


def last_title(marked: Marked, i: int, stop: int) -> int | None:
    """The last title in a run: "Minister" in "Belarusian Minister of Defense Viktor Khrenin"."""
    titles = (j for j in range(stop - 1, i - 1, -1) if is_title(marked, j))
    return next((j for j in titles if not marked.is_in(j, "organisations") or is_rank(marked, i, j, stop)), None)


def is_title(marked: Marked, j: int) -> bool:
    """Whether token j is a title, and not the last part of a body's name: "Freedom and Justice", "Joint-Executive"."""
    part = marked.low(j - 1) == "-" and not any(marked.is_in(j - 2, name) for name in ("title_parts", "titles"))
    return marked.is_in(j, "titles") and not part and not joins_topics(marked, j - 1)


def is_rank(marked: Marked, i: int, j: int, stop: int) -> bool:
    """Whether a word such as "General" is a rank here, before a person's two names, not part of a body's name."""
    after = range(j + 1, stop)
    return (
        marked.is_in(j - 1, "title_parts")
        or (j > i and j == stop - 1 and marked.low(j) == "general")
        or (j == i and len(after) == 2 and not any(marked.is_in(k, "organisations") for k in after))
    )


def after_office(marked: Marked, i: int, stop: int, title: int | None, person: bool) -> int:
    """The first token of the name itself, after its title, office and nationality."""
    first = i
    while person and first < stop and marked.is_in(first, "title_parts"):
        first += 1
    if title is not None:
        first = title + 1
        while first < stop and belongs_to_office(marked, first):
            first += 1
    while first < stop and is_nationality_before_name(marked, first, stop, person):
        first = marked.actor_at[first].end
        first += marked.low(first) in POSSESSIVE
    if first < stop and marked.low(first) in ARTICLES:
        first += 1
    single = title is not None and stop - first == 1
    return title if title is not None and single and marked.low(title) in STYLED else first


def is_nationality_before_name(marked: Marked, i: int, stop: int, person: bool) -> bool:
    """Whether token i is a nationality before a person's name; in a body's name it stays."""
    actor = marked.actor_at.get(i)
    return actor is not None and actor.kind in PLACES and (person or actor.end == stop)


def belongs_to_office(marked: Marked, j: int) -> bool:
    """Whether a word after a title is still part of the office: "of Defense", "of the Security Council"."""
    if marked.low(j) == "al":
        return False
    actor = marked.actor_at.get(j)
    if actor is not None and actor.kind in ("country", "adjective", "capital"):
        return True
    known = marked.lexicon.named.at(marked.words, marked.lows, j)
    if known is not None and known[1].kind in ("country", "adjective", "capital", "body"):
        return True
    return any(marked.is_in(j, name) for name in ("connectors", "organisations", "executive", "office_words"))


def body_end(marked: Marked, first: int, stop: int) -> int | None:
    """Where the body ends and a person's name begins: "Eritrean Defense Forces | Filipos Woldeyohannes"; else None."""
    body = [j for j in range(first, stop) if belongs_to_office(marked, j) and not marked.is_in(j, "connectors")]
    if not body or stop - body[-1] - 1 < 2:
        return None
    after = body[-1] + 1
    return None if marked.is_in(after, "connectors") and marked.low(after) not in ("al", "el") else after


# ---- what it is -----------------------------------------------------------------------------------------------------
def is_no_name(marked: Marked, first: int, stop: int) -> bool:
    """Whether the capitalised words name nobody: a common noun ("Officials"), an office ("Internal Affairs"), a weapon.

    Also a word that is capitalised only because it opens the sentence: "Taking", "Restrictions".
    """
    hit = marked.lexicon.units.at(marked.words, marked.lows, first)
    if hit is not None and hit[0] >= stop:
        return True
    if all(marked.is_in(j, "office_words") for j in range(first, stop)):
        return True
    if re.fullmatch(r"[a-z]-\d+", "".join(marked.lows[first:stop])):
        return True
    return first == 0 and stop == 1 and opens_sentence(marked)


def opens_sentence(marked: Marked) -> bool:
    """Whether the first word of the sentence is no name: a gerund, preposition or sanction noun before a small word."""
    known = any(marked.is_in(0, name) for name in ("prepositions", "soft_nouns", "adverbs"))
    return (known or marked.low(0).endswith(("ing", "ly"))) and marked.word(1).islower()


def only_modifies_noun(marked: Marked, stop: int) -> bool:
    """Whether a name only modifies the noun after it: "Duma deputies", "Sberbank boss"."""
    low = marked.low(stop)
    if low in POSSESSIVE or low == "-":
        return True
    if not low.isalpha() or not marked.word(stop).islower():
        return False
    if marked.capitalised(stop + 1) and not stands_between_names(marked, stop):
        return True
    if marked.is_in(stop, "titles") or (marked.is_in(stop + 1, "titles") and low not in ("and", "or")):
        return True
    hit = marked.lexicon.units.at(marked.words, marked.lows, stop)
    return hit is not None and (marked.low(hit[0] - 1).endswith("s") or low in ("staff", "personnel"))


def stands_between_names(marked: Marked, i: int) -> bool:
    """Whether the word at token i separates two names, as prepositions and verbs do."""
    parts = ("breaks", "connectors", "closing", "leaves", "reasons", "finite", "adverbs", "auxiliaries", "links")
    return bool(marked.forms(i)) or any(marked.is_in(i, name) for name in parts) or marked.low(i).endswith(("ed", "s"))


def is_compound(marked: Marked, i: int, stop: int) -> bool:
    """Whether the run is an adjective made of a name: "Hezbollah-linked", "Kremlin-backed"."""
    last = stop - 1
    return (
        last > i + 1 and marked.low(last - 1) == "-" and marked.word(last).islower() and marked.low(last).endswith("ed")
    )


def unit_of(marked: Marked, i: int, first: int, stop: int) -> Unit | None:
    """Whether a name is a person's or a body's, by words in it and beside it; None if nothing tells.

    Two to four plain words are taken for a person's name.
    """
    actor = marked.actor_at.get(first)
    if actor is not None and actor.kind in ("party", "person", "leader"):
        return "entities" if actor.kind == "party" else "individuals"
    if any(marked.is_in(j, "organisations") for j in range(first, stop)):
        return "entities"
    if stop - first == 1 and marked.word(first).isupper():
        return "entities"
    if marked.low(stop) == "," and marked.low(stop + 2) == "," and re.fullmatch(r"\d\d", marked.low(stop + 1)):
        return "individuals"  # an age
    before = i - 2 if marked.low(i - 1) in ("named", "called", "dubbed") else i - 1
    near = (unit_noun_at(marked, j) for j in (stop, before))
    beside = next((unit for unit in near if unit is not None), None)
    if beside in ("entities", "vessels", "aircraft"):
        return beside
    return "individuals" if 2 <= stop - first <= 4 else None


def unit_noun_at(marked: Marked, j: int) -> Unit | None:
    """What the noun for a party at token j names, also of one ship: "freighter"; None for any other word."""
    if not 0 <= j < len(marked.lows):
        return None
    hit = marked.lexicon.units.at(marked.words, marked.lows, j)
    if hit is None:
        several = marked.lexicon.units.at((marked.word(j) + "s",), (marked.low(j) + "s",), 0)
        hit = several if several is not None and several[1] in ("vessels", "aircraft") else None
    return hit[1] if hit is not None else None
