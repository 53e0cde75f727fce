"""The snapshot archive: the published files of every list, when they were seen, and what was refused.

Here: snapshots, refusals and a person's acceptances on disk, under the home's `archive/`; checking for damage.
Not here: how bytes are compressed (see contents), where they come from (see acquisition, backfill).

    archive/home_kind                        `live` or `example`; the two never mix
    archive/contents/ab/<sha256>.zst|.patch  the bytes of each file, once (see contents)
    archive/copies/                          second copies of contents that patches are based on
    archive/snapshots/<list>/<seen>_<sha>.json
    archive/refused/<list>/<first>_<sha>.json
    archive/accepted/<list>/<sha256>.json
    archive/attempts/<list>/last.json        how the last fetch ended
    archive/damaged/<list>/                  damaged files, moved here with the reason

Each entry is one small file. So adding an entry costs the same in a large archive, and damage to one entry does
not affect the others. Contents are written before the entry that names them. So an entry that can be read is complete,
even if a run was killed.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from pipelines.archive.contents import Contents, DamagedContentError, digest
from pipelines.archive.home import Home, move_whole, remove_leftovers, write_whole
from pipelines.archive.snapshot import (
    LIST_ID,
    Acceptance,
    Damage,
    Kept,
    LastFetch,
    Origin,
    Refusal,
    Snapshot,
    Source,
    from_json,
    sha256_of,
    stored_files,
    to_json,
)

LOCK_SECONDS = 60.0
CHECKED_ORIGINS: frozenset[Origin] = frozenset({"live", "mirror"})  # sources that are fetched again and again
LIKE_IN_SIZE = 2.0  # a base of more than twice or less than half the size is not similar enough to try
FEWEST_DIGITS = 6  # of a sha256 that names a snapshot
LAST = "last.json"
DIGITS = str.maketrans("", "", "0123456789")


class ArchiveError(Exception):
    """The archive cannot do what the caller wants. The message is one sentence."""


class DamagedSnapshotError(ArchiveError):
    """The stored bytes of a snapshot no longer have the sha256 that was written."""


class MixedHomeError(ArchiveError):
    """Example data would be added to a home that holds live data, or live data to an example home."""


class NoSuchSnapshotError(ArchiveError):
    """No snapshot of the list is the one that is named, or several are."""


class NothingHeldBackError(ArchiveError):
    """No refused download of the list is waiting to be accepted."""


def utc_now() -> datetime:
    """Now, in UTC, to the second: the resolution of everything that the archive records."""
    return datetime.now(UTC).replace(microsecond=0)


class Archive:
    """The archive of one home. Nothing is written before the first addition."""

    def __init__(self, home: Home, now: Callable[[], datetime] = utc_now) -> None:
        """Open the archive of a home; entries that were read are kept in memory until their file changes."""
        self.root = home.archive
        self._now = now
        self._contents = Contents(self.root)
        self._lock = FileLock(self.root / ".lock", timeout=LOCK_SECONDS)
        self._leftovers_removed = False
        self._read: dict[Path, tuple[tuple[int, int, int] | None, Any]] = {}

    def add(
        self,
        list_id: str,
        files: Mapping[str, bytes],
        *,
        origin: Origin,
        seen_at: datetime,
        zone: ZoneInfo,
        retrieved_at: datetime | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> Snapshot:
        """Store the bytes of a list as they were published at one time, and return their entry.

        Adding the same bytes with the same time again makes no second entry. If a live or mirror fetch gets the same
        bytes again, `last_checked_at` of the existing entry moves, unless other bytes were published in between.

        Raises:
            MixedHomeError: this is example data and the home is live, or the reverse.
        """
        seen = _utc(seen_at)
        stored = stored_files(files, sources)
        new = Snapshot(list_id, sha256_of(stored), stored, origin, _utc(retrieved_at or seen_at), seen, seen, zone.key)
        with self._writing(origin):
            held = self.snapshots(list_id)
            self._store_files(files, new.seen_at, held)
            existing = _existing_entry(new, held)
            if existing is not None:
                return self._confirm_existing(existing, new)
            self._write("snapshots", new)
            self._split_spans(new, held)
            return new

    def confirm(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        """Record that the source still published the bytes of `snapshot` at the time `at`; returns the new entry."""
        with self._writing(snapshot.origin):
            return self._with_check_time(snapshot, _utc(at))

    def snapshots(self, list_id: str) -> list[Snapshot]:
        """The readable entries of a list, sorted by (published_on, seen_at, sha256)."""
        entries = (entry for _, entry in self._entries("snapshots", list_id, Snapshot) if isinstance(entry, Snapshot))
        return sorted(entries, key=lambda snapshot: snapshot.order)

    def latest(self, list_id: str) -> Snapshot | None:
        """The last snapshot of a list in this order; None if there is none."""
        return next(reversed(self.snapshots(list_id)), None)

    def list_ids(self) -> list[str]:
        """The ids of all lists that have a snapshot, sorted."""
        return sorted(path.name for path in (self.root / "snapshots").glob("*") if path.is_dir())

    def read(self, snapshot: Snapshot | Refusal) -> dict[str, bytes]:
        """The files of a snapshot, or of a refused download that was kept: name as published → content.

        Raises:
            DamagedSnapshotError: the bytes no longer have the sha256 that was written.
        """
        try:
            return {file.name: self._contents.get(file.sha256) for file in snapshot.files}
        except DamagedContentError as error:
            raise DamagedSnapshotError(
                f"{snapshot.list_id}: the snapshot of {snapshot.published_on} ({snapshot.sha256[:12]}) is damaged: "
                f"{error}; the next check of the archive sets it aside, and it can be added again from its source."
            ) from error

    def refuse(
        self,
        list_id: str,
        reason: str,
        files: Mapping[str, bytes],
        *,
        origin: Origin,
        seen_at: datetime,
        zone: ZoneInfo,
        keep: bool = False,
        retrieved_at: datetime | None = None,
        sources: Mapping[str, Source] | None = None,
    ) -> Refusal:
        """Record a download that is not believed. With `keep`, also store its bytes, so that a person can accept them.

        The same bytes with the same reason are one entry, which counts the repetitions.
        """
        at, seen = _utc(retrieved_at or seen_at), _utc(seen_at)
        stored = stored_files(files, sources)
        new = Refusal(list_id, reason, sha256_of(stored), stored, origin, at, at, seen, zone.key, 1, keep)
        with self._writing(origin):
            if keep:
                self._store_files(files, seen, self.snapshots(list_id))
            old = next((refusal for refusal in self.refusals(list_id) if _is_same_refusal(refusal, new)), None)
            if old is not None:
                new = _repeated_refusal(old, new, self.snapshots(list_id))
            self._write("refused", new)
            return new

    def refusals(self, list_id: str) -> list[Refusal]:
        """All refused downloads of a list, sorted by the time of the first download."""
        entries = (entry for _, entry in self._entries("refused", list_id, Refusal) if isinstance(entry, Refusal))
        return sorted(entries, key=lambda refusal: (refusal.first_at, refusal.sha256, refusal.reason))

    def held_back(self, list_id: str) -> list[Refusal]:
        """Refused downloads with stored bytes that nobody has accepted, sorted by the time of the last download."""
        accepted = self.accepted(list_id)
        not_accepted = (
            refusal for refusal in self.refusals(list_id) if refusal.kept and refusal.sha256 not in accepted
        )
        return sorted(not_accepted, key=lambda refusal: (refusal.last_at, refusal.sha256))

    def accept(self, list_id: str, sha256: str | None = None) -> Snapshot:
        """Record a person's decision that these bytes are right, and make them a snapshot.

        Without `sha256`, the download that was held back last is accepted.

        Raises:
            NothingHeldBackError: no download of the list is held back, or no stored bytes have that sha256.
        """
        snapshot = self._snapshot_to_accept(list_id, sha256)
        self.read(snapshot)
        with self._writing(snapshot.origin):
            self._write("accepted", Acceptance(list_id, snapshot.sha256, self._now()))
            held = self.snapshots(list_id)
            existing = _existing_entry(snapshot, held)
            if existing is None:
                self._write("snapshots", snapshot)
                self._split_spans(snapshot, held)
        return existing or snapshot

    def accepted(self, list_id: str) -> frozenset[str]:
        """The sha256 of every snapshot of a list that a person accepted."""
        entries = (entry for _, entry in self._entries("accepted", list_id, Acceptance))
        return frozenset(entry.sha256 for entry in entries if isinstance(entry, Acceptance))

    def forget(self, list_id: str, which: str, reason: str) -> Snapshot:
        """Take a snapshot that was added by mistake out of use. A refusal with the reason stays as a trace.

        Its bytes stay too, since other contents may be stored as differences from them.

        Args:
            which: the beginning of its sha256, or its id or day of publication as the tables write them.

        Raises:
            NoSuchSnapshotError: there is none, or more than one.
        """
        snapshot = self._snapshot_named(list_id, which)
        at = self._now()
        refusal = Refusal(
            list_id, reason, snapshot.sha256, snapshot.files, snapshot.origin, at, at, snapshot.seen_at,
            snapshot.time_zone, 1, kept=False,
        )  # fmt: skip
        with self._writing(snapshot.origin):
            self._write("refused", refusal)
            (self._folder("snapshots", list_id) / _file_name(snapshot)).unlink(missing_ok=True)
        return snapshot

    def _snapshot_named(self, list_id: str, which: str) -> Snapshot:
        """The one snapshot of a list with this day, id or beginning of a sha256.

        Raises:
            NoSuchSnapshotError: there is none, or more than one.
        """
        held = self.snapshots(list_id)
        sha256 = which.rpartition("-")[2]
        named = [
            snapshot
            for snapshot in held
            if str(snapshot.published_on) == which
            or (len(sha256) >= FEWEST_DIGITS and snapshot.sha256.startswith(sha256))
        ]
        if len(named) == 1:
            return named[0]
        shown = ", ".join(f"{snapshot.published_on} {snapshot.sha256[:12]}" for snapshot in (named or held)[-5:])
        fault = f"{len(named)} snapshots are" if named else "no snapshot is"
        raise NoSuchSnapshotError(
            f"{list_id}: {fault} named by {which!r}; give the beginning of a sha256, such as one of "
            f"{shown or 'none held'}."
        )

    def record_fetch(self, attempt: LastFetch, origin: Origin) -> None:
        """Record how the last fetch of a list ended, so that its state is known without another fetch."""
        with self._writing(origin):
            self._write("attempts", attempt)

    def last_fetch(self, list_id: str) -> LastFetch | None:
        """How the last fetch of a list ended; None if it was never fetched, or the entry is damaged."""
        try:
            return from_json(LastFetch, (self._folder("attempts", list_id) / LAST).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def verify(self) -> list[Damage]:
        """Check the digests of every entry and every stored file. Move damaged ones aside and return what was moved.

        If a content has a damaged and a good copy, the damaged copy is replaced and not reported.
        """
        if not self.root.is_dir():
            return []
        with self._writing(None):
            self._repair_bases()
            return [damage for list_id in self.list_ids() for damage in self._verify_list(list_id)]

    def damages(self, list_id: str) -> list[Damage]:
        """The damaged snapshots of a list that have not been added again."""
        entries = (entry for _, entry in self._entries("damaged", list_id, Damage) if isinstance(entry, Damage))
        return sorted(entries, key=lambda damage: (damage.found_at, damage.what))

    def fault(self, snapshot: Snapshot) -> str | None:
        """What is wrong with the stored bytes of a snapshot, without unpacking them; None if they are good."""
        for file in snapshot.files:
            what = self._contents.fault(file.sha256)
            if what is not None:
                return f"{file.name} {what}"
        return None

    @contextmanager
    def _writing(self, origin: Origin | None) -> Iterator[None]:
        """Hold the lock of the archive, after removing leftovers of killed runs; refuse data of another kind."""
        self.root.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise ArchiveError(
                f"another run has been writing to the archive for {LOCK_SECONDS:.0f} s; try again when it has ended."
            ) from error
        try:
            if not self._leftovers_removed:
                remove_leftovers(self.root)
                self._leftovers_removed = True
            if origin is not None:
                self._mark_kind_of_home(origin)
            yield
        finally:
            self._lock.release()

    def _mark_kind_of_home(self, origin: Origin) -> None:
        """Mark the home as "example" or "live".

        Raises:
            MixedHomeError: it has the other mark.
        """
        marker = self.root / "home_kind"
        kind = "example" if origin == "example" else "live"
        if not marker.exists():
            write_whole(marker, f"{kind}\n".encode())
            return
        marked = marker.read_text(encoding="utf-8").strip()
        if marked != kind:
            raise MixedHomeError(
                f"this home holds {marked} data and {kind} data never joins it; set SANCTIONS_HOME to another folder."
            )

    @property
    def is_example(self) -> bool:
        """Whether this home holds the bundled example; it then never asks a source, and live data stays out of it."""
        marker = self.root / "home_kind"
        return marker.exists() and marker.read_text(encoding="utf-8").strip() == "example"

    def dedicate(self, origin: Origin) -> None:
        """Mark this archive as one of example data or of live data, before anything is added to it.

        Raises:
            MixedHomeError: the archive has the other mark already.
        """
        with self._writing(origin):
            pass

    def _store_files(self, files: Mapping[str, bytes], seen_at: datetime, held: Sequence[Snapshot]) -> None:
        """Store the bytes of each file, as a difference from a similar stored file where that is smaller."""
        before = sorted((snapshot for snapshot in held if snapshot.seen_at <= seen_at), key=_seen_at, reverse=True)
        after = sorted((snapshot for snapshot in held if snapshot.seen_at > seen_at), key=_seen_at)
        for name, content in files.items():
            self._contents.put(
                content, [_similar_contents(name, len(content), snapshots) for snapshots in (before, after)]
            )

    def _with_check_time(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        """The snapshot, stored again with a later time of checking; as it is if it was checked later already."""
        if at <= snapshot.last_checked_at:
            return snapshot
        later = replace(snapshot, last_checked_at=at)
        self._write("snapshots", later)
        return later

    def _confirm_existing(self, existing: Snapshot, new: Snapshot) -> Snapshot:
        """The existing entry with the new time of checking, and with the new ETag and date of the server, if any."""
        if existing.origin == new.origin and new.origin in CHECKED_ORIGINS and existing.files != new.files:
            existing = replace(existing, files=new.files)
            self._write("snapshots", existing)
        return self._with_check_time(existing, new.last_checked_at)

    def _split_spans(self, new: Snapshot, held: Sequence[Snapshot]) -> None:
        """Split the entry whose time span contains `new` in two, from before and from after `new`.

        Its bytes were published before and again after `new`, so that the history shows three snapshots.
        """
        for old in held:
            if old.seen_at < new.seen_at < old.last_checked_at and old.sha256 != new.sha256:
                self._write("snapshots", replace(old, seen_at=old.last_checked_at))
                self._write("snapshots", replace(old, last_checked_at=old.seen_at))

    def _snapshot_to_accept(self, list_id: str, sha256: str | None) -> Snapshot:
        """The refused download with this sha256, or the last one held back, as a snapshot; else the one held already.

        Raises:
            NothingHeldBackError: there is none.
        """
        stored = [refusal for refusal in self.refusals(list_id) if refusal.kept] if sha256 else self.held_back(list_id)
        for refusal in reversed(stored):
            if sha256 in (None, refusal.sha256):
                return _snapshot_of(refusal)
        for snapshot in reversed(self.snapshots(list_id)):
            if snapshot.sha256 == sha256:
                return snapshot
        which = f"nothing with sha256 {sha256} is held" if sha256 else "nothing is held back that can be read"
        raise NothingHeldBackError(f"{list_id}: {which}; `sanctions status` shows what is.")

    def _repair_bases(self) -> None:
        """Make sure that each content on which patches are based has two good copies."""
        for base in self._contents.bases_of_patches():
            self._contents.keep_twice(base)

    def _verify_list(self, list_id: str) -> Iterator[Damage]:
        """Move the damaged snapshots of a list aside and yield what is wrong with each."""
        for path, entry in list(self._entries("snapshots", list_id, Snapshot)):
            if isinstance(entry, Snapshot):
                what = self.fault(entry)
                if what is not None:
                    damage = Damage(list_id, what, self._now(), path.name, entry.sha256, entry.published_on)
                    yield self._set_aside(path, damage, entry)
            else:
                yield self._set_aside(path, Damage(list_id, f"its entry {entry}", self._now(), path.name), None)

    def _set_aside(self, path: Path, damage: Damage, snapshot: Snapshot | None) -> Damage:
        """Move a damaged entry, and those of its files that are damaged, to the folder `damaged`."""
        folder = self._folder("damaged", damage.list_id)
        for file in snapshot.files if snapshot else ():
            if self._contents.fault(file.sha256) is not None:
                self._contents.set_aside(file.sha256, folder)
        write_whole(folder / path.name, to_json(damage))
        move_whole(path, folder / f"{path.stem}.entry")
        return damage

    def _entries(self, kind: str, list_id: str, of: type[Kept]) -> Iterator[tuple[Path, Kept | str]]:
        """The path of each entry of a kind, and the entry or what is wrong with it.

        A file is read again only if it was replaced.
        """
        for path in sorted(self._folder(kind, list_id).glob("*.json")):
            try:
                status = path.stat()
                version = status.st_ino, status.st_mtime_ns, status.st_size
                if self._read.get(path, (None, ""))[0] != version:
                    self._read[path] = version, _entry_in(path, of)
            except FileNotFoundError:  # another run moved it aside in the meantime
                continue
            yield path, self._read[path][1]

    def _write(self, kind: str, entry: Snapshot | Refusal | Acceptance | LastFetch) -> None:
        """Store an entry as JSON. A snapshot that was added again is no longer counted as damaged."""
        name = _file_name(entry)
        write_whole(self._folder(kind, entry.list_id) / name, to_json(entry))
        if isinstance(entry, Snapshot):
            (self._folder("damaged", entry.list_id) / name).unlink(missing_ok=True)

    def _folder(self, kind: str, list_id: str) -> Path:
        """The folder for entries of a kind.

        Raises:
            ArchiveError: `list_id` has not the form of an id.
        """
        if not LIST_ID.fullmatch(list_id):
            raise ArchiveError(f"{list_id!r} is no list id: lower-case letters, digits and _ only.")
        return self.root / kind / list_id


def _entry_in(path: Path, of: type[Kept]) -> Kept | str:
    """The entry in a file; if the file is damaged, a text that says so, for the check that sets it aside."""
    try:
        return from_json(of, path.read_bytes())
    except (ValueError, TypeError, KeyError):
        return "no longer holds the bytes that were written"


def _utc(moment: datetime) -> datetime:
    """The time in UTC. A time without a time zone raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; times in the archive are UTC.")
    return moment.astimezone(UTC)


