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
    """The values of one cell: "(1) A (2) B", "1) A 2) B" or "a) A b) B"; a cell without such marks is one value.

    A value that says nothing ("-") stays, as an empty text, so that numbers and the details beside them keep in step.
    """
    stated = folded(text)
    if not stated:
        return []
    marks = _markers_in_sequence(list(_MARKER.finditer(stated))) if ")" in stated else []
    if len(marks) < 2:
        return [_value_or_nothing(stated)]
    before = stated[: marks[0].start()].strip()
    ends = [mark.start() for mark in marks[1:]] + [len(stated)]
    values = [_value_or_nothing(stated[mark.end() : end].strip(" ;,")) for mark, end in zip(marks, ends, strict=True)]
    return [f"{before} {value}" if before and value else value for value in values]


def values_of(text: str | None) -> list[str]:
    """As `several`, without the values that have no content."""
    return [value for value in several(text) if value]


def _markers_in_sequence(marks: list[re.Match[str]]) -> list[re.Match[str]]:
    """The markers that are in sequence (1, 2, 3 or a, b, c); others are ignored."""
    kept: list[re.Match[str]] = []
    for mark in marks:
        if mark[1] == _following(kept[-1][1] if kept else None, mark[1]):
            kept.append(mark)
    return kept


def _following(previous: str | None, candidate: str) -> str:
    """The marker after this one: "2" after "1", "b" after "a"; the first marker if there is none before."""
    if previous is None:
        return "1" if candidate.isdigit() else "a"
    return str(int(previous) + 1) if previous.isdigit() else chr(ord(previous) + 1)


def _value_or_nothing(value: str) -> str:
    """The value; "" if it only means that there is none."""
    return "" if _NOTHING.fullmatch(value) else value


def registrations(text: str) -> list[Identifier]:
    """The numbers in one element: one with or without a label ("INN - 5045000000"), or several on lines."""
    return [_without_country(number) for number in numbers_in(text, "registration", "Business registration number")]


def _without_country(number: Identifier) -> Identifier:
    """A number without the label before it and the country behind it: "(УНН/ИНН): 190000000 (Belarus)"."""
    both = _LABEL_AND_COUNTRY.fullmatch(number.value)
    if both is None or not (both[1] or is_country(both[3])):
        return number
    label, note = both[1] or number.label, None if is_country(both[3]) else both[3]
    issuer = both[3] if note is None else None
    return Identifier(kind_of_label(label, number.kind), both[2], label, issuer or number.issuer, note or number.note)


def issuer_of(details: str) -> str | None:
    """The country that the details of a document name as its issuer: "Libya number", "Issued in Iran", "Sudan"."""
    stated = (match[1] for pattern in _ISSUERS if (match := pattern.search(details)))
    return next((country for country in stated if is_country(country)), None)


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


def document(kind: IdentifierKind, text: str, label: str) -> Identifier | None:
    """A document described in prose, as OFSI did until 2020: its number, and the prose as note; None for none."""
    numbers = [number for number in _DOCUMENT_NUMBER.findall(text) if not _YEAR.fullmatch(number)]
    exact: IdentifierKind = "tax_id" if "fiscal code" in text.lower() else kind
    return Identifier(exact, numbers[0], label, None, text) if numbers else None
