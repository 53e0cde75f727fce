"""Articles, claims and where they come from, as the tables that are published.

Here: rows of `article`, `claim`, `news_feed`, `news_page` and `news_lead`. Not here: reading articles, copies, feeds,
pages and GDELT (see pipelines.articles), or finding claims (see extraction).
"""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from pipelines.articles.article import Article
from pipelines.articles.feeds import FeedReport
from pipelines.articles.fetching import PageRequest
from pipelines.articles.files import Unreadable
from pipelines.articles.gdelt import REASONS
from pipelines.articles.leads import LeadDay
from pipelines.articles.near_copies import Copy
from pipelines.claims.cache import CachedArticle
from pipelines.claims.claim import Claim


def claim_id(article: Article, claim: Claim) -> str:
    """The id of a claim: article, place of the quote and authority, because several authorities may share a quote."""
    about = ".".join(filter(None, (claim.authority, claim.status, claim.unit)))
    return f"{article.article_id}:{claim.start}-{claim.end}:{about}"


_COPIED = {
    "same_text": "has the same text as {}.",
    "near_same_text": "has nearly the same text as {}.",
    "same_page": "is of the same page as {}.",
}


def article_rows(
    articles: Iterable[CachedArticle], origin: str, copied: Mapping[str, Copy], remarks: Mapping[bytes, str]
) -> pl.DataFrame:
    """Rows of table `article` for articles that were read, copies among them."""
    rows = [
        {
            **{name: getattr(article.article, name) for name in _AS_IN_AN_ARTICLE},
            "characters": article.characters,
            **_as_copy(copied.get(article.article.article_id), remarks.get(article.text_key)),
            "origin": origin,
        }
        for article in articles
    ]
    return pl.DataFrame(rows, schema=_ARTICLE)


def _as_copy(copy: Copy | None, remark: str | None) -> dict[str, object]:
    """The columns of table `article` that tell whether it is a copy, of which article, and why."""
    if copy is None:
        return {"state": "read", "reason": remark}
    reason = _COPIED[copy.how].format(copy.copy_of)
    full_reason = f"{reason} {remark}" if remark else reason
    return {"state": "copy", "reason": full_reason, "copy_of": copy.copy_of, "likeness": copy.likeness}


def skipped_summary(articles: pl.DataFrame) -> str:
    """A sentence about articles that were skipped; none if none was."""
    skipped = articles.filter(pl.col("state") == "skipped").sort("published_on", "article_id", nulls_last=True)
    if skipped.is_empty():
        return ""
    newest = skipped.row(-1, named=True)
    return (
        f"{skipped.height:,} of {articles.height:,} articles were skipped, the last: {newest['reason']} "
        "Table article says why of each."
    )


def skipped_rows(skipped: Iterable[Unreadable], origin: str) -> pl.DataFrame:
    """Rows of table `article` for articles that could not be read, with the reasons."""
    rows = [
        {
            "article_id": item.article_id,
            "published_on": item.published_on,
            "date_basis": item.date_basis,
            "url": item.url,
            "outlet": item.outlet,
            "language": item.language,
            "sha256": item.sha256,
            "characters": item.characters,
            "state": "skipped",
            "reason": f"{item.source} {item.reason}",
            "origin": origin,
        }
        for item in skipped
    ]
    return pl.DataFrame(rows, schema=_ARTICLE)


def claim_rows(claims_of_articles: Iterable[tuple[CachedArticle, Sequence[Claim]]]) -> pl.DataFrame:
    """Rows of table `claim`."""
    rows = [_claim_row(article.article, claim) for article, claims in claims_of_articles for claim in claims]
    return pl.DataFrame(rows, schema=_CLAIM).unique("claim_id", maintain_order=True)


def feed_rows(reports: Iterable[FeedReport]) -> pl.DataFrame:
    """Rows of table `news_feed`."""
    names = ("feed_id", "title", "outlet", "url", "state", "checked_at", "entries", "added")
    rows = [{**{name: getattr(report, name) for name in names}, "reason": report.reason or None} for report in reports]
    return pl.DataFrame(rows, schema=_FEED).sort("feed_id")


def page_rows(asked: Iterable[PageRequest]) -> pl.DataFrame:
    """Rows of table `news_page`."""
    rows = [
        {
            "url": page.url,
            "found_by": page.found_by,
            "state": page.state,
            "reason": page.reason or None,
            "asked_at": page.asked_at,
            "tries": page.tries,
            "sha256": page.sha256 or None,
        }
        for page in asked
    ]
    return pl.DataFrame(rows, schema=_PAGE).sort("url")


def lead_tables(days: Iterable[LeadDay]) -> dict[str, pl.DataFrame]:
    """Tables `news_lead`, `news_lead_file`, `news_lead_refusal` and `news_event`."""
    leads: list[dict[str, object]] = []
    events: dict[str, dict[str, object]] = {}
    files: list[dict[str, object]] = []
    refusals: list[dict[str, object]] = []
    for day in days:
        leads += [_lead_row(day, url) for url in sorted(day.leads)]
        for event_id in sorted(day.events):
            events.setdefault(event_id, _event_row(day, event_id))
        for name in sorted(day.files):
            file = day.files[name]
            row = {column: getattr(file, column) for column in _AS_IN_A_FILE}
            refused = sum(rows for _, rows, _ in file.refused)
            files.append({
                **row, "day": day.day, "reason": file.reason or None, "sha256": file.sha256 or None, "refused": refused,
            })  # fmt: skip
            refusals += [
                {"day": day.day, "name": name, "code": code, "reason": REASONS[code], "rows": rows, "first_line": first}
                for code, rows, first in file.refused
            ]
    return {
        "news_lead": pl.DataFrame(leads, schema=_LEAD),
        "news_lead_file": pl.DataFrame(files, schema=_LEAD_FILE),
        "news_lead_refusal": pl.DataFrame(refusals, schema=_LEAD_REFUSAL),
        "news_event": pl.DataFrame(list(events.values()), schema=_EVENT),
    }


