"""How many parties of a snapshot have each field: what shows that a publisher renamed or dropped one.

Here: the fields that are counted, and the rules by which a loss holds a snapshot back. Not here: what else makes a
snapshot unbelievable (see plausibility), or names in a document that its reader does not know (see
pipelines.parsers.xml_documents).

A file whose listing days have another name reads well: every party is there, and none is dated.
"""

from collections.abc import Mapping

import polars as pl

FIELDS: Mapping[str, pl.Expr] = {
    "listing_day": pl.col("listed_on").is_not_null(),
    "party_type": pl.col("party_type") != "entity",
    "programme": pl.col("programmes").list.len() > 0,
    "birth": pl.col("birth_dates").list.len() > 0,
    "country": pl.col("countries").list.len() > 0,
    "identifier": pl.col("identifiers").list.len() > 0,
    "address": pl.col("addresses").list.len() > 0,
    "legal_basis": pl.col("legal_basis").list.len() > 0,
    "relationship": pl.col("relationships").list.len() > 0,
}
"""Field → whether a record of RECORD_SCHEMA has it. A reader takes a party without a type that it knows for an entity:
for `party_type`, those count that are anything else."""

MOST_LOST = 0.10
"""More than this share of the parties that had a field lost it: the field was renamed, not emptied party by party."""
FEWEST_LOST = 5
"""Fewer are the publisher's own corrections, however small the list."""
FEWEST_HAD = 3
"""A field that so many parties had, and that none of them has now, is gone, however small the list."""
LOST = "the field may have been renamed"
"""How the reason of such a snapshot ends."""
FEWEST_JUDGED = 50
"""An excerpt of fewer parties need not be like the list that it was cut from."""


def columns() -> dict[str, pl.Expr]:
    """`has_<field>` of every field, as columns beside records."""
    return {f"has_{field}": has for field, has in FIELDS.items()}


def coverage_of(parties: pl.DataFrame) -> dict[str, int]:
    """Field → number of these parties that have it.

    Args:
        parties: with the columns of `columns`.
    """
    return {field: int(parties[f"has_{field}"].sum()) for field in FIELDS}


def lost_field(now: pl.DataFrame, before: pl.DataFrame) -> str | None:
    """A clause that says which field many parties lost, so that it was probably renamed; None if none was lost.

    Only parties in both snapshots count: parties listed in one day may all have few details.

    Args:
        now: native_id and the columns of `columns`, of the parties that a snapshot lists.
        before: the same of the last believed snapshot.
    """
    shared = now.join(before, on="native_id", suffix="_before")
    for field in FIELDS:
        had = shared.filter(pl.col(f"has_{field}_before"))
        kept = int(had[f"has_{field}"].sum())
        is_gone = kept == 0 and had.height >= FEWEST_HAD
        if is_gone or had.height - kept > max(had.height * MOST_LOST, FEWEST_LOST - 1):
            return f"{had.height - kept:,} of {had.height:,} parties that had a {_field_in_words(field)} have none now"
    return None


def below_minimum(parties: pl.DataFrame, minimum_shares: Mapping[str, float]) -> str | None:
    """A clause that names the first field that too few parties have, by the catalogue; None if all have enough."""
    if parties.height < FEWEST_JUDGED:
        return None
    for field, count in coverage_of(parties).items():
        least = minimum_shares.get(field, 0.0)
        if count < parties.height * least:
            return (
                f"{count:,} of its {parties.height:,} parties have a {_field_in_words(field)}, and {least:.0%} or more "
                "of this list do"
            )
    return None


def _field_in_words(field: str) -> str:
    """The name of a field in words."""
    return "type other than entity" if field == "party_type" else field.replace("_", " ")
