"""Which snapshots count, of which days each tells, and whether a list states its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.verdicts.designation import Noticed, Tie
from pipelines.verdicts.record_tables import without_repeated_entries
from tests.verdicts.conftest import on

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder


@pytest.mark.parametrize(("seen_at_utc", "possible_on_its_day"), [("12:59", 1), ("23:00", 0)])
def test_a_morning_snapshot_leaves_its_own_day_open(
    builder: Builder, seen_at_utc: str, possible_on_its_day: int
) -> None:
    builder.snapshot("ofac_sdn", date(2022, 2, 28), at=seen_at_utc)
    builder.snapshot("ofac_sdn", date(2022, 3, 1))
    builder.party("ofac_sdn", "1", "DMITRIEV, Kirill", seen=date(2022, 3, 1), after=date(2022, 2, 28))
    tally = builder.record().added("US", on(date(2022, 2, 28)))
    assert (len(tally.certain), len(tally.possible)) == (0, possible_on_its_day)


def test_a_snapshot_that_is_not_used_covers_nothing(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", date(2022, 2, 1))
    builder.snapshot("ofac_sdn", date(2022, 2, 24), state="held_back")
    builder.party("ofac_sdn", "1", "A", seen=date(2022, 2, 1))
    assert builder.record().coverage("US", on(date(2022, 2, 10))).held == "none"


def test_those_that_a_list_shows_as_removed_do_not_unsay_its_days(builder: Builder) -> None:
    """Japan's list keeps whom it removed, by name and the day of removal: 598 beside 2,863 whose days it states."""
    held = date(2026, 3, 5)
    builder.snapshot("jp_mof", held)
    builder.parties("jp_mof", 6, "p", seen=held, official=date(2022, 3, 3))
    builder.parties("jp_mof", 4, "gone", seen=held, gone=(date(2015, 1, 1), date(2016, 1, 1)))
    for row in builder.designations[-4:]:
        row["delisted_on_basis"] = "official"
    assert builder.record().coverage("JP", on(date(2022, 3, 3))).held == "retrospective"


def test_a_party_of_a_page_and_of_a_delta_file_is_one(builder: Builder) -> None:
    day = date(2022, 9, 15)
    builder.snapshot("ofac_sdn", day)
    builder.party("ofac_sdn", "1", "EXAMPLE, Person", seen=day, ties=[("nationality", "RU")])
    of_page = replace(next(iter(builder.record().designations.values())), designation_id="page:1", sha256="page")
    of_delta = replace(of_page, designation_id="delta:1", sha256="delta", ties=(Tie("RU", "programme", day),))
    namesake = replace(of_page, designation_id="page:2")
    kept, kept_as = without_repeated_entries([Noticed(of_page, None), Noticed(of_delta, None), Noticed(namesake, None)])
    assert [entry.party.designation_id for entry in kept] == ["page:1", "page:2"]
    assert kept[0].party.links("RU") == {"nationality", "programme"}
    assert kept_as == {"page:1": "page:1", "delta:1": "page:1", "page:2": "page:2"}
