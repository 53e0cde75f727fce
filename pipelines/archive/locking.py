"""A lock on a folder: two runs must not do the same work there at the same time.

Here: the lock, and the error if another run holds it. Not here: the work that is done under it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK_SECONDS = 10


class BusyError(Exception):
    """Another run does the same work in the same folder. The message is one sentence and says what to do."""


@contextmanager
def alone(folder: Path, work: str) -> Iterator[None]:
    """Hold the lock for one kind of work in a folder. The folder is made if it does not exist.

    Args:
        work: one word for the work; the lock file is named after it.

    Raises:
        BusyError: another run holds the lock and does not release it within LOCK_SECONDS.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{work}.lock", timeout=LOCK_SECONDS)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(f"another {work} is at work in {folder}; run this again when it has ended.") from None
    try:
        yield
    finally:
        lock.release()
