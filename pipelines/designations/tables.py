"""The tables of one list, made from its history and nothing else.

Here: designations and all that their records state, normalised, each statement with the first and last snapshot that
makes it. Not here: the columns' descriptions and order (see sql/schema), or what needs several lists (see subjects).
"""

from collections.abc import Mapping

import polars as pl

from pipelines.catalogue.entries import OfficialList
from pipelines.catalogue.plausible import ANY_ACT, BIRTH
from pipelines.designations.changes import changes
from pipelines.designations.countries import countries_in, country_codes, place_country_codes, programme_country_codes
from pipelines.designations.history import ListHistory
from pipelines.designations.identifiers import normalised
from pipelines.designations.listing_periods import designation_id, designations, versions
from pipelines.designations.names import latin, script_of
from pipelines.designations.plausible_values import (
    FAULT_SCHEMA,
    plausible_records,
    with_plausible_days,
    with_plausible_range,
    with_repeated_faults_counted,
)
from pipelines.designations.programmes import programmes, unknown_tags, with_terms
from pipelines.parsers.births import birth_interval

NORMALISER_VERSION = 8
"""Raised when the same records would give other tables: tables made before are then made again."""

Tables = dict[str, pl.DataFrame]


def tables_of(history: ListHistory, official_list: OfficialList) -> Tables:
    """Every table made from the records of one list, by name; rows in canonical order.

    Values that cannot be true are left out of their rows, and are rows of table `drift`.
    """
    history, faults = plausible_records(history)
    shown = versions(history).with_columns(designation_id=designation_id(official_list.list_id))
    listing_periods = designations(history, official_list)
    tags = listing_periods["programmes"].explode().drop_nulls().to_list()
    list_id, authority = official_list.list_id, official_list.authority
    of_programmes = programmes(list_id, authority, tags)
    periods = with_terms(listing_periods, of_programmes, official_list)
    stated = _Statements(shown, history.believed)
    births, events = _births(stated), _events(stated)
    faults = pl.concat([faults, stated.faults(births, "birth_dates"), stated.faults(events, "events")])
    faults = pl.concat([faults, _unknown_programmes(history, unknown_tags(list_id, authority, tags))])
    return {
        "programme": of_programmes,
        "designation": periods.sort("designation_id"),
        "designation_version": _versions(shown, history),
        "designation_name": _names(stated),
        "designation_birth": births,
        "designation_birth_place": _birth_places(stated),
        "designation_country": _countries(stated, periods, official_list.authority),
        "designation_identifier": _identifiers(stated),
        "designation_address": _addresses(stated),
        "designation_relationship": _relationships(stated, periods),
        "designation_feature": stated.of("features", "kind", "value"),
        "designation_event": events,
        "change": changes(shown, periods, history, official_list),
        "drift": _drift(history, faults),
        "field_coverage": _field_coverage(history),
    }


def snapshots(history: ListHistory) -> pl.DataFrame:
    """Table `snapshot`: every snapshot in the archive, used or not.

    A used one has the numbers of parties added and removed since the used one before it.
    """
    starts, ends = _starts_and_ends(history)
    figures = history.believed.filter(pl.col("ix") > 0).select(
        "snapshot_id", added=_count_at_snapshot(starts), removed=_count_at_snapshot(ends)
    )
    return (
        history.facts.drop("drift", "coverage").join(figures, on="snapshot_id", how="left").sort("list_id", "order_key")
    )


def _count_at_snapshot(counts: pl.DataFrame) -> pl.Expr:
    """The count for each `ix`; 0 where there is none."""
    if counts.is_empty():
        return pl.lit(0, pl.Int64)
    return pl.col("ix").replace_strict(counts["ix"], counts["len"], default=0, return_dtype=pl.Int64)


