"""What changed on a list, one row a party and change.

Here: additions and removals (the ends of listing periods), and what differs between two records of a party within one.
Not here: whether a changed row is a new designation (it is not: see listing_periods).

Order of aliases, white space and re-encoding are no changes: records that differ in nothing else are the same record.
Where two snapshots come in different layouts (another format, another layout of it, or without the files of addresses
and aliases), what one of them cannot say or says in other words has not changed. Between them only additions, removals,
names, types and programmes are compared: names by their words in any order and case, programmes except those that the
list calls by another title now.
"""

import polars as pl

from pipelines.catalogue.entries import OfficialList
from pipelines.designations.history import ListHistory
from pipelines.designations.listing_periods import designation_id

JOINED_BY = " | "

CHANGE_COLUMNS = (
    "list_id", "authority", "designation_id", "native_id", "party_type", "primary_name", "programmes", "changed_on",
    "changed_after", "change_basis", "change_kind", "field", "old_value", "new_value", "sha256",
)  # fmt: skip


def _struct_text(*names: str) -> pl.Expr:
    """The members of a struct in a list as one text."""
    parts = [pl.element().struct.field(name).cast(pl.String).fill_null("") for name in names]
    return pl.concat_str(parts, separator=" ").str.strip_chars()


AMENDABLE: dict[str, pl.Expr] = {
    "names": pl.col("names").list.eval(_struct_text("name")),
    "legal_basis": pl.col("legal_basis"),
    "measures": pl.col("measures"),
    "birth_dates": pl.col("birth_dates").list.eval(_struct_text("text")),
    "birth_places": pl.col("birth_places").list.eval(_struct_text("text", "country")),
    "countries": pl.col("countries").list.eval(_struct_text("link", "text")),
    "identifiers": pl.col("identifiers").list.eval(_struct_text("label", "value", "issuer", "note")),
    "addresses": pl.col("addresses").list.eval(_struct_text("text")),
    "relationships": pl.col("relationships").list.eval(_struct_text("kind", "related_native_id", "related_name")),
    "features": pl.col("features").list.eval(_struct_text("kind", "value")),
    "listed_on": pl.concat_list(pl.col("listed_on").cast(pl.String)).list.drop_nulls(),
}
"""The fields whose changes are amendments, each as a list of texts. Remarks count where nothing else changed."""


def changes(
    shown: pl.DataFrame, periods: pl.DataFrame, history: ListHistory, official_list: OfficialList
) -> pl.DataFrame:
    """Every change that the believed snapshots show: the columns of table `change`.

    Args:
        shown: as from listing_periods.versions.
        periods: as from listing_periods.designations.
    """
    compared = _with_record_before(shown, history, official_list)
    frames = [
        _additions(periods),
        _removals(periods),
        _name_changes(compared),
        _type_changes(compared),
        *_programme_changes(compared, shown),
    ]
    frames.append(_amendments(compared.filter("same_layout")))
    return (
        pl.concat([frame.select(CHANGE_COLUMNS) for frame in frames])
        .sort("changed_on", "designation_id", "change_kind", "field", "old_value", "new_value", nulls_last=True)
        .unique(maintain_order=True)
    )


def _additions(periods: pl.DataFrame) -> pl.DataFrame:
    """Changes of kind `added`: one for each listing period whose first day is known."""
    return periods.filter(pl.col("listed_on").is_not_null()).with_columns(
        changed_on="listed_on",
        changed_after=pl.when(pl.col("listed_on_basis") != "official").then("listed_after"),
        change_basis="listed_on_basis",
        change_kind=pl.lit("added"),
        **_no_values(),
        sha256="first_seen_sha256",
    )


def _removals(periods: pl.DataFrame) -> pl.DataFrame:
    """Changes of kind `removed`: one for each listing period that has ended."""
    return periods.filter(pl.col("delisted_on").is_not_null()).with_columns(
        changed_on="delisted_on",
        changed_after=pl.when(pl.col("delisted_on_basis") != "official").then("delisted_after"),
        change_basis="delisted_on_basis",
        change_kind=pl.lit("removed"),
        **_no_values(),
        sha256=pl.coalesce("gone_sha256", "last_seen_sha256"),
    )


