"""Adding official notices to the archive: pages and files that say what an authority did on a day.

Here: finding notices (on the official site, a mirror site, in a mirror folder or in saved files), and storing the new
ones. Not here: what they say (see pipelines.parsers.ofac.notice and delta), requests (see http).

A source of notices has an entry like that of a list, under official_notices/, and is stored in the archive as a list
is. It is not in the catalogue of lists, because it lists nobody. All its notices count, not only the newest. A bad or
missing notice affects only itself. Where its notices are:

    pages           the page at the address of the source links to the notices
    delta files     ADDRESS/history/YEAR names the publications of a year (JSON: publicationID, datePublished), and
                    ADDRESS/ID is the file of one; if there is no history, ADDRESS/latest is the newest
    mirror site     URL/<source>/<last part of the address>
    mirror folder   DIR/<source>/<date>/<files as published>, all dates up to the one asked for
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import quote, urlsplit

from lxml import etree

from pipelines.archive.addresses import without_credentials
from pipelines.archive.archive import Archive, utc_now
from pipelines.archive.arrival import SpoiltFileError, refuse_spoilt, unwrapped_name
from pipelines.archive.http import AbsentError, Fetched, FetchError, Http, linked_address
from pipelines.archive.naming import day_of_folder, end_of_day
from pipelines.archive.snapshot import Origin, Snapshot, Source, sha256_of, stored_files
from pipelines.archive.supplies import read_bounded
from pipelines.catalogue.entries import OFFICIAL_NOTICES, OfficialList, official_lists

MOST_NOTICES = 40
"""The largest number of notices fetched in one run, the newest first. The next runs fetch the rest."""
RECHECKED = timedelta(days=3)
"""For how long a page is fetched again, because it may still be corrected. A delta file never changes."""
DAYS_WITHOUT_INDEX = 7
"""If no page links to notices: the number of days up to today whose addresses are tried."""
FIRST_YEAR_OF_DELTAS = 2023
"""The first year for which OFAC's list service names publications."""
MOST_BYTES_OF_HISTORY = 5_000_000

_DAY_IN_ADDRESS = re.compile(r"/(\d{8})(?:_\d+)?/?\Z")
_PUBLICATION_ID = re.compile(r"\d{1,12}")
_SUFFIXES = frozenset({".html", ".htm", ".xml"})

NOWHERE = Source()