def _existing_entry(new: Snapshot, held: Sequence[Snapshot]) -> Snapshot | None:
    """The entry that has the same bytes as `new` already; None if there is none.

    It was seen at the same time or, for a regular fetch, is the last one before `new`.
    """
    same = next(
        (snapshot for snapshot in held if (snapshot.seen_at, snapshot.sha256) == (new.seen_at, new.sha256)), None
    )
    if same is not None or new.origin not in CHECKED_ORIGINS:
        return same
    last = max(
        (snapshot for snapshot in held if snapshot.seen_at <= new.seen_at),
        key=lambda snapshot: snapshot.order,
        default=None,
    )
    return last if last is not None and last.sha256 == new.sha256 else None


def _seen_at(snapshot: Snapshot) -> datetime:
    """The time at which a snapshot was seen, for sorting."""
    return snapshot.seen_at


def _similar_contents(name: str, size: int, nearest: Sequence[Snapshot]) -> Iterator[str]:
    """The sha256 of stored files that may be similar to a file, the most similar first.

    First files of the same name (digits aside), then of the same suffix; within both, the nearest in time first.
    """
    others = []
    for stored in (file for snapshot in nearest for file in snapshot.files):
        if not size / LIKE_IN_SIZE <= stored.size <= size * LIKE_IN_SIZE:
            continue
        if _name_without_dates(stored.name) == _name_without_dates(name):
            yield stored.sha256
        elif PurePosixPath(stored.name.lower()).suffix == PurePosixPath(name.lower()).suffix:
            others.append(stored.sha256)
    yield from others


