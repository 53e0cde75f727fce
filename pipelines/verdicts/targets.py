"""Names in claims to designations: which of those that a name may mean the claim means.

Here: choosing among designations by authority, kind, country and day; bare surnames and short names; the nominatives
that a name in Cyrillic may be a case of. Not here: how alike two names are (see pipelines.matching).
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Protocol

from anyascii import anyascii

from pipelines.verdicts.coverage import SUPPLEMENTS
from pipelines.verdicts.designation import Designation, Span, each_once
from pipelines.verdicts.record import OfficialRecord

_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.IGNORECASE)
_SHORTEST = 3
"""Letters that a word keeps at least."""


def nominatives(name: str) -> tuple[str, ...]:
    """The nominatives that a name in Cyrillic may be a case of, itself left out; none for other scripts."""
    if not _CYRILLIC.search(name):
        return ()
    words = name.split()
    found = (" ".join(_nominative(word, endings) for word in words) for endings in _cases())
    return tuple(dict.fromkeys(each for each in found if each != name))


def _nominative(word: str, endings: Mapping[str, str]) -> str:
    for ending, nominative in endings.items():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word.removesuffix(ending) + nominative
    return word


@cache
def _cases() -> tuple[dict[str, str], ...]:
    """The endings of each case, longest first."""
    tables = tomllib.loads((files(__package__) / "inflection.toml").read_text(encoding="utf-8"))
    return tuple(dict(sorted(table.items(), key=lambda pair: -len(pair[0]))) for table in tables.values())


SURE = 0.9
"""Names that score this are the same name; below it, the claim's country or day must speak for the designation."""

AS_GOOD = 0.1
"""Matches that score this much less than the best are not considered."""

UNSURE_SHOWN = 3
"""How many designations that a name may mean, but not surely, are shown."""

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
    """Whatever knows which designations a name may mean, best first."""

    def matches(self, name: str) -> Sequence[NameMatch]:
        """Designations whose names are near enough to be meant."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a claim says of the parties that it names.

    Attributes:
        authorities: who sanctions; empty where the claim does not say.
        span: the days of the act, where it says.
        until: the day as of which it speaks.
    """

    authorities: tuple[str, ...]
    types: frozenset[str]
    country: str | None
    span: Span | None
    until: date | None

    @property
    def last_day(self) -> date | None:
        """The last day on which a party that the claim means was listed."""
        days = [each for each in (self.until, self.span.last if self.span else None) if each]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Link:
    """A designation that a named target may mean, and why. A verdict rests on those that are sure."""

    designation: Designation
    matched_name: str
    score: float
    explanation: str
    is_sure: bool = True


