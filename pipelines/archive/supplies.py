"""Where lists come from: the official sites, a mirror site, a mirror folder.

Here: what a supply is asked for, in which order, and what it answers. Not here: one request (see http), what is done
with what it answers (see acquisition).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from pipelines.archive.archive import CHECKED_ORIGINS, Archive, utc_now
from pipelines.archive.arrival import SpoiltFileError, unwrapped, unwrapped_name
from pipelines.archive.http import AbsentError, Budget, Fetched, FetchError, Http, Peeked, SpoiltError, joined
from pipelines.archive.naming import Group, day_of_folder, end_of_day, groups
from pipelines.archive.snapshot import Origin, Outcome, Snapshot, Source, StoredFile
from pipelines.catalogue.entries import OfficialList, PublishedFile

MOST_PAGE_BYTES = 10_000_000
NO_KEYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Offer:
    """A snapshot that a supply has: its files, where they came from, and when they were seen published."""

    files: dict[str, bytes]
    sources: dict[str, Source]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The supply says that what the archive holds is still what is published."""

    snapshot: Snapshot
    at: datetime


@dataclass(frozen=True, slots=True)
class Miss:
    """A publication that cannot be had.

    Attributes:
        reason: one clause or sentence, beginning with what was asked for.
        came: bytes came and were worth nothing.
        absent: it is not there, while others may be.
    """

    reason: str
    came: bool = False
    absent: bool = False


