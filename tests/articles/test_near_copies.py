"""One report in many papers is one article with many outlets."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipelines.articles import near_copies as duplicates
from pipelines.articles.article import Article
from pipelines.articles.near_copies import DAYS_APART, Copy, page_of, sketched

DAY = date(2022, 2, 24)
WORDS = [f"{start}{end}" for start in ("ba", "ko", "ri", "su", "te", "vo", "zi", "mu") for end in
         ("lan", "mar", "nis", "pol", "rok", "sten", "tus", "ver", "wick", "xon", "dal", "fen")]  # fmt: skip
CLAIM = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."


def report(seed: int, words: int = 240) -> str:
    """A text like no other, in sentences."""
    dice = random.Random(seed)
    return " ".join(f"{dice.choice(WORDS)}{'.' if place % 12 == 11 else ''}" for place in range(words))


def article(article_id: str, text: str, day: date | None = DAY, **more: str) -> Article:
    return Article(article_id, text, day, **more)


def copies(articles: Iterable[Article]) -> dict[str, Copy]:
    return duplicates.copies(sketched(articles))


def with_changes(text: str, changes: int) -> str:
    words = text.split()
    for place in range(changes):
        words[place * len(words) // changes] = "officials"
    return " ".join(words)


def test_the_same_words_are_one_article_whatever_their_marks_and_capitals() -> None:
    text = report(1)
    found = copies([article("a", text), article("b", text.upper().replace(".", "!")), article("c", report(2))])
    assert found == {"b": Copy("b", "a", "same_text", 1.0)}


def test_the_opening_date_of_a_file_is_no_part_of_the_text() -> None:
    text = report(1)
    assert set(copies([article("a", text), article("b", f" date 2022-02-25 {text}")])) == {"a"}


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda text: f"MINSK, Feb 24 (Agency) - {text}",
        lambda text: with_changes(text, 8),
        lambda text: " ".join(text.split()[:120]),
        lambda text: " ".join(text.split()[:75]),
        lambda text: f"{text} Reporting by our correspondents, editing by the desk. All rights reserved.",
    ],
    ids=["dateline", "eight words changed", "cut in half", "cut to a third", "credits"],
)
def test_nearly_the_same_text_is_a_copy(rewritten: Callable[[str], str]) -> None:
    texts = {str(seed): report(seed) for seed in range(20)}
    articles = [article(name, text) for name, text in texts.items()]
    found = copies([*articles, *(article(f"{name}x", rewritten(text)) for name, text in texts.items())])
    assert len(found) == 20
    assert all({each.article_id, each.copy_of} == {name, f"{name}x"} for name, each in _by_name(found).items())


def _by_name(found: dict[str, Copy]) -> dict[str, Copy]:
    return {article_id.removesuffix("x"): copy for article_id, copy in found.items()}


def test_reports_that_share_half_are_two() -> None:
    shared = report(1, 120)
    assert copies([article("a", f"{shared} {report(2, 120)}"), article("b", f"{shared} {report(3, 120)}")]) == {}


def test_two_short_lines_are_copies_only_of_the_same_words() -> None:
    found = copies([article("a", "UK sanctions 12 officials"), article("b", "UK sanctions 13 officials"),
                    article("c", "UK sanctions: 12 officials")])  # fmt: skip
    assert found == {"a": Copy("a", "c", "same_text", 1.0)}


@pytest.mark.parametrize(("apart", "is_copy"), [(0, True), (DAYS_APART, True), (DAYS_APART + 1, False)])
def test_the_same_words_much_later_are_another_statement(apart: int, is_copy: bool) -> None:
    text = report(1)
    found = copies([article("a", text), article("b", text, DAY + timedelta(days=apart))])
    assert bool(found) is is_copy


def test_the_original_is_the_earliest_and_then_the_longest_in_whatever_order_they_come() -> None:
    text = report(1)
    articles = [
        article("late", text, DAY + timedelta(days=1)),
        article("cut", " ".join(text.split()[:200])),
        article("whole", text),
        article("undated", text, None),
    ]
    for seed in range(5):
        random.Random(seed).shuffle(articles)
        assert {copy.copy_of for copy in copies(articles).values()} == {"whole"}


def test_an_entry_and_its_page_are_one_article_and_the_page_is_the_original() -> None:
    entry = article("entry", "Nine listed\n\nThe office acted.", url="http://www.example.org/a/?utm_source=rss#top")
    page = article("page", report(1), DAY + timedelta(days=1), url="https://example.org/a")
    assert copies([entry, page]) == {"entry": Copy("entry", "page", "same_page", 1.0)}


def test_a_page_that_has_new_text_a_month_later_is_another_article() -> None:
    first = article("a", report(1), url="https://example.org/updates")
    assert copies([first, replace(first, article_id="b", text=report(2), published_on=date(2022, 4, 1))]) == {}


def test_a_copy_of_a_copy_names_the_original() -> None:
    text = report(1)
    page = article("page", text, DAY + timedelta(days=1), url="https://example.org/a")
    found = copies([article("first", text), page, article("entry", "In short.", url="https://example.org/a")])
    assert {name: each.copy_of for name, each in found.items()} == {"page": "first", "entry": "first"}


def test_addresses_of_one_page_are_alike() -> None:
    assert page_of("http://www.Example.org/a/?utm_medium=x&id=3#x") == page_of("https://example.org/a?id=3")
    assert page_of("https://example.org/a?id=3") != page_of("https://example.org/a?id=4")


def test_many_articles_that_share_their_furniture_are_not_compared_all_with_all() -> None:
    furniture = report(0, 100)
    articles = [article(str(seed), f"{furniture} {report(seed, 200)}") for seed in range(1, 400)]
    assert copies(articles) == {}
