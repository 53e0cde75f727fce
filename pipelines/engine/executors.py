"""Executors: one function over many items, in this process, in a pool of processes, or on a Ray cluster.

Here: the protocol, the executors without Ray, and the choice by address. Not here: Ray (see on_ray, the only module
that imports it), or what is computed (see pipelines.claims.partitions).

The function must be pure: an item whose worker died is computed again, and the result must not depend on where or how
often that happens. Results come in the order of the items, and only a bounded number of items is in memory.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.connection import wait
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items per worker that are submitted before the first result is asked for."""
MOST_DEATHS = 8
"""How often workers may die over one call of `map` before it gives up."""

IN_PROCESS, POOL, RAY, RUNNING = "", "pool", "ray", "auto"


WORKERS_DIED = (
    f"workers died more than {MOST_DEATHS} times, as they do for lack of memory; what is made is kept: give fewer "
    "workers, or smaller partitions, and run this again."
)


class UnknownClusterError(ValueError):
    """The address names no executor."""


class WorkersDiedError(RuntimeError):
    """Workers died several times, and it is not certain that a single item is the cause."""


class Executor(Protocol):
    """Applies a function without side effects to items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of the items; an exception of the function is raised here."""
        ...

    def close(self) -> None:
        """Release workers and connections."""
        ...


class InProcess:
    """Handles one item after the other in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, each computed when it is asked for."""
        return map(function, items)

    def close(self) -> None:
        """Nothing to release."""


class Pool:
    """Processes on this machine. They start with the first work; a pool with a dead worker is replaced."""

    def __init__(self, workers: int | None = None) -> None:
        """Keep the number of workers, by default one for each core; no process is started yet."""
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results.

        Raises:
            WorkersDiedError: workers died more than `MOST_DEATHS` times.
        """
        rest, waiting, deaths = iter(items), deque[tuple[Item, Future[Result]]](), 0
        while True:
            try:
                for item in islice(rest, self.workers * AHEAD - len(waiting)):
                    waiting.append((item, self._submit(function, item)))
                if not waiting:
                    return
                result = waiting[0][1].result()
            except BrokenExecutor as error:
                deaths += 1
                if deaths > MOST_DEATHS:
                    raise WorkersDiedError(WORKERS_DIED) from error
                self.close()
                waiting = deque((item, self._submit(function, item)) for item, _ in waiting)
                continue
            waiting.popleft()
            yield result

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Give an item to the pool, which is started if needed; a broken pool gives a future with the error."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"), _begin_worker)
        try:
            return self._pool.submit(function, item)
        except BrokenExecutor as error:
            broken = Future[Result]()
            broken.set_exception(error)
            return broken

    def close(self) -> None:
        """End the worker processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


def _begin_worker() -> None:
    """Prepare a worker: it ends silently when a person stops the program or the parent process ends."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=[parent.sentinel], daemon=True).start()


def _end_with(parent: int) -> None:
    """Wait until the parent process ends, then end this worker."""
    wait([parent])
    os._exit(1)


def executor_of(address: str) -> Executor:
    """The executor at an address.

    Args:
        address: empty for this process; `4`, `pool:4` or `pool` for processes of this machine; `ray` or `ray:2` for Ray
            started on this machine; `ray://host:10001` for a cluster; `ray:auto` for the one in whose job this process
            runs.

    Raises:
        UnknownClusterError: it is another word, or Ray is not installed.
    """
    kind, _, rest = (f"{POOL}:{address}" if _is_count(address) else address).partition(":")
    if address == IN_PROCESS:
        return InProcess()
    if kind == POOL and (not rest or _is_count(rest)):
        return Pool(int(rest) if rest else None)
    if kind == RAY and (not rest or _is_count(rest) or rest == RUNNING or rest.startswith("//")):
        from pipelines.engine.on_ray import OnRay

        if not rest or _is_count(rest):
            return OnRay(None, int(rest) if rest else None)
        return OnRay(RUNNING if rest == RUNNING else address)
    raise UnknownClusterError(
        f"{address!r} names no workers; SANCTIONS_CLUSTER and --workers may be 4, pool, pool:4, ray, ray:2, ray:auto "
        "or ray://host:10001."
    )


def _is_count(text: str) -> bool:
    """Whether the text is a number above 0."""
    return text.isascii() and text.isdecimal() and int(text) > 0
