"""France's national register of asset freezes: one JSON document, a party with its fields as typed values.

Here: the document's structure and field types. Not here: the EU list that most of its entries repeat (see eu).

Source: Direction générale du Trésor, the register's public API. No published file was available. The structure, field
types and the names of their values were read in the schema that the Trésor publishes with the register (a class
generated from it in 2021 names every value), in public programs that read the register, and in excerpts of 2025.
- IdRegistre is the native id. PRENOM holds the given names, with commas between them at times; Nom is the family name,
  or all of an organisation's name.
- There is no listing date. FONDEMENT_JURIDIQUE names an act and in brackets the regime, which is the programme:
  "(UE) 2022/332 du 25/02/2022 (UE Biélorussie - R (CE) 765/2006)". "du" may be missing before the day. The earliest day
  of an act is taken as the listing, with the feature `listed_on_basis` = "legal basis"; not so where an act of an
  earlier year states no day that can be read.
- National orders last six months and are renewed under a new number ("ECOT2515686A DU 06/06/2025"): their day is
  that of the last renewal and never the listing. It is the feature `order_of`.
- Numbers stand in AUTRE_IDENTITE and IDENTIFICATION with a comment that says what they are, or inside the comment
  ("INN/KPP 7423000000 / 745900000"); "/" means that there is no number.
- REFERENCE_UE and REFERENCE_ONU are the parties' numbers on the lists of the EU and the UN, repeated at times.
- Countries are French names in capitals, nationalities too.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from pipelines.parsers.days import day_in, day_or_none
from pipelines.parsers.json_documents import json_document, opening_of, report_unknown_keys
from pipelines.parsers.names import names_in
from pipelines.parsers.numbers import kind_of_label, labelled_numbers, phones_in
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
    only_content,
)
from pipelines.parsers.texts import folded, is_placeholder

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
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_ACT_DAY = re.compile(
    rf"(?:\bdu\s+|\s)(\d{{1,2}})(?:er)?(?:[/.](\d{{1,2}})[/.]|\s+({'|'.join(_MONTHS)})\s+)(\d{{4}})\b", re.IGNORECASE
)
_ACT_YEAR = re.compile(r"\((?:UE|CE|PESC)\)\s*(?:n°\s*)?(?:(\d{4})/\d+|\d+/(\d{4}))")
_NATIONAL = re.compile(r"dispositif national", re.IGNORECASE)
_NATIONAL_ORDER = re.compile(r"\s*(?:ECO[A-Z]?\d|ECO\b|ECOT|arr[êe]t[ée]|d[ée]cret)", re.IGNORECASE)
"""How the label of a national order begins: its number, or what it is."""
_PARTICULARS = {
    "type d": "entity_type", "date d": "registered_on", "lieu d": "place_of_registration",
    "principal établissement": "principal_place_of_business", "autres informations": "other_information",
}  # fmt: skip
"""How the particulars in a comment on an organisation begin, lower case → kind of feature."""
_PARTICULAR = re.compile(r"\s+-\s+(?=[A-ZÉ][^:]{3,40}:)")
_SERIES = re.compile(r"(?:série\s+)?(\S+)\s+n°\s*(\S+)", re.IGNORECASE)
_ISSUED_BY = re.compile(r"(.+?)\s*\(([^()\d]+)\)")


def recognises(files: Files) -> bool:
    """Whether there is one JSON document that begins with the register's keys."""
    start = opening_of(only_content(files))
    return start.startswith("{") and '"Publications"' in start and '"IdRegistre"' in start


def records(files: Files, report: Report, _wanted: frozenset[str] | None = None) -> Iterator[Record]:
    """The parties in the document's order.

    Raises:
        UnreadableListError: the document is no JSON, has another layout, or holds no entry.
    """
    [(name, content)] = files.items()
    document = json_document(name, content)
    try:
        publications = document["Publications"]
        details = publications["PublicationDetail"]
    except (KeyError, TypeError) as error:
        raise UnreadableListError(f"{name} has no Publications/PublicationDetail; its layout changed.") from error
    if not isinstance(details, list) or not details:
        raise UnreadableListError(f"{name} holds no entry under PublicationDetail; look at what the source sent.")
    report.published_on = day_in(str(publications.get("DatePublication") or ""))
    report_unknown_keys("Publications", [publications], {"DatePublication", "PublicationDetail"}, report)
    for entry in details:
        yield from _record(entry, report)


