"""Canada's Consolidated Autonomous Sanctions List (SEMA and JVCFOR): XML to records.

Here: what the file's elements mean, in all three layouts. Not here: what an alias cell holds (see aliases).

Read against the whole files of 15 April 2020 and 25 May 2025, and against 16 records of the layout of 25 August 2026.
- The tags were renamed twice (Entity → EntityOrShip → EntityOrShip-EntiteOuNavire); TAGS maps them to one.
- Country is the regulation under which the party is listed, in English and French, and no nationality: 80 records
  name the law on corrupt foreign officials there. It is the programme; where it is a country, it is kept with link
  `other`.
- The file states no id. Schedule and item number do not serve: between 2020 and 2025 the schedules were renumbered
  ("1", "1, Part 1", "Part 1" for one and the same), and items changed places (South Sudan did so), so that
  one party's number became another's. The id is the regulation and the name, both folded and without the aliases and
  notes written in the name: 1,259 of the 1,369 parties of 2020 have it in 2025, and of the others 100 are Zimbabwe's,
  lifted, and four are corrected names. Parties of one name under one regulation are distinguished by what the file says
  of them (see namesakes). Schedule and item are kept as a reference.
- DateOfListing is the day of listing; the layout of 2020 has none. The file states no day of publication.
- A ship is recognised by its IMO number; its build date stands where a birth date stands. A few cells of the IMO number
  hold a name in another script: then the party is no ship.
- An entity's name and a title may be followed by the French one after a slash or a bar. Pads are no-break spaces.
"""

import re
from collections.abc import Iterator

from pipelines.parsers.births import birth_dates
from pipelines.parsers.ca.aliases import aliases_of, languages_of
from pipelines.parsers.days import day_in
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.names import names_and_notes, names_in
from pipelines.parsers.namesakes import with_distinct_ids
from pipelines.parsers.record import (
    Country,
    Feature,
    Files,
    Format,
    Identifier,
    ListingEvent,
    Name,
    PartyType,
    Record,
    Report,
)
from pipelines.parsers.texts import folded_or_none
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    children,
    elements_at,
    local,
    outline,
    recogniser,
    required_file,
)

ROOT = "data-set"
LAYOUT_2020 = {"Entity": "EntityOrShip", "Title": "Title", "DateOfBirth": "Born"}
TAGS = {
    **LAYOUT_2020,
    "Country": "Country", "Country-Pays": "Country",
    "EntityOrShip": "EntityOrShip", "EntityOrShip-EntiteOuNavire": "EntityOrShip",
    "TitleOrShip": "Title", "TitleOrShipType-TitreOuTypeDeNavire": "Title",
    "LastName": "LastName", "LastName-NomDeFamille": "LastName",
    "GivenName": "GivenName", "GivenName-Prenom": "GivenName",
    "Aliases": "Aliases", "Aliases-Alias": "Aliases",
    "DateOfBirthOrShipBuildDate": "Born",
    "DateOfBirthOrShipBuildDate-DateDeNaissanceOuDateDeConstructionDuNavire": "Born",
    "ShipIMONumber": "IMO", "ShipIMONumber-NumeroOMIDuNavire": "IMO",
    "Schedule": "Schedule", "Schedule-Annexe": "Schedule",
    "Item": "Item", "Item-NumeroDarticle": "Item",
    "DateOfListing": "Listed", "DateOfListing-DateDinscription": "Listed",
}  # fmt: skip
OUTLINE = outline("ca_sema")

THEMES = ("Justice for Victims", "Hamas Terrorist Attacks", "Extremist Settler Violence")
"""Regulations that are not named after a country."""
RENAMED_REGULATIONS = {"burma": "myanmar burma"}

_IMO = re.compile(r"\d{7}")
_NOT_WORD = re.compile(r"[^\w]+")


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each party, in the file's order; parties with the same name and regulation get different ids.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    yield from with_distinct_ids(_parties(required_file(files, ROOT), report))


def _parties(content: bytes, report: Report) -> Iterator[Record]:
    """The records of the document, whose layout is reported.

    Raises:
        UnreadableListError: too many records lack a required field, too many persons a family name, or too many records
            a day of listing in a layout that has one.
    """
    tally, person_tally, date_tally = Tally(), Tally(), Tally()
    tags: set[str] = set()
    for number, element in enumerate(elements_at(content, 1, drift=DriftCheck(OUTLINE, report)), 1):
        if local(element) != "record":
            continue
        tags.update(map(local, element))
        cells = _cells(element)
        if "EntityOrShip" not in cells:
            person_tally.count({"LastName": cells.get("LastName")})
        record = _record(cells, f"record {number}", report, tally, date_tally)
        if record is not None:
            yield record
    tally.refuse_losses()
    if person_tally.parties:
        person_tally.refuse_losses()
    report.layout = "2020" if tags & LAYOUT_2020.keys() else "2026" if "Country-Pays" in tags else "2025"
    if report.layout != "2020":
        date_tally.refuse_losses()


