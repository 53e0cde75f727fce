"""Official notices beside a list: which designation an entry is about, the days it gives, and where they differ."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.designations.notices import with_stated_days
from pipelines.designations.tables import Tables
from pipelines.warehouse.schema import conform
from tests.designations.benches import DAY, FACTS, OLD, PAGES, SDN, Bench, csv_of
from tests.notice_pages import ADDED, CHANGED, REMOVED, Party, additions, belarusians, page


def kinds(tables: Tables) -> list[str]:
    return sorted(tables["notice_difference"]["kind"])


def of(tables: Tables, uid: str) -> dict[str, Any]:
    return tables["designation"].filter(pl.col("native_id") == uid).row(0, named=True)


def test_a_notice_dates_what_snapshots_only_bound(bench: Bench) -> None:
    bench.shows(date(2022, 1, 10), OLD)
    bench.shows(date(2022, 3, 10), [*OLD, *belarusians()])
    bench.says(page(DAY, additions(belarusians())))
    tables = bench.tables()
    assert tables["notice_entry"]["joined_by"].to_list() == ["name"] * 24
    told = tables["designation"].filter(
        pl.col("native_id").is_in([belarusian.native_id for belarusian in belarusians()])
    )
    assert told.select("listed_on", "listed_on_basis", "listed_after", "listed_by").unique().rows() == [
        (DAY, "notice", date(2022, 1, 10), DAY)
    ]
    added = tables["change"].filter(pl.col("change_kind") == "added")
    assert added.select("changed_on", "change_basis", "changed_after").unique().rows() == [
        (DAY, "notice", date(2022, 1, 10))
    ]
    assert added.height == 24
    assert tables["notice_difference"].is_empty()
    conform("designation", tables["designation"])


@pytest.mark.parametrize("day", [date(2022, 1, 9), date(2022, 3, 11)])
def test_a_day_outside_the_bounds_changes_nothing_and_is_a_row(bench: Bench, day: date) -> None:
    bench.shows(date(2022, 1, 10), OLD)
    bench.shows(date(2022, 3, 10), [*OLD, *belarusians()])
    bench.says(page(day, additions(belarusians()[:1])))
    tables = bench.tables()
    assert of(tables, belarusians()[0].native_id)["listed_on_basis"] == "observed"
    assert tables["notice_difference"].select("kind", "notice_value", "list_value").rows() == [
        ("day", str(day), "after 2022-01-10, by 2022-03-10 (observed)")
    ]


def test_a_removal_on_a_page_dates_the_delisting(bench: Bench) -> None:
    gone = OLD[-1]
    bench.shows(date(2022, 1, 10), OLD)
    bench.shows(date(2022, 3, 10), OLD[:-1])
    bench.says(page(DAY, {REMOVED: [gone.paragraph()]}))
    tables = bench.tables()
    row = of(tables, gone.native_id)
    assert (row["delisted_on"], row["delisted_on_basis"], row["delisted_after"]) == (DAY, "notice", date(2022, 1, 10))
    removed = tables["change"].filter(pl.col("change_kind") == "removed")
    assert removed.select("native_id", "changed_on", "change_basis").rows() == [(gone.native_id, DAY, "notice")]


def test_both_are_kept_where_they_disagree(bench: Bench) -> None:
    one, two, three, four = belarusians()[:4]
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, one, two, four])
    bench.says(page(date(2022, 2, 23), additions([OLD[1]])), "before.html")
    bench.shows(date(2022, 2, 25), [*OLD, one, two, four])
    retagged = Party(one.name, one.party_type, ("RUSSIA-EO14024",), one.remarks, one.native_id)
    sections = additions([retagged, two, three])
    bench.says(page(DAY, {**sections, REMOVED: [OLD[0].paragraph()]}))
    tables = bench.tables()
    assert kinds(tables) == ["not_in_notice", "not_on_list", "programmes", "still_listed"]
    by_kind = {row["kind"]: row for row in tables["notice_difference"].to_dicts()}
    assert by_kind["not_on_list"]["notice_value"] == three.name
    assert by_kind["not_in_notice"]["designation_id"] == f"ofac_sdn:{four.native_id}"
    assert by_kind["programmes"]["list_value"] == "BELARUS-EO14038"
    assert of(tables, OLD[0].native_id)["delisted_on"] is None
    assert of(tables, one.native_id)["programmes"] == ["BELARUS-EO14038"]


def test_spaces_in_a_programme_and_the_order_of_programmes_are_no_difference(bench: Bench) -> None:
    party = Party("EXAMPLE LLC", "entity", ("CAATSA - RUSSIA", "CYBER4"), "Website a.example", "99001")
    spaced = Party(party.name, "entity", ("CYBER4", "CAATSA-RUSSIA"), party.remarks)
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, party])
    bench.says(page(DAY, additions([spaced])))
    assert bench.tables()["notice_difference"].is_empty()


def test_the_list_says_where_a_name_ends_that_a_page_leaves_open(bench: Bench) -> None:
    party = Party("EXAMPLE TRADE, MINSK BRANCH", "entity", ("BELARUS-EO14038",), "Website a.example", "99001")
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, party])
    bench.says(
        page(
            DAY,
            {ADDED["entity"]: ["EXAMPLE TRADE, MINSK BRANCH, Minsk, Belarus; Website a.example [BELARUS-EO14038]."]},
        )
    )
    tables = bench.tables()
    assert tables["notice_entry"]["designation_id"].to_list() == ["ofac_sdn:99001"]
    assert tables["notice_difference"].is_empty()


def test_a_similar_name_is_joined_on_the_day_alone_and_said(bench: Bench) -> None:
    party = FACTS["34746"]
    spelt = Party(
        party.name.replace("KHRENIN, Viktor", "KHRENIN, Victor"), party.party_type, party.programmes, party.remarks
    )
    assert spelt.name != party.name
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, party])
    bench.says(page(DAY, additions([spelt])))
    tables = bench.tables()
    assert tables["notice_entry"].select("designation_id", "joined_by").rows() == [
        (f"ofac_sdn:{party.native_id}", "similar_name")
    ]
    assert kinds(tables) == ["name"]


def test_the_same_name_of_another_type_or_programme_and_day_is_not_joined(bench: Bench) -> None:
    ship = Party("VOLAT", "vessel", ("IRAN",), "Vessel Registration Identification IMO 9577094", "99002")
    bench.shows(date(2021, 1, 10), [*OLD, ship])
    bench.says(page(DAY, additions([Party("VOLAT", "entity", ("BELARUS-EO14038",), "Website a.example")])))
    assert bench.tables()["notice_entry"]["designation_id"].to_list() == [None]


def test_two_of_one_name_are_told_apart_by_their_numbers(bench: Bench) -> None:
    tags = ("RUSSIA-EO14024",)
    one, two = (
        Party("TERIBERKA", "vessel", tags, f"Vessel Registration Identification IMO {imo}", uid)
        for uid, imo in (("37058", "8931748"), ("37136", "9081291"))
    )
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, one, two])
    bench.says(page(DAY, additions([two, one])))
    assert bench.tables()["notice_entry"]["designation_id"].to_list() == ["ofac_sdn:37136", "ofac_sdn:37058"]


def test_of_two_that_nothing_tells_apart_neither_is_taken(bench: Bench) -> None:
    twins = [Party("TERIBERKA", "vessel", ("RUSSIA-EO14024",), "", uid) for uid in ("1", "2")]
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, [*OLD, *twins])
    bench.says(page(DAY, additions(twins[:1])))
    assert bench.tables()["notice_entry"]["designation_id"].to_list() == [None]


def test_an_act_between_two_snapshots_of_one_day_is_of_that_day(bench: Bench) -> None:
    for hour, parties in ((10, OLD), (22, [*OLD, *belarusians()])):
        seen = datetime(2022, 2, 24, hour, tzinfo=SDN.zone)
        bench.archive.add("ofac_sdn", {"sdn.csv": csv_of(parties)}, origin="backfill", seen_at=seen, zone=SDN.zone)
    bench.says(page(DAY, additions(belarusians())))
    tables = bench.tables()
    assert tables["designation"].filter(pl.col("listed_on") == DAY)["listed_on_basis"].unique().to_list() == ["notice"]
    assert tables["notice_difference"].is_empty()


def test_a_change_is_joined_by_either_name(bench: Bench) -> None:
    party = FACTS["33398"]
    bench.shows(date(2022, 2, 23), OLD)
    bench.shows(DAY, OLD)
    old = "JSC TRANSAVIAEXPORT AIRLINES; Registration Number 100027245 (Belarus) [BELARUS-EO14038]."
    bench.says(page(DAY, {CHANGED: [f"{old} -to- {party.paragraph()}"]}))
    entry = bench.tables()["notice_entry"].row(0, named=True)
    assert (entry["designation_id"], entry["name_before"]) == ("ofac_sdn:33398", "JSC TRANSAVIAEXPORT AIRLINES")


def test_copies_of_a_page_count_once(bench: Bench) -> None:
    good = page(DAY, additions(belarusians()))
    bench.says(good, "first.html")
    bench.says(good.replace(b"<body", b"<body data-copy='2'"), "second.html")
    notices = bench.tables()["notice"]
    assert sorted(notices["state"]) == ["repeated", "used"]
    assert bench.tables()["notice_entry"].height == 24


def test_the_order_of_loading_leaves_no_trace(tmp_path: Path) -> None:
    made = []
    steps: list[Callable[[Bench], None]] = [
        lambda bench: bench.shows(date(2022, 1, 10), OLD),
        lambda bench: bench.shows(date(2022, 3, 10), [*OLD, *belarusians()]),
        lambda bench: bench.says(page(DAY, additions(belarusians()[:12])), "a.html"),
        lambda bench: bench.says(page(date(2022, 2, 25), additions(belarusians()[12:])), "b.html"),
    ]
    for name, order in (("one", steps), ("two", steps[::-1])):
        folder = tmp_path / name
        folder.mkdir()
        bench = Bench(folder)
        for step in order:
            step(bench)
        tables = bench.tables()
        made.append({each: tables[each] for each in ("designation", "change", "notice_entry", "notice_difference")})
    assert all(made[0][name].equals(made[1][name]) for name in made[0])


def test_the_original_day_on_a_removal_dates_a_party_that_was_always_there(bench: Bench) -> None:
    designations = bench_of_two(bench)
    stated = pl.DataFrame(
        [(f"ofac_sdn:{OLD[-1].native_id}", "added", date(2010, 1, 14))],
        schema={"designation_id": pl.String, "change_kind": pl.String, "day": pl.Date},
        orient="row",
    )
    after = with_stated_days(designations["designation"], designations["change"], stated)
    row = of(after, OLD[-1].native_id)
    assert (row["listed_on"], row["listed_on_basis"], row["listed_by"]) == (
        date(2010, 1, 14),
        "notice",
        date(2010, 1, 14),
    )
    assert after["change"].filter(pl.col("change_kind") == "added")["native_id"].to_list() == [OLD[-1].native_id]
    untouched = designations["designation"].filter(pl.col("native_id") != OLD[-1].native_id)
    assert after["designation"].filter(pl.col("native_id") != OLD[-1].native_id).equals(untouched)


def bench_of_two(bench: Bench) -> Tables:
    bench.shows(date(2022, 1, 10), OLD)
    bench.shows(date(2022, 3, 10), OLD[:-1])
    return bench.tables()


def test_a_damaged_notice_is_named_and_costs_itself_alone(bench: Bench) -> None:
    bench.says(page(DAY, additions(belarusians())))
    bench.archive.refuse(
        "ofac_notices", "bad.html is cut.", {"bad.html": b"x"}, origin="backfill",
        seen_at=datetime(2022, 2, 25, tzinfo=UTC), zone=PAGES.zone,
    )  # fmt: skip
    notices = bench.tables()["notice"]
    assert sorted(notices.select("state", "reason").rows()) == [("refused", "bad.html is cut."), ("used", None)]
