"""Summaries of single tables for people: what changed, who is listed, what the press said and whether it is so.

Here: a few figures, a table and a chart, as Markdown. Not here: what every table shows (see described).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets import markdown
from pipelines.catalogue.words import counted
from pipelines.warehouse.tables import Tables

GLANCED = 8
ACTIONS = 15
BARS = 12
CLAIMS = 40
MONTHS = 36
DECIDED = ("confirmed", "partly_confirmed", "contradicted", "disputed")


@dataclass(frozen=True, slots=True)
class Summary:
    """A few figures that stand on the page itself, and the rest, which is shown on a click."""

    glance: str = ""
    whole: str = ""


NONE = Summary()


def of_list(snapshots: pl.DataFrame) -> str:
    """Parties of one list over the snapshots held, and the last snapshots.

    Args:
        snapshots: the rows of table `snapshot` of that list.
    """
    snapshots = snapshots.sort("published_on", "seen_at")
    used = snapshots.filter(pl.col("state") == "used").unique("published_on", keep="last", maintain_order=True)
    points: Sequence[tuple[date, int]] = used.select("published_on", "parties").rows()
    drawn = markdown.step_chart(points, "Parties listed, by day of publication") if len(points) > 1 else ""
    columns = ("published_on", "state", "parties", "added", "removed", "format", "sha256", "reason")
    last = snapshots.select(columns).tail(10).reverse().to_dicts()
    return markdown.paragraphs(
        f"**{counted(snapshots.height, 'snapshot')}** held, {counted(used.height, 'day')} of them in use.",
        drawn,
        markdown.table(last, columns, longest=70),
    )


def of_status(tables: Tables) -> Summary:
    """A summary of the lists by state."""
    return Summary(markdown.bars(_rows_by_value(tables["list_status"], "state")))


def of_designations(tables: Tables) -> Summary:
    """A summary of those listed now, by list and party type."""
    designations = tables["designation"].filter(pl.col("entry_kind") == "designation")
    current = designations.filter(pl.col("delisted_on").is_null())
    if current.is_empty():
        return Summary("Nobody is listed.")
    by_list = (
        current.group_by("list_id")
        .agg(pl.len().alias("listed_now"), *_counts_by_type(), _count_without_day())
        .sort("list_id")
    )
    in_force = counted(current.height, "designation")
    headline = f"**{in_force} in force** on {counted(by_list.height, 'list')}; {designations.height:,} ever."
    glance = markdown.paragraphs(headline, markdown.bars(_rows_by_value(current, "list_id")[:GLANCED]))
    return Summary(glance, markdown.paragraphs(headline, markdown.table(by_list.to_dicts())))


def _rows_by_value(rows: pl.DataFrame, column: str) -> list[tuple[str, int]]:
    """The values of a column with their numbers of rows, the most frequent first."""
    sizes = rows.group_by(pl.col(column).fill_null("unstated")).len().sort("len", column, descending=[True, False])
    return [(name, count) for name, count in sizes.rows()]


def _counts_by_type() -> list[pl.Expr]:
    """Columns with the number of individuals, entities, vessels and aircraft."""
    kinds = {"individuals": "individual", "entities": "entity", "vessels": "vessel", "aircraft": "aircraft"}
    return [(pl.col("party_type") == kind).sum().cast(pl.Int64).alias(name) for name, kind in kinds.items()]


def _count_without_day() -> pl.Expr:
    """A column with the number of parties whose day of listing is not known."""
    return pl.col("listed_on").is_null().sum().cast(pl.Int64).alias("day_of_listing_unknown")


def of_subjects(tables: Tables) -> Summary:
    """A summary of parties by the number of lists that they are on."""
    subjects = tables["subject"]
    if subjects.is_empty():
        return Summary("No subject is known.")
    by_lists = subjects.group_by("lists").len().sort("lists").head(GLANCED)
    return Summary(markdown.bars([(f"on {counted(lists, 'list')}", count) for lists, count in by_lists.rows()]))


def of_changes(tables: Tables) -> Summary:
    """A summary of the latest actions: what each authority did on one day."""
    changes = tables["change"]
    if changes.is_empty():
        return Summary("No change is known: one snapshot of each list is held, or none.")
    parties = changes.unique([*_ACT, "designation_id"], maintain_order=True)
    actions = (
        parties.with_columns(pl.col("programmes").list.join(", "))
        .group_by(*_ACT, "programmes")
        .agg(pl.len().cast(pl.Int64).alias("parties"), *_counts_by_type())
        .sort(*_ACT, "parties", "programmes", descending=[True, False, False, True, False])
    )
    moves = _additions_and_removals(parties)
    acts = counted(actions.height, "action")
    headline = f"**{counted(changes.height, 'change')}** in {acts}. Only *added* is a designation."
    return Summary(
        markdown.paragraphs(headline, markdown.bars(moves[:GLANCED]) if moves else ""),
        markdown.paragraphs(headline, "**The last actions**", markdown.table(actions.head(ACTIONS).to_dicts())),
    )


_ACT = ("changed_on", "list_id", "change_kind")


def _additions_and_removals(parties: pl.DataFrame) -> list[tuple[str, int]]:
    """The numbers of parties listed and removed on the last days that had any."""
    moved = parties.filter(pl.col("change_kind").is_in(["added", "removed"]))
    daily = moved.group_by(_ACT).len().sort(*_ACT, descending=[True, False, False]).head(BARS)
    return [(f"{day} {name} {kind}", count) for day, name, kind, count in daily.rows()]


def of_claims(tables: Tables) -> Summary:
    """A summary of claims by authority and status."""
    claims = tables["claim"].select(
        authority_and_status=pl.concat_str(pl.col("authority").fill_null("someone"), "status", separator=" ")
    )
    return Summary(
        markdown.bars(_rows_by_value(claims, "authority_and_status")[:GLANCED])
        if not claims.is_empty()
        else "No claims."
    )


def of_events(tables: Tables) -> Summary:
    """A summary of events by month and verdict, with the latest that the record decides."""
    verdicts = tables["event_verdict"].join(tables["event"], on="event_id")
    if verdicts.is_empty():
        return Summary("No events: no claim is held.")
    dated = verdicts.with_columns(pl.coalesce("told_to", "last_reported_on").alias("day")).drop_nulls("day")
    months = dated.with_columns(pl.col("day").dt.strftime("%Y-%m").alias("month"))
    by_month = months.pivot("verdict", index="month", values="event_id", aggregate_function="len").fill_null(0)
    names = sorted(name for name in by_month.columns if name != "month")
    rows = by_month.sort("month", descending=True).select("month", *names).head(MONTHS).to_dicts()
    headline = f"**{counted(verdicts.height, 'event')}** from {counted(int(verdicts['claims'].sum()), 'claim')}."
    decided = dated.filter(pl.col("verdict").is_in(DECIDED)).sort("day", "event_id", descending=[True, False])
    columns = ("day", "verdict", "headline", "claims", "explanation")
    drawn = markdown.stacked_chart(
        [(str(month), counts) for month, *counts in by_month.sort("month").select("month", *names).tail(MONTHS).rows()],
        names,
        "Events a month, by verdict",
    )
    return Summary(
        markdown.paragraphs(headline, markdown.bars(_rows_by_value(verdicts, "verdict"))),
        markdown.paragraphs(
            headline, drawn, markdown.table(rows), "**The latest that the record decides**",
            markdown.table(decided.head(CLAIMS).select(columns).to_dicts(), columns, longest=300),
        ),
    )  # fmt: skip


def of_verdicts(tables: Tables) -> Summary:
    """A summary of verdicts, and every claim with its verdict."""
    verdicts = tables["verdict"].join(
        tables["claim"].select("claim_id", "article_date", "authority", "status", "quote"), on="claim_id", how="left"
    )
    if verdicts.is_empty():
        return Summary("No claims: put articles (.txt, .html, .jsonl) into the home's folder `articles`.")
    by_verdict = _rows_by_value(verdicts, "verdict")
    headline = f"**{counted(verdicts.height, 'claim')} judged.** A claim is judged, not a person."
    columns = ("verdict", "authority", "status", "quote", "claimed", "found", "residual", "explanation")
    newest = verdicts.sort("article_date", "claim_id", descending=[True, False], nulls_last=True).head(CLAIMS)
    more = verdicts.height - newest.height
    whole = markdown.paragraphs(
        headline,
        markdown.bars(by_verdict),
        markdown.table(newest.select(columns).to_dicts(), columns, longest=400),
        f"… and {more:,} more claims." if more else "",
    )
    return Summary(markdown.paragraphs(headline, markdown.bars(by_verdict)), whole)


BY_TABLE: Mapping[str, Callable[[Tables], Summary]] = {
    "list_status": of_status,
    "designation": of_designations,
    "change": of_changes,
    "subject": of_subjects,
    "claim": of_claims,
    "verdict": of_verdicts,
    "event": of_events,
}
"""The tables that have a summary of their own."""
