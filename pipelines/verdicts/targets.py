"""Names in claims to designations: which of those that a name may mean the claim means.

Here: choosing among designations by authority, kind, country and day; bare surnames and short names; the nominatives
that a name in Cyrillic may be a case of. Not here: how alike two names are (see pipelines.matching).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Protocol

from anyascii import anyascii
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pipelines.catalogue.data_files import data_file
from pipelines.verdicts.coverage import SUPPLEMENTS
from pipelines.verdicts.described import core_words
from pipelines.verdicts.designation import Designation, Span, without_repeated_parties
from pipelines.verdicts.record import OfficialRecord
from pipelines.verdicts.record_tables import grouped

_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.IGNORECASE)
_SHORTEST = 3
"""Letters that a word keeps at least."""


def nominatives(name: str) -> tuple[str, ...]:
    """The base forms of a Cyrillic name that may be inflected, without the name itself; empty for other scripts."""
    if not _CYRILLIC.search(name):
        return ()
    words = name.split()
    forms = (" ".join(_nominative(word, endings) for word in words) for endings in _cases())
    return tuple(dict.fromkeys(form for form in forms if form != name))


def _nominative(word: str, endings: Mapping[str, str]) -> str:
    """The word with its case ending replaced by that of the base form; the word as it is if no ending fits."""
    for ending, nominative in endings.items():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending) + nominative
    return word


@cache
def _cases() -> tuple[dict[str, str], ...]:
    """For each grammatical case its endings with those of the base form, the longest first."""
    tables = data_file(__package__, "inflection.toml")
    return tuple(dict(sorted(table.items(), key=lambda pair: -len(pair[0]))) for table in tables.values())


SURE = 0.9
"""Names that score this are the same name; below it, the claim's country or day must speak for the designation."""

AS_GOOD = 0.1
"""Matches that score this much less than the best are not considered."""

UNSURE_SHOWN = 3
"""How many designations that a name may mean, but not surely, are shown."""

MOST_MATCHES = 60
"""Matches that are looked at: a party on several lists has one on each."""

SHORTEST_CORE = 4
"""Letters of the longest word of a name at least, for its words alone to distinguish it from others."""

NEAR_SPELLING = 0.8
"""How alike two words are that may be spellings of one."""

SIMILAR = 0.5
"""The score of a name that has similar words."""

MOST_OTHER_NAMES = 20
"""Other names of a party that are looked for where its own is not found."""

SHORT_NAME_SCORE = 0.75
"""What a surname or short name is worth that fits just one party which authority, country and day allow."""

_WORD = re.compile(r"[a-z0-9]+")


class NameMatch(Protocol):
    """A designation that a name may mean."""

    @property
    def designation_id(self) -> str:
        """The designation."""

    @property
    def matched_name(self) -> str:
        """The listed name that matched best."""

    @property
    def score(self) -> float:
        """Between 0 and 1."""

    @property
    def explanation(self) -> str:
        """Why they match."""


class NameLinker(Protocol):
    """The interface of name matching: given a name, which designations may it mean?"""

    def matches(self, name: str, limit: int | None = ...) -> Sequence[NameMatch]:
        """Designations whose names are near enough to be meant."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a claim says about the parties that it names.

    Attributes:
        authorities: who sanctions; empty if the claim does not say.
        types: the party types that they may have.
        country: their country; None if the claim has none.
        span: the days of the act; None if the claim gives none.
        until: the last day on which they may have been listed; None for no limit.
    """

    authorities: tuple[str, ...]
    types: frozenset[str]
    country: str | None
    span: Span | None
    until: date | None

    @property
    def last_day(self) -> date | None:
        """The last day on which a party that the claim means was listed; None for no limit."""
        days = [day for day in (self.until, self.span.last if self.span else None) if day]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Link:
    """A designation that a name may mean, and why. Only links that are sure decide a verdict."""

    designation: Designation
    matched_name: str
    score: float
    explanation: str
    is_sure: bool = True


