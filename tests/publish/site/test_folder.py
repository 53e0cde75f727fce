"""The folder of the pages: what is written again after a run that did not end, and what a full disk leaves."""

import errno
from pathlib import Path

import pytest

from pipelines.catalogue.words import VERDICTS
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.rendering import Pages


def built(root: Path, content: str) -> SiteFolder:
    site = SiteFolder.opened(root, "")
    site.put_content("page.html", content)
    return site


def test_what_an_interrupted_run_wrote_is_written_again_when_the_data_return(tmp_path: Path) -> None:
    built(tmp_path, "old").finish()
    built(tmp_path, "new")
    built(tmp_path, "old").finish()
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "old"


def test_what_stays_the_same_is_not_written_again(tmp_path: Path) -> None:
    built(tmp_path, "old").finish()
    assert built(tmp_path, "old").written == 0


def test_a_full_disk_leaves_no_half_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    built(tmp_path / "later", "old").finish()
    monkeypatch.setattr(Path, "write_bytes", half)
    for folder in ("first", "later"):
        with pytest.raises(OSError, match="No space"):
            built(tmp_path / folder, "new")
    assert list(tmp_path.rglob("*.tmp")) == []
    assert [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")] == ["old"]


def test_only_in_an_empty_folder_files_are_written_in_place(tmp_path: Path) -> None:
    first = built(tmp_path, "old")
    interrupted = built(tmp_path, "new")
    assert (first.is_first, interrupted.is_first) == (True, False)
    interrupted.finish()
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "new"


def test_a_changed_word_of_a_verdict_makes_all_pages_again(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Pages(example=False, lists={}).made_by
    changed = VERDICTS["confirmed"]._replace(word="Borne out")
    monkeypatch.setitem(VERDICTS, "confirmed", changed)
    assert Pages(example=False, lists={}).made_by != before
