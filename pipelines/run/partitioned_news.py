"""The news of a store of partitions (`SANCTIONS_NEWS`), for a range of days, on the executor of `SANCTIONS_CLUSTER`.

Here: which partitions of the store a range has, and the report of their stages. Not here: the stages (see
pipelines.claims.partitions), or the articles of a home (see press).
"""

from collections.abc import Iterator
from datetime import date

from pipelines.claims.finder import Finder
from pipelines.claims.partitions import Done, make_partitions
from pipelines.engine.executors import UnknownClusterError
from pipelines.engine.store import PartitionStore
from pipelines.run.settings import Run

__all__ = ["Done"]


def make_news(run: Run, first: date, last: date) -> Iterator[Done]:
    """Make the tables of all partitions from one day to another, both included; report each stage of each partition.

    Raises:
        UnknownClusterError: the settings name no store, or no executor that is installed.
    """
    if not run.settings.news:
        raise UnknownClusterError("SANCTIONS_NEWS names no store of news: set it to a folder or an address of fsspec.")
    store = PartitionStore(run.settings.news)
    partitions = [name for name in store.days() if first.isoformat() <= name[:10] <= last.isoformat()]
    finder = Finder(run.settings.endpoint, run.home.archive / "endpoint")
    yield from make_partitions(store, partitions, run.executor, finder, run.edition)
