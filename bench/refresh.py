"""Where the time of a night goes: every list with real files from a mirror folder, then once more unchanged.

Run by hand: `python -m bench.refresh [FOLDER]`, by default the lists of SANCTIONS_SHARED_DATA, else of ../shared/data
beside the checkout. Prints CPU seconds by step, those of each night, peak memory, and the second night as a ratio to
the first.
"""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.articles import FEEDS
from pipelines.catalogue.entries import official_lists
from pipelines.run.progress import StepLine
from pipelines.run.refresh import night
from pipelines.run.settings import Run, Settings

SHARED = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
LEAST_SHOWN = 0.05


class Stopwatch:
    """CPU seconds of each step: from the line that begins it to the next such line."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._step = "start"
        self._since = cpu()

    def __call__(self, line: str) -> None:
        """What was being done until now is over, if a step begins."""
        if isinstance(line, StepLine):
            self.seconds[self._step] += cpu() - self._since
            self._step, self._since = str(line), cpu()


def cpu() -> float:
    """CPU seconds of this process and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measured(home: Home, mirror: Path) -> tuple[Stopwatch, float]:
    """One night of all sources: its steps, and its CPU seconds."""
    watch, begun = Stopwatch(), cpu()
    night(Run(Settings(home, mirror=str(mirror)), watch), [*official_lists(), *notice_sources(), FEEDS])
    watch(StepLine("end", 0, 0))
    return watch, cpu() - begun


def main() -> None:
    """Measure a first and a second night."""
    mirror = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "lists"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        first, first_cpu = measured(home, mirror)
        second, second_cpu = measured(home, mirror)
    for step, seconds in sorted(first.seconds.items(), key=lambda item: -item[1]):
        if max(seconds, second.seconds[step]) > LEAST_SHOWN:
            print(f"{seconds:7.2f} s  then {second.seconds[step]:6.2f} s  {step}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"CPU {first_cpu:.1f} s, unchanged {second_cpu:.1f} s ({second_cpu / first_cpu:.0%}); peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
