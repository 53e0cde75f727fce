"""Days and windows in a sentence, counted from the article's own date.

Here: what "on Thursday", "a day earlier", "since 24 February" mean. Not here: which of them dates an act (see
extraction).

A weekday is the last such day not after the article's date, today included. dateparser was measured on these: with
PREFER_DATES_FROM=past it takes "Thursday" on a Thursday for a week earlier, and it knows no "earlier this month" or
"over the weekend"; the few shapes that the press uses are written out here instead.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipelines.parsers.days import MONTH_NAMES
from pipelines.parsers.days import MONTHS as ABBREVIATED_MONTHS

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: i for i, name in enumerate(DAY_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4,
}  # fmt: skip
MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, start=1)} | ABBREVIATED_MONTHS | {"sept": 9}
SMALL = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
UNITS = {"day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365, "years": 365}
OPENERS = frozenset(
    {*WEEKDAYS, *MONTHS, *SMALL, "since", "the", "that", "same", "day", "this", "last", "previous", "past", "earlier"}
    | {"later", "late", "early", "today", "tonight", "yesterday", "tomorrow", "immediate"}
)
"""Words with which a mention of time begins, beside numbers."""

COMMON = frozenset({*SMALL, "the", "that"})
AFTER_COMMON = frozenset({*UNITS, "same", "very", "previous", "preceding", "next", "following", "weekend"})
"""Of these openers, which are common words, a mention of time is known by the word after them."""


Kind = Literal["day", "window", "since", "before_that"]


@dataclass(frozen=True, slots=True)
class When:
    """A mention of time. `first`..`last` is the day or the window; None where only context can tell (`before_that`).

    Attributes:
        kind: `since`: from `first` on; `before_that`: counted from another day of the text, `shift` days from it.
        weekday: it was given as a weekday, so a plan means the next one.
        opened_until: of `since`: the last day of what stands after the word, as 31 December in "since 2016".
    """

    start: int
    end: int
    kind: Kind
    first: date | None
    last: date | None
    shift: int = 0
    weekday: int | None = None
    opened_until: date | None = None


Lows = Sequence[str]
Reader = Callable[[Lows, int, date | None], When | None]


def whens(lows: Lows, today: date | None) -> Iterator[When]:
    """All mentions of time in a sentence, in order."""
    lows = [low.rstrip(".") for low in lows]
    i = 0
    while i < len(lows):
        if not may_begin(lows, i):
            i += 1
            continue
        mention = next((when for reader in READERS if (when := reader(lows, i, today)) is not None), None)
        if mention is None:
            i += 1
            continue
        yield mention
        i = mention.end


def may_begin(lows: Lows, i: int) -> bool:
    """Whether a mention of time can begin at token i. After "the" or "a", the next word mostly decides."""
    low = lows[i]
    if low in COMMON:
        return at(lows, i + 1) in AFTER_COMMON
    return low in OPENERS or low[:1].isdigit()


def at(lows: Lows, i: int) -> str:
    """The token (without the full stop of an abbreviation: see whens), or nothing outside the sentence."""
    return lows[i] if 0 <= i < len(lows) else ""


def day(start: int, end: int, value: date | None, **more: int | None) -> When | None:
    """A mention of a single day; None if `value` is None."""
    if value is None:
        return None
    return When(start, end, "day", value, value, shift=more.get("shift") or 0, weekday=more.get("weekday"))


def shifted(today: date | None, days: int) -> date | None:
    """The day `days` after today; None if today is not known or the result is no date."""
    try:
        return None if today is None else today + timedelta(days=days)
    except OverflowError:
        return None


def since(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "since 24 February", "since Monday", "since the invasion": the time up to today."""
    if at(lows, i) != "since" or today is None:
        return None
    for reader in (iso_day, month_day, day_month, month_year, bare_month, weekday, in_year):
        for skip in (1, 2):
            inner = reader(lows, i + skip, today) if i + skip < len(lows) else None
            if inner is not None and inner.first is not None and inner.first <= today:
                return When(i, inner.end, "since", inner.first, today, opened_until=inner.last)
    invasion = {"invasion", "war", "invaded"} & set(lows[i + 1 : i + 7])
    if invasion and today.year >= 2022:
        end = next(j for j in range(i + 1, min(i + 7, len(lows))) if lows[j] in invasion) + 1
        return When(i, end, "since", date(2022, 2, 24), today)
    return when_year_inside(lows, i, today)


