"""The names of all entries, read once, and which of them are worth comparing in full.

Here: names as words, the keys under which like names meet, and a rough likeness of many pairs at once. Not here: the
full score (see name_score), or what else is known of the entries (see evidence).

Names that differ in nothing that the score looks at, as in capitals or dots, are one reading, so that all lists'
spellings of it are read, paired and scored once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from rapidfuzz.fuzz import ratio, token_set_ratio
from rapidfuzz.process import cpdist

from pipelines.designations.names import skeleton
from pipelines.matching.name_words import NameWords, listed_reading

MOST_SHARING_A_KEY = 60
"""A pair of sounds that more entries share is not worth looking under."""
CONSONANTS_EQUAL = 100
NAMES_NEAR = 78
"""Of 100: word sets less alike than this are not compared in full."""
REST_NEAR = 60
"""Of 100: the words that each name has alone are less alike than this in no pair of one party."""
REST_CONSONANTS_NEAR = 70
MOST_WORDS_PAIRED = 6
LEAST_TELLING = 0.3
PARTS = 8
"""Keys are worked through in so many parts, to save memory."""
A_SLICE = 10_000
SLICE_OF_PAIRS = 100_000

Ratios = np.ndarray[tuple[int], np.dtype[np.uint8]]
_PAIRS = {"reading": pl.UInt32, "reading_2": pl.UInt32, "alike": pl.UInt8}


@dataclass(frozen=True, slots=True)
class ListedNames:
    """The strong names of all entries.

    Attributes:
        rows: entry, list_id, is_individual, reading, name, is_primary: for each entry its readings, each with one of
            its spellings, and whether that is the entry's primary name.
        readings: the words of each reading.
    """

    rows: pl.DataFrame
    readings: list[NameWords]

    def canonical(self) -> pl.DataFrame:
        """entry, canonical, primary: all names of each entry, and its primary one, as sorted words in Latin letters."""
        texts = [" ".join(sorted(word.text for word in reading.words)) for reading in self.readings]
        canonical = pl.DataFrame({"canonical": texts}, schema={"canonical": pl.String}).with_row_index("reading")
        of_entry = self.rows.select("entry", "reading", "is_primary").join(canonical, on="reading")
        primary = pl.col("canonical").filter("is_primary").sort().first().alias("primary")
        return of_entry.group_by("entry").agg("canonical", primary)


def listed_names(names: pl.DataFrame) -> ListedNames:
    """The names of all entries except weak aliases; each spelling is read once.

    Args:
        names: entry (its place), list_id, name, quality, is_individual.
    """
    strong = (
        names.filter(pl.col("quality") != "weak")
        .group_by("entry", "list_id", "is_individual", "name")
        .agg(is_primary=(pl.col("quality") == "primary").any())
    )
    spellings = strong.select("name", "is_individual").unique().sort("name", "is_individual")
    places: dict[tuple[object, ...], int] = {}
    readings: list[NameWords] = []
    reading_of = []
    for name, is_person in spellings.iter_rows():
        reading = listed_reading(name, "person" if is_person else "organisation")
        key = (reading.kind, reading.words, reading.legal_forms, reading.loss, reading.script, reading.initials)
        place = places.setdefault(key, len(readings))
        if place == len(readings):
            readings.append(reading)
        reading_of.append(place)
    known = spellings.with_columns(reading=pl.Series(reading_of, dtype=pl.UInt32))
    rows = strong.join(known, on=["name", "is_individual"]).sort(
        "entry", "reading", "is_primary", "name", descending=[False, False, True, False]
    )
    return ListedNames(rows.unique(["entry", "reading"], keep="first", maintain_order=True), readings)


def near_readings(names: ListedNames) -> pl.DataFrame:
    """Columns reading, reading_2, alike: pairs of names worth a full comparison, and how alike they are, of 100."""
    keyed = names.rows.select("entry", "reading", "is_individual").join(_keyed(names.readings), on="reading")
    keyed = keyed.with_columns(key=pl.struct("keys", "is_individual").rank("dense")).drop("keys", "is_individual")
    kept = keyed.filter(pl.col("entry").n_unique().over("key") <= MOST_SHARING_A_KEY).drop("entry").unique()
    pairs = _meeting(kept)
    forms = _Forms(names.readings)
    form_pairs = forms.of_pairs(pairs)
    alike = forms.alike(form_pairs.select("form", "form_2").unique())
    return form_pairs.join(alike, on=["form", "form_2"]).select(*_PAIRS)


def _meeting(keyed: pl.DataFrame) -> pl.DataFrame:
    """Columns reading, reading_2: the pairs of readings that have a key in common, each pair once."""
    by_key = keyed.with_columns(part=pl.col("key") % PARTS).partition_by("part", include_key=False)
    parts = (
        part.join(part, on="key", suffix="_2")
        .filter(pl.col("reading") < pl.col("reading_2"))
        .select(pair=pl.col("reading").cast(pl.UInt64) * _PAIR_BASE + pl.col("reading_2"))
        for part in by_key
    )
    pairs = pl.concat([pl.DataFrame(schema={"pair": pl.UInt64}), *parts])["pair"].unique()
    return pl.select(reading=(pairs // _PAIR_BASE).cast(pl.UInt32), reading_2=(pairs % _PAIR_BASE).cast(pl.UInt32))


_PAIR_BASE = 2**32
"""A pair of readings as one number is found to be new with a tenth of the memory that two columns need."""


def _keyed(readings: Sequence[NameWords]) -> pl.DataFrame:
    """Columns reading, keys: a row for each key of a name.

    Made in slices, because keys as Python strings need much memory.
    """
    slices = [
        pl.DataFrame({"keys": [_keys(reading) for reading in readings[first : first + A_SLICE]]}, schema=_KEYS)
        .with_row_index("reading", first)
        .explode("keys")
        .drop_nulls("keys")
        for first in range(0, len(readings), A_SLICE)
    ]
    return pl.concat([pl.DataFrame(schema={"reading": pl.UInt32, "keys": pl.String}), *slices])


_KEYS = {"keys": pl.List(pl.String)}


def _keys(name: NameWords) -> list[str]:
    """The keys of a name: the consonants of every two telling words; of a name with one such word, its sound."""
    telling = (
        [word for word in name.words if word.weight > LEAST_TELLING][:MOST_WORDS_PAIRED] if name.is_telling else []
    )
    if len(telling) < 2:
        return [f"={word.sound}" for word in telling] if name.is_organisation else []
    consonants = [skeleton(word.text) or word.text for word in telling]
    return sorted({" ".join(sorted(pair)) for pair in combinations(consonants, 2)})


def _consonants(name: NameWords) -> list[str]:
    """The consonants of each word of a name; a word without consonants as it is."""
    return [skeleton(word.text) or word.text for word in name.words]


class _Forms:
    """What many readings have in common, so that it is compared once: the sounds and consonants of their words."""

    def __init__(self, readings: Sequence[NameWords]) -> None:
        """Give each distinct form a number, and each reading the number of its form."""
        places: dict[tuple[str, str], int] = {}
        self._form_of = [places.setdefault(_form(reading), len(places)) for reading in readings]
        self._sounds = [sounds for sounds, _ in places]
        self._consonants = [consonants for _, consonants in places]

    def of_pairs(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Pairs of readings with the forms of both, the lower one first, whichever reading it is of."""
        form_of = pl.Series(self._form_of, dtype=pl.UInt32)
        one, other = form_of.gather(pairs["reading"]), form_of.gather(pairs["reading_2"])
        both = pairs.with_columns(one=one, other=other)
        return both.with_columns(form=pl.min_horizontal("one", "other"), form_2=pl.max_horizontal("one", "other"))

    def alike(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """form, form_2, alike: the pairs that are worth comparing in full, and how alike they are, of 100."""
        sets = [frozenset(text.split(" ")) for text in self._consonants]
        slices = [self._alike(part, sets) for part in pairs.iter_slices(SLICE_OF_PAIRS)]
        return pl.concat([pl.DataFrame(schema={"form": pl.UInt32, "form_2": pl.UInt32, "alike": pl.UInt8}), *slices])

    def _alike(self, pairs: pl.DataFrame, consonants: Sequence[frozenset[str]]) -> pl.DataFrame:
        """The same for some pairs: alike by sound, or all consonants of one name are consonants of the other."""
        ones, others = pairs["form"].to_list(), pairs["form_2"].to_list()
        by_sound: Ratios = cpdist(
            [self._sounds[one] for one in ones], [self._sounds[other] for other in others],
            scorer=token_set_ratio, score_cutoff=NAMES_NEAR, dtype=np.uint8,
        )  # fmt: skip
        alike = [
            ratio or (CONSONANTS_EQUAL if _is_part(consonants[one], consonants[other]) else 0)
            for one, other, ratio in zip(ones, others, by_sound.tolist(), strict=True)
        ]
        near = pairs.with_columns(alike=pl.Series(alike, dtype=pl.UInt8)).filter(pl.col("alike") > 0)
        return _without_other_rest(near, self._sounds, self._consonants)


def _is_part(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one of two sets contains the other."""
    return one <= other or one >= other


def _form(reading: NameWords) -> tuple[str, str]:
    """The sounds and the consonants of the words, sorted: readings with the same form are compared only once."""
    return " ".join(sorted(word.sound for word in reading.words)), " ".join(sorted(_consonants(reading)))


def _without_other_rest(pairs: pl.DataFrame, sounds: list[str], consonants: list[str]) -> pl.DataFrame:
    """The pairs without those whose names both have words of their own that are not alike: Ivan and Pavel Petrov."""
    by_sound = _rests_alike(pairs, sounds, REST_NEAR)
    unlike = pl.Series(~by_sound)
    by_consonants = _rests_alike(pairs.filter(unlike), consonants, REST_CONSONANTS_NEAR)
    by_sound[~by_sound] = by_consonants
    return pairs.filter(pl.Series(by_sound, dtype=pl.Boolean))


def _rests_alike(pairs: pl.DataFrame, texts: list[str], least: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the words that only one of the two names has resemble each other; True if one name has no such words."""
    rests = [_rests(texts[one].split(" "), texts[other].split(" ")) for one, other in pairs["form", "form_2"].rows()]
    alike = cpdist(
        [rest for rest, _ in rests], [rest for _, rest in rests], scorer=ratio, score_cutoff=least, dtype=np.uint8
    )
    is_empty = np.fromiter((not one or not other for one, other in rests), dtype=np.bool_, count=len(rests))
    return (alike > 0) | is_empty


def _rests(one: list[str], other: list[str]) -> tuple[str, str]:
    """The words that only the one name has, and those that only the other has."""
    return " ".join([word for word in one if word not in other]), " ".join([word for word in other if word not in one])
