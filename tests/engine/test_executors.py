"""Executors give the same results in the same order, also when a worker dies."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from importlib.machinery import ModuleSpec
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from pipelines.engine.executors import InProcess, Pool, UnknownClusterError, WorkersDiedError, executor_of
from pipelines.engine.on_ray import OnRay


def square(number: int) -> int:
    return number * number


def dies_once(folder: Path, number: int) -> int:
    """The square; the first process that is given 3 is killed."""
    mark = folder / "died"
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def dies(_number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def test_this_process_computes_what_is_asked_for_and_no_more() -> None:
    results = InProcess().map(square, count())
    assert [next(results) for _ in range(3)] == [0, 1, 4]


def test_a_pool_survives_a_killed_worker_and_keeps_the_order(tmp_path: Path) -> None:
    pool = Pool(2)
    try:
        assert list(pool.map(partial(dies_once, tmp_path), range(12))) == [square(number) for number in range(12)]
    finally:
        pool.close()
    assert (tmp_path / "died").exists()


def test_a_pool_gives_up_when_workers_die_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.engine.executors.MOST_DEATHS", 1)
    pool = Pool(1)
    with pytest.raises(WorkersDiedError, match="give fewer workers"):
        list(pool.map(dies, range(2)))
    pool.close()


def test_workers_end_when_the_process_that_started_them_is_killed() -> None:
    code = (
        "import os, signal; from multiprocessing import active_children; from pipelines.engine.executors import Pool;"
        "pool = Pool(1); list(pool.map(abs, [1])); print(active_children()[0].pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    worker = Path(f"/proc/{int(done.stdout)}")
    until = time.monotonic() + 20
    while worker.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not worker.exists()


def test_a_number_alone_is_a_pool() -> None:
    pool = executor_of("3")
    assert isinstance(pool, Pool)
    assert pool.workers == 3


@pytest.mark.parametrize("address", ["0", "pools", "pool:0", "pool:x", "ray:x", "http://host", "spark"])
def test_an_unknown_address_is_refused_with_the_known_ones(address: str) -> None:
    with pytest.raises(UnknownClusterError, match="ray://host:10001"):
        executor_of(address)


def test_ray_that_is_not_installed_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UnknownClusterError, match="install the extra `cluster`"):
        executor_of("ray")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ray", {"address": "local", "num_cpus": None}),
        ("ray:2", {"address": "local", "num_cpus": 2}),
        ("ray:auto", {"address": "auto"}),
        ("ray://head:10001", {"address": "ray://head:10001"}),
    ],
)
def test_only_a_ray_that_is_started_here_gets_an_environment(
    address: str, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A job of a cluster has an environment already, and Ray refuses two."""
    given: dict[str, object] = {}
    ray = ModuleType("ray")
    ray.__spec__ = ModuleSpec("ray", None)
    ray.__dict__.update(is_initialized=lambda: False, init=lambda **arguments: given.update(arguments))
    monkeypatch.setitem(sys.modules, "ray", ray)
    executor = executor_of(address)
    assert isinstance(executor, OnRay)
    executor._connected()
    assert {name: given[name] for name in ("address", "num_cpus") if name in given} == expected
    assert ("runtime_env" in given) == (given["address"] == "local")


def test_nothing_of_ray_is_imported_without_an_address_of_ray() -> None:
    code = (
        "import sys, pipelines.claims.partitions, pipelines.run.settings;"
        "from pipelines.engine.executors import executor_of; executor_of(''); executor_of('pool');"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('ray', 'dagster_ray')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