def _starts_and_ends(history: ListHistory) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many parties begin to be listed at each believed snapshot, and how many end.

    Both are compared with the believed snapshot before.
    """
    listed = versions(history).filter("is_listed").sort("native_id", "first_ix")
    follows = pl.col("first_ix") == pl.col("last_ix").shift(1).over("native_id") + 1
    followed = pl.col("last_ix") + 1 == pl.col("first_ix").shift(-1).over("native_id")
    starts = listed.filter(~follows.fill_null(value=False)).group_by(ix="first_ix").len()
    ends = listed.filter(~followed.fill_null(value=False)).group_by(ix=pl.col("last_ix") + 1).len()
    return starts, ends


def _drift(history: ListHistory, faults: pl.DataFrame) -> pl.DataFrame:
    """Table `drift`: what the reader did not know or could not read, and values that cannot be true."""
    keys = ["list_id", "sha256", "format", "place", "what"]
    drift = history.facts.select("list_id", "sha256", "format", "drift").explode("drift").drop_nulls("drift")
    read = drift.unnest("drift").group_by(keys).agg(pl.col("occurrences").max())
    left_out = faults.with_columns(list_id=pl.lit(history.list_id)).group_by(keys).agg(occurrences=pl.len())
    both = pl.concat([read, left_out.with_columns(pl.col("occurrences").cast(pl.Int64)).select(read.columns)])
    return with_repeated_faults_counted(both.group_by(keys).agg(pl.col("occurrences").sum())).sort(keys)


def _field_coverage(history: ListHistory) -> pl.DataFrame:
    """How many parties of each snapshot that could be read have each field."""
    counted = history.facts.filter(pl.col("parties") > 0).select(
        "snapshot_id", "list_id", "published_on", pl.col("parties").alias("listed"), "coverage"
    )
    fields = counted.explode("coverage").unnest("coverage")
    shares = fields.with_columns(share=pl.col("parties") / pl.col("listed"))
    return shares.sort("snapshot_id", "field")


def _unknown_programmes(history: ListHistory, tags: list[str]) -> pl.DataFrame:
    """FAULT_SCHEMA: a row for each tag that is missing in the table of programmes, at the newest snapshot in use."""
    newest = history.believed.select("sha256", "format").tail(1)
    unknown = pl.DataFrame({"what": tags}, schema={"what": pl.String}).with_columns(place=pl.lit("programme"))
    return newest.join(unknown, how="cross").select(FAULT_SCHEMA.names())


def _versions(shown: pl.DataFrame, history: ListHistory) -> pl.DataFrame:
    """Table `designation_version`: the records, with the first and last day on which snapshots show them."""
    days = history.believed.select("ix", "sha256", "format", first_seen_on="published_on")
    last = history.believed.select(last_ix="ix", last_seen_on="published_on")
    return (
        shown.join(days, left_on="first_ix", right_on="ix")
        .join(last, on="last_ix")
        .sort("designation_id", "first_ix")
        .with_columns(
            version=pl.int_range(1, pl.len() + 1).over("designation_id"),
            superseded_on=pl.col("first_seen_on").shift(-1).over("designation_id"),
        )
    )


class _Statements:
    """What the records of a list state, field by field, with the days between which they state it."""

    def __init__(self, shown: pl.DataFrame, believed: pl.DataFrame) -> None:
        """Prepare the records shown, and the days of the believed snapshots, for one table after the other."""
        self._shown = shown.with_columns(is_last=pl.col("last_ix") == pl.col("last_ix").max().over("designation_id"))
        self._first = believed.select(first_ix="ix", first_seen_on="published_on")
        self._last = believed.select(last_ix="ix", last_seen_on="published_on")
        self._sources = believed.select(first_ix="ix", sha256="sha256", format="format")
        self._parties = self._shown.select("designation_id", "native_id").unique()

    def of(self, field: str, *values: str, last_of: tuple[str, ...] = ()) -> pl.DataFrame:
        """One row a designation and distinct statement.

        Args:
            field: a column of RECORD_SCHEMA that holds a list of structs.
            values: the members of the struct that make a statement distinct.
            last_of: other members, of which the last one is kept.
        """
        keys = ["designation_id", *values]
        return (
            self._shown.select("designation_id", "first_ix", "last_ix", "is_last", field)
            .explode(field)
            .drop_nulls(field)
            .unnest(field)
            .sort("first_ix")
            .group_by(keys, maintain_order=True)
            .agg(
                pl.col("first_ix").min(),
                pl.col("last_ix").max(),
                *(pl.col(column).last() for column in last_of),
                is_current=pl.col("is_last").any(),
            )
            .join(self._first, on="first_ix")
            .join(self._last, on="last_ix")
            .sort(keys, nulls_last=True)
        )

    def faults(self, statements: pl.DataFrame, place: str) -> pl.DataFrame:
        """FAULT_SCHEMA of the statements whose column `fault` says what was left out of them."""
        bad = statements.filter(pl.col("fault").is_not_null())
        with_sources = bad.join(self._sources, on="first_ix").join(self._parties, on="designation_id")
        place_of = pl.format("record {}: {}", "native_id", pl.lit(place))
        return with_sources.with_columns(place=place_of, what="fault").select(FAULT_SCHEMA.names())


def _names(stated: _Statements) -> pl.DataFrame:
    """Table `designation_name`, with each name in Latin letters and its script where the list does not state it."""
    names = stated.of("names", "name", "quality", "kind", "script", "language", last_of=("parts",))
    texts = names["name"].unique()
    return names.with_columns(
        name_latin=_mapped("name", {text: latin(text) for text in texts}),
        script=pl.coalesce("script", _mapped("name", {text: script_of(text) for text in texts})),
    )


def _births(stated: _Statements) -> pl.DataFrame:
    """Table `designation_birth`: days that a format does not give are read from the text; impossible ones go."""
    births = stated.of("birth_dates", "text", "earliest", "latest", "approximate")
    read = [(text, *birth_interval(text)) for text in births["text"].unique()]
    schema = {"text": pl.String, "read_earliest": pl.Date, "read_latest": pl.Date, "read_approximate": pl.Boolean}
    joined = births.join(pl.DataFrame(read, schema=schema, orient="row"), on="text", how="left", maintain_order="left")
    dated = joined.with_columns(
        earliest=pl.coalesce("earliest", "read_earliest"),
        latest=pl.coalesce("latest", "read_latest"),
        approximate=pl.col("approximate") | pl.col("read_approximate"),
    )
    return with_plausible_range(dated, "earliest", "latest", BIRTH)


def _events(stated: _Statements) -> pl.DataFrame:
    """Acts that the list itself tells of; those of the future may be announced, and a listing may end then."""
    return with_plausible_days(
        stated.of("events", "kind", "effective_on", "published_on", "note"), ("effective_on", "published_on"), ANY_ACT
    )


def _birth_places(stated: _Statements) -> pl.DataFrame:
    """Table `designation_birth_place`."""
    return _with_place_country(stated.of("birth_places", "text", "country").rename({"country": "country_text"}), "text")


def _countries(stated: _Statements, periods: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Countries stated as such, those of addresses and births, and those that programmes are aimed at."""
    stated_as_such = _stated_countries(stated)
    born = _birth_places(stated).with_columns(text=pl.coalesce("country_text", "text"), link=pl.lit("birth"))
    resident = _addresses(stated).with_columns(text=pl.coalesce("country_text", "text"), link=pl.lit("address"))
    stated_countries = [
        stated_as_such,
        born.filter(pl.col("country").is_not_null()),
        resident.filter(pl.col("country").is_not_null()),
    ]
    keys = ["designation_id", "link", "country", "text"]
    return (
        pl.concat(
            [frame.select(*keys, *_SEEN) for frame in (*stated_countries, _programme_countries(periods, authority))]
        )
        .group_by(keys)
        .agg(pl.col("first_seen_on").min(), pl.col("last_seen_on").max(), pl.col("is_current").any())
        .sort(keys, nulls_last=True)
    )


