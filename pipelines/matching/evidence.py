"""What says that two entries on lists mean one party: official numbers, and names with births and countries.

Here: pairs of entries, how strongly something joins them, and why. Not here: making subjects of pairs (see subjects).

An entry is a party as one list knows it, all spells together. Entries of one list are never paired: the list keeps them
apart, and knows why.
"""

import re
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import polars as pl
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from pipelines.designations.identifiers import is_valid
from pipelines.designations.names import skeleton
from pipelines.matching.births import Birth, birth_in_words, births_agree, is_day
from pipelines.matching.name_score import likeness, match_of
from pipelines.matching.name_words import NameWords, read_name

MOST_ON_ONE_LIST = 2
"""A number that more entries of one list share (a telephone of a ministry) tells none of them apart."""
MOST_SHARING_A_KEY = 60
"""A pair of sounds that more entries share is not worth looking under."""
CONSONANTS_EQUAL = 100
NAMES_EQUAL = 0.98
"""Names this much alike need no better ones."""
NAMES_NEAR = 78
"""Of 100: word sets less alike than this are not compared in full."""
FEWEST_CHARACTERS = 5

UNIQUE = ("un_reference", "imo", "lei", "swift_bic", "digital_currency", "eu_reference")
"""Numbers of which no two parties have the same, anywhere."""
ONE_EACH = ("un_reference", "imo", "lei")
"""Numbers of which a party has but one: two different ones are two parties."""
OF_ONE_PARTY = ("un_reference", "ofsi_group")
"""Numbers by which a list itself says that two of its entries are one party."""
OF_AN_AUTHORITY = ("ofsi_group", "list_reference", "ofac_uid")
OF_A_COUNTRY = ("passport", "national_id", "tax_id", "registration", "travel_document", "tail_number", "mmsi")
_SAME_NUMBER = {"national_id": "number", "tax_id": "number", "registration": "number", "travel_document": "passport"}
_OFAC_LISTS = ("ofac_sdn", "ofac_consolidated")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries, by place, and what joins them. `score` is how strongly, between 0 and 1."""

    first: int
    second: int
    kind: str
    score: float
    explanation: str


@dataclass(slots=True)
class Entry:
    """A party as one list knows it.

    Attributes:
        key: list and native id.
        births: first day, last day, approximate; only those that could be read.
        countries: those that it is from: nationality, citizenship, birth, registration, residence, flag, address.
        aims: those that its programmes are aimed at.
        numbers: official numbers of which a party has but one, by kind.
    """

    key: str
    list_id: str
    party_type: str
    births: list[Birth] = field(default_factory=list)
    countries: frozenset[str] = frozenset()
    nationalities: frozenset[str] = frozenset()
    aims: frozenset[str] = frozenset()
    numbers: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_individual(self) -> bool:
        """Whether it is a person."""
        return self.party_type == "individual"


def contradiction(one: Entry, other: Entry) -> str | None:
    """Why two entries cannot be one party; None if nothing says so."""
    if one.list_id == other.list_id and not _is_said_to_be_one(one, other):
        return f"{one.list_id} keeps them apart"
    if one.is_individual != other.is_individual or {one.party_type, other.party_type} == {"vessel", "aircraft"}:
        return f"one is listed as {one.party_type}, the other as {other.party_type}"
    for kind in ONE_EACH:
        mine, theirs = one.numbers.get(kind), other.numbers.get(kind)
        if mine and theirs and not mine & theirs:
            return f"{kind} {min(mine)} and {min(theirs)}"
    if one.births and other.births and not births_agree(one.births, other.births):
        return f"born {birth_in_words(one.births[0])} and {birth_in_words(other.births[0])}"
    return None


def _is_said_to_be_one(one: Entry, other: Entry) -> bool:
    """Whether a list gives two of its entries the number of one party."""
    return any(one.numbers.get(kind, frozenset()) & other.numbers.get(kind, frozenset()) for kind in OF_ONE_PARTY)


def identifier_pairs(entries: list[Entry], identifiers: pl.DataFrame) -> list[Pair]:
    """Pairs of entries of different lists that share an official number.

    Args:
        identifiers: entry (its place), list_id, authority, kind, value_normalised, issuer_country.
    """
    keyed = _keyed(identifiers)
    shared = keyed.join(keyed, on="key", suffix="_2").filter(
        (pl.col("entry") < pl.col("entry_2"))
        & ((pl.col("list_id") != pl.col("list_id_2")) | pl.col("kind").is_in(OF_ONE_PARTY))
        & (~pl.col("is_of_country") | _same_or_unknown("issuer_country", "issuer_country_2"))
    )
    found: dict[tuple[int, int], list[str]] = {}
    for first, second, kind, value in (
        shared.select("entry", "entry_2", "kind", "value_normalised")
        .unique()
        .sort("entry", "entry_2", "kind", "value_normalised")
        .iter_rows()
    ):
        found.setdefault((first, second), []).append(f"{kind} {value}")
    return [
        Pair(first, second, "identifier", 1.0, "the same " + ", ".join(told))
        for (first, second), told in found.items()
        if first < len(entries) and second < len(entries)
    ]


def _keyed(identifiers: pl.DataFrame) -> pl.DataFrame:
    """Identifiers that tell parties apart, each with the key under which equal ones meet."""
    value, kind = pl.col("value_normalised"), pl.col("kind")
    own = (
        identifiers.filter(pl.col("list_id").is_in(_OFAC_LISTS))
        .unique("entry")
        .with_columns(
            kind=pl.lit("ofac_uid"), value_normalised=pl.col("native_id"), issuer_country=pl.lit(None, pl.String)
        )
    )
    telling = pl.concat([identifiers, own]).filter(
        (kind.is_in([*UNIQUE, *OF_AN_AUTHORITY]))
        | (
            kind.is_in(OF_A_COUNTRY)
            & (value.str.len_chars() >= FEWEST_CHARACTERS)
            & (value.str.count_matches(r"\d") >= 3)
        )
    )
    keyed = telling.with_columns(
        is_of_country=kind.is_in(OF_A_COUNTRY),
        key=pl.concat_str(
            pl.when(kind.is_in(OF_AN_AUTHORITY)).then("authority").otherwise(pl.lit("")),
            kind.replace(_SAME_NUMBER),
            value,
            separator="|",
        ),
    ).unique(["entry", "key", "issuer_country"])
    crowded = (
        keyed.group_by("key", "list_id").agg(pl.col("entry").n_unique()).filter(pl.col("entry") > MOST_ON_ONE_LIST)
    )
    valid = [is_valid(*each) is not False for each in keyed.select("kind", "value_normalised").iter_rows()]
    return keyed.filter(pl.Series(valid, dtype=pl.Boolean)).join(crowded, on="key", how="anti")


def _same_or_unknown(one: str, other: str) -> pl.Expr:
    return pl.col(one).is_null() | pl.col(other).is_null() | (pl.col(one) == pl.col(other))


def name_pairs(entries: list[Entry], names: pl.DataFrame) -> list[Pair]:
    """Pairs of entries of different lists whose names, births and countries say together how likely they are one party.

    Args:
        names: entry (its place), list_id, name, quality, is_individual.
    """
    strong = names.filter(pl.col("quality") != "weak").select("entry", "list_id", "is_individual", "name").unique()
    listed = strong.select("name", "is_individual").unique().sort("name", "is_individual").with_row_index("at")
    words = [
        read_name(name, "person" if is_person else "organisation")
        for name, is_person in listed.select("name", "is_individual").iter_rows()
    ]
    sounds = [" ".join(sorted(word.sound for word in each.words)) for each in words]
    named = strong.join(listed, on=["name", "is_individual"]).select("entry", "list_id", "is_individual", "at")
    crowded = _crowded(named, sounds)
    numbers = [_numbers(each) for each in words]
    best: dict[tuple[int, int], tuple[float, int, int, str]] = {}
    for first, second, at, other in _near(named, entries, words, sounds).iter_rows():
        known = best.get((first, second), (0.0,))[0]
        if known < NAMES_EQUAL and numbers[at] == numbers[other]:
            alike = match_of(words[at], words[other])
            if alike.score > known:
                best[first, second] = (alike.score, at, other, alike.explanation)
    texts = listed["name"].to_list()
    return [
        _weighed(
            (first, second),
            (entries[first], entries[second]),
            score,
            f"“{texts[at]}” and “{texts[other]}” {score:.2f} ({how})",
            (words[at], words[other]),
            is_crowded=bool({at, other} & crowded),
        )
        for (first, second), (score, at, other, how) in sorted(best.items())
    ]


MOST_WORDS_PAIRED = 6
LEAST_TELLING = 0.3


def _keys(name: NameWords) -> list[str]:
    """Consonants of each two telling words; of a name with one such word, the word's sound."""
    telling = (
        [word for word in name.words if word.weight > LEAST_TELLING][:MOST_WORDS_PAIRED] if name.is_telling else []
    )
    if len(telling) < 2:
        return [f"={word.sound}" for word in telling] if name.is_organisation else []
    bones = [skeleton(word.text) or word.text for word in telling]
    return sorted({" ".join(sorted(pair)) for pair in combinations(bones, 2)})


