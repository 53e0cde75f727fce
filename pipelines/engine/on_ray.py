"""The executor on Ray: the only module that imports Ray, and only where an address asks for it.

Here: connecting, submitting with retries, and the order of results. Not here: the other executors, or the protocol (see
executors).

A function runs as a Ray task, not as an actor: a worker process of Ray is used for task after task, so what a process
holds once (tokenizer, rules and gazetteer, see pipelines.claims.finder) is loaded once per worker in either form, and a
task whose worker dies is repeated by Ray itself.
"""

import logging
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from itertools import islice
from typing import Any, TypeVar

from pipelines.engine.executors import AHEAD, MOST_DEATHS, WORKERS_DIED, UnknownClusterError, WorkersDiedError

Item = TypeVar("Item")
Result = TypeVar("Result")


class OnRay:
    """Runs work as tasks on a Ray cluster.

    Args:
        address: `ray://host:10001`; `auto` for the cluster in whose job this process runs, or that RAY_ADDRESS names;
            None to start Ray on this machine.
        workers: of a Ray that this process starts; None for one a core.

    Raises:
        UnknownClusterError: Ray is not installed.
    """

    def __init__(self, address: str | None, workers: int | None = None) -> None:
        """Keep the address; raises UnknownClusterError if Ray is not installed."""
        if not find_spec("ray"):
            raise UnknownClusterError("Ray is not installed; install the extra `cluster`.")
        self._address, self._workers = address, workers
        self._is_owner = False

    def _connected(self) -> Any:  # noqa: ANN401 - Ray may not be installed where types are checked
        """Ray, connected at first use, because starting it takes seconds."""
        import ray

        if not ray.is_initialized():
            self._is_owner = True
            ray.init(log_to_driver=False, logging_level=logging.ERROR, **self._cluster())
        return ray

    def _cluster(self) -> dict[str, Any]:
        """The arguments of `ray.init`: the address of a cluster, or how to start Ray on this machine.

        A cluster gets no environment from here: its workers have one, and Ray refuses a job that sets it twice.
        """
        if self._address is not None:
            return {"address": self._address}
        paths = os.pathsep.join(path for path in sys.path if path)
        return {
            "address": "local",
            "num_cpus": self._workers,
            "include_dashboard": False,
            "runtime_env": {"env_vars": {"PYTHONPATH": paths}},
        }

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results; a task whose worker dies is repeated up to `MOST_DEATHS` times.

        Raises:
            Exception: of the function itself, unchanged.
            WorkersDiedError: they died more often.
        """
        rest = iter(items)
        first = next(rest, None)
        if first is None:
            return
        ray = self._connected()
        ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        task = ray.remote(max_retries=MOST_DEATHS, num_cpus=1)(_call)
        shared = ray.put(function)
        waiting = deque[Any]([task.remote(shared, first)])
        while waiting:
            waiting.extend(task.remote(shared, item) for item in islice(rest, ahead - len(waiting)))
            try:
                yield ray.get(waiting.popleft())
            except ray.exceptions.RayTaskError as error:
                raise error.cause from None
            except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError) as error:
                raise WorkersDiedError(WORKERS_DIED) from error

    def close(self) -> None:
        """Disconnect, and stop a Ray that this process started."""
        if self._is_owner:
            import ray

            ray.shutdown()
            self._is_owner = False


def _call(function: Callable[[Item], Result], item: Item) -> Result:
    """The result of the function for one item; it runs in a worker."""
    return function(item)
