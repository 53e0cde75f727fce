"""What lists of US departments other than the Treasury share: types that are not stated, ids that are not given.

Here: telling a person's name from an organisation's, and ids composed of what a row says.
Not here: the lists' columns (see us_csl, us_bis_dpl).
"""

import re
from collections import Counter
from collections.abc import Iterable
from hashlib import blake2b

from pipelines.lists._sheets import folded
from pipelines.lists.record import PartyType

_ORGANISATION = re.compile(
    r"\b(?:academy|aero\w*|air(?:lines?|ways|craft)?|agency|armed|army|associates?|association|authority|aviation|bank|"
    r"base|brothers|bureau|business|cent(?:er|re|ral)|chemicals?|college|commission|committee|company|companies|"
    r"comp(?:onents?|uters?)|construction|consult\w*|corp(?:oration)?|council|department|design|development|"
    r"directorate|distribut\w*|division|electr\w*|energy|engineering|enterprises?|equipment|establishment|export\w*|"
    r"fa[bc]tory|factor(?:y|ies)|federal|firm|force|foundation|freight|fze|fzc|fzco|gas|general|global|gmbh|group|"
    r"holdings?|hospital|import\w*|inc|incorporated|industr\w*|institut\w*|international|intl|invest\w*|jsc|laborator\w*|"
    r"lab|limited|llc|llp|logistics?|ltd|machine\w*|marine|maritime|materials?|military|ministry|mission|national|navy|"
    r"nuclear|office|oil|ojsc|oo[od]|optical|optoelectr\w*|organi[sz]ation|pao|partners?|petro\w*|pharm\w*|plant|plc|"
    r"precision|production|products?|projects?|pte|pty|pvt|research|school|science|scientific|semiconductors?|services?|"
    r"shipping|shipyard|software|solutions?|space|state|steel|stores?|suppl\w*|systems?|tech\w*|telecom\w*|trade|"
    r"trad(?:ing|ers)|transport\w*|travel|unit|zavod|universit\w*|ventures?|works|s\.?a\.?|s\.?r\.?l|a\.?g|b\.?v|n\.?v|a\.?s|"
    r"k\.?g|sdn|bhd|co|ao|ooo|zao|and|of|the|for|&)\b\.?|[\d/]",
    re.IGNORECASE,
)


def party_type(*names: str) -> PartyType:
    """Individual where every name has two to five words none of which is an organisation's; entity for any other.

    A guess, for lists that state no type: whoever uses it says so in the record.
    """
    return "individual" if all(map(_is_a_persons, names)) else "entity"


def _is_a_persons(name: str) -> bool:
    plain = re.sub(r"\([^()]*\)|\ba\.?k\.?a\.?\b.*", " ", name, flags=re.IGNORECASE)
    words = plain.replace(",", " ").split()
    if not 2 <= len(words) <= 5 or _ORGANISATION.search(plain):
        return False
    abbreviated = not plain.isupper() and any(len(each) > 1 and each.isalpha() and each.isupper() for each in words)
    return not abbreviated and all(re.fullmatch(r"[^\W\d_][\w.'’‘`-]*", each) for each in words)


def digest(*parts: str) -> str:
    """A short digest of texts as they read with white space and letter case folded."""
    return blake2b("\0".join(folded(each).casefold() for each in parts).encode(), digest_size=8).hexdigest()


def occurring_twice(keys: Iterable[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
    """The keys that occur more than once."""
    return frozenset(key for key, times in Counter(keys).items() if times > 1)
