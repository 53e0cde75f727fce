"""The words that the rules go by, from the data files in `english/lexicons/`.

Here: reading the files, verb forms, phrase tables. Not here: rules.
"""

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Generic, TypeVar

import pycountry

from pipelines.claims.claim import Measure, Status, Unit
from pipelines.claims.fields import authority_code
from pipelines.claims.marks import ActorKind, same_case

Payload = TypeVar("Payload")
Words = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Word:
    """A form of a verb: `base`, `s`, `ing`, `past` or `participle` (regular verbs: both, as `ed`)."""

    lemma: str
    form: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a phrase for an authority, a country or a leader means.

    Attributes:
        kind: `body`, `legislature`, `country`, `capital`, `adjective`, `nationals`, `leader`, `party` (a body that is a
            target) or `other` (no authority).
        code: of Claim.authority.
        years: when a leader acts for the country.
    """

    kind: ActorKind
    code: str
    years: tuple[int, int] = (0, 9999)


class PhraseTable(Generic[Payload]):
    """Phrases by their first word; the longest wins. A capital in the phrase asks for a capital in the text."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], Payload]]] = defaultdict(list)

    def add(self, words: Sequence[str], payload: Payload) -> None:
        """Adds a phrase, given as tokens."""
        lows = tuple(word.casefold().replace("’", "'") for word in words)
        if lows:
            entries = self._by_first[lows[0]]
            entries.append((lows, tuple(words), payload))
            entries.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, low: str) -> bool:
        return low in self._by_first

    def at(self, words: Sequence[str], lows: Sequence[str], i: int) -> tuple[int, Payload] | None:
        """The end and the meaning of the longest phrase that begins at token i; None outside the sentence."""
        if not 0 <= i < len(lows):
            return None
        for phrase, written, payload in self._by_first.get(lows[i], ()):
            end = i + len(phrase)
            if tuple(lows[i:end]) == phrase and all(map(same_case, written, words[i:end])):
                return end, payload
        return None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word lists; their purposes are explained in the files."""

    named: PhraseTable[Named]
    owners: PhraseTable[Named]
    nouns: PhraseTable[Measure]
    lists: PhraseTable[Measure]
    units: PhraseTable[Unit]
    according: PhraseTable[str]
    outlets: PhraseTable[str]
    not_claims: PhraseTable[bool]
    qualifiers: PhraseTable[str]
    prospects: PhraseTable[Status]
    verbs: dict[str, tuple[Word, ...]]
    groups: dict[str, frozenset[str]]
    status_of: dict[str, str]
    modals: dict[str, str]
    control_nouns: dict[str, str]
    aggressors: dict[str, str]
    words: dict[str, frozenset[str]]
    values: dict[str, int]
    multiples: dict[str, int]

    def may_be_noun(self, low: str) -> bool:
        """Whether a sanction noun, a list or a package can begin with this word."""
        return low in self.nouns or low in self.lists or low in self.words["noun_openers"]


def read(name: str) -> dict[str, Any]:
    """The content of one lexicon file, by its name without ".toml"."""
    return tomllib.loads((files("pipelines.claims.english") / "lexicons" / f"{name}.toml").read_text(encoding="utf-8"))


def load(words: Words) -> Lexicon:
    """The whole lexicon. Its phrases are cut by the tokenizer `words`, as the text will be."""
    verbs, measures, units, speech, numbers = map(read, ("verbs", "measures", "units", "speech", "numbers"))
    authorities = read("authorities")
    return Lexicon(
        named=named_table(words, authorities),
        owners=owner_table(words, authorities),
        nouns=table(words, measures["nouns"]),
        lists=table(words, measures["lists"]),
        units=unit_table(words, units),
        according=table(words, {"according": speech["according"]}),
        outlets=table(words, {"outlet": speech["outlets"]}),
        not_claims=table(words, {True: measures["not_claims"]["phrases"]}),
        qualifiers=table(words, numbers["qualifiers"]),
        prospects=table(words, measures["prospects"]),
        verbs=verb_forms(verbs),
        groups={name: frozenset(value) for name, value in verbs.items() if isinstance(value, list)},
        status_of={lemma: status for status, lemmas in reversed(verbs["status"].items()) for lemma in lemmas},
        modals={
            word: status
            for status, modal_verbs in verbs["modals"].items()
            if status not in ("auxiliaries", "adverbs")
            for word in modal_verbs
        },
        control_nouns={noun: status for status, nouns in read("governors").items() for noun in nouns},
        aggressors=read("conflicts")["aggressors"],
        words=word_sets(verbs, measures, units, speech, numbers, authorities),
        values=numbers["values"],
        multiples=numbers["multiples"],
    )


def word_sets(*sources: dict[str, Any]) -> dict[str, frozenset[str]]:
    """The plain word lists, by name."""
    verbs, measures, units, speech, numbers, authorities = sources
    return {
        "auxiliaries": frozenset(verbs["modals"]["auxiliaries"]),
        "adverbs": frozenset(verbs["modals"]["adverbs"]),
        "packages": frozenset(measures["packages"]),
        "compounds": frozenset(measures["compounds"]),
        "carriers": frozenset(measures["carriers"]),
        "relief": frozenset(measures["relief"]),
        "approved": frozenset(measures["not_claims"]["approved"]),
        "sources": frozenset(speech["sources"]),
        "reasons": frozenset(speech["reasons"]),
        "vague": frozenset(numbers["vague"]["words"]),
        "executive": frozenset(authorities["institutions"]["executive"]),
        "legislature": frozenset(authorities["institutions"]["legislature"]),
        "speech": frozenset(verbs["speech"]["verbs"]),
        "acts_of_war": frozenset(read("conflicts")["acts"]),
        "attitudes": frozenset(
            form for lemma in verbs["attitudes"]["verbs"] for form, _ in inflected(lemma, verbs["irregular"].get(lemma))
        ),
        "noun_openers": frozenset(
            [
                *measures["packages"],
                "list",
                "lists",
                *measures["soft_nouns"],
                *read("grammar")["like_acts"],
                *read("grammar")["barriers"],
            ]
        ),
        "soft_nouns": frozenset(measures["soft_nouns"]),
        **{name: frozenset(members) for name, members in (units | read("grammar")).items()},
        **{f"nominal_{status}": frozenset(members) for status, members in measures["nominal"].items()},
    }


def table(words: Words, phrases: dict[Any, list[str]]) -> PhraseTable[Any]:
    """A phrase table from lists of phrases by their meaning."""
    result: PhraseTable[Any] = PhraseTable()
    for meaning, texts in phrases.items():
        for phrase in texts:
            result.add(words(phrase), meaning)
    return result


def unit_table(words: Words, units: dict[str, list[str]]) -> PhraseTable[Unit]:
    """The phrase table of nouns for targets; a noun in two lists has the meaning of the earlier list."""
    meanings: dict[str, Unit] = {}
    kinds: tuple[Unit, ...] = ("individuals", "entities", "vessels", "aircraft", "parties")
    for kind in kinds:
        for noun in units[kind]:
            meanings.setdefault(noun, kind)
    result: PhraseTable[Unit] = PhraseTable()
    for noun, meaning in meanings.items():
        result.add(words(noun), meaning)
    return result


def named_table(words: Words, authorities: dict[str, Any]) -> PhraseTable[Named]:
    """The phrase table of authorities, countries, leaders, and bodies that are no authority."""
    result: PhraseTable[Named] = PhraseTable()
    for entry in authorities["authority"]:
        kind: ActorKind = "legislature" if entry.get("legislature") else "body"
        add_all(result, words, entry["phrases"], Named(kind, entry["code"]))
    for leader in read("leaders")["leader"]:
        years = (leader["from"], leader.get("to", 9999))
        add_all(result, words, leader["names"], Named("leader", leader["country"], years))
    for body in read("leaders")["body"]:
        add_all(result, words, body["names"], Named("party", body["country"]))
    add_all(result, words, authorities["others"]["phrases"], Named("other", ""))
    known = read("countries")
    for country in pycountry.countries:
        if country.alpha_2 not in known:
            known[country.alpha_2] = {}
        official = [country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")]
        known[country.alpha_2]["names"] = [*known[country.alpha_2].get("names", []), *filter(None, official)]
    for code, entry in known.items():
        add_country(result, words, authority_code(code), entry)
    return result


def add_country(result: PhraseTable[Named], words: Words, code: str, entry: dict[str, list[str]]) -> None:
    """Adds the names, capitals, adjectives and nationals of one country. What was added first for a phrase wins."""
    adjectives = entry.get("adjectives", [])
    plurals = [f"{adjective}s" for adjective in adjectives if adjective[-1:] in "nibktcd" and not adjective.isupper()]
    names = entry.get("names", [])
    add_all(result, words, names, Named("country", code))
    add_all(result, words, entry.get("capitals", []), Named("capital", code))
    add_all(result, words, [adjective for adjective in adjectives if adjective not in names], Named("adjective", code))
    add_all(result, words, [*entry.get("nationals", []), *plurals], Named("nationals", code))


def add_all(result: PhraseTable[Named], words: Words, phrases: Iterable[str], meaning: Named) -> None:
    """Adds all phrases with one meaning. "the Council" is only known with its article."""
    for phrase in phrases:
        result.add(words(phrase), meaning)


def owner_table(words: Words, authorities: dict[str, Any]) -> PhraseTable[Named]:
    """The phrase table of words before "sanctions" that say whose they are: "Western", "UN", "Magnitsky Act" (US)."""
    result: PhraseTable[Named] = PhraseTable()
    for entry in authorities["adjective"]:
        add_all(result, words, entry["phrases"], Named("adjective", entry["code"]))
    return result


def verb_forms(verbs: dict[str, Any]) -> dict[str, tuple[Word, ...]]:
    """Every form of every verb, with the lemmas and kinds that it can have."""
    lemmas = {lemma for value in verbs.values() if isinstance(value, list) for lemma in value}
    lemmas |= {lemma for verb in verbs["status"].values() for lemma in verb} | set(verbs["speech"]["verbs"])
    forms: dict[str, list[Word]] = defaultdict(list)
    for lemma in sorted(lemmas):
        for form, kind in inflected(lemma, verbs["irregular"].get(lemma)):
            word = Word(lemma, kind)
            if word not in forms[form]:
                forms[form].append(word)
    return {form: tuple(possible) for form, possible in forms.items()}


def inflected(lemma: str, irregular: list[str] | None) -> list[tuple[str, str]]:
    """All forms of a verb, each with its kind: ("imposed", "ed")."""
    if irregular:
        third, gerund, past, participle = irregular
        kinds = [(past, "ed")] if past == participle else [(past, "past"), (participle, "participle")]
        return [(lemma, "base"), (third, "s"), (gerund, "ing"), *kinds]
    if lemma.endswith("e"):
        return [(lemma, "base"), (lemma + "s", "s"), (lemma[:-1] + "ing", "ing"), (lemma + "d", "ed")]
    if lemma.endswith("y") and lemma[-2] not in "aeou":
        return [(lemma, "base"), (lemma[:-1] + "ies", "s"), (lemma + "ing", "ing"), (lemma[:-1] + "ied", "ed")]
    if len(lemma) > 4 and lemma[-1] == "l" and lemma[-2] in "ae" and lemma[-3] not in "aeiou":  # signaled, signalled
        spellings = [
            (lemma + "l" * double + ending, form)
            for double in (0, 1)
            for ending, form in (("ing", "ing"), ("ed", "ed"))
        ]
        return [(lemma, "base"), (lemma + "s", "s"), *spellings]
    third = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x")) else "s")
    return [(lemma, "base"), (third, "s"), (lemma + "ing", "ing"), (lemma + "ed", "ed")]
