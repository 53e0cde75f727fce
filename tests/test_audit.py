"""The audit finds what it should: a licence that is not free, and a secret in a file."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import audit


def test_what_is_locked_is_free_and_the_files_hold_no_secret() -> None:
    locked = list(audit.packages(audit.LOCK.read_text(encoding="utf-8")))
    assert len(locked) > 50
    assert audit.unfree(locked) == []
    assert audit.secrets(audit.ROOT) == []


def test_the_sbom_names_each_locked_package_with_its_licence_and_hashes() -> None:
    lock = audit.LOCK.read_text(encoding="utf-8")
    document = json.loads(audit.sbom(list(audit.packages(lock))))
    parts = {part["name"]: part for part in document["components"]}
    assert {"polars", "dagster"} <= set(parts)
    assert all(part["purl"] == f"pkg:pypi/{name.lower()}@{part['version']}" for name, part in parts.items())
    assert parts["polars"]["licenses"]
    assert sum(len(part["hashes"]) for part in document["components"]) == lock.count("--hash=sha256:")


def test_an_sbom_that_breaks_its_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="breaks the schema of CycloneDX"):
        audit.sbom([audit.Package("polars", "1", "MIT", ("not a hash",))])


def test_a_secret_in_a_file_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("A = 1\nKEY = 'AKIA" + "ABCDEFGHIJKLMNOP'\n", encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    assert audit.secrets(tmp_path) == ["settings.py:2: looks like a secret"]


def test_a_licence_that_is_not_free_is_named() -> None:
    assert audit.unfree([audit.Package("polars", "1", "Proprietary")]) == ["polars 1: licence Proprietary"]
