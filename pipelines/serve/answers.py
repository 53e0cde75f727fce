"""The questions that a program may ask, and their answers: rows, days, the sha256 behind them, and what is not held.

Here: one method a question, for every way of asking it. Not here: how a question arrives (see http_api, mcp_server).
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field

from pipelines.archive.home import Home
from pipelines.articles.article import Article
from pipelines.catalogue.words import counted
from pipelines.run.questions import EXPECTED_ERRORS
from pipelines.run.screening import THRESHOLD, Criteria, answers_of, birth_days, country_named
from pipelines.serve.admission import Slots
from pipelines.serve.published import Edition, Publication

MOST_ROWS = 500
LONGEST_NAME, LONGEST_TEXT, LONGEST_WORD = 200, 20_000, 100
FARTHEST_OFFSET = 1_000_000
BUSY_WITH_NAMES, BUSY_WITH_TEXTS = Slots(at_once=2, waiting=100), Slots(at_once=1, waiting=8)
"""Judging a text takes longest: it never has more than one of the machine's processors."""

NOBODY = "No listed party has such a name or number."
NOT_HELD = ("not held yet", "held up to an earlier day")


Day = Annotated[date, Field(description="A day in the authority's own time zone, YYYY-MM-DD.")]
Authority = Annotated[
    str | None, Field(max_length=LONGEST_WORD, description="US, EU, UK, UN, CA, JP, AU, CH, NZ, UA, FR: who sanctions.")
]
ListId = Annotated[str | None, Field(max_length=LONGEST_WORD, description="One list, as in ofac_sdn or un_sc.")]
Country = Annotated[str | None, Field(max_length=LONGEST_WORD, description="ISO code or English name of a country.")]
PartyType = Literal["individual", "entity", "vessel", "aircraft"]
ChangeKind = Literal["added", "removed", "renamed", "amended", "programme_added", "programme_removed", "retyped"]
Programme = Annotated[str | None, Field(max_length=LONGEST_WORD, description="A programme tag, as in BELARUS-EO14038.")]
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="Most rows in the answer.")]
Offset = Annotated[int, Field(ge=0, le=FARTHEST_OFFSET, description="Rows to skip: for the next page.")]
Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="A name in any script, or a number.")]
Text = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, description="A sentence, or a whole article.")]


class BadQuestionError(Exception):
    """A question that cannot be asked: the message says what to change."""


class ListOfDay(BaseModel):
    """What is held of one list on the day that an answer is about."""

    list_id: str
    authority: str
    snapshot_before: date | None
    sha256_before: str | None
    snapshot_after: date | None
    held: str


class Answer(BaseModel):
    """The answer to any question.

    Attributes:
        answer: the answer in a sentence.
        rows: what it rests on, at most as many as were asked for; `total` says how many there are.
        record: what is held of each list on the day asked about, with the sha256 of the snapshot in force.
        not_held: lists of which nothing is held on that day: on these the answer says nothing.
        edition: `example` for the bundled example, else `live`.
    """

    answer: str
    total: int
    rows: list[dict[str, Any]]
    record: list[ListOfDay]
    not_held: list[str]
    edition: str


