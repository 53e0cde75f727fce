"""Facts as words that a newspaper could print.

Here: days, numbers, counts by type, names of countries, and what of the record is not held. Not here: which facts are
stated (see judging). No adjectives.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cache

from babel import Locale

from pipelines.catalogue.words import AUTHORITIES, QUALIFIERS
from pipelines.claims.claim import Claim
from pipelines.parsers.days import MONTH_NAMES
from pipelines.verdicts.designation import Designation, Span
from pipelines.verdicts.record import OfficialRecord

ORDER = ("individual", "entity", "vessel", "aircraft")
PLURAL = {"individual": "individuals", "entity": "entities", "vessel": "vessels", "aircraft": "aircraft"}
GROUPS = {"WEST": "the West", "INTL": "several authorities", "G7": "the G7"}
COUNTRIES = {
    "AE": "the United Arab Emirates",
    "CD": "the Democratic Republic of the Congo",
    "CF": "the Central African Republic",
    "CG": "the Republic of the Congo",
    "GB": "the United Kingdom",
    "HK": "Hong Kong",
    "MH": "the Marshall Islands",
    "MM": "Myanmar",
    "MO": "Macao",
    "NL": "the Netherlands",
    "PH": "the Philippines",
    "PS": "the Palestinian Territories",
    "US": "the United States",
}
"""Countries that a sentence names otherwise than a table does: with the article, without an aside."""

NAMES_SHOWN = 4
_ABBREVIATION = re.compile(r"\(([A-Z]{3,})\)$")
_ASIDE = re.compile(r"\s*[(;].*$")


def day_text(day: date) -> str:
    """A day for people: "24 February 2022"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def span_text(span: Span) -> str:
    """A span with its preposition: "on 24 February 2022", "between 1 March 2022 and 31 March 2022"."""
    if span.first == span.last:
        return f"on {day_text(span.first)}"
    return f"between {day_text(span.first)} and {day_text(span.last)}"


def days_text(span: Span) -> str:
    """A span without a preposition: "24 February 2022", "1 March 2022 to 31 March 2022"."""
    return " to ".join(dict.fromkeys((day_text(span.first), day_text(span.last))))


def number_text(number: int) -> str:
    """A number with commas: "1,234"."""
    return f"{number:,}"


def parties_text(number: int, types: frozenset[str] = frozenset()) -> str:
    """A number with its noun: "24 parties", "no party", or "8 individuals" if only that type is meant."""
    one, many = ("party", "parties") if len(types) != 1 else (next(iter(types)), PLURAL[next(iter(types))])
    return f"{number_text(number) if number else 'no'} {many if number > 1 else one}"


def split(designations: Sequence[Designation]) -> Counter[str]:
    """The number of designations by party type."""
    return Counter(designation.party_type for designation in designations)


def split_text(designations: Sequence[Designation]) -> str:
    """The numbers by party type: "8 individuals, 16 entities"."""
    counts = split(designations)
    if not counts:
        return ""
    return ", ".join(
        f"{number_text(counts[kind])} {PLURAL[kind] if counts[kind] > 1 else kind}" for kind in ORDER if counts[kind]
    )


def counted_text(designations: Sequence[Designation], whom: str = "") -> str:
    """How many parties, and of whom: "24 parties tied to Belarus", or "8 individuals …" if all are of one type."""
    return f"{parties_text(len(designations), frozenset(split(designations)))}{whom}"


def aside_text(designations: Sequence[Designation]) -> str:
    """The numbers by party type in brackets; empty if all are of one type."""
    return f" ({split_text(designations)})" if len(split(designations)) > 1 else ""


@cache
def country_name(code: str) -> str:
    """The English name of a country: "Belarus" for BY; the code itself if it is not known."""
    return COUNTRIES.get(code) or str(Locale("en").territories.get(code, code))


def authority_name(code: str | None) -> str:
    """An authority as in a sentence: "the European Union", "Japan"."""
    if code is None:
        return "no authority named"
    if code in AUTHORITIES:
        return f"the {AUTHORITIES[code]}"
    return GROUPS.get(code) or country_name(code)


def body_text(record: OfficialRecord, authority: str) -> str:
    """The body that publishes the list: "OFAC", or in full "the Ministry of Finance of Japan"."""
    body = record.issuing_body_of(authority)
    if short := _ABBREVIATION.search(body):
        return short[1]
    name = _ASIDE.sub("", body)
    if name.startswith(("Ministry", "Department", "Office", "State")):
        return f"the {name} of {authority_name(authority)}"
    return f"the {name}" if name.startswith(("United", "European")) else name


def names_text(designations: Sequence[Designation]) -> str:
    """The names of the first few designations."""
    names = [designation.primary_name for designation in designations[:NAMES_SHOWN]]
    more = len(designations) - len(names)
    return "; ".join(names) + (f" and {more} more" if more > 0 else "")


def listing_text(designation: Designation) -> str:
    """When a party was listed, as precisely as the record shows: "on …", "between … and …" or "by …"."""
    if designation.earliest is None:
        return f"by {day_text(designation.latest)} at the latest"
    if designation.earliest == designation.latest:
        return f"on {day_text(designation.latest)}"
    return f"between {day_text(designation.earliest)} and {day_text(designation.latest)}"


def gap_text(record: OfficialRecord, authority: str, span: Span) -> str:
    """A sentence: which lists of one authority are not held for the span, and the nearest day that is held."""
    nearest = record.nearest_day(authority, span)
    if nearest is None:
        return f"no list of {authority_name(authority)} is held"
    return (
        f"no list of {body_text(record, authority)} that covers {days_text(span)} is held; "
        f"the nearest is of {day_text(nearest)}"
    )


def gaps_text(record: OfficialRecord, authorities: Sequence[str], span: Span) -> str:
    """A sentence on several authorities whose lists are not held for the span, and whose list is nearest."""
    if len(authorities) == 1:
        return gap_text(record, authorities[0], span)
    days = [(day, authority) for authority in authorities if (day := record.nearest_day(authority, span)) is not None]
    if not days:
        return f"no list of the {len(authorities)} authorities asked is held"
    day, whose = min(days, key=lambda pair: span.distance(pair[0]))
    return (
        f"no list that covers {days_text(span)} is held of {len(authorities)} authorities asked; "
        f"the nearest is that of {body_text(record, whose)} of {day_text(day)}"
    )


def claimed_figure_text(claim: Claim) -> str | None:
    """The figure of a claim as it was read: "about 50 individuals and entities"; None if it has none.

    Without a number it is the words or the unit alone: "dozens", "companies".
    """
    unit = (claim.unit or "").replace("_", " ")
    if claim.count is None:
        return claim.count_text or unit or None
    return f"{QUALIFIERS.get(claim.count_qualifier or '', '')}{number_text(claim.count)} {unit or 'parties'}"


_HELD = {
    "close": "snapshots before and soon after these days",
    "notice": "official notices of these days",
    "retrospective": "only later snapshots, which do not show who has left the list since",
    "none": "nothing that tells of these days",
}


def coverage_text(record: OfficialRecord, authority: str, span: Span) -> str:
    """What is held of an authority for the days of a claim."""
    coverage = record.coverage_of_additions(authority, span)
    if coverage.first is None or coverage.last is None:
        return f"{authority}: no list is held"
    lists = f" ({', '.join(coverage.list_ids)})" if coverage.held != "none" else ""
    held = f"{_HELD[coverage.held]}{lists}"
    return f"{authority}, {days_text(span)}: {held}; held from {day_text(coverage.first)} to {day_text(coverage.last)}"
