"""Switzerland's list: current targets, whole histories, embedded former copies, the amendment layout."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers.ch.seco import FORMAT
from pipelines.parsers.reading import read
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError

HEAD = """<sanctions-program ssid="20" version-date="2026-05-21"><program-key lang="ger">Weissrussland</program-key>
<program-key lang="eng">Belarus</program-key><program-name lang="eng">Ordinance against Belarus</program-name>
<sanctions-set ssid="4387" lang="ger">Anhang 13</sanctions-set>
<sanctions-set ssid="4387" lang="eng">annex 13</sanctions-set>
<sanctions-set ssid="4388" lang="eng">annex 14</sanctions-set>
<origin>EU</origin></sanctions-program>"""
PLACES = """<place ssid="700"><location>Minsk</location><area>Minsk Region</area>
<country iso-code="BY">Belarus</country></place>"""
PERSON = """<target ssid="9000"><sanctions-set-id>4387</sanctions-set-id><sanctions-set-id>4388</sanctions-set-id>
<foreign-identifier>QDi.900</foreign-identifier><individual sex="male">
<identity ssid="1" main="true"><name ssid="2" name-type="primary-name" quality="good" lang="eng">
<name-part order="1" name-part-type="family-name"><value>Petrouski</value>
<spelling-variant lang="RUS" script="CYRL">Петровский</spelling-variant>
<spelling-variant lang="RUS" script="LATN">Petrovsky</spelling-variant></name-part>
<name-part order="2" name-part-type="given-name"><value>Ivan</value>
<spelling-variant lang="RUS" script="CYRL">Иван</spelling-variant></name-part>
<name-part order="3" name-part-type="title"><value>Dr</value></name-part></name>
<name ssid="3" name-type="alias" quality="low" lang="eng"><name-part order="1" name-part-type="whole-name">
<value>Vanya</value></name-part></name>
<day-month-year ssid="4" month="2" year="1960" calendar="Gregorian" quality="good"/>
<nationality ssid="5"><country iso-code="BY">Belarus</country></nationality>
<place-of-birth ssid="6" place-id="700" quality="good"/>
<address ssid="7" place-id="700" quality="good"><address-details>1 Main St.</address-details><p-o-box>7</p-o-box>
<zip-code>220029</zip-code></address>
<identification-document ssid="8" document-type="passport"><number>MP1</number><issuer code="BY">Belarus</issuer>
<date-of-issue>2001-02-03</date-of-issue></identification-document></identity>
<justification ssid="9">Reasons.</justification><relation ssid="10" target-id="9001" relation-type="related-to"/>
<other-information ssid="11">Website: www.example.by</other-information></individual>
<modification modification-type="amended" enactment-date="2022-03-16" publication-date="2022-03-16"
 effective-date="2022-03-16"><removed><individual><identity ssid="1" main="true">
 <name ssid="2" name-type="primary-name" quality="good"><name-part order="1" name-part-type="whole-name">
 <value>Former Name</value></name-part></name></identity></individual></removed></modification>