def _record(entry: Value, report: Report) -> Iterator[Record]:
    """The party of an entry; none, with the reason in the report, if it has no number, name or known type."""
    number, nature, family_name = (folded(str(entry.get(key) or "")) for key in ("IdRegistre", "Nature", "Nom"))
    report_unknown_keys("PublicationDetail", [entry], KNOWN_KEYS, report)
    party_type = TYPES.get(nature)
    if party_type is None:
        report.unknown("Nature", nature)
    if not number or party_type is None or is_placeholder(family_name):
        report.unread.append((f"IdRegistre {number}", f"Nature {nature!r}, Nom {family_name!r}"))
        return
    fields = _fields(entry.get("RegistreDetail") or [], report)
    given_names = folded(" ".join(_texts(fields, "PRENOM", "Prenom")).replace(",", " "))
    parts = (("given", given_names), ("family", family_name)) if given_names else ()
    record = Record(number, party_type, [Name(f"{given_names} {family_name}".strip(), "primary", "name", parts=parts)])
    for field, read in _READERS.items():
        for value in fields.get(field, ()):
            read(record, value)
    _read_listing(record)
    yield record


def _fields(details: list[Value], report: Report) -> dict[str, list[Value]]:
    """The values of each field type; unknown types and keys are reported."""
    fields: dict[str, list[Value]] = {}
    report_unknown_keys("RegistreDetail", details, {"TypeChamp", "Valeur"}, report)
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
    """The folded text under a key; "" if there is none."""
    return folded(str(value.get(key) or ""))


def _texts(fields: dict[str, list[Value]], field: str, key: str) -> list[str]:
    """The texts under a key in all values of a field."""
    return [text for value in fields.get(field, ()) if (text := _text(value, key))]


def _comment(value: Value) -> str | None:
    """The comment on a value; None if there is none."""
    return next((text for key in value if key.startswith("Commentaire") and (text := _text(value, key))), None)


def _read_alias(record: Record, value: Value) -> None:
    """Add the aliases in a value, and the remarks on them."""
    cell_names = names_in(_text(value, "Alias"))
    known_names = {name.name for name in record.names}
    record.names.extend(Name(name, "strong", kind) for name, kind in cell_names.names if name not in known_names)
    record.features.extend(Feature("name_remark", note) for note in cell_names.notes)
    if cell_names.names and (comment := _comment(value)):
        record.features.append(Feature("name_remark", f"{cell_names.names[0][0]}: {comment}"))


def _read_birth(record: Record, value: Value) -> None:
    """Add a date of birth; the comment "environ" (about) makes it approximate."""
    stated_parts = [_text(value, key) for key in ("Annee", "Mois", "Jour")]
    text = "-".join(part for part in stated_parts if part)
    if text:
        first, last = _days_of_date(*(int(part) if part.isdecimal() else 0 for part in stated_parts))
        approximate = "environ" in (_comment(value) or "").lower()
        record.birth_dates.append(BirthDate(text, first, last, approximate))


def _days_of_date(year: int, month: int, day: int) -> tuple[date | None, date | None]:
    """The first and last day of a date whose month or day may be 0 (unknown).

    Both are None if there is no such date.
    """
    try:
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if not day:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None, None


def _read_birth_place(record: Record, value: Value) -> None:
    """Add a place of birth."""
    place, country = _text(value, "Lieu"), _text(value, "Pays")
    if place or country:
        record.birth_places.append(BirthPlace(place or country, country or None))


def _read_address(record: Record, value: Value) -> None:
    """Add an address."""
    street, city, country = (_text(value, key) for key in ("Adresse", "Lieu", "Pays"))
    if text := ", ".join(part for part in (street, city, country) if part):
        record.addresses.append(Address(text, street or None, city or None, country=country or None))


def _read_identification(record: Record, value: Value) -> None:
    """Add the numbers in a value and its comment; a number without a label there has the comment as its label.

    Facts in the comment become features; a value without numbers and facts becomes one as a whole.
    """
    text, comment = _text(value, "Identification"), _comment(value) or ""
    note = comment or None
    numbers = labelled_numbers(comment, note) + labelled_numbers(text, note)
    if not is_placeholder(text) and not labelled_numbers(text) and any(figure.isdigit() for figure in text):
        numbers.append(
            Identifier(
                kind_of_label(_comment_as_label(comment), "registration"), text, _comment_as_label(comment), note=note
            )
        )
    known = {(number.kind, number.value) for number in record.identifiers}
    record.identifiers.extend(number for number in numbers if (number.kind, number.value) not in known)
    facts = list(_facts_in_comment(comment))
    record.features.extend(facts)
    if not numbers and not facts and (whole_text := ": ".join(part for part in (comment, text) if part)):
        record.features.append(Feature("identification", whole_text))


def _comment_as_label(comment: str) -> str:
    """The comment, if it only names a kind of number ("OKPO"); "" if it says more."""
    return "" if ":" in comment else comment


def _facts_in_comment(comment: str) -> Iterator[Feature]:
    """The facts that a comment states of an organisation: "Type d'entité: ... - Lieu d'enregistrement: ..."."""
    for piece in _PARTICULAR.split(comment):
        label, colon, value = piece.replace("’", "'").partition(":")
        kind = next((kind for start, kind in _PARTICULARS.items() if label.strip().lower().startswith(start)), None)
        if colon and kind and value.strip():
            yield Feature(kind, value.strip())


