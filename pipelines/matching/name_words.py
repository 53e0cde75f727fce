"""The words of a name, and what each says about who is meant.

Here: a name without titles and legal forms; each word with its sound, its role and its weight. Not here: letters and
sounds as such (see designations.names), syllables of Chinese and Korean (see syllables), or how alike two names are
(see name_score). The word lists are data: name_words.toml.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, Literal

from rapidfuzz.distance import OSA

from pipelines.catalogue.data_files import data_file
from pipelines.designations.names import arabic_latin, latin, script_of, skeleton, sound, words
from pipelines.matching.syllables import syllable_key

Kind = Literal["person", "organisation", "vessel"]
"""By which rules a name is read. Aircraft are read as vessels."""
Role = Literal["plain", "common", "particle", "initial", "number", "servant"]
"""`common`: many companies have the word. `particle`: it joins or marks a family name. `initial`: one letter.
`servant`: "Abdul", which names nobody without the word that follows."""
Loss = Literal["", "vowels", "transcription", "kana"]
"""What a script leaves open: Arabic and Hebrew the vowels, Chinese transcriptions more; kana add vowels."""

ROMAN_NUMERALS = frozenset(
    ("ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xx")
)
NUMBER_WEIGHT = 0.5
INITIAL_WEIGHT = 0.3
FULL_WEIGHT_LENGTH = 8
PARTICLE_SHARE = 0.35
"""Share of its weight that a particle keeps: "al", "bin" and "de" are in many names."""
SERVANT_SHARE = 0.7
COMMON_SHARE = 0.5
"""Share of its weight that a common word keeps: "bank" and "trading" are in many companies' names."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: in Latin letters, as it sounds, how much it says, and in which role."""

    text: str
    sound: str
    weight: float
    role: Role = "plain"

    @property
    def is_common(self) -> bool:
        """Whether many companies have the word in their names."""
        return self.role == "common"


@dataclass(frozen=True, slots=True)
class NameWords:
    """A name as the words that say who is meant.

    Attributes:
        legal_forms: kind and country of the legal forms in the name, country "" where the form is used in many.
        loss: what the script leaves open.
        script: ISO 15924 code.
        initials: of the words in the name, particles left out.
        syllables: of a Chinese or Korean name, spelled alike whatever the romanisation; empty for other names.
        is_telling: whether there is any word beside titles and legal forms.
        letter_pairs: the pairs of letters in the sounds of its words, as bits: names that share few are not alike.
    """

    words: tuple[Word, ...]
    legal_forms: frozenset[tuple[str, str]]
    kind: Kind
    loss: Loss
    script: str
    initials: str
    syllables: tuple[str, ...] = ()
    is_telling: bool = True
    letter_pairs: int = 0

    @property
    def letters(self) -> str:
        """All letters and figures without spaces: what is left when a slip moved a space."""
        return "".join(word.text for word in self.words)

    @property
    def is_organisation(self) -> bool:
        """Whether it is read by the rules for organisations, vessels and aircraft."""
        return self.kind != "person"


def kind_of(party_type: str) -> Kind:
    """By which rules the names of a party type are read."""
    return "person" if party_type == "individual" else "organisation" if party_type == "entity" else "vessel"


@lru_cache(maxsize=20_000)
def name_words(name: str, kind: Kind) -> NameWords:
    """`read_name`, cached: for names that are asked again and again."""
    return read_name(name, kind)


@lru_cache(maxsize=200_000)
def listed_reading(name: str, kind: Kind) -> NameWords:
    """`read_name` of a listed name: kept until `forget_names`, as several steps of a run read all of them."""
    return read_name(name, kind)


def forget_names() -> None:
    """Forget the words and sounds of the names read so far: after all names of all lists they fill 100 MB."""
    of_names = (listed_reading.cache_clear, name_words.cache_clear, latin.cache_clear, script_of.cache_clear)
    of_words = (_word.cache_clear, _usual_words.cache_clear, _person_tokens.cache_clear, _pairs_of_sound.cache_clear)
    for clear in (*of_names, *of_words, sound.cache_clear, skeleton.cache_clear):
        clear()


