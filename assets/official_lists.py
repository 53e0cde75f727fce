"""The stage of official lists: what is published of each, and the tables about lists as such.

Here: one raw asset a list of the catalogue with its checks; the tables official_list, snapshot, list_status, refusal.
Not here: getting a list (see pipelines.archive), reading it (see pipelines.parsers), who is on it (see designations).
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

import dagster as dg
import polars as pl

from assets import markdown, summaries
from assets.automation import NIGHTLY_FRESHNESS
from assets.described import (
    COLUMN_SCHEMA,
    OWNERS,
    ROW_COUNT,
    SHORT,
    Tables,
    columns_previewed,
    edition,
    marked,
    preview,
    table_spec,
    tables_of,
)
from assets.resources import Ended, SanctionsHome, Source
from pipelines.archive.archive import MixedHomeError, utc_now
from pipelines.archive.snapshot import Snapshot
from pipelines.catalogue.entries import OfficialList, official_lists
from pipelines.designations.history import RememberingReader, stored
from pipelines.designations.tables import snapshots
from pipelines.run.layout import list_folder
from pipelines.run.lists import update_list
from pipelines.warehouse.schema import conform
from pipelines.warehouse.tables import parts_in

GROUP = "official_lists"
TABLES = ("official_list", "snapshot", "list_status", "refusal")

POLITE_RETRIES = dg.RetryPolicy(max_retries=2, delay=10, backoff=dg.Backoff.EXPONENTIAL, jitter=dg.Jitter.FULL)
"""For what nobody foresaw. What networks do is retried within pipelines.archive, which knows how long to wait."""

GOOD_ENDS = frozenset({"kept", "unchanged", "not_asked", "not_configured", "closed"})
"""A list whose source asks for a key that is not set is not configured, which is no failure."""


def snapshot_key(list_id: str) -> dg.AssetKey:
    """The raw asset of a list."""
    return dg.AssetKey(["snapshot", list_id])


def list_asset(official_list: OfficialList) -> dg.AssetsDefinition:
    """The raw asset of one list with its checks: adding a list to the catalogue adds these."""
    list_id = official_list.list_id

    @dg.asset(
        key=snapshot_key(list_id),
        group_name=GROUP,
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
        retry_policy=POLITE_RETRIES,
        pool=f"{official_list.authority.lower()}_http",
        freshness_policy=NIGHTLY_FRESHNESS,
        check_specs=_check_specs(official_list),
        op_tags={"list_id": list_id},
    )
    def snapshot(
        context: dg.AssetExecutionContext, home: SanctionsHome, source: Source
    ) -> Iterator[dg.MaterializeResult[Any]]:
        ended, tables = _brought_and_read(context, official_list, home, source)
        yield _result(official_list, home, ended, tables)

    return snapshot


def _brought_and_read(
    context: dg.AssetExecutionContext, official_list: OfficialList, home: SanctionsHome, source: Source
) -> tuple[Ended, Tables]:
    """Ask for the list and read it where it arrives, once.

    However this ends, the step succeeds and the run goes on: the night's other lists, verdicts and the published file
    must not hang on one list. What stands is the last good snapshot; that nothing new came is said by the check
    `arrived`, which fails without blocking. A materialisation says what stands, not that anything came.
    """
    reader = RememberingReader()
    try:
        ended = source.bring(home, official_list, reader)
        return ended, _tables_of_list(home, official_list, reader)
    except MixedHomeError:
        raise  # the home is the wrong one, for every list
    except Exception as error:  # whatever one list does, see above
        if context.retry_number < POLITE_RETRIES.max_retries:
            raise
        context.log.exception(f"{official_list.list_id}: given up after {context.retry_number + 1} attempts.")
        return Ended("failed", f"{type(error).__name__}: {error}"), _as_made_last(home, official_list)


def _tables_of_list(home: SanctionsHome, official_list: OfficialList, reader: RememberingReader) -> Tables:
    """Its own tables, and of the table of snapshots its own rows: that table is made when all lists have been read."""
    list_id = official_list.list_id
    folder = update_list(home.home, official_list, home.archive, reader)
    history = stored(list_folder(home.home, list_id), list_id)
    return Tables(parts_in([folder]), {"snapshot": conform("snapshot", snapshots(history))})


def _as_made_last(home: SanctionsHome, official_list: OfficialList) -> Tables:
    """What stands of a list that cannot be read now: its rows in the tables as an earlier run made them."""
    tables, is_its_own = tables_of(home.home), pl.col("list_id") == official_list.list_id
    return Tables({}, {name: tables[name].filter(is_its_own) for name in ("snapshot", "designation", "drift")})


def _result(
    official_list: OfficialList, home: SanctionsHome, ended: Ended, tables: Tables
) -> dg.MaterializeResult[Any]:
    used = tables["snapshot"].filter(pl.col("state") == "used").sort("published_on", "seen_at")
    in_use = used.row(-1, named=True) if not used.is_empty() else {}
    return dg.MaterializeResult(
        metadata=_metadata(official_list, home, ended, tables, in_use),
        data_version=dg.DataVersion(in_use.get("sha256") or "nothing-held"),
        check_results=_check_results(official_list, home, ended, tables, in_use),
    )


def _metadata(
    official_list: OfficialList, home: SanctionsHome, ended: Ended, tables: Tables, in_use: dict[str, Any]
) -> dict[str, Any]:
    example = home.is_example
    shown: dict[str, Any] = {**edition(example=example), "outcome": ended.outcome}
    if ended.reason:
        shown["reason"] = ended.reason
    if ended.passed_over:
        shown["passed_over"] = dg.MetadataValue.md(
            "\n".join(f"- {markdown.escaped(each)}" for each in ended.passed_over)
        )
    if not in_use:
        return shown
    snapshot = _archived(home, official_list, in_use["sha256"])
    designations = tables["designation"]
    return shown | {
        ROW_COUNT: in_use["parties"] or 0,
        COLUMN_SCHEMA: columns_previewed("designation"),
        "published_on": f"{in_use['published_on']} ({in_use['published_on_basis']})",
        "sha256": in_use["sha256"],
        "source_url": _address(in_use["source_url"]),
        "origin": in_use["origin"],
        "format": in_use["format"] or "unknown",
        "retrieved_at": f"{in_use['retrieved_at']:%Y-%m-%d %H:%M} UTC",
        "last_checked_at": f"{in_use['last_checked_at']:%Y-%m-%d %H:%M} UTC",
        "bytes": in_use["bytes"],
        "files": dg.MetadataValue.md(_files(snapshot)),
        "preview": dg.MetadataValue.md(preview("designation", designations)),
        "summary": dg.MetadataValue.md(marked(summaries.of_list(tables), example=example)),
    }


def _archived(home: SanctionsHome, official_list: OfficialList, sha256: str) -> Snapshot | None:
    held = home.archive.snapshots(official_list.list_id)
    return next((each for each in reversed(held) if each.sha256 == sha256), None)


def _files(snapshot: Snapshot | None) -> str:
    files = snapshot.files if snapshot else ()
    return markdown.table([{"file": file.name, "bytes": file.size, "sha256": file.sha256[:SHORT]} for file in files])


def _address(url: str) -> dg.MetadataValue[Any]:
    return dg.MetadataValue.url(url) if url.startswith(("https:", "http:")) else dg.MetadataValue.text(url)


def _description(official_list: OfficialList) -> str:
    note = "" if official_list.verified else "\n\nIts reader was never tried on a whole published file."
    closed = f"\n\nPublished no more since {official_list.closed_on}." if official_list.closed_on else ""
    return f"{official_list.title}, exactly as {official_list.issuing_body} publishes it.{closed}{note}"


def _kinds(official_list: OfficialList) -> set[str]:
    names = [file.name for publication in official_list.publications[:1] for file in publication.files]
    return {suffix for name in names if (suffix := PurePosixPath(name.lower()).suffix.lstrip("."))} | {"snapshot"}


def _check_specs(official_list: OfficialList) -> list[dg.AssetCheckSpec]:
    key = snapshot_key(official_list.list_id)
    fewest, most = official_list.plausible_parties
    said = {
        "arrived": "The source answered, and what it sent was believed. If not, the last good snapshot stands.",
        "recent": f"The source was last found to publish this at most {official_list.cadence_days} days ago.",
        "plausible_size": f"Between {fewest:,} and {most:,} parties. (A sudden fall never gets here: it is held back.)",
        "understood": "No element, column or code that the reader does not know, and no record that it could not read.",
    }
    return [dg.AssetCheckSpec(name, asset=key, description=text) for name, text in said.items()]


def _check_results(
    official_list: OfficialList, home: SanctionsHome, ended: Ended, tables: Tables, in_use: dict[str, Any]
) -> Sequence[dg.AssetCheckResult]:
    """None of these blocks: they are about one list, and everything else has to go on."""
    arrived = dg.AssetCheckResult(
        check_name="arrived",
        passed=ended.outcome in GOOD_ENDS,
        severity=dg.AssetCheckSeverity.WARN if ended.outcome == "unreachable" else dg.AssetCheckSeverity.ERROR,
        description=f"{ended.outcome.replace('_', ' ')}{f': {ended.reason}' if ended.reason else ''}",
        metadata={"outcome": ended.outcome} | ({"reason": ended.reason} if ended.reason else {}),
    )
    return [
        arrived,
        _recent(official_list, home, in_use),
        _plausible_size(official_list, home, in_use),
        _understood(tables, in_use),
    ]


def _recent(official_list: OfficialList, home: SanctionsHome, in_use: dict[str, Any]) -> dg.AssetCheckResult:
    if not in_use or official_list.closed_on or home.is_example:
        return _warning("recent", passed=True, said="nothing is due: not held, closed, or the example.")
    age = (utc_now().replace(tzinfo=None) - in_use["last_checked_at"]).days
    said = f"last found {age:,} days ago; due every {official_list.cadence_days} days."
    return _warning("recent", passed=age <= official_list.cadence_days, said=said, age_days=age)


def _plausible_size(official_list: OfficialList, home: SanctionsHome, in_use: dict[str, Any]) -> dg.AssetCheckResult:
    if not in_use or home.is_example:
        return _warning("plausible_size", passed=True, said="nothing is held, or it is the example, small on purpose.")
    fewest, most = official_list.plausible_parties
    parties = in_use["parties"] or 0
    said = f"{parties:,} parties; {fewest:,} to {most:,} are plausible."
    return _warning("plausible_size", passed=fewest <= parties <= most, said=said, parties=parties)


def _understood(tables: Tables, in_use: dict[str, Any]) -> dg.AssetCheckResult:
    met = tables["drift"].filter(pl.col("sha256") == in_use.get("sha256", ""))
    rows = met.select("place", "what", "occurrences").sort("occurrences", descending=True).to_dicts()
    said = f"{len(rows)} unknown places." if rows else "everything in it is known."
    return _warning("understood", passed=not rows, said=said, unknown=dg.MetadataValue.md(markdown.table(rows[:50])))


def _warning(name: str, *, passed: bool, said: str, **metadata: Any) -> dg.AssetCheckResult:  # noqa: ANN401 - Dagster's own type for metadata
    return dg.AssetCheckResult(
        check_name=name, passed=passed, severity=dg.AssetCheckSeverity.WARN, description=said, metadata=metadata
    )


def table_specs() -> list[dg.AssetSpec]:
    """The tables about lists as such; the step that makes all tables of the record makes them (see designations)."""
    return [
        table_spec("official_list", GROUP, []),
        table_spec("snapshot", GROUP, [*map(snapshot_key, official_lists()), "official_list"]),
        table_spec("list_status", GROUP, ["snapshot"]),
        table_spec("refusal", GROUP, ["snapshot"]),
    ]


def assets() -> list[dg.AssetsDefinition]:
    """The raw asset of every list of the catalogue."""
    return [list_asset(official_list) for official_list in official_lists().values()]
