"""Leaving out of the records of a list the values that cannot be true.

Here: applying the bounds of the catalogue to records, and what is reported of values left out. Not here: the bounds
(see catalogue.plausible), reading values (see pipelines.parsers), or whether a whole snapshot can be believed (see
plausibility).

A value that cannot be true is left out of its row and reported with list, record and place in table `drift`: it affects
itself alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import polars as pl

from pipelines.catalogue.plausible import LISTING, PLACEHOLDERS, PlausibleDays
from pipelines.designations.history import ListHistory

TEXTS = {
    "names": "name", "identifiers": "value", "birth_dates": "text", "birth_places": "text", "countries": "text",
    "addresses": "text", "features": "value",
}  # fmt: skip
"""The lists of a record, and in each the text without which an element of it says nothing."""
NO_PLACEHOLDERS = frozenset({"names", "identifiers"})
"""Where a placeholder counts as a value that parties have in common."""

FOLDED_FROM = 20
"""The same fault in more places of one snapshot is one line with a count."""

FAULT_SCHEMA = pl.Schema({"sha256": pl.String, "format": pl.String, "place": pl.String, "what": pl.String})


def says_something(text: pl.Expr) -> pl.Expr:
    """Whether a text has any letter or digit."""
    return text.str.contains(r"[\p{L}\p{N}]").fill_null(value=False)


def is_name(text: pl.Expr) -> pl.Expr:
    """Whether a text can be a name or a number of a party: it says something and is no placeholder."""
    with_repeated_faults_counted = text.str.strip_chars().str.to_lowercase()
    return says_something(text) & ~with_repeated_faults_counted.is_in(PLACEHOLDERS).fill_null(value=False)


def not_plausible(day: str, plausible: PlausibleDays, published_on: str) -> pl.Expr:
    """Whether a column has a day outside the plausible range; False for NULL."""
    outside = pl.col(day) < plausible.first
    if plausible.days_ahead is not None:
        outside |= pl.col(day) > pl.col(published_on) + timedelta(days=plausible.days_ahead)
    return outside.fill_null(value=False)


def with_plausible_range(frame: pl.DataFrame, first: str, last: str, plausible: PlausibleDays) -> pl.DataFrame:
    """A range of days without bounds that cannot be true; column `fault` says what was left out, else it is NULL.

    A range that ends before it begins is left out whole: nothing says which of its ends is wrong.

    Args:
        frame: with the columns `first` and `last`, and `first_seen_on`, the day on which the range was published.
    """
    is_reversed = (pl.col(last) < pl.col(first)).fill_null(value=False)
    bad_first, bad_last = (not_plausible(end, plausible, "first_seen_on") for end in (first, last))
    return frame.with_columns(
        fault=pl.when(is_reversed)
        .then(pl.format("a range that ends before it begins, {} to {}", first, last))
        .when(bad_first | bad_last)
        .then(pl.format("no plausible day, {} to {}", pl.col(first).fill_null(pl.col(last)), pl.coalesce(last, first))),
    ).with_columns(
        pl.when(~is_reversed & ~bad_first).then(first).alias(first),
        pl.when(~is_reversed & ~bad_last).then(last).alias(last),
    )


def with_plausible_days(frame: pl.DataFrame, days: Sequence[str], plausible: PlausibleDays) -> pl.DataFrame:
    """Days that cannot be true left out, each by itself; column `fault` says which, else it is NULL."""
    bad = {day: not_plausible(day, plausible, "first_seen_on") for day in days}
    faults = [pl.when(is_bad).then(pl.format("no plausible day, {}", day)) for day, is_bad in bad.items()]
    return frame.with_columns(fault=pl.coalesce(faults)).with_columns(
        pl.when(~is_bad).then(day).alias(day) for day, is_bad in bad.items()
    )


def plausible_records(history: ListHistory) -> tuple[ListHistory, pl.DataFrame]:
    """The history with records whose names and days can be true, and what was left out.

    Returns:
        The history; and FAULT_SCHEMA, one row a value left out, of the first snapshot that shows it. A record without
        any name keeps the last name that the list gave the party; a party that never had one is left out.
    """
    shown = _records_with_first_snapshot(history)
    records, faults = shown, list[pl.DataFrame]()
    for column in ("listed_on", "delisted_on"):
        bad = not_plausible(column, LISTING, "first_seen_on")
        faults.append(_fault_rows(records.filter(bad), column, pl.format("no plausible day, {}", column)))
        records = records.with_columns(pl.when(~bad).then(column).alias(column))
    records, of_range = _without_reversed_listing(records)
    records, of_texts = _without_empty_texts(records)
    records = _with_primary_names(records)
    kept = history.records.select("record_id").join(
        records.select(history.records.columns), on="record_id", maintain_order="left"
    )
    presence = history.presence.join(kept.select("record_id"), on="record_id", how="semi", maintain_order="left")
    return replace(history, records=kept, presence=presence), pl.concat([*faults, of_range, *of_texts])


def _records_with_first_snapshot(history: ListHistory) -> pl.DataFrame:
    """The records that believed snapshots show; each with order, day, digest and format of the first of these."""
    first = history.presence.group_by("record_id").agg(order_key=pl.col("first_key").min())
    snapshots = history.believed.select("order_key", "sha256", "format", first_seen_on="published_on")
    return history.records.join(first, on="record_id").join(snapshots, on="order_key").sort("native_id", "order_key")


def _without_reversed_listing(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Records whose listing does not end before it begins: of such, only the end is kept; and their faults."""
    is_reversed = (pl.col("delisted_on") < pl.col("listed_on")).fill_null(value=False)
    what = pl.format("a range that ends before it begins, {} to {}", "listed_on", "delisted_on")
    faults = _fault_rows(records.filter(is_reversed), "listed_on", what)
    return records.with_columns(listed_on=pl.when(~is_reversed).then("listed_on")), faults


