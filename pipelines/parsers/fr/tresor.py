"""France's national register of asset freezes: one JSON document, a party with its fields as typed values.

Here: the document's structure and field types. Not here: the EU list that most of its entries repeat (eu_fsf).

Source: Direction générale du Trésor, the register's public API. No published file was to be had. The structure, field
types and the names of their values were read in the schema that the Trésor publishes with the register (a class
generated from it in 2021 names every value) and in public programs that read the register, among them OpenSanctions
(fr_tresor_gels_avoir); the form of the labels of legal bases in test fixtures of two of these.
- IdRegistre is the native id. PRENOM holds the given names; Nom is the family name, or all of an organisation's name.
- There is no listing date. FONDEMENT_JURIDIQUE names the acts, most with their date, "(UE) 2022/332 du 25/02/2022": the
  earliest date stated there is taken as the listing, with the feature `listed_on_basis` = "legal basis".
- REFERENCE_UE and REFERENCE_ONU are the parties' numbers on the lists of the EU and the UN.
- Countries are French names in capitals, nationalities too.
"""

import json
import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

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
    Name,
    PartyType,
    Record,
    Report,
    UnreadableListError,
)
from pipelines.parsers.sheets import folded

Value = dict[str, Any]
TYPES: dict[str, PartyType] = {"Personne physique": "individual", "Personne morale": "entity", "Navire": "vessel"}
KNOWN_KEYS = frozenset({"IdRegistre", "Nature", "Nom", "RegistreDetail"})
VALUES: dict[str, frozenset[str]] = {
    "PRENOM": frozenset({"Prenom"}),
    "ALIAS": frozenset({"Alias"}),
    "SEXE": frozenset({"Sexe"}),
    "TITRE": frozenset({"Titre"}),
    "DATE_DE_NAISSANCE": frozenset({"Jour", "Mois", "Annee"}),
    "LIEU_DE_NAISSANCE": frozenset({"Lieu", "Pays"}),
    "NATIONALITE": frozenset({"Pays"}),
    "ADRESSE_PP": frozenset({"Adresse", "Lieu", "Pays"}),
    "ADRESSE_PM": frozenset({"Adresse", "Lieu", "Pays"}),
    "PASSEPORT": frozenset({"NumeroPasseport"}),
    "AUTRE_IDENTITE": frozenset({"NumeroCarte"}),
    "IDENTIFICATION": frozenset({"Identification"}),
    "NUMERO_OMI": frozenset({"NumeroOMI"}),
    "REFERENCE_UE": frozenset({"ReferenceUe"}),
    "REFERENCE_ONU": frozenset({"ReferenceOnu"}),
    "FONDEMENT_JURIDIQUE": frozenset({"FondementJuridique", "FondementJuridiqueLabel"}),
    "MOTIFS": frozenset({"Motifs"}),
    "TELEPHONE": frozenset({"Telephone"}),
    "COURRIEL": frozenset({"Courriel"}),
    "SITE_INTERNET": frozenset({"SiteInternet"}),
    "CRYPTOMONNAIE": frozenset({"Cryptomonnaie"}),
}
"""The field types, and the values of each; any may also hold a Commentaire."""

IDENTIFIERS: dict[str, tuple[str, IdentifierKind]] = {
    "PASSEPORT": ("NumeroPasseport", "passport"),
    "AUTRE_IDENTITE": ("NumeroCarte", "national_id"),
    "NUMERO_OMI": ("NumeroOMI", "imo"),
    "REFERENCE_UE": ("ReferenceUe", "eu_reference"),
    "REFERENCE_ONU": ("ReferenceOnu", "un_reference"),
    "TELEPHONE": ("Telephone", "phone"),
    "COURRIEL": ("Courriel", "email"),
    "SITE_INTERNET": ("SiteInternet", "website"),
    "CRYPTOMONNAIE": ("Cryptomonnaie", "digital_currency"),
}
_NUMBERED = re.compile(
    r"(?P<label>OGRN|INN|KPP|IMO|OMI|SWIFT|BIC|LEI|[Ii]dentification fiscale|"
    r"[Nn]um[ée]ro(?: national)? (?:d.enregistrement|d.identification fiscale|fiscal)[^:]*)"
    r"\s*[:n°]*\s*(?P<number>[A-Z0-9][A-Z0-9./-]*\d[A-Z0-9./-]*)"
)
_TAX = re.compile(r"INN|KPP|fiscal", re.IGNORECASE)
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_ACT_DAY = re.compile(
    rf"\bdu (\d{{1,2}})(?:er)?(?:[/.](\d{{1,2}})[/.]|\s+({'|'.join(_MONTHS)})\s+)(\d{{4}})\b", re.IGNORECASE
)


