"""Fields of a claim that every grammar fills in the same way.

Here: codes of countries, the day of an act. Not here: choosing among the days and countries of a sentence (see
english.fields, languages.fields).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.claims.dates import When

NO_COUNTRY = ("EU", "UN", "WEST", "INTL", "G7", "ECOWAS", "UEMOA", "NATO", "")
"""Codes of authorities that are no country."""


@dataclass(frozen=True, slots=True)
class Day:
    """When an act was: a day or a window, and the rule that says so."""

    first: date
    last: date
    rule: str


def authority_code(alpha2: str) -> str:
    """Claim.authority of a country: its ISO code, but UK."""
    return "UK" if alpha2 == "GB" else alpha2


def country_code(code: str) -> str:
    """A country's ISO code: authorities say UK."""
    return "GB" if code == "UK" else code


def day_of_when(when: When, today: date | None, *, is_ahead: bool) -> Day | None:
    """A mention of time as days; None where only the context can tell.

    With `is_ahead`, a weekday is the next such day.
    """
    if when.first is None or when.last is None:
        return None
    if is_ahead and when.weekday is not None and today is not None:
        day = when.first + timedelta(days=7) if when.first < today else when.first
        return Day(day, day, "date:coming_weekday")
    return Day(when.first, when.last, f"date:{when.kind}")


def present_day(today: date) -> Day:
    """When an act was that is reported in the present tense: on the day of the report or the day before."""
    return Day(today - timedelta(days=1), today, "date:present_tense")
