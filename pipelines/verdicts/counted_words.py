"""The words that a figure counts: all parties of a kind, or some that the claim describes by trade or office.

Here: where the figure stands in a quote, and the noun after it. Not here: which numbers make a figure true (see
assertion), and whether the list tells that a party is what the noun says (see readings).
"""

import re
from functools import cache

from pipelines.catalogue.data_files import data_file
from pipelines.claims.claim import Claim
from pipelines.verdicts.described import TOKEN, word_group

WHOLE_KIND = re.compile(
    r"\b(?:individuals?|people|persons?|entit(?:y|ies)|compan(?:y|ies)|firms?|organi[sz]ations?|bod(?:y|ies)|businesses"
    r"|institutions?|parties|names?|targets?|listings?|designations?|additions?|sanctions|vessels?|ships?|aircraft"
    r"|planes?|[\w-]*tankers?)\b",
    re.IGNORECASE,
)
"""Words that count all parties of a kind; others ("banks", "lawmakers") count some that no list tells apart."""

OF_A_TRADE = re.compile(
    r"\b(?:defen[cs]e|military|arms|tech(?:nology)?|energy|oil|gas|shipping|aviation|logistics|mining|trading|chemical"
    r"|financial|electronics|construction|media|front|shell|state-owned|private) (?:firms?|compan(?:y|ies)|businesses"
    r"|entit(?:y|ies)|organi[sz]ations?|enterprises?|institutions?)\b",
    re.IGNORECASE,
)
"""Whole kinds narrowed by what they do: no list tells a defence firm from another."""

WORDS_AFTER_A_FIGURE = 6

_PLURAL = re.compile(r"\w*[^\Ws]s|men|women|police|children|clergy|\w+(?:men|women)")

_AMONG = re.compile(r"\s*of (?:the )?", re.IGNORECASE)


def words_counted(claim: Claim) -> str:
    """The words after a figure, which say what it counts; the whole quote if the figure is not found or comes last."""
    return " ".join(_after_figure(claim).split()[:WORDS_AFTER_A_FIGURE]) or claim.quote


def counts_whole_kind(claim: Claim) -> bool:
    """Whether the words after the figure name a whole kind of party ("individuals", "vessels"), or nothing narrower."""
    if described_kind(claim) is not None:
        return False
    if claim.unit in ("parties", None):
        return True
    counted = words_counted(claim)
    return WHOLE_KIND.search(counted) is not None and OF_A_TRADE.search(counted) is None


def described_kind(claim: Claim) -> str | None:
    """The noun by which a claim describes those that it counts: "executives", "defence firms"; None for a whole kind.

    A nationality ("17 Russians") describes nobody.
    """
    phrase = _noun_phrase(_after_figure(claim))
    while phrase and not _may_be_counted(phrase[-1], claim.count):
        phrase.pop()
    if not phrase:
        return None
    if trade := OF_A_TRADE.search(" ".join(phrase)):
        return trade[0]
    noun = phrase[-1]
    is_whole = noun.lower() in word_group("generic") or noun.lower() in word_group("neutral")
    return None if noun[0].isupper() or is_whole or WHOLE_KIND.fullmatch(noun) else noun


def is_loosely_described(claim: Claim) -> bool:
    """Whether the press uses the noun for anyone who is sanctioned: "officials", "defence firms"."""
    noun = described_kind(claim) or ""
    return noun in word_group("loose") or OF_A_TRADE.fullmatch(noun) is not None


def _may_be_counted(word: str, count: int | None) -> bool:
    """Whether a word can be what is counted: any word after 1, else a plural or a word for a whole kind."""
    return count == 1 or _PLURAL.fullmatch(word) is not None or WHOLE_KIND.fullmatch(word) is not None


def _noun_phrase(text: str) -> list[str]:
    """The words of the noun phrase with which a text begins."""
    phrase: list[str] = []
    for token in TOKEN.findall(text[among.end() if (among := _AMONG.match(text)) else 0 :])[:WORDS_AFTER_A_FIGURE]:
        if not token[0].isalpha() or token.lower() in word_group("ends") | word_group("ties"):
            break
        phrase.append(token)
    return phrase


def _after_figure(claim: Claim) -> str:
    """The quote after its figure (digits or words); empty if the figure is not in it.

    For a sum ("Lukashenko and six others", which counts 7), the quote after any number.
    """
    if claim.count is None:
        numbers = re.escape(claim.count_text) if claim.count_text else r"\d+"
    else:
        numbers = "|".join((f"{claim.count:,}", str(claim.count), *_spelt(claim.count)))
    figure = re.search(rf"\b(?:{numbers})\b", claim.quote, re.IGNORECASE)
    if figure is None and claim.named_targets:
        figure = re.search(rf"\b(?:\d+|{'|'.join(_values())})\b", claim.quote, re.IGNORECASE)
    return claim.quote[figure.end() :] if figure else ""


def _spelt(number: int) -> tuple[str, ...]:
    """Ways to write a number in words: "twenty-four" (as a pattern), "two dozen"; empty if there is none."""
    words = {value: word for word, value in _values().items()}
    tens, ones = number - number % 10, number % 10
    spelt = [words[number]] if number in words else []
    if tens in words and ones in words and tens > 10:
        spelt.append(f"{words[tens]}[- ]{words[ones]}")
    if number % 12 == 0 and number // 12 in words:
        spelt.append(f"{words[number // 12]} dozen")
    return (*spelt, "dozen") if number == 12 else tuple(spelt)


@cache
def _values() -> dict[str, int]:
    """The values of number words, from the lexicon of claims: "six" → 6."""
    values: dict[str, int] = data_file("pipelines.claims.english", "lexicons/numbers.toml")["values"]
    return values