def recognises(files: Files) -> bool:
    """One JSON document whose beginning has the register's keys."""
    if len(files) != 1:
        return False
    start = next(iter(files.values()))[:20_000].decode("utf-8-sig", "replace").lstrip()
    return start.startswith("{") and '"Publications"' in start and '"IdRegistre"' in start


def records(files: Files, report: Report, wanted: frozenset[str] | None = None) -> Iterator[Record]:  # noqa: ARG001
    """The parties in the document's order."""
    [(name, content)] = files.items()
    try:
        publications = json.loads(content.decode("utf-8-sig"))["Publications"]
        details = publications["PublicationDetail"]
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise UnreadableListError(f"{name} is no whole JSON document ({error}); fetch it again.") from error
    except (KeyError, TypeError) as error:
        raise UnreadableListError(f"{name} has no Publications/PublicationDetail; its layout changed.") from error
    if not isinstance(details, list) or not details:
        raise UnreadableListError(f"{name} holds no entry under PublicationDetail; look at what the source sent.")
    report.published_on = _published(publications.get("DatePublication"))
    for key in publications.keys() - {"DatePublication", "PublicationDetail"}:
        report.unknown("Publications", key)
    for entry in details:
        yield from _record(entry, report)


def _published(text: object) -> date | None:
    """The day of "2024-11-08T15:02:11" or "08/11/2024"."""
    stated = str(text or "")
    try:
        if match := re.match(r"(\d{2})/(\d{2})/(\d{4})", stated):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(stated[:10])
    except ValueError:
        return None


def _record(entry: Value, report: Report) -> Iterator[Record]:
    number, nature, family = (folded(str(entry.get(each) or "")) for each in ("IdRegistre", "Nature", "Nom"))
    for key in entry.keys() - KNOWN_KEYS:
        report.unknown("PublicationDetail", key)
    party_type = TYPES.get(nature)
    if party_type is None:
        report.unknown("Nature", nature)
    if not number or party_type is None or not family:
        report.unread.append((f"IdRegistre {number}", f"Nature {nature!r}, Nom {family!r}"))
        return
    fields = _fields(entry.get("RegistreDetail") or [], report)
    given = " ".join(_texts(fields, "PRENOM", "Prenom"))
    parts = (("given", given), ("family", family)) if given else ()
    record = Record(number, party_type, [Name(f"{given} {family}".strip(), "primary", "name", parts=parts)])
    for field, read in _READERS.items():
        for value in fields.get(field, ()):
            read(record, value)
    _read_listing(record)
    yield record


def _fields(details: list[Value], report: Report) -> dict[str, list[Value]]:
    """Field type → its values; what is not known of them is reported."""
    fields: dict[str, list[Value]] = {}
    for detail in details:
        kind = str(detail.get("TypeChamp") or "")
        if kind not in VALUES:
            report.unknown("TypeChamp", kind)
        values = detail.get("Valeur") or []
        for value in [values] if isinstance(values, dict) else values:
            for key in value.keys() - VALUES.get(kind, frozenset(value)):
                if not key.startswith("Commentaire"):
                    report.unknown(kind, key)
            fields.setdefault(kind, []).append(value)
    return fields


def _text(value: Value, key: str) -> str:
    return folded(str(value.get(key) or ""))


def _texts(fields: dict[str, list[Value]], field: str, key: str) -> list[str]:
    return [text for value in fields.get(field, ()) if (text := _text(value, key))]


def _comment(value: Value) -> str | None:
    return next((text for key in value if key.startswith("Commentaire") and (text := _text(value, key))), None)


def _read_alias(record: Record, value: Value) -> None:
    alias = _text(value, "Alias")
    if alias and alias not in {name.name for name in record.names}:
        record.names.append(Name(alias))
    if alias and (comment := _comment(value)):
        record.features.append(Feature("name_remark", f"{alias}: {comment}"))


