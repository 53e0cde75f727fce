"""Japan's list of asset-freeze targets as a workbook: a sheet a programme, a row a party, layouts of their own.

Here: the sheets and columns of the workbook. Not here: how its cells are written (see texts), the CSV (see mof_csv).

Source: Ministry of Finance, shisantouketsuYYYYMMDD.xlsx (.xls until 2022). Seen whole: 2026-03-05, 45 sheets; 41 have a
header row, in 34 layouts; 3,461 numbered rows, of which 598 are marked as deleted and hold nothing else.
- Sheets are named "31.ベラルーシ(個人)". Numbers (告示番号) are unique inside a sheet alone, so the native id is
  sheet and number, "031-000001": the form in which the CSV of 2026 gives the same parties' ids. When the ministry
  inserts a sheet, the sheets after it move up by one: ids then change hands, which shows as ids reassigned.
- "2011.11.18削除" is a row taken off the list: kept, off the list, with number and day for want of a name. The row of
  number 274 on sheet 2 is empty without saying so: kept as listed, and counted as not understood.
- "1(*186)" says that the party also stands on another sheet, which a note above the table names.
- Type: by the sheet's name (個人, 団体, 特定銀行), else an individual has a date of birth or a nationality, if only
  不明 (not known).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.parsers import sheets
from pipelines.parsers.days import day_or_none
from pipelines.parsers.jp import texts
from pipelines.parsers.record import (
    BirthPlace,
    Country,
    Feature,
    Files,
    Format,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    NameQuality,
    PartyType,
    Record,
    Relationship,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import folded

DATE, NUMBER, JAPANESE, ENGLISH = "告示日付", "告示番号", "日本語表記", "英語表記"
REQUIRED = frozenset({DATE, NUMBER, JAPANESE, ENGLISH})
MEASURE = "資産凍結等の措置"

NAMES: dict[str, tuple[NameKind, NameQuality]] = {
    **dict.fromkeys(("別名", "別称", "別名・別称", "別称・別名", "別称・旧称", "確定可能な別名"), ("aka", "strong")),
    **dict.fromkeys(("旧称", "旧称・以前の呼称", "以前の別名", "過去の別名"), ("fka", "strong")),
    "確定に十分でない別名": ("aka", "weak"),
}  # fmt: skip
FEATURES = {
    "称号": "title", "肩書": "title", "肩書等": "position", "役職": "position", "指定の根拠": "reason",
    "決議1483上の根拠": "reason", "リスト掲載日": "un_listed_on", "国連制裁委員会による指定日": "un_listed_on",
    "国連制裁員会による指定日": "un_listed_on",
}  # fmt: skip
BIRTHS = ("生年月日", "生年月日・出生地")
PLACES = ("出生地", "出生地・出身地")
NATIONALITY = "国籍"
NUMBERS: dict[str, IdentifierKind] = {
    "旅券番号": "passport", "ID番号": "national_id", "身分登録番号": "national_id", "身分証番号": "national_id",
}  # fmt: skip
UN_REFERENCE = "国連参照番号"
ADDRESSES = ("住所", "住所等", "所在地", "住所・所在地", "所在地・住所登録された事務所の住所", "活動地域・住所")
PHONES = ("電話", "電話番号", "FAX")
REMARKS = ("その他の情報", "詳細")
KNOWN = frozenset(
    {*REQUIRED, *NAMES, *FEATURES, *BIRTHS, *PLACES, NATIONALITY, *NUMBERS, UN_REFERENCE, *ADDRESSES, *PHONES, *REMARKS}
)

_SHEET = re.compile(r"\s*(\d{1,3})\s*[.．]\s*(.+)")
_LIFTED = re.compile(r"【解除】|告示廃止")
_NUMBER = re.compile(r"([*#＊＃])?\s*(\d+)\s*(?:\(\s*([*#])\s*(\d+)\s*\))?")
_NOTICE = re.compile(r"(\d{4})[.．](\d{1,2})[.．](\d{1,2})\s*(改訂|改正|削除)?")
_SAME_AS = re.compile(r"(\d+)[.．]?と同一")
_SWIFT = re.compile(r"SWIFT(?:/BIC)?\s*[:：]?\s*([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_IMO = re.compile(r"IMO\s*(?:番号|No\.?)?\s*[:：]?\s*(\d{7})\b")


@dataclass(frozen=True, slots=True)
class Section:
    """One sheet that lists parties: its number, its name without that, and its table."""

    number: int
    programme: str
    table: sheets.Table

    @property
    def stated_type(self) -> PartyType | None:
        """The type of all parties on the sheet, if its name states one; else None."""
        if "個人" in self.programme:
            return "individual"
        return "entity" if re.search(r"団体|特定銀行", self.programme) else None

    def native_id(self, number: str) -> str:
        """The id of the party with a number of this sheet."""
        return native_id(self.number, int(number))


def native_id(section: int, number: int) -> str:
    """The id of a party: section and number, as the ministry's CSV composes them."""
    return f"{section:03}-{number:06}"


