"""What holds for every list of the catalogue and every file there is of it, in whatever format.

What a format means is tested with its module; here is what all must come to, and that nothing else need be touched to
add a list.
"""

import csv
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import duckdb
import polars as pl
import pytest
from lxml import etree

from pipelines.archive.home import Home
from pipelines.catalogue import entries as catalogue
from pipelines.catalogue.entries import OfficialList, official_list, official_lists
from pipelines.designations.countries import country_codes, is_no_country
from pipelines.designations.history import read_list
from pipelines.parsers.formats import format_named, formats_of
from pipelines.parsers.record import Files, Format, Name, ParsedList, Record, Report, UnreadableListError

from .specimens import Specimen, specimens

TOMORROW = datetime.now(UTC).date() + timedelta(days=1)
SPECIMENS = specimens()
LISTS = list(official_lists().values())


@dataclass(frozen=True)
class Reading:
    """A specimen and what its list's formats make of it."""

    specimen: Specimen
    files: dict[str, bytes]
    parsed: ParsedList

    @property
    def records(self) -> pl.DataFrame:
        return self.parsed.records


@pytest.fixture(scope="module", params=SPECIMENS, ids=str)
def reading(request: pytest.FixtureRequest) -> Reading:
    files = request.param.load()
    return Reading(request.param, files, read_list(official_list(request.param.list_id), files))


def spread(records: pl.DataFrame, column: str) -> pl.DataFrame:
    """The structs of a column, one row each, with the native id."""
    return records.select("native_id", column).explode(column).drop_nulls(column).unnest(column)


# Every file


def test_every_list_has_a_file_to_be_tested_on() -> None:
    assert {each.list_id for each in SPECIMENS} == set(official_lists())


def test_every_format_of_the_catalogue_is_tried() -> None:
    tried = {each.parsed.format_name for each in map(_read, (each for each in SPECIMENS if each.kind == "written"))}
    assert {name for each in LISTS for name in each.formats} - tried <= {"eu_fsf_csv", "eu_global_xml"}


def _read(specimen: Specimen) -> Reading:
    files = specimen.load()
    return Reading(specimen, files, read_list(official_list(specimen.list_id), files))


def test_ids_are_unique_and_filled(reading: Reading) -> None:
    ids = reading.parsed.parties["native_id"]
    assert ids.n_unique() == len(ids) == reading.records.height > 0
    assert ids.str.strip_chars().str.len_chars().min() > 0  # type: ignore[operator]  # there are ids


def test_every_party_has_one_primary_name_and_a_type(reading: Reading) -> None:
    primary = spread(reading.records, "names").filter(pl.col("quality") == "primary")
    assert primary.group_by("native_id").len()["len"].unique().to_list() == [1]
    assert set(primary["native_id"]) == set(reading.records["native_id"])
    assert primary["name"].str.contains(r"[\p{L}\p{N}]").all()
    assert set(reading.records["party_type"]) <= {"individual", "entity", "vessel", "aircraft"}


def test_texts_are_folded(reading: Reading) -> None:
    names = spread(reading.records, "names")["name"]
    assert not names.str.contains(r"^\s|\s$|\s\s|[\t\n\u00a0]").any()


def test_dates_are_in_range(reading: Reading) -> None:
    records = reading.records
    for column in ("listed_on", "delisted_on"):
        days = records[column].drop_nulls()
        assert days.is_between(date(1945, 10, 24), TOMORROW).all()
    left = records.filter(pl.col("listed_on") > pl.col("delisted_on"))
    assert left["native_id"].to_list() == []
    events = spread(records, "events")["effective_on"].drop_nulls()
    assert events.is_between(date(1945, 10, 24), TOMORROW + timedelta(days=366)).all()


def test_births_are_intervals_of_the_last_two_centuries(reading: Reading) -> None:
    births = spread(reading.records, "birth_dates").drop_nulls("earliest")
    assert (births["earliest"] <= births["latest"]).all()
    assert births["earliest"].is_between(date(1850, 1, 1), TOMORROW).all()
    assert births["text"].str.len_chars().min() != 0


def test_countries_keep_the_text_and_have_iso_codes(reading: Reading) -> None:
    countries = spread(reading.records, "countries")
    assert (countries["text"].str.len_chars() > 0).all()
    assert countries["code"].drop_nulls().str.contains("^[A-Z]{2}$").all()


FEWEST_RESOLVED = 0.97
"""Of the country fields that name a country at all, the share that must come to a code."""


