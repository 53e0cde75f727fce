"""The history of a list: intervals of presence, whatever the order in which snapshots come."""

import random
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from pipelines.archive.acquisition import HeldBackError
from pipelines.archive.archive import Archive
from pipelines.archive.snapshot import Snapshot
from pipelines.designations.history import (
    PRESENCE_SCHEMA,
    ListHistory,
    RememberingReader,
    empty_history,
    load_history,
    presence_with,
    refuse_unbelievable,
    save,
    up_to_date,
)
from pipelines.parsers.record import Files, UnreadableListError

from .conftest import TOY_LIST, toy_reader, toys

See = Callable[[str, Files], Snapshot]


def history_of(archive: Archive, before: ListHistory | None = None) -> ListHistory:
    return up_to_date(before or empty_history("toy_list"), TOY_LIST, archive, toy_reader)


def many(count: int, **changed: dict[str, object]) -> dict[str, dict[str, object]]:
    unchanged: dict[str, dict[str, object]] = {f"P{n}": {"name": f"Party {n}"} for n in range(count)}
    return unchanged | changed


memberships = st.dictionaries(
    st.sampled_from([f"{n:02}" for n in range(8)]),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xyz")),
    min_size=1,
)


@given(memberships, st.randoms(use_true_random=False))
def test_inserting_snapshots_in_any_order_gives_the_runs_of_presence(
    shown: Mapping[str, Mapping[str, str]], order: random.Random
) -> None:
    presence = pl.DataFrame(schema=PRESENCE_SCHEMA)
    loaded: list[str] = []
    keys = list(shown)
    order.shuffle(keys)
    for key in keys:
        membership = pl.DataFrame(
            {"native_id": list(shown[key]), "record_id": list(shown[key].values())},
            schema={"native_id": pl.String, "record_id": pl.String},
        )
        presence = presence_with(presence, membership, key, loaded)
        loaded.append(key)
    assert sorted(presence.rows()) == sorted(runs(shown))


def runs(shown: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str, str]]:
    """The intervals counted one snapshot at a time, without polars."""
    found: list[list[str]] = []
    before: Mapping[str, str] = {}
    for key in sorted(shown):
        for party, record in shown[key].items():
            if before.get(party) == record:
                next(each for each in reversed(found) if each[:2] == [party, record])[3] = key
            else:
                found.append([party, record, key, key])
        before = shown[key]
    return [tuple(each) for each in found]  # type: ignore[misc]


def test_loading_in_another_order_gives_the_same_history(tmp_path: Path, archive: Archive, seen: See) -> None:
    days = {
        "2024-01-01": many(30),
        "2024-01-02": many(31),
        "2024-01-04": many(12),
        "2024-01-05": many(31, P3={"name": "Party 3", "aka": ["Three"]}),
        "2024-01-09": many(33, P3={"name": "Party 3", "aka": ["Three"]}),
    }
    at_once = None
    for turn in (sorted(days), ["2024-01-09", "2024-01-04", "2024-01-01", "2024-01-05", "2024-01-02"]):
        history = None
        for day in turn:
            seen(day, toys(days[day]))
            history = history_of(archive, history)
        again = history_of(archive)
        assert history is not None
        assert history.facts["state"].to_list() == ["used", "used", "held_back", "used", "used"]
        for one in (history, again):
            assert_frame_equal(one.facts, again.facts)
            assert sorted(one.presence.rows()) == sorted(again.presence.rows())
        at_once = at_once or again
        assert_frame_equal(at_once.facts, again.facts)


def test_a_snapshot_inserted_before_one_that_was_held_back_has_it_judged_again(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(50)))
    seen("2024-01-10", toys(many(40)))
    held = history_of(archive)
    assert held.facts["state"].to_list() == ["used", "held_back"]
    seen("2024-01-05", toys(many(44)))
    assert history_of(archive, held).facts["state"].to_list() == ["used", "held_back", "held_back"]
    seen("2024-01-04", toys(many(46)))
    assert history_of(archive, held).facts["state"].to_list() == ["used", "used", "used", "used"]


def test_what_a_person_accepts_is_used(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(50)))
    cut = seen("2024-01-02", toys(many(20)))
    held = history_of(archive)
    archive.accept("toy_list", cut.sha256)
    assert history_of(archive, held).facts["state"].to_list() == ["used", "used"]


def test_unchanged_snapshots_are_not_read_again(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(3)))
    history = history_of(archive)

    def no_reader(*_: object) -> None:
        raise AssertionError("read again")

    again = up_to_date(history, TOY_LIST, archive, no_reader)  # type: ignore[arg-type]
    assert_frame_equal(again.facts, history.facts)


def test_what_cannot_be_read_is_named_and_changes_nothing(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(3)))
    seen("2024-01-02", {"toys.json": b'{"parties": {'})
    seen("2024-01-03", toys(many(3)))
    history = history_of(archive)
    assert history.facts["state"].to_list() == ["used", "unreadable", "used"]
    assert "toys.json is no JSON" in history.facts["reason"][1]
    assert history.presence.height == 3


def test_the_day_that_a_document_states_orders_snapshots(archive: Archive, seen: See) -> None:
    seen("2024-03-01", toys(many(3), published_on="2024-02-01"))
    seen("2024-02-15", toys(many(4)))
    facts = history_of(archive).facts
    assert facts["published_on"].to_list() == [date(2024, 2, 1), date(2024, 2, 15)]
    assert facts["published_on_basis"].to_list() == ["official", "observed"]


