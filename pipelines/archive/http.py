"""Polite, bounded, checked HTTP: the only way in which this project fetches anything.

Here: one request with its retries, redirects, limits and waits. Not here: what is fetched and what becomes of it (see
acquisition), or whether the bytes are what was due (see arrival).

Every fetch ends: attempts, waits and what a server asks to wait for share one budget, and a body that comes too slowly
or too long is given up.
"""

import gzip
import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import urljoin, urlsplit

import requests
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from pipelines.archive.addresses import without_credentials
from pipelines.archive.connections import WatchedAdapter
from pipelines.archive.home import Home
from pipelines.archive.snapshot import Source

# OFAC answers 403 unless the name starts so and is at least 40 characters long.
USER_AGENT = "Mozilla/5.0 (compatible; sanctions-record/0.1; reads official sanctions lists once a day)"

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
BUDGET_SECONDS = 120.0
ATTEMPTS = 4
BACK_OFF_SECONDS = 1.0
MOST_REDIRECTS = 5
CHUNK = 2**18
IN_MEMORY = 2**23
FIRST_BYTES = 2**16
SLOWEST = 64 * 1024  # bytes a second, once GRACE_SECONDS have passed
GRACE_SECONDS = 20.0
LONGEST_SECONDS = 600.0
AN_HOUR = 3600.0
MOST_BYTES = 400_000_000

_RETRYABLE = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class FetchError(Exception):
    """A fetch that brought nothing to keep: one clause, to stand after the name of what was fetched.

    Attributes:
        absent: the server answered and does not have it; another form of it may be there.
        came: bytes came, and are not worth having.
        answered: the server answered, so that it is worth asking for something else.
    """

    absent = False
    came = False
    answered = False


class AbsentError(FetchError):
    """The server answers that there is no such thing, or not for us."""

    absent = True


class BusyError(FetchError):
    """The server answers that it cannot just now."""

    answered = True


class SpoiltError(FetchError):
    """Bytes came, and were cut, too many or not to be unpacked."""

    came = True


class _RetryableError(Exception):
    """Worth another try: `after` says when, if the server did."""

    def __init__(self, failure: FetchError, after: float | None = None) -> None:
        """Keep the error that is raised if no further attempt is made, and the seconds that the server asks to wait."""
        super().__init__(str(failure))
        self.failure = failure
        self.after = after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the body out of its transfer encoding, the address asked for, and what to ask with next time."""

    content: bytes
    source: Source
    content_type: str


@dataclass(frozen=True, slots=True)
class Peeked:
    """How an address answers: `beginning` is the first bytes, out of their encoding; `length` is the announced one."""

    status: int
    reason: str
    address: str
    beginning: bytes
    length: int | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds left for everything that belongs together, retries and waits included.

    Attributes:
        seconds_to_answer: how long a server may be silent; READ_SECONDS unless given.
    """

    clock: Callable[[], float]
    until: float
    seconds_to_answer: float | None = None

    @property
    def left(self) -> float:
        """The seconds that are left, never below zero."""
        return max(0.0, self.until - self.clock())


class _Session(requests.Session):
    """A session that leaves redirects to its caller: requests would read their bodies, however long."""

    def __init__(self) -> None:
        """Limit the time that an answer may take to begin, for both schemes."""
        super().__init__()
        for scheme in ("https://", "http://"):
            self.mount(scheme, WatchedAdapter())

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        """None, so that redirects are not followed here."""
        return None


