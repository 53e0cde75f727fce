"""An impossible day costs an article its day, and no more."""

import json
from datetime import date

import pytest

from pipelines.articles.article import Article
from pipelines.articles.feeds import _day_of_entry
from pipelines.articles.files import RawArticle
from pipelines.articles.reading import read_article
from pipelines.claims.extraction import extract

TEXT = "On Monday, the US imposed sanctions on 24 people."


@pytest.mark.parametrize("stated", ["0001-01-01", "1899-12-31", "1989-12-31T00:00:00Z"])
def test_a_day_that_no_article_can_be_of_is_left_out_and_named(stated: str) -> None:
    line = json.dumps({"id": "a", "date": stated, "text": TEXT}).encode()
    article = read_article(RawArticle("line", "ov.jsonl:1", "ov.jsonl:1", line))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (None, "unusable")
    [claim] = extract(article)
    assert (claim.count, claim.event_on) == (24, None)


def test_a_file_whose_opening_states_no_plausible_day_is_dated_by_its_name() -> None:
    article = read_article(RawArticle("text", "f.txt", "2022-03-01 report", b" date 0001-01-01 " + TEXT.encode()))
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (date(2022, 3, 1), "file_name")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Mon, 01 Jan 0001 00:00:00 +0000", None),
        ("0001-01-01T00:00:00Z", None),
        ("Tue, 01 Mar 2022 23:30:00 -0500", date(2022, 3, 1)),
        ("Tue, 01 Mar 22 10:00:00 GMT", date(2022, 3, 1)),
    ],
)
def test_the_year_0001_of_a_feed_is_not_2001(written: str, day: date | None) -> None:
    assert _day_of_entry({"published": written}) == day


def test_a_count_of_more_than_all_people_stays_as_words() -> None:
    [claim] = extract(Article("a", f"The US imposed sanctions on {'9' * 26} people.", date(2022, 3, 1)))
    assert (claim.count, claim.count_text) == (None, "9" * 26)
    assert "implausible:count" in claim.rules
