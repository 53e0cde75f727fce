"""Whom a claim means where it gives no name: a country, every party of a kind, or someone whom it only describes.

Here: reading the noun phrase around a country, kinds and offices that lists tell, names that are descriptions.
Not here: names (see targets), figures (see assertion), and which rows a claim counts (see readings).

A described target ("the president of M.", "an airline", "four executives") is nobody in particular. That others of its
country are listed says nothing of it; a position or a name on the list may.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

from pipelines.claims.claim import Claim
from pipelines.designations.countries import country_code
from pipelines.designations.names import words
from pipelines.verdicts.designation import Designation

TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|['’]s?\b|['’]|\d+|[^\w\s]")
"""Words, signs of possession, numbers and signs of a quote."""
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_SINGULAR = re.compile(r"\b(?:an?|the|his|her|its|one)\s+(?!\w*s\b)|['’]s?\s", re.IGNORECASE)
_ADJECTIVE = re.compile(r"(?:an|ish|ese|i|ic|ch|er|s)$")
_AIMED_AT = re.compile(
    r"\b(?:(?:sanctions?|measures|blacklist\w*)\b.{0,40}?\b(?:on|against)|sanctioned|targeted|targeting) "
    r"(?!(?:the )?(?:on|by|in|for|over|after|last|this|as|since|because|country|mon|tues|wednes|thurs|fri|satur|sun))"
    r"(\w.+)",
    re.IGNORECASE,
)
_NARROWED = re.compile(
    r"\b\w+ (?:\w+ )?(?:involved|linked|tied|connected|associated|responsible|accused|close|that|which|who)\b.*",
    re.IGNORECASE,
)
LONGEST_PHRASE = 6
"""Words of a noun phrase that are read at most."""

WhomKind = Literal["country", "kind", "described", "unsaid"]


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a claim without names means.

    Attributes:
        kind: "country" (the country itself); "kind" (every party of a kind: "Belarusian companies"); "described"
            (someone who is described, but not named); "unsaid" (the quote does not say, only the text around it).
        words: the words that describe them, if they are described; else empty.
    """

    kind: WhomKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class ListedKind:
    """A kind of party that a list shows by the party's name or stated position: banks, ministers."""

    word: str
    named: re.Pattern[str] | None
    position: re.Pattern[str] | None

    def includes(self, designation: Designation) -> bool:
        """Whether the list shows that a party is of this kind."""
        if self.named is not None and designation.party_type != "individual":
            return self.named.search(designation.primary_name) is not None
        return self.position is not None and any(self.position.search(words) for words in designation.positions)


def whom_of(claim: Claim) -> Whom:
    """Whom a claim without names means: a country, every party of a kind, or someone described.

    Each mention of the target's country is read with the words around it. A claim with a unit ("two firms") prefers a
    mention that describes; one without prefers the country itself.
    """
    tokens = TOKEN.findall(claim.quote)
    mentions = list(_mentions(tokens, claim.target_country)) if claim.target_country else []
    by_mention = [_whom_of_phrase(tokens, first, last) for first, last in mentions]
    described = next((whom for whom in by_mention if whom.kind == "described"), None)
    if claim.unit is None:
        return next(
            (whom for whom in by_mention if whom.kind != "described"), described
        ) or _whom_of_quote_without_country(claim.quote)
    kind = next((whom for whom in by_mention if whom.kind == "kind"), None)
    if described or kind:
        return described or kind or Whom("unsaid")
    if any(token.lower() in word_group("generic") for token in tokens):
        narrowed = _NARROWED.search(claim.quote)
        return Whom("described", narrowed[0]) if narrowed else Whom("kind")
    return Whom("described", _without_verb(claim.quote))


def _whom_of_quote_without_country(quote: str) -> Whom:
    """Whom a quote that does not mention the country means: the words after "on" or the like, else unsaid."""
    aimed_at = _AIMED_AT.search(quote)
    return Whom("described", aimed_at[1].strip(" .,")) if aimed_at else Whom("unsaid")