def _identifier_reader(field: str) -> Callable[[Record, Value], None]:
    """A function that adds the numbers of a field to a record, of the kind that the field means."""
    key, kind = IDENTIFIERS[field]

    def read(record: Record, value: Value) -> None:
        """Add the numbers of a value, each once; a placeholder states none."""
        text, comment = _text(value, key), _comment(value)
        if is_placeholder(text):
            return
        if kind == "phone":
            record.identifiers.extend(phones_in(text, field))
            return
        identifier = _document(kind, text, field, comment)
        if identifier not in record.identifiers:
            record.identifiers.append(identifier)

    return read


def _document(kind: IdentifierKind, text: str, field: str, comment: str | None) -> Identifier:
    """A number; of passports and identity cards, issuer and series are taken out of it.

    "3194000 (Liban)" has an issuer, "série 1808 n° 233000" a series.
    """
    issuer = None
    if kind in {"passport", "national_id"}:
        kind = kind_of_label(comment or "", kind) if field == "AUTRE_IDENTITE" else kind
        if match := _ISSUED_BY.fullmatch(text):
            text, issuer = match[1], match[2].strip()
        if parts := _SERIES.fullmatch(text):
            text = f"{parts[1]} {parts[2]}"
    return Identifier(kind, text, field, issuer, comment)


def _read_nationality(record: Record, value: Value) -> None:
    """Add a nationality."""
    if country := _text(value, "Pays"):
        record.countries.append(Country("nationality", country))


def _read_basis(record: Record, value: Value) -> None:
    """Add the act in a value, and the programme in the last brackets of its label.

    Of a national order, which is renewed twice a year, the day becomes the feature `order_of`.
    """
    label = _text(value, "FondementJuridiqueLabel")
    if not label:
        return
    act, programme = act_and_programme(label)
    if programme not in record.programmes:
        record.programmes.append(programme)
    if act not in record.legal_basis:
        record.legal_basis.append(act)
    if _NATIONAL.search(programme) and (day := act_day(act)):
        record.features.append(Feature("order_of", day.isoformat()))


def act_and_programme(label: str) -> tuple[str, str]:
    """The act, and the programme in brackets: "(UE) 2021/997 du 21/06/2021 (UE Biélorussie - R (CE) 765/2006)".

    A label without brackets at its end is both.
    """
    text = label.rstrip()
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        depth += (text[index] == ")") - (text[index] == "(")
        if depth <= 0:
            break
    else:
        return text, text
    act, programme = text[:index].strip(), text[index + 1 : -1].strip()
    return (act, folded(programme)) if text.endswith(")") and act and programme else (text, text)


def _read_reasons(record: Record, value: Value) -> None:
    """Add the reasons to the remarks."""
    record.remarks = "\n".join(part for part in (record.remarks, _text(value, "Motifs")) if part) or None


def _feature_reader(kind: str, key: str) -> Callable[[Record, Value], None]:
    """A function that adds the text under a key as a feature."""

    def read(record: Record, value: Value) -> None:
        """Add the text of a value as a feature; nothing if it is empty."""
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
    """Set the day of listing: the earliest of the acts that are not national orders.

    None if there is no such act, or if an act of an earlier year has no day that can be read: that one may be the
    first.
    """
    if all(_NATIONAL.search(programme) for programme in record.programmes):
        return
    acts = [act for act in record.legal_basis if _ACT_YEAR.search(act) or not _NATIONAL_ORDER.match(act)]
    days = [day for act in acts if (day := act_day(act))]
    if not days:
        return
    first_day = min(days)
    undated = [
        act for act in acts if act_day(act) is None and _year_of_eu_act(act) and _year_of_eu_act(act) < first_day.year
    ]
    if undated:
        record.not_understood.extend(f"FONDEMENT_JURIDIQUE: {act}" for act in undated)
        return
    record.listed_on = first_day
    record.features.append(Feature("listed_on_basis", "legal basis"))


def _year_of_eu_act(act: str) -> int:
    """The year in the number of an EU act; 0 for other acts."""
    match = _ACT_YEAR.search(act)
    return int(match[1] or match[2]) if match else 0


def act_day(act: str) -> date | None:
    """The date in the label of an act ("du 25/02/2022", "du 1er mars 2024"); None if there is none."""
    match = _ACT_DAY.search(act)
    if match is None:
        return None
    month = int(match[2]) if match[2] else _MONTHS.index(match[3].lower()) + 1
    return day_or_none(match[4], month, match[1])


FORMAT = Format(name="fr_tresor", version=6, recognises=recognises, records=records)
