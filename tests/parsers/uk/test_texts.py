"""How the UK writes days, several values in a cell, numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import day_in
from pipelines.parsers.texts import is_latin
from pipelines.parsers.uk.texts import (
    document_in_prose,
    imo,
    issuer_of,
    registrations,
    several,
    values_of,
)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27/04/2020", date(2020, 4, 27)),
        ("29-06-2012", date(2012, 6, 29)),
        ("31-Mar-2026", date(2026, 3, 31)),
        ("2022-03-01 00:00:00", date(2022, 3, 1)),
        ("31/02/2020", None),
        ("04/27/2020", None),
        ("", None),
        (None, None),
    ],
)
def test_days(text: str | None, day: date | None) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("01/08/1971", date(1971, 8, 1), date(1971, 8, 1)),
        ("00/00/1980", date(1980, 1, 1), date(1980, 12, 31)),
        ("dd/mm/1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("00/02/1980", date(1980, 2, 1), date(1980, 2, 29)),
        ("04/1970", date(1970, 4, 1), date(1970, 4, 30)),
        ("1951", date(1951, 1, 1), date(1951, 12, 31)),
        ("15/08/19yy", None, None),
        ("31/13/1960", None, None),
    ],
)
def test_births_with_unknown_parts_are_intervals(text: str, earliest: date | None, latest: date | None) -> None:
    [found] = birth_dates(text)
    assert (found.text, found.earliest, found.latest) == (text, earliest, latest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Uganda", ["Uganda"]),
        ("(1) Uganda (2) Uganda (3)Uganda", ["Uganda", "Uganda", "Uganda"]),
        ("1) Saudi Arabia 2) Qatar", ["Saudi Arabia", "Qatar"]),
        ("a) Palaro, Gulu, b) Odek, c) Atyak", ["Palaro, Gulu", "Odek", "Atyak"]),
        ("Passport No a) X1 b) X2", ["Passport No X1", "Passport No X2"]),
        ("(1) 20645897 (2) -", ["20645897", ""]),
        ("Chief (since 2009) of (2) things", ["Chief (since 2009) of (2) things"]),
        ("plan b) only", ["plan b) only"]),
        ("", []),
        (None, []),
    ],
)
def test_several_values_in_a_cell(text: str | None, expected: list[str]) -> None:
    assert several(text) == expected


def test_values_of_leaves_out_what_says_nothing() -> None:
    assert values_of("(1) 20645897 (2) - .") == ["20645897"]


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=2, max_size=8), min_size=2, max_size=12))
def test_what_is_numbered_comes_apart_again(values: list[str]) -> None:
    assert several(" ".join(f"({n}) {each}" for n, each in enumerate(values, 1))) == values


@pytest.mark.parametrize(
    ("text", "kind", "value", "label"),
    [
        ("INN - 5045023416", "tax_id", "5045023416", "INN"),
        ("OGRN: 1025005917551", "registration", "1025005917551", "OGRN"),
    ],
)
def test_registration_numbers_lose_their_label(text: str, kind: str, value: str, label: str) -> None:
    [found] = registrations(text)
    assert (found.kind, found.value, found.label) == (kind, value, label)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [("IMO9562233", "imo", "9562233"), ("9562233", "imo", "9562233"), ("NUR", "other", "NUR")],
)
def test_imo_numbers(text: str, kind: str, value: str) -> None:
    assert (imo(text).kind, imo(text).value) == (kind, value)


def test_a_number_is_taken_from_prose_and_the_prose_kept() -> None:
    found = document_in_prose(
        "passport", "Passport No: 592667 (Qatari passport issued on 3 May 2007).", "Passport Details"
    )
    assert found is not None
    assert (found.value, found.note) == ("592667", "Passport No: 592667 (Qatari passport issued on 3 May 2007).")
    assert document_in_prose("passport", "Uganda Passport.", "Passport Details") is None


@pytest.mark.parametrize(("text", "expected"), [("Андрей", True), ("ŽUK Andrej", False), ("OAO CMK", False)])
def test_written_in_another_script(text: str, expected: bool) -> None:
    assert is_latin(text) is not expected


@pytest.mark.parametrize(
    ("details", "issuer"),
    [
        ("Libya number", "Libya"),
        ("Sudan", "Sudan"),
        ("Issued in Iran", "Iran"),
        ("Pakistan number, issued on 1 Jan. 2001, issued in Karachi", "Pakistan"),
        ("Issued in Tripoli on 3 May 2011", None),
        ("Ration card.", None),
        ("Issue date: 05/05/1998", None),
    ],
)
def test_the_issuer_of_a_document_is_a_country_that_its_details_name(details: str, issuer: str | None) -> None:
    assert issuer_of(details) == issuer


@pytest.mark.parametrize(
    ("text", "kind", "value", "issuer"),
    [
        ("1137700000000 (Russia)", "registration", "1137700000000", "Russia"),
        ("(УНН/ИНН): 190000000 (Belarus)", "tax_id", "190000000", "Belarus"),
        ("122000 (Test Trade Registry)", "registration", "122000 (Test Trade Registry)", None),
    ],
)
def test_a_registration_stands_without_its_label_and_country(
    text: str, kind: str, value: str, issuer: str | None
) -> None:
    assert [(number.kind, number.value, number.issuer) for number in registrations(text)] == [(kind, value, issuer)]