def recognises(files: Files) -> bool:
    """Whether there is one workbook with numbered sheets in Japanese."""
    sheet_names = sheets.sheet_names(only_content(files))
    numbered = [sheet_name for sheet_name in sheet_names if _SHEET.fullmatch(sheet_name)]
    return any(texts.script_of(sheet_name) in {"Kana", "Hani", "Jpan"} for sheet_name in numbered)


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The parties in the order of sheets and rows, also deleted ones.

    Raises:
        UnreadableListError: no sheet lists parties, or the sheet of a programme in force has no header row.
    """
    [(name, content)] = files.items()
    report.published_on = texts.day_of_file_name(name)
    sections = list(_sections(name, content, report))
    if not sections:
        raise UnreadableListError(f"{name} has no sheet with a header row of {DATE}, {NUMBER}; look at what was sent.")
    for section in sections:
        yield from _section_records(section, sections, report)


def _sections(name: str, content: bytes, report: Report) -> Iterator[Section]:
    """The numbered sheets that list parties.

    Sheets without a number are reported as unknown, except the table of contents (一覧). A sheet without a header row
    is left out if it says that its programme was lifted.

    Raises:
        UnreadableListError: another sheet has no header row.
    """
    for sheet in sheets.sheets(name, content):
        numbered = _SHEET.fullmatch(sheet.name)
        if numbered is None:
            if sheet.name.strip() != "一覧":
                report.unknown("sheet", sheet.name)
            continue
        table = sheets.table(sheet, REQUIRED, normal=_header)
        if table is not None:
            table.report_unknown(KNOWN, report)
            yield Section(int(numbered[1]), programme_of(numbered[2]), table)
        elif not _LIFTED.search(sheet.name + "".join("".join(row) for row in sheet.rows[:3])):
            raise UnreadableListError(
                f"{name}, sheet {sheet.name!r}: no row holds the headers {', '.join(sorted(REQUIRED))}; "
                "a column was renamed, read what stands there now."
            )


def programme_of(title: str) -> str:
    """A sheet's name as a programme: brackets of one width and no stray spaces, for both vary between editions."""
    return re.sub(r"\s+(?=\()", "", folded(title.translate(str.maketrans("（）；", "();"))))


def _header(cell: str) -> str:
    """A header without white space, for comparing."""
    return "".join(sheets.header(cell).split())


def _section_records(section: Section, sections: list[Section], report: Report) -> Iterator[Record]:
    """The records of a sheet.

    A row without number and date continues the row above; one that has only one of them is reported as unread.
    """
    current: Record | None = None
    usual_type = _usual_type(section)
    for place, row in section.table.rows_with_places():
        number = _NUMBER.fullmatch(sheets.header(row[NUMBER]))
        if number is not None and row[DATE].strip():
            if current is not None:
                yield current
            current = _record_of_row(section, sections, number, row, usual_type)
        elif current is not None and not any(row[column].strip() for column in REQUIRED):
            _add_continuation(current, row)
        else:
            report.unread.append((place, f"{NUMBER} {row[NUMBER]!r} and {DATE} {row[DATE]!r} are not both given"))
    if current is not None:
        yield current


def _usual_type(section: Section) -> PartyType:
    """The type of most parties on a sheet, for rows that do not show their type."""
    counts = Counter(
        _type_by_columns(row)
        for _, row in section.table.rows_with_places()
        if any(row[column] for column in (JAPANESE, ENGLISH))
    )
    return section.stated_type or ("individual" if counts["individual"] > counts["entity"] else "entity")


def _type_by_columns(row: dict[str, str]) -> PartyType:
    """The type of a party: "individual" if its row has a birth or nationality, else "entity"."""
    return "individual" if any(row.get(column, "").strip() for column in (*BIRTHS, NATIONALITY)) else "entity"


