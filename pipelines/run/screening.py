"""Screening names and numbers against the published file, the index of names, and a proof of the search.

Here: what `sanctions screen` does. Not here: how an answer is made (see pipelines.matching.screening), or other queries
of the file (see questions). This module must not import polars, because the import takes longer than an answer.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.archive.home import Home, whole_or_absent
from pipelines.designations.identifiers import OWN_FORM_KINDS
from pipelines.matching.births import Birth, birth_days, birth_in_words
from pipelines.matching.judgements import Judgement, dismissals, query_key, read_judgements
from pipelines.matching.name_index import THRESHOLD, NameIndex
from pipelines.matching.screening import MOST_GAINED, Criteria, Hit, Listing, answer, number_keys, scored_pairs
from pipelines.warehouse.published import connected, opened, text_of

if TYPE_CHECKING:  # importing it takes longer than an answer
    from pipelines.engine.executors import Executor

__all__ = ["THRESHOLD", "Birth", "Criteria", "birth_days", "scored_pairs"]

A_BATCH = 200
"""Number of names or numbers that are answered together."""

Answer = dict[str, object]
Dismissed = Mapping[str, Mapping[str, Judgement]]


class ReplacedError(RuntimeError):
    """The published file was replaced while names were screened, so that the answers would be of two states."""


def screen(
    home: Home, queries: Iterable[str], criteria: Criteria, executor: "Executor | None" = None
) -> Iterator[Answer]:
    """The answers of the published file to names or numbers, in their order.

    Args:
        executor: whose workers answer; without one, this process does.

    Raises:
        NothingPublishedError: there is no published file, or it cannot be read.
        ReplacedError: a worker that started late no longer finds the published file that the others answer from.
    """
    with opened(home.warehouse, threads=1) as connection:
        index = published_index(home, connection)
        dismissed = dismissed_hits(home)
        if executor is None:
            yield from answers_of(connection, index, queries, criteria, dismissed)
            return
    answered = partial(_answers_of_worker, home, _state(home), criteria, dismissed)
    for answers in executor.map(answered, _batches(queries)):
        yield from answers


def _answers_of_worker(
    home: Home, state: str, criteria: Criteria, dismissed: Dismissed, queries: Sequence[str]
) -> list[Answer]:
    """The answers to some queries, in a process that opens file and index once."""
    connection, index = _opened_by_worker(home, state)
    return list(answers_of(connection, index, queries, criteria, dismissed))


@lru_cache(maxsize=1)
def _opened_by_worker(home: Home, state: str) -> tuple[duckdb.DuckDBPyConnection, NameIndex]:
    """The published file and its index, opened once per worker; an error if the file was replaced meanwhile."""
    connection = connected(home.warehouse, threads=1)
    index = published_index(home, connection)
    if _state(home) != state:
        raise ReplacedError(f"{home.warehouse} was replaced while names were screened; screen them again.")
    return connection, index


def _state(home: Home) -> str:
    """A text that differs between two published files."""
    stat = home.warehouse.stat()
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _batches(queries: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The queries in batches, one per piece of work."""
    rest = iter(queries)
    while batch := tuple(islice(rest, A_BATCH)):
        yield batch


def dismissed_hits(home: Home) -> Dismissed:
    """The hits that judgements.csv of a home dismisses, by the name asked about and the entry of a list."""
    return dismissals(read_judgements(home.judgements).judgements)


def answers_of(
    connection: duckdb.DuckDBPyConnection,
    index: NameIndex,
    queries: Iterable[str],
    criteria: Criteria,
    dismissed: Dismissed | None = None,
) -> Iterator[Answer]:
    """The answers of a published file and the index of its names to names or numbers, in their order."""
    dismissed = dismissed or {}
    in_force = _listed_on(connection, criteria)
    for batch in _batches(queries):
        numbers = _number_hits(connection, batch)
        hits = {
            query: _best_of_each([*numbers.get(query, ()), *_name_hits(index, query, criteria)], in_force)
            for query in dict.fromkeys(batch)
        }
        listings = _listings(connection, sorted({hit.designation_id for some in hits.values() for hit in some}))
        for query in batch:
            yield answer(query, hits[query], listings, criteria, dismissed.get(query_key(query)))


def country_named(text: str) -> str | None:
    """The ISO code of a country given by code or name; None if it is not known."""
    from pipelines.designations.countries import country_code

    return country_code(text)


