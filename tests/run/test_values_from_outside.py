"""Notices, feeds and pages with values that cannot be true: none reaches a constraint, and what is good is there.

Values of lists, articles and GDELT are tried beside what reads them (tests/designations, tests/claims).
"""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import duckdb
import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.http import AbsentError, Fetched, Http
from pipelines.archive.notices import keep_notices, notice_sources, saved_notices
from pipelines.archive.snapshot import Source
from pipelines.articles.feeds import Feed, visit_feed, wanted_pages
from pipelines.articles.fetching import PageFetcher, page_requests
from pipelines.articles.files import article_files, raw_articles
from pipelines.catalogue.entries import official_lists
from pipelines.claims.collection import Collection
from pipelines.claims.finder import Finder
from pipelines.claims.tables import feed_rows, page_rows
from pipelines.designations.announcements import announcement_tables
from pipelines.designations.notices import day_reader, notice_tables
from pipelines.designations.status import catalogue_table
from pipelines.matching.notice_entries import differences, joined
from pipelines.warehouse.schema import conform, constraints, empty, run_scripts
from tests.designations.test_plausible_values import TABLES as OF_A_LIST
from tests.notice_pages import ADDED, CHANGED, REMOVED, page

QUICK = settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
"""Each example reads pages, so none is made smaller."""

OF_NOTICES = ("notice", "notice_entry", "notice_difference", "announcement", "announcement_entry")
OF_NEWS = ("news_feed", "news_page", "article", "claim")
OF_GDELT = ("news_lead", "news_lead_file", "news_lead_refusal", "news_event")
MADE_HERE = {
    "official_list": "written in the catalogue",
    "programme": "written in the catalogue",
    "snapshot": "what the archive notes of files; days are tried in tests/archive",
    "refusal": "what the archive notes of files; days are tried in tests/archive",
    "list_status": "counted from snapshots",
    "release": "counted from other tables",
    "field_coverage": "counted from the records of lists",
    "claim_correction": "written by a person; tried in tests/claims/test_corrections.py",
    **dict.fromkeys(("subject", "subject_designation", "subject_evidence"), "derived from designations"),
    **dict.fromkeys(
        ("verdict", "verdict_evidence", "verdict_history", "claim_target"), "derived from claims and lists"
    ),
    **dict.fromkeys(("statement", "statement_claim", "claim_passage"), "derived from claims"),
    **dict.fromkeys(("event", "event_claim", "event_action", "event_verdict"), "derived from claims and changes"),
}
"""Tables of which no value comes from outside as it is, and why."""


def test_every_table_with_constraints_is_tried_or_says_why_not() -> None:
    tried = {*OF_A_LIST, *OF_NOTICES, *OF_NEWS, *OF_GDELT}
    assert tried.isdisjoint(MADE_HERE)
    assert set(constraints()["table_name"]) == tried | MADE_HERE.keys()


def load(tables: dict[str, pl.DataFrame]) -> None:
    """Put the tables into a file with all constraints of the schema."""
    with duckdb.connect(config={"threads": 1}) as connection:
        run_scripts(connection, "schema")
        for name, frame in tables.items():
            connection.from_arrow(conform(name, frame).to_arrow()).insert_into(name)


GOOD = "GOODMAN, John; DOB 1970; nationality Belarus (individual) [BELARUS-EO14038]."
names = st.sampled_from(["", "-0-", "N/A", "DOE, Jane", "Нечто", "x" * 500, "(individual)", "[BELARUS]", "a\x0bb"])
facts = st.sampled_from([
    "", "DOB 31 Feb 9999", "DOB 1990 to 1850", "DOB 0000", "POB", "nationality Nowhere", "Passport", "Passport -0-",
    "Linked To: ", "alt. DOB circa 3 Nov 0001", "a.k.a. ''", "Vessel Registration Identification IMO -1",
])  # fmt: skip
tags = st.sampled_from(["[BELARUS]", "[]", "[[", "[N/A]", "", "[UKRAINE-EO13660] [UKRAINE-EO13660]"])
entries = st.builds(
    lambda name, stated, tag, kind: f"{'; '.join([name, *stated])} {kind} {tag}.",
    names, st.lists(facts, max_size=3), tags, st.sampled_from(["", "(individual)", "(vessel)", "-to-"]),
)  # fmt: skip
headings = st.sampled_from([*ADDED.values(), REMOVED, CHANGED, "The following have been forgotten:"])