def _near(named: pl.DataFrame, entries: list[Entry], words: list[NameWords], sounds: list[str]) -> pl.DataFrame:
    """entry, entry_2, at, at_2: names of entries of different lists that are worth comparing in full."""
    keyed = named.join(_keyed_names(words), on="at")
    keyed = keyed.with_columns(key=pl.struct("keys", "is_individual").rank("dense")).drop("keys", "is_individual")
    kept = keyed.filter(pl.col("entry").n_unique().over("key") <= MOST_SHARING_A_KEY)
    bones = [" ".join(sorted(skeleton(word.text) or word.text for word in each.words)) for each in words]
    by_key = kept.with_columns(part=pl.col("key") % PARTS).partition_by("part", include_key=False)
    alike = pl.concat([_NO_PAIRS, *(_alike_under(each, sounds, bones) for each in by_key)])
    by_entry = alike.with_columns(part=pl.col("entry") % PARTS).partition_by("part", include_key=False)
    return pl.concat([_NO_PAIRS.drop("alike"), *(_likest(each, entries) for each in by_entry)])


def _keyed_names(words: list[NameWords]) -> pl.DataFrame:
    """at, keys: a row for each key of each name; made slice by slice, since keys as Python strings take most room."""
    slices = [
        pl.DataFrame({"keys": [_keys(word) for word in words[first : first + A_SLICE]]}, schema=_KEYS)
        .with_row_index("at", first)
        .explode("keys")
        .drop_nulls("keys")
        for first in range(0, len(words), A_SLICE)
    ]
    return pl.concat([pl.DataFrame(schema={"at": pl.UInt32, "keys": pl.String}), *slices])


