import collections
import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from lxml import etree

from pipelines.parsers import reading
from pipelines.parsers.jp import mof as jp_mof
from pipelines.parsers.jp import texts as jp_texts
from pipelines.parsers.record import ParsedList, Record, Report, UnreadableListError

MakeWorkbook = Callable[..., bytes]
HEADER = ["告示日付", "告示番号", "日本語表記", "英語表記"]
BELARUS = "31.ベラルーシ(個人)"


def read(content: bytes, name: str = "shisantouketsu20220303.xlsx") -> tuple[list[Record], Report]:
    report = Report()
    return list(jp_mof.records({name: content}, report, None)), report


def test_a_party_comes_with_names_in_both_scripts_birth_and_place(make_workbook: MakeWorkbook) -> None:
    header = [*HEADER, "肩書等", "生 年 月 日", "出生地"]
    row = [
        "2022.3.3",
        2,
        "ヴィクトル・フレニン",
        "Viktor KHRENIN",
        "国防大臣\nMinister of Defence",
        26146,
        "グロドノ州（ベラルーシ）",
    ]
    [record], report = read(make_workbook({"一覧": [["31", "x"]], BELARUS: [["題"], header, row]}))
    assert report.drift == {}
    assert report.published_on == date(2022, 3, 3)
    assert record.native_id == "031-000002"
    assert record.party_type == "individual"
    assert [(name.name, name.script, name.quality) for name in record.names] == [
        ("Viktor KHRENIN", "Latn", "primary"),
        ("ヴィクトル・フレニン", "Kana", "strong"),
    ]
    assert record.programmes == ["ベラルーシ(個人)"]
    assert record.listed_on == date(2022, 3, 3)
    assert [(birth_date.earliest, birth_date.latest) for birth_date in record.birth_dates] == [
        (date(1971, 8, 1), date(1971, 8, 1))
    ]
    assert [(birth_place.text, birth_place.country) for birth_place in record.birth_places] == [
        ("グロドノ州(ベラルーシ)", "ベラルーシ")
    ]


def test_a_deleted_row_is_kept_off_the_list_and_amendments_are_events(make_workbook: MakeWorkbook) -> None:
    rows = [
        ["2011.11.18削除", "1"],
        ["2001.9.22\n2008.6.25改訂\n200812.19改訂", "2", "カナ", "NAME"],
        ["2008.9.5削除\n（2．と同一人物）", "3"],
    ]
    (deleted, live, same), _ = read(make_workbook({"2.タリバーン（個人）": [HEADER, *rows]}))
    assert not deleted.is_listed
    assert deleted.delisted_on == date(2011, 11, 18)
    assert deleted.listed_on is None
    assert deleted.names[0].name == "1（2011.11.18削除）"
    assert live.is_listed
    assert live.listed_on == date(2001, 9, 22)
    assert [(event.kind, event.effective_on) for event in live.events] == [
        ("listed", date(2001, 9, 22)),
        ("amended", date(2008, 6, 25)),
    ]
    assert live.not_understood == ["200812.19改訂"]
    assert [(relationship.kind, relationship.related_native_id) for relationship in same.relationships] == [
        ("same as", "002-000002")
    ]


def test_the_type_comes_from_the_sheet_or_from_the_columns_filled(make_workbook: MakeWorkbook) -> None:
    header = [*HEADER, "生年月日", "国籍"]
    rows = [
        ["2001.9.22", 1, "カ", "A", "不明", "不明"],
        ["2001.9.22", 2, "キ", "B"],
        ["2001.9.22", 3, "ク", "C", "1960年"],
        ["2005.1.1削除", 4],
    ]
    found, _ = read(
        make_workbook(
            {"2.関係者": [header, *rows], "3.銀行（特定銀行）": [header, ["2022.2.26", 1, "ケ", "D", "1960年"]]}
        )
    )
    assert [each.party_type for each in found] == ["individual", "entity", "individual", "individual", "entity"]


def test_rows_that_are_the_same_party_on_another_sheet_say_so(make_workbook: MakeWorkbook) -> None:
    found, _ = read(
        make_workbook(
            {
                "2.タリバーン関係者等": [HEADER, ["2001.9.22", 186, "カ", "A"]],
                "3.テロリスト等 (1)": [["（注）*…第1267号…の告示番号"], HEADER, ["2002.4.20", "1(*186)", "カ", "A"]],
            }
        )
    )
    assert [relationship.related_native_id for relationship in found[1].relationships] == ["002-000186"]


