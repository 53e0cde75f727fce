"""The run that every asset works in: its settings, and its life from the first step to the last.

Here: settings as Dagster shows them, and that a run has its home to itself. Not here: what they mean (see
pipelines.run.settings), or what is done (see pipelines.run.steps).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Self

import dagster as dg
from pydantic import Field, PrivateAttr

from pipelines.archive.home import Home
from pipelines.run.progress import Say
from pipelines.run.refresh import begin, sole_refresh
from pipelines.run.settings import Run, Settings

RESOURCE = "sanctions"
"""The name by which assets ask for it."""


class SanctionsRun(dg.ConfigurableResource["SanctionsRun"]):
    """One run in a home, which it has to itself. What is not a field, such as keys, comes from the environment."""

    home: str = Field(description="Folder of all state.")
    example: bool = Field(default=False, description="It is for the bundled example, which never joins live data.")
    mirror: str = Field(default="", description="Folder or address to read sources from instead of the official sites.")
    as_of: str = Field(default="", description="From a mirror folder, the newest files up to this day (YYYY-MM-DD).")
    offline: bool = Field(default=False, description="Ask nobody: work with what the archive already holds.")
    _run: Run | None = PrivateAttr(default=None)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The run that environment variables configure."""
        settings = Settings.from_environment(environment)
        return cls(home=str(settings.home.root), example=settings.example, mirror=settings.mirror)

    @property
    def settings(self) -> Settings:
        """The settings of the run: its fields, and for all else the environment."""
        return replace(
            Settings.from_environment(os.environ),
            home=Home(Path(self.home)),
            example=self.example,
            mirror=self.mirror,
            as_of=date.fromisoformat(self.as_of) if self.as_of else None,
            offline=self.offline,
        )

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Keep other runs out of the home, and set damaged snapshots aside before anything reads them.

        All steps of a run share one process and one archive (see the executor in definitions).
        """
        self._run = Run(self.settings)
        with sole_refresh(self._run.home):
            for sentence in begin(self._run):
                (context.log or dg.get_dagster_logger()).error(sentence)
            yield self

    def reporting(self, say: Say) -> Run:
        """The run, which reports to the log of one step from here on."""
        if self._run is None:
            self._run = Run(self.settings)
        self._run.say = say
        return self._run
