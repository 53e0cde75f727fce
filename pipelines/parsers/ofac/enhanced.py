"""OFAC's enhanced XML (SDN_ENHANCED.XML, CONS_ENHANCED.XML, also in a zip): one `entity` a party, whole in itself.

Here: what its elements mean. Not here: labels of features and documents (see labels), zips (see documents).

Seen in the files of 2024 to 2026:
- `referenceValues` lists programmes that no party carries: programmes come from the parties alone.
- A party is on several lists, each with its own `datePublished`: the earliest is the day it was listed.
- A date has a text and four bounds; "1962" is from 1 January to 31 December, whatever isDateRange says.
- A name has a `translation` for each script; an alias has no `aliasType` where it is the primary name.
- Every party has an address, which may hold nothing but a script.
- The delta files of the same service have the same root in another namespace; this format does not take them.
"""

from collections.abc import Callable, Iterator

from pipelines.parsers.days import iso_day
from pipelines.parsers.ofac.documents import document_of, named_elements, root_if_named
from pipelines.parsers.ofac.facts import (
    ALIAS_KINDS,
    NAME_PARTS,
    PARTY_TYPES,
    SCRIPTS,
    Interval,
    add_address,
    add_fact,
    date_text,
    dated_note,
    one_line,
)  # fmt: skip
from pipelines.parsers.ofac.remarks import read_remarks
from pipelines.parsers.record import (
    Feature,
    Files,
    Format,
    ListingEvent,
    Name,
    NameKind,
    NameQuality,
    Record,
    Relationship,
    Report,
    UnreadableListError,
)  # fmt: skip
from pipelines.parsers.xml_documents import DriftCheck, Element, local, outline

OUTLINE = outline("ofac_enhanced")


def recognises(files: Files) -> bool:
    """Whether there is one file, its root is `sanctionsData`, and it is no delta file."""
    root = root_if_named(files, "sanctionsData")
    return root is not None and "delta" not in root.namespace.casefold()


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each `entity`, in the file's order, in one pass; with `wanted`, only for parties of these ids.

    Raises:
        UnreadableListError: the document is cut or not well-formed, or holds a party without id or primary name.
    """
    name, content = document_of(files)
    codes: dict[str, str] = {}
    drift = DriftCheck(OUTLINE, report, unread=frozenset({"filters"}))
    for element in named_elements(name, content, ("publicationInfo", "referenceValue", "entity"), drift=drift):
        tag = local(element)
        if tag == "publicationInfo":
            report.published_on = iso_day(_children(element).get("dataAsOf", ""))
        elif tag == "referenceValue":
            _index_country(element, codes)
        elif wanted is None or element.get("id") in wanted:
            yield record_of(name, element, codes, report)


FORMAT = Format("ofac_enhanced", 1, recognises, records)


def _children(element: Element) -> dict[str, str]:
    """The texts of an element's children by their names."""
    return {local(child): one_line(child.text) for child in element}


def _index_country(element: Element, codes: dict[str, str]) -> None:
    """Keep the code of a country by its name, if the element is a country."""
    fields = _children(element)
    if fields.get("isoCode") and fields.get("type", "").casefold() == "country":
        codes[fields.get("value", "")] = fields["isoCode"]


class _Entity:
    """One party while its sections are read: the record that they fill, and what they look up.

    Attributes:
        codes: ISO 3166 alpha-2 codes by the names of countries.
        remarks: kept until all sections are read, because remarks repeat what sections state.
    """

    def __init__(self, record: Record, codes: dict[str, str], report: Report) -> None:
        """Begin with a record that no section has filled yet."""
        self.record = record
        self.codes = codes
        self.report = report
        self.remarks = ""


def record_of(name: str, element: Element, codes: dict[str, str], report: Report) -> Record:
    """The party that one `entity` states.

    Args:
        name: of the file; named in errors.
        codes: ISO 3166 alpha-2 codes by the names of countries, where the document has such a table.

    Raises:
        UnreadableListError: it has no id or no primary name.
    """
    native_id = element.get("id")
    if not native_id:
        raise UnreadableListError(f"{name}, line {element.sourceline}: an entity without id; the layout is new.")
    entity = _Entity(Record(native_id, "entity", []), codes, report)
    for section in element:
        read = _SECTIONS.get(local(section))
        if read is not None:
            read(entity, section)
    if not any(name.quality == "primary" for name in entity.record.names):
        raise UnreadableListError(
            f"{name}, entity {native_id}: no primary name; the layout is new or the file damaged."
        )
    if entity.remarks:
        entity.record.remarks = entity.remarks
        read_remarks(entity.remarks, entity.record, report)
    return entity.record


