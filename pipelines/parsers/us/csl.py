"""The US Consolidated Screening List: the lists of three departments in one CSV or JSON.

Here: the fields of the list in both encodings. Not here: OFAC's own files, which say more (see ofac).

Source: International Trade Administration, consolidated.csv and consolidated.json. Seen whole: the CSV of 2022-05-06,
29 columns, 14,160 rows of 13 lists. Of the JSON, three records of 2026-09-25: the same fields as lists and objects.
- Ids. Rows of the Treasury's lists have an entity_number, OFAC's uid, and one party may stand on two of them: the
  native id is list and number, "SDN-7157". Rows of Commerce and State have only a digest of the row as `_id` or `id`,
  longer in 2026 than in 2022: not kept. Their native id is the list and a digest of the name, without the aliases and
  notes written in it; 150 of these rows stand under a name that occurs twice (see namesakes).
- Names hold others: "X (a.k.a. Y; Z)", "X A/K/A Y", "X OAO;OJSC Y", and end in commas.
- On the Entity List some names hold the party that a party belongs to: "X. Affiliated Entity: Y", "X.  Subordinate
  Institution - Y", "X, and subordinate entity Y", "X entity: Y", "Y (Parent Organization: X)". The party is Y, which is
  its name and what its id is made from; X is a relationship, and the cell is kept as the feature `listed_as`. "... and
  any successor, sub-unit, or subsidiary thereof" says how far the listing reaches: a note on the name.
- "Address 01 ..." on the Entity List is an address for which any party needs a licence, and no party: it is reported
  with the address, the notice and the day, not made a party.
- Programmes are the row's own; a row without any has the short name of its list: EL, DPL, UVL, MEU, DTC.
- start_date is the listing; rows of the Treasury have none. Three were typed as 0097-06-30 and 0017-05-26: kept as not
  understood. The Treasury alone states types; others are guessed from the name.
- In the CSV "; " divides values, and an id is "country, expiry, issue, number, kind" with what there is of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, cast

from pipelines.catalogue.data_files import data_file
from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import iso_day
from pipelines.parsers.delimited import decoded, headers_of, table_in
from pipelines.parsers.json_documents import json_document, opening_of, report_unknown_keys
from pipelines.parsers.names import names_and_notes
from pipelines.parsers.namesakes import with_distinct_ids
from pipelines.parsers.numbers import labelled_numbers
from pipelines.parsers.ofac.labels import meaning_of
from pipelines.parsers.record import (
    Address,
    BirthPlace,
    Country,
    CountryLink,
    Feature,
    Files,
    Format,
    Identifier,
    IdentifierKind,
    PartyType,
    Record,
    Relationship,
    Report,
    UnreadableListError,
    only_content,
)
from pipelines.parsers.texts import digest, folded
from pipelines.parsers.us import texts

Row = Mapping[str, Any]
REQUIRED = frozenset({"source", "name"})
KNOWN = REQUIRED | {
    "_id", "id", "entity_number", "type", "programs", "title", "addresses", "federal_register_notice", "start_date",
    "end_date", "standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage",
    "gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "alt_names",
    "citizenships", "dates_of_birth", "nationalities", "places_of_birth", "source_information_url", "ids", "country",
}  # fmt: skip
KNOWN_IN_FIELD = {
    "addresses": frozenset({"address", "city", "state", "postal_code", "country"}),
    "ids": frozenset({"type", "number", "country", "issue_date", "expiration_date"}),
}
"""Fields that hold objects in JSON, and texts in CSV."""
TYPES: dict[str, PartyType] = {
    "Individual": "individual", "Entity": "entity", "Vessel": "vessel", "Aircraft": "aircraft",
}  # fmt: skip
FEATURES = (
    "title", "vessel_type", "gross_tonnage", "gross_registered_tonnage", "license_policy", "standard_order", "end_date",
)  # fmt: skip
READ_IN_REMARKS = frozenset({"phone", "email", "website"})
REGISTERED_IN = "Nationality of Registration"
_LISTS_OF_ORGANISATIONS = {"UVL", "MEU"}

_SHORT = re.compile(r"\(([A-Z]{2,}(?:-[A-Z]+)?)(?: List)?\)")
_LINKED = re.compile(r"\(?Linked To:\s*([^()]+(?:\([^()]*\)[^()]*)*?)\)?(?:;|$)")
_BELONGS_TO = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"(?P<parent>.+?)\.\s*Affiliated Entit(?:y|ies)\s*[:–-]\s*(?P<name>.+)", "affiliated entity of"),
        (r"(?P<parent>.+?)\.\s*Subordinate (?:Institut\w+|Entit\w+)\s*[:–-]\s*(?P<name>.+)", "subordinate to"),
        (r"(?P<parent>.+?),? and subordinate entity:?\s+(?P<name>.+)", "subordinate to"),
        (r"(?P<parent>.+?) entity:\s*(?P<name>.+)", "subordinate to"),
        (r"(?P<name>.+?)\s*\(Parent Organi[sz]ation:\s*(?P<parent>.+)\)", "subordinate to"),
        (r"(?P<name>.+?)\s*\(a subordinate \w+ of (?P<parent>[^()]+)\)", "subordinate to"),
    )
)
"""A cell that names a party and the one that it belongs to, and the relationship of the first to the second."""
_REACH = re.compile(r",? and (?:any|its) (?:successors?|sub-?units?)\b[\w, -]*$", re.IGNORECASE)
"""Says that a listing holds for successors and sub-units too."""
_AN_ADDRESS = re.compile(r"Address \d+\b", re.IGNORECASE)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS_OF_IDS: dict[IdentifierKind, list[str]] = cast(
    "dict[IdentifierKind, list[str]]", data_file(__package__, "csl_ids.toml")
)
_PATTERNS_OF_IDS = {kind: re.compile("|".join(words), re.IGNORECASE) for kind, words in _WORDS_OF_IDS.items()}
"""The list's words for an id, by the kind that it is; the first that matches counts."""


