"""Reading a day of GDELT and storing its rows about sanctions.

Here: getting the files of a day one by one, from the site or a folder, and storing the result. Not here: reading rows
(see gdelt), or fetching the articles (see fetching).

The files of a day are half a gigabyte, but only a few hundred rows are about sanctions. These rows, their articles, the
digests of all files and the numbers of refused rows are stored as HOME/archive/gdelt/YYYY-MM-DD.json, which is all that
the tables are made from. An interrupted day is continued, and a file that was read is not requested again.
"""

import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import md5, sha256
from io import BytesIO
from pathlib import Path
from typing import IO, Literal, Protocol

from pipelines.archive.addresses import without_credentials
from pipelines.archive.arrival import UNZIPPING_ERRORS
from pipelines.archive.home import Home, write_whole
from pipelines.archive.http import AbsentError, FetchError, Http
from pipelines.articles.coded_events import NewsEvent
from pipelines.articles.fetching import WantedPage
from pipelines.articles.gdelt import (
    GdeltFile,
    Lead,
    ReadRows,
    expected_files,
    files_listed,
    kind_and_time,
    read_rows,
    site_address,
)

MOST_BYTES_OF_FILE = 60_000_000
MOST_BYTES_UNPACKED = 500_000_000
MOST_BYTES_OF_LIST = 400_000_000
"""Limit for the master list, which grows by about 12 MB a year."""

SAVED_EVERY = 16
"""Number of files after which the day is stored, so that an interruption loses only minutes of work."""
MOST_UNREACHABLE_IN_A_ROW = 3
"""Number of successive unreachable files after which the rest of the day is left to the next run."""

State = Literal["read", "refused", "absent", "unreachable"]
DONE: frozenset[State] = frozenset({"read", "absent"})
"""States of a file that is not requested again."""


@dataclass(frozen=True, slots=True)
class LeadFile:
    """The result of reading one file.

    Attributes:
        refused: refused rows as (code of the reason, number of rows, line number of the first).
    """

    name: str
    kind: str
    url: str
    state: State
    reason: str = ""
    sha256: str = ""
    size: int = 0
    rows: int = 0
    kept: int = 0
    refused: tuple[tuple[str, int, int], ...] = ()

    @property
    def passed_over(self) -> int:
        """The number of rows that are not about sanctions."""
        return self.rows - self.kept - sum(rows for _, rows, _ in self.refused)


@dataclass(slots=True)
class LeadDay:
    """The stored results of a day: files, articles and coded rows."""

    day: date
    files: dict[str, LeadFile] = field(default_factory=dict)
    leads: dict[str, Lead] = field(default_factory=dict)
    events: dict[str, NewsEvent] = field(default_factory=dict)
    complaint: str = ""
    """Why the master list was not used, or that a folder has no files of the day; empty if neither is the case."""

    @property
    def refused_rows(self) -> int:
        """The number of refused rows of all files, for all reasons."""
        return sum(rows for file in self.files.values() for _, rows, _ in file.refused)

    @property
    def missing(self) -> list[LeadFile]:
        """Files that were neither read nor are known to be absent."""
        return [file for file in self.files.values() if file.state not in DONE]

    @property
    def faults(self) -> tuple[str, ...]:
        """The problems, one sentence per problem; refused rows are counted in table news_lead_refusal."""
        missing = self.missing
        first = f": {missing[0].name} {missing[0].reason}" if missing else ""
        unread = f"{len(missing):,} of {len(self.files):,} files were not read, the first{first}" if missing else ""
        return tuple(f"gdelt {self.day}: {fault}" for fault in (self.complaint, unread) if fault)


class GdeltSource(Protocol):
    """A source of files of GDELT: its site, a mirror, or a folder."""

    def files(self, day: date) -> Iterable[GdeltFile]:
        """The files of a day that exist or should exist."""

    def content(self, file: GdeltFile) -> bytes:
        """The bytes of a file.

        Raises:
            FetchError, OSError: the file cannot be fetched or read.
        """

    complaint: str