def test_nearly_all_countries_come_to_a_code(reading: Reading) -> None:
    countries = spread(reading.records, "countries").with_columns(known=pl.col("code").is_not_null())
    codes = country_codes(countries["text"].unique())
    naming = [(text, known) for text, known in countries.select("text", "known").iter_rows() if not is_no_country(text)]
    lost = [text for text, known in naming if not known and codes[text] is None]
    assert len(lost) <= len(naming) * (1 - FEWEST_RESOLVED), sorted(set(lost))


def test_listed_parties_have_programmes(reading: Reading) -> None:
    without = reading.records.filter(pl.col("is_listed"), pl.col("programmes").list.len() == 0)
    assert without["native_id"].to_list() == []
    assert not reading.records["programmes"].explode().str.contains(r"^\s*$").any()


KNOWN_GAPS = {
    "uk_sanctions-2025-08-11": ({}, {"BEL0174", "RUS1467"}),
    "ch_seco-2026-08-27": ({("address/@place-id", "a place that the file does not hold"): 1}, set()),
}
"""Two rows that the FCDO published without a name; a place that the excerpt of the Swiss file was cut from."""


def test_nothing_is_unknown_and_nothing_unread(reading: Reading) -> None:
    report = reading.parsed.report
    drift, unread = next(
        (gap for start, gap in KNOWN_GAPS.items() if str(reading.specimen).startswith(start)), ({}, set())
    )
    assert (report.drift, {place for place, _ in report.unread}) == (drift, unread)


def test_hardly_anything_is_not_understood(reading: Reading) -> None:
    odd = reading.records["not_understood"].list.len().sum()
    assert odd <= max(1, reading.records.height * 0.025)


def test_the_day_of_publication_is_the_one_it_was_published_under(reading: Reading) -> None:
    stated, label = reading.parsed.report.published_on, reading.specimen.label[:10]
    if stated is None or reading.specimen.kind != "whole":
        return
    assert timedelta(0) <= date.fromisoformat(label) - stated <= timedelta(days=1)


def test_a_second_reading_gives_the_same_records(reading: Reading) -> None:
    if reading.records.height > 1_500:  # the small ones show it as well
        return
    again = read_list(official_list(reading.specimen.list_id), reading.files)
    assert again.records.equals(reading.records)


# Counted by other means


def test_the_parties_are_as_many_as_another_count_says(reading: Reading) -> None:
    count = COUNTS[reading.parsed.format_name]
    unread = len(reading.parsed.report.unread)
    assert reading.parsed.parties.height + unread == count(_out_of_its_zip(next(iter(reading.files.values()))))


def _out_of_its_zip(content: bytes) -> bytes:
    """The document, where it was published zipped by itself; a workbook stays as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(archive.namelist()[0]) if len(archive.namelist()) == 1 else content


def _tags(*tags: bytes) -> Callable[[bytes], int]:
    return lambda content: sum(len(re.findall(rb"<" + tag + rb"[\s>]", content)) for tag in tags)


def _values(pattern: bytes) -> Callable[[bytes], int]:
    return lambda content: len(set(re.findall(pattern, content)))


def _column(content: bytes, name: str, delimiter: str = ",") -> list[str]:
    """The cells under a header, wherever the header stands; UTF-8 or Windows-1252."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = next(row for row in rows if name in row)
    at = header.index(name)
    return [row[at] for row in rows[rows.index(header) + 1 :] if len(row) > at]


