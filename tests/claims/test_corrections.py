"""Corrections of claims by people: lines of the file, the claims they are about, and what each comes to."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.claims.claim import Claim
from pipelines.claims.corrections import (
    COLUMNS,
    BadLine,
    Correction,
    CorrectionError,
    append_corrections,
    applied,
    article_date,
    complaints_of,
    corrected,
    correction_table,
    parse_value,
    read_corrections,
)
from pipelines.warehouse.schema import conform, empty

QUOTE = "Freedonia sanctioned 26 people"
CLAIM_ID = "daily:0-30:US.imposed.individuals"


def claims(**changes: object) -> pl.DataFrame:
    """Table `claim` with one claim of the article `daily`."""
    row: dict[str, Any] = {
        "claim_id": CLAIM_ID, "article_id": "daily", "quote": QUOTE, "quote_start": 0, "quote_end": 30,
        "authority": "US", "status": "imposed", "action": "impose", "measure": "listing", "strength": "asserted",
        "count": 26, "unit": "individuals", "named_targets": ["Alpha Bank", "Beta Line"],
        "event_from": date(2024, 3, 1), "event_to": date(2024, 3, 5), "article_date": date(2024, 3, 7), "evidence": [],
    }  # fmt: skip
    schema = empty("claim").schema
    return pl.DataFrame([{name: (row | changes).get(name) for name in schema}], schema=schema)


def line(**changes: object) -> Correction:
    values: dict[str, Any] = {
        "claim_id": CLAIM_ID, "quote": QUOTE, "field": "count", "value": "24", "corrected_by": "A. Analyst",
        "corrected_on": date(2024, 4, 1), "reason": "two of them are firms",
    }  # fmt: skip
    return Correction(**(values | changes))


def table(path: Path, *corrections: Correction, of: pl.DataFrame | None = None) -> pl.DataFrame:
    append_corrections(path, corrections)
    return conform("claim_correction", correction_table(read_corrections(path), claims() if of is None else of))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "corrections.csv"


def test_without_a_file_nothing_is_corrected(path: Path) -> None:
    assert correction_table(read_corrections(path), claims()).is_empty()


def test_a_correction_keeps_what_was_read_beside_it(path: Path) -> None:
    (row,) = table(path, line()).to_dicts()
    assert (row["line"], row["claim_id"], row["field"]) == (2, CLAIM_ID, "count")
    assert (row["value_read"], row["value"], row["state"], row["remark"]) == ("26", "24", "applied", None)
    assert (row["corrected_by"], row["corrected_on"]) == ("A. Analyst", date(2024, 4, 1))


def test_corrected_fields_replace_those_of_the_claim(path: Path) -> None:
    made = table(
        path,
        line(),
        line(field="authority", value="EU"),
        line(field="unit", value=""),
        line(field="named_targets", value="Alpha Bank; Gamma"),
        line(field="event_date", value="2024-03-04"),
        line(field="article_date", value="2024-03-08"),
    )
    ((claim_id, values),) = applied(made)
    claim = corrected(Claim(QUOTE, 0, 30, "US", "imposed", count=26, unit="individuals"), values)
    assert claim_id == CLAIM_ID
    assert (claim.authority, claim.count, claim.unit) == ("EU", 24, None)
    assert (claim.named_targets, claim.event_on) == (("Alpha Bank", "Gamma"), date(2024, 3, 4))
    assert article_date(values, date(2024, 3, 7)) == date(2024, 3, 8)
    assert article_date({}, date(2024, 3, 7)) == date(2024, 3, 7)


def test_the_last_of_several_lines_counts_and_one_that_is_read_so_by_now_agrees(path: Path) -> None:
    made = table(path, line(value="25"), line(), line(field="status", value="imposed"))
    assert made["state"].to_list() == ["superseded", "applied", "agrees"]


def test_a_claim_that_is_read_otherwise_by_now_is_found_by_its_words(path: Path) -> None:
    now = claims(claim_id="daily:0-30:EU.imposed.individuals", authority="EU")
    made = table(path, line(), line(quote="Other words"), line(claim_id="other:0-30:US.imposed.individuals"), of=now)
    assert made["claim_id"].to_list() == ["daily:0-30:EU.imposed.individuals", None, None]
    assert made["state"].to_list() == ["applied", "no_such_claim", "no_such_claim"]


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("colour", "red", "'colour' is no field of a claim"),
        ("status", "done", "status is 'done': write imposed, planned"),
        ("status", "", "status is never empty"),
        ("count", "two", "count is 'two': write a whole number"),
        ("count", "-3", "write a whole number"),
        ("event_date", "4 March", "write a day as YYYY-MM-DD"),
        ("event_from", "20220301", "write a day as YYYY-MM-DD"),
        ("event_to", "2022-W09-2", "write a day as YYYY-MM-DD"),
        ("misread", "yes", "misread has no value"),
    ],
)
def test_a_value_that_a_field_cannot_have_costs_its_line_alone(
    path: Path, field: str, value: str, complaint: str
) -> None:
    with pytest.raises(CorrectionError):
        parse_value(field, value)
    made = table(path, line(field=field, value=value), line())
    assert made["state"].to_list() == ["refused", "applied"]
    assert complaint in made["remark"][0]
    assert complaints_of(made) == (f"corrections.csv, line 2 ({CLAIM_ID}): {made['remark'][0]}",)


def test_a_window_that_would_end_before_it_begins_is_refused(path: Path) -> None:
    made = table(path, line(field="event_to", value="2024-02-01"), line(field="event_from", value="2024-03-02"))
    assert set(made["state"]) == {"refused"}
    made = table(path, line(field="event_to", value="2024-03-03"))
    assert made["state"].to_list() == ["superseded", "applied", "applied"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"claim_id,field\nx,count\n", "the file has no column quote"),
        (b"", "the file has no column claim_id"),
        ((",".join(COLUMNS) + "\nx,,count,1,,2024-01-01,why\n").encode(), "corrected_by is empty"),
        ((",".join(COLUMNS) + "\nx,,count,1,me,soon,why\n").encode(), "corrected_on is 'soon'"),
        ((",".join(COLUMNS) + "\nx\n").encode(), "field is empty"),
        (b"\xff\xfe\x00", "the file is not UTF-8"),
    ],
)
def test_a_file_that_is_none_says_why(path: Path, content: bytes, complaint: str) -> None:
    path.write_bytes(content)
    (bad,) = read_corrections(path).values()
    assert isinstance(bad, BadLine)
    assert complaint in bad.remark
    assert conform("claim_correction", correction_table(read_corrections(path), claims()))["state"].to_list() == [
        "refused"
    ]
