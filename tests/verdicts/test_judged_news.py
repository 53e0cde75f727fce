"""Verdicts on labelled real news that two readers judged from rows and text: those found wrong do not come back.

The second reader saw neither the verdict nor the first one's answer. "right" and "wrong" are answers of both; of a
"disputed" verdict one of them would not print it. The answers hold ids and verdicts alone. The labels and a published
file of all real lists are no part of the project.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from bench.verdict_audit import verdicts
from pipelines.run.press import asked_of, linker_of
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.replay import verdict_on

pytestmark = pytest.mark.slow
END_TO_END: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("judged_end_to_end.json").read_text(encoding="utf-8")
)
"""Verdicts on claims as they were extracted from real text, by passage and number of the claim; read by two people."""
ANSWERS: dict[str, list[str]] = json.loads(Path(__file__).with_name("judged_news.json").read_text(encoding="utf-8"))

IN_ARTICLES: dict[str, list[str]] = json.loads(
    Path(__file__).with_name("judged_articles.json").read_text(encoding="utf-8")
)
"""Verdicts on the claims of whole articles of a published file, by claim id, as two people read them.

Neither saw the other's answers, and they agree on all: the one "doubtful" is doubtful to both. One of them read the
verdict of ce306 while it was still partly confirmed. Two acts of the United Nations on goods from North Korea were
confirmed when they were read; the claims are now read as restrictions of trade, which the labels agree with.
"""


@pytest.fixture(scope="module")
def found(shared_data: Path) -> dict[str, str]:
    """The verdict on each labelled claim, by the published file that SANCTIONS_AUDIT_FILE names."""
    published, labelled = Path(os.environ.get("SANCTIONS_AUDIT_FILE", "")), shared_data.parent / "gold/news_real.jsonl"
    if not published.is_file() or not labelled.is_file():
        pytest.skip("no published file of the real lists: set SANCTIONS_AUDIT_FILE to one")
    return {key: verdict.verdict for key, _, verdict in verdicts(published, labelled)}


def test_no_verdict_found_wrong_comes_back(found: dict[str, str]) -> None:
    wrong = {key: word for key, (word, answer) in ANSWERS.items() if answer == "wrong"}
    assert {key for key, word in wrong.items() if found[key] == word} == set()


def test_every_confirmation_and_contradiction_was_judged(found: dict[str, str]) -> None:
    judged = {key: word for key, (word, answer) in ANSWERS.items() if answer != "wrong"}
    relied_on = {key: word for key, word in found.items() if word in ("confirmed", "contradicted")}
    assert {key: word for key, word in relied_on.items() if judged.get(key) != word} == {}


def test_the_answers_are_ids_and_verdicts_alone() -> None:
    words = {"confirmed", "partly_confirmed", "contradicted"}
    answers = {"right", "wrong", "disputed"}
    assert all(word in words and answer in answers for word, answer in ANSWERS.values())
    assert all(len(key) < 10 for key in ANSWERS)


def test_nine_of_ten_confirmations_of_extracted_claims_were_right_to_both_readers() -> None:
    confirmed = [answer for word, answer in END_TO_END.values() if word == "confirmed"]
    assert len(confirmed) > 50
    assert confirmed.count("right") >= len(confirmed) * 0.9


def test_few_of_the_verdicts_that_are_relied_on_are_disputed(found: dict[str, str]) -> None:
    relied_on = [key for key, word in found.items() if word in ("confirmed", "contradicted")]
    disputed = [key for key in relied_on if ANSWERS[key][1] == "disputed"]
    assert len(disputed) <= len(relied_on) * 0.1


def test_verdicts_on_whole_articles_that_were_found_right_stay() -> None:
    published = Path(os.environ.get("SANCTIONS_AUDIT_FILE", ""))
    if not published.is_file():
        pytest.skip("no published file of the real lists: set SANCTIONS_AUDIT_FILE to one")
    with duckdb.connect(str(published), read_only=True) as con:
        record = OfficialRecord.from_duckdb(con)
        linker = linker_of(record, con.table("designation_name").pl(), con.table("designation").pl())
        asked = asked_of(con.table("claim").pl(), {}, "live")
    judged = {one.claim_id: verdict_on(one, record, linker).verdict for one in asked if one.claim_id in IN_ARTICLES}
    if not judged:
        pytest.skip("the published file has none of the articles that were read")
    right = {key: word for key, (word, answer) in IN_ARTICLES.items() if answer == "right" and key in judged}
    wrong = {key: word for key, (word, answer) in IN_ARTICLES.items() if answer == "wrong" and key in judged}
    assert {key: judged[key] for key, word in right.items() if judged[key] != word} == {}
    assert {key for key, word in wrong.items() if judged[key] == word} == set()


def test_of_a_hundred_confirmations_in_whole_articles_97_were_right() -> None:
    confirmed = [answer for word, answer in IN_ARTICLES.values() if word == "confirmed"]
    assert confirmed.count("right") >= len(confirmed) * 0.97
