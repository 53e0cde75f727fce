"""The stage of official notices: a second witness, beside the lists, of what an authority did on a day.

Here: one raw asset a source of notices, and the specs of the tables of notices. Not here: getting or reading a notice
(see pipelines.archive and pipelines.parsers), or the step that dates designations by them (see designations).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import dagster as dg

from assets import markdown
from assets.automation import NIGHTLY_FRESHNESS
from assets.described import OWNERS, ROW_COUNT, SHORT, edition, table_spec
from assets.official_lists import POLITE_RETRIES
from assets.resources import SanctionsHome, Source
from pipelines.archive.archive import MixedHomeError
from pipelines.archive.notices import KeptNotice, notice_sources
from pipelines.archive.snapshot import Snapshot
from pipelines.catalogue.entries import OfficialList

GROUP = "official_notices"
TABLES = ("notice", "notice_entry", "notice_difference", "announcement", "announcement_entry")
SHOWN = 20


def notices_key(source_id: str) -> dg.AssetKey:
    """The raw asset of a source of notices."""
    return dg.AssetKey(["notice", source_id])


def notices_asset(source_id: str, entry: OfficialList) -> dg.AssetsDefinition:
    """The raw asset of one source of notices: a notice that is bad or missing costs that notice alone."""
    key = notices_key(source_id)

    @dg.asset(
        key=key,
        group_name=GROUP,
        description=f"{entry.title}, exactly as {entry.issuing_body} publishes them.",
        kinds={"snapshot"},
        owners=OWNERS,
        tags={"authority": entry.authority},
        metadata={"home_page": dg.MetadataValue.url(entry.home_page), "licence": entry.licence},
        retry_policy=POLITE_RETRIES,
        pool=f"{entry.authority.lower()}_http",
        freshness_policy=NIGHTLY_FRESHNESS,
        check_specs=[
            dg.AssetCheckSpec(
                "arrived", asset=key, description="Every notice that is out could be had and was believed."
            )
        ],
    )
    def notices(
        context: dg.AssetExecutionContext, home: SanctionsHome, source: Source
    ) -> Iterator[dg.MaterializeResult[Any]]:
        notices, failure = _brought(context, source_id, home, source)
        held = home.archive.snapshots(source_id)
        yield dg.MaterializeResult(
            metadata=_metadata(home, notices, held),
            data_version=dg.DataVersion(held[-1].sha256 if held else "nothing-held"),
            check_results=[_arrived(notices, failure)],
        )

    return notices


def _brought(
    context: dg.AssetExecutionContext, source_id: str, home: SanctionsHome, source: Source
) -> tuple[Sequence[KeptNotice], str]:
    """Ask for notices; whatever happens, the run goes on with those held (see official_lists for why)."""
    try:
        return source.fetch_notices(home, source_id), ""
    except MixedHomeError:
        raise
    except Exception as error:  # whatever one source does
        if context.retry_number < POLITE_RETRIES.max_retries:
            raise
        context.log.exception(f"{source_id}: given up after {context.retry_number + 1} attempts.")
        return [], f"{type(error).__name__}: {error}"


def _metadata(home: SanctionsHome, notices: Sequence[KeptNotice], held: Sequence[Snapshot]) -> dict[str, Any]:
    outcomes = Counter(each.outcome for each in notices)
    rows = [
        {
            "published_on": each.published_on,
            "bytes": each.size,
            "sha256": each.sha256[:SHORT],
            "source": " ".join(each.source_urls),
        }
        for each in reversed(held[-SHOWN:])
    ]
    return {
        **edition(example=home.is_example),
        ROW_COUNT: len(held),
        "outcome": ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in outcomes.items()) or "none asked",
        **_newest(held),
        "preview": dg.MetadataValue.md(markdown.table(rows)),
    }


def _newest(held: Sequence[Snapshot]) -> dict[str, Any]:
    if not held:
        return {}
    newest = held[-1]
    return {
        "published_on": str(newest.published_on),
        "sha256": newest.sha256,
        "source_url": " ".join(newest.source_urls) or "unknown",
    }


def _arrived(notices: Sequence[KeptNotice], failure: str) -> dg.AssetCheckResult:
    reasons = [failure, *(f"{each.outcome}: {each.reason}" for each in notices if each.reason)]
    faults = [reason for reason in reasons if reason]
    return dg.AssetCheckResult(
        check_name="arrived",
        passed=not faults,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{len(faults)} could not be had or believed." if faults else "all there is was had.",
        metadata={"reasons": dg.MetadataValue.md(markdown.bullets(faults))} if faults else {},
    )


def table_specs() -> list[dg.AssetSpec]:
    """The tables of notices; the step that makes all tables of the record makes them (see designations)."""
    raw = map(notices_key, notice_sources())
    return [
        table_spec("notice", GROUP, raw),
        table_spec("notice_entry", GROUP, ["notice", "snapshot"]),
        table_spec("notice_difference", GROUP, ["notice_entry"]),
        table_spec("announcement", GROUP, ["notice_entry"]),
        table_spec("announcement_entry", GROUP, ["announcement"]),
    ]


def assets() -> list[dg.AssetsDefinition]:
    """The raw asset of every source of notices."""
    return [notices_asset(source_id, entry) for source_id, entry in notice_sources().items()]