@QUICK
@given(st.lists(st.tuples(headings, entries), min_size=1, max_size=4))
def test_no_value_of_a_notice_reaches_a_constraint(bad: Sequence[tuple[str, str]]) -> None:
    source = notice_sources()["ofac_notices"]
    sections: dict[str, list[str]] = {}
    for heading, entry in bad:
        sections.setdefault(heading, []).append(entry)
    with tempfile.TemporaryDirectory() as folder:
        archive, saved = Archive(Home(Path(folder) / "home")), Path(folder) / "saved"
        saved.mkdir()
        (saved / "bad.html").write_bytes(page(date(2022, 2, 25), sections))
        (saved / "good.html").write_bytes(page(date(2022, 2, 24), {ADDED["individual"]: [GOOD]}))
        list(keep_notices(source, archive, saved_notices(source, [saved]), "backfill", day_reader(source)))
        notices, found = notice_tables(notice_sources(), archive)
    record = {name: empty(name) for name in (*OF_A_LIST, "snapshot")}
    joined_entries = joined(found, record)
    tables = {
        "official_list": catalogue_table(official_lists()), "notice": notices, "notice_entry": joined_entries,
        "notice_difference": differences(notices, joined_entries, record),
        **announcement_tables(notices, joined_entries),
    }  # fmt: skip
    load(tables)
    assert ("GOODMAN, John", date(2022, 2, 24)) in joined_entries.select("primary_name", "acted_on").rows()


class Sites(Http):
    """Answers each address with what a test has put there, without a network."""

    def __init__(self, home: Home, answers: dict[str, bytes]) -> None:
        super().__init__(home)
        self._answers = answers

    def get(self, url: str, **_: object) -> Fetched:
        if url.endswith("/robots.txt"):
            raise AbsentError("answers 404")
        return Fetched(self._answers.get(url, b"<p>Nothing</p>"), Source(url), "text/html")


odd = st.sampled_from(["", " ", "N/A", "0001-01-01", "&#xD800;", "&#57343;", "&#0;", "a" * 300, "]]>"])
links = st.sampled_from(
    ["", "http://[", "https://example.org/a b", "mailto:x", "//", "https://ex\u00e4mple.org/", "http://1"]
)
days = st.sampled_from(["", "N/A", "Mon, 01 Jan 0001 00:00:00 GMT", "31 Dec 9999", "Thu, 24 Feb 2022 23:30:00 -0500"])


@QUICK
@given(st.lists(st.tuples(odd, links, days, odd), min_size=1, max_size=4))
def test_no_value_of_a_feed_or_of_its_pages_reaches_a_constraint(bad: Sequence[tuple[str, str, str, str]]) -> None:
    good = ("24 listed", "https://news.example/good", "Fri, 25 Feb 2022 08:00:00 GMT", CLAIM)
    items = "".join(
        f"<item><title>{title}</title><link>{escape(link)}</link><pubDate>{day}</pubDate><description>{text}"
        "</description></item>"
        for title, link, day, text in [good, *bad]
    )
    content = f'<?xml version="1.0"?><rss version="2.0"><channel><title>P</title>{items}</channel></rss>'.encode()
    feed = Feed("odd_feed", "https://news.example/feed", "Odd", "Odd")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        sites = Sites(home, {feed.url: content, good[1]: f"<article><p>{CLAIM}</p></article>".encode()})
        report = visit_feed(feed, home, sites).report
        pages = PageFetcher(sites, home)
        for wanted in wanted_pages(home, feed):
            pages.fetch(wanted)
        pages.close()
        asked = page_requests(home)
        pieces = [piece for path in article_files(home.articles) for piece in raw_articles(path)]
        collection = Collection(Path(folder) / "cache", Finder({}, Path(folder) / "answers"), pieces)
        tables = {
            "news_feed": feed_rows([report]),
            "news_page": page_rows(asked),
            **collection.collected("live").tables,
        }
    load(tables)
    assert (good[1], "fetched") in tables["news_page"].select("url", "state").rows()
    assert 24 in tables["claim"]["count"].to_list()


CLAIM = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."
