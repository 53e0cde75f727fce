"""What single commands print, apart from what they do."""

import json
from datetime import date
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from assets import console
from assets.cli import sanctions
from assets.commands.publishing import TABLES
from assets.commands.status import print_list_status
from pipelines.sources.catalogue import official_lists
from pipelines.sources.home import Home
from pipelines.warehouse.exports import EXPORTS
from tests.assets.conftest import Run


def invoked(home: Home, *arguments: str) -> str:
    done = CliRunner().invoke(sanctions, ["--home", str(home.root), *arguments], standalone_mode=False)
    assert done.exception is None, done.exception
    return done.stdout


def test_every_format_can_be_asked_for() -> None:
    assert set(TABLES) == set(EXPORTS)


def test_an_export_says_what_it_wrote(example_home: Home, tmp_path: Path) -> None:
    [written] = invoked(example_home, "export", "--format", "targets", "--json", str(tmp_path)).splitlines()
    rows = len((tmp_path / "targets.simple.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert json.loads(written) == {"file": "targets.simple.csv", "rows": rows}


def test_a_release_is_a_dated_folder_shown_as_the_latest(example_home: Home, tmp_path: Path) -> None:
    [written] = invoked(example_home, "export", "--format", "release", "--quiet", "--json", str(tmp_path)).splitlines()
    page = Path(json.loads(written)["file"])
    assert page.parent == tmp_path / (tmp_path / "latest").readlink()
    assert (tmp_path / "latest/data/senzing/senzing.jsonl").is_file()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(shell: str, example_home: Home) -> None:
    assert "_SANCTIONS_COMPLETE" in invoked(example_home, "completion", shell)


def completed(*typed: str) -> list[str]:
    *before, last = typed
    completer = ShellComplete(sanctions, {}, "sanctions", "_SANCTIONS_COMPLETE")
    return [each.value for each in completer.get_completions(before, last)]


def test_lists_are_completed_by_id_after_the_last_comma() -> None:
    assert completed("accept", "ofac_s") == ["ofac_sdn"]
    assert completed("backfill", "") == list(official_lists())
    assert completed("refresh", "--lists", "jp_mof,un") == ["jp_mof,un_sc"]


LONGEST = max(official_lists(), key=len)
ROW = {
    "list_id": LONGEST, "state": "not_configured", "origin": "backfill", "published_on": date(2020, 1, 1),
    "parties": 14_160, "added": 3_500, "removed": 110, "snapshots": 202, "last_change_on": date(2020, 1, 1),
    "reason": "its source was not asked.",
}  # fmt: skip


@pytest.mark.parametrize("width", [80, 100, 120])
def test_status_fits_the_screen(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "WIDTH_OF_A_FILE", width)
    rows = [ROW | {"list_id": list_id} for list_id in official_lists()]
    rows[0] |= {"state": "never_fetched", "snapshots": 0, "reason": None}
    print_list_status(rows)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) <= 24
    [shown] = [line.split() for line in lines if line.startswith(f"{LONGEST} ")]
    assert {"configured", "14,160", "+3,500", "-110", "2020-01-01"} <= set(shown)
    assert " ".join(" ".join(lines).split()).count(str(ROW["reason"])) == 1


def test_without_colour_where_none_is_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    console.print_table([{"a": 1}], title="Title")
    assert "\x1b[3" not in capsys.readouterr().out


def test_progress_is_told_on_stderr_unless_quiet(run: Run, mirror: Path) -> None:
    told = run("refresh", "--lists", "jp_mof", env={"SANCTIONS_MIRROR": str(mirror)})
    assert "jp_mof: asking its source" in told.stderr.splitlines()
    assert "asking" not in told.stdout
    assert run("refresh", "--offline", "--quiet").stderr == ""


def test_usage_errors_name_what_is_wrong_and_where_help_is(run: Run) -> None:
    done = run("export", "--format", "xls", "out")
    assert done.returncode == 2
    assert "'xls' is not one of" in done.stderr
    assert "sanctions export" in done.stderr
    assert "--help" in done.stderr


def test_commands_have_help(example_home: Home) -> None:
    assert isinstance(sanctions, click.Group)
    for name, command in sanctions.commands.items():
        assert command.help, name
        assert all(each.help for each in command.params if isinstance(each, click.Option)), name