class Supply(Protocol):
    """Where lists come from."""

    @property
    def origin(self) -> Origin:
        """What snapshots from here are marked with."""

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:
        """What is there of a list, in order of preference, fetched as it is asked for."""

    def unasked(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """Why this list cannot even be asked for here, if so."""


def supply_of(
    http: Http, mirror: str | None, as_of: date | None = None, source_keys: Mapping[str, str] = NO_KEYS
) -> Supply:
    """The supply that the value of SANCTIONS_MIRROR means: the official sites, a mirror site or a mirror folder.

    Args:
        source_keys: keys for official sites that ask for one, by the variable that the catalogue names.
    """
    if not mirror:
        return Site(http, source_keys=source_keys)
    if urlsplit(mirror).scheme in ("http", "https"):
        return Site(http, mirror)
    return MirrorFolder(Path(mirror), as_of)


class Site:
    """The official sites or, with `mirror`, one site that has `<list>/<file name as published>`."""

    def __init__(
        self,
        http: Http,
        mirror: str | None = None,
        now: Callable[[], datetime] = utc_now,
        source_keys: Mapping[str, str] = NO_KEYS,
    ) -> None:
        self._http = http
        self._source_keys = source_keys
        self._mirror = mirror.rstrip("/") if mirror else None
        self._now = now
        self.origin: Origin = "mirror" if mirror else "live"

    def unasked(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """A list that is published no more, or whose key is missing."""
        if not official_list.publications:
            since = f" since {official_list.closed_on}" if official_list.closed_on else ""
            return "closed", f"it is published no more{since}; its history stays."
        variable = official_list.api_key_env
        if variable and self._mirror is None and not self._source_keys.get(variable):
            return "not_configured", f"its source asks for a key: set {variable}."
        return None

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:
        """One publication after the other; a host that does not answer is not asked again."""
        held = _Held.of(archive, official_list)
        visit = _Visit(self._http, official_list, self._headers(official_list), held, self._mirror is not None)
        silent: set[str] = set()
        for publication in official_list.publications:
            files = [self._address(official_list, each) for each in publication.files]
            hosts = {urlsplit(each.url).netloc for each in files}
            if hosts & silent:
                continue
            try:
                yield self._offer(visit, files)
            except AbsentError as error:
                yield Miss(f"{error}.", absent=True)
            except (FetchError, SpoiltFileError) as error:
                came = isinstance(error, SpoiltFileError) or error.came
                silent |= set() if came or isinstance(error, SpoiltFileError) or error.answered else hosts
                yield Miss(f"{error}.", came=came)

    def peeks(
        self, official_list: OfficialList, archive: Archive
    ) -> Iterator[tuple[str, PublishedFile, Peeked | FetchError]]:
        """(format, file, how its address answers) of every file of every publication; nothing is kept."""
        nothing_held, is_mirror = _Held(archive, None), self._mirror is not None
        for publication in official_list.publications:
            for file in (self._address(official_list, each) for each in publication.files):
                visit = _Visit(self._http, official_list, self._headers(official_list), nothing_held, is_mirror)
                try:
                    found = visit.linked(file) if file.link_pattern else file
                    yield publication.format, found, visit.peek(found)
                except FetchError as error:
                    yield publication.format, file, error

    def _offer(self, visit: "_Visit", files: Sequence[PublishedFile]) -> Offer | Unchanged:
        got = dict(each for each in map(visit.file, files) if each is not None)
        standing = visit.held.standing(got)
        if standing is not None:
            return Unchanged(standing, self._now())
        whole = {name: visit.content(each) for name, each in got.items()}
        return Offer(
            {unwrapped_name(name): each.content for name, each in whole.items()},
            {unwrapped_name(name): each.source for name, each in whole.items()},
            self._now(),
        )

    def _address(self, official_list: OfficialList, file: PublishedFile) -> PublishedFile:
        if self._mirror is None:
            return file
        return replace(file, url=f"{self._mirror}/{official_list.list_id}/{quote(file.name)}", link_pattern=None)

    def _headers(self, official_list: OfficialList) -> dict[str, str]:
        key = self._source_keys.get(official_list.api_key_env or "")
        if self._mirror is not None or not key or not official_list.api_key_header:
            return {}
        return {official_list.api_key_header: key}


@dataclass(frozen=True, slots=True)
class _NotModified:
    """The server says that a file is still the one held."""

    held: StoredFile


@dataclass(frozen=True, slots=True)
class _Held:
    """The latest snapshot, as far as it can stand for what a server calls unchanged."""

    archive: Archive
    snapshot: Snapshot | None

    @staticmethod
    def of(archive: Archive, official_list: OfficialList) -> "_Held":
        latest = archive.latest(official_list.list_id)
        sound = latest is not None and latest.origin in CHECKED_ORIGINS and archive.fault(latest) is None
        return _Held(archive, latest if sound else None)

    def file(self, url: str) -> StoredFile | None:
        """The held file that came from this address."""
        files = self.snapshot.files if self.snapshot else ()
        return next((each for each in files if each.source.url == url), None)

    def standing(self, got: Mapping[str, Fetched | _NotModified]) -> Snapshot | None:
        """The snapshot held, if every one of its files is unchanged and there is no other."""
        unchanged = {each.held.sha256 for each in got.values() if isinstance(each, _NotModified)}
        if self.snapshot is None or len(unchanged) < len(got):
            return None
        return self.snapshot if unchanged == {each.sha256 for each in self.snapshot.files} else None

    def content(self, file: StoredFile) -> bytes:
        """The bytes of a held file."""
        if self.snapshot is None:
            raise KeyError(file.name)
        return self.archive.read(self.snapshot)[file.name]


@dataclass(slots=True)
class _Visit:
    """Everything that is asked for the sake of one list: it shares one budget."""

    http: Http
    official_list: OfficialList
    headers: Mapping[str, str]
    held: _Held
    is_mirror: bool
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        patience = self.official_list
        self.budget = self.http.budget(patience.seconds_in_all, patience.seconds_to_answer)

    def file(self, file: PublishedFile) -> tuple[str, Fetched | _NotModified] | None:
        """A file by the name it is published under; None for an optional one that is not there.

        Raises:
            FetchError: it cannot be had; the message begins with its name.
        """
        try:
            file = self.linked(file) if file.link_pattern else file
            return file.name, self._got_in_any_case(file)
        except AbsentError as error:
            if file.optional:
                return None
            raise AbsentError(f"{file.name} {error}") from error
        except FetchError as error:
            raise type(error)(f"{file.name} {error}") from error

    def content(self, got: Fetched | _NotModified) -> Fetched:
        """The bytes out of their wrapper: from the archive for a file that did not change.

        Raises:
            SpoiltFileError: they cannot be unpacked.
        """
        if isinstance(got, _NotModified):
            return Fetched(self.held.content(got.held), got.held.source, "")
        return replace(got, content=unwrapped(got.content, self.official_list.max_bytes))

    def _got_in_any_case(self, file: PublishedFile) -> Fetched | _NotModified:
        """A mirror may keep a file under its name in lower case: OFAC's own names were so until 2024."""
        folder, _, name = file.url.rpartition("/")
        try:
            return self._got(file)
        except AbsentError:
            if not self.is_mirror or name == name.lower():
                raise
            return self._got(replace(file, url=f"{folder}/{name.lower()}"))

    def _got(self, file: PublishedFile) -> Fetched | _NotModified:
        held = self.held.file(file.url)
        fetched = self._get(file.url, held.source if held else None)
        if fetched is None and held is not None:
            return _NotModified(held)
        if fetched is None:
            raise FetchError("is said to be unchanged, and is not held")
        return fetched

    def peek(self, file: PublishedFile) -> Peeked:
        """How the address of a file answers."""
        pause = self.official_list.seconds_between_requests
        return self.http.peek(file.url, headers=self.headers, budget=self.budget, pause=pause)

    def linked(self, file: PublishedFile) -> PublishedFile:
        """The file that the first matching link of a page leads to, under the name in that link."""
        page = self._get(file.url, None, MOST_PAGE_BYTES)
        links = _links(page.content) if page and page.content.strip() else []
        found = next((link for link in links if re.search(file.link_pattern or "", link)), None)
        if found is None:
            raise SpoiltError(f"is not linked on {file.url}; the page has changed")
        url = joined(file.url, found.strip())
        name = PurePosixPath(unquote(urlsplit(url).path)).name
        return replace(file, url=url, name=name if PurePosixPath(name).suffix else file.name)

    def _get(self, url: str, known: Source | None, most_bytes: int | None = None) -> Fetched | None:
        return self.http.get(
            url,
            known=known,
            headers=self.headers,
            most_bytes=most_bytes or self.official_list.max_bytes,
            budget=self.budget,
            pause=self.official_list.seconds_between_requests,
        )


def _links(page: bytes) -> list[str]:
    try:
        document = etree.HTML(page)
    except etree.LxmlError as error:
        raise SpoiltError("is to be found on a page that cannot be read") from error
    return [href for each in document.iter("a") if (href := each.get("href"))] if document is not None else []


class MirrorFolder:
    """A folder `<list>/<date>/<files as published>`: the newest date, or the newest not after `as_of`."""

    origin: Origin = "mirror"

    def __init__(self, folder: Path, as_of: date | None = None) -> None:
        self._folder = folder
        self._as_of = as_of

    def unasked(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """A closed list that the mirror does not have."""
        if official_list.closed_on and not (self._folder / official_list.list_id).is_dir():
            return "closed", f"it is published no more since {official_list.closed_on}; its history stays."
        return None

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:  # noqa: ARG002
        """The snapshots of one date, those of the catalogue's publications first; before it, those of the future."""
        try:
            days = self._days(official_list.list_id)
            if not days:
                until = f" up to {self._as_of}" if self._as_of else ""
                yield Miss(
                    f"the mirror has no folder {official_list.list_id}/YYYY-MM-DD with files{until}.", absent=True
                )
            for day in days:
                for group in groups(official_list, _file_names(self._folder / official_list.list_id / day.isoformat())):
                    yield self._offer(official_list, day, group)
        except OSError as error:
            yield Miss(f"the mirror cannot be read ({error.strerror}).")

    def _days(self, list_id: str) -> list[date]:
        """The newest date with files; before it those of the future, which are no one's newest publication."""
        folder = self._folder / list_id
        days = (day_of_folder(path.name) for path in folder.iterdir()) if folder.is_dir() else iter(())
        fitting = (day for day in days if day and (self._as_of is None or day <= self._as_of))
        found: list[date] = []
        for day in sorted(fitting, reverse=True):
            if _file_names(folder / day.isoformat()):
                found.append(day)
                if day <= utc_now().date() + timedelta(days=1):
                    break
        return found

    def _offer(self, official_list: OfficialList, day: date, group: Group) -> Offer | Miss:
        if group.missing:
            return Miss(f"{group.names[0]} lies there without {group.missing}.", absent=True)
        place = f"{official_list.list_id}/{day.isoformat()}"
        try:
            files = {
                unwrapped_name(name): read_bounded(self._folder / place / name, official_list.max_bytes)
                for name in group.names
            }
        except SpoiltFileError as error:
            return Miss(f"{error}.", came=True)
        sources = {unwrapped_name(name): Source(f"mirror:{place}/{name}") for name in group.names}
        return Offer(files, sources, end_of_day(day, official_list.zone))


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """The content of a file out of its wrapper.

    Raises:
        SpoiltFileError: it is too large or cannot be unpacked.
    """
    size = path.stat().st_size
    if size > most_bytes:
        raise SpoiltFileError(f"{path.name} has {size:,} bytes, more than the {most_bytes:,} that are plausible")
    try:
        return unwrapped(path.read_bytes(), most_bytes)
    except SpoiltFileError as error:
        raise SpoiltFileError(f"{path.name} {error}") from error


def _file_names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
