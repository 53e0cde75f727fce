"""Parties of one name on a list without ids: who is who from one snapshot to the next."""

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.backfill import backfill
from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.designations.history import ListHistory, empty_history, up_to_date
from pipelines.designations.listing_periods import designations
from pipelines.designations.tables import tables_of

HEADER = "_id,source,name,addresses,federal_register_notice,start_date,source_list_url\n"
EXAMPLE, FIRST, SECOND = "EXAMPLE CO LTD", "2021-06-01", "2023-02-01"


def row(name: str, started: str, address: str) -> str:
    return f'x,Entity List (EL) - Bureau,{name},"{address}",86 FR 1,{started},u\n'


OTHERS = "".join(row(f"OTHER {number} CO", "2020-05-01", f"{number} Road, CN") for number in range(12))
DAYS = {
    date(2023, 1, 10): row(EXAMPLE, FIRST, "1 Quay, CN"),
    date(2023, 2, 10): row(EXAMPLE, FIRST, "1 Quay, CN") + row(EXAMPLE, SECOND, "9 Lane, HK"),
    date(2023, 3, 10): row(EXAMPLE, SECOND, "9 Lane, HK") + row(EXAMPLE, FIRST, "1 Quay, CN; 2 Quay, CN"),
    date(2023, 4, 10): row(EXAMPLE, FIRST, "1 Quay, CN; 2 Quay, CN"),
}  # fmt: skip


def history_of(days: list[date], folder: Path, rows: dict[date, str] = DAYS) -> ListHistory:
    archive, entry = Archive(Home(folder / "home")), official_list("us_csl")
    for day in days:
        path = folder / "in" / str(day) / "consolidated.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + OTHERS + rows[day])
        assert [filled.outcome for filled in backfill(entry, archive, [path.parent])] == ["kept"]
    return up_to_date(empty_history("us_csl"), entry, archive)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_a_namesakes_coming_and_going_moves_nobody_else(order: tuple[int, ...], tmp_path: Path) -> None:
    days = list(DAYS)
    history = history_of([days[at] for at in order], tmp_path)
    found = designations(history, official_list("us_csl"))
    namesakes = found.filter(primary_name=EXAMPLE).sort("listed_on")
    assert namesakes.select("listed_on", "listed_on_basis", "delisted_on").rows() == [
        (date(2021, 6, 1), "official", None),
        (date(2023, 2, 1), "official", date(2023, 4, 10)),
    ]
    changed = tables_of(history, official_list("us_csl"))["change"].filter(primary_name=EXAMPLE)
    assert changed.select("changed_on", "change_kind").sort("changed_on").rows() == [
        (date(2021, 6, 1), "added"), (date(2023, 2, 1), "added"), (date(2023, 3, 10), "amended"),
        (date(2023, 4, 10), "removed"),
    ]  # fmt: skip


def test_a_namesake_that_comes_as_the_other_leaves_is_another_party(tmp_path: Path) -> None:
    rows = {
        date(2023, 1, 10): row(EXAMPLE, FIRST, "1 Quay, CN"),
        date(2023, 2, 10): row(EXAMPLE, SECOND, "9 Lane, HK"),
    }
    found = designations(history_of(list(rows), tmp_path, rows), official_list("us_csl"))
    namesakes = found.filter(primary_name=EXAMPLE).sort("listed_on")
    assert namesakes.select("listed_on", "delisted_on").rows() == [
        (date(2021, 6, 1), date(2023, 2, 10)),
        (date(2023, 2, 1), None),
    ]


def test_a_corrected_day_of_listing_is_no_new_party(tmp_path: Path) -> None:
    rows = {
        date(2023, 1, 10): row(EXAMPLE, FIRST, "1 Quay, CN"),
        date(2023, 2, 10): row("EXAMPLE CO LTD (a.k.a. Sample)", "2021-06-02", "1 Quay, CN"),
    }
    found = designations(history_of(list(rows), tmp_path, rows), official_list("us_csl"))
    assert found.filter(primary_name=EXAMPLE).height == 1
