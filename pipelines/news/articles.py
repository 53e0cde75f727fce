"""Articles in: files as a person or a program has them.

Here: .txt, .html and .jsonl, and standard input, each to articles or to a reason why not. Not here: feeds (see feeds),
fetched pages (see fetching), copies of one report (see duplicates), what an article claims (see extraction).

Nothing here raises for what a file holds: what cannot be read becomes an Unreadable with its reason, so that no article
is lost silently and none stops the others.

Beside a page may lie NAME.html.facts, what is known of it besides its bytes (see FACTS).
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import trafilatura
from trafilatura.settings import Document

from pipelines.news.claim import OPENING, Article
from pipelines.news.languages import SUPPORTED, language_of

MOST_BYTES = 5_000_000
"""A longer text is no article. The longest of 951 pages of one GDELT file has 0.3 MB of markup."""

LONGEST_PARSED = 1_500_000
"""Characters of markup that are looked at for an article; nested without end, more would take minutes."""

DEEPEST = 500
"""How deep the elements of a page may lie in one another; real pages stay under 60."""

STANDARD_INPUT = Path("-")
FACTS = ".facts"
"""The ending of a file of facts beside a page: an object of JSON with any of `url`, `outlet`, `title`, `date` and
`date_basis`, which count where the page itself says nothing."""

BASES = frozenset({"stated", "metadata", "feed", "file_name"})
"""How the day of an article may be known, besides not at all."""

DATED_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that should have been an article, and why it is none.

    Attributes:
        source: file, or file and line.
        article_id: the id that it would have had, where it states one.
        sha256: of its bytes, as far as they were read.
    """

    source: str
    reason: str
    article_id: str
    sha256: str = ""
    language: str | None = None
    published_on: date | None = None
    characters: int = 0


def read_articles(path: Path) -> Iterator[Article | Unreadable]:
    """The articles of one file, or of standard input for `-`.

    The ending of its name tells the form of a file; standard input is JSON lines if it begins with a brace.
    """
    if path == STANDARD_INPUT:
        yield from _of_standard_input()
    elif path.suffix == ".jsonl":
        with path.open("rb") as lines:
            yield from _of_lines(lines, path.name)
    elif path.suffix in (".html", ".htm", ".txt"):
        yield _of_file(path)
    else:
        yield Unreadable(path.name, "is no .txt, .html or .jsonl file.", path.stem)


def _of_standard_input() -> Iterator[Article | Unreadable]:
    content = sys.stdin.buffer
    beginning = content.peek(1)[:1] if hasattr(content, "peek") else b""
    if beginning == b"{":
        yield from _of_lines(content, "standard input")
    else:
        yield _of_text(content.read(MOST_BYTES + 1), "standard input", "stdin")


def _of_file(path: Path) -> Article | Unreadable:
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if path.suffix == ".txt":
        return _of_text(content, path.name, path.stem)
    return _of_page(content, path.name, path.stem)


def _of_lines(lines: Iterator[bytes], source: str) -> Iterator[Article | Unreadable]:
    for number, line in enumerate(_bounded(lines), 1):
        if line.strip():
            yield _of_line(line, f"{source}:{number}")


def _bounded(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines, each cut just beyond what is read of one: `readline` with a limit never holds a whole endless line."""
    read = getattr(lines, "readline", None)
    if read is None:
        yield from lines
        return
    while line := read(MOST_BYTES + 2):
        yield line
        while not line.endswith(b"\n") and line:
            line = read(MOST_BYTES + 2)


def _of_line(line: bytes, source: str) -> Article | Unreadable:
    digest = sha256(line).hexdigest()
    try:
        stated = json.loads(line)
    except ValueError as error:
        return Unreadable(source, f"is no line of JSON ({error}).", source, digest)
    if not isinstance(stated, dict) or not isinstance(stated.get("text"), str):
        return Unreadable(source, 'is no object with a "text".', source, digest)
    article_id = str(stated.get("id") or f"{digest[:16]}")
    text = stated["text"]
    given = stated.get("date")
    published_on = _day(str(given)[:10]) if given else None
    if given and published_on is None:
        return Unreadable(source, f'has the date "{given}", which is no day YYYY-MM-DD.', article_id, digest)
    return _checked(
        Article(
            article_id,
            text,
            published_on,
            "stated" if published_on else "none",
            title=_text(stated.get("title")),
            url=_text(stated.get("url")),
            outlet=_text(stated.get("outlet")),
            sha256=digest,
        ),
        source,
    )


def _of_text(content: bytes, source: str, article_id: str) -> Article | Unreadable:
    digest = sha256(content).hexdigest()
    text = _decoded(content, source, article_id, digest)
    if isinstance(text, Unreadable):
        return text
    if found := OPENING.match(text):
        published_on, basis = _day(found[1]), "stated"
    else:
        published_on, basis = _day_in_name(article_id), "file_name"
    return _checked(Article(article_id, text, published_on, basis if published_on else "none", sha256=digest), source)


def _of_page(content: bytes, source: str, article_id: str) -> Article | Unreadable:
    digest = sha256(content).hexdigest()
    if len(content) > MOST_BYTES:
        return _too_long(source, article_id, digest)
    found = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)
    if not isinstance(found, Document) or not (found.text or "").strip():
        return Unreadable(source, "holds no article: no running text was found in the page.", article_id, digest)
    published_on, basis = _day(found.date or ""), "metadata"
    if published_on is None:
        published_on, basis = _day_in_name(article_id), "file_name"
    return _checked(
        Article(
            article_id,
            found.text or "",
            published_on,
            basis if published_on else "none",
            title=found.title,
            url=found.url,
            outlet=found.sitename or found.hostname,
            sha256=digest,
        ),
        source,
    )


def _decoded(content: bytes, source: str, article_id: str, digest: str) -> str | Unreadable:
    if len(content) > MOST_BYTES:
        return _too_long(source, article_id, digest)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unreadable(source, f"is not UTF-8 at byte {error.start:,}; save it as UTF-8.", article_id, digest)


def _too_long(source: str, article_id: str, digest: str) -> Unreadable:
    return Unreadable(source, f"is longer than {MOST_BYTES / 1e6:.0f} MB, which no article is.", article_id, digest)


def _checked(article: Article, source: str) -> Article | Unreadable:
    """The article with its language, or why it cannot be read."""
    language = language_of(article.text)
    reason = _objection(article, language)
    if reason is None:
        return replace(article, language=language)
    return Unreadable(
        source, reason, article.article_id, article.sha256, language, article.published_on, len(article.text)
    )


def _objection(article: Article, language: str | None) -> str | None:
    if not OPENING.sub("", article.text, count=1).strip():
        return "is empty."
    if len(article.text) > MOST_BYTES:
        return f"is longer than {MOST_BYTES / 1e6:.0f} million characters, which no article is."
    if article.published_on and article.published_on > datetime.now(UTC).date() + timedelta(days=1):
        return f"is dated {article.published_on}, in the future."
    if language is not None and language not in SUPPORTED:
        return f"is in a language that is not supported ({language})."
    return None


def _day_in_name(name: str) -> date | None:
    found = DATED_NAME.search(name)
    return _day(found[1]) if found else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
