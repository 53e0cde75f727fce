"""Finding articles as bytes in files, folders and standard input.

Here: which files are read, and dividing them into the bytes of single articles. Not here: the content of articles (see
reading), or which of them were read before (see pipelines.claims.cache).

Something that cannot be read becomes an `Unreadable` with its reason: no article is lost silently, and none stops the
others.
"""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import IO, Literal

MOST_BYTES = 5_000_000
"""Largest size of an article. The longest of 951 pages of one GDELT file has 0.3 MB of markup."""

STANDARD_INPUT = Path("-")
TEXTS, PAGES, LINES = (".txt",), (".html", ".htm"), (".jsonl",)

FACTS = ".facts"
"""Suffix of the file of facts beside a page, NAME.html.facts: a JSON object with any of `url`, `outlet`, `title`,
`date` and `date_basis`. They are used if the page itself does not state them; the address is always used."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something that should be an article, and why it cannot be read.

    Attributes:
        source: file, or file and line.
        article_id: the id that the article would have.
        sha256: digest of its bytes, as far as they were read.
        is_fault: this program failed on it, but the article may be valid.
    """

    source: str
    reason: str
    article_id: str
    sha256: str = ""
    language: str | None = None
    published_on: date | None = None
    date_basis: str = "none"
    characters: int = 0
    url: str | None = None
    outlet: str | None = None
    is_fault: bool = False


Form = Literal["text", "page", "line"]


@dataclass(frozen=True, slots=True)
class RawArticle:
    """The bytes of one article.

    Attributes:
        source: its place, for people: file, or file and line.
        name: name of the file without its suffix.
        facts: the bytes of the file of facts beside a page.
    """

    form: Form
    source: str
    name: str
    content: bytes
    facts: bytes = b""

    @property
    def key(self) -> bytes:
        """A digest that is equal if the same article is read. For a line of JSON, the file name does not matter."""
        name = "" if self.form == "line" else self.name
        parts = (self.form.encode(), name.encode(), self.facts, self.content)
        return sha256(b"".join(sha256(part).digest() for part in parts)).digest()


def raw_articles(path: Path) -> Iterator[RawArticle | Unreadable]:
    """The bytes of every article at a path, or why they cannot be read."""
    if path == STANDARD_INPUT:
        yield from _articles_in_standard_input()
        return
    for file in article_files(path) if path.is_dir() else [path]:
        try:
            yield from _articles_in_file(file)
        except OSError as error:
            yield Unreadable(
                without_surrogates(file.name), f"cannot be read ({error.strerror}).", without_surrogates(file.stem)
            )


def article_files(folder: Path) -> list[Path]:
    """The files in a folder and its subfolders that should be articles: all except hidden files and files of facts."""
    paths = []
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(at, name) for name in names if not name.startswith(".") and not name.endswith(FACTS)]
    return sorted(paths)


def _articles_in_standard_input() -> Iterator[RawArticle]:
    """Yields the articles on standard input: JSON lines if it begins with a brace, else one text."""
    content = sys.stdin.buffer
    beginning = content.peek(1)[:1] if hasattr(content, "peek") else b""
    if beginning == b"{":
        yield from _articles_in_lines(content, "standard input")
    else:
        yield RawArticle("text", "standard input", "stdin", content.read(MOST_BYTES + 1))


def _articles_in_file(path: Path) -> Iterator[RawArticle | Unreadable]:
    """Yields the articles of one file."""
    with path.open("rb") as file:
        yield from articles_in(file, path.name, lambda: _facts_beside(path))


def articles_in(
    file: IO[bytes], file_name: str, facts: Callable[[], bytes] = bytes
) -> Iterator[RawArticle | Unreadable]:
    """The bytes of every article in an open file.

    Args:
        file_name: its suffix says how the file is divided.
        facts: reads the file of facts beside a page.
    """
    path = Path(file_name)
    suffix, source, name = path.suffix.lower(), without_surrogates(path.name), without_surrogates(path.stem)
    if suffix in LINES:
        yield from _articles_in_lines(file, source)
    elif suffix in TEXTS:
        yield RawArticle("text", source, name, file.read(MOST_BYTES + 1))
    elif suffix in PAGES:
        yield RawArticle("page", source, name, file.read(MOST_BYTES + 1), facts())
    else:
        yield Unreadable(source, "is no .txt, .html or .jsonl file.", name)


def _articles_in_lines(file: IO[bytes], source: str) -> Iterator[RawArticle]:
    """Yields one article per line that is not empty."""
    for number, line in enumerate(_lines(file), 1):
        if line.strip():
            yield RawArticle("line", f"{source}:{number}", f"{source}:{number}", line)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines of a file; a line that is too long is cut, so that it is never completely in memory."""
    while line := file.readline(MOST_BYTES + 2):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES + 2)


def _facts_beside(page: Path) -> bytes:
    """The bytes of the file of facts beside a page; empty if there is none."""
    beside = page.with_name(page.name + FACTS)
    return beside.read_bytes() if beside.is_file() else b""


def without_surrogates(text: str) -> str:
    """The text without lone surrogates, which JSON and file names may contain, but tables may not."""
    return text.encode("utf-8", "replace").decode("utf-8")
