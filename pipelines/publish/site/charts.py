"""Charts: parties added and removed by authority and month, and parties listed by country.

Here: the pages of authorities and countries, and their charts as SVG. Not here: counting (see sql/site and the view
authority_month). Subjects are counted, so a party on two lists of one authority counts once.

Every chart is also written as a file, `….svg` beside its page, which includes its title, source and days, and as a
card for sharing (see pictures).
"""

from collections import defaultdict
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from pipelines.catalogue.words import counted
from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import file_name
from pipelines.publish.site.pictures import Card, picture_of, put_card
from pipelines.publish.site.record import Record, Row
from pipelines.publish.site.rendering import Pages
from pipelines.publish.site.words import country

MONTHS = 120
"""Most months in a chart; the table beside it has all months."""
WIDTH, HEIGHT = 1152, 190
LEFT, TOP, BOTTOM = 52, 12, 26
YEAR_WIDTH = 34
FEWEST_SUBJECTS = 5
"""Fewest subjects of a country that gets a page."""
LINKS = {
    "any": "any of these links",
    "nationality": "nationality or citizenship",
    "registration": "registration",
    "address": "address",
    "programme": "a programme aimed at it",
}
SHAPES = ("solid", "long", "short", "dotted", "mixed")
"""Styles of the lines of a chart, which can be distinguished without colour."""


def authority_page(authority: str) -> str:
    """The path of an authority's page, from the root of the site."""
    return f"authorities/{file_name(authority.lower())}.html"


def country_page(code: str) -> str:
    """The path of a country's page, from the root of the site."""
    return f"countries/{file_name(code.lower())}.html"


def write_charts(site: SiteFolder, pages: Pages, record: Record) -> None:
    """Write the pages of authorities and countries, their charts as files, and their pictures."""
    _write_authorities(site, pages, record)
    _write_countries(site, pages, record)


def _write_authorities(site: SiteFolder, pages: Pages, record: Record) -> None:
    """Write the page of every authority with its chart and picture, and the overview of authorities."""
    months: dict[str, dict[date, Row]] = defaultdict(lambda: defaultdict(dict))
    for row in record.rows("authority_months"):
        months[row["authority"]][row["month"]][row["act"]] = row
    gaps: dict[str, list[Row]] = defaultdict(list)
    for row in record.rows("authority_gaps"):
        gaps[row["authority"]].append(row)
    totals = record.rows("authority_totals")
    for total in totals:
        authority = total["authority"]
        rows = _rows_of_months(months[authority], gaps[authority], min(held["day"] for held in total["held_since"]))
        title = f"{country(authority)}: parties listed and removed, by month"
        chart = month_chart(months[authority], record.last_day)
        path = authority_page(authority)
        _put_chart(
            site, path, pages.marked(title), chart, f"lists up to {total['newest']}; a party on two lists counts once"
        )
        facts = (
            f"{counted(total['subjects'] or 0, 'party is', 'parties are')} listed now",
            f"Lists up to {total['newest']}; each party once",
        )
        bars = added_and_removed_by_month(months[authority], record.last_day)
        put_card(site, picture_of(path), Card(title, facts, bars=bars, example=pages.example))
        page = pages.page(
            "authority.html", path, title=title, section="authorities", a=total, months=rows, gaps=gaps[authority],
            chart=chart,
            chart_file=_chart_file(path), picture=picture_of(path), summary=f"{facts[0]}. {facts[1]}.",
        )  # fmt: skip
        site.put_content(path, page)
    shown = [{**total, "page": authority_page(total["authority"])} for total in totals]
    path = "authorities/index.html"
    page = pages.page(
        "authorities.html", path, title="Authorities and countries", section="authorities", authorities=shown,
        lags=record.rows("authority_lags"), countries=_countries_shown(record),
    )  # fmt: skip
    site.put_content(path, page)


def _rows_of_months(months: dict[date, Row], gaps: list[Row], held_since: date) -> list[Row]:
    """The months of an authority for its table, newest first, each with what is known of the parties removed in it.

    Args:
        months: month → act → its row.
        gaps: the periods in which parties left on a day that is not known to 30 days.
        held_since: the day of the oldest copy of any of its lists.
    """
    return [
        {"month": f"{month:%Y-%m}", **acts, "removed": _removed_in_words(month, acts.get("removed"), gaps, held_since)}
        for month, acts in sorted(months.items(), reverse=True)
    ]


def _removed_in_words(month: date, act: Row | None, gaps: list[Row], held_since: date) -> str:
    """How many parties were removed in a month: "3", "3 or more", or "not known" where no copy shows it."""
    next_month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    is_known = next_month > held_since and not any(gap["since"] < next_month and month <= gap["until"] for gap in gaps)
    if act is None:
        return "0" if is_known else "not known"
    return f"{act['subjects']:,}" if is_known else f"{act['subjects']:,} or more"


