"""The publication checks: what must, or should, be true of the tables before they are published.

Here: all checks, and the list, notice, article or feed that a failure belongs to. Not here: when checks run and what is
held back (see pipelines.run.steps), or the constraints of the schema (see sql/schema).

A `blocking` check keeps rows from being published: the rows of one source if the failure belongs to it, otherwise all
rows. The other checks only warn.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, partial
from typing import Any

import duckdb
import polars as pl

from pipelines.archive.archive import utc_now
from pipelines.catalogue.words import counted
from pipelines.warehouse.schema import constraints, descriptions, table_schemas
from pipelines.warehouse.tables import Tables

FARTHEST_AHEAD = timedelta(hours=14 + 24)
"""How far ahead of now (UTC) a day may be. A new day begins first 14 hours east of UTC. A file from a folder named by a
day counts as seen at the end of that day, which in Washington is one day later. No other day is more than one day ahead
(see pipelines.designations.plausibility).
"""
NOTHING_OBSERVED = "the table has no rows, so nothing was checked."
ROWS_SHOWN = 25
COLUMNS_SHOWN = 6

SOURCE_COLUMNS: Mapping[str, str] = {
    "notice": "notice_id", "notice_entry": "notice_id", "notice_difference": "notice_id", "announcement": "notice_id",
    "article": "article_id", "claim": "article_id", "news_feed": "feed_id", "news_page": "url",
    "news_lead": "day", "news_lead_file": "day", "news_lead_refusal": "day", "news_event": "day",
}  # fmt: skip
"""The column with the notice, article, feed, page or day of GDELT that a row comes from. The tables of a list are
checked list by list, so a failure in them belongs to that list."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of a check.

    Attributes:
        sentence: the result in words.
        rows: examples of failing rows, to show to a person.
        sources: the sources of all failing rows; None if the failure belongs to no single source.
        grave: whether the failure keeps rows from being published, if the check is blocking.
    """

    passed: bool
    sentence: str
    rows: Sequence[Mapping[str, object]] = ()
    sources: frozenset[str] | None = None
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """A check of one table; `reads` names the other tables that it is compared with."""

    table: str
    name: str
    description: str
    judge: Callable[[Tables], Finding]
    blocking: bool = False
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A check with its result."""

    check: Check
    finding: Finding

    @property
    def blocks(self) -> bool:
        """Whether the failing rows must not be published."""
        return self.check.blocking and not self.finding.passed and self.finding.grave


def checks_of(tables: Iterable[str]) -> list[Check]:
    """All checks of these tables."""
    return [check for table in tables for check in (*structural_checks(table), *_OTHER_CHECKS.get(table, ()))]


def judge_all(checks: Iterable[Check], tables: Tables) -> list[CheckResult]:
    """Run checks on tables; return their results. A check that passes on a table without rows says that it saw none."""
    return [CheckResult(check, _saying_if_no_rows(check.judge(tables), tables.rows(check.table))) for check in checks]


def _saying_if_no_rows(finding: Finding, rows: int) -> Finding:
    """The finding; a passed check of a table without rows says that it saw none, and so proves nothing."""
    return finding if rows or not finding.passed else replace(finding, sentence=NOTHING_OBSERVED)


@cache
def structural_checks(table: str) -> tuple[Check, ...]:
    """The checks that follow from sql/schema: columns, constraints, primary key and foreign keys of a table."""
    checks = [
        Check(
            table, "conforms",
            "Columns and types as sql/schema has them, no value missing where one is due, every CHECK true.",
            partial(_conforms, table), blocking=True,
        )
    ]  # fmt: skip
    for key in _constraints(table, "PRIMARY KEY"):
        words = f"No two rows share {' and '.join(key['columns'])}."
        checks.append(Check(table, "unique", words, partial(_keys_occur_once, table, key["columns"]), blocking=True))
    if references := references_of(table):
        others = tuple(sorted({str(reference["referenced_table"]) for reference in references}))
        words = f"What it refers to exists, in {', '.join(others)}."
        judge = partial(_references_exist, table, references)
        checks.append(Check(table, "refers", words, judge, blocking=True, reads=others))
    return tuple(checks)


