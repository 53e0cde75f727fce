"""Summaries of single tables for people: what changed, who is listed, what the press said and whether it is so.

Here: a few figures, a table and a chart, as Markdown. Not here: what every table shows (see described).
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from assets import charts, markdown
from assets.described import Tables

ACTIONS = 15
BARS = 12
CLAIMS = 40


def of_list(tables: Tables) -> str:
    """Parties of one list over the snapshots held, and the last snapshots."""
    snapshots = tables["snapshot"].sort("published_on", "seen_at")
    used = snapshots.filter(pl.col("state") == "used").unique("published_on", keep="last", maintain_order=True)
    points: Sequence[tuple[date, int]] = used.select("published_on", "parties").rows()
    drawn = markdown.picture(charts.line(points), "Parties listed, by day of publication") if len(points) > 1 else ""
    columns = ("published_on", "state", "parties", "added", "removed", "format", "sha256", "reason")
    last = snapshots.select(columns).tail(10).reverse().to_dicts()
    return markdown.paragraphs(
        f"**{snapshots.height:,} snapshots** held, {used.height:,} days of them in use.",
        drawn,
        markdown.table(last, columns, longest=70),
    )


def of_status(tables: Tables) -> str:
    """How the lists stand."""
    counted = tables["list_status"].group_by("state").len().sort("len", "state", descending=[True, False])
    said = (f"{count} {state.replace('_', ' ')}" for state, count in counted.rows())
    return f"Lists by state: {', '.join(said)}."


def of_designations(tables: Tables) -> str:
    """Who is listed now, by list and kind of party."""
    current = tables["designation"].filter(pl.col("delisted_on").is_null())
    if current.is_empty():
        return "Nobody is listed."
    by_list = current.group_by("list_id").agg(pl.len().alias("listed_now"), *_by_type(), _undated()).sort("list_id")
    values: list[tuple[str, int]] = by_list.sort("listed_now", descending=True).select("list_id", "listed_now").rows()
    return markdown.paragraphs(
        f"**{current.height:,} designations in force** on {by_list.height} lists; "
        f"{tables['designation'].height:,} ever.",
        markdown.picture(charts.bars(values[:BARS]), "Designations in force, by list"),
        markdown.table(by_list.to_dicts()),
    )


def _by_type() -> list[pl.Expr]:
    kinds = {"individuals": "individual", "entities": "entity", "vessels": "vessel", "aircraft": "aircraft"}
    return [(pl.col("party_type") == kind).sum().cast(pl.Int64).alias(name) for name, kind in kinds.items()]


def _undated() -> pl.Expr:
    return pl.col("listed_on").is_null().sum().cast(pl.Int64).alias("day_of_listing_unknown")


def of_changes(tables: Tables) -> str:
    """The last actions: what each authority did on one day, as the press counts it."""
    changes = tables["change"]
    if changes.is_empty():
        return "No change is known: one snapshot of each list is held, or none."
    parties = changes.unique([*_ACT, "designation_id"], maintain_order=True)
    actions = (
        parties.with_columns(pl.col("programmes").list.join(", "))
        .group_by(*_ACT, "programmes")
        .agg(pl.len().cast(pl.Int64).alias("parties"), *_by_type())
        .sort(*_ACT, "parties", "programmes", descending=[True, False, False, True, False])
    )
    last = actions["changed_on"].to_list()[0]
    return markdown.paragraphs(
        f"**{changes.height:,} changes** in {actions.height:,} actions; the last on {last}. "
        "Only *added* is a designation.",
        _moves(parties),
        "**The last actions**",
        markdown.table(actions.head(ACTIONS).to_dicts()),
    )


_ACT = ("changed_on", "list_id", "change_kind")


def _moves(parties: pl.DataFrame) -> str:
    """Who came and went, on the last days on which anyone did."""
    moved = parties.filter(pl.col("change_kind").is_in(["added", "removed"]))
    daily = moved.group_by(_ACT).len().sort(*_ACT, descending=[True, False, False]).head(BARS)
    values = [(f"{day} {name} {kind}", count) for day, name, kind, count in daily.rows()]
    return markdown.picture(charts.bars(values), "Parties added and removed, by day and list") if values else ""


def of_claims(tables: Tables) -> str:
    """What the press says, by authority and status."""
    counted = tables["claim"].group_by("authority", "status").len("claims")
    return markdown.table(counted.sort("claims", "authority", "status", descending=[True, False, False]).to_dicts())


def of_verdicts(tables: Tables) -> str:
    """How many claims hold, and each claim with its verdict."""
    verdicts = tables["verdict"].join(
        tables["claim"].select("claim_id", "article_date", "authority", "status", "quote"), on="claim_id", how="left"
    )
    if verdicts.is_empty():
        return "No claims: put articles (.txt, .html, .jsonl) into the home's folder `articles`."
    counted = verdicts.group_by("verdict").len().sort("len", "verdict", descending=[True, False])
    columns = ("verdict", "authority", "status", "quote", "claimed", "found", "residual", "explanation")
    newest = verdicts.sort("article_date", "claim_id", descending=[True, False], nulls_last=True).head(CLAIMS)
    more = verdicts.height - newest.height
    return markdown.paragraphs(
        f"**{verdicts.height:,} claims judged.** A claim is judged, not a person.",
        markdown.picture(charts.bars([(name, count) for name, count in counted.rows()]), "Claims by verdict"),
        markdown.table(newest.select(columns).to_dicts(), columns, longest=400),
        f"… and {more:,} more claims." if more else "",
    )
