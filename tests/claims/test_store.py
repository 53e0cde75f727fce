"""News in, as the nightly job keeps and publishes it."""

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.archive.archive import Archive, MixedHomeError
from pipelines.archive.home import Home
from pipelines.articles.acquisition import FetchedNews, fetch_news, gdelt_day
from pipelines.articles.leads import newest_day
from pipelines.claims.endpoint import MODEL_VARIABLE, URL_VARIABLE
from pipelines.run.layout import parts
from pipelines.run.settings import Run, Settings
from pipelines.run.steps import run_step, step_named
from pipelines.warehouse.tables import read_table
from tests.official_sites import Answer, OfficialSites

DAY = date(2022, 3, 2)
CLAIM = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."
REST = (
    "The measures aim at banks and makers of arms, officials said, and more of them could follow within weeks. "
    "A lawyer for two of the companies called the step a mistake and said that courts would have to look at it. "
    "Analysts expect little effect on trade, most of which goes another way since the measures of last year."
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put(home: Home, name: str, text: str) -> None:
    path = home.articles / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def update_news(home: Home) -> None:
    """Run the steps of the news, as the environment configures them."""
    settings = replace(Settings.from_environment(os.environ), home=home)
    for name in ("feeds", "leads", "articles"):
        run_step(Run(settings), step_named(name))


def published(home: Home, *names: str) -> list[pl.DataFrame]:
    update_news(home)
    return [read_table(name, parts(home)) for name in names]


def test_one_report_in_three_papers_is_one_article_and_its_claim_counts_once(home: Home) -> None:
    for number, outlet in enumerate(("Alpha", "Beta", "Gamma")):
        line = {"id": f"a{number}", "date": f"2022-02-2{4 + number}", "text": f"{CLAIM} {REST}", "outlet": outlet}
        put(home, f"{outlet}.jsonl", json.dumps({**line, "url": f"https://{outlet}.example.org/"}))
    articles, claims = published(home, "article", "claim")
    rows = articles.select("article_id", "state", "copy_of", "outlet", "url").rows()
    assert rows == [
        ("a0", "read", None, "Alpha", "https://Alpha.example.org/"),
        ("a1", "copy", "a0", "Beta", "https://Beta.example.org/"),
        ("a2", "copy", "a0", "Gamma", "https://Gamma.example.org/"),
    ]
    assert claims.select("article_id", "count").rows() == [("a0", 24)]


def test_a_copy_with_another_figure_keeps_that_claim(home: Home) -> None:
    put(home, "2022-02-24_a.txt", f"{CLAIM} {REST}")
    put(home, "2022-02-25_b.txt", f"{CLAIM.replace('24', '26')} {REST}")
    articles, claims = published(home, "article", "claim")
    assert articles["state"].to_list() == ["read", "copy"]
    assert sorted(claims.select("article_id", "count").rows()) == [("2022-02-24_a", 24), ("2022-02-25_b", 26)]


def test_two_articles_of_one_id_are_both_kept(home: Home) -> None:
    put(home, "one/a.txt", f"{CLAIM} {REST}")
    put(home, "two/a.txt", "The European Union lifted sanctions on a bank on Monday.")
    articles, claims = published(home, "article", "claim")
    assert articles["article_id"].n_unique() == articles.height == 2
    assert set(claims["authority"]) == {"US", "EU"}


def test_what_cannot_be_read_is_a_row_with_its_reason(home: Home) -> None:
    put(home, "empty.txt", "")
    put(
        home,
        "in_dutch.txt",
        "De EU heeft op vrijdag sancties tegen de minister en het bureau afgekondigd, zei een woordvoerder.",
    )
    (articles,) = published(home, "article")
    assert articles.select("state", "language", "reason").rows() == [
        ("skipped", None, "empty.txt is empty."),
        ("skipped", "nl", "in_dutch.txt is in a language that is not supported (nl)."),
    ]


def test_the_same_articles_make_the_same_tables(home: Home) -> None:
    put(home, "2022-02-24_a.txt", f"{CLAIM} {REST}")
    put(home, "2022-02-24_b.txt", f"{REST} {CLAIM}")
    update_news(home)
    folder = home.tables / "articles"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    update_news(home)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_home_without_feeds_asks_nobody(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.articles.acquisition.visit_feed", None)
    monkeypatch.setattr("pipelines.articles.acquisition.PageFetcher", None)
    assert fetch_news(home) == FetchedNews()
    assert not home.articles.exists()


def test_feeds_pages_and_their_failures_are_published(home: Home) -> None:
    with OfficialSites() as sites:
        body = "".join(f"<p>{each}</p>" for each in (CLAIM, REST))
        html = f"<html><head><title>24 listed</title></head><body><article>{body}</article></body></html>"
        item = f"<item><title>US lists 24</title><link>{sites.url}/a</link><description>In short.</description></item>"
        gone = f"<item><title>Older</title><link>{sites.url}/gone</link><description>Of old.</description></item>"
        sites.put("/rss", f'<rss version="2.0"><channel><title>P</title>{item}{gone}</channel></rss>'.encode())
        sites.put("/a", html.encode())
        sites.answer("/broken", Answer(500))
        home.root.mkdir()
        feeds = "".join(
            f'[feeds.{name}]\nurl = "{sites.url}/{name}"\noutlet = "The {name}"\n' for name in ("rss", "broken")
        )
        (home.root / "feeds.toml").write_text(feeds, encoding="utf-8")
        (complaint,) = fetch_news(home).complaints
    assert complaint.startswith("broken: the feed answers 500")
    names = ("article", "claim", "news_feed", "news_page")
    articles, claims, of_feeds, pages = published(home, *names)
    assert of_feeds.select("feed_id", "state", "entries", "added").rows() == [
        ("broken", "failed", 0, 0),
        ("rss", "read", 2, 2),
    ]
    assert [(row["state"], bool(row["sha256"])) for row in pages.to_dicts()] == [("fetched", True), ("refused", False)]
    states = articles.group_by("state").len().sort("state").rows()
    assert states == [("copy", 1), ("read", 2)]
    assert articles.filter(pl.col("state") == "copy")["reason"].str.contains("is of the same page as").all()
    assert (claims["count"].to_list(), set(articles["outlet"])) == ([24], {"The rss"})


def test_a_feeds_file_that_cannot_be_used_is_one_complaint(home: Home) -> None:
    home.root.mkdir()
    (home.root / "feeds.toml").write_text("use = [", encoding="utf-8")
    (complaint,) = fetch_news(home).complaints
    assert complaint.startswith("feeds.toml in the home cannot be used")
    assert published(home, "news_feed")[0].is_empty()


def test_a_day_of_gdelt_is_published_with_every_row_accounted_for(home: Home, tmp_path: Path) -> None:
    def event(code: str, url: str) -> str:
        row = [""] * 61
        row[26], row[60] = code, url
        return "\t".join(row)

    rows = [event("163", "https://example.org/a"), event("043", "https://example.org/b"), "torn", event("163", "none")]
    mirror = tmp_path / "gdelt"
    mirror.mkdir()
    (mirror / "20220302143000.export.CSV").write_text("\n".join([*rows, ""]), encoding="utf-8")
    gdelt_day(home, DAY, str(mirror.parent))
    leads, files, refusals = published(home, "news_lead", "news_lead_file", "news_lead_refusal")
    assert leads.select("day", "url", "event_codes").rows() == [(DAY, "https://example.org/a", ["163"])]
    assert files.select("rows", "kept", "passed_over", "refused", "state").rows() == [(4, 1, 1, 2, "read")]
    assert refusals.select("code", "rows", "first_line").rows() == [("columns", 1, 3), ("not_on_the_web", 1, 4)]


def test_a_day_of_which_no_file_lies_there_is_not_held(home: Home, tmp_path: Path) -> None:
    kept = gdelt_day(home, DAY, str(tmp_path))
    assert kept.faults == (f"gdelt 2022-03-02: no file of 2022-03-02 lies in {tmp_path / 'gdelt'}.",)
    assert newest_day(home) is None


def test_leads_of_the_newest_day_are_fetched_if_wanted(home: Home, tmp_path: Path) -> None:
    home.root.mkdir()
    (home.root / "feeds.toml").write_text("[gdelt]\npages = 5\n", encoding="utf-8")
    row = [""] * 61
    row[26], row[60] = "163", "http://10.0.0.1/inside"
    (tmp_path / "gdelt").mkdir()
    (tmp_path / "gdelt" / "20220302143000.export.CSV").write_text("\t".join(row) + "\n", encoding="utf-8")
    gdelt_day(home, DAY, str(tmp_path))
    assert fetch_news(home).complaints == ()
    (pages,) = published(home, "news_page")
    assert pages.select("found_by", "state").rows() == [("gdelt", "refused")]
    assert "not on the public web" in pages["reason"][0]


def test_the_example_takes_no_day_of_gdelt(home: Home, tmp_path: Path) -> None:
    Archive(home).dedicate("example")
    with pytest.raises(MixedHomeError):
        gdelt_day(home, DAY, str(tmp_path))


def test_an_endpoint_that_says_nothing_loses_no_article(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, "2022-02-24_a.txt", f"{CLAIM} {REST}")
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:9/v1")
    monkeypatch.setenv(MODEL_VARIABLE, "some-model")
    articles, claims = published(home, "article", "claim")
    assert articles["state"].to_list() == ["skipped"]
    assert "was not read by the endpoint: the endpoint cannot be asked" in articles["reason"][0]
    assert claims.is_empty()
