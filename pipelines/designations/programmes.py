"""Programmes as data: what a tag is called, the acts it rests on, what a listing under it does.

Here: the table of programmes, and filling in what a list does not say of its parties. Not here: which country a
programme is aimed at (see countries).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from pipelines.catalogue.data_files import data_file
from pipelines.catalogue.entries import ListKind, OfficialList
from pipelines.designations.countries import programme_country

PROGRAMME_SCHEMA = pl.Schema(
    {
        "list_id": pl.String(), "tag": pl.String(), "authority": pl.String(), "title": pl.String(),
        "entry_kind": pl.String(), "issuing_body": pl.String(), "acts": pl.List(pl.String),
        "territories": pl.List(pl.String), "measures": pl.List(pl.String), "since": pl.Date(), "until": pl.Date(),
        "source": pl.String(),
    }
)  # fmt: skip
"""Columns of table `programme`: a row for each tag that a list has borne."""
_NOT_WORD = re.compile(r"[^\w]+")
_IS_AN_ACT = re.compile(r"\b(?:Regulations|Act|Order) (?:\d{4})\b")
_SWISS_NUMBER = re.compile(r"\b(?:SR|RS) (946(?:\.\d+)+)")
_ORDINANCE = re.compile(r"Ordinance\b.* measures\b", re.IGNORECASE)
_FRENCH = re.compile(r"(.+?) - ((?:R|RCSNU|art)\b.+)")


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of one authority.

    Attributes:
        acts: the act that makes it, first.
        measures: what a listing under it does; empty where the authority's lists state it for each party.
        kind: `designation`, or `restriction` where a listing under it freezes nothing.
        since, until: the days on which it began and ended, where the acts state them.
    """

    title: str
    issuing_body: str
    acts: tuple[str, ...]
    measures: tuple[str, ...]
    since: date | None
    until: date | None
    source: str
    kind: ListKind = "designation"


def programme_of(authority: str, tag: str, list_id: str = "") -> Programme | None:
    """The programme that a tag of an authority stands for; None for a tag that nobody has added yet."""
    entry = _known_programmes().get((authority, _compared_form(tag)))
    if entry is None:
        return _programme_of_title(authority, tag)
    body, values = entry
    return Programme(
        title=values["title"],
        issuing_body=values.get("body", body["body"]),
        acts=(*body.get("acts", ()), *values.get("acts", ()), *values.get("un", ())),
        measures=tuple(_measures(body, values, list_id)),
        since=values.get("since"),
        until=values.get("until"),
        source=body["source"],
        kind=values.get("kind", "designation"),
    )


def _measures(body: dict[str, Any], values: dict[str, Any], list_id: str) -> list[str]:
    """The measures of a programme on one list: those stated for this list, else the general ones."""
    for entry in (values, body):
        if list_id in entry.get("on_list", {}):
            return list(entry["on_list"][list_id])
    return list(values.get("measures", body["measures"]))


def _programme_of_title(authority: str, tag: str) -> Programme | None:
    """The programme of a tag that is itself the title of its act; None if it is not one.

    Such tags are full titles of British regulations and Swiss ordinances, and the labels of France.
    """
    if authority == "CH":
        return _programme_of_ordinance(tag)
    if authority == "UK" and _IS_AN_ACT.search(tag):
        return Programme(tag, "FCDO", (tag,), (), None, None, "the tag is the title of the regulations")
    if authority == "FR" and (label := _FRENCH.fullmatch(tag)):
        source = "the label of the register names the act"
        return Programme(label[1], "Direction générale du Trésor", (label[2],), ("Gel des avoirs",), None, None, source)
    return None


def _programme_of_ordinance(tag: str) -> Programme | None:
    """The Swiss programme with this ordinance: the known one with its number, else one made from the title; or None."""
    number = _SWISS_NUMBER.search(tag)
    for (authority, key), (_, values) in _known_programmes().items():
        if number and authority == "CH" and values["acts"][0] == f"SR {number[1]}":
            return programme_of("CH", key)
    if _ORDINANCE.match(tag):
        return Programme(tag, "SECO", (tag,), (), None, None, "the tag is the title of the ordinance")
    return None


