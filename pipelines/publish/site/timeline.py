"""A timeline of the listings of a party, as SVG.

Here: years and bars, and their positions. Not here: their look (site.css), or the table with the same facts
(subject.html).
"""

from datetime import date
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

LABELS = 130
"""Width of the names of lists on the left."""
WIDTH = 1140
ROW = 34
TOP = 38
MOST_YEARS_NAMED = 14

YEAR = '<line class="grid" x1="{x}" x2="{x}" y1="18" y2="{height}"/><text class="year" x="{x}" y="12">{year}</text>'
BAR = (
    '<text class="row" x="0" y="{label_y}">{label}</text>'
    '<rect class="{look}" x="{x}" y="{y}" width="{width}" height="13"/>{end}'
    '<text class="native" x="{native_x}" y="{above}">{native_id}</text>'
)
END = '<rect class="end" x="{x}" y="{y}" width="3" height="19"/>'
"""Plain strings whose values the caller escapes: Markup.format took a tenth of the build time."""


def timeline(listings: list[dict[str, Any]], last_year: int) -> dict[str, Any] | None:
    """Years and bars; None without any day. The bar of a listing in force ends at the right edge.

    A bar whose first day is not known has a different look.
    """
    starts = [day for listing in listings if (day := listing["listed_on"] or listing["listed_by"])]
    if not starts:
        return None
    first_year = min(min(int(day[:4]) for day in starts), last_year)
    span = last_year + 1 - first_year
    scale = (WIDTH - LABELS) / span

    def x_of(day: str | None, otherwise: float) -> float:
        if day is None:
            return otherwise
        parsed = date.fromisoformat(day)
        years = parsed.year + (parsed.timetuple().tm_yday - 1) / 366 - first_year
        return LABELS + min(max(years, 0.0), float(span)) * scale

    bars = [
        _bar(
            listing,
            TOP + row * ROW,
            x_of(listing["listed_on"] or listing["listed_by"], LABELS),
            x_of(listing["delisted_on"], WIDTH),
        )
        for row, listing in enumerate(listings)
    ]
    height = TOP + len(listings) * ROW
    years = _years(first_year, last_year, height)
    drawn = Markup("\n".join(bars))  # noqa: S704 - what a list says is escaped in _bar
    return {"width": WIDTH, "height": height, "years": years, "bars": drawn}


def _bar(listing: dict[str, Any], y: int, left: float, right: float) -> str:
    """The bar of one listing as SVG."""
    x, width = round(left, 1), round(max(right - left, 3), 1)
    return BAR.format(
        label=escape(listing["list_id"]), native_id=escape(listing["native_id"][:28]),
        look="held" if listing["listed_on"] else "unknown",
        x=x, y=y, width=width, label_y=y + 11, native_x=round(x + 2, 1), above=y - 3,
        end=END.format(x=round(x + width - 2, 1), y=y - 3) if listing["delisted_on"] else "",
    )  # fmt: skip


@lru_cache(maxsize=2_000)
def _years(first_year: int, last_year: int, height: int) -> Markup:
    """The lines of the years; cached because many subjects have the same ones."""
    span = last_year + 1 - first_year
    scale, step = (WIDTH - LABELS) / span, span // MOST_YEARS_NAMED + 1
    lines = [
        YEAR.format(x=round(LABELS + (year - first_year) * scale, 1), year=year, height=height)
        for year in range(first_year, last_year + 1, step)
    ]
    return Markup("".join(lines))  # noqa: S704 - numbers only
