"""Export formats of the published file for other programs, one folder per format.

Here: the formats and the functions that write them. Not here: how they are written (see export_tables and
export_lines), or the pages for people (see pipelines.publish.site).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from pipelines.warehouse import export_lines, export_tables
from pipelines.warehouse.publication import opened

Written = Iterator[tuple[Path, int]]
"""The files written, with their numbers of rows."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export format.

    Attributes:
        what: its description, for people.
        write: writes the files of this format from the open published file to a folder.
    """

    what: str
    write: Callable[[duckdb.DuckDBPyConnection, Path], Written]


EXPORTS = {
    "parquet": Export(
        "every table as Parquet, described in its metadata", partial(export_tables.write, kind="parquet")
    ),
    "csv": Export("every table as CSV, with datapackage.json", partial(export_tables.write, kind="csv")),
    "statements": Export("one row a cited fact, as Parquet and CSV", export_lines.write_statements),
    "ftm": Export("FollowTheMoney entities, JSON lines", export_lines.write_followthemoney),
    "targets": Export("parties in force on one row each, targets.simple.csv", export_lines.write_targets),
    "senzing": Export("Senzing records, JSON lines", export_lines.write_senzing),
    "events": Export("acts as the press tells them as schema.org Event, JSON lines", export_lines.write_events),
    "claimreview": Export("verdicts as schema.org ClaimReview, JSON lines", export_lines.write_claim_reviews),
}


def export(warehouse: Path, folder: Path, kind: str) -> Written:
    """Write the published file in one format to `folder`; yield every file written with its number of rows.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
    """
    with opened(warehouse) as connection:
        yield from EXPORTS[kind].write(connection, folder)
