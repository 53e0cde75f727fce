"""Sensors of the nightly job, against servers of our own on this machine."""

from collections.abc import Mapping
from email import message_from_bytes

import dagster as dg
import pytest

from assets.schedules import sensors
from pipelines.archive.home import Home
from pipelines.run.settings import Settings
from tests.listeners import Hook, Mailbox


@dg.op
def fine() -> None:
    """Nothing goes wrong here."""


@dg.op
def fails() -> None:
    raise RuntimeError("a table could not be written") from OSError("the disk is full")


@dg.job
def good() -> None:
    fine()


@dg.job
def bad() -> None:
    fails()


def told(job: dg.JobDefinition, home: Home, settings: Mapping[str, str]) -> dg.SkipReason:
    """What the sensor for the outcome of the job answers."""
    night_told, failure_told = sensors(Settings(home, notifications=settings))
    with dg.DagsterInstance.ephemeral() as instance:
        ran = job.execute_in_process(instance=instance, raise_on_error=False)
        event = ran.get_run_success_event() if ran.success else ran.get_run_failure_event()
        context = dg.build_run_status_sensor_context("told", event, instance, ran.dagster_run)
        answer = night_told(context) if ran.success else failure_told(context.for_run_failure())
    assert isinstance(answer, dg.SkipReason)
    return answer


@pytest.mark.parametrize(
    ("settings", "status"),
    [({}, dg.DefaultSensorStatus.STOPPED), ({"SANCTIONS_WEBHOOK": "https://x"}, dg.DefaultSensorStatus.RUNNING)],
)
def test_sensors_run_by_default_only_where_somebody_is_to_be_told(
    example_home: Home, settings: Mapping[str, str], status: dg.DefaultSensorStatus
) -> None:
    assert {sensor.default_status for sensor in sensors(Settings(example_home, notifications=settings))} == {status}


def test_a_night_is_told(example_home: Home, hook: str) -> None:
    told(good, example_home, {"SANCTIONS_WEBHOOK": hook})
    [notice] = Hook.got
    assert notice["event"] == "changes"
    assert notice["title"].startswith("[EXAMPLE] The sanctions record, ")
    assert "out of date" in notice["title"]
    assert notice["text"].startswith("EXAMPLE DATA")


def test_a_run_that_failed_is_told_with_what_first_went_wrong(example_home: Home, mail_server: str) -> None:
    settings = {
        "SANCTIONS_SMTP": mail_server,
        "SANCTIONS_MAIL_TO": "a@example.org",
        "SANCTIONS_MAIL_FROM": "b@example.org",
    }
    told(bad, example_home, settings)
    [message] = (message_from_bytes(each) for each in Mailbox.got)
    assert message["Subject"].startswith("The sanctions record: bad (")
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert "fails: OSError: the disk is full" in body.decode()


def test_what_could_not_be_sent_is_said_without_the_address(
    example_home: Home, hook: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hook, "answer", 500)
    said = str(told(good, example_home, {"SANCTIONS_WEBHOOK": hook}).skip_message)
    assert said == "no notice was sent: webhook: answered 500; see SANCTIONS_WEBHOOK."


def test_nobody_is_told_without_settings(example_home: Home, hook: str) -> None:
    told(good, example_home, {})
    assert Hook.got == []
