"""The UK Sanctions List: XML, table in full, the search page's export."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipelines.parsers.reading import read
from pipelines.parsers.record import Format, ParsedList, Record, Report, UnreadableListError
from pipelines.parsers.uk import sanctions_table as uk_sanctions_table
from pipelines.parsers.uk import sanctions_xml as uk_sanctions_xml
from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE

FORMATS = [uk_sanctions_xml.FORMAT, uk_sanctions_table.FORMAT]
REGULATIONS = "The Russia (Sanctions) (EU Exit) Regulations 2019"

PERSON = f"""<Designation><LastUpdated>09/04/2025</LastUpdated><DateDesignated>13/12/2022</DateDesignated>
<UniqueID>RUS9001</UniqueID><OFSIGroupID>90001</OFSIGroupID><UNReferenceNumber>CDi.900</UNReferenceNumber>
<Names><Name><Name6>VANKA </Name6><NameType>ALias</NameType><AliasStrength>Low quality a.k.a</AliasStrength></Name>
<Name><Name1>Ivan</Name1><Name6>PETROVSKI</Name6><NameType>Primary Name</NameType></Name>
<Name><NameType>Alias</NameType></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>Иван Петровский </NameNonLatinScript>
<NonLatinScriptType>Cyrillic</NonLatinScriptType><NonLatinScriptLanguage>Russian</NonLatinScriptLanguage></NonLatinName>
<NonLatinName><NameNonLatinScript>OAO CMK</NameNonLatinScript><NonLatinScriptType>Cyrillic</NonLatinScriptType>
</NonLatinName></NonLatinNames><Titles><Title>General</Title></Titles><RegimeName>{REGULATIONS}</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><DesignationSource>UK|UN</DesignationSource>
<SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
<SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze></SanctionsImposedIndicators>
<UKStatementofReasons>
 Reasons.</UKStatementofReasons>