def _lead_row(day: LeadDay, url: str) -> dict[str, object]:
    """The row of table `news_lead` for an article of a day."""
    lead = day.leads[url]
    sets = {name: sorted(getattr(lead, name)) for name in ("themes", "event_codes", "files")}
    names = ("url", "title", "outlet", "seen_at", "written_at", "event_rows")
    return {"day": day.day, **{name: getattr(lead, name) for name in names}, **sets}


def _event_row(day: LeadDay, event_id: str) -> dict[str, object]:
    """The row of table `news_event` for a coded row of a day."""
    event = day.events[event_id]
    row = {name: getattr(event, name) for name in _AS_IN_AN_EVENT}
    return {
        **row,
        "day": day.day,
        "news_event_id": event_id,
        "places": list(event.places),
        "themes": list(event.themes),
    }


def _claim_row(article: Article, claim: Claim) -> dict[str, object]:
    """The row of table `claim` for a claim."""
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


_AS_IN_AN_ARTICLE = ("article_id", "published_on", "date_basis", "title", "url", "outlet", "language", "sha256")
_AS_IN_A_CLAIM = (
    "authority", "status", "action", "measure", "strength", "count", "count_qualifier", "count_text", "count_scope",
    "unit", "target_country", "attributed_to",
)  # fmt: skip
_TEXT: pl.DataType = pl.String()
_ARTICLE: dict[str, pl.DataType] = {
    "article_id": _TEXT, "published_on": pl.Date(), "date_basis": _TEXT, "title": _TEXT, "url": _TEXT, "outlet": _TEXT,
    "language": _TEXT, "sha256": _TEXT, "characters": pl.Int64(), "state": _TEXT, "reason": _TEXT,
    "copy_of": _TEXT, "likeness": pl.Float64(), "origin": _TEXT,
}  # fmt: skip
_CLAIM: dict[str, pl.DataType] = {
    "claim_id": _TEXT, "article_id": _TEXT, "quote": _TEXT, "quote_start": pl.Int64(), "quote_end": pl.Int64(),
    **dict.fromkeys(_AS_IN_A_CLAIM, _TEXT), "count": pl.Int64(), "named_targets": pl.List(_TEXT),
    "event_date": pl.Date(), "event_from": pl.Date(), "event_to": pl.Date(), "evidence": pl.List(_TEXT),
    "article_date": pl.Date(),
}  # fmt: skip
_TIME = pl.Datetime("us", "UTC")
_FEED: dict[str, pl.DataType] = {
    "feed_id": _TEXT, "title": _TEXT, "outlet": _TEXT, "url": _TEXT, "state": _TEXT, "reason": _TEXT,
    "checked_at": _TIME, "entries": pl.Int64(), "added": pl.Int64(),
}  # fmt: skip
_PAGE: dict[str, pl.DataType] = {
    "url": _TEXT, "found_by": _TEXT, "state": _TEXT, "reason": _TEXT, "asked_at": _TIME, "tries": pl.Int64(),
    "sha256": _TEXT,
}  # fmt: skip
_LEAD: dict[str, pl.DataType] = {
    "day": pl.Date(), "url": _TEXT, "title": _TEXT, "outlet": _TEXT, "seen_at": _TIME, "written_at": _TIME,
    "themes": pl.List(_TEXT), "event_codes": pl.List(_TEXT), "event_rows": pl.Int64(), "files": pl.List(_TEXT),
}  # fmt: skip
_AS_IN_A_FILE = ("name", "kind", "url", "state", "size", "rows", "kept", "passed_over")
_LEAD_FILE: dict[str, pl.DataType] = {
    "day": pl.Date(), "name": _TEXT, "kind": _TEXT, "url": _TEXT, "state": _TEXT, "reason": _TEXT, "sha256": _TEXT,
    **dict.fromkeys(("size", "rows", "kept", "passed_over", "refused"), pl.Int64()),
}  # fmt: skip
_LEAD_REFUSAL: dict[str, pl.DataType] = {
    "day": pl.Date(), "name": _TEXT, "code": _TEXT, "reason": _TEXT, "rows": pl.Int64(), "first_line": pl.Int64(),
}  # fmt: skip
_AS_IN_AN_EVENT = (
    "kind", "url", "seen_at", "file", "event_code", "happened_on", "actor1", "actor1_code", "actor2", "actor2_code",
    "mentions", "sources", "articles", "tone",
)  # fmt: skip
_EVENT: dict[str, pl.DataType] = {
    "news_event_id": _TEXT, "day": pl.Date(), **dict.fromkeys(_AS_IN_AN_EVENT, _TEXT), "seen_at": _TIME,
    "happened_on": pl.Date(), **dict.fromkeys(("mentions", "sources", "articles"), pl.Int64()), "tone": pl.Float64(),
    "places": pl.List(_TEXT), "themes": pl.List(_TEXT),
}  # fmt: skip
