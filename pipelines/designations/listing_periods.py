"""From what a list showed over time to designations: one party on one list, from listing to delisting.

Here: versions (a record from one snapshot to another), the listing periods they form, and the days these mean.
Not here: presence (see history); what changed within a period (see changes); names, births and the like (see tables).

A party that leaves and returns has two periods. A party that the file still shows but calls delisted ends its period.
A day of listing is what the list itself states, if it does; else it lies between the last snapshot without the
party and the first with it, and both bounds are kept. The oldest snapshot shows who was listed by then, not since when.
"""

from datetime import timedelta

import polars as pl

from pipelines.catalogue.entries import OfficialList
from pipelines.designations.history import ListHistory

CATCHES_UP_WITHIN = timedelta(days=31)
"""A list shows an act within a month of it."""
ZONES = timedelta(days=1)
"""A file may be seen elsewhere while it is still yesterday there."""


def versions(history: ListHistory) -> pl.DataFrame:
    """Every record from snapshot `first_ix` to `last_ix`, in order of party and time, with its listing period.

    Columns: native_id, spell (from 1), first_ix, last_ix, and those of RECORD_SCHEMA.
    """
    order = history.believed.select("order_key", "ix")
    shown = (
        history.presence.join(order.rename({"order_key": "first_key", "ix": "first_ix"}), on="first_key")
        .join(order.rename({"order_key": "last_key", "ix": "last_ix"}), on="last_key")
        .drop("first_key", "last_key")
        .join(history.records.drop("native_id"), on="record_id")
        .sort("native_id", "first_ix")
    )
    before = pl.struct("last_ix", "is_listed").shift(1).over("native_id")
    returns = pl.col("is_listed") & (
        (pl.col("first_ix") > before.struct.field("last_ix") + 1) | ~before.struct.field("is_listed")
    )
    return shown.with_columns(spell=1 + returns.fill_null(value=False).cast(pl.Int32).cum_sum().over("native_id"))


def designations(history: ListHistory, official_list: OfficialList) -> pl.DataFrame:
    """The columns of table `designation`, and `spell`: one row for each listing period."""
    shown = versions(history)
    periods = (
        shown.group_by("native_id", "spell", maintain_order=True)
        .agg(
            pl.col("first_ix").min(),
            last_ix=pl.col("last_ix").max(),
            last_listed_ix=pl.col("last_ix").filter(pl.col("is_listed")).max(),
            stated_listed_on=pl.col("listed_on").drop_nulls().last(),
            first_stated_listed_on=pl.col("listed_on").min(),
            stated_delisted_on=pl.col("delisted_on").filter(~pl.col("is_listed")).drop_nulls().last(),
            first_unlisted_ix=pl.col("first_ix").filter(~pl.col("is_listed")).min(),
            **{name: _last_value_while_listed(name) for name in _TAKEN_FROM_THE_LAST_RECORD},
        )
        .with_columns(
            earlier_last_ix=pl.col("last_ix").shift(1).over("native_id"),
            gone_ix=pl.coalesce("first_unlisted_ix", _next_snapshot_after("last_listed_ix", history.believed.height)),
        )
    )
    dated = (
        _with_days_of_bounds(periods, history.believed)
        .with_columns(_listing_columns())
        .with_columns(_delisting_columns())
    )
    return dated.with_columns(
        designation_id=designation_id(official_list.list_id),
        list_id=pl.lit(official_list.list_id),
        authority=pl.lit(official_list.authority),
    )


_TAKEN_FROM_THE_LAST_RECORD = (
    "record_id", "party_type", "primary_name", "programmes", "legal_basis", "measures", "remarks", "not_understood",
)  # fmt: skip


def _last_value_while_listed(name: str) -> pl.Expr:
    """The value in the last record that lists the party: Japan empties the rows that it deletes."""
    return pl.coalesce(pl.col(name).filter("is_listed").last(), pl.col(name).last())


def designation_id(list_id: str) -> pl.Expr:
    """List and native id; a party that returns under its id gets #2, #3 and so on."""
    # An id that holds a # of its own must not look like another party's second listing.
    own_id = pl.col("native_id").str.replace_all("#", "%23", literal=True)
    again = pl.when(pl.col("spell") > 1).then(pl.format("#{}", pl.col("spell"))).otherwise(pl.lit(""))
    return pl.format("{}:{}{}", pl.lit(list_id), own_id, again)


