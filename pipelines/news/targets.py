"""Who is sanctioned: counted groups, names, countries.

Here: reading a stretch of tokens that a predicate points to. Not here: which stretch (see predicates).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipelines.news.claim import CountQualifier, CountScope, Unit
from pipelines.news.lexicon import Words
from pipelines.news.mentions import ARTICLES, POSSESSIVE, QUOTES, Marked, Number

INCLUDING = frozenset({"including", "include", "includes", "among", "ranging", "notably", "particularly", "especially"})
OTHERS = frozenset({"other", "others", "more", "further", "additional", "another"})
FORMAL = frozenset({"entities", "individuals", "entity", "individual", "parties", "persons"})


class Gazetteer:
    """Names as the lists have them, so that a name in a text is known whole, with its kind (`individual`, `entity`, `vessel`, `aircraft`).

    Args:
        names: (name, kind of party).
        words: the tokenizer that cuts the text; by default names are cut at spaces.
    """

    def __init__(self, names: Iterable[tuple[str, str]], words: Words | None = None) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        for name, kind in names:
            lows = tuple(word.casefold().replace("’", "'") for word in (words(name) if words else name.split()))
            if lows and len("".join(lows)) > 3:
                self._by_first.setdefault(lows[0], {})[lows] = kind

    def at(self, lows: tuple[str, ...], i: int) -> tuple[int, str] | None:
        """The end and kind of the longest name that begins at token i."""
        best: tuple[int, str] | None = None
        for name, kind in self._by_first.get(lows[i], {}).items():
            end = i + len(name)
            if (best is None or end > best[0]) and lows[i:end] == name:
                best = end, kind
        return best


@dataclass(frozen=True, slots=True)
class Group:
    """One group of targets: "eight Belarusian individuals", or names without a number."""

    start: int
    end: int
    count: int | None = None
    qualifier: CountQualifier | None = None
    text: str | None = None
    scope: CountScope | None = None
    unit: Unit | None = None
    names: tuple[str, ...] = ()
    others: bool = False

    @property
    def counted(self) -> bool:
        return self.count is not None or self.text is not None


@dataclass(slots=True)
class Targets:
    """All targets of a predicate; `countries` in the order in which they are mentioned."""

    groups: list[Group] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    end: int = 0
    start: int | None = None
    approved: bool = False

    @property
    def found(self) -> bool:
        return bool(self.groups or self.countries)


@dataclass(slots=True)
class Reader:
    """The state of reading a stretch from left to right."""

    marked: Marked
    gazetteer: Gazetteer | None
    targets: Targets
    start: int
    end: int
    inside: bool = False
    subset: bool = False
    apposition: bool = False


def read(marked: Marked, start: int, end: int, gazetteer: Gazetteer | None) -> Targets:
    """The targets in tokens start..end."""
    reader = Reader(marked, gazetteer, Targets(), start, end)
    i = start
    while i < end:
        step = read_at(reader, i, end, start)
        if step is None:
            break
        i = step
    reader.targets.groups = merged(reader.targets.groups)
    return reader.targets


def read_at(reader: Reader, i: int, end: int, start: int) -> int | None:
    """Reads what begins at token i; the token after it, or None where the targets end."""
    marked, low = reader.marked, reader.marked.low(i)
    if i in marked.when_at:
        return marked.when_at[i].end
    if low == "on" and i + 1 in marked.when_at:
        return i + 1
    if (
        i in marked.noun_at
        and marked.noun_at[i].start == i
        and i > start
        and marked.noun_at[i].kind == "sanction"
        and i not in marked.number_at
        and i not in marked.actor_at
    ):
        return marked.noun_at[i].end
    number = marked.number_at.get(i)
    if number is not None and number.start == i:
        groups = reader.targets.groups
        if low in ("under", "over", "about", "around") and groups and groups[-1].end == i:
            return None
        return read_number(reader, number, end)
    if leaves(reader, i):
        return None
    if low in INCLUDING or (low == "such" and marked.low(i + 1) == "as"):
        reader.subset, reader.inside, reader.apposition = True, False, False
        return i + 1 + (low == "such" or marked.low(i + 1) == "from")
    return read_word(reader, i, end, start)


def leaves(reader: Reader, i: int) -> bool:
    """Whether the targets end at token i: a reason, an agent, a purpose, a relative clause."""
    marked, low = reader.marked, reader.marked.low(i)
    if (low in ("as", "well") and "well" in (low, marked.low(i + 1))) or (low == "as" and marked.low(i - 1) == "well"):
        return False
    if low == "," and any(
        word.form == "ing" and word.lemma not in ("target", "hit", "include", "name") for word in marked.forms(i + 1)
    ):
        return True
    if (low in ("and", "but") and second_verb(marked, i + 1)) or (spoken(marked, i) and i not in marked.number_at):
        return True
    if low == "on" and reader.targets.found and i not in marked.when_at and marked.low(i - 1) != ",":
        return i + 1 not in marked.when_at
    if low in ("and", "but", ",") and (clause_ahead(marked, i + 1, reader.end) or gapped(marked, i + 1)):
        return True
    if marked.is_in(i, "reasons") and low not in ("over", "about", "under"):
        return True
    if low == "in" and marked.low(i - 1) in ("and", ",") and any(j in marked.number_at for j in range(i, i + 8)):
        return False
    if low == "in" and (
        marked.low(i + 2) in ("wake", "light", "face", "aftermath")
        or (
            not reader.targets.groups
            and reader.targets.countries
            and i - 1 in marked.actor_at
            and marked.actor_at[i - 1].kind == "country"
        )
    ):
        return True
    if low == "in" and marked.low(i + 1) in (
        "response",
        "retaliation",
        "connection",
        "a",
        "an",
        "order",
        "coordination",
        "relation",
        "what",
        "which",
    ):
        return True
    if low in ("over", "about"):
        return i not in marked.number_at
    if low == "with":
        return marked.low(i + 1) not in ("ties", "links", "connections") and marked.low(i - 1) not in (
            "along",
            "together",
        )
    if low == "to" and "ranging" in marked.lows[reader.start : i]:
        return False
    if low == "to":
        return marked.low(i - 1) not in (
            "linked",
            "tied",
            "connected",
            "close",
            "ties",
            "links",
            "connections",
            "belonging",
            "related",
            "affiliated",
        )
    if low == "for" and marked.capitalised(i - 1) and marked.capitalised(i + 1):
        return False
    return low in marked.lexicon.words["leaves"]


def second_verb(marked: Marked, i: int) -> bool:
    """Whether another verb of the same subject begins at token i: "and also sanctions three firms", "and urges"."""
    while marked.is_in(i, "adverbs"):
        i += 1
    if i in marked.noun_at or marked.low(i - 1) in ARTICLES or marked.capitalised(i):
        return False
    words = [
        word
        for word in marked.forms(i)
        if word.lemma in marked.lexicon.status_of or word.lemma in marked.lexicon.words["second"]
    ]
    return bool(words) and marked.low(i + 1) not in ("and", ",", ".") and not ends_in_unit(marked, i)


def ends_in_unit(marked: Marked, i: int) -> bool:
    """Whether the token is also a noun for parties ("targets", "names")."""
    return marked.lexicon.units.at(marked.words, marked.lows, i) is not None and marked.low(i + 1) in (
        "in",
        "of",
        "from",
    )


def gapped(marked: Marked, i: int) -> bool:
    """Whether "Canada 17 people" begins at token i: another authority with its own number, the verb left out."""
    i += marked.low(i) in ARTICLES or marked.low(i) == "and"
    actor = marked.actor_at.get(i)
    return (
        actor is not None
        and actor.start == i
        and actor.kind in ("country", "capital", "body")
        and actor.end in marked.number_at
    )


def spoken(marked: Marked, i: int) -> bool:
    """Whether a finite verb of speech stands at i: ", CNN reported"."""
    words = marked.lexicon.verbs.get(marked.low(i), ())
    return any(word.lemma in marked.lexicon.words["speech"] and word.form in ("s", "ed", "past") for word in words)


def clause_ahead(marked: Marked, i: int, end: int) -> bool:
    """Whether a new clause begins at token i: a finite verb comes before the next comma, conjunction or relative."""
    for j in range(i, min(i + 10, end)):
        if j in marked.when_at:
            return False
        low = marked.low(j)
        if (
            (j > i and low in ("and", "or"))
            or (not low[:1].isalnum() and low not in QUOTES and low not in POSSESSIVE and low != "-")
            or low in ("who", "which", "that", "including", "whose")
        ):
            return False
        if (
            low in marked.lexicon.words["finite"]
            or (j > i and spoken(marked, j))
            or (low in ("it", "he", "they") and j == i)
        ):
            return j > i or low not in marked.lexicon.words["finite"]
    return False


def read_word(reader: Reader, i: int, end: int, start: int) -> int:
    """A word that is no number: punctuation, a preposition, a country, a name, a noun for parties."""
    marked, low = reader.marked, reader.marked.low(i)
    if low == ",":
        reader.inside = False
        reader.apposition = marked.is_in(i + 1, "appositions") and not marked.capitalised(i + 2)
        return i + 1
    if low == "and" or low == "plus" or (low == "as" and marked.low(i + 1) == "well") or low == "alongside":
        reader.apposition = reader.apposition and i + 1 not in marked.number_at
        reader.inside = (
            reader.inside
            and i + 1 not in marked.number_at
            and marked.low(i + 1) not in ("its", "his", "her", "their", "several")
        )
        return i + 1
    if low in marked.lexicon.words["inside"] and i > start and marked.low(i - 1) != "-" and marked.low(i + 1) != "-":
        reader.inside = True
        return holder(reader, i, end) if low == "of" else i + 1
    if (
        low.endswith("ing")
        and reader.targets.groups
        and reader.targets.groups[-1].end == i
        and marked.word(i).islower()
    ):
        reader.inside = True
        return i + 1
    actor = marked.actor_at.get(i)
    if actor is not None and actor.start == i and actor.code and not reader.apposition:
        note_country(reader, i)
    name = read_name(reader, i, end)
    if name is not None:
        return name
    if actor is not None and actor.start == i and actor.kind in ("country", "capital", "adjective", "nationals"):
        return nationals(reader, i)
    return read_noun(reader, i, end)


def holder(reader: Reader, i: int, end: int) -> int:
    """As in "The chief of staff of the Eritrean Defense Forces Filipos Woldeyohannes": the name after the office's body."""
    marked = reader.marked
    if not any(marked.is_in(j, "titles") or marked.low(j) == "staff" for j in (i - 1, i - 2)):
        return i + 1
    first = i + 1 + (marked.low(i + 1) == "the")
    if first >= end or not marked.capitalised(first):
        return i + 1
    stop = name_end(marked, first, end)
    body = [j for j in range(first, stop) if role_word(marked, j) and not marked.is_in(j, "connectors")]
    if (
        not body
        or stop - body[-1] - 1 < 2
        or marked.low(body[-1] + 1) in marked.lexicon.words["connectors"] - {"al", "el"}
    ):
        return i + 1
    for actor in marked.actors:
        if first <= actor.start < stop and actor.code:
            note_country(reader, actor.start)
    reader.inside = False
    take(reader, first, body[-1] + 1, stop, "individuals")
    return stop


