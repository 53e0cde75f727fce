"""The consolidated list of the United Nations Security Council: XML to records.

Here: what the UN's file means. Not here: fetching it, or what all lists share (see pipelines.designations).

Source: scsanctions.un.org, consolidated.xml. Read against eight whole files of June 2018 to November 2025.
- `dateGenerated` changes when nothing else does: it says when the file was published and is never content. It carried
  an offset (-05:00) until 2020 and ends in Z since; the day is the day in New York.
- The native id is REFERENCE_NUMBER ("QDi.001"), not DATAID: between those files seven parties got a new DATAID and kept
  their reference number, none the other way round; committees, states and other lists cite the reference number.
- LISTED_ON is a date, in ten or so records with a time zone ("2015-07-01-04:00"): the date part is the day in New York.
- A name is in FIRST_NAME to FOURTH_NAME in reading order; the parts do not say which is the family name. An entity's
  whole name is its FIRST_NAME.
- Parts that are empty (aliases, addresses, documents) are placeholders of the publishing system.
- An individual's alias is of quality Good or Low; an entity's says a.k.a. or f.k.a. in the same element. That an
  individual had a name formerly stands in the alias' note.
- A date of birth is of type EXACT, APPROXIMATELY or BETWEEN, or of none; EXACT may come with a year alone or with only
  a note.
"""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from pipelines.parsers.births import birth_date, birth_dates
from pipelines.parsers.days import iso_day
from pipelines.parsers.field_counts import Tally
from pipelines.parsers.names import names_and_notes
from pipelines.parsers.numbers import described_number, fiscal_codes
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
from pipelines.parsers.texts import is_placeholder
from pipelines.parsers.un.aliases import names_of
from pipelines.parsers.xml_documents import (
    DriftCheck,
    Element,
    children,
    day_of_publication,
    elements_at,
    local,
    outline,
    recogniser,
    required_file,
    text_of,
    texts_of,
)

ROOT = "CONSOLIDATED_LIST"
ZONE = ZoneInfo("America/New_York")
PARTIES: dict[str, PartyType] = {"INDIVIDUAL": "individual", "ENTITY": "entity"}
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")

OUTLINE = outline("un_sc")

ALIAS_QUALITY: dict[str, tuple[NameQuality, NameKind]] = {
    "Good": ("strong", "aka"),
    "Low": ("weak", "aka"),
    "a.k.a.": ("strong", "aka"),
    "f.k.a.": ("strong", "fka"),
}
DOCUMENTS: dict[str, IdentifierKind] = {
    "Passport": "passport",
    "Numéro de passeport": "passport",
    "Número de pasaporte": "passport",
    "National Identification Number": "national_id",
    "National identification no.": "national_id",
}
"""TYPE_OF_DOCUMENT is a closed set (three languages of it seen); TYPE_OF_DOCUMENT2 is free text that narrows it."""
NARROWER: dict[str, IdentifierKind] = {
    "birth certificate": "birth_certificate",
    "driver|driving": "driving_licence",
    "fiscal code|tax": "tax_id",
    "social security": "social_security",
    "residential card": "residence_permit",
    "passport": "passport",
}
"""What is found in TYPE_OF_DOCUMENT2, in this order."""

