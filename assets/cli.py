"""The `sanctions` command: the same program for a person and for a scheduler.

Here: commands, their options, exit codes. Not here: what they do (see pipelines.nightly and the packages), or how
results are printed (see console).

Exit codes: 0 done; 1 nothing published; 2 bad usage; 3 published, but some list is stale or was held back.
"""

import errno
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.console import complain, print_json, print_lines, print_table, progress
from pipelines.news import FEEDS, GDELT
from pipelines.sources.catalogue import UnknownListError, official_list, official_lists
from pipelines.sources.home import Home
from pipelines.sources.notices import notice_sources

if TYPE_CHECKING:
    from pipelines.nightly import Refreshed

EXAMPLE_HOME = Path("data/example")
DONE, NOTHING_PUBLISHED, BAD_USAGE, SOMETHING_HELD_BACK = 0, 1, 2, 3
STOPPED, CLOSED_PIPE = 130, 141
DEBUG_VARIABLE = "SANCTIONS_DEBUG"


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says what a day looks like."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day of the form YYYY-MM-DD.", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of all state.  [default: SANCTIONS_HOME, else ./data]",
)
@click.option("--quiet", is_flag=True, help="No progress on stderr.")
@click.version_option(package_name="sanctions-record")
@click.pass_context
def sanctions(context: click.Context, home: Path | None, *, quiet: bool) -> None:
    """Official sanctions lists, their whole history, and what the press says of them, joined."""
    root = home or Path(os.environ.get("SANCTIONS_HOME") or "data")
    context.obj = Session(Home(root), quiet=quiet)


class Session:
    """What every command knows: the home, and whether to tell progress."""

    def __init__(self, home: Home, *, quiet: bool) -> None:
        self.home = home
        self.quiet = quiet


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")


@sanctions.command()
@click.option(
    "--lists",
    "wanted",
    metavar="A,B",
    help="Only these lists; all others stay as they are. Notices: ofac_notices, ofac_delta. Feeds: feeds.",
)
@click.option("--offline", is_flag=True, help="Only what the archive already holds.")
@click.option("--as-of", type=Day(), help="From a mirror folder, the newest files not after this day.")
@click.option("--gdelt", "days", type=Day(), multiple=True, help="A day of GDELT to read as well; may be repeated.")
@click.option("--example", is_flag=True, help=f"The bundled example, in its own home ({EXAMPLE_HOME}).")
@json_option
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
    from pipelines import nightly

    if days and (offline or example):
        raise click.UsageError("--gdelt asks for a day: leave out --offline and --example.")
    lists = _lists(wanted)
    home = Home(EXAMPLE_HOME) if example else session.home
    with progress(quiet=session.quiet) as say, nightly.sole_refresh(home):
        if example:
            done = nightly.refresh_example(home, say)
        else:
            done = nightly.refresh(home, lists, offline=offline, as_of=as_of, gdelt_days=days, say=say)
    return _report(home, done, as_json=as_json)


@sanctions.command()
@click.argument("list_id", metavar="LIST")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--published-on", type=Day(), help="The day of publication of what is added.")
@json_option
@click.pass_obj
def backfill(
    session: Session, list_id: str, paths: tuple[Path, ...], published_on: date | None, *, as_json: bool
) -> int:
    """Add historical snapshots: files, folders DATE/file, or a tar of them.

    LIST may also be ofac_notices or ofac_delta: saved notices, which say themselves of which day they are; or gdelt:
    files of GDELT 2.0 as published, whose names say that.
    """
    from pipelines import nightly

    if published_on and (list_id == GDELT or list_id in notice_sources()):
        raise click.UsageError(f"{list_id} says itself of which day it is: leave out --published-on.")
    entry = None if list_id == GDELT or list_id in notice_sources() else official_list(list_id)
    with progress(quiet=session.quiet) as say, nightly.sole_refresh(session.home):
        if list_id == GDELT:
            done = nightly.backfill_gdelt(session.home, paths, say)
        elif entry is None:
            done = nightly.backfill_notices(session.home, list_id, paths, say)
        else:
            done = nightly.backfill(session.home, entry, paths, published_on, say)
    return _report(session.home, done, as_json=as_json)


@sanctions.command()
@click.argument("list_id", metavar="LIST")
@click.option("--sha256", help="Which snapshot; without it, what was held back last.")
@json_option
@click.pass_obj
def accept(session: Session, list_id: str, sha256: str | None, *, as_json: bool) -> int:
    """Publish what was held back of a list, after a person looked at it."""
    from pipelines import nightly

    entry = official_list(list_id)
    with progress(quiet=session.quiet) as say, nightly.sole_refresh(session.home):
        done = nightly.accept(session.home, entry, sha256, say)
    return _report(session.home, done, as_json=as_json)