def _read_general(entity: _Entity, section: Element) -> None:
    """Set the type of the party and add its title; keep its remarks for when all sections are read.

    An unknown type is reported, and the party stays an entity.
    """
    fields = _children(section)
    party_type = PARTY_TYPES.get(fields.get("entityType", "").casefold())
    if party_type is None:
        entity.report.unknown("entityType", fields.get("entityType", ""))
    else:
        entity.record.party_type = party_type
    if fields.get("title"):
        add_fact(entity.record, entity.report, "Title", fields["title"])
    entity.remarks = fields.get("remarks", "")


def _read_lists(entity: _Entity, section: Element) -> None:
    """Add a listing for each list, and set the first day."""
    for sanctions_list in section:
        day = iso_day(sanctions_list.get("datePublished", ""))
        entity.record.events.append(ListingEvent("listed", day, None, one_line(sanctions_list.text)))
    days = [event.effective_on for event in entity.record.events if event.effective_on]
    entity.record.listed_on = min(days, default=None)


def _reader_of_texts(list_of: Callable[[Record], list[str]]) -> Callable[[_Entity, Element], None]:
    """A function that reads a section of plain texts into the list of the record that `list_of` returns."""

    def read(entity: _Entity, section: Element) -> None:
        """Add the texts of the section that are not empty."""
        list_of(entity.record).extend(text for item in section if (text := one_line(item.text)))

    return read


def _read_names(entity: _Entity, section: Element) -> None:
    """Add all names with their spellings; an unknown type of alias is reported and counts as "aka"."""
    for name_element in section:
        fields = _children(name_element)
        kind = ALIAS_KINDS.get(fields.get("aliasType", "Name").casefold())
        if kind is None:
            entity.report.unknown("aliasType", fields["aliasType"])
        is_primary = fields.get("isPrimary") == "true"
        quality: NameQuality = "weak" if fields.get("isLowQuality") == "true" else "strong"
        for translation in name_element.iterchildren("{*}translations"):
            for spelling in translation:
                _read_spelling(entity, spelling, "name" if is_primary else kind or "aka", quality, is_primary)


def _read_spelling(entity: _Entity, spelling: Element, kind: NameKind, quality: NameQuality, is_primary: bool) -> None:
    """Add one spelling of a name: the primary spelling as a name of this kind, any other as a spelling."""
    fields = _children(spelling)
    script = SCRIPTS.get(fields.get("script", ""))
    if script is None:
        entity.report.unknown("script", fields.get("script", ""))
    parts = tuple(
        (NAME_PARTS.get(part["type"], part["type"]), part["value"])
        for group in spelling.iterchildren("{*}nameParts")
        for part in map(_children, group)
        if part.get("value")
    )
    name = fields.get("formattedFullName", "")
    if not name:
        return
    if fields.get("isPrimary") != "true":
        entity.record.names.append(Name(name, quality, "spelling", script, parts=parts))
    else:
        entity.record.names.append(Name(name, "primary" if is_primary else quality, kind, script, parts=parts))


_ADDRESS_PARTS = {
    "ADDRESS1": "street", "ADDRESS2": "street", "ADDRESS3": "street", "CITY": "city", "STATE/PROVINCE": "region",
    "REGION": "region", "POSTAL CODE": "postcode",
}  # fmt: skip


def _read_addresses(entity: _Entity, section: Element) -> None:
    """Add all addresses in all translations."""
    for address in section:
        country = _children(address).get("country", "")
        for translations in address.iterchildren("{*}translations"):
            for translation in translations:
                _read_address(entity, translation, country)