def note_country(reader: Reader, i: int) -> None:
    """Remembers the nationality of the targets, or the country they are in; not of a subset."""
    if reader.subset and reader.targets.groups:
        return
    actor = reader.marked.actor_at[i]
    if actor.code not in reader.targets.countries and actor.code not in ("EU", "WEST", "INTL", "UN"):
        reader.targets.countries.append(actor.code)
        reader.targets.start = i if reader.targets.start is None else reader.targets.start
    reader.targets.end = max(reader.targets.end, actor.end)


def nationals(reader: Reader, i: int) -> int:
    """A country or nationality by itself; "Russians" is a group of parties."""
    actor = reader.marked.actor_at[i]
    if actor.kind == "nationals" and not reader.inside and not reader.apposition:
        reader.targets.groups.append(Group(i, actor.end, unit="parties"))
    return actor.end


def read_noun(reader: Reader, i: int, end: int) -> int:
    """A noun for parties without a number: "several officials", "Iranian banks"."""
    marked = reader.marked
    if marked.is_in(i, "approved") and not reader.targets.groups and i not in marked.actor_at:
        reader.targets.approved = True
    hit = marked.lexicon.units.at(marked.words, marked.lows, i)
    if hit is None and lone_person(marked, i):
        hit = i + 1, "individuals"
    if hit is not None and marked.low(hit[0]) in POSSESSIVE:
        return hit[0]
    if hit is None or hit[0] > end or reader.inside or reader.apposition or hit[1] == "parties":
        return i + 1
    unit = hit[1]
    if (
        reader.targets.groups
        and reader.targets.groups[-1].end == i
        and reader.targets.groups[-1].unit is None
        and not reader.targets.groups[-1].counted
    ):
        reader.targets.groups[-1] = replace(reader.targets.groups[-1], end=hit[0], unit=unit)
    elif not marked.is_in(hit[0], "titles") or (hit[0] == i + 1 and lone_person(marked, i)):
        reader.targets.groups.append(Group(i, hit[0], unit=unit, scope="subset" if reader.subset else None))
        reader.targets.start = i if reader.targets.start is None else reader.targets.start
    reader.targets.end = max(reader.targets.end, hit[0])
    return hit[0]


