"""Historical snapshots that a person adds: files, folders, tars of them.

Here: finding the snapshots in the given files, and adding the good ones to the archive. Not here: what file names mean
(see naming), what makes a file acceptable (see arrival).

Nothing is unpacked to disk. Only the files of one folder and moment are in memory at a time.
"""

import os
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Literal

from pipelines.archive.acquisition import FilesCheck, objection_to
from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import UNPACKING_ERRORS, SpoiltFileError, is_safe, opener_for, unwrapped, unwrapped_name
from pipelines.archive.naming import LIST_SUFFIXES, Group, day_of_folder, end_of_day, groups, seen_at, stamp_of
from pipelines.archive.snapshot import Origin, Refusal, Snapshot, Source, sha256_of, stored_files
from pipelines.catalogue.entries import OfficialList

MOST_MEMBERS = 200_000
MOST_UNPACKED = 32 * 2**30
MOST_WAITING = 2**30
NO_DATE = (
    "has no date, inside or out: name it …_YYYYMMDDTHHMMZ…, put it into a folder YYYY-MM-DD or give --published-on"
)
StatedDay = Callable[[Mapping[str, bytes]], date | None]
"""Reads the day of publication that the files of a snapshot state themselves; None where they state none."""
_TAR_BLOCK = 512
_TAR_MAGIC = slice(257, 262)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Files that may be a snapshot.

    Attributes:
        place: the path of the first file as the person gave it; reports name the candidate by it.
        choice: the folder and moment. If several candidates have the same, only the first good one is added.
    """

    place: str
    files: dict[str, bytes]
    sources: dict[str, Source]
    seen_at: datetime
    choice: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file that is no candidate. The reason is a sentence that begins with its place.

    Attributes:
        alarming: whether a person should look at it; False for files of other kinds.
    """

    place: str
    reason: str
    alarming: bool = True


@dataclass(frozen=True, slots=True)
class Backfilled:
    """The outcome for one candidate or unusable file."""

    outcome: Literal["kept", "held_already", "refused", "skipped"]
    place: str
    reason: str = ""
    snapshot: Snapshot | None = None
    refusal: Refusal | None = None


def backfill(
    official_list: OfficialList,
    archive: Archive,
    paths: Sequence[Path],
    check_files: FilesCheck | None = None,
    published_on: date | None = None,
    origin: Origin = "backfill",
    stated_day: StatedDay | None = None,
) -> Iterator[Backfilled]:
    """Add every good snapshot below `paths` to the archive, and yield the outcome for each candidate and file."""
    backfill_run = _Backfill(official_list, archive, check_files, origin)
    for candidate in candidates(paths, official_list, published_on, stated_day):
        yield backfill_run.add(candidate)


def candidates(
    paths: Sequence[Path],
    official_list: OfficialList,
    published_on: date | None = None,
    stated_day: StatedDay | None = None,
) -> Iterator[Candidate | Unusable]:
    """The possible snapshots of a list in files, folders and tars. Each is read when the iterator reaches it.

    Files that are given one by one are grouped by their folder, so that `2021-07-07/*.csv` is one snapshot.
    """
    given: dict[Path, list[str]] = {}
    for path in map(_absolute, paths):
        if path.is_dir():
            yield from _candidates_in_tree(path, official_list, published_on, stated_day)
        else:
            given.setdefault(path.parent, []).append(path.name)
    for folder, names in given.items():
        shown = PurePosixPath(folder.name if day_of_folder(folder.name) else "")
        chosen_in = _Folder(folder, shown, official_list, published_on, stated_day)
        yield from _candidates_in_folder(chosen_in, names, chosen=True)


