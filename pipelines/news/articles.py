"""Files to articles.

Here: `.txt`, `.html`, `.jsonl` and standard input; what makes a file unreadable. Not here: feeds, fetching, claims.

- `.txt`: the whole file is the text, so that offsets of claims index the file. A file may open with ` date YYYY-MM-DD text`:
  a space, the word "date", a day; that day is the article's. Else a day in the file's name ("2022-02-26_title.txt") is.
- `.html`: the text that trafilatura finds, with the page's own date.
- `.jsonl`: an object a line with `id`, `date` and `text`, and `title`, `url`, `outlet` if there are any.
- `-`: standard input, JSON lines if it begins with an object, else text.

What cannot be read is never left out: it comes as an Unreadable with the place and the reason.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import trafilatura

from pipelines.news.claim import OPENING, Article
from pipelines.news.language import recognise, supported

LARGEST_FILE = 64 * 1024 * 1024
LARGEST_TEXT = 1_000_000
"""Characters. The longest news text is a hundredth of it; more is a dump, and is said so instead of read for minutes."""
NAMED_DAY = re.compile(r"(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)")
READABLE = frozenset({".txt", ".html", ".htm", ".jsonl"})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, or a line of one, of which no claims are asked, with the reason as one sentence.

    Attributes:
        code: `empty`, `not_utf8`, `too_large`, `too_long`, `language`, `future_date`, `bad_date`, `bad_json`, `no_text`, `missing`.
    """

    place: str
    code: str
    reason: str


Read = Article | Unreadable


def read_articles(path: Path | str, today: date | None = None) -> Iterator[Read]:
    """The articles of a file, a folder (its files by name, recursively) or `-`; unreadable ones in their place.

    Args:
        path: what to read.
        today: the day after which no article can be dated; by default the day in UTC, and one more for time zones ahead.
    """
    latest = today or datetime.now(UTC).date() + timedelta(days=1)
    if str(path) == "-":
        yield from read_standard_input(latest)
        return
    path = Path(path)
    if path.is_dir():
        for each in sorted(path.rglob("*")):
            if each.is_file() and each.suffix.lower() in READABLE:
                yield from read_file(each, latest)
        return
    yield from read_file(path, latest)


def read_file(path: Path, latest: date) -> Iterator[Read]:
    """The articles of one file, by its suffix; one without a known suffix is text."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            yield Unreadable(str(path), "too_large", f"{path}: larger than {LARGEST_FILE} bytes; give it in parts.")
            return
        content = path.read_bytes()
    except OSError as error:
        yield Unreadable(str(path), "missing", f"{path}: cannot be read: {error.strerror}.")
        return
    yield from read_bytes(content, str(path), path.suffix.lower(), path.stem, latest)


def read_standard_input(latest: date) -> Iterator[Read]:
    """Standard input: JSON lines or one text."""
    content = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        yield Unreadable("-", "too_large", f"Standard input: larger than {LARGEST_FILE} bytes; give it in parts.")
        return
    suffix = ".jsonl" if content.lstrip()[:1] == b"{" else ".txt"
    yield from read_bytes(content, "-", suffix, "stdin", latest)


def read_bytes(content: bytes, place: str, suffix: str, stem: str, latest: date) -> Iterator[Read]:
    """The articles in the bytes of a file of the given suffix."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Unreadable(place, "not_utf8", f"{place}: no UTF-8 at byte {error.start}; convert it first.")
        return
    readers: dict[str, Callable[[str, bytes, str, str, date], Iterator[Read]]] = {
        ".jsonl": from_lines,
        ".html": from_page,
        ".htm": from_page,
    }
    yield from readers.get(suffix, from_text)(text, content, place, stem, latest)


def from_text(text: str, content: bytes, place: str, stem: str, latest: date) -> Iterator[Read]:
    """One article of a text file."""
    opening = OPENING.match(text)
    if opening is not None:
        yield checked(text, content, place, stem, opening[1], "stated", latest)
        return
    named = NAMED_DAY.search(stem)
    day = "-".join(named.groups()) if named is not None else None
    yield checked(text, content, place, stem, day if named and parsed(day) else None, "file_name", latest)


def from_page(text: str, content: bytes, place: str, stem: str, latest: date) -> Iterator[Read]:
    """One article of an HTML page: what trafilatura takes for its text, without scripts, menus and comments."""
    if not text.strip():
        yield Unreadable(place, "empty", f"{place}: empty.")
        return
    page = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, include_tables=False)
    found = page if isinstance(page, dict) else page.as_dict() if page is not None else {}
    body = found.get("text") or ""
    if not body.strip():
        yield Unreadable(place, "no_text", f"{place}: no article text was found in the page.")
        return
    more = {
        "title": found.get("title"),
        "url": found.get("url"),
        "outlet": found.get("sitename") or found.get("hostname"),
    }
    yield checked(body, content, place, stem, found.get("date"), "metadata", latest, **more)


def from_lines(text: str, content: bytes, place: str, stem: str, latest: date) -> Iterator[Read]:  # noqa: ARG001
    """One article a line; a bad line is reported by its number and the others are read."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        yield Unreadable(place, "empty", f"{place}: empty.")
    for number, line in lines:
        yield from_line(line, f"{place}:{number}", latest)


def from_line(line: str, place: str, latest: date) -> Read:
    """The article of one JSON line."""
    try:
        record = json.loads(line)
    except ValueError as error:
        return Unreadable(place, "bad_json", f"{place}: not JSON: {error}.")
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        return Unreadable(
            place, "no_text", f'{place}: no "text" in the line; an object with id, date and text is expected.'
        )
    more = {key: record[key] for key in ("title", "url", "outlet") if isinstance(record.get(key), str)}
    own = record.get("id")
    day = record.get("date")
    content = record["text"].encode("utf-8", "surrogatepass")
    return checked(
        record["text"],
        content,
        place,
        str(own) if own is not None else None,
        day if isinstance(day, str) else None,
        "stated",
        latest,
        **more,
    )


def parsed(day: str | None) -> date | None:
    """A day in ISO form, also with a time behind it."""
    try:
        return date.fromisoformat(day[:10]) if day else None
    except ValueError:
        return None


def checked(
    text: str,
    content: bytes,
    place: str,
    article_id: str | None,
    day: str | None,
    basis: str,
    latest: date,
    **more: str | None,
) -> Read:
    """An article, or why it cannot be one."""
    digest = sha256(content).hexdigest()
    published_on = parsed(day)
    reason = unreadable(text, place, day, published_on, latest)
    if reason is not None:
        return reason
    return Article(
        article_id=article_id or digest[:16], text=text, published_on=published_on, date_basis=basis if published_on else "none", language=recognise(text),
        sha256=digest, **more,
    )  # fmt: skip


def unreadable(text: str, place: str, day: str | None, published_on: date | None, latest: date) -> Unreadable | None:
    """The first reason for which claims are not asked of a text."""
    if not text.strip():
        return Unreadable(place, "empty", f"{place}: empty.")
    if len(text) > LARGEST_TEXT:
        return Unreadable(
            place, "too_long", f"{place}: {len(text)} characters are no article; the limit is {LARGEST_TEXT}."
        )
    if day and published_on is None:
        return Unreadable(place, "bad_date", f"{place}: {day[:40]!r} is no day; write it as YYYY-MM-DD.")
    if published_on is not None and published_on > latest:
        return Unreadable(place, "future_date", f"{place}: dated {published_on}, after today; correct its date.")
    language = recognise(text)
    if not supported(language):
        return Unreadable(place, "language", f"{place}: in {language!r}; claims are read in English only.")
    return None
