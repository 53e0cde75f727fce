"""The `sanctions` command as scripts use it: what it prints, and its exit codes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.archive.home import Home
from pipelines.cli.stopping import FAREWELL
from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE

Run = Callable[..., subprocess.CompletedProcess[str]]
ARTICLE = next((EXAMPLE / "articles").glob("*.txt"))


def lines(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


def sdn(mirror: Path, day: str = "2022-02-24") -> Path:
    return mirror / "ofac_sdn" / day / "sdn.csv"


def refreshed(run: Run, mirror: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run("refresh", "--json", *arguments, env={"SANCTIONS_MIRROR": str(mirror), **env})


def state_of(done: subprocess.CompletedProcess[str], list_id: str) -> dict[str, Any]:
    return next(row for row in lines(done) if row.get("list_id") == list_id)


def test_the_example_ends_with_its_verdicts(run_process: Run, run: Run, tmp_path: Path) -> None:
    done = run_process("refresh", "--example")
    assert done.returncode == 0, done.stderr
    assert "EXAMPLE" in done.stdout
    home = tmp_path / "work" / "data" / "example"
    answer = run(
        "--home", str(home), "query", "--json",
        "SELECT verdict, claimed, found, individuals, entities FROM claim_verdict WHERE claimed = 24",
    )  # fmt: skip
    assert lines(answer) == [{"verdict": "confirmed", "claimed": 24, "found": 24, "individuals": 8, "entities": 16}]
    plan = run(
        "--home", str(home), "query", "--json", "SELECT verdict, fulfilled_on FROM claim_verdict WHERE authority = 'JP'"
    )
    assert lines(plan) == [{"verdict": "pending", "fulfilled_on": "2022-03-03"}]


def test_a_plan_becomes_fulfilled_when_the_list_that_shows_it_arrives(run: Run, mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "home" / "articles").mkdir(parents=True)
    shutil.copy(ARTICLE, tmp_path / "home" / "articles")
    plan = "SELECT v.verdict, v.fulfilled_on FROM verdict AS v JOIN claim USING (claim_id) WHERE authority = 'JP'"
    history = (
        "SELECT h.held_on, h.fulfilled_on FROM verdict_history AS h JOIN claim USING (claim_id) "
        "WHERE authority = 'JP' ORDER BY h.held_on"
    )
    assert refreshed(run, mirror, "--as-of", "2022-02-26").returncode == 0
    assert lines(run("query", "--json", plan)) == [{"verdict": "pending", "fulfilled_on": None}]
    assert lines(run("query", "--json", history)) == [{"held_on": "2022-02-26", "fulfilled_on": None}]
    assert refreshed(run, mirror).returncode == 0
    assert lines(run("query", "--json", plan)) == [{"verdict": "pending", "fulfilled_on": "2022-03-03"}]
    assert lines(run("query", "--json", history)) == [
        {"held_on": "2022-02-26", "fulfilled_on": None},
        {"held_on": "2022-03-03", "fulfilled_on": "2022-03-03"},
    ]


def test_a_refresh_makes_the_pages_and_says_where(run: Run, mirror: Path, tmp_path: Path) -> None:
    done = run("refresh", env={"SANCTIONS_MIRROR": str(mirror)})
    front_page = tmp_path / "home" / "site" / "index.html"
    assert done.stdout.endswith(f"pages {front_page}\n")
    assert front_page.is_file()


def test_pages_that_cannot_be_made_leave_what_is_published(run: Run, mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "site").write_text("a file where a folder should be", encoding="utf-8")
    done = run("refresh", env={"SANCTIONS_MIRROR": str(mirror)})
    assert done.returncode == 3
    assert "sanctions.duckdb is published, but its pages" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout.splitlines()[-1].startswith("pages ")
    assert lines(run("query", "--json", "SELECT count(*) > 0 AS held FROM designation")) == [{"held": True}]


def test_example_and_live_data_never_mix(run: Run, mirror: Path, tmp_path: Path) -> None:
    assert run("refresh", "--example").returncode == 0
    done = run("--home", "data/example", "refresh", env={"SANCTIONS_MIRROR": str(mirror)})
    assert done.returncode == 1
    assert "example" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refresh_from_a_mirror_and_a_second_one_that_reads_nothing(run: Run, mirror: Path) -> None:
    first = refreshed(run, mirror)
    assert first.returncode == 0, first.stderr
    assert state_of(first, "ofac_sdn")["parties"] == 76
    second = refreshed(run, mirror)
    assert second.returncode == 0, second.stderr
    assert state_of(second, "ofac_sdn") | {"last_checked_at": 0} == state_of(first, "ofac_sdn") | {"last_checked_at": 0}


def test_as_of_takes_the_newest_not_after_the_day(run: Run, mirror: Path) -> None:
    done = refreshed(run, mirror, "--as-of", "2022-02-23", "--lists", "ofac_sdn")
    assert (done.returncode, state_of(done, "ofac_sdn")["parties"]) == (0, 40)


@pytest.mark.usefixtures("refreshed_home")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda _: b"", "empty"),
        (lambda good: good[: len(good) // 2], ""),
        (lambda _: b"<!DOCTYPE html><html><body>busy</body></html>", "HTML"),
        (lambda good: b"\r\n".join(good.split(b"\r\n")[:60]) + b"\r\n\x1a\r\n", "a fall of"),
    ],
)
def test_a_bad_list_is_held_back_and_the_last_good_one_stays(
    run: Run, mirror: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    bad = mirror / "ofac_sdn" / "2022-02-25" / "sdn.csv"
    bad.parent.mkdir()
    bad.write_bytes(spoil(sdn(mirror).read_bytes()))
    done = refreshed(run, mirror)
    row = state_of(done, "ofac_sdn")
    assert done.returncode == 3
    assert (row["parties"], row["published_on"]) == (76, "2022-02-24")
    assert row["state"] == "held_back"
    assert said in row["reason"]
    assert "ofac_sdn" in done.stderr
    assert state_of(done, "uk_sanctions")["state"] in ("current", "stale")  # what is published is of 2022
    offline = run("refresh", "--offline", "--json")
    assert state_of(offline, "ofac_sdn")["parties"] == 76


@pytest.mark.usefixtures("refreshed_home")
def test_what_was_held_back_is_published_when_a_person_accepts_it(run: Run, mirror: Path) -> None:
    bad = mirror / "ofac_sdn" / "2022-02-25" / "sdn.csv"
    bad.parent.mkdir()
    bad.write_bytes(sdn(mirror, "2022-02-23").read_bytes().replace(b"CHURO", b"CHURA"))
    held_back = refreshed(run, mirror)
    assert held_back.returncode == 3
    assert "`sanctions accept ofac_sdn` publishes it" in held_back.stderr
    accepted = run("accept", "ofac_sdn", "--json")
    assert accepted.returncode == 0, accepted.stderr
    assert state_of(accepted, "ofac_sdn")["parties"] == 40
    assert run("accept", "ofac_sdn").returncode == 1


def test_nothing_ever_published_is_another_exit_code(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    done = refreshed(run, empty)
    assert done.returncode == 1
    assert "nothing published" in done.stderr
    assert run("status").returncode == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("refresh", "--lists", "no_such_list"),
        ("backfill", "no_such_list", "."),
        ("query",),
        ("refresh", "--as-of", "yesterday"),
        ("reconcile", "no-such-file.txt"),
    ],
)
def test_bad_usage_is_named(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_backfill_reconcile_screen_and_query(run: Run, mirror: Path) -> None:
    done = run("backfill", "ofac_sdn", str(mirror / "ofac_sdn"), "--json")
    assert done.returncode == 0, done.stderr
    assert state_of(done, "ofac_sdn")["snapshots"] == 2
    (article,) = lines(run("reconcile", "--json", str(ARTICLE)))
    counted = next(claim for claim in article["claims"] if claim["count"] == 24)
    assert (counted["verdict"], counted["claimed"], counted["found"], counted["residual"]) == ("confirmed", 24, 24, 0)
    assert {row["list_id"] for row in counted["evidence"]} == {"ofac_sdn"}
    assert all(len(row["sha256"]) == 64 for row in counted["evidence"])
    plan = next(claim for claim in article["claims"] if claim["authority"] == "JP")
    assert plan["verdict"] in ("pending", "unverifiable")
    (screened,) = lines(run("screen", "--json", "Viktar Khrenin"))
    assert screened["matches"][0]["designation_id"] == "ofac_sdn:34746"
    (row,) = lines(run("query", "--json", "SELECT count(*) AS n FROM designations_on('2022-02-23')"))
    assert row == {"n": 40}
    assert run("query", "DROP TABLE designation").returncode == 2


def test_extract_needs_no_home(run: Run, tmp_path: Path) -> None:
    article = {"id": "a1", "date": "2022-02-26", "text": "The United States sanctioned 24 Belarusians on Thursday."}
    done = run("extract", "-", stdin=json.dumps(article) + "\n")
    (found,) = lines(done)
    assert found["id"] == "a1"
    (claim,) = found["claims"]
    assert (claim["authority"], claim["count"], claim["event_date"]) == ("US", 24, "2022-02-24")
    assert article["text"][claim["start"] : claim["end"]] == claim["quote"]
    assert not (tmp_path / "home").exists()


def test_extract_says_why_a_sentence_makes_no_claim(run: Run) -> None:
    article = {"id": "a1", "date": "2022-02-26", "text": "The league sanctioned two clubs. It rained."}
    (found,) = lines(run("extract", "--explain", "-", stdin=json.dumps(article) + "\n"))
    (sanctioned, rained) = found["without_claims"]
    assert sanctioned["text"] == "The league sanctioned two clubs."
    assert sanctioned["reasons"] == ['verb:sanction at "sanctioned": a court, a league or a company acts']
    assert rained["reasons"] == ["it has no word for sanctions"]


def test_evaluate_scores_the_extractor_and_predictions(run: Run, tmp_path: Path) -> None:
    text = "The United States sanctioned 24 Belarusians on Thursday."
    claim = {"quote": text, "authority": "US", "status": "imposed", "count": 24, "strength": "asserted"}
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text(json.dumps({"id": "a1", "date": "2022-02-26", "text": text, "claims": [claim]}) + "\n")
    predicted.write_text(json.dumps({"id": "a1", "claims": []}) + "\n")
    (scores,) = lines(run("evaluate", "--json", str(gold)))
    assert scores["all"]["f1"] == 1
    (scores,) = lines(run("evaluate", "--json", str(gold), "--predictions", str(predicted)))
    assert (scores["all"]["missed"], scores["errors"]) == (1, {"missed: imposed": 1})
    gold.write_text("{\n")
    assert run("evaluate", str(gold)).returncode == 2


@pytest.mark.usefixtures("refreshed_home")
def test_export_writes_every_table(run: Run, tmp_path: Path) -> None:
    assert run("export", "--format", "csv", str(tmp_path / "out")).returncode == 0
    assert len(duckdb.read_csv(str(tmp_path / "out" / "designation.csv")).fetchall()) == 110


def test_a_home_that_cannot_be_written_is_one_sentence(run: Run, tmp_path: Path, mirror: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    done = refreshed(run, mirror)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.usefixtures("refreshed_home")
def test_the_home_is_made_again_from_the_archive_alone(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    before = tables_of(home)
    for path in home.iterdir():
        if path.name != "archive":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert run("refresh", "--offline").returncode == 0
    assert tables_of(home) == before


def test_a_damaged_snapshot_is_set_aside_and_named(run: Run, mirror: Path, tmp_path: Path) -> None:
    assert refreshed(run, mirror, "--as-of", "2022-02-23").returncode == 0
    assert refreshed(run, mirror).returncode == 0
    sha256 = state_of(run("status", "--json"), "ofac_sdn")["sha256"]
    [content] = (tmp_path / "home/archive/contents").rglob(f"{sha256}*")
    content.write_bytes(b"spoilt" + content.read_bytes())
    done = run("refresh", "--offline", "--json")
    assert done.returncode == 3
    assert "ofac_sdn: " in done.stderr
    assert "set aside" in done.stderr
    assert state_of(done, "ofac_sdn")["parties"] == 40
    assert run("refresh", "--offline").returncode == 0


@pytest.mark.usefixtures("refreshed_home")
def test_cut_tables_are_made_again(run: Run, tmp_path: Path) -> None:
    before = tables_of(tmp_path / "home")
    tables = tmp_path / "home" / "tables"
    for place in ("lists/ofac_sdn/records/*.parquet", "lists/jp_mof/unit-*/designation.parquet", "subjects/*.parquet"):
        table = next(tables.glob(place))
        table.write_bytes(table.read_bytes()[:100])
    done = run("refresh", "--offline", "--quiet")
    assert done.returncode == 0, done.stderr
    assert tables_of(tmp_path / "home") == before


ODD = "caf\udce9 \u0425\u0440\u0435\u043d\u0438\u043d"
"""A byte that is no character, and a name that ASCII has not."""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("query", f"SELECT '{ODD[5:]}' AS name"), 0),
        (("query", f"SELECT '{ODD}' AS name"), 2),
        (("screen", ODD), 0),
        (("reconcile", f"{ODD}.txt"), 2),
        (("refresh", "--lists", ODD), 2),
    ],
)
def test_a_terminal_of_ascii_and_odd_bytes_get_an_answer(
    run: Run, example_home: Home, arguments: tuple[str, ...], code: int
) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    done = run("--home", str(example_home.root), *arguments, env=env)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of this program" not in done.stderr


STOP_WHILE_LOADING = """
import os, sys
from pipelines.cli.__main__ import main