<modification modification-type="listed" enactment-date="2020-12-11" publication-date="2020-12-11"
 effective-date="2020-12-11"/></target>"""
SHIP = """<target ssid="9001"><sanctions-set-id>4387</sanctions-set-id><object object-type="vessel">
<identity ssid="20" main="true"><name ssid="21" name-type="primary-name" quality="good" lang="eng">
<name-part order="1" name-part-type="whole-name"><value>Star</value></name-part></name></identity>
<other-information ssid="22">IMO number: 8405270</other-information></object>{changes}</target>"""
LISTED = '<modification modification-type="listed" effective-date="{}"/>'
DELISTED = '<modification modification-type="de-listed" effective-date="{}"/>'


def document(*targets: str, head: str = HEAD, tail: str = PLACES, kind: str = "whole-list") -> bytes:
    body = "".join(targets)
    return (
        f'<swiss-sanctions-list list-type="{kind}" date="2026-08-27">{head}{body}{tail}</swiss-sanctions-list>'.encode()
    )


def ship(*changes: str) -> str:
    return SHIP.format(changes="".join(changes))


def records_of(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(FORMAT.records({"consolidated-list.xml": content}, report, None)), report


@pytest.fixture
def person() -> Record:
    (found, _), report = records_of(document(PERSON, ship(LISTED.format("2016-05-18"))))
    assert (report.drift, report.unread, report.published_on) == ({}, [], date(2026, 8, 27))
    return found


def test_names_are_spoken_in_every_script_and_former_copies_are_not_current(person: Record) -> None:
    assert [(name.name, name.quality, name.kind, name.script, name.language) for name in person.names] == [
        ("Ivan Petrouski", "primary", "name", None, "eng"),
        ("Иван Петровский", "strong", "spelling", "Cyrl", "rus"),
        ("Ivan Petrovsky", "strong", "spelling", "Latn", "rus"),
        ("Vanya", "weak", "aka", None, "eng"),
    ]
    assert person.names[0].parts == (("title", "Dr"), ("given", "Ivan"), ("family", "Petrouski"))


def test_programmes_come_from_the_sets_and_measures_in_english(person: Record) -> None:
    assert person.programmes == ["Belarus"]
    assert person.legal_basis == ["Ordinance against Belarus"]
    assert person.measures == ["annex 13", "annex 14"]


def test_places_at_the_end_of_the_file_are_found(person: Record) -> None:
    assert [birth_place.text for birth_place in person.birth_places] == ["Minsk, Minsk Region, Belarus"]
    assert person.addresses[0].text == "1 Main St., P.O. Box 7, 220029, Minsk, Minsk Region, Belarus"
    assert {(country.link, country.code) for country in person.countries} == {
        ("nationality", "BY"), ("birth", "BY"), ("address", "BY"),
    }  # fmt: skip


def test_numbers_and_ties(person: Record) -> None:
    assert {(identifier.kind, identifier.value) for identifier in person.identifiers} == {
        ("list_reference", "9000"), ("un_reference", "QDi.900"), ("passport", "MP1"), ("website", "www.example.by"),
    }  # fmt: skip
    assert [(relationship.kind, relationship.related_native_id) for relationship in person.relationships] == [
        ("related-to", "9001")
    ]
    birth = person.birth_dates[0]
    assert (birth.earliest, birth.latest) == (date(1960, 2, 1), date(1960, 2, 29))


def test_the_history_is_kept_oldest_first(person: Record) -> None:
    assert [(event.kind, event.effective_on) for event in person.events] == [
        ("listed", date(2020, 12, 11)),
        ("amended", date(2022, 3, 16)),
    ]
    assert (person.is_listed, person.listed_on, person.delisted_on) == (True, date(2020, 12, 11), None)


@pytest.mark.parametrize(
    ("changes", "is_listed", "listed_on", "delisted_on"),
    [
        ([LISTED.format("2016-05-18")], True, date(2016, 5, 18), None),
        ([DELISTED.format("2019-01-01"), LISTED.format("2016-05-18")], False, date(2016, 5, 18), date(2019, 1, 1)),
        ([LISTED.format("2016-05-18"), DELISTED.format("2019-01-01")], False, date(2016, 5, 18), date(2019, 1, 1)),
        (
            [LISTED.format("2020-02-02"), DELISTED.format("2019-01-01"), LISTED.format("2016-05-18")],
            True, date(2020, 2, 2), None,
        ),
        ([DELISTED.format("2019-01-01"), LISTED.format("2019-01-01")], False, date(2019, 1, 1), date(2019, 1, 1)),
        ([DELISTED.format("")], False, None, None),
    ],
    ids=["listed", "de-listed", "out of order", "listed again", "on one day", "without days"],
)  # fmt: skip
def test_whether_and_since_when_a_target_is_listed(
    changes: list[str], is_listed: bool, listed_on: date | None, delisted_on: date | None
) -> None:
    (found,), _ = records_of(document(ship(*changes)))
    assert (found.is_listed, found.listed_on, found.delisted_on) == (is_listed, listed_on, delisted_on)


def test_a_ship_is_a_vessel_with_its_number() -> None:
    (found,), _ = records_of(document(ship(LISTED.format("2016-05-18"))))
    assert found.party_type == "vessel"
    assert ("imo", "8405270") in {(identifier.kind, identifier.value) for identifier in found.identifiers}


def test_an_amendment_has_no_days_and_is_read() -> None:
    content = document(ship('<modification modification-type="listed"/>'), tail="", kind="amendment")
    (found,), report = records_of(content)
    assert (found.is_listed, found.listed_on, report.drift) == (True, None, {})


def test_what_is_new_is_drift() -> None:
    strange = PERSON.replace("<justification", "<mood/><justification").replace('"alias"', '"nickname"')
    content = document(strange.replace(">4388<", ">4999<"), tail=PLACES + "<planet/>")
    assert set(records_of(content)[1].drift) == {
        ("individual", "mood"), ("name/@name-type", "nickname"), ("sanctions-set-id", "4999"),
        ("swiss-sanctions-list", "planet"),
    }  # fmt: skip


def test_a_place_that_is_not_there_is_drift() -> None:
    assert set(records_of(document(PERSON, tail=""))[1].drift) == {
        ("place-of-birth/@place-id", "a place that the file does not hold"),
        ("address/@place-id", "a place that the file does not hold"),
    }


WHOLE = document(PERSON, ship(LISTED.format("2016-05-18")))
Damage = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (WHOLE[:-200], "line"),
        (WHOLE.replace(b"<target ssid", b"<target id"), "ssid"),
        (WHOLE.replace(b"name-part", b"part"), "name"),
        (WHOLE.replace(b"sanctions-set-id", b"set-id"), "sanctions-set-id"),
        (WHOLE.replace(b"modification", b"change"), "modification"),
        (document(), "no party"),
        (b"", "published formats"),
        (b"<!DOCTYPE html><html/>", "published formats"),
    ],
)
def test_a_damaged_document_is_refused_and_named(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableListError, match=f"ch_seco: .*{message}"):
        read("ch_seco", {"consolidated-list.xml": content}, [FORMAT])


def parsed(path: Path) -> ParsedList:
    return read("ch_seco", {path.name: path.read_bytes()}, [FORMAT])


def test_real_targets_of_2026(shared_data: Path) -> None:
    found = parsed(shared_data / "samples" / "ch_seco" / "2026-08-27" / "consolidated-list.TRIMMED.xml")
    facts = found.records.select("native_id", "party_type", "is_listed", "listed_on", "delisted_on")
    assert sorted(facts.iter_rows()) == [
        ("34461", "vessel", True, date(2016, 5, 18), None),
        ("46130", "entity", True, date(2021, 8, 11), None),
        ("5142", "individual", False, None, date(2016, 3, 1)),
    ]
    # The excerpt was cut without its places; nothing else of it is unknown.
    assert set(found.report.drift) == {("address/@place-id", "a place that the file does not hold")}


def test_secos_example_of_an_amendment(shared_data: Path) -> None:
    found = parsed(shared_data / "samples" / "ch_seco" / "2024-01-17" / "amendment.FICTIONAL_NAMES.xml")
    assert sorted(found.records["primary_name"]) == ["Test A", "Test B", "Test C"]
    assert (found.report.drift, found.report.published_on) == ({}, date(2024, 1, 17))
