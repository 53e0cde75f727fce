"""The published file: whole or absent, constrained, sealed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.warehouse.publication import NothingPublishedError, UnpublishableError, opened, publish
from pipelines.warehouse.schema import empty
from pipelines.warehouse.tables import parts_in, write_tables

DRIFT = {"list_id": "toy", "sha256": "s", "format": "f", "place": "p", "what": "w", "occurrences": 1}
LIST = {
    "list_id": "toy", "authority": "XX", "entry_kind": "designation", "issuing_body": "b",
    "title": "t", "home_page": "h", "licence": "l",
    "time_zone": "UTC", "verified": True, "cadence_days": 10, "closed_on": None,
}  # fmt: skip


def rows(name: str, *values: Mapping[str, object]) -> pl.DataFrame:
    return pl.DataFrame(list(values), schema=empty(name).schema)


def published(folder: Path, tables: dict[str, pl.DataFrame], *, example: bool = False) -> Path:
    path = folder / "sanctions.duckdb"
    write_tables(tables, folder / "tables")
    publish(parts_in([folder / "tables"]), path, example=example)
    return path


def test_rows_are_there_to_be_asked_for(tmp_path: Path) -> None:
    path = published(tmp_path, {"official_list": rows("official_list", LIST), "drift": rows("drift", DRIFT)})
    with opened(path) as connection:
        assert connection.table("drift").fetchall() == [("toy", "s", "f", "p", "w", 1)]
        assert connection.sql("FROM designations_on(DATE '2024-01-01')").fetchall() == []


def test_all_tables_that_break_a_constraint_are_named_and_nothing_is_published(tmp_path: Path) -> None:
    good = {"official_list": rows("official_list", LIST), "drift": rows("drift", DRIFT)}
    path = published(tmp_path, good)
    before = path.read_bytes()
    bad = good | {
        "drift": rows("drift", DRIFT, DRIFT),
        "article": rows(
            "article",
            {
                "article_id": "a",
                "date_basis": "none",
                "sha256": "s",
                "characters": 1,
                "state": "lost",
                "origin": "live",
            },
        ),
    }
    with pytest.raises(UnpublishableError, match=r"table drift: .*table article: "):
        published(tmp_path, bad)
    assert path.read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["sanctions.duckdb", "tables"]


def test_a_row_that_refers_to_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnpublishableError, match=r"table drift: .*oreign key"):
        published(tmp_path, {"drift": rows("drift", DRIFT)})


def test_a_reader_keeps_the_file_it_opened(tmp_path: Path) -> None:
    lists = {"official_list": rows("official_list", LIST)}
    path = published(tmp_path, lists)
    with opened(path) as reader:
        published(tmp_path, lists | {"drift": rows("drift", DRIFT)})
        assert reader.table("drift").fetchall() == []
    with opened(path) as reader:
        assert len(reader.table("drift").fetchall()) == 1


def test_a_query_reaches_neither_files_nor_writes(tmp_path: Path) -> None:
    path = published(tmp_path, {})
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    with opened(path) as connection:
        for statement in (
            f"FROM read_csv('{secret}')",
            f"COPY release TO '{tmp_path / 'out.csv'}'",
            "DELETE FROM release",
            "SET enable_external_access = true",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)
    assert not (tmp_path / "out.csv").exists()


def test_every_table_of_an_example_says_so(tmp_path: Path) -> None:
    with opened(published(tmp_path, {}, example=True)) as connection:
        comments = connection.sql(
            "SELECT comment FROM duckdb_tables() UNION ALL SELECT comment FROM duckdb_views() WHERE NOT internal"
        )
        assert all(comment.startswith("EXAMPLE DATA") for (comment,) in comments.fetchall())


def test_older_tools_open_the_file(tmp_path: Path) -> None:
    with opened(published(tmp_path, {})) as connection:
        tags = connection.sql("SELECT tags FROM duckdb_databases() WHERE database_name = 'sanctions'").fetchone()
    assert tags is not None
    assert "v1.2.0" in str(tags[0])


def test_what_is_missing_or_spoilt_is_said(tmp_path: Path) -> None:
    with pytest.raises(NothingPublishedError, match="sanctions refresh"), opened(tmp_path / "sanctions.duckdb"):
        pass
    (tmp_path / "sanctions.duckdb").write_bytes(b"no database")
    with pytest.raises(NothingPublishedError, match="cannot be read"), opened(tmp_path / "sanctions.duckdb"):
        pass


def test_a_party_cannot_be_delisted_before_it_was_listed(tmp_path: Path) -> None:
    one: dict[str, object] = dict.fromkeys(empty("designation").columns, "x") | {
        "list_id": "toy", "entry_kind": "designation", "party_type": "entity",
        "programmes": [], "legal_basis": [], "measures": [],
        "not_understood": [], "listed_on": date(2024, 1, 2), "listed_on_basis": "official", "listed_after": None,
        "listed_by": date(2024, 1, 2),
        "delisted_on": date(2024, 1, 1), "delisted_on_basis": "official", "delisted_after": None,
        "first_seen_on": date(2024, 1, 1), "last_seen_on": date(2024, 1, 1),
    }  # fmt: skip
    with pytest.raises(UnpublishableError, match="table designation"):
        published(tmp_path, {"official_list": rows("official_list", LIST), "designation": rows("designation", one)})