def references_of(table: str) -> list[dict[str, Any]]:
    """The foreign keys of a table: columns, referenced_table, referenced_columns."""
    return _constraints(table, "FOREIGN KEY")


def _constraints(table: str, kind: str) -> list[dict[str, Any]]:
    """The constraints of one kind (such as "FOREIGN KEY") of a table."""
    return constraints().filter(pl.col("table_name") == table, pl.col("kind") == kind).to_dicts()


def _conforms(table: str, tables: Tables) -> Finding:
    """A check of the columns, the types, the values that must not be missing, and the CHECK constraints of a table.

    Its finding names each constraint that rows violate, with the number of rows.
    """
    schema = table_schemas()[table]
    for path in tables.parts.get(table, []):
        if pl.read_parquet_schema(path) != dict(schema):
            return Finding(passed=False, sentence=f"{path.name} has other columns or types; refresh again.")
    rows = tables[table]
    never_missing = (
        descriptions().filter(pl.col("object_name") == table, ~pl.col("is_nullable"))["column_name"].to_list()
    )
    broken_rows = [
        (f"{column} is missing", rows.filter(pl.col(column).is_null()))
        for column in never_missing
        if rows[column].null_count()
    ]
    broken_rows += [(f"not {expression}", broken) for expression, broken in _violations(table, rows)]
    if not broken_rows:
        return Finding(passed=True, sentence=f"{len(schema)} columns as due.")
    words = "; ".join(f"{counted(len(broken), 'row')}: {reason}" for reason, broken in broken_rows)
    return _failure(table, words, pl.concat(broken for _, broken in broken_rows))


