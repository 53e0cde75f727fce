"""Nothing that opens anything is ever written down: secrets are planted, and every output of a night is searched."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from assets.definitions import build_definitions
from assets.resources import SanctionsRun
from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.snapshot import Source
from pipelines.catalogue.entries import official_list
from pipelines.cli.program import sanctions
from pipelines.run.settings import BUNDLED_EXAMPLE
from tests.official_sites import FORBIDDEN, OfficialSites

MARK = "PLANTED"
FEED = """<rss version="2.0"><channel><title>News</title><item><title>Sanctions on Belarus</title>
<link>{address}/page?token=PLANTED-page</link><pubDate>Sat, 26 Feb 2022 10:00:00 GMT</pubDate>
<description>The United States has imposed sanctions on 24 Belarusians.</description></item></channel></rss>"""


@pytest.fixture
def sites() -> Iterator[OfficialSites]:
    with OfficialSites() as running:
        for path in (BUNDLED_EXAMPLE / "ofac_sdn" / "2022-02-24").iterdir():
            running.put(f"/ofac_sdn/{path.name.upper()}", path.read_bytes())
        running.answer("/jp_mof/shisantouketsu.xlsx", FORBIDDEN)
        running.put("/feed.xml?token=PLANTED-token", FEED.format(address=running.url).encode())
        yield running


def planted(home: Path, sites: OfficialSites, monkeypatch: pytest.MonkeyPatch) -> str:
    """Settings that hold a secret wherever one can be; returns the address of the mirror."""
    host = sites.url.removeprefix("http://")
    home.mkdir(parents=True)
    feed = f"http://feeder:PLANTED-feed@{host}/feed.xml?token=PLANTED-token"
    (home / "feeds.toml").write_text(f'[feeds.mine]\nurl = "{feed}"\noutlet = "Mine"\n', encoding="utf-8")
    mirror = f"http://reader:PLANTED-mirror@{host}"
    for name, value in {
        "SANCTIONS_MIRROR": mirror,
        "SANCTIONS_SMTP": "smtp://mailer:PLANTED-mail@127.0.0.1:1",
        "SANCTIONS_MAIL_TO": "a@example.org",
        "SANCTIONS_MAIL_FROM": "b@example.org",
        "SANCTIONS_WEBHOOK": "http://127.0.0.1:1/hook?key=PLANTED-hook",
        "SANCTIONS_ENDPOINT_URL": "http://127.0.0.1:1/v1",
        "SANCTIONS_ENDPOINT_MODEL": "none",
        "SANCTIONS_ENDPOINT_KEY": "PLANTED-endpoint",
        "SANCTIONS_UA_NSDC_KEY": "PLANTED-source",
    }.items():
        monkeypatch.setenv(name, value)
    return mirror


def outputs(home: Path) -> Iterator[tuple[str, str]]:
    """(place, text) of every file below a home, tables and databases read; feeds.toml is the user's own."""
    for path in home.rglob("*"):
        if not path.is_file() or path.name == "feeds.toml":
            continue
        if path.suffix == ".parquet":
            text = str(pl.read_parquet(path).to_dicts())
        elif path.suffix == ".duckdb":
            with duckdb.connect(str(path), read_only=True) as connection:
                names = [name for (name,) in connection.execute("SHOW TABLES").fetchall()]
                text = str([connection.table(name).fetchall() for name in names])
        else:
            text = path.read_bytes().decode("latin-1")
        yield str(path.relative_to(home)), text


@pytest.mark.slow
def test_planted_secrets_are_found_nowhere(
    tmp_path: Path, sites: OfficialSites, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    mirror = planted(home, sites, monkeypatch)
    definitions = build_definitions(SanctionsRun(home=str(home), mirror=mirror))
    (home / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(home / "dagster")) as instance:
        night = definitions.resolve_job_def("nightly_refresh").execute_in_process(
            instance=instance, raise_on_error=False
        )
        events = [event.message or "" for event in night.all_events]
    said = ""
    for command in (["refresh", "--offline"], ["status"], ["query", "FROM list_status"], ["query", "FROM news_feed"]):
        done = CliRunner().invoke(sanctions, ["--home", str(home), *command])
        said += done.output + done.stderr + repr(done.exception)
    captured = capfd.readouterr()
    texts = {
        "events": " ".join(events),
        "printed": said,
        "out": captured.out,
        "err": captured.err,
        **dict(outputs(home)),
    }
    assert [place for place, text in texts.items() if MARK in text] == []
    asked = {request.path: request.headers.get("authorization", "") for request in sites.asked}
    assert asked["/feed.xml?token=PLANTED-token"].startswith("Basic ")  # the source itself gets what opens it
    assert any("127.0.0.1" in text for place, text in texts.items() if place.startswith("archive/snapshots"))


@pytest.mark.slow
def test_what_an_older_version_stored_is_cleaned_at_the_next_refresh(tmp_path: Path) -> None:
    home = tmp_path / "home"
    files = {path.name: path.read_bytes() for path in (BUNDLED_EXAMPLE / "ofac_sdn" / "2022-02-24").iterdir()}
    address = "https://reader:PLANTED-mirror@mirror.example/ofac_sdn/sdn.csv?token=PLANTED-token&day=1"
    archive = Archive(Home(home))
    zone = official_list("ofac_sdn").zone
    sources = {name: Source(address) for name in files}
    seen_at = datetime(2022, 2, 24, 20, tzinfo=UTC)
    archive.add("ofac_sdn", files, origin="mirror", seen_at=seen_at, zone=zone, sources=sources)
    entry = home / "articles" / "feeds" / "mine" / "0123.jsonl"
    entry.parent.mkdir(parents=True)
    entry.write_text(json.dumps({"id": "1", "text": "x", "url": address}) + "\n", encoding="utf-8")
    done = CliRunner().invoke(sanctions, ["--home", str(home), "refresh", "--offline"])
    assert done.exception is None, done.output
    assert [place for place, text in outputs(home) if MARK in text] == []
    [snapshot] = archive.snapshots("ofac_sdn")
    assert snapshot.source_urls == ("https://mirror.example/ofac_sdn/sdn.csv?day=1",)
    assert archive.verify() == []
