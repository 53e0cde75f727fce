"""What one list showed over time: which record of which party, from which snapshot to which.

Here: reading new snapshots, believing them or not, and keeping presence as intervals of snapshots; storing that beside
the records, so that one more snapshot costs what changed. Not here: what these mean (see listing_periods, tables).

Presence is fully determined by the snapshots believed, in order of publication: the order of loading leaves no trace. A
snapshot that falls between two others splits or joins intervals; a parser of a new version, or a judgement that turns,
makes the list be read again from the archive.
"""

import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.archive.acquisition import HeldBackError
from pipelines.archive.archive import Archive, DamagedSnapshotError, utc_now
from pipelines.archive.contents import digest
from pipelines.archive.home import whole_or_absent, whole_with_digest
from pipelines.archive.snapshot import Snapshot
from pipelines.catalogue.entries import OfficialList
from pipelines.designations.field_coverage import columns, coverage_of
from pipelines.designations.namesakes import with_lasting_ids
from pipelines.designations.plausibility import Showing, from_the_future, is_similar_number, objection, outlier
from pipelines.parsers.formats import format_named, formats_of
from pipelines.parsers.namesakes import MARK
from pipelines.parsers.reading import read
from pipelines.parsers.record import RECORD_SCHEMA, Files, ParsedList, UnreadableListError

STORED_VERSION = 4
"""Raised when the stored form below changes, or which snapshots are believed: what was stored is then made again."""

_TEXT: pl.DataType = pl.String()
FACTS_SCHEMA = pl.Schema(
    {
        "snapshot_id": _TEXT, "order_key": _TEXT, "list_id": _TEXT, "sha256": _TEXT,
        "published_on": pl.Date(), "published_on_basis": _TEXT, "seen_at": pl.Datetime("us"),
        "retrieved_at": pl.Datetime("us"), "last_checked_at": pl.Datetime("us"), "origin": _TEXT,
        "source_url": _TEXT, "bytes": pl.Int64(), "files": pl.Int64(), "format": _TEXT, "format_version": pl.Int64(),
        "layout": _TEXT,
        "parties": pl.Int64(), "names": pl.Int64(), "unread": pl.Int64(), "not_understood": pl.Int64(), "state": _TEXT,
        "reason": _TEXT,
        "coverage": pl.List(pl.Struct({"field": _TEXT, "parties": pl.Int64()})),
        "drift": pl.List(pl.Struct({"place": _TEXT, "what": _TEXT, "occurrences": pl.Int64()})),
    }
)  # fmt: skip
PRESENCE_SCHEMA = pl.Schema(dict.fromkeys(("native_id", "record_id", "first_key", "last_key"), pl.String))
FINGERPRINT_SCHEMA = pl.Schema({"fingerprint": pl.String, "record_id": pl.String})

Reader = Callable[[OfficialList, Files, frozenset[str]], ParsedList]


def read_list(official_list: OfficialList, files: Files, known: frozenset[str] = frozenset()) -> ParsedList:
    """Read the files of one snapshot of a list; records in `known` are not read again."""
    return read(official_list.list_id, files, formats_of(official_list), known)


@dataclass(frozen=True, slots=True)
class ListHistory:
    """All that is known of one list.

    Attributes:
        facts: FACTS_SCHEMA, one row a snapshot, in order of publication; those not believed say why.
        presence: PRESENCE_SCHEMA, a record of a party from one believed snapshot to another, both inclusive.
        fingerprints: FINGERPRINT_SCHEMA, what need not be read again.
        records: RECORD_SCHEMA, every record ever shown by a believed snapshot, and perhaps some never believed.
    """

    list_id: str
    facts: pl.DataFrame
    presence: pl.DataFrame
    fingerprints: pl.DataFrame
    records: pl.DataFrame

    @property
    def believed(self) -> pl.DataFrame:
        """The facts of the snapshots in use, in order, numbered by `ix`."""
        return self.facts.filter(pl.col("state") == "used").sort("order_key").with_row_index("ix")

    @property
    def digest(self) -> str:
        """A digest of all that the tables depend on: the snapshots, the readers' versions, which are believed."""
        states = self.facts.select("snapshot_id", "order_key", "format", "format_version", "layout", "state", "reason")
        return blake2b(f"{STORED_VERSION}{states.rows()}".encode(), digest_size=12).hexdigest()


