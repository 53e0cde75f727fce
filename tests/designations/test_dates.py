from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.designations.dates import EARLIEST_YEAR, birth_interval, birth_intervals, spreadsheet_day


def year(number: int, last: int | None = None) -> tuple[date, date]:
    return date(number, 1, 1), date(last or number, 12, 31)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "approximate"),
    [
        ("1962", *year(1962), False),
        ("circa 1961", *year(1961), True),
        ("c. 1961", *year(1961), True),
        ("01 Aug 1971", date(1971, 8, 1), date(1971, 8, 1), False),
        ("1 August 1971", date(1971, 8, 1), date(1971, 8, 1), False),
        ("12. Sep 1974", date(1974, 9, 12), date(1974, 9, 12), False),
        ("Aug 1971", date(1971, 8, 1), date(1971, 8, 31), False),
        ("02/1996", date(1996, 2, 1), date(1996, 2, 29), False),
        ("1953 to 1954", *year(1953, 1954), False),
        ("01 Jan 1953 to 31 Dec 1954", *year(1953, 1954), False),
        ("between 1958 and 1963", *year(1958, 1963), False),
        ("1966-1967", *year(1966, 1967), False),
        ("01/08/1971", date(1971, 8, 1), date(1971, 8, 1), False),
        ("dd/mm/1945", *year(1945), False),
        ("00/00/1975", *year(1975), False),
        ("00/09/1971", date(1971, 9, 1), date(1971, 9, 30), False),
        ("1972-08-10", date(1972, 8, 10), date(1972, 8, 10), False),
        ("1972-08-10 00:00:00", date(1972, 8, 10), date(1972, 8, 10), False),
        ("1972-08-10 or 1972-08-11", date(1972, 8, 10), date(1972, 8, 11), False),
        ("Sep-99", date(1999, 9, 1), date(1999, 9, 30), False),
        ("born in the early 1970s", *year(1970, 1979), True),
        ("1971年8月1日", date(1971, 8, 1), date(1971, 8, 1), False),
        ("1971年8月", date(1971, 8, 1), date(1971, 8, 31), False),
        ("1957年頃", *year(1957), True),
        ("1937年～1945年", *year(1937, 1945), False),
        ("1973年7月1日又は7月10日", date(1973, 7, 1), date(1973, 7, 10), False),
        ("a) 15 Apr. 1939 b) 1938", date(1938, 1, 1), date(1939, 4, 15), False),
        ("Approximately 1967, or approximately 1961", *year(1961, 1967), True),
    ],
)
def test_the_days_that_a_text_can_mean(text: str, earliest: date, latest: date, approximate: bool) -> None:
    assert birth_interval(text) == (earliest, latest, approximate)


@pytest.mark.parametrize(
    "text",
    [
        "15/08/19yy", "unknown", "不明", "", "31/02/1970", "12/25/1970", "Sep-05", "1 Jan 3970", "19274", "10月10日",
        "07/05/1962; alt DOB: 07/04/62", "Approximately (30-35 years old)", "died 12 Mar 2010", "before 1960",
    ],
)  # fmt: skip
def test_a_text_that_is_not_understood_whole_means_no_day(text: str) -> None:
    assert birth_interval(text)[:2] == (None, None)


def test_a_date_of_another_calendar_is_left_out() -> None:
    first, last, _ = birth_interval("(a)1982年4月19日 (b)1982年4月18日 (c)1402年6月24日（ヒジュラ暦）")
    assert (first, last) == (date(1982, 4, 18), date(1982, 4, 19))


@given(st.text(alphabet="0123456789/-. abcdefghijklmnopqrstuvwxyz年月日()", max_size=30))
def test_an_interval_is_in_order_or_absent(text: str) -> None:
    first, last, _ = birth_interval(text)
    assert (first is None) == (last is None)
    assert first is None or last is None or date(EARLIEST_YEAR, 1, 1) <= first <= last


def test_a_serial_number_of_a_spreadsheet_is_a_day_only_where_asked() -> None:
    assert spreadsheet_day("19274") == date(1952, 10, 7)
    assert spreadsheet_day("1962-01-01") is None
    assert birth_intervals(["1962", "1962"]).keys() == {"1962"}
