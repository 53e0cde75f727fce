"""Markdown for the Dagster UI: tables of rows, and pictures.

Here: text that is safe to show whatever a list or an article says. Not here: what is shown (see described, summaries).
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

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
    """Text that Markdown shows as it is: what lists and articles say is never markup."""
    return _MARKS.sub(r"\\\1", text)


def bullets(lines: Iterable[str]) -> str:
    """One point a line."""
    return "\n".join(f"- {escaped(line)}" for line in lines)


def picture(svg: str, alternative: str) -> str:
    """A drawing inside the text, with words for those who cannot see it."""
    return f"![{escaped(alternative)}](data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()})"


def bars(values: Sequence[tuple[str, int]]) -> str:
    """Figures with a bar each, in few letters: Dagster shows short texts on the page itself, and others on a click."""
    most = max((value for _, value in values), default=0) or 1
    drawn = [(label, value, "█" * max(1, round(value / most * LONGEST_BAR))) for label, value in values]
    lines = [f"| {escaped(label)} | {value:,} | {bar} |" for label, value, bar in drawn]
    return "\n".join(("| | | |", "|---|---:|---|", *lines))


def paragraphs(*parts: str) -> str:
    """Parts one below the other; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def _cut(text: str, longest: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _is_numeric(values: Iterable[object]) -> bool:
    held = [value for value in values if value is not None]
    return bool(held) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in held)
