"""Fetching news: the feeds configured in a home, the pages that they and GDELT link to, and days of GDELT.

Here: the order of the requests; a source that does not answer affects only its own news. Not here: a single feed, page
or file (see feeds, fetching, leads), or the claims of articles (see pipelines.claims).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.articles import GDELT
from pipelines.articles.feeds import FeedReport, FeedsError, FeedSettings, feed_settings, held_report, visit_feed
from pipelines.articles.feeds import wanted_pages as wanted_of_feed
from pipelines.articles.fetching import PageFetcher, PageRequest, WantedPage, page_requests_file
from pipelines.articles.gdelt import site_address
from pipelines.articles.leads import GdeltFolder, GdeltSite, LeadDay, day_files, newest_day, read_day
from pipelines.articles.leads import wanted_pages as wanted_of_day

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FetchedNews:
    """The result of fetching news.

    Attributes:
        pages: the pages requested in this run.
        complaint: why no feed was read, if the settings of the home cannot be read.
    """

    feeds: tuple[FeedReport, ...] = ()
    pages: tuple[PageRequest, ...] = ()
    complaint: str = ""

    @property
    def complaints(self) -> tuple[str, ...]:
        """The problems with feeds, one sentence per problem. Pages that could not be fetched are in table news_page."""
        failed = [f"{feed.feed_id}: the feed {feed.reason}" for feed in self.feeds if feed.state == "failed"]
        return (*([self.complaint] if self.complaint else []), *failed)


def fetch_news(home: Home, say: Say = lambda _: None, user_agent: str | None = None) -> FetchedNews:
    """Read the feeds configured in the home, and fetch the pages that they and the newest day of GDELT link to.

    In a home without feeds.toml, nothing is fetched.
    """
    try:
        settings = feed_settings(home)
    except FeedsError as error:
        return FetchedNews(complaint=str(error))
    if settings == FeedSettings():
        return FetchedNews()
    http, reports, wanted = Http(home, user_agent=user_agent), list[FeedReport](), list[WantedPage]()
    for feed in settings.feeds:
        say(f"{feed.feed_id}: asking its source")
        reports.append(visit_feed(feed, home, http).report)
        wanted += wanted_of_feed(home, feed) if feed.pages else []
    say("fetching the pages that feeds lead to")
    pages = _fetch_pages(home, http, wanted, settings.most_pages)
    if settings.gdelt_pages and (day := newest_day(home)):
        say(f"fetching pages that GDELT saw on {day.day}")
        pages += _fetch_pages(home, http, wanted_of_day(day), settings.gdelt_pages)
    return FetchedNews(tuple(reports), tuple(pages))


def _fetch_pages(home: Home, http: Http, wanted: Iterable[WantedPage], most: int) -> list[PageRequest]:
    """Fetch pages that were not fetched yet, up to a number of them."""
    pages = PageFetcher(http, home, a_run=most)
    try:
        for page in wanted:
            pages.fetch(page)
    finally:
        pages.close()
    return pages.requests_made


def feed_reports(home: Home) -> list[FeedReport]:
    """The reports of the last visits to the feeds configured in the home; empty if its settings cannot be read."""
    try:
        return [held_report(home, feed) for feed in feed_settings(home).feeds]
    except FeedsError:
        return []  # `fetch_news` reports the error


def state_of_sources(home: Home) -> str:
    """A digest of everything that the tables about feeds, pages and GDELT are made from."""
    digest = blake2b(repr(feed_reports(home)).encode(), digest_size=16)
    for path in [page_requests_file(home), *day_files(home)]:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def gdelt_day(
    home: Home, day: date, mirror: str | None = None, say: Say = lambda _: None, user_agent: str | None = None
) -> LeadDay:
    """Read a day of GDELT: its articles that may be about sanctions, and the results for all files and rows.

    The results are stored in the archive. A day that was read is not read again, and an interrupted day is continued.

    Args:
        mirror: a folder or address with the files as published in its folder `gdelt`; without it, GDELT's own site.

    Raises:
        MixedHomeError: the home holds the bundled example.
    """
    if mirror and urlsplit(mirror).scheme not in ("http", "https"):
        return saved_gdelt_day(home, day, Path(mirror) / GDELT, say)
    Archive(home).dedicate("live")
    http = Http(home, user_agent=user_agent, plain_hosts=(urlsplit(site_address()).hostname or "",))
    return read_day(home, day, GdeltSite(http, home, f"{mirror.rstrip('/')}/{GDELT}" if mirror else None), say)


def saved_gdelt_day(home: Home, day: date, place: Path, say: Say = lambda _: None) -> LeadDay:
    """Read a day of GDELT from files as published, in a folder or its subfolders, or from a single file.

    Raises:
        MixedHomeError: the home holds the bundled example.
    """
    Archive(home).dedicate("live")
    return read_day(home, day, GdeltFolder(place), say)


def saved_gdelt_days(place: Path) -> list[date]:
    """The days that have files of GDELT in a folder, by the names of the files."""
    return GdeltFolder(place).days()