def _no_values() -> dict[str, pl.Expr]:
    """The columns field, old_value and new_value, all NULL."""
    return dict.fromkeys(("field", "old_value", "new_value"), pl.lit(None, pl.String))


def _with_record_before(shown: pl.DataFrame, history: ListHistory, official_list: OfficialList) -> pl.DataFrame:
    """Each record with the one before it in the same listing period, whose columns have the suffix `_old`."""
    believed = history.believed.select(
        "ix", on="published_on", sha256="sha256", layout=pl.format("{}/{}/{}", "format", "layout", "files")
    )
    old = shown.select(
        "native_id", "spell", *(pl.col(name).alias(f"{name}_old") for name in _COMPARED), until="last_ix"
    )
    now = shown.with_columns(until=pl.col("last_ix").shift(1).over("native_id", "spell"))
    return (
        now.filter(pl.col("until").is_not_null() & pl.col("is_listed"))
        .join(old, on=["native_id", "spell", "until"])
        .join(believed.rename({"ix": "first_ix", "on": "changed_on"}), on="first_ix")
        .join(believed.select(until="ix", changed_after="on", layout_old="layout"), on="until")
        .with_columns(
            same_layout=pl.col("layout") == pl.col("layout_old"),
            change_basis=pl.lit("observed"),
            designation_id=designation_id(official_list.list_id),
            list_id=pl.lit(official_list.list_id),
            authority=pl.lit(official_list.authority),
        )
    )


_COMPARED = ("primary_name", "party_type", "programmes", "remarks", *AMENDABLE)


def _name_changes(compared: pl.DataFrame) -> pl.DataFrame:
    """Changes of the primary name. Where the layout of the file changed too, only those that change its words."""
    same_words = _sorted_words("primary_name") == _sorted_words("primary_name_old")
    return _rows_with_changed_value(compared.filter(pl.col("same_layout") | ~same_words), "primary_name", "renamed")


def _sorted_words(column: str) -> pl.Expr:
    """The words of a name in lower case, sorted."""
    return pl.col(column).str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").list.sort()


def _type_changes(compared: pl.DataFrame) -> pl.DataFrame:
    """Changes of the party type."""
    return _rows_with_changed_value(compared, "party_type", "retyped")


def _rows_with_changed_value(compared: pl.DataFrame, column: str, kind: str) -> pl.DataFrame:
    """Changes of kind `kind`: a row for each record whose value in `column` differs from the one before."""
    return compared.filter(pl.col(column) != pl.col(f"{column}_old")).with_columns(
        change_kind=pl.lit(kind), field=pl.lit(column), old_value=f"{column}_old", new_value=pl.col(column)
    )


_GAINED = pl.col("programmes").list.set_difference("programmes_old")
_LOST = pl.col("programmes_old").list.set_difference("programmes")


def _programme_changes(compared: pl.DataFrame, shown: pl.DataFrame) -> list[pl.DataFrame]:
    """Changes of kind programme_added and programme_removed; a new title of the same programme is no change."""
    retitled, none = _retitled_tags(compared, shown), pl.lit(None, pl.String)
    gained, lost = (_row_per_tag(compared.with_columns(tag=tags), retitled) for tags in (_GAINED, _LOST))
    return [
        gained.with_columns(change_kind=pl.lit("programme_added"), old_value=none, new_value="tag"),
        lost.with_columns(change_kind=pl.lit("programme_removed"), old_value="tag", new_value=none),
    ]


def _row_per_tag(tagged: pl.DataFrame, retitled: pl.DataFrame) -> pl.DataFrame:
    """A row for each tag gained or lost, without the tags that are only new titles of the same programme."""
    rows = tagged.filter(pl.col("tag").list.len() > 0).explode("tag").with_columns(field=pl.lit("programmes"))
    return rows.join(retitled, on=["designation_id", "first_ix", "tag"], how="anti")


