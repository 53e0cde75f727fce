"""What the verdicts of the claims of one event come to."""

from datetime import date

import polars as pl
import pytest

from pipelines.verdicts.event_verdicts import event_verdicts, headline
from pipelines.warehouse.schema import conform, empty


def verdict_of(
    *verdicts: str, strengths: tuple[str, ...] = (), claimed: tuple[int | None, ...] = ()
) -> dict[str, object]:
    """The verdict on an event whose claims have these verdicts."""
    ids = [f"c{number}" for number in range(len(verdicts))]
    rows = pl.DataFrame({"claim_id": ids})
    claims = rows.with_columns(
        strength=pl.Series(strengths or ["asserted"] * len(ids)), count=pl.lit(None, dtype=pl.Int64)
    )
    table = pl.DataFrame(
        {
            "claim_id": ids, "verdict": list(verdicts), "claimed": list(claimed) or [None] * len(ids),
            "explanation": [f"{verdict} because." for verdict in verdicts],
            "fulfilled_on": [date(2022, 3, 3) if verdict == "pending" else None for verdict in verdicts],
        },
        schema_overrides={"claimed": pl.Int64, "fulfilled_on": pl.Date},
    )  # fmt: skip
    members = rows.with_columns(event_id=pl.lit("e"))
    event = {"event_id": "e", "authority": "US", "action": "impose", "status": "imposed", "named_targets": [],
             "target_country": "BY", "figures": ["24 parties"]}  # fmt: skip
    told = pl.DataFrame([event], schema=empty("event").schema)
    [row] = conform("event_verdict", event_verdicts(members, claims, table, told)).to_dicts()
    return row


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("confirmed", "unverifiable"), "confirmed"),
        (("confirmed", "contradicted"), "disputed"),
        (("contradicted", "unverifiable"), "contradicted"),
        (("partly_confirmed", "pending"), "partly_confirmed"),
        (("pending", "unverifiable"), "pending"),
        (("unverifiable", "out_of_scope"), "unverifiable"),
        (("out_of_scope",), "out_of_scope"),
    ],
)
def test_a_decided_claim_outweighs_one_that_the_record_cannot_decide(verdicts: tuple[str, ...], expected: str) -> None:
    assert verdict_of(*verdicts)["verdict"] == expected


def test_a_claim_that_only_presupposes_the_act_counts_only_where_no_other_asserts_it() -> None:
    assert verdict_of("confirmed", "contradicted", strengths=("asserted", "background"))["verdict"] == "confirmed"
    assert verdict_of("contradicted", strengths=("background",))["verdict"] == "contradicted"


def test_it_says_how_many_claims_are_decided_and_which_figures_differ() -> None:
    row = verdict_of("confirmed", "contradicted", "unverifiable", claimed=(24, 26, None))
    assert row["explanation"] == "2 of 3 claims are decided by the record. confirmed because. Printed otherwise: 26."
    assert (row["confirmed"], row["contradicted"], row["unverifiable"]) == (1, 1, 1)


def test_the_day_on_which_a_plan_was_carried_out_is_kept() -> None:
    assert verdict_of("pending", "unverifiable")["fulfilled_on"] == date(2022, 3, 3)


def test_the_headline_states_only_what_the_record_shows() -> None:
    assert verdict_of("confirmed")["headline"] == "The United States sanctioned targets tied to Belarus (24 parties)"
    assert verdict_of("unverifiable")["headline"] == (
        "The United States is reported to have sanctioned targets tied to Belarus (24 parties)"
    )


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"authority": None}, "An authority that no claim names plans to sanction A, B, C and 1 more"),
        ({"action": "lift"}, "Japan plans to lift sanctions on A, B, C and 1 more"),
        ({"status": "fulfilled"}, "Japan sanctioned, as planned, A, B, C and 1 more"),
    ],
)
def test_the_headline_says_how_far_an_act_has_come(values: dict[str, object], expected: str) -> None:
    event = {"authority": "JP", "action": "impose", "status": "planned", "named_targets": ["A", "B", "C", "D"],
             "target_country": "BY", "figures": [], "verdict": "pending"}  # fmt: skip
    assert headline({**event, **values}) == expected


def test_without_claims_there_are_no_events() -> None:
    none = event_verdicts(empty("event_claim"), empty("claim"), empty("verdict"), empty("event"))
    assert conform("event_verdict", none).is_empty()
