"""Days and windows, counted from Thursday 24 February 2022."""

from datetime import date

import pytest

from pipelines.claims.dates import whens

THURSDAY = date(2022, 2, 24)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Thursday", "2022-02-24", "2022-02-24"),
        ("on Friday", "2022-02-18", "2022-02-18"),
        ("last Thursday", "2022-02-17", "2022-02-17"),
        ("next Monday", "2022-02-28", "2022-02-28"),
        ("yesterday", "2022-02-23", "2022-02-23"),
        ("on 23 February", "2022-02-23", "2022-02-23"),
        ("on Feb. 23", "2022-02-23", "2022-02-23"),
        ("on December 24", "2021-12-24", "2021-12-24"),
        ("on 24 March 2020", "2020-03-24", "2020-03-24"),
        ("on Tuesday , February 22", "2022-02-22", "2022-02-22"),
        ("two days ago", "2022-02-22", "2022-02-22"),
        ("a week ago", "2022-02-15", "2022-02-19"),
        ("four years ago today", "2018-02-24", "2018-02-24"),
        ("this week", "2022-02-21", "2022-02-24"),
        ("earlier this month", "2022-02-01", "2022-02-24"),
        ("last month", "2022-01-01", "2022-01-31"),
        ("over the weekend", "2022-02-19", "2022-02-20"),
        ("in 2018", "2018-01-01", "2018-12-31"),
        ("in March", "2021-03-01", "2021-03-31"),
        ("in March 2020", "2020-03-01", "2020-03-31"),
        ("since 20 February", "2022-02-20", "2022-02-24"),
        ("with immediate effect", "2022-02-24", "2022-02-24"),
    ],
)
def test_words_for_time(words: str, first: str, last: str) -> None:
    (when,) = whens(words.casefold().split(), THURSDAY)
    assert (str(when.first), str(when.last)) == (first, last)


@pytest.mark.parametrize("words", ["the same day", "a day later", "the previous day", "two weeks earlier"])
def test_what_counts_from_another_day_says_so(words: str) -> None:
    (when,) = whens(words.split(), THURSDAY)
    assert when.kind == "before_that"


@pytest.mark.parametrize(
    "words", ["24 people", "may impose", "march on", "the day", "30 February", "31 , 2022", "sat down"]
)
def test_what_is_no_time(words: str) -> None:
    assert list(whens(words.casefold().split(), THURSDAY)) == []


@pytest.mark.parametrize("words", ["on Thursday", "last week", "a week ago", "since Monday", "in March"])
def test_without_a_day_to_count_from_nothing_is_guessed(words: str) -> None:
    assert all(when.first is None for when in whens(words.casefold().split(), None))
