"""Feeds and the pages they link to: what is configured, what comes, and what misbehaves."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.archive.http import USER_AGENT, Http
from pipelines.articles import feeds
from pipelines.articles.article import Article
from pipelines.articles.feeds import (
    Feed,
    FeedsError,
    entries,
    feed_settings,
    official_feeds,
    text_of_markup,
    visit_feed,
)
from pipelines.articles.fetching import (
    AGENT,
    PageFetcher,
    RefusedError,
    WantedPage,
    page_requests,
    refuse_private_address,
    with_https,
)
from pipelines.articles.files import Unreadable, article_files
from pipelines.articles.reading import read_articles
from tests.official_sites import NOT_FOUND, Answer, OfficialSites, endless, moved, zipped

SUMMARY = "The office of sanctions added nine officials and a bank of the country to the list on Thursday."


def rss(*items: str) -> bytes:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>P</title>{"".join(items)}</channel></rss>'.encode()


def item(
    title: str = "Nine listed", link: str = "https://example.org/1", when: str = "Thu, 24 Feb 2022 23:30:00 -0500"
) -> str:
    body = f"&lt;p&gt;{SUMMARY}&lt;/p&gt;"
    facts = f"<title>{title}</title><link>{link}</link><pubDate>{when}</pubDate>"
    return f"<item>{facts}<description>{body}</description></item>"


ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>A</title>
<entry><title>Nine listed</title><link href="/news/1"/><updated>2022-02-25T00:30:00+02:00</updated>
<summary>Short.</summary>
<content type="html">&lt;p&gt;{SUMMARY}&lt;/p&gt;&lt;script&gt;evil()&lt;/script&gt;</content></entry>
</feed>""".encode()

TWICE = f"<p>{SUMMARY}</p><p>{SUMMARY}</p>"
PAGE = f"<html><head><title>Nine listed</title></head><body><article>{TWICE}</article></body></html>"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def press() -> Iterator[OfficialSites]:
    with OfficialSites() as sites:
        yield sites


@pytest.fixture
def http(home: Home) -> Http:
    return Http(home, sleep=lambda _: None)


@pytest.fixture
def feed(press: OfficialSites) -> Feed:
    return Feed("press", f"{press.url}/feed", "Press", "The Press")


@pytest.fixture
def pages(home: Home, http: Http) -> Callable[..., PageFetcher]:
    return lambda **limits: PageFetcher(http, home, **limits)


def read(home: Home) -> list[Article | Unreadable]:
    return [read_article for path in article_files(home.articles) for read_article in read_articles(path)]


def configured(home: Home, text: str) -> Home:
    home.root.mkdir(parents=True)
    (home.root / "feeds.toml").write_text(text, encoding="utf-8")
    return home


def test_a_fresh_home_wants_no_feeds(home: Home) -> None:
    assert feed_settings(home) == feeds.FeedSettings()


def test_a_home_names_feeds_of_the_project_and_its_own(home: Home) -> None:
    mine = '[feeds.mine]\nurl = "https://example.org/rss"\npages = false\n'
    text = f'use = ["uk_fcdo"]\nmost_pages = 9\n{mine}[gdelt]\npages = 5\n'
    wishes = feed_settings(configured(home, text))
    assert [(each.feed_id, each.outlet, each.pages) for each in wishes.feeds] == [
        ("uk_fcdo", "UK FCDO", True),
        ("mine", "example.org", False),
    ]
    assert (wishes.most_pages, wishes.gdelt_pages) == (9, 5)


def test_a_home_can_want_all_and_no_pages(home: Home) -> None:
    wishes = feed_settings(configured(home, 'use = "all"\npages = false\n'))
    assert {each.feed_id for each in wishes.feeds} == set(official_feeds())
    assert not any(each.pages for each in wishes.feeds)


@pytest.mark.parametrize(
    "text",
    ["use = [", 'use = ["no_such_feed"]', 'use = "some"', "[feeds.a]\ntitle = 'x'", "[feeds.'../a']\nurl = 'https://e.org'",
     "feeds = 3", "gdelt = 3", "most_pages = 'many'"],
)  # fmt: skip
def test_a_configuration_that_cannot_be_used_says_so_in_a_sentence(home: Home, text: str) -> None:
    with pytest.raises(FeedsError, match=r"feeds.toml in the home cannot be used \(.+\); no feed was read."):
        feed_settings(configured(home, text))