def empty_history(list_id: str) -> ListHistory:
    """A history of the list without any snapshot."""
    return ListHistory(
        list_id,
        pl.DataFrame(schema=FACTS_SCHEMA),
        pl.DataFrame(schema=PRESENCE_SCHEMA),
        pl.DataFrame(schema=FINGERPRINT_SCHEMA),
        pl.DataFrame(schema=RECORD_SCHEMA),
    )


def order_key(published_on: date, snapshot: Snapshot) -> str:
    """A text that sorts snapshots by their day of publication, then by the time when they were seen."""
    return f"{published_on}|{snapshot.seen_at:%Y-%m-%dT%H:%M:%S}|{snapshot.sha256[:12]}"


def snapshot_id(snapshot: Snapshot) -> str:
    """The id of a snapshot: its list, the time it was seen, and the start of its digest."""
    return f"{snapshot.list_id}@{snapshot.seen_at:%Y-%m-%dT%H:%M:%SZ}#{snapshot.sha256[:12]}"


def up_to_date(
    history: ListHistory, official_list: OfficialList, archive: Archive, reader: Reader = read_list
) -> ListHistory:
    """The history with all snapshots of the archive: new ones are added, or everything is judged again."""
    snapshots = {snapshot_id(snapshot): snapshot for snapshot in archive.snapshots(official_list.list_id)}
    judge = _Judge(official_list, archive, archive.accepted(official_list.list_id), reader)
    if _must_be_rebuilt(history, official_list, snapshots.keys(), judge.accepted):
        history = empty_history(official_list.list_id)
    known = set(history.facts["snapshot_id"])
    for snapshot in (kept for key, kept in snapshots.items() if key not in known):
        longer = judge.with_snapshot(history, snapshot)
        must_replay = judge.changes_earlier_judgement(history, longer)
        history = judge.replayed(longer, snapshots) if must_replay else longer
    history = _with_new_check_times(history, snapshots)
    return history if judge.outlier(history) is None else judge.replayed(history, snapshots)


def refuse_unbelievable(
    history: ListHistory, official_list: OfficialList, files: Files, published_on: date, reader: Reader = read_list
) -> None:
    """Raise an error if files that just came cannot be believed, before they join the history.

    Args:
        history: of the list, as it stands.
        files: what came.
        published_on: the day on which they were seen; the day that the files state is preferred.

    Files that bring the number of parties back to where it was before a snapshot that now looks like an outlier are
    part of it: the history holds them back until it is sure which of the two to believe.

    Raises:
        UnreadableListError: they cannot be read as this list, or are from the future.
        HeldBackError: they can, and a person should look at them first.
    """
    parsed = reader(official_list, files, frozenset(history.fingerprints["fingerprint"]))
    parsed = _with_lasting_ids(parsed, history, _AFTER_ALL_OTHERS)
    membership = _membership(parsed, history.fingerprints)
    records = _with_records(history.records, parsed.records)
    facts: dict[str, Any] = {
        "published_on": _published_on(parsed, published_on),
        "seen_at": datetime.max.replace(tzinfo=UTC),
        "retrieved_at": utc_now(),
        "format": parsed.format_name,
        "layout": parsed.report.layout,
        "origin": "live",
        "files": len(files),
        "unread": len(parsed.report.unread),
    }
    now = _showing(facts, membership, records)
    if fault := from_the_future(now):
        raise UnreadableListError(fault)
    last = _neighbour(history, _AFTER_ALL_OTHERS, -1)
    least = official_list.minimum_shares.get(parsed.format_name, {})
    if reason := objection(now, _showing_of_believed(history, last), least):
        earlier = _neighbour(history, last["order_key"], -1) if last else None
        if (
            earlier is None
            or not is_similar_number(now.size, earlier["parties"])
            or objection(now, _showing_of_believed(history, earlier), least)
        ):
            raise HeldBackError(reason)


_AFTER_ALL_OTHERS = "9999"
"""An order key that sorts after that of every snapshot."""


