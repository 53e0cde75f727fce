"""The cookbook: every question runs on the published example and is answered."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.archive.home import Home
from pipelines.warehouse.publication import opened
from pipelines.warehouse.schema import SQL, STAGES, run_scripts

QUESTIONS = sorted((SQL / "queries").glob("*.sql"))
WITHOUT_AN_ANSWER_IN_THE_EXAMPLE = {
    "07_gained_a_programme", "13_left_and_returned", "14_shared_identifier", "20_what_was_refused", "21_drift",
    "28_known_from_notices_alone", "29_other_ids", "37_press_without_act", "43_disputed_events",
    "57_crypto_addresses", "46_vessels_by_imo", "48_delisted", "50_remarks", "59_leads_without_an_article",
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda path: path.stem)
def test_each_question_is_stated_and_answered(question: Path, example_home: Home) -> None:
    text = question.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    assert "?" in text.splitlines()[0]
    with opened(example_home.warehouse) as connection:
        answer = connection.sql(text)
        assert "HUGEINT" not in {str(kind) for kind in answer.types}, "polars writes it to JSON as text"
        rows = answer.fetchall()
    assert bool(rows) == (question.stem not in WITHOUT_AN_ANSWER_IN_THE_EXAMPLE)


def test_the_questions_of_the_guide_for_analysts_run(example_home: Home) -> None:
    guide = (SQL.parent / "docs" / "ANALYSTS.md").read_text(encoding="utf-8")
    questions = guide.partition("```sql")[2].partition("```")[0].split(";\n")
    with opened(example_home.warehouse) as connection:
        answers = [connection.sql(question).fetchall() for question in questions if question.strip()]
    assert len(answers) == guide.count("\n-- ") == 30
    assert answers[2]  # who was on the SDN list on 24 February 2022


def test_the_cookbook_is_large_enough_and_each_question_says_whose_it_is() -> None:
    assert len(QUESTIONS) >= 20
    readers = {question.read_text(encoding="utf-8").splitlines()[1] for question in QUESTIONS}
    assert readers == {f"-- For {each}" for each in ("analysts", "compliance officers", "data engineers", "editors")}


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    with opened(home.warehouse) as connection:
        return connection.sql(sql).fetchall()


def test_as_of_a_day_names_and_numbers_are_those_of_the_day(example_home: Home) -> None:
    assert ask(example_home, "SELECT count(*) FROM designations_on('2022-02-23', 'ofac_sdn')") == [(40,)]
    assert ask(example_home, "SELECT count(*) FROM designations_on('2022-02-24', 'ofac_sdn')") == [(76,)]
    for day, name in (
        ("2022-02-23", "JSC TRANSAVIAEXPORT AIRLINES"),
        ("2022-02-24", "OTKRYTOYE AKTSIONERNOYE OBSCHESTVO TAE AVIA"),
    ):
        rows = ask(example_home, f"SELECT primary_name FROM designations_on('{day}') WHERE native_id = '33398'")  # noqa: S608
        assert rows == [(name,)]


def test_an_action_counts_additions_and_not_touched_rows(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT party_type, parties FROM actions_between('2022-02-24', '2022-02-24') "
        "WHERE action_kind = 'added' AND list_contains(programmes, 'BELARUS-EO14038') ORDER BY ALL",
    )
    assert rows == [("entity", 16), ("individual", 8)]


def test_what_an_answer_rests_on(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT list_id, snapshot_before, held FROM held_on('2022-02-28') "
        "WHERE list_id IN ('ofac_sdn', 'jp_mof', 'un_sc')",
    )
    assert rows == [
        ("jp_mof", date(2022, 2, 25), "held before and after"),
        ("ofac_sdn", date(2022, 2, 24), "held up to an earlier day"),
        ("un_sc", None, "not held yet"),
    ]


def test_who_listed_first(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT authority, first_mover, days_later FROM subject_lag "
        "WHERE primary_name LIKE 'KHRENIN%' ORDER BY days_later",
    )
    assert rows == [("UK", "UK", 0), ("US", "UK", 248), ("JP", "UK", 255)]


def two_lists(basis: str, listed_after: date | None) -> duckdb.DuckDBPyConnection:
    """Three parties that both lists of one authority have, listed in March 2022."""
    connection = duckdb.connect()
    run_scripts(connection, *STAGES)
    connection.execute(
        "INSERT INTO official_list BY NAME SELECT l AS list_id, 'UK' AS authority, 'designation' AS entry_kind, "
        "'x' AS issuing_body, 'x' AS title, 'x' AS home_page, 'x' AS licence, 'UTC' AS time_zone, "
        "true AS verified, 10 AS cadence_days FROM unnest(['one', 'two']) t(l)"
    )
    connection.execute(
        "INSERT INTO designation BY NAME SELECT l || ':' || n AS designation_id, l AS list_id, 'UK' AS authority, "
        "'designation' AS entry_kind, n::VARCHAR AS native_id, 'individual' AS party_type, 'A' AS primary_name, "
        "[] AS programmes, [] AS legal_basis, [] AS measures, DATE '2022-03-01' + n::INTEGER AS listed_on, "
        "? AS listed_on_basis, CAST(? AS DATE) AS listed_after, DATE '2022-03-09' AS listed_by, "
        "DATE '2022-03-09' AS first_seen_on, DATE '2022-03-09' AS last_seen_on, "
        "'s' AS first_seen_sha256, 's' AS last_seen_sha256, 'r' AS record_id, [] AS not_understood, "
        "'live' AS origin, 'u' AS source_url FROM unnest(['one', 'two']) t(l), range(3) r(n)",
        [basis, listed_after],
    )
    connection.execute(
        "INSERT INTO subject SELECT n, 'individual', 'A', 2, 2, ['UK'] FROM range(3) r(n);"
        "INSERT INTO subject_designation SELECT designation_id, native_id FROM designation"
    )
    return connection


def test_a_party_on_two_lists_of_one_authority_counts_once() -> None:
    """UK, March 2022: what a list repeats of another is no second designation."""
    with two_lists("official", None) as connection:
        months = connection.sql("FROM authority_month SELECT authority, month, act, subjects").fetchall()
        countries = connection.sql("FROM authority_overlap").fetchall()
        recipe = connection.sql(
            (SQL / "queries" / "55_month_of_an_authority.sql").read_text(encoding="utf-8")
        ).fetchall()
    assert months == [("UK", date(2022, 3, 1), "added", 3)]
    assert countries == [("UK", "UK", 3)]
    assert len(recipe) == 3, "the recipe names those whom the month counts"


@pytest.mark.parametrize(("listed_after", "acts"), [(date(2022, 2, 28), 3), (date(2020, 1, 1), 0)])
def test_parties_first_seen_after_a_long_gap_are_no_act_of_the_day_they_were_seen(
    listed_after: date, acts: int
) -> None:
    """Australia, 24 February 2026: the snapshot before it is of November 2024, and 784 parties came in between."""
    with two_lists("observed", listed_after) as connection:
        assert len(connection.sql("FROM official_act").fetchall()) == acts
        assert connection.sql("FROM authority_month SELECT sum(subjects)::BIGINT").fetchall() == [(acts or None,)]


def test_look_up_by_number_and_by_name(example_home: Home) -> None:
    numbered = ask(example_home, "SELECT designation_id FROM designations_numbered('No. 34-746')")
    assert ("ofac_sdn:34746",) in numbered
    named = ask(example_home, "SELECT primary_name, share_of_name FROM designations_named(' viktor, KHRENIN ')")
    assert named
    assert all("KHRENIN" in str(name).upper() and 0 < float(str(share)) <= 1 for name, share in named)


def test_an_act_on_the_day_of_a_restatement_says_so(example_home: Home, tmp_path: Path) -> None:
    path = shutil.copy(example_home.warehouse, tmp_path / "sanctions.duckdb")
    with duckdb.connect(str(path)) as connection:
        [(before,)] = connection.sql("SELECT count(*) FROM official_act WHERE restatement IS NOT NULL").fetchall()
        assert before == 0
        connection.execute(
            "UPDATE designation SET listed_on = '2020-12-31', listed_on_basis = 'official' "
            "WHERE list_id = 'uk_sanctions'"
        )
        [(words,)] = connection.sql("SELECT restatement FROM official_act WHERE acted_on = '2020-12-31'").fetchall()
    assert "took over listings" in words
