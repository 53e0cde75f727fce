"""What assets are given: the home in which a run works, and the source that lists are asked of.

Here: configuration from the environment (SANCTIONS_HOME, SANCTIONS_MIRROR, SANCTIONS_EXAMPLE) and its life in a run.
Not here: what is done in a home (see pipelines.run), or where lists come from (see pipelines.archive.supplies).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import dagster as dg
from pydantic import Field, PrivateAttr

from pipelines.archive.archive import Archive
from pipelines.archive.backfill import Backfilled, backfill
from pipelines.archive.home import Home
from pipelines.archive.http import Http
from pipelines.archive.notices import KeptNotice
from pipelines.archive.supplies import MIRROR_VARIABLE, Supply, supply_of
from pipelines.articles.acquisition import FetchedNews, fetch_news, gdelt_day
from pipelines.articles.leads import LeadDay, held_day
from pipelines.catalogue.entries import OfficialList
from pipelines.designations.history import RememberingReader
from pipelines.run.example import EXAMPLE, add_example_notices
from pipelines.run.lists import acquire_list
from pipelines.run.locking import sole_refresh
from pipelines.run.notices import acquire_notices

HOME_VARIABLE = "SANCTIONS_HOME"
EXAMPLE_VARIABLE = "SANCTIONS_EXAMPLE"


class SanctionsHome(dg.ConfigurableResource["SanctionsHome"]):
    """The folder of all state, which a run has to itself."""

    root: str = Field(description="Folder of all state.")
    example: bool = Field(default=False, description="It is for the bundled example, which never joins live data.")
    _archive: Archive | None = PrivateAttr(default=None)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The home that SANCTIONS_HOME names, else ./data."""
        return cls(root=environment.get(HOME_VARIABLE) or "data", example=bool(environment.get(EXAMPLE_VARIABLE)))

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Keep other refreshes out, begin without leftovers, set damaged snapshots aside before anything reads them.

        All steps of a run share one process and one archive (see the executor in definitions).
        """
        with sole_refresh(self.home):
            if self.example:
                self.archive.dedicate("example")
            for damage in self.archive.verify():
                (context.log or dg.get_dagster_logger()).error(f"{damage.list_id}: {damage.what}; it was set aside.")
            yield self

    @property
    def home(self) -> Home:
        """Its folders."""
        return Home(Path(self.root))

    @property
    def archive(self) -> Archive:
        """Its snapshot archive."""
        if self._archive is None:
            self._archive = Archive(self.home)
        return self._archive

    @property
    def is_example(self) -> bool:
        """Whether it holds, or is meant to hold, the bundled example."""
        return self.example or self.archive.is_example


@dataclass(frozen=True, slots=True)
class Ended:
    """How asking for one list ended: the words of pipelines.archive.acquisition, or `not_asked`, or `failed`."""

    outcome: str
    reason: str = ""
    passed_over: tuple[str, ...] = ()


class Source(dg.ConfigurableResource["Source"]):
    """Where lists are asked for: the official sites, or a mirror; for the example, what is bundled."""

    mirror: str = Field(default="", description="Folder or address to read lists from instead of the official sites.")
    as_of: str = Field(default="", description="From a mirror folder, the newest files up to this day (YYYY-MM-DD).")
    offline: bool = Field(default=False, description="Ask nobody: work with what the archive already holds.")
    _supply: Supply | None = PrivateAttr(default=None)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The official sites, or what SANCTIONS_MIRROR names."""
        return cls(mirror=environment.get(MIRROR_VARIABLE) or "")

    def bring(self, place: SanctionsHome, official_list: OfficialList, reader: RememberingReader) -> Ended:
        """Get what is published of one list into the archive, and say how it ended."""
        if self.offline:
            return Ended("not_asked", "this run asks no source.")
        if place.is_example:
            return _example_of(official_list, place.archive)
        supply = self._supply_for(place.home)
        acquired = acquire_list(place.home, official_list, place.archive, supply, None if self.as_of else reader)
        return Ended(acquired.outcome, acquired.reason, acquired.passed_over)

    def fetch_notices(self, place: SanctionsHome, source_id: str) -> list[KeptNotice]:
        """Get the official notices of a source that are not held yet, and say what became of each."""
        if self.offline:
            return []
        if place.is_example:
            return add_example_notices(place.archive, source_id)
        return acquire_notices(place.home, place.archive, source_id, self.mirror or None, self._day)

    def fetch_news(self, place: SanctionsHome) -> FetchedNews:
        """Ask the feeds that the home wants, and fetch pages; feeds are what they are, whatever mirror lists have."""
        return FetchedNews() if self.offline or place.is_example else fetch_news(place.home)

    def bring_gdelt_day(self, place: SanctionsHome, day: date, say: Callable[[str], None]) -> LeadDay:
        """Read the files of a day of GDELT that were not read yet.

        Raises:
            MixedHomeError: the home is that of the bundled example.
        """
        if self.offline:
            return held_day(place.home, day)
        return gdelt_day(place.home, day, self.mirror or None, say)

    @property
    def _day(self) -> date | None:
        return date.fromisoformat(self.as_of) if self.as_of else None

    def _supply_for(self, home: Home) -> Supply:
        """One for the whole run: it remembers when it last asked which host."""
        if self._supply is None:
            self._supply = supply_of(Http(home), self.mirror, self._day)
        return self._supply


def _example_of(official_list: OfficialList, archive: Archive) -> Ended:
    folder = EXAMPLE / official_list.list_id
    if not folder.is_dir():
        return Ended("not_asked", "the bundled example has nothing of it.")
    added: list[Backfilled] = list(backfill(official_list, archive, [folder], origin="example"))
    refused = next((each for each in added if each.outcome == "refused"), None)
    if refused is not None:
        return Ended("refused", refused.reason)
    return Ended("kept" if any(each.outcome == "kept" for each in added) else "unchanged")
