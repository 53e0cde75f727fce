"""Verdicts a second of CPU, on the whole history of a published file, and how that grows with the number of claims.

Claims are made from the record itself, from a fixed seed: counts true and false, named targets, running totals, plans,
claims with only a country, on days that have an act and on days that have none. Names are asked once each.

    python bench/verdicts.py data/sanctions.duckdb [--claims 1000 10000] [--replay 200]
"""

import argparse
import random
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import process_time

import duckdb

from pipelines.claims.claim import Claim
from pipelines.matching.name_index import NameIndex
from pipelines.verdicts.designation import Designation
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.replay import Asked, standings
from pipelines.verdicts.targets import TargetLinker

SEED = 20220224
UNITS = ("individuals", "entities", "individuals_and_entities", "parties")
QUALIFIERS = ("exact", "exact", "exact", "at_least", "more_than", "approx")


def main() -> None:
    """Read the record, judge, and print one line a measurement."""
    asked = _arguments()
    started = process_time()
    with duckdb.connect(str(asked.published), read_only=True) as con:
        record = OfficialRecord.from_duckdb(con)
        types = con.table("designation").select("designation_id", "party_type").pl()
        names = con.table("designation_name").pl().join(types, on="designation_id")
    print(f"record: {len(record.designations):,} designations read in {process_time() - started:.1f} s")
    started = process_time()
    index = NameIndex(names)
    print(f"index: {len(index):,} names in {process_time() - started:.1f} s")
    for number in asked.claims:
        _judge_all(list(_claims(record, number)), record, TargetLinker(record, index))
    _replay_all(list(_claims(record, asked.replay)), record, TargetLinker(record, index))
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("published", type=Path, help="a published DuckDB file")
    parser.add_argument("--claims", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--replay", type=int, default=200, help="claims whose history is replayed")
    found = parser.parse_args()
    if not found.published.is_file():
        sys.exit(f"{found.published}: no such file; `sanctions refresh` publishes one")
    return found


def _judge_all(claims: list[tuple[Claim, date]], record: OfficialRecord, linker: TargetLinker) -> None:
    started = process_time()
    verdicts = Counter(judge(claim, day, record, linker).verdict for claim, day in claims)
    seconds = process_time() - started
    split = ", ".join(f"{number:,} {verdict}" for verdict, number in verdicts.most_common())
    print(f"{len(claims):,} claims: {len(claims) / seconds:,.0f} verdicts a second of CPU ({split})")


def _replay_all(claims: list[tuple[Claim, date]], record: OfficialRecord, linker: TargetLinker) -> None:
    asked = [Asked(str(number), claim, day) for number, (claim, day) in enumerate(claims)]
    started = process_time()
    rows = sum(map(len, standings(asked, record, linker).values()))
    seconds = process_time() - started
    took = f"{seconds:.1f} s of CPU"
    print(f"{len(claims):,} claims replayed over their publication days in {took}: {rows:,} rows of history")


def _claims(record: OfficialRecord, number: int) -> Iterator[tuple[Claim, date]]:
    """As many claims about designations of the record, each a day or more after one of them was listed."""
    chance = random.Random(SEED)
    listed = [designation for designation in record.designations.values() if designation.listed_on is not None]
    for _ in range(number):
        one = chance.choice(listed)
        yield _claim(one, chance), one.latest + timedelta(days=chance.randrange(4))


def _claim(one: Designation, chance: random.Random) -> Claim:
    kind = chance.choice(("count", "count", "named", "total", "plan", "country"))
    day = one.latest - timedelta(days=chance.choice((0, 0, 0, 1, 7)))
    country = one.ties[0].country if one.ties else None
    count = chance.randrange(1, 60) if kind in ("count", "total") else None
    return Claim(
        quote="were sanctioned",
        start=0,
        end=15,
        authority=one.authority,
        status="planned" if kind == "plan" else "imposed",
        count=count,
        count_qualifier=chance.choice(QUALIFIERS) if count else None,  # type: ignore[arg-type]  # one of its words
        count_scope="cumulative" if kind == "total" else "action",
        unit=chance.choice(UNITS) if count else None,  # type: ignore[arg-type]  # one of its words
        target_country=country,
        named_targets=(one.primary_name,) if kind == "named" else (),
        event_on=None if kind in ("plan", "total") else day,
    )


if __name__ == "__main__":
    main()
