"""Ukraine's State Register of Sanctions: the subjects of its API, individuals and organisations, as JSON.

Here: the subjects and their actions. Not here: the key that the API asks for (the catalogue names its variable).

Source: National Security and Defence Council, api-drs.nsdc.gov.ua, /v2/subjects?subjectType=individual and =legal. No
answer was available without a key. Fields and values were read in public programs that read the API: the crawlers of
OpenSanctions (ua_nsdc_sanctions, many editions) and the providers of two screening libraries.
- The two answers are arrays; sid is the native id. Whether a file holds individuals or organisations, its name tells.
- name is often "Українською (Русский, English)", the order of the two not fixed; translit is Latin, or of that form.
- status: active, expired, excluded. The last two are off the list.
- Decrees, and with them listing dates and programmes, are in /subjects/{sid}/actions, an answer a subject: too many
  requests to ask for every night. Where a subject carries `actions` (put there by whoever asked), they are read: the
  earliest decree is the listing, its number a legal basis. Without them there is no date. The programme is the Law.
- An identifier's code may hold two numbers, "7700000001; 7700000002". Kinds of identifier: tax:inn and the like; of
  reg:…, snils is a social security number. Ukraine's КПП and codes stand among the attributes as well.
- citizenships are ISO codes, and LN and DN for occupied parts of Ukraine. Dates are ISO or dd.mm.yyyy, or words.
"""

import re
from collections.abc import Iterator
from typing import Any

