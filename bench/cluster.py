"""News in partitions: equal tables from one process, a pool and Ray; killed workers and drivers; many near-copies.

    python -m bench.cluster same FOLDER --real articles.jsonl [--articles 20000] [--executors "" pool:2 ray:2]
    python -m bench.cluster killed FOLDER --real articles.jsonl [--articles 2000] [--executors pool:2] [--times 5]
    python -m bench.cluster copies FOLDER --real articles.jsonl [--articles 100000] [--executors pool:2]
    python -m bench.cluster overhead FOLDER [--executors "" pool:2 ray:2]

Articles are generated from real ones (see bench.generated_news), and lie in partitions of days. FOLDER must not exist
yet; `same` and `copies` may go on in the folder of an earlier run.

- `same` makes all tables with each executor, and prints throughput, CPU, memory, and whether the tables are equal to
  those of the first executor that ran in the folder.
- `killed` kills random workers at random moments, then the driver once, and compares the resumed tables.
- `copies` makes texts, sketches, pairs and copies, without claims, and prints recall, precision and memory.
- `overhead` prints what an executor costs to start, and for a partition on which there is nothing to do.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import polars as pl

from bench.generated_news import NewsGenerator
from bench.processes import ProcessWatch, is_worker, processes_below
from pipelines.claims.finder import Finder
from pipelines.claims.partitions import COPIES, SKETCH, TABLES, Done, find_copies, make_partitions
from pipelines.engine.executors import Executor, executor_of
from pipelines.engine.store import PartitionStore

FIRST = date(2015, 5, 1)
ARTICLES_A_DAY = 250
ARTICLES_A_DAY_OF_COPIES = 10_000
CHARACTERS, CHARACTERS_OF_COPIES = 2_000, 600
DAYS_BACK = 3
"""A copy has its original at most so many days before."""
NOTHING_TO_DO = 500


def main() -> int:
    """Run what was asked for; 1 where tables differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["same", "killed", "copies", "overhead", "drive"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--executors", nargs="+", default=[])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--report", type=Path, help="where `drive` writes what it measured")
    asked = parser.parse_args()
    print(f"load of the machine: {' '.join(f'{load:.1f}' for load in os.getloadavg())}", flush=True)
    if asked.what == "drive":
        return _drive(PartitionStore(str(asked.folder)), asked.executors[0], asked.report)
    if asked.what == "same":
        return _same(asked.folder, asked.real, asked.articles or 20_000, asked.executors or ["", "pool:2", "ray:2"])
    if asked.what == "killed":
        return _killed(
            asked.folder, asked.real, asked.articles or 2_000, (asked.executors or ["pool:2"])[0], asked.times
        )
    if asked.what == "copies":
        return _copies(asked.folder, asked.real, asked.articles or 100_000, (asked.executors or ["pool:2"])[0])
    return _overhead(asked.folder, asked.executors or ["", "pool:2", "ray:2"])


# ---- generated source files -----------------------------------------------------------------------------------------
def _fill(store: PartitionStore, generator: NewsGenerator, count: int, a_day: int, executor: Executor) -> int:
    """Write the source files of the days that have none yet; the number of copies among their articles."""
    there = set(store.days())
    firsts = [first for first in range(0, count, a_day) if _day_of(first, a_day) not in there]
    return sum(executor.map(partial(_fill_day, store, generator, a_day, count), firsts))


def _fill_day(store: PartitionStore, generator: NewsGenerator, a_day: int, count: int, first: int) -> int:
    day = _day_of(first, a_day)
    articles = [generator.article(number) for number in range(first, min(first + a_day, count))]
    lines = [json.dumps({"id": f"a{article.number}", "date": day, "text": article.text}) for article in articles]
    store.put_source(day, "articles.jsonl", "\n".join(lines).encode())
    return sum(article.copy_of is not None for article in articles)


