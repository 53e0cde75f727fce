"""The US Denied Persons List: dpl.txt, tab-separated with a row an address, and the CSV that replaced it.

Here: the columns of both. Not here: what other US lists share (see texts); the same list in another (see csl).

Source: Bureau of Industry and Security. dpl.txt seen whole: 2022-09-02 (581 rows, 461 parties) and 2023-11-30 (665
rows, 547 parties), 12 columns, CRLF, ASCII. dpl_MMDDYYYY.csv, linked from the list's page since 2026, was read in an
excerpt of one row: five columns, with name and address in one.
- There is no id. A party is a name and the day its order took effect: rows that agree in both give its addresses. The
  native id is a digest of the name, as a renewal changes the day (see namesakes). Names begin with spaces at times, and
  hold others ("X A/K/A Y").
- Effective_Date is the listing, Expiration_Date its end ("mm/dd/yyyy"). An expired row that is still shown is listed.
- A temporary order ("TDO") lasts 180 days and is renewed, for years: the effective date of an order whose Action speaks
  of a renewal is that of the last one. The listing is then the day of the earliest notice, with the feature
  `listed_on_basis` = "first notice".
- FR_Citation holds up to fifteen notices, divided by commas, "and" or nothing.
- The type of party is not stated but guessed from the name. Country is ISO 3166, empty for the United States at times.
- In the CSV the name ends at the first comma that no legal form follows ("EXAMPLE CO., LTD."), and the last part of the
  address is the country, as a code of two letters. The day of publication is in the file's name alone.
"""

import re
from collections.abc import Iterator
from datetime import date

from pipelines.parsers.days import day_in, day_or_none
from pipelines.parsers.delimited import headers_of, table_in
from pipelines.parsers.names import base_name, names_and_notes
from pipelines.parsers.namesakes import with_distinct_ids
from pipelines.parsers.record import (
    Address,
    Feature,
    Files,
    Format,
    ListingEvent,
    Record,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import digest, folded, is_placeholder
from pipelines.parsers.us import texts

NAME, EFFECTIVE, EXPIRY = "Name", "Effective_Date", "Expiration_Date"
STREET, CITY, STATE, COUNTRY, POSTCODE = "Street_Address", "City", "State", "Country", "Postal_Code"
STANDARD, UPDATED, ACTION, NOTICE = "Standard_Order", "Last_Update", "Action", "FR_Citation"
REQUIRED = frozenset({NAME, EFFECTIVE, EXPIRY, COUNTRY})
KNOWN = REQUIRED | {STREET, CITY, STATE, POSTCODE, STANDARD, UPDATED, ACTION, NOTICE}
WHOLE, CITATIONS, DENIAL = "Name_and_Address", "Appropriate Federal Register Citations", "Type of Denial"
REQUIRED_IN_CSV = frozenset({WHOLE, EFFECTIVE, EXPIRY})
KNOWN_IN_CSV = REQUIRED_IN_CSV | {CITATIONS, DENIAL}
_LEGAL_FORM = re.compile(
    r"(?:inc|ltd|llc|l\.l\.c|corp|co|gmbh|s\.?a|s\.?r\.?l|b\.?v|n\.?v|a\.?g|plc|fze|fzco|fzc|jr|sr|i{2,3}|iv|"
    r"limited|incorporated|ltda)\.?",
    re.IGNORECASE,
)
_PARTS = (STREET, CITY, STATE, POSTCODE, COUNTRY)
_BETWEEN_NOTICES = re.compile(r"(?:[,;]\s*|\s+)(?:and\s+)?(?=\d{1,3}\s?F\.?\s?R\b)")
_NOTICE_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})\b")
_RENEWAL = re.compile(r"\brenew", re.IGNORECASE)
PROGRAMME, MEASURE = "DPL", "denial of export privileges"