def read_name(name: str, kind: Kind) -> NameWords:
    """The telling words of a name; a name of nothing but titles or legal forms keeps them."""
    script = script_of(name)
    tokens = _tokens(name, script, kind)
    forms: frozenset[tuple[str, str]] = frozenset()
    if kind == "person":
        kept = _without_titles(tokens)
    else:
        kept, forms = _without_forms(tokens)
    is_telling = bool(kept)
    kept = kept or tokens
    initials = "".join(token[0] for token in kept if token not in _lexicon().particles)
    if kind != "person":
        kept = _without_acronym(kept)
    is_transcribed = script == "Hani" and any(mark in name for mark in _TRANSCRIPTION_MARKS)
    kept_words = tuple(_word(token, kind) for token in kept)
    return NameWords(
        words=kept_words,
        legal_forms=forms,
        kind=kind,
        loss="transcription" if is_transcribed else _LOSSES.get(script, ""),
        script="" if is_transcribed else script,
        initials=initials,
        syllables=syllable_key(kept) if kind == "person" and not is_transcribed else (),
        is_telling=is_telling,
        letter_pairs=_letter_pairs(kept_words),
    )


PAIR_BITS = 256


def _letter_pairs(kept: Sequence[Word]) -> int:
    """A bit for each two letters that stand together in the sound of a word."""
    bits = 0
    for word in kept:
        bits |= _pairs_of_sound(word.sound)
    return bits


@lru_cache(maxsize=100_000)
def _pairs_of_sound(text: str) -> int:
    """A bit for each two letters that stand together in this text."""
    bits = 0
    for one, other in pairwise(text):
        bits |= 1 << (ord(one) * 31 + ord(other)) % PAIR_BITS
    return bits


def looks_like_organisation(name: str) -> bool:
    """Whether a name of a party whose type is not known has a legal form or a word that organisations' names have."""
    tokens = words(name)
    return bool(_without_forms(tokens)[1]) or any(token in _lexicon().common for token in tokens)


_LOSSES: dict[str, Loss] = {"Arab": "vowels", "Hebr": "vowels", "Kana": "kana", "Hira": "kana", "Jpan": "kana"}
_TRANSCRIPTION_MARKS = "·・‧•"
"""Chinese puts one of these between the parts of a foreign name."""
_ARTICLE = re.compile(r"(?<!\w)ال(?!له\b)(?=\w{2})")
"""The Arabic article, written as one with its word; the name of God is not taken apart."""
_DOTTED_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.")
_DIGIT_IN_WORD = re.compile(r"(?<=[a-z])[013457](?=[a-z])|(?<=[a-z])[013](?=\b)")
_DIGIT_LETTERS = str.maketrans("013457", "oleast")
_NO_VOWEL = re.compile(r"[bcdfghjklmnpqrstvwxz]{2,3}")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z]{2})")
_BREAK = re.compile(r"[\s\-‐‑–—_/,;]+")


def _tokens(name: str, script: str, kind: Kind) -> tuple[str, ...]:
    """The words in Latin letters, lower case; initials of persons singly, marked by a dot at the end."""
    if kind != "person" and not name.isascii():
        name = _translated(name)
    if script == "Arab":
        name = arabic_latin(_ARTICLE.sub("ال ", name))
    if script == "Hani" and any(mark in name for mark in _TRANSCRIPTION_MARKS):
        parts = (latin(part).replace(" ", "") for part in re.split(f"[{_TRANSCRIPTION_MARKS}]", name))
        return tuple(part for part in parts if part)
    if kind != "person":
        return _with_numbers(_spelled_out(words(name)))
    name = _OTHER_SPELLING.sub(_without_spelling, name)
    if script == "Latn":
        name = _GLUED.sub(" ", name)
    return tuple(token for part in _BREAK.split(_DOTTED_INITIAL.sub(r"\1. ", name)) for token in _person_tokens(part))


def _translated(name: str) -> str:
    """An organisation's name with the words of other scripts that lists translate in English."""
    pattern, english = _translations()
    return pattern.sub(lambda phrase: f" {english[phrase[0]]} ", name)


