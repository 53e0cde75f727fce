"""The table of lists: what the newest real file of each comes to, and what reading it costs.

    python bench/lists.py [FOLDER] [--markdown]

FOLDER holds lists as LIST/DATE/files; by default SANCTIONS_SHARED_DATA/lists, else ../shared/data/lists beside the
checkout. Every list is read in a process of its own: CPU seconds are of reading alone, from bytes to frames; peak
memory is of the whole process, of which an interpreter with the libraries loaded takes what the last line says.
Dated: parties listed for which the file itself states the day of listing. Countries: of all fields that name a country
of today (nationality, flag, that of a birth, an address or a document), those that came to an ISO code.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import astuple, dataclass, fields
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from pipelines.archive.backfill import Candidate, candidates
from pipelines.catalogue.entries import official_list, official_lists
from pipelines.designations.countries import country_codes, is_no_country
from pipelines.designations.history import read_list
from pipelines.parsers.record import ParsedList

SHARED = Path(os.environ.get("SANCTIONS_SHARED_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; the fields are its columns."""

    list: str
    by: str
    file_of: str
    format: str
    parties: str
    names: str
    dated: str
    countries: str
    drift: str
    unread: str
    cpu_s: str
    peak_mib: str


def main() -> None:
    """Read the newest file of each list and print the table."""
    asked = _arguments()
    if not asked.folder.is_dir():
        sys.exit(f"{asked.folder}: no such folder; give one that holds lists as LIST/DATE/files")
    one_process_each = ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1)
    with one_process_each as pool:
        rows = list(pool.map(_row, official_lists(), [asked.folder] * len(official_lists())))
        idle = pool.submit(_peak_mib).result()
    show = _markdown if asked.markdown else _aligned
    for line in show([[field.name.replace("_", " ") for field in fields(Row)], *(list(astuple(row)) for row in rows)]):
        print(line)
    print(f"\nan interpreter with the libraries loaded, and nothing read: {idle:.0f} MiB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED / "lists")
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args()


def _row(list_id: str, folder: Path) -> Row:
    entry = official_list(list_id)
    days = sorted(path for path in (folder / list_id).glob("????-??-??") if path.is_dir())
    if not days:
        return Row(list_id, entry.authority, "none", ", ".join(entry.formats), *["-"] * 8)
    files = next(candidate.files for candidate in candidates([days[-1]], entry) if isinstance(candidate, Candidate))
    begun = time.process_time()
    parsed = read_list(entry, files)
    seconds = time.process_time() - begun
    peak = _peak_mib()
    listed = parsed.records.filter("is_listed")
    return Row(
        list_id,
        entry.authority,
        days[-1].name,
        parsed.format_name,
        f"{listed.height:,}",
        f"{listed['names'].list.len().sum():,}",
        _percent(listed["listed_on"].count(), listed.height),
        _resolved(parsed),
        str(sum(parsed.report.drift.values())),
        str(len(parsed.report.unread)),
        f"{seconds:.2f}",
        f"{peak:.0f}",
    )


def _resolved(parsed: ParsedList) -> str:
    listed = parsed.records.filter("is_listed")
    stated = pl.concat([_country_texts(listed, *country_field) for country_field in COUNTRY_FIELDS])
    codes = country_codes(stated["text"].unique())
    named = [(text, code) for text, code in stated.iter_rows() if not is_no_country(text)]
    known = sum(code is not None or codes[text] is not None for text, code in named)
    return _percent(known, len(named)) if named else "states none"


COUNTRY_FIELDS = (
    ("countries", "text"), ("birth_places", "country"), ("addresses", "country"), ("identifiers", "issuer"),
)  # fmt: skip


def _country_texts(listed: pl.DataFrame, column: str, field: str) -> pl.DataFrame:
    stated = listed.select(column).explode(column).drop_nulls(column).unnest(column).rename({field: "country text"})
    code = pl.col("code") if "code" in stated.columns else pl.lit(None, pl.String)
    return stated.select(text="country text", code=code).drop_nulls("text")


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _markdown(rows: list[list[str]]) -> Iterator[str]:
    header, *body = rows
    for row in (header, ["---"] * len(header), *body):
        yield f"| {' | '.join(row)} |"


if __name__ == "__main__":
    main()
