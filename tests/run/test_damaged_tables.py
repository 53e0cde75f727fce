"""Tables are derived: a refresh makes cut ones again from the archive, and nobody has to delete anything."""

import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.archive.home import Home
from pipelines.run.layout import parts
from pipelines.run.refresh import night
from pipelines.run.settings import Run, Settings
from pipelines.warehouse.tables import Tables


def rows_of(home: Home) -> dict[str, pl.DataFrame]:
    tables = Tables(parts(home))
    return {name: tables[name] for name, files in tables.parts.items() if files}


@pytest.mark.slow
def test_cut_tables_are_made_again(refreshed_template: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(refreshed_template, home.root, symlinks=True)
    before = rows_of(home)
    cut = sorted(home.tables.rglob("*.parquet"))
    for number, path in enumerate(cut):
        content = path.read_bytes()
        path.write_bytes(content[: (0, len(content) // 2, len(content) - 1)[number % 3]])
    done = night(Run(Settings(home, offline=True)), [])
    assert done.published
    assert done.failure == ""
    after = rows_of(home)
    assert len(cut) > 50
    assert after.keys() == before.keys()
    for name, rows in before.items():
        assert_frame_equal(after[name], rows)
