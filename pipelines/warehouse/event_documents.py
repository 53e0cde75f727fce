"""Events in two public vocabularies: schema.org Event and FollowTheMoney Event.

Here: converting the document of an event. Not here: where the document comes from (see sql/site/events.sql).
"""

from collections.abc import Mapping
from typing import Any

from pipelines.warehouse.claim_reviews import without_none

Row = Mapping[str, Any]
LEGAL_ENTITIES = ("individual", "entity")
"""Party types that FollowTheMoney allows as `involved` in an event; vessels and aircraft are not allowed."""


def event_json(event: Row) -> dict[str, Any]:
    """An event as schema.org Event, with the articles that report it; unknown values are left out."""
    articles = {claim["article_id"]: claim for claim in event["claims"] or []}
    json_ld: dict[str, Any] = without_none(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "identifier": event["event_id"],
            "name": event["headline"],
            "startDate": event["told_from"],
            "endDate": event["told_to"],
            "description": event["explanation"],
            "organizer": {"@type": "Organization", "name": event["authority"]} if event["authority"] else None,
            "about": [{"@type": "Thing", "name": target} for target in event["named_targets"]] or None,
            "subjectOf": [
                {
                    "@type": "NewsArticle",
                    "headline": claim["title"],
                    "url": claim["url"],
                    "datePublished": claim["on"],
                    "publisher": {"@type": "Organization", "name": claim["outlet"]} if claim["outlet"] else None,
                }
                for claim in articles.values()
            ],
        }
    )
    return json_ld


def event_entity(event: Row) -> dict[str, Any]:
    """An event as a FollowTheMoney entity of schema Event; `involved` are the parties of the official actions cited."""
    actions = event["actions"] or []
    rows = [row for action in actions if action["role"] != "period" for row in action["rows"] or []]
    involved = {row["entity_id"] for row in rows if row["party_type"] in LEGAL_ENTITIES}
    properties = {
        "name": [event["headline"]],
        "startDate": [event["told_from"]],
        "endDate": [event["told_to"]],
        "summary": [event["explanation"]],
        "country": [(event["country"] or "").lower()],
        "involved": sorted(involved),
        "keywords": [event["status"], event["verdict"]],
        "sourceUrl": sorted({claim["url"] for claim in event["claims"] or [] if claim["url"]}),
        "publisher": event["outlets"],
    }
    known_properties = {prop: [value for value in values if value] for prop, values in properties.items()}
    return {
        "id": f"event-{event['event_id']}",
        "schema": "Event",
        "caption": event["headline"],
        "datasets": ["press"],
        "properties": {prop: values for prop, values in known_properties.items() if values},
    }
