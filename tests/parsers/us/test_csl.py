import csv
import gzip
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.parsers import reading
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError
from pipelines.parsers.us import csl as us_csl
from pipelines.parsers.us import texts as us_texts

SDN = "Specially Designated Nationals (SDN) - Treasury Department"
EL = "Entity List (EL) - Bureau of Industry and Security"
CSV_ROW = {
    "_id": "906", "source": SDN, "entity_number": "906", "type": "Entity", "programs": "CUBA; SDGT",
    "name": "EXAMPLE BANK LIMITED", "addresses": "189 Marsh Wall, London, E14 9SH, GB; Havana, CU",
    "alt_names": "EXAMPLE INTERNATIONAL BANK, LTD; EIB", "remarks": "(Linked To: BANCO X, S.A.)",
    "ids": "GB, 0107, Company Number; EXAMGB2L, SWIFT/BIC; JO, 2014-08-30, 2009-08-31, K000001, Passport; Male, "
    "Gender; Example rules, Secondary sanctions risk:; Example Air, Aircraft Operator",
    "source_list_url": "u", "dates_of_birth": "1965-03-03; circa 1966", "nationalities": "CU", "start_date": "",
}  # fmt: skip
JSON_ROW: dict[str, Any] = {
    "source": EL, "name": "Abdul Satar Example", "start_date": "2011-11-21", "federal_register_notice": "76 FR 71867",
    "addresses": [{"address": "Market", "city": "Kabul", "state": "", "postal_code": "", "country": "AF"}],
    "license_requirement": "All items", "id": "b6e9", "alt_names": None, "source_list_url": "u",
}  # fmt: skip


def table(*rows: dict[str, str]) -> bytes:
    text = io.StringIO(newline="")
    columns = list(dict.fromkeys(column for row in rows for column in row))
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def document(*rows: dict[str, Any]) -> bytes:
    return json.dumps({"results": list(rows)}).encode()


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(us_csl.records({"consolidated": content}, report, None)), report


def test_a_row_of_the_csv_comes_with_all_it_states() -> None:
    [record], report = read(table(CSV_ROW))
    assert report.drift == {}
    assert (record.native_id, record.party_type) == ("SDN-906", "entity")
    assert [name.name for name in record.names] == ["EXAMPLE BANK LIMITED", "EXAMPLE INTERNATIONAL BANK, LTD", "EIB"]
    assert record.programmes == ["CUBA", "SDGT"]
    assert [(address.text, address.country) for address in record.addresses] == [
        ("189 Marsh Wall, London, E14 9SH, GB", "GB"),
        ("Havana, CU", "CU"),
    ]
    assert [
        (identifier.kind, identifier.value, identifier.issuer, identifier.note) for identifier in record.identifiers
    ] == [
        ("ofac_uid", "906", None, None),
        ("registration", "0107", "GB", None),
        ("swift_bic", "EXAMGB2L", None, None),
        ("passport", "K000001", "JO", "issue_date 2009-08-31, expiration_date 2014-08-30"),
    ]
    assert [(relationship.kind, relationship.related_name) for relationship in record.relationships] == [
        ("Aircraft Operator", "Example Air"),
        ("linked to", "BANCO X, S.A."),
    ]
    assert [(birth_date.text, birth_date.earliest, birth_date.approximate) for birth_date in record.birth_dates] == [
        ("1965-03-03", date(1965, 3, 3), False),
        ("circa 1966", date(1966, 1, 1), True),
    ]
    assert {(feature.kind, feature.value) for feature in record.features} >= {("gender", "Male"), ("source_list", SDN)}
    assert ("secondary_sanctions_risk", "Example rules") in {(item.kind, item.value) for item in record.features}
    assert record.listed_on is None


def test_a_record_of_the_json_is_read_alike() -> None:
    [record], report = read(document(JSON_ROW))
    assert report.drift == {}
    assert (record.party_type, record.listed_on, record.programmes) == ("individual", date(2011, 11, 21), ["EL"])
    assert record.legal_basis == ["76 FR 71867"]
    assert [(address.text, address.city, address.country) for address in record.addresses] == [
        ("Market, Kabul, AF", "Kabul", "AF")
    ]


