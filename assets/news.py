"""The stage of news: articles in, claims out.

Here: the tables article and claim, and those of where articles come from. Not here: asking for articles (see
news_sources), or how they are read and claims found (see pipelines.claims).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
import polars as pl

from assets import markdown, summaries
from assets.described import SHORT, Tables, table_result, table_spec, tables_of
from assets.news_sources import FEEDS_KEY, GDELT_KEY, GROUP
from assets.resources import SanctionsHome
from pipelines.run.news import news_finder, update_news

MADE_FROM: Mapping[str, Sequence[dg.AssetKey | str]] = {
    "article": [FEEDS_KEY],
    "claim": ["article"],
    "news_feed": [FEEDS_KEY],
    "news_page": [FEEDS_KEY],
    "news_lead": [GDELT_KEY],
    "news_lead_file": [GDELT_KEY],
    "news_lead_refusal": [GDELT_KEY],
}
"""What each table of this stage is made from."""
TABLES = tuple(MADE_FROM)
SHOWN = 20


@dg.multi_asset(name="news", specs=[table_spec(name, GROUP, above) for name, above in MADE_FROM.items()])
def news_tables(context: dg.AssetExecutionContext, home: SanctionsHome) -> Iterator[dg.MaterializeResult[Any]]:
    """Read the articles of the home and find their claims."""
    if complaint := news_finder(home.home).complaint:
        context.log.warning(complaint)
    update_news(home.home, home.archive)
    tables = tables_of(home.home)
    made_from = _articles(tables)
    for name in TABLES:
        summary = summaries.of_claims(tables) if name == "claim" else summaries.NONE
        yield table_result(
            name, tables, example=home.is_example, glance=summary.glance, summary=summary.whole, made_from=made_from
        )


def _articles(tables: Tables) -> dict[str, Any]:
    """What claims are found in."""
    articles = tables["article"].sort("published_on", descending=True, nulls_last=True)
    shown = articles.select("article_id", "published_on", pl.col("sha256").str.head(SHORT), "outlet", "url", "state")
    newest = articles["published_on"].max()
    return {
        **({"published_on": str(newest)} if newest else {}),
        "sources": dg.MetadataValue.md(markdown.table(shown.head(SHOWN).to_dicts())),
    }