def test_the_feeds_of_the_project_are_secure_and_told_apart() -> None:
    known = official_feeds().values()
    assert len({each.url for each in known}) == len(known) >= 8
    assert all(each.url.startswith("https://") and each.outlet and each.title for each in known)


def test_an_entry_is_title_and_summary_on_the_day_where_it_was_written() -> None:
    ((entry,), _) = entries(rss(item()), "https://example.org/feed")
    assert entry.text == f"Nine listed\n\n{SUMMARY}"
    assert (entry.published_on, entry.url) == (date(2022, 2, 24), "https://example.org/1")


def test_an_atom_entry_prefers_what_is_longer_and_its_links_are_made_whole() -> None:
    ((entry,), _) = entries(ATOM, "https://example.org/feed")
    assert entry.text == f"Nine listed\n\n{SUMMARY}"
    assert (entry.published_on, entry.url) == (date(2022, 2, 25), "https://example.org/news/1")


def test_markup_becomes_lines_without_scripts() -> None:
    assert text_of_markup("<p>The <b>U</b>.S. acted.</p><p>So did<br>Canada.</p><script>x()</script>") == (
        "The U.S. acted.\nSo did\nCanada."
    )


def test_a_feed_gives_articles_with_source_day_and_basis(
    home: Home, press: OfficialSites, http: Http, feed: Feed
) -> None:
    press.put("/feed", rss(item()))
    report = visit_feed(feed, home, http).report
    assert (report.state, report.entries, report.added) == ("read", 1, 1)
    (article,) = read(home)
    assert isinstance(article, Article)
    assert (article.published_on, article.date_basis) == (date(2022, 2, 24), "feed")
    assert (article.outlet, article.url, article.title) == ("The Press", "https://example.org/1", "Nine listed")
    assert article.language == "en"


def test_an_unchanged_feed_is_not_sent_again(home: Home, press: OfficialSites, http: Http, feed: Feed) -> None:
    press.put("/feed", rss(item()))
    visit_feed(feed, home, http)
    assert visit_feed(feed, home, http).report.state == "unchanged"
    assert "if-none-match" in press.asked[-1].headers


def test_a_feed_with_one_entry_more_adds_one(home: Home, press: OfficialSites, http: Http, feed: Feed) -> None:
    press.put("/feed", rss(item()))
    visit_feed(feed, home, http)
    press.put("/feed", rss(item("Ten more listed", "https://example.org/2"), item()))
    report = visit_feed(feed, home, http).report
    assert (report.entries, report.added, len(read(home))) == (2, 1, 2)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless(b"<item><title>x</title></item>" * 1000), "is longer than"),
        (Answer(body=b"<html><body>Access denied</body></html>"), "is neither RSS nor Atom"),
        (Answer(body=b""), "is neither RSS nor Atom"),
        (Answer(body=b"/etc/hostname"), "is neither RSS nor Atom"),
        (NOT_FOUND, "answers 404"),
        (Answer(503), "answers 503"),
        (Answer(hang_up=True), "cannot be reached"),
        (moved("http://example.org/feed"), "only https is safe"),
        (zipped(b"a" * 2_000_000), "unpacks to more than"),
    ],
)
def test_a_feed_that_misbehaves_is_a_report_with_its_reason(
    home: Home,
    press: OfficialSites,
    http: Http,
    feed: Feed,
    answer: Answer,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "MOST_BYTES", 1_000_000)
    press.answer("/feed", answer)
    report = visit_feed(feed, home, http).report
    assert report.state == "failed"
    assert reason in report.reason
    assert read(home) == []


def test_a_feed_that_fails_once_keeps_what_to_ask_with(
    home: Home, press: OfficialSites, http: Http, feed: Feed
) -> None:
    press.put("/feed", rss(item()))
    visit_feed(feed, home, http)
    press.answer("/feed", Answer(503))
    assert visit_feed(feed, home, http).report.state == "failed"
    press.put("/feed", rss(item()))
    assert visit_feed(feed, home, http).report.state == "unchanged"


def test_entries_that_grow_without_end_in_one_file_are_cut_and_counted() -> None:
    many = [item(f"Number {number}") for number in range(feeds.MOST_ENTRIES + 7)]
    found, left_out = entries(rss(*many), "https://example.org/feed")
    assert (len(found), left_out) == (feeds.MOST_ENTRIES, 7)


def test_entities_that_explode_do_not(home: Home) -> None:
    lines = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "boom"}">' for n in range(10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [{lines}]>'.encode() + rss(item("&x9;"))[21:]
    found, _ = entries(bomb, "https://example.org/feed")
    assert sum(len(each.text) for each in found) < 10_000