def _cells(element: Element) -> dict[str, str]:
    """The texts of a record by field name, without empty ones."""
    return {
        TAGS[tag]: text
        for child in children(element)
        if (tag := local(child)) in TAGS and (text := folded_or_none(child.text))
    }


def _record(cells: dict[str, str], place: str, report: Report, tally: Tally, date_tally: Tally) -> Record | None:
    """The party of a record; None, with the reason in the report, if it has no name or country.

    What it has of the required fields is counted in `tally`, and whether it has a day of listing in `date_tally`.
    """
    names = _names(cells)
    listed_on = day_in(cells.get("Listed", ""))
    tally.count({"Country": cells.get("Country"), "name": names or None, "Item": cells.get("Item")})
    date_tally.count({"DateOfListing": listed_on})
    if not names or "Country" not in cells:
        report.unread.append((place, "no name or no Country"))
        return None
    if "Listed" in cells and listed_on is None:
        report.unknown("DateOfListing", cells["Listed"])
    regulation = languages_of(cells["Country"])[0]
    party_type = _party_type(cells)
    return Record(
        native_id=f"{_folded_regulation(regulation)}/{_comparable(names[0].name)}",
        party_type=party_type,
        names=names,
        programmes=[cells["Country"]],
        listed_on=listed_on,
        birth_dates=birth_dates(cells.get("Born", "")) if party_type == "individual" else [],
        countries=[] if regulation.startswith(THEMES) else [Country("other", regulation)],
        identifiers=_identifiers(cells),
        features=_features(cells, party_type),
        events=[ListingEvent("listed", listed_on)] if listed_on else [],
    )


def _party_type(cells: dict[str, str]) -> PartyType:
    """The type of the party: an individual has no field for entities and ships; a vessel has an IMO number."""
    if "EntityOrShip" not in cells:
        return "individual"
    return "vessel" if _IMO.fullmatch(cells.get("IMO", "")) else "entity"


def _names(cells: dict[str, str]) -> list[Name]:
    """The names of a party: the primary one, its French form, and the aliases; none if no field holds a name.

    A field for the IMO number that holds letters only is a name too.
    """
    family, given = cells.get("LastName", ""), cells.get("GivenName", "")
    if "EntityOrShip" in cells:
        english, *other_languages = languages_of(cells["EntityOrShip"])
        names, _ = names_and_notes(english, "primary", "name")
        names[:1] = [Name(name.name, "primary", "name", parts=(("whole", name.name),)) for name in names[:1]]
        names += [
            Name(name, "strong", "spelling", language="fr")
            for other in other_languages
            for name, _ in names_in(other).names
        ]
    elif family or given:
        whole = " ".join(part for part in (given, family) if part)
        names, _ = names_and_notes(whole, "primary", "name")
        if [name.name for name in names[:1]] == [whole]:
            parts = tuple((label, part) for label, part in (("given", given), ("family", family)) if part)
            names[0] = Name(whole, "primary", "name", parts=parts)
    else:
        return []
    if not names:
        return []
    names += aliases_of(cells.get("Aliases", ""), is_person="EntityOrShip" not in cells)
    if "IMO" in cells and not any(cell.isdigit() for cell in cells["IMO"]):
        names.append(Name(cells["IMO"], "strong", "spelling"))
    return names


def _folded_regulation(regulation: str) -> str:
    """A regulation in the form for comparing; renamed ones under their new name, so that ids stay the same."""
    plain = _comparable(regulation)
    return RENAMED_REGULATIONS.get(plain, plain)


def _comparable(text: str) -> str:
    """The letters and digits in lower case: capitals and punctuation often change between layouts."""
    return _NOT_WORD.sub(" ", text).strip().casefold()


def _identifiers(cells: dict[str, str]) -> list[Identifier]:
    """The reference of the entry (schedule and item), and the IMO number.

    Another number in the field of the IMO number is of kind "other".
    """
    schedule, item = cells.get("Schedule", ""), cells.get("Item", "")
    reference_parts = [f"Schedule {schedule}" if schedule not in ("", "N/A") else "", f"item {item}" if item else ""]
    reference = ", ".join(part for part in reference_parts if part)
    identifiers = [Identifier("list_reference", reference, "Schedule, Item", cells["Country"])] if reference else []
    if _IMO.fullmatch(cells.get("IMO", "")):
        identifiers.append(Identifier("imo", cells["IMO"], "ShipIMONumber"))
    elif any(character.isdigit() for character in cells.get("IMO", "")):
        identifiers.append(Identifier("other", cells["IMO"], "ShipIMONumber"))
    return identifiers


def _features(cells: dict[str, str], party_type: PartyType) -> list[Feature]:
    """Features of a row. The list states the type of a vessel under "Title", and under "Born" when it was built."""
    kind = "vessel_type" if party_type == "vessel" else "title"
    features = [Feature(kind, text) for text in languages_of(cells["Title"])[:1]] if "Title" in cells else []
    if "Born" in cells and party_type != "individual":
        features.append(Feature("build_date", cells["Born"]))
    return features


FORMAT = Format("ca_sema", 4, recogniser(ROOT), records, makes_ids=True)
