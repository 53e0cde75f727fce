"""What the United Kingdom's lists say of one party, in whichever format, and the record it makes.

Here: the fields that all UK formats share, and their meaning. Not here: where they stand in a file (ofsi,
sanctions_table, sanctions_xml), or how single texts are written (texts).

- Names come in six parts: Name 1 to 5 are given and middle names, Name 6 is the family name, or all of the name of an
  entity or ship. The record puts them in the order in which they are spoken; files print Name 6 first.
- A party may have several rows of type "Primary name": the first is its name, the others are names beside it. "Primary
  name variation" is another spelling of it.
- A name may hold another ("X a.k.a Y", "X; Y"); positions, sources and measures are joined by "|"; three labelled
  numbers stand in one element; an e-mail address stands under Website, "(Fax)" behind a telephone number.
- The kinds of names and their strength are written in several ways ("ALias" among them), so they are compared folded.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import day_in
from pipelines.parsers.names import names_in
from pipelines.parsers.numbers import phones_in
from pipelines.parsers.record import (
    Address,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Identifier,
    ListingEvent,
    Name,
    NameKind,
    NameQuality,
    PartyType,
    Record,
    Relationship,
    Report,
)
from pipelines.parsers.texts import is_latin, is_placeholder
from pipelines.parsers.uk.texts import LANGUAGES, SCRIPTS, imo, registrations

PARTY_TYPES: dict[str, PartyType] = {"individual": "individual", "entity": "entity", "ship": "vessel"}
KINDS: dict[str, NameKind] = {
    "primary name": "name",
    "prime alias": "name",
    "primary name variation": "spelling",
    "alias": "aka",
    "aka": "aka",
    "fka": "fka",
}
STRENGTHS: dict[str, NameQuality] = {
    "": "strong",
    "good quality": "strong",
    "good quality a.k.a": "strong",
    "low quality": "weak",
    "low quality a.k.a": "weak",
}
_SEE = re.compile(r"\s*:\s*see\b.*", re.IGNORECASE)
_UN_REFERENCE = re.compile(r"\bUN Ref(?:erence)?(?: Number)?:?\s*(?:UN Ref\s*)?([A-Z]{2}[ie]\.\d{3})\b")
_OFSI_ID = re.compile(r"\bOFSI ID:?\s*(\d{4,6})\b")
_PASSPORT_OF = re.compile(
    r"([A-Z][\w'’.-]*(?: (?:and|of|the|[A-Z][\w'’.-]*))*?) (?:diplomatic |service |national )?passport\b"
)
PART_NAMES = ("given", "middle", "middle", "middle", "middle", "family")


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name as published: Name 1 to Name 6, its type and strength."""

    parts: tuple[str, ...]
    kind: str
    strength: str = ""

    @property
    def text(self) -> str:
        """The name in the order in which it is spoken."""
        return " ".join(part for part in self.parts if part)


@dataclass(slots=True)
class Party:
    """Everything a UK file says of one party. Texts are folded; lists may repeat themselves as the files do."""

    native_id: str
    kind: str
    names: list[NameRow] = field(default_factory=list)
    non_latin: list[tuple[str, str, str]] = field(default_factory=list)
    regimes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    listed: list[tuple[date, str]] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    births: list[str] = field(default_factory=list)
    birth_places: list[tuple[str, str]] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    addresses: list[tuple[tuple[str, ...], str, str]] = field(default_factory=list)
    registrations: list[str] = field(default_factory=list)
    imos: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    features: list[tuple[str, str]] = field(default_factory=list)
    ties: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    read: set[tuple[str, ...]] = field(default_factory=set)
    """Cells that stand on many rows of a party and were read once."""


def record_of(party: Party, report: Report) -> Record | None:
    """The record of a party; None, with the reason in the report, if it has no name or its type is unknown."""
    party_type = PARTY_TYPES.get(party.kind.lower())
    if party_type is None:
        report.unread.append((party.native_id, f"type {party.kind!r} is not one of {', '.join(PARTY_TYPES)}"))
        return None
    names = _names(party, report)
    if not names:
        report.unread.append((party.native_id, "no name"))
        return None
    return Record(
        native_id=party.native_id,
        party_type=party_type,
        names=names,
        programmes=list(dict.fromkeys(party.regimes)),
        legal_basis=[regime for regime in dict.fromkeys(party.regimes) if "Regulations" in regime],
        measures=list(dict.fromkeys(_SEE.sub("", measure) for measure in party.measures)),
        listed_on=min((day for day, _ in party.listed), default=None),
        birth_dates=[birth for cell in dict.fromkeys(party.births) for birth in birth_dates(cell)],
        birth_places=[_birth_place(*birth_place) for birth_place in dict.fromkeys(party.birth_places)],
        countries=_countries(party),
        identifiers=_identifiers(party),
        addresses=[address for lines in dict.fromkeys(party.addresses) if (address := _address(*lines))],
        relationships=[Relationship(kind, None, name) for kind, name in dict.fromkeys(party.ties)],
        features=_features(party),
        events=_events(party),
        remarks="\n".join(dict.fromkeys(party.remarks)) or None,
        not_understood=list(dict.fromkeys(party.not_understood)),
    )


def _identifiers(party: Party) -> list[Identifier]:
    """The identifiers of a party without repeats."""
    identifiers = [number for identifier in party.identifiers for number in _exact_identifiers(identifier)]
    identifiers += [number for text in party.registrations for number in registrations(text)]
    identifiers += [imo(text) for text in party.imos]
    for text in party.remarks:
        identifiers += [Identifier("un_reference", number, "UN Ref") for number in _UN_REFERENCE.findall(text)]
        identifiers += [Identifier("ofsi_group", number, "OFSI ID") for number in _OFSI_ID.findall(text)]
    unique: dict[tuple[str, str, str | None], Identifier] = {}
    for identifier in identifiers:
        unique.setdefault((identifier.kind, identifier.value, identifier.issuer), identifier)
    return list(unique.values())


