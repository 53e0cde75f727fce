"""What must be true of the tables, and what should be.

Here: expectations, each with the words a person reads, and how each is judged. Blocking ones keep a wrong table from
being published; the others warn. Not here: checks of one list (see official_lists), which block nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import dagster as dg
import polars as pl

from assets import designations, markdown, news, official_lists, official_notices, reconciliation, subjects, warehouse
from assets.described import Tables, tables_of
from assets.resources import SanctionsHome
from pipelines.archive.archive import utc_now
from pipelines.warehouse.publication import NothingPublishedError, opened
from pipelines.warehouse.schema import constraints, descriptions, table_schemas

SHOWN = 25
FARTHEST_EAST = timedelta(hours=14)
"""Where a new day begins first: no authority is ahead of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a judge found: one sentence, and rows to look at. `grave` findings block where the expectation does."""

    passed: bool
    said: str
    rows: Sequence[Mapping[str, object]] = ()
    grave: bool = True


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected of one table; `reads` names other tables that the judge looks at."""

    table: str
    name: str
    description: str
    judge: Callable[[Tables], Finding]
    blocking: bool = False
    reads: tuple[str, ...] = field(default=())


def structural(table: str) -> list[Expectation]:
    """What sql/schema alone says of a table: its columns, its key, what it refers to."""
    keys = _constraints(table, "PRIMARY KEY")
    references = _constraints(table, "FOREIGN KEY")
    found = [
        Expectation(
            table, "conforms", "Columns and types as sql/schema has them; no value missing where one is due.",
            lambda tables: _conforms(table, tables), blocking=True,
        )
    ]  # fmt: skip
    if keys:
        found.append(
            Expectation(
                table, "unique", f"No two rows share {' and '.join(keys[0]['columns'])}.",
                lambda tables: _unique(table, keys[0]["columns"], tables), blocking=True,
            )
        )  # fmt: skip
    if references:
        others = tuple(sorted({str(reference["referenced_table"]) for reference in references}))
        found.append(
            Expectation(
                table, "refers", f"What it refers to is there, in {', '.join(others)}.",
                lambda tables: _refers(table, references, tables), blocking=True, reads=others,
            )
        )  # fmt: skip
    return found


def _structural(*stages: Sequence[str]) -> Iterator[Expectation]:
    return (each for tables in stages for table in tables for each in structural(table))


def _constraints(table: str, kind: str) -> list[dict[str, Any]]:
    return constraints().filter(pl.col("table_name") == table, pl.col("kind") == kind).to_dicts()


def _conforms(table: str, tables: Tables) -> Finding:
    schema = table_schemas()[table]
    for path in tables.parts.get(table, []):
        if pl.read_parquet_schema(path) != dict(schema):
            return Finding(passed=False, said=f"table {table}: {path.name} has other columns or types; refresh again.")
    needed = descriptions().filter(pl.col("object_name") == table, ~pl.col("is_nullable"))["column_name"].to_list()
    missing = tables[table].select(pl.col(needed).null_count()).to_dicts()
    short = [{"column": name, "missing": count} for row in missing for name, count in row.items() if count]
    return _finding(short, f"{len(schema)} columns as due.", f"table {table}: values are missing.")


def _unique(table: str, columns: list[str], tables: Tables) -> Finding:
    twice = tables[table].group_by(columns).len("rows").filter(pl.col("rows") > 1).sort(columns)
    return _finding(
        twice.to_dicts(), "every key is there once.", f"table {table}: {twice.height:,} keys are there twice."
    )


def _refers(table: str, references: Sequence[Mapping[str, Any]], tables: Tables) -> Finding:
    dangling: list[dict[str, object]] = []
    for reference in references:
        there = tables[reference["referenced_table"]].select(reference["referenced_columns"])
        rows = tables[table].select(reference["columns"]).drop_nulls().unique(maintain_order=True)
        lost = rows.join(there, left_on=reference["columns"], right_on=reference["referenced_columns"], how="anti")
        dangling += [{"not in": reference["referenced_table"], **row} for row in lost.to_dicts()]
    return _finding(dangling, "all of it is there.", f"table {table}: {len(dangling):,} references lead nowhere.")


def _finding(rows: Sequence[Mapping[str, object]], good: str, bad: str, *, grave: bool = True) -> Finding:
    return Finding(passed=not rows, said=bad if rows else good, rows=rows, grave=grave)


