"""The pages of the example: what a reader finds, and what a second build does."""

import json
import shutil
import unicodedata
from datetime import date
from pathlib import Path

import duckdb
import pytest
from lxml import html

from pipelines.archive.home import Home
from pipelines.publish.site.build import build_site
from pipelines.publish.site.charts import _rows_of_months
from pipelines.publish.site.naming import claim_page, event_page, subject_page
from pipelines.publish.site.rendering import Imprint
from tests.publish.conftest import frames, published, snapshot


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def text_of(path: Path) -> str:
    return " ".join(html.parse(str(path)).getroot().text_content().split())


def test_every_claim_and_every_subject_has_a_page(example_home: Home, example_site: Path) -> None:
    claims = {claim_page(str(each)) for (each,) in ask(example_home, "SELECT claim_id FROM claim")}
    subjects = {subject_page(str(each)) for (each,) in ask(example_home, "SELECT subject_id FROM subject")}
    there = {str(path.relative_to(example_site)) for path in example_site.rglob("*.html")}
    assert claims
    assert claims | subjects <= there
    assert {path for path in there if path.startswith("claims/")} == claims | {"claims/index.html"}
    assert {path for path in there if path.startswith("subjects/")} == subjects | {"subjects/index.html"}


def test_the_claim_of_24_has_its_rows_and_its_sum(example_home: Home, example_site: Path) -> None:
    [(claim_id,)] = ask(example_home, "SELECT claim_id FROM claim WHERE count = 24")
    page = html.parse(str(example_site / claim_page(str(claim_id))))
    rows = page.xpath("//table[contains(@class, 'cited')]/tbody/tr")
    cited = ask(example_home, f"SELECT native_id, sha256 FROM verdict_evidence WHERE claim_id = '{claim_id}'")  # noqa: S608
    assert len(rows) == len(cited) == 24
    text = " ".join(page.getroot().text_content().split())
    assert "24 claimed − 24 found = 0 left" in text
    assert all(str(native_id) in text and str(sha256) in text for native_id, sha256 in cited)


def test_a_subject_shows_every_list_and_who_came_first(example_home: Home, example_site: Path) -> None:
    [(subject_id,)] = ask(
        example_home, "SELECT subject_id FROM subject WHERE primary_name = 'KHRENIN, Viktor Gennadievich'"
    )
    text = text_of(example_site / subject_page(str(subject_id)))
    for said in (
        "uk_sanctions",
        "ofac_sdn",
        "jp_mof",
        "ХРЕНИН",
        "2022-03-03 official",
        "First: United Kingdom, on 2021-06-21",
    ):
        assert said in text


def test_lists_not_read_come_before_what_changed(example_site: Path) -> None:
    text = text_of(example_site / "last-night.html")
    assert 0 < text.index("lists are not held or out of date") < text.index("added") < text.index("Claims that moved")
    assert "0 changes" not in text


def test_what_is_new_says_since_when(example_home: Home, example_site: Path) -> None:
    [(oldest,)] = ask(
        example_home,
        "SELECT min(published_on) FROM snapshot WHERE list_id IN ('jp_mof', 'ofac_sdn') AND state = 'used'",
    )
    assert f"The oldest file that a new one was compared with is of {oldest}." in text_of(example_site / "index.html")
    assert f"compared with the file of {oldest}" in text_of(example_site / "last-night.html")


def test_bytes_held_twice_changed_something_once(tmp_path: Path) -> None:
    tables = frames()
    again = snapshot(date(2022, 3, 2), "cd" * 32, 0)
    tables["snapshot"].append(again)
    tables["list_status"][0] = {**tables["list_status"][0], "state": "current", "last_checked_at": again["seen_at"]}
    build_site(published(tmp_path, tables), tmp_path / "site")
    assert "changed +0 −0 ~1" in text_of(tmp_path / "site/asof/2022-03-01.html")
    assert "+0 −0 ~1" not in text_of(tmp_path / "site/asof/2022-03-02.html")
    digest = (tmp_path / "site/digest.txt").read_text(encoding="utf-8")
    assert "No change: toy" in digest
    feed = json.loads((tmp_path / "site/feeds/changes.json").read_text(encoding="utf-8"))
    assert "toy of 2022-03-02: no change" in [item["title"] for item in feed["items"]]


def test_where_no_list_was_read_nothing_is_counted_as_unchanged(hostile_site: Path) -> None:
    for page in ("last-night.html", "index.html"):
        text = text_of(hostile_site / page)
        assert "No list was read, so what changed is not known." in text
        assert "+0" not in text