from pipelines.parsers.births import birth_dates
from pipelines.parsers.days import day_in
from pipelines.parsers.json_documents import json_document, opening_of, report_unknown_keys
from pipelines.parsers.names import names_in
from pipelines.parsers.numbers import kind_of_label
from pipelines.parsers.record import (
    Address,
    Country,
    CountryLink,
    Feature,
    Files,
    Format,
    Identifier,
    IdentifierKind,
    ListingEvent,
    Name,
    PartyType,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.texts import folded, is_placeholder, values_of, without_placeholders

PROGRAMME = "Закон України «Про санкції»"
REQUIRED = frozenset({"sid", "name"})
KNOWN = REQUIRED | {
    "translit", "aliases", "bd", "dd", "citizenships", "status", "identifiers", "attributes", "actions", "subjectType",
}  # fmt: skip
KNOWN_IN_ACTION = frozenset(
    {"aid", "status", "decree", "term", "endDate", "restrictions", "reason", "reasons", "issuers"}
)
KNOWN_IN_DECREE = frozenset({"date", "number", "link"})
KNOWN_IN_FIELD = {
    "identifiers": frozenset({"id", "iso2", "note", "code"}),
    "attributes": frozenset({"key", "value"}),
    "actions": KNOWN_IN_ACTION,
}
FILE_TYPES: tuple[tuple[str, PartyType], ...] = (("individual", "individual"), ("legal", "entity"))
ON_THE_LIST, OFF_THE_LIST = {"", "active"}, {"expired", "excluded"}
ADDRESS = re.compile(r"адрес|місцезнаходження|місце (?:проживання|реєстрації)|місцеперебування", re.IGNORECASE)
_NAME_AND_TWO_FORMS = re.compile(r"([^()]+)\(([^()]+)\)")
_CYRILLIC = re.compile("[Ѐ-ӿ]")


def recognises(files: Files) -> bool:
    """Whether the files are JSON arrays of subjects, with names that state the type of subject."""
    return bool(files) and all(_party_type_of_file(name) and _has_subjects(content) for name, content in files.items())


def _party_type_of_file(name: str) -> PartyType | None:
    """The type of the parties in a file, read from its name; None if the name says neither."""
    return next((party_type for word, party_type in FILE_TYPES if word in name.lower()), None)


def _has_subjects(content: bytes) -> bool:
    """Whether the content begins as an array of subjects."""
    start = opening_of(content)
    return start.startswith("[") and '"sid"' in start and '"translit"' in start


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The subjects, file by file, in the API's order; those without id or name are reported as unread.

    Raises:
        UnreadableListError: a file's name does not say which subjects it holds, or its layout is different.
    """
    for name, content in sorted(files.items()):
        party_type = _party_type_of_file(name)
        if party_type is None:
            raise UnreadableListError(
                f"{name} says neither individual nor legal in its name; keep the API's word in it."
            )
        for number, subject in enumerate(_subjects(name, content), 1):
            report_unknown_keys("subject", [subject], KNOWN, report)
            for field, known in KNOWN_IN_FIELD.items():
                report_unknown_keys(field, subject.get(field) or (), known, report)
            if not _text(subject, "sid") or is_placeholder(_text(subject, "name")):
                report.unread.append((f"{name} subject {number}", "no sid or no name"))
                continue
            yield _record(subject, party_type, report)


def _subjects(name: str, content: bytes) -> list[dict[str, Any]]:
    """The subjects of a file.

    Raises:
        UnreadableListError: its layout is different.
    """
    subjects = json_document(name, content)
    if not isinstance(subjects, list) or not subjects or not all(isinstance(subject, dict) for subject in subjects):
        raise UnreadableListError(f"{name} holds no array of subjects; look at what the source sent.")
    if missing := {field for subject in subjects for field in REQUIRED if field not in subject}:
        raise UnreadableListError(f"{name} has subjects without {', '.join(sorted(missing))}; a field was renamed.")
    return subjects


def _text(item: dict[str, Any], key: str) -> str:
    """The folded text under a key; "" for a missing value, list or object."""
    value = item.get(key)
    return folded(str(value)) if value is not None and not isinstance(value, list | dict) else ""


def _record(subject: dict[str, Any], party_type: PartyType, report: Report) -> Record:
    """The party of a subject; its listing is the earliest decree that states a day. An unknown status is reported."""
    record = Record(_text(subject, "sid"), party_type, _names(subject), programmes=[PROGRAMME])
    status = _text(subject, "status")
    if status.lower() not in ON_THE_LIST | OFF_THE_LIST:
        report.unknown("status", status)
    record.is_listed = status.lower() not in OFF_THE_LIST
    link: CountryLink = "citizenship" if party_type == "individual" else "registration"
    record.countries = [
        Country(link, country, _country_code(country)) for country in _values(subject.get("citizenships"))
    ]
    _read_dates(record, subject)
    for item in subject.get("identifiers") or ():
        _read_identifier(record, item)
    for item in subject.get("attributes") or ():
        _read_attribute(record, item)
    for item in subject.get("actions") or ():
        _read_action(record, item, report)
    listing_days = [event.effective_on for event in record.events if event.kind == "listed" and event.effective_on]
    record.listed_on = min(listing_days, default=None)
    return record


def _names(subject: dict[str, Any]) -> list[Name]:
    """The names: in Ukrainian first, then in other languages and scripts, then the aliases.

    "Українською (Русский, English)" holds three.
    """
    names: dict[str, Name] = {}
    for text in (_text(subject, "name"), _text(subject, "translit")):
        name_and_forms = _NAME_AND_TWO_FORMS.fullmatch(text)
        pieces = (
            [name_and_forms[1], *name_and_forms[2].split(",")]
            if name_and_forms and name_and_forms[2].count(",") == 1
            else [text]
        )
        for piece in filter(None, map(folded, pieces)):
            cyrillic = bool(_CYRILLIC.search(piece))
            is_first = not names
            names.setdefault(
                piece,
                Name(
                    piece,
                    "primary" if is_first else "strong",
                    "name" if is_first else "spelling",
                    "Cyrl" if cyrillic else "Latn",
                    "uk" if is_first and cyrillic else None,
                ),
            )
    for cell in _values(subject.get("aliases")):
        for alias, kind in names_in(cell).names:
            names.setdefault(alias, Name(alias, "strong", kind))
    return list(names.values())


def _values(value: object) -> list[str]:
    """The values of a list, or of a text that holds several, without placeholders."""
    return (
        without_placeholders(str(piece) for piece in value) if isinstance(value, list) else values_of(str(value or ""))
    )


def _country_code(text: str) -> str | None:
    """The text if it is a country code of two letters; None for other texts.

    LN and DN stand for occupied parts of Ukraine, and are no countries.
    """
    return text if re.fullmatch(r"[A-Z]{2}", text) and text not in {"LN", "DN"} else None


def _read_dates(record: Record, subject: dict[str, Any]) -> None:
    """Add the dates of birth (for organisations, of establishment) and of death."""
    born, died = _text(subject, "bd"), _text(subject, "dd")
    if born and record.party_type == "individual":
        record.birth_dates.extend(birth_dates(born))
    elif born:
        record.features.append(Feature("established", born))
    if died:
        record.features.append(Feature("died" if record.party_type == "individual" else "dissolved", died))


def _read_identifier(record: Record, item: dict[str, Any]) -> None:
    """Add the numbers of a document or register."""
    label = _text(item, "id")
    issuer, note = _text(item, "iso2") or None, _text(item, "note") or None
    for number in values_of(_text(item, "code")):
        record.identifiers.append(Identifier(_kind(label), number, label, issuer, note))


def _kind(label: str) -> IdentifierKind:
    """The kind of number that the API's label means: "doc:passport", "tax:inn", "reg:snils"."""
    if label.startswith("doc:"):
        return "passport" if "passport" in label else "residence_permit" if "residence" in label else "other"
    if label.startswith("tax:"):
        return "tax_id"
    if "snils" in label:
        return "social_security"
    return "national_id" if "person" in label or label in {"reg:chiop", "reg:nin"} else "registration"


def _read_attribute(record: Record, item: dict[str, Any]) -> None:
    """Add an attribute as an address, as numbers if its name is a label of numbers, else as a feature."""
    key, value = _text(item, "key"), _text(item, "value")
    if value and ADDRESS.search(key):
        record.addresses.append(Address(value))
    elif (kind := kind_of_label(key)) != "other" and any(figure.isdigit() for figure in value):
        record.identifiers.extend(Identifier(kind, number, key) for number in values_of(value))
    elif value:
        record.features.append(Feature(key or "attribute", value))


def _read_action(record: Record, action: dict[str, Any], report: Report) -> None:
    """Add what a decree did: its day as a listing, its number as legal basis, and its measures.

    A decree that ended is a delisting too, on the day of its end.
    """
    decree = action.get("decree") or {}
    report_unknown_keys("decree", [decree], KNOWN_IN_DECREE, report)
    report_unknown_keys("restriction", action.get("restrictions") or (), {"restriction"}, report)
    day, number, end = day_in(_text(decree, "date")), _text(decree, "number"), day_in(_text(action, "endDate"))
    if number and number not in record.legal_basis:
        record.legal_basis.append(number)
    record.events.append(
        ListingEvent("listed", day, note=" ".join(filter(None, (number, _text(action, "term")))) or None)
    )
    if _text(action, "status").lower() in OFF_THE_LIST:
        record.events.append(ListingEvent("delisted", end, note=number or None))
        if not record.is_listed and end and (record.delisted_on is None or end > record.delisted_on):
            record.delisted_on = end
    for restriction in action.get("restrictions") or ():
        measure = _text(restriction, "restriction") if isinstance(restriction, dict) else folded(str(restriction))
        if measure and measure not in record.measures:
            record.measures.append(measure)


FORMAT = Format(name="ua_nsdc", version=4, recognises=recognises, records=records)
