"""The scores of many pairs of names at once: most pairs are refused before the full score is computed.

Here: names as arrays, and an upper bound of the score of each pair. Not here: the score itself (see name_score), or
which pairs are worth comparing (see name_index and listed_names).

The bound is never below the score, so every pair that reaches the limit gets its full score, and the result is the same
as that of `match_of` with the same limit. Words are compared once for each distinct pair of words: those with too few
letters in common are refused by bit masks, the others have the likeness that `word_likeness` gives.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from pipelines.designations.names import skeleton, sound
from pipelines.matching.name_score import (
    COMMON_FROM,
    FEATURES,
    FEW_LETTERS_SCORE,
    FEWEST_INITIALS,
    FULL_EVIDENCE,
    JOINS_FROM,
    LEAST_SHARED,
    MOST_JOINED,
    NAME_ROLES,
    NEXT_IN_SERIES,
    PAIRS_FROM,
    STEEP_BELOW,
    STEEPNESS,
    SYLLABIC_SCRIPTS,
    Match,
    as_kana,
    consonants,
    folded,
    is_acronym_word,
    least_joined,
    likeness,
    match_of,
    rules_of,
    word_likeness,
)
from pipelines.matching.name_words import PAIR_BITS, Kind, Loss, NameWords, Word, given_name_rows

A_SLICE = 20_000
"""Pairs of names that are compared together: more need more memory and are no faster."""
ROUNDING = 0.001
LONGEST = 62
"""Longer words are taken for words of this many letters where only lengths are compared."""
LOSSY_JOIN_LETTERS = 0.8
"""Share of the letters, consonants or kana that words joined and a word of another script have in common at least."""
KINDS: tuple[Kind, ...] = ("person", "organisation", "vessel")
LOSSES: tuple[Loss, ...] = ("", "vowels", "transcription", "kana")

Ints = np.ndarray[Any, np.dtype[np.int64]]
Bits = np.ndarray[Any, np.dtype[np.uint64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

_SPELLINGS: dict[Loss, tuple[Callable[[str], str], ...]] = {
    "": (str, sound, folded),
    "vowels": (str, sound, skeleton, consonants),
    "transcription": (str, sound, skeleton),
    "kana": (skeleton, as_kana),
}
"""By what one script leaves open, the spellings that the likeness of two words is computed from.

