"""OFAC's legacy XML (SDN.XML, CONSOLIDATED.XML): one `sdnEntry` a party.

Here: what its elements mean.
Not here: the labels of its `idType` (see labels), its free remarks (see remarks).

Seen in the files of 2019 to 2026:
- The day of publication stands in `publshInformation` (so spelt), month first, with the number of parties.
- It states no day of listing, no legal basis and no ties but those in the remarks ("Linked To: X").
- `idList` holds documents and particulars alike: passports, websites, directives, gender.
- A birth is a text ("1962", "circa 1957", "1951 to 1953") with no interval beside it.
- An address may hold only its uid; a `country` of "Region: Gaza" is a region.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from pipelines.parsers.ofac.documents import document_of, named_elements, root_if_named
from pipelines.parsers.ofac.facts import (
    ALIAS_KINDS,
    PARTY_TYPES,
    add_address,
    add_fact,
    cmic_listing_day,
    dated_note,
    empty_record,
    inverted_name,
    one_line,
)
from pipelines.parsers.ofac.remarks import read_remarks
from pipelines.parsers.record import (
    Files,
    Format,
    Name,
    NameQuality,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.xml_documents import DriftCheck, Element, local, outline

_VESSEL = {
    "callSign": "Vessel Call Sign",
    "vesselType": "Vessel Type",
    "vesselFlag": "Vessel Flag",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}


OUTLINE = outline("ofac_xml")


def recognises(files: Files) -> bool:
    """Whether there is one file and its root is `sdnList`."""
    return root_if_named(files, "sdnList") is not None


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each `sdnEntry`, in the file's order, in one pass; with `wanted`, only for parties of these ids.

    Raises:
        UnreadableListError: the document is cut or not well-formed, or holds a party without id, name or type.
    """
    name, content = document_of(files)
    for element in named_elements(name, content, ("publshInformation", "sdnEntry"), drift=DriftCheck(OUTLINE, report)):
        if local(element) == "publshInformation":
            _read_publication(element, report)
            continue
        fields = _children(element)
        native_id = fields.get("uid", "")
        if wanted is None or native_id in wanted:
            yield _record(name, element, fields, report)


FORMAT = Format("ofac_xml", 2, recognises, records)


def _children(element: Element) -> dict[str, str]:
    """The texts of an element's children by their names; of a repeated name the last one."""
    return {local(child): one_line(child.text) for child in element}


def _read_publication(element: Element, report: Report) -> None:
    """Put the day of publication and the number of entries into the report."""
    for tag, text in _children(element).items():
        if tag == "Publish_Date":
            report.published_on = _month_first_date(text)
        elif tag == "Record_Count" and text.isdigit():
            report.stated_parties = int(text)


def _month_first_date(text: str) -> date | None:
    """The day of MM/DD/YYYY; None for anything else."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007  a day in Washington, without a time
    except ValueError:
        return None


def _record(name: str, entry: Element, fields: dict[str, str], report: Report) -> Record:
    """The party of an entry.

    Raises:
        UnreadableListError: it has no id or name.
    """
    native_id, family, given = (fields.get(tag, "") for tag in ("uid", "lastName", "firstName"))
    if not native_id or not family:
        raise UnreadableListError(
            f"{name}, line {entry.sourceline}: a party without uid or lastName; the layout is new or the file damaged."
        )
    party_type = PARTY_TYPES.get(fields.get("sdnType", "").casefold())
    if party_type is None:
        report.unknown("sdnType", fields.get("sdnType", ""))
        party_type = "entity"
    record = empty_record(native_id, party_type, inverted_name(family, [given]), _parts_of_name(family, given))
    for element in entry:
        _read_child(element, record, report)
    if fields.get("title"):
        add_fact(record, report, "Title", fields["title"])
    if fields.get("remarks"):
        record.remarks = fields["remarks"]
        read_remarks(fields["remarks"], record, report)
    record.listed_on = cmic_listing_day(record)
    return record


def _read_child(element: Element, record: Record, report: Report) -> None:
    """Add a child of an entry that is a list of values or a vessel; texts are read with the entry."""
    tag = local(element)
    if tag in _READERS_OF_LISTS:
        for item in element:
            _READERS_OF_LISTS[tag](item, record, report)
    elif tag == "vesselInfo":
        _read_vessel(element, record, report)


def _parts_of_name(family: str, given: str) -> tuple[tuple[str, str], ...]:
    """The labelled parts of a name; none if it has only one."""
    return (("family", family), ("given", given)) if family and given else ()


def _read_programme(item: Element, record: Record, _: Report) -> None:
    """Add a programme."""
    if local(item) == "program" and item.text:
        record.programmes.append(one_line(item.text))


def _read_alias(item: Element, record: Record, report: Report) -> None:
    """Add an alias; an unknown type or category is reported, and counts as "aka" and strong."""
    fields = _children(item)
    kind = ALIAS_KINDS.get(fields.get("type", "").casefold())
    if kind is None:
        report.unknown("aka type", fields.get("type", ""))
    if fields.get("category") not in {"strong", "weak"}:
        report.unknown("aka category", fields.get("category", ""))
    family, given = fields.get("lastName", ""), fields.get("firstName", "")
    quality: NameQuality = "weak" if fields.get("category") == "weak" else "strong"
    record.names.append(
        Name(inverted_name(family, [given]), quality, kind or "aka", parts=_parts_of_name(family, given))
    )


_ADDRESS_STREETS = ("address1", "address2", "address3")


def _read_address(item: Element, record: Record, _: Report) -> None:
    """Add an address, if the item has more than its id."""
    fields = _children(item)
    add_address(
        record,
        streets=[fields.get(tag, "") for tag in _ADDRESS_STREETS],
        city=fields.get("city", ""),
        region=fields.get("stateOrProvince", ""),
        postcode=fields.get("postalCode", ""),
        country=fields.get("country", ""),
    )


def _read_id(item: Element, record: Record, report: Report) -> None:
    """Add an identity document or another number, with its issuer and dates; one without a number is left out."""
    fields = _children(item)
    note = dated_note(fields.get("issueDate"), fields.get("expirationDate"))
    label, number = fields.get("idType", ""), fields.get("idNumber", "")
    if number:
        add_fact(record, report, label, number, issuer=fields.get("idCountry") or None, note=note)


def _reader_of_value(label: str, tag: str) -> Callable[[Element, Record, Report], None]:
    """A function that reads the value of an item under this tag as a fact with this label."""

    def read(item: Element, record: Record, report: Report) -> None:
        """Add the value of an item as a fact; nothing if it is empty."""
        value = _children(item).get(tag, "")
        if value:
            add_fact(record, report, label, value)

    return read


_READERS_OF_LISTS: dict[str, Callable[[Element, Record, Report], None]] = {
    "programList": _read_programme,
    "idList": _read_id,
    "akaList": _read_alias,
    "addressList": _read_address,
    "nationalityList": _reader_of_value("Nationality Country", "country"),
    "citizenshipList": _reader_of_value("Citizenship Country", "country"),
    "dateOfBirthList": _reader_of_value("Birthdate", "dateOfBirth"),
    "placeOfBirthList": _reader_of_value("Place of Birth", "placeOfBirth"),
}


def _read_vessel(element: Element, record: Record, report: Report) -> None:
    """Add the facts of a vessel."""
    for tag, value in _children(element).items():
        if tag in _VESSEL and value:
            add_fact(record, report, _VESSEL[tag], value)
