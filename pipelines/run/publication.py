"""The step that publishes, and what a refresh tells of the published file in the end.

Not here: how the file is built (see pipelines.warehouse.publication), or questions of people to it (see asking).
"""

from pathlib import Path

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.run.example import origin_of
from pipelines.run.layout import parts, replace_tables
from pipelines.run.screening import update_names_index
from pipelines.warehouse.publication import opened, publish
from pipelines.warehouse.schema import table_schemas, text_of
from pipelines.warehouse.tables import read_table


def publish_home(home: Home, archive: Archive) -> None:
    """Build the DuckDB file of the home from its tables and put it in place, with the index of its names beside it."""
    update_release(home, archive)
    publish(parts(home), home.warehouse, example=archive.is_example)
    update_names_index(home)


def update_release(home: Home, archive: Archive) -> Path:
    """The one row about the published file as a whole."""
    now = parts(home)
    snapshots = read_table("snapshot", now).filter(pl.col("state") == "used")
    row = {
        "edition": origin_of(archive),
        "latest_retrieval": snapshots["retrieved_at"].max(),
        "designations": read_table("designation", now).height,
        "claims": read_table("claim", now).height,
    }
    return replace_tables(home, "release", {"release": pl.DataFrame([row], schema=table_schemas()["release"])})


def published_status(home: Home) -> list[dict[str, object]]:
    """Table `list_status` of the published file."""
    with opened(home.warehouse) as connection:
        return connection.sql(text_of("internal/list_status.sql")).pl().to_dicts()


def published_verdicts(home: Home) -> list[dict[str, object]]:
    """Each claim of the published file with its verdict."""
    with opened(home.warehouse) as connection:
        return connection.sql(text_of("internal/verdicts.sql")).pl().to_dicts()
