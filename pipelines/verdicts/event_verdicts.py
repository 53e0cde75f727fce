"""What the verdicts of the claims of an event come to: table `event_verdict`.

Here: one verdict an event, with how many claims have which. Not here: which claims tell of one act (see
pipelines.events), or the verdict on a single claim (see the modules beside this one).
"""

from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.verdicts.wording import authority_name, country_name

VERDICTS = ("confirmed", "partly_confirmed", "contradicted", "pending", "out_of_scope", "unverifiable")

REPORTED_WORDS = {
    "imposed": ("is reported to have sanctioned", "is reported to have lifted sanctions on"),
    "lifted": ("is reported to have lifted sanctions on", "is reported to have lifted sanctions on"),
    "planned": ("plans to sanction", "plans to lift sanctions on"),
    "considered": ("considers sanctioning", "considers lifting sanctions on"),
    "called_for": ("is asked to sanction", "is asked to lift sanctions on"),
    "denied": ("is reported not to sanction", "is reported not to lift sanctions on"),
    "mentioned": ("is mentioned as sanctioning", "is mentioned as lifting sanctions on"),
}
"""How far an act has come as reports have it, for imposing and for lifting."""
SHOWN_WORDS = {
    "imposed": ("sanctioned", "lifted sanctions on"),
    "lifted": ("lifted sanctions on", "lifted sanctions on"),
    "fulfilled": ("sanctioned, as planned,", "lifted, as planned, sanctions on"),
}
"""Of acts that the record shows."""
SHOWN = ("confirmed", "partly_confirmed")
WHO_OTHERWISE = {None: "an authority that no claim names", "INTL": "an international body", "G7": "the G7"}
NAMES_SHOWN, FIGURES_SHOWN = 3, 2

_DECIDED = ("confirmed", "partly_confirmed", "contradicted")


def event_verdicts(
    members: pl.DataFrame, claims: pl.DataFrame, verdicts: pl.DataFrame, events: pl.DataFrame
) -> pl.DataFrame:
    """One row an event, in order of event id.

    Args:
        members: table `event_claim`.
        claims: table `claim`.
        verdicts: table `verdict`.
        events: table `event`.
    """
    judged = members.select("claim_id", "event_id").join(claims.select("claim_id", "strength", "count"), on="claim_id")
    judged = judged.join(verdicts, on="claim_id").sort("event_id", "claim_id")
    counts = [(pl.col("verdict") == name).sum().cast(pl.Int64).alias(name) for name in VERDICTS]
    summed = (
        judged.filter(_counts_for_verdict())
        .group_by("event_id", maintain_order=True)
        .agg(
            *counts, pl.col("fulfilled_on").min(), *(_first_explanation_of(name) for name in VERDICTS), _other_figures()
        )
        .with_columns(_event_verdict().alias("verdict"))
    )
    summed = summed.with_columns(_explanation().alias("explanation")).join(events, on="event_id", how="left")
    headlines = pl.Series("headline", [headline(row) for row in summed.to_dicts()], dtype=pl.String)
    return summed.with_columns(headlines).select(
        "event_id", "verdict", *VERDICTS, "fulfilled_on", "headline", "explanation"
    )


def headline(event: Mapping[str, Any]) -> str:
    """An event in one line: who did what to whom, and how many. It states only what the record shows as done.

    Args:
        event: a row of table `event` with its `verdict`.
    """
    authority = event["authority"]
    who = WHO_OTHERWISE[authority] if authority in WHO_OTHERWISE else authority_name(authority)
    names, figures = event["named_targets"] or [], event["figures"] or []
    targets = ", ".join(names[:NAMES_SHOWN])
    targets += f" and {len(names) - NAMES_SHOWN} more" if len(names) > NAMES_SHOWN else ""
    tied_to = f"targets tied to {country_name(event['target_country'])}" if event["target_country"] else ""
    whom = targets or tied_to or "targets that no claim names"
    printed = f" ({', '.join(figures[:FIGURES_SHOWN])})" if figures else ""
    return f"{who[:1].upper()}{who[1:]} {_verb(event)} {whom}{printed}"


def _verb(event: Mapping[str, Any]) -> str:
    """The verb of the headline: it states the act if the record shows it, else it says that it is reported."""
    is_shown = event["status"] == "fulfilled" or event["verdict"] in SHOWN
    words = SHOWN_WORDS if is_shown and event["status"] in SHOWN_WORDS else REPORTED_WORDS
    return words[event["status"]][event["action"] == "lift"]


def _counts_for_verdict() -> pl.Expr:
    """Whether a claim counts for the verdict: it is asserted, or no claim of the event is."""
    asserts = pl.col("strength") == "asserted"
    return asserts | ~asserts.any().over("event_id")


def _event_verdict() -> pl.Expr:
    """The verdict on an event: "disputed" if claims are confirmed and contradicted, else the first that any claim has.

    The order is confirmed, contradicted, partly confirmed, pending, unverifiable, out of scope.
    """
    return (
        pl.when((pl.col("confirmed") > 0) & (pl.col("contradicted") > 0))
        .then(pl.lit("disputed"))
        .when(pl.col("confirmed") > 0)
        .then(pl.lit("confirmed"))
        .when(pl.col("contradicted") > 0)
        .then(pl.lit("contradicted"))
        .when(pl.col("partly_confirmed") > 0)
        .then(pl.lit("partly_confirmed"))
        .when(pl.col("pending") > 0)
        .then(pl.lit("pending"))
        .when(pl.col("unverifiable") > 0)
        .then(pl.lit("unverifiable"))
        .otherwise(pl.lit("out_of_scope"))
    )


def _first_explanation_of(verdict: str) -> pl.Expr:
    """The explanation of the first claim with this verdict."""
    return pl.col("explanation").filter(pl.col("verdict") == verdict).first().alias(f"why_{verdict}")


def _other_figures() -> pl.Expr:
    """The figures of contradicted or partly confirmed claims."""
    differs = pl.col("verdict").is_in(["contradicted", "partly_confirmed"]) & pl.col("claimed").is_not_null()
    return pl.col("claimed").filter(differs).unique().sort().alias("other_figures")


def _explanation() -> pl.Expr:
    """The explanation of the verdict on an event.

    It has up to three sentences: how many of several claims the record decides, the explanation of the first claim
    that has the verdict of the event (of a disputed event: of the first that is confirmed), and, where the record
    confirms a claim, the other figures that the press printed.
    """
    claims = pl.sum_horizontal(VERDICTS)
    decided = pl.sum_horizontal(_DECIDED)
    of_same_verdict = pl.coalesce(
        *(pl.when(pl.col("verdict") == name).then(pl.col(f"why_{name}")) for name in VERDICTS)
    )
    first = pl.when(pl.col("verdict") == "disputed").then(pl.col("why_confirmed")).otherwise(of_same_verdict)
    figures = pl.col("other_figures").cast(pl.List(pl.String)).list.join(", ")
    printed_otherwise = pl.when(
        (pl.col("verdict").is_in(["confirmed", "disputed"])) & (pl.col("other_figures").list.len() > 0)
    ).then(pl.format(" Printed otherwise: {}.", figures))
    several = pl.when(claims > 1).then(pl.format("{} of {} claims are decided by the record. ", decided, claims))
    return pl.concat_str(several.fill_null(""), first, printed_otherwise.fill_null(""))