def lone_person(marked: Marked, i: int) -> bool:
    """Whether one person without a name is meant: "the head of operations", "a hacker", "its chief prosecutor"."""
    if not marked.is_in(i, "titles") or not marked.word(i).islower():
        return False
    if marked.low(i + 1) not in AFTER_PERSON and i + 1 not in marked.when_at:
        return False
    before = (marked.low(j) for j in range(i - 1, max(i - 4, -1), -1))
    return any(low in ARTICLES or low in POSSESSIVE or low in ("and", "its", "their") for low in before)


AFTER_PERSON = frozenset({"of", ",", ".", "and", "who", "in", "on", "for", "over"})


# ---- counted groups -------------------------------------------------------------------------------------------------
def read_number(reader: Reader, number: Number, end: int) -> int:
    """A number and the noun it counts."""
    marked = reader.marked
    headed: tuple[int, Unit | None] | None = head_of(marked, number.end, end)
    if headed is None and number.start == reader.start and not marked.low(number.end)[:1].isalnum():
        headed = number.end, None
    if headed is None:
        return number.end
    stop, unit = headed
    others = any(marked.low(i) in ("other", "others", "more") for i in range(number.end, stop))
    group = Group(
        number.start, stop, number.value, number.qualifier if number.value is not None else None, None if number.value is not None else number.text,
        "subset" if reader.subset else "action", unit, others=others and named_before(reader.targets.groups),
    )  # fmt: skip
    for i in range(number.end, stop):
        if i in marked.actor_at and marked.actor_at[i].start == i and marked.actor_at[i].code:
            note_country(reader, i)
    reader.targets.groups.append(group)
    reader.targets.start = number.start if reader.targets.start is None else reader.targets.start
    reader.targets.end = max(reader.targets.end, stop)
    reader.inside = reader.apposition = False
    return stop


