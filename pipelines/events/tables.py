"""Events as tables: event, event_claim, event_action.

Here: making reported acts from the tables of claims and verdicts, and rows from events. Not here: which claims belong
together (see clusters), or the meaning of the columns (see sql/schema).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import polars as pl

from pipelines.claims.corrections import MISREAD, applied, parse_value
from pipelines.designations.names import skeleton
from pipelines.events.clusters import cluster, merged_ids
from pipelines.events.likeness import ReportedAct

READS = ("claim", "article", "verdict", "verdict_evidence", "claim_target", "claim_correction")
"""Tables that events are made from."""

STAGES = ("mentioned", "called_for", "considered", "planned", "denied", "imposed", "lifted", "fulfilled")
"""The stages of an act, from first to last."""

FARTHEST_ACT = timedelta(days=365)
"""Longest time between an article and its act in the record; a more distant act may be another listing of the party."""

_TEXTS: pl.DataType = pl.List(pl.String())
EVENT_CLAIM = pl.Schema({"claim_id": pl.String(), "event_id": pl.String(), "score": pl.Float64(), "reasons": _TEXTS})
MOST_DAYS_OF_AN_ACT = 3
"""If the verdict on a claim cites rows of more days, the claim is about a period and not about one act."""
ACT_ROLES, FULFILMENT_ROLES = ("counted", "named"), ("fulfilment",)
"""Roles of evidence that are acts of a claim; rows cited as context are not."""
COUNTED_SCOPES = (None, "action")
"""Scopes of counts that are figures of the act; a running total or a subset is not."""
LONGEST_WINDOW, LONGEST_WINDOW_WITHOUT_NAMES = timedelta(days=31), timedelta(days=14)
"""Longest windows that date an act; a longer one ("this year") would join all acts of that time."""


def event_frames(tables: Mapping[str, pl.DataFrame], known: Mapping[str, str] | None = None) -> dict[str, pl.DataFrame]:
    """The tables of events.

    Args:
        tables: the tables named in READS.
        known: event ids published before, by claim id.
    """
    tables = {**tables, "claim": corrected_claims(tables["claim"], tables["claim_correction"])}
    acts = reported_acts(tables)
    memberships = cluster(acts, known)
    rows = [
        (membership.claim_id, membership.event_id, membership.fit.score, list(membership.fit.reasons))
        for membership in memberships
    ]
    members = pl.DataFrame(rows, schema=EVENT_CLAIM, orient="row")
    actions = _event_actions(members, tables["verdict_evidence"])
    return {
        "event": _event_rows(members, acts, tables, merged_ids(memberships, known or {})),
        "event_claim": members.sort("claim_id"),
        "event_action": actions,
    }


def corrected_claims(claims: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """Table `claim` with the values that people corrected, and without the claims that they marked as misread."""
    values = dict(applied(corrections))
    if not values:
        return claims
    rows = [
        {**row, **_as_column_values(values.get(row["claim_id"], {}))}
        for row in claims.to_dicts()
        if MISREAD not in values.get(row["claim_id"], {})
    ]
    return pl.DataFrame(rows, schema=claims.schema)


def _as_column_values(values: Mapping[str, str | None]) -> dict[str, object]:
    """Corrected values as a row of table `claim` holds them."""
    parsed = {field: parse_value(field, value or "") for field, value in values.items()}
    return {field: list(value) if isinstance(value, tuple) else value for field, value in parsed.items()}


def reported_acts(tables: Mapping[str, pl.DataFrame]) -> list[ReportedAct]:
    """The acts that claims report, one per claim, from the claims and the rows that their verdicts cite."""
    evidence = tables["verdict_evidence"]
    actions, fulfilments = _cited_actions(evidence, ACT_ROLES), _cited_actions(evidence, FULFILMENT_ROLES)
    listed = _listed_names(tables["claim_target"])
    acted_on = dict(tables["verdict"].select("claim_id", "acted_on").drop_nulls().iter_rows())
    return [
        _reported_act(
            row,
            actions.get(row["claim_id"], frozenset()),
            fulfilments.get(row["claim_id"], frozenset()),
            listed,
            acted_on.get(row["claim_id"]),
        )
        for row in tables["claim"].to_dicts()
    ]


def name_key(name: str) -> str:
    """A name in a comparable form: its words in Latin letters without case, in alphabetical order."""
    return " ".join(sorted(skeleton(name).split()))


def _reported_act(
    row: Mapping[str, object],
    actions: frozenset[tuple[str, date]],
    fulfilments: frozenset[tuple[str, date]],
    listed: Mapping[tuple[str, str], str],
    acted_on: date | None,
) -> ReportedAct:
    """The act reported by one row of table `claim`."""
    first, last = _stated_days(row, acted_on)
    names = [str(name) for name in row["named_targets"] or ()]  # type: ignore[attr-defined]  # a list of texts
    keys = {listed.get((str(row["claim_id"]), name)) or name_key(name) for name in names}
    counts = row["count"] is not None and row["count_scope"] in COUNTED_SCOPES
    return ReportedAct(
        claim_id=str(row["claim_id"]),
        article_id=str(row["article_id"]),
        authority=row["authority"],  # type: ignore[arg-type]  # the columns of table `claim` have these types
        action=str(row["action"]),
        measure=str(row["measure"]),
        status=str(row["status"]),
        is_asserted=row["strength"] == "asserted",
        country=row["target_country"],  # type: ignore[arg-type]
        names=frozenset(filter(None, keys)),
        figure=(int(str(row["count"])), str(row["unit"] or "parties")) if counts else None,
        first=first or row["article_date"],  # type: ignore[arg-type]
        last=last or row["article_date"],  # type: ignore[arg-type]
        is_dated=first is not None,
        actions=actions,
        fulfilments=fulfilments,
        place=(int(str(row["quote_start"])), int(str(row["quote_end"]))),
        words=" ".join(str(row["quote"]).casefold().split()),
    )


def _stated_days(row: Mapping[str, object], acted_on: date | None) -> tuple[date | None, date | None]:
    """First and last day of the act, by the text or else by the record; both None if neither dates it."""
    first, last = row["event_date"] or row["event_from"], row["event_date"] or row["event_to"]
    longest = LONGEST_WINDOW if row["named_targets"] else LONGEST_WINDOW_WITHOUT_NAMES
    if isinstance(first, date) and isinstance(last, date) and last - first <= longest:
        return first, last
    reported_on = row["article_date"]
    if isinstance(reported_on, date) and isinstance(acted_on, date) and abs(reported_on - acted_on) > FARTHEST_ACT:
        return None, None
    return acted_on, acted_on


def _cited_actions(evidence: pl.DataFrame, roles: Sequence[str]) -> dict[str, frozenset[tuple[str, date]]]:
    """Official actions (list, day) that verdicts cite in these roles, by claim id."""
    cited = evidence.filter(pl.col("role").is_in(roles), pl.col("listed_on").is_not_null())
    cited = cited.filter(~_is_about_period())
    grouped = cited.group_by("claim_id").agg(pl.struct("list_id", "listed_on").unique().alias("actions"))
    return {
        claim_id: frozenset((action["list_id"], action["listed_on"]) for action in actions)
        for claim_id, actions in grouped.iter_rows()
    }


def _is_about_period() -> pl.Expr:
    """Whether the verdict on a claim cites rows of so many days that the claim is about a period and no single act."""
    return pl.col("listed_on").n_unique().over("claim_id", "role") > MOST_DAYS_OF_AN_ACT


def _listed_names(targets: pl.DataFrame) -> dict[tuple[str, str], str]:
    """The listed name by claim id and name in the claim, for certain targets, so that different spellings agree."""
    sure = targets.filter(
        pl.col("primary_name").is_not_null(), ~pl.col("explanation").fill_null("").str.starts_with("perhaps")
    )
    best = sure.sort("score", descending=True, maintain_order=True).unique(["claim_id", "name"], keep="first")
    return {
        (claim_id, name): name_key(primary_name)
        for claim_id, name, primary_name in best.select("claim_id", "name", "primary_name").iter_rows()
    }


def _event_actions(members: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Table `event_action`: the rows that the verdicts of an event cite, by list and day."""
    cited = evidence.filter(pl.col("role") != "context", pl.col("listed_on").is_not_null())
    cited = cited.with_columns(_is_about_period().alias("is_period")).join(members, on="claim_id")
    role = (
        pl.when("is_period")
        .then(pl.lit("period"))
        .when(pl.col("role") == "fulfilment")
        .then(pl.lit("fulfilment"))
        .otherwise(pl.lit("act"))
    )
    return (
        cited.group_by("event_id", "list_id", pl.col("listed_on").alias("acted_on"), role.alias("role"))
        .agg(
            pl.col("designation_id").n_unique().cast(pl.Int64).alias("parties"),
            pl.col("programmes").explode().drop_nulls().unique().sort(),
            pl.col("designation_id").unique().sort().alias("designation_ids"),
            pl.col("claim_id").n_unique().cast(pl.Int64).alias("claims"),
        )
        .sort("event_id", "list_id", "acted_on", "role")
    )