@dataclass(slots=True)
class _Backfill:
    """Adds candidates to the archive. `filled` holds the choices for which a good candidate was added."""

    official_list: OfficialList
    archive: Archive
    check_files: FilesCheck | None
    origin: Origin
    filled: set[tuple[str, str]] = field(default_factory=set)

    def add(self, candidate: Candidate | Unusable) -> Backfilled:
        """Add a candidate to the archive, unless it is bad, or another candidate of the same choice was added."""
        if isinstance(candidate, Unusable):
            return Backfilled("refused" if candidate.alarming else "skipped", candidate.place, candidate.reason)
        if candidate.choice in self.filled:
            return Backfilled("skipped", candidate.place, "another publication of the same moment was taken.")
        result = self._add_candidate(candidate)
        if result.snapshot is not None:
            self.filled.add(candidate.choice)
        return result

    def _add_candidate(self, candidate: Candidate) -> Backfilled:
        """Add a candidate if the archive does not hold it and nothing speaks against it."""
        sha256 = sha256_of(stored_files(candidate.files))
        held = self.archive.snapshots(self.official_list.list_id)
        known = next(
            (snapshot for snapshot in held if (snapshot.seen_at, snapshot.sha256) == (candidate.seen_at, sha256)), None
        )
        if known is not None and self.archive.fault(known) is None:
            return Backfilled("held_already", candidate.place, "", known)
        is_held = any(snapshot.sha256 == sha256 for snapshot in held)
        objection = objection_to(
            self.official_list, candidate.files, candidate.seen_at, self.check_files, is_held=is_held
        )
        if objection is not None:
            return self._refuse(candidate, *objection)
        snapshot = self.archive.add(
            self.official_list.list_id,
            candidate.files,
            origin=self.origin,
            seen_at=candidate.seen_at,
            zone=self.official_list.zone,
            retrieved_at=utc_now(),
            sources=candidate.sources,
        )
        return Backfilled("kept", candidate.place, "", snapshot)

    def _refuse(self, candidate: Candidate, reason: str, keep: bool) -> Backfilled:
        """Record in the archive that a candidate was refused; with `keep`, store its bytes too."""
        refusal = self.archive.refuse(
            self.official_list.list_id,
            reason,
            candidate.files,
            origin=self.origin,
            seen_at=candidate.seen_at,
            zone=self.official_list.zone,
            keep=keep,
            retrieved_at=utc_now(),
            sources=candidate.sources,
        )
        return Backfilled("refused", candidate.place, reason, None, refusal)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder, on disk or in a tar.

    Attributes:
        path: the whole path, from which dates are read.
        shown: the path for reports and for the archive, without the folders above those that were given.
        stated_day: reads the day that files state themselves; asked where neither name nor folder has one.
    """

    path: Path
    shown: PurePosixPath
    official_list: OfficialList
    published_on: date | None
    stated_day: StatedDay | None = None

    def inside(self, names: str) -> "_Folder":
        """The folder `names` below this one."""
        return _Folder(self.path / names, self.shown / names, self.official_list, self.published_on, self.stated_day)

    def unusable(self, name: str, why: str, *, alarming: bool = True) -> Unusable:
        """A file of this folder as unusable; `why` is a clause that follows its name."""
        place = str(self.shown / name)
        return Unusable(place, f"{place} {why}.", alarming)


def _absolute(path: Path) -> Path:
    """The absolute path. Links are not resolved: the dates are in the names that the person gave."""
    return Path(os.path.abspath(path))  # noqa: PTH100


def _candidates_in_tree(
    root: Path, official_list: OfficialList, published_on: date | None, stated_day: StatedDay | None = None
) -> Iterator[Candidate | Unusable]:
    """The possible snapshots in a folder and all folders below it; hidden files are left out."""
    top = _Folder(root, PurePosixPath(root.name), official_list, published_on, stated_day)
    for path, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        folder = top.inside(os.path.relpath(path, root))
        yield from _candidates_in_folder(folder, [name for name in sorted(names) if not name.startswith(".")])


def _candidates_in_folder(
    folder: _Folder, names: Iterable[str], *, chosen: bool = False
) -> Iterator[Candidate | Unusable]:
    """The snapshots among the files of one folder; `chosen` files are tried whatever their suffix."""
    plain: list[str] = []
    for name in names:
        try:
            if _is_tar(folder.path / name):
                yield from _candidates_in_tar(folder, name)
            elif chosen or _is_list_file(name):
                plain.append(name)
            else:
                yield folder.unusable(name, "is no list file", alarming=False)
        except UNPACKING_ERRORS as error:
            yield folder.unusable(name, _why_unread(error))
    for moment in _names_by_moment(plain).values():
        yield from _candidates_of_moment(
            folder, moment, lambda name: _unpacked_content(folder.path / name, folder.official_list.max_bytes)
        )


def _names_by_moment(names: Iterable[str]) -> dict[str, list[str]]:
    """Names grouped by the time stamp in them; names without a stamp are grouped under ""."""
    moments: dict[str, list[str]] = {}
    for name in names:
        moments.setdefault(stamp_of(name) or "", []).append(name)
    return dict(sorted(moments.items()))


def _candidates_of_moment(
    folder: _Folder, names: Sequence[str], read: Callable[[str], bytes]
) -> Iterator[Candidate | Unusable]:
    """The possible snapshots among files of one folder that have the same time stamp."""
    for group in groups(folder.official_list, names):
        yield _candidate(folder, group, read)


def _candidate(folder: _Folder, group: Group, read: Callable[[str], bytes]) -> Candidate | Unusable:
    """The files of a group as a possible snapshot; `Unusable` if one is missing or spoilt, or no date is known."""
    first = group.names[0]
    seen = seen_at(PurePosixPath(folder.path.as_posix()) / first, folder.official_list.zone, folder.published_on)
    if group.missing:
        return folder.unusable(first, f"lies there without {group.missing}, and is no list by itself")
    if seen is None and folder.stated_day is None:
        return folder.unusable(first, NO_DATE)
    try:
        files = {unwrapped_name(name): read(name) for name in group.names}
    except SpoiltFileError as error:
        return folder.unusable(first, str(error))
    except OSError as error:
        return folder.unusable(first, _why_unread(error))
    if seen is None and (day := folder.stated_day(files) if folder.stated_day else None):
        seen = end_of_day(day, folder.official_list.zone)
    if seen is None:
        return folder.unusable(first, NO_DATE)
    sources = {unwrapped_name(name): Source(f"backfill:{folder.shown / name}") for name in group.names}
    choice = str(folder.path), stamp_of(first) or ""
    return Candidate(str(folder.shown / first), files, sources, seen, choice)


def _why_unread(error: Exception) -> str:
    """Why a file cannot be read, in words: the error of the system, or that it cannot be unpacked."""
    reason = error.strerror if isinstance(error, OSError) and error.errno is not None else None
    return f"cannot be read ({reason})" if reason else "cannot be unpacked; it is cut or damaged"


def _unpacked_content(path: Path, most_bytes: int) -> bytes:
    """The unpacked content of a file; raises SpoiltFileError if it is too large or cannot be unpacked."""
    size = path.stat().st_size
    if size > most_bytes:
        raise SpoiltFileError(f"has {size:,} bytes, more than the {most_bytes:,} that are plausible")
    return unwrapped(path.read_bytes(), most_bytes)


def _is_list_file(name: str) -> bool:
    """Whether the name has a suffix in which lists are published."""
    return PurePosixPath(unwrapped_name(name)).suffix.lower() in LIST_SUFFIXES


@contextmanager
def _unpacking(path: Path) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a file, as a stream."""
    with ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        unpack = opener_for(file.read(8))
        file.seek(0)
        yield stack.enter_context(unpack(file)) if unpack else file


