"""Feeds and days of GDELT as Dagster runs them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import dagster as dg
import pytest

from assets import gdelt, sources
from assets.resources import SanctionsRun
from pipelines.archive import http
from pipelines.archive.home import Home
from pipelines.articles.acquisition import gdelt_day
from pipelines.articles.leads import held_day
from tests.official_sites import Answer, OfficialSites

DAY = date(2022, 3, 2)
Ran = Callable[..., dg.ExecuteInProcessResult]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def ran(home: Home, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Runs one asset of news sources."""
    monkeypatch.setattr(sources, "POLITE_RETRIES", dg.RetryPolicy(max_retries=0))

    def run(asset: dg.AssetsDefinition, *, offline: bool = False) -> dg.ExecuteInProcessResult:
        resources = {"sanctions": SanctionsRun(home=str(home.root), offline=offline)}
        with dg.DagsterInstance.ephemeral() as instance:
            return dg.materialize([asset], resources=resources, instance=instance, raise_on_error=False)

    return run


@pytest.fixture
def read_day(home: Home) -> Ran:
    """Runs the job that reads a day of GDELT."""

    def run(day: date, mirror: Path | None = None, *, offline: bool = False) -> dg.ExecuteInProcessResult:
        resources = {"sanctions": SanctionsRun(home=str(home.root), mirror=str(mirror or ""), offline=offline)}
        with dg.DagsterInstance.ephemeral() as instance:
            return gdelt.gdelt_day.execute_in_process(
                resources=resources, instance=instance, partition_key=str(day), raise_on_error=False
            )

    return run


def shown(done: dg.ExecuteInProcessResult) -> dict[str, object]:
    (event,) = done.get_asset_materialization_events()
    metadata = event.step_materialization_data.materialization.metadata
    return {name: each.value for name, each in metadata.items()}


def arrived(done: dg.ExecuteInProcessResult) -> tuple[bool, str]:
    (check,) = done.get_asset_check_evaluations()
    return check.passed, check.description or ""


def event(code: str, url: str) -> str:
    row = [""] * 61
    row[26], row[60] = code, url
    return "\t".join(row) + "\n"


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    """Files of one day of GDELT, in a folder."""
    rows = [event("163", "https://example.org/a"), event("010", "https://example.org/b"), "torn\n"]
    (tmp_path / "mirror" / "gdelt").mkdir(parents=True)
    (tmp_path / "mirror" / "gdelt" / "20220302143000.export.CSV").write_text("".join(rows), encoding="utf-8")
    return tmp_path / "mirror"


def test_a_day_is_read_as_a_partition_and_shows_what_became_of_its_rows(
    home: Home, read_day: Ran, mirror: Path
) -> None:
    done = read_day(DAY, mirror)
    assert done.success
    (event,) = [event for event in done.all_events if event.event_type_value == "ASSET_MATERIALIZATION"]
    assert event.partition == "2022-03-02"
    expected = {"dagster/row_count": 1, "rows": 3, "rows_kept": 1, "rows_refused": "1 columns", "files": "1 read"}
    metadata = event.step_materialization_data.materialization.metadata
    assert {name: metadata[name].value for name in expected} == expected
    assert set(held_day(home, DAY).leads) == {"https://example.org/a"}


def test_a_day_without_files_fails_its_partition_with_the_reason(read_day: Ran, mirror: Path) -> None:
    done = read_day(date(2022, 3, 3), mirror)
    assert not done.success
    (failure,) = done.get_step_failure_events()
    assert "no file of 2022-03-03 lies in" in str(failure.step_failure_data.error)


def test_a_day_that_cannot_be_reached_fails_its_partition_and_may_be_tried_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "ATTEMPTS", 1)
    unreached = gdelt_day(home, DAY, "http://127.0.0.1:9")
    with pytest.raises(dg.Failure, match="192 of 192 files were not read, the first: 20220302000000") as raised:
        gdelt.refuse_unreached(unreached)
    assert raised.value.allow_retries


def test_an_offline_day_is_what_is_held_of_it(read_day: Ran) -> None:
    (failure,) = read_day(DAY, offline=True).get_step_failure_events()
    assert "this run asks no source" in str(failure.step_failure_data.error)


def test_an_offline_run_asks_nobody(home: Home, ran: Ran) -> None:
    home.root.mkdir()
    (home.root / "feeds.toml").write_text('use = "all"\n', encoding="utf-8")
    done = ran(sources.feeds, offline=True)
    assert (shown(done)["outcome"], shown(done)["pages_asked"]) == ("none asked", "none")
    assert arrived(done)[0]
    assert not home.articles.exists()


def test_feeds_show_what_came_and_a_broken_one_warns_without_failing_the_step(home: Home, ran: Ran) -> None:
    with OfficialSites() as sites:
        item = "<item><title>US lists 24</title><description>In short.</description></item>"
        sites.put("/good", f'<rss version="2.0"><channel><title>P</title>{item}</channel></rss>'.encode())
        sites.answer("/broken", Answer(404))
        home.root.mkdir()
        feeds = "".join(f'[feeds.{name}]\nurl = "{sites.url}/{name}"\n' for name in ("good", "broken"))
        (home.root / "feeds.toml").write_text(feeds, encoding="utf-8")
        done = ran(sources.feeds)
    assert done.success
    assert shown(done)["outcome"] == "1 failed, 1 read"
    assert shown(done)["dagster/row_count"] == 1
    assert "broken: the feed answers 404" in arrived(done)[1]


def test_feeds_that_crash_leave_the_night_going(home: Home, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("a bug nobody foresaw")

    monkeypatch.setattr("pipelines.run.sources.fetch_news", crash)
    done = ran(sources.feeds)
    assert done.success
    assert "a bug nobody foresaw" in arrived(done)[1]