def _event_rows(
    members: pl.DataFrame,
    acts: Sequence[ReportedAct],
    tables: Mapping[str, pl.DataFrame],
    merged: Mapping[str, Sequence[str]],
) -> pl.DataFrame:
    """Table `event`: one row per event, with what its claims say of it.

    Args:
        merged: former event ids that each event has taken over.
    """
    claims = tables["claim"].join(members, on="claim_id").join(_days_of_acts(acts), on="claim_id")
    claims = claims.join(tables["verdict"].select("claim_id", "fulfilled_on", "origin"), on="claim_id", how="left")
    claims = claims.with_columns(_stage_index().alias("stage"), _figure_text().alias("figure")).sort(
        "event_id", "claim_id"
    )
    grouped = claims.group_by("event_id", maintain_order=True).agg(
        pl.col("authority").drop_nulls().first(),
        pl.col("action").first(),
        pl.col("measure").mode(maintain_order=True).first(),
        pl.col("target_country").drop_nulls().mode(maintain_order=True).first(),
        pl.col("named_targets").explode().drop_nulls().unique().sort(),
        pl.col("stage").max(),
        _act_day("first", "first").min().alias("told_from"),
        _act_day("last", "last").max().alias("told_to"),
        pl.col("figure").drop_nulls().unique().sort().alias("figures"),
        pl.len().cast(pl.Int64).alias("claims"),
        pl.col("article_id").n_unique().cast(pl.Int64).alias("articles"),
        pl.col("article_date").min().alias("first_reported_on"),
        pl.col("article_date").max().alias("last_reported_on"),
        pl.col("origin").drop_nulls().first().fill_null("live"),
    )
    status = pl.col("stage").replace_strict(dict(enumerate(STAGES)), return_dtype=pl.String).alias("status")
    former = pl.DataFrame(
        {"event_id": list(merged), "merged_from": [list(ids) for ids in merged.values()]},
        schema={"event_id": pl.String, "merged_from": _TEXTS},
    )
    return (
        grouped.with_columns(status)
        .join(_outlets_by_event(members, tables), on="event_id", how="left")
        .join(former, on="event_id", how="left")
        .with_columns(pl.col("outlets", "merged_from").fill_null([]))
        .sort("event_id")
    )


