"""Official numbers in a form to compare.

Here: one spelling for each number, by its kind, and whether its check digits are right. Not here: what kind a number is
(the format modules know) or what it proves (see subjects).
"""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

_SEPARATORS = re.compile(r"[\W_]+")
_IMO = re.compile(r"(?<!\d)(\d{7})(?!\d)")
_LEI_MODULUS = 97
_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_MAIN_OFFICE = "XXX"


def normalised(kind: str, value: str) -> str:
    """The number in the form for comparing: upper case, no separators, and rules of its kind. Never for quoting."""
    text = unicodedata.normalize("NFKC", value).strip()
    return _RULES.get(kind, _plain)(text) or text


def is_valid(kind: str, value: str) -> bool | None:
    """Whether check digits or form of a published number are right; None if numbers of its kind cannot be checked."""
    check = _CHECKS.get(kind)
    return check(normalised(kind, value)) if check else None


def _plain(text: str) -> str:
    """The text in upper case with letters and digits only."""
    return _SEPARATORS.sub("", text.upper())


def _imo(text: str) -> str:
    """The seven digits of an IMO number, with or without "IMO" before them; any other text as it is."""
    seven_digits = _IMO.search(text)
    return seven_digits[1] if seven_digits else _plain(text)


def _digits(text: str) -> str:
    """The digits of a number, without all else."""
    return re.sub(r"\D", "", text)


def _bic(text: str) -> str:
    """A BIC without a final XXX, which stands for the head office."""
    return _plain(text).removesuffix(_MAIN_OFFICE)


def _wallet_address(text: str) -> str:
    """A wallet address as written; in lower case if it begins with 0x, where case is only a checksum."""
    bare = re.sub(r"\s", "", text)
    return bare.lower() if bare[:2] in ("0x", "0X") else bare


def _website(text: str) -> str:
    """The host and path of an address, without scheme, "www." and a slash at the end."""
    parts = urlsplit(text.lower() if "//" in text else f"//{text.lower()}")
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def _is_imo(number: str) -> bool:
    """Whether the last digit fits: it ends the sum of the first six digits, each multiplied by 7 down to 2."""
    if not re.fullmatch(r"\d{7}", number):
        return False
    return sum(int(digit) * (7 - place) for place, digit in enumerate(number[:6])) % 10 == int(number[6])


def _is_lei(code: str) -> bool:
    """Whether the check digits fit ISO 17442: with letters as numbers, the remainder of division by 97 is 1."""
    return (
        bool(_LEI.fullmatch(code)) and int("".join(str(int(character, 36)) for character in code)) % _LEI_MODULUS == 1
    )


def _is_bic(code: str) -> bool:
    """Whether the code has the form of a BIC (ISO 9362): eight or eleven letters and digits; it has no check digit."""
    return bool(_BIC.fullmatch(code))


_RULES: dict[str, Callable[[str], str]] = {
    "imo": _imo,
    "mmsi": _digits,
    "phone": _digits,
    "swift_bic": _bic,
    "digital_currency": _wallet_address,
    "email": str.lower,
    "website": _website,
}
_CHECKS: dict[str, Callable[[str], bool]] = {"imo": _is_imo, "lei": _is_lei, "swift_bic": _is_bic}
OWN_FORM_KINDS = tuple(_RULES)
"""Kinds of number whose form to compare is their own; all others are compared as letters and figures."""
