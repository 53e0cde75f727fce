"""What file names mean: when a file was seen, and which files of a folder are one snapshot.

Here: names only. Not here: the content of files (see arrival, pipelines.parsers).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from pipelines.archive.arrival import unwrapped_name
from pipelines.catalogue.entries import OfficialList, Publication

DATED_FOLDER = re.compile(r"\d{4}-\d{2}-\d{2}")
_STAMP = re.compile(r"[_-]?(\d{8}T\d{4}(?:\d{2})?Z)")
LIST_SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xml", ".json", ".xlsx", ".xls", ".ods", ".zip", ".html", ".htm"})


DAYS_NEAR_THE_BOUNDS = timedelta(days=3)
"""More than a time zone and a day together. Days nearer to the first and last possible date are moved inwards by it."""


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one folder and one moment that together are one snapshot.

    Attributes:
        names: as they are in the folder, with wrapper suffixes, in the order of the publication.
        missing: a required file that is not there; None if the snapshot is complete.
    """

    names: tuple[str, ...]
    missing: str | None = None


def day_of_folder(name: str) -> date | None:
    """The day in a folder's name `YYYY-MM-DD`; None for other names."""
    try:
        return date.fromisoformat(name) if DATED_FOLDER.fullmatch(name) else None
    except ValueError:
        return None


def stamp_of(name: str) -> str | None:
    """The part `YYYYMMDDTHHMMZ` of a file's name; None if there is none."""
    match = _STAMP.search(name)
    return match[1] if match else None


def moment_of(stamp: str) -> datetime | None:
    """The UTC time of a stamp; None if there is no such time."""
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%MZ" if len(stamp) == 14 else "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a day in a time zone, in UTC: everything of that day had been published by then.

    The first and last dates that Python knows would overflow, so a day near them is used. No list is of such a day.
    """
    day = min(max(day, date.min + DAYS_NEAR_THE_BOUNDS), date.max - DAYS_NEAR_THE_BOUNDS)
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def seen_at(place: PurePosixPath, zone: ZoneInfo, published_on: date | None = None) -> datetime | None:
    """When a file was seen: from the given day, else its time stamp, else its innermost dated folder; else None."""
    if published_on is not None:
        return end_of_day(published_on, zone)
    stamp = stamp_of(place.name)
    if stamp is not None:
        return moment_of(stamp)
    days = (day_of_folder(part) for part in reversed(place.parts[:-1]))
    return next((end_of_day(day, zone) for day in days if day), None)


def groups(official_list: OfficialList, names: Iterable[str]) -> list[Group]:
    """The names of one folder grouped into snapshots.

    First the complete ones in the catalogue's order of preference, then those that lack a file, last unknown names.

    Names are compared without case, wrapper suffix and stamp. A name that belongs to no publication is a group by
    itself, since lists had other names in other years. Its format is recognised later, when it is read.
    """
    ungrouped: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (name.lower(), name)):
        ungrouped.setdefault(_compared_name(name), []).append(name)
    complete_and_partial: list[Group] = []
    for publication in official_list.publications:
        members = tuple(ungrouped[key].pop(0) for key in _names_in_publication(publication) if ungrouped.get(key))
        if members:
            complete_and_partial.append(Group(members, _missing_file(publication, members)))
    unknown = (name for rest in ungrouped.values() for name in rest)
    return sorted(complete_and_partial, key=lambda group: group.missing is not None) + [
        Group((name,)) for name in unknown
    ]


def _names_in_publication(publication: Publication) -> Sequence[str]:
    """The names of a publication's files in lower case."""
    return [file.name.lower() for file in publication.files]


def _missing_file(publication: Publication, members: Sequence[str]) -> str | None:
    """The first required file of a publication that is not among the members; None if all are there."""
    there = {_compared_name(member) for member in members}
    return next((file.name for file in publication.files if not file.optional and file.name.lower() not in there), None)


def _compared_name(name: str) -> str:
    """A file's name in lower case without time stamp and suffix of compression."""
    return _STAMP.sub("", unwrapped_name(name)).lower()