def named_before(groups: list[Group]) -> bool:
    """Whether the group before gives names, so that "and six others" counts beside them."""
    return bool(groups) and bool(groups[-1].names) and not groups[-1].counted


def head_of(marked: Marked, start: int, end: int) -> tuple[int, Unit] | None:
    """The noun that a number counts, with what is joined to it without a number of its own: "people and companies"."""
    first = unit_after(marked, start, end)
    if first is None:
        return None
    stop, unit = first
    while marked.low(stop) in ("and", "or", ",", "/") and stop + 1 < end:
        j = stop + 1 + (marked.low(stop + 1) in ("and", "or"))
        more = unit_after(marked, j, end, joined=True)
        if more is None:
            break
        stop, unit = more[0], joint(unit, more[1])
    return stop, unit


def joint(one: Unit, two: Unit) -> Unit:
    """The unit of two nouns under one number."""
    if one == two:
        return one
    pair = {one, two}
    return (
        "individuals_and_entities"
        if pair <= {"individuals", "entities", "parties", "individuals_and_entities"}
        else "parties"
    )


def unit_after(marked: Marked, start: int, end: int, *, joined: bool = False) -> tuple[int, Unit] | None:
    """The last noun for parties in the noun phrase that begins at `start`."""
    best: tuple[int, Unit] | None = None
    plural: int | None = None
    i = start + (marked.low(start) == "of" and marked.low(start + 1) not in ("which", "whom"))
    while i < min(end, start + 9) and (not closes(marked, i, start) or spans_and(marked, i, best is None)):
        if joined and i in marked.number_at:
            return None
        actor = marked.actor_at.get(i)
        hit = marked.lexicon.units.at(marked.words, marked.lows, i)
        if marked.low(i) == "and" and best is None and i > start:
            i += 1
        elif actor is not None and actor.start == i and actor.kind == "nationals":
            best, i = (actor.end, "parties"), actor.end
        elif joined and marked.capitalised(i) and marked.capitalised(i + 1):
            return best
        elif hit is not None:
            best, i = hit, hit[0]
        else:
            plural = (
                i + 1 if marked.low(i).endswith("s") and len(marked.low(i)) > 4 and i not in marked.actor_at else plural
            )
            i += 1
    if best is None and plural is not None and plural == i and not joined and not marked.capitalised(i - 1):
        return plural, "parties"
    return best


