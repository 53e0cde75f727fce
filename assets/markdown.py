"""Markdown for the Dagster UI: tables of rows, and pictures.

Here: text that is safe to show whatever a list or an article says. Not here: what is shown (see described, summaries).
"""

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

WIDTH, HEIGHT, ROOM_FOR_FIGURE = 640, 120, 64
INK, FAINT, LINE = "#7d8590", "#7d859055", "#3b82f6"
"""Colours that stand on a light and on a dark page."""

VERDICT_COLOURS = {
    "confirmed": "#3b82f6", "partly_confirmed": "#d08700", "contradicted": "#c0392b", "disputed": "#a855f7",
    "pending": "#8a5fb0", "unverifiable": "#7d8590", "out_of_scope": "#b9bfc7",
}  # fmt: skip
"""Told apart by words too: the legend and the table beside the drawing have the figures."""

LONGEST_CELL = 160
LONGEST_BAR = 16
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~#])")


def table(rows: Sequence[Mapping[str, object]], columns: Sequence[str] = (), longest: int = LONGEST_CELL) -> str:
    """Rows under their column names; numbers to the right; a dash where a value is missing."""
    names = list(columns) or (list(rows[0]) if rows else [])
    if not rows:
        return "*No rows.*"
    rule = ["---:" if _is_numeric(row.get(name) for row in rows) else "---" for name in names]
    body = [[cell(row.get(name), longest) for name in names] for row in rows]
    heads = [escaped(name.replace("_", " ")) for name in names]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *body))


def cell(value: object, longest: int = LONGEST_CELL) -> str:
    """One value as a table shows it, on one line."""
    if value is None or value == []:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return escaped(_cut(", ".join(map(str, value)), longest))
    return escaped(_cut(str(value), longest))


def escaped(text: str) -> str:
    """Text with the marks of Markdown escaped: what lists and articles say forms no link, heading or table."""
    return _MARKS.sub(r"\\\1", text)


def bullets(lines: Iterable[str]) -> str:
    """The lines as a list with one point each."""
    return "\n".join(f"- {escaped(line)}" for line in lines)


def picture(svg: str, alternative: str) -> str:
    """A drawing inside the text, with words for those who cannot see it."""
    return f"![{escaped(alternative)}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def bars(values: Sequence[tuple[str, int]]) -> str:
    """One line per name with its figure and a bar. It is kept short: Dagster shows long texts only after a click."""
    most = max((value for _, value in values), default=0) or 1
    drawn = [(label, value, "█" * max(1, round(value / most * LONGEST_BAR))) for label, value in values]
    lines = [f"| {escaped(label)} | {value:,} | {bar} |" for label, value, bar in drawn]
    return "\n".join(("| | | |", "|---|---:|---|", *lines))


def paragraphs(*parts: str) -> str:
    """The parts with empty lines between; empty parts are left out."""
    return "\n\n".join(part for part in parts if part)


def _cut(text: str, longest: int) -> str:
    """The text on one line, shortened with an ellipsis if it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _is_numeric(values: Iterable[object]) -> bool:
    """Whether all values are numbers, apart from missing ones; False if all are missing."""
    held = [value for value in values if value is not None]
    return bool(held) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in held)


def step_chart(points: Sequence[tuple[date, int]], alternative: str) -> str:
    """A drawing of figures by day, with a step for each day; Dagster plots runs, not days of publication.

    Args:
        alternative: words for those who cannot see it.
    """
    days = [day.toordinal() for day, _ in points]
    most = max(value for _, value in points) or 1
    first, span = days[0], (days[-1] - days[0]) or 1
    room, floor = WIDTH - ROOM_FOR_FIGURE - 8, HEIGHT - 20

    def at(day: int, value: int) -> tuple[float, float]:
        """The place of a figure in the drawing, in pixels from its upper left corner."""
        return 4 + (day - first) * room / span, floor - value * (floor - 14) / most

    x, y = at(days[0], points[0][1])
    path = f"M{x:.1f},{y:.1f}"
    for day, (_, value) in zip(days[1:], points[1:], strict=True):
        x, y = at(day, value)
        path += f"H{x:.1f}V{y:.1f}"
    dots = "".join(
        '<circle cx="{:.1f}" cy="{:.1f}" r="2.5"/>'.format(*at(day, value))
        for day, (_, value) in zip(days, points, strict=True)
    )
    drawn = (
        f'<path d="M4,{floor}H{4 + room}" stroke="{FAINT}"/>'
        f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>'
        f'<g fill="{LINE}">{dots}</g><text x="{x + 8:.1f}" y="{y + 4:.1f}">{points[-1][1]:,}</text>'
        f'<text x="4" y="{HEIGHT - 4}">{points[0][0]}</text>'
        f'<text x="{4 + room}" y="{HEIGHT - 4}" text-anchor="end">{points[-1][0]}</text>'
    )
    return picture(_svg(drawn), alternative)


def stacked_chart(columns: Sequence[tuple[str, Sequence[int]]], names: Sequence[str], alternative: str) -> str:
    """A drawing of figures by month, one column each, with a share for each name and a legend.

    Args:
        columns: the label of each column, and a figure for each name.
        alternative: words for those who cannot see it.
    """
    most = max((sum(figures) for _, figures in columns), default=0) or 1
    width, floor = (WIDTH - 8) / max(len(columns), 1), HEIGHT - 36
    drawn = []
    for place, (label, figures) in enumerate(columns):
        top = float(floor)
        for name, figure in zip(names, figures, strict=True):
            height = figure * (floor - 8) / most
            top -= height
            title = f"<title>{label} {name}: {figure}</title>"
            drawn.append(_box(4 + place * width, top, max(width - 2, 1), height, name, title))
    if columns:
        drawn.append(f'<text x="4" y="{floor + 14}">{columns[0][0]}</text>')
        drawn.append(f'<text x="{WIDTH - 4}" y="{floor + 14}" text-anchor="end">{columns[-1][0]}</text>')
    return picture(_svg("".join((*drawn, *_legend(names)))), alternative)


def _legend(names: Sequence[str]) -> Iterator[str]:
    """The names below a chart, each with a square in its colour."""
    for place, name in enumerate(names):
        x = 4 + place * (WIDTH - 8) / len(names)
        yield _box(x, HEIGHT - 12, 8, 8, name)
        yield f'<text x="{x + 11:.1f}" y="{HEIGHT - 4}" font-size="10">{name.replace("_", " ")}</text>'


def _box(x: float, y: float, width: float, height: float, name: str, title: str = "") -> str:
    """A rectangle as SVG, in the colour of a verdict."""
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {place} fill="{VERDICT_COLOURS.get(name, FAINT)}">{title}</rect>'


def _svg(drawn: str) -> str:
    """A whole drawing as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="system-ui,sans-serif" font-size="12" fill="{INK}">{drawn}</svg>'
    )
