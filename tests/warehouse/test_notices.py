"""Views on official notices and on additions over time, on the published example."""

from datetime import date

from pipelines.archive.home import Home
from pipelines.warehouse.publication import opened

DAY = date(2022, 2, 24)


def ask(home: Home, sql: str) -> list[tuple[object, ...]]:
    with opened(home.warehouse) as connection:
        return connection.sql(sql).fetchall()


def test_the_act_of_a_day_as_list_and_notice_have_it(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT act, listed, noticed, joined, titles FROM noticed_action "
        "WHERE acted_on = DATE '2022-02-24' AND list_id = 'ofac_sdn'",
    )
    assert rows == [("added", 36, 36, 36, ["Belarus Designations; Russia-related Designations"])]
    assert ask(example_home, "SELECT count(*) FROM notice_difference") == [(0,)]


def test_a_notice_gives_the_day_that_snapshots_only_bound(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT DISTINCT listed_on, listed_on_basis, acted_on_basis FROM designation "
        "JOIN actions_between('2022-02-24', '2022-02-24') AS a USING (list_id) "
        "WHERE list_contains(a.native_ids, native_id) AND action_kind = 'added'",
    )
    assert rows == [(DAY, "notice", "notice")]


def test_a_day_without_a_notice_says_so(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT DISTINCT noticed, joined, notice_ids FROM noticed_action WHERE authority <> 'US'",
    )
    assert rows == [(0, 0, [])]


def test_additions_by_month_are_the_additions(example_home: Home) -> None:
    rows = ask(
        example_home,
        "SELECT month, parties, individuals, entities, vessels, aircraft, observed FROM additions_by_month "
        "WHERE list_id = 'ofac_sdn'",
    )
    assert rows == [(date(2022, 2, 1), 36, 14, 22, 0, 0, 0)]
    totals = "SELECT (SELECT sum(parties) FROM {}), (SELECT count(*) FROM change WHERE change_kind = '{}')"
    ((months, changes),) = ask(example_home, totals.format("additions_by_month", "added"))
    assert months == changes
    ((months, changes),) = ask(example_home, totals.format("removals_by_month", "removed"))
    assert (months or 0) == changes
