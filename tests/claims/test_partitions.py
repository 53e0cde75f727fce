"""The news of a store of partitions: the same tables as those of a home, wherever the work is done."""

import importlib.util
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from pipelines.articles.files import RawArticle
from pipelines.claims.collection import Collection
from pipelines.claims.finder import Finder
from pipelines.claims.partitions import TABLES, affected_windows, make_partitions, window_before
from pipelines.engine.executors import Executor, InProcess, executor_of
from pipelines.engine.store import PartitionStore
from tests.articles.test_near_copies import report, with_changes

FIRST = date(2024, 5, 14)
CLAIM = "The United States imposed sanctions on {} Belarusians on Thursday, the Treasury said."
FINDER = Finder({}, Path())


def lines() -> Iterator[tuple[str, dict[str, str]]]:
    """Articles by day: reports, and their copies with another figure, one and nine days later."""
    for number in range(6):
        text = f"{CLAIM.format(20 + number)} {report(number)}"
        changed = f"{CLAIM.format(50 + number)} {with_changes(report(number), 3)}"
        for name, days, words in ((f"a{number}", 0, text), (f"b{number}", 1, changed), (f"c{number}", 9, text)):
            day = (FIRST + timedelta(days=days)).isoformat()
            yield day, {"id": name, "date": day, "text": words, "outlet": name.upper()}
    yield FIRST.isoformat(), {"id": "empty", "text": ""}


def filled(folder: Path) -> PartitionStore:
    store = PartitionStore(str(folder))
    by_day: dict[str, list[str]] = {}
    for day, line in lines():
        by_day.setdefault(day, []).append(json.dumps(line))
    for day, content in by_day.items():
        store.put_source(day, "articles.jsonl", "\n".join(content).encode())
    return store


def tables_of(store: PartitionStore) -> dict[str, pl.DataFrame]:
    return {name: pl.concat([store.read(name, day) for day in store.days(name)]) for name in TABLES}


def made(folder: Path, executor: Executor) -> dict[str, pl.DataFrame]:
    store = filled(folder)
    list(make_partitions(store, store.days(), executor, FINDER))
    return tables_of(store)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    return made(tmp_path_factory.mktemp("store"), InProcess())


def assert_same(tables: Mapping[str, pl.DataFrame], expected: Mapping[str, pl.DataFrame]) -> None:
    for name in TABLES:
        assert tables[name].equals(expected[name]), name


def test_partitions_have_the_claims_and_copies_of_a_home(expected: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    pieces = [RawArticle("line", "x", "x", json.dumps(line).encode()) for _, line in lines()]
    home = Collection(tmp_path, FINDER, pieces).collected("live").tables
    own_id = pl.col("article_id", "copy_of").str.replace(r"^[^:]*:", "")
    columns = ("article_id", "state", "copy_of", "likeness", "language", "characters")
    articles = [
        table.with_columns(own_id).select(columns).sort("article_id")
        for table in (expected["article"], home["article"])
    ]
    read = [table.filter(pl.col("state") != "skipped") for table in articles]
    assert read[0].equals(read[1])
    assert read[0]["state"].value_counts().sort("state").rows() == [("copy", 6), ("read", 12)]
    claims = [
        table.with_columns(pl.col("article_id").str.replace(r"^[^:]*:", ""))
        .drop("claim_id")
        .sort("article_id", "quote_start")
        for table in (expected["claim"], home["claim"])
    ]
    assert claims[0].equals(claims[1])
    assert claims[0].height == 18
    assert expected["statement"].height == home["statement"].height


def test_what_is_made_is_not_made_again_and_what_is_missing_is(
    expected: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    store = filled(tmp_path)
    days = store.days()
    for count, _ in enumerate(make_partitions(store, days, InProcess(), FINDER)):
        if count == 4:
            break  # as if the run was killed here
    (tmp_path / "sketch" / f"day={days[0]}" / "part.parquet").write_bytes(b"cut")
    done_now = list(make_partitions(store, days, InProcess(), FINDER))
    assert any(done.is_new for done in done_now)
    assert_same(tables_of(store), expected)
    assert not any(done.is_new for done in make_partitions(store, days, InProcess(), FINDER))


def test_a_day_that_comes_late_changes_the_days_after_it(expected: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    store = filled(tmp_path)
    days = store.days()
    for part in (days[1:], days[:1]):
        list(make_partitions(store, part, InProcess(), FINDER))
    assert_same(tables_of(store), expected)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    [
        "pool:1",
        pytest.param(
            "ray:1",
            marks=pytest.mark.skipif(
                not importlib.util.find_spec("ray"), reason="the extra `cluster` is not installed"
            ),
        ),
    ],
)
def test_processes_and_ray_make_the_same_tables(
    address: str, expected: dict[str, pl.DataFrame], tmp_path: Path
) -> None:
    executor = executor_of(address)
    try:
        assert_same(made(tmp_path, executor), expected)
    finally:
        executor.close()


def test_duckdb_reads_a_table_of_all_partitions(tmp_path: Path) -> None:
    import duckdb

    store = filled(tmp_path)
    list(make_partitions(store, store.days()[:2], InProcess(), FINDER))
    article = duckdb.read_parquet(f"{tmp_path}/article/*/*.parquet", hive_partitioning=True)
    counts = article.aggregate("day::VARCHAR AS day, count(*)").order("day")
    assert counts.fetchall() == [("2024-05-14", 7), ("2024-05-15", 6)]


def test_an_endpoint_is_refused(tmp_path: Path) -> None:
    finder = Finder({"SANCTIONS_ENDPOINT_URL": "http://127.0.0.1:9/v1", "SANCTIONS_ENDPOINT_MODEL": "m"}, tmp_path)
    with pytest.raises(ValueError, match="read by the rules"):
        next(make_partitions(PartitionStore(str(tmp_path)), [], InProcess(), finder))


def test_a_window_is_a_week_of_days_or_hours() -> None:
    made = ["2024-05-06", "2024-05-07", "2024-05-13T23", "2024-05-14T00", "2024-05-14T01"]
    assert window_before("2024-05-14T01", made) == ["2024-05-07", "2024-05-13T23", "2024-05-14T00"]
    assert list(affected_windows(["2024-05-07"], made)) == [
        "2024-05-07",
        "2024-05-13T23",
        "2024-05-14T00",
        "2024-05-14T01",
    ]
