"""Which designations are one party."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.verdicts.conftest import on

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder


def test_a_party_on_two_lists_of_one_authority_counts_once(builder: Builder) -> None:
    for list_id, name in (
        ("uk_sanctions", "ABRAMOVICH Roman Arkadyevich"),
        ("uk_ofsi", "Abramovich, Roman Arkadyevich"),
    ):
        builder.snapshot(list_id, date(2022, 4, 1))
        builder.party(list_id, "1", name, seen=date(2022, 4, 1), official=date(2022, 3, 10))
    builder.same("uk_sanctions:1", "uk_ofsi:1")
    builder.party("uk_ofsi", "2", "SECHIN Igor", seen=date(2022, 4, 1), official=date(2022, 3, 10))
    assert len(builder.record().added("UK", on(date(2022, 3, 10))).certain) == 2


def test_namesakes_that_are_two_subjects_are_two_parties(builder: Builder) -> None:
    for list_id in ("uk_sanctions", "uk_ofsi"):
        builder.snapshot(list_id, date(2022, 4, 1))
        builder.party(list_id, "1", "KIM Chol", seen=date(2022, 4, 1), official=date(2022, 3, 10))
    assert len(builder.record().added("UK", on(date(2022, 3, 10))).certain) == 2


def test_namesakes_on_one_list_are_two_parties(builder: Builder) -> None:
    builder.snapshot("uk_ofsi", date(2022, 4, 1))
    for native_id in ("1", "2"):
        builder.party("uk_ofsi", native_id, "KIM Chol", seen=date(2022, 4, 1), official=date(2022, 3, 10))
    assert len(builder.record().added("UK", on(date(2022, 3, 10))).certain) == 2
