"""The message and the exit code when a person or a system stops the program.

Here: words and codes. Not here: who catches the stop (see __main__, before the commands are loaded, and cli after).
"""

import signal
from types import FrameType

FAREWELL = "stopped; what was published before stays as it was."


class Terminated(KeyboardInterrupt):
    """The system or a scheduler asks the program to end (SIGTERM)."""


def exit_code_of(stopped: BaseException | None) -> int:
    """The exit code that shells use for a program ended by this signal."""
    return 128 + (signal.SIGTERM if isinstance(stopped, Terminated) else signal.SIGINT)


def terminate(_signal: int, _frame: FrameType | None) -> None:
    """Handle SIGTERM as Ctrl-C is handled."""
    raise Terminated
