"""A fault of this program inside the code for articles, claims or verdicts costs that article or claim alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.articles.reading import read_article
from pipelines.claims.finder import Finder
from pipelines.verdicts import judging
from tests.conftest import Run

CLAIM = "The United States imposed sanctions on {} Belarusians on Thursday, the Treasury said."
ARTICLES = {"good": 24, "unreadable": 25, "unfindable": 26, "unjudgeable": 27}


def failing_where(original: Any, is_bad: Any) -> Any:
    def planted(*arguments: Any, **named: Any) -> Any:
        if is_bad(*arguments):
            raise ZeroDivisionError("a fault that nobody foresaw")
        return original(*arguments, **named)

    return planted


def test_a_fault_costs_one_article_or_one_claim(
    run: Run, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": name, "date": "2022-02-26", "text": CLAIM.format(count)} for name, count in ARTICLES.items()]
    (tmp_path / "home" / "articles").mkdir(parents=True)
    text = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "home" / "articles" / "news.jsonl").write_text(text, encoding="utf-8")
    refresh = ("refresh", "--quiet", "--lists", "ofac_sdn")
    env = {"SANCTIONS_MIRROR": str(mirror)}
    with monkeypatch.context() as planted:
        reader = failing_where(read_article, lambda piece: b"unreadable" in piece.content)
        finder = failing_where(Finder.answered, lambda _, article: article.article_id == "unfindable")
        judge = failing_where(judging.judge, lambda claim, *_: claim.count == ARTICLES["unjudgeable"])
        planted.setattr("pipelines.claims.cache.read_article", reader)
        planted.setattr(Finder, "answered", finder)
        planted.setattr(judging, "judge", judge)
        done = run(*refresh, env=env)
    assert done.returncode == 3
    assert done.stderr.count("fault of this program (ZeroDivisionError: a fault that nobody foresaw)") >= 3
    assert all(name in done.stderr for name in ("news.jsonl:2", "unfindable", "Unverifiable: the claim was not judged"))
    assert states(run) == {"good": "read", "news.jsonl:2": "skipped", "unfindable": "skipped", "unjudgeable": "read"}
    assert verdicts(run) == {24: ["unverifiable", "record_not_held"], 27: ["unverifiable", "program_fault"]}
    assert run(*refresh, env=env).returncode == 0
    assert set(states(run).values()) == {"read"}
    assert set(verdicts(run)) == {24, 25, 26, 27}


def states(run: Run) -> dict[str, str]:
    return {row["article_id"]: row["state"] for row in rows(run, "SELECT article_id, state FROM article")}


def verdicts(run: Run) -> dict[int, list[str]]:
    sql = "SELECT count, verdict, reasons[1] AS reason FROM claim JOIN verdict USING (claim_id)"
    return {row["count"]: [row["verdict"], row["reason"]] for row in rows(run, sql)}


def rows(run: Run, sql: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("query", "--json", sql).stdout.splitlines()]
