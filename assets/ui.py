"""The Dagster UI of one home: on this machine alone, unless another host is asked for.

Here: the settings of its Dagster instance, and the two programs that serve it. Not here: what they show (see
definitions). `sanctions ui` starts it.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from ipaddress import ip_address
from pathlib import Path

import click
import dagster as dg
import requests

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home, write_whole
from pipelines.cli.console import complain, print_lines
from pipelines.cli.program import guarded
from pipelines.cli.stopping import terminate

HOST = "127.0.0.1"
SETTINGS = Path(__file__).with_name("dagster.yaml")
WORKSPACE = Path(__file__).resolve().parents[1] / "workspace.yaml"
"""Beside the packages, in a checkout and where they are installed."""

LOOK_SECONDS = 0.5
IPV6 = 6
STOP_SECONDS = 30.0
STOPPED_BY_A_PERSON, COULD_NOT_SERVE = 0, 1

_EVENT_OF_A_RUN = re.compile(rb" - (DEBUG|INFO) - ")
_VERSION = re.compile(r"^# .*\bVersion (\d+)", re.MULTILINE)


def serve(home: Home, port: int = 3000, host: str = HOST, *, example: bool = False) -> int:
    """Serve the UI on this home and run its schedules until stopped; return an exit code.

    Args:
        home: where the state of lists and of Dagster lives.
        port: on that host.
        host: the address of this machine on which it can be reached.
        example: this home is for the bundled example, even while it holds nothing yet.
    """
    if not _is_free(host, port):
        complain(f"port {port} of {host} is taken; stop what uses it, or choose another with --port.")
        return COULD_NOT_SERVE
    if not ip_address(host).is_loopback:
        complain(f"whoever reaches {host}:{port} can start and stop runs: Dagster asks for no password.")
    prepare(home)
    environment = {**os.environ, **environment_of(home, example=example)}
    print_lines(f"Starting Dagster for {home.root} ...")
    return _serve_until_stopped(_commands(host, port), environment, (host, port), welcome(home, port, host))


def welcome(home: Home, port: int, host: str = HOST) -> Sequence[str]:
    """The lines printed at the start: the addresses of the UI and, if they are made, of the pages for readers."""
    front = home.front_page.resolve()
    pages = [f"Pages for readers: {front.as_uri()}"] if front.is_file() else []
    return [f"Dagster on http://{host}:{port} (Ctrl-C stops it)", *pages]


def prepare(home: Home) -> None:
    """Give the home's Dagster instance the settings of this version; settings of the same version stay as they are."""
    settings = home.dagster / "dagster.yaml"
    shipped = SETTINGS.read_text(encoding="utf-8")
    if not settings.is_file() or _version_of(settings.read_text(encoding="utf-8")) != _version_of(shipped):
        write_whole(settings, shipped.encode())
    with dg.DagsterInstance.from_config(str(home.dagster.resolve())):
        pass  # makes its databases: two programs that begin at once would each try to, and break them


def environment_of(home: Home, *, example: bool = False) -> dict[str, str]:
    """The environment of Dagster's processes: which home, which instance, and whether it is the example."""
    environment = {
        "SANCTIONS_HOME": str(home.root.resolve()),
        "DAGSTER_HOME": str(home.dagster.resolve()),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
    }
    if example or Archive(home).is_example:
        environment["SANCTIONS_EXAMPLE"] = "yes"
    return environment


def _version_of(settings: str) -> str | None:
    """The version that the settings file names; None if it names none."""
    match = _VERSION.search(settings)
    return match[1] if match else None


def _is_free(host: str, port: int) -> bool:
    """Whether no program uses the port."""
    with closing(socket.socket(_address_family(host), socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _address_family(host: str) -> socket.AddressFamily:
    """The family of an address: IPv4 or IPv6."""
    return socket.AF_INET6 if ip_address(host).version == IPV6 else socket.AF_INET


def _ui_answers(host: str, port: int) -> bool:
    """Whether the UI serves its page."""
    shown = f"[{host}]" if ip_address(host).version == IPV6 else host
    try:
        return bool(requests.get(f"http://{shown}:{port}/server_info", timeout=LOOK_SECONDS).ok)
    except requests.RequestException:
        return False


def _commands(host: str, port: int) -> Sequence[Sequence[str]]:
    """The commands of the two programs: the UI, and the daemon that runs schedules and queued runs."""
    python, workspace = sys.executable, ["--workspace", str(WORKSPACE), "--code-server-log-level", "warning"]
    return (
        [
            python,
            "-m",
            "dagster_webserver",
            "--host",
            host,
            "--port",
            str(port),
            "--dagster-log-level",
            "warning",
            *workspace,
        ],
        [python, "-m", "dagster._daemon", "run", "--log-level", "warning", *workspace],
    )


def _serve_until_stopped(
    commands: Sequence[Sequence[str]],
    environment: Mapping[str, str],
    address: tuple[str, int],
    welcome: Sequence[str],
) -> int:
    """Run all programs until one ends or a person stops them; none outlives this one.

    The welcome is printed once the UI answers.
    """
    is_welcomed = False
    running: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            process = subprocess.Popen(  # noqa: S603 - our own
                command, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            running.append(process)
            threading.Thread(target=_pass_output_on, args=(process,), daemon=True).start()
        while all(process.poll() is None for process in running):
            if not is_welcomed and _ui_answers(*address):
                print_lines(*welcome)
                is_welcomed = True
            time.sleep(LOOK_SECONDS)
    except KeyboardInterrupt:
        return STOPPED_BY_A_PERSON
    finally:
        _stop(running)
    complain("a part of Dagster ended by itself; what it said is above.")
    return COULD_NOT_SERVE


def _pass_output_on(process: subprocess.Popen[bytes]) -> None:
    """Write what a program says to stderr, without the events of runs, which the UI shows."""
    for line in process.stdout or ():
        if not _EVENT_OF_A_RUN.search(line):
            sys.stderr.buffer.write(line)
            sys.stderr.flush()


def _stop(running: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask the programs to stop; end those that still run after STOP_SECONDS."""
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
    until = time.monotonic() + STOP_SECONDS
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@click.command()
@click.option("--home", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder of all state.")
@click.option("--port", type=click.IntRange(1, 65_535), default=3000, help="Port on that host.")
@click.option("--host", default=HOST, help="Address of this machine on which the UI can be reached.")
@click.option("--example", is_flag=True, help="The home is for the bundled example.")
def main(home: Path, port: int, host: str, *, example: bool) -> int:
    """Serve the Dagster UI of a home."""
    return serve(Home(home), port, host, example=example)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, terminate)
    sys.exit(guarded(lambda: main.main(prog_name="sanctions ui", standalone_mode=False)))