def _add_continuation(record: Record, row: dict[str, str]) -> None:
    """Add the texts of a row without date and number to the remarks of the party in the row above."""
    record.remarks = "\n".join(text for text in (record.remarks, *(folded(cell) for cell in row.values())) if text)


def _record_of_row(
    section: Section, sections: list[Section], number: re.Match[str], row: dict[str, str], usual_type: PartyType
) -> Record:
    """The party of a row; a row without names (deleted, or empty) is named after its number and date.

    Args:
        section: the sheet.
        sections: all sheets, to find parties that stand on two of them.
        number: match of the cell of the number.
        row: column → cell.
        usual_type: the type where neither the sheet nor the row states one.
    """
    events, undated_lines = notices(row[DATE])
    names, name_remarks = texts.main_names(row[ENGLISH], row[JAPANESE])
    deleted = next((event.effective_on for event in events if event.kind == "delisted"), None)
    record = Record(
        native_id=section.native_id(number[2]),
        party_type=section.stated_type or (_type_by_columns(row) if names else usual_type),
        names=names or [Name(f"{number[2]}（{folded(row[DATE])}）", "primary", "name")],
        programmes=[section.programme],
        measures=[MEASURE],
        listed_on=next((event.effective_on for event in events if event.kind == "listed"), None),
        is_listed=deleted is None,
        delisted_on=deleted,
        events=events,
        relationships=_same_parties(section, sections, number, undated_lines),
        not_understood=list(undated_lines) if deleted is None else [],
    )
    if not names and record.is_listed:
        record.not_understood.append(f"{row[NUMBER]}: the row holds no name")
    if not section.stated_type:
        record.features.append(Feature("party_type_basis", "columns filled" if names else "most rows of the sheet"))
    record.features.extend(Feature("name_remark", name_remark) for name_remark in name_remarks)
    for column, cell in row.items():
        if not texts.is_unknown(cell):
            _read_column(record, column, cell)
    return record


def notices(cell: str) -> tuple[list[ListingEvent], list[str]]:
    """The events (listed, amended, deleted) on the dates of public notices, and the lines without a real date.

    Words after a date say what happened: 削除 deleted, 改訂 or 改正 amended. Without a word, the first date is the
    listing and later ones are amendments.
    """
    events: list[ListingEvent] = []
    undated_lines: list[str] = []
    for line in cell.split("\n"):
        dates = list(_NOTICE.finditer(line))
        days = [day_or_none(match[1], match[2], match[3]) for match in dates]
        for notice_match, day in zip(dates, days, strict=True):
            kind = {"削除": "delisted", "改訂": "amended", "改正": "amended"}.get(notice_match[4] or "", "listed")
            if kind == "listed" and any(event.kind == "listed" for event in events):
                kind = "amended"
            if day is not None:
                events.append(
                    ListingEvent(
                        "delisted" if kind == "delisted" else "amended" if kind == "amended" else "listed", day
                    )
                )
        if line.strip() and (not dates or None in days):
            undated_lines.append(folded(line))
    return events, undated_lines


def _same_parties(
    section: Section, sections: list[Section], number: re.Match[str], undated_lines: list[str]
) -> list[Relationship]:
    """Relationships to rows that the list calls the same party.

    They are on this sheet ("12と同一", same as 12), or on the sheet whose number stands in brackets after this one's.
    """
    ties = [
        Relationship("same as", section.native_id(match[1]))
        for line in undated_lines
        for match in _SAME_AS.finditer(line)
    ]
    if number[4] and (other := _sheet_referred_to(section, sections)):
        ties.append(Relationship("same as", other.native_id(number[4])))
    return ties


def _sheet_referred_to(section: Section, sections: list[Section]) -> Section | None:
    """The sheet whose numbers stand in brackets on this one; the note above the table names its UN resolution.

    Where several sheets fit, the one for the same type of party. None if the note names no resolution, or not one sheet
    fits.
    """
    note = "".join("".join(row) for row in section.table.above)
    word_in_name = "タリバーン" if "1267" in note else "1718" if "1718" in note else None
    if word_in_name is None:
        return None
    candidates = [
        candidate for candidate in sections if word_in_name in candidate.programme and candidate is not section
    ]
    same_type = [
        candidate
        for candidate in candidates
        if (candidate.stated_type or "entity") == (section.stated_type or "entity")
    ]
    return candidates[0] if len(candidates) == 1 else same_type[0] if len(same_type) == 1 else None