class Stop:
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), int(number))

_, module, number, *sys.argv[1:] = sys.argv
sys.meta_path.insert(0, Stop())
main()
"""


@pytest.mark.parametrize("module", ["pipelines.cli.program", "pipelines.run"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_while_it_loads_it_says_so_in_one_sentence(
    tmp_path: Path, module: str, number: signal.Signals, code: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOP_WHILE_LOADING, module, str(int(number)), "--home", str(tmp_path), "status"],
        capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert done.stderr.strip() == f"sanctions: {FAREWELL}"


def tables_of(home: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes()
        for path in sorted((home / "tables").rglob("*.parquet"))
        if path.parent.name != "records"
    }


@pytest.mark.slow
def test_killed_at_any_moment_the_published_file_stays_readable(run: Run, mirror: Path, tmp_path: Path) -> None:
    assert refreshed(run, mirror, "--as-of", "2022-02-23").returncode == 0
    env = os.environ | {"SANCTIONS_HOME": str(tmp_path / "home"), "SANCTIONS_MIRROR": str(mirror)}
    for tenth in range(10):
        process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.cli", "--quiet", "refresh"], env=env, stdout=subprocess.DEVNULL
        )
        time.sleep(0.3 + 0.25 * tenth)
        process.send_signal(signal.SIGKILL)
        process.wait()
        (row,) = lines(
            run("query", "--json", "SELECT count(*) AS n FROM current_designation WHERE list_id = 'ofac_sdn'")
        )
        assert row["n"] in (40, 76)
    done = refreshed(run, mirror)
    assert done.returncode == 0, done.stderr
    assert state_of(done, "ofac_sdn")["parties"] == 76
    assert [path.name for path in (tmp_path / "home").rglob("*.tmp")] == []


READER = """
import duckdb, sys, time
from pathlib import Path

