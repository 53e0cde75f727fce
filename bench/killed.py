"""Whether a refresh that was killed leaves a home that the next refresh brings to the same tables as a clean one.

    python -m bench.killed FOLDER [--times 10] [--seed 1]

Each time, a copy of one home gets new files of its lists, and that refresh is killed with SIGKILL at a
random moment. The published file is to stay readable; the next refresh is to end with 0; and every table is to be equal
to that of a home whose refresh nobody killed, but for the moments at which files were fetched. Prints a line each time.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import polars as pl

from pipelines.archive.home import Home
from pipelines.run.layout import parts
from pipelines.run.settings import BUNDLED_EXAMPLE
from pipelines.warehouse.published import opened
from pipelines.warehouse.tables import Tables

EARLIER = "2022-02-23"


def main() -> int:
    """Kill as often as asked for; 1 where a home did not recover."""
    asked = _arguments()
    mirror, before, clean = asked.folder / "mirror", Home(asked.folder / "before"), Home(asked.folder / "clean")
    asked.folder.mkdir(parents=True)
    shutil.copytree(BUNDLED_EXAMPLE, mirror, ignore=shutil.ignore_patterns("articles"))
    shutil.copytree(BUNDLED_EXAMPLE / "articles", before.articles)
    _refresh(before, mirror, "--as-of", EARLIER).wait()
    shutil.copytree(before.root, clean.root, symlinks=True)
    began = time.monotonic()
    code = _refresh(clean, mirror).wait()
    lasts = time.monotonic() - began
    print(f"clean refresh: code {code}, {lasts:.1f} s")
    chance, expected = Random(asked.seed), _rows(clean)
    outcomes = []
    for number in range(asked.times):
        home = Home(asked.folder / f"killed-{number}")
        shutil.copytree(before.root, home.root, symlinks=True)
        moment = chance.uniform(0.1, 1.0) * lasts
        outcomes.append(_recovers(home, mirror, moment, code, expected))
        shutil.rmtree(home.root)
    print(f"recovered and equal: {sum(outcomes)} of {len(outcomes)}")
    return 0 if all(outcomes) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _refresh(home: Home, mirror: Path, *arguments: str) -> subprocess.Popen[bytes]:
    env = os.environ | {"SANCTIONS_HOME": str(home.root), "SANCTIONS_MIRROR": str(mirror)}
    command = [sys.executable, "-m", "pipelines.cli", "--quiet", "refresh", *arguments]
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _recovers(home: Home, mirror: Path, moment: float, code: int, expected: dict[str, pl.DataFrame]) -> bool:
    killed = _refresh(home, mirror)
    time.sleep(moment)
    killed.kill()
    ended = killed.wait()
    with opened(home.warehouse) as connection:
        connection.sql("SELECT count(*) FROM current_designation").fetchone()
    code_after, rows = _refresh(home, mirror).wait(), _rows(home)
    unlike = [name for name in expected if not expected[name].equals(rows[name])]
    recovers = code_after == code and not unlike
    end = "killed" if ended < 0 else "had ended"
    print(f"{moment:.2f} s: {end}, next refresh {code_after}, unlike tables: {', '.join(unlike) or 'none'}", flush=True)
    return recovers


def _rows(home: Home) -> dict[str, pl.DataFrame]:
    """Every table without its moments, which differ between two refreshes in any case."""
    tables = Tables(parts(home))
    return {name: tables[name].drop(pl.selectors.datetime()) for name in tables.parts if tables.parts[name]}


if __name__ == "__main__":
    sys.exit(main())
