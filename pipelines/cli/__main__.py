"""Where the `sanctions` program begins: a request to stop is answered from its first moment on.

Here: what must stand before the commands are loaded, which takes a while. Not here: the program (see cli). So nothing
is imported here but what tells of the end.
"""

import signal
import sys

from pipelines.cli.stopping import FAREWELL, exit_code_of, terminate


def main() -> None:
    """Load the command and run it; SIGTERM ends it in the same way as Ctrl-C."""
    signal.signal(signal.SIGTERM, terminate)
    try:
        from pipelines.cli.program import main as run
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"sanctions: {FAREWELL}\n")
        sys.exit(exit_code_of(stopped))
    run()


if __name__ == "__main__":
    main()
