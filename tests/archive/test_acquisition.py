"""Getting a list, however its source behaves."""

import io
import os
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from pipelines.archive.acquisition import Acquired, HeldBackError, acquire
from pipelines.archive.archive import Archive, MixedHomeError
from pipelines.archive.http import Http
from pipelines.archive.supplies import MirrorFolder, Site, Supply, supply_of
from pipelines.catalogue.entries import OfficialList, Publication, PublishedFile
from tests.archive.conftest import Clock, MakeList
from tests.official_sites import (
    BROKEN,
    FORBIDDEN,
    HANG_UP,
    HTML,
    Answer,
    OfficialSites,
    busy,
    cut,
    endless,
    moved,
    zipped,
)

CSV = b"".join(b'%d,"PARTY %d"\r\n' % (i, i) for i in range(200))
XML = b"<?xml version='1.0'?><list>" + b"<party/>" * 200 + b"</list>"


def outcome(acquired: Acquired) -> tuple[str, str]:
    return acquired.outcome, acquired.reason


def names_of(archive: Archive) -> list[list[str]]:
    return [[file.name for file in snapshot.files] for snapshot in archive.snapshots("test_list")]


# The official site


@pytest.fixture
def site(http: Http) -> Supply:
    return Site(http)


def test_a_list_is_kept_with_where_it_came_from(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.put("/SDN.CSV", CSV)
    sites.put("/ADD.CSV", b"1,2\r\n")
    acquired = acquire(make_list(("SDN.CSV", "ADD.CSV?", "ALT.CSV?")), archive, site)
    assert outcome(acquired) == ("kept", "")
    assert acquired.snapshot is not None
    assert archive.latest("test_list") == acquired.snapshot
    assert acquired.snapshot.origin == "live"
    assert archive.read(acquired.snapshot) == {"SDN.CSV": CSV, "ADD.CSV": b"1,2\r\n"}
    assert acquired.snapshot.source_urls == (f"{sites.url}/ADD.CSV", f"{sites.url}/SDN.CSV")
    attempt = archive.last_fetch("test_list")
    assert attempt is not None
    assert (attempt.outcome, attempt.reason) == ("kept", "")


def test_what_did_not_change_is_neither_sent_nor_read_again(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    reads: list[Mapping[str, bytes]] = []

    def read(files: Mapping[str, bytes], seen_at: datetime) -> None:
        reads.append(files)

    official_list = make_list(("SDN.CSV", "ADD.CSV?"))
    sites.put("/SDN.CSV", CSV)
    first = acquire(official_list, archive, site, read)
    second = acquire(official_list, archive, site, read)
    assert (first.outcome, second.outcome) == ("kept", "unchanged")
    assert len(reads) == 1
    assert len(archive.snapshots("test_list")) == 1
    sites.answer("/SDN.CSV", Answer(body=CSV))  # a server that knows no ETag sends the same again
    assert acquire(official_list, archive, site, read).outcome == "unchanged"
    assert len(reads) == 1


def test_one_file_changed_and_the_other_not_is_a_whole_new_snapshot(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    official_list = make_list(("SDN.CSV", "ADD.CSV"))
    sites.put("/SDN.CSV", CSV)
    sites.put("/ADD.CSV", b"1,2\r\n")
    acquire(official_list, archive, site)
    sites.put("/ADD.CSV", b"1,3\r\n")
    acquired = acquire(official_list, archive, site)
    assert acquired.outcome == "kept"
    assert acquired.snapshot is not None
    assert archive.read(acquired.snapshot) == {"SDN.CSV": CSV, "ADD.CSV": b"1,3\r\n"}


def test_a_damaged_snapshot_is_not_what_a_server_calls_unchanged(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    official_list = make_list(("SDN.CSV",))
    sites.put("/SDN.CSV", CSV)
    acquire(official_list, archive, site)
    [stored] = archive.root.rglob("*.zst")
    stored.write_bytes(b"gone")
    acquired = acquire(official_list, archive, site)
    assert acquired.snapshot is not None
    assert archive.read(acquired.snapshot) == {"SDN.CSV": CSV}


@pytest.mark.parametrize(
    ("answer", "ended", "said"),
    [
        (Answer(), "refused", "SDN.CSV is empty."),
        (HTML, "refused", "SDN.CSV is an HTML page where CSV is due."),
        (cut(CSV), "refused", "SDN.CSV broke off"),
        (endless(), "refused", "SDN.CSV is longer than the 1,000,000 bytes that are plausible."),
        (zipped(b"0" * 9_000_000), "refused", "SDN.CSV unpacks to more"),
        (FORBIDDEN, "unreachable", "SDN.CSV answers 403 Forbidden."),
        (Answer(404), "unreachable", "SDN.CSV answers 404 Not Found."),
        (BROKEN, "unreachable", "SDN.CSV answers 500 Internal Server Error, tried 4 times."),
        (busy(3600), "unreachable", "SDN.CSV answers 429 Too Many Requests, and asks to wait 3600 s."),
        (HANG_UP, "unreachable", "SDN.CSV cannot be reached, tried 4 times."),
        (moved("http://example.org/"), "unreachable", "SDN.CSV leads to http://example.org, where only https is safe."),
    ],
)
def test_a_bad_source_keeps_the_last_good_snapshot_and_says_why(
    archive: Archive,
    site: Supply,
    sites: OfficialSites,
    make_list: MakeList,
    clock: Clock,
    answer: Answer,
    ended: str,
    said: str,
) -> None:
    official_list = make_list(("SDN.CSV",))
    sites.put("/SDN.CSV", CSV)
    good = acquire(official_list, archive, site).snapshot
    sites.answer("/SDN.CSV", answer)
    acquired = acquire(official_list, archive, site)
    assert acquired.outcome == ended
    assert acquired.reason.startswith(said)
    assert acquired.reason.endswith(".")
    assert archive.snapshots("test_list") == [good]
    assert sum(clock.waits) < 120
    attempt = archive.last_fetch("test_list")
    assert attempt is not None
    assert (attempt.outcome, attempt.reason) == (ended, acquired.reason)


@pytest.mark.parametrize(
    ("trouble", "passed_over"),
    [
        (Answer(404), "ADVANCED.XML answers 404 Not Found."),
        (FORBIDDEN, "ADVANCED.XML answers 403 Forbidden."),
        (HTML, "ADVANCED.XML is an HTML page where XML is due."),
        (Answer(body=XML[:-3]), "ADVANCED.XML is cut: it does not end with </list>."),
        (Answer(body=XML + b"?"), "ADVANCED.XML is cut: it does not end with </list>."),
    ],
)
def test_the_next_publication_serves_when_the_first_does_not(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList, trouble: Answer, passed_over: str
) -> None:
    sites.answer("/ADVANCED.XML", trouble)
    sites.put("/SDN.CSV", CSV)
    acquired = acquire(make_list(("ADVANCED.XML",), ("SDN.CSV",)), archive, site)
    assert acquired.outcome == "kept"
    assert acquired.passed_over == (passed_over,)
    assert names_of(archive) == [["SDN.CSV"]]


def test_a_host_that_does_not_answer_is_not_asked_for_every_format(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.answer("/ADVANCED.XML", HANG_UP)
    sites.put("/SDN.CSV", CSV)
    acquired = acquire(make_list(("ADVANCED.XML",), ("SDN.CSV",)), archive, site)
    assert acquired.outcome == "unreachable"
    assert set(sites.paths) == {"/ADVANCED.XML"}


def test_a_host_that_answers_that_it_is_broken_is_asked_for_the_next_format(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.answer("/ADVANCED.XML", BROKEN)
    sites.put("/SDN.CSV", CSV)
    acquired = acquire(make_list(("ADVANCED.XML",), ("SDN.CSV",)), archive, site)
    assert acquired.outcome == "kept"
    assert names_of(archive) == [["SDN.CSV"]]


def test_another_host_is_asked_when_the_first_does_not_answer(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    with OfficialSites() as elsewhere:
        elsewhere.put("/SDN.CSV", CSV)
        sites.answer("/SDN.CSV", BROKEN)
        here, there = (
            Publication("any", (PublishedFile("SDN.CSV", f"{each.url}/SDN.CSV"),)) for each in (sites, elsewhere)
        )
        assert acquire(make_list(publications=(here, there)), archive, site).outcome == "kept"


def test_an_optional_file_that_fails_is_no_absent_one(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    """Else a bad night would take the addresses of a whole list away."""
    sites.put("/SDN.CSV", CSV)
    sites.answer("/ADD.CSV", BROKEN)
    assert acquire(make_list(("SDN.CSV", "ADD.CSV?")), archive, site).outcome == "unreachable"
    assert archive.snapshots("test_list") == []


def test_what_cannot_be_read_is_refused_with_the_readers_words(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    def unreadable(files: Mapping[str, bytes], seen_at: datetime) -> None:
        raise ValueError("test_list: SDN.CSV has 2 columns where 12 are due.")

    sites.put("/SDN.CSV", CSV)
    acquired = acquire(make_list(("SDN.CSV",)), archive, site, unreadable)
    assert outcome(acquired) == ("refused", "SDN.CSV has 2 columns where 12 are due.")
    [refusal] = archive.refusals("test_list")
    assert (refusal.size, refusal.kept) == (len(CSV), False)
    assert acquired.refusal == refusal


def test_what_a_person_should_see_is_held_back_and_no_other_format_is_tried(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    def doubtful(files: Mapping[str, bytes], seen_at: datetime) -> None:
        raise HeldBackError("it lists 5 parties after 10.")

    sites.put("/ADVANCED.XML", XML)
    sites.put("/SDN.CSV", CSV)
    acquired = acquire(make_list(("ADVANCED.XML",), ("SDN.CSV",)), archive, site, doubtful)
    assert outcome(acquired) == ("refused", "it lists 5 parties after 10.")
    assert set(sites.paths) == {"/ADVANCED.XML"}
    accepted = archive.accept("test_list")
    assert archive.read(accepted) == {"ADVANCED.XML": XML}


def test_a_missing_key_is_not_configured(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    official_list = make_list(("a.json",), api_key_env="TEST_LIST_KEY", api_key_header="x-key")
    acquired = acquire(official_list, archive, site)
    assert outcome(acquired) == ("not_configured", "its source asks for a key: set TEST_LIST_KEY.")
    assert sites.asked == []


def test_a_key_is_sent_and_written_nowhere(
    archive: Archive, http: Http, sites: OfficialSites, make_list: MakeList
) -> None:
    site = Site(http, source_keys={"TEST_LIST_KEY": "very-secret"})
    official_list = make_list(("a.json",), api_key_env="TEST_LIST_KEY", api_key_header="x-key")
    sites.put("/a.json", b"{}")
    assert acquire(official_list, archive, site).outcome == "kept"
    sites.answer("/a.json", FORBIDDEN)
    assert "very-secret" not in str(acquire(official_list, archive, site))
    assert sites.asked[0].headers["x-key"] == "very-secret"
    assert not [path for path in archive.root.rglob("*") if path.is_file() and b"very-secret" in path.read_bytes()]


def test_a_file_is_found_by_its_link(archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList) -> None:
    page = b"<html><body><a name=x>x</a><a href='other.pdf'>x</a><a href='files/list20260305.csv'>x</a>"
    file = PublishedFile("list.csv", f"{sites.url}/lists/page.html", link_pattern=r"list\d+\.csv$")
    official_list = make_list(publications=(Publication("any", (file,)),))
    sites.put("/lists/page.html", page)
    sites.put("/lists/files/list20260305.csv", CSV)
    assert acquire(official_list, archive, site).outcome == "kept"
    assert names_of(archive) == [["list20260305.csv"]]
    assert acquire(official_list, archive, site).outcome == "unchanged"
    sites.put("/lists/page.html", b"<html><body>moved")
    acquired = acquire(official_list, archive, site)
    assert acquired.outcome == "refused"
    assert "is not linked on" in acquired.reason


@pytest.mark.parametrize("page", [b"\x00", b"<!---->", b"\xff\xfe", b" ", b"<a href='https://[bad/list1.csv'>x</a>"])
def test_a_page_that_leads_nowhere_is_one_reason(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList, page: bytes
) -> None:
    file = PublishedFile("list.csv", f"{sites.url}/page.html", link_pattern=r"list\d+\.csv$")
    sites.put("/page.html", page)
    acquired = acquire(make_list(publications=(Publication("any", (file,)),)), archive, site)
    assert acquired.outcome in ("refused", "unreachable")
    assert acquired.reason.startswith("list.csv ")


def test_a_wrapped_file_is_kept_out_of_its_wrapper(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.put("/list.csv.gz", zipped(CSV).body)
    acquire(make_list(("list.csv.gz",)), archive, site)
    assert names_of(archive) == [["list.csv"]]


def test_a_zip_that_leads_outside_is_refused(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as members:
        members.writestr("../../evil.xml", XML)
    sites.put("/ENHANCED.ZIP", evil.getvalue())
    acquired = acquire(make_list(("ENHANCED.ZIP",)), archive, site)
    assert acquired.outcome == "refused"
    assert "leads outside" in acquired.reason


def test_a_closed_list_is_not_asked_for(archive: Archive, site: Supply, make_list: MakeList) -> None:
    acquired = acquire(make_list(closed_on="2026-01-28"), archive, site)
    assert acquired.outcome == "closed"
    assert "2026-01-28" in acquired.reason
    assert archive.last_fetch("test_list") is None


def test_live_data_never_joins_the_example(
    archive: Archive, site: Supply, sites: OfficialSites, make_list: MakeList
) -> None:
    official_list = make_list(("SDN.CSV",))
    sites.put("/SDN.CSV", CSV)
    snapshot = acquire(official_list, archive, site).snapshot
    assert snapshot is not None
    with pytest.raises(MixedHomeError):
        archive.add("x", {"a": b"1"}, origin="example", seen_at=snapshot.seen_at, zone=official_list.zone)


# A mirror site


def test_a_mirror_site_is_asked_for_list_and_name(
    archive: Archive, http: Http, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.put("/copies/test_list/SDN.CSV", CSV)
    official_list = make_list(("ADVANCED.XML",), ("SDN.CSV", "ADD.CSV?"), api_key_env="ABSENT_KEY")
    acquired = acquire(official_list, archive, supply_of(http, f"{sites.url}/copies/"))
    assert acquired.outcome == "kept"
    assert acquired.snapshot is not None
    assert acquired.snapshot.origin == "mirror"
    assert sites.paths[0] == "/copies/test_list/ADVANCED.XML"
    assert acquire(official_list, archive, supply_of(http, f"{sites.url}/copies")).outcome == "unchanged"


def test_a_mirror_site_may_have_names_in_lower_case(
    archive: Archive, http: Http, sites: OfficialSites, make_list: MakeList
) -> None:
    sites.put("/test_list/sdn.csv", CSV)
    assert acquire(make_list(("SDN.CSV",)), archive, supply_of(http, sites.url)).outcome == "kept"
    assert acquire(make_list(("SDN.CSV",)), archive, supply_of(http, sites.url)).outcome == "unchanged"


def test_a_mirror_site_elsewhere_needs_https(archive: Archive, http: Http, make_list: MakeList) -> None:
    acquired = acquire(make_list(("SDN.CSV",)), archive, supply_of(http, "http://mirror.example"))
    assert acquired.outcome == "unreachable"
    assert "only https is safe" in acquired.reason


# A mirror folder


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    return tmp_path / "mirror"


def lay(mirror: Path, place: str, content: bytes) -> None:
    path = mirror / "test_list" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture
def sdn(make_list: MakeList) -> OfficialList:
    return make_list(("ADVANCED.XML",), ("SDN.CSV", "ADD.CSV?"))


def test_the_newest_date_of_a_mirror_folder_is_read(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "2022-02-23/sdn.csv", b"old\r\n")
    lay(mirror, "2022-02-24/sdn.csv", CSV)
    lay(mirror, "2022-02-24/add.csv.gz", zipped(b"1,2\r\n").body)
    lay(mirror, "2022-02-24/.DS_Store", b"x")
    lay(mirror, "notes/sdn.csv", b"x")
    (mirror / "test_list" / "2022-02-25").mkdir()
    acquired = acquire(sdn, archive, MirrorFolder(mirror))
    assert acquired.outcome == "kept"
    assert acquired.snapshot is not None
    assert acquired.snapshot.published_on == date(2022, 2, 24)
    assert archive.read(acquired.snapshot) == {"sdn.csv": CSV, "add.csv": b"1,2\r\n"}
    assert acquired.snapshot.source_urls == (
        "mirror:test_list/2022-02-24/add.csv.gz",
        "mirror:test_list/2022-02-24/sdn.csv",
    )
    assert acquire(sdn, archive, MirrorFolder(mirror)).outcome == "unchanged"
    assert len(archive.snapshots("test_list")) == 1


@pytest.mark.parametrize(("as_of", "day"), [(date(2022, 2, 24), 23), (date(2022, 2, 23), 23), (date(2030, 1, 1), 25)])
def test_as_of_picks_the_newest_date_not_after_it(
    archive: Archive, mirror: Path, sdn: OfficialList, as_of: date, day: int
) -> None:
    for each in (22, 23, 25):
        lay(mirror, f"2022-02-{each}/sdn.csv", b"%d\r\n" % each)
    snapshot = acquire(sdn, archive, MirrorFolder(mirror, as_of)).snapshot
    assert snapshot is not None
    assert snapshot.published_on == date(2022, 2, day)


def test_as_of_before_the_mirror_begins_finds_nothing(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "2022-02-24/sdn.csv", CSV)
    acquired = acquire(sdn, archive, MirrorFolder(mirror, date(2022, 2, 23)))
    assert acquired.outcome == "unreachable"
    assert "2022-02-23" in acquired.reason
    assert str(mirror) not in acquired.reason


def test_the_preferred_publication_of_a_folder_is_taken(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    for name, content in (("sdn.csv", CSV), ("advanced.xml", XML), ("aaa.csv", b"1\r\n")):
        lay(mirror, f"2022-02-24/{name}", content)
    acquire(sdn, archive, MirrorFolder(mirror))
    assert names_of(archive) == [["advanced.xml"]]


def test_a_file_of_another_name_stands_for_itself(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "2022-02-24/ConList.csv", CSV)
    lay(mirror, "2022-02-24/add.csv", CSV)
    acquired = acquire(sdn, archive, MirrorFolder(mirror))
    assert names_of(archive) == [["ConList.csv"]]
    assert acquired.passed_over == ("add.csv lies there without SDN.CSV.",)


@pytest.mark.parametrize("day", ["2999-01-01", "9999-12-31"])
def test_a_date_of_the_future_is_refused_and_the_newest_other_one_is_read(
    archive: Archive, mirror: Path, sdn: OfficialList, day: str
) -> None:
    for folder in ("2024-01-02", day):
        lay(mirror, f"{folder}/SDN.CSV", CSV)
    acquired = acquire(sdn, archive, MirrorFolder(mirror))
    assert acquired.outcome == "kept"
    assert [snapshot.published_on for snapshot in archive.snapshots("test_list")] == [date(2024, 1, 2)]
    assert "in the future" in acquired.passed_over[0]
    assert archive.held_back(sdn.list_id) == []
    assert {refusal.reason for refusal in archive.refusals(sdn.list_id)} == set(acquired.passed_over)


def test_a_mirror_of_the_future_alone_changes_nothing(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "2999-01-01/SDN.CSV", CSV)
    assert outcome(acquire(sdn, archive, MirrorFolder(mirror)))[0] == "refused"
    assert archive.latest(sdn.list_id) is None


def test_a_mirror_of_the_year_one_changes_nothing(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "0001-01-01/SDN.CSV", CSV)
    ended, reason = outcome(acquire(sdn, archive, MirrorFolder(mirror)))
    assert (ended, "before there were any lists" in reason) == ("refused", True)


def test_what_a_folder_cannot_give_is_said(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    acquired = acquire(sdn, archive, MirrorFolder(mirror))
    assert outcome(acquired)[0] == "unreachable"
    lay(mirror, "2022-02-24/sdn.csv.gz", zipped(CSV).body[:-9])
    acquired = acquire(sdn, archive, MirrorFolder(mirror))
    assert outcome(acquired) == ("refused", "sdn.csv.gz cannot be unpacked; it is cut or damaged.")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_said(archive: Archive, mirror: Path, sdn: OfficialList) -> None:
    lay(mirror, "2022-02-24/sdn.csv", CSV)
    (mirror / "test_list").chmod(0)
    assert acquire(sdn, archive, MirrorFolder(mirror)).outcome == "unreachable"
    (mirror / "test_list").chmod(0o700)


def test_real_mirror(archive: Archive, shared_data: Path) -> None:
    from pipelines.catalogue.entries import official_lists

    for list_id in ("ofac_sdn", "ofac_consolidated"):
        acquired = acquire(official_lists()[list_id], archive, MirrorFolder(shared_data / "lists"))
        assert acquired.outcome == "kept"
    early = MirrorFolder(shared_data / "lists", date(2019, 12, 31))
    snapshot = acquire(official_lists()["ofac_consolidated"], archive, early).snapshot
    assert snapshot is not None
    assert [file.name for file in snapshot.files] == ["cons_advanced.xml"]