The likeness is never more than that of the likest spelling."""


def matches_from(names: "PreparedNames", one: Ints, other: Ints, at_least: float) -> dict[int, Match]:
    """The matches of those pairs that score `at_least`, by the place of the pair.

    Args:
        one: for each pair the place of its first name; `other` likewise. Both names of a pair are of one kind.
        at_least: not below FEW_LETTERS_SCORE.
    """
    if at_least < FEW_LETTERS_SCORE:
        raise ValueError(f"scores below {FEW_LETTERS_SCORE} are not compared in bulk; use match_of for {at_least}")
    matches: dict[int, Match] = {}
    for begin in range(0, len(one), A_SLICE):
        firsts, seconds = one[begin : begin + A_SLICE], other[begin : begin + A_SLICE]
        for place in np.flatnonzero(may_reach(names, firsts, seconds, at_least)).tolist():
            match = match_of(names.names[firsts[place]], names.names[seconds[place]], at_least)
            if match.score >= at_least:
                matches[begin + place] = match
    return matches


def may_reach(names: "PreparedNames", one: Ints, other: Ints, at_least: float) -> Bools:
    """Which pairs can score `at_least`: all that do, and few others."""
    has_words = (names.counts[one] > 0) & (names.counts[other] > 0)
    is_acronym = has_words & (_is_acronym(names, one, other) | _is_acronym(names, other, one))
    open_pairs = np.flatnonzero(has_words & ~is_acronym & ~_shares_few_letters(names, one, other))
    result: Bools = is_acronym
    result[open_pairs] = _may_reach_by_words(names, one[open_pairs], other[open_pairs], at_least)
    return result


def _may_reach_by_words(names: "PreparedNames", one: Ints, other: Ints, at_least: float) -> Bools:
    """Which pairs may score `at_least`: same letters, same syllables, joined words, or a bound that is high enough.

    The dearer checks look only at pairs that the cheaper ones leave.
    """
    result: Bools = names.letters[one] == names.letters[other]
    result |= (names.syllables[one] > 0) & (names.syllables[one] == names.syllables[other])
    rest = np.flatnonzero(~result)
    result[rest] = _may_have_joined_words(names, one[rest], other[rest])
    rest = np.flatnonzero(~result)
    result[rest] = _bounds(names, one[rest], other[rest]) >= at_least - ROUNDING
    return result


def _is_acronym(names: "PreparedNames", short: Ints, long: Ints) -> Bools:
    """Whether one of the at most two words of a name is the initials of the other name."""
    first, second = names.first_texts[short].T
    initials = names.initials[long]
    is_acronym: Bools = (names.counts[short] <= 2) & (initials >= 0) & ((first == initials) | (second == initials))
    return is_acronym


def _shares_few_letters(names: "PreparedNames", one: Ints, other: Ints) -> Bools:
    """The rule of the same name in name_score, for many pairs."""
    shared = np.bitwise_count(names.letter_pairs[one] & names.letter_pairs[other]).sum(axis=1, dtype=np.int64)
    fewer = np.minimum(names.letter_pair_counts[one], names.letter_pair_counts[other])
    is_few: Bools = (shared < LEAST_SHARED * fewer) & (names.anagrams[one] != names.anagrams[other])
    is_refused: Bools = is_few & names.shows_sounds[one] & names.shows_sounds[other]
    return is_refused


class PreparedNames:
    """Names as arrays: their words as places in a vocabulary, and what decides most pairs.

    Args:
        names: of one kind or of several.
    """

    def __init__(self, names: Sequence[NameWords]) -> None:
        """Compute all arrays, in the order of the names."""
        self.names = names
        self.vocabulary = _Vocabulary((word, name.kind) for name in names for word in name.words)
        self.counts = np.array([len(name.words) for name in names], dtype=np.int64)
        self.starts = np.concatenate(([0], np.cumsum(self.counts)))[:-1]
        self.words = self.vocabulary.places
        self.kinds = np.array([KINDS.index(name.kind) for name in names], dtype=np.int64)
        self.losses = np.array([LOSSES.index(name.loss) for name in names], dtype=np.int64)
        self.letters = _ids(name.letters for name in names)
        self.anagrams = _ids("".join(sorted(name.letters)) for name in names)
        self.syllables = _ids(name.syllables for name in names)
        self.scripts = _ids(name.script if name.script in SYLLABIC_SCRIPTS else "" for name in names)
        self.weights = _sums(self.vocabulary.weights[self.words], self.starts, self.counts)
        self.letter_pairs = _wide_bits([name.letter_pairs for name in names])
        self.letter_pair_counts = np.array([name.letter_pairs.bit_count() for name in names], dtype=np.int64)
        self.shows_sounds = (self.losses == 0) & (self.syllables == 0) & (self.scripts == 0)
        self._set_acronyms()

    def _set_acronyms(self) -> None:
        """The words that may be initials of other names, and the initials of names that have some."""
        texts: dict[str, int] = {}
        firsts = [[texts.setdefault(word.text, len(texts)) for word in name.words[:2]] for name in self.names]
        self.first_texts = np.array([(*row, -2, -2)[:2] for row in firsts], dtype=np.int64).reshape(-1, 2)
        is_long = [
            name.is_organisation and len(name.words) > 2 and len(name.initials) >= FEWEST_INITIALS
            for name in self.names
        ]
        self.initials = np.array(
            [texts.get(name.initials, -1) if fits else -1 for name, fits in zip(self.names, is_long, strict=True)],
            dtype=np.int64,
        )

    @cached_property
    def word_lengths(self) -> tuple[Bits, Bits]:
        """The lengths of the words of each name, as bits: as written, and as they sound."""
        texts, sounds = (
            [1 << min(length, LONGEST) for length in self.vocabulary.letters(spelling).lengths[self.words].tolist()]
            for spelling in (str, sound)
        )
        return _combined(texts, self.starts, self.counts), _combined(sounds, self.starts, self.counts)

    @cached_property
    def joined(self) -> "_JoinedWords":
        """Neighbouring words of the names written as one."""
        return _JoinedWords(self.names)


class _Vocabulary:
    """The distinct words of names, each kind's for itself.

    Attributes:
        places: for each word given its place among the distinct ones.
    """

    def __init__(self, words: Iterable[tuple[Word, Kind]]) -> None:
        """Number the distinct words, and compute for each what comparisons need."""
        known: dict[tuple[Word, Kind], int] = {}
        self.places = np.array([known.setdefault(pair, len(known)) for pair in words], dtype=np.int64)
        self.words = [word for word, _ in known]
        self.kinds = [kind for _, kind in known]
        self.weights = np.array([word.weight for word in self.words], dtype=np.float64)
        self.texts = _ids(word.text for word in self.words)
        self.anagrams = _ids("".join(sorted(word.text)) for word in self.words)
        self.is_initial = np.array([word.role == "initial" for word in self.words], dtype=np.bool_)
        self.is_name = np.array([word.role in NAME_ROLES for word in self.words], dtype=np.bool_)
        self.is_acronym = np.array([kind != "person" and is_acronym_word(word.text) for word, kind in known], np.bool_)
        self.is_number = np.array([word.role == "number" for word in self.words], dtype=np.bool_)
        self.given_names = np.array(
            [
                sum({1 << row % 64 for row in given_name_rows(word.text)}) if kind == "person" else 0
                for word, kind in known
            ],
            dtype=np.uint64,
        )
        self._letters: dict[Callable[[str], str], _Letters] = {}

    def __len__(self) -> int:
        return len(self.words)

    def letters(self, spelling: Callable[[str], str]) -> "_Letters":
        """The letters of all words in a spelling."""
        if spelling not in self._letters:
            self._letters[spelling] = _Letters.of(spelling(word.text) for word in self.words)
        return self._letters[spelling]


@dataclass(frozen=True, slots=True)
class _Letters:
    """Which letters words have, as bits, and how many letters."""

    bits: Bits
    lengths: Ints

    @classmethod
    def of(cls, words: Iterable[str]) -> "_Letters":
        """The letters of these words, each word as a set of bits, and their lengths."""
        texts = list(words)
        bits = [sum({1 << ord(letter) % 64 for letter in text}) for text in texts]
        return cls(np.array(bits, dtype=np.uint64), np.array([len(text) for text in texts], dtype=np.int64))

    def may_be_alike(self, one: Ints, others: "_Letters", other: Ints, least: float | Floats) -> Bools:
        """Which pairs can be alike: each letter that only one has is a slip, and so is each letter more."""
        a, b = self.bits[one], others.bits[other]
        lengths, other_lengths = self.lengths[one], others.lengths[other]
        longer = np.maximum(lengths, other_lengths)
        only = np.maximum(np.bitwise_count(a & ~b), np.bitwise_count(b & ~a)).astype(np.int64)
        slips = np.maximum(only, longer - np.minimum(lengths, other_lengths))
        alike: Bools = slips <= (1 - least) * longer + 1e-9
        return alike


class _JoinedWords:
    """Neighbouring words of each name as one: two names may write together what the other writes apart."""

    def __init__(self, names: Sequence[NameWords]) -> None:
        """Join neighbouring words of each name, and note the lengths of words that can resemble them."""
        joined = [_joined_texts(name) for name in names]
        self.counts = np.array([len(texts) for texts in joined], dtype=np.int64)
        self.starts = np.concatenate(([0], np.cumsum(self.counts)))[:-1]
        self.texts = list(chain.from_iterable(joined))
        self._letters: dict[Callable[[str], str], _Letters] = {}
        lengths = (self.letters(spelling).lengths for spelling in (str, sound))
        self.fitting_lengths = tuple(
            _combined([_near_lengths(length) for length in of_spelling.tolist()], self.starts, self.counts)
            for of_spelling in lengths
        )

    def letters(self, spelling: Callable[[str], str]) -> _Letters:
        """The letters of all joined words in a spelling."""
        if spelling not in self._letters:
            self._letters[spelling] = _Letters.of(map(spelling, self.texts))
        return self._letters[spelling]


def _joined_texts(name: NameWords) -> list[str]:
    """Every run of neighbouring words written as one, as another list may have them: "alrahman" for "al rahman".

    Runs with initials or numbers are left out.
    """
    words = name.words
    return [
        "".join(word.text for word in words[place : place + length])
        for length in range(2, min(MOST_JOINED, len(words)) + 1)
        for place in range(len(words) - length + 1)
        if all(word.role not in ("initial", "number") for word in words[place : place + length])
    ]


def _near_lengths(length: int) -> int:
    """The lengths, as bits, of words that can be as like a word of this length as joined words have to be."""
    near = (other for other in range(LONGEST + 1) if min(length, other) >= JOINS_FROM * max(length, other) - 1e-9)
    return sum(1 << other for other in near) | (1 << LONGEST if length >= LONGEST else 0)


def _may_have_joined_words(names: PreparedNames, one: Ints, other: Ints) -> Bools:
    """Which pairs may have words that the one name writes together and the other apart."""
    loss = _loss(names, one, other)
    result = np.zeros(len(one), dtype=np.bool_)
    for code in np.unique(loss).tolist():
        pairs = np.flatnonzero(loss == code)
        for firsts, seconds in ((one[pairs], other[pairs]), (other[pairs], one[pairs])):
            fits = np.flatnonzero(
                _has_fitting_length(names, firsts, seconds) if code == 0 else names.counts[firsts] > 1
            )
            result[pairs[fits]] |= _has_joined_word(names, firsts[fits], seconds[fits], LOSSES[code])
    return result


def _has_fitting_length(names: PreparedNames, one: Ints, other: Ints) -> Bools:
    """Whether a word of the other name has about the length of words of the one name together."""
    by_text, by_sound = names.joined.fitting_lengths
    texts, sounds = names.word_lengths
    fits: Bools = ((by_text[one] & texts[other]) | (by_sound[one] & sounds[other])) != 0
    return fits


_JOIN_SPELLINGS: dict[Loss, tuple[tuple[Callable[[str], str], ...], float]] = {
    "": ((str, sound), JOINS_FROM),
    "vowels": ((str, sound, skeleton), LOSSY_JOIN_LETTERS),
    "transcription": ((str, sound, skeleton), LOSSY_JOIN_LETTERS),
    "kana": ((as_kana,), LOSSY_JOIN_LETTERS),
}


def _has_joined_word(names: PreparedNames, one: Ints, other: Ints, loss: Loss) -> Bools:
    """Whether words of the one name together are a word of the other."""
    pairs, i, j = _products(names.joined.counts[one], names.counts[other])
    joined = names.joined.starts[one][pairs] + i
    word = names.words[names.starts[other][pairs] + j]
    spellings, least = _JOIN_SPELLINGS[loss]
    near = np.zeros(len(pairs), dtype=np.bool_)
    for spelling in spellings:
        letters, others = names.joined.letters(spelling), names.vocabulary.letters(spelling)
        near |= letters.may_be_alike(joined, others, word, least)
    texts, words, enough = names.joined.texts, names.vocabulary.words, least_joined(loss)
    places = np.flatnonzero(near)
    alike = [
        likeness(texts[a], words[b].text, loss=loss) >= enough
        for a, b in zip(joined[places].tolist(), word[places].tolist(), strict=True)
    ]
    result: Bools = np.bincount(pairs[places[alike]], minlength=len(one)) > 0
    return result


def _bounds(names: PreparedNames, one: Ints, other: Ints) -> Floats:
    """What the pairs of names would score at best, every word with its likest partner and nothing else that differs."""
    counts, other_counts = names.counts[one], names.counts[other]
    pairs, i, j = _products(counts, other_counts)
    first = names.words[names.starts[one][pairs] + i]
    second = names.words[names.starts[other][pairs] + j]
    alike = _likenesses(names.vocabulary, _rule(names, one, other)[pairs], first, second)
    weight, other_weight = names.vocabulary.weights[first], names.vocabulary.weights[second]
    cost = np.where(alike > 0, (weight + other_weight) / 2 * _lost(alike), np.inf)
    differing = np.minimum(
        _least_costs(cost, weight, (pairs, i), counts), _least_costs(cost, other_weight, (pairs, j), other_counts)
    )
    shorter = np.minimum(names.weights[one], names.weights[other])
    share = np.minimum(1, differing / np.where(shorter > 0, shorter, 1))
    by_letters, by_share = _COSTS[:, names.kinds[one]]
    bounds: Floats = 1 - by_letters * np.minimum(FULL_EVIDENCE, differing) - by_share * share
    return bounds


_COST_OF = {feature.name: [float(getattr(feature, kind)) for kind in KINDS] for feature in FEATURES}
_COSTS = np.array([_COST_OF["letters or words differ"], _COST_OF["share of the name that differs"]])
"""By kind of name, what differing words cost, and their share."""


def _least_costs(cost: Floats, weight: Floats, word_of: tuple[Ints, Ints], counts: Ints) -> Floats:
    """For each pair of names what the words of one of them cost at least, each with its likest partner or none."""
    pairs, place = word_of
    ends = np.cumsum(counts)
    word = (ends - counts)[pairs] + place
    least = np.full(int(ends[-1]) if len(ends) else 0, np.inf)
    np.minimum.at(least, word, np.minimum(cost, weight))
    return _sums(least, ends - counts, counts)


def _lost(alike: Floats) -> Floats:
    """The share of a word's weight that is lost, as name_score has it for one pair of words."""
    steep = (1 - STEEP_BELOW) + (STEEP_BELOW - alike) * STEEPNESS
    return np.where(alike >= STEEP_BELOW, 1 - alike, steep)


