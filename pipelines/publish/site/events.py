"""The pages of events: one page per event, the ledger of all events, and their rows on other pages.

Here: what these pages show. Not here: which claims are about the same act (see pipelines.events), or the verdict on an
event and its headline (see pipelines.verdicts).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from pipelines.catalogue.words import EVENT_VERDICTS, QUALIFIERS
from pipelines.publish.site.claims import SUMMARY_SHOWN, script_json, shortened, verdict_words_script
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import event_page, subject_page
from pipelines.publish.site.pictures import is_decided, judged_card, picture_of, picture_of_judged, put_card
from pipelines.publish.site.record import Record, Row
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.words import number, plain
from pipelines.warehouse.documents import documents
from pipelines.warehouse.event_documents import event_json
from pipelines.warehouse.schema import text_of

SHOWN_AT_FIRST = 50
EVENTS_OF_A_DAY = 40

STATUS_WORDS = {
    "called_for": "called for", "considered": "considered", "planned": "planned", "imposed": "reported as done",
    "lifted": "reported as lifted", "denied": "denied",
}  # fmt: skip


def event_ledger(record: Record) -> list[Row]:
    """All events as the ledger shows them: decided ones first, those only mentioned last."""
    return record.rows("event_ledger")


def write_event_ledger(site: SiteFolder, pages: Pages, events: Sequence[Row]) -> None:
    """Write the page of the ledger, and all its rows as a script for the filters."""
    path = "events/index.html"
    acts = [row for row in events if row["status"] != "mentioned"]
    by_verdict = Counter(row["verdict"] for row in acts)
    values = {
        "rows": acts[:SHOWN_AT_FIRST],
        "total": len(acts),
        "mentions": len(events) - len(acts),
        "counts": {name: by_verdict[name] for name in EVENT_VERDICTS},
        "authorities": sorted({row["authority"] for row in events if row["authority"]}),
        "countries": sorted({row["target_country"] for row in events if row["target_country"]}),
        "statuses": sorted({row["status"] for row in events}),
    }
    site.put_content(path, pages.page("events.html", path, title="Events", section="events", **values))
    site.put_content(
        "events/ledger.js",
        f"{verdict_words_script()}window.EVENTS={script_json([_values_for_script(row) for row in events])};\n",
    )


def _values_for_script(row: Row) -> list[Any]:
    """The values of an event in the order in which the script of the ledger reads them."""
    day = row["told_to"] or row["last_reported_on"]
    return [
        row["verdict"], row["headline"], str(day or ""), row["claims"], ", ".join(row["outlets"][:3]), row["authority"],
        row["target_country"], row["status"], event_page(row["event_id"]).removeprefix("events/"),
        row["fulfilled_on"] is not None,
    ]  # fmt: skip


def write_events(site: SiteFolder, pages: Pages, connection: duckdb.DuckDBPyConnection, events: int) -> None:
    """Write the pages of the events that changed; `events` is about how many there are."""
    for event_id, digest, document in documents(connection, "site/events.sql", events):
        path = event_page(event_id)
        if not site.has(path, digest):
            site.write(path, event_html(pages, path, json.loads(document)))


def write_event_pictures(site: SiteFolder, pages: Pages, events: Sequence[Row]) -> None:
    """Write the pictures of the acts that the record decides; all others share the picture of their verdict."""
    for row in events:
        if not is_decided(row["verdict"], row["fulfilled_on"]):
            continue
        days = " to ".join(str(day) for day in dict.fromkeys((row["told_from"], row["told_to"])) if day)
        claims = f"{row['claims']:,} {'claim' if row['claims'] == 1 else 'claims'} of the press about it"
        card = judged_card(
            row["headline"], row["verdict"], [days, claims] if days else [claims],
            fulfilled=row["fulfilled_on"] is not None, example=pages.example,
        )  # fmt: skip
        put_card(site, picture_of(event_page(row["event_id"])), card)


def event_html(pages: Pages, path: str, event: dict[str, Any]) -> str:
    """The page of an event as HTML."""
    claims, actions = event["claims"] or [], event["actions"] or []
    for action in actions:
        action["rows"] = [row | {"page": subject_page(row["subject_id"])} for row in action["rows"] if row["native_id"]]
    return pages.page(
        "event.html",
        path,
        title=event["headline"],
        section="events",
        summary=shortened(event["explanation"] or event["headline"], SUMMARY_SHOWN),
        picture=picture_of_judged(path, event["verdict"], event["fulfilled_on"]),
        e=event,
        claims=claims,
        actions=actions,
        moments=moments(claims, actions),
        figures=printed_figures(claims),
        event_json=event_json(event),
        statement=text_of("site/to_copy/event.sql").rstrip().format(event["event_id"].replace("'", "''")),
    )


def moments(claims: Sequence[Row], actions: Sequence[Row]) -> list[Row]:
    """What happened in order of days: the asserted claims by day and status, and the official actions."""
    by_day_and_status: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for claim in claims:
        if claim["strength"] == "asserted":
            by_day_and_status[claim["on"] or "", claim["status"]].append(claim)
    reported = [
        {"on": day, "words": STATUS_WORDS[status], "claims": claims_of_day, "action": None}
        for (day, status), claims_of_day in by_day_and_status.items()
    ]
    actions_of_event = [action for action in actions if action["role"] != "period"]
    official = [{"on": action["acted_on"], "words": "", "claims": [], "action": action} for action in actions_of_event]
    return sorted([*reported, *official], key=lambda moment: (moment["on"] or "9999", moment["action"] is None))


def printed_figures(claims: Sequence[Row]) -> list[Row]:
    """The claims with a figure, and `printed`: the figure as text, to compare outlets with the record."""
    return [{**claim, "printed": _figure_as_printed(claim)} for claim in claims if claim["count"] is not None]


def _figure_as_printed(claim: Row) -> str:
    """The figure of a claim as printed: "about 50 parties"."""
    return f"{QUALIFIERS.get(claim['count_qualifier'], '')}{number(claim['count'])} {plain(claim['unit'])}"


def events_by_day(record: Record, events: Sequence[Row]) -> Mapping[str, list[Row]]:
    """The events by day, as text; on one day those that the record decides come first, as in the ledger."""
    place_and_row = {row["event_id"]: (place, row) for place, row in enumerate(events)}
    days: dict[str, list[tuple[int, Row]]] = defaultdict(list)
    for row in record.rows("event_days"):
        days[str(row["day"])].append(place_and_row[row["event_id"]])
    return {day: [row for _, row in sorted(placed_rows, key=lambda pair: pair[0])] for day, placed_rows in days.items()}


def latest_acts(record: Record, events: Sequence[Row]) -> list[Row]:
    """The latest official acts with up to three events about them (`told`)."""
    event_by_id = {row["event_id"]: row for row in events}
    return [
        {**row, "told": [event_by_id[event_id] for event_id in (row["event_ids"] or [])[:3]]}
        for row in record.rows("acts")
    ]
