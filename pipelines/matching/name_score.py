"""How alike two names are: a few named features, each with its weight.

Here: two names side by side. Not here: finding the few names worth comparing (see name_index), or what else tells
parties apart, as births and countries do (see evidence).

The words of the two names are paired, likest first. What then differs is what the score loses: letters within pairs, a
word that each name has and the other lacks, words that only one has, an order that no custom explains, another legal
form. Equal names score 1; from THRESHOLD on, the two may well name one party.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from pipelines.designations.names import skeleton
from pipelines.designations.names import sound as sound_of
from pipelines.matching.name_words import (
    Kind,
    NameWords,
    Word,
    contradicts,
    is_same_given_name,
    kind_of,
    looks_like_organisation,
    name_words,
)

THRESHOLD = 0.72

PAIRS_FROM = 0.5
"""Words less alike than this are not paired."""
COMMON_FROM = 0.85
"""The same where one is a word that many companies have: "shipping" is not a spelling of "Jinping"."""
SAME_SOUND = 0.98
SAME_GIVEN_NAME = 0.9
SAME_LETTERS = 0.85
"""Words of the same letters in another order: "nitpu" and "putin"."""
FEWEST_SHUFFLED = 5
JOINS_FROM = 0.87
LOSSY_JOINS_FROM = 0.93
KANA_JOINS_FROM = 0.85
_LEAST_JOINED = {"": JOINS_FROM, "kana": KANA_JOINS_FROM}
MOST_JOINED = 3
ACRONYM_SCORE = 0.75
FEWEST_INITIALS = 3
FULL_EVIDENCE = 2.0
SYLLABLES_SCORE = 0.93
SAME_LETTERS_SCORE = 0.97
OTHER_SYLLABLES = 0.6
"""At most, where a person's name in Chinese characters or hangul and one in another script differ in a syllable."""
STRICT_LENGTH = 3
"""A company's word up to this length, or of consonants alone, is an acronym: one letter makes another one of it."""
FEWEST_CONSONANTS = 2
LOSSY_EQUAL = {2: 0.9, 3: 0.94}
"""Likeness of words whose consonants are equal, by their number, where a script leaves the vowels open."""
HEARD_FROM = 0.8
"""Words of few consonants are alike in kana only from this likeness of the letters on."""
KANA_SHARE = 0.75
"""How much the letters as heard in kana count beside the consonants."""


@dataclass(frozen=True, slots=True)
class Match:
    """How alike two names are: between 0 and 1, what each feature took away, and the same in words."""

    score: float
    features: tuple[tuple[str, float], ...]
    explanation: str

    @property
    def is_match(self) -> bool:
        """Whether the two may well name one party."""
        return self.score >= THRESHOLD


@dataclass(slots=True)
class Comparison:
    """Two names side by side.

    Attributes:
        words: the words of each name, those joined that the other writes as one.
        pairs: (place in the first, place in the second, likeness) of each pair of words.
        unpaired: the words that only the first has, and that only the second has.
        only: what these weigh.
        lost: weight of what differs within pairs.
        weights: what all words of the shorter and of the longer name weigh.
    """

    first: NameWords
    second: NameWords
    words: tuple[tuple[Word, ...], tuple[Word, ...]]
    pairs: tuple[tuple[int, int, float], ...]
    unpaired: tuple[tuple[Word, ...], tuple[Word, ...]]
    only: tuple[float, float]
    lost: float
    weights: tuple[float, float]

    @property
    def is_strict(self) -> bool:
        """Whether both are written in Chinese characters, or both in hangul."""
        return _rules(self.first, self.second).is_strict

    @property
    def shared(self) -> float:
        """What the paired words weigh, common words and particles left out."""
        return sum(
            self.words[0][first].weight
            for first, _, alike in self.pairs
            if self.words[0][first].role in ("plain", "number") and alike > 0
        )


def _weight(words: tuple[Word, ...]) -> float:
    """The total weight of the words."""
    return sum([word.weight for word in words])


