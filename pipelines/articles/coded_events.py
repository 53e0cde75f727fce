"""The values that GDELT codes for a row about sanctions: actors, act, places, and how often it was printed.

Here: reading the columns of a row. Not here: which rows are about sanctions, or whether they have an article (see
gdelt).

GDELT is coded by machine. In real rows, the actors are the wrong way round, the day is that of another event in the
same sentence, or a threat is coded as an act. So these values only say how much was printed and where to look; none of
them is a fact about a designation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.catalogue.plausible import ARTICLE

EVENT_ID, EVENT_DAY, ACTOR1, ACTOR2, EVENT_CODE = 0, 1, 5, 15, 26
"""An actor is three columns: code, name, country."""
MENTIONS, SOURCES, ARTICLES, TONE, PLACES = 31, 32, 33, 34, (36, 44, 52)
"""Places are those of the first actor, the second actor and the act."""
GRAPH_ID, GRAPH_PLACES, GRAPH_TONE, GRAPH_THEMES = 0, 9, 15, 7

MOST_PLACES = 20
LONGEST_TEXT = 200
MOST_COUNTED = 10_000_000


@dataclass(frozen=True, slots=True)
class NewsEvent:
    """The coded values of a row of GDELT; missing or impossible values are None.

    Attributes:
        event_id: GLOBALEVENTID of an event, GKGRECORDID of an article in the knowledge graph.
        kind: `events` or `gkg`.
        happened_on: the day of the event according to GDELT.
        actor1, actor2: names of the acting party and of the target, as coded; often the wrong way round.
        mentions, sources, articles: numbers of mentions, outlets and articles within 15 minutes.
        tone: from -100 (negative) to 100.
    """

    event_id: str
    kind: str
    url: str
    seen_at: datetime
    file: str
    event_code: str | None = None
    happened_on: date | None = None
    actor1: str | None = None
    actor1_code: str | None = None
    actor2: str | None = None
    actor2_code: str | None = None
    mentions: int | None = None
    sources: int | None = None
    articles: int | None = None
    tone: float | None = None
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


def event_of_row(row: Sequence[str], url: str, seen_at: datetime, file: str) -> NewsEvent:
    """The values of a row of a file of events."""
    return NewsEvent(
        _short_text(row[EVENT_ID]) or url,
        "events",
        url,
        seen_at,
        file,
        event_code=_short_text(row[EVENT_CODE]),
        happened_on=_day(row[EVENT_DAY], seen_at),
        actor1=_short_text(row[ACTOR1 + 1]),
        actor1_code=_short_text(row[ACTOR1]),
        actor2=_short_text(row[ACTOR2 + 1]),
        actor2_code=_short_text(row[ACTOR2]),
        mentions=_count(row[MENTIONS]),
        sources=_count(row[SOURCES]),
        articles=_count(row[ARTICLES]),
        tone=_tone(row[TONE]),
        places=_distinct(row[column] for column in PLACES),
    )


def event_of_graph(row: Sequence[str], themes: frozenset[str], url: str, seen_at: datetime, file: str) -> NewsEvent:
    """The values of a row of the knowledge graph; its places are those named in the article."""
    names = (place.split("#")[1] for place in row[GRAPH_PLACES].split(";") if place.count("#") > 1)
    return NewsEvent(
        _short_text(row[GRAPH_ID]) or url,
        "gkg",
        url,
        seen_at,
        file,
        tone=_tone(row[GRAPH_TONE].partition(",")[0]),
        places=_distinct(names),
        themes=tuple(sorted(themes)),
    )


def _short_text(value: str) -> str | None:
    """A text without spaces around it, cut to its longest length; None if it is empty."""
    return value.strip()[:LONGEST_TEXT] or None


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """The distinct texts that are not empty, in order, at most `MOST_PLACES`."""
    texts = filter(None, map(_short_text, values))
    return tuple(dict.fromkeys(texts))[:MOST_PLACES]


def _count(value: str) -> int | None:
    """The number in a text; None if it is none, or too large to be true."""
    return int(value) if value.isascii() and value.isdecimal() and int(value) <= MOST_COUNTED else None


def _tone(value: str) -> float | None:
    """The tone from -100 to 100; None for any other value."""
    try:
        tone = float(value)
    except ValueError:
        return None
    return round(tone, 3) if -100 <= tone <= 100 else None


def _day(value: str, seen_at: datetime) -> date | None:
    """The day of a text YYYYMMDD; None if it is not valid or not plausible."""
    try:
        day = datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return day if ARTICLE.holds(day, seen_at.date()) else None
