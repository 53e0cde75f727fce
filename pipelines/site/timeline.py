"""When which list had a party, drawn by hand as SVG.

Here: where the bars go. Not here: their look (see site.css), or the table that says the same in words (subject.html).
"""

from datetime import date
from typing import Any

LABELS = 130
"""Room for the names of lists, on the left."""
WIDTH = 1140
ROW = 34
TOP = 38
MOST_YEARS_NAMED = 14


def timeline(listings: list[dict[str, Any]], last_year: int) -> dict[str, Any] | None:
    """Years and bars. A bar in force runs to the right edge; one whose beginning is not known is drawn otherwise."""
    starts = [day for each in listings if (day := each["listed_on"] or each["listed_by"])]
    if not starts:
        return None
    first_year = min(min(int(day[:4]) for day in starts), last_year)
    span = last_year + 1 - first_year
    scale = (WIDTH - LABELS) / span

    def x_of(day: str | None, otherwise: float) -> float:
        if day is None:
            return otherwise
        found = date.fromisoformat(day)
        years = found.year + (found.timetuple().tm_yday - 1) / 366 - first_year
        return LABELS + min(max(years, 0.0), float(span)) * scale

    bars = []
    for row, each in enumerate(listings):
        left = x_of(each["listed_on"] or each["listed_by"], LABELS)
        right = x_of(each["delisted_on"], WIDTH)
        bars.append({
            "y": TOP + row * ROW, "x": round(left, 1), "width": round(max(right - left, 3), 1),
            "label": each["list_id"], "native_id": each["native_id"][:28], "known": each["listed_on"] is not None,
            "ended": each["delisted_on"] is not None,
        })  # fmt: skip
    step = span // MOST_YEARS_NAMED + 1
    years = [
        {"year": year, "x": round(LABELS + (year - first_year) * scale, 1)}
        for year in range(first_year, last_year + 1, step)
    ]
    return {"width": WIDTH, "height": TOP + len(listings) * ROW, "years": years, "bars": bars}
