"""When things run, when their results are due, who is notified, and how long Dagster keeps its records.

Here: the nightly job, schedules and sensors. Not here: what runs (see sources, tables; gdelt has a job of its own), the
words of a notice or how it is sent (see pipelines.publish).
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log.sqlite import SqliteEventLogStorage
from dagster._core.storage.tags import PARTITION_NAME_TAG

from assets.degraded import DEGRADED
from pipelines.publish.messages import notice_of_failure
from pipelines.publish.notify import Notice, is_configured
from pipelines.run.publication import night_notice, send
from pipelines.run.settings import Settings

TIME_ZONE = "UTC"
NIGHTLY = "30 3 * * *"
"""After midnight in Washington, where OFAC's day ends, and before the working day in Brussels, Bern and London."""
HOUSEKEEPING = "30 5 * * *"

NIGHTLY_FRESHNESS = dg.FreshnessPolicy.cron(
    deadline_cron="30 6 * * *", lower_bound_delta=timedelta(hours=4), timezone=TIME_ZONE
)
"""Made since 02:30 by 06:30: three hours are left for a slow night, retries and a person."""

NIGHTLY_JOB = "nightly_refresh"

nightly_refresh = dg.define_asset_job(
    NIGHTLY_JOB,
    selection=dg.AssetSelection.all(),
    description=(
        "Ask every official list, read what is new, judge what the press says, publish sanctions.duckdb, make "
        "the pages. A list that does not come, or is not believed, keeps its last good snapshot and fails its check "
        "`arrived`; others go on. The run fails at its end, when all is published, where "
        "`sanctions refresh` exits with 3."
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


@dg.schedule(
    name="housekeeping",
    job=nightly_refresh,
    cron_schedule=HOUSEKEEPING,
    execution_timezone=TIME_ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Removes the records of runs older than SANCTIONS_DAGSTER_DAYS (30) days. It starts no run.",
)
def housekeeping_schedule(context: dg.ScheduleEvaluationContext) -> dg.SkipReason:
    """Remove old runs; there is never a run to start."""
    days = Settings.from_environment(os.environ).dagster_days
    return dg.SkipReason(f"Removed the records of {remove_old_runs(context.instance, days):,} runs.")


def remove_old_runs(instance: dg.DagsterInstance, days: int, now: datetime | None = None) -> int:
    """Remove runs that were created more than `days` ago, with their events and logs; return how many.

    Runs of partitions stay: they say which days of GDELT were read.
    """
    before = (now or datetime.now(UTC)) - timedelta(days=days)
    removed = 0
    for record in instance.get_run_records(dg.RunsFilter(created_before=before)):
        run = record.dagster_run
        if run.is_finished and PARTITION_NAME_TAG not in run.tags:
            instance.delete_run(run.run_id)
            instance.compute_log_manager.delete_logs(prefix=[run.run_id])
            _remove_file_of(instance, run.run_id)
            removed += 1
    return removed


def _remove_file_of(instance: dg.DagsterInstance, run_id: str) -> None:
    """Remove the file that held the events of a run: Dagster empties it and leaves it."""
    storage = instance.event_log_storage
    if isinstance(storage, SqliteEventLogStorage):
        for suffix in ("", "-wal", "-shm"):
            Path(f"{storage.path_for_shard(run_id)}{suffix}").unlink(missing_ok=True)


def sensors(settings: Settings) -> list[dg.SensorDefinition]:
    """Two sensors that send notices: after a night that succeeded, and after any run that failed.

    They are off if the settings name no receiver.
    """
    has_receiver = is_configured(settings.notifications)
    default_status = dg.DefaultSensorStatus.RUNNING if has_receiver else dg.DefaultSensorStatus.STOPPED

    @dg.run_status_sensor(
        name="night_told",
        run_status=dg.DagsterRunStatus.SUCCESS,
        monitored_jobs=[nightly_refresh],
        default_status=default_status,
        description="Sends what the night brought, a night without change and lists that were not read included.",
    )
    def night_told(context: dg.RunStatusSensorContext) -> dg.SkipReason:
        """Send the notice of a night."""
        return _send_notice(context, night_notice(settings.home), settings)

    @dg.run_failure_sensor(
        name="failure_told",
        default_status=default_status,
        description="Sends word of a run that failed, with the first line of why, or of what was published.",
    )
    def failure_told(context: dg.RunFailureSensorContext) -> dg.SkipReason:
        """Send the notice of a failed run; of one that published all the same, the notice of a night."""
        run = f"{context.dagster_run.job_name} ({context.dagster_run.run_id[:8]})"
        reason = _reasons_of_failure(context)
        is_published = DEGRADED in reason
        notice = night_notice(settings.home) if is_published else notice_of_failure(run, reason)
        return _send_notice(context, notice, settings)

    return [night_told, failure_told]


def _reasons_of_failure(context: dg.RunFailureSensorContext) -> str:
    """The errors of the steps that failed; if there are none, the error of the run."""
    reasons = [_first_fault(event) for event in context.get_step_failure_events()]
    return " ".join(reasons or [context.failure_event.message or "no reason is known"])


def _first_fault(failure: dg.DagsterEvent) -> str:
    """The first error of a failed step; Dagster's own messages come after it."""
    error = failure.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    words = error.message.strip().splitlines()[0] if error is not None else failure.message
    return f"{failure.step_key}: {words}"


def _send_notice(context: dg.RunStatusSensorContext, notice: Notice, settings: Settings) -> dg.SkipReason:
    """Send a notice; a failed delivery is logged and not repeated, because the next night sends its own notice."""
    if not is_configured(settings.notifications):
        return dg.SkipReason("Nothing says where notices go.")
    faults = send(notice, settings)
    for fault in faults:
        context.log.error(fault)
    return dg.SkipReason(" ".join(faults) or f"Sent: {notice.title}")
