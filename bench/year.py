"""A year of nights: what grows, what stays, and whether a rebuild from the archive gives the same tables.

    python bench/year.py FOLDER [--nights 365] [--seconds 420] [--release-every 7] [--dagster] [--chart FILE.svg]

Simulates nights from 1 September 2023 on, by the clock of the program, in FOLDER/home: an invented list changes a
little every night; once a week its file is cut; once a month nothing is published; the year has a leap day and both
changes of clock; once a week a night begins before midnight and ends after it. Adds a line a night to
FOLDER/nights.csv: CPU seconds, memory, bytes of archive, tables, published file, Dagster's storage and releases.

The command stops after `--seconds` of CPU, and the same command goes on with the next night. After the last night a
second home is made from the archive alone, and its tables are compared with those of the first. A release takes as long
as the rest of a night: with `--release-every 7` one night a week makes one.

With `--dagster`, Dagster runs the nights and its housekeeping; without, the command line does.
"""

import argparse
import csv
import gc
import os
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

from click.testing import CliRunner

from pipelines.archive import archive
from pipelines.archive.home import Home
from pipelines.cli.program import sanctions
from pipelines.run.layout import parts
from pipelines.run.settings import BUNDLED_EXAMPLE
from pipelines.warehouse.tables import Tables

FIRST = date(2023, 9, 1)
NIGHT = timedelta(hours=3, minutes=30)
BEFORE_MIDNIGHT = timedelta(hours=23, minutes=59, seconds=50)
PARTIES = 200


class Clock(datetime):
    """The time of the simulated night; on some nights it goes on with every look at it."""

    shows = datetime(2023, 9, 1, tzinfo=UTC)
    step = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The time that it shows."""
        cls.shows += cls.step
        return cls.shows.astimezone(tz)


@dataclass(frozen=True, slots=True)
class Measured:
    """One night: seconds of CPU, bytes of memory and on disk, and how it ended."""

    night: int
    day: str
    what: str
    code: int
    cpu_s: float
    memory: int
    archive: int
    tables: int
    published: int
    site: int
    dagster: int
    releases: int


def main() -> None:
    """Run the nights, then rebuild and compare."""
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ["SANCTIONS_MIRROR"] = str(asked.folder / "mirror")
    archive.datetime = Clock  # type: ignore[attr-defined]
    home = Home(asked.folder / "home")
    shutil.copytree(BUNDLED_EXAMPLE / "articles", home.articles, dirs_exist_ok=True)
    table = asked.folder / "nights.csv"
    _run_nights(asked, home, table)
    done = _measured(table)
    if asked.chart and done:
        asked.chart.write_text(_chart(done), encoding="utf-8")
    print(f"{len(done)} of {asked.nights} nights are done")
    if len(done) >= asked.nights:
        print("equal to a rebuild from the archive:", _is_rebuilt_alike(asked.folder, home))


def _run_nights(asked: argparse.Namespace, home: Home, table: Path) -> None:
    """Run the nights that the table lacks, until the CPU time of this call is spent."""
    end = time.process_time() + asked.seconds
    first = len(_measured(table))
    with table.open("a", newline="", encoding="utf-8") as file:
        lines = csv.DictWriter(file, [column.name for column in fields(Measured)])
        if first == 0:
            lines.writeheader()
        for number in range(first, asked.nights):
            if time.process_time() > end:
                return
            lines.writerow(asdict(_night(asked, home, number)))
            file.flush()


def _measured(table: Path) -> list[dict[str, str]]:
    """The lines of the table of nights; none if there is no table yet."""
    if not table.is_file():
        return []
    with table.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="CPU seconds after which the command stops")
    parser.add_argument("--release-every", type=int, default=1, help="nights from one release to the next")
    parser.add_argument("--dagster", action="store_true")
    parser.add_argument("--chart", type=Path, help="SVG file for the chart of the nights that are done")
    return parser.parse_args()


def _night(asked: argparse.Namespace, home: Home, number: int) -> Measured:
    folder, day = asked.folder, FIRST + timedelta(days=number)
    what = _publish(folder / "mirror", number, day)
    late = number % 7 == 5
    Clock.shows = datetime(day.year, day.month, day.day, tzinfo=UTC) + (BEFORE_MIDNIGHT if late else NIGHT)
    Clock.step = timedelta(seconds=1) if late else timedelta(0)
    os.environ["SANCTIONS_RELEASES"] = str(folder / "releases") if number % asked.release_every == 0 else ""
    began = time.process_time()
    code = _by_dagster(home) if asked.dagster else _by_command(home, "refresh")
    spent = time.process_time() - began
    gc.collect()
    return Measured(
        number, day.isoformat(), what + (", over midnight" if late else ""), code, round(spent, 2), _memory(),
        archive=_size(home.archive), tables=_size(home.tables), published=_size(home.warehouse),
        site=_size(home.site), dagster=_size(home.dagster), releases=_size(folder / "releases"),
    )  # fmt: skip


def _publish(mirror: Path, number: int, day: date) -> str:
    """What is new on the mirror that night."""
    if day.day == 15:
        return "nothing published"
    content = _list_of(number)
    target = mirror / "ofac_sdn" / day.isoformat() / "sdn.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    is_bad = number % 7 == 3
    target.write_bytes(content[: len(content) // 2] if is_bad else content)
    for older in sorted((mirror / "ofac_sdn").iterdir())[:-2]:
        shutil.rmtree(older)
    return "cut file" if is_bad else "small changes"


def _list_of(number: int) -> bytes:
    """An invented list in OFAC's CSV: a party comes every other night, one goes every third, one is renamed."""
    first, last = number // 3, PARTIES + number // 2
    rows = []
    for party in range(first, last):
        name = f"EXAMPLE {party:04d}, Person" + (f" {number}" if party == first + number % 50 else "")
        remark = f"DOB 01 Jan {1940 + party % 60}; nationality Belarus; Passport A{party:06d} (Belarus)."
        cells = [str(party + 1), f'"{name}"', '"individual"', '"BELARUS-EO14038"', *["-0- "] * 7, f'"{remark}"']
        rows.append(",".join(cells))
    return "\r\n".join([*rows, "\x1a"]).encode()


