"""Scores of predictions against gold sets written here."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.claims.evaluation import BadGoldError, Scores, read_gold, read_predictions, scores

TEXT = "Canada imposed sanctions on 29 judges and seven banks. France may follow."


def claim(quote: str, authority: str | None, status: str = "imposed", **fields: Any) -> dict[str, Any]:
    """A claim with the fields that are given; all others are empty."""
    start = TEXT.index(quote)
    empty = dict.fromkeys(("count", "count_qualifier", "unit", "target_country", "event_date", "attributed_to"))
    given: dict[str, Any] = {
        "authority": authority,
        "status": status,
        "action": "impose",
        "measure": "listing",
        "named_targets": [],
    }
    return {**empty, "quote": quote, "start": start, "end": start + len(quote), **given, **fields}


def scored(tmp_path: Path, gold: list[dict[str, Any]], predicted: list[dict[str, Any]]) -> Scores:
    """The scores of predictions for the one passage."""
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps({"id": "p1", "date": "2024-05-14", "src": "paper", "text": TEXT, "claims": gold}) + "\n")
    return scores(read_gold(file), lambda _: predicted)


def test_a_claim_is_found_where_quote_authority_and_status_agree(tmp_path: Path) -> None:
    gold = [claim("Canada imposed sanctions on 29 judges", "CA", count=29, unit="individuals")]
    result = scored(tmp_path, gold, [claim("imposed sanctions on 29 judges", "CA", count=29, unit="entities")])
    assert result.detection().f1 == 1
    assert result.by_field()["unit"] == (0, 1)
    assert result.errors() == {"field: unit": 1}


@pytest.mark.parametrize(
    ("authority", "status", "kind"),
    [("US", "imposed", "wrong authority"), ("CA", "planned", "wrong status")],
)
def test_another_authority_or_status_is_an_error_of_its_kind(
    tmp_path: Path, authority: str, status: str, kind: str
) -> None:
    gold = [claim("Canada imposed sanctions on 29 judges", "CA")]
    result = scored(tmp_path, gold, [claim("Canada imposed sanctions on 29 judges", authority, status)])
    assert (result.detection().found, result.detection().missed, result.detection().false) == (0, 1, 1)
    assert result.errors() == {kind: 1}


def test_two_counts_may_be_one_sum(tmp_path: Path) -> None:
    whole = claim("Canada imposed sanctions on 29 judges and seven banks", "CA", count=36)
    parts = [claim("Canada imposed sanctions on 29 judges", "CA", count=29), claim("seven banks", "CA", count=7)]
    assert scored(tmp_path, [whole], parts).detection().f1 == 1
    assert scored(tmp_path, parts, [whole]).detection().recall == 1


def test_background_is_neither_missed_nor_false(tmp_path: Path) -> None:
    gold = [claim("France may follow", "FR", "considered", strength="background")]
    result = scored(tmp_path, gold, [claim("France may follow", "FR", "considered")])
    assert (result.detection().pairs, result.detection().false) == (0, 0)
    assert scored(tmp_path, [], [claim("France may follow", "FR", strength="background")]).without_claims() == (0, 1)
    assert scored(tmp_path, [], [claim("France may follow", "FR")]).without_claims() == (1, 1)


def test_scores_are_given_by_source_and_status(tmp_path: Path) -> None:
    gold = [claim("Canada imposed sanctions", "CA"), claim("France may follow", "FR", "considered")]
    result = scored(tmp_path, gold, [claim("Canada imposed sanctions", "CA")])
    assert result.by_source()["paper"].recall == 0.5
    assert result.by_status() == {"imposed": (1, 1), "considered": (0, 1)}
    assert result.as_json()["errors"] == {"missed: considered": 1}
    assert "source paper: precision 1.000, recall 0.500, F1 0.667 (found 1, missed 1, false 0)" in list(
        result.as_text()
    )


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text('{"id": "p1", "text": "Nothing.", "claims": [{"quote": "absent", "authority": null}]}\n')
    with pytest.raises(BadGoldError, match="line 1"):
        list(read_gold(file))
    file.write_text("{\n")
    with pytest.raises(BadGoldError, match="line 1"):
        read_predictions(file)
