"""The contract with SQL users as pages: data dictionary, cookbook, and where the data are.

Here: those pages. Not here: the words themselves (see the comments in sql/ and sql/queries).
"""

import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from pipelines.publish.site.folder import SiteFolder
from pipelines.publish.site.naming import file_name
from pipelines.publish.site.rendering import Pages
from pipelines.warehouse.diagram import diagram
from pipelines.warehouse.schema import descriptions, scripts

READER = re.compile(r"^-- For (?P<reader>[^:.]+)[:.]?\s*$")
EVERYONE = "Every reader"
COMMANDS = """sanctions export --format parquet DIR
sanctions export --format csv DIR
sanctions export --format statements DIR
sanctions export --format ftm DIR
sanctions export --format targets DIR
sanctions export --format senzing DIR
sanctions export --format claimreview DIR
sanctions query sql/queries/02_listed_on_a_day.sql"""


def write_reference(site: SiteFolder, pages: Pages, exports: Mapping[str, str]) -> None:
    """Dictionary, cookbook and the page that leads to both.

    Args:
        exports: files of bulk data beside the pages, with what each is.
    """
    groups = cookbook()
    values: dict[str, dict[str, Any]] = {
        "dictionary": {"title": "Data dictionary", "objects": _objects()},
        "cookbook": {"title": "Cookbook", "groups": groups},
        "data": {
            "title": "Data and SQL", "questions": sum(len(questions) for _, questions in groups), "commands": COMMANDS,
            "exports": [{"path": path, "what": what} for path, what in exports.items()],
        },
    }  # fmt: skip
    site.put_content("data/schema.svg", diagram())
    for name, template_values in values.items():
        path = "data/index.html" if name == "data" else f"data/{name}.html"
        site.put_content(path, pages.page(f"{name}.html", path, section="data", **template_values))


def cookbook() -> list[tuple[str, list[dict[str, str]]]]:
    """Questions by reader. A file begins with its question; a line such as `-- For analysts` says whose it is."""
    groups: dict[str, list[dict[str, str]]] = {}
    for script in scripts("queries"):
        lines = script.read_text(encoding="utf-8").splitlines()
        comments = [line for line in lines if line.startswith("--")]
        readers = [found["reader"] for line in comments if (found := READER.match(line))]
        question = " ".join(line[2:].strip() for line in comments if not READER.match(line))
        sql = "\n".join(line for line in lines if line not in comments).strip()
        reader = readers[0].capitalize() if readers else EVERYONE
        groups.setdefault(reader, []).append(
            {"question": question, "sql": sql, "file": script.name, "anchor": file_name(script.stem)}
        )
    return list(groups.items())


def _objects() -> list[dict[str, Any]]:
    """Tables, views and macros, in that order."""
    described = descriptions()
    objects = described.filter(pl.col("column_name").is_null()).to_dicts()
    found = [
        {
            "name": row["object_name"],
            "kind": row["object_kind"],
            "comment": row["comment"] or "",
            "anchor": file_name(row["object_name"]),
            "columns": _columns(described.filter(pl.col("object_name") == row["object_name"])),
        }
        for row in objects
    ]
    return sorted(found, key=lambda each: ("table", "view", "macro").index(each["kind"]))


def _columns(described: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {"name": name, "type": kind, "always": not nullable, "comment": comment or ""}
        for name, kind, nullable, comment in described.filter(pl.col("column_name").is_not_null())
        .select("column_name", "data_type", "is_nullable", "comment")
        .iter_rows()
    ]
