"""Japan's list of asset-freeze targets as one CSV of 32 columns, Japanese and English side by side, as of July 2026.

Here: the columns of the CSV and its sections. Not here: how cells are written (see texts), the workbook (see mof).

Source: Ministry of Finance, shisantouketsuYYYYMMDD.csv, UTF-8 with a byte order mark, CRLF, quoted. Its header and
first rows were read in an excerpt of 2026-08-28; that the files of July to September 2026 have these 32 columns, and
that ";" or "；" divides values, also inside brackets, was read in public programs that read them. Not seen whole.
The bundled example is in this layout, written from facts of the workbook: in 2022 the ministry published a workbook.
- 番号 "002-000005" is a unique id: section (区分) and number. The workbook's sheets and numbers make the same ids.
- A section is given as a number only. sections.toml names those that the workbook of 2026-03-05 numbers so.
- No deleted rows. No date of generation inside: the day of publication is in the file's name.
- 告示日付 as in the workbook, with spaces for line breaks. 外務省告示情報 repeats all of it as one text: not kept.
"""

from collections.abc import Iterator

from pipelines.catalogue.data_files import data_file
from pipelines.parsers.delimited import headers_of, table_in
from pipelines.parsers.jp import mof, texts
from pipelines.parsers.record import (
    Address,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Files,
    Format,
    Identifier,
    Name,
    NameKind,
    NameQuality,
    PartyType,
    Record,
    Report,
    only_content,
)
from pipelines.parsers.texts import folded

SECTIONS: dict[int, str] = {int(number): title for number, title in data_file(__package__, "sections.toml").items()}
TYPES: dict[str, PartyType] = {"個人": "individual", "団体": "entity"}

SECTION, ID, NOTICE, NUMBER, TYPE = "区分", "番号", "告示日付", "告示番号", "個人・団体"
JAPANESE, ENGLISH = "氏名（日本語）", "氏名（英語）"
REQUIRED = frozenset({SECTION, ID, NOTICE, TYPE, JAPANESE, ENGLISH})
NAMES: dict[str, tuple[NameKind, NameQuality]] = {
    **dict.fromkeys(("別名・別称（日本語）", "別名・別称（英語）"), ("aka", "strong")),
    **dict.fromkeys(("旧称（日本語）", "旧称（英語）"), ("fka", "strong")),
    **dict.fromkeys(("確定に十分でない別名（日本語）", "確定に十分でない別名（英語）"), ("aka", "weak")),
}
FEATURES = {
    **dict.fromkeys(("称号（日本語）", "称号（英語）"), "title"),
    **dict.fromkeys(("役職（日本語）", "役職（英語）"), "position"),
}
BIRTH, UN_DAY, REMARKS, WHOLE = "生年月日", "リスト掲載日", "その他の情報", "外務省告示情報"
PLACE_JAPANESE, PLACE_ENGLISH = "出生地（日本語）", "出生地（英語）"
NATIONALITY_JAPANESE, NATIONALITY_ENGLISH = "国籍（日本語）", "国籍（英語）"
PASSPORT, NATIONAL_ID, UN_REFERENCE = "旅券番号", "身分証番号", "国連参照番号"
COUNTRY_JAPANESE, COUNTRY_ENGLISH = "住所・所在地（国）（日本語）", "住所・所在地（国）（英語）"
CITY_JAPANESE = "住所・所在地（都市その他の情報）（日本語）"
CITY_ENGLISH = "住所・所在地（都市その他の情報）（英語）"
KNOWN = frozenset(
    {
        *REQUIRED, NUMBER, *NAMES, *FEATURES, BIRTH, UN_DAY, REMARKS, WHOLE, PLACE_JAPANESE, PLACE_ENGLISH, PASSPORT,
        NATIONALITY_JAPANESE, NATIONALITY_ENGLISH, NATIONAL_ID, UN_REFERENCE, COUNTRY_JAPANESE, COUNTRY_ENGLISH,
        CITY_JAPANESE, CITY_ENGLISH,
    }
)  # fmt: skip


def recognises(files: Files) -> bool:
    """Whether there is one text whose first line has the headers of section, id and notice."""
    return {SECTION, ID, NOTICE} <= set(headers_of(only_content(files)))


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The parties in the file's order; rows without id or known type are reported as unread."""
    [(name, content)] = files.items()
    report.published_on = texts.day_of_file_name(name)
    table = table_in(name, content, REQUIRED, report)
    table.report_unknown(KNOWN, report)
    for place, row in table.rows:
        party_type = TYPES.get(row[TYPE].strip())
        if party_type is None:
            report.unknown(TYPE, row[TYPE])
        if party_type is None or not row[ID].strip():
            report.unread.append((place, f"{ID} {row[ID]!r}, {TYPE} {row[TYPE]!r}"))
        else:
            yield _record(row, party_type, report)


