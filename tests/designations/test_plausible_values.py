"""Values that cannot be true: each is left out of its row and named, and nothing else changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.designations.history import PRESENCE_SCHEMA, ListHistory, empty_history
from pipelines.designations.plausible_values import FOLDED_FROM
from pipelines.designations.tables import Tables, tables_of
from pipelines.parsers.reading import frame_of
from pipelines.parsers.record import (
    Address,
    BirthDate,
    BirthPlace,
    Country,
    Feature,
    Identifier,
    ListingEvent,
    Name,
    Record,
    Relationship,
    Report,
)
from pipelines.warehouse.schema import conform, constraints, run_scripts, table_schemas
from tests.designations.conftest import TOY_LIST

DAYS = (date(2024, 1, 1), date(2024, 2, 1))


def history_of(*snapshots: Sequence[Record]) -> ListHistory:
    """A history in which each snapshot is believed and shows just these records."""
    report = Report()
    frames = [frame_of(records, report) for records in snapshots]
    days = DAYS[: len(snapshots)]
    facts = pl.DataFrame(
        {
            "snapshot_id": [f"{day}" for day in days],
            "order_key": [f"{day}" for day in days],
            "list_id": "toy_list",
            "sha256": [f"sha {day}" for day in days],
            "published_on": days,
            "source_url": "toys",
            "origin": "live",
            "format": "xx_toys",
            "state": "used",
            "layout": "",
            "files": 1,
        }
    )
    shown = [
        frame.select("native_id", "record_id", first_key=pl.lit(f"{day}"), last_key=pl.lit(f"{day}"))
        for day, frame in zip(days, frames, strict=True)
    ]
    empty = empty_history("toy_list")
    return replace(
        empty,
        facts=pl.concat([empty.facts, facts], how="diagonal_relaxed"),
        presence=pl.concat([pl.DataFrame(schema=PRESENCE_SCHEMA), *shown]),
        records=pl.concat(frames).unique("record_id", maintain_order=True),
    )


def tables(*snapshots: Sequence[Record]) -> Tables:
    return tables_of(history_of(*snapshots), TOY_LIST)


def party(native_id: str = "1", name: str = "Party", **fields: object) -> Record:
    return Record(native_id, "individual", [Name(name, "primary", "name")], **fields)  # type: ignore[arg-type]


def left_out(made: Tables) -> list[tuple[str, str]]:
    return made["drift"].select("place", "what").rows()


def test_a_birth_range_that_ends_before_it_begins_is_left_out_whole() -> None:
    birth = BirthDate("1975 to 1970", date(1975, 1, 1), date(1970, 12, 31))
    made = tables([party(birth_dates=[birth, BirthDate("1971", date(1971, 1, 1), date(1971, 12, 31))])])
    assert made["designation_birth"].select("text", "earliest", "latest").rows() == [
        ("1971", date(1971, 1, 1), date(1971, 12, 31)),
        ("1975 to 1970", None, None),
    ]
    assert left_out(made) == [("record 1: birth_dates", "a range that ends before it begins, 1975-01-01 to 1970-12-31")]


@pytest.mark.parametrize("day", [date(177, 6, 19), date(1849, 12, 31), date(2024, 1, 3), date(9999, 12, 31)])
def test_a_birth_on_a_day_on_which_nobody_listed_was_born_is_left_out(day: date) -> None:
    made = tables([party(birth_dates=[BirthDate("a day", day, day)])])
    assert made["designation_birth"].select("text", "earliest", "latest").rows() == [("a day", None, None)]
    assert left_out(made) == [("record 1: birth_dates", f"no plausible day, {day} to {day}")]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1944, 12, 31), date(2024, 1, 3)])
def test_a_day_of_listing_that_cannot_be_is_left_out(day: date) -> None:
    made = tables([party("2")], [party(listed_on=day), party("2")])
    row = made["designation"].filter(pl.col("native_id") == "1").row(0, named=True)
    assert (row["listed_on"], row["listed_on_basis"]) == (date(2024, 2, 1), "observed") if day.year < 2024 else True
    assert left_out(made) == ([("record 1: listed_on", f"no plausible day, {day}")] if day.year < 2024 else [])


def test_an_expiry_may_lie_far_ahead() -> None:
    made = tables([party(events=[ListingEvent("delisted", date(2056, 1, 1))])])
    assert made["designation_event"]["effective_on"].to_list() == [date(2056, 1, 1)]
    assert left_out(made) == []


@pytest.mark.parametrize("name", ["", " ", "-", "N/A", "unknown", "(", "不明"])
def test_what_is_no_name_is_left_out_and_another_name_stands_in_its_place(name: str) -> None:
    nameless = Record("1", "entity", [Name(name, "primary", "name"), Name("Toy Works", "strong")])
    made = tables([nameless])
    assert made["designation"]["primary_name"].to_list() == ["Toy Works"]
    assert "primary" in made["designation_name"]["quality"].to_list()
    assert left_out(made) == [("record 1: names", f"no name, '{name}'")]


def test_a_party_keeps_the_last_name_that_the_list_gave_it() -> None:
    made = tables([party(name="Old Name"), party("2")], [party(name="-"), party("2")])
    assert made["designation"]["primary_name"].to_list() == ["Old Name", "Party"]
    assert made["designation"]["delisted_on"].to_list() == [None, None]


def test_a_party_that_never_had_a_name_is_left_out_and_named() -> None:
    made = tables([party(name="N/A"), party("2")])
    assert made["designation"]["native_id"].to_list() == ["2"]
    assert left_out(made) == [("record 1: names", "no name, 'N/A'")]


def test_a_number_that_is_none_joins_nobody() -> None:
    made = tables([party(identifiers=[Identifier("passport", "N/A"), Identifier("passport", "A1")])])
    assert made["designation_identifier"]["value"].to_list() == ["A1"]
    assert left_out(made) == [("record 1: identifiers", "no value, 'N/A'")]


def test_the_same_fault_in_many_records_is_one_line_that_counts_them() -> None:
    many = FOLDED_FROM + 5
    made = tables([party(f"{number:02}", listed_on=date(1, 1, 1)) for number in range(many)])
    assert made["drift"].select("place", "what", "occurrences").rows() == [
        (f"{many} records, such as 00: listed_on", "no plausible day, 0001-01-01", many)
    ]


def test_a_party_off_the_list_before_any_snapshot_showed_it_has_no_day_of_listing() -> None:
    gone = party(is_listed=False, delisted_on=date(2020, 1, 1))
    row = tables([party("2")], [gone, party("2")])["designation"].filter(pl.col("native_id") == "1").row(0, named=True)
    assert (row["listed_on"], row["delisted_on"]) == (None, date(2020, 1, 1))


def test_an_id_that_looks_like_a_second_listing_is_another_party() -> None:
    gone, again = party("7", is_listed=False), party("7")
    made = tables([gone, party("7#2")], [again, party("7#2")])
    assert made["designation"]["designation_id"].to_list() == ["toy_list:7", "toy_list:7#2", "toy_list:7%232"]
    load(made)


# Every constraint of the schema that a record can reach

TABLES = (
    "designation", "designation_version", "designation_name", "designation_birth", "designation_birth_place",
    "designation_country", "designation_identifier", "designation_address", "designation_relationship",
    "designation_feature", "designation_event", "change", "drift",
)  # fmt: skip
"""The tables that are made of the records of a list."""

days = st.sampled_from(
    [date(1, 1, 1), date(1849, 1, 1), date(1970, 5, 5), date(2024, 1, 1), date(2030, 1, 1), date.max]
)
maybe_days = st.none() | days
texts = st.sampled_from(["", " ", "-", "N/A", "unknown", "1", "Minsk", "Мінск", "9" * 40])
records = st.builds(
    Record,
    native_id=st.sampled_from(["bad", "bad#2", ""]),
    party_type=st.just("individual"),
    names=st.lists(st.builds(Name, name=texts, quality=st.sampled_from(["primary", "strong", "weak"])), max_size=3),
    programmes=st.lists(texts, max_size=2),
    listed_on=maybe_days,
    is_listed=st.booleans(),
    delisted_on=maybe_days,
    birth_dates=st.lists(st.builds(BirthDate, texts, maybe_days, maybe_days), max_size=3),
    birth_places=st.lists(st.builds(BirthPlace, texts), max_size=1),
    countries=st.lists(st.builds(Country, st.just("nationality"), texts, st.none()), max_size=1),
    identifiers=st.lists(st.builds(Identifier, st.just("passport"), texts), max_size=1),
    addresses=st.lists(st.builds(Address, texts), max_size=1),
    relationships=st.lists(st.builds(Relationship, st.just("tie"), texts, texts), max_size=1),
    features=st.lists(st.builds(Feature, st.just("title"), texts), max_size=1),
    events=st.lists(st.builds(ListingEvent, st.just("listed"), maybe_days, maybe_days), max_size=2),
)


def load(made: Tables) -> None:
    """Put the tables into a file with all constraints of the schema.

    Raises:
        duckdb.ConstraintException: one is broken.
    """
    with duckdb.connect() as connection:
        run_scripts(connection, "schema")
        texts = ("issuing_body", "title", "home_page", "licence", "time_zone")
        columns: dict[str, str | None] = dict.fromkeys(texts, "")
        columns["authority"] = "XX"
        columns["entry_kind"] = "designation"
        columns |= dict.fromkeys(("closed_on", "restated_on", "restatement"))
        lists = pl.DataFrame({"list_id": "toy_list", **columns, "verified": True, "cadence_days": 1})
        for name, frame in {"official_list": lists, **{name: made[name] for name in TABLES}}.items():
            rows = conform(name, frame)
            connection.execute(f"INSERT INTO {name} SELECT * FROM rows")  # noqa: S608 - names of the schema
            assert rows.height >= 0


@settings(max_examples=60, deadline=None)
@given(st.lists(records, min_size=1, max_size=3), st.lists(records, max_size=3))
def test_no_value_of_a_record_reaches_a_constraint(first: list[Record], second: list[Record]) -> None:
    good = [party("good"), party("good 2", listed_on=date(2010, 1, 1))]
    made = tables([*good, *first], [*good, *second])
    load(made)
    kept = made["designation"].filter(pl.col("native_id").str.starts_with("good"))
    assert kept.select("native_id", "listed_on").rows() == [("good", None), ("good 2", date(2010, 1, 1))]


def test_every_constraint_on_these_tables_is_tried() -> None:
    """The tables above are all those that records are made into; the others have their own tests or are made here."""
    assert set(TABLES) < set(table_schemas())
    assert {name for name in constraints()["table_name"] if name.startswith("designation") or name == "change"} <= {
        *TABLES
    }
