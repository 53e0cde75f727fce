"""Verdicts as schema.org ClaimReview, for the tools of fact-checkers.

Here: converting the document of a claim. Not here: where the document comes from (see sql/site/claims.sql).
"""

from collections.abc import Mapping
from typing import Any

RATINGS = {"contradicted": 1, "partly_confirmed": 3, "confirmed": 5}
"""Numbers of the verdicts that the record decides. Pending, unverifiable and out of scope have none."""

NAMES = {
    "confirmed": "Confirmed",
    "partly_confirmed": "Partly confirmed",
    "contradicted": "Contradicted",
    "pending": "Pending",
    "out_of_scope": "Out of scope",
    "unverifiable": "Unverifiable",
}


def claim_review(claim: Mapping[str, Any]) -> dict[str, Any]:
    """A claim with its verdict as schema.org ClaimReview; unknown values are left out."""
    verdict = claim["verdict"]
    rating = {
        "@type": "Rating",
        "alternateName": NAMES.get(verdict, "Not judged"),
        "ratingExplanation": claim["explanation"],
    }
    if verdict in RATINGS:
        rating |= {"ratingValue": RATINGS[verdict], "bestRating": 5, "worstRating": 1}
    appearance = {"@type": "NewsArticle", "headline": claim["title"], "url": claim["url"], "datePublished": claim["on"]}
    history = claim["history"] or []
    review: dict[str, Any] = without_none(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "identifier": claim["claim_id"],
            "claimReviewed": claim["quote"],
            "datePublished": history[-1]["on"] if history else claim["on"],
            "author": {"@type": "Organization", "name": "The sanctions record"},
            "itemReviewed": {
                "@type": "Claim",
                "author": _author(claim),
                "datePublished": claim["on"],
                "appearance": appearance,
            },
            "reviewRating": rating,
        }
    )
    return review


def _author(claim: Mapping[str, Any]) -> dict[str, str] | None:
    """The organisation that made the claim, else the outlet; None if neither is known."""
    name = claim["attributed_to"] or claim["outlet"]
    return {"@type": "Organization", "name": name} if name else None


def without_none(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """JSON without members whose value is None, at any depth."""
    if isinstance(value, dict):
        return {key: without_none(member) for key, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_none(item) for item in value]
    return value