def _differing(c: Comparison) -> float:
    """The weight of letters that differ, plus that of the words missing in the name that misses less."""
    return c.lost + min(c.only)


def _differs(c: Comparison) -> float:
    """Letters that differ, and words that each name has and the other lacks: up to two words' worth."""
    return min(FULL_EVIDENCE, _differing(c))


def _differing_share(c: Comparison) -> float:
    """The same as a share of the shorter name: one letter matters more in a short name."""
    return min(1.0, _differing(c) / c.weights[0])


def _more_words(c: Comparison) -> float:
    """The share of the longer name that the other lacks: second names and patronymics come and go."""
    return abs(c.only[0] - c.only[1]) / c.weights[1]


def _more_numbers(c: Comparison) -> float:
    """1 where a name has a number that the other lacks: it distinguishes parts of a series."""
    return float(any(word.role == "number" for words in c.unpaired for word in words))


def other_initial(c: Comparison) -> float:
    """1 where an initial stands beside a name or initial that does not begin with it."""
    if not c.unpaired[0] or not c.unpaired[1]:
        return 0.0
    first, second = ({word.role == "initial" for word in words if word.role != "particle"} for words in c.unpaired)
    return float((True in first and bool(second)) or (True in second and bool(first)))


def _order(c: Comparison) -> float:
    """1 where the words stand in an order that a family name put first does not explain."""
    if len(c.pairs) < 2:
        return 0.0
    places = _places(c)
    ordered = sorted(places)
    return 0.0 if any(places[at:] + places[:at] == ordered for at in range(len(places) or 1)) else 1.0


def _patronymic(c: Comparison) -> float:
    """1 where father and child have changed places: "Ahmad bin Hasan", "Hasan bin Ahmad"."""
    first, second = c.words
    has_fathers = _has_father(first) and _has_father(second)
    return float(has_fathers and bool(_order(c)) and len(_places(c)) <= MOST_IN_REVERSAL)


def _has_father(words: tuple[Word, ...]) -> bool:
    """Whether a name has a word for "son of"."""
    return not _SON_OF.isdisjoint([word.text for word in words])


_SON_OF = frozenset(("bin", "bn", "ibn", "ben"))
MOST_IN_REVERSAL = 3


def _places(c: Comparison) -> list[int]:
    """Places in the second name of the words paired, in the order of the first; particles left out."""
    first, second = c.words
    return [j for i, j, _ in sorted(c.pairs) if not {first[i].role, second[j].role} & {"particle", "initial"}]


def _legal_form(c: Comparison) -> float:
    """1 where both names state a legal form, and the kinds or the countries of the forms differ."""
    one, other = c.first.legal_forms, c.second.legal_forms
    agree = any(kind == kind_2 and (country == country_2 or not country or not country_2)
                for kind, country in one for kind_2, country_2 in other)  # fmt: skip
    return 1.0 if one and other and not agree else 0.0


def _only_common(c: Comparison) -> float:
    """1 where the names share nothing but words that many companies have, and one has more."""
    return float(c.shared == 0 and bool(c.pairs) and sum(c.only) > 0)


@dataclass(frozen=True, slots=True)
class Feature:
    """Something in which two names can differ, and what a whole unit of it costs by kind of name."""

    name: str
    of: Callable[[Comparison], float]
    person: float
    organisation: float
    vessel: float


FEATURES = (
    Feature("letters or words differ", _differs, 0.75, 0.75, 0.9),
    Feature("share of the name that differs", _differing_share, 0.25, 0.25, 0.5),
    Feature("words that only one has", _more_words, 0.15, 0.35, 0.4),
    Feature("number differs", _more_numbers, 0.0, 0.22, 0.1),
    Feature("initial differs", other_initial, 0.3, 0.0, 0.0),
    Feature("order of the words", _order, 0.08, 0.05, 0.1),
    Feature("father and child exchanged", _patronymic, 0.25, 0.0, 0.0),
    Feature("legal form", _legal_form, 0.0, 0.3, 0.0),
    Feature("nothing but common words in common", _only_common, 0.0, 0.3, 0.3),
)


