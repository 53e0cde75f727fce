"""Fixtures for acquiring and archiving lists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.catalogue.entries import OfficialList, Publication, PublishedFile
from tests.official_sites import OfficialSites


@dataclass
class Clock:
    """Time that passes only when someone waits."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def archive(home: Home) -> Archive:
    return Archive(home)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def http(home: Home, clock: Clock) -> Iterator[Http]:
    client = Http(home, sleep=clock.sleep, clock=clock, chance=lambda: 0.5)
    yield client
    client.close()


@pytest.fixture
def sites() -> Iterator[OfficialSites]:
    with OfficialSites() as running:
        yield running


@pytest.fixture
def make_list(sites: OfficialSites) -> "MakeList":
    return MakeList(sites.url)


@dataclass(frozen=True)
class MakeList:
    """Makes catalogue entries whose official site is the local one."""

    url: str

    def __call__(self, *publications: tuple[str, ...], **values: object) -> OfficialList:
        """A name that ends in `?` is of an optional file."""
        entry: dict[str, object] = {
            "list_id": "test_list",
            "authority": "US",
            "issuing_body": "Office",
            "title": "Test list",
            "home_page": self.url,
            "licence": "none",
            "time_zone": "America/New_York",
            "cadence_days": 4,
            "formats": ("any",),
            "plausible_parties": (1, 100),
            "seconds_between_requests": 0.0,
            "max_bytes": 1_000_000,
            "publications": tuple(Publication("any", tuple(map(self._file, names))) for names in publications),
        }
        return OfficialList(**{**entry, **values})  # type: ignore[arg-type]

    def _file(self, name: str) -> PublishedFile:
        plain = name.rstrip("?")
        return PublishedFile(plain, f"{self.url}/{plain}", optional=name.endswith("?"))