def recognises(files: Files) -> bool:
    """Whether there is one file: a CSV with the columns of the list, or JSON whose first record has them."""
    content = only_content(files)
    start = opening_of(content)
    if start.startswith(("{", "[")):
        return all(f'"{column}"' in start for column in ("source", "name", "source_list_url"))
    return {"source", "name", "source_list_url"} <= set(headers_of(content))


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The rows in the file's order, each a party of one list.

    Raises:
        UnreadableListError: the file holds no record, is cut, or has another layout.
    """
    [(name, content)] = files.items()
    text = decoded(content).lstrip()
    report.layout = "json" if text.startswith(("{", "[")) else "csv"
    rows = list(_rows_of_json(name, text) if report.layout == "json" else _rows_of_csv(name, content, report))
    if not rows:
        raise UnreadableListError(f"{name} holds no record; look at what the source sent.")
    for column in {column for row in rows for column in row} - KNOWN:
        report.unknown("field", column)
    for field, known in KNOWN_IN_FIELD.items():
        report_unknown_keys(field, (part for row in rows for part in _values(row, field)), known, report)
    first_words_of_firms = texts.first_words_of_firms(
        _text(row, "name") for row in rows if _text(row, "type") not in TYPES
    )
    yield from with_distinct_ids(record for row in rows for record in _record(row, report, first_words_of_firms))


def _rows_of_csv(name: str, content: bytes, report: Report) -> Iterator[Row]:
    """The rows of a CSV file."""
    yield from (row for _, row in table_in(name, content, REQUIRED, report).rows)


def _rows_of_json(name: str, text: str) -> Iterator[Row]:
    """The rows of a JSON file.

    Raises:
        UnreadableListError: its layout is different.
    """
    document = json_document(name, text.encode())
    rows = document.get("results") if isinstance(document, dict) else document
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableListError(f"{name} holds no list of records under 'results'; its layout changed.")
    if missing := {column for row in rows for column in REQUIRED if column not in row}:
        raise UnreadableListError(f"{name} has records without {', '.join(sorted(missing))}; a field was renamed.")
    yield from rows


def _native_id(row: Row, name: str) -> str:
    """The list and OFAC's number; of a row without a number, the list and a digest of the name.

    So rows without a number that have the same list and name have the same id.
    """
    number = _text(row, "entity_number")
    return f"{short_name(row)}-{number or digest(name)}"


def short_name(row: Row) -> str:
    """The short name of the list that a row is of: "Denied Persons List (DPL) - Bureau of …" is DPL."""
    return _short_name_in(_text(row, "source"))


@lru_cache(maxsize=1_000)
def _short_name_in(source: str) -> str:
    """The short name in the title of a list; the title without one. Cached because few titles stand in all rows."""
    short = _SHORT.search(source)
    return short[1] if short else source


def _text(row: Row, field: str) -> str:
    """The folded text of a field; "" for a missing value, list or object."""
    value = row.get(field)
    if isinstance(value, str):
        return folded(value)
    return folded(str(value)) if value is not None and not isinstance(value, list | dict) else ""


def _texts(row: Row, field: str) -> list[str]:
    """The values of a field that holds several, each once: a list in JSON, text divided at "; " in CSV."""
    value = row.get(field)
    if not value:
        return []
    pieces: Iterable[Any] = value if isinstance(value, list) else str(value).split("; ")
    return list(dict.fromkeys(text for piece in pieces if (text := folded(str(piece)).strip("; "))))


def _record(row: Row, report: Report, first_words_of_firms: frozenset[str]) -> Iterator[Record]:
    """The party of a row; none, with the reason in the report, if it has no name or lists an address only.

    Where the name holds the party that this one belongs to, that is a relationship, and the party is an entity.
    """
    source, cell = short_name(row), _text(row, "name")
    if _AN_ADDRESS.match(cell):
        report.unread.append((source, _text_of_address_row(row)))
        return
    own_name, parent = _own_name_and_parent(cell)
    reach_remark = _REACH.search(own_name)
    names, notes = names_and_notes(own_name[: reach_remark.start()] if reach_remark else own_name, "primary", "name")
    if not names:
        report.unread.append((source, "no name"))
        return
    if not _SHORT.search(_text(row, "source")):
        report.unknown("source", source)
    party_type = "entity" if parent else _party_type(row, source, report, first_words_of_firms)
    record = Record(_native_id(row, names[0].name), party_type, names)
    if parent:
        record.relationships.append(parent)
        record.features.append(Feature("listed_as", cell))
    if reach_remark:
        notes.append(reach_remark[0].strip(", "))
    notes += _read_aliases(record, row)
    record.features.extend(Feature("name_remark", note) for note in notes)
    record.programmes = _texts(row, "programs") or [source]
    record.legal_basis = [notice for notice in (_text(row, "federal_register_notice"),) if notice]
    record.measures = [requirement for requirement in (_text(row, "license_requirement"),) if requirement]
    _read_start(record, row)
    record.features.append(Feature("source_list", _text(row, "source")))
    record.features.extend(Feature(feature, text) for feature in FEATURES if (text := _text(row, feature)))
    if _text(row, "type") not in TYPES:
        record.features.append(Feature("party_type_basis", "name"))
    _read_person(record, row)
    _read_ids(record, row)
    _read_remarks_and_ties(record, row)
    yield record


def _read_aliases(record: Record, row: Row) -> list[str]:
    """Add the aliases that are not names of the record yet, and return the notes that stand beside them."""
    all_notes: list[str] = []
    for alias in _texts(row, "alt_names"):
        names, notes = names_and_notes(alias, "strong")
        record.names.extend(name for name in names if name.name not in {known.name for known in record.names})
        all_notes += notes
    return all_notes


def _read_start(record: Record, row: Row) -> None:
    """Set the day of listing from the start date."""
    started = _text(row, "start_date")
    record.listed_on = texts.day_unless_too_early(iso_day(started))
    if started and record.listed_on is None:
        record.not_understood.append(f"start_date: {started}")


def _own_name_and_parent(cell: str) -> tuple[str, Relationship | None]:
    """The party's name, and its relationship to the party that the cell names beside it: "X. Affiliated Entity: Y".

    The whole cell and None where it names one party only.
    """
    for pattern, kind in _BELONGS_TO:
        if match := pattern.fullmatch(cell):
            return match["name"], Relationship(kind, related_name=match["parent"])
    return cell, None


def _text_of_address_row(row: Row) -> str:
    """All that a row states that lists an address and no party, for the report."""
    stated = [address.text for value in _values(row, "addresses") if (address := _address(value))]
    stated += [text for field in ("federal_register_notice", "start_date") if (text := _text(row, field))]
    return f"an address and no party: {'; '.join([_text(row, 'name'), *stated])}"


def _party_type(row: Row, source: str, report: Report, first_words_of_firms: frozenset[str]) -> PartyType:
    """The type of the party: as stated, else by its list, else guessed from its names.

    `first_words_of_firms`: words with which a name is taken for that of an organisation.
    """
    stated_type = _text(row, "type")
    if stated_type and stated_type not in TYPES:
        report.unknown("type", stated_type)
    if stated_type in TYPES:
        return TYPES[stated_type]
    if source in _LISTS_OF_ORGANISATIONS:
        return "entity"
    return texts.party_type(_text(row, "name"), *_texts(row, "alt_names"), first_words_of_firms=first_words_of_firms)


def _read_person(record: Record, row: Row) -> None:
    """Add births, places of birth and countries."""
    record.birth_dates = [birth for cell in _texts(row, "dates_of_birth") for birth in birth_dates(cell)]
    record.birth_places = [BirthPlace(place) for place in _texts(row, "places_of_birth")]
    links: tuple[tuple[str, CountryLink], ...] = (
        ("citizenships", "citizenship"),
        ("nationalities", "nationality"),
        ("country", "other"),
        ("vessel_flag", "flag"),
    )
    for field, link in links:
        record.countries.extend(Country(link, country, _country_code(country)) for country in _texts(row, field))
    record.addresses = [address for value in _values(row, "addresses") if (address := _address(value))]


def _country_code(text: str) -> str | None:
    """The text if it is a code of two capital letters, else None."""
    return text if re.fullmatch(r"[A-Z]{2}", text) else None


def _values(row: Row, field: str) -> list[Any]:
    """The values of a field as published: a list in JSON, the parts between "; " in CSV."""
    value = row.get(field)
    if not value:
        return []
    return value if isinstance(value, list) else [part for part in str(value).split("; ") if part.strip()]


def _address(value: object) -> Address | None:
    """An address: an object with its parts in JSON; in CSV a text that ends in the code of the country."""
    if isinstance(value, dict):
        parts = [folded(str(value.get(key) or "")) for key in ("address", "city", "state", "postal_code", "country")]
        text = ", ".join(part for part in parts if part)
        street, city, region, postcode, country = (part or None for part in parts)
        return Address(text, street, city, region, postcode, country) if text else None
    text = folded(str(value))
    country = _country_code(text.rsplit(", ", 1)[-1])
    return Address(text, country=country) if text else None


def _read_ids(record: Record, row: Row) -> None:
    """Add OFAC's number, the call sign and the ids; an id of an unknown kind is a feature."""
    if number := _text(row, "entity_number"):
        record.identifiers.append(Identifier("ofac_uid", number, "entity_number"))
    if sign := _text(row, "call_sign"):
        record.identifiers.append(Identifier("call_sign", sign, "call_sign"))
    for value in _values(row, "ids"):
        label, number, issuer, note = _id_parts(value)
        kind = _kind_of_id(label)
        if label == REGISTERED_IN:
            record.countries.append(Country("registration", number, _country_code(number)))
        elif kind and number:
            record.identifiers.append(Identifier(kind, _without_imo(kind, number), label, issuer, note))
        elif label == "Aircraft Operator" and number:
            record.relationships.append(Relationship(label, related_name=number))
        elif label or number:
            record.features.append(Feature(_feature_kind(label), number or label))