class GdeltFolder:
    """Files as published, in a folder or its subfolders; or a single file."""

    def __init__(self, place: Path) -> None:
        """Keep the folder, or the folder of the single file."""
        self._place = place
        self._folder = place.parent if place.is_file() else place
        self.complaint = ""

    def days(self) -> list[date]:
        """The days that have files, in order."""
        return sorted({file.stamp.date() for file in self._gdelt_files()})

    def files(self, day: date) -> Iterator[GdeltFile]:
        """The files of a day, by their names."""
        files = [file for file in self._gdelt_files() if file.stamp.date() == day]
        self.complaint = "" if files else f"no file of {day} lies in {self._place}."
        yield from files

    def _gdelt_files(self) -> Iterator[GdeltFile]:
        """The files of GDELT in the folder, or the one file, by the kind and time in their names."""
        for path in [self._place] if self._place.is_file() else sorted(self._place.rglob("*")):
            kind_and_stamp = kind_and_time(path.name)
            if kind_and_stamp and kind_and_stamp[0] != "mentions":
                yield GdeltFile(path.name, *kind_and_stamp, url=str(path.relative_to(self._folder)))

    def content(self, file: GdeltFile) -> bytes:
        """The bytes of a file."""
        with (self._folder / file.url).open("rb") as opened:
            return opened.read(MOST_BYTES_OF_FILE + 1)


class GdeltSite:
    """The site of GDELT, or with `base` a mirror with the same file names.

    The master list is fetched once and stored in the home until a later day is needed.
    """

    def __init__(self, http: Http, home: Home, base: str | None = None) -> None:
        """Keep the address; nothing is fetched yet."""
        self._http = http
        self._base = (base or site_address()).rstrip("/")
        self._master_list = home.tables / "gdelt" / "master.tsv"
        self.complaint = ""

    def files(self, day: date) -> Iterator[GdeltFile]:
        """The files of a day from the master list or, if it is not available, all files that the day should have."""
        try:
            listed = list(self._files_in_master_list(day))
        except FetchError as error:
            self.complaint = f"masterfilelist.txt {error}; the files of {day} were asked for by the clock."
            listed = []
        yield from (self._at_this_site(file) for file in listed or expected_files(day))

    def content(self, file: GdeltFile) -> bytes:
        """The bytes of a file."""
        fetched = self._http.get(file.url, most_bytes=MOST_BYTES_OF_FILE, pause=0.5)
        return fetched.content if fetched else b""

    def _files_in_master_list(self, day: date) -> Iterator[GdeltFile]:
        """Yields the files of a day from the master list, which is fetched if the stored one is too old."""
        if not self._master_list_covers(day):
            fetched = self._http.get(f"{self._base}/masterfilelist.txt", most_bytes=MOST_BYTES_OF_LIST)
            write_whole(self._master_list, fetched.content if fetched else b"")
        prefix = f"/{day:%Y%m%d}".encode()
        with self._master_list.open("rb") as lines:
            listed = files_listed(line for line in lines if prefix in line)
            yield from (file for file in listed if isinstance(file, GdeltFile))

    def _master_list_covers(self, day: date) -> bool:
        """Whether the stored master list goes beyond the day; its last lines are the newest."""
        if not self._master_list.is_file():
            return False
        with self._master_list.open("rb") as file:
            file.seek(max(0, self._master_list.stat().st_size - 1000))
            last = [line for line in files_listed(file.read().splitlines()) if isinstance(line, GdeltFile)]
        return bool(last) and last[-1].stamp.date() > day

    def _at_this_site(self, file: GdeltFile) -> GdeltFile:
        """The file at the address of this site or mirror."""
        return replace(file, url=f"{self._base}/{file.name}")


