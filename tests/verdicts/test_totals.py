"""Running totals, as of the article's day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.verdicts.conftest import Builder, Judge

DAY = date(2022, 2, 24)
ARTICLE = date(2022, 2, 26)


def test_a_running_total_is_that_of_the_article_s_day(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "cumulative", "unit": "parties", "target_country": "BY"}
    assert judged(belarus_action, ARTICLE, count=25, **said).verdict == "confirmed"
    assert judged(belarus_action, date(2022, 2, 23), count=25, **said).verdict == "contradicted"
    since = judged(belarus_action, ARTICLE, count=24, event_from=date(2022, 2, 23), event_to=DAY, **said)
    assert (since.verdict, since.found) == ("confirmed", 24)


def test_a_running_total_needs_a_list_of_its_day(belarus_action: Builder, judged: Judge) -> None:
    said = {"count_scope": "cumulative", "count_qualifier": "more_than", "unit": "parties", "target_country": "BY"}
    verdict = judged(belarus_action, date(2024, 2, 24), count=20, **said)
    assert (verdict.verdict, verdict.found, verdict.evidence) == ("unverifiable", None, ())
    assert "no list of OFAC that covers 24 February 2024 is held" in verdict.explanation


def test_a_running_total_by_a_later_list_says_so(builder: Builder, judged: Judge) -> None:
    builder.snapshot("uk_sanctions", date(2025, 8, 11))
    builder.parties(
        "uk_sanctions", 30, "p", seen=date(2025, 8, 11), official=date(2022, 3, 10), ties=[("programme", "RU")]
    )
    said = {"authority": "UK", "count_scope": "cumulative", "unit": "parties", "target_country": "RU"}
    verdict = judged(builder, date(2022, 6, 1), count=20, count_qualifier="more_than", **said)
    assert verdict.verdict == "confirmed"
    assert (
        "the list of FCDO of 11 August 2025 shows 30 parties tied to Russia that it had on its list by 1 June 2022"
        in (verdict.explanation)
    )
