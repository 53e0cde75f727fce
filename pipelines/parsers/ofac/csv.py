"""OFAC's lists as CSV: the main file, and beside it addresses, other names and spilled-over remarks.

Here: which file is which, rows to parties, and a fingerprint of each party's rows.
Not here: what remarks mean (see pipelines.parsers.ofac.remarks).

The main file has 12 columns (sdn.csv, cons_prim.csv), addresses 6, other names 5, spilled-over remarks 2. A file is
known by its columns, so that its name may have any letter case or a date in it. Only the main file is needed.
Seen in 199 files of 2021 to 2023 and in others of 2019 to 2025:
- No header and no date inside. Rows end in CRLF, in some copies in LF. A lone 0x1A closes the file, but not all copies.
- Null is `-0- ` (in some copies `-0-`), also as the type of an entity.
- Several programmes are one text joined as `A] [B`.
- Remarks end at 1,000 characters and go on, mid-word, in the spill-over file; weak aliases are in the remarks alone.
- Quotes inside a text are not always doubled (a.k.a. "nightjar77"; 5'11"). A row begins with a number at the start of a
  line, whatever quotes are open before it. A row that is not well-formed is read as one in which a single column holds
  the stray quotes; where that fails too, the row is reported as unread and costs nothing but itself.

A file that ends inside a row is refused as cut: the last line has neither a line end nor all its columns. A file cut
exactly between two rows cannot be distinguished from a whole one, because some copies lack the closing 0x1A: the count
of parties must show it.
"""

import codecs
import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Literal

from pipelines.parsers.ofac.facts import (
    PARTY_TYPES,
    add_fact,
    cmic_listing_day,
    empty_record,
    one_line,
    parts_of_inverted,
)
from pipelines.parsers.ofac.remarks import LONGEST, read_remarks
from pipelines.parsers.record import (
    Address,
    Country,
    Files,
    Format,
    Name,
    NameKind,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.texts import is_placeholder

OtherRole = Literal["addresses", "other names", "comments"]
Role = Literal["main"] | OtherRole

ROLE_OF_WIDTH: dict[int, Role] = {12: "main", 6: "addresses", 5: "other names", 2: "comments"}
_WIDTH_OF_ROLE = {role: width for width, role in ROLE_OF_WIDTH.items()}
_NULL = "-0-"
_END_MARK = b"\x1a"
_BEGINS_ROW = re.compile(rb'"?[0-9]+"?,(?:"|-0-|[0-9])')
_MAIN_COLUMNS = {
    4: "Title", 5: "Vessel Call Sign", 6: "Vessel Type", 7: "Vessel Tonnage", 8: "Vessel Gross Registered Tonnage",
    9: "Vessel Flag", 10: "Vessel Owner",
}  # fmt: skip
_ALIAS_KINDS: dict[str, NameKind] = {"aka": "aka", "fka": "fka", "nka": "nka"}


@dataclass(slots=True)
class Rows:
    """The rows of one party as published: one of the main file, any number of the others."""

    main: bytes = b""
    addresses: list[bytes] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)
    comments: list[bytes] = field(default_factory=list)


