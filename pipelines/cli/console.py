"""What the command line prints, and how.

Here: results to stdout as a table or as JSON lines, progress and complaints to stderr.
Not here: what is printed (see cli).
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Literal, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from pipelines.run.progress import StepLine

WIDTH_OF_A_FILE = 240
"""Columns where output goes to a file or a pipe, which has no width of its own."""


class _Console(Console):
    """A console that leaves a closed pipe to the program, which sets the exit code; rich would exit with 1."""

    def on_broken_pipe(self) -> None:
        """Raise the error that the program handles."""
        raise BrokenPipeError


def console(stream: TextIO) -> Console:
    """A console on the stream, as wide as the terminal; in a file, wide enough not to cut words."""
    width = None if stream.isatty() else WIDTH_OF_A_FILE
    return _Console(
        file=stream, width=width, no_color=bool(os.environ.get("NO_COLOR")), highlight=False, soft_wrap=False
    )


def columns_of_stdout() -> int:
    """The number of letters that fit on a line of results."""
    return console(sys.stdout).width


def print_wrapped(text: str) -> None:
    """Print a sentence, on several lines if it is long."""
    console(sys.stdout).print(Text(text))


def print_json(rows: Iterable[Mapping[str, object]]) -> None:
    """Print one JSON object per line."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=_json_value) + "\n")


def print_answer(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> None:
    """Print the rows of a query under its own column names, with numbers without commas, ready to copy."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(Text(name), justify=_alignment(rows, name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row[name], grouped=False)) for name in columns))
    console(sys.stdout).print(table)


def print_table(rows: Sequence[Mapping[str, object]], title: str | None = None, columns: Sequence[str] = ()) -> None:
    """Print rows under their column names as words; `-` stands for a missing value."""
    names = list(columns) or (list(rows[0]) if rows else [])
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name.replace("_", " "), justify=_alignment(rows, name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    console(sys.stdout).print(table)


def print_lines(*lines: str) -> None:
    """Print lines of text unchanged."""
    for line in lines:
        sys.stdout.write(line + "\n")


def never_fail_on_characters() -> None:
    """Print characters that the terminal cannot show as `?` or as a code, instead of failing."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=errors)


def complain(sentence: str) -> None:
    """Print one sentence on stderr."""
    sys.stderr.write(f"sanctions: {sentence}\n")


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A function that reports the current step: a bar on a terminal, lines elsewhere, nothing if `quiet`."""
    if quiet:
        yield lambda _line: None
    elif not sys.stderr.isatty():
        yield lambda line: print(line, file=sys.stderr)  # noqa: T201
    else:
        columns = (BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console(sys.stderr), transient=True) as bar:
            task = bar.add_task("starting", total=None)
            yield lambda line: _show(bar, task, line)


def _show(bar: Progress, task: TaskID, line: str) -> None:
    """Show a line beside the bar; a line that begins a step moves the bar on."""
    if isinstance(line, StepLine):
        bar.update(task, description=line, completed=line.number - 1, total=line.total)
    else:
        bar.update(task, description=line)


def _alignment(rows: Sequence[Mapping[str, object]], name: str) -> Literal["left", "right"]:
    """The side on which a column is aligned: "right" for numbers, else "left"."""
    numeric = bool(rows) and all(isinstance(row.get(name), int | float | None) for row in rows)
    return "right" if numeric else "left"


def _cell(value: object, *, grouped: bool = True) -> str:
    """A value as a cell of a printed table: "-" for None, numbers with commas if `grouped`."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and grouped:
        return f"{value:,}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, list):
        return ", ".join(_cell(item, grouped=grouped) for item in value)
    return str(value)


def _json_value(value: object) -> object:
    """The value as JSON can hold it: days as text, decimals as numbers."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
