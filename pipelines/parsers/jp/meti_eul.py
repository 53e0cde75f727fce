"""Japan's Foreign End User List (外国ユーザーリスト): a workbook of organisations, a row each.

Here: the columns of that workbook. Not here: the list of asset freezes (see mof), or how its cells are written (see
texts).

Source: Ministry of Economy, Trade and Industry (METI), Excel file linked from the page of its press release. Columns,
in Japanese and English in one cell: No.; 国名、地域名 Country or Region; 企業名、組織名 Company or Organization;
別名 Also Known As (lines that begin with "・"); 懸念区分 Type of WMD (B, C, M, N); since October 2025 通常兵器,
conventional weapons (CW). It was written from that description; no whole file was at hand to try it on.
- Numbers are given anew with every edition, so that the native id is a digest of country and name.
- No row has a date: the list states neither when a party came nor when the edition begins to apply.
- An export to a listed party needs a licence unless it clearly serves no weapon. It is a restriction, no designation:
  the ministry says itself that it is no embargo list.
"""

import re
from collections.abc import Iterator

from pipelines.parsers import sheets
from pipelines.parsers.jp import texts
from pipelines.parsers.namesakes import with_distinct_ids
from pipelines.parsers.record import (
    Country,
    Feature,
    Files,
    Format,
    Name,
    Record,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import digest, folded

NUMBER, COUNTRY, NAME, ALIASES = "number", "country", "name", "aliases"
WEAPONS, CONVENTIONAL = "weapons", "conventional"
COLUMNS = {
    NUMBER: re.compile(r"(?:no\.?|番号)(?![A-Za-z])", re.IGNORECASE),
    COUNTRY: re.compile(r"(?:国名|country)(?![A-Za-z])", re.IGNORECASE),
    NAME: re.compile(r"(?:企業名|組織名|company)(?![A-Za-z])", re.IGNORECASE),
    ALIASES: re.compile(r"(?:別名|also known)(?![A-Za-z])", re.IGNORECASE),
    WEAPONS: re.compile(r"(?:懸念区分|type of wmd)(?![A-Za-z])", re.IGNORECASE),
    CONVENTIONAL: re.compile(r"(?:通常兵器|conventional|cw)(?![A-Za-z])", re.IGNORECASE),
}
"""How a header begins; the rest of it is the same in the other language."""
REQUIRED = frozenset({NUMBER, COUNTRY, NAME, ALIASES, WEAPONS})
CONCERNS = {
    "nuclear weapons": re.compile(r"\bN\b|核"),
    "biological weapons": re.compile(r"\bB\b|生物"),
    "chemical weapons": re.compile(r"\bC\b|化学"),
    "missiles": re.compile(r"\bM\b|ミサイル"),
}
"""The kinds of weapon, and the letter or word that stands for each."""
PROGRAMME, MEASURE = "EUL", "export licence required"

_NEXT_ALIAS = re.compile(r"\s*(?:\n|^)\s*[・･]\s*|\s+[・･]\s+")
_COUNTRY_IN_ENGLISH = re.compile(r"[A-Za-z][A-Za-z ,.'’()-]+$")


def recognises(files: Files) -> bool:
    """Whether there is one workbook with a sheet that has the list's columns."""
    return sheets.has_table(only_content(files), REQUIRED, normal=_column)


def _column(cell: str) -> str:
    """The column that a header means; the header itself if it is not known."""
    plain = sheets.header(cell)
    return next((column for column, start in COLUMNS.items() if start.match(plain)), plain)


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The organisations in the file's order.

    Raises:
        UnreadableListError: no sheet has the columns of the list.
    """
    [(name, content)] = files.items()
    tables = [
        table for sheet in sheets.sheets(name, content) if (table := sheets.table(sheet, REQUIRED, normal=_column))
    ]
    if not tables:
        raise UnreadableListError(f"{name} has no sheet with the columns of the list; a column was renamed.")
    for table in tables:
        table.report_unknown(COLUMNS.keys(), report)
    yield from with_distinct_ids(record for table in tables for record in _records(table, report))


def _records(table: sheets.Table, report: Report) -> Iterator[Record]:
    """The organisations of a sheet; rows without number or name are reported as unread."""
    for place, row in table.rows_with_places():
        if not folded(row[NUMBER]).isdigit():
            report.unread.append((place, f"no number but {row[NUMBER]!r}"))
        elif (record := _record(row)) is None:
            report.unread.append((place, "no name"))
        else:
            yield record


def _record(row: dict[str, str]) -> Record | None:
    """The organisation of a row; None if it has no name.

    Its id is a digest of country and name, because the list gives none that stays.
    """
    names, remarks = texts.names(row[NAME], "name", "strong")
    if not names:
        return None
    other_names, more_remarks = _aliases(row[ALIASES])
    names[0].quality = "primary"
    known_names = {name.name for name in names}
    country = _country(row[COUNTRY])
    record = Record(digest(country, names[0].name), "entity", names, programmes=[PROGRAMME], measures=[MEASURE])
    record.names.extend(alias for alias in other_names if alias.name not in known_names)
    record.countries = [Country("other", country)] if country else []
    record.features = [Feature("name_remark", remark) for remark in remarks + more_remarks]
    record.features.append(Feature("list_number", folded(row[NUMBER])))
    record.features.extend(Feature("concern", concern) for concern in _concerns(row))
    return record


def _aliases(cell: str) -> tuple[list[Name], list[str]]:
    """The names in a cell, one on each line after "・", and the remarks on them."""
    names_and_remarks = [
        texts.names(line, "aka", "strong") for line in _NEXT_ALIAS.split(cell) if not texts.is_unknown(line)
    ]
    return [name for names, _ in names_and_remarks for name in names], [
        remark for _, remarks in names_and_remarks for remark in remarks
    ]


def _country(cell: str) -> str:
    """The English name of the country, if the cell has it below the Japanese one; else the cell."""
    plain = folded(cell)
    english = _COUNTRY_IN_ENGLISH.search(plain)
    return english[0].strip() if english else plain


def _concerns(row: dict[str, str]) -> list[str]:
    """The kinds of weapons for which the organisation is listed."""
    weapons = sheets.header(row[WEAPONS])
    conventional = [] if texts.is_unknown(row.get(CONVENTIONAL, "")) else ["conventional weapons"]
    return [concern for concern, sign in CONCERNS.items() if sign.search(weapons)] + conventional


FORMAT = Format("jp_meti_eul", 1, recognises, records, makes_ids=True)
