"""Ties to countries are those of the listing, whatever tags came and went since."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder

DAY = date(2022, 2, 24)


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
