"""Executors: one function over many items, in this process, in a pool of processes, or on a Ray cluster.

Here: the protocol, the executors without Ray, and the choice by address. Not here: Ray (see on_ray, the only module
that imports it), or what is computed (see pipelines.claims.partitions).

The function must be pure: an item whose worker died is computed again, and the result must not depend on where or how
often that happens. Results come in the order of the items, and only a bounded number of items is in memory.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from itertools import islice
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 2
"""Items per worker that are submitted before the first result is asked for."""
MOST_DEATHS = 8
"""How often workers may die over one call of `map` before it gives up."""

IN_PROCESS, POOL, RAY = "", "pool", "ray"


class UnknownClusterError(ValueError):
    """The address names no executor."""


class Executor(Protocol):
    """Maps a pure function over items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of the items; an exception of the function is raised here."""
        ...

    def close(self) -> None:
        """Release workers and connections."""
        ...


class InProcess:
    """One item after the other, in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, each computed when it is asked for."""
        return map(function, items)

    def close(self) -> None:
        """Nothing to release."""


class Pool:
    """Processes of this machine; they start when there is work, and a pool whose worker died is replaced."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results.

        Raises:
            BrokenExecutor: workers died more than `MOST_DEATHS` times, for example for lack of memory.
        """
        rest, waiting, deaths = iter(items), deque[tuple[Item, Future[Result]]](), 0
        while True:
            try:
                for item in islice(rest, self.workers * AHEAD - len(waiting)):
                    waiting.append((item, self._submit(function, item)))
                if not waiting:
                    return
                result = waiting[0][1].result()
            except BrokenExecutor:
                deaths += 1
                if deaths > MOST_DEATHS:
                    raise
                self.close()
                waiting = deque((item, self._submit(function, item)) for item, _ in waiting)
                continue
            waiting.popleft()
            yield result

    def _submit(self, function: Callable[[Item], Result], item: Item) -> Future[Result]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, multiprocessing.get_context("spawn"))
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


def executor_of(address: str) -> Executor:
    """The executor at an address.

    Args:
        address: empty for this process; `pool` or `pool:4` for processes of this machine; `ray` or `ray:2` for Ray on
            this machine; `ray://host:10001` for a cluster.

    Raises:
        UnknownClusterError: it is none of these, or Ray is not installed.
    """
    kind, _, rest = address.partition(":")
    if address == IN_PROCESS:
        return InProcess()
    if kind == POOL and (not rest or _is_count(rest)):
        return Pool(int(rest) if rest else None)
    if kind == RAY and (not rest or _is_count(rest) or rest.startswith("//")):
        from pipelines.engine.on_ray import OnRay

        return OnRay(address if rest.startswith("//") else None, int(rest) if rest.isdecimal() else None)
    raise UnknownClusterError(
        f"SANCTIONS_CLUSTER is {address!r}; it may be empty, pool, pool:4, ray, ray:2 or ray://host:10001."
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) > 0
