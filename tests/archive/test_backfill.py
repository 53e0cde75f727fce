"""Historical snapshots from files, folders and tars."""

import bz2
import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zstandard

from pipelines.archive.archive import Archive
from pipelines.archive.backfill import Backfilled, Candidate, Unusable, backfill, candidates
from pipelines.catalogue.entries import OfficialList, official_list
from tests.archive.conftest import MakeList

CSV = b"".join(b'%d,"PARTY %d"\r\n' % (i, i) for i in range(200))


@pytest.fixture
def sdn(make_list: MakeList) -> OfficialList:
    return make_list(("ADVANCED.XML",), ("SDN.CSV", "ADD.CSV?"))


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def tar_of(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as members:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            members.addfile(member, io.BytesIO(content))
    return made.getvalue()


def told(found: Iterable[Backfilled]) -> list[tuple[str, str]]:
    return [(each.outcome, each.place) for each in found]


def held(archive: Archive) -> list[tuple[datetime, dict[str, bytes]]]:
    return [(snapshot.seen_at, archive.read(snapshot)) for snapshot in archive.snapshots("test_list")]


def night(year: int, month: int, day: int) -> datetime:
    """The end of the winter day before this one in Washington."""
    return datetime(year, month, day, 4, 59, 59, tzinfo=UTC)


def test_a_folder_of_dated_folders(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    folder = lay(
        tmp_path / "pile",
        {
            "2022-02-24/sdn.csv": CSV,
            "2022-02-24/add.csv": b"1,2\r\n",
            "2022-02-24/README.md": b"notes",
            "2022-02-23/sdn.csv.gz": gzip.compress(CSV[:-20]),
            ".git/2020-01-01/sdn.csv": b"x\r\n",
        },
    )
    found = list(backfill(sdn, archive, [folder]))
    assert ("skipped", "pile/2022-02-24/README.md") in told(found)
    assert held(archive) == [
        (night(2022, 2, 24), {"sdn.csv": CSV[:-20]}),
        (night(2022, 2, 25), {"sdn.csv": CSV, "add.csv": b"1,2\r\n"}),
    ]
    sources = [snapshot.source_urls for snapshot in archive.snapshots("test_list")]
    assert sources[0] == ("backfill:pile/2022-02-23/sdn.csv.gz",)
    assert {snapshot.origin for snapshot in archive.snapshots("test_list")} == {"backfill"}


def test_adding_again_changes_nothing(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    folder = lay(tmp_path / "pile", {"2022-02-24/sdn.csv": CSV})
    assert told(backfill(sdn, archive, [folder])) == [("kept", "pile/2022-02-24/sdn.csv")]
    before = archive.snapshots("test_list")
    assert told(backfill(sdn, archive, [folder, folder])) == [
        ("held_already", "pile/2022-02-24/sdn.csv"),
        ("skipped", "pile/2022-02-24/sdn.csv"),
    ]
    assert archive.snapshots("test_list") == before


def test_stamped_files_are_seen_at_their_moment(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    folder = lay(
        tmp_path, {"sdn_20210820T0138Z.csv": CSV, "sdn_20210820T1850Z.csv": CSV, "sdn_20210821T1850Z.csv": b"1"}
    )
    backfill_all(backfill(sdn, archive, [folder]))
    assert [each for each, _ in held(archive)] == [
        datetime(2021, 8, 20, 1, 38, tzinfo=UTC),
        datetime(2021, 8, 20, 18, 50, tzinfo=UTC),
        datetime(2021, 8, 21, 18, 50, tzinfo=UTC),
    ]
    assert [snapshot.published_on.day for snapshot in archive.snapshots("test_list")] == [19, 20, 21]


def backfill_all(found: Iterable[Backfilled]) -> None:
    assert {each.outcome for each in found} == {"kept"}


def test_files_given_one_by_one_are_one_snapshot(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    folder = lay(tmp_path / "2021-07-07", {"sdn.csv": CSV, "add.csv": b"1\r\n"})
    backfill_all(backfill(sdn, archive, [folder / "add.csv", folder / "sdn.csv"]))
    assert held(archive) == [(datetime(2021, 7, 8, 3, 59, 59, tzinfo=UTC), {"sdn.csv": CSV, "add.csv": b"1\r\n"})]


@pytest.mark.parametrize("place", ["whatever.dat", "2020-01-01/sdn_20210820T0138Z.csv"])
def test_published_on_overrides(archive: Archive, sdn: OfficialList, tmp_path: Path, place: str) -> None:
    lay(tmp_path, {place: CSV})
    backfill_all(backfill(sdn, archive, [tmp_path / place], published_on=date(2022, 2, 24)))
    assert [each for each, _ in held(archive)] == [night(2022, 2, 25)]


def test_a_file_without_a_date_is_refused(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    [found] = backfill(sdn, archive, [lay(tmp_path / "x", {"sdn.csv": CSV})])
    assert found.outcome == "refused"
    assert "--published-on" in found.reason
    assert held(archive) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"<!doctype html><html>", "HTML page"),
        (gzip.compress(CSV, mtime=0)[:-9], "cut or damaged"),
        (b"0" * 2_000_000, "plausible"),
    ],
)
def test_bad_ones_are_named_and_change_nothing(
    archive: Archive, sdn: OfficialList, tmp_path: Path, content: bytes, said: str
) -> None:
    folder = lay(tmp_path, {"2022-02-23/sdn.csv": CSV, "2022-02-24/sdn.csv": content})
    kept, refused = backfill(sdn, archive, [folder])
    assert (kept.outcome, refused.outcome) == ("kept", "refused")
    assert said in refused.reason
    assert refused.place.endswith("2022-02-24/sdn.csv")
    assert len(held(archive)) == 1


def test_a_reader_may_refuse(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    def picky(files: object, seen_at: datetime) -> None:
        raise ValueError("no.")

    [found] = backfill(sdn, archive, [lay(tmp_path, {"2022-02-23/sdn.csv": CSV})], picky)
    assert (found.outcome, found.reason) == ("refused", "no.")
    assert found.refusal == archive.refusals("test_list")[0]


def test_of_several_publications_of_a_day_the_first_good_one_counts(
    archive: Archive, sdn: OfficialList, tmp_path: Path
) -> None:
    lay(tmp_path, {"2022-02-23/sdn.csv": CSV, "2022-02-23/advanced.xml": b"<a></a>"})
    lay(tmp_path, {"2022-02-24/sdn.csv": CSV, "2022-02-24/advanced.xml": b"<html>"})
    found = list(backfill(sdn, archive, [tmp_path]))
    assert [each.outcome for each in found] == ["kept", "skipped", "refused", "kept"]
    assert [set(files) for _, files in held(archive)] == [{"advanced.xml"}, {"sdn.csv"}]


def test_a_part_alone_is_no_list(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    [found] = backfill(sdn, archive, [lay(tmp_path, {"2022-02-23/add.csv": CSV})])
    assert "lies there without SDN.CSV" in found.reason


def test_what_is_not_there_is_said(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    [found] = backfill(sdn, archive, [tmp_path / "absent.csv"])
    assert found.outcome == "refused"
    assert "absent.csv cannot be read" in found.reason


# Tars

PILE = {
    "pile/2022-02-23/add.csv": b"1\r\n",
    "pile/2022-02-24/sdn.csv": CSV,
    "pile/2022-02-23/sdn.csv": CSV[:-20],
    "pile/sdn_20210820T0138Z.csv": b"2\r\n",
}


def long_zst(content: bytes) -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=30, enable_ldm=True)
    writer = zstandard.ZstdCompressor(
        compression_params=parameters
    ).compressobj()  # no size in the frame, as from a pipe
    return writer.compress(content) + writer.flush()


@pytest.mark.parametrize("wrap", [bytes, gzip.compress, lzma.compress, bz2.compress, long_zst])
def test_a_tar_in_any_wrapper(
    archive: Archive, sdn: OfficialList, tmp_path: Path, wrap: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "history.tar.any"
    path.write_bytes(wrap(tar_of(PILE)))
    found = list(backfill(sdn, archive, [path]))
    assert {each.outcome for each in found} == {"kept"}
    assert held(archive) == [
        (datetime(2021, 8, 20, 1, 38, tzinfo=UTC), {"sdn_20210820T0138Z.csv": b"2\r\n"}),
        (night(2022, 2, 24), {"add.csv": b"1\r\n", "sdn.csv": CSV[:-20]}),
        (night(2022, 2, 25), {"sdn.csv": CSV}),
    ]
    assert archive.snapshots("test_list")[2].source_urls == ("backfill:history.tar.any/pile/2022-02-24/sdn.csv",)


def test_a_tar_that_leads_outside_does_nothing_outside(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as members:
        for name in ("../../2022-02-24/sdn.csv", "/2022-02-24/sdn.csv", "2022-02-24/sdn.csv"):
            member = tarfile.TarInfo(name)
            member.size = len(CSV)
            members.addfile(member, io.BytesIO(CSV))
        link = tarfile.TarInfo("2022-02-25/sdn.csv")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        members.addfile(link)
    path = tmp_path / "in" / "evil.tar"
    path.parent.mkdir()
    path.write_bytes(made.getvalue())
    found = list(backfill(sdn, archive, [path]))
    assert [each.outcome for each in found] == ["refused", "refused", "refused", "kept"]
    assert [each for each, _ in held(archive)] == [night(2022, 2, 25)]


@pytest.mark.parametrize("wrap", [bytes, gzip.compress, long_zst])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.75, 0.9])
def test_a_cut_tar_is_said_and_gives_nothing_half(
    archive: Archive, sdn: OfficialList, tmp_path: Path, wrap: Callable[[bytes], bytes], share: float
) -> None:
    chance = [bytes([i * j % 251 for j in range(3000)]) for i in range(1, 7)]
    whole = tar_of({f"2022-02-0{i}/sdn.csv": content for i, content in enumerate(chance, 1)})
    wrapped = wrap(whole[: whole.rindex(b"\x01") + 512]) if wrap is bytes else wrap(whole)
    path = tmp_path / "history.tar"
    path.write_bytes(wrapped[: int(len(wrapped) * share)])
    found = list(backfill(sdn, archive, [path]))
    assert any("cut" in each.reason for each in found if each.outcome == "refused")
    assert all(next(iter(files.values())) in chance for _, files in held(archive))


def test_a_tar_cut_between_members_is_said(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    path = tmp_path / "history.tar"
    path.write_bytes(tar_of({"2022-02-23/sdn.csv": b"1" * 512, "2022-02-24/sdn.csv": b"2" * 512})[:1024])
    found = list(backfill(sdn, archive, [path]))
    assert sorted(each.outcome for each in found) == ["kept", "refused"]
    assert any("is cut" in each.reason for each in found)


def test_a_member_that_is_too_large_is_passed_over(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    path = tmp_path / "history.tar.gz"
    path.write_bytes(gzip.compress(tar_of({"2022-02-23/sdn.csv": b"0" * 2_000_000, "2022-02-24/sdn.csv": CSV})))
    found = list(backfill(sdn, archive, [path]))
    assert sorted(each.outcome for each in found) == ["kept", "refused"]


def test_a_tar_in_a_folder_is_read_too(archive: Archive, sdn: OfficialList, tmp_path: Path) -> None:
    lay(tmp_path, {"in/history.tar.xz": lzma.compress(tar_of(PILE))})
    assert len(list(backfill(sdn, archive, [tmp_path]))) == 3


@pytest.mark.slow
def test_the_real_history(archive: Archive, shared_data: Path) -> None:
    """199 scrapes in a tar with a long window: every one is kept, and they take a fortieth of their bytes."""
    found = list(backfill(official_list("ofac_sdn"), archive, [shared_data / "history"]))
    assert [each.outcome for each in found] == ["kept"] * 199
    kept = archive.snapshots("ofac_sdn")
    assert (kept[0].published_on, kept[-1].published_on) == (date(2021, 8, 18), date(2023, 6, 29))
    raw = sum(each.size for each in kept)
    on_disk = sum(path.stat().st_size for path in archive.root.rglob("*") if path.is_file())
    assert raw > 450_000_000
    assert on_disk < 0.025 * raw


def test_the_real_folders(archive: Archive, shared_data: Path) -> None:
    for list_id, snapshots in (("ofac_sdn", 3), ("ofac_consolidated", 8)):
        found = list(backfill(official_list(list_id), archive, [shared_data / "lists" / list_id]))
        assert "refused" not in {each.outcome for each in found}
        assert len(archive.snapshots(list_id)) == snapshots


def test_a_file_that_states_its_own_day_needs_no_other_date(
    archive: Archive, sdn: OfficialList, tmp_path: Path
) -> None:
    file = tmp_path / "SDN.XML"
    file.write_bytes(b"<sdnList/>")
    [dated] = candidates([file], sdn, stated_day=lambda _: date(2024, 5, 6))
    assert isinstance(dated, Candidate)
    assert dated.seen_at.astimezone(sdn.zone).date() == date(2024, 5, 6)
    [undated] = candidates([file], sdn, stated_day=lambda _: None)
    assert isinstance(undated, Unusable)
    assert "has no date" in undated.reason
