"""How far a run is: the lines that it reports, and the place of each step among all.

Here: counting steps; nothing else, so that a program can show progress before anything is loaded. Not here: what the
steps are (see steps), or how a program shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

Say = Callable[[str], None]
"""Gets one line for each thing that is being done; the program decides where the line goes."""


def silent(_line: str) -> None:
    """A `Say` that reports nothing."""


class StepLine(str):
    """A line that begins a step; to whoever wants text it is text.

    Attributes:
        number: its place among all steps, from 1 on.
        total: how many there are.
    """

    __slots__ = ("number", "total")

    number: int
    total: int

    def __new__(cls, line: str, number: int, total: int) -> Self:
        """The line with its place."""
        step = super().__new__(cls, line)
        step.number, step.total = number, total
        return step


@dataclass(slots=True)
class Progress:
    """The steps of one run, counted as they begin."""

    say: Say
    total: int
    begun: int = 0

    def begin(self, line: str) -> None:
        """Report that the next step begins."""
        self.begun += 1
        self.say(StepLine(line, self.begun, self.total))