def _by_command(home: Home, *command: str) -> int:
    done = CliRunner().invoke(sanctions, ["--home", str(home.root), *command, "--quiet"], standalone_mode=False)
    if done.exception is not None:
        print(repr(done.exception), file=sys.stderr)
        return 1
    return int(done.return_value or 0)


def _by_dagster(home: Home) -> int:
    import dagster as dg

    from assets.definitions import build_definitions
    from assets.resources import SanctionsRun

    home.dagster.mkdir(parents=True, exist_ok=True)
    shutil.copy(Path(__file__).parents[1] / "assets" / "dagster.yaml", home.dagster)
    os.environ |= {"DAGSTER_HOME": str(home.dagster), "SANCTIONS_HOME": str(home.root)}
    definitions = build_definitions(SanctionsRun(home=str(home.root), mirror=os.environ["SANCTIONS_MIRROR"]))
    with dg.DagsterInstance.get() as instance:
        night = definitions.resolve_job_def("nightly_refresh").execute_in_process(
            instance=instance, raise_on_error=False
        )
    return 0 if night.success else 1


def _memory() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(below.stat().st_size for below in path.rglob("*") if below.is_file() and not below.is_symlink())


def _is_rebuilt_alike(folder: Path, home: Home) -> bool:
    """Whether the archive and the articles alone give the same rows in every table of designations."""
    rebuilt = Home(folder / "rebuilt")
    shutil.rmtree(rebuilt.root, ignore_errors=True)
    shutil.copytree(home.archive, rebuilt.archive)
    shutil.copytree(home.articles, rebuilt.articles)
    os.environ.pop("SANCTIONS_RELEASES", None)
    _by_command(rebuilt, "refresh", "--offline")
    before, after = Tables(parts(home)), Tables(parts(rebuilt))
    names = [name for name in before.parts if before.parts[name] or after.parts[name]]
    unlike = [name for name in names if not before[name].equals(after[name])]
    print("tables compared:", len(names), "unlike:", unlike)
    return not unlike


WIDTH, HEIGHT, LEFT, GAP = 720, 90, 150, 34
SERIES = {
    "cpu_s": ("CPU of a night, s", 1), "memory": ("memory, MB", 1e6), "archive": ("archive, kB", 1e3),
    "tables": ("tables, kB", 1e3), "published": ("published file, MB", 1e6), "releases": ("releases, MB", 1e6),
    "dagster": ("Dagster, MB", 1e6),
}  # fmt: skip
"""Column of nights.csv → title and divisor of its panel in the chart."""


def _chart(nights: Sequence[dict[str, str]]) -> str:
    """One panel a column, from 0 to its greatest value, as SVG; a column of zeros has no panel."""
    columns = {name: [float(night[name]) for night in nights] for name in SERIES}
    shown = {name: values for name, values in columns.items() if max(values) > 0}
    panels = [_panel(name, values, number * (HEIGHT + GAP) + 20) for number, (name, values) in enumerate(shown.items())]
    height = len(panels) * (HEIGHT + GAP) + 40
    title = f"{len(nights)} nights from {nights[0]['day']} to {nights[-1]['day']}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + 20} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{title}</title>'
        f'<rect width="100%" height="100%" fill="white"/>{"".join(panels)}'
        f'<text x="{LEFT}" y="{height - 10}">{title}</text></svg>\n'
    )


def _panel(name: str, values: Sequence[float], top: int) -> str:
    title, divisor = SERIES[name]
    most, step = max(values), WIDTH / max(1, len(values) - 1)
    points = " ".join(
        f"{LEFT + number * step:.1f},{top + HEIGHT * (1 - value / most):.1f}" for number, value in enumerate(values)
    )
    return (
        f'<text x="4" y="{top + 12}">{title}</text><text x="4" y="{top + 30}">at most {most / divisor:,.1f}</text>'
        f'<text x="4" y="{top + 48}">at the end {values[-1] / divisor:,.1f}</text>'
        f'<path d="M{LEFT} {top}v{HEIGHT}h{WIDTH}" fill="none" stroke="#999"/>'
        f'<polyline points="{points}" fill="none" stroke="#1f5aa6" stroke-width="1.2"/>'
    )


if __name__ == "__main__":
    main()
