"""Fetching article pages politely: robots.txt, pauses and limits are respected.

Here: whether a page may be fetched, fetching it, and storing it once by its content. Not here: a single request (see
pipelines.archive.http), which pages are worth fetching (see feeds, leads), or the content of a page (see reading).

A page is stored as HOME/articles/pages/HOST/DIGEST.html, with a file of facts about it beside it. All requests and
their results are in HOME/articles/pages/.asked.json: a page that was fetched or refused is not requested again.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from pipelines.archive.addresses import without_credentials
from pipelines.archive.archive import utc_now
from pipelines.archive.home import Home, write_whole
from pipelines.archive.http import Fetched, FetchError, Http
from pipelines.articles.files import FACTS, MOST_BYTES

AGENT = "sanctions-record"
"""The name of this program for robots.txt; it is also part of the User-Agent."""

PAGES_A_RUN = 200
PAGES_A_HOST = 30
SECONDS_A_PAGE = 40.0
SECONDS_A_RUN = 900.0
PAUSE = 2.0
LONGEST_PAUSE = 60.0
"""Seconds between two pages of a host; hosts that ask for a longer pause are not visited."""
MOST_TRIES = 3
MOST_BYTES_OF_ROBOTS = 500_000

State = Literal["fetched", "refused", "unreachable"]


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page that was requested, and the result.

    Attributes:
        found_by: the feed, or `gdelt`, that links to it.
        sha256: digest of the fetched page.
    """

    url: str
    found_by: str
    state: State
    reason: str
    asked_at: datetime
    tries: int = 1
    sha256: str = ""

    @property
    def is_done(self) -> bool:
        """Whether it must not be requested again."""
        return self.state != "unreachable" or self.tries >= MOST_TRIES


@dataclass(frozen=True, slots=True)
class WantedPage:
    """A page that is worth fetching, and what is known about it.

    Attributes:
        trusted_host: the host of the feed that links to it; it may be fetched even if it is on a private network.
    """

    url: str
    found_by: str
    trusted_host: str = ""
    facts: Mapping[str, str] | None = None


class RefusedError(Exception):
    """A page must not be fetched, or is no page; the message is a clause without a subject."""


