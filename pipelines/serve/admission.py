"""How many questions are answered at once, so that no client slows down the others.

Here: slots and the queue before them. Not here: what a question may ask (see answers).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_WAIT_S = 15.0


class TooManyQuestionsError(Exception):
    """So many questions wait already that one more would wait too long; ask again later."""


class Slots:
    """Limits how many questions are answered at once, and how many may wait."""

    def __init__(self, at_once: int, waiting: int, longest_wait_s: float = LONGEST_WAIT_S) -> None:
        """Make one counter for questions in work, and one for these and those that wait."""
        self._free = threading.BoundedSemaphore(at_once)
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._longest_wait_s = longest_wait_s

    @contextmanager
    def one(self) -> Iterator[None]:
        """Hold a slot while a question is answered; wait until one is free.

        Raises:
            TooManyQuestionsError: the queue is full, or no slot came free in time.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyQuestionsError("too many questions at once: ask again in some seconds.")
        try:
            if not self._free.acquire(timeout=self._longest_wait_s):
                raise TooManyQuestionsError("the questions before this one took too long: ask again in some seconds.")
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()
