"""From a name to the designations that it may mean.

Here: an index of all listed names that finds the few worth comparing, and their scores. Not here: how alike two names
are (see name_score), how the index is kept in a file (see index_file), or which of those found is meant (see
pipelines.verdicts).

Words are found by their consonants, with one too many or too few, so that no spelling, script or slip hides a name.
What the words found say together, by weight, picks the names to compare in full. A name that leaves words out is
believed the less, the more listed names have the words that are left: "Viktor" alone means nobody, "Khrenin" one man.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pipelines.archive.home import whole_or_absent
from pipelines.designations.names import skeleton, sound
from pipelines.matching.index_file import Array, Lists, Texts, read_arrays, write_arrays
from pipelines.matching.name_score import (
    FEATURES,
    FULL_EVIDENCE,
    SAME_GIVEN_NAME,
    SAME_SOUND,
    THRESHOLD,
    Match,
    compare,
    folded,
    likeness,
    match_of,
    other_initial,
    score,
)
from pipelines.matching.name_words import Kind, NameWords, Word, given_name_rows, kind_of, listed_reading, name_words

if TYPE_CHECKING:
    import polars as pl

__all__ = ["THRESHOLD", "Match", "NameIndex", "NameMatch", "kept_index", "score", "score_pairs"]

INDEX_VERSION = 5
"""Raised when the same names would give another index."""
KINDS: tuple[Kind, ...] = ("person", "organisation", "vessel")
WORD_LIKENESS = 0.6
"""Words less alike than this do not make a name a candidate."""
LOSSY_LETTERS = 0.2
"""Letters in common that words of two scripts have at least, where one script leaves the vowels open."""
ROUGH_MARGIN = 0.05
"""A name is compared in full if its rough score comes this near to the threshold."""
MOST_COMPARED = 60
SHORT_WORD = 4
"""Words up to this length are also tried as one with their neighbours."""
SINGLE_WORD_SCORE = 0.78
"""At most, where the names share one word, and one of them has more or the word is not the same."""
BEARER_LIKENESS = 0.91
"""Of a word asked for alone and a listed word; short words have to be equal."""
REST_COST = 0.06
"""What the other words of a listed name cost, where one word is asked for: names with few others come first."""
SINGLE_WORD_LIKENESS = 0.85
ONLY_WORD_LIKENESS = 0.8
"""The same where neither name has more than the one word."""
SLIP_IN_PART = 0.4
SLIP_IN_WHOLE = 0.3
"""What letters that differ cost where one word is all that the names share."""
NICKNAME_SCORE = 0.6
"""At most, where the listed name is one of several words: many people are called Adam, and one is listed as "Adam"."""
SHORTEST_BRAND = 5
"""A company listed by one word of this length may be meant by a name that has more words."""
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

    def __init__(self, names: "pl.DataFrame") -> None:
        self._set(_arrays(names.select("designation_id", "name", "party_type").iter_rows()))

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, str, str]]) -> "NameIndex":
        """An index of rows of designation_id, name and party_type."""
        index = cls.__new__(cls)
        index._set(_arrays(rows))
        return index

    @classmethod
    def load(cls, path: Path, made_from: str) -> "NameIndex | None":
        """The index that `save` wrote, mapped into memory; None if there is none or it was made from other names."""
        arrays = read_arrays(path, f"{INDEX_VERSION} {made_from}")
        if arrays is None:
            return None
        index = cls.__new__(cls)
        index._set(arrays)
        return index

    def save(self, path: Path, made_from: str) -> None:
        """Write the index to a new file; `made_from` says which names it has."""
        write_arrays(path, self._arrays, f"{INDEX_VERSION} {made_from}")

    def _set(self, arrays: Mapping[str, Array]) -> None:
        """Use these arrays as the content of the index."""
        self._arrays = arrays
        ids = Texts.read(arrays, "designations")
        self._kinds = tuple(_NamesOfKind(kind, arrays, ids) for kind in KINDS)
        vocabularies = tuple(of_kind.vocabulary for of_kind in self._kinds)
        for of_kind in self._kinds:
            of_kind.all_vocabularies = vocabularies

    def __len__(self) -> int:
        """How many distinct names are listed."""
        return sum(len(of_kind) for of_kind in self._kinds)

    def matches(
        self, name: str, limit: int | None = 20, threshold: float = THRESHOLD, *, bearers: bool = False
    ) -> list[NameMatch]:
        """Designations that a name may mean, best first, each by its best name; none below the threshold.

        Args:
            bearers: also give every bearer of a name of one word, however many there are. Otherwise a word that many
                share names nobody.
        """
        best: dict[str, NameMatch] = {}
        for of_kind in self._kinds:
            compared = of_kind.compared(name, threshold)
            for listed, match in chain(compared, of_kind.bearers(name, threshold)) if bearers else compared:
                for designation_id in of_kind.designation_ids(listed):
                    known = best.get(designation_id)
                    if known is None or known.score < match.score:
                        text = of_kind.texts[listed]
                        best[designation_id] = NameMatch(designation_id, text, match.score, match.explanation)
        return sorted(best.values(), key=lambda match: (-match.score, match.designation_id))[:limit]

    def candidates(self, name: str, threshold: float = THRESHOLD) -> list[str]:
        """The listed names that are worth comparing with a name: persons' first, roughly best first."""
        return [
            of_kind.texts[place]
            for of_kind in self._kinds
            for place in of_kind.candidates(name_words(name, of_kind.kind), threshold)
        ]


