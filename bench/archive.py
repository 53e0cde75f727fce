"""What it costs to keep history: bytes on disk and CPU for a pile of snapshots.

    python -m bench.archive FOLDER            the scrapes of the SDN list, unpacked: in date order and in random order
    python -m bench.archive --large           a generated list of 110 MB and its next day

Prints ratios to the raw bytes, the CPU for one more snapshot at several sizes of the archive, and peak memory.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.archive.archive import Archive
from pipelines.archive.contents import Contents
from pipelines.archive.home import Home
from pipelines.archive.naming import moment_of, stamp_of

WASHINGTON = ZoneInfo("America/New_York")
MIB = 2**20


def main() -> None:
    """Measure what the arguments ask for."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path, nargs="?")
    arguments.add_argument("--large", action="store_true")
    given = arguments.parse_args()
    if given.large:
        measure_large()
    if given.folder:
        scrapes = sorted(path for path in given.folder.iterdir() if stamp_of(path.name))
        measure("in date order", scrapes)
        measure("in random order", random.Random(199).sample(scrapes, len(scrapes)))


def measure(order: str, scrapes: Sequence[Path]) -> None:
    """Add every scrape to a new archive, read all of it, check all of it."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Home(Path(folder)))
        raw, costs = 0, []
        for scrape in scrapes:
            content, began = scrape.read_bytes(), time.process_time()
            seen_at = moment_of(stamp_of(scrape.name) or "") or datetime.now(UTC)
            archive.add("ofac_sdn", {scrape.name: content}, origin="backfill", seen_at=seen_at, zone=WASHINGTON)
            costs.append(time.process_time() - began)
            raw += len(content)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
        print(f"{len(scrapes)} scrapes {order}: {raw / 1e6:.1f} MB raw, {size / 1e6:.2f} MB kept = {size / raw:.2%}")
        print(f"  add: {sum(costs):.2f} s CPU in all; one more: {', '.join(growth(costs))}")
        print(f"  read all: {seconds(lambda: read_all(archive)):.2f} s; check all: {seconds(archive.verify):.2f} s")
    print(f"  peak memory {peak():.0f} MiB")


def growth(costs: Sequence[float]) -> Iterator[str]:
    """The mean of the last ten additions when 50, 100 and all were held."""
    for held in (50, 100, len(costs)):
        latest = costs[max(0, held - 10) : held]
        yield f"{1000 * sum(latest) / max(1, len(latest)):.0f} ms at {held}"


def read_all(archive: Archive) -> None:
    """Every snapshot, one after the other."""
    for snapshot in archive.snapshots("ofac_sdn"):
        archive.read(snapshot)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds that a call takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def peak() -> float:
    """The most memory that this process had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_large() -> None:
    """A list of 110 MB and the same a day later: 60 records changed, 40 gone, 120 new."""
    today, tomorrow = large_list()
    print(f"large: {len(today) / 1e6:.0f} MB; before anything is kept {peak():.0f} MiB")
    with tempfile.TemporaryDirectory() as folder:
        contents = Contents(Path(folder))
        began = time.process_time()
        base = contents.put(today)
        print(
            f"  whole: {contents.size_on_disk(base) / len(today):.2%} of raw, {time.process_time() - began:.2f} s CPU"
        )
        began = time.process_time()
        patch = contents.put(tomorrow, [[base]])
        cost = time.process_time() - began
        print(f"  next day: {contents.size_on_disk(patch) / len(today):.2%} of raw, {cost:.2f} s CPU")
        began = time.process_time()
        whole = contents.get(patch) == tomorrow
        print(f"  read: {time.process_time() - began:.2f} s CPU, {'the same bytes' if whole else 'OTHER BYTES'}")
    print(f"  peak memory {peak():.0f} MiB, of which {(len(today) + len(tomorrow)) / MIB:.0f} are the two lists")


def large_list() -> tuple[bytes, bytes]:
    """Two generations of a list shaped like OFAC's advanced file."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10))) for _ in range(5000)]
    records = {float(i): large_record(i, words) for i in range(18_900)}
    today = b"".join(records[i] for i in sorted(records))
    touched = chance.sample(sorted(records), 100)
    records.update({i: large_record(int(i) + 10**6, words) for i in touched[:60]})
    for gone in touched[60:]:
        del records[gone]
    records.update({chance.uniform(0, 18_900): large_record(2 * 10**6 + i, words) for i in range(120)})
    return today, b"".join(records[i] for i in sorted(records))


def large_record(number: int, words: Sequence[str]) -> bytes:
    """One party of about 6 kB."""
    chance = random.Random(number)
    features = "".join(
        f'<Feature ID="{chance.randint(1, 10**6)}" FeatureTypeID="{chance.randint(1, 50)}">'
        f"<Value>{' '.join(chance.choices(words, k=4))}</Value></Feature>\n"
        for _ in range(60)
    )
    return f'<DistinctParty FixedRef="{number}"><Profile ID="{number}">{features}</Profile></DistinctParty>\n'.encode()


if __name__ == "__main__":
    main()
