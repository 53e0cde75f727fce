"""OFAC's vocabulary: what each of its labels for a number, a country or a particular means in a record.

Here: the one table that all four formats share. The legacy XML writes these labels as `idType`, the CSV as the first
words of a piece of the remarks, the advanced and enhanced XML as names of feature types and document types.
Not here: how a format is read (one module each), or how a piece of remarks is taken apart (see ofac_remarks).

Seen in the files of 2019 to 2026: a label may end in a colon or a dash, and its apostrophe may be straight or curly.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pipelines.parsers.record import IdentifierKind

Target = Literal["identifier", "feature", "country", "birth_date", "birth_place", "relationship", "address"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """Where the value under a label goes in the record, and as which kind."""

    target: Target
    kind: str


_IDENTIFIERS: dict[IdentifierKind, tuple[str, ...]] = {
    "passport": ("Passport", "Diplomatic Passport", "British National Overseas Passport", "Stateless Person Passport"),
    "national_id": (
        "National ID No.", "Cedula No.", "Identification Number", "Personal ID Card", "C.U.R.P.", "C.U.R.P. #",
        "D.N.I.",
        "C.U.I.", "C.U.I.P.", "C.I.N.", "Citizen's Card Number", "Kenyan ID No.", "Bosnian Personal ID No.",
        "Moroccan Personal ID No.", "Turkish Identification Number", "National Foreign ID Number", "UAE Identification",
        "Tazkira National ID Card", "Electoral Registry No.", "Credencial electoral", "I.F.E.", "LE Number",
        "Numero de Identidad", "CNP (Personal Numerical Code)", "Stateless Person ID Card", "Refugee ID Card",
        "Military Registration Number", "Cartilla de Servicio Militar Nacional", "N.I.E.", "Tarjeta de Identidad",
        "Cedula de Ciudadania", "Cedula de Residencia", "Matricula Consular",
    ),
    "birth_certificate": ("Birth Certificate Number",),
    "driving_licence": ("Driver's License No.",),
    "social_security": ("SSN",),
    "travel_document": ("Travel Document Number", "VisaNumberID", "Seafarer's Identification Document"),
    "residence_permit": (
        "Residency Number", "Romanian Permanent Resident", "Immigration No.", "Public Security and Immigration No.",
    ),
    "tax_id": (
        "Tax ID No.", "NIT #", "R.F.C.", "R.F.C. #", "RFC", "RUC #", "RIF #", "V.A.T. Number", "US FEIN",
        "Italian Fiscal Code", "Fiscal Code", "C.I.F.", "N.I.F.", "C.U.I.T.", "RTN", "Romanian Tax Registration",
        "Paraguayan tax identification number", "Numero Unico de Identificacao Tributaria (NUIT)",
        "Global Intermediary Identification Number",
    ),
    "registration": (
        "Registration Number", "Registration ID", "Company Number", "UK Company Number", "Commercial Registry Number",
        "Public Registration Number", "Business Registration Number", "Business Registration Document #", "C.R. No.",
        "Folio Mercantil No.", "Matricula Mercantil No", "Matricula Mercantil No.", "Chamber of Commerce Number",
        "Dubai Chamber of Commerce Membership No.", "Istanbul Chamber of Comm. No.",
        "Unified Social Credit Code (USCC)",
        "United Social Credit Code Certificate (USCCC)", "Government Gazette Number",
        "Certificate of Incorporation Number",
        "Central Registration System Number", "Economic Register Number (CBLS)", "Enterprise Number", "Business Number",
        "Branch Unit Number", "Trade License No.", "License", "Tourism License No.", "MSB Registration Number",
        "Afghan Money Service Provider License Number", "Registered Charity No.",
        "Registration Certificate Number (Dubai)",
        "Organization Code", "File Number", "Romanian C.R.", "RSIN", "Legal Entity Number", "D-U-N-S Number",
        "Russian State Individual Business Registration Number Pattern (OGRNIP)", "Vessel Registration Identification",
        "Vessel Registration Number",
    ),
    "mmsi": ("MMSI", "Maritime Mobile Service Identity (MMSI)"),
    "call_sign": ("Vessel Call Sign", "Other Vessel Call Sign", "Former Vessel Call Sign"),
    "tail_number": ("Aircraft Tail Number", "Previous Aircraft Tail Number"),
    "serial_number": (
        "Aircraft Serial Identification", "Aircraft Manufacturer's Serial Number (MSN)",
        "Aircraft Construction Number (also called L/N or S/N or F/N)",
    ),
    "swift_bic": ("SWIFT/BIC",),
    "phone": (
        "Phone Number", "Phone No.", "Phone", "Telephone", "Telephone No.", "Telephone Number", "Tel.", "Fax",
        "Fax No.",
        "Fax Number", "Telex",
    ),
    "email": ("Email Address", "Email", "E-mail"),
    "website": ("Website",),
    "other": (
        "Aircraft Mode S Transponder Code", "BIK (RU)", "Chinese Commercial Code", "Equity Ticker", "ISIN",
        "MICEX Code",
        "Permit Number", "Pilot License Number", "Serial No.", "SRE Permit No.", "Trademark number", "UN/LOCODE",
        "Tarjeta Profesional",
    ),
}  # fmt: skip

_COUNTRIES = {
    "nationality": ("Nationality Country", "nationality"),
    "citizenship": ("Citizenship Country", "citizen"),
    "flag": ("Vessel Flag", "Other Vessel Flag"),
    "registration": ("Nationality of Registration", "Registration Country"),
}

_FEATURES = {
    "gender": ("Gender",),
    "title": ("Title",),
    "established_date": ("Organization Established Date",),
    "organisation_type": ("Organization Type",),
    "target_type": ("Target Type",),
    "issuer_name": ("Issuer Name",),
    "vessel_type": ("Vessel Type", "Other Vessel Type"),
    "vessel_tonnage": ("Vessel Tonnage",),
    "vessel_gross_registered_tonnage": ("Vessel Gross Registered Tonnage",),
    "vessel_year_of_build": ("Vessel Year of Build",),
    "former_vessel_flag": ("Former Vessel Flag",),
    "aircraft_model": ("Aircraft Model",),
    "aircraft_manufacture_date": ("Aircraft Manufacture Date",),
    "secondary_sanctions_risk": ("Secondary sanctions risk",),
    "additional_sanctions_information": ("Additional Sanctions Information",),
    "transactions_prohibited": (
        "Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions",
    ),
    "caatsa_section_235": ("CAATSA Section 235 Information",),
    "ifca_determination": ("IFCA Determination",),
    "peesa": ("PEESA Information",),
}

_RELATIONSHIPS = ("Linked To", "Vessel Owner", "Aircraft Operator")

_FAMILIES = re.compile(
    r"(?:listing|effective|purchase/sales for divestment) date \([^)]*\)"
    r"|executive order [0-9]+ (?:directive determination|directive information|information)"
)
"""Features that come with every new order: the label itself names the kind."""

_CURRENCY = re.compile(r"digital currency address - [a-z0-9]+")

LABEL_IN_TEXT = re.compile(
    r"Digital Currency Address - [A-Z0-9]+"
    r"|(?:Listing|Effective|Purchase/Sales [Ff]or Divestment) Date \([^)]*\):?"
    r"|Executive Order [0-9]+ (?:Directive Determination -|Directive Information(?::| -)?|[Ii]nformation:)"
)
"""The same families where they begin a piece of running text."""


def folded(label: str) -> str:
    """A label without what varies between files: case, spaces, the shape of an apostrophe, a closing colon or dash."""
    return " ".join(label.replace("’", "'").split()).casefold().rstrip(" :-")


def _meanings_by_label() -> dict[str, Meaning]:
    """OFAC's label, folded → what it means in a record."""
    table = {folded(label): Meaning("identifier", kind) for kind, labels in _IDENTIFIERS.items() for label in labels}
    table |= {folded(label): Meaning("country", link) for link, labels in _COUNTRIES.items() for label in labels}
    table |= {folded(label): Meaning("feature", kind) for kind, labels in _FEATURES.items() for label in labels}
    table |= {folded(relationship): Meaning("relationship", relationship) for relationship in _RELATIONSHIPS}
    table |= {folded(label): Meaning("birth_date", "") for label in ("Birthdate", "DOB")}
    table |= {folded(label): Meaning("birth_place", "") for label in ("Place of Birth", "POB")}
    table[folded("Location")] = Meaning("address", "")
    return table


_MEANINGS = _meanings_by_label()


@lru_cache(maxsize=4096)
def meaning_of(label: str) -> Meaning | None:
    """What a label of OFAC's means, None where it is not one of those known."""
    plain = folded(label)
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    if _CURRENCY.fullmatch(plain):
        return Meaning("identifier", "digital_currency")
    if _FAMILIES.fullmatch(plain):
        return Meaning("feature", re.sub(r"[^a-z0-9]+", "_", plain).strip("_"))
    return None


def labels_in_text() -> tuple[str, ...]:
    """All fixed labels, longest first, as they may begin a piece of running text."""
    fixed = [label for labels in _IDENTIFIERS.values() for label in labels]
    fixed += [label for labels in _COUNTRIES.values() for label in labels]
    fixed += [label for labels in _FEATURES.values() for label in labels]
    fixed += [*_RELATIONSHIPS, "DOB", "POB"]
    return tuple(sorted(fixed, key=len, reverse=True))
