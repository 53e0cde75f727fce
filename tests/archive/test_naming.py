"""What names say of when and together."""

from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest

from pipelines.archive.naming import Group, end_of_day, groups, seen_at
from tests.archive.conftest import MakeList

WASHINGTON = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("place", "moment"),
    [
        ("x/sdn_20210820T0138Z.csv", datetime(2021, 8, 20, 1, 38, tzinfo=UTC)),
        ("x/sdn_20210820T013859Z.csv.gz", datetime(2021, 8, 20, 1, 38, 59, tzinfo=UTC)),
        ("2022-02-24/sdn.csv", datetime(2022, 2, 25, 4, 59, 59, tzinfo=UTC)),
        ("2022-07-24/parts/sdn.csv", datetime(2022, 7, 25, 3, 59, 59, tzinfo=UTC)),
        ("2020-01-01/2022-02-24/sdn.csv", datetime(2022, 2, 25, 4, 59, 59, tzinfo=UTC)),
        ("2022-02-24/sdn_20210820T0138Z.csv", datetime(2021, 8, 20, 1, 38, tzinfo=UTC)),
        ("2022-02-31/sdn.csv", None),
        ("x/sdn_20211320T0138Z.csv", None),
        ("x/2022-02-24.csv", None),
    ],
)
def test_when_a_file_was_seen(place: str, moment: datetime | None) -> None:
    assert seen_at(PurePosixPath(place), WASHINGTON) == moment


def test_a_person_knows_better() -> None:
    seen = seen_at(PurePosixPath("2020-01-01/sdn_20210820T0138Z.csv"), WASHINGTON, date(2022, 2, 24))
    assert seen == datetime(2022, 2, 25, 4, 59, 59, tzinfo=UTC)


def test_a_day_ends_where_the_authority_is() -> None:
    assert end_of_day(date(2022, 3, 13), WASHINGTON) == datetime(2022, 3, 14, 3, 59, 59, tzinfo=UTC)
    assert end_of_day(date(2026, 3, 5), ZoneInfo("Asia/Tokyo")) == datetime(2026, 3, 5, 14, 59, 59, tzinfo=UTC)


def test_files_of_a_publication_are_one_group_in_any_case(make_list: MakeList) -> None:
    official_list = make_list(("ADVANCED.XML",), ("SDN.CSV", "ADD.CSV?", "ALT.CSV?"))
    names = ["alt.csv", "Advanced.xml", "sdn.csv.gz", "notes.txt"]
    assert groups(official_list, names) == [
        Group(("Advanced.xml",)),
        Group(("sdn.csv.gz", "alt.csv")),
        Group(("notes.txt",)),
    ]


def test_a_group_without_its_main_file_is_said_and_comes_last_of_the_known(make_list: MakeList) -> None:
    official_list = make_list(("SDN.CSV", "ADD.CSV?"), ("SDN.XML",))
    assert groups(official_list, ["add.csv", "sdn.xml"]) == [Group(("sdn.xml",)), Group(("add.csv",), "SDN.CSV")]


def test_stamped_files_of_one_publication_belong_together(make_list: MakeList) -> None:
    official_list = make_list(("SDN.CSV", "ADD.CSV?"))
    names = ["sdn_20210820T0138Z.csv", "add_20210820T0138Z.csv"]
    assert groups(official_list, names) == [Group(tuple(names))]


def test_no_name_is_lost(make_list: MakeList) -> None:
    official_list = make_list(("SDN.CSV",))
    names = ["sdn.csv", "SDN.CSV", "sdn.csv.gz", "shisantouketsu20260305.xlsx"]
    found = groups(official_list, names)
    assert sorted(name for group in found for name in group.names) == sorted(names)
    assert [len(group.names) for group in found] == [1, 1, 1, 1]
