"""From records to frames: a record that cannot become a row costs itself alone."""

from collections.abc import Iterator

import pytest

from pipelines.parsers.reading import read
from pipelines.parsers.record import Files, Format, Name, Record, Report, UnreadableListError

GOOD = Record("1", "entity", [Name("One", "primary", "name")])


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Record("1", "entity", [Name("Uno", "primary", "name")]), "its id stands for another party already"),
        (Record("2", "entity", []), "it has 0 primary names where one is due"),
        (Record("2", "entity", [Name("A", "primary"), Name("B", "primary")]), "it has 2 primary names"),
        (Record("2", "entity", [Name("half \ud800", "primary")]), "surrogates not allowed"),
        (Record("2", "entity", [Name(None, "primary")], programmes=[None, "A"]), "not supported"),  # type: ignore[list-item, arg-type]
    ],
)
def test_a_record_that_cannot_become_a_row_is_left_out_and_named(record: Record, reason: str) -> None:
    def records(files: Files, report: Report, wanted: frozenset[str] | None) -> Iterator[Record]:
        yield from (GOOD, record, Record("3", "entity", [Name("Three", "primary", "name")]))

    parsed = read("toy_list", {"a.txt": b"a"}, [Format("xx_toys", 1, lambda _files: True, records)])
    assert parsed.parties["native_id"].to_list() == ["1", "3"]
    assert parsed.records["primary_name"].to_list() == ["One", "Three"]
    [(native_id, said)] = parsed.report.unread
    assert native_id == record.native_id
    assert reason in said


@pytest.mark.parametrize("record", [Record("1", "entity", []), None])
def test_files_of_which_no_party_can_be_read_are_refused(record: Record | None) -> None:
    def records(files: Files, report: Report, wanted: frozenset[str] | None) -> Iterator[Record]:
        if record is None:
            report.unread.append(("row 7", "no name"))
        else:
            yield record

    with pytest.raises(UnreadableListError, match=r"toy_list: no party can be read \((row 7|1): .*look at what"):
        read("toy_list", {"a.txt": b"a"}, [Format("xx_toys", 1, lambda _files: True, records)])


def test_a_list_without_parties_that_hides_nothing_is_empty() -> None:
    empty = Format("xx_toys", 1, lambda _files: True, lambda _files, _report, _wanted: iter(()))
    assert read("toy_list", {"a.txt": b"a"}, [empty]).parties.is_empty()
