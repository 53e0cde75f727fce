"""From a name to the designations that it may mean.

Here: an index of all listed names that finds the few worth comparing, and their scores. Not here: how alike two names
are (see name_score), or which of those found is meant (see pipelines.reconciliation).

Words are found by their consonants, with one too many or too few, so that no spelling, script or slip hides a name.
What the words found say together, by weight, picks the names to compare in full. A name that leaves words out is
believed the less, the more listed names have the words that are left: "Viktor" alone means nobody, "Khrenin" one man.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from pipelines.designations.name_score import FEATURES, THRESHOLD, Match, likeness, match_of, score
from pipelines.designations.name_words import NameWords, Word, name_words
from pipelines.designations.names import skeleton

__all__ = ["THRESHOLD", "Match", "NameIndex", "NameMatch", "score", "score_pairs"]

WORD_LIKENESS = 0.6
"""Words less alike than this do not bring a name among the candidates."""
ROUGH_MARGIN = 0.15
"""A name is compared in full if its rough score comes this near to the threshold."""
MOST_COMPARED = 200
SINGLE_WORD_SCORE = 0.75
"""At most, where the names share one word and one of them has more."""
SINGLE_WORD_LIKENESS = 0.87
MOST_OF_ONE_WORD = 80
"""A single word that more designations share than this names nobody."""
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


@dataclass(frozen=True, slots=True)
class _Listed:
    """A listed name and the designations that have it, those first that have it as their primary one."""

    name: str
    words: NameWords
    designation_ids: tuple[str, ...]


class NameIndex:
    """All listed names, ready to be searched.

    Args:
        names: designation_id, name, quality and party_type; other columns are left alone.
    """

    def __init__(self, names: pl.DataFrame) -> None:
        self._listed = _listed(names)
        self._vocabulary = _Vocabulary(self._listed)
        self._weights = np.array([sum(w.weight for w in each.words.words) for each in self._listed], dtype=np.float32)
        self._organisations = np.array([each.words.is_organisation for each in self._listed], dtype=bool)

    def __len__(self) -> int:
        """How many distinct names are listed."""
        return len(self._listed)

    def matches(self, name: str, limit: int | None = 20, threshold: float = THRESHOLD) -> list[NameMatch]:
        """Designations that a name may mean, best first, each by its best name; none below the threshold."""
        best: dict[str, NameMatch] = {}
        for listed, match in self._compared(name, threshold):
            for designation_id in listed.designation_ids:
                known = best.get(designation_id)
                if known is None or known.score < match.score:
                    best[designation_id] = NameMatch(designation_id, listed.name, match.score, match.explanation)
        return sorted(best.values(), key=lambda each: (-each.score, each.designation_id))[:limit]

    def candidates(self, name: str, threshold: float = THRESHOLD) -> list[str]:
        """The listed names that are worth comparing with a name, roughly best first."""
        return [self._listed[each].name for each in self._candidates(name, threshold)]

    def _compared(self, name: str, threshold: float) -> list[tuple[_Listed, Match]]:
        asked = {each: name_words(name, is_organisation=each) for each in (False, True)}
        found = []
        for place in self._candidates(name, threshold):
            listed = self._listed[place]
            query = asked[listed.words.is_organisation]
            match = self._weighed(match_of(query, listed.words), query, listed)
            if match.score >= threshold:
                found.append((listed, match))
        return found

    def _candidates(self, name: str, threshold: float) -> list[int]:
        found = []
        for is_organisation in (False, True):
            rough = self._rough_scores(name_words(name, is_organisation=is_organisation))
            rough[self._organisations != is_organisation] = 0
            near = np.flatnonzero(rough >= threshold - ROUGH_MARGIN)
            found += [(-float(rough[place]), int(place)) for place in near]
        return [place for _, place in sorted(found)[:MOST_COMPARED]]

    def _rough_scores(self, query: NameWords) -> Floats:
        """What each listed name would score at best, going by the weight of the words that it has of the query's."""
        shared = np.zeros(len(self._listed), dtype=np.float32)
        met = np.zeros(len(self._listed), dtype=np.float32)
        for word in _and_joined(query):
            alike = self._vocabulary.names_with(word.text, is_vowelless=query.is_vowelless)
            np.add.at(shared, alike.names, word.weight * alike.likeness)
            np.add.at(met, alike.names, word.weight)
        asked = sum(word.weight for word in query.words)
        first_only, second_only = np.maximum(asked - met, 0), np.maximum(self._weights - met, 0)
        differs = met - shared + np.minimum(first_only, second_only)
        cost = {each.name: each.organisation if query.is_organisation else each.person for each in FEATURES}
        rough: Floats = (
            1
            - cost["letters or words differ"] * np.minimum(2, differs)
            - cost["share of the name that differs"] * differs / np.maximum(np.minimum(asked, self._weights), 0.1)
        )
        rough[met == 0] = 0
        return rough

    def _weighed(self, match: Match, query: NameWords, listed: _Listed) -> Match:
        """The score in view of all listed names: what a name leaves out counts by how common its other words are."""
        shorter, longer = sorted((query, listed.words), key=lambda each: len(each.words))
        if len(shorter.words) == len(longer.words):
            return match
        if len(_telling(shorter)) <= 1:
            return self._single_word(match, shorter, longer)
        expected = len(self._listed) * math.prod(
            self._vocabulary.share_of(each.text, is_vowelless=shorter.is_vowelless) for each in shorter.words
        )
        cost = round(COMMON_WORDS_COST * math.log10(expected), 3) if expected > 1 else 0.0
        if not cost:
            return match
        return _lowered(match, match.score - cost, "words common among listed names", cost)

    def _single_word(self, match: Match, shorter: NameWords, longer: NameWords) -> Match:
        """One word of a longer name is enough only if it is nearly the same and few designations share it."""
        word = max(shorter.words, key=lambda each: each.weight)
        is_lossy = shorter.is_vowelless != longer.is_vowelless
        alike = max(likeness(word.text, each.text, is_lossy=is_lossy) for each in longer.words)
        sharing = self._vocabulary.designations_with(word.text, is_vowelless=shorter.is_vowelless)
        if alike < SINGLE_WORD_LIKENESS or word.is_common or sharing > MOST_OF_ONE_WORD:
            return _lowered(match, 0.0, "one word that many share", match.score)
        lowered = min(match.score, SINGLE_WORD_SCORE * alike)
        return _lowered(match, lowered, f"one word, which {sharing} designations share", match.score - lowered)


