"""A local stand-in for the official sites, which can misbehave in every way that they do.

Use it as a context manager, or through the fixture `sites` of tests/sources:

    with OfficialSites() as sites:
        sites.put("/ofac_sdn/SDN.CSV", content)                 # with ETag and 304, as a good server does
        sites.answer("/ofac_sdn/ALT.CSV", Answer(503), Answer(body=b"..."))   # in turn, the last one for ever
        Site(http, sites.url) ...
"""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Answer:
    """One answer.

    Attributes:
        length: the Content-Length that is announced; that of the body unless given.
        flow: gives the body piece by piece instead; no length is announced.
        hang_up: close the connection before any answer.
        delay: seconds of silence before the answer.
    """

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    flow: Callable[[], Iterator[bytes]] | None = None
    hang_up: bool = False
    delay: float = 0.0


HTML = Answer(body=b"<!DOCTYPE html><html><head><title>Access denied</title></head><body>Sorry</body></html>")
FORBIDDEN = Answer(403, b"Forbidden")
NOT_FOUND = Answer(404, b"Not Found")
BROKEN = Answer(500, b"Internal Server Error")
HANG_UP = Answer(hang_up=True)


def busy(seconds: int | str) -> Answer:
    """429, come back later."""
    return Answer(429, b"Too Many Requests", {"Retry-After": str(seconds)})


def cut(body: bytes) -> Answer:
    """Announces the whole and sends half."""
    return Answer(body=body[: len(body) // 2], length=len(body))


def moved(to: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status, headers={"Location": to})


def zipped(body: bytes) -> Answer:
    """The body in gzip content encoding."""
    return Answer(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})


def endless(piece: bytes = b"x" * 65536) -> Answer:
    """A body that never ends."""

    def flow() -> Iterator[bytes]:
        while True:
            yield piece

    return Answer(flow=flow)


def dripping(body: bytes, seconds: float) -> Answer:
    """A body that comes byte by byte."""

    def flow() -> Iterator[bytes]:
        for byte in body:
            yield bytes([byte])
            time.sleep(seconds)

    return Answer(flow=flow)


@dataclass(frozen=True)
class Asked:
    """A request as it arrived; header names in lower case."""

    path: str
    headers: dict[str, str]


class OfficialSites:
    """A threaded server on 127.0.0.1; what it does not have is a 404."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}
        self._whole: dict[str, bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [each.path for each in self.asked]

    def put(self, path: str, content: bytes) -> None:
        """Have a file, with an ETag made of its content, and answer 304 to whoever has it."""
        self._answers.pop(path, None)
        self._whole[path] = content

    def answer(self, path: str, *answers: Answer) -> None:
        """Answer in turn; the last answer stays."""
        self._answers[path] = list(answers)

    def remove(self, path: str) -> None:
        """Have it no more."""
        self._answers.pop(path, None)
        self._whole.pop(path, None)

    def next_answer(self, path: str, if_none_match: str | None) -> Answer:
        """What to say to a request, and step on."""
        waiting = self._answers.get(path)
        if waiting:
            return waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if path not in self._whole:
            return NOT_FOUND
        etag = f'"{sha256(self._whole[path]).hexdigest()[:16]}"'
        if if_none_match == etag:
            return Answer(304, headers={"ETag": etag})
        return Answer(body=self._whole[path], headers={"ETag": etag})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler_for(sites: OfficialSites) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            sites.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = sites.next_answer(self.path, self.headers.get("If-None-Match"))
            self.close_connection = True
            try:
                self._send(answer)
            except OSError:  # the client has had enough, as it should
                return

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.delay)
            if answer.hang_up:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.flow is None and answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
            self.send_header("Connection", "close")
            self.end_headers()
            for piece in answer.flow() if answer.flow else [answer.body]:
                self.wfile.write(piece)
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    return Handler