def _likest(alike: pl.DataFrame, entries: list[Entry]) -> pl.DataFrame:
    """Of pairs of names, those of entries that may be one, for each pair of entries the likest few."""
    pairs = alike.unique()
    by_entry = pairs.select("entry", "entry_2").unique()
    possible = [contradiction(entries[one], entries[two]) is None for one, two in by_entry.iter_rows()]
    pairs = pairs.join(by_entry.filter(pl.Series(possible, dtype=pl.Boolean)), on=["entry", "entry_2"], how="semi")
    likest = pairs.sort("entry", "entry_2", "alike", "at", "at_2", descending=[False, False, True, False, False])
    return likest.group_by("entry", "entry_2", maintain_order=True).head(MOST_COMPARED).drop("alike")


def _alike_under(keyed: pl.DataFrame, sounds: list[str], bones: list[str]) -> pl.DataFrame:
    """Pairs of names that meet under a key, with how alike their words are as sets, of 100."""
    pairs = (
        keyed.join(keyed, on="key", suffix="_2")
        .filter((pl.col("entry") < pl.col("entry_2")) & (pl.col("list_id") != pl.col("list_id_2")))
        .select("entry", "entry_2", "at", "at_2")
        .unique()
    )
    alike = np.maximum(_alike(pairs, sounds, NAMES_NEAR), _alike(pairs, bones, CONSONANTS_EQUAL))
    return pairs.with_columns(alike=pl.Series(alike, dtype=pl.UInt8)).filter(pl.col("alike") > 0)


def _alike(pairs: pl.DataFrame, texts: list[str], least: int) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """How alike the words of two names are as sets, of 100; 0 where less than `least`."""
    return cpdist(
        [texts[at] for at in pairs["at"]], [texts[at] for at in pairs["at_2"]],
        scorer=token_set_ratio, score_cutoff=least, dtype=np.uint8,
    )  # fmt: skip


PARTS = 16
"""Keys, and then pairs, are worked through in so many parts, to save memory."""
A_SLICE = 10_000
_KEYS = {"keys": pl.List(pl.String)}
_NO_PAIRS = pl.DataFrame(
    schema={"entry": pl.UInt32, "entry_2": pl.UInt32, "at": pl.UInt32, "at_2": pl.UInt32, "alike": pl.UInt8}
)
MOST_COMPARED = 4
"""Pairs of names compared in full for each pair of entries, the likest."""


def _crowded(named: pl.DataFrame, sounds: list[str]) -> set[int]:
    """Names that several entries of one list have, in whatever spelling."""
    sharing = named.with_columns(sounds=pl.Series(sounds)[named["at"]])
    several = pl.col("entry").n_unique().over("list_id", "is_individual", "sounds") > 1
    return set(sharing.filter(several)["at"])


def _numbers(name: NameWords) -> frozenset[str]:
    return frozenset(word.text for word in name.words if word.role == "number" or any(map(str.isdigit, word.text)))


SAME_DAY = 0.15
BIRTHS_AGREE = 0.05
SAME_COUNTRY = 0.05
SAME_AIM = 0.03
OTHER_COUNTRY = -0.08
CROWDED = -0.08
SHORT_NAME = -0.04
MORE_WORDS = -0.06
NO_BIRTH = -0.02
LITTLE_TOLD_OF_PERSONS = 1.7
LITTLE_TOLD_OF_OTHERS = 0.8


