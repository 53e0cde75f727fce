"""What the record answers: additions, intervals, coverage, removals, a party on two lists, the record of a past day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from pipelines.reconciliation.record import Span

if TYPE_CHECKING:
    from tests.reconciliation.conftest import Builder

DAY = date(2022, 2, 24)


def on(day: date) -> Span:
    return Span(day, day)


def test_each_party_is_added_once_and_a_rename_is_none(belarus_action: Builder) -> None:
    added = belarus_action.record().added("US", on(DAY))
    assert len(added.certain) == 29
    assert "TAE AVIA" not in {each.primary_name for each in added.certain}


@pytest.mark.parametrize(("seen_at_utc", "possible_on_its_day"), [("12:59", 1), ("23:00", 0)])
def test_a_morning_snapshot_leaves_its_own_day_open(
    builder: Builder, seen_at_utc: str, possible_on_its_day: int
) -> None:
    builder.snapshot("ofac_sdn", date(2022, 2, 28), at=seen_at_utc)
    builder.snapshot("ofac_sdn", date(2022, 3, 1))
    builder.party("ofac_sdn", "1", "DMITRIEV, Kirill", seen=date(2022, 3, 1), after=date(2022, 2, 28))
    tally = builder.record().added("US", on(date(2022, 2, 28)))
    assert (len(tally.certain), len(tally.possible)) == (0, possible_on_its_day)


def test_a_listing_between_two_snapshots_is_possible_on_every_day_between(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", date(2021, 7, 7))
    builder.snapshot("ofac_sdn", date(2021, 8, 18))
    builder.party("ofac_sdn", "1", "A", seen=date(2021, 8, 18), after=date(2021, 7, 7))
    record = builder.record()
    assert len(record.added("US", on(date(2021, 8, 9))).possible) == 1
    assert len(record.added("US", on(date(2021, 7, 7))).possible) == 0
    assert len(record.added("US", Span(date(2021, 7, 8), date(2021, 8, 18))).certain) == 1


def test_a_party_that_the_oldest_snapshot_shows_is_no_addition(belarus_action: Builder) -> None:
    tally = belarus_action.record().added("US", Span(date(2000, 1, 1), date(2022, 2, 22)))
    assert tally.possible == ()


def test_coverage_asks_for_a_snapshot_before_and_one_soon_after(belarus_action: Builder) -> None:
    record = belarus_action.record()
    assert record.coverage("US", on(DAY)).held == "close"
    assert record.coverage("US", on(date(2022, 2, 22))).held == "none", (
        "nothing is held from before the oldest snapshot"
    )
    assert record.coverage("US", on(date(2022, 3, 5))).held == "none"
    assert record.coverage("JP", on(DAY)).held == "none"


def test_a_snapshot_that_is_not_used_covers_nothing(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", date(2022, 2, 1))
    builder.snapshot("ofac_sdn", date(2022, 2, 24), state="held_back")
    builder.party("ofac_sdn", "1", "A", seen=date(2022, 2, 1))
    assert builder.record().coverage("US", on(date(2022, 2, 10))).held == "none"


def test_stated_days_from_a_much_later_snapshot_are_retrospective(builder: Builder) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    builder.party("uk_sanctions", "1", "A", seen=date(2025, 8, 11), official=date(2022, 3, 10))
    record = builder.record()
    assert record.coverage("UK", on(date(2022, 3, 10))).held == "retrospective"
    assert record.coverage("UK", on(date(2025, 8, 1))).held == "close"
    assert len(record.added("UK", on(date(2022, 3, 10))).certain) == 1


def test_those_that_a_list_shows_as_removed_do_not_unsay_its_days(builder: Builder) -> None:
    """Japan's list keeps whom it removed, by name and the day of removal: 598 beside 2,863 whose days it states."""
    held = date(2026, 3, 5)
    builder.snapshot("jp_mof", held)
    builder.parties("jp_mof", 6, "p", seen=held, official=date(2022, 3, 3))
    builder.parties("jp_mof", 4, "gone", seen=held, gone=(date(2015, 1, 1), date(2016, 1, 1)))
    for row in builder.designations[-4:]:
        row["delisted_on_basis"] = "official"
    assert builder.record().coverage("JP", on(date(2022, 3, 3))).held == "retrospective"


