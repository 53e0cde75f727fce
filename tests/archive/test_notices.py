"""Official notices into the archive: from saved files, a mirror folder, a mirror site."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.archive.notices import Taken, notice_sources, notices_offered, saved_notices, taken
from pipelines.designations.notices import dated_by
from tests.notice_pages import additions, belarusians, page
from tests.official_sites import NOT_FOUND, Answer, OfficialSites

PAGES = notice_sources()["ofac_notices"]
DELTAS = notice_sources()["ofac_delta"]
DAY = date(2022, 2, 24)
GOOD = page(DAY, additions(belarusians()))
LATER = page(date(2022, 3, 2), additions(belarusians()[:1]))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def saved(home: Home, *paths: Path) -> list[Taken]:
    archive = Archive(home)
    return list(taken(PAGES, archive, saved_notices(PAGES, paths), "backfill", dated_by(PAGES)))


def brought(home: Home, mirror: str, as_of: date | None = None) -> list[Taken]:
    archive = Archive(home)
    origin, offered = notices_offered(PAGES, archive, Http(home, sleep=lambda _: None), mirror, as_of)
    return list(taken(PAGES, archive, offered, origin, dated_by(PAGES)))


def held(home: Home) -> list[date]:
    return [snapshot.published_on for snapshot in Archive(home).snapshots("ofac_notices")]


def test_saved_pages_are_dated_by_what_they_say(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "b.html").write_bytes(GOOD)
    (folder / "a.html").write_bytes(LATER)
    (folder / "notes.txt").write_text("mine")
    assert [each.outcome for each in saved(home, folder)] == ["kept", "kept"]
    assert held(home) == [DAY, date(2022, 3, 2)]
    assert [each.outcome for each in saved(home, folder)] == ["held_already", "held_already"]


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
    assert [each.outcome for each in brought(home, str(tmp_path / "mirror"), as_of=DAY)] == ["kept"]
    assert [each.outcome for each in brought(home, str(tmp_path / "mirror"))] == ["held_already", "kept"]
    assert held(home) == [DAY, date(2022, 3, 2)]


def test_a_mirror_without_notices_is_no_fault(home: Home, tmp_path: Path) -> None:
    assert brought(home, str(tmp_path)) == []


INDEX = b"""<html><body><a href="/recent-actions/20220302">March</a> <a href="/recent-actions/20220224_33">February</a>
<a href="/recent-actions/20220224_33">again</a> <a href="/recent-actions/sanctions-list-updates">more</a>
<a href="https://elsewhere.example/recent-actions/20220101">elsewhere</a></body></html>"""


def test_pages_that_an_index_links_to_are_fetched_once(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_notices/recent-actions", INDEX)
        sites.put("/ofac_notices/20220302", LATER)
        sites.put("/ofac_notices/20220224_33", GOOD)
        first = brought(home, sites.url)
        again = brought(home, sites.url)
    assert [(each.outcome, each.place) for each in first] == [("kept", "20220302.html"), ("kept", "20220224_33.html")]
    assert again == []


def test_a_page_that_cannot_be_had_costs_itself_alone(home: Home) -> None:
    with OfficialSites() as sites:
        sites.put("/ofac_notices/recent-actions", INDEX)
        sites.answer("/ofac_notices/20220302", Answer(body=LATER[:900], length=len(LATER)))
        sites.put("/ofac_notices/20220224_33", GOOD)
        outcomes = [each.outcome for each in brought(home, sites.url)]
    assert outcomes == ["unreachable", "kept"]


def test_nothing_there_is_nothing_to_complain_of_on_a_mirror(home: Home) -> None:
    with OfficialSites() as sites:
        sites.answer("/ofac_notices/recent-actions", NOT_FOUND)
        assert brought(home, sites.url) == []


def test_the_newest_delta_is_fetched_and_known_again(home: Home) -> None:
    content = (
        b'<sanctionsData xmlns="https://www.treasury.gov/ofac/DeltaFile/1.0"><publicationInfo><datePublished>'
        b"2026-08-26T00:00:00-04:00</datePublished></publicationInfo>"
        b'<entities><entity id="1"><sanctionsPrograms /></entity></entities></sanctionsData>'
    )
    archive = Archive(home)
    outcomes = []
    with OfficialSites() as sites:
        sites.put("/ofac_delta/latest", content)
        for _ in range(2):
            origin, offered = notices_offered(DELTAS, archive, Http(home, sleep=lambda _: None), sites.url)
            outcomes.append([each.outcome for each in taken(DELTAS, archive, offered, origin, dated_by(DELTAS))])
    assert outcomes == [["kept"], []]
