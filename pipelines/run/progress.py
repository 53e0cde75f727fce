"""How far a run is: the lines that it tells, and the place of each step among all where their number is known.

Here: counting steps. Not here: what the steps are (see nightly), or how a program shows them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

Say = Callable[[str], None]
"""Told, in one line each, what is being done; the program decides where that goes."""


class Step(str):
    """A line that begins a step: to whoever wants text it is text.

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
class Steps:
    """The steps of one run, counted as they begin."""

    say: Say
    total: int
    begun: int = 0

    def begin(self, line: str) -> None:
        """Tell that the next step begins."""
        self.begun += 1
        self.say(Step(line, self.begun, self.total))
