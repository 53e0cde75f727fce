"""A server that never ends the head of its answer."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from pipelines.archive import http as module
from pipelines.archive.home import Home
from pipelines.archive.http import FetchError, Http


@pytest.fixture(params=[b"HTTP/1.1 200 OK\r\nX-A: ", b"HTTP/1.1 200 OK\r\n"], ids=["one line", "many lines"])
def dripping(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that begins a head and goes on with it, a letter or a line at a time, for ever."""
    server = socket.create_server(("127.0.0.1", 0))
    more = b"X-B: c\r\n" if request.param.endswith(b"\n") else b"a"

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = server.accept()
                with client, suppress(OSError):
                    client.recv(65536)
                    client.sendall(request.param)
                    while True:
                        client.sendall(more)
                        time.sleep(0.05)

    Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    server.close()


def test_a_head_that_drips_times_out(dripping: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "READ_SECONDS", 0.4)
    monkeypatch.setattr(module, "ATTEMPTS", 1)
    began = time.monotonic()
    with pytest.raises(FetchError, match="does not answer in time"):
        Http(Home(tmp_path), sleep=lambda _: None).get(dripping)
    assert time.monotonic() - began < 3
