"""Tables of the United Kingdom's lists, from CSV or from a workbook, to rows grouped by party.

Here: bytes to a table with a place for every row. Not here: what the columns mean (see ofsi, sanctions_table).

OFSI's CSV was written in Windows-1252, the UK Sanctions List's is in UTF-8 with or without a byte order mark.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from pipelines.parsers.delimited import decoded
from pipelines.parsers.record import Files, UnreadableListError
from pipelines.parsers.sheets import Sheet, is_workbook, sheets
from pipelines.parsers.texts import folded

OPENING = 4_000
"""So many bytes hold the lines above the header and the header itself."""

Row = Mapping[str, str]


def opening_of(content: bytes) -> str:
    """The beginning of a file as text, to recognise its format; "" for a workbook."""
    return "" if is_workbook(content) else content[:OPENING].decode("cp1252", errors="replace")


def first_sheets(files: Files) -> Iterator[Sheet]:
    """The sheets of all files; a CSV file is one sheet.

    Raises:
        UnreadableListError: a file is cut or damaged; the message names it and the line.
    """
    for name, content in sorted(files.items()):
        if is_workbook(content):
            yield from sheets(name, content)
        else:
            yield Sheet(name, _csv_rows(name, content))


def _csv_rows(name: str, content: bytes) -> list[tuple[str, ...]]:
    """The rows of a CSV file without empty ones.

    Raises:
        UnreadableListError: it is cut or damaged.
    """
    rows: list[tuple[str, ...]] = []
    reader = csv.reader(io.StringIO(decoded(content), newline=""), strict=True)
    try:
        for row in reader:
            if row:
                _refuse_other_width(name, reader.line_num, row, rows)
                rows.append(tuple(row))
    except csv.Error as error:
        raise UnreadableListError(
            f"{name} line {reader.line_num}: {error}; the file may be cut short, fetch it again."
        ) from error
    return rows


def _refuse_other_width(name: str, line: int, row: list[str], rows_before: list[tuple[str, ...]]) -> None:
    """Refuse a row with another number of cells than the header, which is the widest of the first three lines.

    Raises:
        UnreadableListError: it has another number of cells; the file may be cut.
    """
    widest = max(map(len, rows_before[:3]), default=0)
    if len(rows_before) > 2 and len(row) != widest:
        raise UnreadableListError(
            f"{name} line {line}: {len(row)} fields where {widest} are due; the file may be cut short, fetch it again."
        )


def cell(row: Row, column: str) -> str:
    """A cell with white space folded; "" if there is no such column."""
    return folded(row.get(column))


def cells(row: Row, *columns: str) -> tuple[str, ...]:
    """Several cells, folded."""
    return tuple(cell(row, column) for column in columns)
