"""The front page, the page about last night's changes, and the digest of them in plain text.

Here: these pages. Not here: counting changes (see record).
"""

from collections.abc import Iterator
from typing import Any

from pipelines.catalogue.words import counted
from pipelines.publish.site.claims import Row, verdict_counts
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.pictures import Card, put_card
from pipelines.publish.site.record import NOT_CURRENT, Night, Record
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.words import CHANGES, state_and_why, verdict_word

CLAIMS_AT_FRONT = 8
CHANGES_IN_DIGEST = 20
NIGHT_PICTURE = "last-night.png"


def write_night(site: SiteFolder, pages: Pages, record: Record) -> None:
    """Write the page and the digest of last night's changes; lists that are not held or out of date come first."""
    values = record.night.as_values()
    page = pages.page(
        "night.html", "last-night.html", title="What changed last night", section="last-night.html", night=values,
        picture=NIGHT_PICTURE, summary=record.night.in_short,
    )  # fmt: skip
    put_card(site, NIGHT_PICTURE, _night_card(record.night, example=pages.example))
    site.put_content("last-night.html", page)
    site.put_content("digest.txt", digest(record.night, example=pages.example))


def _night_card(night: Night, *, example: bool) -> Card:
    """The card for the picture of the page of last night."""
    totals = (
        f"+{night.total('added'):,} added, −{night.total('removed'):,} removed, ~{night.total('amended'):,} amended"
    )
    day = f"{night.ended:%d %B %Y}" if night.ended else "No list was read"
    return Card(f"What changed on official sanctions lists, {day}", (totals, night.in_short), example=example)


def write_front(
    site: SiteFolder, pages: Pages, record: Record, claims: list[dict[str, Any]], acts: list[dict[str, Any]]
) -> None:
    """Write the front page: the latest official acts with the events about them, then claims decided by the record."""
    page = pages.page(
        "index.html", "index.html", title="Official lists and the press", section="",
        night=record.night.as_values(), acts=acts, rows=claims[:CLAIMS_AT_FRONT], claims=len(claims),
        counts=dict(verdict_counts(claims)), ages=_lists_by_age(record),
        designations=record.release["designations"], held=len(record.used),
    )  # fmt: skip
    site.put_content("index.html", page)


def _lists_by_age(record: Record) -> list[Row]:
    """The lists held, the oldest first."""
    lists_held = [row for row in record.lists if row["published_on"]]
    return sorted(lists_held, key=lambda row: (row["closed_on"] is not None, row["published_on"]))


def digest(night: Night, *, example: bool, for_operator: bool = False) -> str:
    """Last night in plain text, for mail or chat: first the lists that are not held or out of date, then the changes.

    Args:
        for_operator: give the full reasons, which only the operator of the program can act on.
    """
    return "\n".join(_digest_lines(night, "why" if for_operator else "reason", example=example)) + "\n"


def _digest_lines(night: Night, reason: str, *, example: bool) -> Iterator[str]:
    """The lines of the digest in plain text: first what is not current, then changes, unchanged lists and verdicts.

    Args:
        night: the result of the last refresh.
        reason: the column with the reason to give for a list: "why" for operators, "reason" for readers.
        example: the data are the bundled example, which the first line says.
    """
    if example:
        yield from ("EXAMPLE DATA, not what authorities publish today.", "")
    yield (
        f"The sanctions record, refresh of {night.ended:%Y-%m-%d %H:%M} UTC" if night.ended else "The sanctions record"
    )
    yield ""
    if night.not_current:
        yield f"{NOT_CURRENT.upper()} ({len(night.not_current)}): what changed on these since is not known"
        for row in night.not_current:
            held = f"; last good copy {row['published_on']}" if row["published_on"] else ""
            why = state_and_why(row["state"], row[reason] and one_line(row[reason])).rstrip(".")
            yield f"  {row['list_id']}: {why[0].lower()}{why[1:]}{held}"
        yield ""
    yield from _lines_of_changed_lists(night)
    if night.unchanged:
        yield "No change: " + ", ".join(row["list_id"] for row in night.unchanged)
    for row in night.first_snapshots:
        parties = counted(row["parties"], "party", "parties")
        yield f"Held for the first time: {row['list_id']} of {row['published_on']}, {parties}"
    yield ""
    yield f"Claims that moved: {len(night.changed_verdicts)}"
    for row in night.changed_verdicts:
        yield f"  {verdict_word(row['before'])} -> {verdict_word(row['verdict'])}: “{one_line(row['quote'])}”"


def _lines_of_changed_lists(night: Night) -> Iterator[str]:
    """The lines on lists that changed, each with its first changes."""
    for snapshot in night.changed:
        counts = f"+{snapshot['added']} -{snapshot['removed']} ~{snapshot['amended']}"
        yield f"{snapshot['list_id']} of {snapshot['published_on']}: {counts}"
        for change in snapshot["changes"][:CHANGES_IN_DIGEST]:
            yield f"  {change_line(change)}"
        more = snapshot["of_changes"] - CHANGES_IN_DIGEST
        if more > 0:
            yield f"  and {more:,} more"
        yield ""


def change_line(change: Row) -> str:
    """A change as one line of text."""
    sign, word = CHANGES[change["change_kind"]]
    return f"{sign} {one_line(change['primary_name'])} ({one_line(change['native_id'])}), {word}"


def one_line(text: str, limit: int = 300) -> str:
    """A text without line breaks and control characters, cut to a number of characters."""
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.split())[:limit]


def release_script(record: Record) -> Row:
    """The age of the data, shown on every page; in a file of its own, so that unchanged pages are not rewritten."""
    night = record.night
    return {
        "edition": record.release["edition"],
        "ended": f"{night.ended:%Y-%m-%d %H:%M}" if night.ended else None,
        "held": len(record.used),
        "lists": {
            row["list_id"]: {
                "published_on": str(row["published_on"]) if row["published_on"] else None,
                "state": row["state"],
            }
            for row in record.lists
        },
    }
