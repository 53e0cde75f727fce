r"""The EU's consolidated financial sanctions list, CSV 1.0 and 1.1: rows to records.

Here: what the columns of both versions mean. Not here: the XML of the same list (eu_fsf_xml).

Sources: an excerpt of the CSV 1.0 of 4 July 2018; the Commission's description of its fields; for 1.1, public
programs that name its columns one by one. Not yet tried on a whole file.
- Fields are divided by semicolons. A row holds one name, address, birth, document or citizenship of a party, with its
  own act; the columns of the other kinds are empty on it. So a party is all rows of one logical id.
- In 1.0 the kinds have prefixes (Naal_, Addr_, Birt_, Iden_, Citi_), Entity_logical_id stands before each of them
  again, and line breaks inside a field are written "\n"; there is no designation date. Countries are ISO 3166 alpha-3.
- In 1.1 the columns are those of the XML. Of Entity_SubjectType and its ClassificationCode one holds P or E and the
  other person or enterprise, the other way round than in the XML; either is read.
"""

import csv
import io
from collections.abc import Iterator, Mapping

from pipelines.parsers.days import day_in
from pipelines.parsers.delimited import decoded
from pipelines.parsers.eu.record import (
    PARTY_TYPES,
    Act,
    Alias,
    Party,
    birth_from,
    birth_of,
    document_in,
    document_of,
    record_of,
)
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Address, BirthPlace, Files, Format, Record, Report, UnreadableListError

OPENING = 2_000
FIRST_1_0, FIRST_1_1 = "Date_file", "fileGenerationDate"
_LEGACY_PART = ("leba_numtitle", "leba_publication_date", "leba_url", "programme", "logical_id")
KNOWN_1_0 = frozenset(
    {
        FIRST_1_0, "Entity_logical_id", "Subject_type", "Leba_numtitle", "Leba_publication_date", "Leba_url",
        "Programme", "Entity_remark", "EU_ref_num", "Naal_lastname", "Naal_firstname", "Naal_middlename",
        "Naal_wholename", "Naal_gender", "Naal_title", "Naal_function", "Naal_language", "Addr_number", "Addr_street",
        "Addr_zipcode", "Addr_city", "Addr_country", "Addr_other", "Birt_date", "Birt_place", "Birt_country",
        "Iden_number", "Iden_country", "Citi_country",
        *(f"{kind}_{suffix}" for kind in ("Naal", "Addr", "Birt", "Iden", "Citi") for suffix in _LEGACY_PART),
    }
)  # fmt: skip
_ACT = (
    "Type", "OrganisationType", "PublicationDate", "EntryIntoForceDate", "NumberTitle", "Programme", "PublicationUrl",
)  # fmt: skip
_KINDS = {
    "Entity": (
        "LogicalId", "EU_ReferenceNumber", "UnitedNationId", "DesignationDate", "DesignationDetails", "Remark",
        "SubjectType", "SubjectType_ClassificationCode",
    ),
    "NameAlias": (
        "LastName", "FirstName", "MiddleName", "WholeName", "NameLanguage", "Gender", "Title", "Function", "LogicalId",
        "RegulationLanguage", "Remark", "Strong",
    ),
    "Address": (
        "City", "Street", "PoBox", "ZipCode", "Region", "Place", "AsAtListingTime", "ContactInfo", "CountryIso2Code",
        "CountryDescription", "LogicalId", "RegulationLanguage", "Remark",
    ),
    "BirthDate": (
        "BirthDate", "Day", "Month", "Year", "YearRangeFrom", "YearRangeTo", "Circa", "CalendarType", "ZipCode",
        "Region", "Place", "City", "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark",
    ),
    "Identification": (
        "Number", "Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost", "RevokedByIssuer", "IssuedBy",
        "IssuedDate", "ValidFrom", "ValidTo", "LatinNumber", "NameOnDocument", "TypeCode", "TypeDescription", "Region",
        "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark",
    ),
    "Citizenship": ("Region", "CountryIso2Code", "CountryDescription", "LogicalId", "RegulationLanguage", "Remark"),
}  # fmt: skip
KNOWN_1_1 = frozenset(
    {
        FIRST_1_1,
        *(f"{kind}_{suffix}" for kind, columns in _KINDS.items() for suffix in columns),
        *(f"{kind}_Regulation_{suffix}" for kind in _KINDS for suffix in _ACT),
    }
)
FLAGS = ("Diplomatic", "KnownExpired", "KnownFalse", "ReportedLost", "RevokedByIssuer")

