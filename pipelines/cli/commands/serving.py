"""Commands that answer programs: serve (HTTP), mcp (Model Context Protocol).

Here: their options. Not here: what may be asked, and how (see pipelines.serve).
"""

import click

from pipelines.cli.commands.common import DONE, EXAMPLE_HOME, Session
from pipelines.cli.console import complain

MISSING = "`sanctions {command}` needs the extra [serve]: `make extras` installs it."
example_option = click.option("--example", is_flag=True, help=f"The home of the bundled example ({EXAMPLE_HOME}).")


class MissingExtraError(click.ClickException):
    """A library that only some users need is not installed."""


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; SANCTIONS_TOKEN guards others."
)
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port.")
@example_option
@click.pass_obj
def serve(session: Session, host: str, port: int, *, example: bool) -> int:
    """Answer questions over HTTP, read-only: who was listed, what changed, who may be meant, what was said.

    /openapi.json describes them. Beyond this machine a token is needed: SANCTIONS_TOKEN.
    """
    try:
        from pipelines.serve.http_api import LOOPBACK, http_api, run_http
    except ModuleNotFoundError as error:
        raise MissingExtraError(MISSING.format(command="serve")) from error
    from pipelines.serve.answers import Answers

    settings = session.example() if example else session.settings
    is_loopback = host in LOOPBACK
    if not is_loopback and not settings.token:
        raise click.UsageError(f"--host {host} lets others ask: set SANCTIONS_TOKEN to a secret that they send.")

    def started() -> None:
        """Say at which address questions are answered."""
        complain(f"answering at http://{host}:{port}/ ; /openapi.json says what may be asked. Ctrl-C ends it.")

    api = http_api(Answers(settings.home, prepared=True), token=settings.token, loopback=is_loopback, started=started)
    run_http(api, host, port)
    return DONE


@click.command()
@click.option("--http", "port", type=click.IntRange(1, 65_535), help="Over HTTP on 127.0.0.1:PORT/mcp, not over stdio.")
@example_option
@click.pass_obj
def mcp(session: Session, port: int | None, *, example: bool) -> int:
    """Answer a language model: the same questions as tools of the Model Context Protocol, read-only."""
    try:
        from pipelines.serve.mcp_server import mcp_server, run_mcp
    except ModuleNotFoundError as error:
        raise MissingExtraError(MISSING.format(command="mcp")) from error
    from pipelines.serve.answers import Answers

    settings = session.example() if example else session.settings
    run_mcp(mcp_server(Answers(settings.home, prepared=True)), port)
    return DONE
