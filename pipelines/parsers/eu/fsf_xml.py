"""The EU's consolidated financial sanctions list, XML 1.1: sanctionEntity to records.

Here: what the elements mean. Not here: the CSV files of the same list (fsf_csv), or the file before 2017
(global_xml).

Sources: whole entities of 21 December 2018 and 5 August 2026, and public readers of the file for the attributes that
those do not show; not yet tried on a whole file.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from pipelines.parsers.days import day_in
from pipelines.parsers.eu.record import Act, Alias, Party, birth_from, document_of, record_of
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Address, BirthPlace, Files, Format, Record, Report
from pipelines.parsers.texts import folded_or_none
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    attribute,
    child,
    children,
    day_of_publication,
    elements_at,
    file_with_root,
    local,
    outline,
    required_file,
    root_of,
    texts_of,
)

ROOT = "export"
NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
ZONE = ZoneInfo("Europe/Brussels")

OUTLINE = outline("eu_fsf_xml")
FLAGS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to be expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}


def recognises(files: Files) -> bool:
    """Whether a file has the EU's root element in its namespace."""
    content = file_with_root(files, ROOT)
    root = root_of(content) if content else None
    return root is not None and root.namespace == NAMESPACE


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each `sanctionEntity`, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = required_file(files, ROOT)
    report.published_on = day_of_publication(content, "generationDate", ZONE)
    tally = Tally()
    for entity in elements_at(content, 1, "sanctionEntity", drift=DriftCheck(OUTLINE, report)):
        record = _record(entity, report, tally)
        if record is not None:
            yield record
    tally.refuse_losses()


def _record(entity: Element, report: Report, tally: Tally) -> Record | None:
    """The party of an entity; None, with the reason in the report, if it cannot be read."""
    subject = child(entity, "subjectType")
    party = Party(
        native_id=_attribute_text(entity, "logicalId"),
        kind=_attribute_text(subject, "code") if subject is not None else "",
        reference=_attribute_text(entity, "euReferenceNumber"),
        un_reference=_attribute_text(entity, "unitedNationId"),
        designated_on=day_in(entity.get("designationDate")),
    )
    if details := _attribute_text(entity, "designationDetails"):
        party.features.append(("designation_details", details))
    party.remarks += texts_of(entity, "remark")
    _add_acts(party, entity)
    for part in children(entity):
        if read := PART_READERS.get(local(part)):
            read(party, part, report)
    tally.count(
        {
            "logicalId": party.native_id or None,
            "wholeName": any(_attribute_text(alias, "wholeName") for alias in children(entity, "nameAlias")) or None,
            "regulation": party.acts or None,
            "programme": next((act for act in party.acts if act.programme), None),
            "subjectType": party.kind or None,
        }
    )
    if not party.native_id:
        report.unread.append((f"sanctionEntity {tally.parties}", "no logicalId"))
        return None
    return record_of(party, report)


def _add_acts(party: Party, entity: Element) -> None:
    """Add the acts of an entity, and note the days of all acts that its parts name."""
    for regulation in children(entity, "regulation"):
        party.add_act(
            Act(
                _attribute_text(regulation, "numberTitle"),
                day_in(regulation.get("publicationDate")),
                day_in(regulation.get("entryIntoForceDate")),
                _attribute_text(regulation, "programme"),
                _attribute_text(regulation, "regulationType"),
            )
        )
    for regulation in entity.iter("{*}regulationSummary"):
        party.note_days(day_in(regulation.get("publicationDate")), day_in(regulation.get("entryIntoForceDate")))


def _add_name(party: Party, alias: Element, _report: Report) -> None:
    """Add a name with its parts, language and remark, and the function, title and gender that stand with it."""
    parts = tuple(
        (label, text)
        for label, key in (("given", "firstName"), ("middle", "middleName"), ("family", "lastName"))
        if (text := _attribute_text(alias, key))
    )
    whole = _attribute_text(alias, "wholeName") or " ".join(text for _, text in parts)
    strong, remark = alias.get("strong") != "false", _remark(alias)
    party.names.append(
        Alias(whole, parts or (("whole", whole),), _attribute_text(alias, "nameLanguage"), strong, remark)
    )
    party.features += [
        (key, value) for key in ("function", "title", "gender") if (value := _attribute_text(alias, key))
    ]
    if remark:
        party.features.append(("alias_note", f"{whole}: {remark}"))


