"""What the history of a list costs: 199 scrapes of OFAC's SDN list, and how that grows.

Run by hand: `python -m bench.history [FOLDER]`. Times are CPU seconds of this process, and ratios to a baseline of the
same run: reading the same files with the csv module and no more. Needs the real scrapes (SANCTIONS_SHARED_DATA, else
../shared/data beside the checkout).
"""

import csv
import io
import os
import resource
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import zstandard

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.designations.history import ListHistory, load_history, save, up_to_date
from pipelines.run.layout import list_folder
from pipelines.run.refresh import follow
from pipelines.run.settings import Run, Settings
from pipelines.run.steps import run_list
from pipelines.warehouse.publication import opened

SDN = official_list("ofac_sdn")
SHARED = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
SIZES = (50, 100, 199)
QUESTIONS = {
    "designations_on": "SELECT count(*) FROM designations_on(DATE '2022-02-24', 'ofac_sdn')",
    "a day's action": "FROM actions_between(DATE '2022-02-24', DATE '2022-02-24')",
}

Scrapes = list[tuple[datetime, bytes]]


@contextmanager
def cpu(name: str, seconds: dict[str, float]) -> Iterator[None]:
    """Note the CPU seconds of what is done within."""
    begun = time.process_time()
    yield
    seconds[name] = time.process_time() - begun


def scrapes(folder: Path) -> Scrapes:
    """The files of the real archive by the time of their scrape."""
    found: Scrapes = []
    with (folder / "history" / "sdn_csv_2021-08-18_2023-06-30.tar.zst").open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=2**31).stream_reader(file)
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is not None:
                    stamp = Path(member.name).stem.removeprefix("sdn_")
                    found.append((datetime.strptime(stamp, "%Y%m%dT%H%MZ").replace(tzinfo=UTC), content.read()))
    return sorted(found)


def read_with_csv_alone(files: Scrapes) -> int:
    """The baseline: every row of every file as the csv module gives it."""
    return sum(1 for _, content in files for _ in csv.reader(io.StringIO(content.decode("ascii"), newline="")))


def load(home: Home, files: Scrapes) -> ListHistory:
    """Archive and history of the files."""
    archive = Archive(home)
    for seen_at, content in files:
        archive.add("ofac_sdn", {"sdn.csv": content}, origin="backfill", seen_at=seen_at, zone=SDN.zone)
    before = load_history(list_folder(home, "ofac_sdn"), "ofac_sdn")
    history = up_to_date(before, SDN, archive)
    save(history, before, list_folder(home, "ofac_sdn"))
    return history


def size_of(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def fastest(connection: duckdb.DuckDBPyConnection, sql: str, times: int = 20) -> float:
    """Wall milliseconds of the quickest of several askings."""
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        connection.execute(sql).fetchall()
        found.append((time.perf_counter() - begun) * 1000)
    return min(found)


def measure(files: Scrapes, root: Path) -> None:
    """One size: all but the last file, then the last one, then questions; printed as one line."""
    home, seconds = Home(root), dict[str, float]()
    with cpu("csv", seconds):
        read_with_csv_alone(files)
    with cpu("load", seconds):
        load(home, files[:-1])
    with cpu("one more", seconds):
        load(home, files[-1:])
    run = Run(Settings(home))
    run_list(run, SDN.list_id, is_asked=False)
    with cpu("publish", seconds):
        follow(run)
    with opened(home.warehouse) as connection:
        asked = {name: fastest(connection, sql) for name, sql in QUESTIONS.items()}
    raw = sum(len(content) for _, content in files)
    kept = size_of(home.archive) + size_of(list_folder(home, "ofac_sdn"))
    print(
        f"{len(files):>4} files {raw / 1e6:>5.0f} MB  csv module {seconds['csv']:>5.1f} s  "
        f"loading {seconds['load']:>5.1f} s ({seconds['load'] / seconds['csv']:.1f} x)  "
        f"one more {seconds['one more']:.2f} s  publishing {seconds['publish']:.2f} s  "
        f"on disk {kept / 1e6:.1f} MB ({kept / raw:.1%})  "
        + "  ".join(f"{name} {value:.0f} ms" for name, value in asked.items())
    )


def main() -> None:
    """Measure each size in a fresh home."""
    files = scrapes(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(files[:size], Path(folder))
    raw = sum(len(content) for _, content in files)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(f"peak memory {peak / 1e6:.0f} MB, of which {raw / 1e6:.0f} MB are the files; DuckDB {duckdb.__version__}")


if __name__ == "__main__":
    main()
