"""A long file of names, screened by one process, a pool and Ray: equal answers, rate, CPU and memory.

    python -m bench.screening_file HOME [--names 5000] [--executors "" pool:2 ray:2]

The names are invented, of two or three words of a few syllables; every hundredth is one of the published file. The
digest of all answers in their order is printed, so that runs of one executor each can be compared.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from bench.generated_news import SYLLABLES
from bench.processes import ProcessWatch
from pipelines.archive.home import Home
from pipelines.engine.executors import executor_of
from pipelines.matching.screening import Criteria
from pipelines.run.screening import screen
from pipelines.warehouse.published import opened, text_of

A_LISTED_NAME = 100
"""One name in so many is listed."""


def names(count: int, listed: Sequence[str]) -> Iterator[str]:
    """Invented names, and listed ones among them; the same at every call."""
    chance = random.Random(17)
    for number in range(count):
        if number % A_LISTED_NAME == 0:
            yield chance.choice(listed)
            continue
        words = ("".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))) for _ in range(chance.randint(2, 3)))
        yield " ".join(word.capitalize() for word in words)


def main() -> int:
    """Print the figures; 1 where answers differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--names", type=int, default=5_000)
    parser.add_argument("--executors", nargs="+", default=["", "pool:2", "ray:2"])
    asked = parser.parse_args()
    home = Home(asked.home)
    with opened(home.warehouse) as connection:
        listed = sorted({name for _, name, _ in connection.execute(text_of("screening/names.sql")).fetchall()})
    digests = {_screened(home, address, asked.names, listed) for address in asked.executors}
    print(f"answers equal: {len(digests) == 1}")
    return int(len(digests) > 1)


def _screened(home: Home, address: str, count: int, listed: Sequence[str]) -> str:
    """Screen all names with one executor; the digest of all answers in their order."""
    executor, digest, watch, begun = executor_of(address), sha256(), ProcessWatch(), time.monotonic()
    hits = 0
    with watch:
        for answer in screen(home, names(count, listed), Criteria(), executor if address else None):
            digest.update(json.dumps(answer, default=str, ensure_ascii=False).encode())
            hits += bool(answer["subjects"])
        lasted = time.monotonic() - begun
    executor.close()
    load = os.getloadavg()[0]
    print(f"{address or 'one process'}: {count:,} names, {hits:,} with a hit, {count / lasted:,.0f} a second ", end="")
    print(f"({lasted:.0f} s; load {load:.1f}); {watch.summary()}; answers {digest.hexdigest()[:12]}", flush=True)
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
