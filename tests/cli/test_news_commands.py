"""News from the command line: feeds in the nightly job, days of GDELT, and what bad ones cost."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.engine.store import PartitionStore
from tests.official_sites import Answer, OfficialSites

Run = Callable[..., subprocess.CompletedProcess[str]]
CLAIM = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."


def rows(run: Run, sql: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("query", "--json", sql).stdout.splitlines()]


def gdelt_file(folder: Path, name: str = "20220302143000.export.CSV") -> Path:
    row = [""] * 61
    row[26], row[60] = "163", "https://example.org/a"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("\t".join(row) + "\ntorn\n", encoding="utf-8")
    return path


def test_a_refresh_reads_feeds_and_tells_of_one_that_fails(run: Run, tmp_path: Path, mirror: Path) -> None:
    with OfficialSites() as sites:
        item = f"<item><title>US lists 24</title><pubDate>Fri, 25 Feb 2022 08:00:00 GMT</pubDate><description>{CLAIM}"
        sites.put("/good", f'<rss version="2.0"><channel>{item}</description></item></channel></rss>'.encode())
        sites.answer("/broken", Answer(404))
        feeds = "".join(f'[feeds.{name}]\nurl = "{sites.url}/{name}"\n' for name in ("good", "broken"))
        (tmp_path / "home" / "articles").mkdir(parents=True)
        (tmp_path / "home" / "articles" / "empty.txt").write_text("", encoding="utf-8")
        (tmp_path / "home" / "feeds.toml").write_text(feeds, encoding="utf-8")
        done = run("refresh", "--lists", "ofac_sdn,feeds", env={"SANCTIONS_MIRROR": str(mirror)})
        asked = len(sites.asked)
        offline = run("refresh", "--offline", env={"SANCTIONS_ENDPOINT_URL": "https://host/v1"})
        assert len(sites.asked) == asked
    assert (done.returncode, offline.returncode) == (0, 0), done.stderr
    assert "broken: the feed answers 404" in done.stderr
    assert "1 of 2 articles were skipped, the last: empty.txt is empty. Table article says why" in done.stderr
    assert "no endpoint was asked, and the rules found the claims: SANCTIONS_ENDPOINT_URL and" in offline.stderr
    assert rows(run, "SELECT feed_id, state FROM news_feed ORDER BY ALL") == [
        {"feed_id": "broken", "state": "failed"},
        {"feed_id": "good", "state": "read"},
    ]
    assert rows(run, "SELECT authority, count FROM claim") == [{"authority": "US", "count": 24}]


def filled_store(folder: Path) -> PartitionStore:
    store = PartitionStore(str(folder))
    for day in ("2024-05-14", "2024-05-15"):
        store.put_source(day, "a.jsonl", json.dumps({"id": "a", "date": day, "text": f"{CLAIM} {day}"}).encode())
    return store


def test_news_makes_the_partitions_of_a_store_and_not_twice(run: Run, tmp_path: Path) -> None:
    store = filled_store(tmp_path / "news")
    one = run("news", "2024-05-15", "--store", store.address, "--json")
    assert one.returncode == 0, one.stderr
    assert [json.loads(line) for line in one.stdout.splitlines()] == [
        {"partition": "2024-05-15", "articles": 1, "made_now": True, "fault": None}
    ]
    assert "tables 2024-05-15: 1 rows" in one.stderr
    rest = run("news", "--quiet", env={"SANCTIONS_NEWS": store.address})
    assert "2024-05-14" in rest.stdout
    assert store.days("claim") == ["2024-05-14", "2024-05-15"]
    again = run("news", "--store", store.address)
    assert again.stdout == "0 partitions made now, 2 as before\n"


def test_a_partition_that_fails_costs_itself_alone_and_is_tried_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled_store(tmp_path / "news")
    content, attempts = PartitionStore.content, []

    def broken(self: PartitionStore, path: str) -> bytes:
        if "2024-05-14" in path:
            attempts.append(path)
            raise ConnectionError("the bucket does not answer")
        return content(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(PartitionStore, "content", broken)
        patched.setattr("pipelines.claims.partitions.SECONDS_BETWEEN", 0)
        done = run("news", "--store", store.address)
    assert done.returncode == 3
    assert len(attempts) == 3
    assert "2024-05-14 is not made, read: ConnectionError: the bucket does not answer" in done.stderr
    assert store.days("article") == ["2024-05-15"]
    assert run("news", "--store", store.address).returncode == 0
    assert store.days("article") == ["2024-05-14", "2024-05-15"]


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        ((), 2, "name the store of news"),
        (("--store", "nosuch://bucket/news"), 2, "nosuch://bucket/news is no store that can be read"),
        (("--store", "empty"), 1, "no source files of these days"),
        (("2024-05-14", "--store", "empty", "--workers", "0"), 2, "pool:4"),
    ],
)
def test_news_without_a_store_or_workers_says_what_is_missing(
    run: Run, arguments: tuple[str, ...], code: int, reason: str
) -> None:
    done = run("news", *arguments)
    assert (done.returncode, reason in done.stderr) == (code, True), done.stderr


def test_a_refresh_may_read_a_day_of_gdelt_from_the_mirror(run: Run, mirror: Path) -> None:
    gdelt_file(mirror / "gdelt")
    days = ("--gdelt", "2022-03-02", "--gdelt", "2022-03-03")
    done = run("refresh", "--lists", "ofac_sdn", *days, env={"SANCTIONS_MIRROR": str(mirror)})
    assert done.returncode == 0, done.stderr
    assert f"gdelt 2022-03-03: no file of 2022-03-03 lies in {mirror / 'gdelt'}." in done.stderr
    found = rows(run, "SELECT rows, kept, refused, articles FROM news_lead_day")
    assert found == [{"rows": 2, "kept": 1, "refused": 1, "articles": 1}]


@pytest.mark.usefixtures("refreshed_home")
def test_saved_files_of_gdelt_are_added_by_the_days_in_their_names(run: Run, tmp_path: Path) -> None:
    files = [gdelt_file(tmp_path / "saved", f"2022030{day}143000.export.CSV") for day in (2, 3)]
    done = run("backfill", "gdelt", str(files[0].parent))
    assert done.returncode == 0, done.stderr
    assert rows(run, "SELECT day FROM news_lead_day") == [{"day": "2022-03-02"}, {"day": "2022-03-03"}]


@pytest.mark.usefixtures("refreshed_home")
def test_a_folder_without_files_of_gdelt_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("backfill", "gdelt", str(tmp_path / "empty"))
    assert done.returncode == 3
    assert f"gdelt: no file with a name of GDELT's lies in {tmp_path / 'empty'}." in done.stderr


def test_a_day_of_gdelt_cannot_be_asked_for_offline(run: Run) -> None:
    done = run("refresh", "--offline", "--gdelt", "2022-03-02")
    assert done.returncode == 2
    assert "leave out --offline" in done.stderr
