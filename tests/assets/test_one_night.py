"""One night, however it is started: the command line and Dagster give the same tables, states, checks and outcome.

Both run in this process over the same mirrors, with the same clock.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import dagster as dg
import polars as pl
import pytest
from click.testing import CliRunner

from assets.definitions import build_definitions
from assets.resources import SanctionsRun
from pipelines.archive import archive
from pipelines.archive.home import Home
from pipelines.catalogue.entries import OfficialList
from pipelines.cli.program import sanctions
from pipelines.designations.history import ListHistory
from pipelines.designations.tables import Tables, tables_of
from pipelines.run.layout import list_manifests, parts, read_manifest, step_folder
from pipelines.run.settings import BUNDLED_EXAMPLE
from pipelines.run.steps import steps
from pipelines.warehouse.tables import read_table
from tests.parsers.un.test_sc import document

NOW = datetime(2022, 3, 10, 3, 30, tzinfo=UTC)


class Clock(datetime):
    """A clock that shows the time of the night that a test runs."""

    shows = NOW

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The time that it shows."""
        return cls.shows.astimezone(tz)


def good(mirror: Path, home: Path) -> None:
    """The lists of the example, without their newest files of two lists; an article that makes claims."""
    shutil.copytree(BUNDLED_EXAMPLE, mirror, ignore=shutil.ignore_patterns("articles"))
    for newest in ("ofac_sdn/2022-02-24", "jp_mof/2022-03-03"):
        shutil.rmtree(mirror / newest)
    shutil.copytree(BUNDLED_EXAMPLE / "articles", home / "articles")


def changed(mirror: Path, _home: Path) -> None:
    shutil.copytree(BUNDLED_EXAMPLE / "ofac_sdn" / "2022-02-24", mirror / "ofac_sdn" / "2022-02-24")


def missing(mirror: Path, _home: Path) -> None:
    shutil.rmtree(mirror / "jp_mof")


def future(mirror: Path, _home: Path) -> None:
    shutil.copytree(BUNDLED_EXAMPLE / "ofac_sdn" / "2022-02-24", mirror / "ofac_sdn" / "2031-01-01")


def reversed_birth(mirror: Path, _home: Path) -> None:
    text = document().decode()
    years = "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1970</FROM_YEAR><TO_YEAR>1960</TO_YEAR>"
    start, end = text.index("<INDIVIDUAL_DATE_OF_BIRTH>"), text.index("</INDIVIDUAL_DATE_OF_BIRTH>")
    folder = mirror / "un_sc" / "2022-03-01"
    folder.mkdir(parents=True)
    bad = f"{text[:start]}<INDIVIDUAL_DATE_OF_BIRTH>{years}{text[end:]}"
    (folder / "consolidated.xml").write_text(bad, encoding="utf-8")