def _likenesses(vocabulary: _Vocabulary, rule: Ints, first: Ints, second: Ints) -> Floats:
    """How alike the words of pairs are at most; 0 where they are too unlike to be paired."""
    size = len(vocabulary)
    distinct, place = np.unique((rule * size + first) * size + second, return_inverse=True)
    rules, ones, others = distinct // (size * size), distinct // size % size, distinct % size
    values = (vocabulary.texts[ones] == vocabulary.texts[others]).astype(np.float64)
    for code, loss in enumerate(LOSSES):
        of_rule = np.flatnonzero((rules == code) & (values == 0))
        near = of_rule[_may_be_alike(vocabulary, ones[of_rule], others[of_rule], loss)]
        values[near] = [
            word_likeness(vocabulary.words[a], vocabulary.words[b], rules_of(vocabulary.kinds[a], ("", loss), ("", "")))
            for a, b in zip(ones[near].tolist(), others[near].tolist(), strict=True)
        ]
    both_numbers = vocabulary.is_number[ones] & vocabulary.is_number[others]
    values[both_numbers] = np.maximum(values[both_numbers], NEXT_IN_SERIES)
    values[values < PAIRS_FROM] = 0
    of_pairs: Floats = values[place]
    return of_pairs


def _may_be_alike(vocabulary: _Vocabulary, one: Ints, other: Ints, loss: Loss) -> Bools:
    """Which pairs of words can be alike: by their letters, as given names, as initials, or as letters shuffled."""
    are_names = vocabulary.is_name[one] & vocabulary.is_name[other]
    least = np.where(are_names, PAIRS_FROM, COMMON_FROM)
    alike: Bools = vocabulary.anagrams[one] == vocabulary.anagrams[other]
    for spelling in _SPELLINGS[loss]:
        letters = vocabulary.letters(spelling)
        alike |= letters.may_be_alike(one, letters, other, least)
    if not loss:
        alike &= ~(are_names & (vocabulary.is_acronym[one] | vocabulary.is_acronym[other]))
    alike |= (vocabulary.given_names[one] & vocabulary.given_names[other]) != 0
    alike |= vocabulary.is_initial[one] | vocabulary.is_initial[other]
    return alike


