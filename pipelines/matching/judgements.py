"""What people decided about which designations are one party, and which hits of a screening mean somebody else.

Here: reading the file judgements.csv of a home. Not here: what follows from a judgement (see subjects, screening).

The file is kept by hand and survives every rebuild. Columns: designation_id, other_designation_id, judgement (`same` or
`not_same`), judged_by, reason. A judgement speaks of the entry on the list, whatever listing period of it is named.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

WATCHED = "watch:"
"""Prefix of a name that was screened or is on a watch list, in place of an entry of a list."""
COLUMNS = ("designation_id", "other_designation_id", "judgement", "judged_by", "reason")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: two entries on lists are the same party, or are not."""

    entry: str
    other: str
    is_same: bool
    judged_by: str
    reason: str


def entry_of(designation_id: str) -> str:
    """The entry on a list that a designation is a listing period of: the id without its #2."""
    return designation_id.partition("#")[0]


@dataclass(frozen=True, slots=True)
class Judgements:
    """What a file of judgements says.

    Attributes:
        judgements: one for each pair of entries; of several that people wrote of one pair, the last.
        faults: a sentence for each line that is no judgement, or for a file that cannot be read, with the remedy.
    """

    judgements: tuple[Judgement, ...] = ()
    faults: tuple[str, ...] = ()


def dismissals(judgements: Iterable[Judgement]) -> dict[str, dict[str, Judgement]]:
    """The hits that a person judged to be somebody else: by the key of the name asked about, by entry of a list."""
    by_query: dict[str, dict[str, Judgement]] = {}
    for judgement in judgements:
        query = next((side for side in (judgement.entry, judgement.other) if side.startswith(WATCHED)), None)
        if query and not judgement.is_same:
            entry = judgement.other if judgement.entry == query else judgement.entry
            by_query.setdefault(query_key(query.removeprefix(WATCHED)), {})[entry] = judgement
    return by_query


def query_key(query: str) -> str:
    """A name asked about, without capitals and extra spaces: the form in which it is compared with judgements."""
    return " ".join(query.casefold().split())


def read_judgements(path: Path) -> Judgements:
    """The judgements in a file; none if there is no file. A line that cannot be used does not affect the others."""
    if not path.is_file():
        return Judgements()
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return Judgements((), (f"{path.name} cannot be read ({error}); save it as UTF-8.",))
    lines = csv.DictReader(StringIO(text.replace("\0", ""), newline=""))
    missing = [column for column in COLUMNS if column not in (lines.fieldnames or ())]
    if missing:
        return Judgements((), (f"{path.name} has no column {missing[0]}; its columns are {', '.join(COLUMNS)}.",))
    last: dict[tuple[str, str], Judgement] = {}
    faults = []
    for judgement in _judgements(lines):
        if isinstance(judgement, Judgement):
            last[judgement.entry, judgement.other] = judgement
        else:
            faults.append(f"{path.name}, line {lines.line_num}: {judgement}")
    return Judgements(tuple(last.values()), tuple(faults))


def _judgements(lines: "csv.DictReader[str]") -> Iterator[Judgement | str]:
    """The judgement of each line, or a sentence that says why the line cannot be used."""
    while True:
        try:
            yield _judgement(next(lines))
        except StopIteration:
            return
        except csv.Error as error:
            yield f"it is no line of a CSV file ({error})."


def _judgement(row: dict[str, str | None]) -> Judgement | str:
    """The judgement of a line, or a sentence that says why the line cannot be used."""
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = [name for name, value in values.items() if not value]
    if empty:
        return f"{empty[0]} is empty; every judgement says who judged and why."
    if values["judgement"] not in ("same", "not_same"):
        return f"judgement is {values['judgement']!r}; write same or not_same."
    entries = entry_of(values["designation_id"]), entry_of(values["other_designation_id"])
    if entries[0] == entries[1]:
        return f"{entries[0]} is judged beside itself; name two entries."
    first, second = sorted(entries)
    return Judgement(first, second, values["judgement"] == "same", values["judged_by"], values["reason"])
