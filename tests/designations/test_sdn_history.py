"""199 real scrapes of OFAC's SDN list, August 2021 to June 2023, recounted with the csv module."""

import csv
import io
import random
import tarfile
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
import zstandard
from polars.testing import assert_frame_equal

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.designations.history import ListHistory, empty_history, up_to_date
from pipelines.designations.tables import Tables, snapshots, tables_of
from pipelines.warehouse.schema import conform

SDN = official_list("ofac_sdn")
WASHINGTON = ZoneInfo("America/New_York")
pytestmark = pytest.mark.slow

Scrapes = dict[datetime, bytes]


@pytest.fixture(scope="module")
def scrapes(shared_data: Path) -> Scrapes:
    packed = shared_data / "history" / "sdn_csv_2021-08-18_2023-06-30.tar.zst"
    with packed.open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            return dict(sorted(read_members(tar)))


def read_members(tar: tarfile.TarFile) -> Iterator[tuple[datetime, bytes]]:
    for member in tar:
        content = tar.extractfile(member)
        if content is not None:
            stamp = Path(member.name).stem.removeprefix("sdn_")
            yield datetime.strptime(stamp, "%Y%m%dT%H%MZ").replace(tzinfo=UTC), content.read()


def load(home: Path, scrapes: Scrapes, order: Iterable[datetime], at_a_time: int) -> ListHistory:
    archive = Archive(Home(home))
    history = empty_history("ofac_sdn")
    waiting = list(order)
    while waiting:
        batch, waiting = waiting[:at_a_time], waiting[at_a_time:]
        for moment in batch:
            archive.add("ofac_sdn", {"sdn.csv": scrapes[moment]}, origin="backfill", seen_at=moment, zone=SDN.zone)
        history = up_to_date(history, SDN, archive)
    return history


@pytest.fixture(scope="module")
def loaded(scrapes: Scrapes, tmp_path_factory: pytest.TempPathFactory) -> ListHistory:
    return load(tmp_path_factory.mktemp("in_order"), scrapes, scrapes, 199)


@pytest.fixture(scope="module")
def tables(loaded: ListHistory) -> Tables:
    return conformed(loaded)


def conformed(history: ListHistory) -> Tables:
    made = tables_of(history, SDN) | {"snapshot": snapshots(history)}
    return {name: conform(name, frame) for name, frame in made.items()}


Rows = dict[str, tuple[str, str, tuple[str, ...]]]


def counted(content: bytes) -> Rows:
    """uid → name, type, programmes, read without any of the project's code."""
    lines = csv.reader(io.StringIO(content.decode("ascii"), newline=""))
    return {
        row[0]: (row[1], row[2].replace("-0-", "").strip() or "entity", tuple(sorted(row[3].split("] ["))))
        for row in lines
        if len(row) == 12
    }


def test_the_order_of_loading_leaves_no_trace(
    scrapes: Scrapes, loaded: ListHistory, tables: Tables, tmp_path: Path
) -> None:
    order = list(scrapes)
    random.Random(2022).shuffle(order)
    shuffled = conformed(load(tmp_path, scrapes, order, 23))
    for name, frame in tables.items():
        other = shuffled[name]
        for moments in ("retrieved_at", "last_checked_at"):
            frame, other = (each.drop(moments, strict=False) for each in (frame, other))
        assert_frame_equal(frame, other)


def test_every_scrape_shows_the_parties_that_are_listed_as_of_it(scrapes: Scrapes, loaded: ListHistory) -> None:
    facts = loaded.facts
    assert facts["state"].unique().to_list() == ["used"]
    rows = [len(counted(content)) for content in scrapes.values()]
    assert facts["parties"].to_list() == rows
    shown = [
        loaded.presence.filter((pl.col("first_key") <= key) & (pl.col("last_key") >= key)).height
        for key in facts["order_key"]
    ]
    assert shown == rows


def test_added_and_removed_ids_of_each_pair_of_scrapes(scrapes: Scrapes, tables: Tables) -> None:
    changes, snapshots = tables["change"], tables["snapshot"]
    parsed = [set(counted(content)) for content in scrapes.values()]
    for before, now, digest in zip(parsed[:-1], parsed[1:], snapshots["sha256"][1:], strict=True):
        of_scrape = changes.filter(pl.col("sha256") == digest)
        for kind, expected in (("added", now - before), ("removed", before - now)):
            assert set(of_scrape.filter(pl.col("change_kind") == kind)["native_id"]) == expected


def of_day(tables: Tables, day: date, kind: str, programme: str) -> pl.DataFrame:
    changes = tables["change"].filter((pl.col("changed_on") == day) & (pl.col("change_kind") == kind))
    return changes.filter(pl.col("programmes").list.contains(programme))


def test_the_action_of_24_february_2022(tables: Tables) -> None:
    day = date(2022, 2, 24)
    added = of_day(tables, day, "added", "BELARUS-EO14038")
    assert added.group_by("party_type").len().sort("party_type").rows() == [("entity", 16), ("individual", 8)]
    touched = tables["change"].filter(
        (pl.col("changed_on") == day) & pl.col("programmes").list.contains("BELARUS-EO14038")
    )
    assert touched["native_id"].n_unique() == 25
    renamed = of_day(tables, day, "renamed", "BELARUS-EO14038")
    assert renamed.select("native_id", "old_value", "new_value").rows() == [
        ("33398", "JSC TRANSAVIAEXPORT AIRLINES", "OTKRYTOYE AKTSIONERNOYE OBSCHESTVO TAE AVIA")
    ]
    assert tables["snapshot"].filter(pl.col("published_on") == day)["parties"].to_list() == [9214]


def test_33_parties_gained_a_tag_and_none_was_designated(tables: Tables) -> None:
    gained = tables["change"].filter(
        (pl.col("change_kind") == "programme_added") & (pl.col("new_value") == "BELARUS-EO14038")
    )
    first = gained.filter(pl.col("changed_on") == gained["changed_on"].min())
    assert first.height == 33
    day = first["changed_on"][0]
    assert day == date(2021, 8, 20)
    assert of_day(tables, day, "added", "BELARUS-EO14038").is_empty()


def test_the_action_of_2_december_2021(tables: Tables) -> None:
    added = of_day(tables, date(2021, 12, 2), "added", "BELARUS-EO14038")
    assert added.group_by("party_type").len().sort("party_type").rows() == [
        ("aircraft", 3), ("entity", 11), ("individual", 19),
    ]  # fmt: skip


@pytest.mark.parametrize("spoil", [lambda _: b"", lambda good: good[: len(good) // 2], lambda _: b"<html>busy</html>"])
def test_a_bad_scrape_changes_nothing_and_is_named(
    scrapes: Scrapes, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    first, second, third = list(scrapes)[:3]
    some = {first: scrapes[first], second: spoil(scrapes[second]), third: scrapes[third]}
    spoilt = load(tmp_path / "spoilt", some, some, 3)
    without = load(tmp_path / "without", scrapes, [first, third], 2)
    assert spoilt.presence.sort("native_id", "first_key").equals(without.presence.sort("native_id", "first_key"))
    assert [fact != "used" for fact in spoilt.facts["state"]] == [False, True, False]
    assert spoilt.facts["reason"][1]
