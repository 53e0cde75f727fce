"""A timeline of the listings of a party, as SVG.

Here: years and bars, and their positions. Not here: their look (site.css), or the table with the same facts
(subject.html).
"""

from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import escape

LABELS = 130
"""Width of the names of lists on the left."""
WIDTH = 1140
ROW = 34
TOP = 38
MOST_YEARS_NAMED = 14

YEAR = '<line class="grid" x1="{x}" x2="{x}" y1="18" y2="{height}"/><text class="year" x="{x}" y="12">{year}</text>'


def timeline(listings: list[dict[str, Any]], last_year: int) -> str:
    """Years and bars as HTML; empty without any day. The bar of a listing in force ends at the right edge.

    A bar whose first day is not known has a different look.
    """
    starts = [listing["listed_on"] or listing["listed_by"] for listing in listings]
    first_day = min(filter(None, starts), default=None)
    if first_day is None:
        return ""
    first_year = min(int(first_day[:4]), last_year)
    bars = [
        _bar(
            listing,
            TOP + row * ROW,
            _x_of(start, first_year, last_year) if start else LABELS,
            _x_of(listing["delisted_on"], first_year, last_year) if listing["delisted_on"] else WIDTH,
        )
        for row, (listing, start) in enumerate(zip(listings, starts, strict=True))
    ]
    height = TOP + len(listings) * ROW
    drawn = "\n".join([_year_lines(first_year, last_year, height), *bars])
    return (
        f'<div class="scroll">\n<svg class="timeline" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' aria-hidden="true" focusable="false">\n{drawn}\n</svg>\n</div>\n'
    )


def _x_of(day: str, first_year: int, last_year: int) -> float:
    """The position of a day; a day outside the years shown is at the left or right edge."""
    span = float(last_year + 1 - first_year)
    return LABELS + min(max(_day_in_years(day) - first_year, 0.0), span) * ((WIDTH - LABELS) / span)


@lru_cache(maxsize=20_000)
def _day_in_years(day: str) -> float:
    """A day as a number of years: 2024.5 for the middle of 2024. Cached because many parties share a day of listing."""
    parsed = date.fromisoformat(day)
    return parsed.year + (parsed.timetuple().tm_yday - 1) / 366


def _bar(listing: dict[str, Any], y: int, left: float, right: float) -> str:
    """The bar of one listing as SVG."""
    x, width = round(left, 1), round(max(right - left, 3), 1)
    look = "held" if listing["listed_on"] else "unknown"
    end = f'<rect class="end" x="{round(x + width - 2, 1)}" y="{y - 3}" width="3" height="19"/>'
    return (
        f'<text class="row" x="0" y="{y + 11}">{escape(listing["list_id"])}</text>'
        f'<rect class="{look}" x="{x}" y="{y}" width="{width}" height="13"/>{end if listing["delisted_on"] else ""}'
        f'<text class="native" x="{round(x + 2, 1)}" y="{y - 3}">{escape(listing["native_id"][:28])}</text>'
    )


@lru_cache(maxsize=2_000)
def _year_lines(first_year: int, last_year: int, height: int) -> str:
    """The lines of the years; cached because many subjects have the same ones."""
    span = last_year + 1 - first_year
    scale, step = (WIDTH - LABELS) / span, span // MOST_YEARS_NAMED + 1
    lines = [
        YEAR.format(x=round(LABELS + (year - first_year) * scale, 1), year=year, height=height)
        for year in range(first_year, last_year + 1, step)
    ]
    return "".join(lines)
