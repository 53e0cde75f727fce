"""Names of targets: what capitals, titles and quotation marks tell.

Here: where a name begins and ends. Not here: whom it means (see pipelines.verdicts).

In German every noun has a capital, so that a single capitalised word is a name only after a title or a word for an
organisation; elsewhere also right after the preposition. Initials alone name only an organisation: in "главу КГБ" they
belong to an office.
"""

from dataclasses import dataclass

from pipelines.claims.claim import Unit
from pipelines.claims.languages.marked import Marked
from pipelines.claims.marks import QUOTATION_MARKS

LONGEST_QUOTED = 7
OFFICE_NEAR = 6
"""Tokens before a comma among which a title says that the name after it is that of an office holder."""
ASSOCIATE_NEAR = 12
"""Tokens before a name among which a word says that its associates are meant."""
OPENING, CLOSING = '«„“"', '»“”"'


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the text has it."""

    start: int
    end: int
    text: str
    unit: Unit | None


def name_at(marked: Marked, i: int, end: int) -> Name | None:
    """The name of a target that begins at token i, with the kind of target that the words before it give.

    None if no name begins there, it only tells whose associates are meant, or it is a single word that may be no name.
    """
    if marked.low(i) in QUOTATION_MARKS:
        return quoted_name(marked, i, end)
    last = end_of_capitalised_words(marked, i, end)
    is_common_noun = marked.wording.noun_capitals and marked.listed(i - 1, "articles") is not None
    if last == i or is_common_noun or is_of_associate(marked, i):
        return None
    unit = "entities" if marked.has("organisations", i, last) else title_before(marked, i)
    is_single_word = last - i == 1
    if is_single_word and not is_name_alone(marked, i, unit):
        return None
    if unit is None and not is_single_word:
        unit = unit_before(marked, i) or "individuals"
    return Name(i, last, marked.text(i, last), unit)


def is_of_associate(marked: Marked, i: int) -> bool:
    """Whether a name only tells whose associates are meant: "окружения Лукашенко" (Lukashenka's circle)."""
    for j in range(i - 1, max(i - ASSOCIATE_NEAR, -1), -1):
        if marked.listed(j, "associates") or names_owner(marked, j, i):
            return True
        if (marked.low(j) == "," and not ends_office(marked, j, i)) or marked.listed(j, "and"):
            return False
    return False


def ends_office(marked: Marked, comma: int, name: int) -> bool:
    """Whether the comma stands between an office and its holder's name.

    "hijas del presidente de Rusia, X" (daughters of the president of Russia, X).
    """
    return comma == name - 1 and marked.has("titles", comma - OFFICE_NEAR, comma)


def names_owner(marked: Marked, i: int, name: int) -> bool:
    """Whether the noun at token i is owned by the person named: "компании олигарха Петрова" (firms of Petrov)."""
    unit = marked.unit_at(i)
    if unit is None or unit.meaning in ("individuals", "individuals_and_entities", "parties"):
        return False
    return marked.has("titles", unit.end, name)


def is_name_alone(marked: Marked, i: int, unit: Unit | None) -> bool:
    """Whether a single capitalised word is a name: after a title, or right after a preposition.

    Args:
        unit: the kind of target that a title or a word for an organisation gives the word; None without one.
    """
    if unit == "entities" and names_workplace(marked, i):
        return False
    if marked.word(i).isupper():
        return unit == "entities"
    if marked.wording.noun_capitals:
        return marked.listed(i - 1, "titles") is not None or marked.listed(i - 1, "organisations") is not None
    return unit is not None or follows_preposition(marked, i)


def names_workplace(marked: Marked, i: int) -> bool:
    """Whether a name is that of the body where a person has an office: "главу банка ВЭБ" (the head of the bank VEB)."""
    return any(marked.listed(j, "titles") for j in range(max(i - 3, 0), i - 1))


def follows_preposition(marked: Marked, i: int) -> bool:
    """Whether a preposition stands right before token i, so that one capital is enough for a name."""
    return any(marked.listed(i - 1, name) for name in ("towards", "off"))


def quoted_name(marked: Marked, i: int, end: int) -> Name | None:
    """The name in quotation marks at token i, of an organisation or a ship; None if there is none."""
    if marked.low(i) not in OPENING or not marked.capitalised(i + 1):
        return None
    closing = next((j for j in range(i + 2, min(i + LONGEST_QUOTED, end)) if marked.low(j) in CLOSING), None)
    if closing is None:
        return None
    unit = unit_before(marked, i)
    return Name(i, closing + 1, marked.text(i + 1, closing), unit if unit in ("vessels", "aircraft") else "entities")


def end_of_capitalised_words(marked: Marked, i: int, end: int) -> int:
    """The token after the capitalised words of a name that begins at token i; i if no name begins there.

    Hyphens and particles ("de") between them belong to the name. A word all in capitals is a name by itself.
    """
    if part_of_name(marked, i) and len(marked.word(i)) > 1 and marked.word(i).isupper():
        return i + 1
    j = i
    while j < end and (part_of_name(marked, j) or (j > i and organisation_in(marked, j))):
        j += 1
        joint = j + 1 if (marked.low(j) == "-" and marked.glued(j)) or marked.listed(j, "particles") else j
        j = joint if joint > j and joint < end and part_of_name(marked, joint) else j
    return j


def organisation_in(marked: Marked, i: int) -> bool:
    """Whether a word for an organisation continues a name: "United Aircraft Corporation"."""
    return marked.capitalised(i) and marked.listed(i, "organisations") is not None and not marked.wording.noun_capitals


def part_of_name(marked: Marked, i: int) -> bool:
    """Whether a token can be part of a name: it is capitalised and nothing else that is known."""
    if not marked.capitalised(i) or marked.unit_at(i):
        return False
    if any(i in mentions for mentions in (marked.when_at, marked.actor_at, marked.noun_at)):
        return False
    other_lists = ("titles", "organisations", "articles", "towards", "institutions", "and", "office_words")
    return not any(marked.listed(i, name) for name in other_lists) and not opens_sentence(marked, i)


def opens_sentence(marked: Marked, i: int) -> bool:
    """Whether the capital at token i only marks the beginning of the sentence."""
    return i == 0 and not marked.capitalised(1)


def title_before(marked: Marked, i: int) -> Unit | None:
    """The unit that a title or a word for an organisation before a name gives it; None without one.

    A person has a title, also one that names an organisation: "the head of the bank X".
    """
    for j in range(i - 1, max(i - 5, -1), -1):
        if marked.listed(j, "titles"):
            return "individuals"
        if marked.listed(j, "organisations"):
            return "individuals" if marked.has("titles", j - 2, j) else "entities"
        if not (marked.word(j).islower() or marked.actor_at.get(j) or marked.capitalised(j)):
            return None
    return None


def unit_before(marked: Marked, i: int) -> Unit | None:
    """The unit of the noun for targets right before a name: "чиновников Ивана Петрова" (officials); else None."""
    unit = next((noun for noun in marked.units if noun.end == i), None)
    return unit.meaning if unit is not None else None
