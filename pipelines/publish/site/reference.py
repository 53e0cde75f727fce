"""Reference pages for SQL users: the data dictionary, the cookbook, and where the data are.

Here: these pages. Not here: their texts (see the comments in sql/ and sql/queries).
"""

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import file_name
from pipelines.publish.site.rendering import Pages
from pipelines.warehouse.diagram import diagram
from pipelines.warehouse.schema import descriptions, scripts, text_of

READER_LINE = re.compile(r"^-- For (?P<reader>[^:.]+)[:.]?\s*$")
EVERY_READER = "Every reader"
COMMANDS = """sanctions export --format parquet DIR
sanctions export --format csv DIR
sanctions export --format statements DIR
sanctions export --format ftm DIR
sanctions export --format targets DIR
sanctions export --format senzing DIR
sanctions export --format claimreview DIR
sanctions query sql/queries/02_listed_on_a_day.sql"""


def write_reference(site: SiteFolder, pages: Pages, exports: Mapping[str, str], news_store: str | None) -> None:
    """Write the dictionary, the cookbook, and the page with links to both.

    Args:
        exports: paths of the bulk data beside the pages, with their descriptions.
        news_store: the address of the news that the published file does not hold, if any.
    """
    groups = cookbook()
    values: dict[str, dict[str, Any]] = {
        "dictionary": {"title": "Data dictionary", "objects": _described_objects()},
        "cookbook": {"title": "Cookbook", "groups": groups},
        "data": {
            "title": "Data and SQL", "questions": sum(len(questions) for _, questions in groups), "commands": COMMANDS,
            "exports": [{"path": path, "what": what} for path, what in exports.items()],
            "news_store": news_store, "news_store_sql": text_of("site/to_copy/news_store.sql").strip(),
        },
    }  # fmt: skip
    site.put_content("data/schema.svg", diagram())
    for name, template_values in values.items():
        path = "data/index.html" if name == "data" else f"data/{name}.html"
        site.put_content(path, pages.page(f"{name}.html", path, section="data", **template_values))


def cookbook() -> list[tuple[str, list[dict[str, str]]]]:
    """The questions by reader, each with its SQL.

    A file begins with its question in comment lines; the line "-- For analysts" names the reader.
    """
    groups: dict[str, list[dict[str, str]]] = {}
    for script in scripts("queries"):
        lines = script.read_text(encoding="utf-8").splitlines()
        comments = [line for line in lines if line.startswith("--")]
        readers = [match["reader"] for line in comments if (match := READER_LINE.match(line))]
        question = " ".join(line[2:].strip() for line in comments if not READER_LINE.match(line))
        sql = "\n".join(line for line in lines if line not in comments).strip()
        reader = readers[0].capitalize() if readers else EVERY_READER
        groups.setdefault(reader, []).append(
            {"question": question, "sql": sql, "file": script.name, "anchor": file_name(script.stem)}
        )
    return list(groups.items())


def _described_objects() -> list[dict[str, Any]]:
    """Tables, views and macros, in that order."""
    described = descriptions()
    rows = described.filter(pl.col("column_name").is_null()).to_dicts()
    objects = [
        {
            "name": row["object_name"],
            "kind": row["object_kind"],
            "comment": row["comment"] or "",
            "anchor": file_name(row["object_name"]),
            "columns": _described_columns(described.filter(pl.col("object_name") == row["object_name"])),
        }
        for row in rows
    ]
    return sorted(objects, key=lambda described_object: ("table", "view", "macro").index(described_object["kind"]))


def _described_columns(described: pl.DataFrame) -> list[dict[str, Any]]:
    """The columns of a table for its page: name, type, whether a value is always there, and comment."""
    return [
        {"name": name, "type": kind, "always": not nullable, "comment": comment or ""}
        for name, kind, nullable, comment in described.filter(pl.col("column_name").is_not_null())
        .select("column_name", "data_type", "is_nullable", "comment")
        .iter_rows()
    ]
