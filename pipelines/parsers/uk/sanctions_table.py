"""The UK Sanctions List as a table: the published CSV or spreadsheet, or the export of its search page.

Here: what the columns mean. Not here: the XML of the same list (see sanctions_xml), or OFSI's closed list (see ofsi).

Two layouts, recognised by their columns:
- In full: above the header a line "Report Date: 31-Mar-2026", then some 57 columns. One row is one combination of a
  party's names, births, addresses and documents, with exact repeats. Written from public descriptions of the columns
  and from the XML sample of 7 September 2026, whose fields they are; not yet tried on a whole file.
- The search page's export, read against the whole .ods of 11 August 2025: eight columns, a row a party, no day of
  publication; Name has the family name first without a comma. Two of its 5,302 rows have no name and are reported.

The native id is Unique ID: designations since 28 January 2026 have no OFSI Group ID.
Days are written 29-06-2012 in the export and 13/12/2022 in the others.
"""

from collections.abc import Iterator
from datetime import date

from pipelines.parsers.days import day_in
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Files, Format, Identifier, Record, Report, UnreadableListError
from pipelines.parsers.sheets import Table, is_workbook, table
from pipelines.parsers.texts import folded
from pipelines.parsers.uk.record import NameRow, Party, record_of
from pipelines.parsers.uk.tables import Row, cell, cells, first_sheets, opening_of

IN_FULL = ("Unique ID", "Name 6", "Name type", "Regime Name", "Date Designated")
EXPORT = ("Unique ID", "Name", "Regime Name", "Type", "Date Designated")
TYPE = "Designation Type"
RENAMED = {
    "Individual, Entity, Ship": TYPE,
    "Type": TYPE,
    "Parent Company": "Parent company",
    "Designation Source": "Designation source",
    "Name Type": "Name type",
}
"""Other spellings of a column, in other years or on the search page."""
NAME_COLUMNS = tuple(f"Name {number}" for number in range(1, 7))
ADDRESS_COLUMNS = tuple(f"Address Line {number}" for number in range(1, 7))
FEATURES = {
    "Title": "title",
    "Position": "function",
    "Gender": "gender",
    "Designation source": "designation_source",
    "Type of entity": "entity_type",
    "Type of ship": "vessel_type",
    "Tonnage of ship": "tonnage",
    "Length of ship": "length",
    "Year Built": "year_built",
}
TIES = {
    "Parent company": "parent company",
    "Subsidiaries": "subsidiary",
    "Current owner/operator (s)": "current owner or operator",
    "Previous owner/operator (s)": "previous owner or operator",
}
KNOWN = frozenset(
    {
        *IN_FULL, *EXPORT, *NAME_COLUMNS, *ADDRESS_COLUMNS, *FEATURES, *TIES, TYPE, "Last Updated", "OFSI Group ID",
        "UN Reference Number", "Alias strength", "Name non-latin script", "Non-latin script type",
        "Non-latin script language", "Sanctions Imposed", "Other Information", "UK Statement of Reasons",
        "Address Postal Code", "Address Country", "Phone number", "Website", "Email address", "D.O.B",
        "Nationality(/ies)", "National Identifier number", "National Identifier additional information",
        "Passport number", "Passport additional information", "Town of birth", "Country of birth",
        "Business registration number (s)", "IMO number", "Current believed flag of ship", "Previous flags",
        "Hull identification number (HIN)",
    }
)  # fmt: skip


