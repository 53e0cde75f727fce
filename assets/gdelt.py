"""Days of GDELT 2.0: the asset that they fill, the job that reads one, and its schedule.

Here: what Dagster shows and runs of them. Not here: reading the files (see pipelines.articles).

The asset is filled by a job of its own, and cannot be materialised from the graph: "Materialize all" would ask for a
partition of every day since 2015, of half a gigabyte each. Days are backfilled on the page of the job `gdelt_day`.
"""

from collections import Counter
from datetime import date
from typing import Any

import dagster as dg

from assets import markdown
from assets.described import COLUMN_SCHEMA, OWNERS, ROW_COUNT, column_schema, edition_metadata
from assets.resources import SanctionsRun
from assets.schedules import TIME_ZONE
from assets.sources import POLITE_RETRIES, SHOWN, counted
from pipelines.articles import GDELT
from pipelines.articles.leads import LeadDay
from pipelines.run.sources import NEWS_KEY, ask_for_gdelt_day

GDELT_KEY = dg.AssetKey([NEWS_KEY, GDELT])
GDELT_DAYS = dg.DailyPartitionsDefinition(start_date="2015-02-18", timezone=TIME_ZONE)
"""The days of GDELT 2.0, which began then; its own days are of UTC."""

gdelt = dg.AssetSpec(
    GDELT_KEY,
    partitions_def=GDELT_DAYS,
    group_name="news",
    description=(
        "Articles that by the files of GDELT 2.0 of one day may speak of sanctions: where to look, not what happened. "
        "The job `gdelt_day` reads a day, or by a backfill many. A day that was read is not read again, and one that "
        "was cut off is gone on with. The tables news_lead, news_lead_file and news_lead_refusal have it from the next "
        "run of the nightly job."
    ),
    kinds={"tsv"},
    owners=OWNERS,
)


@dg.op(pool="gdelt_http", retry_policy=POLITE_RETRIES)
def read_gdelt_day(context: dg.OpExecutionContext, sanctions: SanctionsRun) -> None:
    """Read one day of GDELT, about half a gigabyte; only the job `gdelt_day` does it, never "Materialize all"."""
    run = sanctions.reporting(context.log.info)
    kept = ask_for_gdelt_day(run, date.fromisoformat(context.partition_key))
    refuse_unreached(kept)
    for fault in kept.faults:
        context.log.warning(fault)
    metadata = {**edition_metadata(example=run.is_example), **_metadata_of_day(kept)}
    context.log_event(dg.AssetMaterialization(GDELT_KEY, partition=context.partition_key, metadata=metadata))


@dg.job(
    partitions_def=GDELT_DAYS,
    description="Read one day of GDELT 2.0, some half a gigabyte. Backfill the job for more days than one.",
)
def gdelt_day() -> None:
    """Read one day of GDELT."""
    read_gdelt_day()


gdelt_schedule = dg.build_schedule_from_partitioned_job(
    gdelt_day,
    name="gdelt",
    hour_of_day=1,
    minute_of_hour=30,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Yesterday's files of GDELT, in time for the nightly job. Off until somebody wants them.",
)


def refuse_unreached(kept: LeadDay) -> None:
    """Fail the partition of a day whose files could not be reached, so that it can be asked for again.

    Raises:
        Failure: it is such a day.
    """
    unreached = [file for file in kept.missing if file.state == "unreachable"]
    if unreached or not kept.files:
        words = " ".join(kept.faults) or f"gdelt {kept.day}: nothing of it is held, and this run asks no source."
        raise dg.Failure(words, metadata=_metadata_of_day(kept), allow_retries=bool(unreached))


def _metadata_of_day(kept: LeadDay) -> dict[str, Any]:
    """What Dagster shows of a day of GDELT."""
    files = kept.files.values()
    refused = Counter[str]()
    for file in files:
        refused.update({reason: rows for reason, rows, _ in file.refused})
    leads = [
        {"seen": lead.seen_at, "outlet": lead.outlet, "title": lead.title, "address": lead.url}
        for lead in sorted(kept.leads.values(), key=lambda lead: (lead.seen_at, lead.url))
    ]
    return {
        ROW_COUNT: len(kept.leads),
        COLUMN_SCHEMA: column_schema("news_lead"),
        "files": counted(Counter(file.state for file in files)),
        "rows": sum(file.rows for file in files),
        "rows_kept": sum(file.kept for file in files),
        "rows_refused": counted(refused) or "none",
        "faults": " ".join(kept.faults) or "none",
        "preview": dg.MetadataValue.md(markdown.table(leads[:SHOWN])),
    }
