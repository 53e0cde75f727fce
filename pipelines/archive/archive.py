"""The snapshot archive: what every list said, when it was seen to say so, and what was refused.

Here: snapshots, refusals and a person's acceptances on disk, under the home's `archive/`; damage found and set aside.
Not here: how bytes are compressed (see contents), where they come from (see acquisition, backfill).

    archive/home_kind                        `live` or `example`; the two never mix
    archive/contents/ab/<sha256>.zst|.patch  the bytes of each file, once (see contents)
    archive/copies/                          second copies of contents on which others rest
    archive/snapshots/<list>/<seen>_<sha>.json
    archive/refused/<list>/<first>_<sha>.json
    archive/accepted/<list>/<sha256>.json
    archive/attempts/<list>/last.json        how the last try ended
    archive/damaged/<list>/                  what was set aside, and why

One small file an entry: adding costs the same however much is held, and damage to one entry is damage to no other.
Contents are written before the entry that names them, so an entry that can be read is whole whenever a run is killed.
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
    Attempt,
    Damage,
    Kept,
    Origin,
    Refusal,
    Snapshot,
    Source,
    described,
    from_json,
    sha256_of,
    to_json,
)

LOCK_SECONDS = 60.0
CHECKED_ORIGINS: frozenset[Origin] = frozenset({"live", "mirror"})  # those that ask again and again
LIKE_IN_SIZE = 2.0  # a base twice or half the size resembles too little to try
LAST = "last.json"
DIGITS = str.maketrans("", "", "0123456789")


class ArchiveError(Exception):
    """The archive cannot do what it was asked: one sentence."""


class DamagedSnapshotError(ArchiveError):
    """A snapshot whose bytes no longer hash to what was written."""


class MixedHomeError(ArchiveError):
    """Example data offered to a home that holds live data, or the other way round."""


class NothingHeldBackError(ArchiveError):
    """There is nothing of that list to accept."""


def utc_now() -> datetime:
    """Now, in UTC, to the second: the resolution of everything that the archive records."""
    return datetime.now(UTC).replace(microsecond=0)


class Archive:
    """The archive of one home. Nothing is written before the first addition."""

    def __init__(self, home: Home, now: Callable[[], datetime] = utc_now) -> None:
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
        """Keep the bytes of a list as seen published at one time, and return the entry that stands for them.

        The same bytes seen at the same time are one entry however often they are added. The same bytes met again by a
        live or mirror fetch move `last_checked_at` of the entry that stands, unless other bytes came between.

        Raises:
            MixedHomeError: example data for a live home, or the other way round.
        """
        seen = _utc(seen_at)
        stored = described(files, sources)
        new = Snapshot(list_id, sha256_of(stored), stored, origin, _utc(retrieved_at or seen_at), seen, seen, zone.key)
        with self._writing(origin):
            held = self.snapshots(list_id)
            self._keep(files, new.seen_at, held)
            standing = _standing(new, held)
            if standing is not None:
                return self._again(standing, new)
            self._write("snapshots", new)
            self._part_spans(new, held)
            return new

    def checked(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        """Note that the bytes of `snapshot` were still those published at `at`."""
        with self._writing(snapshot.origin):
            return self._checked(snapshot, _utc(at))

    def snapshots(self, list_id: str) -> list[Snapshot]:
        """The readable entries of a list by (published_on, seen_at, sha256), whatever order they were added in."""
        found = (each for _, each in self._entries("snapshots", list_id, Snapshot) if isinstance(each, Snapshot))
        return sorted(found, key=lambda each: each.order)

    def latest(self, list_id: str) -> Snapshot | None:
        """The last snapshot of a list in canonical order."""
        return next(reversed(self.snapshots(list_id)), None)

    def list_ids(self) -> list[str]:
        """Every list of which something was kept, sorted."""
        return sorted(path.name for path in (self.root / "snapshots").glob("*") if path.is_dir())

    def read(self, snapshot: Snapshot | Refusal) -> dict[str, bytes]:
        """The files of a snapshot, or of a refused download that was kept: name as published → content.

        Raises:
            DamagedSnapshotError: the bytes no longer hash to what was written.
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
        """Record bytes that came and are not believed; with `keep` the bytes too, for a person to accept.

        The same bytes with the same reason are one record that counts.
        """
        at, seen = _utc(retrieved_at or seen_at), _utc(seen_at)
        stored = described(files, sources)
        new = Refusal(list_id, reason, sha256_of(stored), stored, origin, at, at, seen, zone.key, 1, keep)
        with self._writing(origin):
            if keep:
                self._keep(files, seen, self.snapshots(list_id))
            old = next((refusal for refusal in self.refusals(list_id) if _is_same_refusal(refusal, new)), None)
            if old is not None:
                new = _again(old, new, self.snapshots(list_id))
            self._write("refused", new)
            return new

    def refusals(self, list_id: str) -> list[Refusal]:
        """What was refused of a list, by the time it first came."""
        found = (each for _, each in self._entries("refused", list_id, Refusal) if isinstance(each, Refusal))
        return sorted(found, key=lambda each: (each.first_at, each.sha256, each.reason))

    def held_back(self, list_id: str) -> list[Refusal]:
        """Refused downloads whose bytes are kept and that no one has accepted, by the time they last came."""
        accepted = self.accepted(list_id)
        waiting = (refusal for refusal in self.refusals(list_id) if refusal.kept and refusal.sha256 not in accepted)
        return sorted(waiting, key=lambda each: (each.last_at, each.sha256))

    def accept(self, list_id: str, sha256: str | None = None) -> Snapshot:
        """Record a person's decision that these bytes are right, and have them as a snapshot.

        Without `sha256`, what was held back last.

        Raises:
            NothingHeldBackError: nothing of that list is held back, or nothing with that sha256 is held.
        """
        snapshot = self._acceptable(list_id, sha256)
        self.read(snapshot)
        with self._writing(snapshot.origin):
            self._write("accepted", Acceptance(list_id, snapshot.sha256, self._now()))
            held = self.snapshots(list_id)
            standing = _standing(snapshot, held)
            if standing is None:
                self._write("snapshots", snapshot)
                self._part_spans(snapshot, held)
        return standing or snapshot

    def accepted(self, list_id: str) -> frozenset[str]:
        """sha256 of every snapshot of a list that a person accepted."""
        found = (each for _, each in self._entries("accepted", list_id, Acceptance))
        return frozenset(each.sha256 for each in found if isinstance(each, Acceptance))

    def note(self, attempt: Attempt, origin: Origin) -> None:
        """Record how the last try to get a list ended, so that its state is known without trying again."""
        with self._writing(origin):
            self._write("attempts", attempt)

    def last_attempt(self, list_id: str) -> Attempt | None:
        """How the last try to get a list ended."""
        try:
            return from_json(Attempt, (self._place("attempts", list_id) / LAST).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def verify(self) -> list[Damage]:
        """Check every entry and every stored byte by their digests; set aside what is damaged and go on with the rest.

        A damaged copy of which the other is good is put right and is no damage.
        """
        if not self.root.is_dir():
            return []
        with self._writing(None):
            self._put_bases_right()
            return [each for list_id in self.list_ids() for each in self._verify_list(list_id)]

    def damages(self, list_id: str) -> list[Damage]:
        """What was set aside of a list and did not come again since."""
        found = (each for _, each in self._entries("damaged", list_id, Damage) if isinstance(each, Damage))
        return sorted(found, key=lambda each: (each.found_at, each.what))

    def fault(self, snapshot: Snapshot) -> str | None:
        """What is wrong with the stored bytes of a snapshot, found without unpacking them; None if nothing is."""
        for file in snapshot.files:
            what = self._contents.fault(file.sha256)
            if what is not None:
                return f"{file.name} {what}"
        return None

    @contextmanager
    def _writing(self, origin: Origin | None) -> Iterator[None]:
        """One writer at a time; what a killed one left is removed; the home stays of one kind."""
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
                self._mark(origin)
            yield
        finally:
            self._lock.release()

    def _mark(self, origin: Origin) -> None:
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
        """Whether this home holds the bundled example."""
        marker = self.root / "home_kind"
        return marker.exists() and marker.read_text(encoding="utf-8").strip() == "example"

    def dedicate(self, origin: Origin) -> None:
        """Make this the archive of the example, or of live data, before anything is added to it.

        Raises:
            MixedHomeError: it is of the other kind already.
        """
        with self._writing(origin):
            pass

    def _keep(self, files: Mapping[str, bytes], seen_at: datetime, held: Sequence[Snapshot]) -> None:
        before = sorted((each for each in held if each.seen_at <= seen_at), key=_seen, reverse=True)
        after = sorted((each for each in held if each.seen_at > seen_at), key=_seen)
        for name, content in files.items():
            self._contents.put(content, [_resembling(name, len(content), each) for each in (before, after)])

    def _checked(self, snapshot: Snapshot, at: datetime) -> Snapshot:
        if at <= snapshot.last_checked_at:
            return snapshot
        later = replace(snapshot, last_checked_at=at)
        self._write("snapshots", later)
        return later

    def _again(self, standing: Snapshot, new: Snapshot) -> Snapshot:
        """The entry that stands, confirmed: what its server said to ask with next time may be new."""
        if standing.origin == new.origin and new.origin in CHECKED_ORIGINS and standing.files != new.files:
            standing = replace(standing, files=new.files)
            self._write("snapshots", standing)
        return self._checked(standing, new.last_checked_at)

    def _part_spans(self, new: Snapshot, held: Sequence[Snapshot]) -> None:
        """What was checked before and after `new` was not published all the while: it stood before, and again after."""
        for old in held:
            if old.seen_at < new.seen_at < old.last_checked_at and old.sha256 != new.sha256:
                self._write("snapshots", replace(old, seen_at=old.last_checked_at))
                self._write("snapshots", replace(old, last_checked_at=old.seen_at))

    def _acceptable(self, list_id: str, sha256: str | None) -> Snapshot:
        waiting = [each for each in self.refusals(list_id) if each.kept] if sha256 else self.held_back(list_id)
        for refusal in reversed(waiting):
            if sha256 in (None, refusal.sha256):
                return _snapshot_of(refusal)
        for snapshot in reversed(self.snapshots(list_id)):
            if snapshot.sha256 == sha256:
                return snapshot
        which = f"nothing with sha256 {sha256} is held" if sha256 else "nothing is held back that can be read"
        raise NothingHeldBackError(f"{list_id}: {which}; `sanctions status` shows what is.")

    def _put_bases_right(self) -> None:
        for base in self._contents.bases():
            self._contents.keep_twice(base)

    def _verify_list(self, list_id: str) -> Iterator[Damage]:
        for path, entry in list(self._entries("snapshots", list_id, Snapshot)):
            if isinstance(entry, Snapshot):
                what = self.fault(entry)
                if what is not None:
                    damage = Damage(list_id, what, self._now(), path.name, entry.sha256, entry.published_on)
                    yield self._set_aside(path, damage, entry)
            else:
                yield self._set_aside(path, Damage(list_id, f"its entry {entry}", self._now(), path.name), None)

    def _set_aside(self, path: Path, damage: Damage, snapshot: Snapshot | None) -> Damage:
        folder = self._place("damaged", damage.list_id)
        for each in snapshot.files if snapshot else ():
            if self._contents.fault(each.sha256) is not None:
                self._contents.set_aside(each.sha256, folder)
        write_whole(folder / path.name, to_json(damage))
        move_whole(path, folder / f"{path.stem}.entry")
        return damage

    def _entries(self, kind: str, list_id: str, of: type[Kept]) -> Iterator[tuple[Path, Kept | str]]:
        """Each entry of one kind, or what is wrong with it; files that were not replaced are not read again."""
        for path in sorted(self._place(kind, list_id).glob("*.json")):
            try:
                status = path.stat()
                version = status.st_ino, status.st_mtime_ns, status.st_size
                if self._read.get(path, (None, ""))[0] != version:
                    self._read[path] = version, _entry(path, of)
            except FileNotFoundError:  # set aside by another run meanwhile
                continue
            yield path, self._read[path][1]

    def _write(self, kind: str, entry: Snapshot | Refusal | Acceptance | Attempt) -> None:
        name = _name(entry)
        write_whole(self._place(kind, entry.list_id) / name, to_json(entry))
        if isinstance(entry, Snapshot):  # one that came again is damaged no more
            (self._place("damaged", entry.list_id) / name).unlink(missing_ok=True)

    def _place(self, kind: str, list_id: str) -> Path:
        if not LIST_ID.fullmatch(list_id):
            raise ArchiveError(f"{list_id!r} is no list id: lower-case letters, digits and _ only.")
        return self.root / kind / list_id


def _entry(path: Path, of: type[Kept]) -> Kept | str:
    try:
        return from_json(of, path.read_bytes())
    except (ValueError, TypeError, KeyError):
        return "no longer holds the bytes that were written"


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; times in the archive are UTC.")
    return moment.astimezone(UTC)


def _standing(new: Snapshot, held: Sequence[Snapshot]) -> Snapshot | None:
    """The entry that `new` says again: seen at the same time or, for a list that is asked regularly, last before it."""
    same = next((each for each in held if (each.seen_at, each.sha256) == (new.seen_at, new.sha256)), None)
    if same is not None or new.origin not in CHECKED_ORIGINS:
        return same
    last = max((each for each in held if each.seen_at <= new.seen_at), key=lambda each: each.order, default=None)
    return last if last is not None and last.sha256 == new.sha256 else None


def _seen(snapshot: Snapshot) -> datetime:
    return snapshot.seen_at


def _resembling(name: str, size: int, nearest: Sequence[Snapshot]) -> Iterator[str]:
    """Contents that may resemble a file: of its own kind of name first, then of its suffix; nearest in time first."""
    others = []
    for each in (file for snapshot in nearest for file in snapshot.files):
        if not size / LIKE_IN_SIZE <= each.size <= size * LIKE_IN_SIZE:
            continue
        if _kind(each.name) == _kind(name):
            yield each.sha256
        elif PurePosixPath(each.name.lower()).suffix == PurePosixPath(name.lower()).suffix:
            others.append(each.sha256)
    yield from others


def _kind(name: str) -> str:
    """A name without case and dates: what the files of one kind share from day to day."""
    return name.lower().translate(DIGITS)


def _is_same_refusal(one: Refusal, other: Refusal) -> bool:
    return (one.sha256, one.reason) == (other.sha256, other.reason)


def _again(old: Refusal, new: Refusal, held: Sequence[Snapshot]) -> Refusal:
    """A refusal that happened again. Were other bytes published meanwhile, these are published anew."""
    if old.seen_at == new.seen_at and old.origin not in CHECKED_ORIGINS:
        return old
    meanwhile = any(each.last_checked_at > old.seen_at for each in held)
    return replace(
        old,
        seen_at=max(old.seen_at, new.seen_at) if meanwhile else old.seen_at,
        last_at=max(old.last_at, new.last_at),
        times=old.times + 1,
        kept=old.kept or new.kept,
    )


def _snapshot_of(refusal: Refusal) -> Snapshot:
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


def _name(entry: Snapshot | Refusal | Acceptance | Attempt) -> str:
    if isinstance(entry, Attempt):
        return LAST
    if isinstance(entry, Acceptance):
        return f"{entry.sha256}.json"
    at = entry.seen_at if isinstance(entry, Snapshot) else entry.first_at
    return f"{at:%Y%m%dT%H%M%SZ}_{entry.sha256[:16]}{_also(entry)}.json"


def _also(entry: Snapshot | Refusal) -> str:
    """The same bytes may be refused for two reasons."""
    return f"_{digest(entry.reason.encode())[:8]}" if isinstance(entry, Refusal) else ""
