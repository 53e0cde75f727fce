"""The data dictionary: a description of all tables, views and macros of the published file.

Here: the comments of sql/ as Markdown. Not here: the comments themselves (see sql/).
"""

from collections.abc import Iterator

import polars as pl

from pipelines.warehouse.schema import descriptions

HEAD = """# Data dictionary

What the published DuckDB file holds. Made from the comments in `sql/`: change them there, then run `make docs`.
"""


def dictionary() -> str:
    """The whole dictionary as one Markdown document."""
    return "\n".join((HEAD, *_lines_of_objects())) + "\n"


def _lines_of_objects() -> Iterator[str]:
    """The lines on all tables, then views, then macros."""
    described = descriptions()
    objects = described.filter(pl.col("column_name").is_null())
    for kind in ("table", "view", "macro"):
        yield f"## {kind.capitalize()}s\n"
        for name, comment in objects.filter(pl.col("object_kind") == kind).select("object_name", "comment").iter_rows():
            yield f"### `{name}`\n"
            yield f"{comment or ''}\n"
            if kind == "table":
                yield from _column_lines(
                    described.filter(pl.col("object_name") == name, pl.col("column_name").is_not_null())
                )


def _column_lines(columns: pl.DataFrame) -> Iterator[str]:
    """The columns of one table as the lines of a Markdown table."""
    yield "| column | type | | meaning |"
    yield "|---|---|---|---|"
    for row in columns.iter_rows(named=True):
        needed = "" if row["is_nullable"] else "always"
        meaning = (row["comment"] or "").replace("|", r"\|")
        yield f"| `{row['column_name']}` | {row['data_type']} | {needed} | {meaning} |"
    yield ""
