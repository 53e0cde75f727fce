"""Articles and claims as the tables that are published.

Here: rows of `article` and `claim`. Not here: reading articles (see articles), finding claims (see extraction).
"""

from collections.abc import Iterable, Sequence

import polars as pl

from pipelines.news.articles import Unreadable
from pipelines.news.claim import Article, Claim

Found = tuple[Article, Sequence[Claim]]


def claim_id(article: Article, claim: Claim) -> str:
    """Article, place of the quote and authority: one claim each where several act in the same words."""
    about = ".".join(filter(None, (claim.authority, claim.status, claim.unit)))
    return f"{article.article_id}:{claim.start}-{claim.end}:{about}"


def article_rows(found: Iterable[Found], origin: str) -> pl.DataFrame:
    """Rows of table `article` for articles that were read."""
    rows = [
        {
            "article_id": article.article_id,
            "published_on": article.published_on,
            "date_basis": article.date_basis,
            "title": article.title,
            "url": article.url,
            "outlet": article.outlet,
            "language": article.language,
            "sha256": article.sha256,
            "characters": len(article.text),
            "state": "read",
            "reason": None,
            "origin": origin,
        }
        for article, _ in found
    ]
    return pl.DataFrame(rows, schema=_ARTICLE).unique("article_id", maintain_order=True).sort("article_id")


def skipped_rows(skipped: Iterable[Unreadable], origin: str) -> pl.DataFrame:
    """Rows of table `article` for what could not be read, each with the reason."""
    rows = [
        {
            "article_id": each.article_id,
            "published_on": each.published_on,
            "date_basis": "stated" if each.published_on else "none",
            "language": each.language,
            "sha256": each.sha256,
            "characters": each.characters,
            "state": "skipped",
            "reason": f"{each.source} {each.reason}",
            "origin": origin,
        }
        for each in skipped
    ]
    return pl.DataFrame(rows, schema=_ARTICLE).sort("article_id")


def claim_rows(found: Iterable[Found]) -> pl.DataFrame:
    """Rows of table `claim`, in the order of their quotes."""
    rows = [_claim_row(article, claim) for article, claims in found for claim in claims]
    return (
        pl.DataFrame(rows, schema=_CLAIM)
        .unique("claim_id", maintain_order=True)
        .sort("article_id", "quote_start", "claim_id")
    )


def _claim_row(article: Article, claim: Claim) -> dict[str, object]:
    return {
        "claim_id": claim_id(article, claim),
        "article_id": article.article_id,
        "quote": claim.quote,
        "quote_start": claim.start,
        "quote_end": claim.end,
        **{name: getattr(claim, name) for name in _AS_IN_A_CLAIM},
        "named_targets": list(claim.named_targets),
        "event_date": claim.event_on,
        "event_from": claim.event_from,
        "event_to": claim.event_to,
        "evidence": list(claim.rules),
        "article_date": article.published_on,
    }


_AS_IN_A_CLAIM = (
    "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text", "count_scope",
    "unit", "target_country", "attributed_to",
)  # fmt: skip
_TEXT: pl.DataType = pl.String()
_ARTICLE: dict[str, pl.DataType] = {
    "article_id": _TEXT, "published_on": pl.Date(), "date_basis": _TEXT, "title": _TEXT, "url": _TEXT, "outlet": _TEXT,
    "language": _TEXT, "sha256": _TEXT, "characters": pl.Int64(), "state": _TEXT, "reason": _TEXT, "origin": _TEXT,
}  # fmt: skip
_CLAIM: dict[str, pl.DataType] = {
    "claim_id": _TEXT, "article_id": _TEXT, "quote": _TEXT, "quote_start": pl.Int64(), "quote_end": pl.Int64(),
    **dict.fromkeys(_AS_IN_A_CLAIM, _TEXT), "count": pl.Int64(), "named_targets": pl.List(_TEXT),
    "event_date": pl.Date(), "event_from": pl.Date(), "event_to": pl.Date(), "evidence": pl.List(_TEXT),
    "article_date": pl.Date(),
}  # fmt: skip
