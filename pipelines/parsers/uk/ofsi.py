"""OFSI's Consolidated List of Financial Sanctions Targets in the UK (closed 28 January 2026): CSV or XLSX to records.

Here: what the ConList's columns mean. Not here: the list that replaced it (see sanctions_table, sanctions_xml).

Read against the whole CSV of 27 April 2020 (29 columns, Windows-1252) and the whole XLSX of 10 April 2025 (36
columns); the CSV of the second layout has the XLSX's columns. Above the header stands one line, "Last Updated" and a
day.
- A party is a Group ID, which is the native id; a row is one combination of its names, births, addresses and scripts.
  What is not a name, title, birth or address is the same on all rows of a party, except on those under two regimes.
- Listed On is the day OFSI listed the party, per regime; the earliest counts. "UK Sanctions List Date Designated" is
  the day under the Sanctions Act, 31/12/2020 for all that was carried over then; it is kept as a feature.
- One cell may hold several values: "(1) A (2) B" in 2025, "a) A b) B", "1) A 2) B" too in 2020. Numbers and details of
  documents are in step with each other.
- Since 2021 "Other Information" is labelled: "(UK Sanctions List Ref):RUS0257. (UN Ref):... (Gender):Male". Before,
  it is prose that may begin with "UN Ref".
- Until 2020 documents were prose only; the number is taken from it and the prose kept as its note.
"""

import re
from collections.abc import Iterator

