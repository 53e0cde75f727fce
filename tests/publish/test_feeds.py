"""Feeds, read back with a feed parser and by the rules of their formats."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import feedparser
import pytest

from pipelines.archive.home import Home
from pipelines.publish.site.build import build_site
from pipelines.publish.site.rendering import Imprint

FEEDS = ("changes", "verdicts")


@pytest.mark.parametrize("name", FEEDS)
def test_atom_is_well_formed_and_complete(example_site: Path, name: str) -> None:
    feed = feedparser.parse((example_site / f"feeds/{name}.atom").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title
    assert feed.feed.updated_parsed
    assert feed.entries
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        assert entry.title
        assert entry.updated_parsed
        assert urlsplit(entry.id).scheme == "urn"
        assert (example_site / "feeds" / entry.link).resolve().is_file()


def test_entries_are_the_snapshots_and_the_verdicts(example_home: Home, example_site: Path) -> None:
    with duckdb.connect(str(example_home.warehouse), read_only=True) as connection:
        [(snapshots, lists)] = connection.execute(
            "SELECT count(*) FILTER (WHERE state = 'used'), count(DISTINCT list_id) FROM snapshot"
        ).fetchall()
        [(silent,)] = connection.execute(
            "SELECT count(*) FROM list_status JOIN official_list USING (list_id)"
            " WHERE state <> 'current' AND closed_on IS NULL"
        ).fetchall()
        [(moves,)] = connection.execute("SELECT count(*) FROM verdict_history").fetchall()
    changes = feedparser.parse((example_site / "feeds/changes.atom").read_bytes()).entries
    kinds = [entry.id.split(":")[2] for entry in changes]
    assert (kinds.count("night"), kinds.count("not-read"), kinds.count("snapshot")) == (1, silent, snapshots)
    assert sum("the oldest snapshot held" in entry.title for entry in changes) == lists
    assert len(feedparser.parse((example_site / "feeds/verdicts.atom").read_bytes()).entries) == moves


@pytest.mark.parametrize("name", FEEDS)
def test_json_feed_says_the_same(example_site: Path, name: str) -> None:
    feed = json.loads((example_site / f"feeds/{name}.json").read_text(encoding="utf-8"))
    atom = feedparser.parse((example_site / f"feeds/{name}.atom").read_bytes())
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]
    assert all(item["content_text"] and item["date_published"].endswith("Z") for item in feed["items"])


def test_links_are_absolute_where_the_address_is_known(example_home: Home, tmp_path: Path) -> None:
    build_site(example_home.warehouse, tmp_path, imprint=Imprint("https://example.org/record"))
    feed = json.loads((tmp_path / "feeds/changes.json").read_text(encoding="utf-8"))
    assert feed["feed_url"] == "https://example.org/record/feeds/changes.json"
    assert all(item["url"].startswith("https://example.org/record/") for item in feed["items"])
    assert 'href="https://example.org/record/feeds/changes.atom"' in (tmp_path / "feeds/changes.atom").read_text(
        "utf-8"
    )
