"""The labels and marks of the pages.

Here: labels of verdicts, authorities, reasons, sizes, days; the tables of words are in words.toml. Not here: sentences
about a claim (the published file has them).
"""

import re
import tomllib
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from typing import Any

from babel import Locale
from markupsafe import Markup

from pipelines.catalogue.words import AUTHORITIES, EVENT_VERDICTS, VerdictWords, counted, days_in_words

NO_VERDICT = VerdictWords("–", "Not judged", "")
"""Shown where there is no verdict. Colours are in site.css."""

_TABLES: dict[str, Any] = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))

AUTHORITY_NAMES: dict[str, str] = AUTHORITIES | _TABLES["authorities"]
PARTY_TYPES: dict[str, str] = _TABLES["party_types"]
BASES: dict[str, str] = _TABLES["bases"]
"""How the day of a listing is known."""
CHANGES: dict[str, tuple[str, str]] = {kind: (sign, word) for kind, (sign, word) in _TABLES["changes"].items()}
"""Sign and word of a change."""
STATES: dict[str, str] = _TABLES["states"]
"""States of a list."""


WORDS_FOR_THE_OPERATOR = ("`", "SANCTIONS_", "mirror", "backfill", "refresh", "by hand", "http", "Error")
"""Words of a reason that is written for the operator of the program and is of no use to a reader."""


def for_readers(reason: str | None) -> str | None:
    """The parts of a reason that are useful to readers; None if it is only about the program and its settings."""
    useful_parts = [
        part for part in (reason or "").split("; ") if not any(word in part for word in WORDS_FOR_THE_OPERATOR)
    ]
    text = "; ".join(useful_parts)
    return f"{text[0].lower()}{text[1:].rstrip('.')}." if text else None


def state_and_why(state: str, reason: str | None) -> str:
    """The state of a list as a sentence, with the known reason or else the general one."""
    sentence = f"{STATES[state].partition(':')[0]}: {reason}" if reason else f"{STATES[state]}."
    return sentence[0].upper() + sentence[1:]


CARRIED_OUT = "Carried out"
"""Shown instead of `Pending` if the record shows that the plan was carried out."""


@cache
def verdict_mark(verdict: str | None, fulfilled_on: object = None) -> Markup:
    """Glyph and word of a verdict as HTML; its class sets the colour, and colour is never the only sign."""
    shown = EVENT_VERDICTS.get(verdict or "", NO_VERDICT)
    word = CARRIED_OUT if fulfilled_on and verdict == "pending" else shown.word
    return Markup('<span class="verdict {}"><span class="glyph" aria-hidden="true">{}</span> {}</span>').format(
        verdict if verdict in EVENT_VERDICTS else "none", shown.glyph, word
    )


def glyphs_and_words() -> dict[str, tuple[str, str]]:
    """Glyph and word by verdict; `carried_out` for a plan that was, `none` for what was not judged."""
    carried_out = VerdictWords(EVENT_VERDICTS["pending"].glyph, CARRIED_OUT, "")
    shown_for = {**EVENT_VERDICTS, "carried_out": carried_out, "none": NO_VERDICT}
    return {name: (shown.glyph, shown.word) for name, shown in shown_for.items()}


@lru_cache(maxsize=20_000)
def listed(day: str | None, basis: str | None, after: str | None, by: str | None) -> Markup:
    """A day of listing and how it is known, as HTML; cached because a few thousand values repeat on all pages.

    Without a day, the first snapshot that shows the party: "by 2022-02-24, day unknown".
    """
    if day is None:
        html = (
            f'<span class="basis">by</span> <time class="ref">{escape(str(by))}</time>'
            ' <span class="basis">day unknown</span>'
        )
    else:
        observed = basis == "observed" and after
        basis_in_words = f"observed, after <time>{escape(str(after))}</time>" if observed else escape(basis or "")
        html = f'<time class="ref">{escape(day)}</time>' + (
            f' <span class="basis">{basis_in_words}</span>' if basis_in_words else ""
        )
    return Markup(html)  # noqa: S704 - all values are escaped above


def verdict_word(verdict: str | None) -> str:
    """The word of a verdict, without its glyph."""
    return EVENT_VERDICTS.get(verdict or "", NO_VERDICT).word


@cache
def country(code: str | None) -> str:
    """The English name of a country or authority by its code: Belarus for BY."""
    if not code:
        return ""
    return AUTHORITY_NAMES.get(code) or str(Locale("en").territories.get(code, code))


def number(value: int | None) -> str:
    """A number with thousands separators, such as 1,234; empty for None."""
    return "" if value is None else f"{value:,}".replace("-", "−")


def size(value: int | None) -> str:
    """A number of bytes with a unit, such as 1.2 MB; empty for None."""
    if value is None:
        return ""
    for unit, limit in (("bytes", 1_000), ("kB", 1_000_000), ("MB", 1_000_000_000)):
        if value < limit:
            return f"{value * 1_000 / limit:,.0f} {unit}" if unit != "MB" else f"{value / 1e6:,.1f} {unit}"
    return f"{value / 1e9:,.1f} GB"


def plain(code: str | None) -> str:
    """An internal code as words: "programme added" for programme_added."""
    return (code or "").replace("_", " ")


def lag(days: int) -> str:
    """A number of days as words: "3 days later"."""
    if days == 0:
        return "the same day"
    exact, about = counted(days, "day"), days_in_words(days)
    return f"{exact} later" if about == exact else f"{exact} later (about {about})"


WHY_HERE: dict[str, tuple[str, str]] = {name: (pro, contra) for name, (pro, contra) in _TABLES["why_here"].items()}
"""Why a claim belongs to an event, by the feature's name: what speaks for it, and what speaks against it."""
REASON = re.compile(r"(?P<name>.+?)(?: (?P<weight>[+-][0-9.]+))?")


def why_here(reasons: list[str]) -> str:
    """Why a claim belongs to an event, in words: "same target country, the days agree; against it: another figure"."""
    speaks_for: list[str] = []
    against: list[str] = []
    for reason in reasons:
        if match := REASON.fullmatch(reason):
            is_against = (match["weight"] or "").startswith("-")
            words = WHY_HERE.get(match["name"], (match["name"], match["name"]))[is_against]
            (against if is_against else speaks_for).append(words or match["name"])
    both_sides = [", ".join(speaks_for), f"against it: {', '.join(against)}" if against else ""]
    return "; ".join(side for side in both_sides if side)