def _is_tar(path: Path) -> bool:
    """Whether the unpacked content begins as a tar does. Errors of unpacking are raised."""
    with _unpacking(path) as stream:
        return stream.read(_TAR_BLOCK)[_TAR_MAGIC] == b"ustar"


def _ends_as_a_tar(path: Path) -> bool:
    """Whether a file ends with zero bytes, as a tar does: tarfile does not notice a cut between two members.

    True for a compressed tar: unpacking it finds the cut.
    """
    with path.open("rb") as file:
        wrapped = opener_for(file.read(8)) is not None
        file.seek(max(0, path.stat().st_size - _TAR_BLOCK))
        return wrapped or not file.read().strip(b"\x00")


def _candidates_in_tar(folder: _Folder, name: str) -> Iterator[Candidate | Unusable]:
    """The snapshots in a tar. The first pass groups the members; the second yields each group when it is complete."""
    tar_plan = _TarPlan(folder.inside(name))
    if not _ends_as_a_tar(folder.path / name):
        yield folder.unusable(name, "is cut: it does not end as a tar does; what is whole in it is taken")
    try:
        yield from tar_plan.survey()
        yield from tar_plan.gather()
    except (tarfile.TarError, *UNPACKING_ERRORS) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        yield folder.unusable(name, "is cut or damaged; what could be read of it was taken")


