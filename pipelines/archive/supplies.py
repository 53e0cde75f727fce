"""Where lists come from: the official sites, a mirror site, a mirror folder.

Here: which files are requested from a source of lists, in which order, and its answers. Not here: one request (see
http), what is done with an answer (see acquisition).
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

from pipelines.archive.addresses import without_credentials
from pipelines.archive.archive import CHECKED_ORIGINS, Archive, utc_now
from pipelines.archive.arrival import SpoiltFileError, unwrapped, unwrapped_name
from pipelines.archive.http import AbsentError, Budget, Fetched, FetchError, Http, Peeked, SpoiltError, linked_address
from pipelines.archive.naming import Group, day_of_folder, end_of_day, groups
from pipelines.archive.snapshot import Origin, Outcome, Snapshot, Source, StoredFile
from pipelines.catalogue.entries import OfficialList, PublishedFile

MOST_PAGE_BYTES = 10_000_000
NO_KEYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Offer:
    """A snapshot that a supply offers: its files, where they came from, and when they were seen published."""

    files: dict[str, bytes]
    sources: dict[str, Source]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The supply says that the snapshot in the archive is still the published one."""

    snapshot: Snapshot
    at: datetime


@dataclass(frozen=True, slots=True)
class Miss:
    """A publication that could not be fetched.

    Attributes:
        reason: one clause or sentence that begins with the name of the requested file.
        came: bytes came, but they cannot be used.
        absent: the source does not have this publication; it may have others.
    """

    reason: str
    came: bool = False
    absent: bool = False


