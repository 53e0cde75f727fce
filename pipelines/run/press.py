"""The steps of the press: articles and their claims, where they came from, and the verdicts on them.

Here: the functions of these steps, with the tables that they read and make. Not here: fetching feeds, pages or days of
GDELT (see sources), how claims are found (see pipelines.claims), or the rules of judging (see pipelines.verdicts).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
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
from pipelines.matching.name_index import NameIndex, kept_index
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
    """A digest of the stored feeds, pages and days of GDELT."""
    return state_of_sources(run.home)


def make_feed_tables(run: Run, _tables: Tables) -> Made:
    """Make the tables with the results of the last visits to feeds and pages."""
    return Made({"news_feed": feed_rows(feed_reports(run.home)), "news_page": page_rows(page_requests(run.home))})


def make_lead_tables(run: Run, _tables: Tables) -> Made:
    """Make the tables of articles and events named in the files of GDELT."""
    return Made(lead_tables(held_days(run.home)))


def finder_of(run: Run) -> Finder:
    """The finder of claims for the articles of the home; `complaint` says why a configured model is not used."""
    return Finder(run.settings.endpoint, run.home.archive / "endpoint")


def collection_of(run: Run) -> Collection:
    """The articles that are now in the home."""
    files = article_files(BUNDLED_EXAMPLE / "articles" if run.is_example else run.home.articles)
    articles = (article for path in files for article in raw_articles(path))
    return Collection(run.home.tables / "readings", finder_of(run), articles, run.executor)


def state_of_articles(run: Run) -> str:
    """A digest of the articles of the home, and of the finder of claims."""
    return collection_of(run).state


def make_article_tables(run: Run, _tables: Tables) -> Made:
    """Make the tables of articles and claims; again in every run while an article waits for the answer of a model."""
    collected = collection_of(run).collected(run.edition)
    faults = [HeldBack(item.article_id, f"{item.source} {item.reason} {REPORT_IT}") for item in collected.faults]
    return Made(collected.tables, is_final=collected.is_whole, held_back=faults)


VERDICT_READS = ("claim", *RECORD_TABLES)


def state_of_corrections(run: Run) -> str:
    """The text of corrections.csv: people's corrections of claims."""
    path = run.home.corrections
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def make_verdicts(run: Run, tables: Tables) -> Made:
    """Make the tables of verdicts on all claims, by the record of today and of the article's day."""
    rows = tables["claim"]
    corrections = correction_table(read_corrections(run.home.corrections), rows)
    if rows.is_empty():
        return Made({"claim_correction": corrections})
    record = OfficialRecord.from_frames({name: tables[name] for name in RECORD_TABLES})
    linker = linker_of(record, tables["designation_name"], tables["designation"], run.home.linker_index)
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
    """A digest of the ids of published events."""
    path = run.home.event_ids
    return digest(path.read_bytes()) if path.is_file() else ""


def make_events(run: Run, tables: Tables) -> Made:
    """Make the tables of events, which group claims about the same act; an event keeps its published id."""
    known = read_event_ids(run.home.event_ids)
    made = event_frames({name: tables[name] for name in EVENT_READS}, known)
    write_event_ids(run.home.event_ids, made["event_claim"])
    verdicts = event_verdicts(made["event_claim"], tables["claim"], tables["verdict"], made["event"])
    return Made({**made, "event_verdict": verdicts})


def asked_of(rows: pl.DataFrame, values: Mapping[str, Mapping[str, str | None]], origin: str) -> list[Asked]:
    """The rows of table `claim` in the form that is judged, with corrected values.

    The other claims of the same article are added, because they may give the date; misread claims are left out there.
    """
    asked = [(row["article_id"], _asked(row, values.get(row["claim_id"], {}), origin)) for row in rows.to_dicts()]
    of_article: dict[str, list[Claim]] = defaultdict(list)
    for article_id, question in asked:
        if MISREAD not in values.get(question.claim_id, {}):
            of_article[article_id].append(question.claim)
    return [replace(question, article_claims=tuple(of_article[article_id])) for article_id, question in asked]


def _asked(row: Mapping[str, Any], values: Mapping[str, str | None], origin: str) -> Asked:
    """One row of table `claim` with corrected values, in the form that is judged."""
    day = article_date(values, row["article_date"])
    return Asked(row["claim_id"], corrected(claim_of(row), values), day, origin)


def _misread(corrections: pl.DataFrame, claim_id: str) -> Verdict:
    """The verdict on a claim that a person marked as misread: it is not judged."""
    row = corrections.filter(claim_id=claim_id, field=MISREAD, state="applied").row(0, named=True)
    sentence = f"{row['corrected_by']} marked this claim as misread on {row['corrected_on']}: {row['reason']}"
    return Verdict("unverifiable", (MISREAD,), f"Unverifiable: {sentence.rstrip('.')}. It is not judged.")


def claim_of(row: Mapping[str, object]) -> Claim:
    """The claim that a row of table `claim` was made from."""
    renamed = {
        "start": row["quote_start"], "end": row["quote_end"], "event_on": row["event_date"],
        "named_targets": tuple(row["named_targets"] or ()), "rules": tuple(row["evidence"] or ()),  # type: ignore[arg-type]
    }  # fmt: skip
    same = (
        "quote", "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text",
        "count_scope", "unit", "target_country", "event_from", "event_to", "attributed_to",
    )  # fmt: skip
    return Claim(**renamed, **{name: row[name] for name in same})  # type: ignore[arg-type]  # a row that claim_rows made


def linker_of(
    record: OfficialRecord, names: pl.DataFrame, designations: pl.DataFrame, kept_in: Path | None = None
) -> TargetLinker:
    """The linker of names in articles to designations of the record.

    Args:
        kept_in: the file that keeps the index of the names; it is used again while the names are the same.
    """
    noticed = record.noticed_names()
    with_type = names.join(designations.select("designation_id", "party_type"), on="designation_id")
    searched = pl.concat([with_type.select(noticed.columns), noticed])
    return TargetLinker(record, kept_index(searched, kept_in) if kept_in else NameIndex(searched))
