"""Programmes as data: what a tag is called, the acts it rests on, what a listing under it does.

Here: the table of programmes. Not here: which country a programme is aimed at (see countries); filling in what a list
does not say of its parties (see the view designation_terms in sql/views/programmes.sql).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from pipelines.designations.countries import programme_country

PROGRAMME_SCHEMA = pl.Schema(
    {
        "list_id": pl.String(), "tag": pl.String(), "authority": pl.String(), "title": pl.String(),
        "issuing_body": pl.String(), "acts": pl.List(pl.String), "territories": pl.List(pl.String),
        "measures": pl.List(pl.String), "since": pl.Date(), "until": pl.Date(), "source": pl.String(),
    }
)  # fmt: skip
"""Columns of table `programme`: a row for each tag that a list has borne."""
_NOT_WORD = re.compile(r"[^\w]+")
_IS_AN_ACT = re.compile(r"\b(?:Regulations|Act|Order) (?:\d{4})\b")
_FRENCH = re.compile(r"(.+?) - ((?:R|RCSNU|art)\b.+)")


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of one authority.

    Attributes:
        acts: the act that makes it, first.
        measures: what a listing under it does; empty where the authority's lists state it for each party.
        since, until: the days on which it began and ended, where the acts state them.
    """

    title: str
    issuing_body: str
    acts: tuple[str, ...]
    measures: tuple[str, ...]
    since: date | None
    until: date | None
    source: str


def programme_of(authority: str, tag: str, list_id: str = "") -> Programme | None:
    """The programme that a tag of an authority stands for; None for a tag that nobody has added yet."""
    entry = _entries().get((authority, _folded(tag)))
    if entry is None:
        return _told_by_its_title(authority, tag)
    body, values = entry
    return Programme(
        title=values["title"],
        issuing_body=values.get("body", body["body"]),
        acts=(*body.get("acts", ()), *values.get("acts", ()), *values.get("un", ())),
        measures=tuple(values.get("on_list", {}).get(list_id) or values.get("measures", body["measures"])),
        since=values.get("since"),
        until=values.get("until"),
        source=body["source"],
    )


def _told_by_its_title(authority: str, tag: str) -> Programme | None:
    """A tag that names its act: the full titles of British regulations, and the labels of France."""
    if authority == "UK" and _IS_AN_ACT.search(tag):
        return Programme(tag, "FCDO", (tag,), (), None, None, "the tag is the title of the regulations")
    if authority == "FR" and (label := _FRENCH.fullmatch(tag)):
        source = "the label of the register names the act"
        return Programme(label[1], "Direction générale du Trésor", (label[2],), ("Gel des avoirs",), None, None, source)
    return None


def programmes(list_id: str, authority: str, tags: list[str]) -> pl.DataFrame:
    """PROGRAMME_SCHEMA: the programmes of these tags; a tag that is not known has a row with itself as title."""
    rows = [_row(list_id, authority, tag) for tag in sorted(set(tags))]
    return pl.DataFrame(rows, schema=PROGRAMME_SCHEMA)


def _row(list_id: str, authority: str, tag: str) -> dict[str, Any]:
    known, country = programme_of(authority, tag, list_id), programme_country(authority, tag)
    return {
        "list_id": list_id, "tag": tag, "authority": authority, "title": known.title if known else tag,
        "issuing_body": known.issuing_body if known else None, "acts": list(known.acts) if known else [],
        "territories": [country] if country else [], "measures": list(known.measures) if known else [],
        "since": known.since if known else None, "until": known.until if known else None,
        "source": known.source if known else None,
    }  # fmt: skip


def unknown_tags(list_id: str, authority: str, tags: list[str]) -> list[str]:
    """The tags that nobody has added yet."""
    return [tag for tag in sorted(set(tags)) if programme_of(authority, tag, list_id) is None]


def _folded(tag: str) -> str:
    return _NOT_WORD.sub("", tag.casefold())


@cache
def _entries() -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    """(authority, folded tag) → what holds for the authority, and what holds for the programme."""
    table = tomllib.loads(files(__package__).joinpath("programmes.toml").read_text("utf-8"))
    return {
        (authority, _folded(tag)): (body, values)
        for authority, body in table.items()
        for values in body["programmes"]
        for tag in values["tags"]
    }


def all_tags() -> Iterator[tuple[str, str]]:
    """(authority, tag) of every programme that is known."""
    table = tomllib.loads(files(__package__).joinpath("programmes.toml").read_text("utf-8"))
    for authority, body in table.items():
        yield from ((authority, tag) for values in body["programmes"] for tag in values["tags"])