def _cells(content: bytes, column: str) -> Iterator[list[str]]:
    """The texts of one column of each sheet of an xlsx, by its XML alone."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _shared_texts(archive)
        for part in archive.namelist():
            if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part):
                sheet = etree.fromstring(archive.read(part))
                yield [text for cell in sheet.iterfind(".//{*}c") if (text := _text(cell, column, shared)) is not None]


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    items = etree.fromstring(archive.read("xl/sharedStrings.xml"))
    return ["".join(t.text or "" for t in item.iter("{*}t") if not _is_reading_aid(t)) for item in items]


def _is_reading_aid(text: etree._Element) -> bool:
    parent = text.getparent()
    return parent is not None and etree.QName(parent).localname == "rPh"


def _text(cell: etree._Element, column: str, shared: list[str]) -> str | None:
    if not re.fullmatch(rf"{column}\d+", cell.get("r", "")):
        return None
    if cell.get("t") == "inlineStr":
        return "".join(str(each) for each in cell.itertext())
    value = cell.findtext("{*}v")
    return shared[int(value)] if value is not None and cell.get("t") == "s" else value


def _ofsi(content: bytes) -> int:
    if not content.startswith(b"PK"):
        return len(set(_column(content, "Group ID")))
    return len({each for each in _last_column(content) if each.isdigit()})


def _last_column(content: bytes) -> list[str]:
    return next(_cells(content, "AJ"))


def _australian(content: bytes) -> int:
    [cells] = _cells(content, "A")
    return len({found[0] for cell in cells if (found := re.match(r"\d+", cell))})


def _japanese(content: bytes) -> int:
    days = (each for sheet in _cells(content, "A") for each in sheet)
    return sum(bool(re.match(r"\s*\d{4}\.\d", day)) for day in days)


def _new_zealand(content: bytes) -> int:
    return sum(bool(re.fullmatch(r"(?:IND|ENT|SHP)-\d+", each)) for sheet in _cells(content, "B") for each in sheet)


def _british_table(content: bytes) -> int:
    if not content.startswith(b"PK"):
        return len(set(_column(content, "Unique ID")))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = re.findall(
            r"<table:table-row[^>]*>\s*<table:table-cell[^>]*>\s*<text:p>([^<]*)</text:p>",
            archive.read("content.xml").decode(),
        )
    return len(set(first) - {"Unique ID"})


def _screening(content: bytes) -> int:
    if content.startswith(b"{"):
        return len(re.findall(rb'"source":', content))
    return len(_column(content, "source"))


def _ofac_table(content: bytes) -> int:
    return len(re.findall(rb"^\d+,", content, re.MULTILINE))


def _denied(content: bytes) -> int:
    names, days = (_column(content, name, "\t") for name in ("Name", "Effective_Date"))
    return len({(" ".join(name.split()).lower(), day) for name, day in zip(names, days, strict=True)})


COUNTS: Mapping[str, Callable[[bytes], int]] = {
    "au_dfat": _australian,
    "ca_sema": _tags(b"record"),
    "ch_seco": _tags(b"target"),
    "eu_fsf_xml": _tags(b"sanctionEntity"),
    "eu_fsf_csv": lambda content: len(set(_column(content, "Entity_LogicalId", ";"))),
    "eu_global_xml": _tags(b"ENTITY"),
    "fr_tresor": lambda content: content.count(b'"IdRegistre"'),
    "jp_meti_eul": lambda content: sum(cell.isdigit() for sheet in _cells(content, "A") for cell in sheet),
    "jp_mof": _japanese,
    "jp_mof_csv": lambda content: len(set(_column(content, "番号"))),
    "nz_russia": _new_zealand,
    "ofac_advanced": _values(rb'<SanctionsEntry [^>]*ProfileID="(\d+)"'),
    "ofac_csv": _ofac_table,
    "ofac_enhanced": _values(rb'<entity id="(\d+)"'),
    "ofac_xml": _tags(b"sdnEntry"),
    "ua_nsdc": lambda _: 2,
    "uk_ofsi": _ofsi,
    "uk_sanctions_table": _british_table,
    "uk_sanctions_xml": _tags(b"Designation"),
    "un_sc": _tags(b"INDIVIDUAL", b"ENTITY"),
    "us_bis_dpl": _denied,
    "us_csl": _screening,
    "wb_debarred": lambda content: content.count(b'"SUPP_ID"'),
}
"""Format → a count of the parties in its main file, made without its module."""

# Damage

REQUIRED: Mapping[str, bytes] = {
    "au_dfat": b"Reference", "ca_sema": b"LastName", "ch_seco": b"ssid",
    "eu_fsf_csv": b"Entity_EU_ReferenceNumber", "eu_fsf_xml": b"nameAlias", "eu_global_xml": b"WHOLENAME",
    "fr_tresor": b"IdRegistre", "jp_mof": "告示番号".encode(), "jp_mof_csv": "番号".encode(),
    "nz_russia": b"Unique Identifier", "ofac_advanced": b"FixedRef", "ofac_enhanced": b"<entity ",
    "ofac_xml": b"uid>", "ua_nsdc": b'"sid"', "uk_ofsi": b"Group ID", "uk_sanctions_table": b"Unique ID",
    "uk_sanctions_xml": b"UniqueID", "un_sc": b"REFERENCE_NUMBER", "us_bis_dpl": b"Effective_Date",
    "us_csl": b"source", "wb_debarred": b"SUPP_ID", "jp_meti_eul": "企業名".encode(),
}  # fmt: skip
"""Format → a column or element without which it cannot be read. The CSV of OFAC has no names to be changed."""


def cut_in_half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def cut_at_the_end(content: bytes) -> bytes:
    return content[: -max(20, len(content) // 200)]


def with_garbage(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + b'\x00\xff<garbage "\x1b' * 20 + content[middle:]


def replaced_by_a_page(_: bytes) -> bytes:
    return b"<!DOCTYPE html><html><head><title>Just a moment</title></head><body><p>Sign in</p></body></html>"


def emptied(_: bytes) -> bytes:
    return b""


DAMAGES = (cut_in_half, cut_at_the_end, with_garbage, replaced_by_a_page, emptied)
DAMAGES_OF_SIZE = (cut_at_the_end,)
"""Damage that a whole file may hide where a small one does not; the rest is tried on small files alone."""


NEWEST = {each.list_id: each for each in SPECIMENS if each.kind == "whole"}
SMALL = [each for each in SPECIMENS if each.kind == "written"]
WRITTEN = [pytest.param(each, id=str(each)) for each in SMALL]
WHOLE = [pytest.param(each, id=str(each), marks=pytest.mark.slow) for each in NEWEST.values()]
"""Damage to whole files is tried on the newest of each list."""


@cache
def loaded(specimen: Specimen) -> Files:
    return specimen.load()


@pytest.mark.parametrize(
    ("specimen", "damage"),
    [
        *(pytest.param(each, damage, id=f"{each}-{damage.__name__}") for each in SMALL for damage in DAMAGES),
        *(
            pytest.param(each, damage, id=f"{each}-{damage.__name__}", marks=pytest.mark.slow)
            for each in NEWEST.values()
            for damage in DAMAGES_OF_SIZE
        ),
    ],
)
def test_a_damaged_file_is_refused_by_the_name_of_its_list(
    specimen: Specimen, damage: Callable[[bytes], bytes]
) -> None:
    for name, content in loaded(specimen).items():
        with pytest.raises(UnreadableListError, match=f"^{specimen.list_id}: .{{20,}}[.]$"):
            read_list(official_list(specimen.list_id), {**loaded(specimen), name: damage(content)})


@pytest.mark.parametrize("specimen", [*WRITTEN, *WHOLE])
def test_a_renamed_column_or_element_is_refused_by_the_name_of_its_list(specimen: Specimen) -> None:
    files = loaded(specimen)
    format_name = next(each.name for each in formats_of(official_list(specimen.list_id)) if each.recognises(files))
    if format_name == "ofac_csv":
        renamed = {name: without_a_column(content) for name, content in files.items()}
    else:
        renamed = {name: replaced(content, REQUIRED[format_name]) for name, content in files.items()}
    with pytest.raises(UnreadableListError, match=f"^{specimen.list_id}: .{{20,}}[.]$"):
        read_list(official_list(specimen.list_id), renamed)


def replaced(content: bytes, name: bytes) -> bytes:
    """The content with every `name` changed, in the parts of a workbook too."""
    changed = name[:-1] + b"Zz" + name[-1:] if name.isascii() else name + b"Zz"
    if not content.startswith(b"PK"):
        assert name in content
        return content.replace(name, changed)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(b">" + name, b">" + changed))
    return packed.getvalue()


def without_a_column(content: bytes) -> bytes:
    return b"".join(line.partition(b",")[2] for line in content.splitlines(keepends=True))


def test_files_of_another_list_are_refused() -> None:
    written = {each.list_id: each for each in SPECIMENS if each.kind == "written"}
    family = {"ofac_sdn": "ofac", "ofac_consolidated": "ofac"}
    for list_id in written:
        for other, specimen in written.items():
            if family.get(list_id, list_id) != family.get(other, other):
                with pytest.raises(UnreadableListError, match=f"^{list_id}: "):
                    read_list(official_list(list_id), loaded(specimen))


# The catalogue


@pytest.mark.parametrize("entry", LISTS, ids=lambda each: each.list_id)
def test_an_entry_says_all_that_is_needed(entry: OfficialList) -> None:
    assert re.fullmatch(r"[a-z]{2,4}_[a-z]+(?:_[a-z]+)*", entry.list_id)
    assert re.fullmatch(r"[A-Z]{2}", entry.authority)
    assert all((entry.issuing_body, entry.title, entry.licence))
    assert entry.zone.key == entry.time_zone
    assert 1 <= entry.cadence_days <= 366
    fewest, most = entry.plausible_parties
    assert 0 < fewest < most
    assert entry.seconds_between_requests > 0
    assert entry.max_bytes > 0
    assert (entry.api_key_env is None) == (entry.api_key_header is None)
    assert entry.verified or entry.note


@pytest.mark.parametrize("entry", LISTS, ids=lambda each: each.list_id)
def test_a_list_is_fetched_over_https_in_formats_that_there_are(entry: OfficialList) -> None:
    addresses = [entry.home_page, *(file.url for publication in entry.publications for file in publication.files)]
    assert all(urlsplit(address).scheme == "https" and urlsplit(address).hostname for address in addresses)
    assert all(format_named(name).name == name for name in entry.formats)
    assert {publication.format for publication in entry.publications} <= set(entry.formats)
    assert entry.publications or entry.closed_on
    assert all(any(not file.optional for file in publication.files) for publication in entry.publications)


def test_entries_are_in_the_shape_that_is_documented() -> None:
    assert set(official_lists()) == {
        "ofac_sdn", "ofac_consolidated", "un_sc", "eu_fsf", "uk_sanctions", "uk_ofsi", "ca_sema", "ch_seco", "au_dfat",
        "jp_mof", "nz_russia", "ua_nsdc", "fr_tresor", "us_csl", "us_bis_dpl", "jp_meti_eul", "wb_debarred",
    }  # fmt: skip


def test_newest_whole_files_are_of_plausible_size(reading: Reading) -> None:
    if NEWEST.get(reading.specimen.list_id) == reading.specimen:
        fewest, most = official_list(reading.specimen.list_id).plausible_parties
        assert fewest <= reading.records.filter("is_listed").height <= most


ENTRY = """authority = "XX"
issuing_body = "Ministry of Toys"
title = "Toys under restraint"
home_page = "https://toys.example/"
licence = "none"
time_zone = "Europe/Berlin"
cadence_days = 10
formats = ["xx_lines"]
plausible_parties = [1, 10]
[[publications]]
format = "xx_lines"
files = [{ name = "toys.lines", url = "https://toys.example/toys.lines" }]
"""


def lines(files: Files, _report: Report, _wanted: frozenset[str] | None) -> Iterator[Record]:
    for number, name in enumerate(files["toys.lines"].decode().splitlines(), 1):
        yield Record(str(number), "entity", [Name(name, "primary", "name")], programmes=["TOYS"])


@pytest.fixture
def one_more_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A catalogue of one list of ours: an entry and a format module, and nothing else."""
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "xx_toys.toml").write_text(ENTRY)
    module = ModuleType("pipelines.parsers.xx.lines")
    module.FORMAT = Format("xx_lines", 1, lambda files: "toys.lines" in files, lines)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipelines.parsers.xx", ModuleType("pipelines.parsers.xx"))
    monkeypatch.setitem(sys.modules, "pipelines.parsers.xx.lines", module)
    monkeypatch.setattr(catalogue.official_lists.__wrapped__, "__defaults__", (entries,))
    catalogue.official_lists.cache_clear()
    yield "xx_toys"
    monkeypatch.undo()
    catalogue.official_lists.cache_clear()


