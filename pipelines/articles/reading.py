"""Articles in: from the bytes of a text, a page or a line of JSON to an article, or to the reason why it is none.

Here: what the bytes say, and of which day an article is. Not here: where bytes lie (see pieces), feeds (see feeds),
fetched pages (see fetching), copies of one report (see duplicates), what an article claims (see extraction).

Nothing here raises for what a piece holds.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import trafilatura
from trafilatura.settings import Document

from pipelines.articles.article import OPENING, Article
from pipelines.articles.files import FACTS, MOST_BYTES, Form, Piece, Unreadable, pieces, plain
from pipelines.articles.languages import language_of, languages_read

DATED_NAME = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")

BASES = frozenset({"stated", "metadata", "feed", "seen", "file_name"})
"""How the day of an article may be known, besides not at all."""

Read = Article | Unreadable


def read_articles(path: Path) -> Iterator[Read]:
    """The articles of one file, of all files of a folder, or of standard input for `-`.

    The ending of its name tells the form of a file; standard input is JSON lines if it begins with a brace.
    """
    for piece in pieces(path):
        yield piece if isinstance(piece, Unreadable) else read_piece(piece)


def read_piece(piece: Piece) -> Read:
    """The article of a piece, or why it is none."""
    digest = sha256(piece.content).hexdigest()
    if len(piece.content) > MOST_BYTES:
        return Unreadable(
            piece.source, f"is longer than {MOST_BYTES / 1e6:.0f} MB, which no article is.", piece.name, digest
        )
    return _READERS[piece.form](piece, digest)


def distinct(read: Iterable[Read]) -> Iterator[Read]:
    """The same, each with an id of its own: another text under an id that was there before is another article."""
    seen: set[str] = set()
    for each in read:
        article_id, again = each.article_id, 1
        while article_id in seen:
            article_id = f"{each.article_id}~{each.sha256[:8]}" + (f"-{again}" if again > 1 else "")
            again += 1
        seen.add(article_id)
        yield each if article_id == each.article_id else replace(each, article_id=article_id)


def _of_line(piece: Piece, digest: str) -> Read:
    source = piece.source
    try:
        stated = json.loads(piece.content)
    except (ValueError, RecursionError) as error:
        return Unreadable(source, f"is no line of JSON ({error}).", source, digest)
    if not isinstance(stated, dict) or not isinstance(stated.get("text"), str):
        return Unreadable(source, 'is no object with a "text".', source, digest)
    return _of_object({str(name): value for name, value in stated.items()}, source, digest)


def _of_object(stated: dict[str, object], source: str, digest: str) -> Read:
    article_id = plain(str(stated.get("id") or digest[:16]))
    given = stated.get("date")
    published_on = _day(str(given)[:10]) if given else None
    if given and published_on is None:
        return Unreadable(
            source, f'has the date "{plain(str(given))}", which is no day YYYY-MM-DD.', article_id, digest
        )
    basis = stated.get("date_basis") if stated.get("date_basis") in BASES else "stated"
    article = Article(
        article_id,
        str(stated["text"]),
        published_on,
        str(basis) if published_on else "none",
        title=_text(stated.get("title")),
        url=_text(stated.get("url")),
        outlet=_text(stated.get("outlet")),
        sha256=digest,
    )
    return _checked(article, source)


def _of_text(piece: Piece, digest: str) -> Read:
    source, name = piece.source, piece.name
    try:
        text = piece.content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unreadable(source, f"is not UTF-8 at byte {error.start:,}; save it as UTF-8.", name, digest)
    published_on, basis = _first_day(
        (lambda: _day_of_opening(text), "stated"),
        (lambda: _day_in_name(name), "file_name"),
    )
    return _checked(Article(name, text, published_on, basis, sha256=digest), source)


def _day_of_opening(text: str) -> date | None:
    found = OPENING.match(text)
    return _day(found[1]) if found else None


def _of_page(piece: Piece, digest: str) -> Read:
    source, name = piece.source, piece.name
    facts = _facts(piece.facts)
    if facts is None:
        return Unreadable(source, f"has beside it {source}{FACTS}, which is no object of JSON.", name, digest)
    found = _extracted(piece.content)
    if isinstance(found, str):
        return Unreadable(source, found, name, digest, url=facts.get("url"), outlet=facts.get("outlet"))
    published_on, basis = _first_day(
        (lambda: _day(found.date or ""), "metadata"),
        (lambda: _day(facts.get("date", "")), facts.get("date_basis", "stated")),
        (lambda: _day_in_name(name), "file_name"),
    )
    article = Article(
        name,
        found.text or "",
        published_on,
        basis,
        title=found.title or facts.get("title"),
        url=facts.get("url") or found.url,
        outlet=facts.get("outlet") or found.sitename or found.hostname,
        sha256=digest,
    )
    return _checked(article, source)


_READERS: Mapping[Form, Callable[[Piece, str], Read]] = {"text": _of_text, "page": _of_page, "line": _of_line}


def _extracted(content: bytes) -> Document | str:
    """The running text of a page, without scripts and menus, and what its markup says of it; or why there is none."""
    try:
        found = trafilatura.bare_extraction(content, with_metadata=True, include_comments=False)
    except Exception as error:  # noqa: BLE001 - whatever the library makes of bad markup, it costs this page alone
        return f"cannot be read as a page ({type(error).__name__})."
    if isinstance(found, Document) and (found.text or "").strip():
        return found
    return "holds no article: no running text was found in the page."


def _facts(content: bytes) -> dict[str, str] | None:
    """What is known of a page besides its bytes; None if that cannot be read."""
    try:
        facts = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    known = {str(name): value for name, value in facts.items() if isinstance(value, str) and value}
    return known if known.get("date_basis", "stated") in BASES else {**known, "date_basis": "stated"}


def _first_day(*ways: tuple[Callable[[], date | None], str]) -> tuple[date | None, str]:
    """The first day that can be had, and how it is known."""
    for way, basis in ways:
        if day := way():
            return day, basis
    return None, "none"


def _checked(article: Article, source: str) -> Read:
    """The article with its language, or why it cannot be read."""
    reason, language = _objection(article), None
    if reason is None:
        language = language_of(article.text)
        if language is None or language in languages_read():
            return replace(article, language=language)
        reason = f"is in a language that is not supported ({language})."
    return Unreadable(
        source, reason, article.article_id, article.sha256, language, article.published_on, article.date_basis,
        len(article.text), article.url, article.outlet,
    )  # fmt: skip


def _objection(article: Article) -> str | None:
    if not OPENING.sub("", article.text, count=1).strip():
        return "is empty."
    if plain(article.text) != article.text:
        return "holds half of a character (a lone surrogate), which no text has."
    if article.published_on and article.published_on > datetime.now(UTC).date() + timedelta(days=1):
        return f"is dated {article.published_on}, in the future."
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
    return plain(value) if isinstance(value, str) and value else None
