"""The graph, run: what is published, what every materialisation shows, what blocks and what does not."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from dagster import AssetCheckEvaluation

from assets.definitions import build_definitions
from assets.resources import SanctionsRun
from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.notices import notice_sources
from pipelines.run import publication, record
from pipelines.run.layout import Made, parts
from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE
from pipelines.run.settings import Run
from pipelines.run.steps import steps
from pipelines.warehouse.publication import EXAMPLE_MARK, opened
from pipelines.warehouse.schema import table_schemas
from pipelines.warehouse.tables import Tables, read_table

HELD = ("jp_mof", "ofac_sdn", "uk_sanctions")
NEWS = {"article", "claim"}
MADE_WITHOUT_LISTS = {"official_list", *(name for step in steps() if step.group == "news" for name in step.makes)}
"""They are made from the catalogue and from feeds, perhaps before any list is read."""


@dataclass(frozen=True)
class Ran:
    """One run of the nightly job, and what it left."""

    home: Home
    result: dg.ExecuteInProcessResult
    tags: dict[str, str]

    @property
    def observed(self) -> dict[str, dict[str, Any]]:
        """Asset key → metadata of its observation."""
        observations = (
            event.asset_observation_data.asset_observation for event in self.result.get_asset_observation_events()
        )
        return {observation.asset_key.to_user_string(): dict(observation.metadata) for observation in observations}

    @property
    def materialised(self) -> dict[str, dict[str, Any]]:
        """Asset key → metadata of its materialisation."""
        return {key: dict(shown.metadata) for key, shown in self._materialisations()}

    @property
    def data_versions(self) -> dict[str, str]:
        """Asset key → the version of its content."""
        return {key: (each.tags or {}).get("dagster/data_version", "") for key, each in self._materialisations()}

    @property
    def checks(self) -> dict[tuple[str, str], AssetCheckEvaluation]:
        """(asset key, name) → what the check found."""
        found = self.result.get_asset_check_evaluations()
        return {(each.asset_key.to_user_string(), each.check_name): each for each in found}

    def _materialisations(self) -> Iterator[tuple[str, dg.AssetMaterialization]]:
        for event in self.result.get_asset_materialization_events():
            each = event.step_materialization_data.materialization
            yield each.asset_key.to_user_string(), each


def ran(run: SanctionsRun, select: dg.AssetSelection | None = None, definitions: dg.Definitions | None = None) -> Ran:
    """Run the job, or the assets selected of it with their checks."""
    definitions = definitions or build_definitions(run)
    job = definitions.resolve_job_def("nightly_refresh")
    if select is not None:
        graph = definitions.resolve_asset_graph()
        keys = select.resolve(graph)
        job = job.get_subset(asset_selection=keys, asset_check_selection=graph.get_check_keys_for_assets(keys))
    with dg.DagsterInstance.ephemeral() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        finished = instance.get_run_by_id(result.run_id)
        tags = {
            name: value for name, value in (finished.tags if finished else {}).items() if name.startswith("sanctions/")
        }
        return Ran(run.settings.home, result, tags)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The whole job on the bundled example."""
    return ran(SanctionsRun(home=str(tmp_path_factory.mktemp("example") / "home"), example=True))


