"""Published files for the tests of pages: the example, and one made of the worst that a list or an article can hold."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.archive.home import Home
from pipelines.publish.site.build import build_site
from pipelines.warehouse.publication import publish
from pipelines.warehouse.schema import empty
from pipelines.warehouse.tables import parts_in, write_tables

SCRIPT = "<script>document.title='stolen'</script>"
LONG = "Ы" * 10_000
RIGHT_TO_LEFT = "\u202egnp.exe\u202c"
OUTSIDE = "../../../../outside"
FORMULA = "=cmd|' /C calc'!A0"
QUOTE = f"]]> </script>{SCRIPT} 24 people & “others”"
SHA = "ab" * 32
DAY, LATER = date(2022, 2, 24), date(2022, 3, 1)
REFRESHED = datetime.fromisoformat("2022-03-01T02:00:00")

LIST = {
    "list_id": "toy", "authority": "US", "entry_kind": "designation",
    "issuing_body": f"Body {SCRIPT}", "title": f"List {SCRIPT}",
    "home_page": "javascript:alert(1)", "licence": "l", "time_zone": "UTC", "verified": True, "cadence_days": 10,
    "closed_on": None,
}  # fmt: skip
STATUS = {
    "list_id": "toy", "authority": "US", "origin": "live", "published_on": LATER, "snapshots": 2, "first_held_on": DAY,
    "retrieved_at": REFRESHED, "last_checked_at": REFRESHED, "sha256": SHA, "parties": 5,
    "source_url": "https://example.org/list.xml?a=1&b=2", "state": "stale", "reason": f"answered 503 {SCRIPT}",
}  # fmt: skip


def snapshot(day: date, sha256: str, added: int | None) -> dict[str, object]:
    moment = datetime.combine(day, datetime.min.time())
    return {
        "snapshot_id": f"toy@{day}", "list_id": "toy", "sha256": sha256, "published_on": day, "seen_at": moment,
        "published_on_basis": "official", "retrieved_at": moment, "last_checked_at": moment, "origin": "live",
        "source_url": "javascript:alert(2)", "bytes": 10, "format": "f", "parties": 5, "added": added, "removed": 0,
        "not_understood": 0, "state": "used",
    }  # fmt: skip


def designation(native_id: str, name: str) -> dict[str, object]:
    return {
        "designation_id": f"toy:{native_id}", "list_id": "toy", "authority": "US", "native_id": native_id,
        "entry_kind": "designation", "party_type": "individual",
        "primary_name": name, "programmes": [SCRIPT], "legal_basis": [], "measures": [],
        "listed_on": DAY, "listed_on_basis": "official", "listed_by": DAY, "first_seen_on": DAY, "last_seen_on": LATER,
        "first_seen_sha256": SHA, "last_seen_sha256": SHA, "record_id": "r", "remarks": FORMULA, "not_understood": [],
        "origin": "live", "source_url": "javascript:alert(3)",
    }  # fmt: skip


PARTIES = [
    designation(OUTSIDE, SCRIPT),
    designation("a\\..\\b", LONG),
    designation("A1", RIGHT_TO_LEFT),
    designation("a1", '" onmouseover="alert(4)'),
    designation("con", FORMULA),
]
CLAIM = {
    "claim_id": f"{OUTSIDE}:0-10:{SCRIPT}", "article_id": OUTSIDE, "quote": QUOTE, "quote_start": 0, "quote_end": 10,
    "authority": "US", "status": "imposed", "action": "impose", "measure": "listing", "strength": "asserted",
    "count": 24, "named_targets": [SCRIPT], "evidence": [], "article_date": DAY, "attributed_to": FORMULA,
}  # fmt: skip


def frames() -> dict[str, list[dict[str, object]]]:
    """Rows of every table that the hostile file has."""
    claim_id = CLAIM["claim_id"]
    cited = {name: PARTIES[0][name] for name in empty("verdict_evidence").columns if name in PARTIES[0]}
    return {
        "release": [{"edition": "live", "latest_retrieval": REFRESHED, "designations": 5, "claims": 1}],
        "official_list": [LIST],
        "list_status": [STATUS],
        "snapshot": [snapshot(DAY, SHA, None), snapshot(LATER, "cd" * 32, 1)],
        "refusal": [{"list_id": "toy", "refused_at": REFRESHED, "reason": SCRIPT}],
        "drift": [{"list_id": "toy", "sha256": SHA, "format": "f", "place": SCRIPT, "what": SCRIPT, "occurrences": 1}],
        "designation": PARTIES,
        "designation_version": [
            {"designation_id": party["designation_id"], "version": 1, "record_id": "r", "format": "f", "sha256": SHA,
             "primary_name": party["primary_name"], "party_type": "individual", "programmes": [SCRIPT],
             "first_seen_on": DAY, "last_seen_on": LATER}
            for party in PARTIES
        ],
        "designation_name": [
            {"designation_id": party["designation_id"], "name": party["primary_name"],
             "name_latin": "x", "kind": "name",
             "quality": "primary", "first_seen_on": DAY, "last_seen_on": LATER, "is_current": True}
            for party in PARTIES
        ],
        "change": [
            {"list_id": "toy", "authority": "US", "designation_id": PARTIES[0]["designation_id"], "native_id": OUTSIDE,
             "party_type": "individual", "primary_name": SCRIPT, "programmes": [SCRIPT], "changed_on": LATER,
             "change_basis": "observed", "change_kind": "renamed", "old_value": FORMULA, "new_value": SCRIPT,
             "sha256": "cd" * 32}
        ],
        "article": [{"article_id": OUTSIDE, "published_on": DAY, "date_basis": "stated", "title": SCRIPT,
                     "url": "javascript:alert(5)", "outlet": FORMULA, "sha256": SHA, "characters": 100, "state": "read",
                     "origin": "live"}],
        "claim": [CLAIM],
        "claim_passage": [{"claim_id": claim_id, "passage": f"{QUOTE} {SCRIPT}", "passage_start": 0,
                           "passage_end": len(QUOTE) + len(SCRIPT) + 1, "kind": "headline", "is_cut": True}],
        "claim_target": [{"claim_id": claim_id, "name": SCRIPT}],
        "verdict": [{"claim_id": claim_id, "verdict": "contradicted", "claimed": 24, "found": 1, "residual": 23,
                     "individuals": 1, "reasons": [SCRIPT], "explanation": QUOTE, "alternatives": [SCRIPT],
                     "asserted": SCRIPT, "readings": [{"words": SCRIPT, "fit": "differs", "found": 1}],
                     "coverage": [FORMULA], "would_decide": [SCRIPT], "strength": "asserted", "origin": "live"}],
        "verdict_evidence": [cited | {"claim_id": claim_id, "role": "counted", "sha256": SHA, "published_on": DAY}],
        "statement": [{"statement_id": "s", "article_id": OUTSIDE, "speaker": SCRIPT, "office": FORMULA, "verb": SCRIPT,
                       "words": QUOTE, "words_start": 0, "words_end": 10, "is_quoted": False, "article_date": DAY}],
        "statement_claim": [{"claim_id": claim_id, "statement_id": "s"}],
        "event": [{"event_id": OUTSIDE, "authority": "US", "action": "impose", "measure": "listing",
                   "status": "imposed", "named_targets": [SCRIPT], "told_from": DAY, "told_to": DAY,
                   "figures": [SCRIPT], "claims": 1, "articles": 1, "outlets": [SCRIPT], "first_reported_on": DAY,
                   "last_reported_on": DAY, "merged_from": [SCRIPT], "origin": "live"}],
        "event_claim": [{"claim_id": claim_id, "event_id": OUTSIDE, "score": 0.0, "reasons": [SCRIPT]}],
        "event_action": [{"event_id": OUTSIDE, "list_id": "toy", "acted_on": DAY, "role": "act", "parties": 1,
                          "programmes": [SCRIPT], "designation_ids": [PARTIES[0]["designation_id"]], "claims": 1}],
        "event_verdict": [{"event_id": OUTSIDE, "verdict": "disputed", "confirmed": 1, "partly_confirmed": 0,
                           "contradicted": 1, "pending": 0, "out_of_scope": 0, "unverifiable": 0,
                           "headline": SCRIPT, "explanation": QUOTE}],
        "verdict_history": [{"claim_id": claim_id, "held_on": DAY, "verdict": "contradicted", "reasons": [SCRIPT],
                             "explanation": QUOTE, "origin": "live"}],
    }  # fmt: skip


def published(folder: Path, tables: Mapping[str, list[dict[str, object]]], *, example: bool = False) -> Path:
    """A published file with these rows."""
    made = {name: pl.DataFrame(rows, schema=empty(name).schema) for name, rows in tables.items()}
    write_tables(made, folder / "tables")
    publish(parts_in([folder / "tables"]), folder / "sanctions.duckdb", example=example)
    return folder / "sanctions.duckdb"


@pytest.fixture(scope="session")
def hostile_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(tmp_path_factory.mktemp("hostile"), frames())


@pytest.fixture(scope="session")
def hostile_site(hostile_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sites") / "deep" / "hostile"
    build_site(hostile_file, folder)
    return folder


@pytest.fixture(scope="session")
def example_site(example_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example_site")
    build_site(example_home.warehouse, folder)
    return folder
