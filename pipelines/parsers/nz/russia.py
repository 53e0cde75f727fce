"""New Zealand's Russia Sanctions Register: a workbook with a sheet of persons and organisations and a sheet of ships.

Here: the two sheets and their columns. Not here: reading spreadsheets (see sheets).

Source: Ministry of Foreign Affairs and Trade, Russia-Sanctions-Register.xlsx, about 21 MB for a large sheet of trade
measures. No published file was available. The columns, the row of the header below a legend, and the values of Type and
of the flags were read in public programs and test fixtures that read the register: the crawlers of OpenSanctions
(nz_russia_sanctions), and two that read the sheets "Russia Sanctions Register" and "Ships".
- Unique Identifier (IND-1, ENT-1, SHP-9) is the native id. The name of an organisation stands in First name.
- Rows of type Asset describe kinds of property, rows of type Total count: neither is a party.
- Date of Sanction is the listing, Date of Additional Sanction a change; both may be serial numbers or text, dd/mm/yyyy.
- DOB may have unknown parts or a range: "XX/03/1977", "dd/mm/1967-1969".
- Aliases are divided by ";", some by commas: "Petro Exemplov, Pyotr Exemplov", where "Exemplov, Ivan" is one name.
- There is one programme: the Russia Sanctions Act 2022. The six columns of measures say Yes or No.
"""

import re
from collections.abc import Iterator
from datetime import date

