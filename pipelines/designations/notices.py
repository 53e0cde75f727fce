"""Official notices as tables, and the days that they give to designations.

Here: the notices in the archive as rows of `notice` and `notice_entry`, and designations whose day a notice states.
Not here: what a notice says (see pipelines.parsers), which designation an entry is about, or where a notice and a list
disagree (see pipelines.matching.notice_entries).

A notice never changes who is listed. It dates a listing or delisting that the snapshots only bound, where its day lies
within the bounds; where it does not, both stand and the difference is a row.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from hashlib import blake2b

import polars as pl

from pipelines.archive.archive import Archive, DamagedSnapshotError
from pipelines.archive.snapshot import Refusal, Snapshot
from pipelines.catalogue.entries import OfficialList
from pipelines.catalogue.plausible import LISTING, NOTICE
from pipelines.designations.countries import country_code, country_of_place, programme_country_codes
from pipelines.designations.plausible_values import is_name, not_plausible
from pipelines.parsers.notice import Notice, NoticeEntry, UnreadableNoticeError
from pipelines.parsers.ofac import delta, notice
from pipelines.parsers.record import Record

_TEXT: pl.DataType = pl.String()
_NUMBER: pl.DataType = pl.Int64()
_TEXTS: pl.DataType = pl.List(pl.String())

NOTICE_SCHEMA = pl.Schema(
    {
        "notice_id": _TEXT, "source_id": _TEXT, "authority": _TEXT, "published_on": pl.Date(), "title": _TEXT,
        "families": _TEXTS, "statements": _TEXTS, "press_release": _TEXT, "added": _NUMBER, "removed": _NUMBER,
        "changed": _NUMBER, "not_understood": _TEXTS, "sha256": _TEXT, "source_url": _TEXT,
        "retrieved_at": pl.Datetime("us"), "origin": _TEXT, "state": _TEXT, "reason": _TEXT,
    }
)  # fmt: skip


def _structs(*names: str) -> pl.DataType:
    """The type of a list of structs with these text members."""
    return pl.List(pl.Struct(dict.fromkeys(names, pl.String)))


ENTRY_SCHEMA = pl.Schema(
    {
        "entry_id": _TEXT, "notice_id": _TEXT, "position": pl.Int32(), "act": _TEXT, "acted_on": pl.Date(),
        "section": _TEXT, "list_id": _TEXT, "native_id": _TEXT, "party_type": _TEXT, "primary_name": _TEXT,
        "name_before": _TEXT, "aliases": _TEXTS, "programmes": _TEXTS, "births": _TEXTS,
        "countries": _structs("link", "country", "text"), "identifiers": _structs("kind", "value"),
        "linked_to": _TEXTS, "touched": _structs("field", "action", "value"), "listed_on": pl.Date(), "text": _TEXT,
        "not_understood": _TEXTS, "heads": _TEXTS,
    }
)  # fmt: skip
"""Entries as read: those of table `notice_entry` without the designation, and every way in which a name may end."""

NOTICES_VERSION = 2
"""Raised when the same notices and lists would give other tables."""

_NO_PARTY = Record("", "entity", [])
"""Stands for the party of an entry that only says what it touches: it states nothing."""

Reader = Callable[[bytes], Notice]
READERS: Mapping[str, Reader] = {"ofac_notice": notice.read_notice, "ofac_delta": delta.read_notice}


def reader_of(source: OfficialList) -> Reader:
    """The function that reads the notices of a source."""
    return READERS[source.formats[0]]


def state_of(sources: Mapping[str, OfficialList], archive: Archive) -> str:
    """A digest that changes if a notice is added, refused or damaged, or if the code that reads them changes."""
    kept = [
        (source_id, snapshot.sha256, f"{snapshot.retrieved_at}", archive.fault(snapshot))
        for source_id in sources
        for snapshot in archive.snapshots(source_id)
    ]
    refused = [
        (refusal.list_id, refusal.sha256, refusal.reason) for name in sources for refusal in archive.refusals(name)
    ]
    versions = NOTICES_VERSION, notice.VERSION, delta.VERSION
    return blake2b(repr((versions, kept, refused)).encode(), digest_size=12).hexdigest()


def day_reader(source: OfficialList) -> Callable[[bytes], date]:
    """The function that reads the day of a notice of this source, for storing the notice under it.

    It raises UnreadableNoticeError if the bytes are no notice, or if its day is impossible, such as a future one.
    """
    read = reader_of(source)

    def day_of(content: bytes) -> date:
        """The day on which a notice was published."""
        day = read(content).published_on
        if not NOTICE.holds(day, datetime.now(source.zone).date()):
            raise UnreadableNoticeError(f"is of {day}, which no act can be of; look at what the source sent.")
        return day

    return day_of


@dataclass(frozen=True, slots=True)
class _ArchivedNotice:
    """A notice in the archive, read, or why it could not be."""

    source: OfficialList
    snapshot: Snapshot | Refusal
    notice: Notice | None = None
    state: str = "used"
    reason: str | None = None

    @property
    def day(self) -> date:
        """The day that the notice states, or the day on which it was seen if it could not be read."""
        return self.notice.published_on if self.notice else self.snapshot.published_on

    @property
    def address(self) -> str:
        """The first address of the notice; without addresses "origin:source"."""
        urls = (file.source.url for file in self.snapshot.files)
        return next((url for url in urls if url), f"{self.snapshot.origin}:{self.source.list_id}")

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key: source, day, time of retrieval, digest."""
        return self.source.list_id, self.day, self._retrieved_at, self.snapshot.sha256

    @property
    def _retrieved_at(self) -> object:
        """The time at which the notice first came."""
        return self.snapshot.first_at if isinstance(self.snapshot, Refusal) else self.snapshot.retrieved_at

    @property
    def notice_id(self) -> str:
        """The id of a notice: source, day and the start of its digest."""
        return f"{self.source.list_id}:{self.day}#{self.snapshot.sha256[:12]}"


