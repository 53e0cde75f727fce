"""Reading articles: from the bytes of a text, a page or a line of JSON to an article, or the reason why it is not one.

Here: parsing the bytes, and choosing among several stated days. Not here: finding the bytes (see files), how a page
states its day (see days), feeds (see feeds), fetching pages (see fetching), copies of one report (see near_copies), or
the claims of an article (see pipelines.claims).

No content makes these functions raise an error.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import trafilatura
from trafilatura.settings import Document

from pipelines.archive.addresses import without_credentials
from pipelines.articles.article import OPENING, Article
from pipelines.articles.days import canonical_address, day_in_address, day_in_name, day_of_page, stated_day
from pipelines.articles.files import FACTS, MOST_BYTES, Form, RawArticle, Unreadable, raw_articles, without_surrogates
from pipelines.articles.languages import language_of, languages_read, passages

NO_ARTICLE = "holds no article: no running text was found in the page."
MOST_ELEMENTS = 40_000
"""More than any page of a paper has. Reading for text takes time by the square of their number, or of their depth."""

BASES = frozenset({"stated", "metadata", "feed", "seen", "address", "file_name"})
"""The sources of the day of an article."""

Read = Article | Unreadable


def read_articles(path: Path) -> Iterator[Read]:
    """The articles of one file, of all files of a folder, or of standard input for `-`.

    The suffix of a file decides its format; standard input is JSON lines if it begins with a brace, otherwise text.
    """
    for piece in raw_articles(path):
        yield piece if isinstance(piece, Unreadable) else read_article(piece)


def read_article(piece: RawArticle) -> Read:
    """The article in these bytes, read by their form (text, page or line of JSON), or why it cannot be read."""
    digest = sha256(piece.content).hexdigest()
    if len(piece.content) > MOST_BYTES:
        return Unreadable(
            piece.source, f"is longer than {MOST_BYTES / 1e6:.0f} MB, which no article is.", piece.name, digest
        )
    return _READERS[piece.form](piece, digest)


def distinct(read: Iterable[Read]) -> Iterator[Read]:
    """The same articles with distinct ids: a repeated id gets a suffix from the digest of the article."""
    seen: set[str] = set()
    for item in read:
        article_id, again = item.article_id, 1
        while article_id in seen:
            article_id = f"{item.article_id}~{item.sha256[:8]}" + (f"-{again}" if again > 1 else "")
            again += 1
        seen.add(article_id)
        yield item if article_id == item.article_id else replace(item, article_id=article_id)


def _read_line(piece: RawArticle, digest: str) -> Read:
    """The article in a line of JSON: an object with at least a `text`."""
    source = piece.source
    try:
        stated = json.loads(piece.content)
    except (ValueError, RecursionError) as error:
        return Unreadable(source, f"is no line of JSON ({error}).", source, digest)
    if not isinstance(stated, dict) or not isinstance(stated.get("text"), str):
        return Unreadable(source, 'is no object with a "text".', source, digest)
    return _article_of_object({str(name): value for name, value in stated.items()}, source, digest)


def _article_of_object(stated: dict[str, object], source: str, digest: str) -> Read:
    """The article in a JSON object that has a `text`."""
    stated_basis = str(stated.get("date_basis"))
    basis = stated_basis if stated_basis in BASES else "stated"
    published_on, date_basis = _first_day((_text(stated.get("date")), basis))
    article = Article(
        without_surrogates(str(stated.get("id") or digest[:16])),
        str(stated["text"]),
        published_on,
        date_basis,
        title=_text(stated.get("title")),
        url=_address(stated.get("url")),
        outlet=_text(stated.get("outlet")),
        sha256=digest,
    )
    return _with_language(article, source)


def _read_text(piece: RawArticle, digest: str) -> Read:
    """The article in a text file; its day comes from its first line or the file's name."""
    source, name = piece.source, piece.name
    try:
        text = piece.content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Unreadable(source, f"is not UTF-8 at byte {error.start:,}; save it as UTF-8.", name, digest)
    opening = OPENING.match(text)
    published_on, basis = _first_day((opening and opening[1], "stated"), (day_in_name(name), "file_name"))
    return _with_language(Article(name, text, published_on, basis, sha256=digest), source)


