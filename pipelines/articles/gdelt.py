"""GDELT 2.0: the rows and articles that may speak of sanctions, a day at a time.

Here: which files a day has, and which rows of one speak of sanctions. Not here: what GDELT codes of such a row (see
coded_events), keeping a day (see leads), fetching the articles found (see fetching).

Two kinds of file come every 15 minutes, tab-separated, without header or quoting (a lone `"` is text), as
YYYYMMDDHHMMSS.export.CSV.zip and YYYYMMDDHHMMSS.gkg.csv.zip, the stamp in UTC:
- events, 61 columns: a row an event, with the article that told of it. The code is text: "085" is not 85.
- the knowledge graph (GKG 2.1), 27 columns: a row an article, with its themes and, in the last column, its title.
  Column 3 says whether column 5 is a web address at all (1) or the name of a broadcast or a document.

The master list has a line a file: size, MD5, address. It is more than 100 MB long, so it is read line by line.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import IO, Literal
from urllib.parse import urlsplit

from pipelines.articles.coded_events import EVENT_CODE, NewsEvent, event_of_graph, event_of_row
from pipelines.catalogue.plausible import ARTICLE
from pipelines.parsers.texts import folded

Kind = Literal["events", "gkg", "mentions"]
"""Mentions say which article told of an event known already; they have no use here."""
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
_TITLE = re.compile(r"<PAGE_TITLE>(.*?)</PAGE_TITLE>", re.DOTALL)
_WRITTEN = re.compile(r"<PAGE_PRECISEPUBTIMESTAMP>(\d{14})</PAGE_PRECISEPUBTIMESTAMP>")
_CODE = re.compile(r"\d{2,4}")

REASONS: Mapping[str, str] = {
    "columns": "has another number of columns",
    "encoding": "is not UTF-8",
    "too_long": f"is longer than {LONGEST_ROW:,} bytes",
    "event_code": "has no code of an event where that should be",
    "not_on_the_web": "speaks of sanctions and has no address on the web",
    "address": "speaks of sanctions and has an address that is none",
}
"""Why a row can be refused. A row that does not speak of sanctions is not refused, only passed over."""


@dataclass(frozen=True, slots=True)
class GdeltFile:
    """A file as the master list has it."""

    name: str
    kind: Kind
    stamp: datetime
    url: str
    size: int | None = None
    md5: str | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """An article that may speak of sanctions.

    Attributes:
        outlet: the host of its address, or how the knowledge graph calls it.
        written_at: when the page says that it was written, UTC.
        event_rows: how many events with one of the codes were seen in it.
        files: names of the files that have it.
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
        """The same article seen twice, as one."""
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
"""The article that a row leads to, and what is coded in the row."""


@dataclass(slots=True)
class ReadRows:
    """What the rows of one file came to.

    Attributes:
        events: what is coded in each row that is kept, by its id.
        refused: rows for each reason of REASONS.
        first_refused: for each, the line of the first.
    """

    rows: int = 0
    kept: int = 0
    leads: dict[str, Lead] = field(default_factory=dict)
    events: dict[str, NewsEvent] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    first_refused: dict[str, int] = field(default_factory=dict)

    @property
    def passed_over(self) -> int:
        """Rows that do not speak of sanctions."""
        return self.rows - self.kept - self.refused.total()


@cache
def site_address() -> str:
    """Where the files are."""
    return str(_data()["site"])


@cache
def _codes_and_themes() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_data()["event_codes"]), frozenset(_data()["themes"])


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads((Path(__file__).parent / "gdelt.toml").read_text(encoding="utf-8"))


def kind_and_time(name: str) -> tuple[Kind, datetime] | None:
    """Kind and time of a file by its name; None for any other file."""
    match = _NAME.fullmatch(name)
    stamp = stamp_of(match[1]) if match else None
    return (KINDS[match[2].lower()], stamp) if match and stamp else None


def files_listed(lines: Iterable[bytes]) -> Iterator[GdeltFile | str]:
    """The files of the master list, or of `lastupdate.txt`, of the kinds read here; a line that is none, as it is."""
    for line in lines:
        parts = line.decode("utf-8", "replace").split()
        if not parts:
            continue
        file = _listed(parts)
        if file is None:
            yield " ".join(parts)
        elif file.kind != "mentions":
            yield file


