"""The rules of the house that a machine can check."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "engine", "catalogue", "archive", "parsers", "designations", "matching", "articles", "claims", "events", "verdicts",
    "warehouse", "publish", "run", "serve", "cli",
)  # fmt: skip
"""In the order in which data flows: a room knows only itself and those before it."""
NARROWER = {
    "warehouse": {"catalogue", "archive", "warehouse"},
    "publish": {"catalogue", "archive", "warehouse", "publish"},
    "cli": {"run", "serve", "cli"},
}
"""Rooms that know tables and not the steps that made them; and the command line, which knows runs alone."""


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "pipelines":
            yield from (f"pipelines.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_pipelines_know_nothing_of_dagster_or_assets() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in modules("pipelines")
        for name in imported(path)
        if name.split(".")[0] in ("assets", "dagster")
    }
    assert found == set()


@pytest.mark.parametrize("room", [room for room in ROOMS if (ROOT / "pipelines" / room).is_dir()])
def test_a_room_imports_only_from_those_before_it(room: str) -> None:
    known = NARROWER.get(room, set(ROOMS[: ROOMS.index(room) + 1]))
    found = {
        f"{path.name}: {name}"
        for path in modules(f"pipelines/{room}")
        for name in imported(path)
        if name.startswith("pipelines.") and name.split(".")[1] not in known
    }
    assert found == set()


def test_only_the_edge_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).parts[1]
        for path in modules("pipelines")
        if re.search(r"\bos\.(environ|getenv)\b|from os import.*environ", path.read_text(encoding="utf-8"))
    }
    assert readers <= {"cli"}


def test_every_package_is_a_room_of_the_house() -> None:
    packages = {path.parent.name for path in (ROOT / "pipelines").glob("*/__init__.py")}
    assert packages <= set(ROOMS)
    assert [path.name for path in (ROOT / "pipelines").glob("*.py")] == ["__init__.py"]


def test_every_module_says_what_belongs_there() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for package in ("pipelines", "assets")
        for path in modules(package)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_file_names_a_machine_or_an_index() -> None:
    """Lock files hold versions and hashes alone; no path of anyone's machine stands in the code."""
    locks = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("requirements*.lock"))]
    assert locks
    assert not any("://" in lock for lock in locks)


OTHER_FILES = {"css", "html", "js", "sql", "toml"}
"""Suffixes of files that the head of a module may point to as well."""


def test_heads_of_modules_point_to_modules_that_exist() -> None:
    """`(see name)` at the head of a module names a module or package, with or without those above it."""
    paths = [*modules("pipelines"), *modules("assets")]
    known = {path.stem for path in paths} | {path.parent.name for path in paths}
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in paths
        for places in re.findall(r"\(see ([^)]*)\)", ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "")
        for name in re.split(r",\s*|\s+and\s+", places)
        if re.fullmatch(r"[a-z_]+(?:\.[a-z_]+)*", name) and name.rpartition(".")[2] not in known | OTHER_FILES
    }
    assert missing == set()
