"""The ids of published events, by claim.

Here: the file in the archive that stores them, so that an event keeps its id from night to night and after a rebuild.
Not here: how ids are chosen (see clusters).
"""

from pathlib import Path

import polars as pl

from pipelines.archive.home import whole_or_absent

COLUMNS = ("claim_id", "event_id")


def read_event_ids(path: Path) -> dict[str, str]:
    """Event ids by claim id; empty if nothing was published or the file cannot be read."""
    if not path.is_file():
        return {}
    try:
        rows = pl.read_csv(path, schema=dict.fromkeys(COLUMNS, pl.String))
    except pl.exceptions.PolarsError:
        return {}
    return dict(rows.drop_nulls().iter_rows())


def write_event_ids(path: Path, members: pl.DataFrame) -> None:
    """Write the event ids of table `event_claim` by claim; claims that no longer exist are dropped from the file."""
    if members.is_empty() and not path.is_file():
        return
    with whole_or_absent(path) as temporary:
        members.select(COLUMNS).sort("claim_id").write_csv(temporary)
