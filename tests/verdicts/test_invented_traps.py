"""Claims invented to mislead, whose truth is settled from the rows of the real lists: none on the wrong side.

The lines have the layout of labelled passages, so that `sanctions reconcile --json` reads them too. The published file
of all real lists is no part of the project.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bench.verdict_audit import verdicts

pytestmark = pytest.mark.slow
TRAPS = Path(__file__).with_name("invented_traps.jsonl")


@pytest.fixture(scope="module")
def judged() -> dict[str, str]:
    """The verdict on each claim, by the published file that SANCTIONS_AUDIT_FILE names."""
    published = Path(os.environ.get("SANCTIONS_AUDIT_FILE", ""))
    if not published.is_file():
        pytest.skip("no published file of the real lists: set SANCTIONS_AUDIT_FILE to one")
    return {key: verdict.verdict for key, _, verdict in verdicts(published, TRAPS)}


def allowed() -> dict[str, set[str]]:
    """The verdicts that are right, by claim."""
    passages = [json.loads(line) for line in TRAPS.read_text(encoding="utf-8").splitlines()]
    return {
        f"{passage['id']}#{number}": {claim["expected_verdict"], *claim["also_right"]}
        for passage in passages
        for number, claim in enumerate(passage["claims"])
    }


def test_no_trap_is_taken(judged: dict[str, str]) -> None:
    assert {key for key, right in allowed().items() if judged[key] not in right} == set()


def test_every_trap_has_a_verdict_that_would_be_wrong() -> None:
    words = {"confirmed", "partly_confirmed", "contradicted", "pending", "unverifiable"}
    assert all(right < words for right in allowed().values())
    assert len(allowed()) > 100