def subject_answers(home: Home, subjects: Iterable[str]) -> Iterator[Answer]:
    """The designations of subjects, as answers to the ids of the subjects."""
    asked = list(subjects)
    with opened(home.warehouse, threads=1) as connection:
        rows = connection.execute(text_of("screening/of_subjects.sql"), {"subjects": asked}).fetchall()
        hits: dict[str, list[Hit]] = {subject: [] for subject in asked}
        for subject, designation_id, name in rows:
            hits[subject].append(Hit(designation_id, name, 1.0, "the subject itself"))
        listings = _listings(connection, sorted({hit.designation_id for some in hits.values() for hit in some}))
        yield from (answer(subject, hits[subject], listings, Criteria()) for subject in asked)


def published_index(home: Home, connection: duckdb.DuckDBPyConnection) -> NameIndex:
    """The index of the names in the published file: the file beside it, or a new one that is saved there."""
    (version,) = connection.execute(text_of("screening/names_version.sql")).fetchone() or ("",)
    index = NameIndex.load(home.names_index, version)
    if index is None:
        index = NameIndex.of_rows(connection.execute(text_of("screening/names.sql")).fetchall())
        _keep(index, home.names_index, version)
    return index


def _keep(index: NameIndex, path: Path, version: str) -> None:
    """Write the index beside the published file; errors are ignored, because a read-only home can be screened too."""
    try:
        with whole_or_absent(path) as temporary:
            index.save(temporary, version)
    except OSError:
        return


def update_names_index(home: Home) -> None:
    """Make the index of the published names if it does not exist."""
    with opened(home.warehouse) as connection:
        published_index(home, connection)


def linked_subjects(home: Home, designation_ids: Iterable[str]) -> list[dict[str, object]]:
    """Subjects within two published links of the subjects of designations, with the links and their lists."""
    with opened(home.warehouse, threads=1) as connection:
        return _rows(connection.execute(text_of("screening/linked.sql"), {"ids": list(designation_ids)}))


def snapshots(home: Home) -> list[dict[str, object]]:
    """The snapshots that answers are based on: list, days, sha256, state."""
    with opened(home.warehouse, threads=1) as connection:
        return _rows(connection.execute(text_of("screening/snapshots.sql")))


def proof(home: Home, criteria: Criteria, answers: list[Answer]) -> dict[str, object]:
    """The proof of a search: time, criteria, snapshots and answers."""
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


def _rows(result: duckdb.DuckDBPyConnection) -> list[dict[str, object]]:
    """The rows of a result as dicts by column."""
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def _listed_on(connection: duckdb.DuckDBPyConnection, criteria: Criteria) -> frozenset[str] | None:
    """The designations in force on the day of the criteria; None if they have no day."""
    if criteria.as_of is None:
        return None
    rows = connection.execute(text_of("screening/listed_on.sql"), {"day": criteria.as_of}).fetchall()
    return frozenset(designation_id for (designation_id,) in rows)


def _name_hits(index: NameIndex, query: str, criteria: Criteria) -> list[Hit]:
    """Hits by name, also those whose score is sufficient only if birth or country add to it."""
    least = criteria.min_score - (MOST_GAINED if criteria.birth or criteria.country else 0)
    return [
        Hit(match.designation_id, match.matched_name, match.score, match.explanation)
        for match in index.matches(query, limit=None, threshold=least, bearers=True)
    ]


def _number_hits(connection: duckdb.DuckDBPyConnection, queries: Iterable[str]) -> Mapping[str, list[Hit]]:
    """Hits by official number or reference, by query; an equal number is a certain hit."""
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
    """The best hit per designation in force; a hit by number is preferred to one by name."""
    best: dict[str, Hit] = {}
    for hit in hits:
        if in_force is not None and hit.designation_id not in in_force:
            continue
        if hit.designation_id not in best or best[hit.designation_id].score < hit.score:
            best[hit.designation_id] = hit
    return list(best.values())


def _listings(connection: duckdb.DuckDBPyConnection, designation_ids: list[str]) -> dict[str, Listing]:
    """The given designations and all others of the same subjects, by designation id."""
    if not designation_ids:
        return {}
    rows = _rows(connection.execute(text_of("screening/listings.sql"), {"ids": designation_ids}))
    return {str(row["designation_id"]): _listing(row) for row in rows}


def _listing(row: Mapping[str, Any]) -> Listing:
    """A row of listings.sql as a `Listing`, with tuples and sets in place of lists."""
    births = sorted((birth["earliest"], birth["latest"], birth["approximate"]) for birth in row["births"])
    sets = {name: frozenset(row[name]) for name in ("nationalities", "countries")}
    changed = {"births": tuple(births), "programmes": tuple(row["programmes"]), **sets}
    return Listing(**{**row, **changed})
