"""What says that two entries on lists mean one party: official numbers, and names with births and countries.

Here: pairs of entries, how strongly something joins them, and why. Not here: making subjects of pairs (see subjects),
or the marks by which an entry is compared (see entries).

What each mark is worth is declared in CLUES. Two entries of one list are two parties, unless the list's own statements
say that they are one: a number of one party, an official number and the name, or one name under two programmes.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import polars as pl

from pipelines.designations.identifiers import is_valid
from pipelines.matching.births import births_agree, is_day
from pipelines.matching.entries import (
    NUMBERS_OF_ENTRIES,
    OF_A_COUNTRY,
    OF_AN_AUTHORITY,
    OF_ONE_PARTY,
    SLIP,
    UNIQUE,
    Entry,
    contradiction,
    has_name_in_common,
    one_on_its_list,
)
from pipelines.matching.listed_names import ListedNames, near_readings
from pipelines.matching.name_score import Match, likeness, match_of
from pipelines.matching.name_words import NameWords

MOST_ON_ONE_LIST = 3
"""A number that more entries of one list share (a telephone of a ministry) tells none of them apart."""
FEWEST_CHARACTERS = 5
NUMBERS_OF_LISTS = (*UNIQUE, *OF_AN_AUTHORITY, *OF_ONE_PARTY)
"""Numbers that lists themselves give to say whom they mean: these join before passports and tax numbers do."""
NUMBER_OF_A_COUNTRY = 0.995
NUMBER_WITH_OTHER_NAME = 0.99
"""Score of two companies or ships with one number and no name in common: renamed, unless something contradicts."""
NUMBER_WITHOUT_NAME = 0.85
"""Score of two persons with one number and no name in common: too little to join them, enough to show to a person."""
_RUSSIAN_TAX_OFFICE = r"^\d{4}[0-9A-Z]{2}001$"
"""A Russian KPP: the tax office of a company and why it is registered there. Thousands of companies share one."""
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


def identifier_pairs(entries: list[Entry], identifiers: pl.DataFrame) -> list[Pair]:
    """Pairs of entries that share an official number; those of one list, where it is not the list's own.

    Args:
        identifiers: entry (its place), list_id, authority, kind, value_normalised, issuer_country.
    """
    keyed = _keyed(identifiers, entries)
    shared = keyed.join(keyed, on="key", suffix="_2").filter(
        (pl.col("entry") < pl.col("entry_2"))
        & ((pl.col("list_id") != pl.col("list_id_2")) | pl.col("kind").is_in(NUMBERS_OF_ENTRIES))
        & (~pl.col("is_of_country") | _same_or_unknown("issuer_country", "issuer_country_2"))
    )
    shared_numbers: dict[tuple[int, int], list[str]] = {}
    for first, second, kind, value in (
        shared.select("entry", "entry_2", "kind", "value_normalised")
        .unique()
        .sort("entry", "entry_2", "kind", "value_normalised")
        .iter_rows()
    ):
        shared_numbers.setdefault((first, second), []).append(f"{kind} {value}")
    return [
        _by_number(first, second, numbers, entries)
        for (first, second), numbers in shared_numbers.items()
        if first < len(entries) and second < len(entries)
    ]


def _by_number(first: int, second: int, numbers: list[str], entries: list[Entry]) -> Pair:
    """The pair that numbers join. Lists print the number of one person beside another, or of a firm beside its ship."""
    words = f"the same {', '.join(numbers)}"
    one, other = entries[first], entries[second]
    if one.party_type != other.party_type:
        is_named = has_name_in_common(one, other, SLIP)
    else:
        is_named = has_name_in_common(one, other)
        if not one.is_individual and not is_named:
            return Pair(first, second, "identifier", NUMBER_WITH_OTHER_NAME, words)
    if not is_named:
        return Pair(first, second, "identifier", NUMBER_WITHOUT_NAME, f"{words}, but no name in common")
    own = any(number.partition(" ")[0] in NUMBERS_OF_LISTS for number in numbers)
    return Pair(first, second, "identifier", 1.0 if own else NUMBER_OF_A_COUNTRY, words)


def _keyed(identifiers: pl.DataFrame, entries: list[Entry]) -> pl.DataFrame:
    """Identifiers that tell parties apart, with a key that is the same for the same number."""
    value, kind = pl.col("value_normalised"), pl.col("kind")
    columns = ("entry", "list_id", "authority", "kind", "value_normalised", "issuer_country")
    telling = pl.concat(
        [identifiers.select(columns), _own_ids(entries).select(columns)], how="vertical_relaxed"
    ).filter(
        (kind.is_in([*UNIQUE, *OF_AN_AUTHORITY]))
        | (
            kind.is_in(OF_A_COUNTRY)
            & (value.str.len_chars() >= FEWEST_CHARACTERS)
            & (value.str.count_matches(r"\d") >= 3)
            & ~value.str.contains(_RUSSIAN_TAX_OFFICE)
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
    valid = [is_valid(*number) is not False for number in keyed.select("kind", "value_normalised").iter_rows()]
    return keyed.filter(pl.Series(valid, dtype=pl.Boolean)).join(crowded, on="key", how="anti")


def _own_ids(entries: list[Entry]) -> pl.DataFrame:
    """The ids that OFAC gives its own entries, as identifiers: other lists state them to refer to these entries."""
    rows = [
        (place, entry.list_id, "US", "ofac_uid", entry.key.partition(":")[2], None)
        for place, entry in enumerate(entries)
        if entry.list_id in _OFAC_LISTS
    ]
    texts = ("list_id", "authority", "kind", "value_normalised", "issuer_country")
    return pl.DataFrame(rows, schema={"entry": pl.UInt32, **dict.fromkeys(texts, pl.String)}, orient="row")


def _same_or_unknown(one: str, other: str) -> pl.Expr:
    """Whether two columns are equal, or at least one of them is NULL."""
    return pl.col(one).is_null() | pl.col(other).is_null() | (pl.col(one) == pl.col(other))


def name_pairs(entries: list[Entry], names: ListedNames) -> list[Pair]:
    """Pairs of entries of different lists, and how likely names, births and countries make them one party."""
    crowded = _crowded(names, entries)
    compared = _to_compare(entries, names, crowded)
    scores = _scored(compared.select("reading", "reading_2").unique(), names.readings)
    is_crowded = pl.col("reading").is_in(crowded) | pl.col("reading_2").is_in(crowded)
    best = (
        compared.join(scores, on=["reading", "reading_2"])
        .with_columns(weighed=pl.col("score") + pl.when(is_crowded).then(CROWDED_NAME).otherwise(0))
        .sort("entry", "entry_2", "weighed", "reading", "reading_2", descending=[False, False, True, False, False])
        .unique(["entry", "entry_2"], keep="first", maintain_order=True)
    )
    spelling = names.rows.select("entry", "reading", "name")
    best = best.join(spelling, on=["entry", "reading"], maintain_order="left").join(
        spelling, left_on=["entry_2", "reading_2"], right_on=["entry", "reading"], suffix="_2", maintain_order="left"
    )
    columns = ("entry", "entry_2", "reading", "reading_2", "score", "explanation", "name", "name_2")
    return [
        _weighed(
            (first, second),
            score,
            f"“{name}” and “{other_name}” {score:.2f} ({how})",
            _compared(
                entries[first],
                entries[second],
                (names.readings[reading], names.readings[other]),
                is_crowded=reading in crowded or other in crowded,
            ),
        )
        for first, second, reading, other, score, how, name, other_name in best.select(columns).iter_rows()
    ]


LEAST_SCORE = 0.6
"""Names less alike than this make a pair no near miss, whatever else the lists say."""
MOST_COMPARED = 4
"""Pairs of names compared in full for each pair of entries, the likest."""


def _to_compare(entries: list[Entry], names: ListedNames, crowded: set[int]) -> pl.DataFrame:
    """entry, entry_2, reading, reading_2: for each pair of entries that may be one, the likest of their names.

    A name that both have is as like as can be: then no others are compared, unless several parties have that name.
    """
    of_entry = names.rows.select("entry", "list_id", "reading")
    near = near_readings(names)
    turned = near.select(reading="reading_2", reading_2="reading", alike="alike")
    same = of_entry.select("reading", reading_2="reading", alike=pl.lit(SAME_READING, pl.UInt8)).unique()
    pairs = (
        pl.concat([same, near, turned])
        .join(of_entry, on="reading")
        .join(of_entry, left_on="reading_2", right_on="reading", suffix="_2")
        .filter((pl.col("entry") < pl.col("entry_2")) & (pl.col("list_id") != pl.col("list_id_2")))
        .drop("list_id", "list_id_2")
    )
    is_telling = (pl.col("alike") == SAME_READING) & ~pl.col("reading").is_in(crowded)
    shared = pairs.filter(is_telling).select("entry", "entry_2").unique()
    by_entry = pairs.select("entry", "entry_2").unique()
    possible = [contradiction(entries[one], entries[two]) is None for one, two in by_entry.iter_rows()]
    kept = by_entry.filter(pl.Series(possible, dtype=pl.Boolean))
    equal = pairs.filter(pl.col("alike") == SAME_READING)
    others = pairs.filter(pl.col("alike") < SAME_READING).join(shared, on=["entry", "entry_2"], how="anti")
    order = ["entry", "entry_2", "alike", "reading", "reading_2"]
    return (
        pl.concat([equal, others])
        .join(kept, on=["entry", "entry_2"], how="semi")
        .sort(order, descending=[False, False, True, False, False])
        .group_by("entry", "entry_2", maintain_order=True)
        .head(MOST_COMPARED)
        .drop("alike")
    )


SAME_READING = 101
"""Likeness, of 100, of a name with itself."""


def _scored(pairs: pl.DataFrame, readings: list[NameWords]) -> pl.DataFrame:
    """Columns reading, reading_2, score, explanation: the pairs of names that are alike enough.

    Names that contain different numbers are left out.
    """
    numbers = [_numbers(reading) for reading in readings]
    rows = []
    turned: dict[tuple[int, int], Match] = {}
    for one, other in pairs.iter_rows():
        if numbers[one] != numbers[other]:
            continue
        match = turned.pop((other, one), None) or match_of(readings[one], readings[other], LEAST_SCORE)
        turned[one, other] = match
        if match.score >= LEAST_SCORE:
            rows.append((one, other, match.score, match.explanation))
    schema = {"reading": pl.UInt32, "reading_2": pl.UInt32, "score": pl.Float64, "explanation": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _crowded(names: ListedNames, entries: list[Entry]) -> set[int]:
    """Readings of names that several different parties of one list have, however they are spelled."""
    sounds = [" ".join(sorted(word.sound for word in reading.words)) for reading in names.readings]
    sharing = names.rows.with_columns(sounds=pl.Series(sounds, dtype=pl.String)[names.rows["reading"]])
    several = sharing.group_by("list_id", "is_individual", "sounds").agg(pl.col("entry").unique().sort(), "reading")
    several = several.filter(pl.col("entry").list.len() > 1)
    crowded: set[int] = set()
    for places, readings in several.select("entry", "reading").iter_rows():
        if not all(one_on_its_list(entries[places[0]], entries[place]) for place in places[1:]):
            crowded.update(readings)
    return crowded


def _numbers(name: NameWords) -> frozenset[str]:
    """The words of a name that are numbers or contain a digit."""
    return frozenset([word.text for word in name.words if word.role == "number" or not word.text.isalpha()])


@dataclass(frozen=True, slots=True)
class Compared:
    """Two entries, their likest names, the exact days of birth that both have, and whether their births agree."""

    one: Entry
    other: Entry
    names: tuple[NameWords, NameWords]
    is_crowded: bool
    days: frozenset[date]
    have_like_births: bool


def _compared(one: Entry, other: Entry, names: tuple[NameWords, NameWords], *, is_crowded: bool) -> Compared:
    """Two entries with their likest names, and what their births have in common."""
    days = _days_in_common(one, other)
    agree = bool(days) or (bool(one.births and other.births) and births_agree(one.births, other.births))
    return Compared(one, other, names, is_crowded, days, have_like_births=agree)


def _days_in_common(one: Entry, other: Entry) -> frozenset[date]:
    """The exact days of birth that both entries have."""
    if not one.births or not other.births:
        return frozenset()
    first, second = ({birth[0] for birth in entry.births if is_day(birth)} for entry in (one, other))
    return frozenset(first & second)


@dataclass(frozen=True, slots=True)
class Clue:
    """Something that lists say of two parties with like names: what it adds to the score of the names, and its words.

    `of` returns the words, empty where the clue is not there.
    """

    worth: float
    of: Callable[[Compared], str]


def _same_day(c: Compared) -> str:
    """The clue "born 1960-05-01": two persons share an exact day of birth; "" if they do not."""
    return f"born {min(c.days)}" if c.one.is_individual and c.days else ""


def _births_agree(c: Compared) -> str:
    """The clue that the births of two persons do not differ, though they share no exact day; "" otherwise."""
    return "births do not differ" if c.one.is_individual and c.have_like_births and not c.days else ""


def _year_of_birth_off(c: Compared) -> str:
    """The clue that the births of two persons do not agree: their years differ by one; "" otherwise."""
    has_both = c.one.is_individual and c.one.births and c.other.births
    return "years of birth differ by one" if has_both and not c.have_like_births else ""


def _no_birth(c: Compared) -> str:
    """The clue that one of two persons has no birth to compare; "" otherwise."""
    return "no birth to compare" if c.one.is_individual and not (c.one.births and c.other.births) else ""


def _same_country(c: Compared) -> str:
    """The clue "country IR": the two share a country; "" if they do not."""
    shared = c.one.countries & c.other.countries
    return f"country {min(shared)}" if shared else ""


def _other_country(c: Compared) -> str:
    """The clue "of IR and RU": the two share no country; "" if they may be from one country."""
    one, other = ((entry.nationalities if c.one.is_individual else entry.countries) for entry in (c.one, c.other))
    if c.one.countries & c.other.countries or not (one and other) or {*one, *other} <= _GREATER_CHINA:
        return ""
    return f"of {min(one)} and {min(other)}"


_GREATER_CHINA = frozenset({"CN", "HK", "MO"})
"""Lists give a company of Hong Kong either code."""


def _same_aim(c: Compared) -> str:
    """The clue "programme on IR": a country that programmes are aimed at links the two; "" otherwise.

    Only where the countries of the parties themselves say nothing.
    """
    if _same_country(c) or _other_country(c):
        return ""
    aims = (c.one.aims | c.one.countries) & (c.other.aims | c.other.countries)
    return f"programme on {min(aims)}" if aims else ""


def _other_type(c: Compared) -> str:
    """The clue "vessel and entity" for a one-word name: a ship and a company often share it; "" otherwise."""
    is_short = len(c.names[0].words) < 2 or len(c.names[1].words) < 2
    return f"{c.one.party_type} and {c.other.party_type}" if c.one.party_type != c.other.party_type and is_short else ""


def _crowded_name(c: Compared) -> str:
    """The clue that several parties of one list have the name; "" otherwise."""
    return "several on one list have the name" if c.is_crowded else ""


def _crowded_alias(c: Compared) -> str:
    """The clue that primary names differ, where several parties of one list have the name in common; "" otherwise.

    Branches of a foundation have its names as aliases; only the primary name says which branch is meant.
    """
    is_primary = bool(c.one.primary_name) and c.one.primary_name == c.other.primary_name
    return "primary names differ" if c.is_crowded and not is_primary else ""


LITTLE_TOLD_OF_PERSONS = 1.7
LITTLE_TOLD_OF_OTHERS = 0.8
"""Weight of words up to which a name says little of who is meant."""


def _short_name(c: Compared) -> str:
    """The clue that a name has too few or too common words to identify a party; "" otherwise."""
    weight = min(sum(word.weight for word in name.words if not word.is_common) for name in c.names)
    least = LITTLE_TOLD_OF_OTHERS if c.names[0].is_organisation else LITTLE_TOLD_OF_PERSONS
    return "short name" if weight < least else ""


SAME_WORD = 0.75
_PATRONYMIC = re.compile(r"(?:[vw]i?[iyje]?t?c[hz]?|[vw]n[ae]|[iy]ch|ovi[ct]h?|oglu|ogly|kyzy)$")


def _more_words(c: Compared) -> str:
    """The clue "only one has Hassan": a word that only the longer name has, patronymics aside; "" otherwise.

    A child or a branch often has one word more than its parent.
    """
    longer, shorter = sorted(c.names, key=lambda name: -len(name.words))
    if longer is shorter or longer.loss or shorter.loss or _same_day(c):
        return ""
    texts = [word.text for word in shorter.words]
    more = [
        word.text
        for word in longer.words
        if len(word.text) > 2
        and word.text not in texts
        and not any(likeness(word.text, text) >= SAME_WORD for text in texts)
    ]
    telling = more if longer.is_organisation else [text for text in more if not _PATRONYMIC.search(text)]
    return f"only one has {telling[0]}" if telling else ""


CROWDED_NAME = -0.12
"""What both clues of a name that several have take away."""
CLUES = (
    Clue(+0.15, _same_day),
    Clue(+0.05, _births_agree),
    Clue(-0.08, _year_of_birth_off),
    Clue(-0.02, _no_birth),
    Clue(+0.05, _same_country),
    Clue(-0.08, _other_country),
    Clue(+0.03, _same_aim),
    Clue(-0.12, _other_type),
    Clue(-0.08, _crowded_name),
    Clue(-0.04, _crowded_alias),
    Clue(-0.04, _short_name),
    Clue(-0.06, _more_words),
)
ONE_ON_ITS_LIST = 0.97
"""The score of two entries of one list that the list's own statements make one party."""


