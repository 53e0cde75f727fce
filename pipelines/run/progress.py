"""The progress of a run: the lines that it reports, and the numbers of its steps.

Here: only counting steps, so that a program can show progress before other modules are loaded. Not here: which steps
there are (see steps), or how a program shows progress.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

Say = Callable[[str], None]
"""Receives one line per action of a run; the program decides where to print it."""


def silent(_line: str) -> None:
    """A `Say` that reports nothing."""


class StepLine(str):
    """The line printed at the beginning of a step; it can be used as plain text.

    Attributes:
        number: number of the step, from 1.
        total: number of all steps.
    """

    __slots__ = ("number", "total")

    number: int
    total: int

    def __new__(cls, line: str, number: int, total: int) -> Self:
        """The line with its numbers."""
        step = super().__new__(cls, line)
        step.number, step.total = number, total
        return step


@dataclass(slots=True)
class Progress:
    """Counts the steps of one run as they begin."""

    say: Say
    total: int
    begun: int = 0

    def begin(self, line: str) -> None:
        """Report that the next step begins."""
        self.begun += 1
        self.say(StepLine(line, self.begun, self.total))
