"""What a person does when a claim was misread: a correction is written down, and the verdict given anew.

Here: one correction, with everything that follows. Not here: the file (see pipelines.claims.corrections).
"""

from collections.abc import Mapping
from datetime import UTC, datetime

import polars as pl

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.claims.corrections import MISREAD, Correction, CorrectionError, append_corrections, parse_value
from pipelines.run.finish import Refreshed, finish
from pipelines.run.layout import parts
from pipelines.run.progress import Say
from pipelines.warehouse.tables import read_table


def correct_claim(
    home: Home, claim_id: str, values: Mapping[str, str], corrected_by: str, reason: str, say: Say
) -> Refreshed:
    """Write corrections of one claim into the home's corrections.csv, judge it anew and publish.

    Args:
        values: the corrected value by field, as the file writes it; `misread` with an empty one.

    Raises:
        CorrectionError: there is no such claim, or a field cannot have that value; nothing is written then.
    """
    claims = read_table("claim", parts(home), ["claim_id", "quote"])
    quotes = claims.filter(pl.col("claim_id") == claim_id)["quote"].to_list()
    if not quotes:
        raise CorrectionError(f"no claim has the id {claim_id!r}: table claim and the pages of claims have the ids")
    for field, value in values.items():
        parse_value(field, value)
    today = datetime.now(UTC).date()
    lines = [
        Correction(claim_id, quotes[0], field, value.strip(), corrected_by.strip(), today, reason.strip())
        for field, value in values.items()
    ]
    append_corrections(home.corrections, lines)
    say(f"{claim_id}: {'marked as misread' if MISREAD in values else 'corrected'} in {home.corrections.name}")
    return finish(home, Archive(home), say)
