"""The code location: what it holds, and that loading it touches nothing."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from assets.definitions import build_definitions
from assets.resources import SanctionsRun
from pipelines.catalogue.entries import official_lists
from pipelines.warehouse.publication import EXAMPLE_MARK
from pipelines.warehouse.schema import table_schemas

SNAPSHOT = Path(__file__).with_name("definitions.txt")
ONE_LIST = dg.AssetKey(["snapshot", "ofac_sdn"])
RUN = SanctionsRun(home="nowhere")


@pytest.fixture(scope="module")
def definitions() -> dg.Definitions:
    return build_definitions(RUN)


def is_list(key: dg.AssetKey) -> bool:
    return len(key.path) == 2 and key.path[0] == "snapshot"


def is_raw(key: dg.AssetKey) -> bool:
    return len(key.path) == 2


def test_definitions_are_those_written_down(definitions: dg.Definitions) -> None:
    """Lists differ by catalogue, so one of them stands for all; see the next test."""
    lines = "\n".join(described(definitions)) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(lines, encoding="utf-8")
    assert lines == SNAPSHOT.read_text(encoding="utf-8"), "if this is meant, run pytest with UPDATE_SNAPSHOTS=1"


def described(definitions: dg.Definitions) -> Iterator[str]:
    graph = definitions.resolve_asset_graph()
    for spec in sorted(definitions.resolve_all_asset_specs(), key=lambda spec: spec.key):
        if is_list(spec.key) and spec.key != ONE_LIST:
            continue
        kinds = ", ".join(sorted(spec.kinds))
        yield f"asset {spec.key.to_user_string()} in {spec.group_name} ({kinds})"
        above = sorted({"/".join(dep.asset_key.path[:1]) + "/…" if is_list(dep.asset_key) else
                        dep.asset_key.to_user_string() for dep in spec.deps})  # fmt: skip
        yield from (f"  from {each}" for each in above)
        for check in sorted(
            graph.get_check_keys_for_assets({spec.key}),
            key=lambda check: check.name,
        ):
            blocking = " (blocking)" if graph.get(check).blocking else ""
            yield f"  check {check.name}{blocking}"
    for job in definitions.jobs or []:
        yield f"job {job.name}"
    for schedule in map(definitions.resolve_schedule_def, ("nightly", "gdelt", "housekeeping")):
        when = f"{schedule.cron_schedule} {schedule.execution_timezone}"
        yield f"schedule {schedule.name}: {schedule.job_name} at {when}, {schedule.default_status.value}"
    for sensor in definitions.sensors or []:
        yield f"sensor {sensor.name}: {sensor.default_status.value}"


def test_every_list_has_the_same_asset(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    keys = {spec.key for spec in definitions.resolve_all_asset_specs() if is_list(spec.key)}
    assert keys == {dg.AssetKey(["snapshot", list_id]) for list_id in official_lists()}
    names = {frozenset(check.name for check in graph.get_check_keys_for_assets({key})) for key in keys}
    assert names == {frozenset({"arrived", "recent", "plausible_size", "fields", "understood"})}
    for list_id, entry in official_lists().items():
        op = definitions.resolve_assets_def(dg.AssetKey(["snapshot", list_id])).op
        assert op.pool == f"{entry.authority.lower()}_http"
        assert op.retry_policy is not None


def test_every_table_is_an_asset_of_its_name(definitions: dg.Definitions) -> None:
    keys = {spec.key.to_user_string() for spec in definitions.resolve_all_asset_specs() if not is_raw(spec.key)}
    assert keys == {*table_schemas(), "warehouse", "site"}


def test_assets_are_described_owned_grouped_and_due(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        assert spec.description
        assert spec.owners
        assert spec.kinds
        assert spec.group_name != "default"
        due_on_demand = spec.partitions_def is not None
        assert due_on_demand or spec.freshness_policy is not None


def test_days_of_gdelt_can_be_backfilled_and_are_no_part_of_the_night(definitions: dg.Definitions) -> None:
    key = dg.AssetKey(["news", "gdelt"])
    (days,) = [spec.partitions_def for spec in definitions.resolve_all_asset_specs() if spec.key == key]
    assert isinstance(days, dg.DailyPartitionsDefinition)
    assert days.get_first_partition_key() == "2015-02-18"
    nightly, one_day = (definitions.resolve_job_def(name) for name in ("nightly_refresh", "gdelt_day"))
    assert nightly.partitions_def is None
    assert key not in nightly.asset_layer.executable_asset_keys
    assert one_day.partitions_def == days
    graph = definitions.resolve_asset_graph()
    assert key not in graph.executable_asset_keys, "to materialise everything asks for no day of GDELT"


def test_what_is_published_waits_for_every_table(definitions: dg.Definitions) -> None:
    above = definitions.resolve_asset_graph().get(dg.AssetKey("warehouse")).parent_keys
    assert {key.to_user_string() for key in above} == set(table_schemas())


def test_all_of_an_example_says_so() -> None:
    example = build_definitions(SanctionsRun(home="nowhere", example=True))
    for spec in example.resolve_all_asset_specs():
        assert EXAMPLE_MARK.strip() in (spec.description or "")
        assert (spec.group_name or "").startswith("example_")
        assert spec.tags["edition"] == "example"


def test_nothing_live_says_example(definitions: dg.Definitions) -> None:
    for spec in definitions.resolve_all_asset_specs():
        assert "EXAMPLE" not in (spec.description or "")
        assert "example" not in (spec.group_name or "")


def test_loading_writes_nothing_asks_nobody_and_uses_no_api_that_is_going_away(tmp_path: Path) -> None:
    """In a process of its own, which may open no socket, in an empty folder."""
    program = (
        "import socket\n"
        "def refuse(*_a, **_k): raise AssertionError('a socket while loading')\n"
        "socket.socket.connect = refuse\n"
        "from assets.definitions import defs\n"
        "defs.resolve_all_job_defs()\n"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SANCTIONS_")},
        "PYTHONPATH": os.pathsep.join(filter(None, (str(root), os.environ.get("PYTHONPATH")))),
        "SANCTIONS_HOME": str(tmp_path / "home"),
    }
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert not list(tmp_path.iterdir())
