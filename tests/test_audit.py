"""The audit finds what it should: a licence that is not free, and a secret in a file."""

import subprocess
from pathlib import Path

from tests import audit


def test_what_is_locked_is_free_and_the_files_hold_no_secret() -> None:
    locked = list(audit.packages(audit.LOCK.read_text(encoding="utf-8")))
    assert len(locked) > 50
    assert audit.unfree(locked) == []
    assert audit.secrets(audit.ROOT) == []
    assert {"polars", "dagster"} <= {part["name"] for part in audit.sbom(locked)["components"]}  # type: ignore[attr-defined]


def test_a_secret_in_a_file_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("A = 1\nKEY = 'AKIA" + "ABCDEFGHIJKLMNOP'\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    assert audit.secrets(tmp_path) == ["settings.py:2: looks like a secret"]


def test_a_licence_that_is_not_free_is_named() -> None:
    assert audit.unfree([audit.Package("polars", "1", "Proprietary")]) == ["polars 1: licence Proprietary"]
