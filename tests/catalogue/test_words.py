"""Numbers and spans of days as people read them."""

import pytest

from pipelines.catalogue.words import counted, days_in_words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 parties"), (1, "1 party"), (2, "2 parties"), (1_234, "1,234 parties")]
)
def test_a_noun_follows_its_number(number: int, words: str) -> None:
    assert counted(number, "party", "parties") == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (59, "59 days"), (60, "2 months"), (365, "12 months"), (729, "24 months"), (1_096, "3.0 years")],
)
def test_days_are_said_in_the_largest_unit_that_fits(days: int, words: str) -> None:
    assert days_in_words(days) == words
