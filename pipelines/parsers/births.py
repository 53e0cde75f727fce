"""Dates of birth as lists word them: the dates of a cell, and the interval of days that each can mean.

Here: the wordings of all lists, in English, Japanese and Korean; words of other languages are in birth_words.toml.
Not here: dates that a list states in parts (its format module reads those), other calendars (see calendars), dividing a
cell of Japan's list into its dates (see pipelines.parsers.jp.texts).

A wrong day is worse than none: a text is read only if every word of it is understood. A day without its century, an
open range ("before 1960") and a range that ends before it begins mean no day. Days in figures stand before months.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from pipelines.catalogue.data_files import data_file
from pipelines.parsers.calendars import HijriCalendar, hijri_days, with_gregorian_years
from pipelines.parsers.days import MONTHS, spreadsheet_day
from pipelines.parsers.record import BirthDate
from pipelines.parsers.texts import folded, is_placeholder, values_of

EARLIEST_YEAR = 1850
LATEST_YEAR = 2030
CENTURY_IS_CLEAR_FROM = 31
"""A two-digit year from here on is of the 1900s: nobody born in the 2030s is listed. Below, it may be of either."""

LONGEST_DATE = 400
LONGEST_CELL = 4_000
"""Characters. No list has a date of more than 115; the wordings below take time by the square of a text's length."""

_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_D, _M = r"(?P<day>\d{1,2}|dd|xx)", r"(?P<month>\d{1,2}|mm|xx)"


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


@lru_cache(maxsize=10_000)
def birth_interval(text: str) -> BirthInterval:
    """The first and last day that a date of birth can mean: "Aug 1971" is any day of that month.

    Both are None if any word of the text is not understood, or if it is longer than LONGEST_DATE. A text that gives
    only a Hijri date (of the Islamic calendar) is approximate. Cached because rows of a party and lists repeat dates.
    """
    if len(text) > LONGEST_DATE:
        return BirthInterval(None, None, approximate=False)
    plain = _UNKNOWN_DAY_AND_MONTH.sub("", _in_one_form(text))
    approximate = _ABOUT.search(plain) is not None
    found_dates: _FoundDates = []
    not_read = _OTHER_CALENDAR.sub(lambda aside: " " * len(aside[0]), plain)
    for pattern, meaning in _WORDINGS:
        not_read = _blank_dates(pattern, meaning, not_read, found_dates)
    if not found_dates and (days := _days_of_hijri_date(plain)):
        return BirthInterval(*days, approximate=True)
    if not found_dates or _FILLER.sub("", not_read).strip() or _runs_backwards(plain, found_dates):
        return BirthInterval(None, None, approximate)
    return BirthInterval(min(days[0] for _, days in found_dates), max(days[1] for _, days in found_dates), approximate)


def _in_one_form(text: str) -> str:
    """The text in the form that the patterns below expect: lower case, English words, one dash, Gregorian years."""
    plain = with_gregorian_years(unicodedata.normalize("NFKC", text)).lower().strip().translate(_ONE_FORM)
    words = _english_words()
    return _CIRCA.sub("circa ", _WORD.sub(lambda word: words.get(word[0], word[0]), plain))


@cache
def _english_words() -> Mapping[str, str]:
    """From words of other languages (months, "circa", "between") to the English words that the patterns read."""
    table = data_file(__package__, "birth_words.toml")
    return {word: english for part in table.values() for english, words in part.items() for word in words}


def _days_of_hijri_date(text: str) -> tuple[date, date] | None:
    """The Gregorian days of a text that is one Hijri date, such as "24/06/1402 (Hijri Calendar)"; None if it is not."""
    match = _HIJRI.fullmatch(text)
    if match is None:
        return None
    calendar_name: HijriCalendar | None = "solar" if _SOLAR.search(text) else "lunar" if _LUNAR.search(text) else None
    year, month, day = (_number_of(match[part]) for part in ("year", "month", "day"))
    if match["year2"]:
        year, month, day = (_number_of(match[part]) for part in ("year2", "month2", "day2"))
    return hijri_days(year, month, day, calendar_name)


