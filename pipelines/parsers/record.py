"""The shape every list comes to: one record a party, as its list states it.

Here: the record and its parts, what a format module offers, and the frames made of records.
Not here: what a given format means (one module each), or normalised dates, countries and names (see designations).

A record holds texts as published, white space folded. Where a format states a value in structured form (an interval for
a birth, an ISO code for a country) the record carries that beside the text.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

PartyType = Literal["individual", "entity", "vessel", "aircraft"]
NameQuality = Literal["primary", "strong", "weak"]
NameKind = Literal["name", "aka", "fka", "nka", "spelling"]
CountryLink = Literal[
    "nationality", "citizenship", "residence", "registration", "birth", "flag", "address", "identifier", "other"
]
IdentifierKind = Literal[
    "passport", "national_id", "tax_id", "registration", "imo", "mmsi", "call_sign", "tail_number", "serial_number",
    "swift_bic", "lei", "digital_currency", "phone", "email", "website", "un_reference", "eu_reference", "ofsi_group",
    "ofac_uid", "list_reference", "travel_document", "residence_permit", "birth_certificate", "driving_licence",
    "social_security", "bank_account", "other",
]  # fmt: skip


@dataclass(slots=True)
class Name:
    """One name. Exactly one name of a record has quality `primary`.

    Attributes:
        name: as published, white space folded; a family name first, as in "KHRENIN, Viktor", stays so.
        kind: `name` for the primary one and its equals, `spelling` for the same name in another script or language.
        quality: the list's own word; `strong` where the list makes no distinction.
        script: ISO 15924 code ("Latn", "Cyrl", "Jpan") where the list states it.
        language: ISO 639 code where the list states it.
        parts: (part, value) pairs as published: `family`, `given`, `middle`, `patronymic`, `maiden`, `whole`, ...
    """

    name: str
    quality: NameQuality = "strong"
    kind: NameKind = "aka"
    script: str | None = None
    language: str | None = None
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class BirthDate:
    """A date of birth as published, and the interval it means where the format states one."""

    text: str
    earliest: date | None = None
    latest: date | None = None
    approximate: bool = False


@dataclass(slots=True)
class BirthPlace:
    """A place of birth as published, with the country where it is a field of its own."""

    text: str
    country: str | None = None


@dataclass(slots=True)
class Country:
    """A country a party is tied to, and how: `text` as published, `code` ISO 3166 alpha-2 where the list gives one."""

    link: CountryLink
    text: str
    code: str | None = None


@dataclass(slots=True)
class Identifier:
    """An official number: `label` is the list's own word for its kind, `issuer` a country or authority as published."""

    kind: IdentifierKind
    value: str
    label: str = ""
    issuer: str | None = None
    note: str | None = None


@dataclass(slots=True)
class Address:
    """An address: `text` is all of it as one line; the parts are given where the list has them."""

    text: str
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Relationship:
    """A tie to another party: its id on the same list where stated, else its name as published."""

    kind: str
    related_native_id: str | None = None
    related_name: str | None = None


@dataclass(slots=True)
class Feature:
    """Anything else that the list states: tonnage, aircraft model, gender, title, function, day of founding."""

    kind: str
    value: str


@dataclass(slots=True)
class ListingEvent:
    """What the list itself says happened to the party: listed, amended or delisted, and when."""

    kind: Literal["listed", "amended", "delisted"]
    effective_on: date | None = None
    published_on: date | None = None
    note: str | None = None


@dataclass(slots=True)
class Record:
    """One party as one snapshot of one list states it.

    Attributes:
        native_id: the list's own id; where it has none, what the format module documents as standing for it.
        programmes: every programme tag as published, in any order.
        legal_basis: acts named as the basis, as published.
        measures: what the listing does ("asset freeze", "travel ban"), as published.
        listed_on: the day the list itself states; None where it states none.
        is_listed: False for a party that the file still shows but says is off the list.
        delisted_on: the day the list itself states for that.
        remarks: free text as published.
        not_understood: pieces of free text that no rule read; kept, and counted as a figure of quality.
    """

    native_id: str
    party_type: PartyType
    names: list[Name]
    programmes: list[str] = field(default_factory=list)
    legal_basis: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    listed_on: date | None = None
    is_listed: bool = True
    delisted_on: date | None = None
    birth_dates: list[BirthDate] = field(default_factory=list)
    birth_places: list[BirthPlace] = field(default_factory=list)
    countries: list[Country] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    relationships: list[Relationship] = field(default_factory=list)
    features: list[Feature] = field(default_factory=list)
    events: list[ListingEvent] = field(default_factory=list)
    remarks: str | None = None
    not_understood: list[str] = field(default_factory=list)


class UnreadableListError(Exception):
    """A document that cannot be read as the list it should be: the message names list, place and remedy."""