def test_what_each_list_says_leads_to_its_source(example_home: Home, example_site: Path) -> None:
    [(subject_id,)] = ask(
        example_home, "SELECT subject_id FROM subject WHERE primary_name = 'KHRENIN, Viktor Gennadievich'"
    )
    page = html.parse(str(example_site / subject_page(str(subject_id))))
    heads = page.xpath("//table[contains(@class, 'side')]/thead//th")
    assert len(heads) == 3
    for head in heads:
        [link] = head.xpath("a/@href")
        [source] = page.xpath(f"//li[@id='{link.removeprefix('#')}']")
        assert "sha256" in source.text_content()


def test_a_day_says_what_was_held_with_its_hash(example_home: Home, example_site: Path) -> None:
    [(sha256,)] = ask(
        example_home, "SELECT sha256 FROM snapshot WHERE list_id = 'ofac_sdn' AND published_on = DATE '2022-02-24'"
    )
    day = json.loads((example_site / "asof/2022-02-24.json").read_text(encoding="utf-8"))
    held = {each["list_id"]: each for each in day["lists"]}
    assert (held["ofac_sdn"]["sha256"], held["ofac_sdn"]["held"]) == (sha256, "held of that day")
    assert (held["un_sc"]["sha256"], held["un_sc"]["held"]) == (None, "not held yet")
    assert str(sha256) in text_of(example_site / "asof/2022-02-24.html")


def test_every_page_says_that_it_is_an_example(example_site: Path) -> None:
    pages = list(example_site.rglob("*.html"))
    assert all("EXAMPLE DATA" in path.read_text(encoding="utf-8") for path in pages)
    assert (example_site / "digest.txt").read_text(encoding="utf-8").startswith("EXAMPLE DATA")
    assert json.loads((example_site / "feeds/changes.json").read_text(encoding="utf-8"))["title"].startswith(
        "[EXAMPLE]"
    )


def test_a_live_page_does_not(hostile_site: Path) -> None:
    assert not any("EXAMPLE DATA" in path.read_text(encoding="utf-8") for path in hostile_site.rglob("*.html"))


def test_every_link_within_the_site_leads_somewhere(example_site: Path) -> None:
    missing = set()
    for path in example_site.rglob("*.html"):
        for element in html.parse(str(path)).iter("a", "link", "script"):
            address = element.get("href") or element.get("src") or ""
            if address.startswith(("http", "#", "?", "data:")) or not address:
                continue
            target = (path.parent / address.split("#")[0].split("?")[0]).resolve()
            if not target.is_file():
                missing.add((path.name, address))
    assert missing == set()


def test_no_page_asks_the_network_for_anything(example_site: Path) -> None:
    for path in example_site.rglob("*.html"):
        page = html.parse(str(path))
        for element in page.iter("link", "script", "img", "iframe"):
            if element.get("rel") != "alternate":
                assert not (element.get("href") or element.get("src") or "").startswith(("http", "//"))
    assert "url(" not in (example_site / "assets/site.css").read_text(encoding="utf-8")