def _loss(names: PreparedNames, one: Ints, other: Ints) -> Ints:
    """What the script of one name of a pair leaves open and that of the other does not."""
    losses, others = names.losses[one], names.losses[other]
    return np.where(losses == others, 0, np.where(losses > 0, losses, others))


def _rule(names: PreparedNames, one: Ints, other: Ints) -> Ints:
    """The place of the loss in LOSSES; one more where words are alike or not, as in Chinese characters."""
    is_strict = (names.scripts[one] > 0) & (names.scripts[one] == names.scripts[other])
    return np.where(is_strict, len(LOSSES), _loss(names, one, other))


def _products(counts: Ints, other_counts: Ints) -> tuple[Ints, Ints, Ints]:
    """For each pair of names each word of the one with each of the other: the pair, and the places of the two words."""
    sizes = counts * other_counts
    pairs = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(pairs)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return pairs, place // other_counts[pairs], place % other_counts[pairs]


def _sums(values: Floats, starts: Ints, counts: Ints) -> Floats:
    """The sums of groups of values that stand one after the other."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    of_groups: Floats = sums[starts + counts] - sums[starts]
    return of_groups


def _combined(bits: Sequence[int], starts: Ints, counts: Ints) -> Bits:
    """The bits of the groups of values that stand one after the other."""
    combined = np.zeros(len(starts), dtype=np.uint64)
    np.bitwise_or.at(combined, np.repeat(np.arange(len(starts)), counts), np.array(bits, dtype=np.uint64))
    return combined


def _ids(values: Iterable[object]) -> Ints:
    """A number for each value, the same for equal ones; 0 for empty ones."""
    known: dict[object, int] = {}
    return np.array([known.setdefault(value, len(known) + 1) if value else 0 for value in values], dtype=np.int64)


def _wide_bits(values: Sequence[int]) -> Bits:
    """Integers of PAIR_BITS bits as rows of 64 bits each."""
    rows = b"".join(value.to_bytes(PAIR_BITS // 8, "little") for value in values)
    return np.frombuffer(rows, dtype=np.uint64).reshape(-1, PAIR_BITS // 64)
