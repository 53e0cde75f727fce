"""Names and numbers that someone asks about: which parties may they mean?

Here: what a question may ask, and how its answer is made of names and numbers that match and of what the lists say.
Not here: how names are compared (see name_index), or where the published file comes in (see pipelines.run.screening).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.designations.identifiers import OWN_FORM_KINDS, is_valid, normalised
from pipelines.matching.births import Birth, birth_in_words, births_agree
from pipelines.matching.judgements import Judgement, entry_of
from pipelines.matching.name_index import THRESHOLD, score_pairs

BIRTH_AGREES = 0.03
BIRTH_DIFFERS = -0.25
COUNTRY_AGREES = 0.02
COUNTRY_DIFFERS = -0.06
MOST_GAINED = BIRTH_AGREES + COUNTRY_AGREES
FEWEST_CHARACTERS = 3
"""Of a number that is looked up."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a question asks beside the name.

    Attributes:
        birth: of the person asked about: the first and last day that it may be.
        country: ISO code of a country that the party asked about is tied to.
        party_types: only these; all where empty. `lists` likewise.
        as_of: only designations in force at the end of this day.
        limit: most subjects in an answer.
    """

    birth: Birth | None = None
    country: str | None = None
    party_types: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    as_of: date | None = None
    min_score: float = THRESHOLD
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A designation, with what tells its party from others of the same name."""

    designation_id: str
    subject_id: str | None
    list_id: str
    native_id: str
    party_type: str
    primary_name: str
    programmes: tuple[str, ...]
    listed_on: date | None
    delisted_on: date | None
    record_id: str
    births: tuple[Birth, ...]
    nationalities: frozenset[str]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A designation that a question may mean: by a name or number of it, how surely, and why."""

    designation_id: str
    matched: str
    score: float
    explanation: str


def answer(
    query: str,
    hits: Iterable[Hit],
    listings: Mapping[str, Listing],
    criteria: Criteria,
    dismissed: Mapping[str, Judgement] | None = None,
) -> dict[str, object]:
    """The answer to one question: the subjects that it may mean, best first, and their designations that match.

    Args:
        hits: by name and number, unfiltered.
        listings: the designations of the hits and all others of their subjects, by id.
        dismissed: by entry of a list, the judgement of a person that it is not who is asked about. Such a hit stays in
            the answer, marked with the judgement.
    """
    dismissed = dismissed or {}
    facts = _facts(listings.values())
    weighed = [
        _weighed(hit, facts[_subject_of(listings[hit.designation_id])], criteria)
        for hit in hits
        if _is_asked_for(listings[hit.designation_id], criteria)
    ]
    kept = sorted((hit for hit in weighed if hit.score >= criteria.min_score), key=lambda hit: _rank(hit, listings))
    subjects = list(dict.fromkeys(_subject_of(listings[hit.designation_id]) for hit in kept))
    shown = subjects[: criteria.limit]
    chosen = [hit for hit in kept if _subject_of(listings[hit.designation_id]) in set(shown)]
    return {
        "query": query,
        "matches": [_match(hit, listings[hit.designation_id], dismissed) for hit in chosen],
        "subjects": [_subject(subject, facts[subject], chosen, listings, dismissed) for subject in shown],
        "not_shown": len(subjects) - len(shown),
    }


@dataclass(slots=True)
class _Facts:
    """What all listings of a subject say of it: one list often has a birth or country that another leaves out."""

    party_type: str
    births: set[Birth]
    nationalities: set[str]
    countries: set[str]


def _facts(listings: Iterable[Listing]) -> dict[str, _Facts]:
    """For each subject, what all its listings together say."""
    facts: dict[str, _Facts] = {}
    for listing in listings:
        known = facts.setdefault(_subject_of(listing), _Facts(listing.party_type, set(), set(), set()))
        known.births.update(listing.births)
        known.nationalities |= listing.nationalities
        known.countries |= listing.countries
    return facts


def _is_asked_for(listing: Listing, criteria: Criteria) -> bool:
    """Whether a listing has one of the party types and lists that were asked for."""
    is_of_type = not criteria.party_types or listing.party_type in criteria.party_types
    return is_of_type and (not criteria.lists or listing.list_id in criteria.lists)


def _weighed(hit: Hit, facts: _Facts, criteria: Criteria) -> Hit:
    """The hit with its score raised or lowered by birth and country, if the question gives them; reasons in words."""
    score, reasons = hit.score, [hit.explanation]
    for worth, words in (*_birth(facts, criteria.birth), *_country(facts, criteria.country)):
        score += worth
        reasons.append(f"{words} {worth:+.2f}" if worth else words)
    return Hit(hit.designation_id, hit.matched, round(min(1.0, max(0.0, score)), 4), "; ".join(reasons))


def _birth(facts: _Facts, birth: Birth | None) -> list[tuple[float, str]]:
    """What the birth asked about adds to the score, with the reason; empty if the question gives no birth."""
    if birth is None:
        return []
    if facts.party_type != "individual":
        return [(BIRTH_DIFFERS, f"a birth is asked for, this is a listed {facts.party_type}")]
    if not facts.births:
        return [(0.0, "no birth to compare")]
    known = ", ".join(dict.fromkeys(map(birth_in_words, sorted(facts.births))))
    agrees = births_agree([birth], facts.births)
    return [(BIRTH_AGREES, f"born {known}: agrees")] if agrees else [(BIRTH_DIFFERS, f"born {known}: differs")]


def _country(facts: _Facts, country: str | None) -> list[tuple[float, str]]:
    """What the country asked about adds to the score, with the reason; empty if the question gives none."""
    if country is None:
        return []
    if country in facts.countries:
        return [(COUNTRY_AGREES, f"country {country}: agrees")]
    if not facts.nationalities:
        return [(0.0, "no country to compare")]
    return [(COUNTRY_DIFFERS, f"of {', '.join(sorted(facts.nationalities))}: differs")]


def _rank(hit: Hit, listings: Mapping[str, Listing]) -> tuple[float, bool, str]:
    """Sort key of hits: the best first; of equal ones, those in force before those that ended."""
    return -hit.score, listings[hit.designation_id].delisted_on is not None, hit.designation_id


def _subject_of(listing: Listing) -> str:
    """The id of the subject of a listing; of a listing without subject, its own id."""
    return listing.subject_id or listing.designation_id


def _dismissal(listings: Iterable[Listing], dismissed: Mapping[str, Judgement]) -> str | None:
    """Who judged the first of these listings that was dismissed, and why; None if none was."""
    for listing in listings:
        if judgement := dismissed.get(entry_of(listing.designation_id)):
            return f"{entry_of(listing.designation_id)}, by {judgement.judged_by}: {judgement.reason}"
    return None


def _match(hit: Hit, listing: Listing, dismissed: Mapping[str, Judgement]) -> dict[str, object]:
    """A hit and its listing as a row of the answer."""
    return {
        "subject_id": listing.subject_id,
        "designation_id": listing.designation_id,
        "list_id": listing.list_id,
        "party_type": listing.party_type,
        "primary_name": listing.primary_name,
        "matched_name": hit.matched,
        "score": hit.score,
        "listed_on": listing.listed_on,
        "delisted_on": listing.delisted_on,
        "record_id": listing.record_id,
        "explanation": hit.explanation,
        "dismissed": _dismissal([listing], dismissed),
    }


def _subject(
    subject: str,
    facts: _Facts,
    hits: Sequence[Hit],
    listings: Mapping[str, Listing],
    dismissed: Mapping[str, Judgement],
) -> dict[str, object]:
    """A subject as a part of the answer: its best hit, and all its listings, those in force first."""
    own = [listing for listing in listings.values() if _subject_of(listing) == subject]
    best = next(hit for hit in hits if _subject_of(listings[hit.designation_id]) == subject)
    own.sort(key=lambda listing: (listing.delisted_on is not None, listing.list_id, listing.designation_id))
    return {
        "subject_id": listings[best.designation_id].subject_id,
        "primary_name": listings[best.designation_id].primary_name,
        "party_type": listings[best.designation_id].party_type,
        "matched_name": best.matched,
        "births": list(dict.fromkeys(map(birth_in_words, sorted(facts.births)))),
        "countries": sorted(facts.nationalities or facts.countries),
        "score": best.score,
        "explanation": best.explanation,
        "dismissed": _dismissal(own, dismissed),
        "listings": [
            {
                "designation_id": listing.designation_id,
                "list_id": listing.list_id,
                "native_id": listing.native_id,
                "listed_on": listing.listed_on,
                "delisted_on": listing.delisted_on,
                "programmes": list(listing.programmes),
            }
            for listing in own
        ],
    }


_LABEL = re.compile(
    r"^(?:(?:imo|bic|swift|passport|id|tax|registration|reg|no|nr|number|lei|wallet|ref|reference)\b[\s.:#№]*)+", re.I
)


def number_keys(query: str) -> list[tuple[str, str]]:
    """The official numbers that a question may be: (kind, number in the form to compare), kind "" for most kinds.

    A number has a figure, or the form of a BIC; a name has neither.
    """
    text = query.strip()
    bare = _LABEL.sub("", text) or text
    if is_valid("swift_bic", bare) and bare.isupper() and " " not in bare:
        return [("swift_bic", normalised("swift_bic", bare)), ("", normalised("", bare))]
    if "@" in bare:
        return [("email", normalised("email", bare))]
    if not any(character.isdigit() for character in bare) or len(bare) < FEWEST_CHARACTERS:
        return []
    return [("", normalised("", bare)), *((kind, normalised(kind, bare)) for kind in OWN_FORM_KINDS if kind != "email")]


def scored_pairs(file: Path) -> Iterator[dict[str, object]]:
    """For each line of a CSV with the columns name1 and name2: how alike they are, and whether that is a match."""
    with file.open(encoding="utf-8", newline="") as lines:
        yield from score_pairs(csv.DictReader(lines))