def read_day(home: Home, day: date, supply: GdeltSource, say: Callable[[str], None] = lambda _: None) -> LeadDay:
    """Read the files of a day that were not read yet, and store the results; a day without files is not stored.

    After a few unreachable files in a row the rest are not asked for, and are left to the next run.
    """
    kept = held_day(home, day)
    unreachable_in_a_row = 0
    for number, file in enumerate(supply.files(day), 1):
        if file.name in kept.files and kept.files[file.name].state in DONE:
            continue
        result, rows = (
            _read_file(file, supply)
            if unreachable_in_a_row < MOST_UNREACHABLE_IN_A_ROW
            else (_unasked_file(file), ReadRows())
        )
        unreachable_in_a_row = unreachable_in_a_row + 1 if result.state == "unreachable" else 0
        kept.files[file.name] = result
        for lead in rows.leads.values():
            before = kept.leads.get(lead.url)
            kept.leads[lead.url] = before.with_more(lead) if before else lead
        for event in rows.events.values():
            kept.events.setdefault(event.event_id, event)
        if number % SAVED_EVERY == 0:
            _store_day(home, kept)
            say(f"gdelt {day}: {number} files, {len(kept.leads):,} articles")
    kept.complaint = supply.complaint
    if kept.files:
        _store_day(home, kept)
    return kept


def held_day(home: Home, day: date) -> LeadDay:
    """The stored results of a day; empty if there is no readable file."""
    try:
        stored = json.loads(_file_of_day(home, day).read_bytes())
        files = {row["name"]: _file_of(row) for row in stored["files"]}
        leads = {row["url"]: _lead_of(row) for row in stored["leads"]}
        events = {row["event_id"]: _event_of(row) for row in stored.get("events", ())}
        return LeadDay(day, files, leads, events)
    except (OSError, ValueError, KeyError, TypeError):
        return LeadDay(day)


def held_days(home: Home) -> Iterator[LeadDay]:
    """All stored days, in order."""
    for path in day_files(home):
        yield held_day(home, date.fromisoformat(path.stem))


def newest_day(home: Home) -> LeadDay | None:
    """The newest stored day; None if there is none."""
    files = day_files(home)
    return held_day(home, date.fromisoformat(files[-1].stem)) if files else None


def day_files(home: Home) -> list[Path]:
    """The files of all stored days, in order."""
    return sorted((home.archive / "gdelt").glob("????-??-??.json"))


def wanted_pages(kept: LeadDay) -> list[WantedPage]:
    """The pages of the articles of a day; those with the most themes and event codes come first."""
    leads = sorted(kept.leads.values(), key=lambda lead: (-len(lead.themes) - len(lead.event_codes), lead.url))
    return [WantedPage(lead.url, "gdelt", facts=_facts_of(lead)) for lead in leads]


def _facts_of(lead: Lead) -> dict[str, str]:
    """What GDELT states about the page of an article: outlet, title, and the day with its source."""
    written, seen = lead.written_at, lead.seen_at
    day = (written.date(), "metadata") if written else (seen.date(), "seen")
    title = {"title": lead.title} if lead.title else {}
    return {"outlet": lead.outlet, "date": day[0].isoformat(), "date_basis": day[1], **title}


def _read_file(file: GdeltFile, supply: GdeltSource) -> tuple[LeadFile, ReadRows]:
    """The result of reading one file, and its rows about sanctions; no rows if it cannot be read.

    A file that the site lacks is absent for good two days after its time; before, it may still come.
    """
    result = LeadFile(file.name, file.kind, without_credentials(file.url), "read")
    try:
        content = supply.content(file)
    except AbsentError as error:
        is_final = datetime.now(UTC) - file.stamp > timedelta(days=2)
        return replace(result, state="absent" if is_final else "unreachable", reason=f"{error}."), ReadRows()
    except FetchError as error:
        return replace(result, state="refused" if error.came else "unreachable", reason=f"{error}."), ReadRows()
    except OSError as error:
        return replace(result, state="unreachable", reason=f"cannot be read ({error.strerror})."), ReadRows()
    result = replace(result, sha256=sha256(content).hexdigest(), size=len(content))
    if reason := _reason_to_refuse(content, file):
        return replace(result, state="refused", reason=reason), ReadRows()
    try:
        return _read_content(content, file, result)
    except UNZIPPING_ERRORS as error:
        return replace(result, state="refused", reason=f"cannot be unpacked ({error})."), ReadRows()