def spans_and(marked: Marked, i: int, open_: bool) -> bool:
    """Whether "and" joins two adjectives before the counted noun: "six Chinese and Hong Kong officials"."""
    return (
        open_
        and marked.low(i) == "and"
        and (i - 1 in marked.actor_at or marked.low(i + 1) in ("former", "current", "senior"))
    )


def closes(marked: Marked, i: int, start: int) -> bool:
    """Whether the noun phrase of a number ends before token i."""
    low = marked.low(i)
    if i in marked.when_at or (i in marked.number_at and i > start):
        return True
    if low in ("-", "–") or low in QUOTES or low in POSSESSIVE:
        return False
    if not low[:1].isalnum():
        return True
    verb = any(word.form in ("s", "past", "participle") for word in marked.forms(i)) and low not in (
        "targets",
        "names",
        "plans",
        "lists",
        "sanctions",
        "blocks",
    )
    if (
        (low == "and" and marked.low(i + 1) in ("former", "current", "senior", "military", "political", "other"))
        or "-" in (marked.low(i - 1), marked.low(i + 1))
        or low.endswith("-")
        or marked.low(i - 1).endswith("-")
    ):
        return False
    return (
        low in marked.lexicon.words["closing"]
        or marked.is_in(i, "reasons")
        or verb
        or (marked.is_in(i, "auxiliaries") and low not in POSSESSIVE)
    )


def merged(groups: list[Group]) -> list[Group]:
    """Groups as claims have them: names before "and six others" join them; names of a subset belong to the whole."""
    result: list[Group] = []
    for group in groups:
        if group.others and result and result[-1].names and group.count is not None:
            before = result.pop()
            result.append(replace(group, start=before.start, names=before.names, count=group.count + len(before.names)))
        elif result and not group.counted and group.scope == "subset":
            result[0] = absorbed(result[0], group)
        elif result and joins_names(result[-1], group):
            result[-1] = absorbed(result[-1], group)
        else:
            result.append(group)
    return result


def joins_names(before: Group, group: Group) -> bool:
    """Whether names go on with the names before them, or are those of the counted group right before ("two banks, X and Y")."""
    if group.counted or not group.names:
        return False
    if before.names and not before.counted:
        return True
    return before.count is not None and group.start - before.end <= 2 and group.unit in (None, before.unit)


def absorbed(into: Group, group: Group) -> Group:
    """A group with the names and the extent of another."""
    unit = (
        into.unit
        if into.counted or group.unit in (None, into.unit) or not group.names
        else group.unit
        if into.unit is None
        else joint(into.unit, group.unit)
    )  # type: ignore[arg-type]
    names = (*into.names, *(name for name in group.names if name not in into.names))
    return replace(into, names=names, unit=unit, end=max(into.end, group.end))