def birth_dates(cell: str) -> list[BirthDate]:
    """All dates of birth in a cell, each with its interval: "1963, 5/05/1964" has two, "1963 to 1964" one.

    A part that cannot be read keeps its text and has no interval; the other parts are still read. A remark without a
    year stays with the date before it. A cell longer than LONGEST_CELL is one date.
    """
    if len(cell) > LONGEST_CELL:
        return [birth_date(cell)]
    dates: list[str] = []
    for date_text in (date_text for value in values_of(cell) for date_text in _alternative_dates(value)):
        if dates and not _HAS_YEAR.search(_IN_BRACKETS.sub("", date_text)):
            dates[-1] += f" {date_text}"
        else:
            dates.append(date_text)
    return [birth_date(date_text) for date_text in dates]


def birth_date(text: str) -> BirthDate:
    """One published date of birth with the interval that it means.

    A date cell or a serial day number of a spreadsheet becomes an ISO day; any other text stays as published.
    """
    day = None if _FIGURES_OF_A_YEAR.fullmatch(text.strip()) else spreadsheet_day(text, EARLIEST_YEAR, LATEST_YEAR)
    if day is not None:
        return BirthDate(day.isoformat(), day, day)
    earliest, latest, approximate = birth_interval(text)
    return BirthDate(text, earliest, latest, approximate)


def _alternative_dates(value: str) -> list[str]:
    """The dates of a value that are alternatives, as published; placeholders are left out.

    Divided at commas, "or", "and" and between two full dates, where the text on both sides has a year of its own.
    "Between 1963 and 1964" is one date.
    """
    tokens = _SEPARATOR.split(value)
    pieces, last_separator = [tokens[0]], ""
    for separator, text in zip(tokens[1::2], tokens[2::2], strict=True):
        is_one_range = separator.strip().lower() in _ENDS_RANGE and _OPENS_RANGE.search(pieces[-1]) is not None
        if _HAS_YEAR.search(pieces[-1]) and not is_one_range:
            pieces.append(text)
            last_separator = separator
        else:
            pieces[-1] += separator + text
    if len(pieces) > 1 and not _HAS_YEAR.search(pieces[-1]):
        pieces[-2:] = [pieces[-2] + last_separator + pieces[-1]]
    return [_without_closing_bracket(folded(piece).strip(" ,")) for piece in pieces if not is_placeholder(piece)]


def _without_closing_bracket(text: str) -> str:
    """The text without a ")" at its end that has no "("."""
    return text[:-1] if text.endswith(")") and "(" not in text else text


_FoundDates = list[tuple[int, _Days]]
"""Where in a text each date begins, and the days that it can mean."""


def _blank_dates(pattern: re.Pattern[str], meaning: _Meaning, text: str, found_dates: _FoundDates) -> str:
    """The text with blanks in place of the dates that the pattern finds; their days are added to `found_dates`.

    So no pattern reads a date twice, and what is left at the end was not understood. A date that means no day stays in
    the text.
    """

    def blank(match: re.Match[str]) -> str:
        """Blanks in place of a date, whose days are added to `found_dates`; the date itself if it means no day."""
        days = meaning(match)
        if days is None:
            return match[0]
        found_dates.append((match.start(), days))
        return " " * len(match[0])

    return pattern.sub(blank, text)


def _runs_backwards(text: str, found_dates: _FoundDates) -> bool:
    """Whether the text gives a range that ends before it begins."""
    days = [days for _, days in sorted(found_dates)]
    return _RANGE.search(text) is not None and days != sorted(days)


def _days_of_date(match: re.Match[str]) -> _Days | None:
    """The days of a match with year, month and day. Zeros or letters in month and day mean that they are unknown."""
    parts = match.groupdict()
    return _days(int(parts["year"]), _number_of(parts.get("month")), _number_of(parts.get("day")))


def _number_of(text: str | None) -> int:
    """The number of a month's name, or the number that the digits give; 0 for None and anything else."""
    if text is None:
        return 0
    if text[:3] in MONTHS:
        return MONTHS[text[:3]]
    return int(text) if text.isdigit() else 0


