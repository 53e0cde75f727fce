import json
from datetime import date
from typing import Any

import pytest

from pipelines.catalogue.entries import official_list
from pipelines.parsers import reading
from pipelines.parsers.record import Record, Report, UnreadableListError
from pipelines.parsers.ua import nsdc as ua_nsdc

PERSON: dict[str, Any] = {
    "sid": 101,
    "name": "Приклад Іван Петрович (Пример Иван Петрович, Example Ivan)",
    "translit": "Pryklad Ivan Petrovych",
    "aliases": ["Прыклад Ян"],
    "bd": "1971-08-01",
    "dd": None,
    "citizenships": ["BY", "LN"],
    "status": "active",
    "identifiers": [
        {"id": "doc:passport", "code": "AB0000001", "iso2": "BY", "note": "дійсний"},
        {"id": "tax:inn", "code": "7712345678"},
    ],
    "attributes": [{"key": "Посада", "value": "міністр"}, {"key": "Адреса", "value": "м. Мінськ"}],
}
ACTIONS = [
    {
        "aid": 2, "status": "active", "term": "10 років", "endDate": None,
        "restrictions": [{"restriction": "блокування активів"}],
        "decree": {"number": "726/2022", "date": "2022-10-19", "link": "l"},
    },
    {"aid": 1, "status": "expired", "endDate": "2022-03-01", "decree": {"number": "133/2017", "date": "15.05.2017"}},
]  # fmt: skip
COMPANY: dict[str, Any] = {
    "sid": 202, "name": "ТОВ «Приклад»", "translit": "TOV Pryklad", "aliases": None, "bd": "2001",
    "citizenships": ["RU"],
    "status": "excluded", "identifiers": [{"id": "reg:odrn", "code": "1027700000000"}], "attributes": None,
}  # fmt: skip


def answers(individuals: list[dict[str, Any]], organisations: list[dict[str, Any]]) -> dict[str, bytes]:
    files = {"subjects-individual.json": individuals, "subjects-legal.json": organisations}
    return {name: json.dumps(each, ensure_ascii=False).encode() for name, each in files.items()}


def read(files: dict[str, bytes]) -> tuple[list[Record], Report]:
    report = Report()
    return list(ua_nsdc.records(files, report, None)), report


def test_subjects_of_both_answers_are_one_list() -> None:
    files = answers([PERSON], [COMPANY])
    parsed = reading.read("ua_nsdc", files, [ua_nsdc.FORMAT])
    assert (parsed.report.drift, parsed.report.unread) == ({}, [])
    person, company = read(files)[0]
    assert (person.native_id, person.party_type, person.is_listed, person.listed_on) == (
        "101",
        "individual",
        True,
        None,
    )
    assert [(name.name, name.quality, name.script) for name in person.names] == [
        ("Приклад Іван Петрович", "primary", "Cyrl"),
        ("Пример Иван Петрович", "strong", "Cyrl"),
        ("Example Ivan", "strong", "Latn"),
        ("Pryklad Ivan Petrovych", "strong", "Latn"),
        ("Прыклад Ян", "strong", None),
    ]
    assert [(country.text, country.code) for country in person.countries] == [("BY", "BY"), ("LN", None)]
    assert [(identifier.kind, identifier.value, identifier.issuer) for identifier in person.identifiers] == [
        ("passport", "AB0000001", "BY"),
        ("tax_id", "7712345678", None),
    ]
    assert [address.text for address in person.addresses] == ["м. Мінськ"]
    assert (company.party_type, company.is_listed, company.identifiers[0].kind) == ("entity", False, "registration")


def test_decrees_date_the_listing_where_they_are_given() -> None:
    [record], report = read({"individual.json": json.dumps([PERSON | {"actions": ACTIONS}]).encode()})
    assert report.drift == {}
    assert record.listed_on == date(2017, 5, 15)
    assert record.legal_basis == ["726/2022", "133/2017"]
    assert record.measures == ["блокування активів"]
    assert [(event.kind, event.effective_on) for event in record.events] == [
        ("listed", date(2022, 10, 19)),
        ("listed", date(2017, 5, 15)),
        ("delisted", date(2022, 3, 1)),
    ]


def test_what_is_new_is_drift() -> None:
    _, report = read(answers([PERSON | {"status": "paused", "new": 1}], [COMPANY | {"sid": None}]))
    assert set(report.drift) == {("status", "paused"), ("subject", "new")}
    assert [place for place, _ in report.unread] == ["subjects-legal.json subject 1"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"individual.json": b'[{"sid": 1, "na'}, "no whole JSON"),
        ({"individual.json": b"[]"}, "no array of subjects"),
        ({"individual.json": b'{"error": "key"}'}, "no array of subjects"),
        ({"individual.json": b'[{"sid": 1}]'}, "without name"),
        ({"x.json": b"[]"}, "neither individual nor legal"),
    ],
)
def test_what_is_cut_or_renamed_is_refused(files: dict[str, bytes], said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read(files)


def test_other_files_are_not_recognised() -> None:
    assert ua_nsdc.recognises(answers([PERSON], [COMPANY]))
    for files in (
        {},
        {"individual.json": b""},
        {"individual.json": b"<html>"},
        {"other.json": json.dumps([PERSON]).encode()},
    ):
        assert not ua_nsdc.recognises(files)


def test_the_catalogue_names_the_variable_of_the_key_and_files_whose_type_is_told() -> None:
    entry = official_list("ua_nsdc")
    assert (entry.api_key_env, entry.api_key_header) == ("SANCTIONS_UA_NSDC_KEY", "x-cota-public-api-key")
    [publication] = entry.publications
    assert [ua_nsdc._party_type_of_file(file.name) for file in publication.files] == ["individual", "entity"]
