"""OFSI's closed list: 29 and 36 columns, CSV and XLSX, one module."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from pipelines.parsers.reading import read
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError
from pipelines.parsers.uk.ofsi import FORMAT

OLD = [
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Title",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Details",
    "NI Number",
    "Position",
    "Address 1",
    "Address 2",
    "Address 3",
    "Address 4",
    "Address 5",
    "Address 6",
    "Post/Zip Code",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Regime",
    "Listed On",
    "Last Updated",
    "Group ID",
]
NEW = [
    "Name 6",
    "Name 1",
    "Name 2",
    "Name 3",
    "Name 4",
    "Name 5",
    "Title",
    "Name Non-Latin Script",
    "Non-Latin Script Type",
    "Non-Latin Script Language",
    "DOB",
    "Town of Birth",
    "Country of Birth",
    "Nationality",
    "Passport Number",
    "Passport Details",
    "National Identification Number",
    "National Identification Details",
    "Position",
    "Address 1",
    "Address 2",
    "Address 3",
    "Address 4",
    "Address 5",
    "Address 6",
    "Post/Zip Code",
    "Country",
    "Other Information",
    "Group Type",
    "Alias Type",
    "Alias Quality",
    "Regime",
    "Listed On",
    "UK Sanctions List Date Designated",
    "Last Updated",
    "Group ID",
]

SHARED = {
    "Group ID": "90001",
    "Group Type": "Individual",
    "Regime": "Belarus",
    "Listed On": "06/11/2020",
    "Last Updated": "13/04/2022",
    "Town of Birth": "(1) Minsk (2) Brest",
    "Country of Birth": "Belarus",
    "Nationality": "(1) Belarus (2) Cyprus.",
    "Position": "(1) Minister (2) Adviser",
    "Address 1": "1 Main St.",
    "Address 6": "Minsk",
    "Post/Zip Code": "220034",
    "Country": "Belarus",
}
PRIMARY: dict[str, str] = {
    **SHARED,
    "Name 6": "PETROVSKI",
    "Name 1": "Ivan",
    "Name 2": "I.",
    "DOB": "00/00/1980",
    "Alias Type": "Primary name",
    "Name Non-Latin Script": "Иван Петровский",
    "Non-Latin Script Type": "Cryillic",
    "Non-Latin Script Language": "Russian",
    "Passport Number": "(1) MP1234567 (2) -",
    "Passport Details": "(1) Belarus (2) stolen",
    "UK Sanctions List Date Designated": "31/12/2020",
    "Other Information": "(UK Sanctions List Ref):BEL9001 and GHR9002. Son of the head. (UN Ref):CDi.900. Was there "
    "(Tel):1. (UK Statement of Reasons):Reasons naming XXX0001. (Gender):Male (Phone number):(1) +375 1 (2) +375 2 "
    "(Business Reg No):INN: 7710137066",
}
VARIATION = {**PRIMARY, "Name 1": "Vanya", "Alias Type": "Primary name variation", "DOB": "1981"}
WEAK = {**PRIMARY, "Name 6": "VANKA", "Name 1": "", "Name 2": "", "Alias Type": "AKA", "Alias Quality": "Low quality"}
UNDER_ANOTHER = {**PRIMARY, "Regime": "Global Human Rights", "Listed On": "29/09/2020"}
SHIP = {
    **dict.fromkeys(NEW, ""),
    "Name 6": "OCEAN STAR", "Group ID": "90002", "Group Type": "Ship", "Alias Type": "Primary name", "Regime": "Russia",
    "Listed On": "01/03/2022", "Last Updated": "01/03/2022",
    "Other Information": "(UK Sanctions List Ref):RUS9003. (IMO number):IMO9562233 (Flag of ship):Gabon "
    "(Current owners):Blue Wave Ltd",
}  # fmt: skip


def rows_of(columns: Sequence[str], parties: Sequence[Mapping[str, str]]) -> list[list[str]]:
    head = [["Last Updated", "27/04/2020"], list(columns)]
    return head + [[party.get(column, "") for column in columns] for party in parties]


def csv_of(columns: Sequence[str], parties: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows_of(columns, parties))
    return text.getvalue().encode(encoding)


def records_of(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(FORMAT.records({"ConList": content}, report, None)), report


@pytest.fixture
def person() -> Record:
    found, report = records_of(csv_of(NEW, [VARIATION, PRIMARY, WEAK, UNDER_ANOTHER, SHIP]))
    assert (report.drift, report.unread, report.published_on) == ({}, [], date(2020, 4, 27))
    return found[0]


def test_rows_of_a_group_are_one_party_named_by_its_primary_row(person: Record) -> None:
    assert person.native_id == "90001"
    assert [(name.name, name.quality, name.kind, name.script, name.language) for name in person.names] == [
        ("Ivan I. PETROVSKI", "primary", "name", None, None),
        ("Vanya I. PETROVSKI", "strong", "spelling", None, None),
        ("VANKA", "weak", "aka", None, None),
        ("Иван Петровский", "strong", "spelling", "Cyrl", "ru"),
    ]
    assert person.names[0].parts == (("given", "Ivan"), ("middle", "I."), ("family", "PETROVSKI"))


def test_a_party_under_two_regimes_is_listed_since_the_first(person: Record) -> None:
    assert person.programmes == ["Belarus", "Global Human Rights"]
    assert person.listed_on == date(2020, 9, 29)
    assert [(event.kind, event.effective_on, event.note) for event in person.events] == [
        ("listed", date(2020, 11, 6), "Belarus"),
        ("listed", date(2020, 9, 29), "Global Human Rights"),
        ("amended", date(2022, 4, 13), None),
    ]


def test_labels_inside_other_information_are_read(person: Record) -> None:
    found = {(identifier.kind, identifier.value) for identifier in person.identifiers}
    assert found == {
        ("ofsi_group", "90001"), ("list_reference", "BEL9001"), ("list_reference", "GHR9002"),
        ("un_reference", "CDi.900"), ("passport", "MP1234567"), ("phone", "+375 1"), ("phone", "+375 2"),
        ("tax_id", "7710137066"),
    }  # fmt: skip
    assert ("gender", "Male") in {(feature.kind, feature.value) for feature in person.features}
    assert person.not_understood == ["stolen"]


def test_cells_of_several_values(person: Record) -> None:
    assert {(country.link, country.text) for country in person.countries} == {
        ("nationality", "Belarus"), ("nationality", "Cyprus"), ("birth", "Belarus"), ("address", "Belarus"),
    }  # fmt: skip
    assert [(birth_place.text, birth_place.country) for birth_place in person.birth_places] == [
        ("Minsk, Belarus", "Belarus"),
        ("Brest, Belarus", "Belarus"),
    ]
    assert [birth_date.text for birth_date in person.birth_dates] == ["1981", "00/00/1980"]


def test_a_ship_is_a_vessel_with_imo_flag_and_owner() -> None:
    ship = records_of(csv_of(NEW, [PRIMARY, SHIP]))[0][1]
    assert ship.party_type == "vessel"
    assert ("imo", "9562233") in {(identifier.kind, identifier.value) for identifier in ship.identifiers}
    assert [(country.link, country.text) for country in ship.countries] == [("flag", "Gabon")]
    assert [(relationship.kind, relationship.related_name) for relationship in ship.relationships] == [
        ("current owner or operator", "Blue Wave Ltd")
    ]


def test_the_old_layout_in_windows_1252() -> None:
    row = {
        **SHARED, "Name 6": "L’ÉTOILE", "Alias Type": "Prime Alias", "Passport Details": "No 592667 (Qatari)",
        "NI Number": "Uganda Passport.", "Other Information": "UN Ref QE.A.146.14. Also an (SNR): here",
    }  # fmt: skip
    found, report = records_of(csv_of(OLD, [row], "cp1252"))
    assert found[0].names[0].name == "L’ÉTOILE"
    assert {(identifier.kind, identifier.value) for identifier in found[0].identifiers} == {
        ("ofsi_group", "90001"), ("passport", "592667"), ("un_reference", "QE.A.146.14"),
    }  # fmt: skip
    assert found[0].not_understood == ["Uganda Passport."]
    assert report.drift == {}


def test_a_workbook_reads_as_the_csv_does(make_workbook: Callable[..., bytes]) -> None:
    parties = [PRIMARY, WEAK, SHIP]
    from_workbook, report = records_of(make_workbook({"Data": rows_of(NEW, parties)}))
    assert from_workbook == records_of(csv_of(NEW, parties))[0]
    assert report.published_on == date(2020, 4, 27)


def test_a_new_column_label_or_kind_is_drift() -> None:
    row = {**PRIMARY, "Shoe Size": "9", "Alias Type": "Nickname", "Other Information": "(Hair):grey"}
    _, report = records_of(csv_of([*NEW, "Shoe Size"], [PRIMARY, row]))
    assert {what for _, what in report.drift} == {"Shoe Size", "Nickname", "Hair"}


def test_a_row_without_a_group_is_reported_with_its_place() -> None:
    _, report = records_of(csv_of(NEW, [PRIMARY, {**SHIP, "Group ID": ""}, SHIP]))
    assert report.unread == [("sheet 'ConList' row 4", "Group ID is '', not a number")]


Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda content: content[:-40], r"ConList.csv line 5: .*cut short"),
        (lambda content: content.replace(b"OCEAN STAR", b'"OCEAN STAR'), "ConList.csv line 5: .*cut short"),
        (lambda content: content.replace(b"Group ID", b"Gruppe"), "Group ID"),
        (lambda content: content.replace(b",Listed On,", b",Listed,"), "Listed On"),
        (lambda content: content.replace(b"06/11/2020", b"soon").replace(b"01/03/2022", b"x"), "Listed On"),
        (lambda content: b"\r\n".join(content.split(b"\r\n")[:2]) + b"\r\n", "no party"),
        (lambda _: b"", "published formats"),
        (lambda _: b"<html>busy</html>", "published formats"),
        (lambda _: b"PK\x03\x04 but no workbook", "damaged spreadsheet"),
    ],
)
def test_a_damaged_file_is_refused_and_named(damage: Damage, message: str) -> None:
    content = csv_of(NEW, [PRIMARY, WEAK, SHIP])
    with pytest.raises(UnreadableListError, match=f"uk_ofsi: .*{message}"):
        read("uk_ofsi", {"ConList.csv": damage(content)}, [FORMAT])


def parsed(path: Path) -> ParsedList:
    return read("uk_ofsi", {path.name: path.read_bytes()}, [FORMAT])


def test_the_real_csv_of_2020(shared_data: Path) -> None:
    path = shared_data / "lists" / "uk_ofsi" / "2020-04-27" / "ConList.csv"
    found = parsed(path)
    rows = list(csv.reader(io.StringIO(path.read_text("cp1252"), newline="")))[2:]
    kinds = Counter({row[-1]: row[23] for row in rows}.values())
    assert (found.parties.height, kinds) == (2_114, Counter(Individual=1_523, Entity=591))
    assert Counter(found.records["party_type"]) == Counter(individual=1_523, entity=591)
    assert found.records["listed_on"].null_count() == 0
    assert (found.report.published_on, found.report.drift, found.report.unread) == (date(2020, 4, 27), {}, [])


def test_the_real_workbook_of_2025(shared_data: Path) -> None:
    path = shared_data / "lists" / "uk_ofsi" / "2025-04-10" / "ConList.xlsx"
    found = parsed(path)
    column = fastexcel.read_excel(path).load_sheet(0, header_row=1, use_columns=["Group ID"]).to_polars()
    assert set(found.parties["native_id"]) == set(column["Group ID"].cast(str))
    assert found.parties.height == 4_686
    assert found.records["listed_on"].null_count() == 0
    assert (found.report.published_on, found.report.drift, found.report.unread) == (date(2025, 4, 10), {}, [])
    khrenin = found.records.row(by_predicate=pl.col("native_id") == "14113", named=True)
    assert (khrenin["primary_name"], khrenin["listed_on"]) == ("Viktor Gennadevich KHRENIN", date(2021, 6, 21))