def _read_address(entity: _Entity, translation: Element, country: str) -> None:
    """Add an address; in another translation than the primary one it is a feature."""
    fields = _children(translation)
    parts: dict[str, list[str]] = {"street": [], "city": [], "region": [], "postcode": []}
    for group in translation.iterchildren("{*}addressParts"):
        for part in sorted(map(_children, group), key=lambda translation: translation.get("type", "")):
            kind = _ADDRESS_PARTS.get(part.get("type", ""))
            if kind is None:
                entity.report.unknown("addressPart", part.get("type", ""))
            parts[kind or "street"].append(part.get("value", ""))
    if fields.get("isPrimary") == "true":
        add_address(
            entity.record,
            streets=parts["street"],
            city=", ".join(parts["city"]),
            region=", ".join(parts["region"]),
            postcode=" ".join(parts["postcode"]),
            country=country,
            code=entity.codes.get(country),
        )
    elif any(parts.values()):
        spelling = ", ".join(value for values in parts.values() for value in values if value)
        entity.record.features.append(Feature("address_spelling", spelling))


def _read_features(entity: _Entity, section: Element) -> None:
    """Add all features by their labels; what OFAC states to be false is kept in `not_understood`."""
    for feature in section:
        fields = _children(feature)
        label, value = fields.get("type", ""), fields.get("value", "")
        if fields.get("reliability") == "False":
            entity.record.not_understood.append(f"{label} {value}, stated to be false")
        elif value:
            interval = next(map(_interval, feature.iterchildren("{*}valueDate")), None)
            note = fields.get("comments") or None
            add_fact(
                entity.record, entity.report, label, value, note=note, code=entity.codes.get(value), interval=interval
            )


def _interval(value_date: Element) -> tuple[Interval, bool] | None:
    """The first and last day of a date, and whether it is approximate; None if it has no days."""
    fields = _children(value_date)
    first, last = iso_day(fields.get("fromDateBegin", "")), iso_day(fields.get("toDateEnd", ""))
    if first is None or last is None:
        return None
    return (first, last), fields.get("isApproximate") == "true"


def _read_documents(entity: _Entity, section: Element) -> None:
    """Add all identity documents that have a number, with dates, places and remarks as their note."""
    for document in section:
        fields = _children(document)
        features = [one_line(feature.text) for group in document.iterchildren("{*}idFeatures") for feature in group]
        notes = [fields.get("issuingLocation"), fields.get("issuingAuthority"), fields.get("comments"), *features]
        if fields.get("isValid") == "false":
            notes.append("stated to be not valid")
        issued, expires = (_document_date(document, tag) for tag in ("issueDate", "expirationDate"))
        note = dated_note(issued, expires, "; ".join(text for text in notes if text))
        number = fields.get("documentNumber", "")
        if number:
            add_fact(
                entity.record, entity.report, fields.get("type", ""), number,
                issuer=fields.get("issuingCountry") or None, note=note,
            )  # fmt: skip


def _document_date(document: Element, tag: str) -> str | None:
    """A date of a document as OFAC writes dates, made from its four bounds; None if one of them is missing."""
    for date_element in document.iterchildren("{*}" + tag):
        fields = _children(date_element)
        bounds = [
            iso_day(fields.get(bound, "")) for bound in ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
        ]
        if all(bounds):
            first, second, third, last = (bound for bound in bounds if bound)
            return date_text((first, second), (third, last), fields.get("isApproximate") == "true")
    return None


def _read_relationships(entity: _Entity, section: Element) -> None:
    """Add all relationships."""
    for relationship in section:
        fields = _children(relationship)
        related = next(relationship.iterchildren("{*}relatedEntity"), None)
        related_id = related.get("entityId") if related is not None else None
        kind, name = fields.get("type", ""), fields.get("relatedEntity") or None
        entity.record.relationships.append(Relationship(kind, related_id, name))


_SECTIONS: dict[str, Callable[[_Entity, Element], None]] = {
    "generalInfo": _read_general,
    "sanctionsLists": _read_lists,
    "sanctionsPrograms": _reader_of_texts(lambda record: record.programmes),
    "sanctionsTypes": _reader_of_texts(lambda record: record.measures),
    "legalAuthorities": _reader_of_texts(lambda record: record.legal_basis),
    "names": _read_names,
    "addresses": _read_addresses,
    "features": _read_features,
    "identityDocuments": _read_documents,
    "relationships": _read_relationships,
}
