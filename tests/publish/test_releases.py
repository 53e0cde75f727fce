"""Folders of nights: dated, never changed, and `latest` always whole."""

import shutil
from pathlib import Path

import pytest

from pipelines.archive import locking
from pipelines.archive.locking import BusyError
from pipelines.publish import releases
from pipelines.publish.releases import DAYS_KEPT, newest, nights, prune, release
from tests.publish.conftest import frames, published

KINDS = ("csv",)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_night_is_shown_as_the_latest_with_its_bulk_data(hostile_file: Path, tmp_path: Path) -> None:
    released = release(hostile_file, tmp_path, kinds=KINDS)
    assert (released.folder.name, released.is_new) == ("2022-03-01", True)
    assert (tmp_path / "latest").readlink() == Path("2022-03-01")
    assert (tmp_path / "latest/data/csv/datapackage.json").is_file()
    assert "data/csv/datapackage.json" in (tmp_path / "latest/data/index.html").read_text(encoding="utf-8")


def test_the_same_record_makes_no_new_night(hostile_file: Path, tmp_path: Path) -> None:
    first = release(hostile_file, tmp_path, kinds=KINDS)
    again = release(hostile_file, tmp_path, kinds=KINDS)
    assert (again.folder, again.is_new) == (first.folder, False)
    assert [path.name for path in sorted(tmp_path.iterdir())] == [".release.lock", "2022-03-01", "latest"]


def test_two_releases_into_one_folder_at_once_are_refused(
    hostile_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "LOCK_SECONDS", 0.01)
    with locking.alone(tmp_path, "release"), pytest.raises(BusyError, match="another release is at work"):
        release(hostile_file, tmp_path, kinds=KINDS)
    assert release(hostile_file, tmp_path, kinds=KINDS).is_new


def test_an_older_night_stays_as_it_was_and_shares_what_did_not_change(hostile_file: Path, tmp_path: Path) -> None:
    first = release(hostile_file, tmp_path / "out", kinds=KINDS).folder
    before = contents(first)
    tables = frames()
    tables["designation"][0] = tables["designation"][0] | {"remarks": "now otherwise"}
    second = release(published(tmp_path, tables), tmp_path / "out", kinds=KINDS).folder
    assert second.name == "2022-03-01.2"
    assert contents(first) == before
    assert contents(second) != before
    assert (first / "search.html").stat().st_ino == (second / "search.html").stat().st_ino
    assert newest(tmp_path / "out") == second


def test_a_build_that_fails_leaves_the_latest_as_it_was(
    hostile_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = release(hostile_file, tmp_path / "out", kinds=()).folder
    tables = frames()
    tables["designation"][0] = tables["designation"][0] | {"remarks": "now otherwise"}

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releases, "export", full)
    with pytest.raises(OSError, match="No space"):
        release(published(tmp_path, tables), tmp_path / "out", kinds=KINDS)
    assert newest(tmp_path / "out") == first
    assert nights(tmp_path / "out") == [first]


def test_the_newest_nights_stay_and_the_last_of_each_month_before(tmp_path: Path) -> None:
    days = [f"2025-{month:02}-{day:02}" for month in (9, 10) for day in range(1, 29)]
    for day in days:
        (tmp_path / day).mkdir()
    (tmp_path / "2025-10-28.2").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "latest").symlink_to("2025-10-28.2")
    gone = prune(tmp_path)
    left = [path.name for path in nights(tmp_path)]
    assert left == ["2025-09-28", "2025-10-15", *days[-DAYS_KEPT + 1 :], "2025-10-28.2"]
    assert len(gone) == len(days) + 1 - len(left)
    assert (tmp_path / "mine").is_dir()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_an_interrupted_run_left_is_not_built_upon(hostile_file: Path, tmp_path: Path) -> None:
    left = tmp_path / ".unfinished.tmp"
    left.mkdir()
    (left / "half.html").write_text("half", encoding="utf-8")
    folder = release(hostile_file, tmp_path, kinds=()).folder
    assert not (folder / "half.html").exists()
    assert not left.exists()
    shutil.rmtree(folder)
    assert newest(tmp_path) is None