def no_future_dates(table: str, *, own: Sequence[str], stated: Sequence[str] = ()) -> Expectation:
    """Days that this project wrote down block; days that a list states only warn.

    A snapshot seen tomorrow is a wrong clock or a wrong file name, and would date everything wrongly. A list that
    states a day to come (an act in force from next week, a slip of the pen) is to be looked at, but must not stop all
    the others.
    """

    def judge(tables: Tables) -> Finding:
        today = (utc_now() + FARTHEST_EAST).date()
        ours, theirs = (_later_than(today, tables[table], columns) for columns in (own, stated))
        bad = f"table {table}: {len(ours) + len(theirs):,} rows have days after {today}."
        return _finding([*ours, *theirs], f"no day after {today}.", bad, grave=bool(ours))

    said = f"No day to come in {', '.join((*own, *stated))}."
    return Expectation(table, "no_future_dates", said, judge, blocking=True)


def _later_than(day: date, rows: pl.DataFrame, columns: Sequence[str]) -> list[dict[str, object]]:
    if not columns:
        return []
    late = rows.filter(pl.any_horizontal(pl.col(columns).cast(pl.Date) > day))
    return late.select(late.columns[:4] + [name for name in columns if name not in late.columns[:4]]).to_dicts()


def _known_countries(tables: Tables) -> Finding:
    unknown = tables["designation_country"].filter(pl.col("country").is_null(), pl.col("is_current"))
    counted = unknown.group_by("link", "text").len("rows").sort("rows", "text", descending=[True, False])
    bad = f"{counted.height:,} texts name no country that is known."
    return _finding(counted.to_dicts(), "every text names a country that is known.", bad, grave=False)


def _no_drift(tables: Tables) -> Finding:
    in_use = tables.in_use.select("list_id", "sha256")
    met = tables["drift"].join(in_use, on=["list_id", "sha256"], how="semi")
    rows = met.sort("list_id", "place", "what").select("list_id", "format", "place", "what", "occurrences").to_dicts()
    return _finding(
        rows, "no list in use shows anything unknown.", f"{len(rows):,} unknown places in lists in use.", grave=False
    )


def _all_current(tables: Tables) -> Finding:
    """Lists that nobody asked for yet, or that want a key, are not behind."""
    behind = tables["list_status"].filter(pl.col("state").is_in(["stale", "held_back"]))
    rows = behind.select("list_id", "state", "published_on", "last_checked_at", "reason").to_dicts()
    said = ", ".join(f"{row['list_id']} ({str(row['state']).replace('_', ' ')})" for row in rows)
    return _finding(rows, "every list held is current.", f"not current: {said}.", grave=False)


def _something_held(tables: Tables) -> Finding:
    held, entries = tables["list_status"].filter(pl.col("snapshots") > 0).height, tables["notice_entry"].height
    bad = "no list could be read, and none was held: nothing is published."
    return Finding(passed=held + entries > 0, said=f"{held} lists are held." if held + entries else bad)


def _notices_agree(tables: Tables) -> Finding:
    rows = tables["notice_difference"]
    return _finding(
        rows.to_dicts(), "they do.", f"they differ in {rows.height:,} places; neither is changed.", grave=False
    )


def _every_designation(tables: Tables) -> Finding:
    joined, subjects = tables["subject_designation"], tables["subject"]
    without = tables["designation"].join(joined, on="designation_id", how="anti").select("designation_id")
    nobody = joined.join(subjects, on="subject_id", how="anti").select("designation_id")
    rows = [*without.to_dicts(), *nobody.to_dicts()]
    return _finding(rows, "each designation has its subject.", f"{len(rows):,} designations have no subject.")


def _all_read(tables: Tables) -> Finding:
    skipped = tables["article"].filter(pl.col("state") == "skipped").select("article_id", "outlet", "reason").to_dicts()
    return _finding(skipped, "every article was read.", f"{len(skipped):,} articles were skipped.", grave=False)


def _every_claim_judged(tables: Tables) -> Finding:
    without = tables["claim"].join(tables["verdict"], on="claim_id", how="anti").select("claim_id", "quote").to_dicts()
    return _finding(without, "each claim has its verdict.", f"{len(without):,} claims have no verdict.")


def _evidence_cited(tables: Tables) -> Finding:
    """A figure found rests on as many rows as it counts."""
    counted = tables["verdict_evidence"].filter(pl.col("role") == "counted").group_by("claim_id").len("cited")
    verdicts = tables["verdict"].filter(pl.col("found") > 0).join(counted, on="claim_id", how="left")
    short = verdicts.filter(pl.col("cited").fill_null(0) == 0).select("claim_id", "verdict", "found")
    return _finding(short.to_dicts(), "each figure found cites its rows.", f"{short.height:,} figures cite no row.")