Row = Mapping[str, str]


def recognises(files: Files) -> bool:
    """Whether a file begins with the header of either version."""
    return _file_of_list(files) is not None


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each logical id, in the order of its first row.

    Raises:
        UnreadableListError: a row is cut, or the header lacks a column that the list cannot be read without.
    """
    chosen = _file_of_list(files)
    if chosen is None:
        raise UnreadableListError(f"no file begins with {FIRST_1_0} or {FIRST_1_1}; look at what the source sent.")
    name, content = chosen
    tally = Tally()
    for party in _parties(name, content, report).values():
        tally.count(
            {
                "whole name": party.names or None,
                "programme": next((act for act in party.acts if act.programme), None),
                "publication date": party.days or None,
                "subject type": party.kind or None,
            }
        )
        if (record := record_of(party, report)) is not None:
            yield record
    tally.refuse_losses()


def _file_of_list(files: Files) -> tuple[str, bytes] | None:
    """The first file that begins with the header of either version: name and content; None if none does."""
    for name, content in sorted(files.items()):
        opening = content[:OPENING].removeprefix(b"\xef\xbb\xbf").lstrip(b'"')
        if opening.startswith((FIRST_1_0.encode(), FIRST_1_1.encode())) and b";" in opening:
            return name, content
    return None


def _parties(name: str, content: bytes, report: Report) -> dict[str, Party]:
    """The parties by logical id; rows without an id are reported as unread."""
    parties: dict[str, Party] = {}
    for place, row in _rows(name, content, report):
        is_1_0 = FIRST_1_0 in row
        number = row["Entity_logical_id" if is_1_0 else "Entity_LogicalId"]
        if not number:
            report.unread.append((place, "no logical id"))
            continue
        report.published_on = report.published_on or day_in(row[FIRST_1_0 if is_1_0 else FIRST_1_1])
        party = parties.setdefault(number, Party(number, ""))
        if is_1_0:
            _add_row_1_0(party, row, report)
        else:
            _add_row_1_1(party, row, report)
    return parties


def _rows(name: str, content: bytes, report: Report) -> Iterator[tuple[str, Row]]:
    """Each row that is not empty, with its place, as text by column; of a repeated column the first value counts.

    Raises:
        UnreadableListError: a row has another number of cells than the header, or a required column is missing.
    """
    reader = csv.reader(io.StringIO(decoded(content), newline=""), delimiter=";")
    header = [" ".join(cell.split()) for cell in next(reader, [])]
    header[0] = FIRST_1_0 if header[0].startswith(FIRST_1_0) else header[0]
    is_1_0 = header[0] == FIRST_1_0
    required = ("Entity_logical_id", "Subject_type", "Naal_wholename", "Programme", "Leba_publication_date")
    _refuse_missing(header, required if is_1_0 else ("Entity_LogicalId", "Entity_SubjectType", "NameAlias_WholeName"))
    for column in dict.fromkeys(header):
        if column not in (KNOWN_1_0 if is_1_0 else KNOWN_1_1) and column:
            report.unknown("column", column)
    for cells in reader:
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise UnreadableListError(
                f"{name} line {reader.line_num}: {len(cells)} fields where {len(header)} are due; "
                "the file may be cut short, fetch it again."
            )
        pairs = zip(reversed(header), reversed(cells), strict=True)
        yield f"{name} line {reader.line_num}", {column: " ".join(cell.split()) for column, cell in pairs}


def _refuse_missing(header: list[str], required: tuple[str, ...]) -> None:
    """Refuse a file whose header lacks a required column.

    Raises:
        UnreadableListError: it lacks one.
    """
    missing = [column for column in required if column not in header]
    if missing:
        raise UnreadableListError(f"no column {', '.join(missing)}; it may have been renamed, compare with the format.")


def _add_row_1_0(party: Party, row: Row, report: Report) -> None:
    """Add all that a row in layout 1.0 states; empty columns add nothing, because a row has one kind of facts only."""
    party.kind = party.kind or row["Subject_type"]
    party.reference = party.reference or row.get("EU_ref_num", "")
    party.add_act(Act(row.get("Leba_numtitle", ""), day_in(row["Leba_publication_date"]), None, row["Programme"]))
    party.remarks += filter(None, [row.get("Entity_remark", "").replace("\\n", "\n")])
    for kind in ("Naal", "Addr", "Birt", "Iden", "Citi"):
        party.note_days(day_in(row.get(f"{kind}_leba_publication_date")))
    _add_name(party, row, "Naal_wholename", ("Naal_firstname", "Naal_middlename", "Naal_lastname"), "Naal_language")
    party.features += [
        (feature, row[f"Naal_{feature}"]) for feature in ("function", "title", "gender") if row[f"Naal_{feature}"]
    ]
    birth_country = row.get("Birt_country", "")
    party.births += filter(None, [birth_of(row.get("Birt_date", ""))])
    _add_birth_place(party, [row.get("Birt_place", "")], birth_country, "")
    party.identifiers += filter(None, [document_in(row.get("Iden_number", ""), row.get("Iden_country", ""), report)])
    party.add_country("citizenship", row.get("Citi_country", ""))
    street = " ".join(part for part in (row.get("Addr_number", ""), row.get("Addr_street", "")) if part)
    other = party.add_contacts(row.get("Addr_other", ""))
    _add_address(
        party, street, row.get("Addr_city", ""), "", row.get("Addr_zipcode", ""), row.get("Addr_country", ""), "", other
    )


def _add_row_1_1(party: Party, row: Row, report: Report) -> None:
    """Add all that a row in layout 1.1 states; empty columns add nothing, because a row has one kind of facts only."""
    value_of = row.get
    kinds = (value_of("Entity_SubjectType", ""), value_of("Entity_SubjectType_ClassificationCode", ""))
    party.kind = party.kind or next((kind for kind in kinds if kind.lower() in PARTY_TYPES), kinds[0])
    party.reference = party.reference or value_of("Entity_EU_ReferenceNumber", "")
    party.un_reference = party.un_reference or value_of("Entity_UnitedNationId", "")
    party.designated_on = party.designated_on or day_in(value_of("Entity_DesignationDate"))
    party.remarks += filter(None, [value_of("Entity_Remark", "")])
    if details := value_of("Entity_DesignationDetails", ""):
        party.features.append(("designation_details", details))
    party.add_act(
        Act(
            value_of("Entity_Regulation_NumberTitle", ""),
            day_in(value_of("Entity_Regulation_PublicationDate")),
            day_in(value_of("Entity_Regulation_EntryIntoForceDate")),
            value_of("Entity_Regulation_Programme", ""),
            value_of("Entity_Regulation_Type", ""),
        )
    )
    for kind in _KINDS:
        party.note_days(
            *(day_in(value_of(f"{kind}_Regulation_{act_day}")) for act_day in ("PublicationDate", "EntryIntoForceDate"))
        )
    _add_parts_1_1(party, row, report)


def _add_parts_1_1(party: Party, row: Row, report: Report) -> None:
    """Add the name, birth, citizenship, address and document that a row in layout 1.1 states."""
    value_of = row.get
    given = ("NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_LastName")
    _add_name(party, row, "NameAlias_WholeName", given, "NameAlias_NameLanguage", value_of("NameAlias_Remark", ""))
    features = {"function": "NameAlias_Function", "title": "NameAlias_Title", "gender": "NameAlias_Gender"}
    party.features += [(kind, text) for kind, column in features.items() if (text := value_of(column, ""))]
    keys = {
        "date": "BirthDate",
        "day": "Day",
        "month": "Month",
        "year": "Year",
        "from": "YearRangeFrom",
        "to": "YearRangeTo",
    }
    parts = {key: value_of(f"BirthDate_{column}", "") for key, column in keys.items()}
    circa = value_of("BirthDate_Circa", "").lower() == "true"
    party.births += filter(None, [birth_from(parts, circa=circa, calendar=value_of("BirthDate_CalendarType", ""))])
    places = [value_of(f"BirthDate_{place}", "") for place in ("City", "Place", "Region")]
    _add_birth_place(party, places, *_country(row, "BirthDate"))
    party.add_country("citizenship", *_country(row, "Citizenship"))
    country, code = _country(row, "Address")
    remark = " ".join(
        part
        for part in (party.add_contacts(value_of("Address_ContactInfo", "")), value_of("Address_Remark", ""))
        if part
    )
    box = value_of("Address_PoBox", "")
    street = ", ".join(part for part in (value_of("Address_Street", ""), f"P.O. Box {box}" if box else "") if part)
    city = value_of("Address_City", "") or value_of("Address_Place", "")
    _add_address(
        party, street, city, value_of("Address_Region", ""), value_of("Address_ZipCode", ""), country, code, remark
    )
    _add_documents(party, row, report)


def _add_documents(party: Party, row: Row, report: Report) -> None:
    """Add the identity document of a row, under its number and under the number in Latin letters if that differs."""
    value_of = row.get
    country, code = _country(row, "Identification")
    party.add_country("identifier", country, code)
    flags = [flag for flag in FLAGS if value_of(f"Identification_{flag}", "").lower() == "true"]
    note = "; ".join([*flags, *filter(None, [value_of("Identification_Remark", "")])])
    issuer = country if code != "00" else ""
    for value in dict.fromkeys(
        filter(None, (value_of("Identification_Number", ""), value_of("Identification_LatinNumber", "")))
    ):
        label = value_of("Identification_TypeDescription", "")
        party.identifiers.append(
            document_of(value_of("Identification_TypeCode", ""), value, label, issuer, note, report)
        )


def _add_name(
    party: Party,
    row: Row,
    whole_column: str,
    part_columns: tuple[str, str, str],
    language_column: str,
    remark: str = "",
) -> None:
    """Add the name in a row, if it has one: the whole name as published, else its parts together."""
    labels = ("given", "middle", "family")
    parts = tuple(
        (label, text) for label, column in zip(labels, part_columns, strict=True) if (text := row.get(column, ""))
    )
    name = row.get(whole_column, "") or " ".join(text for _, text in parts)
    strong = row.get("NameAlias_Strong", "").lower() != "false"
    if name:
        party.names.append(Alias(name, parts or (("whole", name),), row.get(language_column, ""), strong, remark))
    if name and remark:
        party.features.append(("alias_note", f"{name}: {remark}"))


def _add_birth_place(party: Party, places: list[str], country: str, code: str) -> None:
    """Add a place of birth and its country; code "00" means that the country is not known."""
    party.add_country("birth", country, code)
    known_country = country if code != "00" else ""
    parts = [part for part in (*places, known_country) if part]
    if parts:
        party.birth_places.append(BirthPlace(", ".join(parts), known_country or None))


def _add_address(
    party: Party, street: str, city: str, region: str, postcode: str, country: str, code: str, remark: str
) -> None:
    """Add an address and its country; code "00" means that the country is not known. An empty address is left out."""
    party.add_country("address", country, code)
    known_country = country if code != "00" else ""
    text = ", ".join(part for part in (street, postcode, city, region, known_country) if part)
    if text or remark:
        whole = " ".join(part for part in (text, f"({remark})" if remark else "") if part)
        party.addresses.append(
            Address(whole, street or None, city or None, region or None, postcode or None, known_country or None)
        )


def _country(row: Row, kind: str) -> tuple[str, str]:
    """The name and the code of a country in a row, each "" if missing."""
    return row.get(f"{kind}_CountryDescription", ""), row.get(f"{kind}_CountryIso2Code", "")


FORMAT = Format("eu_fsf_csv", 2, recognises, records)
