"""When a list counts as stale: once, in SQL."""

from datetime import date

import duckdb
import pytest

from pipelines.warehouse.schema import run_scripts, text_of

DAY = date(2026, 11, 29)


def judged(
    published_on: date, state: str = "current", *, closed_on: date | None = None, judged_on: date | None = None
) -> tuple[str, int, str | None]:
    """State, age and reason of a list of which a publication is due every ten days."""
    with duckdb.connect() as connection:
        run_scripts(connection, "schema")
        connection.execute(text_of("macros/lists.sql"))
        connection.execute(
            "INSERT INTO official_list BY NAME SELECT 'toy' AS list_id, 'XX' AS authority, "
            "'designation' AS entry_kind, 'b' AS issuing_body, 't' AS title, 'h' AS home_page, 'l' AS licence, "
            "'UTC' AS time_zone, true AS verified, 10 AS cadence_days, CAST(? AS DATE) AS closed_on",
            [closed_on],
        )
        connection.execute(
            "INSERT INTO list_status BY NAME SELECT 'toy' AS list_id, 'XX' AS authority, "
            "CAST(? AS DATE) AS published_on, 1 AS snapshots, ? AS state, CAST(? AS DATE) AS judged_on",
            [published_on, state, judged_on],
        )
        [row] = connection.execute(
            "SELECT state, age_days, reason, is_overdue FROM list_status_on(?)", [DAY]
        ).fetchall()
        assert row[3] is (row[0] == "stale" and state == "current")
        return row[:3]


def test_a_list_is_stale_once_its_next_publication_is_overdue() -> None:
    assert judged(date(2026, 11, 19)) == ("current", 10, None)
    state, age, reason = judged(date(2023, 6, 29))
    assert (state, age) == ("stale", 1249)
    assert reason == "nothing newer than 2023-06-29 is held, and a new one is due every 10 days."


def test_closed_lists_and_those_judged_by_their_own_day_are_not() -> None:
    assert judged(date(2023, 6, 29), closed_on=date(2023, 7, 1))[0] == "current"
    assert judged(date(2022, 2, 24), judged_on=date(2022, 2, 26))[0] == "current"


@pytest.mark.parametrize("state", ["held_back", "never_fetched", "stale"])
def test_what_went_wrong_otherwise_stays_as_it_is(state: str) -> None:
    assert judged(date(2023, 6, 29), state)[0] == state
