"""How people read what the tables hold: verdicts, authorities, qualifiers of a count, numbers.

Here: the words and signs that reports and pages share (words.toml), numbers and spans of days in words. Not here:
sentences (see verdicts.wording), or what only pages say (see publish.site.words).
"""

from typing import Any, NamedTuple

from pipelines.catalogue.data_files import data_file


class VerdictWords(NamedTuple):
    """The sign of a verdict, its word and what it means."""

    glyph: str
    word: str
    meaning: str


_TABLES: dict[str, Any] = data_file(__package__, "words.toml")

VERDICTS = {name: VerdictWords(**shown) for name, shown in _TABLES["verdicts"].items()}
"""In the order in which they are shown."""
EVENT_VERDICTS = VERDICTS | {name: VerdictWords(**shown) for name, shown in _TABLES["event_verdicts"].items()}
"""Verdicts on events; the claims about one event may have different verdicts."""
AUTHORITIES: dict[str, str] = _TABLES["authorities"]
"""Names of authorities by code, as in a table: without an article."""
QUALIFIERS: dict[str, str] = _TABLES["qualifiers"]
"""What stands before a figure, by the code of the qualifier."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 party", "1,234 parties"; `many` is `one` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def days_in_words(days: int) -> str:
    """A number of days in the largest unit that fits: "12 days", "4 months", "1.5 years"."""
    if days < 60:
        return counted(days, "day")
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{days / 365.25:.1f} years"