def when_year_inside(lows: Lows, i: int, today: date) -> When | None:
    """Read "since Russia annexed Crimea in 2014": from that year on; None if no year follows."""
    for j in range(i + 1, min(i + 9, len(lows))):
        if lows[j] in (",", ".", ";"):
            break
        if is_year(lows[j]) and int(lows[j]) <= today.year:
            return When(i, j + 1, "since", date(int(lows[j]), 1, 1), today)
    return None


def is_year(word: str) -> bool:
    """Whether a token is a year from 1900 to 2100."""
    return len(word) == 4 and word.isascii() and word.isdigit() and 1900 <= int(word) <= 2100


def iso_day(lows: Lows, i: int, today: date | None) -> When | None:  # noqa: ARG001
    """Read "2022-02-24": one token, or the tokens that a tokenizer makes of it."""
    if is_year(at(lows, i)) and at(lows, i + 1) == "-" and at(lows, i + 3) == "-":
        return day(i, i + 5, date_or_none(at(lows, i), at(lows, i + 2), at(lows, i + 4)))
    parts = at(lows, i).split("-")
    if len(parts) == 3 and is_year(parts[0]):
        return day(i, i + 1, date_or_none(*parts))
    return None


def date_or_none(year: str, month: str, number: str) -> date | None:
    """The date of three strings; None if they are no valid date."""
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def day_number(word: str) -> int | None:
    """The day of a month, 1 to 31, also from "24th"; None for any other word."""
    digits = word.removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd")
    return int(digits) if digits.isascii() and digits.isdigit() and 1 <= int(digits) <= 31 else None


def month_of(lows: Lows, i: int) -> int | None:
    """The month named at token i, 1 to 12, else None. Callers check that "may" and "march" are no verbs."""
    return MONTHS.get(at(lows, i))


def end_and_day(month: int, number: int, lows: Lows, i: int, today: date | None) -> tuple[int, date | None]:
    """The token after a date without year, and its latest day that is not more than 60 days ahead.

    A year after the date is read too. The day is None if it is no valid date or today is not known.
    """
    j = i + (at(lows, i) == ",")
    if is_year(at(lows, j)):
        return j + 1, date_or_none(at(lows, j), str(month), str(number))
    if today is None:
        return i, None
    if list(lows[i : i + 2]) == ["last", "year"]:
        return i + 2, date_or_none(str(today.year - 1), str(month), str(number))
    value = date_or_none(str(today.year), str(month), str(number))
    if value is None or value > today + timedelta(days=60):
        value = date_or_none(str(today.year - 1), str(month), str(number))
    return i, value


