"""How far a run is: every step is counted before it begins, and none is counted that does not come."""

from pathlib import Path

import pytest

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.articles import FEEDS
from pipelines.catalogue.entries import official_lists
from pipelines.run.progress import StepLine
from pipelines.run.refresh import night_of_example, refresh
from pipelines.run.settings import BUNDLED_EXAMPLE, Run, Settings


def places(lines: list[str]) -> list[tuple[int, int]]:
    return [(line.number, line.total) for line in lines if isinstance(line, StepLine)]


def all_of(total: int) -> list[tuple[int, int]]:
    return [(number, total) for number in range(1, total + 1)]


def test_the_steps_of_the_example_end_with_the_last(tmp_path: Path) -> None:
    lines: list[str] = []
    night_of_example(Run(Settings(Home(tmp_path), example=True), lines.append))
    assert places(lines) == all_of(places(lines)[0][1])
    assert len(lines) > len(places(lines))


@pytest.mark.parametrize("offline", [False, True])
def test_so_do_those_of_a_refresh(tmp_path: Path, offline: bool) -> None:
    lines: list[str] = []
    everything = [*official_lists(), *notice_sources(), FEEDS]
    refresh(Run(Settings(Home(tmp_path), mirror=str(BUNDLED_EXAMPLE)), lines.append), everything)
    if offline:
        lines.clear()
        refresh(Run(Settings(Home(tmp_path), offline=True), lines.append), everything)
    assert places(lines) == all_of(places(lines)[0][1])