def test_the_same_party_has_one_id_in_both_encodings_and_on_two_lists_two() -> None:
    treasury = {"source": SDN, "name": "X", "entity_number": "7", "source_list_url": "u"}
    other = treasury | {"source": "Capta List (CAP) - Treasury Department"}
    commerce = {"source": EL, "name": "Y LLC", "source_list_url": "u"}
    of_csv = [each.native_id for each in read(table(treasury, other, other, commerce))[0]]
    of_json = [each.native_id for each in read(document(treasury, other, other, commerce))[0]]
    assert of_csv == of_json
    assert of_csv[:3] == ["SDN-7", "CAP-7~1", "CAP-7~2"]
    assert of_csv[3].startswith("EL-")


def test_an_id_without_a_number_outlives_changes_of_address_unless_the_name_stands_twice() -> None:
    moved = JSON_ROW | {"addresses": [], "id": "other"}
    [before], [after] = read(document(JSON_ROW))[0], read(document(moved))[0]
    assert before.native_id == after.native_id
    twice = [each.native_id for each in read(document(JSON_ROW, moved))[0]]
    assert len(set(twice)) == 2
    assert twice == [each.native_id for each in read(document(moved, JSON_ROW))[0]][::-1]


@pytest.mark.parametrize(
    ("cell", "name", "tie"),
    [
        ("Acme Ltd. (AL).  Affiliated Entity:  Acme Labs", "Acme Labs", ("affiliated entity of", "Acme Ltd. (AL)")),
        ("Third Academy.  Subordinate Institution -  901 Factory", "901 Factory", ("subordinate to", "Third Academy")),
        ("Acme Board (AB), and subordinate entity Acme Yard", "Acme Yard", ("subordinate to", "Acme Board (AB)")),
        ("Department of Anvils entity: Acme Forge (AF)", "Acme Forge (AF)", ("subordinate to", "Department of Anvils")),
        ("Acme Forge (Parent Organization: Acme Group (AG))", "Acme Forge", ("subordinate to", "Acme Group (AG)")),
        ("Acme Forge (a subordinate institute of AG-7)", "Acme Forge", ("subordinate to", "AG-7")),
    ],
)  # fmt: skip
def test_the_party_that_a_name_names_beside_its_own_is_a_tie(cell: str, name: str, tie: tuple[str, str]) -> None:
    row = {"source": EL, "source_list_url": "u"}
    [record], [alone] = read(document(row | {"name": cell}))[0], read(document(row | {"name": name}))[0]
    assert [known.name for known in record.names] == [name]
    assert record.native_id == alone.native_id
    assert [(relation.kind, relation.related_name) for relation in record.relationships] == [tie]
    assert (record.party_type, record.features[0].value) == ("entity", " ".join(cell.split()))


def test_how_far_a_listing_reaches_is_no_part_of_the_name() -> None:
    row = {"source": EL, "source_list_url": "u", "name": "Acme LLC and any successor, sub-unit, or subsidiary thereof"}
    [record], _ = read(document(row))
    assert [name.name for name in record.names] == ["Acme LLC"]
    assert "and any successor, sub-unit, or subsidiary thereof" in [feature.value for feature in record.features]


def test_an_address_that_is_listed_is_reported_with_all_that_it_states_and_is_no_party() -> None:
    place = {"address": "10/F Example Tower", "city": "Hong Kong", "country": "HK"}
    row = {"name": "Address 01", "addresses": [place], "federal_register_notice": "89 FR 50001"}
    records, report = read(document(JSON_ROW, JSON_ROW | row | {"start_date": "2024-06-12"}))
    assert [record.names[0].name for record in records] == ["Abdul Satar Example"]
    stated = "an address and no party: Address 01; 10/F Example Tower, Hong Kong, HK; 89 FR 50001; 2024-06-12"
    assert report.unread == [("EL", stated)]