_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")
_OLD_REFERENCE = re.compile(r"\[Old Reference #\s*([^\]]+?)\s*\]")
_IMO = re.compile(r"\bIMO (?:number|no\.?)?\s*:?\s*(\d{7})\b", re.IGNORECASE)


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each listed party, in the file's order, in one pass and constant memory.

    Raises:
        UnreadableListError: the document is not well-formed, or lacks what makes it this list.
    """
    content = required_file(files, ROOT)
    report.published_on = day_of_publication(content, "dateGenerated", ZONE)
    tally = Tally()
    for party in elements_at(content, 2, *PARTIES, drift=DriftCheck(OUTLINE, report)):
        record = _record(party, report, tally)
        if record is not None:
            yield record
    tally.refuse_losses()


def _record(party: Element, report: Report, tally: Tally) -> Record | None:
    """The party of an element; None, with the reason in the report, if it has no reference number or name.

    What it has of the required fields is counted in `tally`.
    """
    reference = (text_of(party, "REFERENCE_NUMBER") or "").rstrip(".") or None
    names = _names(party, report)
    programme = text_of(party, "UN_LIST_TYPE")
    listed_on = iso_day(text_of(party, "LISTED_ON"))
    tally.count(
        {"REFERENCE_NUMBER": reference, "FIRST_NAME": names or None, "UN_LIST_TYPE": programme, "LISTED_ON": listed_on}
    )
    if reference is None or not names:
        report.unread.append((f"DATAID {text_of(party, 'DATAID')}", "no REFERENCE_NUMBER or no FIRST_NAME"))
        return None
    if listed_on is None:
        report.unknown(f"{reference}/LISTED_ON", text_of(party, "LISTED_ON") or "nothing")
    comments = text_of(party, "COMMENTS1")
    record = Record(
        native_id=reference,
        party_type=PARTIES[local(party)],
        names=names,
        programmes=[programme] if programme else [],
        listed_on=listed_on,
        birth_places=_birth_places(party),
        countries=_countries(party),
        addresses=[
            address for part in children(party, "INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS") if (address := _address(part))
        ],
        features=_features(party),
        events=_events(party, listed_on),
        relationships=_mentioned_parties(comments, reference),
        remarks=comments,
    )
    _add_birth_dates(record, party, report)
    _add_identifiers(record, party, report)
    return record


def _names(party: Element, report: Report) -> list[Name]:
    """The names of a party, the primary one first; none if it has no name."""
    parts = [(tag, text) for tag in NAME_PARTS if (text := text_of(party, tag))]
    if not parts:
        return []
    whole = " ".join(text for _, text in parts)
    names, _ = names_and_notes(whole, "primary", "name")
    if not names:
        return []
    if names[0].name == whole:
        names[0] = Name(whole, "primary", "name", parts=tuple((tag.lower(), text) for tag, text in parts))
    names += [Name(text, "strong", "spelling") for text in texts_of(party, "NAME_ORIGINAL_SCRIPT")]
    for alias in children(party, "INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        names += _alias(alias, report)
    return names


def _alias(alias: Element, report: Report) -> Iterator[Name]:
    """The names in an alias, with their quality; none for a placeholder.

    An unknown quality is reported, and counts as strong.
    """
    name = text_of(alias, "ALIAS_NAME")
    if name is None or is_placeholder(name):
        return
    stated_quality = text_of(alias, "QUALITY") or ""
    if stated_quality not in ALIAS_QUALITY:
        report.unknown(f"{local(alias)}/QUALITY", stated_quality or "nothing")
    quality, kind = ALIAS_QUALITY.get(stated_quality, ("strong", "aka"))
    yield from names_of(name, text_of(alias, "NOTE"), quality, kind)


def _countries(party: Element) -> list[Country]:
    """The countries of nationality, address and birth."""
    countries = [Country("nationality", text) for text in texts_of(party, "NATIONALITY", "VALUE")]
    countries += [
        Country("address", text) for kind in PARTIES for text in texts_of(party, f"{kind}_ADDRESS", "COUNTRY")
    ]
    countries += [Country("birth", text) for text in texts_of(party, "INDIVIDUAL_PLACE_OF_BIRTH", "COUNTRY")]
    return countries + [Country("birth", text) for text in texts_of(party, "INDIVIDUAL_ALIAS", "COUNTRY_OF_BIRTH")]


def _address(part: Element) -> Address | None:
    """An address with its note; None if it is empty."""
    street, city, region, postcode, country, note = (
        text_of(part, tag) for tag in ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE")
    )
    parts = [part for part in (street, city, region, postcode, country) if part]
    if not parts and not note:
        return None
    text = ", ".join(parts) + (f" ({note})" if note else "")
    return Address(text.strip(), street, city, region, postcode, country)


def _birth_places(party: Element) -> list[BirthPlace]:
    """The places of birth, also those stated with an alias."""
    places = []
    for part in children(party, "INDIVIDUAL_PLACE_OF_BIRTH"):
        stated = [
            text for tag in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE") if (text := text_of(part, tag))
        ]
        places.append((stated, text_of(part, "COUNTRY")))
    for part in children(party, "INDIVIDUAL_ALIAS"):
        country = text_of(part, "COUNTRY_OF_BIRTH")
        places.append(([text for text in (text_of(part, "CITY_OF_BIRTH"), country) if text], country))
    return [BirthPlace(", ".join(stated), country) for stated, country in places if stated]


def _add_birth_dates(record: Record, party: Element, report: Report) -> None:
    """Add the dates of birth, also those stated with an alias."""
    for part in children(party, "INDIVIDUAL_DATE_OF_BIRTH"):
        if birth_date := _birth_date(part, report):
            record.birth_dates.append(birth_date)
    for text in texts_of(party, "INDIVIDUAL_ALIAS", "DATE_OF_BIRTH"):
        # "null" is what the publishing system wrote for nothing in files of 2018 to 2025.
        record.birth_dates += birth_dates(text)


def _birth_date(part: Element, report: Report) -> BirthDate | None:
    """A date of birth; None if the element is empty.

    The text of the note and the day or years is read in words first. It counts if it is at least as exact as the years
    and agrees with them; else the years count.
    """
    kind, note, day, year, first, last = (
        text_of(part, tag) for tag in ("TYPE_OF_DATE", "NOTE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR")
    )
    kind = kind.upper() if kind else None  # in 2016 also "Exact" and "Between"
    if kind not in (None, "EXACT", "APPROXIMATELY", "BETWEEN"):
        report.unknown("INDIVIDUAL_DATE_OF_BIRTH/TYPE_OF_DATE", kind or "")
    text = " ".join(part for part in (note, day or year or (f"{first} to {last}" if first else None)) if part)
    if not text:
        return None
    approximate = kind == "APPROXIMATELY" or bool(note and note.lower().startswith("approx"))
    if day and (exact := iso_day(day)):
        return BirthDate(text, exact, exact, approximate)
    from_text = birth_date(text)
    from_text.approximate |= approximate
    if not (first or year):
        return from_text
    from_years = _interval_of_years(text, first or year, last or year, approximate=approximate)
    return from_text if _lies_within(from_text, from_years) else from_years


def _lies_within(inner: BirthDate, outer: BirthDate) -> bool:
    """Whether the first interval lies within the second: "Sep. 1958" within 1958. False if one has no interval."""
    if not (inner.earliest and inner.latest and outer.earliest and outer.latest):
        return False
    return outer.earliest <= inner.earliest and inner.latest <= outer.latest


def _interval_of_years(text: str, first: str | None, last: str | None, *, approximate: bool = False) -> BirthDate:
    """A birth between two years; without an interval where they run backwards or one is no year."""
    try:
        earliest, latest = date(int(first or ""), 1, 1), date(int(last or ""), 12, 31)
    except ValueError:
        return BirthDate(text, approximate=approximate)
    return BirthDate(text, earliest, latest, approximate) if earliest <= latest else BirthDate(text)


def _add_identifiers(record: Record, party: Element, report: Report) -> None:
    """Add the UN reference, other references, the numbers in comments and the identity documents."""
    record.identifiers.append(Identifier("un_reference", record.native_id, "REFERENCE_NUMBER"))
    record.identifiers += [Identifier("list_reference", text, "DATAID") for text in texts_of(party, "DATAID")]
    comments = record.remarks or ""
    record.identifiers += fiscal_codes(comments)
    record.identifiers += [
        Identifier("list_reference", text, "Old Reference #") for text in _OLD_REFERENCE.findall(comments)
    ]
    record.identifiers += [Identifier("imo", text, "IMO number") for text in _IMO.findall(comments)]
    for part in children(party, "INDIVIDUAL_DOCUMENT"):
        _add_document(record, part, report)


def _add_document(record: Record, part: Element, report: Report) -> None:
    """Add an identity document; one without a number is kept in `not_understood`."""
    kind_text, narrower, number, note = (
        text_of(part, tag) for tag in ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "NOTE")
    )
    if kind_text is not None and kind_text not in DOCUMENTS:
        report.unknown("INDIVIDUAL_DOCUMENT/TYPE_OF_DOCUMENT", kind_text)
    issued = [f"issued {text}" for tag in ("DATE_OF_ISSUE", "CITY_OF_ISSUE") if (text := text_of(part, tag))]
    issued += [f"expires {text}" for text in texts_of(part, "DATE_OF_EXPIRY")]
    note_text = "; ".join(part for part in (*issued, note) if part) or None
    country = text_of(part, "ISSUING_COUNTRY") or text_of(part, "COUNTRY_OF_ISSUE")
    if number is None:
        # The number is in the free text, if anywhere: kept, not guessed at.
        if narrower or note_text:
            record.not_understood.append(" ".join(filter(None, (kind_text, narrower, note_text))))
        return
    value, words = described_number(number)
    notes = "; ".join(filter(None, (words, note_text))) or None
    kind = _document_kind(kind_text, narrower)
    record.identifiers.append(Identifier(kind, value, narrower or kind_text or "", country, notes))


def _document_kind(kind_text: str | None, free_text: str | None) -> IdentifierKind:
    """The kind that a document's free text names (TYPE_OF_DOCUMENT2), else that of TYPE_OF_DOCUMENT, else "other"."""
    free_words = (free_text or "").lower()
    narrower_kind = next((kind for pattern, kind in NARROWER.items() if re.search(pattern, free_words)), None)
    return narrower_kind or DOCUMENTS.get(kind_text or "", "other")