def _read_page(piece: RawArticle, digest: str) -> Read:
    """The article in an HTML page; its day comes from its metadata, the facts beside it, its address or its name."""
    source, name = piece.source, piece.name
    facts = _facts(piece.facts)
    if facts is None:
        return Unreadable(source, f"has beside it {source}{FACTS}, which is no object of JSON.", name, digest)
    page = _parsed_page(piece.content)
    if isinstance(page, str):
        return Unreadable(source, page, name, digest, url=_address(facts.get("url")), outlet=facts.get("outlet"))
    url = _address(facts.get("url") or page.document.url)
    published_on, basis = _first_day(
        (page.published_on, "metadata"),
        (facts.get("date"), facts.get("date_basis", "stated")),
        (day_in_address(facts.get("url") or page.address), "address"),
        (day_in_name(name), "file_name"),
    )
    article = Article(
        name,
        page.document.text or "",
        published_on,
        basis,
        title=page.document.title or facts.get("title"),
        url=url,
        outlet=facts.get("outlet") or page.document.sitename or page.document.hostname,
        sha256=digest,
    )
    return _with_language(article, source)


_READERS: Mapping[Form, Callable[[RawArticle, str], Read]] = {
    "text": _read_text,
    "page": _read_page,
    "line": _read_line,
}


@dataclass(frozen=True, slots=True)
class _Page:
    """A parsed page.

    Attributes:
        document: running text without scripts and menus, title and site. Its date is a guess and never used.
        address: the canonical address that it states.
    """

    document: Document
    published_on: date | None
    address: str | None


def _parsed_page(content: bytes) -> _Page | str:
    """The parsed page, or why it holds no article."""
    try:
        tree = trafilatura.load_html(content)
        if tree is None:
            return NO_ARTICLE
        if (elements := sum(1 for _ in tree.iter())) > MOST_ELEMENTS:
            return f"has {elements:,} elements, more than the {MOST_ELEMENTS:,} that a page of a paper may have."
        published_on, address = day_of_page(tree), canonical_address(tree)
        document = trafilatura.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params={"extensive_search": False}
        )
    except Exception as error:  # noqa: BLE001 - bad markup may make the library raise anything; other pages must go on
        return f"cannot be read as a page ({type(error).__name__})."
    if isinstance(document, Document) and (document.text or "").strip():
        return _Page(document, published_on, address)
    return NO_ARTICLE


def _facts(content: bytes) -> dict[str, str] | None:
    """The facts from the file beside a page, those that are texts; None if it cannot be read.

    A day without a known source counts as stated by a person.
    """
    try:
        facts = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict):
        return None
    known = {str(name): value for name, value in facts.items() if isinstance(value, str) and value}
    return known if known.get("date_basis", "stated") in BASES else {**known, "date_basis": "stated"}


def _first_day(*statements: tuple[date | str | None, str]) -> tuple[date | None, str]:
    """The first plausible one of several stated days, and its source.

    The source is `unusable` if all stated days are invalid, before 1990, or in the future; `none` if none is stated.
    """
    for stated, basis in statements:
        day = stated if isinstance(stated, date) else stated_day(stated)
        if day:
            return day, basis
    return None, "unusable" if any(stated for stated, _ in statements) else "none"


def _with_language(article: Article, source: str) -> Read:
    """The article with its language, or why it cannot be read: it is empty, or no part is in a supported language."""
    reason, language = _reason_to_refuse(article), None
    if reason is None:
        language = language_of(article.text)
        in_text = {passage.language for passage in passages(article.text, language)}
        if language is None or in_text & languages_read():
            return replace(article, language=language)
        reason = f"is in a language that is not supported ({language})."
    return Unreadable(
        source, reason, article.article_id, article.sha256, language, article.published_on, article.date_basis,
        len(article.text), article.url, article.outlet,
    )  # fmt: skip


def _reason_to_refuse(article: Article) -> str | None:
    """Why a text is no article: it is empty or has a lone surrogate; None if it is one."""
    if not OPENING.sub("", article.text, count=1).strip():
        return "is empty."
    if without_surrogates(article.text) != article.text:
        return "holds half of a character (a lone surrogate), which no text has."
    return None


def _address(value: object) -> str | None:
    """A web address without credentials, so that it may be shown."""
    text = _text(value)
    return None if text is None else without_credentials(text)


def _text(value: object) -> str | None:
    """A text that is not empty, without lone surrogates; None for any other value."""
    return without_surrogates(value) if isinstance(value, str) and value else None