@pytest.fixture
def spoilt(example: Ran, tmp_path: Path) -> Home:
    """A home as the job on the example left it, to spoil."""
    shutil.copytree(example.home.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror folder with one good list, one of which a page of HTML came, and no other."""
    folder = tmp_path_factory.mktemp("mirror")
    shutil.copytree(EXAMPLE / "ofac_sdn", folder / "ofac_sdn")
    page = folder / "jp_mof" / "2022-03-03" / "shisantouketsu20220303.csv"
    page.parent.mkdir(parents=True)
    page.write_text("<!DOCTYPE html><html><body>Service unavailable</body></html>", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def mirrored(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The whole job in a live home on that mirror."""
    return ran(SanctionsRun(home=str(tmp_path_factory.mktemp("live") / "home"), mirror=str(mirror)))


def test_the_example_is_published(example: Ran) -> None:
    assert example.result.success
    with opened(example.home.warehouse) as connection:
        assert connection.table("release").pl()["edition"].to_list() == ["example"]
        verdicts = connection.table("claim_verdict").pl()
    counted = verdicts.filter(pl.col("count") == 24).select("verdict", "individuals", "entities").rows()
    assert counted == [("confirmed", 8, 16)]


def test_what_is_held_was_materialised_and_every_check_passed(example: Ran) -> None:
    raw = {
        *(f"snapshot/{list_id}" for list_id in HELD),
        *(f"notice/{source}" for source in notice_sources()),
        "news/feeds",
    }
    assert set(example.materialised) == {*table_schemas(), *raw, "warehouse", "site"}
    assert {key for key, _ in example.checks if key.startswith("snapshot/")} == {
        f"snapshot/{list_id}" for list_id in HELD
    }
    failed = {key for key, check in example.checks.items() if not check.passed}
    assert failed <= {("designation_country", "known_countries"), ("drift", "no_drift")}


def test_every_table_shows_rows_columns_sources_and_a_preview(example: Ran) -> None:
    for table in table_schemas():
        shown = example.materialised[table]
        columns = shown["dagster/column_schema"].value.columns
        assert [column.name for column in columns] == list(table_schemas()[table])
        assert all(column.description for column in columns)
        assert shown["dagster/row_count"].value == read_table(table, parts(example.home)).height
        assert shown["preview"].value
        assert shown["edition"].value == EXAMPLE_MARK.strip()
        if table in NEWS:
            assert shown["published_on"].value == "2022-02-26"
        elif table not in MADE_WITHOUT_LISTS:
            assert all(list_id.replace("_", r"\_") in shown["sources"].value for list_id in HELD)
            assert shown["published_on"].value == "2022-03-03"


def test_the_pages_are_made_and_linked(example: Ran) -> None:
    shown = example.materialised["site"]
    assert shown["pages"].value == example.home.front_page.resolve().as_uri()
    assert shown["written"].value == shown["files"].value > 0
    assert "EXAMPLE DATA" in example.home.front_page.read_text(encoding="utf-8")


def test_a_list_shows_its_snapshot(example: Ran) -> None:
    shown = example.materialised["snapshot/ofac_sdn"]
    held = Archive(example.home).latest("ofac_sdn")
    assert held is not None
    assert shown["sha256"].value == held.sha256 == example.data_versions["snapshot/ofac_sdn"]
    assert shown["published_on"].value.startswith("2022-02-24")
    assert shown["dagster/row_count"].value == 76
    assert shown["source_url"].value
    assert "data:image/svg+xml" in shown["summary"].value
    assert "EXAMPLE" in shown["summary"].value


def test_changes_and_verdicts_are_summed_up(example: Ran) -> None:
    changes = example.materialised["change"]["summary"].value
    assert "| 2022-02-24 | ofac\\_sdn | added | BELARUS-EO14038 | 24 | 8 | 16 | 0 | 0 |" in changes
    verdicts = example.materialised["verdict"]
    assert "| confirmed | US | imposed |" in verdicts["summary"].value
    # Dagster shows Markdown of less than a thousand letters on the page itself.
    assert all(len(shown["at a glance"].value) < 1000 for shown in (verdicts, example.materialised["change"]))


def test_a_refused_and_a_missing_list_stop_no_other_and_the_night_is_no_success(mirrored: Ran) -> None:
    (failure,) = mirrored.result.get_step_failure_events()
    assert failure.step_key == "site"
    assert "Everything is published, but" in str(failure.step_failure_data.error)
    assert "jp_mof: held back" in str(failure.step_failure_data.error)
    assert "site" in mirrored.materialised
    with opened(mirrored.home.warehouse) as connection:
        states = dict(connection.table("list_status").select("list_id", "state").fetchall())
        assert connection.table("designation").shape[0] == 76
    assert states["ofac_sdn"] == "stale"  # it came, and is of 2022
    assert states["jp_mof"] == "held_back"
    assert states["un_sc"] == "never_fetched"
    assert mirrored.tags == {"sanctions/held_back": "jp_mof", "sanctions/stale": "ofac_sdn"}
    assert not mirrored.checks["snapshot/ofac_sdn", "recent"].passed


def test_a_list_that_did_not_come_fails_its_check_and_says_why(mirrored: Ran) -> None:
    refused = mirrored.checks["snapshot/jp_mof", "arrived"]
    assert not refused.passed
    assert refused.severity == dg.AssetCheckSeverity.ERROR
    assert (refused.description or "").startswith("refused: ")
    assert not refused.blocking
    missing = mirrored.checks["snapshot/un_sc", "arrived"]
    assert (missing.passed, missing.severity) == (False, dg.AssetCheckSeverity.WARN)
    assert mirrored.checks["snapshot/ofac_sdn", "arrived"].passed
    assert ("snapshot/jp_mof", "recent") not in mirrored.checks, "it looked at nothing, so it says nothing"
    assert "snapshot/jp_mof" not in mirrored.materialised
    shown = mirrored.observed["snapshot/jp_mof"]
    assert shown["outcome"].value == "refused"
    assert shown["reason"].value
    assert not mirrored.checks["list_status", "all_current"].passed


def failures_of_a_part(mirrored: Ran, mirror: Path, tmp_path: Path, select: dg.AssetSelection) -> dict[str, str]:
    """Step → why it failed, in a run of some assets in a copy of that home."""
    home = shutil.copytree(mirrored.home.root, tmp_path / "home")
    done = ran(SanctionsRun(home=str(home), mirror=str(mirror)), select)
    assert done.result.success == (not done.result.get_step_failure_events())
    return {str(event.step_key): str(event.step_failure_data.error) for event in done.result.get_step_failure_events()}


def test_materialising_lists_alone_fails_for_the_one_that_is_refused(
    mirrored: Ran, mirror: Path, tmp_path: Path
) -> None:
    lists = dg.AssetSelection.assets(["snapshot", "jp_mof"], ["snapshot", "ofac_sdn"])
    failures = failures_of_a_part(mirrored, mirror, tmp_path, lists)
    assert set(failures) == {"snapshot__jp_mof"}
    assert "The last good snapshot stands. jp_mof: held back" in failures["snapshot__jp_mof"]


def test_materialising_a_group_fails_at_its_last_step_where_a_list_of_it_is_refused(
    mirrored: Ran, mirror: Path, tmp_path: Path
) -> None:
    group = dg.AssetSelection.assets(["snapshot", "jp_mof"], "official_list", "list_status")
    failures = failures_of_a_part(mirrored, mirror, tmp_path, group)
    assert set(failures) == {"status"}
    assert "jp_mof: held back" in failures["status"]


def test_a_part_that_asks_for_no_list_does_not_fail_for_one_that_is_behind(
    mirrored: Ran, mirror: Path, tmp_path: Path
) -> None:
    assert failures_of_a_part(mirrored, mirror, tmp_path, dg.AssetSelection.assets("list_status")) == {}


def test_live_materialisations_do_not_say_example(mirrored: Ran) -> None:
    assert all("edition" not in shown for shown in mirrored.materialised.values())


def test_nothing_held_publishes_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    done = ran(SanctionsRun(home=str(home.root), offline=True))
    assert not done.result.success
    assert not done.checks["designation", "something_held"].passed
    assert not home.warehouse.exists()


def test_a_wrong_table_is_not_published(spoilt: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = spoilt.warehouse.read_bytes()
    make = publication.make_release_table

    def doubling(run: Run, tables: Tables) -> Made:
        rows = make(run, tables).tables["release"]
        return Made({"release": rows.with_columns(edition=pl.lit("neither"))})

    monkeypatch.setattr(publication, "make_release_table", doubling)
    (spoilt.tables / "release" / "manifest.json").unlink()
    selected = dg.AssetSelection.assets("release").downstream()
    done = ran(SanctionsRun(home=str(spoilt.root), example=True), selected)
    assert not done.result.success
    found = done.checks["release", "conforms"]
    assert (found.passed, found.severity, found.blocking) == (False, dg.AssetCheckSeverity.ERROR, True)
    assert "release" not in done.materialised
    assert "warehouse" not in done.materialised
    assert spoilt.warehouse.read_bytes() == before


def test_a_list_that_crashes_its_reader_keeps_what_stands(spoilt: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("a bug nobody foresaw")

    monkeypatch.setattr(record, "up_to_date", crash)
    manifest = spoilt.tables / "lists" / "ofac_sdn" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"made_from": "', '"made_from": "other '))
    done = ran(SanctionsRun(home=str(spoilt.root), example=True))
    assert [event.step_key for event in done.result.get_step_failure_events()] == ["site"]
    shown = done.observed["snapshot/ofac_sdn"]
    assert shown["outcome"].value == "refused"
    assert shown["dagster/row_count"].value == 76
    arrived = done.checks["snapshot/ofac_sdn", "arrived"]
    assert not arrived.passed
    assert "a bug nobody foresaw" in (arrived.description or "")
    with opened(spoilt.warehouse) as connection:
        assert connection.table("designation").shape[0] == 110
        states = dict(connection.table("list_status").select("list_id", "state").fetchall())
    assert states["ofac_sdn"] == "held_back"


def test_unchanged_bytes_have_the_same_versions_and_are_not_made_again(example: Ran, spoilt: Home) -> None:
    selected = dg.AssetSelection.assets(["snapshot", "jp_mof"], "change", "designation", "claim")
    again = ran(SanctionsRun(home=str(spoilt.root), example=True), selected)
    assert again.result.success
    for key in ("snapshot/jp_mof", "change", "designation", "claim"):
        assert again.data_versions[key] == example.data_versions[key]
    assert again.materialised["snapshot/jp_mof"]["outcome"].value == "unchanged"
    assert set(again.materialised) == {"snapshot/jp_mof", "change", "designation", "claim"}
    for table in ("change", "designation", "claim"):
        assert again.materialised[table]["made"].value.startswith("unchanged")


def test_one_asset_alone_can_be_materialised_and_says_what_it_used(spoilt: Home) -> None:
    run = SanctionsRun(home=str(spoilt.root), example=True)
    definitions = build_definitions(run)
    for name in ("designation_birth", "subject_evidence", "verdict", "list_status", "site"):
        done = ran(run, dg.AssetSelection.assets(name), definitions)
        assert done.result.success
        assert set(done.materialised) == {name}
        assert done.materialised[name]["read"].value