def recognises(files: Files) -> bool:
    """Whether a file is a workbook, or begins as the CSV does."""
    return any(
        is_workbook(content) or ("Unique ID" in (start := opening_of(content)) and "Regime Name" in start)
        for content in files.values()
    )


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each Unique ID, in the order of its first row.

    Raises:
        UnreadableListError: a file is cut, or no sheet has the columns of either layout.
    """
    tally = Tally()
    for party in _parties(_table(files, report), report).values():
        record = record_of(party, report)
        tally.count({"Name": record, "Date Designated": party.listed or None, "Regime Name": party.regimes or None})
        if record is not None:
            yield record
    tally.refuse_losses()


def _table(files: Files, report: Report) -> Table:
    """The table of the list; its layout and its day of publication go to the report.

    Raises:
        UnreadableListError: no sheet has the columns of either layout.
    """
    for sheet in first_sheets(files):
        list_table = table(sheet, IN_FULL, RENAMED) or table(
            sheet, [RENAMED.get(column, column) for column in EXPORT], RENAMED
        )
        if list_table is not None:
            list_table.report_unknown(KNOWN, report)
            report.layout = "in full" if "Name 6" in list_table.columns else "search page"
            report.published_on = _report_date(list_table)
            return list_table
    raise UnreadableListError(
        f"no table with the columns {', '.join(IN_FULL)}, nor with {', '.join(EXPORT)}; they may have been renamed, "
        "compare with the format."
    )


def _report_date(list_table: Table) -> date | None:
    """The day in "Report Date: 31-Mar-2026", in one cell or two; None if there is none."""
    for row in list_table.above:
        for text in (folded(" ".join(row)), *row):
            if day := day_in(text.rpartition(": ")[2]):
                return day
    return None


def _parties(rows: Table, report: Report) -> dict[str, Party]:
    """The parties by Unique ID; rows without one are reported as unread."""
    in_full = "Name 6" in rows.columns
    parties: dict[str, Party] = {}
    for place, row in rows.rows_with_places():
        unique_id = cell(row, "Unique ID")
        if not unique_id:
            report.unread.append((place, "no Unique ID"))
            continue
        party = parties.setdefault(unique_id, Party(unique_id, cell(row, TYPE)))
        _add_shared_columns(party, row)
        if in_full:
            _add_full_columns(party, row)
        else:
            party.names.append(NameRow(("", "", "", "", "", cell(row, "Name")), "Primary name"))
            party.measures += [part for part in cell(row, "Sanctions Imposed").split(", ") if part]
    return parties


def _add_shared_columns(party: Party, row: Row) -> None:
    """Add the columns that both layouts have."""
    regime = cell(row, "Regime Name")
    if regime and regime not in party.regimes:
        party.regimes.append(regime)
    if day := day_in(row.get("Date Designated")):
        party.listed.append((day, regime))
    if source := cell(row, "Designation source"):
        party.features.append(("designation_source", source))
    references = (
        Identifier("list_reference", party.native_id, "Unique ID"),
        Identifier("ofsi_group", cell(row, "OFSI Group ID"), "OFSI Group ID"),
        Identifier("un_reference", cell(row, "UN Reference Number"), "UN Reference Number"),
    )
    _add_once(party, *references)


def _add_full_columns(party: Party, row: Row) -> None:
    """Add the columns that only the full layout has."""
    party.names.append(NameRow(cells(row, *NAME_COLUMNS), cell(row, "Name type"), cell(row, "Alias strength")))
    non_latin, script, language = cells(
        row, "Name non-latin script", "Non-latin script type", "Non-latin script language"
    )
    if non_latin:
        party.non_latin.append((non_latin, script, language))
    party.measures += [part.strip() for part in cell(row, "Sanctions Imposed").split("|") if part.strip()]
    party.updated.append(cell(row, "Last Updated"))
    party.addresses.append((cells(row, *ADDRESS_COLUMNS), *_two_cells(row, "Address Postal Code", "Address Country")))
    party.births += filter(None, [cell(row, "D.O.B")])
    if any(place := _two_cells(row, "Town of birth", "Country of birth")):
        party.birth_places.append(place)
    party.nationalities.append(cell(row, "Nationality(/ies)"))
    party.flags += filter(None, cells(row, "Current believed flag of ship", "Previous flags"))
    party.features += [(kind, text) for column, kind in FEATURES.items() if (text := cell(row, column))]
    party.ties += [(kind, text) for column, kind in TIES.items() if (text := cell(row, column))]
    party.remarks += filter(None, cells(row, "Other Information", "UK Statement of Reasons"))
    _add_numbers(party, row)


def _add_numbers(party: Party, row: Row) -> None:
    """Add registrations, IMO numbers, documents and contacts.

    Remarks on a document without a number are kept in `not_understood`.
    """
    for number in filter(None, [cell(row, "Business registration number (s)")]):
        if number not in party.registrations:
            party.registrations.append(number)
    for number in filter(None, [cell(row, "IMO number")]):
        if number not in party.imos:
            party.imos.append(number)
    passport, passport_note = _two_cells(row, "Passport number", "Passport additional information")
    national, national_note = _two_cells(
        row, "National Identifier number", "National Identifier additional information"
    )
    _add_once(
        party,
        Identifier("passport", passport, "Passport number", None, passport_note or None),
        Identifier("national_id", national, "National Identifier number", None, national_note or None),
        Identifier("phone", cell(row, "Phone number"), "Phone number"),
        Identifier("email", cell(row, "Email address"), "Email address"),
        Identifier("website", cell(row, "Website"), "Website"),
        Identifier("other", cell(row, "Hull identification number (HIN)"), "Hull identification number (HIN)"),
    )
    party.not_understood += [
        note for number, note in ((passport, passport_note), (national, national_note)) if note and not number
    ]


def _add_once(party: Party, *identifiers: Identifier) -> None:
    """Add the identifiers that have a value and are not there yet: the rows of a party repeat them."""
    party.identifiers += [
        identifier for identifier in identifiers if identifier.value and identifier not in party.identifiers
    ]


def _two_cells(row: Row, first: str, second: str) -> tuple[str, str]:
    """The cells of two columns."""
    return cell(row, first), cell(row, second)


FORMAT = Format("uk_sanctions_table", 6, recognises, records)
