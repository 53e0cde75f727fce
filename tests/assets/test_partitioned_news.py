"""The job of partitioned news makes days of a store, and reports them as partitions of its asset."""

import json
from pathlib import Path

import dagster as dg
import pytest

from assets.partitioned_news import PARTITIONED_NEWS, news_partitions
from assets.resources import SanctionsRun
from pipelines.engine.store import PartitionStore

CLAIM = "The United States imposed sanctions on {} Belarusians on Thursday, the Treasury said."


def run_of(home: Path, day: str, instance: dg.DagsterInstance, last_day: str = "") -> dg.ExecuteInProcessResult:
    config = {"ops": {"make_partitions_of_news": {"config": {"last_day": last_day}}}}
    resources = {"sanctions": SanctionsRun(home=str(home))}
    return news_partitions.execute_in_process(
        config, partition_key=day, resources=resources, instance=instance, raise_on_error=False
    )


def test_a_range_of_days_is_made_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = PartitionStore(str(tmp_path / "news"))
    monkeypatch.setenv("SANCTIONS_NEWS", store.address)
    for number, day in enumerate(("2024-05-14", "2024-05-15")):
        store.put_source(
            day, "a.jsonl", json.dumps({"id": "a", "date": day, "text": CLAIM.format(20 + number)}).encode()
        )
    with dg.instance_for_test() as instance:
        assert run_of(tmp_path / "home", "2024-05-14", instance, "2024-05-15").success
        assert instance.get_materialized_partitions(PARTITIONED_NEWS) == {"2024-05-14", "2024-05-15"}
        assert not run_of(tmp_path / "home", "2024-06-01", instance).success
    assert [store.read("claim", day)["count"].to_list() for day in store.days("claim")] == [[20], [21]]
