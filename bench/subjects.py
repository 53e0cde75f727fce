"""How well names, births and countries alone find one party across lists: official numbers are hidden, to be labels.

    python -m bench.subjects sanctions.duckdb

Of each pair of lists: pairs of entries that share an official number (labelled), how many of these the rest of the
evidence joins (recall), and of the joins of labelled entries how many are right (precision: an entry whose party on the
other list is known, joined to another entry there, is a wrong join).
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

import duckdb
import polars as pl

from pipelines.matching.subjects import subjects

TABLES = ("designation", "designation_name", "designation_birth", "designation_country", "designation_identifier")
EntryPairs = set[tuple[str, str]]


def labelled(evidence: pl.DataFrame) -> EntryPairs:
    """Pairs of entries that an official number joins, in order of their ids."""
    found = evidence.filter((pl.col("kind") == "identifier") & pl.col("outcome").is_in(["joined", "confirmed"]))
    pairs = found.select("designation_id", "other_designation_id").iter_rows()
    return {_ordered(one, other) for one, other in pairs if _list_of(one) != _list_of(other)}


def joined(subject_designation: pl.DataFrame) -> EntryPairs:
    """Pairs of designations of different lists that are one subject."""
    pairs = subject_designation.join(subject_designation, on="subject_id", suffix="_2").filter(
        pl.col("designation_id") < pl.col("designation_id_2")
    )
    rows = pairs.select("designation_id", "designation_id_2").iter_rows()
    return {(one, other) for one, other in rows if _list_of(one) != _list_of(other)}


def figures(labels: EntryPairs, found: EntryPairs) -> Iterable[tuple[str, str, int, float, float]]:
    """list, other list, labelled pairs, precision, recall; most labelled first."""
    partners: Mapping[tuple[str, str], set[str]] = _partners(labels)
    right: dict[tuple[str, str], int] = defaultdict(int)
    wrong: dict[tuple[str, str], int] = defaultdict(int)
    total: dict[tuple[str, str], int] = defaultdict(int)
    for one, other in labels:
        total[_list_of(one), _list_of(other)] += 1
    for one, other in found:
        lists = _list_of(one), _list_of(other)
        if (one, other) in labels:
            right[lists] += 1
        elif partners.get((one, lists[1])) or partners.get((other, lists[0])):
            wrong[lists] += 1
    for lists, count in sorted(total.items(), key=lambda each: -each[1]):
        decided = right[lists] + wrong[lists]
        yield *lists, count, right[lists] / decided if decided else 0.0, right[lists] / count


def _partners(labels: EntryPairs) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, other in labels:
        found[one, _list_of(other)].add(other)
        found[other, _list_of(one)].add(one)
    return found


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _list_of(designation_id: str) -> str:
    return designation_id.partition(":")[0]


def measure(tables: Mapping[str, pl.DataFrame]) -> list[tuple[str, str, int, float, float]]:
    """The figures for each pair of lists, and the total last."""
    designations, names, births, countries, identifiers = (tables[table] for table in TABLES)
    seen = subjects(designations, names, births, countries, identifiers)
    hidden = subjects(designations, names, births, countries, identifiers.clear())
    labels, found = labelled(seen["subject_evidence"]), joined(hidden["subject_designation"])
    rows = list(figures(labels, found))
    right = sum(round(recall * count) for *_, count, _, recall in rows)
    decided = sum(round(recall * count / precision) if precision else 0 for *_, count, precision, recall in rows)
    return [*rows, ("all", "all", len(labels), right / max(1, decided), right / max(1, len(labels)))]


def main(path: str) -> None:
    """Print the figures for a published file."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = {name: connection.table(name).pl() for name in TABLES}
    for one, other, count, precision, recall in measure(tables):
        print(f"{one:18} {other:18} {count:6} labelled  precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main(sys.argv[1])