DayReader = Callable[[bytes], date]
"""Reads the day of a notice from its bytes; raises an exception with the reason if they are no notice."""


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A notice that was found, or why it could not be fetched.

    Attributes:
        seen_at: when it was seen published; None if only the notice itself says when.
        fault: why it could not be fetched, as a sentence; empty if it was fetched.
    """

    place: str
    content: bytes = b""
    source: Source = NOWHERE
    seen_at: datetime | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """The outcome for a notice that was found. `reason` says why it was not kept."""

    outcome: Literal["kept", "held_already", "refused", "unreachable"]
    place: str
    reason: str = ""
    snapshot: Snapshot | None = None


def notice_sources() -> Mapping[str, OfficialList]:
    """Every source of notices by its id."""
    return official_lists(OFFICIAL_NOTICES)


def find_notices(
    source: OfficialList, archive: Archive, http: Http, mirror: str | None, as_of: date | None = None
) -> tuple[Origin, Iterator[FoundNotice]]:
    """The origin of the notices, and the notices there that may be new.

    Args:
        mirror: the value of SANCTIONS_MIRROR: a folder, an address, or nothing for the official site.
        as_of: the last day to take from a mirror folder.
    """
    if mirror and urlsplit(mirror).scheme not in ("http", "https"):
        return "mirror", _in_mirror_folder(Path(mirror), source, as_of)
    site = _Site(source, archive, http, mirror.rstrip("/") if mirror else None)
    is_of_pages = source.formats == ("ofac_notice",)
    return ("mirror" if mirror else "live"), (_notices_by_pages(site) if is_of_pages else _notices_by_delta_files(site))


def saved_notices(source: OfficialList, paths: Iterable[Path]) -> Iterator[FoundNotice]:
    """Notices in files and folders that people saved. Their day is stated in the notice itself."""
    for path in paths:
        if path.is_file():
            yield _notice_in_file(path, path.name, Source(f"backfill:{path.name}"), None, source)
            continue
        for file in sorted(Path(at) / name for at, _, names in os.walk(path) for name in names):
            place = file.relative_to(path).as_posix()
            if _is_notice_file(file):
                yield _notice_in_file(file, place, Source(f"backfill:{place}"), None, source)


def keep_notices(
    source: OfficialList, archive: Archive, notices: Iterable[FoundNotice], origin: Origin, day_of: DayReader
) -> Iterator[KeptNotice]:
    """Store the notices that are new and good, and yield the outcome for each.

    One that could not be fetched is reported as unreachable; one whose bytes are held and undamaged is not read again.
    """
    held = {snapshot.sha256: snapshot for snapshot in archive.snapshots(source.list_id)}
    for notice in notices:
        files = {unwrapped_name(PurePosixPath(notice.place).name): notice.content}
        same = held.get(sha256_of(stored_files(files)))
        if notice.fault:
            yield KeptNotice("unreachable", notice.place, notice.fault)
        elif same is not None and archive.fault(same) is None:
            yield KeptNotice("held_already", notice.place, snapshot=same)
        else:
            kept = _keep(source, archive, notice, origin, day_of)
            held |= {kept.snapshot.sha256: kept.snapshot} if kept.snapshot else {}
            yield kept


def _keep(source: OfficialList, archive: Archive, notice: FoundNotice, origin: Origin, day_of: DayReader) -> KeptNotice:
    """Store a notice under the day that it states; one that is damaged or no notice is refused with the reason."""
    name = unwrapped_name(PurePosixPath(notice.place).name)
    files = {name: notice.content}
    try:
        refuse_spoilt(files, source.max_bytes)
        day = day_of(notice.content)
    except Exception as error:  # noqa: BLE001 - bad bytes may make a reader raise anything; only this notice is lost
        words = str(error).removeprefix(f"{name} ") or type(error).__name__
        reason = f"{name} {words.rstrip('.')}."
        archive.refuse(
            source.list_id, reason, files, origin=origin, seen_at=notice.seen_at or utc_now(), zone=source.zone,
            retrieved_at=utc_now(), sources={name: notice.source},
        )  # fmt: skip
        return KeptNotice("refused", notice.place, reason)
    snapshot = archive.add(
        source.list_id,
        files,
        origin=origin,
        seen_at=notice.seen_at or end_of_day(day, source.zone),
        zone=source.zone,
        retrieved_at=utc_now(),
        sources={name: notice.source},
    )
    return KeptNotice("kept", notice.place, snapshot=snapshot)


def _in_mirror_folder(folder: Path, source: OfficialList, as_of: date | None) -> Iterator[FoundNotice]:
    """The notices of a source in a mirror folder, by day, up to `as_of`."""
    root = folder / source.list_id
    try:
        days = sorted(day for path in root.iterdir() if (day := day_of_folder(path.name))) if root.is_dir() else []
    except OSError as error:
        yield FoundNotice(source.list_id, fault=f"the mirror cannot be read ({error.strerror}).")
        return
    for day in days:
        if as_of is None or day <= as_of:
            yield from _notices_of_mirror_day(root / day.isoformat(), day, source)


def _notices_of_mirror_day(folder: Path, day: date, source: OfficialList) -> Iterator[FoundNotice]:
    """The notices in the folder of one day, or the error that prevented reading it."""
    place = f"{source.list_id}/{folder.name}"
    try:
        files = sorted(filter(_is_notice_file, folder.iterdir()))
    except OSError as error:
        yield FoundNotice(place, fault=f"{place} in the mirror cannot be read ({error.strerror}).")
        return
    for file in files:
        address = Source(f"mirror:{place}/{file.name}")
        yield _notice_in_file(file, f"{place}/{file.name}", address, end_of_day(day, source.zone), source)


def _is_notice_file(path: Path) -> bool:
    """Whether a path is a visible file with a suffix of notices."""
    suffix = PurePosixPath(unwrapped_name(path.name)).suffix.lower()
    return path.is_file() and not path.name.startswith(".") and suffix in _SUFFIXES


def _notice_in_file(
    path: Path, place: str, address: Source, seen_at: datetime | None, source: OfficialList
) -> FoundNotice:
    """The notice in a file, or the fault if it cannot be read."""
    try:
        return FoundNotice(place, read_bounded(path, source.max_bytes), address, seen_at)
    except SpoiltFileError as error:
        return FoundNotice(place, fault=f"{error}.")
    except OSError as error:
        return FoundNotice(place, fault=f"{place} cannot be read ({error.strerror}).")


class _Site:
    """The official site of a source, or a mirror of it."""

    def __init__(self, source: OfficialList, archive: Archive, http: Http, mirror: str | None) -> None:
        """Start the time budget of the source, and note which addresses the archive holds, for conditional requests."""
        self.source = source
        self.is_mirror = mirror is not None
        self._http = http
        self._mirror = mirror
        self._budget = http.budget()
        self.held = {
            file.source.url: file.source
            for snapshot in archive.snapshots(source.list_id)
            for file in snapshot.files
            if file.source.url
        }

    def address(self, official: str) -> str:
        """The address to request for an official address: on a mirror, the mirror's address and the last part."""
        return f"{self._mirror}/{self.source.list_id}/{quote(_last_part(official))}" if self._mirror else official

    def get(self, official: str, *, is_known: bool = True, most_bytes: int | None = None) -> Fetched | None:
        """The content at an official address; None if the archive holds it already.

        Raises:
            FetchError: it cannot be fetched.
        """
        address = self.address(official)
        return self._http.get(
            address, known=self.held.get(without_credentials(address)) if is_known else None,
            most_bytes=most_bytes or self.source.max_bytes, budget=self._budget,
            pause=self.source.seconds_between_requests,
        )  # fmt: skip

    def fetch(self, official: str, ending: str, *, is_new: bool = True) -> Iterator[FoundNotice]:
        """The notice at an official address; nothing if there is none, or if the archive holds it already.

        Args:
            is_new: whether it was published about now; if not, the notice itself says when.
        """
        name = _last_part(official)
        try:
            fetched = self.get(official)
        except AbsentError:
            return
        except FetchError as error:
            yield FoundNotice(without_credentials(self.address(official)), fault=f"{name} {error}.")
            return
        if fetched is not None:
            yield FoundNotice(f"{name}{ending}", fetched.content, fetched.source, utc_now() if is_new else None)