def _listed(parts: list[str]) -> GdeltFile | None:
    if len(parts) != 3 or not parts[0].isdecimal() or not _MD5.fullmatch(parts[1]):
        return None
    name = parts[2].rsplit("/", 1)[-1]
    kind_and_stamp = kind_and_time(name)
    return GdeltFile(name, *kind_and_stamp, url=parts[2], size=int(parts[0]), md5=parts[1]) if kind_and_stamp else None


def expected_files(day: date) -> Iterator[GdeltFile]:
    """The files that a day has by the clock, for when no list of them can be had."""
    for minute in range(0, 24 * 60, 15):
        stamp = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=UTC)
        for ending in ("export.CSV", "gkg.csv"):
            name = f"{stamp:%Y%m%d%H%M%S}.{ending}.zip"
            yield GdeltFile(name, KINDS[ending.split(".")[0]], stamp, f"{site_address()}/{name}")


def read_rows(file: IO[bytes], kind: Kind, name: str, seen_at: datetime) -> ReadRows:
    """The articles of one file that speak of sanctions, each once, and how many rows were refused and why.

    The file is read line by line: memory does not grow with its length.
    """
    read = ReadRows()
    for number, line in enumerate(_lines(file), 1):
        read.rows += 1
        kept = _of_line(line, kind, name, seen_at)
        if isinstance(kept, str):
            read.refused[kept] += 1
            read.first_refused.setdefault(kept, number)
        elif kept is not None:
            read.kept += 1
            lead, event = kept
            before = read.leads.get(lead.url)
            read.leads[lead.url] = before.with_more(lead) if before else lead
            read.events.setdefault(event.event_id, event)
    return read


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Rows, each cut just beyond the longest that is read."""
    while line := file.readline(LONGEST_ROW + 2):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_ROW + 2)


def _of_line(line: bytes, kind: Kind, name: str, seen_at: datetime) -> KeptRow | str | None:
    """What a row leads to; None if it does not speak of sanctions; else the code of the reason why it is refused."""
    if len(line) > LONGEST_ROW:
        return "too_long"
    try:
        row = line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return "encoding"
    if len(row) != COLUMNS[kind]:
        return "columns"
    return _of_event(row, name, seen_at) if kind == "events" else _of_graph(row, name, seen_at)


def _of_event(row: list[str], name: str, seen_at: datetime) -> KeptRow | str | None:
    code, url = row[EVENT_CODE], row[EVENT_URL]
    if not _CODE.fullmatch(code):
        return "event_code"
    if code not in _codes_and_themes()[0]:
        return None
    host = _host(url)
    if not host:
        return _no_address(url)
    lead = Lead(url, host, seen_at, event_codes=frozenset({code}), event_rows=1, files=frozenset({name}))
    return lead, event_of_row(row, url, seen_at, name)


def _of_graph(row: list[str], name: str, seen_at: datetime) -> KeptRow | str | None:
    themes = _codes_and_themes()[1].intersection(row[GKG_THEMES].split(";"))
    if not themes:
        return None
    url, extras = row[GKG_URL], row[GKG_EXTRAS]
    host = _host(url)
    if row[GKG_COLLECTION] != ON_THE_WEB or not host:
        return "not_on_the_web" if row[GKG_COLLECTION] != ON_THE_WEB else _no_address(url)
    title, written = _TITLE.search(extras), _WRITTEN.search(extras)
    lead = Lead(
        url,
        row[GKG_OUTLET] or host,
        seen_at,
        folded(unescape(title[1]))[:LONGEST_TITLE] or None if title else None,
        _written_at(written[1], seen_at) if written else None,
        themes,
        files=frozenset({name}),
    )
    return lead, event_of_graph(row, themes, url, seen_at, name)


def _written_at(text: str, seen_at: datetime) -> datetime | None:
    """When a page says that it was written; None for a day that no article can be of."""
    stamp = stamp_of(text)
    return stamp if stamp and ARTICLE.holds(stamp.date(), seen_at.date()) else None


def _no_address(url: str) -> str:
    """Events have no column that says whether the article is on the web: what is no address at all is then none."""
    return "address" if "://" in url else "not_on_the_web"


def _host(url: str) -> str | None:
    """The host of an address that can be asked for."""
    if len(url) > LONGEST_ADDRESS or any(letter.isspace() for letter in url):
        return None
    try:
        parts = urlsplit(url)
        return parts.hostname.removeprefix("www.") if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def stamp_of(text: str) -> datetime | None:
    """A time as GDELT writes it, YYYYMMDDHHMMSS in UTC; None if it is none."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
