"""What is published as files for other programs: every format, one folder each.

Here: which formats there are, and what each writes. Not here: how (see export_tables and export_lines), or the pages
for people (see pipelines.publish.site).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import duckdb

from pipelines.warehouse import export_lines, export_tables
from pipelines.warehouse.publication import opened

Written = Iterator[tuple[Path, int]]
"""Each file written, and its number of rows."""


@dataclass(frozen=True, slots=True)
class Export:
    """One format.

    Attributes:
        what: in words, for people.
        write: from the open published file to the files in a folder.
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
    """Write what is published in one format to `folder`; yields each file written and its number of rows.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
    """
    with opened(warehouse) as connection:
        yield from EXPORTS[kind].write(connection, folder)
