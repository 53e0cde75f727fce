"""Sensors that send word of the nightly job: what a night brought, and that a run failed.

Here: when Dagster sends a notice. Not here: its words, or how it is sent (see handing_on). Off where nothing says
where notices go.
"""

import os
from collections.abc import Mapping

import dagster as dg

from assets.automation import nightly_refresh
from pipelines.archive.home import Home
from pipelines.publish.messages import notice_of_failure, notice_of_night
from pipelines.publish.notify import Notice, is_configured
from pipelines.run.after_publication import told


def sensors(home: Home, settings: Mapping[str, str] = os.environ) -> list[dg.SensorDefinition]:
    """One sensor for nights that succeed, one for any run that fails."""
    running = dg.DefaultSensorStatus.RUNNING if is_configured(settings) else dg.DefaultSensorStatus.STOPPED

    @dg.run_status_sensor(
        name="night_told",
        run_status=dg.DagsterRunStatus.SUCCESS,
        monitored_jobs=[nightly_refresh],
        default_status=running,
        description="Sends what the night brought, a night without change and lists that were not read included.",
    )
    def night_told(context: dg.RunStatusSensorContext) -> dg.SkipReason:
        return _sent(context, notice_of_night(home.warehouse), settings)

    @dg.run_failure_sensor(
        name="failure_told",
        default_status=running,
        description="Sends word of a run that failed, with the first line of why.",
    )
    def failure_told(context: dg.RunFailureSensorContext) -> dg.SkipReason:
        run = f"{context.dagster_run.job_name} ({context.dagster_run.run_id[:8]})"
        return _sent(context, notice_of_failure(run, _reason(context)), settings)

    return [night_told, failure_told]


def _reason(context: dg.RunFailureSensorContext) -> str:
    """What the steps that failed say, else what the run says."""
    said = [_first_fault(get_step_failure_event) for get_step_failure_event in context.get_step_failure_events()]
    return " ".join(said or [context.failure_event.message or "no reason is known"])


def _first_fault(failure: dg.DagsterEvent) -> str:
    """What first went wrong in a step; what Dagster says of it comes later."""
    error = failure.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    said = error.message.strip().splitlines()[0] if error is not None else failure.message
    return f"{failure.step_key}: {said}"


def _sent(context: dg.RunStatusSensorContext, notice: Notice, settings: Mapping[str, str]) -> dg.SkipReason:
    """Send it; what could not be sent is told in the log, and not tried again: the next night has news of its own."""
    if not is_configured(settings):
        return dg.SkipReason("Nothing says where notices go.")
    faults = told(notice, settings)
    for fault in faults:
        context.log.error(fault)
    return dg.SkipReason(" ".join(faults) or f"Sent: {notice.title}")
