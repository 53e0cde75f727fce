"""Historical snapshots that a person adds: files, folders, tars of them.

Here: finding the snapshots in what is given, when each was seen, and putting the good ones into the archive. Not here:
what names say (see naming), what makes a file acceptable (see arrival).

Nothing is unpacked to disk and no more than the files of one folder and moment are in memory at a time.
"""

import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pipelines.archive.acquisition import Readable, objection_to
from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import UNPACKING_ERRORS, SpoiltFileError, is_safe, opener_for, unwrapped, unwrapped_name
from pipelines.archive.naming import LIST_SUFFIXES, Group, day_of_folder, groups, seen_at, stamp_of
from pipelines.archive.snapshot import Origin, Refusal, Snapshot, Source, described, sha256_of
from pipelines.catalogue.entries import OfficialList

MOST_MEMBERS = 200_000
MOST_UNPACKED = 32 * 2**30
MOST_WAITING = 2**30
_TAR_BLOCK = 512
_TAR_MAGIC = slice(257, 262)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Files that may be a snapshot.

    Attributes:
        place: where they lie, as it was given; what the sighting is named by.
        choice: the folder and moment that this is one way to fill; of several ways, the first good one counts.
    """

    place: str
    files: dict[str, bytes]
    sources: dict[str, Source]
    seen_at: datetime
    choice: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unusable:
    """Something found that is no candidate, and why, as a sentence that begins with its place.

    Attributes:
        alarming: whether a person should look: False for files that merely are no list.
    """

    place: str
    reason: str
    alarming: bool = True


@dataclass(frozen=True, slots=True)
class Backfilled:
    """What became of one thing found."""

    outcome: Literal["kept", "held_already", "refused", "skipped"]
    place: str
    reason: str = ""
    snapshot: Snapshot | None = None
    refusal: Refusal | None = None


def backfill(
    official_list: OfficialList,
    archive: Archive,
    paths: Sequence[Path],
    readable: Readable | None = None,
    published_on: date | None = None,
    origin: Origin = "backfill",
) -> Iterator[Backfilled]:
    """Add every good snapshot below `paths` to the archive, and tell of each thing found what became of it."""
    filling = _Filling(official_list, archive, readable, origin)
    for found in candidates(paths, official_list, published_on):
        yield filling.took(found)


def candidates(
    paths: Sequence[Path], official_list: OfficialList, published_on: date | None = None
) -> Iterator[Candidate | Unusable]:
    """What may be snapshots of a list in files, folders and tars, read as it is asked for.

    Files given one by one count as those of their folder, so that `2021-07-07/*.csv` is one snapshot.
    """
    given: dict[Path, list[str]] = {}
    for path in map(_absolute, paths):
        if path.is_dir():
            yield from _in_tree(path, official_list, published_on)
        else:
            given.setdefault(path.parent, []).append(path.name)
    for folder, names in given.items():
        shown = PurePosixPath(folder.name if day_of_folder(folder.name) else "")
        yield from _in_folder(_Folder(folder, shown, official_list, published_on), names, chosen=True)


@dataclass(slots=True)
class _Filling:
    """The way of found snapshots into the archive; `filled` choices take no other candidate."""

    official_list: OfficialList
    archive: Archive
    readable: Readable | None
    origin: Origin
    filled: set[tuple[str, str]] = field(default_factory=set)

    def took(self, found: Candidate | Unusable) -> Backfilled:
        """Add one found snapshot, if it is good and its place not taken."""
        if isinstance(found, Unusable):
            return Backfilled("refused" if found.alarming else "skipped", found.place, found.reason)
        if found.choice in self.filled:
            return Backfilled("skipped", found.place, "another publication of the same moment was taken.")
        done = self._added(found)
        if done.snapshot is not None:
            self.filled.add(found.choice)
        return done

    def _added(self, found: Candidate) -> Backfilled:
        sha256 = sha256_of(described(found.files))
        held = self.archive.snapshots(self.official_list.list_id)
        known = next((each for each in held if (each.seen_at, each.sha256) == (found.seen_at, sha256)), None)
        if known is not None and self.archive.fault(known) is None:
            return Backfilled("held_already", found.place, "", known)
        is_held = any(snapshot.sha256 == sha256 for snapshot in held)
        objection = objection_to(self.official_list, found.files, found.seen_at, self.readable, is_held=is_held)
        if objection is not None:
            return self._refused(found, *objection)
        snapshot = self.archive.add(
            self.official_list.list_id,
            found.files,
            origin=self.origin,
            seen_at=found.seen_at,
            zone=self.official_list.zone,
            retrieved_at=utc_now(),
            sources=found.sources,
        )
        return Backfilled("kept", found.place, "", snapshot)

    def _refused(self, found: Candidate, reason: str, keep: bool) -> Backfilled:
        refusal = self.archive.refuse(
            self.official_list.list_id,
            reason,
            found.files,
            origin=self.origin,
            seen_at=found.seen_at,
            zone=self.official_list.zone,
            keep=keep,
            retrieved_at=utc_now(),
            sources=found.sources,
        )
        return Backfilled("refused", found.place, reason, None, refusal)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder, on disk or in a tar.

    Attributes:
        path: as the dates in it are read.
        shown: as it is named in reports and in the archive: without the rest of this machine's path.
    """

    path: Path
    shown: PurePosixPath
    official_list: OfficialList
    published_on: date | None

    def inside(self, names: str) -> "_Folder":
        """A folder below."""
        return _Folder(self.path / names, self.shown / names, self.official_list, self.published_on)

    def unusable(self, name: str, why: str, *, alarming: bool = True) -> Unusable:
        """A file here that is no candidate; `why` is a clause that stands after its name."""
        place = str(self.shown / name)
        return Unusable(place, f"{place} {why}.", alarming)