def test_a_row_without_number_goes_on_with_the_remarks_above(make_workbook: MakeWorkbook) -> None:
    header = [*HEADER, "その他の情報"]
    rows = [
        ["2010.6.25", 1, "カ", "A", "SWIFT:FTBDKPPY"],
        [None, None, None, None, "more"],
        ["2010.6.25", None, "キ", "B"],
    ]
    [record], report = read(make_workbook({"21.ソマリア": [header, *rows]}))
    assert record.remarks == "SWIFT:FTBDKPPY\nmore"
    assert [(identifier.kind, identifier.value) for identifier in record.identifiers] == [("swift_bic", "FTBDKPPY")]
    assert [place for place, _ in report.unread] == ["sheet '21.ソマリア' row 4"]


def test_a_new_column_and_a_new_sheet_are_drift(make_workbook: MakeWorkbook) -> None:
    content = make_workbook({BELARUS: [[*HEADER, "新しい列"], ["2022.3.3", 1, "カ", "A", "x"]], "付録": [["x"]]})
    _, report = read(content)
    assert report.drift == {(f"column of sheet '{BELARUS}'", "新しい列"): 1, ("sheet", "付録"): 1}


def test_a_missing_column_is_refused_by_sheet_and_lifted_sheets_are_not(make_workbook: MakeWorkbook) -> None:
    row = ["2022.3.3", 1, "カ", "A"]
    with pytest.raises(UnreadableListError, match="31"):
        read(make_workbook({BELARUS: [["告示日", *HEADER[1:]], row]}))
    found, report = read(
        make_workbook({"8.【解除】リベリア": [["リベリア"], ["【2015年告示廃止】"]], BELARUS: [HEADER, row]})
    )
    assert len(found) == 1
    assert report.drift == {}


@pytest.mark.parametrize("content", [b"", b"<html>error</html>", b"PK\x03\x04cut"])
def test_what_is_no_workbook_is_not_recognised(content: bytes) -> None:
    assert not jp_mof.recognises({"shisantouketsu.xlsx": content})


def test_another_workbook_is_not_recognised(make_workbook: MakeWorkbook) -> None:
    assert not jp_mof.recognises({"x.xlsx": make_workbook({"1.Register": [["a"]], "Data": [["a"]]})})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("(a)カナ・ア(b)カナ・イ\n (a.k.a.: (a)Kana A (b)Kana I)", ["カナ・ア", "カナ・イ", "Kana A", "Kana I"]),
        ("(別称、甲社、乙社)\n(a.k.a. JSC Ko; a.k.a. AO Otsu, LTD)", ["甲社", "乙社", "JSC Ko", "AO Otsu, LTD"]),
        ("アブー・ア、アブー・イ\nAbu A, Abu I", ["アブー・ア", "アブー・イ", "Abu A", "Abu I"]),
        ("(a)ドウ、ムー (b)ド、ム\n(a)DOU, Mou (b)DO, Mu", ["ドウ、ムー", "ド、ム", "DOU, Mou", "DO, Mu"]),
        ("(a)アシール（Achille）、\n(b)レオ（Leo）", ["アシール", "Achille", "レオ", "Leo"]),
        ("カリ; カル\nKari; Karu (金铁三)", ["カリ", "カル", "Kari", "Karu", "金铁三"]),
        ("アルリビ Al-Libi", ["アルリビ", "Al-Libi"]),
        ("モハ（1963年に出生）\n (a.k.a.: Moha born in 1963)", ["モハ", "Moha"]),
        ("不明", []),
    ],
)
def test_aliases_are_divided_as_the_list_writes_them(cell: str, expected: list[str]) -> None:
    assert [name.name for name in jp_texts.names(cell)[0]] == expected


def test_former_names_are_told_by_their_label() -> None:
    found, _ = jp_texts.names("（別称）ミリ\nMID\n（旧称）マシ\nMACHINE")
    assert [(each.name, each.kind) for each in found] == [
        ("ミリ", "aka"),
        ("MID", "aka"),
        ("マシ", "fka"),
        ("MACHINE", "fka"),
    ]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("Sergei (Sergey) NAUMETS", ["Sergei NAUMETS", "Sergey NAUMETS"]),
        ("Aleksey (Alexey, Alexy) M", ["Aleksey M", "Alexey M", "Alexy M"]),
        ("JUND IN ALGERIA (JAK-A)", []),
        ("Viktor KHRENIN", []),
    ],
)
def test_spellings_in_brackets_are_written_out(name: str, spelled: list[str]) -> None:
    assert jp_texts.spellings_with_variants(name) == spelled


