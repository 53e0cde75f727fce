"""Which department announced which part of a day's action, from notices in the documented layouts."""

from datetime import date

import polars as pl
import pytest

from pipelines.archive.notices import notice_sources
from pipelines.designations import notices
from pipelines.designations.announcements import announcement_tables, issuer_named, issuer_of_address
from pipelines.designations.tables import Tables
from pipelines.warehouse.schema import conform
from tests.delta_files import delta_file
from tests.designations.benches import Bench
from tests.notice_pages import ADDED, Party, page

DAY = date(2024, 5, 2)
TREASURY, STATE = "Department of the Treasury", "Department of State"
TREASURY_RELEASE = "https://home.treasury.gov/news/press-releases/jy9999"
STATE_RELEASE = "https://www.state.gov/releases/2024/05/example/"


def people(first: int, count: int, programme: str = "EXAMPLE-EO1") -> list[Party]:
    return [
        Party(f"PERSON{number}, Alpha", "individual", (programme,), "DOB 01 Jan 1970", str(number))
        for number in range(first, first + count)
    ]


def paragraphs(parties: list[Party]) -> list[str]:
    return [party.paragraph() for party in parties]


def announced(bench: Bench) -> Tables:
    tables = bench.tables()
    made = announcement_tables(tables["notice"], tables["notice_entry"])
    return {name: conform(name, frame) for name, frame in made.items()}


def shares(tables: Tables) -> dict[str | None, int]:
    """Parties by department, each once whatever documents name it."""
    entries = tables["announcement_entry"].with_columns(party=pl.coalesce("designation_id", "entry_id"))
    counts = entries.group_by("issuer").agg(pl.col("party").n_unique())
    return dict(counts.iter_rows())


def test_two_pages_of_one_day_divide_it_between_departments(bench: Bench) -> None:
    treasury, state = people(1, 22), people(101, 11)
    bench.shows(DAY, [*treasury, *state])
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(treasury)}, press_release=TREASURY_RELEASE), "20240502.html")
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(state)}, press_release=STATE_RELEASE), "20240502_33.html")
    tables = announced(bench)
    assert shares(tables) == {TREASURY: 22, STATE: 11}
    assert set(tables["announcement_entry"]["issuer_basis"]) == {"press_release"}
    assert sorted(tables["announcement"].select("issuer", "kind", "added").rows()) == [
        (STATE, "page", 11),
        (TREASURY, "page", 22),
    ]


def test_one_page_with_one_press_release_divides_nothing(bench: Bench) -> None:
    """It may list what other departments did: the release tells whose words they are, not whose parties."""
    parties = people(1, 41)
    bench.shows(DAY, parties)
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(parties)}, press_release=TREASURY_RELEASE))
    tables = announced(bench)
    assert shares(tables) == {None: 41}
    assert tables["announcement"]["issuer"].to_list() == [TREASURY]


def test_pages_about_other_programmes_do_not_divide_each_other(bench: Bench) -> None:
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(people(1, 3))}, press_release=TREASURY_RELEASE), "a.html")
    other = paragraphs(people(101, 2, "OTHER-EO2"))
    bench.says(page(DAY, {ADDED["individual"]: other}, press_release=STATE_RELEASE), "b.html")
    assert shares(announced(bench)) == {None: 5}


def test_a_section_that_names_a_department_tells_whose_parties_it_lists(bench: Bench) -> None:
    sections = {
        ADDED["individual"]: paragraphs(people(1, 2)),
        "The following individuals, designated by the Department of State, have been added to OFAC's SDN List:": (
            paragraphs(people(101, 3))
        ),
    }
    bench.says(page(DAY, sections))
    tables = announced(bench)
    assert shares(tables) == {None: 2, STATE: 3}
    assert sorted(tables["announcement"].select("issuer", "added").rows(), key=str) == [(STATE, 3), (None, 2)]
    assert tables["announcement"]["announcement_id"].n_unique() == 2


def test_a_delta_file_names_no_department_and_counts_no_party_again(bench: Bench) -> None:
    treasury, state = people(1, 2), people(101, 3)
    bench.shows(DAY, [*treasury, *state])
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(treasury)}, press_release=TREASURY_RELEASE), "a.html")
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(state)}, press_release=STATE_RELEASE), "b.html")
    bench.says(delta_file(DAY, [*treasury, *state]), "delta.xml", notice_sources()["ofac_delta"])
    tables = announced(bench)
    assert tables["announcement_entry"].height == 10
    assert shares(tables) == {TREASURY: 2, STATE: 3}
    publication = tables["announcement"].filter(kind="publication")
    assert publication.select("issuer", "added").rows() == [(None, 5)]


def test_a_party_that_two_departments_name_is_told_of_neither(bench: Bench) -> None:
    parties = people(1, 1)
    bench.shows(DAY, parties)
    for name, release in (("a.html", TREASURY_RELEASE), ("b.html", STATE_RELEASE)):
        words = page(DAY, {ADDED["individual"]: paragraphs(parties)}, title=name, press_release=release)
        bench.says(words, name)
    assert shares(announced(bench)) == {None: 1}


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("designated by the U.S. Department of State", STATE),
        ("the Treasury Department's Office of Foreign Assets Control", TREASURY),
        ("state-owned banks have been added", None),
        ("the Department of State and the Department of the Treasury", None),
        (None, None),
    ],
)
def test_a_department_is_named_in_full_and_alone(text: str | None, issuer: str | None) -> None:
    assert issuer_named(text, "US") == issuer


@pytest.mark.parametrize(
    ("url", "issuer"),
    [
        (TREASURY_RELEASE, TREASURY),
        (STATE_RELEASE, STATE),
        ("https://treasury.gov.example.org/x", None),
        ("https://notstate.gov/x", None),
        ("http://[broken", None),
        (None, None),
    ],
)
def test_a_press_release_is_of_the_department_on_whose_host_it_lies(url: str | None, issuer: str | None) -> None:
    assert issuer_of_address(url, "US") == issuer


def test_a_day_of_listing_that_cannot_be_is_left_out_and_said(bench: Bench) -> None:
    delta = delta_file(DAY, removed=people(1, 1)).replace(
        f'datePublished="{DAY}"'.encode(), b'datePublished="0001-01-01"'
    )
    bench.says(delta, "delta.xml", notice_sources()["ofac_delta"])
    (entry,) = bench.tables()["notice_entry"].to_dicts()
    assert (entry["listed_on"], entry["not_understood"]) == (None, ["listed_on: no plausible day, 0001-01-01"])


def test_a_notice_on_which_a_reader_fails_costs_itself_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.says(page(DAY, {ADDED["individual"]: paragraphs(people(1, 2))}), "good.html")
    bench.says(delta_file(DAY, people(3, 1)), "delta.xml", notice_sources()["ofac_delta"])

    def fail(_content: bytes) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(notices, "READERS", {**notices.READERS, "ofac_delta": fail})
    tables = bench.tables()
    states = dict(tables["notice"].select("source_id", "state").iter_rows())
    assert states == {"ofac_notices": "used", "ofac_delta": "unreadable"}
    assert "too deep" in tables["notice"].filter(state="unreadable")["reason"][0]
    assert tables["notice_entry"].height == 2
