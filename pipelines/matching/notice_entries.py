"""Entries of notices beside the lists: which designation an entry is about, and where the two disagree.

Here: joining by native id, by the same name, by a similar one; differences. Not here: what notices say (see notices).

The join asks for more than a name: the same type and list, and that day, programme, birth or number agree. Where two
designations fit equally well, the entry is joined to neither. An entry that is about no designation stays what it is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from pipelines.designations.identifiers import normalised
from pipelines.designations.names import latin
from pipelines.designations.notices import folded_tag
from pipelines.matching.name_index import NameIndex
from pipelines.parsers.births import birth_interval

LISTS = ("ofac_sdn", "ofac_consolidated")
"""The lists that OFAC's notices are about; they share one series of ids."""

SOON = timedelta(days=45)
"""How long after a notice a snapshot still says whether what it added was on the list: later it may have left."""

DIFFERENCE_SCHEMA = pl.Schema(
    dict.fromkeys(("notice_id", "entry_id", "designation_id", "kind", "notice_value", "list_value"), pl.String)
)
_COMPARED = (
    "designation_id", "list_id", "native_id", "party_type", "primary_name", "programmes", "listed_on",
    "listed_on_basis", "listed_after", "listed_by", "delisted_on", "delisted_on_basis", "delisted_after",
)  # fmt: skip