def _write_countries(site: SiteFolder, pages: Pages, record: Record) -> None:
    """Write the page of every country with its chart and picture."""
    for code, by_link in _curves_of_countries(record).items():
        path, title = country_page(code), f"{country(code)}: parties listed by all authorities held"
        chart = curve_chart(by_link, record.last_day)
        _put_chart(site, path, pages.marked(title), chart, f"up to {record.last_day}; each party counts once")
        links = [link for link in LINKS if link in by_link]
        facts = (
            f"{counted(by_link['any'][-1][1], 'party', 'parties')} tied to it by any link",
            f"Lists up to {record.last_day}; each party once",
        )
        card = Card(title, facts, curve=level_by_month(by_link["any"], record.last_day), example=pages.example)
        put_card(site, picture_of(path), card)
        page = pages.page(
            "country.html", path, title=title, section="authorities", code=code, chart=chart,
            chart_file=_chart_file(path), picture=picture_of(path), summary=f"{facts[0]}. {facts[1]}.",
            links=[{"words": LINKS[link], "shape": shape} for link, shape in zip(links, SHAPES, strict=False)],
            years=_counts_by_year(by_link, links),
        )  # fmt: skip
        site.put_content(path, page)


def _countries_shown(record: Record) -> list[dict[str, Any]]:
    """The countries that have a page, by name, with the number of parties listed now."""
    shown = [
        {"name": country(code), "page": country_page(code), "subjects": by_link["any"][-1][1]}
        for code, by_link in _curves_of_countries(record).items()
    ]
    return sorted(shown, key=lambda row: str(row["name"]))


Curves = dict[str, list[tuple[date, int]]]


def _curves_of_countries(record: Record) -> dict[str, Curves]:
    """For every country with a page: link → (month, parties listed since then), in order of months.

    A country needs FEWEST_SUBJECTS parties at some time.
    """
    curves: dict[str, Curves] = defaultdict(lambda: defaultdict(list))
    for row in record.country_months:
        curves[row["country"]][row["link"]].append((row["month"], row["subjects"]))
    return {
        code: by_link
        for code, by_link in curves.items()
        if max(subjects for _, subjects in by_link["any"]) >= FEWEST_SUBJECTS
    }


def _counts_by_year(by_link: Curves, links: list[str]) -> list[dict[str, Any]]:
    """The number of listed parties at the end of every year, newest first."""
    first, last = by_link["any"][0][0].year, max(month for curve in by_link.values() for month, _ in curve).year
    return [
        {"year": year, "counts": [_level_at_end_of(by_link[link], year) for link in links]}
        for year in range(last, first - 1, -1)
    ]


def _level_at_end_of(curve: list[tuple[date, int]], year: int) -> int:
    """The level of a curve at the end of a year; 0 before the curve begins."""
    return next((subjects for month, subjects in reversed(curve) if month.year <= year), 0)


def _month_number(month: date) -> int:
    """A running number of months, so that months can be subtracted."""
    return month.year * 12 + month.month - 1


def month_chart(months: dict[date, Row], last_day: date | None) -> Markup | None:
    """Monthly bars as SVG: additions above the line, removals below it; None if there is nothing to draw.

    Only the last MONTHS months are shown.
    """
    if not months or last_day is None:
        return None
    last = _month_number(last_day)
    first = max(min(map(_month_number, months)), last - MONTHS + 1)
    counts_by_month = {
        _month_number(month): [acts.get(act, {}).get("subjects", 0) for act in ("added", "removed")]
        for month, acts in months.items()
        if first <= _month_number(month) <= last
    }
    most_added, most_removed = (max((count[side] for count in counts_by_month.values()), default=0) for side in (0, 1))
    if not most_added + most_removed:
        return None
    scale = (HEIGHT - TOP - BOTTOM) / (most_added + most_removed)
    step, middle = (WIDTH - LEFT) / (last - first + 1), TOP + most_added * scale
    bars = [
        _bar(
            "added" if side == 0 else "removed", LEFT + (number - first) * step, middle, step, count[side] * scale, side
        )
        for number, count in sorted(counts_by_month.items())
        for side in (0, 1)
        if count[side]
    ]
    labels = _year_labels(first, last, step) + _axis_with_largest_numbers(middle, most_added, most_removed)
    return Markup("").join([*bars, labels])


def added_and_removed_by_month(months: dict[date, Row], last_day: date | None) -> tuple[tuple[int, int], ...]:
    """Parties added and removed in each of the last MONTHS months up to a day, for the card of an authority."""
    if last_day is None:
        return ()
    last = _month_number(last_day)
    acts_by_month = {_month_number(month): acts for month, acts in months.items()}
    return tuple(
        (acts.get("added", {}).get("subjects", 0), acts.get("removed", {}).get("subjects", 0))
        for acts in (acts_by_month.get(number, {}) for number in range(last - MONTHS + 1, last + 1))
    )


