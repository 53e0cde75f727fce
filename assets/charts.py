"""Small charts as SVG, for the Markdown of the Dagster UI.

Here: drawing. Not here: what is drawn (see summaries). Colours stand on a light and on a dark page.
"""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

WIDTH = 640
ROW = 22
LABELS = 240
FIGURES = 64
HEIGHT = 120
INK, FAINT, UP, DOWN = "#7d8590", "#7d859055", "#3b82f6", "#e0783a"
COLOURS = {
    "confirmed": "#2da44e", "partly_confirmed": "#8bb833", "pending": "#3b82f6", "contradicted": "#d1483f",
    "out_of_scope": "#8b949e", "unverifiable": "#c99a1a", "added": UP, "removed": DOWN,
}  # fmt: skip


def bars(values: Sequence[tuple[str, int]]) -> str:
    """One bar a row, with its label before it and its figure behind it."""
    most = max((value for _, value in values), default=0) or 1
    room = WIDTH - LABELS - FIGURES
    drawn = "".join(_bar(row, label, value, value * room / most) for row, (label, value) in enumerate(values))
    return _svg(drawn, len(values) * ROW + 4)


def _bar(row: int, label: str, value: int, length: float) -> str:
    top, colour = row * ROW + 2, COLOURS.get(label.split(" ")[-1], UP)
    return (
        f'<text x="{LABELS - 8}" y="{top + 14}" text-anchor="end">{escape(label)}</text>'
        f'<rect x="{LABELS}" y="{top + 2}" width="{max(length, 1):.1f}" height="{ROW - 6}" rx="2" fill="{colour}"/>'
        f'<text x="{LABELS + max(length, 1) + 6:.1f}" y="{top + 14}">{value:,}</text>'
    )


def line(points: Sequence[tuple[date, int]]) -> str:
    """A step for each day, from nought to the largest figure."""
    days = [day.toordinal() for day, _ in points]
    most = max(value for _, value in points) or 1
    first, span = days[0], (days[-1] - days[0]) or 1
    room, floor = WIDTH - FIGURES - 8, HEIGHT - 20

    def at(day: int, value: int) -> tuple[float, float]:
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
        f'<path d="{path}" fill="none" stroke="{UP}" stroke-width="2"/>'
        f'<g fill="{UP}">{dots}</g><text x="{x + 8:.1f}" y="{y + 4:.1f}">{points[-1][1]:,}</text>'
        f'<text x="4" y="{HEIGHT - 4}">{points[0][0]}</text>'
        f'<text x="{4 + room}" y="{HEIGHT - 4}" text-anchor="end">{points[-1][0]}</text>'
    )
    return _svg(drawn, HEIGHT)


def _svg(drawn: str, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="system-ui,sans-serif" font-size="12" fill="{INK}">{drawn}</svg>'
    )
