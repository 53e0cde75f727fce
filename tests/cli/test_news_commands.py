"""News from the command line: feeds in the nightly job, days of GDELT, and what bad ones cost."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

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
