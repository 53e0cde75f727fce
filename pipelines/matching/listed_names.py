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
from pipelines.matching.name_words import NameWords, read_name

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
    """The names of all entries but weak ones, each spelling read once.

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
        reading = read_name(name, "person" if is_person else "organisation")
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
    """reading, reading_2, alike: pairs of readings worth comparing in full, and how alike their words are, of 100."""
    keyed = names.rows.select("entry", "reading", "is_individual").join(_keyed(names.readings), on="reading")
    keyed = keyed.with_columns(key=pl.struct("keys", "is_individual").rank("dense")).drop("keys", "is_individual")
    kept = keyed.filter(pl.col("entry").n_unique().over("key") <= MOST_SHARING_A_KEY).drop("entry").unique()
    sounds = [" ".join(sorted(word.sound for word in reading.words)) for reading in names.readings]
    consonants = [" ".join(sorted(_consonants(reading))) for reading in names.readings]
    by_key = kept.with_columns(part=pl.col("key") % PARTS).partition_by("part", include_key=False)
    alike = pl.concat([pl.DataFrame(schema=_PAIRS), *(_alike_under(part, sounds, consonants) for part in by_key)])
    return _without_other_rest(alike.unique(["reading", "reading_2"]), sounds, consonants)


def _keyed(readings: Sequence[NameWords]) -> pl.DataFrame:
    """reading, keys: a row for each key; made slice by slice, since keys as Python strings take most room."""
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
    """Consonants of each two telling words; of a name with one such word, the word's sound."""
    telling = (
        [word for word in name.words if word.weight > LEAST_TELLING][:MOST_WORDS_PAIRED] if name.is_telling else []
    )
    if len(telling) < 2:
        return [f"={word.sound}" for word in telling] if name.is_organisation else []
    consonants = [skeleton(word.text) or word.text for word in telling]
    return sorted({" ".join(sorted(pair)) for pair in combinations(consonants, 2)})


def _consonants(name: NameWords) -> list[str]:
    return [skeleton(word.text) or word.text for word in name.words]


def _alike_under(keyed: pl.DataFrame, sounds: list[str], consonants: list[str]) -> pl.DataFrame:
    """Pairs of readings that meet under a key, with how alike their words are as sets, of 100."""
    pairs = (
        keyed.join(keyed, on="key", suffix="_2")
        .filter(pl.col("reading") < pl.col("reading_2"))
        .select("reading", "reading_2")
        .unique()
    )
    by_sound = _alike(pairs, sounds, NAMES_NEAR)
    unlike = by_sound == 0
    by_sound[unlike] = _alike(pairs.filter(pl.Series(unlike)), consonants, CONSONANTS_EQUAL)
    return pairs.with_columns(alike=pl.Series(by_sound, dtype=pl.UInt8)).filter(pl.col("alike") > 0)


def _alike(pairs: pl.DataFrame, texts: list[str], least: int) -> Ratios:
    """How alike the words of two names are as sets, of 100; 0 where less than `least`."""
    ratios: Ratios = cpdist(
        [texts[at] for at in pairs["reading"]], [texts[at] for at in pairs["reading_2"]],
        scorer=token_set_ratio, score_cutoff=least, dtype=np.uint8,
    )  # fmt: skip
    return ratios


def _without_other_rest(pairs: pl.DataFrame, sounds: list[str], consonants: list[str]) -> pl.DataFrame:
    """The pairs without those whose names both have words of their own that are not alike: Ivan and Pavel Petrov."""
    by_sound = _rests_alike(pairs, sounds, REST_NEAR)
    unlike = pl.Series(~by_sound)
    by_consonants = _rests_alike(pairs.filter(unlike), consonants, REST_CONSONANTS_NEAR)
    by_sound[~by_sound] = by_consonants
    return pairs.filter(pl.Series(by_sound, dtype=pl.Boolean))


def _rests_alike(pairs: pl.DataFrame, texts: list[str], least: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Whether the words that each of two names has alone are alike, or one has none."""
    words = [text.split(" ") for text in texts]
    rests = [_rests(words[one], words[other]) for one, other in pairs.select("reading", "reading_2").iter_rows()]
    alike = cpdist(
        [rest for rest, _ in rests], [rest for _, rest in rests], scorer=ratio, score_cutoff=least, dtype=np.uint8
    )
    is_empty = np.fromiter((not one or not other for one, other in rests), dtype=np.bool_, count=len(rests))
    return (alike > 0) | is_empty


def _rests(one: list[str], other: list[str]) -> tuple[str, str]:
    """The words that only the one name has, and those that only the other has."""
    return " ".join([word for word in one if word not in other]), " ".join([word for word in other if word not in one])
