"""Whether a snapshot can be believed beside the last good one."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from pipelines.designations.field_coverage import columns
from pipelines.designations.plausibility import Showing, objection


def showing(size: int, prefix: str = "P", day: date = date(2024, 1, 1), **changed: object) -> Showing:
    numbers = range(size)
    parties = pl.DataFrame(
        {
            "native_id": [f"{n}" for n in numbers],
            "record_id": [f"{prefix}{n}" for n in numbers],
            "primary_name": [f"{prefix} {n}" for n in numbers],
            "programmes": [["A"] for _ in numbers],
        }
    )
    parties = parties.with_columns(pl.lit(value=True).alias(column) for column in columns())
    told = Showing(day, date(2030, 1, 1), f"{day}T12:00:00", "toys/", "live", 1, size, 0, parties)
    return replace(told, **changed)  # type: ignore[arg-type]


BEFORE = showing(100)
NEXT_DAY = date(2024, 1, 2)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (showing(90, day=NEXT_DAY), None),
        (showing(89, day=NEXT_DAY), "a fall of 11%, more than 10%"),
        (showing(199, day=NEXT_DAY), None),
        (showing(200, day=NEXT_DAY), "2.0 times as many"),
        (showing(0, day=NEXT_DAY), "lists no party"),
        (showing(100, "Q", NEXT_DAY), "bear another name"),
        (showing(100, day=NEXT_DAY, unread=60), "cannot be read"),
        (showing(100, day=NEXT_DAY, names=60), "more than a third are gone"),
        (showing(100, day=NEXT_DAY, names=60, files=2), None),
        (showing(100, day=date(2023, 12, 31), seen_at_order="2024-01-03"), "before the one held"),
        (showing(100, day=date(2023, 12, 31), seen_at_order="2024-01-03", origin="backfill"), None),
    ],
)
def test_each_rule_gives_its_reason(now: Showing, said: str | None) -> None:
    found = objection(now, BEFORE)
    assert (found is None) if said is None else (found is not None and said in found)


def test_ids_that_no_one_had_before_are_suspicious() -> None:
    shifted = showing(100, day=NEXT_DAY)
    parties = shifted.parties.with_columns(native_id=pl.format("new {}", "native_id"))
    assert "ids seem to be reassigned" in str(objection(replace(shifted, parties=parties), BEFORE))


def test_programmes_that_all_changed_are_suspicious_in_the_same_format_only() -> None:
    swapped = showing(100, day=NEXT_DAY)
    parties = swapped.parties.with_columns(record_id=pl.format("x{}", "native_id"), programmes=pl.lit(["B"]))
    assert "carry other programmes" in str(objection(replace(swapped, parties=parties), BEFORE))
    assert objection(replace(swapped, parties=parties, layout="toys/2"), BEFORE) is None


def test_names_in_another_order_are_suspicious_in_the_same_layout_only() -> None:
    parties = BEFORE.parties.with_columns(
        record_id=pl.format("x{}", "native_id"), primary_name=pl.format("{} P", "native_id")
    )
    turned = replace(BEFORE, published_on=NEXT_DAY, parties=parties)
    assert "bear another name" in str(objection(turned, BEFORE))
    assert objection(replace(turned, layout="toys/family name first"), BEFORE) is None


def test_years_without_a_snapshot_allow_more_change() -> None:
    later = date(2028, 1, 1)
    assert objection(showing(86, day=later), BEFORE) is None
    assert objection(showing(350, day=later), BEFORE) is None
    assert "a fall of 25%" in str(objection(showing(75, day=later), BEFORE))


def test_the_first_snapshot_is_believed_if_it_lists_anyone() -> None:
    assert objection(showing(1), None) is None
    assert objection(showing(0), None) is not None