def _features(party: Element) -> list[Feature]:
    """Titles, functions, gender and the like, and notes on aliases."""
    features = [Feature("title", text) for text in texts_of(party, "TITLE", "VALUE")]
    features += [Feature("function", text) for text in texts_of(party, "DESIGNATION", "VALUE")]
    features += [Feature("gender", text) for text in texts_of(party, "GENDER")]
    features += [Feature("submitted_by", text) for text in texts_of(party, "SUBMITTED_BY")]
    features += [Feature("interpol_notice", text) for text in texts_of(party, "INTERPOL_LINK")]
    for alias in children(party, "INDIVIDUAL_ALIAS", "ENTITY_ALIAS"):
        name, note = text_of(alias, "ALIAS_NAME"), text_of(alias, "NOTE")
        if note:
            features.append(Feature("alias_note", f"{name}: {note}" if name else note))
    return features


def _events(party: Element, listed_on: date | None) -> list[ListingEvent]:
    """The listing, and each day on which the UN says it amended the entry."""
    listed = [ListingEvent("listed", listed_on)] if listed_on else []
    days = {day for text in texts_of(party, "LAST_DAY_UPDATED", "VALUE") if (day := iso_day(text))}
    return listed + [ListingEvent("amended", day) for day in sorted(days)]


def _mentioned_parties(comments: str | None, reference: str) -> list[Relationship]:
    """Relationships to the parties whose reference stands in the comments; the UN does not say what the tie is."""
    cited = set(_REFERENCE.findall(comments or "")) - {reference}
    return [Relationship("mentions", reference) for reference in sorted(cited)]


FORMAT = Format("un_sc", 6, recogniser(ROOT), records)
