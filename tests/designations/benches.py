"""A home with snapshots of the SDN list and official notices, and the tables that are made of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipelines.archive.archive import Archive
from pipelines.archive.home import Home
from pipelines.archive.naming import end_of_day
from pipelines.archive.notices import keep_notices, notice_sources, saved_notices
from pipelines.catalogue.entries import OfficialList, official_list
from pipelines.designations.history import empty_history, up_to_date
from pipelines.designations.notices import day_reader, notice_tables, stated_days, with_stated_days
from pipelines.designations.tables import Tables, snapshots, tables_of
from pipelines.matching.notice_entries import differences, joined
from pipelines.run.settings import BUNDLED_EXAMPLE as EXAMPLE
from pipelines.warehouse.schema import conform
from tests.notice_pages import Party, belarusians, parties_of

SDN = official_list("ofac_sdn")
PAGES = notice_sources()["ofac_notices"]
DAY = date(2022, 2, 24)
FACTS = parties_of(EXAMPLE / "ofac_sdn" / "2022-02-24" / "sdn.csv")


def csv_of(parties: Sequence[Party]) -> bytes:
    """A main file of the SDN list."""
    rows = []
    for party in parties:
        kind = "-0- " if party.party_type == "entity" else f'"{party.party_type}"'
        tags = "] [".join(party.programmes)
        rows.append(f'{party.native_id},"{party.name}",{kind},"{tags}"{",-0- " * 7},"{party.remarks}"\r\n')
    return "".join(rows).encode()


OLD = [each for uid, each in FACTS.items() if uid not in {one.native_id for one in belarusians()}]


class Bench:
    """A home with snapshots of the SDN list and pages, and everything made from them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive = Archive(Home(folder / "home"))

    def shows(self, day: date, parties: Sequence[Party]) -> None:
        seen = end_of_day(day, SDN.zone)
        self.archive.add("ofac_sdn", {"sdn.csv": csv_of(parties)}, origin="backfill", seen_at=seen, zone=SDN.zone)

    def says(self, content: bytes, name: str = "page.html", source: OfficialList = PAGES) -> None:
        path = self.folder / name
        path.write_bytes(content)
        for kept in keep_notices(source, self.archive, saved_notices(source, [path]), "backfill", day_reader(source)):
            assert kept.outcome == "kept", kept.reason

    def tables(self) -> Tables:
        history = up_to_date(empty_history("ofac_sdn"), SDN, self.archive)
        made = tables_of(history, SDN) | {"snapshot": snapshots(history)}
        made = {name: conform(name, frame) for name, frame in made.items()}
        notices, entries = notice_tables(notice_sources(), self.archive)
        entries = joined(entries, made)
        said = {"notice": notices, "notice_entry": entries, "notice_difference": differences(notices, entries, made)}
        made |= {name: conform(name, frame) for name, frame in said.items()}
        return made | with_stated_days(made["designation"], made["change"], stated_days(entries))
