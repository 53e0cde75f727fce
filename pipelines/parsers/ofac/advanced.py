"""OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML): parties that point into tables.

Here: the tables of places, papers, ties and entries, indexed first, and the parties read against them.
Not here: labels of features and documents (see labels), zips (see documents).

Seen in the files of 2019 to 2024:
- Sections come in this order: reference values, locations, documents, parties, relationships, entries. Entries state
  programmes and the day of listing, so that everything but the parties is indexed before the first party is read.
- A party has several entries (375 parties, 758 entries), one with the list it is on and one with the consolidated list,
  and an entry may have two events: the earliest is the day it was listed.
- The programme is the comment of a measure of type "Program"; other measures say what the listing does.
- `DateOfIssue` and events have year, month and day as elements. A period has four bounds and no text; a year alone is
  from 1 January to 31 December.
- A name is its parts in natural case. Its groups say which is the family name, which OFAC displays in capitals.
- A country of nationality is a location with one part of type "Unknown"; one without a place has the country
  "undetermined", and states nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from pipelines.parsers.ofac.documents import Pieces, document_of, named_elements, root_if_named
from pipelines.parsers.ofac.facts import (
    ALIAS_KINDS,
    NAME_PARTS,
    SCRIPTS,
    Interval,
    add_address,
    add_fact,
    date_text,
    dated_note,
    display_name,
    one_line,
)  # fmt: skip
from pipelines.parsers.ofac.labels import meaning_of
from pipelines.parsers.ofac.remarks import read_remarks
from pipelines.parsers.record import (
    BirthPlace,
    Files,
    Format,
    ListingEvent,
    Name,
    NameQuality,
    PartyType,
    Record,
    Relationship,
    Report,
    UnreadableListError,
)  # fmt: skip
from pipelines.parsers.xml_documents import DriftCheck, Element, outline

_INDEXED = ("DateOfIssue", "ReferenceValueSets", "Location", "IDRegDocument", "ProfileRelationship", "SanctionsEntry")
OUTLINE = outline("ofac_advanced")


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    """The name in a tag without its namespace; cached, because a file has few tags but asks a million times."""
    return tag.rpartition("}")[2]


def recognises(files: Files) -> bool:
    """Whether there is one file and its root is `Sanctions`."""
    return root_if_named(files, "Sanctions") is not None


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """One record for each `DistinctParty`, in the file's order; with `wanted`, only for parties of these ids.

    Raises:
        UnreadableListError: the document is cut or not well-formed, has no entries, or a party without a name.
    """
    name, content = document_of(files)
    tables_only, parties_only = _without_and_with_parties(content)
    tables = _tables_of(name, content, tables_only, report)
    drift = DriftCheck(OUTLINE, report)
    for element in _elements(name, content, parties_only, ("DistinctParty",)):
        if wanted is None or element.get("FixedRef") in wanted:
            drift.check(element)
            yield _record(name, element, tables, report)


FORMAT = Format("ofac_advanced", 1, recognises, records)


class _Location(NamedTuple):
    """A location: an address, or no more than a country or a text."""

    text: str
    streets: list[str]
    city: str
    region: str
    postcode: str
    country: str
    code: str | None


class _Document(NamedTuple):
    """A numbered document of an identity."""

    label: str
    number: str
    issuer: str | None
    note: str | None


@dataclass(slots=True)
class _ListEntry:
    """What all entries of one profile say together."""

    events: list[ListingEvent] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    legal_basis: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Tables:
    """Everything parties point at, by the id they point with."""

    references: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    codes: dict[str, str] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)
    party_types: dict[str, PartyType] = field(default_factory=dict)
    places: dict[str, _Location] = field(default_factory=dict)
    papers: dict[str, list[_Document]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[str, _ListEntry] = field(default_factory=lambda: defaultdict(_ListEntry))
    relationships: dict[str, list[Relationship]] = field(default_factory=lambda: defaultdict(list))

    def text(self, kind: str, number: str | None, report: Report) -> str:
        """The text of a reference value. If the file does not explain a number, it is reported and returned itself."""
        if number is None:
            return ""
        meaning = self.references[kind].get(number)
        if meaning is None:
            report.unknown(kind, number)
            return number
        return meaning


_Bounds = tuple[tuple[int, int], ...]


def _without_and_with_parties(content: bytes) -> tuple[_Bounds, _Bounds]:
    """The parts of the file that hold everything but the parties, and those that hold the parties, as byte positions.

    Each set of parts is a document of its own. So every byte is parsed once, although the entries, which must be known
    before a party can be read, come last. Where the sections do not stand as usual, both are the whole file.
    """
    first_section, start, end = (
        content.find(tag) for tag in (b"<DateOfIssue", b"<DistinctParties>", b"</DistinctParties>")
    )
    after_parties, root_end, whole = end + len(b"</DistinctParties>"), content.rfind(b"</"), ((0, len(content)),)
    if not -1 < first_section < start < end < root_end or content.find(b"<DistinctParties", after_parties) != -1:
        return whole, whole
    return ((0, start), (after_parties, len(content))), (
        (0, first_section),
        (start, after_parties),
        (root_end, len(content)),
    )


def _elements(
    name: str, content: bytes, bounds: _Bounds, tags: tuple[str, ...], drift: DriftCheck | None = None
) -> Iterator[Element]:
    """The elements with these names in slices of the document.

    Raises:
        UnreadableListError: it is malformed. It is then read again as a whole, so that the message has the right line.
    """
    try:
        yield from named_elements(name, content, tags, source=Pieces(content, *bounds), drift=drift)
    except UnreadableListError:
        for _ in named_elements(name, content, tags):
            pass
        raise


def _tables_of(name: str, content: bytes, bounds: _Bounds, report: Report) -> _Tables:
    """The tables of the document to which the parties refer."""
    tables = _Tables()
    drift = DriftCheck(OUTLINE, report, unread=frozenset({"DistinctParties"}))
    for element in _elements(name, content, bounds, _INDEXED, drift):
        _INDEXERS[_local(element.tag)](element, tables, report)
    return tables


def _index_date_of_issue(element: Element, _: _Tables, report: Report) -> None:
    """Put the day of publication into the report."""
    report.published_on = _day_of(element)


def _day_of(element: Element) -> date | None:
    """The day in an element with Year, Month and Day; None if they are no day."""
    fields = {_local(child.tag): int(child.text or 0) for child in element}
    try:
        return date(fields["Year"], fields["Month"], fields["Day"])
    except (KeyError, ValueError):
        return None


def _index_references(element: Element, tables: _Tables, _: Report) -> None:
    """Keep the texts of reference values by their numbers: also codes of countries, scripts and types of party."""
    for values in element:
        for value in values:
            number = value.get("ID", "")
            tables.references[_local(value.tag)][number] = one_line(value.text)
            code = value.get("ISO2")
            if code:
                tables.codes[one_line(value.text)] = code
    for number, script in tables.references["Script"].items():
        if script in SCRIPTS:
            tables.scripts[number] = SCRIPTS[script]
    _index_party_types(element, tables)


def _index_party_types(element: Element, tables: _Tables) -> None:
    """Keep the type of party that each sub-type means, by the number of the sub-type."""
    for values in element.iterchildren("{*}PartySubTypeValues"):
        for value in values:
            party_type = _party_type(
                one_line(value.text), tables.references["PartyType"].get(value.get("PartyTypeID", ""))
            )
            if party_type:
                tables.party_types[value.get("ID", "")] = party_type


def _party_type(sub_type: str, party_type: str | None) -> PartyType | None:
    """The type that a sub-type means: vessels and aircraft by itself, persons and entities by the type above it."""
    known: dict[str | None, PartyType] = {
        "Vessel": "vessel", "Aircraft": "aircraft",
        "Individual": "individual", "Entity": "entity", "Other Entity": "entity",
    }  # fmt: skip
    return known.get(sub_type) or known.get(party_type)


def _known_country(country: str) -> str:
    """The name of a country; "" where OFAC writes "undetermined"."""
    return "" if country == "undetermined" else country


_PLACE_PARTS = {
    "ADDRESS1": "street", "ADDRESS2": "street", "ADDRESS3": "street", "CITY": "city", "STATE/PROVINCE": "region",
    "REGION": "region", "POSTAL CODE": "postcode", "Unknown": "text",
}  # fmt: skip


def _index_location(element: Element, tables: _Tables, report: Report) -> None:
    """Keep a location by its id: its parts, its country and the country's code.

    Unknown kinds of parts are reported, and count as parts of the street.
    """
    parts: dict[str, list[str]] = {"street": [], "city": [], "region": [], "postcode": [], "text": []}
    country = ""
    code = None
    for part in element:
        tag = _local(part.tag)
        if tag == "LocationPart":
            label = tables.text("LocPartType", part.get("LocPartTypeID"), report)
            kind = _PLACE_PARTS.get(label)
            if kind is None:
                report.unknown("LocPartType", label)
            parts[kind or "street"] += [text for value in part.iter("{*}Value") if (text := one_line(value.text))]
        elif tag == "LocationCountry":
            country = tables.text("Country", part.get("CountryID"), report)
            code = tables.codes.get(country)
    text = ", ".join(parts["text"])
    city, region, postcode = (", ".join(parts[kind]) for kind in ("city", "region", "postcode"))
    code = code or tables.codes.get(text)
    tables.places[element.get("ID", "")] = _Location(text, parts["street"], city, region, postcode, country, code)


def _index_document(element: Element, tables: _Tables, report: Report) -> None:
    """Keep an identity document (number, kind, issuing country, note) by the identity that it belongs to.

    One without a number is left out.
    """
    fields = {_local(child.tag): one_line(child.text) for child in element}
    number = fields.get("IDRegistrationNo", "")
    if not number:
        return
    place = tables.places.get(element.get("IssuedIn-LocationID", ""))
    notes = [
        place.text or place.country if place else "",
        fields.get("IssuingAuthority", ""),
        fields.get("Comment", ""),
    ]
    if tables.text("Validity", element.get("ValidityID"), report) not in {"Valid", ""}:
        notes.append("stated to be not valid")
    dates = _document_dates(element, tables, report) if "DocumentDate" in fields else {}
    note = dated_note(dates.get("Issue Date"), dates.get("Expiration Date"), "; ".join(text for text in notes if text))
    label = tables.text("IDRegDocType", element.get("IDRegDocTypeID"), report)
    issuer = _known_country(tables.text("Country", element.get("IssuedBy-CountryID"), report))
    tables.papers[element.get("IdentityID", "")].append(_Document(label, number, issuer or None, note))


def _document_dates(element: Element, tables: _Tables, report: Report) -> dict[str, str]:
    """The days of issue and of expiry of a document, as OFAC writes dates: kind → text."""
    dates = {}
    for document_date in element.iterchildren("{*}DocumentDate"):
        kind = tables.text("IDRegDocDateType", document_date.get("IDRegDocDateTypeID"), report)
        if kind not in {"Issue Date", "Expiration Date"}:
            report.unknown("IDRegDocDateType", kind)
        for period in document_date.iterchildren("{*}DatePeriod"):
            interval = _days_of_period(period)
            if interval:
                dates[kind] = date_text(*interval)
    return dates


def _days_of_period(element: Element) -> tuple[Interval, Interval, bool] | None:
    """The days on which a period can begin, those on which it can end, and whether it is approximate.

    None if it does not state first and last day of both.
    """
    days_by_edge: dict[str, list[date]] = {"Start": [], "End": []}
    approximate = False
    for edge in element:
        tag = _local(edge.tag)
        if tag not in days_by_edge:
            continue
        approximate |= edge.get("Approximate") == "true"
        days_by_edge[tag] = [day for point in edge if (day := _day_of(point))]
    start, end = days_by_edge["Start"], days_by_edge["End"]
    if len(start) != 2 or len(end) != 2:
        return None
    return (start[0], start[1]), (end[0], end[1]), approximate


def _index_relationship(element: Element, tables: _Tables, report: Report) -> None:
    """Keep a relationship by the profile that it starts from."""
    kind = tables.text("RelationType", element.get("RelationTypeID"), report)
    if element.get("Former") == "true":
        kind = f"{kind} (former)"
    tables.relationships[element.get("From-ProfileID", "")].append(Relationship(kind, element.get("To-ProfileID")))


_PROGRAMME = "Program"


def _index_entry(element: Element, tables: _Tables, report: Report) -> None:
    """Keep what a list entry says of a profile: its listings, programmes and measures."""
    entry = tables.entries[element.get("ProfileID", "")]
    published_as = tables.text("List", element.get("ListID"), report)
    for child in element:
        tag = _local(child.tag)
        if tag == "EntryEvent":
            _index_event(child, entry, published_as, tables, report)
        elif tag == "SanctionsMeasure":
            kind = tables.text("SanctionsType", child.get("SanctionsTypeID"), report)
            comments = [text for comment in child.iterchildren("{*}Comment") if (text := one_line(comment.text))]
            if kind == _PROGRAMME:
                entry.programmes += comments
            else:
                entry.measures += [kind, *comments]
        elif tag == "LimitationsToListing" and one_line(child.text):
            report.unknown("SanctionsEntry", tag)


def _index_event(element: Element, entry: _ListEntry, published_as: str, tables: _Tables, report: Report) -> None:
    """Add the day and legal basis of a listing to the entry; any other kind of event is reported as unknown."""
    kind = tables.text("EntryEventType", element.get("EntryEventTypeID"), report)
    if kind != "Created":
        report.unknown("EntryEventType", kind)
        return
    basis = tables.text("LegalBasis", element.get("LegalBasisID"), report)
    if basis not in {"Unknown", ""}:
        entry.legal_basis.append(basis)
    for event_date in element.iterchildren("{*}Date"):
        entry.events.append(ListingEvent("listed", _day_of(event_date), None, published_as))


_INDEXERS: dict[str, Callable[[Element, _Tables, Report], None]] = {
    "DateOfIssue": _index_date_of_issue,
    "ReferenceValueSets": _index_references,
    "Location": _index_location,
    "IDRegDocument": _index_document,
    "ProfileRelationship": _index_relationship,
    "SanctionsEntry": _index_entry,
}


def _record(name: str, party: Element, tables: _Tables, report: Report) -> Record:
    """The party of an element, with its entry, documents and relationships.

    Raises:
        UnreadableListError: it has no id or no primary name.
    """
    native_id = party.get("FixedRef")
    if not native_id:
        raise UnreadableListError(f"{name}: a party without FixedRef; the layout is new.")
    record = Record(native_id, "entity", [])
    remarks = ""
    for child in party:
        tag = _local(child.tag)
        if tag == "Profile":
            _read_profile(child, record, tables, report)
        elif tag == "Comment":
            remarks = one_line(child.text)
    if not any(name.quality == "primary" for name in record.names):
        raise UnreadableListError(f"{name}, party {native_id}: no primary name; the layout is new or the file damaged.")
    if remarks:
        record.remarks = remarks
        read_remarks(remarks, record, report)
    return record


def _read_profile(profile: Element, record: Record, tables: _Tables, report: Report) -> None:
    """Add what a profile states: type, names and features, and what its list entry and its relationships say."""
    party_type = tables.party_types.get(profile.get("PartySubTypeID", ""))
    if party_type is None:
        report.unknown("PartySubType", profile.get("PartySubTypeID", ""))
    record.party_type = party_type or "entity"
    for child in profile:
        tag = _local(child.tag)
        if tag == "Feature":
            _read_feature(child, record, tables, report)
        elif tag == "Identity":
            _read_identity(child, record, tables, report)
    number = profile.get("ID", "")
    if number != record.native_id:
        report.unknown("Profile", "ID other than FixedRef")  # ties name profiles, and are taken to name parties
    record.relationships += tables.relationships.get(number, ())
    entry = tables.entries.get(number)
    if entry is None:
        report.unknown("Profile", "no SanctionsEntry")
        return
    record.events += entry.events
    record.programmes += entry.programmes
    record.measures += entry.measures
    record.legal_basis += entry.legal_basis
    record.listed_on = min((event.effective_on for event in record.events if event.effective_on), default=None)


def _read_identity(identity: Element, record: Record, tables: _Tables, report: Report) -> None:
    """Add the names of an identity, and the documents that were indexed under its id."""
    kinds = {
        group.get("ID"): NAME_PARTS.get(
            label := tables.text("NamePartType", group.get("NamePartTypeID"), report), label
        )
        for group in identity.iter("{*}NamePartGroup")
    }
    for alias in identity.iterchildren("{*}Alias"):
        _read_alias(alias, kinds, record, tables, report)
    for paper in tables.papers.get(identity.get("ID", ""), ()):
        add_fact(record, report, paper.label, paper.number, issuer=paper.issuer, note=paper.note)


def _read_alias(alias: Element, kinds: dict[str | None, str], record: Record, tables: _Tables, report: Report) -> None:
    """Add the spellings of one alias: the first (a Latin one, if there is one) as a name, the others as its spellings.

    Args:
        alias: the element.
        kinds: id of a group of name parts → the part of a name that it holds ("family").
        record: takes the names.
        tables: explain the numbers of kinds and scripts.
        report: takes what is unknown.
    """
    label = tables.text("AliasType", alias.get("AliasTypeID"), report)
    kind = ALIAS_KINDS.get(label.casefold())
    if kind is None:
        report.unknown("AliasType", label)
    quality: NameQuality = "weak" if alias.get("LowQuality") == "true" else "strong"
    if alias.get("Primary") == "true" and not any(name.quality == "primary" for name in record.names):
        quality = "primary"
    spellings = [
        _spelling(documented_name, kinds, tables, report) for documented_name in alias.iterchildren("{*}DocumentedName")
    ]
    spellings.sort(key=lambda spelling: spelling[0] != "Latn")  # OFAC lists a name under its Latin spelling
    for number, (script, parts) in enumerate(spellings):
        name = display_name(parts, script)
        if not name:
            continue
        if number == 0:
            record.names.append(Name(name, quality, kind or "aka", script, parts=parts))
        else:
            spelling: NameQuality = "strong" if quality == "primary" else quality
            record.names.append(Name(name, spelling, "spelling", script, parts=parts))


_Spelling = tuple[str | None, tuple[tuple[str, str], ...]]


def _spelling(documented: Element, kinds: dict[str | None, str], tables: _Tables, report: Report) -> _Spelling:
    """One spelling of a name: its script (None if unknown), and its parts with their kinds."""
    script = None
    parts = []
    for part in documented.iterchildren("{*}DocumentedNamePart"):
        for value in part.iterchildren("{*}NamePartValue"):
            parts.append((kinds.get(value.get("NamePartGroupID"), "whole"), one_line(value.text)))
            script = tables.scripts.get(value.get("ScriptID", ""))
            if script is None:
                report.unknown("Script", value.get("ScriptID", ""))
    return script, tuple(parts)


def _read_feature(feature: Element, record: Record, tables: _Tables, report: Report) -> None:
    """Add every version of a feature under the feature's label."""
    label = tables.text("FeatureType", feature.get("FeatureTypeID"), report)
    for version in feature.iterchildren("{*}FeatureVersion"):
        _read_version(version, label, record, tables, report)


