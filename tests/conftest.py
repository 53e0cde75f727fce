"""Fixtures that every test may use."""

import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import HTTPServer
from pathlib import Path

import pytest
from hypothesis import settings

from pipelines.archive.home import Home
from pipelines.run.refresh import night_of_example
from pipelines.run.settings import BUNDLED_EXAMPLE, Settings
from pipelines.run.settings import Run as HomeRun
from tests.listeners import Hook, Mailbox

Run = Callable[..., subprocess.CompletedProcess[str]]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

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
    night_of_example(HomeRun(Settings(home, example=True)))
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


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A mirror folder with the bundled example's lists."""
    folder = tmp_path / "mirror"
    shutil.copytree(BUNDLED_EXAMPLE, folder, ignore=shutil.ignore_patterns("articles"))
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs `sanctions` in a process of its own, in an empty folder, with a home beside it."""
    work = tmp_path / "work"
    work.mkdir()

    def command(
        *arguments: str, env: Mapping[str, str] | None = None, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        settings = {name: value for name, value in os.environ.items() if not name.startswith("SANCTIONS_")}
        settings |= {"SANCTIONS_HOME": str(tmp_path / "home"), **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            cwd=work, env=settings, input=stdin, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return command
