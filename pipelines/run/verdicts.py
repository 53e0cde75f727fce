"""The step that judges the claims of the home.

Here: from the tables of the home to those of verdicts. Not here: articles that are no part of the home (see asking), or
the rules of judging (see pipelines.verdicts).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.claims.claim import Claim
from pipelines.claims.corrections import (
    MISREAD,
    applied,
    article_date,
    corrected,
    correction_table,
    read_corrections,
)
from pipelines.matching.name_index import NameIndex
from pipelines.run.example import origin_of
from pipelines.run.layout import parts, replace_tables
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.record_tables import TABLES as RECORD_TABLES
from pipelines.verdicts.replay import Asked, history_frame
from pipelines.verdicts.tables import Judged, verdict_frames
from pipelines.verdicts.targets import TargetLinker
from pipelines.warehouse.tables import read_table


def update_verdicts(home: Home, archive: Archive) -> Path:
    """Judge every claim of the home by the tables of the home, as they are and as they were when the article came."""
    now = parts(home)
    if read_table("claim", now).is_empty():
        corrections = correction_table(read_corrections(home.corrections), read_table("claim", now))
        return replace_tables(home, "verdicts", {"claim_correction": corrections})
    record = OfficialRecord.from_frames({name: read_table(name, now) for name in RECORD_TABLES})
    linker = linker_of(record, read_table("designation_name", now), read_table("designation", now))
    origin = origin_of(archive)
    rows = read_table("claim", now)
    corrections = correction_table(read_corrections(home.corrections), rows)
    values = dict(applied(corrections))
    claims = [asked_of(row, values.get(row["claim_id"], {}), origin) for row in rows.to_dicts()]
    misread = {claim_id: _misread(corrections, claim_id) for claim_id, fields in values.items() if MISREAD in fields}
    judged = [
        Judged(
            claim.claim_id,
            misread.get(claim.claim_id) or judge(claim.claim, claim.article_date, record, linker),
            claim.origin,
        )
        for claim in claims
    ]
    read_well = [claim for claim in claims if claim.claim_id not in misread]
    tables = {
        **verdict_frames(judged, record),
        "verdict_history": history_frame(read_well, record, linker),
        "claim_correction": corrections,
    }
    return replace_tables(home, "verdicts", tables)


def asked_of(row: Mapping[str, Any], values: Mapping[str, str | None], origin: str) -> Asked:
    """A row of table `claim` as the question that is judged, with the values that people corrected."""
    day = article_date(values, row["article_date"])
    return Asked(row["claim_id"], corrected(claim_of(row), values), day, origin)


def _misread(corrections: pl.DataFrame, claim_id: str) -> Verdict:
    """The verdict on a claim that a person marked as misread: none is given."""
    row = corrections.filter(claim_id=claim_id, field=MISREAD, state="applied").row(0, named=True)
    sentence = f"{row['corrected_by']} marked this claim as misread on {row['corrected_on']}: {row['reason']}"
    return Verdict("unverifiable", (MISREAD,), f"Unverifiable: {sentence.rstrip('.')}. It is not judged.")


def claim_of(row: Mapping[str, object]) -> Claim:
    """A row of table `claim` as the claim it was made from."""
    taken = {
        "start": row["quote_start"], "end": row["quote_end"], "event_on": row["event_date"],
        "named_targets": tuple(row["named_targets"] or ()), "rules": tuple(row["evidence"] or ()),  # type: ignore[arg-type]
    }  # fmt: skip
    same = (
        "quote", "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text",
        "count_scope", "unit", "target_country", "event_from", "event_to", "attributed_to",
    )  # fmt: skip
    return Claim(**taken, **{name: row[name] for name in same})  # type: ignore[arg-type]  # a row that claim_rows made


def linker_of(record: OfficialRecord, names: pl.DataFrame, designations: pl.DataFrame) -> TargetLinker:
    """What links names in the press to designations of the record."""
    noticed = record.noticed_names()
    with_type = names.join(designations.select("designation_id", "party_type"), on="designation_id")
    return TargetLinker(record, NameIndex(pl.concat([with_type.select(noticed.columns), noticed])))