def _next_snapshot_after(column: str, snapshots: int) -> pl.Expr:
    """The position of the next snapshot; NULL after the last one."""
    return pl.when(pl.col(column) + 1 < snapshots).then(pl.col(column) + 1)


def _with_days_of_bounds(periods: pl.DataFrame, believed: pl.DataFrame) -> pl.DataFrame:
    """The periods with the day, and where needed the digest, of each snapshot at their bounds.

    NULL where there is no such snapshot.
    """
    days = believed.select("ix", on="published_on", sha256="sha256", url="source_url", origin="origin")
    return (
        periods.with_columns(before_ix=pl.col("first_ix").cast(pl.Int64) - 1)
        .join(
            _days_under_names(days, "first_ix", first_seen_on="on", first_seen_sha256="sha256"),
            on="first_ix",
            how="left",
        )
        .join(
            _days_under_names(
                days, "last_ix", last_seen_on="on", last_seen_sha256="sha256", source_url="url", origin="origin"
            ),
            on="last_ix",
            how="left",
        )
        .join(_days_under_names(days, "before_ix", before_on="on"), on="before_ix", how="left")
        .join(_days_under_names(days, "last_listed_ix", last_listed_on="on"), on="last_listed_ix", how="left")
        .join(_days_under_names(days, "gone_ix", gone_on="on", gone_sha256="sha256"), on="gone_ix", how="left")
        .join(_days_under_names(days, "earlier_last_ix", earlier_last_on="on"), on="earlier_last_ix", how="left")
    )


def _days_under_names(days: pl.DataFrame, key: str, **names: str) -> pl.DataFrame:
    """The days with new column names, to be joined by the column `key`."""
    kind = pl.Int64 if key == "before_ix" else pl.UInt32
    return days.select(pl.col("ix").cast(kind).alias(key), **{new: pl.col(old) for new, old in names.items()})


def _listing_columns() -> list[pl.Expr]:
    """listed_on, its basis and bounds.

    The stated day counts, except where the snapshots contradict it: a party that left after that day and came back, one
    that was gone before it, or one that a snapshot of more than a month later does not show. (The UN states 2006 for
    parties that it removed in 2016 and listed again in 2025.) A later day of a party that was already listed, as after
    a move to another programme, does not count either: then the first stated day does. A party whose list states that
    it left before any snapshot showed it has no day of listing.
    """
    last, seen = pl.col("stated_listed_on"), pl.col("first_seen_on") + ZONES
    stated = pl.when(last <= seen).then(last).otherwise("first_stated_listed_on")
    usable = (
        stated.is_not_null()
        & (stated <= seen)
        & (pl.col("earlier_last_on").is_null() | (stated > pl.col("earlier_last_on")))
        & (pl.col("before_on").is_null() | (stated >= pl.col("before_on") - CATCHES_UP_WITHIN))
        & (pl.col("gone_on").is_null() | (stated <= pl.col("gone_on")))
        & (pl.col("stated_delisted_on").is_null() | (stated <= pl.col("stated_delisted_on")))
    )
    gone_before = pl.col("stated_delisted_on") < pl.col("first_seen_on")
    is_observed = pl.col("before_on").is_not_null() & ~gone_before.fill_null(value=False)
    return [
        pl.when(usable).then(stated).when(is_observed).then("first_seen_on").alias("listed_on"),
        pl.when(usable).then(pl.lit("official")).when(is_observed).then(pl.lit("observed")).alias("listed_on_basis"),
        pl.col("before_on").alias("listed_after"),
        pl.when(usable).then(pl.min_horizontal(stated, "first_seen_on")).otherwise("first_seen_on").alias("listed_by"),
    ]


def _delisting_columns() -> list[pl.Expr]:
    """delisted_on, its basis and lower bound; NULL while the newest snapshot lists the party."""
    stated = pl.col("stated_delisted_on")
    return [
        pl.coalesce(stated, "gone_on").alias("delisted_on"),
        pl.when(stated.is_not_null())
        .then(pl.lit("official"))
        .when(pl.col("gone_on").is_not_null())
        .then(pl.lit("observed"))
        .alias("delisted_on_basis"),
        pl.col("last_listed_on").alias("delisted_after"),
    ]
