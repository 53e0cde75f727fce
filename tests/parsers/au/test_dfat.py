import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from pipelines.parsers import reading
from pipelines.parsers.au import dfat as au_dfat
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError

MakeWorkbook = Callable[..., bytes]
OF_2024 = [
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Date of Birth", "Place of Birth", "Citizenship",
    "Address", "Additional Information", "Listing Information", "Committees", "Control Date",
]  # fmt: skip
OF_2026 = [
    "Reference", "Name of Individual or Entity", "Type", "Name Type", "Alias Strength", "Date of Birth",
    "Place of Birth", "Citizenship", "Address", "Additional Information", "Listing Information", "IMO Number",
    "Committees", "Control Date", "Instrument of Designation", "Targeted Financial Sanction", "Travel Ban",
    "Arms Embargo", "Maritime Restriction",
]  # fmt: skip


def rows(header: list[str], *parties: dict[str, str | int]) -> dict[str, list[list[str | int | None]]]:
    return {"Sheet1": [list(header), *([each.get(column) for column in header] for each in parties)]}


def party(reference: str, name: str, kind: str = "Primary Name", **more: str | int) -> dict[str, str | int]:
    fixed: dict[str, str | int] = {
        "Reference": reference, "Name of Individual or Entity": name, "Type": "Individual ", "Name Type": kind,
        "Listing Information": "Listed on 1 Mar. 2012 (amended on 2 March 2015)", "Committees": "1988 (Taliban) ",
        "Control Date": 44619,
    }  # fmt: skip
    return fixed | {key.replace("_", " "): value for key, value in more.items()}


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(au_dfat.records({"list.xlsx": content}, report, None)), report


def test_the_rows_of_a_reference_are_one_party(make_workbook: MakeWorkbook) -> None:
    more = {"Date_of_Birth": "a) 5 May 1957 b) 1958", "Citizenship": "a) German b) Moroccan"}
    content = make_workbook(
        rows(
            OF_2024,
            party(
                "8227", "EXAMPLE Mohammad", **more, Additional_Information="Passport no: A0000001. IMO number: 9187629"
            ),
            party("8228", "Another"),
            party("8227a", "محمد", "original Script "),
            party("8227b2", "Example, M.", "AKA"),
            party("8227c", "Old", "Formerly known as"),
        )
    )
    (record, other), report = read(content)
    assert report.drift == {}
    assert (record.native_id, other.native_id) == ("8227", "8228")
    assert [(name.name, name.quality, name.kind) for name in record.names] == [
        ("EXAMPLE Mohammad", "primary", "name"),
        ("محمد", "strong", "spelling"),
        ("Example, M.", "strong", "aka"),
        ("Old", "strong", "fka"),
    ]
    assert record.programmes == ["1988 (Taliban)"]
    assert record.listed_on == date(2012, 3, 1)
    assert [(event.kind, event.effective_on) for event in record.events] == [
        ("listed", date(2012, 3, 1)),
        ("amended", date(2015, 3, 2)),
    ]
    assert [birth_date.text for birth_date in record.birth_dates] == ["5 May 1957", "1958"]
    assert [(country.link, country.text) for country in record.countries] == [
        ("citizenship", "German"),
        ("citizenship", "Moroccan"),
    ]
    assert [(identifier.kind, identifier.value) for identifier in record.identifiers] == [
        ("passport", "A0000001"),
        ("imo", "9187629"),
    ]


def test_the_columns_of_2026_are_the_same_list(make_workbook: MakeWorkbook) -> None:
    vessel = party(
        "9000", "A SHIP", IMO_Number=9187629, Travel_Ban="FALSE", Maritime_Restriction="TRUE", Citizenship="Iran"
    )
    vessel["Type"] = "Vessel"
    weak = party("9000a", "SHIP A", "Alias", Alias_Strength="Weak")
    instrument: dict[str, str | int] = {"Instrument of Designation": "Amendment Instrument 2026"}
    [record], report = read(make_workbook(rows(OF_2026, vessel | instrument, weak | instrument)))
    assert report.drift == {}
    assert record.party_type == "vessel"
    assert record.measures == ["Maritime Restriction"]
    assert record.legal_basis == ["Amendment Instrument 2026"]
    assert [(country.link, country.text) for country in record.countries] == [("flag", "Iran")]
    assert [(identifier.kind, identifier.value) for identifier in record.identifiers] == [("imo", "9187629")]
    assert [(name.name, name.quality) for name in record.names] == [("A SHIP", "primary"), ("SHIP A", "weak")]


