"""The EU's consolidated financial sanctions list before 2017, global.xml: ENTITY to records.

Here: what its elements mean. Not here: the list since then (eu_fsf_xml, eu_fsf_csv).

Read against a file of 11 February 2016 that was trimmed to 595 entities. Every part names its own act; countries are
ISO 3166 alpha-3 codes; a document's kind stands in brackets after its number.
"""

from collections.abc import Iterator

from pipelines.parsers.days import day_in
from pipelines.parsers.eu.record import Act, Alias, Party, birth_of, document_in, record_of
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Address, BirthPlace, Files, Format, Record, Report
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    attribute,
    children,
    elements_at,
    local,
    outline,
    recogniser,
    required_file,
    root_attribute,
    text_of,
)

ROOT = "WHOLE"
OUTLINE = outline("eu_global_xml")


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each `ENTITY`, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = required_file(files, ROOT)
    report.published_on = day_in(root_attribute(content, "Date"))
    tally = Tally()
    for entity in elements_at(content, 1, "ENTITY", drift=DriftCheck(OUTLINE, report)):
        party = _party(entity, report)
        tally.count(
            {
                "Id": party.native_id or None,
                "NAME/WHOLENAME": party.names or None,
                "legal_basis": party.acts or None,
                "reg_date": party.days or None,
                "Type": party.kind or None,
            }
        )
        if not party.native_id:
            report.unread.append((f"ENTITY {tally.parties}", "no Id"))
        elif (record := record_of(party, report)) is not None:
            yield record
    tally.refuse_losses()


def _party(entity: Element, report: Report) -> Party:
    """The party of an entity, with all its parts and the days of their acts, of which the earliest is the listing."""
    party = Party(attribute(entity, "Id") or "", attribute(entity, "Type") or "")
    day = day_in(entity.get("reg_date"))
    party.add_act(Act(attribute(entity, "legal_basis") or "", day, None, attribute(entity, "programme") or ""))
    party.remarks += filter(None, [attribute(entity, "remark")])
    for part in children(entity):
        party.note_days(day_in(part.get("reg_date")))
        texts = {local(child): text for child in children(part) if (text := text_of(part, local(child)))}
        if local(part) == "NAME":
            _add_name(party, texts)
        elif local(part) == "BIRTH":
            _add_birth(party, texts)
        elif local(part) == "PASSPORT":
            document = document_in(texts.get("NUMBER", ""), texts.get("COUNTRY", ""), report)
            party.identifiers += filter(None, [document])
        elif local(part) == "CITIZEN":
            party.add_country("citizenship", texts.get("COUNTRY", ""))
        elif local(part) == "ADDRESS":
            _add_address(party, texts)
    return party


def _add_name(party: Party, texts: dict[str, str]) -> None:
    """Add a name with its parts, and the function, title and gender that stand with it."""
    parts = tuple(
        (label, texts[tag])
        for label, tag in (("given", "FIRSTNAME"), ("middle", "MIDDLENAME"), ("family", "LASTNAME"))
        if tag in texts
    )
    whole = texts.get("WHOLENAME", "")
    if whole:
        party.names.append(Alias(whole, parts or (("whole", whole),), texts.get("LANGUAGE", "")))
    party.features += [(tag.lower(), texts[tag]) for tag in ("FUNCTION", "TITLE", "GENDER") if tag in texts]


def _add_birth(party: Party, texts: dict[str, str]) -> None:
    """Add a birth: date, place and country."""
    country = texts.get("COUNTRY", "")
    party.births += filter(None, [birth_of(texts.get("DATE", ""))])
    party.add_country("birth", country)
    parts_of_place = [part for part in (texts.get("PLACE", ""), country) if part]
    if parts_of_place:
        party.birth_places.append(BirthPlace(", ".join(parts_of_place), country or None))


def _add_address(party: Party, texts: dict[str, str]) -> None:
    """Add an address, its country and its contacts; an empty address is left out."""
    country, other_text = texts.get("COUNTRY", ""), party.add_contacts(texts.get("OTHER", ""))
    party.add_country("address", country)
    street = " ".join(texts[tag] for tag in ("NUMBER", "STREET") if tag in texts)
    parts = [street, texts.get("ZIPCODE", ""), texts.get("CITY", ""), country]
    text = ", ".join(part for part in parts if part)
    if text or other_text:
        party.addresses.append(
            Address(
                " ".join(part for part in (text, other_text) if part),
                street or None,
                texts.get("CITY"),
                None,
                texts.get("ZIPCODE"),
                country or None,
            )
        )


FORMAT = Format("eu_global_xml", 2, recogniser(ROOT), records)
