"""Fixtures that every test may use."""

import io
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from http.server import HTTPServer
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import settings

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.articles import FEEDS
from pipelines.catalogue.entries import official_lists
from pipelines.cli.program import PROGRAM, guarded, sanctions
from pipelines.run.refresh import night, night_of_example
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


@pytest.fixture(scope="session")
def refreshed_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home as a refresh from a mirror with the bundled example's lists leaves it, to be copied."""
    folder = tmp_path_factory.mktemp("refreshed")
    shutil.copytree(BUNDLED_EXAMPLE, folder / "mirror", ignore=shutil.ignore_patterns("articles"))
    home = Home(folder / "home")
    done = night(HomeRun(Settings(home, mirror=str(folder / "mirror"))), [*official_lists(), *notice_sources(), FEEDS])
    assert done.published
    assert not done.held_back
    return home.root


@pytest.fixture
def refreshed_home(refreshed_template: Path, tmp_path: Path) -> Home:
    """The home of `run`, as a refresh from `mirror` leaves it."""
    shutil.copytree(refreshed_template, tmp_path / "home")
    return Home(tmp_path / "home")


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
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `sanctions` in this process, in an empty folder, with a home beside it: a process of its own costs 4 s."""
    monkeypatch.chdir(work_folder(tmp_path))

    def command(
        *arguments: str, env: Mapping[str, str] | None = None, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, environment(tmp_path, env), clear=True), patch.object(sys, "stdin", stream(stdin)),
            redirect_stdout(out), redirect_stderr(err),
        ):  # fmt: skip
            code = guarded(lambda: sanctions.main([*arguments], prog_name=PROGRAM, standalone_mode=False))
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    return command


@pytest.fixture
def run_process(tmp_path: Path) -> Run:
    """Runs `sanctions` as `run` does, but in a process of its own, as a scheduler does."""
    work = work_folder(tmp_path)

    def command(
        *arguments: str, env: Mapping[str, str] | None = None, stdin: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipelines.cli", *arguments],
            cwd=work, env=environment(tmp_path, env), input=stdin, capture_output=True, text=True, timeout=600,
            check=False,
        )  # fmt: skip

    return command


def work_folder(tmp_path: Path) -> Path:
    """An empty folder to run a command in."""
    work = tmp_path / "work"
    work.mkdir(exist_ok=True)
    return work


def environment(tmp_path: Path, env: Mapping[str, str] | None) -> dict[str, str]:
    """The environment of a command: a home of its own, no other setting of the program but those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SANCTIONS_")}
    return inherited | {"SANCTIONS_HOME": str(tmp_path / "home"), **(env or {})}


def stream(text: str | None) -> io.TextIOWrapper:
    """Standard input that gives this text."""
    return io.TextIOWrapper(io.BufferedReader(io.BytesIO((text or "").encode())), encoding="utf-8")