def score_pairs(pairs: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    """`score` of each row's name1 and name2, by its party_type or schema where it has one."""
    return [_scored(each["name1"], each["name2"], _party_type(each)) for each in pairs]


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


def _listed(names: pl.DataFrame) -> list[_Listed]:
    """One entry a distinct name, as a person's or as another's."""
    grouped = (
        names.with_columns(is_organisation=pl.col("party_type") != "individual", rank=pl.col("quality") != "primary")
        .sort("rank", "designation_id", maintain_order=True)
        .group_by("name", "is_organisation", maintain_order=True)
        .agg(pl.col("designation_id").unique(maintain_order=True))
        .sort("name", "is_organisation")
    )
    read = name_words.__wrapped__  # each name comes once: nothing would be gained by keeping it
    return [
        _Listed(name, read(name, is_organisation=is_organisation), tuple(designation_ids))
        for name, is_organisation, designation_ids in grouped.iter_rows()
    ]


def _telling(name: NameWords) -> list[Word]:
    """The words that are no particle, initial or number."""
    return [each for each in name.words if each.weight > 0.3 and not each.text.isdigit()]


def _and_joined(query: NameWords) -> list[Word]:
    """The words, and each two neighbours as one: lists write together what others write apart."""
    pairs = zip(query.words, query.words[1:], strict=False)
    joined = [Word(a.text + b.text, a.text + b.text, min(1.0, a.weight + b.weight)) for a, b in pairs]
    return [*query.words, *joined]


def _lowered(match: Match, lowered: float, feature: str, cost: float) -> Match:
    return Match(
        round(max(0.0, lowered), 3),
        (*match.features, (feature, round(cost, 3))),
        f"{match.explanation}; {feature} −{cost:.2f}",
    )


@dataclass(frozen=True, slots=True)
class _Alike:
    """The names that have a word like one asked for, and how like it the likest of each is."""

    names: Ids
    likeness: Floats


class _Vocabulary:
    """Every word of the listed names: which names have it, and which words sound much the same."""

    def __init__(self, listed: list[_Listed]) -> None:
        names: dict[tuple[str, bool], list[int]] = {}
        self._designations = [each.designation_ids for each in listed]
        for place, each in enumerate(listed):
            for word in each.words.words:
                names.setdefault((word.text, each.words.is_vowelless), []).append(place)
        self._names = {word: np.unique(np.array(places, dtype=np.int32)) for word, places in names.items()}
        self._by_bones: dict[str, list[tuple[str, bool]]] = {}
        for known in self._names:
            for bones in _neighbourhood(known[0]):
                self._by_bones.setdefault(bones, []).append(known)
        self._count = max(1, len(listed))
        self._found = lru_cache(maxsize=20_000)(self._search)

    def names_with(self, text: str, *, is_vowelless: bool) -> _Alike:
        """The names that have this word or one like it."""
        return self._found(text, is_vowelless)

    def share_of(self, text: str, *, is_vowelless: bool) -> float:
        """The share of all listed names that have this word or one nearly the same."""
        alike = self.names_with(text, is_vowelless=is_vowelless)
        return max(1, int((alike.likeness >= SINGLE_WORD_LIKENESS).sum())) / self._count

    def designations_with(self, text: str, *, is_vowelless: bool) -> int:
        """How many designations have a name with this word or one nearly the same."""
        alike = self.names_with(text, is_vowelless=is_vowelless)
        near = alike.names[alike.likeness >= SINGLE_WORD_LIKENESS]
        return len({each for place in near for each in self._designations[place]})

    def _search(self, text: str, is_vowelless: bool) -> _Alike:
        known = {word for bones in _neighbourhood(text) for word in self._by_bones.get(bones, ())}
        alike = [
            (how, word)
            for word in known
            if (how := likeness(text, word[0], is_lossy=word[1] != is_vowelless)) >= WORD_LIKENESS
        ]
        if not alike:
            return _Alike(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))
        names = np.concatenate([self._names[word] for _, word in alike])
        values = np.concatenate([np.full(len(self._names[word]), how, dtype=np.float32) for how, word in alike])
        order = np.lexsort((-values, names))
        names, values = names[order], values[order]
        first = np.concatenate(([True], names[1:] != names[:-1]))
        return _Alike(names[first], values[first])


def _neighbourhood(text: str) -> set[str]:
    """The consonants of a word, and what is left when one of them goes; a word without any is its own key."""
    bones = skeleton(text)
    if len(bones) < 2:
        return {f"={text[:3]}"} | ({bones} if bones else set())
    fewer = {bones[:at] + bones[at + 1 :] for at in range(len(bones))} if len(bones) > 2 else set()
    return {bones} | fewer