@pytest.mark.parametrize(
    "when",
    [
        "0000-00-00T99:99:99Z",
        "2022/02/26",
        "0001-01-01T00:00:00Z",
        "Sat, 01 Jan 0001 00:00:00 GMT",
        "26/02/2022",
        "soon",
    ],
)
def test_a_day_that_cannot_be_read_costs_no_more_than_the_day(when: str) -> None:
    ((entry,), _) = entries(rss(item(when=when)), "https://example.org/feed")
    assert (entry.published_on, entry.title) == (None, "Nine listed")


def test_a_parser_that_fails_costs_its_feed_alone(
    home: Home, press: OfficialSites, http: Http, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("pipelines.articles.feeds.feedparser.parse", fail)
    press.put("/feed", rss(item()))
    report = visit_feed(feed, home, http).report
    assert (report.state, report.reason) == ("failed", "cannot be read (RecursionError: too deep).")


def test_an_empty_entry_is_skipped_with_its_reason_and_one_of_the_future_has_no_day(
    home: Home, press: OfficialSites, http: Http, feed: Feed
) -> None:
    press.put(
        "/feed", rss("<item><link>https://example.org/0</link></item>", item(when="Fri, 24 Feb 2090 10:00:00 GMT"))
    )
    visit_feed(feed, home, http)
    found = read(home)
    assert [item.reason for item in found if isinstance(item, Unreadable)] == ["is empty."]
    assert {item.url for item in found} == {"https://example.org/0", "https://example.org/1"}
    assert {(item.published_on, item.date_basis) for item in found} == {(None, "none")}


def wanted(press: OfficialSites, path: str = "/a") -> WantedPage:
    facts = {"outlet": "The Press", "date": "2022-02-24", "date_basis": "feed"}
    return WantedPage(f"{press.url}{path}", "press", "127.0.0.1", facts)


def test_a_page_is_kept_once_with_its_facts_and_not_asked_for_again(
    home: Home, press: OfficialSites, pages: Callable[..., PageFetcher]
) -> None:
    press.answer("/a", Answer(body=PAGE.encode(), headers={"Content-Type": "text/html; charset=utf-8"}))
    for _ in range(2):
        fetching = pages()
        asked = fetching.fetch(wanted(press))
        fetching.close()
        assert asked is not None
        assert asked.state == "fetched"
    assert press.paths == ["/robots.txt", "/a"]
    (article,) = read(home)
    assert isinstance(article, Article)
    assert (article.outlet, article.url) == ("The Press", f"{press.url}/a")
    assert (article.published_on, article.date_basis) == (date(2022, 2, 24), "feed")
    assert [asked_page.sha256 for asked_page in page_requests(home)] == [article.sha256]


@pytest.mark.parametrize(
    ("answer", "state", "reason"),
    [
        (
            Answer(body=b"%PDF-1.4", headers={"Content-Type": "application/pdf"}),
            "refused",
            "is no page but application/pdf",
        ),
        (Answer(body=b" "), "refused", "is empty"),
        (endless(), "refused", "is longer than"),
        (Answer(410), "refused", "answers 410"),
        (Answer(503), "unreachable", "answers 503"),
    ],
)
def test_a_page_that_cannot_be_had_says_why(
    home: Home, press: OfficialSites, pages: Callable[..., PageFetcher], answer: Answer, state: str, reason: str
) -> None:
    press.answer("/a", answer)
    fetching = pages()
    fetching.fetch(wanted(press))
    fetching.close()
    (asked,) = page_requests(home)
    assert asked.state == state
    assert reason in asked.reason
    assert read(home) == []


def test_robots_are_obeyed_by_name(home: Home, press: OfficialSites, pages: Callable[..., PageFetcher]) -> None:
    press.put("/robots.txt", f"User-agent: {AGENT}\nDisallow: /a\n\nUser-agent: *\nDisallow:\n".encode())
    press.put("/a", PAGE.encode())
    press.put("/b", PAGE.encode())
    fetching = pages()
    first, second = fetching.fetch(wanted(press, "/a")), fetching.fetch(wanted(press, "/b"))
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == ("refused", "fetched")
    assert press.paths == ["/robots.txt", "/b"]


def test_robots_know_this_program_by_the_name_that_it_gives() -> None:
    assert AGENT in USER_AGENT


def test_robots_that_cannot_be_had_close_the_host_for_this_run(
    press: OfficialSites, pages: Callable[..., PageFetcher]
) -> None:
    press.answer("/robots.txt", Answer(503))
    press.put("/a", PAGE.encode())
    asked = pages().fetch(wanted(press))
    assert asked is not None
    assert (asked.state, asked.is_done) == ("unreachable", False)
    assert "/a" not in press.paths


def test_a_host_that_asks_for_long_pauses_is_left_alone(
    press: OfficialSites, pages: Callable[..., PageFetcher]
) -> None:
    press.put("/robots.txt", b"User-agent: *\nCrawl-delay: 600\n")
    asked = pages().fetch(wanted(press))
    assert asked is not None
    assert "600 s between pages" in asked.reason


def test_pages_of_a_host_and_of_a_run_are_limited(press: OfficialSites, pages: Callable[..., PageFetcher]) -> None:
    press.put("/a", PAGE.encode())
    fetching = pages(a_host=2)
    asked = [fetching.fetch(wanted(press, path)) for path in ("/a", "/gone", "/c")]
    assert [each and each.state for each in asked] == ["fetched", "refused", None]
    assert pages(a_run=0).fetch(wanted(press)) is None


def test_what_cannot_be_reached_is_tried_three_times_and_no_more(
    press: OfficialSites, pages: Callable[..., PageFetcher]
) -> None:
    press.answer("/a", Answer(hang_up=True))
    for _ in range(5):
        fetching = pages()
        fetching.fetch(wanted(press))
        fetching.close()
    asked = pages().fetch(wanted(press))
    assert asked is not None
    assert (asked.tries, asked.is_done) == (3, True)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080/admin", "https://10.0.0.5/", "http://169.254.169.254/latest", "http://localhost/x",
     "https://intranet/x", "https://[::1]/x", "file:///etc/passwd", "ftp://example.org/x", "https://", "x", "https://[bad",
     "https://printer.local/"],
)  # fmt: skip
def test_a_feed_does_not_lead_into_the_network_of_this_machine(url: str) -> None:
    with pytest.raises(RefusedError):
        refuse_private_address(with_https(url), "example.org")


