"""One at a time: what two runs may not do at once in the same folder.

Here: the lock and what is said when it is taken. Not here: what is done under it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

LOCK_SECONDS = 10


class BusyError(Exception):
    """Another run does the same in the same folder: one sentence, with what to do."""


@contextmanager
def alone(folder: Path, work: str) -> Iterator[None]:
    """Keep others from the same work in the folder, which is made if need be.

    Args:
        work: one word for what is done; it names the lock, too.

    Raises:
        BusyError: it is being done, and does not end within seconds.
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
