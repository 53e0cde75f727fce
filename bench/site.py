"""How long the pages take, how much memory and room, and how that grows.

    python bench/site.py                            made-up records of 10,000 and 100,000 designations
    python bench/site.py --warehouse FILE.duckdb    a published file

Each build runs in a process of its own, so that its peak memory is its own: once from nothing, once again with nothing
changed. Prints seconds, CPU seconds, MiB, files and bytes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl

from pipelines.publish.site.build import build_site
from pipelines.warehouse.publication import publish
from pipelines.warehouse.schema import table_schemas
from pipelines.warehouse.tables import parts_in, write_tables

Row = dict[str, object]
Tables = dict[str, list[Row]]

SIZES = ((10_000, 1_000), (100_000, 10_000))
LISTS = ("toy_a", "toy_b", "toy_c", "toy_d", "toy_e")
A_SUBJECT = 2.2
"""Designations of a subject, as in the real lists."""
FIRST, LAST = date(2010, 1, 1), date(2026, 11, 22)
GIVEN = ["Viktor", "Aliaksandr", "Ivan", "Maria", "Ali", "Hassan", "Kim", "Olga", "Dmitry", "Chen", "José", "Fatima"]
SYLLABLES = ["ka", "lu", "mi", "ren", "sho", "va", "tor", "bel", "gra", "nin", "zho", "pet", "ura", "lem", "dov", "ski"]
CYRILLIC = str.maketrans("abdegiklmnoprstuvz", "абдегиклмнопрстувз")


def made_up(designations: int, claims: int) -> Tables:
    """Tables with parties and claims of about the size that the real ones have."""
    chance = random.Random(1)
    tables: Tables = {name: [] for name in table_schemas()}
    _add_lists(tables)
    names: list[str] = []
    for number in range(designations):
        subject = int(number / A_SUBJECT)
        if subject == len(names):
            names.append(f"{chance.choice(GIVEN)} {''.join(chance.choices(SYLLABLES, k=3)).title()}")
            names[-1] += f" {''.join(chance.choices(SYLLABLES, k=2)).title()}"
            _add_subject(tables, subject, names[-1])
        _add_designation(tables, chance, number, subject, names[subject])
    for number in range(claims):
        _add_claim(tables, chance, number)
    last = datetime.combine(LAST, datetime.min.time())
    tables["release"] = [{"edition": "live", "latest_retrieval": last, "designations": designations, "claims": claims}]
    return tables


def _add_lists(tables: Tables) -> None:
    for list_id in LISTS:
        digest = sha256(list_id.encode()).hexdigest()
        moment = datetime.combine(LAST, datetime.min.time())
        tables["official_list"].append({
            "list_id": list_id, "authority": list_id[-1].upper() * 2, "issuing_body": "A ministry", "title": list_id,
            "home_page": "https://example.org", "licence": "free", "time_zone": "UTC", "verified": True,
            "cadence_days": 10,
        })  # fmt: skip
        tables["list_status"].append({
            "list_id": list_id, "authority": list_id[-1].upper() * 2, "snapshots": 1, "first_held_on": FIRST,
            "published_on": LAST, "state": "current", "sha256": digest, "retrieved_at": moment,
            "last_checked_at": moment,
        })  # fmt: skip
        tables["snapshot"].append({
            "snapshot_id": list_id, "list_id": list_id, "sha256": digest, "published_on": LAST, "seen_at": moment,
            "published_on_basis": "official", "retrieved_at": moment, "last_checked_at": moment, "origin": "live",
            "source_url": f"https://example.org/{list_id}.xml", "bytes": 1, "state": "used", "parties": 1,
        })  # fmt: skip


def _add_subject(tables: Tables, subject: int, name: str) -> None:
    tables["subject"].append({
        "subject_id": f"s-{subject:012x}", "party_type": "individual", "primary_name": name, "designations": 2,
        "lists": 2, "authorities": ["AA", "BB"],
    })  # fmt: skip


def _add_designation(tables: Tables, chance: random.Random, number: int, subject: int, name: str) -> None:
    list_id = LISTS[number % len(LISTS)]
    designation_id, digest = f"{list_id}:{number}", sha256(list_id.encode()).hexdigest()
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    seen: Row = {"designation_id": designation_id, "first_seen_on": FIRST, "last_seen_on": LAST, "is_current": True}
    programmes = [f"PROGRAMME-{chance.randrange(60)}"]
    tables["designation"].append({
        "designation_id": designation_id, "list_id": list_id, "authority": list_id[-1].upper() * 2,
        "native_id": str(number), "party_type": "individual", "primary_name": name, "programmes": programmes,
        "legal_basis": ["An act"], "measures": ["Asset freeze"], "listed_on": day, "listed_on_basis": "official",
        "listed_by": day, "first_seen_on": FIRST, "last_seen_on": LAST, "first_seen_sha256": digest,
        "last_seen_sha256": digest, "record_id": "r", "remarks": "DOB 1 Aug 1971; nationality somewhere. " * 3,
        "not_understood": [], "origin": "live", "source_url": "https://example.org/list.xml",
    })  # fmt: skip
    tables["subject_designation"].append({"designation_id": designation_id, "subject_id": f"s-{subject:012x}"})
    tables["designation_version"].append({
        "designation_id": designation_id, "version": 1, "record_id": "r", "primary_name": name, "sha256": digest,
        "party_type": "individual", "programmes": programmes, "first_seen_on": FIRST, "last_seen_on": LAST,
        "format": "f",
    })  # fmt: skip
    for kind, text, script in (
        ("name", name, "Latn"),
        ("aka", name + " jr", "Latn"),
        ("spelling", name.lower(), "Cyrl"),
    ):
        written = text.translate(CYRILLIC) if script == "Cyrl" else text
        quality = "primary" if kind == "name" else "strong"
        tables["designation_name"].append(
            seen | {"name": written, "name_latin": text.lower(), "quality": quality, "kind": kind, "script": script}
        )
    tables["designation_birth"].append(
        seen | {"text": "1 Aug 1971", "earliest": date(1971, 8, 1), "latest": date(1971, 8, 1), "approximate": False}
    )
    for link in ("nationality", "birth"):
        tables["designation_country"].append(seen | {"link": link, "country": "BY", "text": "Belarus"})
    for kind in ("passport", "national_id"):
        value = f"{kind[:2].upper()}{number:07}"
        tables["designation_identifier"].append(
            seen | {"kind": kind, "value": value, "value_normalised": value, "label": kind}
        )
    tables["designation_feature"].append(seen | {"kind": "position", "value": "Minister of something"})


def _add_claim(tables: Tables, chance: random.Random, number: int) -> None:
    claim_id, article_id = f"a{number // 4}:{number}", f"a{number // 4}"
    day = FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))
    if number % 4 == 0:
        tables["article"].append({
            "article_id": article_id, "published_on": day, "date_basis": "stated", "sha256": "ab" * 32,
            "characters": 3_000, "state": "read", "origin": "live", "outlet": f"Paper {number % 40}",
        })  # fmt: skip
    tables["claim"].append({
        "claim_id": claim_id, "article_id": article_id, "quote": f"The ministry put {number} people on its list",
        "quote_start": 10, "quote_end": 60, "authority": "AA", "status": "imposed", "action": "impose",
        "measure": "listing", "strength": "asserted", "count": 10, "named_targets": [], "evidence": [],
        "article_date": day,
    })  # fmt: skip
    verdict = chance.choice(["confirmed", "partly_confirmed", "contradicted", "pending", "unverifiable"])
    said: Row = {"claim_id": claim_id, "verdict": verdict, "found": 10, "reasons": ["count_agrees"], "origin": "live"}
    said["explanation"] = "The ministry listed 10 parties on that day."
    tables["verdict"].append(said | {"claimed": 10, "residual": 0, "alternatives": []})
    tables["verdict_history"].append(said | {"held_on": day})
    for each in chance.sample(range(len(tables["designation"])), 10):
        cited = tables["designation"][each]
        kept = ("designation_id", "list_id", "native_id", "party_type", "primary_name", "programmes", "listed_on")
        tables["verdict_evidence"].append(
            {name: cited[name] for name in kept}
            | {"claim_id": claim_id, "role": "counted", "listed_on_basis": "official", "published_on": LAST}
            | {"sha256": cited["first_seen_sha256"], "source_url": cited["source_url"]}
        )


def published(designations: int, claims: int, folder: Path) -> Path:
    """A published file with made-up tables."""
    tables = made_up(designations, claims)
    frames = {name: pl.DataFrame(rows, schema=table_schemas()[name]) for name, rows in tables.items() if rows}
    write_tables(frames, folder / "tables")
    publish(parts_in([folder / "tables"]), folder / "sanctions.duckdb", example=False)
    return folder / "sanctions.duckdb"


def measure(warehouse: Path, site: Path) -> None:
    """Build once, and print what it took as JSON."""
    start = time.perf_counter()
    built = build_site(warehouse, site)
    took = {
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_seconds": round(time.process_time(), 1),
        "peak_mib": peak_mib(),
        "files": built.files,
        "written": built.written,
    }
    print(json.dumps(took))


def peak_mib() -> int:
    """The most memory that this process held. What getrusage says begins with what the parent held at the fork."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    [line] = [each for each in status.read_text(encoding="ascii").splitlines() if each.startswith("VmHWM:")]
    return int(line.split()[1]) // 1024


def report(title: str, warehouse: Path, site: Path) -> None:
    """Build twice, each time in a process of its own, and say what it took."""
    for again in ("first", "again"):
        command = [sys.executable, __file__, "--measure", str(warehouse), str(site)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        took = json.loads(done.stdout)
        size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
        print(
            f"{title:>28} {again:>6}: {took['seconds']:6.1f} s, {took['cpu_seconds']:6.1f} s CPU, "
            f"{took['peak_mib']:4} MiB, {took['files']:,} files of {size / 1e6:,.0f} MB, {took['written']:,} written",
            flush=True,
        )


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--warehouse", type=Path)
    asked.add_argument("--measure", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = asked.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    with tempfile.TemporaryDirectory() as place:
        if options.warehouse:
            report(options.warehouse.name, options.warehouse, Path(place) / "site")
            return
        for designations, claims in SIZES:
            folder = Path(place) / str(designations)
            report(f"{designations:,} / {claims:,} claims", published(designations, claims, folder), folder / "site")


if __name__ == "__main__":
    main()
