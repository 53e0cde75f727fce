"""Articles and rows of GDELT with values that cannot be true: none reaches a constraint of the schema."""

import json
import tempfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import duckdb
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipelines.articles.files import RawArticle
from pipelines.articles.gdelt import COLUMNS, GKG_COLLECTION, GKG_EXTRAS, GKG_THEMES, GKG_URL, read_rows
from pipelines.articles.leads import LeadDay, LeadFile
from pipelines.claims.collection import Collection
from pipelines.claims.finder import Finder
from pipelines.claims.tables import lead_tables
from pipelines.warehouse.schema import conform, run_scripts

GOOD = {"id": "good", "date": "2022-03-01", "text": "On Monday, the EU imposed sanctions on 24 Belarusians."}

odd: st.SearchStrategy[object] = st.sampled_from([
    None, "", " ", "good", "N/A", "0001-01-01", "9999-12-31", "2022-13-45", "Mon, 01 Jan 0001 00:00:00 GMT", 0, -1,
    10**30, 1.5, True, [], {}, "\ud800", "a\x00b",
])  # fmt: skip
acts = st.builds(
    "The {} sanctioned {} people {}.".format,
    st.sampled_from(["US", "EU", "N/A", "UN"]),
    st.sampled_from(["0", "-1", "24", "9" * 30, "1,000,000,000,000,000,000,000", "١٢", "½"]),
    st.sampled_from([
        "on 1 January 0001", "on 31 December 9999", "last week", "between 5 May 2021 and 4 May 2020", "on 30 February",
        "tomorrow", "in 0000", "on 99/99/9999",
    ]),
)  # fmt: skip
lines = st.fixed_dictionaries(
    {"text": acts | odd}, optional=dict.fromkeys(("id", "date", "title", "url", "outlet", "date_basis"), odd)
)


def load(tables: dict[str, pl.DataFrame]) -> None:
    """Put the tables into a file with all constraints of the schema."""
    with duckdb.connect() as connection:
        run_scripts(connection, "schema")
        for name, frame in tables.items():
            rows = conform(name, frame)
            connection.from_arrow(rows.to_arrow()).insert_into(name)


QUICK = settings(max_examples=15, deadline=None, phases=[Phase.explicit, Phase.generate])
"""Each example reads articles, so none is made smaller."""


@QUICK
@given(st.lists(lines, min_size=1, max_size=4))
def test_no_value_of_an_article_reaches_a_constraint(bad: list[dict[str, object]]) -> None:
    pieces = [
        RawArticle("line", f"a.jsonl:{number}", f"a.jsonl:{number}", json.dumps(line).encode())
        for number, line in enumerate([GOOD, *bad], 1)
    ]
    with tempfile.TemporaryDirectory() as folder:
        collection = Collection(Path(folder) / "cache", Finder({}, Path(folder) / "answers"), pieces)
        tables = dict(collection.collected("live").tables)
    load(tables)
    [claim] = tables["claim"].filter(pl.col("article_id") == "good").to_dicts()
    assert (claim["authority"], claim["count"], claim["event_date"]) == ("EU", 24, date(2022, 2, 28))
    unread = tables["article"].filter(pl.col("state") == "skipped")
    assert unread.height + tables["article"].filter(pl.col("state") != "skipped").height == len(pieces)
    assert unread["reason"].null_count() == 0


cells = st.sampled_from(["", "-1", "1", "N/A", "https://good.example/a", "http://[", "TAX_FNCACT", "SANCTIONS", "\x00"])
stamps = st.sampled_from(["00010101000000", "99991231235959", "20220301000000", "20221345000000"])


@QUICK
@given(st.lists(st.tuples(st.lists(cells, min_size=27, max_size=27), stamps), max_size=5))
def test_no_value_of_a_row_of_gdelt_reaches_a_constraint(bad: list[tuple[list[str], str]]) -> None:
    seen_at = datetime(2022, 3, 1, tzinfo=UTC)
    good = [""] * COLUMNS["gkg"]
    good[GKG_COLLECTION], good[GKG_URL], good[GKG_THEMES] = "1", "https://good.example/report", "SANCTIONS"
    rows = [good]
    for row, stamp in bad:
        row[GKG_EXTRAS] = f"<PAGE_PRECISEPUBTIMESTAMP>{stamp}</PAGE_PRECISEPUBTIMESTAMP>"
        rows.append(row)
    content = "".join("\t".join(row) + "\n" for row in rows).encode()
    name = "20220301000000.gkg.csv.zip"
    read = read_rows(BytesIO(content), "gkg", name, seen_at)
    refused = tuple((code, count, read.first_refused[code]) for code, count in read.refused.items())
    file = LeadFile(
        name, "gkg", f"http://gdelt.example/{name}", "read", rows=read.rows, kept=read.kept, refused=refused
    )
    tables = lead_tables([LeadDay(seen_at.date(), {name: file}, read.leads)])
    load(tables)
    assert "https://good.example/report" in tables["news_lead"]["url"].to_list()
    assert {moment.year for moment in tables["news_lead"]["written_at"].drop_nulls()} <= {2022}
