"""How a figure and whom it counts are read where their words leave room."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from pipelines.verdicts.assertion import Figure

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


@pytest.mark.parametrize(
    ("qualifier", "count", "expected"),
    [
        ("more_than", 20, "confirmed"),
        ("more_than", 24, "partly_confirmed"),
        ("more_than", 40, "contradicted"),
        ("at_least", 24, "confirmed"),
        ("approx", 25, "confirmed"),
        ("approx", 40, "contradicted"),
        ("fewer_than", 100, "confirmed"),
        ("fewer_than", 10, "contradicted"),
    ],
)
def test_qualifiers(belarus_action: Builder, judged: Judge, qualifier: str, count: int, expected: str) -> None:
    said = {"count": count, "count_qualifier": qualifier, "unit": "parties", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, **said).verdict == expected


@pytest.mark.parametrize(("words", "expected"), [("dozens", "confirmed"), ("hundreds", "contradicted")])
def test_vague_numbers_have_a_least(belarus_action: Builder, judged: Judge, words: str, expected: str) -> None:
    verdict = judged(belarus_action, ARTICLE, count_text=words, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == expected
    assert verdict.claimed is None


def test_an_upper_bound_is_not_confirmed_by_what_may_be_missing() -> None:
    assert Figure(100, 0, 99).fit(5, 5, may_be_more=True) == "open"
    assert Figure(100, 0, 99).fit(5, 5, may_be_more=False) == "fits"


def test_a_subset_is_at_most_the_whole(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "subset", "unit": "entities", "target_country": "BY", "event_on": DAY}
    assert judged(belarus_action, ARTICLE, count=2, **said).verdict == "unverifiable"
    assert judged(belarus_action, ARTICLE, count=17, **said).verdict == "contradicted"


def test_nationality_is_not_programme_and_any_tie_counts_first(belarus_action: Builder, judged: Judge) -> None:
    belarus_action.party(
        "ofac_sdn", "red", "SHAUTSOU, Dzmitry", seen=DAY, after=DAY - timedelta(days=1),
        ties=[("nationality", "BY"), ("programme", "RU")],
    )  # fmt: skip
    said = {"target_country": "BY", "event_on": DAY, "unit": "parties"}
    broad = judged(belarus_action, ARTICLE, count=25, **said)
    assert (broad.verdict, broad.found) == ("confirmed", 25)
    assert "Belarus by programme: 24 (8 individuals, 16 entities)" in broad.alternatives
    narrow = judged(belarus_action, ARTICLE, count=24, **said)
    assert (narrow.verdict, narrow.found) == ("confirmed", 24)
    assert "narrower_country_link" in narrow.reasons
