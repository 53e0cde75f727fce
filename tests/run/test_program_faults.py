"""A fault of this program costs the article, claim or step that it happened in, and never the run."""

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


def test_a_fault_in_a_step_leaves_its_last_tables_in_use(
    run: Run, mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = tmp_path / "home" / "articles"
    articles.mkdir(parents=True)
    refresh, env = ("refresh", "--quiet", "--lists", "ofac_sdn"), {"SANCTIONS_MIRROR": str(mirror)}
    add_article(articles, "first", 24)
    assert run(*refresh, env=env).returncode == 0
    add_article(articles, "second", 25)
    always = failing_where(None, lambda *_: True)
    with monkeypatch.context() as planted:
        planted.setattr("pipelines.run.press.history_frame", always)
        planted.setattr("pipelines.run.press.event_frames", always)
        planted.setattr("pipelines.run.publication.build_site", always)
        done = run(*refresh, env=env)
    assert done.returncode == 3, done.stderr
    for step in ("verdicts", "events"):
        assert f"{step}: held back: a fault of this program (ZeroDivisionError" in done.stderr
    assert "ZeroDivisionError: a fault that nobody foresaw; `sanctions export --format site" in done.stderr
    assert counts(run) == {"claims": 2, "judged": 1, "in_events": 1}
    assert run(*refresh, env=env).returncode == 0
    assert counts(run) == {"claims": 2, "judged": 2, "in_events": 2}


def add_article(folder: Path, name: str, count: int) -> None:
    line = {"id": name, "date": "2022-02-26", "text": CLAIM.format(count)}
    (folder / f"{name}.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")


def counts(run: Run) -> dict[str, int]:
    sql = """
        SELECT (SELECT count(*) FROM claim) AS claims, (SELECT count(*) FROM verdict) AS judged,
               (SELECT count(*) FROM event_claim) AS in_events
    """
    return rows(run, sql)[0]


def states(run: Run) -> dict[str, str]:
    return {row["article_id"]: row["state"] for row in rows(run, "SELECT article_id, state FROM article")}


def verdicts(run: Run) -> dict[int, list[str]]:
    sql = "SELECT count, verdict, reasons[1] AS reason FROM claim JOIN verdict USING (claim_id)"
    return {row["count"]: [row["verdict"], row["reason"]] for row in rows(run, sql)}


def rows(run: Run, sql: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("query", "--json", sql).stdout.splitlines()]
