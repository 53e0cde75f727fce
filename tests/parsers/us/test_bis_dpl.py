from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers import reading
from pipelines.parsers.record import Record, Report, UnreadableListError
from pipelines.parsers.us import bis_dpl as us_bis_dpl

HEADER = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order", "Last_Update", "Action", "FR_Citation",
)  # fmt: skip
ROW = {
    "Name": " JOHN EXAMPLE", "Street_Address": "1 MAIN STREET", "City": "EL PASO", "State": "TX", "Country": "US",
    "Postal_Code": "79905", "Effective_Date": "08/24/2022", "Expiration_Date": "01/14/2026", "Standard_Order": "Y",
    "Last_Update": "2022-08-29", "Action": "F.R. NOTICE ADDED", "FR_Citation": "87 F.R. 52741 8/29/2022",
}  # fmt: skip


def table(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> bytes:
    lines = [header, *([row.get(each, "") for each in header] for row in rows)]
    return "".join("\t".join(f'"{cell}"' for cell in line) + "\n" for line in lines).encode()


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(us_bis_dpl.records({"dpl.txt": content}, report, None)), report


def test_rows_of_one_order_are_one_party_with_several_addresses() -> None:
    moved = ROW | {"City": "HOUSTON", "Name": "John Example"}
    (record, later), report = read(table(ROW, moved, ROW | {"Effective_Date": "08/25/2023"}))
    assert report.drift == {}
    assert record.names[0].name == "JOHN EXAMPLE"
    assert [address.city for address in record.addresses] == ["EL PASO", "HOUSTON"]
    assert (record.listed_on, later.listed_on) == (date(2022, 8, 24), date(2023, 8, 25))
    assert record.native_id != later.native_id
    assert ("end_date", "2026-01-14") in [(feature.kind, feature.value) for feature in record.features]
    assert record.legal_basis == ["87 F.R. 52741 8/29/2022"]


def test_the_id_outlives_changes_of_address_notice_and_expiry() -> None:
    changed = ROW | {"City": "X", "FR_Citation": "new", "Expiration_Date": "01/01/2040", "Name": "john  example"}
    assert read(table(ROW))[0][0].native_id == read(table(changed))[0][0].native_id


def test_an_order_that_was_renewed_is_listed_since_its_first_notice_and_keeps_its_id() -> None:
    notices = "79 F.R. 100 5/28/14,80 F.R. 200 7/28/2015 and 81 F.R. 300, 1/9/2016"
    renewed = {"Action": "F.R. NOTICE ADDED, TDO RENEWAL ADDED", "Effective_Date": "01/05/2016"}
    [record], _ = read(table(ROW | renewed | {"FR_Citation": notices}))
    assert record.legal_basis == ["79 F.R. 100 5/28/14", "80 F.R. 200 7/28/2015", "81 F.R. 300, 1/9/2016"]
    assert (record.listed_on, record.events[0].effective_on) == (date(2014, 5, 28), date(2016, 1, 5))
    assert ("listed_on_basis", "first notice") in [(feature.kind, feature.value) for feature in record.features]
    assert record.native_id == read(table(ROW))[0][0].native_id
    [undated], _ = read(table(ROW | renewed | {"FR_Citation": "81 F.R. 300"}))
    assert undated.listed_on is None


def test_a_new_column_is_drift_and_a_bad_date_is_not_understood() -> None:
    [record], report = read(table(ROW | {"New": "x", "Effective_Date": "soon"}, header=(*HEADER, "New")))
    assert report.drift == {("column", "New"): 1}
    assert record.listed_on is None
    assert record.not_understood == ["Effective_Date: soon"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (table(ROW)[:-27] + b"\n", "file is cut"),
        (table(ROW)[:-10] + b"\n", "file is cut"),
        (table(ROW, header=HEADER[:6]), "no column"),
        (table(), "no order"),
    ],
)
def test_what_is_cut_or_renamed_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read(content)


def test_other_files_are_not_recognised() -> None:
    assert us_bis_dpl.recognises({"dpl.txt": table(ROW)})
    for content in (b"", b"<html>", b"Name,Effective_Date\n"):
        assert not us_bis_dpl.recognises({"dpl.txt": content})


def test_the_published_list_has_a_party_for_each_name_and_effective_date(shared_data: Path) -> None:
    content = (shared_data / "lists/us_bis_dpl/2023-11-30/dpl.txt").read_bytes()
    lines = [line.split('"\t"') for line in content.decode().splitlines()[1:]]
    assert len(lines) == 665
    distinct = {(" ".join(line[0].strip('"').split()).casefold(), line[6]) for line in lines}
    parsed = reading.read("us_bis_dpl", {"dpl.txt": content}, [us_bis_dpl.FORMAT])
    assert parsed.records.height == len(distinct) == 547
    assert parsed.records["addresses"].list.len().sum() >= 540
    assert parsed.records["listed_on"].null_count() == 0
    assert (parsed.report.drift, parsed.report.unread) == ({}, [])
    with pytest.raises(UnreadableListError, match="us_bis_dpl"):
        reading.read("us_bis_dpl", {"dpl.txt": content[: len(content) // 2]}, [us_bis_dpl.FORMAT])


def test_the_csv_has_name_and_address_in_one_column() -> None:
    rows = (
        b"Name_and_Address,Effective_Date,Expiration_Date,Appropriate Federal Register Citations,Type of Denial\n"
        b'"EXAMPLE CO., LTD., 1 MAIN STREET, EL PASO, TX, US",10/16/2017,10/13/2030,"82 F.R. 1",Standard\n'
        b'"JOHN EXAMPLE A/K/A JACK EXAMPLE, DUBAI, AE",10/17/2017,10/13/2030,,Non-Standard'
    )
    report = Report()
    assert us_bis_dpl.recognises({"dpl_04142026.csv": rows})
    firm, person = us_bis_dpl.records({"dpl_04142026.csv": rows}, report, None)
    assert (report.drift, report.unread, report.published_on) == ({}, [], date(2026, 4, 14))
    assert firm.names[0].name == "EXAMPLE CO., LTD."
    assert [(address.text, address.country) for address in firm.addresses] == [("1 MAIN STREET, EL PASO, TX, US", "US")]
    assert (firm.listed_on, firm.legal_basis) == (date(2017, 10, 16), ["82 F.R. 1"])
    assert [(name.name, name.quality) for name in person.names] == [
        ("JOHN EXAMPLE", "primary"),
        ("JACK EXAMPLE", "strong"),
    ]
    assert ("type_of_denial", "Non-Standard") in [(feature.kind, feature.value) for feature in person.features]