@lru_cache(maxsize=1_000)
def _kind_of_id(label: str) -> IdentifierKind | None:
    """The kind of an id with this label; None if no words of a kind are in it. Cached because labels repeat."""
    return next((kind for kind, pattern in _PATTERNS_OF_IDS.items() if pattern.search(label)), None)


def _feature_kind(label: str) -> str:
    """The kind that OFAC's own files give to a label, so that both state a fact under one name; else the label."""
    meaning = meaning_of(label)
    return meaning.kind if meaning and meaning.target == "feature" else label or "ids"


def _without_imo(kind: IdentifierKind, number: str) -> str:
    """The number; an IMO number without "IMO" before it."""
    return re.sub(r"^IMO\s*", "", number) if kind == "imo" else number


def _id_parts(value: object) -> tuple[str, str, str | None, str | None]:
    """The parts of an id: (label, number, issuing country, note with its dates)."""
    if isinstance(value, dict):
        days = [f"{key} {value[key]}" for key in ("issue_date", "expiration_date") if value.get(key)]
        number, label = (folded(str(value.get(key) or "")) for key in ("number", "type"))
        return label, number, value.get("country") or None, ", ".join(days) or None
    parts = folded(str(value)).split(", ")
    label = parts.pop() if len(parts) > 1 else ""
    issuer = parts.pop(0) if len(parts) > 1 and _country_code(parts[0]) else None
    days = []
    while len(parts) > 1 and len(days) < 2 and _ISO_DAY.fullmatch(parts[0]):
        days.append(parts.pop(0))
    return label, ", ".join(parts), issuer, _dates_note(days)


def _dates_note(days: list[str]) -> str | None:
    """The days of a document in CSV as a note; None without days.

    Of two days the first is that of expiry; one alone may be either.
    """
    if len(days) == 2:
        return f"issue_date {days[1]}, expiration_date {days[0]}"
    return f"issue or expiration date {days[0]}" if days else None


def _read_remarks_and_ties(record: Record, row: Row) -> None:
    """Add the remarks, the numbers in them, and relationships to parties that remarks or the field of owners name."""
    record.remarks = _text(row, "remarks") or None
    record.identifiers.extend(
        number for number in labelled_numbers(record.remarks or "") if number.kind in READ_IN_REMARKS
    )
    linked = (folded(name) for name in _LINKED.findall(record.remarks or ""))
    record.relationships.extend(Relationship("linked to", related_name=name) for name in dict.fromkeys(linked))
    record.relationships.extend(Relationship("owner", related_name=text) for text in _texts(row, "vessel_owner"))


FORMAT = Format(name="us_csl", version=9, recognises=recognises, records=records, makes_ids=True)
