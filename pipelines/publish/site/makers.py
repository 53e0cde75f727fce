"""Many pages of one kind, made in two processes where a second can be had.

Here: which process makes which page. Not here: what a page says (see claims, subjects), or whether it must be made
again (see folder).

The second process asks nothing of the published file: it gets documents and writes pages. If it ends early, for
whatever reason, what it was to make is made here, so that what went wrong goes wrong here too and is told as ever.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import jinja2

from pipelines.publish.site.folder import OutsideFolderError, SiteFolder
from pipelines.publish.site.rendering import Pages

Sheet = tuple[str, str]
"""Where a page will lie, and the document that it is made from."""
Make = Callable[[Pages, str, str], str]
"""Pages, path and document to HTML; a function that another process can import."""

WORTH_A_PROCESS = 400
"""Pages that are made sooner than a second process is there."""
ROOM = 480 << 20
"""Bytes past which this process has no room for a second one beside it: after a whole refresh it holds more."""
A_SHARE = 40
"""Pages that the second process gets at once: few, so that none waits for it in the end."""


@dataclass(slots=True)
class Makers:
    """This process and, once there is work enough, a second one."""

    site: SiteFolder
    pages: Pages
    _made: int = 0
    _second: "_Second | None" = None
    _alone: bool = field(default_factory=lambda: not _may_have_a_second())

    def write(self, make: Make, sheets: Iterable[Sheet]) -> None:
        """Make and write all these pages."""
        left = iter(sheets)
        while True:
            second = self._free_second(make)
            share = list(islice(left, A_SHARE if second else 1))
            if not share:
                break
            if second:
                second.take(make, share)
            else:
                self._make(make, share)
        self._settle(make)

    def end(self) -> None:
        """Let the second process go; from here on there is none."""
        self._alone = True
        if self._second is not None:
            self._second.end()
            self._second = None

    def _free_second(self, make: Make) -> "_Second | None":
        """The second process, if it has nothing to do."""
        if self._second is None and not self._alone and self._made >= WORTH_A_PROCESS:
            self._second = _Second.started(self.site.root, self.pages) if _bytes_held() < ROOM else None
            self._alone = self._second is None
        if self._second is None or not self._second.has_answered:
            return None
        self._settle(make)
        return self._second

    def _settle(self, make: Make) -> None:
        """Wait for what the second process was to make. Where it ended instead, make that here."""
        if self._second is None:
            return
        share = self._second.share
        if self._second.has_made_its_share():
            self.site.written += len(share)
        else:
            self.end()
            self._make(make, share)

    def _make(self, make: Make, share: Sequence[Sheet]) -> None:
        for path, document in share:
            self.site.write(path, make(self.pages, path, document))
        self._made += len(share)


@contextmanager
def makers(site: SiteFolder, pages: Pages) -> Iterator[Makers]:
    """Makers of pages in a folder; on leaving, no process of theirs is left."""
    both = Makers(site, pages)
    try:
        yield both
    finally:
        both.end()


@dataclass(slots=True)
class _Second:
    """The second process as this one sees it.

    Attributes:
        share: what it was given and has not told of yet.
    """

    process: SpawnProcess
    connection: Connection
    share: list[Sheet] = field(default_factory=list)

    @classmethod
    def started(cls, root: Path, pages: Pages) -> "_Second | None":
        """A second process; None where the system grants none."""
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        # Only what a page is made with is sent along: templates that were used here cannot be.
        process = context.Process(target=_make_shares, args=(there, root, replace(pages)), daemon=True)
        try:
            with _left_alone_by_interrupts():
                process.start()
        except OSError:
            here.close()
            return None
        finally:
            there.close()
        return cls(process, here)

    @property
    def has_answered(self) -> bool:
        """Whether it has made, or given up, what it had."""
        return not self.share or self.connection.poll()

    def take(self, make: Make, share: list[Sheet]) -> None:
        """Give it pages to make. That it has ended meanwhile shows when it is asked what it made."""
        self.share = share
        with suppress(ConnectionError):
            self.connection.send((make, share))

    def has_made_its_share(self) -> bool:
        """Wait until it has; False if it ended before."""
        if self.share:
            try:
                self.connection.recv()
            except (EOFError, ConnectionError):
                return False
            self.share = []
        return True

    def end(self) -> None:
        """Close the line, which it takes as the end, and wait."""
        self.connection.close()
        self.process.join()


def _may_have_a_second() -> bool:
    """Daemonic processes of multiprocessing may have no children; on one processor two are slower than one."""
    return not multiprocessing.current_process().daemon and (os.cpu_count() or 1) > 1


def _bytes_held() -> int:
    """The memory of this process; 0 where the system does not tell."""
    told = Path("/proc/self/statm")
    return int(told.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") if told.is_file() else 0


@contextmanager
def _left_alone_by_interrupts() -> Iterator[None]:
    """A process started herein never sees Ctrl-C: the first one does, says so once, and lets it go."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _make_shares(connection: Connection, root: Path, pages: Pages) -> None:
    """What the second process does until the line is closed. A page that cannot be made ends it: see the top."""
    site = SiteFolder(root, "")
    with suppress(EOFError, OSError, jinja2.TemplateError, OutsideFolderError):
        while True:
            make, share = connection.recv()
            for path, document in share:
                site.write(path, make(pages, path, document))
            connection.send(len(share))
