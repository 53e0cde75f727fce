"""Days of GDELT: which files, which rows, and what is kept when things go wrong."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.articles import gdelt, leads
from pipelines.articles.gdelt import GdeltFile, Lead, expected_files, files_listed, kind_and_time, read_rows
from pipelines.articles.leads import GdeltFolder, GdeltSite, held_day, read_day
from tests.official_sites import Answer, OfficialSites, endless

DAY = date(2022, 3, 2)
SEEN = datetime(2022, 3, 2, 14, 30, tzinfo=UTC)
EVENTS, GRAPH = "20220302143000.export.CSV", "20220302143000.gkg.csv"


def event(code: str = "163", url: str = "https://example.org/a") -> str:
    row = [""] * 61
    row[0], row[26], row[59], row[60] = "881", code, "20220302143000", url
    return "\t".join(row)


def page(
    themes: str = "ECON;SANCTIONS;",
    url: str = "https://news.example.org/b",
    title: str = "Nine &amp; more",
    on: str = "1",
) -> str:
    row = [""] * 27
    row[0], row[2], row[3], row[4], row[7] = "20220302143000-1", on, "example.org", url, themes
    written = "<PAGE_PRECISEPUBTIMESTAMP>20220302140000</PAGE_PRECISEPUBTIMESTAMP>"
    row[26] = f"{written}<PAGE_TITLE>{title}</PAGE_TITLE>"
    return "\t".join(row)


def text(*rows: str | bytes) -> bytes:
    return b"".join((row if isinstance(row, bytes) else row.encode()) + b"\n" for row in rows)


def rows_of(kind: gdelt.Kind, *rows: str | bytes) -> gdelt.ReadRows:
    return read_rows(io.BytesIO(text(*rows)), kind, "file", SEEN)


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def folder_with(folder: Path, files: dict[str, bytes]) -> GdeltFolder:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return GdeltFolder(folder)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def gdelt_site() -> Iterator[OfficialSites]:
    with OfficialSites() as sites:
        yield sites


def site_of(home: Home, sites: OfficialSites) -> GdeltSite:
    return GdeltSite(Http(home, sleep=lambda _: None), home, sites.url)


def test_events_with_a_code_of_sanctions_lead_to_their_articles() -> None:
    found = rows_of("events", event("163"), event("1312"), event("085"), event("043"), event("85"))
    lead = found.leads["https://example.org/a"]
    assert (lead.event_codes, lead.event_rows, lead.title) == (frozenset({"163", "1312", "085"}), 3, None)
    assert (found.rows, found.kept, found.passed_over) == (5, 3, 2)


def test_an_event_keeps_what_is_coded_and_leaves_out_what_cannot_be_true() -> None:
    row = event("163").split("\t")
    row[1], row[5], row[6], row[15], row[16] = "20220301", "BLR", "BELARUS", "USA", "UNITED STATES"
    row[31], row[32], row[33], row[34], row[36], row[52] = "10", "-3", "nine", "-4.5", "Minsk, Belarus", "Belarus"
    (coded,) = rows_of("events", "\t".join(row)).events.values()
    assert (coded.event_id, coded.event_code, coded.happened_on) == ("881", "163", date(2022, 3, 1))
    assert (coded.actor1, coded.actor2_code, coded.tone) == ("BELARUS", "USA", -4.5)
    assert (coded.mentions, coded.sources, coded.articles) == (10, None, None)
    assert coded.places == ("Minsk, Belarus", "Belarus")


def test_a_page_keeps_its_tone_and_the_places_that_it_names() -> None:
    row = page().split("\t")
    row[9], row[15] = "1#Belarus#BO#BO#53#28#BO;4#Minsk, Minsk, Belarus#BO#BO04#53.9#27.5#1;broken", "-4.1,1,5,6,2,0,90"
    (coded,) = rows_of("gkg", "\t".join(row)).events.values()
    assert (coded.tone, coded.places, coded.themes) == (-4.1, ("Belarus", "Minsk, Minsk, Belarus"), ("SANCTIONS",))


def test_pages_with_the_theme_keep_title_outlet_and_time() -> None:
    found = rows_of("gkg", page(), page("ECON;TAX_SANCTIONS_X;", "https://example.org/other"))
    (lead,) = found.leads.values()
    assert (lead.title, lead.outlet) == ("Nine & more", "example.org")
    assert lead.written_at == datetime(2022, 3, 2, 14, 0, tzinfo=UTC)
    assert found.passed_over == 1


def test_a_lone_quotation_mark_is_text_and_ends_no_row() -> None:
    found = rows_of("gkg", page(title='The "lone'), page(url="https://example.org/c", title="Next"))
    assert [lead.title for lead in found.leads.values()] == ['The "lone', "Next"]


@pytest.mark.parametrize(
    ("kind", "row", "code"),
    [
        ("events", event() + "\tone more", "columns"),
        ("events", "one column", "columns"),
        ("events", event("---"), "event_code"),
        ("events", event(url="BBC Monitoring"), "not_on_the_web"),
        ("events", event(url="ftp://example.org/a"), "address"),
        ("events", event(url="https://exa mple.org/a"), "address"),
        ("gkg", page(on="2", url="A broadcast"), "not_on_the_web"),
        ("gkg", page(url="https://[example.org"), "address"),
        ("gkg", page().encode() + b"\xff", "encoding"),
        ("gkg", "x" * (gdelt.LONGEST_ROW + 9), "too_long"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_with_its_reason(kind: gdelt.Kind, row: str | bytes, code: str) -> None:
    good = event() if kind == "events" else page()
    found = rows_of(kind, good, row, good)
    assert (dict(found.refused), found.first_refused) == ({code: 1}, {code: 2})
    assert (found.kept, found.passed_over) == (2, 0)
    assert code in gdelt.REASONS


def test_every_reason_has_words() -> None:
    assert all(reason.startswith(("has", "is", "speaks")) for reason in gdelt.REASONS.values())


def test_names_tell_kind_and_time() -> None:
    assert kind_and_time("20220302143000.export.CSV.zip") == ("events", SEEN)
    assert kind_and_time("20220302143000.gkg.csv") == ("gkg", SEEN)
    assert [kind_and_time(each) for each in ("20221302143000.gkg.csv", "x.gkg.csv", "20220302143000.gkg.csv.gz")] == [
        None
    ] * 3


def test_the_master_list_is_read_and_its_bad_lines_are_said() -> None:
    lines = [
        b"150383 297a16b493de7cf6ca809a7cc31d0b93 http://h/gdeltv2/20220302143000.export.CSV.zip\n",
        b"318084 bb27f78ba45f69a17ea6ed7755e9f8ff http://h/gdeltv2/20220302143000.mentions.CSV.zip\n",
        b"10768507 ea8dde0beb0ba98810a92db068c0ce99 http://h/gdeltv2/20220302143000.gkg.csv.zip\n",
        b"\n",
        b"not a line of it\n",
    ]
    files = list(files_listed(lines))
    assert [file.name if isinstance(file, GdeltFile) else file for file in files] == [
        "20220302143000.export.CSV.zip", "20220302143000.gkg.csv.zip", "not a line of it",
    ]  # fmt: skip
    assert isinstance(files[0], GdeltFile)
    assert (files[0].size, files[0].md5, files[0].stamp) == (150383, "297a16b493de7cf6ca809a7cc31d0b93", SEEN)


def test_a_day_has_96_files_of_each_kind_by_the_clock() -> None:
    names = [each.name for each in expected_files(DAY)]
    assert len(names) == len(set(names)) == 192
    assert (names[0], names[-1]) == ("20220302000000.export.CSV.zip", "20220302234500.gkg.csv.zip")


def test_a_day_of_a_folder_joins_what_its_files_say_of_one_article(tmp_path: Path, home: Home) -> None:
    url = "https://news.example.org/b"
    files = {
        f"{EVENTS}.zip": zipped(EVENTS, text(event(url=url), event("043"))),
        f"{GRAPH}.zip": zipped(GRAPH, text(page(url=url), "torn")),
        "20220303000000.gkg.csv": text(page(url="https://example.org/next-day")),
        "notes.txt": b"no file of GDELT",
    }
    kept = read_day(home, DAY, folder_with(tmp_path, files))
    (lead,) = kept.leads.values()
    assert (lead.title, lead.event_codes, lead.themes) == ("Nine & more", frozenset({"163"}), frozenset({"SANCTIONS"}))
    assert lead.files == {f"{EVENTS}.zip", f"{GRAPH}.zip"}
    graph = kept.files[f"{GRAPH}.zip"]
    assert (graph.rows, graph.kept, graph.passed_over, graph.refused) == (2, 1, 0, (("columns", 1, 2),))
    again = held_day(home, DAY)
    assert (again.files, again.leads, again.events) == (kept.files, kept.leads, kept.events)


def test_a_day_read_twice_is_the_same_day(tmp_path: Path, home: Home) -> None:
    supply = folder_with(tmp_path, {EVENTS: text(event(), event())})
    first = read_day(home, DAY, supply)
    before = (home.archive / "gdelt" / "2022-03-02.json").read_bytes()
    assert read_day(home, DAY, supply).leads == first.leads
    assert (home.archive / "gdelt" / "2022-03-02.json").read_bytes() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty."),
        (b"PK no zip at all", "cannot be unpacked"),
        (zipped(EVENTS, text(event()) * 50)[:-40], "cannot be unpacked"),
    ],
)
def test_a_spoilt_file_costs_that_file(tmp_path: Path, home: Home, content: bytes, reason: str) -> None:
    kept = read_day(home, DAY, folder_with(tmp_path, {f"{EVENTS}.zip": content, GRAPH: text(page())}))
    assert kept.files[f"{EVENTS}.zip"].state == "refused"
    assert reason in kept.files[f"{EVENTS}.zip"].reason
    assert len(kept.leads) == 1
    assert [each.name for each in kept.missing] == [f"{EVENTS}.zip"]


def test_a_zip_that_grows_without_end_is_not_unpacked(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leads, "MOST_BYTES_UNPACKED", 100_000)
    kept = read_day(home, DAY, folder_with(tmp_path, {f"{EVENTS}.zip": zipped(EVENTS, b"x" * 200_000)}))
    assert kept.files[f"{EVENTS}.zip"].reason == "holds not one file of a plausible size."


def master(sites: OfficialSites, files: dict[str, bytes], *more: str) -> None:
    lines = [f"{len(body)} {hashlib.md5(body).hexdigest()} http://h/{name}" for name, body in files.items()]  # noqa: S324
    sites.put("/masterfilelist.txt", "\n".join([*lines, *more, ""]).encode())
    for name, body in files.items():
        sites.put(f"/{name}", body)


AFTER = f"1 {'0' * 32} http://h/20220303000000.gkg.csv.zip"


def test_a_day_of_the_site_is_what_the_master_list_says(home: Home, gdelt_site: OfficialSites) -> None:
    files = {f"{EVENTS}.zip": zipped(EVENTS, text(event())), f"{GRAPH}.zip": zipped(GRAPH, text(page()))}
    master(gdelt_site, files, AFTER)
    kept = read_day(home, DAY, site_of(home, gdelt_site))
    assert sorted(kept.files) == sorted(files)
    assert {file.state for file in kept.files.values()} == {"read"}
    assert len(kept.leads) == 2
    read_day(home, DAY, site_of(home, gdelt_site))
    assert sorted(gdelt_site.paths) == sorted(["/masterfilelist.txt", *(f"/{name}" for name in files)])


def test_another_file_than_the_master_list_says_is_refused_and_asked_for_again(
    home: Home, gdelt_site: OfficialSites
) -> None:
    good = zipped(EVENTS, text(event()))
    master(gdelt_site, {f"{EVENTS}.zip": good}, AFTER)
    gdelt_site.put(f"/{EVENTS}.zip", zipped(EVENTS, text(event(url="https://example.org/forged"))))
    assert "MD5" in read_day(home, DAY, site_of(home, gdelt_site)).files[f"{EVENTS}.zip"].reason
    gdelt_site.put(f"/{EVENTS}.zip", good)
    kept = read_day(home, DAY, site_of(home, gdelt_site))
    assert list(kept.leads) == ["https://example.org/a"]


def test_without_a_master_list_the_clock_says_which_files_are_due(home: Home, gdelt_site: OfficialSites) -> None:
    gdelt_site.put(f"/{EVENTS}.zip", zipped(EVENTS, text(event())))
    kept = read_day(home, DAY, site_of(home, gdelt_site))
    assert "asked for by the clock" in kept.complaint
    assert sorted(file.state for file in kept.files.values()) == ["absent"] * 191 + ["read"]


def test_a_silent_site_is_not_asked_192_times(home: Home, gdelt_site: OfficialSites) -> None:
    master(gdelt_site, {each.name: b"x" for each in expected_files(DAY)}, AFTER)
    for each in expected_files(DAY):
        gdelt_site.answer(f"/{each.name}", Answer(503))
    kept = read_day(home, DAY, site_of(home, gdelt_site))
    assert len({path for path in gdelt_site.paths if path != "/masterfilelist.txt"}) == leads.MOST_UNREACHABLE_IN_A_ROW
    assert len(kept.missing) == 192


def test_a_file_that_never_ends_is_given_up(
    home: Home, gdelt_site: OfficialSites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leads, "MOST_BYTES_OF_FILE", 300_000)
    master(gdelt_site, {f"{EVENTS}.zip": b"x"}, AFTER)
    gdelt_site.answer(f"/{EVENTS}.zip", endless())
    assert (
        "is longer than the 300,000 bytes"
        in read_day(home, DAY, site_of(home, gdelt_site)).files[f"{EVENTS}.zip"].reason
    )


def test_only_the_host_of_gdelt_may_be_asked_over_plain_http(home: Home) -> None:
    open_to_gdelt = Http(home, plain_hosts={"data.gdeltproject.org"}, sleep=lambda _: None)
    with pytest.raises(Exception, match="only https is safe"):
        open_to_gdelt.get("http://example.org/x")


def test_a_lead_seen_twice_keeps_the_first_sight() -> None:
    early, late = Lead("u", "o", SEEN, event_rows=1), Lead("u", "o", SEEN.replace(hour=20), "Title", event_rows=2)
    for joined in (early.with_more(late), late.with_more(early)):
        assert (joined.seen_at, joined.title, joined.event_rows) == (SEEN, "Title", 3)


@pytest.mark.parametrize(
    ("day", "rows", "kept", "articles"), [(date(2023, 7, 2), 951, 6, 6), (date(2019, 10, 24), 2111, 8, 4)]
)
def test_real_files_through_their_day(
    shared_data: Path, home: Home, day: date, rows: int, kept: int, articles: int
) -> None:
    found = read_day(home, day, GdeltFolder(shared_data / "gdelt"))
    (file,) = found.files.values()
    assert (file.state, file.rows, file.kept, file.refused, len(found.leads)) == ("read", rows, kept, (), articles)


def test_real_files_cut_in_a_row_refuse_that_row(shared_data: Path) -> None:
    content = (shared_data / "gdelt" / "20191024143000.export.CSV").read_bytes()
    found = read_rows(io.BytesIO(content[:-400]), "events", "cut", SEEN)
    assert (found.rows, dict(found.refused), found.first_refused) == (2111, {"columns": 1}, {"columns": 2111})
