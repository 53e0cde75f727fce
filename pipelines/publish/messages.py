"""The text of the messages about a published night and about a failed run.

Here: the text. Not here: how messages are sent (see notify), or when (see assets.schedules).
"""

from pathlib import Path

from pipelines.publish.notify import Notice
from pipelines.publish.site.night import digest, one_line
from pipelines.publish.site.record import Record
from pipelines.warehouse.publication import opened

TITLE = "The sanctions record"


def notice_of_night(warehouse: Path) -> Notice:
    """The result of the last refresh, including lists that were not read; a night without changes gets a notice too.

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
    """The notice that a run failed and published nothing; the last published file stays as it is."""
    text = f"{run} failed: {one_line(reason, 1_000)}\nWhat was published before stays as it was.\n"
    return Notice("failure", f"{TITLE}: {run} failed", text)