def test_a_stored_history_comes_back_as_it_was(tmp_path: Path, archive: Archive, seen: See) -> None:
    folder = tmp_path / "history"
    before = empty_history("toy_list")
    for day, parties in (("2024-01-01", many(3)), ("2024-01-02", many(4))):
        seen(day, toys(parties))
        history = history_of(archive, before)
        save(history, before, folder)
        before = load_history(folder, "toy_list")
        for name in ("facts", "presence", "fingerprints"):
            assert_frame_equal(getattr(before, name), getattr(history, name))
        assert_frame_equal(before.records.sort("record_id"), history.records.sort("record_id"))
    assert len(list(folder.glob("state-*"))) == 1


def test_files_that_just_came_are_refused_before_they_count(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(50)))
    history = history_of(archive)
    today = date(2024, 1, 2)
    refuse_unbelievable(history, TOY_LIST, toys(many(48)), today, toy_reader)
    with pytest.raises(HeldBackError, match="a fall of 20%"):
        refuse_unbelievable(history, TOY_LIST, toys(many(40)), today, toy_reader)
    with pytest.raises(HeldBackError, match="before the one held"):
        refuse_unbelievable(history, TOY_LIST, toys(many(50), published_on="2023-12-31"), today, toy_reader)
    with pytest.raises(UnreadableListError, match="toy_list"):
        refuse_unbelievable(history, TOY_LIST, {"other.xml": b"<a/>"}, today, toy_reader)


def test_a_list_looked_at_and_taken_in_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(*arguments: object) -> object:
        calls.append("read")
        return toy_reader(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("pipelines.designations.history.read_list", counted)
    reader = RememberingReader()
    for _ in range(2):
        reader(TOY_LIST, toys(many(2)))
    reader(TOY_LIST, toys(many(3)))
    assert len(calls) == 2


def of_sizes(seen: See, sizes: Mapping[str, int]) -> None:
    for day, size in sizes.items():
        seen(day, toys(many(size)))


@pytest.mark.parametrize("turn", [1, -1])
def test_an_outlier_is_passed_over_once_later_snapshots_return(archive: Archive, seen: See, turn: int) -> None:
    sizes = {"2024-01-01": 100, "2024-01-02": 101, "2024-01-03": 160, "2024-01-04": 102, "2024-01-06": 104}
    of_sizes(seen, {day: sizes[day] for day in list(sizes)[::turn]})
    facts = history_of(archive).facts
    assert facts["state"].to_list() == ["used", "used", "held_back", "used", "used"]
    assert facts["reason"][2] == (
        "it lists 160 parties, and the snapshots after it are back where the list was before it."
    )


def test_an_outlier_is_passed_over_one_snapshot_at_a_time_as_well(archive: Archive, seen: See) -> None:
    history = None
    states = []
    for day, size in {"2024-01-02": 101, "2024-01-03": 160, "2024-01-04": 102, "2024-01-06": 104}.items():
        seen(day, toys(many(size)))
        history = history_of(archive, history)
        states.append(history.facts["state"].to_list())
    assert states[2:] == [["used", "used", "held_back"], ["used", "held_back", "used", "used"]]


def test_a_lasting_fall_needs_a_person(archive: Archive, seen: See) -> None:
    of_sizes(seen, {"2024-01-01": 100, "2024-01-02": 101, "2024-01-03": 60, "2024-01-04": 60, "2024-01-09": 61})
    assert history_of(archive).facts["state"].to_list() == ["used", "used", "held_back", "held_back", "held_back"]


def test_an_outlier_that_a_person_accepted_stays(archive: Archive, seen: See) -> None:
    of_sizes(seen, {"2024-01-01": 100, "2024-01-02": 101})
    grown = seen("2024-01-03", toys(many(160)))
    archive.accept("toy_list", grown.sha256)
    of_sizes(seen, {"2024-01-04": 102, "2024-01-06": 104})
    assert history_of(archive).facts["state"].to_list() == ["used", "used", "used", "held_back", "held_back"]


def test_the_oldest_snapshot_does_not_hold_up_all_that_agree_after_years(archive: Archive, seen: See) -> None:
    of_sizes(seen, {"2024-01-01": 100, "2024-01-02": 101, "2024-01-03": 102})
    held = history_of(archive)
    seen("2021-01-03", toys(many(160)))
    states = ["held_back", "used", "used", "used"]
    assert history_of(archive, held).facts["state"].to_list() == states
    assert history_of(archive).facts["state"].to_list() == states


def test_files_that_bring_a_list_back_are_taken_in(archive: Archive, seen: See) -> None:
    of_sizes(seen, {"2024-01-01": 100, "2024-01-02": 160})
    history = history_of(archive)
    refuse_unbelievable(history, TOY_LIST, toys(many(103)), date(2024, 1, 3), toy_reader)
    with pytest.raises(HeldBackError, match="a fall of"):
        refuse_unbelievable(history, TOY_LIST, toys(many(80)), date(2024, 1, 3), toy_reader)


def test_a_document_from_the_future_is_refused_and_one_held_is_not_believed(archive: Archive, seen: See) -> None:
    seen("2024-01-01", toys(many(5)))
    with pytest.raises(UnreadableListError, match="it is dated 2999-01-01, after the day on which it came"):
        refuse_unbelievable(
            history_of(archive), TOY_LIST, toys(many(5), published_on="2999-01-01"), date(2024, 1, 3), toy_reader
        )
    seen("2024-01-02", toys(many(5), published_on="2999-01-01"))
    facts = history_of(archive).facts
    assert facts["state"].to_list() == ["used", "held_back"]
    assert "after the day on which it came" in facts["reason"][1]
