"""Where a contradicted figure is found: another day, another authority, a tag gained."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.verdicts.conftest import on

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


def test_another_day_is_contradicted_and_the_right_day_named(belarus_action: Builder, judged: Judge) -> None:
    wednesday = date(2022, 2, 23)
    verdict = judged(belarus_action, ARTICLE, count=24, unit="parties", target_country="BY", event_on=wednesday)
    assert verdict.verdict == "contradicted"
    assert "another_day" in verdict.reasons
    assert "24 were listed on 24 February 2022" in verdict.explanation


def test_a_tag_gained_is_no_designation(belarus_action: Builder, judged: Judge) -> None:
    for native_id in ("firm0", "firm1", "firm2"):
        belarus_action.tag_gained(f"ofac_sdn:{native_id}", "RUSSIA-EO14024", DAY, date(2022, 2, 28))
    said = {"unit": "entities", "target_country": "BY", "event_on": date(2022, 2, 28)}
    same = judged(belarus_action, date(2022, 3, 1), count=3, **said)
    assert (same.verdict, same.reasons) == ("unverifiable", ("designated_again",))
    another = judged(belarus_action, date(2022, 3, 1), count=7, **said)
    assert another.verdict == "contradicted"
    assert "programme_tag_gained" in another.reasons


def test_another_authority_is_named_where_it_has_the_figure(belarus_action: Builder, judged: Judge) -> None:
    for day in (date(2022, 2, 20), date(2022, 3, 1)):
        belarus_action.snapshot("uk_sanctions", day)
    belarus_action.party("uk_sanctions", "1", "A", seen=date(2022, 2, 20), official=date(2021, 1, 1))
    verdict = judged(
        belarus_action, ARTICLE, authority="UK", count=24, unit="parties", target_country="BY", event_on=DAY
    )
    assert verdict.verdict == "contradicted"
    assert "OFAC (the United States) listed 24 on 24 February 2022" in verdict.explanation


def test_a_party_that_moves_to_the_main_list_is_listed_again(builder: Builder, judged: Judge) -> None:
    first, moved = date(2014, 9, 12), date(2025, 1, 10)
    builder.snapshot("ofac_sdn", date(2023, 6, 29))
    builder.snapshot("ofac_consolidated", moved)
    key = builder.party("ofac_consolidated", "1", "Invented Oil", kind="entity", seen=moved, official=first)
    builder.listing_stated(key, first, "Sectoral Sanctions Identifications List", moved)
    builder.listing_stated(key, date(2014, 10, 10), "Consolidated List", moved)
    builder.listing_stated(key, moved, "SDN List", moved)
    said = {"unit": "entities", "named_targets": ("Invented Oil",)}
    verdict = judged(builder, moved, event_on=moved, **said)
    assert (verdict.verdict, verdict.reasons) == ("confirmed", ("designated_again",))
    assert "another listing of it on 10 January 2025 (SDN List)" in verdict.explanation
    assert judged(builder, moved, event_on=date(2014, 10, 10), **said).verdict != "confirmed"
    assert judged(builder, moved, event_on=date(2025, 1, 9), **said).verdict != "confirmed"


def test_a_further_listing_is_known_from_the_snapshot_that_states_it(builder: Builder) -> None:
    before, stated, after = date(2025, 1, 9), date(2025, 1, 10), date(2025, 1, 20)
    for day in (before, after):
        builder.snapshot("ofac_consolidated", day)
    key = builder.party("ofac_consolidated", "1", "Invented Oil", seen=before, official=date(2014, 9, 12))
    builder.listing_stated(key, stated, "SDN List", after)
    record = builder.record()
    assert record.listed_again(record.designations[key], on(stated)) is not None
    earlier = record.as_held_on(date(2025, 1, 15))
    assert earlier.listed_again(earlier.designations[key], on(stated)) is None
