"""The EU's consolidated financial sanctions list, XML 1.1: sanctionEntity to records.

Here: what the elements mean. Not here: the CSV files of the same list (fsf_csv), or the file before 2017
(global_xml).

Sources: whole entities of 21 December 2018 and 5 August 2026, and public readers of the file for the attributes that
those do not show; not yet tried on a whole file.
"""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pipelines.parsers.eu.record import Act, Alias, Party, birth_from, day_of, document_of, record_of
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Address, BirthPlace, Files, Format, Record, Report, UnreadableListError
from pipelines.parsers.texts import folded_or_none
from pipelines.parsers.xml_documents import (
    Element,
    attribute,
    child,
    children,
    elements_at,
    file_with_root,
    local,
    report_unknown,
    root_of,
    texts_of,
)

ROOT = "export"
NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
ZONE = ZoneInfo("Europe/Brussels")

_ACT = frozenset({
    "@regulationType", "@organisationType", "@publicationDate", "@entryIntoForceDate", "@numberTitle", "@programme",
    "@logicalId", "@publicationUrl",
})  # fmt: skip
_PLACE = frozenset({
    "@city", "@zipCode", "@region", "@place", "@countryIso2Code", "@countryDescription", "@regulationLanguage",
    "@logicalId", "remark", "regulationSummary",
})  # fmt: skip
KNOWN = {
    "sanctionEntity": frozenset({
        "@designationDate", "@designationDetails", "@unitedNationId", "@euReferenceNumber", "@logicalId", "remark",
        "regulation", "subjectType", "nameAlias", "citizenship", "birthdate", "address", "identification",
    }),
    "regulation": _ACT | {"publicationUrl"},
    "regulationSummary": _ACT,
    "subjectType": frozenset({"@code", "@classificationCode"}),
    "nameAlias": frozenset({
        "@firstName", "@middleName", "@lastName", "@wholeName", "@function", "@gender", "@title", "@nameLanguage",
        "@strong", "@regulationLanguage", "@logicalId", "remark", "regulationSummary",
    }),
    "citizenship": _PLACE,
    "birthdate": _PLACE | {
        "@circa", "@calendarType", "@birthdate", "@dayOfMonth", "@monthOfYear", "@year", "@yearRangeFrom",
        "@yearRangeTo",
    },
    "address": _PLACE | {"@street", "@poBox", "@asAtListingTime", "contactInfo"},
    "contactInfo": frozenset({"@key", "@value"}),
    "identification": _PLACE | {
        "@diplomatic", "@knownExpired", "@knownFalse", "@reportedLost", "@revokedByIssuer", "@issuedBy", "@issueDate",
        "@issuedDate", "@validFrom", "@validTo", "@latinNumber", "@nameOnDocument", "@number",
        "@identificationTypeCode",
        "@identificationTypeDescription",
    },
}  # fmt: skip
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
    """One record a sanctionEntity, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = file_with_root(files, ROOT)
    if content is None:
        raise UnreadableListError(f"no file has the root element {ROOT}; look at what the source sent.")
    report.published_on = _published_on(content)
    tally = Tally()
    for entity in elements_at(content, 1):
        if local(entity) != "sanctionEntity":
            report.unknown(ROOT, local(entity))
            continue
        report_unknown(entity, KNOWN, report)
        record = _record(entity, report, tally)
        if record is not None:
            yield record
    tally.refuse_losses()


def _published_on(content: bytes) -> date:
    root = root_of(content)
    stated = root.attributes.get("generationDate", "") if root else ""
    try:
        return datetime.fromisoformat(stated).astimezone(ZONE).date()
    except ValueError as error:
        raise UnreadableListError(
            f"{ROOT}/@generationDate is {stated!r}, not a time; compare with the format."
        ) from error


def _record(entity: Element, report: Report, tally: Tally) -> Record | None:
    subject = child(entity, "subjectType")
    party = Party(
        native_id=_said(entity, "logicalId"),
        kind=_said(subject, "code") if subject is not None else "",
        reference=_said(entity, "euReferenceNumber"),
        un_reference=_said(entity, "unitedNationId"),
        designated_on=day_of(entity.get("designationDate")),
    )
    if details := _said(entity, "designationDetails"):
        party.features.append(("designation_details", details))
    party.remarks += texts_of(entity, "remark")
    _add_acts(party, entity)
    for each in children(entity):
        if read := PARTS.get(local(each)):
            read(party, each, report)
    tally.count(
        {
            "logicalId": party.native_id or None,
            "wholeName": any(_said(each, "wholeName") for each in children(entity, "nameAlias")) or None,
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
    for each in children(entity, "regulation"):
        party.add_act(
            Act(
                _said(each, "numberTitle"),
                day_of(each.get("publicationDate")),
                day_of(each.get("entryIntoForceDate")),
                _said(each, "programme"),
                _said(each, "regulationType"),
            )
        )
    for each in entity.iter("{*}regulationSummary"):
        party.seen(day_of(each.get("publicationDate")), day_of(each.get("entryIntoForceDate")))


def _add_name(party: Party, each: Element, _report: Report) -> None:
    parts = tuple(
        (label, text)
        for label, key in (("given", "firstName"), ("middle", "middleName"), ("family", "lastName"))
        if (text := _said(each, key))
    )
    whole = _said(each, "wholeName") or " ".join(text for _, text in parts)
    strong, remark = each.get("strong") != "false", _remark(each)
    party.names.append(Alias(whole, parts or (("whole", whole),), _said(each, "nameLanguage"), strong, remark))
    party.features += [(key, value) for key in ("function", "title", "gender") if (value := _said(each, key))]
    if remark:
        party.features.append(("alias_note", f"{whole}: {remark}"))


def _add_citizenship(party: Party, each: Element, _report: Report) -> None:
    party.add_country("citizenship", *_country(each))


def _add_birth(party: Party, each: Element, _report: Report) -> None:
    keys = {
        "date": "birthdate",
        "day": "dayOfMonth",
        "month": "monthOfYear",
        "year": "year",
        "from": "yearRangeFrom",
        "to": "yearRangeTo",
    }
    parts = {key: _said(each, name) for key, name in keys.items()}
    if found := birth_from(parts, circa=each.get("circa") == "true", calendar=_said(each, "calendarType")):
        party.births.append(found)
    country, code = _country(each)
    party.add_country("birth", country, code)
    known = country if code != "00" else ""
    stated = [text for key in ("city", "place", "region") if (text := _said(each, key))]
    if stated or known:
        party.birth_places.append(BirthPlace(", ".join([*stated, *([known] if known else [])]), known or None))
    party.remarks += texts_of(each, "remark")


def _add_address(party: Party, each: Element, _report: Report) -> None:
    country, code = _country(each)
    party.add_country("address", country, code)
    known = country if code != "00" else ""
    place, box = _said(each, "place"), _said(each, "poBox")
    street, city, region, postcode = (_said(each, key) for key in ("street", "city", "region", "zipCode"))
    stated = [street, f"P.O. Box {box}" if box else "", place, postcode, city, region, known]
    text, remark = ", ".join(filter(None, stated)), _remark(each)
    if text:
        party.addresses.append(
            Address(
                f"{text} ({remark})" if remark else text,
                street or None,
                city or place or None,
                region or None,
                postcode or None,
                known or None,
            )
        )
    for contact in children(each, "contactInfo"):
        party.add_contact(_said(contact, "key"), _said(contact, "value"))


def _add_identification(party: Party, each: Element, report: Report) -> None:
    number, latin = _said(each, "number"), _said(each, "latinNumber")
    country, code = _country(each)
    party.add_country("identifier", country, code)
    flags = [words for key, words in FLAGS.items() if each.get(key) == "true"]
    dates = [
        f"{key} {text}" for key in ("issuedBy", "issueDate", "issuedDate", "validFrom", "validTo", "nameOnDocument")
        if (text := _said(each, key))
    ]  # fmt: skip
    note = "; ".join([*flags, *dates, *filter(None, [_remark(each)])])
    kind, label = _said(each, "identificationTypeCode"), _said(each, "identificationTypeDescription")
    for value in dict.fromkeys(filter(None, (number, latin))):
        issuer = country if code != "00" else ""
        party.identifiers.append(document_of(kind, value, label, issuer, note, report))


PARTS = {
    "nameAlias": _add_name,
    "citizenship": _add_citizenship,
    "birthdate": _add_birth,
    "address": _add_address,
    "identification": _add_identification,
}


def _said(element: Element, name: str) -> str:
    return attribute(element, name) or ""


def _remark(element: Element) -> str:
    return " ".join(texts_of(element, "remark"))


def _country(element: Element) -> tuple[str, str]:
    return folded_or_none(element.get("countryDescription")) or "", _said(element, "countryIso2Code")


FORMAT = Format("eu_fsf_xml", 2, recognises, records)
