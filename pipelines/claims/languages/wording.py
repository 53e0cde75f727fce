"""The words of one language, from its file.

Here: reading the file, and the names of countries that Babel knows. Not here: what the rules make of the words.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import pycountry
from babel import Locale

from pipelines.claims.claim import Action, CountQualifier, Measure, Unit
from pipelines.claims.fields import authority_code
from pipelines.claims.languages.phrases import Payload, Phrases, WordLists, words_of
from pipelines.claims.marks import ActorKind, NounKind

Form = Literal["past", "present", "future", "conditional", "infinitive", "participle", "noun"]
MoodKind = Literal["announced", "planned", "considered", "called_for", "denied"]

ENDINGS = ("ая", "ое", "ые", *"аяьйюоеіиы", *"aeyo")
"""What a name of a country sheds when it is inflected."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a phrase means (see pipelines.claims.marks.Actor)."""

    code: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of sanctions.

    Attributes:
        needs: kinds of noun of which the clause must have one; none for verbs that say all ("sanctionner").
        by_target: its subject is the target ("fall under sanctions").
        by_sanctions: its subject is the sanction, its object the target ("the sanctions hit").
    """

    name: str
    does: Action
    needs: tuple[str, ...]
    by_target: bool = False
    by_sanctions: bool = False


@dataclass(frozen=True, slots=True)
class VerbForm:
    """A form of a verb of sanctions."""

    verb: Verb
    form: Form


@dataclass(frozen=True, slots=True)
class NounMeaning:
    """What a sanction noun means; `kind` is what verbs ask for."""

    kind: NounKind
    measure: Measure


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language.

    Attributes:
        bare_participle: what a participle without auxiliary is: `passive` (Russian "введены"), `present` (German
            "verhängt"), or no predicate.
        bare_infinitive: whether an infinitive that nothing governs is the present ("die USA verhängen").
        verb_last: whether a verb may stand at the end of its clause, far from what governs it.
        free_negation: whether a negation may stand anywhere in the clause.
        declined: whether names and nouns change with their case.
        noun_capitals: whether every noun has a capital.
        words: prepositions, titles, auxiliaries and other word lists that need no meaning, by the name of the list.
    """

    language: str
    bare_participle: str
    bare_infinitive: bool
    verb_last: bool
    free_negation: bool
    declined: bool
    noun_capitals: bool
    actors: Phrases[Meant]
    verbs: Phrases[VerbForm]
    nouns: Phrases[NounMeaning]
    moods: Phrases[MoodKind]
    units: Phrases[Unit]
    numbers: Phrases[int]
    qualifiers: Phrases[CountQualifier]
    times: Phrases[str]
    words: WordLists


@cache
def wording(language: str) -> Wording:
    """The words of a language, read from its TOML file."""
    source = tomllib.loads((files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))
    return Wording(
        language=language,
        bare_participle=source["bare_participle"],
        bare_infinitive=source["bare_infinitive"],
        verb_last=source["verb_last"],
        free_negation=source["free_negation"],
        declined=source["declined"],
        noun_capitals=source["noun_capitals"],
        actors=actor_phrases(language, source),
        verbs=verb_phrases(source["verb"]),
        nouns=noun_phrases(source["nouns"]),
        moods=phrases_by_meaning(cast("dict[MoodKind, list[str]]", source["moods"])),
        units=phrases_by_meaning(cast("dict[Unit, list[str]]", source["units"])),
        numbers=phrases_by_meaning({int(value): words for value, words in source["numbers"].items()}),
        qualifiers=phrases_by_meaning(cast("dict[CountQualifier, list[str]]", source["qualifiers"])),
        times=phrases_by_meaning(cast("dict[str, list[str]]", source["times"])),
        words=WordLists(source["words"]),
    )


def phrases_by_meaning(phrases: Mapping[Payload, list[str]]) -> Phrases[Payload]:
    """The phrase table of lists of phrases by their meaning."""
    table: Phrases[Payload] = Phrases()
    for meaning, texts in phrases.items():
        for phrase in texts:
            table.add(phrase, meaning)
    return table


def verb_phrases(entries: list[dict[str, Any]]) -> Phrases[VerbForm]:
    """The phrase table of every form of every verb of sanctions."""
    table: Phrases[VerbForm] = Phrases()
    for entry in entries:
        subject = entry.get("subject", "authority")
        verb = Verb(entry["name"], entry["does"], tuple(entry["needs"]), subject == "target", subject == "sanctions")
        for form, phrases in entry["forms"].items():
            for phrase in phrases:
                table.add(phrase, VerbForm(verb, form))
    return table


def noun_phrases(source: dict[NounKind, dict[Measure, list[str]]]) -> Phrases[NounMeaning]:
    """The phrase table of sanction nouns, with their kind and measure."""
    table: Phrases[NounMeaning] = Phrases()
    for kind, by_measure in source.items():
        for measure, phrases in by_measure.items():
            for phrase in phrases:
                table.add(phrase, NounMeaning(kind, measure))
    return table


# ---- who ------------------------------------------------------------------------------------------------------------
def actor_phrases(language: str, source: dict[str, Any]) -> Phrases[Meant]:
    """The phrase table of bodies, countries, adjectives, nationals, and bodies that are no authority."""
    table: Phrases[Meant] = Phrases()
    kinds: dict[str, ActorKind] = {
        "authorities": "body", "legislatures": "legislature", "adjectives": "adjective", "nationals": "nationals",
    }  # fmt: skip
    for section, kind in kinds.items():
        for code, phrases in source[section].items():
            for phrase in phrases:
                table.add(phrase, Meant(code, kind))
    for phrase in source["others"]:
        table.add(phrase, Meant("", "other"))
    for code, name in country_names(language, source):
        table.add(name, Meant(code, "country"))
        if source["declined"]:
            table.add(as_stems(name), Meant(code, "oblique"))
    return table


def country_names(language: str, source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields code and name of countries: from the file, and Babel's unless they are also other words."""
    for code, names in source["names"].items():
        yield from ((code, name) for name in names)
    territories = Locale(language).territories
    codes = [country.alpha_2 for country in pycountry.countries]
    for code in [*codes, "XK"]:
        name = territories.get(code, "")
        if name and name not in source["no_names"] and name.replace("-", "").replace(" ", "").isalpha():
            yield authority_code(code), name


def as_stems(name: str) -> str:
    """A name with each word as a stem: "Северная Корея" (North Korea) → "Северн~ Коре~".

    Abbreviations stay as they are.
    """
    return " ".join(stem(word) for word in words_of(name))


def stem(word: str) -> str:
    """A word of a name without its ending, and "~" in its place, which stands for any ending of case.

    Short words and abbreviations stay.
    """
    if word.isupper() or len(word) < 4:
        return word
    ending = next((known for known in ENDINGS if word.endswith(known)), "")
    return word.removesuffix(ending) + "~"