def _retitled_tags(compared: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """Columns designation_id, first_ix, tag: tags that changed only because a programme got a new title.

    Where the layout changes, a tag that no party has any longer and a tag that no party had before are titles of one
    programme if most parties that lost the one gained the other.
    """
    switched = compared.filter(~pl.col("same_layout")).with_columns(old=_LOST, new=_GAINED)
    before, after = _tags_in_use(switched, shown, "until"), _tags_in_use(switched, shown, "first_ix")
    losers = pl.col("designation_id").n_unique().over("first_ix", "old")
    pairs = (
        switched.explode("old")
        .with_columns(losers=losers)
        .explode("new")
        .drop_nulls(["old", "new"])
        .join(after, left_on=["first_ix", "old"], right_on=["ix", "tag"], how="anti")
        .join(before, left_on=["until", "new"], right_on=["ix", "tag"], how="anti")
        .filter(pl.len().over("first_ix", "old", "new") * 2 > pl.col("losers"))
    )
    keys = ["designation_id", "first_ix"]
    return pl.concat([pairs.select(*keys, tag=name) for name in ("old", "new")])


def _tags_in_use(switched: pl.DataFrame, shown: pl.DataFrame, edge: str) -> pl.DataFrame:
    """Columns ix, tag: all tags of listed parties in the snapshots at one side of each change of layout.

    Args:
        edge: the column with the position of the snapshot: `until` for the one before, `first_ix` for the one after.
    """
    edges = switched.select(ix=pl.col(edge).cast(pl.UInt32)).unique()
    listed = shown.filter("is_listed").select("first_ix", "last_ix", tag="programmes")
    in_use = edges.join_where(listed, pl.col("ix") >= pl.col("first_ix"), pl.col("ix") <= pl.col("last_ix"))
    return in_use.select("ix", "tag").explode("tag").unique()


def _amendments(compared: pl.DataFrame) -> pl.DataFrame:
    """Changes of kind `amended`, one for each field; remarks count only where no other field changed."""
    fields = [_amendments_of_field(compared, name, texts) for name, texts in AMENDABLE.items()]
    with_other_changes = pl.concat([field.select("native_id", "spell", "first_ix") for field in fields])
    remarks = compared.join(with_other_changes, on=["native_id", "spell", "first_ix"], how="anti").filter(
        pl.col("remarks").ne_missing(pl.col("remarks_old"))
    )
    remarks = remarks.with_columns(
        change_kind=pl.lit("amended"), field=pl.lit("remarks"), old_value="remarks_old", new_value="remarks"
    )
    return pl.concat([frame.select(CHANGE_COLUMNS) for frame in (*fields, remarks)])


def _amendments_of_field(compared: pl.DataFrame, name: str, texts: pl.Expr) -> pl.DataFrame:
    """Changes of one field: the values that only the old record has, and those that only the new one has.

    The primary name is no such value: its change is of kind `renamed`.
    """
    was = compared.select(pl.col(f"{name}_old").alias(name)).select(was=texts)
    both = pl.concat([compared.with_columns(now=texts), was], how="horizontal")
    primary = pl.concat_list("primary_name", "primary_name_old") if name == "names" else pl.lit([], pl.List(pl.String))
    both = both.with_columns(
        gained=pl.col("now").list.set_difference("was").list.set_difference(primary).list.sort(),
        lost=pl.col("was").list.set_difference("now").list.set_difference(primary).list.sort(),
    ).filter((pl.col("gained").list.len() > 0) | (pl.col("lost").list.len() > 0))
    return both.with_columns(
        change_kind=pl.lit("amended"),
        field=pl.lit(name),
        old_value=_joined_text("lost"),
        new_value=_joined_text("gained"),
    )


def _joined_text(column: str) -> pl.Expr:
    """The texts of a list column as one text; NULL if there are none."""
    return pl.when(pl.col(column).list.len() > 0).then(pl.col(column).list.join(JOINED_BY))
