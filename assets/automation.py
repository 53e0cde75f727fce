"""When things run: the nightly job, its schedule, and by when its results are due.

Here: the times. Not here: what runs (see the stages), or how a run is carried out (see definitions).
"""

from datetime import timedelta

import dagster as dg

from pipelines.articles import GDELT

TIME_ZONE = "UTC"
NIGHTLY = "30 3 * * *"
"""After midnight in Washington, where OFAC's day ends, and before the working day in Brussels, Bern and London."""

NIGHTLY_FRESHNESS = dg.FreshnessPolicy.cron(
    deadline_cron="30 6 * * *", lower_bound_delta=timedelta(hours=4), timezone=TIME_ZONE
)
"""Made since 02:30 by 06:30: three hours are left for a slow night, retries and a person."""

GDELT_DAYS = dg.DailyPartitionsDefinition(start_date="2015-02-18", timezone=TIME_ZONE)
"""The days of GDELT 2.0, which began then; its own days are of UTC."""
DAYS_OF_GDELT = dg.AssetSelection.assets(["news", GDELT])

nightly_refresh = dg.define_asset_job(
    "nightly_refresh",
    selection=dg.AssetSelection.all() - DAYS_OF_GDELT,
    description=(
        "Ask every official list, read what is new, judge what the press says, publish sanctions.duckdb, make "
        "the pages. A list that does not come, or is not believed, keeps its last good snapshot and fails its check "
        "`arrived`; others go on."
    ),
)

nightly_schedule = dg.ScheduleDefinition(
    name="nightly",
    job=nightly_refresh,
    cron_schedule=NIGHTLY,
    execution_timezone=TIME_ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night, unattended.",
)

gdelt_day = dg.define_asset_job(
    "gdelt_day",
    selection=DAYS_OF_GDELT,
    description="Read one day of GDELT 2.0, some half a gigabyte. Backfill the asset for more days than one.",
)

gdelt_schedule = dg.build_schedule_from_partitioned_job(
    gdelt_day,
    name="gdelt",
    hour_of_day=1,
    minute_of_hour=30,
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Yesterday's files of GDELT, in time for the nightly job. Off until somebody wants them.",
)