def test_a_second_build_writes_nothing(example_home: Home, example_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(example_site, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    built = build_site(example_home.warehouse, folder)
    assert (built.written, built.removed) == (0, 0)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_file_that_was_lost_is_made_again_and_half_a_file_goes(
    example_home: Home, example_site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(example_site, folder)
    (folder / "index.html").unlink()
    half = folder / "claims/.index.html.tmp"
    half.write_text("<html><bo", encoding="utf-8")
    built = build_site(example_home.warehouse, folder)
    assert (built.written, built.removed) == (1, 0)
    assert (folder / "index.html").read_bytes() == (example_site / "index.html").read_bytes()
    assert not half.exists()


def test_two_builds_are_the_same_byte_for_byte(example_home: Home, example_site: Path, tmp_path: Path) -> None:
    build_site(example_home.warehouse, tmp_path)
    once, twice = (
        {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
        for root in (example_site, tmp_path)
    )
    assert once == twice


def test_what_went_is_removed_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    tables = frames()
    site = tmp_path / "site"
    build_site(published(tmp_path / "one", tables), site)
    (site / "mine.txt").write_text("mine", encoding="utf-8")
    press = ("claim", "verdict", "article", "statement", "event")
    for name in [name for name in tables if name.startswith(press)]:
        tables[name] = []
    built = build_site(published(tmp_path / "two", tables), site)
    assert built.removed
    assert [path.name for kind in ("claims", "events") for path in site.glob(f"{kind}/*/*.html")] == []
    assert (site / "mine.txt").is_file()
    assert "No claims are held" in text_of(site / "claims/index.html")


def test_an_empty_record_makes_pages_that_say_so(tmp_path: Path) -> None:
    release: dict[str, object] = {
        "edition": "live",
        "latest_retrieval": None,
        "designations": 0,
        "claims": 0,
        "news_store": "s3://bucket/news",
    }
    build_site(published(tmp_path, {"release": [release]}), tmp_path / "site")
    assert "Nothing has been read yet" in text_of(tmp_path / "site/last-night.html")
    assert "s3://bucket/news" in text_of(tmp_path / "site/data/index.html")


def test_why_a_list_was_not_read_is_said_once(tmp_path: Path) -> None:
    tables = frames()
    tables["list_status"][0] = {**tables["list_status"][0], "reason": "its source answers 503; set SANCTIONS_KEY."}
    build_site(published(tmp_path, tables), tmp_path / "site")
    assert "Out of date: its source answers 503. Last good copy" in text_of(tmp_path / "site/last-night.html")
    digest = (tmp_path / "site/digest.txt").read_text(encoding="utf-8")
    assert "toy: out of date: its source answers 503; last good copy 2022-03-01" in digest


@pytest.mark.parametrize("query", ["Khrenin", "Хренин", "ルカシェンコ", "34746"])
def test_what_is_sought_is_in_the_shard_of_its_first_letters(example_site: Path, query: str) -> None:
    word = unicodedata.normalize("NFKD", query.lower())
    word = "".join(letter for letter in word if not unicodedata.category(letter).startswith("M"))
    shards = json.loads(
        (example_site / "search/shards.js")
        .read_text(encoding="utf-8")
        .removeprefix("window.SHARDS=")
        .removesuffix(";\n")
    )
    [prefix] = [shard for shard in shards if word.startswith(shard)]
    name = f"w-{prefix}" if prefix.isascii() else "u-" + "-".join(f"{ord(letter):x}" for letter in prefix)
    held = json.loads(
        (example_site / f"search/{name}.js").read_text(encoding="utf-8").removeprefix("W(").removesuffix(");\n")
    )
    [entry] = held[word].split(" ")[:1]
    block = (
        (example_site / f"search/e-{entry[:2]}.js").read_text(encoding="utf-8").removeprefix("E(").removesuffix(");\n")
    )
    path, _, _ = json.loads(block)[entry]
    assert (example_site / path).is_file()


def test_an_event_has_its_chain_its_rows_and_its_figures(example_home: Home, example_site: Path) -> None:
    [(event_id,)] = ask(example_home, "SELECT event_id FROM event_claim JOIN claim USING (claim_id) WHERE count = 24")
    page = html.parse(str(example_site / event_page(str(event_id))))
    text = " ".join(page.getroot().text_content().split())
    assert "added 24 parties that claims about it rest on" in text
    assert len(page.xpath("//h2[@id='rows']/following-sibling::ul/li")) == 24
    figures = page.xpath("//table[contains(@class, 'printed')]/tbody/tr")
    assert ["24", "0"] in [[" ".join(cell.text_content().split()) for cell in row[2:4]] for row in figures]
    linked = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert (linked["@type"], linked["identifier"]) == ("Event", event_id)


def test_a_plan_that_was_carried_out_says_so_first(example_home: Home, example_site: Path) -> None:
    [(event_id,)] = ask(example_home, "SELECT event_id FROM event WHERE authority = 'JP' AND status = 'fulfilled'")
    page = html.parse(str(example_site / event_page(str(event_id))))
    chain = [" ".join(entry.text_content().split()) for entry in page.xpath("//ol[contains(@class, 'chain')]/li")]
    assert page.findtext(".//h1").startswith("Japan sanctioned, as planned,")
    assert chain[0].startswith("2022-02-26 planned")
    assert chain[1].startswith("2022-03-03 carried out")


def test_the_front_page_opens_with_the_latest_acts_and_what_was_said_of_them(example_site: Path) -> None:
    page = html.parse(str(example_site / "index.html"))
    titles = [title.get("id") for title in page.xpath("//main//h2")]
    assert next(title for title in titles if title != "not-current") == "acts"
    assert page.xpath("//table[contains(@class, 'acts')]//a[starts-with(@href, 'events/')]")


def test_a_day_links_the_events_of_that_day(example_site: Path) -> None:
    page = html.parse(str(example_site / "asof" / "2022-02-24.html"))
    assert page.xpath("//h2[@id='events']/following-sibling::ul//a[contains(@href, 'events/')]")


def test_the_ledger_of_events_shows_decided_ones_first_and_keeps_mentions_for_the_filter(example_site: Path) -> None:
    rows = html.parse(str(example_site / "events" / "index.html")).xpath("//tbody[@id='rows']/tr")
    places = ["Unverifiable" in row[0].text_content() or "Pending" in row[0].text_content() for row in rows]
    assert places == sorted(places)
    script = (example_site / "events" / "ledger.js").read_text(encoding="utf-8")
    events = json.loads(script.partition("window.EVENTS=")[2].removesuffix(";\n"))
    assert len(rows) == len([event for event in events if event[7] != "mentioned"])


def test_the_day_on_which_a_list_took_over_entries_is_said_to_be_no_single_act(
    example_home: Home, tmp_path: Path
) -> None:
    warehouse = tmp_path / "sanctions.duckdb"
    shutil.copy(example_home.warehouse, warehouse)
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute(
            "UPDATE designation SET listed_on = '2020-12-31' WHERE designation_id = 'uk_sanctions:BEL0096'"
        )
        [(subject_id,)] = connection.execute(
            "SELECT subject_id FROM subject_designation WHERE designation_id = 'uk_sanctions:BEL0096'"
        ).fetchall()
    build_site(warehouse, tmp_path / "site")
    for page in ("lists/uk_sanctions.html", "authorities/uk.html", subject_page(str(subject_id))):
        assert "this list took over listings" in text_of(tmp_path / "site" / page), page


def test_the_page_of_an_authority_says_since_when_its_lists_are_held(example_site: Path) -> None:
    text = (example_site / "authorities/uk.html").read_text(encoding="utf-8")
    assert "earlier months count at least these: uk_sanctions is held since" in text
    assert "parties are listed by the newest copies held, up to" in text


def test_a_plan_that_was_carried_out_says_so_on_every_page_that_names_it(
    example_home: Home, example_site: Path
) -> None:
    fulfilled = ask(example_home, "SELECT claim_id FROM verdict WHERE fulfilled_on IS NOT NULL")
    assert fulfilled
    for (claim_id,) in fulfilled:
        own = claim_page(str(claim_id))
        naming = [
            path
            for kind in ("subjects", "events", "claims")
            for path in (example_site / kind).glob("*/*.html")
            if path != example_site / own and f'{own}"' in path.read_text(encoding="utf-8")
        ]
        assert {path.relative_to(example_site).parts[0] for path in naming} == {"subjects", "events", "claims"}
        for path in naming:
            items = html.parse(str(path)).xpath(f"//*[self::li or self::tr][.//a[contains(@href, '{own}')]]")
            assert any("Carried out" in item.text_content() for item in items), path
            assert not any(item.text_content().strip().startswith("Pending") for item in items), path


def test_a_month_says_whether_its_removals_are_known() -> None:
    gap = {"since": date(2020, 4, 15), "until": date(2025, 5, 25)}
    months = {
        date(2019, 12, 1): {"added": {"subjects": 4}},
        date(2020, 2, 1): {"added": {"subjects": 4}},
        date(2020, 3, 1): {"removed": {"subjects": 1_200}},
        date(2021, 7, 1): {"added": {"subjects": 2}},
        date(2025, 5, 1): {"removed": {"subjects": 3}},
        date(2025, 6, 1): {"added": {"subjects": 2}},
    }
    removed = [row["removed"] for row in _rows_of_months(months, [gap], date(2020, 1, 31))]
    assert removed == ["0", "3 or more", "not known", "1,200", "0", "not known"]


@pytest.mark.parametrize(
    ("publisher", "shown"),
    [
        (None, None),
        ("Example Institute", "Example Institute"),
        ("Example Institute <mistakes@example.org>", '<a href="mailto:mistakes@example.org">Example Institute</a>'),
        ("<https://example.org/wrong>", '<a href="https://example.org/wrong">https://example.org/wrong</a>'),
        ("A & B <javascript:alert(1)>", "A &amp; B"),
    ],
)
def test_the_publisher_is_named_with_a_link_that_is_safe(publisher: str | None, shown: str | None) -> None:
    assert Imprint(publisher=publisher).publisher_html == shown


def test_a_site_says_who_corrects_it_and_offers_no_downloads_that_it_lacks(tmp_path: Path) -> None:
    build_site(published(tmp_path, frames()), tmp_path / "site", imprint=Imprint(publisher="Example Institute"))
    footer = text_of(tmp_path / "site/index.html").partition("To cite this page")
    assert "Example Institute can correct" in footer[2]
    assert "CSV, Parquet, JSON" not in footer[0]


def test_a_claim_links_to_all_claims_of_its_article(example_home: Home, example_site: Path) -> None:
    [(claim_id, article_id, of_article)] = ask(
        example_home,
        "SELECT any_value(claim_id), article_id, count(*) FROM claim GROUP BY article_id ORDER BY 3 DESC, 2 LIMIT 1",
    )
    page = html.parse(str(example_site / claim_page(str(claim_id))))
    assert page.xpath(f"//a[contains(@href, 'claims/index.html?article={article_id}')]")
    script = (example_site / "claims/ledger.js").read_text(encoding="utf-8")
    articles, ledger = (
        json.loads(script.partition(f"window.{name}=")[2].partition(";\n")[0]) for name in ("ARTICLES", "LEDGER")
    )
    assert sum(articles[row[-1]][0] == article_id for row in ledger) == of_article