@dataclass(slots=True)
class _TarPlan:
    """Which members of a tar belong together, and which have been read.

    Attributes:
        key_by_member: member name → key (folder, moment).
        expected: key → names of the files that belong together.
        arrived: key → the files that have been read so far.
    """

    tar: _Folder
    key_by_member: dict[str, tuple[str, str]] = field(default_factory=dict)
    expected: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    arrived: dict[tuple[str, str], dict[str, bytes]] = field(default_factory=dict)

    def survey(self) -> Iterator[Unusable]:
        """First pass: check and group the names and sizes. In a damaged tar, only members before the damage count."""
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
                    self._expect(member.name)

    def gather(self) -> Iterator[Candidate | Unusable]:
        """Second pass: read the files, and yield the candidates of each folder and moment when they are complete."""
        with _members(self.tar.path) as members:
            for member in members:
                key = self.key_by_member.get(member.name)
                stream = members.extractfile(member) if key is not None and member.isfile() else None
                if key is None or stream is None or key not in self.expected:
                    continue
                arrived = self.arrived.setdefault(key, {})
                arrived[PurePosixPath(member.name).name] = stream.read()
                if len(arrived) == len(self.expected[key]):
                    yield from self._candidates_when_complete(key)
                self._refuse_if_too_large()

    def _fault(self, member: tarfile.TarInfo) -> str | None:
        """What is wrong with a member, in words that follow its name; None if nothing is."""
        if not is_safe(member.name):
            return "leads outside of the tar"
        if not (member.isfile() or member.isdir()):
            return "is neither file nor folder"
        if member.isfile() and not _is_list_file(member.name):
            return "is no list file"
        if member.size > self.tar.official_list.max_bytes:
            return f"has {member.size:,} bytes, more than are plausible"
        return "lies there twice; the first counts" if member.name in self.key_by_member else None

    def _expect(self, name: str) -> None:
        """Note that a member belongs to the group of its folder and time stamp."""
        path = PurePosixPath(name)
        key = str(path.parent), stamp_of(path.name) or ""
        self.key_by_member[name] = key
        self.expected.setdefault(key, []).append(path.name)

    def _candidates_when_complete(self, key: tuple[str, str]) -> Iterator[Candidate | Unusable]:
        """The possible snapshots of a folder and time stamp whose members have all been read."""
        files, names = self.arrived.pop(key), self.expected.pop(key)
        most_bytes = self.tar.official_list.max_bytes
        yield from _candidates_of_moment(
            self.tar.inside(key[0]), names, lambda name: unwrapped(files[name], most_bytes)
        )

    def _refuse_if_too_large(self) -> None:
        """Raise an error before the memory is full: files of one day may be far apart in a large tar."""
        if sum(len(content) for files in self.arrived.values() for content in files.values()) > MOST_WAITING:
            raise tarfile.ReadError("files that belong together lie too far apart")


@contextmanager
def _members(path: Path) -> Iterator[tarfile.TarFile]:
    """The open tar, read as a stream."""
    with _unpacking(path) as stream, tarfile.open(fileobj=stream, mode="r|") as members:
        yield members


def _until_damage(members: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """The members of a tar before the place where it is cut. Reading them again in the second pass reports the cut."""
    try:
        yield from members
    except (tarfile.TarError, *UNPACKING_ERRORS):
        return