def test_a_party_on_two_lists_of_one_authority_counts_once(builder: Builder) -> None:
    for list_id, name in (
        ("uk_sanctions", "ABRAMOVICH Roman Arkadyevich"),
        ("uk_ofsi", "Abramovich, Roman Arkadyevich"),
    ):
        builder.snapshot(list_id, date(2022, 4, 1))
        builder.party(list_id, "1", name, seen=date(2022, 4, 1), official=date(2022, 3, 10))
    builder.party("uk_ofsi", "2", "SECHIN Igor", seen=date(2022, 4, 1), official=date(2022, 3, 10))
    assert len(builder.record().added("UK", on(date(2022, 3, 10))).certain) == 2


def test_namesakes_on_one_list_are_two_parties(builder: Builder) -> None:
    builder.snapshot("uk_ofsi", date(2022, 4, 1))
    for native_id in ("1", "2"):
        builder.party("uk_ofsi", native_id, "KIM Chol", seen=date(2022, 4, 1), official=date(2022, 3, 10))
    assert len(builder.record().added("UK", on(date(2022, 3, 10))).certain) == 2


def test_removals_are_dated_between_two_snapshots(builder: Builder) -> None:
    before, after = date(2022, 2, 1), date(2022, 2, 4)
    builder.snapshot("ofac_sdn", before)
    builder.snapshot("ofac_sdn", after)
    builder.party("ofac_sdn", "1", "A", seen=before, gone=(before, after))
    record = builder.record()
    assert len(record.removed("US", Span(before, after)).certain) == 1
    assert (len(record.removed("US", on(after)).certain), len(record.removed("US", on(after)).possible)) == (0, 1)
    assert len(record.removed("US", on(before)).possible) == 0


def test_who_was_listed_on_a_day_leaves_open_what_no_snapshot_tells(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", date(2022, 2, 1))
    builder.snapshot("ofac_sdn", date(2022, 2, 10))
    builder.party("ofac_sdn", "1", "A", seen=date(2022, 2, 10), after=date(2022, 2, 1), ties=[("nationality", "BY")])
    listed = builder.record().listed_on("US", date(2022, 2, 5), "BY")
    assert (len(listed.certain), len(listed.possible)) == (0, 1)
    assert len(builder.record().listed_on("US", date(2022, 2, 10), "BY").certain) == 1
    assert len(builder.record().listed_on("US", date(2022, 2, 10), "RU").possible) == 0


def test_the_record_of_a_past_day_does_not_know_what_came_later(belarus_action: Builder) -> None:
    belarus_action.party(
        "ofac_sdn", "gone", "LEAVER", seen=date(2022, 2, 22), gone=(date(2022, 2, 24), date(2022, 2, 28))
    )
    then = belarus_action.record().as_held_on(date(2022, 2, 23))
    assert len(then.added("US", on(DAY)).possible) == 0
    assert then.designations["ofac_sdn:gone"].was_listed_on(date(2022, 3, 1)) is True
    assert then.coverage("US", on(DAY)).held == "none"
    later = belarus_action.record().as_held_on(date(2022, 2, 28))
    assert later.designations["ofac_sdn:gone"].was_listed_on(date(2022, 3, 1)) is False


def test_programme_ties_are_those_of_the_listing(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", DAY)
    later = date(2023, 1, 1)
    key = builder.party("ofac_sdn", "1", "A", seen=DAY, ties=[("programme", "RU"), ("programme", "BY")])
    builder.tag_gained(key, "programme BY", DAY, later)
    builder.tag_lost(key, "IRAN", DAY, later)
    designation = builder.record().designations[key]
    assert designation.links("BY") == set(), "the tag came later"
    assert designation.links("RU") == {"programme"}
    assert designation.links("IR") == {"programme"}, "the tag left later"


def test_a_tag_written_otherwise_is_the_programme_of_the_listing(builder: Builder) -> None:
    builder.snapshot("ofac_sdn", DAY)
    later = date(2022, 3, 7)
    key = builder.party("ofac_sdn", "1", "A", seen=DAY, ties=[("programme", "BY")])
    builder.tag_lost(key, "A TAG OF NO COUNTRY", DAY, later)
    builder.tag_gained(key, "programme BY", DAY, later)
    assert builder.record().designations[key].links("BY") == {"programme"}
