import csv
import io
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.parsers import reading
from pipelines.parsers.jp import mof as jp_mof
from pipelines.parsers.jp import mof_csv as jp_mof_csv
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError
from pipelines.run.settings import BUNDLED_EXAMPLE as BUNDLED

EXAMPLE = BUNDLED / "jp_mof"
COLUMNS = (EXAMPLE / "2022-03-03" / "shisantouketsu20220303.csv").read_text("utf-8-sig").splitlines()[0].split(",")
ROW = {
    "区分": "2",
    "番号": "002-000160",
    "告示日付": "2001.9.22 2011.2.18改訂",
    "告示番号": "160",
    "個人・団体": "個人",
    "氏名（日本語）": "カナ・メイ",
    "氏名（英語）": "KANA MEI",
    "別名・別称（英語）": "Alpha (DOB: 1 Apr. 1963); Beta（x；y）",
    "確定に十分でない別名（英語）": "Weak",
    "旧称（英語）": "Former",
    "生年月日": "1963/4/11；1964年",
    "国籍（日本語）": "エジプト",
    "国籍（英語）": "Egypt",
    "旅券番号": "エジプト旅券 A0000001",
    "国連参照番号": "QDi.001",
    "住所・所在地（国）（英語）": "Egypt",
    "住所・所在地（都市その他の情報）（英語）": "Cairo; Giza",
    "リスト掲載日": "2001/1/25",
}
RENAMED = [column if column != "告示日付" else "日付" for column in COLUMNS]


def table(*rows: dict[str, str], columns: list[str] = COLUMNS) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def read(content: bytes) -> tuple[list[Record], Report]:
    report = Report()
    return list(jp_mof_csv.records({"shisantouketsu20260828.csv": content}, report, None)), report


def test_a_row_comes_with_all_it_states() -> None:
    [record], report = read(table(ROW))
    assert report.drift == {}
    assert report.published_on == date(2026, 8, 28)
    assert record.native_id == "002-000160"
    assert record.listed_on == date(2001, 9, 22)
    assert [(name.name, name.kind, name.quality) for name in record.names] == [
        ("KANA MEI", "name", "primary"),
        ("カナ・メイ", "spelling", "strong"),
        ("Alpha", "aka", "strong"),
        ("Beta(x;y)", "aka", "strong"),
        ("Former", "fka", "strong"),
        ("Weak", "aka", "weak"),
    ]
    assert record.programmes == ["タリバーン関係者等"]
    assert [birth_date.earliest for birth_date in record.birth_dates] == [date(1963, 4, 11), date(1964, 1, 1)]
    assert [(country.link, country.text) for country in record.countries] == [("nationality", "Egypt")]
    assert [(identifier.kind, identifier.value, identifier.issuer) for identifier in record.identifiers] == [
        ("passport", "A0000001", "エジプト"),
        ("un_reference", "QDi.001", None),
    ]
    assert [(address.text, address.country) for address in record.addresses] == [
        ("Cairo, Egypt", "Egypt"),
        ("Giza, Egypt", "Egypt"),
    ]


def test_a_new_column_a_new_section_and_a_new_type_are_drift() -> None:
    odd = {**ROW, "番号": "099-000001", "区分": "99", "新": "x"}
    found, report = read(table(odd, {**ROW, "個人・団体": "船舶"}, columns=[*COLUMNS, "新"]))
    assert [each.programmes for each in found] == [["99"]]
    assert set(report.drift) == {("column", "新"), ("区分", "99"), ("個人・団体", "船舶")}
    assert len(report.unread) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (table(columns=RENAMED), "no column 告示日付"),
        (table(ROW, ROW)[:-40] + b"\r\n", "file is cut"),
        (table(ROW) + b'"open\r\n', "file is cut"),
        (table(ROW).replace("番".encode(), b"\xff"), "no column"),
    ],
)
def test_what_is_cut_or_renamed_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableListError, match=said):
        read(content)


def test_other_texts_are_not_recognised() -> None:
    assert jp_mof_csv.recognises({"a.csv": table(ROW)})
    for content in (b"", b"<html></html>", b"a,b\n1,2\n", "区分,名称\n".encode()):
        assert not jp_mof_csv.recognises({"a.csv": content})


def test_the_sections_are_those_of_the_workbook(shared_data: Path) -> None:
    name = "shisantouketsu20260305.xlsx"
    content = (shared_data / "lists/jp_mof/2026-03-05" / name).read_bytes()
    named = {section.number: section.programme for section in jp_mof._sections(name, content, Report())}
    assert named == {number: jp_mof_csv.SECTIONS[number] for number in named}


def test_the_published_excerpt_gives_the_ids_and_names_of_the_workbook(shared_data: Path) -> None:
    [excerpt] = (shared_data / "samples/jp_mof/2026-08-28").iterdir()
    rows, report = read(excerpt.read_bytes())
    assert report.drift == {}
    [workbook] = (shared_data / "lists/jp_mof/2026-03-05").iterdir()
    whole = {record.native_id: record for record in jp_mof.records({workbook.name: workbook.read_bytes()}, Report())}
    assert len(rows) == 4
    for row in rows:
        same = whole[row.native_id]
        assert {name.name for name in row.names} == {name.name for name in same.names}
        assert (row.programmes, row.listed_on, row.party_type) == (same.programmes, same.listed_on, same.party_type)


def example(day: str) -> ParsedList:
    content = {path.name: path.read_bytes() for path in (EXAMPLE / day).iterdir()}
    return reading.read("jp_mof", content, [jp_mof.FORMAT, jp_mof_csv.FORMAT])


def test_the_example_shows_belarus_listed_between_its_two_days() -> None:
    before, after = example("2022-02-25"), example("2022-03-03")
    new = after.records.join(before.records, on="native_id", how="anti")
    assert dict(new.group_by("party_type").len().iter_rows()) == {"individual": 7, "entity": 2}
    assert set(new["listed_on"]) == {date(2022, 3, 3)}
    assert before.records.filter(pl.col("listed_on") > date(2022, 2, 25)).is_empty()
    assert before.records.join(after.records, on="record_id", how="anti").is_empty()
