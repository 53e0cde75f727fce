"""Spreadsheets as rows of text cells: xlsx, xls and ods, whatever list they hold.

Here: opening a workbook within bounds, its sheets, finding a header row.
Not here: what any list's sheets mean (one module each).

A cell is text in one canonical form: a date cell is "2014-12-15 00:00:00", a number its shortest decimal form, an empty
cell "". Official lists mix dates, numbers and free text in one column, so a type for a cell would promise more than a
column keeps; `days.spreadsheet_day` reads both forms in which a spreadsheet gives a day.

Read by fastexcel (calamine), except ods, which it refuses when the XML is indented, as the UK's export of 2025 is.
"""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import fastexcel
from lxml import etree

from pipelines.archive.arrival import UNZIPPING_ERRORS
from pipelines.parsers.record import Report, UnreadableListError
from pipelines.parsers.texts import folded
from pipelines.parsers.xml_documents import safe_iterparse

MAX_UNPACKED_BYTES = 400_000_000
MAX_CELLS = 5_000_000
"""Of one sheet, from its first cell to its farthest: a stray cell in the last column makes a reader reserve gigabytes.
The largest list has 600,000."""
MAX_TEXT_BYTES = 200_000_000
"""Of all cells of a sheet: one long text that many cells share is short in the file."""
LONGEST_BLANK = 1_000

