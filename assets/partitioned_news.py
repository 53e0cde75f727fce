"""News in partitions of days: the asset of a store outside the home, and the job that makes a day or a range.

Here: what Dagster shows and runs of it. Not here: the stages (see pipelines.claims.partitions), or where the work is
done (`SANCTIONS_CLUSTER`, see pipelines.engine.executors).

The nightly job does not make it, as the store may hold more than one machine can read. One run makes one day, and with
`last_day` a range, whose partitions are divided over the workers. A run that failed is resumed by running it again.
"""

from datetime import date

import dagster as dg

from assets.described import OWNERS, ROW_COUNT
from assets.gdelt import GDELT_DAYS
from assets.resources import SanctionsRun
from assets.sources import POLITE_RETRIES
from pipelines.run.partitioned_news import STAGES, Done, make_news, partitions_between
from pipelines.run.sources import NEWS_KEY

PARTITIONED_NEWS = dg.AssetKey([NEWS_KEY, "partitions"])

partitioned_news = dg.AssetSpec(
    PARTITIONED_NEWS,
    partitions_def=GDELT_DAYS,
    group_name="news",
    description=(
        "Articles, claims and statements of the store that SANCTIONS_NEWS names, one partition a day, as Parquet. "
        "The job `news_partitions` makes a day or, with `last_day`, a range; SANCTIONS_CLUSTER says where. The tables "
        "of the home do not have it."
    ),
    kinds={"parquet", "polars"},
    owners=OWNERS,
)


class Range(dg.Config):
    """The days of one run."""

    last_day: str = ""


@dg.op(retry_policy=POLITE_RETRIES)
def make_partitions_of_news(context: dg.OpExecutionContext, config: Range, sanctions: SanctionsRun) -> None:
    """Make the partitions of a day or a range, and report each partition with its rows."""
    run = sanctions.reporting(context.log.info)
    first = date.fromisoformat(context.partition_key)
    last = date.fromisoformat(config.last_day) if config.last_day else first
    partitions = partitions_between(run, first, last)
    if not partitions:
        raise dg.Failure(f"The store has no source files from {first} to {last}.", allow_retries=False)
    failed = []
    for done in make_news(run, partitions):
        if done.fault:
            failed.append(f"{done.stage} {done.partition}: {done.fault}")
            continue
        context.log.info(f"{done.stage} {done.partition}: {done.rows:,} rows{'' if done.is_new else ', as before'}")
        if done.stage == STAGES[-1]:
            _report_partition(context, done)
    if failed:
        raise dg.Failure(f"{len(failed)} partitions failed, all others are made: {'; '.join(failed)}")


def _report_partition(context: dg.OpExecutionContext, done: Done) -> None:
    """Report one partition that was made, with its number of rows."""
    metadata: dict[str, int | str | bool] = {
        ROW_COUNT: done.rows,
        "store_partition": done.partition,
        "made_now": done.is_new,
    }
    day = done.partition[:10]
    context.log_event(dg.AssetMaterialization(PARTITIONED_NEWS, partition=day, metadata=metadata))


@dg.job(
    partitions_def=GDELT_DAYS,
    description="Make one day of the store of news, or a range with `last_day`, on the executor of SANCTIONS_CLUSTER.",
)
def news_partitions() -> None:
    """Make a day or a range of the store of news."""
    make_partitions_of_news()
