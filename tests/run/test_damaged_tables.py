"""Tables are derived: a refresh makes damaged ones again from the archive, and nobody has to delete anything."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from pipelines.archive.home import Home
from pipelines.run.layout import parts
from pipelines.run.refresh import night
from pipelines.run.settings import Run, Settings
from pipelines.warehouse.schema import empty
from pipelines.warehouse.tables import Tables, is_whole, write_table


def flipped(content: bytes) -> bytes:
    """With one byte changed in the middle, where a reader of Parquet may see nothing wrong."""
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 0x55]) + content[middle + 1 :]


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda _: b"",
    lambda content: content[: len(content) // 2],
    lambda content: content[:-1],
    flipped,
    flipped,
)


def rows_of(home: Home) -> dict[str, pl.DataFrame]:
    tables = Tables(parts(home))
    return {name: tables[name] for name, files in tables.parts.items() if files}


@pytest.mark.slow
def test_damaged_tables_are_made_again(refreshed_template: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(refreshed_template, home.root, symlinks=True)
    before = rows_of(home)
    spoilt = sorted(home.tables.rglob("*.parquet"))
    for number, path in enumerate(spoilt):
        path.write_bytes(DAMAGES[number % len(DAMAGES)](path.read_bytes()))
    done = night(Run(Settings(home, offline=True)), [])
    assert done.published
    assert done.failure == ""
    after = rows_of(home)
    assert len(spoilt) > 50
    assert after.keys() == before.keys()
    for name, rows in before.items():
        assert_frame_equal(after[name], rows)


def test_one_changed_byte_in_the_middle_of_a_table_is_seen(tmp_path: Path) -> None:
    path = write_table("programme", empty("programme"), tmp_path)
    assert is_whole(path)
    path.write_bytes(flipped(path.read_bytes()))
    assert not is_whole(path)
