"""The published file, kept open for many questions at once, and opened anew when a refresh has replaced it.

Here: connections, the index of names and what judges claims, each made once for each published file; the time that a
question may take. Not here: the questions (see answers), or how many may be asked at once (see admission).
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

import duckdb

from pipelines.archive.home import Home
from pipelines.matching.name_index import NameIndex
from pipelines.run.questions import EXPECTED_ERRORS, Reconciler
from pipelines.run.screening import Dismissed, dismissed_hits, published_index
from pipelines.warehouse.published import MADE_BY_ANOTHER_VERSION, NothingPublishedError, connected, text_of

SECONDS_FOR_SQL = 10.0
"""After which a statement is interrupted."""

THREADS = 2
"""Of DuckDB, for all questions together."""


class TooSlowError(Exception):
    """A question took longer than the time limit."""


class Edition:
    """One published file, kept open until no question uses it any more."""

    def __init__(self, home: Home) -> None:
        """Open the published file; its signature tells whether a newer one has replaced it."""
        self.signature = signature_of(home)
        self._home = home
        self._connection = connected(home.warehouse, threads=THREADS)
        self._making_names, self._making_reconciler = threading.Lock(), threading.Lock()

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection for one question; the question is interrupted at the time limit.

        Raises:
            TooSlowError: it was interrupted.
            NothingPublishedError: the file was made by a version that had other tables.
        """
        cursor = self._connection.cursor()
        alarm = threading.Timer(SECONDS_FOR_SQL, cursor.interrupt)
        alarm.daemon = True
        alarm.start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            reason = f"the question took longer than {SECONDS_FOR_SQL:.0f} seconds: ask for fewer rows or days."
            raise TooSlowError(reason) from error
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise NothingPublishedError(MADE_BY_ANOTHER_VERSION) from error
        finally:
            alarm.cancel()
            cursor.close()

    def rows(self, statement: str, values: Mapping[str, object]) -> list[dict[str, Any]]:
        """The rows of an SQL file (its path below sql/) for these values of its parameters.

        Raises:
            NothingPublishedError: the file was made by a version that had other tables.
        """
        with self.cursor() as cursor:
            answer = cursor.execute(text_of(statement), values)
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    @property
    def names(self) -> NameIndex:
        """The index of all published names."""
        with self._making_names:
            return self._names

    @property
    def dismissed(self) -> Dismissed:
        """The hits that people judged to be another party, as judgements.csv has them now."""
        return dismissed_hits(self._home)

    @property
    def reconciler(self) -> Reconciler:
        """The object that finds the claims of a text and judges them by this file."""
        with self._making_reconciler:
            return self._reconciler

    def prepare(self) -> None:
        """Make the index of names and what judges claims; without it, the first questions do, which takes seconds."""
        with suppress(*EXPECTED_ERRORS):  # the question that needs it says why it cannot be answered
            _ = self.names
            _ = self.reconciler

    @cached_property
    def _names(self) -> NameIndex:
        """The index of names, made at first use."""
        with self.cursor() as cursor:
            return published_index(self._home, cursor)

    @cached_property
    def _reconciler(self) -> Reconciler:
        """The reconciler, made at first use."""
        return Reconciler(self._connection.cursor(), self._home.linker_index)


class Publication:
    """The published file of a home, always the newest one.

    Args:
        home: the home.
        prepared: prepare each published file in a thread when it is opened, rather than at the first question.
    """

    def __init__(self, home: Home, *, prepared: bool = False) -> None:
        """Open nothing yet; the lock lets only one question at a time open a new edition."""
        self._home = home
        self._prepared = prepared
        self._edition: Edition | None = None
        self._opening = threading.Lock()

    def current(self) -> Edition:
        """The newest published file; questions that already use the previous one keep it until they end.

        Raises:
            NothingPublishedError: there is none, or it cannot be read.
        """
        with self._opening:
            if self._edition is None or self._edition.signature != signature_of(self._home):
                self._edition = Edition(self._home)
                if self._prepared:
                    threading.Thread(target=self._edition.prepare, daemon=True).start()
            return self._edition


def signature_of(home: Home) -> tuple[int, int, int] | None:
    """A value that differs between two published files; None if there is no file."""
    try:
        status = home.warehouse.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
