"""The published file as servers keep it open."""

import shutil
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.home import Home
from pipelines.serve import published
from pipelines.serve.admission import Slots, TooManyQuestionsError
from pipelines.serve.answers import Answers
from pipelines.serve.published import Publication, TooSlowError
from pipelines.warehouse.published import NothingPublishedError


def test_a_new_edition_is_read_from_the_next_question_on(tmp_path: Path, served_home: Home) -> None:
    home = Home(tmp_path)
    home.root.mkdir(exist_ok=True)
    shutil.copy(served_home.warehouse, home.warehouse)
    publication = Publication(home)
    before = publication.current()
    assert publication.current() is before
    shutil.copy(served_home.warehouse, tmp_path / "new.tmp")
    (tmp_path / "new.tmp").replace(home.warehouse)
    assert publication.current() is not before
    assert before.rows("serve/edition.sql", {}) == [{"edition": "example"}]


def test_a_prepared_publication_makes_what_questions_need_before_they_come(served_home: Home) -> None:
    edition = Publication(served_home, prepared=True).current()
    deadline = time.monotonic() + 120
    while "_reconciler" not in vars(edition) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert {"_names", "_reconciler"} <= vars(edition).keys()


def test_a_home_without_a_published_file_is_served_all_the_same(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError):
        Answers(Home(tmp_path), prepared=True).what_is_held()


def test_a_statement_that_takes_too_long_is_interrupted(served_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "SECONDS_FOR_SQL", 0.2)
    edition = Publication(served_home).current()
    with pytest.raises(TooSlowError, match="fewer rows"), edition.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM range(100000000) AS a, range(100000000) AS b").fetchall()
    assert edition.rows("serve/edition.sql", {})


def test_a_file_of_another_version_says_how_to_make_it_anew(tmp_path: Path) -> None:
    home = Home(tmp_path)
    duckdb.connect(str(home.warehouse)).close()
    with pytest.raises(NothingPublishedError, match="another version"):
        Publication(home).current().rows("serve/edition.sql", {})


def test_more_questions_than_may_wait_are_refused_at_once() -> None:
    slots = Slots(at_once=1, waiting=0)
    with slots.one(), pytest.raises(TooManyQuestionsError, match="too many"), slots.one():
        pass
    with slots.one():
        pass


def test_a_question_waits_only_so_long() -> None:
    slots = Slots(at_once=1, waiting=1, longest_wait_s=0.05)
    with slots.one(), pytest.raises(TooManyQuestionsError, match="took too long"), slots.one():
        pass
