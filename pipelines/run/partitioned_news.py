"""The news of a store of partitions (`SANCTIONS_NEWS`), for a range of days, on an executor.

Here: which partitions of the store a range has, and running their stages. Not here: the stages (see
pipelines.claims.partitions), or the articles of a home (see press).
"""

from collections.abc import Iterator, Sequence
from datetime import date

from pipelines.claims.finder import Finder
from pipelines.claims.partitions import Done, make_partitions
from pipelines.engine.executors import Executor
from pipelines.engine.store import PartitionStore
from pipelines.run.settings import Run

__all__ = ["Done"]

STAGES = ("read", "pairs", "copies", "tables")
"""In the order in which they run, each for all partitions."""


class NewsSettingsError(ValueError):
    """The settings name no store of news that can be read, or a model to find claims, which a store does not use."""


def partitions_between(run: Run, first: date | None = None, last: date | None = None) -> list[str]:
    """The partitions of the store that have source files, from one day to another, both included.

    Raises:
        NewsSettingsError: the settings name no store, or one of a kind that is not installed.
    """
    from_day, to_day = (first or date.min).isoformat(), (last or date.max).isoformat()
    try:
        return [name for name in _store(run).days() if from_day <= name[:10] <= to_day]
    except (ImportError, ValueError) as error:
        raise NewsSettingsError(f"{run.settings.news} is no store that can be read: {error}") from error


def make_news(run: Run, partitions: Sequence[str], executor: Executor | None = None) -> Iterator[Done]:
    """Make the tables of partitions of the store; report each stage of each partition.

    Args:
        executor: where, if not on that of the settings.

    Raises:
        NewsSettingsError: the settings name no store, or a model that finds claims.
    """
    finder = Finder(run.settings.endpoint, run.home.archive / "endpoint")
    if not finder.is_pure:
        raise NewsSettingsError("a store of news is read by the rules: unset SANCTIONS_ENDPOINT_URL for this run.")
    return make_partitions(_store(run), partitions, executor or run.executor, finder, run.edition)


def _store(run: Run) -> PartitionStore:
    """The store of news of the settings; an error if they name none."""
    if not run.settings.news:
        raise NewsSettingsError("name the store of news: a folder, or an address such as s3://bucket/news.")
    return PartitionStore(run.settings.news)
