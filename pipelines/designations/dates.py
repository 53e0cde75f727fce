"""Dates of birth as lists word them, as the interval of days that the words can mean.

Here: the wordings of all lists. Not here: dates that a list states as dates (its format module reads those).

A wrong day is worse than none: a text is read only if every word of it is understood, and a day without its century, or
one of another calendar, is not guessed at. Where a text gives several dates, the interval spans them all.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

EARLIEST_YEAR = 1850
LATEST_YEAR = 2030
CENTURY_IS_CLEAR_FROM = 31
"""A two-digit year from here on is of the 1900s: nobody born in the 2030s is listed. Below, it may be of either."""

_EPOCH_OF_SPREADSHEETS = date(1899, 12, 30)
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"


class BirthInterval(NamedTuple):
    """The first and last day that a text can mean; both None where it could not be read.

    Attributes:
        approximate: the list says circa or the like.
    """

    earliest: date | None
    latest: date | None
    approximate: bool


_Days = tuple[date, date]
_Meaning = Callable[[re.Match[str]], _Days | None]


def birth_interval(text: str) -> BirthInterval:
    """The days that a published date of birth can mean: "Aug 1971" is any day of that month."""
    words = unicodedata.normalize("NFKC", text).lower().strip()
    approximate = _ABOUT.search(words) is not None
    found: list[_Days] = []
    rest = _OTHER_CALENDAR.sub(" ", words)
    for pattern, meaning in _WORDINGS:
        rest = _taken(pattern, meaning, rest, found)
    if not found or _FILLER.sub("", rest).strip():
        return BirthInterval(None, None, approximate)
    return BirthInterval(min(first for first, _ in found), max(last for _, last in found), approximate)


def birth_intervals(texts: Iterable[str]) -> dict[str, BirthInterval]:
    """`birth_interval` of each distinct text."""
    return {text: birth_interval(text) for text in set(texts)}


def spreadsheet_day(serial: str) -> date | None:
    """The day that a spreadsheet's serial number stands for ("19274" is 7 October 1952); None if it stands for none."""
    if not re.fullmatch(r"\d{1,5}", serial.strip()):
        return None
    day = _EPOCH_OF_SPREADSHEETS + timedelta(days=int(serial))
    return day if EARLIEST_YEAR <= day.year <= LATEST_YEAR else None


def _taken(pattern: re.Pattern[str], meaning: _Meaning, text: str, found: list[_Days]) -> str:
    """The text without the dates of one wording. One that means no day stays, and makes the text unread."""

    def take(match: re.Match[str]) -> str:
        days = meaning(match)
        if days is None:
            return match[0]
        found.append(days)
        return " "

    return pattern.sub(take, text)


def _full(match: re.Match[str]) -> _Days | None:
    """Year, month and day, of which month and day may be zeros or letters that stand for an unknown figure."""
    parts = match.groupdict()
    return _days(int(parts["year"]), _number(parts.get("month")), _number(parts.get("day")))


def _number(text: str | None) -> int:
    if text is None:
        return 0
    if text[:3] in _MONTHS:
        return _MONTHS[text[:3]]
    return int(text) if text.isdigit() else 0


def _days(year: int, month: int, day: int) -> _Days | None:
    """The day, else the month or year where day or month are not known."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or month > len(_MONTHS):
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return date(year, month, day or 1), date(year, month, day or last)


def _short_year(match: re.Match[str]) -> _Days | None:
    year = int(match["year"])
    return _days(1900 + year, _number(match["month"]), 0) if year >= CENTURY_IS_CLEAR_FROM else None


def _span(match: re.Match[str]) -> _Days | None:
    first, last = _days(int(match["first"]), 0, 0), _days(int(match["last"]), 0, 0)
    return (first[0], last[1]) if first and last and first[0] <= last[0] else None


def _same_year(match: re.Match[str]) -> _Days | None:
    """「1973年7月1日又は7月10日」: the second date is of the year of the first."""
    year = int(match["year"])
    first = _days(year, _number(match["month"]), _number(match["day"]))
    second = _days(year, _number(match["month2"]), _number(match["day2"]))
    return (min(first[0], second[0]), max(first[1], second[1])) if first and second else None


def _decade(match: re.Match[str]) -> _Days | None:
    first, last = _days(int(match["year"]), 0, 0), _days(int(match["year"]) + 9, 0, 0)
    return (first[0], last[1]) if first and last else None


_ABOUT = re.compile(
    r"\b(?:circa|ca|appro\w*|about|around|estimated|possibly|probably|early|mid|late)\b|\bc\b(?!\s*\))"
    r"|頃|ごろ|およそ|おおよそ|おおむね|約|\d{4}s\b"
)
_OTHER_CALENDAR = re.compile(
    r"\d+年\d+月\d+日\s*\(ヒジュラ暦\)|\(?[^()]*\b(?:hijri|shamsi|hegira|islamic)\b[^()]*\)?", re.IGNORECASE
)

_WORDINGS: tuple[tuple[re.Pattern[str], _Meaning], ...] = (
    (
        re.compile(rf"{_YEAR}年\s*(?P<month>\d+)月\s*(?P<day>\d+)日(?:又は|または|、)(?P<month2>\d+)月(?P<day2>\d+)日"),
        _same_year,
    ),
    (re.compile(rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?:(?P<day>\d{{1,2}})\s*日)?"), _full),
    (re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:[t ]00:00:00(?:\.0+)?)?(?!\d)"), _full),
    (re.compile(r"(?<!\d)(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)"), _full),
    (re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?![\d-])"), _full),
    (re.compile(r"(?<![\d/.a-z])(?P<day>\d{1,2}|dd)[/.](?P<month>\d{1,2}|mm)[/.](?P<year>\d{4})(?!\d)"), _full),
    (re.compile(r"(?<![\d/.a-z])(?P<month>\d{2})/(?P<year>\d{4})(?!\d)"), _full),
    (re.compile(rf"{_DAY}(?:st|nd|rd|th|\.)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]*{_YEAR}"), _full),
    (re.compile(rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}"), _full),
    (re.compile(rf"\b{_MONTH}[\s,/-]+(?:of\s+)?{_YEAR}"), _full),
    (re.compile(rf"\b{_MONTH}[\s-]+(?P<year>\d{{2}})(?!\d)"), _short_year),
    (
        re.compile(
            r"(?<![\d/.-])(?P<first>\d{4})\s*年?\s*(?:-|–|to|and|/|~|から|又は)\s*(?P<last>\d{4})(?!年?\d|[/-])"
        ),
        _span,
    ),
    (re.compile(r"(?<!\d)(?P<year>\d{3}0)s\b"), _decade),
    (re.compile(r"(?<![\d/.-])(?P<year>\d{4})\s*年?(?!\d|[/-]|\.\d)"), _full),
)

_FILLER = re.compile(
    r"\((?:as|this aka|from|appears)\b[^()\d]*\)?|\(?\b(?:[a-j]|\d{1,2})\)|\b(?:circa|ca|c|appro\w*|about|around"
    r"|estimated|possibly|probably|early|mid|late|born|on|in|the|or|and|to|between|from|date|of|birth|dob|alt|either|exact"
    r"|unknown|also|as|year|years"
    r"|gregorian|calendar)\b"
    r"|頃|ごろ|おおよそ|おおむね|およそ|約|年|生まれ|生|又は|または|及び|から|まで|の間|間|もしくは|若しくは|[\s.,;:()/&・、。'\"-]"
)