warehouse, stop = map(Path, sys.argv[1:])
seen = set()
while not stop.exists():
    with duckdb.connect(warehouse, read_only=True) as connection:
        seen |= {connection.sql("SELECT count(*) FROM current_designation WHERE list_id = 'ofac_sdn'").fetchone()[0]}
    time.sleep(0.02)
print(*sorted(seen))
"""


@pytest.mark.slow
def test_readers_never_fail_while_refreshes_publish(run: Run, mirror: Path, tmp_path: Path) -> None:
    """Each refresh publishes another file: what it does not show any more is read from a mirror without it."""
    assert refreshed(run, mirror, "--as-of", "2022-02-23").returncode == 0
    stop = tmp_path / "stop"
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(tmp_path / "home" / "sanctions.duckdb"), str(stop)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    published = {file_of(tmp_path)}
    for arguments in (("--as-of", "2022-02-24"), ("--as-of", "2022-03-02"), ()):
        assert refreshed(run, mirror, *arguments).returncode == 0
        published.add(file_of(tmp_path))
    time.sleep(0.5)
    stop.touch()
    assert len(published) == 4
    for reader in readers:
        out, err = reader.communicate()
        assert (reader.returncode, err) == (0, "")
        assert "76" in out.split()
        assert set(out.split()) <= {"40", "76"}


def file_of(tmp_path: Path) -> int:
    return (tmp_path / "home" / "sanctions.duckdb").stat().st_ino
