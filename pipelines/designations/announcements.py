"""Announcements: which body made known which part of a day's action.

Here: tables `announcement` and `announcement_entry` from the notices and their entries; the departments that act for an
authority (issuers.toml). Not here: reading notices (see notices), joining them to designations (see
pipelines.matching.notice_entries), or what a claim about a share comes to (see pipelines.verdicts).

A department is taken from an official document or not at all:
- `section`: the sentence above the parties names it.
- `press_release`: the page refers to a press release on its host. Such a page may list the parties of other departments
  too, so its parties count as its own only where another department announced parties of the same programme that day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import polars as pl

from pipelines.catalogue.data_files import data_file

KINDS: Mapping[str, str] = {"ofac_notices": "page", "ofac_delta": "publication"}
"""What the notices of a source are."""

ANNOUNCEMENTS_VERSION = 1
"""Raised when the same notices would give other announcements."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """A department that acts for an authority."""

    authority: str
    name: str
    hosts: tuple[str, ...]
    names: re.Pattern[str]


@cache
def issuers() -> tuple[Issuer, ...]:
    """Every department of issuers.toml."""
    stated = data_file(__package__, "issuers.toml")
    return tuple(
        Issuer(authority, table["issuer"], tuple(table["hosts"]), _pattern_of_names(table["names"]))
        for authority, tables in stated.items()
        for table in tables
    )


def _pattern_of_names(names: list[str]) -> re.Pattern[str]:
    """A pattern that finds any of these names as whole words, with any white space inside."""
    alternatives = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def issuer_named(text: str | None, authority: str) -> str | None:
    """The department of the authority that a text names; None if it names none, or several."""
    named = [issuer.name for issuer in issuers() if issuer.authority == authority and issuer.names.search(text or "")]
    return named[0] if len(named) == 1 else None


def issuer_of_address(url: str | None, authority: str) -> str | None:
    """The department of the authority whose web host has this address; None for any other host."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    named = (
        issuer.name
        for issuer in issuers()
        if issuer.authority == authority and any(host == own or host.endswith(f".{own}") for own in issuer.hosts)
    )
    return next(named, None)


def announcement_tables(notices: pl.DataFrame, entries: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Tables `announcement` and `announcement_entry`.

    Args:
        notices: table `notice`.
        entries: table `notice_entry`, joined to designations.
    """
    parties = _with_referred_department(notices.filter(pl.col("state") == "used"), entries)
    return {"announcement": _announcement_rows(parties), "announcement_entry": _with_acting_department(parties)}


def _with_referred_department(notices: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The entries with the department that their notice refers to, how, and the announcement that they belong to.

    Columns `referred` (NULL if the notice names none), `referred_basis` (`section` or `press_release`) and
    `announcement_id`: a notice that refers to several departments is one announcement for each.
    """
    releases = [issuer_of_address(url, by) for url, by in notices.select("press_release", "authority").iter_rows()]
    of_release = pl.Series("of_release", releases, dtype=pl.String)
    documents = notices.select("notice_id", "authority", "families", "press_release", "source_id", of_release)
    joined = entries.join(documents, on="notice_id", maintain_order="left")
    in_section = [issuer_named(text, by) for text, by in joined.select("section", "authority").iter_rows()]
    section = pl.Series("in_section", in_section, dtype=pl.String)
    referred = joined.with_columns(section).with_columns(
        referred=pl.coalesce("in_section", "of_release"),
        referred_basis=pl.when(pl.col("in_section").is_not_null())
        .then(pl.lit("section"))
        .when(pl.col("of_release").is_not_null())
        .then(pl.lit("press_release")),
    )
    is_divided = pl.col("referred").fill_null("").n_unique().over("notice_id") > 1
    part = pl.format("{}/{}", "notice_id", pl.col("referred").fill_null("no department"))
    return referred.with_columns(announcement_id=pl.when(is_divided).then(part).otherwise("notice_id"))


def _announcement_rows(parties: pl.DataFrame) -> pl.DataFrame:
    """Table `announcement`: one row for each announcement, with the number of parties added, removed and changed."""
    counts = {act: (pl.col("act") == act).sum() for act in ("added", "removed", "changed")}
    return (
        parties.group_by("announcement_id", maintain_order=True)
        .agg(
            pl.col("notice_id", "authority", "acted_on", "families", "press_release", "source_id").first(),
            pl.col("referred").first().alias("issuer"),
            pl.col("referred_basis").sort().last().alias("issuer_basis"),
            **counts,
        )
        .with_columns(kind=pl.col("source_id").replace_strict(KINDS, return_dtype=pl.String))
        .sort("announcement_id")
    )


def _with_acting_department(parties: pl.DataFrame) -> pl.DataFrame:
    """The entries with `issuer`: the department that acted on the party, NULL where no document names it.

    The sentence above the parties names it; a press release does only on a day on which another department announced
    parties of the same programme. NULL also where documents about a party disagree.
    """
    names_department = (pl.col("referred_basis") == "section") | pl.col("entry_id").is_in(
        _entries_of_divided_days(parties).implode()
    )
    with_department = parties.with_columns(
        issuer=pl.when(names_department).then("referred"), issuer_basis=pl.when(names_department).then("referred_basis")
    )
    party = pl.coalesce("designation_id", "entry_id")
    return with_department.with_columns(
        **{name: _value_if_one_department(name).over("acted_on", "act", party) for name in ("issuer", "issuer_basis")}
    ).sort("entry_id")


def _value_if_one_department(column: str) -> pl.Expr:
    """The value of `column` if all documents about a party name one department; NULL if they name several or none."""
    is_one = pl.col("issuer").drop_nulls().n_unique() == 1
    return pl.when(is_one).then(pl.col(column).drop_nulls().sort().last())


def _entries_of_divided_days(parties: pl.DataFrame) -> pl.Series:
    """Ids of entries that share programme, day and act with entries which another department announced."""
    tagged = parties.filter(pl.col("referred").is_not_null()).explode("programmes").drop_nulls("programmes")
    several = pl.col("referred").n_unique().over("authority", "acted_on", "act", "programmes") > 1
    return tagged.filter(several)["entry_id"].unique()
