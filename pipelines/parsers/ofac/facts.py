"""Labelled facts into a record: what the four OFAC formats do alike once a label and its value are in hand.

Here: names in OFAC's order, dates as OFAC writes them with the interval they mean, identifiers, countries, features.
Not here: the vocabulary (see labels), or where a format keeps label and value (one module each).
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import cast

from pipelines.parsers.days import MONTH_ABBREVIATIONS, MONTHS
from pipelines.parsers.ofac.labels import meaning_of
from pipelines.parsers.record import (
    Address,
    BirthDate,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartyType,
    Record,
    Relationship,
    Report,
)  # fmt: skip

PARTY_TYPES: dict[str, PartyType] = {
    "individual": "individual",
    "entity": "entity",
    "vessel": "vessel",
    "aircraft": "aircraft",
}

ALIAS_KINDS: dict[str, NameKind] = {
    "name": "name",
    "a.k.a.": "aka",
    "f.k.a.": "fka",
    "n.k.a.": "nka",
}

NAME_PARTS = {
    "Last Name": "family",
    "First Name": "given",
    "Middle Name": "middle",
    "Maiden Name": "maiden",
    "Patronymic": "patronymic",
    "Matronymic": "matronymic",
    "Nickname": "nickname",
    "Entity Name": "whole",
    "Vessel Name": "whole",
    "Aircraft Name": "whole",
}

SCRIPTS = {
    "Arabic": "Arab",
    "Armenian": "Armn",
    "Bengali": "Beng",
    "Burmese": "Mymr",
    "Chinese Simplified": "Hans",
    "Chinese Traditional": "Hant",
    "Cyrillic": "Cyrl",
    "Devanagari": "Deva",
    "Ethiopic": "Ethi",
    "Georgian": "Geor",
    "Greek": "Grek",
    "Hangul": "Hang",
    "Hebrew": "Hebr",
    "Japanese": "Jpan",
    "Khmer": "Khmr",
    "Korean": "Kore",
    "Lao": "Laoo",
    "Latin": "Latn",
    "Thai": "Thai",
}
"""OFAC's names of scripts and their ISO 15924 codes: OFAC's own codes are partly names too ("Latin", "Hebrew")."""

_RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})

_DATE = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}) )?(\d{4})")
_BETWEEN = re.compile(r"(?:between )?(.+?)(?: to | and |(?<=[0-9]{4})-(?=[0-9]{4}))(.+)")
_DIRECTION_MARKS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")

Interval = tuple[date, date]


def one_line(text: str | None) -> str:
    """The text with single spaces and without marks of writing direction, which one format has around Arabic names."""
    if not text:
        return ""
    return " ".join((text if text.isascii() else text.translate(_DIRECTION_MARKS)).split())


def interval_of(text: str) -> tuple[Interval, bool] | None:
    """The days that an OFAC date text can mean, and whether it says "circa".

    "10 Dec 1948" is a day, "Apr 1961" a month, "1962" a year, "Mar 1955 to Mar 1956" all from the first day to the
    last. None for any other wording.
    """
    plain = text.removeprefix("circa ")
    between = _BETWEEN.fullmatch(plain)
    first, last = (
        _days_of_date(bound.removeprefix("circa ")) for bound in (between.groups() if between else (plain, plain))
    )
    if first is None or last is None or first[0] > last[1]:
        return None
    return (first[0], last[1]), "circa " in text


def _days_of_date(text: str) -> Interval | None:
    """The days of a date text without "circa"; None for any other text."""
    date_match = _DATE.fullmatch(text)
    if not date_match:
        return None
    day, month_name, year = date_match[1], date_match[2], int(date_match[3])
    month = MONTHS.get((month_name or "Jan").lower())
    if month is None or year == 0:
        return None
    last_month = month if month_name else 12
    last_day = monthrange(year, last_month)[1]
    if day and not 1 <= int(day) <= last_day:
        return None
    return date(year, month, int(day or 1)), date(year, last_month, int(day or last_day))


def date_text(start: Interval, end: Interval, approximate: bool = False) -> str:
    """A period as OFAC writes it ("Mar 1955 to Mar 1956"), for the format that gives periods without a text.

    Args:
        start: the days on which the period can begin.
        end: the days on which it can end.
        approximate: written as "circa".
    """
    circa = "circa " if approximate else ""
    whole = (start[0], end[1])
    if start[0] == start[1] or start == end:  # a point in time: the ends only say how precisely it is known
        one_date = _date_text(whole)
        if one_date is not None:
            return circa + one_date
    return f"{circa}{_date_text(start) or start[0].isoformat()} to {_date_text(end) or end[1].isoformat()}"


def _date_text(days: Interval) -> str | None:
    """A day, month or year as OFAC writes it; None if the days are not exactly one of these."""
    first, last = days
    if first == last:
        return f"{first.day:02} {MONTH_ABBREVIATIONS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month) and first.day == 1:
        return (
            f"{MONTH_ABBREVIATIONS[first.month - 1]} {first.year}"
            if last.day == monthrange(last.year, last.month)[1]
            else None
        )
    if first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year)
    return None


def inverted_name(family: str, given: Sequence[str]) -> str:
    """A name in OFAC's order: "LAST, First Middle"; a name of one part as it is."""
    return ", ".join(part for part in (family, " ".join(given)) if part)


