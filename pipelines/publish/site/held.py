"""The snapshots held: one page per list, and one per day with a snapshot.

Here: the pages of lists and days. Not here: last night (see night), or which snapshots are accepted.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from pipelines.catalogue.words import counted
from pipelines.publish.site.claims import script_json
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import day_page, list_page
from pipelines.publish.site.pictures import Card, picture_of, put_card, readable
from pipelines.publish.site.record import LONG_GAP, Record, Row, minute
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.words import country

SNAPSHOTS_SHOWN = 400
ROWS_SHOWN = 200
CHART = (1152, 120)
COLUMNS_IN_SCRIPT = ("held_from", "held_to", "snapshot_before", "parties", "sha256_before", "snapshot_after", "held")
"""Columns of an interval in the script of the page for any day; the script only looks up the day."""


def write_lists(site: SiteFolder, pages: Pages, record: Record) -> None:
    """Write the overview of lists, and one page per list."""
    path = "lists/index.html"
    for row in record.lists:
        row["long_since"] = _day_of_old_copy_before(record.used.get(row["list_id"], []))
    values = {"all": record.lists, "not_current": record.night.not_current}
    site.put_content(path, pages.page("lists.html", path, title="Lists", section="lists", **values))
    refusals, drift, years, coverage = (
        _by_list(record.rows(name)) for name in ("refusals", "drift", "years", "field_coverage")
    )
    snapshots = _by_list(record.snapshots)
    for row in record.lists:
        list_id, path = row["list_id"], list_page(row["list_id"])
        held = record.used.get(list_id, [])
        page = pages.page(
            "list.html", path, title=row["title"], section="lists", l=row,
            snapshots=snapshots[list_id][:SNAPSHOTS_SHOWN], of_snapshots=len(snapshots[list_id]),
            refusals=[
                {**refusal, "refused_at": minute(refusal["refused_at"])} for refusal in refusals[list_id][:ROWS_SHOWN]
            ],
            of_refusals=len(refusals[list_id]), drift=drift[list_id][:ROWS_SHOWN], of_drift=len(drift[list_id]),
            sizes=_line_of_sizes(held), years=_with_bar_widths(years[list_id]), coverage=coverage[list_id],
            picture=picture_of(path), summary=" · ".join(_facts_of_list(row)),
        )  # fmt: skip
        site.put_content(path, page)
        title = readable(row["title"], f"{country(row['authority'])}: {list_id}")
        put_card(site, picture_of(path), Card(title, _facts_of_list(row), example=pages.example))


def _facts_of_list(row: Row) -> tuple[str, str]:
    """Two lines for the picture and summary of a list's page: who publishes it, and what is held of it."""
    held = (
        f"{counted(row['parties'] or 0, 'party', 'parties')} on {row['published_on']}"
        if row["published_on"]
        else "Nothing of it is held"
    )
    return f"{readable(row['issuing_body'], 'Published by an authority')}, {country(row['authority'])}", held


def _day_of_old_copy_before(used: list[Row]) -> date | None:
    """The day of the copy before the newest one, if it is so old that changes may be old too; None otherwise."""
    before = used[0]["published_before"] if used else None
    return before if before and (used[0]["published_on"] - before).days >= LONG_GAP else None


