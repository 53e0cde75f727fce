"""Subjects: which designations, across lists, mean one real-world party.

Here: making groups of pairs so that no bad pair can chain them. Not here: what joins a pair (see evidence), or what
people decided (see judgements).

Strongest evidence first, two groups become one only if no entry of the one contradicts an entry of the other: two
entries of one list, births that cannot be one, different numbers of a kind of which a party has one. A judgement
overrides all of these. The result depends on the tables alone, so a rebuild gives the same subjects with the same ids.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

from pipelines.matching.births import births_agree
from pipelines.matching.entries import (
    SOURCE,
    Entry,
    contradiction,
    entries_of,
    have_day_in_common,
    have_full_name_in_common,
    share_facts,
)
from pipelines.matching.evidence import Pair, identifier_pairs, name_pairs, same_list_pairs
from pipelines.matching.judgements import Judgement
from pipelines.matching.listed_names import listed_names

JOIN_FROM = 0.95
"""Names with births and countries join two entries from this score on."""
SURE = 0.99
NEAR_MISS_FROM = 0.85
"""From here on a pair that is not joined is kept as a near miss, for people to judge."""

Tables = dict[str, pl.DataFrame]


def subjects(
    designations: pl.DataFrame,
    names: pl.DataFrame,
    births: pl.DataFrame,
    countries: pl.DataFrame,
    identifiers: pl.DataFrame,
    judgements: Iterable[Judgement] = (),
) -> Tables:
    """Tables `subject`, `subject_designation` and `subject_evidence`, made from those of all lists.

    Args:
        designations: table `designation`; so on for `designation_name`, `_birth`, `_country` and `_identifier`.
        judgements: what people decided; those on entries that are in no list change nothing.
    """
    known = _Known(designations)
    listed = listed_names(known.of(names))
    entries = entries_of(known.entries, listed, known.of(births), known.of(countries), known.of(identifiers))
    judged = _judged(judgements, entries)
    by_number = identifier_pairs(entries, known.of(identifiers))
    share_facts(entries, _tied_by_authority(by_number, entries))
    pairs = [
        *by_number,
        *same_list_pairs(entries),
        *(name_pair for name_pair in name_pairs(entries, listed) if name_pair.score >= NEAR_MISS_FROM),
    ]
    groups = _Groups(entries, judged)
    outcomes = [(pair, *groups.weigh(pair)) for pair in _strongest_first([*judged.same, *pairs], entries)]
    return {
        **known.tables(groups.subject_keys()),
        "subject_evidence": known.evidence([*outcomes, *((pair, "refused", "") for pair in judged.different)]),
    }


def _tied_by_authority(pairs: Iterable[Pair], entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """The positions of entries of two lists that share a number of the lists themselves and a name."""
    return [
        (pair.first, pair.second)
        for pair in pairs
        if pair.score == 1
        and entries[pair.first].source != entries[pair.second].source
        and contradiction(entries[pair.first], entries[pair.second]) is None
    ]


def _strongest_first(pairs: Iterable[Pair], entries: Sequence[Entry]) -> list[Pair]:
    """The pairs, the strongest first.

    Of equally strong pairs, those with one day of birth come first, then those with one primary name, then those
    with most names in common. An alias is often the name of a subsidiary that another entry has as its primary name.
    """
    rank = {"judgement": 0, "identifier": 1, "name": 2}

    def strength(pair: Pair) -> tuple[float, ...]:
        """The sort key of a pair: the strongest pair has the lowest."""
        one, other = entries[pair.first], entries[pair.second]
        is_primary = bool(one.primary_name) and one.primary_name == other.primary_name
        shared = len(one.names & other.names)
        return (
            rank[pair.kind],
            -pair.score,
            -have_day_in_common(one, other),
            -is_primary,
            -shared,
            pair.first,
            pair.second,
        )

    return sorted(pairs, key=strength)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Judgements as pairs of places: the same, and different."""

    same: tuple[Pair, ...]
    different: tuple[Pair, ...]

    @property
    def apart(self) -> frozenset[tuple[int, int]]:
        """The positions of entries that people judged to be different parties."""
        return frozenset((pair.first, pair.second) for pair in self.different)


def _judged(judgements: Iterable[Judgement], entries: Sequence[Entry]) -> _Judged:
    """The judgements as pairs of entries; those on entries that no list has are left out."""
    places = {entry.key: place for place, entry in enumerate(entries)}
    same: list[Pair] = []
    different: list[Pair] = []
    for judgement in judgements:
        if judgement.entry in places and judgement.other in places:
            first, second = sorted((places[judgement.entry], places[judgement.other]))
            explanation = f"{judgement.judged_by}: {judgement.reason}"
            (same if judgement.is_same else different).append(
                Pair(first, second, "judgement", float(judgement.is_same), explanation)
            )
    return _Judged(tuple(same), tuple(different))