def _stated_countries(stated: _Statements) -> pl.DataFrame:
    """Fields that hold a country, with its code; a field with several countries is a row for each."""
    fields = stated.of("countries", "link", "text", "code")
    code_by_text = country_codes(fields["text"].unique())
    several = [(text, part) for text, code in code_by_text.items() if code is None for part in countries_in(text)]
    named = pl.DataFrame(several, schema={"text": pl.String, "named": pl.String}, orient="row")
    return fields.join(named, on="text", how="left").with_columns(
        country=pl.coalesce("code", _mapped("text", code_by_text), "named")
    )


_SEEN = ("first_seen_on", "last_seen_on", "is_current")


def _programme_countries(periods: pl.DataFrame, authority: str) -> pl.DataFrame:
    """The countries that the programmes of a designation are aimed at."""
    tags = periods.select("designation_id", "first_seen_on", "last_seen_on", text="programmes").explode("text")
    aimed = tags.drop_nulls("text").with_columns(
        link=pl.lit("programme"),
        country=_mapped("text", programme_country_codes(tags["text"].drop_nulls().unique(), authority)),
        is_current=pl.lit(value=True),
    )
    return aimed.filter(pl.col("country").is_not_null())


def _identifiers(stated: _Statements) -> pl.DataFrame:
    """Table `designation_identifier`, with each number in the form for comparing and the country of its issuer."""
    numbers = stated.of("identifiers", "kind", "value", "label", "issuer", "note")
    pairs = numbers.select("kind", "value").unique()
    plain = pairs.with_columns(
        value_normalised=pl.Series([normalised(*pair) for pair in pairs.iter_rows()], dtype=pl.String)
    )
    issuers = country_codes(numbers["issuer"].drop_nulls().unique())
    return numbers.join(plain, on=["kind", "value"], maintain_order="left").with_columns(
        issuer_country=_mapped("issuer", issuers)
    )


