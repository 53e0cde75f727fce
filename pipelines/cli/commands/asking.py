"""Commands that answer questions and change nothing: extract, evaluate, reconcile, query.

Here: their options, and how answers are printed. Not here: where answers come from (see pipelines.run.questions).
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from pipelines.cli.commands.common import BAD_USAGE, DONE, SOMETHING_HELD_BACK, Session, existing, json_option
from pipelines.cli.console import complain, print_answer, print_json, print_lines

SHOWN = 1_000
"""Rows of an answer that are laid out as a table: more take long, and nobody reads them so."""


@click.command()
@click.argument("file", metavar="FILE.jsonl", type=click.Path(allow_dash=True, path_type=Path))
@click.option("--explain", is_flag=True, help="Say for each sentence without a claim why none was found.")
def extract(file: Path, *, explain: bool) -> int:
    """Find the claims in articles: {"id","date","text"} lines in, {"id","claims"} lines out. Needs no warehouse."""
    from pipelines.run.questions import extract_file

    code = DONE
    for line, complaint in extract_file(existing(file), explain=explain):
        print_json([line])
        if complaint:
            complain(complaint)
            code = SOMETHING_HELD_BACK
    return code


@click.command()
@click.argument("gold", metavar="GOLD.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--predictions",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Lines as `sanctions extract` prints them, to be scored in place of the extractor.",
)
@json_option
def evaluate(gold: Path, predictions: Path | None, *, as_json: bool) -> int:
    """Measure how well claims are found in a gold set: by source, status, field and kind of error."""
    from pipelines.run.questions import BadGoldError, evaluate_claims

    try:
        result = evaluate_claims(gold, predictions)
    except BadGoldError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        print_json([result.as_json()])
    else:
        print_lines(*result.as_text())
    return DONE


@click.command()
@click.argument("files", metavar="FILE|ADDRESS...", nargs=-1, required=True)
@json_option
@click.pass_obj
def reconcile(session: Session, files: tuple[str, ...], *, as_json: bool) -> int:
    """Judge the claims in articles (.txt, .html, .pdf, .docx, .jsonl, -, https://...) by the published warehouse."""
    from pipelines.run.questions import ReconciledArticle, is_address, reconcile_files

    code = DONE
    names = [name if is_address(name) else str(existing(Path(name))) for name in files]
    for result in reconcile_files(session.settings, names):
        if not isinstance(result, ReconciledArticle):
            complain(f"{result.source} {result.reason}")
            code = SOMETHING_HELD_BACK
        elif as_json:
            print_json([result.as_json()])
        else:
            print_lines(*result.as_text())
    return code


@click.command()
@click.argument("sql", metavar="SQL|FILE.sql")
@json_option
@click.pass_obj
def query(session: Session, sql: str, *, as_json: bool) -> int:
    """Ask the published file in SQL; it is opened for reading only."""
    from pipelines.run.questions import QuestionError, ask

    try:
        columns, rows = ask(session.home, _sql_text(sql))
        if as_json:
            print_json(rows)
        elif columns:
            _print_rows(columns, rows)
    except QuestionError as error:
        raise BadQuestionError(str(error)) from error
    return DONE


def _print_rows(columns: list[str], rows: Iterator[dict[str, object]]) -> None:
    """Print rows as a table, at most as many as a person can read."""
    print_answer(list(islice(rows, SHOWN)), columns)
    if more := sum(1 for _ in rows):
        left = f"{more:,} {'is' if more == 1 else 'are'} not"
        complain(f"{SHOWN:,} rows are shown and {left}: --json prints all, LIMIT asks for fewer.")


class BadQuestionError(click.ClickException):
    """The published file cannot answer the query; the message says why."""

    exit_code = BAD_USAGE

    def format_message(self) -> str:
        """The message of DuckDB, and where to find what can be asked."""
        where = '`sanctions query "SHOW TABLES"` names the tables, sql/queries has questions to start from.'
        return f"{self.message}\n{where}"


def _sql_text(sql: str) -> str:
    """The text of a query, or of the file that contains it."""
    text = existing(Path(sql)).read_text(encoding="utf-8") if sql.endswith(".sql") else sql
    if not text.strip():
        raise click.UsageError("give a question in SQL, or the name of a file that holds one.")
    return text