class UnreadableRecordError(Exception):
    """A record that cannot be one party of its list: the message is a clause that says why."""


@dataclass(slots=True)
class Report:
    """What a format module reports beside the records: what the document says of itself, and what it did not know.

    Attributes:
        published_on: the day of publication that the document states, in the authority's own time zone.
        stated_parties: the number of parties that the document says it holds.
        drift: (place, what) → count: an element, column, code or label that the module does not know.
        unread: (place, reason) of each record that could not be read; such a record is not among the records.
        layout: which of the layouts of its format the document has; empty where there is but one. A value that two
            layouts state differently is no change from one snapshot to the next.
    """

    published_on: date | None = None
    stated_parties: int | None = None
    drift: dict[tuple[str, str], int] = field(default_factory=dict)
    unread: list[tuple[str, str]] = field(default_factory=list)
    layout: str = ""

    def unknown(self, place: str, what: str) -> None:
        """Count one occurrence of something that the format module does not know."""
        self.drift[place, what] = self.drift.get((place, what), 0) + 1


Files = Mapping[str, bytes]
"""The files of one snapshot: name as published → content."""


def only_content(files: Files) -> bytes:
    """The content of the only file; empty bytes if there is not exactly one file."""
    return next(iter(files.values())) if len(files) == 1 else b""


@dataclass(frozen=True, slots=True)
class Format:
    """A published format, as its module offers it.

    Attributes:
        name: stable; it is written beside every snapshot read by it.
        version: raised whenever the records read from the same bytes change: what was read before is then read again.
        recognises: whether these files are of this format, by what they say and never by date. Cheap; raises nothing.
        records: the records in the file's order, in one pass; statements and unknowns go to the report.
            With `wanted`, only those native ids need be read in full; others may be left out.
            Raises UnreadableListError for a document that cannot be read.
        fingerprints: native id → a short digest of the party's own bytes, where the format allows it cheaply. A party
            whose fingerprint was met before is not read again. It may differ while the record is the same, never the
            other way round.
        makes_ids: whether the list gives no ids, so that the module makes them from names and parties of one name must
            be matched from snapshot to snapshot.
    """

    name: str
    version: int
    recognises: Callable[[Files], bool]
    records: Callable[[Files, Report, frozenset[str] | None], Iterator[Record]]
    fingerprints: Callable[[Files], dict[str, str]] | None = None
    makes_ids: bool = False


_NAME = pl.Struct(
    {
        "name": pl.String, "quality": pl.String, "kind": pl.String, "script": pl.String, "language": pl.String,
        "parts": pl.List(pl.Struct({"part": pl.String, "value": pl.String})),
    }
)  # fmt: skip
_EVENT = pl.Struct({"kind": pl.String, "effective_on": pl.Date, "published_on": pl.Date, "note": pl.String})
_TEXTS: pl.DataType = pl.List(pl.String)
_TEXT: pl.DataType = pl.String()

RECORD_SCHEMA = pl.Schema(
    {
        "record_id": _TEXT,
        "native_id": _TEXT,
        "party_type": _TEXT,
        "primary_name": _TEXT,
        "names": pl.List(_NAME),
        "programmes": _TEXTS,
        "legal_basis": _TEXTS,
        "measures": _TEXTS,
        "listed_on": pl.Date(),
        "is_listed": pl.Boolean(),
        "delisted_on": pl.Date(),
        "birth_dates": pl.List(
            pl.Struct({"text": pl.String, "earliest": pl.Date, "latest": pl.Date, "approximate": pl.Boolean})
        ),
        "birth_places": pl.List(pl.Struct({"text": pl.String, "country": pl.String})),
        "countries": pl.List(pl.Struct({"link": pl.String, "text": pl.String, "code": pl.String})),
        "identifiers": pl.List(pl.Struct(dict.fromkeys(("kind", "value", "label", "issuer", "note"), pl.String))),
        "addresses": pl.List(
            pl.Struct(dict.fromkeys(("text", "street", "city", "region", "postcode", "country"), pl.String))
        ),
        "relationships": pl.List(pl.Struct(dict.fromkeys(("kind", "related_native_id", "related_name"), pl.String))),
        "features": pl.List(pl.Struct({"kind": pl.String, "value": pl.String})),
        "events": pl.List(_EVENT),
        "remarks": _TEXT,
        "not_understood": _TEXTS,
    }
)
"""One row a record: `record_id` is a digest of everything else in the row, so equal content has one id for ever."""


@dataclass(frozen=True, slots=True)
class ParsedList:
    """A snapshot read: which parties it shows, and the records not met before.

    Attributes:
        parties: native_id, record_id (null where the fingerprint was known), fingerprint (null if the format has none).
        records: RECORD_SCHEMA, one row for each party read in full.
    """

    list_id: str
    format_name: str
    format_version: int
    parties: pl.DataFrame
    records: pl.DataFrame
    report: Report
