"""From a name to the designations that it may mean.

Here: an index of all listed names that finds the few worth comparing, and their scores. Not here: how alike two names
are (see name_score), or which of those found is meant (see pipelines.verdicts).

Words are found by their consonants, with one too many or too few, so that no spelling, script or slip hides a name.
What the words found say together, by weight, picks the names to compare in full. A name that leaves words out is
believed the less, the more listed names have the words that are left: "Viktor" alone means nobody, "Khrenin" one man.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pipelines.designations.names import skeleton, sound
from pipelines.matching.name_score import (
    FEATURES,
    FULL_EVIDENCE,
    SAME_SOUND,
    THRESHOLD,
    Match,
    likeness,
    match_of,
    score,
)
from pipelines.matching.name_words import NUMBER_WEIGHT, NameWords, Word, name_words, read_name

__all__ = ["THRESHOLD", "Match", "NameIndex", "NameMatch", "score", "score_pairs"]

WORD_LIKENESS = 0.6
"""Words less alike than this do not bring a name among the candidates."""
LOSSY_LETTERS = 0.2
"""Letters in common that words of two scripts have at least, where one script leaves the vowels open."""
ROUGH_MARGIN = 0.05
"""A name is compared in full if its rough score comes this near to the threshold."""
MOST_COMPARED = 150
SHORT_WORD = 4
"""Words up to this length are also tried as one with their neighbours."""
SINGLE_WORD_SCORE = 0.78
"""At most, where the names share one word and one of them has more."""
SINGLE_WORD_LIKENESS = 0.87
MOST_OF_ONE_WORD = 80
"""A single word that more designations share than this names nobody."""
MOST_OF_ONE_LISTED_WORD = 10
"""The same where the listed name is the single word, as many a nickname is."""
COMMON_WORDS_COST = 0.15
"""For each power of ten of listed names that would share the words by chance."""

Ids = np.ndarray[tuple[int], np.dtype[np.int32]]
Floats = np.ndarray[tuple[int], np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A designation that a name may mean: by which of its names, how surely, and why."""

    designation_id: str
    matched_name: str
    score: float
    explanation: str


class NameIndex:
    """All listed names, ready to be searched.

    Args:
        names: designation_id, name, quality and party_type; other columns are left alone.
    """

    def __init__(self, names: pl.DataFrame) -> None:
        listed = {each: _listed(names, is_organisation=each) for each in (False, True)}
        vocabularies = {each: _Vocabulary(found) for each, found in listed.items()}
        self._shelves = tuple(
            _Shelf(found, vocabularies[each], vocabularies.values(), is_organisation=each)
            for each, found in listed.items()
        )

    def __len__(self) -> int:
        """How many distinct names are listed."""
        return sum(len(shelf.listed) for shelf in self._shelves)

    def matches(self, name: str, limit: int | None = 20, threshold: float = THRESHOLD) -> list[NameMatch]:
        """Designations that a name may mean, best first, each by its best name; none below the threshold."""
        best: dict[str, NameMatch] = {}
        for shelf in self._shelves:
            for listed, match in shelf.compared(name, threshold):
                for designation_id in listed.designation_ids:
                    known = best.get(designation_id)
                    if known is None or known.score < match.score:
                        best[designation_id] = NameMatch(designation_id, listed.name, match.score, match.explanation)
        return sorted(best.values(), key=lambda each: (-each.score, each.designation_id))[:limit]

    def candidates(self, name: str, threshold: float = THRESHOLD) -> list[str]:
        """The listed names that are worth comparing with a name: persons' first, roughly best first."""
        return [
            candidate.name for shelf in self._shelves for candidate in shelf.candidates(shelf.words_of(name), threshold)
        ]


