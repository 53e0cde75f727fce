"""How the United Kingdom's lists write days, several values in one cell, scripts and numbers.

Here: texts to values, for all UK formats. Not here: where those texts stand in a file (one module each), or the record
made of them (see record).

Seen in the OFSI lists of 2020 and 2025 and in the UK Sanctions List of 2025 and 2026.
"""

import re

import pycountry

from pipelines.parsers.numbers import kind_of_label, numbers_in
from pipelines.parsers.record import Identifier, IdentifierKind
from pipelines.parsers.texts import folded

_MARKER = re.compile(r"(?:^|(?<=[\s;,.]))\(?(\d{1,2}|[a-z])\)\s*")
_NOTHING = re.compile(r"[-–.\s]*")
_IMO = re.compile(r"(?:IMO)?\s*(?:no\.?|number)?\s*:?\s*(\d{7})", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(
    r"\b(?:[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]|(?=[A-Z\d./-]*\d{3})[A-Z]{0,4}[ -]?\d[A-Z\d./-]{3,})\b"
)
"""An Italian fiscal code, or anything with three digits in a row."""
_LABEL_AND_COUNTRY = re.compile(r"(?:\(([^()]+)\):\s*)?((?=[^()]*\d)[\w/ .-]+?)\s*\(([^()]+)\)")
_ISSUERS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^([A-Z][\w' -]*?)(?= (?:number|national|identity|passport|federal|driv\w+)\b|[.,;(]|$)",
        r"\b[Ii]ssued (?:in|by) (?:the )?([A-Z][\w' -]*?)(?= (?:on|at|in)\b|[.,;(\d]|$)",
    )
)
_FURTHER_COUNTRIES = frozenset({"Russia", "UK", "DPRK", "Turkey"})
_YEAR = re.compile(r"(?:19|20)\d\d")

SCRIPTS = {
    "arabic": "Arab", "burmese": "Mymr", "chinese": "Hani", "cyrillic": "Cyrl", "georgian": "Geor", "greek": "Grek",
    "hangul": "Hang", "hebrew": "Hebr", "japanese": "Jpan", "latin": "Latn", "persian": "Arab", "thai": "Thai",
    "cryillic": "Cyrl", "cyrilic": "Cyrl", "russian": "Cyrl",
}  # fmt: skip
"""Non-Latin Script Type, misspellings and languages among them, to ISO 15924."""

LANGUAGES = {
    "arabic": "ar", "belarusian": "be", "bosnian": "bs", "bulgarian": "bg", "burmese": "my", "chinese": "zh",
    "farsi": "fa", "georgian": "ka", "greek": "el", "hebrew": "he", "japanese": "ja", "kazakh": "kk", "korean": "ko",
    "persian": "fa", "persian/farsi": "fa", "romanian": "ro", "russian": "ru", "serbian": "sr", "spanish": "es",
    "thai": "th", "turkish": "tr", "ukrainian": "uk", "russia": "ru", "ukraine": "uk", "cyrillic": None,
}  # fmt: skip
"""Non-Latin Script Language to ISO 639; countries and a script stand in its place at times."""


def several(text: str | None) -> list[str]:
    """The values of one cell: "(1) A (2) B", "1) A 2) B" or "a) A b) B"; a cell without such markers is one value.

    A text before the first marker belongs to every value. A value that says nothing ("-") stays, as an empty text, so
    that numbers and the details beside them keep in step.
    """
    plain = folded(text)
    if not plain:
        return []
    markers = _markers_in_sequence(list(_MARKER.finditer(plain))) if ")" in plain else []
    if len(markers) < 2:
        return [_empty_if_dash(plain)]
    before_markers = plain[: markers[0].start()].strip()
    ends = [marker.start() for marker in markers[1:]] + [len(plain)]
    values = [_empty_if_dash(plain[marker.end() : end].strip(" ;,")) for marker, end in zip(markers, ends, strict=True)]
    return [f"{before_markers} {value}" if before_markers and value else value for value in values]


def values_of(text: str | None) -> list[str]:
    """As `several`, without the values that have no content."""
    return [value for value in several(text) if value]


def _markers_in_sequence(markers: list[re.Match[str]]) -> list[re.Match[str]]:
    """The markers that are in sequence (1, 2, 3 or a, b, c); others are ignored."""
    in_sequence: list[re.Match[str]] = []
    for marker in markers:
        if marker[1] == _next_marker(in_sequence[-1][1] if in_sequence else None, marker[1]):
            in_sequence.append(marker)
    return in_sequence


def _next_marker(previous: str | None, candidate: str) -> str:
    """The marker after this one: "2" after "1", "b" after "a".

    The first marker, "1" or "a" as `candidate` is a number or a letter, if there is none before.
    """
    if previous is None:
        return "1" if candidate.isdigit() else "a"
    return str(int(previous) + 1) if previous.isdigit() else chr(ord(previous) + 1)


def _empty_if_dash(value: str) -> str:
    """The value; "" for dashes and full stops, which mean that there is none."""
    return "" if _NOTHING.fullmatch(value) else value


def registrations(text: str) -> list[Identifier]:
    """The registration numbers in one element: one, with or without a label ("INN - 5045000000"), or several lines."""
    return [
        _without_label_and_country(number)
        for number in numbers_in(text, "registration", "Business registration number")
    ]


def _without_label_and_country(number: Identifier) -> Identifier:
    """A number without the label before it and the country behind it: "(УНН/ИНН): 190000000 (Belarus)".

    The label gives the kind, the country is the issuer. What stands in the brackets and is no country becomes the note.
    """
    match = _LABEL_AND_COUNTRY.fullmatch(number.value)
    if match is None or not (match[1] or is_country(match[3])):
        return number
    label, note = match[1] or number.label, None if is_country(match[3]) else match[3]
    issuer = match[3] if note is None else None
    return Identifier(kind_of_label(label, number.kind), match[2], label, issuer or number.issuer, note or number.note)


def issuer_of(details: str) -> str | None:
    """The country that the details of a document name as its issuer: "Libya number", "Issued in Iran"; else None."""
    candidates = (match[1] for pattern in _ISSUERS if (match := pattern.search(details)))
    return next((country for country in candidates if is_country(country)), None)


def is_country(text: str) -> bool:
    """Whether a text is the name of a country, not a city, an office or an adjective."""
    try:
        return text in _FURTHER_COUNTRIES or (len(text) > 3 and bool(pycountry.countries.lookup(text)))
    except LookupError:
        return False


def imo(text: str) -> Identifier:
    """An IMO number, with or without "IMO" before it; any other number is kept under `other`."""
    match = _IMO.fullmatch(text)
    return Identifier("imo", match[1], "IMO number") if match else Identifier("other", text, "IMO number")


def document_in_prose(kind: IdentifierKind, text: str, label: str) -> Identifier | None:
    """A document described in prose, as OFSI did until 2020: its number, with the prose as note; None without one."""
    numbers = [number for number in _DOCUMENT_NUMBER.findall(text) if not _YEAR.fullmatch(number)]
    exact_kind: IdentifierKind = "tax_id" if "fiscal code" in text.lower() else kind
    return Identifier(exact_kind, numbers[0], label, None, text) if numbers else None
