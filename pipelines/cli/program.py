"""The `sanctions` command: the same program for a person and for a scheduler.

Here: the program, its exit codes, and what it says when something goes wrong. Not here: the commands (see commands),
or how results are printed (see console).

Exit codes: 0 done; 1 nothing published; 2 bad usage; 3 published, but some list is stale or was held back, or
the pages, or a partition of news, could not be made; 130 and 143 stopped by a person or a system; 141 nobody reads the
results any more.
"""

import errno
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from pipelines.cli.commands import asking, doctor, news, publishing, refreshing, screening, serving, status
from pipelines.cli.commands.common import BAD_USAGE, DONE, NOTHING_PUBLISHED, Session
from pipelines.cli.console import complain, never_fail_on_characters, print_lines
from pipelines.cli.stopping import FAREWELL, exit_code_of
from pipelines.run.settings import Home, Settings, UnknownListError

CLOSED_PIPE = 141
DEBUG_VARIABLE = "SANCTIONS_DEBUG"
PROGRAM, COMPLETION_VARIABLE = "sanctions", "_SANCTIONS_COMPLETE"


class ClosedPipeError(Exception):
    """The program that reads the results has closed the pipe."""


class Program(click.Group):
    """The command, which reports a closed pipe as such: click would exit with 1, which means "nothing published"."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command.

        Raises:
            ClosedPipeError: its results are not read to the end.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ClosedPipeError from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder of all state.  [default: SANCTIONS_HOME, else ./data]",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on stderr.")
@click.version_option(package_name="sanctions-record")
@click.pass_context
def sanctions(context: click.Context, home: Path | None, *, quiet: bool) -> None:
    """Official sanctions lists, their whole history, and what the press says of them, joined."""
    settings = Settings.from_environment(os.environ)
    context.obj = Session(replace(settings, home=Home(home)) if home else settings, quiet=quiet)


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print what makes a shell complete commands, options and lists.

    For bash: eval "$(sanctions completion bash)" in ~/.bashrc.
    """
    completer = get_completion_class(shell)
    if completer is None:
        raise click.UsageError(f"{shell} cannot be completed for.")
    print_lines(completer(sanctions, {}, PROGRAM, COMPLETION_VARIABLE).source())
    return DONE


for command in (
    refreshing.refresh, refreshing.backfill, refreshing.accept, refreshing.forget, refreshing.correct, status.status,
    doctor.doctor,
    news.news, asking.extract, asking.evaluate, asking.reconcile, screening.screen, screening.watch, asking.query,
    publishing.export, publishing.ui, serving.serve, serving.mcp,
    completion,
):  # fmt: skip
    sanctions.add_command(command)


def main() -> None:
    """Run the command; every error becomes one sentence and an exit code, never a traceback."""
    never_fail_on_characters()
    sys.argv[1:] = map(_in_utf8, sys.argv[1:])
    sys.exit(guarded(lambda: sanctions.main(prog_name=PROGRAM, standalone_mode=False)))


def _in_utf8(argument: str) -> str:
    """An argument as UTF-8 text, even if the system is set to ASCII; file names stay as they are."""
    return argument if os.path.lexists(argument) else os.fsencode(argument).decode("utf-8", "surrogateescape")


def guarded(command: Callable[[], int | None]) -> int:
    """Run a command and return its exit code; every error becomes one sentence on stderr, never a traceback."""
    try:
        code = command() or DONE
        sys.stdout.flush()
    except (ClosedPipeError, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt) as stopped:
        complain(FAREWELL)
        return exit_code_of(stopped.__cause__ or stopped)  # click hides one interruption behind another
    except UnknownListError as error:
        complain(str(error))
        return BAD_USAGE
    except UnicodeEncodeError:
        complain("what was given holds bytes that are no characters of UTF-8; give it in UTF-8.")
        return BAD_USAGE
    except OSError as error:
        complain(_system_error_in_words(error))
        return NOTHING_PUBLISHED
    except Exception as error:  # one sentence for what is expected, and for a fault of this program too
        if isinstance(error, _expected()):
            complain(str(error))
            return NOTHING_PUBLISHED
        if os.environ.get(DEBUG_VARIABLE):
            raise
        complain(f"{_fault_in_words(error)}; {DEBUG_VARIABLE}=1 shows where.")
        return NOTHING_PUBLISHED
    return code


def _fault_in_words(error: Exception) -> str:
    """The message for an unexpected error; a damaged table is not a bug, and is made again from the archive."""
    from polars.exceptions import ComputeError

    if isinstance(error, ComputeError) and str(error).startswith("parquet:"):
        remedy = "delete the home's folder `tables`, and `sanctions refresh --offline` makes it again"
        return f"a table cannot be read ({error}): {remedy}"
    return f"a fault of this program ({type(error).__name__}: {error})"


def _system_error_in_words(error: OSError) -> str:
    """The message for an error of the system: what it refused, where, and what to do."""
    where = f"{error.filename}: " if error.filename else ""
    remedy = {
        errno.ENOSPC: "make room and run this again.",
        errno.EACCES: "give this user the right to write there, or choose another --home.",
        errno.EROFS: "choose a --home that can be written.",
    }.get(error.errno or 0, "nothing was half-published.")
    return f"{where}{error.strerror or error}; {remedy}"


def _expected() -> tuple[type[Exception], ...]:
    """The errors whose message already says what is wrong and what to do."""
    from pipelines.run.questions import EXPECTED_ERRORS

    return EXPECTED_ERRORS
