"""Homes and mirrors for the command line and the assets."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipelines.nightly.example import EXAMPLE

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """A mirror folder with the bundled example's lists."""
    folder = tmp_path / "mirror"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("articles"))
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
            [sys.executable, "-m", "assets", *arguments],
            cwd=work, env=settings, input=stdin, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return command
