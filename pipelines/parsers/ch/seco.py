"""Switzerland's sanctions list (SECO, SESAM): the whole list or an amendment, XML to records.

Here: what the elements mean. Not here: what all lists share (see pipelines.designations).

Sources: three targets of the whole list of 27 August 2026, SECO's own example of an amendment, and public readers of
the whole file for the elements that those do not show; not yet tried on a whole file.
- A target stays in the file for good. Its `modification` elements are its history: listed, amended, de-listed, with the
  days of enactment, publication and effect. They come newest first, except in a few targets, so days decide, and the
  order in the file only where days are the same or none is given. A target is off the list once it is de-listed and not
  listed again; it is listed since the first `listed` after that.
- A modification embeds former copies of the target under the same tags: those are not read as what holds now.
- A target belongs to sanctions sets (`sanctions-set-id`), and a set to a programme in the head of the file.
- Addresses and places of birth point at `place` elements, which stand at the very end, so the file is read twice.
- Parts of a name come in the order of the notice, family name first; the record puts them in the order in which they
  are spoken. Each part may have spellings in other languages and scripts; a whole name is made of each such spelling.
- An amendment holds only the targets that it touches, so it is no snapshot of the list: the plausible number of parties
  in the catalogue keeps it from being taken for one.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Literal

from pipelines.parsers.days import iso_day
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import (
    Address,
    BirthDate,
    BirthPlace,
    Country,
    Feature,
    Files,
    Format,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    NameKind,
    NameQuality,
    PartyType,
    Record,
    Relationship,
    Report,
)
from pipelines.parsers.texts import folded_or_none
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    attribute,
    child,
    children,
    elements_at,
    local,
    outline,
    recogniser,
    required_file,
    root_attribute,
    text_of,
    texts_of,
)

ROOT = "swiss-sanctions-list"
PARTY_TYPES: dict[str, PartyType] = {"individual": "individual", "entity": "entity", "object": "vessel"}
OBJECTS: dict[str | None, PartyType] = {"vessel": "vessel", "aircraft": "aircraft"}
NAME_KINDS: dict[str, NameKind] = {"primary-name": "name", "alias": "aka", "formerly-known-as": "fka"}
QUALITIES: dict[str, NameQuality] = {"good": "strong", "low": "weak", "": "strong"}
SPOKEN = {
    "given-name": "given", "further-given-name": "middle", "father-name": "patronymic",
    "grand-father-name": "grandfather", "family-name": "family", "tribal-name": "tribal", "whole-name": "whole",
    "other": "other", "suffix": "suffix",
}  # fmt: skip
"""Parts of a name in the order in which they are spoken."""
BESIDE = {"title": "title", "maiden-name": "maiden"}
"""Parts that are kept but are not spoken as part of the name."""
EventKind = Literal["listed", "amended", "delisted"]
EVENTS: dict[str, EventKind] = {"listed": "listed", "amended": "amended", "de-listed": "delisted"}
DOCUMENTS: dict[str, IdentifierKind] = {
    "passport": "passport", "diplomatic-passport": "passport", "id-card": "national_id",
    "driving-license": "driving_licence", "driving-permit": "driving_licence", "resident-permit": "residence_permit",
    "residence-permit": "residence_permit", "travel-document": "travel_document", "other": "other",
}  # fmt: skip

OUTLINE = outline("ch_seco")

_UN_REFERENCE = re.compile(r"[A-Z]{2}[ie]\.\d{3}")
_FACTS: tuple[tuple[re.Pattern[str], IdentifierKind], ...] = (
    (re.compile(r"IMO [Nn]umber ?: ?(\d{7})\.?"), "imo"),
    (re.compile(r"(?:Taxpayer [Ii]dentification|Tax [Rr]egistration) [Nn]umber ?: ?(\d+)\.?"), "tax_id"),
    (re.compile(r"(?:[Ss]tate |Business )?[Rr]egistration [Nn]umber ?: ?(\d+)\.?"), "registration"),
    (re.compile(r"Website ?: ?(\S+)"), "website"),
    (re.compile(r"E-?mail(?: address)? ?: ?(\S+@\S+)"), "email"),
    (re.compile(r"(?:Tel\.|Telephone|Phone)(?: number)? ?: ?([+\d][\d ()-]+)"), "phone"),
)
"""Numbers that "other information" states as a whole sentence."""


@dataclass(slots=True)
class References:
    """What targets refer to by a number.

    Attributes:
        programmes: id of a sanctions set → key and name of its programme, and the measure that the set names.
        places: id of a place → location, area, country and country code; "" for what is missing.
    """

    programmes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    places: dict[str, tuple[str, str, str, str]] = field(default_factory=dict)


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each target, also de-listed ones, in the file's order and in constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = required_file(files, ROOT)
    report.published_on = iso_day(root_attribute(content, "date"))
    references = _references(content, report)
    tally = Tally()
    for target in elements_at(content, 1, "target"):
        record = _record(target, references, report, tally)
        if record is not None:
            yield record
    tally.refuse_losses()


def _references(content: bytes, report: Report) -> References:
    """The programmes and places that the targets refer to, in English where the file has it."""
    references = References()
    drift = DriftCheck(OUTLINE, report, unread=frozenset({"modification"}))
    for element in elements_at(content, 1, drift=drift):
        kind = local(element)
        if kind == "sanctions-program":
            key, name = _english_text(element, "program-key"), _english_text(element, "program-name")
            for sanctions_set in children(element, "sanctions-set"):
                known = references.programmes.get(_attribute_text(sanctions_set, "ssid"))
                if known is None or _attribute_text(sanctions_set, "lang") == "eng":
                    references.programmes[_attribute_text(sanctions_set, "ssid")] = (
                        key,
                        name,
                        folded_or_none(sanctions_set.text) or "",
                    )
        elif kind == "place":
            references.places[_attribute_text(element, "ssid")] = _place(element)
    return references


def _english_text(element: Element, name: str) -> str:
    """The English text among children of this name, else the first one; "" if there is none."""
    texts_by_language = {
        _attribute_text(key, "lang"): folded_or_none(key.text) or "" for key in children(element, name)
    }
    return texts_by_language.get("eng") or next(iter(texts_by_language.values()), "")


def _place(element: Element) -> tuple[str, str, str, str]:
    """The location, area, country and country code in a place element; "" for what is missing."""
    country = child(element, "country")
    code = _attribute_text(country, "iso-code") if country is not None else ""
    return _text(element, "location"), _text(element, "area"), _text(element, "country"), code


def _text(element: Element, name: str) -> str:
    """The folded text of a child; "" if there is none."""
    return text_of(element, name) or ""


def _record(target: Element, references: References, report: Report, tally: Tally) -> Record | None:
    """The party of a target; None, with the reason in the report, if it cannot be read."""
    for change in children(target, "modification"):
        del change[:]  # former copies of the target, under the same tags
    native_id = _attribute_text(target, "ssid")
    body = next(children(target, *PARTY_TYPES), None)
    names = _names(body, report) if body is not None else []
    set_ids = texts_of(target, "sanctions-set-id") or list(filter(None, [_attribute_text(target, "sanctions-set-id")]))
    modifications = list(children(target, "modification"))
    tally.count(
        {
            "ssid": native_id or None,
            "individual, entity or object": body,
            "name": names or None,
            "sanctions-set-id": set_ids or None,
            "modification": modifications or None,
        }
    )
    if not native_id or body is None or not names:
        report.unread.append((f"target {native_id or tally.parties}", "no id, no body or no name"))
        return None
    record = Record(native_id, _party_type(body, report), names, remarks=_remarks(body))
    _add_programmes(record, set_ids, references, report)
    _add_history(record, modifications, report)
    _add_identities(record, body, references, report)
    _add_numbers(record, target, body)
    record.relationships = [
        Relationship(
            _attribute_text(relation, "relation-type"),
            _attribute_text(relation, "target-id") or None,
            text_of(relation, "remark"),
        )
        for relation in children(body, "relation")
    ]
    record.features += [Feature("gender", sex) for sex in [_attribute_text(body, "sex")] if sex]
    record.features += [
        Feature(_attribute_text(attribute, "name") or "attribute", text)
        for attribute in children(target, "generic-attribute")
        if (text := folded_or_none(attribute.text))
    ]
    return record


def _party_type(body: Element, report: Report) -> PartyType:
    """The type of the party. That of an object is its `object-type`, or vessel if that is unknown."""
    if local(body) != "object":
        return PARTY_TYPES[local(body)]
    if body.get("object-type") not in OBJECTS:
        report.unknown("object/@object-type", _attribute_text(body, "object-type") or "nothing")
    return OBJECTS.get(body.get("object-type"), "vessel")


def _add_programmes(record: Record, set_ids: list[str], references: References, report: Report) -> None:
    """Add the programmes, acts and measures of the sanctions sets; an unknown set is reported."""
    for set_id in set_ids:
        if set_id not in references.programmes:
            report.unknown("sanctions-set-id", set_id)
            continue
        key, name, measure = references.programmes[set_id]
        record.programmes.append(key or name)
        record.legal_basis += filter(None, [name])
        record.measures += filter(None, [measure])
    record.programmes, record.legal_basis = (
        list(dict.fromkeys(record.programmes)),
        list(dict.fromkeys(record.legal_basis)),
    )


def _add_history(record: Record, modifications: list[Element], report: Report) -> None:
    """Add the events, oldest first, and set whether the target is listed, since when, or when it was de-listed.

    An unknown kind of modification is reported and left out.
    """
    events: list[tuple[date, int, ListingEvent]] = []
    for position, modification in enumerate(modifications):
        kind = EVENTS.get(_attribute_text(modification, "modification-type"))
        if kind is None:
            report.unknown(
                "modification/@modification-type", _attribute_text(modification, "modification-type") or "nothing"
            )
            continue
        enacted, published, effective = (
            iso_day(modification.get(f"{name}-date")) for name in ("enactment", "publication", "effective")
        )
        note = f"enacted {enacted.isoformat()}" if enacted else None
        event = ListingEvent(kind, effective or enacted, published, note)
        events.append((effective or enacted or published or date.min, -position, event))
    events.sort(key=lambda day_order_event: day_order_event[:2])
    record.events = [event for _, _, event in events]
    for event in record.events:
        if event.kind == "delisted":
            record.is_listed, record.delisted_on = False, event.effective_on
        elif event.kind == "listed":
            if record.listed_on is None or not record.is_listed:
                record.listed_on = event.effective_on
            record.is_listed, record.delisted_on = True, None


def _names(body: Element, report: Report) -> list[Name]:
    """The names of all identities, the primary one first; none if there are no names.

    Primary is the first name of the main identity that is called so, else the first that is no alias, else the first.
    """
    names: list[tuple[bool, Name]] = []
    for identity in children(body, "identity"):
        for name in children(identity, "name"):
            is_main = (
                _attribute_text(identity, "main") == "true" and _attribute_text(name, "name-type") == "primary-name"
            )
            names += [(is_main and at == 0, spelling) for at, spelling in enumerate(_spellings(name, report))]
    if not names:
        return []
    primary = next((name for is_main, name in names if is_main), None) or next(
        (name for _, name in names if name.kind == "name"), names[0][1]
    )
    primary.quality, primary.kind = "primary", "name"
    return [primary, *(name for _, name in names if name is not primary and name.name != primary.name)]


def _spellings(name: Element, report: Report) -> Iterator[Name]:
    """The name, then a name for each language and script in which a part of it is spelled differently.

    A part without a spelling in that language and script stays as it is. Nothing for a name without parts.
    """
    kind, quality = NAME_KINDS.get(_attribute_text(name, "name-type")), QUALITIES.get(_attribute_text(name, "quality"))
    if kind is None:
        report.unknown("name/@name-type", _attribute_text(name, "name-type") or "nothing")
    if quality is None:
        report.unknown("name/@quality", _attribute_text(name, "quality"))
    language = _attribute_text(name, "lang").lower() or None
    parts = _parts_in_spoken_order(name, report)
    values = [(SPOKEN.get(label) or BESIDE.get(label, "other"), value) for label, value, _ in parts]
    whole = _joined(values)
    if not whole:
        return
    yield Name(whole, quality or "strong", kind or "aka", None, language, tuple(values))
    scripts_and_languages = dict.fromkeys(key for _, _, variants in parts for key in variants)
    for script, spelling_language in scripts_and_languages:
        columns = [[(values[index][0], form) for form in variants.get((script, spelling_language), [values[index][1]])]
                   for index, (_, _, variants) in enumerate(parts)]  # fmt: skip
        for combined in zip_longest(*columns):
            filled = [part or column[0] for part, column in zip(combined, columns, strict=True)]
            yield Name(_joined(filled), quality or "strong", "spelling", script, spelling_language, tuple(filled))


Variants = dict[tuple[str | None, str | None], list[str]]


def _parts_in_spoken_order(name: Element, report: Report) -> list[tuple[str, str, Variants]]:
    """The parts of a name in spoken order: (type, value, spellings by script and language).

    Unknown types are reported and come last; parts without a value are left out.
    """
    ranks = [*BESIDE, *SPOKEN]
    ranked_parts = []
    for part in children(name, "name-part"):
        label, value = _attribute_text(part, "name-part-type"), text_of(part, "value")
        if label not in ranks:
            report.unknown("name-part/@name-part-type", label or "nothing")
        variants: Variants = {}
        for variant in children(part, "spelling-variant"):
            if text := folded_or_none(variant.text):
                key = (
                    _attribute_text(variant, "script").title() or None,
                    _attribute_text(variant, "lang").lower() or None,
                )
                variants.setdefault(key, []).append(text)
        if value and value != "-":
            rank = ranks.index(label) if label in ranks else len(ranks)
            ranked_parts.append((rank, _number(part, "order"), label, value, variants))
    return [
        (label, value, variants) for _, _, label, value, variants in sorted(ranked_parts, key=lambda part: part[:2])
    ]


def _joined(parts: list[tuple[str, str]]) -> str:
    """The spoken parts of a name as one text."""
    spoken = [text for label, text in parts if label not in BESIDE.values()]
    return " ".join(spoken or [text for _, text in parts])


def _add_identities(record: Record, body: Element, references: References, report: Report) -> None:
    """Add births, nationalities, addresses and documents of all identities."""
    for identity in children(body, "identity"):
        for element in children(identity, "day-month-year"):
            _add_date(record, element)
        for element in children(identity, "nationality"):
            country = child(element, "country")
            if country is not None and (text := folded_or_none(country.text)):
                record.countries.append(Country("nationality", text, _attribute_text(country, "iso-code") or None))
        for element in children(identity, "place-of-birth"):
            _add_birth_place(record, element, references, report)
        for element in children(identity, "address"):
            _add_address(record, element, references, report)
        for element in children(identity, "identification-document"):
            _add_document(record, element, report)


def _add_date(record: Record, element: Element) -> None:
    """Add a date: of birth for persons, else of establishment as a feature.

    A birth has no interval if it is of another calendar than the Gregorian, or no real date.
    """
    year, month, day = (_number(element, name) for name in ("year", "month", "day"))
    text = "-".join(f"{number:02d}" for number in (year, month, day) if number)
    if not text:
        return
    if record.party_type != "individual":
        record.features.append(Feature("established", text))
        return
    calendar, approximate = (
        _attribute_text(element, "calendar"),
        _attribute_text(element, "quality") in ("low", "circa", "approximately"),
    )
    birth = BirthDate(f"{text} ({calendar})" if calendar not in ("", "Gregorian") else text, approximate=approximate)
    if year and calendar in ("", "Gregorian"):
        try:
            birth.earliest, birth.latest = date(year, month or 1, day or 1), _last_day(year, month, day)
        except ValueError:
            birth.earliest = None
    record.birth_dates.append(birth)


def _last_day(year: int, month: int, day: int) -> date:
    """The last day that a date can mean: if day or month is 0, the last of the month or year."""
    if day:
        return date(year, month, day)
    if not month:
        return date(year, 12, 31)
    return date(year, month, monthrange(year, month)[1])


def _place_of(element: Element, references: References, report: Report) -> tuple[str, str, str, str]:
    """Location, area, country and country code of the place that an element refers to; "" for what is missing.

    A place that the file lacks is reported.
    """
    number = _attribute_text(element, "place-id")
    if number and number not in references.places:
        # The excerpts that one meets have no places; in a whole file each is there.
        report.unknown(f"{local(element)}/@place-id", "a place that the file does not hold")
    return references.places.get(number, ("", "", "", ""))


def _add_birth_place(record: Record, element: Element, references: References, report: Report) -> None:
    """Add a place of birth and its country."""
    location, area, country, code = _place_of(element, references, report)
    text = ", ".join(part for part in (location, area, country) if part)
    if text:
        record.birth_places.append(BirthPlace(text, country or None))
    if country:
        record.countries.append(Country("birth", country, code or None))


def _add_address(record: Record, element: Element, references: References, report: Report) -> None:
    """Add an address and its country; an empty address is left out."""
    location, area, country, code = _place_of(element, references, report)
    box, details, postcode = _text(element, "p-o-box"), _text(element, "address-details"), _text(element, "zip-code")
    street = ", ".join(
        part for part in (_text(element, "c-o"), details, f"P.O. Box {box}" if box else "") if part
    )  # fmt: skip
    text = ", ".join(part for part in (street, postcode, location, area, country) if part)
    remark = _text(element, "remark")
    if text or remark:
        whole = " ".join(part for part in (text, f"({remark})" if remark else "") if part)
        record.addresses.append(
            Address(whole, street or None, location or None, area or None, postcode or None, country or None)
        )
    if country:
        record.countries.append(Country("address", country, code or None))


def _add_document(record: Record, element: Element, report: Report) -> None:
    """Add an identity document with its number.

    Without a number, its dates and remarks are kept in `not_understood`.
    """
    kind, number = _attribute_text(element, "document-type"), text_of(element, "number")
    if kind not in DOCUMENTS:
        report.unknown("identification-document/@document-type", kind or "nothing")
    dates = [f"{name} {text}" for name in ("date-of-issue", "expiry-date") if (text := text_of(element, name))]
    note = "; ".join([*dates, *texts_of(element, "remark")]) or None
    if number:
        issuer = text_of(element, "issuer")
        record.identifiers.append(Identifier(DOCUMENTS.get(kind, "other"), number, kind, issuer, note))
    elif note:
        record.not_understood.append(note)


def _add_numbers(record: Record, target: Element, body: Element) -> None:
    """Add the target's own id, its ids on other lists, and the numbers that its other information states."""
    record.identifiers.append(Identifier("list_reference", record.native_id, "ssid"))
    for text in texts_of(target, "foreign-identifier"):
        kind: IdentifierKind = "un_reference" if _UN_REFERENCE.fullmatch(text) else "other"
        record.identifiers.append(Identifier(kind, text, "foreign-identifier"))
    for text in texts_of(body, "other-information"):
        for pattern, kind_of_number in _FACTS:
            if match := pattern.fullmatch(text):
                record.identifiers.append(Identifier(kind_of_number, match[1], text.split(":")[0].strip()))


def _remarks(body: Element) -> str | None:
    """The justification and other information as lines; None if there is none."""
    lines = texts_of(body, "justification") + texts_of(body, "other-information")
    return "\n".join(lines) or None


def _attribute_text(element: Element, name: str) -> str:
    """The value of an attribute; "" if there is none."""
    return attribute(element, name) or ""


def _number(element: Element, name: str) -> int:
    """An attribute as a number; 0 if it is missing or no number."""
    text = _attribute_text(element, name)
    return int(text) if text.isdecimal() else 0


FORMAT = Format("ch_seco", 1, recogniser(ROOT), records)