def _weighed(pair: tuple[int, int], score: float, names_alike: str, compared: Compared) -> Pair:
    """The pair with the score of its names plus what each clue adds or takes away, and the reasons in words."""
    reasons = [names_alike]
    for clue in CLUES:
        if words := clue.of(compared):
            reasons.append(f"{words} {clue.worth:+.2f}")
            score += clue.worth
    return Pair(*pair, "name", round(max(0.0, min(1.0, score)), 3), "; ".join(reasons))


def same_list_pairs(entries: list[Entry]) -> list[Pair]:
    """Pairs of entries of one list with a name or a day of birth in common, which the list itself makes one party."""
    meeting: dict[tuple[str, bool, str], list[int]] = {}
    for place, entry in enumerate(entries):
        days = {str(birth[0]) for birth in entry.births if is_day(birth)} if entry.is_individual else set[str]()
        for key in sorted(entry.names | days):
            meeting.setdefault((entry.source, entry.is_individual, key), []).append(place)
    pairs = sorted({pair for places in meeting.values() for pair in combinations(places, 2)})
    return [
        Pair(first, second, "name", ONE_ON_ITS_LIST, why)
        for first, second in pairs
        if (why := one_on_its_list(entries[first], entries[second]))
        and contradiction(entries[first], entries[second]) is None
    ]