def _record(row: dict[str, str], party_type: PartyType, report: Report) -> Record:
    """The party of a row; a row without a name is named after its number and date, and counted in `not_understood`."""
    events, undated_lines = mof.notices(row[NOTICE].replace(" ", "\n"))
    names, name_remarks = texts.main_names(row[ENGLISH], row[JAPANESE])
    record = Record(
        native_id=row[ID].strip(),
        party_type=party_type,
        names=names or [Name(f"{row.get(NUMBER, row[ID])}（{folded(row[NOTICE])}）", "primary", "name")],
        programmes=[_programme(row[SECTION], report)],
        measures=[mof.MEASURE],
        listed_on=next((event.effective_on for event in events if event.kind == "listed"), None),
        events=events,
        not_understood=undated_lines if names else [*undated_lines, f"{row[ID]}: the row holds no name"],
        remarks=folded(row.get(REMARKS, "")) or None,
    )
    record.features.extend(Feature("name_remark", name_remark) for name_remark in name_remarks)
    _read_names(record, row)
    _read_person(record, row)
    _read_numbers(record, row)
    record.addresses.extend(_addresses(row))
    return record


def _programme(section: str, report: Report) -> str:
    """The programme of a section; unknown sections are reported and stand for themselves."""
    number = int(section) if section.strip().isdecimal() else 0
    if number not in SECTIONS:
        report.unknown(SECTION, section)
    return SECTIONS.get(number, section.strip())


def _read_names(record: Record, row: dict[str, str]) -> None:
    """Add the aliases, former names and the like, and remarks on them."""
    known_names = {name.name for name in record.names}
    for column, (kind, quality) in NAMES.items():
        names, remarks = texts.names(row.get(column, ""), kind, quality)
        record.names.extend(name for name in names if name.name not in known_names)
        known_names |= {name.name for name in names}
        record.features.extend(Feature("name_remark", remark) for remark in remarks)
    for column, feature in FEATURES.items():
        record.features.extend(Feature(feature, text) for text in texts.values(row.get(column, "")))


def _read_person(record: Record, row: dict[str, str]) -> None:
    """Add dates and places of birth and nationalities; places in English, or in Japanese if there are none."""
    record.birth_dates.extend(texts.births(row.get(BIRTH, "")))
    english, japanese = (texts.values(row.get(column, "")) for column in (PLACE_ENGLISH, PLACE_JAPANESE))
    record.birth_places.extend(BirthPlace(place) for place in english or ())
    record.birth_places.extend(mof.birth_place(place) for place in japanese if not english)
    record.countries.extend(_countries("nationality", row, NATIONALITY_ENGLISH, NATIONALITY_JAPANESE))


def _countries(link: CountryLink, row: dict[str, str], english: str, japanese: str) -> list[Country]:
    """The countries in English; in Japanese if there are none in English."""
    stated = mof.countries(row.get(english, "")) or mof.countries(row.get(japanese, ""))
    return [Country(link, country) for country in stated]


def _read_numbers(record: Record, row: dict[str, str]) -> None:
    """Add passports, national ids, UN references, the numbers in remarks, and the day of listing by the UN."""
    for column in (PASSPORT, NATIONAL_ID):
        numbers, unread = texts.numbers(row.get(column, ""), mof.NUMBERS[column], column)
        record.identifiers.extend(numbers)
        record.not_understood.extend(f"{column}: {number_text}" for number_text in unread)
    for text in texts.values(row.get(UN_REFERENCE, "")):
        record.identifiers.append(Identifier("un_reference", text, UN_REFERENCE))
    record.identifiers.extend(mof.numbers_in_remarks(record.remarks or ""))
    if not texts.is_unknown(un_day := row.get(UN_DAY, "")):
        record.features.append(Feature("un_listed_on", texts.day_of_listing(un_day)))


def _addresses(row: dict[str, str]) -> Iterator[Address]:
    """The addresses of a row: each city with its country if their numbers agree, else each by itself.

    Both are taken in English where given, else in Japanese. A single country is that of all cities.
    """
    cities = texts.values(row.get(CITY_ENGLISH, "")) or texts.values(row.get(CITY_JAPANESE, ""))
    countries = texts.values(row.get(COUNTRY_ENGLISH, "")) or texts.values(row.get(COUNTRY_JAPANESE, ""))
    if len(set(countries)) == 1:
        countries = countries[:1] * max(len(cities), 1)
    if cities and len(countries) == len(cities):
        yield from (
            Address(f"{city}, {country}", country=country) for city, country in zip(cities, countries, strict=True)
        )
    else:
        yield from (Address(city) for city in cities)
        yield from (Address(country, country=country) for country in countries)


FORMAT = Format(name="jp_mof_csv", version=7, recognises=recognises, records=records)
