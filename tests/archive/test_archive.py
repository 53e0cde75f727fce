"""The archive: entries, order, refusals, acceptances, damage."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.archive.archive import Archive, ArchiveError, DamagedSnapshotError, MixedHomeError, NothingHeldBackError
from pipelines.archive.home import Home
from pipelines.archive.snapshot import LastFetch, Origin, Snapshot, Source

WASHINGTON = ZoneInfo("America/New_York")
T0 = datetime(2022, 2, 24, 3, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def rows(count: int, first: int = 0) -> bytes:
    return b"".join(b'%d,"PARTY %d","individual","PROGRAMME"\r\n' % (i, i * i) for i in range(first, first + count))


def add(
    archive: Archive, content: bytes, at: datetime = T0, origin: Origin = "live", name: str = "SDN.CSV"
) -> Snapshot:
    return archive.add("ofac_sdn", {name: content}, origin=origin, seen_at=at, zone=WASHINGTON)


def test_what_is_added_comes_back(archive: Archive) -> None:
    files = {"sdn.csv": rows(300), "ALT.csv": b"1,2\r\n", "empty.csv": b""}
    kept = archive.add(
        "ofac_sdn", files, origin="live", seen_at=T0, zone=WASHINGTON, sources={"sdn.csv": Source("https://x/", '"1"')}
    )
    assert archive.snapshots("ofac_sdn") == [kept]
    assert archive.read(kept) == files
    assert [file.name for file in kept.files] == ["ALT.csv", "empty.csv", "sdn.csv"]
    assert kept.files[2].source.etag == '"1"'
    assert kept.source_urls == ("https://x/",)


def test_a_day_is_a_day_in_the_authoritys_zone(archive: Archive) -> None:
    assert add(archive, rows(1)).published_on == date(2022, 2, 23)


def test_the_sha256_of_one_file_is_its_own_and_of_several_that_of_their_listing(archive: Archive) -> None:
    one = add(archive, b"abc")
    assert one.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    files = {"B.csv": b"", "a.csv": b"abc"}
    several = archive.add("ofac_sdn", files, origin="live", seen_at=T0, zone=WASHINGTON)
    renamed = archive.add("other", {"A.CSV": b"abc", "b.csv": b""}, origin="live", seen_at=T0, zone=WASHINGTON)
    assert several.sha256 == renamed.sha256
    # sha256sum a.csv b.csv | sha256sum
    assert several.sha256 == "92ff0903327c775bdaf3bf1d4516911b6cb0c3a21e17e6f45515268267786a66"


def test_the_same_bytes_at_the_same_time_are_one_entry(archive: Archive) -> None:
    first = add(archive, rows(5), origin="backfill")
    assert add(archive, rows(5), origin="backfill") == first
    assert len(archive.snapshots("ofac_sdn")) == 1


def test_the_same_bytes_fetched_later_only_move_last_checked(archive: Archive) -> None:
    first = add(archive, rows(5))
    second = add(archive, rows(5), T0 + DAY)
    assert archive.snapshots("ofac_sdn") == [second]
    assert (second.seen_at, second.last_checked_at) == (first.seen_at, T0 + DAY)
    assert add(archive, rows(5), T0).last_checked_at == T0 + DAY


def test_a_new_etag_of_the_same_bytes_is_remembered(archive: Archive) -> None:
    for etag, at in (("a", T0), ("b", T0 + DAY)):
        archive.add(
            "ofac_sdn", {"SDN.CSV": b"1"}, origin="live", seen_at=at, zone=WASHINGTON,
            sources={"SDN.CSV": Source("https://x/", etag)},
        )  # fmt: skip
    assert [snapshot.files[0].source.etag for snapshot in archive.snapshots("ofac_sdn")] == ["b"]


def test_bytes_that_come_back_after_others_are_a_new_entry(archive: Archive) -> None:
    for day, content in enumerate((b"a", b"b", b"a")):
        add(archive, content, T0 + day * DAY)
    assert [archive.read(snapshot)["SDN.CSV"] for snapshot in archive.snapshots("ofac_sdn")] == [b"a", b"b", b"a"]


def test_each_backfilled_sighting_is_an_entry(archive: Archive) -> None:
    for day in range(3):
        add(archive, b"a", T0 + day * DAY, origin="backfill")
    assert len(archive.snapshots("ofac_sdn")) == 3


def test_a_sighting_between_two_checks_parts_them(archive: Archive) -> None:
    add(archive, b"a", T0)
    add(archive, b"a", T0 + 4 * DAY)
    add(archive, b"b", T0 + 2 * DAY, origin="backfill")
    held = archive.snapshots("ofac_sdn")
    assert [(archive.read(each)["SDN.CSV"], each.seen_at, each.last_checked_at) for each in held] == [
        (b"a", T0, T0),
        (b"b", T0 + 2 * DAY, T0 + 2 * DAY),
        (b"a", T0 + 4 * DAY, T0 + 4 * DAY),
    ]


def test_checked_moves_forward_only(archive: Archive) -> None:
    kept = add(archive, b"a")
    later = archive.confirm(kept, T0 + DAY)
    assert later.last_checked_at == T0 + DAY
    assert archive.confirm(later, T0).last_checked_at == T0 + DAY
    assert archive.latest("ofac_sdn") == later


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)))
def test_the_order_of_adding_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: list[int]) -> None:
    archive = Archive(Home(tmp_path_factory.mktemp("home")))
    contents = [rows(400 + 3 * i) if i != 5 else rows(400) for i in range(7)]
    for i in order:
        add(archive, contents[i], T0 + i * DAY, origin="backfill", name=f"sdn_{i}.csv")
    held = archive.snapshots("ofac_sdn")
    assert [each.seen_at for each in held] == [T0 + i * DAY for i in range(7)]
    assert [archive.read(each) for each in held] == [{f"sdn_{i}.csv": contents[i]} for i in range(7)]


def test_another_process_sees_what_was_added(archive: Archive, home: Home) -> None:
    beside = Archive(home)
    assert beside.snapshots("ofac_sdn") == []
    first = add(archive, b"a")
    assert beside.snapshots("ofac_sdn") == [first]
    moved = archive.confirm(first, T0 + DAY)
    assert beside.snapshots("ofac_sdn") == [moved]


def test_reading_writes_nothing(home: Home) -> None:
    archive = Archive(home)
    assert archive.snapshots("ofac_sdn") == []
    assert archive.refusals("ofac_sdn") == []
    assert archive.last_fetch("ofac_sdn") is None
    assert archive.verify() == []
    assert not home.root.exists()


def test_a_list_id_cannot_lead_elsewhere(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no list id"):
        archive.add("../x", {"a": b"1"}, origin="live", seen_at=T0, zone=WASHINGTON)


def test_a_time_without_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        add(archive, b"a", datetime(2022, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(("first", "second"), [("example", "live"), ("backfill", "example"), ("mirror", "example")])
def test_example_and_live_data_never_mix(archive: Archive, first: Origin, second: Origin) -> None:
    add(archive, b"a", origin=first)
    with pytest.raises(MixedHomeError, match="SANCTIONS_HOME"):
        add(archive, b"b", origin=second)
    assert archive.is_example == (first == "example")
    assert len(archive.snapshots("ofac_sdn")) == 1


# Refused and accepted


def refuse(archive: Archive, content: bytes, at: datetime = T0, reason: str = "it fell.", *, keep: bool = True) -> None:
    archive.refuse(
        "ofac_sdn", reason, {"SDN.CSV": content}, origin="live", seen_at=at, zone=WASHINGTON, keep=keep,
        sources={"SDN.CSV": Source("https://x/")},
    )  # fmt: skip


def test_a_refusal_is_recorded_and_is_no_snapshot(archive: Archive) -> None:
    refuse(archive, b"<html>", keep=False)
    refused = archive.refusals("ofac_sdn")
    assert [(each.reason, each.size, each.kept) for each in refused] == [("it fell.", 6, False)]
    assert archive.snapshots("ofac_sdn") == []
    assert archive.held_back("ofac_sdn") == []
    with pytest.raises(DamagedSnapshotError):
        archive.read(refused[0])


def test_the_same_refusal_night_after_night_is_one_record(archive: Archive) -> None:
    for night in range(3):
        refuse(archive, b"x", T0 + night * DAY)
    [refused] = archive.refusals("ofac_sdn")
    assert (refused.times, refused.first_at, refused.last_at) == (3, T0, T0 + 2 * DAY)


def test_what_was_held_back_can_be_accepted(archive: Archive) -> None:
    add(archive, rows(100), T0)
    refuse(archive, rows(80), T0 + DAY)
    [waiting] = archive.held_back("ofac_sdn")
    accepted = archive.accept("ofac_sdn")
    assert accepted.sha256 == waiting.sha256
    assert archive.latest("ofac_sdn") == accepted
    assert archive.read(accepted) == {"SDN.CSV": rows(80)}
    assert archive.accepted("ofac_sdn") == {accepted.sha256}
    assert archive.held_back("ofac_sdn") == []


def test_bytes_refused_before_and_after_good_ones_are_accepted_as_the_later(archive: Archive) -> None:
    refuse(archive, rows(80), T0)
    add(archive, rows(100), T0 + DAY)
    refuse(archive, rows(80), T0 + 2 * DAY)
    accepted = archive.accept("ofac_sdn")
    assert accepted.seen_at == T0 + 2 * DAY
    assert archive.latest("ofac_sdn") == accepted


def test_a_snapshot_can_be_accepted_by_its_sha256(archive: Archive) -> None:
    kept = add(archive, b"a")
    assert archive.accept("ofac_sdn", kept.sha256) == kept
    assert archive.accepted("ofac_sdn") == {kept.sha256}


@pytest.mark.parametrize("sha256", [None, "0" * 64])
def test_nothing_to_accept_is_said(archive: Archive, sha256: str | None) -> None:
    refuse(archive, b"x", keep=False)
    with pytest.raises(NothingHeldBackError, match="ofac_sdn"):
        archive.accept("ofac_sdn", sha256)


def test_the_last_attempt_is_remembered(archive: Archive, home: Home) -> None:
    archive.record_fetch(LastFetch("ofac_sdn", T0, "kept"), "live")
    archive.record_fetch(LastFetch("ofac_sdn", T0 + DAY, "unreachable", "no answer."), "live")
    assert Archive(home).last_fetch("ofac_sdn") == LastFetch("ofac_sdn", T0 + DAY, "unreachable", "no answer.")


# Damage


def stored(archive: Archive, pattern: str) -> list[Path]:
    return sorted(path for path in archive.root.rglob(pattern) if path.is_file())


Harm = Callable[[Path], object]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def three(archive: Archive) -> list[Snapshot]:
    """One whole content and two patches on it."""
    made = [add(archive, rows(3000 + i), T0 + i * DAY, origin="backfill", name=f"sdn_{i}.csv") for i in range(3)]
    assert (len(stored(archive, "*.patch")), len(stored(archive, "*.zst"))) == (2, 2)
    return made


def test_a_sound_archive_has_no_damage(archive: Archive) -> None:
    three(archive)
    assert archive.verify() == []


def empty(path: Path) -> None:
    path.write_bytes(b"")


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


@pytest.mark.parametrize("harm", [flip, Path.unlink, empty, shorten])
def test_a_damaged_patch_is_set_aside_and_the_rest_goes_on(archive: Archive, home: Home, harm: Harm) -> None:
    first, *_ = three(archive)
    harm(stored(archive, "*.patch")[0])
    [damage] = Archive(home).verify()
    assert damage.list_id == "ofac_sdn"
    held = archive.snapshots("ofac_sdn")
    assert len(held) == 2
    assert damage.sha256 not in {each.sha256 for each in held}
    assert [len(archive.read(each)) for each in held] == [1, 1]
    assert archive.verify() == []
    assert archive.damages("ofac_sdn") == [damage]
    assert first in held


@pytest.mark.parametrize("place", ["contents", "copies"])
@pytest.mark.parametrize("harm", [flip, Path.unlink])
def test_a_base_is_healed_from_its_second_copy(archive: Archive, home: Home, place: str, harm: Harm) -> None:
    made = three(archive)
    base = next(each for each in stored(archive, "*.zst") if place in each.parts)
    before = base.read_bytes()
    harm(base)
    assert [len(Archive(home).read(each)) for each in made] == [1, 1, 1]
    assert Archive(home).verify() == []
    assert base.read_bytes() == before
    assert Archive(home).snapshots("ofac_sdn") == made


def test_a_base_lost_twice_takes_only_what_rests_on_it(archive: Archive) -> None:
    three(archive)
    other = add(archive, b"something else", T0 + 9 * DAY, origin="backfill", name="other.xml")
    for base in stored(archive, "*.zst"):
        if base.stat().st_size > 1000:
            flip(base)
    assert len(archive.verify()) == 3
    assert archive.snapshots("ofac_sdn") == [other]


def test_a_damaged_snapshot_can_be_added_again(archive: Archive) -> None:
    kept = add(archive, rows(50), origin="backfill")
    flip(stored(archive, "*.zst")[0])
    with pytest.raises(DamagedSnapshotError, match=r"ofac_sdn.*2022-02-23"):
        archive.read(kept)
    assert len(archive.verify()) == 1
    assert archive.snapshots("ofac_sdn") == []
    assert add(archive, rows(50), origin="backfill") == kept
    assert archive.read(kept) == {"SDN.CSV": rows(50)}
    assert archive.damages("ofac_sdn") == []


def test_adding_again_heals_without_a_check(archive: Archive) -> None:
    kept = add(archive, rows(50), origin="backfill")
    flip(stored(archive, "*.zst")[0])
    add(archive, rows(50), origin="backfill")
    assert archive.read(kept) == {"SDN.CSV": rows(50)}


@pytest.mark.parametrize("harm", [flip, empty, shorten])
def test_a_damaged_entry_is_set_aside(archive: Archive, home: Home, harm: Harm) -> None:
    add(archive, b"a", T0)
    good = add(archive, b"b", T0 + DAY)
    harm(sorted((archive.root / "snapshots" / "ofac_sdn").iterdir())[0])
    assert Archive(home).snapshots("ofac_sdn") == [good]
    [damage] = Archive(home).verify()
    assert "20220224T033000Z" in damage.entry
    assert Archive(home).verify() == []


def test_an_entry_changed_by_hand_is_noticed(archive: Archive, home: Home) -> None:
    add(archive, b"a")
    [path] = (archive.root / "snapshots" / "ofac_sdn").iterdir()
    values = json.loads(path.read_bytes())
    path.write_text(json.dumps({**values, "seen_at": "2020-01-01T00:00:00Z"}))
    assert Archive(home).snapshots("ofac_sdn") == []
    assert len(Archive(home).verify()) == 1


def test_leftovers_of_a_killed_run_are_removed(archive: Archive, home: Home) -> None:
    add(archive, b"a")
    leftover = stored(archive, "*.zst")[0].parent / ".x.zst.123.tmp"
    leftover.write_bytes(b"half")
    assert Archive(home).verify() == []
    assert not leftover.exists()