def _day_of(number: int, a_day: int) -> str:
    return (FIRST + timedelta(days=number // a_day)).isoformat()


def _sources(folder: Path, real: Path, count: int) -> PartitionStore:
    store = PartitionStore(str(folder / "sources"))
    if store.days():
        return store
    generator = NewsGenerator(real, CHARACTERS, DAYS_BACK * ARTICLES_A_DAY)
    copies = _fill(store, generator, count, ARTICLES_A_DAY, executor_of(""))
    print(f"{count:,} articles in {len(store.days())} days, {copies:,} of them copies", flush=True)
    return store


# ---- the same tables everywhere -------------------------------------------------------------------------------------
def _same(folder: Path, real: Path, count: int, executors: list[str]) -> int:
    sources = _sources(folder, real, count)
    is_same, first = True, folder / "first"
    for address in executors:
        store = _copy_of(sources, folder / (address.replace(":", "") or "one"))
        report = folder / f"{Path(store.address).name}.txt"
        if _driver(store, address, report).wait():
            raise RuntimeError(f"the run with {address!r} did not end well")
        if not first.exists():
            first.symlink_to(store.address, target_is_directory=True)
        tables, expected = _tables(store), _tables(PartitionStore(str(first)))
        equal = all(tables[name].equals(expected[name]) for name in TABLES)
        is_same = is_same and equal
        rows = ", ".join(f"{tables[name].height:,} {name}" for name in TABLES)
        print(f"{address or 'one process'}: {report.read_text('utf-8')}", flush=True)
        print(f"  {rows}; equal to the first: {equal}; {_repeated(tables)} ids twice", flush=True)
    return 0 if is_same else 1


def _repeated(tables: dict[str, pl.DataFrame]) -> int:
    keys = {"article": "article_id", "claim": "claim_id"}
    return sum(tables[name].height - tables[name][key].n_unique() for name, key in keys.items())


def _copy_of(sources: PartitionStore, folder: Path) -> PartitionStore:
    shutil.copytree(sources.address, folder)
    return PartitionStore(str(folder))


def _driver(store: PartitionStore, address: str, report: Path | None = None) -> subprocess.Popen[bytes]:
    """A run in another process, so that memory and CPU are its own."""
    command = [sys.executable, "-m", "bench.cluster", "drive", store.address, "--executors", address]
    return subprocess.Popen(command + (["--report", str(report)] if report else []), stdout=subprocess.DEVNULL)


def _drive(store: PartitionStore, address: str, report: Path | None) -> int:
    def run(executor: Executor) -> Iterator[Done]:
        return make_partitions(store, store.days(), executor, Finder({}, Path()))

    measured, _ = _measured(address, run)
    if report:
        articles = sum(store.rows(TABLES[0], day) for day in store.days())
        report.write_text(f"{articles:,} articles: {measured}", encoding="utf-8")
    return 0


def _measured(address: str, run: Callable[[Executor], Iterator[Done]]) -> tuple[str, list[Done]]:
    """Run on an executor; time, CPU and memory of this process, the workers and all else that was started."""
    executor, watch, begun = executor_of(address), ProcessWatch(), time.monotonic()
    with watch:
        done = list(run(executor))
        lasted = time.monotonic() - begun
    executor.close()
    return f"{lasted:.0f} s; {watch.summary()}", done


def _tables(store: PartitionStore) -> dict[str, pl.DataFrame]:
    return {name: pl.concat([store.read(name, day) for day in store.days(name)]) for name in TABLES}


# ---- killed workers, and a killed driver ----------------------------------------------------------------------------
def _killed(folder: Path, real: Path, count: int, address: str, times: int) -> int:
    sources = _sources(folder, real, count)
    whole = _copy_of(sources, folder / "whole")
    begun = time.monotonic()
    _driver(whole, address).wait()
    lasted = time.monotonic() - begun
    expected, chance = _tables(whole), random.Random(7)
    store = _copy_of(sources, folder / "workers")
    killed = _driven_with_deaths(store, address, chance, times, lasted)
    equal = _are_equal(store, expected)
    print(f"{address}: {killed} workers killed in a run of {lasted:.0f} s; tables equal: {equal}", flush=True)
    return 0 if equal and _resumed(_copy_of(sources, folder / "driver"), address, lasted, expected) else 1


def _resumed(store: PartitionStore, address: str, lasted: float, expected: dict[str, pl.DataFrame]) -> bool:
    """Kill a driver with SIGKILL once it has made some partitions, run it again, and compare the tables."""
    process = _driver(store, address)
    until = time.monotonic() + 3 * lasted
    while len(store.days("article")) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    below = processes_below(process.pid)
    process.kill()
    ended, whole = process.wait(), len(store.days("article"))
    time.sleep(10)
    left = [process_id for process_id in below if Path(f"/proc/{process_id}").exists()]
    if _driver(store, address).wait():
        raise RuntimeError("the resumed run did not end well")
    equal = _are_equal(store, expected)
    print(
        f"{address}: driver killed (code {ended}) with {whole} of {len(store.days())} days whole; {len(left)} of its "
        f"{len(below)} processes still ran 10 s later; resumed, tables equal: {equal}",
        flush=True,
    )
    return equal


def _are_equal(store: PartitionStore, expected: dict[str, pl.DataFrame]) -> bool:
    tables = _tables(store)
    return all(tables[name].equals(expected[name]) for name in TABLES)


def _driven_with_deaths(store: PartitionStore, address: str, chance: random.Random, times: int, lasted: float) -> int:
    """Run in another process, and kill its workers at random moments; how many were killed."""
    process, killed = _driver(store, address), 0

    def kill() -> None:
        nonlocal killed
        while process.poll() is None and killed < times:
            time.sleep(chance.uniform(0.05, 0.2) * lasted)
            workers = [process_id for process_id, words in processes_below(process.pid).items() if is_worker(words)]
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1

    killer = threading.Thread(target=kill)
    killer.start()
    if process.wait():
        raise RuntimeError("the run with killed workers did not end well")
    killer.join()
    return killed


# ---- near-copies of very many articles ------------------------------------------------------------------------------
def _copies(folder: Path, real: Path, count: int, address: str) -> int:
    """Measure this run; what an earlier run in the folder made is kept, so a large count can be reached in steps."""
    store, a_day = PartitionStore(str(folder)), ARTICLES_A_DAY_OF_COPIES
    generator = NewsGenerator(real, CHARACTERS_OF_COPIES, DAYS_BACK * a_day)
    executor = executor_of(address)
    _fill(store, generator, count, a_day, executor)
    executor.close()
    days = [day for day in store.days() if day <= _day_of(count - 1, a_day)]

    def run(executor: Executor) -> Iterator[Done]:
        return find_copies(store, days, executor)

    measured, done = _measured(address, run)
    new = sum(part.is_new for part in done)
    print(f"{count:,} articles, {new} of {len(done)} stages of partitions made now: {measured}", flush=True)
    print(f"  {_quality(store, generator, days)}; {_stored(folder)}", flush=True)
    return 0


def _quality(store: PartitionStore, generator: NewsGenerator, days: list[str]) -> str:
    """Recall and precision of copies: right is a copy whose original is named, or another copy's of that original."""
    made = found = right = 0
    for day in days:
        frame = store.read(COPIES, day, ["article_id", "copy_of"])
        for article_id, copy_of in frame.iter_rows():
            expected = generator.article(_number(article_id)).copy_of
            made += expected is not None
            found += copy_of is not None
            right += copy_of is not None and _number(copy_of) == expected
    return f"{made:,} copies made, {found:,} found, recall {right / made:.4f}, precision {right / max(1, found):.4f}"


def _number(article_id: str) -> int:
    return int(article_id.rpartition(":a")[2])


def _stored(folder: Path) -> str:
    sizes = {
        table: sum(path.stat().st_size for path in (folder / table).rglob("*.parquet")) / 1e6
        for table in ("text", SKETCH, "pair", COPIES)
    }
    return ", ".join(f"{table} {size:,.0f} MB" for table, size in sizes.items())


# ---- what executors cost --------------------------------------------------------------------------------------------
def _overhead(folder: Path, executors: list[str]) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for address in executors:
        executor = executor_of(address)
        begun = time.monotonic()
        list(executor.map(_nothing, range(4)))
        started = time.monotonic()
        list(executor.map(_nothing, range(NOTHING_TO_DO)))
        a_task = (time.monotonic() - started) / NOTHING_TO_DO
        executor.close()
        print(
            f"{address or 'one process'}: {started - begun:.1f} s to start, {1000 * a_task:.2f} ms a task", flush=True
        )
    return 0


def _nothing(number: int) -> Done:
    return Done(str(number), "nothing", 0, is_new=False)


if __name__ == "__main__":
    sys.exit(main())