class TargetLinker:
    """Links the targets of claims to designations of a record."""

    def __init__(self, record: OfficialRecord, names: NameLinker) -> None:
        self._record = record
        self._names = names
        self._by_word: Mapping[str, tuple[str, ...]] | None = None
        self._matches: dict[str, tuple[NameMatch, ...]] = {}

    def links(self, name: str, context: Context, record: OfficialRecord) -> tuple[Link, ...]:
        """Designations of `record` that the name may mean in this context, best first; those of other authorities last.

        `record` is the one that the linker was made with, or that one as held on an earlier day.
        """
        alike = [
            Link(record.designations[each.designation_id], each.matched_name, each.score, each.explanation)
            for each in self._matches_of(name)
            if each.designation_id in record.designations
        ]
        own = [each for each in alike if _is_of(each.designation, context)]
        others = [each for each in alike if not _is_of(each.designation, context)]
        main = [each for each in own if each.designation.list_id not in SUPPLEMENTS]
        meant = self._meant(name, main, context, record) or self._meant(name, own, context, record)
        chosen = {each.designation.designation_id for each in meant}
        left = [each for each in own if each.designation.designation_id not in chosen]
        return (
            *sorted(meant, key=lambda each: _rank(each, context)),
            *(replace(each, is_sure=False) for each in left[:UNSURE_SHOWN]),
            *(replace(each, is_sure=each.score >= SURE) for each in _best(others)),
        )

    def _meant(self, name: str, own: Sequence[Link], context: Context, record: OfficialRecord) -> list[Link]:
        """Those meant: the same name and country; a similar name that fits; a short one that fits; the same name."""
        same = [each for each in own if each.score >= SURE and not _is_first_name(name, each)]
        similar = [] if is_vague_name(name) else [each for each in own if _speaks_for(each.designation, context)]
        return (
            _best([each for each in same if _is_tied(each.designation, context)])
            or _best(similar)
            or self._short_names_of_any((name, *nominatives(name)), context, record)
            or _best(same)
        )

    def _matches_of(self, name: str) -> tuple[NameMatch, ...]:
        if name not in self._matches:
            forms = nominatives(name)
            self._matches[name] = self._matches_of_any((name, *forms)) if forms else tuple(self._names.matches(name))
        return self._matches[name]

    def _matches_of_any(self, forms: Sequence[str]) -> tuple[NameMatch, ...]:
        """The matches of a name as written and of the nominatives that it may be a case of, each by its best."""
        best: dict[str, NameMatch] = {}
        for match in (each for form in forms for each in self._names.matches(form)):
            known = best.get(match.designation_id)
            if known is None or known.score < match.score:
                best[match.designation_id] = match
        return tuple(sorted(best.values(), key=lambda each: (-each.score, each.designation_id)))

    def _short_names_of_any(self, forms: Sequence[str], context: Context, record: OfficialRecord) -> list[Link]:
        """The first form of a bare surname or short name that fits."""
        found = (self._short_names(form, context, record) for form in forms)
        return next((links for links in found if links), [])

    def _short_names(self, name: str, context: Context, record: OfficialRecord) -> list[Link]:
        """A bare surname or short name: designations with all its words in one name, where context leaves one party."""
        words = words_of(name)
        held = (record.designations[key] for key in self._with_words(words) if key in record.designations)
        among = [each for each in held if each.list_id not in SUPPLEMENTS and _allows(each, context)]
        found = [each for each in among if any(words <= words_of(alias) for alias in names_of(each))]
        dated = [each for each in found if context.span and context.span.touches(each.earliest, each.latest)]
        meant = dated or found
        parties = each_once(meant)
        if not parties or (len(parties) > 1 and not dated):
            return []
        score = SHORT_NAME_SCORE / len(parties)
        why = (
            "the only name of this authority, country and day"
            if len(parties) == 1
            else "one of several listed that day"
        )
        return [Link(each, each.primary_name, round(score, 3), f"{name}: {why} with these words") for each in meant]

    def _with_words(self, words: frozenset[str]) -> Iterable[str]:
        if self._by_word is None:
            self._by_word = _index(self._record)
        sets = [set(self._by_word.get(word, ())) for word in words]
        return set.intersection(*sets) if sets else ()


def words_of(name: str) -> frozenset[str]:
    """The words of a name in Latin letters, lower case."""
    return frozenset(_WORD.findall(anyascii(name).lower()))


def names_of(designation: Designation) -> tuple[str, ...]:
    """All names of a designation."""
    return (designation.primary_name, *designation.aliases)


def is_vague_name(name: str) -> bool:
    """Whether a name is one word: not finding it says little."""
    return len(words_of(name)) < 2


def _is_first_name(name: str, link: Link) -> bool:
    """Whether one word names a person who has more names than that: many may be called so."""
    one = link.designation
    return is_vague_name(name) and one.party_type == "individual" and len(words_of(one.primary_name)) > 1


def _index(record: OfficialRecord) -> dict[str, tuple[str, ...]]:
    index: dict[str, set[str]] = defaultdict(set)
    for each in record.designations.values():
        for name in names_of(each):
            for word in words_of(name):
                index[word].add(each.designation_id)
    return {word: tuple(sorted(keys)) for word, keys in index.items()}


def _is_of(designation: Designation, context: Context) -> bool:
    return not context.authorities or designation.authority in context.authorities


def _is_tied(designation: Designation, context: Context) -> bool:
    return context.country is None or bool(designation.links(context.country))


def _speaks_for(designation: Designation, context: Context) -> bool:
    """Whether the claim's country, or its day if it says no country, is that of the designation."""
    if context.country is not None:
        return _is_tied(designation, context)
    return context.span is not None and context.span.touches(designation.earliest, designation.latest)


def _allows(designation: Designation, context: Context) -> bool:
    return (
        _is_of(designation, context)
        and designation.party_type in context.types
        and _is_tied(designation, context)
        and (context.last_day is None or designation.earliest is None or designation.earliest <= context.last_day)
    )


def _best(links: Sequence[Link]) -> list[Link]:
    best = max((link.score for link in links), default=0.0)
    return [link for link in links if link.score >= best - AS_GOOD]


def _rank(link: Link, context: Context) -> tuple[bool, bool, bool, float, str]:
    one = link.designation
    return (
        not (context.span is not None and context.span.touches(one.earliest, one.latest)),
        one.party_type not in context.types,
        not _is_tied(one, context),
        -link.score,
        one.designation_id,
    )
