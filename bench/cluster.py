"""News in partitions: the same tables from one process, a pool and Ray; killed workers; near-copies of many articles.

    python -m bench.cluster same FOLDER [--articles 20000] [--executors "" pool:2 ray:2]
    python -m bench.cluster killed FOLDER [--articles 2000] [--executor pool:2] [--times 5]
    python -m bench.cluster copies FOLDER [--articles 100000 1000000]

Articles are generated (see bench.claims), in partitions of days; one in five is a copy, with three changed words,
of an article of the same day or of up to three days before. `same` prints throughput, and compares all
tables. `killed` kills a random worker at random moments, then the driver once, and compares the resumed tables.
`copies` measures the stages `pairs` and `copies` alone, on sketches of texts that are made of random words: recall,
precision, time, and peak memory of this process, which holds one pair of partitions at a time.
"""

import argparse
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from bench.claims import articles as generated
from pipelines.articles.near_copies import Sketcher
from pipelines.claims.finder import Finder
from pipelines.claims.partitions import SKETCH, TABLES, copy_partition, make_partitions, pair_partition, window_before
from pipelines.engine.executors import executor_of
from pipelines.engine.store import PartitionStore

FIRST = date(2024, 5, 1)
ARTICLES_A_DAY = 250
SKETCHES_A_PARTITION = 10_000
COPIES = 0.2
WORDS_A_TEXT = 150


def main() -> int:
    """Run what was asked for; 1 where tables differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["same", "killed", "copies", "drive"])
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--articles", type=int, nargs="+", default=[])
    parser.add_argument("--executors", nargs="+", default=["", "pool:2", "ray:2"])
    parser.add_argument("--executor", default="pool:2")
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args()
    if asked.what == "drive":
        return _drive(PartitionStore(str(asked.folder)), asked.executor)
    if asked.what == "same":
        return _same(asked.folder, (asked.articles or [20_000])[0], asked.executors)
    if asked.what == "killed":
        return _killed(asked.folder, (asked.articles or [2_000])[0], asked.executor, asked.times)
    for count in asked.articles or [100_000, 1_000_000]:
        _copies(asked.folder / str(count), count)
    return 0


# ---- the same tables everywhere -------------------------------------------------------------------------------------
def _fill(store: PartitionStore, count: int) -> None:
    """Source files of days; the days of articles are those of their partitions."""
    chance = random.Random(1)
    recent: list[str] = []
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for number, article in enumerate(generated(count)):
        day = (FIRST + timedelta(days=number // ARTICLES_A_DAY)).isoformat()
        text = _changed(chance.choice(recent), chance) if recent and chance.random() < COPIES else article.text
        recent = [*recent[-3 * ARTICLES_A_DAY :], text]
        lines[day].append(json.dumps({"id": f"a{number}", "date": day, "text": text}))
    for day, content in lines.items():
        store.put_source(day, "articles.jsonl", "\n".join(content).encode())


def _changed(text: str, chance: random.Random) -> str:
    words = text.split(" ")
    for _ in range(3):
        words[chance.randrange(len(words))] = "officials"
    return f"MINSK, May 14 (Agency) - {' '.join(words)}"


def _same(folder: Path, count: int, executors: list[str]) -> int:
    sources = PartitionStore(str(folder / "sources"))
    _fill(sources, count)
    expected, is_same = None, True
    for address in executors:
        store = _copy_of(sources, folder / (address.replace(":", "") or "one"))
        begun = time.monotonic()
        _drive(store, address)
        lasted = time.monotonic() - begun
        tables = _tables(store)
        expected = expected or tables
        equal = all(tables[name].equals(expected[name]) for name in TABLES)
        is_same = is_same and equal
        rows = ", ".join(f"{tables[name].height:,} {name}" for name in TABLES)
        print(
            f"{address or 'one process'}: {count / lasted:,.0f} articles a second ({lasted:.0f} s), {rows}", flush=True
        )
        print(f"  tables equal to the first: {equal}; {_memory()}", flush=True)
    return 0 if is_same else 1


def _copy_of(sources: PartitionStore, folder: Path) -> PartitionStore:
    shutil.copytree(sources.address, folder)
    return PartitionStore(str(folder))


def _drive(store: PartitionStore, address: str) -> int:
    executor = executor_of(address)
    for _ in make_partitions(store, store.days(), executor, Finder({}, Path())):
        pass
    executor.close()
    return 0


def _tables(store: PartitionStore) -> dict[str, pl.DataFrame]:
    return {name: pl.concat([store.read(name, day) for day in store.days(name)]) for name in TABLES}


def _memory() -> str:
    own, workers = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"peak memory so far {own:,.0f} MB here, {workers:,.0f} MB in the largest process that ended"


# ---- killed workers, and a killed driver ----------------------------------------------------------------------------
def _killed(folder: Path, count: int, address: str, times: int) -> int:
    sources = PartitionStore(str(folder / "sources"))
    _fill(sources, count)
    whole = _copy_of(sources, folder / "whole")
    begun = time.monotonic()
    _drive(whole, address)
    lasted = time.monotonic() - begun
    expected, chance = _tables(whole), random.Random(7)
    store = _copy_of(sources, folder / "workers")
    killed = _driven_with_deaths(store, address, chance, times, lasted)
    equal = all(_tables(store)[name].equals(expected[name]) for name in TABLES)
    print(f"{address}: {killed} workers killed in a run of {lasted:.0f} s; tables equal: {equal}", flush=True)
    store = _copy_of(sources, folder / "driver")
    process = _driver(store, address)
    time.sleep(chance.uniform(0.3, 0.9) * lasted)
    process.kill()
    ended = process.wait()
    before = len(store.days("article"))
    _drive(store, address)
    resumed = all(_tables(store)[name].equals(expected[name]) for name in TABLES)
    print(f"driver killed (code {ended}) with {before} of {len(store.days())} days whole; resumed, equal: {resumed}")
    return 0 if equal and resumed else 1


def _driver(store: PartitionStore, address: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bench.cluster", "drive", store.address, "--executor", address])


def _driven_with_deaths(store: PartitionStore, address: str, chance: random.Random, times: int, lasted: float) -> int:
    """Run in another process, and kill its workers at random moments; how many were killed."""
    process, killed = _driver(store, address), 0

    def kill() -> None:
        nonlocal killed
        while process.poll() is None and killed < times:
            time.sleep(chance.uniform(0.05, 0.2) * lasted)
            workers = _workers(process.pid)
            if workers:
                os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1

    killer = threading.Thread(target=kill)
    killer.start()
    if process.wait():
        raise RuntimeError("the run with killed workers did not end well")
    killer.join()
    return killed


def _workers(driver: int) -> list[int]:
    """The processes below a driver that do its work: those of a pool, or Ray's workers while they run a task."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in lines.splitlines() if len(line.split(None, 2)) == 3]
    below, more = {driver}, True
    while more:
        new = {int(pid) for pid, parent, _ in rows if int(parent) in below} - below
        below, more = below | new, bool(new)
    return [
        int(pid) for pid, _, words in rows if int(pid) in below and ("spawn_main" in words or "ray::_call" in words)
    ]