class Http:
    """A client with one session a host.

    Args:
        plain_hosts: hosts that may be asked over plain http, because they can be reached in no other way.

    Attributes:
        sleep, clock, chance: replaced in tests; `chance` gives numbers from 0 to 1 for the jitter.
    """

    def __init__(
        self,
        home: Home,
        *,
        user_agent: str | None = None,
        plain_hosts: Collection[str] = (),
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Keep the settings; a session is opened at the first request to its host."""
        self._spool = home.archive
        self._user_agent = user_agent or USER_AGENT
        self._plain_hosts = frozenset(plain_hosts)
        self._sleep = sleep
        self._clock = clock
        self._chance = chance
        self._sessions: dict[str, _Session] = {}
        self._asked_at: dict[str, float] = {}

    def budget(self, seconds: float | None = None, seconds_to_answer: float | None = None) -> Budget:
        """A budget that starts now, of BUDGET_SECONDS unless given."""
        return Budget(self._clock, self._clock() + (seconds or BUDGET_SECONDS), seconds_to_answer)

    def get(
        self,
        url: str,
        *,
        known: Source | None = None,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_BYTES,
        budget: Budget | None = None,
        pause: float = 0.0,
        admit: Callable[[str], None] = lambda _: None,
    ) -> Fetched | None:
        """The body at `url`, or None if it is the one that `known` came with.

        Args:
            url: https; plain http on loopback and the plain hosts only.
            known: what an earlier answer said, for a conditional request.
            headers: more headers; they go to the host of `url` alone and never into a message.
            most_bytes: the largest body, before and after decompression.
            budget: shared with other requests that belong to the same list.
            pause: seconds between two requests to one host.
            admit: given each address that `url` is redirected to, before that is asked; it raises if it may not be.

        Raises:
            FetchError: whatever came of it, it is nothing to keep.
        """
        budget = budget or self.budget()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._follow(
                    url, {**_conditional_headers(known), **(headers or {})}, most_bytes, budget, pause, admit
                )
            except _RetryableError as retryable:
                wait = retryable.after if retryable.after is not None else self._back_off(attempt)
                if attempt == ATTEMPTS or wait >= budget.left:
                    raise _give_up_error(retryable, attempt, wait) from retryable
                self._sleep(wait)
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def peek(
        self, url: str, *, headers: Mapping[str, str] | None = None, budget: Budget | None = None, pause: float = 0.0
    ) -> Peeked:
        """How `url` answers, with the first bytes of the body: asked once, through redirects, to see whether it works.

        Raises:
            FetchError: there is no answer, or the address may not be asked.
        """
        budget, first_host, at = budget or self.budget(), _host(url), url
        try:
            for _ in range(MOST_REDIRECTS + 1):
                _refuse_plain_http(at, self._plain_hosts)
                self._wait_between_requests(_host(at), pause)
                with self._ask(at, (headers or {}) if _host(at) == first_host else {}, budget) as response:
                    if response.status_code not in _REDIRECTS:
                        return _answer_with_first_bytes(response, at)
                    at = linked_address(at, response.headers.get("Location", ""))
        except _RetryableError as retryable:
            raise retryable.failure from retryable
        raise FetchError(f"is redirected more than {MOST_REDIRECTS} times")

    def close(self) -> None:
        """Close all sessions."""
        for session in self._sessions.values():
            session.close()
        self._sessions.clear()

    def _back_off(self, attempt: int) -> float:
        """The seconds to wait before the next attempt; each time about twice as long."""
        return BACK_OFF_SECONDS * float(2 ** (attempt - 1)) * (0.5 + self._chance())

    def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        most_bytes: int,
        budget: Budget,
        pause: float,
        admit: Callable[[str], None],
    ) -> Fetched | None:
        """The body after one attempt, through redirects; None if it has not changed.

        Headers beyond the usual, such as a key, go to the first host only.
        """
        first_host, at = _host(url), url
        for _ in range(MOST_REDIRECTS + 1):
            _refuse_plain_http(at, self._plain_hosts)
            self._wait_between_requests(_host(at), pause)
            with self._ask(at, headers if _host(at) == first_host else {}, budget) as response:
                if response.status_code not in _REDIRECTS:
                    return self._answer(response, url, most_bytes)
                at = linked_address(at, response.headers.get("Location", ""))
            admit(at)
        raise FetchError(f"is redirected more than {MOST_REDIRECTS} times")

    def _wait_between_requests(self, host: str, pause: float) -> None:
        """Wait until `pause` seconds have passed since the last request to the host."""
        now = self._clock()
        wait = self._asked_at.get(host, now - pause) + pause - now
        if wait > 0 and not _is_loopback(host):
            self._sleep(wait)
        self._asked_at[host] = self._clock()

    def _ask(self, url: str, headers: Mapping[str, str], budget: Budget) -> requests.Response:
        """The answer to one request, without redirects; raises FetchError if there is none."""
        if budget.left <= 0:
            raise FetchError("no time is left for it")
        usual = {"User-Agent": self._user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"}
        timeout = min(CONNECT_SECONDS, budget.left), min(budget.seconds_to_answer or READ_SECONDS, budget.left)
        session = self._sessions.setdefault(_host(url), _Session())
        try:
            return session.get(
                url, headers={**usual, **headers}, timeout=timeout, stream=True, allow_redirects=False, verify=True
            )
        except requests.exceptions.SSLError as error:
            raise FetchError("has a certificate that cannot be verified") from error
        except requests.exceptions.Timeout as error:
            raise _RetryableError(FetchError("does not answer in time")) from error
        except requests.exceptions.ConnectionError as error:
            raise _RetryableError(FetchError("cannot be reached")) from error
        except (requests.exceptions.RequestException, ValueError) as error:
            raise FetchError(f"cannot be asked for ({type(error).__name__})") from error

    def _answer(self, response: requests.Response, url: str, most_bytes: int) -> Fetched | None:
        """The body of an answer; None if it has not changed. Another status than 200 raises its error."""
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        _refuse_status(response)
        self._spool.mkdir(parents=True, exist_ok=True)
        with SpooledTemporaryFile(max_size=IN_MEMORY, dir=str(self._spool)) as body:
            self._receive(response, body, most_bytes)
            body.seek(0)
            content = _decoded(body, response.headers.get("Content-Encoding", "identity"), most_bytes)
        source = Source(without_credentials(url), response.headers.get("ETag"), response.headers.get("Last-Modified"))
        return Fetched(content, source, response.headers.get("Content-Type", ""))

    def _receive(self, response: requests.Response, body: IO[bytes], most_bytes: int) -> None:
        """Read the body as sent; raise an error if it exceeds its announced length, the limit or the time."""
        announced = _announced_length(response)
        if announced is not None and announced > most_bytes:
            raise SpoiltError(f"announces {announced:,} bytes, more than the {most_bytes:,} that are plausible")
        began, received = self._clock(), 0
        try:
            while chunk := _next_chunk(response):
                received += len(chunk)
                if received > most_bytes:
                    raise SpoiltError(f"is longer than the {most_bytes:,} bytes that are plausible")
                _refuse_slow(received, self._clock() - began)
                body.write(chunk)
        except (HTTPError, OSError) as error:
            raise _RetryableError(SpoiltError(f"broke off after {received:,} bytes")) from error
        if announced is not None and received != announced:
            raise _RetryableError(SpoiltError(f"came incomplete, {received:,} of {announced:,} bytes"))


def _refuse_slow(received: int, seconds: float) -> None:
    """Raise SpoiltError if a body comes too slowly or takes too long in all.

    The time budget of the list does not end a body that comes fast.
    """
    is_too_slow = seconds > GRACE_SECONDS and received < seconds * SLOWEST
    if is_too_slow or seconds > LONGEST_SECONDS:
        raise SpoiltError(f"comes too slowly, {received:,} bytes in {seconds:.0f} s")


def _give_up_error(retryable: _RetryableError, attempt: int, wait: float) -> FetchError:
    """The error after the last attempt, of the same class: it says how often it was tried and what wait is asked."""
    failure = f"{retryable.failure}, tried {attempt} times" if attempt > 1 else str(retryable.failure)
    wait_request = (
        f", and asks to wait {_waiting_time_text(wait)}" if retryable.after is not None and attempt < ATTEMPTS else ""
    )
    return type(retryable.failure)(failure + wait_request)


def _waiting_time_text(seconds: float) -> str:
    """A waiting time in words: "30 s", or "longer than an hour", as very long times are cut off when they are read."""
    return f"{seconds:.0f} s" if seconds <= AN_HOUR else "longer than an hour"


def _refuse_plain_http(url: str, plain_hosts: Collection[str]) -> None:
    """Raise FetchError unless the address is https, or http on an allowed host or on this machine."""
    host = _host(url)
    scheme = urlsplit(url).scheme
    if scheme == "https" or (scheme == "http" and (host in plain_hosts or _is_loopback(host))):
        return
    raise FetchError(f"leads to {scheme or 'nowhere'}://{host}, where only https is safe")


def linked_address(base: str, location: str) -> str:
    """The address that a link or a redirect found at `base` leads to.

    Raises:
        FetchError: it is not a usable address.
    """
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise FetchError("leads to no valid address") from error


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _host(url: str) -> str:
    """The host of an address; raises FetchError if the address is not valid."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError as error:
        raise FetchError("has no valid address") from error


def _conditional_headers(known: Source | None) -> dict[str, str]:
    """The headers that ask for the body only if it changed since `known`."""
    headers = {"If-None-Match": known and known.etag, "If-Modified-Since": known and known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _answer_with_first_bytes(response: requests.Response, address: str) -> Peeked:
    """What an answer begins with: status, headers and first bytes, the rest not downloaded."""
    try:
        beginning = next(response.iter_content(FIRST_BYTES), b"") or b""
    except (requests.exceptions.RequestException, HTTPError) as error:
        raise SpoiltError(f"breaks off at once ({type(error).__name__})") from error
    length, last_modified = _announced_length(response), response.headers.get("Last-Modified")
    return Peeked(response.status_code, response.reason or "", address, beginning, length, last_modified)


def _refuse_status(response: requests.Response) -> None:
    """Raise the error for a status other than 200: worth another try, absent (other 4xx), or failed."""
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    answer = f"answers {status} {response.reason or ''}".rstrip()
    if status in _RETRYABLE:
        raise _RetryableError(BusyError(answer), _retry_after(response))
    raise (AbsentError if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR else FetchError)(answer)


def _retry_after(response: requests.Response) -> float | None:
    """The seconds that the server asks to wait; None if it does not say, or not clearly."""
    header = response.headers.get("Retry-After")
    try:
        return Retry().parse_retry_after(header) if header else None
    except (InvalidHeader, ValueError):
        return None


def _announced_length(response: requests.Response) -> int | None:
    """The announced length of the body; None if there is none."""
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None


def _next_chunk(response: requests.Response) -> bytes:
    """The bytes that have arrived, without waiting for a full chunk, so that a slow body is noticed."""
    raw: HTTPResponse = response.raw
    return raw.read1(CHUNK, decode_content=False) or b""


def _decoded(body: IO[bytes], encoding: str, most_bytes: int) -> bytes:
    """The body, unpacked from its content encoding; an error is raised if it exceeds `most_bytes`."""
    if encoding.lower() in ("identity", ""):
        return body.read()
    if encoding.lower() not in ("gzip", "x-gzip"):
        raise SpoiltError(f"comes in the encoding {encoding!r}, which was not asked for")
    try:
        with gzip.GzipFile(fileobj=body, mode="rb") as unpacked:
            content = unpacked.read(most_bytes + 1)
    except (OSError, EOFError) as error:
        raise _RetryableError(SpoiltError("is not whole in its gzip encoding")) from error
    if len(content) > most_bytes:
        raise SpoiltError(f"unpacks to more than the {most_bytes:,} bytes that are plausible")
    return content
