"""Watch lists: what is new about a user's own names, numbers and subjects since the last run.

Here: keeping the last hits in the home, and comparing them with the new ones. Not here: how hits are found (see
screening).

A watch list is a text file with one name, official number or subject id per line; `#` begins a comment. A hit that
judgements.csv marks as `not_same` as `watch:NAME` stays dismissed until its record changes.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.archive.home import Home, whole_or_absent
from pipelines.matching.judgements import Judgement, dismissals, entry_of, query_key, read_judgements
from pipelines.matching.screening import Criteria
from pipelines.run.screening import screen, subject_answers

MOST_SUBJECTS = 50
SUBJECT_ID = "s-"

Known = dict[str, dict[str, str]]
"""Line of a watch list → designation id → version of its record, with the day of delisting."""


@dataclass(frozen=True, slots=True)
class News:
    """A change in the hits of a line of a watch list.

    Attributes:
        kind: `new`, `changed`, `delisted`, or `gone` if the designation is no longer a hit of the line.
    """

    query: str
    kind: str
    designation_id: str
    text: str


def watch(home: Home, file: Path) -> list[News]:
    """The changes in the hits of a watch list since the last time; the first time, all hits are new."""
    queries = [query for line in file.read_text("utf-8").splitlines() if (query := line.partition("#")[0].strip())]
    hits = {str(answer["query"]): _matches(answer) for answer in _answers(home, queries)}
    state = home.root / "watch" / f"{file.stem}.json"
    before: Known = json.loads(state.read_text("utf-8")) if state.is_file() else {}
    dismissed = dismissals(read_judgements(home.judgements).judgements)
    news = [item for query in hits for item in _news(query, hits[query], before.get(query, {}), dismissed)]
    _keep(state, {query: {key: _version(row) for key, row in rows.items()} for query, rows in hits.items()})
    return news


def digest(news: Iterable[News]) -> str:
    """The changes as text, one line per change."""
    return "\n".join(f"{item.query}: {item.kind}: {item.text}" for item in news)


def watch_all(home: Home) -> list[News]:
    """The changes in all watch lists in the home's folder `watch`."""
    return [item for file in sorted((home.root / "watch").glob("*.txt")) for item in watch(home, file)]


def _answers(home: Home, queries: list[str]) -> list[dict[str, object]]:
    """The answers to the lines of a watch list: ids of subjects, and names or numbers."""
    subjects = [query for query in queries if query.startswith(SUBJECT_ID)]
    names = [query for query in queries if not query.startswith(SUBJECT_ID)]
    return [*screen(home, names, Criteria(limit=MOST_SUBJECTS)), *subject_answers(home, subjects)]


def _matches(answer: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The hits of an answer by designation id."""
    return {match["designation_id"]: match for match in answer["matches"]}


def _version(row: Mapping[str, Any]) -> str:
    """A text that changes when the entry of a hit changes or it is delisted."""
    return f"{row['record_id']} {row['delisted_on'] or ''}".strip()


def _news(
    query: str,
    rows: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, str],
    dismissed: Mapping[str, Mapping[str, Judgement]],
) -> list[News]:
    """The differences between the hits of a line now and before."""
    news = []
    for key, row in rows.items():
        kind = _kind(row, before.get(key))
        is_dismissed = entry_of(key) in dismissed.get(query_key(query), {}) and kind != "changed"
        if kind and not is_dismissed:
            news.append(News(query, kind, key, _in_words(row)))
    gone = (key for key in before if key not in rows)
    return [*news, *(News(query, "gone", key, f"{key} is no longer among its hits") for key in gone)]


def _kind(row: Mapping[str, Any], version: str | None) -> str | None:
    """How a hit has changed since the last time, when it was of this version (None: no hit); None if it has not."""
    if version is None:
        return "new"
    if version == _version(row):
        return None
    return "delisted" if row["delisted_on"] and not version.endswith(str(row["delisted_on"])) else "changed"


def _in_words(row: Mapping[str, Any]) -> str:
    """A hit as words for people."""
    since = f"listed {row['listed_on']}" if row["listed_on"] else "listed, day not known"
    until = f", delisted {row['delisted_on']}" if row["delisted_on"] else ""
    return f"{row['primary_name']} ({row['designation_id']}, {since}{until}), {row['score']:.2f}"


def _keep(state: Path, known: Known) -> None:
    """Save the hits seen, in one step, for the next comparison."""
    with whole_or_absent(state) as temporary:
        temporary.write_text(json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
