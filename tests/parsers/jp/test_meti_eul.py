from typing import Any

import pytest

from pipelines.parsers.jp import meti_eul
from pipelines.parsers.record import Record, Report, UnreadableListError
from tests.parsers.conftest import Cells, workbook

HEADER: Cells = [
    "No.", "国名、地域名\nCountry or Region", "企業名、組織名\nCompany or Organization", "別名\nAlso Known As",
    "懸念区分\nType of WMD", "通常兵器\nConventional Weapons",
]  # fmt: skip
ROW: Cells = [
    1,
    "中国\nPeople's Republic of China",
    "Example Works（例示工廠）",
    "・Example Factory\n・Works 101",
    "N,M\n核、ミサイル",
    "CW",
]
PLAIN: Cells = [2, "Islamic Republic of Iran", "Other Works", None, "C", None]


def document(*rows: Cells, header: Cells = HEADER) -> dict[str, bytes]:
    return {"user-list.xlsx": workbook({"EUL": [["外国ユーザーリスト"], header, *rows]})}


def read(files: dict[str, bytes]) -> tuple[list[Record], Report]:
    report = Report()
    return list(meti_eul.records(files, report)), report


def features(record: Record, kind: str) -> list[str]:
    return [feature.value for feature in record.features if feature.kind == kind]


def test_a_row_is_an_organisation_with_its_aliases_and_concerns() -> None:
    (first, second), report = read(document(ROW, PLAIN))
    assert (report.drift, report.unread) == ({}, [])
    assert [(name.name, name.quality) for name in first.names] == [
        ("Example Works", "primary"), ("例示工廠", "strong"), ("Example Factory", "strong"), ("Works 101", "strong"),
    ]  # fmt: skip
    assert [country.text for country in first.countries] == ["People's Republic of China"]
    assert features(first, "concern") == ["nuclear weapons", "missiles", "conventional weapons"]
    assert (first.party_type, first.programmes, first.listed_on) == ("entity", ["EUL"], None)
    assert features(second, "concern") == ["chemical weapons"]


def test_the_id_outlives_the_numbering_and_the_aliases() -> None:
    renumbered: list[Any] = [7, *ROW[1:3], None, *ROW[4:]]
    assert read(document(ROW))[0][0].native_id == read(document(renumbered))[0][0].native_id


def test_a_row_without_name_or_number_costs_itself() -> None:
    records, report = read(document(ROW, [3, "Iran", " - ", None, "C", None], ["注", "x", "y", None, None, None]))
    assert len(records) == 1
    assert [reason for _, reason in report.unread] == ["no name", "no number but '注'"]


def test_a_new_column_is_drift_and_a_lost_one_an_error() -> None:
    _, report = read(document([*ROW, "x"], header=[*HEADER, "新しい列"]))
    assert list(report.drift) == [("column of sheet 'EUL'", "新しい列")]
    lost = document(ROW, header=[*HEADER[:2], "X", *HEADER[3:]])
    assert not meti_eul.recognises(lost)
    with pytest.raises(UnreadableListError, match="a column was renamed"):
        read(lost)


@pytest.mark.parametrize("place", range(len(HEADER)))
def test_a_column_that_is_renamed_is_refused_or_drift(place: int) -> None:
    renamed = document(ROW, header=[*HEADER[:place], "改名 Renamed", *HEADER[place + 1 :]])
    if meti_eul.recognises(renamed):
        assert read(renamed)[1].drift
    else:
        with pytest.raises(UnreadableListError, match="a column was renamed"):
            read(renamed)