def test_a_list_is_added_by_an_entry_and_a_module(one_more_list: str, tmp_path: Path) -> None:
    from pipelines.run.refresh import refresh  # with every later step, which the other tests do not need
    from pipelines.run.settings import Run, Settings

    for day, names in {"2024-01-01": "Bear\nDoll\n", "2024-01-02": "Bear\nDoll\nKite\n"}.items():
        folder = tmp_path / "mirror" / one_more_list / day
        folder.mkdir(parents=True)
        (folder / "toys.lines").write_text(names)
    home = Home(tmp_path / "home")
    for as_of in (date(2024, 1, 1), date(2024, 1, 2)):
        done = refresh(Run(Settings(home, mirror=str(tmp_path / "mirror"), as_of=as_of)), [one_more_list])
        assert (done.published, done.complaints) == (True, ())
    with duckdb.connect(str(home.warehouse), read_only=True) as con:
        assert con.sql("SELECT primary_name, listed_on FROM designation ORDER BY native_id").fetchall() == [
            ("Bear", None), ("Doll", None), ("Kite", date(2024, 1, 2)),
        ]  # fmt: skip
        assert con.sql("SELECT list_id, authority, parties FROM list_status").fetchall() == [("xx_toys", "XX", 3)]
        assert con.sql("SELECT change_kind, primary_name FROM change").fetchall() == [("added", "Kite")]