def _violations(table: str, rows: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    """The CHECK constraints that some rows violate, with these rows. DuckDB evaluates them, as when publishing.

    One query counts the violations of all constraints; only those with violations need a second query.
    """
    constraints = _constraints(table, "CHECK")
    if rows.is_empty() or not constraints:
        return []
    compared_columns = sorted({column for constraint in constraints for column in constraint["columns"]})
    expressions = [str(constraint["expression"]) for constraint in constraints]
    with _empty_database().cursor() as connection:
        connection.register("rows", rows.select(compared_columns).with_row_index("row_number_"))
        rows_to_judge = connection.table("rows")
        counts = rows_to_judge.aggregate(
            ", ".join(f"count(*) FILTER (NOT ({words}))" for words in expressions)
        ).fetchone()
        violated = [words for words, count in zip(expressions, counts or (), strict=True) if count]
        row_numbers = [
            rows_to_judge.filter(f"NOT ({words})").select("row_number_").pl()["row_number_"] for words in violated
        ]
    return [(words, rows[numbers.sort()]) for words, numbers in zip(violated, row_numbers, strict=True)]


@cache
def _empty_database() -> duckdb.DuckDBPyConnection:
    """A shared empty database in memory: opening one costs more than a query. Every query has its own cursor."""
    return duckdb.connect(config={"threads": 1})


def _keys_occur_once(table: str, columns: list[str], tables: Tables) -> Finding:
    """A check that no key occurs twice."""
    rows = tables[table]
    repeated = rows.filter(pl.struct(columns).is_duplicated()).sort(columns)
    if repeated.is_empty():
        return Finding(passed=True, sentence="every key is there once.")
    keys = repeated.unique(columns).height
    return _failure(table, f"{keys:,} keys are there more than once", repeated, columns)


def _references_exist(table: str, references: Sequence[Mapping[str, Any]], tables: Tables) -> Finding:
    """A check that everything a table refers to exists; rows without a reference do not count."""
    rows, all_without_target, reasons = tables[table], [], []
    for reference in references:
        referenced = tables.columns(reference["referenced_table"], reference["referenced_columns"])
        rows_with_reference = rows.drop_nulls(reference["columns"])
        without_target = rows_with_reference.join(
            referenced, left_on=reference["columns"], right_on=reference["referenced_columns"], how="anti"
        )
        if not without_target.is_empty():
            all_without_target.append(without_target)
            rows_name = counted(without_target.height, "row names", "rows name")
            reasons.append(
                f"{rows_name} a {', '.join(reference['columns'])} that {reference['referenced_table']} does not have"
            )
    if not all_without_target:
        return Finding(passed=True, sentence="everything that it refers to exists.")
    return _failure(table, "; ".join(reasons), pl.concat(all_without_target))


def _failure(
    table: str, words: str, broken: pl.DataFrame, first_columns: Sequence[str] = (), *, grave: bool = True
) -> Finding:
    """A failed check with examples of the failing rows and the sources of all of them.

    Args:
        table: that was checked.
        words: what is wrong, without the table and a full stop.
        broken: the failing rows.
        first_columns: columns to show before the others.
        grave: whether the failure keeps rows from being published, if the check is blocking.
    """
    columns = list(dict.fromkeys([*first_columns, *broken.columns[:COLUMNS_SHOWN]]))
    shown = broken.select(columns).unique(maintain_order=True).head(ROWS_SHOWN).to_dicts()
    return Finding(False, f"table {table}: {words}.", shown, _sources_of(table, broken), grave)


def _sources_of(table: str, rows: pl.DataFrame) -> frozenset[str] | None:
    """The sources of the rows; None if the table has no column for the source, or a row has none."""
    column = SOURCE_COLUMNS.get(table)
    if column is None or rows[column].null_count():
        return None
    return frozenset(rows[column].cast(pl.String))


def no_future_dates(table: str, *, own: Sequence[str] = (), stated: Sequence[str] = ()) -> Check:
    """A check for days in the future: days recorded by this project block, days stated by a list only warn.

    A snapshot seen tomorrow means a wrong clock or file name, and would give all rows wrong dates. A future day stated
    by a list (an act in force from next week, a typing error) needs a person's attention, but must not stop anything.
    """
    words = f"No day to come in {', '.join((*own, *stated))}."
    return Check(table, "no_future_dates", words, partial(_no_future_dates, table, own, stated), blocking=True)


def _no_future_dates(table: str, own: Sequence[str], stated: Sequence[str], tables: Tables) -> Finding:
    """The finding of the check that `no_future_dates` describes.

    It fails for any such row, and is grave only for days recorded by this project.
    """
    today = (utc_now() + FARTHEST_AHEAD).date()
    own_rows, stated_rows = (_rows_later_than(today, tables[table], columns) for columns in (own, stated))
    if own_rows.is_empty() and stated_rows.is_empty():
        return Finding(passed=True, sentence=f"no day after {today}.")
    words = f"{counted(own_rows.height + stated_rows.height, 'row has', 'rows have')} days after {today}"
    broken = stated_rows if own_rows.is_empty() else own_rows
    return _failure(table, words, broken, [*broken.columns[:1], *own, *stated], grave=not own_rows.is_empty())


def _rows_later_than(day: date, rows: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """The rows with a day after this one in any of the columns."""
    return rows.filter(pl.any_horizontal(pl.col(columns).cast(pl.Date) > day)) if columns else rows.clear()


def _passed_without_rows(rows: pl.DataFrame, good: str, bad: str, *, grave: bool = True) -> Finding:
    """A finding that is passed if there are no rows; the sentence is `good`, or `bad` with examples of the rows."""
    return Finding(rows.is_empty(), good if rows.is_empty() else bad, rows.head(ROWS_SHOWN).to_dicts(), None, grave)


def _known_countries(tables: Tables) -> Finding:
    """A check that every text which should name a country names a known one."""
    unknown_countries = tables["designation_country"].filter(pl.col("country").is_null(), pl.col("is_current"))
    unknown_texts = (
        unknown_countries.group_by("link", "text")
        .len("rows")
        .sort("rows", "text", "link", descending=[True, False, False])
    )
    return _passed_without_rows(
        unknown_texts,
        "every text names a country that is known.",
        f"{counted(unknown_texts.height, 'text names', 'texts name')} no country that is known.",
    )


def _no_drift(tables: Tables) -> Finding:
    """A check that the lists in use have no element, column or label that their readers do not know."""
    in_use = newest_in_use(tables["snapshot"]).select("list_id", "sha256")
    drift = tables["drift"].join(in_use, on=["list_id", "sha256"], how="semi").sort("list_id", "place", "what")
    rows = drift.select("list_id", "format", "place", "what", "occurrences")
    return _passed_without_rows(
        rows, "no list in use shows anything unknown.", f"{counted(rows.height, 'unknown place')} in lists in use."
    )


def newest_in_use(snapshots: pl.DataFrame) -> pl.DataFrame:
    """The newest snapshot in use per list; `snapshots` is table `snapshot`."""
    used = snapshots.filter(pl.col("state") == "used").sort("list_id", "published_on", "seen_at")
    return used.group_by("list_id", maintain_order=True).last()


def _all_current(tables: Tables) -> Finding:
    """A check that no list held is out of date (state `stale` or `held_back`).

    Lists never fetched, or that need a key, do not count.
    """
    not_current = tables["list_status"].filter(pl.col("state").is_in(["stale", "held_back"]))
    rows = not_current.select("list_id", "state", "published_on", "last_checked_at", "reason")
    names = ", ".join(f"{row['list_id']} ({str(row['state']).replace('_', ' ')})" for row in rows.to_dicts())
    return _passed_without_rows(rows, "every list held is current.", f"not current: {names}.")


def _anything_held(tables: Tables) -> Finding:
    """A check that at least one list or notice is held."""
    held = tables["snapshot"].filter(pl.col("state") == "used")["list_id"].n_unique()
    if held or tables["notice_entry"].height:
        return Finding(passed=True, sentence=f"{counted(held, 'list is', 'lists are')} held.")
    return Finding(passed=False, sentence="no list could be read, and none was held.")


def _notices_agree_with_lists(tables: Tables) -> Finding:
    """A check that official notices and lists state the same."""
    rows = tables["notice_difference"]
    return _passed_without_rows(
        rows, "they do.", f"they differ in {counted(rows.height, 'place')}; neither is changed."
    )


def _every_designation_has_a_subject(tables: Tables) -> Finding:
    """A check that every designation belongs to a subject that exists."""
    joined, subjects = tables["subject_designation"], tables["subject"]
    without_subject = tables.columns("designation", ["designation_id"]).join(joined, on="designation_id", how="anti")
    of_unknown_subject = joined.join(subjects, on="subject_id", how="anti").select("designation_id")
    rows = pl.concat([without_subject, of_unknown_subject])
    return _passed_without_rows(
        rows,
        "each designation has its subject.",
        f"{counted(rows.height, 'designation has', 'designations have')} no subject.",
    )


def _every_article_read(tables: Tables) -> Finding:
    """A check that no article was skipped."""
    skipped = tables["article"].filter(pl.col("state") == "skipped").select("article_id", "outlet", "reason")
    return _passed_without_rows(
        skipped, "every article was read.", f"{counted(skipped.height, 'article was', 'articles were')} skipped."
    )


def _every_claim_judged(tables: Tables) -> Finding:
    """A check that every claim has a verdict."""
    claims = tables.columns("claim", ["claim_id", "quote"])
    without_verdict = claims.join(tables["verdict"], on="claim_id", how="anti")
    return _passed_without_rows(
        without_verdict,
        "each claim has its verdict.",
        f"{counted(without_verdict.height, 'claim has', 'claims have')} no verdict.",
    )


def _every_count_cites_rows(tables: Tables) -> Finding:
    """A check that every verdict with a number of parties in the record cites at least one counted row."""
    cited = tables["verdict_evidence"].filter(pl.col("role") == "counted").group_by("claim_id").len("cited")
    verdicts = tables["verdict"].filter(pl.col("found") > 0).join(cited, on="claim_id", how="left")
    without_rows = verdicts.filter(pl.col("cited").fill_null(0) == 0).select("claim_id", "verdict", "found")
    return _passed_without_rows(
        without_rows,
        "each figure found cites its rows.",
        f"{counted(without_rows.height, 'figure cites', 'figures cite')} no row.",
    )


def _every_claim_in_an_event(tables: Tables) -> Finding:
    """A check that every claim belongs to an event, except those that a person marked as misread."""
    misread = tables["claim_correction"].filter(pl.col("field") == "misread", pl.col("state") == "applied")
    claims = tables.columns("claim", ["claim_id", "quote"]).join(misread, on="claim_id", how="anti")
    without_event = claims.join(tables["event_claim"], on="claim_id", how="anti")
    return _passed_without_rows(
        without_event,
        "each claim is in one event.",
        f"{counted(without_event.height, 'claim is', 'claims are')} in no event.",
    )


def _cited_actions_exist(tables: Tables) -> Finding:
    """A check that every designation cited by an event exists, on a list or in a notice."""
    cited = tables["event_action"].select("event_id", "list_id", pl.col("designation_ids").alias("designation_id"))
    cited = cited.explode("designation_id")
    listed = tables.columns("designation", ["designation_id"])
    noticed = tables.columns("notice_entry", ["entry_id"]).rename({"entry_id": "designation_id"})
    missing = cited.join(pl.concat([listed, noticed]), on="designation_id", how="anti")
    return _passed_without_rows(
        missing,
        "each designation cited exists.",
        f"{counted(missing.height, 'designation cited does', 'designations cited do')} not exist.",
    )


def _every_claim_has_a_statement(tables: Tables) -> Finding:
    """A check that every claim has its statement."""
    claims = tables.columns("claim", ["claim_id", "quote"])
    without_statement = claims.join(tables["statement_claim"], on="claim_id", how="anti")
    return _passed_without_rows(
        without_statement,
        "each claim has its statement.",
        f"{counted(without_statement.height, 'claim has', 'claims have')} no statement.",
    )


_OTHER_CHECKS: Mapping[str, Sequence[Check]] = {
    "snapshot": (no_future_dates("snapshot", own=("published_on", "seen_at", "retrieved_at")),),
    "list_status": (Check("list_status", "all_current", "No list is stale or held back.", _all_current),),
    "notice": (no_future_dates("notice", own=("retrieved_at",), stated=("published_on",)),),
    "notice_difference": (
        Check("notice_difference", "notices_agree", "Notices and lists say the same.", _notices_agree_with_lists),
    ),
    "designation": (
        no_future_dates(
            "designation", own=("first_seen_on", "last_seen_on", "listed_by"), stated=("listed_on", "delisted_on")
        ),
        Check("designation", "something_held", "At least one list is held, or a notice.", _anything_held,
              blocking=True, reads=("snapshot", "notice_entry")),
    ),
    "change": (no_future_dates("change", stated=("changed_on",)),),
    "designation_country": (
        Check("designation_country", "known_countries", "Every country stated is known.", _known_countries),
    ),
    "drift": (
        Check("drift", "no_drift", "The snapshots in use hold nothing that their readers do not know.", _no_drift,
              reads=("snapshot",)),
    ),
    "subject_designation": (
        Check("subject_designation", "every_designation", "Every designation belongs to one subject.",
              _every_designation_has_a_subject, blocking=True, reads=("designation", "subject")),
    ),
    "article": (Check("article", "all_read", "No article was skipped.", _every_article_read),),
    "verdict": (
        Check("verdict", "every_claim_judged", "Each claim has its verdict.", _every_claim_judged, blocking=True,
              reads=("claim",)),
        Check("verdict", "evidence_cited", "Each figure found cites the rows that it counts.", _every_count_cites_rows,
              blocking=True, reads=("verdict_evidence",)),
    ),
    "statement_claim": (
        Check("statement_claim", "every_claim_has_a_statement", "Each claim is made by a statement.",
              _every_claim_has_a_statement, blocking=True, reads=("claim",)),
    ),
    "event_claim": (
        Check("event_claim", "every_claim_in_one_event", "Each claim that is not marked as misread is in one event.",
              _every_claim_in_an_event, blocking=True, reads=("claim", "claim_correction")),
    ),
    "event_action": (
        Check("event_action", "cited_actions_exist", "Each designation that an event cites exists.",
              _cited_actions_exist, blocking=True, reads=("designation", "notice_entry")),
    ),
}  # fmt: skip
"""Checks that the constraints of the schema cannot express, by table."""
