"""What the record answers: additions, intervals, removals, who was listed on a day, the record of a past day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pipelines.verdicts.designation import Span
from tests.verdicts.conftest import on

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder

DAY = date(2022, 2, 24)


def test_each_party_is_added_once_and_a_rename_is_none(belarus_action: Builder) -> None:
    added = belarus_action.record().added("US", on(DAY))
    assert len(added.certain) == 29
    assert "TAE AVIA" not in {each.primary_name for each in added.certain}


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