def score(name1: str, name2: str, party_type: str | None = None) -> Match:
    """How alike two names are. Without a party type, a legal form or the like tells an organisation from a person."""
    kind: Kind
    if party_type:
        kind = kind_of(party_type)
    else:
        kind = "organisation" if looks_like_organisation(name1) or looks_like_organisation(name2) else "person"
    return match_of(name_words(name1, kind), name_words(name2, kind))


def match_of(first: NameWords, second: NameWords, at_least: float = 0.0) -> Match:
    """`score` of names that are already words. Of one below `at_least` neither features nor words are given."""
    if not first.words or not second.words:
        return Match(0.0, (), "one of the names has no word that can be read")
    if _is_acronym(first, second) or _is_acronym(second, first):
        return Match(ACRONYM_SCORE, (("initials", 1 - ACRONYM_SCORE),), "one name is the initials of the other")
    if at_least >= FEW_LETTERS_SCORE and _shares_few_letters(first, second):
        return Match(0.0, (), "")
    if first.words == second.words and first.legal_forms == second.legal_forms:
        return Match(1.0, (), "the same words")
    if first.letters == second.letters and first.words != second.words:
        return Match(
            SAME_LETTERS_SCORE, (("spaces", round(1 - SAME_LETTERS_SCORE, 3)),), "the same letters, spaced otherwise"
        )
    compared = compare(first, second)
    losses = _losses(compared)
    total = round(max(0.0, 1.0 - sum(cost for _, cost in losses)), 3)
    if total < SYLLABLES_SCORE and first.syllables and first.syllables == second.syllables and not compared.is_strict:
        losses = (("romanisation", round(1 - SYLLABLES_SCORE, 3)),)
        return Match(SYLLABLES_SCORE, losses, "the same syllables in another romanisation")
    if total < at_least:
        return Match(total, (), "")
    if total > OTHER_SYLLABLES and _syllables_differ(first, second):
        losses = (*losses, ("syllables", round(total - OTHER_SYLLABLES, 3)))
        total = OTHER_SYLLABLES
    return Match(total, losses, _explained(compared, losses))


FEW_LETTERS_SCORE = 0.6
"""Names that share few pairs of letters never come up to this score."""
LEAST_SHARED = 0.25
"""Share of the letter pairs of the shorter name that two names of one party have in common at least."""


def _shares_few_letters(first: NameWords, second: NameWords) -> bool:
    """Whether two names of scripts that write all sounds have too few letters in common to be alike."""
    if first.loss or second.loss or first.syllables or second.syllables or first.script in SYLLABIC_SCRIPTS:
        return False
    fewer = min(first.letter_pairs.bit_count(), second.letter_pairs.bit_count())
    is_few = (first.letter_pairs & second.letter_pairs).bit_count() < LEAST_SHARED * fewer
    return is_few and not _are_shuffled(first.letters, second.letters)


def _are_shuffled(one: str, other: str) -> bool:
    """Whether two names have the same letters in another order: "nituP" for "Putin"."""
    return len(one) == len(other) and sorted(one) == sorted(other)


def _syllables_differ(first: NameWords, second: NameWords) -> bool:
    """Whether a person's name in Chinese characters or hangul stands beside one in another script."""
    return first.kind == "person" and (first.script in SYLLABIC_SCRIPTS) != (second.script in SYLLABIC_SCRIPTS)


SYLLABIC_SCRIPTS = ("Hani", "Hang")


@cache
def _weighted_features(kind: Kind) -> tuple[tuple[str, Callable[[Comparison], float], float], ...]:
    """Name, value and weight of the features that count for a kind of name."""
    weighted = ((feature.name, feature.of, float(getattr(feature, kind))) for feature in FEATURES)
    return tuple(row for row in weighted if row[2])


def _losses(compared: Comparison) -> tuple[tuple[str, float], ...]:
    """What each feature takes away, those that take away anything."""
    losses = []
    for name, value, weight in _weighted_features(compared.first.kind):
        cost = value(compared) * weight
        if cost > 0:
            losses.append((name, round(cost, 3)))
    return tuple(losses)


