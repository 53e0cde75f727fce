"""What follows a night that was published, and what a refresh does about it."""

import json
from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.run.publication import failures_reported
from pipelines.run.refresh import Refreshed, send_word
from pipelines.run.settings import Run, Settings
from pipelines.run.steps import Outcome, run_step, step_named, steps_wanted
from tests.conftest import Run as Command
from tests.listeners import Hook


def released(home: Home, settings: Settings) -> Outcome:
    return run_step(Run(settings), step_named("releases"))


def test_nothing_follows_without_settings(example_home: Home) -> None:
    settings = Settings(example_home)
    assert send_word(Run(settings), Refreshed(published=True)) == ()
    assert "releases" not in {step.name for step in steps_wanted(settings)}


def test_a_night_is_released_and_told(example_home: Home, tmp_path: Path, hook: str) -> None:
    settings = Settings.from_environment(
        {
            "SANCTIONS_HOME": str(example_home.root),
            "SANCTIONS_RELEASES": str(tmp_path / "out"),
            "SANCTIONS_SITE_URL": "https://example.org/",
            "SANCTIONS_WEBHOOK": hook,
        }
    )
    assert steps_wanted(settings)[-1].name == "releases"
    assert released(example_home, settings).fault == ""
    assert send_word(Run(settings), Refreshed(published=True)) == ()
    feed = json.loads((tmp_path / "out/latest/feeds/changes.json").read_text(encoding="utf-8"))
    assert feed["feed_url"] == "https://example.org/feeds/changes.json"
    assert (tmp_path / "out/latest/data/ftm/entities.ftm.json").is_file()
    assert [notice["event"] for notice in Hook.got] == ["changes"]


def test_what_goes_wrong_afterwards_is_a_sentence_each(example_home: Home, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be", encoding="utf-8")
    notifications = {"SANCTIONS_WEBHOOK": "ftp://user:secret@example.org"}
    settings = Settings(example_home, releases=tmp_path / "out", notifications=notifications)
    assert released(example_home, settings).fault.startswith("published, but not released in ")
    (notice,) = send_word(Run(settings), Refreshed(published=True))
    assert notice.startswith("no notice was sent: SANCTIONS_WEBHOOK is no web address")
    assert "secret" not in notice


def test_a_refresh_that_publishes_nothing_or_breaks_off_is_told(example_home: Home, hook: str) -> None:
    settings = Settings(example_home, notifications={"SANCTIONS_WEBHOOK": hook})
    assert send_word(Run(settings), Refreshed(published=False, failure="nothing is held.")) == ()
    with pytest.raises(OSError, match="full"), failures_reported(settings):
        raise OSError("the disk is full")
    assert [notice["event"] for notice in Hook.got] == ["failure", "failure"]
    assert "nothing is held" in Hook.got[0]["text"]
    assert "the disk is full" in Hook.got[1]["text"]


def test_the_command_line_releases_and_tells(run: Command, mirror: Path, tmp_path: Path, hook: str) -> None:
    env = {"SANCTIONS_MIRROR": str(mirror), "SANCTIONS_RELEASES": str(tmp_path / "out"), "SANCTIONS_WEBHOOK": hook}
    done = run("refresh", env=env)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/latest/index.html").is_file()
    assert "3 changed, 0 unchanged" in Hook.got[0]["title"]
    failed = run("refresh", env=env | {"SANCTIONS_WEBHOOK": "http://127.0.0.1:9/secret"})
    assert failed.returncode == 3
    assert "no notice was sent: webhook: " in failed.stderr
    assert "secret" not in failed.stderr