class RememberingReader:
    """Reads a list once where it is first looked at and then used. Remembers the last one only."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], ParsedList] | None = None

    def __call__(self, official_list: OfficialList, files: Files, known: frozenset[str] = frozenset()) -> ParsedList:
        """The files read, from memory if they are those read last with the same records known."""
        key = (official_list.list_id, known, *((name, digest(files[name])) for name in sorted(files)))
        if self._last is None or self._last[0] != key:
            self._last = key, read_list(official_list, files, known)
        return self._last[1]


@dataclass(frozen=True, slots=True)
class _Judge:
    """Reads snapshots of one list, and believes them or not."""

    official_list: OfficialList
    archive: Archive
    accepted: frozenset[str]
    reader: Reader

    def with_snapshot(
        self, history: ListHistory, snapshot: Snapshot, outliers: Collection[str] = frozenset()
    ) -> ListHistory:
        """The history with one more snapshot, read and judged beside the believed one before it.

        One that is unreadable, damaged or held back is in the facts with the reason, and shows no party.

        Args:
            outliers: ids of snapshots that are not to be believed for what follows them.
        """
        facts = _facts_as_archived(snapshot)
        known = frozenset(history.fingerprints["fingerprint"])
        try:
            parsed = self.reader(self.official_list, self.archive.read(snapshot), known)
            parsed = _with_lasting_ids(
                parsed, history, order_key(_published_on(parsed, snapshot.published_on), snapshot)
            )
        except UnreadableListError as error:
            return _with_facts(history, facts, "unreadable", str(error))
        except DamagedSnapshotError as error:
            return _with_facts(history, facts, "damaged", str(error))
        membership = _membership(parsed, history.fingerprints)
        history = replace(
            history,
            records=_with_records(history.records, parsed.records),
            fingerprints=_with_fingerprints(history.fingerprints, membership),
        )
        facts |= _facts_as_read(parsed, snapshot) | _counted_facts(membership, history.records)
        if reason := self._why_not_believed(history, facts, membership, outliers):
            return _with_facts(history, facts, "held_back", reason)
        keys = history.believed["order_key"].to_list()
        presence = presence_with(history.presence, membership, str(facts["order_key"]), keys)
        return _with_facts(replace(history, presence=presence), facts, "used", None)

    def _why_not_believed(
        self, history: ListHistory, facts: dict[str, Any], membership: pl.DataFrame, outliers: Collection[str]
    ) -> str | None:
        """Why a snapshot is not believed; None if it is.

        One that a person accepted is believed unless it is from the future.
        """
        now = _showing(facts, membership, history.records)
        if facts["sha256"] in self.accepted:
            return from_the_future(now)
        if facts["snapshot_id"] in outliers:
            return f"it lists {now.size:,} parties, and the snapshots after it are back where the list was before it."
        before = _showing_of_believed(history, _neighbour(history, str(facts["order_key"]), -1))
        return objection(now, before, self.official_list.minimum_shares.get(str(facts["format"]), {}))

    def outlier(self, history: ListHistory) -> str | None:
        """The id of the last believed snapshot, if later ones show that it is an outlier.

        None if it is not one, or if a person accepted it.
        """
        odd = outlier(history.facts)
        return None if odd is None or odd["sha256"] in self.accepted else str(odd["snapshot_id"])

    def changes_earlier_judgement(self, before: ListHistory, after: ListHistory) -> bool:
        """Whether the newest snapshot of `after` may change which other snapshots are believed."""
        new = after.facts.row(-1, named=True)
        following = before.facts.filter(pl.col("order_key") > new["order_key"])
        if following.is_empty():
            return self.outlier(after) is not None
        if not before.facts.filter(pl.col("state") == "held_back").is_empty():
            return True
        if new["state"] != "used":
            return False
        if _has_namesakes(after):
            return True
        successor = _neighbour(before, new["order_key"], +1)
        if successor is None or successor["sha256"] in self.accepted:
            return False
        shown = _showing_of_believed(after, successor)
        return shown is not None and objection(shown, _showing_of_believed(after, new)) is not None

    def replayed(
        self, history: ListHistory, snapshots: Mapping[str, Snapshot], outliers: frozenset[str] = frozenset()
    ) -> ListHistory:
        """The history with all snapshots judged again, in order of publication; known records are not read again.

        Where later snapshots show that one is an outlier, it is passed over and all are judged once more.
        """
        fresh = replace(empty_history(history.list_id), records=history.records, fingerprints=history.fingerprints)
        for key in history.facts.sort("order_key")["snapshot_id"]:
            fresh = self.with_snapshot(fresh, snapshots[key], outliers)
            if passed_over := self.outlier(fresh):
                return self.replayed(history, snapshots, outliers | {passed_over})
        return fresh


def _published_on(parsed: ParsedList, seen_on: date) -> date:
    """The day of publication that the files state; the day on which they were seen if they state none."""
    return parsed.report.published_on or seen_on


def _has_namesakes(history: ListHistory) -> bool:
    """Whether several parties share a name: then their ids depend on the order of the snapshots."""
    return bool(history.presence["native_id"].str.contains(MARK, literal=True).any())


def _with_lasting_ids(parsed: ParsedList, history: ListHistory, key: str) -> ParsedList:
    """The snapshot, in which a party with the same name as in the believed snapshot before it keeps its id."""
    if not format_named(parsed.format_name).makes_ids:
        return parsed
    before = _neighbour(history, key, -1)
    shown = history.presence.clear()
    if before is not None:
        then = before["order_key"]
        shown = history.presence.filter((pl.col("first_key") <= then) & (pl.col("last_key") >= then))
    records = shown.select("native_id", "record_id").join(history.records.drop("native_id"), on="record_id")
    return with_lasting_ids(parsed, records.select(RECORD_SCHEMA.names()), history.presence["native_id"].unique())


def presence_with(presence: pl.DataFrame, membership: pl.DataFrame, key: str, keys: Sequence[str]) -> pl.DataFrame:
    """Presence with one more snapshot among the believed ones, which may fall before, between or after them.

    The interval of a party that it shows reaches to it; one of a party that it does not show is split around it.

    Args:
        presence: PRESENCE_SCHEMA.
        membership: native_id, record_id of the snapshot.
        key: the order key of the snapshot.
        keys: those of the snapshots believed so far, in order.
    """
    before = max((earlier for earlier in keys if earlier < key), default=None)
    after = min((later for later in keys if later > key), default=None)
    touching = (pl.col("last_key") >= (before or key)) & (pl.col("first_key") <= (after or key))
    far = presence.filter(~touching)
    near = presence.filter(touching)
    left = near.filter(pl.col("first_key") < key).select(
        "native_id", "record_id", "first_key", left_key=pl.lit(before, pl.String)
    )
    right = near.filter(pl.col("last_key") > key).select(
        "native_id", "record_id", "last_key", right_key=pl.lit(after, pl.String)
    )
    party = ["native_id", "record_id"]
    here = membership.select(*party, here=pl.lit(key))
    joined = left.join(here, on=party, how="full", coalesce=True).join(right, on=party, how="full", coalesce=True)
    shown = joined.filter(pl.col("here").is_not_null()).select(
        *party,
        first_key=pl.coalesce("first_key", "here"),
        last_key=pl.coalesce("last_key", "here"),
    )
    absent = joined.filter(pl.col("here").is_null())
    ended = absent.filter(pl.col("first_key").is_not_null()).select(*party, "first_key", last_key="left_key")
    begun = absent.filter(pl.col("last_key").is_not_null()).select(*party, first_key="right_key", last_key="last_key")
    return pl.concat([far, shown, ended, begun]).select(PRESENCE_SCHEMA.names())


def load_history(folder: Path, list_id: str) -> ListHistory:
    """The history as last saved under `folder`; an empty one if there is none, or if it was saved in another form."""
    current = folder / "current"
    state = folder / current.read_text(encoding="utf-8").strip() if current.is_file() else None
    if state is None or not (state / "facts.parquet").is_file():
        return empty_history(list_id)
    if pl.read_parquet_schema(state / "facts.parquet").keys() != FACTS_SCHEMA.keys():
        return empty_history(list_id)
    records = [
        pl.DataFrame(schema=RECORD_SCHEMA),
        *map(pl.read_parquet, sorted((folder / "records").glob("*.parquet"))),
    ]
    return ListHistory(
        list_id,
        pl.read_parquet(state / "facts.parquet"),
        pl.read_parquet(state / "presence.parquet"),
        pl.read_parquet(state / "fingerprints.parquet"),
        pl.concat(records).unique("record_id", maintain_order=True),
    )


def save(history: ListHistory, before: ListHistory, folder: Path) -> Path:
    """Store the history under `folder` and return the folder of this state.

    Records that are stored already are not written again. The file `current`, replaced last, names the state in use;
    then the folders of earlier states are deleted.
    """
    new = history.records.join(before.records.select("record_id"), on="record_id", how="anti")
    if not new.is_empty():
        name = blake2b("".join(new["record_id"]).encode(), digest_size=8).hexdigest()
        _write(new, folder / "records" / f"{name}.parquet")
    state = folder / f"state-{history.digest}"
    for name, frame in (
        ("facts", history.facts),
        ("presence", history.presence),
        ("fingerprints", history.fingerprints),
    ):
        _write(frame, state / f"{name}.parquet")
    with whole_or_absent(folder / "current") as path:
        path.write_text(state.name, encoding="utf-8")
    for other in folder.glob("state-*"):
        if other != state:
            shutil.rmtree(other, ignore_errors=True)
    return state


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Write the frame as Parquet, with a digest beside it."""
    with whole_with_digest(path) as temporary:
        frame.write_parquet(temporary, compression="zstd")


