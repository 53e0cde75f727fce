"""Names, and descriptions that are none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.verdicts.described import is_description

if TYPE_CHECKING:
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