@sanctions.command()
@click.argument("file", metavar="FILE.jsonl", type=click.Path(allow_dash=True, path_type=Path))
def extract(file: Path) -> int:
    """Find the claims in articles: {"id","date","text"} lines in, {"id","claims"} lines out. Needs no warehouse."""
    from pipelines.news.articles import Unreadable, read_articles
    from pipelines.news.extraction import Extractor

    extractor = Extractor()
    code = DONE
    for article in read_articles(_existing(file)):
        if isinstance(article, Unreadable):
            complain(f"{article.source} {article.reason}")
            print_json([{"id": article.article_id, "claims": [], "skipped": article.reason}])
            code = SOMETHING_HELD_BACK
            continue
        claims = extractor.claims(article)
        print_json([{"id": article.article_id, "claims": [claim.as_json() for claim in claims]}])
    return code


@sanctions.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True, path_type=Path))
@json_option
@click.pass_obj
def reconcile(session: Session, files: tuple[Path, ...], *, as_json: bool) -> int:
    """Judge the claims in articles (.txt, .html, .jsonl, -) by the published warehouse."""
    from pipelines import nightly
    from pipelines.reconciliation.report import ReconciledArticle

    code = DONE
    for result in nightly.reconcile_files(session.home, [_existing(each) for each in files]):
        if not isinstance(result, ReconciledArticle):
            complain(f"{result.source} {result.reason}")
            code = SOMETHING_HELD_BACK
        elif as_json:
            print_json([result.as_json()])
        else:
            print_lines(*result.as_text())
    return code


@sanctions.command()
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Names, one a line.")
@click.option(
    "--pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="CSV with name1,name2: score them."
)
@click.option("--limit", default=20, show_default=True, help="Most designations shown for a name.")
@json_option
@click.pass_obj
def screen(
    session: Session, names: tuple[str, ...], file: Path | None, pairs: Path | None, limit: int, *, as_json: bool
) -> int:
    """Find the designations that a name may mean, scored and explained."""
    from pipelines import nightly
    from pipelines.reconciliation.screening import scored_pairs

    if pairs:
        print_json(scored_pairs(pairs))
        return DONE
    asked = [*names, *(file.read_text(encoding="utf-8").splitlines() if file else [])]
    asked = [name for each in asked if (name := each.strip())]
    if not asked:
        raise click.UsageError("give a NAME, or --file, or --pairs.")
    for answer in nightly.screen_names(session.home, asked, limit):
        if as_json:
            print_json([answer])
        else:
            _print_screened(answer)
    return DONE


def _print_screened(answer: dict[str, object]) -> None:
    matches = answer["matches"]
    if not isinstance(matches, list) or not matches:
        print_lines(f"{answer['query']}: no designation found.")
        return
    columns = ("score", "list_id", "designation_id", "primary_name", "matched_name", "explanation")
    print_table(matches, title=str(answer["query"]), columns=columns)


@sanctions.command()
@click.argument("sql", metavar="SQL|FILE.sql")
@json_option
@click.pass_obj
def query(session: Session, sql: str, *, as_json: bool) -> int:
    """Ask the published file in SQL; it is opened for reading only."""
    import duckdb

    from pipelines.warehouse.publication import opened

    text = Path(sql).read_text(encoding="utf-8") if sql.endswith(".sql") and Path(sql).is_file() else sql
    with opened(session.home.warehouse) as connection:
        try:
            answer = connection.sql(text)
            rows = answer.pl().to_dicts() if answer is not None else []
        except duckdb.Error as error:
            raise click.UsageError(str(error).strip()) from error
    if as_json:
        print_json(rows)
    else:
        print_table(rows, columns=answer.columns if answer is not None else ())
    return DONE


@sanctions.command()
@json_option
@click.pass_obj
def status(session: Session, *, as_json: bool) -> int:
    """Say what is held of each list, how old it is, and what went wrong last."""
    from pipelines import nightly

    rows = nightly.published_status(session.home)
    if as_json:
        print_json(rows)
    else:
        _print_lists(rows, _today())
    return DONE


@sanctions.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(["parquet", "csv", "statements", "ftm", "targets", "senzing", "claimreview", "site"]),
    default="parquet",
    show_default=True,
    help="site: pages that open in any browser, without a server.",
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export(session: Session, kind: str, folder: Path) -> int:
    """Write what is published to a folder: tables with their dictionary, formats of others, or pages for readers."""
    if kind == "site":
        return _export_site(session, folder)
    from pipelines.warehouse.exports import export as exported

    for path, rows in exported(session.home.warehouse, folder, kind):
        print_lines(f"{path.name}\t{rows:,} rows")
    return DONE


def _export_site(session: Session, folder: Path) -> int:
    from pipelines.site.build import build_site

    with progress(quiet=session.quiet) as say:
        built = build_site(session.home.warehouse, folder, say=say)
    print_lines(f"{folder / 'index.html'}\t{built.files:,} files, {built.written:,} written, {built.removed:,} removed")
    return DONE