def compare(first: NameWords, second: NameWords) -> Comparison:
    """The words of two names paired, likest first, words written together or apart notwithstanding."""
    rules = _rules(first, second)
    one = _joined(first.words, second.words, rules)
    other = _joined(second.words, one, rules)
    pairs = _with_series(_paired(one, other, rules), one, other)
    left = _left(one, pairs, 0), _left(other, pairs, 1)
    if not left[0] or not left[1]:
        left = _without_repetition(left[0], other), _without_repetition(left[1], one)
    shorter, longer = sorted((_weight(one), _weight(other)))
    return Comparison(
        first,
        second,
        (one, other),
        pairs,
        unpaired=left,
        only=(_weight(left[0]), _weight(left[1])),
        lost=sum((one[i].weight + other[j].weight) / 2 * _lost(alike) for i, j, alike in pairs),
        weights=(shorter or 1.0, longer or 1.0),
    )


SERIES_WEIGHT = 3.2
"""Names that share words of this weight and differ in a number are parts of one series."""


def _with_series(
    pairs: tuple[tuple[int, int, float], ...], one: tuple[Word, ...], other: tuple[Word, ...]
) -> tuple[tuple[int, int, float], ...]:
    """The pairs, and in long names the numbers that are left as one more: "Trust 2005-2", "Trust 2006-2"."""
    first, second = _first_number(one, pairs, 0), _first_number(other, pairs, 1)
    if first is None or second is None or sum(one[place].weight for place, *_ in pairs) < SERIES_WEIGHT:
        return pairs
    return (*pairs, (first, second, NEXT_IN_SERIES))


def _first_number(words: tuple[Word, ...], pairs: tuple[tuple[int, int, float], ...], side: int) -> int | None:
    """The place of the first number of one name that found no partner in the other name; None if it has none."""
    numbers = [place for place, word in enumerate(words) if word.role == "number"]
    paired = {pair[side] for pair in pairs} if numbers else set[int]()
    return next((place for place in numbers if place not in paired), None)


def _left(words: tuple[Word, ...], pairs: tuple[tuple[int, int, float], ...], side: int) -> tuple[Word, ...]:
    """The words of one name that found no partner in the other name."""
    if len(pairs) == len(words):
        return ()
    paired = {pair[side] for pair in pairs}
    return tuple([word for place, word in enumerate(words) if place not in paired])