@cache
def _translations() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds the words of other scripts, longest first, and their translations; Arabic ones only as whole words."""
    english = {phrase: word for word, phrases in _table()["translations"].items() for phrase in phrases}
    by_length = sorted(english, key=len, reverse=True)
    patterns = [rf"(?<!\w){phrase}(?!\w)" if script_of(phrase) == "Arab" else re.escape(phrase) for phrase in by_length]
    return re.compile("|".join(patterns)), english


_OTHER_SPELLING = re.compile(r"([\w'’-]{2,})\s*\(([\w'’-]{2,})\)")
SPELLING_LIKENESS = 0.5


def _without_spelling(pair: re.Match[str]) -> str:
    """The word before brackets where these hold a spelling of it, as in "Valerii (Valeriy)"; else both words."""
    one, other = sound(latin(pair[1])), sound(latin(pair[2]))
    is_spelling = OSA.normalized_similarity(one, other) >= SPELLING_LIKENESS or not given_name_rows(one).isdisjoint(
        given_name_rows(other)
    )
    return pair[1] if is_spelling else pair[0]


@lru_cache(maxsize=100_000)
def _person_tokens(part: str) -> tuple[str, ...]:
    """The words of what stands between spaces; "J." and "В" are initials, "JF" two, "y" and "al" are particles."""
    bare = part.strip(".'’\"()")
    if len(bare) == 1 and bare.isalpha() and not _is_syllabic(bare) and latin(bare):
        is_particle = bare.islower() and latin(bare) in _lexicon().particles
        return (latin(bare) if is_particle else f"{latin(bare)}.",)
    if bare.isupper() and _NO_VOWEL.fullmatch(bare.lower()) and bare.lower() not in _lexicon().consonant_words:
        return tuple(f"{letter}." for letter in bare.lower())
    return tuple(piece for token in words(part) for piece in _servant_of(_DIGIT_IN_WORD.sub(_letter_for, token)))


def _letter_for(digit: re.Match[str]) -> str:
    """The letter that is meant by a digit in a name."""
    return digit[0].translate(_DIGIT_LETTERS)


_SERVANT = re.compile(r"(?:abd|gabd)(?:[aeou]{1,2}l|[aeu]r(?=r)|[aeu]s(?=s)|[aeu]z(?=z)|[aeu]n(?=n))(?!lah)(\w{4,})")


def _servant_of(token: str) -> tuple[str, ...]:
    """The two words of "Abdurrahman", which begins with the Arabic word for servant."""
    compound = _SERVANT.fullmatch(token)
    return ("abdul", compound[1]) if compound else (token,)


def _is_syllabic(letter: str) -> bool:
    """Whether a letter is of a script whose letters are syllables or words, such as hangul or Chinese characters."""
    return letter >= "\u1100" and not letter.isascii()


_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_IMPORT_EXPORT = (("i", "e"), ("imp", "exp"), ("im", "ex"))


def _spelled_out(tokens: Sequence[str]) -> tuple[str, ...]:
    """Single letters in a row as one word ("a b c": "abc"), "I/E" as import and export."""
    result: list[str] = []
    letters = ""
    for token in (*tokens, ""):
        if len(token) == 1 and token.isalpha():
            letters += token
            continue
        if letters:
            result += ("import", "export") if letters == "ie" else (letters,)
            letters = ""
        if token:
            result.append(token)
    return tuple(result)


def _with_numbers(tokens: Sequence[str]) -> tuple[str, ...]:
    """Number words as figures, tens and units added: "forty 4", "forty four" and "44" are the same."""
    numbers = _lexicon().numbers
    result: list[str] = []
    for token in tokens:
        ordinal = _ORDINAL.fullmatch(token)
        figure = numbers.get(token, ordinal[1] if ordinal else token)
        previous = result[-1] if result else ""
        if figure.isdigit() and len(figure) == 1 and len(previous) == 2 and previous.isdigit() and previous[1] == "0":
            result[-1] = previous[0] + figure
        else:
            result.append(figure)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    titles: frozenset[str]
    particles: frozenset[str]
    vessels: frozenset[str]
    common: dict[str, str]
    numbers: dict[str, str]
    forms: dict[str, tuple[tuple[tuple[str, ...], tuple[str, str]], ...]]
    given_names: dict[str, frozenset[int]]
    contrasts: dict[str, int]
    consonant_words: frozenset[str]
    servants: frozenset[str]
    stems: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def _table() -> dict[str, Any]:
    """The tables of name_words.toml."""
    return data_file(__package__, "name_words.toml")


@cache
def _lexicon() -> _Lexicon:
    """The lists of name_words.toml; legal forms by their first word, longest first."""
    table = _table()
    forms: dict[str, list[tuple[tuple[str, ...], tuple[str, str]]]] = {}
    for kind, countries in table["legal_forms"].items():
        for country, row in countries.items():
            form = (kind, "" if country == "any" else country)
            for spelling in row["forms"]:
                forms.setdefault(spelling.split()[0], []).append((tuple(spelling.split()), form))
    given: dict[str, set[int]] = {}
    for number, names in enumerate(table["given_names"]["rows"]):
        for name in names:
            given.setdefault(sound(name), set()).add(number)
    return _Lexicon(
        titles=frozenset(table["titles"]),
        particles=frozenset(table["particles"]),
        vessels=frozenset(table["vessels"]),
        common={spelling: word for word, others in table["common"].items() for spelling in (*others, word)},
        numbers=table["numbers"],
        forms={first: tuple(sorted(rows, key=lambda form: -len(form[0]))) for first, rows in forms.items()},
        given_names={name: frozenset(rows) for name, rows in given.items()},
        contrasts={word: row for row, group in enumerate(table["contrasts"]) for word in group["words"]},
        consonant_words=frozenset(table["consonant_words"]),
        servants=frozenset(table["servants"]),
        stems=tuple(
            sorted(
                ((stem, tuple(words.split())) for words, stems in table["stems"].items() for stem in stems),
                key=lambda row: -len(row[0]),
            )
        ),
    )


def is_same_given_name(one: Word, other: Word) -> bool:
    """Whether two words are one given name in two languages, or in full and in short."""
    rows = _lexicon().given_names.get(one.sound)
    return rows is not None and not rows.isdisjoint(_lexicon().given_names.get(other.sound, ()))


def given_name_rows(text: str) -> frozenset[int]:
    """The rows of given names that a word is in; names of one row are one name."""
    return _lexicon().given_names.get(sound(text), frozenset())


def contradicts(one: str, other: str) -> bool:
    """Whether two different words exclude each other, as north and south do."""
    contrasts = _lexicon().contrasts
    row = contrasts.get(one)
    return row is not None and one != other and row == contrasts.get(other)


def _without_titles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words without the titles, such as "general", before the first other word."""
    titles = _lexicon().titles
    first = next((place for place, token in enumerate(tokens) if token not in titles), len(tokens))
    return tokens[first:]