def notice_tables(sources: Mapping[str, OfficialList], archive: Archive) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Frames of NOTICE_SCHEMA and ENTRY_SCHEMA for all notices in the archive, in order of source and day."""
    kept = [
        notice_file
        for source in sources.values()
        for notice_file in _without_repeated_copies(_read_notices(source, archive))
    ]
    entries = [
        row
        for notice_file in kept
        if notice_file.notice and notice_file.state == "used"
        for row in _entry_rows(notice_file, notice_file.notice)
    ]
    return (
        pl.DataFrame([_notice_row(notice_file) for notice_file in kept], schema=NOTICE_SCHEMA, orient="row"),
        plausible_entries(pl.DataFrame(entries, schema=ENTRY_SCHEMA)),
    )


def plausible_entries(entries: pl.DataFrame) -> pl.DataFrame:
    """The entries without placeholder names and impossible days; `not_understood` says what was left out.

    Args:
        entries: ENTRY_SCHEMA.
    """
    bad_day = not_plausible("listed_on", LISTING, "acted_on")
    names = ("primary_name", "name_before")
    no_name = {name: pl.col(name).is_not_null() & ~is_name(pl.col(name)) for name in names}
    left_out = [
        pl.when(bad_day).then(pl.format("listed_on: no plausible day, {}", "listed_on")),
        *(pl.when(bad).then(pl.format("{}: no name, {}", pl.lit(name), name)) for name, bad in no_name.items()),
    ]
    return entries.with_columns(
        not_understood=pl.col("not_understood").list.concat(pl.concat_list(left_out).list.drop_nulls()),
        listed_on=pl.when(~bad_day).then("listed_on"),
        aliases=pl.col("aliases").list.filter(is_name(pl.element())),
        heads=pl.col("heads").list.filter(is_name(pl.element())),
        **{name: pl.when(~bad).then(name) for name, bad in no_name.items()},
    )


def _read_notices(source: OfficialList, archive: Archive) -> list[_ArchivedNotice]:
    """All notices of a source, read, and those that were refused and have not come again in good form."""
    kept = {snapshot.sha256: snapshot for snapshot in archive.snapshots(source.list_id)}
    refused = {refusal.sha256: refusal for refusal in archive.refusals(source.list_id) if refusal.sha256 not in kept}
    read = [_read_notice(source, snapshot, archive) for snapshot in kept.values()]
    return read + [_ArchivedNotice(source, snapshot, None, "refused", snapshot.reason) for snapshot in refused.values()]


def _read_notice(source: OfficialList, snapshot: Snapshot, archive: Archive) -> _ArchivedNotice:
    """A notice, read; one that is damaged or unreadable has the reason instead."""
    try:
        ((name, content),) = archive.read(snapshot).items()
        notice = reader_of(source)(content)
    except DamagedSnapshotError as error:
        return _ArchivedNotice(source, snapshot, None, "damaged", str(error))
    except UnreadableNoticeError as error:
        return _ArchivedNotice(source, snapshot, None, "unreadable", f"{name} {error}")
    except Exception as error:  # noqa: BLE001 - whatever a reader makes of bad bytes, it costs that notice alone
        return _ArchivedNotice(
            source, snapshot, None, "unreadable", f"cannot be read ({type(error).__name__}: {error})."
        )
    if not NOTICE.holds(notice.published_on, snapshot.retrieved_at.date()):
        reason = f"{name} is of {notice.published_on}, which no act can be of; look at what the source sent."
        return _ArchivedNotice(source, snapshot, None, "unreadable", reason)
    return _ArchivedNotice(source, snapshot, notice)


def _without_repeated_copies(notices: list[_ArchivedNotice]) -> Iterator[_ArchivedNotice]:
    """The notices, with all but the newest copy of each marked as "repeated".

    Copies have the same day and either the same content or the same address.
    """
    seen: set[tuple[object, ...]] = set()
    marked = []
    for document in sorted(notices, key=lambda notice: notice.order, reverse=True):
        keys: set[tuple[object, ...]] = {
            (document.day, document.address),
            (document.day, *_compared_content(document.notice)),
        }
        repeats = document.notice is not None and keys & seen
        reason = "a later copy of it is held."
        marked.append(
            _ArchivedNotice(document.source, document.snapshot, document.notice, "repeated", reason)
            if repeats
            else document
        )
        seen |= keys if document.notice else set()
    yield from reversed(marked)


def _compared_content(notice: Notice | None) -> tuple[object, ...]:
    """What makes two notices copies of each other: title and entries; empty for one that was not read."""
    if notice is None:
        return ()
    return notice.title, *((entry.act, entry.native_id, entry.text, entry.touched) for entry in notice.entries)


def _notice_row(kept: _ArchivedNotice) -> tuple[object, ...]:
    """A row of NOTICE_SCHEMA."""
    notice, snapshot = kept.notice, kept.snapshot
    acts = [entry.act for entry in notice.entries] if notice else []
    retrieved_at = snapshot.first_at if isinstance(snapshot, Refusal) else snapshot.retrieved_at
    return (
        kept.notice_id, kept.source.list_id, kept.source.authority, notice.published_on if notice else None,
        notice.title if notice else None, list(notice.families) if notice else [],
        list(notice.statements) if notice else [], notice.press_release if notice else None,
        acts.count("added"), acts.count("removed"), acts.count("changed"), _not_understood(notice),
        snapshot.sha256, kept.address, retrieved_at.astimezone(UTC).replace(tzinfo=None), snapshot.origin, kept.state,
        kept.reason,
    )  # fmt: skip


def _not_understood(notice: Notice | None) -> list[str]:
    """What the reader did not understand in a notice, one text for each place."""
    if notice is None:
        return []
    report = notice.report
    return [f"{place}: {what}" for place, what in (*sorted(report.drift), *report.unread)]


def _entry_rows(kept: _ArchivedNotice, notice: Notice) -> Iterator[dict[str, object]]:
    """Rows of ENTRY_SCHEMA, values as published."""
    for position, entry in enumerate(notice.entries, 1):
        party = entry.party or _NO_PARTY
        yield {
            "entry_id": f"{kept.notice_id}/{position}",
            "notice_id": kept.notice_id,
            "position": position,
            "act": entry.act,
            "acted_on": notice.published_on,
            "section": entry.section,
            "list_id": entry.list_id,
            "native_id": entry.native_id,
            "party_type": entry.party.party_type if entry.party else None,
            "primary_name": _primary_name(entry.party),
            "name_before": _primary_name(entry.before),
            "aliases": [name.name for name in party.names if name.quality != "primary"],
            "programmes": sorted(set(party.programmes)),
            "births": [birth.text for birth in party.birth_dates],
            "countries": _countries_of_party(party, kept.source.authority),
            "identifiers": [{"kind": number.kind, "value": number.value} for number in party.identifiers],
            "linked_to": [tie.related_name for tie in party.relationships if tie.related_name],
            "touched": [asdict(touch) for touch in entry.touched],
            "listed_on": party.listed_on,
            "text": entry.text or None,
            "not_understood": party.not_understood,
            "heads": _possible_names(entry),
        }


def _primary_name(party: Record | None) -> str | None:
    """The primary name of a party; None if there is no party or no such name."""
    return next((name.name for name in party.names if name.quality == "primary"), None) if party else None


def _possible_names(entry: NoticeEntry) -> list[str]:
    """All names under which an entry may be listed: the primary one, other forms, and the one before."""
    names = (_primary_name(entry.party), *entry.heads, _primary_name(entry.before))
    return list(dict.fromkeys(name for name in names if name))


def _countries_of_party(party: Record, authority: str) -> list[dict[str, str | None]]:
    """The countries of a party as in table designation_country: stated, of births, and those programmes aim at."""
    stated = [(country.link, country.code or country_code(country.text), country.text) for country in party.countries]
    stated += [("birth", country_of_place(birth_place.text), birth_place.text) for birth_place in party.birth_places]
    tags = {programme: folded_tag(programme) for programme in party.programmes}
    aimed_at = programme_country_codes(set(tags.values()), authority)
    of_tags = [("programme", aimed_at.get(plain), tag) for tag, plain in sorted(tags.items())]
    rows = [*stated, *(of_tag for of_tag in of_tags if of_tag[1])]
    return [dict(zip(("link", "country", "text"), row, strict=True)) for row in dict.fromkeys(rows)]


def folded_tag(tag: str) -> str:
    """A programme tag without spaces around its hyphens."""
    return "-".join(part.strip() for part in tag.split("-"))


def stated_days(entries: pl.DataFrame) -> pl.DataFrame:
    """Columns designation_id, change_kind, day: every day of listing (added) or delisting (removed) that notices state.

    Args:
        entries: table `notice_entry`, joined to designations.
    """
    joined = entries.filter(pl.col("designation_id").is_not_null() & pl.col("act").is_in(["added", "removed"]))
    acts = joined.select("designation_id", change_kind="act", day="acted_on")
    original = joined.filter(pl.col("act") == "removed")
    listed = original.select("designation_id", change_kind=pl.lit("added"), day="listed_on")
    return pl.concat([acts, listed]).drop_nulls().unique().sort("designation_id", "change_kind", "day")


def with_stated_days(
    designations: pl.DataFrame, changes: pl.DataFrame, stated: pl.DataFrame
) -> dict[str, pl.DataFrame]:
    """Tables `designation` and `change` of one list, with the days that notices state.

    A stated day counts only where snapshots give no exact day, and only within the bounds that they give. Of several
    such days, the first counts.

    Args:
        designations: table `designation` as made from the list alone.
        changes: table `change`, likewise.
        stated: as from `stated_days`.
    """
    starts = _first_day_within_bounds(designations, stated, "added", "listed_on", "listed_by").rename({"day": "starts"})
    joined = designations.join(starts, on="designation_id", how="left", maintain_order="left").with_columns(
        listed_on=pl.coalesce("starts", "listed_on"), listed_by=pl.coalesce("starts", "listed_by")
    )
    ends = _first_day_within_bounds(joined, stated, "removed", "delisted_on", "delisted_on").rename({"day": "ends"})
    dated = joined.join(ends, on="designation_id", how="left", maintain_order="left").with_columns(
        delisted_on=pl.coalesce("ends", "delisted_on"),
        **{
            basis: pl.when(pl.col(day).is_not_null()).then(pl.lit("notice")).otherwise(basis)
            for basis, day in (("listed_on_basis", "starts"), ("delisted_on_basis", "ends"))
        },
    )
    return {"designation": dated.select(designations.columns), "change": _changes_on_days_of_notices(changes, dated)}


def _first_day_within_bounds(
    designations: pl.DataFrame, stated: pl.DataFrame, kind: str, column: str, by: str
) -> pl.DataFrame:
    """Columns designation_id, day: the first stated day within the bounds that snapshots give.

    The day of the snapshot before is within them: that snapshot may be older than the act of its day.
    """
    basis, after = pl.col(f"{column}_basis"), pl.col(column.replace("_on", "_after"))
    is_open = basis.ne_missing("official") if column == "listed_on" else basis == "observed"
    if column == "listed_on":
        in_order = pl.col("delisted_on").is_null() | (pl.col("day") <= pl.col("delisted_on"))
    else:
        in_order = pl.col("listed_on").is_null() | (pl.col("day") >= pl.col("listed_on"))
    return (
        designations.join(stated.filter(pl.col("change_kind") == kind), on="designation_id")
        .filter(is_open & (after.is_null() | (pl.col("day") >= after)) & (pl.col("day") <= pl.col(by)) & in_order)
        .group_by("designation_id")
        .agg(pl.col("day").min())
    )


def _changes_on_days_of_notices(changes: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """The additions and removals on the days that notices state; additions that nothing dated before are new rows."""
    days = [
        dated.select("designation_id", change_kind=pl.lit(kind), day=day)
        for kind, day in (("added", "starts"), ("removed", "ends"))
    ]
    moved = changes.join(
        pl.concat(days).drop_nulls(), on=["designation_id", "change_kind"], how="left", maintain_order="left"
    ).with_columns(
        changed_on=pl.coalesce("day", "changed_on"),
        change_basis=pl.when(pl.col("day").is_not_null()).then(pl.lit("notice")).otherwise("change_basis"),
    )
    known = changes.filter(pl.col("change_kind") == "added").select("designation_id")
    undated = dated.filter(pl.col("starts").is_not_null()).join(known, on="designation_id", how="anti")
    first = undated.with_columns(
        changed_on="listed_on", changed_after="listed_after", change_basis=pl.lit("notice"),
        change_kind=pl.lit("added"), sha256="first_seen_sha256",
        **dict.fromkeys(("field", "old_value", "new_value"), pl.lit(None, pl.String)),
    )  # fmt: skip
    return pl.concat([moved.select(changes.columns), first.select(changes.columns)]).sort(
        "changed_on", "designation_id", "change_kind", "field", "old_value", "new_value", nulls_last=True
    )
