from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsers.births import EARLIEST_YEAR, birth_dates, birth_interval


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
        "2035", "1363 (Hijri calendar)", "Approximately (30-35 years old)", "died 12 Mar 2010", "before 1960",
    ],
)  # fmt: skip
def test_a_text_that_is_not_understood_whole_means_no_day(text: str) -> None:
    assert birth_interval(text)[:2] == (None, None)


@pytest.mark.parametrize("text", ["a" * 70_000, "((((" * 9_000, "1 Jan 1960; " * 3_000, "a, " * 20_000])
def test_a_text_too_long_for_a_date_is_kept_and_means_no_day(text: str) -> None:
    (date_of_birth,) = birth_dates(text)
    assert date_of_birth.text == text
    assert date_of_birth.earliest is date_of_birth.latest is None


def test_a_date_of_another_calendar_is_left_out() -> None:
    first, last, _ = birth_interval("(a)1982年4月19日 (b)1982年4月18日 (c)1402年6月24日（ヒジュラ暦）")
    assert (first, last) == (date(1982, 4, 18), date(1982, 4, 19))


@given(st.text(alphabet="0123456789/-. abcdefghijklmnopqrstuvwxyz年月日()", max_size=30))
def test_an_interval_is_in_order_or_absent(text: str) -> None:
    first, last, _ = birth_interval(text)
    assert (first is None) == (last is None)
    assert first is None or last is None or date(EARLIEST_YEAR, 1, 1) <= first <= last


