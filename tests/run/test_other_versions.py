"""A published file that another version of the program made is refused with the command that makes it again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.home import Home
from pipelines.publish.site.record import Record
from pipelines.run.publication import published_news_store, published_status
from pipelines.warehouse.published import NothingPublishedError, opened


def overdue_lists(path: Path) -> object:
    """The lists of the pages."""
    with opened(path) as connection:
        return Record(connection).rows("lists")


@pytest.mark.parametrize(
    ("table", "column", "read"),
    [
        ("release", "news_store", published_news_store),
        ("list_status", "is_overdue", overdue_lists),
        ("change", "changed_on", published_status),
    ],
)
def test_a_file_without_a_column_of_this_version(
    table: str, column: str, read: Callable[[Path], object], example_home: Home, tmp_path: Path
) -> None:
    older = tmp_path / "sanctions.duckdb"
    shutil.copy(example_home.warehouse, older)
    with duckdb.connect(str(older)) as connection:
        whole = connection.table(table)
        whole.select(*(name for name in whole.columns if name != column)).create("kept")
        connection.execute(f'DROP TABLE "{table}" CASCADE')
        connection.execute(f'ALTER TABLE kept RENAME TO "{table}"')
    with pytest.raises(NothingPublishedError, match="another version: run `sanctions refresh --offline`"):
        read(older)