from pipelines.parsers import sheets
from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import day_in, spreadsheet_day
from pipelines.parsers.names import alike_names, names_in
from pipelines.parsers.numbers import numbers_in
from pipelines.parsers.record import (
    Address,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Files,
    Format,
    Identifier,
    ListingEvent,
    Name,
    PartyType,
    Record,
    Relationship,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import countries_of, folded, values_of, without_placeholders

PROGRAMME = "Russia Sanctions Act 2022"
ID, TYPE, LISTED, STATUS, CHANGED = (
    "Unique Identifier", "Type", "Date of Sanction", "Sanction Status", "Date of Additional Sanction",
)  # fmt: skip
FIRST, MIDDLE, LAST, ALIASES = "First name", "Middle name(s)", "Last name", "Alias/Alternate Spellings"
BIRTH, BIRTH_PLACE, PASSPORT, TITLE, ADDRESS = "DOB", "Place of Birth", "Passport Number", "Title", "Address"
CITIZENSHIPS = ("Citizenship", "Citizenship 1", "Citizenship 2", "Citizenship 3")
RATIONALES = ("General Rationale for Sanction", "General Rationale")
ASSOCIATES, INFORMATION, ASSET = "Associates/Relatives", "Additional Information", "Name of Asset"
SHIP, IMO, SHIP_ALIASES = "Name of Ship as of Date of Sanction", "IMO Number", "Alias/Alternate Names"
DELETED, DELETED_ON, DELETED_FOR = "Record Deleted Flag", "Date Record Deleted", "Reason for Deletion"
MEASURES = ("Travel Ban", "Asset Freeze", "Aircraft Ban", "Ship Ban", "Service Prohibition", "Dealing with Securities")
REQUIRED = frozenset({ID, LISTED})
PERSONS = frozenset({ID, LISTED, TYPE, FIRST, LAST})
SHIPS = frozenset({ID, LISTED, SHIP, IMO})
KNOWN = PERSONS | SHIPS | {
    STATUS, CHANGED, MIDDLE, ALIASES, BIRTH, BIRTH_PLACE, PASSPORT, TITLE, ADDRESS, *CITIZENSHIPS, *RATIONALES,
    ASSOCIATES, INFORMATION, ASSET, SHIP_ALIASES, DELETED, DELETED_ON, DELETED_FOR, *MEASURES,
}  # fmt: skip
TYPES: dict[str, PartyType] = {
    "individual": "individual", "indiividual": "individual", "entity": "entity", "bank": "entity", "ship": "vessel",
    "vessel": "vessel", "aircraft": "aircraft",
}  # fmt: skip
NO_PARTY = {"asset", "total"}
ON_THE_LIST = {"", "sanctioned", "active", "current"}
OFF_THE_LIST = {"removed", "revoked", "delisted", "de-listed", "expired", "deleted", "no longer sanctioned"}
_SHEET = re.compile(r"register|ship", re.IGNORECASE)


def recognises(files: Files) -> bool:
    """One workbook, a sheet of which has a header with Unique Identifier and Date of Sanction."""
    return sheets.has_table(only_content(files), REQUIRED, _is_wanted)


def _is_wanted(sheet_name: str) -> bool:
    """Whether a sheet of this name lists parties."""
    return bool(_SHEET.search(sheet_name))


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The persons and organisations, then the ships, in the file's order.

    Raises:
        UnreadableListError: a sheet of the list lacks a column, or no sheet holds a party.
    """
    [(name, content)] = files.items()
    has_party = False
    for sheet in sheets.sheets(name, content, _is_wanted):
        if (table := sheets.table(sheet, REQUIRED)) is None:
            continue
        if not (set(table.columns) >= PERSONS or set(table.columns) >= SHIPS):
            missing = ", ".join(sorted((SHIPS if SHIP in table.columns else PERSONS) - set(table.columns)))
            raise UnreadableListError(f"{name}, sheet {sheet.name!r}: no column {missing}; a column was renamed.")
        table.report_unknown(KNOWN, report)
        for place, row in table.rows_with_places():
            for record in _record(place, {column: folded(cell) for column, cell in row.items()}, report):
                has_party = True
                yield record
    if not has_party:
        raise UnreadableListError(f"{name} holds no party under {ID} and {LISTED}; look at what the source sent.")


def _record(place: str, row: dict[str, str], report: Report) -> Iterator[Record]:
    """The party of a row; none, with the reason in the report, if it cannot be read.

    Rows that describe property or count rows, and empty rows, are no parties and are passed over.
    """
    stated_type = row.get(TYPE, "")
    if stated_type.lower() in NO_PARTY or not any(row.get(column) for column in (ID, FIRST, LAST, SHIP)):
        return
    party_type = "vessel" if SHIP in row else TYPES.get(stated_type.lower())
    if party_type is None:
        report.unknown(TYPE, stated_type)
    names = _names(row)
    if party_type is None or not row[ID] or not names:
        report.unread.append((place, f"{ID} {row[ID]!r}, {TYPE} {stated_type!r}, {len(names)} names"))
        return
    record = Record(row[ID], party_type, names, programmes=[PROGRAMME])
    _read_status(record, row, report)
    _read_person(record, row)
    record.measures = [measure for measure in MEASURES if row.get(measure, "").lower() in {"yes", "y", "true", "1"}]
    texts = (row.get(column, "") for column in (*RATIONALES, INFORMATION, DELETED_FOR))
    record.remarks = "\n".join(text for text in texts if text) or None
    yield record


def _names(row: dict[str, str]) -> list[Name]:
    """The names in a row, the primary one first; none if there are no names.

    The primary name is that of the ship, the person's names in reading order, or that of the property.
    """
    parts = [(part, row.get(column, "")) for part, column in (("given", FIRST), ("middle", MIDDLE), ("family", LAST))]
    labelled_parts = tuple((part, value) for part, value in parts if value)
    whole = row.get(SHIP) or " ".join(value for _, value in parts if value) or row.get(ASSET, "")
    names_of_party = names_in(whole, "name").names
    if not names_of_party:
        return []
    names = {
        names_of_party[0][0]: Name(
            names_of_party[0][0],
            "primary",
            "name",
            parts=labelled_parts if len(labelled_parts) > 1 and names_of_party[0][0] == whole else (),
        )
    }
    aliases = names_in(row.get(ALIASES, "") or row.get(SHIP_ALIASES, "")).names
    for name, kind in (*names_of_party[1:], *((part, kind) for alias, kind in aliases for part in alike_names(alias))):
        names.setdefault(name, Name(name, "strong", kind))
    return list(names.values())


def _divided_at_semicolons(cell: str) -> list[str]:
    """The distinct values between semicolons."""
    return list(dict.fromkeys(text for part in cell.split(";") if (text := part.strip(" ,"))))


def _day(cell: str) -> date | None:
    """The day in a date cell, a serial number or dd/mm/yyyy; None if there is none."""
    return spreadsheet_day(cell) or day_in(cell)


def _read_status(record: Record, row: dict[str, str], report: Report) -> None:
    """Add the days of listing and change, and whether the party is still listed; an unknown status is reported."""
    record.listed_on = _day(row[LISTED])
    if record.listed_on is not None:
        record.events.append(ListingEvent("listed", record.listed_on))
    elif row[LISTED]:
        record.not_understood.append(f"{LISTED}: {row[LISTED]}")
    if (changed := _day(row.get(CHANGED, ""))) is not None:
        record.events.append(ListingEvent("amended", changed))
    elif row.get(CHANGED):
        record.features.append(Feature("date_of_additional_sanction", row[CHANGED]))
    status = row.get(STATUS, "")
    deleted = row.get(DELETED, "").lower() in {"yes", "y", "true", "1"}
    if status.lower() not in ON_THE_LIST | OFF_THE_LIST:
        report.unknown(STATUS, status)
    record.is_listed = not deleted and status.lower() not in OFF_THE_LIST
    if not record.is_listed:
        record.delisted_on = _day(row.get(DELETED_ON, ""))
        record.events.append(ListingEvent("delisted", record.delisted_on, note=status or None))


def _read_person(record: Record, row: dict[str, str]) -> None:
    """Add births, countries, passport and IMO number, addresses, titles and associates.

    Of another party than a person, a date of birth is its establishment and a citizenship its registration.
    """
    births = birth_dates(row.get(BIRTH, ""))
    if record.party_type == "individual":
        record.birth_dates = births
    else:
        record.features.extend(Feature("established", birth.text) for birth in births)
    record.birth_places = [BirthPlace(place) for place in values_of(row.get(BIRTH_PLACE, ""))]
    link: CountryLink = "citizenship" if record.party_type == "individual" else "registration"
    citizenships = without_placeholders(
        country for column in CITIZENSHIPS for country in countries_of(row.get(column, ""))
    )
    record.countries = [Country(link, citizenship) for citizenship in citizenships]
    record.identifiers = numbers_in(row.get(PASSPORT, ""), "passport", PASSPORT)
    if imo := re.search(r"\d{7}", row.get(IMO, "")):
        record.identifiers.append(Identifier("imo", imo[0], IMO))
    record.addresses = [Address(address) for address in values_of(row.get(ADDRESS, ""))]
    record.features.extend(Feature("title", title) for title in values_of(row.get(TITLE, "")))
    for associate in _divided_at_semicolons(row.get(ASSOCIATES, "")):
        kind, _, associate_name = associate.partition(" of ")
        record.relationships.append(
            Relationship(kind if associate_name else "associate", related_name=(associate_name or kind).strip("' "))
        )


FORMAT = Format(name="nz_russia", version=5, recognises=recognises, records=records)