class PageFetcher:
    """Fetches pages one after the other, within the limits of one run.

    Attributes:
        requests_made: the pages requested in this run.
    """

    def __init__(
        self,
        http: Http,
        home: Home,
        *,
        a_run: int = PAGES_A_RUN,
        a_host: int = PAGES_A_HOST,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Start the time budget of the run, and read which pages were requested in earlier runs."""
        self._http, self._home, self._now = http, home, now
        self._a_run, self._a_host = a_run, a_host
        self.requests_made: list[PageRequest] = []
        self._folder = home.articles / "pages"
        self._requests_by_url = {request.url: request for request in page_requests(home)}
        self._robots: dict[str, RobotFileParser | str] = {}
        self._requests_per_host: Counter[str] = Counter()
        self._budget = http.budget(SECONDS_A_RUN)

    def fetch(self, wanted: WantedPage) -> PageRequest | None:
        """Fetch a page unless that is done; None if it is left for another run because of a limit."""
        address = with_https(wanted.url)
        url = without_credentials(address)
        before = self._requests_by_url.get(url)
        if before is not None and before.is_done:
            return before
        host = _host_of(url)
        if (
            self._requests_per_host.total() >= self._a_run
            or self._requests_per_host[host] >= self._a_host
            or self._budget.left <= 0
        ):
            return None
        self._requests_per_host[host] += 1
        request = self._request_page(replace(wanted, url=address), host)
        self._requests_by_url[url] = replace(request, tries=before.tries + 1 if before else 1)
        self.requests_made.append(self._requests_by_url[url])
        return self._requests_by_url[url]

    def close(self) -> None:
        """Store all requests and their results, so that later runs do not ask for these pages again."""
        stored = [
            {**asdict(request), "asked_at": request.asked_at.isoformat()}
            for request in sorted(self._requests_by_url.values(), key=lambda request: request.url)
        ]
        if stored:
            write_whole(page_requests_file(self._home), json.dumps(stored, ensure_ascii=False, indent=0).encode())

    def _request_page(self, wanted: WantedPage, host: str) -> PageRequest:
        """Requests a page, stores it if it came, and returns whether it was fetched, refused or unreachable."""
        request = PageRequest(without_credentials(wanted.url), wanted.found_by, "fetched", "", self._now())
        try:
            refuse_private_address(wanted.url, wanted.trusted_host)
            fetched = self._http.get(
                wanted.url,
                most_bytes=MOST_BYTES,
                budget=self._http.budget(SECONDS_A_PAGE),
                pause=self._pause_of(wanted),
                admit=lambda at: refuse_private_address(at, wanted.trusted_host),
            )
            if fetched is None:
                return replace(request, state="unreachable", reason="came without a body.")
            refuse_other_than_page(fetched)
        except RefusedError as error:
            return replace(request, state="refused", reason=f"{error}.")
        except FetchError as error:
            state: State = "refused" if error.came or error.absent else "unreachable"
            return replace(request, state=state, reason=f"{error}.")
        return replace(request, sha256=self._store_page(fetched.content, host, wanted))

    def _store_page(self, content: bytes, host: str, wanted: WantedPage) -> str:
        """Stores a page and the facts beside it, unless it is stored already; returns its digest."""
        digest = sha256(content).hexdigest()
        path = self._folder / _folder_name(host) / f"{digest[:24]}.html"
        if not path.is_file():
            facts = {
                **(wanted.facts or {}),
                "url": without_credentials(wanted.url),
                "retrieved_at": self._now().isoformat(),
            }
            write_whole(path.with_name(path.name + FACTS), json.dumps(facts, ensure_ascii=False).encode())
            write_whole(path, content)
        return digest

    def _pause_of(self, wanted: WantedPage) -> float:
        """Seconds to wait between pages of the host of a page.

        Raises:
            RefusedError: robots.txt does not allow this page, or asks for too long a pause.
            FetchError: robots.txt cannot be fetched; until it can, no page of the host is fetched.
        """
        rules = self._rules_of(wanted)
        if not rules.can_fetch(AGENT, wanted.url):
            raise RefusedError("is closed to programs by the robots.txt of its host")
        pause = float(rules.crawl_delay(AGENT) or 0)
        if pause > LONGEST_PAUSE:
            raise RefusedError(f"is on a host that asks for {pause:.0f} s between pages")
        return max(PAUSE, pause)

    def _rules_of(self, wanted: WantedPage) -> RobotFileParser:
        """The rules of robots.txt of a page's host, requested once per run.

        Raises:
            FetchError: robots.txt cannot be fetched.
        """
        parts = urlsplit(wanted.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._fetched_rules(origin, wanted.trusted_host)
        rules = self._robots[origin]
        if isinstance(rules, str):
            raise FetchError(rules)
        return rules

    def _fetched_rules(self, origin: str, trusted_host: str) -> RobotFileParser | str:
        """The rules of robots.txt, or why they are not known. By RFC 9309, a missing file (4xx) allows all pages."""
        rules = RobotFileParser()
        try:
            fetched = self._http.get(
                f"{origin}/robots.txt",
                most_bytes=MOST_BYTES_OF_ROBOTS,
                budget=self._http.budget(SECONDS_A_PAGE),
                admit=lambda at: refuse_private_address(at, trusted_host),
            )
            rules.parse((fetched.content if fetched else b"").decode("utf-8", "replace").splitlines())
        except FetchError as error:
            if not error.absent:
                return f"is on a host whose robots.txt {error}"
            rules.parse([])
        return rules


def page_requests(home: Home) -> list[PageRequest]:
    """All pages that were requested; none if the file that lists them is missing or damaged."""
    try:
        stored = json.loads(page_requests_file(home).read_bytes())
        return [PageRequest(**{**row, "asked_at": datetime.fromisoformat(row["asked_at"])}) for row in stored]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def with_https(url: str) -> str:
    """The address with https in place of http, which papers still use in links, and without the part after `#`."""
    try:
        parts = urlsplit(url.strip())
        loopback = parts.hostname == "localhost" or _is_private(parts.hostname or "")
        if parts.scheme not in ("http", "https"):
            return url
        scheme = "https" if parts.scheme == "http" and not loopback and not parts.port else parts.scheme
        return urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, ""))
    except ValueError:
        return url


def _host_of(url: str) -> str:
    """The host of an address; empty if it has none or is not valid."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def refuse_private_address(url: str, trusted_host: str) -> None:
    """Refuse addresses that are no web addresses or lead into a private network, where a feed must not send requests.

    Raises:
        RefusedError: the address is refused.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise RefusedError("has no valid address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise RefusedError("has no web address")
    if host != trusted_host and (_is_private(host) or "." not in host):
        raise RefusedError("leads to an address that is not on the public web")


def refuse_other_than_page(fetched: Fetched) -> None:
    """Refuse a response that is empty or not HTML.

    Raises:
        RefusedError: the response is refused.
    """
    kind = fetched.content_type.split(";")[0].strip().lower()
    if kind and kind not in ("text/html", "application/xhtml+xml"):
        raise RefusedError(f"is no page but {kind[:60]}")
    if not fetched.content.strip():
        raise RefusedError("is empty")


def _is_private(host: str) -> bool:
    """Whether a host is an address or a name within a private network."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host.endswith((".local", ".internal", ".localhost"))


def _folder_name(host: str) -> str:
    """A folder name for a host."""
    return "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in host)[:100].lstrip(".") or "_"


def page_requests_file(home: Home) -> Path:
    """The file that lists the requested pages."""
    return home.articles / "pages" / ".asked.json"
