"""Official notices into the archive: from saved files, a mirror folder, a mirror site."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipelines.archive import notices
from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.archive.notices import KeptNotice, find_notices, keep_notices, notice_sources, saved_notices
from pipelines.designations.notices import day_reader
from tests.delta_files import delta_file
from tests.notice_pages import Party, additions, belarusians, page
from tests.official_sites import NOT_FOUND, Answer, OfficialSites

PAGES = notice_sources()["ofac_notices"]
DELTAS = notice_sources()["ofac_delta"]
DAY = date(2022, 2, 24)
GOOD = page(DAY, additions(belarusians()))
LATER = page(date(2022, 3, 2), additions(belarusians()[:1]))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def saved(home: Home, *paths: Path) -> list[KeptNotice]:
    archive = Archive(home)
    return list(keep_notices(PAGES, archive, saved_notices(PAGES, paths), "backfill", day_reader(PAGES)))


def found_on(home: Home, mirror: str, as_of: date | None = None) -> list[KeptNotice]:
    archive = Archive(home)
    origin, found = find_notices(PAGES, archive, Http(home, sleep=lambda _: None), mirror, as_of)
    return list(keep_notices(PAGES, archive, found, origin, day_reader(PAGES)))


def held(home: Home) -> list[date]:
    return [snapshot.published_on for snapshot in Archive(home).snapshots("ofac_notices")]


def test_saved_pages_are_dated_by_what_they_say(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "b.html").write_bytes(GOOD)
    (folder / "a.html").write_bytes(LATER)
    (folder / "notes.txt").write_text("mine")
    assert [kept.outcome for kept in saved(home, folder)] == ["kept", "kept"]
    assert held(home) == [DAY, date(2022, 3, 2)]
    assert [kept.outcome for kept in saved(home, folder)] == ["held_already", "held_already"]


@pytest.mark.parametrize("spoilt", [b"", GOOD[: len(GOOD) // 2], b"<html><body>Access denied</body></html>"])
def test_a_bad_page_costs_itself_alone(home: Home, tmp_path: Path, spoilt: bytes) -> None:
    (tmp_path / "bad.html").write_bytes(spoilt)
    (tmp_path / "good.html").write_bytes(GOOD)
    bad, good = saved(home, tmp_path / "bad.html", tmp_path / "good.html")
    assert (bad.outcome, good.outcome) == ("refused", "kept")
    assert bad.reason.startswith("bad.html is ")
    assert [refusal.reason for refusal in Archive(home).refusals("ofac_notices")] == [bad.reason]


def test_every_date_of_a_mirror_folder_counts(home: Home, tmp_path: Path) -> None:
    for day, content in (("2022-02-24", GOOD), ("2022-03-02", LATER)):
        folder = tmp_path / "mirror" / "ofac_notices" / day
        folder.mkdir(parents=True)
        (folder / "page.html").write_bytes(content)
    assert [kept.outcome for kept in found_on(home, str(tmp_path / "mirror"), as_of=DAY)] == ["kept"]
    assert [kept.outcome for kept in found_on(home, str(tmp_path / "mirror"))] == ["held_already", "kept"]
    assert held(home) == [DAY, date(2022, 3, 2)]


def test_a_mirror_without_notices_is_no_fault(home: Home, tmp_path: Path) -> None:
    assert found_on(home, str(tmp_path)) == []


INDEX = b"""<html><body><a href="/recent-actions/20220302">March</a> <a href="/recent-actions/20220224_33">February</a>
<a href="/recent-actions/20220224_33">again</a> <a href="/recent-actions/sanctions-list-updates">more</a>
<a href="https://elsewhere.example/recent-actions/20220101">elsewhere</a></body></html>"""


def test_pages_that_an_index_links_to_are_fetched_once(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_notices/recent-actions", INDEX)
        sites.put("/ofac_notices/20220302", LATER)
        sites.put("/ofac_notices/20220224_33", GOOD)
        first = found_on(home, sites.url)
        again = found_on(home, sites.url)
    assert [(kept.outcome, kept.place) for kept in first] == [("kept", "20220302.html"), ("kept", "20220224_33.html")]
    assert again == []


def test_a_page_that_cannot_be_had_costs_itself_alone(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_notices/recent-actions", INDEX)
        sites.answer("/ofac_notices/20220302", Answer(body=LATER[:900], length=len(LATER)))
        sites.put("/ofac_notices/20220224_33", GOOD)
        outcomes = [kept.outcome for kept in found_on(home, sites.url)]
    assert outcomes == ["unreachable", "kept"]


def test_nothing_there_is_nothing_to_complain_of_on_a_mirror(home: Home) -> None:
    with OfficialSites() as sites:
        sites.answer("/ofac_notices/recent-actions", NOT_FOUND)
        assert found_on(home, sites.url) == []


def test_a_page_that_links_to_no_notice_is_a_fault(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_notices/recent-actions", b"<html><body><a href='/about'>About</a></body></html>")
        (fault,) = found_on(home, sites.url)
    assert fault.outcome == "unreachable"
    assert "links to no notice" in fault.reason


def delta(day: str, native_id: str = "1") -> bytes:
    return delta_file(date.fromisoformat(day), [Party("DOE, John", "individual", ("SDNT",), native_id=native_id)])


def deltas_found(home: Home, mirror: str) -> list[KeptNotice]:
    archive = Archive(home)
    origin, found = find_notices(DELTAS, archive, Http(home, sleep=lambda _: None), mirror)
    return list(keep_notices(DELTAS, archive, found, origin, day_reader(DELTAS)))


def history(*publications: object) -> bytes:
    return json.dumps(publications).encode()


def publication(number: object, day: str) -> dict[str, object]:
    return {"publicationID": number, "datePublished": f"{day}T00:00:00-04:00"}


THIS_YEAR = datetime.now(UTC).year


def test_without_a_history_the_newest_delta_is_fetched_and_known_again(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_delta/latest", delta("2026-08-26"))
        outcomes = [[kept.outcome for kept in deltas_found(home, sites.url)] for _ in range(2)]
    assert outcomes == [["kept"], []]


def test_every_publication_of_a_year_is_fetched_once_the_newest_first(home: Home) -> None:
    with OfficialSites() as sites:
        listed = (publication(7, "2026-01-05"), publication("9", "2026-02-06"), publication(8, "2026-01-05"))
        sites.put(f"/ofac_delta/{THIS_YEAR}", history(*listed, {"publicationID": None}, {"publicationID": "../x"}, 3))
        sites.put("/ofac_delta/2023", history(publication(2, "2023-06-01")))
        for number, day in (("9", "2026-02-06"), ("8", "2026-01-05"), ("7", "2026-01-05"), ("2", "2023-06-01")):
            sites.put(f"/ofac_delta/{number}", delta(day, number))
        first, asked = deltas_found(home, sites.url), sites.paths
        again = deltas_found(home, sites.url)
    assert [(kept.outcome, kept.place) for kept in first] == [
        ("kept", "9.xml"), ("kept", "8.xml"), ("kept", "7.xml"), ("kept", "2.xml"),
    ]  # fmt: skip
    assert "/ofac_delta/latest" not in asked
    assert again == []
    published = [snapshot.published_on.isoformat() for snapshot in Archive(home).snapshots("ofac_delta")]
    assert sorted(published) == ["2023-06-01", "2026-01-05", "2026-01-05", "2026-02-06"]


def test_one_bad_publication_costs_itself_alone(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put(f"/ofac_delta/{THIS_YEAR}", history(publication(1, "2026-01-05"), publication(2, "2026-01-06")))
        sites.put("/ofac_delta/1", delta("2026-01-05"))
        sites.put("/ofac_delta/2", delta("2026-01-06")[:300])
        outcomes = [kept.outcome for kept in deltas_found(home, sites.url)]
    assert outcomes == ["refused", "kept"]


@pytest.mark.parametrize("answer", [b"<html>busy</html>", b"{}", b""])
def test_a_history_that_cannot_be_read_is_a_fault_and_the_newest_is_fetched(home: Home, answer: bytes) -> None:
    with OfficialSites() as sites:
        sites.put(f"/ofac_delta/{THIS_YEAR}", answer)
        sites.put("/ofac_delta/latest", delta("2026-08-26"))
        fault, kept = deltas_found(home, sites.url)
    assert fault.reason.startswith(f"the history of {THIS_YEAR} is no")
    assert kept.outcome == "kept"


def test_a_run_asks_for_a_bounded_number_of_publications(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "MOST_NOTICES", 2)
    with OfficialSites() as sites:
        days = {str(number): f"2026-01-{number:02}" for number in range(1, 6)}
        sites.put(f"/ofac_delta/{THIS_YEAR}", history(*(publication(number, day) for number, day in days.items())))
        for number, day in days.items():
            sites.put(f"/ofac_delta/{number}", delta(day, number))
        runs = [[kept.place for kept in deltas_found(home, sites.url)] for _ in range(4)]
    assert runs == [["5.xml", "4.xml"], ["3.xml", "2.xml"], ["1.xml"], []]


@pytest.mark.parametrize("day", ["2091-01-05", "0001-01-05", "1900-01-05"])
def test_a_notice_of_a_day_that_cannot_be_is_refused(home: Home, tmp_path: Path, day: str) -> None:
    (tmp_path / "delta.xml").write_bytes(delta(day))
    archive = Archive(home)
    found = saved_notices(DELTAS, [tmp_path / "delta.xml"])
    (kept,) = keep_notices(DELTAS, archive, found, "backfill", day_reader(DELTAS))
    assert (kept.outcome, kept.reason) == (
        "refused", f"delta.xml is of {day}, which no act can be of; look at what the source sent.",
    )  # fmt: skip