def _by_list(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows by list id; a list without rows has an empty list."""
    by_list: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_list[row["list_id"]].append(row)
    return by_list


def _line_of_sizes(snapshots: list[Row]) -> dict[str, Any] | None:
    """A line chart of the number of parties per snapshot in use, as values for the template.

    None with snapshots of fewer than two days.
    """
    sizes = [
        (snapshot["published_on"], snapshot["parties"])
        for snapshot in reversed(snapshots)
        if snapshot["parties"] is not None
    ]
    if len({day for day, _ in sizes}) < 2:
        return None
    (first_day, first), (last_day, last) = sizes[0], sizes[-1]
    high, low = max(count for _, count in sizes), min(count for _, count in sizes)
    width, height = CHART
    days, spread = (last_day - first_day).days, (high - low) or 1
    points = " ".join(
        f"{(day - first_day).days / days * width:.1f},{height - 4 - (count - low) / spread * (height - 8):.1f}"
        for day, count in sizes
    )
    return {
        "points": points, "first": first, "last": last, "from": first_day, "to": last_day, "high": high, "low": low,
    }  # fmt: skip


def _with_bar_widths(years: list[Row]) -> list[Row]:
    """The years with the width of their bars; the longest has 600 units."""
    most = max((year["parties"] for year in years), default=1)
    return [{**year, "width": round(600 * year["parties"] / most, 1)} for year in years]


def write_days(site: SiteFolder, pages: Pages, record: Record, events: Mapping[str, list[Row]]) -> None:
    """Write a page and a JSON file per day with a snapshot, and one page for all other days.

    Args:
        events: the events by day.
    """
    by_day: dict[str, list[str]] = defaultdict(list)
    for list_id, snapshots in record.used.items():
        for snapshot in snapshots:
            if list_id not in by_day[str(snapshot["published_on"])]:
                by_day[str(snapshot["published_on"])].append(list_id)
    days = sorted(by_day)
    for index, day in enumerate(days):
        neighbours_and_events = {
            "previous": days[index - 1] if index else None,
            "next": days[index + 1] if index + 1 < len(days) else None,
            "events": events.get(day, []),
        }
        _write_day(site, pages, record, day, neighbours_and_events)
    _write_front(site, pages, record, by_day)


def _write_day(site: SiteFolder, pages: Pages, record: Record, day: str, neighbours_and_events: dict[str, Any]) -> None:
    """Write the page and the JSON file of one day: what was held of each list, and what changed."""
    snapshots = {snapshot["snapshot_id"]: snapshot for used in record.used.values() for snapshot in used}
    lists = [_held_on(row["list_id"], record, snapshots, day) for row in record.lists]
    changed = [
        record.with_changes(snapshot)
        for used in record.used.values()
        for snapshot in used
        if str(snapshot["published_on"]) == day and snapshot["added"] is not None
    ]
    path = day_page(day)
    values = {
        "day": day,
        "lists": lists,
        "changed": [snapshot for snapshot in changed if snapshot["changes"]],
        **neighbours_and_events,
    }
    site.put_content(path, pages.page("day.html", path, title=f"What we held on {day}", section="asof", day=values))
    as_json = {
        "day": day,
        "example": pages.example,
        "meaning": "What was held of each list on that day. Nothing is said of a list without sha256: it was not held.",
        "lists": lists,
    }
    site.put_content(f"{path.removesuffix('.html')}.json", json.dumps(as_json, ensure_ascii=False, indent=1) + "\n")


def _held_on(list_id: str, record: Record, snapshots: Mapping[str, Row], day: str) -> dict[str, Any]:
    """The snapshot of a list that was in force on a day, for its page and JSON file, and the day of the next one.

    All about the snapshot is None where the list was not held.
    """
    interval = record.held_on(list_id, day)
    snapshot = snapshots.get(interval["snapshot_id"])
    columns = ("sha256", "source_url", "parties", "published_on_basis", "bytes", "format", "origin")
    return {
        "list_id": list_id,
        "next_on": interval["snapshot_after"],
        **{name: snapshot[name] if snapshot else None for name in columns},
        "published_on": interval["snapshot_before"],
        "retrieved_at": snapshot["retrieved_at"].isoformat() if snapshot else None,
        "held": interval["held"],
    }


def _write_front(site: SiteFolder, pages: Pages, record: Record, by_day: dict[str, list[str]]) -> None:
    """Write the page that leads to all days, and what was held as a script for its form."""
    years: dict[str, list[Row]] = defaultdict(list)
    for day in sorted(by_day, reverse=True):
        years[day[:4]].append({"day": day, "lists": by_day[day]})
    path = "asof/index.html"
    page = pages.page("days.html", path, title="What we held on a day", section="asof", years=list(years.items()))
    site.put_content(path, page)
    lists_and_intervals = [
        [row["list_id"], list_page(row["list_id"]), _intervals_for_script(record.held[row["list_id"]])]
        for row in record.lists
    ]
    site.put_content("asof/held.js", f"window.HELD={script_json(lists_and_intervals)};\n")


def _intervals_for_script(intervals: list[Row]) -> list[list[Any]]:
    """The intervals with a snapshot, as lists of the columns in COLUMNS_IN_SCRIPT, which are shorter than objects."""
    return [[interval[name] for name in COLUMNS_IN_SCRIPT] for interval in intervals if interval["snapshot_before"]]
