"""The command that makes years of news outside the home: news.

Here: its options, and how its progress and result are printed. Not here: what is made (see
pipelines.run.partitioned_news), or the articles of the home, which `refresh` reads.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from pipelines.cli.commands.common import (
    DONE,
    NOTHING_PUBLISHED,
    SOMETHING_HELD_BACK,
    Day,
    Session,
    json_option,
    quiet_option,
    workers_option,
)
from pipelines.cli.console import complain, print_json, print_lines, print_table, progress
from pipelines.run.progress import Progress, Say
from pipelines.run.settings import Run, executor_at

if TYPE_CHECKING:
    from pipelines.run.partitioned_news import Done
    from pipelines.run.settings import Executor


@click.command()
@click.argument("first", metavar="[FIRST", type=Day(), required=False)
@click.argument("last", metavar="[LAST]]", type=Day(), required=False)
@click.option("--store", metavar="ADDRESS", help="Folder, s3://... or gs://...  [default: SANCTIONS_NEWS]")
@workers_option
@json_option
@quiet_option
@click.pass_obj
def news(
    session: Session,
    first: date | None,
    last: date | None,
    store: str | None,
    workers: "Executor | None",
    *,
    as_json: bool,
) -> int:
    """Make articles, claims and statements of a store of news, from day FIRST to day LAST.

    Without days, all of the store; with one day, that day. Source files lie in STORE/sources/day=YYYY-MM-DD. What is
    made already is not made again, so the same command resumes a run that was stopped. Without --workers the work is
    done where SANCTIONS_CLUSTER says. docs/CLUSTER.md has the rest.
    """
    from pipelines.run.partitioned_news import STAGES, make_news, partitions_between

    settings = replace(session.settings, news=store or session.settings.news)
    try:
        run, executor = Run(settings), workers or executor_at(settings.cluster)
        partitions = partitions_between(run, first, last or first)
        stages = make_news(run, partitions, executor)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if not partitions:
        complain(f"nothing made: {settings.news} has no source files of these days.")
        return NOTHING_PUBLISHED
    with progress(quiet=session.quiet) as say, closing(executor):
        done = list(_with_progress(stages, Progress(say, len(STAGES) * len(partitions)), say))
    return _print_result([part for part in done if part.stage == STAGES[-1] or part.fault], as_json=as_json)


def _with_progress(stages: "Iterator[Done]", counted: Progress, say: Say) -> "Iterator[Done]":
    """The stages of all partitions, each reported on the way.

    Stages of the week after the range are reported without a number.
    """
    for done in stages:
        line = f"{done.stage} {done.partition}: {done.fault or f'{done.rows:,} rows'}"
        if counted.begun < counted.total:
            counted.begin(line)
        else:
            say(line)
        yield done


def _print_result(made: "Sequence[Done]", *, as_json: bool) -> int:
    """Print the partitions that were made now and those that failed; return the exit code."""
    rows = [
        {"partition": done.partition, "articles": done.rows, "made_now": done.is_new, "fault": done.fault or None}
        for done in made
    ]
    if as_json:
        print_json(rows)
    else:
        new = [row for row in rows if row["made_now"]]
        if new:
            print_table(new, title="Made now", columns=("partition", "articles"))
        print_lines(f"{len(new):,} partitions made now, {sum(not done.fault for done in made) - len(new):,} as before")
    failed = [done for done in made if done.fault]
    for done in failed:
        complain(f"{done.partition} is not made, {done.stage}: {done.fault}; the same command tries it again.")
    return SOMETHING_HELD_BACK if failed else DONE
