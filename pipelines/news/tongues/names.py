"""Names of targets: what capitals, titles and quotation marks tell.

Here: where a name begins and ends. Not here: whom it means (see pipelines.reconciliation).

In German every noun has a capital, so that a single capitalised word is a name only after a title or a word for an
organisation; elsewhere also right after the preposition. Initials alone name only an organisation: in "главу КГБ" they
belong to an office.
"""

from dataclasses import dataclass

from pipelines.news.claim import Unit
from pipelines.news.tongues.marked import QUOTES, Marked

LONGEST_QUOTED = 7
OPENING, CLOSING = '«„“"', '»“”"'


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the text has it."""

    start: int
    end: int
    text: str
    unit: Unit | None


def name_at(marked: Marked, i: int, end: int) -> Name | None:
    """The name that begins at token i."""
    if marked.low(i) in QUOTES:
        return quoted(marked, i, end)
    last = run_end(marked, i, end)
    if last == i:
        return None
    unit = unit_before(marked, i)
    if last - i == 1 and marked.word(i).isupper() and unit != "entities":
        return None
    if last - i == 1 and (unit is None or (marked.wording.noun_capitals and not named_by(marked, i - 1))):
        return Name(i, last, marked.written(i, last), None) if stands_alone(marked, i) else None
    return Name(i, last, marked.written(i, last), unit or "individuals")


def named_by(marked: Marked, i: int) -> bool:
    """Whether the word at i is one that a name follows: a title, an organisation."""
    return marked.listed(i, "titles") is not None or marked.listed(i, "organisations") is not None


def stands_alone(marked: Marked, i: int) -> bool:
    """Whether one capital makes a name: right after a preposition, where common nouns have none."""
    return not marked.wording.noun_capitals and any(marked.listed(i - 1, name) for name in ("towards", "off"))


def quoted(marked: Marked, i: int, end: int) -> Name | None:
    """A name between quotation marks, which is an organisation's or a ship's."""
    if marked.low(i) not in OPENING or not marked.capitalised(i + 1):
        return None
    closing = next((j for j in range(i + 2, min(i + LONGEST_QUOTED, end)) if marked.low(j) in CLOSING), None)
    if closing is None:
        return None
    unit = unit_before(marked, i)
    return Name(i, closing + 1, marked.written(i + 1, closing), "entities" if unit in (None, "individuals") else unit)


def run_end(marked: Marked, i: int, end: int) -> int:
    """Where a run of capitalised words ends that begins at i; hyphens and particles may stand within."""
    j = i
    while j < end and part_of_name(marked, j):
        j += 1
        joint = j + 1 if (marked.low(j) == "-" and marked.glued(j)) or marked.listed(j, "particles") else j
        j = joint if joint > j and joint < end and part_of_name(marked, joint) else j
    return j


def part_of_name(marked: Marked, i: int) -> bool:
    """Whether a token may be part of a name: capitalised, and nothing else that is known."""
    if not marked.capitalised(i) or marked.dated(i) or marked.actor_at(i) or marked.noun_at(i) or marked.unit_at(i):
        return False
    known = ("titles", "organisations", "articles", "towards", "institutions", "and", "office_words")
    return not any(marked.listed(i, name) for name in known) and not opens_sentence(marked, i)


def opens_sentence(marked: Marked, i: int) -> bool:
    """Whether a capital only says that a sentence begins here: no capital follows."""
    return i == 0 and not marked.capitalised(1)


def unit_before(marked: Marked, i: int) -> Unit | None:
    """What the word before a name says of it: a title, a word for an organisation, a noun for targets."""
    for j in range(i - 1, max(i - 5, -1), -1):
        if marked.listed(j, "titles"):
            return "individuals"
        if marked.listed(j, "organisations"):
            return "entities"
        unit = marked.unit_at(j)
        if unit is not None:
            return unit.meaning
        if marked.low(j) == "," or not (marked.word(j).islower() or marked.actor_at(j) or marked.capitalised(j)):
            return None
    return None
