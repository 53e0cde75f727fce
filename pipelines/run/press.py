"""The steps of the press: articles and their claims, where they came from, and the verdicts on them.

Here: which tables each step makes from what. Not here: asking for feeds, pages or days of GDELT (see sources), how
claims are found (see pipelines.claims), or the rules of judging (see pipelines.verdicts).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from pipelines.archive.contents import digest
from pipelines.articles.acquisition import feed_reports, state_of_sources
from pipelines.articles.fetching import page_requests
from pipelines.articles.files import article_files, raw_articles
from pipelines.articles.leads import held_days
from pipelines.claims.claim import Claim
from pipelines.claims.collection import Collection
from pipelines.claims.corrections import (
    MISREAD,
    applied,
    article_date,
    corrected,
    correction_table,
    read_corrections,
)
from pipelines.claims.finder import Finder
from pipelines.claims.tables import feed_rows, lead_tables, page_rows
from pipelines.events.ids import read_event_ids, write_event_ids
from pipelines.events.tables import READS as EVENT_READS
from pipelines.events.tables import event_frames
from pipelines.matching.name_index import NameIndex
from pipelines.run.layout import HeldBack, Made
from pipelines.run.settings import BUNDLED_EXAMPLE, Run
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.event_verdicts import event_verdicts
from pipelines.verdicts.judging import PROGRAM_FAULT
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.record_tables import TABLES as RECORD_TABLES
from pipelines.verdicts.replay import Asked, history_frame, verdict_on
from pipelines.verdicts.tables import Judged, verdict_frames
from pipelines.verdicts.targets import TargetLinker
from pipelines.warehouse.tables import Tables

REPORT_IT = "Everything else is published; report this fault with the article, and it is tried again every night."


def state_of_feeds(run: Run) -> str:
    """A digest of what is kept of feeds, pages and days of GDELT."""
    return state_of_sources(run.home)


def make_feed_tables(run: Run, _tables: Tables) -> Made:
    """How the last visit to each feed and page ended."""
    return Made({"news_feed": feed_rows(feed_reports(run.home)), "news_page": page_rows(page_requests(run.home))})


def make_lead_tables(run: Run, _tables: Tables) -> Made:
    """What the files of GDELT say that may be read."""
    return Made(lead_tables(held_days(run.home)))


def finder_of(run: Run) -> Finder:
    """What finds the claims of a home's articles; its `complaint` says why a model that is configured is not used."""
    return Finder(run.settings.endpoint, run.home.archive / "endpoint")


def collection_of(run: Run) -> Collection:
    """The articles of the home, as they lie there now."""
    files = article_files(BUNDLED_EXAMPLE / "articles" if run.is_example else run.home.articles)
    return Collection(
        run.home.tables / "readings", finder_of(run), (article for path in files for article in raw_articles(path))
    )


def state_of_articles(run: Run) -> str:
    """A digest of the articles of the home, and of what finds their claims."""
    return collection_of(run).state


def make_article_tables(run: Run, _tables: Tables) -> Made:
    """Articles and their claims. They are made again as long as an article waits for a model that gave no answer."""
    collected = collection_of(run).collected(run.edition)
    faults = [HeldBack(item.article_id, f"{item.source} {item.reason} {REPORT_IT}") for item in collected.faults]
    return Made(collected.tables, is_final=collected.is_whole, held_back=faults)


VERDICT_READS = ("claim", *RECORD_TABLES)


