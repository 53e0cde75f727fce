"""Commands that hand on what is published: export, ui.

Here: their options. Not here: formats (see pipelines.warehouse.exports and pipelines.publish.site), or the UI, which
is a program of its own (assets.ui), so that nothing here loads Dagster.
"""

import os
import sys
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import NoReturn

import click

from pipelines.cli.commands.common import DONE, EXAMPLE_HOME, Session, json_option, quiet_option
from pipelines.cli.console import print_json, print_lines, progress

TABLES = ("parquet", "csv", "statements", "ftm", "targets", "senzing", "events", "claimreview")
"""As pipelines.warehouse.exports names them, which takes longer to load than to ask for help."""


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice([*TABLES, "site", "release"]),
    default="parquet",
    show_default=True,
    help="site: pages that open in any browser, without a server. release: the pages with every format, in a dated "
    "folder of DIR that is never changed again and shows as DIR/latest.",
)
@click.option("--base", metavar="URL", help="Address at which the pages will be read, for the links of feeds.")
@json_option
@quiet_option
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def export(session: Session, kind: str, base: str | None, folder: Path, *, as_json: bool) -> int:
    """Write what is published to a folder: tables with their dictionary, formats of others, or pages for readers."""
    from pipelines.run.questions import write_export, write_release, write_site

    if kind in ("site", "release"):
        write = write_site if kind == "site" else write_release
        with progress(quiet=session.quiet) as say:
            written = write(session.settings, folder, base, say)
        _print_written([written], as_json=as_json)
    else:
        for path, rows in write_export(session.home, folder, kind):
            _print_written([{"file": path.name, "rows": rows}], as_json=as_json)
    return DONE


def _print_written(written: list[Mapping[str, object]], *, as_json: bool) -> None:
    """Print the files written with their numbers of rows, as JSON or as lines."""
    if as_json:
        print_json(written)
        return
    for row in written:
        counted = ", ".join(f"{number:,} {what}" for what, number in row.items() if isinstance(number, int))
        print_lines(f"{row['file']}\t{counted}")


def _checked_address(_context: click.Context, _option: click.Parameter, host: str) -> str:
    """The address of a machine; "localhost" is 127.0.0.1, and any other name is an error."""
    host = "127.0.0.1" if host == "localhost" else host
    try:
        return str(ip_address(host))
    except ValueError as error:
        raise click.BadParameter(f"{host!r} is no address of a machine, such as 127.0.0.1 or 0.0.0.0.") from error


@click.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=3000, show_default=True, help="Port on that host.")
@click.option(
    "--host",
    callback=_checked_address,
    default="127.0.0.1",
    show_default=True,
    help="Address of this machine on which the UI can be reached: 0.0.0.0 for all. It asks for no password.",
)
@click.option("--example", is_flag=True, help=f"The home of the bundled example ({EXAMPLE_HOME}).")
@click.pass_obj
def ui(session: Session, port: int, host: str, *, example: bool) -> NoReturn:
    """Open the Dagster UI with this home, or with the example where nothing but the example was made."""
    if not example and session.is_default_home and not session.home.archive.is_dir() and EXAMPLE_HOME.is_dir():
        print_lines(f"{session.home.root} holds nothing yet: this is the example in {EXAMPLE_HOME}.")
        example = True
    home = EXAMPLE_HOME if example else session.home.root
    arguments = ["--home", str(home), "--port", str(port), "--host", host, *(["--example"] if example else [])]
    os.execv(sys.executable, [sys.executable, "-m", "assets.ui", *arguments])  # noqa: S606 - this program's own UI
