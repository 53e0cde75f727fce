"""A person corrects a claim: the verdict is given anew, what was read first stays, and a rebuild keeps it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.archive.home import Home
from pipelines.cli.program import sanctions
from tests.conftest import Run

JUDGED = "SELECT claim_id, authority, count, claimed, verdict, explanation, is_corrected FROM claim_verdict"


@pytest.fixture
def home(example_home: Home, tmp_path: Path) -> Home:
    shutil.copytree(example_home.root, tmp_path / "home")
    return Home(tmp_path / "home")


def rows(run: Run, sql: str) -> list[dict[str, object]]:
    done = run("query", "--json", sql)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_a_correction_changes_the_verdict_and_survives_a_rebuild(run: Run, home: Home) -> None:
    before = next(row for row in rows(run, JUDGED) if (row["authority"], row["verdict"]) == ("US", "confirmed"))
    claim_id = str(before["claim_id"])
    arguments = ("correct", claim_id, "--by", "A. Analyst", "--quiet", "--reason")
    assert run(*arguments, "a misprint", "--set", "count=99").returncode == 0
    shutil.rmtree(home.tables)
    assert run("refresh", "--offline", "--quiet").returncode == 0
    (after,) = (row for row in rows(run, JUDGED) if row["claim_id"] == claim_id)
    assert (after["count"], after["claimed"], after["is_corrected"]) == (before["count"], 99, True)
    assert after["verdict"] != "confirmed"
    (correction,) = rows(run, "SELECT value_read, value, state, corrected_by FROM claim_correction")
    assert correction == {
        "value_read": str(before["count"]), "value": "99", "state": "applied", "corrected_by": "A. Analyst",
    }  # fmt: skip
    pages = [path.read_text(encoding="utf-8") for path in home.site.rglob("*.html")]
    (page,) = [text for text in pages if "Corrected by a person" in text]
    assert "a misprint" in page
    assert f"<td>{before['count']}</td><td>99</td>" in page

    assert run(*arguments, "it reports a rumour", "--misread").returncode == 0
    (verdict,) = (row for row in rows(run, JUDGED) if row["claim_id"] == claim_id)
    assert verdict["verdict"] == "unverifiable"
    assert "A. Analyst marked this claim as misread" in str(verdict["explanation"])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--misread",), "no claim has the id 'no:such-claim'"),
        (("--set", "count"), "'count' is no FIELD=VALUE"),
        ((), "give either --misread or --set FIELD=VALUE"),
        (("--misread", "--set", "count=3"), "give either --misread or --set FIELD=VALUE"),
        (("--misread", "--by", " "), "--by and --reason must say something"),
    ],
)
def test_a_correction_that_cannot_be_one_writes_nothing(
    tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    command = ["--home", str(tmp_path), "correct", "no:such-claim", "--by", "A", "--reason", "B", *arguments]
    done = CliRunner().invoke(sanctions, command)
    assert done.exit_code == 2
    assert complaint in done.output
    assert not Home(tmp_path).corrections.exists()
