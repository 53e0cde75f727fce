"""What is held of each list, on one screen.

Here: the table that `status` prints, and that a refresh ends with. Not here: the states of lists (see
pipelines.designations.status).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import click

from pipelines.cli.commands.common import DONE, NOTHING_PUBLISHED, Session, json_option
from pipelines.cli.console import columns_of_stdout, complain, print_json, print_table, print_wrapped

Row = Mapping[str, object]

MEDIUM, WIDE = 90, 112
"""Columns of a terminal from which on there is room for the day of publication, and for where it came from."""


@click.command()
@json_option
@click.pass_obj
def status(session: Session, *, as_json: bool) -> int:
    """Say what is held of each list, how old it is, and what went wrong last."""
    from pipelines.run.publication import published_news_store, published_status, unpublished_status

    is_published = session.home.warehouse.is_file()
    rows = published_status(session.home.warehouse) if is_published else unpublished_status(session.home)
    if as_json:
        print_json(rows)
    elif rows:
        print_list_status(rows)
    if is_published:
        if not as_json and (store := published_news_store(session.home.warehouse)):
            print_wrapped(f"More news, not in the published file, is in {store} (docs/CLUSTER.md).")
        return DONE
    after = "the last refresh could not read any list; above is why" if rows else "no refresh was run"
    complain(f"nothing is published in {session.home.root}: {after}. `sanctions doctor` asks every address.")
    return NOTHING_PUBLISHED


def print_list_status(rows: Sequence[Row]) -> None:
    """Print the lists that are held or failed as a table, and below it why some are not current."""
    from pipelines.run.publication import NOT_READ_YET

    held = [row for row in rows if row["snapshots"] or row["state"] != "never_fetched"]
    today = datetime.now().astimezone().date()
    print_table([_table_row(row, today, columns_of_stdout()) for row in held], title="Lists")
    for reason, lists in _lists_by_reason(held):
        print_wrapped(f"{', '.join(lists)}: {reason}")
    for row in held:
        if since := _note_on_old_comparison(row):
            print_wrapped(f"{row['list_id']}: {since}.")
    never = [row for row in rows if row not in held]
    tried = [row for row in never if row["reason"] != NOT_READ_YET]
    for reason, lists in _lists_by_reason(tried):
        print_wrapped(f"not held: {', '.join(lists)}: {reason}")
    if untried := [str(row["list_id"]) for row in never if row not in tried]:
        print_wrapped(f"not held, so nothing is said about them: {', '.join(untried)}")


def _table_row(row: Row, today: date, width: int) -> dict[str, object]:
    """One list as a row of the printed table, with more columns on a wider terminal."""
    published = row["published_on"]
    return {
        "list": row["list_id"],
        "state": str(row["state"]).replace("_", " "),
        **({"origin": row["origin"], "snapshots": row["snapshots"]} if width >= WIDE else {}),
        **({"published": published} if width >= MEDIUM else {}),
        "age": f"{(today - published).days:,} d" if isinstance(published, date) else None,
        "parties": row["parties"],
        "newest": _newest_changes(row),
        "last change": row.get("last_change_on"),
    }


def _newest_changes(row: Row) -> str | None:
    """What the newest snapshot changed: "+3 -1"; "first held" if there is none before it, None if none is held."""
    if row["added"] is None:
        return "first held" if row["snapshots"] else None
    return f"+{row['added']:,} -{row['removed']:,}"


def _note_on_old_comparison(row: Row) -> str | None:
    """A note if the snapshot before the newest one is very old, so that changes may be old too; None otherwise."""
    from pipelines.run.publication import LONG_GAP, days_in_words

    before, published = row.get("published_before"), row["published_on"]
    if not isinstance(before, date) or not isinstance(published, date) or (published - before).days < LONG_GAP:
        return None
    return f"what is new is since {before}, {days_in_words((published - before).days)} before"


def _lists_by_reason(rows: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Each reason with the lists that have it."""
    lists_by_reason: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["reason"]:
            lists_by_reason[str(row["reason"])].append(str(row["list_id"]))
    yield from lists_by_reason.items()
