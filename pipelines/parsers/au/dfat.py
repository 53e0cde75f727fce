"""Australia's consolidated list: a workbook with one row a name, the rows of a party under one reference.

Here: the columns of the list and the wording of its listing information. Not here: reading spreadsheets (see sheets).

Source: Department of Foreign Affairs and Trade; regulation8_consolidated.xlsx, since November 2025
Australian_Sanctions_Consolidated_List.xlsx. Seen whole: 2024-11-11 (12 columns, 9,553 rows, 3,062 references) and
2026-02-24 (19 columns, 10,976 rows, 3,811 references).
- The party is the number of a reference: 8227, 8227a, 8001b2 are names of 8227 and 8001. The rows repeat what is said
  of the party; a few rows differ in date or wording. Each reference has one primary name, except three of 2026: one has
  two (the second is taken as another name), two have none (the first row stands for it).
- Control Date is the last change, never the listing. Listing Information is free text. A party is listed on the first
  day that follows "listed", "listed by the 1737 Committee", "listed by Committee 1533", "designated under the
  Autonomous Sanctions Regulations 2011" or stands alone; a day after "re-listed", "last listed" or "amended" is not
  that day. An instrument without a day ("... Amendment (No. 1) Instrument 2022") states no day.
- Instrument of Designation holds acts, and in a tenth of the parties prose about them. Acts are taken out of both.
- Committees is the regime, which is not a nationality: Belarusian officials stand under "Autonomous (Ukraine)". The
  department relabels committees: "1267/1989/2253 (ISIL (Da'esh) and Al-Qaida)" of 2024 is "1267 Committee (ISIL &
  Al-Qaida)" of 2026. The programme is the committee, known by its number and written as in committees.toml; a cell may
  name two. Dashes in "Autonomous (Thematic – Corruption)" vary too.
- Cells may hold "_x000D_", a carriage return that a program wrote out. Date of Birth holds up to thirteen dates in one
  cell, Citizenship up to four countries.
"""

import re
from collections.abc import Iterator
from datetime import date

from pipelines.catalogue.data_files import data_file
from pipelines.parsers import sheets
from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import DAY, day_in, spreadsheet_day
from pipelines.parsers.names import names_and_notes
from pipelines.parsers.numbers import addresses_in, fiscal_codes, labelled_numbers
from pipelines.parsers.record import (
    Address,
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
from pipelines.parsers.texts import countries_of, folded, is_placeholder, values_of, without_placeholders

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

_COMMITTEES: dict[str, list[str]] = data_file(__package__, "committees.toml")
_COMMITTEE_OF = {number: label for label, numbers in _COMMITTEES.items() for number in numbers}
_COMMITTEE = re.compile(r"\d{3,4}(?:\s*[/,&]\s*\d{3,4})*[^()\d]*\((?:[^()]|\([^()]*\))*\)|\d{3,4}[^()\d]*$")

_REFERENCE = re.compile(r"(\d+)\s*[a-z]*\d*", re.IGNORECASE)
_BY_COMMITTEE = (
    r"by (?:the )?(?:UN ?)?(?:Security Council )?(?:Committee )?\(?(?:\d{3,4}[^.;]{0,70}?)?"
    r"(?:Comm?itt?ee\b[^.;]{0,50}?)?"
    r"|by the (?:Foreign )?Minister\b[^.;]{0,120}?|pursuant to (?!.*\blisted on)[^.;]{0,200}? Committee"
)
_FIRST_TIME = r"(?<!re)(?<!re-)(?<!last )(?<!lasted )(?<!formerly )\blisted"
_LISTED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_FIRST_TIME}\s*(?:{_BY_COMMITTEE})?\s*(?:on)?:?\s*({DAY})",
        rf"^({DAY})\s*(?:\(\s*amended|pursuant to|\.?$)",
        rf"^designated under the autonomous sanctions regulations 2011 on\s*({DAY})",
        rf"the minister for foreign affairs listed this (?:entity|individual|person|group) on\s*({DAY})",
    )
)
"""The wordings of a first listing; of the days that they give the earliest counts."""
_NOT_FIRST = re.compile(r"re-?listing of a previous designation", re.IGNORECASE)
_LATER = re.compile(r"amended|re-?list\w*|last(?:ed)? listed|updated|continue", re.IGNORECASE)
_RBA = re.compile(r"\bRBA(?: Consolidated List)? as (\d{4}[A-Z]{3}\d{4})")
_ONLY_AN_ACT = re.compile(r"^[A-Z][^.;:]* (?:Instrument|List(?:ing)?|Regulations?|Designation) \d{4}$")
_ACT = re.compile(
    r"(?:Autonomous Sanctions|Charter of (?:the )?United Nations(?: Act 1945)?)\b"
    r"(?:(?:(?!Autonomous Sanctions|Charter of)(?:[^;\[\n.]|(?<=No)\.|\.(?= ?\d)))*?\b"
    r"(?:Instrument|List(?:ing)?|Regulations?|Designation) (?:\(No\.? ?\d+\) )?\d{4}(?:\s*\(No\.? ?\d+\))?"
    r"|(?<=1945))"
)
_NUMBERS: tuple[tuple[IdentifierKind, str, re.Pattern[str]], ...] = (
    ("passport", "Passport", re.compile(
        r"passport(?: numbers?| no\.?)?(?: \([^()\d]*\))?[\s:.]*((?=[A-Z\d]*\d)[A-Z\d]{5,15})\b", re.I)),
    ("imo", "IMO", re.compile(r"\bIMO(?: number| no\.?)?\s*[:.]?\s*(\d{7})\b", re.I)),
    ("website", "Website", re.compile(r"\bwebsite:\s*((?!www\.)[a-z\d-]+(?:\.[a-z\d-]+)+)", re.I)),
    ("swift_bic", "SWIFT", re.compile(r"\bSWIFT(?:/BIC| code)?\s*:\s*([A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?)\b")),
)  # fmt: skip


