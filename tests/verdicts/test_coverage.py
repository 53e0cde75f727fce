"""How well the lists held cover a span."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.verdicts.conftest import on

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder

DAY = date(2022, 2, 24)


def test_coverage_asks_for_a_snapshot_before_and_one_soon_after(belarus_action: Builder) -> None:
    record = belarus_action.record()
    assert record.coverage("US", on(DAY)).held == "close"
    assert record.coverage("US", on(date(2022, 2, 22))).held == "none", (
        "nothing is held from before the oldest snapshot"
    )
    assert record.coverage("US", on(date(2022, 3, 5))).held == "none"
    assert record.coverage("JP", on(DAY)).held == "none"


def test_stated_days_from_a_much_later_snapshot_are_retrospective(builder: Builder) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    builder.party("uk_sanctions", "1", "A", seen=date(2025, 8, 11), official=date(2022, 3, 10))
    record = builder.record()
    assert record.coverage("UK", on(date(2022, 3, 10))).held == "retrospective"
    assert record.coverage("UK", on(date(2025, 8, 1))).held == "close"
    assert len(record.added("UK", on(date(2022, 3, 10))).certain) == 1
