"""The UK Sanctions List as XML: Designations to records.

Here: what the elements mean. Not here: the same list as a table (sanctions_table), or OFSI's closed list (ofsi).

Sources: three whole designations of 7 September 2026, and the set of element paths that public readers of the whole
file give, ships' among them; not yet tried on a whole file.
- The native id is UniqueID: designations since 28 January 2026 have no OFSIGroupID.
- DateDesignated is the day of listing. RegimeName is the full title of the regulations: programme and legal basis.
- A passport is repeated for every birth date, a name for every address: repeats are dropped.
- A non-Latin name may be in Latin letters although its script says otherwise; then no script is stated.
- `SanctionsImposed` joins the measures by "|"; the indicators beside it say the same, but only of fifteen of them.
"""

from collections.abc import Iterator

from pipelines.parsers.days import day_in
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import Files, Format, Identifier, IdentifierKind, Record, Report
from pipelines.parsers.uk.record import NameRow, Party, record_of
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    children,
    elements_at,
    local,
    outline,
    recogniser,
    required_file,
    text_of,
    texts_of,
)

ROOT = "Designations"
NAME_PARTS = tuple(f"Name{number}" for number in range(1, 7))
ADDRESS_LINES = tuple(f"AddressLine{number}" for number in range(1, 7))
FEATURES = {
    ("Titles", "Title"): "title",
    ("IndividualDetails", "Individual", "Positions", "Position"): "function",
    ("IndividualDetails", "Individual", "Genders", "Gender"): "gender",
    ("EntityDetails", "Entity", "TypeOfEntities", "TypeOfEntity"): "entity_type",
    ("ShipDetails", "Ship", "TypeOfShipDetails", "TypeOfShip"): "vessel_type",
    ("ShipDetails", "Ship", "TonnageOfShipDetails", "TonnageOfShip"): "tonnage",
    ("ShipDetails", "Ship", "LengthOfShipDetails", "LengthOfShip"): "length",
    ("ShipDetails", "Ship", "YearsBuilt", "YearBuilt"): "year_built",
    ("DesignationSource",): "designation_source",
}
TIES = {
    ("EntityDetails", "Entity", "ParentCompanies", "ParentCompany"): "parent company",
    ("EntityDetails", "Entity", "Subsidiaries", "Subsidiary"): "subsidiary",
    ("ShipDetails", "Ship", "CurrentOwnerOperators", "CurrentOwnerOperator"): "current owner or operator",
    ("ShipDetails", "Ship", "PreviousOwnerOperators", "PreviousOwnerOperator"): "previous owner or operator",
}
IDENTIFIERS: dict[tuple[str, ...], IdentifierKind] = {
    ("UniqueID",): "list_reference",
    ("OFSIGroupID",): "ofsi_group",
    ("UNReferenceNumber",): "un_reference",
    ("PhoneNumbers", "PhoneNumber"): "phone",
    ("EmailAddresses", "EmailAddress"): "email",
    ("Websites", "Website"): "website",
    ("ShipDetails", "Ship", "HullIdentificationNumbers", "HullIdentificationNumber"): "other",
}
DOCUMENTS: tuple[tuple[str, str, IdentifierKind], ...] = (
    ("PassportDetails", "Passport", "passport"),
    ("NationalIdentifierDetails", "NationalIdentifier", "national_id"),
)


OUTLINE = outline("uk_sanctions_xml")


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each designation, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = required_file(files, ROOT)
    tally = Tally()
    for element in elements_at(content, 1, drift=DriftCheck(OUTLINE, report)):
        if local(element) == "DateGenerated":
            report.published_on = day_in(element.text)
        elif local(element) == "Designation" and (record := _record(element, report, tally)) is not None:
            yield record
    tally.refuse_losses()


def _record(element: Element, report: Report, tally: Tally) -> Record | None:
    """The party of a designation; None, with the reason in the report, without id or name or with an unknown type.

    What it has of the required fields is counted in `tally`.
    """
    party = Party(text_of(element, "UniqueID") or "", text_of(element, "IndividualEntityShip") or "")
    party.regimes = texts_of(element, "RegimeName")
    if day := day_in(text_of(element, "DateDesignated")):
        party.listed.append((day, " ".join(party.regimes)))
    _add_names(party, element)
    _add_particulars(party, element)
    record = record_of(party, report) if party.native_id else None
    if not party.native_id:
        report.unread.append((f"designation {tally.parties + 1}", "no UniqueID"))
    tally.count(
        {
            "UniqueID": party.native_id or None,
            "Names": party.names or None,
            "DateDesignated": party.listed or None,
            "RegimeName": party.regimes or None,
            "IndividualEntityShip": party.kind or None,
        }
    )
    return record


