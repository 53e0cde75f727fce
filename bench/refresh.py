"""Where the time of a refresh goes: every list with real files from a mirror folder, then once more unchanged.

Run by hand: `python -m bench.refresh [FOLDER]`, by default the lists of SANCTIONS_SHARED_DATA, else of ../shared/data
beside the checkout. Prints wall seconds by stage, CPU seconds, peak memory, and the second run as a ratio to the first.
"""

import os
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from pipelines.archive.home import Home
from pipelines.archive.supplies import MIRROR_VARIABLE
from pipelines.catalogue.entries import official_lists
from pipelines.run.locking import sole_refresh
from pipelines.run.refresh import refresh_home

SHARED = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


class Stopwatch:
    """Wall seconds between one line of progress and the next, under the first of the two."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._stage = "start"
        self._since = time.perf_counter()

    def __call__(self, line: str) -> None:
        """What was being done until now is over; `line` says what is next."""
        now = time.perf_counter()
        self.seconds[self._stage] += now - self._since
        self._stage, self._since = line, now


def refresh(home: Home) -> tuple[Stopwatch, float]:
    """One refresh of all lists: its stages, and its CPU seconds."""
    watch, begun = Stopwatch(), time.process_time()
    with sole_refresh(home):
        refresh_home(home, official_lists(), offline=False, as_of=None, say=watch)
    watch("end")
    return watch, time.process_time() - begun


def main() -> None:
    """Measure a first and a second refresh."""
    os.environ[MIRROR_VARIABLE] = sys.argv[1] if len(sys.argv) > 1 else str(SHARED / "lists")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        first, first_cpu = refresh(home)
        second, second_cpu = refresh(home)
    for stage, seconds in sorted(first.seconds.items(), key=lambda each: -each[1]):
        if seconds > 0.05 or second.seconds[stage] > 0.05:
            print(f"{seconds:7.2f} s  then {second.seconds[stage]:6.2f} s  {stage}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"CPU {first_cpu:.1f} s, unchanged {second_cpu:.1f} s ({second_cpu / first_cpu:.0%}); peak {peak:.0f} MiB")


if __name__ == "__main__":
    main()
