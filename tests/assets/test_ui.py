"""The UI of one home: its settings, its processes, its end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import dagster as dg
import pytest

from assets import ui
from pipelines.archive.home import Home

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ui.HOST, 0))
        return int(probe.getsockname()[1])


def test_the_instance_keeps_to_itself_and_watches_its_runs(home: Home) -> None:
    ui.prepare(home)
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        assert not instance.telemetry_enabled
        assert not instance.nux_enabled
        assert instance.run_monitoring_enabled
        assert instance.get_settings("retention")["schedule"]["purge_after_days"] == 90
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1
        assert str(home.dagster) in instance.root_directory


def test_settings_of_this_version_stay_and_older_ones_are_replaced(home: Home) -> None:
    ui.prepare(home)
    settings = home.dagster / "dagster.yaml"
    shipped = settings.read_text(encoding="utf-8")
    settings.write_text(shipped + "\n# mine\n", encoding="utf-8")
    ui.prepare(home)
    assert settings.read_text(encoding="utf-8").endswith("# mine\n")
    settings.write_text(shipped.replace("Version 1", "Version 0"), encoding="utf-8")
    ui.prepare(home)
    assert settings.read_text(encoding="utf-8") == shipped


def test_its_processes_know_the_home_and_whether_it_is_the_example(home: Home) -> None:
    told = ui.environment_of(home)
    assert told["SANCTIONS_HOME"] == str(home.root)
    assert told["DAGSTER_HOME"] == str(home.dagster)
    assert "SANCTIONS_EXAMPLE" not in told
    assert "SANCTIONS_EXAMPLE" in ui.environment_of(home, example=True)
    home.archive.mkdir(parents=True)
    (home.archive / "home_kind").write_text("example\n", encoding="utf-8")
    assert "SANCTIONS_EXAMPLE" in ui.environment_of(home)


def test_a_port_that_is_taken_is_one_sentence(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind((ui.HOST, 0))
        other.listen()
        assert ui.serve(home, other.getsockname()[1]) == ui.COULD_NOT_SERVE
    said = capsys.readouterr().err
    assert "is taken" in said
    assert said.count("\n") == 1
    assert not home.root.exists()


def test_the_workspace_has_one_location_named_sanctions() -> None:
    assert ui.WORKSPACE.is_file()
    assert "location_name: sanctions" in ui.WORKSPACE.read_text(encoding="utf-8")


def test_it_says_where_the_pages_are_once_there_are_any(home: Home) -> None:
    assert len(ui.welcome(home, 3000)) == 1
    home.site.mkdir(parents=True)
    home.front_page.write_text("pages", encoding="utf-8")
    assert ui.welcome(home, 3000)[1].endswith(home.front_page.resolve().as_uri())


@pytest.mark.slow
def test_it_serves_until_it_is_told_to_stop(home: Home, free_port: int) -> None:
    command = [sys.executable, "-m", "pipelines.cli", "--home", str(home.root), "ui", "--port", str(free_port)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))}
    served = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        assert "dagster_webserver_version" in json.loads(answer(f"http://{ui.HOST}:{free_port}/server_info", served))
        served.send_signal(signal.SIGTERM)
        assert served.wait(60) == 0
    finally:
        served.kill()
        served.wait()
    with socket.socket() as probe:
        assert probe.connect_ex((ui.HOST, free_port)) != 0


def answer(address: str, served: subprocess.Popen[bytes]) -> str:
    for _ in range(240):
        assert served.poll() is None
        try:
            with urlopen(address, timeout=5) as response:  # noqa: S310 - our own, on loopback
                return str(response.read().decode())
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"{address} never answered")
