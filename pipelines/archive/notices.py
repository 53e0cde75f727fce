"""Official notices into the archive: pages and files that say what an authority did on a day.

Here: where notices are (the official site, a mirror site, a mirror folder, files that people saved), which of them are
new, and keeping them. Not here: what they say (see pipelines.parsers.ofac.notice and ofac_delta), requests (see http).

A source of notices has an entry of the shape of a list's, under official_notices/, and lies in the archive as a list
does. It is not in the catalogue of lists: it lists nobody. All its notices count, not the newest one; one that is bad
or missing costs that notice alone. Its first publication is where its notices are found:

    official site   the address of that publication: a page that links to notices, or the newest notice itself
    mirror site     URL/<source>/<name of that publication>, and URL/<source>/<last part of a notice's own address>
    mirror folder   DIR/<source>/<date>/<files as published>, all dates up to the one asked for
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import quote, urlsplit

from lxml import etree

from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import SpoiltFileError, refuse_spoilt, unwrapped_name
from pipelines.archive.http import AbsentError, Fetched, FetchError, Http, joined
from pipelines.archive.naming import day_of_folder, end_of_day
from pipelines.archive.snapshot import Origin, Snapshot, Source, described, sha256_of
from pipelines.archive.supplies import read_bounded
from pipelines.catalogue.entries import OFFICIAL_NOTICES, OfficialList, official_lists

MOST_PAGES = 40
"""How many notices that an index links to are looked at, the newest first: more than it has on its first page."""
RECHECKED = timedelta(days=3)
"""How long a notice may still be corrected: until then it is asked for again."""
DAYS_WITHOUT_INDEX = 7
"""Where there is no index, the days up to today whose addresses are tried."""

_ADDRESS = re.compile(r"/(\d{8})(?:_\d+)?/?\Z")
_SUFFIXES = frozenset({".html", ".htm", ".xml"})

NOWHERE = Source()

Dated = Callable[[bytes], date]
"""Reads a notice far enough to say of which day it is; raises an exception with the reason if it is none."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A notice that was found, or why it could not be had.

    Attributes:
        seen_at: when it was seen published; None where only the notice itself can say.
    """

    place: str
    content: bytes = b""
    source: Source = NOWHERE
    seen_at: datetime | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a notice."""

    outcome: Literal["kept", "held_already", "refused", "unreachable"]
    place: str
    reason: str = ""
    snapshot: Snapshot | None = None


def notice_sources() -> Mapping[str, OfficialList]:
    """Every source of notices by its id."""
    return official_lists(OFFICIAL_NOTICES)


def notices_offered(
    source: OfficialList, archive: Archive, http: Http, mirror: str | None, as_of: date | None = None
) -> tuple[Origin, Iterator[Offered]]:
    """Where notices come from, and those that are there and may be new.

    Args:
        mirror: the value of SANCTIONS_MIRROR: a folder, an address, or nothing for the official site.
        as_of: from a mirror folder, no later ones.
    """
    if mirror and urlsplit(mirror).scheme not in ("http", "https"):
        return "mirror", _in_mirror_folder(Path(mirror), source, as_of)
    site = _Site(source, archive, http, mirror.rstrip("/") if mirror else None)
    return ("mirror" if mirror else "live"), site.offered()


def taken(
    source: OfficialList, archive: Archive, offered: Iterable[Offered], origin: Origin, dated: Dated
) -> Iterator[Taken]:
    """Keep the notices that are new and good, and tell of each what became of it."""
    for each in offered:
        yield (
            Taken("unreachable", each.place, each.fault) if each.fault else _taken(source, archive, each, origin, dated)
        )


def saved_notices(source: OfficialList, paths: Iterable[Path]) -> Iterator[Offered]:
    """Notices in files and folders that people saved; the day is what the notice says."""
    for path in paths:
        root = path.parent if path.is_file() else path
        files = (
            [path] if path.is_file() else sorted(Path(at) / name for at, _, names in os.walk(path) for name in names)
        )
        for file in files:
            place = file.relative_to(root).as_posix()
            if path.is_file() or _is_notice_file(file):
                yield _read(file, place, Source(f"backfill:{place}"), None, source)


def _taken(source: OfficialList, archive: Archive, found: Offered, origin: Origin, dated: Dated) -> Taken:
    name = unwrapped_name(PurePosixPath(found.place).name)
    files = {name: found.content}
    sha256 = sha256_of(described(files))
    held = next((each for each in archive.snapshots(source.list_id) if each.sha256 == sha256), None)
    if held is not None and archive.fault(held) is None:
        return Taken("held_already", found.place, snapshot=held)
    seen_at = found.seen_at or utc_now()
    try:
        refuse_spoilt(files, source.max_bytes)
        day = dated(found.content)
    except Exception as error:  # noqa: BLE001 - whatever a reader makes of bad bytes, it costs that notice alone
        said = str(error).removeprefix(f"{name} ") or type(error).__name__
        reason = f"{name} {said.rstrip('.')}."
        archive.refuse(
            source.list_id, reason, files, origin=origin, seen_at=seen_at, zone=source.zone, retrieved_at=utc_now(),
            sources={name: found.source},
        )  # fmt: skip
        return Taken("refused", found.place, reason)
    snapshot = archive.add(
        source.list_id,
        files,
        origin=origin,
        seen_at=found.seen_at or end_of_day(day, source.zone),
        zone=source.zone,
        retrieved_at=utc_now(),
        sources={name: found.source},
    )
    return Taken("kept", found.place, snapshot=snapshot)