# ---- names ----------------------------------------------------------------------------------------------------------
def read_name(reader: Reader, i: int, end: int) -> int | None:
    """A name that begins at token i: one of the gazetteer, or capitalised words; the token after it."""
    marked = reader.marked
    known = reader.gazetteer.at(marked.lows, i) if reader.gazetteer is not None and marked.capitalised(i) else None
    if known is not None and known[0] <= end and not country_only(marked, i, known[0]):
        take(reader, i, i, known[0], unit_of_kind(known[1]))
        return known[0]
    if marked.low(i - 1) == "-" and marked.sentence.starts[i] == marked.sentence.ends[i - 1]:
        return None
    if not marked.capitalised(i) or marked.lexicon.words["reasons"] & {marked.low(i)}:
        return None
    stop = name_end(marked, i, end)
    stripped = without_titles(marked, i, stop)
    if stripped is None:
        return (
            None
            if i in marked.actor_at or (stop == i + 1 and marked.lexicon.units.at(marked.words, marked.lows, i))
            else stop
        )
    first, person = stripped
    if modifies(marked, stop) and not person:
        return stop
    take(reader, i, first, stop, unit_of_name(marked, i, first, stop, person))
    return stop


def unit_of_kind(kind: str) -> Unit | None:
    """The unit of a listed party's kind."""
    kinds: dict[str, Unit] = {
        "individual": "individuals",
        "entity": "entities",
        "vessel": "vessels",
        "aircraft": "aircraft",
    }
    return kinds.get(kind)


def country_only(marked: Marked, i: int, end: int) -> bool:
    """Whether a stretch is no more than a country or an authority."""
    actor = marked.actor_at.get(i)
    return (
        actor is not None
        and actor.end >= end
        and actor.kind in ("country", "capital", "adjective", "nationals", "body", "legislature")
    )


def name_end(marked: Marked, i: int, end: int) -> int:
    """Where a run of capitalised words ends, over "of", "al-", and numbers in names ("Nord Stream 2")."""
    j = i + 1
    while j < end:
        low = marked.low(j)
        glued = marked.sentence.starts[j] == marked.sentence.ends[j - 1]
        if j in marked.when_at and not glued:
            break
        if (
            marked.capitalised(j)
            or (low in ("-", "&", "/", "–") and j + 1 < end and (glued or low == "&"))
            or (low in ("'", "’") and marked.capitalised(j + 1))
            or (marked.low(j - 1) in ("-", "–") and glued)
            or (low in marked.lexicon.words["connectors"] and joins_name(marked, i, j, end))
            or (low.isdigit() and len(low) < 4 and j not in marked.number_at)
        ):
            j += 1
        else:
            break
    return j


def joins_name(marked: Marked, i: int, j: int, end: int) -> bool:
    """Whether a connector at j goes on with the name: a capital follows, and "of the" only after an office or a body."""
    k = j + 1
    while k < end and marked.low(k) in ("the", "al", "el", "la", "der", "los", "-"):
        k += 1
    if k >= end or not marked.capitalised(k) or k in marked.when_at:
        return False
    if marked.low(j) in ("of", "for", "the"):
        return any(
            marked.is_in(m, "organisations") or marked.is_in(m, "titles") or marked.is_in(m, "executive")
            for m in range(i, j)
        ) or (marked.low(j) == "of" and marked.is_in(k, "organisations"))
    return True


def without_titles(marked: Marked, i: int, stop: int) -> tuple[int, bool] | None:
    """Where the name itself begins after titles, offices and nationality, and whether they make it a person; None if no name is left."""
    person = marked.is_in(i - 1, "titles")
    while i < stop and marked.is_in(i, "title_parts") and person:
        i += 1
    last = next(
        (j for j in range(stop - 1, i - 1, -1) if marked.is_in(j, "titles") and not marked.is_in(j, "organisations")),
        None,
    )
    first = i
    if last is not None:
        person = True
        first = last + 1
        while first < stop and role_word(marked, first):
            first += 1
    while first < stop and (
        first in marked.actor_at
        and marked.actor_at[first].kind in ("country", "adjective", "nationals", "capital")
        and (person or stop - first == marked.actor_at[first].end - first)
    ):
        first = marked.actor_at[first].end + (marked.low(marked.actor_at[first].end) in POSSESSIVE)
    if first < stop and marked.low(first) in ARTICLES:
        first += 1
    if last is not None and stop - first == 1 and marked.low(last) in STYLED:
        first = last
    return (
        (first, person) if first < stop and marked.capitalised(first) and not only_units(marked, first, stop) else None
    )


