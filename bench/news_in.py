"""What it costs to take news in: rows of GDELT, articles compared for copies, the news step; memory, and growth.

    python bench/news_in.py [--shared DIR] [--night 1000 10000 100000]

Run by hand. --night measures the whole step instead: articles of bench/claims.py and copies of them, 2,000 characters
each, read from files to published tables; the night after, when nothing changed; and one with a single article more.

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
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
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
MOST_AGAIN = 0.25
"""What a night with little new may cost, as a share of the first."""


def articles(number: int) -> list[object]:
    """Articles, of which two thirds are copies of others."""
    from pipelines.articles.article import Article

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
    from pipelines.articles.near_copies import copies, sketched

    made = articles(number)
    before = peak()
    begun = time.process_time()
    found = copies(sketched(made))  # type: ignore[arg-type]  # articles, made where the import does not count
    return {"done": number, "found": len(found), "seconds": time.process_time() - begun, "more_mib": peak() - before}


def rows_read(repeated: int, shared: Path, kind: str) -> dict[str, float]:
    """Read a real file, repeated."""
    from pipelines.articles.gdelt import read_rows

    with ZipFile(shared / "gdelt" / "20230702153000.gkg.csv.zip") as archive:
        graph = archive.read(archive.namelist()[0])
    content = graph if kind == "gkg" else (shared / "gdelt" / "20191024143000.export.CSV").read_bytes()
    file = BytesIO(content * repeated)
    before = peak()
    begun = time.process_time()
    found = read_rows(file, "gkg" if kind == "gkg" else "events", "file", datetime.now(UTC))
    seconds = time.process_time() - begun
    return {"done": found.rows, "found": len(found.leads), "seconds": seconds, "more_mib": peak() - before}


def night(number: int) -> dict[str, float]:
    """The news step of a first night, of one in which nothing changed, and of one with a single article more."""
    from bench import claims
    from pipelines.archive.home import Home
    from pipelines.run.layout import parts
    from pipelines.run.settings import Run, Settings
    from pipelines.run.steps import run_step, step_named
    from pipelines.warehouse.tables import read_table

    def seconds() -> float:
        begun = time.process_time()
        run_step(Run(Settings(home)), step_named("articles"))
        return time.process_time() - begun

    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.articles.mkdir()
        dice, texts = random.Random(number), list[str]()
        for place, article in enumerate(claims.articles(number)):
            text = article.text if place % 3 == 0 or not texts else rewritten(dice, dice.choice(texts))
            texts = [*texts[-99:], text] if place % 3 == 0 else texts
            line = {"id": article.article_id, "date": str(claims_day(place, number)), "text": text}
            with (home.articles / f"{place // 1_000:04}.jsonl").open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(line) + "\n")
        before = peak()
        first, unchanged = seconds(), seconds()
        (home.articles / "2022-02-24_more.txt").write_text("Japan imposed sanctions on 24 people.", encoding="utf-8")
        one_more = seconds()
        found = read_table("claim", parts(home)).height
        more = peak() - before
    return {"done": number, "found": found, "seconds": first, "unchanged": unchanged, "one_more": one_more,
            "more_mib": more}  # fmt: skip


def claims_day(place: int, number: int) -> date:
    """Articles come in the order of their days, over a year."""
    return date(2023, 1, 1) + timedelta(days=place * 365 // number)


def reported_night(sizes: tuple[int, ...], shared: Path) -> bool:
    """Measure and print the news step; whether the figures are as they should be."""
    print(f"\nnews step\n{'articles':>9}{'claims':>9}{'CPU s':>9}{'unchanged':>11}{'one more':>10}{'more MiB':>10}")
    costs, spared = [], True
    for size in sizes:
        run = measured("night", size, shared, rounds=1)
        costs.append(run["seconds"] / size)
        spared &= max(run["unchanged"], run["one_more"]) <= MOST_AGAIN * run["seconds"]
        print(
            f"{size:>9,}{run['found']:>9,.0f}{run['seconds']:>9.1f}{run['unchanged']:>11.2f}{run['one_more']:>10.2f}"
            f"{run['more_mib']:>10.0f}"
        )
    growth = costs[-1] / costs[0]
    print(f"cost of one among the most over one among the fewest: {growth:.2f} (at most {MOST_GROWTH})")
    return growth <= MOST_GROWTH and spared


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(what: str, size: int, shared: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """The best of some rounds, each in a process of its own."""
    command = [sys.executable, __file__, "--measure", what, "--size", str(size), "--shared", str(shared)]
    rounds = rounds if size < max(SIZES) else 1
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    return min(runs, key=lambda run: run["seconds"])


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


def measure(what: str, size: int, shared: Path) -> dict[str, float]:
    """One figure of one size, in this process."""
    if what == "night":
        return night(size)
    return copies_found(size, shared) if what == "copies" else rows_read(size, shared, what)


def main() -> int:
    """Measure, print, and say by the exit code whether it is as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--measure", choices=("copies", "gkg", "events", "night"), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--night", type=int, nargs="+", help="Numbers of articles for the whole step.")
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure, given.size, given.shared)))
        return 0
    if given.night:
        return 0 if reported_night(tuple(given.night), given.shared) else 1
    good = reported("copies", SIZES, given.shared, FEWEST_ARTICLES_A_SECOND)
    if (given.shared / "gdelt").is_dir():
        good &= reported("gkg", REPEATED, given.shared)
        good &= reported("events", tuple(16 * each for each in REPEATED), given.shared)
    else:
        print("\nno real files of GDELT: give --shared")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