def score_pairs(pairs: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    """`score` of each row's name1 and name2, by its party_type or schema where it has one."""
    return [_scored(pair["name1"], pair["name2"], _party_type(pair)) for pair in pairs]


_SCHEMAS = {
    "person": "individual", "individual": "individual", "company": "entity", "organization": "entity",
    "organisation": "entity", "legalentity": "entity", "entity": "entity", "vessel": "vessel", "airplane": "aircraft",
    "aircraft": "aircraft",
}  # fmt: skip


def _party_type(row: Mapping[str, str]) -> str | None:
    return _SCHEMAS.get((row.get("party_type") or row.get("schema") or "").lower())


def _scored(name1: str, name2: str, party_type: str | None) -> dict[str, object]:
    match = score(name1, name2, party_type)
    return {
        "name1": name1, "name2": name2, "score": match.score, "is_match": match.is_match,
        "explanation": match.explanation,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listed name and the designations that have it."""

    name: str
    words: NameWords
    designation_ids: tuple[str, ...]


def _listed(names: pl.DataFrame, *, is_organisation: bool) -> list[_Listed]:
    """One entry a distinct name, of persons or of all others."""
    grouped = (
        names.filter((pl.col("party_type") != "individual") == is_organisation)
        .group_by("name")
        .agg(pl.col("designation_id").unique().sort())
        .sort("name")
    )
    return [
        _Listed(name, read_name(name, is_organisation=is_organisation), tuple(designation_ids))
        for name, designation_ids in grouped.iter_rows()
    ]


class _Shelf:
    """The listed names of persons, or of all others: they are read by different rules."""

    def __init__(
        self,
        listed: list[_Listed],
        vocabulary: "_Vocabulary",
        all_vocabularies: Iterable["_Vocabulary"],
        *,
        is_organisation: bool,
    ) -> None:
        self.listed = listed
        self._is_organisation = is_organisation
        self._vocabulary = vocabulary
        self._all_vocabularies = tuple(all_vocabularies)
        self._weights = np.array([sum(w.weight for w in each.words.words) for each in listed], dtype=np.float32)
        self._costs = {
            feature.name: feature.organisation if is_organisation else feature.person for feature in FEATURES
        }

    def words_of(self, name: str) -> NameWords:
        """A name asked for, read by the rules of this shelf."""
        return name_words(name, is_organisation=self._is_organisation)

    def compared(self, name: str, threshold: float) -> Iterator[tuple[_Listed, Match]]:
        """The candidates that come up to the threshold when compared in full."""
        query = self.words_of(name)
        for listed in self.candidates(query, threshold):
            match = match_of(query, listed.words)
            if match.score >= threshold and (match := self._weighed(match, query, listed.words)).score >= threshold:
                yield listed, match

    def candidates(self, query: NameWords, threshold: float) -> list[_Listed]:
        """The names that can come up to the threshold, by the weight of the query's words that they have."""
        touched, shared, met = self._met(query)
        rough = self._rough(sum(word.weight for word in query.words), shared, met, self._weights[touched])
        near = np.flatnonzero(rough >= threshold - ROUGH_MARGIN)
        best = near[np.argsort(-rough[near], kind="stable")][:MOST_COMPARED]
        return [self.listed[touched[each]] for each in best]

    def _met(self, query: NameWords) -> tuple[Ids, Floats, Floats]:
        """The names that have any of the query's words, what they share with it, and the weight of the words met.

        Two words written as one count in place of the two, where that brings a name nearer, never beside them.
        """
        joins = _joins(query)
        alike = [self._names_with(each, query) for each in query.words]
        as_one = [self._names_with(word, query) for _, word in joins]
        if not alike:
            return _NONE_ALIKE.names, _NONE_ALIKE.likeness, _NONE_ALIKE.likeness
        touched = np.unique(np.concatenate([each.names for each in (*alike, *as_one)]))
        shared = np.zeros((len(query.words), len(touched)), dtype=np.float32)
        met = np.zeros_like(shared)
        for row, (word, found) in enumerate(zip(query.words, alike, strict=True)):
            at = np.searchsorted(touched, found.names)
            shared[row, at], met[row, at] = word.weight * found.likeness, word.weight
        for (row, word), found in zip(joins, as_one, strict=True):
            at, value = np.searchsorted(touched, found.names), word.weight * found.likeness
            nearer = value > shared[row, at] + shared[row + 1, at]
            at, value = at[nearer], value[nearer]
            shared[row, at], met[row, at] = value, word.weight
            shared[row + 1, at], met[row + 1, at] = 0, 0
        return touched, shared.sum(axis=0), met.sum(axis=0)

    def _names_with(self, word: Word, query: NameWords) -> "_Alike":
        return self._vocabulary.names_with(word.text, is_vowelless=query.is_vowelless)

    def _rough(self, asked: float, shared: Floats, met: Floats, listed: Floats) -> Floats:
        """What names would score at best: the words met stand for themselves in both names."""
        differs = met - shared + np.minimum(np.maximum(asked - met, 0), np.maximum(listed - met, 0))
        shorter = np.maximum(np.minimum(asked, listed), 0.1)
        rough: Floats = (
            1
            - self._costs["letters or words differ"] * np.minimum(FULL_EVIDENCE, differs)
            - self._costs["share of the name that differs"] * differs / shorter
            - self._costs["words that only one has"]
            * np.abs(asked - listed)
            / np.maximum(np.maximum(asked, listed), 0.1)
        )
        return rough

    def _weighed(self, match: Match, query: NameWords, listed: NameWords) -> Match:
        """The score in view of all listed names: what a name leaves out counts by how common its other words are."""
        shorter, longer = sorted((query, listed), key=lambda each: len(_telling(each)))
        if len(_telling(shorter)) == len(_telling(longer)) or "initials" in dict(match.features):
            return match
        if len(_telling(shorter)) <= 1:
            return self._single_word(match, shorter, longer, is_listed=shorter is listed)
        shares = [self._vocabulary.share_of(word.text, is_vowelless=shorter.is_vowelless) for word in shorter.words]
        expected = len(self.listed) * math.prod(shares)
        if expected <= 1:
            return match
        cost = COMMON_WORDS_COST * math.log10(expected)
        return _lowered(match, match.score - cost, "words common among listed names")

    def _single_word(self, match: Match, shorter: NameWords, longer: NameWords, *, is_listed: bool) -> Match:
        """One word of a longer name is enough only if it is nearly the same and few designations share it."""
        word = max(shorter.words, key=lambda each: each.weight)
        is_lossy = shorter.is_vowelless != longer.is_vowelless
        alike = max(likeness(word.text, each.text, is_lossy=is_lossy) for each in longer.words)
        sharing = sum(
            all_vocabulary.designations_with(word.text, is_vowelless=shorter.is_vowelless)
            for all_vocabulary in self._all_vocabularies
        )
        most = MOST_OF_ONE_LISTED_WORD if is_listed else MOST_OF_ONE_WORD
        if alike < SINGLE_WORD_LIKENESS or word.is_common or sharing > most:
            return _lowered(match, 0.0, "one word that many share")
        return _lowered(match, SINGLE_WORD_SCORE - (1 - alike) / 2, f"one word, which {sharing} designations share")


def _telling(name: NameWords) -> list[Word]:
    """The words that are no particle, initial or number."""
    return [word for word in name.words if word.weight > NUMBER_WEIGHT or (word.weight > 0.3 and word.text.isalpha())]


def _joins(query: NameWords) -> list[tuple[int, Word]]:
    """Short words as one with their neighbours, and the place of the first: lists write together what others do not."""
    pairs = zip(query.words, query.words[1:], strict=False)
    return [
        (place, Word(a.text + b.text, a.text + b.text, min(1.0, a.weight + b.weight)))
        for place, (a, b) in enumerate(pairs)
        if min(len(a.text), len(b.text)) <= SHORT_WORD
    ]


def _lowered(match: Match, lowered: float, feature: str) -> Match:
    lowered = round(max(0.0, min(match.score, lowered)), 3)
    cost = round(match.score - lowered, 3)
    return Match(lowered, (*match.features, (feature, cost)), f"{match.explanation}; {feature} −{cost:.2f}")


@dataclass(frozen=True, slots=True)
class _Alike:
    """The names that have a word like one asked for, and how like it the likest of each is."""

    names: Ids
    likeness: Floats


_NONE_ALIKE = _Alike(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


class _Vocabulary:
    """Every word of the listed names: which names have it, and which words sound much the same."""

    def __init__(self, listed: list[_Listed]) -> None:
        names: dict[tuple[str, bool], list[int]] = {}
        for place, each in enumerate(listed):
            for word in each.words.words:
                names.setdefault((word.text, each.words.is_vowelless), []).append(place)
        self._designations = [each.designation_ids for each in listed]
        self._words = tuple(names)
        self._names = [np.unique(np.array(places, dtype=np.int32)) for places in names.values()]
        self._sounds = [sound(text) for text, _ in self._words]
        self._by_key: dict[tuple[str, bool], list[int]] = {}
        for place, (text, is_vowelless) in enumerate(self._words):
            for key in _kept_under(text):
                self._by_key.setdefault((key, is_vowelless), []).append(place)
        self._found = lru_cache(maxsize=20_000)(self._search)

    def names_with(self, text: str, *, is_vowelless: bool) -> _Alike:
        """The names that have this word or one like it."""
        return self._found(text, is_vowelless)

    def share_of(self, text: str, *, is_vowelless: bool) -> float:
        """The share of all listed names that have this word or one nearly the same."""
        alike = self.names_with(text, is_vowelless=is_vowelless)
        return max(1, int((alike.likeness >= SINGLE_WORD_LIKENESS).sum())) / max(1, len(self._designations))

    def designations_with(self, text: str, *, is_vowelless: bool) -> int:
        """How many designations have a name with this word or one nearly the same."""
        alike = self.names_with(text, is_vowelless=is_vowelless)
        near = alike.names[alike.likeness >= SINGLE_WORD_LIKENESS]
        return len({designation for place in near for designation in self._designations[place]})

    def _search(self, text: str, is_vowelless: bool) -> _Alike:
        places, likenesses = self._words_like(text, is_vowelless=is_vowelless)
        if not len(places):
            return _NONE_ALIKE
        names = np.concatenate([self._names[place] for place in places])
        values = np.repeat(likenesses, [len(self._names[place]) for place in places])
        order = np.lexsort((-values, names))
        names, values = names[order], values[order]
        first = np.concatenate(([True], names[1:] != names[:-1]))
        return _Alike(names[first], values[first])

    def _words_like(self, text: str, *, is_vowelless: bool) -> tuple[Ids, Floats]:
        """Places of the words like one asked for, and their likeness: letters all at once, across scripts singly."""
        same_script = {place for key in _sought_under(text) for place in self._by_key.get((key, is_vowelless), ())}
        other_script = self._by_key.get((_bones_of(text), not is_vowelless), [])
        places = np.array([*sorted(same_script), *other_script], dtype=np.int32)
        if not len(places):
            return _NONE_ALIKE.names, _NONE_ALIKE.likeness
        words = [self._words[place][0] for place in places]
        sounds = [self._sounds[place] for place in places]
        values = np.maximum(_letters(text, words), SAME_SOUND * _letters(sound(text), sounds))
        for at, word in enumerate(words):
            is_lossy = at >= len(same_script)
            if (is_lossy and values[at] >= LOSSY_LETTERS) or len(word) == 1 or word.isdigit():
                values[at] = likeness(text, word, is_lossy=is_lossy)
        near = values >= WORD_LIKENESS
        return places[near], values[near]


def _letters(one: str, others: list[str]) -> Floats:
    found: Floats = cdist([one], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    return found


FEWEST_FOR_A_SLIP = 3
"""Consonants of a word that may have another one, or one more or less."""


def _bones_of(text: str) -> str:
    """The consonants of a word; where there are too few to tell words apart, its start."""
    bones = skeleton(text)
    return bones if len(bones) > 1 else f"={text[:2]}"


def _kept_under(text: str) -> Iterator[str]:
    """Keys of a listed word: its consonants; these with one left open; without one."""
    bones = _bones_of(text)
    yield bones
    for at in range(len(bones)) if len(bones) >= FEWEST_FOR_A_SLIP else ():
        yield f"{bones[:at]}?{bones[at + 1 :]}"
        yield f"-{bones[:at]}{bones[at + 1 :]}"


def _sought_under(text: str) -> Iterator[str]:
    """Keys under which words like this one are kept: of the same consonants, or one other, fewer or more."""
    bones = _bones_of(text)
    yield bones
    if len(bones) >= FEWEST_FOR_A_SLIP:
        yield f"-{bones}"
    for at in range(len(bones)) if len(bones) >= FEWEST_FOR_A_SLIP else ():
        yield f"{bones[:at]}?{bones[at + 1 :]}"
        yield f"{bones[:at]}{bones[at + 1 :]}"