STYLED = frozenset({"patriarch", "king", "prince", "princess", "sheikh", "emir", "pope", "metropolitan"})
"""Titles that stay with a single name: "Patriarch Kirill"."""


def role_word(marked: Marked, j: int) -> bool:
    """Whether a word after a title still belongs to the office: "of Defense", "of the Belarusian Security Council"."""
    low, actor = marked.low(j), marked.actor_at.get(j)
    if low == "al":
        return False
    if actor is not None and actor.kind in ("country", "adjective", "capital"):
        return True
    known = marked.lexicon.named.at(marked.words, marked.lows, j)
    if known is not None and known[1].kind in ("country", "adjective", "capital", "body"):
        return True
    return low in marked.lexicon.words["connectors"] or any(
        marked.is_in(j, each) for each in ("organisations", "executive", "office_words")
    )


def only_units(marked: Marked, first: int, stop: int) -> bool:
    """Whether capitals only dress a common noun, as in a headline: "Officials", "Russian Banks"."""
    hit = marked.lexicon.units.at(marked.words, marked.lows, first)
    return hit is not None and hit[0] >= stop


def modifies(marked: Marked, stop: int) -> bool:
    """Whether a name only modifies the noun after it: "Duma deputies", "Sberbank boss Herman Gref"; "Tsav 9 group" it names."""
    low = marked.low(stop)
    if low in POSSESSIVE:
        return True
    if low == "-":
        return True
    if not low.isalpha() or not low.islower() or marked.capitalised(stop):
        return False
    if marked.is_in(stop, "titles"):
        return True
    hit = marked.lexicon.units.at(marked.words, marked.lows, stop)
    return (hit is not None and marked.low(hit[0] - 1).endswith("s")) or (
        marked.is_in(stop + 1, "titles") and low not in ("and", "or")
    )


def unit_of_name(marked: Marked, i: int, first: int, stop: int, person: bool) -> Unit | None:
    """Person or body, from titles, words in the name, and the noun beside it."""
    if person:
        return "individuals"
    party = marked.actor_at.get(first)
    if party is not None and party.kind == "party":
        return "entities"
    if any(marked.is_in(j, "organisations") for j in range(first, stop)) or (
        stop - first == 1 and marked.word(first).isupper()
    ):
        return "entities"
    near = marked.lexicon.units.at(marked.words, marked.lows, stop) or marked.lexicon.units.at(
        marked.words, marked.lows, i - 1
    )
    if near is not None and near[1] in ("entities", "vessels", "aircraft"):
        return near[1]
    actor = marked.actor_at.get(first)
    if 2 <= stop - first <= 4 or (actor is not None and actor.kind in ("person", "leader")):
        return "individuals"
    return None


def take(reader: Reader, start: int, first: int, stop: int, unit: Unit | None) -> None:
    """Adds a name to the targets, unless it stands inside a modifier ("firms linked to X") or an apposition ("the son of X")."""
    if reader.inside or reader.apposition or first >= stop or reader.marked.is_in(first, "not_names"):
        return
    known = reader.marked.lexicon.named.at(reader.marked.words, reader.marked.lows, first)
    if known is not None and known[0] >= stop and known[1].kind not in ("leader", "person", "party", "other"):
        return
    name = reader.marked.text(first, stop).rstrip(".,-")
    for actor in reader.marked.actors:
        if start <= actor.start < first and actor.code:
            note_country(reader, actor.start)
    among = any(reader.marked.low(j) in ("among", "included", "head") for j in range(stop, stop + 4))
    reader.targets.groups.append(
        Group(start, stop, names=(name,), unit=unit, scope="subset" if reader.subset or among else "action")
    )
    reader.targets.start = start if reader.targets.start is None else reader.targets.start
    reader.targets.end = max(reader.targets.end, stop)


def groups_of(found: Iterable[Targets]) -> Iterator[Group]:
    """All groups of several stretches."""
    for targets in found:
        yield from targets.groups