@pytest.mark.parametrize(
    ("cell", "spans"),
    [
        ("19274", [("1952-10-07", "1952-10-07")]),
        ("1954-08-30 00:00:00", [("1954-08-30", "1954-08-30")]),
        ("1963年", [("1963-01-01", "1963-12-31")]),
        ("１９６０年２月", [("1960-02-01", "1960-02-29")]),
        ("(a)1966年\n(b)1968年から1970年の間", [("1966-01-01", "1966-12-31"), ("1968-01-01", "1970-12-31")]),
        ("1962年又は1967年", [("1962-01-01", "1962-12-31"), ("1967-01-01", "1967-12-31")]),
        ("1968年5月15日\n1970年", [("1968-05-15", "1968-05-15"), ("1970-01-01", "1970-12-31")]),
        ("1992/1/13；1993/5/9", [("1992-01-13", "1992-01-13"), ("1993-05-09", "1993-05-09")]),
        ("1402年6月24日（ヒジュラ暦）", [("1982-04-17", "1982-04-21")]),
    ],
)
def test_births_are_intervals(cell: str, spans: list[tuple[str, str]]) -> None:
    assert [(str(birth.earliest), str(birth.latest)) for birth in jp_texts.births(cell)] == spans


def test_passports_have_issuer_and_the_text_they_stand_in() -> None:
    found, unread = jp_texts.numbers(
        "(a)ドイツ旅券 1005552350 （2001年3月27日発行）(b)Ｄ000769(c)失効日：2017年", "passport", "旅券番号"
    )
    assert [(each.value, each.issuer) for each in found] == [("1005552350", "ドイツ"), ("D000769", None)]
    assert unread == ["失効日:2017年"]


# The whole published workbook


@pytest.fixture(scope="module")
def workbook(shared_data: Path) -> bytes:
    return (shared_data / "lists/jp_mof/2026-03-05/shisantouketsu20260305.xlsx").read_bytes()


@pytest.fixture(scope="module")
def parsed(workbook: bytes) -> ParsedList:
    return reading.read("jp_mof", {"shisantouketsu20260305.xlsx": workbook}, [jp_mof.FORMAT])


def counted_in_the_xml(workbook: bytes) -> collections.Counter[bool]:
    """Numbered rows by whether they are marked as deleted, counted in the sheets' XML without a spreadsheet reader."""
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    counts: collections.Counter[bool] = collections.Counter()
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        texts = [
            "".join(each.text or "" for each in (*item.findall(f"{main}t"), *item.findall(f"{main}r/{main}t")))
            for item in etree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        for part in archive.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                for row in etree.fromstring(archive.read(part)).iter(f"{main}row"):
                    day, number = (_value(row, column, texts) for column in "AB")
                    if re.match(r"\s*\d{4}\D", day) and re.search(r"\d", number):
                        counts["削除" in day] += 1
    return counts


def _value(row: etree._Element, column: str, texts: list[str]) -> str:
    for cell in row:
        value = cell.findtext("{*}v")
        if value is not None and re.fullmatch(rf"{column}\d+", cell.get("r", "")):
            return texts[int(value)] if cell.get("t") == "s" else value
    return ""


def test_the_workbook_has_as_many_rows_as_its_xml(workbook: bytes, parsed: ParsedList) -> None:
    counted = counted_in_the_xml(workbook)
    assert counted == {False: 2863, True: 598}
    assert parsed.records.filter("is_listed").height == counted[False]
    assert parsed.records.filter(~pl.col("is_listed")).height == counted[True]
    assert parsed.report.drift == {}
    assert parsed.report.unread == []
    assert parsed.report.published_on == date(2026, 3, 5)


def test_every_live_row_of_the_workbook_is_dated_and_nearly_all_is_understood(parsed: ParsedList) -> None:
    live = parsed.records.filter("is_listed")
    assert live["listed_on"].null_count() == 0
    assert parsed.records.filter(~pl.col("is_listed"))["delisted_on"].null_count() == 0
    assert parsed.records.filter(pl.col("not_understood").list.len() > 0).height == 7


def test_japan_listed_seven_belarusian_officials_and_two_bodies_on_3_march_2022(parsed: ParsedList) -> None:
    day = parsed.records.filter(
        pl.col("listed_on") == date(2022, 3, 3), pl.col("programmes").list.first().str.contains("ベラルーシ")
    )
    assert dict(day.group_by("party_type").len().iter_rows()) == {"individual": 7, "entity": 2}
    assert {"Viktor KHRENIN", "Aleksandr VOLFOVICH", "Aleksandr LUKASHENKO"} <= set(day["primary_name"])
    assert "Minsk Wheel Tractor Plant" in set(day["primary_name"])


def test_half_of_the_workbook_is_refused(workbook: bytes) -> None:
    with pytest.raises(UnreadableListError, match="jp_mof"):
        reading.read("jp_mof", {"shisantouketsu20260305.xlsx": workbook[: len(workbook) // 2]}, [jp_mof.FORMAT])