def _without_verb(quote: str) -> str:
    """The words after the verb ("sanctioned two tankers" → "two tankers"); the whole quote if none are left."""
    after = re.split(r"\b(?:sanction(?:ed|s|ing)?|blacklist(?:ed|s)?|on|against)\b", quote, flags=re.IGNORECASE)[-1]
    return after.strip(" .,") or quote


def _mentions(tokens: Sequence[str], country: str) -> Iterable[tuple[int, int]]:
    """The positions of the first and last word of each mention of a country, the longest name first."""
    place = 0
    while place < len(tokens):
        length = next((size for size in (3, 2, 1) if _country_of_words(tokens[place : place + size]) == country), 0)
        if length:
            yield place, place + length - 1
        place += length or 1


@lru_cache(maxsize=20_000)
def _country_of(text: str) -> str | None:
    """The country that a text in lower case names, also by its capital or a plural ("russians"); None for others."""
    return country_code(text) or _seats().get(text) or (country_code(text[:-1]) if text.endswith("s") else None)


def _country_of_words(tokens: Sequence[str]) -> str | None:
    """The country that these words name; None if they name none or do not begin with a capital letter."""
    return _country_of(" ".join(tokens).casefold()) if tokens and tokens[0][0].isupper() else None


def _whom_of_phrase(tokens: Sequence[str], first: int, last: int) -> Whom:
    """Whom the words around a mention of a country mean: in "Russian banks" the banks, not the country."""
    if last + 1 < len(tokens) and tokens[last + 1].casefold() == "who":
        return Whom("described", " ".join(tokens[first:]))
    after = _words_after(tokens, last)
    owner = after[0] if after and after[0] in _POSSESSIVE else None
    nouns = [word for word in after if word not in _POSSESSIVE]
    if any(word in _POSSESSIVE for word in after[1:]):
        return Whom("described", " ".join(nouns))
    if nouns and (owner or not _is_name_of_state(tokens[first : last + 1])):
        return _whom_of_nouns(nouns, before=_noun_before(tokens, first))
    if nouns and nouns[0] in word_group("country"):
        return Whom("country")
    if (noun := _noun_before(tokens, first)) is not None:
        return _whom_of_nouns([noun])
    return Whom("country")


def _whom_of_nouns(nouns: Sequence[str], before: str | None = None) -> Whom:
    """Whom the nouns beside a country mean; `before` is a noun in front of it, as "wife" in "wife of the Russian"."""
    head = before or nouns[-1]
    if before is None and any(noun in word_group("country") for noun in nouns):
        return Whom("country")
    if head in word_group("generic"):
        return Whom("kind")
    if before in word_group("country"):
        return Whom("country")
    return Whom("described", " ".join(([before, "of"] if before else []) + list(nouns)))


def _words_after(tokens: Sequence[str], last: int) -> list[str]:
    """The words after the mention of a country up to the end of the phrase, in lower case."""
    phrase: list[str] = []
    for token in tokens[last + 1 : last + 1 + LONGEST_PHRASE]:
        low = token.casefold()
        if low in word_group("ends") or not (low[0].isalpha() or low in _POSSESSIVE):
            break
        phrase.append(low)
    return phrase


def _noun_before(tokens: Sequence[str], first: int) -> str | None:
    """The noun that a preposition ties to the country, in "wife of the Russian" the "wife"; None if there is none."""
    place = first - 1
    while place >= 0 and tokens[place].casefold() in ("the", "a", "an"):
        place -= 1
    if place < 1 or tokens[place].casefold() not in word_group("ties"):
        return None
    noun = tokens[place - 1].casefold()
    return noun if noun[0].isalpha() and noun not in word_group("ends") else None


def _is_name_of_state(tokens: Sequence[str]) -> bool:
    """Whether these words are the name of a country or its capital, and not an adjective such as "Russian"."""
    text = " ".join(tokens).casefold()
    return text in _seats() or text in word_group("names") or not _ADJECTIVE.search(text)