_PASSPORTS = re.compile(
    r"passport (?:no\.?|numbers?)\s*:\s*(.{1,600}?)(?=(?:national )?identification|\n|$)", re.IGNORECASE
)
"""The part of a text that lists passports: "Passport no: a) Exampleland number 0123, issued on …, b) …"."""
_ISSUED = re.compile(
    r"(?:^|\b[a-h]\)\s*)([A-Z][a-z]+(?: [A-Z][a-z]+){0,2}) (?:[Pp]assport )?(?:[Nn]umber )?"
    r"((?=[A-Z\d]*\d{4})[A-Z\d]{5,15})\b"
)
"""The country and the number of a passport, alone or behind the letter of its place in the list."""
_UN_REFERENCE = re.compile(
    r"(?:^|\n|\bUN (?:permanent )?ref(?:erence)?(?: number| no)?[.:]*\s*)([A-Z]{2,3}[ie]\.\d{3})\b", re.IGNORECASE
)
"""A party's own reference; those of other parties stand in sentences."""
_TITLE = re.compile(r"(?:^|\. |\n)Title: ([^.:;]{1,40}?)(?:\.|$)")
_DIVIDED = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_FORMER_NAMES = re.compile(r"\b(?:Previous|Former) names? (?:includes?|is|was|are)?:?\s*([^.;\n]+)")
FEWEST_FIGURES = 5
"""Of a registration number: "Registration: 2007" is a year."""
READ_BY_PATTERNS = frozenset({"passport", "imo", "swift_bic"})
_NEW_LISTING = re.compile(rf"\bNew listing start date:?\s*({DAY})", re.IGNORECASE)