def _without_repetition(left: tuple[Word, ...], others: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without words that the name says twice and the other name once: "Shoigu Shoigu Sergey"."""
    texts = {other.text for other in others}
    return tuple(word for word in left if word.text not in texts)


def _lost(alike: float) -> float:
    """The share of a word's weight that is lost: little for one typing error, much for several."""
    return 1 - alike if alike >= STEEP_BELOW else (1 - STEEP_BELOW) + (STEEP_BELOW - alike) * STEEPNESS


STEEP_BELOW = 0.72
STEEPNESS = 2.0


@dataclass(frozen=True, slots=True)
class Rules:
    """How the words of two names are compared.

    Attributes:
        loss: what the script of one of them leaves open.
        is_strict: Chinese characters and Korean syllables are alike or not.
    """

    kind: Kind
    loss: str
    is_strict: bool


@lru_cache(maxsize=64)
def rules_of(kind: Kind, losses: tuple[str, str], scripts: tuple[str, str]) -> Rules:
    """The rules for two names of a kind, by what their scripts leave open and by their scripts."""
    loss = "" if losses[0] == losses[1] else losses[0] or losses[1]
    return Rules(kind, loss, scripts[0] == scripts[1] and scripts[0] in SYLLABIC_SCRIPTS)


def _rules(first: NameWords, second: NameWords) -> Rules:
    """The rules by which these two names are compared."""
    return rules_of(first.kind, (first.loss, second.loss), (first.script, second.script))


def _paired(one: tuple[Word, ...], other: tuple[Word, ...], rules: Rules) -> tuple[tuple[int, int, float], ...]:
    """Each word with its likest partner, equal words first."""
    pairs = _equal_words(one, other)
    ones, others = {i for i, *_ in pairs}, {j for _, j, _ in pairs}
    candidates = [
        (alike, -abs(i - j), i, j)
        for i, a in enumerate(one)
        if i not in ones
        for j, b in enumerate(other)
        if j not in others and (alike := word_likeness(a, b, rules)) >= PAIRS_FROM
    ]
    candidates.sort(reverse=True)
    for alike, _, i, j in candidates:
        if i not in ones and j not in others:
            ones.add(i)
            others.add(j)
            pairs.append((i, j, alike))
    return tuple(pairs)


def _equal_words(one: tuple[Word, ...], other: tuple[Word, ...]) -> list[tuple[int, int, float]]:
    """The places of equal words, nearest first."""
    equal = [(abs(i - j), i, j) for i, a in enumerate(one) for j, b in enumerate(other) if a.text == b.text]
    equal.sort()
    pairs: list[tuple[int, int, float]] = []
    ones: set[int] = set()
    others: set[int] = set()
    for _, i, j in equal:
        if i not in ones and j not in others:
            ones.add(i)
            others.add(j)
            pairs.append((i, j, 1.0))
    return pairs


def _joined(words: tuple[Word, ...], other_words: tuple[Word, ...], rules: Rules) -> tuple[Word, ...]:
    """The words of a name, with neighbours joined where together they resemble one word of the other name.

    "Jean Marie" becomes "jeanmarie" beside "Jeanmarie".
    """
    if len(words) < 2:
        return words
    texts, own = {word.text for word in other_words}, {word.text for word in words}
    if own <= texts or texts <= own:
        return words
    others = tuple([word for word in other_words if word.text not in own])
    can_join = [word.text not in texts and word.role not in ("initial", "number") for word in words]
    for length in range(2, min(MOST_JOINED, len(words)) + 1):
        for place in range(len(words) - length + 1):
            is_open = all(can_join[place : place + length])
            if is_open and (word := _as_one(words[place : place + length], others, rules)):
                return _joined((*words[:place], word, *words[place + length :]), other_words, rules)
    return words


def _as_one(parts: tuple[Word, ...], those: tuple[Word, ...], rules: Rules) -> Word | None:
    """The parts as one word, if one of `those` is more like the whole than like any part."""
    text = "".join([part.text for part in parts])
    least = max(FEWEST_INITIALS, WHOLE_LENGTH * len(text))
    long_enough = [word.text for word in those if len(word.text) > least and (rules.loss or _is_as_long(text, word))]
    if not long_enough:
        return None
    best = max(long_enough, key=lambda word: likeness(text, word, loss=rules.loss))
    together = likeness(text, best, loss=rules.loss)
    if together < least_joined(rules.loss):
        return None
    if any(likeness(part.text, best, loss=rules.loss) >= together for part in parts):
        return None
    return Word(text, sound_of(text), min(1.0, _weight(parts)))


def least_joined(loss: str) -> float:
    """How alike words written as one and a word of the other name have to be."""
    return _LEAST_JOINED.get(loss, LOSSY_JOINS_FROM)


def _is_as_long(text: str, word: Word) -> bool:
    """Whether a text and a word have nearly as many letters or sounds; others are less alike than JOINS_FROM."""
    length, of_word = len(text), len(word.text)
    if min(length, of_word) >= JOINS_FROM * max(length, of_word):
        return True
    length, of_word = len(sound_of(text)), len(word.sound)
    return min(length, of_word) >= JOINS_FROM * max(length, of_word)


WHOLE_LENGTH = 0.6
"""Words written as one are at least this share as long as they are together: a shorter word is a part of them."""


def word_likeness(one: Word, other: Word, rules: Rules) -> float:
    """How alike two words are in their roles, between 0 and 1."""
    if one.text == other.text:
        return 1.0
    if rules.is_strict:
        return 0.0
    if one.role not in NAME_ROLES or other.role not in NAME_ROLES:
        return _likeness_by_role(one, other, rules)
    if rules.kind == "person":
        if is_same_given_name(one, other):
            return max(SAME_GIVEN_NAME, likeness(one.text, other.text, loss=rules.loss))
        return _person_likeness(one.text, other.text, rules.loss)
    has_acronym = not rules.loss and (is_acronym_word(one.text) or is_acronym_word(other.text))
    if has_acronym or contradicts(one.text, other.text):
        return 0.0
    return likeness(one.text, other.text, loss=rules.loss)


NAME_ROLES = ("plain", "servant")


def _likeness_by_role(one: Word, other: Word, rules: Rules) -> float:
    """How alike two words are, between 0 and 1, by the roles that they have in their names."""
    roles = {one.role, other.role}
    if "initial" in roles:
        return _initial_likeness(one, other)
    if "number" in roles:
        return 0.0 if one.role != other.role or one.text.isdigit() or other.text.isdigit() else NEXT_IN_SERIES
    if "particle" in roles:
        alike = likeness(one.text, other.text, loss=rules.loss)
        return alike if one.role == other.role or alike >= COMMON_FROM else 0.0
    alike = likeness(one.text, other.text, loss=rules.loss)
    return alike if alike >= COMMON_FROM else 0.0


INITIAL_FITS = 0.8
NEXT_IN_SERIES = 0.6
"""Likeness of two Roman numerals: funds of one house are numbered by them, so the names are near."""


def _initial_likeness(one: Word, other: Word) -> float:
    """Whether an initial is the first letter of a name, or of another script's spelling of it."""
    if one.role == other.role:
        return 1.0 if one.sound[:1] == other.sound[:1] else 0.0
    initial, word = (one, other) if one.role == "initial" else (other, one)
    if word.role == "particle":
        return 0.0
    fits = word.text.startswith(initial.text) or _first_sound(word) == _first_sound(initial)
    return INITIAL_FITS if fits else 0.0


_VOWEL_LIKE = ("e", "i", "y")
"""First letters that scripts write for one another: Yevgeny is Evgeny and Jewgeni."""


def _first_sound(word: Word) -> str:
    """The first letter of the sound of a word; "i" for letters that sound like it."""
    first = word.sound[:1]
    return "i" if first in _VOWEL_LIKE else first


_FOLDS = tuple(
    (re.compile(pattern), spelling)
    for pattern, spelling in (
        (r"kh|gh|q|g|k+", "k"), (r"dh|dd", "d"), (r"e|i+", "i"), (r"ou|o", "u"), (r"([a-z])\1", r"\1"),
    )
)  # fmt: skip
FOLDED_ALIKE = 0.95
SHORTEST_FOLDED = 5


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word without what romanisations of Arabic and Persian confuse: q, k, g and kh; e and i; o and u."""
    for pattern, spelling in _FOLDS:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=200_000)
def _person_likeness(one: str, other: str, loss: str) -> float:
    """`likeness`, or that of the words folded, where they are long enough for it."""
    alike = likeness(one, other, loss=loss)
    if loss or alike >= FOLDED_ALIKE or min(len(one), len(other)) < SHORTEST_FOLDED:
        return alike
    return max(alike, FOLDED_ALIKE * OSA.normalized_similarity(folded(one), folded(other)))


@lru_cache(maxsize=50_000)
def is_acronym_word(text: str) -> bool:
    """Whether a company's word is an acronym, of which one letter makes another one."""
    return len(text) <= STRICT_LENGTH or not set(text) & set("aeiouy")


@lru_cache(maxsize=400_000)
def likeness(one: str, other: str, *, loss: str = "") -> float:
    """How alike two words are by letters or by sound; by consonants too where one script leaves the vowels open."""
    if one == other:
        return 1.0
    if one.isdigit() and other.isdigit():
        return 0.0
    if loss == "kana":
        return _likeness_in_kana(one, other)
    letters = max(
        OSA.normalized_similarity(one, other), SAME_SOUND * OSA.normalized_similarity(sound_of(one), sound_of(other))
    )
    if loss:
        return max(letters, _likeness_of_consonants(one, other, letters, loss))
    if len(one) == len(other) >= FEWEST_SHUFFLED and letters < SAME_LETTERS and sorted(one) == sorted(other):
        return SAME_LETTERS
    return letters


def forget_likeness() -> None:
    """Forget how alike the words compared so far are."""
    of_pairs = (likeness.cache_clear, _person_likeness.cache_clear)
    for clear in (*of_pairs, is_acronym_word.cache_clear, folded.cache_clear, consonants.cache_clear):
        clear()


def _likeness_of_consonants(one: str, other: str, letters: float, loss: str) -> float:
    """How alike the consonants are, in view of the letters too: few consonants are soon the same."""
    skeletons = skeleton(one), skeleton(other)
    fewest = min(map(len, skeletons))
    if fewest < FEWEST_CONSONANTS:
        return 0.0
    alike = OSA.normalized_similarity(*skeletons)
    if loss == "transcription":
        return LOSSY_EQUAL.get(fewest, LOSSY_EQUAL[3]) if alike == 1 else 0.7 * alike + 0.3 * letters
    exact = OSA.normalized_similarity(consonants(one), consonants(other))
    if alike == 1:
        return LOSSY_EQUAL.get(fewest, LOSSY_EQUAL[3]) * (1 + exact) / 2
    return 0.35 * alike + 0.35 * exact + 0.3 * letters


def _likeness_in_kana(one: str, other: str) -> float:
    """How alike two words are where kana spell one of them; words of few consonants only where they sound the same."""
    heard = OSA.normalized_similarity(as_kana(one), as_kana(other))
    skeletons = skeleton(one), skeleton(other)
    if min(map(len, skeletons)) <= FEWEST_CONSONANTS:
        return heard if heard >= HEARD_FROM else 0.0
    return (1 - KANA_SHARE) * OSA.normalized_similarity(*skeletons) + KANA_SHARE * heard


@lru_cache(maxsize=100_000)
def consonants(word: str) -> str:
    """The consonants as written, except those that romanisations of Arabic and Hebrew confuse."""
    return _VOWELS.sub("", folded(word).replace("p", "b").replace("w", "v"))


_VOWELS = re.compile(r"[aeiouy]|h$")


_KANA = str.maketrans({"l": "r", "v": "b", "f": "h", "c": "s", "j": "s", "z": "s", "w": "u"})


_ADDED_VOWEL = re.compile(r"(?<=[^aeiou])u(?=[^aeiou]|$)|(?<=[td])o(?=[^aeiou]|$)")


_LAST_NG = re.compile(r"ng(?=[^aeiou]|$)")
"""Kana write it as they write n."""


def as_kana(word: str) -> str:
    """The sound in the letters that kana can tell apart, without the vowels that kana add after consonants."""
    return _ADDED_VOWEL.sub("", sound_of(_LAST_NG.sub("n", word)).translate(_KANA))


def _is_acronym(short: NameWords, long: NameWords) -> bool:
    """Whether one name is the initials of an organisation's, alone or with one word more ("PLA China")."""
    return (
        short.is_organisation
        and len(short.words) <= 2 < len(long.words)
        and len(long.initials) >= FEWEST_INITIALS
        and any(word.text == long.initials for word in short.words)
    )


def _explained(compared: Comparison, losses: tuple[tuple[str, float], ...]) -> str:
    """The reasons for the score, such as "2 equal words; other order −0.10"."""
    same = sum(alike == 1.0 for *_, alike in compared.pairs)
    near = len(compared.pairs) - same
    counts = [f"{same} equal" if same else "", f"{near} similar" if near else ""]
    agreed = " and ".join(count for count in counts if count) or "no"
    lost = "; ".join(f"{name} −{cost:.2f}" for name, cost in losses if cost >= 0.005)
    return f"{agreed} word{'s' if same + near != 1 else ''}" + (f"; {lost}" if lost else "")