EXPECTATIONS: Mapping[str, Sequence[Expectation]] = {
    "record": [
        *_structural(official_lists.TABLES, official_notices.TABLES, designations.TABLES),
        no_future_dates("snapshot", own=("published_on", "seen_at", "retrieved_at")),
        Expectation("list_status", "all_current", "No list is stale or held back.", _all_current),
        Expectation("list_status", "something_held", "At least one list is held, or a notice.", _something_held,
                    blocking=True, reads=("notice_entry",)),
        no_future_dates("notice", own=("retrieved_at",), stated=("published_on",)),
        Expectation("notice_difference", "notices_agree", "Notices and lists say the same.", _notices_agree),
        no_future_dates(
            "designation", own=("first_seen_on", "last_seen_on", "listed_by"), stated=("listed_on", "delisted_on")
        ),
        no_future_dates("change", own=(), stated=("changed_on",)),
        Expectation("designation_country", "known_countries", "Every country stated is known.", _known_countries),
        Expectation("drift", "no_drift", "The snapshots in use hold nothing that their readers do not know.", _no_drift,
                    reads=("snapshot",)),
    ],
    "subjects": [
        *_structural(subjects.TABLES),
        Expectation("subject_designation", "every_designation", "Every designation belongs to one subject.",
                    _every_designation, blocking=True, reads=("designation", "subject")),
    ],
    "news": [
        *_structural(news.TABLES),
        Expectation("article", "all_read", "No article was skipped.", _all_read),
    ],
    "verdicts": [
        *_structural(reconciliation.TABLES),
        Expectation("verdict", "every_claim_judged", "Each claim has its verdict.", _every_claim_judged, blocking=True,
                    reads=("claim",)),
        Expectation("verdict", "evidence_cited", "Each figure found cites the rows that it counts.", _evidence_cited,
                    blocking=True, reads=("verdict_evidence",)),
    ],
}  # fmt: skip
"""By step: what one step makes one other step judges, on tables read once."""


def checks_of(step: str, expectations: Sequence[Expectation]) -> dg.AssetChecksDefinition:
    """The expectations of what one step makes, as asset checks."""
    by_key = {dg.AssetCheckKey(dg.AssetKey(each.table), each.name): each for each in expectations}

    @dg.multi_asset_check(name=f"checks_of_{step}", specs=[_spec(each) for each in expectations], can_subset=True)
    def checks(context: dg.AssetCheckExecutionContext, home: SanctionsHome) -> Iterator[dg.AssetCheckResult]:
        tables = tables_of(home.home)
        for key, expectation in by_key.items():
            if key in context.selected_asset_check_keys:
                yield _result(expectation, expectation.judge(tables))

    return checks


def _spec(expectation: Expectation) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        expectation.name,
        asset=expectation.table,
        description=expectation.description,
        blocking=expectation.blocking,
        additional_deps=[name for name in expectation.reads if name != expectation.table],
    )


def _result(expectation: Expectation, finding: Finding) -> dg.AssetCheckResult:
    grave = expectation.blocking and finding.grave
    shown = {"rows": dg.MetadataValue.md(markdown.table(finding.rows[:SHOWN]))} if finding.rows else {}
    return dg.AssetCheckResult(
        asset_key=expectation.table,
        check_name=expectation.name,
        passed=finding.passed,
        severity=dg.AssetCheckSeverity.ERROR if grave else dg.AssetCheckSeverity.WARN,
        description=finding.said,
        metadata={**shown, "found": len(finding.rows)},
    )


@dg.asset_check(asset=warehouse.WAREHOUSE)
def readable(home: SanctionsHome) -> dg.AssetCheckResult:
    """The published file opens for reading, and every table of it holds the rows that were made for it."""
    tables = tables_of(home.home)
    try:
        with opened(home.home.warehouse) as connection:
            held = {name: connection.table(name).shape[0] for name in table_schemas()}
    except NothingPublishedError as error:
        return dg.AssetCheckResult(passed=False, description=str(error))
    other = [
        {"table": name, "made": tables[name].height, "published": rows}
        for name, rows in held.items()
        if rows != tables[name].height
    ]
    said = "tables differ from what was made for them." if other else f"{len(held)} tables, all rows there."
    return dg.AssetCheckResult(
        passed=not other, description=said, metadata={"rows": dg.MetadataValue.md(markdown.table(other))}
    )


def checks() -> list[dg.AssetChecksDefinition]:
    """All checks of tables."""
    return [*(checks_of(step, expectations) for step, expectations in EXPECTATIONS.items()), readable]
