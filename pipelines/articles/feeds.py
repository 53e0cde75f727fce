"""RSS and Atom feeds: their settings, and their entries as articles.

Here: the feeds configured in a home, parsing a feed to entries, and storing entries once by their content. Not here:
fetching the pages that entries link to (see fetching), or reading the stored entries (see reading).

Without a file HOME/feeds.toml, no feeds are read:

    use = ["uk_fcdo", "eu_council"]     # of the project's own feeds (feeds.toml beside this module), or "all"
    pages = true                        # fetch the page of each entry too (the default)
    most_pages = 200                    # pages a refresh, all feeds together

    [feeds.my_paper]                    # any other feed
    url = "https://www.example.org/world.rss"
    outlet = "Example Post"
    pages = false

    [gdelt]
    pages = 50                          # pages of the newest day of GDELT that is held, a refresh (default none)

An entry is stored as HOME/articles/feeds/FEED/DIGEST.jsonl: title and summary, which count as an article until its page
is fetched. The values for the next conditional request (ETag, Last-Modified) are beside it in .state.json.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import feedparser
from lxml import etree, html

from pipelines.archive.addresses import without_credentials
from pipelines.archive.archive import utc_now
from pipelines.archive.home import Home, write_whole
from pipelines.archive.http import FetchError, Http
from pipelines.archive.snapshot import LIST_ID, Source
from pipelines.articles.days import stated_day
from pipelines.articles.fetching import RefusedError, WantedPage, refuse_private_address
from pipelines.parsers.texts import folded

OFFICIAL = Path(__file__).parent / "feeds.toml"

MOST_BYTES = 10_000_000
MOST_ENTRIES = 500
MOST_TAGS = 60_000
"""Opening tags of a feed, those of escaped markup too. feedparser takes up to 0.1 ms for each, whatever the size."""
PAUSE = 1.0
BLOCKS = ("p", "br", "li", "div", "h1", "h2", "h3", "h4", "tr", "blockquote")

FeedState = Literal["read", "unchanged", "failed", "never_read"]


class FeedsError(Exception):
    """A feeds.toml, or a feed, that cannot be used; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed configured in a home."""

    feed_id: str
    url: str
    title: str = ""
    outlet: str = ""
    pages: bool = True


@dataclass(frozen=True, slots=True)
class FeedSettings:
    """The settings in HOME/feeds.toml."""

    feeds: tuple[Feed, ...] = ()
    most_pages: int = 0
    gdelt_pages: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. An entry with an empty `text` is stored, too, and later skipped with that reason."""

    title: str
    text: str
    url: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class FeedReport:
    """The result of the last visit to a feed.

    Attributes:
        entries: number of its entries.
        added: number of entries that were not stored before.
        reason: why the visit failed, or what was left out.
    """

    feed_id: str
    url: str
    state: FeedState = "never_read"
    reason: str = ""
    checked_at: datetime | None = None
    entries: int = 0
    added: int = 0
    etag: str | None = None
    last_modified: str | None = None
    title: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """The report and the entries of a visit to a feed."""

    report: FeedReport
    entries: tuple[Entry, ...] = field(default=())


def feed_settings(home: Home) -> FeedSettings:
    """The settings of feeds of a home; no feeds without a feeds.toml.

    Raises:
        FeedsError: the file exists but cannot be used.
    """
    path = home.root / "feeds.toml"
    if not path.is_file():
        return FeedSettings()
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        own = {name: dict(table) for name, table in stated.get("feeds", {}).items()}
        use = stated.get("use", [])
        pages, most, gdelt = (
            bool(stated.get("pages", True)),
            int(stated.get("most_pages", 200)),
            stated.get("gdelt", {}),
        )
        feeds = [*_feeds_named(use), *(_feed_with_settings(name, table) for name, table in own.items())]
        return FeedSettings(
            tuple(replace(feed, pages=feed.pages and pages) for feed in feeds), most, int(gdelt.get("pages", 0))
        )
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        fault = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise FeedsError(f"feeds.toml in the home cannot be used ({fault}); no feed was read.") from error