_JOINING = ("the", "and", "of")


def _without_forms(tokens: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
    """The words that are no legal form, ship's prefix or joining word, in their usual spelling; the legal forms."""
    lexicon = _lexicon()
    kept: list[str] = []
    forms: set[tuple[str, str]] = set()
    place = 0
    while place < len(tokens):
        length, form = _form_at(tokens, place)
        if form:
            forms.add(form)
        elif not (place == 0 and tokens[0] in lexicon.vessels):
            kept += _usual_words(tokens[place])
        place += length
    telling = tuple(word for word in kept if word not in _JOINING) or tuple(kept)
    return telling, frozenset(forms) if telling else frozenset()


@lru_cache(maxsize=100_000)
def _usual_words(token: str) -> tuple[str, ...]:
    """The usual English words for a word of an organisation's name: "manufacturing" for "mfg"; else the word itself."""
    lexicon = _lexicon()
    if word := lexicon.common.get(token) or lexicon.common.get(token.removesuffix("s")):
        return (word,)
    if not token.startswith(_all_stems()):
        return (token,)
    return next(words for stem, words in lexicon.stems if token.startswith(stem))


@cache
def _all_stems() -> tuple[str, ...]:
    """The stems that find the usual words of organisations' names."""
    return tuple(stem for stem, _ in _lexicon().stems)


def _form_at(tokens: tuple[str, ...], place: int) -> tuple[int, tuple[str, str] | None]:
    """How many words the legal form at a place has, and which form it is; 1 and None where there is no form."""
    for spelling, form in _lexicon().forms.get(tokens[place], ()):
        if tokens[place : place + len(spelling)] == spelling:
            return len(spelling), form
    return 1, None


SHORTEST_ACRONYM = 2


def _without_acronym(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Without a last or first word that is the initials of the others: "Hizbul Mujahideen (HM)"."""
    for word, others in ((tokens[-1], tokens[:-1]), (tokens[0], tokens[1:])) if len(tokens) > SHORTEST_ACRONYM else ():
        if len(word) >= SHORTEST_ACRONYM and word == "".join(other[0] for other in others):
            return others
    return tokens


@lru_cache(maxsize=100_000)
def _word(token: str, kind: Kind) -> Word:
    """One word of a name, with its sound, role and weight."""
    text = token.rstrip(".")
    if token.endswith("."):
        return Word(text, sound(text), INITIAL_WEIGHT, "initial")
    lexicon = _lexicon()
    is_company = kind != "person"
    weight = NUMBER_WEIGHT if text.isdigit() else (2 + min(len(text), FULL_WEIGHT_LENGTH)) / (2 + FULL_WEIGHT_LENGTH)
    if text.isdigit() or (is_company and text in ROMAN_NUMERALS):
        return Word(text, text, NUMBER_WEIGHT, "number")
    if text in lexicon.particles:
        return Word(text, sound(text), weight * PARTICLE_SHARE, "particle")
    if text in lexicon.servants:
        return Word(text, sound(text), weight * SERVANT_SHARE, "servant")
    if is_company and text in lexicon.common:
        return Word(text, sound(text), weight * COMMON_SHARE, "common")
    return Word(text, sound(text), weight)