@pytest.mark.parametrize(
    ("listing", "day"),
    [
        ("Listed by the UN 1267 Committee on 25 January 2001 (amended on 3 Sep 2003)", date(2001, 1, 25)),
        ("Listed by UN 751 Committee (currently known as UN 2713 Committee) on 26 May 2023", date(2023, 5, 26)),
        ("Resolution 1735 (2006) Listed on: 4 June. 2008 (amended 13 Dec. 2011)", date(2008, 6, 4)),
        ("Listed on 19 Jun. 2014 (re-listed on 16 Jun. 2017)", date(2014, 6, 19)),
        ("First listed on 27 Nov. 2017. Instrument of first designation: X List 2017 (No 3)", date(2017, 11, 27)),
        ("Designated under the Autonomous Sanctions Regulations 2011 on 2 March 2012.", date(2012, 3, 2)),
        ("The Minister for Foreign Affairs listed this entity on 21 December 2001 under", date(2001, 12, 21)),
        ("2013-03-07 00:00:00", date(2013, 3, 7)),
        ("Listed by the 1737 Committee on 9 June 2010", date(2010, 6, 9)),
        ("Listed by the 1737 on 24 March 2007 (amended on 17 December 2014)", date(2007, 3, 24)),
        ("Listed by Committee 1533 on: 1 Nov. 2005 (amended on 13 Oct. 2016)", date(2005, 11, 1)),
        ("Listed by 1533 Comittee 1 Nov. 2005", date(2005, 11, 1)),
        ("Listed by UN (1267 Committee) on 6 July 2004, amended on 21 March 2012", date(2004, 7, 6)),
        ("Listed by the 1267/1989/2253 (ISIL (Da'esh) and Al-Qaida) Committee on 16 June 2025", date(2025, 6, 16)),
        ("UN Reference Number: QDi.154 Listed by the UN 1267 Committee on 16 January 2004", date(2004, 1, 16)),
        ("29 Jul. 2011 ( amended on 24 Nov. 2020 )", date(2011, 7, 29)),
        ("26 February 2021 pursuant to paragraph 8(a) of resolution 1844 (2008)", date(2021, 2, 26)),
        ("First listed on 2 /03/2016 (amended on 1/06/2017 and 26/07/2022)", date(2016, 3, 2)),
        ("Listed pursuant to paragraph 5 of resolution 2624 (2022) by the 2140 Committee on 28 February 2022.",
         date(2022, 2, 28)),
        ("Listed on 17 March 2011 (Asset Freeze). Listed on: 26 Feb. 2011 (amended on 26 Mar. 2015)",
         date(2011, 2, 26)),
        ("Re-listed on 13/09/2025. Last listed on 16/09/2022; Relisted on 1 May 2020", None),
        ("16 Jul.2020 (amended on 19 Dec. 2023)", date(2020, 7, 16)),
        ("Autonomous Sanctions (Designated Persons—Ukraine) Amendment (No. 1) Instrument 2022", None),
        ("Instrument of first listing: List 2001. Last listed on: 16/09/2022", None),
        ("Assets received on or after 23 May 2003 are not “controlled assets”. Listed under Resolution 1483", None),
        ("The Minister for Foreign Affairs listed this group 1 May 2019. Relisting of a previous designation", None),
        ("", None),
    ],
)  # fmt: skip
def test_only_a_stated_first_listing_counts(listing: str, day: date | None) -> None:
    assert au_dfat.first_listed_on(listing) == day


def test_acts_are_taken_out_of_prose() -> None:
    prose = (
        "Instrument of first listing: Charter of the United Nations (Persons and Entities) List 2001 (No. 2) [F1, "
        "Gazette No. S 500, 21 December 2001]. Re-listed on: 13/09/2025: "
        "Autonomous Sanctions (X) Amendment (No. 1) Instrument 2025"
    )
    assert au_dfat.acts_in(prose) == [
        "Charter of the United Nations (Persons and Entities) List 2001 (No. 2)",
        "Autonomous Sanctions (X) Amendment (No. 1) Instrument 2025",
    ]
    assert au_dfat.acts_in("Listed on: 2 Mar. 2016") == []


