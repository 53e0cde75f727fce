"""One refresh at a time in a home.

Here: that nobody else changes a home, and that a refresh begins without what an interrupted one left. Not here: the
lock itself (see pipelines.archive.locking), or the steps.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from pipelines.archive.home import Home, remove_leftovers
from pipelines.archive.locking import alone


@contextmanager
def sole_refresh(home: Home) -> Iterator[None]:
    """Keep other refreshes out of the home, and begin with what an interrupted one left removed.

    Raises:
        BusyError: another refresh is at work and does not end within seconds.
    """
    with alone(home.root, "refresh"):
        remove_leftovers(home.tables)
        for unfinished in home.root.glob(".*.tmp*"):
            unfinished.unlink(missing_ok=True)
        yield
