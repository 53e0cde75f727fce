"""Australia's consolidated list: a workbook with one row a name, the rows of a party under one reference.

Here: the columns of the list and the wording of its listing information. Not here: reading spreadsheets (_sheets).

Source: Department of Foreign Affairs and Trade; regulation8_consolidated.xlsx, since November 2025
Australian_Sanctions_Consolidated_List.xlsx. Seen whole: 2024-11-11, 12 columns, 9,553 rows, 3,062 references. The
seven columns of 2025 (Alias Strength, IMO Number, Instrument of Designation, four measures), the name type "Alias"
and the type "Vessel" were read in public programs and fixtures that read the new file.
- The party is the number of a reference: 8227, 8227a, 8001b2 are names of 8227 and 8001. Every reference has one
  primary name, and the rows repeat what is said of the party; a few rows differ in date or wording.
- Control Date is the last change, never the listing. Listing Information is free text; only these say when a party was
  first listed: "Listed on …", "Listed by the UN 1267 Committee on …", "First listed on …", "Designated under the
  Autonomous Sanctions Regulations 2011 on …", "The Minister for Foreign Affairs listed this entity on …", or a date
  alone. An instrument without a date ("… Amendment (No. 1) Instrument 2022") and "Last listed on" do not.
- Committees is the regime, which is not a nationality: Belarusian officials stand under "Autonomous (Ukraine)".
- Cells may hold "_x000D_", a carriage return that a program wrote out.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

from pipelines.parsers import sheets
from pipelines.parsers.record import (
    Address,
    BirthDate,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Files,
    Format,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    PartyType,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.sheets import folded

REFERENCE, NAME, TYPE, NAME_TYPE = "Reference", "Name of Individual or Entity", "Type", "Name Type"
LISTING, REGIME, CONTROL_DATE = "Listing Information", "Committees", "Control Date"
REQUIRED = frozenset({REFERENCE, NAME, TYPE, NAME_TYPE, REGIME, LISTING, CONTROL_DATE})
BIRTH, BIRTH_PLACE, CITIZENSHIP = "Date of Birth", "Place of Birth", "Citizenship"
ADDRESS, INFORMATION = "Address", "Additional Information"
STRENGTH, IMO, INSTRUMENT = "Alias Strength", "IMO Number", "Instrument of Designation"
MEASURES = ("Targeted Financial Sanction", "Travel Ban", "Arms Embargo", "Maritime Restriction")
KNOWN = REQUIRED | {BIRTH, BIRTH_PLACE, CITIZENSHIP, ADDRESS, INFORMATION, STRENGTH, IMO, INSTRUMENT, *MEASURES}

TYPES: dict[str, PartyType] = {
    "individual": "individual", "entity": "entity", "vessel": "vessel", "ship": "vessel", "aircraft": "aircraft",
}  # fmt: skip
NAME_TYPES: dict[str, NameKind] = {
    "primary name": "name", "aka": "aka", "alias": "aka", "a.k.a.": "aka", "original script": "spelling",
    "formerly known as": "fka", "previously listed as": "fka",
}  # fmt: skip
_LINKS: dict[PartyType, CountryLink] = {
    "individual": "citizenship", "entity": "registration", "vessel": "flag", "aircraft": "registration",
}  # fmt: skip
NOTHING = {"", "na", "n/a", "none", "unknown", "not available", "-"}

_REFERENCE = re.compile(r"(\d+)\s*[a-z]*\d*", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s*(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[.,]?\s*\d{4}"
    r"|\d{1,2}/\d{1,2}/\d{4})"
)
_FIRST = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bfirst listed on:?\s*({_DAY})",
        rf"^(?:resolution \d+ \(\d{{4}}\),?\s*)?listed\s*(?:by (?:the )?UN[^.]{{0,80}}?)?\s*(?:on)?:?\s*({_DAY})",
        rf"^({_DAY})(?: \(amended|\.?$)",
        rf"^designated under the autonomous sanctions regulations 2011 on\s*({_DAY})",
        rf"the minister for foreign affairs listed this (?:entity|individual|person|group) on\s*({_DAY})",
    )
)
_NOT_FIRST = re.compile(r"re-?listing of a previous designation", re.IGNORECASE)
_AGAIN = re.compile(r"amended|re-?list\w*|last listed|updated|continue", re.IGNORECASE)
_RBA = re.compile(r"\bRBA(?: Consolidated List)? as (\d{4}[A-Z]{3}\d{4})")
_INSTRUMENT = re.compile(
    r"(?:Autonomous Sanctions|Charter of the United Nations) \([^()]*(?:\([^()]*\)[^()]*)*\)[^.;\[\n]*?"
    r"(?:\(No\.? ?\d+\) ?)?"
    r"(?:Instrument|List(?:ing)?) \d{4}(?: \(No\.? ?\d+\))?"
)
_ITEM = re.compile(r"(?:(?<=\s)|(?<=;)|(?<=,)|^)\(?([a-z])\)\s*")
_NUMBERS: tuple[tuple[IdentifierKind, str, re.Pattern[str]], ...] = (
    ("passport", "Passport", re.compile(r"passport(?: numbers?| no\.?)?[\s:.]*((?=[A-Z\d]*\d)[A-Z\d]{5,15})\b", re.I)),
    ("imo", "IMO", re.compile(r"\bIMO(?: number| no\.?)?\s*[:.]?\s*(\d{7})\b", re.I)),
    ("swift_bic", "SWIFT", re.compile(r"\bSWIFT(?:/BIC| code)?\s*:\s*([A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?)\b")),
)  # fmt: skip


def recognises(files: Files) -> bool:
    """One workbook, a sheet of which has the headers of the list."""
    return len(files) == 1 and any(_tables("", next(iter(files.values())), quiet=True))


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:  # noqa: ARG001
    """The parties in the order in which the file first names them."""
    [(name, content)] = files.items()
    parties: dict[str, list[dict[str, str]]] = {}
    for table in _tables(name, content):
        table.report_unknown(KNOWN, report)
        report.layout = "2025" if INSTRUMENT in table.columns else "2024"
        for place, row in table.numbered():
            cells = {column: _cell(cell) for column, cell in row.items()}
            reference = _REFERENCE.fullmatch(cells[REFERENCE])
            if reference is None or not cells[NAME]:
                report.unread.append((place, f"reference {cells[REFERENCE]!r}, name {cells[NAME]!r}"))
                continue
            parties.setdefault(reference[1], []).append(cells)
    if not parties:
        raise UnreadableListError(
            f"{name} holds no party under the headers {', '.join(sorted(REQUIRED))}; fetch it again."
        )
    for native_id, rows in parties.items():
        yield from _record(native_id, rows, report)


def _tables(name: str, content: bytes, *, quiet: bool = False) -> Iterator[sheets.Table]:
    """The sheets that list parties; a sheet of the list without a required column is refused, unless only looked at."""
    if quiet and not sheets.sheet_names(content):
        return
    for sheet in sheets.sheets(name, content):
        if table := sheets.table(sheet, REQUIRED):
            yield table
        elif not quiet and (partly := sheets.table(sheet, {REFERENCE})):
            missing = ", ".join(sorted(REQUIRED - set(partly.columns)))
            raise UnreadableListError(f"{name}, sheet {sheet.name!r}: no column {missing}; a column was renamed.")
        elif quiet and sheets.table(sheet, {REFERENCE, NAME_TYPE}):
            yield sheets.Table(sheet.name, [], [], [], 0)


def _cell(cell: str) -> str:
    return cell.replace("_x000D_", "\n").strip()


def _record(native_id: str, rows: list[dict[str, str]], report: Report) -> Iterator[Record]:
    """The party of all rows of one reference; its own row, else the first, says what the rows repeat."""
    own = next((row for row in rows if folded(row[NAME_TYPE]).lower() == "primary name"), rows[0])
    party_type = TYPES.get(folded(own[TYPE]).lower())
    if party_type is None:
        report.unknown(TYPE, folded(own[TYPE]))
        report.unread.append((f"reference {native_id}", f"type {own[TYPE]!r}"))
        return
    record = Record(native_id=native_id, party_type=party_type, names=_names(own, rows, report))
    record.programmes = _distinct(rows, REGIME)
    _read_listing(record, own[LISTING], own[CONTROL_DATE])
    for instrument in _distinct(rows, INSTRUMENT):
        if instrument not in record.legal_basis:
            record.legal_basis.append(instrument)
    record.measures = [measure for measure in MEASURES if any(_is_yes(row.get(measure, "")) for row in rows)]
    _read_person(record, rows)
    _read_information(record, rows)
    yield record


def _names(own: dict[str, str], rows: list[dict[str, str]], report: Report) -> list[Name]:
    names = [Name(folded(own[NAME]), "primary", "name")]
    for row in rows:
        kind = NAME_TYPES.get(folded(row[NAME_TYPE]).lower())
        if kind is None:
            report.unknown(NAME_TYPE, folded(row[NAME_TYPE]))
        if row is own:
            continue
        if kind == "name":
            report.unknown(REFERENCE, "a second primary name")
        weak = row.get(STRENGTH, "").lower().startswith("weak")
        names.append(Name(folded(row[NAME]), "weak" if weak else "strong", "aka" if kind in {None, "name"} else kind))
    return names


def _distinct(rows: list[dict[str, str]], column: str) -> list[str]:
    values = (folded(row.get(column, "")) for row in rows)
    return list(dict.fromkeys(value for value in values if value.lower() not in NOTHING))


def _is_yes(cell: str) -> bool:
    return cell.strip().lower() in {"true", "yes", "y", "1"}


# When a party was listed


def _read_listing(record: Record, listing: str, control_date: str) -> None:
    text = folded(listing)
    record.listed_on = first_listed_on(text)
    record.legal_basis = [folded(each) for each in _INSTRUMENT.findall(text)]
    if text and sheets.day_of(text) is None:
        record.features.append(Feature("listing_information", text))
    if changed := sheets.day_of(control_date):
        record.features.append(Feature("control_date", changed.isoformat()))
    if record.listed_on:
        note = "formerly listed on the RBA Consolidated List" if _RBA.search(text) else None
        record.events.append(ListingEvent("listed", record.listed_on, note=note))
    record.events.extend(_later(text, record.listed_on))
    record.identifiers.extend(Identifier("list_reference", each, "RBA") for each in _RBA.findall(text))


def first_listed_on(text: str) -> date | None:
    """The day of the first listing, where the listing information states it beyond doubt."""
    if (alone := sheets.day_of(text)) is not None:
        return alone
    if _NOT_FIRST.search(text):
        return None
    stated = next((match for pattern in _FIRST if (match := pattern.search(text))), None)
    return _day(stated[1]) if stated else None


def _later(text: str, first: date | None) -> Iterator[ListingEvent]:
    """The amendments and renewals: every date behind the first word that speaks of one."""
    again = _AGAIN.search(text)
    days = (_day(match[0]) for match in re.finditer(_DAY, text[again.start() :])) if again else ()
    for day in dict.fromkeys(days):
        if day is not None and day != first and again is not None:
            yield ListingEvent("amended", day, note=again[0].lower())


def _day(text: str) -> date | None:
    """A day as these texts write it: 25 Jan. 2001, 2nd March 2012, 16/09/2022 (day first)."""
    try:
        if "/" in text:
            return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007  # a day has no time zone
        number, month, year = re.fullmatch(r"(\d+)\D*?\s*([A-Z][a-z]{2})[a-z]*[.,]?\s*(\d{4})", text).groups()  # type: ignore[union-attr]
        return date(int(year), _MONTHS.index(month.lower()) + 1, int(number))
    except (ValueError, AttributeError):
        return None


# The party itself


def _read_person(record: Record, rows: list[dict[str, str]]) -> None:
    for cell in _distinct(rows, BIRTH):
        day = sheets.day_of(cell, 1850, 2030)
        if record.party_type == "individual":
            record.birth_dates.extend([BirthDate(day.isoformat(), day, day)] if day else map(BirthDate, items(cell)))
        else:
            record.features.append(Feature("date", day.isoformat() if day else cell))
    record.birth_places = [BirthPlace(item) for cell in _distinct(rows, BIRTH_PLACE) for item in items(cell)]
    cells = _distinct(rows, CITIZENSHIP)
    countries = (part.strip() for cell in cells for item in items(cell) for part in item.split("/") if part.strip())
    record.countries = [Country(_LINKS[record.party_type], country) for country in dict.fromkeys(countries)]
    record.addresses = [
        Address(line) for line in dict.fromkeys(e for cell in _lines(rows, ADDRESS) for e in items(cell))
    ]


def _lines(rows: list[dict[str, str]], column: str) -> list[str]:
    return list(
        dict.fromkeys(row.get(column, "") for row in rows if folded(row.get(column, "")).lower() not in NOTHING)
    )


def items(cell: str) -> list[str]:
    """The values of a cell: "a) … b) …" where the letters run on from a, else divided at ";"."""
    markers, due = [], "a"
    for match in _ITEM.finditer(cell):
        if match[1] == due:
            markers.append(match)
            due = chr(ord(due) + 1)
    if len(markers) < 2:
        pieces = cell.split(";")
    else:
        ends = [*(marker.start() for marker in markers[1:]), len(cell)]
        pieces = [cell[: markers[0].start()], *(cell[m.end() : end] for m, end in zip(markers, ends, strict=True))]
    values = (folded(piece).strip(" ;,") for piece in pieces)
    return [value for value in values if value.lower() not in NOTHING]


def _read_information(record: Record, rows: list[dict[str, str]]) -> None:
    texts = _distinct(rows, INFORMATION)
    record.remarks = "\n".join(texts) or None
    record.identifiers.extend(Identifier("imo", re.sub(r"\D", "", each), IMO) for each in _distinct(rows, IMO))
    taken = {(identifier.kind, identifier.value) for identifier in record.identifiers}
    for kind, label, pattern in _NUMBERS:
        for value in dict.fromkeys(each for text in texts for each in pattern.findall(text)):
            if (kind, value) not in taken:
                record.identifiers.append(Identifier(kind, value, label))


FORMAT = Format(name="au_dfat", version=1, recognises=recognises, records=records)
