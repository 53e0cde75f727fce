"""Where the `sanctions` program begins: a request to stop is answered from its first moment on.

Here: what must stand before the commands are loaded, which takes a while. Not here: the program (see cli). So nothing
is imported here but what tells of the end.
"""

import os
import signal
import sys

from pipelines.cli.stopping import FAREWELL, exit_code_of, terminate

ALLOCATOR = ("_RJEM_MALLOC_CONF", "dirty_decay_ms:0,muzzy_decay_ms:0")
"""The variable that configures the allocator of polars, and its value: freed memory returns to the system at once.

By default it returns after ten seconds, which adds 50 MiB to the peak of a night. polars reads it when it is loaded.
"""


def main() -> None:
    """Load the command and run it; SIGTERM ends it in the same way as Ctrl-C."""
    os.environ.setdefault(*ALLOCATOR)
    signal.signal(signal.SIGTERM, terminate)
    try:
        from pipelines.cli.program import main as run
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"sanctions: {FAREWELL}\n")
        sys.exit(exit_code_of(stopped))
    run()


if __name__ == "__main__":
    main()