def recognises(files: Files) -> bool:
    """Whether exactly one file begins as OFAC's main file, and every other file as one of OFAC's."""
    widths = [_width_of_first_row(content) for content in files.values() if content.strip(b"\r\n \x1a")]
    return widths.count(_WIDTH_OF_ROLE["main"]) == 1 and set(widths) <= set(ROLE_OF_WIDTH)


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each row of the main file, in its order; with `wanted`, only for parties of these ids.

    Raises:
        UnreadableListError: a file is cut, or no row of the main file can be read.
    """
    by_role = _files_by_role(files)
    _refuse_cut_files(by_role)
    main_name, main = by_role["main"]
    others = {role: _rows_by_party(content, wanted) for role, (_, content) in by_role.items() if role != "main"}
    _report_rows_without_party(main, others, report)
    unreadable = 0
    for line in _rows_of(main):
        native_id = _id_of(line)
        if wanted is not None and native_id not in wanted:
            continue
        rows = Rows(line, *(others.get(role, {}).get(native_id, []) for role in _OTHERS))
        record = _record(main_name, rows, report)
        if record is not None:
            yield record
        unreadable += record is None
    if unreadable and unreadable == sum(1 for _ in _rows_of(main)):
        reason = next(reason for place, reason in report.unread if place == main_name)
        raise UnreadableListError(f"{main_name}: {reason}, as in every row; its layout is new.")


_OTHERS: tuple[OtherRole, ...] = ("addresses", "other names", "comments")


def fingerprints(files: Files) -> dict[str, str]:
    """A digest of the rows of each party in all files, by its id: a party whose digest is known is not read again.

    Order of rows and line ends make no difference.
    """
    by_role = _files_by_role(files)
    others = [_rows_by_party(by_role[role][1], None) for role in _OTHERS if role in by_role]
    digests: dict[str, str] = {}
    for line in _rows_of(by_role["main"][1]):
        native_id = _id_of(line)
        digest = blake2b(line, digest_size=12)
        for number, rows in enumerate(others):
            for row in sorted(rows.get(native_id, ())):
                digest.update(b"\n%d " % number)
                digest.update(row)
        digests[native_id] = digest.hexdigest()
    return digests


FORMAT = Format("ofac_csv", 3, recognises, records, fingerprints)


def _files_by_role(files: Files) -> dict[Role, tuple[str, bytes]]:
    """Each file with its name by its role, which its columns show; files with only the closing 0x1A are left out.

    Raises:
        UnreadableListError: a file is empty or has none of OFAC's sets of columns, or two files have one role.
    """
    by_role: dict[Role, tuple[str, bytes]] = {}
    for name, content in files.items():
        if not content:
            raise UnreadableListError(f"{name} has no bytes; fetch it again, or leave it out.")
        if not content.strip(b"\r\n \x1a"):
            continue
        role = ROLE_OF_WIDTH.get(_width_of_first_row(content))
        if role is None:
            raise UnreadableListError(
                f"{name}, line 1, has none of OFAC's sets of columns; look at what the source sent."
            )
        if role in by_role:
            raise UnreadableListError(
                f"{by_role[role][0]} and {name} both hold {role}; keep the files of one day together."
            )
        by_role[role] = (name, content)
    return by_role


def _width_of_first_row(content: bytes) -> int:
    """The number of columns of the first row; 0 if it is not a row of OFAC's, which begins with a party's number."""
    first = next(_rows_of(bytes(content[:20_000]).removeprefix(codecs.BOM_UTF8)), b"")
    if not _BEGINS_ROW.match(first):
        return 0
    return _width(first)


def _width(line: bytes) -> int:
    """The number of columns of a row; 0 for a main row without a known party type."""
    cells = _cells(line)
    if len(cells) == _WIDTH_OF_ROLE["main"] and (_value(cells[2]) or "entity").casefold() not in PARTY_TYPES:
        return 0
    return len(cells)


def _rows_of(content: bytes) -> Iterator[bytes]:
    """The rows as bytes, without line ends and the closing 0x1A.

    A row with an open quote goes on in the next line, unless that line begins like a row of its own: the quote is then
    a stray one.
    """
    pieces: list[bytes] = []
    is_open = False
    for line in content.removeprefix(codecs.BOM_UTF8).split(b"\n"):
        if pieces and _BEGINS_ROW.match(line):
            yield _row_of_lines(pieces)
            pieces, is_open = [], False
        pieces.append(line)
        is_open ^= line.count(b'"') % 2 == 1
        if not is_open:
            if row := _row_of_lines(pieces):
                yield row
            pieces = []
    if pieces:
        yield _row_of_lines(pieces)


def _row_of_lines(pieces: list[bytes]) -> bytes:
    """A row, which may go over several lines, without the line end and the closing 0x1A."""
    return b"\n".join(pieces).strip(b"\r\n\x1a")


def _id_of(line: bytes) -> str:
    """The id of the party at the beginning of a row."""
    return line.partition(b",")[0].strip(b' "').decode("ascii", "replace")


def _rows_by_party(content: bytes, wanted: frozenset[str] | None) -> dict[str, list[bytes]]:
    """The rows of each wanted party, by its id."""
    groups: defaultdict[str, list[bytes]] = defaultdict(list)
    for line in _rows_of(content):
        native_id = _id_of(line)
        if wanted is None or native_id in wanted:
            groups[native_id].append(line)
    return groups


def _refuse_cut_files(by_role: Mapping[Role, tuple[str, bytes]]) -> None:
    """Refuse a file whose last row is cut: it has no line end after it, and lacks columns or the end of its last cell.

    Raises:
        UnreadableListError: a file is cut; the message names the party of the row.
    """
    for role, (name, content) in by_role.items():
        last = _last_row(content)
        cells = _cells(last, _WIDTH_OF_ROLE[role])
        is_whole = len(cells) == _WIDTH_OF_ROLE[role] and (last.endswith(b'"') or cells[-1].strip() == _NULL)
        if not is_whole and not content.endswith((b"\n", _END_MARK)):
            raise UnreadableListError(
                f"{name} ends inside the row of party {_id_of(last)}: the file is cut; fetch it again."
            )


def _last_row(content: bytes) -> bytes:
    """The last row of a file, without line end and the closing 0x1A."""
    tail = bytes(content[-200_000:]).rstrip(b"\r\n \x1a")
    return tail[tail.rfind(b"\n") + 1 :]


def _cells(line: bytes, width: int = 0) -> list[str]:
    """The cells of a row, also where quotes are not doubled.

    Without `width`, the row may have any of OFAC's widths. A row that cannot be read has another number of cells than
    due.
    """
    text = _decoded(line)
    try:
        cells = next(csv.reader([text], strict=True), [])
    except csv.Error:
        cells = []
    if cells and (not width or len(cells) == width):
        return cells
    for columns in (width,) if width else ROLE_OF_WIDTH:
        for pattern in _patterns_with_stray_quotes(columns):
            if match := pattern.fullmatch(text):
                return [_unquoted(cell) for cell in match.groups()]
    return cells


@cache
def _patterns_with_stray_quotes(width: int) -> tuple[re.Pattern[str], ...]:
    """Patterns of a row of which one column, the last first, may hold quotes that are not doubled."""
    plain, loose = r'("(?:[^"]|"")*"|-0- ?|\d+)', r'("(?:(?!",(?:"|-0-|\d)).)*")'
    return tuple(
        re.compile(",".join(loose if column == loose_column else plain for column in range(width)), re.DOTALL)
        for loose_column in range(width - 1, 0, -1)
    )


def _unquoted(cell: str) -> str:
    """A cell without the quotes around it."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _decoded(line: bytes) -> str:
    """The text of a row: ASCII as OFAC writes it, or UTF-8 or cp1252 in copies by others."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _report_rows_without_party(
    main: bytes, others: Mapping[OtherRole, Mapping[str, list[bytes]]], report: Report
) -> None:
    """Report rows of the other files whose party the main file lacks: the files are then from different days."""
    if not any(others.values()):
        return
    parties = {_id_of(line) for line in _rows_of(main)}
    for role, rows in others.items():
        for native_id in rows.keys() - parties:
            report.unread.append((role, f"party {native_id} is not in the main file"))


def _record(main_name: str, rows: Rows, report: Report) -> Record | None:
    """The party of its rows; None, with the reason in the report, if its row of the main file cannot be read."""
    cells = [_value(cell) for cell in _cells(rows.main, _WIDTH_OF_ROLE["main"])]
    native_id = _id_of(rows.main)
    if len(cells) != _WIDTH_OF_ROLE["main"] or is_placeholder(cells[1]):
        report.unread.append((main_name, f"party {native_id}: {len(cells)} columns where 12 are due, or no name"))
        return None
    party_type = PARTY_TYPES.get((cells[2] or "entity").casefold())
    if party_type is None:
        report.unknown("SDN_Type", cells[2])
        party_type = "entity"
    is_person = party_type == "individual"
    record = empty_record(native_id, party_type, cells[1], parts_of_inverted(cells[1]) if is_person else ())
    record.programmes = [part for part in re.split(r"\] *\[", cells[3].strip("[] ")) if part]
    for column, label in _MAIN_COLUMNS.items():
        if cells[column]:
            add_fact(record, report, label, cells[column])
    _add_names(rows.names, record, report)
    _add_addresses(rows.addresses, record, report)
    _add_remarks(rows, record, report)
    record.listed_on = cmic_listing_day(record)
    return record


def _value(cell: str) -> str:
    """The text of a cell; "" for OFAC's mark of an empty cell."""
    return "" if cell.strip() == _NULL else one_line(cell)


