"""Where the steps leave their tables in the home, which files make up a table now, and from what they were made.

Here: folders below `tables/`, and the manifest that each step writes last. Not here: what is in the tables (see the
steps), or how one file is written (see pipelines.warehouse.tables).

A manifest says from what a step made its tables, which files they are, how they were checked, and what was held back.
A step whose inputs give the same digest again is not run again. The tables of one list lie in a folder of their own,
which is replaced as a whole.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.archive.home import Home, write_whole
from pipelines.catalogue.entries import official_lists
from pipelines.warehouse.checks import Check, CheckResult, Finding
from pipelines.warehouse.schema import SQL, table_schemas
from pipelines.warehouse.tables import Parts, is_whole, write_tables

PIPELINES = Path(__file__).resolve().parents[1]
CODE_SUFFIXES = frozenset({".py", ".toml", ".txt", ".sql"})
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One list, notice, article or feed whose new rows are not published.

    Attributes:
        source: its id.
        reason: what is wrong with its rows, and what a person can do.
    """

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a step, or the reading of a list, made.

    Attributes:
        made_from: a digest of everything that it depends on; empty where it must be made again in any case.
        parts: the files of each table, as paths from the folder `tables`.
        checks: how each table was judged.
        notes: what a step wants to know of its last run.
    """

    made_from: str
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checks: Sequence["JudgedCheck"] = ()
    held_back: Sequence[HeldBack] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def files(self, home: Home) -> Parts:
        """The files of each table."""
        return {name: [home.tables / path for path in paths] for name, paths in self.parts.items()}


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """The result of a check in a form that can be kept."""

    table: str
    name: str
    passed: bool
    sentence: str
    grave: bool
    rows: Sequence[Mapping[str, object]] = ()

    @classmethod
    def of(cls, result: CheckResult, *, held_back: bool = False) -> "JudgedCheck":
        """What is kept of a result; `held_back`: the rows that failed are not published."""
        finding = result.finding
        grave = result.blocks and not held_back
        sentence = f"{finding.sentence} They are held back." if held_back else finding.sentence
        rows = [{name: _plain(value) for name, value in row.items()} for row in finding.rows]
        return cls(result.check.table, result.check.name, finding.passed, sentence, grave, rows)


@dataclass(frozen=True, slots=True)
class Made:
    """What the work of a step comes to.

    Attributes:
        tables: the tables that it makes.
        parts: tables whose files lie elsewhere below `tables/` already.
        checks: how these were judged, as far as they were.
        held_back: sources of which rows were left out.
        beside: tables with which those made are compared when they are checked, where no step made them yet.
        result: what else there is to show.
        notes: what the step wants to know in its next run.
        is_final: whether the same inputs need not be worked on again.
    """

    tables: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checks: Sequence[JudgedCheck] = ()
    held_back: Sequence[HeldBack] = ()
    beside: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    result: object = None
    notes: Mapping[str, str] = field(default_factory=dict)
    is_final: bool = True


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder; None if there is none that can be read."""
    try:
        kept = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(
            kept["made_from"],
            kept["parts"],
            [JudgedCheck(**check) for check in kept["checks"]],
            [HeldBack(**source) for source in kept["held_back"]],
            kept["notes"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep a manifest; what it describes must be on disk already."""
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


def list_folder(home: Home, list_id: str) -> Path:
    """Where the history of one list is stored."""
    return home.tables / "lists" / list_id


def step_folder(home: Home, step: str) -> Path:
    """Where a step leaves its tables and its manifest."""
    return home.tables / step


def list_manifests(home: Home) -> Iterator[tuple[str, Manifest]]:
    """Each list of the catalogue of which tables stand, in order of list id."""
    for list_id in official_lists():
        manifest = read_manifest(list_folder(home, list_id))
        if manifest is not None:
            yield list_id, manifest


def list_parts(home: Home) -> Parts:
    """The tables of all lists as each list alone states them, before notices date anything."""
    parts: Parts = {}
    for _, manifest in list_manifests(home):
        for name, files in manifest.files(home).items():
            parts.setdefault(name, []).extend(files)
    return parts


def parts(home: Home) -> Parts:
    """Every table of the home as the files that it is made of."""
    files_of_tables: Parts = {name: [] for name in table_schemas()}
    for path in sorted(home.tables.glob(f"*/{MANIFEST}")):
        manifest = read_manifest(path.parent)
        for name, files in (manifest.files(home) if manifest else {}).items():
            files_of_tables[name] = files
    return files_of_tables


def write_step_tables(home: Home, step: str, tables: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    """Write the tables of a step, and no others, into its folder; return the parts for its manifest."""
    folder = step_folder(home, step)
    (folder / MANIFEST).unlink(missing_ok=True)  # until the new one is written, the tables belong to no manifest
    for path in folder.glob("*.parquet"):
        if path.stem not in tables:
            path.unlink()
    return relative_parts(home, {name: [path] for name, path in write_tables(tables, folder).items()})


def remove_damaged_tables(home: Home) -> list[str]:
    """Remove the folder of every list and step that holds a cut or damaged table, so that it is made again.

    Returns:
        The names of these folders.
    """
    damaged = {_unit_of(path, home) for path in home.tables.rglob("*.parquet") if not is_whole(path)}
    remove_folders(damaged)
    return sorted(folder.relative_to(home.tables).as_posix() for folder in damaged)


def _unit_of(path: Path, home: Home) -> Path:
    """The folder of the list or step to which a table belongs; that of a list holds its history too."""
    parts_below = path.relative_to(home.tables).parts
    return home.tables.joinpath(*parts_below[: 2 if parts_below[0] == "lists" else 1])


def relative_parts(home: Home, parts: Mapping[str, Iterable[Path]]) -> dict[str, list[str]]:
    """Files below `tables/` by their paths from there."""
    return {name: [path.relative_to(home.tables).as_posix() for path in files] for name, files in parts.items()}


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders that nothing refers to any more."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def digest_of(*texts: str) -> str:
    """One short digest of several texts."""
    return blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def code_digest(*rooms: str) -> str:
    """A digest of the code and data files of rooms of `pipelines`, and of sql/schema: other code, other tables."""
    digest = blake2b(digest_size=12)
    for folder in (*(PIPELINES / room for room in rooms), SQL / "schema"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in CODE_SUFFIXES:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def sql_digest() -> str:
    """A digest of all SQL: other views or macros, another published file."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SQL.rglob("*.sql"))]
    return digest_of(*texts)


def passed_as_parts(check: Check, parts: int) -> JudgedCheck:
    """The result of a check that was run on the parts of a table one by one."""
    finding = Finding(passed=True, sentence=f"checked in each of {parts} lists.")
    return JudgedCheck.of(CheckResult(check, finding))
