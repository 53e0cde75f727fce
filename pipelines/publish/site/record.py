"""What the published file says of lists, snapshots and the last refresh: read once, used by many pages.

Here: rows of sql/site and what follows from them for readers. Not here: pages (see held, night, feeds).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import zip_longest
from typing import Any

import duckdb

from pipelines.publish.site.words import for_readers
from pipelines.warehouse.schema import text_of

Row = dict[str, Any]

A_NIGHT = timedelta(hours=12)
"""What was read within this time before the end of the last refresh was read by it."""
AMENDMENTS = ("renamed", "retyped", "programme_added", "programme_removed", "amended")


@dataclass(frozen=True)
class Night:
    """What the last refresh came to.

    Attributes:
        ended: when it last heard from a source, UTC; None if it never did.
        changed: lists with a new snapshot that can be compared with an older one, with its changes.
        first: lists held for the first time.
        moved: verdicts that changed with the snapshots of that night.
    """

    ended: datetime | None
    not_read: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    first: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)

    @property
    def read(self) -> list[Row]:
        """Lists that were read."""
        return [*self.changed, *self.first, *self.unchanged]

    @property
    def in_short(self) -> str:
        """How many lists changed, did not change, and were not read."""
        changed = len(self.changed) + len(self.first)
        return f"{changed} changed, {len(self.unchanged)} unchanged, {len(self.not_read)} not read"

    def total(self, kind: str) -> int:
        """How many parties were `added`, `removed` or `amended`, all lists together."""
        return sum(each[kind] for each in self.changed)

    def as_values(self) -> dict[str, Any]:
        """What templates know of it."""
        return {
            "ended": f"{self.ended:%Y-%m-%d %H:%M}" if self.ended else None,
            "not_read": self.not_read, "changed": self.changed, "first": self.first, "unchanged": self.unchanged,
            "moved": self.moved, "read": self.read,
            "added": self.total("added"), "removed": self.total("removed"), "amended": self.total("amended"),
        }  # fmt: skip


class Record:
    """The published file as far as it is about lists rather than parties."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str) -> list[Row]:
        """The rows of a statement under sql/site."""
        return self._connection.sql(text_of(f"site/{query}.sql")).pl().to_dicts()

    @cached_property
    def release(self) -> Row:
        """The one row about the file as a whole."""
        return self._connection.table("release").pl().to_dicts()[0]

    @cached_property
    def lists(self) -> list[Row]:
        """Every list of the catalogue with its status."""
        rows = self.rows("lists")
        for row in rows:
            row["got"] = minute(row["retrieved_at"])
            row["checked"] = minute(row["last_checked_at"])
            row["why"], row["reason"] = row["reason"], for_readers(row["reason"])
        return rows

    @cached_property
    def snapshots(self) -> list[Row]:
        """Every snapshot, by list and newest first."""
        return self.rows("snapshots")

    @cached_property
    def held(self) -> dict[str, list[Row]]:
        """What was held of each list, from which day to which, oldest first."""
        intervals: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("held"):
            intervals[row["list_id"]].append(row)
        return intervals

    def held_on(self, list_id: str, day: str) -> Row:
        """What was held of a list on a day, as the macro held_on says it."""
        return next(
            row
            for row in self.held[list_id]
            if (row["held_from"] or day) <= day and (row["held_to"] is None or day <= row["held_to"])
        )

    @cached_property
    def used(self) -> dict[str, list[Row]]:
        """Snapshots in use of each list, newest first; `same_bytes`: as the one before it, so it changed nothing."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.snapshots:
            if row["state"] == "used":
                found[row["list_id"]].append(row)
        for held in found.values():
            for each, before in zip_longest(held, held[1:]):
                each["same_bytes"] = before is not None and each["sha256"] == before["sha256"]
        return found

    @cached_property
    def _counts(self) -> dict[tuple[str, str], dict[str, int]]:
        found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in self.rows("change_counts"):
            found[row["list_id"], row["sha256"]][row["change_kind"]] = row["parties"]
        return found

    @cached_property
    def _changes(self) -> dict[tuple[str, str], list[Row]]:
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("day_changes"):
            found[row["list_id"], row["sha256"]].append(row)
        return found

    def with_changes(self, snapshot: Row) -> Row:
        """A snapshot with what it showed that the one before it did not."""
        key = (snapshot["list_id"], snapshot["sha256"])
        counts, changes = self._counts.get(key, {}), self._changes.get(key, [])
        if snapshot["same_bytes"]:
            counts, changes = {}, []
        return {
            **snapshot,
            "added": counts.get("added", 0),
            "removed": counts.get("removed", 0),
            "amended": sum(counts.get(kind, 0) for kind in AMENDMENTS),
            "changes": changes,
            "of_changes": changes[0]["of_snapshot"] if changes else 0,
        }

    @cached_property
    def country_months(self) -> list[Row]:
        """How many subjects each country had on a list, by link and month of a change."""
        return self.rows("country_months")

    @cached_property
    def last_day(self) -> date | None:
        """The day of the newest snapshot of all."""
        days = [row["published_on"] for row in self.snapshots if row["state"] == "used"]
        return max(days, default=None)

    @cached_property
    def night(self) -> Night:
        """What the last refresh came to, as far as the file tells."""
        heard = [moment for row in self.snapshots for moment in (row["retrieved_at"],)]
        heard += [row["last_checked_at"] for row in self.lists if row["last_checked_at"]]
        if not heard:
            return Night(None, not_read=self._silent(self.lists))
        ended = max(heard)
        since = ended - A_NIGHT
        not_read = self._silent(self.lists)
        silent = {row["list_id"] for row in not_read}
        night = Night(ended, not_read=not_read)
        for row in self.lists:
            newest = self.used[row["list_id"]][0] if self.used.get(row["list_id"]) else None
            if newest is None or row["list_id"] in silent or row["closed_on"]:
                continue
            if newest["retrieved_at"] < since:
                night.unchanged.append(row)
            elif newest["added"] is None:
                night.first.append(newest)
            else:
                found = self.with_changes(newest)
                (night.changed if found["of_changes"] else night.unchanged).append(found)
        days = {each["published_on"] for each in night.changed}
        moved = [row for row in self.rows("moved") if row["place"] > 1 and row["held_on"] in days]
        night.moved.extend(moved)
        return night

    @staticmethod
    def _silent(lists: list[Row]) -> list[Row]:
        """Lists of which the last refresh got nothing; those closed for good are no surprise."""
        return [row for row in lists if row["state"] != "current" and not row["closed_on"]]


def minute(moment: datetime | None) -> str:
    """A moment as people read it, UTC."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