def _notices_by_pages(site: _Site) -> Iterator[FoundNotice]:
    """The notices that the source's page links to; if there is no such page, those at the addresses of recent days.

    At most MOST_NOTICES, the newest first. One that is held is asked for again only while it is recent. A page that
    cannot be fetched, or links to no notice, is reported as a fault.
    """
    index = site.source.publications[0].files[0]
    try:
        fetched = site.get(index.url, is_known=False)
        addresses = _linked_pages(fetched.content, index.url) if fetched else []
        if not addresses:
            yield FoundNotice(
                without_credentials(site.address(index.url)),
                fault=f"{index.name} links to no notice: its layout may be new.",
            )
    except FetchError as error:
        if not (site.is_mirror and error.absent):
            yield FoundNotice(without_credentials(site.address(index.url)), fault=f"{index.name} {error}.")
        if not error.absent:
            return
        addresses = [f"{index.url}/{day:%Y%m%d}" for day in _last_days(site.source)]
    since = _last_days(site.source)[0] - RECHECKED
    newest = sorted(dict.fromkeys(addresses), key=lambda address: _day_in_address(address) or date.min, reverse=True)
    for address in newest[:MOST_NOTICES]:
        if site.address(address) not in site.held or (_day_in_address(address) or date.min) >= since:
            yield from site.fetch(address, ".html")


