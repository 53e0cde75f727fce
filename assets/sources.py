"""The raw assets: every official list, every source of notices, and the feeds of the home.

Here: one asset for each source, and what is shown of what arrived. Not here: days of GDELT (see gdelt), asking a
source, reading a list, or any rule about either (see pipelines.run.sources and pipelines.run.steps).

However asking ends, the step succeeds and the run goes on: the night's other sources, the verdicts and the published
file must not depend on one source. What stands is what was last believed. A list that did not come is observed, not
materialised, its check `arrived` fails without blocking, and the run fails at its end (see degraded).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import dagster as dg
from dagster._core.definitions.source_asset import SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION

from assets import markdown, summaries
from assets.degraded import last_step, refuse_degraded_list
from assets.described import (
    COLUMN_SCHEMA,
    OWNERS,
    ROW_COUNT,
    SHORT,
    check_result,
    columns_previewed,
    edition_metadata,
    preview,
    with_example_mark,
)
from assets.resources import SanctionsRun
from assets.schedules import NIGHTLY_FRESHNESS
from pipelines.archive.archive import ArchiveError
from pipelines.archive.notices import KeptNotice, notice_sources
from pipelines.archive.snapshot import Snapshot
from pipelines.articles import FEEDS
from pipelines.articles.acquisition import FetchedNews
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.run.layout import JudgedCheck
from pipelines.run.settings import Run
from pipelines.run.sources import (
    LIST_KEY,
    NEWS_KEY,
    NOTICE_KEY,
    ask_for_news,
    ask_for_notices,
    list_check_names,
)
from pipelines.run.steps import ListOutcome, run_list
from pipelines.warehouse.tables import Tables

POLITE_RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.FULL)
"""For what the machine does. What networks do is retried within pipelines.archive, which knows how long to wait."""
SHOWN = 20
FEEDS_KEY = dg.AssetKey([NEWS_KEY, FEEDS])


def assets() -> list[dg.AssetsDefinition]:
    """The raw asset of every source: adding one to the catalogue adds its asset and checks."""
    return [
        *map(list_asset, official_lists().values()),
        *(notices_asset(source_id, entry) for source_id, entry in notice_sources().items()),
        feeds,
    ]


def list_asset(official_list: OfficialList) -> dg.AssetsDefinition:
    """The raw asset of one list with its checks."""
    list_id = official_list.list_id
    key = dg.AssetKey([LIST_KEY, list_id])
    checks = list_check_names(official_list)

    @dg.multi_asset(
        name=f"{LIST_KEY}__{list_id}",
        specs=[_list_spec(official_list, key)],
        check_specs=[dg.AssetCheckSpec(name, asset=key, description=words) for name, words in checks.items()],
        can_subset=True,  # so that a check with nothing to look at may stay without a result
        retry_policy=POLITE_RETRIES,
        pool=f"{official_list.authority.lower()}_http",
        op_tags={"list_id": list_id},
    )
    def snapshot(
        context: dg.AssetExecutionContext, sanctions: SanctionsRun
    ) -> Iterator[dg.MaterializeResult[Any] | dg.Output[None] | dg.AssetCheckResult]:
        """Ask the source of the list, make its tables, and report what came and the results of its checks."""
        run = sanctions.reporting(context.log.info)
        outcome = run_list(run, list_id)
        tables = Tables(outcome.manifest.files(run.home))
        in_use = _snapshot_in_use(tables)
        metadata = _metadata_of_list(official_list, run, outcome, in_use)
        if outcome.has_come:
            yield dg.MaterializeResult(asset_key=key, metadata=metadata, data_version=dg.DataVersion(in_use["sha256"]))
        else:
            yield from not_materialised(context, key, metadata)
        yield from (check_result(check, key) for check in outcome.checks)
        if last_step(context, run) is None:
            refuse_degraded_list(run, list_id, tables["snapshot"])

    return snapshot


def _list_spec(official_list: OfficialList, key: dg.AssetKey) -> dg.AssetSpec:
    """How Dagster shows the list: where it comes from, under which licence, how often it is published."""
    return dg.AssetSpec(
        key,
        group_name="official_lists",
        description=_description(official_list),
        kinds=_kinds(official_list),
        owners=OWNERS,
        tags={"authority": official_list.authority, "verified": "yes" if official_list.verified else "no"},
        metadata={
            "home_page": dg.MetadataValue.url(official_list.home_page),
            "licence": official_list.licence,
            "issuing_body": official_list.issuing_body,
            "time_zone": official_list.time_zone,
            "cadence_days": official_list.cadence_days,
        },
        freshness_policy=NIGHTLY_FRESHNESS,
    )


def not_materialised(
    context: dg.AssetExecutionContext, key: dg.AssetKey, metadata: Mapping[str, Any]
) -> Iterator[dg.Output[None]]:
    """Log an observation in place of a materialisation, and let the steps below go on: they use what is held."""
    context.log_event(dg.AssetObservation(key, metadata=metadata))
    output_name = context.assets_def.get_output_name_for_asset_key(key)
    yield dg.Output(None, output_name, metadata={SYSTEM_METADATA_KEY_SOURCE_ASSET_OBSERVATION: True})


def _snapshot_in_use(tables: Tables) -> dict[str, Any]:
    """The row of the snapshot from which the tables of a list are made; empty if there is none."""
    used = tables["snapshot"].sort("published_on", "seen_at").filter(state="used")
    return used.row(-1, named=True) if not used.is_empty() else {}


def _metadata_of_list(
    official_list: OfficialList, run: Run, outcome: ListOutcome, in_use: Mapping[str, Any]
) -> dict[str, Any]:
    """What Dagster shows of a list: how it arrived, and the snapshot in use."""
    arrival, example = outcome.arrival, run.is_example
    shown: dict[str, Any] = {**edition_metadata(example=example), "outcome": arrival.outcome}
    shown["tables"] = "unchanged, and not made again" if outcome.is_skipped else "made from what is held"
    if arrival.reason:
        shown["reason"] = arrival.reason
    if arrival.passed_over:
        shown["passed_over"] = dg.MetadataValue.md(markdown.bullets(arrival.passed_over))
    if not in_use:
        return shown
    tables = Tables(outcome.manifest.files(run.home))
    return shown | {
        ROW_COUNT: in_use["parties"] or 0,
        COLUMN_SCHEMA: columns_previewed("designation"),
        "published_on": f"{in_use['published_on']} ({in_use['published_on_basis']})",
        "sha256": in_use["sha256"],
        "source_url": _address(in_use["source_url"]),
        "origin": in_use["origin"],
        "format": in_use["format"] or "unknown",
        "retrieved_at": f"{in_use['retrieved_at']:%Y-%m-%d %H:%M} UTC",
        "bytes": in_use["bytes"],
        "files": dg.MetadataValue.md(_files_table(_snapshot_in_archive(run, official_list, in_use["sha256"]))),
        "preview": dg.MetadataValue.md(preview("designation", tables["designation"])),
        "summary": dg.MetadataValue.md(with_example_mark(summaries.of_list(tables["snapshot"]), example=example)),
    }


def _snapshot_in_archive(run: Run, official_list: OfficialList, sha256: str) -> Snapshot | None:
    """The snapshot of a list with this sha256; None if the archive does not have it."""
    held = run.archive.snapshots(official_list.list_id)
    return next((snapshot for snapshot in reversed(held) if snapshot.sha256 == sha256), None)


def _files_table(snapshot: Snapshot | None) -> str:
    """The files of a snapshot as a Markdown table."""
    files = snapshot.files if snapshot else ()
    return markdown.table([{"file": file.name, "bytes": file.size, "sha256": file.sha256[:SHORT]} for file in files])


def _address(url: str) -> dg.MetadataValue[Any]:
    """The address as a link if it is a web address, else as text."""
    return dg.MetadataValue.url(url) if url.startswith(("https:", "http:")) else dg.MetadataValue.text(url)


def _description(official_list: OfficialList) -> str:
    """The description of a list for people."""
    note = "" if official_list.verified else "\n\nIts reader was never tried on a whole published file."
    closed = f"\n\nPublished no more since {official_list.closed_on}." if official_list.closed_on else ""
    return f"{official_list.title}, exactly as {official_list.issuing_body} publishes it.{closed}{note}"


def _kinds(official_list: OfficialList) -> set[str]:
    """The kinds of the raw asset, which Dagster shows as icons: the file types of the list, and "snapshot"."""
    names = [file.name for publication in official_list.publications[:1] for file in publication.files]
    return {suffix for name in names if (suffix := PurePosixPath(name.lower()).suffix.lstrip("."))} | {"snapshot"}


def notices_asset(source_id: str, entry: OfficialList) -> dg.AssetsDefinition:
    """The raw asset of one source of notices: a notice that is bad or missing affects no other."""
    key = dg.AssetKey([NOTICE_KEY, source_id])

    @dg.asset(
        key=key,
        group_name="official_notices",
        description=f"{entry.title}, exactly as {entry.issuing_body} publishes them.",
        kinds={"snapshot"},
        owners=OWNERS,
        tags={"authority": entry.authority},
        metadata={"home_page": dg.MetadataValue.url(entry.home_page), "licence": entry.licence},
        retry_policy=POLITE_RETRIES,
        pool=f"{entry.authority.lower()}_http",
        freshness_policy=NIGHTLY_FRESHNESS,
        check_specs=[dg.AssetCheckSpec("arrived", asset=key, description="Every notice that is out was believed.")],
    )
    def notices(
        context: dg.AssetExecutionContext, sanctions: SanctionsRun
    ) -> Iterator[dg.MaterializeResult[Any] | dg.Output[None] | dg.AssetCheckResult]:
        """Ask the source for new notices, and report what came; a fault of the source fails only the check."""
        run = sanctions.reporting(context.log.info)
        kept, failure = _asked_for_notices(context, run, source_id)
        held = run.archive.snapshots(source_id)
        faults = [*failure, *(f"{notice.outcome}: {notice.reason}" for notice in kept if notice.reason)]
        metadata = _metadata_of_notices(run, kept, held)
        if failure or run.settings.offline:
            yield from not_materialised(context, key, metadata)
        else:
            version = dg.DataVersion(held[-1].sha256 if held else "nothing-held")
            yield dg.MaterializeResult(metadata=metadata, data_version=version)
        yield _arrival_check(faults, "every notice that is out was believed.")

    return notices


def _asked_for_notices(
    context: dg.AssetExecutionContext, run: Run, source_id: str
) -> tuple[Sequence[KeptNotice], list[str]]:
    """The notices fetched now, and the fault if the source failed; the run goes on with those held."""
    try:
        return ask_for_notices(run, source_id), []
    except (ArchiveError, OSError):
        raise  # about the home, not about this source
    except Exception as error:  # whatever one source does
        context.log.exception(f"{source_id}: given up.")
        return [], [f"{type(error).__name__}: {error}"]


def _metadata_of_notices(run: Run, kept: Sequence[KeptNotice], held: Sequence[Snapshot]) -> dict[str, Any]:
    """What Dagster shows of a source of notices."""
    rows = [
        {
            "published_on": snapshot.published_on,
            "bytes": snapshot.size,
            "sha256": snapshot.sha256[:SHORT],
            "source": " ".join(snapshot.source_urls),
        }
        for snapshot in reversed(held[-SHOWN:])
    ]
    return {
        **edition_metadata(example=run.is_example),
        ROW_COUNT: len(held),
        "outcome": counted(Counter(notice.outcome for notice in kept)) or "none asked",
        **_metadata_of_newest(held),
        "preview": dg.MetadataValue.md(markdown.table(rows)),
    }


def _metadata_of_newest(held: Sequence[Snapshot]) -> dict[str, Any]:
    """Day, sha256 and address of the newest notice; empty if none is held."""
    if not held:
        return {}
    newest = held[-1]
    return {
        "published_on": str(newest.published_on),
        "sha256": newest.sha256,
        "source_url": " ".join(newest.source_urls) or "unknown",
    }


@dg.asset(
    key=FEEDS_KEY,
    group_name="news",
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
def feeds(context: dg.AssetExecutionContext, sanctions: SanctionsRun) -> Iterator[dg.MaterializeResult[Any]]:
    """Ask every feed, and fetch pages."""
    run = sanctions.reporting(context.log.info)
    try:
        fetched = ask_for_news(run)
    except OSError:
        raise  # about the home, not about a feed
    except Exception as error:  # whatever one feed does
        context.log.exception(f"{FEEDS}: given up.")
        fetched = FetchedNews(complaint=f"{FEEDS}: {type(error).__name__}: {error}")
    yield dg.MaterializeResult(
        metadata={**edition_metadata(example=run.is_example), **_metadata_of_feeds(fetched)},
        check_results=[_arrival_check(fetched.complaints, "every feed that is wanted was read.")],
    )


def _metadata_of_feeds(fetched: FetchedNews) -> dict[str, Any]:
    """What Dagster shows of a visit to all feeds."""
    visits = [
        {"feed": feed.feed_id, "state": feed.state, "entries": feed.entries, "added": feed.added, "reason": feed.reason}
        for feed in fetched.feeds
    ]
    pages = [{"state": page.state, "page": page.url, "reason": page.reason} for page in fetched.pages]
    return {
        ROW_COUNT: sum(feed.added for feed in fetched.feeds),
        "outcome": counted(Counter(feed.state for feed in fetched.feeds)) or "none asked",
        "pages_asked": counted(Counter(page.state for page in fetched.pages)) or "none",
        "feeds": dg.MetadataValue.md(markdown.table(visits)),
        "pages": dg.MetadataValue.md(markdown.table(pages[:SHOWN])),
    }


def _arrival_check(faults: Sequence[str], good: str) -> dg.AssetCheckResult:
    """A check that warns of these faults and never blocks; without faults it says `good`."""
    rows = [{"reason": fault} for fault in faults]
    return check_result(JudgedCheck("", "arrived", not faults, " ".join(faults) or good, grave=False, rows=rows))


def counted(states: Mapping[str, int]) -> str:
    """The numbers by state: "3 read, 1 failed"."""
    return ", ".join(f"{count:,} {state.replace('_', ' ')}" for state, count in sorted(states.items()))
