"""Speed, memory and quality of screening, beside rapidfuzz's cdist over the same names.

    python -m bench.screening HOME names.csv [listed.csv]

`names.csv` (column full_name) has names that are on no list, `listed.csv` names that are. Printed: CPU and memory of
one question with the start of the program; CPU for a name, and for all of them, once it runs; pairs of names a second,
of the index (which looks at few), of cdist (which looks at all), of the score as screening asks it, and of the full
score; how many names of either file have a hit at each threshold.
"""

import csv
import resource
import subprocess
import sys
from itertools import islice
from pathlib import Path
from time import process_time

import duckdb
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist
from rapidfuzz.utils import default_process

from pipelines.archive.home import Home
from pipelines.matching.name_index import NameIndex
from pipelines.matching.name_score import THRESHOLD, match_of
from pipelines.matching.name_words import name_words
from pipelines.run.screening import published_index
from pipelines.warehouse.published import opened, text_of

THRESHOLDS = (0.65, 0.7, THRESHOLD, 0.75, 0.8, 0.85, 0.9)
CDIST_QUERIES = 50
PAIRS = 20_000


def names_in(path: str) -> list[str]:
    """Column full_name of a CSV."""
    with Path(path).open(encoding="utf-8", newline="") as lines:
        return [row["full_name"] for row in csv.DictReader(lines)]


def cold(home: str, name: str) -> tuple[float, float]:
    """CPU seconds and MiB of one question, the start of the program included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pipelines.cli", "--home", home, "screen", "--json", name]
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def index_of(home: str) -> tuple[NameIndex, list[str]]:
    """The index of the published names, and these names."""
    with opened(Home(Path(home)).warehouse) as connection:
        return published_index(Home(Path(home)), connection), _listed(connection)


def _listed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return sorted({name for _, name, _ in connection.execute(text_of("screening/names.sql")).fetchall()})


def best_scores(index: NameIndex, names: list[str]) -> tuple[list[float], float]:
    """For each name the score of its best hit, and the CPU seconds that all took."""
    begun = process_time()
    found = [index.matches(name, limit=1, threshold=min(THRESHOLDS)) for name in names]
    return [matches[0].score if matches else 0.0 for matches in found], process_time() - begun


def cdist_pairs_a_second(names: list[str], listed: list[str]) -> float:
    """How many pairs rapidfuzz compares in a second of CPU."""
    folded = [default_process(name) for name in listed]
    asked = [default_process(name) for name in islice(names, CDIST_QUERIES)]
    begun = process_time()
    cdist(asked, folded, scorer=token_sort_ratio, workers=1)
    return len(asked) * len(folded) / (process_time() - begun)


def score_pairs_a_second(names: list[str], listed: list[str], at_least: float) -> float:
    """How many pairs of names the score compares in a second of CPU, their words known.

    Args:
        at_least: 0 for the full score of every pair; else those that cannot come up to it are refused early.
    """
    pairs = [
        (name_words(one, "person"), name_words(two, "person")) for one, two in zip(names * 99, listed, strict=False)
    ]
    pairs = pairs[:PAIRS]
    for _ in range(2):
        begun = process_time()
        for one, two in pairs:
            match_of(one, two, at_least)
    return len(pairs) / (process_time() - begun)


def main(home: str, unlisted: str, listed_file: str | None = None) -> None:
    """Print all figures."""
    names = names_in(unlisted)
    seconds, mebibytes = cold(home, names[0])
    print(f"one question, with start: {seconds:.2f} s of CPU, {mebibytes:.0f} MiB")
    index, listed = index_of(home)
    best, seconds = best_scores(index, names)
    print(f"{len(names):,} names against {len(listed):,}: {seconds:.1f} s, {1000 * seconds / len(names):.1f} ms a name")
    print(f"index: {len(names) * len(listed) / seconds:,.0f} pairs a second")
    print(f"rapidfuzz cdist, token_sort_ratio: {cdist_pairs_a_second(names, listed):,.0f} pairs a second")
    print(f"the score, words known: {score_pairs_a_second(names, listed, THRESHOLD):,.0f} pairs a second")
    print(f"the full score of every pair: {score_pairs_a_second(names, listed, 0):,.0f} pairs a second")
    print("on no list, with a hit at:", *(f"{least}: {sum(one >= least for one in best)}" for least in THRESHOLDS))
    if listed_file:
        best, _ = best_scores(index, names_in(listed_file))
        print("listed, with a hit at:", *(f"{least}: {sum(one >= least for one in best)}" for least in THRESHOLDS))


if __name__ == "__main__":
    main(*sys.argv[1:4])
