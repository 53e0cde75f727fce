"""Commands that hand on what is published: export, ui.

Here: their options. Not here: formats (see pipelines.warehouse.exports and pipelines.site), or the UI (see ui).
"""

from pathlib import Path

import click

from assets.commands.common import DONE, EXAMPLE_HOME, Session
from assets.console import print_lines, progress
from pipelines.sources.home import Home


@click.command()
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


@click.command()
@click.option("--port", default=3000, show_default=True, help="Port on 127.0.0.1.")
@click.option("--example", is_flag=True, help=f"The home of the bundled example ({EXAMPLE_HOME}).")
@click.pass_obj
def ui(session: Session, port: int, *, example: bool) -> int:
    """Open the Dagster UI on 127.0.0.1 with this home."""
    from assets.ui import serve

    return serve(Home(EXAMPLE_HOME) if example else session.home, port, example=example)
