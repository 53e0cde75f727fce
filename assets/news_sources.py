"""Where articles come from: the feeds of the home, asked every night, and days of GDELT, a partition each.

Here: two raw assets and what is shown of them. Not here: asking (see pipelines.articles.acquisition), or the tables
that follow (see news).

Feeds are part of the nightly job: whatever they do, it goes on with the articles that are held. Days of GDELT are half
a gigabyte each, so nobody gets them without asking: by a backfill of the asset, or by turning its schedule on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import dagster as dg

from assets import markdown
from assets.automation import GDELT_DAYS, NIGHTLY_FRESHNESS
from assets.described import COLUMN_SCHEMA, OWNERS, ROW_COUNT, column_schema, edition
from assets.official_lists import POLITE_RETRIES
from assets.resources import SanctionsHome, Source
from pipelines.articles import FEEDS, GDELT
from pipelines.articles.acquisition import FetchedNews
from pipelines.articles.leads import LeadDay

GROUP = "news"
FEEDS_KEY, GDELT_KEY = dg.AssetKey(["news", FEEDS]), dg.AssetKey(["news", GDELT])
SHOWN = 20


@dg.asset(
    key=FEEDS_KEY,
    group_name=GROUP,
    description=(
        "Entries of the feeds that the home's feeds.toml names, and the pages that they lead to. A home without that "
        "file asks nobody."
    ),
    kinds={"rss", "html"},
    owners=OWNERS,
    retry_policy=POLITE_RETRIES,
    pool="news_http",
    freshness_policy=NIGHTLY_FRESHNESS,
    check_specs=[
        dg.AssetCheckSpec("arrived", asset=FEEDS_KEY, description="Every feed that the home wants could be read.")
    ],
)
def feeds(
    context: dg.AssetExecutionContext, home: SanctionsHome, source: Source
) -> Iterator[dg.MaterializeResult[Any]]:
    """Ask every feed, and fetch pages."""
    brought = _brought(context, home, source)
    yield dg.MaterializeResult(
        metadata={**edition(example=home.is_example), **_of_feeds(brought)},
        check_results=[_arrived(brought.complaints, "every feed that is wanted was read.")],
    )


def _brought(context: dg.AssetExecutionContext, home: SanctionsHome, source: Source) -> FetchedNews:
    """Ask for news; whatever happens, the run goes on with the articles held (see official_lists for why)."""
    try:
        return source.fetch_news(home)
    except Exception as error:  # whatever one feed does
        if context.retry_number < POLITE_RETRIES.max_retries:
            raise
        context.log.exception(f"{FEEDS}: given up after {context.retry_number + 1} attempts.")
        return FetchedNews(complaint=f"{FEEDS}: {type(error).__name__}: {error}")


def _of_feeds(brought: FetchedNews) -> dict[str, Any]:
    visits = [
        {"feed": feed.feed_id, "state": feed.state, "entries": feed.entries, "added": feed.added, "reason": feed.reason}
        for feed in brought.feeds
    ]
    pages = [{"state": page.state, "page": page.url, "reason": page.reason} for page in brought.pages]
    return {
        ROW_COUNT: sum(feed.added for feed in brought.feeds),
        "outcome": _counted(Counter(feed.state for feed in brought.feeds)) or "none asked",
        "pages_asked": _counted(Counter(page.state for page in brought.pages)) or "none",
        "feeds": dg.MetadataValue.md(markdown.table(visits)),
        "pages": dg.MetadataValue.md(markdown.table(pages[:SHOWN])),
    }


@dg.asset(
    key=GDELT_KEY,
    partitions_def=GDELT_DAYS,
    group_name=GROUP,
    description=(
        "Articles that by the files of GDELT 2.0 of one day may speak of sanctions: where to look, not what happened. "
        "A day that was read is not read again, and one that was cut off is gone on with. The tables news_lead, "
        "news_lead_file and news_lead_refusal have it from the next run of the nightly job."
    ),
    kinds={"tsv"},
    owners=OWNERS,
    retry_policy=POLITE_RETRIES,
    pool="gdelt_http",
    check_specs=[
        dg.AssetCheckSpec("arrived", asset=GDELT_KEY, description="Every file of the day was read, or there is none.")
    ],
)
def gdelt(
    context: dg.AssetExecutionContext, home: SanctionsHome, source: Source
) -> Iterator[dg.MaterializeResult[Any]]:
    """Read a day of GDELT."""
    kept = source.bring_gdelt_day(home, date.fromisoformat(context.partition_key), context.log.info)
    refuse_unreached(kept)
    yield dg.MaterializeResult(
        metadata={**edition(example=home.is_example), **_of_day(kept)},
        check_results=[_arrived(kept.faults, "every file of the day was read.")],
    )


def refuse_unreached(kept: LeadDay) -> None:
    """A day whose files could not be reached is not there yet: its partition fails, and can be asked for again.

    Raises:
        Failure: it is such a day.
    """
    unreached = [each for each in kept.missing if each.state == "unreachable"]
    if unreached or not kept.files:
        said = " ".join(kept.faults) or f"gdelt {kept.day}: nothing of it is held, and this run asks no source."
        raise dg.Failure(said, metadata=_of_day(kept), allow_retries=bool(unreached))


def _of_day(kept: LeadDay) -> dict[str, Any]:
    files = kept.files.values()
    refused = Counter[str]()
    for file in files:
        refused.update({reason: rows for reason, rows, _ in file.refused})
    leads = [
        {"seen": lead.seen_at, "outlet": lead.outlet, "title": lead.title, "address": lead.url}
        for lead in sorted(kept.leads.values(), key=lambda each: (each.seen_at, each.url))
    ]
    return {
        ROW_COUNT: len(kept.leads),
        COLUMN_SCHEMA: column_schema("news_lead"),
        "files": _counted(Counter(each.state for each in files)),
        "rows": sum(each.rows for each in files),
        "rows_kept": sum(each.kept for each in files),
        "rows_refused": _counted(refused) or "none",
        "preview": dg.MetadataValue.md(markdown.table(leads[:SHOWN])),
    }


def _arrived(faults: tuple[str, ...], good: str) -> dg.AssetCheckResult:
    """It warns and blocks nothing."""
    return dg.AssetCheckResult(
        check_name="arrived",
        passed=not faults,
        severity=dg.AssetCheckSeverity.WARN,
        description=" ".join(faults) or good,
        metadata={"reasons": dg.MetadataValue.md(markdown.bullets(faults))} if faults else {},
    )


def _counted(states: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in sorted(states.items()))


def assets() -> list[dg.AssetsDefinition]:
    """Both raw assets."""
    return [feeds, gdelt]