def _in_mirror_folder(folder: Path, source: OfficialList, as_of: date | None) -> Iterator[Offered]:
    root = folder / source.list_id
    try:
        days = sorted(day for path in root.iterdir() if (day := day_of_folder(path.name))) if root.is_dir() else []
        for day in days:
            if as_of is None or day <= as_of:
                for file in sorted(filter(_is_notice_file, (root / day.isoformat()).iterdir())):
                    place = f"{source.list_id}/{day.isoformat()}/{file.name}"
                    yield _read(file, place, Source(f"mirror:{place}"), end_of_day(day, source.zone), source)
    except OSError as error:
        yield Offered(source.list_id, fault=f"the mirror cannot be read ({error.strerror}).")


def _is_notice_file(path: Path) -> bool:
    suffix = PurePosixPath(unwrapped_name(path.name)).suffix.lower()
    return path.is_file() and not path.name.startswith(".") and suffix in _SUFFIXES


def _read(path: Path, place: str, origin: Source, seen_at: datetime | None, source: OfficialList) -> Offered:
    try:
        return Offered(place, read_bounded(path, source.max_bytes), origin, seen_at)
    except (SpoiltFileError, OSError) as error:
        said = error.strerror if isinstance(error, OSError) else str(error)
        return Offered(place, fault=f"{said}.")


class _Site:
    """The official site, or a mirror of it: an index that links to notices, or the newest notice itself."""

    def __init__(self, source: OfficialList, archive: Archive, http: Http, mirror: str | None) -> None:
        self._source = source
        self._http = http
        self._mirror = mirror
        self._budget = http.budget()
        self._held = {
            file.source.url: file.source
            for each in archive.snapshots(source.list_id)
            for file in each.files
            if file.source.url
        }

    def offered(self) -> Iterator[Offered]:
        """The notices that are not held yet, and those held that may have been corrected."""
        start = self._source.publications[0].files[0]
        address = self._of_mirror(start.name) if self._mirror else start.url
        try:
            first = self._get(address, None if self._is_index else self._known(address))
        except FetchError as error:
            if not (self._mirror and error.absent):
                yield Offered(address, fault=f"{start.name} {error}.")
            if self._is_index and error.absent:
                yield from self._pages(f"{address}/{day:%Y%m%d}" for day in self._last_days())
            return
        if first is not None and self._is_index:
            yield from self._pages(_links(first.content, address))
        elif first is not None:
            yield Offered(f"{start.name}.xml", first.content, first.source, utc_now())

    @property
    def _is_index(self) -> bool:
        """Whether the address of the source links to notices; else the newest one lies there."""
        return self._source.formats == ("ofac_notice",)

    def _last_days(self) -> list[date]:
        today = utc_now().astimezone(self._source.zone).date()
        return [today - timedelta(days=back) for back in range(DAYS_WITHOUT_INDEX)]

    def _of_mirror(self, name: str) -> str:
        return f"{self._mirror}/{self._source.list_id}/{quote(name)}"

    def _pages(self, addresses: Iterable[str]) -> Iterator[Offered]:
        for asked in self._wanted(addresses):
            slug = _slug(asked)
            try:
                page = self._get(asked, self._known(asked))
            except AbsentError:
                continue
            except FetchError as error:
                yield Offered(asked, fault=f"{slug} {error}.")
                continue
            if page is not None:
                yield Offered(f"{slug}.html", page.content, page.source, utc_now())

    def _wanted(self, addresses: Iterable[str]) -> list[str]:
        since = self._last_days()[0] - RECHECKED
        asked = [self._of_mirror(_slug(address)) if self._mirror else address for address in addresses]
        newest = sorted(dict.fromkeys(asked), key=lambda each: _day_of(each) or date.min, reverse=True)[:MOST_PAGES]
        return [each for each in newest if each not in self._held or (_day_of(each) or date.min) >= since]

    def _known(self, address: str) -> Source | None:
        return self._held.get(address)

    def _get(self, address: str, known: Source | None) -> Fetched | None:
        return self._http.get(
            address, known=known, most_bytes=self._source.max_bytes, budget=self._budget,
            pause=self._source.seconds_between_requests,
        )  # fmt: skip


def _slug(address: str) -> str:
    """The last part of an address."""
    return PurePosixPath(urlsplit(address).path.rstrip("/")).name


def _day_of(address: str) -> date | None:
    found = _ADDRESS.search(urlsplit(address).path)
    try:
        return datetime.strptime(found[1], "%Y%m%d").date() if found else None  # noqa: DTZ007 - a day, without a time
    except ValueError:
        return None


def _links(page: bytes, address: str) -> list[str]:
    """The addresses of notices that a page links to, on its own host."""
    try:
        document = etree.HTML(page) if page.strip() else None
    except etree.LxmlError:
        document = None
    hrefs = [] if document is None else [href for each in document.iter("a") if (href := each.get("href"))]
    links = [_joined(address, href) for href in hrefs]
    host = urlsplit(address).netloc
    return [link for link in links if _day_of(link) is not None and urlsplit(link).netloc == host]


def _joined(address: str, href: str) -> str:
    try:
        return joined(address, href.strip())
    except FetchError:
        return ""
