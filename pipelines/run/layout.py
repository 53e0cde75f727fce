"""Where the steps leave their tables in the home, and which files make up a table now.

Here: folders below `tables/`, and how a stage's tables are put into its own. Not here: what is in them (see the steps),
or how one file is written (see pipelines.warehouse.tables).
"""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import polars as pl

from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_lists
from pipelines.designations.tables import NORMALISER_VERSION
from pipelines.warehouse.schema import SQL
from pipelines.warehouse.tables import Parts, parts_in, write_tables


def list_folder(home: Home, list_id: str) -> Path:
    """Where the history of one list is stored."""
    return home.tables / "lists" / list_id


def list_tables(home: Home) -> list[Path]:
    """The folders with the current tables of each list that has any, in order of list id."""
    found = []
    for list_id in official_lists():
        current = list_folder(home, list_id) / "current"
        if current.is_file():
            state = current.parent / current.read_text(encoding="utf-8").strip()
            found += sorted(state.glob(f"tables-{NORMALISER_VERSION}-{schema_digest()}"))
    return found


def parts(home: Home) -> Parts:
    """Every table of the home as the files that it is made of."""
    shared = [home.tables / name for name in ("common", "notices", "subjects", "news", "verdicts", "release")]
    found = parts_in([*list_tables(home), *shared])
    return {name: [_as_dated(home, path) for path in paths] for name, paths in found.items()}


def dated_folder(home: Home, tables: Path) -> Path:
    """Where the tables of a list in the days of notices lie; of another state of the list, elsewhere."""
    return home.tables / "notices" / "dated" / "-".join(tables.relative_to(home.tables / "lists").parts)


def _as_dated(home: Home, path: Path) -> Path:
    """The file of a table as notices date it, if they do."""
    if home.tables / "lists" not in path.parents:
        return path
    dated_path = dated_folder(home, path.parent) / path.name
    return dated_path if dated_path.is_file() else path


def replace_tables(home: Home, name: str, tables: Mapping[str, pl.DataFrame]) -> Path:
    """The tables of one stage, and no others, in its folder."""
    folder = home.tables / name
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.parquet"):
        if path.stem not in tables:
            path.unlink()
    write_tables(tables, folder)
    return folder


def schema_digest() -> str:
    """What tells the tables of one version of sql/schema from those of another."""
    content = b"".join(path.read_bytes() for path in sorted((SQL / "schema").glob("*.sql")))
    return blake2b(content, digest_size=6).hexdigest()
