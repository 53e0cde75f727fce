"""The step that judges the claims of the home.

Here: from the tables of the home to those of verdicts. Not here: articles that are no part of the home (see asking), or
the rules of judging (see pipelines.verdicts).
"""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.claims.claim import Claim
from pipelines.matching.name_index import NameIndex
from pipelines.run.example import origin_of
from pipelines.run.layout import parts, replace_tables
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
        return replace_tables(home, "verdicts", {})
    record = OfficialRecord.from_frames({name: read_table(name, now) for name in RECORD_TABLES})
    linker = linker_of(record, read_table("designation_name", now), read_table("designation", now))
    origin = origin_of(archive)
    claims = [
        Asked(row["claim_id"], claim_of(row), row["article_date"], origin)
        for row in read_table("claim", now).to_dicts()
    ]
    judged = [
        Judged(claim.claim_id, judge(claim.claim, claim.article_date, record, linker), claim.origin) for claim in claims
    ]
    history = {"verdict_history": history_frame(claims, record, linker)}
    return replace_tables(home, "verdicts", verdict_frames(judged, record) | history)


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
