"""Lists, snapshots and the last refresh, read once from the published file and used by many pages.

Here: rows of the queries under sql/site, and values computed from them. Not here: pages (see held, night, feeds).
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
"""Sources read within this time before the end of the last refresh count as read by it."""
LONG_GAP = 60
"""Days between two copies of a list from which on a change between them is no news of a night."""
NOT_CURRENT = "not held or out of date"
"""Said of every list whose state is not `current`, wherever pages count them."""
AMENDMENTS = ("renamed", "retyped", "programme_added", "programme_removed", "amended")


@dataclass(frozen=True)
class Night:
    """The result of the last refresh.

    Attributes:
        ended: the time (UTC) of its last answer from a source; None if there was none.
        not_current: lists that are not held or out of date, without those that their authority has closed.
        changed: new snapshots that can be compared with an older one, with their changes.
        first_snapshots: the first snapshots of lists that had none before.
        changed_verdicts: verdicts that changed with the snapshots of that night.
    """

    ended: datetime | None
    not_current: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    first_snapshots: list[Row] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    changed_verdicts: list[Row] = field(default_factory=list)

    @property
    def read(self) -> list[Row]:
        """Lists that were read."""
        return [*self.changed, *self.first_snapshots, *self.unchanged]

    @property
    def in_short(self) -> str:
        """How many lists changed, did not change, and are not held or out of date."""
        changed = len(self.changed) + len(self.first_snapshots)
        return f"{changed} changed, {len(self.unchanged)} unchanged, {len(self.not_current)} {NOT_CURRENT}"

    @property
    def oldest_compared(self) -> date | None:
        """The day of the oldest snapshot that a new one was compared with; None if there was none.

        If it is years old, a change reported as new may have happened at any time since.
        """
        return min((row["published_before"] for row in self.changed if row["published_before"]), default=None)

    def total(self, kind: str) -> int:
        """How many parties were `added`, `removed` or `amended`, all lists together."""
        return sum(snapshot[kind] for snapshot in self.changed)

    def as_values(self) -> dict[str, Any]:
        """The values for templates: the lists by result, and the numbers of parties added, removed and amended."""
        return {
            "ended": f"{self.ended:%Y-%m-%d %H:%M}" if self.ended else None,
            "not_current": self.not_current, "changed": self.changed, "unchanged": self.unchanged,
            "first_snapshots": self.first_snapshots,
            "changed_verdicts": self.changed_verdicts, "read": self.read, "compared_with": self.oldest_compared,
            "added": self.total("added"), "removed": self.total("removed"), "amended": self.total("amended"),
        }  # fmt: skip


class Record:
    """What the published file holds about lists, not about parties."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, query: str) -> list[Row]:
        """The rows of a query under sql/site, by its file name without `.sql`."""
        return self._connection.sql(text_of(f"site/{query}.sql")).pl().to_dicts()

    @cached_property
    def release(self) -> Row:
        """The single row of table `release`, about the file as a whole."""
        return self._connection.sql(text_of("internal/release.sql")).pl().to_dicts()[0]

    @cached_property
    def lists(self) -> list[Row]:
        """All lists of the catalogue with their status."""
        rows = self.rows("lists")
        for row in rows:
            row["got"] = minute(row["retrieved_at"])
            row["checked"] = minute(row["last_checked_at"])
            row["why"], row["reason"] = row["reason"], for_readers(row["reason"])
        return rows

    @cached_property
    def snapshots(self) -> list[Row]:
        """All snapshots, by list and newest first."""
        return self.rows("snapshots")

    @cached_property
    def held(self) -> dict[str, list[Row]]:
        """The intervals of days in which the same snapshot of a list was held, by list id, oldest first."""
        intervals: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("held"):
            intervals[row["list_id"]].append(row)
        return intervals

    def held_on(self, list_id: str, day: str) -> Row:
        """The interval of a list that contains a day, as the SQL macro `held_on` gives it."""
        return next(
            row
            for row in self.held[list_id]
            if (row["held_from"] or day) <= day and (row["held_to"] is None or day <= row["held_to"])
        )

    @cached_property
    def used(self) -> dict[str, list[Row]]:
        """The snapshots in use by list id, newest first.

        Each has the day of the snapshot before it, and whether the two are identical.
        """
        by_list: dict[str, list[Row]] = defaultdict(list)
        for row in self.snapshots:
            if row["state"] == "used":
                by_list[row["list_id"]].append(row)
        for snapshots in by_list.values():
            for snapshot, before in zip_longest(snapshots, snapshots[1:]):
                snapshot["same_bytes"] = before is not None and snapshot["sha256"] == before["sha256"]
                snapshot["published_before"] = before["published_on"] if before is not None else None
        return by_list

    @cached_property
    def _counts(self) -> dict[tuple[str, str], dict[str, int]]:
        """The number of parties changed by (list id, sha256), then by kind of change."""
        by_snapshot: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for row in self.rows("change_counts"):
            by_snapshot[row["list_id"], row["sha256"]][row["change_kind"]] = row["parties"]
        return by_snapshot

    @cached_property
    def _changes(self) -> dict[tuple[str, str], list[Row]]:
        """The changes shown on pages, by (list id, sha256) of the snapshot that shows them."""
        by_snapshot: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows("day_changes"):
            by_snapshot[row["list_id"], row["sha256"]].append(row)
        return by_snapshot

    def with_changes(self, snapshot: Row) -> Row:
        """A snapshot with its changes against the snapshot before it, and their numbers.

        A snapshot with the same bytes as the one before has none, whatever was counted.
        """
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
        """The number of listed subjects by country, link and month of a change."""
        return self.rows("country_months")

    @cached_property
    def last_day(self) -> date | None:
        """The day of the newest snapshot in use; None without snapshots."""
        days = [row["published_on"] for row in self.snapshots if row["state"] == "used"]
        return max(days, default=None)

    @cached_property
    def night(self) -> Night:
        """The result of the last refresh: which lists are not current or changed, and which verdicts changed.

        It is computed from the times in the published file: a snapshot that came within twelve hours before the last
        answer of any source is new.
        """
        answered_at = [row["retrieved_at"] for row in self.snapshots]
        answered_at += [row["last_checked_at"] for row in self.lists if row["last_checked_at"]]
        if not answered_at:
            return Night(None, not_current=self._not_current)
        ended = max(answered_at)
        since = ended - A_NIGHT
        night = Night(ended, not_current=self._not_current)
        for row in self.lists:
            newest = self.used[row["list_id"]][0] if self.used.get(row["list_id"]) else None
            if newest is None or not _was_read(row, newest, since):
                continue
            if newest["retrieved_at"] < since:
                night.unchanged.append(row)
            elif newest["added"] is None:
                night.first_snapshots.append(newest)
            else:
                snapshot = self.with_changes(newest)
                (night.changed if snapshot["of_changes"] else night.unchanged).append(snapshot)
        days = {snapshot["published_on"] for snapshot in night.changed}
        changed = [row for row in self.rows("moved") if row["place"] > 1 and row["held_on"] in days]
        night.changed_verdicts.extend(changed)  # the first verdict on a claim, place 1, changes nothing
        return night

    @cached_property
    def _not_current(self) -> list[Row]:
        """Lists that are not held or out of date, without those that their authority has closed."""
        return [row for row in self.lists if row["state"] != "current" and not row["closed_on"]]


def _was_read(status: Row, newest: Row, since: datetime) -> bool:
    """Whether a list was read after a time; a list whose source answered may be out of date all the same."""
    answered = status["state"] == "current" or status["is_overdue"]
    read_at = max(filter(None, (newest["retrieved_at"], status["last_checked_at"])))
    return bool(answered and not status["closed_on"] and read_at >= since)


def minute(moment: datetime | None) -> str:
    """A time (UTC) to the minute, for readers; empty for None."""
    return f"{moment:%Y-%m-%d %H:%M}" if moment else ""
