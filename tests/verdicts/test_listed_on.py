"""Who was listed on a day: the macro and the record give one answer on any history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.designations.status import catalogue_table
from pipelines.designations.tables import snapshots, tables_of
from pipelines.parsers.record import Name, Record
from pipelines.verdicts.record import OfficialRecord
from pipelines.warehouse.schema import STAGES, conform, run_scripts
from tests.designations.conftest import TOY_LIST
from tests.designations.test_plausible_values import history_of

FIRST = date(2024, 1, 1)
SEEN_AT = datetime(2024, 3, 1)  # noqa: DTZ001 - tables hold UTC without saying so
DAYS = [FIRST + timedelta(days=offset) for offset in range(-20, 60, 4)]

NEWEST_THAT_DIFFER = """
    SELECT designation_id
    FROM designation AS d LEFT JOIN designation_version AS v USING (designation_id)
    WHERE v.superseded_on IS NULL
    GROUP BY designation_id
    HAVING count(*) <> 1 OR any_value(v.primary_name) IS DISTINCT FROM any_value(d.primary_name)
        OR any_value(v.programmes) IS DISTINCT FROM any_value(d.programmes)
        OR any_value(v.party_type) IS DISTINCT FROM any_value(d.party_type)
"""
"""The macro designations_on rests on it that a designation has one newest version, which says what it says itself."""

maybe_days = st.none() | st.sampled_from([FIRST + timedelta(days=offset) for offset in (-400, -9, -1, 0, 15, 31, 40)])
parties = st.builds(
    lambda native_id, listed_on, is_listed, delisted_on: Record(
        native_id,
        "entity",
        [Name(f"Party {native_id}", "primary", "name")],
        listed_on=listed_on,
        is_listed=is_listed,
        delisted_on=None if is_listed else delisted_on,
    ),
    st.sampled_from("abc"),
    maybe_days,
    st.booleans(),
    maybe_days,
)
shown = st.lists(parties, min_size=1, max_size=3, unique_by=lambda record: record.native_id)


@pytest.fixture(scope="module")
def published() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database with the tables and macros of the published file; what an example adds is rolled back."""
    with duckdb.connect(config={"threads": 1}) as connection:
        run_scripts(connection, *STAGES)
        yield connection


@settings(max_examples=60, deadline=None)
@given(first=shown, second=shown)
def test_macro_and_record_agree_on_any_history(
    published: duckdb.DuckDBPyConnection, first: Sequence[Record], second: Sequence[Record]
) -> None:
    history = history_of(first, second)
    frames = {
        **tables_of(history, TOY_LIST),
        "snapshot": conform("snapshot", snapshots(history)).with_columns(pl.col(pl.Datetime).fill_null(SEEN_AT)),
        "official_list": catalogue_table({"toy_list": TOY_LIST}),
    }
    record = OfficialRecord.from_frames(frames)
    with rolled_back(published) as connection:
        for name in ("official_list", "designation", "designation_version"):
            connection.from_arrow(conform(name, frames[name]).to_arrow()).insert_into(name)
        assert connection.sql(NEWEST_THAT_DIFFER).fetchall() == []
        for day in DAYS:
            asked = connection.execute("SELECT designation_id FROM designations_on(?)", [day]).fetchall()
            by_macro = {designation_id for (designation_id,) in asked}
            states = {key: designation.was_listed_on(day) for key, designation in record.designations.items()}
            assert {key for key, state in states.items() if state} <= by_macro
            assert by_macro <= {key for key, state in states.items() if state is not False}


@contextmanager
def rolled_back(connection: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """A transaction of which nothing stays."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")
