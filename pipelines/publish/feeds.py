"""Feeds for programs: changes of lists, verdicts on claims, and events.

Here: Atom and JSON Feed. Not here: pages, or messages sent to anyone (see notify).

Nothing in a feed comes from the clock: the same record gives the same feed. A night without change and a list
that was not read are entries too.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from pipelines.catalogue.words import counted
from pipelines.publish.site.claims import shortened
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import claim_page, day_page, event_page
from pipelines.publish.site.night import change_line, digest, one_line
from pipelines.publish.site.record import Record
from pipelines.publish.site.rendering import TITLE, Pages
from pipelines.publish.site.words import verdict_word

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES = 100
CHANGES_NAMED = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        entry_id: never changes for the same entry.
        page: path of the page with the full content, from the root of the site.
    """

    entry_id: str
    title: str
    updated: datetime
    page: str
    text: str


def write_feeds(
    site: SiteFolder, pages: Pages, record: Record, events: Sequence[Mapping[str, Any]], base: str | None
) -> None:
    """All feeds, in both formats.

    Args:
        events: rows of the ledger of events.
        base: the address at which the site will be read; links are relative without it.
    """
    for name, title, entries in (
        ("changes", "Changes of official lists", list_entries(record, example=pages.example)),
        ("verdicts", "Verdicts on claims", verdict_entries(record)),
        ("events", "Acts as the press tells them", event_entries(events)),
    ):
        full = f"{'[EXAMPLE] ' if pages.example else ''}{TITLE}: {title}"
        site.put_content(f"feeds/{name}.atom", as_atom(name, full, entries, base))
        site.put_content(f"feeds/{name}.json", as_json_feed(name, full, entries, base))


def list_entries(record: Record, *, example: bool) -> list[Entry]:
    """One entry for the last night as a whole, one per list that was not read, then one per snapshot, newest first."""
    night = record.night
    entries = []
    if night.ended:
        entries.append(
            Entry(f"night:{night.ended:%Y-%m-%d}", f"Refresh of {night.ended:%Y-%m-%d}: {night.in_short}", night.ended,
                  "last-night.html", digest(night, example=example))
        )  # fmt: skip
        entries += [
            Entry(f"not-read:{row['list_id']}:{night.ended:%Y-%m-%d}", f"{row['list_id']}: not read", night.ended,
                  "last-night.html", one_line(row["reason"] or row["state"]))
            for row in night.not_current
            if not row["is_overdue"]
        ]  # fmt: skip
    newest = sorted(
        (snapshot for snapshots in record.used.values() for snapshot in snapshots),
        key=lambda snapshot: (snapshot["seen_at"], snapshot["list_id"]),
        reverse=True,
    )
    return entries + [
        _snapshot_entry(record.with_changes(snapshot), first=snapshot["added"] is None) for snapshot in newest[:ENTRIES]
    ]


def _snapshot_entry(snapshot: dict[str, Any], *, first: bool) -> Entry:
    """The entry of one snapshot; `first` marks the oldest one held of a list, which has no changes."""
    day, list_id = str(snapshot["published_on"]), snapshot["list_id"]
    if first:
        title = f"{list_id} of {day}: {counted(snapshot['parties'], 'party', 'parties')}, the oldest snapshot held"
    elif not snapshot["of_changes"]:
        title = f"{list_id} of {day}: no change"
    else:
        title = f"{list_id} of {day}: +{snapshot['added']} −{snapshot['removed']} ~{snapshot['amended']}"
    lines = [change_line(change) for change in ([] if first else snapshot["changes"][:CHANGES_NAMED])]
    if not first and snapshot["of_changes"] > CHANGES_NAMED:
        lines.append(f"and {snapshot['of_changes'] - CHANGES_NAMED:,} more")
    lines.append(f"sha256 {snapshot['sha256']}")
    return Entry(f"snapshot:{snapshot['snapshot_id']}", title, snapshot["seen_at"], day_page(day), "\n".join(lines))


