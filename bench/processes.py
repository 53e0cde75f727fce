"""CPU and memory of this process and of all that it started, on Linux.

Here: reading /proc. Not here: what is measured (see bench.cluster, bench.screening_file).
"""

import os
import threading
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.5
MEGABYTE_IN_KB = 1024


def processes_below(ancestor: int) -> dict[int, str]:
    """The command lines of all processes that a process started, or that those started, by process id."""
    children = defaultdict(list)
    for folder in Path("/proc").glob("[0-9]*"):
        stat = _text(folder / "stat")
        if stat:
            children[int(stat.rpartition(")")[2].split()[1])].append(int(folder.name))
    below, rest = dict[int, str](), [ancestor]
    while rest:
        for process_id in children[rest.pop()]:
            below[process_id] = _text(Path(f"/proc/{process_id}/cmdline")).replace("\0", " ")
            rest.append(process_id)
    return below


def is_worker(command: str) -> bool:
    """Whether a process does the work of an executor: one of a pool, or of Ray while it runs a task."""
    return "spawn_main" in command or command.startswith("ray::_call")


class ProcessWatch:
    """While it is entered, looks at this process and all below it twice a second."""

    def __init__(self) -> None:
        self._cpu: dict[int, float] = {}
        self._peak: dict[int, float] = {}
        self._workers: set[int] = set()
        self._most_together = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._before = _cpu_seconds(os.getpid())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._is_over.set()
        self._thread.join()
        self._look()

    def summary(self) -> str:
        """CPU and peak memory of this process, of the workers, and of what else it started."""
        own = os.getpid()
        others = set(self._cpu) - self._workers - {own}
        workers_cpu = sum(self._cpu[worker] for worker in self._workers)
        words = f"CPU {self._cpu[own] - self._before:.0f} s here, {workers_cpu:.0f} s in {len(self._workers)} workers"
        if others:
            words += f", {sum(self._cpu[other] for other in others):.0f} s in {len(others)} other processes"
        largest = max((self._peak[worker] for worker in self._workers), default=0)
        return (
            f"{words}; peak memory {self._peak[own]:,.0f} MB here, {largest:,.0f} MB in the largest worker, "
            f"{self._most_together:,.0f} MB resident in all processes together"
        )

    def _watch(self) -> None:
        while not self._is_over.wait(EVERY):
            self._look()

    def _look(self) -> None:
        together = 0.0
        for process_id, command in {os.getpid(): "", **processes_below(os.getpid())}.items():
            memory = _memory_in_megabytes(process_id)
            if memory is None:
                continue
            self._cpu[process_id] = _cpu_seconds(process_id) or self._cpu.get(process_id, 0.0)
            resident, self._peak[process_id] = memory
            together += resident
            if is_worker(command):
                self._workers.add(process_id)
        self._most_together = max(self._most_together, together)


def _memory_in_megabytes(process_id: int) -> tuple[float, float] | None:
    """What is resident now, and the most that was; None if the process has ended."""
    lines = (line.partition(":") for line in _text(Path(f"/proc/{process_id}/status")).splitlines())
    values = {name: value for name, _, value in lines}
    if "VmRSS" not in values or "VmHWM" not in values:
        return None
    resident, most = (int(values[name].split()[0]) / MEGABYTE_IN_KB for name in ("VmRSS", "VmHWM"))
    return resident, most


def _cpu_seconds(process_id: int) -> float:
    fields = _text(Path(f"/proc/{process_id}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