class Supply(Protocol):
    """Where lists come from."""

    @property
    def origin(self) -> Origin:
        """The origin that is written into snapshots from this supply."""

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:
        """The publications of a list in order of preference. Each one is fetched when the iterator reaches it."""

    def why_not_requested(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """The outcome and reason if this list cannot be requested at all; None if it can."""


def supply_of(
    http: Http, mirror: str | None, as_of: date | None = None, source_keys: Mapping[str, str] = NO_KEYS
) -> Supply:
    """The supply for a value of SANCTIONS_MIRROR: the official sites, a mirror site or a mirror folder.

    Args:
        source_keys: API keys for official sites that require one, by the variable that the catalogue names.
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
        """Keep the settings; `now` is replaced in tests."""
        self._http = http
        self._source_keys = source_keys
        self._mirror = mirror.rstrip("/") if mirror else None
        self._now = now
        self.origin: Origin = "mirror" if mirror else "live"

    def why_not_requested(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """The outcome for a list that is no longer published, or whose API key is missing."""
        if not official_list.publications:
            since = f" since {official_list.closed_on}" if official_list.closed_on else ""
            return "closed", f"it is no longer published{since}; its history stays."
        variable = official_list.api_key_env
        if variable and self._mirror is None and not self._source_keys.get(variable):
            return "not_configured", f"its source asks for a key: set {variable}."
        return None

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:
        """One publication after the other. A host that did not answer gets no more requests."""
        held = _Held.of(archive, official_list)
        requests = _ListRequests(
            self._http, official_list, self._headers(official_list), held, self._mirror is not None
        )
        silent_hosts: set[str] = set()
        for publication in official_list.publications:
            files = [self._address(official_list, file) for file in publication.files]
            hosts = {urlsplit(file.url).netloc for file in files}
            if hosts & silent_hosts:
                continue
            try:
                yield self._offer(requests, files)
            except AbsentError as error:
                yield Miss(f"{error}.", absent=True)
            except (FetchError, SpoiltFileError) as error:
                came = isinstance(error, SpoiltFileError) or error.came
                silent_hosts |= set() if came or isinstance(error, SpoiltFileError) or error.answered else hosts
                yield Miss(f"{error}.", came=came)

    def peeks(
        self, official_list: OfficialList, archive: Archive
    ) -> Iterator[tuple[str, PublishedFile, Peeked | FetchError]]:
        """For every file of every publication: format, file, and how its address answers or the error.

        To see whether the addresses in the catalogue still work. Nothing is stored.
        """
        nothing_held, is_mirror = _Held(archive, None), self._mirror is not None
        for publication in official_list.publications:
            for file in (self._address(official_list, published) for published in publication.files):
                requests = _ListRequests(
                    self._http, official_list, self._headers(official_list), nothing_held, is_mirror
                )
                try:
                    linked_file = requests.linked_file(file) if file.link_pattern else file
                    yield publication.format, linked_file, requests.peek(linked_file)
                except FetchError as error:
                    yield publication.format, file, error

    def _offer(self, requests: "_ListRequests", files: Sequence[PublishedFile]) -> Offer | Unchanged:
        """The files of one publication, fetched and unpacked; `Unchanged` if they are those of the held snapshot."""
        fetched_files = dict(named_file for named_file in map(requests.file, files) if named_file is not None)
        unchanged_snapshot = requests.held.unchanged_snapshot(fetched_files)
        if unchanged_snapshot is not None:
            return Unchanged(unchanged_snapshot, self._now())
        contents = {name: requests.content(fetched) for name, fetched in fetched_files.items()}
        return Offer(
            {unwrapped_name(name): fetched.content for name, fetched in contents.items()},
            {unwrapped_name(name): fetched.source for name, fetched in contents.items()},
            self._now(),
        )

    def _address(self, official_list: OfficialList, file: PublishedFile) -> PublishedFile:
        """The file with the address to request: on a mirror, that of the mirror."""
        if self._mirror is None:
            return file
        return replace(file, url=f"{self._mirror}/{official_list.list_id}/{quote(file.name)}", link_pattern=None)

    def _headers(self, official_list: OfficialList) -> dict[str, str]:
        """The header with the API key, for official sites that need one."""
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
    """The latest snapshot, if its bytes may be used when a server says "not modified"."""

    archive: Archive
    snapshot: Snapshot | None

    @staticmethod
    def of(archive: Archive, official_list: OfficialList) -> "_Held":
        """The last snapshot of a list, if it came from a fetch and its bytes are good."""
        latest = archive.latest(official_list.list_id)
        is_usable = latest is not None and latest.origin in CHECKED_ORIGINS and archive.fault(latest) is None
        return _Held(archive, latest if is_usable else None)

    def file(self, url: str) -> StoredFile | None:
        """The file of the snapshot that came from this address."""
        files = self.snapshot.files if self.snapshot else ()
        shown = without_credentials(url)
        return next((file for file in files if file.source.url == shown), None)

    def unchanged_snapshot(self, fetched_files: Mapping[str, Fetched | _NotModified]) -> Snapshot | None:
        """The held snapshot, if every file is unchanged and none is new; None otherwise."""
        unchanged = {fetched.held.sha256 for fetched in fetched_files.values() if isinstance(fetched, _NotModified)}
        if self.snapshot is None or len(unchanged) < len(fetched_files):
            return None
        return self.snapshot if unchanged == {file.sha256 for file in self.snapshot.files} else None

    def content(self, file: StoredFile) -> bytes:
        """The bytes of a file of the held snapshot."""
        if self.snapshot is None:
            raise KeyError(file.name)
        return self.archive.read(self.snapshot)[file.name]


@dataclass(slots=True)
class _ListRequests:
    """All requests for one list. They share one time budget."""

    http: Http
    official_list: OfficialList
    headers: Mapping[str, str]
    held: _Held
    is_mirror: bool
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        """Start the time budget of the list."""
        self.budget = self.http.budget(self.official_list.seconds_in_all, self.official_list.seconds_to_answer)

    def file(self, file: PublishedFile) -> tuple[str, Fetched | _NotModified] | None:
        """The name of a published file and its answer; None for an optional file that the source does not have.

        Raises:
            FetchError: the file cannot be fetched; the message begins with its name.
        """
        try:
            file = self.linked_file(file) if file.link_pattern else file
            return file.name, self._fetched_in_either_case(file)
        except AbsentError as error:
            if file.optional:
                return None
            raise AbsentError(f"{file.name} {error}") from error
        except FetchError as error:
            raise type(error)(f"{file.name} {error}") from error

    def content(self, fetched: Fetched | _NotModified) -> Fetched:
        """The fetched file with its content unpacked; an unchanged file is read from the archive.

        Raises:
            SpoiltFileError: the content cannot be unpacked.
        """
        if isinstance(fetched, _NotModified):
            return Fetched(self.held.content(fetched.held), fetched.held.source, "")
        return replace(fetched, content=unwrapped(fetched.content, self.official_list.max_bytes))

    def _fetched_in_either_case(self, file: PublishedFile) -> Fetched | _NotModified:
        """Fetch a file; on a mirror, also try its name in lower case, which OFAC itself used until 2024."""
        folder, _, name = file.url.rpartition("/")
        try:
            return self._fetched(file)
        except AbsentError:
            if not self.is_mirror or name == name.lower():
                raise
            return self._fetched(replace(file, url=f"{folder}/{name.lower()}"))

    def _fetched(self, file: PublishedFile) -> Fetched | _NotModified:
        """A fetched file, or that the held one has not changed; raises FetchError if "unchanged" is not held."""
        held = self.held.file(file.url)
        fetched = self._get(file.url, held.source if held else None)
        if fetched is None and held is not None:
            return _NotModified(held)
        if fetched is None:
            raise FetchError("is unchanged according to its server, but the archive does not hold it")
        return fetched

    def peek(self, file: PublishedFile) -> Peeked:
        """How the server answers at a file's address; nothing is stored."""
        pause = self.official_list.seconds_between_requests
        return self.http.peek(file.url, headers=self.headers, budget=self.budget, pause=pause)

    def linked_file(self, file: PublishedFile) -> PublishedFile:
        """The file behind the first link on a page that matches, with its name from that link."""
        page = self._get(file.url, None, MOST_PAGE_BYTES)
        links = _links(page.content) if page and page.content.strip() else []
        href = next((link for link in links if re.search(file.link_pattern or "", link)), None)
        if href is None:
            raise SpoiltError(f"is not linked on {without_credentials(file.url)}; the page has changed")
        url = linked_address(file.url, href.strip())
        name = PurePosixPath(unquote(urlsplit(url).path)).name
        return replace(file, url=url, name=name if PurePosixPath(name).suffix else file.name)

    def _get(self, url: str, known: Source | None, most_bytes: int | None = None) -> Fetched | None:
        """The body at an address; None if it has not changed."""
        return self.http.get(
            url,
            known=known,
            headers=self.headers,
            most_bytes=most_bytes or self.official_list.max_bytes,
            budget=self.budget,
            pause=self.official_list.seconds_between_requests,
        )


def _links(page: bytes) -> list[str]:
    """The targets of all links on a page."""
    try:
        document = etree.HTML(page)
    except etree.LxmlError as error:
        raise SpoiltError("is linked on a page that cannot be read") from error
    return [href for link in document.iter("a") if (href := link.get("href"))] if document is not None else []


class MirrorFolder:
    """A folder `<list>/<date>/<files as published>`: the newest date, or the newest not after `as_of`."""

    origin: Origin = "mirror"

    def __init__(self, folder: Path, as_of: date | None = None) -> None:
        self._folder = folder
        self._as_of = as_of

    def why_not_requested(self, official_list: OfficialList) -> tuple[Outcome, str] | None:
        """The outcome for a closed list that the mirror does not have."""
        if official_list.closed_on and not (self._folder / official_list.list_id).is_dir():
            return "closed", f"it has not been published since {official_list.closed_on}; its history stays."
        return None

    def offers(self, official_list: OfficialList, archive: Archive) -> Iterator[Offer | Unchanged | Miss]:  # noqa: ARG002
        """The snapshots of the newest date, in the catalogue's order; future dates come before it, to be refused."""
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
        """All dates in the future that have files, then the newest other date that has files."""
        folder = self._folder / list_id
        days = (day_of_folder(path.name) for path in folder.iterdir()) if folder.is_dir() else iter(())
        fitting = (day for day in days if day and (self._as_of is None or day <= self._as_of))
        chosen: list[date] = []
        for day in sorted(fitting, reverse=True):
            if _file_names(folder / day.isoformat()):
                chosen.append(day)
                if day <= utc_now().date() + timedelta(days=1):
                    break
        return chosen

    def _offer(self, official_list: OfficialList, day: date, group: Group) -> Offer | Miss:
        """The files of one group in the folder of a day; a miss if one is missing, too large or damaged."""
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
    """The unpacked content of a file.

    Raises:
        SpoiltFileError: the file is too large or cannot be unpacked.
    """
    size = path.stat().st_size
    if size > most_bytes:
        raise SpoiltFileError(f"{path.name} has {size:,} bytes, more than the {most_bytes:,} that are plausible")
    try:
        return unwrapped(path.read_bytes(), most_bytes)
    except SpoiltFileError as error:
        raise SpoiltFileError(f"{path.name} {error}") from error


def _file_names(folder: Path) -> list[str]:
    """The names of the visible files in a folder."""
    return [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
