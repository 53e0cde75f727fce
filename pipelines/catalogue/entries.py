"""The catalogue of official lists: what is published, by whom, where, in which formats.

Here: reading the entries under official_lists/, one TOML file a list, and the shape of an entry.
Not here: fetching (see pipelines.archive); what the formats mean (see pipelines.parsers, one module a format name).

Adding a list is adding a file: its asset, checks, freshness and rows in every view follow from the entry.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal
from zoneinfo import ZoneInfo

ListKind = Literal["designation", "restriction"]

OFFICIAL_LISTS = Path(__file__).with_name("official_lists")
OFFICIAL_NOTICES = Path(__file__).with_name("official_notices")


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file as published: its name, where it is, and whether a snapshot is complete without it (`optional`).

    With `link_pattern`, `url` is a page and the file is the first link on it that the pattern matches.
    """

    name: str
    url: str
    optional: bool = False
    link_pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """One way in which a list is published: a format and the files that together are one snapshot."""

    format: str
    files: tuple[PublishedFile, ...]


@dataclass(frozen=True, slots=True)
class OfficialList:
    """One published list of one authority.

    Attributes:
        time_zone: the authority's own; a day is a day there.
        publications: in order of preference; the next one is tried when one is not available.
        formats: names of all format modules that read files of this list, past layouts among them.
        cadence_days: how many days may pass before the held snapshot counts as stale.
        plausible_parties: (fewest, most) parties that the list can credibly hold.
        minimum_shares: format → field → the least share of its parties that have the field, about half of what whole
            files show; a file with less has lost the field. Of a format that no whole file was seen of, only what its
            reader takes from every party.
        seconds_between_requests: to one host.
        seconds_to_answer: how long its server may be silent before it is given up, where that is longer than usual.
        seconds_in_all: for one visit, retries and waits included, where that is longer than usual.
        by_hand: how a person gets the file where the server asks for a browser; "" where it need not be.
        closed_on: the day since which the list is no longer published; its history stays.
        restated_on: the day that the list gives to all entries that were in force when it began or was made anew: most
            of these parties had been listed before, so that it is no single act.
        restatement: what happened on that day, in a sentence.
        api_key_env: the environment variable that holds the key the source asks for, sent in header `api_key_header`.
        kind: `designation`, or `restriction` for a list that bars from exports or contracts and freezes nothing: its
            entries are kept apart and never counted as designations.
        verified: True once the format modules were tried on a whole published file.
    """

    list_id: str
    authority: str
    issuing_body: str
    title: str
    home_page: str
    licence: str
    time_zone: str
    cadence_days: int
    formats: tuple[str, ...]
    publications: tuple[Publication, ...]
    plausible_parties: tuple[int, int]
    minimum_shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    seconds_between_requests: float = 1.0
    seconds_to_answer: float | None = None
    seconds_in_all: float | None = None
    by_hand: str = ""
    max_bytes: int = 400_000_000
    closed_on: str | None = None
    restated_on: str | None = None
    restatement: str | None = None
    api_key_env: str | None = None
    api_key_header: str | None = None
    kind: ListKind = "designation"
    verified: bool = False
    note: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The authority's time zone."""
        return ZoneInfo(self.time_zone)


class UnknownListError(KeyError):
    """A list id that the catalogue does not hold."""

    def __str__(self) -> str:
        """The message without the quotes that KeyError adds."""
        return str(self.args[0])


@cache
def official_lists(entries: Path = OFFICIAL_LISTS) -> Mapping[str, OfficialList]:
    """Every list of the catalogue by its id, in order of id."""
    return MappingProxyType({path.stem: _entry_in_file(path) for path in sorted(entries.glob("*.toml"))})


def official_list(list_id: str) -> OfficialList:
    """The entry of one list.

    Raises:
        UnknownListError: the catalogue has no such list; the message names those it has.
    """
    try:
        return official_lists()[list_id]
    except KeyError:
        raise UnknownListError(f"no list {list_id!r}; the catalogue has {', '.join(official_lists())}.") from None


def _entry_in_file(path: Path) -> OfficialList:
    """The entry of a list in a TOML file of the catalogue."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    publications = tuple(
        Publication(publication["format"], tuple(PublishedFile(**file) for file in publication["files"]))
        for publication in values.pop("publications", [])
    )
    return OfficialList(
        list_id=path.stem,
        publications=publications,
        formats=tuple(values.pop("formats")),
        plausible_parties=tuple(values.pop("plausible_parties")),
        **values,
    )
