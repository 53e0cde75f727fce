"""What it costs to take news in: rows of GDELT, and articles compared for copies; memory, and growth. Run by hand.

    python bench/news_in.py [--shared DIR]

Rows of GDELT are those of the real files of DIR/gdelt (../shared/data beside the checkout unless given), repeated.
Articles are made of words drawn from a vocabulary by chance, 2,000 characters each, two thirds of them copies with a
dateline, some words changed or the end cut. Each figure is measured in a process of its own, in CPU seconds, three
times (once for the most), the best counts; growth is the cost of one among the most over that of one among the fewest.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

SIZES = (1_000, 10_000, 100_000)
REPEATED = (1, 4, 16)
ROUNDS = 3
MOST_GROWTH = 1.5
FEWEST_ARTICLES_A_SECOND = 500


def articles(number: int) -> list[object]:
    """Articles, of which two thirds are copies of others."""
    from pipelines.news.claim import Article

    dice = random.Random(number)
    words = [
        "".join(dice.choices("bcdfglmnprstv", k=3)) + dice.choice(("an", "ing", "ed", "os")) for _ in range(20_000)
    ]
    made: list[object] = []
    texts: list[str] = []
    for place in range(number):
        if place % 3 == 0:
            texts.append(" ".join(dice.choices(words, k=285)))
            text = texts[-1]
        else:
            text = rewritten(dice, texts[dice.randrange(len(texts) * 9 // 10, len(texts))])
        made.append(Article(f"a{place:06}", text, date(2022, 2, 1 + place * 27 // number)))
    return made


def rewritten(dice: random.Random, text: str) -> str:
    """A text as another paper prints it."""
    words = text.split()
    for _ in range(4):
        words[dice.randrange(len(words))] = "officials"
    kept = words[: len(words) * dice.choice((6, 8, 10)) // 10]
    return " ".join(["MINSK", "(Agency)", "-", *kept])


def copies_found(number: int, _: Path) -> dict[str, float]:
    """Compare articles for copies."""
    from pipelines.news.duplicates import copies, printed

    made = articles(number)
    before = peak()
    begun = time.process_time()
    found = copies(printed(made))  # type: ignore[arg-type]  # articles, made where the import does not count
    return {"done": number, "found": len(found), "seconds": time.process_time() - begun, "more_mib": peak() - before}


def rows_read(repeated: int, shared: Path, kind: str) -> dict[str, float]:
    """Read a real file, repeated."""
    from pipelines.news.gdelt import read_rows

    with ZipFile(shared / "gdelt" / "20230702153000.gkg.csv.zip") as archive:
        graph = archive.read(archive.namelist()[0])
    content = graph if kind == "gkg" else (shared / "gdelt" / "20191024143000.export.CSV").read_bytes()
    file = BytesIO(content * repeated)
    before = peak()
    begun = time.process_time()
    found = read_rows(file, "gkg" if kind == "gkg" else "events", "file", datetime.now(UTC))
    seconds = time.process_time() - begun
    return {"done": found.rows, "found": len(found.leads), "seconds": seconds, "more_mib": peak() - before}


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(what: str, size: int, shared: Path) -> dict[str, float]:
    """The best of some rounds, each in a process of its own."""
    command = [sys.executable, __file__, "--measure", what, "--size", str(size), "--shared", str(shared)]
    rounds = ROUNDS if size < max(SIZES) else 1
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    return min(runs, key=lambda each: each["seconds"])


def reported(what: str, sizes: tuple[int, ...], shared: Path, least: int = 0) -> bool:
    """Measure and print one table; whether the figures are as they should be."""
    print(f"\n{what}\n{'size':>9}{'done':>9}{'found':>9}{'CPU s':>9}{'a second':>10}{'more MiB':>10}")
    rates = []
    for size in sizes:
        run = measured(what, size, shared)
        rates.append(run["done"] / run["seconds"])
        print(
            f"{size:>9,}{run['done']:>9,.0f}{run['found']:>9,.0f}{run['seconds']:>9.2f}{rates[-1]:>10,.0f}"
            f"{run['more_mib']:>10.0f}"
        )
    growth = rates[0] / rates[-1]
    print(f"cost of one among the most over one among the fewest: {growth:.2f} (at most {MOST_GROWTH})")
    return growth <= MOST_GROWTH and min(rates) >= least


def main() -> int:
    """Measure, print, and say by the exit code whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--measure", choices=("copies", "gkg", "events"), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        run = copies_found(given.size, given.shared) if given.measure == "copies" else None
        print(json.dumps(run or rows_read(given.size, given.shared, given.measure)))
        return 0
    good = reported("copies", SIZES, given.shared, FEWEST_ARTICLES_A_SECOND)
    if (given.shared / "gdelt").is_dir():
        good &= reported("gkg", REPEATED, given.shared)
        good &= reported("events", tuple(16 * each for each in REPEATED), given.shared)
    else:
        print("\nno real files of GDELT: give --shared")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
