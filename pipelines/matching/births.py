"""Births as lists give them, and whether two may be one.

Here: intervals of days and their comparison. Not here: reading a published date (see designations.dates).
"""

from collections.abc import Iterable
from datetime import date

Birth = tuple[date, date, bool]
"""The first and the last day that it may have been, and whether the list calls it approximate."""

YEARS_APART = 2
"""Dates of birth that lists give as approximate may differ by this much."""
DAYS_OF_A_YEAR = 366


def births_agree(some: Iterable[Birth], others: Iterable[Birth]) -> bool:
    """Whether any birth of the one party may be one of the other's."""
    births = list(others)
    return any(_may_be_same(one, other) for one in some for other in births)


def births_differ(some: Iterable[Birth], others: Iterable[Birth]) -> bool:
    """Whether no birth of the one party may be one of the other's, even if a year without a day is one year off.

    Lists convert years from other calendars, and compute them from an age.
    """
    some, births = list(some), list(others)
    if not set(some).isdisjoint(births):
        return False
    return not any(_may_be_same(one, other) or _is_year_off(one, other) for one in some for other in births)


def _is_year_off(one: Birth, other: Birth) -> bool:
    """Whether two births, one of them known by its year alone, are less than a year apart."""
    first, second = _as_interval(one), _as_interval(other)
    if is_day(first) and is_day(second):
        return False
    return max((first[0] - second[1]).days, (second[0] - first[1]).days) <= DAYS_OF_A_YEAR


def is_day(birth: Birth | tuple[date, date]) -> bool:
    """Whether a birth is known to the day."""
    return birth[0] == birth[1]


def birth_in_words(birth: Birth) -> str:
    """A day, a year, or the first and last day that it may be."""
    first, last, _ = birth
    if first == last:
        return str(first)
    is_year = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year
    return str(first.year) if is_year else f"{first} to {last}"


def _may_be_same(one: Birth, other: Birth) -> bool:
    """Whether two intervals overlap, approximate ones nearly; of two days, one figure may be wrong, or two swapped."""
    slack = DAYS_OF_A_YEAR * YEARS_APART if one[2] or other[2] else 0
    first, second = _as_interval(one), _as_interval(other)
    if (first[0] - second[1]).days <= slack and (second[0] - first[1]).days <= slack:
        return True
    return is_day(one) and is_day(other) and _nearly_same_day(one[0], other[0])


def _as_interval(birth: Birth) -> tuple[date, date]:
    """The first and last day; the whole year of a 1 January, which lists write where they know only the year."""
    first, last, _ = birth
    return (first, date(first.year, 12, 31)) if first == last and (first.month, first.day) == (1, 1) else (first, last)


def _nearly_same_day(one: date, other: date) -> bool:
    """Lists copy each other's days with slips: one of year, month and day wrong, or month and day swapped."""
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return same >= 2 or (one.year == other.year and (one.month, one.day) == (other.day, other.month))


def birth_days(text: str) -> Birth:
    """The first and the last day that a birth given as YYYY-MM-DD, YYYY-MM or YYYY may be.

    Raises:
        ValueError: it is of another form.
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31), False
    if len(parts) == 2:
        after = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        return date(parts[0], parts[1], 1), date.fromordinal(after.toordinal() - 1), False
    day = date.fromisoformat(text)
    return day, day, False
