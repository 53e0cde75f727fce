"""The stage of news: articles in, claims out.

Here: the tables article and claim. Not here: how articles are read and claims found (see pipelines.news).
"""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from assets import summaries
from assets.described import table_result, table_spec, tables_of
from assets.resources import SanctionsHome
from pipelines.nightly import update_news

GROUP = "news"
TABLES = ("article", "claim")


@dg.multi_asset(name="news", specs=[table_spec("article", GROUP, []), table_spec("claim", GROUP, ["article"])])
def news_tables(home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Read the articles of the home and find their claims."""
    update_news(home.home, home.archive)
    tables = tables_of(home.home)
    for name in TABLES:
        summary = summaries.of_claims(tables) if name == "claim" else summaries.NONE
        yield table_result(name, tables, example=home.is_example, glance=summary.glance, summary=summary.whole)
