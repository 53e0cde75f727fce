import base64
import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pipelines.parsers import sheets
from pipelines.parsers.days import spreadsheet_day
from pipelines.parsers.record import Report, UnreadableListError

MakeWorkbook = Callable[..., bytes]

# One sheet "Register": Id, Name, Day / 7, Пример, 3 March 2022; written by a spreadsheet program's own xls writer.
XLS = zlib.decompress(
    base64.b64decode(
        "eNrtWE1oE0EU/maz+aVNNjUVWiGGgtXW9iAi9GCzUaLFQ0LtxR8KmppFSjWV2Es9aLXmKAieFC+FevBS9aIWPejNg1DRgyAIiR49CQoe2qxv"
        "XnYljQgJaKEy3zJv3nwzb+ft/LzZ3Tcr0fLCo+4KGpCEB1U7CF8dJygF3YIBqrdtqbp5gJKtsKkQDNBE+rx41v7aL+dQzncFGh7qL0kCnyiN"
        "4wKy0wUrsYE4yD7khPRhmKTAXWLC6GKvOlieYbmF5QNu+ZxlipkbLIepbVmcxIqZ7R9yVvFxrYfrwpD3fcI2H5jZg068kqv4yk1Ra+vFgeJk"
        "7twmq4jrbVgETeiIVbCKshzBPYSAE4TBTGYwnS4jRpO9iO92Avjm7uoXCcVvLC9A/I/1vP8PfIAmsZG/penAHOzTvElKFJdjei0Yj1lnJy/O"
        "WMVV9EFSMtEiP5InJZs7b3mAdG7WB7FdT+lD+n59H+UhGeM5JhjrYkI775U2knlEWI/yjjGoo9X7X99mJkbNU8zM8TlQOy12SOdg46q0IOMw"
        "12gsqXv0s76b5TW+6zbWu1nGaDlT3jva6SiH57nNda7tpX72Mt6ZO+v0XaSXvhx9Gi99NvtIXxqpXIotvTcX0EOnV57s5TWPATEg7tyWWDbd"
        "XDiR5SPLrt+iTEAzHN9t50iMYE3uK0KUZa0kR0f8KmnOWElr0WB9WQsxF0XcaS/YWo5OrU4jn5LLGpJaBx7z0KXqzuQQFBQUFBQUFBQUFJqH"
        "cN7HPc4Hgtd53/c7/3XWKFXVb5L/FmOYpmuGPioPoUB5EbMtrZ+t8Ar3XqJJG/d/ocQx6r2IKUywH1Mtr1/6XhP1z9O0ofH3tlCr/Vdb8fMf"
        "9/8TcL7P/w=="
    )
)

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS_CONTENT = f"""\ufeff<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0"
    xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet>
  <table:table table:name="Register">
    <table:table-row>
      <table:table-cell office:value-type="string"><text:p>Id</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell>
      <table:table-cell office:value-type="string"><text:p>Day</text:p></table:table-cell>
      <table:table-cell table:number-columns-repeated="16381" />
    </table:table-row>
    <table:table-row>
      <table:table-cell office:value-type="float" office:value="7"><text:p>7.00</text:p></table:table-cell>
      <table:table-cell office:value-type="string">
        <text:p>При<text:span>мер</text:span><text:s text:c="2"/>и</text:p><text:p>второй</text:p>
      </table:table-cell>
      <table:table-cell office:value-type="date" office:date-value="2022-03-03"><text:p>3.3</text:p></table:table-cell>
    </table:table-row>
    <table:table-row table:number-rows-repeated="1048574">
      <table:table-cell table:number-columns-repeated="16384" />
    </table:table-row>
  </table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(content: str = ODS_CONTENT) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return packed.getvalue()


def test_xls_cells_come_as_text() -> None:
    [sheet] = sheets.sheets("a.xls", XLS)
    assert sheet.name == "Register"
    assert sheet.rows == [("Id", "Name", "Day"), ("7", "Пример", "2022-03-03 00:00:00")]


def test_ods_cells_come_as_text_without_the_million_empty_rows() -> None:
    [sheet] = sheets.sheets("a.ods", ods())
    assert sheet.name == "Register"
    assert sheet.rows == [("Id", "Name", "Day"), ("7", "Пример  и\nвторой", "2022-03-03 00:00:00")]
    assert sheets.sheet_names(ods()) == ["Register"]


def test_xlsx_sheets_come_in_order(make_workbook: MakeWorkbook) -> None:
    content = make_workbook({"A": [["x", 1], [None, 44623.5]], "Б & В": [["z"]]})
    assert sheets.sheet_names(content) == ["A", "Б & В"]
    first, second = sheets.sheets("a.xlsx", content)
    assert first.rows == [("x", "1"), ("", "44623.5")]
    assert second.rows == [("z",)]


@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("kept", [0.5, 0.98])
def test_a_cut_workbook_is_refused(suffix: str, kept: float, make_workbook: MakeWorkbook) -> None:
    whole = {"xlsx": make_workbook({"A": [["x"] * 20] * 20}), "xls": XLS, "ods": ods()}[suffix]
    cut = whole[: int(len(whole) * (0.3 if suffix == "xls" else kept))]
    with pytest.raises(UnreadableListError, match=f"a.{suffix}"):
        list(sheets.sheets(f"a.{suffix}", cut))


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html><html></html>", b"PK\x03\x04" + b"\0" * 40, ods("<a>")])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert sheets.sheet_names(content) == []
    with pytest.raises(UnreadableListError, match=r"list\.xlsx"):
        list(sheets.sheets("list.xlsx", content))


def test_a_workbook_beyond_the_bounds_is_refused(make_workbook: MakeWorkbook, monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook({"A": [["x" * 10_000]]})
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 5_000)
    with pytest.raises(UnreadableListError, match="unpacks to more"):
        list(sheets.sheets("big.xlsx", content))


def test_a_stray_far_cell_is_refused_before_memory_is_reserved() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<worksheet><dimension ref="A1:XFD1048576"/></worksheet>')
    with pytest.raises(UnreadableListError, match=r"sheet1\.xml: it spans more"):
        list(sheets.sheets("wide.xlsx", packed.getvalue()))


def test_a_long_attribute_is_passed_over_in_time_that_grows_with_its_length() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b'<worksheet><c r="' + b"A" * 1_000_000 + b"</worksheet>")
    with pytest.raises(UnreadableListError):
        list(sheets.sheets("long.xlsx", packed.getvalue()))


def test_a_table_is_found_under_its_title_and_its_strays_are_named() -> None:
    headers = ("Ｎｏ.", "Full\nname", "", "Note", "Note")
    sheet = sheets.Sheet("S", [("Title", ""), headers, ("1", "A"), ("", ""), ("2", "B", "stray", "n", "m")])
    found = sheets.table(sheet, {"No.", "Full name"})
    assert found is not None
    assert found.columns == ["No.", "Full name", "column C", "Note", "Note (2)"]
    assert [(place, row["Full name"]) for place, row in found.rows_with_places()] == [
        ("sheet 'S' row 3", "A"),
        ("sheet 'S' row 5", "B"),
    ]
    assert found.rows[2] == {"No.": "2", "Full name": "B", "column C": "stray", "Note": "n", "Note (2)": "m"}
    report = Report()
    found.report_unknown({"No.", "Full name", "Note"}, report)
    assert set(report.drift) == {("column of sheet 'S'", "column C"), ("column of sheet 'S'", "Note (2)")}
    assert sheets.table(sheet, {"No.", "Absent"}) is None


def test_a_column_beyond_the_header_is_named_too() -> None:
    found = sheets.table(sheets.Sheet("S", [("Id",), ("1", "", "stray")]), {"Id"})
    assert found is not None
    assert found.columns == ["Id", "column C"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("44623", date(2022, 3, 3)),
        ("44623.75", date(2022, 3, 3)),
        ("2022-03-03 00:00:00", date(2022, 3, 3)),
        (" 2022-03-03 ", date(2022, 3, 3)),
        ("19274", date(1952, 10, 7)),
        ("1962", None),
        ("2022-13-01 00:00:00", None),
        ("2022/3/3", None),
        ("about 1960", None),
        ("", None),
    ],
)
def test_day_of_reads_both_forms_of_a_day_and_nothing_else(cell: str, day: date | None) -> None:
    assert spreadsheet_day(cell) == day


def test_the_real_workbooks_that_defeat_some_readers(shared_data: Path) -> None:
    bom = (shared_data / "lists/uk_ofsi/2025-04-10/ConList.xlsx").read_bytes()
    [sheet] = sheets.sheets("ConList.xlsx", bom)
    with zipfile.ZipFile(io.BytesIO(bom)) as archive:
        assert len(sheet.rows) == archive.read("xl/worksheets/sheet1.xml").count(b"<row ")
    indented = (shared_data / "lists/uk_sanctions/2025-08-11/FCDO_SL_Mon_Aug_11_2025.ods").read_bytes()
    [sheet] = sheets.sheets("list.ods", indented)
    with zipfile.ZipFile(io.BytesIO(indented)) as archive:
        ids = archive.read("content.xml").count(b'<table:table-row table:style-name="ro1">')
    assert len(sheet.rows) == ids
    assert sheet.rows[0][:2] == ("Unique ID", "OFSI Group ID")