@pytest.mark.parametrize(
    ("cell", "years"),
    [
        ("11/04/1963, 11/04/1960", [(1963, 1963), (1960, 1960)]),
        ("1945, 1946,1947", [(1945, 1945), (1946, 1946), (1947, 1947)]),
        ("1979, 1980,\n 5/05/1964", [(1979, 1979), (1980, 1980), (1964, 1964)]),
        ("27/05/1973 01/01/1975", [(1973, 1973), (1975, 1975)]),
        ("a) 5 May 1957 b) 1958", [(1957, 1957), (1958, 1958)]),
        ("(i) 1957 (ii) 1958", [(1957, 1957), (1958, 1958)]),
        ("April 5, 1971, May 6, 1972", [(1971, 1971), (1972, 1972)]),
        ("1965, 29 March", [(1965, 1965)]),
        ("14 Mar 1974 >> 1 Aug 1970", [(1974, 1974), (1970, 1970)]),
        ("Between 1963 and 1968", [(1963, 1968)]),
        ("1958 or between 1963 and 1968", [(1958, 1958), (1963, 1968)]),
        ("1 Jan 1953 to 31 Dec 1954; 1950", [(1953, 1954), (1950, 1950)]),
        ("Approximately 1955. For this aka only, alt DOB 01/01/1969", [(1955, 1955), (1969, 1969)]),
        ("1961, /02/1961, 13/03/1961", [(1961, 1961), (1961, 1961), (1961, 1961)]),
        ("19/04/1982, 18/04/1982,\u00a024/06/1402", [(1982, 1982), (1982, 1982), None]),
        ("1972-08-10 00:00:00", [(1972, 1972)]),
        ("XX/03/1977", [(1977, 1977)]),
        ("between 1968 and 1963", [None]),
        ("1 May 1968 to 1 May 1963; 1960", [None, (1960, 1960)]),
        ("1968-1963", [None]),
        ("N/A", []),
        ("unknown; 1960", [(1960, 1960)]),
    ],
)
def test_a_cell_gives_each_of_its_dates(cell: str, years: list[tuple[int, int] | None]) -> None:
    births = birth_dates(cell)
    assert [
        (birth.earliest.year, birth.latest.year) if birth.earliest and birth.latest else None for birth in births
    ] == years


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("XX/03/1977", date(1977, 3, 1), date(1977, 3, 31)),
        ("23-Apr-68", date(1968, 4, 23), date(1968, 4, 23)),
        ("Between Aug. and Sep 1977", date(1977, 8, 1), date(1977, 9, 30)),
        ("09/11/ 1954", date(1954, 11, 9), date(1954, 11, 9)),
        ("05-10-1972", date(1972, 10, 5), date(1972, 10, 5)),
        ("8 Aug. 1980, (appears in false passport number A1)", date(1980, 8, 8), date(1980, 8, 8)),
        ("c.1965", *year(1965)),
        ("1965/66", *year(1965, 1966)),
        ("1970's", *year(1970, 1979)),
        ("1 Jan 1960 – 31 Dec 1961", *year(1960, 1961)),
        ("10/061962", date(1962, 6, 10), date(1962, 6, 10)),
        ("07/04/62", date(1962, 4, 7), date(1962, 4, 7)),
        ("19750301", date(1975, 3, 1), date(1975, 3, 1)),
        ("03-1970", date(1970, 3, 1), date(1970, 3, 31)),
        ("1970-03-15T00:00:00Z", date(1970, 3, 15), date(1970, 3, 15)),
        ("1970-Mar-15", date(1970, 3, 15), date(1970, 3, 15)),
        ("15 or 16 March 1970", date(1970, 3, 15), date(1970, 3, 16)),
        ("1970/1971/1972", *year(1970, 1972)),
        ("--/--/1970", *year(1970)),
    ],
)
def test_rarer_wordings_of_one_date(text: str, earliest: date, latest: date) -> None:
    assert birth_interval(text)[:2] == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("né le 1er août 1965", date(1965, 8, 1), date(1965, 8, 1)),
        ("vers 1960", *year(1960)),
        ("zwischen 1960 und 1965", *year(1960, 1965)),
        ("15 de marzo de 1970", date(1970, 3, 15), date(1970, 3, 15)),
        ("15 марта 1970 г.р.", date(1970, 3, 15), date(1970, 3, 15)),
        ("3 березня 1980 р.", date(1980, 3, 3), date(1980, 3, 3)),
        ("1970년 5월 3일", date(1970, 5, 3), date(1970, 5, 3)),
        ("昭和45年3月1日", date(1970, 3, 1), date(1970, 3, 1)),
        ("1970-1973年頃", *year(1970, 1973)),
        ("1977年8月から9月の間", date(1977, 8, 1), date(1977, 9, 30)),
        ("1966/1969年3月27日", date(1966, 3, 27), date(1969, 3, 27)),
        ("1986年12月13 日又は 31日", date(1986, 12, 13), date(1986, 12, 31)),
        ("1958、59又は60年生まれ", *year(1958, 1960)),
        ("24/06/1402 (Hijri Calendar)", date(1982, 4, 17), date(1982, 4, 21)),
        ("1402年6月24日（ヒジュラ暦）", date(1982, 4, 17), date(1982, 4, 21)),
        ("1363 (Shamsi)", date(1984, 3, 20), date(1985, 3, 21)),
    ],
)
def test_other_languages_and_calendars(text: str, earliest: date, latest: date) -> None:
    assert birth_interval(text)[:2] == (earliest, latest)


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        ("15 May 1968 (as Yasir) 1970 (as Ali)", [date(1968, 5, 15), date(1970, 1, 1)]),
        ("1965 (Aug. 1961) (Jul. 1961)", [date(1965, 1, 1), date(1961, 8, 1), date(1961, 7, 1)]),
        ("1969 c) 1971", [date(1969, 1, 1), date(1971, 1, 1)]),
        ("28 May 1984; 3 March 1979 (from\nfalse passport)", [date(1984, 5, 28), date(1979, 3, 3)]),
        ("07/05/1962; alt DOB: 07/04/62", [date(1962, 5, 7), date(1962, 4, 7)]),
    ],
)
def test_alternatives_are_not_one_long_interval(cell: str, dates: list[date]) -> None:
    assert [birth.earliest for birth in birth_dates(cell)] == dates
