"""Canada's Consolidated Autonomous Sanctions List (SEMA and JVCFOR): XML to records.

Here: what the file's elements mean, in all three layouts. Not here: what an alias cell holds (see ca_sema_aliases).

Read against the whole files of 15 April 2020 and 25 May 2025, and against 16 records of the layout of 25 August 2026.
- The tags were renamed twice (Entity → EntityOrShip → EntityOrShip-EntiteOuNavire); TAGS brings them to one.
- Country is the regulation under which the party is listed, in English and French, and no nationality: 80 records
  name the law on corrupt foreign officials there. It is the programme; where it is a country, it is kept with link
  `other`.
- The file states no id. Schedule and item number do not serve: between 2020 and 2025 the schedules were renumbered
  ("1", "1, Part 1", "Part 1" for one and the same), and items changed places (South Sudan did so), so that
  one party's number became another's. The id is the regulation and the name, both folded: 1,259 of the 1,369 parties of
  2020 have it in 2025, and of the others 100 are Zimbabwe's, lifted, and four are corrected names. A name that stands
  twice under one regulation gets its schedule and item added from the second time on. Schedule and item are kept as a
  reference.
- DateOfListing is the day of listing; the layout of 2020 has none. The file states no day of publication.
- A ship is told by its IMO number; its build date stands where a birth date stands. A few cells of the IMO number hold
  a name in another script: then the party is no ship.
- An entity's name and a title may be followed by the French one after a slash or a bar. Pads are no-break spaces.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from pipelines.parsers.ca.aliases import aliases_of, languages_of
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.record import (
    BirthDate,
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
    UnreadableListError,
)
from pipelines.parsers.texts import folded_or_none
from pipelines.parsers.xml_documents import (
    Element,
    children,
    elements_at,
    file_with_root,
    local,
    report_unknown,
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
KNOWN = {"record": frozenset(TAGS)}

THEMES = ("Justice for Victims", "Hamas Terrorist Attacks", "Extremist Settler Violence")
"""Regulations that are not named after a country."""
RENAMED_REGULATIONS = {"burma": "myanmar burma"}

_IMO = re.compile(r"\d{7}")
_NOT_WORD = re.compile(r"[^\w]+")
_BORN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_MONTH = re.compile(r"([A-Z][a-z]{2})-([3-9]\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def recognises(files: Files) -> bool:
    """Whether a file has this list's root element."""
    return file_with_root(files, ROOT) is not None


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record a party, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = file_with_root(files, ROOT)
    if content is None:
        raise UnreadableListError(f"no file has the root element {ROOT}; look at what the source sent.")
    tally, persons, dates = Tally(), Tally(), Tally()
    tags: set[str] = set()
    taken: set[str] = set()
    for number, element in enumerate(elements_at(content, 1), 1):
        if local(element) != "record":
            report.unknown(ROOT, local(element))
            continue
        report_unknown(element, KNOWN, report)
        tags.update(map(local, element))
        cells = _cells(element)
        if "EntityOrShip" not in cells:
            persons.count({"LastName": cells.get("LastName")})
        record = _record(cells, f"record {number}", report, tally, dates)
        if record is not None:
            yield _told_apart(record, taken)
    tally.refuse_losses()
    if persons.parties:
        persons.refuse_losses()
    report.layout = "2020" if tags & LAYOUT_2020.keys() else "2026" if "Country-Pays" in tags else "2025"
    if report.layout != "2020":
        dates.refuse_losses()


def _cells(element: Element) -> dict[str, str]:
    """The record's texts by what they are; empty ones left out."""
    return {
        TAGS[tag]: text
        for child in children(element)
        if (tag := local(child)) in TAGS and (text := folded_or_none(child.text))
    }


def _record(cells: dict[str, str], place: str, report: Report, tally: Tally, dates: Tally) -> Record | None:
    names = _names(cells)
    listed_on = _day(cells.get("Listed"))
    tally.count({"Country": cells.get("Country"), "name": names or None, "Item": cells.get("Item")})
    dates.count({"DateOfListing": listed_on})
    if not names or "Country" not in cells:
        report.unread.append((place, "no name or no Country"))
        return None
    if "Listed" in cells and listed_on is None:
        report.unknown("DateOfListing", cells["Listed"])
    regulation = languages_of(cells["Country"])[0]
    party_type = _party_type(cells)
    return Record(
        native_id=f"{_folded_regulation(regulation)}/{_plain(names[0].name)}",
        party_type=party_type,
        names=names,
        programmes=[cells["Country"]],
        listed_on=listed_on,
        birth_dates=_births(cells.get("Born")) if party_type == "individual" else [],
        countries=[] if regulation.startswith(THEMES) else [Country("other", regulation)],
        identifiers=_identifiers(cells),
        features=_features(cells, party_type),
        events=[ListingEvent("listed", listed_on)] if listed_on else [],
    )