<Addresses><Address><AddressLine1>Moscow</AddressLine1><AddressCountry>Russia</AddressCountry></Address></Addresses>
<IndividualDetails><Individual><DOBs><DOB>15/08/19yy</DOB><DOB>00/00/1975</DOB></DOBs>
<Nationalities><Nationality>Russia</Nationality></Nationalities>
<BirthDetails><Location><TownOfBirth>Omsk</TownOfBirth><CountryOfBirth>Russia</CountryOfBirth></Location></BirthDetails>
<PassportDetails><Passport><PassportNumber>71</PassportNumber></Passport><Passport><PassportNumber>71</PassportNumber>
</Passport><Passport><PassportAdditionalInformation>lost</PassportAdditionalInformation></Passport></PassportDetails>
</Individual></IndividualDetails></Designation>"""
SHIP = f"""<Designation><DateDesignated>24/02/2026</DateDesignated><UniqueID>RUS9003</UniqueID>
<Names><Name><Name6>OCEAN STAR</Name6><NameType>Primary Name</NameType></Name></Names>
<RegimeName>{REGULATIONS}</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip>
<ShipDetails><Ship><IMONumbers><IMONumber>IMO9562233</IMONumber></IMONumbers>
<CurrentOwnerOperators><CurrentOwnerOperator>Blue Wave</CurrentOwnerOperator></CurrentOwnerOperators>
<CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Gabon</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips>
</Ship></ShipDetails></Designation>"""


def xml_of(*designations: str) -> bytes:
    body = "".join(designations)
    return f"<Designations><DateGenerated>07/09/2026</DateGenerated>{body}</Designations>".encode()


COLUMNS = [
    "Last Updated",
    "Unique ID",
    "OFSI Group ID",
    "UN Reference Number",
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Name type",
    "Alias strength",
    "Title",
    "Name non-latin script",
    "Non-latin script type",
    "Non-latin script language",
    "Regime Name",
    "Designation Type",
    "Designation source",
    "Sanctions Imposed",
    "Other Information",
    "UK Statement of Reasons",
    "Address Line 1",
    "Address Line 2",
    "Address Line 3",
    "Address Line 4",
    "Address Line 5",
    "Address Line 6",
    "Address Postal Code",
    "Address Country",
    "Phone number",
    "Website",
    "Email address",
    "Date Designated",
    "D.O.B",
    "Nationality(/ies)",
    "National Identifier number",
    "National Identifier additional information",
    "Passport number",
    "Passport additional information",
    "Position",
    "Gender",
    "Town of birth",
    "Country of birth",
    "Type of entity",
    "Subsidiaries",
    "Parent company",
    "Business registration number (s)",
    "IMO number",
    "Current owner/operator (s)",
    "Previous owner/operator (s)",
    "Current believed flag of ship",
    "Previous flags",
    "Type of ship",
    "Tonnage of ship",
    "Length of ship",
    "Year Built",
    "Hull identification number (HIN)",
]
IN_THE_CSV: list[dict[str, str]] = [
    {"Name 6": "VANKA", "Name type": "ALias", "Alias strength": "Low quality a.k.a"},
    {"Name 6": "PETROVSKI", "Name 1": "Ivan", "Name type": "Primary Name", "D.O.B": "00/00/1975"},
    {"Name 6": "PETROVSKI", "Name 1": "Ivan", "Name type": "Primary Name", "D.O.B": "15/08/19yy"},
    {"Name 6": "PETROVSKI", "Name 1": "Ivan", "Name type": "Primary Name", "D.O.B": "15/08/19yy"},
]
SAME: dict[str, str] = {
    "Last Updated": "09/04/2025", "Unique ID": "RUS9001", "OFSI Group ID": "90001", "UN Reference Number": "CDi.900",
    "Name non-latin script": "Иван Петровский", "Non-latin script type": "Cyrillic",
    "Non-latin script language": "Russian", "Title": "General", "Regime Name": REGULATIONS,
    "Designation Type": "Individual", "Designation source": "UK|UN", "Sanctions Imposed": "Asset freeze|Travel Ban",
    "UK Statement of Reasons": "Reasons.", "Address Line 1": "Moscow", "Address Country": "Russia",
    "Date Designated": "13/12/2022", "Nationality(/ies)": "Russia", "Town of birth": "Omsk",
    "Country of birth": "Russia", "Passport number": "71",
}  # fmt: skip


def csv_of(columns: Sequence[str], rows: Sequence[Mapping[str, str]], above: str = "Report Date: 31-Mar-2026") -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    if above:
        writer.writerow([above])
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


IN_FULL = csv_of(COLUMNS, [{**SAME, **each} for each in IN_THE_CSV])


def records_of(content: bytes, of: Format) -> tuple[list[Record], Report]:
    report = Report()
    return list(of.records({"UK-Sanctions-List": content}, report, None)), report


def test_a_designation_in_xml() -> None:
    (person, ship), report = records_of(xml_of(PERSON, SHIP), uk_sanctions_xml.FORMAT)
    assert (report.drift, report.unread, report.published_on) == ({}, [], date(2026, 9, 7))
    assert (person.native_id, person.party_type, person.listed_on) == ("RUS9001", "individual", date(2022, 12, 13))
    assert [(name.name, name.quality, name.kind, name.script) for name in person.names] == [
        ("Ivan PETROVSKI", "primary", "name", None),
        ("VANKA", "weak", "aka", None),
        ("Иван Петровский", "strong", "spelling", "Cyrl"),
        ("OAO CMK", "strong", "spelling", None),
    ]
    assert (person.programmes, person.legal_basis) == ([REGULATIONS], [REGULATIONS])
    assert person.measures == ["Asset freeze", "Travel Ban"]
    assert {(identifier.kind, identifier.value) for identifier in person.identifiers} == {
        ("list_reference", "RUS9001"), ("ofsi_group", "90001"), ("un_reference", "CDi.900"), ("passport", "71"),
    }  # fmt: skip
    assert [(birth_date.text, birth_date.earliest) for birth_date in person.birth_dates] == [
        ("15/08/19yy", None),
        ("00/00/1975", date(1975, 1, 1)),
    ]
    assert person.not_understood == ["lost"]
    assert (ship.party_type, ship.countries[0].link, ship.relationships[0].related_name) == (
        "vessel", "flag", "Blue Wave",
    )  # fmt: skip


def test_the_table_in_full_says_what_the_xml_says() -> None:
    (from_xml,), _ = records_of(
        xml_of(re.sub(r"<NonLatinName><NameNonLatinScript>OAO.*?</NonLatinName>|<Passport><PassportAdd.*?</Passport>",
                      "", PERSON, flags=re.S)),
        uk_sanctions_xml.FORMAT,
    )  # fmt: skip
    (from_table,), report = records_of(IN_FULL, uk_sanctions_table.FORMAT)
    assert (report.drift, report.published_on) == ({}, date(2026, 3, 31))
    assert from_table.names == from_xml.names
    for field in ("programmes", "measures", "listed_on", "countries", "addresses", "birth_places", "remarks", "events"):
        assert getattr(from_table, field) == getattr(from_xml, field), field
    assert {(identifier.kind, identifier.value) for identifier in from_table.identifiers} == {
        (identifier.kind, identifier.value) for identifier in from_xml.identifiers
    }
    assert sorted(birth_date.text for birth_date in from_table.birth_dates) == sorted(
        birth_date.text for birth_date in from_xml.birth_dates
    )


def test_the_export_of_the_search_page() -> None:
    columns = ["Unique ID", "OFSI Group ID", "Name", "Regime Name", "Type", "Designation source", "Date Designated",
               "Sanctions Imposed"]  # fmt: skip
    rows = [
        ["RUS9001", "90001", "PETROVSKI Ivan", "Russia", "Individual", "UK", "29-06-2012", "Asset freeze, Travel Ban"],
        ["RUS9002", "", " ", "Russia", "Individual", "UK", "29-06-2012", "Asset freeze"],
        ["RUS9003", "", "STAR", "Russia", "Ship", "UK", "01-03-2022", 'Shipping sanctions: (see "Other information")'],
    ]
    content = csv_of(columns, [dict(zip(columns, row, strict=True)) for row in rows], above="")
    (person, ship), report = records_of(content, uk_sanctions_table.FORMAT)
    assert (person.names[0].name, person.listed_on, person.measures) == (
        "PETROVSKI Ivan", date(2012, 6, 29), ["Asset freeze", "Travel Ban"],
    )  # fmt: skip
    assert (ship.party_type, ship.measures) == ("vessel", ['Shipping sanctions: (see "Other information")'])
    assert (report.drift, report.unread) == ({}, [("RUS9002", "no name")])


def test_new_elements_columns_and_words_are_drift() -> None:
    strange = PERSON.replace("<Titles>", "<Ranks><Rank>1</Rank></Ranks><Titles>").replace("ALias", "Nickname")
    assert set(records_of(xml_of(strange), uk_sanctions_xml.FORMAT)[1].drift) == {
        ("Designation", "Ranks"), ("Ranks", "Rank"), ("type of name", "Nickname"),
    }  # fmt: skip
    with_column = csv_of([*COLUMNS, "Rank"], [{**SAME, **IN_THE_CSV[1], "Rank": "1"}])
    assert [what for _, what in records_of(with_column, uk_sanctions_table.FORMAT)[1].drift] == ["Rank"]


def test_a_kind_of_party_that_is_not_known_is_reported() -> None:
    found, report = records_of(xml_of(PERSON.replace(">Individual<", ">Ghost<"), SHIP), uk_sanctions_xml.FORMAT)
    assert [each.native_id for each in found] == ["RUS9003"]
    assert report.unread == [("RUS9001", "type 'Ghost' is not one of individual, entity, ship")]


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (xml_of(PERSON)[:-90], "line"),
        (xml_of(PERSON.replace("UniqueID", "Id")), "UniqueID"),
        (xml_of(PERSON.replace("DateDesignated", "Designated")), "DateDesignated"),
        (xml_of(PERSON.replace("13/12/2022", "2022")), "DateDesignated"),
        (xml_of(), "no party"),
        (IN_FULL[:-30], "line 6: .*cut short"),
        (IN_FULL.replace(b"Unique ID", b"Unique ID 2"), "Unique ID"),
        (IN_FULL.replace(b"13/12/2022", b"soon"), "Date Designated"),
        (b"", "published formats"),
        (b"<!DOCTYPE html><html></html>", "published formats"),
    ],
)
def test_a_damaged_file_is_refused_and_named(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableListError, match=f"uk_sanctions: .*{message}"):
        read("uk_sanctions", {"UK-Sanctions-List": content}, FORMATS)


def parsed(path: Path) -> ParsedList:
    return read("uk_sanctions", {path.name: path.read_bytes()}, FORMATS)


def test_the_real_export(shared_data: Path) -> None:
    """Counted by the cells of the raw XML: its first cell of every row is the id."""
    path = shared_data / "lists" / "uk_sanctions" / "2025-08-11" / "FCDO_SL_Mon_Aug_11_2025.ods"
    found = parsed(path)
    with ZipFile(path) as archive:
        first = re.findall(r"<table:table-row[^>]*>\s*<table:table-cell[^>]*>\s*<text:p>([^<]*)</text:p>",
                           archive.read("content.xml").decode())  # fmt: skip
    assert len(first) == 5_303
    assert set(found.parties["native_id"]) | {"BEL0174", "RUS1467"} == set(first) - {"Unique ID"}
    assert [place for place, _ in found.report.unread] == ["BEL0174", "RUS1467"]
    assert found.records["listed_on"].null_count() == 0
    assert found.report.drift == {}


def test_the_real_sample_of_the_xml(shared_data: Path) -> None:
    found = parsed(shared_data / "samples" / "uk_sanctions" / "2026-09-07" / "uk-sanctions-list.TRIMMED.xml")
    assert sorted(found.records.select("native_id", "listed_on").iter_rows()) == [
        ("RUS1683", date(2022, 12, 13)), ("RUS2701", date(2025, 5, 20)), ("RUS3379", date(2026, 2, 24)),
    ]  # fmt: skip
    assert found.report.drift == {}


def test_the_bundled_example_holds_the_listing_of_1_march_2022() -> None:
    folder = EXAMPLE / "uk_sanctions" / "2022-03-01"
    found = parsed(folder / "UK-Sanctions-List.xml")
    assert found.report.drift == {}
    on_the_day = found.records.filter(found.records["listed_on"] == date(2022, 3, 1))
    assert Counter(on_the_day["party_type"]) == Counter(individual=4, entity=2)


def test_the_bundled_example_agrees_with_the_real_lists(shared_data: Path) -> None:
    folder = EXAMPLE / "uk_sanctions" / "2022-03-01"
    example = parsed(folder / "UK-Sanctions-List.xml").records
    real = parsed(shared_data / "lists" / "uk_sanctions" / "2025-08-11" / "FCDO_SL_Mon_Aug_11_2025.ods").records
    facts = ["native_id", "party_type", "listed_on"]
    assert example.select(facts).join(real.select(facts), on=facts).height == example.height == 7
