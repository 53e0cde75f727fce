"""Days as published texts write them, in figures or with English months.

Here: one day, whole, also as a cell of a spreadsheet. Not here: dates of birth, which may be a month or a range (see
births).
"""

import re
from datetime import date, timedelta

from pipelines.parsers.texts import folded

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""The English names of the months."""
MONTH_ABBREVIATIONS = tuple(name[:3] for name in MONTH_NAMES)
MONTHS = {name.lower(): number for number, name in enumerate(MONTH_ABBREVIATIONS, start=1)}
"""The first three letters of the English months, lower case, with their numbers."""

MONTH = rf"(?:{'|'.join(MONTH_ABBREVIATIONS)})[a-z]*"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s*(?:of\s+)?{MONTH}[.,]?\s*\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,2}\s*/\s*\d{1,2}\s*/\s*\d{4}|\d{4}-\d{2}-\d{2})"
)
"""A pattern for a day in a longer text; `day_in` reads what it matches. In figures the day comes first."""

_IN_WORDS = re.compile(rf"(\d{{1,2}})[a-z]*[\s-]*(?:of\s+)?({MONTH})[.,]?[\s-]*(\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({MONTH})\s+(\d{{1,2}})[a-z]*,?\s+(\d{{4}})", re.IGNORECASE)
_IN_FIGURES = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d\d:\d\d.*|[-+]\d\d:\d\d|Z)?")
"""A time or a time zone after the day says when and where the publisher wrote it; the day stays as written."""


def iso_day(text: str | None) -> date | None:
    """The day of "2022-09-16", also with a time or a time zone after it; None for anything else."""
    match = _ISO.fullmatch((text or "").strip())
    return day_or_none(match[1], match[2], match[3]) if match else None


def day_in(text: str | None, *, month_first: bool = False) -> date | None:
    """The day of "25 Jan. 2001", "31-Mar-2026", "March 2, 2012", "16/09/2022" or "2022-09-16"; None for anything else.

    Args:
        text: the day and nothing else.
        month_first: whether figures divided by "/" give the month first, as in the United States.
    """
    plain = folded(text)
    if iso := iso_day(plain):
        return iso
    if match := _IN_WORDS.fullmatch(plain):
        return day_or_none(match[3], MONTHS[match[2][:3].lower()], match[1])
    if match := _MONTH_FIRST.fullmatch(plain):
        return day_or_none(match[3], MONTHS[match[1][:3].lower()], match[2])
    if match := _IN_FIGURES.fullmatch(plain):
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        return day_or_none(match[3], month, day)
    return None


_DAY_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{4,6}(?:\.\d+)?")
_DAY_CELL = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]\d{2}:\d{2}:\d{2}(?:\.\d+)?)?")


def spreadsheet_day(cell: str, earliest: int = 1800, latest: int = 2100) -> date | None:
    """The day that a date cell or a serial day number means; None for anything else.

    A number up to `latest` is a year and no day. A day outside the years `earliest` to `latest` gives None.
    """
    text = cell.strip()
    day = None
    if match := _DAY_CELL.fullmatch(text):
        day = day_or_none(match[1], match[2], match[3])
    elif _SERIAL.fullmatch(text) and float(text) > latest:
        day = _DAY_ZERO + timedelta(days=int(float(text)))
    return day if day is not None and earliest <= day.year <= latest else None


def day_or_none(year: str | int, month: str | int, day: str | int) -> date | None:
    """The day with this year, month and day; None if the calendar has no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
