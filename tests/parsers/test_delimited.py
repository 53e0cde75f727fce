import pytest

from pipelines.parsers.delimited import table_in
from pipelines.parsers.record import Report, UnreadableListError

HEADER = "Name,Place,Note\n"


def read(text: str, report: Report | None = None) -> list[dict[str, str]]:
    return [row for _, row in table_in("t.csv", text.encode(), {"Name"}, report or Report()).rows]


def test_a_whole_file_may_lack_the_last_line_end_and_have_a_byte_order_mark() -> None:
    assert read("\ufeff" + HEADER + "A,B,C") == [{"Name": "A", "Place": "B", "Note": "C"}]


@pytest.mark.parametrize("body", ["A,B,C\nD,E", 'A,B,C\nD,E,"open', "A,B"])
def test_a_file_that_ends_inside_a_row_is_refused(body: str) -> None:
    with pytest.raises(UnreadableListError, match="cut"):
        read(HEADER + body)


def test_a_row_that_cannot_be_read_costs_itself_alone_and_is_reported() -> None:
    report = Report()
    rows = read(HEADER + "A,B,C\nonly one\nD,E,F\n", report)
    assert [row["Name"] for row in rows] == ["A", "D"]
    assert report.unread == [("t.csv line 3", "not as many cells as columns")]


@pytest.mark.parametrize("odd", ['"X","5\'11" tall","n"', '"X","a "quoted" word","n"', '"X","an "open word","n"'])
def test_quotes_that_are_not_doubled_cost_no_other_row(odd: str) -> None:
    report = Report()
    rows = read(HEADER + f'"A","B","C"\n{odd}\n"D","E","F"\n', report)
    assert ([row["Name"] for row in rows], report.unread) == (["A", "X", "D"], [])


def test_a_quoted_cell_may_hold_lines() -> None:
    assert read(HEADER + 'A,"one\ntwo",C\nD,E,F\n')[0]["Place"] == "one\ntwo"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnreadableListError, match="no column Name"):
        read("Names,Place\nA,B\n")
