"""GDELT 2.0: the rows and articles of a day that may be about sanctions.

Here: the files of a day, and selecting their rows about sanctions. Not here: the coded values of such a row (see
coded_events), storing a day (see leads), or fetching the articles (see fetching).

Two kinds of file are published every 15 minutes, tab-separated, without header or quoting (a single `"` is text), as
YYYYMMDDHHMMSS.export.CSV.zip and YYYYMMDDHHMMSS.gkg.csv.zip, the time in UTC:
- events, 61 columns: one row per event, with the article that reports it. The code is text: "085" is not 85.
- the knowledge graph (GKG 2.1), 27 columns: one row per article, with its themes and, in the last column, its title.
  Column 3 says whether column 5 is a web address (1) or the name of a broadcast or document.

The master list has one line per file: size, MD5, address. It is larger than 100 MB, so it is read line by line.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from html import unescape
from typing import IO, Literal
from urllib.parse import urlsplit

from pipelines.articles.coded_events import EVENT_CODE, NewsEvent, event_of_graph, event_of_row
from pipelines.catalogue.data_files import data_file
from pipelines.catalogue.plausible import ARTICLE
from pipelines.parsers.texts import folded

Kind = Literal["events", "gkg", "mentions"]
"""Files of mentions list further articles about known events; they are not read."""
KINDS: Mapping[str, Kind] = {"export": "events", "gkg": "gkg", "mentions": "mentions"}

COLUMNS: Mapping[Kind, int] = {"events": 61, "gkg": 27}
EVENT_URL = 60
GKG_COLLECTION, GKG_OUTLET, GKG_URL, GKG_THEMES, GKG_EXTRAS = 2, 3, 4, 7, 26
ON_THE_WEB = "1"

LONGEST_ROW = 4_000_000
LONGEST_ADDRESS = 2_000
LONGEST_TITLE = 500

_NAME = re.compile(r"(\d{14})\.(export|gkg|mentions)\.csv(?:\.zip)?", re.IGNORECASE)
_MD5 = re.compile(r"[0-9a-f]{32}")
_WRITTEN = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")
_CODE = re.compile(r"\d{2,4}")

REASONS: Mapping[str, str] = {
    "columns": "has another number of columns",
    "encoding": "is not UTF-8",
    "too_long": f"is longer than {LONGEST_ROW:,} bytes",
    "event_code": "has no code of an event where that should be",
    "not_on_the_web": "speaks of sanctions and has no address on the web",
    "address": "speaks of sanctions and has no valid address",
}
"""Reasons to refuse a row, by code. A row that is not about sanctions is not refused, only skipped."""


@dataclass(frozen=True, slots=True)
class GdeltFile:
    """A file as listed in the master list."""

    name: str
    kind: Kind
    stamp: datetime
    url: str
    size: int | None = None
    md5: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """An article that may be about sanctions.

    Attributes:
        outlet: the host of its address, or its name in the knowledge graph.
        written_at: the time of writing (UTC) as stated by the page.
        event_rows: number of its events with one of the codes.
        files: names of the files that list it.
    """

    url: str
    outlet: str
    seen_at: datetime
    title: str | None = None
    written_at: datetime | None = None
    themes: frozenset[str] = frozenset()
    event_codes: frozenset[str] = frozenset()
    event_rows: int = 0
    files: frozenset[str] = frozenset()

    def with_more(self, other: "Lead") -> "Lead":
        """Two rows about the same article as one: the facts of the earlier, and themes, codes and files of both."""
        first, later = (self, other) if self.seen_at <= other.seen_at else (other, self)
        return Lead(
            first.url,
            first.outlet,
            first.seen_at,
            first.title or later.title,
            first.written_at or later.written_at,
            first.themes | later.themes,
            first.event_codes | later.event_codes,
            first.event_rows + later.event_rows,
            first.files | later.files,
        )


KeptRow = tuple[Lead, NewsEvent]
"""The article of a row, and the coded values of the row."""


@dataclass(slots=True)
class ReadRows:
    """The result of reading the rows of one file.

    Attributes:
        leads: articles by address.
        events: coded values of the rows about sanctions, by id.
        refused: numbers of refused rows by code of REASONS.
        first_refused: line number of the first refused row by code of REASONS.
    """

    rows: int = 0
    kept: int = 0
    leads: dict[str, Lead] = field(default_factory=dict)
    events: dict[str, NewsEvent] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: dict[str, int] = field(default_factory=dict)

    @property
    def passed_over(self) -> int:
        """The number of rows that are not about sanctions."""
        return self.rows - self.kept - self.refused.total()


@cache
def site_address() -> str:
    """The address of GDELT's site."""
    return str(_data()["site"])


@cache
def _codes_and_themes() -> tuple[frozenset[str], frozenset[str]]:
    """The event codes and the themes of rows about sanctions, from gdelt.toml."""
    return frozenset(_data()["event_codes"]), frozenset(_data()["themes"])


@cache
def _data() -> dict[str, dict[str, str]]:
    """The content of gdelt.toml."""
    return data_file(__package__, "gdelt.toml")


def kind_and_time(name: str) -> tuple[Kind, datetime] | None:
    """Kind and time of a file of GDELT from its name; None for other files."""
    match = _NAME.fullmatch(name)
    stamp = stamp_of(match[1]) if match else None
    return (KINDS[match[2].lower()], stamp) if match and stamp else None


