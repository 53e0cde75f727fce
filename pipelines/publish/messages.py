"""What is told of a night that was published, and of a run that failed.

Here: the words. Not here: how they are sent (see notify), or when (see assets).
"""

from pathlib import Path

from pipelines.publish.notify import Notice
from pipelines.publish.site.night import digest, one_line
from pipelines.publish.site.record import Record
from pipelines.warehouse.publication import opened

TITLE = "The sanctions record"


def notice_of_night(warehouse: Path) -> Notice:
    """What the last refresh came to, a night without change and lists that were not read included.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
    """
    with opened(warehouse) as connection:
        record = Record(connection)
        example = record.release["edition"] == "example"
        day = f", {record.night.ended:%Y-%m-%d}" if record.night.ended else ""
        title = f"{'[EXAMPLE] ' if example else ''}{TITLE}{day}: {record.night.in_short}"
        return Notice("changes", title, digest(record.night, example=example, for_operator=True))


def notice_of_failure(run: str, reason: str) -> Notice:
    """That a run failed, of which nothing was published; what was published before stays."""
    text = f"{run} failed: {one_line(reason, 1_000)}\nWhat was published before stays as it was.\n"
    return Notice("failure", f"{TITLE}: {run} failed", text)
