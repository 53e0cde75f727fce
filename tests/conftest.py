"""Fixtures that every test may use."""

import os
import socketserver
import threading
from collections.abc import Iterator
from http.server import HTTPServer
from pathlib import Path

import pytest

from pipelines.nightly.locking import sole_refresh
from pipelines.nightly.refresh import refresh_example
from pipelines.sources.home import Home
from tests.listeners import Hook, Mailbox

BESIDE_THE_CHECKOUT = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files as published; a test that asks for it is skipped where there is none."""
    folder = Path(os.environ.get("SANCTIONS_SHARED_DATA") or BESIDE_THE_CHECKOUT)
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip("no real list files: set SANCTIONS_SHARED_DATA to a folder that holds them")
    return folder


@pytest.fixture(scope="session")
def example_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the bundled example, published. Tests read it and leave it as it is."""
    home = Home(tmp_path_factory.mktemp("example") / "home")
    with sole_refresh(home):
        refresh_example(home, lambda _line: None)
    return home


@pytest.fixture
def hook() -> Iterator[str]:
    """The address of a webhook; what it got is in `Hook.got`."""
    Hook.got.clear()
    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook?key=secret"
        server.shutdown()


@pytest.fixture
def mail_server() -> Iterator[str]:
    """A mail server; what it got is in `Mailbox.got`."""
    Mailbox.got.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