def state_of_corrections(run: Run) -> str:
    """What people corrected of claims."""
    path = run.home.corrections
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def make_verdicts(run: Run, tables: Tables) -> Made:
    """The verdict on every claim, by the record as it is and as it was when the article came."""
    rows = tables["claim"]
    corrections = correction_table(read_corrections(run.home.corrections), rows)
    if rows.is_empty():
        return Made({"claim_correction": corrections})
    record = OfficialRecord.from_frames({name: tables[name] for name in RECORD_TABLES})
    linker = linker_of(record, tables["designation_name"], tables["designation"])
    values = dict(applied(corrections))
    claims = asked_of(rows, values, run.edition)
    misread = {claim_id: _misread(corrections, claim_id) for claim_id, fields in values.items() if MISREAD in fields}
    verdicts = {asked.claim_id: misread.get(asked.claim_id) or verdict_on(asked, record, linker) for asked in claims}
    faults = {claim_id: one.explanation for claim_id, one in verdicts.items() if PROGRAM_FAULT in one.reasons}
    judged = [Judged(asked.claim_id, verdicts[asked.claim_id], asked.origin, asked.claim.strength) for asked in claims]
    replayed = [asked for asked in claims if asked.claim_id not in misread and asked.claim_id not in faults]
    history = history_frame(replayed, record, linker)
    return Made(
        {**verdict_frames(judged, record), "verdict_history": history, "claim_correction": corrections},
        held_back=[HeldBack(claim_id, f"{explanation} {REPORT_IT}") for claim_id, explanation in faults.items()],
    )


def state_of_event_ids(run: Run) -> str:
    """A digest of the ids under which events were published."""
    path = run.home.event_ids
    return digest(path.read_bytes()) if path.is_file() else ""


def make_events(run: Run, tables: Tables) -> Made:
    """Claims of one act brought together; an event keeps the id under which it was published before."""
    known = read_event_ids(run.home.event_ids)
    made = event_frames({name: tables[name] for name in EVENT_READS}, known)
    write_event_ids(run.home.event_ids, made["event_claim"])
    verdicts = event_verdicts(made["event_claim"], tables["claim"], tables["verdict"], made["event"])
    return Made({**made, "event_verdict": verdicts})


def asked_of(rows: pl.DataFrame, values: Mapping[str, Mapping[str, str | None]], origin: str) -> list[Asked]:
    """The rows of table `claim` as the questions that are judged, with the values that people corrected.

    Each has the other claims of its article, which may date it; those marked as misread are none.
    """
    asked = [(row["article_id"], _asked(row, values.get(row["claim_id"], {}), origin)) for row in rows.to_dicts()]
    of_article: dict[str, list[Claim]] = defaultdict(list)
    for article_id, question in asked:
        if MISREAD not in values.get(question.claim_id, {}):
            of_article[article_id].append(question.claim)
    return [replace(question, article_claims=tuple(of_article[article_id])) for article_id, question in asked]


def _asked(row: Mapping[str, Any], values: Mapping[str, str | None], origin: str) -> Asked:
    day = article_date(values, row["article_date"])
    return Asked(row["claim_id"], corrected(claim_of(row), values), day, origin)


def _misread(corrections: pl.DataFrame, claim_id: str) -> Verdict:
    """The verdict on a claim that a person marked as misread: none is given."""
    row = corrections.filter(claim_id=claim_id, field=MISREAD, state="applied").row(0, named=True)
    sentence = f"{row['corrected_by']} marked this claim as misread on {row['corrected_on']}: {row['reason']}"
    return Verdict("unverifiable", (MISREAD,), f"Unverifiable: {sentence.rstrip('.')}. It is not judged.")


def claim_of(row: Mapping[str, object]) -> Claim:
    """A row of table `claim` as the claim it was made from."""
    renamed = {
        "start": row["quote_start"], "end": row["quote_end"], "event_on": row["event_date"],
        "named_targets": tuple(row["named_targets"] or ()), "rules": tuple(row["evidence"] or ()),  # type: ignore[arg-type]
    }  # fmt: skip
    same = (
        "quote", "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text",
        "count_scope", "unit", "target_country", "event_from", "event_to", "attributed_to",
    )  # fmt: skip
    return Claim(**renamed, **{name: row[name] for name in same})  # type: ignore[arg-type]  # a row that claim_rows made


def linker_of(record: OfficialRecord, names: pl.DataFrame, designations: pl.DataFrame) -> TargetLinker:
    """What links names in the press to designations of the record."""
    noticed = record.noticed_names()
    with_type = names.join(designations.select("designation_id", "party_type"), on="designation_id")
    return TargetLinker(record, NameIndex(pl.concat([with_type.select(noticed.columns), noticed])))
