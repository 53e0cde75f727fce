"""Claims about a day of which no snapshot is held, checked from the official notice alone."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.home import Home
from pipelines.claims.claim import Claim
from pipelines.run.press import linker_of
from pipelines.run.refresh import Refreshed, backfill_lists, backfill_notices, follow
from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE
from pipelines.run.settings import Run, Settings
from pipelines.verdicts.derivation import Verdict
from pipelines.verdicts.designation import Span
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.warehouse.publication import opened
from tests.notice_pages import added_on_24_february_2022, additions, page

DAY = date(2022, 2, 24)


def run_in(home: Home) -> Run:
    """A run in the home that reports nothing."""
    return Run(Settings(home))


def snapshot_of(day: str) -> Path:
    return EXAMPLE / "ofac_sdn" / day


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the page of 24 February 2022, and a snapshot of the list from long before it. Only to be read."""
    tmp_path = tmp_path_factory.mktemp("notices")
    home = Home(tmp_path / "home")
    backfill_lists(run_in(home), {"ofac_sdn": [snapshot_of("2022-02-23")]}, date(2021, 11, 1))
    saved = tmp_path / "20220224.html"
    saved.write_bytes(page(DAY, additions(added_on_24_february_2022())))
    backfill_notices(run_in(home), "ofac_notices", [saved])
    return home


@pytest.fixture
def home(kept: Home, tmp_path: Path) -> Home:
    """The same, to be changed."""
    return Home(Path(shutil.copytree(kept.root, tmp_path / "home")))


def claim(**fields: Any) -> Claim:
    return Claim(**{"quote": "q", "start": 0, "end": 1, "authority": "US", "status": "imposed", **fields})


def judged(home: Home, article_date: date, **fields: Any) -> Verdict:
    with opened(home.warehouse) as connection:
        record = OfficialRecord.from_duckdb(connection)
        names, designations = connection.table("designation_name").pl(), connection.table("designation").pl()
    return judge(claim(**fields), article_date, record, linker_of(record, names, designations))


def test_24_belarusians_are_confirmed_from_the_notice_alone(kept: Home) -> None:
    verdict = judged(kept, date(2022, 2, 26), count=24, unit="parties", target_country="BY", event_on=DAY)
    assert verdict.verdict == "confirmed"
    assert (verdict.claimed, verdict.found, verdict.residual) == (24, 24, 0)
    assert dict(verdict.split) == {"individual": 8, "entity": 16, "vessel": 0, "aircraft": 0}
    assert (verdict.acted_on, verdict.record_to) == (DAY, DAY)
    cited = [each.designation for each in verdict.evidence]
    assert len(cited) == 24
    assert {each.programmes for each in cited} == {("BELARUS-EO14038",)}
    assert {(each.listed_on, each.listed_on_basis, each.list_id) for each in cited} == {(DAY, "notice", "ofac_sdn")}


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"count": 24, "unit": "parties", "target_country": "BY"}, "confirmed"),  # without a day: the latest act
        ({"count": 8, "unit": "individuals", "target_country": "BY", "event_on": DAY}, "confirmed"),
        ({"count": 40, "unit": "parties", "target_country": "BY", "event_on": DAY}, "partly_confirmed"),
        ({"count": 10, "unit": "parties", "target_country": "BY", "event_on": DAY}, "contradicted"),
        ({"count": 5, "unit": "parties", "target_country": "IR", "event_on": DAY}, "unverifiable"),
        ({"count": 24, "unit": "parties", "target_country": "BY", "event_on": date(2022, 2, 25)}, "unverifiable"),
        ({"named_targets": ("Viktor Khrenin",), "event_on": DAY}, "confirmed"),
    ],
)
def test_what_a_notice_can_and_cannot_tell(kept: Home, fields: dict[str, Any], word: str) -> None:
    assert judged(kept, date(2022, 2, 26), **fields).verdict == word


def test_nobody_is_listed_by_a_notice_and_nobody_is_missing_for_lack_of_one(kept: Home) -> None:
    with opened(kept.warehouse) as connection:
        held = connection.sql("FROM designations_on(DATE '2022-02-24')").pl()
        current = connection.sql("FROM current_designation").pl()
        status = connection.sql("FROM list_status WHERE list_id = 'ofac_sdn'").pl().row(0, named=True)
        entries = connection.sql("FROM notice_entry WHERE designation_id IS NULL").pl()
    assert held.height == current.height == status["parties"]
    assert entries.height == len(added_on_24_february_2022())
    absent = judged(kept, date(2022, 2, 26), named_targets=("Vladimir Example",), status="denied")
    assert absent.verdict != "confirmed"


def test_the_published_verdict_cites_the_notice(home: Home) -> None:
    home.articles.mkdir(parents=True)
    article = {"id": "a", "date": "2022-02-26", "text": "The US has imposed sanctions on 24 Belarusians."}
    (home.articles / "a.jsonl").write_text(json.dumps(article) + "\n", encoding="utf-8")
    done = follow(run_in(home))
    assert done.published
    with opened(home.warehouse) as connection:
        cited = connection.sql(
            "FROM verdict_evidence AS e "
            "JOIN notice_entry AS n ON n.entry_id = e.designation_id JOIN notice USING (notice_id) "
            "SELECT e.sha256 = notice.sha256 AS same, e.published_on, e.source_url, count(*) AS rows GROUP BY ALL"
        ).pl()
        verdict = connection.sql("SELECT verdict, found FROM verdict").fetchall()
    assert verdict == [("confirmed", 24)]
    assert cited.rows() == [(True, DAY, "backfill:20220224.html", 24)]


def test_the_list_speaks_for_itself_once_it_is_held(home: Home) -> None:
    done = backfill_lists(run_in(home), {"ofac_sdn": [snapshot_of("2022-02-24")]}, date(2022, 2, 28))
    assert done.published
    verdict = judged(home, date(2022, 3, 1), count=24, unit="parties", target_country="BY", event_on=DAY)
    assert (verdict.verdict, verdict.found) == ("confirmed", 24)
    cited = {each.designation.designation_id for each in verdict.evidence}
    assert all(each.startswith("ofac_sdn:") for each in cited)
    assert {each.designation.listed_on_basis for each in verdict.evidence} == {"notice"}


def test_a_verdict_of_that_time_rests_on_the_notice_of_that_time(home: Home) -> None:
    backfill_lists(run_in(home), {"ofac_sdn": [snapshot_of("2022-02-24")]}, date(2022, 3, 28))
    with opened(home.warehouse) as connection:
        record = OfficialRecord.from_duckdb(connection)
    then = record.as_held_on(date(2022, 2, 25))
    tally = then.added("US", Span(DAY, DAY))
    assert len(tally.certain) == len(added_on_24_february_2022())
    assert {each.noticed_only for each in tally.certain} == {True}
    assert {each.noticed_only for each in record.added("US", Span(DAY, DAY)).certain} == {False}
    assert record.as_held_on(date(2022, 2, 23)).added("US", Span(DAY, DAY)).certain == ()


def test_a_home_that_holds_notices_alone_is_published(tmp_path: Path) -> None:
    saved = tmp_path / "20220224.html"
    saved.write_bytes(page(DAY, additions(added_on_24_february_2022())))
    done: Refreshed = backfill_notices(run_in(Home(tmp_path / "home")), "ofac_notices", [saved])
    assert done.published
    verdict = judged(
        Home(tmp_path / "home"), date(2022, 2, 26), count=24, unit="parties", target_country="BY", event_on=DAY
    )
    assert (verdict.verdict, verdict.found) == ("confirmed", 24)