def recognises(files: Files) -> bool:
    """Whether there is one workbook with a sheet that has the headers of the list."""
    return len(files) == 1 and any(_tables("", next(iter(files.values())), quiet=True))


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The parties, in the order in which the file names them first.

    Rows without reference or name are reported as unread.

    Raises:
        UnreadableListError: the file holds no party, or a sheet lacks a column.
    """
    [(name, content)] = files.items()
    parties: dict[str, list[dict[str, str]]] = {}
    for table in _tables(name, content):
        table.report_unknown(KNOWN, report)
        report.layout = "2025" if INSTRUMENT in table.columns else "2024"
        for place, row in table.rows_with_places():
            cells = {column: _with_line_breaks(cell) for column, cell in row.items()}
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
    """The sheets that list parties.

    Args:
        name: of the file, for messages.
        content: the workbook.
        quiet: to recognise the list only, by the headers of its sheets: tables come without most rows, and a sheet of
            the list that lacks a required column counts, as an empty table.

    Raises:
        UnreadableListError: a sheet of the list lacks a required column, unless `quiet`.
    """
    if quiet and not sheets.sheet_names(content):
        return
    for whole_sheet in sheets.sheets(name, content):
        sheet = whole_sheet.top() if quiet else whole_sheet
        if table := sheets.table(sheet, REQUIRED):
            yield table
        elif not quiet and (partly := sheets.table(sheet, {REFERENCE})):
            missing = ", ".join(sorted(REQUIRED - set(partly.columns)))
            raise UnreadableListError(f"{name}, sheet {sheet.name!r}: no column {missing}; a column was renamed.")
        elif quiet and sheets.table(sheet, {REFERENCE, NAME_TYPE}):
            yield sheets.Table(sheet.name, [], [], [], 0)


def _with_line_breaks(cell: str) -> str:
    """The cell with real line breaks, trimmed."""
    return cell.replace("_x000D_", "\n").strip()


def _record(native_id: str, rows: list[dict[str, str]], report: Report) -> Iterator[Record]:
    """The party of all rows with one reference; none, with the reason in the report, if its type is unknown.

    What the rows repeat is read from the row of the primary name, else from the first.
    """
    primary_row = next((row for row in rows if folded(row[NAME_TYPE]).lower() == "primary name"), rows[0])
    party_type = TYPES.get(folded(primary_row[TYPE]).lower())
    if party_type is None:
        report.unknown(TYPE, folded(primary_row[TYPE]))
        report.unread.append((f"reference {native_id}", f"type {primary_row[TYPE]!r}"))
        return
    names, notes = _names(primary_row, rows, report)
    record = Record(native_id=native_id, party_type=party_type, names=names)
    record.features = [Feature("name_remark", note) for note in notes]
    record.programmes = list(
        dict.fromkeys(tag for cell in _distinct_values(rows, REGIME) for tag in programmes_in(cell))
    )
    _read_listing(record, primary_row[LISTING], primary_row[CONTROL_DATE])
    _read_instruments(record, _distinct_values(rows, INSTRUMENT))
    record.measures = [measure for measure in MEASURES if any(_is_yes(row.get(measure, "")) for row in rows)]
    _read_person(record, rows)
    _read_information(record, rows)
    yield record


def _names(primary_row: dict[str, str], rows: list[dict[str, str]], report: Report) -> tuple[list[Name], list[str]]:
    """The names in all rows, and the notes inside them such as "(previously listed as)".

    The primary name comes first; a row of an unknown kind is reported, and its names count as aliases.
    """
    names, notes = names_and_notes(primary_row[NAME], "primary", "name")
    for row in rows:
        kind = NAME_TYPES.get(folded(row[NAME_TYPE]).lower())
        if kind is None:
            report.unknown(NAME_TYPE, folded(row[NAME_TYPE]))
        if row is not primary_row:
            weak = row.get(STRENGTH, "").lower().startswith("weak")
            others, more_notes = names_and_notes(row[NAME], "weak" if weak else "strong", kind or "aka")
            names += others
            notes += more_notes
    return names or [Name(folded(primary_row[NAME]), "primary", "name")], notes


def _distinct_values(rows: list[dict[str, str]], column: str) -> list[str]:
    """The distinct values of a column, without placeholders."""
    return without_placeholders(row.get(column, "") for row in rows)


def programmes_in(cell: str) -> list[str]:
    """The programmes in a cell of the column Committees.

    Committees are written as in committees.toml, others as published.
    """
    labels = _COMMITTEE.findall(cell) or [re.sub(r"\s*[–—]\s*|\s+-\s+", " - ", cell)]
    return [_COMMITTEE_OF.get(re.findall(r"\d{3,4}|$", label)[0], folded(label)) for label in labels]


def _is_yes(cell: str) -> bool:
    """Whether a cell means yes."""
    return cell.strip().lower() in {"true", "yes", "y", "1"}


# When a party was listed


def _read_listing(record: Record, listing: str, control_date: str) -> None:
    """Add the day of listing, legal basis, events and reference that the listing information states."""
    text = folded(listing)
    record.listed_on = first_listed_on(text)
    record.legal_basis = acts_in(text)
    if text and spreadsheet_day(text) is None:
        record.features.append(Feature("listing_information", text))
    if changed := spreadsheet_day(control_date):
        record.features.append(Feature("control_date", changed.isoformat()))
    if record.listed_on:
        note = "formerly listed on the RBA Consolidated List" if _RBA.search(text) else None
        record.events.append(ListingEvent("listed", record.listed_on, note=note))
    record.events.extend(_amendments(text, record.listed_on))
    record.identifiers.extend(Identifier("list_reference", number, "RBA") for number in _RBA.findall(text))


def _read_instruments(record: Record, cells: list[str]) -> None:
    """Add the acts in the column of instruments; a cell that names no act becomes a feature."""
    for cell in cells:
        acts = acts_in(cell)
        record.legal_basis.extend(act for act in acts if act not in record.legal_basis)
        if not acts:
            record.features.append(Feature("instrument_of_designation", cell))


def acts_in(text: str) -> list[str]:
    """The titles of acts in a text, without remarks. The whole text may be one title."""
    return without_placeholders(_ACT.findall(folded(text)) or _ONLY_AN_ACT.findall(folded(text)))


def first_listed_on(text: str) -> date | None:
    """The day of the first listing: the earliest that a wording of a first listing gives, or the only text.

    None if the text states none, or says that a party is listed again.
    """
    if (alone := spreadsheet_day(text)) is not None:
        return alone
    if _NOT_FIRST.search(text):
        return None
    days = (day_in(match[1]) for pattern in _LISTED for match in pattern.finditer(text))
    return min((day for day in days if day is not None), default=None)


def _amendments(text: str, first: date | None) -> Iterator[ListingEvent]:
    """The amendments and renewals: all days after the first word that means one ("amended", "re-listed").

    The day of the first listing is left out.
    """
    amendment_word = _LATER.search(text)
    if amendment_word is None:
        return
    for day in dict.fromkeys(day_in(match[0]) for match in re.finditer(DAY, text[amendment_word.start() :])):
        if day is not None and day != first:
            yield ListingEvent("amended", day, note=amendment_word[0].lower())


# The party itself


def _read_person(record: Record, rows: list[dict[str, str]]) -> None:
    """Add dates and places of birth, countries and addresses; a date of a party that is no person is a feature."""
    births = [birth for cell in _distinct_cells(rows, BIRTH) for birth in birth_dates(cell)]
    if record.party_type == "individual":
        record.birth_dates = births
    else:
        record.features.extend(Feature("date", birth.text) for birth in births)
    record.birth_places = [
        BirthPlace(place) for cell in _distinct_cells(rows, BIRTH_PLACE) for place in values_of(cell)
    ]
    countries = without_placeholders(
        country for cell in _distinct_cells(rows, CITIZENSHIP) for country in countries_of(cell)
    )
    record.countries = [Country(_LINKS[record.party_type], country) for country in countries]
    lines = without_placeholders(line for cell in _distinct_cells(rows, ADDRESS) for line in values_of(cell))
    record.addresses = [Address(line) for line in lines]


def _distinct_cells(rows: list[dict[str, str]], column: str) -> list[str]:
    """The distinct cells of a column with their line breaks."""
    return list(dict.fromkeys(cell for row in rows if not is_placeholder(cell := row.get(column, ""))))


def _read_information(record: Record, rows: list[dict[str, str]]) -> None:
    """Add what the column Additional Information states: remarks, numbers, titles, former names and new listings."""
    texts = _distinct_values(rows, INFORMATION)
    record.remarks = "\n".join(texts) or None
    _read_numbers(record, rows, texts)
    record.features.extend(Feature("title", title) for text in texts for title in _TITLE.findall(text))
    former = (name.strip() for text in texts for names in _FORMER_NAMES.findall(text) for name in _DIVIDED.split(names))
    known_names = {name.name for name in record.names}
    record.names.extend(Name(name, "strong", "fka") for name in former if name and name not in known_names)
    for text in texts:
        days = (day_in(match[1]) for match in _NEW_LISTING.finditer(text))
        record.events.extend(ListingEvent("listed", day, note="new listing start date") for day in days if day)


def _read_numbers(record: Record, rows: list[dict[str, str]], texts: list[str]) -> None:
    """Add official numbers from the column of IMO numbers and from the texts of Additional Information, each once.

    Patterns for single kinds are tried first; what general labels find then counts only if it is new.
    """
    record.identifiers.extend(
        Identifier("imo", re.sub(r"\D", "", number), IMO) for number in _distinct_values(rows, IMO)
    )
    known = {(identifier.kind, identifier.value) for identifier in record.identifiers}
    for kind, label, pattern in _NUMBERS:
        for value in dict.fromkeys(number for text in texts for number in pattern.findall(text)):
            if (kind, value) not in known:
                record.identifiers.append(Identifier(kind, value, label))
    for issuer, value in dict.fromkeys(passport for text in texts for passport in _listed_passports(text)):
        if value not in {identifier.value for identifier in record.identifiers}:
            record.identifiers.append(Identifier("passport", value, "Passport", issuer))
    record.identifiers.extend(code for text in texts for code in fiscal_codes(text))
    known_values = {identifier.value for identifier in record.identifiers}
    for identifier in (number for text in texts for number in (*labelled_numbers(text), *addresses_in(text))):
        is_a_year = identifier.kind == "registration" and len(identifier.value) < FEWEST_FIGURES
        if identifier.kind not in READ_BY_PATTERNS and identifier.value not in known_values and not is_a_year:
            record.identifiers.append(identifier)
    record.identifiers.extend(
        Identifier("un_reference", reference, INFORMATION)
        for reference in dict.fromkeys(reference for text in texts for reference in _UN_REFERENCE.findall(text))
    )


def _listed_passports(text: str) -> list[tuple[str, str]]:
    """The pairs (country, number) of passports in a text that lists them with the country first."""
    return [passport for part in _PASSPORTS.findall(text) for passport in _ISSUED.findall(part)]


FORMAT = Format(name="au_dfat", version=7, recognises=recognises, records=records)
