"""Delimited text as rows of cells: CSV and tab-separated files of any list.

Here: decoding, the header, rows whose quotes are not doubled, what shows that a file is cut.
Not here: what columns mean (one module each); OFAC's files, which have no header (see ofac.csv).

A row that cannot be read costs itself and is reported. A file is cut if its last row is short or has an open quote; a
whole file may lack the last line end.
"""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pipelines.parsers.record import Report, UnreadableListError
from pipelines.parsers.texts import folded

MOST_LINES = 60
"""A quoted cell goes on over no more lines than this; a quote that stays open longer is a stray one."""


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table as text.

    Attributes:
        name: of the file, for messages.
        columns: the headers, white space folded.
        rows: (place for messages, column → cell as published) of each row that holds anything.
    """

    name: str
    columns: list[str]
    rows: list[tuple[str, dict[str, str]]]

    def report_unknown(self, known: Collection[str], report: Report) -> None:
        """Report each column that the module does not know, once."""
        for column in self.columns:
            if column not in known:
                report.unknown("column", column)


def headers_of(content: bytes, delimiter: str = ",") -> list[str]:
    """The headers of a table, to recognise its format; none if they cannot be read. Never raises an error."""
    first = content[:4000].decode("utf-8-sig", "replace").lstrip("\r\n").split("\n", 1)[0]
    try:
        return [folded(cell) for cell in next(csv.reader([first], delimiter=delimiter), [])]
    except csv.Error:
        return []


def table_in(name: str, content: bytes, required: Collection[str], report: Report, delimiter: str = ",") -> Delimited:
    """The table of a file. Rows that cannot be read are reported as unread; empty rows are left out.

    Raises:
        UnreadableListError: the file is empty or cut, or a required column is missing.
    """
    lines = decoded(content).splitlines(keepends=True)
    if not lines:
        raise UnreadableListError(f"{name} is empty; fetch it again.")
    columns = [folded(cell) for cell in _cells(lines[0], delimiter) or []]
    if missing := set(required) - set(columns):
        raise UnreadableListError(f"{name} has no column {', '.join(sorted(missing))}; a column was renamed.")
    rows = []
    for number, cells, text in _rows(lines, len(columns), delimiter):
        place = f"{name} line {number}"
        if text.endswith(lines[-1]) and _is_cut(text, cells, delimiter):
            raise UnreadableListError(f"{place}: the last row is not whole; the file is cut, fetch it again.")
        if cells is None:
            report.unread.append((place, "not as many cells as columns"))
        elif any(cells):
            rows.append((place, dict(zip(columns, cells, strict=True))))
    return Delimited(name, columns, rows)


def _is_cut(last_row: str, cells: list[str] | None, delimiter: str) -> bool:
    """Whether the file ends inside this last row: too few cells (`cells` is None), or a quote that nothing closes."""
    return cells is None or (_cells(last_row, delimiter) is None and not last_row.rstrip().endswith('"'))


def decoded(content: bytes) -> str:
    """The text of bytes in UTF-8 (with or without byte order mark), else in Windows-1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(lines: list[str], width: int, delimiter: str) -> Iterator[tuple[int, list[str] | None, str]]:
    """(line number, cells, text) of every row below the header that is not empty.

    The cells are None if the row cannot be read.
    """
    index = 1
    while index < len(lines):
        line_count, cells = _row_at(lines, index, width, delimiter)
        text = "".join(lines[index : index + line_count])
        if text.strip():
            yield index + 1, cells, text
        index += line_count


def _row_at(lines: list[str], first_line: int, width: int, delimiter: str) -> tuple[int, list[str] | None]:
    """How many lines the row that begins at line `first_line` has, and its cells; None for cells that cannot be read.

    A quoted cell may go on over several lines. Where its quote is a stray one, the row is one line.
    """
    for line_count in range(1, min(MOST_LINES, len(lines) - first_line) + 1):
        text = "".join(lines[first_line : first_line + line_count])
        cells = _cells(text, delimiter)
        if cells is not None:
            return line_count, cells if len(cells) == width else _cells_with_stray_quotes(text, width, delimiter)
        if text.count('"') % 2 == 0:
            break
    return 1, _cells_with_stray_quotes(lines[first_line], width, delimiter)


def _cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row; None if a quote is not closed or not doubled."""
    try:
        return next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True), [])
    except csv.Error:
        return None


def _cells_with_stray_quotes(line: str, width: int, delimiter: str) -> list[str] | None:
    """The cells of a row whose inner quotes are not doubled; None if their number is not `width`.

    A row with quotes around all cells is divided at the quotes between them, any other as CSV that is not strict.
    """
    text = line.rstrip("\r\n")
    if text.startswith('"') and text.endswith('"'):
        cells = text[1:-1].split(f'"{delimiter}"')
        if len(cells) == width:
            return [cell.replace('""', '"') for cell in cells]
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return None
    return cells if len(cells) == width else None
