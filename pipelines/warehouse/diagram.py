"""A diagram of the tables and their references, made from the schema.

Here: the diagram as SVG, for docs/SCHEMA.svg and the pages. Not here: any table or key (see sql/schema). Tables are
boxes with their keys; a line leads from a column to the table that it refers to, which is to the left.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipelines.warehouse.schema import constraints, table_schemas

BOX, GAP, LINE, HEAD, SPACE, MARGIN = 235, 85, 17, 26, 12, 10
"""In pixels: box width, horizontal gap, line height, height of a box head, vertical gap, margin of the diagram."""
STYLE = (
    ".er text{font:13px system-ui,sans-serif;fill:#1b1b1f}.er .name{font-weight:600}"
    ".er .key{fill:#55585f;font-size:12px}"
    ".er rect{fill:#fff;stroke:#55585f}.er .head{fill:#f1f1ef}.er path{fill:none;stroke:#0a4a9f;stroke-opacity:.55}"
)


@dataclass(frozen=True, slots=True)
class _Box:
    """A table and its position; `keys` are columns with the table that they refer to, if any, one per line."""

    name: str
    x: int
    y: int
    keys: Sequence[tuple[str, str | None]]

    @property
    def height(self) -> int:
        """The height of the box in pixels."""
        return HEAD + LINE * len(self.keys) + 4


def diagram() -> str:
    """The diagram of the tables as one SVG document: boxes, with a line for each reference."""
    boxes = _boxes()
    width = max(box.x for box in boxes.values()) + BOX + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    lines = Markup("").join(
        _reference_line(box, place, boxes[to])
        for box in boxes.values()
        for place, (_, to) in enumerate(box.keys)
        if to is not None
    )
    drawn = Markup("").join(map(_box_as_svg, boxes.values()))
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="er" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img">'
    )
    title = Markup("<title>The tables of the published file and how they refer to each other</title><style>{}</style>")
    return str(head.format(w=width, h=height) + title.format(Markup(STYLE)) + lines + drawn + Markup("</svg>\n"))  # noqa: S704


def _keys_by_table() -> dict[str, list[tuple[str, str | None]]]:
    """By table: the columns of its primary key and foreign keys, with the table that they refer to."""
    keys: dict[str, dict[str, str | None]] = {name: {} for name in table_schemas()}
    for row in constraints().to_dicts():
        if row["kind"] in ("PRIMARY KEY", "FOREIGN KEY"):
            for column in row["columns"]:
                referenced = row["referenced_table"] if row["kind"] == "FOREIGN KEY" else None
                keys[row["table_name"]][column] = referenced or keys[row["table_name"]].get(column)
    return {name: list(columns.items()) for name, columns in keys.items()}


def _boxes() -> dict[str, _Box]:
    """The tables as boxes: one column to the right of the tables they refer to, at about the same height."""
    keys = _keys_by_table()
    depths = {name: _depth(name, keys) for name in keys}
    columns: dict[int, list[str]] = defaultdict(list)
    for name, depth in depths.items():
        columns[depth].append(name)
    boxes: dict[str, _Box] = {}
    for depth in sorted(columns):
        y = MARGIN
        for name in sorted(columns[depth], key=lambda table: _height_of_parents(keys[table], boxes)):
            boxes[name] = _Box(name, MARGIN + depth * (BOX + GAP), y, keys[name])
            y += boxes[name].height + SPACE
    return boxes


def _depth(name: str, keys: Mapping[str, Sequence[tuple[str, str | None]]]) -> int:
    """The column of a table in the diagram, from the left: 0 if it refers to no other table.

    Else one more than the largest column of the tables that it refers to.
    """
    referenced_tables = [to for _, to in keys[name] if to is not None]
    return 1 + max((_depth(to, keys) for to in referenced_tables), default=-1)


def _height_of_parents(keys: Sequence[tuple[str, str | None]], boxes: Mapping[str, _Box]) -> float:
    """The mean height of the tables that a table refers to; 0 if none is placed yet.

    Tables in this order have reference lines that cross less.
    """
    heights = [boxes[to].y for _, to in keys if to is not None and to in boxes]
    return sum(heights) / len(heights) if heights else 0.0


def _reference_line(box: _Box, key_number: int, to: _Box) -> Markup:
    """The line from a key of one table to the table that it refers to."""
    x, y = box.x, box.y + HEAD + LINE * key_number + LINE // 2
    end_x, end_y = to.x + BOX, to.y + HEAD // 2
    return Markup('<path d="M{},{}C{},{} {},{} {},{}"/>').format(x, y, x - GAP, y, end_x + GAP, end_y, end_x, end_y)


def _box_as_svg(box: _Box) -> Markup:
    """One table as SVG: its name, and the columns that refer to others."""
    svg = Markup(
        '<rect x="{}" y="{}" width="{}" height="{}"/><rect class="head" x="{}" y="{}" width="{}" height="{}"/>'
    ).format(box.x, box.y, BOX, box.height, box.x, box.y, BOX, HEAD)
    svg += Markup('<text class="name" x="{}" y="{}">{}</text>').format(box.x + 8, box.y + 18, box.name)
    for number, (column, _) in enumerate(box.keys):
        y = box.y + HEAD + LINE * number + 14
        svg += Markup('<text class="key" x="{}" y="{}">{}</text>').format(box.x + 8, y, column)
    return svg
