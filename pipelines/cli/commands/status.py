"""What is held of each list, on one screen.

Here: the table that `status` prints, and that a refresh ends with. Not here: the states of lists (see
pipelines.designations.status).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import click

from pipelines.cli.commands.common import DONE, Session, json_option
from pipelines.cli.console import columns_of_stdout, print_json, print_table, print_wrapped

Row = Mapping[str, object]

MEDIUM, WIDE = 90, 112
"""Columns of a terminal from which on there is room for the day of publication, and for where it came from."""


@click.command()
@json_option
@click.pass_obj
def status(session: Session, *, as_json: bool) -> int:
    """Say what is held of each list, how old it is, and what went wrong last."""
    from pipelines.run.publication import published_status

    rows = published_status(session.home.warehouse)
    if as_json:
        print_json(rows)
    else:
        print_list_status(rows)
    return DONE


def print_list_status(rows: Sequence[Row]) -> None:
    """The lists of which anything is to be said, and below them, why those that are not current are not."""
    held = [row for row in rows if row["snapshots"] or row["state"] != "never_fetched"]
    today = datetime.now().astimezone().date()
    print_table([_shown(row, today, columns_of_stdout()) for row in held], title="Lists")
    for reason, lists in _reasons(held):
        print_wrapped(f"{', '.join(lists)}: {reason}")
    never = [str(row["list_id"]) for row in rows if row not in held]
    if never:
        print_wrapped(f"not held, so nothing is said about them: {', '.join(never)}")


def _shown(row: Row, today: date, width: int) -> dict[str, object]:
    published = row["published_on"]
    return {
        "list": row["list_id"],
        "state": str(row["state"]).replace("_", " "),
        **({"origin": row["origin"], "snapshots": row["snapshots"]} if width >= WIDE else {}),
        **({"published": published} if width >= MEDIUM else {}),
        "age": f"{(today - published).days:,} d" if isinstance(published, date) else None,
        "parties": row["parties"],
        "newest": None if row["added"] is None else f"+{row['added']:,} -{row['removed']:,}",
        "last change": row.get("last_change_on"),
    }


def _reasons(rows: Sequence[Row]) -> Iterator[tuple[str, list[str]]]:
    """Each reason once, with the lists that it holds for."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["reason"]:
            found[str(row["reason"])].append(str(row["list_id"]))
    yield from found.items()