def level_by_month(curve: list[tuple[date, int]], last_day: date | None) -> tuple[int, ...]:
    """The level of a curve in every month from its first to that of a day, for the card of a country."""
    last = _month_number(last_day or curve[-1][0])
    levels, level = [], 0
    level_from = {_month_number(month): parties for month, parties in curve}
    for month in range(_month_number(curve[0][0]), last + 1):
        level = level_from.get(month, level)
        levels.append(level)
    return tuple(levels)


def _bar(kind: str, x: float, middle: float, step: float, height: float, side: int) -> Markup:
    """One bar of a month as SVG: upwards from the middle line if `side` is 0 (added), else downwards (removed)."""
    y = middle if side else middle - height
    position_and_size = f"{x + step * 0.1:.1f}", f"{y:.1f}", f"{max(step * 0.8, 1):.1f}", f"{max(height, 1):.1f}"
    return Markup('<rect class="bar-{}" x="{}" y="{}" width="{}" height="{}"/>').format(kind, *position_and_size)


def _year_labels(first: int, last: int, step: float) -> Markup:
    """The labels of years below a chart, at most about twelve of them."""
    januaries = [number for number in range(first, last + 1) if number % 12 == 0]
    step_in_years = len(januaries) // 12 + 1
    return Markup("").join(
        Markup('<text class="year" x="{:.1f}" y="{}">{}</text>').format(
            LEFT + (number - first) * step, HEIGHT - 6, number // 12
        )
        for number in januaries[::step_in_years]
        if (last - number) * step > YEAR_WIDTH
    )


def _axis_with_largest_numbers(middle: float, most_added: int, most_removed: int) -> Markup:
    """The middle line of a chart with the largest numbers above and below it."""
    line = Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(LEFT, WIDTH, middle, middle)
    line += Markup('<text class="year" x="0" y="{}">+{:,}</text>').format(TOP + 8, most_added)
    if most_removed:
        line += Markup('<text class="year" x="0" y="{}">−{:,}</text>').format(HEIGHT - BOTTOM, most_removed)
    return line


def curve_chart(by_link: Curves, last_day: date | None) -> Markup | None:
    """One line per link as SVG, with a step at every change, from the first listing to the newest snapshot.

    None if there is nothing to draw.
    """
    points = [point for curve in by_link.values() for point in curve]
    largest = max((subjects for _, subjects in points), default=0)
    if not largest or last_day is None:
        return None
    first, last = min(_month_number(month) for month, _ in points), _month_number(last_day) + 1
    step, scale = (WIDTH - LEFT) / max(last - first, 1), (HEIGHT - TOP - BOTTOM) / largest
    bottom = HEIGHT - BOTTOM
    lines = Markup("")
    for link, shape in zip((link for link in LINKS if link in by_link), SHAPES, strict=False):
        path, level = [f"M{LEFT},{bottom}"], 0
        for month, subjects in by_link[link]:
            x = LEFT + (_month_number(month) - first) * step
            path.append(f"L{x:.1f},{bottom - level * scale:.1f}L{x:.1f},{bottom - subjects * scale:.1f}")
            level = subjects
        path.append(f"L{WIDTH},{bottom - level * scale:.1f}")
        lines += Markup('<path class="curve {}" d="{}"/>').format(shape, "".join(path))
    axis = Markup('<line class="grid" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(LEFT, WIDTH, bottom, bottom)
    axis += Markup('<text class="year" x="0" y="{}">{:,}</text>').format(TOP + 8, largest)
    return lines + axis + _year_labels(first, last, step)


def _chart_file(path: str) -> str:
    """The file name of the chart beside a page."""
    return path.rpartition("/")[2].replace(".html", ".svg")


STYLE = (
    "text{font:13px sans-serif;fill:#55585f}.title{font:600 20px serif;fill:#1b1b1f}.grid{stroke:#85888f}"
    ".bar-added{fill:#0a58ca}.bar-removed{fill:#a06000}.curve{fill:none;stroke:#1b1b1f;stroke-width:2}"
    ".long{stroke-dasharray:12 4}.short{stroke-dasharray:5 4}.dotted{stroke-dasharray:2 4}"
    ".mixed{stroke-dasharray:12 4 2 4}"
)


def _put_chart(site: SiteFolder, path: str, title: str, chart: Markup | None, note: str) -> None:
    """Write the chart of a page as a file with its own title and note."""
    if chart is None:
        return
    head = Markup('<text class="title" x="24" y="36">{}</text><text x="24" y="60">Sanctions record, {}</text>').format(
        title, note
    )
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 300" width="1200" height="300" role="img">'
        f'<title>{escape(title)}</title><style>{STYLE}</style><rect width="1200" height="300" fill="#fff"/>'
        f'{head}<g transform="translate(24 84)">{chart}</g></svg>\n'
    )
    site.put_content(path.replace(".html", ".svg"), picture)