def _act_day(column: str, fallback: str) -> pl.Expr:
    """The first or last day of an event: by the claims that date the act, or by all claims if none does.

    Args:
        column: "first" or "last".
        fallback: the column of the days that count if no claim dates the act.
    """
    dated = pl.col(column).filter(pl.col("is_dated"))
    return (
        pl.when(pl.col("is_dated").any())
        .then(dated.min() if column == "first" else dated.max())
        .otherwise(pl.col(fallback).min() if column == "first" else pl.col(fallback).max())
    )


def _stage_index() -> pl.Expr:
    """The stage of the act by one claim, as an index of STAGES."""
    place = {name: number for number, name in enumerate(STAGES)}
    by_status = pl.col("status").replace_strict(place, return_dtype=pl.Int64)
    return (
        pl.when(pl.col("fulfilled_on").is_not_null())
        .then(place["fulfilled"])
        .when(pl.col("strength") == "background")
        .then(place["mentioned"])
        .otherwise(by_status)
    )


def _figure_text() -> pl.Expr:
    """The count of this act with its unit, as text ("24 individuals"); null for other counts."""
    counts = pl.col("count").is_not_null() & (pl.col("count_scope").is_null() | (pl.col("count_scope") == "action"))
    unit = pl.col("unit").fill_null("parties").str.replace_all("_", " ")
    return pl.when(counts).then(pl.format("{} {}", pl.col("count"), unit))


def _days_of_acts(acts: Iterable[ReportedAct]) -> pl.DataFrame:
    """Columns claim_id, first, last, is_dated: the days of each reported act."""
    rows = [(act.claim_id, act.first, act.last, act.is_dated) for act in acts]
    schema = {"claim_id": pl.String, "first": pl.Date, "last": pl.Date, "is_dated": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _outlets_by_event(members: pl.DataFrame, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Columns event_id and outlets: the outlets that printed a report of the event or a copy of it."""
    articles = tables["article"].with_columns(pl.col("copy_of").fill_null(pl.col("article_id")).alias("report"))
    reports = members.join(tables["claim"].select("claim_id", "article_id"), on="claim_id").select(
        "event_id", pl.col("article_id").alias("report")
    )
    return (
        reports.unique()
        .join(articles.select("report", "outlet"), on="report")
        .group_by("event_id")
        .agg(pl.col("outlet").drop_nulls().unique().sort().alias("outlets"))
    )