def _absolute(path: Path) -> Path:
    """Not resolved: the names that a person gave carry the dates, not those that a link leads to."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _in_tree(root: Path, official_list: OfficialList, published_on: date | None) -> Iterator[Candidate | Unusable]:
    top = _Folder(root, PurePosixPath(root.name), official_list, published_on)
    for path, folders, names in os.walk(root):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        folder = top.inside(os.path.relpath(path, root))
        yield from _in_folder(folder, [name for name in sorted(names) if not name.startswith(".")])


def _in_folder(folder: _Folder, names: Iterable[str], *, chosen: bool = False) -> Iterator[Candidate | Unusable]:
    """The snapshots among the files of one folder; `chosen` files are tried whatever their suffix."""
    plain: list[str] = []
    for name in names:
        try:
            if _is_tar(folder.path / name):
                yield from _in_tar(folder, name)
            elif chosen or _is_list_file(name):
                plain.append(name)
            else:
                yield folder.unusable(name, "is no list file", alarming=False)
        except UNPACKING_ERRORS as error:
            yield folder.unusable(name, _why_unread(error))
    for moment in _by_moment(plain).values():
        yield from _of_moment(folder, moment, lambda name: _read(folder.path / name, folder.official_list.max_bytes))


def _by_moment(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by the stamp that they carry; those without one belong to the folder."""
    moments: dict[str, list[str]] = {}
    for name in names:
        moments.setdefault(stamp_of(name) or "", []).append(name)
    return dict(sorted(moments.items()))


def _of_moment(folder: _Folder, names: Sequence[str], read: Callable[[str], bytes]) -> Iterator[Candidate | Unusable]:
    for group in groups(folder.official_list, names):
        yield _candidate(folder, group, read)


def _candidate(folder: _Folder, group: Group, read: Callable[[str], bytes]) -> Candidate | Unusable:
    first = group.names[0]
    seen = seen_at(PurePosixPath(folder.path.as_posix()) / first, folder.official_list.zone, folder.published_on)
    if group.missing:
        return folder.unusable(first, f"lies there without {group.missing}, and is no list by itself")
    if seen is None:
        return folder.unusable(
            first, "has no date: name it …_YYYYMMDDTHHMMZ…, put it into a folder YYYY-MM-DD or give --published-on"
        )
    try:
        files = {unwrapped_name(name): read(name) for name in group.names}
    except SpoiltFileError as error:
        return folder.unusable(first, str(error))
    except OSError as error:
        return folder.unusable(first, _why_unread(error))
    sources = {unwrapped_name(name): Source(f"backfill:{folder.shown / name}") for name in group.names}
    choice = str(folder.path), stamp_of(first) or ""
    return Candidate(str(folder.shown / first), files, sources, seen, choice)


def _why_unread(error: Exception) -> str:
    """What the system says of a file, or that its wrapper cannot be undone."""
    said = error.strerror if isinstance(error, OSError) and error.errno is not None else None
    return f"cannot be read ({said})" if said else "cannot be unpacked; it is cut or damaged"


def _read(path: Path, most_bytes: int) -> bytes:
    size = path.stat().st_size
    if size > most_bytes:
        raise SpoiltFileError(f"has {size:,} bytes, more than the {most_bytes:,} that are plausible")
    return unwrapped(path.read_bytes(), most_bytes)


def _is_list_file(name: str) -> bool:
    return PurePosixPath(unwrapped_name(name)).suffix.lower() in LIST_SUFFIXES