def _add_names(rows: list[bytes], record: Record, report: Report) -> None:
    """Add the other names of a party; rows without all columns are reported as unread."""
    for row in rows:
        cells = [_value(cell) for cell in _cells(row, _WIDTH_OF_ROLE["other names"])]
        if len(cells) != _WIDTH_OF_ROLE["other names"] or is_placeholder(cells[3]):
            report.unread.append(("other names", f"a row of party {record.native_id} has not its columns"))
            continue
        kind = _ALIAS_KINDS.get(cells[2].casefold())
        if kind is None:
            report.unknown("alt_type", cells[2])
        parts = parts_of_inverted(cells[3]) if record.party_type == "individual" else ()
        record.names.append(Name(cells[3], "strong", kind or "aka", parts=parts))
        if cells[4]:
            report.unknown("alt_remarks", cells[4])


def _add_addresses(rows: list[bytes], record: Record, report: Report) -> None:
    """Add the addresses of a party; rows without all columns are reported as unread.

    "Region: Gaza" in the column of countries is a region.
    """
    for row in rows:
        cells = [_value(cell) for cell in _cells(row, _WIDTH_OF_ROLE["addresses"])]
        if len(cells) != _WIDTH_OF_ROLE["addresses"]:
            report.unread.append(("addresses", f"a row of party {record.native_id} has not its columns"))
            continue
        street, city, country, remark = cells[2:]
        region = country.removeprefix("Region: ") if country.startswith("Region: ") else None
        country = "" if region else country
        text = ", ".join(part for part in (street, city, region or country) if part)
        if text:
            record.addresses.append(Address(text, street or None, city or None, region, None, country or None))
        if country:
            record.countries.append(Country("address", country))
        if remark:
            report.unknown("Add_remarks", remark)


def _add_remarks(rows: Rows, record: Record, report: Report) -> None:
    """Add what the remarks state, continued in the file of comments where they are longer than a cell.

    A last piece that may be cut is kept as not understood.
    """
    cells = _cells(rows.main, _WIDTH_OF_ROLE["main"])
    remarks = "" if cells[11].strip() == _NULL else cells[11]
    is_cut = len(remarks) >= LONGEST and not rows.comments
    for row in rows.comments:
        continued = _cells(row, _WIDTH_OF_ROLE["comments"])
        if len(continued) != _WIDTH_OF_ROLE["comments"]:
            report.unread.append(("comments", f"a row of party {record.native_id} has not its columns"))
            is_cut = True
            continue
        remarks += continued[1]
    if remarks:
        record.remarks = one_line(remarks)
        read_remarks(remarks, record, report, is_cut=is_cut)
