"""The known answers of `questions.py` beside counts made another way: from the rows of the tables, in Python."""

from collections.abc import Callable
from typing import Any

import pytest

from pipelines.archive.home import Home
from pipelines.serve.published import Publication
from tests.serve.questions import CHANGED, LISTED, QUESTIONS, Question

Row = dict[str, Any]


@pytest.fixture(scope="module")
def rows_of(served_home: Home) -> Callable[[str], list[Row]]:
    names = ("designation", "change", "designation_country")
    with Publication(served_home).current().cursor() as cursor:
        tables = {name: cursor.table(name).pl().to_dicts() for name in names}
    return tables.__getitem__


def is_within(row: Row, day: str, since: str) -> bool:
    """Whether an entry was listed at the end of a day, and on or after an earlier one."""
    listed = row["listed_on"] or row["listed_by"]
    return since <= str(listed) <= day and (row["delisted_on"] is None or str(row["delisted_on"]) > day)


@pytest.mark.parametrize("question", LISTED, ids=lambda question: str(question[1]))
def test_those_listed_are_those_of_the_table(rows_of: Callable[[str], list[Row]], question: Question) -> None:
    _, asked, total, _ = question
    code = {"Belarus": "BY", "by": "BY"}.get(asked.get("country", ""), asked.get("country"))
    tied = {row["designation_id"] for row in rows_of("designation_country") if row["country"] == code}
    same = {name: asked[name] for name in ("authority", "list_id", "party_type") if name in asked}
    found = [
        row
        for row in rows_of("designation")
        if is_within(row, asked["day"], asked.get("listed_since", ""))
        and all(row[name] == value for name, value in same.items())
        and (code is None or row["designation_id"] in tied)
        and asked.get("programme", row["programmes"][0] if row["programmes"] else None) in [*row["programmes"], None]
    ]
    assert len(found) == total


@pytest.mark.parametrize("question", CHANGED, ids=lambda question: str(question[1]))
def test_the_changes_are_those_of_the_table(rows_of: Callable[[str], list[Row]], question: Question) -> None:
    _, asked, total, _ = question
    same = {name: asked[name] for name in ("authority", "list_id", "change_kind") if name in asked}
    found = [
        row
        for row in rows_of("change")
        if asked["first_day"] <= str(row["changed_on"]) <= asked["last_day"]
        and all(row[name] == value for name, value in same.items())
    ]
    assert len(found) == total


def test_there_are_fifty_questions() -> None:
    assert len(QUESTIONS) == 50
