"""How people read the codes of the tables: verdicts, authorities, qualifiers of a count.

Here: the words and signs that reports and pages share (words.toml). Not here: sentences (see verdicts.wording), or what
only pages say (see publish.site.words).
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
