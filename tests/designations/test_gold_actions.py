"""What was reported of US actions beside what the list itself shows of these days, every difference explained by rows.

The reported figures lie beside the real lists, not in this project. Each is held against the parties added under the
orders that the report names, by type. Where that is another figure, the rows of the day must say why.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.designations.history import ListHistory
from pipelines.designations.tables import Tables
from tests.designations.test_sdn_history import SDN, WASHINGTON, Scrapes, conformed, load, scrapes

__all__ = ["scrapes"]
pytestmark = pytest.mark.slow

FIRST, LAST = date(2021, 8, 18), date(2023, 6, 30)
TYPES = {"individual": "individuals", "entity": "entities", "vessel": "vessels", "aircraft": "aircraft"}
TAG_OF_ORDER = {"13405": "BELARUS"}
"""Tags that do not name their order."""

EXPLAINED = {
    "US-20220303-RU": "several programmes",
    "US-20220315-RU": "designated again",
    "US-20220331-RU": "several programmes",
    "US-20230519-RU": "part of the action",
}
"""Of all others the list shows just what was reported."""


@dataclass(frozen=True)
class Reported:
    """One action as reported: by type, or only in total."""

    action_id: str
    day: date
    orders: tuple[str, ...]
    split: Counter[str] | None
    total: int

    def agrees(self, found: Counter[str]) -> bool:
        """Whether a figure of the list is the reported one."""
        return found.total() == self.total and (self.split is None or +found == +self.split)


def reported(path: Path) -> list[Reported]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["authority"] == "US"]
    found = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        split = Counter({kind: int(row[column]) for kind, column in TYPES.items()}) if row["individuals"] else None
        orders = tuple(re.findall(r"1[0-9]{4}", row["programme"]))
        if FIRST <= day <= LAST:
            found.append(Reported(row["action_id"], day, orders, split, int(row["total"])))
    return found


@pytest.fixture(scope="module")
def actions(shared_data: Path) -> list[Reported]:
    path = shared_data.parent / "gold" / "actions.csv"
    if not path.is_file():
        pytest.skip("no reported actions beside the real lists")
    return reported(path)


@pytest.fixture(scope="module")
def tables(scrapes: Scrapes, actions: list[Reported], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The list around the days of the actions."""
    days = [action.day for action in actions]
    near = [
        moment
        for moment in scrapes
        if any(day - timedelta(7) <= moment.astimezone(WASHINGTON).date() <= day for day in days)
    ]
    history: ListHistory = load(tmp_path_factory.mktemp("actions"), scrapes, near, len(near))
    assert history.list_id == SDN.list_id
    return conformed(history)


def of_orders(action: Reported) -> pl.Expr:
    tags = "|".join(f"EO{order}$|^{TAG_OF_ORDER.get(order, 'EO' + order)}$" for order in action.orders)
    return pl.col("programmes").list.eval(pl.element().str.contains(tags)).list.any()


def counted(changes: pl.DataFrame) -> Counter[str]:
    return Counter(dict(changes.unique("designation_id").group_by("party_type").len().iter_rows()))


def explained(action: Reported, changes: pl.DataFrame) -> str:
    """How the reported figure comes about, from the rows of the day alone."""
    of_day = changes.filter(pl.col("changed_on") == action.day)
    added = of_day.filter(pl.col("change_kind") == "added")
    ours = added.filter(of_orders(action))
    if action.agrees(counted(ours)):
        return "the same"
    gained = pl.col("new_value").str.contains("|".join(action.orders))
    again = of_day.filter((pl.col("change_kind") == "programme_added") & gained)
    if action.agrees(counted(ours) + counted(again)):
        return "designated again"
    if action.agrees(counted(added)):
        return "several programmes"
    if action.split is not None and action.split <= counted(ours):
        return "part of the action"
    return f"not explained: {dict(counted(ours))} of these orders, {dict(counted(added))} in all"


def test_every_reported_action_is_found_or_explained(actions: list[Reported], tables: Tables) -> None:
    assert len(actions) == 16
    found = {action.action_id: explained(action, tables["change"]) for action in actions}
    assert found == {action.action_id: EXPLAINED.get(action.action_id, "the same") for action in actions}


def test_the_rows_behind_each_difference(actions: list[Reported], tables: Tables) -> None:
    """By type: what the list adds to, or has beyond, the orders reported."""
    by_id = {each.action_id: each for each in actions}
    changes = tables["change"]

    def rows(action_id: str, kind: str) -> pl.DataFrame:
        action = by_id[action_id]
        of_kind = changes.filter((pl.col("changed_on") == action.day) & (pl.col("change_kind") == kind))
        return of_kind.filter(~of_orders(action)) if kind == "added" else of_kind

    assert counted(rows("US-20220303-RU", "added")) == {"individual": 13, "entity": 1}
    assert counted(rows("US-20220331-RU", "added")) == {"individual": 3, "entity": 1}
    again = rows("US-20220315-RU", "programme_added").select("primary_name", "new_value").rows()
    assert again == [("ZOLOTOV, Viktor", "RUSSIA-EO14024")]
    large = by_id["US-20230519-RU"]
    of_day = changes.filter((pl.col("changed_on") == large.day) & (pl.col("change_kind") == "added"))
    assert counted(of_day) == {"individual": 46, "entity": 194, "vessel": 5, "aircraft": 78}


def test_an_evening_in_washington_belongs_to_its_own_day(tables: Tables) -> None:
    """The action of 3 March 2022 was first scraped at 02:03 UTC of the 4th."""
    day = date(2022, 3, 3)
    added = tables["change"].filter((pl.col("changed_on") == day) & (pl.col("change_kind") == "added"))
    assert added.height == 92
    seen = tables["snapshot"].filter(pl.col("published_on") == day)["seen_at"].to_list()
    assert [each.date() for each in seen][-1] == date(2022, 3, 4)