INSIDE = ("https://10.1.2.3/x", "http://192.168.0.1/x", "https://169.254.169.254/latest", "file:///etc/passwd")


@pytest.mark.parametrize("to", INSIDE)
def test_a_page_that_is_moved_inside_is_refused_and_nobody_is_asked_there(
    press: OfficialSites, pages: Callable[..., PageFetcher], to: str
) -> None:
    press.answer("/a", moved(to))
    asked = pages().fetch(wanted(press))
    assert asked is not None
    assert asked.state == "refused"
    assert asked.reason.startswith(("leads to an address that is not on the public web", "has no web address"))


@pytest.mark.parametrize("to", INSIDE)
def test_robots_and_feeds_that_are_moved_inside_are_not_followed(
    home: Home, press: OfficialSites, http: Http, feed: Feed, pages: Callable[..., PageFetcher], to: str
) -> None:
    press.answer("/robots.txt", moved(to))
    press.answer("/feed", moved(to))
    asked, report = pages().fetch(wanted(press)), visit_feed(feed, home, http).report
    assert asked is not None
    assert (asked.state, report.state) == ("refused", "failed")
    assert "web" in asked.reason
    assert "web" in report.reason
    assert press.paths == ["/robots.txt", "/feed"]


def test_an_address_that_is_none_of_the_web_stays_as_it_is() -> None:
    assert with_https("file:///etc/passwd") == "file:///etc/passwd"


def test_plain_http_is_asked_over_https() -> None:
    assert with_https("http://example.org/a?b=1#c") == "https://example.org/a?b=1"


def test_a_ledger_that_is_spoilt_is_begun_anew(home: Home) -> None:
    (home.articles / "pages").mkdir(parents=True)
    (home.articles / "pages" / ".asked.json").write_text(json.dumps([{"url": 1}]), encoding="utf-8")
    assert page_requests(home) == []


@pytest.mark.parametrize("tag", ["<b/>", "&lt;b&gt;", "&#60;b>"])
def test_a_feed_of_too_many_tags_is_refused_before_it_is_parsed(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedparser.parse", lambda *_, **__: pytest.fail("it was parsed"))
    with pytest.raises(FeedsError, match="more than 60,000 tags"):
        entries(ATOM + tag.encode() * (feeds.MOST_TAGS + 1), "https://a.example/f")


def test_control_signs_after_a_block_of_a_summary_are_left_out() -> None:
    assert feeds.text_of_markup("<p>one</p>&#1;two&#31;<br>three") == "one\ntwo\nthree"