def _read_birth(record: Record, value: Value) -> None:
    stated = [_text(value, each) for each in ("Annee", "Mois", "Jour")]
    text = "-".join(each for each in stated if each)
    if text:
        first, last = _span(*(int(each) if each.isdecimal() else 0 for each in stated))
        about = "environ" in (_comment(value) or "").lower()
        record.birth_dates.append(BirthDate(text, first, last, about))


def _span(year: int, month: int, day: int) -> tuple[date | None, date | None]:
    """The first and last day of what is known of a date: all of it, its month, or its year alone."""
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if not day:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None


def _read_birth_place(record: Record, value: Value) -> None:
    place, country = _text(value, "Lieu"), _text(value, "Pays")
    if place or country:
        record.birth_places.append(BirthPlace(place or country, country or None))


def _read_address(record: Record, value: Value) -> None:
    street, city, country = (_text(value, each) for each in ("Adresse", "Lieu", "Pays"))
    if text := ", ".join(each for each in (street, city, country) if each):
        record.addresses.append(Address(text, street or None, city or None, country=country or None))


def _read_identification(record: Record, value: Value) -> None:
    """Free text with a comment that says what it is; a number in it is taken where its kind is named."""
    text, comment = _text(value, "Identification"), _comment(value) or ""
    whole = f"{comment}: {text}" if comment else text
    found = list(_NUMBERED.finditer(whole))
    for match in found:
        label = match["label"]
        kind: IdentifierKind = "tax_id" if _TAX.search(label) else "imo" if label in {"IMO", "OMI"} else (
            "swift_bic" if label in {"SWIFT", "BIC"} else "lei" if label == "LEI" else "registration"
        )  # fmt: skip
        record.identifiers.append(Identifier(kind, match["number"], label, note=whole))
    if whole and not found:
        record.features.append(Feature("identification", whole))


def _identifier_reader(field: str) -> Callable[[Record, Value], None]:
    key, kind = IDENTIFIERS[field]

    def read(record: Record, value: Value) -> None:
        if text := _text(value, key):
            record.identifiers.append(Identifier(kind, text, field, note=_comment(value)))

    return read


def _read_nationality(record: Record, value: Value) -> None:
    if country := _text(value, "Pays"):
        record.countries.append(Country("nationality", country))


def _read_basis(record: Record, value: Value) -> None:
    if label := _text(value, "FondementJuridiqueLabel"):
        record.programmes.append(label)
        record.legal_basis.append(label)


def _read_reasons(record: Record, value: Value) -> None:
    record.remarks = "\n".join(each for each in (record.remarks, _text(value, "Motifs")) if each) or None


def _feature_reader(kind: str, key: str) -> Callable[[Record, Value], None]:
    def read(record: Record, value: Value) -> None:
        if text := _text(value, key):
            record.features.append(Feature(kind, text))

    return read


_READERS: dict[str, Callable[[Record, Value], None]] = {
    "ALIAS": _read_alias,
    "DATE_DE_NAISSANCE": _read_birth,
    "LIEU_DE_NAISSANCE": _read_birth_place,
    "NATIONALITE": _read_nationality,
    "ADRESSE_PP": _read_address,
    "ADRESSE_PM": _read_address,
    "IDENTIFICATION": _read_identification,
    "FONDEMENT_JURIDIQUE": _read_basis,
    "MOTIFS": _read_reasons,
    "SEXE": _feature_reader("gender", "Sexe"),
    "TITRE": _feature_reader("title", "Titre"),
    **{field: _identifier_reader(field) for field in IDENTIFIERS},
}


def _read_listing(record: Record) -> None:
    days = [day for label in record.legal_basis if (day := act_day(label))]
    if days:
        record.listed_on = min(days)
        record.features.append(Feature("listed_on_basis", "legal basis"))


def act_day(label: str) -> date | None:
    """The date of the act that a label names: "du 25/02/2022", "du 1er mars 2024"."""
    match = _ACT_DAY.search(label)
    if match is None:
        return None
    month = int(match[2]) if match[2] else _MONTHS.index(match[3].lower()) + 1
    try:
        return date(int(match[4]), month, int(match[1]))
    except ValueError:
        return None


FORMAT = Format(name="fr_tresor", version=1, recognises=recognises, records=records)
