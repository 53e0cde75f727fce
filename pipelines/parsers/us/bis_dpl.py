"""The US Denied Persons List: dpl.txt, a quoted, tab-separated table with a row an address.

Here: its columns. Not here: what other US lists share (us_texts); the same list inside the screening list (us_csl).

Source: Bureau of Industry and Security. Seen whole: 2023-11-30, 12 columns, 665 rows, CRLF, ASCII.
- There is no id. A party is a name and the day its order took effect (547 of them on the 665 rows): rows that agree in
  both give its addresses, and the native id is a digest of both. Names begin with spaces at times.
- Effective_Date is the listing, Expiration_Date its end ("mm/dd/yyyy"). An expired row that is still shown is listed.
- The type of party is not stated; it is told by the name. Country is ISO 3166, empty for the United States at times.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime

from pipelines.parsers.record import Address, Feature, Files, Format, Name, Record, Report, UnreadableListError
from pipelines.parsers.texts import folded
from pipelines.parsers.us import texts

NAME, EFFECTIVE, EXPIRY = "Name", "Effective_Date", "Expiration_Date"
STREET, CITY, STATE, COUNTRY, POSTCODE = "Street_Address", "City", "State", "Country", "Postal_Code"
STANDARD, UPDATED, ACTION, NOTICE = "Standard_Order", "Last_Update", "Action", "FR_Citation"
REQUIRED = frozenset({NAME, EFFECTIVE, EXPIRY, COUNTRY})
KNOWN = REQUIRED | {STREET, CITY, STATE, POSTCODE, STANDARD, UPDATED, ACTION, NOTICE}
_PARTS = (STREET, CITY, STATE, POSTCODE, COUNTRY)
PROGRAMME, MEASURE = "DPL", "denial of export privileges"


def recognises(files: Files) -> bool:
    """One text whose first line has the headers of name and effective date, between tabs."""
    if len(files) != 1:
        return False
    first = next(iter(files.values()))[:2000].decode("utf-8-sig", "replace").split("\n", 1)[0]
    return {NAME, EFFECTIVE} <= {part.strip().strip('"') for part in first.split("\t")}


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:  # noqa: ARG001
    """The orders in the file's order."""
    [(name, content)] = files.items()
    parties: dict[tuple[str, str], list[dict[str, str]]] = {}
    for number, row in enumerate(_rows(name, content, report), 2):
        if row[NAME]:
            parties.setdefault((row[NAME].casefold(), row[EFFECTIVE]), []).append(row)
        else:
            report.unread.append((f"row {number}", "no name"))
    if not parties:
        raise UnreadableListError(f"{name} holds no order below its header; look at what the source sent.")
    for rows in parties.values():
        yield _record(rows)


def _rows(name: str, content: bytes, report: Report) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if not text.endswith(("\n", "\r")):
        raise UnreadableListError(f"{name} ends in the middle of a line; fetch it again.")
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    rows = []
    try:
        columns = [folded(fieldname) for fieldname in table.fieldnames or ()]
        if missing := REQUIRED - set(columns):
            raise UnreadableListError(f"{name} has no column {', '.join(sorted(missing))}; a column was renamed.")
        for column in set(columns) - KNOWN:
            report.unknown("column", column)
        table.fieldnames = columns
        for row in table:
            if None in row or None in row.values():
                raise UnreadableListError(
                    f"{name} line {table.line_num}: not as many cells as columns; the file is cut."
                )
            rows.append({column: folded(cell) for column, cell in row.items()})
    except csv.Error as error:
        raise UnreadableListError(f"{name} line {table.line_num}: {error}; the file is cut or damaged.") from error
    return rows


def _record(rows: list[dict[str, str]]) -> Record:
    """The party of all rows of one name and effective date."""
    first = rows[0]
    native_id = texts.digest(first[NAME], first[EFFECTIVE])
    record = Record(native_id, texts.party_type(first[NAME]), [Name(first[NAME], "primary", "name")])
    record.programmes, record.measures = [PROGRAMME], [MEASURE]
    record.legal_basis = _distinct(rows, NOTICE)
    record.listed_on = texts.day_of_the_last_century(_day(first[EFFECTIVE]))
    if first[EFFECTIVE] and record.listed_on is None:
        record.not_understood.append(f"{EFFECTIVE}: {first[EFFECTIVE]}")
    record.features.append(Feature("party_type_basis", "name"))
    for text in _distinct(rows, EXPIRY):
        expires = _day(text)
        record.features.append(Feature("end_date", expires.isoformat() if expires else text))
    for column in (STANDARD, UPDATED, ACTION):
        record.features.extend(Feature(column.lower(), each) for each in _distinct(rows, column))
    record.addresses = [address for row in rows if (address := _address(row))]
    return record


def _distinct(rows: list[dict[str, str]], column: str) -> list[str]:
    return list(dict.fromkeys(value for row in rows if (value := row.get(column))))


def _address(row: dict[str, str]) -> Address | None:
    street, city, region, postcode, country = (row.get(part) or None for part in _PARTS)
    text = ", ".join(each for each in (street, city, region, postcode, country) if each)
    return Address(text, street, city, region, postcode, country) if text else None


def _day(text: str) -> date | None:
    for layout in ("%m/%d/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, layout).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    return None


FORMAT = Format(name="us_bis_dpl", version=2, recognises=recognises, records=records)
