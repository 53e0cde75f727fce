"""Fuzzing: changed files go into every reader of foreign bytes, and nothing but the project's own errors comes out.

    python -m tests.fuzzing [--seconds 60] [--seed 1] [--folder FOLDER] [--inflate SCALE [--every N]] [NAME...]

Each target gets so many seconds of CPU. A finding is any other error, more than 10 s, or more than 1 GiB of memory; its
bytes are written into FOLDER, to be read again. With `--inflate`, each target gets files that are deep, wide, long or
repeated, SCALE times, instead of changed ones: all of them, or every Nth.
"""

import argparse
import resource
import signal
import sys
import time
import traceback
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random
from types import FrameType

from .inflations import inflated
from .mutations import mutated
from .targets import Target, targets

MOST_SECONDS = 10
MOST_BYTES = 1 << 30


class TooLongError(BaseException):
    """A reader took longer than it may; no `except Exception` catches it."""


def main() -> int:
    """Fuzz the targets named, or all; 1 where there are findings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="parts of names of targets")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=Path("fuzzing-findings"))
    parser.add_argument("--inflate", type=int, default=0, metavar="SCALE")
    parser.add_argument("--every", type=int, default=1, metavar="N")
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _too_long)
    findings = 0
    for target in targets():
        if not asked.names or any(name in target.name for name in asked.names):
            findings += (
                _inflate(target, asked.inflate, asked.every)
                if asked.inflate
                else _fuzz(target, asked.seconds, asked.seed, asked.folder)
            )
    return 1 if findings else 0


def _too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def _fuzz(target: Target, seconds: float, seed: int, folder: Path) -> int:
    chance, executions, findings, slowest = Random(f"{seed} {target.name}"), 0, dict[str, str](), 0.0
    end = time.process_time() + seconds
    resource.setrlimit(resource.RLIMIT_AS, (_held() + MOST_BYTES, resource.RLIM_INFINITY))
    while time.process_time() < end:
        content = mutated(target.sample, chance)
        began = time.process_time()
        fault = outcome(target, content)
        slowest = max(slowest, time.process_time() - began)
        executions += 1
        if fault and fault not in findings:
            path = folder / f"{target.name}-{sha256(content).hexdigest()[:12]}".replace("/", "_")
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            findings[fault] = str(path)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(f"{target.name}: {executions:,} executions, slowest {slowest:.1f} s, {len(findings)} findings", flush=True)  # noqa: T201
    for fault, place in findings.items():
        print(f"  {fault} ({place})", flush=True)  # noqa: T201
    return len(findings)


def _inflate(target: Target, scale: int, every: int) -> int:
    findings, slowest = [], (0.0, "")
    resource.setrlimit(resource.RLIMIT_AS, (_held() + MOST_BYTES, resource.RLIM_INFINITY))
    for what, content in islice(inflated(target.sample, scale), 0, None, every):
        began = time.process_time()
        fault = outcome(target, content)
        slowest = max(slowest, (time.process_time() - began, what))
        findings += [f"{what}: {fault}"] if fault else []
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(f"{target.name}: slowest {slowest[0]:.1f} s ({slowest[1]}), {len(findings)} findings", flush=True)  # noqa: T201
    for finding in findings:
        print(f"  {finding}", flush=True)  # noqa: T201
    return len(findings)


def outcome(target: Target, content: bytes) -> str:
    """What is wrong with how a target reads bytes; nothing where it reads them or says why not."""
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        target.read(content)
    except target.allowed:
        pass
    except TooLongError as error:
        return f"more than {MOST_SECONDS} s at {_place(error)}"
    except MemoryError:
        return "more memory than it may"
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"{type(error).__name__} at {_place(error)}: {str(error)[:100]}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ""


def _place(error: BaseException) -> str:
    """The last line of the project's own code that was at work."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/pipelines/" in frame.filename] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}"


def _held() -> int:
    """Bytes of address space that this process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    sys.exit(main())
