"""Where the time and the memory of a night go: all lists of a mirror folder, then once more unchanged.

Run by hand: `python -m bench.refresh [MIRROR] [HOME]`, by default the lists of SANCTIONS_SHARED_DATA, else of
../shared/data beside the checkout, and a home that is removed at the end. Prints CPU seconds and the highest resident
memory by step, CPU seconds and peak memory of each night, and the second night as a ratio to the first.

Memory by step is known on Linux only, where a process can reset its own high-water mark.
"""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.articles import FEEDS
from pipelines.catalogue.entries import official_lists
from pipelines.cli.__main__ import ALLOCATOR
from pipelines.run.progress import StepLine
from pipelines.run.refresh import night
from pipelines.run.settings import Run, Settings
from pipelines.warehouse.published import opened

SHARED = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
LEAST_SHOWN = 0.05
REPEATED = 5
LISTED_ON_A_DAY = """
    SELECT count(*), max(primary_name), max(party_type), max(programmes) FROM designations_on(DATE '2023-01-01')
"""


class Stopwatch:
    """CPU seconds and peak memory (MiB) of each step: from the line that begins it to the next such line."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.peaks: defaultdict[str, float] = defaultdict(float)
        self._step = "start"
        self._since = cpu()
        reset_peak()

    def __call__(self, line: str) -> None:
        """What was being done until now is over, if a step begins."""
        if isinstance(line, StepLine):
            self.seconds[self._step] += cpu() - self._since
            self.peaks[self._step] = max(self.peaks[self._step], peak())
            self._step, self._since = str(line), cpu()
            reset_peak()


def cpu() -> float:
    """CPU seconds of this process and of those that it started and that ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak() -> float:
    """The highest resident memory of this process since it was last reset, in MiB."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def reset_peak() -> None:
    """Let the high-water mark of resident memory begin anew, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def measured(home: Home, mirror: Path) -> tuple[Stopwatch, float]:
    """One night of all sources: its steps, and its CPU seconds."""
    watch, begun = Stopwatch(), cpu()
    night(Run(Settings(home, mirror=str(mirror)), watch), [*official_lists(), *notice_sources(), FEEDS])
    watch(StepLine("end", 0, 0))
    return watch, cpu() - begun


def seconds_of_a_day(warehouse: Path) -> tuple[int, float]:
    """How many designations the published file has, and the CPU seconds of reading all that were listed on a day."""
    with opened(warehouse) as connection:
        count = connection.table("designation").shape[0]
        seconds = []
        for _ in range(REPEATED):
            begun = time.process_time()
            connection.execute(LISTED_ON_A_DAY).fetchall()
            seconds.append(time.process_time() - begun)
    return count, min(seconds)


def with_allocator_of_the_command() -> None:
    """Start again with the environment that the `sanctions` command gives itself before it loads polars."""
    name, value = ALLOCATOR
    if name not in os.environ:
        os.execve(sys.executable, sys.orig_argv, os.environ | {name: value})  # noqa: S606 - this program again


def main() -> None:
    """Measure a first and a second night."""
    mirror = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "lists"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(sys.argv[2] if len(sys.argv) > 2 else folder))
        first, first_cpu = measured(home, mirror)
        second, second_cpu = measured(home, mirror)
        designations, of_a_day = seconds_of_a_day(home.warehouse)
    for step, seconds in sorted(first.seconds.items(), key=lambda item: -item[1]):
        if max(seconds, second.seconds[step]) > LEAST_SHOWN:
            print(f"{seconds:7.2f} s {first.peaks[step]:5.0f} MiB  then {second.seconds[step]:6.2f} s  {step}")
    peaks = [max(night.peaks.values()) for night in (first, second)]
    print(f"CPU {first_cpu:.1f} s, unchanged {second_cpu:.1f} s ({second_cpu / first_cpu:.0%})")
    print(f"designations_on a day: {of_a_day * 1000:.0f} ms of CPU with {designations:,} designations")
    print(f"peak {peaks[0]:.0f} MiB, unchanged {peaks[1]:.0f} MiB")


if __name__ == "__main__":
    with_allocator_of_the_command()
    main()