def files_listed(lines: Iterable[bytes]) -> Iterator[GdeltFile | str]:
    """The files in lines of the master list or `lastupdate.txt`, without mentions; invalid lines are given as text."""
    for line in lines:
        parts = line.decode("utf-8", "replace").split()
        if not parts:
            continue
        file = _file_in_line(parts)
        if file is None:
            yield " ".join(parts)
        elif file.kind != "mentions":
            yield file


def _file_in_line(parts: list[str]) -> GdeltFile | None:
    """The file in a line of the master list, split at spaces; None if the line is not valid."""
    if len(parts) != 3 or not parts[0].isdecimal() or not _MD5.fullmatch(parts[1]):
        return None
    name = parts[2].rsplit("/", 1)[-1]
    kind_and_stamp = kind_and_time(name)
    return GdeltFile(name, *kind_and_stamp, url=parts[2], size=int(parts[0]), md5=parts[1]) if kind_and_stamp else None


def expected_files(day: date) -> Iterator[GdeltFile]:
    """The files that a day should have, one of every kind per 15 minutes; used if the master list is not available."""
    for minute in range(0, 24 * 60, 15):
        stamp = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=UTC)
        for ending in ("export.CSV", "gkg.csv"):
            name = f"{stamp:%Y%m%d%H%M%S}.{ending}.zip"
            yield GdeltFile(name, KINDS[ending.split(".")[0]], stamp, f"{site_address()}/{name}")


def read_rows(file: IO[bytes], kind: Kind, name: str, seen_at: datetime) -> ReadRows:
    """The distinct articles about sanctions in one file, and the refused rows.

    The file is read line by line, so memory does not grow with its length.
    """
    result = ReadRows()
    for number, line in enumerate(_lines(file), 1):
        result.rows += 1
        kept = _row_about_sanctions(line, kind, name, seen_at)
        if isinstance(kept, str):
            result.refused[kept] += 1
            result.first_refused.setdefault(kept, number)
        elif kept is not None:
            result.kept += 1
            lead, event = kept
            before = result.leads.get(lead.url)
            result.leads[lead.url] = before.with_more(lead) if before else lead
            result.events.setdefault(event.event_id, event)
    return result


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; a line that is too long is cut just beyond the longest row that is read."""
    while line := file.readline(LONGEST_ROW + 2):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_ROW + 2)


def _row_about_sanctions(line: bytes, kind: Kind, name: str, seen_at: datetime) -> KeptRow | str | None:
    """The article and coded values of a row; None if it is not about sanctions; a code of REASONS if it is refused."""
    if len(line) > LONGEST_ROW:
        return "too_long"
    try:
        row = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return "encoding"
    if len(row) != COLUMNS[kind]:
        return "columns"
    return (
        _event_about_sanctions(row, name, seen_at)
        if kind == "events"
        else _graph_row_about_sanctions(row, name, seen_at)
    )


def _event_about_sanctions(row: list[str], name: str, seen_at: datetime) -> KeptRow | str | None:
    """The article and values of a row of events; None if it is not about sanctions; a code if it is refused."""
    code, url = row[EVENT_CODE], row[EVENT_URL]
    if not _CODE.fullmatch(code):
        return "event_code"
    if code not in _codes_and_themes()[0]:
        return None
    host = _host(url)
    if not host:
        return _reason_without_address(url)
    lead = Lead(url, host, seen_at, event_codes=frozenset({code}), event_rows=1, files=frozenset({name}))
    return lead, event_of_row(row, url, seen_at, name)


def _graph_row_about_sanctions(row: list[str], name: str, seen_at: datetime) -> KeptRow | str | None:
    """The article and values of a row of the knowledge graph; None or a code as for `_event_about_sanctions`."""
    themes = _codes_and_themes()[1].intersection(row[GKG_THEMES].split(";"))
    if not themes:
        return None
    url, extras = row[GKG_URL], row[GKG_EXTRAS]
    host = _host(url)
    if row[GKG_COLLECTION] != ON_THE_WEB or not host:
        return "not_on_the_web" if row[GKG_COLLECTION] != ON_THE_WEB else _reason_without_address(url)
    title, written = _title_in(extras), _WRITTEN.search(extras)
    lead = Lead(
        url,
        row[GKG_OUTLET] or host,
        seen_at,
        folded(unescape(title))[:LONGEST_TITLE] or None,
        _written_at(written[1], seen_at) if written else None,
        themes,
        files=frozenset({name}),
    )
    return lead, event_of_graph(row, themes, url, seen_at, name)


def _title_in(extras: str) -> str:
    """The title of a page; empty where none is stated."""
    title, end, _ = extras.partition("<PAGE_TITLE>")[2].partition("</PAGE_TITLE>")
    return title if end else ""


def _written_at(text: str, seen_at: datetime) -> datetime | None:
    """The time of writing as stated by the page; None if it is not plausible."""
    stamp = stamp_of(text)
    return stamp if stamp and ARTICLE.holds(stamp.date(), seen_at.date()) else None


def _reason_without_address(url: str) -> str:
    """The code of REASONS for a row without a valid address; text without `://` is no web address at all."""
    return "address" if "://" in url else "not_on_the_web"


def _host(url: str) -> str | None:
    """The host of a web address that can be requested; None for any other text."""
    if len(url) > LONGEST_ADDRESS or any(letter.isspace() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return parts.hostname.removeprefix("www.") if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def stamp_of(text: str) -> datetime | None:
    """The time of a text YYYYMMDDHHMMSS in UTC; None if it is not valid."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