@contextmanager
def _unpacking(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file out of its wrapper, as a stream."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        unpack = opener_for(file.read(8))
        file.seek(0)
        yield stack.enter_context(unpack(file)) if unpack else file


def _is_tar(path: Path) -> bool:
    """By what the file says once it is unpacked; errors of unpacking are the caller's."""
    with _unpacking(path) as stream:
        return stream.read(_TAR_BLOCK)[_TAR_MAGIC] == b"ustar"


def _ends_as_a_tar(path: Path) -> bool:
    """A tar ends in zero blocks, and tarfile takes one that was cut between members for a whole one.

    Cuts in a wrapper are found by unpacking it.
    """
    with path.open("rb") as file:
        wrapped = opener_for(file.read(8)) is not None
        file.seek(max(0, path.stat().st_size - _TAR_BLOCK))
        return wrapped or not file.read().strip(b"\x00")


def _in_tar(folder: _Folder, name: str) -> Iterator[Candidate | Unusable]:
    """The snapshots in a tar, in two passes: which files belong together, then each group as soon as it is there."""
    plan = _Plan(folder.inside(name))
    if not _ends_as_a_tar(folder.path / name):
        yield folder.unusable(name, "is cut: it does not end as a tar does; what is whole in it is taken")
    try:
        yield from plan.survey()
        yield from plan.gather()
    except (tarfile.TarError, *UNPACKING_ERRORS) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        yield folder.unusable(name, "is cut or damaged; what could be read of it was taken")


@dataclass(slots=True)
class _Plan:
    """What is wanted of a tar.

    Attributes:
        wanted: member name → (its folder, its moment).
        due: (folder, moment) → names of the files that belong together.
        arrived: the same, with the files read so far.
    """

    tar: _Folder
    wanted: dict[str, tuple[str, str]] = field(default_factory=dict)
    due: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    arrived: dict[tuple[str, str], dict[str, bytes]] = field(default_factory=dict)

    def survey(self) -> Iterator[Unusable]:
        """First pass: names and sizes. A damaged tar tells of the members before the damage."""
        count = unpacked = 0
        with _members(self.tar.path) as members:
            for count, member in enumerate(_until_damage(members), 1):
                unpacked += member.size
                if count > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                    raise tarfile.ReadError("too large")
                fault = self._fault(member)
                if fault:
                    yield self.tar.unusable(member.name[:200], fault, alarming=fault != "is no list file")
                elif member.isfile() and not PurePosixPath(member.name).name.startswith("."):
                    self._want(member.name)

    def gather(self) -> Iterator[Candidate | Unusable]:
        """Second pass: the files of each folder and moment, handed on when they are complete."""
        with _members(self.tar.path) as members:
            for member in members:
                key = self.wanted.get(member.name)
                stream = members.extractfile(member) if key is not None and member.isfile() else None
                if key is None or stream is None or key not in self.due:
                    continue
                here = self.arrived.setdefault(key, {})
                here[PurePosixPath(member.name).name] = stream.read()
                if len(here) == len(self.due[key]):
                    yield from self._complete(key)
                self._refuse_to_wait_long()

    def _fault(self, member: tarfile.TarInfo) -> str | None:
        if not is_safe(member.name):
            return "leads outside of the tar"
        if not (member.isfile() or member.isdir()):
            return "is neither file nor folder"
        if member.isfile() and not _is_list_file(member.name):
            return "is no list file"
        if member.size > self.tar.official_list.max_bytes:
            return f"has {member.size:,} bytes, more than are plausible"
        return "lies there twice; the first counts" if member.name in self.wanted else None

    def _want(self, name: str) -> None:
        path = PurePosixPath(name)
        key = str(path.parent), stamp_of(path.name) or ""
        self.wanted[name] = key
        self.due.setdefault(key, []).append(path.name)

    def _complete(self, key: tuple[str, str]) -> Iterator[Candidate | Unusable]:
        files, names = self.arrived.pop(key), self.due.pop(key)
        most_bytes = self.tar.official_list.max_bytes
        yield from _of_moment(self.tar.inside(key[0]), names, lambda name: unwrapped(files[name], most_bytes))

    def _refuse_to_wait_long(self) -> None:
        """Files of one day that lie far apart in a large tar would fill the memory."""
        if sum(len(content) for files in self.arrived.values() for content in files.values()) > MOST_WAITING:
            raise tarfile.ReadError("files that belong together lie too far apart")


@contextmanager
def _members(path: Path) -> Iterator[tarfile.TarFile]:
    with _unpacking(path) as stream, tarfile.open(fileobj=stream, mode="r|") as members:
        yield members


def _until_damage(members: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The members before a cut: the second pass meets it again, and tells."""
    try:
        yield from members
    except (tarfile.TarError, *UNPACKING_ERRORS):
        return