def month_day(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "February 24", "Feb. 24, 2022"."""
    month, number = month_of(lows, i), day_number(at(lows, i + 1))
    if month is None or number is None:
        return None
    end, value = end_and_day(month, number, lows, i + 2, today)
    return day(i, end, value)


def day_month(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "24 February", "24th of February 2022"."""
    number = day_number(at(lows, i))
    j = i + 1 + (at(lows, i + 1) == "of")
    month = month_of(lows, j)
    if month is None or number is None:
        return None
    end, value = end_and_day(month, number, lows, j + 1, today)
    return day(i, end, value)


def month_year(lows: Lows, i: int, today: date | None) -> When | None:  # noqa: ARG001
    """Read "March 2022"."""
    month = month_of(lows, i)
    if month is None or not is_year(at(lows, i + 1)):
        return None
    first = date(int(at(lows, i + 1)), month, 1)
    return When(i, i + 2, "window", first, month_end(first))


def month_end(first: date) -> date:
    """The last day of a month."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def bare_month(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "in March", "last March", "in March last year"."""
    month = month_of(lows, i)
    if month is None or today is None or at(lows, i - 1) not in ("in", "last", "since", "this", "late", "early", "mid"):
        return None
    if at(lows, i) == "may" and at(lows, i - 1) not in ("in", "last", "since"):
        return None
    last_year = list(lows[i + 1 : i + 3]) == ["last", "year"]
    first = date(today.year - (last_year or month > today.month), month, 1)
    return When(i, i + 1 + 2 * last_year, "window", first, min(month_end(first), today))


def in_year(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "in 2018"."""
    if not is_year(at(lows, i)) or at(lows, i - 1) not in ("in", "since", "during", "late", "early", "of"):
        return None
    year = int(at(lows, i))
    last = date(year, 12, 31)
    return When(i, i + 1, "window", date(year, 1, 1), last if today is None or year != today.year else today)


def weekday(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "on Thursday", "last Friday", "next Monday", "Monday"."""
    number = WEEKDAYS.get(at(lows, i)) if len(at(lows, i)) > 3 or at(lows, i - 1) in ("on", "last") else None
    if number is None or today is None:
        return None
    end = i + 1
    dated = month_day(lows, end + (at(lows, end) == ","), today) or day_month(lows, end + (at(lows, end) == ","), today)
    if dated is not None:
        return day(i, dated.end, dated.first)
    back = (today.weekday() - number) % 7
    before = at(lows, i - 1)
    if before == "last" and back == 0:
        back = 7
    if before == "next":
        back -= 7
    return day(i - (before in ("last", "next", "this")), end, shifted(today, -back), weekday=number)


def relative_day(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "today", "yesterday"."""
    if at(lows, i) == "immediate" and at(lows, i + 1) == "effect":
        return day(i, i + 2, today)
    words = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
    return day(i, i + 1, shifted(today, words[at(lows, i)])) if at(lows, i) in words else None


def the_day_before(lows: Lows, i: int, today: date | None) -> When | None:  # noqa: ARG001
    """Read "a day earlier", "two days later", "the same day": counted from another day of the text."""
    two, three = (at(lows, i), at(lows, i + 1)), at(lows, i + 2)
    if (two[0] in ("the", "that") and two[1] in ("same", "very") and three == "day") or two == ("same", "day"):
        return When(i, i + (2 if two == ("same", "day") else 3), "before_that", None, None)
    if (two[0] == "the" and two[1] in ("previous", "preceding") and three == "day") or two == ("day", "before"):
        return When(i, i + (3 if two[0] == "the" else 2), "before_that", None, None, shift=-1)
    if two[0] == "the" and two[1] in ("next", "following") and three == "day":
        return When(i, i + 3, "before_that", None, None, shift=1)
    count, span = SMALL.get(two[0]), UNITS.get(two[1])
    if count is None or span is None or three not in ("earlier", "later", "before"):
        return None
    return When(i, i + 3, "before_that", None, None, shift=count * span * (1 if three == "later" else -1))


def ago(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "three days ago", "a week ago", "four years ago today"."""
    count = SMALL.get(at(lows, i)) or (
        int(at(lows, i)) if at(lows, i).isascii() and at(lows, i).isdigit() and len(at(lows, i)) < 3 else None
    )
    span = UNITS.get(at(lows, i + 1))
    if count is None or span is None or at(lows, i + 2) not in ("ago", "earlier") or today is None:
        return None
    if at(lows, i + 2) == "earlier":
        return None
    if span == 365 and at(lows, i + 3) == "today":
        return day(i, i + 4, date_or_none(str(today.year - count), str(today.month), str(today.day)))
    middle, slack = shifted(today, -count * span), {1: 0, 7: 2, 30: 16, 365: 183}[span]
    first, last = shifted(middle, -slack), shifted(middle, slack)
    if first is None or last is None:
        return None
    return When(i, i + 3, "day" if slack == 0 else "window", first, min(last, today))


def vague(lows: Lows, i: int, today: date | None) -> When | None:
    """Read "last week", "earlier this month", "over the weekend", "this year"."""
    if today is None:
        return None
    skip = at(lows, i) in ("earlier", "later", "late", "early")
    which, span = at(lows, i + skip), at(lows, i + skip + 1)
    end = i + skip + 2
    if span == "weekend" and which in ("the", "last", "this"):
        saturday = today - timedelta(days=(today.weekday() + 2) % 7 if today.weekday() != 5 else 0)
        return When(i, end, "window", saturday, min(saturday + timedelta(days=1), today))
    spans = {"week": week, "month": month, "year": year}
    if which not in ("this", "last", "previous", "past") or span not in spans:
        return None
    first, last = spans[span](today, which)
    return When(i, end, "window", first, min(last, today) if which == "this" else last)


def week(today: date, which: str) -> tuple[date, date]:
    """This week from Monday up to today, or the seven days of last week."""
    monday = today - timedelta(days=today.weekday())
    return (monday, today) if which == "this" else (monday - timedelta(days=7), monday - timedelta(days=1))


def month(today: date, which: str) -> tuple[date, date]:
    """This month up to today, or the month before."""
    first = today.replace(day=1)
    if which == "this":
        return first, today
    last = first - timedelta(days=1)
    return last.replace(day=1), last


def year(today: date, which: str) -> tuple[date, date]:
    """This year up to today, or the year before."""
    if which == "this":
        return date(today.year, 1, 1), today
    return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)


READERS: tuple[Reader, ...] = (
    since, iso_day, ago, the_day_before, weekday, month_day, day_month, month_year, bare_month, in_year, relative_day,
    vague,
)  # fmt: skip
