"""Dates of other calendars than the Gregorian: Japanese eras, and the lunar and the solar Hijri calendar.

Here: the Gregorian days that such a date means. Not here: where it stands in a text (see births).

Lists write "Hijri" for both Hijri calendars: Afghanistan and Iran count solar years (1363 began in March 1984), other
countries lunar ones (1402 began in October 1981). Such a date is read only if one of the two gives a credible birth.
Local sightings of the moon shift a lunar day by up to two, so a day is read as an interval around it.

Formulas: E. G. Richards, "Mapping Time" (1998): the tabular Islamic calendar; the solar year begins on 20 or 21 March.
"""

import re
from datetime import date, timedelta
from typing import Literal

Days = tuple[date, date]
HijriCalendar = Literal["lunar", "solar"]

FIRST_CREDIBLE_BIRTH, LAST_CREDIBLE_BIRTH = date(1915, 1, 1), date(2012, 12, 31)
LUNAR_MARGIN, SOLAR_MARGIN = timedelta(days=2), timedelta(days=1)
YEARS_BEFORE_ERA = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}

_ERA_YEAR = re.compile(rf"({'|'.join(YEARS_BEFORE_ERA)})\s*(\d{{1,2}}|元)\s*年")
_ORDINAL_OF_JULIAN_DAY_ZERO = -1_721_425


def with_gregorian_years(text: str) -> str:
    """The text with years of Japanese eras replaced: 昭和45年 (Showa 45) becomes 1970年."""
    return _ERA_YEAR.sub(lambda era: f"{YEARS_BEFORE_ERA[era[1]] + (1 if era[2] == '元' else int(era[2]))}年", text)


def hijri_days(year: int, month: int, day: int, calendar: HijriCalendar | None) -> Days | None:
    """The Gregorian days that a Hijri date can mean.

    None if it is no date, or if `calendar` is None and both calendars give a credible day.

    Args:
        year: of the Hijri calendar.
        month, day: 0 where they are not known.
        calendar: None where the text does not say which of the two it means.
    """
    candidates = [
        _gregorian_interval(name, year, month, day) for name in ("lunar", "solar") if calendar in (None, name)
    ]
    credible = [
        days for days in candidates if days and days[0] >= FIRST_CREDIBLE_BIRTH and days[1] <= LAST_CREDIBLE_BIRTH
    ]
    return credible[0] if len(credible) == 1 else None


def _gregorian_interval(calendar: str, year: int, month: int, day: int) -> Days | None:
    """The Gregorian days of a date in the lunar or the solar Hijri calendar, with a margin of days before and after.

    Month or day 0 are not known: the days are then those of the whole year or month. None for a number that no month,
    day or year of these calendars has.
    """
    if month > 12 or day > 31 or not 1200 <= year <= 1500:
        return None
    day_of, margin = (_lunar_day, LUNAR_MARGIN) if calendar == "lunar" else (_solar_day, SOLAR_MARGIN)
    first = day_of(year, month or 1, day or 1)
    if day:
        last = first
    elif month and month < 12:
        last = day_of(year, month + 1, 1) - timedelta(days=1)
    else:
        last = day_of(year + 1, 1, 1) - timedelta(days=1)
    return first - margin, last + margin


def _lunar_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a date in the lunar Hijri calendar, which is calculated and not seen from the moon."""
    julian_day = (11 * year + 3) // 30 + 354 * year + 30 * month - (month - 1) // 2 + day + 1_948_440 - 385
    return date.fromordinal(julian_day + _ORDINAL_OF_JULIAN_DAY_ZERO)


def _solar_day(year: int, month: int, day: int) -> date:
    """The Gregorian day of a date in the solar Hijri calendar: six months of 31 days, then months of 30."""
    days_before_month = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    return date(year + 621, 3, 21) + timedelta(days=days_before_month + day - 1)
