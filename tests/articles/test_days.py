"""The day of an article: what pages, addresses and files state, and all that never counts."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.articles.article import Article
from pipelines.articles.days import day_in_address, stated_day
from pipelines.articles.reading import read_articles

DAY = date(2023, 5, 16)
WORDS = """<p>The ministry said on Tuesday that it had put nine shipping firms on its list of sanctions, the first such
step since the autumn.</p><p>The firms are said to have carried oil for the navy of a country under embargo, and to have
hidden where it came from.</p><p>A lawyer for two of the firms said that they would go to court against it.</p>"""


def page(head: str = "", *, before: str = "", after: str = "", beside: str = "", attributes: str = "") -> str:
    """A page with an article; `before` and `after` stand in it, `beside` behind it."""
    return (
        f'<html lang="en"><head><title>Nine firms listed</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<article {attributes}><h1>Nine firms listed</h1>{before}{WORDS}{after}</article>{beside}</body></html>"
    )


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def day_of(folder: Path, content: str, *, name: str = "firms.html", facts: str = "") -> tuple[date | None, str]:
    (folder / name).write_text(content, encoding="utf-8")
    if facts:
        (folder / f"{name}.facts").write_text(facts, encoding="utf-8")
    (article,) = read_articles(folder / name)
    assert isinstance(article, Article), article
    return article.published_on, article.date_basis


OWN = '<link rel="canonical" href="https://daily.example/world/nine-firms">'
PUBLISHED = meta("article:published_time", "2023-05-16T09:00:00Z")
MODIFIED = meta("article:modified_time", "2024-02-01T09:00:00Z")
EVENING = '{"@type": "NewsArticle", "datePublished": "2023-05-16T22:40:00-04:00", "dateModified": "2023-06-01"}'
GRAPH = '{"@graph": [{"@type": "WebSite"}, {"@type": ["Article", "Thing"], "datePublished": "2023-05-16"}]}'
TWO = """[{"@type": "NewsArticle", "url": "https://daily.example/other", "datePublished": "2021-01-05"},
{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "https://daily.example/world/nine-firms/"},
"datePublished": "2023-05-16"}]"""
MICRODATA = '<time itemprop="datePublished" datetime="2023-05-16T10:00:00+02:00">16.05.2023</time>'
OTHER_ITEM = (
    '<div itemscope itemtype="https://schema.org/Comment"><time itemprop="datePublished">2021-01-05</time></div>'
)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(page(PUBLISHED + MODIFIED), id="published_time"),
        pytest.param(page(PUBLISHED + meta("article:published_time", "2023-05-16")), id="one day stated twice"),
        pytest.param(page(meta("article:published_time", "soon") + PUBLISHED), id="a bad value beside a good one"),
        pytest.param(page(MODIFIED + PUBLISHED.replace("property", "name")), id="published_time as a name"),
        pytest.param(page(linked_data(EVENING)), id="JSON-LD, an evening in New York"),
        pytest.param(page(linked_data(GRAPH)), id="JSON-LD in a graph"),
        pytest.param(page(OWN + linked_data(TWO)), id="JSON-LD of several articles: the one at this address"),
        pytest.param(
            page(linked_data('{"@type": "WebPage", "datePublished": "2023-05-16"}')), id="JSON-LD of the page"
        ),
        pytest.param(page(linked_data(EVENING.replace("}", "\n}"))), id="JSON-LD with breaks"),
        pytest.param(page(linked_data("{broken") + meta("dc.date", "2023-05-16")), id="broken JSON-LD costs itself"),
        pytest.param(
            page(meta("article:published_time", "2023-05-17T02:40:00Z") + linked_data(EVENING)),
            id="one moment in UTC and with an offset",
        ),
        pytest.param(
            page(meta("dc.date", "2023-05-16") + meta("citation_online_date", "2023/11/30")), id="dc.date before others"
        ),
        pytest.param(page(meta("citation_publication_date", "2023/05/16")), id="a citation tag with its slashes"),
        pytest.param(page(before=MICRODATA), id="microdata"),
        pytest.param(page(before="<time pubdate datetime='2023-05-16'>Tuesday</time>"), id="time pubdate"),
        pytest.param(page(before=MICRODATA, after=OTHER_ITEM), id="microdata of a comment does not count"),
        pytest.param(
            page(PUBLISHED, beside='<section id="comments"><time datetime="2023-05-12">12 May 2023</time></section>'),
            id="comments",
        ),
        pytest.param(
            page(
                '<link rel="canonical" href="https://mag.example/2023/06/01/nine-firms.html">'
                + meta("og:url", "https://mag.example/2023/06/01/nine-firms.html")
                + PUBLISHED
            ),
            id="the address is of the printed issue",
        ),
        pytest.param(page(meta("article:published_time", "soon") + meta("pubdate", "16 May 2023")), id="a bad value"),
        pytest.param(
            page(meta("article:published_time", "0001-01-01T00:00:00Z") + meta("pubdate", "20230516")), id="year 1"
        ),
    ],
)
def test_a_page_states_its_day_of_publication_in_its_metadata(tmp_path: Path, content: str) -> None:
    assert day_of(tmp_path, content) == (DAY, "metadata")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(page(MODIFIED + meta("last-modified", "2024-02-01")), id="modified"),
        pytest.param(page(MODIFIED, before='<p class="byline">Published May 16, 2023</p>'), id="a byline in words"),
        pytest.param(
            page(before="<p>Last updated on 1 February 2024. First published on 16 May 2023.</p>"), id="updated"
        ),
        pytest.param(
            page(before='<time itemprop="dateModified" datetime="2024-02-01">05/04/2023 | Updated 01/02/2024</time>'),
            id="a time of change",
        ),
        pytest.param(page(before='<span class="date">05/04/2023</span>'), id="a day that can be read in two ways"),
        pytest.param(page(meta("article:published_time", "05/04/2023")).replace("<meta", "<x"), id="no meta at all"),
        pytest.param(page(beside="<footer>© 2025 Daily. Founded 4 March 1997.</footer>"), id="footer"),
        pytest.param(page(beside=f"<footer>{MICRODATA}</footer>"), id="microdata in a footer"),
        pytest.param(page(after="<p>On 16 May 2021 the ministry had listed two firms.</p>"), id="running text"),
        pytest.param(
            page(beside='<aside><time datetime="2021-08-09">Aug 9</time><a href="/2021/08/09/x">x</a></aside>'),
            id="sidebar",
        ),
        pytest.param(
            page(before=f'{MICRODATA}<time itemprop="datePublished" datetime="2021-01-05"></time>'), id="two days"
        ),
        pytest.param(page(linked_data('{"@type": "VideoObject", "uploadDate": "2023-05-16"}')), id="a video's day"),
        pytest.param(page(linked_data(TWO)), id="JSON-LD of several articles at no known address"),
        pytest.param(page(after=OTHER_ITEM), id="a comment's day"),
        pytest.param(page(PUBLISHED + meta("article:published_time", "2021-01-05")), id="two days under one name"),
        pytest.param(page(beside=f"<template>{PUBLISHED}</template>"), id="a template"),
        pytest.param(page(beside=f'<div class="related">{PUBLISHED}</div>'), id="a teaser of another article"),
        pytest.param(page(meta("article:published_time", "1970-01-01T00:00:00Z")), id="the day zero of a clock"),
        pytest.param(page(meta("pubdate", "2" * 100_000)), id="digits without end"),
        pytest.param(page(linked_data("[" * 5_000 + "]" * 5_000)), id="JSON-LD without bottom"),
        pytest.param(
            page(linked_data('{"@type": "ItemList", "itemListElement": [' + EVENING + "]}")), id="a list of others"
        ),
        pytest.param(
            page(linked_data('{"@type": "NewsArticle", "dateModified": "2023-05-16"}')), id="JSON-LD, changed"
        ),
    ],
)
def test_nothing_else_on_a_page_is_its_day(tmp_path: Path, content: str) -> None:
    assert day_of(tmp_path, content) == (None, "none")


def test_a_time_in_utc_alone_is_of_its_day_in_utc(tmp_path: Path) -> None:
    """Where it was written is not stated, so nothing is guessed."""
    assert day_of(tmp_path, page(meta("article:published_time", "2023-05-17T03:30:00+00:00")))[0] == date(2023, 5, 17)


FACTS = '{"date": "2023-05-16", "date_basis": "feed", "url": "https://daily.example/2023/05/18/nine-firms"}'
SIDEBAR = '<aside><h3>Most read</h3><time datetime="2023-09-01">1 September 2023</time></aside>'
ADDRESS = '<link rel="canonical" href="https://daily.example/2023/05/18/nine-firms">'


@pytest.mark.parametrize(
    ("content", "name", "facts", "expected"),
    [
        (page(beside=SIDEBAR), "firms.html", FACTS, (DAY, "feed")),
        (page(PUBLISHED.replace("05-16", "05-15")), "firms.html", FACTS, (date(2023, 5, 15), "metadata")),
        (page(ADDRESS), "2023-05-20-firms.html", "", (date(2023, 5, 18), "address")),
        (page(beside=SIDEBAR), "2023-05-20-firms.html", "", (date(2023, 5, 20), "file_name")),
        (page(MODIFIED), "2023-05-20-firms.html", "{}", (date(2023, 5, 20), "file_name")),
        (page(), "2093-05-20-firms.html", "", (None, "none")),
        (page(), "firms.html", '{"date": "2023-02-30", "date_basis": "feed"}', (None, "unusable")),
    ],
)
def test_the_page_counts_before_the_feed_and_the_feed_before_address_and_file(
    tmp_path: Path, content: str, name: str, facts: str, expected: tuple[date | None, str]
) -> None:
    assert day_of(tmp_path, content, name=name, facts=facts) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023-05-16", DAY),
        ("2023-05-16T23:30:00-04:00", DAY),
        ("2023-05-16 23:30", DAY),
        ("20230516", DAY),
        ("Tue, 16 May 2023 23:30:00 EST", DAY),
        ("Tue, 16 May 23 10:00 GMT", DAY),
        ("16 May 2023", DAY),
        ("May 16, 2023", DAY),
        ("2023/05/16", None),
        ("16/05/2023", None),
        ("2023-02-30", None),
        ("0001-01-01T00:00:00Z", None),
        ("Sat, 01 Jan 0001 00:00:00 GMT", None),
        ("1989-12-31", None),
        ("2023-05-16x", None),
        ("May 2023", None),
        ("2023", None),
        ("1684195200", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_where_it_can_be_read_in_one_way(text: str | None, day: date | None) -> None:
    assert stated_day(text) == day


def test_tomorrow_is_a_day_and_the_day_after_is_none() -> None:
    today = datetime.now(UTC).date()
    assert stated_day(f"{today + timedelta(days=1)}") == today + timedelta(days=1)
    assert stated_day(f"{today + timedelta(days=2)}") is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2023/05/16/x.html", DAY),
        ("https://a.example/world/2023/may/16/x", DAY),
        ("https://a.example/x-2023-05-16.html", DAY),
        ("https://a.example/20230516/x", DAY),
        ("https://a.example/story-20230599-x", None),
        ("https://a.example/2023/05/x", None),
        ("https://a.example/x?on=2023-05-16", None),
        ("https://a.example/id-1202305161", None),
        ("http://[broken/2023/05/16/", None),
        (None, None),
    ],
)
def test_an_address_may_have_a_day_in_its_path(url: str | None, day: date | None) -> None:
    assert day_in_address(url) == day
