"""Names and numbers asked of the published file, its index of names, and the proof of what was asked.

Here: what `sanctions screen` does. Not here: how an answer is made (see pipelines.matching.screening), or other
questions to the file (see questions). Nothing here imports polars: a question is to be answered in less time than that.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

from pipelines.archive.home import Home, whole_or_absent
from pipelines.designations.identifiers import OWN_FORM_KINDS
from pipelines.matching.births import Birth, birth_days, birth_in_words
from pipelines.matching.name_index import THRESHOLD, NameIndex
from pipelines.matching.screening import MOST_GAINED, Criteria, Hit, Listing, answer, number_keys, scored_pairs
from pipelines.warehouse.published import opened, text_of

__all__ = ["THRESHOLD", "Birth", "Criteria", "birth_days", "scored_pairs"]

A_BATCH = 200
"""Questions that are answered together."""

Answer = dict[str, object]


def screen(home: Home, queries: Iterable[str], criteria: Criteria) -> Iterator[Answer]:
    """What the published file has on each name or number, in the order asked."""
    with opened(home.warehouse, threads=1) as connection:
        yield from answers_of(connection, published_index(home, connection), queries, criteria)


def answers_of(
    connection: duckdb.DuckDBPyConnection, index: NameIndex, queries: Iterable[str], criteria: Criteria
) -> Iterator[Answer]:
    """What a published file and the index of its names have on each name or number, in the order asked."""
    in_force = _listed_on(connection, criteria)
    rest = iter(queries)
    while batch := tuple(islice(rest, A_BATCH)):
        numbers = _number_hits(connection, batch)
        hits = {
            query: _best_of_each([*numbers.get(query, ()), *_name_hits(index, query, criteria)], in_force)
            for query in dict.fromkeys(batch)
        }
        listings = _listings(connection, sorted({hit.designation_id for some in hits.values() for hit in some}))
        yield from (answer(query, hits[query], listings, criteria) for query in batch)


def country_named(text: str) -> str | None:
    """The ISO code of a country, given by code or by name; None if there is none."""
    from pipelines.designations.countries import country_code

    return country_code(text)


def subject_answers(home: Home, subjects: Iterable[str]) -> Iterator[Answer]:
    """The designations of subjects, as answers to the ids of these."""
    asked = list(subjects)
    with opened(home.warehouse, threads=1) as connection:
        rows = connection.execute(text_of("screening/of_subjects.sql"), {"subjects": asked}).fetchall()
        hits: dict[str, list[Hit]] = {subject: [] for subject in asked}
        for subject, designation_id, name in rows:
            hits[subject].append(Hit(designation_id, name, 1.0, "the subject itself"))
        listings = _listings(connection, sorted({hit.designation_id for some in hits.values() for hit in some}))
        yield from (answer(subject, hits[subject], listings, Criteria()) for subject in asked)


def published_index(home: Home, connection: duckdb.DuckDBPyConnection) -> NameIndex:
    """The index of the names in the published file: the one that lies beside it, or one made now and put there."""
    (version,) = connection.execute(text_of("screening/names_version.sql")).fetchone() or ("",)
    index = NameIndex.load(home.names_index, version)
    if index is None:
        index = NameIndex.of_rows(connection.execute(text_of("screening/names.sql")).fetchall())
        _keep(index, home.names_index, version)
    return index


def _keep(index: NameIndex, path: Path, version: str) -> None:
    """Write the index beside the published file; a home that cannot be written is asked all the same."""
    try:
        with whole_or_absent(path) as temporary:
            index.save(temporary, version)
    except OSError:
        return


def update_names_index(home: Home) -> None:
    """Make the index of the published names, unless it is there."""
    with opened(home.warehouse) as connection:
        published_index(home, connection)


def linked_subjects(home: Home, designation_ids: Iterable[str]) -> list[dict[str, object]]:
    """Subjects within two published links of the subjects of some designations, with the links and who states them."""
    with opened(home.warehouse, threads=1) as connection:
        return _rows(connection.execute(text_of("screening/linked.sql"), {"ids": list(designation_ids)}))


def snapshots(home: Home) -> list[dict[str, object]]:
    """The snapshots on which an answer rests: list, days, sha256, state."""
    with opened(home.warehouse, threads=1) as connection:
        return _rows(connection.execute(text_of("screening/snapshots.sql")))


def proof(home: Home, criteria: Criteria, answers: list[Answer]) -> dict[str, object]:
    """What was asked, when, against which snapshots, with what result."""
    asked = {
        "birth": birth_in_words(criteria.birth) if criteria.birth else None,
        "country": criteria.country,
        "party_types": sorted(criteria.party_types),
        "lists": sorted(criteria.lists),
        "as_of": criteria.as_of,
        "min_score": criteria.min_score,
        "limit": criteria.limit,
    }
    return {
        "asked_at": datetime.now(UTC).replace(microsecond=0),
        "criteria": asked,
        "snapshots": snapshots(home),
        "answers": answers,
    }


def _rows(asked: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    names = [column[0] for column in asked.description or ()]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def _listed_on(connection: duckdb.DuckDBPyConnection, criteria: Criteria) -> frozenset[str] | None:
    """The designations in force on the day that the question names; None where it names none."""
    if criteria.as_of is None:
        return None
    rows = connection.execute(text_of("screening/listed_on.sql"), {"day": criteria.as_of}).fetchall()
    return frozenset(designation_id for (designation_id,) in rows)


def _name_hits(index: NameIndex, query: str, criteria: Criteria) -> list[Hit]:
    """By name; what birth and country can add is left open."""
    least = criteria.min_score - (MOST_GAINED if criteria.birth or criteria.country else 0)
    return [
        Hit(match.designation_id, match.matched_name, match.score, match.explanation)
        for match in index.matches(query, limit=None, threshold=least, bearers=True)
    ]


def _number_hits(connection: duckdb.DuckDBPyConnection, queries: Iterable[str]) -> Mapping[str, list[Hit]]:
    """By official number or reference: an equal one is a certain hit."""
    asked = [(query, kind, key) for query in queries for kind, key in number_keys(query)]
    if not asked:
        return {}
    columns = zip(*asked, strict=True)
    given = dict(zip(("queries", "kinds", "keys"), map(list, columns), strict=True))
    rows = connection.execute(text_of("screening/numbers.sql"), {**given, "own_kinds": list(OWN_FORM_KINDS)})
    hits: dict[str, list[Hit]] = {}
    for query, designation_id, kind, value in rows.fetchall():
        hits.setdefault(query, []).append(Hit(designation_id, value, 1.0, f"the same {kind} {value}"))
    return hits


def _best_of_each(hits: Iterable[Hit], in_force: frozenset[str] | None) -> list[Hit]:
    """For each designation in force its best hit, one by number before one by name."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if in_force is not None and hit.designation_id not in in_force:
            continue
        if hit.designation_id not in best or best[hit.designation_id].score < hit.score:
            best[hit.designation_id] = hit
    return list(best.values())


def _listings(connection: duckdb.DuckDBPyConnection, designation_ids: list[str]) -> dict[str, Listing]:
    """The designations, and all others of their subjects, by id."""
    if not designation_ids:
        return {}
    rows = _rows(connection.execute(text_of("screening/listings.sql"), {"ids": designation_ids}))
    return {str(row["designation_id"]): _listing(row) for row in rows}


def _listing(row: Mapping[str, Any]) -> Listing:
    """A row of listings.sql, its lists as tuples and sets."""
    births = sorted((birth["earliest"], birth["latest"], birth["approximate"]) for birth in row["births"])
    sets = {name: frozenset(row[name]) for name in ("nationalities", "countries")}
    changed = {"births": tuple(births), "programmes": tuple(row["programmes"]), **sets}
    return Listing(**{**row, **changed})
