"""Verdicts on labelled claims, judged from the labels and not from what extraction finds, to be read by people.

Prints one block a verdict that a reader may rely on (confirmed, partly confirmed, contradicted), with what the claim
asserts, the sentence, and the first rows it rests on; then the number of claims by verdict and strength, and by reason.

    python bench/verdict_audit.py data/sanctions.duckdb labelled.jsonl [--verdict contradicted] [--answers FILE.json]

Lines of the file: {"id", "date", "claims": [the fields of a claim, as `sanctions extract` prints them]}. `--answers`
compares with verdicts that people found right or wrong before: {"<id>#<n>": [verdict, "right" or "wrong"]}, where n
counts the claims of a passage from 0.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.claims.claim import Claim
from pipelines.run.press import linker_of
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord

RELIED_ON = ("confirmed", "partly_confirmed", "contradicted")
ROWS_SHOWN = 3
SCOPES = ("action", "cumulative", "subset")


def main() -> None:
    """Judge every labelled claim and print what there is to read."""
    asked = _arguments()
    judged = list(verdicts(asked.published, asked.labelled))
    shown = asked.verdict or RELIED_ON
    for key, claim, verdict in judged:
        if verdict.verdict in shown:
            print(_block(key, claim, verdict))
    for (word, strength), number in sorted(Counter((v.verdict, c.strength) for _, c, v in judged).items()):
        print(f"{word}, {strength}: {number}")
    for (word, reason), number in sorted(Counter((v.verdict, v.reasons[0]) for _, _, v in judged).items()):
        print(f"  {word} because {reason}: {number}")
    if asked.answers:
        _compare({key: verdict.verdict for key, _, verdict in judged}, json.loads(asked.answers.read_text("utf-8")))


def verdicts(published: Path, labelled: Path) -> Iterator[tuple[str, Claim, Verdict]]:
    """The key, the claim and the verdict of each labelled claim, by a published file."""
    with duckdb.connect(str(published), read_only=True) as con:
        record = OfficialRecord.from_duckdb(con)
        linker = linker_of(record, con.table("designation_name").pl(), con.table("designation").pl())
    for line in labelled.read_text("utf-8").splitlines():
        passage = json.loads(line)
        day = date.fromisoformat(passage["date"]) if passage.get("date") else None
        claims = [claim_of_label(label) for label in passage["claims"]]
        for number, claim in enumerate(claims):
            yield f"{passage['id']}#{number}", claim, judge(claim, day, record, linker, claims)


def claim_of_label(label: Mapping[str, Any]) -> Claim:
    """A claim from its label; a day that is only a month is none."""
    first, last = label.get("event_window") or (None, None)
    scope = label.get("count_scope")
    return Claim(
        quote=label["quote"], start=0, end=len(label["quote"]), authority=label["authority"], status=label["status"],
        action=label.get("action") or "impose", measure=label.get("measure") or "listing",
        strength=label.get("strength") or "asserted", count=label.get("count"),
        count_qualifier=label.get("count_qualifier"), count_text=label.get("count_text"),
        count_scope=scope if scope in SCOPES else None, unit=label.get("unit"),
        target_country=label.get("target_country"), named_targets=tuple(label.get("named_targets") or ()),
        event_on=_day(label.get("event_date")), event_from=_day(first), event_to=_day(last),
        attributed_to=label.get("attributed_to"),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text and len(text) == len("2022-02-24") else None


def _block(key: str, claim: Claim, verdict: Verdict) -> str:
    rows = [f"{row.role} {row.designation.primary_name} ({row.designation.designation_id})" for row in verdict.evidence]
    more = f" and {len(rows) - ROWS_SHOWN} more" if len(rows) > ROWS_SHOWN else ""
    return (
        f"{key} {verdict.verdict.upper()} {', '.join(verdict.reasons)}\n  “{claim.quote}”\n"
        f"  {verdict.derivation.asserted}\n  {verdict.explanation}\n  rows: {'; '.join(rows[:ROWS_SHOWN])}{more}\n"
    )


def _compare(found: Mapping[str, str], answers: Mapping[str, tuple[str, str]]) -> None:
    """What became of verdicts that people judged."""
    changed = {key: found.get(key) for key, (word, _) in answers.items() if found.get(key) != word}
    wrong = [key for key, (word, answer) in answers.items() if answer == "wrong" and found.get(key) == word]
    print(f"{len(answers)} judged by people: {len(changed)} changed since, {len(wrong)} wrong and unchanged")
    for key, word in sorted(changed.items()):
        print(f"  {key}: {answers[key][0]} ({answers[key][1]}) → {word}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("published", type=Path, help="a published DuckDB file")
    parser.add_argument("labelled", type=Path, help="labelled passages, one JSON object a line")
    parser.add_argument("--verdict", action="append", help="show these verdicts only")
    parser.add_argument("--answers", type=Path, help="verdicts that people judged, to compare with")
    found = parser.parse_args()
    for file in (found.published, found.labelled):
        if not file.is_file():
            sys.exit(f"{file}: no such file")
    return found


if __name__ == "__main__":
    main()