# ---- near-copies of very many articles ------------------------------------------------------------------------------
def _texts(count: int) -> Iterator[tuple[str, str | None]]:
    """Texts of random words, and the number of the text that one is a copy of."""
    dice = np.random.default_rng(3)
    words = np.array([f"w{number:x}" for number in range(50_000)])
    recent: list[tuple[int, list[str]]] = []
    for number in range(count):
        if recent and dice.random() < COPIES:
            original, text = recent[int(dice.integers(len(recent)))]
            changed = list(text)
            for place in dice.integers(len(changed), size=3):
                changed[place] = "officials"
            yield (
                " ".join(["minsk", *changed[:-10]]),
                str(original),
            )  # shorter, so that it is not the original of its day
            continue
        text = words[(len(words) * dice.random(WORDS_A_TEXT) ** 3).astype(int)].tolist()
        recent = [*recent[-2_000:], (number, text)] if number % 20 == 0 else recent
        yield " ".join(text), None


def _copies(folder: Path, count: int) -> None:
    store, sketcher, known = PartitionStore(str(folder)), Sketcher(), dict[str, str]()
    rows: list[tuple[object, ...]] = []
    begun = time.process_time()
    for number, (text, original) in enumerate(_texts(count)):
        day = FIRST + timedelta(days=number // SKETCHES_A_PARTITION)
        made = sketcher(text)
        if original is not None:
            known[str(number)] = original
        rows.append(
            (str(number), day, None, len(text), made.words, made.runs, made.sketch.tobytes(), made.places.tobytes())
        )
        if len(rows) == SKETCHES_A_PARTITION or number == count - 1:
            _keep(store, day.isoformat(), rows)
            rows = []
    print(f"{count:,} texts and sketches: {time.process_time() - begun:.0f} s of CPU; {_memory()}", flush=True)
    begun, days = time.process_time(), store.days(SKETCH)
    windows = [(day, window_before(day, days)) for day in days]
    pairs = sum(done.rows for done in map(partial(pair_partition, store), windows))
    paired = time.process_time()
    for name, window in windows:
        copy_partition(store, name, window)
    found = {article_id: of for name in days for article_id, of in _copies_of(store, name)}
    right = sum(known.get(article_id) == of for article_id, of in found.items())
    print(
        f"  {pairs:,} pairs in {paired - begun:.0f} s, resolved in {time.process_time() - paired:.0f} s of CPU; "
        f"{len(known):,} copies made, {len(found):,} found, recall {right / len(known):.4f}, "
        f"precision {right / max(1, len(found)):.4f}; {_memory()}",
        flush=True,
    )


def _keep(store: PartitionStore, day: str, rows: list[tuple[object, ...]]) -> None:
    schema = {
        "article_id": pl.String, "published_on": pl.Date, "url": pl.String, "characters": pl.Int64,
        "words": pl.Binary, "runs": pl.Int64, "sketch": pl.Binary, "places": pl.Binary,
    }  # fmt: skip
    store.write(SKETCH, day, pl.DataFrame(rows, schema=schema, orient="row"), "generated")


def _copies_of(store: PartitionStore, day: str) -> list[tuple[str, str]]:
    frame = store.read("copy", day, ["article_id", "copy_of"]).drop_nulls()
    return list(frame.iter_rows())


if __name__ == "__main__":
    sys.exit(main())