def _told_apart(record: Record, taken: set[str]) -> Record:
    """The record, its id made longer if another party of the file has it already."""
    if record.native_id in taken:
        reference = next(
            (identifier.value for identifier in record.identifiers if identifier.kind == "list_reference"), ""
        )
        record.native_id = f"{record.native_id}/{_plain(reference)}"
    taken.add(record.native_id)
    return record


def _party_type(cells: dict[str, str]) -> PartyType:
    if "EntityOrShip" not in cells:
        return "individual"
    return "vessel" if _IMO.fullmatch(cells.get("IMO", "")) else "entity"


def _names(cells: dict[str, str]) -> list[Name]:
    family, given = cells.get("LastName", ""), cells.get("GivenName", "")
    if "EntityOrShip" in cells:
        first, *others = languages_of(cells["EntityOrShip"])
        names = [Name(first, "primary", "name", parts=(("whole", first),))]
        names += [Name(other, "strong", "spelling", language="fr") for other in others]
    elif family or given:
        whole = " ".join(each for each in (given, family) if each)
        parts = tuple((label, each) for label, each in (("given", given), ("family", family)) if each)
        names = [Name(whole, "primary", "name", parts=parts)]
    else:
        return []
    names += aliases_of(cells.get("Aliases", ""), is_person="EntityOrShip" not in cells)
    if "IMO" in cells and not any(cell.isdigit() for cell in cells["IMO"]):
        names.append(Name(cells["IMO"], "strong", "spelling"))
    return names


def _folded_regulation(regulation: str) -> str:
    plain = _plain(regulation)
    return RENAMED_REGULATIONS.get(plain, plain)


def _plain(text: str) -> str:
    """Letters and digits only, in lower case: capitals and punctuation are what a new layout changes first."""
    return _NOT_WORD.sub(" ", text).strip().casefold()


def _identifiers(cells: dict[str, str]) -> list[Identifier]:
    schedule, item = cells.get("Schedule", ""), cells.get("Item", "")
    stated = [f"Schedule {schedule}" if schedule not in ("", "N/A") else "", f"item {item}" if item else ""]
    reference = ", ".join(each for each in stated if each)
    found = [Identifier("list_reference", reference, "Schedule, Item", cells["Country"])] if reference else []
    if _IMO.fullmatch(cells.get("IMO", "")):
        found.append(Identifier("imo", cells["IMO"], "ShipIMONumber"))
    elif any(each.isdigit() for each in cells.get("IMO", "")):
        found.append(Identifier("other", cells["IMO"], "ShipIMONumber"))
    return found


def _features(cells: dict[str, str], party_type: PartyType) -> list[Feature]:
    kind = "vessel_type" if party_type == "vessel" else "title"
    found = [Feature(kind, text) for text in languages_of(cells["Title"])[:1]] if "Title" in cells else []
    if "Born" in cells and party_type != "individual":
        found.append(Feature("build_date", cells["Born"]))
    return found


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _births(text: str | None) -> list[BirthDate]:
    """A day, a month, a year; two of them joined by "or"; two years joined by a dash; else the words alone."""
    if text is None:
        return []
    if span := re.fullmatch(r"(\d{4})\s*-\s*(\d{4})", text):
        return [BirthDate(text, date(int(span[1]), 1, 1), date(int(span[2]), 12, 31))]
    return [_birth(part) for part in re.split(r"\s+or\s+", text, flags=re.IGNORECASE)]


def _birth(text: str) -> BirthDate:
    if spoken := _MONTH.fullmatch(text):
        # "Sep-99", as a spreadsheet writes a month; from 30 on the century cannot be this one.
        if spoken[1] in _MONTHS:
            return _interval(text, 1900 + int(spoken[2]), _MONTHS.index(spoken[1]) + 1, 0)
    elif stated := _BORN.fullmatch(text):
        return _interval(text, *(int(group or 0) for group in stated.groups()))
    return BirthDate(text, approximate=True)


def _interval(text: str, year: int, month: int, day: int) -> BirthDate:
    try:
        last_day = day or monthrange(year, month or 12)[1]
        return BirthDate(text, date(year, month or 1, day or 1), date(year, month or 12, last_day))
    except ValueError:
        return BirthDate(text)


FORMAT = Format("ca_sema", 1, recognises, records)