def _days(year: int, month: int, day: int) -> _Days | None:
    """The first and last day of a date: of the whole year if month is 0, of the whole month if day is 0.

    None if the calendar has no such day, or if the year is not a possible year of birth.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or month > len(MONTHS):
        return None
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    last = calendar.monthrange(year, month)[1]
    if day > last:
        return None
    return date(year, month, day or 1), date(year, month, day or last)


def _days_of_short_year(match: re.Match[str]) -> _Days | None:
    """The days of a year of two digits, in the 1900s; None if the century is not clear."""
    year = int(match["year"])
    return (
        _days(1900 + year, _number_of(match["month"]), _number_of(match["day"]))
        if year >= CENTURY_IS_CLEAR_FROM
        else None
    )


def _days_of_year_range(match: re.Match[str]) -> _Days | None:
    """The days of a range of years; the second of "1965/66" is in the same century as the first.

    None if the range ends before it begins.
    """
    first_year, last_text = int(match["first"]), match["last"]
    last_year = int(last_text) if len(last_text) == 4 else first_year // 100 * 100 + int(last_text)
    first, last = _days(first_year, 0, 0), _days(last_year, 0, 0)
    return (first[0], last[1]) if first and last and first[0] <= last[0] else None


def _days_of_several_years(match: re.Match[str]) -> _Days | None:
    """The days from the first to the last of three or more years: "1970/1971/1972", 「1958、59又は60年」 ("or").

    None if one of them cannot be a year of birth.
    """
    century = match[0][:2]
    spans = [_days(int(year if len(year) == 4 else century + year), 0, 0) for year in re.findall(r"\d+", match[0])]
    known = [span for span in spans if span]
    return (min(known)[0], max(known)[1]) if len(known) == len(spans) else None


def _days_of_alternatives(match: re.Match[str]) -> _Days | None:
    """The days from the earlier to the later of two dates whose shared part is written once: "15 or 16 March 1970".

    In Japanese 「1973年7月1日又は7月10日」: 1 or 10 July 1973.
    """
    parts = match.groupdict()
    first = [_number_of(parts.get(part)) for part in ("year", "month", "day")]
    second = [_number_of(parts.get(f"{part}2")) for part in ("year", "month", "day")]
    days = _days(first[0], first[1], first[2])
    others = _days(*(own or shared for own, shared in zip(second, first, strict=True)))
    return (min(days[0], others[0]), max(days[1], others[1])) if days and others else None


def _days_of_two_months(match: re.Match[str]) -> _Days | None:
    """The days of two months in one year: "Aug. and Sep 1977" runs from 1 August to 30 September."""
    first = _days(int(match["year"]), _number_of(match["month"]), 0)
    last = _days(int(match["year"]), _number_of(match["month2"]), 0)
    return (first[0], last[1]) if first and last and first[0] <= last[0] else None


def _days_of_decade(match: re.Match[str]) -> _Days | None:
    """The days of the ten years that begin with the year given: "1960s"."""
    first, last = _days(int(match["year"]), 0, 0), _days(int(match["year"]) + 9, 0, 0)
    return (first[0], last[1]) if first and last else None


_ONE_FORM = {ord(old): new for old, new in zip("‐‑‒–—―−년월일생’", "-------年月日生'", strict=True)}
"""Dashes of one form; the marks of years, months and days in Korean as in Japanese."""
_WORD = re.compile(r"[^\W\d_]+")
_CIRCA = re.compile(r"(?<![\w(])c(?:a|irca)?\.?\s*(?=\d{4})")
_FIGURES_OF_A_YEAR = re.compile(r"[12]\d{3}")

_SEPARATOR = re.compile(
    r"(\s*(?:[,>]+\s*)?"
    r"(?:\b(?:or|and|oder|ou)\b|\balt(?:ernat\w*)?\b\.?(?:\s*(?:dob|dates? of birth))?\s*:?|又は|または|及び)\s*"
    r"|\s*(?:,|>>|\||(?<=\d{4})\.(?=\s*\d{4}))\s*|(?<=\d{4})\s+(?=\d{1,2}[/.]\d)"
    r"|\s+[b-j]\)\s+|(?<=\))\s+(?=\d)|\s+\((?=(?:\d{1,2}\s+)?(?:[a-z]{3,9}\.?,?\s+)?\d{4}\)))",
    re.IGNORECASE,
)
_ENDS_RANGE = frozenset({"and", "et", "und"})
_UNKNOWN_PART = r"(?:dd|mm|xx|00|0|\?\?|--|__|-|_)"
_UNKNOWN_DAY_AND_MONTH = re.compile(rf"(?<![\w-]){_UNKNOWN_PART}[/.-]{_UNKNOWN_PART}[/.-](?=\d{{4}})")
_IN_BRACKETS = re.compile(r"\([^()]*\)?")
_HAS_YEAR = re.compile(r"\d{4}|[-/]\d{2}\b")
_OPENS_RANGE = re.compile(r"\b(?:between|entre|zwischen)\b", re.IGNORECASE)
_RANGE = re.compile(
    r"\bbetween\b|\b(?:to|until|till|through)\b|(?<=\d{4})\s*[-~〜]\s*(?=\d{4}(?!\d))|\s[-~〜]\s|から|まで",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:circa|ca|appro\w*|about|around|estimated|possibly|probably|early|mid|late)\b|\bc\b(?!\s*\))"
    r"|頃|ごろ|ころ|およそ|おおよそ|おおむね|推定|約|\d{4}'?s\b|\d{4}\s*\?"
)
_HIJRI_WORD = r"(?:hijri|hegira|islamic|shamsi|qamari|a\.?h\.?|ヒジュラ暦)"
_OTHER_CALENDAR = re.compile(
    r"\d+年\d+月\d+日\s*\(ヒジュラ暦\)|\(?[^()]*\b(?:hijri|shamsi|hegira|islamic|qamari)\b[^()]*\)?", re.IGNORECASE
)
_HIJRI = re.compile(
    r"(?:(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-])?(?P<year>1[2-4]\d{2})\s*"
    rf"\(?(?:[a-z]+\s+)?{_HIJRI_WORD}(?:\s+(?:calendar|year|date|shamsi|qamari))?\)?"
    r"|(?P<year2>1[2-4]\d{2})年(?:(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})日)?)?\s*\(ヒジュラ暦\)"
)
_SOLAR = re.compile(r"shamsi|solar|persian|iranian|afghan")
_LUNAR = re.compile(r"qamari|lunar")

_OR = r"(?:又は|または|もしくは|若しくは|、|/|から|-)"
_SHORT_MONTH = _MONTH.replace("?P<month>", "?P<month2>")
_WORDINGS: tuple[tuple[re.Pattern[str], _Meaning], ...] = (
    (
        re.compile(r"(?<!\d)(?P<year>\d{4})/(?P<year2>\d{4})年\s*(?P<month>\d+)月\s*(?P<day>\d+)日"),
        _days_of_alternatives,
    ),
    (
        re.compile(rf"{_YEAR}年\s*(?P<month>\d+)\s*月\s*(?P<day>\d+)\s*日{_OR}\s*(?P<month2>\d+)月\s*(?P<day2>\d+)日"),
        _days_of_alternatives,
    ),
    (
        re.compile(rf"{_YEAR}年\s*(?P<month>\d+)\s*月\s*(?P<day>\d+)\s*日?\s*{_OR}\s*(?P<day2>\d+)日"),
        _days_of_alternatives,
    ),
    (re.compile(rf"{_YEAR}年\s*(?P<month>\d+)\s*\((?P<month2>\d+)\)\s*月\s*(?P<day>\d+)\s*日"), _days_of_alternatives),
    (re.compile(rf"{_YEAR}年\s*(?P<month>\d+)\s*月?\s*{_OR}\s*(?P<month2>\d+)月"), _days_of_two_months),
    (re.compile(rf"{_YEAR}\s*年\s*(?P<month>\d{{1,2}})\s*月\s*(?:(?P<day>\d{{1,2}})\s*;?\s*日)?"), _days_of_date),
    (
        re.compile(
            r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
            r"(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?(?:z|[+-]\d\d:\d\d)?(?!\d)"
        ),
        _days_of_date,
    ),
    (
        re.compile(
            r"(?<![\d/.-])(?P<year>(?:18|19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
        ),
        _days_of_date,
    ),
    (re.compile(r"(?<!\d)(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?!\d)"), _days_of_date),
    (re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?![\d-])"), _days_of_date),
    (re.compile(rf"(?<![\d/.a-z]){_D}\s*[/.]\s*{_M}\s*[/.]\s*{_YEAR}"), _days_of_date),
    (re.compile(rf"(?<![\d/.a-z-]){_D}-{_M}-{_YEAR}"), _days_of_date),
    (re.compile(rf"(?<![\d/.a-z-])(?P<day>\d{{1,2}})/(?P<month>\d{{2}}){_YEAR}"), _days_of_date),
    (re.compile(rf"(?<!\d)(?P<year>\d{{4}})[-/.]{_M}[-/.](?P<day>xx|00)(?!\d)"), _days_of_date),
    (re.compile(rf"(?<![\d.a-z])/?(?<!\d/){_M}[/.](?P<year>\d{{4}})(?!\d)"), _days_of_date),
    (re.compile(r"(?<![\d/.a-z-])(?P<month>0?[1-9]|1[0-2])-(?P<year>\d{4})(?!\d)"), _days_of_date),
    (
        re.compile(
            r"(?<![\d/.a-z-])(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{2})(?![\d/.-])"
        ),
        _days_of_short_year,
    ),
    (re.compile(rf"{_YEAR}\s*,\s*{_DAY}(?:st|nd|rd|th)?\s+{_MONTH}(?![a-z]*,?\s*\d)"), _days_of_date),
    (
        re.compile(rf"(?<![\d/.-]){_YEAR}[\s,/-]+{_MONTH}[\s,/-]+{_DAY}(?:st|nd|rd|th)?(?!\d|\s*[,/-]?\s*\d{{4}})"),
        _days_of_date,
    ),
    (re.compile(rf"\b{_MONTH}\s*(?:and|to|or|-|/)\s*{_SHORT_MONTH}\s+{_YEAR}"), _days_of_two_months),
    (
        re.compile(
            rf"{_DAY}(?:st|nd|rd|th)?\s*(?:or|and|to|/|-)\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}[\s,-]*{_YEAR}"
        ),
        _days_of_alternatives,
    ),
    (re.compile(rf"{_DAY}(?:st|nd|rd|th|er|\.)?(?:\s+of)?[\s/-]*\b{_MONTH}(?:\s+of)?[\s,/-]*{_YEAR}"), _days_of_date),
    (re.compile(rf"{_DAY}{_MONTH}{_YEAR}"), _days_of_date),
    (re.compile(rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}"), _days_of_date),
    (re.compile(rf"\b{_MONTH}[\s,/-]+(?:of\s+)?{_YEAR}"), _days_of_date),
    (re.compile(rf"(?:{_DAY}[\s-]+)?\b{_MONTH}[\s-]+(?P<year>\d{{2}})(?!\d)"), _days_of_short_year),
    (re.compile(r"(?<![\d/.-])\d{4}(?:/\d{4}){2,}(?![\d/-])|\d{4}、\d{2}(?:又は|、)\d{2}年"), _days_of_several_years),
    (
        re.compile(r"(?<![\d/.-])(?P<first>\d{4})\s*年?\s*(?:-|to|and|/|~|から|又は)\s*(?P<last>\d{4})(?!年?\d|[/-])"),
        _days_of_year_range,
    ),
    (re.compile(r"(?<![\d/.-])(?P<first>\d{4})[/-](?P<last>1[3-9]|[2-9]\d)(?![\d/.-])"), _days_of_year_range),
    (re.compile(r"(?<!\d)(?P<year>\d{3}0)'?s\b"), _days_of_decade),
    (re.compile(r"(?<![\d/.-])(?P<year>\d{4})\s*年?(?!\d|[/-]|\.\d)"), _days_of_date),
)

_FILLER = re.compile(
    r"\((?:appears|found|used|shown|false|fraud\w*)\b[^()]*\)"
    r"|\((?:as|this aka|from|appears)\b[^()\d]*\)?|\(?\b(?:[a-j]|\d{1,2})\)|\b(?:circa|ca|c|appro\w*|about|around"
    r"|estimated|possibly|probably|early|mid|late|born|on|in|the|or|and|to|between|from|date|of|birth|dob|alt|either|exact"
    r"|unknown|also|as|years?|alternat\w*|for this aka only|this aka only|other|month|day|range|listed|given"
    r"|gregorian|calendar|ad)\b"
    r"|\(?偽造旅券より\)?|頃|ごろ|ころ|推定|おおよそ|おおむね|およそ|約|年|生まれ|生|又は|または|及び|から|まで|の間|間|の"
    r"|もしくは|若しくは|[\s.,;:()/&・、。?©'\"-]"
)
