"""What each word of a name says of who is meant.

Here: a name without titles and legal forms, each word with its sound and its weight. Not here: letters and sounds as
such (see names), or how alike two names are (see name_score).
"""

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pipelines.designations.names import VOWELLESS, script_of, sound, words

NUMBER_WEIGHT = 0.5
FULL_WEIGHT_LENGTH = 8
PARTICLE_SHARE = 0.35
"""Of its weight: "al", "bin" and "de" stand in many names."""
COMMON_SHARE = 0.5
"""Of its weight: "bank" and "trading" stand in many companies' names."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: as written in Latin letters, as it sounds, and how much it says."""

    text: str
    sound: str
    weight: float
    is_common: bool = False


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name as its telling words.

    Attributes:
        legal_forms: kinds of legal form that the name states; "OAO", "JSC" and "joint stock company" are one kind.
        is_organisation: read by the rules for organisations and ships, else for persons.
        is_vowelless: in a script that does not write its vowels, or adds vowels of its own.
        initials: of the words in the name, small ones left out.
        is_telling: whether there is any word beside titles and legal forms.
    """

    words: tuple[Word, ...]
    legal_forms: frozenset[str]
    is_organisation: bool
    is_vowelless: bool
    initials: str
    is_telling: bool = True


@lru_cache(maxsize=10_000)
def name_words(name: str, *, is_organisation: bool) -> NameWords:
    """`read_name`, remembered: for names that come again and again."""
    return read_name(name, is_organisation=is_organisation)


def read_name(name: str, *, is_organisation: bool) -> NameWords:
    """The telling words of a name; a name of nothing but titles or forms keeps them."""
    told = words(name)
    plain, forms = _without_forms(told) if is_organisation else (_without_titles(told), frozenset())
    is_telling = bool(plain)
    plain = plain or told
    initials = "".join(each[0] for each in plain if each not in _known().particles)
    if is_organisation:
        plain = _without_acronym(plain)
    return NameWords(
        words=tuple(_word(each, is_organisation=is_organisation) for each in plain),
        legal_forms=forms,
        is_organisation=is_organisation,
        is_vowelless=script_of(name) in VOWELLESS,
        initials=initials,
        is_telling=is_telling,
    )


def looks_like_organisation(name: str) -> bool:
    """Whether a name of a party whose type is not known has a legal form or a word that organisations' names have."""
    told = words(name)
    known = _known()
    return bool(_without_forms(told)[1]) or any(each in known.common for each in told)


@dataclass(frozen=True, slots=True)
class _Known:
    titles: frozenset[str]
    particles: frozenset[str]
    vessels: frozenset[str]
    common: frozenset[str]
    numbers: dict[str, str]
    forms: dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@cache
def _known() -> _Known:
    """The lists of name_words.toml; legal forms by their first word, longest first."""
    table = tomllib.loads(files(__package__).joinpath("name_words.toml").read_text("utf-8"))
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, spellings in table["legal_forms"].items():
        for spelling in spellings:
            forms.setdefault(spelling.split()[0], []).append((tuple(spelling.split()), kind))
    return _Known(
        titles=frozenset(table["titles"]),
        particles=frozenset(table["particles"]),
        vessels=frozenset(table["vessels"]),
        common=frozenset(table["common"]),
        numbers=table["numbers"],
        forms={first: tuple(sorted(each, key=lambda form: -len(form[0]))) for first, each in forms.items()},
    )


def _without_titles(told: tuple[str, ...]) -> tuple[str, ...]:
    titles = _known().titles
    first = next((place for place, word in enumerate(told) if word not in titles), 0)
    return told[first:]


def _without_forms(told: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words that are no legal form, ship's prefix or small word, number words as figures; and the kinds of form."""
    known = _known()
    kept: list[str] = []
    forms: set[str] = set()
    place = 0
    while place < len(told):
        form, kind = next(
            (
                (form, kind)
                for form, kind in known.forms.get(told[place], ())
                if told[place : place + len(form)] == form
            ),
            ((told[place],), ""),
        )
        if kind:
            forms.add(kind)
        elif not (place == 0 and told[0] in known.vessels):
            kept.append(known.numbers.get(told[place], told[place]))
        place += len(form)
    telling = tuple(word for word in kept if word not in ("the", "and", "of")) or tuple(kept)
    return telling, frozenset(forms) if telling else frozenset()


SHORTEST_ACRONYM = 2


def _without_acronym(told: tuple[str, ...]) -> tuple[str, ...]:
    """Without a last or first word that is the initials of the others: "Hizbul Mujahideen (HM)"."""
    for word, others in ((told[-1], told[:-1]), (told[0], told[1:])) if len(told) > SHORTEST_ACRONYM else ():
        if len(word) >= SHORTEST_ACRONYM and word == "".join(other[0] for other in others):
            return others
    return told


@lru_cache(maxsize=100_000)
def _word(text: str, *, is_organisation: bool) -> Word:
    known = _known()
    is_common = is_organisation and text in known.common
    weight = NUMBER_WEIGHT if text.isdigit() else (2 + min(len(text), FULL_WEIGHT_LENGTH)) / (2 + FULL_WEIGHT_LENGTH)
    share = PARTICLE_SHARE if text in known.particles else COMMON_SHARE if is_common else 1.0
    return Word(text, sound(text), weight * share, is_common)
