"""Official notices from the command line: saved pages, a mirror, and what a bad page costs."""

import json
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tests.notice_pages import added_on_24_february_2022, additions, page

Run = Callable[..., subprocess.CompletedProcess[str]]
GOOD = page(date(2022, 2, 24), additions(added_on_24_february_2022()))
STATES = "SELECT source_id, state, added, reason FROM notice ORDER BY ALL"


def rows(run: Run, sql: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("query", "--json", sql).stdout.splitlines()]


def test_saved_pages_are_added_and_publish_a_home(run: Run, tmp_path: Path) -> None:
    (tmp_path / "20220224.html").write_bytes(GOOD)
    done = run("backfill", "ofac_notices", str(tmp_path / "20220224.html"))
    assert done.returncode == 0, done.stderr
    assert rows(run, STATES) == [{"source_id": "ofac_notices", "state": "used", "added": 36, "reason": None}]
    assert rows(run, "SELECT count(*) AS n FROM designation") == [{"n": 0}]


def test_a_refused_page_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cut.html").write_bytes(GOOD[: len(GOOD) // 2])
    (tmp_path / "good.html").write_bytes(GOOD)
    done = run("backfill", "ofac_notices", str(tmp_path / "cut.html"), str(tmp_path / "good.html"))
    assert done.returncode == 3
    assert "ofac_notices: cut.html is cut inside the notice; fetch it again." in done.stderr
    assert [(row["state"], row["added"]) for row in rows(run, STATES)] == [("refused", 0), ("used", 36)]


def test_a_notice_takes_no_day_from_a_person(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(GOOD)
    done = run("backfill", "ofac_notices", "--published-on", "2022-02-25", str(tmp_path / "page.html"))
    assert done.returncode == 2
    assert "leave out --published-on" in done.stderr


def test_a_refresh_may_ask_for_notices_alone(run: Run, mirror: Path) -> None:
    done = run("refresh", "--lists", "ofac_notices", env={"SANCTIONS_MIRROR": str(mirror)})
    assert done.returncode == 0, done.stderr
    assert [row["state"] for row in rows(run, STATES)] == ["used"]
    assert rows(run, "SELECT count(*) AS n FROM snapshot") == [{"n": 0}]


def test_bad_pages_on_a_mirror_cost_no_more_than_themselves(run: Run, mirror: Path) -> None:
    folder = mirror / "ofac_notices" / "2022-02-25"
    folder.mkdir(parents=True)
    (folder / "page.html").write_bytes(b"<html><body>Access denied</body></html>")
    done = run("refresh", env={"SANCTIONS_MIRROR": str(mirror)})
    assert "page.html is no page of OFAC's recent actions" in done.stderr
    assert "ofac_notices" not in done.stdout
    assert [row["state"] for row in rows(run, STATES)] == ["refused", "used"]
    dated = "SELECT count(*) AS n FROM designation WHERE list_id = 'ofac_sdn' AND listed_on_basis = 'notice'"
    assert rows(run, dated) == [{"n": 36}]
