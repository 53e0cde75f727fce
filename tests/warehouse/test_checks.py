"""How expectations are judged, on tables that break them."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.warehouse.checks import Check, Finding, checks_of, judge_all, no_future_dates
from pipelines.warehouse.schema import empty, table_schemas
from pipelines.warehouse.tables import Tables

TOMORROW_EVERYWHERE = date.today() + timedelta(days=3)  # noqa: DTZ011 - the day does not matter to a few hours
LONG_AGO = date(2022, 2, 24)


def expectation(table: str, name: str) -> Check:
    return next(check for check in checks_of([table]) if check.name == name)


def judged(table: str, name: str, **tables: pl.DataFrame) -> Finding:
    return expectation(table, name).judge(
        Tables({}, {table_schema: empty(table_schema) for table_schema in table_schemas()} | tables)
    )


def row(table: str, **values: object) -> pl.DataFrame:
    """One row of a table, of nulls where nothing is said."""
    schema = table_schemas()[table]
    return pl.DataFrame([{name: values.get(name) for name in schema}], schema=schema)


def test_a_key_that_is_there_twice_is_named() -> None:
    claim = row("claim", claim_id="a:1")
    assert judged("claim", "unique", claim=claim).passed
    found = judged("claim", "unique", claim=pl.concat([claim, claim]))
    assert not found.passed
    assert [each["claim_id"] for each in found.rows] == ["a:1"]
    assert found.sources is None  # the row does not say of which article it is


def test_a_reference_that_leads_nowhere_is_named() -> None:
    name = row("designation_name", designation_id="ofac_sdn:9")
    there = row("designation", designation_id="ofac_sdn:9")
    assert judged("designation_name", "refers", designation_name=name, designation=there).passed
    found = judged("designation_name", "refers", designation_name=name)
    assert not found.passed
    assert [each["designation_id"] for each in found.rows] == ["ofac_sdn:9"]
    assert "designation does not have" in found.sentence


def test_values_missing_where_due_are_counted() -> None:
    found = judged("designation_name", "conforms", designation_name=row("designation_name", designation_id="x"))
    assert not found.passed
    assert "1 row: name is missing" in found.sentence
    assert "language" not in found.sentence


def test_a_file_of_another_layout_does_not_conform(tmp_path: Path) -> None:
    path = tmp_path / "refusal.parquet"
    empty("refusal").drop("bytes").write_parquet(path)
    found = expectation("refusal", "conforms").judge(Tables({"refusal": [path]}))
    assert not found.passed
    assert found.grave


def test_days_to_come_block_where_they_are_ours_and_warn_where_a_list_states_them() -> None:
    expected = no_future_dates("designation", own=("first_seen_on",), stated=("listed_on",))
    good = row("designation", designation_id="a", first_seen_on=LONG_AGO, listed_on=LONG_AGO)
    stated = row("designation", designation_id="b", first_seen_on=LONG_AGO, listed_on=TOMORROW_EVERYWHERE)
    ours = row("designation", designation_id="c", first_seen_on=TOMORROW_EVERYWHERE)
    assert expected.blocking
    assert expected.judge(Tables({}, {"designation": good})).passed
    found = expected.judge(Tables({}, {"designation": pl.concat([good, stated])}))
    assert (found.passed, found.grave, len(found.rows)) == (False, False, 1)
    found = expected.judge(Tables({}, {"designation": pl.concat([good, ours])}))
    assert (found.passed, found.grave) == (False, True)


def test_an_unknown_country_warns() -> None:
    unknown = row("designation_country", link="nationality", text="Ruritania", is_current=True)
    found = judged("designation_country", "known_countries", designation_country=unknown)
    assert not found.passed
    assert not expectation("designation_country", "known_countries").blocking
    assert found.rows == [{"link": "nationality", "text": "Ruritania", "rows": 1}]


def test_drift_counts_only_in_the_snapshot_in_use() -> None:
    snapshot = row("snapshot", list_id="un_sc", sha256="now", state="used", published_on=LONG_AGO)
    old = row("drift", list_id="un_sc", sha256="then", format="un_sc", place="/A", what="element B", occurrences=1)
    new = row("drift", list_id="un_sc", sha256="now", format="un_sc", place="/A", what="element C", occurrences=1)
    assert judged("drift", "no_drift", snapshot=snapshot, drift=old).passed
    found = judged("drift", "no_drift", snapshot=snapshot, drift=pl.concat([old, new]))
    assert [each["what"] for each in found.rows] == ["element C"]


@pytest.mark.parametrize(("state", "passed"), [("current", True), ("never_fetched", True), ("not_configured", True),
                                               ("stale", False), ("held_back", False)])  # fmt: skip
def test_lists_that_are_behind_are_named(state: str, passed: bool) -> None:
    found = judged("list_status", "all_current", list_status=row("list_status", list_id="ua_nsdc", state=state))
    assert found.passed is passed
    assert ("ua_nsdc" in found.sentence) is not passed


def test_a_figure_that_cites_no_row_is_not_published() -> None:
    verdict = row("verdict", claim_id="a:1", verdict="confirmed", found=24)
    cited = row("verdict_evidence", claim_id="a:1", role="counted")
    assert judged("verdict", "evidence_cited", verdict=verdict, verdict_evidence=cited).passed
    assert not judged("verdict", "evidence_cited", verdict=verdict).passed


def test_a_designation_without_subject_is_found() -> None:
    listed = row("designation", designation_id="a")
    joined = row("subject_designation", designation_id="a", subject_id="s")
    subject = row("subject", subject_id="s")
    whole = {"designation": listed, "subject_designation": joined, "subject": subject}
    assert judged("subject_designation", "every_designation", **whole).passed
    assert not judged("subject_designation", "every_designation", designation=listed).passed
    assert not judged("subject_designation", "every_designation", designation=listed, subject_designation=joined).passed


def test_every_table_has_its_structure_checked() -> None:
    checks = checks_of(table_schemas())
    assert {check.table for check in checks if check.name == "conforms"} == set(table_schemas())
    assert all(check.blocking for check in checks if check.name in ("conforms", "unique", "refers"))


@pytest.mark.parametrize("table", list(table_schemas()))
def test_an_empty_table_passes_every_check_of_its_structure(table: str) -> None:
    for check in checks_of([table]):
        if check.name in ("conforms", "unique", "refers"):
            assert judged(table, check.name).passed


def test_a_check_of_the_schema_that_is_false_names_the_rows_and_their_source() -> None:
    feed = row("news_feed", feed_id="good", title="t", outlet="o", url="u", state="read", entries=1, added=0)
    bad = row("news_feed", feed_id="bad", title="t", outlet="o", url="u", state="read", entries=-1, added=0)
    found = judged("news_feed", "conforms", news_feed=pl.concat([feed, bad]))
    assert not found.passed
    assert found.sources == frozenset({"bad"})
    assert "entries >= 0" in found.sentence


def test_a_check_of_a_table_without_rows_says_that_it_saw_nothing() -> None:
    checks = checks_of(["notice"])
    results = judge_all(checks, Tables({}, {"notice": empty("notice")}))
    assert {result.finding.sentence for result in results} == {"the table has no rows, so nothing was checked."}
    assert not any(result.blocks for result in results)
