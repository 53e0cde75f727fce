"""Speed and quality of name matching.

    python -m bench.names name_pairs.csv [sanctions.duckdb]

Pairs a second (of CPU) of the score beside rapidfuzz's token_sort_ratio, cold (every name and word new) and warm;
precision, recall and F1 at the shipped threshold. With a published file: building the index of all its names, and
linking 10,000 of them.
"""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from time import process_time

import duckdb
from rapidfuzz.fuzz import token_sort_ratio
from rapidfuzz.utils import default_process

from pipelines.matching.name_index import NameIndex, score_pairs
from pipelines.matching.name_score import score

QUERIES = 10_000
SAMPLE = 500
"""Names of which the candidates are counted."""
ROUNDS = 20


def pairs_a_second(pairs: list[tuple[str, str]], compare: Callable[[str, str], object], rounds: int) -> float:
    """How many pairs are compared in a second, all rounds together."""
    begun = process_time()
    for _ in range(rounds):
        for one, other in pairs:
            compare(one, other)
    return rounds * len(pairs) / (process_time() - begun)


def quality(rows: list[dict[str, str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of the shipped decision."""
    said = [bool(score_pair["is_match"]) for score_pair in score_pairs(rows)]
    wanted = [row["is_match"] == "true" for row in rows]
    right = sum(one and other for one, other in zip(said, wanted, strict=True))
    precision, recall = right / max(1, sum(said)), right / max(1, sum(wanted))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def linking(path: str) -> None:
    """Print how long the index of a published file takes to build, and to answer for its own names."""
    with duckdb.connect(path, read_only=True) as connection:
        names = connection.sql(
            "SELECT designation_id, name, quality, party_type"
            " FROM designation_name JOIN designation USING (designation_id)"
        ).pl()
    begun = process_time()
    index = NameIndex(names)
    print(f"index of {len(index):,} names: {process_time() - begun:.1f} s")
    distinct = sorted(names["name"].unique())
    asked = Random(7).choices(distinct, k=QUERIES)
    begun = process_time()
    found = sum(bool(index.matches(name)) for name in asked)
    taken = process_time() - begun
    print(f"linking {QUERIES:,} names: {taken:.1f} s, {QUERIES / taken:,.0f} a second; {found:,} found")
    tested = [len(index.candidates(name)) for name in asked[:SAMPLE]]
    print(f"candidates compared for a name: {sum(tested) / SAMPLE:,.0f} of {len(index):,}, {max(tested):,} at most")


def main(pairs_file: str, published: str | None = None) -> None:
    """Print all figures."""
    with Path(pairs_file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    pairs = [(row["name1"], row["name2"]) for row in rows]
    print(f"score, cold: {pairs_a_second(pairs, score, 1):,.0f} pairs a second")
    print(f"score, warm: {pairs_a_second(pairs, score, ROUNDS):,.0f} pairs a second")
    plain = pairs_a_second(pairs, lambda one, other: token_sort_ratio(one, other, processor=default_process), ROUNDS)
    print(f"rapidfuzz token_sort_ratio: {plain:,.0f} pairs a second")
    print("precision {:.3f}  recall {:.3f}  F1 {:.3f}".format(*quality(rows)))
    if published:
        linking(published)


if __name__ == "__main__":
    main(*sys.argv[1:3])