def official_feeds() -> Mapping[str, Feed]:
    """The feeds that come with the project, by id."""
    stated = tomllib.loads(OFFICIAL.read_text(encoding="utf-8"))
    return {name: _feed_with_settings(name, table) for name, table in stated["feeds"].items()}


def _feeds_named(use: list[str] | str) -> Iterator[Feed]:
    """The feeds that a home's feeds.toml names, or all of them; raises ValueError for a name that is not known."""
    known = official_feeds()
    if use == "all":
        yield from known.values()
        return
    unknown = [name for name in use if name not in known]
    if unknown or isinstance(use, str):
        raise ValueError(f"it names {', '.join(unknown) or use}, and known are: {', '.join(known)}")
    yield from (known[name] for name in use)


def _feed_with_settings(name: str, stated: Mapping[str, Any]) -> Feed:
    """The feed `name` with these settings.

    Raises:
        ValueError: the name has other letters than a name may have.
    """
    if not LIST_ID.fullmatch(name):
        raise ValueError(f"feed {name}: a name has small letters, digits and _ only")
    outlet = str(stated.get("outlet") or urlsplit(stated["url"]).hostname or name)
    return Feed(name, str(stated["url"]), str(stated.get("title") or outlet), outlet, bool(stated.get("pages", True)))


def visit_feed(feed: Feed, home: Home, http: Http) -> Visit:
    """Fetch a feed and store its new entries; errors of the server are in the report."""
    before = held_report(home, feed)
    report = replace(before, checked_at=utc_now(), added=0)
    known = Source(feed.url, before.etag, before.last_modified) if before.etag or before.last_modified else None
    try:
        host_of_feed = urlsplit(feed.url).hostname or ""
        fetched = http.get(
            feed.url,
            known=known,
            most_bytes=MOST_BYTES,
            pause=PAUSE,
            admit=lambda at: refuse_private_address(at, host_of_feed),
        )
        if fetched is None:
            return _store_report(home, Visit(replace(report, state="unchanged", reason="")))
        read_entries, left_out = entries(fetched.content, feed.url)
    except (FetchError, FeedsError, RefusedError) as error:
        return _store_report(home, Visit(replace(report, state="failed", reason=f"{error}.")))
    added = sum(keep_entry(home, feed, entry) for entry in read_entries)
    reason = f"{left_out:,} entries beyond the first {MOST_ENTRIES} were left out." if left_out else ""
    source = fetched.source
    report = replace(
        report, state="read", reason=reason, entries=len(read_entries), added=added, etag=source.etag,
        last_modified=source.last_modified,
    )  # fmt: skip
    return _store_report(home, Visit(report, tuple(read_entries)))


_SURROGATES = re.compile(
    rb"&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]))(?![0-9a-fA-F]);?"
)
"""Character references to surrogates; a single one makes feedparser fail on the whole feed."""


_TAG = re.compile(rb"(?:<|&lt;|&#0*60;|&#[xX]0*3[cC];)[A-Za-z]")


def entries(content: bytes, url: str) -> tuple[list[Entry], int]:
    """The entries of a feed, and the number of entries that were left out because there are too many.

    Raises:
        FeedsError: the content is no feed, or has too many tags.
    """
    if sum(1 for _ in islice(_TAG.finditer(content), MOST_TAGS + 1)) > MOST_TAGS:
        raise FeedsError(f"has more than {MOST_TAGS:,} tags; look at what the address gives")
    try:
        # Give a stream, not bytes: if the bytes were the name of a file, feedparser would read that file.
        readable = _SURROGATES.sub(b"&#xFFFD;", content)
        parsed = feedparser.parse(BytesIO(readable), response_headers={"content-location": url})
    except Exception as error:  # bad bytes may make the parser raise anything; other feeds must go on
        raise FeedsError(f"cannot be read ({type(error).__name__}: {error})") from error
    if not parsed.entries and not parsed.get("version"):
        raise FeedsError("is neither RSS nor Atom")
    kept = [_entry_of(entry) for entry in parsed.entries[:MOST_ENTRIES]]
    return kept, len(parsed.entries) - len(kept)


