"""A second extractor of claims: a language model behind an endpoint with the API of OpenAI. Off by default.

Here: asking the model, and accepting only claims that the text supports. Not here: the rules (see extraction), which
are the default, because they are free and always give the same result.

The text of an article may be hostile, and a model may obey it. So nothing rests on the model's good will: the request
holds the text as a string in an object, the answer must fit the schema to the letter, and each claim is refused with
its reason unless its quote, its named targets and its source stand in the text, its authority is mentioned there and
its count is a number of that sentence. What remains is a statement that the text makes, whoever wrote it; whether it
is true is asked elsewhere, of the official lists alone.

Configured by SANCTIONS_ENDPOINT_URL (such as https://host/v1), SANCTIONS_ENDPOINT_MODEL and SANCTIONS_ENDPOINT_KEY.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from importlib.resources import files
from ipaddress import ip_address
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pycountry
import requests
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError

from pipelines.archive.connections import WatchedAdapter
from pipelines.archive.home import write_whole
from pipelines.articles.article import Article
from pipelines.claims.claim import Action, Claim, CountQualifier, CountScope, Measure, Status, Strength, Unit
from pipelines.claims.english.lexicon import load
from pipelines.claims.english.marking import mark
from pipelines.claims.english.mentions import Marked
from pipelines.claims.statements import ReportedStatement
from pipelines.claims.tokens import Splitter

URL_VARIABLE = "SANCTIONS_ENDPOINT_URL"
MODEL_VARIABLE = "SANCTIONS_ENDPOINT_MODEL"
KEY_VARIABLE = "SANCTIONS_ENDPOINT_KEY"

TIMEOUT = (10.0, 120.0)
LONGEST_SECONDS = 300.0
MOST_BYTES = 2_000_000
MOST_CHARACTERS = 60_000
MOST_CLAIMS = 200
MOST_TRIES = 2
LONGEST_WAIT = 30.0
BUSY = frozenset({429, 500, 502, 503, 504})
"""Answers after which it is asked once more."""
RULE = "endpoint"

OTHERS = frozenset({"EU", "UN", "UK", "WEST", "INTL", "G7", "XK"})
"""Codes of Claim.authority that are not of ISO 3166."""


class EndpointError(Exception):
    """An answer that cannot be used as a whole, or none: one clause, without the key or any header."""


class UnansweredError(EndpointError):
    """The endpoint gave no answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to ask, for which model; the key is never shown."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Endpoint | None":
        """The endpoint that the environment configures; None if none.

        Raises:
            EndpointError: it is configured by halves, or its address is not safe.
        """
        url, model = environment.get(URL_VARIABLE, ""), environment.get(MODEL_VARIABLE, "")
        if not url and not model:
            return None
        if not url or not model:
            raise EndpointError(f"{URL_VARIABLE} and {MODEL_VARIABLE} go together: set both or neither")
        if not _is_safe(url):
            raise EndpointError(f"{URL_VARIABLE} is no https address, nor one of this machine")
        return cls(url.rstrip("/"), model, environment.get(KEY_VARIABLE, ""))


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Stated(_Strict):
    """A claim as the model states it."""

    quote: str = Field(min_length=3, max_length=2_000)
    authority: str | None = Field(max_length=4)
    status: Status
    action: Action
    measure: Measure
    strength: Strength
    count: int | None = Field(ge=1, le=1_000_000)
    count_qualifier: CountQualifier | None
    count_text: str | None = Field(max_length=100)
    count_scope: CountScope | None
    unit: Unit | None
    target_country: str | None = Field(max_length=2)
    named_targets: list[str] = Field(max_length=500)
    event_date: str | None = Field(max_length=10)
    event_from: str | None = Field(max_length=10)
    event_to: str | None = Field(max_length=10)
    attributed_to: str | None = Field(max_length=300)


class Answer(_Strict):
    """All that the model may say."""

    claims: list[Stated] = Field(max_length=MOST_CLAIMS)


@dataclass(frozen=True, slots=True)
class Answered:
    """The claims of an article, with remarks.

    Attributes:
        refused: the reasons why claims of a model were not accepted.
        unread: ISO 639 codes of the languages of passages that were not read.
        statements: who says what, in an article that makes a claim; a model is not asked for them.
    """

    claims: list[Claim]
    refused: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    statements: tuple[ReportedStatement, ...] = ()

    @property
    def remarks(self) -> list[str]:
        """What a reader of the claims should know, as sentences."""
        refused = [f"claims that were not believed: {' '.join(self.refused)}"] if self.refused else []
        unread = [f"has passages in languages that are not supported: {', '.join(self.unread)}."] if self.unread else []
        return [*refused, *unread]


class _NotBorneOutError(Exception):
    """A claim that the text does not support: the reason, as a clause."""