class _Groups:
    """Entries in groups that become one, pair by pair, where nothing contradicts."""

    def __init__(self, entries: Sequence[Entry], judged: _Judged) -> None:
        """Begin with each entry as a group of its own."""
        self._entries = entries
        self._apart = judged.apart
        self._group = list(range(len(entries)))
        self._members = [[place] for place in range(len(entries))]

    def weigh(self, pair: Pair) -> tuple[str, str]:
        """Join the groups of a pair unless something forbids it.

        Returns:
            "confirmed" (one group already), "joined", "near_miss" or "refused"; and why it was refused, else "".
        """
        one, other = self._group[pair.first], self._group[pair.second]
        if one == other:
            return "confirmed", ""
        against = self._against(pair)
        if against:
            return "refused", against
        if pair.kind != "judgement" and pair.score < JOIN_FROM:
            return "near_miss", ""
        self._join(one, other)
        return "joined", ""

    def _against(self, pair: Pair) -> str:
        """Why the groups of a pair may not be joined; "" if they may. Against a judgement only a judgement counts."""
        births = not self._is_sure_of_births(pair)
        is_own_number = pair.kind == "identifier" and pair.score == 1
        for one in self._members[self._group[pair.first]]:
            for other in self._members[self._group[pair.second]]:
                if (min(one, other), max(one, other)) in self._apart:
                    return f"judged to be two: {self._entries[one].key} and {self._entries[other].key}"
                if pair.kind == "judgement":
                    continue
                if why := self._entries_contradict(one, other, births=births, names=is_own_number):
                    return why
        return ""

    def _is_sure_of_births(self, pair: Pair) -> bool:
        """Whether the pair is certain and its births agree; then births of other entries in the groups are ignored.

        Lists give several births of one person; of two lists that copy one of them, a third one has both.
        """
        births = self._entries[pair.first].births, self._entries[pair.second].births
        return pair.score >= SURE and all(births) and births_agree(*births)

    def _entries_contradict(self, one: int, other: int, *, births: bool, names: bool) -> str | None:
        """Why two entries cannot be one party; None if they can.

        Args:
            births: whether to compare births.
            names: whether two entries of one list with the same full name may be duplicates of one party.
        """
        first, second = self._entries[one], self._entries[other]
        if names and first.source == second.source and have_full_name_in_common(first, second):
            return None
        why = contradiction(first, second, births=births)
        return f"{first.key} and {second.key}: {why}" if why else None

    def _join(self, one: int, other: int) -> None:
        """Move all members of the group `other` to the group `one`."""
        for place in self._members[other]:
            self._group[place] = one
        self._members[one] += self._members[other]
        self._members[other] = []

    def subject_keys(self) -> list[str]:
        """For each entry the first key, in alphabetical order, of its group."""
        first = [min((self._entries[place].key for place in members), default="") for members in self._members]
        return [first[group] for group in self._group]


def subject_id(first_key: str) -> str:
    """The id of the subject whose first entry has this key."""
    return f"s-{blake2b(first_key.encode(), digest_size=6).hexdigest()}"


class _Known:
    """The designations, and the list entries whose listing periods they are."""

    def __init__(self, designations: pl.DataFrame) -> None:
        """Number the list entries: all listing periods of one native id on a list are one entry."""
        if "programmes" not in designations.columns:
            designations = designations.with_columns(programmes=pl.lit([], pl.List(pl.String)))
        with_key = designations.with_columns(key=pl.concat_str("list_id", pl.lit(":"), "native_id"))
        last = (
            with_key.sort("designation_id")
            .group_by("key")
            .agg(
                pl.col("list_id").first(),
                pl.col("party_type").last(),
                pl.col("programmes").last(),
                first_designation=pl.col("designation_id").first(),
            )
        )
        self.entries = last.sort("key").with_row_index("entry")
        self._designations = with_key.join(self.entries.select("key", "entry"), on="key")

    def of(self, statements: pl.DataFrame) -> pl.DataFrame:
        """Statements on designations, with the place of their entry and what is known of it."""
        known = self._designations.select(
            "designation_id",
            "entry",
            SOURCE.alias("list_id"),
            "authority",
            "native_id",
            is_individual=pl.col("party_type") == "individual",
        )
        return statements.join(known, on="designation_id")

    def tables(self, keys: list[str]) -> Tables:
        """Tables `subject` and `subject_designation`, given the first key of each entry's group."""
        ids = {key: subject_id(key) for key in set(keys)}
        of_entry = self.entries.select("entry").with_columns(
            subject_id=pl.Series([ids[key] for key in keys], dtype=pl.String)
        )
        of_designation = self._designations.join(of_entry, on="entry")
        subject = of_designation.group_by("subject_id").agg(
            party_type=pl.col("party_type").mode().sort().first(),
            designations=pl.len().cast(pl.Int64),
            lists=pl.col("list_id").n_unique().cast(pl.Int64),
            authorities=pl.col("authority").unique().sort(),
        )
        return {
            "subject": subject.join(_primary_names(of_designation), on="subject_id").sort("subject_id"),
            "subject_designation": of_designation.select("designation_id", "subject_id").sort("designation_id"),
        }

    def evidence(self, outcomes: Sequence[tuple[Pair, str, str]]) -> pl.DataFrame:
        """Table `subject_evidence`."""
        ids = self.entries["first_designation"].to_list()
        rows = [
            (
                ids[pair.first],
                ids[pair.second],
                pair.kind,
                pair.score,
                outcome,
                f"{pair.explanation}; but {against}" if against else pair.explanation,
            )
            for pair, outcome, against in outcomes
        ]
        columns = ("designation_id", "other_designation_id", "kind", "score", "outcome", "explanation")
        schema = {name: pl.Float64 if name == "score" else pl.String for name in columns}
        evidence = pl.DataFrame(rows, schema=schema, orient="row")
        keys = ["designation_id", "other_designation_id", "kind"]
        return evidence.unique(keys, keep="first", maintain_order=True).sort(keys)


def _primary_names(designations: pl.DataFrame) -> pl.DataFrame:
    """For each subject the primary name that most of its lists give, Latin ones first, then the longest."""
    return (
        designations.group_by("subject_id", "primary_name")
        .agg(lists=pl.col("list_id").n_unique())
        .with_columns(is_latin=pl.col("primary_name").str.contains(r"^[\x00-\x{24f}‘’“”–]*$"))
        .sort(
            "subject_id", "is_latin", "lists", pl.col("primary_name").str.len_chars(), "primary_name",
            descending=[False, True, True, True, False],
        )
        .group_by("subject_id", maintain_order=True)
        .agg(pl.col("primary_name").first())
    )  # fmt: skip
