"""How far a run is: every step is counted before it begins, and none is counted that does not come."""

from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.archive.supplies import MIRROR_VARIABLE
from pipelines.articles import FEEDS
from pipelines.catalogue.entries import official_lists
from pipelines.run.example import EXAMPLE
from pipelines.run.progress import Step
from pipelines.run.refresh import refresh_example, refresh_home


def places(told: list[str]) -> list[tuple[int, int]]:
    return [(each.number, each.total) for each in told if isinstance(each, Step)]


def all_of(total: int) -> list[tuple[int, int]]:
    return [(number, total) for number in range(1, total + 1)]


def test_the_steps_of_the_example_end_with_the_last(tmp_path: Path) -> None:
    told: list[str] = []
    refresh_example(Home(tmp_path), told.append)
    assert places(told) == all_of(places(told)[0][1])
    assert len(told) > len(places(told))


@pytest.mark.parametrize("offline", [False, True])
def test_so_do_those_of_a_refresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: bool) -> None:
    monkeypatch.setenv(MIRROR_VARIABLE, str(EXAMPLE))
    told: list[str] = []
    everything = [*official_lists(), *notice_sources(), FEEDS]
    refresh_home(Home(tmp_path), everything, offline=False, as_of=None, say=told.append)
    if offline:
        told.clear()
        refresh_home(Home(tmp_path), everything, offline=True, as_of=None, say=told.append)
    assert places(told) == all_of(places(told)[0][1])