def _without_empty_texts(records: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The records without empty names, numbers, places and the like; and what was left out."""
    faults = []
    for column, field in TEXTS.items():
        is_usable = is_name if column in NO_PLACEHOLDERS else says_something
        elements = records.filter(pl.col(column).list.len() > 0).explode(column)
        text = pl.col(column).struct.field(field)
        empty = elements.filter(~is_usable(text))
        what = "no name" if column == "names" else "no value"
        faults.append(
            _fault_rows(empty, column, pl.format("{}, '{}'", pl.lit(what), text.fill_null("").str.slice(0, 60)))
        )
        if not empty.is_empty():
            kept = pl.col(column).list.filter(is_usable(pl.element().struct.field(field)))
            records = records.with_columns(kept)
    return records, faults


def _with_primary_names(records: pl.DataFrame) -> pl.DataFrame:
    """Records whose primary name is a real name and among their names; parties that never had one are left out.

    In place of a placeholder stands the last name that the list gave the party, else another of its names, else
    the next one.
    """
    is_usable = is_name(pl.col("primary_name"))
    if records.filter(~is_usable).is_empty():
        return records
    usable = pl.col("usable")
    name_in_its_place = pl.coalesce(
        usable.forward_fill().over("native_id"),
        pl.col("names").list.first().struct.field("name"),
        usable.backward_fill().over("native_id"),
    )
    named = (
        records.with_columns(usable=pl.when(is_usable).then("primary_name"))
        .with_columns(primary_name=pl.coalesce("usable", name_in_its_place))
        .filter(pl.col("primary_name").is_not_null())
    )
    has_primary = pl.col("names").list.eval(pl.element().struct.field("quality") == "primary").list.any()
    names = pl.when(has_primary).then("names").otherwise(pl.concat_list(_primary_name_element(records), "names"))
    return named.with_columns(names=names).drop("usable")


def _primary_name_element(records: pl.DataFrame) -> pl.Expr:
    """The primary name as an element for the column `names`."""
    kind = records.schema["names"]
    inner = kind.inner if isinstance(kind, pl.List) else None
    fields = inner.fields if isinstance(inner, pl.Struct) else []
    values = {"name": pl.col("primary_name"), "quality": pl.lit("primary"), "kind": pl.lit("name")}
    return pl.struct(values.get(field.name, pl.lit(None)).cast(field.dtype).alias(field.name) for field in fields)


def _fault_rows(rows: pl.DataFrame, place: str, what: pl.Expr) -> pl.DataFrame:
    """FAULT_SCHEMA of the rows of records that have a fault."""
    return rows.select("sha256", "format", place=pl.format("record {}: {}", "native_id", pl.lit(place)), what=what)


def with_repeated_faults_counted(faults: pl.DataFrame) -> pl.DataFrame:
    """Drift in which the same fault in many records of a snapshot is one line that counts them.

    Args:
        faults: list_id, sha256, format, place, what, occurrences.
    """
    keys = ["list_id", "sha256", "format", "kind"]
    by_kind = faults.with_columns(kind=pl.col("what").str.extract(r"^([^,]*)", 1))
    is_record = pl.col("place").str.starts_with("record ")
    is_many = is_record & (is_record.sum().over(keys) > FOLDED_FROM)
    many = (
        by_kind.filter(is_many)
        .sort("place", "what")
        .group_by(keys, maintain_order=True)
        .agg(pl.col("place").first(), pl.col("what").first(), pl.col("occurrences").sum(), records=pl.len())
        .with_columns(place=pl.format("{} records, such as {}", "records", pl.col("place").str.slice(7)))
    )
    columns = faults.columns
    return pl.concat([by_kind.filter(~is_many).select(columns), many.select(columns)])
