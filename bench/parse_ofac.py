"""What reading a full OFAC file costs: CPU against a bare lxml loop over the same file, and memory. Run by hand.

    python bench/parse_ofac.py [--parties 18900] [--keep FILE]

Here: the measuring, each figure in a process of its own, so that none pays for another's memory.
Not here: the file measured on (see generated_ofac).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

MOST_CPU = 2.5
MOST_MIB = 400
ROUNDS = 3


def bare(content: bytes) -> int:
    """A loop over the end of every element that does nothing, the tree growing as it goes."""
    from lxml import etree

    return sum(1 for _ in etree.iterparse(BytesIO(content), events=("end",)))


def bare_and_cleared(content: bytes) -> int:
    """The same loop, each element cleared: the least that a streaming reader in Python can do."""
    from lxml import etree

    seen = 0
    for _, element in etree.iterparse(BytesIO(content), events=("end",)):
        seen += 1
        element.clear()
    return seen


def finished_frames(content: bytes) -> int:
    """From bytes to frames, as a refresh does it."""
    from pipelines.parsers.ofac.advanced import FORMAT
    from pipelines.parsers.reading import read

    parsed = read("ofac_sdn", {"SDN_ADVANCED.XML": content}, [FORMAT])
    if parsed.report.drift or parsed.report.unread:
        raise ValueError(f"the generated file is not read in full: {parsed.report}")
    return parsed.records.height


MEASURED: dict[str, Callable[[bytes], int]] = {
    each.__name__: each for each in (bare, bare_and_cleared, finished_frames)
}


def measure(name: str, path: Path) -> dict[str, float]:
    """CPU seconds and peak memory of one measurement, in this process."""
    content = path.read_bytes()
    begun = time.process_time()
    counted = MEASURED[name](content)
    spent = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"counted": counted, "cpu_seconds": spent, "peak_mib": peak}


def best_of(name: str, path: Path) -> dict[str, float]:
    """The quickest of some rounds, each in a new process: other work on the machine only ever adds."""
    command = [sys.executable, __file__, "--only", name, "--keep", str(path)]
    rounds = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(ROUNDS)]
    return min(rounds, key=lambda each: float(each["cpu_seconds"]))


def compare(path: Path) -> bool:
    """Print the figures; whether both bounds hold."""
    print(f"{path.stat().st_size / 1e6:.0f} MB")
    figures = {name: best_of(name, path) for name in MEASURED}
    for name, each in figures.items():
        print(
            f"{name:18} {each['cpu_seconds']:6.2f} s CPU {each['peak_mib']:7.0f} MiB {each['counted']:10,.0f} counted"
        )
    spent = figures["finished_frames"]["cpu_seconds"]
    ratios = {name: spent / figures[name]["cpu_seconds"] for name in ("bare", "bare_and_cleared")}
    for name, ratio in ratios.items():
        print(f"finished_frames is {ratio:.2f} x {name} (at most {MOST_CPU})")
    return max(ratios.values()) <= MOST_CPU and figures["finished_frames"]["peak_mib"] <= MOST_MIB


def main() -> int:
    """Generate where needed, measure, and say by the exit code whether the bounds hold."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--parties", type=int, default=18_900)
    arguments.add_argument("--keep", type=Path, help="where the generated file is, or shall stay")
    arguments.add_argument("--only", choices=list(MEASURED), help="one measurement, as JSON")
    chosen = arguments.parse_args()
    if chosen.only:
        print(json.dumps(measure(chosen.only, chosen.keep)))
        return 0
    from bench.generated_ofac import write_advanced

    with tempfile.TemporaryDirectory() as folder:
        path = chosen.keep or Path(folder) / "sdn_advanced.xml"
        if not path.exists():
            write_advanced(path, chosen.parties)
        return 0 if compare(path) else 1


if __name__ == "__main__":
    sys.exit(main())
