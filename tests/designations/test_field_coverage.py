"""Coverage of fields: a field that a publisher renames holds the snapshot back, by name."""

import polars as pl
import pytest

from pipelines.catalogue.entries import official_lists
from pipelines.designations.field_coverage import FIELDS, below_minimum, columns, coverage_of, lost_field
from pipelines.parsers.formats import formats_of


def parties(size: int, *, without: int = 0, field: str = "listing_day", first: int = 0) -> pl.DataFrame:
    """Parties that have every field, but for the first few, which lack one."""
    numbers = range(first, first + size)
    has = {column: [True] * size for column in columns()}
    has[f"has_{field}"] = [number >= without for number in range(size)]
    return pl.DataFrame({"native_id": [str(number) for number in numbers], **has})


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (parties(100), parties(100, without=10), None),
        (parties(100), parties(100, without=11), "11 of 100 parties that had a listing day have none now"),
        (parties(100), parties(100, without=100, field="birth"), "100 of 100 parties that had a birth have none now"),
        (parties(20), parties(20, without=4), None),
        (parties(20), parties(20, without=5), "5 of 20"),
        (parties(3), parties(3, without=3), "3 of 3"),
        (parties(2), parties(2, without=2), None),
        (parties(100), parties(300, without=200, first=100), None),
        (parties(100, without=100), parties(100), None),
    ],
)
def test_a_field_that_parties_lose_is_named(before: pl.DataFrame, now: pl.DataFrame, said: str | None) -> None:
    clause = lost_field(now, before)
    assert clause is None if said is None else said in (clause or "")


def test_a_first_file_is_held_to_the_shares_of_the_catalogue() -> None:
    assert below_minimum(parties(443), {"listing_day": 0.95}) is None
    said = below_minimum(parties(443, without=443), {"listing_day": 0.95})
    assert said == "0 of its 443 parties have a listing day, and 95% or more of this list do"
    assert below_minimum(parties(49, without=49), {"listing_day": 0.95}) is None


def test_coverage_counts_the_parties_that_have_a_field() -> None:
    assert coverage_of(parties(10, without=4, field="address")) == dict.fromkeys(FIELDS, 10) | {"address": 6}


def test_the_catalogue_states_shares_of_fields_that_are_counted_in_formats_that_there_are() -> None:
    for official in official_lists().values():
        assert {form.name for form in formats_of(official)} == set(official.minimum_shares)
        for shares in official.minimum_shares.values():
            assert set(shares) <= set(FIELDS)
            assert shares["programme"] >= 0.9
            assert all(0 < share <= 1 for share in shares.values())