def _weighed(
    pair: tuple[int, int],
    parties: tuple[Entry, Entry],
    score: float,
    told: str,
    names: tuple[NameWords, NameWords],
    *,
    is_crowded: bool,
) -> Pair:
    """The score of the names, raised and lowered by what else the lists say of the two."""
    reasons, births = [told], _births(*parties)
    more = _more_words(*names, births)
    for words, worth in (*births, *_countries(*parties), *_plainness(names[0], is_crowded=is_crowded), *more):
        reasons.append(f"{words} {worth:+.2f}")
        score += worth
    return Pair(*pair, "name", round(max(0.0, min(1.0, score)), 3), "; ".join(reasons))


def _births(one: Entry, other: Entry) -> list[tuple[str, float]]:
    if not one.is_individual:
        return []
    if not one.births or not other.births:
        return [("no birth to compare", NO_BIRTH)]
    days = {birth[0] for birth in one.births if is_day(birth)} & {birth[0] for birth in other.births if is_day(birth)}
    return [(f"born {min(days)}", SAME_DAY)] if days else [("births do not differ", BIRTHS_AGREE)]


def _countries(one: Entry, other: Entry) -> list[tuple[str, float]]:
    shared = one.countries & other.countries
    if shared:
        return [(f"country {min(shared)}", SAME_COUNTRY)]
    if one.nationalities and other.nationalities:
        return [(f"of {min(one.nationalities)} and {min(other.nationalities)}", OTHER_COUNTRY)]
    aims = (one.aims | one.countries) & (other.aims | other.countries)
    return [(f"programme on {min(aims)}", SAME_AIM)] if aims else []


def _plainness(name: NameWords, *, is_crowded: bool) -> list[tuple[str, float]]:
    """A name of few words, or one that several entries of a list have, says less."""
    found = [("several on one list have the name", CROWDED)] if is_crowded else []
    told = sum(word.weight for word in name.words if not word.is_common)
    if told < (LITTLE_TOLD_OF_OTHERS if name.is_organisation else LITTLE_TOLD_OF_PERSONS):
        found.append(("short name", SHORT_NAME))
    return found


SAME_WORD = 0.75
_PATRONYMIC = re.compile(r"(?:[vw]i?[iyje]?t?c[hz]?|[vw]n[ae]|[iy]ch|ovi[ct]h?|oglu|ogly|kyzy)$")


def _more_words(one: NameWords, other: NameWords, births: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Words that only one of two names has, patronymics aside: a child or branch has one more than its parent."""
    longer, shorter = sorted((one, other), key=lambda each: -len(each.words))
    more = [
        word.text
        for word in longer.words
        if len(word.text) > 2 and not any(likeness(word.text, each.text) >= SAME_WORD for each in shorter.words)
    ]
    telling = more if one.is_organisation else [text for text in more if not _PATRONYMIC.search(text)]
    born_same_day = any(worth == SAME_DAY for _, worth in births)
    lossy = one.loss or other.loss
    return [] if not telling or born_same_day or lossy else [(f"only one has {telling[0]}", MORE_WORDS)]


def entries_of(
    designations: pl.DataFrame, births: pl.DataFrame, countries: pl.DataFrame, identifiers: pl.DataFrame
) -> list[Entry]:
    """The entries behind designations, in order of their keys; the frames have a column `entry` with its place.

    Args:
        designations: entry, key, list_id, party_type.
        births: entry, earliest, latest, approximate.
        countries: entry, link, country.
        identifiers: entry, kind, value_normalised.
    """
    entries = [Entry(*row) for row in designations.sort("entry").select("key", "list_id", "party_type").iter_rows()]
    for place, earliest, latest, approximate in (
        births.drop_nulls(["earliest", "latest"])
        .select("entry", "earliest", "latest", "approximate")
        .unique()
        .sort("entry", "earliest", "latest")
        .iter_rows()
    ):
        entries[place].births.append((earliest, latest, approximate))
    links = countries.drop_nulls("country").group_by("entry", "link").agg(pl.col("country").unique())
    for place, link, codes in links.iter_rows():
        _add_countries(entries[place], link, frozenset(codes))
    numbers = (
        identifiers.filter(pl.col("kind").is_in([*ONE_EACH, *OF_ONE_PARTY]))
        .group_by("entry", "kind")
        .agg(pl.col("value_normalised"))
    )
    for place, kind, values in numbers.iter_rows():
        entries[place].numbers[kind] = frozenset(values)
    return entries


def _add_countries(entry: Entry, link: str, codes: frozenset[str]) -> None:
    if link == "programme":
        entry.aims |= codes
    elif link not in ("identifier", "other"):
        entry.countries |= codes
    if link in ("nationality", "citizenship", "registration"):
        entry.nationalities |= codes