def _add_citizenship(party: Party, citizenship: Element, _report: Report) -> None:
    """Add a citizenship."""
    party.add_country("citizenship", *_country(citizenship))


def _add_birth(party: Party, birth: Element, _report: Report) -> None:
    """Add a birth: date, place and country. Code "00" means that the country is not known."""
    keys = {
        "date": "birthdate",
        "day": "dayOfMonth",
        "month": "monthOfYear",
        "year": "year",
        "from": "yearRangeFrom",
        "to": "yearRangeTo",
    }
    parts = {key: _attribute_text(birth, name) for key, name in keys.items()}
    if birth_date := birth_from(
        parts, circa=birth.get("circa") == "true", calendar=_attribute_text(birth, "calendarType")
    ):
        party.births.append(birth_date)
    country, code = _country(birth)
    party.add_country("birth", country, code)
    known_country = country if code != "00" else ""
    parts_of_place = [text for key in ("city", "place", "region") if (text := _attribute_text(birth, key))]
    if parts_of_place or known_country:
        party.birth_places.append(
            BirthPlace(", ".join([*parts_of_place, *([known_country] if known_country else [])]), known_country or None)
        )
    party.remarks += texts_of(birth, "remark")


def _add_address(party: Party, address: Element, _report: Report) -> None:
    """Add an address with its remark, its country and its contacts. Code "00" means that the country is not known."""
    country, code = _country(address)
    party.add_country("address", country, code)
    known_country = country if code != "00" else ""
    place, box = _attribute_text(address, "place"), _attribute_text(address, "poBox")
    street, city, region, postcode = (_attribute_text(address, key) for key in ("street", "city", "region", "zipCode"))
    parts = [street, f"P.O. Box {box}" if box else "", place, postcode, city, region, known_country]
    text, remark = ", ".join(filter(None, parts)), _remark(address)
    if text:
        party.addresses.append(
            Address(
                f"{text} ({remark})" if remark else text,
                street or None,
                city or place or None,
                region or None,
                postcode or None,
                known_country or None,
            )
        )
    for contact in children(address, "contactInfo"):
        party.add_contact(_attribute_text(contact, "key"), _attribute_text(contact, "value"))


def _add_identification(party: Party, document: Element, report: Report) -> None:
    """Add an identity document with its dates and remarks as note, under its number and its number in Latin letters."""
    number, latin = _attribute_text(document, "number"), _attribute_text(document, "latinNumber")
    country, code = _country(document)
    party.add_country("identifier", country, code)
    flags = [words for key, words in FLAGS.items() if document.get(key) == "true"]
    dates = [
        f"{key} {text}" for key in ("issuedBy", "issueDate", "issuedDate", "validFrom", "validTo", "nameOnDocument")
        if (text := _attribute_text(document, key))
    ]  # fmt: skip
    note = "; ".join([*flags, *dates, *filter(None, [_remark(document)])])
    kind, label = (
        _attribute_text(document, "identificationTypeCode"),
        _attribute_text(document, "identificationTypeDescription"),
    )
    for value in dict.fromkeys(filter(None, (number, latin))):
        issuer = country if code != "00" else ""
        party.identifiers.append(document_of(kind, value, label, issuer, note, report))


PART_READERS = {
    "nameAlias": _add_name,
    "citizenship": _add_citizenship,
    "birthdate": _add_birth,
    "address": _add_address,
    "identification": _add_identification,
}


def _attribute_text(element: Element, name: str) -> str:
    """The value of an attribute; "" if there is none."""
    return attribute(element, name) or ""


def _remark(element: Element) -> str:
    """The remarks below an element as one text, "" if there are none."""
    return " ".join(texts_of(element, "remark"))


def _country(element: Element) -> tuple[str, str]:
    """The name and the code of a country, each "" if missing."""
    return folded_or_none(element.get("countryDescription")) or "", _attribute_text(element, "countryIso2Code")


FORMAT = Format("eu_fsf_xml", 2, recognises, records)