class TargetLinker:
    """Links the targets of claims to designations of a record."""

    def __init__(self, record: OfficialRecord, names: NameLinker) -> None:
        """Keep the record and the matcher of names; matches are cached by name."""
        self._record = record
        self._names = names
        self._matches: dict[str, tuple[NameMatch, ...]] = {}

    def links(self, name: str, context: Context, record: OfficialRecord) -> tuple[Link, ...]:
        """The designations of `record` that the name may mean, best first; those of other authorities last.

        Links that are not certain have `is_sure` False. An empty result means that no name of the authority is even
        similar. `record` is the one of this linker, or the same as it was held on an earlier day.
        """
        links = [
            Link(record.designations[match.designation_id], match.matched_name, match.score, match.explanation)
            for match in self._matches_of(name)
            if match.designation_id in record.designations
        ]
        own = [link for link in links if _is_by_authority(link.designation, context)]
        others = [link for link in links if not _is_by_authority(link.designation, context)]
        main = [link for link in own if link.designation.list_id not in SUPPLEMENTS]
        meant = self._certain_links(name, main, context, record) or self._certain_links(name, own, context, record)
        meant += self._on_supplementary_lists(name, meant, own, context, record)
        unsure = [link for link in _not_among(own, meant) if self._is_possible_match(name, link)][:UNSURE_SHOWN]
        if not meant and not unsure:
            unsure = self._similar(name, context, record)[:UNSURE_SHOWN]
        if not meant and not unsure:
            unsure = self._similar_to_other_names(others, context, record)[:UNSURE_SHOWN]
        return (
            *sorted(meant, key=lambda link: _sort_key(link, context)),
            *(replace(link, is_sure=False) for link in unsure),
            *(replace(link, is_sure=link.score >= SURE) for link in _best(others)),
        )

    def _on_supplementary_lists(
        self, name: str, meant: Sequence[Link], own: Sequence[Link], context: Context, record: OfficialRecord
    ) -> list[Link]:
        """Links to entries of supplementary lists, if only these were listed on the days of the claim; else empty."""
        span = context.span
        if span is None or not meant or any(_touches(link, span) for link in meant):
            return []
        lesser = [link for link in own if link.designation.list_id in SUPPLEMENTS and _touches(link, span)]
        return self._certain_links(name, lesser, context, record) if lesser else []

    def _certain_links(self, name: str, own: Sequence[Link], context: Context, record: OfficialRecord) -> list[Link]:
        """The designations that the name certainly means, by the first of five rules that finds any.

        The rules: same name and country; similar name with the claim's country or day; short name; same name without
        the country, unless the person is a stranger; same name but for words such as "group".
        """
        own = [link for link in own if not _is_of_other_generation(name, link.designation)]
        same = [link for link in own if link.score >= SURE and not _is_first_name(name, link)]
        similar = [] if is_vague_name(name) else [link for link in own if _agrees_with_claim(link.designation, context)]
        return (
            _best([link for link in same if _is_tied(link.designation, context)])
            or _best(similar)
            or self._short_names_of_any((name, *nominatives(name)), context, record)
            or _best([link for link in same if not is_stranger(name, link.designation, context)])
            or self._same_core(name, context, record)
        )

    def _matches_of(self, name: str) -> tuple[NameMatch, ...]:
        """The matches of a name and of its base forms, remembered for the next question."""
        if name not in self._matches:
            forms = nominatives(name)
            self._matches[name] = (
                self._matches_of_any((name, *forms)) if forms else tuple(self._names.matches(name, MOST_MATCHES))
            )
        return self._matches[name]

    def _matches_of_any(self, forms: Sequence[str]) -> tuple[NameMatch, ...]:
        """The matches of several forms of a name, best first; each designation once, with its best match."""
        best: dict[str, NameMatch] = {}
        for match in (match for form in forms for match in self._names.matches(form, MOST_MATCHES)):
            known = best.get(match.designation_id)
            if known is None or known.score < match.score:
                best[match.designation_id] = match
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.designation_id)))

    def _short_names_of_any(self, forms: Sequence[str], context: Context, record: OfficialRecord) -> list[Link]:
        """The links of the first form of the name that is a short name of a party; empty if none is."""
        links_by_form = (self._short_names(form, context, record) for form in forms)
        return next((links for links in links_by_form if links), [])

    def _short_names(self, name: str, context: Context, record: OfficialRecord) -> list[Link]:
        """Links to the party that a surname or short name means, if the context leaves only one; else empty.

        A name of one word that is also a given name means no one. Several parties are returned only if all were listed
        on the days of the claim.
        """
        words = words_of(name)
        parties = (record.designations[key] for key in self._ids_with_words(words) if key in record.designations)
        among = [party for party in parties if party.list_id not in SUPPLEMENTS and _fits_context(party, context)]
        among = [party for party in among if not _is_of_other_generation(name, party)]
        if len(words) == 1 and self._is_given_name(next(iter(words))):
            return []
        fitting = [party for party in among if any(_is_short_for(words, alias, party) for alias in names_of(party))]
        dated = [party for party in fitting if context.span and context.span.touches(party.earliest, party.latest)]
        meant = dated or fitting
        different = without_repeated_parties(meant)
        if not different or (len(different) > 1 and not dated):
            return []
        score = SHORT_NAME_SCORE / len(different)
        why = (
            "the only name of this authority, country and day"
            if len(different) == 1
            else "one of several listed that day"
        )
        return [Link(party, party.primary_name, round(score, 3), f"{name}: {why} with these words") for party in meant]

    def _is_possible_match(self, name: str, link: Link) -> bool:
        """Whether an uncertain match shares the whole name, and not only one word of it."""
        if link.score >= SURE or is_vague_name(name):
            return True
        near = {word: self._near_words(word) for word in core_words(name) or words_of(name)}
        return _one_has_all_words_of_other(
            core_words(link.matched_name), near, is_person=link.designation.party_type == "individual"
        )

    def _same_core(self, name: str, context: Context, record: OfficialRecord) -> list[Link]:
        """Links to organisations whose names differ only in words such as "group" and "company".

        Empty if two of them are on the same list.
        """
        core = core_words(name)
        if not core or max(map(len, core)) < SHORTEST_CORE:
            return []
        parties = (record.designations[key] for key in self._ids_with_words(core) if key in record.designations)
        fitting = [
            party
            for party in parties
            if party.party_type == "entity" and _is_by_authority(party, context) and _is_listed_in_time(party, context)
            if any(core_words(alias) == core for alias in names_of(party))
        ]
        if len({party.list_id for party in fitting}) < len(fitting):
            return []
        why = "the same name but for words such as group and company"
        return [Link(party, party.primary_name, SURE, why) for party in fitting]

    def _similar(self, name: str, context: Context, record: OfficialRecord) -> list[Link]:
        """Links to designations that have all words of the name, or whose words the name has, nearly spelt so."""
        words = core_words(name) or words_of(name)
        near = {word: self._near_words(word) for word in words}
        keys = {key for alike in near.values() for other in alike for key in self._ids_by_word[other]}
        similar = []
        for key in sorted(keys):
            party = record.designations.get(key)
            if party is None or not _is_by_authority(party, context):
                continue
            is_person = party.party_type == "individual"
            if any(
                _one_has_all_words_of_other(core_words(alias), near, is_person=is_person) for alias in names_of(party)
            ):
                similar.append(Link(party, party.primary_name, SIMILAR, "similar words, not the same name"))
        return similar

    def _similar_to_other_names(self, others: Sequence[Link], context: Context, record: OfficialRecord) -> list[Link]:
        """Links to designations similar to another name of the party, as the lists of other authorities give it.

        The UK has "Guidance Patrol" as an alias of the Morality Police; a list held without aliases has only the
        latter.
        """
        subjects = dict.fromkeys(key for link in _best(others) if link.score >= SURE for key in link.designation.keys)
        parties = (party for subject in subjects for party in self._by_subject.get(subject, ()))
        names = dict.fromkeys(name for party in parties for name in names_of(party) if not is_vague_name(name))
        similar = (link for name in list(names)[:MOST_OTHER_NAMES] for link in self._similar(name, context, record))
        by_party = {link.designation.designation_id: link for link in similar}
        why = "similar to another name of the party, as other lists have it"
        return [replace(link, explanation=why) for link in by_party.values()]

    @cached_property
    def _by_subject(self) -> Mapping[str, Sequence[Designation]]:
        """The designations by the keys of the party."""
        parties = self._record.designations.values()
        return grouped((key, party) for party in parties for key in party.keys)

    def _near_words(self, word: str) -> tuple[str, ...]:
        """The words of listed names that are spelt nearly like a word; of a short word only the word itself."""
        if len(word) < SHORTEST_CORE:
            return (word,) if word in self._ids_by_word else ()
        scores = cdist([word], self._vocabulary, scorer=OSA.normalized_similarity, score_cutoff=NEAR_SPELLING)[0]
        return tuple(self._vocabulary[place] for place in scores.nonzero()[0])

    def _is_given_name(self, word: str) -> bool:
        """Whether a listed person has the word as a given name: alone, it may then mean many people."""
        parties = (self._record.designations.get(key) for key in self._ids_by_word.get(word, ()))
        return any(party.party_type == "individual" and word not in family_names(party) for party in parties if party)

    def _ids_with_words(self, words: frozenset[str]) -> Iterable[str]:
        """The ids of designations whose names have all these words."""
        sets = [set(self._ids_by_word.get(word, ())) for word in words]
        return set.intersection(*sets) if sets else ()

    @cached_property
    def _ids_by_word(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of designations by each word of their names."""
        index: dict[str, set[str]] = defaultdict(set)
        for designation in self._record.designations.values():
            for name in names_of(designation):
                for word in words_of(name):
                    index[word].add(designation.designation_id)
        return {word: tuple(sorted(keys)) for word, keys in index.items()}

    @cached_property
    def _vocabulary(self) -> list[str]:
        """All words of listed names."""
        return list(self._ids_by_word)


def _one_has_all_words_of_other(
    listed: frozenset[str], near: Mapping[str, tuple[str, ...]], *, is_person: bool
) -> bool:
    """Whether a listed name has all words of a sought one, or the reverse; words that are nearly spelt so count.

    Args:
        listed: the words of the listed name.
        near: for each word of the sought name the words of lists that are spelt nearly like it.
        is_person: whether the listed party is a person, whose single name is too little to be found in another.
    """
    if not listed:
        return False
    every_near = {other for alike in near.values() for other in alike}
    has_all_sought_words = all(listed & set(alike) for alike in near.values())
    is_enough = len(listed) > 1 or not is_person
    return has_all_sought_words or (is_enough and listed <= every_near and max(map(len, listed)) >= SHORTEST_CORE)


def _not_among(links: Sequence[Link], chosen: Sequence[Link]) -> list[Link]:
    """The links to designations that are not among the chosen ones."""
    ids = {link.designation.designation_id for link in chosen}
    return [link for link in links if link.designation.designation_id not in ids]


def words_of(name: str) -> frozenset[str]:
    """The words of a name in lower case, written in Latin letters."""
    return frozenset(_WORD.findall(anyascii(name).lower()))


def names_of(designation: Designation) -> tuple[str, ...]:
    """All names of a designation."""
    return (designation.primary_name, *designation.aliases)


def is_vague_name(name: str) -> bool:
    """Whether a name is a single word: that it is not found proves little."""
    return len(words_of(name)) < 2


def _is_first_name(name: str, link: Link) -> bool:
    """Whether the name is one word and the person has more names: many people may be called so."""
    party = link.designation
    return is_vague_name(name) and party.party_type == "individual" and len(words_of(party.primary_name)) > 1


_GENERATIONS = frozenset({"jr", "junior", "sr", "senior"})


def _is_of_other_generation(name: str, party: Designation) -> bool:
    """Whether the list calls the person "junior" or "senior" and the name does not."""
    return party.party_type == "individual" and bool((words_of(party.primary_name) & _GENERATIONS) - words_of(name))


def _is_short_for(words: frozenset[str], alias: str, party: Designation) -> bool:
    """Whether the alias has all these words; a single word must be the family name of a person."""
    if not words <= words_of(alias):
        return False
    return len(words) > 1 or party.party_type != "individual" or words <= family_names(party)


def family_names(party: Designation) -> frozenset[str]:
    """The family name of a person in words: what stands before a comma or in capitals, else all but the first word."""
    name = party.primary_name
    if "," in name:
        return words_of(name.split(",")[0])
    tokens = name.split()
    capitals = [token for token in tokens if token.isupper() and len(token) > 1]
    if capitals and len(capitals) < len(tokens):
        return words_of(" ".join(capitals))
    return words_of(" ".join(tokens[1:])) if len(tokens) > 1 else words_of(name)


def is_stranger(name: str, designation: Designation, context: Context) -> bool:
    """Whether the designation is probably a namesake: it is of other countries than the claim's and of another day.

    Never for an organisation of exactly that name: the press gives the country where it acts.
    """
    if context.country is None or not designation.ties or designation.links(context.country):
        return False
    if context.span is not None and context.span.touches(designation.earliest, designation.latest):
        return False
    is_same = any(core_words(alias) == core_words(name) for alias in names_of(designation))
    return designation.party_type == "individual" or not is_same


def _touches(link: Link, span: Span) -> bool:
    """Whether the designation of a link may have been listed within a span."""
    return span.touches(link.designation.earliest, link.designation.latest)


def _is_by_authority(designation: Designation, context: Context) -> bool:
    """Whether the designation is by an authority of the claim; always, if the claim names none."""
    return not context.authorities or designation.authority in context.authorities


def _is_tied(designation: Designation, context: Context) -> bool:
    """Whether the designation is tied to the country of the claim; always, if the claim has none."""
    return context.country is None or bool(designation.links(context.country))


def _agrees_with_claim(designation: Designation, context: Context) -> bool:
    """Whether the designation has the country of the claim or, if the claim has none, its day; no if it has neither."""
    if context.country is not None:
        return _is_tied(designation, context)
    return context.span is not None and context.span.touches(designation.earliest, designation.latest)


def _is_listed_in_time(designation: Designation, context: Context) -> bool:
    """Whether the designation may have been listed by the last day of the claim."""
    return context.last_day is None or designation.earliest is None or designation.earliest <= context.last_day


def _fits_context(designation: Designation, context: Context) -> bool:
    """Whether authority, party type, country and day of the claim all allow the designation."""
    return (
        _is_by_authority(designation, context)
        and designation.party_type in context.types
        and _is_tied(designation, context)
        and _is_listed_in_time(designation, context)
    )


def _best(links: Sequence[Link]) -> list[Link]:
    """The links whose score is (nearly) the highest."""
    best = max((link.score for link in links), default=0.0)
    return [link for link in links if link.score >= best - AS_GOOD]


def _sort_key(link: Link, context: Context) -> tuple[bool, bool, bool, float, str]:
    """The sort key of links: those of the claim's day, type and country first, then by score."""
    party = link.designation
    return (
        not (context.span is not None and context.span.touches(party.earliest, party.latest)),
        party.party_type not in context.types,
        not _is_tied(party, context),
        -link.score,
        party.designation_id,
    )