def _addresses(stated: _Statements) -> pl.DataFrame:
    """Table `designation_address`."""
    addresses = stated.of("addresses", "text", "street", "city", "region", "postcode", "country")
    return _with_place_country(addresses.rename({"country": "country_text"}), "text")


def _with_place_country(places: pl.DataFrame, column: str) -> pl.DataFrame:
    """The places with `country`: from the country field, else from the place as a whole."""
    own = country_codes(places["country_text"].drop_nulls().unique())
    whole = place_country_codes(places.filter(pl.col("country_text").is_null())[column].unique())
    return places.with_columns(
        country=pl.when(pl.col("country_text").is_not_null())
        .then(_mapped("country_text", own))
        .otherwise(_mapped(column, whole))
    )


def _relationships(stated: _Statements, periods: pl.DataFrame) -> pl.DataFrame:
    """Relationships, with the designation of the other party where it is clear which one that is.

    It is clear by its id on the list, or by a primary name that only one party has.
    """
    relationships = stated.of("relationships", "kind", "related_native_id", "related_name")
    last = periods.sort("designation_id").group_by("native_id", maintain_order=True).last()
    by_id = last.select(related_native_id="native_id", by_id="designation_id")
    by_name = last.filter(~pl.col("primary_name").is_duplicated())
    by_name = by_name.select(related_name="primary_name", by_name="designation_id")
    return (
        relationships.join(by_id, on="related_native_id", how="left", maintain_order="left")
        .join(by_name, on="related_name", how="left", maintain_order="left")
        .with_columns(related_designation_id=pl.coalesce("by_id", "by_name"))
    )


def _mapped(column: str, values: Mapping[str, str | None]) -> pl.Expr:
    """The value for each text in `column`; NULL for texts that have none."""
    if not values:
        return pl.lit(None, pl.String)
    return pl.col(column).replace_strict(list(values), list(values.values()), default=None, return_dtype=pl.String)