class Answers:
    """The questions that may be asked of a home.

    Args:
        home: the home.
        prepared: prepare the published file at once, in a thread, so that no question waits for it.
    """

    def __init__(self, home: Home, *, prepared: bool = False) -> None:
        self._publication = Publication(home, prepared=prepared)
        if prepared:
            with suppress(*EXPECTED_ERRORS):  # nothing is published yet: questions say so until a refresh is done
                self._publication.current()

    def what_is_held(self) -> Answer:
        """Every list of the catalogue: whether it is held, how old it is, from which bytes."""
        with BUSY_WITH_NAMES.one():
            asked = _Asked(self._publication.current())
            rows = asked.edition.rows("serve/lists.sql", {})
            held = sum(row["sha256"] is not None for row in rows)
            return asked.answer(f"{held} of {len(rows)} lists are held.", rows, len(rows), _today())

    def listed_on(
        self,
        day: Day,
        authority: Authority = None,
        list_id: ListId = None,
        programme: Programme = None,
        country: Country = None,
        party_type: PartyType | None = None,
        listed_since: date | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Answer:
        """Who was listed at the end of a day, as the lists stood then: one row an entry of a list.

        `listed_since` keeps those listed on or after an earlier day; the same day gives the additions of that day.
        """
        with BUSY_WITH_NAMES.one():
            asked = _Asked(self._publication.current())
            values = {
                "day": day,
                "authority": asked.authority(authority),
                "list_id": asked.list_id(list_id),
                "programme": _clean(programme),
                "country": _country(country),
                "party_type": party_type,
                "listed_since": listed_since,
                **_page(limit, offset),
            }
            rows, sizes = _rows_and_sizes(asked.edition.rows("serve/listed.sql", values), "entries", "subjects")
            words = f"{_entries_of_parties(sizes)} listed at the end of {day}."
            return asked.answer(words, rows, sizes["entries"], day, values["authority"])

    def changes_between(
        self,
        first_day: Day,
        last_day: Day,
        authority: Authority = None,
        list_id: ListId = None,
        change_kind: ChangeKind | None = None,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Answer:
        """What changed on the lists from one day to another, both included: one row a party and change."""
        if last_day < first_day:
            raise BadQuestionError(f"the last day, {last_day}, is before the first, {first_day}: give them in order.")
        with BUSY_WITH_NAMES.one():
            asked = _Asked(self._publication.current())
            values = {
                "first_day": first_day,
                "last_day": last_day,
                "authority": asked.authority(authority),
                "list_id": asked.list_id(list_id),
                "change_kind": change_kind,
                **_page(limit, offset),
            }
            rows, sizes = _rows_and_sizes(asked.edition.rows("serve/changed.sql", values), "entries")
            words = f"{counted(sizes['entries'], 'change')} from {first_day} to {last_day}."
            return asked.answer(words, rows, sizes["entries"], last_day, values["authority"])

    def screen_name(
        self,
        name: Name,
        birth: Annotated[str | None, Field(max_length=10, description="YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
        country: Country = None,
        party_type: PartyType | None = None,
        as_of: date | None = None,
        min_score: Annotated[float, Field(ge=0.3, le=1)] = THRESHOLD,
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> Answer:
        """The listed parties that a name or an official number may mean, scored and explained: one row a party.

        A score is likeness of names, never proof that a person is the one listed.
        """
        try:
            criteria = Criteria(
                birth=birth_days(birth) if birth else None,
                country=_country(country),
                party_types=frozenset([party_type] if party_type else ()),
                as_of=as_of,
                min_score=min_score,
                limit=limit,
            )
        except ValueError as error:
            raise BadQuestionError(f"birth {birth!r} is not of the form YYYY, YYYY-MM or YYYY-MM-DD.") from error
        with BUSY_WITH_NAMES.one():
            asked = _Asked(self._publication.current())
            index = asked.edition.names
            with asked.edition.cursor() as cursor:
                (found,) = answers_of(cursor, index, [_required(name)], criteria, asked.edition.dismissed)
            rows = cast("list[dict[str, Any]]", found["subjects"])
            total = len(rows) + cast("int", found["not_shown"])
            who = counted(total, "listed party", "listed parties")
            words = f"{who} may be meant; the best score is {rows[0]['score']:.2f}." if rows else NOBODY
            return asked.answer(words, rows, total, as_of or _today())

    def judge_text(self, text: Text, published_on: date | None = None) -> Answer:
        """The claims that a text makes about sanctions, each held against the official record: one row a claim.

        `published_on` is the day from which words like "on Thursday" count. Each row has the verdict, the residual, the
        reasons, and the official rows in `evidence`.
        """
        with BUSY_WITH_TEXTS.one():
            asked = _Asked(self._publication.current())
            article = Article("text", _required(text), published_on)
            claims = asked.edition.reconciler.reconciled(article).as_json()["claims"]
            rows = cast("list[dict[str, Any]]", claims)
            verdicts = ", ".join(str(row["verdict"]) for row in rows)
            words = (
                f"{counted(len(rows), 'claim')}: {verdicts}." if rows else "The text makes no claim that can be read."
            )
            return asked.answer(words, rows, len(rows), published_on or _today())

    def said_of_act(
        self,
        authority: Annotated[str, Field(max_length=LONGEST_WORD, description="Who acted, as in US.")],
        day: Day,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Answer:
        """What the press held says of what an authority did on a day: one row a claim, with outlet and verdict."""
        with BUSY_WITH_NAMES.one():
            asked = _Asked(self._publication.current())
            values = {"authority": asked.authority(authority), "day": day}
            acts = asked.edition.rows("serve/act.sql", values)
            rows = asked.edition.rows("serve/said_of_act.sql", {**values, **_page(limit, offset)})
            rows, sizes = _rows_and_sizes(rows, "entries")
            words = f"No addition by {authority} on {day} is known from what is held."
            if acts:
                words = f"{authority} added {_act_in_words(acts[0], day)}"
            return asked.answer(words, rows, sizes["entries"], day, values["authority"])


class _Asked:
    """One question to one published file, with what all answers have in common."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    @cached_property
    def _lists(self) -> dict[str, str]:
        """The authority of each list of the catalogue, by list id."""
        return {row["list_id"]: row["authority"] for row in self.edition.rows("serve/lists.sql", {})}

    def authority(self, text: str | None) -> str | None:
        """The authority if the catalogue has it; None for an empty text."""
        return _one_of(text, sorted(set(self._lists.values())), "authority")

    def list_id(self, text: str | None) -> str | None:
        """The list id if the catalogue has it; None for an empty text."""
        return _one_of(text, sorted(self._lists), "list")

    def answer(self, words: str, rows: list[dict[str, Any]], total: int, day: date, authority: object = None) -> Answer:
        """The answer with these words and rows, what was held on the day, and the edition of the published file."""
        values = {"day": day, "authority": authority}
        record = [ListOfDay(**row) for row in self.edition.rows("serve/record_of_day.sql", values)]
        ((edition,),) = [row.values() for row in self.edition.rows("serve/edition.sql", {})]
        not_held = [listed.list_id for listed in record if listed.held in NOT_HELD]
        return Answer(answer=words, total=total, rows=rows, record=record, not_held=not_held, edition=edition)


def _rows_and_sizes(rows: list[dict[str, Any]], *sizes: str) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The rows without the columns `sizes`, which hold the size of the whole answer, and these sizes.

    A statement that finds nothing may give one row in which only the sizes have values.
    """
    whole = {size: int(rows[0][size]) if rows else 0 for size in sizes}
    kept = [{name: value for name, value in row.items() if name not in sizes} for row in rows]
    return [row for row in kept if any(value is not None for value in row.values())], whole


def _entries_of_parties(sizes: Mapping[str, int]) -> str:
    """How many entries of how many parties there are, with the verb: "2 entries of 1 party were"."""
    parties = counted(sizes["subjects"], "party", "parties")
    return f"{counted(sizes['entries'], 'entry', 'entries')} of {parties} {'was' if sizes['entries'] == 1 else 'were'}"


def _act_in_words(act: Mapping[str, Any], day: date) -> str:
    """Whom an act added, and how many claims speak of it."""
    people = counted(act["individuals"], "individual")
    entities = counted(act["entities"], "entity", "entities")
    claims = counted(act["claims"], "claim in the articles held asserts", "claims in the articles held assert")
    return f"{counted(act['parties'], 'party', 'parties')} on {day} ({people}, {entities}); {claims} something of it."


def _page(limit: int, offset: int) -> dict[str, int]:
    """The parameters of a query for a part of the rows."""
    return {"limit": limit, "offset": offset}


def _clean(text: str | None) -> str | None:
    """The text without blanks around it; None if it is empty.

    Raises:
        BadQuestionError: it holds halves of characters.
    """
    clean = (text or "").replace("\0", " ").strip()
    try:
        clean.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadQuestionError("the question holds characters that are no Unicode text.") from error
    return clean or None


def _required(text: str) -> str:
    """The text, which must not be empty.

    Raises:
        BadQuestionError: it is empty.
    """
    clean = _clean(text)
    if clean is None:
        raise BadQuestionError("the question is empty: give a name, a number or a sentence.")
    return clean


def _country(text: str | None) -> str | None:
    """The ISO code of a country given by code or name; None for an empty text, an error if it is not known."""
    clean = _clean(text)
    if clean is None:
        return None
    code = country_named(clean.upper() if len(clean) == 2 else clean)
    if code is None:
        raise BadQuestionError(f"{clean!r} is no country: give an ISO code or a name in English.")
    return code


def _one_of(text: str | None, known: Sequence[str], what: str) -> str | None:
    """The text if it is one of the known values; None for an empty text, an error for any other."""
    clean = _clean(text)
    if clean is not None and clean not in known:
        raise BadQuestionError(f"{clean!r} is no {what} of the catalogue; there are {_enumerated(known)}.")
    return clean


def _enumerated(words: Iterable[str]) -> str:
    """The words with commas between."""
    return ", ".join(words)


def _today() -> date:
    """The day of today (UTC)."""
    return datetime.now(UTC).date()
