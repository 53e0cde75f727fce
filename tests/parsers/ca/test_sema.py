"""Canada's list in its layouts of 2020, 2025 and 2026."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.ca.aliases import aliases_of, languages_of
from pipelines.parsers.ca.sema import FORMAT
from pipelines.parsers.reading import read
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError

PERSON = {
    "Country": "Belarus / Bélarus",
    "TitleOrShip": "Major General/major-général",
    "LastName": "\u00a0PETROVSKI ",
    "GivenName": "Ivan Ivanovich",
    "Aliases": "Vanya; Иван Иванович ПЕТРОВСКИЙ",
    "DateOfBirthOrShipBuildDate": "1972-08-10 or 1972-08-11",
    "Schedule": "1, Part 1",
    "Item": "8",
    "DateOfListing": "2020-09-28",
}
SHIP = {
    "Country": "Russia / Russie",
    "EntityOrShip": "Star",
    "TitleOrShip": "Oil Tanker",
    "ShipIMONumber": " 9888182",
    "DateOfBirthOrShipBuildDate": "2021",
    "Schedule": "1.1",
    "Item": "1",
    "DateOfListing": "2025-02-21",
}
BODY = {
    "Country": "Burma / Birmanie",
    "EntityOrShip": "Air Force/Force aérienne",
    "Item": "3",
    "DateOfListing": "2012-04-24",
}
OLD = {"EntityOrShip": "Entity", "TitleOrShip": "Title", "DateOfBirthOrShipBuildDate": "DateOfBirth"}
BILINGUAL = {
    "Country": "Country-Pays", "LastName": "LastName-NomDeFamille", "GivenName": "GivenName-Prenom",
    "EntityOrShip": "EntityOrShip-EntiteOuNavire", "TitleOrShip": "TitleOrShipType-TitreOuTypeDeNavire",
    "Aliases": "Aliases-Alias", "Schedule": "Schedule-Annexe", "Item": "Item-NumeroDarticle",
    "DateOfBirthOrShipBuildDate": "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire",
    "ShipIMONumber": "ShipIMONumber-NumeroOMIDuNavire", "DateOfListing": "DateOfListing-DateDinscription",
}  # fmt: skip


def document(*parties: dict[str, str], tags: dict[str, str] | None = None) -> bytes:
    renamed = tags or {}
    rows = "".join(
        "<record>" + "".join(f"<{renamed.get(k, k)}>{v}</{renamed.get(k, k)}>" for k, v in party.items()) + "</record>"
        for party in parties
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><data-set>{rows}</data-set>'.encode()


def records_of(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(FORMAT.records({"sema-lmes.xml": content}, report, None)), report


def test_a_person() -> None:
    (person,), report = records_of(document(PERSON))
    assert (report.drift, report.unread) == ({}, [])
    assert (person.native_id, person.party_type) == ("belarus/ivan ivanovich petrovski", "individual")
    assert [(name.name, name.quality) for name in person.names] == [
        ("Ivan Ivanovich PETROVSKI", "primary"), ("Vanya", "weak"), ("Иван Иванович ПЕТРОВСКИЙ", "strong"),
    ]  # fmt: skip
    assert (person.programmes, person.listed_on) == (["Belarus / Bélarus"], date(2020, 9, 28))
    assert [birth_date.earliest for birth_date in person.birth_dates] == [date(1972, 8, 10), date(1972, 8, 11)]
    assert [(feature.kind, feature.value) for feature in person.features] == [("title", "Major General")]
    assert [identifier.value for identifier in person.identifiers] == ["Schedule 1, Part 1, item 8"]


def test_a_ship_and_an_entity() -> None:
    (ship, body), _ = records_of(document(SHIP, BODY))
    assert (ship.party_type, ship.birth_dates) == ("vessel", [])
    assert ("imo", "9888182") in {(identifier.kind, identifier.value) for identifier in ship.identifiers}
    assert {(feature.kind, feature.value) for feature in ship.features} == {
        ("vessel_type", "Oil Tanker"),
        ("build_date", "2021"),
    }
    assert (body.party_type, body.native_id) == ("entity", "myanmar burma/air force")
    assert [(name.name, name.kind, name.language) for name in body.names] == [
        ("Air Force", "name", None), ("Force aérienne", "spelling", "fr"),
    ]  # fmt: skip


def test_a_name_in_place_of_an_imo_number_makes_no_ship() -> None:
    (body,), _ = records_of(document({**BODY, "ShipIMONumber": "شرکت هوایی"}))
    assert body.party_type == "entity"
    assert "شرکت هوایی" in {name.name for name in body.names}


def test_the_layout_of_2026_reads_as_that_of_2025() -> None:
    records, report = records_of(document(PERSON, SHIP, BODY, tags=BILINGUAL))
    assert (records, report.layout) == (records_of(document(PERSON, SHIP, BODY))[0], "2026")


def test_the_layout_of_2020_has_no_listing_dates_and_is_read_all_the_same() -> None:
    parties = [
        {k: v for k, v in each.items() if k not in ("DateOfListing", "ShipIMONumber")} for each in (PERSON, BODY)
    ]
    found, report = records_of(document(*parties, tags=OLD))
    assert [each.listed_on for each in found] == [None, None]
    assert [each.native_id for each in found] == [each.native_id for each in records_of(document(PERSON, BODY))[0]]
    assert report.drift == {}


def test_the_law_on_corrupt_officials_is_a_programme_and_no_country() -> None:
    law = "Justice for Victims of Corrupt Foreign Officials Regulations (JVCFOR) / Règlement (RJVDEC)"
    (person,), _ = records_of(document({**PERSON, "Country": law}))
    assert (person.programmes, person.countries) == ([law], [])


def test_a_name_listed_twice_under_one_regulation_is_two_parties() -> None:
    found, _ = records_of(document(PERSON, {**PERSON, "Schedule": "1, Part 1.1", "Item": "6"}))
    assert [each.native_id for each in found] == [
        "belarus/ivan ivanovich petrovski~1",
        "belarus/ivan ivanovich petrovski~2",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1972", [(date(1972, 1, 1), date(1972, 12, 31))]),
        ("1955-11", [(date(1955, 11, 1), date(1955, 11, 30))]),
        ("Sep-99", [(date(1999, 9, 1), date(1999, 9, 30))]),
        ("Sep-05", [(None, None)]),
        ("1963-1964", [(date(1963, 1, 1), date(1964, 12, 31))]),
        ("1965-07-15 OR 1969-09-28", [(date(1965, 7, 15),) * 2, (date(1969, 9, 28),) * 2]),
        ("born in the early 1970s", [(date(1970, 1, 1), date(1979, 12, 31))]),
        ("1970-02-31", [(None, None)]),
    ],
)
def test_births(text: str, expected: list[tuple[date | None, date | None]]) -> None:
    (person,), _ = records_of(document({**PERSON, "DateOfBirthOrShipBuildDate": text}))
    assert [(birth_date.earliest, birth_date.latest) for birth_date in person.birth_dates] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Alexei, Aleksei", ["Alexei", "Aleksei"]),
        ("Баранов, Олег Анатольевич", ["Баранов, Олег Анатольевич"]),
        ("Олег ОНОПКО / Олег Онопко", ["Олег ОНОПКО", "Олег Онопко"]),
        ("also Andrey Ilnitsky; Андрей Ильницкий", ["Andrey Ilnitsky", "Андрей Ильницкий"]),
        ("A. Daga, B. Daga and C. Daga Arabic:عبدالرحيم", ["A. Daga", "B. Daga", "C. Daga", "عبدالرحيم"]),
        ("(Юрий Николаевич ГОВТВИН", ["Юрий Николаевич ГОВТВИН"]),
    ],
)  # fmt: skip
def test_aliases_of_persons(text: str, expected: list[str]) -> None:
    assert [each.name for each in aliases_of(text, is_person=True)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Авиакон Цитотранс АК, АО", ["Авиакон Цитотранс АК, АО"]),
        ("Lakhta LLC; Лахта (a; b)", ["Lakhta LLC", "Лахта (a; b)"]),
        ("IRGC, Sepah-e Pasdaran/CGRI, Gardiens", ["IRGC", "Sepah-e Pasdaran", "CGRI", "Gardiens"]),
        ("Institute of War and Peace", ["Institute of War and Peace"]),
        ("РЕСО, САО or Страховое РЕСО", ["РЕСО, САО", "Страховое РЕСО"]),
    ],
)
def test_aliases_of_entities(text: str, expected: list[str]) -> None:
    assert [each.name for each in aliases_of(text, is_person=False)] == expected


def test_a_label_before_an_alias_states_its_language() -> None:
    found = aliases_of("A. B., Belarusian: Святлана Б., Russian: Светлана Б.", is_person=True)
    assert [each.language for each in found] == [None, "be", "ru"]


def test_a_slash_inside_brackets_divides_no_languages() -> None:
    assert languages_of("MEC Steel Mills (Hmaw Bi/Pyi)") == ["MEC Steel Mills (Hmaw Bi/Pyi)"]


def test_a_new_tag_is_drift() -> None:
    found, report = records_of(document({**PERSON, "Reason": "x"}))
    assert (len(found), report.drift) == (1, {("record", "Reason"): 1})


def test_a_record_without_a_name_is_reported() -> None:
    nameless = {k: v for k, v in BODY.items() if k != "EntityOrShip"}
    found, report = records_of(document(PERSON, nameless, SHIP))
    assert (len(found), report.unread) == (2, [("record 2", "no name or no Country")])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (document(PERSON, SHIP)[:-60], "line"),
        (document(PERSON, SHIP, tags={"Country": "Pays"}), "Country"),
        (document(PERSON, tags={"LastName": "Nom", "GivenName": "Prenom"}), "name"),
        (document(PERSON, SHIP, tags={"DateOfListing": "Date"}), "DateOfListing"),
        (document(PERSON, SHIP, tags={"Item": "Article"}), "Item"),
        (document(), "no party"),
        (b"", "published formats"),
        (b"<html><body>404</body></html>", "published formats"),
    ],
)
def test_a_damaged_document_is_refused_and_named(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableListError, match=f"ca_sema: .*{message}"):
        read("ca_sema", {"sema-lmes.xml": content}, [FORMAT])


def parsed(path: Path) -> ParsedList:
    return read("ca_sema", {path.name: path.read_bytes()}, [FORMAT])


@pytest.mark.parametrize(
    ("day", "parties", "dated", "vessels"), [("2020-04-15", 1_369, 0, 0), ("2025-05-25", 4_759, 4_759, 109)]
)
def test_real_files_against_a_count_of_their_tags(
    shared_data: Path, day: str, parties: int, dated: int, vessels: int
) -> None:
    path = shared_data / "lists" / "ca_sema" / day / "sema-lmes.xml"
    content, found = path.read_bytes(), parsed(path)
    assert found.parties.height == parties == content.count(b"<record>")
    kinds = Counter(found.records["party_type"])
    assert kinds["individual"] == content.count(b"<LastName>")
    assert kinds["vessel"] == vessels == content.count(b"<ShipIMONumber>")
    assert kinds["entity"] + vessels == len(re.findall(rb"<Entity(?:OrShip)?>", content))
    assert found.records["listed_on"].is_not_null().sum() == dated == content.count(b"<DateOfListing>")
    assert (found.report.drift, found.report.unread) == ({}, [])


def test_ids_last_from_the_layout_of_2020_to_that_of_2025(shared_data: Path) -> None:
    folder = shared_data / "lists" / "ca_sema"
    before, after = (parsed(folder / day / "sema-lmes.xml").parties for day in ("2020-04-15", "2025-05-25"))
    lost = set(before["native_id"]) - set(after["native_id"])
    assert Counter(each.split("/")[0] for each in lost) == Counter(zimbabwe=100, russia=9, ukraine=1)


def test_the_real_sample_of_2026(shared_data: Path) -> None:
    found = parsed(shared_data / "samples" / "ca_sema" / "2026-08-25" / "sema.TRIMMED.xml")
    assert Counter(found.records["party_type"]) == Counter(individual=11, vessel=3, entity=2)
    assert found.records["listed_on"].null_count() == 0
    assert found.report.drift == {}