def _add_names(party: Party, element: Element) -> None:
    """Add the names in Latin letters and in other scripts."""
    for name in _elements_at_path(element, "Names", "Name"):
        parts = tuple(text_of(name, part) or "" for part in NAME_PARTS)
        party.names.append(NameRow(parts, text_of(name, "NameType") or "", text_of(name, "AliasStrength") or ""))
    party.names = [name for name in party.names if name.text]
    for name in _elements_at_path(element, "NonLatinNames", "NonLatinName"):
        if text := text_of(name, "NameNonLatinScript"):
            script, language = text_of(name, "NonLatinScriptType"), text_of(name, "NonLatinScriptLanguage")
            party.non_latin.append((text, script or "", language or ""))


def _add_particulars(party: Party, element: Element) -> None:
    """Add all that the designation states beside its names: measures, days of update, births, addresses, numbers."""
    party.measures = [
        measure.strip()
        for text in texts_of(element, "SanctionsImposed")
        for measure in text.split("|")
        if measure.strip()
    ]
    party.updated = texts_of(element, "LastUpdated")
    party.births = texts_of(element, "IndividualDetails", "Individual", "DOBs", "DOB")
    party.nationalities = texts_of(element, "IndividualDetails", "Individual", "Nationalities", "Nationality")
    party.registrations = list(
        dict.fromkeys(
            texts_of(element, "EntityDetails", "Entity", "BusinessRegistrationNumbers", "BusinessRegistrationNumber")
        )
    )
    party.imos = list(dict.fromkeys(texts_of(element, "ShipDetails", "Ship", "IMONumbers", "IMONumber")))
    party.flags = texts_of(
        element, "ShipDetails", "Ship", "CurrentBelievedFlagOfShips", "CurrentBelievedFlagOfShip"
    ) + texts_of(element, "ShipDetails", "Ship", "PreviousFlags", "PreviousFlag")
    party.features = [(kind, text) for path, kind in FEATURES.items() for text in texts_of(element, *path)]
    party.ties = [(kind, text) for path, kind in TIES.items() for text in texts_of(element, *path)]
    party.remarks = texts_of(element, "OtherInformation") + texts_of(element, "UKStatementofReasons")
    for place in _elements_at_path(element, "IndividualDetails", "Individual", "BirthDetails", "Location"):
        party.birth_places.append((text_of(place, "TownOfBirth") or "", text_of(place, "CountryOfBirth") or ""))
    for address in _elements_at_path(element, "Addresses", "Address"):
        lines = tuple(text_of(address, line) or "" for line in ADDRESS_LINES)
        postcode, country = text_of(address, "AddressPostalCode"), text_of(address, "AddressCountry")
        party.addresses.append((lines, postcode or "", country or ""))
    _add_identifiers(party, element)


def _add_identifiers(party: Party, element: Element) -> None:
    """Add the numbers and identity documents, each once.

    Remarks on a document without a number are kept in `not_understood`.
    """
    identifiers = [
        Identifier(kind, text, path[-1]) for path, kind in IDENTIFIERS.items() for text in texts_of(element, *path)
    ]
    for group, part, kind in DOCUMENTS:
        for document in _elements_at_path(element, "IndividualDetails", "Individual", group, part):
            number, note = text_of(document, f"{part}Number"), text_of(document, f"{part}AdditionalInformation")
            if number:
                identifiers.append(Identifier(kind, number, f"{part}Number", None, note))
            elif note:
                party.not_understood.append(note)
    party.identifiers = [
        identifier for index, identifier in enumerate(identifiers) if identifier not in identifiers[:index]
    ]


def _elements_at_path(element: Element, *path: str) -> list[Element]:
    """All elements at a path of names below an element."""
    level = [element]
    for name in path:
        level = [child for parent in level for child in children(parent, name)]
    return level


FORMAT = Format("uk_sanctions_xml", 6, recogniser(ROOT), records)
