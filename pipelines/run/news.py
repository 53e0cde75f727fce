"""The step of news: the tables of articles, their claims, and where they came from.

Not here: asking for feeds, pages or days of GDELT (see pipelines.articles.acquisition), or judging claims (see
verdicts).
"""

import os
from pathlib import Path

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home, write_whole
from pipelines.articles.acquisition import feed_reports, state_of_sources
from pipelines.articles.fetching import page_requests
from pipelines.articles.files import article_files, raw_articles
from pipelines.articles.leads import held_days
from pipelines.claims.collection import Collection
from pipelines.claims.finder import Finder
from pipelines.claims.tables import feed_rows, lead_tables, page_rows
from pipelines.run.example import EXAMPLE, origin_of
from pipelines.run.layout import replace_tables, schema_digest


def update_news(home: Home, archive: Archive) -> Path:
    """The tables of articles and their claims, of feeds, pages and GDELT; nothing is done if none of these changed."""
    pieces = (raw_article for path in _article_files(home, archive) for raw_article in raw_articles(path))
    collection = Collection(home.tables / "readings", news_finder(home), pieces)
    made_from = f"{schema_digest()} {origin_of(archive)} {collection.state} {state_of_sources(home)}"
    known = home.tables / "news" / "made_from"
    if known.is_file() and known.read_text(encoding="utf-8") == made_from:
        return known.parent
    collected = collection.collected(origin_of(archive))
    tables = {
        **collected.tables,
        "news_feed": feed_rows(feed_reports(home)),
        "news_page": page_rows(page_requests(home)),
        **lead_tables(held_days(home)),
    }
    known.unlink(missing_ok=True)
    folder = replace_tables(home, "news", tables)
    if collected.is_whole:
        write_whole(known, made_from.encode())
    return folder


def news_finder(home: Home) -> Finder:
    """Who finds the claims of a home's articles; its complaint says why not who should."""
    return Finder(os.environ, home.archive / "endpoint")


def _article_files(home: Home, archive: Archive) -> list[Path]:
    return article_files(EXAMPLE / "articles" if archive.is_example else home.articles)