def bad_article(_mirror: Path, home: Path) -> None:
    (home / "articles").mkdir(exist_ok=True)
    text = "The United States imposed sanctions on 24 Belarusians on Thursday, the Treasury said."
    lines = [{"id": "a", "date": "0001-01-01", "text": text}, {"id": "b", "date": "2022-02-25", "text": text}]
    (home / "articles" / "x.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


NIGHTS: tuple[tuple[str, tuple[Callable[[Path, Path], None], ...], int], ...] = (
    ("all is good", (good,), 0),
    ("nothing changed", (), 0),
    # The file from the future is refused, with a row in `refusal`, and the newest other one is read.
    ("a list changed, bad values came", (changed, future, reversed_birth, bad_article), 0),
    ("a list is missing", (missing,), 3),
)
"""What happens to mirror and home before each night, and the exit code of the command."""
FUTURE = "ofac_sdn: passed over: mirror:ofac_sdn/2031-01-01/sdn.csv: it is dated 2031-01-01, in the future"


@dataclass(frozen=True)
class Night:
    """What a night left."""

    ended_well: bool
    tables: dict[str, bytes]
    states: dict[str, tuple[str, str | None]]
    manifests: dict[str, tuple[object, ...]]

    @classmethod
    def of(cls, home: Home, *, ended_well: bool) -> "Night":
        files = {path for paths in parts(home).values() for path in paths}
        status = read_table("list_status", parts(home))
        manifests = {step.name: read_manifest(step_folder(home, step.name)) for step in steps()}
        products = {"warehouse", "site", "releases"}  # their inputs have the times of files in them
        return cls(
            ended_well,
            {path.relative_to(home.tables).as_posix(): path.read_bytes() for path in files},
            {row["list_id"]: (row["state"], row["reason"]) for row in status.to_dicts()},
            {
                name: (manifest.made_from, manifest.parts, manifest.checks, manifest.held_back)
                for name, manifest in (*manifests.items(), *list_manifests(home))
                if manifest is not None and name not in products
            },
        )


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(archive, "datetime", Clock)
    yield
    Clock.shows = NOW


def by_command(home: Path, mirror: Path) -> tuple[Night, int, str]:
    done = CliRunner().invoke(
        sanctions, ["--home", str(home), "refresh", "--quiet"], env={"SANCTIONS_MIRROR": str(mirror)},
        standalone_mode=False,
    )  # fmt: skip
    assert done.exception is None, done.exception
    code = int(done.return_value or 0)
    return Night.of(Home(home), ended_well=code == 0), code, done.stderr


def by_dagster(home: Path, mirror: Path) -> Night:
    definitions = build_definitions(SanctionsRun(home=str(home), mirror=str(mirror)))
    job = definitions.resolve_job_def("nightly_refresh")
    with dg.DagsterInstance.ephemeral() as instance:
        done = job.execute_in_process(instance=instance, raise_on_error=False)
    return Night.of(Home(home), ended_well=done.success)


@pytest.mark.slow
def test_the_same_bytes_give_the_same_nights(tmp_path: Path) -> None:
    homes = {name: tmp_path / name / "home" for name in ("command", "dagster")}
    for number, (title, events, expected) in enumerate(NIGHTS):
        Clock.shows = NOW + timedelta(days=number)
        for name, home in homes.items():
            home.mkdir(parents=True, exist_ok=True)
            for happens in events:
                happens(tmp_path / name / "mirror", home)
        command, code, complaints = by_command(homes["command"], tmp_path / "command" / "mirror")
        dagster = by_dagster(homes["dagster"], tmp_path / "dagster" / "mirror")
        assert code == expected, title
        assert (FUTURE in complaints) == (number >= 2), title
        assert command.states == dagster.states, title
        assert command.manifests == dagster.manifests, title
        assert command.tables.keys() == dagster.tables.keys(), title
        assert [name for name in command.tables if command.tables[name] != dagster.tables[name]] == [], title
        assert command.ended_well == dagster.ended_well, title
    tables = parts(Home(homes["command"]))
    assert read_table("refusal", tables)["list_id"].to_list() == ["ofac_sdn"]
    assert {"a", "b"} <= {article_id.rpartition(":")[2] for article_id in read_table("article", tables)["article_id"]}
    assert command.states["jp_mof"][0] == "stale"


@pytest.mark.slow
def test_a_list_whose_tables_break_a_constraint_is_held_back_and_all_else_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a reader lets through, it stops nothing but its own list, and the cause is named."""
    home, mirror = tmp_path / "home", tmp_path / "mirror"
    good(mirror, home)
    _, code, _ = by_command(home, mirror)
    assert code == 0
    changed(mirror, home)

    def reversing(history: ListHistory, official_list: OfficialList) -> Tables:
        made = tables_of(history, official_list)
        births = made["designation_birth"]
        if official_list.list_id == "ofac_sdn":
            births = births.with_columns(latest=pl.col("earliest").dt.offset_by("-1y"))
        return {**made, "designation_birth": births}

    monkeypatch.setattr("pipelines.run.record.tables_of", reversing)
    night, code, _ = by_command(home, mirror)
    assert code == 3
    state, reason = night.states["ofac_sdn"]
    assert state == "held_back"
    assert "designation_birth" in (reason or "")
    assert night.states["jp_mof"][0] == "current"
    monkeypatch.undo()
    monkeypatch.setattr(archive, "datetime", Clock)
    night, code, _ = by_command(home, mirror)
    assert (code, night.states["ofac_sdn"][0]) == (0, "current")
