"""Every real file of each list taken in as history: nothing real is held back, and a new layout makes no changes."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.backfill import backfill
from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.designations.history import ListHistory, empty_history, up_to_date
from pipelines.designations.listing_periods import designations
from pipelines.designations.tables import tables_of

PARTIES = {
    "au_dfat": {date(2024, 11, 11): 3062, date(2026, 2, 24): 3811},
    "ca_sema": {date(2020, 4, 15): 1369, date(2025, 5, 25): 4759},
    "jp_mof": {date(2026, 3, 5): 2863},
    "ofac_consolidated": {
        date(2019, 3, 14): 375, date(2020, 3, 17): 375, date(2022, 2, 22): 444, date(2022, 2, 24): 462,
        date(2024, 5, 6): 443, date(2024, 7, 3): 443, date(2025, 1, 10): 443, date(2025, 12, 19): 442,
    },
    "ofac_sdn": {date(2021, 7, 7): 8976, date(2022, 2, 23): 9123, date(2022, 2, 24): 9214},
    "uk_ofsi": {date(2020, 4, 27): 2114, date(2025, 4, 10): 4686},
    "uk_sanctions": {date(2025, 8, 11): 5300},
    "un_sc": {
        date(2018, 6, 7): 1098, date(2020, 3, 20): 1014, date(2020, 11, 23): 1018, date(2020, 11, 24): 1018,
        date(2024, 9, 20): 875, date(2024, 11, 29): 879, date(2025, 9, 3): 879, date(2025, 11, 18): 1000,
    },
    "us_bis_dpl": {date(2022, 9, 2): 461, date(2023, 11, 30): 547},
    "us_csl": {date(2022, 5, 6): 14160},
}  # fmt: skip
"""Parties listed by day of publication, as counted in the files by other means (see tests/parsers/test_contract.py)."""


PUBLISHED_LATER = {("us_bis_dpl", date(2022, 9, 2)): 2}
"""Parties listed by the day of a snapshot that does not hold them yet: an order of that day came in the next file, and
a renewal added another name of a party under an order of August 2022."""


def history_of(list_id: str, shared_data: Path, tmp_path: Path) -> ListHistory:
    archive = Archive(Home(tmp_path / "home"))
    entry = official_list(list_id)
    outcomes = Counter(added.outcome for added in backfill(entry, archive, [shared_data / "lists" / list_id]))
    assert outcomes["refused"] == 0
    return up_to_date(empty_history(list_id), entry, archive)


@pytest.mark.slow
@pytest.mark.parametrize("list_id", PARTIES)
def test_every_real_snapshot_is_believed(list_id: str, shared_data: Path, tmp_path: Path) -> None:
    history = history_of(list_id, shared_data, tmp_path)
    facts = history.facts
    assert facts["reason"].drop_nulls().to_list() == []
    assert set(facts["state"]) == {"used"}
    assert dict(facts.select("published_on", "parties").iter_rows()) == PARTIES[list_id]
    rows = designations(history, official_list(list_id))
    assert {day: listed_on(rows, day) - PUBLISHED_LATER.get((list_id, day), 0) for day in PARTIES[list_id]} == (
        PARTIES[list_id]
    )


def listed_on(rows: pl.DataFrame, day: date) -> int:
    """How many of the designations the end of a day finds listed: as the macro designations_on counts them."""
    since, until = pl.coalesce("listed_on", "listed_by"), pl.col("delisted_on")
    return rows.filter(since <= day, until.is_null() | (until > day)).height


@pytest.mark.slow
def test_the_new_layouts_of_britain_and_canada_make_no_changes(shared_data: Path, tmp_path: Path) -> None:
    """Of 1,757 British parties on both lists, 1,052 stand under new titles of regimes and 754 in other capitals."""
    kinds = {}
    for list_id in ("uk_ofsi", "ca_sema"):
        history = history_of(list_id, shared_data, tmp_path / list_id)
        change = tables_of(history, official_list(list_id))["change"]
        seen = change.filter(pl.col("change_basis") == "observed", pl.col("change_kind") != "added")
        kinds[list_id] = Counter(seen["change_kind"])
    assert kinds == {
        "uk_ofsi": Counter(removed=357, renamed=182, retyped=15, programme_added=12, programme_removed=12),
        "ca_sema": Counter(removed=110),
    }
