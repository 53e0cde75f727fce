"""A small list of our own, so that histories can be made of whatever snapshots a test needs."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.snapshot import Snapshot
from pipelines.catalogue.entries import OfficialList
from pipelines.parsers.reading import read
from pipelines.parsers.record import (
    Country,
    Feature,
    Files,
    Format,
    Name,
    ParsedList,
    Record,
    Report,
    UnreadableListError,
)
from tests.designations.benches import Bench

TOY_LIST = OfficialList(
    list_id="toy_list",
    authority="XX",
    issuing_body="Ministry of Examples",
    title="Toy list",
    home_page="https://toys.example",
    licence="none",
    time_zone="America/New_York",
    cadence_days=1,
    formats=("xx_toys",),
    publications=(),
    plausible_parties=(1, 1000),
)


def _records(files: Files, report: Report, wanted: frozenset[str] | None) -> Iterator[Record]:
    try:
        document = json.loads(files["toys.json"])
    except ValueError as error:
        raise UnreadableListError(f"toys.json is no JSON: {error}") from error
    if stated := document.get("published_on"):
        report.published_on = date.fromisoformat(stated)
    report.layout = document.get("layout", "")
    for native_id, party in document["parties"].items():
        if wanted is None or native_id in wanted:
            yield Record(
                native_id,
                party.get("type", "entity"),
                [Name(party["name"], "primary", "name"), *(Name(each) for each in party.get("aka", []))],
                programmes=party.get("programmes", ["TOYS"]),
                listed_on=date.fromisoformat(party["listed_on"]) if "listed_on" in party else None,
                is_listed=party.get("is_listed", True),
                delisted_on=date.fromisoformat(party["delisted_on"]) if "delisted_on" in party else None,
                countries=[Country("nationality", each) for each in party.get("nationality", [])],
                features=[Feature("colour", each) for each in party.get("colour", [])],
            )


TOY_FORMAT = Format("xx_toys", 1, lambda files: "toys.json" in files, _records)

sys.modules["pipelines.parsers.xx"] = ModuleType("xx")
sys.modules["pipelines.parsers.xx.toys"] = ModuleType("toys")
sys.modules["pipelines.parsers.xx.toys"].FORMAT = TOY_FORMAT  # type: ignore[attr-defined]


def toy_reader(official_list: OfficialList, files: Files, known: frozenset[str] = frozenset()) -> ParsedList:
    """Reads the toy list."""
    return read(official_list.list_id, files, [TOY_FORMAT], known)


def toys(parties: dict[str, dict[str, object]], **document: object) -> Files:
    """The files of a snapshot of the toy list."""
    return {"toys.json": json.dumps({"parties": parties, **document}).encode()}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(Home(tmp_path / "home"))


@pytest.fixture
def seen(archive: Archive) -> Callable[[str, Files], Snapshot]:
    """Puts files into the archive as seen at noon in New York on a day."""

    def add(day: str, files: Files) -> Snapshot:
        at = datetime.fromisoformat(f"{day}T17:00:00").replace(tzinfo=UTC)
        return archive.add("toy_list", files, origin="backfill", seen_at=at, zone=TOY_LIST.zone)

    return add


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
