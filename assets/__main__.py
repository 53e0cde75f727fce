"""Where the `sanctions` program begins: a request to stop is answered from its first moment on.

Here: what must stand before the commands are loaded, which takes a while. Not here: the program (see cli). So nothing
is imported here but what tells of the end.
"""

import signal
import sys
from types import FrameType

from assets.stopping import FAREWELL, Terminated, exit_code_of


def main() -> None:
    """Load the command and run it; a scheduler's or a system's request to end is answered as Ctrl-C is."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        from assets.cli import main as run
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"sanctions: {FAREWELL}\n")
        sys.exit(exit_code_of(stopped))
    run()


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


if __name__ == "__main__":
    main()
