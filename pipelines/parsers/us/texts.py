"""What lists of US departments other than the Treasury share: types that are not stated, years that are typed wrong.

Here: whether a name is that of a person or of an organisation (organisation_words.toml), and impossible years.
Not here: the lists' columns (see csl, bis_dpl).
"""

import re
from collections.abc import Iterable
from datetime import date

from pipelines.catalogue.data_files import data_file
from pipelines.parsers.record import PartyType

_WORDS: list[str] = data_file(__package__, "organisation_words.toml")["words"]
_ORGANISATION = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b\.?|[\d/]", re.IGNORECASE)
_GENERATION = re.compile(r"[\s,]+(?:JR|SR|I{2,3}|IV)\.?$", re.IGNORECASE)
FIRM_NEEDS = 5
"""So many names must begin alike before their first word counts as that of a firm."""


def first_words_of_firms(names: Iterable[str]) -> frozenset[str]:
    """First words, in lower case, that mostly begin names of organisations: "huawei", "gazprom".

    So another name that begins with one of them is not taken for a person's, though it has no word such as "Ltd".
    """
    first_words: dict[str, list[bool]] = {}
    for name in names:
        if words := name.split():
            first_words.setdefault(words[0].casefold(), []).append(_ORGANISATION.search(name) is not None)
    return frozenset(
        word
        for word, are_organisations in first_words.items()
        if sum(are_organisations) >= max(FIRM_NEEDS, len(are_organisations) / 2)
    )


def party_type(*names: str, first_words_of_firms: frozenset[str] = frozenset()) -> PartyType:
    """Individual where every name has two to five words none of which is an organisation's; entity for any other.

    A guess, for lists that state no type: whoever uses it says so in the record. A name that begins with one of
    `first_words_of_firms` is an organisation's.
    """
    begins_as_a_firm = any(name.split()[0].casefold() in first_words_of_firms for name in names if name.strip())
    return "individual" if not begins_as_a_firm and all(map(_looks_like_a_person, names)) else "entity"


def _looks_like_a_person(name: str) -> bool:
    """Whether a name looks like a person's."""
    plain = re.sub(r"\([^()]*\)|\ba\.?k\.?a\.?\b.*", " ", name, flags=re.IGNORECASE)
    plain = _GENERATION.sub("", plain.strip())
    words = plain.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or _ORGANISATION.search(plain):
        return False
    abbreviated = not plain.isupper() and any(len(word) > 1 and word.isalpha() and word.isupper() for word in words)
    return not abbreviated and all(re.fullmatch(r"[^\W\d_][\w.'’‘`-]*", word) for word in words)


FIRST_YEAR = 1900
"""No list is older; years before it are slips of the hand, as 0017 for 2017."""


def day_unless_too_early(day: date | None) -> date | None:
    """The day; None if its year is so early that it must be a typing error, as 0017 for 2017."""
    return day if day is not None and day.year >= FIRST_YEAR else None