Row = dict[str, Any]
Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a designation fits an entry. The better one is greater."""

    day: int
    is_primary: bool
    tags: bool
    births: bool
    numbers: bool

    @property
    def rank(self) -> tuple[int, ...]:
        """The fit as a tuple for comparison: the better fit is greater."""
        return self.day, self.is_primary, self.numbers, self.tags, self.births

    @property
    def is_enough(self) -> bool:
        """Whether the fit is good enough to join entry and designation.

        A primary name needs one more thing that agrees; any other name needs the day and the programme.
        """
        if self.is_primary:
            return bool(self.day) or self.tags or self.births or self.numbers
        return self.day == _CERTAIN and self.tags


_CERTAIN = 2


def joined(entries: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """The entries with designation_id and joined_by, NULL where no designation fits.

    Args:
        entries: as from notices.notice_tables.
        tables: designation and those of its names, births and identifiers, as made from the lists alone.
    """
    designations = tables["designation"].filter(pl.col("list_id").is_in(LISTS)).select(_COMPARED)
    rows = {row["designation_id"]: row for row in designations.to_dicts()}
    known = _Known(_births(tables["designation_birth"], rows), _numbers(tables["designation_identifier"], rows))
    joined: dict[str, tuple[str, str]] = {}
    for entry, candidates in _by_id(entries, designations):
        _settle(
            joined, entry, [(_fit(entry, rows[key], known, is_primary=True), key) for key in candidates], "native_id"
        )
    for entry, named in _by_name(entries, tables["designation_name"], rows):
        fits = [(_fit(entry, rows[key], known, is_primary=primary), key) for key, primary in named]
        _settle(joined, entry, [fit for fit in fits if fit[0].is_enough and _agrees(entry, rows[fit[1]])], "name")
    for entry, keys in _by_similar_name(entries, tables["designation_name"], rows, joined):
        fits = [(_fit(entry, rows[key], known, is_primary=False), key) for key in keys]
        _settle(
            joined, entry, [fit for fit in fits if fit[0].is_enough and _agrees(entry, rows[fit[1]])], "similar_name"
        )
    keys = list(joined)
    return entries.with_columns(
        designation_id=_mapped(keys, [joined[key][0] for key in keys]),
        joined_by=_mapped(keys, [joined[key][1] for key in keys]),
    )


def _mapped(keys: list[str], values: list[str]) -> pl.Expr:
    """The value for each `entry_id`; NULL for ids that are not among the keys."""
    if not keys:
        return pl.lit(None, pl.String)
    return pl.col("entry_id").replace_strict(keys, values, default=None, return_dtype=pl.String)


def _settle(joined: dict[str, tuple[str, str]], entry: Row, fits: list[tuple[_Fit, str]], how: str) -> None:
    """Store in `joined` the designation that fits an entry best; nothing if several fit equally well.

    Of several that were found by their native id, the first counts.
    """
    if entry["entry_id"] in joined or not fits:
        return
    best = max(fit.rank for fit, _ in fits)
    chosen = sorted({key for fit, key in fits if fit.rank == best})
    if len(chosen) == 1 or how == "native_id":
        joined[entry["entry_id"]] = chosen[0], how


def _by_id(entries: pl.DataFrame, designations: pl.DataFrame) -> Iterator[tuple[Row, list[str]]]:
    """Entries that state an id, each with the designations that have this id."""
    keys = designations.group_by("native_id").agg("designation_id")
    with_id = entries.join(keys.rename({"designation_id": "keys"}), on="native_id", maintain_order="left")
    for entry in with_id.to_dicts():
        of_list = [key for key in entry["keys"] if entry["list_id"] in (None, key.split(":")[0])]
        if of_list:
            yield entry, of_list


def _by_name(
    entries: pl.DataFrame, names: pl.DataFrame, rows: Mapping[str, Row]
) -> Iterator[tuple[Row, list[tuple[str, bool]]]]:
    """Entries without an id; for each the designations that share a name, and whether it is their primary name."""
    listed: dict[str, dict[str, bool]] = {}
    wanted = {
        latin(name) for heads, aliases in entries.select("heads", "aliases").iter_rows() for name in (*heads, *aliases)
    }
    among = names.filter(pl.col("designation_id").is_in(list(rows)) & pl.col("name_latin").is_in(list(wanted)))
    for key, name, quality in among.select("designation_id", "name_latin", "quality").iter_rows():
        listed.setdefault(name, {})[key] = listed.get(name, {}).get(key, False) or quality == "primary"
    for entry in entries.filter(pl.col("native_id").is_null()).to_dicts():
        by_head = {key: quality for head in entry["heads"] for key, quality in listed.get(latin(head), {}).items()}
        by_alias = {key: False for alias in entry["aliases"] for key in listed.get(latin(alias), {})}
        yield entry, list({**by_alias, **by_head}.items())


def _by_similar_name(
    entries: pl.DataFrame, names: pl.DataFrame, rows: Mapping[str, Row], joined: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[Row, list[str]]]:
    """Entries that no exact name joins, each with designations of the same day and a similar name."""
    left = [
        entry
        for entry in entries.filter(
            pl.col("native_id").is_null() & pl.col("act").is_in(["added", "removed"])
        ).to_dicts()
        if entry["entry_id"] not in joined
    ]
    joined_already = {key for key, _ in joined.values()} if left else set()
    fitting = {
        entry["entry_id"]: {k for k, row in rows.items() if k not in joined_already and _is_of_that_day(entry, row)}
        for entry in left
    }
    among = set().union(*fitting.values()) if fitting else set()
    if not among:
        return
    types = pl.DataFrame(
        [(key, rows[key]["party_type"]) for key in sorted(among)], schema=["designation_id", "party_type"], orient="row"
    )
    index = NameIndex(names.join(types, on="designation_id"))
    for entry in left:
        alike = [
            match.designation_id
            for match in index.matches(entry["heads"][0])
            if match.designation_id in fitting[entry["entry_id"]]
        ]
        yield entry, alike


def _is_of_that_day(entry: Row, row: Row) -> bool:
    """Whether the list dates the act of the designation on the day that the entry states."""
    return _day_fit(entry, row) == _CERTAIN


def _agrees(entry: Row, row: Row) -> bool:
    """Whether list and type are the same, as far as the entry says."""
    return entry["list_id"] in (None, row["list_id"]) and entry["party_type"] in (None, row["party_type"])


@dataclass(frozen=True, slots=True)
class _Known:
    """What tells parties of one name apart: births and numbers by designation."""

    births: Mapping[str, list[tuple[date, date]]]
    numbers: Mapping[str, set[str]]


def _fit(entry: Row, row: Row, known: _Known, *, is_primary: bool) -> _Fit:
    """How well a designation fits an entry: day, programmes, births and numbers."""
    key = row["designation_id"]
    tags = {_plain(tag) for tag in entry["programmes"]} & {_plain(tag) for tag in row["programmes"]}
    numbers = {normalised(number["kind"], number["value"]) for number in entry["identifiers"]} & known.numbers.get(
        key, set()
    )
    births = _births_meet(entry["births"], known.births.get(key, []))
    return _Fit(_day_fit(entry, row), is_primary, bool(tags), births, bool(numbers))


def _plain(tag: str) -> str:
    """A programme tag in capitals, with one hyphen for whatever separates its words."""
    return re.sub(r"[^A-Z0-9]+", "-", folded_tag(tag).upper())


def _day_fit(entry: Row, row: Row) -> int:
    """How well the day of an entry fits a designation: 2, 1 or 0.

    2: the snapshots, or the list itself, date the act on that day; 1: they leave it open; 0: they contradict it.
    """
    match entry["act"]:
        case "added":
            return _in_bounds(
                entry["acted_on"], row["listed_after"], row["listed_on"] or row["listed_by"], row["listed_on_basis"]
            )
        case "removed" if row["delisted_on"] is None:
            return 0
        case "removed":
            return _in_bounds(entry["acted_on"], row["delisted_after"], row["delisted_on"], row["delisted_on_basis"])
        case _:
            begun = (row["listed_on"] or row["listed_by"]) <= entry["acted_on"]
            return _CERTAIN if begun and (row["delisted_on"] is None or row["delisted_on"] > entry["acted_on"]) else 0


def _in_bounds(day: date, after: date | None, by: date, basis: str | None) -> int:
    """Like `_day_fit`: 2 if a day lies in the known bounds, 1 if only the last day is known, 0 if outside."""
    if basis == "official":
        return _CERTAIN if day == by else 0
    if after is None:
        return 1 if day <= by else 0
    return _CERTAIN if after <= day <= by else 0  # the snapshot of that day may be older than the act


def _births(births: pl.DataFrame, rows: Mapping[str, Row]) -> dict[str, list[tuple[date, date]]]:
    """For each designation the first and last possible day of each birth."""
    known = births.filter(pl.col("designation_id").is_in(list(rows))).drop_nulls(["earliest", "latest"])
    by_designation: dict[str, list[tuple[date, date]]] = {}
    for key, earliest, latest in known.select("designation_id", "earliest", "latest").iter_rows():
        by_designation.setdefault(key, []).append((earliest, latest))
    return by_designation


def _numbers(identifiers: pl.DataFrame, rows: Mapping[str, Row]) -> dict[str, set[str]]:
    """For each designation its normalised numbers."""
    known = identifiers.filter(pl.col("designation_id").is_in(list(rows)))
    values: dict[str, set[str]] = {}
    for key, value in known.select("designation_id", "value_normalised").iter_rows():
        values.setdefault(key, set()).add(value)
    return values


def _births_meet(texts: Iterable[str], known: Iterable[tuple[date, date]]) -> bool:
    """Whether any birth that an entry states overlaps a known birth."""
    stated = [(first, last) for first, last, _ in map(birth_interval, texts) if first and last]
    return any(first <= latest and earliest <= last for first, last in stated for earliest, latest in known)


def differences(notices: pl.DataFrame, entries: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """DIFFERENCE_SCHEMA: where notices and lists disagree.

    Args:
        notices: as from notices.notice_tables.
        entries: as from `joined`.
        tables: designation and designation_version as made from the lists alone, and snapshot.
    """
    designations = tables["designation"].filter(pl.col("list_id").is_in(LISTS)).select(_COMPARED)
    rows = {row["designation_id"]: row for row in designations.to_dicts()}
    days = _snapshot_days(tables["snapshot"])
    concerned = entries["designation_id"].drop_nulls().unique()
    versions = _versions(tables["designation_version"].filter(pl.col("designation_id").is_in(concerned.implode())))
    differences: list[Row] = []
    for entry in entries.to_dicts():
        row = rows.get(entry["designation_id"])
        stated = _of_missing(entry, days) if row is None else _of_joined(entry, row, days, versions)
        differences += [
            _difference(entry["notice_id"], entry["entry_id"], entry["designation_id"], *difference)
            for difference in stated
        ]
    differences += _of_silence(notices, entries, designations)
    order = ["notice_id", "entry_id", "designation_id", "kind"]
    return pl.DataFrame(differences, schema=DIFFERENCE_SCHEMA).unique(maintain_order=True).sort(order, nulls_last=True)


Differences = Iterator[tuple[str, str | None, str | None]]


def _difference(
    notice_id: str, entry_id: str | None, designation_id: str | None, kind: str, *values: str | None
) -> Row:
    """A row of DIFFERENCE_SCHEMA."""
    row = (notice_id, entry_id, designation_id, kind, *values)
    return dict(zip(DIFFERENCE_SCHEMA, row, strict=True))


def _snapshot_days(snapshots: pl.DataFrame) -> dict[str, list[date]]:
    """For each list the days of the snapshots in use, in order."""
    used = snapshots.filter(pl.col("state") == "used").group_by("list_id").agg(pl.col("published_on").unique().sort())
    return dict(used.iter_rows())


def _next_snapshot(days: Mapping[str, list[date]], list_id: str | None, day: date) -> date | None:
    """The first snapshot of a list within SOON after a day; None if there is none."""
    return next((later for later in days.get(list_id or "", ()) if day < later <= day + SOON), None)


def _of_missing(entry: Row, days: Mapping[str, list[date]]) -> Differences:
    """The difference that an added entry is not found on the list, if a snapshot came soon after."""
    after = _next_snapshot(days, entry["list_id"], entry["acted_on"])
    if entry["act"] == "added" and after is not None:
        yield "not_on_list", entry["primary_name"], f"not found in the snapshot of {after}"


def _of_joined(entry: Row, row: Row, days: Mapping[str, list[date]], versions: Mapping[str, list[Row]]) -> Differences:
    """Differences between an entry and its designation: in day, names, type or programmes, or still listed."""
    day = entry["acted_on"]
    if entry["act"] == "added":
        yield from _of_added(entry, row, versions)
    elif entry["act"] == "removed":
        after = _next_snapshot(days, row["list_id"], day)
        if after and (row["delisted_on"] is None or row["delisted_on"] > after):
            yield "still_listed", str(day), f"listed in the snapshot of {after}"
        elif row["delisted_on"] and not _day_fit(entry, row):
            yield "day", str(day), _bounds_text(row["delisted_after"], row["delisted_on"], row["delisted_on_basis"])
    bounds = row["listed_after"], row["listed_on"] or row["listed_by"], row["listed_on_basis"]
    stated = entry["listed_on"]
    if stated and entry["act"] == "removed" and not _in_bounds(stated, *bounds):
        yield "original_day", str(stated), _listing_text(row)


def _of_added(entry: Row, row: Row, versions: Mapping[str, list[Row]]) -> Differences:
    """Differences between an entry that adds a party and the list: in day, name, type or programmes."""
    if not _day_fit(entry, row):
        yield "day", str(entry["acted_on"]), _listing_text(row)
    then = next(
        (
            version
            for version in versions.get(row["designation_id"], ())
            if version["last_seen_on"] >= entry["acted_on"]
        ),
        row,
    )
    names = {latin(name) for name in entry["heads"]}
    if latin(then["primary_name"]) not in names:
        yield "name", entry["primary_name"], then["primary_name"]
    if entry["party_type"] != then["party_type"]:
        yield "party_type", entry["party_type"], then["party_type"]
    if {_plain(tag) for tag in entry["programmes"]} != {_plain(tag) for tag in then["programmes"]}:
        yield "programmes", _tags_text(entry["programmes"]), _tags_text(then["programmes"])


def _tags_text(tags: Iterable[str]) -> str:
    """The tags, sorted, with commas."""
    return ", ".join(sorted(tags))


def _listing_text(row: Row) -> str:
    """The day of listing in words, such as "2022-03-03 (official)" or "after …, by … (observed)"."""
    return _bounds_text(row["listed_after"], row["listed_on"] or row["listed_by"], row["listed_on_basis"])


def _bounds_text(after: date | None, by: date, basis: str | None) -> str:
    """A day in words: "2022-03-03 (official)", or the bounds between which snapshots observed it."""
    if basis == "official":
        return f"{by} (official)"
    return f"after {after}, by {by} (observed)" if after else f"by {by} (observed)"


def _versions(versions: pl.DataFrame) -> dict[str, list[Row]]:
    """For each designation its versions in order."""
    by_designation: dict[str, list[Row]] = {}
    columns = ("designation_id", "primary_name", "party_type", "programmes", "last_seen_on")
    for row in versions.sort("designation_id", "version").select(columns).to_dicts():
        by_designation.setdefault(row["designation_id"], []).append(row)
    return by_designation


def _of_silence(notices: pl.DataFrame, entries: pl.DataFrame, designations: pl.DataFrame) -> Iterator[Row]:
    """Parties that a list added on just the day of a notice, and that no notice names.

    A notice that was not understood in part may well name them, and so may one of the day before that is not held: the
    snapshot of that day may be older than the act.
    """
    used = notices.filter((pl.col("state") == "used") & (pl.col("added") > 0)).sort("notice_id")
    clear = used.group_by("published_on").agg(
        pl.col("notice_id").first(), is_clear=(pl.col("not_understood").list.len() == 0).all()
    )
    clear = clear.filter("is_clear").drop("is_clear")
    days = clear["published_on"].implode()
    added = entries.filter(pl.col("act") == "added")
    after, on = pl.col("listed_after"), pl.col("listed_on")
    just_then = (after == on) | ((on - after == pl.duration(days=1)) & after.is_in(days))
    official = pl.col("listed_on_basis") == "official"
    silent = (
        designations.filter(official | ((pl.col("listed_on_basis") == "observed") & just_then))
        .join(clear, left_on="listed_on", right_on="published_on")
        .join(added.select("list_id", listed_on="acted_on").unique(), on=["list_id", "listed_on"], how="semi")
        .join(added.select("designation_id").drop_nulls(), on="designation_id", how="anti")
    )
    for row in silent.to_dicts():
        yield _difference(row["notice_id"], None, row["designation_id"], "not_in_notice", None, row["primary_name"])
