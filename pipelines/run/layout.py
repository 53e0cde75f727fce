"""The layout of tables in the home: folders, files, and the manifests that describe them.

Here: folders below `tables/`, and the manifest that a step writes last. Not here: what is in the tables (see the
steps), or how one file is written (see pipelines.warehouse.tables).

A manifest holds a digest of the inputs of a step, the files of its tables, the results of their checks, and what was
held back. A step whose inputs give the same digest is not run again. The tables of one list have a folder of their own,
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

from pipelines.archive.home import Home, remove_with_digest, write_whole
from pipelines.catalogue.entries import official_lists
from pipelines.warehouse.checks import Check, CheckResult, Finding
from pipelines.warehouse.schema import SQL, table_schemas
from pipelines.warehouse.tables import Parts, is_whole, write_tables

PIPELINES = Path(__file__).resolve().parents[1]
CODE_SUFFIXES = frozenset({".py", ".toml", ".txt", ".sql"})
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A list, notice, article or feed whose new rows are not published.

    Attributes:
        source: the id of the list, notice, article or feed.
        reason: what is wrong with its rows, and what a person can do.
    """

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The result of a step, or of reading a list, as kept on disk.

    Attributes:
        made_from: a digest of all inputs; empty if the tables must be made again in any case.
        parts: files by table, as paths relative to the folder `tables`.
        checks: the results of the checks of the tables.
        notes: values that the step needs in its next run.
    """

    made_from: str
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checks: Sequence["JudgedCheck"] = ()
    held_back: Sequence[HeldBack] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def files(self, home: Home) -> Parts:
        """The files by table, as absolute paths."""
        return {name: [home.tables / path for path in paths] for name, paths in self.parts.items()}


@dataclass(frozen=True, slots=True)
class JudgedCheck:
    """The result of a check in a form that can be stored as JSON."""

    table: str
    name: str
    passed: bool
    sentence: str
    grave: bool
    rows: Sequence[Mapping[str, object]] = ()

    @classmethod
    def of(cls, result: CheckResult, *, held_back: bool = False) -> "JudgedCheck":
        """The result in this form; `held_back`: the failing rows are not published, so they do not block the rest."""
        finding = result.finding
        grave = result.blocks and not held_back
        sentence = f"{finding.sentence} They are held back." if held_back else finding.sentence
        rows = [{name: _plain(value) for name, value in row.items()} for row in finding.rows]
        return cls(result.check.table, result.check.name, finding.passed, sentence, grave, rows)


@dataclass(frozen=True, slots=True)
class Made:
    """What the function of a step returns.

    Attributes:
        tables: the new tables.
        parts: tables whose files already exist elsewhere below `tables/`.
        checks: the results of checks that were already run.
        held_back: sources whose rows were left out.
        beside: tables needed by the checks that no step has made yet.
        result: another result to show.
        notes: values that the step needs in its next run.
        is_final: whether the step can be skipped when its inputs are the same again.
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
    """The value if JSON has its type, else its text."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in a folder; None if it is missing or cannot be read."""
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
    """Write a manifest; the files that it describes must already exist."""
    write_whole(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode())


def list_folder(home: Home, list_id: str) -> Path:
    """The folder with the history and the tables of one list."""
    return home.tables / "lists" / list_id


def step_folder(home: Home, step: str) -> Path:
    """The folder with the tables and the manifest of a step."""
    return home.tables / step


def list_manifests(home: Home) -> Iterator[tuple[str, Manifest]]:
    """The lists that have tables, with their manifests, in order of list id."""
    for list_id in official_lists():
        manifest = read_manifest(list_folder(home, list_id))
        if manifest is not None:
            yield list_id, manifest


def list_parts(home: Home) -> Parts:
    """The tables of all lists, as stated by the lists alone, without dates from notices."""
    parts: Parts = {}
    for _, manifest in list_manifests(home):
        for name, files in manifest.files(home).items():
            parts.setdefault(name, []).extend(files)
    return parts


def parts(home: Home) -> Parts:
    """The files of all tables of the home, by table."""
    files_of_tables: Parts = {name: [] for name in table_schemas()}
    for path in sorted(home.tables.glob(f"*/{MANIFEST}")):
        manifest = read_manifest(path.parent)
        for name, files in (manifest.files(home) if manifest else {}).items():
            files_of_tables[name] = files
    return files_of_tables


def write_step_tables(home: Home, step: str, tables: Mapping[str, pl.DataFrame]) -> dict[str, list[str]]:
    """Replace the tables in the folder of a step; return the parts for its manifest."""
    folder = step_folder(home, step)
    (folder / MANIFEST).unlink(missing_ok=True)  # until the new one is written, the tables belong to no manifest
    for path in folder.glob("*.parquet"):
        if path.stem not in tables:
            remove_with_digest(path)
    return relative_parts(home, {name: [path] for name, path in write_tables(tables, folder).items()})


def remove_damaged_tables(home: Home) -> list[str]:
    """Remove the folders of lists and steps that hold a truncated or damaged table, so that they are made again.

    Returns:
        The names of the removed folders.
    """
    damaged = {_unit_of(path, home) for path in home.tables.rglob("*.parquet") if not is_whole(path)}
    remove_folders(damaged)
    return sorted(folder.relative_to(home.tables).as_posix() for folder in damaged)


def _unit_of(path: Path, home: Home) -> Path:
    """The folder of the list or step that a table belongs to; the folder of a list also holds its history."""
    parts_below = path.relative_to(home.tables).parts
    return home.tables.joinpath(*parts_below[: 2 if parts_below[0] == "lists" else 1])


def relative_parts(home: Home, parts: Mapping[str, Iterable[Path]]) -> dict[str, list[str]]:
    """Files by table, as paths relative to `tables/`."""
    return {name: [path.relative_to(home.tables).as_posix() for path in files] for name, files in parts.items()}


def remove_folders(folders: Iterable[Path]) -> None:
    """Remove folders; errors are ignored, because nothing refers to these folders any more."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def digest_of(*texts: str) -> str:
    """A short digest of several texts."""
    return blake2b("\n".join(texts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


@cache
def code_digest(*rooms: str) -> str:
    """A digest of the code and data files of packages of `pipelines`, and of sql/schema, which decide the tables."""
    digest = blake2b(digest_size=12)
    for folder in (*(PIPELINES / room for room in rooms), SQL / "schema"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in CODE_SUFFIXES:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def sql_digest() -> str:
    """A digest of all SQL, which decides the views and macros of the published file."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SQL.rglob("*.sql"))]
    return digest_of(*texts)


def passed_as_parts(check: Check, parts: int) -> JudgedCheck:
    """The result of a check that all parts of a table have passed one by one."""
    finding = Finding(passed=True, sentence=f"checked in each of {parts} lists.")
    return JudgedCheck.of(CheckResult(check, finding))
