from collections.abc import Callable
from datetime import date

import pytest

from pipelines.parsers import reading
from pipelines.parsers.nz import russia as nz_russia
from pipelines.parsers.record import Record, Report, UnreadableListError

MakeWorkbook = Callable[..., bytes]
Row = dict[str, str | int]
REGISTER = [
    "Type", "Unique Identifier", "First name", "Middle name(s)", "Last name", "Alias/Alternate Spellings", "DOB",
    "Citizenship", "Citizenship 2", "Citizenship 3", "Place of Birth", "Passport Number", "Title", "Address",
    "Associates/Relatives", "Sanction Status", "Date of Sanction", "Date of Additional Sanction", "Travel Ban",
    "Asset Freeze", "Aircraft Ban", "Ship Ban", "Service Prohibition", "Dealing with Securities",
    "General Rationale for Sanction",
]  # fmt: skip
SHIPS = [
    "Type", "Unique Identifier", "IMO Number", "Name of Ship as of Date of Sanction", "Date of Sanction",
    "Alias/Alternate Names", "Sanction Status", "Ship Ban", "Date Record Deleted", "Record Deleted Flag",
    "Reason for Deletion",
]  # fmt: skip
PERSON: Row = {
    "Type": "Indiividual", "Unique Identifier": "IND-9", "First name": "Ivan", "Middle name(s)": "Petrovich",
    "Last name": "EXAMPLE", "Alias/Alternate Spellings": "Yan Example; Ян Прыклад", "DOB": 26146,
    "Citizenship": "Belarus", "Citizenship 2": "Russia", "Sanction Status": "Sanctioned", "Date of Sanction": 44638,
    "Date of Additional Sanction": 45000, "Travel Ban": "Yes", "Asset Freeze": "No", "Passport Number": "AB1; AB2",
    "Associates/Relatives": "son of 'Petr EXAMPLE'", "General Rationale for Sanction": "reason",
}  # fmt: skip
BANK: Row = {"Type": "Bank", "Unique Identifier": "ENT-1", "First name": "Bank Example", "Date of Sanction": 44638}
SHIP: Row = {
    "Type": "Ship", "Unique Identifier": "SHP-9", "IMO Number": 9187629,
    "Name of Ship as of Date of Sanction": "EXAMPLE",
    "Date of Sanction": 45500, "Alias/Alternate Names": "OLD NAME", "Ship Ban": "Yes",
}  # fmt: skip


def sheet(header: list[str], *rows: Row) -> list[list[str | int | None]]:
    legend: list[list[str | int | None]] = [["Russia Sanctions Register"]]
    legend.extend(["legend", None] for _ in range(9))
    return [*legend, list(header), *([row.get(each) for each in header] for row in rows)]


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(nz_russia.records({"Russia-Sanctions-Register.xlsx": content}, report, None)), report


def test_persons_organisations_and_ships_come_with_what_they_state(make_workbook: MakeWorkbook) -> None:
    content = make_workbook(
        {
            "Read me": [["x"]],
            "Russia Sanctions Register": sheet(
                REGISTER, PERSON, BANK, {"Type": "Asset", "Name of Asset": 1}, {"Type": "Total"}
            ),
            "Ships": sheet(SHIPS, SHIP),
            "Trade": [["Unique Identifier", "Date of Sanction"], ["x", 1]],
        }
    )
    parsed = reading.read("nz_russia", {"r.xlsx": content}, [nz_russia.FORMAT])
    assert (parsed.report.drift, parsed.report.unread, parsed.records.height) == ({}, [], 3)
    (person, bank, ship), _ = read(content)
    assert [(name.name, name.quality) for name in person.names] == [
        ("Ivan Petrovich EXAMPLE", "primary"),
        ("Yan Example", "strong"),
        ("Ян Прыклад", "strong"),
    ]
    assert (person.native_id, person.party_type, person.listed_on) == ("IND-9", "individual", date(2022, 3, 18))
    assert [(event.kind, event.effective_on) for event in person.events] == [
        ("listed", date(2022, 3, 18)),
        ("amended", date(2023, 3, 15)),
    ]
    assert person.birth_dates[0].earliest == date(1971, 8, 1)
    assert [country.text for country in person.countries] == ["Belarus", "Russia"]
    assert [identifier.value for identifier in person.identifiers] == ["AB1", "AB2"]
    assert person.measures == ["Travel Ban"]
    assert person.programmes == ["Russia Sanctions Act 2022"]
    assert [(relationship.kind, relationship.related_name) for relationship in person.relationships] == [
        ("son", "Petr EXAMPLE")
    ]
    assert (bank.party_type, bank.names[0].name) == ("entity", "Bank Example")
    assert (ship.party_type, ship.identifiers[0].value, ship.names[1].name) == ("vessel", "9187629", "OLD NAME")


def test_a_deleted_record_is_kept_off_the_list(make_workbook: MakeWorkbook) -> None:
    gone = SHIP | {"Record Deleted Flag": "Yes", "Date Record Deleted": 45600}
    [record], _ = read(make_workbook({"Ships": sheet(SHIPS, gone)}))
    assert (record.is_listed, record.delisted_on) == (False, date(2024, 11, 4))


def test_what_is_new_is_drift(make_workbook: MakeWorkbook) -> None:
    odd = BANK | {"Type": "Cargo", "Unique Identifier": "ENT-2"}
    new = BANK | {"New": "x", "Sanction Status": "Paused"}
    _, report = read(make_workbook({"Register": sheet([*REGISTER, "New"], new, odd)}))
    assert set(report.drift) == {
        ("column of sheet 'Register'", "New"),
        ("Sanction Status", "Paused"),
        ("Type", "Cargo"),
    }
    assert len(report.unread) == 1


def test_a_renamed_column_an_empty_register_and_other_files_are_refused(make_workbook: MakeWorkbook) -> None:
    renamed = [each.replace("Last name", "Surname") for each in REGISTER]
    with pytest.raises(UnreadableListError, match="Last name"):
        read(make_workbook({"Register": sheet(renamed, BANK)}))
    with pytest.raises(UnreadableListError, match="no party"):
        read(make_workbook({"Register": sheet(REGISTER)}))
    for content in (
        b"",
        b"<html>",
        make_workbook({"Register": [["a"]]}),
        make_workbook({"Data": sheet(REGISTER, BANK)}),
    ):
        assert not nz_russia.recognises({"a.xlsx": content})
