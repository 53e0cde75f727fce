"""What is held of every list, read from the published tables.

Here: which snapshots count, the days of which each tells, and whether a list states its days. Not here: what follows
for a span (see held), and the parties of the lists (see record_tables).
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.verdicts.held import HeldList, HeldSnapshot
from pipelines.verdicts.rows import added_by_notice, grouped, rows
from pipelines.verdicts.span import DAY

MOSTLY = 0.9
"""A list states its days where it does so for this part of its parties."""

NOON = 12
EVENING = 18


def read_lists(frames: Mapping[str, pl.DataFrame]) -> dict[str, HeldList]:
    """What is held of each list, by its id: of those that the catalogue has and those that a designation names."""
    catalogue = {row["list_id"]: row for row in rows(frames.get("official_list"))}
    for row in rows(frames["designation"].select("list_id", "authority").unique()):
        catalogue.setdefault(row["list_id"], {"issuing_body": row["authority"], "time_zone": "UTC", **row})
    used = frames["snapshot"].filter(pl.col("state") == "used").sort("published_on", "seen_at")
    by_list = grouped((row["list_id"], row) for row in rows(used))
    noticed = grouped((row["list_id"], row["acted_on"]) for row in added_by_notice(frames))
    stating = _stated_days(frames["designation"])
    return {
        list_id: HeldList(
            list_id,
            row["authority"],
            row["issuing_body"],
            tuple(_snapshot(each, ZoneInfo(row["time_zone"])) for each in by_list.get(list_id, ())),
            stating.get(list_id, 0.0) >= MOSTLY,
            frozenset(noticed.get(list_id, ())),
            row.get("title") or list_id,
        )
        for list_id, row in sorted(catalogue.items())
    }


def _stated_days(designations: pl.DataFrame) -> dict[str, float]:
    """The part of each list's parties whose day of listing it states.

    Those that a list shows as removed are left out: Japan's keeps their names and the day of removal alone.
    """
    shown_removed = pl.col("listed_on").is_null() & pl.col("delisted_on_basis").eq("official").fill_null(False)
    official = pl.col("listed_on_basis").eq("official").fill_null(False)
    stated = designations.filter(~shown_removed).group_by("list_id").agg(official.mean().alias("stated"))
    return dict(stated.iter_rows())


def _snapshot(row: Mapping[str, Any], zone: ZoneInfo) -> HeldSnapshot:
    noon, evening = _told_by(row, zone, NOON), _told_by(row, zone, EVENING)
    return HeldSnapshot(row["published_on"], noon, evening, row["sha256"], row["source_url"])


def _told_by(row: Mapping[str, Any], zone: ZoneInfo, hour: int) -> date:
    """The last day of which it tells: the day it was last checked on, or the day before if that was before the hour."""
    published: date = row["published_on"]
    checked: datetime = row["last_checked_at"].replace(tzinfo=UTC).astimezone(zone)
    if checked.date() < published:
        return published
    told = checked.date() if checked.hour >= hour else checked.date() - DAY
    return max(told, published - DAY)
