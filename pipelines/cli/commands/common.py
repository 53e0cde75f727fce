"""What the commands share: exit codes, the home they work in, options of the same meaning.

Here: nothing that does any work. Not here: the commands (see the modules beside this one), or the program (see cli).
"""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.run.settings import DEFAULT_HOME, Home, Settings, executor_at, list_ids

if TYPE_CHECKING:
    from pipelines.run.settings import Executor

EXAMPLE_HOME = Path("data/example")
DONE, NOTHING_PUBLISHED, BAD_USAGE, SOMETHING_HELD_BACK = 0, 1, 2, 3


class Session:
    """What every command needs: the settings, and whether to report progress."""

    def __init__(self, settings: Settings, *, quiet: bool) -> None:
        self.settings = settings
        self.quiet = quiet
        self.verbose = False

    @property
    def is_default_home(self) -> bool:
        """Whether the home is the default folder because the user named none."""
        return self.home.root == DEFAULT_HOME

    @property
    def home(self) -> Home:
        """The home: the paths of all state."""
        return self.settings.home

    def example(self) -> Settings:
        """The settings for the bundled example, which has its own home."""
        return replace(self.settings, home=Home(EXAMPLE_HOME), example=True)


def _be_quiet(context: click.Context, _option: click.Parameter, value: bool) -> None:
    """Report no progress, if the option is given."""
    if value and (session := context.find_object(Session)):
        session.quiet = True


def _be_verbose(context: click.Context, _option: click.Parameter, value: bool) -> None:
    """Print all verdicts, unchanged ones too, if the option is given."""
    if value and (session := context.find_object(Session)):
        session.verbose = True


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
quiet_option = click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=_be_quiet, help="No progress on stderr."
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_be_verbose, help="All verdicts, unchanged ones too."
)


class Day(click.ParamType[date]):
    """The type of an option that is a day, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error that says what a day looks like."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day of the form YYYY-MM-DD.", param, ctx)


class Workers(click.ParamType["Executor"]):
    """The type of an option that says where work is done, see pipelines.engine.executors."""

    name = "N|pool|ray|ray:N|ray://HOST"

    def convert(self, value: "str | Executor", param: click.Parameter | None, ctx: click.Context | None) -> "Executor":
        """The executor, not started yet, or a usage error that says what may be given."""
        if not isinstance(value, str):
            return value
        try:
            return executor_at(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


workers_option = click.option(
    "--workers",
    type=Workers(),
    help="Divide the work over N processes of this machine, or over Ray (see docs/CLUSTER.md).",
)


def existing(file: Path) -> Path:
    """The file; a usage error if it does not exist. `-` is standard input."""
    if str(file) != "-" and not file.is_file():
        raise click.UsageError(f"{file}: no such file.")
    return file


def complete_list(_context: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    """The list ids that the shell offers for the text typed after the last comma."""
    before, comma, last = typed.rpartition(",")
    return [f"{before}{comma}{list_id}" for list_id in list_ids() if list_id.startswith(last)]