HEADER_WITHIN = 30
"""A header row stands within this many rows of the top; what comes before it is a title and notes."""

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0"
_PLACES = re.compile(rb"""[\s:](?:r|ref)\s*+=\s*+["']?+([^"'<>/]{0,64})["'/>]""")
"""What an attribute `r` or `ref` names: calamine reserves room up to the farthest cell, row or column, and refuses a
place that is longer than any can be."""
_LAST_PLACE = re.compile(rb"([A-Za-z]*)(\d*)\s*$", re.MULTILINE)
"""The letters and the number at the end of a place, of places on lines of their own: of "A1:C7" the C and the 7."""
_SHARED_CELLS = re.compile(rb'\st="s"[^>]{0,2000}>\s*<v>(\d{1,9})</v>')
_SHARED_TEXT = re.compile(rb"<si\b.*?</si>|<si/>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows in order, leading empty rows left out."""

    name: str
    rows: list[tuple[str, ...]]

    def top(self) -> "Sheet":
        """Only the rows in which a header can stand, to look for headers without reading the table below."""
        return Sheet(self.name, self.rows[:HEADER_WITHIN])


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a header row, each a mapping from the header as published (white space folded) to the cell.

    Attributes:
        sheet: its name.
        above: the rows before the header: titles and notes.
        columns: the headers that name something, in order.
        first_row: the number of the first row of `rows`, counted from 1 at the sheet's first row that holds anything.
    """

    sheet: str
    above: list[tuple[str, ...]]
    columns: list[str]
    rows: list[dict[str, str]]
    first_row: int

    def rows_with_places(self) -> Iterator[tuple[str, dict[str, str]]]:
        """Each row that has any value, with its place for messages: (place, row)."""
        for number, row in enumerate(self.rows, self.first_row):
            if any(row.values()):
                yield f"sheet {self.sheet!r} row {number}", row

    def report_unknown(self, known: Collection[str], report: Report) -> None:
        """Report each column that the module does not know, once."""
        for column in self.columns:
            if column not in known:
                report.unknown(f"column of sheet {self.sheet!r}", column)


def is_workbook(content: bytes) -> bool:
    """Whether these bytes begin as a workbook of any kind does."""
    return content.startswith((_ZIP, _COMPOUND))


def sheet_names(content: bytes) -> list[str]:
    """The names of the sheets; none if the bytes are no workbook. Never raises an error."""
    if not is_workbook(content):
        return []
    try:
        return [sheet.name for sheet in sheets("", content)] if _is_ods(content) else _opened("", content).sheet_names
    except UnreadableListError:
        return []


def sheets(name: str, content: bytes, wanted: Callable[[str], bool] = bool) -> Iterator[Sheet]:
    """Every sheet of a workbook, hidden ones too, in order.

    Args:
        name: the file's name, for messages.
        content: the workbook.
        wanted: whether the sheet of a name is to be read; by default all are.

    Raises:
        UnreadableListError: the bytes are no workbook, a cut one, or one beyond the bounds.
    """
    if not is_workbook(content):
        raise UnreadableListError(f"{name} is no spreadsheet; look at what the source sent.")
    if content.startswith(_ZIP):
        _refuse_beyond_bounds(name, content)
    if _is_ods(content):
        yield from (ods_sheet for ods_sheet in _ods_sheets(name, content) if wanted(ods_sheet.name))
        return
    reader = _opened(name, content)
    for sheet_name in filter(wanted, reader.sheet_names):
        yield Sheet(sheet_name, _rows(name, reader, sheet_name))


def header(cell: str) -> str:
    """A header in the form in which headers are compared."""
    return folded(unicodedata.normalize("NFKC", cell))


def table(
    sheet: Sheet,
    required: Collection[str],
    renamed: Mapping[str, str] | None = None,
    normal: Callable[[str], str] = header,
) -> Table | None:
    """The table under the first row of a sheet that has all required headers; None if no row has them.

    Headers are compared as `normal` makes them: by default with white space folded and full-width forms made plain. A
    header that occurs twice keeps its first column's name, the next ones get " (2)", " (3)". A column without a header
    is named after its letter if any row fills it.

    Args:
        sheet: the sheet to search; only its first HEADER_WITHIN rows can be the header.
        required: the headers that the row must have.
        renamed: other spellings of a header → the one that the module uses.
        normal: makes headers comparable.
    """
    for number, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        headers = [(renamed or {}).get(heading, heading) for heading in map(normal, row)]
        if set(required) <= set(headers):
            return _table_at(sheet, number, headers)
    return None


def has_table(
    content: bytes,
    required: Collection[str],
    wanted: Callable[[str], bool] = bool,
    normal: Callable[[str], str] = header,
) -> bool:
    """Whether a wanted sheet has a row with all required headers; never raises an error."""
    if not any(map(wanted, sheet_names(content))):
        return False
    try:
        return any(table(sheet, required, normal=normal) for sheet in sheets("", content, wanted))
    except UnreadableListError:
        return False


def _table_at(sheet: Sheet, number: int, headers: list[str]) -> Table:
    """The table below the row with this index, whose cells are the headers."""
    below = sheet.rows[number + 1 :]
    widest = max(map(len, below), default=0)
    without_header = [column for column in range(widest) if column >= len(headers) or not headers[column]]
    filled_columns = {column for column in without_header if any(_has_value(row, column) for row in below)}
    width = max(len(headers), *(column + 1 for column in filled_columns)) if filled_columns else len(headers)
    titles = [headers[column] if column < len(headers) else "" for column in range(width)]
    names = _with_distinct_titles(
        [
            title or (f"column {_column_letters(column)}" if column in filled_columns else "")
            for column, title in enumerate(titles)
        ]
    )
    rows = [{title: cell for title, cell in zip(names, row, strict=False) if title} for row in below]
    columns = [title for title in names if title]
    return Table(sheet.name, sheet.rows[:number], columns, rows, number + 2)


def _has_value(row: tuple[str, ...], column: int) -> bool:
    """Whether a row is long enough for this column and has more than white space there."""
    return column < len(row) and bool(row[column].strip())


def _with_distinct_titles(titles: list[str]) -> list[str]:
    """The titles, with " (2)", " (3)" after those that occurred before; empty ones stay empty."""
    used: set[str] = set()
    times: Counter[str] = Counter()
    distinct = []
    for title in titles:
        name = title
        while name and name in used:
            times[title] += 1
            name = f"{title} ({times[title] + 1})"
        used.add(name)
        distinct.append(name)
    return distinct


def _column_letters(index: int) -> str:
    """The letters by which spreadsheets name a column: "A" for index 0, "AA" for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _refuse_beyond_bounds(name: str, content: bytes) -> None:
    """Refuse a workbook that unpacks to too many bytes or has a sheet that is too large; a small file can do so.

    Raises:
        UnreadableListError: it does, or it is cut or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise UnreadableListError(f"{name} unpacks to more than {MAX_UNPACKED_BYTES:,} bytes; refused.")
            shared = _lengths_of_shared_texts(archive)
            for part in archive.namelist():
                if "sheet" in part.lower() and not part.endswith(".rels"):
                    _refuse_too_large(name, part, archive, shared)
    except UNZIPPING_ERRORS as error:
        raise UnreadableListError(f"{name} is a cut or damaged spreadsheet ({error}); fetch it again.") from error


def _refuse_too_large(name: str, part: str, archive: zipfile.ZipFile, shared: list[int]) -> None:
    """Refuse a sheet that spans too many cells or holds too much text, before a library reserves memory for them.

    Args:
        name: of the file, for messages.
        part: of the workbook that holds the sheet.
        archive: the workbook.
        shared: the number of bytes of each text that cells share.

    Raises:
        UnreadableListError: it is too large, or a NUL byte stands in it.
    """
    sheet = archive.read(part)
    if b"\0" in sheet:
        raise UnreadableListError(f"{name}, {part}: a NUL byte stands in the text; fetch it again.")
    # All places at once, and each row, column and text once: a loop over all cells would take longer than reading them.
    places = _LAST_PLACE.findall(b"\n".join(_PLACES.findall(sheet)))
    rows = max((int(row[:10]) for row in {row for _, row in places} if row), default=0)
    columns = max((_column_number(letters[:7].upper()) for letters in {letters for letters, _ in places}), default=0)
    if columns * rows > MAX_CELLS:
        raise UnreadableListError(f"{name}, {part}: it spans more than {MAX_CELLS:,} cells; refused.")
    cells_of_text = Counter(_SHARED_CELLS.findall(sheet))
    bytes_of_texts = sum(
        cells * shared[int(number)] for number, cells in cells_of_text.items() if int(number) < len(shared)
    )
    if len(sheet) + bytes_of_texts > MAX_TEXT_BYTES:
        raise UnreadableListError(f"{name}, {part}: its texts have more than {MAX_TEXT_BYTES:,} bytes; refused.")


def _lengths_of_shared_texts(archive: zipfile.ZipFile) -> list[int]:
    """The number of bytes of each text that cells of the workbook share; it tells how much text a sheet will hold."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [len(text) for text in _SHARED_TEXT.findall(archive.read("xl/sharedStrings.xml"))]


def _column_number(letters: bytes) -> int:
    """The number of a column from its letters: 1 for "A"."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _opened(name: str, content: bytes) -> fastexcel.ExcelReader:
    """The workbook, opened.

    Raises:
        UnreadableListError: it cannot be opened.
    """
    try:
        return fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise _unreadable(name, error) from error


def _rows(name: str, reader: fastexcel.ExcelReader, sheet_name: str) -> list[tuple[str, ...]]:
    """The rows of a sheet as texts."""
    try:
        frame = reader.load_sheet(sheet_name, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise _unreadable(f"{name}, sheet {sheet_name!r}", error) from error
    return frame.fill_null("").rows()


def _unreadable(place: str, error: Exception) -> UnreadableListError:
    """The error for a workbook that cannot be read."""
    reason = folded(str(error).splitlines()[0]) if str(error) else type(error).__name__
    return UnreadableListError(f"{place} cannot be read as a spreadsheet ({reason}); fetch it again.")


# ods: OpenDocument 1.2, part 1, section 9 (tables).

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}


def _is_ods(content: bytes) -> bool:
    """Whether the content is an OpenDocument spreadsheet."""
    if not content.startswith(_ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "content.xml" in archive.namelist()
    except UNZIPPING_ERRORS:
        return False


def _ods_sheets(name: str, content: bytes) -> Iterator[Sheet]:
    """The sheets of an OpenDocument spreadsheet; raises UnreadableListError if it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open("content.xml") as document:
            yield from _ods_tables(name, document)
    except (etree.XMLSyntaxError, *UNZIPPING_ERRORS) as error:
        raise _unreadable(name, error) from error


def _ods_tables(name: str, document: IO[bytes]) -> Iterator[Sheet]:
    """The sheets of an OpenDocument, which is read row by row.

    Raises:
        UnreadableListError: a sheet is too large.
    """
    rows: list[tuple[str, ...]] = []
    row_tag, table_tag = f"{_TABLE}table-row", f"{_TABLE}table"
    for _, element in safe_iterparse(document, tags=(row_tag, table_tag)):
        if element.tag == row_tag:
            rows.extend(_ods_rows(element))
        else:
            yield Sheet(element.get(f"{_TABLE}name") or "", _without_empty_edges(rows))
            rows = []
        columns = len(rows[-1]) if rows else 0
        if columns * len(rows) > MAX_CELLS:
            raise UnreadableListError(f"{name}: a sheet spans more than {MAX_CELLS:,} cells; refused.")
        element.clear()


def _ods_rows(row: etree._Element) -> list[tuple[str, ...]]:
    """The row as often as the file says that it is repeated, without the empty cells at its end.

    An empty row comes once, because sheets end with a million of them.
    """
    cells: list[str] = []
    for cell in row.iterchildren(*_CELLS):
        value = _ods_cell(cell)
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells.extend([value] * (min(times, 16_384) if value else min(times, 256)))
    while cells and not cells[-1]:
        cells.pop()
    times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
    return [tuple(cells)] * (min(times, 1_048_576) if cells else 1)


def _ods_cell(cell: etree._Element) -> str:
    """The text of a cell: of a date "YYYY-MM-DD hh:mm:ss", of a number its value, else its paragraphs as lines."""
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        day, _, time = cell.get(f"{_OFFICE}date-value", "").partition("T")
        return f"{day} {time or '00:00:00'}"
    if kind in {"float", "percentage", "currency"}:
        return cell.get(f"{_OFFICE}value", "").removesuffix(".0")
    return "\n".join(_ods_text(paragraph) for paragraph in cell.iterchildren(f"{_TEXT}p"))


def _ods_text(node: etree._Element) -> str:
    """The text of an XML node and all nodes below it; elements for spaces, tabs and line breaks become these."""
    pieces = [node.text or ""]
    for child in node:
        blank = _BLANKS.get(str(child.tag))
        pieces.append(blank * min(int(child.get(f"{_TEXT}c", "1")), LONGEST_BLANK) if blank else _ods_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _without_empty_edges(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The rows without empty rows before the first and after the last row with a value."""
    first = next((index for index, row in enumerate(rows) if row), len(rows))
    last = next((index for index in range(len(rows) - 1, -1, -1) if rows[index]), -1)
    return rows[first : last + 1]