def _read_version(version: Element, label: str, record: Record, tables: _Tables, report: Report) -> None:
    """Add one version of a feature: a place, a period or a text.

    What OFAC states to be false is kept in `not_understood`.
    """
    value, note, location, period = _parts_of_version(version, tables, report)
    if tables.references["Reliability"].get(version.get("ReliabilityID", "")) == "False":
        record.not_understood.append(f"{label} {value}, stated to be false")
    elif location is not None:
        _add_location(location, label, record, report)
    elif period is not None:
        start, end, approximate = period
        interval = ((start[0], end[1]), approximate)
        add_fact(record, report, label, date_text(start, end, approximate), note=note or None, interval=interval)
    elif value:
        add_fact(record, report, label, value, note=note or None)


def _parts_of_version(
    version: Element, tables: _Tables, report: Report
) -> tuple[str, str, _Location | None, tuple[Interval, Interval, bool] | None]:
    """A version of a feature as value, comment, location and period.

    Value and comment are "" if it has none, location and period None.
    """
    value, note, location, period = "", "", None, None
    for child in version:
        tag = _local(child.tag)
        if tag == "VersionDetail":
            value = one_line(child.text) or tables.text("DetailReference", child.get("DetailReferenceID"), report)
        elif tag == "VersionLocation":
            location = tables.places.get(child.get("LocationID", ""))
        elif tag == "DatePeriod":
            period = _days_of_period(child)
        elif tag == "Comment":
            note = one_line(child.text)
    return value, note, location, period


def _add_location(location: _Location, label: str, record: Record, report: Report) -> None:
    """Add a location by the label of its feature: as an address, a place of birth, or what else the label says."""
    country = _known_country(location.country)
    meaning = meaning_of(label)
    if meaning is not None and meaning.target == "address":
        add_address(
            record,
            streets=[*location.streets, *filter(None, [location.text])],
            city=location.city,
            region=location.region,
            postcode=location.postcode,
            country=country,
            code=location.code if country else None,
        )
        return
    text = location.text or country or ", ".join(filter(None, [location.city, location.region]))
    if meaning is not None and meaning.target == "birth_place":
        record.birth_places.append(BirthPlace(text, country or None))
    elif text:
        add_fact(record, report, label, text, code=location.code)
