"""Names, and descriptions that are none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.claims.claim import Claim
from pipelines.verdicts.described import announcers_of, holds_office, is_description, listed_kind, whom_of
from pipelines.verdicts.designation import Designation

if TYPE_CHECKING:
    from pipelines.claims.claim import Unit
    from tests.verdicts.conftest import Builder, Judge


@pytest.mark.parametrize(
    "description",
    [
        "Eritrean Military",
        "Iranian Ministry of Intelligence",
        "North Korean Special Operation Force",
        "the Central Bank",
    ],
)
def test_a_country_and_a_kind_of_body_describe(description: str) -> None:
    assert is_description(description)


@pytest.mark.parametrize("name", ["Bank Rossiya", "Moscow Exchange", "Patriarch Kirill", "Islamic Jihad", "Sogaz", ""])
def test_a_word_of_its_own_makes_a_name(name: str) -> None:
    assert not is_description(name)


def test_a_description_that_is_not_found_contradicts_nothing(belarus_action: Builder, judged: Judge) -> None:
    day = date(2022, 2, 24)
    described = judged(belarus_action, day, named_targets=("Belarusian Military",), event_on=day)
    assert (described.verdict, described.reasons) == ("unverifiable", ("name_is_a_description",))
    denied = judged(belarus_action, day, status="denied", named_targets=("Belarusian Military",), event_on=day)
    assert denied.verdict == "unverifiable"
    assert judged(belarus_action, day, named_targets=("Patriarch Kirill",), event_on=day).verdict == "contradicted"


@pytest.mark.parametrize(
    ("quote", "country", "unit", "kind"),
    [
        ("sanctioned the Mexican president", "MX", "individuals", "described"),
        ("blacklisted a Chinese airline", "CN", "entities", "described"),
        ("Iran's football team has been sanctioned", "IR", None, "described"),
        ("sanctioned the French prime minister's company", "FR", "entities", "described"),
        ("sanctioned the wife of the Russian prime minister", "RU", "individuals", "described"),
        ("the president of Mexico was sanctioned", "MX", "individuals", "described"),
        ("imposed sanctions on oligarchs", "RU", "individuals", "described"),
        ("imposed sanctions on Vladimir Putin’s lover", "RU", None, "described"),
        ("sanctions against people involved with information", "RU", "individuals", "described"),
        ("measures have targeted the energy sector", "RU", None, "described"),
        ("sanctions on Russian companies", "RU", "entities", "kind"),
        ("new sanctions on Russia", "RU", None, "country"),
        ("imposed sanctions on Moscow", "RU", None, "country"),
        ("Russia sanctions", "RU", None, "country"),
        ("sanctions because of Russia's invasion of Ukraine", "RU", None, "country"),
        ("sanctioned Belarus after the vote", "BY", None, "country"),
        ("sanctions against Syria's government", "SY", None, "country"),
        ("adopted sanctions", "RU", None, "unsaid"),
        ("США ввели санкции против Беларуси", "BY", None, "unsaid"),
    ],
)
def test_whom_a_claim_without_names_means(quote: str, country: str, unit: Unit | None, kind: str) -> None:
    claim = Claim(quote, 0, len(quote), "US", "imposed", target_country=country, unit=unit)
    assert whom_of(claim).kind == kind


def office_holder(*positions: str) -> Designation:
    day = date(2022, 2, 25)
    return Designation(
        "x", "ofac_sdn", "US", "1", "individual", "A", (), day, "official", day, day, None, None, None, day, "", "",
        positions=positions,
    )  # fmt: skip


def test_an_office_is_the_one_described_and_no_other() -> None:
    president = office_holder("President of the Russian Federation")
    assert holds_office(president, "Russian president")
    assert holds_office(office_holder("Minister of Defence of the Republic of Belarus"), "Belarusian defense minister")
    assert not holds_office(office_holder("President of OJSC Russian Railways"), "Russian president")
    assert not holds_office(office_holder("Former President of Ukraine"), "Ukrainian president")
    assert not holds_office(office_holder("Deputy Prime Minister of the Russian Federation"), "prime minister")
    assert not holds_office(president, "wife of the president")


def test_kinds_that_lists_tell() -> None:
    lawmakers = listed_kind("351 lawmakers")
    assert lawmakers is not None
    assert lawmakers.includes(office_holder("Member of the State Duma of the Russian Federation"))
    assert not lawmakers.includes(office_holder("Aide to the President"))
    assert listed_kind("four executives") is None


def test_one_department_is_told_from_several() -> None:
    assert announcers_of("US", "The U.S. Treasury said") == {"Department of the Treasury"}
    assert len(announcers_of("US", "the Treasury and the State Department")) == 2
    assert announcers_of("UK", "the Treasury") == frozenset()