def _must_be_rebuilt(
    history: ListHistory, official_list: OfficialList, held: Iterable[str], accepted: Iterable[str]
) -> bool:
    """Whether all snapshots must be read or judged again: a reader changed, one is gone, or one was accepted."""
    versions = {format_.name: format_.version for format_ in formats_of(official_list)}
    facts = history.facts
    outdated = facts.filter(
        pl.col("format").is_not_null()
        & (pl.col("format_version") != pl.col("format").replace_strict(versions, default=-1, return_dtype=pl.Int64))
    )
    gone = facts.filter(~pl.col("snapshot_id").is_in(list(held)) | pl.col("state").is_in(["unreadable", "damaged"]))
    now_accepted = facts.filter((pl.col("state") == "held_back") & pl.col("sha256").is_in(list(accepted)))
    return any(not frame.is_empty() for frame in (outdated, gone, now_accepted))


def _with_new_check_times(history: ListHistory, snapshots: Mapping[str, Snapshot]) -> ListHistory:
    """The history with the times of the last checks, and the addresses, that the archive has now."""
    checked = pl.DataFrame(
        {
            "snapshot_id": list(snapshots),
            "checked": [_utc_without_zone(snapshot.last_checked_at) for snapshot in snapshots.values()],
            "address": [_source_url(snapshot) for snapshot in snapshots.values()],
        },
        schema={"snapshot_id": pl.String, "checked": pl.Datetime("us"), "address": pl.String},
    )
    facts = history.facts.join(checked, on="snapshot_id", how="left", maintain_order="left")
    facts = facts.with_columns(
        last_checked_at=pl.coalesce("checked", "last_checked_at"), source_url=pl.coalesce("address", "source_url")
    )
    return replace(history, facts=facts.select(FACTS_SCHEMA.names()).sort("order_key"))


