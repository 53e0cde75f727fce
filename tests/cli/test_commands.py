"""What single commands print, apart from what they do."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_lists
from pipelines.cli import console
from pipelines.cli.commands.publishing import TABLES
from pipelines.cli.commands.status import print_list_status
from pipelines.cli.program import sanctions
from pipelines.warehouse.exports import EXPORTS
from tests.conftest import Run


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


def test_names_of_a_file_are_screened_alike_by_processes_and_without(
    example_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.run.screening.A_BATCH", 2)
    file = tmp_path / "names.txt"
    file.write_text("Viktar Khrenin\n\nBELINVESTBANK\nNobody Atall\n34746\nBelinvestbank\n", encoding="utf-8")
    alone = invoked(example_home, "screen", "--json", "--file", str(file))
    assert [json.loads(line)["query"] for line in alone.splitlines()] == [
        "Viktar Khrenin", "BELINVESTBANK", "Nobody Atall", "34746", "Belinvestbank",
    ]  # fmt: skip
    assert json.loads(alone.splitlines()[0])["matches"]
    assert invoked(example_home, "screen", "--json", "--file", str(file), "--workers", "2") == alone


def test_bad_workers_and_bad_lines_are_bad_usage(example_home: Home, tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_bytes(b"Khrenin\nMu\xfcller\n")
    for arguments, reason in (
        (("Khrenin", "--workers", "many"), "ray://host:10001"),
        (("--file", str(file)), "line 2 is not UTF-8"),
    ):
        done = CliRunner().invoke(sanctions, ["--home", str(example_home.root), "screen", *arguments])
        assert done.exit_code == 2
        assert reason in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(shell: str, example_home: Home) -> None:
    assert "_SANCTIONS_COMPLETE" in invoked(example_home, "completion", shell)


def completed(*typed: str) -> list[str]:
    *before, last = typed
    completer = ShellComplete(sanctions, {}, "sanctions", "_SANCTIONS_COMPLETE")
    return [get_completion.value for get_completion in completer.get_completions(before, last)]


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


def test_every_command_with_progress_can_be_quiet() -> None:
    quiet = {
        name
        for name, command in sanctions.commands.items()
        if any({"-q", "--quiet"} <= set(option.opts) for option in command.params)
    }
    assert quiet == {"refresh", "backfill", "accept", "forget", "correct", "news", "screen", "export"}


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
        assert all(param.help for param in command.params if isinstance(param, click.Option)), name


def test_an_answer_has_the_names_and_numbers_that_were_asked_for(example_home: Home) -> None:
    shown = invoked(example_home, "query", "SELECT year(DATE '2022-02-24') AS listed_in, 1000 AS n").split()
    assert shown == ["listed_in", "n", "2022", "1000"]


def test_more_rows_than_a_person_reads_are_counted_and_all_of_them_are_json(run: Run, example_home: Home) -> None:
    home = ("--home", str(example_home.root), "query")
    shown = run(*home, "FROM range(1500)")
    assert len(shown.stdout.splitlines()) == 1 + 1_000
    assert "1,000 rows are shown and 500 are not" in shown.stderr
    assert len(run(*home, "--json", "FROM range(1500)").stdout.splitlines()) == 1500


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "give a question"),
        ("no_such_file.sql", "no such file"),
        ("FROM no_such_table", "SHOW TABLES"),
        ("SELECT 1 AS a, 2 AS a", "tell them apart"),
        ("COPY claim TO 'claim.csv'", "disabled by configuration"),
        ("ATTACH 'other.duckdb'", "disabled by configuration"),
        ("FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("SET enable_external_access = true", "locked"),
        ("SELECT 1; DELETE FROM claim", "read-only"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_the_reason(
    example_home: Home, question: str, said: str
) -> None:
    with pytest.raises(click.ClickException) as refused:
        CliRunner().invoke(
            sanctions,
            ["--home", str(example_home.root), "query", question],
            standalone_mode=False,
            catch_exceptions=False,
        )
    assert said in refused.value.format_message()
    assert refused.value.exit_code == 2


@pytest.mark.parametrize(
    "arguments", [("status",), ("query", "FROM designation_name"), ("query", "--json", "FROM change")]
)
def test_a_closed_pipe_has_an_exit_code_of_its_own_and_nothing_to_say(
    example_home: Home, arguments: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "pipelines.cli", "--home", str(example_home.root), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141