class EndpointExtractor:
    """Finds claims by asking a model: the interface of Extractor.

    Args:
        answers: a folder where answers are kept, so that an article is asked about once and gives the same again.
        sleep: replaced in tests.
    """

    def __init__(
        self, endpoint: Endpoint, answers: Path | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Open a session whose answers must begin in time, and load words and instructions; nothing is asked yet."""
        self._endpoint, self._answers, self._sleep = endpoint, answers, sleep
        self._session = requests.Session()
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, WatchedAdapter())
        self._splitter = Splitter()
        self._lexicon = load(self._splitter.words)
        self._instructions = (files("pipelines.claims") / "endpoint_instructions.txt").read_text(encoding="utf-8")

    def claims(self, article: Article) -> list[Claim]:
        """All claims of an article that its text supports, in the order of the text.

        Raises:
            EndpointError: the endpoint gave no answer, or an answer of another form.
        """
        return self.answered(article).claims

    def answered(self, article: Article) -> Answered:
        """The claims that are believed, and why the others are not.

        Raises:
            EndpointError: the endpoint gave no answer, or an answer of another form.
        """
        if len(article.text) > MOST_CHARACTERS:
            raise EndpointError(f"is longer than the {MOST_CHARACTERS:,} characters that are sent to the endpoint")
        answer = self._answer(article)
        proof = _Proof(
            article, [mark(sentence, self._lexicon, None) for sentence in self._splitter.sentences(article.text)]
        )
        claims, refused = [], []
        for stated in answer.claims:
            try:
                claims.append(proof.claim(stated))
            except _NotBorneOutError as error:
                refused.append(f"{stated.quote[:80]!r}: {error}.")
        return Answered(sorted(claims, key=lambda claim: (claim.start, claim.end)), tuple(refused))

    def _answer(self, article: Article) -> Answer:
        """The answer of the model for an article: the stored one if the same was asked before, else a new one."""
        body = self._request(article)
        kept = self._answers / f"{_digest(body)}.json" if self._answers else None
        if kept is not None and (known := _kept_answer(kept)) is not None:
            return known
        content = _content(self._post(body))
        answer = _parsed(content)
        if kept is not None:
            write_whole(kept, content.encode())
        return answer

    def _request(self, article: Article) -> dict[str, Any]:
        """The text goes in as a string of an object: whatever it says, it stays one."""
        published_on = article.published_on and article.published_on.isoformat()
        asked = json.dumps({"date": published_on, "text": article.text}, ensure_ascii=False)
        schema = {"name": "claims", "strict": True, "schema": Answer.model_json_schema()}
        return {
            "model": self._endpoint.model,
            "temperature": 0,
            "messages": [{"role": "system", "content": self._instructions}, {"role": "user", "content": asked}],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }

    def _post(self, body: Mapping[str, Any]) -> bytes:
        """The bytes that the endpoint answers; it is asked again while it is busy.

        Raises:
            UnansweredError: it answers with another status, or stays busy.
        """
        for attempt in range(1, MOST_TRIES + 1):
            answer = self._posted(body)
            if isinstance(answer, bytes):
                return answer
            if answer not in BUSY or attempt == MOST_TRIES:
                raise UnansweredError(f"the endpoint answers {answer}")
            self._sleep(min(LONGEST_WAIT, 2.0**attempt))
        raise AssertionError  # pragma: no cover - the last attempt returns or raises

    def _posted(self, body: Mapping[str, Any]) -> bytes | int:
        """The body of the answer, or its status if that is not 200."""
        key = {"Authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        url, headers = f"{self._endpoint.url}/chat/completions", {"Accept-Encoding": "identity", **key}
        try:
            with self._session.post(
                url, json=body, headers=headers, timeout=TIMEOUT, stream=True, allow_redirects=False
            ) as response:
                return _bounded(response) if response.status_code == requests.codes.ok else response.status_code
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            # Neither the message nor the cause is passed on: both may hold the request with its headers.
            raise UnansweredError(f"the endpoint cannot be asked ({type(error).__name__})") from None


class _Proof:
    """What the text supports."""

    def __init__(self, article: Article, sentences: list[Marked]) -> None:
        """Note the authorities that the sentences mention; claims that were accepted are noted later."""
        self._article, self._sentences = article, sentences
        self._authorities = {actor.code for sentence in sentences for actor in sentence.actors}
        self._seen: set[tuple[int, str | None, str | None]] = set()

    def claim(self, stated: Stated) -> Claim:
        """The claim, if the text supports it.

        Raises:
            _NotBorneOutError: it does not.
        """
        start = self._place(stated)
        end = start + len(stated.quote)
        self._refuse_words_not_in_text(stated)
        self._refuse_authority(stated)
        self._refuse_count(stated, start, end)
        on, first, last = _days(stated)
        self._seen.add((start, stated.authority, stated.unit))
        return Claim(
            quote=stated.quote, start=start, end=end, authority=stated.authority, status=stated.status,
            action=stated.action, measure=stated.measure, strength=stated.strength, count=stated.count,
            count_qualifier=stated.count_qualifier if stated.count else None, count_text=stated.count_text,
            count_scope=stated.count_scope, unit=stated.unit, target_country=stated.target_country,
            named_targets=tuple(dict.fromkeys(stated.named_targets)), event_on=on, event_from=first, event_to=last,
            attributed_to=stated.attributed_to, rules=(RULE,),
        )  # fmt: skip

    def _place(self, stated: Stated) -> int:
        """Where the quote stands; a quote that stands in several places serves several claims."""
        for start in _places(self._article.text, stated.quote):
            if (start, stated.authority, stated.unit) not in self._seen:
                return start
        known = stated.quote in self._article.text
        raise _NotBorneOutError("it was stated already" if known else "the quote is not in the text")

    def _refuse_words_not_in_text(self, stated: Stated) -> None:
        """Raise _NotBorneOutError if the text lacks a name, the source or the count that the model states."""
        for words in (*stated.named_targets, stated.attributed_to, stated.count_text):
            if words is not None and (not words.strip() or words not in self._article.text):
                raise _NotBorneOutError(f"{words[:60]!r} is not in the text")

    def _refuse_authority(self, stated: Stated) -> None:
        """Raise _NotBorneOutError if the authority is none, or the text does not mention it, or the country is none."""
        code, country = stated.authority, stated.target_country
        if code is not None and not _is_code(code):
            raise _NotBorneOutError(f"{code!r} is no authority")
        if code is not None and code not in self._authorities:
            raise _NotBorneOutError(f"the text does not mention {code}")
        if country is not None and country != "XK" and pycountry.countries.get(alpha_2=country) is None:
            raise _NotBorneOutError(f"{country!r} is no country")

    def _refuse_count(self, stated: Stated, start: int, end: int) -> None:
        """A count is a number of its sentence, two of them together, or "X, Y and four others"."""
        if stated.count is None:
            return
        near = [
            sentence
            for sentence in self._sentences
            if sentence.sentence.starts[0] < end and sentence.sentence.ends[-1] > start
        ]
        values = [number.value for span in near for number in span.numbers if number.value is not None]
        named = range(len(stated.named_targets) + 1)
        whole = {*values, *map(sum, combinations(values, 2)), 0}
        if not any(stated.count - names in whole for names in named):
            raise _NotBorneOutError(f"its sentence does not say {stated.count:,}")


def _places(text: str, quote: str) -> Iterator[int]:
    """Yields where a quote begins in the text, each time that it occurs."""
    start = text.find(quote)
    while start >= 0:
        yield start
        start = text.find(quote, start + 1)


def _days(stated: Stated) -> tuple[date | None, date | None, date | None]:
    """The day of the act, and the first and last day of its window, as the model states them; None where it does not.

    Raises:
        _NotBorneOutError: a day is not valid, or the window has only one end or ends before it begins.
    """
    try:
        on, first, last = (
            date.fromisoformat(text) if text else None
            for text in (stated.event_date, stated.event_from, stated.event_to)
        )
    except ValueError as error:
        raise _NotBorneOutError(f"its day is not a valid date ({error})") from None
    if (first is None) != (last is None) or (first and last and first > last):
        raise _NotBorneOutError("its window has no beginning and end in that order")
    return (on, None, None) if on else (None, first, last)


def _is_code(code: str) -> bool:
    """Whether a code is one that `Claim.authority` can have."""
    return code in OTHERS or pycountry.countries.get(alpha_2=code) is not None


def _is_safe(url: str) -> bool:
    """Whether an address may be used for an endpoint: encrypted, or on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme == "https" or (
            parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
        )
    except ValueError:
        return False


def _bounded(response: requests.Response) -> bytes:
    """The body, read in pieces of whatever size arrives, so that a very slow answer is noticed."""
    body, until = b"", time.monotonic() + LONGEST_SECONDS
    raw: HTTPResponse = response.raw
    while piece := raw.read1(2**16, decode_content=False):
        body += piece
        if time.monotonic() > until:
            raise UnansweredError(f"the endpoint takes more than {LONGEST_SECONDS:.0f} s for an answer")
        if len(body) > MOST_BYTES:
            raise EndpointError(f"the endpoint answers with more than {MOST_BYTES:,} bytes")
    return body


def _kept_answer(path: Path) -> Answer | None:
    """A stored answer; None if there is none, or if it is damaged and has to be asked for again."""
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, EndpointError):
        return None


def _content(body: bytes) -> str:
    """What the model says, out of what the endpoint wraps it in."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise EndpointError("the endpoint answers something else than a completion") from None
    if not isinstance(content, str):
        raise EndpointError("the model gives no answer")
    return content


def _parsed(content: str) -> Answer:
    """The answer of a model, checked against its schema; raises EndpointError if it does not fit."""
    try:
        return Answer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"])) or "the answer"
        raise EndpointError(f"the answer does not fit the schema ({place}: {first['msg']})") from None


def _digest(body: Mapping[str, Any]) -> str:
    """The name of the file for the answer to a request: a digest of the request."""
    return sha256(json.dumps(body, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:32]