def _source_url(snapshot: Snapshot) -> str:
    """The first address of a snapshot; without addresses "origin:list"."""
    return snapshot.source_urls[0] if snapshot.source_urls else f"{snapshot.origin}:{snapshot.list_id}"


def _utc_without_zone(moment: datetime) -> datetime:
    """The time in UTC without a time zone, as DuckDB's TIMESTAMP stores it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def _facts_as_archived(snapshot: Snapshot) -> dict[str, object]:
    """The facts of a snapshot that are known before it is read."""
    return {
        "snapshot_id": snapshot_id(snapshot),
        "order_key": order_key(snapshot.published_on, snapshot),
        "list_id": snapshot.list_id,
        "sha256": snapshot.sha256,
        "published_on": snapshot.published_on,
        "published_on_basis": "observed",
        "seen_at": _utc_without_zone(snapshot.seen_at),
        "retrieved_at": _utc_without_zone(snapshot.retrieved_at),
        "last_checked_at": _utc_without_zone(snapshot.last_checked_at),
        "origin": snapshot.origin,
        "source_url": _source_url(snapshot),
        "bytes": snapshot.size,
        "files": len(snapshot.files),
    }


def _facts_as_read(parsed: ParsedList, snapshot: Snapshot) -> dict[str, object]:
    """The facts of a snapshot that its reader found: format, layout, drift, and the day that the files state."""
    stated = parsed.report.published_on
    drift = [
        {"place": place, "what": what, "occurrences": count}
        for (place, what), count in sorted(parsed.report.drift.items())
    ]
    unread = [{"place": f"record {place}", "what": reason, "occurrences": 1} for place, reason in parsed.report.unread]
    facts: dict[str, object] = {
        "format": parsed.format_name,
        "format_version": parsed.format_version,
        "layout": parsed.report.layout,
        "unread": len(parsed.report.unread),
        "drift": drift + unread,
    }
    if stated is not None:
        facts |= {"published_on": stated, "published_on_basis": "official", "order_key": order_key(stated, snapshot)}
    return facts


def _membership(parsed: ParsedList, fingerprints: pl.DataFrame) -> pl.DataFrame:
    """Columns native_id, record_id, fingerprint: every party that the snapshot shows.

    Parties that were not read again have the record_id of their earlier reading.
    """
    known = fingerprints.unique("fingerprint")
    joined = parsed.parties.join(known, on="fingerprint", how="left", suffix="_known", maintain_order="left")
    return joined.select("native_id", pl.coalesce("record_id", "record_id_known").alias("record_id"), "fingerprint")


def _with_fingerprints(fingerprints: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """The fingerprints with those that this snapshot shows for the first time."""
    met = membership.filter(pl.col("fingerprint").is_not_null()).select(FINGERPRINT_SCHEMA.names())
    new = met.join(fingerprints.select("fingerprint"), on="fingerprint", how="anti").unique(maintain_order=True)
    return fingerprints if new.is_empty() else pl.concat([fingerprints, new])


def _with_records(records: pl.DataFrame, read_now: pl.DataFrame) -> pl.DataFrame:
    """The records with those that were read now for the first time."""
    new = read_now.join(records.select("record_id"), on="record_id", how="anti").unique(
        "record_id", maintain_order=True
    )
    return records if new.is_empty() else pl.concat([records, new], rechunk=False)


def _with_facts(history: ListHistory, facts: dict[str, object], state: str, reason: str | None) -> ListHistory:
    """The history with the facts of one more snapshot, its state and the reason for that state."""
    row = pl.DataFrame([facts | {"state": state, "reason": reason}], schema=FACTS_SCHEMA)
    return replace(history, facts=pl.concat([history.facts, row]))


def _neighbour(history: ListHistory, key: str, step: int) -> dict[str, Any] | None:
    """The facts of the believed snapshot just before (-1) or after (+1) the key."""
    believed = history.believed
    if step < 0:
        earlier = believed.filter(pl.col("order_key") < key)
        return None if earlier.is_empty() else earlier.row(-1, named=True)
    later = believed.filter(pl.col("order_key") > key)
    return None if later.is_empty() else later.row(0, named=True)


def _showing_of_believed(history: ListHistory, facts: dict[str, Any] | None) -> Showing | None:
    """What the believed snapshot with these facts shows; None without facts."""
    if facts is None:
        return None
    key = facts["order_key"]
    shown = history.presence.filter((pl.col("first_key") <= key) & (pl.col("last_key") >= key))
    return _showing(facts, shown, history.records)


def _listed_parties(membership: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The listed parties of a snapshot with the columns that plausibility rules and counts need."""
    needed = records.select(
        "record_id", "primary_name", "programmes", "is_listed",
        names=pl.col("names").list.len(), not_understood=pl.col("not_understood").list.len(), **columns(),
    )  # fmt: skip
    return membership.select("native_id", "record_id").join(needed, on="record_id").filter("is_listed")


def _counted_facts(membership: pl.DataFrame, records: pl.DataFrame) -> dict[str, object]:
    """How many parties, names and texts not understood a snapshot has, and how many parties have each field."""
    listed = _listed_parties(membership, records)
    sums = listed.select(pl.len().alias("parties"), pl.col("names").sum(), pl.col("not_understood").sum())
    coverage = [{"field": field, "parties": count} for field, count in coverage_of(listed).items()]
    return {name: int(value) for name, value in sums.row(0, named=True).items()} | {"coverage": coverage}


def _showing(facts: dict[str, Any], membership: pl.DataFrame, records: pl.DataFrame) -> Showing:
    """What the plausibility rules compare: day, origin, layout, sizes and parties of a snapshot."""
    listed = _listed_parties(membership, records)
    return Showing(
        published_on=facts["published_on"],
        retrieved_on=facts["retrieved_at"].date(),
        seen_at_order=f"{facts['seen_at']:%Y-%m-%dT%H:%M:%S}",
        layout=f"{facts['format']}/{facts['layout']}",
        origin=facts["origin"],
        files=facts["files"],
        names=int(listed["names"].sum()),
        unread=facts["unread"],
        parties=listed.select("native_id", "record_id", "primary_name", "programmes", *columns()),
    )