def _exact_identifiers(identifier: Identifier) -> list[Identifier]:
    """The numbers that one identifier holds, each with the kind and issuer that its text states; [] for a placeholder.

    An e-mail address stands under Website, several telephone numbers in one cell.
    """
    if identifier.kind == "phone":
        return phones_in(identifier.value, identifier.label)
    if identifier.kind == "website" and "@" in identifier.value:
        return [Identifier("email", identifier.value, identifier.label)]
    if identifier.kind == "passport" and identifier.issuer is None and identifier.note:
        issuer = _PASSPORT_OF.match(identifier.note)
        return [
            Identifier("passport", identifier.value, identifier.label, issuer[1] if issuer else None, identifier.note)
        ]
    return [] if is_placeholder(identifier.value) else [identifier]


def _features(party: Party) -> list[Feature]:
    """The features without repeats and placeholders."""
    split_features = [(kind, value.strip()) for kind, text in party.features for value in text.split("|")]
    return [Feature(kind, value) for kind, value in dict.fromkeys(split_features) if not is_placeholder(value)]


def _names(party: Party, report: Report) -> list[Name]:
    """The names of a party, the primary one first; none if there are no names.

    Rows may hold several names ("X a.k.a. Y"): those after the first are strong aliases.
    """
    rows = [row for row in dict.fromkeys(party.names) if not is_placeholder(row.text)]
    if not rows:
        return []
    primary = next((row for row in rows if _kind(row, report) == "name"), rows[0])
    names: dict[tuple[str, NameKind], Name] = {}
    for row in [primary, *(row for row in rows if row is not primary)]:
        kind = _kind(row, report) if row is not primary else "name"
        quality = _strength(row, report) if row is not primary else "primary"
        for index, (text, name_kind) in enumerate(names_in(row.text, kind).names):
            is_first = index == 0
            if (is_first and row is primary) or text not in {
                name.name for name in names.values() if name.quality == "primary"
            }:
                parts = _labelled_parts(row) if text == row.text else (("whole", text),)
                names.setdefault(
                    (text, name_kind), Name(text, quality if is_first else "strong", name_kind, parts=parts)
                )
    return [*names.values(), *_non_latin_names(party, report)]


def _kind(row: NameRow, report: Report) -> NameKind:
    """The kind of a name; an unknown one is reported and counts as an alias."""
    if row.kind.lower() not in KINDS:
        report.unknown("type of name", row.kind or "nothing")
    return KINDS.get(row.kind.lower(), "aka")


def _strength(row: NameRow, report: Report) -> NameQuality:
    """The quality of a name; an unknown one is reported and counts as strong."""
    if row.strength.lower() not in STRENGTHS:
        report.unknown("strength of alias", row.strength)
    return STRENGTHS.get(row.strength.lower(), "strong")


def _labelled_parts(row: NameRow) -> tuple[tuple[str, str], ...]:
    """The parts of a name with their labels, such as ("family", "SMITH"); a name in Name 6 alone is "whole"."""
    if not any(row.parts[:5]):
        return (("whole", row.text),)
    return tuple((label, text) for label, text in zip(PART_NAMES, row.parts, strict=True) if text)


def _non_latin_names(party: Party, report: Report) -> list[Name]:
    """The names in other scripts, with script and language.

    Unknown scripts and languages are reported. A name that is in Latin letters after all has no script.
    """
    names = []
    for text, script, language in dict.fromkeys(party.non_latin):
        if script and script.lower() not in SCRIPTS:
            report.unknown("Non-Latin Script Type", script)
        if language and language.lower() not in LANGUAGES:
            report.unknown("Non-Latin Script Language", language)
        code = SCRIPTS.get(script.lower()) if not is_latin(text) else None
        names.append(Name(text, "strong", "spelling", code, LANGUAGES.get(language.lower())))
    return names


def _birth_place(town: str, country: str) -> BirthPlace:
    """A place of birth from town and country."""
    return BirthPlace(", ".join(part for part in (town, country) if part), country or None)


def _address(lines: tuple[str, ...], postcode: str, country: str) -> Address | None:
    """An address; the last of its lines is mostly the city, the lines before it are the street. None if it is empty."""
    parts = [part for part in (*lines, postcode, country) if part]
    if not parts:
        return None
    street = ", ".join(line for line in lines[:5] if line)
    return Address(
        ", ".join(parts), street or None, lines[5] or None, postcode=postcode or None, country=country or None
    )


def _countries(party: Party) -> list[Country]:
    """The countries of nationality, birth, address and flag, without repeats."""
    links_and_names: list[tuple[CountryLink, str]] = [
        ("nationality", nationality) for nationality in party.nationalities
    ]
    links_and_names += [("birth", country) for _, country in party.birth_places]
    links_and_names += [("address", country) for _, _, country in party.addresses]
    links_and_names += [("flag", flag) for flag in party.flags]
    return [Country(link, text) for link, text in dict.fromkeys(links_and_names) if text]


def _events(party: Party) -> list[ListingEvent]:
    """The listings, and the days of amendment after the first listing."""
    listed = [ListingEvent("listed", day, note=regime) for day, regime in dict.fromkeys(party.listed)]
    days = {day for text in party.updated if (day := day_in(text))}
    first = min((day for day, _ in party.listed), default=date.min)
    return listed + [ListingEvent("amended", day) for day in sorted(days) if day > first]
