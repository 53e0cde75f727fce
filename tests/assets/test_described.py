"""What the UI is told of tables, and the Markdown and drawings it is told with."""

import base64
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest
from lxml import etree

from assets import markdown
from assets.described import PREVIEWED, column_schema, comment_of, preview, table_result
from pipelines.warehouse.schema import empty, table_schemas
from pipelines.warehouse.tables import Tables


def test_columns_come_from_the_schema_with_their_constraints() -> None:
    schema = column_schema("designation")
    columns = {column.name: column for column in schema.columns}
    assert list(columns) == list(table_schemas()["designation"])
    assert columns["designation_id"].constraints.unique
    assert not columns["list_id"].constraints.nullable
    assert columns["list_id"].constraints.other == ["references official_list(list_id)"]
    assert any("vessel" in each for each in columns["party_type"].constraints.other)
    assert columns["programmes"].type == "VARCHAR[]"
    assert "delisted_on >= listed_on" in schema.constraints.other


@pytest.mark.parametrize("table", list(table_schemas()))
def test_every_table_and_column_is_described(table: str) -> None:
    assert comment_of(table)
    assert all(column.description for column in column_schema(table).columns)


@pytest.mark.parametrize(("table", "columns"), PREVIEWED.items())
def test_previews_show_columns_that_are_there(table: str, columns: tuple[str, ...]) -> None:
    assert set(columns) <= set(table_schemas()[table])
    assert preview(table, empty(table)) == "*No rows.*"


def test_what_lists_and_articles_say_is_never_markup() -> None:
    rows = [{"name": "A | B\n<img src=x> *bold* [link](http://x)"}]
    text = markdown.table(rows)
    assert len(text.splitlines()) == 3
    assert r"A \| B \<img src=x\> \*bold\* \[link\](http://x)" in text


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "–"), ([], "–"), (True, "yes"), (12345, "12,345"), (date(2022, 2, 24), "2022-02-24"),
     (datetime(2022, 2, 24, 5, 7, tzinfo=UTC), "2022-02-24 05:07"), (["A", "B"], "A, B"), ("x" * 300, "x" * 159 + "…")],
)  # fmt: skip
def test_cells(value: object, said: str) -> None:
    assert markdown.cell(value) == said


def test_figures_stand_to_the_right() -> None:
    assert markdown.table([{"list_id": "un_sc", "parties": 2}]).splitlines()[1] == "| --- | ---: |"


def test_a_preview_begins_with_the_newest_and_says_how_many_more() -> None:
    days = [date(2022, 1, day) for day in range(1, 21)]
    schema = table_schemas()["change"]
    rows = pl.DataFrame([dict.fromkeys(schema) | {"changed_on": day} for day in days], schema=schema)
    lines = preview("change", rows).splitlines()
    assert "2022-01-20" in lines[2]
    assert lines[-1] == "… and 10 more rows."


@pytest.mark.parametrize("figures", [[5, 9], [0]])
def test_drawings_are_well_formed(figures: list[int]) -> None:
    points = [(date(2022, month, 1), figure) for month, figure in enumerate(figures, 1)]
    link = markdown.step_chart(points, "Parties <listed>")
    assert link.startswith(r"![Parties \<listed\>](data:image/svg+xml;base64,")
    root = etree.fromstring(base64.b64decode(link.partition("base64,")[2].removesuffix(")")))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"


def test_the_version_of_a_table_follows_its_rows(tmp_path: Any) -> None:
    path = tmp_path / "refusal.parquet"
    versions = []
    for reason in ("cut", "cut", "empty"):
        pl.DataFrame({"list_id": ["un_sc"], "reason": [reason]}).write_parquet(path)
        tables = Tables({"refusal": [path]}, {"refusal": empty("refusal"), "snapshot": empty("snapshot")})
        version = table_result("refusal", tables, example=False, made_from={}).data_version
        assert version is not None
        versions.append(version.value)
    assert versions[0] == versions[1] != versions[2]
