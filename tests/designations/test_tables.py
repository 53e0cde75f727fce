"""Designations, changes and statements made from the snapshots of a toy list."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.snapshot import Snapshot
from pipelines.designations.history import empty_history, up_to_date
from pipelines.designations.tables import snapshots, tables_of
from pipelines.parsers.record import Files
from pipelines.warehouse.schema import conform

from .conftest import TOY_LIST, toys

See = Callable[[str, Files], Snapshot]
Party = dict[str, Any]
OTHERS: dict[str, Party] = {f"P{n}": {"name": f"Party {n}"} for n in range(20)}


def tables(archive: Archive, seen: See, days: dict[str, dict[str, Party]]) -> dict[str, pl.DataFrame]:
    for day, parties in days.items():
        seen(day, toys(OTHERS | parties))
    return tables_of_all(archive)


def tables_of_all(archive: Archive) -> dict[str, pl.DataFrame]:
    history = up_to_date(empty_history("toy_list"), TOY_LIST, archive)
    made = tables_of(history, TOY_LIST) | {"snapshot": snapshots(history)}
    return {name: conform(name, frame) for name, frame in made.items()}


def rows(frame: pl.DataFrame, native_id: str, *columns: str) -> list[tuple[Any, ...]]:
    return frame.filter(pl.col("native_id") == native_id).select(columns).rows()


def test_a_party_that_appears_was_listed_between_two_snapshots(archive: Archive, seen: See) -> None:
    made = tables(
        archive, seen, {"2024-01-01": {}, "2024-01-05": {"A": {"name": "Ann"}}, "2024-01-09": {"A": {"name": "Ann"}}}
    )
    assert rows(
        made["designation"], "A", "listed_on", "listed_on_basis", "listed_after", "listed_by", "delisted_on"
    ) == [(date(2024, 1, 5), "observed", date(2024, 1, 1), date(2024, 1, 5), None)]
    assert rows(made["change"], "A", "change_kind", "changed_on", "changed_after") == [
        ("added", date(2024, 1, 5), date(2024, 1, 1))
    ]


def test_the_oldest_snapshot_does_not_say_since_when(archive: Archive, seen: See) -> None:
    made = tables(archive, seen, {"2024-01-01": {"A": {"name": "Ann"}}})
    assert rows(made["designation"], "A", "listed_on", "listed_on_basis", "listed_by") == [
        (None, None, date(2024, 1, 1))
    ]
    assert rows(made["change"], "A", "change_kind") == []


def test_the_day_that_the_list_states_comes_before_what_was_observed(archive: Archive, seen: See) -> None:
    ann = {"A": {"name": "Ann", "listed_on": "2023-12-24"}}
    made = tables(archive, seen, {"2024-01-01": {}, "2024-01-05": ann})
    assert rows(made["designation"], "A", "listed_on", "listed_on_basis", "listed_by") == [
        (date(2023, 12, 24), "official", date(2023, 12, 24))
    ]
    assert rows(made["change"], "A", "changed_on", "change_basis", "changed_after") == [
        (date(2023, 12, 24), "official", None)
    ]


def test_a_stated_day_that_later_snapshots_belie_is_not_taken(archive: Archive, seen: See) -> None:
    """Put back on the list under its first day: who was never seen before cannot have been listed all the time."""
    again = {"A": {"name": "Ann", "listed_on": "2006-12-23"}, "B": {"name": "Ben", "listed_on": "2024-02-20"}}
    made = tables(archive, seen, {"2024-01-01": {}, "2024-03-01": {}, "2024-03-05": again})
    facts = ("listed_on", "listed_on_basis", "listed_after", "listed_by")
    assert rows(made["designation"], "A", *facts) == [
        (date(2024, 3, 5), "observed", date(2024, 3, 1), date(2024, 3, 5))
    ]
    assert rows(made["designation"], "B", "listed_on", "listed_on_basis") == [(date(2024, 2, 20), "official")]


def test_a_day_on_which_the_party_had_been_seen_before_is_not_taken(archive: Archive, seen: See) -> None:
    """Moved to another programme: the list then states the day of the move."""
    before = {"A": {"name": "Ann", "listed_on": "2016-01-22"}, "B": {"name": "Ben"}}
    after = {"A": {"name": "Ann", "listed_on": "2024-01-03"}, "B": {"name": "Ben", "listed_on": "2024-01-03"}}
    made = tables(archive, seen, {"2024-01-01": before, "2024-01-05": after})
    assert rows(made["designation"], "A", "listed_on", "listed_on_basis") == [(date(2016, 1, 22), "official")]
    assert rows(made["designation"], "B", "listed_on", "listed_on_basis") == [(None, None)]


def test_a_party_that_returns_is_designated_twice(archive: Archive, seen: See) -> None:
    ann = {"A": {"name": "Ann", "listed_on": "2023-12-24"}}
    made = tables(archive, seen, {"2024-01-01": ann, "2024-01-02": {}, "2024-01-03": ann})
    assert rows(made["designation"], "A", "designation_id", "listed_on", "listed_on_basis", "delisted_on") == [
        ("toy_list:A", date(2023, 12, 24), "official", date(2024, 1, 2)),
        ("toy_list:A#2", date(2024, 1, 3), "observed", None),
    ]
    assert rows(made["change"], "A", "change_kind", "changed_on") == [
        ("added", date(2023, 12, 24)),
        ("removed", date(2024, 1, 2)),
        ("added", date(2024, 1, 3)),
    ]


def test_a_party_that_the_file_calls_delisted_is_delisted(archive: Archive, seen: See) -> None:
    off = {"A": {"name": "Ann", "is_listed": False, "delisted_on": "2024-01-03"}}
    made = tables(archive, seen, {"2024-01-01": {"A": {"name": "Ann"}}, "2024-01-05": off})
    assert rows(made["designation"], "A", "delisted_on", "delisted_on_basis", "delisted_after") == [
        (date(2024, 1, 3), "official", date(2024, 1, 1))
    ]
    assert made["snapshot"]["parties"].to_list() == [21, 20]
    assert made["snapshot"].select("added", "removed").rows() == [(None, None), (0, 1)]


def test_a_rename_and_a_tag_are_changes_and_no_designation(archive: Archive, seen: See) -> None:
    before = {"A": {"name": "Ann", "programmes": ["X"]}}
    after = {"A": {"name": "Anna", "programmes": ["X", "Y"]}}
    made = tables(archive, seen, {"2024-01-01": before, "2024-01-02": after})
    assert rows(made["change"], "A", "change_kind", "field", "old_value", "new_value") == [
        ("programme_added", "programmes", None, "Y"),
        ("renamed", "primary_name", "Ann", "Anna"),
    ]
    assert rows(made["designation"], "A", "primary_name", "programmes") == [("Anna", ["X", "Y"])]


def test_a_new_layout_is_no_change_of_what_it_says_in_other_words(archive: Archive, seen: See) -> None:
    old, new = "Ukraine (Sovereignty)", "Russia"
    before = {f"R{n}": {"name": f"PETROV{n} Ivan", "programmes": [old], "colour": ["red"]} for n in range(4)}
    after = {f"R{n}": {"name": f"Ivan Petrov{n}", "programmes": [new]} for n in range(4)}
    after["R2"] |= {"name": "Ivan Sidorov", "programmes": ["TOYS"]}
    after["R3"] |= {"programmes": [new, "Cyber"]}
    seen("2024-01-01", toys(OTHERS | before, layout="of 2020"))
    seen("2024-01-02", toys(OTHERS | after, layout="of 2025"))
    made = tables_of_all(archive)
    assert made["snapshot"]["state"].to_list() == ["used", "used"]
    assert made["change"].select("native_id", "change_kind", "old_value", "new_value").sort(pl.all()).rows() == [
        ("R2", "programme_added", None, "TOYS"),
        ("R2", "programme_removed", old, None),
        ("R2", "renamed", "PETROV2 Ivan", "Ivan Sidorov"),
        ("R3", "programme_added", None, "Cyber"),
    ]


def test_a_new_title_in_the_same_layout_is_a_change(archive: Archive, seen: See) -> None:
    ann: dict[str, Party] = {"A": {"name": "ANN Lee", "programmes": ["X"]}}
    made = tables(archive, seen, {"2024-01-01": ann, "2024-01-02": {"A": {"name": "Lee Ann", "programmes": ["Y"]}}})
    assert rows(made["change"], "A", "change_kind") == [("programme_added",), ("programme_removed",), ("renamed",)]


def test_a_party_keeps_the_name_under_which_it_was_listed(archive: Archive, seen: See) -> None:
    """Japan empties the rows of those it takes off its list."""
    emptied = {"A": {"name": "1 (deleted)", "programmes": [], "is_listed": False, "delisted_on": "2024-01-04"}}
    made = tables(archive, seen, {"2024-01-01": {}, "2024-01-02": {"A": {"name": "Ann"}}, "2024-01-05": emptied})
    assert rows(made["designation"], "A", "primary_name", "programmes") == [("Ann", ["TOYS"])]
    assert rows(made["change"], "A", "change_kind") == [("added",), ("removed",)]


def test_an_amendment_names_the_field_and_both_values(archive: Archive, seen: See) -> None:
    before = {"A": {"name": "Ann", "aka": ["Annie", "Nan"], "colour": ["red"]}}
    after = {"A": {"name": "Ann", "aka": ["Nan", "Nancy"], "colour": ["red"]}}
    made = tables(archive, seen, {"2024-01-01": before, "2024-01-02": after})
    assert rows(made["change"], "A", "change_kind", "field", "old_value", "new_value") == [
        ("amended", "names", "Annie", "Nancy")
    ]


def test_the_order_of_aliases_is_no_change(archive: Archive, seen: See) -> None:
    made = tables(
        archive,
        seen,
        {
            "2024-01-01": {"A": {"name": "Ann", "aka": ["Annie", "Nan"], "programmes": ["X", "Y"]}},
            "2024-01-02": {"A": {"name": "Ann", "aka": ["Nan", "Annie"], "programmes": ["Y", "X"]}},
        },
    )
    assert made["change"].is_empty()
    assert rows(made["designation"], "A", "programmes") == [(["X", "Y"],)]


def test_a_field_that_names_several_countries_is_a_row_for_each(archive: Archive, seen: See) -> None:
    made = tables(archive, seen, {"2024-01-01": {"A": {"name": "Ann", "nationality": ["Russian and Ukrainian"]}}})
    assert made["designation_country"].select("country", "text").rows() == [
        ("RU", "Russian and Ukrainian"),
        ("UA", "Russian and Ukrainian"),
    ]


def test_each_statement_has_the_days_between_which_it_stands(archive: Archive, seen: See) -> None:
    made = tables(
        archive,
        seen,
        {
            "2024-01-01": {"A": {"name": "Ann", "aka": ["Annie"], "nationality": ["Belarus"]}},
            "2024-01-02": {"A": {"name": "Ann", "aka": ["Nan"], "nationality": ["Belarus"]}},
        },
    )
    names = made["designation_name"].filter(pl.col("designation_id") == "toy_list:A")
    assert names.sort("name").select("name", "first_seen_on", "last_seen_on", "is_current").rows() == [
        ("Ann", date(2024, 1, 1), date(2024, 1, 2), True),
        ("Annie", date(2024, 1, 1), date(2024, 1, 1), False),
        ("Nan", date(2024, 1, 2), date(2024, 1, 2), True),
    ]
    assert made["designation_country"].select("designation_id", "link", "country").rows() == [
        ("toy_list:A", "nationality", "BY")
    ]
