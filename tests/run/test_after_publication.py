"""What follows a night that was published, and what a refresh does about it."""

import json
from pathlib import Path

import pytest

from assets.releases import assets
from pipelines.archive.home import Home
from pipelines.run.after_publication import failures_told, hand_on
from tests.conftest import Run
from tests.listeners import Hook


def silent(_line: str) -> None:
    """Say nothing."""


def test_nothing_follows_without_settings(example_home: Home, tmp_path: Path) -> None:
    assert hand_on(example_home, {}, silent, published=True) == ()
    assert assets({}) == []


def test_a_night_is_released_and_told(example_home: Home, tmp_path: Path, hook: str) -> None:
    settings = {
        "SANCTIONS_RELEASES": str(tmp_path / "out"),
        "SANCTIONS_SITE_URL": "https://example.org/",
        "SANCTIONS_WEBHOOK": hook,
    }
    assert hand_on(example_home, settings, silent, published=True) == ()
    feed = json.loads((tmp_path / "out/latest/feeds/changes.json").read_text(encoding="utf-8"))
    assert feed["feed_url"] == "https://example.org/feeds/changes.json"
    assert (tmp_path / "out/latest/data/ftm/entities.ftm.json").is_file()
    assert [each["event"] for each in Hook.got] == ["changes"]
    assert len(assets(settings)) == 1


def test_what_goes_wrong_afterwards_is_a_sentence_each(example_home: Home, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be", encoding="utf-8")
    settings = {"SANCTIONS_RELEASES": str(tmp_path / "out"), "SANCTIONS_WEBHOOK": "ftp://user:secret@example.org"}
    release, notice = hand_on(example_home, settings, silent, published=True)
    assert release.startswith("published, but not released in ")
    assert notice.startswith("no notice was sent: SANCTIONS_WEBHOOK is no web address")
    assert "secret" not in notice


def test_a_refresh_that_publishes_nothing_or_breaks_off_is_told(example_home: Home, hook: str) -> None:
    settings = {"SANCTIONS_WEBHOOK": hook}
    assert hand_on(example_home, settings, silent, published=False) == ()
    with pytest.raises(OSError, match="full"), failures_told(settings):
        raise OSError("the disk is full")
    assert [each["event"] for each in Hook.got] == ["failure", "failure"]
    assert "the disk is full" in Hook.got[1]["text"]


def test_the_command_line_releases_and_tells(run: Run, mirror: Path, tmp_path: Path, hook: str) -> None:
    env = {"SANCTIONS_MIRROR": str(mirror), "SANCTIONS_RELEASES": str(tmp_path / "out"), "SANCTIONS_WEBHOOK": hook}
    done = run("refresh", env=env)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/latest/index.html").is_file()
    assert "3 changed, 0 unchanged" in Hook.got[0]["title"]
    failed = run("refresh", env=env | {"SANCTIONS_WEBHOOK": "http://127.0.0.1:9/secret"})
    assert failed.returncode == 3
    assert "no notice was sent: webhook: " in failed.stderr
    assert "secret" not in failed.stderr