def test_unknown_fields_sources_and_types_are_drift() -> None:
    _, report = read(document(JSON_ROW | {"new": 1, "source": "A New List", "type": "Cargo"}))
    assert set(report.drift) == {("field", "new"), ("source", "A New List"), ("type", "Cargo")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (document(JSON_ROW)[:-20], "cut or damaged"),
        (b'{"results": {"a": 1}}', "no list of records"),
        (document({"name": "x"}), "without source"),
        (document(), "no record"),
        (table(CSV_ROW, CSV_ROW)[:-60] + b"\n", "cut"),
        (table({"source": "x", "title": "y"}), "no column name"),
        (b'source,name\n"a\xff', "cut"),
    ],
)
def test_what_is_cut_or_renamed_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read(content)


def test_other_files_are_not_recognised() -> None:
    assert us_csl.recognises({"a": table(CSV_ROW)})
    assert us_csl.recognises({"a": document(JSON_ROW)})
    for content in (b"", b"<html>", b"{}", b"a,b\n"):
        assert not us_csl.recognises({"a": content})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brian Douglas Woodford", "individual"),
        ("JORGE SANTANA, JR.", "individual"),
        ("A.H. Shamnad", "individual"),
        ("Abtronics", "entity"),
        ("Cham Wings Airlines", "entity"),
        ("ZTE Parsian", "entity"),
        ("33rd Scientific Research and Testing Institute", "entity"),
        ("Karst, OOO", "entity"),
        ("George Charles Budenz, II", "individual"),
    ],
)
def test_a_type_that_is_not_stated_is_told_by_the_name(name: str, expected: str) -> None:
    assert us_texts.party_type(name) == expected


def test_names_that_begin_as_many_firms_do_are_those_of_firms() -> None:
    names = [*(f"Acme {each} Ltd" for each in ("One", "Two", "Three", "Four", "Five")), "Acme Cuba", "Ann Cuba"]
    firms = us_texts.first_words_of_firms([*names, "Ann Works Ltd"])
    assert firms == {"acme"}
    types = [us_texts.party_type(name, first_words_of_firms=firms) for name in ("Acme Cuba", "Ann Cuba")]
    assert types == ["entity", "individual"]


# The whole published file


@pytest.fixture(scope="module")
def content(shared_data: Path) -> bytes:
    return gzip.decompress((shared_data / "lists/us_csl/2022-05-06/consolidated.csv.gz").read_bytes())


@pytest.fixture(scope="module")
def parsed(content: bytes) -> ParsedList:
    return reading.read("us_csl", {"consolidated.csv": content}, [us_csl.FORMAT])


def test_the_list_has_a_party_for_each_line_that_begins_with_an_id(content: bytes, parsed: ParsedList) -> None:
    assert parsed.records.height == len(re.findall(rb"(?m)^(?:\d+|[0-9a-f]{40}),", content)) == 14_160
    assert (parsed.report.drift, parsed.report.unread) == ({}, [])


def test_its_sdn_parties_are_numbered_as_ofac_numbers_them(content: bytes, parsed: ParsedList) -> None:
    sdn = parsed.records.filter(pl.col("native_id").str.starts_with("SDN-"))
    assert sdn.height == content.count(SDN.encode()) == 10_026
    uids = sdn.explode("identifiers").unnest("identifiers").filter(pl.col("kind") == "ofac_uid")["value"]
    assert uids.n_unique() == 10_026


def test_every_row_with_a_start_date_is_dated(content: bytes, parsed: ParsedList) -> None:
    stated = sum(bool(row["start_date"]) for row in csv.DictReader(io.StringIO(content.decode(), newline="")))
    mistyped = parsed.records["not_understood"].explode().drop_nulls().to_list()
    assert sorted(mistyped) == ["start_date: 0017-05-26", "start_date: 0097-06-30", "start_date: 0097-06-30"]
    assert parsed.records["listed_on"].count() + len(mistyped) == stated == 2523


def test_half_of_the_list_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableListError, match="us_csl"):
        reading.read("us_csl", {"consolidated.csv": content[: len(content) // 2]}, [us_csl.FORMAT])


def test_the_published_json_records_are_read(shared_data: Path) -> None:
    records, report = read((shared_data / "samples/us_csl/2026-09-25/csl_entries.TRIMMED.json").read_bytes())
    assert report.drift == {}
    assert [record.native_id.split("-")[0] for record in records] == ["EL", "SDN", "ISN"]
