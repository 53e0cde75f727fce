"""The ids under which events were published: which claim was in which event.

Here: the file in the archive that keeps them, so that an event keeps its id from night to night and through a rebuild.
Not here: how ids are given (see clusters).
"""

from pathlib import Path

import polars as pl

from pipelines.archive.home import whole_or_absent

COLUMNS = ("claim_id", "event_id")


def read_event_ids(path: Path) -> dict[str, str]:
    """Event ids by claim id; empty where nothing was published, or where the file cannot be read."""
    if not path.is_file():
        return {}
    try:
        rows = pl.read_csv(path, schema=dict.fromkeys(COLUMNS, pl.String))
    except pl.exceptions.PolarsError:
        return {}
    return dict(rows.drop_nulls().iter_rows())


def write_event_ids(path: Path, members: pl.DataFrame) -> None:
    """Keep the event of each claim of table `event_claim`; claims that are gone are forgotten: the file is bounded."""
    if members.is_empty() and not path.is_file():
        return
    with whole_or_absent(path) as temporary:
        members.select(COLUMNS).sort("claim_id").write_csv(temporary)
