"""OFAC's list of 23 and 24 February 2022, as published: what the verdicts of those days rest on."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.catalogue.entries import official_list
from pipelines.claims.claim import Claim
from pipelines.designations.history import empty_history, up_to_date
from pipelines.designations.tables import snapshots, tables_of
from pipelines.matching.name_index import NameIndex
from pipelines.verdicts.judging import judge
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.targets import TargetLinker

if TYPE_CHECKING:
    from pathlib import Path

    from pipelines.verdicts.derivation import Verdict

pytestmark = pytest.mark.slow
DAY = date(2022, 2, 24)


@pytest.fixture(scope="module")
def against_the_list(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[OfficialRecord, TargetLinker]:
    sdn = official_list("ofac_sdn")
    archive = Archive(Home(tmp_path_factory.mktemp("home")))
    for day in ("2022-02-23", "2022-02-24"):
        file = shared_data / "lists" / "ofac_sdn" / day / "sdn.csv"
        seen = datetime.combine(date.fromisoformat(day), time(23), sdn.zone)
        archive.add("ofac_sdn", {"sdn.csv": file.read_bytes()}, origin="backfill", seen_at=seen, zone=sdn.zone)
    history = up_to_date(empty_history("ofac_sdn"), sdn, archive)
    tables = {**tables_of(history, sdn), "snapshot": snapshots(history)}
    known = {"list_id": "ofac_sdn", "authority": "US", "issuing_body": sdn.issuing_body, "time_zone": sdn.time_zone}
    record = OfficialRecord.from_frames({**tables, "official_list": pl.DataFrame([known])})
    types = tables["designation"].select("designation_id", "party_type")
    return record, TargetLinker(record, NameIndex(tables["designation_name"].join(types, on="designation_id")))


def judged(against: tuple[OfficialRecord, TargetLinker], **said: Any) -> Verdict:
    fields = {"quote": "q", "start": 0, "end": 1, "authority": "US", "status": "imposed", "event_on": DAY, **said}
    return judge(Claim(**fields), date(2022, 2, 26), *against)


def test_24_parties_of_belarus_are_8_individuals_and_16_entities(
    against_the_list: tuple[OfficialRecord, TargetLinker],
) -> None:
    verdict = judged(against_the_list, count=24, unit="parties", target_country="BY")
    assert (verdict.verdict, verdict.found) == ("confirmed", 24)
    assert dict(verdict.split) == {"individual": 8, "entity": 16, "vessel": 0, "aircraft": 0}
    assert "TAE AVIA" not in {each.designation.primary_name for each in verdict.evidence}
    assert judged(against_the_list, count=91, unit="parties").verdict == "confirmed"
    assert judged(against_the_list, count=42, unit="parties", target_country="BY").verdict == "contradicted"


def test_the_names_of_the_press_are_those_of_the_list(against_the_list: tuple[OfficialRecord, TargetLinker]) -> None:
    names = ("Viktor Khrenin", "Aleksandr Volfovich", "Виктор Хренин")
    verdict = judged(against_the_list, named_targets=names, target_country="BY")
    assert verdict.verdict == "confirmed"
    assert [target.links[0].designation.primary_name for target in verdict.targets] == [
        "KHRENIN, Viktor Gennadievich", "VOLFOVICH, Aleksandr Grigorievich", "KHRENIN, Viktor Gennadievich",
    ]  # fmt: skip