def test_cells_with_several_values_and_a_second_primary_name(make_workbook: MakeWorkbook) -> None:
    first = party("7", "A", Date_of_Birth="1960, 01/02/1966", Citizenship="Algeria, Australia")
    [record], report = read(make_workbook(rows(OF_2024, first, party("7a", "B"))))
    assert report.drift == {}
    assert [(name.name, name.quality) for name in record.names] == [("A", "primary"), ("B", "strong")]
    assert [(birth.text, birth.earliest) for birth in record.birth_dates] == [
        ("1960", date(1960, 1, 1)),
        ("01/02/1966", date(1966, 2, 1)),
    ]
    assert [country.text for country in record.countries] == ["Algeria", "Australia"]


def test_a_date_of_change_is_never_the_listing(make_workbook: MakeWorkbook) -> None:
    text = "Autonomous Sanctions (Designated Persons—Ukraine) Amendment (No. 1) Instrument 2022"
    [record], _ = read(make_workbook(rows(OF_2024, party("6661", "Viktor X", Listing_Information=text))))
    assert record.listed_on is None
    assert record.legal_basis == [text]
    assert ("control_date", "2022-02-27") in [(feature.kind, feature.value) for feature in record.features]


def test_new_columns_types_and_kinds_of_name_are_drift(make_workbook: MakeWorkbook) -> None:
    odd = party("2", "B") | {"Type": "Cargo"}
    content = make_workbook(rows([*OF_2024, "New"], party("1", "A", New="x"), party("1a", "C", "Nickname"), odd))
    found, report = read(content)
    assert [each.native_id for each in found] == ["1"]
    assert set(report.drift) == {("column of sheet 'Sheet1'", "New"), ("Name Type", "Nickname"), ("Type", "Cargo")}
    assert len(report.unread) == 1


def test_a_renamed_column_is_refused_by_name(make_workbook: MakeWorkbook) -> None:
    content = make_workbook(rows([each.replace("Committees", "Regime") for each in OF_2024], party("1", "A")))
    assert au_dfat.recognises({"a.xlsx": content})
    with pytest.raises(UnreadableListError, match="Committees"):
        read(content)


def test_an_empty_list_and_other_files_are_refused(make_workbook: MakeWorkbook) -> None:
    with pytest.raises(UnreadableListError, match="no party"):
        read(make_workbook(rows(OF_2024)))
    for content in (b"", b"<html>", make_workbook({"Sheet1": [["Reference", "x"]]})):
        assert not au_dfat.recognises({"a.xlsx": content})


# The whole published workbook


@pytest.fixture(scope="module")
def workbook(shared_data: Path) -> bytes:
    return (shared_data / "lists/au_dfat/2024-11-11/regulation8_consolidated.xlsx").read_bytes()


@pytest.fixture(scope="module")
def parsed(workbook: bytes) -> ParsedList:
    return reading.read("au_dfat", {"regulation8_consolidated.xlsx": workbook}, [au_dfat.FORMAT])


