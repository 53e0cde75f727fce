"""Names that someone asks about: which designations may they mean?

Here: the answers of `sanctions screen`. Not here: how names are compared (see pipelines.matching.name_index).
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from pipelines.matching.name_index import NameIndex, score_pairs


def screened(
    names: pl.DataFrame, designations: pl.DataFrame, subjects: pl.DataFrame, queries: Iterable[str], limit: int
) -> Iterator[dict[str, object]]:
    """For each name asked, the designations that it may mean, best first, each with its score and why.

    Args:
        names: table `designation_name`.
        designations: table `designation`.
        subjects: table `subject_designation`.
        queries: names in any script.
        limit: most designations for a name.
    """
    index = NameIndex(names.join(designations.select("designation_id", "party_type"), on="designation_id"))
    of_subject = dict(subjects.select("designation_id", "subject_id").iter_rows())
    rows = {row["designation_id"]: row for row in designations.to_dicts()}
    for query in queries:
        found = [
            {
                "subject_id": of_subject.get(match.designation_id),
                "designation_id": match.designation_id,
                "list_id": rows[match.designation_id]["list_id"],
                "primary_name": rows[match.designation_id]["primary_name"],
                "matched_name": match.matched_name,
                "score": round(match.score, 4),
                "listed_on": rows[match.designation_id]["listed_on"],
                "delisted_on": rows[match.designation_id]["delisted_on"],
                "explanation": match.explanation,
            }
            for match in index.matches(query, limit=limit)
        ]
        yield {"query": query, "matches": found}


def scored_pairs(file: Path) -> Iterator[dict[str, object]]:
    """Each pair of a CSV with the columns name1 and name2: how alike, and whether that is a match."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from score_pairs(csv.DictReader(lines))