def display_name(parts: Sequence[tuple[str, str]], script: str | None) -> str:
    """A name as OFAC displays it, from its parts: family and entity names in capitals before the rest.

    Names in Arabic and Hebrew stand in the order in which they are spoken, without a comma. (So does every name in the
    format that gives parts and display side by side.)
    """
    family = " ".join(value for part, value in parts if part in {"family", "whole"}).upper()
    given = [value for part, value in parts if part not in {"family", "whole"}]
    if script in _RIGHT_TO_LEFT:
        return " ".join(part for part in (*given, family) if part)
    return inverted_name(family, given)


def parts_of_inverted(name: str) -> tuple[tuple[str, str], ...]:
    """The parts of a person's name written "LAST, First"; none without a comma.

    The first comma ends the family name: OFAC's family names hold none.
    """
    family, comma, given = name.partition(", ")
    return (("family", family), ("given", given)) if comma else ()


def add_fact(
    record: Record,
    report: Report,
    label: str,
    value: str,
    *,
    issuer: str | None = None,
    note: str | None = None,
    code: str | None = None,
    interval: tuple[Interval, bool] | None = None,
) -> None:
    """Put a value where its label says. A label not known becomes an identifier of kind `other`, and is reported.

    Args:
        issuer: the country or authority that gave a number.
        note: what else the list states of it: dates of issue and expiry, remarks.
        code: ISO 3166 alpha-2 of a country, where the file gives it.
        interval: what a date means, where the file gives it beside the text.
    """
    meaning = meaning_of(label)
    if meaning is None:
        report.unknown("label", label)
        record.identifiers.append(Identifier("other", value, label, issuer, note))
    elif meaning.target == "identifier":
        kind = _identifier_kind(cast("IdentifierKind", meaning.kind), label, value, record.party_type)
        record.identifiers.append(Identifier(kind, value, label, issuer, note))
    elif meaning.target == "feature":
        record.features.append(Feature(meaning.kind, value))
    elif meaning.target == "country":
        record.countries.append(Country(cast("CountryLink", meaning.kind), value, code))
    elif meaning.target == "relationship":
        record.relationships.append(Relationship(meaning.kind, related_name=value))
    else:
        _add_birth(record, meaning.target, value, interval)


_CMIC_LISTING = "listing_date_cmic"
_SUCCEEDED_ON = date(2021, 6, 3)
"""The day on which the list of E.O. 14032 replaced that of E.O. 13959, and took over entries of it."""


def cmic_listing_day(record: Record) -> date | None:
    """The day of listing that a Chinese military company's "Listing Date (CMIC)" states; None of any other party.

    None too for 3 June 2021: about half of the entries of that day were listed before, under the order it replaced. The
    enhanced XML states their first days (2020-11-12 to 2021-01-08), the CSV and the legacy XML do not.
    """
    stated_days = [feature.value for feature in record.features if feature.kind == _CMIC_LISTING]
    interval = interval_of(stated_days[0]) if len(stated_days) == 1 and len(record.programmes) == 1 else None
    if interval is None:
        return None
    (first, last), _ = interval
    return first if first == last and first > _SUCCEEDED_ON else None


def _add_birth(record: Record, target: str, value: str, interval: tuple[Interval, bool] | None) -> None:
    """Add a place of birth, or a date of birth with its interval if it has one."""
    if target == "birth_place":
        record.birth_places.append(BirthPlace(value))
        return
    known_interval = interval or interval_of(value)
    if known_interval is None:
        record.birth_dates.append(BirthDate(value))
        return
    (earliest, latest), approximate = known_interval
    record.birth_dates.append(BirthDate(value, earliest, latest, approximate))


def _identifier_kind(kind: IdentifierKind, label: str, value: str, party_type: PartyType) -> IdentifierKind:
    """The kind that a label means for this value and party: OFAC uses one label for several kinds of number.

    An IMO number has "IMO" before it, an LEI its own form, and a national id of another party than a person is its
    registration.
    """
    if value.startswith("IMO ") and party_type == "vessel":
        return "imo"
    if kind == "national_id" and party_type != "individual":
        return "registration"
    if label == "Legal Entity Number" and _LEI.fullmatch(value):
        return "lei"
    return kind


def add_address(
    record: Record,
    *,
    streets: list[str],
    city: str = "",
    region: str = "",
    postcode: str = "",
    country: str = "",
    code: str | None = None,
) -> None:
    """Add an address and its country. OFAC writes "Region: Gaza" where it names no country."""
    if country.startswith("Region: "):
        region = ", ".join(part for part in (region, country.removeprefix("Region: ")) if part)
        country = ""
    street = ", ".join(street for street in streets if street)
    place = " ".join(part for part in (", ".join(part for part in (city, region) if part), postcode) if part)
    text = ", ".join(part for part in (street, place, country) if part)
    if text:
        record.addresses.append(
            Address(text, street or None, city or None, region or None, postcode or None, country or None)
        )
    if country:
        record.countries.append(Country("address", country, code))


def dated_note(issued: str | None, expires: str | None, comment: str | None = None) -> str | None:
    """The note on a document (dates, comment) in one form for all formats; None if there is nothing to note."""
    notes = (f"issued {issued}" if issued else "", f"expires {expires}" if expires else "", comment or "")
    return "; ".join(text for text in notes if text) or None


def empty_record(
    native_id: str, party_type: PartyType, primary: str, parts: tuple[tuple[str, str], ...] = ()
) -> Record:
    """A record with nothing but its id, type and primary name."""
    return Record(native_id, party_type, [Name(primary, "primary", "name", parts=parts)])