def test_the_list_has_as_many_references_and_names_as_its_xml(workbook: bytes, parsed: ParsedList) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        texts = [
            "".join(str(text) for text in each.itertext())
            for each in etree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        sheet = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    references = []
    for cell in sheet.iterfind(".//{*}c"):
        value = cell.findtext("{*}v")
        if value is not None and re.fullmatch(r"A\d+", cell.get("r", "")):
            references.append(texts[int(value)] if cell.get("t") == "s" else value)
    numbered = [match[0] for reference in references if (match := re.match(r"\d+", reference))]
    assert len(numbered) == 9553
    assert parsed.records.height == len(set(numbered)) == 3062
    assert parsed.records["names"].list.len().sum() >= 9500  # a name that stands in two rows is one
    assert (parsed.report.drift, parsed.report.unread) == ({}, [])


@pytest.mark.parametrize(
    ("cells", "programmes"),
    [
        (
            ["1267/1989/2253 (ISIL (Da'esh) and Al-Qaida)", "1267 Committee (ISIL & Al-Qaida)", "1267 (Al-Qaida)"],
            ["1267 Committee (ISIL & Al-Qaida)"],
        ),
        (["1533 (DRC)", "1533 Committee", "Committee 1533 (Congo)"], ["1533 (Democratic Republic of the Congo)"]),
        (["1970 (Libya) 1973 (Libya)"], ["1970 (Libya)"]),
        (["751 (Somalia and Eritrea)", "2713 (Al-Shabaab)"], ["2713 (Al-Shabaab)"]),
        (["1988 (Taliban) 1718 (DPRK)"], ["1988 (Taliban)", "1718 (DPRK)"]),
        (["3099 (Atlantis)"], ["3099 (Atlantis)"]),
        (["Autonomous (Thematic – Corruption)", "Autonomous (Thematic - Corruption)"],
         ["Autonomous (Thematic - Corruption)"]),
        (["Autonomous (Guinea-Bissau)"], ["Autonomous (Guinea-Bissau)"]),
    ],
)  # fmt: skip
def test_a_committee_relabelled_is_the_same_programme(cells: list[str], programmes: list[str]) -> None:
    assert list(dict.fromkeys(tag for cell in cells for tag in au_dfat.programmes_in(cell))) == programmes


def test_undated_parties_are_those_of_which_only_an_instrument_is_named(parsed: ParsedList) -> None:
    undated = parsed.records.filter(pl.col("listed_on").is_null())
    instruments = undated.filter(pl.col("legal_basis").list.len() > 0).height
    assert undated.height < 1800
    assert instruments / undated.height > 0.9


def test_khrenin_stands_under_ukraine_without_a_date(parsed: ParsedList) -> None:
    [khrenin] = parsed.records.filter(pl.col("primary_name") == "Viktor KHRENIN").to_dicts()
    assert (khrenin["programmes"], khrenin["listed_on"]) == (["Autonomous (Ukraine)"], None)


def test_half_of_the_list_is_refused(workbook: bytes) -> None:
    with pytest.raises(UnreadableListError, match="au_dfat"):
        reading.read("au_dfat", {"a.xlsx": workbook[: len(workbook) // 2]}, [au_dfat.FORMAT])


def test_numbers_addresses_and_notes_inside_other_fields_are_read(make_workbook: MakeWorkbook) -> None:
    information = (
        "State registration number: 1047708022500; Tax ID No. 663401241600; Website: http://works.example.ru/ "
        "Registration: 2007. Italian fiscal code: BGHFCL66R28Z300G. New listing start date 27 Aug 2023"
    )
    row = party("7", "Ivan EXAMPLE (previously listed as)", Additional_Information=information)
    [record], _ = read(make_workbook(rows(OF_2026, row)))
    assert [(name.name, name.kind) for name in record.names] == [("Ivan EXAMPLE", "fka")]
    assert {(number.kind, number.value) for number in record.identifiers} == {
        ("registration", "1047708022500"), ("tax_id", "663401241600"), ("tax_id", "BGHFCL66R28Z300G"),
        ("website", "http://works.example.ru/"),
    }  # fmt: skip
    assert ("listed", date(2023, 8, 27)) in [(event.kind, event.effective_on) for event in record.events]


def test_the_reference_of_the_united_nations_and_former_names_stand_in_the_information(
    make_workbook: MakeWorkbook,
) -> None:
    information = (
        "TAi.900. Title: Maulavi. Wife of Petra Example (TAi.901). Previous names include NAXOS, LEMNOS and PAROS"
    )
    [record], _ = read(make_workbook(rows(OF_2026, party("7", "EXAMPLE", Additional_Information=information))))
    assert [(number.kind, number.value) for number in record.identifiers] == [("un_reference", "TAi.900")]
    assert [name.name for name in record.names if name.kind == "fka"] == ["NAXOS", "LEMNOS", "PAROS"]
    assert ("title", "Maulavi") in [(feature.kind, feature.value) for feature in record.features]


def test_passports_listed_with_their_country_and_bare_websites_are_read(make_workbook: MakeWorkbook) -> None:
    information = (
        "Passport no: a) Exampleland number 01234567, issued on 7 Oct. 2013 b) South Testland 0048177 "
        "National identification no: a) Exampleland 1388114\nAlternative Passport number (Testland): AA1379321\n"
        "Website: example.org"
    )
    [record], _ = read(make_workbook(rows(OF_2026, party("7", "EXAMPLE", Additional_Information=information))))
    assert [(item.kind, item.value, item.issuer) for item in record.identifiers] == [
        ("passport", "AA1379321", None),
        ("website", "example.org", None),
        ("passport", "01234567", "Exampleland"),
        ("passport", "0048177", "South Testland"),
    ]