def keep_entry(home: Home, feed: Feed, entry: Entry) -> bool:
    """Store an entry unless it is stored already; return whether it was new."""
    day = {"date": entry.published_on.isoformat(), "date_basis": "feed"} if entry.published_on else {}
    line = {
        **day, "title": entry.title, "text": entry.text, "url": without_credentials(entry.url), "outlet": feed.outlet,
        "feed": feed.feed_id,
    }  # fmt: skip
    digest = sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()[:24]
    path = _folder(home, feed.feed_id) / f"{digest}.jsonl"
    if path.is_file():
        return False
    write_whole(path, json.dumps({"id": f"{feed.feed_id}-{digest[:16]}", **line}).encode() + b"\n")
    return True


def wanted_pages(home: Home, feed: Feed) -> list[WantedPage]:
    """The pages of all stored entries of a feed, the newest first."""
    lines = []
    for path in _folder(home, feed.feed_id).glob("*.jsonl"):
        try:
            lines.append(json.loads(path.read_bytes()))
        except (OSError, ValueError):
            continue  # reading the articles reports that this file is damaged
    lines.sort(key=lambda line: (line.get("date", ""), line["url"]), reverse=True)
    host = urlsplit(feed.url).hostname or ""
    names = ("title", "outlet", "date", "date_basis")
    return [
        WantedPage(line["url"], feed.feed_id, host, {name: line[name] for name in names if line.get(name)})
        for line in lines
        if line["url"]
    ]


def held_report(home: Home, feed: Feed) -> FeedReport:
    """The stored report of the last visit to a feed; one "never read" if there is none, or it is of another address."""
    blank = FeedReport(feed.feed_id, without_credentials(feed.url), title=feed.title, outlet=feed.outlet)
    try:
        stored = json.loads((_folder(home, feed.feed_id) / ".state.json").read_bytes())
        stored["checked_at"] = datetime.fromisoformat(stored["checked_at"])
        held = FeedReport(**stored)
    except (OSError, ValueError, TypeError, KeyError):
        return blank
    return replace(held, title=feed.title, outlet=feed.outlet) if held.url == blank.url else blank


def _store_report(home: Home, visited: Visit) -> Visit:
    """Stores the report of a visit, and returns the visit."""
    stored = asdict(visited.report)
    stored["checked_at"] = visited.report.checked_at and visited.report.checked_at.isoformat()
    write_whole(_folder(home, visited.report.feed_id) / ".state.json", json.dumps(stored, indent=1).encode())
    return visited


def _folder(home: Home, feed_id: str) -> Path:
    """The folder of a feed's entries."""
    return home.articles / "feeds" / feed_id


def _entry_of(stated: Mapping[str, Any]) -> Entry:
    """An entry from feedparser's form of it: title, longest text, address and day."""
    title = text_of_markup(str(stated.get("title") or ""))
    bodies = [str(content.get("value") or "") for content in stated.get("content") or []]
    body = max((text_of_markup(markup) for markup in [str(stated.get("summary") or ""), *bodies]), key=len)
    text = "\n\n".join(part for part in (title, "" if body == title else body) if part)
    return Entry(title, text, str(stated.get("link") or stated.get("id") or ""), _day_of_entry(stated))


def _day_of_entry(stated: Mapping[str, Any]) -> date | None:
    """The day in the time zone of the entry: 23:30 in Washington is the next day in UTC, but not there.

    It is read from the text of the date, because feedparser guesses at dates that it does not know.
    """
    written = (str(stated.get(name) or "") for name in ("published", "updated"))
    return next((day for text in written if (day := stated_day(text))), None)


_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
"""Signs that markup can name ("&#1;") and that lxml reads but does not write."""


def text_of_markup(markup: str) -> str:
    """The text of the markup of a title or summary, one line per block element; the markup if it cannot be read."""
    if not markup.strip():
        return ""
    try:
        element = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return folded(markup)
    for hidden in list(element.iter("script", "style")):
        hidden.drop_tree()
    for block in element.iter(*BLOCKS):
        block.tail = "\n" + _NOT_IN_XML.sub("", block.tail or "")
    lines = (folded(line) for line in element.text_content().splitlines())
    return "\n".join(line for line in lines if line)
