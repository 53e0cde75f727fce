r"""Official numbers in a cell: labelled numbers in free text, several in one cell, kinds by label.

Here: what holds for numbers on any list. Not here: numbers in fields of their own (the format modules know their kind),
and normalising a number for comparing (see pipelines.designations.identifiers).

Seen in real cells: "INN - 5045000000", "OGRN: 1025000000000\\nKPP: 770000000\\nINN: 9700000000" in one element,
"INN/KPP 7423000000 / 745900000", "7700000001; 7700000002", "+375 17 000-00-00 (Fax)", "Libyan Passport No. 96/184442",
"R00012000, South Sudan", "TIN (Taxpayer Identification Number) 9700000000 / SRN 1217000000000".
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from pipelines.catalogue.data_files import data_file
from pipelines.parsers.record import Identifier, IdentifierKind
from pipelines.parsers.texts import folded, is_placeholder, without_placeholders

_NUMBER = r"(?:[+№]\s?)?[A-ZА-Я]{0,4}[-\s]?\d[\w./-]*(?:[\s-]\(?\d[\d./()-]*)*"
_DIVIDER = r"(?:\s+(?:number|no\.?))?(?:\s*\([^()\d]*\))?\s*[:№#–=-]?\s*(?:n°\s*)?"
_PAIR = re.compile(rf"\s*/\s*({_NUMBER})")
_DIGITS = re.compile(r"\d")
_DESCRIBED = re.compile(
    r"(?P<before>[^\d]*[a-zà-ÿ]{3,}[^\d]*?[\s:.”\")]\s*)?"
    r"(?P<number>(?:[A-Z]{1,4}\s)?(?=\S*\d)[A-Z\d№][^\s,()]*(?:[ -]\d[\d/-]*)*)"
    r"(?P<after>\s*,\s*[A-Z][A-Za-z ]+|\s*\([^()]*\))?"
)
LONGEST_DESCRIBED = 500
"""Characters of a number with words around it; the search takes more than the square of the length in time."""
_FISCAL_CODE = re.compile(r"\b[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]\b")
_NEXT_PHONE = re.compile(r"\s*\.\s+(?=[+(\d])")
_ENDS_ADDRESS = re.compile(r"\s*(?:[,;.)]|and\b|$)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s,;]+")
_FAX = re.compile(r"\s*\((fax|tel\.?|mobile|phone)\)|\b(fax|tel|mobile|phone)\b\.?\s*:?", re.IGNORECASE)


def kind_of_label(label: str, default: IdentifierKind = "other") -> IdentifierKind:
    """The kind of number that a label names, else `default`: "INN" and "numéro d'identification fiscale" are tax_id."""
    plain = folded(label)
    return next((kind for kind, pattern in _label_patterns() if pattern.search(plain)), default)


def labelled_numbers(text: str, note: str | None = None) -> list[Identifier]:
    """All numbers in a text with a known label before them, in order; "INN/KPP 1 / 2" gives two numbers.

    A number of fewer than three digits is left out: it is a part of something else.

    Args:
        text: free text or a cell of labelled numbers.
        note: kept with each number, the text that it stands in.
    """
    identifiers: dict[tuple[str, str], Identifier] = {}
    for match in _labelled_number_pattern().finditer(text):
        labels = (
            [folded(label) for label in match["labels"].split("/")] if _has_two_labels(match) else [match["labels"]]
        )
        numbers = [match["number"], *(pair[1] for pair in _PAIR.finditer(match["rest"] or ""))]
        for label, number in zip(labels, numbers, strict=False):
            value = number.strip(" .,-/")
            if len(_DIGITS.findall(value)) >= 3:
                kind = kind_of_label(label)
                identifiers.setdefault((kind, value), Identifier(kind, value, folded(label), note=note))
    return list(identifiers.values())


def described_number(text: str) -> tuple[str, str]:
    """A number, and the words around it as its note: "Russian travel passport number 514400000".

    The whole text and no note if it has no such words or no number between them, or if it is longer than
    LONGEST_DESCRIBED characters.
    """
    match = _DESCRIBED.fullmatch(text) if len(text) <= LONGEST_DESCRIBED else None
    if match is None or not (match["before"] or match["after"]):
        return text, ""
    words = (match["before"] or "").strip(" .:-"), (match["after"] or "").strip(" ,()")
    return match["number"], "; ".join(filter(None, words))


def fiscal_codes(text: str) -> list[Identifier]:
    """Italian fiscal codes in free text, which begin with six letters."""
    return [Identifier("tax_id", code, "Italian fiscal code") for code in dict.fromkeys(_FISCAL_CODE.findall(text))]


def addresses_in(text: str) -> list[Identifier]:
    """The e-mail and web addresses of free text."""
    addresses = dict.fromkeys(match[0].rstrip(".,;)") for match in _ADDRESS.finditer(text))
    return [Identifier("email" if "@" in address else "website", address, "") for address in addresses]


def contacts_in(text: str, kind: IdentifierKind, label: str) -> list[Identifier]:
    """The telephone numbers, or e-mail and web addresses, in a text that divides them by full stops and commas.

    A text that cannot be divided is kept whole, as one contact: telephone numbers of which one has no digit, an address
    with a space in it, no address at all.
    """
    if kind == "phone":
        numbers = [number for part in _NEXT_PHONE.split(text) for number in phones_in(part, label)]
        is_number = all(_DIGITS.search(number.value) for number in numbers)
        return numbers if is_number else [Identifier("other", text, label)]
    matches = list(_ADDRESS.finditer(text))
    if not all(_ENDS_ADDRESS.match(text, match.end()) for match in matches):
        return [Identifier(kind, text, label)]  # an address with a space in it
    addresses = [match[0].rstrip(".,;)") for match in matches]
    kinds: dict[bool, IdentifierKind] = {True: "email", False: "website"}
    return [Identifier(kinds["@" in address], address, label) for address in addresses] or [
        Identifier(kind, text, label)
    ]


def _has_two_labels(match: re.Match[str]) -> bool:
    """Whether a match has two labels for two numbers: "INN/KPP 1 / 2".

    "SWIFT/BIC", and labels before a single number, are one label.
    """
    return "/" in match["labels"] and match["labels"].upper() != "SWIFT/BIC" and match["rest"] is not None


def numbers_in(cell: str, kind: IdentifierKind, label: str, issuer: str | None = None) -> list[Identifier]:
    """The numbers in a cell: those with known labels, of the kind of their label, if there are any.

    Else the parts between ";" and line breaks, all with this kind, label and issuer.
    """
    if labelled := labelled_numbers(cell):
        return labelled
    values = without_placeholders(re.split(r"[;；\n|]", cell))
    return [Identifier(kind, value.strip(" ,"), label, issuer) for value in values]


def phones_in(cell: str, label: str) -> list[Identifier]:
    """The telephone numbers in a cell; a word such as "(Fax)" becomes the label of its number."""
    identifiers = []
    for value in without_placeholders(re.split(r"[;；\n|]|,\s+(?=\+?\()|,\s+(?=\+)", cell)):
        device = _FAX.search(value)
        number = folded(_FAX.sub(" ", value)).strip(" ,:")
        if not is_placeholder(number):
            identifiers.append(Identifier("phone", number, (device[1] or device[2]).title() if device else label))
    return identifiers


@cache
def _label_patterns() -> tuple[tuple[IdentifierKind, re.Pattern[str]], ...]:
    """For each kind of number, the pattern that finds its labels."""
    table = data_file(__package__, "number_labels.toml")
    return tuple(
        (cast("IdentifierKind", kind), re.compile(rf"(?<!\w)(?:{'|'.join(entry['labels'])})(?!\w)", re.IGNORECASE))
        for kind, entry in table.items()
    )


@cache
def _labelled_number_pattern() -> re.Pattern[str]:
    """The pattern that finds a label, or two with "/", and the numbers after it."""
    label = f"(?:{'|'.join(_labels_longest_first())})"
    return re.compile(
        rf"(?<!\w)(?P<labels>{label}(?:\s*/\s*{label})?)(?!\w){_DIVIDER}(?P<number>{_NUMBER})(?P<rest>(?:\s*/\s*{_NUMBER})+)?",
        re.IGNORECASE,
    )


def _labels_longest_first() -> Iterator[str]:
    """Every label of a number, the longest first, so that "OGRNIP" is not read as "OGRN"."""
    table = data_file(__package__, "number_labels.toml")
    yield from sorted((label for entry in table.values() for label in entry["labels"]), key=len, reverse=True)
