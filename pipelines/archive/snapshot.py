"""The entries of the archive: snapshots, refused downloads, last fetches, damage.

Here: their fields and how they are written as JSON. Not here: where they are on disk (see archive).
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
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
    """Where one file came from, and the ETag and date that its server gave for the next conditional request."""

    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a snapshot: `sha256` and `size` are of its bytes as published, without any .gz or similar wrapper."""

    name: str
    sha256: str
    size: int
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one list as published at one time.

    Attributes:
        sha256: that of the file; if there are several files, see `sha256_of`.
        files: sorted by lower-cased name.
        retrieved_at: when these bytes first reached the archive, UTC.
        seen_at: when they were seen published, UTC: for `live` the time of the download, else the time that the file
            name, the folder or the person who added them gives.
        last_checked_at: the last time at which the source was seen to publish these bytes, UTC: not before `seen_at`.
        time_zone: that of the authority.
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
        """The day of `seen_at` in the authority's time zone. Later steps prefer the day that the document states."""
        return self.seen_at.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def order(self) -> tuple[date, datetime, str]:
        """The sort key among the snapshots of a list; it does not depend on the order in which they were added."""
        return self.published_on, self.seen_at, self.sha256

    @property
    def size(self) -> int:
        """Bytes as published, all files together."""
        return sum(file.size for file in self.files)

    @property
    def source_urls(self) -> tuple[str, ...]:
        """The addresses that the files came from, in the order of the files."""
        return tuple(file.source.url for file in self.files if file.source.url)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A download that was not believed.

    Attributes:
        reason: one sentence.
        first_at: the time of the first download, UTC. Later downloads of the same bytes that are refused for the same
            reason change only `last_at` and `times`.
        kept: whether the bytes are in the archive, so that a person can look at them and accept them.
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
class LastFetch:
    """How the last fetch of a list ended."""

    list_id: str
    at: datetime
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Damage:
    """An entry of the archive whose bytes are no longer those that were written. It is moved aside."""

    list_id: str
    what: str
    found_at: datetime
    entry: str
    sha256: str | None = None
    published_on: date | None = None


Kept = TypeVar("Kept", Snapshot, Refusal, Acceptance, LastFetch, Damage)


def stored_files(files: Mapping[str, bytes], sources: Mapping[str, Source] | None = None) -> tuple[StoredFile, ...]:
    """What the archive stores of each file of a snapshot (name, sha256, size, source), sorted by name."""
    return sorted_files(
        StoredFile(name, sha256(content).hexdigest(), len(content), (sources or {}).get(name, Source()))
        for name, content in files.items()
    )


def sha256_of(files: Iterable[StoredFile]) -> str:
    """The sha256 of a snapshot.

    One file: the sha256 of its bytes. Several: the sha256 of their listing as `sha256sum` prints it, names in lower
    case and sorted, so that `sha256sum add.csv alt.csv sdn.csv | sha256sum` gives it.
    """
    ordered = sorted_files(files)
    if len(ordered) == 1:
        return ordered[0].sha256
    listing = "".join(f"{file.sha256}  {file.name.lower()}\n" for file in ordered)
    return sha256(listing.encode()).hexdigest()


def sorted_files(files: Iterable[StoredFile]) -> tuple[StoredFile, ...]:
    """Files sorted by lower-cased name, then by name: the same order on every machine."""
    return tuple(sorted(files, key=lambda file: (file.name.lower(), file.name)))


def to_json(kept: Snapshot | Refusal | Acceptance | LastFetch | Damage) -> bytes:
    """An entry as one JSON object, with a checksum that shows damage."""
    values = {name: _json_value(value) for name, value in asdict(kept).items()}
    return json.dumps({**values, "check": _checksum(values)}, ensure_ascii=False, indent=1).encode() + b"\n"


def from_json(kind: type[Kept], content: bytes) -> Kept:
    """The entry that `to_json` wrote.

    Raises:
        ValueError: the bytes are not those that were written.
    """
    values = json.loads(content)
    if not isinstance(values, dict) or values.pop("check", None) != _checksum(values):
        raise ValueError("no longer holds the bytes that were written")
    typed: dict[str, Any] = {name: _value_from_json(name, value) for name, value in values.items()}
    return kind(**typed)


def with_changed_texts(content: bytes, changed: Callable[[str], str]) -> bytes:
    """The stored form of an entry with `changed` applied to all texts in it; a damaged one stays as it is."""
    try:
        values = json.loads(content)
    except ValueError:
        return content
    if not isinstance(values, dict) or values.pop("check", None) != _checksum(values):
        return content
    values = _with_texts(values, changed)
    return json.dumps({**values, "check": _checksum(values)}, ensure_ascii=False, indent=1).encode() + b"\n"


def _with_texts(value: Any, changed: Callable[[str], str]) -> Any:  # noqa: ANN401  JSON as read
    """A JSON value with all texts in it changed."""
    if isinstance(value, dict):
        return {name: _with_texts(member, changed) for name, member in value.items()}
    if isinstance(value, list):
        return [_with_texts(member, changed) for member in value]
    return changed(value) if isinstance(value, str) else value


def _checksum(values: object) -> str:
    """The checksum of a JSON value."""
    return blake2b(json.dumps(values, sort_keys=True).encode(), digest_size=16).hexdigest()


def _json_value(value: object) -> object:
    """A value as JSON can hold it: dates as ISO text, UTC times with a Z."""
    if isinstance(value, dict):
        return {name: _json_value(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_json_value(member) for member in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def _value_from_json(name: str, value: object) -> object:
    """The value of a field from JSON: files, times ("…_at") and days ("…_on") get their types."""
    if isinstance(value, list):
        return tuple(StoredFile(**{**file, "source": Source(**file["source"])}) for file in value)
    if not isinstance(value, str):
        return value
    if name == "at" or name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name.endswith("_on") else value
