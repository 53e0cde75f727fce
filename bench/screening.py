"""Speed, memory and quality of screening, beside rapidfuzz's cdist over the same names.

    python -m bench.screening HOME names.csv [listed.csv]

`names.csv` (column full_name) has names that are on no list, `listed.csv` names that are. Printed: CPU and memory of
one question with the start of the program; CPU for a name, and for all of them, once it runs; pairs of names a second,
of the index (which looks at few) and of cdist (which looks at all); pairs of listed names a second, by cpdist, by the
full score, by the score with a limit, singly and many at once, of any two names and of two that share a word; how many
names of either file have a hit at each threshold.
"""

import csv
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from time import process_time

import duckdb
import numpy as np
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.process import cdist, cpdist
from rapidfuzz.utils import default_process

from pipelines.archive.home import Home
from pipelines.designations.names import skeleton
from pipelines.matching.listed_names import MOST_SHARING_A_KEY
from pipelines.matching.many_pairs import PreparedNames, matches_from
from pipelines.matching.name_index import NameIndex
from pipelines.matching.name_score import THRESHOLD, Match, match_of
from pipelines.matching.name_words import Kind, NameWords, kind_of, read_name
from pipelines.run.screening import published_index
from pipelines.warehouse.published import opened, text_of

THRESHOLDS = (0.65, 0.7, THRESHOLD, 0.75, 0.8, 0.85, 0.9)
CDIST_QUERIES = 50
PAIRS = 50_000
NAMES_PREPARED = 20_000
KINDS_COMPARED: tuple[Kind, ...] = ("person", "organisation")
Places = np.ndarray[tuple[int], np.dtype[np.int64]]


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


def _listed_of(home: str, kind: Kind) -> list[str]:
    with opened(Home(Path(home)).warehouse) as connection:
        rows = connection.execute(text_of("screening/names.sql")).fetchall()
    return sorted({name for _, name, party_type in rows if kind_of(party_type) == kind})


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


def pairs_of(names: list[NameWords], *, share_a_word: bool) -> tuple[Places, Places]:
    """Pairs drawn by seed: of any two names, or of two that share a word which few names have."""
    random = Random(5)
    if not share_a_word:
        drawn = random.choices(range(len(names)), k=2 * PAIRS)
        return np.array(drawn[:PAIRS]), np.array(drawn[PAIRS:])
    having: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for consonants in {skeleton(word.text) or word.text for word in name.words if word.role == "plain"}:
            having.setdefault(consonants, []).append(place)
    groups = [places for places in having.values() if 2 <= len(places) <= MOST_SHARING_A_KEY]
    by_size = random.choices(groups, [len(places) ** 2 for places in groups], k=PAIRS)
    one, other = zip(*(random.sample(places, 2) for places in by_size), strict=True)
    return np.array(one), np.array(other)


def pairs_a_second(compare: Callable[[], object]) -> float:
    """How many pairs are compared in a second of CPU, asked a second time: words and names are known by then."""
    compare()
    begun = process_time()
    compare()
    return PAIRS / (process_time() - begun)


def compare_pairs(listed: list[str], kind: Kind) -> None:
    """Print how fast pairs of listed names are compared: by rapidfuzz, singly, and many at once; any, and near ones."""
    sample = Random(5).sample(listed, min(len(listed), NAMES_PREPARED))
    begun = process_time()
    names = [read_name(name, kind) for name in sample]
    prepared = PreparedNames(names)
    print(f"{len(names):,} names of kind {kind} prepared: {process_time() - begun:.1f} s")
    texts = [default_process(name) for name in sample]
    for share_a_word in (False, True):
        one, other = pairs_of(names, share_a_word=share_a_word)
        places = list(zip(one.tolist(), other.tolist(), strict=True))
        of_texts = partial(cpdist, [texts[i] for i in one], [texts[j] for j in other], scorer=token_sort_ratio)
        full = partial(lambda pairs: [match_of(names[i], names[j]) for i, j in pairs], places)
        limited = partial(lambda pairs: [match_of(names[i], names[j], THRESHOLD) for i, j in pairs], places)
        at_once = partial(matches_from, prepared, one, other, THRESHOLD)
        print(
            f"{'pairs that share a word' if share_a_word else 'pairs of any two names'}, a second:"
            f" cpdist {pairs_a_second(of_texts):,.0f}; the full score {pairs_a_second(full):,.0f};"
            f" from {THRESHOLD} on, singly {pairs_a_second(limited):,.0f}, at once {pairs_a_second(at_once):,.0f};"
            f" {len(at_once()):,} of {PAIRS:,} match, {_differences(full(), at_once())} differ from the full score"
        )


def _differences(full: list[Match], at_once: dict[int, Match]) -> int:
    wanted = {place: match for place, match in enumerate(full) if match.score >= THRESHOLD}
    return sum(wanted.get(place) != at_once.get(place) for place in wanted.keys() | at_once.keys())


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
    for kind in KINDS_COMPARED:
        compare_pairs(_listed_of(home, kind), kind)
    print("on no list, with a hit at:", *(f"{least}: {sum(one >= least for one in best)}" for least in THRESHOLDS))
    if listed_file:
        best, _ = best_scores(index, names_in(listed_file))
        print("listed, with a hit at:", *(f"{least}: {sum(one >= least for one in best)}" for least in THRESHOLDS))


if __name__ == "__main__":
    main(*sys.argv[1:4])