def kept_index(names: "pl.DataFrame", path: Path) -> NameIndex:
    """The index of names in a file, if it was made from the same names; else a new one, which is written to the file.

    Several steps of a run, and the runs of several nights, can share one file. A file that cannot be written is left.

    Args:
        names: as for `NameIndex`.
    """
    rows = names.select("designation_id", "name", "party_type").sort("designation_id", "name", "party_type")
    made_from = blake2b(rows.write_csv().encode(), digest_size=16).hexdigest()
    index = NameIndex.load(path, made_from)
    if index is None:
        index = NameIndex(names)
        with suppress(OSError), whole_or_absent(path) as temporary:
            index.save(temporary, made_from)
    return index


def score_pairs(pairs: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    """Compare name1 with name2 in each row: score, whether that is a match, and the explanation.

    The rules follow the party_type or schema of the row, where it has one.
    """
    return [_scored(pair["name1"], pair["name2"], _party_type(pair)) for pair in pairs]


_SCHEMAS = {
    "person": "individual", "individual": "individual", "company": "entity", "organization": "entity",
    "organisation": "entity", "legalentity": "entity", "entity": "entity", "vessel": "vessel", "airplane": "aircraft",
    "aircraft": "aircraft",
}  # fmt: skip


def _party_type(row: Mapping[str, str]) -> str | None:
    """The party type of a row, from its column party_type or schema; None if it has neither."""
    return _SCHEMAS.get((row.get("party_type") or row.get("schema") or "").lower())


def _scored(name1: str, name2: str, party_type: str | None) -> dict[str, object]:
    """The two names with their score, whether that is a match, and the explanation."""
    match = score(name1, name2, party_type)
    return {
        "name1": name1, "name2": name2, "score": match.score, "is_match": match.is_match,
        "explanation": match.explanation,
    }  # fmt: skip


def _arrays(rows: Iterable[tuple[str, str, str]]) -> dict[str, Array]:
    """The arrays of an index: ids of designations, and for each kind its names, words and keys."""
    by_kind: dict[Kind, dict[str, set[str]]] = {kind: {} for kind in KINDS}
    for designation_id, name, party_type in rows:
        by_kind[kind_of(party_type)].setdefault(name, set()).add(designation_id)
    ids = sorted({designation_id for names in by_kind.values() for some in names.values() for designation_id in some})
    places = {designation_id: place for place, designation_id in enumerate(ids)}
    arrays = Texts.of(ids).arrays("designations")
    for kind, names in by_kind.items():
        texts = sorted(names)
        arrays |= Texts.of(texts).arrays(f"{kind}.names")
        arrays |= Lists.of([places[key] for key in names[text]] for text in texts).arrays(f"{kind}.designations")
        arrays |= _word_arrays(kind, [listed_reading(text, kind) for text in texts])
    return arrays


def _word_arrays(kind: Kind, names: list[NameWords]) -> dict[str, Array]:
    """The arrays of one kind of names: weights, words, the names that have each word, and the lookup keys."""
    names_with: dict[tuple[str, bool], list[int]] = {}
    whole: list[tuple[str, int]] = []
    for place, name in enumerate(names):
        whole += ((key, place) for key in _whole_keys(name))
        for word in name.words:
            if word.role != "initial":
                names_with.setdefault((word.text, bool(name.loss)), []).append(place)
    keys = [
        (f"{key}|{is_lossy:d}", place)
        for place, (text, is_lossy) in enumerate(names_with)
        for key in _kept_under(text, kind)
    ]
    return {
        f"{kind}.weights": np.array([_weight(name) for name in names], dtype=np.float32),
        **Texts.of(text for text, _ in names_with).arrays(f"{kind}.words"),
        **Texts.of(sound(text) for text, _ in names_with).arrays(f"{kind}.sounds"),
        **Texts.of(folded(text) if kind == "person" else "" for text, _ in names_with).arrays(f"{kind}.folded"),
        **Lists.of(names_with.values()).arrays(f"{kind}.names_with"),
        **_keyed(f"{kind}.word_keys", keys),
        **_keyed(f"{kind}.name_keys", whole),
    }


def _keyed(name: str, pairs: list[tuple[str, int]]) -> dict[str, Array]:
    """A lookup table as two arrays: the sorted hashes of the keys, and the position stored under each."""
    hashes = np.array([_hash(key) for key, _ in pairs], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    return {f"{name}.hashes": hashes[order], f"{name}.places": np.array([at for _, at in pairs], np.int32)[order]}


@lru_cache(maxsize=200_000)
def _hash(key: str) -> int:
    """The first 64 bits of a digest of the key: the same in every process."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "little")


def _weight(name: NameWords) -> float:
    """The total weight of a name's words, initials left out: they fit many names."""
    return sum(word.weight for word in name.words if word.role != "initial")


def _whole_keys(name: NameWords) -> Iterator[str]:
    """Keys under which a listed name is stored as a whole: its letters, its syllables, its initials.

    A company's name of one word is stored as that word too: it may be the initials of a longer name.
    """
    if name.syllables:
        yield f"syllables {' '.join(name.syllables)}"
    yield f"letters {name.letters}"
    if name.is_organisation and len(name.words) > 1 and len(name.initials) > 2:
        yield f"initials {name.initials}"
    if name.is_organisation and len(name.words) == 1:
        yield f"word {name.words[0].text}"


def _sought_whole(name: NameWords) -> Iterator[str]:
    """The keys to look up for a name asked about, to find listed names stored by `_whole_keys`."""
    yield f"letters {name.letters}"
    if name.syllables:
        yield f"syllables {' '.join(name.syllables)}"
    if name.is_organisation and len(name.words) <= 2:
        yield from (f"initials {word.text}" for word in name.words if len(word.text) > 2)
    is_of_organisation = name.is_organisation and (name.legal_forms or any(word.is_common for word in name.words))
    if is_of_organisation and len(name.words) > 1 and len(name.initials) > 2:
        yield f"word {name.initials}"


_NOWHERE: Ids = np.empty(0, dtype=np.int32)


class _Keys:
    """A lookup table: under each key, stored by its hash, the positions of the entries that have it."""

    def __init__(self, arrays: Mapping[str, Array], table: str) -> None:
        self._hashes = arrays[f"{table}.hashes"]
        self._places = arrays[f"{table}.places"]

    def places(self, keys: Iterable[str]) -> Ids:
        """The places under any of the keys, sorted."""
        sought = np.array([_hash(key) for key in keys], dtype=np.uint64)
        firsts = np.searchsorted(self._hashes, sought, "left").tolist()
        ends = np.searchsorted(self._hashes, sought, "right").tolist()
        places = [self._places[first:end] for first, end in zip(firsts, ends, strict=True) if end > first]
        return np.unique(np.concatenate(places)) if places else _NOWHERE


class _NamesOfKind:
    """The listed names of one kind: each kind is read by its own rules."""

    def __init__(self, kind: Kind, arrays: Mapping[str, Array], ids: Texts) -> None:
        """Give access to the arrays of one kind of name; nothing is copied."""
        self.kind = kind
        self.texts = Texts.read(arrays, f"{kind}.names")
        self.vocabulary = _Vocabulary(kind, arrays)
        self.all_vocabularies: tuple[_Vocabulary, ...] = ()
        self._designations = Lists.read(arrays, f"{kind}.designations")
        self._ids = ids
        self._weights = arrays[f"{kind}.weights"]
        self._whole = _Keys(arrays, f"{kind}.name_keys")
        self._costs = {feature.name: float(getattr(feature, kind)) for feature in FEATURES}

    def __len__(self) -> int:
        return len(self.texts)

    def designation_ids(self, place: int) -> list[str]:
        """The ids of the designations that have the listed name at this position."""
        return self._ids.at(self._designations[place])

    def compared(self, name: str, threshold: float) -> Iterator[tuple[int, Match]]:
        """Positions of candidates that reach the threshold in a full comparison, each with its match."""
        query = name_words(name, self.kind)
        for place in self.candidates(query, threshold):
            listed = name_words(self.texts[place], self.kind)
            match = match_of(query, listed, threshold)
            if match.score >= threshold and (match := self._weighed(match, query, listed)).score >= threshold:
                yield place, match

    def bearers(self, name: str, threshold: float) -> Iterator[tuple[int, Match]]:
        """The listed names that have the one word of a name, those with fewer other words first."""
        query = name_words(name, self.kind)
        words = [word for word in query.words if word.role != "particle"]
        if len(words) != 1 or words[0].role != "plain":
            return
        word = words[0]
        alike = self.vocabulary.names_with(word.text, is_lossy=bool(query.loss))
        is_near = alike.likeness >= (1 if len(word.text) <= SHORT_WORD else BEARER_LIKENESS)
        places, likeness_of_word = alike.names[is_near], alike.likeness[is_near].astype(np.float64)
        sharing = self.vocabulary.designations_with(word.text, is_lossy=bool(query.loss))
        shares = np.minimum(1, word.weight / np.maximum(self._weights[places], word.weight))
        cost = REST_COST * (1 - shares) + SLIP_IN_PART * (1 - likeness_of_word)
        scores = np.maximum(THRESHOLD, SINGLE_WORD_SCORE - cost)
        for place, score_of_word in zip(places.tolist(), scores.tolist(), strict=True):
            if score_of_word >= threshold:
                explanation = f"one word, which {sharing} designations share"
                score_of_word = round(score_of_word, 3)
                yield place, Match(score_of_word, (("one word", round(1 - score_of_word, 3)),), explanation)

    def candidates(self, query: NameWords, threshold: float) -> list[int]:
        """Positions of the listed names that can reach the threshold: the best first, then matches of whole names."""
        touched, shared, met = self._met(query)
        asked = sum(word.weight for word in query.words if word.role != "initial")
        rough = self._rough(asked, shared, met, self._weights[touched])
        near = np.flatnonzero(rough >= threshold - ROUGH_MARGIN)
        best = near[np.argsort(-rough[near], kind="stable")][:MOST_COMPARED]
        whole = self._whole.places(_sought_whole(query))
        return list(dict.fromkeys([*touched[best].tolist(), *whole.tolist()]))

    def _met(self, query: NameWords) -> tuple[Ids, Floats, Floats]:
        """Listed names with any of the query's words: their positions, the weight shared, the weight of these words.

        Two words of the query written as one count in place of the two, never beside them, where that raises the score
        of a name.
        """
        joins = _joins(query)
        alike = [self._names_with(word, query) for word in query.words]
        as_one = [self._names_with(word, query) for _, word in joins]
        if not alike:
            return _NONE_ALIKE.names, _NONE_ALIKE.likeness, _NONE_ALIKE.likeness
        touched = np.unique(np.concatenate([having.names for having in (*alike, *as_one)]))
        shared = np.zeros((len(query.words), len(touched)), dtype=np.float32)
        met = np.zeros_like(shared)
        for row, (word, having) in enumerate(zip(query.words, alike, strict=True)):
            at = np.searchsorted(touched, having.names)
            shared[row, at], met[row, at] = word.weight * having.likeness, word.weight
        for (row, word), having in zip(joins, as_one, strict=True):
            at, value = np.searchsorted(touched, having.names), word.weight * having.likeness
            nearer = value > shared[row, at] + shared[row + 1, at]
            at, value = at[nearer], value[nearer]
            shared[row, at], met[row, at] = value, word.weight
            shared[row + 1, at], met[row + 1, at] = 0, 0
        return touched, shared.sum(axis=0), met.sum(axis=0)

    def _names_with(self, word: Word, query: NameWords) -> "_Alike":
        """The listed names with a word like this one; none for an initial."""
        if word.role == "initial":
            return _NONE_ALIKE
        return self.vocabulary.names_with(word.text, is_lossy=bool(query.loss))

    def _rough(self, asked: float, shared: Floats, met: Floats, listed: Floats) -> Floats:
        """The best score that each listed name can reach, computed from the weights of its words alone."""
        differs = met - shared + np.minimum(np.maximum(asked - met, 0), np.maximum(listed - met, 0))
        shorter = np.maximum(np.minimum(asked, listed), 0.1)
        rough: Floats = (
            1
            - self._costs["letters or words differ"] * np.minimum(FULL_EVIDENCE, differs)
            - self._costs["share of the name that differs"] * np.minimum(1, differs / shorter)
            - self._costs["words that only one has"]
            * np.maximum(0, np.abs(asked - listed) - ROUGH_WEIGHT)
            / np.maximum(np.maximum(asked, listed), 0.1)
        )
        return rough

    def _weighed(self, match: Match, query: NameWords, listed: NameWords) -> Match:
        """The match with a score lowered by how common its words are among all listed names.

        Words that one name leaves out matter more if its other words are common.
        """
        shorter, longer = sorted((query, listed), key=lambda name: (len(_telling(name)), _initials_in(name)))
        if match.score == 1 or not dict(match.features).keys().isdisjoint(("initials", "spaces")):
            return match
        if len(_telling(shorter)) <= 1 and not _has_matching_initials(shorter, longer):
            return self._single_word(match, shorter, longer, is_listed=shorter is listed)
        if len(_telling(shorter)) == len(_telling(longer)):
            return match
        shares = [self.vocabulary.share_of(word.text, is_lossy=bool(shorter.loss)) for word in shorter.words]
        expected = len(self) * math.prod(shares)
        if expected <= 1:
            return match
        cost = COMMON_WORDS_COST * math.log10(expected)
        return _lowered(match, match.score - cost, "words common among listed names")

    def _single_word(self, match: Match, shorter: NameWords, longer: NameWords, *, is_listed: bool) -> Match:
        """The match of a name of one word, lowered unless that word is nearly the same and few designations have it.

        A listed nickname of one word is never enough for a name that has more words or has initials.
        """
        word = max(shorter.words, key=lambda word: word.weight)
        loss = shorter.loss or longer.loss if shorter.loss != longer.loss else ""
        alike = max(likeness(word.text, other.text, loss=loss) for other in longer.words)
        more = len(_telling(longer)) + _initials_in(longer) > 1
        if more and is_listed and (self.kind == "person" or alike < 1 or len(word.text) < SHORTEST_BRAND):
            return _lowered(match, NICKNAME_SCORE, "the listed name is one word of the name")
        sharing = sum(
            vocabulary.designations_with(word.text, is_lossy=bool(shorter.loss)) for vocabulary in self.all_vocabularies
        )
        most = MOST_OF_ONE_LISTED_WORD if is_listed else MOST_OF_ONE_WORD
        least = SINGLE_WORD_LIKENESS if more else ONLY_WORD_LIKENESS
        if alike < least or word.is_common or (sharing > most and more):
            return _lowered(match, 0.0, "one word that many share")
        lowered = SINGLE_WORD_SCORE - (1 - alike) * (SLIP_IN_PART if more else SLIP_IN_WHOLE)
        return _lowered(match, lowered, f"one word, which {sharing} designations share")


def _has_matching_initials(name: NameWords, other: NameWords) -> bool:
    """Whether a name has two or more initials that begin words, or are initials, of the other name."""
    if _initials_in(name) < FEWEST_INITIALS:
        return False
    compared = compare(name, other)
    matching = sum(compared.words[0][place].role == "initial" for place, _, alike in compared.pairs if alike > 0)
    return matching >= FEWEST_INITIALS and not other_initial(compared)


def _initials_in(name: NameWords) -> int:
    """How many words of a name are initials."""
    return sum(word.role == "initial" for word in name.words)


FEWEST_INITIALS = 2
LEAST_TELLING = 0.3
ROUGH_WEIGHT = 0.5
"""Weight that joined words, repetitions and initials may hide from the rough score."""


def _telling(name: NameWords) -> list[Word]:
    """The words that identify a party: no particles, initials or numbers, and no "Abdul" alone."""
    return [word for word in name.words if word.role in ("plain", "common") and word.weight > LEAST_TELLING]


def _joins(query: NameWords) -> list[tuple[int, Word]]:
    """Each short word joined with its neighbour, and the position of the first: some lists write them as one word."""
    pairs = zip(query.words, query.words[1:], strict=False)
    return [
        (place, Word(a.text + b.text, a.text + b.text, min(1.0, a.weight + b.weight)))
        for place, (a, b) in enumerate(pairs)
        if min(len(a.text), len(b.text)) <= SHORT_WORD and "initial" not in (a.role, b.role)
    ]


def _lowered(match: Match, lowered: float, feature: str) -> Match:
    """The match with a lower score, and the feature that explains the difference."""
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

    def __init__(self, kind: Kind, arrays: Mapping[str, Array]) -> None:
        """Give access to the arrays of words of one kind of name; the last lookups are cached."""
        self._kind = kind
        self._words = Texts.read(arrays, f"{kind}.words")
        self._sounds = Texts.read(arrays, f"{kind}.sounds")
        self._folded = Texts.read(arrays, f"{kind}.folded")
        self._names_with = Lists.read(arrays, f"{kind}.names_with")
        self._designations = Lists.read(arrays, f"{kind}.designations")
        self._keys = _Keys(arrays, f"{kind}.word_keys")
        self._alike_of = lru_cache(maxsize=20_000)(self._search)
        self._sharing = lru_cache(maxsize=20_000)(self._count)

    def names_with(self, text: str, *, is_lossy: bool) -> _Alike:
        """The names that have this word or one like it."""
        return self._alike_of(text, is_lossy)

    def share_of(self, text: str, *, is_lossy: bool) -> float:
        """The share of all listed names that have this word or one nearly the same."""
        alike = self.names_with(text, is_lossy=is_lossy)
        return max(1, int((alike.likeness >= SINGLE_WORD_LIKENESS).sum())) / max(1, len(self._designations))

    def designations_with(self, text: str, *, is_lossy: bool) -> int:
        """How many designations have a name with this word or one nearly the same."""
        return self._sharing(text, is_lossy)

    def _count(self, text: str, is_lossy: bool) -> int:
        """How many designations have a name with this word or nearly the same word."""
        alike = self.names_with(text, is_lossy=is_lossy)
        designations, _ = self._designations.at(alike.names[alike.likeness >= SINGLE_WORD_LIKENESS])
        return len(np.unique(designations))

    def _search(self, text: str, is_lossy: bool) -> _Alike:
        """The listed names with this word or one like it, each with the best likeness of its words."""
        places, likenesses = self._words_like(text, is_lossy=is_lossy)
        if not len(places):
            return _NONE_ALIKE
        names, counts = self._names_with.at(places)
        values = np.repeat(likenesses, counts)
        order = np.lexsort((-values, names))
        names, values = names[order], values[order]
        first = np.concatenate(([True], names[1:] != names[:-1]))
        return _Alike(names[first], values[first])

    def _words_like(self, text: str, *, is_lossy: bool) -> tuple[Ids, Floats]:
        """Positions of the words that resemble a word, and their likeness between 0 and 1."""
        same = self._keys.places(f"{key}|{is_lossy:d}" for key in _sought_under(text, self._kind))
        same = same[self._words.lengths(same) <= len(text) / WORD_LIKENESS + 1]
        same = same[self._words.lengths(same) >= len(text) * WORD_LIKENESS - 1]
        other = self._keys.places([f"{_consonants_of(text)}|{not is_lossy:d}"])
        places = np.concatenate((same, other))
        if not len(places):
            return _NONE_ALIKE.names, _NONE_ALIKE.likeness
        words = self._words.at(places)
        values = np.maximum(_letters(text, words), SAME_SOUND * _letters(sound(text), self._sounds.at(places)))
        if self._kind == "person":
            values = np.maximum(values, SAME_SOUND * _letters(folded(text), self._folded.at(places)))
        self._adjust(text, words, values, len(same))
        near = values >= WORD_LIKENESS
        return places[near], values[near]

    def _adjust(self, text: str, words: list[str], values: Floats, in_same_script: int) -> None:
        """Correct, in `values`, the likeness of words of other scripts, of numbers and of given names."""
        for at in range(in_same_script, len(words)):
            if values[at] >= LOSSY_LETTERS:
                values[at] = likeness(text, words[at], loss="vowels")
        if text.isdigit():
            values[:] = [word == text for word in words]
        if self._kind == "person" and (rows := given_name_rows(text)):
            for at, word in enumerate(words):
                if values[at] < SAME_GIVEN_NAME and not rows.isdisjoint(given_name_rows(word)):
                    values[at] = SAME_GIVEN_NAME


def _letters(one: str, others: list[str]) -> Floats:
    """How alike a word is to each of the others by its letters, between 0 and 1."""
    likenesses: Floats = cdist([one], others, scorer=OSA.normalized_similarity, dtype=np.float32)[0]
    return likenesses


FEWEST_FOR_A_SLIP = 3
"""Consonants of a word that may have another one, or one more or less."""


def _consonants_of(text: str) -> str:
    """The consonants of a word; if it has fewer than two, "=" and its first two letters."""
    consonants = skeleton(text)
    return consonants if len(consonants) > 1 else f"={text[:2]}"


def _kept_under(text: str, kind: Kind) -> Iterator[str]:
    """Keys under which a listed word is stored: its consonants, also with one of them left open or removed.

    A person's word is stored under the given names that it is a form of, too.
    """
    consonants = _consonants_of(text)
    yield consonants
    for at in range(len(consonants)) if len(consonants) >= FEWEST_FOR_A_SLIP else ():
        yield f"{consonants[:at]}?{consonants[at + 1 :]}"
        yield f"-{consonants[:at]}{consonants[at + 1 :]}"
    if kind == "person":
        yield from (f"@{row}" for row in sorted(given_name_rows(text)))


def _sought_under(text: str, kind: Kind) -> Iterator[str]:
    """Keys to look up for a word, to find the words stored by `_kept_under`.

    They find words with the same consonants, with one different, one fewer or one more, or with two swapped.
    """
    consonants = _consonants_of(text)
    yield consonants
    if len(consonants) >= FEWEST_FOR_A_SLIP:
        yield f"-{consonants}"
    for at in range(len(consonants)) if len(consonants) >= FEWEST_FOR_A_SLIP else ():
        yield f"{consonants[:at]}?{consonants[at + 1 :]}"
        yield f"{consonants[:at]}{consonants[at + 1 :]}"
    for at in range(len(consonants) - 1):
        yield f"{consonants[:at]}{consonants[at + 1]}{consonants[at]}{consonants[at + 2 :]}"
    if kind == "person":
        yield from (f"@{row}" for row in sorted(given_name_rows(text)))