def programmes(list_id: str, authority: str, tags: list[str]) -> pl.DataFrame:
    """PROGRAMME_SCHEMA: the programmes of these tags; a tag that is not known has a row with itself as title."""
    rows = [_programme_row(list_id, authority, tag) for tag in sorted(set(tags))]
    return pl.DataFrame(rows, schema=PROGRAMME_SCHEMA)


def _programme_row(list_id: str, authority: str, tag: str) -> dict[str, Any]:
    """A row of PROGRAMME_SCHEMA."""
    known, country = programme_of(authority, tag, list_id), programme_country(authority, tag)
    return {
        "list_id": list_id, "tag": tag, "authority": authority, "title": known.title if known else tag,
        "entry_kind": known.kind if known else "designation",
        "issuing_body": known.issuing_body if known else None, "acts": list(known.acts) if known else [],
        "territories": [country] if country else [], "measures": list(known.measures) if known else [],
        "since": known.since if known else None, "until": known.until if known else None,
        "source": known.source if known else None,
    }  # fmt: skip


def with_terms(periods: pl.DataFrame, of_programmes: pl.DataFrame, official_list: OfficialList) -> pl.DataFrame:
    """The rows of `designation` with what their programmes add to them.

    `entry_kind` is `restriction` on a list of that kind, and where all programmes of a row are of it. `legal_basis` and
    `measures` are those that the list states, else those of the programmes; `…_from` says which, null for neither.
    """
    terms = (
        periods.select("designation_id", tag="programmes")
        .explode("tag")
        .join(of_programmes.select("tag", "entry_kind", "acts", programme_measures="measures"), on="tag")
        .group_by("designation_id")
        .agg(
            pl.col("acts", "programme_measures").list.explode().drop_nulls().unique().sort(),
            only_restricts=(pl.col("entry_kind") == "restriction").all(),
        )
    )
    only_restricts = pl.lit(value=official_list.kind == "restriction") | pl.col("only_restricts").fill_null(value=False)
    return (
        periods.join(terms, on="designation_id", how="left")
        .with_columns(entry_kind=pl.when(only_restricts).then(pl.lit("restriction")).otherwise(pl.lit("designation")))
        .with_columns(
            *_stated_or_of_programmes("legal_basis", "acts"),
            *_stated_or_of_programmes("measures", "programme_measures"),
        )
    )


def _stated_or_of_programmes(stated: str, of_programmes: str) -> tuple[pl.Expr, pl.Expr]:
    """The value that the list states, else that of the programmes; and a column that says which of the two."""
    is_stated, is_known = pl.col(stated).list.len() > 0, pl.col(of_programmes).list.len() > 0
    value = pl.when(is_stated | ~is_known.fill_null(value=False)).then(stated).otherwise(of_programmes)
    basis = pl.when(is_stated).then(pl.lit("list")).when(is_known).then(pl.lit("programme"))
    return value.alias(stated), basis.alias(f"{stated}_from")


def unknown_tags(list_id: str, authority: str, tags: list[str]) -> list[str]:
    """The tags that are missing in programmes.toml, sorted."""
    return [tag for tag in sorted(set(tags)) if programme_of(authority, tag, list_id) is None]


def _compared_form(tag: str) -> str:
    """A tag in lower case without spaces and punctuation."""
    return _NOT_WORD.sub("", tag.casefold())


@cache
def _known_programmes() -> dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any]]]:
    """(authority, folded tag) → what holds for the authority, and what holds for the programme."""
    table = data_file(__package__, "programmes.toml")
    return {
        (authority, _compared_form(tag)): (body, values)
        for authority, body in table.items()
        for values in body["programmes"]
        for tag in values["tags"]
    }


def all_tags() -> Iterator[tuple[str, str]]:
    """(authority, tag) of every programme that is known, for checking the table."""
    table = data_file(__package__, "programmes.toml")
    for authority, body in table.items():
        yield from ((authority, tag) for values in body["programmes"] for tag in values["tags"])
