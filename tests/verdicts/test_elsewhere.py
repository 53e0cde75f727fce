"""Where a contradicted figure is found: another day, another authority, a tag gained."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

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
