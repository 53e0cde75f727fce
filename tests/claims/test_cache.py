"""What was read and found once is not read and found again; whatever changes is."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from pipelines.archive.home import Home
from pipelines.articles import reading as articles
from pipelines.claims import cache, finder
from pipelines.claims.cache import ROWS_A_FILE, RowCache
from pipelines.claims.endpoint import URL_VARIABLE
from pipelines.claims.extraction import Extractor
from pipelines.claims.finder import Finder
from pipelines.run.layout import parts
from pipelines.run.settings import Run, Settings
from pipelines.run.steps import run_step, step_named
from pipelines.warehouse.tables import read_table

CLAIM = "The United States imposed sanctions on {} Belarusians on Thursday, the Treasury said in a statement."


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put(home: Home, name: str, text: str) -> None:
    path = home.articles / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def update_news(home: Home) -> Path:
    """Run the step that makes the tables of articles and claims; return its folder."""
    run_step(Run(Settings(home)), step_named("articles"))
    return home.tables / "articles"


def counts(home: Home) -> list[int]:
    """The counts that claims state, of the home as it is now."""
    update_news(home)
    return sorted(read_table("claim", parts(home))["count"].to_list())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what is read and searched for claims from here on."""
    done: list[str] = []

    def noting(what: str, known: Callable[..., object]) -> Callable[..., object]:
        def note(*given: object) -> object:
            done.append(what)
            return known(*given)

        return note

    monkeypatch.setattr(cache, "read_article", noting("read", articles.read_article))
    monkeypatch.setattr(Extractor, "claims", noting("found", Extractor.claims))
    return done


def test_an_unchanged_night_reads_nothing_and_writes_nothing(home: Home, work: list[str]) -> None:
    put(home, "2022-02-24_a.txt", CLAIM.format(24))
    assert counts(home) == [24]
    assert work == ["read", "found"]
    before = {path: path.stat().st_mtime_ns for path in home.tables.rglob("*") if path.is_file()}
    assert counts(home) == [24]
    assert work == ["read", "found"]
    assert {path: path.stat().st_mtime_ns for path in home.tables.rglob("*") if path.is_file()} == before


def test_only_the_article_that_is_new_is_read_even_in_a_file_that_grows(home: Home, work: list[str]) -> None:
    lines = [json.dumps({"id": f"a{n}", "date": "2022-02-24", "text": CLAIM.format(n)}) for n in (11, 12, 13)]
    put(home, "x.jsonl", "\n".join([*lines[:2], ""]))
    assert counts(home) == [11, 12]
    work.clear()
    put(home, "x.jsonl", "\n".join([*lines, ""]))
    assert counts(home) == [11, 12, 13]
    assert work == ["read", "found"]


def test_what_is_kept_makes_the_same_tables_as_reading_anew(home: Home) -> None:
    for number in range(6):
        put(home, f"2022-02-2{number}_a.txt", CLAIM.format(24 + number // 3))
    put(
        home,
        "dutch.txt",
        "De regering zei dat de sancties tegen de bank met de anderen zijn afgesproken en van kracht zijn.",
    )
    put(home, "empty.txt", "")
    counts(home)
    put(home, "2022-02-27_more.txt", CLAIM.format(50))
    kept = counts(home)
    tables = {name: read_table(name, parts(home)) for name in ("article", "claim")}
    home.tables.rename(home.root / "set_aside")
    assert counts(home) == kept
    for name, table in tables.items():
        assert read_table(name, parts(home)).equals(table)


def test_an_article_of_another_day_is_another(home: Home, work: list[str]) -> None:
    put(home, "2022-02-24_a.txt", CLAIM.format(24))
    counts(home)
    work.clear()
    (home.articles / "2022-02-24_a.txt").rename(home.articles / "2022-03-24_a.txt")
    assert counts(home) == [24]
    assert work == ["read", "found"]
    assert str(read_table("claim", parts(home))["article_date"][0]) == "2022-03-24"


def test_an_article_that_is_gone_is_gone(home: Home) -> None:
    put(home, "2022-02-24_a.txt", CLAIM.format(24))
    put(home, "2022-02-25_b.txt", CLAIM.format(25))
    counts(home)
    (home.articles / "2022-02-24_a.txt").unlink()
    assert counts(home) == [25]


def test_other_code_or_words_work_all_out_again(home: Home, work: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "2022-02-24_a.txt", CLAIM.format(24))
    counts(home)
    monkeypatch.setattr(finder, "code_version", lambda: "another")
    monkeypatch.setattr(cache, "code_version", lambda: "another")
    work.clear()
    assert counts(home) == [24]
    assert work == ["read", "found"]


def test_the_version_is_that_of_code_and_lexicons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = set()
    monkeypatch.setattr(finder, "CODE", (tmp_path,))
    for words in ("one", "two"):
        (tmp_path / "verbs.toml").write_text(words, encoding="utf-8")
        finder.code_version.cache_clear()
        versions.add(finder.code_version())
    finder.code_version.cache_clear()
    assert len(versions) == 2


def test_two_files_of_one_name_and_text_are_two_articles(home: Home) -> None:
    put(home, "one/a.txt", CLAIM.format(24))
    put(home, "two/a.txt", CLAIM.format(24))
    assert counts(home) == [24]
    articles = read_table("article", parts(home))
    assert articles["article_id"].n_unique() == articles.height == 2
    assert sorted(articles["state"]) == ["copy", "read"]


@pytest.fixture
def row_cache(tmp_path: Path) -> Callable[..., RowCache]:
    return lambda version="one": RowCache(tmp_path / "row_cache", version, {"said": pl.String()})


def test_a_row_cache_gives_back_what_was_put_on_it(row_cache: Callable[..., RowCache]) -> None:
    first = row_cache()
    for number in range(ROWS_A_FILE + 1):
        first.add(str(number).encode(), said=f"row {number}")
    first.flush()
    again = row_cache()
    assert len(again.keys) == ROWS_A_FILE + 1
    assert {row["key"]: row["said"] for row in again.rows(["said"])}[b"7"] == "row 7"


def test_a_row_cache_of_another_version_is_empty(row_cache: Callable[..., RowCache], tmp_path: Path) -> None:
    first = row_cache()
    first.add(b"a", said="x")
    first.flush()
    assert row_cache("two").keys == set()
    assert not list((tmp_path / "row_cache").rglob("*.parquet"))


def test_a_row_cache_forgets_what_nobody_uses_and_loses_nothing_else(row_cache: Callable[..., RowCache]) -> None:
    first = row_cache()
    for number in range(9):
        first.add(str(number).encode(), said=f"row {number}")
        first.flush()
    first.keep_only({b"1", b"2"})
    again = row_cache()
    assert {row["key"]: row["said"] for row in again.rows(["said"])} == {b"1": "row 1", b"2": "row 2"}
    again.add(b"3", said="new")
    again.flush()
    assert row_cache().keys == {b"1", b"2", b"3"}


def test_an_endpoint_configured_by_halves_leaves_the_rules_and_says_so(tmp_path: Path) -> None:
    by_halves = Finder({URL_VARIABLE: "https://h/v1"}, tmp_path)
    assert by_halves.version == Finder({}, tmp_path).version
    assert "the rules found the claims" in by_halves.complaint
    assert not Finder({}, tmp_path).complaint
