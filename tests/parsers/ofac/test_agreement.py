"""The same list in two of OFAC's formats gives the same parties, names, programmes, births and particulars.

Compared is a common view of a record: what all four formats can state. Left out, because a format states it in another
way or not at all, are
- the day of listing, legal basis, measures and events: the CSV and the legacy XML have none;
- script, parts and spellings of names: the CSV has the displayed name in Latin alone;
- ISO codes of countries: the advanced and the enhanced XML alone give them;
- notes on numbers: the issuing authority is in the advanced and the enhanced XML alone;
- ties, which are ids in the advanced XML, ids and names in the enhanced, names in the others: see
  `test_ties_lead_to_the_same_parties`;
- remarks, which in the CSV hold everything and in the others the free text, with or without the ties.
Folded are letter case, quotation marks (the CSV, quoted itself, has single ones), apostrophes and colons of labels.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.parsers.ofac import advanced as ofac_advanced
from pipelines.parsers.ofac import csv as ofac_csv
from pipelines.parsers.ofac import enhanced as ofac_enhanced
from pipelines.parsers.ofac import xml as ofac_xml
from pipelines.parsers.ofac.labels import comparable_label
from pipelines.parsers.record import Format, Record, Relationship, Report

FORMATS: dict[str, Format] = {
    "advanced": ofac_advanced.FORMAT,
    "enhanced": ofac_enhanced.FORMAT,
    "legacy": ofac_xml.FORMAT,
    "csv": ofac_csv.FORMAT,
}


def fold(text: str) -> str:
    return " ".join(text.replace('"', "'").casefold().split())


def common_view(record: Record) -> dict[str, Any]:
    names = [name for name in record.names if name.kind != "spelling"]
    return {
        "party_type": record.party_type,
        "primary_name": next(name.name for name in names if name.quality == "primary"),
        "names": {(fold(name.name), name.quality, name.kind) for name in names},
        "programmes": set(record.programmes),
        "births": {
            (birth_date.text, birth_date.earliest, birth_date.latest, birth_date.approximate)
            for birth_date in record.birth_dates
        },
        "birth_places": {birth_place.text for birth_place in record.birth_places},
        "countries": {(country.link, country.text) for country in record.countries},
        "addresses": {address.text for address in record.addresses},
        "identifiers": {
            (identifier.kind, identifier.value, comparable_label(identifier.label), identifier.issuer)
            for identifier in record.identifiers
        },
        "features": {(feature.kind, feature.value) for feature in record.features},
        "not_understood": record.not_understood,
    }


def records_of(format_: Format, files: dict[str, bytes]) -> dict[str, Record]:
    report = Report()
    assert format_.recognises(files)
    found = {record.native_id: record for record in format_.records(files, report, None)}
    assert not report.drift
    assert not report.unread
    return found


# An invented list of a person, a firm, a ship and an aircraft, written down in all four formats.

FILES = {
    "advanced": ("sdn_advanced.xml",),
    "enhanced": ("sdn_enhanced.xml",),
    "legacy": ("sdn.xml",),
    "csv": ("sdn.csv", "add.csv", "alt.csv"),
}


@pytest.fixture(scope="module")
def example() -> dict[str, dict[str, Record]]:
    """Format → id → record of the invented list."""
    folder = Path(__file__).parents[1] / "ofac_example"
    return {
        name: records_of(FORMATS[name], {file: (folder / file).read_bytes() for file in files})
        for name, files in FILES.items()
    }


@pytest.mark.parametrize("name", ["enhanced", "legacy", "csv"])
def test_all_formats_state_the_same(example: dict[str, dict[str, Record]], name: str) -> None:
    assert {key: common_view(each) for key, each in example[name].items()} == {
        key: common_view(each) for key, each in example["advanced"].items()
    }


@pytest.mark.parametrize("name", list(FORMATS))
def test_each_party_is_what_was_written(example: dict[str, dict[str, Record]], name: str) -> None:
    person, firm, ship, craft = (example[name][key] for key in ("100", "200", "300", "400"))
    assert common_view(person) == {
        "party_type": "individual",
        "primary_name": "KANOVA, Olga Petrovna",
        "names": {
            ("kanova, olga petrovna", "primary", "name"),
            ("kanava, volha", "strong", "aka"),
            ("olya", "weak", "aka"),
        },
        "programmes": {"BELARUS-EO14038", "RUSSIA-EO14024"},
        "births": {
            ("10 Dec 1968", date(1968, 12, 10), date(1968, 12, 10), False),
            ("circa 1969", date(1969, 1, 1), date(1969, 12, 31), True),
        },
        "birth_places": {"Vitebsk, Belarus"},
        "countries": {("nationality", "Belarus"), ("address", "Belarus")},
        "addresses": {"12 Example Street, Minsk 220004, Belarus"},
        "identifiers": {("passport", "MP1234567", "passport", "Belarus")},
        "features": {("title", "Director"), ("gender", "Female")},
        "not_understood": [],
    }
    assert [identifier.note for identifier in person.identifiers] == ["issued 01 Feb 2015; expires 2025"]
    assert common_view(firm)["features"] == {
        ("established_date", "1995"),
        ("secondary_sanctions_risk", "See Section 11."),
    }
    assert {(identifier.kind, identifier.value) for identifier in ship.identifiers} == {
        ("call_sign", "T2EU4"),
        ("imo", "IMO 9999993"),
        ("mmsi", "273000000"),
    }
    assert {(country.link, country.text) for country in ship.countries} == {("flag", "Malta")}
    assert {(identifier.kind, identifier.value) for identifier in craft.identifiers} == {
        ("serial_number", "77"),
        ("tail_number", "EX-101"),
    }
    assert {(feature.kind, feature.value) for feature in craft.features} == {
        ("aircraft_model", "Il-76"),
        ("aircraft_manufacture_date", "Jan 1985"),
    }


def test_ties_lead_to_the_same_parties(example: dict[str, dict[str, Record]]) -> None:
    """By id where the format gives one, by name where it does not; the kind of tie is in two formats alone."""
    ties = {name: example[name]["100"].relationships for name in FORMATS}
    owned = "Owned or Controlled By"
    assert ties == {
        "advanced": [Relationship(owned, "200")],
        "enhanced": [Relationship(owned, "200", "TEST WORKS CO., LTD.")],
        "legacy": [Relationship("Linked To", None, "TEST WORKS CO., LTD.")],
        "csv": [Relationship("Linked To", None, "TEST WORKS CO., LTD.")],
    }
    assert {name: example[name]["300"].relationships for name in FORMATS} == {
        name: [Relationship("Vessel Owner", related_name="TEST WORKS")] for name in FORMATS
    }


@pytest.mark.parametrize("name", ["advanced", "enhanced"])
def test_the_structured_formats_date_a_listing_by_its_earliest_entry(
    example: dict[str, dict[str, Record]], name: str
) -> None:
    person = example[name]["100"]
    assert person.listed_on == date(2022, 2, 24)
    assert {(event.kind, event.effective_on, event.note) for event in person.events} == {
        ("listed", date(2022, 2, 24), "Another List"),
        ("listed", date(2023, 1, 5), "SDN List"),
    }
    assert set(person.legal_basis) == {"Executive Order 14038"}
    assert set(person.measures) == {"Block"}
    assert {(country.link, country.code) for country in person.countries} == {("nationality", "BY"), ("address", "BY")}
    assert [(each.name, each.script, each.quality) for each in person.names if each.kind == "spelling"] == [
        ("КАНОВА, Ольга", "Cyrl", "strong")
    ]
    primary = next(each for each in person.names if each.quality == "primary")
    assert (primary.script, dict(primary.parts)) == ("Latn", {"family": "Kanova", "given": "Olga Petrovna"})


@pytest.mark.parametrize("name", ["legacy", "csv"])
def test_the_other_formats_state_no_day_of_listing(example: dict[str, dict[str, Record]], name: str) -> None:
    assert {each.listed_on for each in example[name].values()} == {None}


# The consolidated list of 14 March 2019, published in three formats.


@pytest.fixture(scope="module")
def consolidated(shared_data: Path) -> dict[str, dict[str, Record]]:
    folder = shared_data / "lists" / "ofac_consolidated" / "2019-03-14"
    files = {
        "advanced": ("cons_advanced.xml",),
        "legacy": ("consolidated.xml",),
        "csv": ("cons_prim.csv", "cons_add.csv", "cons_alt.csv"),
    }
    return {
        name: records_of(FORMATS[name], {each: (folder / each).read_bytes() for each in names})
        for name, names in files.items()
    }


def differences(one: dict[str, Record], other: dict[str, Record]) -> dict[tuple[str, str], tuple[Any, Any]]:
    """(id, what) → the two statements, wherever the common views differ."""
    found = {}
    for key, record in one.items():
        mine, theirs = common_view(record), common_view(other[key])
        for what, value in mine.items():
            if theirs[what] != value:
                found[key, what] = (value, theirs[what])
    return found


def test_real_advanced_and_legacy_xml_state_the_same(consolidated: dict[str, dict[str, Record]]) -> None:
    assert consolidated["advanced"].keys() == consolidated["legacy"].keys()
    assert differences(consolidated["advanced"], consolidated["legacy"]) == {}


def test_real_csv_states_the_same_but_for_two_numbers_with_a_country_typed_into_them(
    consolidated: dict[str, dict[str, Record]],
) -> None:
    """Two numbers of party 17064 were typed as "1026303117642 (Russia)": a number and its country in the CSV."""
    assert consolidated["csv"].keys() == consolidated["advanced"].keys()
    found = differences(consolidated["csv"], consolidated["advanced"])
    assert found.keys() == {("17064", "identifiers")}
    in_csv, in_xml = found["17064", "identifiers"]
    assert {(value, issuer) for _, value, _, issuer in in_csv - in_xml} == {
        ("1026303117642", "Russia"),
        ("33556474", "Russia"),
    }
    assert {(value, issuer) for _, value, _, issuer in in_xml - in_csv} == {
        ("1026303117642 (Russia)", None),
        ("33556474 (Russia)", None),
    }


def test_real_ties_lead_to_the_same_names(consolidated: dict[str, dict[str, Record]]) -> None:
    """Ids of the advanced XML against names of the others, where the party tied to is on the list itself."""
    names = {key: {fold(each.name) for each in record.names} for key, record in consolidated["advanced"].items()}
    compared = 0
    for key, record in consolidated["advanced"].items():
        for name in ("legacy", "csv"):
            tied = {fold(relationship.related_name or "") for relationship in consolidated[name][key].relationships}
            assert len(tied) == len({relationship.related_native_id for relationship in record.relationships})
            for relationship in record.relationships:
                if relationship.related_native_id in names:
                    assert names[relationship.related_native_id] & tied
                    compared += 1
    assert compared > 500
