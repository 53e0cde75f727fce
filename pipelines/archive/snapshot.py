"""What the archive knows of what it keeps: snapshots, refused downloads, attempts.

Here: the shapes and how they are written as JSON. Not here: where they lie on disk (see archive).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import blake2b, sha256
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

Origin = Literal["live", "mirror", "backfill", "example"]
Outcome = Literal["kept", "unchanged", "refused", "unreachable", "not_configured", "closed"]

LIST_ID = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Source:
    """Where one file came from, and what its server said to ask with next time."""

    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a snapshot: `sha256` and `size` are of its bytes as published, out of any .gz or like wrapper."""

    name: str
    sha256: str
    size: int
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one list as published at one time.

    Attributes:
        sha256: of a single file, its own; of several, see `sha256_of`.
        files: sorted by lower-cased name.
        retrieved_at: when these bytes first reached the archive, UTC.
        seen_at: when they were seen published, UTC: for `live` when they were retrieved, else what file name, folder or
            the person who added them says.
        last_checked_at: until when at least they were what was published, UTC: at or after `seen_at`.
        time_zone: the authority's.
    """

    list_id: str
    sha256: str
    files: tuple[StoredFile, ...]
    origin: Origin
    retrieved_at: datetime
    seen_at: datetime
    last_checked_at: datetime
    time_zone: str

    @property
    def published_on(self) -> date:
        """The day of `seen_at` in the authority's zone. A later stage prefers the day that the document states."""
        return self.seen_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def order(self) -> tuple[date, datetime, str]:
        """The place among the snapshots of a list, whatever the order in which they were added."""
        return self.published_on, self.seen_at, self.sha256

    @property
    def size(self) -> int:
        """Bytes as published, all files together."""
        return sum(file.size for file in self.files)

    @property
    def source_urls(self) -> tuple[str, ...]:
        """Where the files came from, in their order."""
        return tuple(file.source.url for file in self.files if file.source.url)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Bytes that came and were not believed.

    Attributes:
        reason: one sentence.
        first_at: when they first came, UTC; `last_at` and `times` count the later ones with the same bytes and reason.
        kept: whether the bytes are in the archive, for a person to look at and to accept.
    """

    list_id: str
    reason: str
    sha256: str
    files: tuple[StoredFile, ...]
    origin: Origin
    first_at: datetime
    last_at: datetime
    seen_at: datetime
    time_zone: str
    times: int
    kept: bool

    @property
    def published_on(self) -> date:
        """The day of `seen_at` in the authority's zone."""
        return self.seen_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def size(self) -> int:
        """Bytes that came, all files together."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A person's decision that bytes which look wrong are right."""

    list_id: str
    sha256: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """How the last try to get a list ended."""

    list_id: str
    at: datetime
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the archive that no longer is what was written: set aside, the rest goes on."""

    list_id: str
    what: str
    found_at: datetime
    entry: str
    sha256: str | None = None
    published_on: date | None = None


Kept = TypeVar("Kept", Snapshot, Refusal, Acceptance, Attempt, Damage)


def described(files: Mapping[str, bytes], sources: Mapping[str, Source] | None = None) -> tuple[StoredFile, ...]:
    """The files of a snapshot by their bytes, in order."""
    return in_order(
        StoredFile(name, sha256(content).hexdigest(), len(content), (sources or {}).get(name, Source()))
        for name, content in files.items()
    )


def sha256_of(files: Iterable[StoredFile]) -> str:
    """The sha256 of a snapshot.

    One file: the sha256 of its bytes. Several: the sha256 of their listing as `sha256sum` prints it, names in lower
    case and sorted, so that `sha256sum add.csv alt.csv sdn.csv | sha256sum` gives it.
    """
    ordered = in_order(files)
    if len(ordered) == 1:
        return ordered[0].sha256
    listing = "".join(f"{each.sha256}  {each.name.lower()}\n" for each in ordered)
    return sha256(listing.encode()).hexdigest()


def in_order(files: Iterable[StoredFile]) -> tuple[StoredFile, ...]:
    """Files sorted by lower-cased name, the order that nothing outside the files can change."""
    return tuple(sorted(files, key=lambda file: (file.name.lower(), file.name)))


def to_json(kept: Snapshot | Refusal | Acceptance | Attempt | Damage) -> bytes:
    """One object a file, with a check that tells a damaged one."""
    values = {name: _plain(value) for name, value in asdict(kept).items()}
    return json.dumps({**values, "check": _check(values)}, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(kind: type[Kept], content: bytes) -> Kept:
    """What `to_json` wrote.

    Raises:
        ValueError: the bytes are not those that were written.
    """
    values = json.loads(content)
    if not isinstance(values, dict) or values.pop("check", None) != _check(values):
        raise ValueError("no longer holds the bytes that were written")
    typed: dict[str, Any] = {name: _typed(name, value) for name, value in values.items()}
    return kind(**typed)


def _check(values: object) -> str:
    return blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=16).hexdigest()


def _plain(value: object) -> object:
    """Dates as ISO text, UTC times with a Z: what JSON can hold."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: object) -> object:
    if isinstance(value, list):
        return tuple(StoredFile(**{**each, "source": Source(**each["source"])}) for each in value)
    if not isinstance(value, str):
        return value
    if name == "at" or name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name.endswith("_on") else value
