"""Two processes make what one would have made, and what goes wrong in the second is not lost."""

import os
from pathlib import Path

import pytest

from pipelines.publish.site import makers as module
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.makers import makers
from pipelines.publish.site.rendering import Pages

SHEETS = [(f"a/{number}.html", f"document {number}") for number in range(200)]
FATAL = "a/30.html"
PAGES = Pages(example=False, lists={})


def with_its_process(_: Pages, path: str, document: str) -> str:
    return f"{path} {document} {os.getpid()}"


def gone_in_the_second(_: Pages, path: str, document: str) -> str:
    if path == FATAL and str(os.getpid()) != document:
        os._exit(1)
    return document


def refused(_: Pages, path: str, document: str) -> str:
    if path == FATAL:
        raise OSError("no room")
    return document


@pytest.fixture(autouse=True)
def _a_second_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORTH_A_PROCESS", 0)
    monkeypatch.setattr(module, "_may_have_a_second", lambda: True)
    monkeypatch.setattr(module, "_bytes_held", lambda: 0)


def test_both_processes_make_pages_and_every_page_is_made_once(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path, "")
    with makers(site, PAGES) as both:
        both.write(with_its_process, SHEETS)
    said = [(tmp_path / path).read_text(encoding="utf-8").rsplit(" ", 1) for path, _ in SHEETS]
    assert [text for text, _ in said] == [f"{path} {document}" for path, document in SHEETS]
    assert len({process for _, process in said}) == 2
    assert site.written == len(SHEETS)


def test_what_a_second_process_that_died_was_to_make_is_made_here(tmp_path: Path) -> None:
    site, document = SiteFolder(tmp_path, ""), str(os.getpid())
    with makers(site, PAGES) as both:
        both.write(gone_in_the_second, [(path, document) for path, _ in SHEETS])
    assert {(tmp_path / path).read_text(encoding="utf-8") for path, _ in SHEETS} == {document}
    assert site.written == len(SHEETS)


def test_what_goes_wrong_in_the_second_process_is_told_here(tmp_path: Path) -> None:
    with makers(SiteFolder(tmp_path, ""), PAGES) as both, pytest.raises(OSError, match="no room"):
        both.write(refused, SHEETS)


def test_where_no_second_process_may_be_one_makes_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_may_have_a_second", lambda: False)
    with makers(SiteFolder(tmp_path, ""), PAGES) as alone:
        alone.write(with_its_process, SHEETS)
    assert {(tmp_path / path).read_text(encoding="utf-8").rsplit(" ", 1)[1] for path, _ in SHEETS} == {str(os.getpid())}


def test_where_there_is_no_room_for_a_second_process_one_makes_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_bytes_held", lambda: module.ROOM)
    with makers(SiteFolder(tmp_path, ""), PAGES) as alone:
        alone.write(with_its_process, SHEETS)
    assert {(tmp_path / path).read_text(encoding="utf-8").rsplit(" ", 1)[1] for path, _ in SHEETS} == {str(os.getpid())}