@sanctions.command()
@click.option("--port", default=3000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--example", is_flag=True, help=f"The home of the bundled example ({EXAMPLE_HOME}).")
@click.pass_obj
def ui(session: Session, port: int, *, example: bool) -> int:
    """Open the Dagster UI on 127.0.0.1 with this home."""
    from assets.ui import serve

    return serve(Home(EXAMPLE_HOME) if example else session.home, port, example=example)


def _lists(wanted: str | None) -> list[str]:
    others = {*notice_sources(), FEEDS}
    if wanted is None:
        return [*official_lists(), *sorted(others)]
    named = [each.strip() for each in wanted.split(",") if each.strip()]
    return [each if each in others else official_list(each).list_id for each in named]


def _existing(file: Path) -> Path:
    if str(file) != "-" and not file.is_file():
        raise click.UsageError(f"{file}: no such file.")
    return file


def _today() -> date:
    return datetime.now().astimezone().date()


def _report(home: Home, done: "Refreshed", *, as_json: bool) -> int:
    """Print what a refresh came to, and its exit code."""
    if as_json:
        print_json([*done.lists, *done.verdicts])
    else:
        if done.example:
            print_lines("EXAMPLE: made from the bundled example, not from what authorities publish today.", "")
        _print_lists(done.lists, _today())
        print_lines("")
        _print_verdicts(done.verdicts)
    for sentence in done.complaints:
        complain(sentence)
    if not done.published:
        complain("nothing published: no list could be read, and none was held.")
        return NOTHING_PUBLISHED
    if not as_json:
        print_lines("", f"published {home.warehouse}")
    return SOMETHING_HELD_BACK if done.held_back else DONE


def _print_lists(rows: list[dict[str, object]], today: date) -> None:
    shown = [
        {
            "list": row["list_id"],
            "state": row["state"],
            "origin": row["origin"],
            "published": row["published_on"],
            "age": f"{(today - row['published_on']).days:,} d" if isinstance(row["published_on"], date) else None,
            "parties": row["parties"],
            "+added": row["added"],
            "-removed": row["removed"],
            "snapshots": row["snapshots"],
            "reason": row["reason"] or "",
        }
        for row in rows
        if row["snapshots"] or row["state"] != "never_fetched"
    ]
    never = [str(row["list_id"]) for row in rows if not row["snapshots"] and row["state"] == "never_fetched"]
    print_table(shown, title="Lists")
    if never:
        print_lines(f"not held, so nothing is said about them: {', '.join(never)}")


def _print_verdicts(rows: list[dict[str, object]]) -> None:
    if not rows:
        print_lines("No claims: put articles (.txt, .html, .jsonl) into the home's folder `articles`.")
        return
    columns = ("verdict", "authority", "status", "quote", "claimed", "found", "explanation")
    print_table(rows, title="Verdicts", columns=columns)


def main() -> None:
    """Run the command; whatever goes wrong is one sentence and an exit code, never a traceback."""
    sys.exit(_guarded(lambda: sanctions.main(standalone_mode=False)))


def _guarded(command: Callable[[], int | None]) -> int:
    try:
        return command() or DONE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        complain("stopped; what was published before stays as it was.")
        return STOPPED
    except UnknownListError as error:
        complain(str(error))
        return BAD_USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except OSError as error:
        complain(_said(error))
        return NOTHING_PUBLISHED
    except _expected() as error:
        complain(str(error))
        return NOTHING_PUBLISHED
    except Exception as error:  # a fault of this program: one sentence too, and the rest for whoever mends it
        if os.environ.get(DEBUG_VARIABLE):
            raise
        complain(f"a fault of this program ({type(error).__name__}: {error}); {DEBUG_VARIABLE}=1 shows where.")
        return NOTHING_PUBLISHED


def _said(error: OSError) -> str:
    """What the system refused, where, and what to do about it."""
    where = f"{error.filename}: " if error.filename else ""
    remedy = {
        errno.ENOSPC: "make room and run this again.",
        errno.EACCES: "give this user the right to write there, or choose another --home.",
        errno.EROFS: "choose a --home that can be written.",
    }.get(error.errno or 0, "nothing was half-published.")
    return f"{where}{error.strerror or error}; {remedy}"


def _expected() -> tuple[type[Exception], ...]:
    """Errors that say in one sentence what is wrong and what to do."""
    from pipelines.designations.judgements import UnreadableJudgementsError
    from pipelines.nightly import BusyHomeError
    from pipelines.sources.archive import ArchiveError
    from pipelines.warehouse.publication import NothingPublishedError, UnpublishableError

    return (BusyHomeError, ArchiveError, NothingPublishedError, UnpublishableError, UnreadableJudgementsError)


if __name__ == "__main__":
    main()