def verdict_entries(record: Record) -> list[Entry]:
    """One entry per verdict that was reached or changed, newest first."""
    return [
        Entry(
            f"verdict:{row['claim_id']}:{row['held_on']}",
            f"{verdict_word(row['before']) + ' → ' if row['before'] else ''}{verdict_word(row['verdict'])}: "
            f"“{shortened(one_line(row['quote']), 120)}”",
            datetime.combine(row["held_on"], datetime.min.time()),
            claim_page(row["claim_id"]),
            row["explanation"],
        )
        for row in record.rows("moved")[:ENTRIES]
    ]


def event_entries(events: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """The most recently reported events with their verdicts, newest first.

    Events that are only mentioned, and those without a day of report, are left out.
    """
    reported = [row for row in events if row["status"] != "mentioned" and row["last_reported_on"]]
    newest = sorted(reported, key=lambda row: (row["last_reported_on"], row["event_id"]), reverse=True)
    return [
        Entry(
            f"event:{row['event_id']}",
            f"{verdict_word(row['verdict'])}: {shortened(one_line(row['headline']), 160)}",
            datetime.combine(row["last_reported_on"], datetime.min.time()),
            event_page(row["event_id"]),
            row["explanation"] or "",
        )
        for row in newest[:ENTRIES]
    ]


def _atom_time(moment: datetime) -> str:
    """A time (UTC) as in Atom: "2026-11-30T08:00:00Z"."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _urn(entry_id: str) -> str:
    """The id of an entry as a URN; characters other than ASCII letters, digits and a few signs become their codes."""
    encoded = "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in ":-_.@#") else f"%{ord(letter):x}"
        for letter in entry_id
    )
    return "urn:sanctions-record:" + encoded.replace("#", "%23")


def _without_characters_bad_in_xml(text: str) -> str:
    """The text with a blank in place of every character that XML does not allow."""
    return "".join(
        letter
        if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff" and not "\ud800" <= letter <= "\udfff")
        else " "
        for letter in text
    )


def as_atom(name: str, title: str, entries: list[Entry], base: str | None) -> bytes:
    """A feed in Atom (RFC 4287). Links are absolute with `base`, else relative to the folder of feeds."""
    root_address = base.rstrip("/") + "/" if base else "../"
    spaces: Any = {None: ATOM}
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap=spaces)

    def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
        """Add an Atom element below `parent` and return it."""
        child = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        if text is not None:
            child.text = _without_characters_bad_in_xml(text)
        return child

    add(feed, "title", title)
    add(feed, "id", _urn(f"feed:{name}"))
    add(feed, "updated", _atom_time(max((entry.updated for entry in entries), default=datetime(1970, 1, 1))))  # noqa: DTZ001 - UTC throughout
    add(feed, "link", rel="self", type="application/atom+xml", href=f"{root_address}feeds/{name}.atom")
    add(feed, "link", rel="alternate", type="text/html", href=f"{root_address}index.html")
    add(add(feed, "author"), "name", "The sanctions record")
    for entry in entries:
        element = add(feed, "entry")
        add(element, "title", entry.title)
        add(element, "id", _urn(entry.entry_id))
        add(element, "updated", _atom_time(entry.updated))
        add(element, "link", rel="alternate", type="text/html", href=root_address + entry.page)
        add(element, "content", entry.text, type="text")
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))


def as_json_feed(name: str, title: str, entries: list[Entry], base: str | None) -> str:
    """A feed in JSON Feed 1.1. It allows absolute addresses only; without a base, `_page` alone names the page."""
    feed: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": "en"}
    root_address = base.rstrip("/") + "/" if base else None
    if root_address:
        feed |= {"home_page_url": f"{root_address}index.html", "feed_url": f"{root_address}feeds/{name}.json"}
    feed["authors"] = [{"name": "The sanctions record"}]
    feed["items"] = [
        {
            "id": _urn(entry.entry_id),
            **({"url": root_address + entry.page} if root_address else {}),
            "title": _without_characters_bad_in_xml(entry.title),
            "content_text": _without_characters_bad_in_xml(entry.text),
            "date_published": _atom_time(entry.updated),
            "_page": {"path": entry.page},
        }
        for entry in entries
    ]
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