def listed_kind(text: str) -> ListedKind | None:
    """The kind of party that the text names, if lists show that kind; None otherwise."""
    for pattern, kind in _kinds():
        if match := pattern.search(text):
            return ListedKind(match[0], kind.named, kind.position)
    return None


def holds_office(designation: Designation, description: str) -> bool:
    """Whether the list states the office described as a position of the party: the same words but for the country."""
    office = _words_of_office(description)
    if not office or office & word_group("kin"):
        return False
    return any(
        _words_of_office(part) == office for stated in designation.positions for part in re.split(r"[;,]", stated)
    )


def is_singular(text: str) -> bool:
    """Whether words describe one party: "a Chinese airline", "the Mexican president"."""
    return _SINGULAR.search(text) is not None


def _words_of_office(text: str) -> frozenset[str]:
    """The words of an office without countries, articles and titles of states, in American spelling."""
    name_words = _without_countries([word.replace("defence", "defense") for word in words(text)])
    return frozenset(name_words) - word_group("position") - {"s"}


def is_description(name: str) -> bool:
    """Whether a name is only a description: a country and a word such as "army", or words that begin in lower case."""
    name_words = words(name)
    if name[:1].islower() and " " in name:
        return True
    return bool(name_words) and not _without_countries([word for word in name_words if word not in word_group("body")])


def _without_countries(name_words: list[str]) -> list[str]:
    """The words that are not part of a country's name; "north korean" is tried before "north"."""
    left: list[str] = []
    place = 0
    while place < len(name_words):
        sizes = (size for size in (2, 1) if place + size <= len(name_words))
        length = next((size for size in sizes if country_code(" ".join(name_words[place : place + size]))), 0)
        if not length:
            left.append(name_words[place])
        place += length or 1
    return left


def core_words(name: str) -> frozenset[str]:
    """The words of an organisation's name without legal forms and general words such as "group"."""
    return frozenset(words(name)) - word_group("organisation")


def announcers_of(authority: str, text: str) -> frozenset[str]:
    """The departments of an authority that the text says announced its act."""
    departments: Mapping[str, Sequence[str]] = _tables().get("announcers", {}).get(authority, {})
    return frozenset(
        name for name, patterns in departments.items() if any(re.search(p, text, re.IGNORECASE) for p in patterns)
    )


def has_departments(authority: str) -> bool:
    """Whether several departments of an authority announce acts of their own."""
    return authority in _tables().get("announcers", {})


@cache
def _kinds() -> tuple[tuple[re.Pattern[str], ListedKind], ...]:
    """The kinds of party of target_words.toml, each with the pattern that finds it in a claim."""

    def pattern(text: str | None) -> re.Pattern[str] | None:
        """The text as a pattern without case; None without a text."""
        return re.compile(text, re.IGNORECASE) if text else None

    return tuple(
        (
            re.compile(kind["said"], re.IGNORECASE),
            ListedKind("", pattern(kind.get("named")), pattern(kind.get("position"))),
        )
        for kind in _tables()["kind"]
    )


@cache
def word_group(name: str) -> frozenset[str]:
    """The words of a table of target_words.toml."""
    return frozenset(word for entries in _tables()[name].values() for word in entries)


@cache
def _tables() -> dict[str, Any]:
    """The content of target_words.toml."""
    return tomllib.loads((files("pipelines.verdicts") / "target_words.toml").read_text(encoding="utf-8"))


@cache
def _seats() -> dict[str, str]:
    """Capitals and other seats that stand for a country in the press ("Kremlin"), and their countries."""
    content = (files("pipelines.claims.english") / "lexicons" / "countries.toml").read_text(encoding="utf-8")
    return {
        seat.casefold(): code
        for code, entry in tomllib.loads(content).items()
        for seat in (*entry.get("capitals", ()), *entry.get("names", ()))
    }