def recognises(files: Files) -> bool:
    """Whether there is one text whose first line has the headers, between tabs or commas."""
    content = only_content(files)
    return {NAME, EFFECTIVE} <= set(headers_of(content, "\t")) or {WHOLE, EFFECTIVE} <= set(headers_of(content))


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The orders in the file's order; rows without a name are reported as unread.

    Raises:
        UnreadableListError: the file holds no order, or is cut.
    """
    [(name, content)] = files.items()
    report.published_on = day_of_file(name)
    parties: dict[tuple[str, str], list[dict[str, str]]] = {}
    for place, row in _orders(name, content, report):
        base = base_name(row[NAME])
        if is_placeholder(base):
            report.unread.append((place, "no name"))
        else:
            parties.setdefault((base.casefold(), row[EFFECTIVE]), []).append(row)
    if not parties:
        raise UnreadableListError(f"{name} holds no order below its header; look at what the source sent.")
    yield from with_distinct_ids(map(_record, parties.values()))


def day_of_file(name: str) -> date | None:
    """The day in the name of the CSV, dpl_MMDDYYYY.csv; None if there is none."""
    match = re.fullmatch(r"dpl_(\d{2})(\d{2})(\d{4})\.csv", name, re.IGNORECASE)
    return day_or_none(match[3], match[1], match[2]) if match else None


def _orders(name: str, content: bytes, report: Report) -> list[tuple[str, dict[str, str]]]:
    """(place, row) of every order, the columns of the CSV under the names of those of the text."""
    is_csv = WHOLE in headers_of(content)
    table = table_in(name, content, REQUIRED_IN_CSV if is_csv else REQUIRED, report, "," if is_csv else "\t")
    table.report_unknown(KNOWN_IN_CSV if is_csv else KNOWN, report)
    rows = [(place, {column: folded(cell) for column, cell in row.items()}) for place, row in table.rows]
    return [(place, _with_separate_columns(row)) for place, row in rows] if is_csv else rows


def _with_separate_columns(row: dict[str, str]) -> dict[str, str]:
    """A row of the CSV with name and address in separate columns, under the names of the text's columns.

    The name ends at the first comma that no legal form follows.
    """
    parts = [part.strip() for part in row[WHOLE].split(",")]
    name_length = next((index for index in range(1, len(parts)) if not _LEGAL_FORM.fullmatch(parts[index])), len(parts))
    name, address = ", ".join(parts[:name_length]), parts[name_length:]
    country = address.pop() if address and re.fullmatch(r"[A-Z]{2}", address[-1]) else ""
    return {
        NAME: name, STREET: ", ".join(address), COUNTRY: country, EFFECTIVE: row[EFFECTIVE], EXPIRY: row[EXPIRY],
        NOTICE: row.get(CITATIONS, ""), DENIAL: row.get(DENIAL, ""),
    }  # fmt: skip


def _record(rows: list[dict[str, str]]) -> Record:
    """The party of all rows with the same name and effective date, which give its addresses.

    Its type is guessed from the name, and its feature `party_type_basis` says so.
    """
    first = rows[0]
    names, notes = names_and_notes(first[NAME], "primary", "name")
    record = Record(digest(names[0].name), texts.party_type(names[0].name), names)
    record.features.extend(Feature("name_remark", note) for note in notes)
    record.programmes, record.measures = [PROGRAMME], [MEASURE]
    record.legal_basis = [notice for cell in _distinct_values(rows, NOTICE) for notice in _BETWEEN_NOTICES.split(cell)]
    _read_days(record, rows)
    record.features.append(Feature("party_type_basis", "name"))
    for column in (STANDARD, UPDATED, ACTION, DENIAL):
        kind = column.lower().replace(" ", "_")
        record.features.extend(Feature(kind, value) for value in _distinct_values(rows, column))
    record.addresses = [address for row in rows if (address := _address(row))]
    return record


def _read_days(record: Record, rows: list[dict[str, str]]) -> None:
    """Set the day of listing, and add the last renewal and the end of the order.

    The effective date of a renewed order is that of the renewal; the listing is then the day of the earliest notice.
    """
    effective_text = rows[0][EFFECTIVE]
    record.listed_on = texts.day_unless_too_early(day_in(effective_text, month_first=True))
    if effective_text and record.listed_on is None:
        record.not_understood.append(f"{EFFECTIVE}: {effective_text}")
    renewed_on = record.listed_on
    if renewed_on and any(
        _RENEWAL.search(value) for column in (ACTION, DENIAL) for value in _distinct_values(rows, column)
    ):
        record.events.append(ListingEvent("amended", renewed_on, note="order renewed"))
        notice_days = [day for notice in record.legal_basis if (day := _day_of_notice(notice))]
        record.listed_on = min(notice_days) if notice_days and min(notice_days) < renewed_on else None
        record.features.append(Feature("listed_on_basis", "first notice" if record.listed_on else "none"))
    for text in _distinct_values(rows, EXPIRY):
        expires = day_in(text, month_first=True)
        record.features.append(Feature("end_date", expires.isoformat() if expires else text))


def _day_of_notice(notice: str) -> date | None:
    """The day in "80 F.R. 44930 7/28/15"; None if there is none. Years of two digits are from 1950 to 2049."""
    match = _NOTICE_DAY.search(notice)
    if match is None:
        return None
    year = int(match[3])
    return day_or_none(year + (1900 if year >= 50 else 2000) if year < 100 else year, match[1], match[2])


def _distinct_values(rows: list[dict[str, str]], column: str) -> list[str]:
    """The distinct values of a column."""
    return list(dict.fromkeys(value for row in rows if (value := row.get(column))))


def _address(row: dict[str, str]) -> Address | None:
    """The address of a row; None if it is empty."""
    street, city, region, postcode, country = (row.get(part) or None for part in _PARTS)
    text = ", ".join(part for part in (street, city, region, postcode, country) if part)
    return Address(text, street, city, region, postcode, country) if text else None


FORMAT = Format(name="us_bis_dpl", version=5, recognises=recognises, records=records, makes_ids=True)