def _name_without_dates(name: str) -> str:
    """The name in lower case without digits: the same for files of one kind from day to day."""
    return name.lower().translate(DIGITS)


def _is_same_refusal(one: Refusal, other: Refusal) -> bool:
    """Whether two refusals have the same bytes and the same reason."""
    return (one.sha256, one.reason) == (other.sha256, other.reason)


def _repeated_refusal(old: Refusal, new: Refusal, held: Sequence[Snapshot]) -> Refusal:
    """The old refusal, counted once more; one of a backfill that was added again stays as it is.

    Its `seen_at` moves only if other bytes were published in between.
    """
    if old.seen_at == new.seen_at and old.origin not in CHECKED_ORIGINS:
        return old
    has_others_since = any(snapshot.last_checked_at > old.seen_at for snapshot in held)
    return replace(
        old,
        seen_at=max(old.seen_at, new.seen_at) if has_others_since else old.seen_at,
        last_at=max(old.last_at, new.last_at),
        times=old.times + 1,
        kept=old.kept or new.kept,
    )


def _snapshot_of(refusal: Refusal) -> Snapshot:
    """A refused download as a snapshot."""
    return Snapshot(
        refusal.list_id,
        refusal.sha256,
        refusal.files,
        refusal.origin,
        refusal.first_at,
        refusal.seen_at,
        refusal.seen_at,
        refusal.time_zone,
    )


def _file_name(entry: Snapshot | Refusal | Acceptance | LastFetch) -> str:
    """The name of the file in which an entry is stored."""
    if isinstance(entry, LastFetch):
        return LAST
    if isinstance(entry, Acceptance):
        return f"{entry.sha256}.json"
    at = entry.seen_at if isinstance(entry, Snapshot) else entry.first_at
    return f"{at:%Y%m%dT%H%M%SZ}_{entry.sha256[:16]}{_reason_suffix(entry)}.json"


def _reason_suffix(entry: Snapshot | Refusal) -> str:
    """A part of the file name that depends on the reason: the same bytes may be refused for two reasons."""
    return f"_{digest(entry.reason.encode())[:8]}" if isinstance(entry, Refusal) else ""
