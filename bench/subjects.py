"""How well names, births and countries alone find one party across lists: official numbers are hidden, to be labels.

    python -m bench.subjects sanctions.duckdb

For each pair of sources (a list, or one of the lists that the CSL repeats): pairs of entries that share an official
number (labelled), how many of these the rest of the evidence joins (recall), and of the joins of labelled entries how
many are right (precision). An entry whose party in the other source is known, joined to another entry there, is a wrong
join. It is not counted where that other entry has the very name of the known one: a list that lists a party anew, or
under two programmes, has two entries of it, and only one of them has the number. How many these are is printed.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.designations.names import words
from pipelines.matching.entries import LISTS_OF_LISTS
from pipelines.matching.subjects import subjects

TABLES = ("designation", "designation_name", "designation_birth", "designation_country", "designation_identifier")
EntryPairs = set[tuple[str, str]]
Names = Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Counts:
    """Of one pair of sources: labelled pairs, those joined, wrong joins, joins of a second entry of one name."""

    labelled: int = 0
    right: int = 0
    wrong: int = 0
    second: int = 0

    @property
    def precision(self) -> float:
        """Of the joins that labels decide, the share that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Of the labelled pairs, the share that was joined."""
        return self.right / max(1, self.labelled)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.labelled + other.labelled,
            self.right + other.right,
            self.wrong + other.wrong,
            self.second + other.second,
        )


def labelled(evidence: pl.DataFrame) -> EntryPairs:
    """Pairs of entries of different sources that an official number joins, in order of their ids."""
    joined_by_number = (pl.col("kind") == "identifier") & pl.col("outcome").is_in(["joined", "confirmed"])
    pairs = evidence.filter(joined_by_number).select("designation_id", "other_designation_id").iter_rows()
    return {_ordered(one, other) for one, other in pairs if _source_of(one) != _source_of(other)}


def joined(subject_designation: pl.DataFrame) -> EntryPairs:
    """Pairs of designations of different sources that are one subject."""
    pairs = subject_designation.join(subject_designation, on="subject_id", suffix="_2").filter(
        pl.col("designation_id") < pl.col("designation_id_2")
    )
    rows = pairs.select("designation_id", "designation_id_2").iter_rows()
    return {(one, other) for one, other in rows if _source_of(one) != _source_of(other)}


def figures(labels: EntryPairs, joins: EntryPairs, names: Names) -> dict[tuple[str, str], Counts]:
    """The counts of each pair of sources; most labelled first."""
    partners = _partners(labels)
    counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
    for one, other in labels:
        counts[_source_of(one), _source_of(other)].labelled += 1
    for one, other in joins:
        of_sources = counts[_source_of(one), _source_of(other)]
        known = [(entry, other) for entry in partners.get((one, _source_of(other)), ())]
        known += [(entry, one) for entry in partners.get((other, _source_of(one)), ())]
        if (one, other) in labels:
            of_sources.right += 1
        elif any(names[entry] & names[second] for entry, second in known):
            of_sources.second += 1
        elif known:
            of_sources.wrong += 1
    return dict(sorted(counts.items(), key=lambda row: -row[1].labelled))


def _partners(labels: EntryPairs) -> dict[tuple[str, str], set[str]]:
    partners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one, other in labels:
        partners[one, _source_of(other)].add(other)
        partners[other, _source_of(one)].add(one)
    return partners


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _source_of(designation_id: str) -> str:
    list_id, _, native_id = designation_id.partition(":")
    return f"{list_id} {native_id.partition('-')[0]}" if list_id in LISTS_OF_LISTS else list_id


def _names_of(names: pl.DataFrame) -> Names:
    """For each designation its strong names as sorted words."""
    strong = names.filter(pl.col("quality") != "weak").group_by("designation_id").agg("name")
    return {key: frozenset(" ".join(sorted(words(name))) for name in texts) for key, texts in strong.iter_rows()}


def measure(tables: Mapping[str, pl.DataFrame]) -> dict[tuple[str, str], Counts]:
    """The counts of each pair of sources."""
    designations, names, births, countries, identifiers = (tables[table] for table in TABLES)
    with_numbers = subjects(designations, names, births, countries, identifiers)
    without = subjects(designations, names, births, countries, identifiers.clear())
    by_designation = defaultdict(frozenset, _names_of(names))
    return figures(labelled(with_numbers["subject_evidence"]), joined(without["subject_designation"]), by_designation)


def main(path: str) -> None:
    """Print the figures for a published file."""
    with duckdb.connect(path, read_only=True) as connection:
        tables = {name: connection.table(name).pl() for name in TABLES}
    rows = measure(tables)
    for (one, other), count in [*rows.items(), (("all", "all"), sum(rows.values(), Counts()))]:
        if count.labelled:
            print(
                f"{one:18} {other:18} {count.labelled:6} labelled  precision {count.precision:.3f}"
                f"  recall {count.recall:.3f}  wrong {count.wrong}  second entries {count.second}"
            )


if __name__ == "__main__":
    main(sys.argv[1])