from pipelines.parsers.days import day_in
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.numbers import contacts_in, described_number, labelled_numbers
from pipelines.parsers.record import (
    Files,
    Format,
    Identifier,
    IdentifierKind,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.sheets import Table, is_workbook, table
from pipelines.parsers.texts import folded
from pipelines.parsers.uk.record import NameRow, Party, record_of
from pipelines.parsers.uk.tables import Row, cell, cells, first_sheets, opening_of
from pipelines.parsers.uk.texts import document_in_prose, issuer_of, several, values_of

REQUIRED = ("Name 6", "Group Type", "Alias Type", "Regime", "Listed On", "Group ID")
NAME_COLUMNS = tuple(f"Name {number}" for number in range(1, 7))
ADDRESS_COLUMNS = tuple(f"Address {number}" for number in range(1, 7))
KNOWN = frozenset(
    {
        *NAME_COLUMNS, *ADDRESS_COLUMNS, *REQUIRED, "Title", "DOB", "Town of Birth", "Country of Birth", "Nationality",
        "Passport Details", "NI Number", "Position", "Post/Zip Code", "Country", "Other Information", "Last Updated",
        "Name Non-Latin Script", "Non-Latin Script Type", "Non-Latin Script Language", "Passport Number",
        "National Identification Number", "National Identification Details", "Alias Quality",
        "UK Sanctions List Date Designated",
    }
)  # fmt: skip
SAME_ON_ALL_ROWS = (
    "Regime", "Listed On", "UK Sanctions List Date Designated", "Last Updated", "Position", "Nationality",
    "Town of Birth", "Country of Birth", "Passport Number", "Passport Details", "NI Number",
    "National Identification Number", "National Identification Details", "Other Information",
)  # fmt: skip

_LABEL = re.compile(r"\(([A-Z][A-Za-z /'-]{2,60})\):")
NOT_LABELS = frozenset({"United States of America", "Tel", "Fax"})
"""Words before a colon in brackets that belong to the text around them."""
REFERENCES = "UK Sanctions List Ref"
UN_REFERENCE = "UN Ref"
LABELLED_FEATURES = {
    "Gender": "gender",
    "Type of entity": "entity_type",
    "Type of ship": "vessel_type",
    "Tonnage of ship": "tonnage",
    "Length of ship": "length",
    "Year built": "year_built",
}
LABELLED_TIES = {
    "Parent company": "parent company",
    "Subsidiaries": "subsidiary",
    "Current owners": "current owner or operator",
    "Previous owners": "previous owner or operator",
}
CONTACTS: dict[str, IdentifierKind] = {"Phone number": "phone", "Email address": "email", "Website": "website"}
OTHER_LABELS = frozenset(
    {REFERENCES, UN_REFERENCE, "UK Statement of Reasons", "Business Reg No", "IMO number", "Flag of ship",
     "Previous flags"}
)  # fmt: skip

ASSET_FREEZE = "Asset freeze"
_FURTHER_MEASURES = re.compile(r"Financial sanctions imposed in addition to an asset freeze: ([^.]+)\.")
_UK_REFERENCE = re.compile(r"\b[A-Z]{3}\d{4}\b")
_UN_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
_UN_REFERENCE_IN_PROSE = re.compile(
    r"\bUN REF(?:ERENCE)?\.?\s*(?:NO\.?)?\s*:?\s*([A-Z]{2}[ie]?\.(?:[A-Z]\.)?\d+(?:\.\d+)?)", re.IGNORECASE
)


def recognises(files: Files) -> bool:
    """Whether a file is a workbook or begins as the CSV does."""
    return any(
        is_workbook(content) or ("Last Updated" in (start := opening_of(content)) and "Group Type" in start)
        for content in files.values()
    )


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each Group ID, in the order of its first row.

    Raises:
        UnreadableListError: a file is cut, or no sheet has the list's columns.
    """
    tally = Tally()
    for party in _parties(_table(files, report), report).values():
        record = record_of(party, report)
        tally.count({"Name 6": record, "Listed On": party.listed or None, "Regime": party.regimes or None})
        if record is not None:
            yield record
    tally.refuse_losses()


def _table(files: Files, report: Report) -> Table:
    """The table of the list; its layout and its day of publication go to the report.

    Raises:
        UnreadableListError: no sheet has the columns of the list.
    """
    for sheet in first_sheets(files):
        list_table = table(sheet, REQUIRED)
        if list_table is not None:
            list_table.report_unknown(KNOWN, report)
            report.layout = "with documents" if "Passport Number" in list_table.columns else "documents in prose"
            cells_above = [cell for row in list_table.above for cell in row]
            report.published_on = next((day for text in cells_above if (day := day_in(text))), None)
            return list_table
    raise UnreadableListError(
        f"no table with the columns {', '.join(REQUIRED)}; they may have been renamed, compare with the format."
    )


def _parties(rows: Table, report: Report) -> dict[str, Party]:
    """The parties by Group ID; rows without one are reported as unread."""
    parties: dict[str, Party] = {}
    for place, row in rows.rows_with_places():
        group = cell(row, "Group ID")
        if not group.isdigit():
            report.unread.append((place, f"Group ID is {group!r}, not a number"))
            continue
        party = parties.get(group)
        if party is None:
            party = parties[group] = Party(group, cell(row, "Group Type"))
            party.identifiers.append(Identifier("ofsi_group", group, "Group ID"))
        _add_row(party, row, report)
    return parties


def _add_row(party: Party, row: Row, report: Report) -> None:
    """Add the name, births and addresses of one row, and what all rows of the party repeat if it is not yet read."""
    party.names.append(NameRow(cells(row, *NAME_COLUMNS), cell(row, "Alias Type"), cell(row, "Alias Quality")))
    if non_latin := cell(row, "Name Non-Latin Script"):
        script, language = cells(row, "Non-Latin Script Type", "Non-Latin Script Language")
        party.non_latin.append((non_latin, script, language))
    party.births += values_of(row.get("DOB"))
    party.addresses += _addresses_in(row)
    party.features += [("title", title) for title in values_of(row.get("Title"))]
    shared_cells = tuple(row.get(column, "") for column in SAME_ON_ALL_ROWS)
    if shared_cells not in party.read:
        party.read.add(shared_cells)
        _add_shared_cells(party, row, report)


def _add_shared_cells(party: Party, row: Row, report: Report) -> None:
    """Add what all rows of a party repeat, from the first of them; a party under two regimes has it twice."""
    party.regimes.append(cell(row, "Regime"))
    party.updated.append(cell(row, "Last Updated"))
    if day := day_in(row.get("Listed On")):
        party.listed.append((day, cell(row, "Regime")))
    if designated := day_in(row.get("UK Sanctions List Date Designated")):
        party.features.append(("date_designated", designated.isoformat()))
    party.features += [("function", position) for position in values_of(row.get("Position"))]
    party.nationalities += [nationality.rstrip(".") for nationality in values_of(row.get("Nationality"))]
    party.birth_places += _birth_places(row)
    remarks = cell(row, "Other Information")
    if remarks and remarks not in party.remarks:
        party.remarks.append(remarks)
        _add_other_information(party, remarks, report)
    _add_documents(party, row)


def _addresses_in(row: Row) -> list[tuple[tuple[str, ...], str, str]]:
    """The addresses of a row as (lines, postcode, country).

    Several countries in the last cell are an address each; the first has the lines and the postcode, if there are any.
    """
    lines, postcode = cells(row, *ADDRESS_COLUMNS), cell(row, "Post/Zip Code")
    countries = values_of(row.get("Country")) or [""]
    if any(lines) or postcode:
        return [(lines, postcode, countries[0]), *(((("",) * 6), "", country) for country in countries[1:])]
    return [(lines, "", country) for country in countries if country]


def _birth_places(row: Row) -> list[tuple[str, str]]:
    """The pairs (town, country) of a row; a single country is that of all towns.

    Where their numbers differ, each stands alone, with "" for what is missing.
    """
    towns, countries = several(row.get("Town of Birth")), several(row.get("Country of Birth"))
    if len(countries) == 1:
        countries *= max(len(towns), 1)
    if len(towns) != len(countries):
        places = [(town, "") for town in towns] + [("", country) for country in countries]
    else:
        places = list(zip(towns, countries, strict=True))
    return [place for place in places if any(place)]


def _add_documents(party: Party, row: Row) -> None:
    """Add the passports, national identity numbers and National Insurance numbers of a row."""
    _add_document(party, row, "passport", "Passport Number", "Passport Details")
    _add_document(party, row, "national_id", "National Identification Number", "National Identification Details")
    _add_document(party, row, "national_id", "", "NI Number")


def _add_document(party: Party, row: Row, kind: IdentifierKind, number_column: str, details_column: str) -> None:
    """Add the documents of one kind, each number with its details as note.

    Without numbers, the number is looked for in the details. Details without a number are not understood.
    """
    numbers, details = several(row.get(number_column)), several(row.get(details_column))
    if not numbers:
        for details_text in filter(None, details):
            identifier = document_in_prose(kind, details_text, details_column)
            _add_once(party.identifiers, identifier) if identifier else party.not_understood.append(details_text)
        return
    same_count = len(details) == len(numbers)
    for index, number in enumerate(numbers):
        note = details[index] if same_count else folded(row.get(details_column))
        if labelled_identifiers := labelled_numbers(number, note or None):
            for identifier in labelled_identifiers:
                _add_once(party.identifiers, identifier)
        elif number:
            value, words = described_number(number)
            notes = "; ".join(filter(None, (words, note))) or None
            _add_once(party.identifiers, Identifier(kind, value, number_column, issuer_of(note), notes))
        elif note and same_count:
            party.not_understood.append(note)


def _add_once(kept: list[Identifier], identifier: Identifier) -> None:
    """Add the identifier, unless it is there: every row of the party repeats it."""
    if identifier not in kept:
        kept.append(identifier)


def _add_other_information(party: Party, text: str, report: Report) -> None:
    """Add what the column Other Information states: references, further measures, and facts under labels."""
    texts_by_label = _texts_by_label(text, report)
    other_measures = [measure for match in _FURTHER_MEASURES.finditer(text) for measure in match[1].split(", ")]
    party.measures += [ASSET_FREEZE, *other_measures] if other_measures else []
    for reference in _UK_REFERENCE.findall(_first_sentence(texts_by_label.get(REFERENCES, ""))):
        _add_once(party.identifiers, Identifier("list_reference", reference, REFERENCES))
    references = _UN_REFERENCE.findall(_first_sentence(texts_by_label.get(UN_REFERENCE, "")))
    for reference in references or _UN_REFERENCE_IN_PROSE.findall(text):
        _add_once(party.identifiers, Identifier("un_reference", reference.rstrip("."), UN_REFERENCE))
    for label, value in texts_by_label.items():
        for single_value in values_of(value):
            _add_labelled_value(party, label, single_value)


def _add_labelled_value(party: Party, label: str, value: str) -> None:
    """Add a value where its label says; references, which are read before, are passed over."""
    if label in LABELLED_FEATURES:
        party.features.append((LABELLED_FEATURES[label], value))
    elif label in LABELLED_TIES:
        party.ties.append((LABELLED_TIES[label], value))
    elif label in CONTACTS:
        for contact in contacts_in(value, CONTACTS[label], label):
            _add_once(party.identifiers, contact)
    elif label == "Business Reg No":
        party.registrations.append(value)
    elif label == "IMO number":
        party.imos.append(value.rstrip("."))
    elif label in ("Flag of ship", "Previous flags"):
        party.flags.append(value)


def _first_sentence(text: str) -> str:
    """The text up to the first full stop before a space: reference numbers contain full stops."""
    return re.split(r"\.(?:\s|$)", text, maxsplit=1)[0]


def _texts_by_label(text: str, report: Report) -> dict[str, str]:
    """The text under each label. An unknown label is reported, and its text stays with the label before it.

    Only a text that begins with a label is read so; in prose, words in brackets before a colon are no labels.
    """
    if not _LABEL.match(text):
        return {}
    marks = []
    for mark in _LABEL.finditer(text):
        label = mark[1]
        if label in LABELLED_FEATURES or label in LABELLED_TIES or label in CONTACTS or label in OTHER_LABELS:
            marks.append(mark)
        elif label not in NOT_LABELS:
            report.unknown("Other Information", label)
    ends = [mark.start() for mark in marks[1:]] + [len(text)][: len(marks)]
    return {mark[1]: text[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)}


FORMAT = Format("uk_ofsi", 6, recognises, records)