def _read_content(content: bytes, file: GdeltFile, result: LeadFile) -> tuple[LeadFile, ReadRows]:
    """The result and rows of a file whose bytes are complete."""
    with _unpacked(content, file.name) as opened:
        if opened is None:
            return replace(result, state="refused", reason="holds not one file of a plausible size."), ReadRows()
        read = read_rows(opened, file.kind, file.name, file.stamp)
    refused = tuple((code, rows, read.first_refused[code]) for code, rows in sorted(read.refused.items()))
    return replace(result, rows=read.rows, kept=read.kept, refused=refused), read


def _reason_to_refuse(content: bytes, file: GdeltFile) -> str:
    """Why the bytes of a file are not used: empty, too long or another MD5; "" if they are used."""
    if not content:
        return "is empty."
    if len(content) > MOST_BYTES_OF_FILE:
        return f"is longer than {MOST_BYTES_OF_FILE / 1e6:.0f} MB."
    if file.md5 and md5(content, usedforsecurity=False).hexdigest() != file.md5:
        return "is not what the master list says: its MD5 is another."
    return ""


@contextmanager
def _unpacked(content: bytes, name: str) -> Iterator[IO[bytes] | None]:
    """The content of a file, unpacked if it is a zip; None if the zip does not hold one file of plausible size."""
    if not name.lower().endswith(".zip"):
        yield BytesIO(content)
        return
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) != 1 or entries[0].file_size > MOST_BYTES_UNPACKED:
            yield None
            return
        with archive.open(entries[0]) as file:
            yield file


def _unasked_file(file: GdeltFile) -> LeadFile:
    """The result for a file that is not requested, because those before it could not be reached."""
    reason = f"was not asked for: the {MOST_UNREACHABLE_IN_A_ROW} before it could not be reached."
    return LeadFile(file.name, file.kind, without_credentials(file.url), "unreachable", reason)


def _file_of_day(home: Home, day: date) -> Path:
    """The archive file with the results of a day."""
    return home.archive / "gdelt" / f"{day}.json"


def _store_day(home: Home, kept: LeadDay) -> None:
    """Writes the results of a day to the archive."""
    stored = {
        "day": kept.day.isoformat(),
        "files": [_as_json(kept.files[name]) for name in sorted(kept.files)],
        "leads": [_as_json(kept.leads[url]) for url in sorted(kept.leads)],
        "events": [_as_json(kept.events[event_id]) for event_id in sorted(kept.events)],
    }
    write_whole(_file_of_day(home, kept.day), json.dumps(stored, ensure_ascii=False, indent=1).encode())


def _as_json(kept: LeadFile | Lead | NewsEvent) -> dict[str, object]:
    """The fields of a result, as JSON stores them."""
    return {name: _plain_value(getattr(kept, name)) for name in kept.__slots__}


def _plain_value(value: object) -> object:
    """A value as JSON stores it: sets as sorted lists, dates in ISO format."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _file_of(stored: dict[str, object]) -> LeadFile:
    """The result of a file, from stored JSON."""
    refused = stored["refused"]
    return LeadFile(**{**stored, "refused": tuple(tuple(row) for row in refused)})  # type: ignore[arg-type, attr-defined]


def _lead_of(stored: dict[str, object]) -> Lead:
    """An article, from stored JSON."""
    times = {name: datetime.fromisoformat(str(stored[name])) for name in ("seen_at", "written_at") if stored[name]}
    sets = {name: frozenset(stored[name]) for name in ("themes", "event_codes", "files")}  # type: ignore[call-overload]
    return Lead(**{**stored, **times, **sets})


def _event_of(stored: dict[str, object]) -> NewsEvent:
    """A coded row, from stored JSON."""
    happened_on = stored["happened_on"]
    days = {"happened_on": date.fromisoformat(str(happened_on))} if happened_on else {}
    lists = {name: tuple(map(str, stored[name])) for name in ("places", "themes")}  # type: ignore[call-overload]
    seen_at = datetime.fromisoformat(str(stored["seen_at"]))
    return NewsEvent(**{**stored, **days, **lists, "seen_at": seen_at})  # type: ignore[arg-type]
