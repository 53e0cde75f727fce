"""What people decided about which designations are one party.

Here: reading the file judgements.csv of a home. Not here: what follows from a judgement (see subjects).

The file is kept by hand and survives every rebuild. Columns: designation_id, other_designation_id, judgement (`same` or
`not_same`), judged_by, reason. A judgement speaks of the entry on the list, whatever spell of it is named.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

COLUMNS = ("designation_id", "other_designation_id", "judgement", "judged_by", "reason")


class UnreadableJudgementsError(Exception):
    """A file of judgements that cannot be read as such: the message names the file, the line and the remedy."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One decision: two entries on lists are the same party, or are not."""

    entry: str
    other: str
    is_same: bool
    judged_by: str
    reason: str


def entry_of(designation_id: str) -> str:
    """The entry on a list that a designation is a spell of: the id without its #2."""
    return designation_id.partition("#")[0]


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The judgements in a file; none where there is no file.

    Raises:
        UnreadableJudgementsError: a column is missing, or a line is no judgement.
    """
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise UnreadableJudgementsError(
                f"{path.name} has no column {missing[0]}; its columns are {', '.join(COLUMNS)}."
            )
        return tuple(_judgement(row, f"{path.name}, line {rows.line_num}") for row in rows)


def _judgement(row: dict[str, str | None], place: str) -> Judgement:
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    empty = [name for name, value in values.items() if not value]
    if empty:
        raise UnreadableJudgementsError(f"{place}: {empty[0]} is empty; every judgement says who judged and why.")
    if values["judgement"] not in ("same", "not_same"):
        raise UnreadableJudgementsError(f"{place}: judgement is {values['judgement']!r}; write same or not_same.")
    entries = entry_of(values["designation_id"]), entry_of(values["other_designation_id"])
    if entries[0] == entries[1]:
        raise UnreadableJudgementsError(f"{place}: {entries[0]} is judged beside itself; name two entries.")
    first, second = sorted(entries)
    return Judgement(first, second, values["judgement"] == "same", values["judged_by"], values["reason"])