def _last_days(source: OfficialList) -> list[date]:
    """Today and the days before it, in the time zone of the source."""
    today = utc_now().astimezone(source.zone).date()
    return [today - timedelta(days=back) for back in range(DAYS_WITHOUT_INDEX)]


def _notices_by_delta_files(site: _Site) -> Iterator[FoundNotice]:
    """Publications that the archive does not hold, the newest first; without a history only the newest one."""
    latest = site.source.publications[0].files[0].url
    service = latest.rsplit("/", 1)[0]
    remaining, has_history = MOST_NOTICES, False
    for year in range(_last_days(site.source)[0].year, FIRST_YEAR_OF_DELTAS - 1, -1):
        try:
            history = site.get(f"{service}/history/{year}", is_known=False, most_bytes=MOST_BYTES_OF_HISTORY)
            addresses = [f"{service}/{number}" for number in publications_of(history.content if history else b"")]
        except AbsentError:
            continue
        except (FetchError, UnreadableHistoryError) as error:
            yield FoundNotice(f"history/{year}", fault=f"the history of {year} {error}.")
            break
        has_history = True
        missing = [address for address in addresses if site.address(address) not in site.held][:remaining]
        remaining -= len(missing)
        for address in missing:
            yield from site.fetch(address, ".xml", is_new=False)
    if not has_history:
        yield from site.fetch(latest, ".xml")


class UnreadableHistoryError(Exception):
    """A history of publications cannot be read. The message is a clause."""


def publications_of(history: bytes) -> list[str]:
    """The ids of the publications that a history names, the newest first. An item without an id is left out.

    Raises:
        UnreadableHistoryError: the history is no JSON list.
    """
    try:
        stated = json.loads(history)
    except (ValueError, RecursionError):
        raise UnreadableHistoryError("is not JSON") from None
    if not isinstance(stated, list):
        raise UnreadableHistoryError("is no list of publications")
    items = [item for item in stated if isinstance(item, dict)]
    named = [(str(item.get("datePublished")), str(item.get("publicationID"))) for item in items]
    known = {(day, int(number)) for day, number in named if _PUBLICATION_ID.fullmatch(number)}
    return [str(number) for _, number in sorted(known, reverse=True)]


def _last_part(address: str) -> str:
    """The last part of an address's path."""
    return PurePosixPath(urlsplit(address).path.rstrip("/")).name


def _day_in_address(address: str) -> date | None:
    """The day in an address, as YYYYMMDD; None if there is none."""
    match = _DAY_IN_ADDRESS.search(urlsplit(address).path)
    try:
        return datetime.strptime(match[1], "%Y%m%d").date() if match else None  # noqa: DTZ007 - a day, without a time
    except ValueError:
        return None


def _linked_pages(page: bytes, address: str) -> list[str]:
    """The addresses of notices that a page links to, on its own host."""
    try:
        document = etree.HTML(page) if page.strip() else None
    except etree.LxmlError:
        document = None
    hrefs = [] if document is None else [href for link in document.iter("a") if (href := link.get("href"))]
    links = [_address_of_link(address, href) for href in hrefs]
    host = urlsplit(address).netloc
    return [link for link in links if _day_in_address(link) is not None and urlsplit(link).netloc == host]


def _address_of_link(address: str, href: str) -> str:
    """The full address of a link on a page; "" if the link is not valid."""
    try:
        return linked_address(address, href.strip())
    except FetchError:
        return ""