def _read_column(record: Record, column: str, cell: str) -> None:
    """Add the cell of one column to the record; names and notices in the required columns are read elsewhere."""
    if column in NAMES:
        kind, quality = NAMES[column]
        names, remarks = texts.names(cell, kind, quality)
        known_names = {name.name for name in record.names}
        record.names.extend(name for name in names if name.name not in known_names)
        record.features.extend(Feature("name_remark", remark) for remark in remarks)
    elif column in BIRTHS:
        _read_birth(record, column, cell)
    elif column in PLACES:
        record.birth_places.extend(birth_place(text) for text in texts.values(cell))
    elif column == NATIONALITY:
        record.countries.extend(Country("nationality", country) for country in countries(cell))
    elif column in ADDRESSES:
        record.addresses.extend(texts.address(text) for text in texts.values(cell))
    else:
        _read_number_or_text(record, column, cell)


def _read_birth(record: Record, column: str, cell: str) -> None:
    """Add dates of birth, and the place of "Born at … on 1 May 1970" from the column that holds both."""
    if column == BIRTHS[0]:
        record.birth_dates.extend(texts.births(cell))
        return
    japanese = cell.split("\n")[0]
    record.birth_dates.extend(texts.births(re.match(r"[\d年月日\s]*", japanese)[0]))  # type: ignore[index]  # matches ""
    if place := re.search(r"Born at (.+?),? (?:on|in) \d", cell):
        record.birth_places.append(BirthPlace(folded(place[1])))


def birth_place(text: str) -> BirthPlace:
    """A place of birth, with the country in its last bracket: "ミンスク（ベラルーシ）", Minsk (Belarus).

    A bracket that begins with "now", "formerly" or "presumed" (現, 旧, 元, 推定) states no country.
    """
    bracket = re.search(r"\(([^()]+)\)$", text)
    if (
        bracket
        and texts.script_of(bracket[1]) in {"Kana", "Hani", "Jpan"}
        and not re.match(r"現|旧|元|推定", bracket[1])
    ):
        return BirthPlace(text, bracket[1])
    return BirthPlace(text)


def countries(cell: str) -> list[str]:
    """The countries of a cell, unknown ones left out; the Latin form where a piece has both: "クウェート Kuwait"."""
    pieces = [part for value in texts.values(cell) for part in re.split(r"[、,]\s*|又は", value)]
    latin_forms = [re.fullmatch(r"[^A-Za-z()]+?\s*([A-Z][A-Za-z ]+)", piece) for piece in pieces]
    return [
        match[1] if match else piece
        for match, piece in zip(latin_forms, pieces, strict=True)
        if not texts.is_unknown(piece)
    ]


def _read_number_or_text(record: Record, column: str, cell: str) -> None:
    """Add the cell of a column of numbers, UN references, phones, features or remarks; other columns are ignored."""
    if column in NUMBERS:
        numbers, unread = texts.numbers(cell, NUMBERS[column], column)
        record.identifiers.extend(numbers)
        record.not_understood.extend(f"{column}: {number_text}" for number_text in unread)
    elif column == UN_REFERENCE:
        record.identifiers.extend(Identifier("un_reference", text, column) for text in texts.values(cell))
    elif column in PHONES:
        record.identifiers.extend(texts.phones(cell, column))
    elif column in FEATURES:
        kind = FEATURES[column]
        record.features.append(Feature(kind, texts.day_of_listing(cell) if kind == "un_listed_on" else folded(cell)))
    elif column in REMARKS:
        _read_remarks(record, cell)


def _read_remarks(record: Record, cell: str) -> None:
    """Add a cell to the remarks, and the numbers in it."""
    text = folded(cell)
    record.remarks = "\n".join(line for line in (record.remarks, text) if line)
    record.identifiers.extend(numbers_in_remarks(text))


def numbers_in_remarks(text: str) -> Iterator[Identifier]:
    """The numbers in remarks that have a name before them: SWIFT and IMO."""
    yield from (Identifier("swift_bic", number, "SWIFT/BIC") for number in dict.fromkeys(_SWIFT.findall(text)))
    yield from (Identifier("imo", number, "IMO") for number in dict.fromkeys(_IMO.findall(text)))


FORMAT = Format(name="jp_mof", version=7, recognises=recognises, records=records)
