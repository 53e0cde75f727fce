"""Commands that change what is published: refresh, backfill, forget, accept, correct.

Here: their options, and what they print in the end. Not here: what they do (see pipelines.run.refresh).
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.cli.commands.common import (
    DONE,
    EXAMPLE_HOME,
    NOTHING_PUBLISHED,
    SOMETHING_HELD_BACK,
    Day,
    Session,
    complete_list,
    json_option,
    quiet_option,
    verbose_option,
)
from pipelines.cli.commands.status import print_list_status
from pipelines.cli.console import complain, print_json, print_lines, print_table, progress
from pipelines.run.settings import GDELT, Home, Run, is_notice_source, list_ids, official_list, other_source_ids

ALL_LISTS = "all"
MOST_VERDICTS = 25
"""Shown after a run, unless all are wanted."""

if TYPE_CHECKING:
    from pipelines.run.refresh import Refreshed


@click.command()
@click.option(
    "--lists",
    "wanted",
    metavar="A,B",
    shell_complete=complete_list,
    help="Only these lists; all others stay as they are. Notices: ofac_notices, ofac_delta. Feeds: feeds.",
)
@click.option("--offline", is_flag=True, help="Only what the archive already holds.")
@click.option("--as-of", type=Day(), help="From a mirror folder, the newest files not after this day.")
@click.option("--gdelt", "days", type=Day(), multiple=True, help="A day of GDELT to read as well; may be repeated.")
@click.option("--example", is_flag=True, help=f"The bundled example, in its own home ({EXAMPLE_HOME}).")
@json_option
@quiet_option
@verbose_option
@click.pass_obj
def refresh(
    session: Session,
    wanted: str | None,
    as_of: date | None,
    days: tuple[date, ...],
    *,
    offline: bool,
    example: bool,
    as_json: bool,
) -> int:
    """Run the nightly job once: lists, designations, news, verdicts, publication."""
    from pipelines.run.refresh import night, night_of_example

    if days and (offline or example):
        raise click.UsageError("--gdelt asks for a day: leave out --offline and --example.")
    sources = _source_ids(wanted)
    settings = session.example() if example else replace(session.settings, offline=offline, as_of=as_of)
    with progress(quiet=session.quiet) as say:
        run = Run(settings, say)
        done = night_of_example(run) if example else night(run, sources, days)
    return _print_result(session, settings.home, done, as_json=as_json)


@click.command()
@click.argument("list_id", metavar="LIST", shell_complete=complete_list)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--published-on", type=Day(), help="The day of publication of what is added.")
@json_option
@quiet_option
@verbose_option
@click.pass_obj
def backfill(
    session: Session, list_id: str, paths: tuple[Path, ...], published_on: date | None, *, as_json: bool
) -> int:
    """Add historical snapshots: files, folders DATE/file, or a tar of them.

    LIST may be several lists, A,B, or `all`: then each PATH is a folder with a folder of each list's name. It may
    also be ofac_notices or ofac_delta: saved notices, which say themselves of which day they are; or gdelt: files of
    GDELT 2.0 as published, whose names say that.
    """
    from pipelines.run.refresh import backfill_gdelt, backfill_lists, backfill_notices, sole_refresh

    if published_on and (list_id == GDELT or is_notice_source(list_id)):
        raise click.UsageError(f"{list_id} says itself of which day it is: leave out --published-on.")
    of_lists = {} if list_id == GDELT or is_notice_source(list_id) else _paths_by_list(list_id, paths)
    with progress(quiet=session.quiet) as say, sole_refresh(session.home):
        if of_lists:
            done = backfill_lists(Run(session.settings, say), of_lists, published_on)
        elif list_id == GDELT:
            done = backfill_gdelt(Run(session.settings, say), paths)
        else:
            done = backfill_notices(Run(session.settings, say), list_id, paths)
    return _print_result(session, session.home, done, as_json=as_json)


def _paths_by_list(wanted: str, paths: tuple[Path, ...]) -> dict[str, list[Path]]:
    """The files and folders with the history of each list, by list id.

    For one list they are the paths themselves; for several, the folders below the paths with the names of the lists.
    """
    if wanted != ALL_LISTS and "," not in wanted:
        return {official_list(wanted).list_id: list(paths)}
    named = list_ids() if wanted == ALL_LISTS else [official_list(name.strip()).list_id for name in wanted.split(",")]
    folders = {list_id: [path / list_id for path in paths if (path / list_id).is_dir()] for list_id in named}
    held = {list_id: places for list_id, places in folders.items() if places}
    missing = [list_id for list_id in named if list_id not in held]
    if not held or (missing and wanted != ALL_LISTS):
        raise click.UsageError(f"no folder of {', '.join(missing)} lies in {', '.join(map(str, paths))}.")
    return held


@click.command()
@click.argument("list_id", metavar="LIST", shell_complete=complete_list)
@click.argument("snapshot")
@click.option("--by", "forgotten_by", required=True, help="Who has it forgotten.")
@click.option("--reason", required=True, help="Why.")
@json_option
@quiet_option
@verbose_option
@click.pass_obj
def forget(session: Session, list_id: str, snapshot: str, forgotten_by: str, reason: str, *, as_json: bool) -> int:
    """Use a snapshot no more that was added by mistake.

    SNAPSHOT is the beginning of its sha256, its day of publication or its id in table snapshot. Table refusal keeps who
    did it and why.
    """
    from pipelines.run.refresh import forget_snapshot, sole_refresh

    entry = official_list(list_id)
    with progress(quiet=session.quiet) as say, sole_refresh(session.home):
        done = forget_snapshot(Run(session.settings, say), entry, snapshot, forgotten_by, reason)
    return _print_result(session, session.home, done, as_json=as_json)


@click.command()
@click.argument("list_id", metavar="LIST", shell_complete=complete_list)
@click.option("--sha256", help="Which snapshot; without it, what was held back last.")
@json_option
@quiet_option
@verbose_option
@click.pass_obj
def accept(session: Session, list_id: str, sha256: str | None, *, as_json: bool) -> int:
    """Publish what was held back of a list, after a person looked at it."""
    from pipelines.run.refresh import accept_held_back, sole_refresh

    entry = official_list(list_id)
    with progress(quiet=session.quiet) as say, sole_refresh(session.home):
        done = accept_held_back(Run(session.settings, say), entry, sha256)
    return _print_result(session, session.home, done, as_json=as_json)


@click.command()
@click.argument("claim_id", metavar="CLAIM")
@click.option("--misread", is_flag=True, help="It is no claim, or not this one: it is not judged.")
@click.option(
    "--set", "assignments", metavar="FIELD=VALUE", multiple=True,
    help="What the article says, such as count=24 or authority=EU; FIELD= where it says nothing. May be repeated.",
)  # fmt: skip
@click.option("--by", "corrected_by", required=True, help="Who corrects it.")
@click.option("--reason", required=True, help="Why.")
@json_option
@quiet_option
@verbose_option
@click.pass_obj
def correct(
    session: Session,
    claim_id: str,
    assignments: tuple[str, ...],
    corrected_by: str,
    reason: str,
    *,
    misread: bool,
    as_json: bool,
) -> int:
    """Correct how a claim was read, and judge it anew.

    The correction is a line in corrections.csv of the home, which may be edited by hand and survives every rebuild.
    What was read first stays beside it, in table claim and on the page of the claim.
    """
    from pipelines.run.refresh import MISREAD, CorrectionError, correct_claim, sole_refresh

    if misread == bool(assignments):
        raise click.UsageError("give either --misread or --set FIELD=VALUE.")
    if not corrected_by.strip() or not reason.strip():
        raise click.UsageError("--by and --reason must say something.")
    values = {MISREAD: ""} if misread else dict(_field_and_value(text) for text in assignments)
    try:
        with progress(quiet=session.quiet) as say, sole_refresh(session.home):
            done = correct_claim(Run(session.settings, say), claim_id, values, corrected_by, reason)
    except CorrectionError as error:
        raise click.UsageError(f"{error}.") from error
    return _print_result(session, session.home, done, as_json=as_json)


def _field_and_value(text: str) -> tuple[str, str]:
    """The field and the value of "FIELD=VALUE"."""
    field, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"{text!r} is no FIELD=VALUE.")
    return field.strip(), value.strip()


def _source_ids(wanted: str | None) -> list[str]:
    """The ids of the sources to ask: those named, or all if None."""
    others = other_source_ids()
    if wanted is None:
        return [*list_ids(), *others]
    named = [name for part in wanted.split(",") if (name := part.strip())]
    return [name if name in others else official_list(name).list_id for name in named]


def _print_result(session: Session, home: Home, done: "Refreshed", *, as_json: bool) -> int:
    """Print the result of a run; return its exit code: 1 nothing published, 3 something held back or failed, else 0."""
    if as_json:
        print_json([*done.lists, *done.verdicts])
    else:
        if done.example:
            print_lines("EXAMPLE: made from the bundled example, not from what authorities publish today.", "")
        print_list_status(done.lists)
        print_lines("")
        _print_verdicts(done, verbose=session.verbose)
    for sentence in (*done.complaints, *done.faults):
        complain(sentence)
    if not done.published:
        complain(f"nothing published: {done.failure}")
        return NOTHING_PUBLISHED
    if not as_json:
        print_lines("", f"published {home.warehouse}", *([f"pages {done.pages}"] if done.pages else []))
    return SOMETHING_HELD_BACK if done.held_back or done.faults or done.pages is None else DONE


def _print_verdicts(done: "Refreshed", *, verbose: bool) -> None:
    """Print the verdicts that changed; for the example, or if `verbose`, print all."""
    if not done.verdicts:
        print_lines("No claims: put articles (.txt, .html, .jsonl) into the home's folder `articles`.")
        return
    columns = ("verdict", "authority", "status", "quote", "claimed", "found", "explanation")
    if verbose or done.example:
        print_table(done.verdicts, title="Verdicts", columns=columns)
        return
    if done.changed:
        print_table(done.changed[:MOST_VERDICTS], title="Verdicts that are new or changed", columns=columns)
    from pipelines.run.publication import counted

    unchanged, more = len(done.verdicts) - len(done.changed), len(done.changed) - MOST_VERDICTS
    notes = [f"{counted(unchanged, 'verdict is', 'verdicts are')} as before"] if unchanged else []
    notes += [f"{counted(more, 'more is', 'more are')} new or changed"] if more > 0 else []
    if notes:
        print_lines(f"{'; '.join(notes)}: --verbose shows them.")
